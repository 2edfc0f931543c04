//! Verdicts under every choice of the readings.

use std::collections::BTreeMap;

use crate::check::program::{IndicatorId, ProvisionId, ReadingId};
use crate::eval::{Env, Result as EvalResult, results_for};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::State;
use crate::term::Verdict;
use crate::text::Days;

/// No more ways than these are tried.
pub const MOST_WAYS: usize = 64;

/// Every way to choose the readings of a program; where there are more than [`MOST_WAYS`], the readings after those
/// that reach this number stay as they are.
pub fn every_choice(plan: &Plan, env: &Env) -> Vec<Env> {
    let mut ways = vec![env.clone()];
    for (at, reading) in plan.program.readings.iter().enumerate() {
        let id = ReadingId(at as u32);
        ways = ways
            .iter()
            .flat_map(|env| (0..reading.choices.len()).map(move |choice| env.with_reading(id, choice)))
            .collect();
        if ways.len() > MOST_WAYS {
            break;
        }
    }
    ways
}

/// Verdicts of units under every choice.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// Each way to choose.
    pub ways: Vec<Env>,
    /// Whether these are all ways.
    pub is_complete: bool,
    /// A row for each result.
    pub rows: Vec<Row>,
}

/// A result under every choice.
#[derive(Debug, Clone)]
pub struct Row {
    /// The result, as it is under the first way that has it.
    pub result: EvalResult,
    /// Its verdict under each way; none: there the unit is not judged.
    pub verdicts: Vec<Option<Verdict>>,
}

impl Row {
    /// Whether the choice makes a difference.
    pub fn differs(&self) -> bool {
        self.verdicts.iter().any(|it| Some(it) != self.verdicts.first())
    }
}

/// What a result is known by, whatever is assumed.
pub type Key = (Option<usize>, ProvisionId, IndicatorId, String, String, Option<String>, Days);

/// See [`Key`].
pub fn key(it: &EvalResult) -> Key {
    let who = &it.subject;
    (it.quota, it.provision, it.indicator, who.code.clone(), who.name.clone(), who.procedure.clone(), it.period)
}

/// The verdicts of all results under every choice. Errors: as [`crate::eval::evaluate`].
pub fn matrix(state: &State) -> Result<Matrix, Vec<Problem>> {
    let mut ways = every_choice(&state.plan, &state.env);
    let product = state.plan.program.readings.iter().map(|it| it.choices.len()).try_fold(1usize, usize::checked_mul);
    ways.truncate(MOST_WAYS);
    let mut rows: Vec<Row> = Vec::new();
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for (at, env) in ways.iter().enumerate() {
        for result in results_for(&state.plan, &state.index, env, &|_| true)? {
            let place = *places.entry(key(&result)).or_insert(rows.len());
            let verdict = result.verdict;
            if place == rows.len() {
                rows.push(Row { result, verdicts: vec![None; ways.len()] });
            }
            if let Some(it) = rows.get_mut(place).and_then(|it| it.verdicts.get_mut(at)) {
                *it = Some(verdict);
            }
        }
    }
    Ok(Matrix { is_complete: product == Some(ways.len()), ways, rows })
}
