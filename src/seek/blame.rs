//! The smallest set of procedures, or of months, that explains why a quota is missed.

use chrono::Datelike as _;

use super::goal::{Move, bounds, span};
use crate::eval::{Index, Numbers, Part, Result as EvalResult, parts};
use crate::scenario::State;
use crate::term::Comparator;
use crate::text::Days;

/// By what a miss is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By procedures.
    Procedures,
    /// By months.
    Months,
}

/// What explains a miss.
#[derive(Debug, Clone)]
pub struct Blame {
    /// By what.
    pub by: By,
    /// How many dossiers would have to be on the good side that are not.
    pub short: u128,
    /// All dossiers that are not: those outside the numerator; of a ceiling, those in it.
    pub bad: u128,
    /// Every procedure or month that has any dossiers counted, the worst first.
    pub shares: Vec<Share>,
    /// How many of them, from the first, suffice.
    pub enough: usize,
    /// Dossiers counted of which the input does not say the procedure, or the day.
    pub unsaid: u128,
}

/// A procedure or a month.
#[derive(Debug, Clone)]
pub struct Share {
    /// The procedure's code; of a month none.
    pub procedure: Option<String>,
    /// The days: of a procedure all of the period.
    pub days: Days,
    /// What is counted of it.
    pub numbers: Numbers,
    /// Its dossiers on the bad side.
    pub bad: u128,
}

/// What explains a missed share; none where the result is not a share of dossiers that misses its quota by dossiers
/// that could be on the other side.
///
/// Wanted is the smallest set such that, with all its dossiers on the good side, the quota is met. A set makes up for
/// as many dossiers as it has on the bad side, however these are spread; so among all sets of n the one with the n
/// largest numbers makes up for the most, and the first n for which that is enough is the least there is.
pub fn blame(state: &State, result: &EvalResult, by: By) -> Option<Blame> {
    let ceiling = matches!(result.goal.comparator, Comparator::AtMost | Comparator::Below);
    let way = if ceiling { Move::Lose } else { Move::Convert };
    let short = span(result.goal.form, &result.numbers, &bounds(&result.goal)?, way)?.first;
    if short == 0 {
        return None;
    }
    let bad_of = |it: &Numbers| {
        let above = u128::try_from(it.numerator).unwrap_or_default();
        if ceiling { above } else { it.denominator.saturating_sub(above) }
    };
    let units = &result.subject.members;
    let index = Index::by_procedure(&state.plan, &state.tally, units);
    let part = |procedure: Option<u32>, days: Days| Part { units: units.clone(), procedure, days };
    let wanted: Vec<Part> = match by {
        By::Procedures => (0..index.procedures.len() as u32).map(|it| part(Some(it), result.period)).collect(),
        By::Months => months(result.period).into_iter().map(|it| part(None, it)).collect(),
    };
    let found = parts(&state.plan, &index, &state.env, result, &wanted)?;
    let share = |(part, numbers): (Part, Numbers)| {
        let procedure = part.procedure.and_then(|it| index.procedures.get(it as usize)).cloned();
        Share { procedure, days: part.days, bad: bad_of(&numbers), numbers }
    };
    let mut shares: Vec<Share> = wanted.into_iter().zip(found).map(share).collect();
    shares.retain(|it| it.numbers.denominator > 0);
    if by == By::Procedures {
        shares = joined(shares);
    }
    // Equal ones stay in the order of their codes or months.
    shares.sort_by(|one, two| {
        two.bad.cmp(&one.bad).then_with(|| (&one.procedure, one.days).cmp(&(&two.procedure, two.days)))
    });
    let mut sum = 0;
    let enough = shares.iter().position(|it| {
        sum += it.bad;
        sum >= short
    });
    let counted: u128 = shares.iter().map(|it| it.numbers.denominator).sum();
    Some(Blame {
        by,
        short,
        bad: bad_of(&result.numbers),
        enough: enough.map_or(shares.len(), |it| it + 1),
        unsaid: result.numbers.denominator.saturating_sub(counted),
        shares,
    })
}

/// Codes that a procedure had one after the other are one procedure.
fn joined(shares: Vec<Share>) -> Vec<Share> {
    let mut out: Vec<Share> = Vec::new();
    for share in shares {
        match out.iter_mut().find(|it| it.procedure == share.procedure) {
            Some(held) => {
                held.bad += share.bad;
                held.numbers.numerator += share.numbers.numerator;
                held.numbers.denominator += share.numbers.denominator;
            }
            None => out.push(share),
        }
    }
    out
}

/// The months of a stretch of days, those at its ends clipped.
fn months(days: Days) -> Vec<Days> {
    let mut out = Vec::new();
    let mut at = days.from;
    while at <= days.to {
        let date = at.date();
        let Some(month) = Days::month(date.year(), date.month()) else { break };
        out.push(month.meet(days));
        at = month.to.plus(1);
    }
    out
}
