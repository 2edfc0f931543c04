//! Points are lettered a, b, c, d, đ, e, g, h, …: `đ` follows `d`, there is no f and no j.

use super::Lint;
use super::subject::Subject;
use super::subject::siblings;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1543",
    name: "letters-out-of-order",
    severity: Severity::Warning,
    what: ["chữ của điểm sai thứ tự tiếng Việt", "letters of points out of the Vietnamese order"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for (first, second) in siblings(it.tree) {
        let place = |name: &crate::syntax::ast::Name| ORDER.iter().position(|it| *it == name.key);
        let (one, two) = (place(&first.label), place(&second.label));
        let shown = (&first.label.text, &second.label.text);
        let Some(one) = one else { continue };
        let Some(next) = ORDER.get(one + 1).filter(|_| two != Some(one) && is_letter(&second.label.text)) else {
            continue;
        };
        if two == Some(one + 1) {
            continue;
        }
        let (before, after) = shown;
        found.push(
            lint.at(
                second.label.at.0,
                say!(
                    "sau điểm {before} là điểm {next}, không phải {after}",
                    "point {next} follows point {before}, not {after}"
                ),
            )
            .and(first.label.at.0, say!("điểm đứng trước ở đây", "the point before it is here"))
            .help(say!(
                "thứ tự là a, b, c, d, đ, e, g, h, i, k, l, m, …: chép điểm còn thiếu, hoặc sửa chữ",
                "the order is a, b, c, d, đ, e, g, h, i, k, l, m, …: copy what is missing, or mend the letter"
            )),
        );
    }
    found
}

/// The letters of points in their order.
const ORDER: [&str; 23] =
    ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"];

fn is_letter(label: &str) -> bool {
    let mut letters = label.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}
