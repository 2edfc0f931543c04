//! An aim (`phấn đấu`) that asks for no more than what the same unit is assigned.

use super::Lint;
use super::subject::Subject;
use super::subject::{amount, binds, comparable, is_floor, units_of};
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1525",
    name: "aim-below-quota",
    severity: Severity::Warning,
    what: ["mức phấn đấu dễ hơn mức được giao", "an aim that is easier than the quota"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(plan) = it.plan else { return Vec::new() };
    let mut found = Vec::new();
    for (aim, quota) in comparable(plan) {
        let easier = match is_floor(aim.comparator) {
            Some(true) => aim.amount < quota.amount,
            Some(false) => aim.amount > quota.amount,
            None => false,
        };
        let known = aim.amount.is_some() && quota.amount.is_some();
        if binds(aim) || !binds(quota) || !easier || !known || units_of(aim).is_disjoint(&units_of(quota)) {
            continue;
        }
        let (one, two) = (amount(aim), amount(quota));
        let title =
            say!("mức phấn đấu {one} dễ hơn mức được giao {two}", "the aim of {one} is easier than the assigned {two}");
        found.push(
            lint.at(aim.span, title)
                .and(quota.span, say!("mức được giao ở đây", "what is assigned stands here"))
                .help(say!("xem lại hai con số trong văn bản", "look at both numbers in the text")),
        );
    }
    found
}
