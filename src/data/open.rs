//! One way from bytes to rows: text in any encoding with any mark between its cells, JSON, workbooks. The content
//! decides what a file is, not its name.

mod encoding;
mod json;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod separated;
#[cfg(feature = "excel")]
mod workbook;

use std::fmt;

use super::{Input, error};
use crate::problem::Problem;

pub use encoding::Encoding;
pub use encoding::of_bytes as encoding_of;
pub use encoding::{is_vietnamese, of_font};

/// A file as sheets of rows.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What it is.
    pub form: Form,
    /// How its letters are written, where it is text.
    pub encoding: Option<Encoding>,
    /// What it holds: of text and JSON one sheet.
    pub sheets: Vec<Sheet>,
    /// Sheets that Excel does not show; they are not read.
    pub hidden: Vec<String>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text with this mark between its cells.
    Separated(char),
    /// An array of objects, or an object in each line.
    Json,
    /// A workbook.
    #[cfg(feature = "excel")]
    Workbook,
    /// A table column by column.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl fmt::Display for Form {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Separated('\t') => to.write_str("CSV (Tab)"),
            Self::Separated(mark) => write!(to, "CSV ({mark})"),
            Self::Json => to.write_str("JSON"),
            #[cfg(feature = "excel")]
            Self::Workbook => to.write_str("Excel"),
            #[cfg(feature = "parquet")]
            Self::Parquet => to.write_str("Parquet"),
        }
    }
}

/// Rows that stand together.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name in a workbook.
    pub name: Option<String>,
    /// All rows that hold something, also those above the header.
    pub rows: Vec<Line>,
    /// Whether serial numbers of days count from 1904.
    pub from_1904: bool,
    /// Cells joined over several rows: the first row, the last row, the first column, the last column, from 0.
    pub merged: Vec<[usize; 4]>,
    /// Columns of lists, structures and other things that no cell holds; here their cells are empty.
    pub unread: Vec<usize>,
}

/// A row as it stands in a file.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number, from 1; of JSON: the object.
    pub number: u64,
    /// The texts of its cells.
    pub cells: csv::StringRecord,
    /// What the cells are; of text nothing is known, and this is empty.
    pub kinds: Vec<Kind>,
}

/// What a workbook says of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, or nothing.
    Text,
    /// A number: digits with a dot before the decimals.
    Number,
    /// A number that is shown as a share: `0.977` where people see 97,7%.
    Percent,
    /// A day: `yyyy-mm-dd`.
    Day,
}

impl Line {
    /// What a cell is.
    pub fn kind(&self, column: usize) -> Kind {
        self.kinds.get(column).copied().unwrap_or(Kind::Text)
    }
}

/// Opens a file. `encoding`: that of its text, where the bytes are not to decide; `mark`: what stands between the cells of
/// text, where its lines are not to decide. Errors: one, that says what the file
/// is and what to do.
pub fn open(input: &Input, encoding: Option<Encoding>, mark: Option<char>) -> Result<Opened, Problem> {
    let bytes = input.bytes.as_slice();
    if bytes.starts_with(b"PAR1") {
        return parquet_of(input);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return workbook_of(input);
    }
    let (encoding, bytes) = match encoding {
        Some(it) => (it, encoding::of_bytes(bytes).filter(|found| found.0 == it).map_or(bytes, |it| it.1)),
        None => encoding::of_bytes(bytes).ok_or_else(|| error::not_text(&input.name, bytes))?,
    };
    let text = encoding.decode(bytes).ok_or_else(|| error::not_in(&input.name, encoding.name()))?;
    let start = text.trim_start().get(..200.min(text.trim_start().len())).unwrap_or(text.trim_start());
    if start.starts_with('<') {
        return Err(error::markup(&input.name));
    }
    let (form, sheet) = match start.chars().next() {
        Some('[' | '{') => (Form::Json, json::sheet(&input.name, &text)?),
        _ => {
            let (mark, sheet) = separated::sheet(&input.name, &text, mark)?;
            (Form::Separated(mark), sheet)
        }
    };
    Ok(Opened { form, encoding: Some(encoding), sheets: vec![sheet], hidden: Vec::new() })
}

#[cfg(feature = "excel")]
fn workbook_of(input: &Input) -> Result<Opened, Problem> {
    workbook::open(input)
}

#[cfg(not(feature = "excel"))]
fn workbook_of(input: &Input) -> Result<Opened, Problem> {
    Err(error::workbook(&input.name, ""))
}

#[cfg(feature = "parquet")]
fn parquet_of(input: &Input) -> Result<Opened, Problem> {
    parquet::open(input)
}

#[cfg(not(feature = "parquet"))]
fn parquet_of(input: &Input) -> Result<Opened, Problem> {
    Err(error::columnar(&input.name))
}
