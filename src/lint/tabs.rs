//! Tabs: each program shows them in another width.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1506",
    name: "tabs",
    severity: Severity::Note,
    what: ["dấu tab thay cho dấu cách", "tabs in place of blanks"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let places: Vec<usize> = it.source.text.match_indices('\t').map(|it| it.0).collect();
    let Some(first) = places.first() else { return Vec::new() };
    let number = places.len();
    let title = say!("{number} dấu tab trong tệp", "{number} tabs in the file");
    let problem = lint.at(place(*first, first + 1), title).help(say!(
        "thụt dòng bằng dấu cách: `chitieu fix` thay mỗi tab bằng hai dấu cách, `chitieu fmt` xếp lại cả tệp",
        "indent with blanks: `chitieu fix` replaces each tab by two, `chitieu fmt` lays the file out"
    ));
    vec![places.iter().fold(problem, |problem, at| problem.fix(place(*at, at + 1), "  "))]
}
