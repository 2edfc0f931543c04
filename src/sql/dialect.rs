//! What differs between the languages of databases.

use crate::text::Day;

/// The language of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// `DuckDB`.
    DuckDb,
    /// Spark SQL.
    Spark,
    /// Trino.
    Trino,
    /// `ClickHouse`.
    ClickHouse,
}

impl Dialect {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::DuckDb => "DuckDB",
            Self::Spark => "Spark SQL",
            Self::Trino => "Trino",
            Self::ClickHouse => "ClickHouse",
        }
    }

    /// A text.
    pub fn text(self, text: &str) -> String {
        match self {
            // A backslash begins an escape there.
            Self::Spark | Self::ClickHouse => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            _ => format!("'{}'", text.replace('\'', "''")),
        }
    }

    /// A name, whatever its letters; of a table, dots part it from its schema.
    pub fn name_of(self, name: &str) -> String {
        match self {
            Self::Spark | Self::ClickHouse => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A day.
    pub fn day(self, day: Day) -> String {
        match self {
            Self::ClickHouse => format!("toDate32('{}')", day.iso()),
            _ => format!("DATE '{}'", day.iso()),
        }
    }

    /// A column as a day; no day stays none.
    pub fn as_day(self, column: &str) -> String {
        match self {
            Self::ClickHouse => format!("CAST({column} AS Nullable(Date32))"),
            _ => format!("CAST({column} AS DATE)"),
        }
    }

    /// A day as `yyyy-mm-dd`; no day is an empty text.
    pub fn day_text(self, day: &str) -> String {
        match self {
            Self::Postgres => format!("COALESCE(TO_CHAR({day}, 'YYYY-MM-DD'), '')"),
            Self::DuckDb => format!("COALESCE(STRFTIME({day}, '%Y-%m-%d'), '')"),
            Self::Spark => format!("COALESCE(DATE_FORMAT({day}, 'yyyy-MM-dd'), '')"),
            Self::Trino => format!("COALESCE(CAST({day} AS VARCHAR), '')"),
            Self::ClickHouse => format!("COALESCE(CAST({day} AS Nullable(String)), '')"),
        }
    }

    /// A column of any type as text without blanks around it; nothing is an empty text.
    pub fn as_text(self, column: &str) -> String {
        match self {
            Self::Spark => format!("TRIM(COALESCE(CAST({column} AS STRING), ''))"),
            Self::ClickHouse => format!("trimBoth(COALESCE(CAST({column} AS Nullable(String)), ''))"),
            _ => format!("TRIM(COALESCE(CAST({column} AS VARCHAR), ''))"),
        }
    }

    /// A text in small letters.
    pub fn small(self, text: &str) -> String {
        match self {
            Self::ClickHouse => format!("lowerUTF8({text})"),
            _ => format!("LOWER({text})"),
        }
    }

    /// The name of the type of whole numbers.
    pub fn whole(self) -> &'static str {
        if self == Self::ClickHouse { "Int64" } else { "BIGINT" }
    }

    /// A small table of texts (and of numbers, where a column is one), for `WITH`.
    pub fn table(self, name: &str, columns: &[(&str, bool)], rows: &[Vec<String>]) -> String {
        let list = columns.iter().map(|it| it.0).collect::<Vec<_>>().join(", ");
        let rows = rows.iter().map(|it| format!("    ({})", it.join(", "))).collect::<Vec<_>>().join(",\n");
        match self {
            Self::ClickHouse => {
                let types = columns.iter().map(|it| format!("{} {}", it.0, if it.1 { "Int32" } else { "String" }));
                let types = types.collect::<Vec<_>>().join(", ");
                format!("{name} AS (\n  SELECT * FROM values('{types}',\n{rows})\n)")
            }
            Self::Spark => format!("{name} AS (\n  SELECT * FROM VALUES\n{rows}\n  AS {name}_rows ({list})\n)"),
            _ => format!("{name} ({list}) AS (\n  VALUES\n{rows}\n)"),
        }
    }
}
