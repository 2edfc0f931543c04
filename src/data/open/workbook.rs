//! Workbooks: `.xlsx`, `.xlsm`, `.xlsb`, `.xls`, `.ods`. Numbers become text at once, exactly as the file has them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, SheetVisible, Sheets, Style, open_workbook_auto_from_rs, open_workbook_from_rs};

use super::{Form, Kind, Line, Opened, Sheet};
use crate::data::{Input, error};
use crate::problem::Problem;

/// The sheets that Excel shows, with their rows.
pub fn open(input: &Input) -> Result<Opened, Problem> {
    let bytes = || Cursor::new(input.bytes.as_slice());
    let fault = |why: &str| {
        let locked = [
            open_workbook_from_rs::<calamine::Xlsx<_>, _>(bytes()).err().map(|it| it.to_string()),
            open_workbook_from_rs::<calamine::Xls<_>, _>(bytes()).err().map(|it| it.to_string()),
            open_workbook_from_rs::<calamine::Ods<_>, _>(bytes()).err().map(|it| it.to_string()),
        ];
        if locked.iter().flatten().any(|it| it.contains("password")) {
            return error::locked(&input.name);
        }
        error::workbook(&input.name, why)
    };
    let mut book = open_workbook_auto_from_rs(bytes()).map_err(|it| fault(&it.to_string()))?;
    let mut opened = Opened { form: Form::Workbook, encoding: None, sheets: Vec::new(), hidden: Vec::new() };
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            opened.hidden.push(sheet.name);
            continue;
        }
        let held = cells_of(&mut book, &sheet.name).map_err(|it| fault(&it))?;
        let rows = lines(held);
        let mut from_1904 = false;
        let mut merged = Vec::new();
        if let Sheets::Xlsx(book) = &mut book {
            from_1904 = book.has_1904_epoch();
            for it in book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
                merged.push([it.start.0, it.end.0, it.start.1, it.end.1].map(|it| it as usize));
            }
        }
        if let Sheets::Xls(book) = &mut book {
            for it in book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
                merged.push([it.start.0, it.end.0, it.start.1, it.end.1].map(|it| it as usize));
            }
        }
        opened.sheets.push(Sheet { name: Some(sheet.name), rows, from_1904, merged, unread: Vec::new() });
    }
    Ok(opened)
}

/// The cells of a sheet that say something, by row and column.
type Held = BTreeMap<u32, BTreeMap<u32, (String, Kind)>>;

/// Reads the cells that say something: where one stands far out, none is kept for the blank ones between.
fn cells_of(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Held, String> {
    let mut held = Held::new();
    let mut put = |(row, column): (u32, u32), cell: &Data, is_share: bool| {
        let (text, kind) = said(cell);
        let kind = if is_share && kind == Kind::Number { Kind::Percent } else { kind };
        if !text.trim().is_empty() {
            held.entry(row).or_default().insert(column, (text, kind));
        }
    };
    match book {
        Sheets::Xlsx(book) => {
            let mut cells = book.worksheet_cells_reader(name).map_err(|it| it.to_string())?;
            let format = |it: &Style| it.number_format.as_ref().is_some_and(|it| it.format_code.contains('%'));
            let shares: Vec<bool> = cells.styles().iter().map(format).collect();
            while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|it| it.to_string())? {
                let is_share = shares.get(style).is_some_and(|it| *it);
                put(cell.get_position(), &Data::from(cell.get_value().clone()), is_share);
            }
        }
        Sheets::Xlsb(book) => {
            let mut cells = book.worksheet_cells_reader(name).map_err(|it| it.to_string())?;
            while let Some(cell) = cells.next_cell().map_err(|it| it.to_string())? {
                put(cell.get_position(), &Data::from(cell.get_value().clone()), false);
            }
        }
        _ => {
            let range = book.worksheet_range(name).map_err(|it| it.to_string())?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, cell) in range.used_cells() {
                put((top + row as u32, left + column as u32), cell, false);
            }
        }
    }
    Ok(held)
}

/// Rows are filled up with blank cells to one width, but not beyond this one.
const WIDEST: usize = 1024;

fn lines(held: Held) -> Vec<Line> {
    let width = |row: &BTreeMap<u32, (String, Kind)>| row.last_key_value().map_or(0, |it| *it.0 as usize + 1);
    let widest = held.values().map(width).max().unwrap_or(0).min(WIDEST);
    let mut rows = Vec::with_capacity(held.len());
    for (number, mut row) in held {
        let (mut cells, mut kinds) = (csv::StringRecord::new(), Vec::new());
        for column in 0..width(&row).max(widest) {
            let (text, kind) = row.remove(&(column as u32)).unwrap_or((String::new(), Kind::Text));
            cells.push_field(&text);
            kinds.push(kind);
        }
        rows.push(Line { number: u64::from(number) + 1, cells, kinds });
    }
    rows
}

/// A cell as text, and what it is.
fn said(cell: &Data) -> (String, Kind) {
    match cell {
        Data::Empty => (String::new(), Kind::Text),
        Data::String(text) => (text.clone(), Kind::Text),
        Data::Int(number) => (number.to_string(), Kind::Number),
        Data::Float(number) => (number.to_string(), Kind::Number),
        Data::Bool(it) => ((if *it { "có" } else { "không" }).to_owned(), Kind::Text),
        Data::DateTime(it) if it.is_datetime() => {
            let (year, month, day, hour, minute, ..) = it.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            let is_midnight = (hour, minute) == (0, 0);
            (if is_midnight { date } else { format!("{date} {hour:02}:{minute:02}") }, Kind::Day)
        }
        Data::DateTime(it) => (it.as_f64().to_string(), Kind::Number),
        Data::DateTimeIso(text) => (text.clone(), Kind::Day),
        Data::DurationIso(text) => (text.clone(), Kind::Text),
        Data::Error(it) => (it.to_string(), Kind::Text),
    }
}
