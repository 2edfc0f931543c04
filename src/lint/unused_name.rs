//! Names that are given in the file of a decision and mentioned nowhere else in it.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use std::collections::BTreeMap;

pub const LINT: Lint = Lint {
    code: "CT1512",
    name: "unused-name",
    severity: Severity::Note,
    what: ["một tên không nơi nào dùng", "a name that nothing uses"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    // What a file without a decision defines is for others.
    if it.decision().is_none_or(|it| it.block.is_none()) {
        return Vec::new();
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (_, key) in it.names() {
        *times.entry(key).or_default() += 1;
    }
    let is_column =
        |name: &crate::syntax::ast::Name| it.program.is_some_and(|it| it.columns.iter().any(|it| it.key == name.key));
    let is_criterion = |name: &crate::syntax::ast::Name| {
        it.program.is_none_or(|it| it.scoring.criteria.iter().any(|it| crate::text::key(&it.name) == name.key))
    };
    let unused = it.given_names().into_iter().filter(|it| times.get(&it.key) == Some(&1));
    let tell = |name: &crate::syntax::ast::Name| {
        let text = &name.text;
        lint.at(name.at.0, say!("`{text}` không được dùng ở đâu trong tệp", "`{text}` is used nowhere in the file"))
            .help(say!("xóa, hoặc dùng ở chỗ còn thiếu", "delete it, or use it where it is missing"))
    };
    // A part of a criterion is used by the whole; a column by the counts.
    unused.filter(|it| !is_criterion(it) && !is_column(it)).map(tell).collect()
}
