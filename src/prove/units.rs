//! Units that nothing binds, and units that end on the way.

use std::collections::BTreeMap;

use super::words::{both, units};
use super::{Work, error};
use crate::check::program::Excluded;
use crate::lang::{Lang, Say};
use crate::text::{Day, Days};
use crate::world::UnitId;

impl Work<'_> {
    /// Units of the register, in force on some day of the period, that have no quota and no stated reason for none.
    pub fn unbound(&mut self) {
        let plan = self.plan;
        if plan.quotas.is_empty() {
            return;
        }
        let period = plan.program.decision.period.unwrap_or(Days::ALL);
        let mut bound = plan.bound_units();
        bound.extend(plan.delegated.iter().flat_map(|it| it.units.iter().map(|it| it.0)));
        bound.extend(plan.score_groups.iter().flat_map(|it| it.all()).flat_map(|it| it.keys().copied()));
        let there =
            plan.world.units.iter().filter(|it| it.1.versions.iter().any(|it| !it.days.meet(period).is_empty()));
        let mut lost: Vec<UnitId> = there.map(|it| it.0).filter(|it| !bound.contains(it)).collect();
        for at in 0..plan.program.exclusions.len() {
            let named = self.named(at, &mut lost);
            let outside = plan.program.exclusions.get(at).is_some_and(|it| self.is_outside(it) || it.leave_open);
            if named.is_empty() {
                continue;
            }
            self.used.insert(at);
            if outside {
                let problem = error::unbound(plan.program.decision.span, named.len(), &units(plan, &named));
                self.acknowledged(problem, at);
            }
        }
        if !lost.is_empty() {
            self.problems.push(error::unbound(plan.program.decision.span, lost.len(), &units(plan, &lost)));
        }
    }

    /// Takes those units out of `from` that an exclusion or acknowledgement names.
    fn named(&self, at: usize, from: &mut Vec<UnitId>) -> Vec<UnitId> {
        let plan = self.plan;
        let of_units = plan.program.exclusions.get(at).is_some_and(|it| matches!(it.what, Excluded::Units(_)));
        let Some(sets) = plan.excluded.get(at).filter(|_| of_units) else { return Vec::new() };
        let (named, rest) = from.iter().partition(|id| sets.all().any(|it| it.contains_key(id)));
        *from = rest;
        named
    }

    /// Units with a quota that end inside the period.
    pub fn ended(&mut self, period: Days) {
        let plan = self.plan;
        let bound = plan.bound_units();
        let ends = |it: &UnitId| {
            let last = plan.world.units.get(*it).days().to;
            period.has(last) && last < period.to
        };
        let mut ended: Vec<UnitId> = bound.iter().copied().filter(ends).collect();
        for at in 0..plan.program.exclusions.len() {
            let named = self.named(at, &mut ended);
            if !named.is_empty() {
                let problem = self.ended_units(&named);
                self.acknowledged(problem, at);
            }
        }
        if !ended.is_empty() {
            let problem = self.ended_units(&ended);
            self.problems.push(problem);
        }
    }

    fn ended_units(&self, ids: &[UnitId]) -> crate::problem::Problem {
        let plan = self.plan;
        let mut by_day: BTreeMap<Day, Vec<UnitId>> = BTreeMap::new();
        for id in ids {
            by_day.entry(plan.world.units.get(*id).days().to).or_default().push(*id);
        }
        let list = |lang: Lang| {
            let each = by_day.iter().map(|(day, ids)| {
                let (names, day) = (units(plan, ids), day.vi());
                lang.pick(format!("{names} (hết ngày {day})"), format!("{names} (last day {day})"))
            });
            each.collect::<Vec<_>>().join("; ")
        };
        let after: Vec<Say> = ids.iter().map(|it| both(|lang| self.goes_to(*it, lang))).collect();
        // The quota that binds the first of them.
        let of = |it: &&crate::plan::BoundQuota| it.units.all().any(|it| ids.iter().any(|id| it.contains_key(id)));
        let quota = plan.quotas.iter().find(of);
        let span = quota.map_or(plan.program.decision.span, |it| it.span);
        let problem = error::ended(span, ids.len(), &both(list), after);
        problem.cite(quota.map(|it| plan.program.cite(it.provision)))
    }

    /// Where the counts of a unit go after its last day.
    fn goes_to(&self, id: UnitId, lang: Lang) -> String {
        let plan = self.plan;
        let unit = plan.world.units.get(id);
        let last = unit.days().to;
        let name = &unit.on(last).name;
        let after: Vec<&str> =
            unit.successors.iter().map(|it| plan.world.units.get(*it).on(last.plus(1)).name.as_str()).collect();
        let list = after.join(", ");
        match after.len() {
            0 => lang.pick(
                format!("{name}: sổ không ghi đơn vị kế tiếp; được xét đến ngày cuối"),
                format!("{name}: the register names no successor; it is judged to its last day"),
            ),
            1 => lang.pick(
                format!("{name} → {list}: hồ sơ tính cho đơn vị mới"),
                format!("{name} → {list}: its dossiers go to the successor"),
            ),
            _ => lang.pick(
                format!("{name} → {list}: bị chia, hồ sơ sau ngày cuối không xếp được"),
                format!("{name} → {list}: divided; dossiers after its last day cannot be placed"),
            ),
        }
    }
}
