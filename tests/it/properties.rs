//! Laws that hold of every decision and of all counts, tried on random ones.

mod assumptions;
mod board;
#[cfg(feature = "parquet")]
mod columns;
mod exact;
mod measures;
mod proof;
mod scores;
mod seek;
pub mod small;
mod spelling;
mod stream;

use std::cmp::Ordering;

use chitieu::data::BadRows;
use chitieu::eval::Settings;
use chitieu::text::Day;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;
use small::{Row, Small, UNTIL_THE_EVENT, counts, dossiers, rows, small};

use crate::engine::{Told, evaluate, evaluate_with};

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Evaluates dossiers under a small decision.
fn eval(rule: &str, rows: &[Row], settings: &Settings) -> Value {
    eval_files(rule, &[&dossiers(rows)], settings).expect("a rule file and counts that can be evaluated")
}

fn eval_files(rule: &str, data: &[&str], settings: &Settings) -> Result<Value, Told> {
    Ok(evaluate(rule, data, settings)?.json())
}

fn known(small: &Small) -> Settings {
    let mut settings = Settings { readings: vec![("cach_2".to_owned(), "lc_3".to_owned())], ..Settings::default() };
    if small.unknown {
        settings.events.push(("moc_1".to_owned(), small.bounds().0));
    }
    settings
}

fn list<'a>(json: &'a Value, name: &str) -> &'a [Value] {
    json[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What a result says, without the event that it was asked under.
fn said(result: &Value) -> (Value, Value, Value) {
    let field = |name: &str| result[name].clone();
    (field("verdict"), field("numerator"), field("denominator"))
}

/// Which result it is; its period may hang on the event.
fn which(result: &Value) -> String {
    let field = |name: &str| result[name].to_string();
    ["unit_code", "indicator", "provision", "quota"].map(field).join(" ")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn excluded(entry: &Value) -> u64 {
    entry["excluded"].as_object().into_iter().flatten().map(|it| number(it.1)).sum()
}

/// Supplied = counted + excluded, in all, by unit and by indicator; and nothing is lost between them.
fn balances(json: &Value, supplied: u64) -> Result<(), TestCaseError> {
    let ledger = &json["ledger"];
    prop_assert_eq!(number(&ledger["supplied"]), supplied);
    let mut entries = vec![ledger];
    let units = ledger["units"].as_object().expect("units");
    let indicators = ledger["indicators"].as_object().expect("indicators");
    entries.extend(units.values().chain(indicators.values()));
    for entry in entries {
        prop_assert_eq!(number(&entry["supplied"]), number(&entry["counted"]) + excluded(entry), "{}", entry);
    }
    for entry in indicators.values() {
        prop_assert_eq!(number(&entry["supplied"]), supplied, "{}", ledger);
        prop_assert!(number(&entry["counted"]) <= number(&ledger["counted"]), "{}", ledger);
    }
    for name in ["supplied", "counted"] {
        let sum: u64 = units.values().map(|it| number(&it[name])).sum();
        prop_assert_eq!(sum, number(&ledger[name]), "{}: {}", name, ledger);
    }
    for (reason, dossiers) in ledger["excluded"].as_object().expect("reasons") {
        let sum: u64 = units.values().filter_map(|it| it["excluded"][reason].as_u64()).sum();
        prop_assert_eq!(sum, number(dossiers), "{}: {}", reason, ledger);
    }
    Ok(())
}

/// A floor and its verdicts, from worst to best; no dossiers are on no side.
fn rank(verdict: &Value) -> Option<usize> {
    ["not_met", "met", "exceeded"].iter().position(|it| verdict == it)
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn the_ledger_balances(small in small(), rows in rows(0..40)) {
        let json = eval(&small.rule(), &rows, &Settings::default());
        balances(&json, rows.len() as u64)?;
    }

    #[test]
    fn the_ledger_balances_with_bad_rows(small in small(), rows in rows(0..20), bad in 0..4usize) {
        let mut data = dossiers(&rows);
        let lines = ["yt,1.000001,31/02/2024,online\n", "yt,,01/03/2024,online\n", "yt,1.000001\n"];
        lines.iter().take(bad).for_each(|it| data += it);
        let json = evaluate_with(&small.rule(), &[&data], &Settings::default(), BadRows::Report).expect("an outcome").json();
        let ledger = &json["ledger"];
        prop_assert_eq!(number(&ledger["supplied"]), (rows.len() + bad.min(3)) as u64);
        prop_assert_eq!(number(&ledger["supplied"]), number(&ledger["counted"]) + excluded(ledger));
        prop_assert_eq!(ledger["excluded"]["bad_row"].as_u64().unwrap_or_default(), bad.min(3) as u64);
    }

    #[test]
    fn what_is_counted_is_what_verdicts_rest_on(small in small(), rows in rows(0..40)) {
        // One quota, one verdict for each dossier: denominators add up to what the ledger counts.
        let small = Small { second: 0, with_below: false, ..small };
        let json = eval(&small.rule(), &rows, &known(&small));
        let sum: u64 = list(&json, "results").iter().filter_map(|it| it["denominator"].as_u64()).sum();
        let waits = list(&json, "results").iter().any(|it| it["verdict"] == "not_computable");
        prop_assert!(waits || sum == number(&json["ledger"]["counted"]), "{} {}", sum, json["ledger"]);
    }

    #[test]
    fn one_more_online_never_worsens_a_floor(small in small(), rows in rows(1..30), at in any::<prop::sample::Index>()) {
        let small = Small { comparator: small.comparator % 2, by_channel: false, ..small };
        let settings = known(&small);
        let before = eval(&small.rule(), &rows, &settings);
        let mut better = rows.clone();
        let at = at.index(rows.len());
        if let Some(it) = better.get_mut(at) {
            it.channel = 0;
        }
        let after = eval(&small.rule(), &better, &settings);
        for (before, after) in list(&before, "results").iter().zip(list(&after, "results")) {
            if let (Some(one), Some(two)) = (rank(&before["verdict"]), rank(&after["verdict"])) {
                prop_assert!(one <= two, "{} → {}\n{}", before, after, small.rule());
            }
            let decided = |it: &Value| rank(&it["verdict"]).is_some();
            prop_assert!(!decided(before) || decided(after), "{} → {}", before, after);
        }
    }

    #[test]
    fn a_dossier_that_is_not_counted_changes_nothing(small in small(), rows in rows(0..30), more in rows(1..2)) {
        let settings = known(&small);
        let all: Vec<Row> = rows.iter().chain(&more).cloned().collect();
        let (before, after) = (eval(&small.rule(), &rows, &settings), eval(&small.rule(), &all, &settings));
        let held = |json: &Value| (json["ledger"]["counted"].clone(), json["ledger"]["excluded"]["pending"].clone());
        if held(&before) == held(&after) {
            for (before, after) in list(&before, "results").iter().zip(list(&after, "results")) {
                prop_assert_eq!(said(before), said(after), "{:?}\n{}", more, small.rule());
            }
        }
    }

    #[test]
    fn order_and_files_do_not_matter(small in small(), rows in rows(0..30), cut in any::<prop::sample::Index>(), turn in 0..30usize) {
        let (rule, settings) = (small.rule(), Settings::default());
        let whole = evaluate(&rule, &[&dossiers(&rows)], &settings).expect("an outcome").text();
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len().max(1));
        turned.reverse();
        let (one, two) = turned.split_at(cut.index(rows.len() + 1));
        let split = evaluate(&rule, &[&dossiers(one), &dossiers(&[]), &dossiers(two)], &settings).expect("an outcome").text();
        prop_assert_eq!(&whole, &split);
    }

    #[test]
    fn dossiers_and_their_counts_say_the_same(small in small(), rows in rows(0..40)) {
        // A count has no empty channels.
        let rows: Vec<Row> = rows.into_iter().map(|it| Row { channel: it.channel % 3, ..it }).collect();
        let (rule, settings) = (small.rule(), Settings::default());
        let text = |data: &str| evaluate(&rule, &[data], &settings).expect("an outcome").text();
        prop_assert_eq!(text(&dossiers(&rows)), text(&counts(&rows)));
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn an_unknown_day_is_every_day(small in small(), rows in rows(1..40)) {
        let second = if small.second == UNTIL_THE_EVENT { 0 } else { small.second };
        every_day(&Small { unknown: true, second, ..small }, &rows)?;
    }

    #[test]
    fn a_period_until_an_unknown_day_is_every_day(small in small(), rows in rows(1..40)) {
        every_day(&Small { unknown: true, second: UNTIL_THE_EVENT, ..small }, &rows)?;
    }
}

/// What is said of an unknown day is what is said of each day that it can be.
fn every_day(small: &Small, rows: &[Row]) -> Result<(), TestCaseError> {
    let (rule, (from, to)) = (small.rule(), small.bounds());
    let unknown = eval(&rule, rows, &Settings::default());
    let days: Vec<Day> = (from.0..=to.0).map(Day).collect();
    let tried: Vec<Value> = days
        .iter()
        .map(|it| eval(&rule, rows, &Settings { events: vec![("moc_1".to_owned(), *it)], ..Settings::default() }))
        .collect();
    for (at, result) in list(&unknown, "results").iter().enumerate() {
        let each: Vec<&Value> = tried.iter().filter_map(|it| list(it, "results").get(at)).collect();
        prop_assert_eq!(each.len(), days.len());
        prop_assert!(each.iter().all(|it| which(it) == which(result)));
        // A reading that nobody chose may leave it open on every day.
        let open = each.iter().any(|it| it["verdict"] == "undecided");
        let agree = each.iter().all(|it| it["verdict"] == each[0]["verdict"]);
        if agree {
            prop_assert_eq!(&result["verdict"], &each[0]["verdict"], "{}\n{}", result, rule);
        } else {
            prop_assert_eq!(&result["verdict"], "undecided", "{}\n{}", result, rule);
            prop_assert!(list(result, "waits_on").iter().any(|it| it == "moc_1" || open), "{}", result);
        }
        if open {
            continue;
        }
        for interval in list(result, "if") {
            let end = |name: &str| interval[name].as_str().and_then(Day::parse).expect("a day");
            for day in end("from").0..=end("to").0 {
                let place = (day - from.0) as usize;
                prop_assert_eq!(
                    &interval["verdict"],
                    &each[place]["verdict"],
                    "{} {}\n{}",
                    Day(day).iso(),
                    result,
                    rule
                );
            }
        }
        let told: i32 = list(result, "if")
            .iter()
            .map(|it| {
                let end = |name: &str| it[name].as_str().and_then(Day::parse).map_or(0, |it| it.0);
                end("to") - end("from") + 1
            })
            .sum();
        prop_assert_eq!(told, if agree { 0 } else { days.len() as i32 }, "{}\n{}", result, rule);
        least_favourable(result, &each, &days)?;
    }
    pending(&unknown, &tried)
}

/// The numbers shown are those of the least favourable day, which is named where days differ.
fn least_favourable(result: &Value, each: &[&Value], days: &[Day]) -> Result<(), TestCaseError> {
    let numbers = |it: &Value| (it["numerator"].as_u64(), it["denominator"].as_u64());
    let varies = each.iter().any(|it| numbers(it) != numbers(each[0]));
    let named = result["as_if"]["moc_1"].as_str().and_then(Day::parse);
    if result["verdict"] == "not_computable" {
        return Ok(());
    }
    prop_assert_eq!(named.is_some(), varies, "{}", result);
    let shown = named.and_then(|day| days.iter().position(|it| *it == day)).unwrap_or_default();
    prop_assert_eq!(numbers(result), numbers(each[shown]), "{}", result);
    for (day, other) in days.iter().zip(each) {
        prop_assert!(distance(result, other) != Ordering::Greater, "{}: {}\n{}", day.iso(), other, result);
    }
    Ok(())
}

/// Whether one is less favourable than another; without dossiers it is on no side, and comes last.
fn distance(one: &Value, two: &Value) -> Ordering {
    let share = one["measure"] == "share";
    let quota = one["quota"].as_str().expect("a quota");
    let (n, d) = quota.split_once('/').unwrap_or((quota, "1"));
    let (n, d) = (n.parse::<i128>().expect("a number"), d.parse::<i128>().expect("a number"));
    let of = |it: &Value| {
        let (above, below) =
            (it["numerator"].as_i64()? as i128, if share { it["denominator"].as_i64()? as i128 } else { 1 });
        let side = above * d - below * n;
        let side = match it["comparator"].as_str()? {
            ">=" | ">" => side,
            "=" => -side.abs(),
            _ => -side,
        };
        (below > 0).then_some((side, below))
    };
    match (of(one), of(two)) {
        (Some((a, b)), Some((c, e))) => (a * e).cmp(&(c * b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// What is counted whatever the day is counted on each of them; what is counted on some is pending.
fn pending(unknown: &Value, tried: &[Value]) -> Result<(), TestCaseError> {
    for (name, entry) in unknown["ledger"]["units"].as_object().expect("units") {
        let counted: Vec<u64> = tried.iter().map(|it| number(&it["ledger"]["units"][name]["counted"])).collect();
        let (least, most) = (counted.iter().min().copied(), counted.iter().max().copied());
        let sure = number(&entry["counted"]);
        let open = entry["excluded"]["pending"].as_u64().unwrap_or_default();
        prop_assert!(Some(sure) <= least, "{}: {} {:?}", name, entry, counted);
        prop_assert!(most <= Some(sure + open), "{}: {} {:?}", name, entry, counted);
    }
    Ok(())
}
