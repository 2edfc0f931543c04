//! Every state of knowledge under which rules can answer differently: all choices of the readings that are asked, and
//! all days of the events that are unknown. Days on which no date passes another are one moment.

use std::collections::BTreeSet;

use crate::check::events_of;
use crate::check::program::{ChoiceValue, Date, EventId, ReadingId};
use crate::eval::{Env, Moment, Rules, When};
use crate::plan::{BoundQuota, Plan};
use crate::text::{Day, Days};

/// Of no quota are more moments looked at.
const MOST: usize = 40_000;

/// A moment that stands for all that are like it.
#[derive(Debug, Clone)]
pub struct Instant {
    /// The choice of each reading.
    pub readings: Vec<usize>,
    /// A day of each event.
    pub events: Vec<Day>,
    /// The unknown event and all its days that are like this one, where there is one unknown event.
    pub alike: Option<(EventId, Days)>,
}

impl Instant {
    /// The moment.
    pub fn moment<'a>(&'a self, plan: &'a Plan, period: Days) -> Moment<'a> {
        Moment { plan, events: &self.events, readings: &self.readings, period }
    }
}

/// What a quota asks for under a choice of readings, and the moments of it.
pub struct Asked {
    /// The parts of its rules that depend on days.
    pub rules: Rules,
    /// The moments.
    pub instants: Vec<Instant>,
}

/// The moments of a quota, by choice of the readings. None: too many to look at each.
pub fn moments(plan: &Plan, env: &Env, quota: &BoundQuota) -> Option<Vec<Asked>> {
    let mut out = Vec::new();
    let mut number = 0;
    for readings in choices(plan, env, quota)? {
        let rules = Rules::of(plan, quota, &readings);
        let instants = Events { plan, env, readings: &readings, rules: &rules }.instants(MOST - number)?;
        number += instants.len();
        out.push(Asked { rules, instants });
    }
    Some(out)
}

/// One moment: the first choices, the first days.
pub fn first(env: &Env) -> Instant {
    let readings = env.chosen();
    let first = |it: &When| match it {
        When::On(day) => *day,
        When::Within(days) => days.meet(env.period).from,
    };
    Instant { readings, events: env.events.iter().map(first).collect(), alike: None }
}

/// Every combination of choices of the readings that a quota asks.
fn choices(plan: &Plan, env: &Env, quota: &BoundQuota) -> Option<Vec<Vec<usize>>> {
    let base = env.chosen();
    let mut out = vec![base];
    let asked: BTreeSet<ReadingId> = Rules::of(plan, quota, &[]).readings.into_iter().collect();
    for id in asked {
        let number = plan.program.reading(id).choices.len();
        if out.len() * number > MOST {
            return None;
        }
        let each = out.into_iter().flat_map(|held| {
            (0..number).map(move |choice| {
                let mut held = held.clone();
                if let Some(it) = held.get_mut(id.index()) {
                    *it = choice;
                }
                held
            })
        });
        out = each.collect();
    }
    Some(out)
}

/// A date as far as it can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// It does not depend on an event.
    Fixed(Day),
    /// So many days after an event.
    After(EventId, i32),
    /// It depends on an event in another way: working days.
    Crooked(EventId),
}

struct Events<'a> {
    plan: &'a Plan,
    env: &'a Env,
    readings: &'a [usize],
    rules: &'a Rules,
}

impl Events<'_> {
    fn instants(&self, most: usize) -> Option<Vec<Instant>> {
        let first = |it: &When| match it {
            When::On(day) => *day,
            When::Within(days) => days.from,
        };
        let base: Vec<Day> = self.env.events.iter().map(first).collect();
        let unknown = self.rules.unknown(self.env);
        let forms = self.forms(&base);
        let readings = self.readings.to_vec();
        match unknown.as_slice() {
            [] => Some(vec![Instant { readings, events: base, alike: None }]),
            [(event, bounds)] => {
                let starts = self.starts(*event, *bounds, &forms, 1);
                if starts.len() > most {
                    return None;
                }
                let ends = starts.iter().skip(1).map(|it| it.plus(-1)).chain([bounds.to]);
                let each = starts.iter().zip(ends).enumerate().map(|(place, (from, to))| {
                    let mut events = base.clone();
                    if let Some(it) = events.get_mut(event.index()) {
                        *it = *from;
                    }
                    let from = if place == 0 { bounds.from } else { *from };
                    Instant { readings: readings.clone(), events, alike: Some((*event, Days::new(from, to))) }
                });
                Some(each.collect())
            }
            several => {
                let mut held = vec![base];
                for (event, bounds) in several {
                    let starts = self.starts(*event, *bounds, &forms, several.len());
                    if held.len() * starts.len() > most {
                        return None;
                    }
                    let on = |events: &Vec<Day>, day: Day| {
                        let mut events = events.clone();
                        if let Some(it) = events.get_mut(event.index()) {
                            *it = day;
                        }
                        events
                    };
                    held = held.iter().flat_map(|it| starts.iter().map(move |day| on(it, *day))).collect();
                }
                Some(
                    held.into_iter()
                        .map(|events| Instant { readings: readings.clone(), events, alike: None })
                        .collect(),
                )
            }
        }
    }

    /// The days of an event on which something passes something else, of `number` unknown events.
    fn starts(&self, event: EventId, bounds: Days, forms: &BTreeSet<Form>, number: usize) -> Vec<Day> {
        let reach = self.rules.reach().saturating_mul(2);
        let near = bounds.meet(Days::new(self.env.period.from.plus(-reach), self.env.period.to.plus(reach)));
        if near.is_empty() {
            // The event lies far from the period: every day of it says the same.
            return vec![bounds.from];
        }
        if forms.iter().any(|it| matches!(it, Form::Crooked(id) if *id == event)) {
            return (near.from.0..=near.to.0).map(Day).collect();
        }
        let fixed = forms.iter().filter_map(|it| if let Form::Fixed(day) = it { Some(*day) } else { None });
        // Where the days of an event begin and end is passed by what hangs on other events.
        let unknown = self.rules.unknown(self.env);
        let ends = forms.iter().filter_map(|it| if let Form::After(id, days) = it { Some((*id, *days)) } else { None });
        let ends = ends.flat_map(|(id, days)| {
            let bounds = unknown.iter().filter(move |it| it.0 == id).map(|it| it.1);
            bounds.flat_map(move |it| [it.from.plus(days), it.to.plus(days)])
        });
        let fixed: Vec<Day> = fixed.chain(ends.filter(|it| self.env.period.has(*it) && number > 1)).collect();
        let offsets = |of: &dyn Fn(EventId) -> bool| -> Vec<i32> {
            forms
                .iter()
                .filter_map(|it| if let Form::After(id, days) = it { of(*id).then_some(*days) } else { None })
                .collect()
        };
        let own = offsets(&|it| it == event);
        // One event pushes another along: differences of offsets add up.
        let mut shifts: BTreeSet<i32> = [0].into();
        let all = offsets(&|_| true);
        for _ in 1..number {
            for held in shifts.clone() {
                shifts.extend(all.iter().flat_map(|one| all.iter().map(move |two| held + one - two)));
            }
        }
        let slack = number as i32;
        let mut days: BTreeSet<Day> = [near.from].into();
        for day in fixed {
            for offset in &own {
                for shift in &shifts {
                    let at = day.plus(shift - offset);
                    days.extend((-slack..=slack + 1).map(|it| at.plus(it)).filter(|it| near.has(*it)));
                }
            }
        }
        days.into_iter().collect()
    }

    /// The forms of all dates that the rules ask for.
    fn forms(&self, base: &[Day]) -> BTreeSet<Form> {
        let period = self.env.period;
        let mut out: BTreeSet<Form> = [Form::Fixed(period.from), Form::Fixed(period.to)].into();
        for date in self.rules.dates() {
            self.form(date, base, &mut out);
        }
        let classes = self.plan.classes.iter().flat_map(|it| &it.1.lists);
        let held = classes.filter_map(|it| if let crate::plan::Membership::On(days) = it { Some(days) } else { None });
        out.extend(held.flatten().filter(|it| **it != Days::ALL).flat_map(|it| [it.from, it.to]).map(Form::Fixed));
        out
    }

    fn form(&self, date: &Date, base: &[Day], out: &mut BTreeSet<Form>) {
        let moment = Moment { plan: self.plan, events: base, readings: self.readings, period: self.env.period };
        let mut inner = BTreeSet::new();
        match date {
            Date::Event(id) => {
                inner.insert(match self.env.event(*id) {
                    When::On(day) => Form::Fixed(day),
                    When::Within(_) => Form::After(*id, 0),
                });
            }
            Date::After(of, days, working) => {
                let mut before = BTreeSet::new();
                self.form(of, base, &mut before);
                inner.extend(before.into_iter().map(|it| match it {
                    Form::After(id, _) if *working => Form::Crooked(id),
                    Form::After(id, held) => Form::After(id, held + days),
                    Form::Fixed(day) if *working => Form::Fixed(self.plan.world.working_days_after(day, *days)),
                    Form::Fixed(day) => Form::Fixed(day.plus(*days)),
                    crooked @ Form::Crooked(_) => crooked,
                }));
            }
            Date::Extremum(_, parts) => parts.iter().for_each(|it| self.form(it, base, &mut inner)),
            Date::Reading(id) => {
                let choices = &self.plan.program.reading(*id).choices;
                let chosen = self.readings.get(id.index()).and_then(|it| choices.get(*it));
                if let Some(ChoiceValue::Date(of)) = chosen.map(|it| &it.value) {
                    self.form(of, base, &mut inner);
                }
            }
            Date::Published(_) | Date::Column(_) => {
                inner.extend(self.plan.classes.iter().filter_map(|it| moment.day(date, Some(it.1))).map(Form::Fixed));
            }
            Date::On(_) | Date::PeriodStart | Date::PeriodEnd => inner.extend(moment.day(date, None).map(Form::Fixed)),
        }
        out.extend(inner);
    }
}

/// Whether a date depends on an event that is not known.
pub fn moves(plan: &Plan, env: &Env, readings: &[usize], date: &Date) -> bool {
    if let Date::Reading(id) = date {
        let chosen = readings.get(id.index()).and_then(|it| plan.program.reading(*id).choices.get(*it));
        return matches!(chosen.map(|it| &it.value), Some(ChoiceValue::Date(of)) if moves(plan, env, readings, of));
    }
    if let Date::After(inner, ..) = date {
        return moves(plan, env, readings, inner);
    }
    let mut events = Vec::new();
    events_of(date, &mut events);
    events.iter().any(|it| matches!(env.event(*it), When::Within(_)))
}
