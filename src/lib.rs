//! `chitieu`: quota decisions (*quyết định giao chỉ tiêu*) as rule files, checked, evaluated exactly, cited to the
//! clause.
//!
//! # The map
//!
//! The modules are the stages, in the order in which a decision flows through them. A module uses only modules before
//! it in this list; `tests/it/layers.rs` keeps it so.
//!
//! ```text
//! lang ─ source ─ problem ─ findings ─ text ─ term    the ground: languages, places, faults, folding, nouns of the field
//!
//! text ── syntax ──▶ ast::File ── check ──▶ Program ── plan::bind(+ World) ──▶ Plan ─┐
//!             └── fmt ──▶ text        (world: registers, lists, days off; table: CSV) ├── eval ──▶ Outcome ── report ──▶ text
//!                                     files of counts ── data::read ──▶ Tally ───────┘    └ trial: tests inside rule files
//!                                     two Plans ── diff::compare ──▶ Diff ── report ──▶ text
//!
//! tree, Program, Plan ── lint ──▶ findings, safe edits
//! Plan ── prove ──▶ Proof ── report ──▶ text            exactly one rule for each unit, procedure and day; no counts
//! check, prove, … ──▶ Findings ── report ──▶ text     what the guards of rule files tell people and CI
//!
//! Program ── audit ──▶ Audit ── report ──▶ text      figures that a document publishes, reckoned again
//!
//! Plan + counts ── scenario::State ── changes laid over ──▶ another State ── report::Answer ──▶ text
//!                                  ├── seek: what is missing, what it hangs on ──▶ report::Answer
//!                                  └── query::ask(a question) ──▶ Value ── report ──▶ Answer
//!
//! large files ── data::gather(+ eval::fold: what rules do not tell apart) ──▶ Tally ◀── data::keep, merge ──▶ kept counts
//! Tally ── eval::Index ──▶ series of a unit, when it is asked for; running sums of all units side by side (board)
//! Plan ── sql::query ──▶ SQL ── a database ──▶ counts ── sql::read ──▶ Tally
//!
//! cli ─ repl                                     the hosts: only they touch files, terminals, the environment
//! ```
//!
//! # Invariants
//!
//! - Nothing before `cli` reads a file, a clock or the environment: whoever embeds the engine holds the files
//!   ([`Files`]) and says the dates ([`eval::Settings`]). The same input gives the same bytes.
//! - Parsing never fails: what cannot be read is told and left out. All problems of a file are found in one run.
//! - A [`check::Program`] cannot be wrong but for what depends on the world; a [`Plan`] cannot be wrong at all.
//! - Everything after `plan` reads the plan only. [`eval`] asks the rules in one function, once for each class of
//!   procedures, combination of facets and stretch of days; no rule runs for each dossier.
//! - Counts are whole numbers and quotas exact fractions; there are no floats. Shares are rounded in `report` only,
//!   and a printed share never crosses its quota.
//! - The ledger is a partition: each dossier is counted or excluded for a stated reason, found by asking, never by
//!   subtraction.
//! - Every message is a [`problem::Problem`] with a stable code, in Vietnamese and English side by side.
//!
//! # Embedding
//!
//! ```
//! use chitieu::{Input, Settings, Source, compile, evaluate, read};
//!
//! let source = Source::new("vi-du.chitieu", r#"
//!     sổ đơn vị so_1 { đơn vị "Sở Y tế" mã "yt" }
//!     chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
//!     quyết định qd_1 { kỳ đánh giá năm 2024
//!       Điều 1 { giao tối thiểu 55% trực_tuyến cho các Sở "Y tế" } }
//! "#);
//! let plan = compile(&source, &())?;                                  // `()`: this rule file uses no other files
//! let counts = Input { name: "so-lieu".into(), bytes: b"unit_code,total,online\nyt,1000,549\n".to_vec() };
//! let outcome = evaluate(&plan, &read(&plan, &[counts])?, &Settings::default())?;
//! for it in &outcome.results {
//!     println!("{}: {:?}, {} more online", it.subject.name, it.verdict, it.needed_online.unwrap_or(0));
//! }
//! # assert_eq!(outcome.results[0].verdict, chitieu::term::Verdict::NotMet);
//! # assert_eq!(outcome.results[0].needed_online, Some(3));
//! # Ok::<(), chitieu::Problems>(())
//! ```

pub mod audit;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod data;
pub mod diff;
pub mod eval;
pub mod findings;
pub mod fmt;
pub mod lang;
pub mod lint;
pub mod plan;
pub mod problem;
pub mod prove;
pub mod query;
#[cfg(feature = "repl")]
pub mod repl;
pub mod report;
pub mod scenario;
pub mod seek;
pub mod source;
pub mod sql;
pub mod syntax;
pub mod table;
pub mod term;
pub mod text;
pub mod trial;
pub mod world;

use std::sync::Arc;

pub use data::{Input, Tally};
pub use eval::{Outcome, Settings};
pub use lang::Lang;
pub use plan::Plan;
pub use problem::Problems;
pub use source::{Files, Source};

/// Checks a rule file and binds it to its registers and lists, which `files` provides. Errors: every problem of the
/// rule file, with its place; warnings alone are no error.
pub fn compile(source: &Source, files: &dyn Files) -> Result<Plan, Problems> {
    let checked = check::check(source, files);
    let mut problems = checked.problems;
    let Some(program) = checked.program else { return Err(problems) };
    let (world, found) = plan::world(&program, files, &plan::Replace::default());
    problems.list.extend(found);
    if !problems.has_errors() {
        let bound = plan::bind(Arc::new(program), Arc::new(world));
        problems.list.extend(bound.problems);
        if let Some(plan) = bound.plan {
            return Ok(plan);
        }
    }
    Err(problems)
}

/// Reads supplied counts, separated text, JSON or workbooks; several files add up. Errors: every row that cannot be counted, with its file,
/// line, column and value.
pub fn read(plan: &Plan, inputs: &[Input]) -> Result<Tally, Problems> {
    data::read(plan, inputs, data::BadRows::Refuse).map_err(loose)
}

/// Evaluates a plan over counts with what the caller knows or chooses. Errors: a setting that names nothing, a period
/// of the counts that a window cuts.
pub fn evaluate(plan: &Plan, tally: &Tally, settings: &Settings) -> Result<Outcome, Problems> {
    let env = eval::Env::new(plan, settings).map_err(loose)?;
    eval::evaluate(plan, tally, &env).map_err(loose)
}

/// Problems that lie in no rule file.
fn loose(list: Vec<problem::Problem>) -> Problems {
    Problems { list, ..Problems::default() }
}
