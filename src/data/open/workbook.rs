//! Workbooks: `.xlsx`, `.xlsm`, `.xlsb`, `.xls`, `.ods`. Numbers become text at once, exactly as the file has them.

use std::io::Cursor;

use calamine::{Data, Reader as _, SheetVisible, Sheets, open_workbook_auto_from_rs, open_workbook_from_rs};

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
        let range = book.worksheet_range(&sheet.name).map_err(|it| fault(&it.to_string()))?;
        let (top, left) = range.start().map_or((0, 0), |it| (it.0 as usize, it.1 as usize));
        let mut from_1904 = false;
        let mut rows = Vec::new();
        for (index, row) in range.rows().enumerate() {
            let mut cells = csv::StringRecord::new();
            let mut kinds = Vec::with_capacity(left + row.len());
            for cell in std::iter::repeat_n(&Data::Empty, left).chain(row) {
                let (text, kind) = said(cell);
                cells.push_field(&text);
                kinds.push(kind);
            }
            if cells.iter().any(|it| !it.trim().is_empty()) {
                rows.push(Line { number: (top + index) as u64 + 1, cells, kinds });
            }
        }
        let mut merged = Vec::new();
        if let Sheets::Xlsx(book) = &mut book {
            from_1904 = book.has_1904_epoch();
            for it in book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
                merged.push([it.start.0, it.end.0, it.start.1, it.end.1].map(|it| it as usize));
            }
        }
        opened.sheets.push(Sheet { name: Some(sheet.name), rows, from_1904, merged });
    }
    Ok(opened)
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
            let (year, month, day, ..) = it.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), Kind::Day)
        }
        Data::DateTime(it) => (it.as_f64().to_string(), Kind::Number),
        Data::DateTimeIso(text) => (text.clone(), Kind::Day),
        Data::DurationIso(text) => (text.clone(), Kind::Text),
        Data::Error(it) => (it.to_string(), Kind::Text),
    }
}
