//! Which verdicts differ between two outcomes.

use crate::eval::{Outcome, Result as EvalResult};

/// A result whose verdict is not what it was.
#[derive(Debug, Clone)]
pub struct Flip<'a> {
    /// As it was.
    pub before: &'a EvalResult,
    /// As it is.
    pub after: &'a EvalResult,
}

/// The results whose verdicts differ.
pub fn flips<'a>(before: &'a Outcome, after: &'a Outcome) -> Vec<Flip<'a>> {
    let key = |it: &EvalResult| (it.quota, it.provision, it.subject.unit, it.subject.procedure.clone(), it.period);
    let held: std::collections::BTreeMap<_, &EvalResult> = before.results.iter().map(|it| (key(it), it)).collect();
    let pairs = after.results.iter().filter_map(|it| Some((*held.get(&key(it))?, it)));
    pairs
        .filter(|(before, after)| before.verdict != after.verdict)
        .map(|(before, after)| Flip { before, after })
        .collect()
}
