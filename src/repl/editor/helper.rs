//! What the editor asks while a line is typed: what completes it, what the hint is, how it looks, whether it is whole.

use std::borrow::Cow;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::history::SearchDirection;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::paint::{self, GREY, PLAIN};
use super::paths::paths;
use crate::lang::Lang;
use crate::repl::entries::unfinished;
use crate::repl::names::Names;
use crate::text::key;

/// Helps to type.
pub struct Typing {
    /// What can be typed by name.
    pub names: Names,
    /// The language of hints.
    pub lang: Lang,
    /// Whether lines are coloured.
    pub colour: bool,
}

impl Helper for Typing {}

impl Completer for Typing {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let found = self.names.complete(line.get(..pos).unwrap_or(line), &paths);
        let pair = |(display, replacement)| Pair { display, replacement };
        Ok((found.start, found.list.into_iter().map(pair).collect()))
    }
}

/// What stands grey behind the cursor.
#[derive(Debug, PartialEq, Eq)]
pub struct Rest {
    text: String,
    /// Whether it can be taken: what a command takes is told only.
    taken: bool,
}

impl Hint for Rest {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        self.taken.then_some(self.text.as_str())
    }
}

impl Hinter for Typing {
    type Hint = Rest;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<Rest> {
        if line.is_empty() || pos < line.len() {
            return None;
        }
        if let Some(takes) = Names::takes(line, self.lang) {
            return Some(Rest { text: takes.to_owned(), taken: false });
        }
        let rest = self.rest(line).or_else(|| {
            let last = context.history_index().checked_sub(1)?;
            let found = context.history().starts_with(line, last, SearchDirection::Reverse).ok()??;
            found.entry.get(line.len()..).filter(|it| !it.contains('\n')).map(str::to_owned)
        });
        rest.filter(|it| !it.is_empty()).map(|text| Rest { text, taken: true })
    }
}

impl Typing {
    /// The rest of the only name that goes on as the line ends, accents or not.
    fn rest(&self, line: &str) -> Option<String> {
        let found = self.names.complete(line, &paths);
        let [(_, put)] = found.list.as_slice() else { return None };
        let typed = line.get(found.start..)?;
        let letters = key(typed).chars().count() + typed.len() - typed.trim_end().len();
        let (begun, rest) = put.split_at(put.char_indices().nth(letters).map_or(put.len(), |it| it.0));
        (crate::text::plain(begun) == crate::text::plain(typed)).then(|| rest.to_owned())
    }
}

impl Validator for Typing {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        // Only what is typed last can be unfinished: a paste may hold several entries.
        let open = unfinished(text);
        Ok(if open { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Highlighter for Typing {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if self.colour { paint::paint(line, pos, &self.names).into() } else { line.into() }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.colour { format!("{GREY}{prompt}{PLAIN}").into() } else { prompt.into() }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour { format!("{GREY}{hint}{PLAIN}").into() } else { hint.into() }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.colour
    }
}
