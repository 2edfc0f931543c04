//! The ledger as a table, as CSV and as JSON: what became of every dossier, in all and for each unit.

use std::collections::BTreeMap;

use super::json::entry;
use super::sheets::column;
use super::{Cell, Column, Report, Sheet, Style, count, words};
use crate::eval::{Entry, Reason};
use crate::lang::Lang;

/// The ledger as a table.
pub fn ledger(report: &Report, style: Style) -> String {
    let lang = report.lang;
    let mut out = String::new();
    for (name, entry) in entries(report) {
        out += &format!("{name}\n{}\n", lines(entry, lang));
    }
    out.extend(stated(report).into_iter().map(|it| it + "\n"));
    out.push('\n');
    out + &super::table::draw(&by_unit(report), style, 160, lang)
}

/// What became of the dossiers of each unit, then of those below each unit.
pub fn by_unit(report: &Report) -> Sheet {
    let lang = report.lang;
    let ledger = &report.outcome.ledger;
    let shown = |code: &String| report.only.is_empty() || report.only.contains(code);
    let reasons: Vec<Reason> = ledger.all.excluded.keys().copied().collect();
    let mut columns = vec![
        column("unit_code", "Mã đơn vị", "Unit", lang),
        column("supplied", "Cung cấp", "Supplied", lang),
        column("counted", "Được tính", "Counted", lang),
    ];
    columns.extend(reasons.iter().map(|it| Column { key: "excluded", name: words::reason(*it, lang).to_owned() }));
    let row = |title: String, entry: &Entry| {
        let mut cells = vec![Cell::text(title), Cell::count(entry.supplied, lang), Cell::count(entry.counted, lang)];
        cells.extend(reasons.iter().map(|it| Cell::count(entry.excluded.get(it).copied().unwrap_or_default(), lang)));
        cells
    };
    let name = |code: &str| {
        let units = &report.plan.world.units;
        let unit = units.by_code(code, report.env.period).map(|it| units.get(it));
        unit.map_or(code, |it| it.on(report.env.period.from).name.as_str()).to_owned()
    };
    let below = below(report);
    let alone = ledger.units.iter().filter(|it| shown(it.0)).map(|it| row(it.0.clone(), it.1));
    let above = below.iter().filter(|it| shown(it.0));
    let above = above.map(|it| row(format!("{} {}", lang.pick("thuộc", "in"), name(it.0)), it.1));
    let rows = alone.chain(above).collect();
    Sheet { title: lang.pick("Theo đơn vị", "By unit").to_owned(), columns, rows, ..Sheet::default() }
}

/// What became of every dossier, in all and under each indicator: a column for each.
pub fn whole(report: &Report) -> Sheet {
    let lang = report.lang;
    let entries = entries(report);
    let mut reasons: Vec<Reason> = entries.iter().flat_map(|it| it.1.excluded.keys().copied()).collect();
    reasons.sort();
    reasons.dedup();
    let mut columns = vec![column("what", "Hồ sơ", "Dossiers", lang)];
    columns.extend(entries.iter().map(|it| Column { key: "dossiers", name: it.0.clone() }));
    let row = |title: &str, number: &dyn Fn(&Entry) -> u128| {
        let cells = entries.iter().map(|it| Cell::count(number(it.1), lang));
        std::iter::once(Cell::text(title)).chain(cells).collect::<Vec<_>>()
    };
    let mut rows = vec![
        row(lang.pick("cung cấp", "supplied"), &|it| it.supplied),
        row(lang.pick("được tính", "counted"), &|it| it.counted),
    ];
    for reason in reasons {
        let number = |it: &Entry| it.excluded.get(&reason).copied().unwrap_or_default();
        rows.push(row(words::reason(reason, lang), &number));
    }
    let notes = stated(report);
    let title = lang.pick("Sổ đối chiếu", "Ledger").to_owned();
    Sheet { title, columns, rows, notes, ..Sheet::default() }
}

/// The whole decision, then each indicator.
fn entries<'a>(report: &Report<'a>) -> Vec<(String, &'a Entry)> {
    let ledger = &report.outcome.ledger;
    let all = report.lang.pick("Cả quyết định", "The decision").to_owned();
    let indicators = ledger.indicators.iter();
    let indicators = indicators.map(|it| (report.plan.program.indicator(*it.0).name.clone(), it.1));
    std::iter::once((all, &ledger.all)).chain(indicators).collect()
}

/// What stated exclusions left out, a line for each.
fn stated(report: &Report) -> Vec<String> {
    let (program, lang) = (&report.plan.program, report.lang);
    let line = |(at, dossiers): (&usize, &u128)| {
        let exclusion = program.exclusions.get(*at)?;
        let (why, cited) = (&exclusion.because, program.citation(exclusion.provision, lang));
        let reason = words::reason(Reason::Excluded, lang);
        Some(format!("{reason} ({cited}): {} – {why}", count(*dossiers, lang)))
    };
    report.outcome.ledger.exclusions.iter().filter_map(line).collect()
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
