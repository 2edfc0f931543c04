//! The verdicts of all units at once. For each sort of dossiers the board holds running sums over the days, of all units
//! side by side. An answer of the rules holds for a stretch of days, so what it counts is one row of sums less another,
//! and another date, reading or quota is answered without looking at dossiers again.
//!
//! It answers for quotas on plain shares and counts of dossiers, judged for each unit over the whole period, when
//! nothing that they depend on is open. Everything else is worked out by [`super::results_for`], and so are units whose
//! counts are of no single days.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use super::count::{Index, Sort};
use super::env::Env;
use super::grid::{Grid, Kin};
use super::outcome::{self, goal};
use super::subjects::{excepts, grain, subjects, tier_of};
use super::tries::{Tries, event_days, ways};
use super::truth::{Date3, Disposition, Moment};
use super::verdict::{Goal, judged};
use crate::check::program::{Grain, Measure};
use crate::data::{Cells, Facet, Tally, When, asked_facts};
use crate::plan::{BoundQuota, ClassId, Plan};
use crate::term::{Basis, Tier, Verdict};
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Running sums of all supplied units.
#[derive(Debug)]
pub struct Board {
    /// Combinations as far as rules tell them apart.
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
    first: Day,
    /// How many rows days have.
    height: usize,
    /// Of each pair of dates of the tally its slot; none: the date is of several days.
    slots: Vec<Option<u32>>,
    groups: Vec<Group>,
}

/// Dossiers of one sort.
#[derive(Debug)]
struct Group {
    sort: Sort,
    kind: Kind,
    /// For each day, and one before all, a place for each unit: how many there are until its end.
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
    /// The sums of a tally for the quotas of a plan. None: they would take too much memory.
    pub fn new(plan: &Plan, tally: &Tally) -> Option<Self> {
        let facts = asked_facts(&plan.program);
        let mut facets: Vec<Facet> = Vec::new();
        let mut facet_of = Vec::with_capacity(tally.facets.len());
        for facet in tally.facets.iter().map(|it| it.as_asked(&facts)) {
            let held = facets.iter().position(|it| *it == facet);
            facet_of.push(held.unwrap_or(facets.len()) as u16);
            if held.is_none() {
                facets.push(facet);
            }
        }
        let classes: Vec<ClassId> = tally.procedures.iter().map(|it| plan.classes.of(it)).collect();
        let odd = vec![false; tally.units.len()];
        let mut board = Self { facets, facet_of, classes, odd, sheets: [None, None] };
        let mut left = MOST;
        for basis in [Basis::Received, Basis::Resolved] {
            if plan.quotas.iter().any(|it| plan.program.indicator(it.indicator).basis == basis) {
                let sheet = board.summed(&tally.cells, basis, &mut left)?;
                match basis {
                    Basis::Received => board.sheets[0] = Some(sheet),
                    Basis::Resolved => board.sheets[1] = Some(sheet),
                }
            }
        }
        Some(board)
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
                    let size = if kind == Kind::Day { sheet.height * columns } else { columns };
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
        let day = |it: &[When; 2]| if let When::In(days) = by(it).0 { Some(days.from) } else { None };
        let days = || cells.stamps().iter().filter_map(day);
        let first = days().min().unwrap_or(Day(0));
        let height = days().max().map_or(1, |last| (last.0 - first.0) as usize + 2);
        // Days in their order from the second row on, then what has no day.
        let slot = |it: &[When; 2]| match by(it) {
            (When::In(days), _) => (days.from == days.to).then(|| (days.from.0 - first.0) as usize + 1),
            (When::Never, _) => Some(height),
            (When::Unsaid, other) => Some(height + 1 + usize::from(other == When::Unsaid)),
        };
        let slots = cells.stamps().iter().map(|it| slot(it).map(|it| it as u32)).collect();
        Self { first, height, slots, groups: Vec::new() }
    }

    /// The kind of date of a slot, and its row.
    fn row(&self, slot: usize) -> (Kind, usize) {
        match slot.checked_sub(self.height) {
            None => (Kind::Day, slot),
            Some(0) => (Kind::Never, 0),
            Some(1) => (Kind::Unsaid, 0),
            Some(_) => (Kind::Nothing, 0),
        }
    }

    /// How many slots there are.
    fn slots(&self) -> usize {
        self.height + 3
    }
}

/// How one quota stands: for each unit that it judges, by place.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The place of the quota in the plan.
    pub quota: usize,
    /// The days, both ends counted.
    pub period: Days,
    /// Who is judged, in the order of [`super::Outcome::results`].
    pub units: Arc<Vec<UnitId>>,
    /// Dossiers in the numerator and in the denominator, as in [`super::Numbers`].
    pub numbers: Vec<(u64, u64)>,
    /// What the value of each is held against.
    pub goals: Goals,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
}

/// What values are held against: one thing for all, or each its own.
#[derive(Debug, Clone)]
pub enum Goals {
    /// The same for all.
    All(Goal),
    /// By place.
    Each(Vec<Goal>),
}

impl Goals {
    /// That of a place.
    pub fn get(&self, at: usize) -> Option<Goal> {
        match self {
            Self::All(it) => Some(*it),
            Self::Each(all) => all.get(at).copied(),
        }
    }
}

/// Who is judged under a quota, and whose counts it has.
#[derive(Debug)]
struct Seats {
    units: Arc<Vec<UnitId>>,
    /// For each: where its sources end.
    ends: Vec<u32>,
    /// Supplied units, each with the place of its kin.
    sources: Vec<(u32, u16)>,
    /// Units that get the same answers, each with one of them.
    kins: Vec<(Kin, UnitId, Tier)>,
    /// Those that the board does not answer for.
    odd: BTreeSet<UnitId>,
}

/// Under what quotas were asked who is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Under {
    readings: Vec<usize>,
    wholes: Vec<Days>,
}

/// Who is judged under each quota of a plan.
#[derive(Debug)]
pub struct Table {
    under: Under,
    seats: Vec<Arc<Seats>>,
}

/// How all quotas stand. None: something about them is not the board's to answer. Errors, as in
/// [`super::results_for`]: `cuts` tells of supplied days that a period cuts.
pub fn standings(
    plan: &Plan,
    tally: &Tally,
    index: &Index,
    board: &Board,
    env: &Env,
    table: &OnceLock<Table>,
    cuts: &mut Vec<(Days, String)>,
) -> Option<Vec<Standing>> {
    if !plan.delegated.is_empty() {
        return None;
    }
    let readings: Vec<usize> = env.readings.iter().map(|it| it.unwrap_or_default()).collect();
    for quota in &plan.quotas {
        if !is_plain(plan, quota) {
            return None;
        }
        let ways = ways(plan, quota, env);
        let tries = Tries::of(plan, quota, &readings, env, None);
        if !ways.complete || ways.each.len() != 1 || tries.event.is_some() {
            return None;
        }
    }
    let events = event_days(env, None, env.period.from);
    let moment = Moment { plan, events: &events, readings: &readings, period: env.period };
    let wholes = plan.quotas.iter().map(|it| moment.days(it.stretch.as_ref())).collect();
    let under = Under { readings: readings.clone(), wholes };
    let held = table.get_or_init(|| Table::new(&moment, tally, board, under.clone()));
    let own;
    let table = if held.under == under {
        held
    } else {
        own = Table::new(&moment, tally, board, under);
        &own
    };
    let mut out: Vec<Standing> = Vec::with_capacity(plan.quotas.len());
    let classes = board.classes.iter().zip(index.classes());
    let moved = (0u32..).zip(classes).filter(|it| it.1.0 != it.1.1).map(|(at, (from, to))| (at, *from, *to));
    let moved: Vec<Moved> = moved.collect();
    // Quotas under the same rules count the same.
    let mut counted: Vec<(usize, Vec<Kin>, Rc<Answers>)> = Vec::new();
    for (at, (quota, seats)) in plan.quotas.iter().zip(&table.seats).enumerate() {
        let grid = Grid::new(&moment, quota, &board.facets);
        if grid.asks_other {
            return None;
        }
        let sheet = board.sheet(grid.basis)?;
        let kins: Vec<Kin> = seats.kins.iter().map(|it| it.0).collect();
        let is_same = |it: &&(usize, Vec<Kin>, Rc<Answers>)| {
            it.1 == kins && plan.quotas.get(it.0).is_some_and(|it| it.is_ruled_like(quota))
        };
        let answers = match counted.iter().find(is_same) {
            Some(it) => it.2.clone(),
            None => {
                let rules = Rules { grid: &grid, sheet, strict: env.strict };
                let answers = Rc::new(Answers::new(&rules, seats, board, &tally.cells, &moved));
                counted.push((at, kins, answers.clone()));
                answers
            }
        };
        out.push(standing(plan, index, env, at, quota, seats, &answers, moment.days(quota.stretch.as_ref()), cuts)?);
    }
    Some(out)
}

/// Whether a quota is one that the board answers for, whatever is known.
fn is_plain(plan: &Plan, quota: &BoundQuota) -> bool {
    let Grain { every, pooled, averaged, with_subordinates } = quota.grain;
    let whole = every.is_none() && pooled.is_none() && !averaged && !with_subordinates;
    let formula = matches!(plan.program.indicator(quota.indicator).measure, Measure::Formula(_));
    let excepted = plan.quotas.iter().any(|it| excepts(it, quota));
    whole && quota.grain_reading.is_none() && !formula && !excepted
}

impl Table {
    fn new(moment: &Moment, tally: &Tally, board: &Board, under: Under) -> Self {
        let each = moment.plan.quotas.iter().enumerate().zip(&under.wholes);
        let seats = each.map(|((at, quota), whole)| Arc::new(Seats::new(moment, tally, board, at, quota, *whole)));
        Self { seats: seats.collect(), under }
    }
}

impl Seats {
    fn new(moment: &Moment, tally: &Tally, board: &Board, at: usize, quota: &BoundQuota, whole: Days) -> Self {
        let plan = moment.plan;
        let grid = Grid::new(moment, quota, &board.facets);
        let grain = grain(plan, quota, moment.readings);
        let mut columns: HashMap<UnitId, Vec<u32>> = HashMap::new();
        for (column, unit) in (0u32..).zip(&tally.units) {
            if let Some(id) = unit.unit {
                columns.entry(id).or_default().push(column);
            }
        }
        let mut known: HashMap<Kin, u16> = HashMap::new();
        let (units, odd) = (Arc::default(), BTreeSet::new());
        let mut out = Self { units, ends: Vec::new(), sources: Vec::new(), kins: Vec::new(), odd };
        let mut units = Vec::new();
        for subject in subjects(plan, at, quota, moment.readings, whole, grain, &|_| true) {
            let Some(judged) = subject.unit else { continue };
            for member in &subject.members {
                let tier = tier_of(plan, *member, whole);
                let kin = grid.kin(*member, tier);
                let next = out.kins.len().min(usize::from(u16::MAX)) as u16;
                let place = *known.entry(kin).or_insert(next);
                if place == next {
                    out.kins.push((kin, *member, tier));
                }
                for column in columns.get(member).into_iter().flatten() {
                    let own = tally.assumed.contains_key(column) || place == u16::MAX;
                    if own || board.odd.get(*column as usize).copied().unwrap_or(true) {
                        out.odd.insert(judged);
                    }
                    out.sources.push((*column, place));
                }
            }
            units.push(judged);
            out.ends.push(out.sources.len() as u32);
        }
        out.units = Arc::new(units);
        out
    }
}

/// What the rules make of the dossiers of a stretch of rows: bits.
type Effect = u8;

const BELOW: Effect = 1;
const ABOVE: Effect = 2;
const LACKS: Effect = 4;
const WAITS: Effect = 8;

fn effect(disposition: Disposition, refused: bool) -> Effect {
    match disposition {
        Disposition::Counted(..) if refused => LACKS,
        Disposition::Counted(_, true) => BELOW | ABOVE,
        Disposition::Counted(_, false) => BELOW,
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
}

/// What was counted for each kin.
#[derive(Debug)]
struct Answers {
    of_kin: Vec<usize>,
    counted: Vec<Counted>,
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
        let refused = *strict && precounted;
        let other = if precounted { Date3::Unsaid } else { Date3::Never };
        let date = match kind {
            Kind::Day => {
                let last = sheet.height as i64 - 1;
                let row = |day: Day| (i64::from(day.0) - i64::from(sheet.first.0) + 1).clamp(0, last) as usize;
                let (mut from, mut out) = (0, Vec::new());
                for (to, disposition) in grid.pieces(unit, tier, sort, other) {
                    let (to, effect) = (row(to), effect(disposition, refused));
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
        let effect = effect(grid.ask(unit, tier, sort, date, other), refused);
        if effect == 0 { Vec::new() } else { vec![(0, 0, effect)] }
    }

    /// The effect of each slot on dossiers of a sort.
    fn effects(&self, unit: UnitId, tier: Tier, sort: Sort) -> Vec<Effect> {
        let mut out = vec![0; self.sheet.slots()];
        for kind in KINDS {
            for (from, to, effect) in self.stretches(unit, tier, sort, kind) {
                let place = self.sheet.height + kind as usize - 1;
                let slots = if kind == Kind::Day { from + 1..to + 1 } else { place..place + 1 };
                out.get_mut(slots).into_iter().flatten().for_each(|it| *it = effect);
            }
        }
        out
    }
}

impl Answers {
    fn new(rules: &Rules, seats: &Seats, board: &Board, cells: &Cells, moved: &[Moved]) -> Self {
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
                sums.move_all(rules, (*unit, *tier), board, cells, moved);
                counted.push(sums);
            }
            of_kin.push(if moved.is_empty() { place } else { next });
        }
        Self { of_kin, counted }
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
        let parts =
            [(ABOVE, &mut self.above), (BELOW, &mut self.below), (LACKS, &mut self.lacks), (WAITS, &mut self.waits)];
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

#[expect(clippy::too_many_arguments, reason = "all of it decides how a quota stands")]
fn standing(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    seats: &Seats,
    answers: &Answers,
    period: Days,
    cuts: &mut Vec<(Days, String)>,
) -> Option<Standing> {
    let own = |it: &UnitId| env.amounts.contains_key(&(at, Some(*it)));
    let goals = if env.amounts.is_empty() || !seats.units.iter().any(own) {
        Goals::All(goal(env, at, None, quota))
    } else {
        Goals::Each(seats.units.iter().map(|it| goal(env, at, Some(*it), quota)).collect())
    };
    let mut numbers = Vec::with_capacity(seats.units.len());
    let mut verdicts = Vec::with_capacity(seats.units.len());
    let mut from = 0;
    for (place, end) in seats.ends.iter().enumerate() {
        let (mut above, mut below, mut lacks, mut waits) = (0u64, 0u64, 0u64, 0u64);
        for (column, kin) in seats.sources.get(from..*end as usize).unwrap_or_default() {
            let counted = answers.of_kin.get(usize::from(*kin)).and_then(|it| answers.counted.get(*it))?;
            let of = |sums: &[u32]| u64::from(sums.get(*column as usize).copied().unwrap_or_default());
            above += of(&counted.above);
            below += of(&counted.below);
            lacks += of(&counted.lacks);
            waits += of(&counted.waits);
        }
        from = *end as usize;
        numbers.push((above, below));
        verdicts.push(match goals.get(place)? {
            _ if waits > 0 => Verdict::Undecided,
            _ if lacks > 0 => Verdict::NotComputable,
            goal => judged(&goal, i128::from(above), u128::from(below)),
        });
    }
    if !seats.odd.is_empty() {
        let wanted = |it: Option<UnitId>| it.is_some_and(|it| seats.odd.contains(&it));
        let slow = outcome::of_quota(plan, index, env, at, quota, &wanted, cuts);
        let slow: HashMap<UnitId, outcome::Result> =
            slow.into_iter().filter_map(|it| Some((it.subject.unit?, it))).collect();
        let each = seats.units.iter().zip(numbers.iter_mut().zip(&mut verdicts));
        for (unit, (numbers, verdict)) in each.filter(|it| seats.odd.contains(it.0)) {
            let result = slow.get(unit)?;
            let held = &result.numbers;
            *numbers = (u64::try_from(held.numerator).ok()?, u64::try_from(held.denominator).ok()?);
            *verdict = result.verdict;
        }
    }
    Some(Standing { quota: at, period, units: seats.units.clone(), numbers, goals, verdicts })
}
