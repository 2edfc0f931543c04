//! Answers of the prompt and its shell twins: sentences and tables, each with the values behind them, in every form
//! that can be printed. One kind of table, one writer for each form.

mod html;
mod text;

pub use html::escaped;
pub use text::unmarked;

use serde_json::{Map, Value, json};

use crate::lang::Lang;
use crate::report::Style;

/// An answer: what was assumed, then sentences and tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The assumptions under which it was given, numbered as in the stack.
    pub assumed: Vec<String>,
    /// What is answered, in order.
    pub parts: Vec<Part>,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Words, perhaps of several lines, and the values that they tell.
    Says(String, Map<String, Value>),
    /// A table.
    Sheet(Sheet),
}

/// A table: named columns, rows of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// What stands above it; empty: nothing.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// What stands below it, one line each.
    pub notes: Vec<String>,
    /// The columns, by key, that only machines are shown.
    pub hidden: Vec<&'static str>,
}

impl Sheet {
    /// The places of the columns that people are shown.
    fn visible(&self) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|it| !self.hidden.contains(&it.1.key)).map(|it| it.0).collect()
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for machines: English, in snake case, the same in every language.
    pub key: &'static str,
    /// Its name for people.
    pub name: String,
}

/// A cell: what people read, and what machines do.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The value, rounded and spelled for people.
    pub shown: String,
    /// The exact value: whole numbers, fractions as text like `549/1000`, days as `2024-03-20`.
    pub data: Value,
    /// Whether it is a number, which stands to the right.
    pub right: bool,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        let shown = text.into();
        Self { data: Value::String(shown.clone()), shown, right: false }
    }

    /// Words that machines know by another name.
    pub fn named(shown: impl Into<String>, data: impl Into<Value>) -> Self {
        Self { shown: shown.into(), data: data.into(), right: false }
    }

    /// A number as people read it, and as machines do.
    pub fn number(shown: impl Into<String>, data: impl Into<Value>) -> Self {
        Self { shown: shown.into(), data: data.into(), right: true }
    }

    /// A whole number of something.
    pub fn count(number: u128, lang: Lang) -> Self {
        Self::number(super::count(number, lang), whole(number))
    }

    /// Nothing.
    pub fn none() -> Self {
        Self { shown: "–".to_owned(), data: Value::Null, right: true }
    }
}

/// A whole number for machines: a number, or text where it is larger than JSON's readers hold.
pub fn whole(number: u128) -> Value {
    u64::try_from(number).map_or_else(|_| Value::String(number.to_string()), Value::from)
}

/// In what form answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is the form it names")]
pub enum Mode {
    #[default]
    Table,
    Plain,
    Csv,
    Json,
    Markdown,
    Html,
}

impl Mode {
    /// All forms, with their names.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Table, "table"),
        (Self::Plain, "plain"),
        (Self::Csv, "csv"),
        (Self::Json, "json"),
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
    ];
}

impl Answer {
    /// One sentence with its values.
    pub fn says(text: impl Into<String>, data: Value) -> Self {
        Self::default().say(text, data)
    }

    /// One table.
    pub fn sheet(sheet: Sheet) -> Self {
        Self { assumed: Vec::new(), parts: vec![Part::Sheet(sheet)] }
    }

    /// The same with another sentence.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>, data: Value) -> Self {
        let data = if let Value::Object(data) = data { data } else { Map::new() };
        self.parts.push(Part::Says(text.into(), data));
        self
    }

    /// The same with another table.
    #[must_use]
    pub fn with(mut self, sheet: Sheet) -> Self {
        self.parts.push(Part::Sheet(sheet));
        self
    }

    /// The same with what another answer says.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// The answer in a form; ends with a line break, unless it is empty.
    pub fn write(&self, mode: Mode, lang: Lang, style: Style) -> String {
        match mode {
            Mode::Table => text::text(self, lang, style),
            Mode::Plain => text::text(self, lang, Style { plain: true, colour: false, ..style }),
            Mode::Csv => text::csv(self),
            Mode::Markdown => text::markdown(self, lang),
            Mode::Html => html::html(self, lang),
            Mode::Json => {
                let text = serde_json::to_string_pretty(&self.json()).unwrap_or_default();
                text + "\n"
            }
        }
    }

    /// The answer as one value: `assumed`, then `answer`, a list of objects: those of a table have `title`, `rows`
    /// (objects by column) and `notes`.
    pub fn json(&self) -> Value {
        let part = |it: &Part| match it {
            Part::Says(text, data) => {
                let mut out = Map::new();
                out.insert("text".to_owned(), json!(text.trim_end()));
                out.extend(data.clone());
                Value::Object(out)
            }
            Part::Sheet(sheet) => {
                let row = |row: &Vec<Cell>| -> Value {
                    let pairs = sheet.columns.iter().zip(row).map(|(it, cell)| (it.key.to_owned(), cell.data.clone()));
                    Value::Object(pairs.collect())
                };
                let rows: Vec<Value> = sheet.rows.iter().map(row).collect();
                json!({ "title": sheet.title, "rows": rows, "notes": sheet.notes })
            }
        };
        json!({ "assumed": self.assumed, "answer": self.parts.iter().map(part).collect::<Vec<_>>() })
    }
}

/// What was assumed, one line each.
fn assumed(answer: &Answer, lang: Lang) -> Vec<String> {
    let word = lang.pick("giả định", "assumed");
    answer.assumed.iter().map(|it| format!("{word} {it}")).collect()
}
