//! `ci`: every guard over every rule file, in one report.

use super::args::CiArgs;
use super::disk::Disk;
use super::guards::{GUARDS, Seen, run};
use super::{Exit, Host};
use crate::findings::{Guard, Looked, Skip};
use crate::lang::Lang;
use crate::source::FileId;
use crate::syntax::parse;

/// Runs all guards. What cannot be looked at because of what `check` found is told as skipped.
pub fn ci(args: &CiArgs, lang: Lang, host: &mut Host) -> Exit {
    run(&args.paths, &args.report, lang, host, all)
}

fn all(seen: &Seen, disk: &Disk, lang: Lang) -> Vec<Looked> {
    let mut looks = Vec::new();
    for (guard, look) in GUARDS {
        // The layout needs only that the file can be read.
        let possible = match guard {
            Guard::Check => true,
            Guard::Fmt => seen.plan.is_some() || parse(&seen.source, FileId::default()).1.is_empty(),
            Guard::Prove | Guard::Lint | Guard::Test => seen.plan.is_some(),
        };
        if possible {
            // What holds when nothing is wrong is for those who ask the guard itself.
            looks.extend(look(seen, disk, lang).into_iter().map(|it| Looked { shown: String::new(), ..it }));
        } else {
            looks.push(Looked::skipped(*guard, &seen.source.name, Skip::Errors));
        }
    }
    looks
}
