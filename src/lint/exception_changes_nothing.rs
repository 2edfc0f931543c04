//! An exception with the number that holds anyway.

use super::Lint;
use super::subject::Subject;
use super::subject::{amount, comparable, units_of};
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1526",
    name: "exception-changes-nothing",
    severity: Severity::Warning,
    what: ["`riêng` không đổi gì", "an `in particular` that changes nothing"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(plan) = it.plan else { return Vec::new() };
    let mut found = Vec::new();
    for (own, general) in comparable(plan) {
        let same = own.amount == general.amount && own.comparator == general.comparator && own.force == general.force;
        let units = units_of(own);
        let applies = own.exception && !general.exception && !units.is_empty() && units.is_subset(&units_of(general));
        if !applies || !same || own.amount.is_none() || own.counting != general.counting {
            continue;
        }
        let number = amount(own);
        let title = say!(
            "`riêng` ở đây giao {number}, đúng bằng mức chung",
            "this `in particular` assigns {number}, which holds anyway"
        );
        found.push(
            lint.at(own.span, title).and(general.span, say!("mức chung ở đây", "the general quota is here")).help(
                say!("xem lại con số, hoặc bỏ câu `riêng`", "look at the number again, or drop the `in particular`"),
            ),
        );
    }
    found
}
