//! Who is judged under a quota: its units, those whose counts they have, those that are judged together.

use std::collections::{BTreeMap, BTreeSet};

use super::count::Index;
use super::sets::Units;
use super::truth::Moment;
use crate::check::program::{Date, Grain, Stretch};
use crate::lang::Lang;
use crate::plan::{BoundQuota, Plan};
use crate::term::Tier;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Who is judged: a unit, or several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The unit; of several together: the unit above them, if there is one.
    pub unit: Option<UnitId>,
    /// Its code; empty for several together with nothing above.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Tier,
    /// The units whose counts it has.
    pub members: Vec<UnitId>,
    /// Of several judged together: which units, each with those whose counts it has.
    pub together: Units,
    /// Whether several are judged together.
    pub pooled: bool,
    /// The procedure that is judged alone, by its code; none: all of them.
    pub procedure: Option<String>,
}

impl Subject {
    /// Its name; of several together with nothing above, how many they are.
    pub fn called(&self, lang: Lang) -> String {
        match lang {
            Lang::En if self.unit.is_none() => format!("{} units pooled", self.members.len()),
            _ => self.name.clone(),
        }
    }

    /// Whether a text names units that are judged together with nothing above: `tính chung`, `pooled`, or its name.
    pub fn is_called(&self, text: &str) -> bool {
        let wanted = crate::text::plain(text);
        self.unit.is_none()
            && (wanted == crate::text::plain(&self.name) || matches!(wanted.as_str(), "tinh chung" | "pooled"))
    }
}

/// A subject for each procedure of which it has dossiers; where it has none, itself.
pub fn by_procedure(index: &Index, subject: Subject) -> Vec<Subject> {
    let series = subject.members.iter().flat_map(|it| index.series(*it));
    let codes: BTreeSet<&str> = series.filter_map(|it| index.code_of(it)).collect();
    if codes.is_empty() {
        return vec![subject];
    }
    codes.into_iter().map(|it| Subject { procedure: Some(it.to_owned()), ..subject.clone() }).collect()
}

/// The grain of a quota under the choices made.
pub fn grain(plan: &Plan, quota: &BoundQuota, readings: &[usize]) -> Grain {
    let chosen = quota.grain_reading.and_then(|id| {
        let choice = readings.get(id.index()).copied().unwrap_or_default();
        plan.program.reading(id).choices.get(choice)
    });
    match chosen.map(|it| &it.value) {
        Some(crate::check::program::ChoiceValue::Grain(grain)) => *grain,
        _ => quota.grain,
    }
}

/// The tier of a unit at the start of a stretch.
pub fn tier_of(plan: &Plan, unit: UnitId, days: Days) -> Tier {
    plan.world.units.get(unit).on(days.from).tier
}

/// Who is judged under a quota, of those that are wanted.
pub fn subjects(
    plan: &Plan,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    whole: Days,
    grain: Grain,
    wanted: &dyn Fn(Option<UnitId>) -> bool,
) -> Vec<Subject> {
    let units_of = &plan.world.units;
    // Those judged together need all their members.
    let keep = |id: UnitId| grain.pooled.is_some() || wanted(Some(id));
    let mut members = members_of(plan, at, quota, readings, whole, grain, &keep);
    // Units that an exclusion takes out for good are not judged.
    let excluded: BTreeSet<UnitId> =
        plan.countings.get(quota.counting).map(|it| fully_excluded(plan, &it.exclusions, readings)).unwrap_or_default();
    members.retain(|it, _| !excluded.contains(it));
    let named = |id: UnitId, together: Units, members: Vec<UnitId>| {
        let unit = units_of.get(id);
        let state = unit.on(whole.to.min(unit.days().to));
        Subject {
            unit: Some(id),
            code: unit.code.clone(),
            name: state.name.clone(),
            tier: state.tier,
            members,
            pooled: !together.is_empty(),
            together,
            procedure: None,
        }
    };
    match grain.pooled {
        None => members.into_iter().map(|(id, members)| named(id, Units::new(), members)).collect(),
        Some(None) if !wanted(None) => Vec::new(),
        Some(None) => {
            let tier = members.keys().next().map_or(Tier::Other, |it| tier_of(plan, *it, whole));
            let all: Vec<UnitId> = members.values().flatten().copied().collect();
            let name = format!("{} đơn vị tính chung", all.len());
            let (code, together) = (String::new(), members);
            vec![Subject { unit: None, code, name, tier, members: all, together, pooled: true, procedure: None }]
        }
        Some(Some(tier)) => {
            let mut pools: BTreeMap<UnitId, Units> = BTreeMap::new();
            for (id, members) in members {
                if let Some(above) = above(plan, id, tier, whole) {
                    pools.entry(above).or_default().insert(id, members);
                }
            }
            let all = |it: &Units| it.values().flatten().copied().collect();
            pools
                .into_iter()
                .filter(|it| wanted(Some(it.0)))
                .map(|(id, together)| named(id, together.clone(), all(&together)))
                .collect()
        }
    }
}

/// The units for which an exception holds in place of a quota on all its days; for a part of the days see
/// [`exceptions`].
fn excepted(plan: &Plan, at: usize, quota: &BoundQuota, readings: &[usize], whole: Days) -> BTreeSet<UnitId> {
    let others = plan.quotas.iter().enumerate().filter(|it| it.0 != at && excepts(it.1, quota)).map(|it| it.1);
    let whole = others.filter(|it| fixed_days(it.stretch.as_ref(), whole).holds(whole));
    whole.filter_map(|it| it.units.under(readings)).flat_map(|it| it.keys().copied()).collect()
}

/// Whether one quota is an exception to another: of the same indicator and force, judged the same way, and no step on
/// the way to another day.
pub fn excepts(exception: &BoundQuota, quota: &BoundQuota) -> bool {
    let way = |it: &BoundQuota| (it.indicator, it.force, it.grain, it.grain_reading);
    let milestone = |it: &BoundQuota| match &it.stretch {
        Some(Stretch::Between(None, Some(to))) => Some(to.clone()),
        _ => None,
    };
    let steps = milestone(exception).zip(milestone(quota)).is_some_and(|(one, two)| one != two);
    exception.exception && !quota.exception && way(exception) == way(quota) && !steps
}

/// The days on which an exception holds for a unit in place of a quota.
pub fn exceptions(moment: &Moment, at: usize, quota: &BoundQuota, subject: &Subject) -> Vec<Days> {
    let Some(unit) = subject.unit.filter(|_| !quota.exception && !subject.pooled) else { return Vec::new() };
    let others = moment.plan.quotas.iter().enumerate();
    let others = others.filter(|it| it.0 != at && excepts(it.1, quota)).map(|it| it.1);
    let bound = others.filter(|it| it.units.under(moment.readings).is_some_and(|it| it.contains_key(&unit)));
    bound.map(|it| moment.days(it.stretch.as_ref())).collect()
}

/// The units that a quota binds in a stretch of days, whatever became of them in it: those of its group without
/// exceptions and without those that are excluded for good.
pub fn bound(plan: &Plan, at: usize, readings: &[usize], period: Days) -> BTreeSet<UnitId> {
    let Some(quota) = plan.quotas.get(at) else { return BTreeSet::new() };
    let whole = fixed_days(quota.stretch.as_ref(), period);
    let counting = plan.countings.get(quota.counting);
    let mut left = counting.map(|it| fully_excluded(plan, &it.exclusions, readings)).unwrap_or_default();
    left.extend(excepted(plan, at, quota, readings, whole));
    let units = quota.units.under(readings).into_iter().flat_map(|it| it.keys().copied());
    units.filter(|it| !left.contains(it)).collect()
}

/// The units of a quota, each with those whose counts it has: units merged into it, units below it.
pub fn members(
    plan: &Plan,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    whole: Days,
    grain: Grain,
) -> BTreeMap<UnitId, Vec<UnitId>> {
    members_of(plan, at, quota, readings, whole, grain, &|_| true)
}

/// Like [`members`], for those units only that are to be kept.
fn members_of(
    plan: &Plan,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    whole: Days,
    grain: Grain,
    keep: &dyn Fn(UnitId) -> bool,
) -> BTreeMap<UnitId, Vec<UnitId>> {
    let empty = BTreeMap::new();
    let units = quota.units.under(readings).unwrap_or(&empty);
    let excepted = excepted(plan, at, quota, readings, whole);
    let units_of = &plan.world.units;
    // Counts go to a successor that is judged by the same indicator; else a unit is judged to its last day.
    let successor = |id: UnitId| {
        units_of.get(id).merged_into()?;
        // What is scored without a quota goes to the successors that are scored.
        if at >= plan.quotas.len() {
            return merged_into(plan, id, whole).filter(|it| units.contains_key(it));
        }
        plan.succession.successor(units_of, quota.indicator, id, whole.to)
    };
    let mut members: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for id in units.keys().filter(|it| keep(**it) && !excepted.contains(it)) {
        if successor(*id).is_none() {
            members.entry(*id).or_default().push(*id);
        }
    }
    for (id, _) in units_of.iter() {
        if let Some(held) = successor(id).and_then(|it| members.get_mut(&it)) {
            held.push(id);
        }
    }
    // Judged together by the unit above: who has none is judged with nobody.
    if let Some(Some(tier)) = grain.pooled {
        members.retain(|id, _| above(plan, *id, tier, whole).is_some());
    }
    if grain.with_subordinates {
        for (id, held) in &mut members {
            held.extend(below(plan, *id, whole));
            held.sort();
            held.dedup();
        }
    }
    members
}

/// The days on which a unit answers for others: it does so until its last day, as long as nobody took it over.
pub fn answers(plan: &Plan, unit: Option<UnitId>, grain: Grain) -> Days {
    let for_others = grain.with_subordinates || grain.pooled.is_some();
    let unit = unit.filter(|_| for_others).map(|it| plan.world.units.get(it));
    unit.filter(|it| it.merged_into().is_none()).map_or(Days::ALL, |it| Days::new(Day::FIRST, it.days().to))
}

/// Who answers for each unit of a quota, and on which days.
pub fn answered(
    plan: &Plan,
    held: &BTreeMap<UnitId, Vec<UnitId>>,
    grain: Grain,
    whole: Days,
) -> Vec<(UnitId, UnitId, Days)> {
    let judge = |id: UnitId| match grain.pooled {
        Some(Some(tier)) => above(plan, id, tier, whole),
        Some(None) => None,
        None => Some(id),
    };
    let each = held.iter().filter_map(|(id, members)| Some((judge(*id)?, members)));
    let days = |id: UnitId| answers(plan, Some(id), grain);
    each.flat_map(|(judge, members)| members.iter().map(move |it| (*it, judge, days(judge)))).collect()
}

/// By which quotas the dossiers of each unit are asked about.
#[derive(Debug, Default)]
pub struct Reached {
    quotas: BTreeMap<UnitId, Vec<usize>>,
    /// Who answers for others does so until its own last day.
    last_days: BTreeMap<(UnitId, usize), Day>,
}

impl Reached {
    /// Adds the units whose dossiers the quota at a place of the plan asks about.
    pub fn add(&mut self, plan: &Plan, at: usize, readings: &[usize], whole: Days) {
        let Some(quota) = plan.quotas.get(at) else { return };
        let grain = grain(plan, quota, readings);
        let held = members(plan, at, quota, readings, whole, grain);
        for (id, _, days) in answered(plan, &held, grain, whole) {
            let last = self.last_days.entry((id, at)).or_insert(days.to);
            *last = days.to.max(*last);
        }
        for id in held.into_values().flatten() {
            let quotas = self.quotas.entry(id).or_default();
            if !quotas.contains(&at) {
                quotas.push(at);
            }
        }
    }

    /// The quotas that ask about the dossiers of a unit, in the order of the text.
    pub fn quotas(&self, unit: UnitId) -> &[usize] {
        self.quotas.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// The last day on which somebody answers for a unit under a quota.
    pub fn last_day(&self, at: usize, unit: UnitId) -> Day {
        self.last_days.get(&(unit, at)).copied().unwrap_or(Day::LAST)
    }
}

/// The days of a stretch inside others, as far as they are known without events.
pub fn fixed_days(stretch: Option<&Stretch>, whole: Days) -> Days {
    let Some(Stretch::Between(from, to)) = stretch else { return whole };
    let fixed = |date: &Option<Date>, open: Day| if let Some(Date::On(day)) = date { *day } else { open };
    Days::new(fixed(from, whole.from), fixed(to, whole.to)).meet(whole)
}

/// The unit that took another over inside a stretch of days, itself perhaps taken over.
pub fn merged_into(plan: &Plan, id: UnitId, whole: Days) -> Option<UnitId> {
    let units = &plan.world.units;
    let (mut at, mut found) = (id, None);
    // A successor is in force on the day after, so each ends later than the one before.
    while let Some(next) = units.get(at).merged_into().filter(|_| units.get(at).days().to < whole.to) {
        found = Some(next);
        at = next;
    }
    found
}

/// All units below another.
fn below(plan: &Plan, id: UnitId, days: Days) -> Vec<UnitId> {
    let units = &plan.world.units;
    let mut out = vec![id];
    let mut done = 0;
    while let Some(id) = out.get(done).copied() {
        done += 1;
        let more: Vec<UnitId> = units.children(&units.get(id).code, days).filter(|it| !out.contains(it)).collect();
        out.extend(more);
    }
    out
}

/// The unit of a tier that stands above another, or is it.
pub fn above(plan: &Plan, id: UnitId, tier: Tier, days: Days) -> Option<UnitId> {
    let units = &plan.world.units;
    let mut at = id;
    for _ in 0..8 {
        let state = units.get(at).on(days.from);
        if state.tier == tier {
            return Some(at);
        }
        at = units.by_code(state.parent.as_ref()?, days)?;
    }
    None
}

/// Units that an exclusion without a period names.
fn fully_excluded(plan: &Plan, exclusions: &[usize], readings: &[usize]) -> BTreeSet<UnitId> {
    let always =
        exclusions.iter().filter(|it| plan.program.exclusions.get(**it).is_some_and(|it| it.stretch.is_none()));
    let sets = always.filter_map(|it| plan.excluded.get(*it)).filter_map(|it| it.under(readings));
    sets.flat_map(|it| it.keys().copied()).collect()
}
