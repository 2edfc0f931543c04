//! Letters that look like Vietnamese ones and are others: a name with one of them is found by no search.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1502",
    name: "foreign-letters",
    severity: Severity::Warning,
    what: ["chữ cái của bảng chữ khác trong một từ", "letters of another alphabet in a word"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for (span, text) in it.code() {
        let mut start = 0;
        for word in text.split_inclusive(|it: char| !it.is_alphanumeric()) {
            let letters = word.char_indices().filter_map(|(at, letter)| Some((at, letter, twin(letter)?)));
            let letters: Vec<(usize, char, char)> = letters.collect();
            // A word wholly of another alphabet is another language, and meant.
            let has_own = word.chars().any(|it| it.is_ascii_alphabetic() || is_vietnamese(it));
            if let Some((_, letter, twin)) = letters.first().filter(|it| has_own || it.2 == 'Đ' || it.2 == 'đ') {
                let from = span.start as usize + start;
                let shown = word.trim_end_matches(|it: char| !it.is_alphanumeric());
                let number = *letter as u32;
                let title = say!(
                    "chữ `{letter}` (U+{number:04X}) trong `{shown}` không phải chữ `{twin}`",
                    "the letter `{letter}` (U+{number:04X}) in `{shown}` is not `{twin}`"
                );
                let mut problem = lint.at(place(from, from + shown.len()), title).help(say!(
                    "gõ lại từ này; `chitieu fix` thay giúp",
                    "type the word again; `chitieu fix` replaces the letter"
                ));
                for (at, letter, twin) in &letters {
                    problem = problem.fix(place(from + at, from + at + letter.len_utf8()), *twin);
                }
                found.push(problem);
            }
            start += word.len();
        }
    }
    found
}

/// The Vietnamese letter that another one looks like.
fn twin(letter: char) -> Option<char> {
    const TWINS: [(&str, &str); 3] = [
        ("аеорсухіјѕАВЕКМНОРСТХУІЈЅ", "aeopcyxijsABEKMHOPCTXYIJS"),
        ("οναΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovaABEZHIKMNOPTYX"),
        ("ÐƉðɖ", "ĐĐđđ"),
    ];
    TWINS.iter().find_map(|(others, own)| own.chars().nth(others.chars().position(|it| it == letter)?))
}

/// Whether a letter has a mark as Vietnamese letters have them.
fn is_vietnamese(letter: char) -> bool {
    let plain = crate::text::plain(&letter.to_string());
    plain.len() == 1 && plain.chars().all(|it| it.is_ascii_alphabetic()) && twin(letter).is_none()
}
