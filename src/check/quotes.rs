//! The signed words beside the rules: numbers must agree both ways, dates and names from the rule to the quotation.

use std::collections::BTreeSet;

use super::from_syntax::Check;
use super::program::{Date, Fraction, ProvisionId, Stretch};
use super::{Loaded, error};
use crate::source::Span;
use crate::syntax::ast::{self, Among, Which};
use crate::text::{Day, Decimal, key};
use crate::world::split_kind;

/// Compares every quotation with the rules of its provision.
pub fn compare(check: &mut Check, loaded: &[Loaded]) {
    if loaded.is_empty() {
        return;
    }
    for index in 0..check.program.provisions.len() {
        let id = ProvisionId(index as u32);
        check.here = id;
        provision(check, id);
    }
    check.here = ProvisionId(0);
}

fn provision(check: &mut Check, id: ProvisionId) {
    let quotes = check.program.provision(id).quotes.clone();
    if quotes.is_empty() || quotes.iter().any(|it| is_cut(&it.value)) {
        return;
    }
    let start = quotes.first().map(|it| inside(check, it.at.0, ""));
    let mut found = Vec::new();
    let below: Vec<(Fraction, Span, bool)> = numbers_below(check, id);
    if !below.is_empty() {
        for quote in &quotes {
            for (text, value) in percents(&quote.value) {
                if !below.iter().any(|it| it.0 == value) {
                    let own: Vec<_> = below.iter().filter(|it| it.2).map(|it| it.1).collect();
                    let place = inside(check, quote.at.0, &text);
                    found.push(error::percent_without_rule(&text, place, own.first().copied()));
                }
            }
        }
    }
    let quoted: BTreeSet<Fraction> = quotes.iter().flat_map(|it| percents(&it.value)).map(|it| it.1).collect();
    for (value, span, own) in &below {
        if *own && !quoted.contains(value) {
            found.push(error::percent_not_quoted(&percent_text(*value), *span, start));
        }
    }
    let words = quotes.iter().map(|it| key(&it.value)).collect::<Vec<_>>().join(" ");
    let days: BTreeSet<Day> = quotes.iter().flat_map(|it| days_in(&it.value)).collect();
    for window in check.program.windows.iter().filter(|it| it.provision == id) {
        let Stretch::Between(from, to) = &window.stretch else { continue };
        for date in [from, to].into_iter().flatten() {
            // A date that the rule names by its list or event is not written in it.
            let written = days_in(check.program.sources.slice(window.span));
            if let Date::On(day) = date
                && written.contains(day)
                && !days.contains(day)
            {
                found.push(error::date_not_quoted(*day, window.span, start));
            }
        }
    }
    for quota in check.program.quotas.iter().filter(|it| it.provision == id) {
        for name in names(&quota.group) {
            if !words.contains(&split_kind(&name.value).1) {
                found.push(error::name_not_quoted(&name.value, name.at.0, start));
            }
        }
    }
    for problem in found {
        check.problem(problem);
    }
}

/// The percentages of the rules in a provision; true: they stand in it directly.
fn numbers_below(check: &Check, id: ProvisionId) -> Vec<(Fraction, Span, bool)> {
    let program = &check.program;
    let quotas = program.quotas.iter().filter(|it| program.within(it.provision, id)).filter_map(|it| {
        it.amount.filter(|_| it.form.takes_percent()).map(|amount| (amount, it.span, it.provision == id))
    });
    let floors = program.delegations.iter().filter(|it| program.within(it.provision, id));
    let bounds = program.scoring.percents.iter().filter(|it| program.within(it.2, id));
    let bounds = bounds.map(|it| (it.0, it.1, it.2 == id && it.3));
    let floors = floors.filter_map(|it| it.floor.map(|floor| (floor, it.span, it.provision == id)));
    quotas.chain(floors).chain(bounds).collect()
}

/// Where some words stand in a quotation; its first words where they are not found as written.
fn inside(check: &Check, quote: Span, words: &str) -> Span {
    let text = check.program.sources.slice(quote);
    let found = text.find(words).filter(|_| !words.is_empty()).map(|at| (at, words.len()));
    let (at, len) = found.unwrap_or_else(|| {
        let first: usize = text.char_indices().map(|it| it.0).take(FIRST_WORDS).last().unwrap_or_default();
        (0, first)
    });
    Span { start: quote.start + at as u32, end: quote.start + (at + len) as u32, ..quote }
}

/// Letters of a quotation that are enough to know it by.
const FIRST_WORDS: usize = 30;

fn is_cut(text: &str) -> bool {
    text.contains('…') || text.contains("...")
}

/// `60%`, `97,70 %`: as written and as a fraction of one.
fn percents(text: &str) -> Vec<(String, Fraction)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices('%') {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let start = before
            .rfind(|it: char| !(it.is_ascii_digit() || it == ',' || it == '.'))
            .map_or(0, |it| it + before.get(it..).and_then(|it| it.chars().next()).map_or(1, char::len_utf8));
        let number = before.get(start..).unwrap_or_default().trim_start_matches([',', '.']);
        if let Ok(value) = Decimal::parse(number)
            && !number.is_empty()
        {
            out.push((format!("{number}%"), value.fraction() / Fraction::from_integer(100)));
        }
    }
    out
}

/// `15/12/2023`, `15-12-2023`, `ngày 06 tháng 11 năm 2023`.
pub fn days_in(text: &str) -> Vec<Day> {
    let key = key(text);
    let words: Vec<&str> = key.split([' ', '(', ')', ';', ':']).map(|it| it.trim_matches([',', '.'])).collect();
    let mut out: Vec<Day> = words.iter().filter_map(|it| Day::parse(it)).collect();
    for window in words.windows(6) {
        if let ["ngày", day, "tháng", month, "năm", year] = window
            && let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse())
        {
            out.extend(Day::new(year, month, day));
        }
    }
    out
}

/// The names that a group writes out.
fn names(group: &ast::Group) -> Vec<&ast::Text> {
    let mut out = Vec::new();
    for term in &group.parts {
        match &term.which {
            Which::Kinds(_, Among::In(names) | Among::Named(names))
            | Which::Tier(_, Among::In(names) | Among::Named(names)) => out.extend(names),
            Which::Named(names, parent) => {
                out.extend(names);
                out.extend(parent);
            }
            Which::Inner(inner) => out.extend(self::names(inner)),
            _ => {}
        }
    }
    out
}

/// A fraction of one as `59,5%`.
pub fn percent_text(value: Fraction) -> String {
    let value = value * Fraction::from_integer(100);
    let mut digits = 0;
    let mut scaled = value;
    while !scaled.is_integer() && digits < 9 {
        scaled *= Fraction::from_integer(10);
        digits += 1;
    }
    let whole = scaled.to_integer();
    let power = 10i128.pow(digits);
    if digits == 0 {
        format!("{whole}%")
    } else {
        format!("{},{:0width$}%", whole / power, whole % power, width = digits as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_found_in_prose() {
        let found: Vec<String> = percents("tối thiểu 60% hồ sơ, (97,70 %) và 5%.").into_iter().map(|it| it.0).collect();
        assert_eq!(found, ["60%", "97,70%", "5%"]);
        let day = |y, m, d| Day::new(y, m, d).expect("a day");
        assert_eq!(
            days_in("từ ngày 15/12/2023 đến ngày 14/12/2024, ngày 06 tháng 11 năm 2023."),
            [day(2023, 12, 15), day(2024, 12, 14), day(2023, 11, 6)]
        );
        assert_eq!(percent_text(Fraction::new(595, 1000)), "59,5%");
    }
}
