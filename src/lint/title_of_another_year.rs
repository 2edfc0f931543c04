//! A title taken over from the year before.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use chrono::Datelike as _;

pub const LINT: Lint = Lint {
    code: "CT1531",
    name: "title-of-another-year",
    severity: Severity::Warning,
    what: [
        "tên quyết định nói năm khác với kỳ đánh giá",
        "the title speaks of another year than the assessment period",
    ],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(period), Some(title)) = (it.period(), it.decision().and_then(|it| it.title.as_ref())) else {
        return Vec::new();
    };
    let years = title.value.split(|it: char| !it.is_ascii_digit()).filter(|it| it.len() == 4);
    let years: Vec<i32> = years.filter_map(|it| it.parse().ok()).filter(|it| (1990..2100).contains(it)).collect();
    let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { return Vec::new() };
    let (from, to) = (period.from.date().year(), period.to.date().year());
    if *first <= to && from <= *last {
        return Vec::new();
    }
    let shown = years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    let days = format!("{} – {}", period.from.vi(), period.to.vi());
    let problem = lint.at(
        title.at.0,
        say!(
            "tên quyết định nói năm {shown}, kỳ đánh giá là {days}",
            "the title speaks of {shown}, the assessment period is {days}"
        ),
    );
    let place = it.head(|it| matches!(it, crate::syntax::ast::Head::Period(_)));
    let problem = match place {
        Some(span) => problem.and(span, say!("kỳ đánh giá ở đây", "the assessment period is here")),
        None => problem,
    };
    vec![problem.help(say!(
        "sửa tên hoặc kỳ: một trong hai còn của năm khác",
        "mend the title or the period: one of them is still of another year"
    ))]
}
