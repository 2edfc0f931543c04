//! What can be assumed, with every name found.

use crate::check::program::{EventId, Fraction, ListId, ProvisionId, ReadingId};
use crate::data::When;
use crate::term::Word;
use crate::text::Day;
use crate::world::{Listed, UnitId};

/// One assumption.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// An event falls on a day; none: it is not known when, within its bounds.
    Event(EventId, Option<Day>),
    /// A reading is chosen: the place of the choice.
    Reading(ReadingId, usize),
    /// The quotas at these places of the plan are of another amount, for one unit or for all.
    Amount(Vec<(usize, Option<UnitId>)>, Fraction),
    /// A list has these procedures and no others.
    Exchange(ListId, Vec<Listed>),
    /// Procedures, by their bare codes, stand in a list beside the others.
    Add(ListId, Vec<String>),
    /// Procedures, by their bare codes, do not stand in a list.
    Drop(ListId, Vec<String>),
    /// A unit has more dossiers.
    More(More),
    /// So many of a unit's dossiers that count and of which a word is not true are such that it is.
    Convert(u64, Word, UnitId),
    /// A unit has these counts in place of its own: a small file in the form of counts.
    Replace(UnitId, Vec<u8>),
    /// A unit stands below another, by its code.
    Under(UnitId, String),
    /// A unit is bound by the quotas of a provision, in place of others on the same indicators.
    BoundBy(UnitId, ProvisionId),
    /// A unit is merged into another on a day.
    Merge(UnitId, UnitId, Day),
    /// The windows of a provision end on a day.
    WindowEnd(ProvisionId, Day),
}

impl Change {
    /// The unit whose counts it changes; none where it changes no counts.
    pub fn counts_of(&self) -> Option<UnitId> {
        match self {
            Self::More(More { unit, .. }) | Self::Convert(_, _, unit) | Self::Replace(unit, _) => Some(*unit),
            _ => None,
        }
    }
}

/// Dossiers of a unit beside those that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    /// The unit.
    pub unit: UnitId,
    /// How many.
    pub dossiers: u64,
    /// What is true of them.
    pub words: Vec<Word>,
    /// The procedure, by its bare code; none: they count whatever the procedures are.
    pub procedure: Option<String>,
    /// When they were received and resolved, as far as is said.
    pub days: [When; 2],
}
