//! A decision with its counts, ready to be asked.

use std::sync::{Arc, OnceLock};

use super::apply::lay_over;
use super::change::Change;
use crate::data::Tally;
use crate::eval::{Env, Index, Outcome, Result as EvalResult, evaluate_with, results_for};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::world::UnitId;

/// A decision, its counts, and what is known or chosen beside. A copy costs next to nothing.
#[derive(Debug, Clone)]
pub struct State {
    /// The decision with its world.
    pub plan: Arc<Plan>,
    /// The counts as they were read.
    pub tally: Arc<Tally>,
    /// The counts in the order in which they are asked.
    pub index: Arc<Index>,
    /// What is known or chosen.
    pub env: Env,
    results: Arc<OnceLock<Result<Vec<EvalResult>, Vec<Problem>>>>,
    outcome: Arc<OnceLock<Result<Outcome, Vec<Problem>>>>,
}

impl State {
    /// A decision with its counts, as loaded.
    pub fn new(plan: Plan, tally: Tally, env: Env) -> Self {
        let index = Arc::new(Index::new(&plan, &tally));
        Self {
            plan: Arc::new(plan),
            tally: Arc::new(tally),
            index,
            env,
            results: Arc::default(),
            outcome: Arc::default(),
        }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_env(&self, env: Env) -> Self {
        Self { env, results: Arc::default(), outcome: Arc::default(), ..self.clone() }
    }

    /// The same with changes laid over it, the first first. Errors: the changes make a decision that cannot be.
    pub fn with(&self, changes: &[Change]) -> Result<Self, Vec<Problem>> {
        lay_over(self, changes)
    }

    /// The results alone, without ledger, warnings and scores; worked out when they are first asked for. Errors: as
    /// [`evaluate_with`].
    pub fn results(&self) -> Result<&[EvalResult], Vec<Problem>> {
        if let Some(Ok(outcome)) = self.outcome.get() {
            return Ok(&outcome.results);
        }
        let results = self.results.get_or_init(|| results_for(&self.plan, &self.index, &self.env, &|_| true));
        results.as_ref().map(Vec::as_slice).map_err(Clone::clone)
    }

    /// Everything that comes of it; worked out when it is first asked for. Errors: as [`evaluate_with`].
    pub fn outcome(&self) -> Result<&Outcome, Vec<Problem>> {
        let outcome = self.outcome.get_or_init(|| evaluate_with(&self.plan, &self.tally, &self.index, &self.env));
        outcome.as_ref().map_err(Clone::clone)
    }

    /// The results of some units only, in the order of [`Outcome::results`]; those judged together are not among them.
    /// Errors: as [`evaluate_with`].
    pub fn results_of(&self, units: &[UnitId]) -> Result<Vec<EvalResult>, Vec<Problem>> {
        results_for(&self.plan, &self.index, &self.env, &|it| it.is_some_and(|it| units.contains(&it)))
    }
}
