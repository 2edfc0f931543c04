//! Units: those of a group, those that satisfy a condition.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::Asker;
use super::measure::Change;
use super::value::{Is, Value};
use super::{arithmetic, error, find_unit};
use crate::check::program::ReadingId;
use crate::eval::Result as EvalResult;
use crate::lang::{Say, say};
use crate::plan;
use crate::problem::Problem;
use crate::syntax::ask::{Chosen, If};
use crate::syntax::ast::{Group, GroupTerm, Text, Which};
use crate::term::Verdict;
use crate::text::Day;
use crate::world::UnitId;

/// Whether each unit satisfies a condition; none: that is not decided.
type Held = BTreeMap<UnitId, Option<bool>>;

impl<'a> Asker<'a> {
    /// The units of a question; those of which a condition is not decided are left out.
    pub(super) fn chosen(&mut self, chosen: &'a Chosen) -> Result<Vec<UnitId>, Vec<Problem>> {
        Ok(self.told(chosen)?.0)
    }

    /// The units of a question, and how many are not decided.
    fn told(&mut self, chosen: &'a Chosen) -> Result<(Vec<UnitId>, usize), Vec<Problem>> {
        let mut units = self.among(chosen)?;
        let Some(only) = &chosen.only else { return Ok((units, 0)) };
        let held = self.filter(&units, only)?;
        let open = held.values().filter(|it| it.is_none()).count();
        units.retain(|it| held.get(it) == Some(&Some(true)));
        Ok((units, open))
    }

    /// The units of a question, whatever its condition says.
    fn among(&mut self, chosen: &'a Chosen) -> Result<Vec<UnitId>, Vec<Problem>> {
        let mut units: Vec<UnitId> = match &chosen.among {
            Some(group) => self.group(group)?,
            None => self.state.plan.bound_units().into_iter().collect(),
        };
        if let Some(first) = chosen.except.first() {
            let at = first.at;
            let left = self.group(&Group { parts: chosen.except.clone(), except: Vec::new(), size: None, at })?;
            units.retain(|it| !left.contains(it));
        }
        Ok(units)
    }

    /// Units as a value: one unit, a procedure in quotes, or several with their results.
    pub(super) fn chosen_value(&mut self, chosen: &'a Chosen) -> Result<Value, Vec<Problem>> {
        let plain = chosen.only.is_none() && chosen.except.is_empty();
        if let Some(text) = chosen.among.as_ref().filter(|_| plain).and_then(only_name) {
            return match find_unit(&self.state.plan, &self.state.env, &text.value) {
                Ok(unit) => self.of_unit(unit),
                Err(problem) => self.procedure(&text.value).ok_or_else(|| vec![problem]),
            };
        }
        let (units, open) = self.told(chosen)?;
        let mut verdicts = Vec::new();
        let is_plain = chosen.only.as_ref().is_none_or(|it| only_verdicts(it, &mut verdicts));
        let results = self.results_of(&units)?.into_iter();
        let shown = |it: &EvalResult| !is_plain || verdicts.is_empty() || verdicts.contains(&it.verdict);
        let rows = self.as_rows(results.filter(shown).collect())?;
        let mut value = Value { is: Is::Units(units), rows, notes: Vec::new() };
        value.notes.extend(number_of_units(open, &say!("chưa xác định được, không kể vào", "not decided, left out")));
        if verdicts.contains(&Verdict::Met) && !verdicts.contains(&Verdict::Exceeded) {
            let all = self.among(chosen)?;
            let results = self.results_of(&all)?;
            let exceeded: BTreeSet<Option<UnitId>> =
                results.iter().filter(|it| it.verdict == Verdict::Exceeded).map(|it| it.subject.unit).collect();
            let words = say!("vượt không kể vào: hỏi `đạt hoặc vượt`", "exceeded, left out: ask for `met or exceeded`");
            value.notes.extend(number_of_units(exceeded.len(), &words));
        }
        Ok(value)
    }

    fn of_unit(&self, unit: UnitId) -> Result<Value, Vec<Problem>> {
        let code = &self.state.plan.world.units.get(unit).code;
        let units = self.state.plan.world.units.of_code(code);
        let results = self.state.results_of(units)?;
        let rows = self.as_rows(results)?;
        let notes = if rows.is_empty() { self.why_none(&[unit]).into_iter().collect() } else { Vec::new() };
        Ok(Value { is: Is::Unit, rows, notes })
    }

    /// The units of a group.
    pub(super) fn group(&mut self, group: &Group) -> Result<Vec<UnitId>, Vec<Problem>> {
        let (plan, env) = (&self.state.plan, &self.state.env);
        self.asking.group(group);
        self.sound()?;
        if plan::says_remaining(&plan.program, group) {
            return Err(vec![error::remaining(group.at.0)]);
        }
        let named = |term: &GroupTerm| -> Result<GroupTerm, Problem> {
            let Which::Named(names, None) = &term.which else { return Ok(term.clone()) };
            let code = |it: &Text| {
                let unit = find_unit(plan, env, &it.value)?;
                Ok(Text { value: plan.world.units.get(unit).code.clone(), at: it.at })
            };
            let names = names.iter().map(code).collect::<Result<Vec<_>, Problem>>()?;
            Ok(GroupTerm { which: Which::Named(names, None), at: term.at })
        };
        let all = |terms: &[GroupTerm]| terms.iter().map(named).collect::<Result<Vec<_>, Problem>>();
        let (parts, except) = (all(&group.parts).map_err(|it| vec![it])?, all(&group.except).map_err(|it| vec![it])?);
        let group = Group { parts, except, ..group.clone() };
        let choice = |id: ReadingId| env.reading(id).unwrap_or_default();
        Ok(plan::chosen(&plan.program, &plan.world, &group, env.period, &choice)?.into_keys().collect())
    }

    fn filter(&mut self, units: &[UnitId], only: &'a If) -> Result<Held, Vec<Problem>> {
        let each = |holds: &dyn Fn(UnitId) -> Option<bool>| units.iter().map(|it| (*it, holds(*it))).collect();
        Ok(match only {
            If::All(parts) | If::Any(parts) => {
                let parts = parts.iter().map(|it| self.filter(units, it)).collect::<Result<Vec<Held>, _>>()?;
                // One that decides is enough; else all must be decided.
                let decides = matches!(only, If::Any(_));
                each(&|unit| {
                    let of = parts.iter().map(|it| it.get(&unit).copied().flatten()).collect::<Vec<_>>();
                    if of.contains(&Some(decides)) {
                        Some(decides)
                    } else {
                        of.iter().all(Option::is_some).then_some(!decides)
                    }
                })
            }
            If::Not(inner) => self.filter(units, inner)?.into_iter().map(|it| (it.0, it.1.map(|it| !it))).collect(),
            If::Verdict(verdict, name) => {
                let by = name.as_ref().and_then(|it| self.asking.indicator(it));
                self.sound()?;
                let results = self.results_of(units)?;
                let hit = |it: &&EvalResult| it.verdict == *verdict && by.is_none_or(|by| it.indicator == by);
                let hits: BTreeSet<UnitId> = results.iter().filter(hit).filter_map(|it| it.subject.unit).collect();
                each(&|unit| Some(hits.contains(&unit)))
            }
            If::Inside(term) => {
                let group = Group { parts: vec![term.clone()], except: Vec::new(), size: None, at: term.at };
                let inside: BTreeSet<UnitId> = self.group(&group)?.into_iter().collect();
                let below = matches!(term.which, Which::Named(..));
                each(&|unit| Some(if below { self.is_below(unit, &inside) } else { inside.contains(&unit) }))
            }
            If::Value(what, comparator, with) => {
                let with_value = self.one(with)?;
                let rows = self.rows(what, Some(units), Change::default())?;
                let mut out: Held = units.iter().map(|it| (*it, Some(false))).collect();
                for row in rows {
                    let Some(unit) = row.result.subject.unit else { continue };
                    let is = Is::Number(row.number);
                    let holds =
                        arithmetic::holds(*comparator, &is, &with_value.is, with.at.0).map_err(|it| vec![it])?;
                    let nothing = matches!(&is, Is::Number(it) if it.known == super::value::Known::Nothing);
                    let holds = if nothing { Some(false) } else { holds };
                    let held = out.entry(unit).or_insert(Some(false));
                    if *held != Some(true) {
                        *held = if holds == Some(false) { *held } else { holds };
                    }
                }
                out
            }
        })
    }

    /// Whether a unit stands below one of others.
    fn is_below(&self, unit: UnitId, others: &BTreeSet<UnitId>) -> bool {
        let (units, days) = (&self.state.plan.world.units, self.state.env.period);
        let above = |it: UnitId| {
            let from: Day = days.from;
            units.get(it).on(from).parent.as_ref().and_then(|it| units.by_code(it, days))
        };
        // No register is so deep; one that goes in a circle ends too.
        std::iter::successors(above(unit), |it| above(*it)).take(8).any(|it| others.contains(&it))
    }
}

/// So many units, and what is said of them; nothing of none.
pub(super) fn number_of_units(number: usize, words: &Say) -> Option<Say> {
    let (vi, en) = (&words.vi, &words.en);
    let plural = if number == 1 { "unit" } else { "units" };
    (number > 0).then(|| say!("{number} đơn vị {vi}", "{number} {plural} {en}"))
}

/// The only name in a group that is nothing but a name.
fn only_name(group: &Group) -> Option<&Text> {
    match (group.parts.as_slice(), group.except.as_slice(), &group.size) {
        ([GroupTerm { which: Which::Named(names, None), .. }], [], None) => match names.as_slice() {
            [name] => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a condition asks for verdicts and places only; the verdicts.
fn only_verdicts(only: &If, out: &mut Vec<Verdict>) -> bool {
    match only {
        If::All(parts) | If::Any(parts) => parts.iter().all(|it| only_verdicts(it, out)),
        If::Verdict(verdict, None) => {
            out.push(*verdict);
            true
        }
        If::Inside(_) => true,
        If::Not(_) | If::Value(..) | If::Verdict(_, Some(_)) => false,
    }
}
