//! The ledger as a table, as CSV and as JSON: what became of every dossier, in all and for each unit.

use std::collections::BTreeMap;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

use super::json::entry;
use super::{Report, Style, count, words};
use crate::eval::{Entry, Reason};
use crate::lang::Lang;

/// The ledger as a table.
pub fn ledger(report: &Report, style: Style) -> String {
    let lang = report.lang;
    let ledger = &report.outcome.ledger;
    let mut out = String::new();
    let all = lang.pick("Cả quyết định", "The decision").to_owned();
    let mut columns: Vec<(String, &Entry)> = vec![(all, &ledger.all)];
    let indicators = ledger.indicators.iter();
    columns.extend(indicators.map(|it| (report.plan.program.indicator(*it.0).name.clone(), it.1)));
    for (name, entry) in &columns {
        out += &format!("{name}\n{}\n", lines(entry, lang));
    }
    for (exclusion, dossiers) in &ledger.exclusions {
        let Some(exclusion) = report.plan.program.exclusions.get(*exclusion) else { continue };
        let (why, cited) = (&exclusion.because, report.plan.program.citation(exclusion.provision, lang));
        out += &format!("{} ({cited}): {} – {why}\n", words::reason(Reason::Excluded, lang), count(*dossiers, lang));
    }
    let shown = |code: &String| report.only.is_empty() || report.only.contains(code);
    let reasons: Vec<Reason> = ledger.all.excluded.keys().copied().collect();
    let mut table = Table::new();
    table.load_style(super::table::lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(40, 160));
    let mut header = lang.pick(["Mã đơn vị", "Cung cấp", "Được tính"], ["Unit", "Supplied", "Counted"]).to_vec();
    header.extend(reasons.iter().map(|it| words::reason(*it, lang)));
    table.set_header(header);
    for (code, entry) in ledger.units.iter().filter(|it| shown(it.0)) {
        let right = |number: u128| Cell::new(count(number, lang)).set_alignment(CellAlignment::Right);
        let mut cells = vec![Cell::new(code), right(entry.supplied), right(entry.counted)];
        cells.extend(reasons.iter().map(|it| right(entry.excluded.get(it).copied().unwrap_or_default())));
        table.add_row(cells);
    }
    let name = |code: &str| {
        let units = &report.plan.world.units;
        let unit = units.by_code(code, report.env.period).map(|it| units.get(it));
        unit.map_or(code, |it| it.on(report.env.period.from).name.as_str()).to_owned()
    };
    for (code, entry) in below(report).iter().filter(|it| shown(it.0)) {
        let right = |number: u128| Cell::new(count(number, lang)).set_alignment(CellAlignment::Right);
        let title = format!("{} {}", lang.pick("thuộc", "in"), name(code));
        let mut cells = vec![Cell::new(title), right(entry.supplied), right(entry.counted)];
        cells.extend(reasons.iter().map(|it| right(entry.excluded.get(it).copied().unwrap_or_default())));
        table.add_row(cells);
    }
    out.push('\n');
    out + &super::table::trimmed(&table)
}

/// What became of the dossiers of the units below each unit, by its code.
fn below(report: &Report) -> BTreeMap<String, Entry> {
    let units = &report.plan.world.units;
    let period = report.env.period;
    let mut out: BTreeMap<String, Entry> = BTreeMap::new();
    for (code, entry) in &report.outcome.ledger.units {
        let unit = units.by_code(code, period).map(|it| units.get(it));
        let above = unit.and_then(|it| it.on(period.from).parent.as_ref()).and_then(|it| units.by_code(it, period));
        if let Some(above) = above {
            out.entry(units.get(above).code.clone()).or_default().absorb(entry);
        }
    }
    out
}

fn lines(entry: &Entry, lang: Lang) -> String {
    let mut rows = vec![
        (lang.pick("  cung cấp", "  supplied"), entry.supplied),
        (lang.pick("= được tính", "= counted"), entry.counted),
    ];
    let reasons: Vec<(String, u128)> =
        entry.excluded.iter().map(|it| (format!("+ {}", words::reason(*it.0, lang)), *it.1)).collect();
    let mut out = String::new();
    let mut line = |name: &str, number: u128| {
        let pad = 40usize.saturating_sub(unicode_width::UnicodeWidthStr::width(name));
        out += &format!("  {name}{}{:>14}\n", " ".repeat(pad), count(number, lang));
    };
    rows.drain(..).for_each(|it| line(it.0, it.1));
    reasons.iter().for_each(|it| line(&it.0, it.1));
    out
}

/// The ledger as CSV: `scope, name, reason, dossiers`.
pub fn ledger_csv(report: &Report) -> String {
    let ledger = &report.outcome.ledger;
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(["scope", "name", "reason", "dossiers"]);
    let mut write = |scope: &str, name: &str, entry: &Entry| {
        let reason = |it: &Reason| match serde_json::to_value(it) {
            Ok(serde_json::Value::String(text)) => text,
            _ => String::new(),
        };
        let mut rows = vec![("supplied".to_owned(), entry.supplied), ("counted".to_owned(), entry.counted)];
        rows.extend(entry.excluded.iter().map(|it| (reason(it.0), *it.1)));
        for (what, number) in rows {
            let _ = writer.write_record([scope, name, &what, &number.to_string()]);
        }
    };
    write("decision", "", &ledger.all);
    for (indicator, entry) in &ledger.indicators {
        write("indicator", &report.plan.program.indicator(*indicator).name, entry);
    }
    for (code, entry) in &ledger.units {
        write("unit", code, entry);
    }
    for (code, entry) in &below(report) {
        write("below", code, entry);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The ledger as JSON.
pub fn ledger_json(report: &Report) -> String {
    let ledger = &report.outcome.ledger;
    let units: BTreeMap<&str, _> = ledger.units.iter().map(|it| (it.0.as_str(), entry(it.1))).collect();
    let indicators: BTreeMap<&str, _> =
        ledger.indicators.iter().map(|it| (report.plan.program.indicator(*it.0).name.as_str(), entry(it.1))).collect();
    let below = below(report).iter().map(|it| (it.0.clone(), entry(it.1))).collect();
    let whole = Whole { schema: 1, decision: entry(&ledger.all), indicators, units, below };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(serde::Serialize)]
struct Whole<'a> {
    schema: u32,
    decision: super::json::EntryLine,
    indicators: BTreeMap<&'a str, super::json::EntryLine>,
    units: BTreeMap<&'a str, super::json::EntryLine>,
    /// Of the units below each unit.
    below: BTreeMap<String, super::json::EntryLine>,
}
