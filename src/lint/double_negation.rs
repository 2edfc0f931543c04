//! A denial of a denial.

use super::Lint;
use super::subject::Subject;
use super::subject::filters;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;

pub const LINT: Lint = Lint {
    code: "CT1545",
    name: "double-negation",
    severity: Severity::Warning,
    what: ["`không không`", "`not not`"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let tell = |(span, _): (Span, &crate::syntax::ast::Filter)| {
        lint.at(span, say!("hai chữ `không` liền nhau xóa lẫn nhau", "two `not` in a row cancel each other"))
            .help(say!("bỏ cả hai, hoặc bỏ một nếu là gõ thừa", "drop both, or one of them if it is a slip"))
    };
    filters(it).into_iter().filter(|it| denies_twice(it.1)).map(tell).collect()
}

fn denies_twice(filter: &crate::syntax::ast::Filter) -> bool {
    use crate::syntax::ast::Filter;
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(denies_twice),
        Filter::Not(inner) => matches!(bare(inner), Filter::Not(_)) || denies_twice(inner),
        Filter::Inner(inner) => denies_twice(inner),
        Filter::Atom(_) => false,
    }
}

/// What stands in brackets.
fn bare(filter: &crate::syntax::ast::Filter) -> &crate::syntax::ast::Filter {
    if let crate::syntax::ast::Filter::Inner(inner) = filter { bare(inner) } else { filter }
}
