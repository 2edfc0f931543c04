//! `check`

use super::args::CheckArgs;
use super::guards::{finish, over};
use super::{Exit, Host};
use crate::findings::{Guard, Looked};
use crate::lang::Lang;

/// Checks rule files, each with its own world.
pub fn check(args: &CheckArgs, lang: Lang, host: &mut Host) -> Exit {
    let found =
        over(&args.paths, lang, host, |seen, _| vec![Looked::at(Guard::Check, seen.source.name, seen.problems)]);
    match found {
        Ok((findings, exit)) => finish(&findings, exit, &args.report, lang, host),
        Err(exit) => exit,
    }
}
