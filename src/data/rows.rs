//! Rows of text from comma-separated files and from JSON arrays of objects.

use super::error;
use crate::problem::Problem;
use crate::table::{TableFault, check_headers, reader};

/// A text as rows: calls `see` with the header first, then with each row and its line.
pub fn each_row(file: &str, bytes: &[u8], see: &mut dyn FnMut(Row) -> Result<(), Problem>) -> Result<(), Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(error::workbook(file));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(error::not_utf8(file, 1));
    }
    match bytes.trim_ascii_start().first() {
        Some(b'[' | b'{') => json(file, bytes, see),
        _ => separated(file, bytes, see),
    }
}

/// A row.
pub enum Row<'a> {
    /// The names of the columns.
    Header(Vec<String>),
    /// The cells, and the line.
    Cells(&'a csv::StringRecord, u64),
    /// A row with another number of cells than the header.
    Ragged(u64, usize),
}

fn separated(file: &str, bytes: &[u8], see: &mut dyn FnMut(Row) -> Result<(), Problem>) -> Result<(), Problem> {
    let mut reader = reader(bytes);
    let mut record = csv::StringRecord::new();
    let mut seen_header = false;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) if seen_header => return Ok(()),
            Ok(false) => return Err(error::no_header(file)),
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                if !seen_header {
                    let headers: Vec<String> = record.iter().map(|it| it.trim().to_owned()).collect();
                    if let Err(TableFault::Twice(name)) = check_headers(&headers) {
                        return Err(error::column_twice(file, &name));
                    }
                    seen_header = true;
                    see(Row::Header(headers))?;
                } else if record.iter().any(|it| !it.trim().is_empty()) {
                    see(Row::Cells(&record, line))?;
                }
            }
            Err(fault) => {
                let line = fault.position().map_or(0, csv::Position::line);
                match fault.kind() {
                    csv::ErrorKind::UnequalLengths { len, .. } => see(Row::Ragged(line, *len as usize))?,
                    // In memory nothing else goes wrong.
                    _ => return Err(error::not_utf8(file, line)),
                }
            }
        }
    }
}

fn json(file: &str, bytes: &[u8], see: &mut dyn FnMut(Row) -> Result<(), Problem>) -> Result<(), Problem> {
    let value: serde_json::Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(fault) => return Err(error::bad_json(file, fault.line(), &fault.to_string())),
    };
    let serde_json::Value::Array(objects) = value else { return Err(error::no_array(file)) };
    let mut headers: Vec<String> = Vec::new();
    for object in &objects {
        let serde_json::Value::Object(object) = object else { return Err(error::no_array(file)) };
        for name in object.keys() {
            if !headers.contains(name) {
                headers.push(name.clone());
            }
        }
    }
    if let Err(TableFault::Twice(name)) = check_headers(&headers) {
        return Err(error::column_twice(file, &name));
    }
    see(Row::Header(headers.clone()))?;
    for (index, object) in objects.iter().enumerate() {
        let cell = |name: &String| match object.get(name) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let record: csv::StringRecord = headers.iter().map(cell).collect();
        see(Row::Cells(&record, index as u64 + 1))?;
    }
    Ok(())
}
