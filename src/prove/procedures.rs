//! Procedures: counted twice, never, or on days on which nobody publishes them.

use std::collections::BTreeSet;

use super::picture::{Case, Piece, Way};
use super::words::{both, class};
use super::{Place, Work, error, moments};
use crate::check::program::{Excluded, ListId};
use crate::eval::{Env, Rule};
use crate::lang::Say;
use crate::plan::{BoundQuota, Class, ClassId, Membership};
use crate::problem::Problem;
use crate::source::Span;
use crate::text::{Day, Days};

impl Work<'_> {
    /// Cells in two windows.
    pub fn overlaps(&mut self, places: &[Place]) {
        let program = &self.plan.program;
        let mut told: Vec<(usize, usize)> = Vec::new();
        for place in places {
            for case in &place.cases {
                for way in &case.ways {
                    let hits = way.pieces.iter().zip(&way.sample);
                    for (piece, day) in hits {
                        let Rule::Counts(found) = &piece.rule else { continue };
                        let [one, two, ..] = found.as_slice() else { continue };
                        if told.contains(&(*one, *two)) {
                            continue;
                        }
                        told.push((*one, *two));
                        let (Some(first), Some(second)) = (program.windows.get(*one), program.windows.get(*two)) else {
                            continue;
                        };
                        let cited = (program.cite(first.provision), program.cite(second.provision));
                        let given = self.given(way);
                        let when = both(|lang| {
                            let (day, given) = (day.vi(), given.get(lang));
                            let gap = if given.is_empty() { "" } else { ", " };
                            lang.pick(format!("vào ngày {day}{gap}{given}"), format!("on {day}{gap}{given}"))
                        });
                        let who = self.who(&case.classes);
                        let problem = error::overlap(second.span, first.span, &who, when, (&cited.0, &cited.1));
                        self.problems.push(problem.cite(Some(cited.1)));
                    }
                }
            }
        }
    }

    /// Procedures that no rule counts on any day.
    pub fn uncovered(&mut self, env: &Env, places: &[Place]) {
        let plan = self.plan;
        // What is told of the same procedures under several quotas is told once.
        let mut found: Vec<(Option<usize>, Vec<ClassId>, Vec<&Place>)> = Vec::new();
        for place in places {
            for case in &place.cases {
                let excluded = case.ways.iter().flat_map(|it| &it.pieces).find_map(|it| match it.rule {
                    Rule::Excluded(at) => Some(at),
                    _ => None,
                });
                self.used.extend(excluded);
                let nothing = |it: &Piece| matches!(it.rule, Rule::NoDay | Rule::Uncovered | Rule::Excluded(_));
                let by_text =
                    excluded.and_then(|it| plan.program.exclusions.get(it)).is_some_and(|it| !self.is_outside(it));
                if !case.always(nothing) || by_text {
                    continue;
                }
                let known = excluded.or_else(|| self.left_open(env, case, place));
                let same = |it: &&mut (Option<usize>, Vec<ClassId>, Vec<&Place>)| {
                    it.0 == known && self.lists_of(&it.1) == self.lists_of(&case.classes)
                };
                match found.iter_mut().find(same) {
                    Some((_, classes, held)) => {
                        join(classes, &case.classes);
                        held.push(place);
                    }
                    None => found.push((known, case.classes.clone(), vec![place])),
                }
            }
        }
        for (known, classes, places) in found {
            let problem = self.uncovered_case(&places, &classes);
            match known {
                Some(at) => self.acknowledged(problem, at),
                None => self.problems.push(problem),
            }
        }
    }

    fn uncovered_case(&self, places: &[&Place], classes: &[ClassId]) -> Problem {
        let plan = self.plan;
        let quota = places.first().and_then(|it| self.quotas(it).next());
        let counting = quota.and_then(|it| plan.countings.get(it.counting));
        let windows = counting.into_iter().flat_map(|it| &it.windows).filter_map(|it| plan.program.windows.get(*it));
        let at = windows.map(|it| it.span).next().unwrap_or(plan.program.decision.span);
        let quotas = both(|lang| {
            let each: Vec<String> = places.iter().map(|it| super::words::places(plan, it, lang)).collect();
            each.join("; ")
        });
        let problem = error::uncovered(at, &self.who(classes), &quotas);
        match self.list_of(classes) {
            Some((span, name)) => problem.and(
                span,
                Say {
                    vi: format!("{name} nêu tên các thủ tục này"), en: format!("{name} names these procedures")
                },
            ),
            None => problem,
        }
    }

    /// Which lists name the procedures of classes.
    fn lists_of(&self, classes: &[ClassId]) -> Option<&Vec<Membership>> {
        classes.first().map(|it| &self.plan.classes.get(*it).lists)
    }

    /// The acknowledgement that names the procedures of a case.
    fn left_open(&self, env: &Env, case: &Case, place: &Place) -> Option<usize> {
        let class = case.classes.first().map(|it| self.plan.classes.get(*it))?;
        self.names(env, class, self.quotas(place).next()?)
    }

    /// The acknowledgement that names a class.
    fn names(&self, env: &Env, class: &Class, quota: &BoundQuota) -> Option<usize> {
        let plan = self.plan;
        let (tier, _) = super::picture::tiers(plan, quota).into_iter().next()?;
        let instant = moments::first(env);
        let moment = instant.moment(plan, env.period);
        let mut open = self.exclusions().filter(|it| it.1.leave_open);
        let fits = |it: &(usize, &crate::check::program::Exclusion)| match &it.1.what {
            Excluded::Procedures(cond) if plan.program.reaches(it.1.provision, quota.provision) => {
                moment.is_for(cond, quota, class, tier)
            }
            _ => false,
        };
        open.find(fits).map(|it| it.0)
    }

    /// Quotas for which no procedure counts on any day.
    pub fn counts_nothing(&mut self, places: &[Place]) {
        let mut found = Vec::new();
        for place in places {
            let open = |it: &Piece| matches!(it.rule, Rule::Counts(_) | Rule::Waits(_) | Rule::Unsaid);
            let pieces = || place.cases.iter().flat_map(|it| &it.ways).flat_map(|it| &it.pieces);
            if !pieces().any(open)
                && let Some(quota) = self.quotas(place).next()
            {
                let cited = self.plan.program.cite(quota.provision);
                found.push(error::counts_nothing(quota.span, &self.cited(place)).cite(Some(cited)));
            }
        }
        self.problems.extend(found);
    }

    /// Days on which a list in force names procedures, and no window counts them.
    pub fn published_not_counted(&mut self, places: &[Place]) {
        let program = &self.plan.program;
        let mut found: Vec<(&Way, Vec<ClassId>)> = Vec::new();
        for case in places.iter().flat_map(|it| &it.cases) {
            let Some(way) = case.ways.first() else { continue };
            // Procedures that count on no day are told as such.
            let counts = way.pieces.iter().any(|it| matches!(it.rule, Rule::Counts(_)));
            if !counts || way.pieces.iter().all(|it| it.published.is_empty()) {
                continue;
            }
            let same = |it: &&mut (&Way, Vec<ClassId>)| {
                it.0.pieces == way.pieces && self.lists_of(&it.1) == self.lists_of(&case.classes)
            };
            match found.iter_mut().find(same) {
                Some((_, classes)) => join(classes, &case.classes),
                None => found.push((way, case.classes.clone())),
            }
        }
        for (way, classes) in found {
            let hits = || way.pieces.iter().enumerate().filter(|it| !it.1.published.is_empty());
            let days = both(|lang| {
                let each = hits().map(|it| super::words::piece_days(self.plan, way, it.0, lang));
                each.collect::<Vec<_>>().join("; ")
            });
            let lists: BTreeSet<ListId> = hits().flat_map(|it| it.1.published.iter().copied()).collect();
            let names: Vec<&str> = lists.iter().map(|it| program.list(*it).name.as_str()).collect();
            let at = self.window_of(way).or(lists.first().map(|it| program.list(*it).span)).unwrap_or_default();
            self.problems.push(error::published_not_counted(at, &self.who(&classes), &days, &names.join(", ")));
        }
    }

    /// The first window through which a way counts.
    fn window_of(&self, way: &Way) -> Option<Span> {
        way.pieces.iter().find_map(|it| match &it.rule {
            Rule::Counts(found) => found.first().and_then(|it| self.plan.program.windows.get(*it)).map(|it| it.span),
            _ => None,
        })
    }

    /// Procedures that one list drops and a later day publishes again: counted on days on which no list names them.
    pub fn published_again(&mut self, env: &Env) {
        let plan = self.plan;
        let program = &plan.program;
        let mut told: Vec<(ListId, usize)> = Vec::new();
        for (at, list) in program.lists.iter().enumerate() {
            let Some(before) = list.replaces else { continue };
            let id = ListId(at as u32);
            let is_on = |class: &Class, id: ListId| matches!(class.lists.get(id.index()), Some(Membership::On(_)));
            let dropped = plan.classes.iter().find(|it| is_on(it.1, before) && !is_on(it.1, id)).map(|it| it.1.clone());
            let mut again = dropped.unwrap_or_else(|| {
                let mut class = plan.classes.get(ClassId(0)).clone();
                if let Some(it) = class.lists.get_mut(before.index()) {
                    *it = Membership::On(vec![Days::ALL]);
                }
                class
            });
            let mut seen: Vec<(&BoundQuota, crate::term::Tier)> = Vec::new();
            for quota in &plan.quotas {
                let Some((tier, _)) = super::picture::tiers(plan, quota).into_iter().next() else { continue };
                // Quotas under the same rules are asked once.
                if seen.iter().any(|it| it.1 == tier && it.0.is_ruled_like(quota)) {
                    continue;
                }
                seen.push((quota, tier));
                let Some(asked) = moments::moments(plan, env, quota) else { continue };
                let Some((window, days)) = self.counted_unpublished(env, quota, &asked, &mut again, (before, id), tier)
                else {
                    continue;
                };
                if told.contains(&(id, window)) {
                    continue;
                }
                told.push((id, window));
                let Some(found) = program.windows.get(window) else { continue };
                let (old, new) = (&program.list(before).name, &list.name);
                let who = both(|lang| {
                    lang.pick(
                        format!("thủ tục {old} nêu tên, {new} lúc đầu không nêu, sau đó mới công bố lại"),
                        format!("procedures that {old} names, {new} leaves out at first and publishes again later"),
                    )
                });
                let cited = program.cite(found.provision);
                let problem = error::published_again(found.span, self.first_line(list.span), &who, &cited, days)
                    .cite(Some(cited.clone()));
                match self.names(env, &again, quota).or_else(|| self.names(env, &self.without(&again, id), quota)) {
                    Some(at) => self.acknowledged(problem, at),
                    None => self.problems.push(problem),
                }
            }
        }
    }

    fn without(&self, class: &Class, list: ListId) -> Class {
        let mut class = class.clone();
        if let Some(it) = class.lists.get_mut(list.index()) {
            *it = Membership::No;
        }
        class
    }

    /// A window that counts such procedures on days on which neither list names them, and how many days, at the first
    /// moment at which there are such days. The later list names them again in the middle of its own days.
    fn counted_unpublished(
        &self,
        env: &Env,
        quota: &BoundQuota,
        asked: &[moments::Asked],
        again: &mut Class,
        (before, id): (ListId, ListId),
        tier: crate::term::Tier,
    ) -> Option<(usize, i32)> {
        for asked in asked {
            for instant in &asked.instants {
                let moment = instant.moment(self.plan, env.period);
                let new = moment.in_force(id).meet(env.period);
                let gap = Days::new(new.from, Day((new.from.0 + new.to.0) / 2)).meet(env.period);
                if new.len() < 3 || moment.in_force(before).has(gap.from) {
                    continue;
                }
                if let Some(it) = again.lists.get_mut(id.index()) {
                    *it = Membership::On(vec![Days::new(gap.to.plus(1), Day::LAST)]);
                }
                let rule = moment.rule(quota, again, tier, gap.to);
                // Where the same holds for what is dropped for good, nothing hangs on its being published again.
                if let Rule::Counts(found) = &rule
                    && let Some(window) = found.first()
                    && moment.rule(quota, &self.without(again, id), tier, gap.to) != rule
                {
                    return Some((*window, gap.len()));
                }
            }
        }
        None
    }

    /// Procedures in words: how many, which, in which lists.
    pub fn who(&self, ids: &[ClassId]) -> Say {
        let plan = self.plan;
        both(|lang| {
            let first = ids.first().map(|it| plan.classes.get(*it));
            let what = first.map(|it| class(&plan.program, it, ids.len() == 1, lang)).unwrap_or_default();
            if ids == [ClassId(0)] {
                return lang.pick(format!("thủ tục {what}"), format!("procedures {what}"));
            }
            let number: usize = ids.iter().map(|it| plan.classes.get(*it).size).sum();
            let names = super::words::codes(plan, ids);
            lang.pick(format!("{number} thủ tục {what} ({names})"), format!("{number} procedures {what} ({names})"))
        })
    }

    /// The quotas of a place.
    pub fn quotas<'p>(&'p self, place: &'p Place) -> impl Iterator<Item = &'p BoundQuota> {
        place.quotas.iter().filter_map(|it| self.plan.quotas.get(it.0))
    }

    /// The provisions of the quotas of a place.
    fn cited(&self, place: &Place) -> Say {
        both(|lang| super::words::places(self.plan, place, lang))
    }

    /// A list that names the procedures of classes.
    fn list_of(&self, classes: &[ClassId]) -> Option<(Span, &str)> {
        let class = classes.first().map(|it| self.plan.classes.get(*it))?;
        let at = class.lists.iter().position(|it| matches!(it, Membership::On(_)))?;
        let list = self.plan.program.lists.get(at)?;
        Some((self.first_line(list.span), &list.name))
    }

    /// The first line of a place.
    fn first_line(&self, span: Span) -> Span {
        let line = self.plan.program.sources.slice(span).lines().next().map_or(0, str::len);
        Span { end: span.start + line as u32, ..span }
    }

    /// Under which moments a way holds, where not under all.
    pub fn given(&self, way: &Way) -> Say {
        both(|lang| super::words::given(self.plan, way, lang))
    }
}

/// Adds classes that are not there yet.
fn join(classes: &mut Vec<ClassId>, more: &[ClassId]) {
    classes.extend(more);
    classes.sort();
    classes.dedup();
}
