//! What the guards of rule files find: checking, proving, linting, formatting, testing. Each guard looks at a file, or
//! at a part of it; reports, exit codes and the one report of `ci` are made from this and nothing else.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::lang::{Lang, say};
use crate::problem::{Problem, Problems, Severity};
use crate::source::Span;

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

/// Why a guard did not look at a file after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Checking found errors.
    Errors,
    /// There are quotas and no test in it.
    NoTests,
}

impl Skip {
    /// The reason in words.
    pub fn says(self, lang: Lang) -> &'static str {
        match self {
            Self::Errors => lang.pick("tệp có lỗi mà `check` đã nêu", "the file has errors, which `check` tells"),
            Self::NoTests => lang.pick("tệp chưa có kiểm thử", "the file has no tests"),
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
    pub skipped: Option<Skip>,
    /// Whether the file could not be read: then the problem says why.
    pub unread: bool,
    /// Whether it looked at all files together; then the file is the folder around them.
    pub overall: bool,
    /// What was found, with the texts that it points into.
    pub problems: Problems,
    /// What is to be shown whether or not something was found: text for people.
    pub shown: String,
    /// The same for programs.
    pub data: Option<serde_json::Value>,
    /// What was found and is not told, because the file says so.
    pub ignored: Vec<Ignored>,
}

/// An order of a rule file not to tell findings of a code: `bỏ qua "CT1503" vì "…"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The code.
    pub code: String,
    /// Why.
    pub because: String,
    /// Where the order stands.
    pub span: Span,
    /// Where it holds: the block around it, or the whole file.
    pub over: Span,
}

/// A finding that is not told, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The finding.
    pub problem: Problem,
    /// The order that silences it.
    pub silence: Silence,
}

impl Silence {
    /// Whether a problem has its code, and its first place where the order holds.
    pub fn is_of(&self, problem: &Problem) -> bool {
        let place = problem.labels.first().map(|it| it.span);
        let inside = |it: Span| it.file == self.over.file && self.over.start <= it.start && it.start <= self.over.end;
        self.code == problem.code && place.is_some_and(inside)
    }
}

impl Looked {
    /// A look at a whole file.
    pub fn at(guard: Guard, file: impl Into<String>, problems: Problems) -> Self {
        let (shown, data, ignored) = (String::new(), None, Vec::new());
        let (unread, overall) = (false, false);
        Self { guard, file: file.into(), part: None, skipped: None, unread, overall, problems, shown, data, ignored }
    }

    /// A file at which it did not look, and why.
    pub fn skipped(guard: Guard, file: impl Into<String>, why: Skip) -> Self {
        Self { skipped: Some(why), ..Self::at(guard, file, Problems::default()) }
    }

    /// A file that cannot be read, and why.
    pub fn unread(file: impl Into<String>, why: Problem) -> Self {
        Self { unread: true, ..Self::at(Guard::Check, file, why.into()) }
    }

    /// The same without the warnings and notes that the orders of its files silence; they are kept apart. An order that
    /// would silence an error is told.
    pub fn silenced(mut self, silences: &[Silence]) -> Self {
        let mut refused: Vec<&Silence> = Vec::new();
        for problem in std::mem::take(&mut self.problems.list) {
            match silences.iter().find(|it| it.is_of(&problem)) {
                Some(silence) if problem.severity != Severity::Error => {
                    self.ignored.push(Ignored { problem, silence: silence.clone() });
                    continue;
                }
                Some(silence) if !refused.contains(&silence) => refused.push(silence),
                _ => {}
            }
            self.problems.list.push(problem);
        }
        self.problems.list.extend(refused.into_iter().map(|it| error_ignored(&it.code, it.span)));
        self
    }

    /// Whether nothing was found that is as bad as `level` or worse.
    pub fn passed(&self, level: Severity) -> bool {
        !self.problems.list.iter().any(|it| it.severity <= level)
    }
}

/// All that was looked at, by file, then by guard, then by place.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The project that was looked at, if it has a name.
    pub project: Option<String>,
    /// The looks.
    pub looks: Vec<Looked>,
}

/// What findings add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// The project that was looked at.
    pub project: Option<String>,
    /// How many files were looked at.
    pub files: usize,
    /// How many of them could not be read.
    pub unread: usize,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
    /// How many findings are not told because the files say so.
    pub ignored: usize,
    /// How the tests went; none: nobody asked for tests.
    pub tests: Option<Tests>,
}

/// How tests went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tests {
    /// How many passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
    /// How many files have quotas that no test of the run is for.
    pub untested_files: usize,
}

impl Findings {
    /// How many problems are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems().filter(|it| it.1.severity == severity).count()
    }

    /// The looks at each file, in the order of the files; those at all together stand by themselves.
    pub fn by_file(&self) -> impl Iterator<Item = &[Looked]> {
        self.looks.chunk_by(|one, two| one.file == two.file && one.overall == two.overall)
    }

    /// Every problem, with the look that found it.
    pub fn problems(&self) -> impl Iterator<Item = (&Looked, &Problem)> {
        self.looks.iter().flat_map(|look| look.problems.list.iter().map(move |it| (look, it)))
    }

    /// What they add up to.
    pub fn sums(&self) -> Sums {
        Sums {
            project: self.project.clone(),
            files: self.looks.iter().filter(|it| !it.overall).map(|it| &it.file).collect::<BTreeSet<_>>().len(),
            unread: self.looks.iter().filter(|it| it.unread).count(),
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            notes: self.count(Severity::Note),
            ignored: self.looks.iter().map(|it| it.ignored.len()).sum(),
            tests: self.tests(),
        }
    }

    fn tests(&self) -> Option<Tests> {
        let looks: Vec<&Looked> = self.looks.iter().filter(|it| it.guard == Guard::Test).collect();
        let tests: Vec<&Looked> = looks.iter().copied().filter(|it| it.part.is_some()).collect();
        let passed = tests.iter().filter(|it| it.passed(Severity::Error)).count();
        // Tests in files of their own are for the decisions that these use.
        let used = |file: &str| tests.iter().any(|it| it.problems.sources.find(file).is_some());
        let untested = looks.iter().filter(|it| it.skipped == Some(Skip::NoTests) && !used(&it.file));
        let untested_files = untested.map(|it| it.file.as_str()).collect::<BTreeSet<_>>().len();
        (!looks.is_empty()).then_some(Tests { passed, failed: tests.len() - passed, untested_files })
    }
}

fn error_ignored(code: &str, span: Span) -> Problem {
    Problem::error(
        "CT1591",
        span,
        say!("`{code}` ở đây là lỗi, không bỏ qua được", "`{code}` is an error here and cannot be ignored"),
    )
    .help(say!("sửa lỗi đó, rồi xóa câu `bỏ qua` này", "mend that error, then delete this `ignore`"))
}
