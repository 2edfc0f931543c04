//! What an assumption changes, as an answer.

use serde_json::{Value, json};

use super::answer::{Answer, Cell, Column, Sheet};
use super::{count, value, whole, words};
use crate::eval::Result;
use crate::lang::Lang;
use crate::plan::Plan;
use crate::scenario::Flips;

/// The verdicts that differ between two states of one decision, and how many other results have other numbers. `names`
/// are those of the two sides.
pub fn flips(plan: &Plan, flips: &Flips, names: [&str; 2], lang: Lang) -> Answer {
    if flips.flips.is_empty() {
        let moved = count(flips.moved as u128, lang);
        let text = match flips.moved {
            0 => lang.pick("không có gì đổi", "nothing changes").to_owned(),
            _ => lang.pick(
                format!("không kết quả nào đổi; {moved} kết quả đổi số hoặc chỉ tiêu"),
                format!("no verdict changes; numbers or quotas change in {moved}"),
            ),
        };
        return Answer::says(text, json!({ "flips": 0, "moved": flips.moved, "same": flips.same }));
    }
    let several = {
        let mut all = flips.flips.iter().filter_map(|it| Some(it.either()?.indicator));
        let first = all.next();
        all.any(|it| Some(it) != first)
    };
    let column = |key, name: String| Column { key, name };
    let mut columns = vec![
        column("unit", lang.pick("Đơn vị", "Unit").to_owned()),
        column("unit_code", lang.pick("Mã", "Code").to_owned()),
        column("indicator", lang.pick("Chỉ số", "Indicator").to_owned()),
        column("citation", lang.pick("Căn cứ", "Provision").to_owned()),
    ];
    let [one, two] = names;
    columns.extend([
        column("before", one.to_owned()),
        column("verdict_before", lang.pick("Kết quả", "Verdict").to_owned()),
        column("after", two.to_owned()),
        column("verdict_after", lang.pick("Kết quả", "Verdict").to_owned()),
    ]);
    let mut rows = Vec::new();
    for flip in &flips.flips {
        let Some(it) = flip.either() else { continue };
        let program = &plan.program;
        let mut row = vec![
            Cell::text(it.subject.called(lang)),
            Cell::text(&it.subject.code),
            Cell::text(&program.indicator(it.indicator).name),
            Cell::text(program.citation_of(it.provision, it.cell, lang)),
        ];
        for side in [&flip.before, &flip.after] {
            match side {
                Some(it) => {
                    row.push(Cell::number(shown(it, lang), exact(it)));
                    let code = serde_json::to_value(it.verdict).unwrap_or_default();
                    row.push(Cell::named(words::verdict(it.verdict, lang), code));
                }
                None => row.extend([Cell::none(), Cell::none()]),
            }
        }
        rows.push(row);
    }
    // The code of a unit is for machines; what is the same in all rows too.
    let mut sheet = Sheet { columns, rows, ..Sheet::default() };
    sheet.hidden = if several { vec!["unit_code"] } else { vec!["unit_code", "indicator", "citation"] };
    let number = flips.flips.len();
    let moved = count(flips.moved as u128, lang);
    let others = match flips.moved {
        0 => String::new(),
        _ => lang.pick(
            format!("; {moved} kết quả khác chỉ đổi số hoặc chỉ tiêu"),
            format!("; numbers or quotas only change in {moved} more"),
        ),
    };
    sheet.notes.push(lang.pick(format!("{number} kết quả đổi"), format!("verdicts changed: {number}")) + &others);
    Answer::sheet(sheet)
}

/// The value of a result as people read it; nothing where it divides by nothing.
pub fn shown(it: &Result, lang: Lang) -> String {
    let value = value(&it.numbers, &it.goal, lang);
    let none = it.goal.form.divides() && it.numbers.denominator == 0 && it.numbers.mean.is_none();
    if none { "–".to_owned() } else { value.unwrap_or_else(|| whole(it.numbers.numerator, lang)) }
}

/// The value of a result as machines read it: `549/1000`, or a whole number.
pub fn exact(it: &Result) -> Value {
    let (above, below) = it.goal.exact(&it.numbers);
    match it.goal.form.divides() {
        true => Value::String(format!("{above}/{below}")),
        false => Value::String(above.to_string()),
    }
}
