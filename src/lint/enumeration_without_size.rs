//! An enumeration whose size is not asserted: a name that was lost in copying is seen by nobody.

use super::Lint;
use super::long_enumeration::LONG;
use super::subject::Subject;
use super::subject::enumerations;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1519",
    name: "enumeration-without-size",
    severity: Severity::Note,
    what: ["danh sách đơn vị không ghi số lượng", "an enumeration of units without its size"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for group in it.bound_groups() {
        let names: usize = enumerations(group).iter().map(|it| it.len()).sum();
        if group.size.is_none() && (3..=LONG).contains(&names) {
            let title = say!(
                "danh sách {names} tên không ghi số đơn vị",
                "an enumeration of {names} names does not say how many units it has"
            );
            found.push(lint.at(group.at.0, title).help(say!(
                "đếm trong văn bản rồi ghi sau danh sách, như `({names} đơn vị)`",
                "count them in the text and write it behind them, like `({names} units)`"
            )));
        }
    }
    found
}
