//! What explains a miss.

use num_bigint::BigInt;
use serde_json::{Value, json};

use super::{column, data, head, sides};
use crate::eval::{Result as EvalResult, percent_text};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::report::{Answer, Cell, Sheet, answer_whole, count, percent};
use crate::seek::{Blame, By, Share};
use crate::term::{Comparator, Verdict};

/// What explains why each result is missed; results that are not say so.
pub fn blame(plan: &Plan, found: &[(EvalResult, Option<Blame>)], by: By, lang: Lang) -> Answer {
    found.iter().fold(Answer::default(), |answer, (result, blame)| match blame {
        Some(blame) if !blame.shares.is_empty() => {
            let words = sides(plan, result, lang);
            let ceiling = matches!(result.goal.comparator, Comparator::AtMost | Comparator::Below);
            let bad = if ceiling { words.good } else { words.bad };
            let answer = answer.say(sentence(plan, result, blame, &bad, lang), values(plan, result, blame, lang));
            answer.with(sheet(blame, &bad, lang))
        }
        _ => {
            let mut text = head(plan, result, lang);
            text += &format!("  {}\n", nothing(result, by, blame.is_some(), lang));
            answer.say(text, Value::Object(data(plan, result, lang)))
        }
    })
}

/// Why there is nothing to explain, or nothing to explain it by.
fn nothing(result: &EvalResult, by: By, missed: bool, lang: Lang) -> &'static str {
    match (result.verdict, missed, by) {
        (Verdict::Met | Verdict::Exceeded, ..) => {
            lang.pick("Đã đạt, không có gì phải giải thích", "It is met; there is nothing to explain")
        }
        (_, true, By::Procedures) => {
            lang.pick("Số liệu không ghi thủ tục nên không biết tại thủ tục nào", "The counts name no procedures")
        }
        (_, true, By::Months) => {
            lang.pick("Số liệu không ghi ngày nên không biết tại tháng nào", "The counts name no days")
        }
        _ => lang.pick(
            "Không phải một tỷ lệ hồ sơ còn bù được, nên không có hồ sơ nào để quy về",
            "It is no share of dossiers that could still be made up for",
        ),
    }
}

fn month(share: &Share) -> String {
    share.days.from.date().format("%m/%Y").to_string()
}

fn name(share: &Share) -> String {
    share.procedure.clone().unwrap_or_else(|| month(share))
}

fn sentence(plan: &Plan, result: &EvalResult, it: &Blame, bad: &str, lang: Lang) -> String {
    let mut out = head(plan, result, lang);
    let (short, all) = (count(it.short, lang), count(it.bad, lang));
    out += &lang.pick(
        format!("  Muốn đạt thì {short} trong {all} {bad} phải đổi bên\n"),
        format!("  To meet it, {short} of the {all} {bad} would have to change sides\n"),
    );
    let names: Vec<String> = it.shares.iter().take(it.enough).map(name).collect();
    let (names, n) = (names.join(", "), count(it.enough as u128, lang));
    let what = match it.by {
        By::Procedures => lang.pick("thủ tục", "procedures"),
        By::Months => lang.pick("tháng", "months"),
    };
    out += &lang.pick(
        format!("  Ít {what} nhất mà giải thích đủ: {n} ({names})\n"),
        format!("  The fewest {what} that explain it: {n} ({names})\n"),
    );
    out
}

fn values(plan: &Plan, result: &EvalResult, it: &Blame, lang: Lang) -> Value {
    let mut out = data(plan, result, lang);
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("missing", answer_whole(it.short));
    put("wrong_side", answer_whole(it.bad));
    put("enough", json!(it.shares.iter().take(it.enough).map(key).collect::<Vec<_>>()));
    put("unsaid", answer_whole(it.unsaid));
    Value::Object(out)
}

/// A procedure, or a month like `2024-03`.
fn key(share: &Share) -> String {
    share.procedure.clone().unwrap_or_else(|| share.days.from.date().format("%Y-%m").to_string())
}

fn sheet(it: &Blame, bad: &str, lang: Lang) -> Sheet {
    let mut sum = 0;
    let mut rows = Vec::new();
    for (place, share) in it.shares.iter().enumerate() {
        sum += share.bad;
        let part = |number: u128, of: u128| {
            let text = percent_text(&BigInt::from(number), &BigInt::from(of), None);
            text.map_or_else(Cell::none, |text| Cell::number(percent(&text, lang), format!("{number}/{of}")))
        };
        let inside = place < it.enough;
        rows.push(vec![
            Cell::named(name(share), key(share)),
            Cell::count(share.numbers.denominator, lang),
            Cell::count(share.bad, lang),
            part(share.bad, it.bad),
            Cell::count(sum, lang),
            Cell::named(if inside { lang.pick("có", "yes") } else { "–" }, inside),
        ]);
    }
    let first = match it.by {
        By::Procedures => column("procedure", "Thủ tục", "Procedure", lang),
        By::Months => column("month", "Tháng", "Month", lang),
    };
    let short = count(it.short, lang);
    let mut notes = vec![lang.pick(
        format!("Cần: phải có dòng này mới bù đủ {short} hồ sơ, khi lấy từ dòng lớn nhất xuống."),
        format!("Needed: taken from the largest row down, this one is needed to make up for {short} dossiers."),
    )];
    if it.unsaid > 0 {
        let unsaid = count(it.unsaid, lang);
        notes.push(lang.pick(
            format!("{unsaid} hồ sơ được tính nhưng số liệu không nói thuộc dòng nào."),
            format!("{unsaid} dossiers are counted of which the counts do not say the row."),
        ));
    }
    Sheet {
        title: capital(bad),
        columns: vec![
            first,
            column("counted", "Được tính", "Counted", lang),
            column("wrong_side", "Bên bất lợi", "Wrong side", lang),
            column("share", "Phần", "Share", lang),
            column("running", "Cộng dồn", "Running", lang),
            column("needed", "Cần", "Needed", lang),
        ],
        rows,
        notes,
        hidden: Vec::new(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}
