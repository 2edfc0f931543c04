//! Days, periods and conditions: from what is written to what is meant.

use super::error;
use super::from_syntax::Check;
use super::names::Means;
use super::program::{ChoiceValue, Cond, Date, OnDay, Stretch, speaks_of_procedures};
use super::span;
use crate::lang::say;
use crate::syntax::ast::{
    Atom, Calendar, CalendarIs, ColumnForm, DateOf, Expr, ExprIs, Filter, Is, Moment, NamedSet, On, Operator, Period,
    PeriodIs,
};
use crate::term::{Noun, Word};
use crate::text::{Day, Days, key};

impl Check<'_> {
    /// A day; none when a problem was told.
    pub fn date(&mut self, expr: &Expr) -> Option<Date> {
        match &expr.is {
            ExprIs::Date(day) => Some(Date::On(*day)),
            ExprIs::Inner(inner) => self.date(inner),
            ExprIs::DateOf(DateOf::PeriodStart, _) => Some(Date::PeriodStart),
            ExprIs::DateOf(DateOf::PeriodEnd, _) => Some(Date::PeriodEnd),
            ExprIs::DateOf(of @ (DateOf::Effective | DateOf::Signed), name) => {
                let effective = *of == DateOf::Effective;
                let key = match name {
                    Some(name) => match self.names.all.get(&name.key).map(|it| it.means) {
                        Some(Means::List(_) | Means::Decision) => name.key.clone(),
                        Some(other) => {
                            let wanted = say!("một danh mục hoặc quyết định", "a list or a decision");
                            self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                            return None;
                        }
                        None => {
                            self.unknown_name(name);
                            return None;
                        }
                    },
                    None => match &self.own {
                        Some(key) => key.clone(),
                        None => {
                            self.problem(error::date_of_nothing(expr.at.0));
                            return None;
                        }
                    },
                };
                let date = self
                    .program
                    .instruments
                    .get(&key)
                    .and_then(|it| if effective { it.0.clone() } else { it.1.clone() });
                if date.is_none() {
                    self.problem(error::no_such_instrument_date(expr.at.0, effective));
                }
                date
            }
            ExprIs::DateOf(of @ (DateOf::FirstPublished | DateOf::Amended), _) => {
                Some(Date::Published(*of == DateOf::FirstPublished))
            }
            ExprIs::Name(name) => match self.names.all.get(&name.key).map(|it| it.means) {
                Some(Means::Column(id)) => {
                    let column = self.program.column(id);
                    if column.of != Noun::Procedures || column.form != ColumnForm::Date {
                        self.problem(error::column_is_no_date(&name.text, span(name)));
                        return None;
                    }
                    Some(Date::Column(id))
                }
                Some(Means::Event(id)) => Some(Date::Event(id)),
                Some(Means::Reading(id)) => Some(Date::Reading(id)),
                Some(other) => {
                    self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &say!("một ngày", "a day")));
                    None
                }
                None => {
                    self.unknown_name(name);
                    None
                }
            },
            ExprIs::Binary(operator @ (Operator::Plus | Operator::Minus), left, right) => match &right.is {
                ExprIs::Duration(number, working) => {
                    let days = i32::try_from(number.value.digits).ok().filter(|it| *it <= 36_600);
                    let Some(days) = days else {
                        self.problem(error::too_many_days(number.at.0));
                        return None;
                    };
                    let days = if *operator == Operator::Plus { days } else { -days };
                    Some(Date::After(Box::new(self.date(left)?), days, *working))
                }
                ExprIs::Number(_) => {
                    self.problem(error::days_missing(right.at.0));
                    None
                }
                _ => self.no_date(right),
            },
            ExprIs::Extremum(largest, parts) => {
                let parts: Option<Vec<Date>> = parts.iter().map(|it| self.date(it)).collect();
                Some(Date::Extremum(*largest, parts?))
            }
            _ => self.no_date(expr),
        }
    }

    fn no_date(&mut self, expr: &Expr) -> Option<Date> {
        self.problem(error::not_a_date(expr.at.0));
        None
    }

    /// A day that depends on nothing.
    pub fn fixed_date(&mut self, expr: &Expr) -> Option<Day> {
        match self.date(expr)? {
            Date::On(day) => Some(day),
            Date::After(inner, days, false) => match *inner {
                Date::On(day) => Some(day.plus(days)),
                _ => {
                    self.problem(error::not_fixed(expr.at.0));
                    None
                }
            },
            _ => {
                self.problem(error::not_fixed(expr.at.0));
                None
            }
        }
    }

    /// A stretch of days.
    pub fn stretch(&mut self, period: &Period) -> Option<Stretch> {
        let (from, to) = match &period.is {
            PeriodIs::From(from, to) => {
                let from = self.moment(from, true)?;
                let to = match to {
                    Some(to) => Some(self.moment(to, false)?),
                    None => None,
                };
                (Some(from), to)
            }
            PeriodIs::To(to) => (None, Some(self.moment(to, false)?)),
            PeriodIs::Calendar(calendar) => {
                let days = self.calendar(calendar)?;
                (Some(Date::On(days.from)), Some(Date::On(days.to)))
            }
        };
        if let (Some(Date::On(from)), Some(Date::On(to))) = (&from, &to)
            && to < from
        {
            self.problem(error::backwards(period.at.0, *from, *to));
            return None;
        }
        Some(Stretch::Between(from, to))
    }

    /// A stretch of days that is not one of each procedure.
    pub fn own_stretch(&mut self, period: &Period) -> Option<Stretch> {
        let stretch = self.stretch(period)?;
        if speaks_of_procedures(&stretch) {
            self.problem(error::date_of_procedures(period.at.0));
            return None;
        }
        Some(stretch)
    }

    /// A stretch whose ends are days of the calendar; an end that is not written is as far as the calendar goes.
    pub fn fixed_stretch(&mut self, period: &Period) -> Option<Days> {
        let Stretch::Between(from, to) = self.stretch(period)? else { return None };
        let mut fixed = |date: Option<Date>, open: Day| match date {
            None => Some(open),
            Some(Date::On(day)) => Some(day),
            Some(_) => {
                self.problem(error::not_fixed(period.at.0));
                None
            }
        };
        Some(Days::new(fixed(from, Day::FIRST)?, fixed(to, Day::LAST)?))
    }

    fn moment(&mut self, moment: &Moment, first: bool) -> Option<Date> {
        match moment {
            Moment::Expr(expr) => self.date(expr),
            Moment::Calendar(calendar) => {
                let days = self.calendar(calendar)?;
                Some(Date::On(if first { days.from } else { days.to }))
            }
        }
    }

    /// The days that the calendar names: `quý II năm 2024`.
    pub fn calendar(&mut self, calendar: &Calendar) -> Option<Days> {
        let year = match &calendar.year {
            Some(label) => label.key.parse::<i32>().ok().filter(|it| (1801..=2998).contains(it)),
            None => self.program.decision.period.and_then(|period| {
                let [from, to] = [period.from, period.to].map(|it| chrono::Datelike::year(&it.date()));
                // The last year of a period names what has no year of its own, when the stretch lies in it.
                let inside = |year: i32| days_of(&calendar.is, year).is_some_and(|it| period.holds(it));
                [from, to]
                    .into_iter()
                    .find(|it| inside(*it))
                    .or(Some(to))
                    .filter(|_| from == to || inside(from) != inside(to))
            }),
        };
        let days = year.and_then(|year| days_of(&calendar.is, year));
        if days.is_none() {
            let year_is_missing = calendar.year.is_none() && days_of(&calendar.is, 2024).is_some();
            self.problem(error::no_such_period(calendar.at.0, year_is_missing));
        }
        days
    }

    /// A condition on dossiers or procedures; everything when a problem was told.
    pub fn cond(&mut self, filter: &Filter) -> Cond {
        match filter {
            Filter::All(parts) => Cond::All(parts.iter().map(|it| self.cond(it)).collect()),
            Filter::Any(parts) => Cond::Any(parts.iter().map(|it| self.cond(it)).collect()),
            Filter::Not(inner) => Cond::Not(Box::new(self.cond(inner))),
            Filter::Inner(inner) => self.cond(inner),
            Filter::Atom(atom) => self.atom(atom),
        }
    }

    /// The condition of one word.
    pub fn atom(&mut self, atom: &Atom) -> Cond {
        let on = match &atom.on {
            None => None,
            Some(On::Basis(basis)) => Some(OnDay::Basis(*basis)),
            Some(On::Moment(expr)) => match self.date(expr) {
                Some(date) => Some(OnDay::Date(date)),
                None => return Cond::anything(),
            },
        };
        let takes_on = matches!(atom.is, Is::In(_) | Is::FirstIn(_) | Is::Word(Word::InForce));
        if on.is_some() && !takes_on {
            self.problem(error::at_says_nothing(atom.at.0));
        }
        match &atom.is {
            Is::Judged(verdict, name) => self.judged(*verdict, name),
            Is::In(name) => match self.list(name) {
                Some(list) => {
                    if on.is_some() && self.program.lists.get(list.index()).is_some_and(|it| it.effective.is_none()) {
                        self.problem(error::list_without_date(&name.text, atom.at.0));
                    }
                    Cond::In(list, on)
                }
                None => Cond::anything(),
            },
            Is::FirstIn(name) => match self.list(name) {
                Some(list) => {
                    if self.program.lists.get(list.index()).is_some_and(|it| it.replaces.is_none()) {
                        self.problem(error::first_in_nothing(&name.text, atom.at.0));
                    }
                    Cond::FirstIn(list, on)
                }
                None => Cond::anything(),
            },
            Is::Competence(tier) => Cond::Competence(*tier),
            Is::Remaining => Cond::Remaining,
            Is::Published(first, period) => match self.stretch(period) {
                Some(stretch) => Cond::Published(*first, stretch),
                None => Cond::anything(),
            },
            Is::Word(Word::InForce) => match on {
                Some(on) => Cond::InForce(on),
                None => {
                    self.problem(error::in_force_when(atom.at.0));
                    Cond::anything()
                }
            },
            Is::Word(Word::Offered) if self.of_procedures => Cond::Offered,
            Is::Word(Word::Offered) => {
                self.problem(error::only_of_procedures(atom.at.0));
                Cond::anything()
            }
            Is::Having(comparator, number, words) => self.having(*comparator, number.as_ref(), words, atom.at.0),
            Is::Word(it) => Cond::Word(*it),
            Is::Name(name) => match self.names.all.get(&name.key).map(|it| it.means) {
                Some(Means::Filter(named)) => {
                    if self.open.contains(&name.key) {
                        self.problem(error::circle(&name.text, span(name)));
                        return Cond::anything();
                    }
                    self.open.push(name.key.clone());
                    let cond = match &named.set {
                        NamedSet::Procedures(filter) | NamedSet::Dossiers(filter) => self.cond(filter),
                        NamedSet::Units(_) => Cond::anything(),
                    };
                    self.open.pop();
                    cond
                }
                Some(Means::Reading(id)) => Cond::Reading(id),
                Some(Means::Column(id)) => self.column_cond(id, name),
                Some(other) => {
                    let wanted = say!("một điều kiện", "a condition");
                    self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                    Cond::anything()
                }
                None => {
                    self.unknown_condition(name);
                    Cond::anything()
                }
            },
        }
    }

    /// Every reading that a condition or day uses must be of the kind that stands there; told once readings are known.
    pub fn check_reading_kinds(&mut self) {
        let mut wrong = Vec::new();
        for quota in &self.program.quotas {
            if let Some(Stretch::Reading(id)) = quota.stretch {
                wrong.push((id, say!("một khoảng thời gian", "a period"), quota.span));
            }
        }
        for window in &self.program.windows {
            if let Stretch::Reading(id) = window.stretch {
                wrong.push((id, say!("một khoảng thời gian", "a period"), window.span));
            }
        }
        wrong.retain(|(id, _, _)| {
            let reading = self.program.readings.get(id.index());
            reading.is_some_and(|it| it.choices.iter().any(|it| !matches!(it.value, ChoiceValue::Stretch(_))))
        });
        for (id, wanted, at) in wrong {
            let Some(reading) = self.program.readings.get(id.index()) else { continue };
            let kind = reading.choices.first().map_or(say!("trống", "empty"), |it| it.value.kind());
            let name = reading.name.clone();
            self.problem(error::wrong_kind(&name, at, &kind, &wanted));
        }
    }
}

fn days_of(calendar: &CalendarIs, year: i32) -> Option<Days> {
    let quarter = |label: &str| match key(label).as_str() {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    };
    match calendar {
        CalendarIs::Year => Days::months(year, 1, 12),
        CalendarIs::Half(true) => Days::months(year, 1, 6),
        CalendarIs::Half(false) => Days::months(year, 7, 12),
        CalendarIs::Quarter(label) => quarter(&label.key).and_then(|it| Days::months(year, 3 * it - 2, 3 * it)),
        CalendarIs::Month(number) => u32::try_from(number.value.digits)
            .ok()
            .filter(|it| (1..=12).contains(it))
            .and_then(|it| Days::month(year, it)),
    }
}
