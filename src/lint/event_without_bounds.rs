//! An unknown day without bounds: every day of the period is tried, and results stay undecided longer than needed.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::{Known, What};

pub const LINT: Lint = Lint {
    code: "CT1540",
    name: "event-without-bounds",
    severity: Severity::Note,
    what: ["mốc chưa rõ mà không có khoảng", "an unknown event without bounds"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for statement in it.statements() {
        if let What::Event(event) = &statement.what
            && let Known::No(unknown) = &event.date
            && unknown.bounds.is_none()
        {
            let name = &event.name.text;
            found.push(
                lint.at(event.name.at.0, say!("mốc `{name}` chưa rõ và có thể là bất cứ ngày nào", "the event `{name}` is unknown and can be any day"))
                    .help(say!("nếu biết khoảng, viết như `chưa rõ từ 01/03/2024 đến 30/06/2024`: kết quả sẽ rõ sớm hơn", "if bounds are known, write like `unknown from 01/03/2024 to 30/06/2024`: results are decided earlier")),
            );
        }
    }
    found
}
