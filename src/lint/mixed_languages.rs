//! A statement in the other language than most of its file.

use super::Lint;
use super::subject::Subject;
use crate::lang::{Lang, say};
use crate::problem::{Problem, Severity};
use crate::syntax::{language, starts_in};

pub const LINT: Lint = Lint {
    code: "CT1501",
    name: "mixed-languages",
    severity: Severity::Warning,
    what: ["từ khóa tiếng Việt và tiếng Anh trong một tệp", "keywords of both languages in one file"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let language = language(it.tree, it.source);
    let other = language.pick(Lang::En, Lang::Vi);
    let begins = |span, lang| starts_in(it.source.slice(span), lang);
    let strange = |span: &crate::source::Span| begins(*span, other) && !begins(*span, language);
    let places: Vec<_> = it.statements().iter().map(|it| it.at.0).filter(strange).collect();
    let Some(first) = places.first() else { return Vec::new() };
    let number = places.len();
    let code = language.pick("vi", "en");
    let (vi, en) = language.pick(("tiếng Việt", "Vietnamese"), ("tiếng Anh", "English"));
    let title = say!(
        "tệp viết bằng {vi}, nhưng {number} câu bắt đầu bằng từ khóa của ngôn ngữ kia",
        "the file is written in {en}, and {number} of its statements begin in the other language"
    );
    let first = crate::source::Span { end: first.start + first_word(it.source.slice(*first)), ..*first };
    vec![lint.at(first, title).help(say!(
        "chạy `chitieu fmt --lang {code}` để cả tệp dùng một ngôn ngữ",
        "run `chitieu fmt --lang {code}` so that the file uses one language"
    ))]
}

/// The length in bytes of the first word.
fn first_word(text: &str) -> u32 {
    text.find(char::is_whitespace).unwrap_or(text.len()) as u32
}
