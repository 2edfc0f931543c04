//! Assumptions as a file: one on each line, with comments, each on or off. The lines are those of a test block.

/// A line of a file of assumptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number of the line, from 1.
    pub number: usize,
    /// The assumption.
    pub text: String,
    /// Whether it is in force.
    pub on: bool,
}

/// What stands before an assumption that is not in force.
const OFF: [&str; 2] = ["-- tắt: ", "-- off: "];

/// The assumptions of a text.
pub fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    for (at, line) in crate::text::nfc(text.strip_prefix('\u{feff}').unwrap_or(text)).lines().enumerate() {
        let line = line.trim();
        let off = OFF.iter().find_map(|it| line.strip_prefix(it));
        let (text, on) = match off {
            Some(text) => (text, false),
            None => (line, true),
        };
        if !text.is_empty() && !text.starts_with("--") {
            out.push(Line { number: at + 1, text: text.to_owned(), on });
        }
    }
    out
}

/// Assumptions as a text that [`lines`] reads.
pub fn text<'a>(title: &str, assumptions: impl Iterator<Item = (&'a str, bool)>) -> String {
    let mut out = format!("-- {title}\n");
    for (text, on) in assumptions {
        let [off, _] = OFF;
        out += &format!("{}giả định {text}\n", if on { "" } else { off });
    }
    out
}
