//! Counts kept so that a question is answered without reading them again: per unit × class × combination, running
//! sums over the days.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::board::Board;
use super::truth::Date3;
use crate::check::program::ColumnId;
use crate::data::{Cell, Cells, Facet, Tally, UnitValue, When, of_unit};
use crate::plan::{ClassId, Plan};
use crate::term::Basis;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// A tally in the order in which questions are asked of it. The series of a unit are made when they are first asked for.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// For each supplied unit its series.
    units: Vec<Arc<Lazy>>,
    source: Arc<Source>,
    /// Supplied units whose cells are not those of the source.
    others: BTreeSet<u32>,
    /// All units side by side, once that is asked for; none: it would take too much memory.
    board: Arc<OnceLock<Option<Board>>>,
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

/// From what series are made.
#[derive(Debug, Default)]
struct Source {
    cells: Arc<Cells>,
    /// The class of each procedure.
    classes: Vec<ClassId>,
    /// Whether each series is of one procedure.
    by_procedure: bool,
}

/// The series of one supplied unit, once they are asked for.
type Lazy = OnceLock<Vec<Series>>;

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

/// What rules look at beside unit and days: the class of the procedure, and the combination by its place.
pub type Sort = (Option<ClassId>, u16);

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
        let mut index = Self::lazy(plan, tally, by);
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
        let mut index = Self::lazy(plan, tally, true);
        index.of_unit.retain(|it, _| units.contains(it));
        index
    }

    fn lazy(plan: &Plan, tally: &Tally, by_procedure: bool) -> Self {
        let mut index = Self::empty(plan, tally);
        let (cells, classes) = (tally.cells.clone(), classes(plan, tally));
        index.source = Arc::new(Source { cells, classes, by_procedure });
        index.units.resize_with(tally.units.len(), Arc::default);
        for (unit, cells) in &tally.assumed {
            index.make(*unit, cells);
        }
        index
    }

    /// Sets the series of a unit.
    fn make(&mut self, unit: u32, cells: &[Cell]) {
        self.others.insert(unit);
        let series = self.source.series(cells.iter().copied());
        if let Some(it) = self.units.get_mut(unit as usize) {
            *it = Arc::new(Lazy::from(series));
        }
    }

    fn of<'t>(plan: &Plan, tally: &Tally, by_procedure: bool, cells_of: impl Fn(u32) -> &'t [Cell]) -> Self {
        let mut index = Self::empty(plan, tally);
        let classes = classes(plan, tally);
        index.source = Arc::new(Source { classes, by_procedure, ..Source::default() });
        index.units.resize_with(tally.units.len(), Arc::default);
        for unit in 0..tally.units.len() as u32 {
            index.make(unit, cells_of(unit));
        }
        index
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
        let assumed = tally.assumed.values().flat_map(|it| it.iter()).flat_map(|it| [it.received, it.resolved]);
        let assumed = assumed.filter_map(|it| if let When::In(days) = it { Some(days) } else { None });
        index.days = tally.cells.days().into_iter().chain(assumed).chain(tally.seen).reduce(Days::with);
        index
    }

    /// The same after procedures of the tally have become of other classes. The running sums stay those of the first
    /// classes, which later plans have too.
    pub fn with_classes(&self, plan: &Plan, tally: &Tally) -> Self {
        let mut index = Self::new(plan, tally);
        if self.board.get().is_some() {
            index.board = self.board.clone();
        }
        index
    }

    /// The same after the cells of one unit of the tally have become others.
    pub fn with_unit(&self, plan: &Plan, tally: &Tally, unit: u32) -> Self {
        let Self { units, source, others, board, amounts, values, .. } = self.clone();
        let mut index = Self { units, source, others, board, amounts, values, ..Self::empty(plan, tally) };
        if classes(plan, tally) != index.source.classes {
            let Source { cells, by_procedure, .. } = &*index.source;
            index.source =
                Arc::new(Source { classes: classes(plan, tally), cells: cells.clone(), by_procedure: *by_procedure });
        }
        index.units.resize_with(tally.units.len(), Arc::default);
        index.make(unit, &tally.cells_of(unit).collect::<Vec<_>>());
        index
    }

    /// The class of each procedure.
    pub fn classes(&self) -> &[ClassId] {
        &self.source.classes
    }

    /// The cells of the units that are not assumed to be others.
    pub fn cells(&self) -> &Cells {
        &self.source.cells
    }

    /// Whether the cells of a supplied unit are others than [`Self::cells`].
    pub fn is_other(&self, unit: u32) -> bool {
        self.others.contains(&unit)
    }

    /// How many units were supplied.
    pub fn columns(&self) -> usize {
        self.units.len()
    }

    /// All units side by side. None: that would take too much memory, or was made for rules that ask for less.
    pub fn board(&self, plan: &Plan) -> Option<&Board> {
        self.board.get_or_init(|| Board::new(plan, self)).as_ref().filter(|it| it.answers_for(plan))
    }

    /// The first and the last day that any dossier has.
    pub fn days(&self) -> Option<Days> {
        self.days
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
        at.iter().flat_map(|it| self.supplied(*it))
    }

    /// The series of a supplied unit, which are not held if they were not asked for before: for a look at all units.
    pub fn glance(&self, at: usize) -> Cow<'_, [Series]> {
        match self.units.get(at).map(|it| it.get()) {
            Some(Some(made)) => Cow::Borrowed(made),
            Some(None) => Cow::Owned(self.source.series(self.source.cells.of_unit(at as u32))),
            None => Cow::Borrowed(&[]),
        }
    }

    /// The series of a supplied unit.
    pub fn supplied(&self, at: usize) -> &[Series] {
        match self.units.get(at) {
            Some(it) => it.get_or_init(|| self.source.series(self.source.cells.of_unit(at as u32))),
            None => &[],
        }
    }
}

/// The class of each procedure of a tally.
fn classes(plan: &Plan, tally: &Tally) -> Vec<ClassId> {
    tally.procedures.iter().map(|it| plan.classes.of(it)).collect()
}

impl Source {
    /// The series of the cells of one unit.
    fn series(&self, cells: impl Iterator<Item = Cell>) -> Vec<Series> {
        type Key = (Option<ClassId>, Option<u32>, u16, Kind, Kind);
        let mut series: BTreeMap<Key, Vec<Point>> = BTreeMap::new();
        for cell in cells {
            let class = cell.procedure.and_then(|it| self.classes.get(it as usize)).copied();
            let procedure = cell.procedure.filter(|_| self.by_procedure);
            let key = (class, procedure, cell.facet, kind(cell.received), kind(cell.resolved));
            let (received, resolved, dossiers) = (cell.received, cell.resolved, cell.dossiers);
            series.entry(key).or_default().push(Point { received, resolved, dossiers });
        }
        let new = |((class, procedure, facet, ..), points): (Key, _)| Series::new(class, procedure, facet, points);
        series.into_iter().map(new).collect()
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

    /// Of what sort they are.
    pub fn sort(&self) -> Sort {
        (self.class, self.facet)
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
