//! Who carries whose counts: a merger hands them to the successor, if the same indicator judges it; a division hands
//! them to nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::BoundQuota;
use crate::check::program::IndicatorId;
use crate::text::{Day, Days};
use crate::world::{UnitId, Units};

/// For each indicator, the units that it judges and how long the counts of each unit have somebody to go to.
#[derive(Debug, Clone, Default)]
pub struct Succession {
    bound: BTreeMap<IndicatorId, BTreeSet<UnitId>>,
    meant: BTreeMap<IndicatorId, Vec<Days>>,
}

impl Succession {
    /// The succession of the units of quotas.
    pub fn new(units: &Units, quotas: &[BoundQuota]) -> Self {
        let mut out = Self::default();
        for quota in quotas {
            let bound = out.bound.entry(quota.indicator).or_default();
            bound.extend(quota.units.all().flat_map(|it| it.keys().copied()));
        }
        for indicator in out.bound.keys() {
            let meant = |(id, unit): (UnitId, &crate::world::Unit)| {
                let last = out.successor(units, *indicator, id, Day::LAST).map(|it| units.get(it).days().to);
                Days::new(unit.days().from, last.unwrap_or(unit.days().to))
            };
            out.meant.insert(*indicator, units.iter().map(meant).collect());
        }
        out
    }

    /// The unit to which the counts of another go that ended before `until`: the last of those that took it over, one
    /// after the other, that the indicator judges.
    pub fn successor(&self, units: &Units, indicator: IndicatorId, unit: UnitId, until: Day) -> Option<UnitId> {
        let bound = self.bound.get(&indicator)?;
        let mut at = unit;
        let mut found = None;
        // A successor is in force on the day after, so each ends later than the one before.
        while let Some(next) = units.get(at).merged_into().filter(|_| units.get(at).days().to < until) {
            found = Some(next).filter(|it| bound.contains(it)).or(found);
            at = next;
        }
        found
    }

    /// Whether an indicator judges a unit.
    pub fn is_bound(&self, indicator: IndicatorId, unit: UnitId) -> bool {
        self.bound.get(&indicator).is_some_and(|it| it.contains(&unit))
    }

    /// The days on which counts of a unit are its own or those of its successor.
    pub fn meant(&self, indicator: IndicatorId, unit: UnitId) -> Days {
        let held = self.meant.get(&indicator).and_then(|it| it.get(unit.0 as usize));
        held.copied().unwrap_or(Days::ALL)
    }
}
