//! The same decision inside a database: a counting query made from the checked rules, and its result read back.
//!
//! The query parts the dossiers of a table so finely that the rules treat all of a part alike – by unit, class of
//! procedures, stretch of days, channel and the like – and counts the parts. [`read`] makes a tally of these counts, as
//! if each dossier had been read; everything after it is the evaluation that files of dossiers have.

mod asked;
mod back;
mod dialect;
mod error;
mod fields;
mod names;
mod text;

pub use asked::Asked;
pub use back::{Counted, read};
pub use dialect::Dialect;
pub use error::bad_mapping;
pub use names::{Names, ROLES};

use crate::eval::Env;
use crate::lang::Lang;
use crate::plan::Plan;
use crate::problem::Problem;

/// The counting query of a plan in an environment, over a table of dossiers. Errors: the rules ask for what no row of
/// dossiers says, or for a column that the table has not.
pub fn query(plan: &Plan, env: &Env, names: &Names, dialect: Dialect, lang: Lang) -> Result<String, Problem> {
    let asked = Asked::new(plan, env, names)?;
    Ok(text::text(plan, env, &asked, names, dialect, lang))
}

/// The first line of a result.
pub const HEADER: [&str; 4] = ["unit_code", "provision", "measure", "n"];

/// The provision under which the ledger stands: each dossier of the table once.
const LEDGER: &str = "ledger";

/// The provision under which the query says what it was made of.
const TOOL: &str = "chitieu";

/// What stands for all procedures in no list.
const UNLISTED: &str = "unlisted";

/// The measures of a share: the dossiers below the line, and those of them above it.
const SHARE: [&str; 2] = ["denominator", "numerator"];

/// The measure of a count.
const COUNTED: &str = "counted";

/// The measure of what hangs on an event or a choice that is not known.
const OPEN: &str = "open";

/// The measures of dossiers that no quota is asked of: the row cannot be counted, the register lacks the unit, no quota
/// binds it, its code is that of different units on different days.
const OUTSIDE: [&str; 4] = ["bad_row", "unit_unknown", "unit_not_bound", "unit_by_day"];
