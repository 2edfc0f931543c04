//! Windows that reach outside the assessment period, or that have no day.

use super::picture::When;
use super::words::{both, stretch};
use super::{Work, error, moments};
use crate::check::program::{ChoiceValue, Date, Program, ReadingId, Stretch};
use crate::eval::{Env, Moment};
use crate::lang::{Lang, Say};
use crate::text::{Day, Days};

/// What is wrong with a window at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Outside,
    Empty,
}

impl Work<'_> {
    /// Looks at each window at every moment of the quotas that it counts for.
    pub fn windows(&mut self, env: &Env) {
        let plan = self.plan;
        for (index, window) in plan.program.windows.iter().enumerate() {
            let counts = |it: &crate::plan::BoundQuota| {
                plan.countings.get(it.counting).is_some_and(|it| it.windows.contains(&index))
            };
            let Some(quota) = plan.quotas.iter().find(|it| counts(it)) else { continue };
            let Some(asked) = moments::moments(plan, env, quota) else { continue };
            for fault in [Fault::Outside, Fault::Empty] {
                let mut hit: Vec<When> = Vec::new();
                let mut shown = None;
                let mut always = true;
                for instant in asked.iter().flat_map(|it| &it.instants) {
                    let moment = instant.moment(plan, env.period);
                    let Some(days) = unclipped(&plan.program, &moment, &window.stretch, env.period) else { continue };
                    let found = match fault {
                        Fault::Empty => days.is_empty(),
                        Fault::Outside => !days.is_empty() && !env.period.holds(days),
                    };
                    if found {
                        shown = shown.or(Some(days));
                        super::picture::add(&mut hit, (instant.readings.clone(), instant.alike));
                    } else {
                        always = false;
                    }
                }
                let Some(days) = shown else { continue };
                let readings = readings_in(&window.stretch);
                let given = if always { Say::default() } else { self.given_when(&hit, &readings) };
                let said = both(|lang| if always { stretch(days, lang) } else { String::new() });
                let problem = match fault {
                    Fault::Outside => error::outside_period(window.span, &said, &given, &stretch(env.period, Lang::Vi)),
                    Fault::Empty => error::empty_window(window.span, &given, always),
                };
                self.problems.push(problem.cite(Some(plan.program.cite(window.provision))));
            }
        }
    }

    fn given_when(&self, hit: &[When], readings: &[ReadingId]) -> Say {
        both(|lang| format!(" {}", super::words::moments(self.plan, hit, readings, lang)))
    }
}

/// A stretch as it is written, not clipped to the period; none where an end is a date of procedures.
fn unclipped(program: &Program, moment: &Moment, stretch: &Stretch, period: Days) -> Option<Days> {
    match stretch {
        Stretch::Between(from, to) => {
            let end = |it: &Option<Date>, open: Day| match it {
                None => Some(open),
                Some(date) => moment.day(date, None),
            };
            Some(Days { from: end(from, period.from)?, to: end(to, period.to)? })
        }
        Stretch::Reading(id) => {
            let choice = moment.readings.get(id.index()).copied().unwrap_or_default();
            match program.reading(*id).choices.get(choice).map(|it| &it.value) {
                Some(ChoiceValue::Stretch(inner)) => unclipped(program, moment, inner, period),
                _ => None,
            }
        }
    }
}

/// The readings that decide a stretch.
fn readings_in(stretch: &Stretch) -> Vec<ReadingId> {
    fn of(date: &Date, out: &mut Vec<ReadingId>) {
        match date {
            Date::Reading(id) => out.push(*id),
            Date::After(inner, ..) => of(inner, out),
            Date::Extremum(_, parts) => parts.iter().for_each(|it| of(it, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    match stretch {
        Stretch::Reading(id) => out.push(*id),
        Stretch::Between(from, to) => from.iter().chain(to).for_each(|it| of(it, &mut out)),
    }
    out
}
