//! What a store of dossiers has to tell apart so that the rules give of its counts what they give of its rows: the days
//! on which an answer may change, and the answers themselves.

use std::collections::BTreeSet;

use super::env::{Env, When};
use super::grid::{Kin, Rules};
use super::ledger::Reason;
use super::subjects::{Reached, tier_of};
use super::tries::{Tries, event_days, ways};
use super::truth::{Date3, Disposition, Facts, Moment};
use crate::check::program::{ChoiceValue, Date, Measure, Simple, Stretch, Term};
use crate::data::Facet;
use crate::plan::{ClassId, Membership, Plan};
use crate::term::Basis;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Whether the rules look at single days, so that counts by stretches of days lose something: an event is not known,
/// procedures are counted, units are scored or looked at.
pub fn wants_days(plan: &Plan, env: &Env) -> bool {
    let units =
        |it: &Measure| matches!(it, Measure::Formula(it) if it.terms.iter().any(|it| matches!(it, Term::Units(_))));
    let waits = plan.quotas.iter().any(|it| !Rules::of(plan, it, &[]).unknown(env).is_empty());
    let scored = !plan.program.scoring.is_empty() || !plan.cited.is_empty();
    waits || scored || plan.needs.procedures || plan.program.indicators.iter().any(|it| units(&it.measure))
}

/// The first days of stretches on which nothing that an evaluation says can change, whatever readings are chosen;
/// for known events.
pub fn first_days(plan: &Plan, env: &Env) -> BTreeSet<Day> {
    let look = Look { plan, env };
    let mut out = BTreeSet::new();
    let mut cut = |it: Days| out.extend([it.from, it.to.plus(1)]);
    cut(env.period);
    for quota in &plan.quotas {
        let rules = Rules::of(plan, quota, &[]);
        for stretch in &rules.stretches {
            look.ends(stretch).into_iter().for_each(&mut cut);
        }
        // From one of these days on a list is in force, or no longer.
        for date in rules.dates() {
            look.days(date).into_iter().for_each(|it| cut(Days::new(it, env.period.to)));
        }
        for (list, _) in &rules.lists {
            for class in &plan.classes.list {
                if let Some(Membership::On(held)) = class.lists.get(list.index()) {
                    held.iter().copied().for_each(&mut cut);
                }
            }
        }
        for (id, _) in plan.world.units.iter() {
            cut(plan.succession.meant(quota.indicator, id));
        }
        if quota.grain.every.is_some() || quota.grain_reading.is_some() {
            months(env.period).into_iter().for_each(&mut cut);
        }
    }
    for (_, unit) in plan.world.units.iter() {
        unit.versions.iter().for_each(|it| cut(it.days));
    }
    out.retain(|it| Day::FIRST < *it && *it <= Day::LAST);
    out
}

/// The months that a stretch of days touches.
fn months(days: Days) -> Vec<Days> {
    let mut out: Vec<Days> = Vec::new();
    let mut at = days.from;
    while at <= days.to {
        let date = at.date();
        let Some(month) = Days::month(chrono::Datelike::year(&date), chrono::Datelike::month(&date)) else { break };
        out.push(month);
        at = month.to.plus(1);
    }
    out
}

/// Every day that a date can be.
struct Look<'a> {
    plan: &'a Plan,
    env: &'a Env,
}

impl Look<'_> {
    fn ends(&self, stretch: &Stretch) -> Vec<Days> {
        match stretch {
            Stretch::Between(from, to) => {
                let of = |it: &Option<Date>| it.as_ref().map(|it| self.days(it)).unwrap_or_default();
                let from = of(from).into_iter().map(|it| Days::new(it, self.env.period.to));
                from.chain(of(to).into_iter().map(|it| Days::new(self.env.period.from, it))).collect()
            }
            Stretch::Reading(id) => {
                let choices = self.plan.program.reading(*id).choices.iter();
                let inner =
                    choices.filter_map(|it| if let ChoiceValue::Stretch(it) = &it.value { Some(it) } else { None });
                inner.flat_map(|it| self.ends(it)).collect()
            }
        }
    }

    fn days(&self, date: &Date) -> BTreeSet<Day> {
        match date {
            Date::On(day) => BTreeSet::from([*day]),
            Date::Event(id) => match self.env.event(*id) {
                When::On(day) => BTreeSet::from([day]),
                When::Within(_) => BTreeSet::new(),
            },
            Date::PeriodStart => BTreeSet::from([self.env.period.from]),
            Date::PeriodEnd => BTreeSet::from([self.env.period.to]),
            Date::After(inner, days, working) => {
                let world = &self.plan.world;
                let after = |it: Day| if *working { world.working_days_after(it, *days) } else { it.plus(*days) };
                self.days(inner).into_iter().map(after).collect()
            }
            Date::Reading(id) => {
                let choices = self.plan.program.reading(*id).choices.iter();
                let inner =
                    choices.filter_map(|it| if let ChoiceValue::Date(it) = &it.value { Some(it) } else { None });
                inner.flat_map(|it| self.days(it)).chain([self.env.period.from]).collect()
            }
            Date::Extremum(_, parts) => parts.iter().flat_map(|it| self.days(it)).collect(),
            Date::Published(_) | Date::Column(_) => {
                self.plan.classes.list.iter().filter_map(|it| it.day(date, self.env.period)).collect()
            }
        }
    }
}

/// What a quota makes of dossiers that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// They stand in the denominator; true: in the numerator as well.
    Share(bool),
    /// They are counted.
    Counted,
    /// They are not, for this reason.
    Out(Reason),
    /// That hangs on the day of an event, or on a choice that nobody made.
    Open,
}

/// The days of all events and the choices of all readings.
type Known = (Vec<Day>, Vec<usize>);

/// The quotas of a plan as single units ask them.
pub struct Teller<'a> {
    plan: &'a Plan,
    env: &'a Env,
    /// For each quota the days of all events and the choices of all readings in each way; none: an event is unknown.
    moments: Vec<Option<Vec<Known>>>,
    reached: Reached,
}

/// What units have in common whose dossiers a quota treats alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    counting: usize,
    indicator: u32,
    stretch: Option<Stretch>,
    kin: Kin,
    last: Day,
}

impl<'a> Teller<'a> {
    /// The quotas of a plan in an environment.
    pub fn new(plan: &'a Plan, env: &'a Env) -> Self {
        let base = env.chosen();
        let mut out = Self { plan, env, moments: Vec::new(), reached: Reached::default() };
        for (at, quota) in plan.quotas.iter().enumerate() {
            let ways = ways(plan, quota, env);
            let first = ways.each.first().unwrap_or(&base);
            let tries = Tries::of(plan, quota, first, env, None);
            let days = event_days(env, tries.event, tries.days.first().copied().unwrap_or(env.period.from));
            let moment = Moment { plan, events: &days, readings: &base, period: env.period };
            let whole = moment.days(quota.stretch.as_ref());
            out.reached.add(plan, at, &base, whole);
            let known = ways.complete && Rules::of(plan, quota, &[]).unknown(env).is_empty();
            let each = ways.each.into_iter().map(|way| (event_days(env, None, env.period.from), way));
            out.moments.push(known.then(|| each.collect()));
        }
        out
    }

    /// The quotas that a unit's dossiers are asked by, in the order of the text.
    pub fn quotas_of(&self, unit: UnitId) -> &[usize] {
        self.reached.quotas(unit)
    }

    /// What tells the answers of a quota for one unit from those for another.
    pub fn alike(&self, at: usize, unit: UnitId) -> Option<Alike> {
        let quota = self.plan.quotas.get(at)?;
        let tier = tier_of(self.plan, unit, self.env.period);
        Some(Alike {
            counting: quota.counting,
            indicator: quota.indicator.0,
            stretch: quota.stretch.clone(),
            kin: Kin::of(self.plan, quota.indicator, unit, tier),
            last: self.reached.last_day(at, unit),
        })
    }

    /// What a quota makes of dossiers of a unit.
    pub fn tell(
        &self,
        at: usize,
        unit: UnitId,
        class: ClassId,
        facet: &Facet,
        (received, resolved): (Date3, Date3),
    ) -> Told {
        let plan = self.plan;
        let (Some(quota), Some(Some(moments))) = (plan.quotas.get(at), self.moments.get(at)) else { return Told::Open };
        let indicator = plan.program.indicator(quota.indicator);
        let day = match indicator.basis {
            Basis::Received => received,
            Basis::Resolved => resolved,
        };
        if matches!(day, Date3::On(day) if day > self.reached.last_day(at, unit)) {
            return Told::Out(Reason::UnitNotBound);
        }
        let measure = indicator.measure.simple();
        let tier = tier_of(plan, unit, self.env.period);
        let class = Some(plan.classes.get(class));
        let facts = Facts { class, facet, unit, tier, received, resolved, procedure: None };
        let mut answers = moments.iter().map(|(events, readings)| {
            let moment = Moment { plan, events, readings, period: self.env.period };
            match (moment.dispose(quota, measure, &facts), measure) {
                (Disposition::Counted(_, above), Simple::Share(..)) => Told::Share(above),
                (Disposition::Counted(..), Simple::Count(_)) => Told::Counted,
                (other, _) => Reason::of(other).map_or(Told::Counted, Told::Out),
            }
        });
        match answers.next() {
            Some(first) if answers.all(|it| it == first) => first,
            _ => Told::Open,
        }
    }
}
