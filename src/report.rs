//! Outcome → text: one file for each form. Numbers are rounded here and nowhere else.

#[cfg(feature = "cli")]
mod answer;
mod audit;
mod cells;
#[cfg(feature = "cli")]
pub mod codes;
#[cfg(feature = "cli")]
mod compare;
mod csv;
mod diff;
#[cfg(feature = "cli")]
pub mod findings;
#[cfg(feature = "cli")]
mod flips;
mod json;
#[cfg(feature = "cli")]
mod ledger;
mod load;
mod mapping;
mod number;
#[cfg(feature = "cli")]
mod page;
#[cfg(feature = "cli")]
mod problems;
#[cfg(feature = "cli")]
pub mod prove;
#[cfg(feature = "cli")]
mod query;
#[cfg(feature = "cli")]
mod rank;
mod rollup;
mod score;
#[cfg(feature = "cli")]
pub mod seek;
#[cfg(feature = "cli")]
mod sheets;
#[cfg(feature = "cli")]
mod table;
mod tally;
#[cfg(feature = "cli")]
mod template;
#[cfg(feature = "cli")]
mod units;
mod why;
pub mod words;

#[cfg(feature = "cli")]
pub use answer::{Answer, Cell, Column, Mode, Part, Sheet, whole as answer_whole};
pub use audit::{AUDIT_SCHEMA, audit_csv, audit_json};
#[cfg(feature = "cli")]
pub use audit::{audit_sheets, audit_summary, audit_table};
pub use cells::cells;
#[cfg(feature = "cli")]
pub use compare::{compared, compared_page};
pub use csv::csv;
pub use diff::{DiffReport, JSON_SCHEMA as DIFF_SCHEMA, csv as diff_csv, json as diff_json};
#[cfg(feature = "cli")]
pub use diff::{Layout, text as diff_text};
#[cfg(feature = "cli")]
pub use flips::{exact, flips, shown};
pub use json::{JSON_SCHEMA, json};
#[cfg(feature = "cli")]
pub use ledger::{ledger, ledger_csv, ledger_json};
pub use load::{load, load_json};
pub use mapping::mapping;
pub use number::{amount, count, percent, points, value, whole};
#[cfg(all(feature = "cli", feature = "excel"))]
pub use page::workbook;
#[cfg(feature = "cli")]
pub use page::{Bar, Block, Mark, Page, Tab, Walks};
#[cfg(feature = "cli")]
pub use problems::{plain as problems_plain, render as problems};
#[cfg(feature = "cli")]
pub use query::{asked, pointed, result_line, type_of};
#[cfg(feature = "cli")]
pub use rank::{csv as rank_csv, json as rank_json, table as rank_table};
pub use rollup::{Rollup, rollup};
pub use score::{missing, number as score, rank_text, why_scores};
#[cfg(feature = "cli")]
pub use table::{Style, table};
pub use tally::tally;
#[cfg(feature = "cli")]
pub use template::{template, template_csv};
#[cfg(feature = "cli")]
pub use units::{units, units_csv, units_json};
pub use why::{why, why_briefly};

use crate::eval::{Env, Outcome, Result};
use crate::lang::Lang;
use crate::plan::Plan;

/// What a report speaks of.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The plan that was evaluated.
    pub plan: &'a Plan,
    /// In which environment.
    pub env: &'a Env,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// The outcome under every choice of the readings, where that was asked for.
    pub choices: &'a [(Env, Outcome)],
    /// Only these units are shown, by code; none: all. All of them are counted.
    pub only: &'a [String],
    /// The language.
    pub lang: Lang,
}

impl<'a> Report<'a> {
    /// The results that are shown.
    pub fn results(&self, outcome: &'a Outcome) -> impl Iterator<Item = &'a Result> {
        let only = self.only;
        outcome.results.iter().filter(move |it| only.is_empty() || only.contains(&it.subject.code))
    }
}
