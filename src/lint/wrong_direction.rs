//! `tối thiểu` on a share of late dossiers, `tối đa` on a share of online ones.

use super::Lint;
use super::subject::Subject;
use super::subject::is_floor;
use crate::check::program::{Cond, Measure};
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::term::Word;

pub const LINT: Lint = Lint {
    code: "CT1527",
    name: "wrong-direction",
    severity: Severity::Warning,
    what: [
        "tối thiểu cho điều nên ít, tối đa cho điều nên nhiều",
        "a floor for what should be low, a ceiling for what should be high",
    ],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(program) = it.program else { return Vec::new() };
    let mut found = Vec::new();
    for quota in &program.quotas {
        let indicator = program.indicator(quota.indicator);
        let (Measure::Share(part, _), Some(floor)) = (&indicator.measure, is_floor(quota.comparator)) else { continue };
        if is_good(part) != Some(!floor) {
            continue;
        }
        let name = indicator.title.as_ref().unwrap_or(&indicator.name);
        let title = if floor {
            say!(
                "“{name}” càng thấp càng tốt, mà chỉ tiêu đặt mức thấp nhất",
                "“{name}” is the better the lower it is, and the quota sets a floor"
            )
        } else {
            say!(
                "“{name}” càng cao càng tốt, mà chỉ tiêu đặt mức cao nhất",
                "“{name}” is the better the higher it is, and the quota sets a ceiling"
            )
        };
        let help = if floor {
            say!("xem lại văn bản: có lẽ là `tối đa`, `dưới`", "look at the text: it is perhaps `at most`, `below`")
        } else {
            say!("xem lại văn bản: có lẽ là `tối thiểu`, `trên`", "look at the text: it is perhaps `at least`, `above`")
        };
        found.push(lint.at(quota.span, title).cite(Some(program.cite(quota.provision))).help(help));
    }
    found
}

/// Whether the dossiers of a condition are those that should be many; none: it does not say.
fn is_good(cond: &Cond) -> Option<bool> {
    match cond {
        Cond::Word(Word::Late) => Some(false),
        Cond::Word(
            Word::Online
            | Word::FullyOnline
            | Word::PaidOnline
            | Word::OnTime
            | Word::Early
            | Word::Digitised
            | Word::ElectronicResult
            | Word::EndToEnd,
        ) => Some(true),
        Cond::Not(inner) => is_good(inner).map(|it| !it),
        Cond::All(parts) | Cond::Any(parts) => {
            let mut said = parts.iter().filter_map(is_good);
            let first = said.next()?;
            said.all(|it| it == first).then_some(first)
        }
        _ => None,
    }
}
