//! Exact numbers in words.

use chrono::Datelike as _;
use num_bigint::BigInt;
use serde_json::{Map, Value as Json, json};

use crate::check::program::Fraction;
use crate::eval::{lack, percent_text};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::query::{DayKnown, Exact, Kind, Known, Number};
use crate::report::number::{decimal, percent};
use crate::term::Noun;

/// Words for numbers and days.
pub struct Words<'a> {
    pub plan: &'a Plan,
    pub lang: Lang,
}

impl Words<'_> {
    /// A number with its unit of measure.
    pub fn number(&self, number: &Number) -> String {
        let lang = self.lang;
        match &number.known {
            Known::Exactly(exact) => self.exact(exact, number),
            Known::Between(low, high, waits) => {
                let bare = |it| self.exact(it, &Number { counted: None, ..number.clone() });
                let (low, high, waits) = (bare(low), bare(high), waits.join(", "));
                lang.pick(format!("từ {low} đến {high}, tùy {waits}"), format!("{low} to {high}, as {waits} decides"))
            }
            Known::Nothing => lang.pick("không phát sinh", "no dossiers").to_owned(),
            Known::Waits(waits) => {
                let waits = waits.join(", ");
                lang.pick(format!("chưa xác định, chờ {waits}"), format!("undecided, waits for {waits}"))
            }
            Known::Lacks(lacks) => {
                let lacks: Vec<String> = lacks.iter().map(|it| lack(self.plan, *it, lang)).collect();
                let lacks = lacks.join(", ");
                lang.pick(
                    format!("không tính được, số liệu thiếu {lacks}"),
                    format!("not computable, the counts lack {lacks}"),
                )
            }
        }
    }

    fn exact(&self, exact: &Exact, number: &Number) -> String {
        let lang = self.lang;
        let counted = number.counted.as_ref().map(|(above, below)| {
            let whole = |it: &BigInt| decimal(&it.to_string(), lang);
            format!("{} / {} = ", whole(above), whole(below))
        });
        let counted_is = counted.is_some();
        let counted = counted.unwrap_or_default();
        match number.kind {
            Kind::Share => format!("{counted}{}", self.share(exact, number.near, counted_is)),
            Kind::Ratio if exact.is_integer() => format!("{counted}{}", self.decimals(exact)),
            Kind::Ratio => {
                let fraction = format!("{}/{} = ", exact.numer(), exact.denom());
                let before = if counted_is { counted } else { fraction };
                format!("{before}{}", self.share(exact, number.near, true))
            }
            Kind::Points => {
                let sign = if exact.numer().sign() == num_bigint::Sign::Plus { "+" } else { "" };
                let points = exact * BigInt::from(100);
                // Beside points a fraction would be one of points: it stands with the values that were subtracted.
                let text = self.decimals(&points);
                let text = text.split_once(" (").map_or(text.as_str(), |it| it.0);
                lang.pick(format!("{sign}{text} điểm phần trăm"), format!("{sign}{text} percentage points"))
            }
            Kind::Of(noun) => {
                let text = format!("{} {}", self.decimals(exact), self.noun(noun, exact));
                if exact.is_integer() {
                    return text;
                }
                let least = exact.ceil();
                let whole = format!("{} {}", self.decimals(&least), self.noun(noun, &least));
                lang.pick(
                    format!("{text}; số nguyên nhỏ nhất không thấp hơn là {whole}"),
                    format!("{text}; the least whole number that reaches it is {whole}"),
                )
            }
            Kind::Mean => format!(
                "{counted}{} {}",
                self.decimals(exact),
                lang.pick("hồ sơ mỗi thủ tục", "dossiers per procedure")
            ),
            Kind::Score => format!("{} {}", self.decimals(exact), lang.pick("điểm", "points")),
            Kind::Days => format!("{} {}", self.decimals(exact), self.plural(exact, ["ngày", "day", "days"])),
            Kind::WorkingDays => {
                format!(
                    "{} {}",
                    self.decimals(exact),
                    self.plural(exact, ["ngày làm việc", "working day", "working days"])
                )
            }
            Kind::Plain => self.decimals(exact),
        }
    }

    /// A percentage that does not cross a quota; one that no decimals write exactly has its fraction beside it.
    fn share(&self, exact: &Exact, near: Option<Fraction>, counted: bool) -> String {
        let lang = self.lang;
        if !counted && let Some(text) = terminating(&(exact * BigInt::from(100))) {
            return percent(&text, lang).replace('-', "−");
        }
        let text = percent_text(exact.numer(), exact.denom(), near).unwrap_or_default();
        let text = percent(&text, lang).replace('-', "−");
        if counted { text } else { text + &beside(exact) }
    }

    /// A number with the decimals that it has; else with two and its fraction.
    fn decimals(&self, exact: &Exact) -> String {
        match terminating(exact) {
            Some(text) => decimal(&text, self.lang),
            None => {
                let text = percent_text(exact.numer(), &(exact.denom() * 100u32), None).unwrap_or_default();
                decimal(&text, self.lang) + &beside(exact)
            }
        }
    }

    fn noun(&self, noun: Noun, number: &Exact) -> &'static str {
        self.plural(
            number,
            match noun {
                Noun::Dossiers => ["hồ sơ", "dossier", "dossiers"],
                Noun::Procedures => ["thủ tục", "procedure", "procedures"],
                Noun::Units => ["đơn vị", "unit", "units"],
            },
        )
    }

    fn plural(&self, number: &Exact, [vi, one, many]: [&'static str; 3]) -> &'static str {
        let is_one = number.is_integer() && *number.numer() == BigInt::from(1);
        self.lang.pick(vi, if is_one { one } else { many })
    }

    /// A day with its weekday, or between which days it lies.
    pub fn day(&self, day: &DayKnown) -> String {
        let lang = self.lang;
        let (first, last) = (day.first.vi(), day.last.vi());
        if day.first != day.last {
            let waits = day.waits.join(", ");
            return lang.pick(
                format!("chưa rõ, từ {first} đến {last}, tùy {waits}"),
                format!("unknown, from {first} to {last}, as {waits} decides"),
            );
        }
        let weekday = day.first.date().weekday().num_days_from_monday() as usize;
        let names = [
            ("thứ Hai", "Monday"),
            ("thứ Ba", "Tuesday"),
            ("thứ Tư", "Wednesday"),
            ("thứ Năm", "Thursday"),
            ("thứ Sáu", "Friday"),
            ("thứ Bảy", "Saturday"),
            ("Chủ nhật", "Sunday"),
        ];
        let name = names.get(weekday).map_or("", |it| lang.pick(it.0, it.1));
        format!("{first} ({name})")
    }
}

/// The fraction beside a rounded number, where it is short enough to be read.
fn beside(exact: &Exact) -> String {
    let text = format!(" ({}/{})", exact.numer(), exact.denom());
    if text.len() <= LONGEST { text } else { String::new() }
}

/// Fractions of more signs are told to machines only.
const LONGEST: usize = 24;

/// A number as decimals with a dot, if few of them write it exactly.
fn terminating(exact: &Exact) -> Option<String> {
    let mut scaled = exact.clone();
    let mut digits = 0usize;
    while !scaled.is_integer() && digits < 9 {
        scaled *= BigInt::from(10);
        digits += 1;
    }
    if !scaled.is_integer() {
        return None;
    }
    let negative = scaled.numer().sign() == num_bigint::Sign::Minus;
    let text = format!("{:0>width$}", scaled.numer().magnitude().to_string(), width = digits + 1);
    let (whole, decimals) = text.split_at(text.len() - digits);
    let sign = if negative { "-" } else { "" };
    Some(if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") })
}

/// A fraction that fits into that of a quota.
pub fn small(exact: &Exact) -> Option<Fraction> {
    let part = |it: &BigInt| i64::try_from(it).ok().map(i128::from);
    Some(Fraction::new(part(exact.numer())?, part(exact.denom())?))
}

/// The exact value for machines: `549/1000`, `12`, `0..4/9` where it lies between two; none where it is not known.
pub fn exact_json(known: &Known) -> Json {
    match known {
        Known::Exactly(it) => json!(fraction(it)),
        Known::Between(low, high, _) => json!(format!("{}..{}", fraction(low), fraction(high))),
        _ => Json::Null,
    }
}

fn fraction(it: &Exact) -> String {
    if it.is_integer() { it.numer().to_string() } else { format!("{}/{}", it.numer(), it.denom()) }
}

/// A number for machines.
pub fn data(number: &Number) -> Map<String, Json> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| out.insert(key.to_owned(), value);
    put("type", json!(type_name(number.kind)));
    put("value", if let Known::Exactly(it) = &number.known { json!(fraction(it)) } else { Json::Null });
    if let Some((above, below)) = &number.counted {
        put("numerator", json!(above.to_string()));
        put("denominator", json!(below.to_string()));
    }
    match &number.known {
        Known::Exactly(it) if matches!(number.kind, Kind::Share | Kind::Ratio) => {
            put("percent", json!(percent_text(it.numer(), it.denom(), number.near)));
        }
        Known::Between(low, high, waits) => {
            put("low", json!(fraction(low)));
            put("high", json!(fraction(high)));
            put("waits_on", json!(waits));
        }
        Known::Waits(waits) => {
            put("waits_on", json!(waits));
        }
        _ => {}
    }
    out
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Share => "percentage",
        Kind::Points => "percentage_points",
        Kind::Of(Noun::Dossiers) => "dossiers",
        Kind::Of(Noun::Procedures) => "procedures",
        Kind::Of(Noun::Units) => "units",
        Kind::Mean => "dossiers_per_procedure",
        Kind::Score => "points",
        Kind::Days => "days",
        Kind::WorkingDays => "working_days",
        Kind::Ratio => "ratio",
        Kind::Plain => "number",
    }
}
