//! A year whose ends were counted wrong: from 15/12/2023 to 15/12/2024 are two such days.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::Head;
use crate::text::Days;

pub const LINT: Lint = Lint {
    code: "CT1532",
    name: "period-off-by-a-day",
    severity: Severity::Warning,
    what: ["kỳ đánh giá thừa hoặc thiếu một ngày", "an assessment period that is a day too long or too short"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(period), Some(line)) = (it.period(), it.head(|it| matches!(it, Head::Period(_)))) else {
        return Vec::new();
    };
    let year = Days::new(period.from, period.from.years_later(1).plus(-1));
    let (long, days) = (period.to.0 - year.to.0, period.len());
    let found = match long {
        1 => say!(
            "kỳ đánh giá dài hơn một năm đúng một ngày ({days} ngày, cả hai đầu đều tính)",
            "the assessment period is a year and one day ({days} days, both ends are counted)"
        ),
        -1 => say!(
            "kỳ đánh giá thiếu một ngày thì tròn năm ({days} ngày, cả hai đầu đều tính)",
            "the assessment period is a year less one day ({days} days, both ends are counted)"
        ),
        _ => return Vec::new(),
    };
    let last = year.to.vi();
    vec![lint.at(line, found).help(say!("tròn năm thì viết `đến {last}`", "for a whole year write `to {last}`"))]
}
