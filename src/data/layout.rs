//! Where the table stands in a sheet: its header under titles, its rows above signatures, its totals apart.

pub mod groups;

use self::groups::{Group, mark_of};
use super::columns::{self, Columns};
use super::load::{Load, LoadedSheet, Repair, Skip, WrongSum};
use super::open::{Line, Sheet};
use crate::text::{header, nfc};

/// Rows over which a header may go.
const HIGHEST_HEADER: usize = 3;

/// Rows of a sheet among which a header is looked for.
pub const DEEPEST_HEADER: usize = 30;

/// The table of a sheet.
pub struct Table {
    /// Its rows, without totals, signatures and the numbers of columns.
    pub rows: Vec<Line>,
    /// Totals: each with how many rows stand above it.
    pub totals: Vec<(usize, Line)>,
    /// Rows that name groups of units.
    pub groups: Vec<Group>,
}

/// Takes the header off a sheet: the row, or the two or three rows joined, in which the most columns are known. None:
/// there is no header. `knows`: how many columns these names say, 0 if they are no header; `declared`: the line in which
/// it begins.
pub fn header_of(
    sheet: &mut Sheet,
    knows: &dyn Fn(&[String]) -> usize,
    declared: Option<u64>,
    told: &mut LoadedSheet,
) -> Option<Vec<String>> {
    let mut best = (0, 0, 1, Vec::new());
    let is_there = |it: &(usize, &Line)| match declared {
        Some(line) => it.1.number == line,
        None => it.0 < DEEPEST_HEADER,
    };
    for (at, line) in sheet.rows.iter().enumerate().filter(is_there) {
        let mut names: Vec<String> = line.cells.iter().map(title).collect();
        for height in 1..=HIGHEST_HEADER {
            let known = knows(&names);
            // Of two that say the same, the lower one: no title stands in it.
            if known > best.0 || known == best.0 && known > 0 && height < best.2 {
                best = (known, at, height, names.clone());
            }
            let Some(below) = sheet.rows.get(at + height) else { break };
            names = joined(&names, below);
        }
    }
    let (known, at, height, headers) = best;
    if known == 0 {
        return None;
    }
    let data = at + height;
    told.header = sheet.rows.get(at).map(|it| it.number);
    told.skipped.extend(sheet.rows.iter().take(at).map(|it| (it.number, Skip::Title)));
    let mut rest = sheet.rows.split_off(data.min(sheet.rows.len()));
    if rest.first().is_some_and(|it| is_numbering(it, &headers)) {
        told.skipped.push((rest.remove(0).number, Skip::Numbering));
    }
    sheet.rows = rest;
    Some(headers)
}

/// The names of a header with those of the row below it, which are nearer to the cells.
fn joined(above: &[String], below: &Line) -> Vec<String> {
    let width = above.len().max(below.cells.len());
    let cell = |it: usize| below.cells.get(it).map(title).filter(|it| !it.is_empty());
    (0..width).map(|it| cell(it).or(above.get(it).cloned()).unwrap_or_default()).collect()
}

/// The row that looks most like a header where no column is known: the first with the most words.
pub fn likely_header(sheet: &Sheet) -> Option<u64> {
    let words = |it: &Line| it.cells.iter().filter(|it| it.chars().any(char::is_alphabetic)).count();
    let rows = sheet.rows.iter().take(DEEPEST_HEADER);
    let best = rows.rev().max_by_key(|it| words(it)).filter(|it| words(it) >= 2);
    best.map(|it| it.number)
}

/// A header's cell on one line.
fn title(cell: &str) -> String {
    nfc(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `(1) (2) (3)`, or `1 2 3 4` in at least as many columns.
fn is_numbering(line: &Line, headers: &[String]) -> bool {
    let named = line.cells.iter().zip(headers).filter(|it| !it.1.is_empty());
    let cells: Vec<&str> = named.map(|it| it.0.trim()).filter(|it| !it.is_empty()).collect();
    let inside = |it: &&str| it.strip_prefix('(').and_then(|it| it.split(')').next()).map(str::to_owned);
    let in_brackets: Vec<String> = cells.iter().filter_map(inside).collect();
    if in_brackets.len() == cells.len() && cells.len() >= 2 {
        return in_brackets.iter().all(|it| it.len() <= 2);
    }
    let letters = cells.iter().take_while(|it| matches!(**it, "A" | "B" | "C")).count();
    let numbers = cells.get(letters..).unwrap_or_default();
    (numbers.len() >= 4 || letters > 0 && cells.len() >= 4)
        && numbers.iter().enumerate().all(|(at, it)| it.parse() == Ok(at + 1))
}

/// Sorts the rows under a header. `is_unit`: whether the register or a code says so; `fill_down`: whether a unit is meant
/// for the rows below it, too, where no joined cells say so.
pub fn table(
    sheet: Sheet,
    columns: &Columns,
    is_unit: &dyn Fn(&str) -> bool,
    fill_down: bool,
    told: &mut LoadedSheet,
    load: &mut Load,
) -> Table {
    let mut out = Table { rows: Vec::new(), totals: Vec::new(), groups: Vec::new() };
    let unit_of = |line: &Line| columns.unit.and_then(|it| line.cells.get(it)).unwrap_or_default().trim().to_owned();
    let mut lines = sheet.rows;
    while let Some(last) = lines.last() {
        if !is_signature(last, columns, is_unit) {
            break;
        }
        told.skipped.push((last.number, Skip::Signature));
        lines.pop();
    }
    for mut line in lines {
        if is_header(&line, columns) {
            told.skipped.push((line.number, Skip::Header));
            continue;
        }
        if is_note(&line, columns) {
            told.skipped.push((line.number, Skip::Note));
            continue;
        }
        if is_total(&line, columns) && !is_unit(&unit_of(&line)) {
            told.skipped.push((line.number, Skip::Total));
            out.totals.push((out.rows.len(), line));
            continue;
        }
        let mut is_filled = false;
        if let Some(at) = columns.unit.filter(|_| unit_of(&line).is_empty()) {
            let row = line.number as usize;
            let joined =
                sheet.merged.iter().any(|[top, bottom, left, _]| (top + 2..=bottom + 1).contains(&row) && *left == at);
            let above =
                Some(()).filter(|()| joined || fill_down).and(out.rows.last()).map(unit_of).filter(|it| !it.is_empty());
            if let Some(unit) = above {
                let cells = line.cells.iter().enumerate();
                line.cells = cells.map(|(place, it)| if place == at { unit.as_str() } else { it }).collect();
                load.repaired(Repair::FilledDown, columns.name(at), line.number, "", &unit);
                is_filled = true;
            }
        }
        if let Some(mark) = mark_of(&line, columns, is_unit).filter(|_| !is_filled) {
            out.groups.push(Group { above: out.rows.len(), mark, line });
            continue;
        }
        out.rows.push(line);
    }
    told.skipped.sort();
    out
}

/// Whether a row says nothing that a row of the table has to say: what stands under a table may.
pub fn is_signature(line: &Line, columns: &Columns, is_unit: &dyn Fn(&str) -> bool) -> bool {
    let keys = columns.keys();
    // A place and a day before a signature are words, a number is none.
    let says = |at: &usize| {
        let cell = line.cells.get(*at).unwrap_or_default().trim();
        !cell.is_empty() && (cell.split_whitespace().count() < 2 || cell.starts_with(|it: char| it.is_ascii_digit()))
    };
    let unit = columns.unit.and_then(|it| line.cells.get(it)).unwrap_or_default().trim();
    !(keys.is_empty() || keys.iter().any(says) || is_total(line, columns) || (!unit.is_empty() && is_unit(unit)))
}

/// Whether nothing stands in the columns that are known: a note beside the table.
pub fn is_note(line: &Line, columns: &Columns) -> bool {
    known(columns).all(|it| line.cells.get(it).unwrap_or_default().trim().is_empty())
}

/// The columns that are known.
fn known(columns: &Columns) -> impl Iterator<Item = usize> {
    columns.roles().into_iter().map(|it| it.1).chain(columns.declared.iter().map(|it| it.1))
}

/// Whether a row names the columns again: all that are known.
pub fn is_header(line: &Line, columns: &Columns) -> bool {
    let mut known = known(columns).peekable();
    let same = |at: usize| line.cells.get(at).is_none_or(|it| !it.is_empty() && header(it) == header(columns.name(at)));
    known.peek().is_some_and(|it| *it < line.cells.len()) && known.all(same)
}

/// Whether a row is a total: the first words of it, or those in the column of units, say so.
pub fn is_total(line: &Line, columns: &Columns) -> bool {
    let first = line.cells.iter().map(str::trim).find(|it| !it.is_empty());
    let unit = columns.unit.and_then(|it| line.cells.get(it)).map(str::trim).filter(|it| !it.is_empty());
    unit.or(first).is_some_and(says_total)
}

/// `Tổng cộng`, `Cộng`, `Tổng cộng toàn tỉnh (I + II):`
fn says_total(words: &str) -> bool {
    let words = words.split('(').next().unwrap_or_default().trim_end_matches([':', '.', ' ']);
    let is_total = matches!(header(words).as_str(), "tongcong" | "cong" | "tong" | "tongso" | "total" | "congtoantinh");
    // Without its accents it might be that of a company.
    let small = nfc(words).to_lowercase();
    let goes_on = |rest: &str| rest.starts_with([' ', ':', ',']);
    is_total || header(words) == "tongcongtoantinh" || small.strip_prefix("tổng cộng").is_some_and(goes_on)
}

/// Holds totals against the rows above them: all, or those since the last total.
pub fn check_sums(table: &Table, columns: &Columns, load: &mut Load) {
    let counted = columns.total.into_iter().chain(columns.parts.iter().map(|it| it.column));
    for column in counted {
        let sum = |rows: &[Line]| sum(rows, column);
        let mut since = 0;
        for (above, line) in &table.totals {
            let rows = table.rows.get(..*above).unwrap_or_default();
            let part = rows.get(since..).unwrap_or_default();
            since = *above;
            let Some(printed) = line.cells.get(column).and_then(columns::count) else { continue };
            // A total above its rows is that of all.
            let rows = if rows.is_empty() { table.rows.as_slice() } else { rows };
            if printed != sum(rows) && printed != sum(part) {
                let column = columns.name(column).to_owned();
                let sheet = load.sheet.clone();
                load.sums.push(WrongSum { sheet, line: line.number, column, printed, sum: sum(rows) });
            }
        }
    }
}

/// The sum of a column; cells that are no counts are told elsewhere.
fn sum(rows: &[Line], column: usize) -> u64 {
    rows.iter().filter_map(|it| columns::count(it.cells.get(column)?)).fold(0, u64::saturating_add)
}
