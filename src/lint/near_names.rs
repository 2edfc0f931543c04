//! Names that are two for the program and one for a hurried reader.

use std::collections::HashMap;

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::Name;
use crate::text::header;

pub const LINT: Lint = Lint {
    code: "CT1511",
    name: "near-names",
    severity: Severity::Warning,
    what: ["hai tên chỉ khác nhau ở dấu", "two names that differ in their accents only"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let names = it.given_names();
    let mut found = Vec::new();
    let mut alike: HashMap<String, Vec<&Name>> = HashMap::new();
    for second in names {
        let before = alike.entry(header(&second.key)).or_default();
        if let Some(first) = before.iter().find(|it| it.key != second.key) {
            let (one, two) = (&first.text, &second.text);
            let title = say!(
                "`{two}` và `{one}` là hai tên khác nhau, chỉ khác ở dấu",
                "`{two}` and `{one}` are two names, and differ in their marks only"
            );
            found.push(
                lint.at(second.at.0, title)
                    .and(first.at.0, say!("tên kia ở đây", "the other is here"))
                    .help(say!("đặt cho một bên tên khác hẳn", "give one of them a name that is quite another")),
            );
        }
        before.push(second);
    }
    found
}
