//! Where each dossier stands: the file, the sheet, the line, the column.

use super::{Input, Options, Reader, Reading};
use crate::data::{Cell, Tally};
use crate::plan::Plan;
use crate::problem::Problem;

/// Dossiers and where they stand.
#[derive(Debug, Clone)]
pub struct Traced {
    /// What they count as, in the tally that is read beside it.
    pub cell: Cell,
    /// The file, and the sheet of a workbook.
    pub place: String,
    /// Whether it is a sheet, in which cells have names.
    pub is_sheet: bool,
    /// The line.
    pub line: u64,
    /// Of counts: the column of the total.
    pub total: Option<(usize, String)>,
    /// Of counts: the column that says them; none: they are the rest of the total.
    pub part: Option<(usize, String)>,
}

/// Reads files whole, and tells where each dossier stands.
pub fn trace(plan: &Plan, inputs: &[Input], options: &Options) -> Result<(Tally, Vec<Traced>), Vec<Problem>> {
    let mut reading = Reading::new(plan, options);
    reading.traced = Some(Vec::new());
    inputs.iter().for_each(|it| reading.file(it));
    let traced = reading.traced.take().unwrap_or_default();
    Ok((reading.done()?, traced))
}

impl Reader<'_> {
    /// Notes where dossiers stand, if that is asked for; `column`: the one that says them.
    pub(super) fn note(&mut self, cell: Cell, line: u64, column: Option<usize>) {
        let Some(traced) = &mut self.traced else { return };
        let named = |at: usize| (at, self.columns.name(at).to_owned());
        let (total, part) = (self.columns.total.map(named), column.map(named));
        let is_sheet = self.place != self.file;
        traced.push(Traced { cell, place: self.place.clone(), is_sheet, line, total, part });
    }
}
