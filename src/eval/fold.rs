//! What no rule tells apart: procedures of one class, the days of a stretch on which nothing changes, values of a column
//! that no condition asks for. Dossiers of millions are added up by it while they are read, and every answer stays the
//! same.

use std::collections::BTreeMap;

use super::env::Env;
use super::grid::Rules;
use super::outcome::periods;
use super::score::unruled;
use super::subjects::grain;
use super::tries::{event_days, ways};
use super::truth::Moment;
use crate::check::program::{IndicatorId, ReadingId};
use crate::data::{Fold, asked_facts};
use crate::plan::Plan;
use crate::text::Day;

/// What need not be told apart in these environments, and in those that differ in the choice of one reading, which
/// warnings ask for. Days are told apart where an event may be on any of them.
pub fn fold(plan: &Plan, envs: &[Env]) -> Fold {
    let mut borders = Vec::new();
    let mut known = plan.cited.is_empty();
    for env in envs {
        let others = plan.program.readings.iter().enumerate().flat_map(|(id, reading)| {
            let id = ReadingId(id as u32);
            (0..reading.choices.len()).map(move |choice| env.with_reading(id, choice))
        });
        for env in std::iter::once(env.clone()).chain(others) {
            known &= add(plan, &env, &mut borders);
        }
    }
    borders.sort_unstable();
    borders.dedup();
    let facts = plan.cited.is_empty().then(|| asked_facts(&plan.program));
    Fold { by_class: !plan.needs.procedures, borders: Some(borders).filter(|_| known), facts }
}

/// Adds the first days of stretches in one environment; whether they are known.
fn add(plan: &Plan, env: &Env, borders: &mut Vec<Day>) -> bool {
    borders.extend([env.period.from, env.period.to.plus(1)]);
    let scored = if plan.unruled.is_some() { plan.program.indicators.len() } else { 0 };
    let indicators = 0..scored as u32;
    let measured = indicators.map(|it| unruled(plan, IndicatorId(it), BTreeMap::new()));
    for quota in plan.quotas.iter().cloned().chain(measured) {
        if !Rules::of(plan, &quota, &[]).unknown(env).is_empty() {
            return false;
        }
        let ways = ways(plan, &quota, env);
        if !ways.complete {
            return false;
        }
        for readings in &ways.each {
            let events = event_days(env, None, env.period.from);
            let moment = Moment { plan, events: &events, readings, period: env.period };
            borders.extend(Rules::of(plan, &quota, readings).borders(&moment, &quota, &|_| true));
            let whole = moment.days(quota.stretch.as_ref());
            for days in periods(whole, grain(plan, &quota, readings).every) {
                borders.extend([days.from, days.to.plus(1)]);
            }
        }
    }
    true
}
