//! `why`

use super::args::WhyArgs;
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::eval::{Index, evaluate_with, walk};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::{self, Report};
use crate::source::Sources;

/// Explains every result of a unit.
pub fn why(args: &WhyArgs, lang: Lang, host: &mut Host) -> Exit {
    run(args, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &WhyArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    let prepare::Ready { plan, tally, env, .. } = prepare::ready(&args.rule, &args.inputs, &disk, lang, host)?;
    let refuse = |problems: &[Problem], host: &mut Host| {
        tell(host, lang, problems, &Sources::default());
        Exit::CannotRun
    };
    let index = Index::new(&plan, &tally);
    let outcome = evaluate_with(&plan, &tally, &index, &env).map_err(|it| refuse(&it, host))?;
    // Units that are judged together are asked for by those words.
    let pooled = outcome.results.iter().find(|it| it.subject.is_called(&args.unit));
    let code = match pooled {
        Some(it) => it.subject.code.clone(),
        None => crate::query::unit_code(&plan, &env, &args.unit).map_err(|it| refuse(&[it], host))?,
    };
    let traced = match args.cells {
        true => {
            Some(prepare::traced(&plan, &args.inputs, env.as_of, &disk, host).map_err(|it| refuse(&it.list, host))?)
        }
        false => None,
    };
    let own = traced.as_ref().map(|it| Index::new(&plan, &it.0));
    let only = [code.clone()];
    let report = Report { plan: &plan, env: &env, outcome: &outcome, choices: &[], only: &only, lang };
    let mut text = String::new();
    for result in report.results(&outcome) {
        let walk = walk(&plan, &index, &env, result);
        text += &report::why(&report, result, walk.as_ref());
        if let (Some((tally, traced)), Some(index)) = (&traced, &own) {
            text += &report::cells(&report, result, (tally, traced), index, args.limit);
        }
    }
    text += &report::why_scores(&report, &code);
    if text.is_empty() {
        let name = &args.unit;
        let problem = Problem::nowhere(
            "CT0014",
            say!("không có chỉ tiêu nào giao cho `{name}`", "no quota is assigned to `{name}`"),
        );
        // A stated exclusion is the reason, if there is one.
        let problem = exclusion(&plan, &code, lang).map_or(problem.clone(), |it| problem.note(it));
        let problem = carried(&plan, &code, env.period.to).map_or(problem.clone(), |it| problem.note(it));
        return Err(refuse(&[problem], host));
    }
    let _ = host.out.write_all(text.as_bytes());
    Ok(Exit::Fine)
}

/// Who has the counts of a unit that was merged into another before the end of the period.
fn carried(plan: &crate::plan::Plan, code: &str, until: crate::text::Day) -> Option<crate::lang::Say> {
    let units = &plan.world.units;
    let indicators: Vec<_> = plan.quotas.iter().map(|it| it.indicator).collect();
    let successor = |unit| indicators.iter().find_map(|it| plan.succession.successor(units, *it, unit, until));
    let unit = units.get(units.of_code(code).iter().find_map(|it| successor(*it))?);
    let (name, code) = (&unit.on(until).name, &unit.code);
    Some(say!("hồ sơ của đơn vị này tính cho {name} ({code})", "its dossiers count for {name} ({code})"))
}

fn exclusion(plan: &crate::plan::Plan, code: &str, _lang: Lang) -> Option<crate::lang::Say> {
    let units = plan.world.units.of_code(code);
    let hit = |it: &crate::plan::UnitSet| units.iter().any(|unit| it.contains_key(unit));
    let at = plan.excluded.iter().position(|it| it.all().any(hit))?;
    let exclusion = plan.program.exclusions.get(at)?;
    let (why, cited) = (&exclusion.because, plan.program.cite(exclusion.provision));
    let (vi, en) = (&cited.vi, &cited.en);
    Some(say!("loại trừ vì: {why} ({vi})", "excluded because: {why} ({en})"))
}
