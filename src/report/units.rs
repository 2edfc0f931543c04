//! The register as the rules see it: a row for each state of a unit, what came before and after, and what binds it.

use comfy_table::{ColumnConstraint, ContentArrangement, Table};

use super::table::{Style, lines};
use super::words;
use crate::eval::Env;
use crate::lang::Lang;
use crate::plan::{Plan, UnitSet};
use crate::text::{Day, Days};
use crate::world::{Unit, UnitId, Version};

/// A state of a unit.
#[derive(Debug, serde::Serialize)]
struct Row<'a> {
    unit_code: &'a str,
    unit: &'a str,
    kind: &'a str,
    tier: &'static str,
    parent: Option<&'a str>,
    /// Its first and last day; none where the register has no limit.
    from: Option<Day>,
    to: Option<Day>,
    predecessors: Vec<Other>,
    successors: Vec<Other>,
    /// Where its quotas stand.
    quotas: Vec<String>,
    #[serde(skip)]
    days: Days,
}

/// The register as a table: its states on a day, or all of them.
pub fn units(plan: &Plan, env: Option<&Env>, at: Option<Day>, style: Style, lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(40, 160));
    let header = lang.pick(
        ["Mã", "Đơn vị", "Trực thuộc", "Từ ngày", "Đến ngày", "Trước đó", "Sau đó", "Chỉ tiêu"],
        ["Code", "Unit", "Parent", "From", "To", "Before it", "After it", "Quotas"],
    );
    let rows = rows(plan, env, at, lang);
    let cells: Vec<[String; 8]> = rows.iter().map(|it| cells(plan, it)).collect();
    // A column that says nothing takes no room.
    let shown: Vec<usize> =
        (0..header.len()).filter(|at| cells.iter().any(|it| it.get(*at).is_some_and(|it| !it.is_empty()))).collect();
    table.set_header(shown.iter().filter_map(|at| header.get(*at)));
    for row in &cells {
        table.add_row(shown.iter().filter_map(|at| row.get(*at)));
    }
    let number = rows.len();
    // Codes and days are not broken.
    for (column, at) in shown.iter().enumerate() {
        if let (0 | 3 | 4, Some(column)) = (at, table.column_mut(column)) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let sum = match at {
        Some(day) => {
            let day = day.vi();
            lang.pick(format!("{number} đơn vị ngày {day}"), format!("{number} units on {day}"))
        }
        None => lang.pick(format!("{number} dòng"), format!("{number} rows")),
    };
    format!("{}\n{sum}.\n", table.trim_fmt())
}

/// The register as CSV: lists joined by `|`, as in results.
pub fn units_csv(plan: &Plan, env: Option<&Env>, at: Option<Day>, lang: Lang) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let header = ["unit_code", "unit", "kind", "tier", "parent", "from", "to", "predecessors", "successors", "quotas"];
    // Writing to memory does not fail.
    let _ = writer.write_record(header);
    let day = |it: Option<Day>| it.map_or_else(String::new, Day::iso);
    for it in rows(plan, env, at, lang) {
        let (from, to) = (day(it.from), day(it.to));
        let codes = |it: &[Other]| it.iter().map(|it| it.unit_code.as_str()).collect::<Vec<_>>().join("|");
        let lists = [codes(&it.predecessors), codes(&it.successors), it.quotas.join("|")];
        let [before, after, quotas] = &lists;
        let parent = it.parent.unwrap_or_default();
        let _ =
            writer.write_record([it.unit_code, it.unit, it.kind, it.tier, parent, &from, &to, before, after, quotas]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The register as JSON.
pub fn units_json(plan: &Plan, env: Option<&Env>, at: Option<Day>, lang: Lang) -> String {
    #[derive(serde::Serialize)]
    struct Whole<'a> {
        schema: u32,
        at: Option<Day>,
        units: Vec<Row<'a>>,
    }
    let whole = Whole { schema: 1, at, units: rows(plan, env, at, lang) };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn rows<'a>(plan: &'a Plan, env: Option<&Env>, at: Option<Day>, lang: Lang) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    for (id, unit) in plan.world.units.iter() {
        for (place, state) in unit.versions.iter().enumerate() {
            if at.is_some_and(|it| !state.days.has(it)) {
                continue;
            }
            out.push(Row {
                unit_code: &unit.code,
                unit: &state.name,
                kind: &state.kind_word,
                tier: words::tier(state.tier),
                parent: state.parent.as_deref(),
                from: Some(state.days.from).filter(|it| *it != Day::FIRST),
                to: Some(state.days.to).filter(|it| *it != Day::LAST),
                predecessors: before(plan, id, unit, place, state),
                successors: after(plan, unit, place),
                quotas: quotas(plan, env, id, state.days, lang),
                days: state.days,
            });
        }
    }
    out
}

/// A row of the table; units before and after by their codes.
fn cells(plan: &Plan, row: &Row) -> [String; 8] {
    let units = &plan.world.units;
    // The name of a unit above; its code, where the register lacks it.
    let above = row.parent.map(|code| match units.by_code(code, row.days) {
        Some(id) => units.get(id).on(row.days.from).name.clone(),
        None => code.to_owned(),
    });
    let day = |it: Option<Day>| it.map_or_else(String::new, Day::vi);
    let codes = |it: &[Other]| it.iter().map(|it| it.unit_code.as_str()).collect::<Vec<_>>().join(", ");
    [
        row.unit_code.to_owned(),
        row.unit.to_owned(),
        above.unwrap_or_default(),
        day(row.from),
        day(row.to),
        codes(&row.predecessors),
        codes(&row.successors),
        row.quotas.join("; "),
    ]
}

/// A unit that came before or after, as it was called then.
#[derive(Debug, serde::Serialize)]
struct Other {
    unit_code: String,
    unit: String,
}

fn called(unit: &Unit, state: &Version) -> Other {
    Other { unit_code: unit.code.clone(), unit: state.name.clone() }
}

/// The unit's own earlier name, and the units that ended on the day before or during this state and were taken over.
fn before(plan: &Plan, id: UnitId, unit: &Unit, place: usize, state: &Version) -> Vec<Other> {
    let own = place.checked_sub(1).and_then(|it| unit.versions.get(it)).map(|it| called(unit, it));
    let others = plan.world.units.iter().filter(|(_, it)| it.successors.contains(&id));
    let others = others.filter(|(_, it)| state.days.has(it.days().to.plus(1)));
    own.into_iter().chain(others.map(|(_, it)| called(it, it.on(it.days().to)))).collect()
}

/// The unit's own next name, or the units that took it over.
fn after(plan: &Plan, unit: &Unit, place: usize) -> Vec<Other> {
    if let Some(next) = unit.versions.get(place + 1) {
        return vec![called(unit, next)];
    }
    let after = unit.successors.iter().map(|it| plan.world.units.get(*it));
    after.map(|it| called(it, it.on(unit.days().to.plus(1)))).collect()
}

/// Where the quotas stand that bind a unit on some of these days, under the readings that are chosen.
fn quotas(plan: &Plan, env: Option<&Env>, id: UnitId, days: Days, lang: Lang) -> Vec<String> {
    let readings: Vec<usize> = env.map(Env::chosen).unwrap_or_default();
    let meant = |it: &UnitSet| it.get(&id).is_some_and(|it| !it.meet(days).is_empty());
    let bound = plan.quotas.iter().filter(|it| it.units.under(&readings).is_some_and(meant));
    let mut out: Vec<String> = bound.map(|it| plan.program.citation(it.provision, lang)).collect();
    out.dedup();
    out
}
