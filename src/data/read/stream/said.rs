//! Of which unit, procedure and day each row of counts is, so that none is said twice.

use crate::data::When;
use crate::text::{Day, Days};

/// Rows of counts. Rows of one unit and procedure whose days ascend one after the other are held as one run: they
/// cannot be the same.
#[derive(Debug, Default)]
pub struct Said {
    /// Unit, procedure, first day and last day of each run, as one number; where rows are held by themselves, their
    /// unit, procedure and two days.
    runs: Vec<u64>,
    by_row: bool,
}

/// Whether two rows are of one unit, procedure and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twice {
    No,
    /// The days of two runs cross: rows have to be held by themselves.
    Perhaps,
    Yes,
}

const DAY: u32 = 14;
const MOST_DAYS: u64 = 1 << DAY;

/// The number of the first day or period that is not numbered by the calendar.
pub const OTHERS: u32 = 15_000;

/// The number of a day, so that later days have greater ones: from 1990 to 2031. None: a period, or another day.
pub fn number_of(when: When) -> Option<u32> {
    let When::In(Days { from, to }) = when else { return None };
    let since = from.0.checked_sub(Day::new(1990, 1, 1)?.0)?;
    u32::try_from(since).ok().filter(|it| from == to && *it < OTHERS)
}

impl Said {
    /// Holds runs, or every row by itself.
    pub fn new(by_row: bool) -> Self {
        Self { runs: Vec::new(), by_row }
    }

    /// Notes a row by the numbers of its unit, procedure and days; none: one of them is too large.
    #[inline]
    pub fn note(
        &mut self,
        unit: u32,
        procedure: Option<u32>,
        received: Option<u32>,
        resolved: Option<u32>,
    ) -> Option<()> {
        let number = |it: Option<u32>| it.map_or(0, |it| u64::from(it) + 1);
        let (procedure, received, resolved) = (number(procedure), number(received), number(resolved));
        if unit >= 1 << 17 || procedure >= 1 << 19 || received >= MOST_DAYS || resolved >= MOST_DAYS {
            return None;
        }
        let who = (u64::from(unit) << 19 | procedure) << (2 * DAY);
        let run = if self.by_row {
            who | received << DAY | resolved
        } else {
            // There is one day.
            let day = received | resolved;
            if let Some(last) = self.runs.last_mut()
                && *last >> (2 * DAY) == who >> (2 * DAY)
                && (*last & (MOST_DAYS - 1)) < day
            {
                *last = *last & !(MOST_DAYS - 1) | day;
                return Some(());
            }
            who | day << DAY | day
        };
        self.runs.push(run);
        Some(())
    }
}

/// Whether two rows are of one unit, procedure and day.
pub fn twice(said: Vec<Said>) -> Twice {
    // Rows that are held by themselves among runs are runs of one day.
    let by_run = said.iter().any(|it| !it.by_row);
    let mut all: Vec<Vec<u64>> = Vec::new();
    for mut it in said {
        if by_run && it.by_row {
            let days = |it: &u64| (it >> DAY | it) & (MOST_DAYS - 1);
            it.runs.iter_mut().for_each(|it| *it = *it >> (2 * DAY) << (2 * DAY) | days(it) << DAY | days(it));
        }
        it.runs.sort_unstable();
        all.push(it.runs);
    }
    let mut rest: Vec<_> = all.iter().map(|it| it.iter().copied().peekable()).collect();
    let (mut last, mut found) = (None, Twice::No);
    loop {
        let next = rest.iter_mut().filter_map(|it| Some((*it.peek()?, it))).min_by_key(|it| it.0);
        let Some(run) = next.and_then(|it| it.1.next()) else { return found };
        if let Some(last) = last.replace(run) {
            let first = if by_run { run >> DAY == last >> DAY } else { run == last };
            if first {
                return Twice::Yes;
            }
            if by_run
                && run >> (2 * DAY) == last >> (2 * DAY)
                && (run >> DAY & (MOST_DAYS - 1)) <= last & (MOST_DAYS - 1)
            {
                found = Twice::Perhaps;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by_row: bool, rows: &[(u32, u32)]) -> Said {
        let mut said = Said::new(by_row);
        rows.iter().for_each(|it| said.note(it.0, Some(7), Some(it.1), None).expect("small numbers"));
        said
    }

    #[test]
    fn rows_in_any_order_are_told_apart() {
        let ordered = [(1, 3), (1, 4), (1, 9), (2, 1), (2, 5)];
        assert_eq!(said(false, &ordered).runs.len(), 2, "days that ascend are one run");
        assert_eq!(twice(vec![said(false, &ordered)]), Twice::No);
        assert_eq!(twice(vec![said(false, &ordered), said(true, &[(1, 2), (2, 6)])]), Twice::No);
        assert_eq!(twice(vec![said(false, &ordered), said(true, &[(1, 3)])]), Twice::Yes);
        for (other, each) in [((1, 5), Twice::No), ((1, 9), Twice::Yes), ((1, 4), Twice::Yes)] {
            assert_eq!(twice(vec![said(false, &ordered), said(false, &[other])]), Twice::Perhaps);
            assert_eq!(twice(vec![said(true, &ordered), said(true, &[other])]), each);
        }
        assert_eq!(twice(vec![said(false, &[(1, 4), (2, 1), (1, 4)])]), Twice::Yes, "far from each other");
    }

    #[test]
    fn days_are_numbered_in_their_order() {
        let day = |it: i32| When::In(Days::new(Day(it), Day(it)));
        let first = Day::new(1990, 1, 1).expect("a day").0;
        assert_eq!(
            [first - 1, first, first + 14_999, first + 15_000].map(|it| number_of(day(it))),
            [None, Some(0), Some(14_999), None]
        );
        assert_eq!(number_of(When::In(Days::new(Day(first), Day(first + 30)))), None);
    }
}
