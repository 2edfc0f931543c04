//! Supplied counts → tally. Everything supplied becomes cells (unit, procedure, days, facets) → dossiers. Nothing is
//! dropped: a row that cannot be counted is a bad row, told with its file, line, column and value.

mod cells;
mod columns;
mod compare;
mod error;
mod facet;
mod kept;
mod layout;
mod load;
mod mapping;
mod open;
mod propose;
mod read;
mod runs;
mod tidy;
mod values;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use cells::{Cells, Packed, PackedCell};
pub use columns::{period, words};
pub use compare::{Compared, Difference, Measured, compare};
pub use error::{encoding, notices};
pub use facet::{Answer, Dim, Facet, Fact, asked_facts, dimension, mark_dimension};
pub use kept::{Made, Summary, is_kept, keep, merge, named, summary};
pub use load::{Load, LoadedSheet, Place, Places, Repair, Skip, Twice, WrongSum};
pub use mapping::{Conventions, DateOrder, Mapping, ROLES, SqlNames, Words};
pub use open::Encoding;
pub use propose::{Proposal, ProposedUnit, ProposedWord, Taken, propose};
pub use read::{BadRows, Feed, Input, Options, Parts, Traced, Weighed, gather, letter, read, read_weighed, trace};
pub use values::{UnitFact, UnitValue, over};

use cells::Packer;
use runs::Held;

use crate::check::program::ColumnId;
use crate::lang::{Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// All that was supplied, counted by cell.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Units as they were supplied, each with the unit of the register, if it has one.
    pub units: Vec<Supplied>,
    /// Bare codes of procedures.
    pub procedures: Vec<String>,
    /// Combinations of channel, level, outcome … that occur.
    pub facets: Vec<Facet>,
    /// The cells as they were read.
    pub cells: Arc<Cells>,
    /// Cells while files are read, and those of large files.
    loose: Vec<Cell>,
    held: Vec<Held>,
    /// Units whose cells are assumed to be others: theirs in place of those that were read.
    pub assumed: BTreeMap<u32, Arc<Vec<Cell>>>,
    /// The sums of declared columns of dossiers: cells in which `dossiers` is the sum.
    pub amounts: BTreeMap<ColumnId, Vec<Cell>>,
    /// What declared columns say of units.
    pub values: Vec<UnitValue>,
    /// Rows that are not counted.
    pub bad: Vec<BadRow>,
    /// The names of the files.
    pub files: Vec<String>,
    /// How the files were read.
    pub loads: Vec<Load>,
    /// The first and the last day of any dossier, where cells do not tell them.
    pub seen: Option<Days>,
    /// How dates were moved, if they were.
    pub shifted: Option<Shifted>,
    known_units: HashMap<UnitId, u32>,
    unknown_units: HashMap<String, u32>,
    procedure_index: HashMap<String, u32>,
    facet_index: HashMap<Facet, u16>,
}

/// What rules do not tell apart, so that dossiers of a large file are added up while they are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fold {
    /// Procedures of one class.
    pub by_class: bool,
    /// The first days of stretches of days; none: each day is told apart.
    pub borders: Option<Vec<Day>>,
    /// What is asked of dossiers; none: all that is known of them is told apart.
    pub facts: Option<Vec<Fact>>,
}

impl Fold {
    /// The combination that stands for a combination.
    fn facet(&self, facet: Facet) -> Facet {
        self.facts.as_ref().map_or(facet, |it| facet.as_asked(it))
    }

    /// The day that stands for a day: the first of its stretch.
    pub fn of(&self, when: When) -> When {
        let (When::In(days), Some(borders)) = (when, &self.borders) else { return when };
        if days.from != days.to {
            return when;
        }
        let day = match borders.partition_point(|it| *it <= days.from).checked_sub(1) {
            Some(at) => borders.get(at).copied(),
            None => borders.first().map(|it| it.plus(-1)),
        };
        day.map_or(when, |it| When::In(Days::new(it, it)))
    }
}

/// How the dates of counts were moved by whole years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shifted {
    /// By how many years.
    pub years: i32,
    /// Dossiers of a 29/02 that became those of a 28/02.
    pub clipped: u128,
}

impl Shifted {
    /// What has to be said beside every result.
    pub fn say(&self) -> Say {
        let years = self.years;
        let mut say = say!(
            "ngày của số liệu được dời {years} năm: đây không phải số liệu của kỳ này",
            "the dates of the counts are moved by whole years ({years}): these are no counts of this period"
        );
        if self.clipped > 0 {
            let clipped = self.clipped;
            say.vi += &format!("; {clipped} hồ sơ ngày 29/02 tính vào ngày 28/02");
            say.en += &format!("; {clipped} dossiers of 29/02 count on 28/02");
        }
        say
    }
}

/// A unit as it was supplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplied {
    /// Its code: that of the register, or else as supplied.
    pub code: String,
    /// The unit of the register.
    pub unit: Option<UnitId>,
}

/// So many dossiers of one unit, procedure, day and combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Index into [`Tally::units`].
    pub unit: u32,
    /// Index into [`Tally::procedures`]; none: the counts do not say.
    pub procedure: Option<u32>,
    /// When they were received.
    pub received: When,
    /// When they were resolved.
    pub resolved: When,
    /// Index into [`Tally::facets`].
    pub facet: u16,
    /// How many.
    pub dossiers: u64,
}

/// What is supplied about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// These days: one, or a month or a quarter.
    In(Days),
    /// The field is empty: it has not happened.
    Never,
    /// The counts have no such column.
    Unsaid,
}

/// A row that is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The file.
    pub file: String,
    /// The line, from 1; of JSON: the object.
    pub line: u64,
    /// The column's header.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub why: Say,
    /// The unit, where that much is clear.
    pub unit: Option<u32>,
    /// The dossiers it stands for.
    pub dossiers: u64,
}

impl Tally {
    /// A unit of the register, or else a supplied code.
    fn unit(&mut self, code: &str, unit: Option<UnitId>) -> u32 {
        let next = self.units.len() as u32;
        let index = match unit {
            Some(id) => *self.known_units.entry(id).or_insert(next),
            None => *self.unknown_units.entry(code.to_owned()).or_insert(next),
        };
        if index == next {
            self.units.push(Supplied { code: code.to_owned(), unit });
        }
        index
    }

    /// A procedure by its bare code.
    fn procedure(&mut self, code: &str) -> u32 {
        if let Some(index) = self.procedure_index.get(code) {
            return *index;
        }
        let index = self.procedures.len() as u32;
        self.procedures.push(code.to_owned());
        self.procedure_index.insert(code.to_owned(), index);
        index
    }

    /// A combination; none when there are more than any data have.
    fn facet(&mut self, facet: Facet) -> Option<u16> {
        if let Some(index) = self.facet_index.get(&facet) {
            return Some(*index);
        }
        let index = u16::try_from(self.facets.len()).ok()?;
        self.facets.push(facet);
        self.facet_index.insert(facet, index);
        Some(index)
    }

    /// Moves all dates by whole years.
    fn shift(&mut self, years: i32) {
        if years == 0 {
            return;
        }
        let moved = |when: When| if let When::In(days) = when { When::In(days.years_later(years)) } else { when };
        let is_clipped = |when: When| match when {
            When::In(days) => days.from == days.to && days.from.years_later(years).years_later(-years) != days.from,
            _ => false,
        };
        let mut clipped = 0;
        for cell in &self.loose {
            let once = self.facets.get(cell.facet as usize).is_none_or(|it| it.speaks_of(0));
            if once && (is_clipped(cell.received) || is_clipped(cell.resolved)) {
                clipped += u128::from(cell.dossiers);
            }
        }
        for held in &mut self.held {
            let units = (0..held.units.len() as u32).flat_map(|it| held.of_unit(it));
            let late = units.filter(|it| is_clipped(it.received) || is_clipped(it.resolved));
            let speaks = |it: &Cell| self.facets.get(it.facet as usize).is_none_or(|it| it.speaks_of(0));
            clipped += late.filter(speaks).map(|it| u128::from(it.dossiers)).sum::<u128>();
            held.kinds.iter_mut().for_each(|it| (it.0, it.1) = (moved(it.0), moved(it.1)));
        }
        for cell in self.amounts.values_mut().chain([&mut self.loose]).flatten() {
            (cell.received, cell.resolved) = (moved(cell.received), moved(cell.resolved));
        }
        for value in &mut self.values {
            value.when = moved(value.when);
        }
        self.seen = self.seen.map(|it| it.years_later(years));
        self.shifted = Some(Shifted { years, clipped });
    }

    /// Takes over the units, procedures, cells and bad rows of a file, in an order that does not hang on how it was read.
    /// A cell without dossiers only says that its unit was supplied.
    fn absorb(&mut self, mut other: Tally) {
        // There are many cells to each unit, procedure and combination.
        let mut used = [other.units.len(), other.procedures.len(), other.facets.len()].map(|it| vec![false; it]);
        let mut uses = |of: usize, at: u32| {
            used.iter_mut().skip(of).take(1).filter_map(|it| it.get_mut(at as usize)).for_each(|it| *it = true);
        };
        other.bad.iter().filter_map(|it| it.unit).for_each(|it| uses(0, it));
        for cell in &other.loose {
            uses(0, cell.unit);
            cell.procedure.iter().for_each(|it| uses(1, *it));
            uses(2, u32::from(cell.facet));
        }
        for held in &other.held {
            held.runs.units().for_each(|it| uses(0, it));
            held.procedures.iter().filter(|it| it.1).for_each(|it| uses(1, it.0));
            held.kinds.iter().for_each(|it| uses(2, u32::from(it.2)));
        }
        let [units, procedures, facets] = &used;
        let of = |used: &[bool]| -> Vec<usize> { (0..used.len()).filter(|it| used.get(*it) == Some(&true)).collect() };
        let named = |at: &usize| other.units.get(*at).map(|it| ((&it.code, it.unit), *at as u32));
        let units: BTreeMap<_, _> = of(units).iter().filter_map(named).collect();
        let coded = |at: &usize| other.procedures.get(*at).map(|it| (it, *at as u32));
        let procedures: BTreeMap<_, _> = of(procedures).iter().filter_map(coded).collect();
        let combined = |at: &usize| other.facets.get(*at).map(|it| (*it, *at as u16));
        let facets: BTreeMap<_, _> = of(facets).iter().filter_map(combined).collect();
        let units: HashMap<u32, u32> = units.into_iter().map(|(it, at)| (at, self.unit(it.0, it.1))).collect();
        let procedures: HashMap<u32, u32> = procedures.into_iter().map(|(it, at)| (at, self.procedure(it))).collect();
        // There are no more combinations than there were.
        let facet = |(it, at): (Facet, u16)| (at, self.facet(it).unwrap_or_default());
        let facets: HashMap<u16, u16> = facets.into_iter().map(facet).collect();
        let unit = |at: u32| units.get(&at).copied().unwrap_or_default();
        other.loose.retain(|it| it.dossiers > 0);
        for it in &mut other.loose {
            it.unit = unit(it.unit);
            it.procedure = it.procedure.and_then(|at| procedures.get(&at).copied());
            it.facet = facets.get(&it.facet).copied().unwrap_or_default();
        }
        match self.loose.is_empty() {
            true => self.loose = std::mem::take(&mut other.loose),
            false => self.loose.append(&mut other.loose),
        }
        self.bad.extend(other.bad.iter().cloned().map(|it| BadRow { unit: it.unit.map(unit), ..it }));
        for mut held in other.held {
            held.kinds.iter_mut().for_each(|it| it.2 = facets.get(&it.2).copied().unwrap_or_default());
            held.procedures.iter_mut().for_each(|it| it.0 = procedures.get(&it.0).copied().unwrap_or_default());
            held.units = vec![None; self.units.len()];
            for (from, to) in &units {
                held.units.iter_mut().skip(*to as usize).take(1).for_each(|it| *it = Some(*from));
            }
            self.held.push(held);
        }
        self.seen = match (self.seen, other.seen) {
            (Some(one), Some(two)) => Some(one.with(two)),
            (one, two) => one.or(two),
        };
    }

    /// Sorts the cells, adds up those that are one, and packs them.
    fn settle(&mut self) {
        let (mut loose, held) = (std::mem::take(&mut self.loose), std::mem::take(&mut self.held));
        settle(&mut loose);
        let stamps = loose.iter().map(|it| [it.received, it.resolved]);
        let stamps = stamps.chain(held.iter().flat_map(|it| &it.kinds).map(|it| [it.0, it.1]));
        let mut packer = Packer::new(stamps, self.facets.len());
        let mut rest = loose.as_slice();
        for unit in 0..self.units.len() as u32 {
            let (own, after) = rest.split_at(rest.partition_point(|it| it.unit <= unit));
            rest = after;
            let mut cells = own.to_vec();
            for held in &held {
                cells.extend(held.of_unit(unit));
            }
            if !held.is_empty() {
                settle(&mut cells);
            }
            packer.unit(unit, &cells);
        }
        self.cells = Arc::new(packer.done());
        self.amounts.values_mut().for_each(settle);
    }

    /// All dossiers supplied, the bad rows among them.
    pub fn supplied(&self) -> u128 {
        let cells = (0..self.units.len() as u32).flat_map(|it| self.cells_of(it)).map(|it| it.dossiers);
        cells.chain(self.bad.iter().map(|it| it.dossiers)).map(u128::from).sum()
    }

    /// The cells of a unit, by its place in [`Tally::units`].
    pub fn cells_of(&self, unit: u32) -> impl Iterator<Item = Cell> {
        let assumed = self.assumed.get(&unit);
        let read = assumed.is_none().then(|| self.cells.of_unit(unit));
        assumed.into_iter().flat_map(|it| it.iter().copied()).chain(read.into_iter().flatten())
    }

    /// The same with other cells of a unit.
    #[must_use]
    pub fn with_cells(&self, unit: u32, mut cells: Vec<Cell>) -> Self {
        settle(&mut cells);
        let mut tally = self.clone();
        tally.assumed.insert(unit, Arc::new(cells));
        tally
    }

    /// The same with dossiers beside those of a unit, of which no more is known than is said: the procedure by its bare
    /// code, the days, the combination. Errors: none; the place of the unit comes back beside it.
    #[must_use]
    pub fn with_more(
        &self,
        unit: (&str, UnitId),
        procedure: Option<&str>,
        days: [When; 2],
        more: (Facet, u64),
    ) -> (Self, u32) {
        let mut tally = self.clone();
        let unit = tally.unit(unit.0, Some(unit.1));
        let procedure = procedure.map(|it| tally.procedure(it));
        let [received, resolved] = days;
        let mut cells: Vec<Cell> = self.cells_of(unit).collect();
        // Combinations run out only where no data have more.
        if let Some(facet) = tally.facet(more.0) {
            cells.push(Cell { unit, procedure, received, resolved, facet, dossiers: more.1 });
        }
        (tally.with_cells(unit, cells), unit)
    }

    /// The same with other combinations of some of a unit's dossiers: the place of the cell, how many of them, the
    /// combination.
    #[must_use]
    pub fn with_others(&self, unit: u32, others: &[(usize, u64, Facet)]) -> Self {
        let mut tally = self.clone();
        let mut cells: Vec<Cell> = self.cells_of(unit).collect();
        for (at, dossiers, facet) in others {
            let Some(facet) = tally.facet(*facet) else { continue };
            let Some(cell) = cells.get_mut(*at) else { continue };
            let moved = Cell { facet, dossiers: *dossiers, ..*cell };
            cell.dossiers -= dossiers;
            cells.push(moved);
        }
        cells.retain(|it| it.dossiers > 0);
        tally.with_cells(unit, cells)
    }

    /// The place of a unit of the register among those supplied.
    pub fn place_of(&self, unit: UnitId) -> Option<u32> {
        self.known_units.get(&unit).copied()
    }

    /// The same with what a small file says of a unit, in place of its counts. Errors: the file cannot be read.
    pub fn with_file(&self, plan: &Plan, unit: UnitId, input: &Input) -> Result<(Self, u32), Vec<Problem>> {
        let more = read(plan, std::slice::from_ref(input), BadRows::Refuse)?;
        let mut tally = self.clone();
        let unit = tally.unit(&plan.world.units.get(unit).code, Some(unit));
        let mut cells = Vec::new();
        for cell in more.cells.iter() {
            let procedure = cell.procedure.and_then(|it| more.procedures.get(it as usize));
            let procedure = procedure.map(|it| tally.procedure(it));
            let facet = more.facets.get(cell.facet as usize).copied().unwrap_or(Facet::UNSAID);
            let Some(facet) = tally.facet(facet) else { continue };
            cells.push(Cell { unit, procedure, facet, ..cell });
        }
        Ok((tally.with_cells(unit, cells), unit))
    }
}

/// The cells of a unit among sorted ones.
pub fn of_unit(cells: &[Cell], unit: u32) -> &[Cell] {
    let from = cells.partition_point(|it| it.unit < unit);
    let rest = cells.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|it| it.unit == unit)).unwrap_or_default()
}

/// Sorts cells and adds up those that are one.
fn settle(cells: &mut Vec<Cell>) {
    let key = |it: &Cell| (it.unit, it.procedure, it.received, it.resolved, it.facet);
    cells.sort_unstable();
    cells.dedup_by(|next, held| {
        // A sum beyond one number stays in two cells.
        let sum = held.dossiers.checked_add(next.dossiers).filter(|_| key(next) == key(held));
        held.dossiers = sum.unwrap_or(held.dossiers);
        sum.is_some()
    });
}
