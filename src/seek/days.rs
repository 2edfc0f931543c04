//! How many days are left in which dossiers can still be counted.

use crate::eval::{Result as EvalResult, walk};
use crate::scenario::State;
use crate::text::{Day, Days};

/// From when days are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The day that was said.
    AsOf(Day),
    /// The last day that any of the counts has.
    LastCounted(Day),
    /// The counts have no days.
    Nothing,
}

impl Since {
    /// The day; none where nothing says one.
    pub fn day(self) -> Option<Day> {
        match self {
            Self::AsOf(day) | Self::LastCounted(day) => Some(day),
            Self::Nothing => None,
        }
    }
}

/// The days on which a result counts, and those of them that are left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Until when the counts reach.
    pub since: Since,
    /// From the first to the last day on which anything counts.
    pub window: Days,
    /// Working days of the window that are over.
    pub gone: u32,
    /// Working days of the window that are left.
    pub left: u32,
}

impl Left {
    /// Whether nothing can be counted any more: the last day of the window is over.
    pub fn is_closed(&self) -> bool {
        self.since.day().is_some_and(|it| it >= self.window.to)
    }
}

/// The days of a result; its windows may have gaps, and days off are none of them.
pub fn left(state: &State, result: &EvalResult) -> Left {
    let last = || state.index.days().map_or(Since::Nothing, |it| Since::LastCounted(it.to));
    let since = state.env.as_of.map_or_else(last, Since::AsOf);
    let walk = walk(&state.plan, &state.index, &state.env, result);
    let windows = walk.into_iter().flat_map(|it| it.windows).map(|it| it.days.meet(result.period));
    let mut open: Vec<Days> = windows.filter(|it| !it.is_empty()).collect();
    if open.is_empty() {
        open.push(result.period);
    }
    let from = open.iter().map(|it| it.from).min().unwrap_or(result.period.from);
    let to = open.iter().map(|it| it.to).max().unwrap_or(result.period.to);
    let world = &state.plan.world;
    let counts = |day: &Day| open.iter().any(|it| it.has(*day)) && world.is_working_day(*day);
    let now = since.day().unwrap_or(from.plus(-1));
    let days = (from.0..=to.0).map(Day).filter(counts);
    let (gone, left): (Vec<Day>, Vec<Day>) = days.partition(|it| *it <= now);
    Left { since, window: Days::new(from, to), gone: gone.len() as u32, left: left.len() as u32 }
}
