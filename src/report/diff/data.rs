//! The comparison for programs: JSON and CSV with a line for each quota of each unit. Field names and enumerated
//! values never change with the language.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DiffReport, Which, held_equal};
use crate::diff::{Base, Change, Held, HeldEqual, Kind, MatchedBy, Meaning, Named, Redefined, RulePart, Why};
use crate::eval::quota_text;
use crate::plan::Plan;
use crate::report::json::{fraction, measure};
use crate::term::{Basis, Comparator, Force, Tier};
use crate::text::Days;

/// The JSON schema of what [`json`] writes.
pub const JSON_SCHEMA: &str = include_str!("../../../docs/diff.schema.json");

#[derive(Serialize)]
struct Whole<'a> {
    schema: u32,
    tool: &'static str,
    old: Decision<'a>,
    new: Decision<'a>,
    summary: Vec<SummaryLine>,
    indicators: Vec<IndicatorLine<'a>>,
    lists: Vec<ListLine<'a>>,
    redefined: Vec<RulesLine>,
    consequences: Consequences<'a>,
    readings: Readings<'a>,
    held_equal: Vec<HeldEqualLine>,
    regrouped: Vec<GroupLine<'a>>,
    changes: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Decision<'a> {
    name: &'a str,
    number: Option<&'a str>,
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    period: Option<Days>,
}

#[derive(Serialize)]
struct SummaryLine {
    tier: Tier,
    stricter: usize,
    looser: usize,
    same: usize,
    added: usize,
    dropped: usize,
    not_comparable: usize,
}

#[derive(Serialize)]
struct IndicatorLine<'a> {
    old: &'a str,
    new: &'a str,
    matched_by: &'static str,
    redefined: Option<BasesLine>,
}

#[derive(Serialize)]
struct BasesLine {
    old: BaseLine,
    new: BaseLine,
}

#[derive(Serialize)]
struct BaseLine {
    measure: &'static str,
    formula: Option<String>,
    numerator: String,
    denominator: String,
    basis: Basis,
}

#[derive(Serialize)]
struct ListLine<'a> {
    old: Option<ListName<'a>>,
    new: Option<ListName<'a>>,
}

#[derive(Serialize)]
struct ListName<'a> {
    name: &'a str,
    number: Option<&'a str>,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct RulesLine {
    part: RulePart,
    only_lists: bool,
    old: Vec<String>,
    new: Vec<String>,
    changes: usize,
}

#[derive(Serialize)]
struct Consequences<'a> {
    dropped: Vec<&'a str>,
    added: Vec<&'a str>,
}

#[derive(Serialize)]
struct Readings<'a> {
    old: BTreeMap<&'a str, Option<&'a str>>,
    new: BTreeMap<&'a str, Option<&'a str>>,
}

#[derive(Serialize)]
struct GroupLine<'a> {
    old: Option<QuotaLine<'a>>,
    has_main: bool,
    parts: Vec<GroupPart<'a>>,
}

#[derive(Serialize)]
struct GroupPart<'a> {
    new: Option<QuotaLine<'a>>,
    units: Vec<&'a str>,
}

#[derive(Serialize)]
struct HeldEqualLine {
    what: HeldEqual,
    why: &'static str,
}

#[derive(Serialize)]
struct Line<'a> {
    unit_code: &'a str,
    unit: &'a str,
    tier: Tier,
    old_unit_code: Option<&'a str>,
    old_unit: Option<&'a str>,
    bound_before: bool,
    bound_after: bool,
    merged_into: Option<&'a str>,
    change: Kind,
    why: &'a [Why],
    moved: bool,
    difference: Option<String>,
    old: Option<QuotaLine<'a>>,
    new: Option<QuotaLine<'a>>,
}

#[derive(Serialize)]
struct QuotaLine<'a> {
    indicator: &'a str,
    provision: Vec<String>,
    citation: String,
    force: Force,
    comparator: Comparator,
    measure: &'static str,
    quota: Option<String>,
    quota_percent: Option<String>,
    words: String,
}

/// The comparison as JSON, with a line break at its end.
pub fn json(report: &DiffReport) -> String {
    let diff = report.diff;
    let whole = Whole {
        schema: 1,
        tool: env!("CARGO_PKG_VERSION"),
        old: decision(report.old),
        new: decision(report.new),
        summary: summary(report),
        indicators: diff
            .indicators
            .iter()
            .map(|it| IndicatorLine {
                old: &report.old.program.indicator(it.old).name,
                new: &report.new.program.indicator(it.new).name,
                matched_by: matched_by(it.by),
                redefined: it
                    .redefined
                    .as_ref()
                    .map(|it| BasesLine { old: base(report, &it.0), new: base(report, &it.1) }),
            })
            .collect(),
        lists: lists(report),
        redefined: diff.redefined.iter().map(|it| rules(report, it)).collect(),
        consequences: consequences(report),
        readings: Readings { old: report.readings(Which::Old), new: report.readings(Which::New) },
        regrouped: groups(report),
        held_equal: diff
            .held_equal
            .iter()
            .map(|it| HeldEqualLine { what: *it, why: held_equal(*it, report.lang) })
            .collect(),
        changes: report.shown().map(|it| line(report, it.1)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn decision(plan: &Plan) -> Decision<'_> {
    let it = &plan.program.decision;
    Decision {
        name: &it.name,
        number: it.number.as_deref(),
        title: it.title.as_deref(),
        issuer: it.issuer.as_deref(),
        period: it.period,
    }
}

fn summary(report: &DiffReport) -> Vec<SummaryLine> {
    let tiers = [Tier::Province, Tier::District, Tier::Commune, Tier::Other];
    let has = |tier: &Tier| report.counted().any(|it| it.1.unit.tier == *tier);
    let line = |tier: Tier| {
        let number = |kind: Kind| report.counted().filter(|it| it.1.unit.tier == tier && it.1.kind == kind).count();
        SummaryLine {
            tier,
            stricter: number(Kind::Stricter),
            looser: number(Kind::Looser),
            same: number(Kind::Same),
            added: number(Kind::Added),
            dropped: number(Kind::Dropped),
            not_comparable: number(Kind::NotComparable),
        }
    };
    tiers.into_iter().filter(has).map(line).collect()
}

fn matched_by(it: MatchedBy) -> &'static str {
    match it {
        MatchedBy::Meaning => "meaning",
        MatchedBy::Lists => "lists",
        MatchedBy::Name => "name",
        MatchedBy::OnlyOne => "only_one",
    }
}

fn base(report: &DiffReport, it: &Base) -> BaseLine {
    let words = |it: &Meaning| it.words(&|it| report.called(it), report.lang);
    let formula = it.formula.as_ref().map(|it| it.words(&|it| report.called(it), report.lang));
    BaseLine {
        measure: measure(it.form),
        formula,
        numerator: words(&it.above),
        denominator: words(&it.below),
        basis: it.basis,
    }
}

fn lists<'a>(report: &DiffReport<'a>) -> Vec<ListLine<'a>> {
    let name = |plan: &'a Plan, id| {
        let list = plan.program.list(id);
        ListName { name: &list.name, number: list.number.as_deref(), title: list.title.as_deref() }
    };
    let line = |it: &crate::diff::Listing| ListLine {
        old: it.old.map(|it| name(report.old, it)),
        new: it.new.map(|it| name(report.new, it)),
    };
    report.diff.lists.iter().map(line).collect()
}

fn rules(report: &DiffReport, it: &Redefined) -> RulesLine {
    RulesLine {
        part: it.part,
        only_lists: it.only_lists,
        old: report.rules(&it.old, it.part, Which::Old),
        new: report.rules(&it.new, it.part, Which::New),
        changes: it.changes.len(),
    }
}

fn consequences<'a>(report: &DiffReport<'a>) -> Consequences<'a> {
    let (dropped, added) = &report.diff.consequences;
    let texts = |plan: &'a Plan, ids: &[usize]| {
        ids.iter().filter_map(|it| plan.program.consequences.get(*it)).map(|it| it.text.as_str()).collect()
    };
    Consequences { dropped: texts(report.old, dropped), added: texts(report.new, added) }
}

/// The groups that were divided; units by their code in the later register.
fn groups<'a>(report: &DiffReport<'a>) -> Vec<GroupLine<'a>> {
    let changes =
        |places: &[usize]| -> Vec<&'a Change> { places.iter().filter_map(|it| report.diff.changes.get(*it)).collect() };
    let held = |it: &[usize], which: Which| {
        let change = changes(it).first().copied()?;
        let held = if which == Which::Old { change.old.as_ref() } else { change.new.as_ref() };
        held.map(|it| quota(report, it, which))
    };
    let code = |it: &'a Change| it.unit.named().map(|it| it.code.as_str());
    let part = |it: &[usize]| GroupPart {
        new: held(it, Which::New),
        units: changes(it).into_iter().filter_map(code).collect(),
    };
    let line = |it: &crate::diff::Regrouped| GroupLine {
        old: it.parts.first().and_then(|it| held(&it.1, Which::Old)),
        has_main: it.has_main,
        parts: it.parts.iter().map(|it| part(&it.1)).collect(),
    };
    report.diff.regrouped.iter().map(line).collect()
}

fn line<'a>(report: &DiffReport<'a>, it: &'a Change) -> Line<'a> {
    let unit = &it.unit;
    let code = |it: &'a Option<Named>| it.as_ref().map(|it| it.code.as_str());
    let name = |it: &'a Option<Named>| it.as_ref().map(|it| it.name.as_str());
    Line {
        unit_code: unit.named().map_or("", |it| it.code.as_str()),
        unit: unit.named().map_or("", |it| it.name.as_str()),
        tier: unit.tier,
        old_unit_code: code(&unit.old),
        old_unit: name(&unit.old),
        bound_before: unit.bound_before,
        bound_after: unit.bound_after,
        merged_into: unit.merged_into.as_deref(),
        change: it.kind,
        why: &it.why,
        moved: it.moved,
        difference: difference(it),
        old: it.old.as_ref().map(|it| quota(report, it, Which::Old)),
        new: it.new.as_ref().map(|it| quota(report, it, Which::New)),
    }
}

/// The difference of the numbers as an exact fraction: `1/4` is 25 percentage points.
fn difference(it: &Change) -> Option<String> {
    let (old, new) = (it.old.as_ref()?, it.new.as_ref()?);
    let comparable = old.form == new.form && !it.why.contains(&Why::Base);
    Some(fraction(new.amount? - old.amount?)).filter(|_| comparable)
}

fn quota<'a>(report: &DiffReport<'a>, it: &Held, which: Which) -> QuotaLine<'a> {
    let program = report.program(which);
    QuotaLine {
        indicator: &program.indicator(it.indicator).name,
        provision: program.labels(it.provision),
        citation: report.citation(it, which),
        force: it.force,
        comparator: it.comparator,
        measure: measure(it.form),
        quota: it.amount.map(fraction),
        quota_percent: it.amount.filter(|_| it.form.takes_percent()).map(quota_text),
        words: report.quota(it, which, true),
    }
}

/// The columns of the CSV, in order.
const COLUMNS: [&str; 22] = [
    "unit_code",
    "unit",
    "tier",
    "old_unit_code",
    "old_unit",
    "bound_before",
    "bound_after",
    "merged_into",
    "change",
    "why",
    "moved",
    "difference",
    "old_indicator",
    "old_citation",
    "old_force",
    "old_comparator",
    "old_quota",
    "new_indicator",
    "new_citation",
    "new_force",
    "new_comparator",
    "new_quota",
];

/// The changes as CSV: a row for each quota of each unit.
pub fn csv(report: &DiffReport) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(report.shown().map(|it| row(&line(report, it.1))));
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(it: &Line) -> Vec<String> {
    let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
    let why: Vec<String> = it.why.iter().map(plain).collect();
    let mut row = vec![
        it.unit_code.to_owned(),
        it.unit.to_owned(),
        plain(&it.tier),
        text(it.old_unit_code),
        text(it.old_unit),
        it.bound_before.to_string(),
        it.bound_after.to_string(),
        text(it.merged_into),
        plain(&it.change),
        why.join("|"),
        it.moved.to_string(),
        text(it.difference.as_deref()),
    ];
    for quota in [&it.old, &it.new] {
        row.extend(match quota {
            None => [const { String::new() }; 5],
            Some(it) => [
                it.indicator.to_owned(),
                it.citation.clone(),
                plain(&it.force),
                plain(&it.comparator),
                text(it.quota_percent.as_deref().or(it.quota.as_deref())),
            ],
        });
    }
    row
}

/// An enumerated value as JSON spells it.
fn plain<T: Serialize>(it: &T) -> String {
    match serde_json::to_value(it) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
