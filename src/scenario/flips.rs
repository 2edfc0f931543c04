//! What differs between two outcomes.

use std::collections::BTreeMap;

use crate::check::program::IndicatorId;
use crate::eval::Result as EvalResult;
use crate::term::Force;
use crate::text::Days;

/// A result whose verdict is not what it was, or that is there on one side only.
#[derive(Debug, Clone)]
pub struct Flip<'a> {
    /// As it was.
    pub before: Option<&'a EvalResult>,
    /// As it is.
    pub after: Option<&'a EvalResult>,
}

/// What differs between two outcomes.
#[derive(Debug, Clone, Default)]
pub struct Flips<'a> {
    /// The verdicts.
    pub flips: Vec<Flip<'a>>,
    /// How many other results have other numbers, or another quota.
    pub moved: usize,
    /// How many results are the same in everything.
    pub same: usize,
}

/// What tells a result apart from the others of an outcome: who is judged, for which procedure, on what, how binding, on
/// which days. Where a unit has several of these, they are taken in their order.
type Key<'a> = (&'a str, &'a str, Option<&'a str>, IndicatorId, Force, Option<Days>);

fn key(it: &EvalResult, days: bool) -> Key<'_> {
    let subject = &it.subject;
    (&subject.code, &subject.name, subject.procedure.as_deref(), it.indicator, it.force, days.then_some(it.period))
}

/// Compares the results of two outcomes.
pub fn flips<'a>(before: &'a [EvalResult], after: &'a [EvalResult]) -> Flips<'a> {
    let mut out = Flips::default();
    // The ends of a period may be what has changed.
    let mut unmatched: Vec<&EvalResult> = after.iter().collect();
    let mut left: Vec<&EvalResult> = before.iter().collect();
    let mut pairs: Vec<(&EvalResult, &EvalResult)> = Vec::new();
    for days in [true, false] {
        let mut held: BTreeMap<Key, Vec<&EvalResult>> = BTreeMap::new();
        for it in left.drain(..) {
            held.entry(key(it, days)).or_default().push(it);
        }
        held.values_mut().for_each(|it| it.reverse());
        unmatched.retain(|after| match held.get_mut(&key(after, days)).and_then(Vec::pop) {
            Some(before) => {
                pairs.push((before, after));
                false
            }
            None => true,
        });
        left = held.into_values().flat_map(|it| it.into_iter().rev()).collect();
    }
    let place = |it: &EvalResult| after.iter().position(|held| std::ptr::eq(held, it));
    for (before, after) in pairs {
        if before.verdict != after.verdict {
            out.flips.push(Flip { before: Some(before), after: Some(after) });
        } else if differs(before, after) {
            out.moved += 1;
        } else {
            out.same += 1;
        }
    }
    out.flips.sort_by_key(|it| it.after.and_then(place));
    out.flips.extend(unmatched.into_iter().map(|it| Flip { before: None, after: Some(it) }));
    out.flips.extend(left.into_iter().map(|it| Flip { before: Some(it), after: None }));
    out
}

fn differs(one: &EvalResult, two: &EvalResult) -> bool {
    let numbers = |it: &EvalResult| (it.numbers.numerator, it.numbers.denominator, it.numbers.mean.clone());
    numbers(one) != numbers(two) || one.goal != two.goal || one.intervals != two.intervals || one.period != two.period
}
