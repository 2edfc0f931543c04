//! Answers longer than the screen go through the pager of the user.

use std::io::Write as _;
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr as _;

use crate::cli::Host;

/// Shows a text in the pager, if it is longer than the screen and there is one; whether it was shown.
pub fn page(text: &str, width: usize, host: &mut Host) -> bool {
    let rows = terminal_size::terminal_size().map_or(24, |it| usize::from(it.1.0));
    if lines(text, width) < rows || std::env::var("TERM").is_ok_and(|it| it == "dumb") {
        return false;
    }
    let _ = host.out.flush();
    let chosen = std::env::var("PAGER").ok().filter(|it| !it.trim().is_empty());
    let mut words = chosen.as_deref().unwrap_or("less -RFX").split_whitespace();
    let Some(program) = words.next().filter(|it| *it != "cat") else { return false };
    let Ok(mut child) = Command::new(program).args(words).stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut pipe) = child.stdin.take() {
        // A pager may be left before the end of the text.
        let _ = pipe.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}

/// How many lines of the screen a text takes; colours take none.
fn lines(text: &str, width: usize) -> usize {
    let shown = |it: &str| -> usize {
        let mut pieces = it.split("\u{1b}[");
        let first = pieces.next().map_or(0, str::width);
        first + pieces.map(|it| it.split_once('m').map_or(0, |it| it.1.width())).sum::<usize>()
    };
    text.lines().map(|it| shown(it).div_ceil(width.max(1)).max(1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_take_several() {
        assert_eq!(lines("a\n\nb\n", 10), 3);
        assert_eq!(lines("0123456789x", 10), 2);
        assert_eq!(lines("\u{1b}[1m0123456789\u{1b}[0m", 10), 1);
        assert_eq!(lines("Sở Y tế", 7), 1);
    }
}
