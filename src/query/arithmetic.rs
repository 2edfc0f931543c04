//! Arithmetic with types, exact; of what is not known, with the ends between which it lies.

use num_bigint::BigInt;

use super::error;
use super::value::{Exact, Is, Kind, Known, Number};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::Operator;
use crate::term::Comparator;

/// Numbers of more bits are refused: no count comes near them, and each line could square the one before.
const MOST_BITS: u64 = 16_384;

/// The type of what an operation gives; none: the types do not go together.
pub fn kind(operator: Operator, left: Kind, right: Kind) -> Option<Kind> {
    use Kind::{Days, Mean, Of, Plain, Points, Ratio, Share, WorkingDays};
    match operator {
        Operator::Plus | Operator::Minus => match (left, right) {
            (Share | Ratio, Share | Ratio) if operator == Operator::Minus => {
                Some(if (left, right) == (Ratio, Ratio) { Ratio } else { Points })
            }
            (Share, Points | Ratio) | (Ratio, Share) => Some(Share),
            (Points, Share) if operator == Operator::Plus => Some(Share),
            (Ratio, Plain) | (Plain, Ratio) => Some(Plain),
            _ => (left == right).then_some(left),
        },
        Operator::Times => match (left, right) {
            (Plain | Ratio, it) | (it, Plain | Ratio) | (Share, it) | (it, Share) => Some(it),
            _ => None,
        },
        Operator::Over => match (left, right) {
            (it, Plain | Ratio) if it != Plain => Some(it),
            (Plain, Plain) => Some(Ratio),
            (Of(_) | Mean, Share) => Some(left),
            (Of(crate::term::Noun::Dossiers), Of(crate::term::Noun::Procedures)) => Some(Mean),
            (Days, WorkingDays) | (WorkingDays, Days) => None,
            _ => (left == right).then_some(Ratio),
        },
    }
}

/// The number of an operation. Errors: types that do not go together, a division by nothing, a number too large.
pub fn binary(operator: Operator, left: &Number, right: &Number, at: Span) -> Result<Number, Problem> {
    let Some(kind) = kind(operator, left.kind, right.kind) else {
        return Err(error::mixed_types(at, &left.kind.name(), &right.kind.name()));
    };
    let known = work_out(operator, &left.known, &right.known, at)?;
    // A quotient is shown as it was written.
    let both = |it: &Number| match &it.known {
        Known::Exactly(it) if it.is_integer() => Some(it.to_integer()),
        _ => None,
    };
    let counted = (operator == Operator::Over).then(|| both(left).zip(both(right))).flatten();
    let counted = counted.filter(|it| kind == Kind::Ratio && it.1 > BigInt::from(0));
    Ok(Number { known, kind, counted, near: None })
}

fn work_out(operator: Operator, left: &Known, right: &Known, at: Span) -> Result<Known, Problem> {
    let (Some((a, b)), Some((c, d))) = (left.ends(), right.ends()) else {
        let unknown = if left.ends().is_none() { left } else { right };
        return Ok(unknown.clone());
    };
    let waits = waits(&[left, right]);
    let zero = Exact::from_integer(BigInt::from(0));
    let ends: Vec<Exact> = match operator {
        Operator::Plus => vec![a + c, b + d],
        Operator::Minus => vec![a - d, b - c],
        Operator::Times => vec![a * c, a * d, b * c, b * d],
        Operator::Over if *c == zero && *d == zero => return Err(error::divided_by_zero(at)),
        // It may be divided by nothing, or not.
        Operator::Over if *c <= zero && *d >= zero => return Ok(Known::Waits(waits)),
        Operator::Over => vec![a / c, a / d, b / c, b / d],
    };
    if ends.iter().any(|it| it.numer().bits().max(it.denom().bits()) > MOST_BITS) {
        return Err(error::too_large(at));
    }
    let (low, high) = (ends.iter().min().cloned(), ends.iter().max().cloned());
    Ok(Known::between(low.unwrap_or_else(|| zero.clone()), high.unwrap_or(zero), waits))
}

/// For what some numbers wait, each once.
pub fn waits(all: &[&Known]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for it in all {
        if let Known::Between(_, _, waits) | Known::Waits(waits) = it {
            out.extend(waits.iter().filter(|it| !out.contains(it)).cloned().collect::<Vec<_>>());
        }
    }
    out
}

/// Whether two values can be compared: of one type, or a count with a plain number.
pub fn comparable(left: Kind, right: Kind) -> bool {
    let shares = |it| matches!(it, Kind::Share | Kind::Ratio);
    let plain = |it, other| it == Kind::Plain && !matches!(other, Kind::Share | Kind::Points);
    left == right || shares(left) && shares(right) || plain(left, right) || plain(right, left)
}

/// Whether a comparison holds; none where that is not decided.
pub fn compare<T: PartialOrd>(comparator: Comparator, (a, b): (&T, &T), (c, d): (&T, &T)) -> Option<bool> {
    let decided = |always: bool, never: bool| if always { Some(true) } else { never.then_some(false) };
    match comparator {
        Comparator::AtLeast => decided(a >= d, b < c),
        Comparator::Above => decided(a > d, b <= c),
        Comparator::AtMost => decided(b <= c, a > d),
        Comparator::Below => decided(b < c, a >= d),
        Comparator::Exactly => decided(a == b && c == d && a == c, b < c || a > d),
    }
}

/// Whether a comparison of two values holds. Errors: they cannot be compared.
pub fn holds(comparator: Comparator, left: &Is, right: &Is, at: Span) -> Result<Option<bool>, Problem> {
    match (left, right) {
        (Is::Number(one), Is::Number(two)) if comparable(one.kind, two.kind) => {
            let ends = one.known.ends().zip(two.known.ends());
            Ok(ends.and_then(|(one, two)| compare(comparator, one, two)))
        }
        (Is::Day(one), Is::Day(two)) => Ok(compare(comparator, (&one.first, &one.last), (&two.first, &two.last))),
        _ => Err(error::not_comparable(at, &left.kind(), &right.kind())),
    }
}
