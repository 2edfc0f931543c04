//! The mark that some Windows programs write before a text.

use super::Lint;
use super::subject::Subject;
use super::subject::place;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1507",
    name: "byte-order-mark",
    severity: Severity::Note,
    what: ["dấu BOM ở đầu tệp", "a byte order mark at the start of the file"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    if !it.source.text.starts_with('\u{feff}') {
        return Vec::new();
    }
    let mark = place(0, '\u{feff}'.len_utf8());
    let title = say!(
        "tệp bắt đầu bằng dấu BOM, không ai nhìn thấy",
        "the file begins with a byte order mark, which nobody sees"
    );
    let help = say!(
        "lưu là “UTF-8” chứ không phải “UTF-8 with BOM”; `chitieu fix` xóa giúp",
        "save it as “UTF-8”, not as “UTF-8 with BOM”; `chitieu fix` deletes it"
    );
    vec![lint.at(mark, title).help(help).fix(mark, "")]
}
