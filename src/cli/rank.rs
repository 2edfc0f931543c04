//! `rank`

use super::args::{RankArgs, ResultFormat};
use super::disk::Disk;
use super::eval::write;
use super::{Exit, Host, evidence, form, prepare, tell};
use crate::check::program::{Asked, Program, find};
use crate::eval::{Env, Index, Outcome, evaluate_with};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::{self, Page, Report, Style};
use crate::seek::every_choice;
use crate::source::Sources;

/// Scores, grades and ranks, and prints the ranks.
pub fn rank(args: &RankArgs, lang: Lang, host: &mut Host) -> Exit {
    run(args, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &RankArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let refuse = |problems: &[Problem], host: &mut Host| {
        tell(host, lang, problems, &Sources::default());
        Exit::CannotRun
    };
    let format = form::asked(&args.form).map_err(|it| refuse(&[it], host))?;
    let disk = Disk::default();
    let (rule, inputs) = match (&args.replay, &args.rule) {
        (Some(path), _) => evidence::replay(path, &disk).map_err(|it| refuse(&[it], host))?,
        (None, Some(rule)) => (rule.clone(), args.inputs.clone()),
        (None, None) => return Err(Exit::CannotRun),
    };
    let ready = prepare::ready(&rule, &inputs, &disk, lang, host)?;
    let prepare::Ready { plan, tally, env, all_readings } = &ready;
    let by = match &args.by {
        _ if plan.program.scoring.rankings.is_empty() => return Err(refuse(&[no_ranking()], host)),
        None => None,
        Some(name) => Some(ranked_by(&plan.program, name).map_err(|it| refuse(&[it], host))?),
    };
    let index = Index::new(plan, tally);
    let outcome = evaluate_with(plan, tally, &index, env).map_err(|it| refuse(&it, host))?;
    let mut choices: Vec<(Env, Outcome)> = Vec::new();
    if *all_readings {
        for env in every_choice(plan, env) {
            let outcome = evaluate_with(plan, tally, &index, &env).map_err(|it| refuse(&it, host))?;
            choices.push((env, outcome));
        }
    }
    let mut only = Vec::new();
    for text in &args.unit {
        only.push(crate::query::unit_code(plan, env, text).map_err(|it| refuse(&[it], host))?);
    }
    let report = Report { plan, env, outcome: &outcome, choices: &choices, only: &only, lang };
    let style = |plain| Style { plain, colour: false, width: host.width };
    let text = match format {
        ResultFormat::Table => Some(report::rank_table(&report, by, style(false))),
        ResultFormat::Plain => Some(report::rank_table(&report, by, style(true))),
        ResultFormat::Json => Some(report::rank_json(&report, by)),
        ResultFormat::Csv => Some(report::rank_csv(&report, by)),
        ResultFormat::Markdown | ResultFormat::Html | ResultFormat::Xlsx => None,
    };
    let page = || Page::of_ranks(&report, by, disk.record());
    let bytes = text.map_or_else(|| form::page(&page(), format, lang), |it| Ok(it.into_bytes()));
    form::put(&bytes.map_err(|it| refuse(&[it], host))?, &args.form, lang, host)?;
    if let Some(path) = &args.evidence {
        let text = evidence::evidence(&rule, &inputs, &ready, &disk);
        write(path, text).map_err(|it| refuse(&[it], host))?;
    }
    Ok(Exit::Fine)
}

/// What a typed name ranks by.
fn ranked_by(program: &Program, name: &str) -> Result<Asked, Problem> {
    let mut all: Vec<Asked> = program.scoring.rankings.iter().map(|it| it.of).collect();
    all.sort();
    all.dedup();
    let names: Vec<String> = all.iter().map(|it| it.name(program).to_owned()).collect();
    let keys: Vec<String> = names.iter().map(|it| crate::text::key(it)).collect();
    let found = find(name, keys.iter().map(String::as_str)).and_then(|it| all.get(it).copied());
    found.ok_or_else(|| {
        let list = names.join(", ");
        Problem::nowhere("CT0944", say!("không có xếp hạng nào theo `{name}`", "nothing is ranked by `{name}`"))
            .help(say!("có xếp hạng theo: {list}", "there are ranks by: {list}"))
    })
}

fn no_ranking() -> Problem {
    Problem::nowhere("CT0943", say!("tệp quy tắc không xếp hạng gì", "the rule file ranks nothing")).help(say!(
        "thêm câu như `xếp hạng tiêu_chí_1 cho các Sở`",
        "add a sentence like `rank criterion_1 for the departments`"
    ))
}
