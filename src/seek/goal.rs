//! The closed forms: for how many dossiers moved in one way a value is on the good side of its quota.
//!
//! A value is a fraction a ÷ b. A move changes a, b or both by one for each dossier, always in the same direction, so
//! the numbers of dossiers for which a quota holds are a stretch: from a first one to a last one. Both ends solve a
//! linear inequality; nothing is searched.

use num_bigint::BigInt;

use crate::check::program::{Form, Fraction};
use crate::eval::{Goal, Numbers, least};
use crate::term::{Comparator, Noun};

/// One way in which dossiers move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// More dossiers, each in the numerator too: a + n over b + n.
    Join,
    /// Dossiers that are there move into the numerator: a + n over b.
    Convert,
    /// More dossiers, none in the numerator: a over b + n.
    Dilute,
    /// Dossiers of the numerator move out of it and stay: a − n over b.
    Lose,
}

impl Move {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Join, Self::Convert, Self::Dilute, Self::Lose];

    /// Whether it raises the value.
    pub fn rises(self) -> bool {
        matches!(self, Self::Join | Self::Convert)
    }
}

/// A bound of values: from it on, or beyond it only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The value: numerator and positive denominator, of any size.
    pub at: (BigInt, BigInt),
    /// Whether the value itself is left out.
    pub beyond: bool,
}

impl Bound {
    /// A bound at a fraction.
    pub fn of(at: Fraction, beyond: bool) -> Self {
        Self { at: (BigInt::from(*at.numer()), BigInt::from(*at.denom())), beyond }
    }
}

/// The values that satisfy a quota: those from `from` on which do not yet reach `until`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Where they begin; none: however small.
    pub from: Option<Bound>,
    /// Where they end; none: however large.
    pub until: Option<Bound>,
}

/// The values that satisfy a goal, its rounding undone: what is compared is exact. None where its number is not known.
pub fn bounds(goal: &Goal) -> Option<Bounds> {
    let amount = goal.amount?;
    // The exact values whose rounded ones are at least the number, or above it.
    let least = |comparator| {
        let (at, beyond) = least(&Goal { comparator, ..*goal }, amount);
        Some(Bound::of(at, beyond))
    };
    let (at_least, above) = (least(Comparator::AtLeast), least(Comparator::Above));
    Some(match goal.comparator {
        Comparator::AtLeast => Bounds { from: at_least, until: None },
        Comparator::Above => Bounds { from: above, until: None },
        Comparator::AtMost => Bounds { from: None, until: above },
        Comparator::Below => Bounds { from: None, until: at_least },
        Comparator::Exactly => Bounds { from: at_least, until: above },
    })
}

/// How many dossiers moved bring a value inside its bounds: from the first number to the last, both counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The least number; 0 where the value is inside already.
    pub first: u128,
    /// The largest number; none: any more are fine.
    pub last: Option<u128>,
}

/// For how many dossiers moved a value is inside bounds; none where no number of them does it. Numbers with nothing to
/// divide by count from the first dossier on.
pub fn span(form: Form, numbers: &Numbers, bounds: &Bounds, way: Move) -> Option<Span> {
    let counts = matches!(form, Form::Count(_));
    if numbers.mean.is_some() || !matches!(form, Form::Share(Noun::Dossiers) | Form::Count(Noun::Dossiers)) {
        return None;
    }
    if counts && matches!(way, Move::Dilute | Move::Convert) {
        return None;
    }
    let above = BigInt::from(numbers.numerator);
    let below = if counts { BigInt::from(1) } else { BigInt::from(numbers.denominator) };
    let cap = match way {
        Move::Join | Move::Dilute => None,
        Move::Convert => Some(&below - &above),
        Move::Lose => Some(above.clone()),
    };
    let zero = BigInt::from(0);
    if below == zero {
        // Without a dossier there is no value; from the first one on it is 1, or 0, however many they are.
        let value = match way {
            Move::Join => BigInt::from(1),
            Move::Dilute => zero,
            Move::Convert | Move::Lose => return None,
        };
        let reached = |it: &Bound| {
            let (p, q) = &it.at;
            if it.beyond { &value * q > *p } else { &value * q >= *p }
        };
        let inside = bounds.from.as_ref().is_none_or(reached) && !bounds.until.as_ref().is_some_and(reached);
        return inside.then_some(Span { first: 1, last: None });
    }
    let crossing = |bound: &Bound| {
        let (p, q) = &bound.at;
        // What is short of the bound, times its denominator; and how much one dossier brings.
        let short = p * &below - &above * q;
        match way {
            Move::Join if !counts => first(&(q - p), &short, bound.beyond),
            Move::Join | Move::Convert => first(q, &short, bound.beyond),
            // Falling: from which number on the bound is no longer reached.
            Move::Dilute => first(p, &-short, !bound.beyond),
            Move::Lose => first(q, &-short, !bound.beyond),
        }
    };
    // Rising, a value comes in at `from` and goes out at `until`; falling the other way round.
    let (comes, goes) = if way.rises() { (&bounds.from, &bounds.until) } else { (&bounds.until, &bounds.from) };
    let start = match comes {
        None => zero,
        Some(bound) => crossing(bound)?,
    };
    let end: Option<BigInt> = match goes {
        None => None,
        Some(bound) => crossing(bound).map(|it| it - 1),
    };
    let end = match (end, cap) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    };
    if end.as_ref().is_some_and(|it| *it < start) {
        return None;
    }
    let last = match end {
        None => None,
        Some(it) => Some(u128::try_from(it).ok()?),
    };
    Some(Span { first: u128::try_from(start).ok()?, last })
}

/// The least whole n, from 0, with n × `each` ≥ `short` (with > where it has to be beyond); none where there is none.
fn first(each: &BigInt, short: &BigInt, beyond: bool) -> Option<BigInt> {
    let zero = BigInt::from(0);
    if *short < zero || *short == zero && !beyond {
        return Some(zero);
    }
    if *each <= zero {
        return None;
    }
    Some(if beyond { short / each + 1 } else { (short + each - 1) / each })
}
