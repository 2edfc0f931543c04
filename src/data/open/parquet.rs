//! Parquet: tables column by column, in groups of rows. What each cell says is said as a file of text would have it.

mod page;
mod pages;
mod plain;
mod runs;
mod source;
mod value;

use std::sync::Arc;

use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};

use super::{Form, Kind, Line, Opened, Sheet};
use crate::data::{Input, error};
use crate::problem::Problem;

pub use pages::{Damaged, Pages};
pub use source::Source;
pub use value::Value;

/// How a Parquet file begins and ends.
pub const MARK: &[u8] = b"PAR1";

/// What the end of a file says of it.
pub struct Table {
    told: ParquetMetaData,
    /// Its columns; lists and structures are one each.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: u64,
}

/// A column.
pub struct Column {
    /// Its name.
    pub name: String,
    /// Where it stands among the columns of cells, and what they are; none: it holds no cells that could be read.
    pub cells: Option<(usize, Value)>,
}

impl Table {
    /// Reads the end of a file. Errors: it is damaged.
    pub fn open(source: &Source) -> Result<Self, Damaged> {
        let reader = ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Skip);
        let told = reader.parse_and_finish(source)?;
        let schema = told.file_metadata().schema_descr();
        let mut columns: Vec<Column> = Vec::new();
        for it in schema.root_schema().get_fields() {
            let leaf = schema.columns().iter().position(|leaf| {
                let is_flat = leaf.max_rep_level() == 0 && leaf.max_def_level() <= 1;
                is_flat && leaf.path().parts().len() == 1 && leaf.name() == it.name()
            });
            let found = leaf.and_then(|at| Some((at, Value::of(schema.columns().get(at)?))));
            let cells = found.filter(|it| it.1 != Value::Other);
            columns.push(Column { name: it.name().to_owned(), cells });
        }
        let mut rows = 0u64;
        for group in told.row_groups() {
            let some = u64::try_from(group.num_rows()).ok().and_then(|it| rows.checked_add(it));
            rows = some.ok_or_else(|| Damaged::new("the number of rows"))?;
        }
        Ok(Self { told, columns, rows })
    }

    /// A group of rows.
    pub fn group(&self, number: usize) -> Option<&RowGroupMetaData> {
        self.told.row_groups().get(number)
    }

    /// How many groups of rows there are.
    pub fn groups(&self) -> usize {
        self.told.num_row_groups()
    }

    /// The columns that hold no cells which could be read.
    pub fn unread(&self) -> Vec<usize> {
        self.columns.iter().enumerate().filter(|it| it.1.cells.is_none()).map(|it| it.0).collect()
    }

    /// The names of the columns, then the rows that hold something, of which at most so many are looked at.
    pub fn lines<'a>(&self, source: &Arc<Source<'a>>, most: u64) -> Result<Vec<Line>, Damaged> {
        let names = self.columns.iter().map(|it| it.name.as_str()).collect();
        let (mut lines, mut before) = (vec![Line { number: 0, cells: names, kinds: Vec::new() }], 0);
        for group in self.told.row_groups() {
            if before >= most {
                break;
            }
            let many = u64::try_from(group.num_rows()).unwrap_or_default();
            let mut rows = Rows::new(self, source, group)?;
            for row in 0..many.min(most.saturating_sub(before)) {
                let (cells, kinds) = rows.at(row)?;
                if cells.iter().any(|it| !it.trim().is_empty()) {
                    lines.push(Line { number: before + row + 1, cells, kinds });
                }
            }
            before += many;
        }
        Ok(lines)
    }
}

/// The rows of a group, from the first on.
pub struct Rows<'a> {
    columns: Vec<Option<(Pages<'a>, Value)>>,
    next: u64,
}

impl<'a> Rows<'a> {
    /// The rows of a group.
    pub fn new(table: &Table, source: &Arc<Source<'a>>, group: &RowGroupMetaData) -> Result<Self, Damaged> {
        let pages = |it: &Column| match it.cells {
            Some((at, value)) => Ok(Some((Pages::new(source, group, at)?, value))),
            None => Ok(None),
        };
        Ok(Self { columns: table.columns.iter().map(pages).collect::<Result<_, Damaged>>()?, next: 0 })
    }

    /// A row that is not before one that was asked for.
    pub fn at(&mut self, row: u64) -> Result<(csv::StringRecord, Vec<Kind>), Damaged> {
        let (mut cells, mut kinds) = (csv::StringRecord::new(), Vec::with_capacity(self.columns.len()));
        for column in &mut self.columns {
            let (text, kind) = match column {
                Some((pages, value)) => {
                    pages.skip(row.saturating_sub(self.next))?;
                    pages.one()?.map_or((String::new(), Kind::Text), |it| value.said(it))
                }
                None => (String::new(), Kind::Text),
            };
            cells.push_field(&text);
            kinds.push(kind);
        }
        self.next = row + 1;
        Ok((cells, kinds))
    }
}

/// A whole file. Errors: it is damaged.
pub fn open(input: &Input) -> Result<Opened, Problem> {
    let fault = |it: Damaged| error::parquet(&input.name, &it.0);
    let source = Source::new(Box::new(std::io::Cursor::new(input.bytes.as_slice()))).map_err(|it| fault(it.into()))?;
    let source = Arc::new(source);
    let table = Table::open(&source).map_err(fault)?;
    let rows = table.lines(&source, u64::MAX).map_err(fault)?;
    let sheet = Sheet { rows, unread: table.unread(), ..Sheet::default() };
    Ok(Opened { form: Form::Parquet, encoding: None, sheets: vec![sheet], hidden: Vec::new() })
}
