//! `eval` and `ledger`.

use super::args::{EvalArgs, FailOn, ResultFormat};
use super::disk::Disk;
use super::prepare::Detail;
use super::{Exit, Host, evidence, form, prepare, sql, tell};
use crate::eval::{Env, Index, Outcome, evaluate_with, walk};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::{self, Page, Report, Style};
use crate::seek::every_choice;
use crate::source::Sources;
use crate::term::Verdict;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The verdicts.
    Results,
    /// What became of every dossier.
    Ledger,
}

/// Evaluates and prints.
pub fn eval(args: &EvalArgs, what: What, lang: Lang, host: &mut Host) -> Exit {
    run(args, what, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &EvalArgs, what: What, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let refuse = |problem: Problem, host: &mut Host| {
        tell(host, lang, &[problem], &Sources::default());
        Exit::CannotRun
    };
    let format = form::asked(&args.form).map_err(|it| refuse(it, host))?;
    let disk = Disk::default();
    let replayed;
    let args = match &args.replay {
        None => args,
        Some(path) => {
            let (rule, inputs) = evidence::replay(path, &disk).map_err(|it| refuse(it, host))?;
            replayed = EvalArgs { rule: Some(rule), inputs, replay: None, ..args.clone() };
            &replayed
        }
    };
    let Some(rule) = &args.rule else { return Err(Exit::CannotRun) };
    // Pages explain each result, and evidence holds fingerprints of all that was read.
    let is_page = matches!(format, ResultFormat::Markdown | ResultFormat::Html | ResultFormat::Xlsx);
    let detail = if is_page || args.evidence.is_some() { Detail::Each } else { Detail::Folded };
    let ready = if sql::is_counted(args) {
        prepare::ready_with(rule, &args.inputs, &disk, lang, host, |bound, host| {
            let counted = sql::counted(args, &bound.plan, &bound.env, &disk, host)?;
            tell(host, lang, &counted.notices, &Sources::default());
            Ok(counted.tally)
        })?
    } else {
        prepare::ready_for(detail, rule, &args.inputs, &disk, lang, host)?
    };
    let prepare::Ready { plan, tally, env, all_readings } = &ready;
    let index = Index::new(plan, tally);
    let failed = |problems: Vec<Problem>, host: &mut Host| {
        tell(host, lang, &problems, &Sources::default());
        Exit::CannotRun
    };
    let outcome = evaluate_with(plan, tally, &index, env).map_err(|it| failed(it, host))?;
    let mut choices: Vec<(Env, Outcome)> = Vec::new();
    if *all_readings {
        for env in every_choice(plan, env) {
            let outcome = evaluate_with(plan, tally, &index, &env).map_err(|it| failed(it, host))?;
            choices.push((env, outcome));
        }
    }
    let mut only = Vec::new();
    for text in &args.unit {
        only.push(crate::query::unit_code(plan, env, text).map_err(|it| refuse(it, host))?);
    }
    let report = Report { plan, env, outcome: &outcome, choices: &choices, only: &only, lang };
    let to_file = args.form.output.is_some();
    let style = |plain| Style { plain, colour: host.colour && !plain && !to_file, width: host.width };
    let page = || {
        let walks = |env: &Env, it: &_| walk(plan, &index, env, it);
        match what {
            What::Results => Page::of_results(&report, &walks, disk.record()),
            What::Ledger => Page::of_ledger(&report, disk.record()),
        }
    };
    let text = match (what, format) {
        (What::Results, ResultFormat::Table) => Some(report::table(&report, style(false))),
        (What::Results, ResultFormat::Plain) => Some(report::table(&report, style(true))),
        (What::Results, ResultFormat::Json) => Some(report::json(&report)),
        (What::Results, ResultFormat::Csv) => Some(report::csv(&report)),
        (What::Ledger, ResultFormat::Table) => Some(report::ledger(&report, style(false))),
        (What::Ledger, ResultFormat::Plain) => Some(report::ledger(&report, style(true))),
        (What::Ledger, ResultFormat::Json) => Some(report::ledger_json(&report)),
        (What::Ledger, ResultFormat::Csv) => Some(report::ledger_csv(&report)),
        (_, ResultFormat::Markdown | ResultFormat::Html | ResultFormat::Xlsx) => None,
    };
    let bytes = text.map_or_else(|| form::page(&page(), format, lang), |it| Ok(it.into_bytes()));
    form::put(&bytes.map_err(|it| refuse(it, host))?, &args.form, lang, host)?;
    if let Some(path) = &args.evidence {
        let text = evidence::evidence(rule, &args.inputs, &ready, &disk);
        write(path, text).map_err(|it| refuse(it, host))?;
    }
    Ok(exit(args, &outcome))
}

/// Writes a result to a file.
pub fn write(path: &std::path::Path, content: impl AsRef<[u8]>) -> Result<(), Problem> {
    std::fs::write(path, content).map_err(|it| cannot_write(path, &it))
}

/// Writes one more result to the end of a file.
pub fn append(path: &std::path::Path, text: &str) -> Result<(), Problem> {
    use std::io::Write as _;
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut it| it.write_all(text.as_bytes())).map_err(|it| cannot_write(path, &it))
}

/// What is told of a result that cannot be written.
pub fn cannot_write(path: &std::path::Path, error: &dyn std::fmt::Display) -> Problem {
    let (name, why) = (path.display().to_string(), error.to_string());
    Problem::nowhere("CT0010", say!("không ghi được `{name}`: {why}", "cannot write `{name}`: {why}"))
        .help(say!("kiểm tra thư mục và quyền ghi", "check the folder and the right to write there"))
}

fn exit(args: &EvalArgs, outcome: &Outcome) -> Exit {
    let some = |verdict| outcome.results.iter().any(|it| it.verdict == verdict);
    let mut exit = Exit::Fine;
    if args.fail_on.contains(&FailOn::NotMet) && some(Verdict::NotMet) {
        exit = exit.and(Exit::Negative);
    }
    if args.fail_on.contains(&FailOn::Undecided) && some(Verdict::Undecided) {
        exit = exit.and(Exit::Undecided);
    }
    exit
}
