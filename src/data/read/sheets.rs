//! From sheets to rows: fonts, the header, totals and signatures, numbers and dates.

use super::Reader;
use crate::data::columns::{Columns, month_of};
use crate::data::layout::groups::settle;
use crate::data::layout::{DEEPEST_HEADER, check_sums, header_of, table};
use crate::data::load::{Load, LoadedSheet, Repair};
use crate::data::mapping::Conventions;
use crate::data::open::{Opened, Sheet, is_vietnamese, of_font};
use crate::data::tidy::tidy;
use crate::data::{error, read::looks_like_code};
use crate::problem::Problem;
use crate::table::{TableFault, check_headers};
use crate::text::{Days, header as folded, nfc};

/// A sheet without its header.
struct Head {
    sheet: Sheet,
    told: LoadedSheet,
    headers: Option<Vec<String>>,
    /// The unit that its name is.
    unit: Option<String>,
    /// Whether it says that its counts are of all months so far.
    adds_up: bool,
}

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
        let first =
            sheets.first().and_then(|it| it.rows.first()).map(|it| it.cells.iter().map(str::to_owned).collect());
        let heads: Vec<Head> = sheets.into_iter().map(|it| self.head(it, load)).collect();
        let months = self.months(&heads);
        load.months.clone_from(&months);
        let mut some = false;
        for head in heads {
            let declared = head.sheet.name.as_ref().and_then(|it| self.mapping.periods.get(&nfc(it)));
            let month = months.iter().find(|it| Some(&it.0) == head.sheet.name.as_ref()).map(|it| it.1);
            some |= self.table(head, declared.copied().or(month), load)?;
            self.places.push(self.place.clone());
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

    /// Takes the header off a sheet.
    fn head(&self, mut sheet: Sheet, load: &mut Load) -> Head {
        let mut told = LoadedSheet { name: sheet.name.clone(), ..LoadedSheet::default() };
        load.sheet.clone_from(&sheet.name);
        mend_fonts(&mut sheet, load);
        drop_hidden(&mut sheet, load);
        let unit = sheet.name.clone().filter(|it| self.is_unit(it));
        let knows = |names: &[String]| {
            let columns = self.find(names);
            match (columns.unit, &unit) {
                (Some(_), _) => columns.known(),
                (None, Some(_)) if columns.known() >= 2 => columns.known(),
                _ => 0,
            }
        };
        let above: Vec<String> = sheet.rows.iter().take(DEEPEST_HEADER).flat_map(|it| &it.cells).map(folded).collect();
        let adds_up = above.iter().any(|it| it.contains("luyke") || it.contains("congdon"));
        let headers = header_of(&mut sheet, &knows, self.mapping.header, &mut told);
        Head { sheet, told, headers, unit, adds_up }
    }

    fn find(&self, headers: &[String]) -> Columns {
        Columns::find(headers.to_vec(), &self.plan.program.columns, self.mapping)
    }

    /// The sheets that are months of one year, where all that hold counts without days are called so.
    fn months(&self, heads: &[Head]) -> Vec<(String, Days)> {
        let tables: Vec<&Head> = heads.iter().filter(|it| it.headers.is_some()).collect();
        let has_days = |it: &Columns| [it.period, it.received, it.resolved].iter().any(Option::is_some);
        let is_one = |it: &&Head| {
            let columns = it.headers.as_ref().map(|it| self.find(it));
            !it.adds_up && columns.is_some_and(|it| it.total.is_some() && !has_days(&it))
        };
        if tables.len() < 2 || !self.mapping.periods.is_empty() || !tables.iter().all(is_one) {
            return Vec::new();
        }
        let period = self.plan.program.decision.period.filter(|it| it.from.year() == it.to.year());
        let year = period.map(|it| it.from.year());
        let of = |it: &Head| {
            let name = it.sheet.name.clone()?;
            let (month, said) = month_of(&name)?;
            Some((name, Days::month(said.or(year)?, month)?))
        };
        let all: Option<Vec<(String, Days)>> = tables.into_iter().map(of).collect();
        let all = all.unwrap_or_default();
        let first = all.first().map(|it| it.1.from.year());
        let mut months: Vec<Days> = all.iter().map(|it| it.1).collect();
        months.sort();
        months.dedup();
        let fits = months.len() == all.len() && all.iter().all(|it| Some(it.1.from.year()) == first);
        if fits { all } else { Vec::new() }
    }

    /// Reads the table of a sheet, `days`: what its counts are of; whether it has a header.
    fn table(&mut self, head: Head, days: Option<Days>, load: &mut Load) -> Result<bool, Problem> {
        let Head { sheet, mut told, headers, unit, .. } = head;
        self.place = sheet.name.as_ref().map_or(self.file.to_owned(), |it| format!("{} [{it}]", self.file));
        load.sheet.clone_from(&sheet.name);
        let Some(mut headers) = headers else {
            self.check_letters(&sheet, None)?;
            load.sheets.push(told);
            return Ok(false);
        };
        let columns = self.find(&headers);
        let width = headers.len();
        // What the name of the sheet says stands in every row.
        let mut named: Vec<(Repair, &str, String)> = Vec::new();
        named.extend(unit.filter(|_| columns.unit.is_none()).map(|it| (Repair::SheetName, "đơn vị", it)));
        let month = days.filter(|_| columns.total.is_some() && columns.period.is_none());
        named.extend(month.map(|it| (Repair::SheetMonth, "kỳ", days_of(it))));
        headers.extend(named.iter().map(|it| it.1.to_owned()));
        if let Err(TableFault::Twice(name)) = check_headers(&headers) {
            return Err(error::column_twice(&self.place, &name));
        }
        self.columns = self.find(&headers);
        self.met.note(&self.columns.headers);
        self.check_letters(&sheet, self.columns.unit)?;
        self.check_columns()?;
        self.check_cells(&sheet.unread)?;
        let declared = &self.plan.program.columns;
        let from_1904 = self.mapping.conventions.from_1904.unwrap_or(sheet.from_1904);
        let conventions = Conventions { from_1904: Some(from_1904), ..self.mapping.conventions.clone() };
        let columns = self.columns.clone();
        let mut table = table(sheet, &columns, &|it| self.is_unit(it), conventions.fill_down, &mut told, load);
        for line in table.rows.iter_mut().filter(|_| !named.is_empty()) {
            let cells = (0..width).map(|it| line.cells.get(it).unwrap_or_default());
            line.cells = cells.chain(named.iter().map(|it| it.2.as_str())).collect();
            for (repair, column, text) in &named {
                load.repaired(*repair, column, line.number, "", text);
            }
        }
        let totals = table.totals.iter_mut().map(|it| &mut it.1);
        let others = totals.chain(table.groups.iter_mut().map(|it| &mut it.line));
        let mut lines: Vec<_> = table.rows.iter_mut().chain(others).collect();
        self.originals = tidy(&mut lines, &columns, declared, &conventions, load);
        check_sums(&table, &columns, load);
        settle(&table, &columns, &self.place, &mut told)?;
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

/// Days of a sheet as cells have them: `01/2024`, `quý I/2024`, `năm 2024`.
fn days_of(days: Days) -> String {
    let (year, from, to) = (days.from.year(), days.from.month(), days.to.month());
    match to - from {
        0 => format!("{from:02}/{year}"),
        2 => format!("quý {}/{year}", to / 3),
        _ => format!("năm {year}"),
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
