//! Code Quality of GitLab.

use serde_json::{Value, json};

use super::place::{fingerprints, first, message, path};
use crate::findings::Findings;
use crate::lang::Lang;
use crate::problem::Severity;

/// An array of what was found.
pub fn gitlab(findings: &Findings, lang: Lang) -> String {
    let one = |((look, problem), print): ((_, _), String)| {
        let place = first(look, problem);
        json!({
            "description": message(problem, lang),
            "check_name": problem.code,
            "fingerprint": print,
            "severity": match problem.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            "location": {
                "path": place.as_ref().map_or_else(|| path(&look.file), |it| it.path.clone()),
                "lines": {
                    "begin": place.as_ref().map_or(1, |it| it.line),
                    "end": place.as_ref().map_or(1, |it| it.end_line),
                },
            },
        })
    };
    let all: Vec<Value> = findings.problems().zip(fingerprints(findings)).map(one).collect();
    let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
    text.push('\n');
    text
}
