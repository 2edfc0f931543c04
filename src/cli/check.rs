//! `check`

use std::sync::Arc;

use super::args::{CheckArgs, ProblemFormat};
use super::disk::{Disk, rule_files};
use super::{Exit, Host, tell};
use crate::check;
use crate::lang::Lang;
use crate::plan::{Replace, bind, world};
use crate::problem::{Problem, Severity};
use crate::report;
use crate::source::Sources;

/// Checks rule files, each with its own world.
pub fn check(args: &CheckArgs, lang: Lang, host: &mut Host) -> Exit {
    let files = match rule_files(&args.paths) {
        Ok(files) => files,
        Err(problem) => {
            tell(host, lang, &[problem], &Sources::default());
            return Exit::CannotRun;
        }
    };
    let disk = Disk::default();
    let mut exit = Exit::Fine;
    let mut json = Vec::new();
    let (mut errors, mut warnings) = (0, 0);
    for path in &files {
        let source = match disk.source(path) {
            Ok(source) => source,
            Err(problem) => {
                tell(host, lang, &[problem], &Sources::default());
                exit = exit.and(Exit::CannotRun);
                continue;
            }
        };
        let checked = check::check(&source, &disk);
        let sources = checked.problems.sources;
        let mut problems = checked.problems.list;
        // A file with errors is looked at as far as it goes, so that all are told in one run.
        if let Some(program) = checked.program.or(checked.draft) {
            let (world, found) = world(&program, &disk, &Replace::default());
            let readable = found.is_empty();
            problems.extend(found);
            if readable {
                problems.extend(bind(Arc::new(program), Arc::new(world)).problems);
            }
        }
        errors += count(&problems, Severity::Error);
        warnings += count(&problems, Severity::Warning);
        if problems.iter().any(|it| it.severity == Severity::Error) {
            exit = exit.and(Exit::WrongRules);
        }
        let text = match args.format {
            ProblemFormat::Text => report::problems(&problems, &sources, lang, host.colour, host.width),
            ProblemFormat::Plain => report::problems_plain(&problems, &sources, lang),
            ProblemFormat::Json => {
                json.push(report::problems_json(&problems, &sources, lang));
                continue;
            }
        };
        let _ = host.out.write_all(text.as_bytes());
    }
    if args.format == ProblemFormat::Json {
        let all: Vec<serde_json::Value> =
            json.iter().filter_map(|it| serde_json::from_str::<Vec<serde_json::Value>>(it).ok()).flatten().collect();
        let _ = writeln!(host.out, "{}", serde_json::to_string_pretty(&all).unwrap_or_default());
    } else {
        let number = files.len();
        let _ = match lang {
            Lang::Vi => writeln!(host.out, "{number} tệp: {errors} lỗi, {warnings} cảnh báo."),
            Lang::En => writeln!(host.out, "files: {number}; errors: {errors}; warnings: {warnings}."),
        };
    }
    exit
}

fn count(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|it| it.severity == severity).count()
}
