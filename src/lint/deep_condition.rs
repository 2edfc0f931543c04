//! A condition that a reader has to take apart with a pencil.

use super::Lint;
use super::subject::Subject;
use super::subject::filters;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;

pub const LINT: Lint = Lint {
    code: "CT1544",
    name: "deep-condition",
    severity: Severity::Note,
    what: ["điều kiện lồng nhiều lớp ngoặc", "a condition nested in many brackets"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let deep = |(_, filter): &(Span, &crate::syntax::ast::Filter)| depth(filter) >= DEEP;
    let tell = |(span, filter): (Span, &crate::syntax::ast::Filter)| {
        let depth = depth(filter);
        lint.at(span, say!("điều kiện lồng {depth} lớp ngoặc", "the condition has {depth} layers of brackets")).help(
            say!(
                "đặt tên cho từng phần bằng `nhóm thủ tục …` rồi ghép các tên",
                "name its parts with `group procedures …`, then join the names"
            ),
        )
    };
    filters(it).into_iter().filter(deep).map(tell).collect()
}

/// Layers from which on brackets are hard to read.
const DEEP: usize = 3;

fn depth(filter: &crate::syntax::ast::Filter) -> usize {
    use crate::syntax::ast::Filter;
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().map(depth).max().unwrap_or_default(),
        Filter::Not(inner) => depth(inner),
        Filter::Inner(inner) => 1 + depth(inner),
        Filter::Atom(_) => 0,
    }
}
