//! Comments that are whole rules: taken out for a while and forgotten.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::{FileId, Source};
use crate::syntax::ast::What;
use crate::syntax::parse;

pub const LINT: Lint = Lint {
    code: "CT1509",
    name: "rule-in-comment",
    severity: Severity::Warning,
    what: ["một câu quy tắc bị để trong ghi chú", "a rule that stands in a comment"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let is_rule = |text: &str| {
        let (tree, problems) = parse(&Source::new("", text), FileId::default());
        let is = |it: &What| {
            matches!(it, What::Quota(_) | What::Window(_) | What::Scope(_) | What::Exclude(_) | What::Delegate(_))
        };
        problems.is_empty() && !tree.statements.is_empty() && tree.statements.iter().all(|it| is(&it.what))
    };
    let comments = it.tree.comments.iter().filter(|it| is_rule(&it.text));
    let tell = |comment: &crate::syntax::ast::Comment| {
        lint.at(
            comment.at.0,
            say!(
                "ghi chú này là một câu quy tắc, nên câu đó không có hiệu lực",
                "this comment is a rule, which has no effect therefore"
            ),
        )
        .help(say!(
            "xóa hai gạch `--` nếu câu đó phải có hiệu lực; không thì xóa cả dòng",
            "delete the `--` if it is to have effect; else delete the line"
        ))
    };
    comments.map(tell).collect()
}
