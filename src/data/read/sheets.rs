//! From sheets to rows: fonts, the header, totals and signatures, numbers and dates.

use super::Reader;
use crate::data::columns::Columns;
use crate::data::layout::{check_sums, header_of, table};
use crate::data::load::{Load, LoadedSheet, Repair};
use crate::data::mapping::Conventions;
use crate::data::open::{Opened, Sheet, is_vietnamese, of_font};
use crate::data::tidy::tidy;
use crate::data::{error, read::looks_like_code};
use crate::problem::Problem;
use crate::table::{TableFault, check_headers};
use crate::text::{Days, nfc};

impl Reader<'_> {
    /// Reads the sheets of a file. Errors: one, for the whole file.
    pub(super) fn sheets(&mut self, opened: Opened, wanted: &[String], load: &mut Load) -> Result<(), Problem> {
        load.form = opened.form.to_string();
        load.encoding = opened.encoding.map(super::Encoding::name);
        load.hidden = opened.hidden;
        let is_named = |it: &Sheet, name: &str| it.name.as_deref().is_some_and(|it| nfc(it) == nfc(name));
        let mut sheets = opened.sheets;
        if !wanted.is_empty() && sheets.iter().any(|it| it.name.is_some()) {
            if let Some(name) = wanted.iter().find(|name| !sheets.iter().any(|it| is_named(it, name))) {
                let names: Vec<&str> = sheets.iter().filter_map(|it| it.name.as_deref()).collect();
                return Err(error::no_sheet(self.file, name, &names));
            }
            sheets.retain(|it| wanted.iter().any(|name| is_named(it, name)));
        }
        sheets.retain(|it| !it.rows.is_empty());
        let mut first = None;
        let mut some = false;
        for sheet in sheets {
            if first.is_none() {
                first = sheet.rows.first().map(|it| it.cells.iter().map(str::to_owned).collect::<Vec<_>>());
            }
            some |= self.sheet(sheet, load)?;
        }
        match first {
            _ if some => Ok(()),
            None => Err(error::no_header(self.file)),
            // What is missing is told of the first sheet.
            Some(headers) => {
                self.place = self.file.to_owned();
                self.columns = Columns::find(headers, &self.plan.program.columns, self.mapping);
                self.check_columns()
            }
        }
    }

    /// Reads a sheet; whether it has a header.
    fn sheet(&mut self, mut sheet: Sheet, load: &mut Load) -> Result<bool, Problem> {
        let mut told = LoadedSheet { name: sheet.name.clone(), ..LoadedSheet::default() };
        self.place = sheet.name.as_ref().map_or(self.file.to_owned(), |it| format!("{} [{it}]", self.file));
        load.sheet.clone_from(&sheet.name);
        mend_fonts(&mut sheet, load);
        drop_hidden(&mut sheet, load);
        let declared = &self.plan.program.columns;
        let unit = sheet.name.as_deref().filter(|it| self.is_unit(it)).map(str::to_owned);
        let knows = |names: &[String]| {
            let columns = Columns::find(names.to_vec(), declared, self.mapping);
            match (columns.unit, &unit) {
                (Some(_), _) => columns.known(),
                (None, Some(_)) if columns.known() >= 2 => columns.known(),
                _ => 0,
            }
        };
        let Some(mut headers) = header_of(&mut sheet, &knows, self.mapping.header, &mut told) else {
            self.check_letters(&sheet, None)?;
            load.sheets.push(told);
            return Ok(false);
        };
        if let Some(unit) = unit.filter(|_| Columns::find(headers.clone(), declared, self.mapping).unit.is_none()) {
            let width = headers.len();
            headers.push("đơn vị".to_owned());
            for line in &mut sheet.rows {
                let cells = (0..width).map(|it| line.cells.get(it).unwrap_or_default());
                line.cells = cells.chain([unit.as_str()]).collect();
                load.repaired(Repair::SheetName, "đơn vị", line.number, "", &unit);
            }
        }
        if let Err(TableFault::Twice(name)) = check_headers(&headers) {
            return Err(error::column_twice(&self.place, &name));
        }
        self.columns = Columns::find(headers, declared, self.mapping);
        self.met.note(&self.columns.headers);
        self.check_letters(&sheet, self.columns.unit)?;
        self.check_columns()?;
        self.check_cells(&sheet.unread)?;
        let from_1904 = self.mapping.conventions.from_1904.unwrap_or(sheet.from_1904);
        let conventions = Conventions { from_1904: Some(from_1904), ..self.mapping.conventions.clone() };
        let columns = self.columns.clone();
        let mut table = table(sheet, &columns, &|it| self.is_unit(it), conventions.fill_down, &mut told, load);
        let mut lines: Vec<_> = table.rows.iter_mut().chain(table.totals.iter_mut().map(|it| &mut it.1)).collect();
        self.originals = tidy(&mut lines, &columns, declared, &conventions, load);
        check_sums(&table, &columns, load);
        let bad = self.tally.bad.len();
        for line in &table.rows {
            told.rows += 1;
            self.row(&line.cells, line.number)?;
        }
        told.refused = (self.tally.bad.len() - bad) as u64;
        load.sheets.push(told);
        Ok(true)
    }

    /// Refuses a column that is asked for and holds no cells.
    fn check_cells(&self, unread: &[usize]) -> Result<(), Problem> {
        match self.asked().into_iter().find(|it| unread.contains(it)) {
            Some(it) => Err(error::no_cells(&self.place, self.columns.name(it))),
            None => Ok(()),
        }
    }

    /// Whether a text names a unit, or looks like a code of one.
    pub(super) fn is_unit(&self, text: &str) -> bool {
        let text = nfc(self.mapping.unit(text));
        let period = self.plan.program.decision.period.unwrap_or(Days::ALL);
        looks_like_code(&text) || self.plan.world.units.find(&text, period).is_ok()
    }

    /// Refuses text that went through a page without Vietnamese letters: `Di?n Khánh` in the column of units, or
    /// anywhere where there is no header.
    fn check_letters(&self, sheet: &Sheet, unit: Option<usize>) -> Result<(), Problem> {
        let is_lost = |at: usize, cell: &str| match unit {
            Some(unit) => at == unit && cell.contains('?'),
            None => cell.chars().zip(cell.chars().skip(1)).any(|it| it.0.is_alphabetic() && it.1 == '?'),
        };
        let cells = sheet.rows.iter().flat_map(|row| row.cells.iter().enumerate().map(move |it| (row.number, it)));
        let mut lost = cells.filter(|(_, (at, cell))| is_lost(*at, cell));
        match lost.next() {
            Some((line, (_, cell))) => Err(error::lost_letters(&self.place, 1 + lost.count(), line, cell)),
            None => Ok(()),
        }
    }
}

/// Whether a column is written in letters of an old font.
pub(super) fn has_fonts(sheet: &Sheet) -> bool {
    let width = sheet.rows.iter().map(|it| it.cells.len()).max().unwrap_or(0);
    (0..width).any(|it| font_of(sheet, it).is_some())
}

/// The old font of a column.
fn font_of(sheet: &Sheet, column: usize) -> Option<super::Encoding> {
    let cells = sheet.rows.iter().filter_map(|it| it.cells.get(column)).filter(|it| !it.is_ascii());
    let words: String = cells.take(1000).flat_map(|it| [it, "\n"]).collect();
    of_font(&words)
}

/// Characters that are not seen and say nothing.
pub fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A text with hidden characters as their numbers.
fn shown(text: &str) -> String {
    text.chars().map(|it| if is_hidden(it) { format!("<U+{:04X}>", u32::from(it)) } else { it.to_string() }).collect()
}

/// Drops characters that are not seen.
fn drop_hidden(sheet: &mut Sheet, load: &mut Load) {
    for line in &mut sheet.rows {
        if !line.cells.iter().any(|it| it.contains(is_hidden)) {
            continue;
        }
        for (at, from) in line.cells.iter().enumerate().filter(|it| it.1.contains(is_hidden)) {
            load.repaired(Repair::Hidden, &letter(at), line.number, &shown(from), &from.replace(is_hidden, ""));
        }
        line.cells = line.cells.iter().map(|it| it.replace(is_hidden, "")).collect();
    }
}

/// Turns letters of VNI and TCVN3 fonts into Vietnamese, column by column; a column whose words do not decide is of the
/// font of the others.
pub fn mend_fonts(sheet: &mut Sheet, load: &mut Load) {
    let width = sheet.rows.iter().map(|it| it.cells.len()).max().unwrap_or(0);
    let fonts: Vec<_> = (0..width).map(|it| font_of(sheet, it)).collect();
    let common = fonts.iter().flatten().next().copied();
    for (column, font) in fonts.into_iter().enumerate() {
        let cells = || sheet.rows.iter().filter_map(|it| it.cells.get(column));
        let foreign = common.is_some() && cells().any(|it| !it.chars().all(is_vietnamese));
        let Some(font) = font.or(common.filter(|_| foreign)) else { continue };
        for line in &mut sheet.rows {
            let from = line.cells.get(column).unwrap_or_default().to_owned();
            let Some(to) = font.of_letters(&from).filter(|it| *it != from) else { continue };
            load.repaired(Repair::Font, &letter(column), line.number, &from, &to);
            line.cells = line.cells.iter().enumerate().map(|(at, it)| if at == column { &to } else { it }).collect();
        }
    }
}

/// The name of a column as Excel has it: `A`, `B`, … `AA`.
pub fn letter(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match (column / 26).checked_sub(1) {
        None => last.to_string(),
        Some(before) => letter(before) + &last.to_string(),
    }
}
