//! A reading of which two choices are written alike; `prove` tells where all come to the same (CT1406).

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::What;

pub const LINT: Lint = Lint {
    code: "CT1513",
    name: "choices-alike",
    severity: Severity::Warning,
    what: ["hai lựa chọn của một cách hiểu viết y như nhau", "two choices of a reading that are written alike"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for statement in it.statements() {
        let What::Reading(reading) = &statement.what else { continue };
        for (at, second) in reading.choices.iter().enumerate() {
            let Some(first) = reading.choices.iter().take(at).find(|it| it.value == second.value) else { continue };
            let (one, two) = (&first.name.text, &second.name.text);
            let title = say!("lựa chọn `{two}` viết y như `{one}`", "the choice `{two}` is written like `{one}`");
            found.push(
                lint.at(second.name.at.0, title)
                    .and(first.name.at.0, say!("lựa chọn kia ở đây", "the other choice is here"))
                    .help(say!("sửa một trong hai, hoặc bỏ cách hiểu này", "mend one of them, or drop the reading")),
            );
        }
    }
    found
}
