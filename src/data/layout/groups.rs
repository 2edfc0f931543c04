//! Rows that name a group of units, `I. Khối sở, ban, ngành`: headings, or sums of the rows of the group.

use super::super::columns::{self, Columns};
use super::super::error;
use super::super::load::{LoadedSheet, Skip};
use super::super::open::Line;
use super::Table;
use crate::problem::Problem;
use crate::text::nfc;

/// How a group is marked: others of its kind stand beside it, those of another kind above or inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `I.`, `II.`
    Roman,
    /// `A.`, `B.`
    Letter,
    /// `Khối …`, `Các …`
    Word,
}

/// A row of a group.
pub struct Group {
    /// How many rows of the table stand above it.
    pub above: usize,
    /// How it is marked.
    pub mark: Mark,
    /// The row.
    pub line: Line,
}

/// Words with which names of groups begin, and names of units do not.
const WORDS: [&str; 6] = ["khối", "nhóm", "các", "cấp", "ubnd các", "cộng"];

/// How a row names a group; none: it names none. `is_unit`: whether the register or a code says that a text is a unit.
pub fn mark_of(line: &Line, columns: &Columns, is_unit: &dyn Fn(&str) -> bool) -> Option<Mark> {
    let cell = |at: Option<usize>| at.and_then(|it| line.cells.get(it)).unwrap_or_default().trim();
    // A dossier says one of these, and so do counts of a part of a unit's dossiers.
    let of_rows = [columns.code, columns.procedure, columns.received, columns.due, columns.resolved, columns.period];
    let named = cell(columns.unit);
    if of_rows.iter().any(|it| !cell(*it).is_empty()) || columns.keys().is_empty() || is_named(named, is_unit) {
        return None;
    }
    // What stands behind the name of a unit says something of its dossiers.
    let last = columns.unit.filter(|_| !columns.unit_is_code).unwrap_or(usize::MAX);
    let counts: Vec<usize> = counted(columns).collect();
    let cells = line.cells.iter().enumerate().filter(|it| it.0 <= last && !counts.contains(&it.0));
    let texts = cells.map(|it| nfc(it.1));
    let mut texts = texts.filter(|it| !it.is_empty());
    let first = texts.next()?;
    // The mark stands in a column of its own, or before the name.
    if let Some(mark) = mark(first.trim_end_matches(['.', ')', ':'])) {
        let name = texts.next()?;
        return (!is_unit(&name)).then_some(mark);
    }
    let label = if named.is_empty() { first } else { nfc(named) };
    let (before, name) = label.split_once(['.', ')', '-', '/', ':']).unwrap_or(("", &label));
    if let Some(mark) = mark(before.trim()) {
        return (!name.trim().is_empty() && !is_unit(name.trim())).then_some(mark);
    }
    let small = label.to_lowercase();
    let begins = |word: &&str| small.strip_prefix(*word).is_some_and(|it| it.starts_with([' ', ':', '(']));
    WORDS.iter().any(begins).then_some(Mark::Word)
}

fn is_named(text: &str, is_unit: &dyn Fn(&str) -> bool) -> bool {
    !text.is_empty() && is_unit(text)
}

/// `I`, `IV`; `A`, `B`. Other letters, `X` too, are short for what a unit is: `H.`, `P.`, `X.`
fn mark(text: &str) -> Option<Mark> {
    let is_roman = (1..=5).contains(&text.len()) && text.chars().all(|it| matches!(it, 'I' | 'V' | 'X')) && text != "X";
    let is_letter = matches!(text, "A" | "B" | "C" | "D" | "E");
    is_letter.then_some(Mark::Letter).or(is_roman.then_some(Mark::Roman))
}

/// The columns that count.
fn counted(columns: &Columns) -> impl Iterator<Item = usize> {
    columns.total.into_iter().chain(columns.parts.iter().map(|it| it.column))
}

/// Tells rows of groups apart from rows that count. Errors: the numbers of one are not the sum of its rows, so that
/// nobody can say whether they are dossiers of their own.
pub fn settle(table: &Table, columns: &Columns, place: &str, told: &mut LoadedSheet) -> Result<(), Problem> {
    for (at, Group { line, .. }) in table.groups.iter().enumerate() {
        told.skipped.push((line.number, Skip::Group));
        let count = |column: usize| Some((column, columns::count(line.cells.get(column)?)?));
        let printed: Vec<(usize, u64)> = counted(columns).filter_map(count).collect();
        let ranges = ranges(table, at);
        let is_sum = |rows: &&[Line]| printed.iter().all(|(column, number)| super::sum(rows, *column) == *number);
        if printed.is_empty() || ranges.iter().any(is_sum) {
            continue;
        }
        let rows = ranges.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
        let wrong = printed.iter().find(|it| super::sum(rows, it.0) != it.1);
        if let Some((column, number)) = wrong {
            let words = line.cells.iter().map(nfc).filter(|it| it.chars().any(char::is_alphabetic));
            let label = words.collect::<Vec<_>>().join(" ");
            let (column, sum) = (columns.name(*column), super::sum(rows, *column));
            return Err(error::group_is_no_sum((place, line.number), &label, column, *number, sum));
        }
    }
    told.skipped.sort();
    Ok(())
}

/// The rows that a group may add up: those below it up to the next group or total, or the next of its kind; those above
/// it; all.
fn ranges(table: &Table, at: usize) -> Vec<&[Line]> {
    let rows = |from: usize, to: usize| table.rows.get(from..to).unwrap_or_default();
    let (before, rest) = table.groups.split_at(at);
    let Some((group, after)) = rest.split_first() else { return Vec::new() };
    let (above, end) = (group.above, table.rows.len());
    let is_alike = |it: &&Group| it.mark == group.mark;
    let place = |it: &Group| it.above;
    let totals = || table.totals.iter().map(|it| it.0);
    let next = after.first().map(place).into_iter().chain(totals().filter(|it| *it > above)).min();
    let last = before.last().map(place).into_iter().chain(totals().filter(|it| *it < above)).max();
    vec![
        rows(above, next.unwrap_or(end)),
        rows(last.unwrap_or(0), above),
        rows(above, after.iter().find(is_alike).map_or(end, place)),
        rows(before.iter().rfind(is_alike).map_or(0, place), above),
        rows(0, above),
        rows(0, end),
    ]
}
