//! Several values as one: totals, averages, the largest, all counts together; quotas and gaps.

use std::collections::BTreeSet;

use num_bigint::BigInt;

use super::ask::{Asker, units};
use super::value::{Exact, Is, Kind, Known, Number, Row, Value, exact, whole};
use super::{arithmetic, error};
use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ask::{About, Chosen, Gather, Measured};
use crate::syntax::ast::{Name, Operator};
use crate::world::UnitId;

/// The one number of some rows: the only one, or the sum of counts. Errors: there are several, and none is their sum.
pub(super) fn one_number(rows: &[Row], at: Span) -> Result<Number, Problem> {
    if let [only] = rows {
        return Ok(only.number.clone());
    }
    let Some(first) = rows.first() else { return Ok(nothing()) };
    let is_count = matches!(first.number.kind, Kind::Of(_));
    let of = |row: &Row| (row.result.subject.unit, row.result.subject.procedure.clone());
    if rows.iter().all(|it| {
        of(it) == of(first) && it.number.known == first.number.known && it.result.period == first.result.period
    }) {
        return Ok(first.number.clone());
    }
    // Counts add up: those of different units, and of one unit on different days.
    let mut pairs =
        rows.iter().enumerate().flat_map(|(nth, it)| rows.iter().skip(nth + 1).map(move |other| (it, other)));
    let apart = pairs.all(|(one, two)| of(one) != of(two) || one.result.period.meet(two.result.period).is_empty());
    if is_count && apart { total(rows, at) } else { Err(error::several(at, rows.len())) }
}

/// The number of no rows at all.
fn nothing() -> Number {
    Number { known: Known::Nothing, kind: Kind::Plain, counted: None, near: None }
}

fn total(rows: &[Row], at: Span) -> Result<Number, Problem> {
    let Some(first) = rows.first() else { return Ok(nothing()) };
    let zero = Number::exactly(whole(0), first.number.kind);
    rows.iter().try_fold(zero, |sum, row| arithmetic::binary(Operator::Plus, &sum, &row.number, at))
}

/// Dossiers that stand in two rows: of units that have those of others with their own.
pub(super) fn shared(rows: &[Row]) -> Option<Say> {
    let mut seen: BTreeSet<UnitId> = BTreeSet::new();
    let units: BTreeSet<Option<UnitId>> = rows.iter().map(|it| it.result.subject.unit).collect();
    let mut twice = 0;
    for unit in units {
        let row = rows.iter().find(|it| it.result.subject.unit == unit);
        let members: BTreeSet<UnitId> = row.into_iter().flat_map(|it| &it.result.subject.members).copied().collect();
        twice += members.into_iter().filter(|it| !seen.insert(*it)).count();
    }
    super::units::number_of_units(
        twice,
        &say!("được cộng hai lần: hồ sơ tính cho cả đơn vị cấp trên", "added twice: they count for the unit above too"),
    )
}

impl<'a> Asker<'a> {
    /// `tổng hồ sơ của …`, `bình quân trực_tuyến của …`
    pub(super) fn gathered(&mut self, gather: Gather, it: &'a Measured, at: Span) -> Result<Value, Vec<Problem>> {
        let (rows, units) = self.rows_of(it)?;
        let Some(first) = rows.first() else {
            let notes = self.why_none(units.as_deref().unwrap_or_default()).into_iter().collect();
            return Ok(Value { is: Is::Number(nothing()), rows, notes });
        };
        let kind = first.number.kind;
        let mut notes: Vec<Say> = Vec::new();
        let valued: Vec<&Row> = rows.iter().filter(|it| it.number.known != Known::Nothing).collect();
        let left = rows.len() - valued.len();
        let words = say!("không phát sinh, không kể vào", "without dossiers, left out");
        notes.extend(super::units::number_of_units(left, &words));
        let refuse = || vec![error::not_gathered(at, &kind.name())];
        let number = match gather {
            Gather::Total if matches!(kind, Kind::Of(_)) => one_number(&rows, at).map_err(|it| vec![it])?,
            Gather::Total if kind == Kind::Plain => total(&rows, at).map_err(|it| vec![it])?,
            Gather::Total => return Err(refuse()),
            Gather::Average => {
                let zero = Number::exactly(whole(0), kind);
                // A sum of percentages is a step on the way to their average, and no percentage itself.
                let plain = |it: &Row| Number { kind: Kind::Plain, ..it.number.clone() };
                let sum = valued.iter().try_fold(Number { kind: Kind::Plain, ..zero }, |sum, row| {
                    arithmetic::binary(Operator::Plus, &sum, &plain(row), at)
                });
                let sum = sum.map_err(|it| vec![it])?;
                if valued.is_empty() {
                    nothing()
                } else {
                    let number = Number::exactly(whole(valued.len()), Kind::Plain);
                    let mean = arithmetic::binary(Operator::Over, &sum, &number, at).map_err(|it| vec![it])?;
                    Number { kind, counted: None, ..mean }
                }
            }
            Gather::Pooled => {
                let counted = rows.iter().map(|it| &it.result.numbers);
                let open = rows.iter().find(|it| !matches!(it.number.known, Known::Exactly(_) | Known::Nothing));
                match (open, kind) {
                    (Some(open), _) => Number { counted: None, near: None, ..open.number.clone() },
                    (None, Kind::Share | Kind::Ratio | Kind::Mean)
                        if rows.iter().all(|it| it.result.numbers.mean.is_none()) =>
                    {
                        let (mut above, mut below) = (BigInt::from(0), BigInt::from(0));
                        for it in counted {
                            above += it.numerator;
                            below += it.denominator;
                        }
                        if below == BigInt::from(0) {
                            nothing()
                        } else {
                            let known = Known::Exactly(Exact::new(above.clone(), below.clone()));
                            Number { known, kind, counted: Some((above, below)), near: None }
                        }
                    }
                    _ => return Err(refuse()),
                }
            }
            Gather::Largest | Gather::Smallest => return Ok(widest(gather == Gather::Largest, rows, notes)),
        };
        notes.extend(shared(&rows).filter(|_| gather != Gather::Average));
        Ok(Value { is: Is::Number(number), rows, notes })
    }

    /// `số đơn vị chưa đạt`
    pub(super) fn how_many(&mut self, chosen: &'a Chosen) -> Result<Value, Vec<Problem>> {
        let mut value = self.chosen_value(chosen)?;
        if let Is::Units(found) = &value.is {
            value.is = Is::Number(units(found.len()));
        }
        value.rows.clear();
        Ok(value)
    }

    /// `chỉ tiêu của …`, `kết quả của …`, `khoảng cách của …`
    pub(super) fn about(
        &mut self,
        about: About,
        name: Option<&'a Name>,
        of: Option<&'a Chosen>,
        at: Span,
    ) -> Result<Value, Vec<Problem>> {
        let by = name.and_then(|it| self.asking.indicator(it));
        self.sound()?;
        let units = of.map(|it| self.chosen(it)).transpose()?;
        let change = super::measure::Change { by, ..Default::default() };
        let mut rows = self.held(units.as_deref(), &change)?;
        let mut value = Value::of(Is::Each);
        match about {
            About::Quota => value.is = Is::Quotas,
            About::Verdict => {
                value.is = Is::Units(units.clone().unwrap_or_default());
                if units.as_ref().is_none_or(|it| it.len() == 1) {
                    value.is = Is::Unit;
                }
            }
            About::Gap => {
                rows.retain(|it| it.result.goal.amount.is_some());
                for row in &mut rows {
                    row.number = gap(row, at).map_err(|it| vec![it])?;
                }
            }
        }
        if let ([row], About::Gap) = (rows.as_slice(), about) {
            value.is = Is::Number(row.number.clone());
        }
        if rows.is_empty() {
            value.notes.extend(self.why_none(units.as_deref().unwrap_or_default()));
        }
        value.rows = rows;
        Ok(value)
    }

    /// Why some units have no rows: nothing binds them.
    pub(super) fn why_none(&self, units: &[UnitId]) -> Option<Say> {
        let [unit] = units else { return Some(say!("không có chỉ tiêu nào", "no quota")) };
        let (plan, until) = (&self.state.plan, self.state.env.period.to);
        let held = &plan.world.units;
        let name = &held.get(*unit).on(until).name;
        let successor = plan.quotas.iter().find_map(|it| plan.succession.successor(held, it.indicator, *unit, until));
        Some(match successor.map(|it| &held.get(it).on(until).name) {
            Some(other) => say!("{name}: hồ sơ tính cho {other}", "{name}: its dossiers count for {other}"),
            None => say!("{name}: không có chỉ tiêu nào", "{name}: no quota"),
        })
    }
}

/// How far a number is above its quota.
fn gap(row: &Row, at: Span) -> Result<Number, Problem> {
    let kind = row.number.kind;
    let quota = row.result.goal.amount.map(exact).unwrap_or_else(|| whole(0));
    // A quotient is held against a percentage or a number.
    arithmetic::binary(Operator::Minus, &row.number, &Number::exactly(quota, kind), at)
}

/// The rows with the largest or the smallest number.
fn widest(largest: bool, rows: Vec<Row>, mut notes: Vec<Say>) -> Value {
    let end = |it: &Row| it.number.known.ends().map(|it| if largest { it.1.clone() } else { it.0.clone() });
    let ends = rows.iter().filter_map(end);
    let Some(most) = (if largest { ends.max() } else { ends.min() }) else {
        return Value { is: Is::Number(rows.first().map_or_else(nothing, |it| it.number.clone())), rows, notes };
    };
    let unknown = rows.iter().filter(|it| !matches!(it.number.known, Known::Exactly(_) | Known::Nothing)).count();
    let words = say!("chưa có giá trị xác định", "without a decided value");
    notes.extend(super::units::number_of_units(unknown, &words));
    let rows: Vec<Row> = rows.into_iter().filter(|it| end(it).is_some_and(|it| it == most)).collect();
    let number = rows.first().map_or_else(nothing, |it| it.number.clone());
    Value { is: Is::Number(number), rows, notes }
}
