//! A decision made under another: its numbers are held against the floors that the other set for them.

use super::{Plan, error};
use crate::problem::Problem;
use crate::term::Comparator;
use crate::text::key;

/// Quotas below the floor that the decision above them sets for whoever assigns them.
pub fn floors(plan: &Plan) -> Vec<Problem> {
    let Some(above) = plan.under.as_deref() else { return Vec::new() };
    let mut problems = Vec::new();
    for delegated in &above.delegated {
        let Some(floor) = delegated.floor else { continue };
        let indicator = key(&above.program.indicator(delegated.indicator).name);
        let units = &above.world.units;
        let codes: Vec<&str> = delegated.all.iter().map(|it| units.get(*it).code.as_str()).collect();
        for (place, quota) in plan.quotas.iter().enumerate() {
            let floors = matches!(quota.comparator, Comparator::AtLeast | Comparator::Above);
            let Some(amount) = quota.amount.filter(|it| floors && *it < floor) else { continue };
            if key(&plan.program.indicator(quota.indicator).name) != indicator {
                continue;
            }
            let own = quota.units.all().flat_map(|it| it.keys()).map(|it| plan.world.units.get(*it));
            let own: Vec<&str> = own
                .filter(|it| codes.contains(&it.code.as_str()))
                .map(|it| it.on(plan.first_day()).name.as_str())
                .collect();
            if !own.is_empty() {
                let span = plan.program.quotas.get(place).map_or(quota.span, |it| it.span);
                let cited = above.program.cite(delegated.provision);
                let decision = above.program.decision.number.as_ref().unwrap_or(&above.program.decision.name);
                let problem = error::below_floor(span, amount, floor, &own.join(", "), (&cited, decision));
                problems.push(problem.cite(Some(plan.program.cite(quota.provision))));
            }
        }
    }
    problems
}
