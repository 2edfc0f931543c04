//! Lines that end in `\r\n` beside lines that end in `\n`.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1505",
    name: "mixed-line-ends",
    severity: Severity::Note,
    what: ["hai kiểu xuống dòng trong một tệp", "two kinds of line ends in one file"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let text = &it.source.text;
    let returns: Vec<usize> = text.match_indices("\r\n").map(|it| it.0).collect();
    let number = returns.len();
    let Some(first) = returns.first().filter(|_| number < text.matches('\n').count()) else { return Vec::new() };
    let title = say!(
        "{number} dòng kết thúc kiểu Windows (CRLF), các dòng khác thì không",
        "{number} lines end as on Windows (CRLF), the others do not"
    );
    let problem = lint
        .at(place(*first, *first), title)
        .help(say!("`chitieu fix` đưa về một kiểu xuống dòng", "`chitieu fix` gives all lines one kind of end"));
    vec![returns.iter().fold(problem, |problem, at| problem.fix(place(*at, at + 1), ""))]
}
