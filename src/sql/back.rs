//! A result of the query, read back: its rows as dossiers that stand for several.

use std::collections::BTreeMap;

use super::asked::{Asked, NoWay};
use super::fields::WITHOUT_DUE;
use super::names::Names;
use super::{HEADER, LEDGER, OUTSIDE, TOOL, error};
use crate::data::{Options, Tally, Weighed, read_weighed};
use crate::eval::Env;
use crate::lang::{Say, say};
use crate::plan::{ClassId, Plan};
use crate::problem::Problem;
use crate::text::{Days, nfc};

/// What a result holds.
#[derive(Debug)]
pub struct Counted {
    /// Its counts.
    pub tally: Tally,
    /// What should be known of them.
    pub notices: Vec<Problem>,
}

/// A row of the ledger.
struct Part {
    line: u64,
    unit: String,
    procedure: String,
    received: [String; 2],
    finished: [String; 2],
    words: Vec<String>,
    dossiers: u64,
}

/// Reads a result of the query of a plan in an environment; `file` is its name in messages. Errors: it is no result, or
/// not a whole one; it was counted by other rules; rows that cannot be counted, where `options` refuses these.
pub fn read(plan: &Plan, env: &Env, file: &str, bytes: &[u8], options: Options) -> Result<Counted, Vec<Problem>> {
    let one = |it: Problem| vec![it];
    let lines = lines(file, bytes).map_err(one)?;
    // Which columns the table has is not known here; whether it has a due day, the words of the result say.
    let mut names = Names::default();
    let has =
        |word: &str| lines.iter().any(|it| it.provision == LEDGER && it.measure.contains(&format!("|outcome={word}")));
    if WITHOUT_DUE.into_iter().any(has) {
        names.set("due", "");
    }
    let asked = Asked::new(plan, env, &names).map_err(one)?;
    let mut parts = Vec::new();
    let mut by_provision: BTreeMap<[String; 3], u128> = BTreeMap::new();
    let mut total = None;
    for Line { line, unit, provision, measure, n } in lines {
        match provision.as_str() {
            TOOL => {
                let found = measure.strip_prefix("fingerprint=").unwrap_or(&measure);
                if found != asked.fingerprint {
                    return Err(one(error::other_rules(file, found, &asked.fingerprint)));
                }
                total = Some(total.unwrap_or_default() + u128::from(n));
            }
            LEDGER => {
                parts.push(part(&asked, line, unit, &measure, n).map_err(|it| one(error::bad_line(file, line, &it)))?)
            }
            _ => *by_provision.entry([unit, provision, measure]).or_default() += u128::from(n),
        }
    }
    let Some(total) = total else { return Err(one(error::no_fingerprint(file))) };
    let sum: u128 = parts.iter().map(|it| u128::from(it.dossiers)).sum();
    if sum != total {
        return Err(one(error::wrong_sum(file, "chitieu", sum, total)));
    }
    check(file, &asked, &parts, &by_provision).map_err(one)?;
    let mut rows = Vec::new();
    for part in &parts {
        rows.extend(weighed(&asked, part).ok_or_else(|| one(error::bad_line(file, part.line, &no_outcome())))?);
    }
    let tally = read_weighed(plan, file, &asked.headers(), &rows, options)?;
    Ok(Counted { tally, notices: understood_later(plan, env, file, &asked, &parts).into_iter().collect() })
}

struct Line {
    line: u64,
    unit: String,
    provision: String,
    measure: String,
    n: u64,
}

/// The lines of a result, with its columns in any order.
fn lines(file: &str, bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers: Vec<String> =
        reader.headers().map(|it| it.iter().map(|it| it.trim().to_lowercase()).collect()).unwrap_or_default();
    let place = |name: &str| headers.iter().position(|it| it == name);
    let [Some(unit), Some(provision), Some(measure), Some(n)] = HEADER.map(place) else {
        return Err(error::no_result(file, &headers));
    };
    let mut out = Vec::new();
    for record in reader.into_records() {
        let bad = |line: u64, why: Say| error::bad_line(file, line, &why);
        let record = record.map_err(|it| {
            let line = it.position().map_or(0, csv::Position::line);
            bad(line, say!("dòng không phải CSV mã UTF-8", "the line is no CSV in UTF-8"))
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let get = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let number = get(n);
        let n = number
            .trim()
            .parse()
            .map_err(|_| bad(line, say!("`{number}` không phải số hồ sơ", "`{number}` is no number of dossiers")))?;
        out.push(Line { line, unit: get(unit), provision: get(provision), measure: get(measure), n });
    }
    Ok(out)
}

fn no_outcome() -> Say {
    say!("dòng `ledger` không đọc được", "the row `ledger` cannot be read")
}

/// A row of the ledger: `procedure=…|received=FIRST..LAST|channel=…`.
fn part(asked: &Asked, line: u64, unit: String, measure: &str, dossiers: u64) -> Result<Part, Say> {
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    for field in measure.split('|') {
        let Some((name, value)) = field.split_once('=') else { return Err(no_outcome()) };
        fields.insert(name, value.replace("%7C", "|").replace("%25", "%"));
    }
    let mut take = |name: &str| fields.remove(name).ok_or_else(no_outcome);
    let span = |text: String| match text.split_once("..") {
        Some((first, last)) => Ok([first.to_owned(), last.to_owned()]),
        None => Err(no_outcome()),
    };
    let none = || [String::new(), String::new()];
    let procedure = take("procedure")?;
    let received = if asked.received { span(take("received")?)? } else { none() };
    let finished = if asked.resolved { span(take("finished")?)? } else { none() };
    let mut words = Vec::new();
    if let Some(outcome) = &asked.outcome {
        let word = take("outcome")?;
        if !outcome.words().contains(&word.as_str()) {
            return Err(no_outcome());
        }
        words.push(word);
    }
    for it in &asked.words {
        words.push(take(&it.role)?);
    }
    Ok(Part { line, unit, procedure, received, finished, words, dossiers })
}

/// The rows that stand for the dossiers of a part: on the first of their days, and one of them on the last, so that
/// the first and the last day of all dossiers stay what they were.
fn weighed(asked: &Asked, part: &Part) -> Option<Vec<Weighed>> {
    let row = |at: usize, dossiers: u64| {
        let days = [&part.received, &part.finished].map(|it| it.get(at).map_or("", String::as_str));
        let cells = asked.row(&part.unit, &part.procedure, days, &part.words)?;
        Some(Weighed { line: part.line, cells, dossiers })
    };
    if part.dossiers < 2 {
        return Some(vec![row(0, part.dossiers)?]);
    }
    Some(vec![row(0, part.dossiers - 1)?, row(1, 1)?])
}

/// Whether a query could count a part, and the class of its procedures.
fn class_of<'p>(asked: &'p Asked, part: &'p Part) -> Option<&'p str> {
    let known = |(words, kinds): (&String, &Vec<String>)| kinds.contains(words);
    let lacks_day = asked.received && part.received[0].is_empty();
    if part.unit.is_empty()
        || part.procedure.is_empty()
        || lacks_day
        || !part.words.iter().zip(&asked.kinds()).all(known)
    {
        return None;
    }
    let bare = crate::world::bare_code(&part.procedure);
    Some(asked.class_of(bare))
}

/// Holds the rows by provision against those of the ledger. Errors: one of them is not what the ledger gives.
fn check(file: &str, asked: &Asked, parts: &[Part], found: &BTreeMap<[String; 3], u128>) -> Result<(), Problem> {
    let mut wanted: BTreeMap<[String; 3], u128> = BTreeMap::new();
    for part in parts {
        let mut add = |provision: &str, measure: &str| {
            let key = [part.unit.clone(), provision.to_owned(), measure.to_owned()];
            *wanted.entry(key).or_default() += u128::from(part.dossiers);
        };
        let [bad, unknown, not_bound, by_day] = OUTSIDE;
        let Some(class) = class_of(asked, part) else {
            add("", bad);
            continue;
        };
        let provisions = match asked.units.get(&part.unit) {
            None => {
                add("", unknown);
                continue;
            }
            Some(Err(NoWay::NotBound)) => {
                add("", not_bound);
                continue;
            }
            Some(Err(NoWay::ByDay)) => {
                add("", by_day);
                continue;
            }
            Some(Ok(provisions)) => provisions,
        };
        for (provision, way) in provisions {
            let within = |span: &[String; 2], day: &[String; 2]| span[0] <= day[0] && day[0] <= span[1];
            let fits = |it: &&super::asked::Rule| {
                let words = it
                    .words
                    .iter()
                    .zip(&part.words)
                    .all(|(wanted, found)| wanted.as_ref().is_none_or(|it| it == found));
                it.class.as_deref().is_none_or(|it| it == class)
                    && (!asked.received || within(&it.received, &part.received))
                    && (!asked.resolved || within(&it.finished, &part.finished))
                    && words
            };
            for rule in asked.ways.get(*way).into_iter().flatten().filter(fits) {
                rule.measures().iter().for_each(|it| add(provision, it));
            }
        }
    }
    for key in wanted.keys().chain(found.keys()) {
        let of = |it: &BTreeMap<[String; 3], u128>| it.get(key).copied().unwrap_or_default();
        if of(&wanted) != of(found) {
            return Err(error::wrong_sum(file, &key.join(" | "), of(&wanted), of(found)));
        }
    }
    Ok(())
}

/// Texts of which no more are shown.
const SHOWN: usize = 5;

/// What this program understands of a result though the query did not: names in place of codes, unusual spellings.
fn understood_later(plan: &Plan, env: &Env, file: &str, asked: &Asked, parts: &[Part]) -> Option<Problem> {
    let kinds = asked.kinds();
    let first = usize::from(asked.outcome.is_some());
    let mut number = 0;
    let mut texts: Vec<String> = Vec::new();
    for part in parts {
        let mut here: Vec<&String> = Vec::new();
        let name = nfc(&part.unit);
        let days = Days::new(plan.first_day().min(env.period.from), env.period.to);
        if !asked.units.contains_key(&part.unit) && plan.world.units.find(&name, days).is_ok() {
            here.push(&part.unit);
        }
        let code = crate::world::bare_code(&part.procedure);
        if !asked.procedures.contains_key(code) && plan.classes.of(&nfc(code)) != ClassId(0) {
            here.push(&part.procedure);
        }
        for (at, words) in asked.words.iter().enumerate() {
            let Some((word, known)) = part.words.get(first + at).zip(kinds.get(first + at)) else { continue };
            if !known.contains(word) && (words.meaning)(word).is_some() {
                here.push(word);
            }
        }
        if !here.is_empty() {
            number += u128::from(part.dossiers);
            texts.extend(here.into_iter().map(|it| format!("`{}`", nfc(it))));
        }
    }
    texts.sort();
    texts.dedup();
    let more = if texts.len() > SHOWN { ", …" } else { "" };
    texts.truncate(SHOWN);
    (number > 0).then(|| error::understood_later(file, number, &(texts.join(", ") + more)))
}
