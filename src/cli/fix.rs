//! `fix`

use std::path::Path;

use super::args::{FixArgs, Inputs};
use super::difference::difference;
use super::disk::{Disk, typed};
use super::guards::{look_at, refuse};
use super::lint::lints;
use super::rewrite::rewrite;
use super::{Exit, Host};
use crate::lang::Lang;
use crate::lint::{Mended, mend};
use crate::problem::{Problem, Severity};
use crate::source::Source;

/// Mends files in place, or standard input to standard output.
pub fn fix(args: &FixArgs, lang: Lang, host: &mut Host) -> Exit {
    let disk = Disk::default();
    let looks = args.check || args.diff;
    if args.paths.iter().any(|it| it == Path::new("-")) {
        let source = match typed("-", host.input) {
            Ok(source) => source,
            Err(problem) => return refuse(problem, lang, host),
        };
        let mended = mended(&source, &disk);
        if looks {
            return show(args, &source, &mended, lang, host);
        }
        let _ = host.out.write_all(mended.text.as_bytes());
        return Exit::Fine;
    }
    let mut count = 0;
    let exit = rewrite(&args.paths, lang, host, |source, host| {
        let mended = mended(source, &disk);
        let number = mended.count;
        count += number;
        if looks {
            return match show(args, source, &mended, lang, host) {
                Exit::Fine => Ok(None),
                exit => Err(exit),
            };
        }
        let said = lang.pick(format!("đã sửa {number} chỗ"), format!("fixed: {number}"));
        Ok((number > 0).then_some((mended.text, said)))
    });
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
