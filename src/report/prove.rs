//! A proof as text and as JSON: which rule holds for which procedures on which days.

use serde_json::{Value, json};

use crate::eval::Rule;
use crate::lang::Lang;
use crate::plan::{ClassId, Plan};
use crate::prove::{Case, Place, Proof, Way, words};
use crate::text::{Day, Days};

/// The proof for people, under the name of its file. `all`: every way, not only the usual one and what differs from it.
pub fn text(plan: &Plan, proof: &Proof, file: &str, lang: Lang) -> String {
    let mut out = format!("{file}\n");
    let Some(period) = proof.period else { return out };
    for place in &proof.places {
        let units = place.units.len();
        let quotas = words::places(plan, place, lang);
        let word = if units == 1 { "unit" } else { "units" };
        out += &lang.pick(format!("  {quotas} – {units} đơn vị\n"), format!("  {quotas} – {units} {word}\n"));
        for case in &place.cases {
            out += &format!("    {}\n", head(plan, case, lang));
            for (place, way) in case.ways.iter().enumerate() {
                if place > 0 {
                    let given = words::given(plan, way, lang);
                    out += &format!("      {given}:\n");
                }
                let indent = if place > 0 { "        " } else { "      " };
                for line in lines(plan, period, way, lang) {
                    out += &format!("{indent}{line}\n");
                }
            }
        }
        if !place.outside.is_empty() {
            let number: usize = place.outside.iter().map(|it| plan.classes.get(*it).size).sum();
            let none = place.outside.contains(&ClassId(0));
            let mut parts = Vec::new();
            if number > 0 {
                parts.push(lang.pick(format!("{number} thủ tục"), words::procedures(number)));
            }
            if none {
                let word = "thủ tục không có trong danh mục nào";
                parts.push(lang.pick(word, "procedures in no list").to_owned());
            }
            out += &format!("    {}: {}\n", lang.pick("ngoài phạm vi", "out of scope"), parts.join(", "));
        }
    }
    out
}

fn head(plan: &Plan, case: &Case, lang: Lang) -> String {
    let number: usize = case.classes.iter().map(|it| plan.classes.get(*it).size).sum();
    let codes = words::codes(plan, &case.classes);
    let first = case.classes.first().map(|it| plan.classes.get(*it));
    let what = first.map(|it| words::class(&plan.program, it, case.classes.len() == 1, lang)).unwrap_or_default();
    match number {
        0 => lang.pick(format!("thủ tục {what}"), format!("procedures {what}")),
        _ => lang.pick(
            format!("{number} thủ tục {what}: {codes}"),
            format!("{} {what}: {codes}", words::procedures(number)),
        ),
    }
}

fn lines(plan: &Plan, period: Days, way: &Way, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    for (at, piece) in way.pieces.iter().enumerate() {
        let days = words::piece_days(plan, way, at, lang);
        let mut rule = words::rule(plan, &piece.rule, lang);
        if !piece.published.is_empty() {
            let names: Vec<&str> = piece.published.iter().map(|it| plan.program.list(*it).name.as_str()).collect();
            let names = names.join(", ");
            rule += &lang.pick(format!("; {names} đang có hiệu lực"), format!("; {names} in force"));
        }
        // Days that do not move can be counted.
        let fixed = days_of(way, at, period).filter(|_| is_fixed(way, at)).map(|it| it.len());
        let number = fixed.map(|it| lang.pick(format!(" ({it} ngày)"), format!(" ({it} days)"))).unwrap_or_default();
        out.push(format!("{days}{number}: {rule}"));
    }
    out
}

fn is_fixed(way: &Way, at: usize) -> bool {
    let on = |at: usize| way.pieces.get(at).is_none_or(|it| matches!(it.from, crate::prove::Edge::On(_)));
    on(at) && on(at + 1)
}

/// The days of a piece at the moment that stands for its way.
fn days_of(way: &Way, at: usize, period: Days) -> Option<Days> {
    let to = way.sample.get(at + 1).map_or(period.to, |it| Day(it.0 - 1));
    Some(Days::new(*way.sample.get(at)?, to))
}

/// The proof for programs.
pub fn data(plan: &Plan, proof: &Proof, lang: Lang) -> Value {
    let Some(period) = proof.period else { return Value::Null };
    let places: Vec<Value> = proof.places.iter().map(|it| place(plan, period, it, lang)).collect();
    json!({ "period": [period.from, period.to], "places": places })
}

fn place(plan: &Plan, period: Days, place: &Place, lang: Lang) -> Value {
    let quotas = place.quotas.iter().filter_map(|it| plan.quotas.get(it.0));
    let mut quotas: Vec<String> = quotas.map(|it| plan.program.citation(it.provision, lang)).collect();
    quotas.dedup();
    let cases: Vec<Value> = place
        .cases
        .iter()
        .map(|it| {
            let ways: Vec<Value> = it.ways.iter().map(|way| way_data(plan, period, way, lang)).collect();
            let number: usize = it.classes.iter().map(|it| plan.classes.get(*it).size).sum();
            json!({ "procedures": head(plan, it, lang), "number": number, "ways": ways })
        })
        .collect();
    json!({ "quotas": quotas, "units": place.units.len(), "cases": cases })
}

fn way_data(plan: &Plan, period: Days, way: &Way, lang: Lang) -> Value {
    let given = words::given(plan, way, lang);
    let pieces: Vec<Value> = (0..way.pieces.len())
        .filter_map(|at| {
            let piece = way.pieces.get(at)?;
            let days = days_of(way, at, period).filter(|_| is_fixed(way, at)).map(|it| [it.from, it.to]);
            let kind = match piece.rule {
                Rule::Counts(_) => "counted",
                Rule::NoDay => "outside_window",
                Rule::Uncovered => "uncovered",
                Rule::OutOfScope => "out_of_scope",
                Rule::Excluded(_) => "excluded",
                Rule::Waits(_) => "waits",
                Rule::Unsaid => "missing",
            };
            Some(json!({
                "days": words::piece_days(plan, way, at, lang), "fixed_days": days, "is": kind,
                "rule": words::rule(plan, &piece.rule, lang),
                "published_by": piece.published.iter().map(|it| plan.program.list(*it).name.as_str()).collect::<Vec<_>>(),
            }))
        })
        .collect();
    json!({ "given": given, "pieces": pieces })
}
