//! The answer of the rules as a function of the day: constant on stretches, so it is asked once for each.

use std::collections::BTreeMap;

use super::count::{Point, Series, Sort};
use super::env::{Env, When as Known};
use super::truth::{Date3, Disposition, Facts, Moment};
use crate::check::events_of;
use crate::check::program::{
    ChoiceValue, Cond, Date, EventId, Excluded, IndicatorId, OnDay, Program, ReadingId, Simple, Stretch,
    speaks_of_procedures,
};
use crate::data::{Facet, When, dimension, mark_dimension};
use crate::plan::{BoundQuota, ClassId, Plan};
use crate::term::{Basis, Noun, Tier};
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Days on which the answer is the same: until this day, included.
pub type Piece = (Day, Disposition);

/// Units that get the same answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kin {
    tier: Tier,
    meant: Days,
    /// The unit itself, where an exclusion names it.
    named: Option<UnitId>,
}

impl Kin {
    /// What a unit shares with all whose answers are the same, under quotas on an indicator.
    pub fn of(plan: &Plan, indicator: IndicatorId, unit: UnitId, tier: Tier) -> Self {
        let named = plan.excluded.iter().any(|it| it.all().any(|it| it.contains_key(&unit)));
        Self { tier, meant: plan.succession.meant(indicator, unit), named: named.then_some(unit) }
    }
}

/// The answers of one quota at one moment.
pub struct Grid<'a> {
    moment: &'a Moment<'a>,
    quota: &'a BoundQuota,
    measure: Simple<'a>,
    facets: &'a [Facet],
    /// By which date it counts.
    pub basis: Basis,
    /// First days of stretches.
    cuts: Vec<Day>,
    /// The dimensions that its words ask for.
    dimensions: u64,
    /// Whether some condition asks for the other date.
    pub asks_other: bool,
    memo: BTreeMap<(Option<ClassId>, u16, Kin), std::rc::Rc<Vec<Piece>>>,
}

impl<'a> Grid<'a> {
    /// The answers of a quota at a moment, by its own indicator.
    pub fn new(moment: &'a Moment<'a>, quota: &'a BoundQuota, facets: &'a [Facet]) -> Self {
        Self::by(moment, quota, moment.plan.program.indicator(quota.indicator).measure.simple(), facets)
    }

    /// The answers of a quota at a moment, by a part of its indicator.
    pub fn by(moment: &'a Moment<'a>, quota: &'a BoundQuota, measure: Simple<'a>, facets: &'a [Facet]) -> Self {
        let basis = moment.plan.program.indicator(quota.indicator).basis;
        let rules = Rules::by(moment.plan, quota, measure, moment.readings);
        let cuts = rules.borders(moment, quota, &|on| on == basis);
        let asks_other = rules.lists.iter().any(|it| it.1 != basis);
        Self {
            moment,
            quota,
            measure,
            facets,
            basis,
            dimensions: rules.dimensions,
            cuts,
            asks_other,
            memo: BTreeMap::new(),
        }
    }

    /// What becomes of each point of a series: calls `see` with the disposition, the days it holds for (by the basis;
    /// none where there is no day) and how many dossiers. Returns the periods that are cut.
    pub fn each(
        &mut self,
        unit: UnitId,
        tier: Tier,
        series: &Series,
        within: Days,
        see: &mut dyn FnMut(Disposition, u128),
        cut: &mut dyn FnMut(Days),
    ) {
        if !self.asks(series.facet) {
            return;
        }
        if let Some(date) = series.dateless(self.basis) {
            for point in &series.points {
                let other = date3(point.other(self.basis));
                see(self.ask(unit, tier, series.sort(), date, other), u128::from(point.dossiers));
            }
            return;
        }
        if self.asks_other {
            for point in &series.points {
                let other = date3(point.other(self.basis));
                let When::In(days) = point.by(self.basis) else { continue };
                let pieces = self.pieces(unit, tier, series.sort(), other);
                spread(&pieces, days, within, point, see, cut);
            }
            return;
        }
        let key = (series.class, series.facet, self.kin(unit, tier));
        let pieces = match self.memo.get(&key) {
            Some(pieces) => pieces.clone(),
            None => {
                let other = series.points.first().map_or(Date3::Unsaid, |it| date3(it.other(self.basis)));
                let pieces = std::rc::Rc::new(self.pieces(unit, tier, series.sort(), other));
                self.memo.insert(key, pieces.clone());
                pieces
            }
        };
        let mut from = Day::FIRST;
        for (to, disposition) in pieces.iter() {
            let days = Days::new(from, *to);
            let Some(all) = series.count(self.basis, days) else {
                for point in &series.points {
                    if let When::In(days) = point.by(self.basis) {
                        spread(&pieces, days, within, point, see, cut);
                    }
                }
                return;
            };
            if all > 0 {
                // What is not counted is not counted in any part of the period.
                let whole = !matches!(disposition, Disposition::Counted(..)) || within.holds(days);
                let inside = if whole { all } else { series.count(self.basis, days.meet(within)).unwrap_or_default() };
                see(*disposition, inside);
                if inside < all {
                    see(Disposition::OutsideWindow, all - inside);
                }
            }
            from = to.plus(1);
        }
    }

    /// Whether the quota is asked of this combination: of counts that are parted in several ways, one way is.
    pub fn asks(&self, facet: u16) -> bool {
        self.facets.get(facet as usize).is_none_or(|it| it.speaks_of(self.dimensions))
    }

    /// The answers over all days.
    pub fn pieces(&self, unit: UnitId, tier: Tier, sort: Sort, other: Date3) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.cuts.len() + 1);
        let mut push = |to: Day, at: Day| {
            let disposition = self.ask(unit, tier, sort, Date3::On(at), other);
            match pieces.last_mut() {
                Some(last) if last.1 == disposition => last.0 = to,
                _ => pieces.push((to, disposition)),
            }
        };
        let mut from = Day::FIRST;
        for cut in &self.cuts {
            if *cut > from {
                push(cut.plus(-1), from);
            }
            from = (*cut).max(from);
        }
        push(Day::LAST, from);
        pieces
    }

    /// What becomes of a dossier with these dates.
    pub fn ask(&self, unit: UnitId, tier: Tier, (class, facet): Sort, date: Date3, other: Date3) -> Disposition {
        let plan = self.moment.plan;
        let class = class.map(|it| plan.classes.get(it));
        let facet = self.facets.get(facet as usize).unwrap_or(&Facet::UNSAID);
        let (received, resolved) = match self.basis {
            Basis::Received => (date, other),
            Basis::Resolved => (other, date),
        };
        let facts = Facts { class, facet, unit, tier, received, resolved, procedure: None };
        self.moment.dispose(self.quota, self.measure, &facts)
    }

    /// What a unit shares with all whose answers are the same.
    pub fn kin(&self, unit: UnitId, tier: Tier) -> Kin {
        Kin::of(self.moment.plan, self.quota.indicator, unit, tier)
    }
}

/// A point of several days must have one answer on all of them; else it is cut.
fn spread(
    pieces: &[Piece],
    days: Days,
    within: Days,
    point: &Point,
    see: &mut dyn FnMut(Disposition, u128),
    cut: &mut dyn FnMut(Days),
) {
    let first = pieces.partition_point(|it| it.0 < days.from);
    let last = pieces.partition_point(|it| it.0 < days.to);
    let Some((_, disposition)) = pieces.get(first) else { return };
    // Whether it counts, and in the numerator.
    let counts = |it: &Piece| if let Disposition::Counted(_, above) = it.1 { Some(above) } else { None };
    let dossiers = u128::from(point.dossiers);
    let same = first == last;
    let uniform = |it: &[Piece]| it.iter().map(counts).all(|each| it.first().map(counts) == Some(each));
    let parts = pieces.get(first..=last).unwrap_or_default();
    if !same && !uniform(parts) {
        cut(days);
        return;
    }
    match disposition {
        Disposition::Counted(..) if !within.holds(days) => {
            if !within.meet(days).is_empty() {
                cut(days);
            }
            see(Disposition::OutsideWindow, dossiers);
        }
        it => see(*it, dossiers),
    }
}

/// A date of a point as one day; the first of several.
pub fn date3(when: When) -> Date3 {
    match when {
        When::In(days) => Date3::On(days.from),
        When::Never => Date3::Never,
        When::Unsaid => Date3::Unsaid,
    }
}

/// The parts of the rules of a quota that depend on days.
#[derive(Default)]
pub struct Rules {
    /// Periods of windows, exclusions and of the quota.
    pub stretches: Vec<Stretch>,
    /// Lists asked for at a date of the dossier.
    pub lists: Vec<(crate::check::program::ListId, Basis)>,
    /// Days asked for otherwise.
    dates: Vec<Date>,
    /// Readings that decide something.
    pub readings: Vec<ReadingId>,
    /// The dimensions of facets that words ask for, as bits.
    pub dimensions: u64,
}

impl Rules {
    /// The first days of stretches on which no answer of a quota changes; `asked`: by which dates lists are looked at.
    pub fn borders(&self, moment: &Moment, quota: &BoundQuota, asked: &dyn Fn(Basis) -> bool) -> Vec<Day> {
        let mut cuts = Vec::new();
        let mut cut = |days: Days| {
            if !days.is_empty() {
                cuts.extend([days.from, days.to.plus(1)]);
            }
        };
        cut(moment.days(quota.stretch.as_ref()));
        for stretch in &self.stretches {
            cut(moment.days(Some(stretch)));
            if speaks_of_procedures(stretch) {
                let each = moment.plan.classes.list.iter();
                each.filter_map(|it| moment.days_of(Some(stretch), Some(it), false)).for_each(&mut cut);
            }
        }
        for (list, _) in self.lists.iter().filter(|it| asked(it.1)) {
            cut(moment.in_force(*list));
            for class in &moment.plan.classes.list {
                if let Some(crate::plan::Membership::On(days)) = class.lists.get(list.index()) {
                    days.iter().filter(|it| **it != Days::ALL).for_each(|it| cut(*it));
                }
            }
        }
        cuts.extend(moment.plan.world.units.borders());
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// The parts of a quota under choices of readings; all choices where none is given.
    pub fn of(plan: &Plan, quota: &BoundQuota, readings: &[usize]) -> Self {
        Self::by(plan, quota, plan.program.indicator(quota.indicator).measure.simple(), readings)
    }

    /// The same with a part of its indicator in place of the whole; what decides of days and readings is that of all.
    pub fn by(plan: &Plan, quota: &BoundQuota, measure: Simple, readings: &[usize]) -> Self {
        let program = &plan.program;
        let mut rules = Self::default();
        let Some(counting) = plan.countings.get(quota.counting) else { return rules };
        rules.stretches.extend(quota.stretch.clone());
        let mut conds: Vec<&Cond> = Vec::new();
        for window in counting.windows.iter().filter_map(|it| program.windows.get(*it)) {
            rules.stretches.push(window.stretch.clone());
            conds.push(&window.cond);
        }
        conds.extend(counting.scopes.iter().filter_map(|it| program.scopes.get(*it)).map(|it| &it.cond));
        for exclusion in counting.exclusions.iter().filter_map(|it| program.exclusions.get(*it)) {
            rules.stretches.extend(exclusion.stretch.clone());
            if let Excluded::Procedures(cond) | Excluded::Dossiers(cond) = &exclusion.what {
                conds.push(cond);
            }
        }
        conds.extend(program.indicator(quota.indicator).measure.conds());
        for cond in conds {
            rules.cond(program, cond, readings);
        }
        // Of counts that are parted in several ways, the way that the indicator asks for comes first.
        let mut measured = Self::default();
        match measure {
            Simple::Share(above, below) => [above, below].iter().for_each(|it| measured.cond(program, it, readings)),
            Simple::Count(cond) => measured.cond(program, cond, readings),
        }
        if measured.dimensions != 0 {
            rules.dimensions = measured.dimensions;
        }
        if let crate::plan::ByReading::Each(id, _) = &quota.units {
            rules.readings.push(*id);
        }
        rules.readings.extend(quota.grain_reading);
        let mut done = 0;
        while done < rules.stretches.len() {
            let stretch = rules.stretches.get(done).cloned();
            done += 1;
            match stretch {
                Some(Stretch::Reading(id)) => {
                    rules.readings.push(id);
                    for choice in chosen(program, id, readings) {
                        if let ChoiceValue::Stretch(inner) = choice {
                            rules.stretches.push(inner.clone());
                        }
                    }
                }
                Some(Stretch::Between(from, to)) => rules.dates.extend(from.into_iter().chain(to)),
                None => {}
            }
        }
        let mut done = 0;
        while done < rules.dates.len() {
            let date = rules.dates.get(done).cloned();
            done += 1;
            rules.date(program, date.as_ref(), readings);
        }
        rules.readings.sort();
        rules.readings.dedup();
        rules
    }

    fn date(&mut self, program: &Program, date: Option<&Date>, readings: &[usize]) {
        match date {
            Some(Date::Reading(id)) => {
                self.readings.push(*id);
                for choice in chosen(program, *id, readings) {
                    if let ChoiceValue::Date(inner) = choice {
                        self.dates.push(inner.clone());
                    }
                }
            }
            Some(Date::After(inner, ..)) => self.dates.push((**inner).clone()),
            Some(Date::Extremum(_, parts)) => self.dates.extend(parts.iter().cloned()),
            _ => {}
        }
    }

    fn cond(&mut self, program: &Program, cond: &Cond, readings: &[usize]) {
        let mut inner: Vec<(ReadingId, Cond)> = Vec::new();
        let mut dossiers: Vec<Cond> = Vec::new();
        cond.walk(&mut |it| match it {
            Cond::In(list, Some(OnDay::Basis(basis))) | Cond::FirstIn(list, Some(OnDay::Basis(basis))) => {
                self.lists.push((*list, *basis));
                self.in_force(program, *list);
            }
            Cond::In(list, Some(OnDay::Date(date))) | Cond::FirstIn(list, Some(OnDay::Date(date))) => {
                self.dates.push(date.clone());
                self.in_force(program, *list);
            }
            Cond::Word(word) => self.dimensions |= dimension(*word),
            Cond::Column(id) if program.column(*id).of == Noun::Dossiers => {
                self.dimensions |= mark_dimension(program.column(*id).mark);
            }
            Cond::InForce(on) => {
                match on {
                    OnDay::Basis(basis) => {
                        let lists = (0..program.lists.len() as u32).map(crate::check::program::ListId);
                        self.lists.extend(lists.map(|it| (it, *basis)));
                    }
                    OnDay::Date(date) => self.dates.push(date.clone()),
                }
                self.dates.extend(program.lists.iter().filter_map(|it| it.effective.clone()));
            }
            Cond::Having(having) => dossiers.push(having.dossiers.clone()),
            Cond::Published(_, Stretch::Between(from, to)) => self.dates.extend(from.iter().chain(to).cloned()),
            Cond::Reading(id) => {
                for choice in chosen(program, *id, readings) {
                    if let ChoiceValue::Cond(cond) = choice {
                        inner.push((*id, cond.clone()));
                    }
                }
                self.readings.push(*id);
            }
            _ => {}
        });
        for cond in inner.into_iter().map(|it| it.1).chain(dossiers) {
            self.cond(program, &cond, readings);
        }
    }

    fn in_force(&mut self, program: &Program, list: crate::check::program::ListId) {
        self.dates.extend(program.list(list).effective.clone());
        let after = program.lists.iter().filter(|it| it.replaces == Some(list));
        self.dates.extend(after.filter_map(|it| it.effective.clone()));
    }

    /// The events that anything here depends on and that are not known.
    pub fn unknown(&self, env: &Env) -> Vec<(EventId, Days)> {
        let mut events = Vec::new();
        self.dates.iter().for_each(|it| events_of(it, &mut events));
        events.sort();
        events.dedup();
        let range = |id: EventId| match env.event(id) {
            Known::On(_) => None,
            Known::Within(days) => Some((id, days)),
        };
        events.into_iter().filter_map(range).collect()
    }

    /// The largest number of days that is added to a date, whichever way; working days stretch over weekends and
    /// holidays.
    pub fn reach(&self) -> i32 {
        let each = |date: &Date| match date {
            Date::After(_, days, true) => days.abs().saturating_mul(2) + 60,
            Date::After(_, days, false) => days.abs(),
            _ => 0,
        };
        self.dates.iter().map(each).sum::<i32>().saturating_add(1)
    }

    /// All dates that are named: ends of stretches, days for which lists are asked, first days of lists.
    pub fn dates(&self) -> impl Iterator<Item = &Date> {
        self.dates.iter()
    }

    /// The fixed days that are named.
    pub fn fixed(&self) -> impl Iterator<Item = Day> {
        self.dates.iter().filter_map(|it| if let Date::On(day) = it { Some(*day) } else { None })
    }
}

/// The chosen interpretation of a reading, or all of them where none is given.
fn chosen<'p>(program: &'p Program, id: ReadingId, readings: &[usize]) -> Vec<&'p ChoiceValue> {
    let choices = &program.reading(id).choices;
    match readings.get(id.index()) {
        Some(at) => choices.get(*at).map(|it| &it.value).into_iter().collect(),
        None => choices.iter().map(|it| &it.value).collect(),
    }
}
