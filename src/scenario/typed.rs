//! Assumptions as people type them: names of units without quotes, days in any form.

use super::change::Change;
use super::resolve::{resolve, unclear};
use super::state::State;
use crate::problem::Problems;
use crate::source::{Files, Source, Sources};
use crate::syntax;
use crate::text::{Day, key};

/// Reads an assumption, and gives it back as a rule file would have it: names in quotes, days like `20/03/2024`; `giả
/// định` before it says nothing. Errors: where it is none, or what it names that is not there.
pub fn read(state: &State, text: &str, files: &dyn Files) -> Result<(Change, String), Problems> {
    let text = without_word(text);
    let parsed = |text: &str| {
        let source = Source::new("?", text);
        let mut sources = Sources::default();
        let file = sources.add(source.clone());
        (syntax::assumption(&source, file), sources)
    };
    let mut written = with_written_day(text);
    let (mut found, mut sources) = parsed(&written);
    if found.is_err() {
        let quoted = with_quotes(state, &written);
        if quoted != written {
            (found, sources) = parsed(&quoted);
            written = quoted;
        } else if let Some((name, _)) = written.split_once('=')
            && name.trim().split(' ').count() < 9
            && syntax_is_name(name)
        {
            let name = name.trim();
            let fault = state.plan.world.units.find_typed(name, state.env.period).err();
            return Err(Problems { list: vec![unclear(state, name, fault)], sources });
        }
    }
    let list = match found {
        Ok(assumption) => match resolve(state, &assumption, files) {
            Ok(change) => return Ok((change, written)),
            Err(list) => list,
        },
        Err(list) => list,
    };
    Err(Problems { list, sources })
}

/// Whether a text consists of words only.
fn syntax_is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '_' | '.' | '-'))
}

/// The assumption behind the word that leads it in files.
fn without_word(text: &str) -> &str {
    let text = text.trim();
    for word in ["giả định ", "assume "] {
        if key(text).starts_with(word) {
            let skip = word.split(' ').filter(|it| !it.is_empty()).count();
            let mut rest = text;
            for _ in 0..skip {
                rest = rest.trim_start().split_once(' ').map_or("", |it| it.1);
            }
            return rest.trim_start();
        }
    }
    text
}

/// The same with a day like `2024-03-20` behind `=` written like `20/03/2024`.
fn with_written_day(text: &str) -> String {
    match text.split_once('=') {
        Some((name, value)) => match Day::parse(value.trim()) {
            Some(day) => format!("{}= {}", name, day.vi()),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    }
}

/// The same with quotes around the longest names of units that stand without them.
fn with_quotes(state: &State, text: &str) -> String {
    let units = &state.plan.world.units;
    let day = state.env.period.from;
    let longest = units.plain_names().keys().map(|it| it.split(' ').count()).max().unwrap_or_default();
    // The one unit that is called so; a name that several have stays as typed, and is told.
    let called = |text: &str| match units.called_plainly(text, day, true).as_slice() {
        [] => None,
        [one] => Some(Some(units.get(*one).on(day).name.as_str())),
        _ => Some(None),
    };
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        // What stands in quotes stays.
        if let Some(behind) = rest.strip_prefix('"') {
            let end = behind.find('"').map_or(rest.len(), |it| it + 2);
            out += rest.get(..end).unwrap_or(rest);
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        let ends: Vec<usize> = rest
            .char_indices()
            .filter(|it| matches!(it.1, ' ' | ',' | '=' | '"'))
            .map(|it| it.0)
            .chain([rest.len()])
            .take(longest + 1)
            .collect();
        let known = |end: &usize| rest.get(..*end).and_then(|it| Some((it, called(it)?)));
        match ends.iter().rev().find_map(known) {
            Some((name, known)) if !name.trim().is_empty() => {
                out += &format!("\"{}\"", known.unwrap_or_else(|| name.trim_end()));
                out += name.get(name.trim_end().len()..).unwrap_or_default();
                rest = rest.get(name.len()..).unwrap_or_default();
            }
            _ => {
                let end = rest.find(' ').map_or(rest.len(), |it| it + 1);
                out += rest.get(..end).unwrap_or(rest);
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }
    out
}
