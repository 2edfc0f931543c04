//! The engine as tests drive it: the program in this process, or its library over texts.

use std::path::Path;

use chitieu::check::check;
use chitieu::cli::{Exit, Host};
use chitieu::data::BadRows;
use chitieu::eval::{Env, Outcome, Settings};
use chitieu::lang::Lang;
use chitieu::plan::{Plan, Replace, bind, world};
use chitieu::problem::{Problem, Severity};
use chitieu::report::{Report, json};
use chitieu::source::Source;
use chitieu::{Input, Tally};
use serde_json::Value;
use tempfile::TempDir;

/// What a run of the program left behind.
pub struct Run {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

/// Runs the program with arguments.
pub fn run<S: AsRef<str>>(arguments: &[S]) -> Run {
    run_wide(arguments, 100)
}

/// The same in a terminal of so many columns.
pub fn run_wide<S: AsRef<str>>(arguments: &[S], width: u16) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut host = Host {
        out: &mut out,
        err: &mut err,
        input: &mut std::io::empty(),
        lang: None,
        colour: false,
        colour_err: false,
        width,
        interactive: false,
        progress: false,
    };
    let all = std::iter::once("chitieu").chain(arguments.iter().map(AsRef::as_ref));
    let exit = chitieu::cli::main(all.map(std::ffi::OsString::from), &mut host);
    let text = |it: Vec<u8>| String::from_utf8(it).expect("the program writes UTF-8");
    Run { exit, out: text(out), err: text(err) }
}

/// Runs the program and reads what it prints as JSON.
pub fn run_json<S: AsRef<str>>(arguments: &[S]) -> Value {
    let run = run(arguments);
    assert_eq!(run.exit, Exit::Fine, "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}

/// A folder that is gone after the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Writes a file; its path.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("the folder takes files");
        path.display().to_string()
    }

    /// The path of a file that need not be there.
    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

/// The path of a file of this repository.
pub fn in_repository(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}

/// The codes of problems, with their English titles.
pub type Told = Vec<String>;

fn told(problems: &[Problem]) -> Told {
    problems.iter().map(|it| format!("{} {}", it.code, it.title.en)).collect()
}

/// The plan of a rule file that needs no other files.
pub fn plan(rule: &str) -> Result<Plan, Told> {
    let checked = check(&Source::new("x.chitieu", rule), &());
    let errors = |list: &[Problem]| list.iter().any(|it| it.severity == Severity::Error);
    let Some(program) = checked.program.filter(|_| !errors(&checked.problems.list)) else {
        return Err(told(&checked.problems.list));
    };
    let (world, problems) = world(&program, &(), &Replace::default());
    if errors(&problems) {
        return Err(told(&problems));
    }
    let bound = bind(program.into(), world.into());
    bound.plan.ok_or_else(|| told(&bound.problems))
}

/// Files of counts as a tally.
pub fn tally(plan: &Plan, data: &[&str], bad_rows: BadRows) -> Result<Tally, Told> {
    let inputs: Vec<Input> = data
        .iter()
        .enumerate()
        .map(|(at, text)| Input { name: format!("{at}.csv"), bytes: text.as_bytes().to_vec() })
        .collect();
    chitieu::data::read(plan, &inputs, bad_rows).map_err(|it| told(&it))
}

/// What a rule file says of counts.
pub struct Evaluated {
    pub plan: Plan,
    pub env: Env,
    pub outcome: Outcome,
}

/// Evaluates.
pub fn evaluate(rule: &str, data: &[&str], settings: &Settings) -> Result<Evaluated, Told> {
    evaluate_with(rule, data, settings, BadRows::Refuse)
}

/// Evaluates, saying what to do about bad rows.
pub fn evaluate_with(rule: &str, data: &[&str], settings: &Settings, bad_rows: BadRows) -> Result<Evaluated, Told> {
    let plan = plan(rule)?;
    over(plan, data, settings, bad_rows)
}

/// Evaluates a plan.
pub fn over(plan: Plan, data: &[&str], settings: &Settings, bad_rows: BadRows) -> Result<Evaluated, Told> {
    let tally = tally(&plan, data, bad_rows)?;
    let env = Env::new(&plan, settings).map_err(|it| told(&it))?;
    let outcome = chitieu::eval::evaluate(&plan, &tally, &env).map_err(|it| told(&it))?;
    Ok(Evaluated { plan, env, outcome })
}

impl Evaluated {
    /// The outcome as the program prints it.
    pub fn text(&self) -> String {
        let Self { plan, env, outcome } = self;
        json(&Report { plan, env, outcome, choices: &[], only: &[], lang: Lang::Vi })
    }

    /// The outcome as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text()).expect("JSON")
    }
}

/// Columns between bars as comma-separated values.
pub fn csv(table: &str) -> String {
    let lines = table.lines().map(str::trim).filter(|it| !it.is_empty());
    let row = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join(",") + "\n";
    lines.map(row).collect()
}

/// Numbers that look random and are the same on every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
