//! A decision with its counts, ready to be asked.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::apply::lay_over;
use super::change::Change;
use crate::data::Tally;
use crate::eval::{Env, Index, Outcome, Result as EvalResult, Standing, Table, evaluate_with, results_for, standings};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::world::UnitId;

/// What is worked out when it is first asked for.
type Once<T> = Arc<OnceLock<Result<T, Vec<Problem>>>>;

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
    /// Who is judged.
    table: Arc<OnceLock<Table>>,
    standings: Once<Option<Vec<Standing>>>,
    results: Once<Vec<EvalResult>>,
    outcome: Once<Outcome>,
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
            table: Arc::default(),
            standings: Arc::default(),
            results: Arc::default(),
            outcome: Arc::default(),
        }
    }

    /// The same under a changed plan; `index`: where procedures have moved to other classes.
    #[must_use]
    pub(super) fn with_plan(&self, plan: Plan, index: Option<Index>) -> Self {
        let index = index.map_or_else(|| self.index.clone(), Arc::new);
        Self { plan: Arc::new(plan), index, table: Arc::default(), ..self.with_env(self.env.clone()) }
    }

    /// The same with other counts of a unit.
    #[must_use]
    pub(super) fn with_counts(&self, tally: Tally, unit: u32) -> Self {
        let index = Arc::new(self.index.with_unit(&self.plan, &tally, unit));
        Self { index, tally: Arc::new(tally), table: Arc::default(), ..self.with_env(self.env.clone()) }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_env(&self, env: Env) -> Self {
        let (standings, results, outcome) = (Arc::default(), Arc::default(), Arc::default());
        Self { env, standings, results, outcome, ..self.clone() }
    }

    /// The same with changes laid over it, the first first. Errors: the changes make a decision that cannot be.
    pub fn with(&self, changes: &[Change]) -> Result<Self, Vec<Problem>> {
        lay_over(self, changes)
    }

    /// How all units stand under every quota, worked out at once. None: something about the decision is not answered so,
    /// and [`Self::results`] has to be asked. Errors: as [`evaluate_with`].
    pub fn standings(&self) -> Result<Option<&[Standing]>, Vec<Problem>> {
        let standings = self.standings.get_or_init(|| {
            let Self { plan, index, env, table, .. } = self;
            let mut cuts = Vec::new();
            match standings(plan, index, env, table, &mut cuts) {
                // What is cut is told with the results.
                Some(_) if !cuts.is_empty() => self.results().map(|_| None),
                it => Ok(it),
            }
        });
        standings.as_ref().map(Option::as_deref).map_err(Clone::clone)
    }

    /// Makes sure that there are results. Errors: as [`Self::results`].
    pub fn answer(&self) -> Result<(), Vec<Problem>> {
        match self.standings()? {
            Some(_) => Ok(()),
            None => self.results().map(|_| ()),
        }
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
        let units: BTreeSet<UnitId> = units.iter().copied().collect();
        results_for(&self.plan, &self.index, &self.env, &|it| it.is_some_and(|it| units.contains(&it)))
    }
}
