//! What all workers share: the meaning of each word, rows that need a closer look, and what comes of it all.

use std::collections::{BTreeMap, HashMap};

use super::chain::Counts;
use super::lane::Worker;
use super::numbers::Pattern;
use super::said::{OTHERS, Said, Twice, number_of, twice};
use crate::check::program::FULLY_ONLINE;
use crate::data::columns::{self, Columns};
use crate::data::facet::{EARLY, LATE, ON_TIME, OPEN, OVERDUE};
use crate::data::layout::groups::mark_of;
use crate::data::layout::{is_header, is_note, is_signature, is_total};
use crate::data::load::{KEPT, Load, LoadedSheet, Place, Repair, Skip};
use crate::data::mapping::Words;
use crate::data::open::{Kind, Line, of_font};
use crate::data::read::Reader;
use crate::data::read::sheets::is_hidden;
use crate::data::runs::{Held, Runs};
use crate::data::tidy::{Firsts, Order, Thousands, Tidied, put};
use crate::data::{Cell, Dim, Facet, Fold, When};
use crate::plan::ClassId;
use crate::problem::Problem;
use crate::term::Basis;
use crate::text::{Day, Days, nfc};

/// A word that a row cannot be counted by at once.
pub const COLD: u32 = 1 << 31;
/// A word that is not read as it stands.
pub const REPAIRED: u32 = 1 << 30;
/// The part of a code that is its meaning.
pub const MEANING: u32 = REPAIRED - 1;

/// What a column says of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Unit,
    Procedure,
    Received,
    Resolved,
    Due,
    Channel,
    Level,
    Paid,
    Digitised,
    Electronic,
    /// A yes/no fact.
    Mark(u8),
    /// The month, quarter or year of a row of counts.
    Period,
}

impl Role {
    /// Whether it is a day by which rules count.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Received | Self::Resolved | Self::Period)
    }
}

/// Why a file cannot be read so.
#[derive(Debug)]
pub enum Stop {
    /// Its quotes or ends of lines are not where they belong: letter by letter it can.
    Irregular,
    /// What a cell means depends on the whole file.
    Whole,
    /// A fault for the user.
    Fault(Box<Problem>),
}

/// The meaning of a word.
#[derive(Debug)]
pub struct Meaning {
    /// A number, with [`COLD`] or [`REPAIRED`].
    pub code: u32,
    /// A number where nothing is added up.
    pub each: u32,
    /// Of a date: the day.
    pub when: When,
    /// What it is read as.
    pub repaired: Option<Repaired>,
}

impl Meaning {
    fn of(code: u32) -> Self {
        Self { code, each: 0, when: When::Unsaid, repaired: None }
    }
}

/// A word that is read as another.
#[derive(Debug, Clone)]
pub struct Repaired {
    what: Repair,
    from: String,
    to: String,
    count: u64,
    places: Vec<u64>,
}

impl Repaired {
    /// Notes a place; the first are kept.
    pub fn note(&mut self, at: u64) {
        self.count += 1;
        self.places.push(at);
        if self.places.len() > 2 * KEPT {
            self.places.sort_unstable();
            self.places.truncate(KEPT);
        }
    }
}

/// Cells of a column that were repaired in one way: how many, and the first places with what stood and stands there.
type Noted = (u64, Vec<(u64, String, String)>);

/// What all workers share.
pub struct Shared<'r> {
    reader: Reader<'r>,
    load: &'r mut Load,
    fold: &'r Fold,
    /// In what order each column has day and month.
    orders: HashMap<usize, Order>,
    /// What columns of dates say of their order.
    firsts: BTreeMap<usize, Firsts>,
    /// The days of dates, as they are added up.
    whens: Vec<When>,
    when_index: HashMap<When, u32>,
    classes: HashMap<ClassId, u32>,
    /// Of each class that occurs the first of its codes.
    codes: Vec<String>,
    dims: Vec<Dim>,
    /// Rows that could be signatures under the table.
    candidates: Vec<u64>,
    /// Rows with totals.
    totals: Vec<u64>,
    repairs: BTreeMap<(Repair, usize), Noted>,
    /// Days and periods that [`number_of`] does not number.
    each_when: HashMap<When, u32>,
    /// Of counts: combinations.
    facets: Vec<Facet>,
    /// What the workers counted: the kinds, each with its number, and the dossiers of each unit and kind.
    kinds: HashMap<Cell, u32>,
    counts: Counts,
    /// Of counts: the rows that were read here.
    said: Said,
    seen: Option<Days>,
    /// Cells of single rows that are held before they are added up.
    most: usize,
}

/// The outcomes that occur, by number.
const OUTCOMES: [Dim; 10] = [
    Dim::UNSAID,
    Dim::of(OPEN),
    Dim::of(OPEN | OVERDUE),
    Dim::of(OPEN | OVERDUE).or_empty(),
    Dim::of(OVERDUE),
    Dim::of(EARLY | ON_TIME | LATE),
    Dim::of(EARLY | ON_TIME | LATE).or_empty(),
    Dim::of(EARLY),
    Dim::of(ON_TIME),
    Dim::of(LATE),
];

/// The number of an outcome.
pub fn part_of(outcome: Dim) -> u32 {
    OUTCOMES.iter().position(|it| *it == outcome).unwrap_or_default() as u32
}

/// The outcome of a dossier by the day of its result and its due day (none: there is no such column).
pub fn outcome_of(as_of: Option<Day>, resolved: When, due: Option<When>) -> Dim {
    match (resolved, due) {
        (When::Never, due) => match (as_of, due) {
            (None, _) => Dim::of(OPEN),
            (Some(_), None) => Dim::of(OPEN | OVERDUE),
            (Some(as_of), Some(When::In(due))) if due.to < as_of => Dim::of(OVERDUE),
            (Some(_), Some(When::In(_))) => Dim::of(OPEN),
            _ => Dim::of(OPEN | OVERDUE).or_empty(),
        },
        (When::Unsaid, _) => Dim::UNSAID,
        (When::In(_), None) => Dim::of(EARLY | ON_TIME | LATE),
        (When::In(days), Some(When::In(due))) if days.from < due.from => Dim::of(EARLY),
        (When::In(days), Some(When::In(due))) if days.from == due.from => Dim::of(ON_TIME),
        (When::In(_), Some(When::In(_))) => Dim::of(LATE),
        // Resolved it is; whether in time, an empty field does not say.
        (When::In(_), Some(_)) => Dim::of(EARLY | ON_TIME | LATE).or_empty(),
    }
}

impl<'r> Shared<'r> {
    /// For a file of dossiers whose columns are known; `orders`: of columns of dates whose order is not day first.
    pub fn new(reader: Reader<'r>, load: &'r mut Load, fold: &'r Fold, orders: HashMap<usize, Order>) -> Self {
        Self {
            reader,
            load,
            fold,
            orders,
            firsts: BTreeMap::new(),
            whens: Vec::new(),
            when_index: HashMap::new(),
            classes: HashMap::new(),
            codes: Vec::new(),
            dims: OUTCOMES.to_vec(),
            candidates: Vec::new(),
            totals: Vec::new(),
            repairs: BTreeMap::new(),
            each_when: HashMap::new(),
            facets: Vec::new(),
            kinds: HashMap::new(),
            counts: Counts::default(),
            said: Said::new(true),
            seen: None,
            most: 1 << 15,
        }
    }

    /// What a cell of a column means.
    pub fn meaning(&mut self, role: Role, column: usize, text: &str) -> Result<Meaning, Stop> {
        if text.contains(is_hidden) {
            return Err(Stop::Whole);
        }
        let found = match role {
            Role::Unit => return self.unit(text),
            Role::Procedure => {
                return Ok(match self.reader.procedure(text) {
                    Ok(each) if !self.fold.by_class => Meaning { each, ..Meaning::of(each) },
                    Ok(each) => Meaning { each, ..Meaning::of(self.of_class(each)) },
                    Err(_) => Meaning::of(COLD),
                });
            }
            Role::Period => {
                let when = columns::period(text).map(When::In);
                return Ok(when.map_or(Meaning::of(COLD), |it| self.of_day(it, None)));
            }
            Role::Received | Role::Resolved | Role::Due => return Ok(self.date(role, column, text)),
            Role::Channel => self.word(Words::Channel, text),
            Role::Level => self.word(Words::Level, text),
            Role::Paid | Role::Digitised | Role::Electronic | Role::Mark(_) => self.word(Words::YesNo, text),
        };
        Ok(Meaning::of(found.unwrap_or(COLD)))
    }

    fn word(&mut self, column: Words, text: &str) -> Result<u32, ()> {
        self.reader.mapping.word(column, text).map(|it| self.of_dim(it)).ok_or(())
    }

    fn unit(&mut self, text: &str) -> Result<Meaning, Stop> {
        let units = &self.reader.plan.world.units;
        // Letters that were lost, or a font of old: the whole column says.
        if text.contains('?') || of_font(text).is_some() {
            return Err(Stop::Whole);
        }
        let code = if units.day_decides(&nfc(self.reader.mapping.unit(text))) {
            COLD
        } else {
            let period = self.reader.plan.program.decision.period.unwrap_or(Days::ALL);
            self.reader.find_unit(text, period).unwrap_or(COLD)
        };
        Ok(Meaning { each: code, ..Meaning::of(code) })
    }

    /// The number of the class of a procedure.
    fn of_class(&mut self, procedure: u32) -> u32 {
        let code = self.reader.tally.procedures.get(procedure as usize).cloned().unwrap_or_default();
        let class = self.reader.plan.classes.of(&code);
        let next = self.codes.len() as u32;
        let number = *self.classes.entry(class).or_insert(next);
        match self.codes.get_mut(number as usize) {
            Some(held) if *held <= code => {}
            Some(held) => *held = code,
            None => self.codes.push(code),
        }
        number
    }

    fn date(&mut self, role: Role, column: usize, text: &str) -> Meaning {
        let text = text.trim();
        self.turn(column, text);
        let order = self.orders.get(&column).copied().unwrap_or(Order::DayFirst);
        let (cell, repaired) = match order.day(text, Kind::Text, false, None) {
            Tidied::Same => (text.to_owned(), None),
            Tidied::Silently(to) => (to, None),
            Tidied::As(what, to) => {
                (to.clone(), Some(Repaired { what, from: text.to_owned(), to, count: 0, places: Vec::new() }))
            }
            Tidied::Refused(_) => return Meaning::of(COLD),
        };
        let when = match columns::day(&cell) {
            Some(day) => When::In(Days::new(day, day)),
            None if cell.trim().is_empty() && role != Role::Received && !self.is_counts() => When::Never,
            None => return Meaning::of(COLD),
        };
        if role == Role::Due {
            let code = if repaired.is_some() { REPAIRED } else { 0 };
            return Meaning { when, repaired, ..Meaning::of(code) };
        }
        self.of_day(when, repaired)
    }

    /// The meaning of a date or a period.
    fn of_day(&mut self, when: When, repaired: Option<Repaired>) -> Meaning {
        let next = self.each_when.len() as u32;
        let each = number_of(when).unwrap_or_else(|| OTHERS + *self.each_when.entry(when).or_insert(next));
        let flag = if repaired.is_some() { REPAIRED } else { 0 };
        Meaning { code: self.of_when(self.fold.of(when)) | flag, each, when, repaired }
    }

    /// Whether the rows are counts.
    fn is_counts(&self) -> bool {
        self.reader.columns.total.is_some()
    }

    /// What the numbers of a row of counts stand for; none: they do not go together.
    pub fn pattern(&mut self, values: &[u64]) -> Result<Option<Pattern>, Stop> {
        let columns = &self.reader.columns;
        let Some((at, groups)) = numbers_of(&self.reader) else { return Err(Stop::Whole) };
        let mut cells = vec![String::new(); columns.headers.len()];
        for (at, value) in at.iter().zip(values) {
            cells.iter_mut().skip(*at).take(1).for_each(|it| *it = value.to_string());
        }
        let get = |column: Option<usize>| column.and_then(|it| cells.get(it)).map_or("", String::as_str);
        let total = values.first().copied().unwrap_or_default();
        let resolved = columns.resolved.is_some() || columns.period.is_some() && self.reader.basis() == Basis::Resolved;
        let Ok(split) = self.reader.parts_of(total, resolved, &get) else { return Ok(None) };
        let mut facets = Vec::with_capacity(split.len());
        for (facet, ..) in &split {
            let found = self.facets.iter().position(|it| it == facet);
            facets.push(found.unwrap_or(self.facets.len()) as u32);
            if found.is_none() {
                self.facets.push(*facet);
            }
        }
        let mut ends = 0;
        let rest = groups.iter().map(|it| {
            ends += it.len() + 1;
            split.get(ends - 1).is_none_or(|it| it.0.has_no_value())
        });
        Ok(Some(Pattern { facets, closed: rest.collect() }))
    }

    /// A combination of counts, by its number.
    pub fn facet(&self, number: u32) -> Facet {
        self.facets.get(number as usize).copied().unwrap_or(Facet::UNSAID)
    }

    /// Notes what a cell says of the order of day and month.
    fn turn(&mut self, column: usize, text: &str) {
        self.firsts.entry(column).or_default().see(text);
    }

    fn of_when(&mut self, when: When) -> u32 {
        let next = self.whens.len() as u32;
        let number = *self.when_index.entry(when).or_insert(next);
        if number == next {
            self.whens.push(when);
        }
        number
    }

    fn of_dim(&mut self, dim: Dim) -> u32 {
        let found = self.dims.iter().position(|it| *it == dim);
        found.unwrap_or_else(|| {
            self.dims.push(dim);
            self.dims.len() - 1
        }) as u32
    }

    /// The combination of a number.
    pub fn dim(&self, number: u32) -> Dim {
        self.dims.get(number as usize).copied().unwrap_or(Dim::UNSAID)
    }

    /// A row that has to be looked at; whether it is none that could stand under the table.
    pub fn row(&mut self, cells: &csv::StringRecord, at: u64) -> Result<bool, Stop> {
        let columns = self.reader.columns.clone();
        let mut line = Line { number: at, cells: cells.clone(), kinds: Vec::new() };
        let unit = columns.unit.and_then(|it| cells.get(it)).unwrap_or_default().trim().to_owned();
        let is_group = || mark_of(&line, &columns, &|it| self.reader.is_unit(it)).is_some();
        if is_header(&line, &columns) || is_note(&line, &columns) || is_group() {
            // Told with its line where the file is read whole.
            return Err(Stop::Whole);
        }
        if is_total(&line, &columns) && !self.reader.is_unit(&unit) {
            // The sums of rows before it are not held.
            if self.is_counts() {
                return Err(Stop::Whole);
            }
            self.totals.push(at);
            return Ok(true);
        }
        if self.is_counts() {
            let (at, _) = numbers_of(&self.reader).ok_or(Stop::Whole)?;
            for column in at {
                let cell = cells.get(column).unwrap_or_default().trim();
                // What stands between thousands the whole column says.
                let grouped = [' ', '.', ',', '\u{a0}', '\u{202f}', '\''];
                if cell.contains(grouped) && cell.starts_with(|it: char| it.is_ascii_digit()) {
                    return Err(Stop::Whole);
                }
                put(&mut line, column, Thousands::Dots.count(cell, Kind::Text))
                    .map(|it| self.reader.originals.insert((line.number, column), it));
            }
        }
        for column in [columns.received, columns.due, columns.resolved].into_iter().flatten() {
            let cell = cells.get(column).unwrap_or_default().trim();
            self.turn(column, cell);
            let order = self.orders.get(&column).copied().unwrap_or(Order::DayFirst);
            let tidied = order.day(cell, Kind::Text, false, None);
            if let Tidied::As(what, to) = &tidied {
                let (what, from, to) = (*what, cell.to_owned(), to.clone());
                self.repaired(column, &Repaired { what, from, to, count: 1, places: vec![at] });
            }
            if let Some(original) = put(&mut line, column, tidied) {
                self.reader.originals.insert((at, column), original);
            }
        }
        let (bad, before) = (self.reader.tally.bad.len(), self.reader.tally.loose.len());
        let read = self.reader.row(&line.cells, at);
        // Of rows that say the same the lines are told when the file is read whole.
        read.map_err(|it| if self.is_counts() { Stop::Whole } else { Stop::Fault(Box::new(it)) })?;
        self.reader.originals.clear();
        if self.reader.tally.bad.len() > bad {
            let is_candidate = is_signature(&line, &columns, &|it| self.reader.is_unit(it));
            if is_candidate {
                self.candidates.push(at);
            }
            return Ok(!is_candidate);
        }
        let cells = &mut self.reader.tally.loose;
        let new = cells.split_off(before);
        new.into_iter().for_each(|it| self.keep(it));
        for (unit, procedure, received, resolved) in std::mem::take(&mut self.reader.rows).into_keys() {
            let mut of = |when: When| match when {
                When::Unsaid => None,
                when => Some(self.of_day(when, None).each),
            };
            let (received, resolved) = (of(received), of(resolved));
            self.supplied(unit);
            self.said.note(unit, procedure, received, resolved).ok_or(Stop::Whole)?;
        }
        Ok(true)
    }

    /// Keeps the cell of a single row, added up as the others are.
    fn keep(&mut self, cell: Cell) {
        [cell.received, cell.resolved].into_iter().for_each(|it| self.see(it));
        let procedure = match cell.procedure {
            Some(number) if self.fold.by_class => Some(self.of_class(number)),
            other => other,
        };
        let (received, resolved) = (self.fold.of(cell.received), self.fold.of(cell.resolved));
        self.push(Cell { procedure, received, resolved, ..cell });
    }

    /// Notes a unit that was supplied, perhaps without dossiers.
    pub fn supplied(&mut self, unit: u32) {
        self.push(self.cell(unit, None, 0));
    }

    fn push(&mut self, cell: Cell) {
        let cells = &mut self.reader.tally.loose;
        cells.push(cell);
        if cells.len() > self.most {
            crate::data::settle(cells);
            self.most = self.most.max(cells.len() * 2);
        }
    }

    /// Notes the day of a dossier that counts.
    pub fn saw(&mut self, role: Role, when: When) {
        if role != Role::Resolved || self.reader.plan.needs.resolved || self.is_counts() {
            self.see(when);
        }
    }

    fn see(&mut self, when: When) {
        if let When::In(days) = when {
            self.seen = Some(self.seen.map_or(days, |it| it.with(days)));
        }
    }

    /// Notes what a word was read as.
    pub fn repaired(&mut self, column: usize, it: &Repaired) {
        let (count, first) = self.repairs.entry((it.what, column)).or_default();
        *count += it.count;
        first.extend(it.places.iter().map(|at| (*at, it.from.clone(), it.to.clone())));
        first.sort();
        first.truncate(KEPT);
    }

    /// So many dossiers of a unit and of the procedure or class with a number.
    pub fn cell(&self, unit: u32, procedure: Option<u32>, dossiers: u64) -> Cell {
        let (received, resolved) = (When::Unsaid, When::Unsaid);
        Cell { unit, procedure, received, resolved, facet: 0, dossiers }
    }

    /// Puts a part of the kind of dossiers in its place.
    pub fn part(&self, role: Role, part: u32, cell: &mut Cell, facet: &mut Facet) {
        let when = || self.whens.get(part as usize).copied().unwrap_or(When::Unsaid);
        match role {
            Role::Period if self.reader.basis() == Basis::Resolved => cell.resolved = when(),
            Role::Received | Role::Period => cell.received = when(),
            Role::Resolved => cell.resolved = when(),
            Role::Channel => facet.channel = self.dim(part),
            Role::Level => facet.level = self.dim(part),
            Role::Paid => facet.paid = self.dim(part),
            Role::Digitised => facet.digitised = self.dim(part),
            Role::Electronic => facet.electronic = self.dim(part),
            Role::Mark(mark) => facet.marks = facet.marks.with(mark, self.dim(part)),
            Role::Unit | Role::Procedure | Role::Due => {}
        }
    }

    /// The place of a combination in the tally.
    pub fn facet_of(&mut self, facet: Facet) -> Result<u16, Stop> {
        self.reader.tally.facet(self.fold.facet(facet)).ok_or(Stop::Whole)
    }

    /// Takes over dossiers whose days are told apart, and what their kinds are.
    pub fn hold(&mut self, runs: Runs, kinds: Vec<(When, When, u16)>) {
        let tally = &mut *self.reader.tally;
        let mut procedures: Vec<(u32, bool)> = (0..tally.procedures.len() as u32).map(|it| (it, false)).collect();
        for at in runs.procedures() {
            procedures.iter_mut().skip(at as usize).take(1).for_each(|it| it.1 = true);
        }
        let units = (0..tally.units.len() as u32).map(Some).collect();
        tally.held.push(Held { runs, kinds, procedures, units });
    }

    /// The number of a kind of dossiers: a cell of no unit, and a combination.
    pub fn kind(&mut self, cell: Cell, facet: Facet) -> Result<u32, Stop> {
        // More combinations than any data have are told row by row.
        let facet = self.facet_of(facet)?;
        let next = self.kinds.len() as u32;
        Ok(*self.kinds.entry(Cell { facet, ..cell }).or_insert(next))
    }

    /// Adds dossiers of a unit and a kind.
    pub fn add(&mut self, unit: u32, kind: u32, dossiers: u64) {
        self.counts.many(unit, kind, dossiers);
    }

    /// Makes cells of what the workers counted.
    fn lay_down(&mut self) {
        let mut kinds: Vec<(Cell, u32)> = std::mem::take(&mut self.kinds).into_iter().collect();
        kinds.sort_unstable_by_key(|it| it.1);
        let counts = std::mem::take(&mut self.counts);
        self.reader.tally.loose.reserve_exact(counts.each().count());
        for (unit, kind, dossiers) in counts.each() {
            if let Some((cell, _)) = kinds.get(kind as usize) {
                self.reader.tally.loose.push(Cell { unit, dossiers, ..*cell });
            }
        }
    }

    /// The orders of day and month that the columns turned out to have, where they are not those that were assumed.
    pub fn other_orders(&self) -> Option<HashMap<usize, Order>> {
        let orders = self.firsts.iter().map(|it| (*it.0, it.1.order())).filter(|it| it.1 != Order::DayFirst);
        let orders: HashMap<usize, Order> = orders.collect();
        (orders != self.orders).then_some(orders)
    }

    /// Whether two rows of counts are of one unit, procedure and day.
    pub fn says_twice(&mut self, workers: &mut [Worker]) -> Twice {
        let said = workers.iter_mut().map(|it| std::mem::take(&mut it.said));
        twice(said.chain([std::mem::take(&mut self.said)]).collect())
    }

    /// Ends the reading of a file: the tally holds its cells and bad rows. `line`: the line of a place; `last`: the last
    /// row that is no candidate for a signature; `rows`: how many rows hold something.
    pub fn finish(mut self, line: &dyn Fn(u64) -> u64, last: Option<u64>, rows: u64, told: &mut LoadedSheet) {
        self.lay_down();
        let (load, columns, tally) = (self.load, &self.reader.columns, self.reader.tally);
        let signatures: Vec<u64> = self.candidates.into_iter().filter(|it| Some(*it) > last).collect();
        tally.bad.retain(|it| !signatures.contains(&it.line));
        tally.bad.sort_by_key(|it| it.line);
        tally.bad.iter_mut().for_each(|it| it.line = line(it.line));
        let skipped = self.totals.iter().map(|it| (line(*it), Skip::Total));
        told.skipped.extend(skipped.chain(signatures.iter().map(|it| (line(*it), Skip::Signature))));
        told.skipped.sort();
        told.rows = rows - (self.totals.len() + signatures.len()) as u64;
        told.refused = tally.bad.len() as u64;
        for ((what, column), (count, first)) in self.repairs {
            let places = load.repairs.entry((what, columns.name(column).to_owned())).or_default();
            places.count += count;
            let first = first.into_iter().map(|(at, from, to)| Place { sheet: None, line: line(at), from, to });
            places.first.extend(first);
            places.first.truncate(KEPT);
        }
        if self.fold.by_class {
            tally.procedures = self.codes;
        }
        tally.seen = self.seen;
    }
}

/// The columns of numbers of a file of counts, and the parts of each way in which the total is parted, by their places
/// among the columns; none: the rows are read in another way.
pub fn numbers_of(reader: &Reader) -> Option<(Vec<usize>, Vec<Vec<usize>>)> {
    let total = reader.columns.total?;
    let groups = reader.partitions();
    let parts: Vec<usize> = groups.iter().flatten().copied().collect();
    if parts.len() > 63 || reader.has_unit_values() {
        return None;
    }
    let mut next = 0;
    let places = groups.iter().map(|it| {
        let from = next + 1;
        next += it.len();
        (from..=next).collect()
    });
    let places = places.collect();
    Some((std::iter::once(total).chain(parts).collect(), places))
}

/// The columns of a file of dossiers that rules ask for; none: its rows are read in another way.
pub fn roles(reader: &Reader) -> Option<Vec<(usize, Role)>> {
    let (columns, needs): (&Columns, _) = (&reader.columns, reader.plan.needs);
    if reader.speaks_of_units() || reader.has_amounts() {
        return None;
    }
    if columns.total.is_some() {
        numbers_of(reader)?;
        let days = columns.period.map(|it| (it, Role::Period));
        let by = reader.basis();
        // A stated period is meant by the date that the rules count by.
        let of = |at: Option<usize>, role, basis| at.filter(|_| days.is_none() || by != basis).map(|at| (at, role));
        let found = [
            columns.unit.map(|it| (it, Role::Unit)),
            columns.procedure.map(|it| (it, Role::Procedure)),
            of(columns.received, Role::Received, Basis::Received),
            of(columns.resolved, Role::Resolved, Basis::Resolved),
            days,
        ];
        return Some(found.into_iter().flatten().collect());
    }
    let wanted = [
        (true, columns.unit, Role::Unit),
        (true, columns.procedure, Role::Procedure),
        (needs.received, columns.received, Role::Received),
        (needs.resolved || needs.outcome, columns.resolved, Role::Resolved),
        (needs.outcome, columns.due, Role::Due),
        (needs.channel, columns.channel, Role::Channel),
        (needs.level, columns.level, Role::Level),
        (needs.paid, columns.paid, Role::Paid),
        (needs.digitised, columns.digitised, Role::Digitised),
        (needs.electronic, columns.electronic, Role::Electronic),
        (needs.marks & (1 << FULLY_ONLINE) != 0, columns.fully_online, Role::Mark(FULLY_ONLINE)),
    ];
    let mut out: Vec<(usize, Role)> =
        wanted.into_iter().filter(|it| it.0).filter_map(|it| it.1.map(|at| (at, it.2))).collect();
    out.extend(reader.declared_marks().map(|(mark, place)| (place, Role::Mark(mark))));
    Some(out)
}
