//! `test`

use super::args::TestArgs;
use super::disk::Disk;
use super::guards::{Seen, finish, over};
use super::{Exit, Host, tell};
use crate::findings::{Guard, Looked};
use crate::lang::Lang;
use crate::problem::Problems;
use crate::source::Sources;
use crate::trial;

/// Runs the tests inside rule files.
pub fn test(args: &TestArgs, lang: Lang, host: &mut Host) -> Exit {
    let asked = |seen: Seen, disk: &Disk| {
        let mut looks = match seen.problems.list.is_empty() {
            true => Vec::new(),
            false => vec![Looked::at(Guard::Check, &seen.source.name, seen.problems.clone())],
        };
        looks.extend(looks_at(&seen, disk, args, lang));
        looks
    };
    let (findings, mut exit) = match over(&args.paths, lang, host, asked) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    if let Some(pattern) = &args.run
        && !findings.looks.iter().any(|it| it.guard == Guard::Test && it.part.is_some())
    {
        tell(host, lang, &[trial::none_called(pattern)], &Sources::default());
        exit = exit.and(Exit::CannotRun);
    }
    finish(&findings, exit, &args.report, lang, host)
}

/// A look for each test of a file; one at the whole file where it has none.
pub fn looks_at(seen: &Seen, disk: &Disk, args: &TestArgs, lang: Lang) -> Vec<Looked> {
    let name = &seen.source.name;
    let Some(plan) = &seen.plan else { return Vec::new() };
    if plan.program.tests.is_empty() {
        return vec![Looked::at(Guard::Test, name, Problems::default())];
    }
    let wanted = plan.program.tests.iter().filter(|it| args.run.as_ref().is_none_or(|of| trial::is_called(it, of)));
    let mut looks: Vec<Looked> = Vec::new();
    for test in wanted {
        let mut shown = if looks.is_empty() { format!("{name}\n") } else { String::new() };
        let mut list = Vec::new();
        if args.list_tests {
            shown += &format!("  {}\n", test.title);
        } else {
            list = trial::run(plan, test, disk).problems;
            let word = if list.is_empty() { lang.pick("đạt ", "pass") } else { lang.pick("HỎNG", "FAIL") };
            shown += &format!("  {word} {}\n", test.title);
        }
        let problems = Problems { sources: plan.program.sources.clone(), list };
        let part = Some(test.title.clone());
        looks.push(Looked { part, shown, ..Looked::at(Guard::Test, name, problems) });
    }
    looks
}
