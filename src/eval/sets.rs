//! Verdicts of sets of units: the average of their values, and how many of them have which verdict.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::count::Index;
use super::measure::{Asked, Counter};
use super::subjects::{grain, members};
use super::truth::Lack;
use super::truth::Moment;
use super::verdict::{Goal, Numbers, judge};
use crate::check::program::{ColumnId, Cond, IndicatorId};
use crate::data::{UnitFact, over};
use crate::plan::{BoundQuota, Plan};
use crate::syntax::ast::ColumnForm;
use crate::term::{Force, Verdict};
use crate::text::Days;
use crate::world::UnitId;

/// The units that are judged together, each with those whose counts it has.
pub type Units = BTreeMap<UnitId, Vec<UnitId>>;

/// The average of the values of several units; those with nothing to divide by have none and are left out.
pub fn average(goal: &Goal, each: &[Numbers]) -> Numbers {
    let mut out = Numbers::default();
    let (mut above, mut below) = (BigInt::from(0), BigInt::from(1));
    let mut units = 0u32;
    for numbers in each {
        out.take(numbers);
        let whole = goal.whole(numbers);
        if whole > 0 {
            let whole = BigInt::from(whole);
            above = above * &whole + &below * numbers.numerator;
            below *= whole;
            let common = common_divisor(&above, &below);
            (above, below) = (above / &common, below / common);
            units += 1;
        }
    }
    out.supplied = each.iter().map(|it| it.supplied).sum();
    if units > 0 {
        below *= units;
        let common = common_divisor(&above, &below);
        out.mean = Some((above / &common, below / common));
    }
    out.denominator = u128::from(units);
    out
}

fn common_divisor(one: &BigInt, two: &BigInt) -> BigInt {
    let (mut one, mut two) = (BigInt::from(one.magnitude().clone()), BigInt::from(two.magnitude().clone()));
    while two != BigInt::from(0) {
        let rest = &one % &two;
        (one, two) = (two, rest);
    }
    if one == BigInt::from(0) { BigInt::from(1) } else { one }
}

/// The verdicts of units under the quotas of one indicator.
pub struct Judges<'a> {
    /// Each quota, with what counts for it.
    quotas: Vec<(usize, &'a BoundQuota, Counter<'a>)>,
    indicator: IndicatorId,
}

impl<'a> Judges<'a> {
    /// Those of every indicator that a condition on units names.
    pub fn of(moment: &'a Moment<'a>, index: &'a Index, strict: bool, cond: &Cond) -> Vec<Self> {
        let mut indicators: Vec<IndicatorId> = Vec::new();
        cond.walk(&mut |it| {
            if let Cond::Judged(_, id) = it
                && !indicators.contains(id)
            {
                indicators.push(*id);
            }
        });
        indicators.into_iter().map(|it| Self::new(moment, index, strict, it)).collect()
    }

    fn new(moment: &'a Moment<'a>, index: &'a Index, strict: bool, indicator: IndicatorId) -> Self {
        let all = moment.plan.quotas.iter().enumerate().filter(|it| it.1.indicator == indicator);
        let alone = all.map(|it| (it, grain(moment.plan, it.1, moment.readings))).filter(|it| it.1.pooled.is_none());
        let mut quotas: Vec<(usize, &BoundQuota, Counter)> =
            alone.map(|((at, quota), grain)| (at, quota, Counter::new(moment, quota, index, strict, grain))).collect();
        // What binds comes before what is striven for, an exception before the rule, a later end before the steps to it.
        let days = |it: &BoundQuota| moment.days(it.stretch.as_ref());
        quotas.sort_by_key(|it| (it.1.force != Force::Must, !it.1.exception, std::cmp::Reverse(days(it.1).to)));
        Self { quotas, indicator }
    }

    /// The verdict of a unit, where a quota binds it.
    fn verdict(&mut self, moment: &Moment, unit: UnitId, cut: &mut dyn FnMut(Days)) -> Option<(Verdict, Numbers)> {
        let plan = moment.plan;
        for (at, quota, counter) in &mut self.quotas {
            let period = moment.days(quota.stretch.as_ref());
            let grain = grain(plan, quota, moment.readings);
            let Some(units) = members(plan, *at, quota, moment.readings, period, grain).remove(&unit) else { continue };
            if grain.every.is_some() {
                // Which of the verdicts of its months is the unit's, nobody says.
                let mut numbers = Numbers::default();
                numbers.lack_of(Some(Lack::Steps), None);
                return Some((Verdict::NotComputable, numbers));
            }
            let numbers = counter.numbers(Asked::of(&units, period), cut);
            let goal =
                Goal { comparator: quota.comparator, amount: quota.amount, form: quota.form, rounding: quota.rounding };
            return Some((judge(&goal, &numbers), numbers));
        }
        // A number that another authority has yet to assign.
        let waits = plan.delegated.iter().filter(|it| it.indicator == self.indicator);
        let waits = waits.flat_map(|it| &it.units).any(|it| it.0 == unit);
        waits.then(|| (Verdict::Undecided, Numbers::default()))
    }
}

/// How many units satisfy a condition on their verdicts and yes/no columns; what is not known of some goes to `numbers`.
pub fn count(
    judges: &mut [Judges],
    moment: &Moment,
    (index, period): (&Index, Days),
    units: &[UnitId],
    cond: &Cond,
    numbers: &mut Numbers,
    cut: &mut dyn FnMut(Days),
) -> u64 {
    let mut counted = 0;
    for unit in units {
        let mut verdicts: BTreeMap<IndicatorId, Option<Verdict>> = BTreeMap::new();
        for it in judges.iter_mut() {
            let found = it.verdict(moment, *unit, cut);
            if let Some((verdict @ (Verdict::Undecided | Verdict::NotComputable), own)) = &found {
                numbers.take(own);
                numbers.open |= *verdict == Verdict::Undecided;
            }
            verdicts.insert(it.indicator, found.map(|it| it.0));
        }
        let mut lacks = None;
        let mut says = |id: ColumnId| match over(index.values_of(*unit, id), ColumnForm::YesNo, period) {
            Ok(Some(UnitFact::Is(it))) => it,
            _ => {
                lacks = Some(Lack::Column(id));
                false
            }
        };
        counted += u64::from(holds(cond, &verdicts, &mut says));
        numbers.lack_of(lacks, None);
    }
    counted
}

fn holds(
    cond: &Cond,
    verdicts: &BTreeMap<IndicatorId, Option<Verdict>>,
    says: &mut dyn FnMut(ColumnId) -> bool,
) -> bool {
    match cond {
        Cond::All(parts) => parts.iter().all(|it| holds(it, verdicts, says)),
        Cond::Any(parts) => parts.iter().any(|it| holds(it, verdicts, says)),
        Cond::Not(inner) => !holds(inner, verdicts, says),
        Cond::Column(id) => says(*id),
        Cond::Judged(wanted, id) => match (wanted, verdicts.get(id).copied().flatten()) {
            // A unit that exceeds its quota has met it.
            (Verdict::Met, Some(it)) => matches!(it, Verdict::Met | Verdict::Exceeded),
            (wanted, it) => it == Some(*wanted),
        },
        _ => false,
    }
}

/// The units that a number of units is of: those judged together, or those below the unit that is judged.
pub fn units_of(plan: &Plan, subject: Option<UnitId>, together: Option<&Units>, days: Days) -> Vec<UnitId> {
    if let Some(together) = together {
        return together.keys().copied().collect();
    }
    let units = &plan.world.units;
    subject.map_or_else(Vec::new, |it| units.children(&units.get(it).code, days).collect())
}
