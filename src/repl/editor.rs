//! The terminal side of the prompt: reads entries with rustyline.

mod helper;
mod paint;
mod paths;

use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Cmd, CompletionType, Config, Editor, KeyCode, KeyEvent, Modifiers, Movement, Word};

use super::desk::Desk;
use super::entries::Entries;
use crate::cli::{Exit, Host};
use crate::lang::Lang;
use crate::report::Style;
use helper::Typing;

/// Reads entries until the end.
pub fn run(desk: &mut Desk, lang: Lang, host: &mut Host) -> Exit {
    let fixed = std::env::var("COLUMNS").is_ok();
    desk.at_terminal(Style { plain: false, colour: host.colour, width: host.width });
    let Some(mut editor) = editor(desk, lang, host.colour) else { return Exit::CannotRun };
    let mut project = desk.project();
    let mut dropped = false;
    loop {
        // The second of two that come fast is pressed before the next line can be typed.
        if desk.was_interrupted() && dropped {
            return Exit::Fine;
        }
        if let (false, Some(size)) = (fixed, terminal_size::terminal_size()) {
            desk.session.style.width = size.0.0;
        }
        match editor.readline(&desk.session.prompt(usize::from(desk.session.style.width))) {
            Ok(text) => {
                dropped = false;
                let _ = editor.add_history_entry(crate::text::nfc(&text));
                // What is pasted may be several entries; it is recalled as the one it was.
                desk.history.add(&text);
                for entry in Entries::of(&text) {
                    if !desk.entry(&entry, host) {
                        return Exit::Fine;
                    }
                }
                if let Some(it) = editor.helper_mut() {
                    it.names = desk.session.names();
                }
                if desk.project() != project {
                    project = desk.project();
                    recall(&mut editor, desk);
                }
            }
            Err(ReadlineError::Interrupted) if dropped => return Exit::Fine,
            Err(ReadlineError::Interrupted) => {
                dropped = true;
                let _ = writeln!(host.err, "{}", lang.pick("(Ctrl-C lần nữa để thoát)", "(Ctrl-C again leaves)"));
            }
            Err(ReadlineError::Eof) => return Exit::Fine,
            Err(_) => return Exit::CannotRun,
        }
    }
}

fn editor(desk: &Desk, lang: Lang, colour: bool) -> Option<Editor<Typing, MemHistory>> {
    let config = Config::builder()
        .auto_add_history(false)
        .history_ignore_dups(true)
        .ok()?
        .max_history_size(10_000)
        .ok()?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::with_history(config, history).ok()?;
    editor.set_helper(Some(Typing { names: desk.session.names(), lang, colour }));
    // A word is what stands between blanks: accents that stand apart are no ends of words.
    let word = Cmd::Kill(Movement::BackwardWord(1, Word::Big));
    editor.bind_sequence(KeyEvent(KeyCode::Backspace, Modifiers::ALT), word);
    recall(&mut editor, desk);
    Some(editor)
}

/// Puts the history of the project into the editor.
fn recall(editor: &mut Editor<Typing, MemHistory>, desk: &Desk) {
    let _ = editor.clear_history();
    for it in &desk.history.entries {
        let _ = editor.add_history_entry(it);
    }
}
