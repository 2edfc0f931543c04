//! Lines → entries: an entry is a line, or several where the first is not finished. Typed, pasted and piped lines are
//! told apart in the same way.

use crate::syntax::{Token, is_incomplete, pieces};

/// Whether an entry goes on in the next line: a quote or bracket is open, or it ends with an operator or `\`. A blank
/// line ends it whatever is open.
pub fn wants_more(entry: &str) -> bool {
    let last = entry.rsplit('\n').next().unwrap_or_default();
    if entry.contains('\n') && last.trim().is_empty() {
        return false;
    }
    let ends = |piece: &str| matches!(piece, "=" | "+" | "-" | "*" | "/" | "<" | ">" | "," | "\\" | "≥" | "≤");
    let pieces = pieces(entry);
    let last = pieces.iter().rev().find(|it| it.1 != Token::Comment);
    is_incomplete(entry) || last.is_some_and(|it| it.1 == Token::Mark && entry.get(it.0.clone()).is_some_and(ends))
}

/// Whether the last entry of a text goes on in the next line.
pub fn unfinished(text: &str) -> bool {
    let mut entries = Entries::default();
    text.split('\n').for_each(|it| drop(entries.line(it)));
    !entries.open.is_empty()
}

/// Gathers lines into entries.
#[derive(Debug, Default)]
pub struct Entries {
    open: String,
}

impl Entries {
    /// One more line; the entry that it ends, if it ends one.
    pub fn line(&mut self, line: &str) -> Option<String> {
        if !self.open.is_empty() {
            self.open.push('\n');
        }
        self.open += line;
        if wants_more(&self.open) { None } else { self.end() }
    }

    /// No more lines: what is left.
    pub fn end(&mut self) -> Option<String> {
        let mut entry = std::mem::take(&mut self.open).replace("\\\n", "\n");
        // Only behind a comment does it matter where a line ends.
        if pieces(&entry).iter().all(|it| it.1 != Token::Comment) {
            entry = entry.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
        }
        Some(entry.trim().trim_end_matches('\\').to_owned()).filter(|it| !it.is_empty())
    }

    /// All entries of a text.
    pub fn of(text: &str) -> Vec<String> {
        let mut entries = Self::default();
        let mut out: Vec<String> = text.lines().filter_map(|it| entries.line(it)).collect();
        out.extend(entries.end());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_on_until_it_is_finished() {
        assert_eq!(Entries::of("Sở Y tế\n\n:bỏ\n"), ["Sở Y tế", ":bỏ"]);
        assert_eq!(Entries::of(":nếu dm_1 =\n20/03/2024\n:bỏ"), [":nếu dm_1 = 20/03/2024", ":bỏ"]);
        assert_eq!(Entries::of("x_1 của \"Sở\n\n:bỏ"), ["x_1 của \"Sở", ":bỏ"]);
        assert_eq!(Entries::of("(x_1\n+ x_2)\ny"), ["(x_1 + x_2)", "y"]);
        assert_eq!(Entries::of("x_1 \\\ncủa Y"), ["x_1 của Y"]);
        assert_eq!(Entries::of("-- ghi chú (\nx -- cộng +"), ["-- ghi chú (", "x -- cộng +"]);
        assert!(!wants_more(":mở a/b"));
        assert!(!wants_more("dm_1 = 20/03/2024"));
    }
}
