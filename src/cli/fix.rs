//! `fix`

use std::path::Path;

use super::args::{FixArgs, Inputs};
use super::difference::difference;
use super::disk::{Disk, rule_files, typed};
use super::guards::look_at;
use super::lint::lints;
use super::{Exit, Host, tell};
use crate::lang::Lang;
use crate::lint::{Mended, mend};
use crate::problem::{Problem, Severity};
use crate::source::{Source, Sources};

/// Mends files in place, or standard input to standard output.
pub fn fix(args: &FixArgs, lang: Lang, host: &mut Host) -> Exit {
    let disk = Disk::default();
    let refuse = |problem: Problem, host: &mut Host| {
        tell(host, lang, &[problem], &Sources::default());
        Exit::CannotRun
    };
    if args.paths.iter().any(|it| it == Path::new("-")) {
        let source = match typed("-", host.input) {
            Ok(source) => source,
            Err(problem) => return refuse(problem, host),
        };
        let mended = mended(&source, &disk);
        if !args.check && !args.diff {
            let _ = host.out.write_all(mended.text.as_bytes());
            return Exit::Fine;
        }
        return show(args, &source, &mended, lang, host);
    }
    let files = match rule_files(&args.paths) {
        Ok(files) => files,
        Err(problem) => return refuse(problem, host),
    };
    let mut exit = Exit::Fine;
    let mut count = 0;
    for path in files {
        let source = match disk.source(&path) {
            Ok(source) => source,
            Err(problem) => {
                exit = exit.and(refuse(problem, host));
                continue;
            }
        };
        let mended = mended(&source, &disk);
        count += mended.count;
        if args.check || args.diff {
            exit = exit.and(show(args, &source, &mended, lang, host));
        } else if mended.count > 0 {
            let (name, number) = (path.display(), mended.count);
            match super::write(&path, &mended.text) {
                Ok(()) => {
                    let _ = match lang {
                        Lang::Vi => writeln!(host.out, "{name}: đã sửa {number} chỗ"),
                        Lang::En => writeln!(host.out, "{name}: fixed: {number}"),
                    };
                }
                Err(problem) => exit = exit.and(refuse(problem, host)),
            }
        }
    }
    if count == 0 && !args.diff && exit == Exit::Fine {
        let _ = writeln!(host.out, "{}", lang.pick("không có gì để sửa", "nothing to fix"));
    }
    exit
}

/// The text with the safe edits of what `check` and `lint` find and the file does not ignore.
fn mended(source: &Source, disk: &Disk) -> Mended {
    mend(source, |source| {
        // Without inputs there is no file that cannot be read.
        let Ok(seen) = look_at(source.clone(), &Inputs::default(), disk) else { return Vec::new() };
        let silences = seen.silences();
        let ignored = |it: &Problem| it.severity != Severity::Error && silences.iter().any(|silence| silence.is_of(it));
        let lints = lints(&seen);
        seen.problems.list.into_iter().chain(lints).filter(|it| !ignored(it)).collect()
    })
}

/// What would change; the exit code that `--check` asks for.
fn show(args: &FixArgs, source: &Source, mended: &Mended, lang: Lang, host: &mut Host) -> Exit {
    if *mended.text == *source.text {
        return Exit::Fine;
    }
    if args.diff {
        let _ = write!(host.out, "{}", difference(&source.name, &source.text, &mended.text));
    } else {
        let _ = writeln!(host.out, "{}: {}", source.name, lang.pick("sẽ thay đổi", "would change"));
    }
    if args.check { Exit::WrongRules } else { Exit::Fine }
}
