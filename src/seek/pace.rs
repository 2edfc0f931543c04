//! Where a result ends if dossiers keep coming as they did. A projection, never a result.

use num_bigint::BigInt;

use super::days::{Left, left};
use super::goal::{Move, Span, bounds, span};
use crate::check::program::Form;
use crate::eval::{Numbers, Result as EvalResult, judge};
use crate::scenario::State;
use crate::term::{Noun, Verdict};

/// A projection to the end of the window. Dossiers come by working days; each fraction is exact.
#[derive(Debug, Clone)]
pub struct Pace {
    /// The days that are over and those that are left.
    pub left: Left,
    /// The verdict on what is projected: of a share on the exact one, which stays what it is; of a number of dossiers on
    /// whole dossiers.
    pub verdict: Verdict,
    /// The projected numbers, each rounded down.
    pub numbers: Numbers,
    /// Dossiers that are still to come, rounded down.
    pub to_come: u128,
    /// How many of them have to, and may, be in the numerator: the span of numbers for which the quota is reached; none: no
    /// number of them does it.
    pub wanted: Option<Span>,
}

impl Pace {
    /// The dossiers counted for each working day that is over, as numerator and denominator.
    pub fn rate(&self, result: &EvalResult) -> (u128, u128) {
        (result.numbers.denominator, u128::from(self.left.gone))
    }
}

/// The projection of a result; none where it is no share or number of dossiers, nothing is counted yet, or no day of
/// its window is over.
pub fn pace(state: &State, result: &EvalResult) -> Option<Pace> {
    let shares = match result.goal.form {
        Form::Share(Noun::Dossiers) => true,
        Form::Count(Noun::Dossiers) => false,
        _ => return None,
    };
    let left = left(state, result);
    let now = &result.numbers;
    if result.quota.is_none() || now.mean.is_some() || now.unsaid > 0 || left.gone == 0 {
        return None;
    }
    // What comes in the days that are left: so many ÷ days gone × days left.
    let come =
        |it: u128| -> Option<u128> { u128::try_from(BigInt::from(it) * left.left / BigInt::from(left.gone)).ok() };
    let above_now = u128::try_from(now.numerator).ok()?;
    let below_now = if shares { now.denominator } else { above_now };
    if below_now == 0 {
        return None;
    }
    let (to_come, above) = (come(below_now)?, come(above_now)?);
    let add = |it: u128, more: u128| it.checked_add(more);
    let numerator = i128::try_from(add(above_now, above)?).ok()?;
    let denominator = add(below_now, to_come)?;
    let numbers = Numbers { numerator, denominator, ..now.clone() };
    // All that come outside the numerator first; then so many of them move into it.
    let none = Numbers { denominator, ..now.clone() };
    let bounds = bounds(&result.goal);
    let way = if shares { Move::Convert } else { Move::Join };
    let wanted = bounds.and_then(|it| span(result.goal.form, &none, &it, way)).filter(|it| it.first <= to_come);
    let wanted = wanted.map(|it| Span { last: Some(it.last.unwrap_or(to_come).min(to_come)), ..it });
    let verdict = judge(&result.goal, if shares { now } else { &numbers });
    Some(Pace { verdict, left, numbers, to_come, wanted })
}
