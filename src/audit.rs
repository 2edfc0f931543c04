//! Published figures → what of them holds. [`audit`] reckons every claim again with exact fractions; a printed number
//! stands for all values that are rounded to it.

mod enumeration;
mod hidden;
mod range;
mod reckon;
mod solve;

use crate::check::Program;
use crate::check::program::{Fraction, Kind, Line, Printed, Says};
use crate::source::Span;
use crate::term::Comparator;
use crate::world::World;

pub use hidden::{Hidden, denominators};
pub use range::{Range, Rounding, Whole};

/// What an audit found, block by block.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The blocks of published figures, in the order of the text.
    pub blocks: Vec<Block>,
}

/// A block of published figures.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are what they say")]
pub struct Block {
    pub title: String,
    pub lines: Vec<Checked>,
    /// The denominator that percentages which do not fit their counts have in common.
    pub hidden: Option<Hidden>,
}

/// A line and what came of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Where it stands.
    pub span: Span,
    /// The document's own words.
    pub quote: Option<String>,
    /// Whether it holds.
    pub outcome: Outcome,
    /// Why.
    pub finding: Finding,
}

/// What comes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// `đúng`
    Holds,
    /// `sai`
    Fails,
    /// `không kiểm được`
    NotCheckable,
}

/// What was found out about a line.
#[derive(Debug, Clone)]
pub enum Finding {
    /// Two values were compared.
    Compared(Compared),
    /// The members of a list were counted.
    Counted(Counted),
    /// It hangs on a figure that the document does not print.
    Unprinted(Unprinted),
    /// A figure of which nothing is claimed.
    Unused,
    /// The document leaves it open: the words and the reason.
    LeftOpen(String, String),
    /// It divides by nothing.
    DividesByNothing,
    /// Its numbers are too large to be reckoned with.
    TooLarge,
}

/// A comparison.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What was reckoned, exactly.
    pub value: Fraction,
    /// What it is held against.
    pub wanted: Fraction,
    /// What kind of number both are written as.
    pub kind: Kind,
    /// Digits behind the comma of what was reckoned: as many as are printed.
    pub decimals: u32,
    /// Digits behind the comma of what it is held against.
    pub wanted_decimals: u32,
    /// Whether it is the outcome of a division.
    pub divides: bool,
    /// None: `=`.
    pub comparator: Option<Comparator>,
    /// What else there is to say.
    pub notes: Vec<Note>,
}

/// What there is to say of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The number printed is the one reckoned with its last digits dropped, not rounded.
    CutOff,
    /// It holds only because the figures that go in are rounded themselves.
    RoundedFigures,
    /// Points are written as `%`: what they are of the percentage that is taken away, and that percentage. None where
    /// it is nothing.
    Points(Option<(Fraction, Fraction)>),
}

/// The members of a list.
#[derive(Debug, Clone)]
pub struct Counted {
    /// How many the document says.
    pub asserted: i64,
    /// Those that were found.
    pub members: Vec<String>,
    /// Whether they were found in the register; else the names that are written were counted.
    pub in_register: bool,
    /// Names that are written twice.
    pub twice: Vec<String>,
}

/// What hangs on a figure that is not printed.
#[derive(Debug, Clone)]
pub struct Unprinted {
    /// The names of the figures.
    pub names: Vec<String>,
    /// For which whole values of the one figure it would hold (the inner nothing: for none); not always known.
    pub holds_for: Option<Option<Whole>>,
}

impl Audit {
    /// How many lines have an outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.blocks.iter().flat_map(|it| &it.lines).filter(|it| it.outcome == outcome).count()
    }
}

/// Reckons every claim of a program again. Lists are counted in the registers of `world`.
pub fn audit(program: &Program, world: &World) -> Audit {
    let block = |it: &crate::check::program::Published| Block {
        title: it.title.clone(),
        lines: it.lines.iter().filter_map(|it| line(program, world, it)).collect(),
        hidden: hidden::of_block(program, &it.lines),
    };
    Audit { blocks: program.published.iter().map(block).collect() }
}

/// What comes of a line; none of a figure that some claim speaks of.
fn line(program: &Program, world: &World, line: &Line) -> Option<Checked> {
    let (outcome, finding) = match &line.says {
        Says::Figure(id) if program.figure(*id).used => return None,
        Says::Figure(_) => (Outcome::NotCheckable, Finding::Unused),
        Says::LeftOpen(words, because) => (Outcome::NotCheckable, Finding::LeftOpen(words.clone(), because.clone())),
        Says::Counts(group) => enumeration::count(program, world, group),
        Says::Compares(left, comparator, right) => reckon::compare(program, left, *comparator, right),
    };
    let quote = line.quote.as_ref().map(|it| it.value.clone());
    Some(Checked { span: line.span, quote, outcome, finding })
}

/// Whether a number is one, printed, rather than the outcome of a sum.
fn printed(program: &Program, amount: &crate::check::program::Amount) -> Option<Printed> {
    use crate::check::program::Amount;
    match amount {
        Amount::Printed(it) => Some(*it),
        Amount::Figure(id) => program.figure(*id).value,
        _ => None,
    }
}
