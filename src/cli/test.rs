//! `test`

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::args::{Inputs, TestArgs};
use super::cores;
use super::disk::{Disk, tidy};
use super::guards::{Seen, finish, over, refuse};
use super::prepare::replace;
use super::{Exit, Host};
use crate::check::program::Fraction;
use crate::findings::{Guard, Looked, Skip};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::report::findings::Form;
use crate::text::Decimal;
use crate::trial::coverage::{self, Coverage, Everything};
use crate::trial::mutate::{self, Fate};
use crate::trial::{self, Rewritten};

/// Runs the tests inside rule files.
pub fn test(args: &TestArgs, lang: Lang, host: &mut Host) -> Exit {
    let asked = match Asked::of(args) {
        Ok(asked) => asked,
        Err(problem) => return refuse(*problem, lang, host),
    };
    let look = |seen: Seen, disk: &Disk| {
        let mut looks = Vec::new();
        if !seen.problems.list.is_empty() {
            looks.push(Looked::at(Guard::Check, &seen.source.name, seen.problems.clone()));
        }
        looks.extend(looks_at(&seen, disk, &asked, lang));
        looks
    };
    let mut findings = match over(&args.paths, &args.report, lang, host, look) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let tests = findings.looks.iter().filter(|it| it.guard == Guard::Test && it.part.is_some());
    let number = tests.clone().count();
    let mut exit = Exit::Fine;
    if let (Some(pattern), 0) = (&args.run, number) {
        exit = refuse(trial::none_called(pattern), lang, host);
        if findings.looks.is_empty() {
            return exit;
        }
    }
    if asked.list && findings.looks.iter().all(|it| it.problems.list.is_empty()) {
        let lines: String = tests.map(|it| it.shown.as_str()).collect();
        let _ = match lang {
            Lang::Vi => writeln!(host.out, "{lines}{number} kiểm thử."),
            Lang::En => writeln!(host.out, "{lines}tests: {number}."),
        };
        return exit;
    }
    if asked.coverage {
        findings.looks.extend(covered_in_all(args, &asked, lang));
    }
    exit.and(finish(findings, &args.report, lang, host))
}

/// What the tests of all files reach together, where there are several files or too little is reached.
fn covered_in_all(args: &TestArgs, asked: &Asked, lang: Lang) -> Option<Looked> {
    let all = asked.all.lock().unwrap_or_else(PoisonError::into_inner);
    let (reached, of) = all.count(None);
    let mut list = Vec::new();
    if let Some((text, wanted)) = &asked.under
        && coverage::is_below(reached, of, *wanted)
    {
        list.push(coverage::too_little(reached, of, text));
    }
    let several = all.files().len() > 1;
    let (shown, data) = if several { (all.table(lang), Some(all.data())) } else { (String::new(), None) };
    let file = args.paths.first().map(|it| it.display().to_string()).unwrap_or_default();
    let problems = Problems { list, ..Problems::default() };
    let look = Looked { overall: true, shown, data, ..Looked::at(Guard::Test, file, problems) };
    (several || !look.problems.list.is_empty()).then_some(look)
}

/// What is asked of the tests.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    /// Only tests with such a title.
    run: Option<&'a str>,
    /// Whether they are listed, not run.
    list: bool,
    /// Whether tables of results are written.
    update: bool,
    /// Whether what they reach is told.
    coverage: bool,
    /// The percentage that they have to reach, as typed and as a number.
    under: Option<(String, Fraction)>,
    /// Whether changes to the rules are tried.
    mutate: bool,
    /// The register and the lists of the project.
    inputs: Inputs,
    /// What the tests of all files reach.
    all: Mutex<Everything>,
    /// Whether the report is text for a terminal: what no test reaches is then a short list, not a note for each.
    people: bool,
}

impl<'a> Asked<'a> {
    fn of(args: &'a TestArgs) -> Result<Self, Box<Problem>> {
        let under = match args.fail_under.as_deref() {
            None => args
                .report
                .project
                .fail_under
                .filter(|_| args.coverage)
                .map(|it| (it.to_string(), i128::from(it).into())),
            Some(text) => {
                let number = Decimal::parse(text.trim_end_matches('%')).map_err(|_| Box::new(no_percentage(text)))?;
                Some((text.trim_end_matches('%').to_owned(), number.fraction()))
            }
        };
        let people = args.report.form() == Form::Text;
        let (list, update) = (args.list_tests, args.update);
        let (coverage, mutate) = (args.coverage, args.mutate);
        let (inputs, all) = (args.report.project.inputs.clone(), Mutex::default());
        Ok(Self { run: args.run.as_deref(), list, update, coverage, under, mutate, inputs, all, people })
    }
}

fn no_percentage(text: &str) -> Problem {
    Problem::nowhere("CT1462", say!("`{text}` không phải một tỷ lệ phần trăm", "`{text}` is no percentage")).help(say!(
        "viết như `--fail-under 90` hoặc `--fail-under 87,5`",
        "write like `--fail-under 90` or `--fail-under 87,5`"
    ))
}

/// The look at the tests of one file.
pub fn look(seen: &Seen, disk: &Disk, lang: Lang) -> Vec<Looked> {
    looks_at(seen, disk, &Asked::default(), lang)
}

/// A look for each test of a file, one at the whole file where it has none; then what is asked of all of them.
pub fn looks_at(seen: &Seen, disk: &Disk, asked: &Asked, lang: Lang) -> Vec<Looked> {
    let name = &seen.source.name;
    let Some(plan) = &seen.plan else { return Vec::new() };
    let reached = asked.coverage.then(|| coverage::coverage(plan, disk));
    if let Some(reached) = &reached {
        let mut all = asked.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.add(reached, &plan.program.sources, |name| tidy(Path::new(name)).display().to_string());
    }
    if plan.program.tests.is_empty() {
        let orders = !plan.quotas.is_empty() || !plan.program.scoring.is_empty();
        let nothing = || Looked::at(Guard::Test, name, Problems::default());
        return vec![if orders { Looked::skipped(Guard::Test, name, Skip::NoTests) } else { nothing() }];
    }
    let mut looks: Vec<Looked> = Vec::new();
    for test in plan.program.tests.iter().filter(|it| asked.run.is_none_or(|of| trial::is_called(it, of))) {
        let mut shown = if looks.is_empty() { format!("{name}\n") } else { String::new() };
        let mut list = Vec::new();
        if asked.list {
            shown += &format!("  {}\n", test.title);
        } else {
            let trial = trial::run(plan, test, disk);
            list = trial.problems;
            let written = trial.rewritten.filter(|_| asked.update).map(|it| write(&it));
            if let Some(written) = written {
                list.retain(|it| !trial::is_of_table(it));
                list.extend(written.err());
            }
            let word = if list.is_empty() { lang.pick("đạt ", "pass") } else { lang.pick("HỎNG", "FAIL") };
            shown += &format!("  {word} {}\n", test.title);
        }
        let part = Some(test.title.clone());
        looks.push(Looked { part, shown, ..Looked::at(Guard::Test, name, within(plan, list)) });
    }
    let passed = looks.iter().all(|it| it.problems.list.is_empty());
    if let Some(reached) = reached {
        looks.push(covered(name, plan, &reached, asked, lang));
    }
    if asked.mutate {
        looks.push(if passed { mutated(seen, plan, &asked.inputs, lang) } else { unchanged(seen, plan, &looks) });
    }
    looks
}

fn within(plan: &Plan, list: Vec<Problem>) -> Problems {
    Problems { sources: plan.program.sources.clone(), list }
}

fn write(it: &Rewritten) -> Result<(), Problem> {
    super::write(std::path::Path::new(&it.name), &it.text)
}

/// What the tests reach, as a table, and what they do not: as a list, or as notes.
fn covered(name: &str, plan: &Plan, coverage: &Coverage, asked: &Asked, lang: Lang) -> Looked {
    let never = coverage.never().filter(|_| !asked.people);
    let list = never.map(coverage::never_reached).collect();
    let data = coverage.data(lang);
    let gaps = if asked.people { coverage.gaps(&plan.program.sources, lang) } else { String::new() };
    let shown = coverage.table(lang) + &gaps;
    Looked { shown, data: Some(data), ..Looked::at(Guard::Test, name, within(plan, list)) }
}

/// What became of changes to the rules.
fn mutated(seen: &Seen, plan: &Plan, inputs: &Inputs, lang: Lang) -> Looked {
    let mutants = mutate::mutants(plan);
    // What cannot be read was told when the file was bound.
    let replace = replace(&plan.program, inputs, &Disk::default()).unwrap_or_default();
    let fates = cores::each(&mutants.all, |it| mutate::try_out(&seen.source, &mutants, it, &Disk::default(), &replace));
    let count = |is: fn(&Fate) -> bool| fates.iter().filter(|it| is(it)).count();
    let killed = count(|it| matches!(it, Fate::Killed(_)));
    let refused = count(|it| matches!(it, Fate::Refused(_)));
    let survivors = mutants.all.iter().zip(&fates).filter(|it| *it.1 == Fate::Survived).map(|it| it.0);
    let list: Vec<Problem> = survivors.map(mutate::survived).collect();
    let (all, survived) = (fates.len(), list.len());
    let shown = match lang {
        Lang::Vi => format!(
            "  Thử sửa {all} chỗ: {killed} bị kiểm thử nhận ra, {refused} không qua kiểm tra, {survived} không ai nhận ra.\n"
        ),
        Lang::En => format!(
            "  Changes tried: {all}; noticed by tests: {killed}; refused by check: {refused}; noticed by nothing: {survived}.\n"
        ),
    };
    let data = serde_json::json!({
        "mutants": all, "killed": killed, "does_not_check": refused, "survived": survived,
    });
    Looked { shown, data: Some(data), ..Looked::at(Guard::Test, &seen.source.name, within(plan, list)) }
}

/// Changes say nothing where a test fails without them.
fn unchanged(seen: &Seen, plan: &Plan, looks: &[Looked]) -> Looked {
    let failed = looks.iter().find(|it| !it.problems.list.is_empty()).and_then(|it| it.part.as_deref());
    let test = plan.program.tests.iter().find(|it| Some(it.title.as_str()) == failed);
    let list = test.map(|it| mutate::fails_already(&it.title, it.span)).into_iter().collect();
    Looked::at(Guard::Test, &seen.source.name, within(plan, list))
}
