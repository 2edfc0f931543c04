//! A claim reckoned again: first with the figures as they are printed, then with all that they can stand for.

use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use super::range::{Range, Rounding, bounded};
use super::{Compared, Finding, Note, Outcome, Unprinted, printed, solve};
use crate::check::Program;
use crate::check::program::{Amount, FigureId, Fraction, Kind, Printed};
use crate::syntax::ast::Operator;
use crate::term::Comparator;

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A figure is not printed.
    Unprinted,
    /// It divides by nothing.
    DividesByNothing,
    /// The numbers are too large.
    TooLarge,
}

/// Reckons both sides of a claim and compares them.
pub fn compare(program: &Program, left: &Amount, comparator: Option<Comparator>, right: &Amount) -> (Outcome, Finding) {
    let values = value(program, left).and_then(|one| Ok((one, value(program, right)?)));
    let (one, two) = match values {
        Ok(values) => values,
        Err(Fault::Unprinted) => return unprinted(program, left, comparator, right),
        Err(Fault::DividesByNothing) => return (Outcome::NotCheckable, Finding::DividesByNothing),
        Err(Fault::TooLarge) => return (Outcome::NotCheckable, Finding::TooLarge),
    };
    // What is printed is held against what is reckoned; of two that are printed, the one with fewer digits.
    let sides = (printed(program, left), printed(program, right));
    let target = match sides {
        (Some(one), Some(two)) if one.decimals < two.decimals => Some((one, true)),
        (_, Some(two)) => Some((two, false)),
        (Some(one), None) => Some((one, true)),
        (None, None) => None,
    };
    let turned = target.is_some_and(|it| it.1);
    let (value, wanted, reckoned) = if turned { (two, one, right) } else { (one, two, left) };
    let target = target.map(|it| it.0);
    let mut notes = Vec::new();
    let rounded = || can_hold(program, left, comparator, right) && repeats_nothing(program, left, right);
    let holds = match (comparator, target) {
        (None, Some(printed)) => {
            if Range::printed_as(&printed, Rounding::HalfUp).has(value) {
                true
            } else if rounded() {
                notes.push(Note::RoundedFigures);
                true
            } else {
                let cut = Range::printed_as(&printed, Rounding::CutOff).has(value);
                notes.extend(cut.then_some(Note::CutOff));
                cut
            }
        }
        _ => {
            let holds = relation(comparator, one, two);
            if !holds && rounded() {
                notes.push(Note::RoundedFigures);
            }
            holds || !notes.is_empty()
        }
    };
    let kind = kind_of(program, reckoned, target);
    if let (Amount::Binary(Operator::Minus, after, before, Kind::Points), Some(Kind::Percent)) =
        (reckoned, target.map(|it| it.kind))
    {
        notes.push(Note::Points(relative(program, after, before)));
    }
    let least = if kind.is_percent() { 2 } else { 0 };
    let wanted_decimals = target.map_or(least, |it| it.decimals);
    // What is held against a mark shows on which side of it it is.
    let decimals = if comparator.is_some() { wanted_decimals.max(least) } else { wanted_decimals };
    // A comparison with a mark is told from the left.
    let (value, wanted) = if comparator.is_some() { (one, two) } else { (value, wanted) };
    let divides = matches!(reckoned, Amount::Binary(Operator::Over, ..));
    let compared = Compared { value, wanted, kind, decimals, wanted_decimals, divides, comparator, notes };
    (if holds { Outcome::Holds } else { Outcome::Fails }, Finding::Compared(compared))
}

/// How a value is written: as what it is held against, or as what it is.
fn kind_of(program: &Program, reckoned: &Amount, target: Option<Printed>) -> Kind {
    let own = match reckoned {
        Amount::Binary(.., kind) => *kind,
        Amount::Extremum(_, parts) => parts.first().map_or(Kind::Number, |it| kind_of(program, it, None)),
        other => printed(program, other).map_or(Kind::Number, |it| it.kind),
    };
    match (own, target.map(|it| it.kind)) {
        (Kind::Points, _) | (_, Some(Kind::Points)) => Kind::Points,
        (_, Some(kind)) => kind,
        (own, None) => own,
    }
}

/// How much more `after` is than `before`, as a fraction of `before`; and `before`.
fn relative(program: &Program, after: &Amount, before: &Amount) -> Option<(Fraction, Fraction)> {
    let (after, before) = (value(program, after).ok()?, value(program, before).ok()?);
    Some((after.checked_sub(&before)?.checked_div(&before)?, before))
}

/// A claim that speaks of figures which are not printed.
fn unprinted(program: &Program, left: &Amount, comparator: Option<Comparator>, right: &Amount) -> (Outcome, Finding) {
    let mut ids: Vec<FigureId> = Vec::new();
    let mut see = |it: FigureId| {
        if program.figure(it).value.is_none() {
            ids.push(it);
        }
    };
    left.figures(&mut see);
    right.figures(&mut see);
    let holds_for = match ids.as_slice() {
        [one] if comparator.is_none() => solve::holds_for(program, left, right, *one),
        _ => None,
    };
    ids.dedup();
    let mut names: Vec<String> = Vec::new();
    for id in ids {
        let name = &program.figure(id).name;
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    (Outcome::NotCheckable, Finding::Unprinted(Unprinted { names, holds_for }))
}

/// The value with all figures as they are printed.
pub fn value(program: &Program, amount: &Amount) -> Result<Fraction, Fault> {
    match amount {
        Amount::Printed(it) => Ok(it.value),
        Amount::Figure(id) => program.figure(*id).value.map(|it| it.value).ok_or(Fault::Unprinted),
        Amount::Binary(operator, left, right, _) => {
            let (one, two) = (value(program, left)?, value(program, right)?);
            let out = match operator {
                Operator::Plus => one.checked_add(&two),
                Operator::Minus => one.checked_sub(&two),
                Operator::Times => one.checked_mul(&two),
                Operator::Over if two == Fraction::from_integer(0) => return Err(Fault::DividesByNothing),
                Operator::Over => one.checked_div(&two),
            };
            bounded(out).ok_or(Fault::TooLarge)
        }
        Amount::Extremum(largest, parts) => {
            let mut values = Vec::with_capacity(parts.len());
            for it in parts {
                values.push(value(program, it)?);
            }
            let found = if *largest { values.into_iter().max() } else { values.into_iter().min() };
            found.ok_or(Fault::TooLarge)
        }
    }
}

fn relation(comparator: Option<Comparator>, left: Fraction, right: Fraction) -> bool {
    match comparator {
        None | Some(Comparator::Exactly) => left == right,
        Some(Comparator::AtLeast) => left >= right,
        Some(Comparator::Above) => left > right,
        Some(Comparator::AtMost) => left <= right,
        Some(Comparator::Below) => left < right,
    }
}

/// Whether the claim holds for some values that are printed like the figures in it.
fn can_hold(program: &Program, left: &Amount, comparator: Option<Comparator>, right: &Amount) -> bool {
    // A number that a claim compares with is meant as it stands; one that it equates with is rounded too.
    let side = |it: &Amount| match it {
        Amount::Printed(printed) if comparator.is_some() => Some(Range::exactly(printed.value)),
        other => range(program, other),
    };
    let (Some(one), Some(two)) = (side(left), side(right)) else { return false };
    match comparator {
        None => one.meets(&two),
        Some(Comparator::Exactly) => false,
        Some(Comparator::AtLeast) => two.can_be_below(&one, true),
        Some(Comparator::Above) => two.can_be_below(&one, false),
        Some(Comparator::AtMost) => one.can_be_below(&two, true),
        Some(Comparator::Below) => one.can_be_below(&two, false),
    }
}

/// Whether no rounded figure stands in a claim twice: its two places would be taken for two figures.
fn repeats_nothing(program: &Program, left: &Amount, right: &Amount) -> bool {
    let mut seen = Vec::new();
    let mut repeats = false;
    let mut see = |it: FigureId| {
        let rounded = program.figure(it).value.is_some_and(|it| is_rounded(&it));
        repeats |= rounded && seen.contains(&it);
        seen.push(it);
    };
    left.figures(&mut see);
    right.figures(&mut see);
    !repeats
}

/// Whether a printed number stands for others too: percentages do, and numbers with decimals; counts do not.
fn is_rounded(printed: &Printed) -> bool {
    printed.kind.is_percent() || printed.decimals > 0
}

/// All values that can come of figures which are printed like these.
fn range(program: &Program, amount: &Amount) -> Option<Range> {
    let of = |it: &Printed| match is_rounded(it) {
        true => Range::printed_as(it, Rounding::HalfUp),
        false => Range::exactly(it.value),
    };
    match amount {
        Amount::Printed(it) => Some(of(it)),
        Amount::Figure(id) => program.figure(*id).value.map(|it| of(&it)),
        Amount::Binary(operator, left, right, _) => range(program, left)?.with(*operator, &range(program, right)?),
        Amount::Extremum(largest, parts) => {
            let mut ranges = parts.iter().map(|it| range(program, it));
            let first = ranges.next()??;
            ranges.try_fold(first, |all, it| Some(all.extremum(*largest, &it?)))
        }
    }
}
