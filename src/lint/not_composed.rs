//! Accents as letters of their own (not NFC), as some systems and PDF files give them.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use unicode_normalization::UnicodeNormalization as _;

pub const LINT: Lint = Lint {
    code: "CT1503",
    name: "not-composed",
    severity: Severity::Note,
    what: ["dấu tách rời khỏi chữ cái", "accents that stand apart from their letters"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut at = 0;
    let mut words = Vec::new();
    for word in it.source.text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let nfc: String = bare.nfc().collect();
        if nfc != bare {
            words.push((place(at, at + bare.len()), nfc));
        }
        at += word.len();
    }
    let Some((first, word)) = words.first() else { return Vec::new() };
    let (number, word) = (words.len(), word.trim_matches(|it: char| !it.is_alphanumeric()));
    let title = say!(
        "{number} từ có dấu tách rời khỏi chữ cái, từ đầu tiên là `{word}`",
        "{number} words have accents apart from their letters, the first is `{word}`"
    );
    let problem = lint.at(*first, title).help(say!(
        "`chitieu fix` ghi lại bằng chữ liền dấu (Unicode dựng sẵn); chương trình hiểu cả hai, phần tìm kiếm của nhiều phần mềm thì không",
        "`chitieu fix` writes them with composed letters; this program reads both, the search of many others does not"
    ));
    vec![words.iter().fold(problem, |problem, (span, word)| problem.fix(*span, word.as_str()))]
}
