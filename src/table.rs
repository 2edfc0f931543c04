//! Tables as text: comma-separated files with a header line. Lines before it that start with `#` are comments.

use crate::text::header;

/// A table held in memory: registers and lists are small.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The header's cells as written.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Why a text is no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableFault {
    /// There is no header.
    Empty,
    /// Two columns have one name: the name.
    Twice(String),
    /// A row has another number of cells than the header: its line, and both numbers.
    Ragged(u64, usize, usize),
}

impl Table {
    /// Reads a table.
    pub fn read(text: &str) -> Result<Self, TableFault> {
        let mut reader = reader(text.as_bytes());
        let mut table = Self::default();
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => return Err(ragged(&error)),
            }
            let line = record.position().map_or(0, csv::Position::line);
            let cells: Vec<String> = record.iter().map(|it| it.trim().to_owned()).collect();
            if table.headers.is_empty() {
                table.headers = cells;
            } else if cells.iter().any(|it| !it.is_empty()) {
                table.rows.push(Row { line, cells });
            }
        }
        check_headers(&table.headers)?;
        Ok(table)
    }

    /// The column with one of these folded names.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        column(&self.headers, names)
    }
}

impl Row {
    /// A cell, empty where the table has no such column.
    pub fn get(&self, column: Option<usize>) -> &str {
        column.and_then(|it| self.cells.get(it)).map_or("", String::as_str)
    }
}

/// A reader of comma-, semicolon- or tab-separated bytes; the header line decides which.
pub fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    let delimiter = delimiter(bytes);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .comment(Some(b'#'))
        .delimiter(delimiter)
        .flexible(false)
        .from_reader(bytes)
}

/// The delimiter of the header line.
fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|it| *it == b'\n').find(|it| !it.starts_with(b"#") && !it.trim_ascii().is_empty());
    let count = |mark: u8| line.map_or(0, |it| it.iter().filter(|at| **at == mark).count());
    [b',', b';', b'\t'].into_iter().max_by_key(|it| (count(*it), *it == b',')).unwrap_or(b',')
}

/// The column with one of these folded names.
pub fn column(headers: &[String], names: &[&str]) -> Option<usize> {
    headers.iter().position(|it| names.contains(&header(it).as_str()))
}

/// Refuses an empty header and one name for two columns.
pub fn check_headers(headers: &[String]) -> Result<(), TableFault> {
    if headers.iter().all(|it| it.trim().is_empty()) {
        return Err(TableFault::Empty);
    }
    let mut seen = std::collections::HashSet::new();
    match headers.iter().find(|it| !it.trim().is_empty() && !seen.insert(header(it))) {
        Some(twice) => Err(TableFault::Twice(twice.clone())),
        None => Ok(()),
    }
}

fn ragged(error: &csv::Error) -> TableFault {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            TableFault::Ragged(pos.as_ref().map_or(0, csv::Position::line), *len as usize, *expected_len as usize)
        }
        _ => TableFault::Empty,
    }
}
