//! A number of units that is asserted for a day outside the assessment period.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::ExprIs;

pub const LINT: Lint = Lint {
    code: "CT1555",
    name: "size-outside-period",
    severity: Severity::Warning,
    what: ["số đơn vị tại một ngày ngoài kỳ đánh giá", "a number of units on a day outside the period"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(period) = it.period() else { return Vec::new() };
    let mut found = Vec::new();
    for size in it.groups().into_iter().filter_map(|it| it.size.as_ref()) {
        let Some(ExprIs::Date(day)) = size.on.as_ref().map(|it| &it.is) else { continue };
        if period.has(*day) {
            continue;
        }
        let (day, from, to) = (day.vi(), period.from.vi(), period.to.vi());
        found.push(
            lint.at(
                size.at.0,
                say!(
                    "số đơn vị được đếm tại ngày {day}, ngoài kỳ đánh giá {from} – {to}",
                    "the units are counted on {day}, outside the assessment period {from} – {to}"
                ),
            )
            .help(say!("chọn một ngày trong kỳ", "choose a day inside the period")),
        );
    }
    found
}
