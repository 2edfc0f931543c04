//! `check`

use super::args::CheckArgs;
use super::disk::Disk;
use super::guards::{Seen, run};
use super::{Exit, Host};
use crate::findings::{Guard, Looked};
use crate::lang::Lang;

/// Checks rule files, each with its own world.
pub fn check(args: &CheckArgs, lang: Lang, host: &mut Host) -> Exit {
    run(&args.paths, &args.report, lang, host, look)
}

/// What was found on the way to the plan.
pub fn look(seen: &Seen, _: &Disk, _: Lang) -> Vec<Looked> {
    vec![Looked::at(Guard::Check, &seen.source.name, seen.problems.clone())]
}
