//! The figures that a document publishes about itself, and what it asserts of them.

use super::{FigureId, Fraction};
use crate::source::Span;
use crate::syntax::ast::{self, Operator};
use crate::term::Comparator;

/// Figures that a document prints together.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Published {
    pub title: String,
    /// Its lines, in the order of the text.
    pub lines: Vec<Line>,
    pub span: Span,
}

/// A line that is to be checked.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it says.
    pub says: Says,
    /// The document's own words: the nearest quotation above it; of words that are left open these, where they are
    /// not in that quotation.
    pub quote: Option<ast::Text>,
    /// Where.
    pub span: Span,
}

/// What a line says.
#[derive(Debug, Clone)]
pub enum Says {
    /// `x = 135.361`
    Figure(FigureId),
    /// `a / b = 97,70%`; without a comparator: `=`
    Compares(Amount, Option<Comparator>, Amount),
    /// `các Sở "…", "…" (6 đơn vị)`: a group with a size.
    Counts(ast::Group),
    /// `để ngỏ "…" vì "…"`: the words and the reason.
    LeftOpen(String, String),
}

/// A figure with a name.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Figure {
    pub name: String,
    /// None: the document does not print it.
    pub value: Option<Printed>,
    /// Whether some claim speaks of it.
    pub used: bool,
    pub span: Span,
}

/// A number as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// Its value; of a percentage or of percentage points as a fraction of one.
    pub value: Fraction,
    /// Digits behind the comma, as printed.
    pub decimals: u32,
    /// What kind of number it is.
    pub kind: Kind,
}

/// What kind of number a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number of things.
    Number,
    /// A quotient, which can be compared with a number and with a percentage.
    Ratio,
    /// A percentage.
    Percent,
    /// A distance between percentages.
    Points,
    /// That of a figure which is not printed.
    Unknown,
}

impl Kind {
    /// Whether it is printed with `%` or as percentage points.
    pub fn is_percent(self) -> bool {
        matches!(self, Self::Percent | Self::Points)
    }
}

/// A value in a claim.
#[derive(Debug, Clone)]
pub enum Amount {
    /// A number that stands in the claim.
    Printed(Printed),
    /// A figure by its name.
    Figure(FigureId),
    /// `a + b`; with the kind of its value.
    Binary(Operator, Box<Amount>, Box<Amount>, Kind),
    /// The largest (true) or the smallest of several.
    Extremum(bool, Vec<Amount>),
}

impl Amount {
    /// Calls `see` with the figures in it, each as often as it stands there.
    pub fn figures(&self, see: &mut impl FnMut(FigureId)) {
        match self {
            Self::Printed(_) => {}
            Self::Figure(id) => see(*id),
            Self::Binary(_, left, right, _) => {
                left.figures(see);
                right.figures(see);
            }
            Self::Extremum(_, parts) => parts.iter().for_each(|it| it.figures(see)),
        }
    }
}
