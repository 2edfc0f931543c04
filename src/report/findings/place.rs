//! Places as programs want them: paths with forward slashes, lines and code points, fingerprints that outlive edits.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::findings::{Findings, Looked};
use crate::lang::Lang;
use crate::problem::Problem;
use crate::source::{Sources, Span};

/// A place in a text.
pub struct Place<'a> {
    /// The path, with forward slashes.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// In code points, from 1.
    pub column: usize,
    /// The line in which it ends.
    pub end_line: usize,
    /// The column behind its end.
    pub end_column: usize,
    /// The words that stand there.
    pub words: &'a str,
}

/// The place of a span; none where its text is not known.
pub fn place(sources: &Sources, span: Span) -> Option<Place<'_>> {
    let source = sources.get(span.file)?;
    Some(Place {
        path: path(&source.name),
        line: source.place(span.start).0,
        column: source.code_point_column(span.start),
        end_line: source.place(span.end).0,
        end_column: source.code_point_column(span.end),
        words: source.slice(span),
    })
}

/// Where a problem is to be mended; none: it lies in no text.
pub fn first<'a>(look: &'a Looked, problem: &Problem) -> Option<Place<'a>> {
    problem.labels.first().and_then(|it| place(&look.problems.sources, it.span))
}

/// A path as programs on other machines read it.
pub fn path(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    name.strip_prefix("./").map_or(name.clone(), str::to_owned)
}

/// A path as a reference of a URI, relative where the path is.
pub fn uri(path: &str) -> String {
    let mut out = String::new();
    if path.starts_with('/') {
        out += "file://";
    } else if path.get(1..3) == Some(":/") {
        out += "file:///";
    }
    for byte in path.bytes() {
        // A colon in the first part of a relative reference would make a scheme of it.
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

/// All that is said of a problem, a line for each part: title, notes, help.
pub fn message(problem: &Problem, lang: Lang) -> String {
    let parts = std::iter::once(&problem.title).chain(&problem.notes).chain(&problem.help);
    parts.map(|it| it.get(lang)).collect::<Vec<_>>().join("\n")
}

/// A fingerprint for each problem, in their order: of the code, the path and the words underlined, with a number where
/// these repeat. Lines that move do not change it.
pub fn fingerprints(findings: &Findings) -> Vec<String> {
    let mut seen: BTreeMap<(&str, String, &str), usize> = BTreeMap::new();
    let one = |(look, problem)| {
        let place = first(look, problem);
        let path = place.as_ref().map_or_else(|| path(&look.file), |it| it.path.clone());
        let words = place.map_or("", |it| it.words);
        let hash = Sha256::new().chain_update(problem.code).chain_update([0]).chain_update(&path).chain_update([0]);
        let hash = hash.chain_update(words).chain_update([0]);
        let times = seen.entry((problem.code, path, words)).or_default();
        *times += 1;
        let hash = hash.chain_update(times.to_string()).finalize();
        hash.iter().map(|it| format!("{it:02x}")).collect()
    };
    findings.problems().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("rules/khánh hòa/a:b.chitieu"), "rules/kh%C3%A1nh%20h%C3%B2a/a%3Ab.chitieu");
        assert_eq!(uri("/a b"), "file:///a%20b");
        assert_eq!(path("./rules/a.chitieu"), "rules/a.chitieu");
    }
}
