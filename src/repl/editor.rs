//! The terminal side of the prompt: editing, history, completion of names without accents.

use std::path::PathBuf;

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};

use super::session::{Reply, Session};
use crate::cli::{Exit, Host};
use crate::report::Style;
use crate::text::plain;

/// Completes names.
struct Names {
    names: Vec<String>,
}

impl Completer for Names {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..pos).unwrap_or(line);
        Ok(complete(&self.names, before))
    }
}

/// The names that continue a line, and where they start in it: the longest end of the line that some name starts with.
fn complete(names: &[String], before: &str) -> (usize, Vec<Pair>) {
    let starts = before
        .char_indices()
        .filter(|(at, _)| *at == 0 || before.get(..*at).is_some_and(|it| it.ends_with([' ', '='])));
    for (start, _) in starts {
        let wanted = plain(before.get(start..).unwrap_or_default());
        if wanted.is_empty() {
            continue;
        }
        let fits = names.iter().filter(|it| plain(it).starts_with(&wanted));
        let pairs: Vec<Pair> = fits.map(|it| Pair { display: it.clone(), replacement: it.clone() }).collect();
        if !pairs.is_empty() {
            return (start, pairs);
        }
    }
    (before.len(), Vec::new())
}

impl Hinter for Names {
    type Hint = String;
}
impl Highlighter for Names {}
impl Validator for Names {}
impl Helper for Names {}

/// Reads lines until the end.
pub fn run(session: &mut Session, host: &mut Host) -> Exit {
    session.style = Style { plain: false, colour: host.colour, width: host.width };
    let config = Config::builder().auto_add_history(true).max_history_size(10_000).map(|it| it.build());
    let editor = config.and_then(Editor::<Names, DefaultHistory>::with_config);
    let Ok(mut editor) = editor else { return Exit::CannotRun };
    editor.set_helper(Some(Names { names: session.names() }));
    let history = history();
    if let Some(path) = &history {
        let _ = editor.load_history(path);
    }
    loop {
        match editor.readline(&session.prompt()) {
            Ok(line) => match session.step(&line) {
                Reply::Text(text) => {
                    let _ = write!(host.out, "{text}");
                    let _ = host.out.flush();
                }
                Reply::Leave => break,
            },
            // The first Ctrl-C drops the line; the end of input leaves.
            Err(ReadlineError::Interrupted) => {}
            Err(_) => break,
        }
    }
    if let Some(path) = &history {
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = editor.append_history(path);
    }
    Exit::Fine
}

/// Where the history is kept.
fn history() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let state =
        set("XDG_STATE_HOME").or_else(|| set("HOME").map(|it| it.join(".local/state"))).or_else(|| set("APPDATA"));
    state.map(|it| it.join("chitieu").join("history"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_complete_without_accents() {
        let names = ["huyện Diên Khánh".to_owned(), "dm_thay_thế".to_owned(), ":giải-thích".to_owned()];
        let found = |before: &str| {
            let (start, pairs) = complete(&names, before);
            (start, pairs.into_iter().map(|it| it.replacement).collect::<Vec<_>>())
        };
        assert_eq!(found("huyen dien k"), (0, vec!["huyện Diên Khánh".to_owned()]));
        assert_eq!(found(":giai"), (0, vec![":giải-thích".to_owned()]));
        assert_eq!(found(":why huyen"), (5, vec!["huyện Diên Khánh".to_owned()]));
        assert_eq!(found("dm_thay"), (0, vec!["dm_thay_thế".to_owned()]));
    }
}
