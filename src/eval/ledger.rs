//! The ledger: a partition of all supplied dossiers by the plan. Supplied = counted + excluded, each with the first
//! reason that applies; found by asking the rules of every cell, never by subtraction.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::count::{Index, Series, Sort};
use super::env::Env;
use super::grid::{Grid, Kin, Rules, date3};
use super::outcome::is_refused;
use super::subjects::{Reached, grain, tier_of};
use super::tries::{Tries, event_days, ways};
use super::truth::{Date3, Disposition, Moment};
use crate::check::program::{Grain, IndicatorId};
use crate::data::{Tally, When};
use crate::plan::{BoundQuota, Plan};
use crate::term::{Basis, Tier};
use crate::text::Day;
use crate::world::UnitId;

/// Why a dossier is not counted, in the order in which the reasons are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The row could not be read.
    BadRow,
    /// The register lacks the unit's code.
    UnitUnknown,
    /// No quota binds the unit.
    UnitNotBound,
    /// The scope leaves it out.
    OutOfScope,
    /// The file excludes it, and says why.
    Excluded,
    /// No window is for its procedure.
    ProcedureUncovered,
    /// Its day is in no window.
    OutsideWindow,
    /// It counts on some of the possible days of an unknown event only.
    Pending,
    /// A field that the rules ask for is empty or not supplied.
    MissingData,
    /// It is not in the denominator.
    OutsideDenominator,
}

impl Reason {
    /// The reason that a disposition is; none where it counts.
    pub fn of(disposition: Disposition) -> Option<Self> {
        Some(match disposition {
            Disposition::Counted(..) => return None,
            Disposition::NotBound => Self::UnitNotBound,
            Disposition::OutOfScope => Self::OutOfScope,
            Disposition::Excluded(_) => Self::Excluded,
            Disposition::Uncovered => Self::ProcedureUncovered,
            Disposition::OutsideWindow => Self::OutsideWindow,
            Disposition::Waits(_) => Self::Pending,
            Disposition::Missing | Disposition::Unsaid(_) => Self::MissingData,
            Disposition::OutsideDenominator => Self::OutsideDenominator,
        })
    }
}

/// What became of the dossiers of one column of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// All that were supplied.
    pub supplied: u128,
    /// Those in the denominator of a quota.
    pub counted: u128,
    /// The others, by reason.
    pub excluded: BTreeMap<Reason, u128>,
}

impl Entry {
    fn add(&mut self, slot: Slot, dossiers: u128) {
        if dossiers == 0 {
            return;
        }
        self.supplied += dossiers;
        match slot {
            Slot::Counted => self.counted += dossiers,
            Slot::Out(reason) => *self.excluded.entry(reason).or_default() += dossiers,
        }
    }
}

impl Entry {
    /// Adds what became of other dossiers.
    pub fn absorb(&mut self, other: &Self) {
        self.supplied += other.supplied;
        self.counted += other.counted;
        for (reason, dossiers) in &other.excluded {
            *self.excluded.entry(*reason).or_default() += dossiers;
        }
    }
}

/// The whole ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// For the decision: a dossier counts once, if any quota counts it.
    pub all: Entry,
    /// For each supplied unit, by code.
    pub units: BTreeMap<String, Entry>,
    /// For each indicator.
    pub indicators: BTreeMap<IndicatorId, Entry>,
    /// Dossiers by the exclusion that took them out, of those counted as excluded.
    pub exclusions: BTreeMap<usize, u128>,
}

/// Counted, or not and why. What is further on the way to being counted is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Out(Reason),
    Counted,
}

impl Slot {
    /// Whether another quota brings the dossier further: what one may yet count is pending, whatever others say of it.
    fn is_behind(self, other: Self) -> bool {
        let place = |it: Self| (it == Self::Counted, it == Self::Out(Reason::Pending), it);
        place(self) < place(other)
    }
}

/// Whether the counts of a series were made before by the rule.
pub fn is_precounted(series: &Series) -> bool {
    let unsaid = |it: When| it == When::Unsaid;
    series.class.is_none() || series.points.first().is_some_and(|it| unsaid(it.received) && unsaid(it.resolved))
}

/// The slots of days: until this day, included; with the exclusion that says so.
type Slots = Vec<(Day, Slot, Option<u16>)>;

/// One quota as the ledger asks it.
struct Asked<'a> {
    quota: &'a BoundQuota,
    /// The dimensions that its words ask for.
    dimensions: u64,
    /// What a verdict is given for.
    grain: Grain,
    /// Whether other events are unknown too, of which only some days are tried.
    others: bool,
    /// The days of all events and the choices of all readings in each try.
    days: Vec<(Vec<Day>, Vec<usize>)>,
}

/// The slots of dossiers that were asked about.
type Known = HashMap<(Sort, Kin, bool), Rc<Slots>>;

/// Partitions all supplied dossiers.
pub fn ledger(plan: &Plan, tally: &Tally, index: &Index, env: &Env) -> Ledger {
    let readings = env.chosen();
    let seen = index.days();
    let mut asked: Vec<Asked> = Vec::new();
    let mut reached = Reached::default();
    for (at, quota) in plan.quotas.iter().enumerate() {
        let ways = ways(plan, quota, env);
        let mut others = !ways.complete;
        let mut days: Vec<(Vec<Day>, Vec<usize>)> = Vec::new();
        for way in ways.each {
            let tries = Tries::of(plan, quota, &way, env, seen);
            others |= !tries.others.is_empty();
            days.extend(tries.days.iter().map(|it| (event_days(env, tries.event, *it), way.clone())));
        }
        let first = Moment {
            plan,
            events: days.first().map_or(&[], |it| it.0.as_slice()),
            readings: &readings,
            period: env.period,
        };
        let whole = first.days(quota.stretch.as_ref());
        reached.add(plan, at, &readings, whole);
        let grain = grain(plan, quota, &readings);
        let dimensions = Rules::of(plan, quota, &readings).dimensions;
        asked.push(Asked { quota, dimensions, grain, others, days });
    }
    let (mut moments, mut grids): (Vec<Vec<Moment>>, Vec<Vec<Grid>>) = Default::default();
    for it in &asked {
        let days = it.days.iter();
        moments.push(days.map(|it| Moment { plan, events: &it.0, readings: &it.1, period: env.period }).collect());
    }
    for (it, moments) in asked.iter().zip(&moments) {
        grids.push(moments.iter().map(|moment| Grid::new(moment, it.quota, &index.facets)).collect());
    }
    let mut known: Vec<Known> = asked.iter().map(|_| Known::new()).collect();
    let mut ledger = Ledger::default();
    for indicator in plan.quotas.iter().map(|it| it.indicator) {
        ledger.indicators.entry(indicator).or_default();
    }
    for (at, unit) in tally.units.iter().enumerate() {
        let quotas = unit.unit.map_or(&[][..], |it| reached.quotas(it));
        let mut own = Entry::default();
        // Counts that are parted in several ways stand here once: the way that the unit's first quota asks for.
        let first = quotas.first().and_then(|it| asked.get(*it)).map_or(0, |it| it.dimensions);
        for series in index.glance(at).iter() {
            let speaks = |dimensions| index.facets.get(series.facet as usize).is_none_or(|it| it.speaks_of(dimensions));
            let counts = speaks(first);
            let Some(id) = unit.unit.filter(|_| !quotas.is_empty()) else {
                if !counts {
                    continue;
                }
                let reason = if unit.unit.is_none() { Reason::UnitUnknown } else { Reason::UnitNotBound };
                own.add(Slot::Out(reason), series.total);
                ledger.all.add(Slot::Out(reason), series.total);
                ledger.indicators.values_mut().for_each(|it| it.add(Slot::Out(reason), series.total));
                continue;
            };
            let tier = tier_of(plan, id, env.period);
            let mut slots: Vec<(IndicatorId, Rc<Slots>)> = Vec::new();
            for at in quotas {
                if let (Some(it), Some(grids), Some(known)) = (asked.get(*at), grids.get(*at), known.get_mut(*at)) {
                    slots.push((it.quota.indicator, it.slots(grids, known, env.strict, (id, tier), series)));
                }
            }
            for (place, point) in series.points.iter().enumerate() {
                let dossiers = u128::from(point.dossiers);
                let mut best: Option<(Slot, Option<u16>)> = None;
                let mut of: BTreeMap<IndicatorId, Slot> =
                    ledger.indicators.keys().map(|it| (*it, Slot::Out(Reason::UnitNotBound))).collect();
                for (at, (indicator, slots)) in slots.iter().enumerate() {
                    let quota = quotas.get(at).and_then(|it| asked.get(*it)).map(|it| it.quota);
                    let last = quotas.get(at).map_or(Day::LAST, |it| reached.last_day(*it, id));
                    let (slot, why) = match quota.map(|it| point.by(basis_of(plan, it))) {
                        Some(When::In(days)) if days.from > last => (Slot::Out(Reason::UnitNotBound), None),
                        _ => slot_of(plan, quota, slots, place, point),
                    };
                    if best.is_none_or(|it| it.0.is_behind(slot)) {
                        best = Some((slot, why));
                    }
                    of.entry(*indicator).and_modify(|it| *it = if it.is_behind(slot) { slot } else { *it });
                }
                // Each indicator is asked of its own way, and so is the decision.
                of.retain(|indicator, _| {
                    let own = quotas.iter().filter_map(|it| asked.get(*it)).find(|it| it.quota.indicator == *indicator);
                    speaks(own.map_or(first, |it| it.dimensions))
                });
                let (slot, why) = best.unwrap_or((Slot::Out(Reason::UnitNotBound), None));
                if counts {
                    own.add(slot, dossiers);
                    ledger.all.add(slot, dossiers);
                }
                for (indicator, slot) in of {
                    ledger.indicators.entry(indicator).or_default().add(slot, dossiers);
                }
                if let (Slot::Out(Reason::Excluded), Some(why), true) = (slot, why, counts) {
                    *ledger.exclusions.entry(why as usize).or_default() += dossiers;
                }
            }
        }
        // One code may be that of two units, one after the other.
        ledger.units.entry(unit.code.clone()).or_default().absorb(&own);
    }
    for row in &tally.bad {
        let dossiers = u128::from(row.dossiers);
        ledger.all.add(Slot::Out(Reason::BadRow), dossiers);
        ledger.indicators.values_mut().for_each(|it| it.add(Slot::Out(Reason::BadRow), dossiers));
        if let Some(unit) = row.unit.and_then(|it| tally.units.get(it as usize)) {
            ledger.units.entry(unit.code.clone()).or_default().add(Slot::Out(Reason::BadRow), dossiers);
        }
    }
    ledger
}

fn basis_of(plan: &Plan, quota: &BoundQuota) -> Basis {
    plan.program.indicator(quota.indicator).basis
}

/// The slot of a point: by its day, or, where slots are kept for each point, by its place.
fn slot_of(
    plan: &Plan,
    quota: Option<&BoundQuota>,
    slots: &Slots,
    place: usize,
    point: &super::count::Point,
) -> (Slot, Option<u16>) {
    let basis = quota.map(|it| basis_of(plan, it));
    let when = basis.map(|it| point.by(it));
    let each = slots.first().is_some_and(|it| it.0 == EACH);
    let found = match when {
        Some(When::In(days)) if !each => slots.get(slots.partition_point(|it| it.0 < days.from)),
        _ if each => slots.get(place + 1),
        _ => slots.first(),
    };
    found.map_or((Slot::Out(Reason::OutsideWindow), None), |it| (it.1, it.2))
}

/// Marks slots that are kept for each point.
const EACH: Day = Day(i32::MIN);

impl Asked<'_> {
    fn slots(
        &self,
        grids: &[Grid],
        known: &mut Known,
        strict: bool,
        (unit, tier): (UnitId, Tier),
        series: &Series,
    ) -> Rc<Slots> {
        let refused = is_refused(strict, self.grain, series);
        let mut votes = Votes { others: self.others, refused, ..Votes::default() };
        let mut key = None;
        for grid in grids {
            let dateless = series.dateless(grid.basis);
            if dateless.is_some() || grid.asks_other {
                let mut each: Slots = vec![(EACH, Slot::Counted, None)];
                let mut by_point = vec![votes.fresh(); series.points.len()];
                for grid in grids {
                    for (point, votes) in series.points.iter().zip(&mut by_point) {
                        let date = dateless.unwrap_or_else(|| date3(point.by(grid.basis)));
                        votes.one(grid.ask(unit, tier, series.sort(), date, date3(point.other(grid.basis))));
                    }
                }
                each.extend(by_point.into_iter().map(|it| {
                    let (slot, why) = it.decide(grids.len());
                    (EACH, slot, why)
                }));
                return Rc::new(each);
            }
            let memo = (series.sort(), grid.kin(unit, tier), refused);
            if let Some(slots) = known.get(&memo) {
                return slots.clone();
            }
            key = Some(memo);
            let other = series.points.first().map_or(Date3::Unsaid, |it| date3(it.other(grid.basis)));
            votes.all(&grid.pieces(unit, tier, series.sort(), other));
        }
        let slots = Rc::new(votes.slots(grids.len()));
        if let Some(key) = key {
            known.insert(key, slots.clone());
        }
        slots
    }
}

/// What the tries say of days: how many count them, and the reasons of the others.
#[derive(Debug, Clone, Default)]
struct Votes {
    /// Changes at the first day of a stretch: of the number that count, of those that wait, of each reason.
    changes: BTreeMap<Day, [i32; KINDS]>,
    /// The exclusion that was met.
    why: Option<u16>,
    /// Whether other events are unknown too.
    others: bool,
    /// Whether counts made before are refused.
    refused: bool,
    single: [i32; KINDS],
}

/// Counted, and the reasons from [`Reason::OutOfScope`].
const KINDS: usize = 11;
const COUNTED: usize = 10;

impl Votes {
    fn fresh(&self) -> Self {
        Self { others: self.others, refused: self.refused, ..Self::default() }
    }

    fn kind(&mut self, disposition: Disposition) -> usize {
        if let Disposition::Excluded(why) = disposition {
            self.why = Some(why);
        }
        match Reason::of(disposition) {
            Some(reason) => reason as usize,
            None if self.refused => Reason::MissingData as usize,
            None => COUNTED,
        }
    }

    fn one(&mut self, disposition: Disposition) {
        let kind = self.kind(disposition);
        if let Some(it) = self.single.get_mut(kind) {
            *it += 1;
        }
    }

    fn all(&mut self, pieces: &[(Day, Disposition)]) {
        let mut from = Day::FIRST;
        for (to, disposition) in pieces {
            let kind = self.kind(*disposition);
            for (day, change) in [(from, 1), (to.plus(1), -1)] {
                if let Some(it) = self.changes.entry(day).or_default().get_mut(kind) {
                    *it += change;
                }
            }
            from = to.plus(1);
        }
    }

    fn decide(&self, tries: usize) -> (Slot, Option<u16>) {
        (self.slot(&self.single, tries), self.why)
    }

    fn slot(&self, votes: &[i32; KINDS], tries: usize) -> Slot {
        let at = |kind: usize| votes.get(kind).copied().unwrap_or_default();
        let counted = at(COUNTED);
        if counted as usize == tries && !self.others {
            return Slot::Counted;
        }
        let waits = at(Reason::Pending as usize) > 0;
        // What one unknown day leaves out, another may bring in.
        let moved = self.others && (at(Reason::OutsideWindow as usize) > 0 || at(Reason::Excluded as usize) > 0);
        if counted > 0 || waits || moved {
            return Slot::Out(Reason::Pending);
        }
        let last = ALL.into_iter().rev().find(|it| at(*it as usize) > 0);
        Slot::Out(last.unwrap_or(Reason::OutsideWindow))
    }

    fn slots(&self, tries: usize) -> Slots {
        let mut out: Slots = Vec::new();
        let mut votes = [0; KINDS];
        let mut days = self.changes.iter().peekable();
        while let Some((_, changes)) = days.next() {
            for (it, change) in votes.iter_mut().zip(changes) {
                *it += change;
            }
            let to = days.peek().map_or(Day::LAST, |it| it.0.plus(-1));
            let slot = self.slot(&votes, tries);
            match out.last_mut() {
                Some(last) if last.1 == slot => last.0 = to,
                _ => out.push((to, slot, self.why)),
            }
        }
        out
    }
}

/// The reasons that rules give, in their order.
const ALL: [Reason; 8] = [
    Reason::UnitNotBound,
    Reason::OutOfScope,
    Reason::Excluded,
    Reason::ProcedureUncovered,
    Reason::OutsideWindow,
    Reason::Pending,
    Reason::MissingData,
    Reason::OutsideDenominator,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_further_on_its_way_is_greater() {
        assert!(Slot::Counted > Slot::Out(Reason::OutsideDenominator));
        assert!(Slot::Out(Reason::OutsideDenominator) > Slot::Out(Reason::OutOfScope));
    }
}
