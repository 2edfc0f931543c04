//! The working out of scores: each criterion once for each unit.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use super::measured::{Measured, measured};
use super::{Because, Found, Looked, Missing, Note, Score, Step};
use crate::check::program::{
    Asked, Assigned, ColumnId, CriterionId, Fraction, GroupAt, IndicatorId, Ladder, Score as Formula, Worth,
};
use crate::data::{UnitFact, over};
use crate::eval::count::Index;
use crate::eval::env::Env;
use crate::eval::subjects::{bound, fixed_days, merged_into};
use crate::eval::truth::Lack;
use crate::eval::warnings::words;
use crate::plan::{BoundQuota, ByReading, Plan, UnitSet};
use crate::syntax::ast::{Operator, Peers};
use crate::text::Days;
use crate::world::UnitId;

/// What is known so far.
pub struct Work<'a> {
    pub plan: &'a Plan,
    index: &'a Index,
    env: &'a Env,
    /// What each indicator is for each unit.
    values: BTreeMap<IndicatorId, BTreeMap<UnitId, Measured>>,
    pub held: BTreeMap<(CriterionId, UnitId), Score>,
    pub left_out: BTreeMap<Asked, BTreeSet<UnitId>>,
    cuts: &'a mut Vec<(Days, String)>,
}

impl<'a> Work<'a> {
    pub fn new(plan: &'a Plan, index: &'a Index, env: &'a Env, cuts: &'a mut Vec<(Days, String)>) -> Self {
        let mut work =
            Self { plan, index, env, values: BTreeMap::new(), held: BTreeMap::new(), left_out: BTreeMap::new(), cuts };
        let scoring = &plan.program.scoring;
        let mut units: BTreeSet<UnitId> = (0..scoring.groups.len()).flat_map(|it| work.every_unit(it)).collect();
        for (id, _) in scoring.all().filter(|it| it.1.parent.is_none()) {
            units.extend(work.scored(id));
        }
        let mut indicators = BTreeSet::new();
        scoring.each_asked(&mut |asked| {
            if let Asked::Indicator(id) | Asked::Completion(id) = asked {
                indicators.insert(id);
            }
        });
        for id in indicators {
            let values = measured(plan, index, env, id, &units, work.cuts);
            work.values.insert(id, values);
        }
        work
    }

    /// Units with values from counts that were made before.
    pub fn precounted(&self) -> BTreeSet<UnitId> {
        let all = self.values.values().flatten();
        all.filter(|it| it.1.precounted && it.1.value.is_ok()).map(|it| *it.0).collect()
    }

    /// The units of a group; nothing is said while a reading that decides them has no choice.
    pub fn group(&self, at: GroupAt) -> Result<Vec<UnitId>, Missing> {
        self.set(at).map(|it| self.there(it.keys().copied().collect()).into_iter().collect())
    }

    fn set(&self, at: GroupAt) -> Result<&'a UnitSet, Missing> {
        static NOBODY: UnitSet = UnitSet::new();
        let Some(group) = self.plan.score_groups.get(at) else { return Ok(&NOBODY) };
        if let ByReading::Each(id, _) = group
            && self.env.reading(*id).is_none()
        {
            let name = self.plan.program.reading(*id).name.clone();
            return Err(Missing { of: name.clone(), because: Because::Waits(vec![name]) });
        }
        let readings = self.env.chosen();
        Ok(group.under(&readings).unwrap_or(&NOBODY))
    }

    /// The units of a group under any choice.
    pub fn every_unit(&self, at: GroupAt) -> BTreeSet<UnitId> {
        let sets = self.plan.score_groups.get(at).into_iter().flat_map(ByReading::all);
        self.there(sets.flat_map(|it| it.keys().copied()).collect())
    }

    /// Those that exist in the assessment period and were not merged into another of them, which has their counts.
    fn there(&self, units: BTreeSet<UnitId>) -> BTreeSet<UnitId> {
        let exists = |it: UnitId| !self.plan.world.units.get(it).days().meet(self.env.period).is_empty();
        let gone = |it: UnitId| merged_into(self.plan, it, self.env.period).is_some_and(|it| units.contains(&it));
        units.iter().copied().filter(|it| exists(*it) && !gone(*it)).collect()
    }

    /// The units that a criterion scores: those that it is for; else those that are ranked or graded by it; else those
    /// that have quotas; else all.
    pub fn scored(&self, id: CriterionId) -> BTreeSet<UnitId> {
        let scoring = &self.plan.program.scoring;
        if let Some(group) = scoring.criterion(id).group {
            return self.every_unit(group);
        }
        let of = Asked::Criterion(id);
        let ranked = scoring.rankings.iter().filter(|it| it.of == of).map(|it| it.group);
        let graded = scoring.grades.iter().filter(|it| it.of == of).filter_map(|it| it.group);
        let mut units: BTreeSet<UnitId> = ranked.chain(graded).flat_map(|it| self.every_unit(it)).collect();
        if units.is_empty() {
            units = self.plan.bound_units();
        }
        if units.is_empty() {
            units = self.plan.world.units.iter().map(|it| it.0).collect();
        }
        self.there(units)
    }

    /// The units that have, or should have, a grade.
    pub fn graded(&self, of: Asked) -> BTreeSet<UnitId> {
        let scoring = &self.plan.program.scoring;
        let ranked = scoring.rankings.iter().filter(|it| it.of == of).map(|it| it.group);
        let groups = scoring.grades.iter().filter(|it| it.of == of).filter_map(|it| it.group);
        let mut units: BTreeSet<UnitId> = ranked.chain(groups).flat_map(|it| self.every_unit(it)).collect();
        if let Asked::Criterion(id) = of {
            units.extend(self.scored(id));
        }
        units
    }

    /// The grade of a unit: none where no ladder is for it; the inner none where the ladder gives nothing.
    pub fn grade(&mut self, of: Asked, unit: UnitId) -> Option<Option<String>> {
        let plan = self.plan;
        let mut grades = plan.program.scoring.grades.iter().filter(|it| it.of == of);
        let grade = grades.find(|it| it.group.is_none_or(|it| self.set(it).is_ok_and(|it| it.contains_key(&unit))))?;
        let value = self.asked(of, unit);
        Some(self.step(&grade.ladder, value, unit).ok().and_then(|it| it.0).cloned())
    }

    /// What something is for a unit.
    pub fn asked(&mut self, asked: Asked, unit: UnitId) -> Found {
        match asked {
            Asked::Indicator(id) => self.indicator(id, unit),
            Asked::Completion(id) => {
                let value = self.indicator(id, unit)?;
                let amount = self.quota_of(id, unit)?;
                let zero = Missing { of: asked.name(&self.plan.program).to_owned(), because: Because::DividesByZero };
                value.checked_div(&amount).filter(|_| amount != Fraction::from_integer(0)).ok_or(zero)
            }
            Asked::Column(id) => self.column(id, unit),
            Asked::Criterion(id) => {
                let score = self.criterion(id, unit);
                if score.applies { score.points } else { Err(self.missing(asked, Because::NotMeant)) }
            }
        }
    }

    fn missing(&self, asked: Asked, because: Because) -> Missing {
        Missing { of: asked.name(&self.plan.program).to_owned(), because }
    }

    fn indicator(&self, id: IndicatorId, unit: UnitId) -> Found {
        let held = self.values.get(&id).and_then(|it| it.get(&unit));
        held.map_or_else(|| Err(self.missing(Asked::Indicator(id), Because::NoDossiers)), |it| it.value.clone())
    }

    /// The quota that binds a unit for an indicator.
    fn quota_of(&self, id: IndicatorId, unit: UnitId) -> Found {
        let missing = |because| self.missing(Asked::Indicator(id), because);
        let held = self.values.get(&id).and_then(|it| it.get(&unit)).and_then(|it| it.quota);
        let at = held.ok_or_else(|| missing(Because::NoQuota))?;
        let amount = self.plan.quotas.get(at).and_then(|it| it.amount);
        self.env.assumed(at, Some(unit)).or(amount).ok_or_else(|| missing(Because::Unknown))
    }

    fn column(&mut self, id: ColumnId, unit: UnitId) -> Found {
        let column = self.plan.program.column(id);
        match over(self.index.values_of(unit, id), column.form, self.env.period) {
            Ok(Some(UnitFact::Number(number))) => Ok(number),
            Ok(_) => Err(self.missing(Asked::Column(id), Because::Lacks(BTreeSet::from([Lack::Column(id)])))),
            Err(days) => {
                let name = self.plan.world.units.get(unit).on(self.env.period.to).name.clone();
                self.cuts.push((days, name));
                Err(self.missing(Asked::Column(id), Because::Lacks(BTreeSet::from([Lack::Column(id)]))))
            }
        }
    }

    /// Whether a column says something of a unit; of yes and no: yes.
    fn is_given(&mut self, id: ColumnId, unit: UnitId) -> bool {
        let column = self.plan.program.column(id);
        match over(self.index.values_of(unit, id), column.form, self.env.period) {
            Ok(fact) => fact.is_some_and(|it| it != UnitFact::Is(false)),
            Err(_) => self.column(id, unit).is_ok(),
        }
    }

    /// The score of a unit under a criterion.
    pub fn criterion(&mut self, id: CriterionId, unit: UnitId) -> Score {
        if let Some(held) = self.held.get(&(id, unit)) {
            return held.clone();
        }
        let score = self.worked_out(id, unit);
        self.held.insert((id, unit), score.clone());
        score
    }

    fn worked_out(&mut self, id: CriterionId, unit: UnitId) -> Score {
        let plan = self.plan;
        let criterion = plan.program.scoring.criterion(id);
        let missing = |because| Missing { of: criterion.name.clone(), because };
        let nothing = |applies, because| Score {
            applies,
            points: Err(because),
            sum: None,
            maximum: criterion.cap,
            parts_maximum: None,
            notes: Vec::new(),
        };
        match criterion.group.map(|it| self.set(it)) {
            Some(Err(why)) => return nothing(true, why),
            Some(Ok(units)) if !units.contains_key(&unit) => return nothing(false, missing(Because::NotMeant)),
            _ => {}
        }
        if criterion.given.is_some_and(|it| !self.is_given(it, unit)) {
            return nothing(false, missing(Because::NotMeant));
        }
        match &criterion.worth {
            Worth::Value(formula) => {
                let mut notes = Vec::new();
                let sum = self.value(formula, unit, &mut notes);
                let points = sum.clone().map(|it| criterion.cap.map_or(it, |cap| it.min(cap)));
                Score { applies: true, points, sum: sum.ok(), maximum: criterion.cap, parts_maximum: None, notes }
            }
            Worth::Parts(parts) => {
                let scores: Vec<Score> = parts.iter().map(|it| self.criterion(*it, unit)).collect();
                let held: Vec<&Score> = scores.iter().filter(|it| it.applies).collect();
                if held.is_empty() {
                    return nothing(false, missing(Because::NotMeant));
                }
                let zero = Fraction::from_integer(0);
                let add =
                    |sum: Fraction, next: Fraction| sum.checked_add(&next).ok_or_else(|| missing(Because::TooLarge));
                let sum = held.iter().try_fold(zero, |sum, it| add(sum, it.points.clone()?));
                let most = held.iter().map(|it| it.maximum).sum::<Option<Fraction>>();
                let capped = |it: Fraction| criterion.cap.map_or(it, |cap| it.min(cap));
                let scaled = |it: Fraction| match (criterion.scale, most) {
                    (Some(_), Some(most)) if most == zero => Err(missing(Because::DividesByZero)),
                    (Some(scale), Some(most)) => {
                        let part = it.checked_mul(&scale).and_then(|it| it.checked_div(&most));
                        part.ok_or_else(|| missing(Because::TooLarge))
                    }
                    _ => Ok(it),
                };
                let points = sum.clone().and_then(|it| scaled(capped(it)));
                let maximum = most.map(capped).or(criterion.cap).and_then(|it| scaled(it).ok());
                Score { applies: true, points, sum: sum.ok(), maximum, parts_maximum: most, notes: Vec::new() }
            }
        }
    }

    /// The value of a formula for a unit; what it looks at goes to `notes`.
    fn value(&mut self, formula: &Formula, unit: UnitId, notes: &mut Vec<Note>) -> Found {
        match formula {
            Formula::Number(number) => Ok(*number),
            Formula::Of(asked) => self.looked(*asked, unit, notes),
            Formula::Assigned(it) => {
                let found = self.assigned(it, unit);
                notes.push(Note::Looked(Looked::Assigned(it.span), it.form, found.clone()));
                found
            }
            Formula::Binary(operator, left, right) => {
                // Both are looked at, so that all that is missing shows.
                let (left, right) = (self.value(left, unit, notes), self.value(right, unit, notes));
                let (left, right) = (left?, right?);
                let missing = |because| Missing { of: operator_sign(*operator).to_owned(), because };
                let value = match operator {
                    Operator::Plus => left.checked_add(&right),
                    Operator::Minus => left.checked_sub(&right),
                    Operator::Times => left.checked_mul(&right),
                    Operator::Over if right == Fraction::from_integer(0) => {
                        return Err(missing(Because::DividesByZero));
                    }
                    Operator::Over => left.checked_div(&right),
                };
                value.ok_or_else(|| missing(Because::TooLarge))
            }
            Formula::Extremum(largest, parts) => {
                let mut values = Vec::new();
                for it in parts {
                    values.push(self.value(it, unit, notes)?);
                }
                let best = if *largest { values.into_iter().max() } else { values.into_iter().min() };
                Ok(best.unwrap_or_default())
            }
            Formula::Peers(peers, asked, group) => {
                let found = self.peers(*peers, *asked, *group);
                let form = asked.form(&self.plan.program);
                notes.push(Note::Looked(Looked::Peers(*peers, *asked, *group), form, found.clone()));
                found
            }
            Formula::Steps(asked, ladder) => {
                let value = self.looked(*asked, unit, notes);
                let (gives, step) = self.step(ladder, value, unit)?;
                notes.push(Note::Stepped(*asked, step));
                match gives {
                    Some(formula) => self.value(formula, unit, notes),
                    None => Err(self.missing(*asked, Because::Unknown)),
                }
            }
        }
    }

    fn looked(&mut self, asked: Asked, unit: UnitId, notes: &mut Vec<Note>) -> Found {
        let form = asked.form(&self.plan.program);
        if let Asked::Completion(id) = asked {
            let value = self.indicator(id, unit);
            let form = self.plan.program.indicator(id).measure.form();
            notes.push(Note::Looked(Looked::At(Asked::Indicator(id)), form, value));
            notes.push(Note::Looked(Looked::Quota(id), form, self.quota_of(id, unit)));
        }
        let found = self.asked(asked, unit);
        notes.push(Note::Looked(Looked::At(asked), form, found.clone()));
        found
    }

    /// The step of a ladder that a value stands on, and what it gives.
    fn step<'l, T>(
        &mut self,
        ladder: &'l Ladder<T>,
        value: Found,
        unit: UnitId,
    ) -> Result<(Option<&'l T>, Step), Missing> {
        let value = match (value, &ladder.absent) {
            (Ok(value), _) => value,
            (Err(missing), Some(gives)) if missing.verdict() == crate::term::Verdict::NoDossiers => {
                return Ok((gives.as_ref(), Step::Absent));
            }
            (Err(missing), _) => return Err(missing),
        };
        let mut best: Option<(Fraction, Option<&T>)> = None;
        for (from, gives) in &ladder.steps {
            let from = self.value(from, unit, &mut Vec::new())?;
            if from <= value && best.is_none_or(|it| it.0 < from) {
                best = Some((from, gives.as_ref()));
            }
        }
        Ok(match best {
            Some((from, gives)) => (gives, Step::From(from)),
            None => (ladder.rest.as_ref(), Step::Rest),
        })
    }

    /// The number that a provision assigns to a unit: binding before aim, an exception before the rule, whole before
    /// part. Readings of another decision are read by their defaults.
    fn assigned(&self, it: &Assigned, unit: UnitId) -> Found {
        let of = it.cited.and_then(|at| self.plan.cited.get(at)).unwrap_or(self.plan);
        let program = &of.program;
        let missing = |because| Missing { of: words(self.plan, it.span), because };
        let is_own = it.cited.is_none();
        let own: Vec<Option<usize>> = self.env.readings.clone();
        let chosen = if is_own { own } else { program.readings.iter().map(|it| it.default).collect() };
        let readings: Vec<usize> = chosen.iter().map(|it| it.unwrap_or_default()).collect();
        let period = program.decision.period.filter(|_| !is_own).unwrap_or(self.env.period);
        let code = &self.plan.world.units.get(unit).code;
        let unit = if is_own { Some(unit) } else { of.world.units.by_code(code, period) };
        let binds = |at: usize, quota: &BoundQuota| match unit {
            Some(unit) if is_own => quota.units.under(&readings).is_some_and(|it| it.contains_key(&unit)),
            Some(unit) => bound(of, at, &readings, period).contains(&unit),
            None => false,
        };
        let asked = |quota: &BoundQuota| it.indicator.is_none_or(|it| it == quota.indicator);
        let quotas =
            of.quotas.iter().enumerate().filter(|(at, quota)| {
                asked(quota) && program.within(quota.provision, it.provision) && binds(*at, quota)
            });
        let best = quotas.min_by_key(|(at, it)| {
            let days = fixed_days(it.stretch.as_ref(), period);
            (it.force, !it.exception, it.grain.every.is_some(), days.from.0 - days.to.0, *at)
        });
        let (at, quota) = best.ok_or_else(|| missing(Because::NoQuota))?;
        if let ByReading::Each(reading, _) = &quota.units
            && chosen.get(reading.index()).is_none_or(Option::is_none)
        {
            return Err(missing(Because::Waits(vec![program.reading(*reading).name.clone()])));
        }
        let assumed = self.env.assumed(at, unit).filter(|_| is_own);
        assumed.or(quota.amount).ok_or_else(|| missing(Because::Unknown))
    }

    /// A look at the peers that have a value; one that is undecided leaves all undecided.
    fn peers(&mut self, peers: Peers, asked: Asked, group: GroupAt) -> Found {
        let mut values: Vec<Fraction> = Vec::new();
        for unit in self.group(group)? {
            match self.asked(asked, unit) {
                Ok(value) => values.push(value),
                Err(missing) if missing.verdict() == crate::term::Verdict::Undecided => return Err(missing),
                Err(_) => {
                    self.left_out.entry(asked).or_default().insert(unit);
                }
            }
        }
        let number = values.len() as i128;
        if values.is_empty() {
            return Err(self.missing(asked, Because::NoPeers));
        }
        let sum =
            |it: Vec<Fraction>| it.into_iter().try_fold(Fraction::from_integer(0), |sum, it| sum.checked_add(&it));
        let value = match peers {
            Peers::Largest => values.into_iter().max(),
            Peers::Smallest => values.into_iter().min(),
            Peers::Total => sum(values),
            Peers::Average => sum(values).and_then(|it| it.checked_div(&Fraction::from_integer(number))),
        };
        value.ok_or_else(|| self.missing(asked, Because::TooLarge))
    }
}

/// The sign of an operator, in place of a name.
fn operator_sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "+",
        Operator::Minus => "−",
        Operator::Times => "×",
        Operator::Over => "/",
    }
}
