//! Scripts: lines of the prompt in a file.

use super::desk::Desk;
use super::entries::Entries;
use crate::cli::{Disk, Exit, Host, RunArgs, tell};
use crate::lang::Lang;
use crate::query::line_failed;
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
    let mut desk = Desk::new(lang);
    if let Some(rule) = &args.rule
        && let Err(exit) = desk.open(rule, &args.inputs, false, host)
    {
        return exit;
    }
    desk.session.mode = args.form.format.into();
    let failed = answer(&mut desk, &script.text, host);
    let name = &script.name;
    let problems: Vec<_> = failed.iter().map(|(line, text)| line_failed(name, *line, text)).collect();
    tell(host, lang, &problems, &Sources::default());
    if problems.is_empty() { Exit::Fine } else { Exit::CannotRun }
}

/// Answers the entries of a text; returns those that had no answer, each with the number of its first line.
pub fn answer(desk: &mut Desk, text: &str, host: &mut Host) -> Vec<(usize, String)> {
    let mut failed = Vec::new();
    let mut entries = Entries::default();
    let mut first = 1;
    // Some editors put a mark before the first letter.
    let lines = text.trim_start_matches('\u{feff}').lines().map(Some).chain([None]);
    for (at, line) in lines.enumerate() {
        let entry = match line {
            Some(line) => entries.line(line),
            None => entries.end(),
        };
        if let Some(entry) = &entry {
            desk.history.add(entry);
            if !desk.entry(entry, host) {
                break;
            }
            if desk.failed {
                failed.push((first, entry.clone()));
            }
        }
        if entry.is_some() || line.is_some_and(|it| it.trim().is_empty()) {
            first = at + 2;
        }
    }
    failed
}
