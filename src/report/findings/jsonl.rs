//! A line of JSON for each problem, for each look, and for the sums.

use serde_json::{Value, json};

use super::Style;
use crate::findings::Findings;
use crate::problem::Severity;
use crate::report::problems;

/// The lines, in the order in which things were looked at.
pub fn jsonl(findings: &Findings, style: Style) -> String {
    let lang = style.lang;
    let mut out = String::new();
    let mut put = |it: &Value| out += &format!("{it}\n");
    for look in &findings.looks {
        for problem in &look.problems.list {
            let mut line = json!({ "type": "problem" });
            let told = serde_json::to_value(problems::line(look, problem, lang));
            if let (Some(line), Ok(Value::Object(told))) = (line.as_object_mut(), told) {
                line.extend(told);
            }
            put(&line);
        }
        put(&json!({
            "type": "look",
            "guard": look.guard.name(),
            "file": look.file,
            "part": look.part,
            "passed": look.passed(style.level),
            "skipped": look.skipped.as_ref().map(|it| it.get(lang)),
            "data": look.data,
        }));
    }
    put(&json!({
        "type": "summary",
        "files": findings.files(),
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
        "notes": findings.count(Severity::Note),
    }));
    out
}
