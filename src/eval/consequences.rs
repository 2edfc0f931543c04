//! What follows from verdicts, grades and the number of quotas missed: whom the consequences of a text meet.

use std::collections::BTreeSet;

use super::count::Index;
use super::env::Env;
use super::outcome::{Result, of_quota};
use super::score::{Scores, preferred};
use super::subjects::{bound, fixed_days, grain};
use crate::check::program::{Date, OutcomeIs, OutcomeOf, ProvisionId, Stretch};
use crate::plan::{BoundQuota, ByReading, Plan, UnitSet};
use crate::term::Force;
use crate::text::Days;
use crate::world::UnitId;

/// Who is judged: a unit, or the code of several together.
type Who<'r> = (Option<UnitId>, &'r str);

/// For each consequence its place in the program, and the codes of the units that it meets, in the order of the
/// results; `cuts` is told of supplied days that a quota of another decision cuts.
pub fn consequences(
    plan: &Plan,
    index: &Index,
    env: &Env,
    results: &[Result],
    scores: &Scores,
    cuts: &mut Vec<(Days, String)>,
) -> Vec<(usize, Vec<String>)> {
    let program = &plan.program;
    let mut out = Vec::new();
    for (at, consequence) in program.consequences.iter().enumerate() {
        let elsewhere = consequence.outcomes.iter().map(|it| match it {
            OutcomeIs::Verdict(_, OutcomeOf::Cited(cited, place)) => judged(plan, index, env, (*cited, *place), cuts),
            _ => Vec::new(),
        });
        let elsewhere: Vec<Vec<Result>> = elsewhere.collect();
        let holds = |who: Who, outcome: &OutcomeIs, elsewhere: &[Result]| {
            let own = || results.iter().filter(|it| who_of(it) == who);
            match outcome {
                OutcomeIs::Verdict(verdict, of) => match of {
                    OutcomeOf::Provision(place) => {
                        own().any(|it| it.verdict == *verdict && program.within(it.provision, *place))
                    }
                    OutcomeOf::Indicator(id) => own().any(|it| it.verdict == *verdict && it.indicator == *id),
                    OutcomeOf::Cited(..) => elsewhere.iter().any(|it| who_of(it) == who && it.verdict == *verdict),
                },
                OutcomeIs::Graded(of, grades) => {
                    let grade = who.0.and_then(|it| scores.grades.get(&(*of, it))?.as_ref());
                    grade.is_some_and(|it| grades.contains(it))
                }
                OutcomeIs::Misses(least, verdict, by) => {
                    let within = |it: &&Result| by.is_none_or(|by| program.within(it.provision, by));
                    let missed = own().filter(within).filter(|it| it.force == Force::Must && it.verdict == *verdict);
                    // A quota that is judged every month is one quota.
                    missed.filter_map(|it| it.quota).collect::<BTreeSet<usize>>().len() >= *least
                }
            }
        };
        let mut all: Vec<Who> = Vec::new();
        let graded = scores.grades.keys().map(|it| (Some(it.1), plan.world.units.get(it.1).code.as_str()));
        for who in results.iter().chain(elsewhere.iter().flatten()).map(who_of).chain(graded) {
            if !all.contains(&who) {
                all.push(who);
            }
        }
        all.retain(|who| {
            let mut each = consequence.outcomes.iter().zip(&elsewhere).map(|it| holds(*who, it.0, it.1));
            if consequence.all { each.all(|it| it) } else { each.any(|it| it) }
        });
        let mut codes: Vec<String> = all.into_iter().map(|it| it.1.to_owned()).collect();
        codes.dedup();
        out.push((at, codes));
    }
    out
}

fn who_of(result: &Result) -> Who<'_> {
    (result.subject.unit, result.subject.code.as_str())
}

/// The results of the units of this decision under the quotas of a provision of another: the number, the units and the
/// days are the other's; what counts is what counts for the same indicator here.
fn judged(
    plan: &Plan,
    index: &Index,
    env: &Env,
    (cited, place): (usize, ProvisionId),
    cuts: &mut Vec<(Days, String)>,
) -> Vec<Result> {
    let Some(other) = plan.cited.get(cited) else { return Vec::new() };
    let mut out = Vec::new();
    let quotas = other.quotas.iter().enumerate().filter(|it| other.program.within(it.1.provision, place));
    for (at, quota) in quotas {
        let Some(indicator) = plan.program.same_indicator(&other.program, quota.indicator) else { continue };
        let readings: Vec<usize> = other.program.readings.iter().map(|it| it.default.unwrap_or_default()).collect();
        let period = other.program.decision.period.unwrap_or(env.period);
        let units = bound(other, at, &readings, period).into_iter().filter_map(|it| here(plan, other, it, env.period));
        let units: UnitSet = units.map(|it| (it, env.period)).collect();
        let own = preferred(plan, env, indicator).first().and_then(|it| plan.quotas.get(*it));
        let days = quota.stretch.as_ref().map(|it| fixed_days(Some(it), period));
        let quota = BoundQuota {
            indicator,
            grain: grain(other, quota, &readings),
            grain_reading: None,
            stretch: days.map(|it| Stretch::Between(Some(Date::On(it.from)), Some(Date::On(it.to)))),
            // Who is an exception was taken out above.
            exception: true,
            cell: None,
            rounding: quota.rounding,
            counting: own.map_or(plan.unruled.unwrap_or_default(), |it| it.counting),
            units: ByReading::Always(units),
            ..quota.clone()
        };
        out.extend(of_quota(plan, index, env, plan.quotas.len(), &quota, &|_| true, cuts));
    }
    out
}

/// The unit of this decision that has the code of another's.
fn here(plan: &Plan, other: &Plan, unit: UnitId, period: Days) -> Option<UnitId> {
    plan.world.units.by_code(&other.world.units.get(unit).code, period)
}
