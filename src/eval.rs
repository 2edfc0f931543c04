//! Plan + tally + environment → outcome. [`evaluate`] is pure: the same input gives the same outcome, and no default
//! hides in it.

mod asked;
mod board;
mod cells;
mod consequences;
mod count;
mod ended;
mod env;
mod error;
mod explain;
mod fold;
mod grid;
mod ledger;
mod measure;
mod outcome;
mod parts;
mod procedures;
mod rule;
mod score;
mod sets;
mod standing;
mod subjects;
mod tried;
mod tries;
mod truth;
mod verdict;
mod warnings;

pub use asked::{day_of, days_of, in_force, results_under};
pub use cells::{Alike, Teller, Told, first_days, wants_days};
pub use count::Index;
pub use env::{Env, Settings, When};
pub use explain::{Fate, Walk, WindowCount, counted_of, fates, walk};
pub use fold::fold;
pub use grid::Rules;
pub use ledger::{Entry, Ledger, Reason};
pub use outcome::{Interval, Outcome, Result};
pub use parts::{Part, parts};
pub use rule::Rule;
pub use score::{Because, Found, Looked, Missing, Note, Place, Ranked, Score, Scores, Step};
pub use standing::{Goals, Standing, Table, standings};
pub use subjects::{Subject, bound, grain};
pub use truth::{Date3, Disposition, Lack, Moment};
pub use verdict::{Goal, Numbers, judge, least, percent_text, quota_text};
pub use warnings::{Warning, lack};

use crate::data::Tally;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::world::UnitId;

/// Evaluates a plan over a tally in an environment: verdicts, ledger, warnings. Errors: a supplied period (a month, a
/// quarter) that a window cuts.
pub fn evaluate(plan: &Plan, tally: &Tally, env: &Env) -> std::result::Result<Outcome, Vec<Problem>> {
    let index = Index::new(plan, tally);
    evaluate_with(plan, tally, &index, env)
}

/// Like [`evaluate`], over counts that were sorted before: for many answers over the same tally.
pub fn evaluate_with(
    plan: &Plan,
    tally: &Tally,
    index: &Index,
    env: &Env,
) -> std::result::Result<Outcome, Vec<Problem>> {
    let mut cuts = Vec::new();
    let results = outcome::results(plan, index, env, &|_| true, &mut cuts);
    let scores = score::scores(plan, index, env, &mut cuts);
    let consequences = consequences::consequences(plan, index, env, &results, &scores, &mut cuts);
    let ledger = ledger::ledger(plan, tally, index, env);
    if !cuts.is_empty() {
        return Err(vec![error::cut(&cuts)]);
    }
    let mut warnings = warnings::warnings(plan, tally, index, env, &results);
    warnings.extend(warnings::of_scores(plan, env, &scores));
    warnings.extend(warnings::other_grades(plan, index, env, &scores));
    Ok(Outcome { results, ledger, warnings, consequences, scores })
}

/// The results of the subjects that are wanted, and of no others: for a question on one unit. Errors: as [`evaluate`].
pub fn results_for(
    plan: &Plan,
    index: &Index,
    env: &Env,
    wanted: &dyn Fn(Option<UnitId>) -> bool,
) -> std::result::Result<Vec<Result>, Vec<Problem>> {
    let mut cuts = Vec::new();
    let results = outcome::results(plan, index, env, wanted, &mut cuts);
    if cuts.is_empty() { Ok(results) } else { Err(vec![error::cut(&cuts)]) }
}
