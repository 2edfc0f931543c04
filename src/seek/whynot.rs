//! Which rules of a decision did not apply to a unit, and why; where its uncounted dossiers went.

use std::collections::BTreeMap;

use super::days::Since;
use crate::check::program::{Cond, IndicatorId, ListId, ProvisionId, ReadingId};
use crate::eval::{Reason, Result as EvalResult, bound, results_for, walk};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::State;
use crate::term::Verdict;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// What did not apply to a unit.
#[derive(Debug, Clone, Default)]
pub struct WhyNot {
    /// The rules, in the order of the text.
    pub rules: Vec<Rule>,
    /// The dossiers that no rule counted, by reason.
    pub aside: Vec<Aside>,
}

/// A rule that did not apply.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Where it stands.
    pub provision: ProvisionId,
    /// The cell of a quota table.
    pub cell: Option<(usize, usize)>,
    /// What it measures, of a quota and its windows.
    pub indicator: Option<IndicatorId>,
    /// Why it did not.
    pub because: Because,
}

/// Why a rule did not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// The unit is not in its group.
    NotInGroup,
    /// An exception holds in its place: where it stands.
    Excepted(ProvisionId),
    /// An exclusion takes the unit out: its place in the program.
    Excluded(usize),
    /// Its window begins after the last day of the counts.
    NotReached(Days, Day),
    /// Its window has no day.
    NoDays,
    /// None of the unit's dossiers is for it.
    NothingForIt(Days),
    /// A list that it asks for has no procedures yet.
    EmptyList(ListId),
    /// A reading decides, and this choice was not made; and whether a verdict of the unit would be another under it.
    NotChosen(ReadingId, usize, Vec<(Verdict, Verdict)>),
}

/// Dossiers that were not counted.
#[derive(Debug, Clone)]
pub struct Aside {
    /// For what they were not.
    pub indicator: IndicatorId,
    /// The quota's place.
    pub provision: ProvisionId,
    /// Why.
    pub reason: Reason,
    /// The places of the rules that say so.
    pub says: Vec<ProvisionId>,
    /// The reason that an exclusion gives.
    pub because: Option<String>,
    /// How many.
    pub dossiers: u128,
}

/// What did not apply to a unit; only rules of the places or the indicator that `about` lets through. Errors: as
/// [`crate::eval::evaluate`].
pub fn whynot(
    state: &State,
    units: &[UnitId],
    about: &dyn Fn(ProvisionId, IndicatorId) -> bool,
) -> Result<WhyNot, Vec<Problem>> {
    let (plan, env) = (&state.plan, &state.env);
    let own = |it: &crate::eval::Subject| {
        it.unit.is_some_and(|it| units.contains(&it)) || it.together.keys().any(|it| units.contains(it))
    };
    let mut results: Vec<EvalResult> = state.results()?.to_vec();
    results.retain(|it| own(&it.subject));
    let mut out = WhyNot::default();
    let readings = env.chosen();
    for (at, quota) in plan.quotas.iter().enumerate() {
        if results.iter().any(|it| it.quota == Some(at)) || !about(quota.provision, quota.indicator) {
            continue;
        }
        let mut rule = |because| {
            let (provision, cell, indicator) = (quota.provision, quota.cell, Some(quota.indicator));
            out.rules.push(Rule { provision, cell, indicator, because });
        };
        let named = quota.units.under(&readings).is_some_and(|it| units.iter().any(|unit| it.contains_key(unit)));
        if !named {
            rule(Because::NotInGroup);
            continue;
        }
        match (exclusion(plan, units, quota.counting, &readings), exception(state, units, at, &readings)) {
            (Some(it), _) => rule(Because::Excluded(it)),
            (None, Some(it)) => rule(Because::Excepted(it)),
            (None, None) => rule(Because::NoDays),
        }
    }
    for result in results.iter().filter(|it| about(it.provision, it.indicator)) {
        of_result(state, result, &mut out);
    }
    for (at, reading) in plan.program.readings.iter().enumerate() {
        let id = ReadingId(at as u32);
        for other in (0..reading.choices.len()).filter(|it| env.reading(id) != Some(*it)) {
            let mut then = results_for(plan, &state.index, &env.with_reading(id, other), &|_| true)?;
            then.retain(|it| own(&it.subject));
            let flips = results.iter().zip(&then).filter(|it| it.0.verdict != it.1.verdict);
            let flips = flips.map(|it| (it.0.verdict, it.1.verdict)).collect();
            let provision = ProvisionId(0);
            let because = Because::NotChosen(id, other, flips);
            out.rules.push(Rule { provision, cell: None, indicator: None, because });
        }
    }
    Ok(out)
}

/// The exclusion that takes a unit out of a counting for good.
fn exclusion(plan: &Plan, units: &[UnitId], counting: usize, readings: &[usize]) -> Option<usize> {
    let counting = plan.countings.get(counting)?;
    let names = |it: &usize| {
        let set = plan.excluded.get(*it).and_then(|it| it.under(readings));
        set.is_some_and(|it| units.iter().any(|unit| it.contains_key(unit)))
    };
    counting.exclusions.iter().copied().find(names)
}

/// The exception that holds for a unit in place of a quota.
fn exception(state: &State, units: &[UnitId], at: usize, readings: &[usize]) -> Option<ProvisionId> {
    let quota = state.plan.quotas.get(at)?;
    let mut others = state.plan.quotas.iter().enumerate().filter(|it| {
        let same = it.1.indicator == quota.indicator && it.1.force == quota.force;
        it.0 != at && it.1.exception && !quota.exception && same
    });
    let binds = |at: usize| {
        let bound = bound(&state.plan, at, readings, state.env.period);
        units.iter().any(|it| bound.contains(it))
    };
    others.find(|it| binds(it.0)).map(|it| it.1.provision)
}

/// The windows of a result that counted nothing, and the dossiers that it left aside.
fn of_result(state: &State, result: &EvalResult, out: &mut WhyNot) {
    let program = &state.plan.program;
    let Some(walk) = walk(&state.plan, &state.index, &state.env, result) else { return };
    let last = super::days::left(state, result).since;
    for it in walk.windows.iter().filter(|it| it.denominator == 0) {
        let Some(window) = it.window.and_then(|it| program.windows.get(it)) else { continue };
        let because = if let Some(list) = empty_list(state, &window.cond) {
            Because::EmptyList(list)
        } else if it.days.is_empty() {
            Because::NoDays
        } else {
            match last {
                Since::AsOf(day) | Since::LastCounted(day) if day < it.days.from => Because::NotReached(it.days, day),
                _ => Because::NothingForIt(it.days),
            }
        };
        let (provision, indicator) = (window.provision, Some(result.indicator));
        out.rules.push(Rule { provision, cell: None, indicator, because });
    }
    let Some(counting) = result.quota.and_then(|it| state.plan.quotas.get(it)).map(|it| it.counting) else { return };
    let Some(counting) = state.plan.countings.get(counting) else { return };
    let places = |each: &[usize], of: &dyn Fn(usize) -> Option<ProvisionId>| -> Vec<ProvisionId> {
        let mut places: Vec<ProvisionId> = each.iter().filter_map(|it| of(*it)).collect();
        places.sort();
        places.dedup();
        places
    };
    let windows = || places(&counting.windows, &|it| program.windows.get(it).map(|it| it.provision));
    let scopes = || places(&counting.scopes, &|it| program.scopes.get(it).map(|it| it.provision));
    for (reason, exclusion, dossiers) in walk.excluded {
        let exclusion = exclusion.and_then(|it| program.exclusions.get(it));
        let says = match reason {
            Reason::Excluded => exclusion.map(|it| it.provision).into_iter().collect(),
            Reason::OutsideWindow | Reason::ProcedureUncovered | Reason::Pending => windows(),
            Reason::OutOfScope => scopes(),
            _ => vec![result.provision],
        };
        let because = exclusion.map(|it| it.because.clone());
        let (indicator, provision) = (result.indicator, result.provision);
        out.aside.push(Aside { indicator, provision, reason, says, because, dossiers });
    }
}

/// A list without procedures that a condition asks for.
fn empty_list(state: &State, cond: &Cond) -> Option<ListId> {
    let mut found = None;
    let lists: &BTreeMap<String, Vec<crate::world::Listed>> = &state.plan.world.lists;
    cond.walk(&mut |it| {
        if let Cond::In(id, _) | Cond::FirstIn(id, _) = it
            && !lists.contains_key(&state.plan.program.list(*id).key)
        {
            found = Some(*id);
        }
    });
    found
}
