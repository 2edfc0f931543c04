//! Words with which a writer marks what is still to be done.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::Token;

pub const LINT: Lint = Lint {
    code: "CT1510",
    name: "unfinished-mark",
    severity: Severity::Note,
    what: ["dấu việc còn dở", "a mark of unfinished work"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for (span, _) in it.pieces().filter(|it| matches!(it.1, Token::Comment | Token::Text)) {
        let text = it.source.slice(span);
        let mark = MARKS.iter().find_map(|mark| Some((text.find(mark)?, mark)));
        let Some((at, mark)) = mark.filter(|(at, mark)| stands_alone(text, *at, mark.len())) else { continue };
        let from = span.start as usize + at;
        let title = say!("còn dấu `{mark}`: việc chưa xong", "`{mark}` is left here: unfinished work");
        found.push(
            lint.at(place(from, from + mark.len()), title)
                .help(say!("làm nốt rồi xóa dấu này", "finish it and delete the mark")),
        );
    }
    found
}

/// The marks, as they are written.
const MARKS: [&str; 7] = ["TODO", "FIXME", "XXX", "???", "CẦN SỬA", "CHƯA XONG", "BỔ SUNG SAU"];

/// Whether words are no part of longer ones.
fn stands_alone(text: &str, at: usize, len: usize) -> bool {
    let before = text.get(..at).and_then(|it| it.chars().next_back());
    let after = text.get(at + len..).and_then(|it| it.chars().next());
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}
