//! Two names of a group that the register knows as one unit.

use super::Lint;
use super::subject::Subject;
use super::subject::named_units;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::Text;
use std::collections::BTreeMap;

pub const LINT: Lint = Lint {
    code: "CT1518",
    name: "two-names-one-unit",
    severity: Severity::Warning,
    what: ["một đơn vị dưới hai tên trong một nhóm", "one unit under two names in one group"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(plan) = it.plan else { return Vec::new() };
    let mut found = Vec::new();
    for group in it.groups() {
        let mut seen: BTreeMap<crate::world::UnitId, &Text> = BTreeMap::new();
        for (name, id) in named_units(plan, group) {
            let Some(first) = seen.insert(id, name) else { continue };
            if crate::text::key(&first.value) == crate::text::key(&name.value) {
                continue;
            }
            let (one, two) = (&first.value, &name.value);
            let title = say!("`{two}` và `{one}` là một đơn vị", "`{two}` and `{one}` are one unit");
            found.push(
                lint.at(name.at.0, title).and(first.at.0, say!("tên kia ở đây", "the other name is here")).help(say!(
                    "bỏ một tên; nếu là hai đơn vị thì sửa `tên khác` trong sổ đơn vị",
                    "drop one name; if they are two units, mend `also known as` in the register"
                )),
            );
        }
    }
    found
}
