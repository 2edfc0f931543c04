//! Dossiers that were handled before the decision was signed, and count.

use super::Lint;
use super::subject::Subject;
use super::subject::fixed;
use crate::check::program::Stretch;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1536",
    name: "window-before-signed",
    severity: Severity::Note,
    what: ["kỳ tính bắt đầu trước ngày ký", "a counting window that begins before the signature"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(program), Some(signed)) = (it.program, it.signed()) else { return Vec::new() };
    let mut found = Vec::new();
    for window in &program.windows {
        let Stretch::Between(from, _) = &window.stretch else { continue };
        let Some(from) = fixed(from.as_ref()).filter(|it| *it < signed) else { continue };
        let (from, on) = (from.vi(), signed.vi());
        found.push(
            lint.at(window.span, say!("kỳ tính bắt đầu {from}, trước ngày ký {on}: hồ sơ nộp trước khi có quyết định cũng tính", "the counting window begins on {from}, before the signature on {on}: dossiers of before the decision count"))
                .cite(Some(program.cite(window.provision)))
                .help(say!("nếu văn bản đúng là như vậy thì ghi `bỏ qua` và lý do", "if the text does say so, write `ignore` with the reason")),
        );
    }
    found
}
