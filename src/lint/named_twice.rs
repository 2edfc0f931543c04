//! A name that an enumeration has twice; the size that it asserts is then often wrong as well.

use super::Lint;
use super::subject::Subject;
use super::subject::{enumerations, parents};
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;

pub const LINT: Lint = Lint {
    code: "CT1517",
    name: "named-twice",
    severity: Severity::Warning,
    what: ["một đơn vị hai lần trong một danh sách", "a unit twice in one enumeration"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for group in it.groups() {
        for names in enumerations(group).into_iter().chain(parents(group)) {
            for (at, second) in names.iter().enumerate() {
                let key = crate::text::key(&second.value);
                let Some(first) = names.iter().take(at).find(|it| crate::text::key(&it.value) == key) else { continue };
                let Some(before) = at.checked_sub(1).and_then(|it| names.get(it)) else { continue };
                let name = &second.value;
                let title = say!("`{name}` có hai lần trong một danh sách", "`{name}` stands twice in one enumeration");
                // From behind the name before it, so that the comma goes too.
                let cut = Span { start: before.at.0.end, ..second.at.0 };
                found.push(
                    lint.at(second.at.0, title)
                        .and(first.at.0, say!("lần đầu ở đây", "the first time is here"))
                        .help(say!(
                            "xóa tên thừa, và xem lại có sót đơn vị nào không",
                            "delete it, and see whether another unit is missing"
                        ))
                        .fix(cut, ""),
                );
            }
        }
    }
    found
}
