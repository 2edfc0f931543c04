//! Windows that reach one quota must be disjoint: decided for every class of procedures, every day of a pending
//! event within its bounds, every choice of a reading.

use std::collections::BTreeSet;

use super::{Class, Plan, error};
use crate::check::program::{ChoiceValue, Cond, Date, EventId, Program, Stretch};
use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::text::{Day, Days};
use crate::world::ListFact;

/// The overlaps of all countings, each pair of windows once.
pub fn windows(plan: &Plan) -> Vec<Problem> {
    let program = &plan.program;
    let mut told = BTreeSet::new();
    let mut problems = Vec::new();
    for counting in &plan.countings {
        for (place, second) in counting.windows.iter().enumerate() {
            for first in counting.windows.iter().take(place) {
                let (Some(one), Some(two)) = (program.windows.get(*first), program.windows.get(*second)) else {
                    continue;
                };
                if one.exception != two.exception || !told.insert((*first, *second)) {
                    continue;
                }
                let hit = plan.classes.iter().find_map(|(_, class)| {
                    let others = |it: usize| counting.windows.iter().filter(move |other| **other != it);
                    let both = holds(
                        program,
                        &one.cond,
                        class,
                        &mut others(*first).filter_map(|it| program.windows.get(*it)).map(|it| &it.cond),
                    ) && holds(
                        program,
                        &two.cond,
                        class,
                        &mut others(*second).filter_map(|it| program.windows.get(*it)).map(|it| &it.cond),
                    );
                    both.then(|| common_day(plan, class, &one.stretch, &two.stretch)).flatten().map(|it| (class, it))
                });
                if let Some((class, (day, given))) = hit {
                    let cited = (program.cite(one.provision), program.cite(two.provision));
                    let problem = error::windows_overlap(
                        two.span,
                        one.span,
                        class.sample.as_deref(),
                        day,
                        (&cited.0, &cited.1),
                        &given,
                    );
                    problems.push(problem.cite(Some(cited.1.clone())));
                }
            }
        }
    }
    problems
}

/// Whether a procedure of a class can satisfy a condition, under some choice and some competence.
fn holds(program: &Program, cond: &Cond, class: &Class, others: &mut dyn Iterator<Item = &Cond>) -> bool {
    let others: Vec<&Cond> = others.collect();
    possible(program, cond, class, &others, true)
}

/// `wanted`: whether the condition can be true; else whether it can be false.
fn possible(program: &Program, cond: &Cond, class: &Class, others: &[&Cond], wanted: bool) -> bool {
    use super::Membership;
    let either = |yes: bool, no: bool| if wanted { yes } else { no };
    let member = |list: crate::check::program::ListId| class.lists.get(list.index()).unwrap_or(&Membership::No);
    match cond {
        Cond::All(parts) if wanted => parts.iter().all(|it| possible(program, it, class, others, true)),
        Cond::All(parts) => parts.iter().any(|it| possible(program, it, class, others, false)),
        Cond::Any(parts) if wanted => parts.iter().any(|it| possible(program, it, class, others, true)),
        Cond::Any(parts) => parts.iter().all(|it| possible(program, it, class, others, false)),
        Cond::Not(inner) => possible(program, inner, class, others, !wanted),
        Cond::In(list, on) => match member(*list) {
            Membership::No => either(false, true),
            Membership::On(_) => either(true, on.is_some()),
            Membership::Unknown => false,
        },
        Cond::FirstIn(list, _) => {
            let mut before = program.list(*list).replaces;
            let mut named_before = false;
            let mut steps = 0;
            while let Some(id) = before
                && steps < program.lists.len()
            {
                named_before |= *member(id) != Membership::No;
                before = program.list(id).replaces;
                steps += 1;
            }
            match member(*list) {
                Membership::Unknown => false,
                it => (*it != Membership::No && !named_before) == wanted,
            }
        }
        Cond::Competence(tier) => class.competence.is_none_or(|it| (it == *tier) == wanted),
        Cond::Word(word) => class.level.is_none_or(|it| (it == *word) == wanted),
        Cond::Published(first, _) => {
            let said = if *first { class.first_published.is_some() } else { !class.amended.is_empty() };
            said || !wanted
        }
        Cond::Column(id) => match class.facts.get(&id.0) {
            Some(ListFact::Is(it)) => *it == wanted,
            _ => false,
        },
        Cond::InForce(_) => class.lists.iter().any(|it| *it != Membership::No) || !wanted,
        // Of dossiers, or of one unit: not asked in a window.
        Cond::Having(_) | Cond::Offered | Cond::Judged(..) => true,
        Cond::Remaining => {
            let plain: Vec<&&Cond> = others.iter().filter(|it| !it.says_remaining()).collect();
            if wanted {
                plain.iter().all(|it| possible(program, it, class, &[], false))
            } else {
                plain.iter().any(|it| possible(program, it, class, &[], true))
            }
        }
        Cond::Reading(id) => program.reading(*id).choices.iter().any(|choice| match &choice.value {
            ChoiceValue::Cond(cond) => possible(program, cond, class, others, wanted),
            _ => false,
        }),
    }
}

/// A day that lies in both stretches for some day of the events and some choice, and under which.
fn common_day(plan: &Plan, class: &Class, one: &Stretch, two: &Stretch) -> Option<(Day, Say)> {
    let program = &plan.program;
    let period = program.decision.period.unwrap_or(Days::ALL);
    for one in choices(program, one) {
        for two in choices(program, two) {
            let mut events: Vec<EventId> = Vec::new();
            for date in [&one.0, &one.1, &two.0, &two.1].into_iter().flatten() {
                crate::check::events_of(date, &mut events);
            }
            events.sort();
            events.dedup();
            // One event is tried on every day; several are looked at where they are known only.
            let days: Vec<Option<Day>> = match events.as_slice() {
                [] => vec![None],
                [event] => {
                    let event = program.event(*event);
                    let bounds = event.day.map_or(event.bounds, |it| Days::new(it, it));
                    let near = bounds.meet(Days::new(period.from.plus(-400), period.to.plus(400)));
                    (near.from.0..=near.to.0).map(|it| Some(Day(it))).collect()
                }
                _ => Vec::new(),
            };
            for day in days {
                let on = |date: &Option<Date>, open: Day| match date {
                    None => Some(open),
                    Some(date) => day_of(plan, class, date, period, day),
                };
                let (Some(from1), Some(to1)) = (on(&one.0, period.from), on(&one.1, period.to)) else { continue };
                let (Some(from2), Some(to2)) = (on(&two.0, period.from), on(&two.1, period.to)) else { continue };
                let both = Days::new(from1, to1).meet(Days::new(from2, to2)).meet(period);
                if !both.is_empty() {
                    let given = match (events.first(), day) {
                        (Some(event), Some(day)) => {
                            let (name, day) = (&program.event(*event).name, day.vi());
                            say!("nếu `{name}` là ngày {day}", "if `{name}` is {day}")
                        }
                        _ => Say { vi: String::new(), en: String::new() },
                    };
                    return Some((both.from, given));
                }
            }
        }
    }
    None
}

type Ends = (Option<Date>, Option<Date>);

/// A stretch under every choice of the readings in it.
fn choices(program: &Program, stretch: &Stretch) -> Vec<Ends> {
    match stretch {
        Stretch::Reading(id) => program
            .reading(*id)
            .choices
            .iter()
            .flat_map(|it| match &it.value {
                ChoiceValue::Stretch(inner) => choices(program, inner),
                _ => Vec::new(),
            })
            .collect(),
        Stretch::Between(from, to) => {
            let each = |date: &Option<Date>| match date {
                None => vec![None],
                Some(date) => dates(program, date).into_iter().map(Some).collect(),
            };
            let tos = each(to);
            each(from).into_iter().flat_map(|from| tos.iter().map(move |to| (from.clone(), to.clone()))).collect()
        }
    }
}

/// A date under every choice of the readings in it.
fn dates(program: &Program, date: &Date) -> Vec<Date> {
    match date {
        Date::Reading(id) => program
            .reading(*id)
            .choices
            .iter()
            .flat_map(|it| match &it.value {
                ChoiceValue::Date(inner) => dates(program, inner),
                _ => Vec::new(),
            })
            .collect(),
        Date::After(inner, days, working) => {
            dates(program, inner).into_iter().map(|it| Date::After(Box::new(it), *days, *working)).collect()
        }
        _ => vec![date.clone()],
    }
}

fn day_of(plan: &Plan, class: &Class, date: &Date, period: Days, event: Option<Day>) -> Option<Day> {
    Some(match date {
        Date::On(day) => *day,
        Date::Event(_) => event?,
        Date::PeriodStart => period.from,
        Date::PeriodEnd => period.to,
        Date::After(inner, days, working) => {
            let day = day_of(plan, class, inner, period, event)?;
            if *working { plan.world.working_days_after(day, *days) } else { day.plus(*days) }
        }
        Date::Published(_) | Date::Column(_) => return class.day(date, period),
        Date::Reading(_) => return None,
        Date::Extremum(largest, parts) => {
            let days = parts.iter().map(|it| day_of(plan, class, it, period, event)).collect::<Option<Vec<_>>>()?;
            if *largest { days.into_iter().max()? } else { days.into_iter().min()? }
        }
    })
}
