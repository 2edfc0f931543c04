//! Numbers of units: an indicator or a count takes the place of what a quota measures, and the engine counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use num_bigint::BigInt;

use super::ask::Asker;
use super::value::{Exact, Is, Kind, Known, Number, Row, Value};
use crate::check::Defined;
use crate::check::program::{Cond, Date, Form, Fraction, Grain, IndicatorId, Measure, Stretch};
use crate::eval::{Env, Index, Result as EvalResult, results_under};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ask::{Measured, What};
use crate::syntax::ast::Every;
use crate::term::{Comparator, Noun};
use crate::world::{UnitId, bare_code};

/// What takes the place of something in a quota.
#[derive(Default)]
pub(super) struct Change {
    /// What is counted, in place of what the indicator measures.
    pub measure: Option<Measure>,
    /// Only these days of those of the quota.
    pub stretch: Option<Stretch>,
    /// Only this procedure, by its bare code.
    pub procedure: Option<String>,
    /// Only quotas of this indicator.
    pub by: Option<IndicatorId>,
}

impl Change {
    /// Whether results are no longer those of the decision.
    pub fn is_any(&self) -> bool {
        self.measure.is_some() || self.stretch.is_some() || self.procedure.is_some()
    }
}

/// Rows, and the units that were asked for; none: all.
pub(super) type Asked = (Vec<Row>, Option<Vec<UnitId>>);

/// At most so many ways to choose readings that nobody chose are tried.
const MOST_WAYS: usize = 64;

/// So few units are evaluated for themselves.
const FEW: usize = 8;

impl<'a> Asker<'a> {
    /// `trực_tuyến của …`, `hồ sơ trực tuyến của …`, or a name alone.
    pub(super) fn measured(&mut self, it: &'a Measured, at: Span) -> Result<Value, Vec<Problem>> {
        if let (What::Name(name), None, None, None, None) = (&it.what, &it.of, &it.procedure, &it.period, &it.by) {
            let means = self.asking.means(name);
            self.sound()?;
            if !matches!(means, Some(Defined::Indicator(_)) | None) {
                return self.defined(name, at);
            }
        }
        let (rows, units) = self.rows_of(it)?;
        let is_count = matches!(it.what, What::Count(_));
        let one_unit = units.as_ref().is_some_and(|it| it.len() == 1);
        let mut value = Value { is: Is::Each, rows, notes: Vec::new() };
        match super::gather::one_number(&value.rows, at) {
            Ok(number) if is_count || one_unit => {
                value.is = Is::Number(number);
                value.notes.extend(super::gather::shared(&value.rows));
            }
            _ => {}
        }
        if value.rows.is_empty() {
            value.notes.extend(self.why_none(units.as_deref().unwrap_or_default()));
        }
        Ok(value)
    }

    /// The rows of what is measured, and the units that were asked for; none: all.
    pub(super) fn rows_of(&mut self, it: &'a Measured) -> Result<Asked, Vec<Problem>> {
        let units = match &it.of {
            Some(chosen) => Some(self.chosen(chosen)?),
            None => None,
        };
        let mut change =
            Change { procedure: it.procedure.as_ref().map(|it| bare_code(&it.value).to_owned()), ..Change::default() };
        if let Some(period) = &it.period {
            change.stretch = self.asking.stretch(period);
        }
        change.by = it.by.as_ref().and_then(|it| self.asking.indicator(it));
        self.sound()?;
        let rows = self.rows(&it.what, units.as_deref(), change)?;
        Ok((rows, units))
    }

    /// The rows of an indicator or a count of some units; of all where none are named.
    pub(super) fn rows(
        &mut self,
        what: &'a What,
        units: Option<&[UnitId]>,
        mut change: Change,
    ) -> Result<Vec<Row>, Vec<Problem>> {
        match what {
            What::Name(name) => change.by = self.asking.indicator(name),
            What::Count(count) => change.measure = Some(self.asking.measure(count)),
        }
        self.sound()?;
        if change.is_any() { self.changed(units, &change) } else { self.held(units, &change) }
    }

    /// Results as the decision has them.
    pub(super) fn held(&self, units: Option<&[UnitId]>, change: &Change) -> Result<Vec<Row>, Vec<Problem>> {
        let fits = |it: &&EvalResult| change.by.is_none_or(|by| it.indicator == by) && it.quota.is_some();
        let results: Vec<EvalResult> = match units {
            None => self.state.results()?.iter().filter(fits).cloned().collect(),
            Some(units) => self.results_of(units)?.into_iter().filter(|it| fits(&it)).collect(),
        };
        let rows = self.as_rows(results)?;
        // Who is judged together with others only has a value too, and no verdict of its own.
        if let Some(units) = units.filter(|_| rows.is_empty()) {
            return self.changed(Some(units), change);
        }
        Ok(rows)
    }

    /// Results of the decision with their numbers; of those that wait, the ends between which they lie.
    pub(super) fn as_rows(&self, results: Vec<EvalResult>) -> Result<Vec<Row>, Vec<Problem>> {
        let open = self.has_open_readings();
        let waits = |it: &EvalResult| it.as_if.is_some() || open;
        // Each quota is asked once for all its units.
        let mut found: BTreeMap<usize, Vec<(EvalResult, Known)>> = BTreeMap::new();
        for it in results.iter().filter(|it| waits(it)) {
            let Some(at) = it.quota.filter(|it| !found.contains_key(it)) else { continue };
            let of_quota = results.iter().filter(|it| it.quota == Some(at) && waits(it));
            let units: BTreeSet<Option<UnitId>> = of_quota.map(|it| it.subject.unit).collect();
            let change = Change { by: Some(it.indicator), ..Change::default() };
            found.insert(at, self.of_quota(at, &change, false, &|it| units.contains(it))?);
        }
        let key = |it: &EvalResult| (it.subject.unit, it.subject.procedure.clone(), it.period);
        let ends = |it: &EvalResult| {
            let same = found.get(&it.quota?)?.iter().find(|other| key(&other.0) == key(it));
            same.map(|it| it.1.clone())
        };
        let row_of = |it: EvalResult| {
            let number = if waits(&it) { ends(&it) } else { None }.unwrap_or_else(|| known(&it));
            row(it, number, true)
        };
        Ok(results.into_iter().map(row_of).collect())
    }

    /// The results of some units, alone.
    pub(super) fn results_of(&self, units: &[UnitId]) -> Result<Vec<EvalResult>, Vec<Problem>> {
        let alone = |it: &EvalResult| !it.subject.pooled && it.subject.unit.is_some_and(|it| units.contains(&it));
        if units.len() <= FEW {
            return Ok(self.state.results_of(units)?.into_iter().filter(alone).collect());
        }
        Ok(self.state.results()?.iter().filter(|it| alone(it)).cloned().collect())
    }

    /// Results with something in place of what the decision has.
    fn changed(&self, units: Option<&[UnitId]>, change: &Change) -> Result<Vec<Row>, Vec<Problem>> {
        let plan = &self.state.plan;
        let wanted = |it: &Option<UnitId>| it.is_some_and(|it| units.is_none_or(|units| units.contains(&it)));
        let mut rows: Vec<Row> = Vec::new();
        for (at, quota) in plan.quotas.iter().enumerate() {
            let binds = quota.units.all().any(|it| it.keys().any(|it| wanted(&Some(*it))));
            if !binds || change.by.is_some_and(|it| it != quota.indicator) {
                continue;
            }
            for (result, known) in self.of_quota(at, change, true, &wanted)? {
                let other = |it: &String| result.subject.procedure.as_ref() != Some(it);
                if change.procedure.as_ref().is_some_and(other) {
                    continue;
                }
                let row = row(result, known, false);
                // Quotas that count the same way are counted once.
                let same = |it: &Row| {
                    let key = |it: &Row| (it.result.subject.unit, it.result.period, it.result.numbers.supplied);
                    key(it) == key(&row) && it.number.known == row.number.known
                };
                if change.measure.is_none() || !rows.iter().any(same) {
                    rows.push(row);
                }
            }
        }
        rows.sort_by_key(|it| it.result.subject.unit);
        Ok(rows)
    }

    /// The results of one quota with something in its place, each with the ends between which its number lies.
    fn of_quota(
        &self,
        at: usize,
        change: &Change,
        alone: bool,
        wanted: &dyn Fn(&Option<UnitId>) -> bool,
    ) -> Result<Vec<(EvalResult, Known)>, Vec<Problem>> {
        let mut plan = Plan::clone(&self.state.plan);
        alter(&mut plan, at, change, alone);
        let index = if plan.needs.procedures == self.state.plan.needs.procedures {
            Arc::clone(&self.state.index)
        } else {
            Arc::new(Index::new(&plan, &self.state.tally))
        };
        let mut out: Vec<(EvalResult, Known)> = Vec::new();
        for (place, env) in self.ways()?.iter().enumerate() {
            let mut ask = |comparator| {
                let mut env = env.clone();
                if let Some(quota) = plan.quotas.get_mut(at) {
                    (quota.comparator, quota.amount, quota.rounding) =
                        (comparator, Some(Fraction::from_integer(0)), None);
                }
                env.amounts.retain(|held, _| held.0 != at);
                results_under(&plan, &index, &env, at, &|it| wanted(&it))
            };
            let low = ask(Comparator::AtLeast)?;
            let high = if low.iter().any(|it| it.as_if.is_some()) { ask(Comparator::AtMost)? } else { Vec::new() };
            for (nth, mut low) in low.into_iter().enumerate() {
                if low.goal.form == Form::Count(Noun::Procedures) {
                    low.numbers.supplied = supplied_procedures(&index, &low);
                }
                let high = high.get(nth).filter(|_| low.as_if.is_some());
                let event = low.as_if.map(|it| plan.program.event(it.0).name.clone());
                let both = match high {
                    Some(high) => join(&known(&low), &known(high), &event.into_iter().collect::<Vec<_>>()),
                    None => known(&low),
                };
                if place == 0 {
                    out.push((low, both));
                } else if let Some(it) = out.get_mut(nth) {
                    it.1 = join(&it.1, &both, &self.open_readings());
                }
            }
        }
        // The goal is what it is in the decision.
        if let Some(quota) = self.state.plan.quotas.get(at).filter(|_| change.measure.is_none()) {
            for (it, _) in &mut out {
                let amount = self.state.env.assumed(at, it.subject.unit).or(quota.amount);
                (it.goal.comparator, it.goal.amount, it.goal.rounding) = (quota.comparator, amount, quota.rounding);
            }
        }
        Ok(out)
    }

    fn has_open_readings(&self) -> bool {
        self.state.env.readings.iter().any(Option::is_none)
    }

    fn open_readings(&self) -> Vec<String> {
        let all = self.state.plan.program.readings.iter().zip(&self.state.env.readings);
        all.filter(|it| it.1.is_none()).map(|it| it.0.name.clone()).collect()
    }

    /// The environment with every choice of the readings that nobody chose.
    fn ways(&self) -> Result<Vec<Env>, Vec<Problem>> {
        let mut ways = vec![self.state.env.clone()];
        for (at, reading) in self.state.plan.program.readings.iter().enumerate() {
            let id = crate::check::program::ReadingId(at as u32);
            if self.state.env.reading(id).is_none() && ways.len() * reading.choices.len() <= MOST_WAYS {
                let each =
                    |env: &Env| (0..reading.choices.len()).map(|it| env.with_reading(id, it)).collect::<Vec<_>>();
                ways = ways.iter().flat_map(each).collect();
            }
        }
        Ok(ways)
    }
}

/// Puts something in place of what a quota has.
fn alter(plan: &mut Plan, at: usize, change: &Change, alone: bool) {
    let Some(quota) = plan.quotas.get_mut(at) else { return };
    if alone {
        // Each unit for itself.
        quota.grain = Grain { pooled: None, averaged: false, ..quota.grain };
        if change.measure.is_some() || change.stretch.is_some() {
            quota.grain.every = None;
        }
    }
    if change.procedure.is_some() {
        quota.grain.every = Some(Every::Procedure);
        plan.needs.procedures = true;
    }
    if let Some(Stretch::Between(from, to)) = &change.stretch {
        quota.stretch = Some(match &quota.stretch {
            Some(Stretch::Between(own_from, own_to)) => {
                let narrow = |latest: bool, own: &Option<Date>, asked: &Option<Date>| match (own, asked) {
                    (Some(own), Some(asked)) => Some(Date::Extremum(latest, vec![own.clone(), asked.clone()])),
                    (own, asked) => own.clone().or_else(|| asked.clone()),
                };
                Stretch::Between(narrow(true, own_from, from), narrow(false, own_to, to))
            }
            _ => Stretch::Between(from.clone(), to.clone()),
        });
    }
    if let Some(measure) = &change.measure {
        quota.form = measure.form();
        let program = Arc::make_mut(&mut plan.program);
        if let Some(indicator) = program.indicators.get_mut(quota.indicator.index()) {
            let counted = match &indicator.measure {
                Measure::Share(_, below) => below.clone(),
                Measure::Count(cond) => cond.clone(),
                Measure::Formula(formula) => formula.dossiers.clone(),
            };
            indicator.measure = match measure {
                // Of the dossiers that the quota counts.
                Measure::Count(cond) => Measure::Count(Cond::All(vec![counted, cond.clone()])),
                other => other.clone(),
            };
        }
        plan.needs.procedures |= matches!(quota.form, Form::Count(Noun::Procedures));
    }
}

/// The number of a result, as far as its own day goes.
fn known(result: &EvalResult) -> Known {
    let numbers = &result.numbers;
    if !numbers.waits.is_empty() || numbers.open || result.as_if.is_none() && waits_for_events(result) {
        return Known::Waits(result.waits_on.clone());
    }
    if numbers.unsaid > 0 {
        return Known::Lacks(numbers.lacks.iter().copied().collect());
    }
    let (above, below) = result.goal.exact(numbers);
    if below == BigInt::from(0) { Known::Nothing } else { Known::Exactly(Exact::new(above, below)) }
}

/// Of how many procedures the counts of a result's units speak.
fn supplied_procedures(index: &Index, result: &EvalResult) -> u128 {
    let series = result.subject.members.iter().flat_map(|it| index.series(*it));
    let codes: BTreeSet<&str> = series.filter_map(|it| index.code_of(it)).collect();
    codes.len() as u128
}

/// Several unknown days: one was tried while the others stood still, so nothing is said.
fn waits_for_events(result: &EvalResult) -> bool {
    result.verdict == crate::term::Verdict::Undecided
        && !result.waits_on.is_empty()
        && result.intervals.is_empty()
        && result.goal.amount.is_some()
}

/// What is either of two.
fn join(one: &Known, two: &Known, waits: &[String]) -> Known {
    match (one.ends(), two.ends()) {
        (Some((a, b)), Some((c, d))) => {
            let mut all = super::arithmetic::waits(&[one, two]);
            all.extend(waits.iter().filter(|it| !all.contains(it)).cloned().collect::<Vec<_>>());
            Known::between(a.min(c).clone(), b.max(d).clone(), all)
        }
        _ if one == two => one.clone(),
        // Dossiers on some days only.
        (None, Some(_)) | (Some(_), None) if *one == Known::Nothing || *two == Known::Nothing => {
            Known::Waits(waits.to_vec())
        }
        (None, _) => one.clone(),
        _ => two.clone(),
    }
}

fn row(result: EvalResult, known: Known, judged: bool) -> Row {
    let (above, below) = result.goal.exact(&result.numbers);
    let divides = result.goal.form.divides() && result.as_if.is_none() && matches!(known, Known::Exactly(_));
    let counted = divides.then_some((above, below));
    let number = Number { known, kind: Kind::of(result.goal.form), counted, near: result.goal.amount };
    Row { result, number, judged }
}
