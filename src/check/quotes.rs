//! The signed words beside the rules: numbers must agree both ways, dates and names from the rule to the quotation.

use std::collections::{BTreeMap, BTreeSet};

use super::from_syntax::Check;
use super::program::{Date, Fraction, Program, ProvisionId, Quota, Stretch, Window};
use super::{Loaded, error};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{self, Among, Which};
use crate::text::{Day, Decimal, key};
use crate::world::split_kind;

/// Compares every quotation with the rules of its provision.
pub fn compare(check: &mut Check, loaded: &[Loaded]) {
    if loaded.is_empty() {
        return;
    }
    let rules = Rules::of(&check.program);
    let ids = (0..check.program.provisions.len()).map(|it| ProvisionId(it as u32));
    let found: Vec<(ProvisionId, Vec<Problem>)> = ids.map(|it| (it, provision(&check.program, &rules, it))).collect();
    for (id, problems) in found {
        check.here = id;
        problems.into_iter().for_each(|it| check.problem(it));
    }
    check.here = ProvisionId(0);
}

/// The rules of a program, by the provisions in which they stand.
#[derive(Default)]
struct Rules<'p> {
    /// The percentages in a provision and below it; true: they stand in it directly.
    percents: BTreeMap<ProvisionId, Vec<(Fraction, Span, bool)>>,
    windows: BTreeMap<ProvisionId, Vec<&'p Window>>,
    quotas: BTreeMap<ProvisionId, Vec<&'p Quota>>,
}

impl<'p> Rules<'p> {
    fn of(program: &'p Program) -> Self {
        let mut rules = Self::default();
        let quotas = program.quotas.iter().filter_map(|it| {
            it.amount.filter(|_| it.form.takes_percent()).map(|amount| (amount, it.span, it.provision, true))
        });
        let floors = program.delegations.iter().filter_map(|it| Some((it.floor?, it.span, it.provision, true)));
        let bounds = program.scoring.percents.iter().copied();
        for (value, span, home, own) in quotas.chain(floors).chain(bounds) {
            for around in program.path(home) {
                rules.percents.entry(around).or_default().push((value, span, own && around == home));
            }
        }
        for it in &program.windows {
            rules.windows.entry(it.provision).or_default().push(it);
        }
        for it in &program.quotas {
            rules.quotas.entry(it.provision).or_default().push(it);
        }
        rules
    }
}

fn provision(program: &Program, rules: &Rules, id: ProvisionId) -> Vec<Problem> {
    let quotes = &program.provision(id).quotes;
    if quotes.is_empty() || quotes.iter().any(|it| is_cut(&it.value)) {
        return Vec::new();
    }
    let start = quotes.first().map(|it| inside(program, it.at.0, ""));
    let mut found = Vec::new();
    let below = rules.percents.get(&id).map_or(&[][..], Vec::as_slice);
    if !below.is_empty() {
        for quote in quotes {
            for (text, value) in percents(&quote.value) {
                if !below.iter().any(|it| it.0 == value) {
                    let own: Vec<_> = below.iter().filter(|it| it.2).map(|it| it.1).collect();
                    let place = inside(program, quote.at.0, &text);
                    found.push(error::percent_without_rule(&text, place, own.first().copied()));
                }
            }
        }
    }
    let quoted: BTreeSet<Fraction> = quotes.iter().flat_map(|it| percents(&it.value)).map(|it| it.1).collect();
    for (value, span, own) in below {
        if *own && !quoted.contains(value) {
            found.push(error::percent_not_quoted(&percent_text(*value), *span, start));
        }
    }
    for window in rules.windows.get(&id).into_iter().flatten() {
        let Stretch::Between(from, to) = &window.stretch else { continue };
        for date in [from, to].into_iter().flatten() {
            // A date that the rule names by its list or event is not written in it.
            let written = days_in(program.sources.slice(window.span));
            if let Date::On(day) = date
                && written.contains(day)
                && !quotes.iter().any(|it| days_in(&it.value).contains(day))
            {
                found.push(error::date_not_quoted(*day, window.span, start));
            }
        }
    }
    let names: Vec<&ast::Text> = rules.quotas.get(&id).into_iter().flatten().flat_map(|it| names(&it.group)).collect();
    if !names.is_empty() {
        let words = quotes.iter().map(|it| key(&it.value)).collect::<Vec<_>>().join(" ");
        for name in names.into_iter().filter(|it| !words.contains(&split_kind(&it.value).1)) {
            found.push(error::name_not_quoted(&name.value, name.at.0, start));
        }
    }
    found
}

/// Where some words stand in a quotation; its first words where they are not found as written.
fn inside(program: &Program, quote: Span, words: &str) -> Span {
    let text = program.sources.slice(quote);
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
