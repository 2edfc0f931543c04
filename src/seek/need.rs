//! What a result needs to reach its quota, and what it can bear where it does.

use num_bigint::BigInt;

use super::days::{Left, left};
use super::goal::{Bound, Bounds, Move, Span, bounds, span};
use crate::eval::{Numbers, Part, Result as EvalResult, judge, parts};
use crate::scenario::State;
use crate::term::{Comparator, Verdict};
use crate::text::Days;
use crate::world::UnitId;

/// What a result needs, or can bear.
#[derive(Debug, Clone)]
pub struct Need {
    /// The result.
    pub result: EvalResult,
    /// Whether its numbers reach the quota; none where nothing can be said, and [`Self::why`] tells why.
    pub reached: Option<bool>,
    /// Why there is no answer in dossiers.
    pub why: Option<Why>,
    /// For how many dossiers moved each way the quota is reached.
    pub ways: Ways,
    /// Of an average: what each of its units would need if it alone changed.
    pub alone: Vec<Alone>,
    /// The days that are left.
    pub left: Left,
}

/// Why a number of dossiers is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The quota has no number yet, or the verdict waits for something else.
    Waits,
    /// The counts do not say what the rule asks.
    NotComputable,
    /// There is nothing to judge, so nothing is missing.
    NoDossiers,
    /// What is counted is no dossiers: procedures, units, a formula.
    NotDossiers,
}

/// For how many dossiers moved in each way the quota is reached; none: for no number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the move of that name")]
pub struct Ways {
    pub join: Option<Span>,
    pub convert: Option<Span>,
    pub dilute: Option<Span>,
    pub lose: Option<Span>,
}

impl Ways {
    /// The spans of some numbers.
    pub fn of(form: crate::check::program::Form, numbers: &Numbers, bounds: &Bounds) -> Self {
        let of = |way| span(form, numbers, bounds, way);
        Self { join: of(Move::Join), convert: of(Move::Convert), dilute: of(Move::Dilute), lose: of(Move::Lose) }
    }

    /// That of a move.
    pub fn get(&self, way: Move) -> Option<&Span> {
        match way {
            Move::Join => self.join.as_ref(),
            Move::Convert => self.convert.as_ref(),
            Move::Dilute => self.dilute.as_ref(),
            Move::Lose => self.lose.as_ref(),
        }
    }
}

/// A unit of an average, changing alone.
#[derive(Debug, Clone)]
pub struct Alone {
    /// The unit.
    pub unit: UnitId,
    /// Its numbers.
    pub numbers: Numbers,
    /// What it would need.
    pub ways: Ways,
}

/// What each result needs. Dossiers are counted by the numbers that the result shows: of several possible days those of
/// the least favourable one.
pub fn need(state: &State, result: &EvalResult) -> Need {
    let (goal, numbers) = (&result.goal, &result.numbers);
    let verdict = judge(goal, numbers);
    let reached = match verdict {
        Verdict::Exceeded | Verdict::Met => Some(true),
        Verdict::NotMet => Some(false),
        Verdict::NoDossiers | Verdict::Undecided | Verdict::NotComputable => None,
    };
    let reached = reached.filter(|_| result.quota.is_some());
    let bounds = bounds(goal).filter(|_| reached.is_some());
    let ways = bounds.as_ref().map(|it| Ways::of(goal.form, numbers, it)).unwrap_or_default();
    let alone = match &bounds {
        Some(bounds) if reached == Some(false) => alone(state, result, bounds),
        _ => Vec::new(),
    };
    let is_dossiers = {
        use crate::check::program::Form;
        use crate::term::Noun::Dossiers;
        matches!(goal.form, Form::Share(Dossiers) | Form::Count(Dossiers))
    };
    let why = match verdict {
        Verdict::NotComputable => Some(Why::NotComputable),
        Verdict::NoDossiers => Some(Why::NoDossiers),
        _ if reached.is_none() => Some(Why::Waits),
        _ if !is_dossiers => Some(Why::NotDossiers),
        _ => None,
    };
    Need { result: result.clone(), reached, why, ways, alone, left: left(state, result) }
}

/// What each unit of an average that misses its floor would need. The average of u values rises by a u-th of what one
/// of them rises, so each unit has a bound of its own: its value, and u times what is short.
fn alone(state: &State, result: &EvalResult, bounds: &Bounds) -> Vec<Alone> {
    let floor = matches!(result.goal.comparator, Comparator::AtLeast | Comparator::Above);
    let (Some((mean, of)), Some(bound), true) = (&result.numbers.mean, &bounds.from, floor) else { return Vec::new() };
    let together = &result.subject.together;
    let part = |units: &Vec<UnitId>| Part { units: units.clone(), procedure: None, days: Days::ALL };
    let each: Vec<Part> = together.values().map(part).collect();
    let each = parts(&state.plan, &state.index, &state.env, result, &each).unwrap_or_default();
    let units = BigInt::from(result.numbers.denominator);
    // Short: (p/q − mean/of) × units.
    let (p, q) = &bound.at;
    let (short, short_of) = ((p * of - mean * q) * units, q * of);
    let one = |(unit, numbers): (&UnitId, Numbers)| {
        let whole = BigInt::from(numbers.denominator);
        if whole == BigInt::from(0) {
            return None;
        }
        let at = (BigInt::from(numbers.numerator) * &short_of + &short * &whole, whole * &short_of);
        let own = Bounds { from: Some(Bound { at, beyond: bound.beyond }), until: None };
        Some(Alone { unit: *unit, ways: Ways::of(result.goal.form, &numbers, &own), numbers })
    };
    together.keys().zip(each).filter_map(one).collect()
}
