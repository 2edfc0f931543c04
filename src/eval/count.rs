//! Counts kept so that a question is answered without reading them again: per unit × class × combination, running
//! sums over the days.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::truth::Date3;
use crate::check::program::ColumnId;
use crate::data::{Cell, Facet, Tally, UnitValue, When, of_unit};
use crate::plan::{ClassId, Plan};
use crate::term::Basis;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// A tally in the order in which questions are asked of it.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// For each supplied unit its series.
    pub units: Vec<Arc<UnitSeries>>,
    /// The combinations that series speak of.
    pub facets: Vec<Facet>,
    /// The supplied units of each unit of the register.
    pub of_unit: BTreeMap<UnitId, Vec<usize>>,
    /// The codes that series of one procedure speak of.
    pub procedures: Vec<String>,
    /// The sums of declared columns of dossiers, in place of their number.
    pub amounts: BTreeMap<ColumnId, Index>,
    /// The first and the last day that any dossier has.
    days: Option<Days>,
    /// What declared columns say of units.
    pub values: BTreeMap<(UnitId, ColumnId), Vec<UnitValue>>,
}

/// The counts of one supplied unit.
#[derive(Debug, Clone, Default)]
pub struct UnitSeries {
    /// Its series.
    pub series: Vec<Arc<Series>>,
    /// The first and the last day that any of its dossiers has.
    days: Option<Days>,
}

/// Dossiers of one class and combination, with the same kinds of dates.
#[derive(Debug, Clone)]
pub struct Series {
    /// The class of their procedures; none where the counts do not say.
    pub class: Option<ClassId>,
    /// Their procedure, where rules ask for single procedures.
    pub procedure: Option<u32>,
    /// Their combination.
    pub facet: u16,
    /// The dossiers by their dates, sorted.
    pub points: Vec<Point>,
    /// All of them.
    pub total: u128,
    /// By receipt, and by resolution.
    received: Sums,
    resolved: Sums,
}

/// How the dossiers of stretches of days are found.
#[derive(Debug, Clone)]
enum Sums {
    /// Not at all: some points have no single day.
    Not,
    /// Among few points.
    Few,
    /// Each day, and how many until its end.
    Running(Vec<(Day, u64)>),
}

/// Points of which no more are looked through one by one.
const FEW_POINTS: usize = 16;

/// Dossiers with the same dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// When received.
    pub received: When,
    /// When resolved.
    pub resolved: When,
    /// How many.
    pub dossiers: u64,
}

impl Point {
    /// The date by which it is counted.
    pub fn by(&self, basis: Basis) -> When {
        match basis {
            Basis::Received => self.received,
            Basis::Resolved => self.resolved,
        }
    }

    /// The other date.
    pub fn other(&self, basis: Basis) -> When {
        match basis {
            Basis::Received => self.resolved,
            Basis::Resolved => self.received,
        }
    }
}

/// What kind of date it is: series do not mix them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Day,
    Span,
    Never,
    Unsaid,
}

fn kind(when: When) -> Kind {
    match when {
        When::In(days) if days.from == days.to => Kind::Day,
        When::In(_) => Kind::Span,
        When::Never => Kind::Never,
        When::Unsaid => Kind::Unsaid,
    }
}

impl Index {
    /// Sorts a tally by the classes of a plan.
    pub fn new(plan: &Plan, tally: &Tally) -> Self {
        let by = plan.needs.procedures;
        let mut index = Self::of(plan, tally, by, |unit| tally.cells_of(unit));
        let amounts = tally.amounts.iter();
        index.amounts = amounts.map(|it| (*it.0, Self::of(plan, tally, by, |unit| of_unit(it.1, unit)))).collect();
        for value in &tally.values {
            if let Some(unit) = tally.units.get(value.unit as usize).and_then(|it| it.unit) {
                index.values.entry((unit, value.column)).or_default().push(*value);
            }
        }
        index
    }

    /// The dossiers of some units only, each series of one procedure.
    pub fn by_procedure(plan: &Plan, tally: &Tally, units: &[UnitId]) -> Self {
        let wanted =
            |unit: u32| tally.units.get(unit as usize).and_then(|it| it.unit).is_some_and(|it| units.contains(&it));
        Self::of(plan, tally, true, |unit| if wanted(unit) { tally.cells_of(unit) } else { &[] })
    }

    fn of<'t>(plan: &Plan, tally: &Tally, by_procedure: bool, cells_of: impl Fn(u32) -> &'t [Cell]) -> Self {
        let classes = classes(plan, tally);
        let mut index = Self::empty(plan, tally);
        let of_unit = |unit| Arc::new(UnitSeries::new(&classes, by_procedure, cells_of(unit)));
        index.units = (0..tally.units.len() as u32).map(of_unit).collect();
        index.with_days(tally)
    }

    /// Everything but the series.
    fn empty(plan: &Plan, tally: &Tally) -> Self {
        let procedures = tally.procedures.iter().map(|it| plan.classes.now(it).to_owned()).collect();
        let mut index = Self { facets: tally.facets.clone(), procedures, ..Self::default() };
        for (at, unit) in tally.units.iter().enumerate() {
            if let Some(id) = unit.unit {
                index.of_unit.entry(id).or_default().push(at);
            }
        }
        index
    }

    /// The same after the cells of one unit of the tally have become others.
    pub fn with_unit(&self, plan: &Plan, tally: &Tally, unit: u32) -> Self {
        let (amounts, values) = (self.amounts.clone(), self.values.clone());
        let mut index = Self { units: self.units.clone(), amounts, values, ..Self::empty(plan, tally) };
        index.units.resize_with(tally.units.len(), Arc::default);
        if let Some(it) = index.units.get_mut(unit as usize) {
            *it = Arc::new(UnitSeries::new(&classes(plan, tally), plan.needs.procedures, tally.cells_of(unit)));
        }
        index.with_days(tally)
    }

    /// The same after some procedures, by their places in the tally, have become of other classes.
    pub fn with_classes(&self, before: &Plan, plan: &Plan, tally: &Tally, moved: &[u32]) -> Self {
        // Where many have moved, or series speak of more than classes, everything is sorted again.
        if moved.len() > FEW || plan.needs.procedures || !tally.amounts.is_empty() {
            return Self::new(plan, tally);
        }
        let (from, to) = (classes(before, tally), classes(plan, tally));
        let mut index = self.clone();
        for (at, unit) in index.units.iter_mut().enumerate() {
            let cells = tally.cells_of(at as u32);
            let moved: Vec<&Cell> = moved.iter().flat_map(|it| of_procedure(cells, *it)).collect();
            if !moved.is_empty() {
                *unit = Arc::new(unit.with_moved(&from, &to, &moved));
            }
        }
        index
    }

    /// The first and the last day that any dossier has.
    pub fn days(&self) -> Option<Days> {
        self.days
    }

    /// Finds the first and the last day.
    fn with_days(mut self, tally: &Tally) -> Self {
        self.days = self.units.iter().filter_map(|it| it.days).chain(tally.seen).reduce(both);
        self
    }

    /// The code of the procedure that a series speaks of, where it speaks of one.
    pub fn code_of(&self, series: &Series) -> Option<&str> {
        series.procedure.and_then(|it| self.procedures.get(it as usize)).map(String::as_str)
    }

    /// What a declared column says of a unit.
    pub fn values_of(&self, unit: UnitId, column: ColumnId) -> impl Iterator<Item = &UnitValue> {
        self.values.get(&(unit, column)).into_iter().flatten()
    }

    /// The series of a unit of the register.
    pub fn series(&self, unit: UnitId) -> impl Iterator<Item = &Series> {
        let at = self.of_unit.get(&unit).map(Vec::as_slice).unwrap_or_default();
        at.iter().filter_map(|it| self.units.get(*it)).flat_map(|it| &it.series).map(Arc::as_ref)
    }
}

/// Points less the dossiers of others, which are among them.
fn without<'p>(points: &'p [Point], out: &[Point]) -> impl Iterator<Item = Point> + 'p {
    let mut less: BTreeMap<(When, When), u64> = BTreeMap::new();
    for it in out {
        *less.entry((it.received, it.resolved)).or_default() += it.dossiers;
    }
    let take = move |it: &Point| {
        let left = less.get_mut(&(it.received, it.resolved));
        let taken = left.map_or(0, |left| {
            let taken = it.dossiers.min(*left);
            *left -= taken;
            taken
        });
        Some(Point { dossiers: it.dossiers - taken, ..*it }).filter(|it| it.dossiers > 0)
    };
    points.iter().filter_map(take)
}

/// From the first to the last day of two stretches.
fn both(one: Days, two: Days) -> Days {
    Days::new(one.from.min(two.from), one.to.max(two.to))
}

/// The class of each procedure of a tally.
fn classes(plan: &Plan, tally: &Tally) -> Vec<ClassId> {
    tally.procedures.iter().map(|it| plan.classes.of(it)).collect()
}

/// Procedures of which so many may move between classes one by one.
const FEW: usize = 64;

/// The cells of one procedure among those of a unit.
fn of_procedure(cells: &[Cell], procedure: u32) -> &[Cell] {
    let from = cells.partition_point(|it| it.procedure < Some(procedure));
    let rest = cells.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|it| it.procedure == Some(procedure))).unwrap_or_default()
}

impl UnitSeries {
    /// The same after some of its cells have moved from one class to another: only series that they leave or enter are
    /// made anew.
    fn with_moved(&self, from: &[ClassId], to: &[ClassId], moved: &[&Cell]) -> Self {
        type Key = (Option<ClassId>, u16, Kind, Kind);
        let key = |cell: &Cell, classes: &[ClassId]| -> Key {
            let class = cell.procedure.and_then(|it| classes.get(it as usize)).copied();
            (class, cell.facet, kind(cell.received), kind(cell.resolved))
        };
        let key_of = |it: &Series| -> Option<Key> {
            it.points.first().map(|first| (it.class, it.facet, kind(first.received), kind(first.resolved)))
        };
        let mut changes: BTreeMap<Key, (Vec<Point>, Vec<Point>)> = BTreeMap::new();
        for cell in moved {
            let point = Point { received: cell.received, resolved: cell.resolved, dossiers: cell.dossiers };
            changes.entry(key(cell, from)).or_default().0.push(point);
            changes.entry(key(cell, to)).or_default().1.push(point);
        }
        let mut series = Vec::with_capacity(self.series.len() + 1);
        for held in &self.series {
            match key_of(held).and_then(|it| changes.remove(&it)) {
                None => series.push(held.clone()),
                Some((out, more)) => {
                    let points = without(&held.points, &out).chain(more).collect();
                    series.push(Arc::new(Series::new(held.class, None, held.facet, points)));
                }
            }
        }
        for ((class, facet, ..), (_, more)) in changes {
            series.push(Arc::new(Series::new(class, None, facet, more)));
        }
        series.retain(|it| !it.points.is_empty());
        Self { series, days: self.days }
    }

    /// The series of the cells of one unit.
    fn new(classes: &[ClassId], by_procedure: bool, cells: &[Cell]) -> Self {
        type Key = (Option<ClassId>, Option<u32>, u16, Kind, Kind);
        let mut series: BTreeMap<Key, Vec<Point>> = BTreeMap::new();
        for cell in cells {
            let class = cell.procedure.and_then(|it| classes.get(it as usize)).copied();
            let procedure = cell.procedure.filter(|_| by_procedure);
            let key = (class, procedure, cell.facet, kind(cell.received), kind(cell.resolved));
            let (received, resolved, dossiers) = (cell.received, cell.resolved, cell.dossiers);
            series.entry(key).or_default().push(Point { received, resolved, dossiers });
        }
        let mut days: Option<Days> = None;
        for when in cells.iter().flat_map(|it| [it.received, it.resolved]) {
            if let When::In(own) = when {
                days = Some(days.map_or(own, |it| both(it, own)));
            }
        }
        let series = series.into_iter();
        let new =
            |((class, procedure, facet, ..), points): (Key, _)| Arc::new(Series::new(class, procedure, facet, points));
        Self { series: series.map(new).collect(), days }
    }
}

impl Series {
    fn new(class: Option<ClassId>, procedure: Option<u32>, facet: u16, mut points: Vec<Point>) -> Self {
        points.sort_unstable();
        points.dedup_by(|next, held| {
            let same = (next.received, next.resolved) == (held.received, held.resolved);
            let sum = held.dossiers.checked_add(next.dossiers).filter(|_| same);
            held.dossiers = sum.unwrap_or(held.dossiers);
            sum.is_some()
        });
        let total = points.iter().map(|it| u128::from(it.dossiers)).sum();
        let received = running(&points, Basis::Received);
        let resolved = running(&points, Basis::Resolved);
        Self { class, procedure, facet, points, total, received, resolved }
    }

    /// The series of one cell.
    pub fn of_cell(class: Option<ClassId>, cell: &Cell) -> Self {
        let (received, resolved, dossiers) = (cell.received, cell.resolved, cell.dossiers);
        Self::new(class, cell.procedure, cell.facet, vec![Point { received, resolved, dossiers }])
    }

    /// How many fall on the days, where every point has one day by this date.
    pub fn count(&self, basis: Basis, days: Days) -> Option<u128> {
        let sums = match basis {
            Basis::Received => &self.received,
            Basis::Resolved => &self.resolved,
        };
        let sums = match sums {
            Sums::Not => return None,
            Sums::Few => {
                let inside = |it: &&Point| matches!(it.by(basis), When::In(day) if days.has(day.from));
                return Some(self.points.iter().filter(inside).map(|it| u128::from(it.dossiers)).sum());
            }
            Sums::Running(sums) => sums,
        };
        let until = |day: Day| {
            let place = sums.partition_point(|it| it.0 <= day);
            place.checked_sub(1).and_then(|it| sums.get(it)).map_or(0, |it| u128::from(it.1))
        };
        Some(if days.is_empty() { 0 } else { until(days.to) - until(days.from.plus(-1)) })
    }

    /// The date that all points share in kind, where it is no day: never, or not said.
    pub fn dateless(&self, basis: Basis) -> Option<Date3> {
        match self.points.first().map(|it| kind(it.by(basis))) {
            Some(Kind::Never) => Some(Date3::Never),
            Some(Kind::Unsaid) => Some(Date3::Unsaid),
            _ => None,
        }
    }
}

fn running(points: &[Point], basis: Basis) -> Sums {
    let mut days = Vec::with_capacity(if points.len() > FEW_POINTS { points.len() } else { 0 });
    for point in points {
        match point.by(basis) {
            When::In(it) if it.from == it.to && points.len() <= FEW_POINTS => {}
            When::In(it) if it.from == it.to => days.push((it.from, point.dossiers)),
            _ => return Sums::Not,
        }
    }
    if points.len() <= FEW_POINTS {
        return Sums::Few;
    }
    days.sort_unstable_by_key(|it| it.0);
    let mut sum = 0u64;
    for it in &mut days {
        // More than one number holds is looked for among the points.
        let Some(next) = sum.checked_add(it.1) else { return Sums::Few };
        (sum, it.1) = (next, next);
    }
    // Of one day the last sum is that until its end.
    days.dedup_by(|next, held| {
        let same = next.0 == held.0;
        if same {
            held.1 = next.1;
        }
        same
    });
    days.shrink_to_fit();
    Sums::Running(days)
}
