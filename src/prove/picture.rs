//! Which rule holds for which procedures on which days: the picture of a quota, over all moments.

use std::collections::{BTreeMap, BTreeSet};

use super::moments::{Asked, Instant, moves};
use crate::check::events_of;
use crate::check::program::{Cond, Date, EventId, ListId, ReadingId};
use crate::eval::{Env, Moment, Rule, When as Known};
use crate::plan::{BoundQuota, Class, ClassId, Membership, Plan};
use crate::term::Tier;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// The first day of a piece, as the rules write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edge {
    /// A day of the calendar, whatever the moment.
    On(Day),
    /// A date that moves.
    At(Date),
    /// The day after a date that moves.
    After(Date),
}

/// Days with one rule, until the next piece begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its first day.
    pub from: Edge,
    /// The rule.
    pub rule: Rule,
    /// The lists in force that name the procedures on these days.
    pub published: Vec<ListId>,
}

/// Choices of the readings, and the days of the unknown event, where there is one.
pub type When = (Vec<usize>, Option<(EventId, Days)>);

/// A moment, with the first day of each piece at it.
type Held<'a> = (&'a Instant, Vec<Day>);

/// The pieces of a case at all moments that show the same.
#[derive(Debug, Clone)]
pub struct Way {
    /// The pieces, over the whole assessment period.
    pub pieces: Vec<Piece>,
    /// The first day of each piece at one of the moments.
    pub sample: Vec<Day>,
    /// The moments: choices of the readings, and the days of the unknown event, where there is one.
    pub when: Vec<When>,
    /// How many days of the event it holds for, over all choices; the way of the most is the usual one.
    pub weight: i64,
    /// The readings of which the choices were tried.
    pub tried: Vec<ReadingId>,
    /// Where several events are unknown: a day of each on which it holds.
    pub example: Vec<(EventId, Day)>,
}

impl Way {
    /// The rule on a day at a moment at which this way holds.
    pub fn rule_on(&self, moment: &Moment, period: Days, day: Day) -> Option<&Rule> {
        spelled(&self.pieces, moment, period).into_iter().take_while(|it| it.0 <= day).last().map(|it| it.1)
    }

    /// Whether it holds at a moment: under these choices, with the one unknown event on these days. Where several
    /// events are unknown it is not said on which of their days.
    pub fn holds(&self, moment: &Moment) -> bool {
        let choice = |of: &[usize], id: &ReadingId| of.get(id.index()).copied();
        self.when.iter().any(|(readings, event)| {
            let on = |(id, days): &(EventId, Days)| moment.events.get(id.index()).is_some_and(|it| days.has(*it));
            let same = self.tried.iter().all(|it| choice(readings, it) == choice(moment.readings, it));
            same && event.as_ref().is_none_or(on)
        })
    }
}

/// Procedures that have the same picture.
#[derive(Debug, Clone)]
pub struct Case {
    /// Their classes.
    pub classes: Vec<ClassId>,
    /// Its ways, the usual one first.
    pub ways: Vec<Way>,
}

impl Case {
    /// Whether every piece of every way is so.
    pub fn always(&self, so: impl Fn(&Piece) -> bool) -> bool {
        self.ways.iter().flat_map(|it| &it.pieces).all(so)
    }
}

/// The ways of a class under a quota, for units of a tier.
pub fn ways(plan: &Plan, env: &Env, quota: &BoundQuota, asked: &[Asked], class: &Class, tier: Tier) -> Vec<Way> {
    let all = || asked.iter().flat_map(|it| &it.instants).map(|it| it.readings.as_slice());
    let first = all().next().unwrap_or_default();
    let tried = |at: &usize| all().any(|it| it.get(*at) != first.get(*at));
    let tried: Vec<ReadingId> = (0..first.len()).filter(tried).map(|it| ReadingId(it as u32)).collect();
    let mut ways: Vec<(Way, Vec<Held>)> = Vec::new();
    for Asked { rules, instants } in asked {
        for instant in instants {
            let moment = instant.moment(plan, env.period);
            let (pieces, sample) = Look { plan, env, moment: &moment, rules, instant }.pieces(quota, class, tier);
            let weight = instant.alike.map_or(1, |it| i64::from(it.1.meet(env.period).len().max(1)));
            match ways.iter_mut().find(|it| it.0.pieces == pieces) {
                Some((way, held)) => {
                    way.weight += weight;
                    held.push((instant, sample));
                }
                None => {
                    let events = rules.unknown(env).into_iter().filter(|_| instant.alike.is_none()).map(|it| it.0);
                    let day = |id: EventId| Some((id, instant.events.get(id.index()).copied()?));
                    let way = Way {
                        pieces,
                        sample: sample.clone(),
                        when: Vec::new(),
                        weight,
                        tried: tried.clone(),
                        example: events.filter_map(day).collect(),
                    };
                    ways.push((way, vec![(instant, sample)]));
                }
            }
        }
    }
    ways.sort_by_key(|it| std::cmp::Reverse(it.0.weight));
    // Where dates meet by chance, a way that is usual says the same with other words.
    let mut out: Vec<(Way, Vec<Held>)> = Vec::new();
    for (way, held) in ways {
        let says = |usual: &&mut (Way, Vec<Held>)| {
            held.iter().all(|(instant, sample)| {
                let moment = instant.moment(plan, env.period);
                spelled(&usual.0.pieces, &moment, env.period) == shown(&way.pieces, sample)
            })
        };
        match out.iter_mut().find(says) {
            Some((usual, all)) => {
                usual.weight += way.weight;
                all.extend(held);
            }
            None => out.push((way, held)),
        }
    }
    let when = |held: Vec<Held>| {
        let mut when = Vec::new();
        let mut each: Vec<_> = held.into_iter().map(|it| (it.0.readings.clone(), it.0.alike)).collect();
        each.sort_by_key(|it| (it.0.clone(), it.1.map(|it| it.1)));
        each.into_iter().for_each(|it| add(&mut when, it));
        when
    };
    out.into_iter().map(|(way, held)| Way { when: when(held), ..way }).collect()
}

/// What holds from which day on: the rule, and which lists publish what it does not count.
type Shown<'a> = Vec<(Day, &'a Rule, &'a [ListId])>;

/// Pieces with the days that they had at a moment.
fn shown<'a>(pieces: &'a [Piece], sample: &[Day]) -> Shown<'a> {
    pieces.iter().zip(sample).map(|(it, day)| (*day, &it.rule, it.published.as_slice())).collect()
}

/// Pieces with the days that their words mean at a moment; pieces without a day are left out.
fn spelled<'a>(pieces: &'a [Piece], moment: &Moment, period: Days) -> Shown<'a> {
    let day = |it: &Edge| match it {
        Edge::On(day) => Some(*day),
        Edge::At(date) => moment.day(date, None),
        Edge::After(date) => moment.day(date, None).map(|it| it.plus(1)),
    };
    let mut out: Shown<'a> = Vec::new();
    let mut last = period.from;
    for piece in pieces {
        let from = day(&piece.from).unwrap_or(Day::LAST).max(last);
        last = from;
        if out.last().is_some_and(|it| it.0 == from) {
            out.pop();
        }
        let same = out.last().is_some_and(|it| *it.1 == piece.rule && it.2 == piece.published);
        if from <= period.to && !same {
            out.push((from, &piece.rule, &piece.published));
        }
    }
    out
}

/// Adds a moment; days of the event that follow those before are one stretch with them.
pub fn add(held: &mut Vec<When>, it: When) {
    if let (Some(last), Some((event, days))) = (held.last_mut(), it.1)
        && let Some((same, before)) = &mut last.1
        && *same == event
        && last.0 == it.0
        && before.to.plus(1) == days.from
    {
        before.to = days.to;
        return;
    }
    held.push(it);
}

struct Look<'a> {
    plan: &'a Plan,
    env: &'a Env,
    moment: &'a Moment<'a>,
    rules: &'a crate::eval::Rules,
    instant: &'a Instant,
}

impl Look<'_> {
    fn pieces(&self, quota: &BoundQuota, class: &Class, tier: Tier) -> (Vec<Piece>, Vec<Day>) {
        let period = self.env.period;
        let lists: Vec<(ListId, &[Days], Days)> = class
            .lists
            .iter()
            .enumerate()
            .filter_map(|(at, it)| {
                let id = ListId(at as u32);
                if let Membership::On(days) = it { Some((id, days.as_slice(), self.moment.in_force(id))) } else { None }
            })
            .filter(|it| self.is_tried(it.0))
            .collect();
        let mut days = self.moment.first_days(self.rules, class, period);
        for (_, held, in_force) in &lists {
            for it in held.iter().chain([in_force]) {
                days.extend([it.from, it.to.plus(1)].into_iter().filter(|it| period.has(*it)));
            }
        }
        days.sort_unstable();
        days.dedup();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut sample = Vec::new();
        for day in days {
            let rule = self.moment.rule(quota, class, tier, day);
            let named = lists.iter().filter(|it| it.2.has(day) && it.1.iter().any(|it| it.has(day)));
            let published: Vec<ListId> = named.map(|it| it.0).collect();
            // Which lists publish what counts is not asked.
            let published = if matches!(rule, Rule::NoDay | Rule::Uncovered) { published } else { Vec::new() };
            if pieces.last().is_some_and(|it| it.rule == rule && it.published == published) {
                continue;
            }
            pieces.push(Piece { from: self.edge(day), rule, published });
            sample.push(day);
        }
        (pieces, sample)
    }

    /// Whether the days on which a list is in force are known, or are among those that the moments try.
    fn is_tried(&self, id: ListId) -> bool {
        let tried: Vec<EventId> = self.rules.unknown(self.env).into_iter().map(|it| it.0).collect();
        let program = &self.plan.program;
        let after = program.lists.iter().filter(|it| it.replaces == Some(id));
        let mut events = Vec::new();
        for date in after.chain([program.list(id)]).filter_map(|it| it.effective.as_ref()) {
            events_of(date, &mut events);
        }
        let known = |it: &EventId| tried.contains(it) || matches!(self.env.event(*it), Known::On(_));
        events.iter().all(known)
    }

    /// The words of the rules for a day at this moment.
    fn edge(&self, day: Day) -> Edge {
        if day == self.env.period.from {
            return Edge::On(day);
        }
        let fixed = |it: &&Date| !moves(self.plan, self.env, &self.instant.readings, it);
        let on = |it: &Date| self.moment.day(it, None);
        let is = |it: &&Date, offset: i32| on(it).is_some_and(|it| it.plus(offset) == day);
        let dates = || self.rules.dates().chain(self.plan.program.lists.iter().filter_map(|it| it.effective.as_ref()));
        if dates().filter(|it| fixed(it)).any(|it| is(&it, 0) || is(&it, 1)) {
            return Edge::On(day);
        }
        let moving = || dates().filter(|it| !fixed(it));
        if let Some(date) = moving().find(|it| is(it, 0)) {
            return Edge::At(date.clone());
        }
        moving().find(|it| is(it, 1)).map_or(Edge::On(day), |it| Edge::After(it.clone()))
    }
}

/// The classes of the plan under a quota for units of a tier, those with the same picture together.
pub fn cases(plan: &Plan, env: &Env, quota: &BoundQuota, asked: &[Asked], tier: Tier) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (id, class) in plan.classes.iter() {
        // A number that nothing has any more.
        if class.size == 0 && id != ClassId(0) {
            continue;
        }
        let ways = ways(plan, env, quota, asked, class, tier);
        let like = |it: &&mut Case| {
            let other = it.classes.first().map(|it| plan.classes.get(*it));
            other.is_some_and(|it| it.lists == class.lists) && same(&it.ways, &ways)
        };
        match cases.iter_mut().find(like) {
            Some(case) => case.classes.push(id),
            None => cases.push(Case { classes: vec![id], ways }),
        }
    }
    cases
}

/// Whether two pictures are the same.
pub fn same(one: &[Way], two: &[Way]) -> bool {
    one.len() == two.len() && one.iter().zip(two).all(|it| it.0.pieces == it.1.pieces && it.0.when == it.1.when)
}

/// The units of a quota by tier, where the rules ask for the tier; else all under one.
pub fn tiers(plan: &Plan, quota: &BoundQuota) -> BTreeMap<Tier, BTreeSet<UnitId>> {
    let period = plan.program.decision.period.unwrap_or(Days::ALL);
    let all: BTreeSet<UnitId> = quota.units.all().flat_map(|it| it.keys().copied()).collect();
    let mut out: BTreeMap<Tier, BTreeSet<UnitId>> = BTreeMap::new();
    for id in &all {
        out.entry(plan.world.units.get(*id).on(period.from).tier).or_default().insert(*id);
    }
    match out.keys().next().copied().filter(|_| !asks_tier(plan, quota)) {
        Some(first) => [(first, all)].into(),
        None => out,
    }
}

/// Whether the rules of a quota take the tier of a unit for the competence for its procedures.
pub fn asks_tier(plan: &Plan, quota: &BoundQuota) -> bool {
    let Some(counting) = plan.countings.get(quota.counting) else { return false };
    let program = &plan.program;
    let scopes = counting.scopes.iter().filter_map(|it| program.scopes.get(*it)).map(|it| &it.cond);
    let windows = counting.windows.iter().filter_map(|it| program.windows.get(*it)).map(|it| &it.cond);
    let excluded = counting.exclusions.iter().filter_map(|it| program.exclusions.get(*it)).filter_map(|it| {
        if let crate::check::program::Excluded::Procedures(cond) = &it.what { Some(cond) } else { None }
    });
    let mut asked = false;
    for cond in scopes.chain(windows).chain(excluded) {
        cond.walk(&mut |it| asked |= matches!(it, Cond::Competence(_) | Cond::Reading(_)));
    }
    asked && plan.classes.competence_by_units
}
