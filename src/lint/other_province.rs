//! Codes of one file that end in the signs of two provinces (`.H32`, `.H28`).

use super::Lint;
use super::subject::Subject;
use super::subject::entries;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use std::collections::BTreeMap;

pub const LINT: Lint = Lint {
    code: "CT1548",
    name: "other-province",
    severity: Severity::Warning,
    what: ["mã thủ tục của tỉnh khác", "a code of another province"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let entries = entries(it);
    let sign = |code: &str| code.trim().rsplit_once('.').map(|it| it.1.to_owned()).filter(|it| it.starts_with('H'));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for it in entries.iter().filter_map(|it| sign(&it.code.value)) {
        *times.entry(it).or_default() += 1;
    }
    let Some((most, _)) = times.iter().max_by_key(|it| it.1) else { return Vec::new() };
    let strange = entries.iter().filter(|it| sign(&it.code.value).is_some_and(|it| it != *most));
    let tell = |entry: &&crate::syntax::ast::Entry| {
        let (code, own) = (&entry.code.value, sign(&entry.code.value).unwrap_or_default());
        lint.at(
            entry.code.at.0,
            say!(
                "mã `{code}` có đuôi `{own}`, các mã khác có đuôi `{most}`",
                "the code `{code}` ends in `{own}`, the others in `{most}`"
            ),
        )
        .help(say!(
            "đuôi là tỉnh hay bộ công bố: chép lại mã từ danh mục của tỉnh mình",
            "the end is the province or ministry: copy the code from the list of your own province"
        ))
    };
    strange.map(tell).collect()
}
