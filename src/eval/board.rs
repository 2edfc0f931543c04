//! The verdicts of all units at once. For each sort of dossiers the board holds running sums over the days, of all units
//! side by side. An answer of the rules holds for a stretch of days, so what it counts is one row of sums less another,
//! and another date, reading or quota is answered without looking at dossiers again.
//!
//! It answers for quotas on plain shares and counts of dossiers, judged for each unit over the whole period. Everything
//! else is counted unit by unit, and so is what is of no single days.

use std::collections::{BTreeSet, HashMap};

use super::count::{Index, Sort};
use super::grid::{Grid, Kin};
use super::subjects::{Subject, excepts, tier_of};
use super::truth::{Date3, Disposition, Moment};
use crate::check::program::{Grain, Measure};
use crate::data::{Cells, Facet, Fact, When, asked_facts};
use crate::plan::{BoundQuota, ClassId, Plan};
use crate::term::{Basis, Tier};
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Running sums of all supplied units.
#[derive(Debug)]
pub struct Board {
    /// What is asked of dossiers, sorted.
    facts: Vec<Fact>,
    /// Combinations as far as that tells them apart.
    facets: Vec<Facet>,
    /// Of each combination of the tally its place among these.
    facet_of: Vec<u16>,
    /// The class that each procedure has in the sums.
    classes: Vec<ClassId>,
    /// Supplied units whose dossiers are of no single days, or more than a sum holds.
    odd: Vec<bool>,
    /// By the date of receipt, and of resolution, as far as quotas count by it.
    sheets: [Option<Sheet>; 2],
}

/// The sums by one of the two dates.
#[derive(Debug)]
struct Sheet {
    /// The days that occur, sorted; each has a row, and one row stands before them.
    days: Vec<Day>,
    /// Of each pair of dates of the tally its slot; none: the date is of several days.
    slots: Vec<Option<u32>>,
    groups: Vec<Group>,
}

/// Dossiers of one sort.
#[derive(Debug)]
struct Group {
    sort: Sort,
    kind: Kind,
    /// For each row a place for each unit: how many there are until the end of its day.
    rows: Vec<u32>,
}

/// What kind of date dossiers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Day,
    Never,
    /// It is not said.
    Unsaid,
    /// Neither is the other date.
    Nothing,
}

const KINDS: [Kind; 4] = [Kind::Day, Kind::Never, Kind::Unsaid, Kind::Nothing];

/// Bytes of sums beyond which there is no board.
const MOST: usize = 192 << 20;

impl Board {
    /// The sums of an index for the quotas of a plan. None: they would take too much memory.
    pub fn new(plan: &Plan, index: &Index) -> Option<Self> {
        let facts = asked_facts(&plan.program);
        let mut facets: Vec<Facet> = Vec::new();
        let mut facet_of = Vec::with_capacity(index.facets.len());
        for facet in index.facets.iter().map(|it| it.as_asked(&facts)) {
            let held = facets.iter().position(|it| *it == facet);
            facet_of.push(held.unwrap_or(facets.len()) as u16);
            if held.is_none() {
                facets.push(facet);
            }
        }
        let (classes, odd) = (index.classes().to_vec(), vec![false; index.columns()]);
        let mut board = Self { facts, facets, facet_of, classes, odd, sheets: [None, None] };
        let mut left = MOST;
        for basis in [Basis::Received, Basis::Resolved] {
            if plan.quotas.iter().any(|it| plan.program.indicator(it.indicator).basis == basis) {
                let sheet = board.summed(index.cells(), basis, &mut left)?;
                match basis {
                    Basis::Received => board.sheets[0] = Some(sheet),
                    Basis::Resolved => board.sheets[1] = Some(sheet),
                }
            }
        }
        Some(board)
    }

    /// Whether the sums tell apart what the rules of a plan ask of dossiers: a question may ask for more than the rules
    /// for which they were made.
    pub fn answers_for(&self, plan: &Plan) -> bool {
        asked_facts(&plan.program).iter().all(|it| self.facts.binary_search(it).is_ok())
    }

    /// The combinations of which the sums are.
    pub fn facets(&self) -> &[Facet] {
        &self.facets
    }

    fn sheet(&self, basis: Basis) -> Option<&Sheet> {
        let [received, resolved] = &self.sheets;
        match basis {
            Basis::Received => received.as_ref(),
            Basis::Resolved => resolved.as_ref(),
        }
    }

    /// The sums by one of the dates. None: there is not so much memory `left`.
    fn summed(&mut self, cells: &Cells, basis: Basis, left: &mut usize) -> Option<Sheet> {
        let mut sheet = Sheet::empty(cells, basis);
        let columns = self.odd.len();
        let facets = self.facets.len();
        let classes = self.classes.iter().map(|it| it.0 as usize + 2).max().unwrap_or(1);
        let none = usize::MAX;
        let mut places = vec![none; classes * facets * KINDS.len()];
        for (column, odd) in self.odd.iter_mut().enumerate() {
            let mut total = 0u64;
            for cell in cells.packed(column as u32) {
                let Some(slot) = sheet.slots.get(cell.stamp as usize).copied().flatten() else {
                    *odd = true;
                    break;
                };
                let (kind, row) = sheet.row(slot as usize);
                let class = cell.procedure.and_then(|it| self.classes.get(it as usize)).copied();
                let facet = self.facet_of.get(usize::from(cell.facet)).copied().unwrap_or_default();
                let sort = class.map_or(0, |it| it.0 as usize + 1) * facets + usize::from(facet);
                let place = places.get_mut(sort * KINDS.len() + kind as usize)?;
                if *place == none {
                    let size = if kind == Kind::Day { sheet.height() * columns } else { columns };
                    *left = left.checked_sub(size * size_of::<u32>())?;
                    *place = sheet.groups.len();
                    sheet.groups.push(Group { sort: (class, facet), kind, rows: vec![0; size] });
                }
                total = total.saturating_add(cell.dossiers);
                let rows = sheet.groups.get_mut(*place).map(|it| &mut it.rows);
                if let Some(it) = rows.and_then(|it| it.get_mut(row * columns + column)) {
                    *it = it.wrapping_add(cell.dossiers as u32);
                }
            }
            *odd |= u32::try_from(total).is_err();
        }
        for group in sheet.groups.iter_mut().filter(|it| it.kind == Kind::Day) {
            let mut rest = group.rows.as_mut_slice();
            while rest.len() > columns {
                let (before, after) = rest.split_at_mut(columns);
                before.iter().zip(after.iter_mut()).for_each(|(one, two)| *two = two.wrapping_add(*one));
                rest = after;
            }
        }
        Some(sheet)
    }
}

impl Sheet {
    /// Without sums.
    fn empty(cells: &Cells, basis: Basis) -> Self {
        let by = |it: &[When; 2]| match basis {
            Basis::Received => (it[0], it[1]),
            Basis::Resolved => (it[1], it[0]),
        };
        let day = |it: &[When; 2]| match by(it).0 {
            When::In(days) if days.from == days.to => Some(days.from),
            _ => None,
        };
        let mut days: Vec<Day> = cells.stamps().iter().filter_map(day).collect();
        days.sort_unstable();
        days.dedup();
        // Days in their order from the second row on, then what has no day.
        let slot = |it: &[When; 2]| match by(it) {
            (When::In(_), _) => Some(days.binary_search(&day(it)?).ok()? + 1),
            (When::Never, _) => Some(days.len() + 1),
            (When::Unsaid, other) => Some(days.len() + 2 + usize::from(other == When::Unsaid)),
        };
        let slots = cells.stamps().iter().map(|it| slot(it).map(|it| it as u32)).collect();
        Self { days, slots, groups: Vec::new() }
    }

    /// How many rows days have.
    fn height(&self) -> usize {
        self.days.len() + 1
    }

    /// The kind of date of a slot, and its row.
    fn row(&self, slot: usize) -> (Kind, usize) {
        match slot.checked_sub(self.height()) {
            None => (Kind::Day, slot),
            Some(0) => (Kind::Never, 0),
            Some(1) => (Kind::Unsaid, 0),
            Some(_) => (Kind::Nothing, 0),
        }
    }

    /// How many slots there are.
    fn slots(&self) -> usize {
        self.height() + 3
    }
}

/// Whose counts those have who are judged under a quota, by their places.
#[derive(Debug, Default)]
pub struct Seats {
    /// For each: where its sources end.
    ends: Vec<u32>,
    /// Supplied units, each with the place of its kin.
    sources: Vec<(u32, u16)>,
    /// Units that get the same answers, each with one of them.
    kins: Vec<(Kin, UnitId, Tier)>,
    /// Those that the board does not answer for.
    pub odd: BTreeSet<usize>,
}

/// Whether a quota is one that the board answers for, whatever is known.
pub fn is_plain(plan: &Plan, quota: &BoundQuota) -> bool {
    let Grain { every, pooled, averaged, with_subordinates } = quota.grain;
    let whole = every.is_none() && pooled.is_none() && !averaged && !with_subordinates;
    let formula = matches!(plan.program.indicator(quota.indicator).measure, Measure::Formula(_));
    let excepted = plan.quotas.iter().any(|it| excepts(it, quota));
    whole && quota.grain_reading.is_none() && !formula && !excepted
}

impl Seats {
    /// The seats of subjects.
    pub fn new(
        moment: &Moment,
        index: &Index,
        board: &Board,
        quota: &BoundQuota,
        whole: Days,
        all: &[Subject],
    ) -> Self {
        let grid = Grid::new(moment, quota, &board.facets);
        let mut known: HashMap<Kin, u16> = HashMap::new();
        let mut out = Self::default();
        for (place, subject) in all.iter().enumerate() {
            for member in &subject.members {
                let tier = tier_of(moment.plan, *member, whole);
                let kin = grid.kin(*member, tier);
                let next = out.kins.len().min(usize::from(u16::MAX)) as u16;
                let of = *known.entry(kin).or_insert(next);
                if of == next {
                    out.kins.push((kin, *member, tier));
                }
                for column in index.of_unit.get(member).into_iter().flatten() {
                    let odd = board.odd.get(*column).copied().unwrap_or(true);
                    if odd || index.is_other(*column as u32) || of == u16::MAX {
                        out.odd.insert(place);
                    }
                    out.sources.push((*column as u32, of));
                }
            }
            out.ends.push(out.sources.len() as u32);
        }
        out
    }

    /// Who gets the same answers.
    pub fn kins(&self) -> Vec<Kin> {
        self.kins.iter().map(|it| it.0).collect()
    }
}

/// What the rules make of the dossiers of a stretch of rows: bits.
type Effect = u8;

const BELOW: Effect = 1;
const ABOVE: Effect = 2;
const LACKS: Effect = 4;
const WAITS: Effect = 8;
/// A rule counted them before.
const BEFORE: Effect = 16;

fn effect(disposition: Disposition, precounted: bool, strict: bool) -> Effect {
    let before = if precounted { BEFORE } else { 0 };
    match disposition {
        Disposition::Counted(..) if precounted && strict => LACKS,
        Disposition::Counted(_, true) => BELOW | ABOVE | before,
        Disposition::Counted(_, false) => BELOW | before,
        Disposition::Unsaid(_) => LACKS,
        Disposition::Waits(_) => WAITS,
        _ => 0,
    }
}

/// The rows whose dossiers have an effect: the row less which, the row until which.
type Stretch = (usize, usize, Effect);

/// What was counted for supplied units that get the same answers.
#[derive(Debug, Default)]
struct Counted {
    above: Vec<u32>,
    below: Vec<u32>,
    lacks: Vec<u32>,
    waits: Vec<u32>,
    before: Vec<u32>,
}

/// What was counted for each kin.
#[derive(Debug)]
pub struct Answers {
    of_kin: Vec<usize>,
    counted: Vec<Counted>,
}

/// What was counted for one who is judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    /// Dossiers of the numerator.
    pub above: u64,
    /// Dossiers of the denominator.
    pub below: u64,
    /// Dossiers of which the input does not say what is asked.
    pub lacks: u64,
    /// Dossiers that wait for the content of a list.
    pub waits: u64,
    /// Dossiers that a rule counted before.
    pub before: u64,
}

/// The rules of one quota at one moment, as they are asked about the sums by one of the dates.
struct Rules<'a> {
    grid: &'a Grid<'a>,
    sheet: &'a Sheet,
    strict: bool,
}

impl Rules<'_> {
    /// The stretches of rows of a sort and kind that have an effect for a unit.
    fn stretches(&self, unit: UnitId, tier: Tier, sort: Sort, kind: Kind) -> Vec<Stretch> {
        let Self { grid, sheet, strict } = self;
        if !grid.asks(sort.1) {
            return Vec::new();
        }
        let precounted = sort.0.is_none() || kind == Kind::Nothing;
        let other = if precounted { Date3::Unsaid } else { Date3::Never };
        let date = match kind {
            Kind::Day => {
                let row = |day: Day| sheet.days.partition_point(|it| *it <= day);
                let (mut from, mut out) = (0, Vec::new());
                for (to, disposition) in grid.pieces(unit, tier, sort, other) {
                    let (to, effect) = (row(to), effect(disposition, precounted, *strict));
                    if effect != 0 && to > from {
                        out.push((from, to, effect));
                    }
                    from = to;
                }
                return out;
            }
            Kind::Never => Date3::Never,
            Kind::Unsaid | Kind::Nothing => Date3::Unsaid,
        };
        let effect = effect(grid.ask(unit, tier, sort, date, other), precounted, *strict);
        if effect == 0 { Vec::new() } else { vec![(0, 0, effect)] }
    }

    /// The effect of each slot on dossiers of a sort.
    fn effects(&self, unit: UnitId, tier: Tier, sort: Sort) -> Vec<Effect> {
        let mut out = vec![0; self.sheet.slots()];
        for kind in KINDS {
            for (from, to, effect) in self.stretches(unit, tier, sort, kind) {
                let place = self.sheet.height() + kind as usize - 1;
                let slots = if kind == Kind::Day { from + 1..to + 1 } else { place..place + 1 };
                out.get_mut(slots).into_iter().flatten().for_each(|it| *it = effect);
            }
        }
        out
    }
}

impl Answers {
    /// What was counted for seats by the rules of a grid. None: rules ask for the other date too.
    pub fn new(grid: &Grid, index: &Index, board: &Board, seats: &Seats, strict: bool) -> Option<Self> {
        let rules = Rules { grid, sheet: board.sheet(grid.basis).filter(|_| !grid.asks_other)?, strict };
        let classes = board.classes.iter().zip(index.classes());
        let moved = (0u32..).zip(classes).filter(|it| it.1.0 != it.1.1).map(|(at, (from, to))| (at, *from, *to));
        let moved: Vec<Moved> = moved.collect();
        let columns = board.odd.len();
        let mut known: HashMap<Vec<(usize, Vec<Stretch>)>, usize> = HashMap::new();
        let (mut of_kin, mut counted) = (Vec::with_capacity(seats.kins.len()), Vec::new());
        for (_, unit, tier) in &seats.kins {
            let groups = rules.sheet.groups.iter().enumerate();
            let groups = groups.map(|(at, it)| (at, rules.stretches(*unit, *tier, it.sort, it.kind)));
            let stretches: Vec<_> = groups.filter(|it| !it.1.is_empty()).collect();
            let next = counted.len();
            let place = *known.entry(stretches.clone()).or_insert(next);
            // Procedures that have moved are looked at one by one, for each kin on its own.
            if place == next || !moved.is_empty() {
                let mut sums = Counted::of(rules.sheet, &stretches, columns);
                sums.move_all(&rules, (*unit, *tier), board, index.cells(), &moved);
                counted.push(sums);
            }
            of_kin.push(if moved.is_empty() { place } else { next });
        }
        Some(Self { of_kin, counted })
    }

    /// What was counted for each seat, in their order.
    pub fn each(&self, seats: &Seats) -> impl Iterator<Item = Sums> {
        let mut from = 0;
        seats.ends.iter().map(move |end| {
            let mut sums = Sums::default();
            for (column, kin) in seats.sources.get(from..*end as usize).unwrap_or_default() {
                let counted = self.of_kin.get(usize::from(*kin)).and_then(|it| self.counted.get(*it));
                let Some(counted) = counted else { continue };
                let of = |held: &[u32]| u64::from(held.get(*column as usize).copied().unwrap_or_default());
                sums.above += of(&counted.above);
                sums.below += of(&counted.below);
                sums.lacks += of(&counted.lacks);
                sums.waits += of(&counted.waits);
                sums.before += of(&counted.before);
            }
            from = *end as usize;
            sums
        })
    }
}

impl Board {
    /// All dossiers of each seat that a quota is asked about.
    pub fn supplied(&self, grid: &Grid, seats: &Seats) -> Vec<u64> {
        let columns = self.odd.len();
        let mut all = vec![0u64; columns];
        let groups = self.sheet(grid.basis).into_iter().flat_map(|it| &it.groups);
        for group in groups.filter(|it| grid.asks(it.sort.1)) {
            let last = group.rows.len().saturating_sub(columns);
            all.iter_mut().zip(group.rows.iter().skip(last)).for_each(|(sum, it)| *sum += u64::from(*it));
        }
        let mut from = 0;
        let of = |it: &(u32, u16)| all.get(it.0 as usize).copied().unwrap_or_default();
        let each = seats.ends.iter().map(|end| {
            let sum = seats.sources.get(from..*end as usize).unwrap_or_default().iter().map(of).sum();
            from = *end as usize;
            sum
        });
        each.collect()
    }
}

/// A procedure that is of another class than in the sums.
type Moved = (u32, ClassId, ClassId);

impl Counted {
    fn of(sheet: &Sheet, stretches: &[(usize, Vec<Stretch>)], columns: usize) -> Self {
        let mut out = Self::default();
        for (group, each) in stretches {
            let Some(group) = sheet.groups.get(*group) else { continue };
            let row = |at: usize| group.rows.get(at * columns..(at + 1) * columns).unwrap_or_default();
            for (from, to, effect) in each {
                for sums in out.parts(*effect) {
                    sums.resize(columns, 0);
                    if to == from {
                        sums.iter_mut().zip(row(*to)).for_each(|(sum, to)| *sum = sum.wrapping_add(*to));
                        continue;
                    }
                    for (sum, (to, from)) in sums.iter_mut().zip(row(*to).iter().zip(row(*from))) {
                        *sum = sum.wrapping_add(to.wrapping_sub(*from));
                    }
                }
            }
        }
        out
    }

    /// The sums that have an effect.
    fn parts(&mut self, effect: Effect) -> impl Iterator<Item = &mut Vec<u32>> {
        let Self { above, below, lacks, waits, before } = self;
        let parts = [(ABOVE, above), (BELOW, below), (LACKS, lacks), (WAITS, waits), (BEFORE, before)];
        parts.into_iter().filter(move |it| it.0 & effect != 0).map(|it| it.1)
    }

    /// Takes the dossiers of procedures from the classes that they have in the sums to those that they have now.
    fn move_all(&mut self, rules: &Rules, (unit, tier): (UnitId, Tier), board: &Board, cells: &Cells, moved: &[Moved]) {
        let mut known: HashMap<(ClassId, ClassId), Vec<[Effect; 2]>> = HashMap::new();
        let slots = rules.sheet.slots();
        for (procedure, from, to) in moved {
            let effects = known.entry((*from, *to)).or_insert_with(|| {
                let each = (0..board.facets.len() as u16).flat_map(|facet| {
                    let of = |class: ClassId| rules.effects(unit, tier, (Some(class), facet));
                    of(*from).into_iter().zip(of(*to)).map(|(from, to)| [from, to])
                });
                each.collect()
            });
            for (column, each) in cells.of_procedure(*procedure) {
                for cell in each {
                    let Some(slot) = rules.sheet.slots.get(cell.stamp as usize).copied().flatten() else { break };
                    let facet = board.facet_of.get(usize::from(cell.facet)).copied().unwrap_or_default();
                    let effect = effects.get(usize::from(facet) * slots + slot as usize);
                    let Some([from, to]) = effect.filter(|it| it[0] != it[1]) else { continue };
                    self.change(column, from & !to, (cell.dossiers as u32).wrapping_neg(), board.odd.len());
                    self.change(column, to & !from, cell.dossiers as u32, board.odd.len());
                }
            }
        }
    }

    fn change(&mut self, column: u32, effect: Effect, dossiers: u32, columns: usize) {
        for sums in self.parts(effect) {
            if sums.is_empty() {
                sums.resize(columns, 0);
            }
            if let Some(it) = sums.get_mut(column as usize) {
                *it = it.wrapping_add(dossiers);
            }
        }
    }
}
