//! Verdicts by the unit above: how many of its units have which verdict, under each indicator.

use std::collections::BTreeMap;

use crate::check::program::IndicatorId;
use crate::eval::Result;
use crate::plan::Plan;
use crate::term::Verdict;
use crate::world::UnitId;

/// The units below one unit, under one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollup {
    /// The unit above.
    pub parent: UnitId,
    /// What is measured.
    pub indicator: IndicatorId,
    /// How many verdicts of each kind its units have.
    pub verdicts: BTreeMap<Verdict, usize>,
}

/// The unit above the one that is judged, at the start of its period.
pub fn parent(plan: &Plan, it: &Result) -> Option<UnitId> {
    let units = &plan.world.units;
    units.by_code(units.get(it.subject.unit?).on(it.period.from).parent.as_ref()?, it.period)
}

/// Every unit above, in the order of the register; under each, indicators in the order of the text.
pub fn rollup<'a>(plan: &Plan, results: impl Iterator<Item = &'a Result>) -> Vec<Rollup> {
    let mut out: Vec<Rollup> = Vec::new();
    for it in results {
        let Some(parent) = parent(plan, it) else { continue };
        let place = out.iter().position(|held| (held.parent, held.indicator) == (parent, it.indicator));
        let place = place.unwrap_or_else(|| {
            out.push(Rollup { parent, indicator: it.indicator, verdicts: BTreeMap::new() });
            out.len() - 1
        });
        if let Some(held) = out.get_mut(place) {
            *held.verdicts.entry(it.verdict).or_default() += 1;
        }
    }
    out.sort_by_key(|it| (it.parent, it.indicator));
    out
}
