//! A code like `1.00487`: one digit is missing, and no dossier has it.

use super::Lint;
use super::subject::Subject;
use super::subject::entries;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1547",
    name: "code-shape",
    severity: Severity::Warning,
    what: ["mã thủ tục sai dạng", "a procedure code of a wrong shape"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let wrong = entries(it).into_iter().filter(|it| !is_code(&it.code.value));
    let tell = |entry: &crate::syntax::ast::Entry| {
        let code = &entry.code.value;
        lint.at(
            entry.code.at.0,
            say!(
                "mã `{code}` không có dạng `1.004873` hay `1.004873.000.00.00.H32`",
                "the code `{code}` has not the shape `1.004873` or `1.004873.000.00.00.H32`"
            ),
        )
        .help(say!(
            "xem lại mã trong Cơ sở dữ liệu quốc gia về thủ tục hành chính",
            "look it up in the national database of procedures"
        ))
    };
    wrong.map(tell).collect()
}

/// `1.004873`, with or without the parts of the province.
fn is_code(code: &str) -> bool {
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|it| it.is_ascii_digit());
    let parts: Vec<&str> = code.trim().split('.').collect();
    match parts.as_slice() {
        [one, two] => digits(one, 1) && digits(two, 6),
        [one, two, three, four, five, place] => {
            let place = place.strip_prefix('H').is_some_and(|it| digits(it, 2));
            digits(one, 1) && digits(two, 6) && digits(three, 3) && digits(four, 2) && digits(five, 2) && place
        }
        _ => false,
    }
}
