//! What the guards of rule files share: each file is read, checked and bound once, files are looked at on all cores,
//! and one report comes out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Inputs, ReportArgs};
use super::disk::{Disk, rule_files};
use super::prepare::replace;
use super::{Exit, Host, tell};
use crate::check;
use crate::check::Program;
use crate::findings::{Findings, Guard, Looked, Silence};
use crate::lang::Lang;
use crate::plan::{Plan, bind, world};
use crate::problem::{Problem, Problems, Severity};
use crate::report::findings::{Form, Style, report};
use crate::source::{FileId, Source, Sources};
use crate::syntax::silences;

/// A rule file, read, checked and bound as far as it goes.
pub struct Seen {
    /// Its text.
    pub source: Source,
    /// What was found on the way, with all texts that it uses.
    pub problems: Problems,
    /// The program, where the file can be checked.
    pub program: Option<Arc<Program>>,
    /// The plan, where nothing is wrong.
    pub plan: Option<Plan>,
}

impl Seen {
    /// What the file, and those that it uses, order not to be told.
    pub fn silences(&self) -> Vec<Silence> {
        let sources = self.problems.sources.iter().enumerate();
        sources.flat_map(|(at, it)| silences(it, FileId(at as u16))).collect()
    }
}

/// Reads, checks and binds a rule file, to the register and the lists of `inputs` where it names some. Errors: a file
/// cannot be read.
pub fn see(path: &Path, inputs: &Inputs, disk: &Disk) -> Result<Seen, Problem> {
    look_at(disk.source(path)?, inputs, disk)
}

/// Checks and binds the text of a rule file. Errors: a file of `inputs` cannot be read.
pub fn look_at(source: Source, inputs: &Inputs, disk: &Disk) -> Result<Seen, Problem> {
    let checked = check::check(&source, disk);
    let mut problems = checked.problems;
    let (mut plan, mut seen) = (None, None);
    // A file with errors is looked at as far as it goes, so that all are told in one run.
    let whole = checked.program.is_some();
    if let Some(program) = checked.program.or(checked.draft) {
        let program = Arc::new(program);
        seen = whole.then(|| program.clone());
        let (world, found) = world(&program, disk, &replace(&program, inputs, disk)?);
        let readable = found.is_empty();
        problems.list.extend(found);
        if readable {
            let bound = bind(program, Arc::new(world));
            problems.list.extend(bound.problems);
            plan = bound.plan.filter(|_| whole);
        }
    }
    Ok(Seen { source, problems, program: seen, plan })
}

/// What a guard finds in one file.
pub type Look = fn(&Seen, &Disk, Lang) -> Vec<Looked>;

/// The guards that `ci` runs, in the order in which they are worth reading.
pub const GUARDS: &[(Guard, Look)] = &[
    (Guard::Check, super::check::look),
    (Guard::Prove, super::prove::look),
    (Guard::Lint, super::lint::look),
    (Guard::Fmt, |seen, _, _| vec![super::fmt::look(&seen.source, false, None)]),
    (Guard::Test, super::test::look),
];

/// Looks at every rule file of the paths, on all cores; the order is that of the paths. Errors: there is no file.
pub fn over(
    paths: &[PathBuf],
    args: &ReportArgs,
    lang: Lang,
    host: &mut Host,
    look: impl Fn(Seen, &Disk) -> Vec<Looked> + Sync,
) -> Result<Findings, Exit> {
    each(paths, lang, host, |path| {
        let disk = Disk::default();
        see(path, &args.project.inputs, &disk).map(|seen| {
            let silences = seen.silences();
            look(seen, &disk).into_iter().map(|it| it.silenced(&silences)).collect()
        })
    })
}

/// Looks with one guard at every rule file of the paths, and reports.
pub fn run(paths: &[PathBuf], args: &ReportArgs, lang: Lang, host: &mut Host, look: Look) -> Exit {
    match over(paths, args, lang, host, |seen, disk| look(&seen, disk, lang)) {
        Ok(findings) => finish(findings, args, lang, host),
        Err(exit) => exit,
    }
}

/// Like [`over`], of files that `look` reads itself; a file that cannot be read is a finding of its own.
pub fn each(
    paths: &[PathBuf],
    lang: Lang,
    host: &mut Host,
    look: impl Fn(&Path) -> Result<Vec<Looked>, Problem> + Sync,
) -> Result<Findings, Exit> {
    let files = rule_files(paths).map_err(|it| refuse(it, lang, host))?;
    let looks = super::cores::each(&files, |path| {
        look(path).unwrap_or_else(|why| vec![Looked::unread(path.display().to_string(), why)])
    });
    Ok(Findings { looks: looks.into_iter().flatten().collect(), ..Findings::default() })
}

/// Writes the report; the exit code that the findings make.
pub fn finish(findings: Findings, args: &ReportArgs, lang: Lang, host: &mut Host) -> Exit {
    let colour = host.colour && args.output.is_none();
    let findings = &args.project.judge(findings);
    let level = args.level();
    let style = Style { form: args.form(), lang, colour, width: host.width, level };
    let text = report(findings, style);
    if style.form == Form::Github
        && let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY")
        && let Err(problem) =
            super::append(Path::new(&path), &report(findings, Style { form: Form::Markdown, ..style }))
    {
        tell(host, lang, &[problem], &Sources::default());
    }
    // Where the report is not for the eyes of whoever runs the program, what it could not read is told beside it.
    if args.output.is_some() || !matches!(style.form, Form::Text | Form::Plain) {
        for look in findings.looks.iter().filter(|it| it.unread) {
            tell(host, lang, &look.problems.list, &look.problems.sources);
        }
    }
    let written = match &args.output {
        None => host.out.write_all(text.as_bytes()).map_or(Exit::CannotRun, |()| Exit::Fine),
        Some(path) => super::write(path, &text).map_or_else(|it| refuse(it, lang, host), |()| Exit::Fine),
    };
    written.and(verdict(findings, level))
}

/// Tells why something cannot be done at all.
pub fn refuse(problem: Problem, lang: Lang, host: &mut Host) -> Exit {
    tell(host, lang, &[problem], &Sources::default());
    Exit::CannotRun
}

/// The exit code of findings: what cannot be read, failed tests are a negative result, all else is wrong rules.
pub fn verdict(findings: &Findings, level: Severity) -> Exit {
    let failed = findings.looks.iter().filter(|it| !it.passed(level));
    let each = failed.map(|it| match it.guard {
        _ if it.unread => Exit::CannotRun,
        Guard::Test => Exit::Negative,
        _ => Exit::WrongRules,
    });
    each.fold(Exit::Fine, Exit::and)
}
