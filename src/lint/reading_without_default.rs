//! A reading that is used and has no default: what hangs on it stays undecided.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::What;

pub const LINT: Lint = Lint {
    code: "CT1514",
    name: "reading-without-default",
    severity: Severity::Note,
    what: ["cách hiểu không có mặc định", "a reading without a default"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let is_used = |key: &str| it.names().filter(|it| it.1 == key).count() > 1;
    let mut found = Vec::new();
    for statement in it.statements() {
        if let What::Reading(reading) = &statement.what
            && reading.default.is_none()
            && is_used(&reading.name.key)
        {
            let name = &reading.name.text;
            let first = reading.choices.first().map_or("…", |it| it.name.text.as_str());
            let title = say!(
                "cách hiểu `{name}` không có mặc định: chỗ nào hai cách cho kết quả khác nhau thì chưa xác định",
                "the reading `{name}` has no default: where its choices disagree, results are undecided"
            );
            found.push(lint.at(reading.name.at.0, title).help(say!(
                "thêm chẳng hạn `mặc định {first}`; hoặc để ngỏ và nói vì sao bằng `bỏ qua`",
                "add for example `default {first}`; or leave it open and say why with `ignore`"
            )));
        }
    }
    found
}
