//! A pass before the grammar: comments, quotes and braces. What is open is closed here and told, so that one
//! missing brace does not hide the rest of the file.

use std::ops::Range;

use super::{Rule, ast, error};
use crate::problem::Problem;
use crate::source::{FileId, Source, Span};
use crate::text::{Folded, nfc};

/// What the pass found.
pub struct Scan {
    pub problems: Vec<Problem>,
    pub comments: Vec<Comment>,
    /// Whether a brace or a quote was still open at the end.
    pub is_open: bool,
    /// Closing braces that close nothing, blanked in the copy: the byte of each.
    strays: Vec<usize>,
    /// Where statements start: byte of the copy and how many braces are open there.
    starts: Vec<(usize, usize)>,
    /// Braces: byte, how many are open before, whether it opens.
    braces: Vec<(usize, usize, bool)>,
}

/// A comment and its place in the user's file.
pub struct Comment {
    span: Span,
    trailing: bool,
}

impl Comment {
    pub fn of(self, source: &Source) -> ast::Comment {
        let text = source.slice(self.span).trim_start_matches('-').trim().to_owned();
        ast::Comment { text: nfc(&text), at: ast::At(self.span), trailing: self.trailing }
    }
}

/// Braces deeper than this are refused: no decision nests so far, and the reader is recursive.
const DEEPEST: usize = 64;

/// The place in the user's file of a piece of the copy, blanks at its end left out.
pub fn span(folded: &Folded, file: FileId, range: Range<usize>) -> Span {
    let piece = folded.text.get(range.clone()).unwrap_or_default();
    let end = range.start + piece.trim_end().len();
    Span { file, start: folded.original(range.start), end: folded.original(end.max(range.start)) }
}

pub fn scan(folded: &mut Folded, file: FileId) -> Scan {
    let odd_quotes = folded.text.matches('"').count() % 2 == 1;
    let mut scan = Scan {
        problems: Vec::new(),
        comments: Vec::new(),
        is_open: false,
        strays: Vec::new(),
        starts: Vec::new(),
        braces: Vec::new(),
    };
    let mut open: Vec<(usize, char)> = Vec::new();
    // The first brace that is closed by one further to the left: its own is missing.
    let mut unclosed: Option<usize> = None;
    let mut line_is_blank = true;
    let mut at = 0;
    while let Some(letter) = folded.text.get(at..).and_then(|it| it.chars().next()) {
        let rest = folded.text.get(at..).unwrap_or_default();
        let here = span(folded, file, at..at + letter.len_utf8());
        if line_is_blank && letter == '-' && rest.starts_with("--") || rest.starts_with("--") {
            let end = at + rest.find('\n').unwrap_or(rest.len());
            scan.comments.push(Comment { span: span(folded, file, at..end), trailing: !line_is_blank });
            // The grammar does not see it, so that no statement ends behind a comment that follows it.
            super::blank(folded, at..end);
            at = end;
            continue;
        }
        if line_is_blank && !letter.is_whitespace() {
            if matches!(letter, '–' | '—') {
                let end = at + rest.find('\n').unwrap_or(rest.len());
                scan.problems.push(error::dash_for_comment(here));
                super::blank(folded, at..end);
                at = end;
                continue;
            }
            if starts_statement(rest) {
                scan.starts.push((at, open.len()));
            }
            line_is_blank = false;
        }
        match letter {
            '\n' => line_is_blank = true,
            '"' | '“' => match string_end(rest, odd_quotes) {
                Some(len) => {
                    at += len;
                    continue;
                }
                None => {
                    // The quote is taken to end with its line.
                    scan.problems.push(error::open_quote(here));
                    scan.is_open = true;
                    let end = at + rest.find('\n').unwrap_or(rest.len());
                    if folded.text.get(end..end + 1) == Some("\n") {
                        folded.text.replace_range(end..end + 1, if letter == '"' { "\"" } else { " " });
                        if letter == '“' {
                            super::blank(folded, at..end);
                        }
                        at = end + 1;
                        line_is_blank = true;
                        continue;
                    }
                    super::blank(folded, at..end);
                    at = end;
                    continue;
                }
            },
            '|' => {
                let gap: usize = rest.bytes().skip(1).take_while(|it| *it == b' ').count();
                // Rows may stand side by side; a row with as many bars as the line before it has lost a cell.
                if rest.as_bytes().get(gap + 1) == Some(&b'|') && is_one_row(&folded.text, at) {
                    let place = at..at + gap + 2;
                    scan.problems.push(error::empty_cell(span(folded, file, place)));
                    if gap > 0 {
                        // The row keeps its number of cells.
                        folded.text.replace_range(at + 1..at + 2, "-");
                    }
                }
            }
            '{' | '(' => {
                scan.braces.push((at, open.len(), true));
                open.push((at, letter));
                if open.len() == DEEPEST {
                    scan.problems.push(error::too_deep(here));
                    let end = folded.text.len();
                    super::blank(folded, at..end);
                    open.pop();
                    break;
                }
            }
            '}' | ')' => {
                let opener = if letter == '}' { '{' } else { '(' };
                match open.last() {
                    Some((place, it)) if *it == opener => {
                        let left = line_is_blank_before(&folded.text, at)
                            && indent(&folded.text, at) < indent(&folded.text, *place);
                        if letter == '}' && left && unclosed.is_none() {
                            unclosed = Some(*place);
                        }
                        open.pop();
                        scan.braces.push((at, open.len(), false));
                    }
                    // A brace closes what was opened inside it.
                    Some((inner, '(')) if opener == '{' && open.iter().any(|it| it.1 == '{') => {
                        scan.problems.push(error::open_brace(span(folded, file, *inner..*inner + 1), '('));
                        let inner = *inner;
                        super::blank(folded, inner..inner + 1);
                        open.pop();
                        continue;
                    }
                    _ => {
                        scan.problems.push(error::stray_brace(here, letter));
                        super::blank(folded, at..at + 1);
                        if letter == '}' {
                            scan.strays.push(at);
                        }
                    }
                }
            }
            _ => {}
        }
        at += letter.len_utf8();
    }
    let is_too_deep = open.len() + 1 >= DEEPEST;
    for (place, brace) in open.into_iter().rev() {
        folded.text.push(if brace == '{' { '}' } else { ')' });
        if is_too_deep {
            continue;
        }
        scan.is_open = true;
        let place = unclosed.take().filter(|_| brace == '{').unwrap_or(place);
        scan.problems.push(error::open_brace(span(folded, file, place..place + 1), brace));
    }
    scan
}

impl Scan {
    /// Where the heading of a provision without its brace stands, if its block begins at a place and a brace was left
    /// over further down: the brace is put in and the other one back, so that the rest is read as it was meant.
    pub fn opened(&mut self, folded: &mut Folded, at: usize) -> Option<Range<usize>> {
        let start = self.starts.iter().rev().find(|it| it.0 < at)?.0;
        let end = start + folded.text.get(start..at)?.trim_end().len();
        let stray = self.strays.pop_if(|it| *it > at && end < at)?;
        folded.text.replace_range(end..end + 1, "{");
        folded.text.replace_range(stray..stray + 1, "}");
        Some(start..end)
    }

    /// The piece of the copy that holds the statement around a place and nothing that can be read without it.
    pub fn statement_around(&self, text: &str, at: usize) -> Range<usize> {
        let at_line_start = line_is_blank_before(text, at);
        let closes = text.get(at..).is_some_and(|it| it.starts_with(['}', ')']));
        let last = self.starts.iter().rev().find(|it| it.0 <= at).map(|it| it.0);
        let start = match last {
            Some(start) if !at_line_start || closes || start == at => start,
            _ => at,
        };
        let depth = self.depth(start);
        let next = self.starts.iter().find(|it| it.0 > start.max(at.min(text.len())) && it.1 <= depth).map(|it| it.0);
        let close = self.braces.iter().find(|it| it.0 >= start && !it.2 && it.1 < depth).map(|it| it.0);
        let end = next.into_iter().chain(close).min().unwrap_or(text.len());
        let whole = text.get(start..end).map_or(end, |it| start + it.trim_end().len());
        start..whole.max(at).min(text.len())
    }

    /// How many braces are open at a place.
    fn depth(&self, at: usize) -> usize {
        let last = self.braces.iter().rev().find(|it| it.0 < at);
        last.map_or(0, |it| if it.2 { it.1 + 1 } else { it.1 })
    }
}

/// Whether nothing stands before a place on its line.
fn line_is_blank_before(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|it| it.trim().is_empty())
}

/// How far to the right the line of a place begins.
fn indent(text: &str, at: usize) -> usize {
    text.get(line_start(text, at)..at).map_or(0, |it| it.len() - it.trim_start().len())
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1)
}

/// Whether the line around a bar holds one row: it begins with a bar and has as many as the line before it.
fn is_one_row(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let end = at + after.find('\n').unwrap_or(after.len());
    let line = text.get(start..end).unwrap_or_default().trim();
    let above = text.get(..start).unwrap_or_default().trim_end().lines().next_back().unwrap_or_default().trim();
    let bars = |it: &str| if it.starts_with('|') { it.matches('|').count() } else { 0 };
    bars(line) > 0 && bars(line) == bars(above)
}

fn starts_statement(rest: &str) -> bool {
    super::begins(Rule::starts, rest).is_some()
}

/// How long the text in quotes is, with its quotes.
fn string_end(rest: &str, odd_quotes: bool) -> Option<usize> {
    let (_, len) = super::begins(Rule::quoted, rest)?;
    if odd_quotes && rest.starts_with('"') {
        let runs_on = rest.get(..len)?.match_indices('\n').any(|(line, _)| {
            rest.get(line..).is_some_and(|it| {
                let it = it.trim_start();
                it.starts_with('}') || starts_statement(it)
            })
        });
        if runs_on {
            return None;
        }
    }
    Some(len)
}
