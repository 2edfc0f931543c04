//! How files of counts were read, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::count;
use crate::data::{BadRow, Load, LoadedSheet, Place, Tally};
use crate::lang::{Lang, Say, say};

/// Rows that cannot be counted for one reason.
struct Refused<'t> {
    column: &'t str,
    why: &'t Say,
    rows: Vec<&'t BadRow>,
}

/// The rows that cannot be counted, by reason, in the order in which they stand.
fn refused(tally: &Tally) -> Vec<Refused<'_>> {
    let mut at: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut out: Vec<Refused> = Vec::new();
    for row in &tally.bad {
        let next = out.len();
        let place = *at.entry((&row.column, &row.why.vi)).or_insert(next);
        match out.get_mut(place) {
            Some(it) => it.rows.push(row),
            None => out.push(Refused { column: &row.column, why: &row.why, rows: vec![row] }),
        }
    }
    out
}

/// Rows of a reason that are shown.
const SHOWN: usize = 3;

/// The report as text.
pub fn load(tally: &Tally, lang: Lang) -> String {
    let mut out = String::new();
    for it in &tally.loads {
        file(it, lang, &mut out);
    }
    let reasons = refused(tally);
    if !reasons.is_empty() {
        let _ = writeln!(out, "{}", lang.pick("Không tính được", "Cannot be counted"));
    }
    for it in &reasons {
        let number = count(it.rows.len() as u128, lang);
        let column = it.column;
        let head = say!("{number} dòng, cột `{column}`", "{number} rows, column `{column}`");
        let _ = writeln!(out, "  {}: {}", head.get(lang), it.why.get(lang));
        for row in it.rows.iter().take(SHOWN) {
            let _ = writeln!(out, "    {}:{}: `{}`", row.file, row.line, row.value);
        }
        more(it.rows.len(), lang, &mut out);
    }
    let bad: u128 = tally.bad.iter().map(|it| u128::from(it.dossiers)).sum();
    let (supplied, counted) = (count(tally.supplied(), lang), count(tally.supplied() - bad, lang));
    let (rows, bad) = (count(tally.bad.len() as u128, lang), count(bad, lang));
    let total = say!(
        "Cung cấp {supplied} hồ sơ: {counted} đọc được, {bad} ở {rows} dòng không tính được",
        "{supplied} dossiers supplied: {counted} read, {bad} in {rows} rows that cannot be counted"
    );
    let _ = writeln!(out, "{}", total.get(lang));
    out
}

fn more(number: usize, lang: Lang, out: &mut String) {
    if number > SHOWN {
        let rest = count((number - SHOWN) as u128, lang);
        let _ = writeln!(out, "    {}", say!("… và {rest} chỗ nữa", "… and {rest} more").get(lang));
    }
}

fn file(load: &Load, lang: Lang, out: &mut String) {
    let encoding = load.encoding.map(|it| format!(", {it}")).unwrap_or_default();
    let _ = writeln!(out, "{}: {}{encoding}", load.file, load.form);
    for sheet in &load.sheets {
        let name = sheet
            .name
            .as_ref()
            .map_or(String::new(), |it| say!("trang `{it}`: ", "sheet `{it}`: ").get(lang).to_owned());
        let (rows, refused) = (count(u128::from(sheet.rows), lang), count(u128::from(sheet.refused), lang));
        let said = match sheet.header {
            None => say!("không có bảng, không đọc", "holds no table, not read"),
            // Objects have no line of names.
            Some(0) => say!("{rows} dòng, {refused} không tính được", "{rows} rows, {refused} cannot be counted"),
            Some(header) => say!(
                "tên cột ở dòng {header}; {rows} dòng, {refused} không tính được",
                "columns named in line {header}; {rows} rows, {refused} cannot be counted"
            ),
        };
        let _ = writeln!(out, "  {name}{}", said.get(lang));
        for (line, what) in &sheet.skipped {
            let said = say!("dòng {line} bỏ qua: ", "line {line} left out: ");
            let _ = writeln!(out, "    {}{}", said.get(lang), what.say().get(lang));
        }
    }
    for name in &load.hidden {
        let said = say!("trang ẩn `{name}`: không đọc", "hidden sheet `{name}`: not read");
        let _ = writeln!(out, "  {}", said.get(lang));
    }
    for ((what, column), places) in &load.repairs {
        let number = count(u128::from(places.count), lang);
        let head = say!("sửa {number} ô, cột `{column}`: ", "{number} cells repaired, column `{column}`: ");
        let _ = writeln!(out, "  {}{}", head.get(lang), what.say().get(lang));
        for Place { sheet, line, from, to } in &places.first {
            let said = say!("dòng {line}: `{from}` → `{to}`", "line {line}: `{from}` → `{to}`");
            let _ = writeln!(out, "    {}{}", within(sheet.as_deref(), lang), said.get(lang));
        }
        more(places.count as usize, lang, out);
    }
    for it in &load.sums {
        let (line, column, printed, sum) =
            (it.line, &it.column, count(u128::from(it.printed), lang), count(u128::from(it.sum), lang));
        let said = say!(
            "dòng {line}: cột `{column}` ghi tổng cộng {printed}, các dòng cộng lại là {sum}",
            "line {line}: column `{column}` has the total {printed}, its rows add up to {sum}"
        );
        let _ = writeln!(out, "  {}{}", within(it.sheet.as_deref(), lang), said.get(lang));
    }
    for it in &load.twice {
        let (code, first, again) = (&it.code, &it.first, &it.again);
        let said =
            say!("mã hồ sơ `{code}` có hai lần: {first} và {again}", "dossier `{code}` twice: {first} and {again}");
        let _ = writeln!(out, "  {}", said.get(lang));
    }
}

/// The sheet before what is said of it.
fn within(sheet: Option<&str>, lang: Lang) -> String {
    sheet.map_or(String::new(), |it| say!("trang `{it}`: ", "sheet `{it}`: ").get(lang).to_owned())
}

/// The report as JSON.
pub fn load_json(tally: &Tally, lang: Lang) -> String {
    let bad: u128 = tally.bad.iter().map(|it| u128::from(it.dossiers)).sum();
    let sheet = |it: &LoadedSheet| {
        let skipped = it.skipped.iter();
        serde_json::json!({
            "sheet": it.name, "header_line": it.header, "rows": it.rows, "refused": it.refused,
            "left_out": skipped.map(|it| serde_json::json!({ "line": it.0, "what": it.1.say().get(lang) }))
                .collect::<Vec<_>>(),
        })
    };
    let file = |it: &Load| {
        let repairs = it.repairs.iter().map(|((what, column), places)| {
            let first = places.first.iter();
            let first =
                first.map(|it| serde_json::json!({ "sheet": it.sheet, "line": it.line, "from": it.from, "to": it.to }));
            serde_json::json!({
                "what": what.say().get(lang), "column": column, "cells": places.count,
                "first": first.collect::<Vec<_>>(),
            })
        });
        let sums = it.sums.iter().map(
            |it| serde_json::json!({ "sheet": it.sheet, "line": it.line, "column": it.column, "printed": it.printed, "sum": it.sum }),
        );
        let twice = it
            .twice
            .iter()
            .map(|it| serde_json::json!({ "dossier_code": it.code, "first": it.first, "again": it.again }));
        serde_json::json!({
            "file": it.file, "form": it.form, "encoding": it.encoding,
            "sheets": it.sheets.iter().map(sheet).collect::<Vec<_>>(), "hidden_sheets": it.hidden,
            "repairs": repairs.collect::<Vec<_>>(), "wrong_sums": sums.collect::<Vec<_>>(),
            "twice": twice.collect::<Vec<_>>(),
        })
    };
    let refused = tally.bad.iter().map(|it| {
        serde_json::json!({
            "file": it.file, "line": it.line, "column": it.column, "value": it.value, "why": it.why.get(lang),
            "dossiers": it.dossiers,
        })
    });
    let value = serde_json::json!({
        "schema": 1,
        "supplied": tally.supplied().to_string(),
        "refused": bad.to_string(),
        "files": tally.loads.iter().map(file).collect::<Vec<_>>(),
        "bad_rows": refused.collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}
