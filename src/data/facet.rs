//! Facets: what is known of the dossiers of a cell beside unit, procedure and day. What is not known is a set of
//! possible values, so that `và`, `hoặc`, `không` stay exact after counting.

use crate::term::Word;

/// One thing that is known of dossiers: the set of values it may have, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dim {
    mask: u8,
    /// The field is there and empty.
    empty: bool,
}

impl Dim {
    /// The input has no such column.
    pub const UNSAID: Self = Self { mask: u8::MAX, empty: false };
    /// The field is empty.
    pub const EMPTY: Self = Self { mask: u8::MAX, empty: true };

    /// One value, or one of several.
    pub const fn of(mask: u8) -> Self {
        Self { mask, empty: false }
    }

    /// The values that are left without some of all.
    pub const fn without(self, bits: u8, all: u8) -> Self {
        Self { mask: self.mask & all & !bits, ..self }
    }

    /// Whether no value is left.
    pub const fn is_none(self) -> bool {
        self.mask == 0
    }

    /// The same values, because the field that would tell them apart is empty.
    pub const fn or_empty(self) -> Self {
        Self { empty: true, ..self }
    }

    /// Whether the value is in `wanted`.
    fn ask(self, wanted: u8, all: u8) -> Answer {
        let mask = self.mask & all;
        if mask & wanted == 0 {
            Answer::No
        } else if mask & !wanted == 0 {
            Answer::Yes
        } else if self.empty {
            Answer::Empty
        } else {
            Answer::Unsaid
        }
    }
}

/// What a combination answers to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// The field is empty.
    Empty,
    /// The input does not say.
    Unsaid,
}

/// A combination of what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the thing it names")]
pub struct Facet {
    pub channel: Dim,
    pub level: Dim,
    pub outcome: Dim,
    pub paid: Dim,
    pub digitised: Dim,
    pub electronic: Dim,
    /// Where a row of counts is parted in several ways: by which of them this part is, and by which it could be, as
    /// bits of [`Word`]s' dimensions. Each way has all dossiers of the row, so a question is asked of one way only.
    pub view: u8,
    pub views: u8,
}

/// The dimension of a word, as a bit.
pub fn dimension(word: Word) -> u8 {
    match word {
        Word::Online | Word::FullyOnline | Word::InPerson | Word::ByPost => 1,
        Word::EndToEnd | Word::Partial | Word::Level3 | Word::Level4 => 2,
        Word::Resolved | Word::Late | Word::OnTime | Word::Early => 4,
        Word::PaidOnline => 8,
        Word::Digitised => 16,
        Word::ElectronicResult => 32,
        Word::InForce | Word::Offered => 0,
    }
}

/// Channels as bits.
pub const ONLINE: u8 = 1;
/// At the counter.
pub const IN_PERSON: u8 = 2;
/// By post.
pub const BY_POST: u8 = 4;
const CHANNELS: u8 = 7;

/// Levels as bits.
pub const FULL: u8 = 1;
/// Partly online.
pub const PARTIAL: u8 = 2;
/// Level 3 of the old scale.
pub const LEVEL_3: u8 = 4;
/// Level 4 of the old scale.
pub const LEVEL_4: u8 = 8;
/// Not online at all.
pub const NO_LEVEL: u8 = 16;
const LEVELS: u8 = 31;

/// Outcomes as bits.
pub const OPEN: u8 = 1;
/// Finished before the due day.
pub const EARLY: u8 = 2;
/// Finished on the due day.
pub const ON_TIME: u8 = 4;
/// Finished after the due day.
pub const LATE: u8 = 8;
const OUTCOMES: u8 = 15;

/// Yes as a bit, for facts that are or are not.
pub const YES: u8 = 1;
/// No as a bit.
pub const NO: u8 = 2;

impl Facet {
    /// Nothing is known.
    pub const UNSAID: Self = Self {
        channel: Dim::UNSAID,
        level: Dim::UNSAID,
        outcome: Dim::UNSAID,
        paid: Dim::UNSAID,
        digitised: Dim::UNSAID,
        electronic: Dim::UNSAID,
        view: 0,
        views: 0,
    };

    /// Whether a question about these dimensions is asked of it.
    pub fn speaks_of(&self, dimensions: u8) -> bool {
        let lowest = |it: u8| it & it.wrapping_neg();
        let wanted = self.views & dimensions;
        self.view == lowest(if wanted == 0 { self.views } else { wanted })
    }

    /// Every combination of single values that it may stand for, as far as some words can tell.
    pub fn worlds(&self, words: &[Word]) -> Vec<Self> {
        let touches = |all: &[Word]| words.iter().any(|it| all.contains(it));
        let mut worlds = vec![*self];
        let mut spread = |touched: bool, all: u8, dim: fn(&mut Self) -> &mut Dim| {
            if touched {
                let each = |world: &Self| {
                    let mut world = *world;
                    let mask = dim(&mut world).mask & all;
                    let bits = (0..8).map(|it| 1 << it).filter(move |it| mask & it != 0);
                    bits.map(move |bit| {
                        let mut world = world;
                        *dim(&mut world) = Dim::of(bit);
                        world
                    })
                };
                worlds = worlds.iter().flat_map(each).collect();
            }
        };
        let outcome = [Word::Resolved, Word::Late, Word::OnTime, Word::Early];
        spread(touches(&[Word::Online, Word::FullyOnline, Word::InPerson, Word::ByPost]), CHANNELS, |it| {
            &mut it.channel
        });
        spread(touches(&[Word::EndToEnd, Word::Partial, Word::Level3, Word::Level4]), LEVELS, |it| &mut it.level);
        spread(touches(&outcome), OUTCOMES, |it| &mut it.outcome);
        spread(touches(&[Word::PaidOnline]), YES | NO, |it| &mut it.paid);
        spread(touches(&[Word::Digitised]), YES | NO, |it| &mut it.digitised);
        spread(touches(&[Word::ElectronicResult]), YES | NO, |it| &mut it.electronic);
        worlds
    }

    /// What it answers to a word.
    pub fn ask(&self, word: Word) -> Answer {
        match word {
            Word::Online | Word::FullyOnline => self.channel.ask(ONLINE, CHANNELS),
            Word::InPerson => self.channel.ask(IN_PERSON, CHANNELS),
            Word::ByPost => self.channel.ask(BY_POST, CHANNELS),
            Word::EndToEnd => self.level.ask(FULL, LEVELS),
            Word::Partial => self.level.ask(PARTIAL, LEVELS),
            Word::Level3 => self.level.ask(LEVEL_3, LEVELS),
            Word::Level4 => self.level.ask(LEVEL_4, LEVELS),
            Word::Resolved => self.outcome.ask(EARLY | ON_TIME | LATE, OUTCOMES),
            Word::Early => self.outcome.ask(EARLY, OUTCOMES),
            Word::OnTime => self.outcome.ask(ON_TIME, OUTCOMES),
            Word::Late => self.outcome.ask(LATE, OUTCOMES),
            Word::PaidOnline => self.paid.ask(YES, YES | NO),
            Word::Digitised => self.digitised.ask(YES, YES | NO),
            Word::ElectronicResult => self.electronic.ask(YES, YES | NO),
            Word::InForce | Word::Offered => Answer::Unsaid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_columns_answers_what_it_can() {
        let counter = Facet { channel: Dim::of(IN_PERSON | BY_POST), ..Facet::UNSAID };
        assert_eq!(counter.ask(Word::Online), Answer::No);
        assert_eq!(counter.ask(Word::InPerson), Answer::Unsaid);
        let empty = Facet { channel: Dim::EMPTY, ..Facet::UNSAID };
        assert_eq!(empty.ask(Word::Online), Answer::Empty);
        let done = Facet { outcome: Dim::of(EARLY | ON_TIME | LATE), ..Facet::UNSAID };
        assert_eq!(done.ask(Word::Resolved), Answer::Yes);
        assert_eq!(done.ask(Word::Late), Answer::Unsaid);
    }
}
