//! The order of the modules is an architecture; this test keeps it.

use std::path::{Path, PathBuf};

/// A module uses only those before it; `lib.rs` and `main.rs` use all.
const ORDER: &[&str] = &[
    "lang", "source", "problem", "findings", "text", "term", "syntax", "fmt", "table", "world", "check", "plan",
    "lint", "data", "eval", "sql", "prove", "audit", "diff", "scenario", "seek", "query", "report", "trial", "repl",
    "cli",
];

/// The prompt is a command like others, and is made from the parts of the command line.
const EXEMPT: (&str, &str) = ("repl", "cli");

/// What only the command line and the prompt touch: files, the environment, the clock.
const HOST: &[&str] = &["std::fs", "std::env", "SystemTime", "Instant::now", "chrono::Local", "chrono::Utc"];

#[test]
fn a_module_uses_only_what_comes_before_it() {
    let mut wrong = Vec::new();
    for (place, module) in ORDER.iter().enumerate() {
        for (path, text) in files(module) {
            for later in ORDER.iter().skip(place + 1).filter(|it| (*module, **it) != EXEMPT) {
                if uses(&text, later) {
                    wrong.push(format!("{} uses {later}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_hosts_touch_files_environment_and_clock() {
    let mut wrong = Vec::new();
    for module in ORDER.iter().filter(|it| !matches!(**it, "cli" | "repl")) {
        for (path, text) in files(module) {
            wrong.extend(
                HOST.iter().filter(|it| text.contains(**it)).map(|it| format!("{} mentions {it}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place() {
    let lib = std::fs::read_to_string("src/lib.rs").unwrap();
    let modules =
        lib.lines().filter_map(|it| it.strip_prefix("pub mod ").or(it.strip_prefix("mod "))?.strip_suffix(';'));
    let lost: Vec<&str> = modules.filter(|it| !ORDER.contains(it)).collect();
    assert!(lost.is_empty(), "{lost:?} stand nowhere in ORDER");
}

/// `crate::later::` and `use crate::{…later…}`.
fn uses(text: &str, later: &str) -> bool {
    let whole = |it: &str| !it.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    let direct = text.split("crate::").skip(1).any(|it| it.strip_prefix(later).is_some_and(whole));
    let in_braces = text.split("crate::{").skip(1).any(|it| {
        let list = it.split(';').next().unwrap_or_default();
        list.split([',', '{', '}']).any(|it| it.trim().strip_prefix(later).is_some_and(whole))
    });
    direct || in_braces
}

/// The files of a module, without their comments and without what tests say.
fn files(module: &str) -> Vec<(PathBuf, String)> {
    let mut paths = vec![PathBuf::from(format!("src/{module}.rs"))];
    let folder = PathBuf::from(format!("src/{module}"));
    if folder.is_dir() {
        paths.extend(crate::ui::files(&folder));
    }
    let code = |path: &Path| -> String {
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        text.lines().filter(|it| !it.trim_start().starts_with("//")).map(|it| format!("{it}\n")).collect()
    };
    paths.into_iter().map(|it| (it.clone(), code(&it))).collect()
}
