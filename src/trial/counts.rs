//! The counts of a test: its table as a file of counts, so that it is read like one; or a file.

use crate::check::file_fault;
use crate::check::program::Test;
use crate::data::Input;
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::source::Files;
use crate::syntax::ast::{CalendarIs, Cell, CellIs, PeriodIs, Row, Text, Which};
use crate::syntax::spell_word;
use crate::term::{Basis, Noun};

/// The counts of a file beside the rule file. Errors: it cannot be read.
pub fn of_file(plan: &Plan, file: &Text, files: &dyn Files) -> Result<Input, Vec<Problem>> {
    let base = plan.program.sources.get(file.at.0.file).map_or("", |it| it.name.as_str());
    let source = files.read(base, &file.value).map_err(|it| vec![file_fault(file.at.0, &file.value, &it)])?;
    Ok(Input { name: source.name.clone(), bytes: source.text.as_bytes().to_vec() })
}

/// The table of a test as a file of counts. Errors: a cell that is no count.
pub fn of_rows(test: &Test) -> Result<Vec<u8>, Problem> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for (at, row) in test.rows.iter().enumerate() {
        let cells: Option<Vec<String>> =
            row.cells.iter().map(|it| if at == 0 { header(it) } else { value(it) }).collect();
        match cells {
            Some(cells) => {
                // Writing to memory does not fail.
                let _ = writer.write_record(cells);
            }
            None => return Err(wrong_cell(row, at)),
        }
    }
    Ok(writer.into_inner().unwrap_or_default())
}

fn header(cell: &Cell) -> Option<String> {
    Some(match &cell.is {
        CellIs::Noun(Noun::Units) => "đơn vị".to_owned(),
        CellIs::Noun(Noun::Procedures) => "thủ tục".to_owned(),
        CellIs::Total => "tổng".to_owned(),
        CellIs::Basis(Basis::Received) => "ngày tiếp nhận".to_owned(),
        CellIs::Basis(Basis::Resolved) => "ngày giải quyết".to_owned(),
        CellIs::Word(word) => spell_word(*word, Lang::Vi).to_owned(),
        CellIs::Text(text) => text.value.clone(),
        CellIs::Name(name, None) => name.text.clone(),
        _ => return None,
    })
}

fn value(cell: &Cell) -> Option<String> {
    Some(match &cell.is {
        CellIs::Text(text) => text.value.clone(),
        CellIs::Number(None, number) => number.text(),
        CellIs::Date(day) => day.iso(),
        CellIs::Word(word) => spell_word(*word, Lang::Vi).to_owned(),
        CellIs::Not => "không".to_owned(),
        CellIs::None => String::new(),
        CellIs::Period(period) => match &period.is {
            PeriodIs::Calendar(calendar) => {
                let year = calendar.year.as_ref()?.key.clone();
                match &calendar.is {
                    CalendarIs::Month(number) => format!("{}/{year}", number.value.whole()?),
                    CalendarIs::Quarter(label) => format!("quý {}/{year}", label.text),
                    CalendarIs::Year => format!("năm {year}"),
                    CalendarIs::Half(_) => return None,
                }
            }
            _ => return None,
        },
        CellIs::Group(group) => match group.parts.as_slice() {
            [term] if group.except.is_empty() => match &term.which {
                Which::Named(names, None) => names.first().filter(|_| names.len() == 1)?.value.clone(),
                _ => return None,
            },
            _ => return None,
        },
        _ => return None,
    })
}

fn wrong_cell(row: &Row, at: usize) -> Problem {
    let title = if at == 0 {
        say!("tiêu đề của bảng số liệu không hiểu được", "the header of the table of data is not understood")
    } else {
        say!(
            "hàng có ô không phải số, ngày hoặc chữ trong nháy",
            "the row has a cell that is no number, day or words in quotes"
        )
    };
    Problem::error("CT0605", row.at.0, title).help(say!(
        "tiêu đề như `| đơn vị | thủ tục | ngày tiếp nhận | tổng | trực tuyến |`",
        "a header like `| units | procedures | date received | total | online |`"
    ))
}
