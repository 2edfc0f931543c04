//! Runs the tests written inside rule files.

mod counts;
pub mod coverage;
mod expect;
pub mod mutate;
mod table;

use crate::check::program::Test;
use crate::data::{BadRows, Input, Tally, read};
use crate::eval::{Env, Settings};
use crate::lang::{Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::{State, resolve};
use crate::source::Files;

pub use table::Rewritten;

/// How a test went.
#[derive(Debug, Clone)]
pub struct Trial<'p> {
    /// The test.
    pub test: &'p Test,
    /// What was not as expected, or why it could not be run; none: it passed.
    pub problems: Vec<Problem>,
    /// The table of results that it names, where it is not what the rules give: as it should be.
    pub rewritten: Option<Rewritten>,
}

/// Runs one test of a plan; `files` has the counts, lists and tables of results that it names.
pub fn run<'p>(plan: &'p Plan, test: &'p Test, files: &dyn Files) -> Trial<'p> {
    let mut trial = Trial { test, problems: Vec::new(), rewritten: None };
    let held = play(plan, test, files).and_then(|state| {
        let mut problems = expect::judge(&state, test)?;
        if let Some(file) = &test.result_table {
            let (found, rewritten) = table::hold(&state, plan, file, files)?;
            problems.extend(found);
            trial.rewritten = rewritten;
        }
        Ok(problems)
    });
    trial.problems = held.unwrap_or_else(|problems| problems);
    for it in &mut trial.problems {
        // What lies nowhere lies in the test.
        if it.labels.is_empty() {
            it.labels.push(crate::problem::Label { span: test.span, text: None });
        }
    }
    trial
}

/// The decision with the counts of a test, under what it assumes. Errors: the counts cannot be read, what it assumes
/// cannot be.
pub fn play(plan: &Plan, test: &Test, files: &dyn Files) -> Result<State, Vec<Problem>> {
    let input = match &test.data {
        Some(file) => Some(counts::of_file(plan, file, files)?),
        None if test.rows.is_empty() => None,
        None => Some(Input { name: test.title.clone(), bytes: counts::of_rows(test).map_err(|it| vec![it])? }),
    };
    let tally = match input {
        Some(input) => read(plan, &[input], BadRows::Refuse)?,
        None => Tally::default(),
    };
    let env = Env::new(plan, &Settings { period: plan.program.decision.period, ..Settings::default() })?;
    let base = State::new(plan.clone(), tally, env);
    let mut state = base.clone();
    let mut changes = Vec::new();
    for assumption in &test.assumptions {
        changes.push(resolve(&state, assumption, files)?);
        state = base.with(&changes)?;
    }
    Ok(state)
}

/// Runs all tests of a plan, in the order of the file.
pub fn run_all<'p>(plan: &'p Plan, files: &dyn Files) -> Vec<Trial<'p>> {
    plan.program.tests.iter().map(|it| run(plan, it, files)).collect()
}

/// Whether a test has a title like a pattern: `*` stands for any letters, and without one the pattern is a part of the
/// title; accents and capitals make no difference.
pub fn is_called(test: &Test, pattern: &str) -> bool {
    let (title, pattern) = (crate::text::plain(&test.title), crate::text::plain(pattern));
    let pieces: Vec<&str> = pattern.split('*').collect();
    let [first, middle @ .., last] = pieces.as_slice() else { return title.contains(&pattern) };
    let Some(mut rest) = title.strip_prefix(first) else { return false };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

/// No test has a title like the pattern.
pub fn none_called(pattern: &str) -> Problem {
    Problem::nowhere(
        "CT1453",
        say!("không có kiểm thử nào tên như `{pattern}`", "no test has a title like `{pattern}`"),
    )
    .help(say!("`chitieu test … --list` liệt kê các kiểm thử", "`chitieu test … --list` lists the tests"))
}

/// Whether a problem is that of a table of results, which can be written anew.
pub fn is_of_table(problem: &Problem) -> bool {
    matches!(problem.code, "CT1456" | "CT1457")
}

/// The same words made in each language.
fn both(words: impl Fn(crate::lang::Lang) -> String) -> Say {
    Say { vi: words(crate::lang::Lang::Vi), en: words(crate::lang::Lang::En) }
}
