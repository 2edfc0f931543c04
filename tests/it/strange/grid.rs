//! A sheet as a program or a person leaves it, before it is a file: cells at their places, and two ways to write them.

use std::collections::BTreeMap;

use chitieu::data::Encoding;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

/// What a cell holds.
#[derive(Debug, Clone)]
pub enum Held {
    Text(String),
    Number(f64),
    /// A day that the workbook knows to be one: year, month, day.
    Day(u16, u8, u8),
    /// A formula, with what it came to.
    Formula(String),
}

impl From<&str> for Held {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Cells by row and column.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    pub name: String,
    pub hidden: bool,
    pub cells: BTreeMap<(u32, u16), Held>,
    /// Joined cells: first row, first column, last row, last column.
    pub merged: Vec<(u32, u16, u32, u16)>,
    /// Rows so far.
    pub height: u32,
}

impl Grid {
    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = (u16, Held)>) -> u32 {
        let at = self.height;
        self.cells.extend(cells.into_iter().map(|(column, held)| ((at, column), held)));
        self.height += 1;
        at
    }

    /// Columns that hold something.
    pub fn width(&self) -> u16 {
        self.cells.keys().map(|it| it.1 + 1).max().unwrap_or(1)
    }

    /// The sheet as text: a mark between cells, the end of lines, whether all cells stand in quotes, and what stands
    /// behind each row.
    pub fn text(&self, mark: &str, end: &str, quoted: bool, tail: &str) -> String {
        let width = self.width();
        let mut out = String::new();
        for row in 0..self.height {
            let cells = (0..width).map(|column| {
                let text = match self.cells.get(&(row, column)) {
                    None => String::new(),
                    Some(Held::Text(text) | Held::Formula(text)) => text.clone(),
                    Some(Held::Number(number)) => number.to_string(),
                    Some(Held::Day(year, month, day)) => format!("{day:02}/{month:02}/{year}"),
                };
                let must = quoted || text.contains(['"', '\n', '#']) || text.contains(mark);
                if must { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
            });
            out += &cells.collect::<Vec<_>>().join(mark);
            out += tail;
            out += end;
        }
        out
    }
}

/// Sheets as a workbook.
pub fn workbook(sheets: &[Grid]) -> Vec<u8> {
    let mut book = Workbook::new();
    let (plain, day) = (Format::new(), Format::new().set_num_format("dd/mm/yyyy"));
    for grid in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(&grid.name).unwrap();
        sheet.set_hidden(grid.hidden);
        for (top, left, bottom, right) in &grid.merged {
            sheet.merge_range(*top, *left, *bottom, *right, "", &plain).unwrap();
        }
        for ((row, column), held) in &grid.cells {
            match held {
                Held::Text(text) => sheet.write_string(*row, *column, text),
                Held::Number(number) => sheet.write_number(*row, *column, *number),
                Held::Day(year, month, of) => {
                    let date = ExcelDateTime::from_ymd(*year, *month, *of).unwrap();
                    sheet.write_datetime_with_format(*row, *column, &date, &day)
                }
                Held::Formula(result) => {
                    sheet.write_formula(*row, *column, Formula::new("=SUM(A1:A2)").set_result(result))
                }
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Text in an encoding; none: it has no such letters.
pub fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le => {
            Some([0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect())
        }
        Encoding::Utf16Be => {
            Some([0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect())
        }
        _ => {
            // Each letter is one byte; capital letters with tones are typed small.
            let byte = |letter: char| -> Option<u8> {
                let is = |wanted: char| {
                    (0..=u8::MAX).find(|it| encoding.decode(&[*it]).as_deref() == Some(&wanted.to_string()))
                };
                if letter.is_ascii() {
                    return Some(letter as u8);
                }
                is(letter).or_else(|| is(letter.to_lowercase().next()?))
            };
            text.chars().map(byte).collect()
        }
    }
}
