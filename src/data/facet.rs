//! Facets: what is known of the dossiers of a cell beside unit, procedure and day. What is not known is a set of
//! possible values, so that `và`, `hoặc`, `không` stay exact after counting.

use std::collections::BTreeSet;

use crate::check::Program;
use crate::check::program::{Cond, FULLY_ONLINE};
use crate::term::{Noun, Word};

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

    /// The values that both leave; the field is empty where both are.
    pub const fn and(self, other: Self, all: u8) -> Self {
        Self { mask: self.mask & other.mask & all, empty: self.empty && other.empty }
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
    /// Yes/no facts: the first is `hoàn toàn trực tuyến`, the others are declared columns.
    pub marks: Marks,
    /// Where a row of counts is parted in several ways: by which of them this part is, and by which it could be, as
    /// bits of [`Word`]s' dimensions. Each way has all dossiers of the row, so a question is asked of one way only.
    pub view: u64,
    pub views: u64,
}

/// Yes/no facts of dossiers, two bits for each: not said, yes, no, an empty field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Marks(u64);

impl Marks {
    /// The fact of a place.
    pub fn get(self, mark: u8) -> Dim {
        match self.0 >> (2 * u32::from(mark)) & 3 {
            0 => Dim::UNSAID,
            1 => Dim::of(YES),
            2 => Dim::of(NO),
            _ => Dim::EMPTY,
        }
    }

    /// The same with a fact at a place.
    #[must_use]
    pub fn with(self, mark: u8, dim: Dim) -> Self {
        let bits = match dim.ask(YES, YES | NO) {
            Answer::Unsaid => 0,
            Answer::Yes => 1,
            Answer::No => 2,
            Answer::Empty => 3,
        };
        let at = 2 * u32::from(mark);
        Self(self.0 & !(3 << at) | bits << at)
    }
}

/// One thing that a condition asks of dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A word of the language.
    Word(Word),
    /// A declared yes/no column.
    Mark(u8),
}

/// The dimension of a yes/no fact, as a bit.
pub fn mark_dimension(mark: u8) -> u64 {
    1 << (6 + mark)
}

/// The dimension of a word, as a bit.
pub fn dimension(word: Word) -> u64 {
    match word {
        Word::FullyOnline => mark_dimension(FULLY_ONLINE),
        Word::Online | Word::InPerson | Word::ByPost => 1,
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
/// Not finished, and past its due day on the day as of which it is asked.
pub const OVERDUE: u8 = 16;
/// All outcomes.
pub const OUTCOMES: u8 = 31;

/// The parts of a combination that words ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Channel,
    Level,
    Outcome,
    Paid,
    Digitised,
    Electronic,
}

const PARTS: [Part; 6] = [Part::Channel, Part::Level, Part::Outcome, Part::Paid, Part::Digitised, Part::Electronic];

impl Part {
    /// Its values, as bits.
    const fn all(self) -> u8 {
        match self {
            Self::Channel => CHANNELS,
            Self::Level => LEVELS,
            Self::Outcome => OUTCOMES,
            Self::Paid | Self::Digitised | Self::Electronic => YES | NO,
        }
    }
}

/// What a word asks: a part of a combination, and the values of which it is true. None: a fact or a thing of
/// procedures.
fn question(word: Word) -> Option<(Part, u8)> {
    Some(match word {
        Word::Online => (Part::Channel, ONLINE),
        Word::InPerson => (Part::Channel, IN_PERSON),
        Word::ByPost => (Part::Channel, BY_POST),
        Word::EndToEnd => (Part::Level, FULL),
        Word::Partial => (Part::Level, PARTIAL),
        Word::Level3 => (Part::Level, LEVEL_3),
        Word::Level4 => (Part::Level, LEVEL_4),
        Word::Resolved => (Part::Outcome, EARLY | ON_TIME | LATE),
        Word::Early => (Part::Outcome, EARLY),
        Word::OnTime => (Part::Outcome, ON_TIME),
        Word::Late => (Part::Outcome, LATE | OVERDUE),
        Word::PaidOnline => (Part::Paid, YES),
        Word::Digitised => (Part::Digitised, YES),
        Word::ElectronicResult => (Part::Electronic, YES),
        Word::FullyOnline | Word::InForce | Word::Offered => return None,
    })
}

/// What the rules of a program ask of dossiers.
pub fn asked_facts(program: &Program) -> Vec<Fact> {
    fn see(program: &Program, cond: &Cond, to: &mut BTreeSet<Fact>) {
        cond.walk(&mut |it| match it {
            Cond::Word(word) => drop(to.insert(Fact::Word(*word))),
            Cond::Column(id) if program.column(*id).of == Noun::Dossiers => {
                to.insert(Fact::Mark(program.column(*id).mark));
            }
            Cond::Having(having) => see(program, &having.dossiers, to),
            _ => {}
        });
    }
    let mut out = BTreeSet::new();
    program.conds().into_iter().for_each(|it| see(program, it, &mut out));
    out.into_iter().collect()
}

/// Yes as a bit, for facts that are or are not.
pub const YES: u8 = 1;
/// No as a bit.
pub const NO: u8 = 2;

impl Facet {
    /// It as numbers, to be kept; see [`Self::of_numbers`].
    pub fn numbers(&self) -> [u64; 9] {
        let dim = |it: Dim| u64::from(it.mask) | u64::from(it.empty) << 8;
        let Self { channel, level, outcome, paid, digitised, electronic, marks, view, views } = *self;
        let [a, b, c, d, e, f] = [channel, level, outcome, paid, digitised, electronic].map(dim);
        [a, b, c, d, e, f, marks.0, view, views]
    }

    /// The combination of numbers; none: they are none of its.
    pub fn of_numbers(numbers: [u64; 9]) -> Option<Self> {
        let [a, b, c, d, e, f, marks, view, views] = numbers;
        let dim = |it: u64| Some(Dim { mask: u8::try_from(it & !0x100).ok()?, empty: it & 0x100 != 0 });
        Some(Self {
            channel: dim(a)?,
            level: dim(b)?,
            outcome: dim(c)?,
            paid: dim(d)?,
            digitised: dim(e)?,
            electronic: dim(f)?,
            marks: Marks(marks),
            view,
            views,
        })
    }

    /// Whether no dossier can be of it.
    pub fn has_no_value(&self) -> bool {
        let Self { channel, level, outcome, paid, digitised, electronic, .. } = self;
        [channel, level, outcome, paid, digitised, electronic].iter().any(|it| it.is_none())
    }

    /// Nothing is known.
    pub const UNSAID: Self = Self {
        channel: Dim::UNSAID,
        level: Dim::UNSAID,
        outcome: Dim::UNSAID,
        paid: Dim::UNSAID,
        digitised: Dim::UNSAID,
        electronic: Dim::UNSAID,
        marks: Marks(0),
        view: 0,
        views: 0,
    };

    /// Whether a question about these dimensions is asked of it.
    pub fn speaks_of(&self, dimensions: u64) -> bool {
        let lowest = |it: u64| it & it.wrapping_neg();
        let wanted = self.views & dimensions;
        self.view == lowest(if wanted == 0 { self.views } else { wanted })
    }

    /// Every combination of single values that it may stand for, as far as some facts can tell.
    pub fn worlds(&self, facts: &[Fact]) -> Vec<Self> {
        let mut worlds = vec![*self];
        for part in PARTS {
            let asks = |it: &Fact| matches!(it, Fact::Word(word) if question(*word).is_some_and(|it| it.0 == part));
            if !facts.iter().any(asks) {
                continue;
            }
            let each = |world: &Self| {
                let (world, mask) = (*world, world.part(part).mask & part.all());
                let bits = (0..8).map(|it| 1 << it).filter(move |it| mask & it != 0);
                bits.map(move |bit| {
                    let mut world = world;
                    *world.part_mut(part) = Dim::of(bit);
                    world
                })
            };
            worlds = worlds.iter().flat_map(each).collect();
        }
        for fact in facts {
            let mark = match fact {
                Fact::Mark(mark) => *mark,
                Fact::Word(Word::FullyOnline) => FULLY_ONLINE,
                Fact::Word(_) => continue,
            };
            let open = |it: &Self| matches!(it.marks.get(mark).ask(YES, YES | NO), Answer::Unsaid | Answer::Empty);
            let each = |world: &Self| {
                let set = |bit: u8| Self { marks: world.marks.with(mark, Dim::of(bit)), ..*world };
                if open(world) { vec![set(YES), set(NO)] } else { vec![*world] }
            };
            worlds = worlds.iter().flat_map(each).collect();
        }
        worlds
    }

    /// The same of dossiers of which a word is true; none where it is no word about a dossier.
    pub fn with(mut self, word: Word) -> Option<Self> {
        match word {
            Word::FullyOnline => self.marks = self.marks.with(FULLY_ONLINE, Dim::of(YES)),
            Word::Online => self.channel = Dim::of(ONLINE),
            Word::InPerson => self.channel = Dim::of(IN_PERSON),
            Word::ByPost => self.channel = Dim::of(BY_POST),
            Word::EndToEnd => self.level = Dim::of(FULL),
            Word::Partial => self.level = Dim::of(PARTIAL),
            Word::Level3 => self.level = Dim::of(LEVEL_3),
            Word::Level4 => self.level = Dim::of(LEVEL_4),
            Word::Resolved => self.outcome = Dim::of(EARLY | ON_TIME | LATE),
            Word::Early => self.outcome = Dim::of(EARLY),
            Word::OnTime => self.outcome = Dim::of(ON_TIME),
            Word::Late => self.outcome = Dim::of(LATE),
            Word::PaidOnline => self.paid = Dim::of(YES),
            Word::Digitised => self.digitised = Dim::of(YES),
            Word::ElectronicResult => self.electronic = Dim::of(YES),
            Word::InForce | Word::Offered => return None,
        }
        Some(self)
    }

    /// What it answers to a word.
    pub fn ask(&self, word: Word) -> Answer {
        match question(word) {
            Some((part, wanted)) => self.part(part).ask(wanted, part.all()),
            None if word == Word::FullyOnline => self.ask_mark(FULLY_ONLINE),
            None => Answer::Unsaid,
        }
    }

    fn part(&self, part: Part) -> Dim {
        match part {
            Part::Channel => self.channel,
            Part::Level => self.level,
            Part::Outcome => self.outcome,
            Part::Paid => self.paid,
            Part::Digitised => self.digitised,
            Part::Electronic => self.electronic,
        }
    }

    fn part_mut(&mut self, part: Part) -> &mut Dim {
        match part {
            Part::Channel => &mut self.channel,
            Part::Level => &mut self.level,
            Part::Outcome => &mut self.outcome,
            Part::Paid => &mut self.paid,
            Part::Digitised => &mut self.digitised,
            Part::Electronic => &mut self.electronic,
        }
    }

    /// The same as far as these questions, and what is made of them with `và`, `hoặc`, `không`, can tell.
    #[must_use]
    pub fn as_asked(&self, facts: &[Fact]) -> Self {
        let mut out = Self { view: self.view, views: self.views, ..Self::UNSAID };
        for part in PARTS {
            let asked = facts.iter().filter_map(|it| if let Fact::Word(word) = it { question(*word) } else { None });
            let asked: Vec<u8> = asked.filter(|it| it.0 == part).map(|it| it.1).collect();
            if asked.is_empty() {
                continue;
            }
            let held = self.part(part);
            // Values that no question tells apart are one.
            let alike = |one: u8, two: u8| asked.iter().all(|it| (it & one == 0) == (it & two == 0));
            let bits = || (0..8).map(|it| 1u8 << it).filter(|it| part.all() & it != 0);
            let is_held = |bit: u8| bits().any(|it| held.mask & it != 0 && alike(it, bit));
            let mask = bits().filter(|it| is_held(*it)).fold(0, |mask, it| mask | it);
            *out.part_mut(part) = Dim { mask, empty: held.empty };
        }
        for fact in facts {
            match fact {
                Fact::Mark(mark) => out.marks = out.marks.with(*mark, self.marks.get(*mark)),
                Fact::Word(Word::FullyOnline) => {
                    out.marks = out.marks.with(FULLY_ONLINE, self.marks.get(FULLY_ONLINE));
                }
                Fact::Word(_) => {}
            }
        }
        out
    }

    /// What it answers to a declared yes/no column.
    pub fn ask_mark(&self, mark: u8) -> Answer {
        self.marks.get(mark).ask(YES, YES | NO)
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
