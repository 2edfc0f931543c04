//! Scripts: lines of the prompt in a file.

use super::session::{Reply, Session};
use crate::cli::{AnswerFormat, Disk, Exit, Host, RunArgs, tell};
use crate::lang::Lang;
use crate::query::line_failed;
use crate::report::Mode;
use crate::source::Sources;

/// Runs a script: prints what its lines print when they are piped into the prompt. A line without an answer is told
/// where messages go, and the exit code says so at the end.
pub fn run(args: &RunArgs, lang: Lang, host: &mut Host) -> Exit {
    let script = match Disk::default().source(&args.script) {
        Ok(script) => script,
        Err(problem) => {
            tell(host, lang, &[problem], &Sources::default());
            return Exit::CannotRun;
        }
    };
    let mut session = match super::open(args.rule.as_deref(), &args.inputs, lang, host) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    session.mode = mode(args.format);
    let failed = answer(&mut session, &script.text, host);
    let name = &script.name;
    let problems: Vec<_> = failed.iter().map(|(line, text)| line_failed(name, *line, text)).collect();
    tell(host, lang, &problems, &Sources::default());
    if problems.is_empty() { Exit::Fine } else { Exit::CannotRun }
}

/// Answers the lines of a text; returns those that had no answer, with their numbers from 1.
pub fn answer(session: &mut Session, text: &str, host: &mut Host) -> Vec<(usize, String)> {
    let mut failed = Vec::new();
    for (at, line) in text.lines().enumerate() {
        match session.step(line) {
            Reply::Text(text) => {
                let _ = write!(host.out, "{text}");
            }
            Reply::Leave => break,
        }
        if session.failed {
            failed.push((at + 1, line.trim().to_owned()));
        }
    }
    failed
}

fn mode(format: AnswerFormat) -> Mode {
    match format {
        AnswerFormat::Table => Mode::Table,
        AnswerFormat::Plain => Mode::Plain,
        AnswerFormat::Csv => Mode::Csv,
        AnswerFormat::Json => Mode::Json,
        AnswerFormat::Markdown => Mode::Markdown,
        AnswerFormat::Html => Mode::Html,
    }
}
