//! A result taken apart: what it counts of some of its units, of one procedure, on some of its days.

use super::count::Index;
use super::env::Env;
use super::measure::{Asked, Counter};
use super::outcome::Result;
use super::subjects::{answers, grain};
use super::tries::event_days;
use super::truth::Moment;
use super::verdict::Numbers;
use crate::plan::Plan;
use crate::text::Days;
use crate::world::UnitId;

/// A part of what a result counts.
#[derive(Debug, Clone)]
pub struct Part {
    /// Units, of those whose counts it has.
    pub units: Vec<UnitId>,
    /// One procedure, by its place in [`Index::procedures`]; none: all.
    pub procedure: Option<u32>,
    /// Days, of those of its period.
    pub days: Days,
}

/// The numbers of each part, by the same rules and at the same moment as the result; none for what no quota of the
/// decision judges. Months and quarters that a part cuts are left out of it.
pub fn parts(plan: &Plan, index: &Index, env: &Env, result: &Result, parts: &[Part]) -> Option<Vec<Numbers>> {
    let quota = plan.quotas.get(result.quota?)?;
    let readings = env.chosen();
    let (event, day) = result.as_if.map_or((None, env.period.from), |it| (Some(it.0), it.1));
    let days = event_days(env, event, day);
    let moment = Moment { plan, events: &days, readings: &readings, period: env.period };
    let grain = grain(plan, quota, &readings);
    let whole = moment.days(quota.stretch.as_ref());
    let within = result.period.meet(answers(plan, result.subject.unit, grain));
    let mut counter = Counter::new(&moment, quota, index, env.strict, grain);
    let own = result.subject.procedure.as_ref();
    let own = own.and_then(|it| index.procedures.iter().position(|at| at == it)).map(|it| it as u32);
    let mut count = |part: &Part| {
        let asked = Asked {
            units: &part.units,
            subject: result.subject.unit,
            together: None,
            procedure: part.procedure.or(own),
            period: part.days.meet(within),
            whole,
        };
        counter.numbers(asked, &mut |_| {})
    };
    Some(parts.iter().map(&mut count).collect())
}
