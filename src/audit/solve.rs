//! For which whole values of the one figure that a document does not print a claim would hold.

use super::printed;
use super::range::{Range, Rounding, Whole};
use super::reckon::value;
use crate::check::Program;
use crate::check::program::{Amount, FigureId};
use crate::syntax::ast::Operator;

/// Turns `left = right` round until the unknown figure stands alone; it stands in the claim once. The inner nothing:
/// no whole number fits. Nothing: the claim is of a form that cannot be turned, or the figure is no number of things.
pub fn holds_for(program: &Program, left: &Amount, right: &Amount, unknown: FigureId) -> Option<Option<Whole>> {
    let (with, other) = if has(left, unknown) { (left, right) } else { (right, left) };
    // A percentage that stands alone against the unknown says that this is one.
    if matches!(with, Amount::Figure(_)) && printed(program, other).is_none_or(|it| it.kind.is_percent()) {
        return None;
    }
    let mut range = match printed(program, other) {
        Some(it) => Range::printed_as(&it, Rounding::HalfUp),
        None => Range::exactly(value(program, other).ok()?),
    };
    let mut at = with;
    while let Amount::Binary(operator, one, two, kind) = at {
        let on_left = has(one, unknown);
        let (inner, known) = if on_left { (one, two) } else { (two, one) };
        if matches!(operator, Operator::Plus | Operator::Minus) && kind.is_percent() {
            return None;
        }
        let known = Range::exactly(value(program, known).ok()?);
        range = match (operator, on_left) {
            (Operator::Plus, _) => range.with(Operator::Minus, &known)?,
            (Operator::Minus, true) => range.with(Operator::Plus, &known)?,
            (Operator::Minus, false) => known.with(Operator::Minus, &range)?,
            (Operator::Times, _) => range.with(Operator::Over, &known)?,
            (Operator::Over, true) => range.with(Operator::Times, &known)?,
            (Operator::Over, false) => known.with(Operator::Over, &range)?,
        };
        at = inner;
    }
    let counts = Whole { from: 0, to: None };
    matches!(at, Amount::Figure(_)).then(|| range.whole().and_then(|it| it.meet(&counts)))
}

/// Whether a figure stands in it.
fn has(amount: &Amount, figure: FigureId) -> bool {
    let mut found = false;
    amount.figures(&mut |it| found |= it == figure);
    found
}
