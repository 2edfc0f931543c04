//! A choice of a reading whose ground tells nothing: who reads a result has to see why it was read so.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::What;

pub const LINT: Lint = Lint {
    code: "CT1515",
    name: "thin-ground",
    severity: Severity::Warning,
    what: ["căn cứ của một lựa chọn quá ngắn", "the ground of a choice is too short"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for statement in it.statements() {
        let What::Reading(reading) = &statement.what else { continue };
        for choice in &reading.choices {
            let words =
                choice.ground.value.split_whitespace().filter(|it| it.chars().any(char::is_alphanumeric)).count();
            if words < FEWEST {
                let name = &choice.name.text;
                let title =
                    say!("căn cứ của lựa chọn `{name}` không nói gì", "the ground of the choice `{name}` says nothing");
                found.push(lint.at(choice.ground.at.0, title).help(say!(
                    "nêu điều luật, công văn, hoặc lý lẽ khiến có thể hiểu như vậy",
                    "name the law, the letter or the reasoning by which it can be read so"
                )));
            }
        }
    }
    found
}

/// Words of the shortest ground that says something: `Điều 147 BLDS`.
const FEWEST: usize = 3;
