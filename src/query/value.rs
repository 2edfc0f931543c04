//! What a question is answered with: exact values, with the results that they come from.

use num_bigint::BigInt;

use crate::check::program::{Form, Fraction};
use crate::eval::{Lack, Result as EvalResult};
use crate::lang::{Say, say};
use crate::term::{Comparator, Noun};
use crate::text::Day;
use crate::world::UnitId;

/// An exact fraction of any size.
pub type Exact = num_rational::Ratio<BigInt>;

/// An answer's value.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub is: Is,
    /// The results that it comes from.
    pub rows: Vec<Row>,
    /// What should be known beside it.
    pub notes: Vec<Say>,
}

/// The forms of a value.
#[derive(Debug, Clone)]
pub enum Is {
    /// A number.
    Number(Number),
    /// A day.
    Day(DayKnown),
    /// Whether a comparison holds.
    Truth(Truth),
    /// The number of each row.
    Each,
    /// One unit: its results.
    Unit,
    /// Units, with their results.
    Units(Vec<UnitId>),
    /// The quotas of the rows.
    Quotas,
    /// What something is.
    Defined(Defined),
}

/// A number and what it is a number of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number, as far as it is known.
    pub known: Known,
    /// What it is a number of.
    pub kind: Kind,
    /// Numerator and denominator as they were counted.
    pub counted: Option<(BigInt, BigInt)>,
    /// A quota that it must not cross when it is rounded.
    pub near: Option<Fraction>,
}

/// A number, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It is this.
    Exactly(Exact),
    /// It lies between these, both possible ends counted; for what it waits.
    Between(Exact, Exact, Vec<String>),
    /// There is nothing to divide by.
    Nothing,
    /// Nothing can be said before these are known.
    Waits(Vec<String>),
    /// The counts lack what is asked for.
    Lacks(Vec<Lack>),
}

/// What a number is a number of: its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A percentage.
    Share,
    /// A difference of percentages.
    Points,
    /// Dossiers, procedures, units.
    Of(Noun),
    /// Dossiers per procedure.
    Mean,
    /// Points of a score.
    Score,
    /// Days.
    Days,
    /// Working days.
    WorkingDays,
    /// A quotient of two like things.
    Ratio,
    /// A plain number.
    Plain,
}

/// A day, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayKnown {
    /// The first day that it can be.
    pub first: Day,
    /// The last; the same where it is known.
    pub last: Day,
    /// For what it waits.
    pub waits: Vec<String>,
}

/// A comparison.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Whether it holds; none where that is not decided.
    pub holds: Option<bool>,
    /// How the sides are compared.
    pub comparator: Comparator,
    /// The left side, and the right one.
    pub sides: Box<[Is; 2]>,
}

/// A result, and the number that was asked for.
#[derive(Debug, Clone)]
pub struct Row {
    /// Who, which quota, which days.
    pub result: EvalResult,
    /// The number.
    pub number: Number,
    /// Whether the verdict is one of the decision: for its own measure and days.
    pub judged: bool,
}

/// What something is, in lines.
#[derive(Debug, Clone, Default)]
pub struct Defined {
    /// Its kind and name.
    pub title: Say,
    /// What is said of it: a word and its text.
    pub lines: Vec<Section>,
}

/// A line of what something is.
#[derive(Debug, Clone)]
pub struct Section {
    /// The name for machines.
    pub key: &'static str,
    /// What the line is about; empty: nothing stands before it.
    pub about: Say,
    /// What it says.
    pub text: Say,
}

impl Value {
    /// A value without results behind it.
    pub fn of(is: Is) -> Self {
        Self { is, rows: Vec::new(), notes: Vec::new() }
    }

    /// What type of thing it is.
    pub fn kind(&self) -> Say {
        match &self.is {
            Is::Each => match self.rows.first() {
                Some(row) => {
                    let kind = row.number.kind.name();
                    let (vi, en) = (kind.vi, kind.en);
                    say!("nhiều giá trị, mỗi giá trị là {vi}", "several values, each {en}")
                }
                None => say!("không giá trị nào", "no value"),
            },
            it => it.kind(),
        }
    }
}

impl Is {
    /// A number that is known.
    pub fn exactly(number: Exact, kind: Kind) -> Self {
        Self::Number(Number::exactly(number, kind))
    }

    /// What type of thing it is.
    pub fn kind(&self) -> Say {
        match self {
            Self::Number(it) => it.kind.name(),
            Self::Day(_) => say!("một ngày", "a day"),
            Self::Truth(_) => say!("đúng hoặc sai", "true or false"),
            Self::Each => say!("nhiều giá trị", "several values"),
            Self::Unit => say!("một đơn vị", "a unit"),
            Self::Units(_) => say!("các đơn vị", "units"),
            Self::Quotas => say!("các chỉ tiêu", "quotas"),
            Self::Defined(_) => say!("một định nghĩa", "a definition"),
        }
    }
}

impl Number {
    /// A number that is known.
    pub fn exactly(number: Exact, kind: Kind) -> Self {
        Self { known: Known::Exactly(number), kind, counted: None, near: None }
    }
}

impl Known {
    /// The smallest and the largest that it can be.
    pub fn ends(&self) -> Option<(&Exact, &Exact)> {
        match self {
            Self::Exactly(it) => Some((it, it)),
            Self::Between(low, high, _) => Some((low, high)),
            _ => None,
        }
    }

    /// What lies between two ends; what it waits for.
    pub fn between(low: Exact, high: Exact, waits: Vec<String>) -> Self {
        if low == high { Self::Exactly(low) } else { Self::Between(low, high, waits) }
    }
}

impl Kind {
    /// The kind of number of a measure.
    pub fn of(form: Form) -> Self {
        match form {
            Form::Share(_) => Self::Share,
            Form::Count(noun) => Self::Of(noun),
            Form::Mean => Self::Mean,
            Form::Ratio => Self::Ratio,
            Form::Number => Self::Plain,
            Form::Points => Self::Score,
        }
    }

    /// How the type is called.
    pub fn name(self) -> Say {
        match self {
            Self::Share => say!("tỷ lệ phần trăm", "a percentage"),
            Self::Points => say!("điểm phần trăm", "percentage points"),
            Self::Of(Noun::Dossiers) => say!("số hồ sơ", "a number of dossiers"),
            Self::Of(Noun::Procedures) => say!("số thủ tục", "a number of procedures"),
            Self::Of(Noun::Units) => say!("số đơn vị", "a number of units"),
            Self::Mean => say!("số hồ sơ trên một thủ tục", "dossiers per procedure"),
            Self::Score => say!("điểm", "points of a score"),
            Self::Days => say!("số ngày", "a number of days"),
            Self::WorkingDays => say!("số ngày làm việc", "a number of working days"),
            Self::Ratio => say!("tỷ số", "a ratio"),
            Self::Plain => say!("một số", "a plain number"),
        }
    }
}

/// A fraction of any size.
pub fn exact(it: Fraction) -> Exact {
    Exact::new(BigInt::from(*it.numer()), BigInt::from(*it.denom()))
}

/// A whole number.
pub fn whole(it: impl Into<BigInt>) -> Exact {
    Exact::from_integer(it.into())
}
