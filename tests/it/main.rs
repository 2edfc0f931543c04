//! The one test binary. `tests/README.md` says how to add a case.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod audit;
mod codes;
mod data;
mod diff;
mod docs;
mod documents;
mod engine;
mod evidence;
mod format;
mod init;
mod layers;
mod lint;
mod mapping;
mod mutants;
mod oracle;
mod properties;
mod questions;
mod registers;
mod repl;
mod report;
mod schema;
mod strange;
#[cfg(unix)]
mod tally;
mod terminal;
mod trials;
mod ui;
mod units;
