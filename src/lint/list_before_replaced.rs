//! A list that replaces a later one.

use super::Lint;
use super::subject::Subject;
use super::subject::fixed;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::text::Day;

pub const LINT: Lint = Lint {
    code: "CT1538",
    name: "list-before-replaced",
    severity: Severity::Warning,
    what: ["danh mục có trước danh mục mà nó thay thế", "a list that is older than the one it replaces"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(program) = it.program else { return Vec::new() };
    let day = |key: &str| -> Option<Day> {
        let (effective, signed) = program.instruments.get(key)?;
        fixed(effective.as_ref()).or(fixed(signed.as_ref()))
    };
    // The whole list is long; its name is enough to find it.
    let name = |key: &str, span| it.given_names().into_iter().find(|it| it.key == key).map_or(span, |it| it.at.0);
    let mut found = Vec::new();
    for list in &program.lists {
        let Some(old) = list.replaces.map(|it| program.list(it)) else { continue };
        let (Some(new_day), Some(old_day)) = (day(&list.key), day(&old.key)) else { continue };
        if new_day < old_day {
            let (one, two, from, after) = (&list.name, &old.name, new_day.vi(), old_day.vi());
            found.push(
                lint.at(
                    name(&list.key, list.span),
                    say!(
                        "`{one}` ({from}) thay thế `{two}`, là danh mục có sau ({after})",
                        "`{one}` ({from}) replaces `{two}`, which is later ({after})"
                    ),
                )
                .and(name(&old.key, old.span), say!("danh mục bị thay thế ở đây", "the replaced list is here"))
                .help(say!(
                    "xem lại hai ngày, hoặc `thay thế` bị đặt nhầm danh mục",
                    "look at both days; or `replaces` stands in the wrong list"
                )),
            );
        }
    }
    found
}
