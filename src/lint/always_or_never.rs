//! A share of at least 0%, at most 100%, above 100%, below 0%.

use super::Lint;
use super::subject::Subject;
use crate::check::program::{Form, Fraction};
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::term::Comparator;

pub const LINT: Lint = Lint {
    code: "CT1528",
    name: "always-or-never",
    severity: Severity::Warning,
    what: ["chỉ tiêu ai cũng đạt hoặc không ai đạt được", "a quota that everybody meets, or nobody can"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(program) = it.program else { return Vec::new() };
    let (none, whole) = (Fraction::from_integer(0), Fraction::from_integer(1));
    let mut found = Vec::new();
    for quota in &program.quotas {
        let Some(amount) = quota.amount else { continue };
        let is_share = matches!(quota.form, Form::Share(_));
        let always = match quota.comparator {
            Comparator::AtLeast => amount == none,
            Comparator::AtMost => is_share && amount == whole,
            _ => false,
        };
        let never = match quota.comparator {
            Comparator::Below => amount == none,
            Comparator::Above => is_share && amount == whole,
            _ => false,
        };
        let title = match (always, never) {
            (true, _) => say!("đơn vị nào cũng đạt chỉ tiêu này", "every unit meets this quota"),
            (_, true) => say!("không đơn vị nào đạt được chỉ tiêu này", "no unit can meet this quota"),
            _ => continue,
        };
        found.push(lint.at(quota.span, title).cite(Some(program.cite(quota.provision))).help(say!(
            "xem lại con số và mức so sánh trong văn bản",
            "look at the number and the comparison in the text"
        )));
    }
    found
}
