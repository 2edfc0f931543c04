//! Dossiers that no unit can have: those of a unit that ended, where nobody carries its counts on.

use std::collections::{BTreeMap, BTreeSet};

use super::count::{Index, Series};
use super::env::Env;
use super::subjects::{above, answered, grain, members};
use super::warnings::Warning;
use crate::data::{Tally, When};
use crate::lang::{Say, say};
use crate::plan::Plan;
use crate::term::{Basis, Tier};
use crate::text::Days;
use crate::world::{Unit, UnitId};

/// What keeps dossiers from being placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// Their day is after the last day of their unit.
    Late,
    /// Their unit was divided, and not it but one of those after it is judged.
    Divided,
}

/// What should be known of the dossiers of units that ended inside the period.
pub fn warnings(plan: &Plan, tally: &Tally, index: &Index, env: &Env) -> Vec<Warning> {
    let units = &plan.world.units;
    let mut lost: BTreeMap<(UnitId, Why), u128> = BTreeMap::new();
    let indicators: BTreeSet<_> = plan.quotas.iter().map(|it| it.indicator).collect();
    for (at, supplied) in tally.units.iter().enumerate() {
        let Some(id) = supplied.unit.filter(|it| units.get(*it).days().to < env.period.to) else { continue };
        let unit = units.get(id);
        for indicator in &indicators {
            let bound = |it: &UnitId| plan.succession.is_bound(*indicator, *it);
            let (own, after) = (bound(&id), unit.successors.iter().any(bound));
            let basis = plan.program.indicator(*indicator).basis;
            let meant = plan.succession.meant(*indicator, id);
            let mut add = |why: Why, fits: &dyn Fn(When) -> bool| {
                let once = index.supplied(at).iter().filter(|it| is_once(index, it));
                let number: u128 = once.map(|it| count(it, basis, fits)).sum();
                let held = lost.entry((id, why)).or_default();
                *held = number.max(*held);
            };
            if own || after {
                let late =
                    |it: When| matches!(it, When::In(days) if days.from > meant.to && days.from <= env.period.to);
                add(Why::Late, &late);
            }
            if !own && after && unit.is_divided() {
                let inside = |it: When| match it {
                    When::In(days) => days.from <= meant.to && !days.meet(env.period).is_empty(),
                    When::Unsaid => true,
                    When::Never => false,
                };
                add(Why::Divided, &inside);
            }
        }
    }
    let lost = lost.into_iter().filter(|it| it.1 > 0);
    lost.map(|((id, why), number)| told(plan, units.get(id), why, number)).collect()
}

/// Whether a series stands for its dossiers once: of counts that are parted in several ways, one way does.
fn is_once(index: &Index, series: &Series) -> bool {
    index.facets.get(series.facet as usize).is_none_or(|it| it.speaks_of(0))
}

fn count(series: &Series, basis: Basis, fits: &dyn Fn(When) -> bool) -> u128 {
    let points = series.points.iter().filter(|it| fits(it.by(basis)));
    points.map(|it| u128::from(it.dossiers)).sum()
}

fn told(plan: &Plan, unit: &Unit, why: Why, number: u128) -> Warning {
    let last = unit.days().to;
    let name = &unit.on(last).name;
    let after: Vec<String> = unit
        .successors
        .iter()
        .map(|it| plan.world.units.get(*it))
        .map(|it| format!("{} ({})", it.on(last.plus(1)).name, it.code))
        .collect();
    let (list, code, day) = (after.join(", "), &unit.code, last.vi());
    match why {
        Why::Divided => Warning {
            code: "CT0932",
            message: say!(
                "{number} hồ sơ của {name} ({code}, đến {day}) không xếp được vào đơn vị mới nào: đơn vị này đã chia cho {list}",
                "{number} dossiers of {name} ({code}, until {day}) cannot be placed in a new unit: it was divided between {list}"
            ),
        },
        Why::Late => {
            let after = match after.len() {
                0 => say!("", ""),
                1 => say!("; đơn vị này đã nhập vào {list}", "; it was merged into {list}"),
                _ => say!("; đơn vị này đã chia cho {list}", "; it was divided between {list}"),
            };
            let said = say!(
                "{number} hồ sơ của {name} ({code}) sau ngày cuối {day} của đơn vị không xếp được",
                "{number} dossiers of {name} ({code}) after its last day {day} cannot be placed"
            );
            Warning { code: "CT0931", message: Say { vi: said.vi + &after.vi, en: said.en + &after.en } }
        }
    }
}

/// Dossiers after the last day of the unit that would answer for them.
pub fn after_who_answers(plan: &Plan, index: &Index, env: &Env) -> Vec<Warning> {
    let readings = env.chosen();
    let mut lost: BTreeMap<UnitId, BTreeSet<(UnitId, u128)>> = BTreeMap::new();
    for (at, quota) in plan.quotas.iter().enumerate() {
        let grain = grain(plan, quota, &readings);
        let held = members(plan, at, quota, &readings, env.period, grain);
        let basis = plan.program.indicator(quota.indicator).basis;
        for (id, judge, days) in answered(plan, &held, grain, env.period) {
            let meant = plan.succession.meant(quota.indicator, id);
            let late = |it: When| {
                let inside = |it: Days| it.from > days.to && it.from <= env.period.to && meant.has(it.from);
                matches!(it, When::In(it) if inside(it))
            };
            let number = index.series(id).filter(|it| is_once(index, it)).map(|it| count(it, basis, &late)).sum();
            if number > 0 {
                lost.entry(judge).or_default().insert((id, number));
            }
        }
    }
    let mut out = Vec::new();
    for (judge, members) in lost {
        let unit = plan.world.units.get(judge);
        let (name, day) = (&unit.on(unit.days().to).name, unit.days().to.vi());
        let number: u128 = members.iter().map(|it| it.1).sum();
        let names = members.iter().map(|it| plan.world.units.get(it.0).on(env.period.to).name.as_str());
        let names = names.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
        let message = say!(
            "{number} hồ sơ sau ngày {day}, ngày cuối của {name}, không tính cho {name} nữa: {names}",
            "{number} dossiers after {day}, the last day of {name}, do not count for it: {names}"
        );
        out.push(Warning { code: "CT0934", message });
    }
    out
}

/// Units of a quota on several together that have no unit above to be counted with.
pub fn outside_pools(plan: &Plan, index: &Index, env: &Env) -> Vec<Warning> {
    let readings = env.chosen();
    let mut lost: BTreeMap<Tier, BTreeSet<UnitId>> = BTreeMap::new();
    for (at, quota) in plan.quotas.iter().enumerate() {
        let grain = grain(plan, quota, &readings);
        let Some(Some(tier)) = grain.pooled else { continue };
        let single = crate::check::program::Grain { pooled: None, ..grain };
        let held = members(plan, at, quota, &readings, env.period, single);
        let alone = held.keys().filter(|it| above(plan, **it, tier, env.period).is_none());
        lost.entry(tier).or_default().extend(alone.filter(|it| index.series(**it).next().is_some()));
    }
    let lost = lost.into_iter().filter(|it| !it.1.is_empty());
    lost.map(|(tier, ids)| {
        let number: u128 =
            ids.iter().flat_map(|it| index.series(*it)).filter(|it| is_once(index, it)).map(|it| it.total).sum();
        let names: Vec<&str> = ids.iter().map(|it| plan.world.units.get(*it).on(env.period.to).name.as_str()).collect();
        let names = names.join(", ");
        let (vi, en) = match tier {
            Tier::Province => ("cấp tỉnh", "province-level"),
            Tier::District => ("cấp huyện", "district-level"),
            Tier::Commune => ("cấp xã", "commune-level"),
            Tier::Other => ("khác", "other"),
        };
        let message = say!(
            "{number} hồ sơ không được tính chung vì đơn vị không thuộc đơn vị {vi} nào: {names}",
            "{number} dossiers are in no pool, their units have no {en} unit above: {names}"
        );
        Warning { code: "CT0933", message }
    })
    .collect()
}
