//! Two tests that a report cannot tell apart.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::{Test, What};

pub const LINT: Lint = Lint {
    code: "CT1551",
    name: "tests-alike",
    severity: Severity::Warning,
    what: ["hai kiểm thử cùng tên", "two tests of one title"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let test =
        |it: &'_ crate::syntax::ast::Statement| if let What::Test(test) = &it.what { Some(test.clone()) } else { None };
    let tests: Vec<Test> = it.tree.statements.iter().filter_map(test).collect();
    let mut found = Vec::new();
    for (at, second) in tests.iter().enumerate() {
        let key = crate::text::key(&second.title.value);
        if let Some(first) = tests.iter().take(at).find(|it| crate::text::key(&it.title.value) == key) {
            found.push(
                lint.at(second.title.at.0, say!("đã có một kiểm thử tên này", "there is a test of this title already"))
                    .and(first.title.at.0, say!("kiểm thử kia ở đây", "the other test is here"))
                    .help(say!(
                        "đặt tên nói rõ kiểm thử này khác ở chỗ nào",
                        "give it a title that says what is different"
                    )),
            );
        }
    }
    found
}
