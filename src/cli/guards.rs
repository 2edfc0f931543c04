//! What the guards of rule files share: each file is read, checked and bound once, files are looked at on all cores,
//! and one report comes out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::ReportArgs;
use super::disk::{Disk, rule_files};
use super::{Exit, Host, tell};
use crate::check;
use crate::findings::{Findings, Guard, Looked};
use crate::lang::Lang;
use crate::plan::{Plan, Replace, bind, world};
use crate::problem::{Problem, Problems, Severity};
use crate::report::findings::{Style, report};
use crate::source::{Source, Sources};

/// A rule file, read, checked and bound as far as it goes.
pub struct Seen {
    /// Its text.
    pub source: Source,
    /// What was found on the way, with all texts that it uses.
    pub problems: Problems,
    /// The plan, where nothing is wrong.
    pub plan: Option<Plan>,
}

/// Reads, checks and binds a rule file. Errors: it cannot be read.
pub fn see(path: &Path, disk: &Disk) -> Result<Seen, Problem> {
    let source = disk.source(path)?;
    let checked = check::check(&source, disk);
    let mut problems = checked.problems;
    let mut plan = None;
    // A file with errors is looked at as far as it goes, so that all are told in one run.
    let whole = checked.program.is_some();
    if let Some(program) = checked.program.or(checked.draft) {
        let (world, found) = world(&program, disk, &Replace::default());
        let readable = found.is_empty();
        problems.list.extend(found);
        if readable {
            let bound = bind(Arc::new(program), Arc::new(world));
            problems.list.extend(bound.problems);
            plan = bound.plan.filter(|_| whole);
        }
    }
    Ok(Seen { source, problems, plan })
}

/// The looks at one file, or why it could not be read.
type Looks = Result<Vec<Looked>, Problem>;

/// Looks at every rule file of the paths, on all cores; the order is that of the paths. A file that cannot be read is
/// told, and the exit code says so. Errors: there is no file.
pub fn over(
    paths: &[PathBuf],
    lang: Lang,
    host: &mut Host,
    look: impl Fn(Seen, &Disk) -> Vec<Looked> + Sync,
) -> Result<(Findings, Exit), Exit> {
    let files = rule_files(paths).map_err(|it| {
        tell(host, lang, &[it], &Sources::default());
        Exit::CannotRun
    })?;
    let all: Vec<Looks> = super::cores::each(&files, |path| {
        let disk = Disk::default();
        see(path, &disk).map(|seen| look(seen, &disk))
    });
    let mut findings = Findings::default();
    let mut exit = Exit::Fine;
    for looks in all {
        match looks {
            Ok(looks) => findings.looks.extend(looks),
            Err(problem) => {
                tell(host, lang, &[problem], &Sources::default());
                exit = Exit::CannotRun;
            }
        }
    }
    Ok((findings, exit))
}

/// Writes the report; the exit code that findings and `so_far` make together.
pub fn finish(findings: &Findings, so_far: Exit, args: &ReportArgs, lang: Lang, host: &mut Host) -> Exit {
    let colour = host.colour && args.output.is_none();
    let style = Style { form: args.format.into(), lang, colour, width: host.width };
    let text = report(findings, style);
    let written = match &args.output {
        None => host.out.write_all(text.as_bytes()).map_or(Exit::CannotRun, |()| Exit::Fine),
        Some(path) => match super::write(path, &text) {
            Ok(()) => Exit::Fine,
            Err(problem) => {
                tell(host, lang, &[problem], &Sources::default());
                Exit::CannotRun
            }
        },
    };
    written.and(so_far).and(verdict(findings, args.fail_level.into()))
}

/// The exit code of findings: failed tests are a negative result, all else is wrong rules.
pub fn verdict(findings: &Findings, level: Severity) -> Exit {
    let failed = findings.looks.iter().filter(|it| !it.passed(level));
    let each = failed.map(|it| if it.guard == Guard::Test { Exit::Negative } else { Exit::WrongRules });
    each.fold(Exit::Fine, Exit::and)
}
