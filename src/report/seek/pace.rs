//! Where results end at the present rate. Every form says that it is a projection.

use num_bigint::BigInt;
use serde_json::{Value, json};

use super::{column, data, exact, head, maybe, sides, since};
use crate::eval::{Numbers, Result as EvalResult, percent_text};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::report::{Answer, Cell, Sheet, answer_whole, count, percent, words};
use crate::seek::{Pace, Who};

/// The projections of some results: of one unit in sentences, of several as a table.
pub fn pace(plan: &Plan, found: &[(EvalResult, Option<Pace>)], who: &Who, lang: Lang) -> Answer {
    let label = label(lang);
    if let Who::Many(_, words) = who {
        return Answer::sheet(table(plan, found, words, lang));
    }
    found.iter().fold(Answer::default(), |answer, (result, pace)| {
        let mut out = data(plan, result, lang);
        out.insert("projection".to_owned(), json!(true));
        let mut text = format!("{label}\n") + &head(plan, result, lang);
        match pace {
            Some(pace) => {
                text += &sentence(plan, result, pace, lang);
                out.extend(values(result, pace));
            }
            None => text += &format!("  {}\n", nothing(lang)),
        }
        answer.say(text, Value::Object(out))
    })
}

fn label(lang: Lang) -> &'static str {
    lang.pick("Dự phóng, không phải kết quả", "A projection, not a result")
}

fn nothing(lang: Lang) -> &'static str {
    lang.pick(
        "Không dự phóng được: chưa có hồ sơ nào, chưa có ngày làm việc nào qua, hoặc không tính trên hồ sơ",
        "Nothing to project: no dossiers yet, no working day over, or not of dossiers",
    )
}

fn values(result: &EvalResult, it: &Pace) -> serde_json::Map<String, Value> {
    let (rate, days) = it.rate(result);
    let mut out = serde_json::Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("since", json!(it.left.since.day()));
    put("until", json!(it.left.window.to));
    put("working_days_gone", json!(it.left.gone));
    put("working_days_left", json!(it.left.left));
    put("rate", exact(&(BigInt::from(rate), BigInt::from(days))));
    put("projected_numerator", json!(it.numbers.numerator.to_string().parse::<i64>().ok()));
    put("projected_denominator", answer_whole(it.numbers.denominator));
    put("projected_verdict", json!(it.verdict));
    put("to_come", answer_whole(it.to_come));
    let number = |it: Option<u128>| it.map_or(Value::Null, answer_whole);
    put("possible", json!(it.wanted.is_some()));
    put("at_least", number(it.wanted.as_ref().map(|it| it.first)));
    put("at_most", number(it.wanted.as_ref().and_then(|it| it.last)));
    out
}

fn share(above: u128, below: u128, lang: Lang) -> String {
    let text = percent_text(&BigInt::from(above), &BigInt::from(below), None);
    text.map_or_else(|| "–".to_owned(), |it| percent(&it, lang))
}

/// A quotient with two decimals.
fn quotient(above: u128, below: u128, lang: Lang) -> String {
    let text = percent_text(&BigInt::from(above), &BigInt::from(below * 100), None).unwrap_or_default();
    crate::report::number::decimal(&text, lang)
}

/// What is projected, rounded down, with the share that stays as it is.
fn projected(result: &EvalResult, numbers: &Numbers, lang: Lang) -> String {
    let above = crate::report::whole(numbers.numerator, lang);
    if !result.goal.form.divides() {
        return above;
    }
    let below = count(numbers.denominator, lang);
    let share = crate::report::value(&result.numbers, &result.goal, lang).unwrap_or_default();
    format!("{above} / {below} ({share})")
}

fn sentence(plan: &Plan, result: &EvalResult, it: &Pace, lang: Lang) -> String {
    let sides = sides(plan, result, lang);
    let (rate, days) = it.rate(result);
    let (to, since) = (it.left.window.to.vi(), since(&it.left, lang));
    let each = quotient(rate, days, lang);
    let (all, gone, left) = (count(rate, lang), count(it.left.gone.into(), lang), count(it.left.left.into(), lang));
    let mut out = lang.pick(
        format!("  Đến nay {all} hồ sơ trong {gone} ngày làm việc: mỗi ngày {each}\n"),
        format!("  So far {all} dossiers in {gone} working days: {each} a day\n"),
    );
    out += &lang.pick(
        format!("  Còn {left} ngày làm việc đến hết {to} ({since})\n"),
        format!("  {left} working days are left until {to} ({since})\n"),
    );
    let (numbers, verdict) = (projected(result, &it.numbers, lang), words::verdict(it.verdict, lang));
    out += &lang.pick(
        format!("  Nếu giữ đà này, cuối kỳ có {numbers}, số hồ sơ làm tròn xuống: {verdict}\n"),
        format!("  At this rate it ends at {numbers}, dossiers rounded down: {verdict}\n"),
    );
    let come = count(it.to_come, lang);
    let good = &sides.good;
    let ceiling = matches!(result.goal.comparator, crate::term::Comparator::AtMost | crate::term::Comparator::Below);
    out += &match &it.wanted {
        Some(span) if ceiling => {
            let most = span.last.unwrap_or(it.to_come);
            let (n, part) = (count(most, lang), share(most, it.to_come, lang));
            lang.pick(
                format!("  Muốn đạt: trong {come} hồ sơ còn tới, nhiều nhất {n} ({part}) {good}\n"),
                format!("  To meet it: of {come} dossiers to come at most {n} ({part}) {good}\n"),
            )
        }
        Some(span) => {
            let (n, part) = (count(span.first, lang), share(span.first, it.to_come, lang));
            lang.pick(
                format!("  Muốn đạt: trong {come} hồ sơ còn tới, ít nhất {n} ({part}) {good}\n"),
                format!("  To meet it: of {come} dossiers to come at least {n} ({part}) {good}\n"),
            )
        }
        None => lang.pick(
            format!("  Muốn đạt: {come} hồ sơ còn tới không đủ, dù tất cả đều thuận\n"),
            format!("  To meet it: the {come} dossiers to come are not enough, even if all are on the good side\n"),
        ),
    };
    out
}

fn table(plan: &Plan, found: &[(EvalResult, Option<Pace>)], words: &str, lang: Lang) -> Sheet {
    let row = |(result, pace): &(EvalResult, Option<Pace>)| {
        let mut cells = super::first_cells(plan, result, lang);
        cells.push(super::verdict(result.verdict, lang));
        match pace {
            Some(it) => {
                let (rate, days) = it.rate(result);
                let rate = Cell::number(quotient(rate, days, lang), exact(&(BigInt::from(rate), BigInt::from(days))));
                cells.push(rate);
                let above = it.numbers.numerator;
                cells.push(Cell::number(crate::report::whole(above, lang), above.to_string()));
                let below = it.numbers.denominator;
                cells.push(if result.goal.form.divides() { Cell::count(below, lang) } else { Cell::none() });
                cells.push(super::verdict(it.verdict, lang));
                cells.push(Cell::count(it.to_come, lang));
                cells.push(maybe(it.wanted.as_ref().map(|it| it.first), lang));
                cells.push(maybe(it.wanted.as_ref().and_then(|it| it.last), lang));
            }
            None => cells.extend((0..7).map(|_| Cell::none())),
        }
        cells.push(Cell::named(lang.pick("dự phóng", "projection"), true));
        cells
    };
    let mut columns = super::first_columns(lang);
    columns.extend([
        column("verdict", "Nay", "Now", lang),
        column("rate", "Mỗi ngày", "A day", lang),
        column("projected", "Cuối kỳ", "At the end", lang),
        column("projected_of", "Trên", "Of", lang),
        column("projected_verdict", "Nếu giữ đà", "At this rate", lang),
        column("to_come", "Còn tới", "To come", lang),
        column("at_least", "Ít nhất", "At least", lang),
        column("at_most", "Nhiều nhất", "At most", lang),
        column("projection", "Loại", "Kind", lang),
    ]);
    let title = format!("{} · {words}", label(lang));
    let mut notes = vec![
        lang.pick(
            "Mỗi ngày: hồ sơ được tính cho mỗi ngày làm việc đã qua. Số cuối kỳ và số còn tới làm tròn xuống. Ít nhất, nhiều nhất: trong số còn tới, bao nhiêu thuộc tử số thì đạt.",
            "A day: dossiers counted for each working day that is over. What is projected is rounded down. At least, at most: how many of those to come have to be in the numerator.",
        )
        .to_owned(),
    ];
    notes.extend(found.iter().find_map(|it| it.1.as_ref()).map(|it| {
        let (to, since) = (it.left.window.to.vi(), since(&it.left, lang));
        lang.pick(format!("Đến hết {to}, {since}."), format!("Until {to}, {since}."))
    }));
    // The title says it to people.
    Sheet { title, columns, rows: found.iter().map(row).collect(), notes, hidden: vec!["projection"] }
}
