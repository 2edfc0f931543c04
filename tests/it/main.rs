//! The one test binary. `tests/README.md` says how to add a case.

mod codes;
mod docs;
mod engine;
mod evidence;
mod format;
mod layers;
mod oracle;
mod properties;
mod schema;
mod ui;
mod units;
