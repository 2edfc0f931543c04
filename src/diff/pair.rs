//! Which quota of a unit belongs to which, and how the two compare.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::base::{Measured, RulePart};
use super::meaning::{Meaning, Normal, Stay};
use super::units::{Partners, merged_into, named, state};
use super::{Change, Held, IndicatorPair, Kind, MatchedBy, Regrouped, UnitPair, Why};
use crate::check::program::{Form, Fraction, Grain, IndicatorId};
use crate::eval::{bound, grain};
use crate::plan::Plan;
use crate::term::{Comparator, Force, Tier};
use crate::text::{Days, key};
use crate::world::UnitId;

// ── Indicators ──────────────────────────────────────────────────────────────────────────────────────────────────

/// The indicators of quotas that belong together: by what they say, else by what they are called.
pub fn indicators(old: &Measured, new: &Measured) -> Vec<IndicatorPair> {
    let (mut of_old, mut of_new) = (used(old.plan), used(new.plan));
    let mut out = Vec::new();
    let definition = |it: &Measured, id: IndicatorId, lists: bool| {
        let by = Normal { lists, ..it.normal };
        (it.defined(id).normal(by), it.plan.program.indicator(id).basis)
    };
    let called = |one: IndicatorId, two: IndicatorId| {
        let (one, two) = (old.plan.program.indicator(one), new.plan.program.indicator(two));
        let title = |it: &Option<String>| it.as_ref().map(|it| key(it));
        key(&one.name) == key(&two.name) || one.title.is_some() && title(&one.title) == title(&two.title)
    };
    let alike = |one, two, lists| definition(old, one, lists) == definition(new, two, lists);
    type Fits<'a> = &'a dyn Fn(IndicatorId, IndicatorId) -> bool;
    let ways: [(MatchedBy, Fits); 5] = [
        (MatchedBy::Meaning, &|one, two| alike(one, two, true) && called(one, two)),
        (MatchedBy::Meaning, &|one, two| alike(one, two, true)),
        (MatchedBy::Lists, &|one, two| alike(one, two, false) && called(one, two)),
        (MatchedBy::Lists, &|one, two| alike(one, two, false)),
        (MatchedBy::Name, &called),
    ];
    for (by, fits) in ways {
        of_old.retain(|one| {
            let Some(at) = of_new.iter().position(|two| fits(*one, *two)) else { return true };
            out.push(IndicatorPair { old: *one, new: of_new.remove(at), by, redefined: None });
            false
        });
    }
    out.sort_by_key(|it| it.new);
    out
}

/// The indicators that quotas name, in the order of the text.
fn used(plan: &Plan) -> Vec<IndicatorId> {
    let ids = plan.quotas.iter().map(|it| it.indicator).chain(plan.delegated.iter().map(|it| it.indicator));
    let mut out: Vec<IndicatorId> = Vec::new();
    for id in ids {
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out
}

// ── Quotas of units ─────────────────────────────────────────────────────────────────────────────────────────────

/// The quotas of each unit under the default readings; units that are judged together have theirs one by one.
fn held(of: &Measured) -> BTreeMap<UnitId, Vec<Held>> {
    let plan = of.plan;
    let program = &plan.program;
    let readings: Vec<usize> = program.readings.iter().map(|it| it.default.unwrap_or_default()).collect();
    let mut out: BTreeMap<UnitId, Vec<Held>> = BTreeMap::new();
    for (at, quota) in plan.quotas.iter().enumerate() {
        let grain = grain(plan, quota, &readings);
        let it = Held {
            quota: Some(at),
            provision: quota.provision,
            cell: quota.cell,
            indicator: quota.indicator,
            force: quota.force,
            comparator: quota.comparator,
            amount: quota.amount,
            floor: None,
            form: quota.form,
            grain,
            stay: of.side.stretch(quota.stretch.as_ref()),
            counting: Some(quota.counting),
        };
        for unit in bound(plan, at, &readings, program.decision.period.unwrap_or(Days::ALL)) {
            out.entry(unit).or_default().push(it.clone());
        }
    }
    for delegated in &plan.delegated {
        for (unit, _) in &delegated.units {
            out.entry(*unit).or_default().push(Held {
                quota: None,
                provision: delegated.provision,
                cell: None,
                indicator: delegated.indicator,
                force: Force::Must,
                comparator: Comparator::AtLeast,
                amount: None,
                floor: delegated.floor,
                form: program.indicator(delegated.indicator).measure.form(),
                grain: Grain::default(),
                stay: of.side.stretch(None),
                counting: None,
            });
        }
    }
    out
}

/// What became of each quota of each unit. Indicators that belong together for a unit only are added to the pairs.
pub fn changes(old: &Measured, new: &Measured, indicators: &mut Vec<IndicatorPair>) -> Vec<Change> {
    let (of_old, of_new) = (held(old), held(new));
    let partners = Partners::new(old.plan, new.plan);
    let mut units: Vec<(Option<UnitId>, Option<UnitId>)> = Vec::new();
    for id in of_new.keys() {
        units.push((partners.of_new.get(id).copied(), Some(*id)));
    }
    for id in of_old.keys() {
        let other = partners.of_old.get(id).copied();
        if !other.is_some_and(|it| of_new.contains_key(&it)) {
            units.push((Some(*id), other));
        }
    }
    let none = Vec::new();
    let mut out = Vec::new();
    for (before, after) in units {
        let quotas = (
            before.and_then(|it| of_old.get(&it)).unwrap_or(&none),
            after.and_then(|it| of_new.get(&it)).unwrap_or(&none),
        );
        let unit = unit(old.plan, new.plan, before, after, (!quotas.0.is_empty(), !quotas.1.is_empty()));
        only_one(quotas, indicators);
        for (before, after) in paired(old, new, quotas, indicators) {
            let (kind, why) = judge(old, new, before.as_ref(), after.as_ref(), indicators);
            out.push(Change { unit: unit.clone(), old: before, new: after, kind, why, moved: false });
        }
    }
    let place = |it: &Option<Held>| {
        let last = usize::MAX;
        it.as_ref().map_or((last, last), |it| (it.provision.index(), it.quota.unwrap_or(last)))
    };
    out.sort_by_key(|it| (it.unit.tier, it.new.is_none(), place(&it.new), place(&it.old)));
    out
}

fn unit(old: &Plan, new: &Plan, before: Option<UnitId>, after: Option<UnitId>, bound: (bool, bool)) -> UnitPair {
    let tier = match (before, after) {
        (_, Some(id)) => state(new, id).tier,
        (Some(id), None) => state(old, id).tier,
        (None, None) => Tier::Other,
    };
    let mut unit = UnitPair {
        old: before.map(|it| named(old, it)),
        new: after.map(|it| named(new, it)),
        tier,
        bound_before: bound.0,
        bound_after: bound.1,
        merged_into: None,
    };
    if !bound.1 {
        unit.merged_into = merged_into(old, new, &unit);
    }
    unit
}

/// Where a unit has one share (or count, or mean …) in each decision, and neither has a partner: they belong together.
fn only_one(quotas: (&Vec<Held>, &Vec<Held>), indicators: &mut Vec<IndicatorPair>) {
    let mut forms: Vec<Form> = quotas.0.iter().map(|it| it.form).collect();
    forms.dedup();
    for form in forms {
        let of = |it: &[Held]| -> BTreeSet<IndicatorId> {
            it.iter().filter(|it| it.form == form).map(|it| it.indicator).collect()
        };
        let (old, new) = (of(quotas.0), of(quotas.1));
        if let (Some(old), Some(new), 1, 1) = (old.first(), new.first(), old.len(), new.len())
            && !indicators.iter().any(|it| it.old == *old || it.new == *new)
        {
            indicators.push(IndicatorPair { old: *old, new: *new, by: MatchedBy::OnlyOne, redefined: None });
        }
    }
}

type Both = (Option<Held>, Option<Held>);

/// The quotas of a unit, each beside the one it belongs to.
fn paired(old: &Measured, new: &Measured, quotas: (&Vec<Held>, &Vec<Held>), indicators: &[IndicatorPair]) -> Vec<Both> {
    let mut before: Vec<Held> = quotas.0.clone();
    let mut after: Vec<Held> = quotas.1.clone();
    let together =
        |one: &Held, two: &Held| indicators.iter().any(|it| it.old == one.indicator && it.new == two.indicator);
    let stay = |of: &Measured, it: &Held| it.stay.normal(of.normal);
    let alike = |one: &Held, two: &Held| {
        together(one, two)
            && direction(one.comparator) == direction(two.comparator)
            && one.grain == two.grain
            && stay(old, one) == stay(new, two)
    };
    let competence = |of: &Measured, it: &Held| competence(of, it.counting);
    type Fits<'a> = &'a dyn Fn(&Held, &Held) -> bool;
    let ways: [Fits; 3] = [
        &|one, two| alike(one, two) && one.force == two.force && competence(old, one) == competence(new, two),
        &|one, two| alike(one, two) && one.force == two.force,
        &alike,
    ];
    let mut out: Vec<Both> = Vec::new();
    for fits in ways {
        before.retain(|one| {
            let Some(at) = after.iter().position(|two| fits(one, two)) else { return true };
            out.push((Some(one.clone()), Some(after.remove(at))));
            false
        });
    }
    // One quota is left on each side: it was changed in its days or in its grain.
    let near = |one: &Held, two: &Held| together(one, two) && direction(one.comparator) == direction(two.comparator);
    let mut alone: Vec<(usize, usize)> = Vec::new();
    for (one, held) in before.iter().enumerate() {
        let fits: Vec<usize> = (0..after.len()).filter(|it| after.get(*it).is_some_and(|it| near(held, it))).collect();
        let back = |two: &usize| before.iter().filter(|it| after.get(*two).is_some_and(|two| near(it, two))).count();
        if let [two] = fits.as_slice()
            && back(two) == 1
        {
            alone.push((one, *two));
        }
    }
    out.extend(alone.iter().map(|it| (before.get(it.0).cloned(), after.get(it.1).cloned())));
    let left = |held: Vec<Held>, taken: Vec<usize>| {
        held.into_iter().enumerate().filter(move |it| !taken.contains(&it.0)).map(|it| it.1)
    };
    let before = left(before, alone.iter().map(|it| it.0).collect());
    let after = left(after, alone.iter().map(|it| it.1).collect());
    out.extend(before.map(|it| (Some(it), None)));
    out.extend(after.map(|it| (None, Some(it))));
    out
}

/// The tiers whose competence the scopes of a quota ask for.
fn competence(of: &Measured, counting: Option<usize>) -> BTreeSet<Tier> {
    let rules = of.rules(RulePart::Scope, counting, None);
    let parts = rules.iter().flat_map(|it| it.cond.parts());
    parts.filter_map(|it| if let Meaning::Competence(tier) = it { Some(*tier) } else { None }).collect()
}

/// Which way is better: more, less, neither.
fn direction(it: Comparator) -> i8 {
    match it {
        Comparator::AtLeast | Comparator::Above => 1,
        Comparator::AtMost | Comparator::Below => -1,
        Comparator::Exactly => 0,
    }
}

// ── How they compare ────────────────────────────────────────────────────────────────────────────────────────────

fn judge(
    old: &Measured,
    new: &Measured,
    before: Option<&Held>,
    after: Option<&Held>,
    indicators: &mut [IndicatorPair],
) -> (Kind, Vec<Why>) {
    let (Some(before), Some(after)) = (before, after) else {
        return (if before.is_some() { Kind::Dropped } else { Kind::Added }, Vec::new());
    };
    let mut hinders = Vec::new();
    let bases = (old.base(before.indicator, before.counting), new.base(after.indicator, after.counting));
    // A number yet to be assigned has no rules of counting to differ in.
    let known = before.counting.is_some() && after.counting.is_some();
    if known && (before.form != after.form || !bases.0.equals(&bases.1, (old.normal, new.normal))) {
        hinders.push(Why::Base);
        let pair = indicators.iter_mut().find(|it| it.old == before.indicator && it.new == after.indicator);
        if let Some(it) = pair.filter(|it| it.redefined.is_none()) {
            it.redefined = Some(bases);
        }
    }
    if before.grain != after.grain {
        hinders.push(Why::Grain);
    }
    let stay = |of: &Measured, it: &Stay| it.normal(of.normal);
    if stay(old, &before.stay) != stay(new, &after.stay) {
        hinders.push(Why::Days);
    }
    let Some((one, two)) = amounts(before, after) else {
        hinders.push(Why::Unknown);
        return (Kind::NotComparable, hinders);
    };
    let number = match direction(before.comparator) {
        1 => two.cmp(&one),
        -1 => one.cmp(&two),
        _ if one == two => Ordering::Equal,
        _ => {
            hinders.push(Why::Exactly);
            Ordering::Equal
        }
    };
    if !hinders.is_empty() {
        return (Kind::NotComparable, hinders);
    }
    // `trên 60%` asks more than `tối thiểu 60%`; beside a higher or lower number it makes no difference.
    let open = |it: Comparator| matches!(it, Comparator::Above | Comparator::Below);
    let comparator =
        if number == Ordering::Equal { open(after.comparator).cmp(&open(before.comparator)) } else { Ordering::Equal };
    let force = (after.force == Force::Must).cmp(&(before.force == Force::Must));
    let ways = [(Why::Number, number), (Why::Comparator, comparator), (Why::Force, force)];
    let stricter: Vec<Why> = ways.iter().filter(|it| it.1 == Ordering::Greater).map(|it| it.0).collect();
    let looser: Vec<Why> = ways.iter().filter(|it| it.1 == Ordering::Less).map(|it| it.0).collect();
    match (stricter.is_empty(), looser.is_empty()) {
        (true, true) => (Kind::Same, Vec::new()),
        (false, true) => (Kind::Stricter, stricter),
        (true, false) => (Kind::Looser, looser),
        (false, false) => (Kind::NotComparable, vec![Why::Mixed]),
    }
}

/// The two numbers; of two that are both yet to be assigned: what they may not be below.
fn amounts(before: &Held, after: &Held) -> Option<(Fraction, Fraction)> {
    if before.quota.is_none() && after.quota.is_none() {
        let zero = Fraction::from_integer(0);
        return Some((before.floor.unwrap_or(zero), after.floor.unwrap_or(zero)));
    }
    Some((before.amount?, after.amount?))
}

// ── Groups ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// The groups of the earlier decision that were divided. The units that left theirs are marked.
pub fn regrouped(changes: &mut [Change]) -> Vec<Regrouped> {
    let mut groups: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        let quota = |it: &Option<Held>| it.as_ref().and_then(|it| it.quota);
        if let (Some(old), Some(new)) = (quota(&change.old), quota(&change.new)) {
            groups.entry(old).or_default().entry(new).or_default().push(at);
        }
    }
    let mut out = Vec::new();
    for (old, parts) in groups.into_iter().filter(|it| it.1.len() > 1) {
        let all: usize = parts.values().map(Vec::len).sum();
        let mut parts: Vec<(usize, Vec<usize>)> = parts.into_iter().collect();
        parts.sort_by_key(|it| std::cmp::Reverse(it.1.len()));
        let has_main = parts.first().is_some_and(|it| it.1.len() * 2 > all);
        for at in parts.iter().skip(1).filter(|_| has_main).flat_map(|it| &it.1) {
            if let Some(change) = changes.get_mut(*at) {
                change.moved = true;
            }
        }
        out.push(Regrouped { old, parts, has_main });
    }
    out
}
