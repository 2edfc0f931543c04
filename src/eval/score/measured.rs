//! What an indicator is for each unit, whichever quota it is asked under: the number behind a score.

use std::collections::{BTreeMap, BTreeSet};

use super::{Because, Found, Missing};
use crate::check::program::{Form, Fraction, IndicatorId, Measure, ProvisionId};
use crate::eval::count::Index;
use crate::eval::env::Env;
use crate::eval::outcome::{Result, under};
use crate::eval::subjects::{fixed_days, merged_into};
use crate::eval::tries::ways;
use crate::plan::{BoundQuota, ByReading, Plan};
use crate::term::{Comparator, Force};
use crate::text::Days;
use crate::world::UnitId;

/// The value of an indicator for a unit.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The value, or why there is none.
    pub value: Found,
    /// The quota that binds the unit, by its place in the plan.
    pub quota: Option<usize>,
    /// Whether counts made before are in it.
    pub precounted: bool,
}

/// The values of an indicator: of units that a quota binds, counted as that quota counts over its whole period; of the
/// others that are asked for, over the assessment period. `cuts` is told of supplied days that a period cuts.
pub fn measured(
    plan: &Plan,
    index: &Index,
    env: &Env,
    id: IndicatorId,
    units: &BTreeSet<UnitId>,
    cuts: &mut Vec<(Days, String)>,
) -> BTreeMap<UnitId, Measured> {
    let mut out: BTreeMap<UnitId, Measured> = BTreeMap::new();
    for at in preferred(plan, env, id) {
        let Some(quota) = plan.quotas.get(at) else { continue };
        let mut quota = quota.clone();
        (quota.grain.every, quota.grain.pooled, quota.grain_reading) = (None, None, None);
        quota.grain.averaged = false;
        quota.amount = quota.amount.or(Some(Fraction::from_integer(0)));
        for (unit, (value, precounted)) in under_quota(plan, index, env, at, &quota, cuts) {
            out.entry(unit).or_insert(Measured { value, quota: Some(at), precounted });
        }
    }
    let (mut free, mut gone) = (BTreeMap::new(), Vec::new());
    for unit in units.iter().filter(|it| !out.contains_key(it)) {
        match merged_into(plan, *unit, env.period).filter(|it| out.contains_key(it)) {
            Some(next) => {
                let name = plan.world.units.get(next).on(env.period.to).name.clone();
                let because = Because::MergedInto(name);
                let value = Err(Missing { of: plan.program.indicator(id).name.clone(), because });
                gone.push((*unit, Measured { value, quota: None, precounted: false }));
            }
            None => {
                free.insert(*unit, env.period);
            }
        }
    }
    let quota = unruled(plan, id, free);
    for (unit, (value, precounted)) in under_quota(plan, index, env, plan.quotas.len(), &quota, cuts) {
        out.insert(unit, Measured { value, quota: None, precounted });
    }
    out.extend(gone);
    out
}

/// The quotas for an indicator, best first: those that bind before aims, verdicts on the whole before parts of it.
pub fn preferred(plan: &Plan, env: &Env, id: IndicatorId) -> Vec<usize> {
    let quotas = plan.quotas.iter().enumerate().filter(|it| it.1.indicator == id);
    let mut out: Vec<_> = quotas
        .map(|(at, it)| {
            let days = fixed_days(it.stretch.as_ref(), env.period);
            let parted = it.grain.every.is_some() || it.grain_reading.is_some();
            let length = days.to.0 - days.from.0;
            (it.force != Force::Must, parted, it.grain.pooled.is_some(), -length, at)
        })
        .collect();
    out.sort_unstable();
    out.into_iter().map(|it| it.4).collect()
}

/// A quota in name only, under which everything in the assessment period counts.
pub fn unruled(plan: &Plan, indicator: IndicatorId, units: BTreeMap<UnitId, Days>) -> BoundQuota {
    BoundQuota {
        provision: ProvisionId(0),
        indicator,
        force: Force::Aim,
        comparator: Comparator::AtLeast,
        amount: Some(Fraction::from_integer(0)),
        form: plan.program.indicator(indicator).measure.form(),
        grain: crate::check::program::Grain::default(),
        grain_reading: None,
        stretch: None,
        // Exceptions of the text take nobody out.
        exception: true,
        cell: None,
        rounding: None,
        counting: plan.unruled.unwrap_or_default(),
        units: ByReading::Always(units),
        span: plan.program.indicator(indicator).span,
    }
}

/// The values under a quota: under every choice that nobody made, and on every day that may be, the same.
fn under_quota(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    cuts: &mut Vec<(Days, String)>,
) -> BTreeMap<UnitId, (Found, bool)> {
    let name = &plan.program.indicator(quota.indicator).name;
    let ways = ways(plan, quota, env);
    let waits = || {
        let names = ways.open.iter().map(|it| plan.program.reading(*it).name.clone()).collect();
        Missing { of: name.clone(), because: Because::Waits(names) }
    };
    let mut out: BTreeMap<UnitId, (Found, bool)> = BTreeMap::new();
    let mut numbers: BTreeMap<UnitId, (i128, u128)> = BTreeMap::new();
    for (place, readings) in ways.each.iter().enumerate() {
        let results = under(plan, index, env, at, quota, readings, &|_| true, cuts);
        for result in &results {
            let Some(unit) = result.subject.unit else { continue };
            let pair = (result.numbers.numerator, result.numbers.denominator);
            let agrees = place == 0 || numbers.get(&unit) == Some(&pair);
            let precounted = result.precounted;
            if agrees && ways.complete {
                numbers.insert(unit, pair);
                out.entry(unit).or_insert_with(|| (value(plan, quota, result), precounted));
            } else {
                out.insert(unit, (Err(waits()), precounted));
            }
        }
        // A unit that only some choices bind depends on them as well.
        let bound: BTreeSet<UnitId> = results.iter().filter_map(|it| it.subject.unit).collect();
        for (unit, found) in &mut out {
            if !bound.contains(unit) {
                found.0 = Err(waits());
            }
        }
    }
    out
}

fn value(plan: &Plan, quota: &BoundQuota, result: &Result) -> Found {
    let indicator = plan.program.indicator(quota.indicator);
    let missing = |because| Err(Missing { of: indicator.name.clone(), because });
    let numbers = &result.numbers;
    let pending = result.as_if.map(|it| plan.program.event(it.0).name.clone());
    if result.verdict == crate::term::Verdict::Undecided || pending.is_some() {
        let mut names = result.waits_on.clone();
        names.extend(pending.filter(|it| !result.waits_on.contains(it)));
        return missing(Because::Waits(names));
    }
    if numbers.unsaid > 0 {
        return missing(Because::Lacks(numbers.lacks.clone()));
    }
    let counted = matches!(indicator.measure, Measure::Count(_)) && matches!(quota.form, Form::Count(_));
    let below = if counted { 1 } else { numbers.denominator };
    match i128::try_from(below) {
        Ok(0) => missing(Because::NoDossiers),
        Ok(below) => Ok(Fraction::new(numbers.numerator, below)),
        Err(_) => missing(Because::TooLarge),
    }
}
