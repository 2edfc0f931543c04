//! A question as it is typed: names of units need no quotes, and names need no accents.

use std::ops::Range;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

use super::ask::{Ask, AskIs, Chosen};
use super::ast::{At, Group, GroupTerm, Text, Which};
use super::slip::{self, Token};
use super::{Grammar, Rule, from_pairs, scan};
use crate::problem::Problem;
use crate::source::{FileId, Source};
use crate::text::{Folded, fold, nfc};

/// What whoever asks knows of names.
pub trait Lexicon {
    /// Whether words, as they are folded, are the name or code of a unit or of several.
    fn is_unit(&self, words: &str) -> bool;

    /// The key of a defined name that is typed without its accents.
    fn key_of(&self, name: &str) -> Option<String>;
}

/// Words after which a unit can be named.
const BEFORE_UNITS: [&str; 6] = ["của", "of", "thuộc", "in", "trừ", "except"];

/// Words and signs at which a name that is no unit's ends.
const AFTER_UNITS: [&str; 32] = [
    "+", "-", "*", "/", ")", ";", "?", ">", "<", ">=", "<=", "=", "≥", "≤", "và", "and", "hoặc", "or", "từ", "from",
    "đến", "to", "tháng", "month", "quý", "quarter", "năm", "year", "trừ", "except", "theo", "by",
];

/// No unit's name has more words.
const MOST_WORDS: usize = 16;

/// Reads a question. Errors: what is not understood, with its place.
pub fn question(source: &Source, file: FileId, lexicon: &dyn Lexicon) -> Result<Ask, Vec<Problem>> {
    let mut folded = fold(&source.text);
    // First what is open and what is nested too deep, so that nothing deeper is read.
    let scan = scan::scan(&mut folded, file);
    if !scan.problems.is_empty() {
        return Err(scan.problems);
    }
    spell_out(&mut folded, lexicon);
    quote_units(&mut folded, lexicon);
    let error = match Grammar::parse(Rule::question, &folded.text) {
        Ok(mut pairs) => {
            let pair = pairs.next().unwrap_or_else(|| unreachable!("what was read is one question"));
            let (ask, problems) = from_pairs::question(pair, &folded, source, file);
            return if problems.is_empty() { Ok(ask) } else { Err(problems) };
        }
        Err(error) => error,
    };
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let expected = match error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    // Words of which nothing is understood are taken for a name.
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '-' | ',' | '.');
    let begins = folded.text.get(..at).is_some_and(|it| it.trim().is_empty());
    if begins && folded.text.trim().chars().all(is_name) {
        let at = At(scan::span(&folded, file, 0..folded.text.len()));
        return Ok(unit(nfc(&source.text), at));
    }
    Err(vec![slip::tell(&folded, source, file, 0..folded.text.len(), at, &expected)])
}

/// The question for one unit.
fn unit(name: String, at: At) -> Ask {
    let term = GroupTerm { which: Which::Named(vec![Text { value: name, at }], None), at };
    let group = Group { parts: vec![term], except: Vec::new(), size: None, at };
    Ask { is: AskIs::Chosen(Chosen { among: Some(group), only: None, except: Vec::new(), at }), at }
}

/// Writes defined names with their accents.
fn spell_out(folded: &mut Folded, lexicon: &dyn Lexicon) {
    let text = folded.text.clone();
    let is_name = |it: &Token| it.text.contains('_') || it.text.contains(|it: char| it.is_ascii_digit());
    let tokens = slip::tokens(&text, 0..text.len());
    for token in tokens.iter().rev().filter(|it| !it.text.starts_with(['"', '“']) && is_name(it)) {
        if let Some(key) = lexicon.key_of(token.text).filter(|it| it != token.text) {
            folded.replace(token.at..token.at + token.text.len(), &key);
        }
    }
}

/// Puts the names of units into quotes.
fn quote_units(folded: &mut Folded, lexicon: &dyn Lexicon) {
    let text = folded.text.clone();
    let tokens = slip::tokens(&text, 0..text.len());
    let end = |it: usize| tokens.get(it).map_or(text.len(), |it| it.at + it.text.len());
    let asked = tokens.len() - usize::from(tokens.last().is_some_and(|it| it.text == "?"));
    let words = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let whole = tokens.first().map_or(0, |it| it.at)..end(asked.wrapping_sub(1));
    let mut found: Vec<Range<usize>> = Vec::new();
    if lexicon.is_unit(words(&whole)) {
        found.push(whole);
    } else {
        let mut at = 1;
        while at < asked {
            let before = tokens.get(at - 1).map_or("", |it| it.text);
            let listed = matches!(before, "," | "và" | "and")
                && found.last().is_some_and(|it| Some(it.end) == at.checked_sub(2).map(end));
            let strict = BEFORE_UNITS.contains(&before);
            let here = tokens.get(at).filter(|it| it.text.starts_with(char::is_alphanumeric));
            let Some(here) = here.filter(|_| strict || listed) else {
                at += 1;
                continue;
            };
            let last = (at..asked.min(at + MOST_WORDS)).rev().find(|last| {
                let words = words(&(here.at..end(*last)));
                !words.bytes().all(|it| it.is_ascii_digit()) && lexicon.is_unit(words)
            });
            // After `của` stands nothing else that begins so: the name is that of no unit, which is told.
            let last = last.or_else(|| {
                let ends = tokens.iter().take(asked).enumerate().skip(at).find(|it| AFTER_UNITS.contains(&it.1.text));
                let readable = |rule| Grammar::parse(rule, text.get(here.at..).unwrap_or_default()).is_ok();
                let is_word = here.text.chars().all(char::is_alphabetic);
                let lost = strict && is_word && ![Rule::chosen, Rule::sum, Rule::name].into_iter().any(readable);
                lost.then(|| ends.map_or(asked, |it| it.0).saturating_sub(1).max(at))
            });
            match last {
                Some(last) => {
                    found.push(here.at..end(last));
                    at = last + 1;
                }
                None => at += 1,
            }
        }
    }
    for range in found.into_iter().rev() {
        if !words(&range).starts_with(['"', '“']) {
            folded.replace(range.end..range.end, "\"");
            folded.replace(range.start..range.start, "\"");
        }
    }
}
