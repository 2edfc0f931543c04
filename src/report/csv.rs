//! The results as comma-separated values: the same columns as in JSON, lists joined by `|`.

use super::Report;
use super::json::{Line, results};

/// The columns, in order.
const COLUMNS: [&str; 29] = [
    "unit_code",
    "unit",
    "tier",
    "indicator",
    "provision",
    "citation",
    "from",
    "to",
    "force",
    "comparator",
    "measure",
    "quota",
    "quota_percent",
    "numerator",
    "denominator",
    "percent",
    "verdict",
    "precounted",
    "provisional",
    "needed_online",
    "needed_converted",
    "waits_on",
    "as_if",
    "if",
    "of",
    "procedure",
    "average",
    "parent_code",
    "parent",
];

/// The results as CSV.
pub fn csv(report: &Report) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(results(report, report.outcome).iter().map(row));
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(it: &Line) -> Vec<String> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let number = |it: Option<u128>| it.map_or_else(String::new, |it| it.to_string());
    let as_if: Vec<String> = it.as_if.iter().map(|(event, day)| format!("{event}={}", day.iso())).collect();
    let day = |it: Option<crate::text::Day>| it.map_or_else(String::new, crate::text::Day::iso);
    let intervals: Vec<String> = it
        .intervals
        .iter()
        .map(|it| format!("{} {}..{} {}", it.event, day(it.from), day(it.to), plain(&it.verdict)))
        .collect();
    vec![
        it.unit_code.to_owned(),
        it.unit.to_owned(),
        plain(&it.tier),
        it.indicator.to_owned(),
        it.provision.join("|"),
        it.citation.clone(),
        it.period.from.iso(),
        it.period.to.iso(),
        plain(&it.force),
        plain(&it.comparator),
        it.measure.to_owned(),
        text(&it.quota),
        text(&it.quota_percent),
        it.numerator.map_or_else(String::new, |it| it.to_string()),
        number(it.denominator),
        text(&it.percent),
        plain(&it.verdict),
        it.precounted.to_string(),
        it.provisional.to_string(),
        number(it.needed_online),
        number(it.needed_converted),
        it.waits_on.join("|"),
        as_if.join("|"),
        intervals.join("|"),
        it.of.as_ref().map_or_else(String::new, plain),
        it.procedure.unwrap_or_default().to_owned(),
        text(&it.average),
        it.parent_code.unwrap_or_default().to_owned(),
        it.parent.unwrap_or_default().to_owned(),
    ]
}

/// An enumerated value as JSON spells it.
fn plain<T: serde::Serialize>(it: &T) -> String {
    match serde_json::to_value(it) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
