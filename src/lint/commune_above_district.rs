//! A floor for communes that is higher than that of the district above them.

use super::Lint;
use super::subject::Subject;
use super::subject::{amount, binds, comparable, is_floor, units_of};
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::term::Tier;

pub const LINT: Lint = Lint {
    code: "CT1523",
    name: "commune-above-district",
    severity: Severity::Warning,
    what: ["xã phải đạt cao hơn huyện của mình", "a commune has to reach more than its district"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(plan), Some(period)) = (it.plan, it.period()) else { return Vec::new() };
    let units = &plan.world.units;
    let mut found = Vec::new();
    for (low, high) in comparable(plan) {
        if !(binds(low) && binds(high))
            || is_floor(low.comparator) != Some(true)
            || low.amount <= high.amount
            || high.amount.is_none()
        {
            continue;
        }
        let above = units_of(high);
        let below = units_of(low).into_iter().find_map(|id| {
            let state = units.get(id).on(period.from);
            let parent = units.by_code(state.parent.as_ref()?, period)?;
            (state.tier == Tier::Commune && above.contains(&parent)).then_some((id, parent))
        });
        let Some((commune, district)) = below else { continue };
        let name = |id| units.get(id).on(period.from).name.as_str();
        let (commune, district, low_amount, high_amount) = (name(commune), name(district), amount(low), amount(high));
        let title = say!(
            "{commune} phải đạt {low_amount}, cao hơn {high_amount} của {district}",
            "{commune} has to reach {low_amount}, more than the {high_amount} of {district}"
        );
        let problem = lint
            .at(low.span, title)
            .and(high.span, say!("chỉ tiêu của huyện ở đây", "the quota of the district is here"))
            .help(say!(
                "xem lại hai con số trong văn bản: mức của xã thường thấp hơn hoặc bằng mức của huyện",
                "look at both numbers in the text: a commune's is usually no higher than its district's"
            ));
        found.push(problem);
    }
    found
}
