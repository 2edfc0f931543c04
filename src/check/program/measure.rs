//! What an indicator measures: a share, a count, or a formula over several counts.

use super::{ColumnId, Cond, Fraction};
use crate::source::Span;
use crate::syntax::ast::{ColumnForm, Operator};
use crate::term::{Comparator, Noun};

/// The place of `hoàn toàn trực tuyến` among the yes/no facts of dossiers; declared columns follow.
pub const FULLY_ONLINE: u8 = 0;

/// A declared column of the supplied data or of a list.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Column {
    pub name: String,
    pub key: String,
    pub title: Option<String>,
    /// Whose it is: dossiers, procedures or units.
    pub of: Noun,
    pub form: ColumnForm,
    /// Of a yes/no column of dossiers: its place among the facts of a dossier.
    pub mark: u8,
}

impl Column {
    /// Whether a header, as [`crate::text::header`] folds it, means this column.
    pub fn is_called(&self, header: &str) -> bool {
        let folded = |it: &str| crate::text::header(it);
        folded(&self.name) == header || self.title.as_deref().is_some_and(|it| folded(it) == header)
    }
}

/// What is measured.
#[derive(Debug, Clone)]
pub enum Measure {
    /// The dossiers of the second condition that satisfy the first as well, over those of the second.
    Share(Cond, Cond),
    /// The dossiers of a condition.
    Count(Cond),
    /// Anything else.
    Formula(Box<Formula>),
}

/// A value worked out from several counts.
#[derive(Debug, Clone)]
pub struct Formula {
    /// The arithmetic.
    pub value: Value,
    /// What kind of number it is.
    pub form: Form,
    /// What is counted; [`Value::Term`] points here.
    pub terms: Vec<Term>,
    /// Where each term is written.
    pub spans: Vec<Span>,
    /// The dossiers that any of the terms looks at: what the ledger calls counted.
    pub dossiers: Cond,
}

/// What kind of number a value is: what it can be compared with, and how it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A share of so many dossiers, procedures or units; never above one.
    Share(Noun),
    /// A number of them.
    Count(Noun),
    /// Dossiers per procedure.
    Mean,
    /// A quotient of two like things: compared with a percentage or a number.
    Ratio,
    /// A plain number.
    Number,
    /// A score in points.
    Points,
}

impl Form {
    /// Whether it is compared with a percentage.
    pub fn takes_percent(self) -> bool {
        matches!(self, Self::Share(_) | Self::Ratio)
    }

    /// Whether it has a denominator, which may be zero.
    pub fn divides(self) -> bool {
        matches!(self, Self::Share(_) | Self::Mean | Self::Ratio)
    }
}

/// One thing that is counted.
#[derive(Debug, Clone)]
pub enum Term {
    /// Dossiers.
    Dossiers(Cond),
    /// Procedures.
    Procedures(Cond),
    /// The dossiers of the first condition whose procedure satisfies the second.
    DossiersOf(Cond, Cond),
    /// Units: of those judged together, or below the unit that is judged.
    Units(Cond),
    /// The sum of a column over the dossiers counted, or of a column of units.
    Column(ColumnId),
}

/// Arithmetic over terms.
#[derive(Debug, Clone)]
pub enum Value {
    /// A number.
    Number(Fraction),
    /// A term, by its place.
    Term(usize),
    /// `a + b`
    Binary(Operator, Box<Value>, Box<Value>),
    /// The largest (true) or the smallest of several.
    Extremum(bool, Vec<Value>),
}

/// `có [tối thiểu 5] hồ sơ …`
#[derive(Debug, Clone)]
pub struct Having {
    /// How the number of dossiers is compared.
    pub comparator: Comparator,
    /// With what.
    pub number: u64,
    /// Which dossiers.
    pub dossiers: Cond,
}

/// A measure that is asked dossier by dossier.
#[derive(Debug, Clone, Copy)]
pub enum Simple<'a> {
    /// See [`Measure::Share`].
    Share(&'a Cond, &'a Cond),
    /// See [`Measure::Count`].
    Count(&'a Cond),
}

impl Measure {
    /// What it asks of each dossier: of a formula, whether any of its terms looks at it.
    pub fn simple(&self) -> Simple<'_> {
        match self {
            Self::Share(above, below) => Simple::Share(above, below),
            Self::Count(cond) => Simple::Count(cond),
            Self::Formula(formula) => Simple::Count(&formula.dossiers),
        }
    }

    /// What kind of number it is.
    pub fn form(&self) -> Form {
        match self {
            Self::Share(..) => Form::Share(Noun::Dossiers),
            Self::Count(_) => Form::Count(Noun::Dossiers),
            Self::Formula(formula) => formula.form,
        }
    }

    /// Every condition in it.
    pub fn conds(&self) -> Vec<&Cond> {
        match self {
            Self::Share(above, below) => vec![above, below],
            Self::Count(cond) => vec![cond],
            Self::Formula(formula) => formula.terms.iter().flat_map(Term::conds).collect(),
        }
    }

    /// The declared columns of numbers and of units that it needs.
    pub fn columns(&self) -> Vec<ColumnId> {
        let terms = if let Self::Formula(formula) = self { formula.terms.as_slice() } else { &[] };
        let mut out = Vec::new();
        for term in terms {
            match term {
                Term::Column(id) => out.push(*id),
                Term::Units(cond) => {
                    cond.walk(&mut |it| out.extend(if let Cond::Column(id) = it { Some(*id) } else { None }))
                }
                _ => {}
            }
        }
        out
    }
}

impl Term {
    /// The conditions in it.
    pub fn conds(&self) -> Vec<&Cond> {
        match self {
            Self::Dossiers(cond) | Self::Procedures(cond) => vec![cond],
            Self::Units(_) => Vec::new(),
            Self::DossiersOf(dossiers, procedures) => vec![dossiers, procedures],
            Self::Column(_) => Vec::new(),
        }
    }

    /// Whether it counts by procedure.
    pub fn by_procedure(&self) -> bool {
        matches!(self, Self::Procedures(_) | Self::DossiersOf(..))
    }
}
