//! Days: those of the calendar and of the rule file, and how many lie between them.

use num_bigint::BigInt;

use super::ask::Asker;
use super::value::{DayKnown, Exact, Is, Kind, Known, Number, Value, whole};
use super::{arithmetic, error};
use crate::check::events_of;
use crate::check::program::{ChoiceValue, Date};
use crate::eval::{When, day_of};
use crate::lang::say;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{Expr, Operator};
use crate::text::Day;

/// The most days that are added to a day.
const MOST_DAYS: i32 = 36_600;

impl<'a> Asker<'a> {
    /// The day of an expression. Errors: it is none, or one of each procedure.
    pub(super) fn date(&mut self, expr: &'a Expr) -> Result<Value, Vec<Problem>> {
        let date = self.asking.date(expr);
        self.sound()?;
        let day = date.as_ref().and_then(|it| self.day(it));
        day.map(|it| Value::of(Is::Day(it))).ok_or_else(|| vec![error::date_of_each(expr.at.0)])
    }

    /// A day as far as it is known; none of a date of procedures.
    pub(super) fn day(&self, date: &Date) -> Option<DayKnown> {
        let (plan, env) = (&self.state.plan, &self.state.env);
        let (first, last) = day_of(plan, env, date)?;
        let mut events = Vec::new();
        events_of(date, &mut events);
        if let Date::Reading(id) = date {
            let choice = env.reading(*id).and_then(|it| plan.program.reading(*id).choices.get(it));
            if let Some(ChoiceValue::Date(inner)) = choice.map(|it| &it.value) {
                events_of(inner, &mut events);
            }
        }
        let open = events.into_iter().filter(|it| matches!(env.event(*it), When::Within(_)));
        let waits =
            if first == last { Vec::new() } else { open.map(|it| plan.program.event(it).name.clone()).collect() };
        Some(DayKnown { first, last, waits })
    }

    /// `ngày + 5 ngày`, `ngày - ngày`; none where neither side is a day.
    pub(super) fn with_days(
        &self,
        operator: Operator,
        left: &Is,
        right: &Is,
        at: Span,
    ) -> Option<Result<Value, Problem>> {
        match (left, right, operator) {
            (Is::Day(one), Is::Day(two), Operator::Minus) => Some(Ok(self.between(one, two))),
            (Is::Day(day), Is::Number(days), Operator::Plus | Operator::Minus)
            | (Is::Number(days), Is::Day(day), Operator::Plus)
                if matches!(days.kind, Kind::Days | Kind::WorkingDays) =>
            {
                Some(self.moved(day, days, operator == Operator::Minus, at))
            }
            (Is::Day(_), ..) | (_, Is::Day(_), _) => Some(Err(error::mixed_types(at, &left.kind(), &right.kind()))),
            _ => None,
        }
    }

    /// How many days lie between two days: the second is not counted, as the law counts.
    fn between(&self, one: &DayKnown, two: &DayKnown) -> Value {
        let days = |from: Day, to: Day| whole(BigInt::from(to.0 - from.0));
        let mut waits = one.waits.clone();
        waits.extend(two.waits.iter().filter(|it| !one.waits.contains(it)).cloned());
        let known = Known::between(days(two.last, one.first), days(two.first, one.last), waits);
        let mut value = Value::of(Is::Number(Number { known, kind: Kind::Days, counted: None, near: None }));
        if one.first == one.last && two.first == two.last {
            let working = self.state.plan.world.working_days_between(two.first, one.first);
            value.notes.push(say!(
                "không kể ngày đầu; trong đó {working} ngày làm việc",
                "the first day is not counted; {working} of them working days"
            ));
        }
        value
    }

    fn moved(&self, day: &DayKnown, days: &Number, back: bool, at: Span) -> Result<Value, Problem> {
        let Some((low, high)) = days.known.ends() else { return Err(error::not_days(at)) };
        let number = |it: &Exact| {
            let days = it.is_integer().then(|| i32::try_from(it.to_integer()).ok()).flatten();
            days.filter(|it| it.abs() <= MOST_DAYS).map(|it| if back { -it } else { it }).ok_or(error::not_days(at))
        };
        let world = &self.state.plan.world;
        let to = |day: Day, by: i32| {
            let to = if days.kind == Kind::WorkingDays { world.working_days_after(day, by) } else { day.plus(by) };
            Some(to).filter(|it| (Day::FIRST..=Day::LAST).contains(it)).ok_or(error::not_days(at))
        };
        let (low, high) = if back { (high, low) } else { (low, high) };
        let (first, last) = (to(day.first, number(low)?)?, to(day.last, number(high)?)?);
        let mut waits = day.waits.clone();
        waits.extend(arithmetic::waits(&[&days.known]));
        Ok(Value::of(Is::Day(DayKnown { first, last, waits })))
    }
}
