//! What is measured for units in a period, at a moment: the counts behind a share, or a formula worked out over several
//! counts.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use super::count::{Index, Series};
use super::grid::Grid;
use super::outcome::is_refused;
use super::procedures::{Procedures, Said};
use super::sets::{self, Judges, Units, units_of};
use super::subjects::tier_of;
use super::truth::{Disposition, Lack, Moment};
use super::verdict::Numbers;
use crate::check::program::{ColumnId, Cond, Formula, Fraction, Grain, Measure, Simple, Term, Value};
use crate::data::{UnitFact, over};
use crate::plan::BoundQuota;
use crate::syntax::ast::Operator;
use crate::term::Noun;
use crate::text::Days;
use crate::world::UnitId;

/// Counts for one quota at one moment.
pub struct Counter<'a> {
    moment: &'a Moment<'a>,
    index: &'a Index,
    /// Whether counts that were made before are refused, and for what a verdict is given.
    strict: bool,
    grain: Grain,
    parts: Parts<'a>,
}

/// The measure, taken apart.
enum Parts<'a> {
    Simple(Box<Grid<'a>>),
    Formula(&'a Formula, Vec<Part<'a>>),
}

/// A term, with what answers it.
enum Part<'a> {
    Dossiers(Box<Grid<'a>>),
    Procedures(Box<Procedures<'a>>),
    /// The dossiers, whose procedures these are.
    DossiersOf(Box<Grid<'a>>, Box<Procedures<'a>>),
    Column(ColumnId, Box<Grid<'a>>),
    Units(&'a Cond, Vec<Judges<'a>>),
}

/// Everything counts: of a column that is summed over the dossiers counted.
static ANYTHING: Cond = Cond::All(Vec::new());

/// Whose dossiers are counted, of which procedure where it is asked by procedure, and on which days.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The units.
    pub units: &'a [UnitId],
    /// Who is judged, if it is one unit.
    pub subject: Option<UnitId>,
    /// The units that are judged together.
    pub together: Option<&'a Units>,
    /// One procedure, as the index numbers it; none: all.
    pub procedure: Option<u32>,
    /// The days.
    pub period: Days,
    /// The days of the whole quota, which say of which tier a unit is.
    pub whole: Days,
}

impl<'a> Asked<'a> {
    /// All counts of some units in a period.
    pub fn of(units: &'a [UnitId], period: Days) -> Self {
        Self { units, subject: None, together: None, procedure: None, period, whole: period }
    }
}

impl<'a> Counter<'a> {
    /// Counts for a quota at a moment.
    pub fn new(moment: &'a Moment<'a>, quota: &'a BoundQuota, index: &'a Index, strict: bool, grain: Grain) -> Self {
        let grid = |simple| Box::new(Grid::by(moment, quota, simple, &index.facets));
        let parts = match &moment.plan.program.indicator(quota.indicator).measure {
            Measure::Formula(formula) => {
                let procedures = |cond| Box::new(Procedures::new(moment, quota, index, cond));
                let part = |it: &'a Term| match it {
                    Term::Dossiers(cond) => Part::Dossiers(grid(Simple::Count(cond))),
                    Term::Procedures(cond) => Part::Procedures(procedures(cond)),
                    Term::DossiersOf(dossiers, of) => Part::DossiersOf(grid(Simple::Count(dossiers)), procedures(of)),
                    Term::Units(cond) => Part::Units(cond, Judges::of(moment, index, strict, cond)),
                    Term::Column(id) => Part::Column(*id, grid(Simple::Count(&ANYTHING))),
                };
                Parts::Formula(formula, formula.terms.iter().map(part).collect())
            }
            measure => Parts::Simple(grid(measure.simple())),
        };
        Self { moment, index, strict, grain, parts }
    }

    /// The numbers of some units; `cut` is told of supplied days that the period cuts.
    pub fn numbers(&mut self, asked: Asked, cut: &mut dyn FnMut(Days)) -> Numbers {
        let walk = Walk { moment: self.moment, index: self.index, strict: self.strict, grain: self.grain };
        match &mut self.parts {
            Parts::Simple(grid) => walk.dossiers(grid, asked, &mut |_| true, cut),
            Parts::Formula(formula, parts) => {
                let mut numbers = Numbers::default();
                let mut terms = Vec::with_capacity(parts.len());
                for part in parts {
                    terms.push(walk.part(part, asked, &mut numbers, cut));
                }
                worked_out(formula, terms, numbers)
            }
        }
    }
}

struct Walk<'a> {
    moment: &'a Moment<'a>,
    index: &'a Index,
    strict: bool,
    grain: Grain,
}

impl Walk<'_> {
    /// The dossiers of some units, of the procedures that are wanted.
    fn dossiers(
        &self,
        grid: &mut Grid,
        asked: Asked,
        wanted: &mut dyn FnMut(&Series) -> bool,
        cut: &mut dyn FnMut(Days),
    ) -> Numbers {
        let mut sum = Numbers::default();
        for unit in asked.units {
            let tier = tier_of(self.moment.plan, *unit, asked.whole);
            for series in self.index.series(*unit) {
                if asked.procedure.is_some_and(|it| series.procedure != Some(it)) || !wanted(series) {
                    continue;
                }
                let precounted = super::ledger::is_precounted(series);
                let refused = is_refused(self.strict, self.grain, series);
                let mut see = |it: Disposition, dossiers: u128| sum.add(it, dossiers, precounted, refused);
                grid.each(*unit, tier, series, asked.period, &mut see, cut);
            }
        }
        sum
    }

    /// The number of a term; what it lacks goes to `numbers`.
    fn part(&self, part: &mut Part, asked: Asked, numbers: &mut Numbers, cut: &mut dyn FnMut(Days)) -> Fraction {
        let whole = |it: u128| Fraction::from_integer(i128::try_from(it).unwrap_or(i128::MAX));
        match part {
            Part::Dossiers(grid) => {
                let found = self.dossiers(grid, asked, &mut |_| true, cut);
                numbers.take(&found);
                whole(found.denominator)
            }
            Part::Procedures(procedures) => {
                let found = procedures.count(self.moment, asked, cut);
                numbers.lack_of(found.unsaid, found.waits);
                whole(found.procedures.len() as u128)
            }
            Part::DossiersOf(grid, procedures) => {
                let found = procedures.count(self.moment, asked, cut);
                numbers.lack_of(found.unsaid, found.waits);
                let codes: BTreeSet<&str> = found.procedures.iter().map(String::as_str).collect();
                let index = self.index;
                let mut of = |series: &Series| index.code_of(series).is_none_or(|it| codes.contains(it));
                let found = self.dossiers(grid, asked, &mut of, cut);
                numbers.take(&found);
                whole(found.denominator)
            }
            Part::Column(id, grid) => self.column(*id, grid, asked, numbers, cut),
            Part::Units(cond, judges) => {
                let together = asked.together.filter(|it| !it.is_empty());
                let units = units_of(self.moment.plan, asked.subject, together, asked.whole);
                let within = (self.index, asked.period);
                let counted = sets::count(judges, self.moment, within, &units, cond, numbers, cut);
                Fraction::from_integer(i128::from(counted))
            }
        }
    }

    /// The sum of a column: of dossiers over those counted, of units over the units.
    fn column(
        &self,
        id: ColumnId,
        grid: &mut Grid,
        asked: Asked,
        numbers: &mut Numbers,
        cut: &mut dyn FnMut(Days),
    ) -> Fraction {
        let column = self.moment.plan.program.column(id);
        let zero = Fraction::from_integer(0);
        if column.of == Noun::Units {
            let mut sum = zero;
            for unit in asked.units {
                match over(self.index.values_of(*unit, id), column.form, asked.period) {
                    Ok(Some(UnitFact::Number(number))) => sum += number,
                    Ok(_) => numbers.lack_of(Some(Lack::Column(id)), None),
                    Err(days) => cut(days),
                }
            }
            return sum;
        }
        let Some(amounts) = self.index.amounts.get(&id) else {
            // A column that no file has; where there are no dossiers at all, nothing is lacking.
            if asked.units.iter().any(|it| self.index.series(*it).next().is_some()) {
                numbers.lack_of(Some(Lack::Column(id)), None);
            }
            return zero;
        };
        let own = Walk { index: amounts, ..*self };
        let found = own.dossiers(grid, asked, &mut |_| true, cut);
        numbers.lack_of(found.lacks.first().copied(), found.waits.first().copied());
        Fraction::from_integer(i128::try_from(found.denominator).unwrap_or(i128::MAX))
    }
}

/// A formula over the numbers of its terms: numerator and denominator as written where it is a quotient.
fn worked_out(formula: &Formula, terms: Vec<Fraction>, mut numbers: Numbers) -> Numbers {
    let value = match &formula.value {
        Value::Binary(Operator::Over, above, below) if formula.form.divides() => {
            arithmetic(above, &terms).zip(arithmetic(below, &terms))
        }
        value => arithmetic(value, &terms).map(|it| (it, Fraction::from_integer(1))),
    };
    let (above, below) = value.unwrap_or_default();
    let zero = Fraction::from_integer(0);
    // As written where both are whole numbers; a numerator over a whole denominator else.
    let (above, below) = match (above.is_integer() && below.is_integer() && below >= zero, below == zero) {
        (true, _) => (above.to_integer(), below.to_integer()),
        (false, true) => (0, 0),
        (false, false) => above.checked_div(&below).map_or((0, 0), Fraction::into_raw),
    };
    numbers.numerator = above;
    numbers.denominator = u128::try_from(below).unwrap_or_default();
    numbers.terms = terms;
    numbers
}

/// The value of some arithmetic; none where something is divided by zero, or larger than any count.
fn arithmetic(value: &Value, terms: &[Fraction]) -> Option<Fraction> {
    Some(match value {
        Value::Number(number) => *number,
        Value::Term(at) => *terms.get(*at)?,
        Value::Binary(operator, left, right) => {
            let (left, right) = (arithmetic(left, terms)?, arithmetic(right, terms)?);
            match operator {
                Operator::Plus => left.checked_add(&right)?,
                Operator::Minus => left.checked_sub(&right)?,
                Operator::Times => left.checked_mul(&right)?,
                Operator::Over => left.checked_div(&right)?,
            }
        }
        Value::Extremum(largest, parts) => {
            let parts = parts.iter().map(|it| arithmetic(it, terms)).collect::<Option<Vec<_>>>()?;
            if *largest { parts.into_iter().max()? } else { parts.into_iter().min()? }
        }
    })
}

/// The dossiers of each procedure of some units, with what is not known of them.
pub fn by_procedure<'i>(
    grid: &mut Grid,
    moment: &Moment,
    index: &'i Index,
    asked: Asked,
    cut: &mut dyn FnMut(Days),
) -> BTreeMap<Option<&'i str>, Said> {
    let mut out: BTreeMap<Option<&str>, Said> = BTreeMap::new();
    for unit in asked.units {
        let tier = tier_of(moment.plan, *unit, asked.whole);
        for series in index.series(*unit) {
            let said = out.entry(index.code_of(series)).or_default();
            grid.each(*unit, tier, series, asked.period, &mut |it, dossiers| said.add(it, dossiers), cut);
        }
    }
    out
}
