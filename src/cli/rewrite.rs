//! Rule files written anew, in place: what `fmt` and `fix` do.

use std::path::PathBuf;

use super::disk::{Disk, rule_files};
use super::guards::refuse;
use super::{Exit, Host};
use crate::lang::Lang;
use crate::source::Source;

/// A new text, and what is told once it is written.
pub type New = (String, String);

/// Gives every rule file of the paths the text that `new` makes of it; none: it stays. Errors of `new` and files that
/// cannot be read or written make the exit code; the other files are written all the same.
pub fn rewrite(
    paths: &[PathBuf],
    lang: Lang,
    host: &mut Host,
    mut new: impl FnMut(&Source, &mut Host) -> Result<Option<New>, Exit>,
) -> Exit {
    let files = match rule_files(paths) {
        Ok(files) => files,
        Err(problem) => return refuse(problem, lang, host),
    };
    let disk = Disk::default();
    let mut exit = Exit::Fine;
    for path in files {
        let made = match disk.source(&path) {
            Ok(source) => new(&source, host),
            Err(problem) => Err(refuse(problem, lang, host)),
        };
        match made {
            Ok(None) => {}
            Ok(Some((text, said))) => match super::write(&path, &text) {
                Ok(()) => {
                    let _ = writeln!(host.out, "{}: {said}", path.display());
                }
                Err(problem) => exit = exit.and(refuse(problem, lang, host)),
            },
            Err(stopped) => exit = exit.and(stopped),
        }
    }
    exit
}
