//! A condition that stands in the scope and in a window under it: it has to be mended in two places.

use super::Lint;
use super::subject::{Subject, under};
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::{Statement, What};
use crate::syntax::block_of;

pub const LINT: Lint = Lint {
    code: "CT1546",
    name: "scope-repeated",
    severity: Severity::Note,
    what: ["kỳ tính nhắc lại điều kiện của phạm vi", "a window that repeats the condition of a scope"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for statement in it.statements() {
        let Some(block) = block_of(&statement.what) else { continue };
        let scope = block.statements.iter().find_map(|it| match &it.what {
            What::Scope(count) => Some((it.at.0, count.filter.as_ref()?)),
            _ => None,
        });
        let Some((place, filter)) = scope else { continue };
        let repeats = |it: &&Statement| matches!(&it.what, What::Window(it) if it.filter.as_ref() == Some(filter));
        if let Some(window) = under(&block.statements).into_iter().find(repeats) {
            found.push(
                lint.at(
                    window.at.0,
                    say!(
                        "kỳ tính này nhắc lại đúng điều kiện của phạm vi",
                        "this counting window repeats the condition of the scope"
                    ),
                )
                .and(place, say!("phạm vi ở đây", "the scope is here"))
                .help(say!(
                    "bỏ phần `với thủ tục …` ở kỳ tính, hoặc bỏ phạm vi",
                    "drop `with procedures …` from the window, or drop the scope"
                )),
            );
        }
    }
    found
}
