//! `fmt`

use std::path::Path;

use super::args::FmtArgs;
use super::disk::{Disk, rule_files, typed};
use super::{Exit, Host, tell};
use crate::fmt::format;
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::source::{FileId, Source, Sources};
use crate::syntax::{language, parse};

/// Formats files in place, or standard input to standard output; `to`: the language to translate to.
pub fn fmt(args: &FmtArgs, to: Option<Lang>, lang: Lang, host: &mut Host) -> Exit {
    let from_stdin = args.paths.is_empty() || args.paths.iter().any(|it| it == Path::new("-"));
    if from_stdin {
        let source = match typed(host.input) {
            Ok(source) => source,
            Err(problem) => {
                tell(host, lang, &[problem], &Sources::default());
                return Exit::CannotRun;
            }
        };
        return match formatted(&source, to, lang, host) {
            Ok(text) if args.check => changed(&source, &text),
            Ok(text) => {
                let _ = host.out.write_all(text.as_bytes());
                Exit::Fine
            }
            Err(exit) => exit,
        };
    }
    let disk = Disk::default();
    let refuse = |problem: Problem, host: &mut Host| {
        tell(host, lang, &[problem], &Sources::default());
        Exit::CannotRun
    };
    let files = match rule_files(&args.paths) {
        Ok(files) => files,
        Err(problem) => return refuse(problem, host),
    };
    let mut exit = Exit::Fine;
    for path in files {
        let source = match disk.source(&path) {
            Ok(source) => source,
            Err(problem) => {
                exit = exit.and(refuse(problem, host));
                continue;
            }
        };
        match formatted(&source, to, lang, host) {
            Err(failed) => exit = exit.and(failed),
            Ok(text) if *text == *source.text => {}
            Ok(_) if args.check => {
                exit = exit.and(Exit::WrongRules);
                let _ = writeln!(host.out, "{}: {}", path.display(), lang.pick("sẽ thay đổi", "would change"));
            }
            Ok(text) => match std::fs::write(&path, &text) {
                Ok(()) => {
                    let _ = writeln!(host.out, "{}: {}", path.display(), lang.pick("đã định dạng", "formatted"));
                }
                Err(error) => {
                    let (name, why) = (path.display().to_string(), error.to_string());
                    let problem = Problem::nowhere(
                        "CT0010",
                        say!("không ghi được `{name}`: {why}", "cannot write `{name}`: {why}"),
                    );
                    exit = exit.and(refuse(problem, host));
                }
            },
        }
    }
    exit
}

fn changed(source: &Source, text: &str) -> Exit {
    if *text == *source.text { Exit::Fine } else { Exit::WrongRules }
}

/// The formatted text; nothing when the file cannot be read whole, or would say something else afterwards.
fn formatted(source: &Source, to: Option<Lang>, lang: Lang, host: &mut Host) -> Result<String, Exit> {
    let mut sources = Sources::default();
    sources.add(source.clone());
    let (tree, problems) = parse(source, FileId::default());
    if !problems.is_empty() {
        tell(host, lang, &problems, &sources);
        return Err(Exit::WrongRules);
    }
    let text = format(&tree, source, to.unwrap_or_else(|| language(&tree, source)));
    let again = Source::new(source.name.clone(), text.clone());
    let (same, problems) = parse(&again, FileId::default());
    if !problems.is_empty() || same.statements != tree.statements || same.comments.len() != tree.comments.len() {
        let name = &source.name;
        let problem = Problem::nowhere(
            "CT0015",
            say!(
                "định dạng sẽ làm đổi nghĩa `{name}`, nên không ghi gì",
                "formatting would change what `{name}` says, so nothing is written"
            ),
        )
        .help(say!("báo lỗi này kèm theo tệp", "report this with the file"));
        tell(host, lang, &[problem], &Sources::default());
        return Err(Exit::CannotRun);
    }
    Ok(text)
}
