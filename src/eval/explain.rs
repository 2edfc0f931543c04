//! The walk from the law's words to a verdict.

use std::collections::BTreeMap;

use super::count::{Index, Series};
use super::env::Env;
use super::grid::Grid;
use super::ledger::Reason;
use super::outcome::{Result, is_refused};
use super::subjects::{answers, grain, tier_of};
use super::tries::{Tries, event_days};
use super::truth::{Disposition, Moment};
use crate::data::{Cell, Facet};
use crate::plan::Plan;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// How a verdict came about.
#[derive(Debug, Clone)]
pub struct Walk {
    /// What was counted through each window; none: there is no window, the whole period counts.
    pub windows: Vec<WindowCount>,
    /// What was not counted: the reason, the exclusion that says so, how many.
    pub excluded: Vec<(Reason, Option<usize>, u128)>,
    /// All dossiers of the unit.
    pub supplied: u128,
}

/// What was counted through a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowCount {
    /// The window of the program; none: the whole period.
    pub window: Option<usize>,
    /// Its days at the moment that is shown.
    pub days: Days,
    /// Dossiers of the numerator.
    pub numerator: u128,
    /// Dossiers of the denominator.
    pub denominator: u128,
}

/// Walks from the rules to a result again, and counts at each step.
pub fn walk(plan: &Plan, index: &Index, env: &Env, result: &Result) -> Option<Walk> {
    let quota = plan.quotas.get(result.quota?)?;
    let readings = env.chosen();
    let days = shown_days(env, result);
    let moment = Moment { plan, events: &days, readings: &readings, period: env.period };
    let mut grid = Grid::new(&moment, quota, &index.facets);
    let grain = grain(plan, quota, &readings);
    let counting = plan.countings.get(quota.counting)?;
    let mut windows: BTreeMap<Option<u16>, (u128, u128)> = BTreeMap::new();
    for window in &counting.windows {
        windows.insert(Some(*window as u16), (0, 0));
    }
    let mut excluded: BTreeMap<(Reason, Option<usize>), u128> = BTreeMap::new();
    let mut supplied = 0;
    let within = result.period.meet(answers(plan, result.subject.unit, grain));
    for unit in &result.subject.members {
        let tier = tier_of(plan, *unit, result.period);
        for series in index.series(*unit) {
            let other = result.subject.procedure.as_deref().is_some_and(|it| index.code_of(series) != Some(it));
            if !grid.asks(series.facet) || other {
                continue;
            }
            supplied += series.total;
            let refused = is_refused(env.strict, grain, series);
            let mut see = |disposition: Disposition, dossiers: u128| {
                if let Disposition::Counted(window, above) = disposition
                    && !refused
                {
                    let it = windows.entry(window).or_default();
                    it.1 += dossiers;
                    it.0 += if above { dossiers } else { 0 };
                    return;
                }
                let why = if let Disposition::Excluded(at) = disposition { Some(at as usize) } else { None };
                let reason = (Reason::of(disposition).unwrap_or(Reason::MissingData), why);
                if dossiers > 0 {
                    *excluded.entry(reason).or_default() += dossiers;
                }
            };
            grid.each(*unit, tier, series, within, &mut see, &mut |_| {});
        }
    }
    let windows = windows
        .into_iter()
        .map(|(window, (numerator, denominator))| {
            let window = window.map(usize::from);
            let stretch = window.and_then(|it| plan.program.windows.get(it)).map(|it| &it.stretch);
            WindowCount { window, days: moment.days(stretch).meet(result.period), numerator, denominator }
        })
        .collect();
    let excluded = excluded.into_iter().map(|((reason, why), dossiers)| (reason, why, dossiers)).collect();
    Some(Walk { windows, excluded, supplied })
}

/// The day of each event in what a result shows.
fn shown_days(env: &Env, result: &Result) -> Vec<Day> {
    let (event, day) = result.as_if.map_or((None, env.period.from), |it| (Some(it.0), it.1));
    event_days(env, event, day)
}

/// What a result makes of dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// They are counted; whether in the numerator.
    Counted(bool),
    /// They are not.
    Left(Reason),
}

/// What a result makes of each of some cells of a unit, by the same rules and at the same moment; of a measure that is a
/// formula: in the first count that it asks for. None: the dossiers of the cell are asked for in another cell.
pub fn fates(
    plan: &Plan,
    index: &Index,
    env: &Env,
    result: &Result,
    unit: UnitId,
    cells: &[Cell],
) -> Vec<Option<Fate>> {
    let Some(quota) = result.quota.and_then(|it| plan.quotas.get(it)) else { return vec![None; cells.len()] };
    let readings = env.chosen();
    let days = shown_days(env, result);
    let moment = Moment { plan, events: &days, readings: &readings, period: env.period };
    let mut grid = Grid::new(&moment, quota, &index.facets);
    let grain = grain(plan, quota, &readings);
    let within = result.period.meet(answers(plan, result.subject.unit, grain));
    let tier = tier_of(plan, unit, result.period);
    let of_cell = |cell: &Cell| {
        let class = cell.procedure.and_then(|it| index.procedures.get(it as usize)).map(|it| plan.classes.of(it));
        let series = Series::of_cell(class, cell);
        let other = result.subject.procedure.as_deref().is_some_and(|it| index.code_of(&series) != Some(it));
        if !grid.asks(series.facet) || other {
            return None;
        }
        let refused = is_refused(env.strict, grain, &series);
        let mut fate = None;
        let mut see = |it: Disposition, dossiers: u128| {
            if dossiers > 0 {
                fate = Some(match it {
                    Disposition::Counted(_, above) if !refused => Fate::Counted(above),
                    it => Fate::Left(Reason::of(it).unwrap_or(Reason::MissingData)),
                });
            }
        };
        grid.each(unit, tier, &series, within, &mut see, &mut |_| {});
        fate
    };
    cells.iter().map(of_cell).collect()
}

/// Whether a quota counts each of some cells of a unit, and then whether in the numerator, if their combinations were as
/// `facet` says; of a measure that is a formula: by the first count that it asks for.
pub fn counted_of(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    unit: UnitId,
    cells: &[Cell],
    facet: &dyn Fn(u16) -> Option<Facet>,
) -> Vec<Option<bool>> {
    let Some(quota) = plan.quotas.get(at) else { return vec![None; cells.len()] };
    let readings = env.chosen();
    let tries = Tries::of(plan, quota, &readings, env, index.days());
    let days = event_days(env, tries.event, tries.days.first().copied().unwrap_or(env.period.from));
    let moment = Moment { plan, events: &days, readings: &readings, period: env.period };
    let whole = moment.days(quota.stretch.as_ref());
    let facets: Vec<Facet> = (0..=u16::MAX).map_while(facet).collect();
    let mut grid = Grid::new(&moment, quota, &facets);
    let tier = tier_of(plan, unit, whole);
    let of_cell = |cell: &Cell| {
        let class = cell.procedure.and_then(|it| index.procedures.get(it as usize)).map(|it| plan.classes.of(it));
        let series = Series::of_cell(class, cell);
        let mut counted = None;
        let mut see = |it: Disposition, _: u128| {
            if let Disposition::Counted(_, above) = it {
                counted = Some(above);
            }
        };
        grid.each(unit, tier, &series, whole, &mut see, &mut |_| {});
        counted
    };
    cells.iter().map(of_cell).collect()
}
