//! An order `bỏ qua "…"` that silences nothing: what it was for has been mended, or its code is wrong.

use super::Lint;
use crate::findings::Silence;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1552",
    name: "stale-ignore",
    severity: Severity::Warning,
    what: ["`bỏ qua` không còn gì để bỏ qua", "an `ignore` with nothing to ignore"],
    // It asks for what all lints and `check` have found; see [`stale`].
    look: |_, _| Vec::new(),
};

/// Codes of proofs: whoever lints has not looked for them.
const PROOFS: &str = "CT14";

/// The orders that silence none of these problems.
pub fn stale(silences: &[Silence], found: &[Problem]) -> Vec<Problem> {
    let is_stale = |it: &&Silence| {
        !it.code.starts_with(PROOFS) && it.code != LINT.code && !found.iter().any(|problem| it.is_of(problem))
    };
    let tell = |it: &Silence| {
        let code = &it.code;
        LINT.at(it.span, say!("ở đây không có `{code}` nào để bỏ qua", "there is no `{code}` here to ignore"))
            .help(say!("xóa câu này, hoặc sửa mã", "delete this line, or mend the code"))
    };
    silences.iter().filter(is_stale).map(tell).collect()
}
