//! What the guards of rule files find: checking, proving, linting, formatting, testing. Each guard looks at a file, or
//! at a part of it; reports, exit codes and the one report of `ci` are made from this and nothing else.

use crate::lang::Say;
use crate::problem::{Problem, Problems, Severity};

/// Who looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guard {
    /// Syntax, names, types, dates, sizes, quotations.
    Check,
    /// Exactly one rule for each cell.
    Prove,
    /// What is legal and probably not meant.
    Lint,
    /// The layout.
    Fmt,
    /// The tests inside rule files.
    Test,
}

impl Guard {
    /// All, in the order in which they are worth reading.
    pub const ALL: [Self; 5] = [Self::Check, Self::Prove, Self::Lint, Self::Fmt, Self::Test];

    /// The command of that name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Prove => "prove",
            Self::Lint => "lint",
            Self::Fmt => "fmt",
            Self::Test => "test",
        }
    }
}

/// One thing that a guard looked at.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Who looked.
    pub guard: Guard,
    /// The rule file, as it was named.
    pub file: String,
    /// A part of it: the title of a test.
    pub part: Option<String>,
    /// Why it did not look after all.
    pub skipped: Option<Say>,
    /// What was found, with the texts that it points into.
    pub problems: Problems,
    /// What is to be shown whether or not something was found: text for people.
    pub shown: String,
    /// The same for programs.
    pub data: Option<serde_json::Value>,
}

impl Looked {
    /// A look at a whole file.
    pub fn at(guard: Guard, file: impl Into<String>, problems: Problems) -> Self {
        Self { guard, file: file.into(), part: None, skipped: None, problems, shown: String::new(), data: None }
    }

    /// A file at which it could not look, and why.
    pub fn skipped(guard: Guard, file: impl Into<String>, why: Say) -> Self {
        Self { skipped: Some(why), ..Self::at(guard, file, Problems::default()) }
    }

    /// Whether nothing was found that is as bad as `level` or worse.
    pub fn passed(&self, level: Severity) -> bool {
        !self.problems.list.iter().any(|it| it.severity <= level)
    }
}

/// All that was looked at, by file, then by guard, then by place.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The looks.
    pub looks: Vec<Looked>,
}

impl Findings {
    /// How many problems are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems().filter(|it| it.1.severity == severity).count()
    }

    /// Every problem, with the look that found it.
    pub fn problems(&self) -> impl Iterator<Item = (&Looked, &Problem)> {
        self.looks.iter().flat_map(|look| look.problems.list.iter().map(move |it| (look, it)))
    }

    /// How many files were looked at.
    pub fn files(&self) -> usize {
        let mut names: Vec<&str> = self.looks.iter().map(|it| it.file.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }
}
