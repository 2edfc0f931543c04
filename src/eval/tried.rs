//! The numbers of one who is judged on each day that is tried, seen one after the other.

use super::outcome::Interval;
use super::tries::Tries;
use super::verdict::{Goal, Margin, Numbers, judge, margin};
use crate::check::program::EventId;
use crate::term::Verdict;
use crate::text::{Day, Days};

/// What came of the tries so far.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    seen: usize,
    /// From which try on there was which verdict.
    verdicts: Vec<(usize, Verdict)>,
    /// Numerator and denominator of the last try.
    last: (i128, u128),
    /// Whether these were ever others.
    pub varies: bool,
    /// The least favourable try, of several the earliest: its place, its period, its numbers.
    pub shown: usize,
    pub period: Option<Days>,
    pub numbers: Numbers,
    margin: Option<Margin>,
}

/// No day at all.
const NO_DAYS: Days = Days { from: Day(1), to: Day(0) };

impl Tried {
    /// Sees the try of a place; in those that were left out nobody was judged.
    pub fn see(&mut self, goal: &Goal, try_at: usize, period: Days, numbers: Numbers) {
        while self.seen < try_at {
            self.one(goal, NO_DAYS, Numbers::default());
        }
        self.one(goal, period, numbers);
    }

    /// Ends after so many tries.
    pub fn end(&mut self, goal: &Goal, tries: usize) {
        while self.seen < tries {
            self.one(goal, NO_DAYS, Numbers::default());
        }
    }

    fn one(&mut self, goal: &Goal, period: Days, numbers: Numbers) {
        let verdict = judge(goal, &numbers);
        if self.verdicts.last().is_none_or(|it| it.1 != verdict) {
            self.verdicts.push((self.seen, verdict));
        }
        let last = (numbers.numerator, numbers.denominator);
        let same = self.seen > 0 && last == self.last && self.numbers.mean.is_none() && numbers.mean.is_none();
        self.varies |= self.seen > 0 && last != self.last;
        self.last = last;
        if self.seen == 0 || !same {
            let margin = margin(goal, &numbers);
            if self.margin.as_ref().is_none_or(|it| margin < *it) {
                (self.shown, self.period, self.numbers, self.margin) = (self.seen, Some(period), numbers, Some(margin));
            }
        }
        self.seen += 1;
    }

    /// The verdict of the first try.
    pub fn first(&self) -> Verdict {
        self.verdicts.first().map_or(Verdict::NoDossiers, |it| it.1)
    }

    /// Whether all tries have one verdict.
    pub fn agrees(&self) -> bool {
        self.verdicts.len() < 2
    }

    /// The verdict on each day of the event that was tried.
    pub fn intervals(&self, event: EventId, tries: &Tries) -> Vec<Interval> {
        let day = |at: usize| tries.days.get(at).copied();
        let ends = self.verdicts.iter().skip(1).map(|it| it.0).chain([self.seen]);
        let each = self.verdicts.iter().zip(ends);
        let interval = |(it, end): (&(usize, Verdict), usize)| Interval {
            event,
            from: if it.0 == 0 { tries.ends.0 } else { day(it.0) },
            to: if end == self.seen { tries.ends.1 } else { day(end - 1) },
            verdict: it.1,
        };
        each.map(interval).collect()
    }
}
