//! The environment of an evaluation: what is known or chosen beside rules and counts.

use std::collections::BTreeMap;

use crate::check::program::{EventId, Fraction, ReadingId};
use crate::lang::say;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// Everything that an evaluation depends on beside plan and tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Env {
    /// Each event of the program: known, or within bounds.
    pub events: Vec<When>,
    /// Each reading of the program: the place of the choice; none where none is made.
    pub readings: Vec<Option<usize>>,
    /// The assessment period.
    pub period: Days,
    /// Until when the counts reach; before the end of the period results are provisional.
    pub as_of: Option<Day>,
    /// Whether counts that were made before (no procedure, no day) are refused.
    pub strict: bool,
    /// Quotas assumed to be of another amount, by their place in the plan: for one unit, or for all.
    pub amounts: BTreeMap<(usize, Option<UnitId>), Fraction>,
}

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On this day.
    On(Day),
    /// On any of these days.
    Within(Days),
}

/// What a user sets, by names as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Event and day.
    pub events: Vec<(String, Day)>,
    /// Reading and choice.
    pub readings: Vec<(String, String)>,
    /// The assessment period, where the rule file leaves it open.
    pub period: Option<Days>,
    /// See [`Env::as_of`].
    pub as_of: Option<Day>,
    /// See [`Env::strict`].
    pub strict: bool,
}

impl Env {
    /// The environment of a rule file with what a user sets.
    pub fn new(plan: &Plan, settings: &Settings) -> Result<Self, Vec<Problem>> {
        let program = &plan.program;
        let mut problems = Vec::new();
        let mut events: Vec<When> =
            program.events.iter().map(|it| it.day.map_or(When::Within(it.bounds), When::On)).collect();
        for (name, day) in &settings.events {
            match program.find_event(name) {
                None => problems
                    .push(unknown_event(name, &program.events.iter().map(|it| it.name.as_str()).collect::<Vec<_>>())),
                Some(id) => {
                    let event = program.event(id);
                    if !event.bounds.has(*day) {
                        problems.push(outside(&event.name, *day, event.bounds));
                    }
                    if let Some(it) = events.get_mut(id.index()) {
                        *it = When::On(*day);
                    }
                }
            }
        }
        let mut readings: Vec<Option<usize>> = program.readings.iter().map(|it| it.default).collect();
        for (name, choice) in &settings.readings {
            match program.find_reading(name) {
                None => problems.push(unknown_reading(
                    name,
                    &program.readings.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
                )),
                Some(id) => match program.find_choice(id, choice) {
                    None => {
                        let names: Vec<&str> = program.reading(id).choices.iter().map(|it| it.name.as_str()).collect();
                        problems.push(unknown_choice(&program.reading(id).name, choice, &names));
                    }
                    Some(at) => {
                        if let Some(it) = readings.get_mut(id.index()) {
                            *it = Some(at);
                        }
                    }
                },
            }
        }
        let period = match (program.decision.period, settings.period) {
            (Some(period), None) => period,
            (_, Some(period)) => period,
            (None, None) => {
                problems.push(no_period());
                Days::ALL
            }
        };
        let env =
            Self { events, readings, period, as_of: settings.as_of, strict: settings.strict, amounts: BTreeMap::new() };
        if problems.is_empty() { Ok(env) } else { Err(problems) }
    }

    /// The event, or what is known of it.
    pub fn event(&self, id: EventId) -> When {
        self.events.get(id.index()).copied().unwrap_or(When::Within(Days::ALL))
    }

    /// The choice of a reading, if one is made.
    pub fn reading(&self, id: ReadingId) -> Option<usize> {
        self.readings.get(id.index()).copied().flatten()
    }

    /// The choice of each reading, by its place; the first where none was made.
    pub fn chosen(&self) -> Vec<usize> {
        self.readings.iter().map(|it| it.unwrap_or_default()).collect()
    }

    /// The number that the quota at a place of the plan is assumed to be, for a unit or for several together.
    pub fn assumed(&self, at: usize, unit: Option<UnitId>) -> Option<Fraction> {
        let held = |unit| self.amounts.get(&(at, unit)).copied();
        unit.and_then(|it| held(Some(it))).or_else(|| held(None))
    }

    /// The same with an event on a day.
    pub fn with_event(&self, id: EventId, when: When) -> Self {
        let mut env = self.clone();
        if let Some(it) = env.events.get_mut(id.index()) {
            *it = when;
        }
        env
    }

    /// The same with another choice.
    pub fn with_reading(&self, id: ReadingId, choice: usize) -> Self {
        let mut env = self.clone();
        if let Some(it) = env.readings.get_mut(id.index()) {
            *it = Some(choice);
        }
        env
    }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "—".to_owned() } else { names.join(", ") }
}

fn unknown_event(name: &str, names: &[&str]) -> Problem {
    let list = list(names);
    Problem::nowhere("CT0901", say!("không có mốc `{name}`", "there is no event `{name}`"))
        .help(say!("các mốc: {list}", "the events: {list}"))
}

fn outside(name: &str, day: Day, bounds: Days) -> Problem {
    let (day, from, to) = (day.vi(), bounds.from.vi(), bounds.to.vi());
    Problem::nowhere(
        "CT0902",
        say!(
            "ngày {day} của `{name}` ngoài khoảng {from} đến {to} mà tệp cho phép",
            "the day {day} of `{name}` is outside {from} to {to}, which the file allows"
        ),
    )
    .help(say!(
        "sửa ngày, hoặc nới khoảng `chưa rõ từ … đến …` trong tệp quy tắc",
        "mend the day, or widen `unknown from … to …` in the rule file"
    ))
}

fn unknown_reading(name: &str, names: &[&str]) -> Problem {
    let list = list(names);
    Problem::nowhere("CT0903", say!("không có cách hiểu `{name}`", "there is no reading `{name}`"))
        .help(say!("các cách hiểu: {list}", "the readings: {list}"))
}

fn unknown_choice(reading: &str, name: &str, names: &[&str]) -> Problem {
    let list = list(names);
    Problem::nowhere(
        "CT0904",
        say!("cách hiểu `{reading}` không có lựa chọn `{name}`", "the reading `{reading}` has no choice `{name}`"),
    )
    .help(say!("các lựa chọn: {list}", "its choices: {list}"))
}

fn no_period() -> Problem {
    Problem::nowhere(
        "CT0905",
        say!("tệp quy tắc để ngỏ kỳ đánh giá", "the rule file leaves the assessment period open"),
    )
    .help(say!("thêm `--period 2024-01-01..2024-12-31`", "add `--period 2024-01-01..2024-12-31`"))
}
