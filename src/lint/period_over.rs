//! A decision that orders what is over.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::Head;

pub const LINT: Lint = Lint {
    code: "CT1533",
    name: "period-over-before-signed",
    severity: Severity::Warning,
    what: ["kỳ đánh giá hết trước ngày ký", "the assessment period ends before the decision was signed"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(period), Some(signed)) = (it.period(), it.signed_on().map(|it| it.from)) else { return Vec::new() };
    let (Some(line), true) = (it.head(|it| matches!(it, Head::Signed(_))), period.to < signed) else {
        return Vec::new();
    };
    let (day, end) = (signed.vi(), period.to.vi());
    let problem = lint.at(
        line,
        say!(
            "ký ngày {day}, sau khi kỳ đánh giá đã hết ({end})",
            "signed on {day}, after the end of the assessment period ({end})"
        ),
    );
    let problem = match it.head(|it| matches!(it, Head::Period(_))) {
        Some(span) => problem.and(span, say!("kỳ đánh giá ở đây", "the assessment period is here")),
        None => problem,
    };
    vec![problem.help(say!("xem lại năm của hai ngày này", "look at the years of these days"))]
}
