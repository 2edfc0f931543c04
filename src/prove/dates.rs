//! Rules that ask for both days of a dossier: a cell has one day.

use super::{Work, error};
use crate::check::program::{ChoiceValue, Cond, Excluded, OnDay, Program};
use crate::plan::{BoundQuota, Plan};
use crate::source::Span;
use crate::term::Basis;

impl Work<'_> {
    /// Tells where a rule asks for the day that does not place dossiers: it is taken to be the same.
    pub fn both_dates(&mut self) {
        let plan = self.plan;
        let program = &plan.program;
        let mut told: Vec<Span> = Vec::new();
        for quota in &plan.quotas {
            let basis = program.indicator(quota.indicator).basis;
            for (span, cond) in asked_of_procedures(plan, quota) {
                if asks_other(program, cond, basis) && !told.contains(&span) {
                    told.push(span);
                    let cited = program.cite(quota.provision);
                    self.problems.push(error::both_dates(span, &cited).cite(Some(cited.clone())));
                }
            }
        }
    }
}

/// The conditions that a quota asks of procedures, each with its place.
fn asked_of_procedures<'p>(plan: &'p Plan, quota: &BoundQuota) -> Vec<(Span, &'p Cond)> {
    let program = &plan.program;
    let Some(counting) = plan.countings.get(quota.counting) else { return Vec::new() };
    let scopes = counting.scopes.iter().filter_map(|it| program.scopes.get(*it)).map(|it| (it.span, &it.cond));
    let windows = counting.windows.iter().filter_map(|it| program.windows.get(*it)).map(|it| (it.span, &it.cond));
    let exclusions = counting.exclusions.iter().filter_map(|it| program.exclusions.get(*it));
    let exclusions = exclusions.filter_map(|it| match &it.what {
        Excluded::Procedures(cond) => Some((it.span, cond)),
        _ => None,
    });
    scopes.chain(windows).chain(exclusions).collect()
}

/// Whether a condition asks for the day of a dossier that is not its basis.
fn asks_other(program: &Program, cond: &Cond, basis: Basis) -> bool {
    let mut asks = false;
    cond.walk(&mut |it| match it {
        Cond::In(_, Some(OnDay::Basis(it)))
        | Cond::FirstIn(_, Some(OnDay::Basis(it)))
        | Cond::InForce(OnDay::Basis(it)) => {
            asks |= *it != basis;
        }
        Cond::Reading(id) => {
            let mut choices = program.reading(*id).choices.iter();
            asks |= choices.any(|it| matches!(&it.value, ChoiceValue::Cond(it) if asks_other(program, it, basis)));
        }
        _ => {}
    });
    asks
}
