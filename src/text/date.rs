//! Calendar days. A day is a number, so that windows are intervals of numbers; chrono knows the calendar.

use chrono::{Datelike as _, NaiveDate, Weekday};

/// A calendar day: days since 1 January of the year 1, which is day 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The first and the last day that a date can name here; what lies outside is refused.
    pub const FIRST: Self = Self(657_437); // 1801-01-01
    /// See [`Self::FIRST`].
    pub const LAST: Self = Self(1_095_362); // 2999-12-31

    /// The day of a date, if the calendar has it.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let it = Self(NaiveDate::from_ymd_opt(year, month, day)?.num_days_from_ce());
        (Self::FIRST..=Self::LAST).contains(&it).then_some(it)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Its month, from 1.
    pub fn month(self) -> u32 {
        self.date().month()
    }

    /// Reads `yyyy-mm-dd` or `dd/mm/yyyy` (also with `-` or `.` between), nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, ['-', '/', '.']);
        let [first, second, third] = [parts.next()?, parts.next()?, parts.next()?];
        let number = |it: &str| it.bytes().all(|b| b.is_ascii_digit()).then(|| it.parse::<u32>().ok()).flatten();
        let (year, day) = match (first.len(), third.len()) {
            (4, 1..=2) => (first, third),
            (1..=2, 4) => (third, first),
            _ => return None,
        };
        Self::new(number(year)? as i32, number(second)?, number(day)?)
    }

    /// The date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MIN)
    }

    /// The day after `days` more.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The same day so many years later: 29/02 becomes 28/02 where the year has none. Days that no date can name stay at
    /// the first or the last one.
    pub fn years_later(self, years: i32) -> Self {
        let date = self.date();
        let year = date.year().saturating_add(years);
        let edge = if years < 0 { Self::FIRST } else { Self::LAST };
        let on = |day| Self::new(year, date.month(), day);
        on(date.day()).or_else(|| on(date.day().min(28))).unwrap_or(edge)
    }

    /// `dd/mm/yyyy`, as Vietnamese texts write dates.
    pub fn vi(self) -> String {
        self.date().format("%d/%m/%Y").to_string()
    }

    /// `yyyy-mm-dd`.
    pub fn iso(self) -> String {
        self.date().format("%Y-%m-%d").to_string()
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.date().weekday(), Weekday::Sat | Weekday::Sun)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.iso())
    }
}

/// Days from the first to the last, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Days {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Days {
    /// All days.
    pub const ALL: Self = Self { from: Day::FIRST, to: Day::LAST };

    /// From one day to another.
    pub fn new(from: Day, to: Day) -> Self {
        Self { from, to }
    }

    /// The days of a month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let from = Day::new(year, month, 1)?;
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Some(Self { from, to: Day(NaiveDate::from_ymd_opt(year, month, 1)?.num_days_from_ce() - 1) })
    }

    /// The days from the first of one month to the end of another of the same year.
    pub fn months(year: i32, first: u32, last: u32) -> Option<Self> {
        Some(Self { from: Self::month(year, first)?.from, to: Self::month(year, last)?.to })
    }

    /// The same days so many years later; what ends with a month still does.
    pub fn years_later(self, years: i32) -> Self {
        let from = self.from.years_later(years);
        if self.from == self.to {
            return Self { from, to: from };
        }
        Self { from, to: self.to.plus(1).years_later(years).plus(-1) }
    }

    /// How many days.
    pub fn len(self) -> i32 {
        (self.to.0 - self.from.0 + 1).max(0)
    }

    /// Whether there is no day.
    pub fn is_empty(self) -> bool {
        self.to < self.from
    }

    /// Whether a day is one of them.
    pub fn has(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The days of both.
    pub fn meet(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    /// From the first to the last day of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// Whether every day of `other` is one of these.
    pub fn holds(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_write_a_date_and_no_other() {
        let day = Day::new(2024, 3, 20);
        assert_eq!(Day::parse("2024-03-20"), day);
        assert_eq!(Day::parse("20/03/2024"), day);
        assert_eq!(Day::parse("20/3/2024"), day);
        assert_eq!(Day::parse("03/20/2024"), None);
        assert_eq!(Day::parse("30/02/2024"), None);
        assert_eq!(Day::parse("20/03/24"), None);
        assert_eq!(Days::month(2024, 2).map(Days::len), Some(29));
    }

    #[test]
    fn years_pass_over_the_29th_of_february() {
        let days = |from: &str, to: &str| Days::new(Day::parse(from).expect("a day"), Day::parse(to).expect("a day"));
        assert_eq!(days("2024-02-29", "2024-02-29").years_later(1), days("2025-02-28", "2025-02-28"));
        assert_eq!(days("2023-02-01", "2023-02-28").years_later(1), days("2024-02-01", "2024-02-29"));
        assert_eq!(days("2024-02-01", "2024-02-29").years_later(-1), days("2023-02-01", "2023-02-28"));
        assert_eq!(days("2024-10-01", "2024-12-31").years_later(2), days("2026-10-01", "2026-12-31"));
    }

    #[test]
    fn the_bounds_are_the_days_they_name() {
        assert_eq!(Day::FIRST.iso(), "1801-01-01");
        assert_eq!(Day::LAST.iso(), "2999-12-31");
    }
}
