//! Reasons like “không rõ”: they stand in the ledger beside the dossiers that are left out.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::{Text, What};

pub const LINT: Lint = Lint {
    code: "CT1516",
    name: "thin-reason",
    severity: Severity::Warning,
    what: ["lý do không nói gì", "a reason that says nothing"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let says_nothing = |text: &Text| {
        let bare = crate::text::key(text.value.trim_matches(|it: char| !it.is_alphanumeric()));
        // No reason at all is told by `check`.
        !text.value.trim().is_empty() && (bare.split(' ').count() < 2 || EMPTY.contains(&bare.as_str()))
    };
    let reason = |it: &&crate::syntax::ast::Statement| match &it.what {
        What::Exclude(it) => Some(it.because.clone()),
        What::Ignore(it) => Some(it.because.clone()),
        _ => None,
    };
    let reasons: Vec<Text> = it.statements().iter().filter_map(reason).collect();
    let tell = |text: &Text| {
        let words = &text.value;
        lint.at(text.at.0, say!("lý do “{words}” không nói gì", "the reason “{words}” says nothing")).help(say!(
            "nói vì sao, để người đọc sổ đối chiếu tự xét được",
            "say why, so that who reads the ledger can judge it"
        ))
    };
    reasons.iter().filter(|it| says_nothing(it)).map(tell).collect()
}

/// Reasons that are none, as they are compared.
const EMPTY: [&str; 11] = [
    "không rõ",
    "chưa rõ",
    "lý do khác",
    "không cần",
    "không cần thiết",
    "theo yêu cầu",
    "như trên",
    "not known",
    "no reason",
    "not needed",
    "as above",
];
