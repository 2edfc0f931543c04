//! An enumeration that nobody counts by eye.

use super::Lint;
use super::subject::Subject;
use super::subject::enumerations;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1520",
    name: "long-enumeration-without-size",
    severity: Severity::Warning,
    what: ["danh sách dài không ghi số lượng", "a long enumeration without its size"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for group in it.bound_groups() {
        let names: usize = enumerations(group).iter().map(|it| it.len()).sum();
        if group.size.is_none() && names > LONG {
            let title = say!(
                "danh sách dài {names} tên mà không ghi số đơn vị",
                "an enumeration of {names} names without the number of its units"
            );
            found.push(lint.at(group.at.0, title).help(say!(
                "đếm trong văn bản, không đếm trong tệp, rồi ghi sau danh sách `({names} đơn vị)`",
                "count them in the text, not in the file, and write it behind them: `({names} units)`"
            )));
        }
    }
    found
}

/// Names above which an enumeration is long.
pub const LONG: usize = 20;
