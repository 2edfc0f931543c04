//! The denominator that percentages have in common which do not fit the counts beside them.

use super::range::{Range, Rounding, Whole};
use super::{Outcome, printed, reckon};
use crate::check::Program;
use crate::check::program::{Amount, Fraction, Kind, Line, Printed, Says};
use crate::source::Span;
use crate::syntax::ast::Operator;

/// Whole numbers over which all percentages of a block would be right that are wrong over those printed.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the rounding it names")]
pub struct Hidden {
    pub half_up: Option<Whole>,
    pub cut_off: Option<Whole>,
    /// The claims.
    pub claims: Vec<Span>,
}

/// The hidden denominator of a block; none where no percentage is wrong.
pub fn of_block(program: &Program, lines: &[Line]) -> Option<Hidden> {
    let wrong: Vec<(Span, Fraction, Printed)> = lines.iter().filter_map(|it| share(program, it)).collect();
    if wrong.is_empty() {
        return None;
    }
    let shares: Vec<(Fraction, Printed)> = wrong.iter().map(|it| (it.1, it.2)).collect();
    Some(Hidden {
        half_up: denominators(&shares, Rounding::HalfUp),
        cut_off: denominators(&shares, Rounding::CutOff),
        claims: wrong.iter().map(|it| it.0).collect(),
    })
}

/// The whole numbers over which each numerator gives its printed percentage. Each percentage gives a stretch of
/// them; what is asked for is where all stretches meet.
pub fn denominators(shares: &[(Fraction, Printed)], rounding: Rounding) -> Option<Whole> {
    let all = Some(Whole { from: 1, to: None });
    shares.iter().fold(all, |all, (numerator, printed)| {
        let fits = Range::printed_as(printed, rounding).denominators(*numerator)?;
        all?.meet(&fits)
    })
}

/// The numerator and the percentage of a claim `a / b = 97,70%` that fails.
fn share(program: &Program, line: &Line) -> Option<(Span, Fraction, Printed)> {
    let Says::Compares(left, None, right) = &line.says else { return None };
    let (above, percent) = match (left, right) {
        (Amount::Binary(Operator::Over, above, ..), other) | (other, Amount::Binary(Operator::Over, above, ..)) => {
            (above, printed(program, other)?)
        }
        _ => return None,
    };
    let fails = reckon::compare(program, left, None, right).0 == Outcome::Fails;
    let above = reckon::value(program, above).ok()?;
    (fails && percent.kind == Kind::Percent).then_some((line.span, above, percent))
}
