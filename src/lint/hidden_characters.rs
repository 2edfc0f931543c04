//! Characters without width and blanks that do not break: text copied from PDF files and web pages has them.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1504",
    name: "hidden-characters",
    severity: Severity::Warning,
    what: ["ký tự không nhìn thấy", "characters that cannot be seen"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let hidden = |(at, letter): (usize, char)| {
        let instead = match letter {
            '\u{a0}' | '\u{202f}' | '\u{2007}' => " ",
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' => "",
            '\u{feff}' if at > 0 => "",
            _ => return None,
        };
        Some((place(at, at + letter.len_utf8()), letter as u32, instead))
    };
    let places: Vec<_> = it.source.text.char_indices().filter_map(hidden).collect();
    let Some((first, letter, _)) = places.first() else { return Vec::new() };
    let number = places.len();
    let title = say!(
        "{number} ký tự không nhìn thấy trong tệp, ký tự đầu là U+{letter:04X}",
        "{number} characters in the file cannot be seen, the first is U+{letter:04X}"
    );
    let problem = lint.at(*first, title).help(say!(
        "`chitieu fix` thay dấu cách không ngắt bằng dấu cách và xóa ký tự ẩn",
        "`chitieu fix` replaces blanks that do not break by blanks and deletes what has no width"
    ));
    vec![places.iter().fold(problem, |problem, it| problem.fix(it.0, it.2))]
}
