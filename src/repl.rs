//! The prompt: ask for verdicts, assume, see what flips. [`Session`] answers lines and does nothing else; [`Desk`] holds
//! the files round it and says where answers go; the editing of lines is rustyline's.

mod assumptions;
mod commands;
mod desk;
mod editor;
mod entries;
mod help;
mod history;
mod names;
mod pager;
mod script;
mod session;
mod stop;

pub use desk::Desk;
pub use entries::Entries;
pub use script::run;
pub use session::{Answered, Session};

use crate::cli::{Exit, Host, ReplArgs};
use crate::lang::Lang;

/// Runs the prompt until the end of input.
pub fn repl(args: &ReplArgs, lang: Lang, host: &mut Host) -> Exit {
    let mut desk = Desk::new(lang);
    if let Some(rule) = &args.rule
        && let Err(exit) = desk.open(rule, &args.inputs, false, host)
    {
        return exit;
    }
    if host.interactive {
        return editor::run(&mut desk, lang, host);
    }
    // Lines that are piped in get the same answers.
    let mut text = String::new();
    if host.input.read_to_string(&mut text).is_err() {
        return Exit::CannotRun;
    }
    script::answer(&mut desk, &text, host);
    Exit::Fine
}
