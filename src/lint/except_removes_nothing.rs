//! A group that takes away units which are not in it.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::plan::{chosen, says_remaining};
use crate::problem::{Problem, Severity};
use crate::syntax::ast::Group;

pub const LINT: Lint = Lint {
    code: "CT1522",
    name: "except-removes-nothing",
    severity: Severity::Warning,
    what: ["`trừ` không bớt đơn vị nào", "`except` takes nobody away"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(plan) = it.plan else { return Vec::new() };
    let (program, world) = (&*plan.program, &*plan.world);
    let days = program.decision.period.unwrap_or(crate::text::Days::ALL);
    let units = |parts: &[crate::syntax::ast::GroupTerm]| {
        let group =
            Group { parts: parts.to_vec(), except: Vec::new(), size: None, at: crate::syntax::ast::At::default() };
        if says_remaining(program, &group) {
            return None;
        }
        chosen(program, world, &group, days, &|_| 0).ok()
    };
    let mut found = Vec::new();
    for group in it.groups() {
        let Some(all) = units(&group.parts) else { continue };
        for term in &group.except {
            let Some(less) = units(std::slice::from_ref(term)) else { continue };
            if !less.is_empty() && !less.keys().any(|it| all.contains_key(it)) {
                let title = say!(
                    "`trừ` ở đây không bớt đơn vị nào: nhóm không có đơn vị đó",
                    "`except` takes nobody away here: the group has no such unit"
                );
                found.push(
                    lint.at(term.at.0, title)
                        .help(say!("sửa tên, hoặc bỏ phần `trừ`", "mend the name, or drop the `except`")),
                );
            }
        }
    }
    found
}
