//! SARIF 2.1.0. Columns are code points; paths are relative where they were given so.

use serde_json::{Value, json};

use super::place::{Place, fingerprints, message, path, place, uri};
use crate::findings::{Findings, Looked};
use crate::lang::Lang;
use crate::problem::{Edit, Problem, Severity};
use crate::report::codes;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log of one run.
pub fn sarif(findings: &Findings, lang: Lang) -> String {
    let mut codes: Vec<&str> = findings.problems().map(|it| it.1.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|it| rule(it, lang)).collect();
    let prints = fingerprints(findings);
    let results: Vec<Value> =
        findings.problems().zip(prints).map(|((look, it), print)| result(look, it, &print, &codes, lang)).collect();
    let mut run = json!({
        "tool": { "driver": {
            "name": "chitieu",
            "version": env!("CARGO_PKG_VERSION"),
            "language": lang.pick("vi", "en"),
            "rules": rules,
        }},
        "language": lang.pick("vi", "en"),
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    if let Some(name) = &findings.project {
        // What stands before the last slash names the kind of run.
        run["automationDetails"] = json!({ "id": format!("{name}/") });
    }
    if findings.looks.iter().any(|it| it.unread) {
        run["invocations"] = json!([{ "executionSuccessful": false }]);
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [run],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// What a code means.
fn rule(code: &str, lang: Lang) -> Value {
    let meaning = codes::meaning(code, lang).unwrap_or(code);
    let short = meaning.find(". ").and_then(|it| meaning.get(..=it)).unwrap_or(meaning);
    let more = match lang {
        Lang::Vi => format!("{meaning}\nVí dụ: `chitieu explain {code}`."),
        Lang::En => format!("{meaning}\nAn example: `chitieu explain {code}`."),
    };
    json!({
        "id": code,
        "shortDescription": { "text": short },
        "fullDescription": { "text": meaning },
        "help": { "text": more },
    })
}

fn result(look: &Looked, problem: &Problem, print: &str, codes: &[&str], lang: Lang) -> Value {
    let sources = &look.problems.sources;
    let mut places = problem.labels.iter().filter_map(|it| Some((place(sources, it.span)?, it.text.as_ref())));
    let first = match places.next() {
        Some((place, text)) => location(&place, text.map(|it| it.get(lang))),
        None => json!({ "physicalLocation": { "artifactLocation": artifact(&path(&look.file)) } }),
    };
    let others: Vec<Value> = places.map(|(place, text)| location(&place, text.map(|it| it.get(lang)))).collect();
    let mut out = json!({
        "ruleId": problem.code,
        "ruleIndex": codes.binary_search(&problem.code).unwrap_or_default(),
        "level": match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": message(problem, lang) },
        "locations": [first],
        "partialFingerprints": { "chitieu/v1": print },
        "properties": { "guard": look.guard.name(), "part": look.part },
    });
    if !others.is_empty() {
        out["relatedLocations"] = others.into();
    }
    if !problem.fix.is_empty() {
        out["fixes"] = json!([fix(look, problem, lang)]);
    }
    out
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path) })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn location(place: &Place, text: Option<&str>) -> Value {
    let mut region = region(place);
    region["snippet"] = json!({ "text": place.words });
    let mut out = json!({ "physicalLocation": { "artifactLocation": artifact(&place.path), "region": region } });
    if let Some(text) = text {
        out["message"] = json!({ "text": text });
    }
    out
}

/// The words that mend a problem, file by file.
fn fix(look: &Looked, problem: &Problem, lang: Lang) -> Value {
    let sources = &look.problems.sources;
    let mut changes: Vec<(String, Vec<Value>)> = Vec::new();
    for Edit { span, text } in &problem.fix {
        let Some(place) = place(sources, *span) else { continue };
        let edit = json!({ "deletedRegion": region(&place), "insertedContent": { "text": text } });
        match changes.iter_mut().find(|it| it.0 == place.path) {
            Some(it) => it.1.push(edit),
            None => changes.push((place.path, vec![edit])),
        }
    }
    let changes = changes.into_iter();
    let changes: Vec<Value> =
        changes.map(|it| json!({ "artifactLocation": artifact(&it.0), "replacements": it.1 })).collect();
    let words = problem.help.as_ref().unwrap_or(&problem.title);
    json!({ "description": { "text": words.get(lang) }, "artifactChanges": changes })
}
