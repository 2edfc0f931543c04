//! What differs between two states of one decision.

use std::collections::{BTreeMap, BTreeSet};

use super::state::State;
use crate::check::program::IndicatorId;
use crate::eval::{Result as EvalResult, Standing};
use crate::problem::Problem;
use crate::term::Force;
use crate::text::Days;
use crate::world::UnitId;

/// A result whose verdict is not what it was, or that is there on one side only.
#[derive(Debug, Clone)]
pub struct Flip {
    /// As it was.
    pub before: Option<EvalResult>,
    /// As it is.
    pub after: Option<EvalResult>,
}

impl Flip {
    /// As it is, or as it was where it is no more.
    pub fn either(&self) -> Option<&EvalResult> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// What differs between two states.
#[derive(Debug, Clone, Default)]
pub struct Flips {
    /// The verdicts, in the order of the results of the second.
    pub flips: Vec<Flip>,
    /// How many other results have other numbers, or another quota.
    pub moved: usize,
    /// How many results are the same in everything.
    pub same: usize,
}

/// Compares the results of two states. Errors: as [`State::results`].
pub fn flips(before: &State, after: &State) -> Result<Flips, Vec<Problem>> {
    if let (Some(one), Some(two)) = (before.standings()?, after.standings()?)
        && let Some((places, moved, same)) = at_once(one, two)
    {
        let units: Vec<UnitId> = places.iter().map(|it| it.1).collect::<BTreeSet<UnitId>>().into_iter().collect();
        let held = |state: &State| -> Result<BTreeMap<(usize, UnitId), EvalResult>, Vec<Problem>> {
            let results = state.results_of(&units)?.into_iter();
            Ok(results.filter_map(|it| Some(((it.quota?, it.subject.unit?), it))).collect())
        };
        let (mut one, mut two) = (held(before)?, held(after)?);
        let flips = places.iter().map(|at| Flip { before: one.remove(at), after: two.remove(at) });
        return Ok(Flips { flips: flips.collect(), moved, same });
    }
    Ok(of_results(before.results()?, after.results()?))
}

/// The quotas and units whose verdicts differ, how many others have other numbers, and how many are the same.
type Differing = (Vec<(usize, UnitId)>, usize, usize);

/// What differs where verdicts were worked out at once. None: not the same units are judged on the same days.
fn at_once(before: &[Standing], after: &[Standing]) -> Option<Differing> {
    let judges = |it: &Standing| (it.quota, it.period);
    let alike = |one: &Standing, two: &Standing| judges(one) == judges(two) && one.units == two.units;
    if before.len() != after.len() || !before.iter().zip(after).all(|(one, two)| alike(one, two)) {
        return None;
    }
    let (mut places, mut moved, mut same) = (Vec::new(), 0, 0);
    for (one, two) in before.iter().zip(after) {
        for (at, unit) in one.units.iter().enumerate() {
            if one.verdicts.get(at) != two.verdicts.get(at) {
                places.push((one.quota, *unit));
            } else if one.numbers.get(at) != two.numbers.get(at) || one.goals.get(at) != two.goals.get(at) {
                moved += 1;
            } else {
                same += 1;
            }
        }
    }
    Some((places, moved, same))
}

/// What tells a result apart from the others: who is judged, for which procedure, on what, how binding, on which days.
/// Where a unit has several of these, they are taken in their order.
type Key<'a> = (&'a str, &'a str, Option<&'a str>, IndicatorId, Force, Option<Days>);

fn key(it: &EvalResult, days: bool) -> Key<'_> {
    let subject = &it.subject;
    (&subject.code, &subject.name, subject.procedure.as_deref(), it.indicator, it.force, days.then_some(it.period))
}

fn of_results(before: &[EvalResult], after: &[EvalResult]) -> Flips {
    let mut out = Flips::default();
    // The ends of a period may be what has changed.
    let mut unmatched: Vec<(usize, &EvalResult)> = after.iter().enumerate().collect();
    let mut left: Vec<&EvalResult> = before.iter().collect();
    let mut pairs: Vec<(usize, &EvalResult, &EvalResult)> = Vec::new();
    for days in [true, false] {
        let mut held: BTreeMap<Key, Vec<&EvalResult>> = BTreeMap::new();
        for it in left.drain(..) {
            held.entry(key(it, days)).or_default().push(it);
        }
        held.values_mut().for_each(|it| it.reverse());
        unmatched.retain(|(at, after)| match held.get_mut(&key(after, days)).and_then(Vec::pop) {
            Some(before) => {
                pairs.push((*at, before, after));
                false
            }
            None => true,
        });
        left = held.into_values().flat_map(|it| it.into_iter().rev()).collect();
    }
    pairs.sort_by_key(|it| it.0);
    for (_, before, after) in pairs {
        if before.verdict != after.verdict {
            out.flips.push(Flip { before: Some(before.clone()), after: Some(after.clone()) });
        } else if differs(before, after) {
            out.moved += 1;
        } else {
            out.same += 1;
        }
    }
    out.flips.extend(unmatched.into_iter().map(|it| Flip { before: None, after: Some(it.1.clone()) }));
    out.flips.extend(left.into_iter().map(|it| Flip { before: Some(it.clone()), after: None }));
    out
}

fn differs(one: &EvalResult, two: &EvalResult) -> bool {
    let numbers = |it: &EvalResult| (it.numbers.numerator, it.numbers.denominator, it.numbers.mean.clone());
    numbers(one) != numbers(two) || one.goal != two.goal || one.intervals != two.intervals || one.period != two.period
}
