//! The prompt: ask for verdicts, assume, see what flips. [`Session`] answers lines and does nothing else; the editing
//! of lines is rustyline's.

mod assumptions;
mod commands;
mod editor;
mod script;
mod session;
mod stack;

use std::path::Path;

pub use script::run;
pub use session::{Reply, Session};

use crate::cli::{Disk, Exit, Host, Inputs, ReplArgs, ready};
use crate::lang::Lang;

/// Runs the prompt until the end of input.
pub fn repl(args: &ReplArgs, lang: Lang, host: &mut Host) -> Exit {
    let mut session = match open(args.rule.as_deref(), &args.inputs, lang, host) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    if host.interactive {
        return editor::run(&mut session, host);
    }
    // Lines that are piped in get the same answers.
    let mut text = String::new();
    if host.input.read_to_string(&mut text).is_err() {
        return Exit::CannotRun;
    }
    script::answer(&mut session, &text, host);
    Exit::Fine
}

/// A conversation about a rule file, if one is named, and its counts.
fn open(rule: Option<&Path>, inputs: &Inputs, lang: Lang, host: &mut Host) -> Result<Session, Exit> {
    let Some(rule) = rule else { return Ok(Session::empty(lang)) };
    let ready = ready(rule, inputs, &Disk::default(), lang, host)?;
    Session::new(ready.plan, ready.tally, ready.env, lang).map_err(|problems| {
        crate::cli::tell(host, lang, &problems, &crate::source::Sources::default());
        Exit::CannotRun
    })
}
