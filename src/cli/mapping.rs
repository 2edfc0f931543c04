//! `--mapping`: a file `*.nguon.toml`, or the table `[data]` of a project file.

mod read;

use std::path::Path;

use super::disk::Disk;
use super::project::{NAME, near, span};
use crate::data::Mapping;
use crate::lang::say;
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::source::{Source, Span};
use crate::text::{Days, header};
use crate::world::NameFault;

/// A mapping with the places of what only a rule file can judge.
#[derive(Debug, Clone, Default)]
struct Read {
    mapping: Mapping,
    /// The units that names are declared to be, each with its place.
    units: Vec<(String, Span)>,
    /// The names of columns that the rule file has to declare, each with its place.
    declared: Vec<(String, Span)>,
}

/// Reads a mapping for a rule file; `any_unit`: no register is known. Errors: all that is wrong with it, each at its
/// place.
pub fn load(path: &Path, plan: &Plan, any_unit: bool, disk: &Disk) -> Result<Mapping, Problems> {
    let source = disk.source(path)?;
    let is_project = path.file_name().is_some_and(|it| it == NAME);
    let (read, mut list) = read::read(&source, is_project);
    if !any_unit {
        list.extend(read.units.iter().filter_map(|it| unknown_unit(plan, &it.0, it.1)));
        list.extend(read.declared.iter().filter_map(|it| undeclared(plan, &it.0, it.1)));
    }
    list.sort_by_key(|it| it.labels.first().map(|it| it.span));
    if list.is_empty() { Ok(read.mapping) } else { Err(problems(source, list)) }
}

fn problems(source: Source, list: Vec<Problem>) -> Problems {
    let mut problems = Problems { list, ..Problems::default() };
    problems.sources.add(source);
    problems
}

fn unknown_unit(plan: &Plan, name: &str, at: Span) -> Option<Problem> {
    let units = &plan.world.units;
    let period = plan.program.decision.period.unwrap_or(Days::ALL);
    let Err(NameFault::Unknown(mut candidates)) = units.find(name, period) else { return None };
    let codes: Vec<&str> = units.iter().map(|it| it.1.code.as_str()).collect();
    let code = near(name, codes.iter().copied());
    candidates.truncate(3);
    let title = say!("sổ đơn vị không có `{name}`", "the register has no unit `{name}`");
    let list = candidates.join(", ");
    let help = match (code, candidates.is_empty()) {
        (_, false) => say!("gần nhất: {list}", "nearest: {list}"),
        (Some(help), true) => help,
        (None, true) => say!("`chitieu units` liệt kê sổ đơn vị", "`chitieu units` lists the register"),
    };
    Some(Problem::error("CT0844", at, title).help(help))
}

fn undeclared(plan: &Plan, name: &str, at: Span) -> Option<Problem> {
    let columns = &plan.program.columns;
    if columns.iter().any(|it| it.is_called(&header(name))) {
        return None;
    }
    let names: Vec<&str> = columns.iter().map(|it| it.name.as_str()).collect();
    let list = names.join(", ");
    let title = say!("tệp quy tắc không khai báo cột `{name}`", "the rule file declares no column `{name}`");
    let help = near(name, names.iter().copied()).unwrap_or_else(|| match names.as_slice() {
        [] => say!("tệp quy tắc này không khai báo cột nào; bỏ dòng này", "it declares none; drop the line"),
        _ => say!("các cột khai báo: {list}", "it declares: {list}"),
    });
    Some(Problem::error("CT0847", at, title).help(help))
}
