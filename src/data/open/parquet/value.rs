//! A cell of a column as text, as a file of text would have it.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

use crate::data::open::Kind;
use crate::text::Day;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text,
    /// Yes or no.
    Is,
    /// A whole number, never below zero where it has no sign.
    Whole {
        /// Whether it may be below zero.
        signed: bool,
    },
    /// A number with so many decimals.
    Decimal {
        /// How many.
        scale: u32,
        /// Whether its highest byte comes first.
        turned: bool,
    },
    /// A number that is nearly exact.
    Near,
    /// A day.
    Day,
    /// A time: how many of its units are a second, and whether it is told in UTC.
    Time {
        /// Units of a second.
        units: i64,
        /// Whether it is UTC; else it is the time of the place.
        utc: bool,
    },
    /// Something that is no cell of a table.
    Other,
}

/// 1 January 1970.
const EPOCH: Day = Day(719_163);

impl Value {
    /// Of a column.
    pub fn of(column: &ColumnDescriptor) -> Self {
        let units = |it: &TimeUnit| match it {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        let turned = !matches!(column.physical_type(), Type::INT32 | Type::INT64);
        let scale = |it: i32| u32::try_from(it).map_or(Self::Other, |scale| Self::Decimal { scale, turned });
        match (column.physical_type(), column.logical_type_ref(), column.converted_type()) {
            (Type::BOOLEAN, ..) => Self::Is,
            (Type::INT96, ..) => Self::Other,
            (_, Some(LogicalType::Decimal(it)), _) => scale(it.scale),
            (_, None, ConvertedType::DECIMAL) => scale(column.type_scale()),
            (Type::BYTE_ARRAY, None | Some(LogicalType::String | LogicalType::Enum | LogicalType::Json), _) => {
                Self::Text
            }
            (Type::FLOAT | Type::DOUBLE, ..) => Self::Near,
            (Type::INT32, Some(LogicalType::Date), _) | (Type::INT32, None, ConvertedType::DATE) => Self::Day,
            (Type::INT64, Some(LogicalType::Timestamp(it)), _) => {
                Self::Time { units: units(&it.unit), utc: it.is_adjusted_to_u_t_c }
            }
            // Before the format told zones, times were UTC.
            (Type::INT64, None, ConvertedType::TIMESTAMP_MILLIS) => Self::Time { units: 1_000, utc: true },
            (Type::INT64, None, ConvertedType::TIMESTAMP_MICROS) => Self::Time { units: 1_000_000, utc: true },
            (Type::INT32 | Type::INT64, Some(LogicalType::Integer(it)), _) => Self::Whole { signed: it.is_signed },
            (Type::INT32 | Type::INT64, None, it) => match it {
                ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                    Self::Whole { signed: false }
                }
                ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS => Self::Other,
                _ => Self::Whole { signed: true },
            },
            _ => Self::Other,
        }
    }

    /// A cell as text, and what it is.
    pub fn said(self, cell: &[u8]) -> (String, Kind) {
        let whole = whole(cell);
        match self {
            Self::Text => (String::from_utf8_lossy(cell).into_owned(), Kind::Text),
            Self::Is => ((if cell == [1] { "có" } else { "không" }).to_owned(), Kind::Text),
            Self::Whole { signed: true } => (whole.to_string(), Kind::Text),
            Self::Whole { signed: false } if cell.len() == 4 => ((whole as u32).to_string(), Kind::Text),
            Self::Whole { signed: false } => ((whole as u64).to_string(), Kind::Text),
            Self::Decimal { scale, turned } => (decimal(cell, scale as usize, turned), Kind::Number),
            Self::Near => (near(cell), Kind::Number),
            Self::Day => (day(whole), Kind::Day),
            Self::Time { units, utc } => {
                let seconds = whole.div_euclid(units);
                let (date, second) = (day(seconds.div_euclid(86_400)), seconds.rem_euclid(86_400));
                let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
                match utc {
                    true => (format!("{date}T{clock}Z"), Kind::Text),
                    false if second == 0 => (date, Kind::Day),
                    false => (format!("{date} {clock}"), Kind::Day),
                }
            }
            Self::Other => (String::new(), Kind::Text),
        }
    }

    /// What tells cells apart that are no texts: of a time its day in Vietnam, as all times of a day mean the same to
    /// rules. None: the cell is too long.
    pub fn key(self, cell: &[u8]) -> Option<i64> {
        let number = (cell.len() <= 8).then(|| whole(cell))?;
        let Self::Time { units, utc } = self else { return Some(number) };
        let ahead = if utc { 7 * 3600 } else { 0 };
        Some(number.div_euclid(units).saturating_add(ahead).div_euclid(86_400))
    }

    /// A whole number that may be one of dossiers.
    pub fn count(self, cell: &[u8]) -> Option<u64> {
        let number = match (self, cell.len()) {
            (Self::Whole { signed: false }, 4) => u64::from(whole(cell) as u32),
            (Self::Whole { signed: false }, _) => whole(cell) as u64,
            (Self::Whole { signed: true }, _) => u64::try_from(whole(cell)).ok()?,
            _ => return None,
        };
        (number < MOST).then_some(number)
    }
}

/// Numbers with more than 18 digits are looked at as texts are.
const MOST: u64 = 1_000_000_000_000_000_000;

/// A whole number of four or eight bytes; of one byte: yes or no.
fn whole(cell: &[u8]) -> i64 {
    match (cell.first_chunk::<8>(), cell.first_chunk::<4>()) {
        (Some(it), _) => i64::from_le_bytes(*it),
        (None, Some(it)) => i64::from(i32::from_le_bytes(*it)),
        (None, None) => cell.first().map_or(0, |it| i64::from(*it)),
    }
}

/// A day by its number from 1970 on; one that no calendar has stays a number.
fn day(number: i64) -> String {
    match i32::try_from(number) {
        Ok(it) if it.abs() < 3_000_000 => EPOCH.plus(it).iso(),
        _ => number.to_string(),
    }
}

fn near(cell: &[u8]) -> String {
    match (cell.first_chunk::<8>(), cell.first_chunk::<4>()) {
        (Some(it), _) => f64::from_le_bytes(*it).to_string(),
        (None, Some(it)) => f32::from_le_bytes(*it).to_string(),
        (None, None) => String::new(),
    }
}

/// A number with decimals, without zeros at its end.
fn decimal(cell: &[u8], scale: usize, turned: bool) -> String {
    let sign = if cell.first().is_some_and(|it| *it > 127) { -1 } else { 0 };
    let number = match turned {
        false => i128::from(whole(cell)),
        true if cell.len() <= 16 => cell.iter().fold(sign, |sum: i128, it| sum << 8 | i128::from(*it)),
        // No count of dossiers is as long.
        true => return "?".to_owned(),
    };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale.min(40) + 1);
    let (whole, decimals) = digits.split_at_checked(digits.len().saturating_sub(scale)).unwrap_or((&digits, ""));
    let decimals = decimals.trim_end_matches('0');
    let (sign, mark) = (if number < 0 { "-" } else { "" }, if decimals.is_empty() { "" } else { "." });
    format!("{sign}{whole}{mark}{decimals}")
}
