//! What is tried where something is not known: the choices of readings, the days of an event.

use super::env::{Env, When};
use super::grid::Rules;
use crate::check::program::{EventId, ReadingId};
use crate::plan::{BoundQuota, Plan};
use crate::text::{Day, Days};

/// Readings that nobody chose are tried in every way, as long as there are not more than these.
const MOST_CHOICES: usize = 64;

/// The readings without a choice that a quota depends on, and every way to choose; of too many ways some are left
/// out, and then nothing is decided.
pub struct Ways {
    /// The readings.
    pub open: Vec<ReadingId>,
    /// Each way: the place of the choice of each reading.
    pub each: Vec<Vec<usize>>,
    /// Whether these are all.
    pub complete: bool,
}

/// The ways to choose what nobody chose.
pub fn ways(plan: &Plan, quota: &BoundQuota, env: &Env) -> Ways {
    let base = env.chosen();
    let asked = Rules::of(plan, quota, &[]).readings;
    let open: Vec<ReadingId> = asked.into_iter().filter(|it| env.reading(*it).is_none()).collect();
    let mut ways = vec![base];
    for id in &open {
        let mut next = Vec::new();
        for way in &ways {
            for choice in 0..plan.program.reading(*id).choices.len() {
                let mut way = way.clone();
                if let Some(it) = way.get_mut(id.index()) {
                    *it = choice;
                }
                next.push(way);
            }
        }
        if next.len() > MOST_CHOICES {
            return Ways { open, each: ways, complete: false };
        }
        ways = next;
    }
    Ways { open, each: ways, complete: true }
}

/// The days that are tried for the event a quota waits for.
pub struct Tries {
    /// The event; none where nothing is unknown.
    pub event: Option<EventId>,
    /// Each day.
    pub days: Vec<Day>,
    /// The first and the last day on which it can fall, where there are any: the days tried stand for all of these.
    pub ends: (Option<Day>, Option<Day>),
    /// Other events that are unknown too; then only what does not depend on any of them is decided.
    pub others: Vec<EventId>,
}

impl Tries {
    /// The days on which an unknown event can make a difference to a quota.
    pub fn of(plan: &Plan, quota: &BoundQuota, readings: &[usize], env: &Env, seen: Option<Days>) -> Self {
        let rules = Rules::of(plan, quota, readings);
        let unknown = rules.unknown(env);
        let Some((event, bounds)) = unknown.first().copied() else {
            return Self { event: None, days: vec![env.period.from], ends: (None, None), others: Vec::new() };
        };
        // Beyond every day that occurs, further days change nothing.
        let mut near = seen.map_or(env.period, |it| it.with(env.period));
        for day in rules.fixed() {
            near = Days::new(near.from.min(day), near.to.max(day));
        }
        let reach = rules.reach();
        let near = Days::new(near.from.plus(-reach), near.to.plus(reach));
        let tried = bounds.meet(near);
        let tried = if tried.is_empty() { Days::new(bounds.from, bounds.from) } else { tried };
        let ends = (Some(bounds.from).filter(|it| *it != Day::FIRST), Some(bounds.to).filter(|it| *it != Day::LAST));
        let days = (tried.from.0..=tried.to.0).map(Day).collect();
        let others = unknown.iter().skip(1).map(|it| it.0).collect();
        Self { event: Some(event), days, ends, others }
    }
}

/// The days of all events, one of them as tried.
pub fn event_days(env: &Env, event: Option<EventId>, day: Day) -> Vec<Day> {
    let known = env.events.iter().map(|it| match it {
        When::On(day) => *day,
        When::Within(days) => days.from,
    });
    let mut days: Vec<Day> = known.collect();
    if let Some(it) = event.and_then(|it| days.get_mut(it.index())) {
        *it = day;
    }
    days
}
