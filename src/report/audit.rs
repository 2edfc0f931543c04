//! An audit of published figures, as JSON and CSV here and as tables in [`table`]. Names of fields and of findings
//! never change with the language.

#[cfg(feature = "cli")]
mod table;

use num_bigint::{BigInt, Sign};
use serde::Serialize;

use crate::audit::{Audit, Block, Checked, Compared, Finding, Hidden, Note, Outcome, Whole};
use crate::check::Program;
use crate::check::program::{Fraction, Kind};
use crate::source::Span;

#[cfg(feature = "cli")]
pub use table::{audit_sheets, audit_summary, audit_table};

/// The JSON schema of what [`audit_json`] writes.
pub const AUDIT_SCHEMA: &str = include_str!("../../docs/audit.schema.json");

/// The audits of rule files as one JSON object, with a line break at its end.
pub fn audit_json(audits: &[(&Program, &Audit)]) -> String {
    let count = |outcome| audits.iter().map(|it| it.1.count(outcome)).sum();
    let whole = All {
        schema: 1,
        tool: env!("CARGO_PKG_VERSION"),
        holds: count(Outcome::Holds),
        fails: count(Outcome::Fails),
        not_checkable: count(Outcome::NotCheckable),
        files: audits.iter().map(|(program, audit)| file(program, audit)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

/// The lines of audits as CSV: the fields of JSON, lists joined by `|`.
pub fn audit_csv(audits: &[(&Program, &Audit)]) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for (program, audit) in audits {
        let file = file(program, audit);
        for block in &file.blocks {
            for line in &block.lines {
                let _ = writer.write_record(row(file.file, block.title, line));
            }
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[derive(Serialize)]
struct All<'a> {
    schema: u32,
    tool: &'static str,
    holds: usize,
    fails: usize,
    not_checkable: usize,
    files: Vec<FileLines<'a>>,
}

#[derive(Serialize)]
struct FileLines<'a> {
    file: &'a str,
    blocks: Vec<BlockLines<'a>>,
}

#[derive(Serialize)]
struct BlockLines<'a> {
    title: &'a str,
    lines: Vec<Line>,
    hidden_denominator: Option<HiddenLine>,
}

#[derive(Serialize)]
struct HiddenLine {
    half_up: Option<WholeLine>,
    cut_off: Option<WholeLine>,
    /// The lines of the claims in the rule file.
    lines: Vec<usize>,
}

/// Whole numbers from one to another; none: without end.
#[derive(Serialize)]
struct WholeLine {
    from: i128,
    to: Option<i128>,
    count: Option<i128>,
}

#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum OutcomeLine {
    Holds,
    Fails,
    NotCheckable,
}

/// One line as JSON and CSV have it.
#[derive(Serialize)]
struct Line {
    line: usize,
    column: usize,
    claim: String,
    quote: Option<String>,
    outcome: OutcomeLine,
    finding: &'static str,
    because: Option<String>,
    exact: Option<String>,
    recomputed: Option<String>,
    printed: Option<String>,
    difference: Option<String>,
    unit: Option<&'static str>,
    asserted: Option<i64>,
    found: Option<usize>,
    members: Vec<String>,
    counted_in: Option<&'static str>,
    unprinted: Vec<String>,
    holds_for: Option<WholeLine>,
    notes: Vec<&'static str>,
    relative_change: Option<String>,
}

const COLUMNS: [&str; 22] = [
    "file",
    "block",
    "line",
    "column",
    "claim",
    "quote",
    "outcome",
    "finding",
    "because",
    "exact",
    "recomputed",
    "printed",
    "difference",
    "unit",
    "asserted",
    "found",
    "members",
    "counted_in",
    "unprinted",
    "holds_for",
    "notes",
    "relative_change",
];

fn file<'a>(program: &'a Program, audit: &'a Audit) -> FileLines<'a> {
    let block = |it: &'a Block| BlockLines {
        title: &it.title,
        lines: it.lines.iter().map(|it| line(program, it)).collect(),
        hidden_denominator: it.hidden.as_ref().map(|it| hidden(program, it)),
    };
    let name = program.sources.iter().next().map_or("", |it| it.name.as_str());
    FileLines { file: name, blocks: audit.blocks.iter().map(block).collect() }
}

fn hidden(program: &Program, it: &Hidden) -> HiddenLine {
    let lines = it.claims.iter().map(|it| place(program, *it).0).collect();
    HiddenLine { half_up: it.half_up.map(whole), cut_off: it.cut_off.map(whole), lines }
}

fn whole(it: Whole) -> WholeLine {
    WholeLine { from: it.from, to: it.to, count: it.count() }
}

/// Line and column, both from 1.
fn place(program: &Program, span: Span) -> (usize, usize) {
    program.sources.get(span.file).map_or((0, 0), |it| it.place(span.start))
}

/// The author's words at a place, on one line.
fn words(program: &Program, span: Span) -> String {
    crate::text::nfc(&program.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn line(program: &Program, it: &Checked) -> Line {
    let (line, column) = place(program, it.span);
    let outcome = match it.outcome {
        Outcome::Holds => OutcomeLine::Holds,
        Outcome::Fails => OutcomeLine::Fails,
        Outcome::NotCheckable => OutcomeLine::NotCheckable,
    };
    let mut out = Line {
        line,
        column,
        claim: words(program, it.span),
        quote: it.quote.clone(),
        outcome,
        finding: name(&it.finding),
        because: None,
        exact: None,
        recomputed: None,
        printed: None,
        difference: None,
        unit: None,
        asserted: None,
        found: None,
        members: Vec::new(),
        counted_in: None,
        unprinted: Vec::new(),
        holds_for: None,
        notes: Vec::new(),
        relative_change: None,
    };
    match &it.finding {
        Finding::Compared(compared) => numbers(&mut out, compared),
        Finding::Counted(counted) => {
            out.asserted = Some(counted.asserted);
            if it.outcome != Outcome::NotCheckable {
                out.found = Some(counted.members.len());
                out.members.clone_from(&counted.members);
                out.counted_in = Some(if counted.in_register { "register" } else { "names" });
            }
            if !counted.twice.is_empty() {
                out.notes.push("named_twice");
            }
        }
        Finding::Unprinted(unprinted) => {
            out.unprinted.clone_from(&unprinted.names);
            out.holds_for = unprinted.holds_for.flatten().map(whole);
        }
        Finding::LeftOpen(words, because) => {
            out.claim.clone_from(words);
            out.because = Some(because.clone());
        }
        Finding::Unused | Finding::DividesByNothing | Finding::TooLarge => {}
    }
    out
}

fn name(finding: &Finding) -> &'static str {
    match finding {
        Finding::Compared(_) => "compared",
        Finding::Counted(_) => "counted",
        Finding::Unprinted(_) => "unprinted_figure",
        Finding::Unused => "no_claim",
        Finding::LeftOpen(..) => "left_open",
        Finding::DividesByNothing => "divides_by_zero",
        Finding::TooLarge => "too_large",
    }
}

fn numbers(out: &mut Line, it: &Compared) {
    let shown = |value: Fraction, decimals: u32| {
        let text = rounded(value, it.kind, decimals);
        if it.kind.is_percent() { format!("{text}%") } else { text }
    };
    out.exact = Some(fraction(it.value));
    out.recomputed = Some(shown(it.value, it.decimals));
    out.printed = Some(shown(it.wanted, it.wanted_decimals));
    out.difference = Some(difference(it));
    out.unit = Some(match it.kind {
        Kind::Percent => "percent",
        Kind::Points => "percentage_points",
        _ => "number",
    });
    for note in &it.notes {
        out.notes.push(match note {
            Note::CutOff => "cut_off",
            Note::RoundedFigures => "rounded_figures",
            Note::Points(_) => "points_written_as_percent",
        });
        if let Note::Points(Some((relative, _))) = note {
            out.relative_change = Some(fraction(*relative));
        }
    }
}

/// `3/5`, `12`
fn fraction(it: Fraction) -> String {
    if it.is_integer() { it.to_integer().to_string() } else { format!("{}/{}", it.numer(), it.denom()) }
}

/// What was reckoned less what is printed: in percentage points, or as a number; with a dot, and with so many digits
/// that a difference is not printed as none.
fn difference(it: &Compared) -> String {
    let ((value, below), (wanted, of)) = (big(it.value), big(it.wanted));
    let difference = (value * &of - wanted * &below, below * of);
    let least = at_least_two(it.value, it.kind, it.decimals);
    let text = |decimals| rounded_to(&difference, it.kind, decimals);
    let shows = |it: &String| it.chars().any(|it| ('1'..='9').contains(&it));
    (least..=12).map(text).find(shows).unwrap_or_else(|| text(least))
}

/// A value with so many digits behind a dot, a half rounded upwards; a share as a percentage, without `%`. A number of
/// things that is none gets two digits.
fn rounded(value: Fraction, kind: Kind, decimals: u32) -> String {
    rounded_to(&big(value), kind, at_least_two(value, kind, decimals))
}

fn at_least_two(value: Fraction, kind: Kind, decimals: u32) -> u32 {
    if decimals == 0 && !kind.is_percent() && !value.is_integer() { 2 } else { decimals }
}

/// Above and below the line, in numbers that grow as far as they must.
type Big = (BigInt, BigInt);

fn big(it: Fraction) -> Big {
    (BigInt::from(*it.numer()), BigInt::from(*it.denom()))
}

fn rounded_to((above, below): &Big, kind: Kind, decimals: u32) -> String {
    let scale = BigInt::from(10).pow(decimals) * if kind.is_percent() { 200u32 } else { 2u32 };
    // A half more, and whole parts down: of what lies below nothing too.
    let (above, below) = (above * scale + below, below * 2u32);
    let down = if above.sign() == Sign::Minus { &below - 1u32 } else { BigInt::from(0) };
    let text = ((above - down) / below).to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |it| ("-", it));
    let digits = format!("{digits:0>width$}", width = decimals as usize + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals as usize);
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

fn row(file: &str, block: &str, it: &Line) -> Vec<String> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let number = |it: Option<i64>| it.map_or_else(String::new, |it| it.to_string());
    let end = |it: Option<i128>| it.map_or_else(String::new, |it| it.to_string());
    let outcome = match it.outcome {
        OutcomeLine::Holds => "holds",
        OutcomeLine::Fails => "fails",
        OutcomeLine::NotCheckable => "not_checkable",
    };
    let holds_for = it.holds_for.as_ref().map(|it| format!("{}..{}", it.from, end(it.to)));
    vec![
        file.to_owned(),
        block.to_owned(),
        it.line.to_string(),
        it.column.to_string(),
        it.claim.clone(),
        text(&it.quote),
        outcome.to_owned(),
        it.finding.to_owned(),
        text(&it.because),
        text(&it.exact),
        text(&it.recomputed),
        text(&it.printed),
        text(&it.difference),
        it.unit.unwrap_or_default().to_owned(),
        number(it.asserted),
        number(it.found.map(|it| it as i64)),
        it.members.join("|"),
        it.counted_in.unwrap_or_default().to_owned(),
        it.unprinted.join("|"),
        text(&holds_for),
        it.notes.join("|"),
        text(&it.relative_change),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_upwards_on_both_sides_of_nothing() {
        let half = Fraction::new(5, 1000);
        assert_eq!(rounded(half, Kind::Percent, 0), "1");
        assert_eq!(rounded(-half, Kind::Percent, 0), "0");
        assert_eq!(rounded(-Fraction::new(1513, 10_000), Kind::Points, 1), "-15.1");
        assert_eq!(rounded(Fraction::new(7, 2), Kind::Number, 0), "3.50");
        assert_eq!(rounded(Fraction::from_integer(7), Kind::Number, 0), "7");
        let large = Fraction::from_integer(10i128.pow(35));
        assert_eq!(rounded(large, Kind::Percent, 9).len(), 35 + 1 + 2 + 1 + 9);
    }
}
