//! A line of JSON for each problem, for each look, and for the sums.

use serde::Serialize;
use serde_json::{Value, json};

use super::Style;
use crate::findings::Findings;
use crate::report::problems;

/// The lines, in the order in which things were looked at.
pub fn jsonl(findings: &Findings, style: Style) -> String {
    let lang = style.lang;
    let mut out = String::new();
    let mut put = |it: &Value| out += &format!("{it}\n");
    for look in &findings.looks {
        for problem in &look.problems.list {
            put(&typed("problem", &problems::line(look, problem, lang)));
        }
        put(&json!({
            "type": "look",
            "guard": look.guard.name(),
            "file": look.file,
            "part": look.part,
            "passed": look.passed(style.level),
            "skipped": look.skipped.map(|it| it.says(lang)),
            "unread": look.unread,
            "data": look.data,
        }));
    }
    put(&typed("summary", &findings.sums()));
    out
}

/// A line with its type first.
fn typed(name: &str, of: &impl Serialize) -> Value {
    let mut line = json!({ "type": name });
    if let (Some(line), Ok(Value::Object(told))) = (line.as_object_mut(), serde_json::to_value(of)) {
        line.extend(told);
    }
    line
}
