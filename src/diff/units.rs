//! Units of two worlds that are one: by code, else by name and by the unit above.

use std::collections::{BTreeMap, BTreeSet};

use super::Named;
use crate::plan::Plan;
use crate::text::{Days, key};
use crate::world::{UnitId, Version};

/// Which unit of one world is which of the other.
pub struct Partners {
    pub of_old: BTreeMap<UnitId, UnitId>,
    pub of_new: BTreeMap<UnitId, UnitId>,
}

impl Partners {
    /// Pairs the units of two registers.
    pub fn new(old: &Plan, new: &Plan) -> Self {
        let mut out = Self { of_old: BTreeMap::new(), of_new: BTreeMap::new() };
        for (id, unit) in old.world.units.iter() {
            // A code that was given to another unit later is that of the unit of the later period.
            let period = new.program.decision.period.unwrap_or(Days::ALL);
            let other = new.world.units.by_code(&unit.code, period).filter(|it| !out.of_new.contains_key(it));
            if let Some(other) = other {
                out.pair(id, other);
            }
        }
        let mut called: BTreeMap<(String, Option<String>), BTreeSet<UnitId>> = BTreeMap::new();
        for (id, _) in new.world.units.iter().filter(|it| !out.of_new.contains_key(&it.0)) {
            called.entry(full_name(new, id)).or_default().insert(id);
        }
        let mut wanted: BTreeMap<(String, Option<String>), Vec<UnitId>> = BTreeMap::new();
        for (id, _) in old.world.units.iter().filter(|it| !out.of_old.contains_key(&it.0)) {
            wanted.entry(full_name(old, id)).or_default().push(id);
        }
        for (name, ids) in wanted {
            // A name that several have decides nothing.
            let others: Vec<UnitId> = called.get(&name).into_iter().flatten().copied().collect();
            if let ([id], [other]) = (ids.as_slice(), others.as_slice()) {
                out.pair(*id, *other);
            }
        }
        out
    }

    fn pair(&mut self, old: UnitId, new: UnitId) {
        self.of_old.insert(old, new);
        self.of_new.insert(new, old);
    }
}

/// A unit as it is at the end of the assessment period, or on its last day.
pub fn named(plan: &Plan, id: UnitId) -> Named {
    let unit = plan.world.units.get(id);
    Named { id, code: unit.code.clone(), name: state(plan, id).name.clone() }
}

/// Its state at the end of the assessment period, or on its last day.
pub fn state(plan: &Plan, id: UnitId) -> &Version {
    let unit = plan.world.units.get(id);
    unit.on(plan.program.decision.period.unwrap_or(Days::ALL).to.min(unit.days().to))
}

/// The name with its kind, and that of the unit above, as they are compared.
fn full_name(plan: &Plan, id: UnitId) -> (String, Option<String>) {
    let state = state(plan, id);
    let above = state
        .parent
        .as_ref()
        .and_then(|it| plan.world.units.by_code(it, plan.program.decision.period.unwrap_or(Days::ALL)));
    (key(&state.name), above.map(|it| key(&self::state(plan, it).name)))
}

/// The units that took one over before the end of the later period, where the later register says so, or the earlier.
pub fn merged_into(old: &Plan, new: &Plan, unit: &super::UnitPair) -> Option<String> {
    let end = new.program.decision.period.unwrap_or(Days::ALL).to;
    let by = |plan: &Plan, named: &Option<Named>| {
        let unit = plan.world.units.get(named.as_ref()?.id);
        let gone = !unit.successors.is_empty() && unit.days().to < end;
        let names = || unit.successors.iter().map(|it| self::named(plan, *it).name).collect::<Vec<_>>();
        gone.then(|| names().join(", "))
    };
    by(new, &unit.new).or_else(|| by(old, &unit.old))
}
