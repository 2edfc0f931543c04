//! What commands take from a project file.

use std::path::{Path, PathBuf};

use super::{Command, Inputs, ReportArgs};

impl Command {
    /// The rule file or folder that was typed first: its project is looked for.
    pub fn first_path(&self) -> Option<&Path> {
        match self {
            Self::Eval(it) | Self::Ledger(it) => it.rule.as_deref(),
            Self::Rank(it) => it.rule.as_deref(),
            Self::Why(it) => Some(&it.rule),
            Self::Need(it) => Some(&it.rule),
            Self::Whatif(it) => Some(&it.rule),
            Self::Compare(it) => Some(&it.rule),
            Self::Sens(it) => Some(&it.rule),
            Self::Units(it) => Some(&it.rule),
            Self::Data(it) => it.rule(),
            Self::Tally(it) => it.rule(),
            Self::Sql(it) => Some(&it.rule),
            Self::Diff(it) => Some(&it.new),
            Self::Check(it) => it.paths.first().map(PathBuf::as_path),
            Self::Lint(it) => it.paths.first().map(PathBuf::as_path),
            Self::Fix(it) => it.paths.first().map(PathBuf::as_path),
            Self::Prove(it) => it.paths.first().map(PathBuf::as_path),
            Self::Test(it) => it.paths.first().map(PathBuf::as_path),
            Self::Fmt(it) => it.paths.first().map(PathBuf::as_path),
            Self::Audit(it) => it.paths.first().map(PathBuf::as_path),
            Self::Ci(it) => it.paths.first().map(PathBuf::as_path),
            Self::Explain(_) | Self::Init(_) | Self::Completions(_) | Self::Man(_) => None,
            #[cfg(feature = "repl")]
            Self::Repl(it) => it.rule.as_deref(),
            #[cfg(feature = "repl")]
            Self::Run(it) => it.rule.as_deref(),
        }
    }

    /// Whether what it does is the same in every project.
    pub fn is_of_no_project(&self) -> bool {
        matches!(self, Self::Explain(_) | Self::Init(_) | Self::Completions(_) | Self::Man(_))
    }

    /// The paths of a guard that looks at the whole project when none are typed.
    pub fn guarded(&mut self) -> Option<&mut Vec<PathBuf>> {
        match self {
            Self::Check(it) => Some(&mut it.paths),
            Self::Lint(it) if !it.list => Some(&mut it.paths),
            Self::Fix(it) => Some(&mut it.paths),
            Self::Prove(it) => Some(&mut it.paths),
            Self::Test(it) => Some(&mut it.paths),
            Self::Ci(it) => Some(&mut it.paths),
            _ => None,
        }
    }

    /// How a guard reports.
    pub fn report(&mut self) -> Option<&mut ReportArgs> {
        match self {
            Self::Check(it) => Some(&mut it.report),
            Self::Test(it) => Some(&mut it.report),
            Self::Lint(it) => Some(&mut it.report),
            Self::Prove(it) => Some(&mut it.report),
            Self::Fmt(it) => Some(&mut it.report),
            Self::Ci(it) => Some(&mut it.report),
            _ => None,
        }
    }

    /// What a command takes beside rule files.
    pub fn inputs(&mut self) -> Option<&mut Inputs> {
        match self {
            Self::Eval(it) | Self::Ledger(it) => Some(&mut it.inputs),
            Self::Rank(it) => Some(&mut it.inputs),
            Self::Why(it) => Some(&mut it.inputs),
            Self::Need(it) => Some(&mut it.inputs),
            Self::Whatif(it) => Some(&mut it.inputs),
            Self::Compare(it) => Some(&mut it.inputs),
            Self::Sens(it) => Some(&mut it.inputs),
            Self::Tally(it) => it.inputs(),
            Self::Diff(it) => Some(&mut it.inputs),
            Self::Audit(it) => Some(&mut it.inputs),
            Self::Sql(it) => Some(&mut it.project),
            #[cfg(feature = "repl")]
            Self::Repl(it) => Some(&mut it.inputs),
            #[cfg(feature = "repl")]
            Self::Run(it) => Some(&mut it.inputs),
            _ => None,
        }
    }
}

impl Inputs {
    /// Takes from a project file what was not typed.
    pub fn default_to(&mut self, project: &Self) {
        self.units = self.units.take().or_else(|| project.units.clone());
        self.mapping = self.mapping.take().or_else(|| project.mapping.clone());
        self.defaults.clone_from(&project.defaults);
    }
}
