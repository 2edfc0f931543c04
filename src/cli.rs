//! The command line: one file for each command. Only here and in the prompt are files read and terminals asked.

mod args;
mod audit;
mod check;
mod ci;
mod cores;
mod data;
mod data_files;
mod diff;
mod difference;
mod disk;
mod eval;
mod evidence;
mod explain;
mod fix;
mod fmt;
mod form;
mod guards;
mod init;
mod lint;
mod mapping;
mod need;
mod postgres;
mod prepare;
mod progress;
mod project;
mod prove;
mod rank;
mod rewrite;
pub mod seek;
mod sens;
mod shell;
mod sql;
mod tally;
mod test;
mod units;
mod usage;
mod whatif;
mod why;

use std::io::Write;

pub use args::{Cli, Inputs, ReplArgs, RunArgs};
pub use disk::Disk;
pub use eval::{append, write};
pub use prepare::{Ready, ready};
pub use whatif::{assumed, read_into};

use crate::lang::Lang;
use crate::problem::{Problem, Problems};
use crate::report;
use crate::source::Sources;

/// What the program runs in: streams and what is known of the terminal.
pub struct Host<'a> {
    /// Where results go.
    pub out: &'a mut dyn Write,
    /// Where messages go.
    pub err: &'a mut dyn Write,
    /// What is typed.
    pub input: &'a mut dyn std::io::Read,
    /// The language that the environment asks for (`CHITIEU_LANG`).
    pub lang: Option<Lang>,
    /// Whether results may be coloured.
    pub colour: bool,
    /// Whether messages may be coloured.
    pub colour_err: bool,
    /// Columns of the terminal.
    pub width: u16,
    /// Whether the prompt can be interactive.
    pub interactive: bool,
    /// Whether long loads are told: messages go to a terminal.
    pub progress: bool,
}

/// How a command ended: the exit code. Of several, the lowest that is not 0 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well, also when units miss their quota.
    Fine = 0,
    /// It could not be run: usage, files, data.
    CannotRun = 1,
    /// The rule files are wrong.
    WrongRules = 2,
    /// A negative result: a failed test, a published figure that is wrong, a missed quota with `--fail-on not_met`.
    Negative = 3,
    /// Undecided, with `--fail-on undecided`.
    Undecided = 4,
}

impl Exit {
    /// Of two, the lowest that is not 0.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Fine, other) => other,
            (this, Self::Fine) => this,
            (this, other) => this.min(other),
        }
    }
}

/// Runs the program with its arguments, the first being its own name.
pub fn main(arguments: impl IntoIterator<Item = std::ffi::OsString>, host: &mut Host) -> Exit {
    let arguments: Vec<std::ffi::OsString> = arguments.into_iter().collect();
    let lang = usage::lang_of(&arguments).or(host.lang).unwrap_or_default();
    let mut cli = match usage::parse(&arguments, lang) {
        Ok(cli) => cli,
        Err(usage::Stop::Shown(text)) => {
            let _ = write!(host.out, "{text}");
            return Exit::Fine;
        }
        Err(usage::Stop::Wrong(problem)) => {
            tell(host, lang, &[*problem], &Sources::default());
            return Exit::CannotRun;
        }
    };
    match cli.color {
        args::When::Always => (host.colour, host.colour_err) = (true, true),
        args::When::Never => (host.colour, host.colour_err) = (false, false),
        args::When::Auto => {}
    }
    let lang = match with_project(&mut cli) {
        Ok(language) => usage::lang_of(&arguments).or(host.lang).or(language).unwrap_or_default(),
        Err(problems) => {
            tell(host, lang, &problems.list, &problems.sources);
            return Exit::CannotRun;
        }
    };
    match &cli.command {
        args::Command::Eval(it) => eval::eval(it, eval::What::Results, lang, host),
        args::Command::Ledger(it) => eval::eval(it, eval::What::Ledger, lang, host),
        args::Command::Rank(it) => rank::rank(it, lang, host),
        args::Command::Why(it) => why::why(it, lang, host),
        args::Command::Need(it) => need::need(it, lang, host),
        args::Command::Whatif(it) => whatif::whatif(it, lang, host),
        args::Command::Compare(it) => whatif::compare(it, lang, host),
        args::Command::Sens(it) => sens::sens(it, lang, host),
        args::Command::Diff(it) => diff::diff(it, lang, host),
        args::Command::Check(it) => check::check(it, lang, host),
        args::Command::Prove(it) => prove::prove(it, lang, host),
        args::Command::Lint(it) => lint::lint(it, lang, host),
        args::Command::Fix(it) => fix::fix(it, lang, host),
        args::Command::Audit(it) => audit::audit(it, lang, host),
        args::Command::Test(it) => test::test(it, lang, host),
        args::Command::Fmt(it) => fmt::fmt(it, cli.lang.map(Into::into), lang, host),
        args::Command::Ci(it) => ci::ci(it, lang, host),
        args::Command::Init(it) => init::init(it, lang, host),
        args::Command::Completions(it) => shell::completions(it, lang, host),
        args::Command::Man(it) => shell::man(it, lang, host),
        args::Command::Data(it) => data::data(it, lang, host),
        args::Command::Tally(it) => tally::tally(it, lang, host),
        args::Command::Sql(it) => sql::sql(it, lang, host),
        args::Command::Units(it) => units::units(it, lang, host),
        args::Command::Explain(it) => explain::explain(it, lang, host),
        #[cfg(feature = "repl")]
        args::Command::Repl(it) => crate::repl::repl(it, lang, host),
        #[cfg(feature = "repl")]
        args::Command::Run(it) => crate::repl::run(it, lang, host),
    }
}

/// Takes from the project file what was not typed; the language that it wants.
fn with_project(cli: &mut Cli) -> Result<Option<Lang>, Problems> {
    if cli.command.is_of_no_project() {
        return Ok(None);
    }
    let project = project::find(cli.project.as_deref(), cli.command.first_path())?;
    if let Some(paths) = cli.command.guarded() {
        project::paths(paths, project.as_ref())?;
    }
    let Some(project) = project else { return Ok(None) };
    if let Some(inputs) = cli.command.inputs() {
        inputs.default_to(&project.inputs);
    }
    if let args::Command::Units(it) = &mut cli.command {
        it.units = it.units.take().or_else(|| project.inputs.units.clone());
    }
    if let args::Command::Data(it) = &mut cli.command {
        it.default_to(&project.inputs);
    }
    let language = project.language;
    if let Some(report) = cli.command.report() {
        report.project = project;
    }
    Ok(language)
}

/// Prints problems where messages go.
pub fn tell(host: &mut Host, lang: Lang, problems: &[Problem], sources: &Sources) {
    let text = report::problems(problems, sources, lang, host.colour_err, host.width);
    let _ = write!(host.err, "{text}");
}
