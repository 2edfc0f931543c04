//! What would change in a file, as a unified diff.

use similar::TextDiff;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// The changes from one text of a file to another; nothing where they are the same.
pub fn difference(name: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(CONTEXT).header(name, name).to_string()
}
