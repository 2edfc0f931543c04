//! A share like 55,555%: nobody reaches it exactly, and it is often a slip.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::Amount;

pub const LINT: Lint = Lint {
    code: "CT1529",
    name: "too-many-decimals",
    severity: Severity::Note,
    what: ["tỷ lệ có quá nhiều số lẻ", "a share with too many decimals"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, quota) in it.quotas() {
        if let Amount::Percent(number) = &quota.amount
            && number.value.scale > 2
        {
            let text = number.value.text();
            let title = say!("{text}% có nhiều hơn hai số lẻ", "{text}% has more than two decimals");
            found.push(lint.at(number.at.0, title).help(say!(
                "xem lại con số trong văn bản; văn bản thường giao đến 0,01%",
                "look at the number in the text; texts go to 0,01% as a rule"
            )));
        }
    }
    found
}
