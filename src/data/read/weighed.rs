//! Dossiers that were counted elsewhere: a row stands for all that are alike. It is read as a row of one dossier is, by
//! the same words and with the same faults.

use std::collections::HashMap;

use super::{Options, Reader};
use crate::data::columns::Columns;
use crate::data::{BadRows, Tally, error};
use crate::plan::Plan;
use crate::problem::Problem;

/// Dossiers that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Where the row stands, for messages.
    pub line: u64,
    /// What stands in the columns of one of them.
    pub cells: Vec<String>,
    /// How many they are.
    pub dossiers: u64,
}

/// Reads rows that stand for several dossiers each, under headers as a file of dossiers has them. Errors: a column is
/// missing; rows that cannot be counted, where these are refused.
pub fn read_weighed(
    plan: &Plan,
    name: &str,
    headers: &[String],
    rows: &[Weighed],
    options: impl Into<Options>,
) -> Result<Tally, Vec<Problem>> {
    let options = options.into();
    let mut tally = Tally { files: vec![name.to_owned()], ..Tally::default() };
    let mut codes = HashMap::new();
    let options = Options { shift_years: 0, ..options };
    let mut reader = Reader::new(plan, &options, name, &mut tally, &mut codes);
    reader.columns = Columns::find(headers.to_vec(), &plan.program.columns, &options.mapping);
    reader.check_columns().map_err(|it| vec![it])?;
    for row in rows {
        reader.weight = row.dossiers;
        reader.row(&row.cells.iter().collect(), row.line).map_err(|it| vec![it])?;
    }
    if options.bad_rows == BadRows::Refuse && !tally.bad.is_empty() {
        return Err(vec![error::bad_rows(&tally.bad)]);
    }
    tally.settle();
    Ok(tally)
}
