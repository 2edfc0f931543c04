//! The Test Anything Protocol, version 14: a point for each look, what was found below it.

use serde_json::{Value, json};

use super::Style;
use super::junit::name;
use super::place::{first, message};
use crate::findings::{Findings, Looked};
use crate::lang::Lang;
use crate::problem::Problem;
use crate::report::problems::severity;

/// The points. Their diagnostics are YAML, written as JSON, which is YAML.
pub fn tap(findings: &Findings, style: Style) -> String {
    let mut out = format!("TAP version 14\n1..{}\n", findings.looks.len());
    out += &findings.project.as_ref().map_or(String::new(), |it| format!("# {}\n", one_line(it)));
    for (index, look) in findings.looks.iter().enumerate() {
        let ok = if look.passed(style.level) { "ok" } else { "not ok" };
        let skip = look.skipped.map_or(String::new(), |it| format!(" # SKIP {}", it.says(style.lang)));
        out += &format!("{ok} {} - {}: {}{skip}\n", index + 1, words(&look.file), words(&name(look)));
        if look.problems.list.is_empty() {
            continue;
        }
        out += "  ---\n  problems:\n";
        for it in &look.problems.list {
            out += &format!("    - {}\n", problem(look, it, style.lang));
        }
        out += "  ...\n";
    }
    out
}

fn problem(look: &Looked, problem: &Problem, lang: Lang) -> Value {
    let at = first(look, problem).map(|it| json!({ "file": it.path, "line": it.line, "column": it.column }));
    json!({
        "code": problem.code,
        "severity": severity(problem.severity, Lang::En),
        "message": message(problem, lang),
        "at": at,
    })
}

/// A text in which nothing begins a directive.
fn words(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
