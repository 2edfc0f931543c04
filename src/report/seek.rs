//! Answers to questions turned round: what is needed, what it hangs on, what explains it, where it ends.

mod beat;
mod blame;
mod need;
mod pace;
mod sens;
mod whynot;

use num_bigint::BigInt;
use serde_json::{Value, json};

pub use beat::beat;
pub use blame::blame;
pub use need::need;
pub use pace::pace;
pub use sens::{dated, matrix, over_quotas};
pub use whynot::whynot;

use super::{Cell, Column, amount, words};
use crate::check::program::{Cond, Fraction, Measure};
use crate::eval::Result as EvalResult;
use crate::lang::Lang;
use crate::plan::Plan;
use crate::seek::{Left, Since};
use crate::syntax::spell_word;

/// A column.
fn column(key: &'static str, vi: &str, en: &str, lang: Lang) -> Column {
    Column { key, name: lang.pick(vi, en).to_owned() }
}

/// What is missing as a cell.
fn maybe(it: Option<u128>, lang: Lang) -> Cell {
    it.map_or_else(Cell::none, |it| Cell::count(it, lang))
}

/// A fraction for machines: `11/20`.
fn exact(it: &(BigInt, BigInt)) -> Value {
    let (above, below) = it;
    if *below == BigInt::from(1) { json!(above.to_string()) } else { json!(format!("{above}/{below}")) }
}

/// The number of a quota for machines.
fn quota(it: Option<Fraction>) -> Value {
    it.map_or(Value::Null, |it| json!(it.to_string()))
}

/// The dossiers of the numerator, and those outside it: `hồ sơ trực tuyến`, `hồ sơ không trực tuyến`.
struct Sides {
    good: String,
    bad: String,
}

/// The words of an indicator for its dossiers, where it has any.
fn sides(plan: &Plan, result: &EvalResult, lang: Lang) -> Sides {
    let cond = match &plan.program.indicator(result.indicator).measure {
        Measure::Share(above, _) => Some(above),
        Measure::Count(cond) => Some(cond),
        Measure::Formula(_) => None,
    };
    let words = cond.and_then(|it| said(it, lang));
    let (good, bad) = match words {
        Some(it) => lang.pick(
            (format!("hồ sơ {it}"), format!("hồ sơ không {it}")),
            (format!("{it} dossiers"), format!("dossiers that are not {it}")),
        ),
        None => lang.pick(
            ("hồ sơ thuộc tử số".to_owned(), "hồ sơ ngoài tử số".to_owned()),
            ("dossiers of the numerator".to_owned(), "dossiers outside the numerator".to_owned()),
        ),
    };
    Sides { good, bad }
}

fn said(cond: &Cond, lang: Lang) -> Option<String> {
    match cond {
        Cond::Word(word) => Some(spell_word(*word, lang).to_owned()),
        Cond::All(parts) if !parts.is_empty() => {
            let parts = parts.iter().map(|it| said(it, lang)).collect::<Option<Vec<_>>>()?;
            Some(parts.join(" "))
        }
        _ => None,
    }
}

/// Whose result it is, of what, ordered where, with its verdict; then its numbers against the quota.
fn head(plan: &Plan, it: &EvalResult, lang: Lang) -> String {
    let program = &plan.program;
    let cited = program.citation_of(it.provision, it.cell, lang);
    let verdict = words::verdict(it.verdict, lang);
    let procedure = it.subject.procedure.as_deref().map_or_else(String::new, |it| format!(" · {it}"));
    let mut out =
        format!("{}{procedure} · {} · {cited}: {verdict}\n", it.subject.name, program.indicator(it.indicator).name);
    let comparator = words::comparator(it.goal.comparator, lang);
    let wanted = it
        .goal
        .amount
        .map_or_else(|| lang.pick("chưa rõ", "unknown").to_owned(), |quota| amount(quota, it.goal.form, lang));
    out += &format!("  {} · {comparator} {wanted}\n", numbers(it, lang));
    if let Some((event, day)) = it.as_if {
        let (name, day) = (&program.event(event).name, day.vi());
        out += &lang.pick(
            format!("  Số của ngày bất lợi nhất: {name} = {day}\n"),
            format!("  The numbers are of the least favourable day: {name} = {day}\n"),
        );
    }
    out
}

/// `549 / 1.000 = 54,90%`
fn numbers(it: &EvalResult, lang: Lang) -> String {
    let (above, below) = (super::whole(it.numbers.numerator, lang), super::count(it.numbers.denominator, lang));
    match super::value(&it.numbers, &it.goal, lang) {
        Some(text) if it.goal.form.divides() && it.numbers.mean.is_none() => format!("{above} / {below} = {text}"),
        Some(text) => text,
        None if it.goal.form.divides() => format!("{above} / {below}"),
        None => above,
    }
}

/// The numbers of a result for machines.
fn data(plan: &Plan, it: &EvalResult, lang: Lang) -> serde_json::Map<String, Value> {
    let program = &plan.program;
    let mut out = serde_json::Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("unit", json!(it.subject.code));
    put("name", json!(it.subject.name));
    put("indicator", json!(program.indicator(it.indicator).name));
    put("provision", json!(program.citation_of(it.provision, it.cell, lang)));
    put("verdict", json!(it.verdict));
    let above = it.numbers.numerator.to_string().parse::<i64>().ok();
    put("numerator", json!(above.filter(|_| it.numbers.mean.is_none())));
    put("denominator", super::answer_whole(it.numbers.denominator));
    let known = it.goal.whole(&it.numbers) > 0;
    put("value", if known { exact(&it.goal.exact(&it.numbers)) } else { Value::Null });
    put("comparator", json!(it.goal.comparator));
    put("quota", quota(it.goal.amount));
    out
}

/// The first cells of a row about a result: unit, provision, count, of, quota.
fn first_cells(plan: &Plan, it: &EvalResult, lang: Lang) -> Vec<Cell> {
    let cited = plan.program.citation_of(it.provision, it.cell, lang);
    let goal = it.goal.amount.map(|quota| {
        let shown = format!("{} {}", it.goal.comparator.sign(), amount(quota, it.goal.form, lang));
        Cell::number(shown, quota.to_string())
    });
    let below = if it.goal.form.divides() { Cell::count(it.numbers.denominator, lang) } else { Cell::none() };
    vec![
        Cell::named(it.subject.name.clone(), it.subject.code.clone()),
        Cell::text(cited),
        if it.numbers.mean.is_some() {
            Cell::none()
        } else {
            Cell::number(super::whole(it.numbers.numerator, lang), it.numbers.numerator.to_string())
        },
        below,
        goal.unwrap_or_else(Cell::none),
    ]
}

/// The columns of [`first_cells`].
fn first_columns(lang: Lang) -> Vec<Column> {
    vec![
        column("unit", "Đơn vị", "Unit", lang),
        column("provision", "Căn cứ", "Cited", lang),
        column("count", "Đếm", "Count", lang),
        column("of", "Trên", "Of", lang),
        column("quota", "Chỉ tiêu", "Quota", lang),
    ]
}

/// A verdict as a cell.
fn verdict(it: crate::term::Verdict, lang: Lang) -> Cell {
    Cell::named(words::verdict(it, lang), json!(it))
}

/// `sau ngày 15/12/2024, ngày cuối có số liệu`
fn since(left: &Left, lang: Lang) -> String {
    match left.since {
        Since::AsOf(day) => {
            lang.pick(format!("tính từ sau ngày {}", day.vi()), format!("counted from the day after {}", day.vi()))
        }
        Since::LastCounted(day) => lang.pick(
            format!("tính từ sau ngày {}, ngày cuối có số liệu", day.vi()),
            format!("counted from the day after {}, the last day with counts", day.vi()),
        ),
        Since::Nothing => lang.pick(
            "số liệu không có ngày, tính cả kỳ".to_owned(),
            "the counts have no days, the whole period is taken".to_owned(),
        ),
    }
}
