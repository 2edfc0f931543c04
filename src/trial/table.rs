//! Tables of results: all verdicts of a test held against a file, row by row.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::file_fault;
use crate::lang::{Lang, Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::State;
use crate::source::{FileFault, Files};
use crate::syntax::ast::Text;

/// The columns: what names a result, then what is said of it.
const COLUMNS: [&str; 10] =
    ["unit_code", "unit", "indicator", "provision", "from", "to", "procedure", "numerator", "denominator", "verdict"];

/// How many of them name a result.
const KEYS: usize = 7;

/// Rows that differ of which no more are told.
const MOST: usize = 20;

/// A table as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The file, as `files` names it.
    pub name: String,
    /// The whole of it.
    pub text: String,
}

/// Rows by what names them.
type Rows = BTreeMap<Vec<String>, Vec<String>>;

/// What differs between the results and a file, and the file as it should be. Errors: it cannot be read.
pub fn hold(
    state: &State,
    plan: &Plan,
    file: &Text,
    files: &dyn Files,
) -> Result<(Option<Problem>, Option<Rewritten>), Vec<Problem>> {
    let found = lines(state)?;
    let base = plan.program.sources.get(file.at.0.file).map_or("", |it| it.name.as_str());
    let source = match files.read(base, &file.value) {
        Ok(source) => source,
        Err(FileFault::Missing(name)) => {
            let problem =
                unreadable(file, say!("chưa có bảng kết quả `{name}`", "there is no result table `{name}` yet"));
            return Ok((Some(problem), Some(Rewritten { name, text: text(&found) })));
        }
        Err(fault) => return Err(vec![file_fault(file.at.0, &file.value, &fault)]),
    };
    let rewritten = Rewritten { name: source.name.clone(), text: text(&found) };
    let Some(wanted) = read(&source.text) else {
        let name = &source.name;
        let says = say!("`{name}` không phải một bảng kết quả", "`{name}` is no result table");
        return Ok((Some(unreadable(file, says)), Some(rewritten)));
    };
    let notes = differences(&wanted, &found);
    if notes.is_empty() {
        return Ok((None, None));
    }
    let (name, number) = (&source.name, notes.len());
    let mut problem = Problem::error(
        "CT1456",
        file.at.0,
        say!(
            "{number} dòng của bảng kết quả `{name}` khác đi",
            "rows of the result table `{name}` that differ: {number}"
        ),
    )
    .help(say!(
        "sửa quy tắc; hoặc nếu kết quả mới là đúng thì ghi lại bảng bằng `chitieu test … --update`",
        "mend the rules; or if the new results are right, write the table with `chitieu test … --update`"
    ));
    problem.notes = notes;
    if number > MOST {
        let more = number - MOST;
        problem.notes.truncate(MOST);
        problem.notes.push(say!("… và {more} dòng nữa", "… and {more} more"));
    }
    Ok((Some(problem), Some(rewritten)))
}

fn unreadable(file: &Text, says: Say) -> Problem {
    Problem::error("CT1457", file.at.0, says)
        .help(say!("ghi bảng bằng `chitieu test … --update`", "write it with `chitieu test … --update`"))
}

/// The results of a test, in the order of the table.
fn lines(state: &State) -> Result<Vec<Vec<String>>, Vec<Problem>> {
    let program = &state.plan.program;
    let line = |it: &crate::eval::Result| {
        // The file is the same in every language.
        let verdict = serde_json::to_value(it.verdict).ok();
        let verdict = verdict.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        vec![
            it.subject.code.clone(),
            it.subject.name.clone(),
            program.indicator(it.indicator).name.clone(),
            program.citation_of(it.provision, it.cell, Lang::Vi),
            it.period.from.iso(),
            it.period.to.iso(),
            it.subject.procedure.clone().unwrap_or_default(),
            it.numbers.numerator.to_string(),
            it.numbers.denominator.to_string(),
            verdict,
        ]
    };
    Ok(state.results()?.iter().map(line).collect())
}

fn text(rows: &[Vec<String>]) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for row in rows {
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The rows of a file; none where it is no such table.
fn read(text: &str) -> Option<Vec<Vec<String>>> {
    let mut reader = ::csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    if !reader.headers().ok()?.iter().eq(COLUMNS) {
        return None;
    }
    reader.records().map(|it| it.ok().map(|it| it.iter().map(str::to_owned).collect())).collect()
}

/// Rows by what names them; those of one name are numbered.
fn named(rows: &[Vec<String>]) -> Rows {
    let mut out = Rows::new();
    for row in rows {
        let mut key: Vec<String> = row.iter().take(KEYS).cloned().collect();
        while out.contains_key(&key) {
            key.push(String::new());
        }
        out.insert(key, row.iter().skip(KEYS).cloned().collect());
    }
    out
}

/// A line for each row that differs.
fn differences(wanted: &[Vec<String>], found: &[Vec<String>]) -> Vec<Say> {
    let (wanted, found) = (named(wanted), named(found));
    let keys: BTreeSet<&Vec<String>> = wanted.keys().chain(found.keys()).collect();
    let said = |row: Option<&Vec<String>>| match row.map(Vec::as_slice) {
        Some([above, below, verdict]) => {
            let verdict = verdict_words(verdict);
            Say { vi: format!("{above} / {below} {}", verdict.vi), en: format!("{above} / {below} {}", verdict.en) }
        }
        _ => say!("không có", "nothing"),
    };
    let differs = keys.into_iter().filter(|it| wanted.get(*it) != found.get(*it));
    differs
        .map(|key| {
            let part = |at: usize| key.get(at).map_or("", String::as_str);
            let name = [part(1), part(2), part(3), part(6)].join(" · ");
            let name = name.trim_end_matches(" · ");
            let (from, to) = (part(4), part(5));
            let (wanted, found) = (said(wanted.get(key)), said(found.get(key)));
            Say {
                vi: format!("{name} · {from}..{to}: đợi {}, được {}", wanted.vi, found.vi),
                en: format!("{name} · {from}..{to}: expected {}, got {}", wanted.en, found.en),
            }
        })
        .collect()
}

/// A verdict as the table spells it, in words.
fn verdict_words(text: &str) -> Say {
    let is = |it: &&crate::term::Verdict| serde_json::to_value(it).ok().and_then(|it| Some(it.as_str()? == text));
    match crate::term::Verdict::ALL.iter().find(|it| is(it) == Some(true)) {
        Some(it) => super::both(|lang| crate::report::words::verdict(*it, lang).to_owned()),
        None => super::both(|_| text.to_owned()),
    }
}
