//! From numbers to a verdict, exactly: shares are compared by cross-multiplication and rounded only when printed.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use num_bigint::BigInt;

use super::outcome::Result;
use super::truth::{Disposition, Lack};
use crate::check::program::{Form, Fraction, Rounding};
use crate::syntax::ast::RoundingWay;
use crate::term::{Comparator, Noun, Verdict};

/// What was counted for a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Dossiers of the denominator that satisfy the numerator; of a count: the count.
    pub numerator: i128,
    /// Dossiers of the denominator; of a formula, what it divides by, or 1.
    pub denominator: u128,
    /// Of an average: the value itself, reduced; the denominator is the number of units that have one.
    pub mean: Option<(BigInt, BigInt)>,
    /// Of a formula: the numbers of its terms.
    pub terms: Vec<Fraction>,
    /// All dossiers that were asked about.
    pub supplied: u128,
    /// Dossiers of which the input does not say what the rule asks.
    pub unsaid: u128,
    /// What it lacks for them.
    pub lacks: BTreeSet<Lack>,
    /// Lists without content that would have to say.
    pub waits: BTreeSet<u16>,
    /// Of units counted by their verdicts: whether one of these is not decided.
    pub open: bool,
    /// Whether counts made before by this rule are among them.
    pub precounted: bool,
}

impl Numbers {
    fn lack(&mut self, lack: Lack, dossiers: u128) {
        self.unsaid += dossiers;
        if dossiers > 0 {
            self.lacks.insert(lack);
        }
    }

    /// Takes over what the counts of a term say beside their number.
    pub fn take(&mut self, other: &Self) {
        self.supplied = self.supplied.max(other.supplied);
        self.unsaid += other.unsaid;
        self.lacks.extend(&other.lacks);
        self.waits.extend(&other.waits);
        self.precounted |= other.precounted;
        self.open |= other.open;
    }

    /// Takes over what keeps a term from being known.
    pub fn lack_of(&mut self, unsaid: Option<Lack>, waits: Option<u16>) {
        self.unsaid += u128::from(unsaid.is_some());
        self.lacks.extend(unsaid);
        self.waits.extend(waits);
    }

    /// Adds what became of some dossiers.
    pub fn add(&mut self, disposition: Disposition, dossiers: u128, precounted: bool, refused: bool) {
        self.supplied += dossiers;
        match disposition {
            Disposition::Counted(..) if refused => self.lack(Lack::Single, dossiers),
            Disposition::Counted(_, above) => {
                self.denominator += dossiers;
                self.numerator += if above { i128::try_from(dossiers).unwrap_or(i128::MAX) } else { 0 };
                self.precounted |= precounted;
            }
            Disposition::Unsaid(lack) => self.lack(lack, dossiers),
            Disposition::Waits(list) if dossiers > 0 => {
                self.waits.insert(list);
            }
            _ => {}
        }
    }
}

/// What a value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// How it is compared.
    pub comparator: Comparator,
    /// The number; none: not known.
    pub amount: Option<Fraction>,
    /// What kind of number it is.
    pub form: Form,
    /// How shares are rounded before they are compared.
    pub rounding: Option<Rounding>,
}

impl Goal {
    /// What the numerator is divided by.
    pub fn whole(&self, numbers: &Numbers) -> u128 {
        // Of an average, nothing where no unit has a value.
        let counts = matches!(self.form, Form::Count(_)) && numbers.mean.is_none();
        if counts { 1 } else { numbers.denominator }
    }

    /// The value of some numbers: numerator and denominator.
    pub fn exact(&self, numbers: &Numbers) -> (BigInt, BigInt) {
        match &numbers.mean {
            Some(mean) => mean.clone(),
            None => (BigInt::from(numbers.numerator), BigInt::from(self.whole(numbers))),
        }
    }

    /// The value of some numbers, rounded as declared: numerator and denominator.
    fn value(&self, numbers: &Numbers) -> (BigInt, BigInt) {
        let exact = self.exact(numbers);
        match self.rounding.filter(|_| self.is_rounded()) {
            None => exact,
            Some(rounding) => rounded(&exact, &rounding),
        }
    }

    /// Whether values are rounded before they are compared.
    fn is_rounded(&self) -> bool {
        self.rounding.is_some() && self.form.takes_percent()
    }
}

/// A value as a multiple of what it is rounded to.
fn rounded((above, below): &(BigInt, BigInt), rounding: &Rounding) -> (BigInt, BigInt) {
    let (n, d) = (BigInt::from(*rounding.to.numer()), BigInt::from(*rounding.to.denom()));
    // The value in steps: above × d ÷ (below × n).
    let (steps, step) = (above * &d, below * &n);
    let whole = match rounding.way {
        RoundingWay::Truncate => &steps / &step,
        RoundingWay::HalfUp => (&steps * 2 + &step) / (&step * 2),
        RoundingWay::HalfEven => {
            let down = &steps / &step;
            let twice: BigInt = (&steps - &down * &step) * 2;
            let up = match twice.cmp(&step) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => &down % 2 != BigInt::from(0),
            };
            if up { down + 1 } else { down }
        }
    };
    (whole * n, d)
}

/// The verdict on numbers.
pub fn judge(goal: &Goal, numbers: &Numbers) -> Verdict {
    if !numbers.waits.is_empty() || numbers.open {
        return Verdict::Undecided;
    }
    if numbers.unsaid > 0 {
        return Verdict::NotComputable;
    }
    if goal.whole(numbers) == 0 {
        return Verdict::NoDossiers;
    }
    let plain = numbers.mean.is_none().then(|| (numbers.numerator, goal.whole(numbers)));
    held(goal, plain, &|| goal.value(numbers))
}

/// The verdict on a numerator and a denominator of which everything is said.
pub fn judged(goal: &Goal, numerator: i128, denominator: u128) -> Verdict {
    let counts = matches!(goal.form, Form::Count(_));
    if !counts && denominator == 0 {
        return Verdict::NoDossiers;
    }
    let whole = if counts { 1 } else { denominator };
    held(goal, Some((numerator, whole)), &|| goal.value(&Numbers { numerator, denominator, ..Numbers::default() }))
}

/// The verdict on a value; `plain`: it as a fraction, if it is one; `value`: it as it is, however large.
fn held(goal: &Goal, plain: Option<(i128, u128)>, value: &dyn Fn() -> (BigInt, BigInt)) -> Verdict {
    let Some(amount) = goal.amount else { return Verdict::Undecided };
    let plain = || {
        let (numerator, whole) = plain.filter(|_| !goal.is_rounded())?;
        let whole = i128::try_from(whole).ok()?;
        Some(numerator.checked_mul(*amount.denom())?.cmp(&whole.checked_mul(*amount.numer())?))
    };
    let ordering = plain().unwrap_or_else(|| {
        let (above, below) = value();
        (above * BigInt::from(*amount.denom())).cmp(&(below * BigInt::from(*amount.numer())))
    });
    let met = |it: bool| if it { Verdict::Met } else { Verdict::NotMet };
    match (goal.comparator, ordering) {
        (Comparator::AtLeast, Ordering::Greater) | (Comparator::AtMost, Ordering::Less) => Verdict::Exceeded,
        (Comparator::AtLeast | Comparator::AtMost, Ordering::Equal) => Verdict::Met,
        (Comparator::AtLeast | Comparator::AtMost, _) => Verdict::NotMet,
        (Comparator::Above, it) => met(it == Ordering::Greater),
        (Comparator::Below, it) => met(it == Ordering::Less),
        (Comparator::Exactly, it) => met(it == Ordering::Equal),
    }
}

/// How far on the good side a value is: comparable between days. Nothing to judge is on no side and comes last.
pub fn margin(goal: &Goal, numbers: &Numbers) -> Margin {
    let Some(amount) = goal.amount.filter(|_| goal.whole(numbers) > 0) else { return Margin(None) };
    if let Some(it) = numbers.mean.is_none().then(|| plain_margin(goal, amount, numbers)).flatten() {
        return Margin(Some(Distance::Plain(it.0, it.1)));
    }
    let (n, d) = (BigInt::from(*amount.numer()), BigInt::from(*amount.denom()));
    let (value, whole) = goal.exact(numbers);
    let above = value * &d - &whole * &n;
    let above = match goal.comparator {
        Comparator::AtLeast | Comparator::Above => above,
        Comparator::AtMost | Comparator::Below => -above,
        Comparator::Exactly => -BigInt::from(above.magnitude().clone()),
    };
    Margin(Some(Distance::Large(above, whole * d)))
}

fn plain_margin(goal: &Goal, amount: Fraction, numbers: &Numbers) -> Option<(i128, i128)> {
    let whole = i128::try_from(goal.whole(numbers)).ok()?;
    let above = numbers.numerator.checked_mul(*amount.denom())?.checked_sub(whole.checked_mul(*amount.numer())?)?;
    let above = match goal.comparator {
        Comparator::AtLeast | Comparator::Above => above,
        Comparator::AtMost | Comparator::Below => above.checked_neg()?,
        Comparator::Exactly => above.checked_abs()?.checked_neg()?,
    };
    Some((above, whole.checked_mul(*amount.denom())?))
}

/// The least value that reaches a floor, and whether the value itself does not reach it: what a rounding gives away.
pub fn least(goal: &Goal, amount: Fraction) -> (Fraction, bool) {
    let strict = goal.comparator == Comparator::Above;
    let Some(rounding) = goal.rounding.filter(|_| goal.is_rounded()) else { return (amount, strict) };
    let steps = amount / rounding.to;
    // The least whole number of steps that reaches the floor.
    let whole = if strict { steps.floor() + Fraction::from_integer(1) } else { steps.ceil() };
    let half = Fraction::new(1, 2);
    match rounding.way {
        RoundingWay::Truncate => (whole * rounding.to, false),
        RoundingWay::HalfUp => ((whole - half) * rounding.to, false),
        RoundingWay::HalfEven => ((whole - half) * rounding.to, whole.to_integer() % 2 != 0),
    }
}

/// A distance from a quota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margin(Option<Distance>);

/// A fraction with a positive denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Distance {
    Plain(i128, i128),
    Large(BigInt, BigInt),
}

impl Distance {
    fn order(&self, other: &Self) -> Ordering {
        if let (Self::Plain(a, b), Self::Plain(c, d)) = (self, other)
            && let (Some(one), Some(two)) = (a.checked_mul(*d), c.checked_mul(*b))
        {
            return one.cmp(&two);
        }
        let large = |it: &Self| match it {
            Self::Plain(above, below) => (BigInt::from(*above), BigInt::from(*below)),
            Self::Large(above, below) => (above.clone(), below.clone()),
        };
        let ((a, b), (c, d)) = (large(self), large(other));
        (a * d).cmp(&(c * b))
    }
}

impl PartialOrd for Margin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(match (&self.0, &other.0) {
            (Some(one), Some(two)) => one.order(two),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        })
    }
}

/// How many more online dossiers, and how many converted ones, reach a quota: 0 when it is reached, none where no
/// number helps or the question has no meaning.
pub fn needed(result: &Result) -> (Option<u128>, Option<u128>) {
    let nothing = (None, None);
    let goal = result.goal;
    let Some(amount) = goal.amount else { return nothing };
    let reached = match result.verdict {
        Verdict::Exceeded | Verdict::Met => true,
        Verdict::NotMet => false,
        // The numbers are those of a day; whether they reach the quota on it is what is asked.
        Verdict::Undecided if result.numbers.waits.is_empty() && result.quota.is_some() => {
            match judge(&goal, &result.numbers) {
                Verdict::Exceeded | Verdict::Met => true,
                Verdict::NotMet => false,
                _ => return nothing,
            }
        }
        _ => return nothing,
    };
    if reached {
        return (Some(0), Some(0));
    }
    // Of a ceiling fewer would be needed, and nobody converts a dossier to something else.
    if matches!(goal.comparator, Comparator::AtMost | Comparator::Below) {
        return nothing;
    }
    if result.numbers.mean.is_some() {
        return nothing;
    }
    let (amount, strict) = least(&goal, amount);
    let (n, d) = (BigInt::from(*amount.numer()), BigInt::from(*amount.denom()));
    let whole = BigInt::from(goal.whole(&result.numbers));
    // What is short, times the denominator of the quota.
    let short = whole * &n - BigInt::from(result.numbers.numerator) * &d;
    if short < BigInt::from(0) {
        return nothing;
    }
    let exactly = goal.comparator == Comparator::Exactly;
    if exactly && goal.rounding.is_some() {
        return nothing;
    }
    let times = |short: &BigInt, by: &BigInt| {
        let zero = BigInt::from(0);
        // An exact number is hit or it is not.
        let hits = *by > zero && (!exactly || short % by == zero);
        hits.then(|| if strict { short / by + 1 } else { (short + by - 1) / by })
    };
    let number = |it: BigInt| u128::try_from(it).ok();
    match goal.form {
        Form::Count(_) | Form::Mean => (times(&short, &d).and_then(number), None),
        Form::Ratio | Form::Number | Form::Points => nothing,
        Form::Share(noun) => {
            // Dossiers can be more; procedures and units are as many as there are.
            let online = times(&short, &(&d - &n)).and_then(number).filter(|_| noun == Noun::Dossiers);
            let left = BigInt::from(result.numbers.denominator) - result.numbers.numerator;
            let converted = times(&short, &d).and_then(number).filter(|it| BigInt::from(*it) <= left);
            (online, converted)
        }
    }
}

/// A share as a percentage with two decimals, half up; with as many more as it takes not to cross the quota. None where
/// it divides by nothing.
pub fn percent_text(above: &BigInt, below: &BigInt, quota: Option<Fraction>) -> Option<String> {
    let zero = BigInt::from(0);
    if *below <= zero {
        return None;
    }
    if *above < zero {
        return percent_text(&-above, below, quota.map(|it| -it)).map(|it| format!("-{it}"));
    }
    let value = |digits: u32| (above * 100u32 * BigInt::from(10).pow(digits) * 2u32 + below) / (below * 2u32);
    let mut digits = 2;
    let mut shown = value(digits);
    if let Some(quota) = quota {
        let (n, d) = (BigInt::from(*quota.numer()), BigInt::from(*quota.denom()));
        let side = (above * &d).cmp(&(below * &n));
        // The distance is at least 1 ÷ (denominator × d), so it shows after as many digits as these have.
        while digits < MOST_DIGITS {
            let scale = BigInt::from(10).pow(digits) * 100u32;
            if (&shown * &d).cmp(&(scale * &n)) == side {
                break;
            }
            digits += 1;
            shown = value(digits);
        }
    }
    let text = format!("{shown:0>width$}", shown = shown.to_string(), width = digits as usize + 1);
    let (whole, decimals) = text.split_at(text.len() - digits as usize);
    Some(format!("{whole}.{decimals}"))
}

/// Decimals of which no more are printed; only an average of many units can come so close to a quota.
const MOST_DIGITS: u32 = 60;

/// A quota as a percentage (`60`, `59.5`) without trailing zeros.
pub fn quota_text(amount: Fraction) -> String {
    let hundred = Fraction::from_integer(100) * amount;
    let mut digits = 0u32;
    let mut scaled = hundred;
    while !scaled.is_integer() && digits < 12 {
        scaled *= Fraction::from_integer(10);
        digits += 1;
    }
    let text = format!("{:0>width$}", scaled.to_integer().to_string(), width = digits as usize + 1);
    let (whole, decimals) = text.split_at(text.len() - digits as usize);
    if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_share_never_crosses_its_quota() {
        let sixty = Some(Fraction::new(3, 5));
        let percent_text = |above: i64, below: i64, quota| percent_text(&above.into(), &below.into(), quota);
        assert_eq!(percent_text(3, 5, sixty).as_deref(), Some("60.00"));
        // 2401/4002 = 59.99500…
        assert_eq!(percent_text(2401, 4002, sixty).as_deref(), Some("59.995"));
        assert_eq!(percent_text(599_999, 1_000_000, sixty).as_deref(), Some("59.9999"));
        assert_eq!(percent_text(600_001, 1_000_000, sixty).as_deref(), Some("60.0001"));
        assert_eq!(percent_text(1, 3, sixty).as_deref(), Some("33.33"));
        assert_eq!(percent_text(0, 7, sixty).as_deref(), Some("0.00"));
        assert_eq!(percent_text(0, 0, sixty), None);
        assert_eq!(quota_text(Fraction::new(595, 1000)), "59.5");
        assert_eq!(quota_text(Fraction::new(3, 5)), "60");
        assert_eq!(quota_text(Fraction::new(1, 200)), "0.5");
    }

    #[test]
    fn a_verdict_is_exact_at_the_largest_counts() {
        let big = 1i128 << 62;
        let numbers = |numerator, denominator: i128| Numbers {
            numerator,
            denominator: denominator as u128,
            ..Numbers::default()
        };
        let half = Some(Fraction::new(1, 2));
        let goal =
            Goal { comparator: Comparator::AtLeast, amount: half, form: Form::Share(Noun::Dossiers), rounding: None };
        let judge = |n: &Numbers| judge(&goal, n);
        assert_eq!(judge(&numbers(big / 2, big)), Verdict::Met);
        assert_eq!(judge(&numbers(big / 2 - 1, big)), Verdict::NotMet);
        assert_eq!(judge(&numbers(big / 2 + 1, big)), Verdict::Exceeded);
        let text = percent_text(&BigInt::from(big / 2 - 1), &BigInt::from(big), half).expect("a share");
        assert!(text.starts_with("49.9999999999999999"), "{text}");
    }
}
