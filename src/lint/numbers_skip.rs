//! A clause that was forgotten, or stands in the wrong place.

use super::Lint;
use super::subject::Subject;
use super::subject::siblings;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1542",
    name: "numbers-skip",
    severity: Severity::Warning,
    what: ["số điều, khoản nhảy hoặc lùi", "numbers of articles or clauses that skip or fall"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for (first, second) in siblings(it.tree) {
        let (Ok(one), Ok(two)) = (first.label.text.parse::<u32>(), second.label.text.parse::<u32>()) else { continue };
        // The same number twice is told by `check`.
        if two == one + 1 || two == one {
            continue;
        }
        let (kind_vi, kind_en) = (second.kind.cited(crate::lang::Lang::Vi), second.kind.cited(crate::lang::Lang::En));
        let next = one + 1;
        let problem = if two > one {
            say!(
                "sau {kind_vi} {one} là {kind_vi} {two}: thiếu {kind_vi} {next}",
                "{kind_en} {two} follows {kind_en} {one}: {kind_en} {next} is missing"
            )
        } else {
            say!("{kind_vi} {two} đứng sau {kind_vi} {one}", "{kind_en} {two} stands behind {kind_en} {one}")
        };
        found.push(
            lint.at(second.label.at.0, problem)
                .and(first.label.at.0, say!("phần đứng trước ở đây", "the one before it is here"))
                .help(say!(
                    "chép phần còn thiếu (chỉ nguyên văn cũng được), hoặc sửa số",
                    "copy what is missing (its words are enough), or mend the number"
                )),
        );
    }
    found
}
