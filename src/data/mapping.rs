//! What is declared of files of counts: which header is which column, what their words mean, how they write numbers and
//! days, which units and procedures their names are. What is declared wins over what the files let one infer.

use std::collections::BTreeMap;

use super::columns;
use super::facet::{Dim, EARLY, LATE, ON_TIME, OPEN, OVERDUE};
use super::open::Encoding;
use crate::text::{Days, header, key};

/// The columns that a file may have, by the names under which they are declared.
pub const ROLES: [&str; 27] = [
    "unit",
    "unit_code",
    "code",
    "procedure",
    "received",
    "due",
    "finished",
    "channel",
    "level",
    "outcome",
    "paid_online",
    "digitised",
    "electronic_result",
    "fully_online",
    "period",
    "total",
    "online",
    "in_person",
    "by_post",
    "full",
    "partial",
    "level_3",
    "level_4",
    "no_level",
    "early",
    "on_time",
    "late",
];

/// What is declared of files of counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The headers of columns, by one of [`ROLES`]; of several the one that a file has.
    pub columns: BTreeMap<String, Vec<String>>,
    /// The headers of columns that the rule file declares, by their names there.
    pub declared: BTreeMap<String, Vec<String>>,
    /// Headers of columns that are not read.
    pub ignored: Vec<String>,
    /// The sheets of workbooks that are read; none: all that hold a table.
    pub sheets: Vec<String>,
    /// The days that the counts of a sheet are of, by its name.
    pub periods: BTreeMap<String, Days>,
    /// The line of the header, from 1; none: it is looked for.
    pub header: Option<u64>,
    /// How numbers and days are written.
    pub conventions: Conventions,
    /// The table of a database.
    pub sql: Option<SqlNames>,
    words: BTreeMap<(Words, String), Dim>,
    units: BTreeMap<String, String>,
    procedures: BTreeMap<String, String>,
}

/// The table of a database in which dossiers lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SqlNames {
    /// Its name.
    pub table: Option<String>,
    /// The names of its columns, by one of [`ROLES`].
    pub columns: BTreeMap<String, String>,
}

/// How files write numbers and days; what is not declared is inferred from the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conventions {
    /// The mark before decimals.
    pub decimal: Option<char>,
    /// The mark between thousands.
    pub thousands: Option<char>,
    /// The order of day, month and year.
    pub dates: Option<DateOrder>,
    /// Whether serial numbers of days count from 1904.
    pub from_1904: Option<bool>,
    /// The zone of times that tell none, in minutes east of UTC.
    pub zone: Option<i32>,
    /// Whether a unit that stands once is meant for the rows below it, too.
    pub fill_down: bool,
    /// The encoding of text.
    pub encoding: Option<Encoding>,
    /// The mark between the cells of text.
    pub delimiter: Option<char>,
}

/// In what order dates have their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `20/03/2024`
    DayFirst,
    /// `03/20/2024`
    MonthFirst,
    /// `2024-03-20`
    YearFirst,
}

/// The columns whose cells are words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Words {
    /// Online, in person, by post.
    Channel,
    /// End to end, partial …
    Level,
    /// Early, on time, late, open …
    Outcome,
    /// Facts that are or are not.
    YesNo,
}

impl Words {
    /// Each with the name under which its words are declared.
    pub const ALL: [(Self, &str); 4] =
        [(Self::Channel, "channel"), (Self::Level, "level"), (Self::Outcome, "outcome"), (Self::YesNo, "yes_no")];

    /// The meanings that can be declared.
    pub fn meanings(self) -> &'static [&'static str] {
        match self {
            Self::Channel => &["online", "in person", "postal", "unknown"],
            Self::Level => &["full", "partial", "level 3", "level 4", "none", "unknown"],
            Self::Outcome => &["early", "on time", "late", "resolved", "open", "overdue", "unknown"],
            Self::YesNo => &["yes", "no", "unknown"],
        }
    }

    /// What a word means where nothing is declared of it; none: nobody knows.
    pub fn of(self, word: &str) -> Option<Dim> {
        match self {
            Self::Channel => columns::channel(word).ok(),
            Self::Level => columns::level(word).ok(),
            Self::Outcome => outcome(word),
            Self::YesNo => columns::yes_no(word).ok(),
        }
    }
}

/// What a word says of how a dossier ended.
fn outcome(word: &str) -> Option<Dim> {
    Some(Dim::of(match header(word).as_str() {
        "" => return Some(Dim::EMPTY),
        "early" | "somhan" | "truochan" => EARLY,
        "ontime" | "dunghan" => ON_TIME,
        "late" | "trehan" => LATE,
        "overdue" | "quahan" | "dangxulyquahan" | "quahanchuagiaiquyet" => OVERDUE,
        "open" | "dangxuly" | "danggiaiquyet" | "chuagiaiquyet" | "dangxulytronghan" => OPEN | OVERDUE,
        "resolved" | "dagiaiquyet" | "datraketqua" | "hoanthanh" | "daxuly" => EARLY | ON_TIME | LATE,
        _ => return None,
    }))
}

impl Mapping {
    /// Declares a word of a column of words. None: the meaning is none of [`Words::meanings`], nor a word that is known.
    pub fn add_word(&mut self, column: Words, word: &str, meaning: &str) -> Option<()> {
        let dim = match header(meaning).as_str() {
            "" | "?" => return None,
            "unknown" | "khongro" => Dim::EMPTY,
            _ => column.of(meaning)?,
        };
        self.words.insert((column, header(word)), dim);
        Some(())
    }

    /// Declares that a name is that of the unit of a code or name of the register.
    pub fn add_unit(&mut self, name: &str, unit: &str) {
        self.units.insert(key(name), unit.to_owned());
    }

    /// Declares that a name or code is that of the procedure of a code.
    pub fn add_procedure(&mut self, name: &str, code: &str) {
        self.procedures.insert(key(name), code.to_owned());
    }

    /// What a word means: as it is declared, else as everybody has it; none: nobody knows.
    pub fn word(&self, column: Words, word: &str) -> Option<Dim> {
        let declared = if self.words.is_empty() { None } else { self.words.get(&(column, header(word))) };
        declared.copied().or_else(|| column.of(word))
    }

    /// The unit as the register has it.
    pub fn unit<'t>(&'t self, name: &'t str) -> &'t str {
        aliased(&self.units, name)
    }

    /// The procedure as the lists have it.
    pub fn procedure<'t>(&'t self, name: &'t str) -> &'t str {
        aliased(&self.procedures, name)
    }

    /// Every header that is spoken of, folded.
    pub(super) fn claimed(&self) -> impl Iterator<Item = String> {
        let columns = self.columns.values().chain(self.declared.values());
        columns.flatten().chain(&self.ignored).map(|it| header(it))
    }

    /// The column of a file that is declared to be this one.
    pub(super) fn place(&self, role: &str, headers: &[String]) -> Option<usize> {
        if self.columns.is_empty() { None } else { place(self.columns.get(role)?, headers) }
    }

    /// The column of a file that is declared to be one of the rule file's.
    pub(super) fn declared_place(&self, is_called: impl Fn(&str) -> bool, headers: &[String]) -> Option<usize> {
        let names = self.declared.iter().find(|it| is_called(&header(it.0)))?.1;
        place(names, headers)
    }
}

/// The first of some headers that a file has.
fn place(names: &[String], headers: &[String]) -> Option<usize> {
    names.iter().find_map(|name| headers.iter().position(|it| header(it) == header(name)))
}

fn aliased<'t>(aliases: &'t BTreeMap<String, String>, name: &'t str) -> &'t str {
    if aliases.is_empty() { name } else { aliases.get(&key(name)).map_or(name, String::as_str) }
}

impl Conventions {
    /// The marks between thousands and before decimals, where one of them is declared.
    pub fn marks(&self) -> Option<(char, char)> {
        match (self.thousands, self.decimal) {
            (Some(thousands), Some(decimal)) => Some((thousands, decimal)),
            (Some(','), None) => Some((',', '.')),
            (Some(thousands), None) => Some((thousands, ',')),
            (None, Some('.')) => Some((',', '.')),
            (None, Some(_)) => Some(('.', ',')),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::facet::{LATE, ONLINE};

    #[test]
    fn declared_words_win_over_known_ones() {
        let mut mapping = Mapping::default();
        assert_eq!(mapping.add_word(Words::Channel, "Nộp qua cổng", "online"), Some(()));
        assert_eq!(mapping.add_word(Words::Channel, "Khác", "unknown"), Some(()));
        assert_eq!(mapping.add_word(Words::Channel, "x", "?"), None);
        assert_eq!(mapping.word(Words::Channel, " nop qua CỔNG"), Some(Dim::of(ONLINE)));
        assert_eq!(mapping.word(Words::Channel, "khác"), Some(Dim::EMPTY));
        assert_eq!(mapping.word(Words::Channel, "trực tuyến"), Some(Dim::of(ONLINE)));
        assert_eq!(mapping.word(Words::Outcome, "Trễ hạn"), Some(Dim::of(LATE)));
        assert_eq!(mapping.word(Words::Channel, "fax"), None);
    }

    #[test]
    fn every_meaning_that_is_offered_can_be_declared() {
        for (column, _) in Words::ALL {
            for meaning in column.meanings() {
                assert_eq!(Mapping::default().add_word(column, "x", meaning), Some(()), "{meaning}");
            }
        }
    }

    #[test]
    fn one_mark_tells_the_other() {
        let marks = |thousands, decimal| Conventions { thousands, decimal, ..Conventions::default() }.marks();
        assert_eq!(marks(Some('.'), None), Some(('.', ',')));
        assert_eq!(marks(None, Some('.')), Some((',', '.')));
        assert_eq!(marks(Some(' '), None), Some((' ', ',')));
        assert_eq!(marks(None, None), None);
    }
}
