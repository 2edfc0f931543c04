//! Verdicts as a function of one thing: the day of an event, or the number of a quota.

use num_bigint::BigInt;

use super::readings::{Key, key};
use crate::check::program::{EventId, Form, Fraction};
use crate::eval::{Interval, Result as EvalResult, When, results_for};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::State;
use crate::term::{Comparator, Verdict};
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Verdicts by the day of an event.
#[derive(Debug, Clone)]
pub struct Dated {
    /// The event.
    pub event: EventId,
    /// The days on which it can fall.
    pub bounds: Days,
    /// The results whose verdict depends on the day, with the verdict on each day.
    pub moves: Vec<EvalResult>,
    /// Results that wait for something else as well, or do not depend on the day: their number.
    pub rest: usize,
    /// How many pass on which days.
    pub days: Vec<OnDays>,
}

/// How many results there are of each verdict while the event falls on these days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDays {
    /// From when; none: however early.
    pub from: Option<Day>,
    /// Until when, included; none: however late.
    pub to: Option<Day>,
    /// Met or exceeded.
    pub passed: usize,
    /// Not met.
    pub missed: usize,
    /// Anything else.
    pub other: usize,
}

impl OnDays {
    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Exceeded | Verdict::Met => self.passed += 1,
            Verdict::NotMet => self.missed += 1,
            _ => self.other += 1,
        }
    }
}

/// Verdicts by the day of an event, over all days that the file leaves open, whatever is assumed of it now. Errors: as
/// [`crate::eval::evaluate`].
pub fn dated(state: &State, event: EventId) -> Result<Dated, Vec<Problem>> {
    let bounds = state.plan.program.event(event).bounds;
    let env = state.env.with_event(event, When::Within(bounds));
    let results = results_for(&state.plan, &state.index, &env, &|_| true)?;
    let (moves, others): (Vec<EvalResult>, Vec<EvalResult>) =
        results.into_iter().partition(|it| it.intervals.iter().any(|it| it.event == event));
    // Between two days on which any verdict changes, none does.
    let mut starts: Vec<Option<Day>> = moves.iter().flat_map(|it| it.intervals.iter().map(|it| it.from)).collect();
    starts.sort();
    starts.dedup();
    let mut days: Vec<OnDays> = Vec::new();
    for (at, from) in starts.iter().enumerate() {
        let next = starts.get(at + 1).copied().flatten().map(|it| it.plus(-1));
        let last = moves.iter().flat_map(|it| it.intervals.last()).map(|it| it.to).next().flatten();
        let to = if at + 1 < starts.len() { next } else { last };
        let mut on = OnDays { from: *from, to, passed: 0, missed: 0, other: 0 };
        for it in &moves {
            let then = it.intervals.iter().rfind(|it| it.from <= *from || it.from.is_none());
            on.count(then.map_or(Verdict::Undecided, |it| it.verdict));
        }
        others.iter().for_each(|it| on.count(it.verdict));
        days.push(on);
    }
    Ok(Dated { event, bounds, moves, rest: others.len(), days })
}

/// The first day of each stretch but the first: there the verdict flips.
pub fn flips(intervals: &[Interval]) -> Vec<Day> {
    intervals.iter().skip(1).filter_map(|it| it.from).collect()
}

/// Verdicts at one number of a quota.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The number.
    pub amount: Fraction,
    /// The verdict of each result, in the order of [`Even`].
    pub verdicts: Vec<Verdict>,
}

/// A result and the number at which it would just reach its quota.
#[derive(Debug, Clone)]
pub struct Even {
    /// The result as it is now.
    pub result: EvalResult,
    /// Its exact value, reduced: at this number it just passes; none: there is nothing to divide by.
    pub even: Option<(BigInt, BigInt)>,
}

/// Verdicts of the results under some quotas, at each of several numbers. Errors: as [`crate::eval::evaluate`].
pub fn over_quotas(
    state: &State,
    quotas: &[(usize, Option<UnitId>)],
    amounts: &[Fraction],
) -> Result<(Vec<Even>, Vec<Tried>), Vec<Problem>> {
    let (plan, index) = (&state.plan, &state.index);
    let own = |it: &EvalResult| {
        let fits = |(at, unit): &(usize, Option<UnitId>)| {
            it.quota == Some(*at) && (unit.is_none() || *unit == it.subject.unit)
        };
        quotas.iter().any(fits)
    };
    let mut now = results_for(plan, index, &state.env, &|_| true)?;
    now.retain(own);
    let keys: Vec<Key> = now.iter().map(key).collect();
    let mut tried = Vec::new();
    for amount in amounts {
        let mut env = state.env.clone();
        env.amounts.extend(quotas.iter().map(|it| (*it, *amount)));
        let mut then = results_for(plan, index, &env, &|_| true)?;
        then.retain(own);
        let verdict = |(at, wanted): (usize, &Key)| {
            // Another number moves no result to another place.
            let found =
                then.get(at).filter(|it| key(it) == *wanted).or_else(|| then.iter().find(|it| key(it) == *wanted));
            found.map_or(Verdict::Undecided, |it| it.verdict)
        };
        tried.push(Tried { amount: *amount, verdicts: keys.iter().enumerate().map(verdict).collect() });
    }
    let even = |result: EvalResult| {
        let value = result.goal.exact(&result.numbers);
        let known = result.goal.whole(&result.numbers) > 0 && result.numbers.unsaid == 0;
        Even { even: known.then(|| reduced(value)), result }
    };
    Ok((now.into_iter().map(even).collect(), tried))
}

fn reduced((above, below): (BigInt, BigInt)) -> (BigInt, BigInt) {
    let zero = BigInt::from(0);
    let (mut one, mut two) = (BigInt::from(above.magnitude().clone()), below.clone());
    while two != zero {
        let rest = &one % &two;
        (one, two) = (two, rest);
    }
    if one == zero { (above, below) } else { (above / &one, below / one) }
}

/// The quotas of one indicator that could be tried at other numbers: of the indicator that most quotas are for, and of
/// these those that are shares. None where there are none.
pub fn quotas_of(plan: &Plan) -> Vec<usize> {
    let shares = |it: &(usize, &crate::plan::BoundQuota)| matches!(it.1.form, Form::Share(_));
    let all: Vec<(usize, &crate::plan::BoundQuota)> = plan.quotas.iter().enumerate().filter(shares).collect();
    let Some((_, first)) = all.first() else { return Vec::new() };
    let floor = |it: Comparator| matches!(it, Comparator::AtLeast | Comparator::Above);
    let same = |it: &&(usize, &crate::plan::BoundQuota)| {
        it.1.indicator == first.indicator && floor(it.1.comparator) == floor(first.comparator)
    };
    all.iter().filter(same).map(|it| it.0).collect()
}
