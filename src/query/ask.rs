//! From the tree of a question to its value.

use super::value::{Is, Kind, Known, Number, Truth, Value, exact};
use super::{arithmetic, error};
use crate::check::Asking;
use crate::check::program::Fraction;
use crate::problem::Problem;
use crate::scenario::State;
use crate::source::{Sources, Span};
use crate::syntax::ask::{Ask, AskIs};
use crate::syntax::ast::{Expr, ExprIs, Operator};
use crate::term::Noun;
use crate::text::Decimal;

/// Answers one question.
pub struct Asker<'a> {
    pub(super) state: &'a State,
    pub(super) asking: Asking<'a>,
    last: Option<&'a Value>,
}

impl<'a> Asker<'a> {
    /// Asks a state; `sources` are the texts of its rule file and of the question, `last` is what `_` stands for.
    pub fn new(state: &'a State, sources: Sources, last: Option<&'a Value>) -> Self {
        Self { state, asking: Asking::new(&state.plan.program, sources), last }
    }

    /// What was told while words were resolved, as an error.
    pub(super) fn sound(&mut self) -> Result<(), Vec<Problem>> {
        let problems = self.asking.problems();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The value of a question. Errors: names that mean nothing, types that do not go together.
    pub fn value(&mut self, ask: &'a Ask) -> Result<Value, Vec<Problem>> {
        let at = ask.at.0;
        match &ask.is {
            AskIs::Compare(comparator, left, right) => {
                let (left, right) = (self.one(left)?, self.one(right)?);
                let holds = arithmetic::holds(*comparator, &left.is, &right.is, at).map_err(|it| vec![it])?;
                let rows = left.rows.into_iter().chain(right.rows).collect();
                let is = Is::Truth(Truth { holds, comparator: *comparator, sides: Box::new([left.is, right.is]) });
                Ok(Value { is, rows, notes: Vec::new() })
            }
            AskIs::Binary(operator, left, right) => {
                let (left, right) = (self.one(left)?, self.one(right)?);
                self.binary(*operator, left, right, at).map_err(|it| vec![it])
            }
            AskIs::Widest(largest, parts) => {
                let parts = parts.iter().map(|it| self.one(it)).collect::<Result<Vec<_>, _>>()?;
                self.widest(*largest, parts, at).map_err(|it| vec![it])
            }
            AskIs::Gathered(gather, measured) => self.gathered(*gather, measured, at),
            AskIs::HowMany(chosen) => self.how_many(chosen),
            AskIs::About(about, name, of) => self.about(*about, name.as_ref(), of.as_ref(), at),
            AskIs::Portion(percent, of) => {
                let of = self.one(of)?;
                let share = Value::of(Is::exactly(exact(share(*percent)), Kind::Share));
                self.binary(Operator::Times, share, of, at).map_err(|it| vec![it])
            }
            AskIs::Quantity(number, noun) => Ok(number_of(number.value.fraction(), Kind::Of(*noun))),
            AskIs::Measured(measured) => self.measured(measured, at),
            AskIs::Chosen(chosen) => self.chosen_value(chosen),
            AskIs::Expr(expr) => self.expr(expr),
            AskIs::Last => self.last.cloned().ok_or_else(|| vec![error::nothing_before(at)]),
        }
    }

    fn expr(&mut self, expr: &'a Expr) -> Result<Value, Vec<Problem>> {
        Ok(match &expr.is {
            ExprIs::Percent(number) => number_of(share(*number), Kind::Share),
            ExprIs::Number(number) => number_of(number.fraction(), Kind::Plain),
            ExprIs::Duration(number, working) => {
                number_of(number.value.fraction(), if *working { Kind::WorkingDays } else { Kind::Days })
            }
            ExprIs::Scored(number, true) => number_of(share(number.value), Kind::Points),
            ExprIs::Scored(number, false) => number_of(number.value.fraction(), Kind::Score),
            ExprIs::Place(place) => return self.provision(place),
            _ => return self.date(expr),
        })
    }

    /// A value that arithmetic takes: one number or one day. Errors: it is something else.
    pub(super) fn one(&mut self, ask: &'a Ask) -> Result<Value, Vec<Problem>> {
        let mut value = self.value(ask)?;
        if let Is::Each = value.is {
            value.is = Is::Number(super::gather::one_number(&value.rows, ask.at.0).map_err(|it| vec![it])?);
        }
        match value.is {
            Is::Number(_) | Is::Day(_) => Ok(value),
            it => Err(vec![error::no_number(ask.at.0, &it.kind())]),
        }
    }

    pub(super) fn binary(&self, operator: Operator, left: Value, right: Value, at: Span) -> Result<Value, Problem> {
        let mut value = match (&left.is, &right.is) {
            (Is::Number(one), Is::Number(two)) => Value::of(Is::Number(arithmetic::binary(operator, one, two, at)?)),
            (one, two) => self
                .with_days(operator, one, two, at)
                .unwrap_or_else(|| Err(error::mixed_types(at, &one.kind(), &two.kind())))?,
        };
        value.rows.extend(left.rows.into_iter().chain(right.rows));
        Ok(value)
    }

    fn widest(&self, largest: bool, parts: Vec<Value>, at: Span) -> Result<Value, Problem> {
        let first = parts.first().map(|it| it.is.clone()).unwrap_or(Is::Each);
        for it in &parts {
            arithmetic::holds(crate::term::Comparator::AtLeast, &it.is, &first, at)?;
        }
        let pick = |one: &Is, two: &Is| -> Is {
            match (one, two) {
                (Is::Number(one), Is::Number(two)) => {
                    let known = match (one.known.ends(), two.known.ends()) {
                        (Some((a, b)), Some((c, d))) => {
                            let of = |one, two| if largest { std::cmp::max(one, two) } else { std::cmp::min(one, two) };
                            let waits = arithmetic::waits(&[&one.known, &two.known]);
                            Known::between(of(a, c).clone(), of(b, d).clone(), waits)
                        }
                        (None, _) => one.known.clone(),
                        (_, None) => two.known.clone(),
                    };
                    Is::Number(Number { known, kind: one.kind, counted: None, near: None })
                }
                (Is::Day(one), Is::Day(two)) => {
                    let of = |one, two| if largest { std::cmp::max(one, two) } else { std::cmp::min(one, two) };
                    let waits = one.waits.iter().chain(&two.waits).cloned().collect();
                    let (first, last) = (of(one.first, two.first), of(one.last, two.last));
                    Is::Day(super::value::DayKnown { first, last, waits })
                }
                _ => one.clone(),
            }
        };
        Ok(Value::of(parts.iter().skip(1).fold(first, |one, two| pick(&one, &two.is))))
    }
}

/// A percentage as a fraction.
fn share(number: Decimal) -> Fraction {
    number.fraction() / Fraction::from_integer(100)
}

fn number_of(number: Fraction, kind: Kind) -> Value {
    Value::of(Is::exactly(exact(number), kind))
}

/// A number of units.
pub(super) fn units(number: usize) -> Number {
    Number::exactly(super::value::whole(number), Kind::Of(Noun::Units))
}
