//! Ranges of exact values: what a printed number stands for, and what can come of several.

use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use crate::check::program::{Fraction, Printed};
use crate::syntax::ast::Operator;

/// An end of a range: a value, and whether it is in the range.
type End = (Fraction, bool);

/// All values between two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    low: End,
    high: End,
}

/// A value that is small enough to be reckoned with further.
pub fn bounded(value: Option<Fraction>) -> Option<Fraction> {
    const MOST: u128 = 10u128.pow(36);
    value.filter(|it| it.numer().unsigned_abs() < MOST && it.denom().unsigned_abs() < MOST)
}

/// How a number was made shorter before it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, a half upwards.
    HalfUp,
    /// What is behind the last digit is dropped.
    CutOff,
}

/// Whole numbers from one to another; open above: all that are larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// The first.
    pub from: i128,
    /// The last; none: there is no last.
    pub to: Option<i128>,
}

/// One unit of the last printed digit: 0,0001 for `97,70%`.
fn unit(printed: &Printed) -> Fraction {
    let of_one = if printed.kind.is_percent() { 100 } else { 1 };
    Fraction::new(1, 10i128.pow(printed.decimals) * of_one)
}

impl Range {
    /// One value.
    pub fn exactly(value: Fraction) -> Self {
        Self { low: (value, true), high: (value, true) }
    }

    /// All values that are printed like this.
    pub fn printed_as(printed: &Printed, rounding: Rounding) -> Self {
        let unit = unit(printed);
        let below = match rounding {
            Rounding::HalfUp => unit / Fraction::from_integer(2),
            Rounding::CutOff => Fraction::from_integer(0),
        };
        let low = printed.value - below;
        Self { low: (low, true), high: (low + unit, false) }
    }

    /// Whether a value is in it.
    pub fn has(&self, value: Fraction) -> bool {
        self.meets(&Self::exactly(value))
    }

    /// Whether some value is in both.
    pub fn meets(&self, other: &Self) -> bool {
        reaches(self.high, other.low) && reaches(other.high, self.low)
    }

    /// Whether some value of it is less than some of the other (or, if allowed, equal).
    pub fn can_be_below(&self, other: &Self, or_equal: bool) -> bool {
        self.low.0 < other.high.0 || or_equal && reaches(other.high, self.low)
    }

    /// What can come of a value of each; none: division by nothing, or numbers too large.
    pub fn with(&self, operator: Operator, other: &Self) -> Option<Self> {
        match operator {
            Operator::Plus => Some(Self { low: plus(self.low, other.low)?, high: plus(self.high, other.high)? }),
            Operator::Minus => {
                let turned = Self { low: turn(other.high)?, high: turn(other.low)? };
                self.with(Operator::Plus, &turned)
            }
            Operator::Times => {
                let pairs =
                    [(self.low, other.low), (self.low, other.high), (self.high, other.low), (self.high, other.high)];
                let mut ends = Vec::with_capacity(pairs.len());
                for (one, two) in pairs {
                    let nothing = |it: End| it.1 && it.0 == Fraction::from_integer(0);
                    ends.push((bounded(one.0.checked_mul(&two.0))?, one.1 && two.1 || nothing(one) || nothing(two)));
                }
                let low = ends.iter().copied().min_by_key(|it| (it.0, !it.1))?;
                let high = ends.iter().copied().max_by_key(|it| (it.0, it.1))?;
                Some(Self { low, high })
            }
            Operator::Over => {
                let nothing = Fraction::from_integer(0);
                if other.low.0 <= nothing && other.high.0 >= nothing {
                    return None;
                }
                let inverse = |it: End| Some((bounded(Fraction::from_integer(1).checked_div(&it.0))?, it.1));
                self.with(Operator::Times, &Self { low: inverse(other.high)?, high: inverse(other.low)? })
            }
        }
    }

    /// The larger (true) or the smaller of a value of each.
    pub fn extremum(&self, largest: bool, other: &Self) -> Self {
        let of = |one: End, two: End| {
            let larger = if (one.0, one.1) >= (two.0, two.1) { one } else { two };
            let smaller = if (one.0, !one.1) <= (two.0, !two.1) { one } else { two };
            if largest { larger } else { smaller }
        };
        Self { low: of(self.low, other.low), high: of(self.high, other.high) }
    }

    /// The whole numbers in it.
    pub fn whole(&self) -> Option<Whole> {
        let from = if self.low.1 { self.low.0.ceil() } else { self.low.0.floor() + 1 };
        let to = if self.high.1 { self.high.0.floor() } else { self.high.0.ceil() - 1 };
        Whole { from: from.to_integer(), to: Some(to.to_integer()) }.if_any()
    }

    /// The whole numbers x from 1 on for which `numerator / x` is in it.
    pub fn denominators(&self, numerator: Fraction) -> Option<Whole> {
        let nothing = Fraction::from_integer(0);
        if numerator <= nothing || self.high.0 <= nothing {
            return None;
        }
        let least = bounded(numerator.checked_div(&self.high.0))?;
        let from = if self.high.1 { least.ceil() } else { least.floor() + 1 }.to_integer().max(1);
        let to = match self.low.0 > nothing {
            true => {
                let most = bounded(numerator.checked_div(&self.low.0))?;
                Some(if self.low.1 { most.floor() } else { most.ceil() - 1 }.to_integer())
            }
            false => None,
        };
        Whole { from, to }.if_any()
    }
}

impl Whole {
    /// How many there are; none: without end.
    pub fn count(&self) -> Option<i128> {
        self.to.map(|it| it - self.from + 1)
    }

    /// Those that are in both.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let to = match (self.to, other.to) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { from: self.from.max(other.from), to }.if_any()
    }

    /// Itself, unless nothing is in it.
    fn if_any(self) -> Option<Self> {
        Some(self).filter(|it| it.to.is_none_or(|to| it.from <= to))
    }
}

/// Whether a range that ends here meets one that starts there.
fn reaches(high: End, low: End) -> bool {
    high.0 > low.0 || high.0 == low.0 && high.1 && low.1
}

fn plus(one: End, two: End) -> Option<End> {
    Some((bounded(one.0.checked_add(&two.0))?, one.1 && two.1))
}

fn turn(end: End) -> Option<End> {
    Some((Fraction::from_integer(0).checked_sub(&end.0)?, end.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::program::Kind;
    use crate::text::Decimal;

    fn percent(text: &str) -> Printed {
        let number = Decimal::parse(text).expect("a number");
        let value = number.fraction() / Fraction::from_integer(100);
        Printed { value, decimals: number.scale, kind: Kind::Percent }
    }

    fn between(from: i128, to: i128) -> Option<Whole> {
        Some(Whole { from, to: Some(to) })
    }

    #[test]
    fn a_printed_percentage_stands_for_what_is_rounded_to_it() {
        let range = Range::printed_as(&percent("97,70"), Rounding::HalfUp);
        assert!(range.has(Fraction::new(97_695, 100_000)) && range.has(Fraction::new(977, 1000)));
        assert!(!range.has(Fraction::new(97_705, 100_000)) && !range.has(Fraction::new(9_769_499, 10_000_000)));
        let cut = Range::printed_as(&percent("97,70"), Rounding::CutOff);
        assert!(cut.has(Fraction::new(97_709, 100_000)) && !cut.has(Fraction::new(97_699, 100_000)));
        let whole = Range::printed_as(&percent("98"), Rounding::HalfUp);
        assert!(whole.has(Fraction::new(975, 1000)) && !whole.has(Fraction::new(985, 1000)));
    }

    #[test]
    fn two_percentages_have_their_denominators() {
        let [all, online] = [Fraction::from_integer(111_769), Fraction::from_integer(22_050)];
        let of = |text, numerator, rounding| Range::printed_as(&percent(text), rounding).denominators(numerator);
        let (one, two) = (of("97,70", all, Rounding::HalfUp), of("19,27", online, Rounding::HalfUp));
        assert_eq!((one, two), (between(114_395, 114_406), between(114_397, 114_456)));
        assert_eq!(one.and_then(|it| it.meet(&two?)), between(114_397, 114_406));
        let (one, two) = (of("97,70", all, Rounding::CutOff), of("19,27", online, Rounding::CutOff));
        assert_eq!(one.and_then(|it| it.meet(&two?)), between(114_389, 114_400));
        assert_eq!(of("0,00", online, Rounding::HalfUp), Some(Whole { from: 441_000_001, to: None }));
        assert_eq!(of("5,00", Fraction::from_integer(0), Rounding::HalfUp), None);
    }

    #[test]
    fn ranges_are_reckoned_with() {
        let range = |low: i128, high: i128| Range {
            low: (Fraction::from_integer(low), true),
            high: (Fraction::from_integer(high), false),
        };
        let ends = |it: Option<Range>| it.map(|it| (it.low.0, it.high.0, it.low.1, it.high.1));
        let whole = |low, high, closed: bool, open: bool| {
            Some((Fraction::from_integer(low), Fraction::from_integer(high), closed, open))
        };
        assert_eq!(ends(range(1, 3).with(Operator::Minus, &range(1, 2))), whole(-1, 2, false, false));
        assert_eq!(ends(range(-2, 3).with(Operator::Times, &range(1, 4))), whole(-8, 12, false, false));
        assert_eq!(range(1, 2).with(Operator::Over, &range(-1, 1)), None);
        assert_eq!(range(1, 5).whole(), between(1, 4));
        assert_eq!(Range { low: (Fraction::new(1, 3), true), high: (Fraction::new(2, 3), true) }.whole(), None);
        assert!(range(1, 2).meets(&range(1, 2)) && !range(1, 2).meets(&range(2, 3)));
    }
}
