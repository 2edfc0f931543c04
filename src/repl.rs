//! The prompt: ask for verdicts, assume, see what flips. [`Session`] answers lines and does nothing else; the editing
//! of lines is rustyline's.

mod assumptions;
mod commands;
mod editor;
mod session;
mod stack;

use std::io::BufRead as _;

pub use session::{Reply, Session};

use crate::cli::{Disk, Exit, Host, ReplArgs, ready};
use crate::lang::Lang;

/// Runs the prompt until the end of input.
pub fn repl(args: &ReplArgs, lang: Lang, host: &mut Host) -> Exit {
    let disk = Disk::default();
    let mut session = Session::empty(lang);
    if let Some(rule) = &args.rule {
        let ready = match ready(rule, &args.inputs, &disk, lang, host) {
            Ok(ready) => ready,
            Err(exit) => return exit,
        };
        match Session::new(ready.plan, ready.tally, ready.env, lang) {
            Ok(it) => session = it,
            Err(problems) => {
                crate::cli::tell(host, lang, &problems, &crate::source::Sources::default());
                return Exit::CannotRun;
            }
        }
    }
    if host.interactive {
        return editor::run(&mut session, host);
    }
    // Lines that are piped in get the same answers.
    let mut text = String::new();
    if host.input.read_to_string(&mut text).is_err() {
        return Exit::CannotRun;
    }
    for line in text.as_bytes().lines().map_while(Result::ok) {
        match session.step(&line) {
            Reply::Text(text) => {
                let _ = write!(host.out, "{text}");
            }
            Reply::Leave => break,
        }
    }
    Exit::Fine
}
