//! What a rule file speaks about and does not itself contain: units over time, lists of procedures, days off.

mod names;
mod register;
mod units;

use std::collections::{BTreeMap, BTreeSet};

pub use names::{slug, split_kind};
pub use units::{NameFault, Unit, UnitId, UnitRow, Units, UnitsFault, Version};

use crate::table::{Table, TableFault};
use crate::term::{Tier, Word};
use crate::text::{Day, Days, header};

/// Registers, lists and days off, as values. Whoever holds files makes one; nothing here reads them.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// The units.
    pub units: Units,
    /// The procedures of each list, by the key of its name. A list that is not here has unknown content.
    pub lists: BTreeMap<String, Vec<Listed>>,
    /// Days that are no working days, beside Saturdays and Sundays.
    pub days_off: BTreeSet<Day>,
    /// Saturdays and Sundays that were made working days.
    pub days_on: BTreeSet<Day>,
    /// The world of the decision that this one is made under.
    pub under: Option<Box<World>>,
    /// The worlds of other decisions whose quotas are looked at.
    pub cited: Vec<World>,
}

/// A procedure in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Listed {
    /// The bare code: `1.004873`.
    pub code: String,
    /// Its level: end to end, partial, 3, 4.
    pub level: Option<Word>,
    /// The tier that is competent.
    pub competence: Option<Tier>,
    /// The days on which it stands in the list; without bounds: as long as the list is in force.
    pub days: Option<Days>,
    /// When it was first published, if the list says so.
    pub first_published: Option<Day>,
    /// When it was amended, as far as the list says, in the order of time.
    pub amended: Vec<Day>,
    /// Codes that the procedure had before.
    pub former: Vec<String>,
    /// The units that offer it, by name or code, if the list says so.
    pub offered_by: Vec<String>,
    /// What declared columns say, by their numbers.
    pub facts: BTreeMap<u32, ListFact>,
}

/// What a declared column of a list says of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListFact {
    /// Yes or no.
    Is(bool),
    /// A date.
    On(Day),
}

/// A declared column as a list may have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumn {
    /// Its number.
    pub id: u32,
    /// Its folded headers.
    pub headers: Vec<String>,
    /// Whether it holds dates; else yes or no.
    pub date: bool,
}

impl World {
    /// The day that is `days` working days after another.
    pub fn working_days_after(&self, day: Day, days: i32) -> Day {
        let step = if days < 0 { -1 } else { 1 };
        let mut left = days.abs();
        let mut day = day;
        while left > 0 {
            day = day.plus(step);
            left -= i32::from(self.is_working_day(day));
        }
        day
    }

    /// Whether a day is a working day: no weekend and no day off, or made one.
    pub fn is_working_day(&self, day: Day) -> bool {
        let off = day.is_weekend() && !self.days_on.contains(&day) || self.days_off.contains(&day);
        !off
    }

    /// The working days after one day until another, which is counted; below zero where the other is earlier.
    pub fn working_days_between(&self, from: Day, to: Day) -> i32 {
        let days = |from: Day, to: Day| (from.0 + 1..=to.0).filter(|it| self.is_working_day(Day(*it))).count() as i32;
        if from <= to { days(from, to) } else { -days(to, from) }
    }
}

/// The bare code of a procedure: `1.004873.000.00.00.H32` is `1.004873`.
pub fn bare_code(code: &str) -> &str {
    let code = code.trim();
    let mut dots = code.match_indices('.');
    let (first, second) = (dots.next(), dots.next());
    match (first, second) {
        (Some((1, _)), Some((8, _))) => code.get(..8).unwrap_or(code),
        _ => code,
    }
}

/// What is wrong with a table of a list or of units, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// It is no table.
    Table(TableFault),
    /// A column is missing: what it would be called.
    Column(&'static str),
    /// A cell is not one of the words, dates or codes that can stand there: line, header, cell.
    Cell(u64, String, String),
}

/// Reads a list: `procedure_code, service_level, competence` / `mã thủ tục, mức độ, thẩm quyền`, dates, the codes that
/// a procedure had before, the units that offer it, and declared columns.
pub fn read_list(text: &str, declared: &[ListColumn]) -> Result<Vec<Listed>, RowFault> {
    let table = Table::read(text).map_err(RowFault::Table)?;
    let code = table.column(&["procedurecode", "mathutuc", "matthc", "thutuc", "procedure"]);
    let code = code.ok_or(RowFault::Column("mã thủ tục | procedure_code"))?;
    let level = table.column(&["servicelevel", "mucdo", "level"]);
    let competence = table.column(&["competence", "thamquyen"]);
    let from = table.column(&["validfrom", "tungay"]);
    let to = table.column(&["validto", "denngay"]);
    let first = table.column(&["firstpublished", "ngaycongbolandau"]);
    let amended = table.column(&["amended", "ngaycongbosuadoi"]);
    let former = table.column(&["formercode", "formercodes", "macu", "mathutuccu"]);
    let offered_by = table.column(&["offeredby", "donvicungcap"]);
    let extra = |it: &ListColumn| {
        let names: Vec<&str> = it.headers.iter().map(String::as_str).collect();
        table.column(&names).map(|at| (it.id, at, it.date))
    };
    let extra: Vec<(u32, usize, bool)> = declared.iter().filter_map(extra).collect();
    let mut listed = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let fault = |column: usize| {
            let name = table.headers.get(column).cloned().unwrap_or_default();
            RowFault::Cell(row.line, name, row.get(Some(column)).to_owned())
        };
        let day = |column: Option<usize>| match (column, row.get(column)) {
            (_, "") | (None, _) => Ok(None),
            (Some(column), cell) => Day::parse(cell).map(Some).ok_or_else(|| fault(column)),
        };
        let word = |column: Option<usize>| column.map(|it| (it, row.get(Some(it)))).filter(|it| !it.1.is_empty());
        let code_cell = row.get(Some(code));
        if code_cell.is_empty() {
            return Err(fault(code));
        }
        let level = match word(level) {
            Some((column, cell)) => level_of(cell).ok_or_else(|| fault(column))?,
            None => None,
        };
        let competence = match word(competence) {
            Some((column, cell)) => Some(tier_of(cell).ok_or_else(|| fault(column))?),
            None => None,
        };
        let days = match (day(from)?, day(to)?) {
            (None, None) => None,
            (from, to) => Some(Days::new(from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST))),
        };
        let many = |column| row.get(column).split(';').map(str::trim).filter(|it| !it.is_empty());
        let mut amendments = Vec::new();
        for cell in many(amended) {
            amendments.push(Day::parse(cell).ok_or_else(|| fault(amended.unwrap_or_default()))?);
        }
        amendments.sort_unstable();
        let mut facts = BTreeMap::new();
        for (id, column, date) in &extra {
            let cell = row.get(Some(*column));
            let fact = if *date { Day::parse(cell).map(ListFact::On) } else { yes_or_no(cell).map(ListFact::Is) };
            match fact {
                Some(fact) => {
                    facts.insert(*id, fact);
                }
                None if cell.is_empty() => {}
                None => return Err(fault(*column)),
            }
        }
        listed.push(Listed {
            code: bare_code(code_cell).to_owned(),
            level,
            competence,
            days,
            first_published: day(first)?,
            amended: amendments,
            former: many(former).map(|it| bare_code(it).to_owned()).collect(),
            offered_by: many(offered_by).map(str::to_owned).collect(),
            facts,
        });
    }
    Ok(listed)
}

/// Yes or no, as lists and data write it.
pub fn yes_or_no(text: &str) -> Option<bool> {
    Some(match header(text).as_str() {
        "yes" | "co" | "x" | "true" | "1" => true,
        "no" | "khong" | "false" | "0" => false,
        _ => return None,
    })
}

/// A service level as data write it; the inner nothing is `none`.
pub fn level_of(text: &str) -> Option<Option<Word>> {
    Some(match header(text).as_str() {
        "full" | "toantrinh" | "endtoend" => Some(Word::EndToEnd),
        "partial" | "motphan" => Some(Word::Partial),
        "mucdo3" | "level3" | "3" => Some(Word::Level3),
        "mucdo4" | "level4" | "4" => Some(Word::Level4),
        "none" | "khong" => None,
        _ => return None,
    })
}

/// A tier as registers and lists write it.
pub fn tier_of(text: &str) -> Option<Tier> {
    Some(match header(text).as_str() {
        "department" | "tinh" | "captinh" | "province" | "provincial" | "provinciallevel" => Tier::Province,
        "district" | "huyen" | "caphuyen" | "districtlevel" => Tier::District,
        "commune" | "xa" | "capxa" | "communelevel" => Tier::Commune,
        "other" | "khac" => Tier::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_a_suffix_is_the_bare_one() {
        assert_eq!(bare_code("1.004873.000.00.00.H32"), "1.004873");
        assert_eq!(bare_code(" 1.004873 "), "1.004873");
        assert_eq!(bare_code("1.004873"), "1.004873");
        assert_eq!(bare_code("TT-12.5"), "TT-12.5");
    }

    #[test]
    fn working_days_skip_weekends_and_days_off() {
        let mut world = World::default();
        let friday = Day::new(2024, 3, 15).expect("a day");
        assert_eq!(world.working_days_after(friday, 1), friday.plus(3));
        world.days_off.insert(friday.plus(3));
        assert_eq!(world.working_days_after(friday, 1), friday.plus(4));
    }
}
