//! Ranks as tables, JSON and CSV.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json::fraction;
use super::sheets::column;
use super::table::{MOST_WIDE, Style, draw};
use super::{Cell, Column, Report, Sheet, score};
use crate::check::program::{Asked, CriterionId, Form, Fraction, Ranking, Worth};
use crate::eval::{Outcome, Place, Ranked};
use crate::plan::Plan;
use crate::term::Verdict;
use crate::world::UnitId;

/// The rankings that are shown, each with its place in the program.
fn shown<'a>(report: &Report<'a>, outcome: &'a Outcome, by: Option<Asked>) -> Vec<(&'a Ranking, &'a Ranked)> {
    let all = outcome.scores.rankings.iter();
    let of = |it: &'a Ranked| Some((report.plan.program.scoring.rankings.get(it.ranking)?, it));
    let shown = |it: &Ranked| {
        let mut units = it.places.iter().map(|it| it.unit).chain(it.unranked.iter().map(|it| it.0));
        report.only.is_empty() || units.any(|it| is_shown(report, it))
    };
    all.filter_map(of).filter(|it| by.is_none_or(|by| it.0.of == by) && shown(it.1)).collect()
}

/// The name of a unit; two of one name are told apart by their codes.
fn name(report: &Report, ranked: &Ranked, unit: UnitId) -> String {
    let units = &report.plan.world.units;
    let name = |it: UnitId| units.get(it).on(report.env.period.to).name.as_str();
    let mut all = ranked.places.iter().map(|it| it.unit).chain(ranked.unranked.iter().map(|it| it.0));
    let alike = all.any(|it| it != unit && name(it) == name(unit));
    if alike { format!("{} ({})", name(unit), units.get(unit).code) } else { name(unit).to_owned() }
}

fn is_shown(report: &Report, unit: UnitId) -> bool {
    report.only.is_empty() || report.only.contains(&report.plan.world.units.get(unit).code)
}

fn parts(plan: &Plan, of: Asked) -> Vec<CriterionId> {
    let Asked::Criterion(id) = of else { return Vec::new() };
    match &plan.program.scoring.criterion(id).worth {
        Worth::Parts(parts) => parts.clone(),
        Worth::Value(_) => Vec::new(),
    }
}

/// The grade of a unit.
fn grade(outcome: &Outcome, of: Asked, unit: UnitId) -> Option<&str> {
    outcome.scores.grades.get(&(of, unit)).and_then(Option::as_deref)
}

/// What a printed value must not cross: other values of the ranking, and the bounds of ladders.
fn near(plan: &Plan, ranking: &Ranking, ranked: &Ranked) -> Vec<Fraction> {
    let mut near: Vec<Fraction> = ranked.places.iter().map(|it| it.value).collect();
    near.extend(score::bounds(plan, ranking.of));
    near.dedup();
    near
}

/// The rankings as tables; `by`: only those of it.
pub fn table(report: &Report, by: Option<Asked>, style: Style) -> String {
    let Report { plan, env, outcome, lang, .. } = *report;
    let mut out = super::table::head(plan, env, lang);
    let mut all: Vec<_> = vec![(env, outcome)];
    if !report.choices.is_empty() {
        all = report.choices.iter().map(|it| (&it.0, &it.1)).collect();
    }
    let several = all.len() > 1;
    for (env, outcome) in all {
        if several {
            out += &format!("\n━━ {} ━━\n", super::table::choices(plan, env));
        }
        for sheet in sheets(report, outcome, by) {
            out += &format!("\n{}\n{}", sheet.title, draw(&sheet, style, MOST_WIDE, lang));
            out.extend(sheet.notes.into_iter().map(|it| it + "\n"));
        }
    }
    out += &super::table::waiting(plan, env, outcome, lang);
    out + &super::table::warnings(outcome, lang)
}

fn heading(report: &Report, ranking: &Ranking) -> String {
    let Report { plan, env, lang, .. } = *report;
    let name = ranking.of.name(&plan.program);
    let title = match ranking.of {
        Asked::Criterion(id) => plan.program.scoring.criterion(id).title.as_deref(),
        Asked::Indicator(id) => plan.program.indicator(id).title.as_deref(),
        _ => None,
    };
    let title = title.map_or_else(String::new, |it| format!(" ({it})"));
    let cited = if ranking.provision.index() == 0 {
        String::new()
    } else {
        format!("{} · ", plan.program.citation(ranking.provision, lang))
    };
    let provisional = env.as_of.is_some_and(|it| it < env.period.to);
    let provisional = if provisional { lang.pick(" (tạm tính)", " (provisional)") } else { "" };
    let rank = lang.pick("xếp hạng", "rank");
    format!("{cited}{rank} {name}{title} · {}{provisional}", score::words_of_group(plan, ranking.group))
}

/// A ranking as a table; below it, what its numbered columns are.
fn sheet(report: &Report, outcome: &Outcome, ranking: &Ranking, ranked: &Ranked) -> Sheet {
    let Report { plan, lang, .. } = *report;
    let form = ranking.of.form(&plan.program);
    let parts = parts(plan, ranking.of);
    let graded = plan.program.scoring.grades.iter().any(|it| it.of == ranking.of);
    let mut columns = vec![column("rank", "Hạng", "Rank", lang), column("unit", "Đơn vị", "Unit", lang)];
    columns.push(match form {
        Form::Points => column("points", "Điểm", "Points", lang),
        _ => column("value", "Giá trị", "Value", lang),
    });
    columns.extend(graded.then(|| column("grade", "Xếp loại", "Grade", lang)));
    // Names of many parts are too wide for their columns; they are told below.
    let numbered = parts.len() > MOST_NAMED;
    let part_name = |(at, id): (usize, &CriterionId)| match numbered {
        true => format!("({})", at + 1),
        false => plan.program.scoring.criterion(*id).name.clone(),
    };
    columns.extend(parts.iter().enumerate().map(part_name).map(|name| Column { key: "part", name }));
    let near = near(plan, ranking, ranked);
    let mut rows = Vec::new();
    for place in ranked.places.iter().filter(|it| is_shown(report, it.unit)) {
        let mut cells = vec![
            Cell::named(score::rank_text(place, lang), place.rank),
            Cell::text(name(report, ranked, place.unit)),
            Cell::number(score::number(place.value, form, &near, lang), fraction(place.value)),
        ];
        if graded {
            let grade = match outcome.scores.grades.get(&(ranking.of, place.unit)) {
                Some(Some(grade)) => grade,
                Some(None) => super::words::verdict(Verdict::Undecided, lang),
                None => "–",
            };
            cells.push(Cell::text(grade));
        }
        for part in &parts {
            let score = outcome.scores.scores.get(&(*part, place.unit)).filter(|it| it.applies);
            cells.push(score.map_or_else(Cell::none, |it| {
                let shown = score::found(&it.points, Form::Points, lang);
                it.points
                    .as_ref()
                    .map_or(Cell { right: true, ..Cell::text(&shown) }, |exact| Cell::number(&shown, fraction(*exact)))
            }));
        }
        rows.push(cells);
    }
    let notes = parts.iter().enumerate().filter(|_| numbered).map(|(at, id)| {
        let part = plan.program.scoring.criterion(*id);
        let title = part.title.as_deref().map_or_else(String::new, |it| format!(" {it}"));
        let most = part.cap.or(part.scale).map(|it| super::amount(it, Form::Points, lang));
        let most = most
            .map_or_else(String::new, |it| lang.pick(format!(", tối đa {it} điểm"), format!(", at most {it} points")));
        format!("({}) {}{title}{most}", at + 1, part.name)
    });
    let unranked = ranked.unranked.iter().filter(|it| is_shown(report, it.0)).map(|(unit, why)| {
        let name = name(report, ranked, *unit);
        let why = score::missing(plan, why, lang);
        format!("{}: {name} – {why}", lang.pick("Không xếp hạng", "Not ranked"))
    });
    let notes = notes.chain(unranked).collect();
    Sheet { title: heading(report, ranking), columns, rows, notes, ..Sheet::default() }
}

/// A table for each ranking; `by`: only those of it.
pub fn sheets(report: &Report, outcome: &Outcome, by: Option<Asked>) -> Vec<Sheet> {
    shown(report, outcome, by).into_iter().map(|it| sheet(report, outcome, it.0, it.1)).collect()
}

/// Parts whose names head their columns.
const MOST_NAMED: usize = 3;

/// The rankings as one JSON object, with a line break at its end.
pub fn json(report: &Report, by: Option<Asked>) -> String {
    let whole = Whole {
        schema: 1,
        tool: env!("CARGO_PKG_VERSION"),
        decision: &report.plan.program.decision.name,
        from: report.env.period.from.iso(),
        to: report.env.period.to.iso(),
        readings: super::json::readings(report.plan, report.env),
        rankings: rankings(report, report.outcome, by),
        warnings: report.outcome.warnings.iter().map(|it| super::json::warning(it, report.lang)).collect(),
        choices: report
            .choices
            .iter()
            .map(|(env, outcome)| Chosen {
                readings: super::json::readings(report.plan, env),
                rankings: rankings(report, outcome, by),
            })
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: u32,
    tool: &'static str,
    decision: &'a str,
    from: String,
    to: String,
    readings: BTreeMap<&'a str, Option<&'a str>>,
    rankings: Vec<RankingLine<'a>>,
    warnings: Vec<super::json::WarningLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Chosen<'a>>,
}

#[derive(Serialize)]
struct Chosen<'a> {
    readings: BTreeMap<&'a str, Option<&'a str>>,
    rankings: Vec<RankingLine<'a>>,
}

#[derive(Serialize)]
struct RankingLine<'a> {
    of: &'a str,
    citation: Option<String>,
    places: Vec<Line<'a>>,
    unranked: Vec<Unranked<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    rank: usize,
    tied: bool,
    unit_code: &'a str,
    unit: &'a str,
    value: String,
    /// The value as people read it, for tables.
    #[serde(skip)]
    value_decimal: String,
    maximum: Option<String>,
    #[serde(skip)]
    maximum_decimal: Option<String>,
    grade: Option<&'a str>,
    parts: Vec<PartLine<'a>>,
}

#[derive(Serialize)]
struct PartLine<'a> {
    criterion: &'a str,
    applies: bool,
    points: Option<String>,
    #[serde(skip)]
    points_decimal: Option<String>,
    maximum: Option<String>,
}

#[derive(Serialize)]
struct Unranked<'a> {
    unit_code: &'a str,
    unit: &'a str,
    verdict: Verdict,
    because: String,
}

fn rankings<'a>(report: &Report<'a>, outcome: &'a Outcome, by: Option<Asked>) -> Vec<RankingLine<'a>> {
    let program = &report.plan.program;
    let mut out = Vec::new();
    for (ranking, ranked) in shown(report, outcome, by) {
        let cited = (ranking.provision.index() != 0).then(|| program.citation(ranking.provision, report.lang));
        let places = ranked.places.iter().filter(|it| is_shown(report, it.unit));
        let unranked = ranked.unranked.iter().filter(|it| is_shown(report, it.0));
        out.push(RankingLine {
            of: ranking.of.name(program),
            citation: cited,
            places: places.map(|it| line(report, outcome, ranking, it)).collect(),
            unranked: unranked
                .map(|(unit, why)| Unranked {
                    unit_code: &report.plan.world.units.get(*unit).code,
                    unit: &report.plan.world.units.get(*unit).on(report.env.period.to).name,
                    verdict: why.verdict(),
                    because: score::missing(report.plan, why, report.lang),
                })
                .collect(),
        });
    }
    out
}

fn line<'a>(report: &Report<'a>, outcome: &'a Outcome, ranking: &Ranking, place: &Place) -> Line<'a> {
    let plan = report.plan;
    let unit = plan.world.units.get(place.unit);
    let held = |id: CriterionId| outcome.scores.scores.get(&(id, place.unit));
    let whole = if let Asked::Criterion(id) = ranking.of { held(id) } else { None };
    let part = |id: CriterionId| {
        let score = held(id).filter(|it| it.applies);
        PartLine {
            criterion: &plan.program.scoring.criterion(id).name,
            applies: score.is_some(),
            points: score.and_then(|it| it.points.as_ref().ok()).map(|it| fraction(*it)),
            points_decimal: score.and_then(|it| it.points.as_ref().ok()).map(|it| score::decimal(*it, Form::Points)),
            maximum: score.and_then(|it| it.maximum).map(fraction),
        }
    };
    Line {
        rank: place.rank,
        tied: place.tied,
        unit_code: &unit.code,
        unit: &unit.on(report.env.period.to).name,
        value: fraction(place.value),
        value_decimal: score::decimal(place.value, ranking.of.form(&plan.program)),
        maximum: whole.and_then(|it| it.maximum).map(fraction),
        maximum_decimal: whole.and_then(|it| it.maximum).map(|it| score::decimal(it, Form::Points)),
        grade: grade(outcome, ranking.of, place.unit),
        parts: parts(plan, ranking.of).into_iter().map(part).collect(),
    }
}

/// The columns of the rankings as CSV, in order; then two for each first part of any ranked criterion: exact, and with
/// decimals.
const COLUMNS: [&str; 12] = [
    "of",
    "citation",
    "rank",
    "tied",
    "unit_code",
    "unit",
    "value",
    "value_decimal",
    "maximum",
    "maximum_decimal",
    "grade",
    "because",
];

/// The rankings as comma-separated values: who has no rank stands behind those who have.
pub fn csv(report: &Report, by: Option<Asked>) -> String {
    let all = rankings(report, report.outcome, by);
    let mut names: Vec<&str> = Vec::new();
    for it in all.iter().flat_map(|it| &it.places).flat_map(|it| &it.parts) {
        if !names.contains(&it.criterion) {
            names.push(it.criterion);
        }
    }
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let parts = names.iter().flat_map(|it| [(*it).to_owned(), format!("{it}_decimal")]);
    let _ = writer.write_record(COLUMNS.iter().map(|it| (*it).to_owned()).chain(parts));
    for ranking in &all {
        let cited = ranking.citation.clone().unwrap_or_default();
        for it in &ranking.places {
            let mut row = vec![ranking.of.to_owned(), cited.clone(), it.rank.to_string(), it.tied.to_string()];
            row.extend([it.unit_code.to_owned(), it.unit.to_owned(), it.value.clone(), it.value_decimal.clone()]);
            row.extend([&it.maximum, &it.maximum_decimal].map(|it| it.clone().unwrap_or_default()));
            row.extend([it.grade.unwrap_or_default().to_owned(), String::new()]);
            row.extend(names.iter().flat_map(|name| {
                let part = it.parts.iter().find(|it| it.criterion == *name);
                [part.map(|it| &it.points), part.map(|it| &it.points_decimal)]
                    .map(|it| it.cloned().flatten().unwrap_or_default())
            }));
            let _ = writer.write_record(row);
        }
        for it in &ranking.unranked {
            let mut row = vec![ranking.of.to_owned(), cited.clone(), String::new(), String::new()];
            row.extend([it.unit_code.to_owned(), it.unit.to_owned()]);
            row.extend(std::iter::repeat_n(String::new(), 5));
            row.push(it.because.clone());
            row.extend(std::iter::repeat_n(String::new(), 2 * names.len()));
            let _ = writer.write_record(row);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
