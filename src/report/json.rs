//! The outcome as one JSON object. Field names, enumerated values and reasons never change with the language; text in
//! it is NFC; the same input gives the same bytes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rollup::parent;
use super::{Report, Rollup, rollup};
use crate::check::program::{Asked, Form, Fraction};
use crate::eval::{Entry, Env, Interval, Outcome, Reason, Result, Warning, When, percent_text, quota_text};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::term::{Comparator, Force, Noun, Tier, Verdict};
use crate::text::{Day, Days};

/// The JSON schema of what [`json`] writes.
pub const JSON_SCHEMA: &str = include_str!("../../docs/eval.schema.json");

/// The outcome as JSON, with a line break at its end.
pub fn json(report: &Report) -> String {
    let Report { plan, env, outcome, .. } = *report;
    let program = &plan.program;
    let decision = Decision {
        name: &program.decision.name,
        number: program.decision.number.as_deref(),
        title: program.decision.title.as_deref(),
        issuer: program.decision.issuer.as_deref(),
        period: env.period,
    };
    let choices: Vec<Chosen> = report
        .choices
        .iter()
        .map(|(env, outcome)| Chosen { readings: readings(plan, env), results: results(report, outcome) })
        .collect();
    let whole = Whole {
        schema: 1,
        tool: env!("CARGO_PKG_VERSION"),
        decision,
        events: events(plan, env),
        readings: readings(plan, env),
        results: results(report, outcome),
        rollup: rollup(plan, report.results(outcome)).iter().map(|it| rolled(report, it)).collect(),
        ledger: ledger(plan, outcome, report.only),
        warnings: outcome.warnings.iter().map(|it| warning(it, report.lang)).collect(),
        consequences: consequences(report),
        scores: scores(report),
        choices,
    };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: u32,
    tool: &'static str,
    decision: Decision<'a>,
    events: BTreeMap<&'a str, Option<Day>>,
    readings: BTreeMap<&'a str, Option<&'a str>>,
    results: Vec<Line<'a>>,
    rollup: Vec<RollupLine<'a>>,
    ledger: LedgerLines<'a>,
    warnings: Vec<WarningLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    consequences: Vec<ConsequenceLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scores: Vec<ScoreLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Chosen<'a>>,
}

/// The verdicts of the units below one unit.
#[derive(Serialize)]
struct RollupLine<'a> {
    parent_code: &'a str,
    parent: &'a str,
    indicator: &'a str,
    verdicts: BTreeMap<Verdict, usize>,
}

#[derive(Serialize)]
struct ConsequenceLine<'a> {
    text: &'a str,
    citation: String,
    units: &'a [String],
}

/// The score of a unit under a criterion.
#[derive(Serialize)]
struct ScoreLine<'a> {
    unit_code: &'a str,
    unit: &'a str,
    criterion: &'a str,
    part_of: Option<&'a str>,
    citation: Option<String>,
    applies: bool,
    points: Option<String>,
    maximum: Option<String>,
    /// Why there are no points.
    missing: Option<Verdict>,
    because: Option<String>,
    grade: Option<&'a str>,
    rank: Option<usize>,
}

#[derive(Serialize)]
struct Decision<'a> {
    name: &'a str,
    number: Option<&'a str>,
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    period: Days,
}

#[derive(Serialize)]
struct Chosen<'a> {
    readings: BTreeMap<&'a str, Option<&'a str>>,
    results: Vec<Line<'a>>,
}

/// One result as JSON and CSV have it.
#[derive(Serialize)]
pub struct Line<'a> {
    pub unit_code: &'a str,
    pub unit: &'a str,
    pub tier: Tier,
    pub indicator: &'a str,
    pub provision: Vec<String>,
    pub citation: String,
    pub period: Days,
    pub force: Force,
    pub comparator: Comparator,
    pub measure: &'static str,
    pub quota: Option<String>,
    pub quota_percent: Option<String>,
    pub numerator: Option<i128>,
    pub denominator: Option<u128>,
    pub percent: Option<String>,
    pub verdict: Verdict,
    pub precounted: bool,
    pub provisional: bool,
    pub needed_online: Option<u128>,
    pub needed_converted: Option<u128>,
    pub waits_on: &'a [String],
    pub as_if: BTreeMap<&'a str, Day>,
    #[serde(rename = "if")]
    pub intervals: Vec<IntervalLine<'a>>,
    pub of: Option<Noun>,
    pub procedure: Option<&'a str>,
    pub average: Option<String>,
    pub parent_code: Option<&'a str>,
    pub parent: Option<&'a str>,
}

/// Days of an event with their verdict.
#[derive(Serialize)]
pub struct IntervalLine<'a> {
    pub event: &'a str,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub verdict: Verdict,
}

#[derive(Serialize)]
struct LedgerLines<'a> {
    supplied: u128,
    counted: u128,
    excluded: BTreeMap<Reason, u128>,
    units: BTreeMap<&'a str, EntryLine>,
    indicators: BTreeMap<&'a str, EntryLine>,
}

/// One column of the ledger.
#[derive(Serialize)]
pub struct EntryLine {
    supplied: u128,
    counted: u128,
    excluded: BTreeMap<Reason, u128>,
}

/// A warning.
#[derive(Serialize)]
pub struct WarningLine<'a> {
    code: &'a str,
    message: &'a str,
}

/// The results that are shown, as lines.
pub fn results<'a>(report: &Report<'a>, outcome: &'a Outcome) -> Vec<Line<'a>> {
    report.results(outcome).map(|it| line(report.plan, it, report.lang)).collect()
}

fn line<'a>(plan: &'a Plan, it: &'a Result, lang: Lang) -> Line<'a> {
    let program = &plan.program;
    let known = it.verdict != Verdict::NotComputable && it.quota.is_some();
    let (numerator, denominator) = (it.numbers.numerator, it.numbers.denominator);
    let value = it.goal.exact(&it.numbers);
    let mean = it.numbers.mean.as_ref();
    let form = it.goal.form;
    let share = form.takes_percent();
    let above = parent(plan, it).map(|it| plan.world.units.get(it));
    Line {
        unit_code: &it.subject.code,
        unit: &it.subject.name,
        tier: it.subject.tier,
        indicator: &program.indicator(it.indicator).name,
        provision: program.labels(it.provision),
        citation: program.citation_of(it.provision, it.cell, lang),
        period: it.period,
        force: it.force,
        comparator: it.goal.comparator,
        measure: measure(form),
        of: match form {
            Form::Share(noun) | Form::Count(noun) => Some(noun),
            Form::Mean => Some(Noun::Dossiers),
            _ => None,
        },
        procedure: it.subject.procedure.as_deref(),
        parent_code: above.map(|it| it.code.as_str()),
        parent: above.map(|above| above.on(it.period.from).name.as_str()),
        average: mean.filter(|_| known).map(|(above, below)| format!("{above}/{below}")),
        quota: it.goal.amount.map(fraction),
        quota_percent: it.goal.amount.filter(|_| share).map(quota_text),
        numerator: known.then_some(numerator).filter(|_| mean.is_none()),
        denominator: known.then_some(denominator),
        percent: percent_text(&value.0, &value.1, it.goal.amount).filter(|_| share && known),
        verdict: it.verdict,
        precounted: it.precounted,
        provisional: it.provisional,
        needed_online: it.needed_online,
        needed_converted: it.needed_converted,
        waits_on: &it.waits_on,
        as_if: it.as_if.iter().map(|(event, day)| (program.event(*event).name.as_str(), *day)).collect(),
        intervals: it.intervals.iter().map(|it| interval(plan, it)).collect(),
    }
}

fn rolled<'a>(report: &Report<'a>, it: &Rollup) -> RollupLine<'a> {
    let unit = report.plan.world.units.get(it.parent);
    RollupLine {
        parent_code: &unit.code,
        parent: &unit.on(report.env.period.from).name,
        indicator: &report.plan.program.indicator(it.indicator).name,
        verdicts: it.verdicts.clone(),
    }
}

/// What kind of number a value is, as JSON spells it.
pub fn measure(form: Form) -> &'static str {
    match form {
        Form::Share(_) => "share",
        Form::Count(_) => "count",
        Form::Mean => "mean",
        Form::Ratio => "ratio",
        Form::Number => "number",
        Form::Points => "points",
    }
}

fn interval<'a>(plan: &'a Plan, it: &Interval) -> IntervalLine<'a> {
    IntervalLine { event: &plan.program.event(it.event).name, from: it.from, to: it.to, verdict: it.verdict }
}

/// `3/5`; a whole number without a stroke.
pub fn fraction(it: Fraction) -> String {
    if it.is_integer() { it.numer().to_string() } else { format!("{}/{}", it.numer(), it.denom()) }
}

fn events<'a>(plan: &'a Plan, env: &Env) -> BTreeMap<&'a str, Option<Day>> {
    let days = env.events.iter().map(|it| if let When::On(day) = it { Some(*day) } else { None });
    plan.program.events.iter().map(|it| it.name.as_str()).zip(days).collect()
}

/// Each reading with its choice.
pub fn readings<'a>(plan: &'a Plan, env: &Env) -> BTreeMap<&'a str, Option<&'a str>> {
    let all = plan.program.readings.iter().zip(&env.readings);
    all.map(|(it, choice)| (it.name.as_str(), choice.and_then(|at| it.choices.get(at)).map(|it| it.name.as_str())))
        .collect()
}

fn ledger<'a>(plan: &'a Plan, outcome: &'a Outcome, only: &[String]) -> LedgerLines<'a> {
    let ledger = &outcome.ledger;
    let shown = |code: &str| only.is_empty() || only.iter().any(|it| it == code);
    LedgerLines {
        supplied: ledger.all.supplied,
        counted: ledger.all.counted,
        excluded: ledger.all.excluded.clone(),
        units: ledger.units.iter().filter(|it| shown(it.0)).map(|it| (it.0.as_str(), entry(it.1))).collect(),
        indicators: ledger
            .indicators
            .iter()
            .map(|it| (plan.program.indicator(*it.0).name.as_str(), entry(it.1)))
            .collect(),
    }
}

/// A column of the ledger as JSON has it.
pub fn entry(it: &Entry) -> EntryLine {
    EntryLine { supplied: it.supplied, counted: it.counted, excluded: it.excluded.clone() }
}

fn consequences<'a>(report: &Report<'a>) -> Vec<ConsequenceLine<'a>> {
    let program = &report.plan.program;
    let all = report.outcome.consequences.iter();
    let line = |(at, units): &'a (usize, Vec<String>)| {
        let it = program.consequences.get(*at)?;
        Some(ConsequenceLine { text: &it.text, citation: program.citation(it.provision, report.lang), units })
    };
    all.filter_map(line).collect()
}

/// The scores in the order of the text, then of the register.
fn scores<'a>(report: &Report<'a>) -> Vec<ScoreLine<'a>> {
    let Report { plan, outcome, lang, .. } = *report;
    let scoring = &plan.program.scoring;
    let mut out = Vec::new();
    for ((id, unit), score) in &outcome.scores.scores {
        let (criterion, it) = (scoring.criterion(*id), plan.world.units.get(*unit));
        if !report.only.is_empty() && !report.only.contains(&it.code) {
            continue;
        }
        let of = Asked::Criterion(*id);
        let ranked = outcome.scores.rankings.iter();
        let mut ranked = ranked.filter(|it| scoring.rankings.get(it.ranking).is_some_and(|it| it.of == of));
        let why = score.points.as_ref().err().filter(|_| score.applies);
        out.push(ScoreLine {
            unit_code: &it.code,
            unit: &it.on(report.env.period.to).name,
            criterion: &criterion.name,
            part_of: criterion.parent.map(|it| scoring.criterion(it).name.as_str()),
            citation: (criterion.provision.index() != 0).then(|| plan.program.citation(criterion.provision, lang)),
            applies: score.applies,
            points: score.points.as_ref().ok().map(|it| fraction(*it)),
            maximum: score.maximum.map(fraction),
            missing: why.map(crate::eval::Missing::verdict),
            because: why.map(|it| super::score::missing(plan, it, lang)),
            grade: outcome.scores.grades.get(&(of, *unit)).and_then(Option::as_deref),
            rank: ranked.find_map(|it| it.places.iter().find(|it| it.unit == *unit)).map(|it| it.rank),
        });
    }
    out
}

/// A warning as JSON has it.
pub fn warning(it: &Warning, lang: Lang) -> WarningLine<'_> {
    WarningLine { code: it.code, message: it.message.get(lang) }
}
