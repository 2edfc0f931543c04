//! `trực_tuyến + 10%`: a share of which more is added is added to in percentage points.

use super::Lint;
use super::subject::Subject;
use super::subject::walk;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprIs, Operator, What};

pub const LINT: Lint = Lint {
    code: "CT1530",
    name: "percent-for-points",
    severity: Severity::Warning,
    what: ["cộng thêm phần trăm vào một tỷ lệ", "a percentage added to a share"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut places: Vec<(Span, Span)> = Vec::new();
    for statement in it.statements() {
        let value = match &statement.what {
            What::Criterion(it) => it.value.as_ref(),
            What::Indicator(it) => Some(&it.value),
            _ => None,
        };
        let Some(value) = value else { continue };
        walk(value, &mut |it: &Expr| {
            if let ExprIs::Binary(Operator::Plus | Operator::Minus, one, two) = &it.is
                && let ExprIs::Percent(_) = two.is
                && matches!(
                    one.is,
                    ExprIs::Name(_)
                        | ExprIs::Percent(_)
                        | ExprIs::Assigned(..)
                        | ExprIs::Place(_)
                        | ExprIs::Completion(_)
                )
            {
                places.push((two.at.0, it.at.0));
            }
        });
    }
    let tell = |(percent, _): &(Span, Span)| {
        let found = it.source.slice(*percent);
        let number = found.trim_end_matches('%').trim_end();
        lint.at(
            *percent,
            say!(
                "cộng hay trừ `{found}` vào một tỷ lệ: phần trăm của tỷ lệ đó, hay điểm phần trăm?",
                "`{found}` added to or taken from a share: per cent of it, or percentage points?"
            ),
        )
        .help(say!(
            "nếu là điểm phần trăm, viết `{number} điểm phần trăm`; nếu là tăng theo tỷ lệ, viết phép nhân",
            "if points are meant, write `{number} percentage points`; if it grows by a part of itself, multiply"
        ))
    };
    places.iter().map(tell).collect()
}
