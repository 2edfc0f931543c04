//! Lines that no screen shows whole; quotations and comments may be as long as they are.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::Token;

pub const LINT: Lint = Lint {
    code: "CT1508",
    name: "long-line",
    severity: Severity::Note,
    what: ["dòng quá dài", "a line that is too long"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in it.source.text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        let next = start + line.len();
        if line.trim_end().chars().count() <= WIDEST {
            start = next;
            continue;
        }
        let inside = |span: crate::source::Span| start <= span.start as usize && span.end as usize <= end;
        let quoted = it.pieces().filter(|it| matches!(it.1, Token::Text | Token::Comment) && inside(it.0));
        let quoted: usize = quoted.map(|part| it.source.slice(part.0).chars().count()).sum();
        let letters = line.trim_end().chars().count().saturating_sub(quoted);
        if letters > WIDEST {
            let title = say!(
                "dòng này có {letters} chữ ngoài dấu nháy, nhiều hơn {WIDEST}",
                "this line has {letters} letters outside quotes, more than {WIDEST}"
            );
            found.push(
                lint.at(place(start, end), title)
                    .help(say!("ngắt dòng; `chitieu fmt` ngắt giúp", "break it; `chitieu fmt` does so")),
            );
        }
        start = next;
    }
    found
}

/// Letters that stand outside quotes in a line that can still be read.
const WIDEST: usize = 120;
