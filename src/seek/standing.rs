//! What it takes to be of a rank or of a grade: the value to beat, in points or in the indicator's own numbers, and in
//! whole dossiers wherever the value is proportional to an indicator.

use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use super::goal::{Bound, Bounds};
use super::need::Ways;
use crate::check::program::{Asked, CriterionId, Fraction, IndicatorId, Score as Formula, Worth};
use crate::eval::{Looked, Note, Outcome, Ranked, Result as EvalResult, Score};
use crate::plan::Plan;
use crate::scenario::State;
use crate::syntax::ast::Operator;
use crate::world::UnitId;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// This rank or a better one.
    Rank(usize),
    /// This word of a ladder, or a better one.
    Grade(String),
}

/// What it takes to get there.
#[derive(Debug, Clone)]
pub struct Beat {
    /// What is ranked or graded.
    pub of: Asked,
    /// Among whom, or by which ladder: its place in the program's rankings or grades.
    pub at: usize,
    /// What the unit has; none: it has no value.
    pub value: Option<Fraction>,
    /// Its rank or its grade now.
    pub now: Option<Target>,
    /// The value that is wanted; none: there is nobody to beat.
    pub wanted: Option<Fraction>,
    /// Whether less is better.
    pub less: bool,
    /// Of an indicator: the dossiers that bring it there.
    pub ways: Option<Ways>,
    /// Of points: the criteria that still have room.
    pub room: Vec<Room>,
}

impl Beat {
    /// Whether the unit is there already.
    pub fn is_there(&self) -> bool {
        match (self.value, self.wanted) {
            (Some(value), Some(wanted)) => {
                if self.less {
                    value <= wanted
                } else {
                    value >= wanted
                }
            }
            (Some(_), None) => true,
            _ => false,
        }
    }

    /// What is missing; never below nothing.
    pub fn short(&self) -> Option<Fraction> {
        let (value, wanted) = (self.value?, self.wanted?);
        let gap = if self.less { value.checked_sub(&wanted)? } else { wanted.checked_sub(&value)? };
        Some(gap.max(Fraction::from_integer(0)))
    }
}

/// A criterion that has points to give yet.
#[derive(Debug, Clone)]
pub struct Room {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its points.
    pub points: Fraction,
    /// The most it gives; none: without limit.
    pub maximum: Option<Fraction>,
    /// How many of its own points make up for all that is missing.
    pub wanted: Fraction,
    /// Whether it alone has enough of them.
    pub is_enough: bool,
    /// Where it is proportional to an indicator: that indicator, and the dossiers that bring those points.
    pub dossiers: Option<(IndicatorId, Ways)>,
}

/// What it takes: by every ranking the unit stands in, or by every ladder that has the word and is for the unit.
pub fn beat(state: &State, outcome: &Outcome, unit: UnitId, target: &Target) -> Vec<Beat> {
    match target {
        Target::Rank(wanted) => {
            let rankings = outcome.scores.rankings.iter();
            rankings.filter_map(|it| rank(state, outcome, unit, it, *wanted)).collect()
        }
        Target::Grade(word) => grade(state, outcome, unit, word),
    }
}

fn rank(state: &State, outcome: &Outcome, unit: UnitId, ranked: &Ranked, wanted: usize) -> Option<Beat> {
    let of = state.plan.program.scoring.rankings.get(ranked.ranking)?.of;
    let own = ranked.places.iter().find(|it| it.unit == unit);
    if own.is_none() && !ranked.unranked.iter().any(|it| it.0 == unit) {
        return None;
    }
    // Best first; so many of the others may stand before the unit, and equal values share a rank.
    let others: Vec<Fraction> = ranked.places.iter().filter(|it| it.unit != unit).map(|it| it.value).collect();
    let less = matches!(others.as_slice(), [first, .., last] if first < last);
    let target = others.get(wanted.checked_sub(1)?).copied();
    let now = own.map(|it| Target::Rank(it.rank));
    Some(made(state, outcome, unit, (of, ranked.ranking), own.map(|it| it.value), now, target, less))
}

fn grade(state: &State, outcome: &Outcome, unit: UnitId, word: &str) -> Vec<Beat> {
    let plan = &state.plan;
    let readings = state.env.chosen();
    let is_for = |at: usize| {
        let group = plan.score_groups.get(at).and_then(|it| it.under(&readings));
        group.is_some_and(|it| it.contains_key(&unit))
    };
    let mut out = Vec::new();
    for (at, grade) in plan.program.scoring.grades.iter().enumerate() {
        let ladder_before = out.iter().any(|it: &Beat| it.of == grade.of);
        if ladder_before || grade.group.is_some_and(|it| !is_for(it)) {
            continue;
        }
        let named = |it: &&(Formula, Option<String>)| it.1.as_deref().is_some_and(|it| same(it, word));
        let bound = grade.ladder.steps.iter().find(named).map(|it| &it.0);
        let rest = grade.ladder.rest.as_deref().is_some_and(|it| same(it, word));
        let wanted = match bound {
            Some(Formula::Number(number)) => Some(*number),
            None if rest => None,
            _ => continue,
        };
        let value = value_of(outcome, grade.of, unit);
        let now = outcome.scores.grades.get(&(grade.of, unit)).cloned().flatten().map(Target::Grade);
        out.push(made(state, outcome, unit, (grade.of, at), value, now, wanted, false));
    }
    out
}

fn same(one: &str, two: &str) -> bool {
    crate::text::plain(one) == crate::text::plain(two)
}

fn value_of(outcome: &Outcome, of: Asked, unit: UnitId) -> Option<Fraction> {
    match of {
        Asked::Criterion(id) => outcome.scores.scores.get(&(id, unit))?.points.clone().ok(),
        _ => {
            let mut places = outcome.scores.rankings.iter().flat_map(|it| &it.places);
            places.find(|it| it.unit == unit).map(|it| it.value)
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "all of it stands in the answer")]
fn made(
    state: &State,
    outcome: &Outcome,
    unit: UnitId,
    (of, at): (Asked, usize),
    value: Option<Fraction>,
    now: Option<Target>,
    wanted: Option<Fraction>,
    less: bool,
) -> Beat {
    let mut beat = Beat { of, at, value, now, wanted, less, ways: None, room: Vec::new() };
    let Some(wanted) = wanted.filter(|_| !beat.is_there()) else { return beat };
    match of {
        Asked::Indicator(id) => beat.ways = ways(outcome, unit, id, wanted, less),
        Asked::Criterion(id) => {
            if let Some(short) = beat.short() {
                room(&state.plan, outcome, unit, id, short, &mut beat.room);
            }
        }
        _ => {}
    }
    beat
}

/// The dossiers that bring an indicator of a unit to a value.
fn ways(outcome: &Outcome, unit: UnitId, id: IndicatorId, wanted: Fraction, less: bool) -> Option<Ways> {
    let own = |it: &&EvalResult| it.subject.unit == Some(unit) && it.indicator == id && !it.subject.pooled;
    let result = outcome.results.iter().filter(own).min_by_key(|it| it.force)?;
    let bound = Bound::of(wanted, less);
    let bounds =
        if less { Bounds { from: None, until: Some(bound) } } else { Bounds { from: Some(bound), until: None } };
    Some(Ways::of(result.goal.form, &result.numbers, &bounds))
}

/// The criteria below one, itself among them, that can give the points that are short.
fn room(plan: &Plan, outcome: &Outcome, unit: UnitId, id: CriterionId, short: Fraction, out: &mut Vec<Room>) {
    let Some(score) = outcome.scores.scores.get(&(id, unit)).filter(|it| it.applies) else { return };
    let criterion = plan.program.scoring.criterion(id);
    match &criterion.worth {
        Worth::Parts(parts) => {
            // The scale makes more or less of each point of a part.
            let inner = match (criterion.scale, score.parts_maximum) {
                (Some(scale), Some(all)) => short.checked_mul(&all).and_then(|it| it.checked_div(&scale)),
                _ => Some(short),
            };
            let Some(inner) = inner else { return };
            for part in parts {
                room(plan, outcome, unit, *part, inner, out);
            }
        }
        Worth::Value(value) => {
            let Ok(points) = score.points else { return };
            let maximum = score.maximum;
            if maximum.is_some_and(|it| it <= points) {
                return;
            }
            let wanted = points.checked_add(&short);
            let is_enough = wanted.is_some_and(|wanted| maximum.is_none_or(|it| wanted <= it));
            let dossiers = wanted.filter(|_| is_enough).and_then(|it| {
                let line = line(value, score)?;
                let indicator = line.indicator?;
                let at = it.checked_sub(&line.plus)?.checked_div(&line.times)?;
                Some((indicator, ways(outcome, unit, indicator, at, line.times < Fraction::from_integer(0))?))
            });
            out.push(Room { criterion: id, points, maximum, wanted: short, is_enough, dossiers });
        }
    }
}

/// times × indicator + plus.
struct Line {
    times: Fraction,
    indicator: Option<IndicatorId>,
    plus: Fraction,
}

/// A score as a straight line over one indicator, where it is one; what else it looks at is as the score found it.
fn line(formula: &Formula, score: &Score) -> Option<Line> {
    let zero = Fraction::from_integer(0);
    let constant = |plus| Line { times: zero, indicator: None, plus };
    let looked = |wanted: Looked| {
        let mut notes = score.notes.iter().filter_map(|it| match it {
            Note::Looked(at, _, Ok(found)) if *at == wanted => Some(*found),
            _ => None,
        });
        notes.next()
    };
    Some(match formula {
        Formula::Number(number) => constant(*number),
        Formula::Of(Asked::Indicator(id)) => {
            Line { times: Fraction::from_integer(1), indicator: Some(*id), plus: zero }
        }
        Formula::Of(Asked::Completion(id)) => {
            let times = Fraction::from_integer(1).checked_div(&looked(Looked::Quota(*id))?)?;
            Line { times, indicator: Some(*id), plus: zero }
        }
        Formula::Of(asked) => constant(looked(Looked::At(*asked))?),
        Formula::Assigned(it) => constant(looked(Looked::Assigned(it.span))?),
        Formula::Binary(operator, left, right) => {
            let (left, right) = (line(left, score)?, line(right, score)?);
            match operator {
                Operator::Plus | Operator::Minus => {
                    let (one, two) = (left.indicator, right.indicator);
                    if one.is_some() && two.is_some() && one != two {
                        return None;
                    }
                    let add = |a: Fraction, b: Fraction| {
                        if *operator == Operator::Plus { a.checked_add(&b) } else { a.checked_sub(&b) }
                    };
                    let (times, plus) = (add(left.times, right.times)?, add(left.plus, right.plus)?);
                    Line { times, indicator: one.or(two), plus }
                }
                Operator::Times => {
                    let (line, by) = if left.indicator.is_none() { (right, left) } else { (left, right) };
                    if by.indicator.is_some() {
                        return None;
                    }
                    let (times, plus) = (line.times.checked_mul(&by.plus)?, line.plus.checked_mul(&by.plus)?);
                    Line { times, plus, ..line }
                }
                Operator::Over => {
                    if right.indicator.is_some() || right.plus == zero {
                        return None;
                    }
                    let (times, plus) = (left.times.checked_div(&right.plus)?, left.plus.checked_div(&right.plus)?);
                    Line { times, plus, ..left }
                }
            }
        }
        Formula::Extremum(..) | Formula::Peers(..) | Formula::Steps(..) => return None,
    })
}
