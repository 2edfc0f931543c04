//! A code that two lists give different titles.

use super::Lint;
use super::subject::Subject;
use super::subject::entries;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::world::bare_code;

pub const LINT: Lint = Lint {
    code: "CT1549",
    name: "one-code-two-titles",
    severity: Severity::Note,
    what: ["một mã thủ tục, hai tên", "one procedure code under two titles"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let entries = entries(it);
    let mut found = Vec::new();
    for (at, second) in entries.iter().enumerate() {
        let Some(title) = &second.title else { continue };
        let code = bare_code(&second.code.value);
        let other = |it: &&&crate::syntax::ast::Entry| {
            let differs = |it: &crate::syntax::ast::Text| crate::text::key(&it.value) != crate::text::key(&title.value);
            bare_code(&it.code.value) == code && it.title.as_ref().is_some_and(differs)
        };
        if let Some(first) = entries.iter().take(at).find(other) {
            let place = first.title.as_ref().map_or(first.code.at.0, |it| it.at.0);
            found.push(
                lint.at(
                    title.at.0,
                    say!("thủ tục `{code}` ở đây có tên khác", "the procedure `{code}` has another title here"),
                )
                .and(place, say!("tên kia ở đây", "the other title is here"))
                .help(say!(
                    "xem lại mã: có thể là hai thủ tục, hoặc thủ tục đã đổi tên",
                    "look at the code: they may be two procedures, or it was renamed"
                )),
            );
        }
    }
    found
}
