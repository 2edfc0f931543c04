//! A decision with quotas and no test: nobody will see when a later change turns a verdict.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::What;

pub const LINT: Lint = Lint {
    code: "CT1550",
    name: "decision-without-tests",
    severity: Severity::Note,
    what: ["quyết định chưa có kiểm thử", "a decision without tests"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let has_tests = it.tree.statements.iter().any(|it| matches!(it.what, What::Test(_)));
    let Some(decision) = it.decision().filter(|_| !has_tests && !it.quotas().is_empty()) else { return Vec::new() };
    vec![lint.at(decision.name.at.0, say!("quyết định có chỉ tiêu mà chưa có kiểm thử", "the decision has quotas and no test"))
        .help(say!("thêm `kiểm thử \"…\" {{ với số liệu {{ … }} đợi … }}` ở cuối tệp: một đơn vị vừa đúng mức, một đơn vị vừa thiếu", "add `test \"…\" {{ with data {{ … }} expect … }}` at the end: one unit that just meets its quota, one that just misses it"))]
}
