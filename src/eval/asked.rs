//! What questions need beside results: those of one quota, and days as far as they are known.

use super::count::Index;
use super::env::{Env, When};
use super::error;
use super::outcome::{Result, of_quota};
use super::truth::Moment;
use crate::check::program::{Date, ListId, Stretch};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// The results of the quota at a place of the plan, of the subjects that are wanted. Errors: a supplied period that
/// the days cut.
pub fn results_under(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    wanted: &dyn Fn(Option<UnitId>) -> bool,
) -> std::result::Result<Vec<Result>, Vec<Problem>> {
    let Some(quota) = plan.quotas.get(at) else { return Ok(Vec::new()) };
    let mut cuts = Vec::new();
    let results = of_quota(plan, index, env, at, quota, wanted, &mut cuts);
    if cuts.is_empty() { Ok(results) } else { Err(vec![error::cut(&cuts)]) }
}

/// The first and the last day that a date can be; one day where nothing is unknown. None of a date of procedures.
pub fn day_of(plan: &Plan, env: &Env, date: &Date) -> Option<(Day, Day)> {
    let [first, last] = ends(plan, env, &|it| it.day(date, None));
    Some((first?, last?))
}

/// A stretch with every unknown event as early, and as late, as it can be; inside the assessment period.
pub fn days_of(plan: &Plan, env: &Env, stretch: &Stretch) -> [Days; 2] {
    ends(plan, env, &|it| it.days(Some(stretch)))
}

/// The days on which a list is in force, with every unknown event as early, and as late, as it can be.
pub fn in_force(plan: &Plan, env: &Env, list: ListId) -> [Days; 2] {
    ends(plan, env, &|it| it.in_force(list))
}

/// What is asked with every unknown event as early, and as late, as it can be; all that a date is made of grows with
/// its events.
fn ends<T>(plan: &Plan, env: &Env, ask: &dyn Fn(&Moment) -> T) -> [T; 2] {
    let readings = env.chosen();
    [true, false].map(|first| {
        let day = |it: &When| match it {
            When::On(day) => *day,
            When::Within(days) => {
                if first {
                    days.from
                } else {
                    days.to
                }
            }
        };
        let events: Vec<Day> = env.events.iter().map(day).collect();
        ask(&Moment { plan, events: &events, readings: &readings, period: env.period })
    })
}
