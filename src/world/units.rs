//! Units over time: name, kind and parent hold for days. A unit keeps its code through new names; it ends where another
//! takes it over, or where it is divided, and then its code may go on as that of another unit.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::names::{name_key, version};
use crate::lang::Say;
use crate::term::{Tier, UnitKind};
use crate::text::{Day, Days};

/// A unit of a register: an index into [`Units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// A row of a register, as a file or a rule file gives it.
#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    /// Its code; a slug of the name where none is given.
    pub code: String,
    /// Its name, with or without the kind word.
    pub name: String,
    /// Its kind word, if the row has one.
    pub kind: Option<String>,
    /// Its tier, if the row says so.
    pub tier: Option<Tier>,
    /// The code or the name of its parent.
    pub parent: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The codes or the names of the units that took it over: one that it was merged into, several between which it was
    /// divided.
    pub merged_into: Vec<String>,
    /// The days on which this row holds.
    pub days: Option<Days>,
    /// Where the row stands, for messages.
    pub line: u64,
}

/// A unit: what it was called on which days.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its code, always text.
    pub code: String,
    /// Its states, by first day.
    pub versions: Vec<Version>,
    /// Who took it over after its last day: one that it was merged into, several between which it was divided.
    pub successors: Vec<UnitId>,
}

/// A state of a unit.
#[derive(Debug, Clone)]
pub struct Version {
    /// The name with its kind word, in NFC: `huyện Cam Lâm`.
    pub name: String,
    /// The key of the name without its kind word.
    pub bare: String,
    /// The keys under which it is found: name and aliases, with and without the kind word.
    pub(super) keys: Vec<String>,
    /// Its kind, where it is one that the language knows.
    pub kind: Option<UnitKind>,
    /// Its kind word as the register writes it.
    pub kind_word: String,
    /// Its tier.
    pub tier: Tier,
    /// The code of its parent, which need not be in the register.
    pub parent: Option<String>,
    /// When it is valid.
    pub days: Days,
}

/// All units, and the ways to find one.
#[derive(Debug, Clone, Default)]
pub struct Units {
    pub(super) list: Vec<Unit>,
    /// The rows that it was made from.
    pub rows: Vec<UnitRow>,
    by_code: HashMap<String, Vec<UnitId>>,
    by_key: BTreeMap<String, Vec<UnitId>>,
    /// Names, bare names and codes without accents; made when they are first asked for.
    pub(super) plain: OnceLock<HashMap<String, Vec<UnitId>>>,
    /// See [`Units::borders`].
    borders: OnceLock<Vec<Day>>,
}

/// Why rows make no register. Rows are told by their lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitsFault {
    /// One code on two rows whose days overlap: the code, both lines.
    Twice(String, u64, u64),
    /// A parent or a successor by a name that several units have: the line, the name, the units.
    Ambiguous(u64, String, Say),
    /// A successor that is not in the register: the line, the code or name.
    NoSuccessor(u64, String),
    /// A successor that is not in force on the day after the unit's last: the line, the successor, that day.
    NotYet(u64, String, Day),
    /// A unit with a successor and without a last day: the line.
    NoLastDay(u64),
}

/// Why a name names no unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFault {
    /// There is none; these are the nearest names.
    Unknown(Vec<String>),
    /// There are several.
    Ambiguous(Vec<UnitId>),
}

impl Unit {
    /// Its state on a day, or else the state nearest to it.
    pub fn on(&self, day: Day) -> &Version {
        let held = self.versions.iter().find(|it| it.days.has(day));
        let nearest =
            || self.versions.iter().min_by_key(|it| (it.days.from.0 - day.0).abs().min((it.days.to.0 - day.0).abs()));
        held.or_else(nearest).unwrap_or_else(|| unreachable!("a unit has at least one state"))
    }

    /// From its first to its last day.
    pub fn days(&self) -> Days {
        let from = self.versions.iter().map(|it| it.days.from).min();
        let to = self.versions.iter().map(|it| it.days.to).max();
        Days::new(from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST))
    }

    /// The one unit into which it was merged.
    pub fn merged_into(&self) -> Option<UnitId> {
        if let [one] = self.successors.as_slice() { Some(*one) } else { None }
    }

    /// Whether it was divided between several.
    pub fn is_divided(&self) -> bool {
        self.successors.len() > 1
    }
}

impl Units {
    /// The first days of units that were not always, and the days after the last of those that ended.
    pub fn borders(&self) -> &[Day] {
        self.borders.get_or_init(|| {
            let days = self.list.iter().map(Unit::days).filter(|it| *it != Days::ALL);
            let mut borders: Vec<Day> = days.flat_map(|it| [it.from, it.to.plus(1)]).collect();
            borders.sort_unstable();
            borders.dedup();
            borders
        })
    }

    /// Builds a register. Errors: everything that is wrong with its rows.
    pub fn new(rows: Vec<UnitRow>) -> Result<Self, Vec<UnitsFault>> {
        let mut units = Self::default();
        let mut faults = Vec::new();
        let mut ends: Vec<Option<&UnitRow>> = Vec::new();
        for rows in by_code(&rows) {
            let mut states = rows.iter().map(|it| (*it, version(it))).peekable();
            let mut goes_on = false;
            while let Some((row, state)) = states.next() {
                let days = state.days;
                let next = states.peek();
                if let Some((again, _)) = next.filter(|it| !it.1.days.meet(days).is_empty()) {
                    let lines = (row.line.min(again.line), row.line.max(again.line));
                    faults.push(UnitsFault::Twice(row.code.clone(), lines.0, lines.1));
                }
                let keeps = next.is_some_and(|it| keeps_code(row, &it.1));
                units.add(row, state, goes_on);
                let end = (!row.merged_into.is_empty() && !keeps).then_some(row);
                if goes_on {
                    ends.pop();
                }
                ends.push(end);
                goes_on = end.is_none();
            }
        }
        for row in &rows {
            units.find_parent(row, &mut faults);
        }
        for (at, row) in ends.into_iter().enumerate() {
            let found = row.map(|it| units.successors(it, &mut faults)).unwrap_or_default();
            if let Some(unit) = units.list.get_mut(at) {
                unit.successors = found;
            }
        }
        units.rows = rows;
        if faults.is_empty() { Ok(units) } else { Err(faults) }
    }

    /// Adds a state: to the unit added last, or as that of a new unit.
    fn add(&mut self, row: &UnitRow, state: Version, goes_on: bool) {
        if !goes_on {
            let id = UnitId(self.list.len() as u32);
            self.by_code.entry(row.code.clone()).or_default().push(id);
            self.list.push(Unit { code: row.code.clone(), versions: Vec::new(), successors: Vec::new() });
        }
        let id = UnitId(self.list.len().saturating_sub(1) as u32);
        for it in &state.keys {
            let ids = self.by_key.entry(it.clone()).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if let Some(unit) = self.list.last_mut() {
            unit.versions.push(state);
        }
    }

    /// Writes the code of a row's parent, which may be given by name, into its state.
    fn find_parent(&mut self, row: &UnitRow, faults: &mut Vec<UnitsFault>) {
        let Some(text) = row.parent.as_ref().filter(|it| !it.is_empty()) else { return };
        let days = row.days.unwrap_or(Days::ALL);
        // The rows of a code that mean one day are told apart by their names.
        let ids = self.by_code.get(&row.code).map(Vec::as_slice).unwrap_or_default();
        let states = || ids.iter().flat_map(|it| &self.get(*it).versions).filter(|it| it.days == days);
        let own = match states().count() {
            1 => states().next().map(|it| (it.tier, it.name.clone())),
            _ => Some(version(row)).map(|it| (it.tier, it.name)),
        };
        let Some((tier, name)) = own else { return };
        let code = if self.of_code(text).is_empty() {
            let higher = self.called(text, days, &|it: &Version| it.tier < tier);
            let found = if higher.is_empty() { self.called(text, days, &|_: &Version| true) } else { higher };
            match found.as_slice() {
                [] => text.clone(),
                [one] => self.get(*one).code.clone(),
                many => {
                    let list = self.candidates(many, text, days);
                    return faults.push(UnitsFault::Ambiguous(row.line, text.clone(), list));
                }
            }
        } else {
            text.clone()
        };
        for id in self.by_code.get(&row.code).cloned().unwrap_or_default() {
            let states = self.list.get_mut(id.0 as usize).map(|it| it.versions.as_mut_slice()).unwrap_or_default();
            if let Some(state) = states.iter_mut().find(|it| it.days == days && it.name == name) {
                state.parent = Some(code.clone());
            }
        }
    }

    /// The units that a row names as successors, as they are on the day after its last.
    fn successors(&self, row: &UnitRow, faults: &mut Vec<UnitsFault>) -> Vec<UnitId> {
        let Some(day) = row.days.map(|it| it.to).filter(|it| *it != Day::LAST).map(|it| it.plus(1)) else {
            faults.push(UnitsFault::NoLastDay(row.line));
            return Vec::new();
        };
        let then = Days::new(day, day);
        let mut out = Vec::new();
        for text in &row.merged_into {
            let in_force = |it: &UnitId| self.get(*it).versions.iter().any(|it| it.days.has(day));
            let found = match self.of_code(text) {
                [] => self.called(text, then, &|_: &Version| true),
                ids => ids.iter().copied().filter(in_force).collect(),
            };
            match found.as_slice() {
                [one] => out.push(*one),
                [] if self.find(text, Days::ALL).is_ok() => {
                    faults.push(UnitsFault::NotYet(row.line, text.clone(), day));
                }
                [] => faults.push(UnitsFault::NoSuccessor(row.line, text.clone())),
                many => {
                    let list = self.candidates(many, text, then);
                    faults.push(UnitsFault::Ambiguous(row.line, text.clone(), list));
                }
            }
        }
        out
    }

    /// All units, in the order of the register.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.list.iter().enumerate().map(|(index, unit)| (UnitId(index as u32), unit))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A unit.
    pub fn get(&self, id: UnitId) -> &Unit {
        self.list.get(id.0 as usize).unwrap_or_else(|| unreachable!("an identity comes from this register"))
    }

    /// The units that have a code, one after the other.
    pub fn of_code(&self, code: &str) -> &[UnitId] {
        self.by_code.get(code.trim()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The units that have the key of a name on some day.
    pub(super) fn of_key(&self, key: &str) -> &[UnitId] {
        self.by_key.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The unit with this code: the one of these days, if there are several.
    pub fn by_code(&self, code: &str, days: Days) -> Option<UnitId> {
        let ids = self.of_code(code);
        let then = ids.iter().find(|it| !self.get(**it).days().meet(days).is_empty());
        then.or(ids.first()).copied()
    }

    /// The units whose parent has this code, on one of `days`.
    pub fn children<'a>(&'a self, parent: &'a str, days: Days) -> impl Iterator<Item = UnitId> + 'a {
        let child = move |it: &Version| it.parent.as_deref() == Some(parent) && !it.days.meet(days).is_empty();
        self.iter().filter(move |(_, unit)| unit.versions.iter().any(child)).map(|it| it.0)
    }
}

/// Rows by code, the codes in the order of the register, the rows of each by their days.
fn by_code(rows: &[UnitRow]) -> Vec<Vec<&UnitRow>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut out: Vec<Vec<&UnitRow>> = Vec::new();
    for row in rows {
        let place = *places.entry(row.code.as_str()).or_insert(out.len());
        match out.get_mut(place) {
            Some(held) => held.push(row),
            None => out.push(vec![row]),
        }
    }
    for rows in &mut out {
        rows.sort_by_key(|it| it.days.unwrap_or(Days::ALL));
    }
    out
}

/// Whether the successor of a row is the next row of its own code: then it is the same unit.
fn keeps_code(row: &UnitRow, next: &Version) -> bool {
    let own = |it: &String| *it == row.code || next.keys.contains(&name_key(it));
    matches!(row.merged_into.as_slice(), [one] if own(one))
}
