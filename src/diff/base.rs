//! What is measured, and by which rules of counting.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use super::calc::Calc;
use super::meaning::{Meaning, Normal, Side, Stay, all};
use super::{Change, HeldEqual, Listing, Why};
use crate::check::program::{Excluded, Form, IndicatorId, ListId, Measure, Program, ProvisionId, Rounding};
use crate::plan::Plan;
use crate::term::{Basis, Noun};
use crate::text::{Days, key};

/// The lists of both decisions, and where those of each stand among them. Two lists are one if they have one number;
/// where a number is unknown, if they have one title.
pub fn listings(old: &Program, new: &Program) -> (Vec<Listing>, Vec<usize>, Vec<usize>) {
    let mut listings: Vec<Listing> = Vec::new();
    for at in 0..old.lists.len() {
        listings.push(Listing { old: Some(ListId(at as u32)), new: None });
    }
    let mut of_new = Vec::new();
    for (at, list) in new.lists.iter().enumerate() {
        let id = ListId(at as u32);
        let text = |it: &Option<String>| it.as_ref().map(|it| key(it));
        let same = |listing: &Listing| {
            let Some(other) = listing.old.filter(|_| listing.new.is_none()).map(|it| old.list(it)) else {
                return false;
            };
            match (text(&list.number), text(&other.number)) {
                (Some(one), Some(two)) => one == two,
                _ => match (text(&list.title), text(&other.title)) {
                    (None, None) => list.key == other.key,
                    (one, two) => one == two,
                },
            }
        };
        let place = listings.iter().position(same).unwrap_or_else(|| {
            listings.push(Listing { old: None, new: None });
            listings.len() - 1
        });
        if let Some(it) = listings.get_mut(place) {
            it.new = Some(id);
        }
        of_new.push(place);
    }
    (listings, (0..old.lists.len()).collect(), of_new)
}

/// What is measured: the numerator inside the denominator, and the date that counts. Conditions on dossiers that stand
/// in scopes, exclusions and all windows are part of the denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// What kind of number it is.
    pub form: Form,
    /// What is worked out, where that is more than one count over another.
    pub formula: Option<Calc>,
    /// What the numerator asks beyond the denominator.
    pub above: Meaning,
    /// What the denominator asks, but for which procedures are meant.
    pub below: Meaning,
    /// The date.
    pub basis: Basis,
}

impl Base {
    /// Whether two measure the same, whichever lists they name.
    pub fn equals(&self, other: &Self, by: (Normal, Normal)) -> bool {
        let normal = |it: &Self, by: Normal| {
            let by = Normal { lists: false, ..by };
            let formula = it.formula.as_ref().map(|it| it.normal(by));
            (it.form, formula, it.above.normal(by), it.below.normal(by), it.basis)
        };
        normal(self, by.0) == normal(other, by.1)
    }
}

/// A rule of counting: a scope, a window, an exclusion.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Rule {
    pub provision: ProvisionId,
    pub noun: Noun,
    pub cond: Meaning,
    pub stay: Option<Stay>,
    pub exception: bool,
    /// A declared rounding; then nothing else is said.
    pub rounding: Option<Rounding>,
}

/// The kinds of rules of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RulePart {
    /// `phạm vi`
    Scope,
    /// `kỳ tính`
    Window,
    /// `loại trừ` of procedures and dossiers; that of units shows in who is bound.
    Exclusion,
    /// `làm tròn`
    Rounding,
}

/// Rules of counting that differ.
#[derive(Debug, Clone)]
pub struct Redefined {
    /// Which rules.
    pub part: RulePart,
    /// Those of the earlier decision; none: everything counts.
    pub old: Vec<Rule>,
    /// Those of the later one.
    pub new: Vec<Rule>,
    /// Whether they differ in nothing but which lists they name.
    pub only_lists: bool,
    /// For which changes: their places.
    pub changes: Vec<usize>,
}

/// A plan with what its rules of counting mean.
pub struct Measured<'a> {
    pub plan: &'a Plan,
    pub side: Side<'a>,
    pub normal: Normal,
}

/// The form of rules in which two that say the same are equal.
type NormalRules = BTreeSet<(bool, Meaning, Option<Stay>, bool, String)>;

impl<'a> Measured<'a> {
    /// Of a plan, with the places of its lists among those of both.
    pub fn new(plan: &'a Plan, lists: &'a [usize]) -> Self {
        let normal = Normal { period: plan.program.decision.period, lists: true };
        Self { plan, side: Side { plan, lists }, normal }
    }

    /// An indicator as it is defined.
    pub fn defined(&self, id: IndicatorId) -> Calc {
        self.side.measure(&self.plan.program.indicator(id).measure)
    }

    /// What a quota of this indicator measures under these rules of counting.
    pub fn base(&self, id: IndicatorId, counting: Option<usize>) -> Base {
        let indicator = self.plan.program.indicator(id);
        let anything = || Meaning::All(Vec::new());
        let (above, below, formula) = match &indicator.measure {
            Measure::Share(above, below) => (self.side.cond(above), self.side.cond(below), None),
            Measure::Count(cond) => (self.side.cond(cond), anything(), None),
            Measure::Formula(_) => (anything(), anything(), Some(self.defined(id))),
        };
        let mut denominator: Vec<Meaning> = below.parts().to_vec();
        denominator.extend(self.rules(RulePart::Scope, counting, None).iter().flat_map(|it| it.cond.parts().to_vec()));
        for rule in self.rules(RulePart::Exclusion, counting, None).into_iter().filter(|it| it.stay.is_none()) {
            denominator.push(Meaning::Not(Box::new(rule.cond)));
        }
        let by = Normal { lists: false, ..self.normal };
        let inside: BTreeSet<Meaning> = denominator.iter().map(|it| it.normal(by)).collect();
        let above = all(above.parts().iter().filter(|it| !inside.contains(&it.normal(by))).cloned());
        let mut asked: Vec<Meaning> = denominator.iter().map(Meaning::without_procedures).collect();
        let windows: Vec<Meaning> = self
            .rules(RulePart::Window, counting, None)
            .iter()
            .map(|it| it.cond.without_procedures())
            .map(|it| if it == Meaning::All(Vec::new()) { Meaning::Procedure } else { it })
            .collect();
        // One window that takes all dossiers of its procedures leaves nothing to ask.
        if !windows.is_empty() && !windows.contains(&Meaning::Procedure) {
            asked.push(Meaning::Any(windows).normal(self.normal));
        }
        asked.retain(|it| *it != Meaning::Procedure);
        let below = all(asked.into_iter());
        Base { form: indicator.measure.form(), formula, above, below, basis: indicator.basis }
    }

    /// The rules of one kind that reach a quota.
    pub fn rules(&self, part: RulePart, counting: Option<usize>, rounding: Option<Rounding>) -> Vec<Rule> {
        let program = &self.plan.program;
        let Some(counting) = counting.and_then(|it| self.plan.countings.get(it)) else { return Vec::new() };
        let rule = |provision, noun, cond: Meaning| Rule {
            provision,
            noun,
            cond,
            stay: None,
            exception: false,
            rounding: None,
        };
        match part {
            RulePart::Scope => counting
                .scopes
                .iter()
                .filter_map(|it| program.scopes.get(*it))
                .map(|it| rule(it.provision, Noun::Procedures, self.side.cond(&it.cond)))
                .collect(),
            RulePart::Window => counting
                .windows
                .iter()
                .filter_map(|it| program.windows.get(*it))
                .map(|it| Rule {
                    stay: Some(self.side.stretch(Some(&it.stretch))),
                    exception: it.exception,
                    ..rule(it.provision, Noun::Procedures, self.side.cond(&it.cond))
                })
                .collect(),
            RulePart::Exclusion => {
                let all = counting.exclusions.iter().filter_map(|it| program.exclusions.get(*it));
                all.filter_map(|it| {
                    let (noun, cond) = match &it.what {
                        Excluded::Units(_) => return None,
                        Excluded::Procedures(cond) => (Noun::Procedures, cond),
                        Excluded::Dossiers(cond) => (Noun::Dossiers, cond),
                    };
                    let stay = it.stretch.as_ref().map(|it| self.side.stretch(Some(it)));
                    Some(Rule { stay, ..rule(it.provision, noun, self.side.cond(cond)) })
                })
                .collect()
            }
            RulePart::Rounding => {
                let of = |it: Rounding| Rule {
                    rounding: Some(it),
                    ..rule(it.provision, Noun::Dossiers, Meaning::All(Vec::new()))
                };
                rounding.map(of).into_iter().collect()
            }
        }
    }

    fn normal_rules(&self, rules: &[Rule], lists: bool) -> NormalRules {
        let by = Normal { lists, ..self.normal };
        let one = |it: &Rule| {
            let rounding = it.rounding.map_or_else(String::new, |it| format!("{} {:?}", it.to, it.way));
            let stay = it.stay.as_ref().map(|it| it.normal(by));
            (it.noun == Noun::Dossiers, it.cond.normal(by), stay, it.exception, rounding)
        };
        rules.iter().map(one).collect()
    }
}

/// The rules of counting that differ, each difference once.
pub fn redefined(old: &Measured, new: &Measured, changes: &[Change]) -> Vec<Redefined> {
    let mut out: Vec<Redefined> = Vec::new();
    let mut places: BTreeMap<(RulePart, NormalRules, NormalRules), usize> = BTreeMap::new();
    for part in [RulePart::Scope, RulePart::Window, RulePart::Exclusion, RulePart::Rounding] {
        for (at, change) in changes.iter().enumerate() {
            let (Some(before), Some(after)) = (&change.old, &change.new) else { continue };
            let rounding = |plan: &Plan, quota: Option<usize>| quota.and_then(|it| plan.quotas.get(it)?.rounding);
            let rules = (
                old.rules(part, before.counting, rounding(old.plan, before.quota)),
                new.rules(part, after.counting, rounding(new.plan, after.quota)),
            );
            let normal = (old.normal_rules(&rules.0, true), new.normal_rules(&rules.1, true));
            if normal.0 == normal.1 {
                continue;
            }
            let only_lists = old.normal_rules(&rules.0, false) == new.normal_rules(&rules.1, false);
            let place = *places.entry((part, normal.0, normal.1)).or_insert_with(|| {
                out.push(Redefined { part, old: Vec::new(), new: Vec::new(), only_lists, changes: Vec::new() });
                out.len() - 1
            });
            if let Some(it) = out.get_mut(place) {
                it.changes.push(at);
                add(&mut it.old, rules.0);
                add(&mut it.new, rules.1);
            }
        }
    }
    out
}

/// Adds rules of provisions that are not there yet.
fn add(held: &mut Vec<Rule>, more: Vec<Rule>) {
    for rule in more {
        if !held.iter().any(|it| it.provision == rule.provision && it.cond == rule.cond && it.stay == rule.stay) {
            held.push(rule);
        }
    }
}

/// What differs and did not keep quotas from being compared.
pub fn held_equal(
    old: &Measured,
    new: &Measured,
    lists: &[Listing],
    redefined: &[Redefined],
    changes: &[Change],
) -> Vec<HeldEqual> {
    // What made a quota measure something else was not held equal.
    let compared = |it: &usize| changes.get(*it).is_some_and(|it| !it.why.contains(&Why::Base));
    let differs = |parts: &[RulePart]| {
        redefined.iter().any(|it| parts.contains(&it.part) && !it.only_lists && it.changes.iter().any(compared))
    };
    let readings = |it: &Measured| !it.plan.program.readings.is_empty();
    let holds = |what: HeldEqual| match what {
        HeldEqual::Lists => lists.iter().any(|it| it.old.is_none() || it.new.is_none()),
        HeldEqual::Procedures => differs(&[RulePart::Scope, RulePart::Exclusion]),
        HeldEqual::Days => {
            differs(&[RulePart::Window])
                || shape(old.plan.program.decision.period) != shape(new.plan.program.decision.period)
        }
        HeldEqual::Rounding => differs(&[RulePart::Rounding]),
        HeldEqual::Readings => readings(old) || readings(new),
    };
    let all = [HeldEqual::Lists, HeldEqual::Procedures, HeldEqual::Days, HeldEqual::Rounding, HeldEqual::Readings];
    all.into_iter().filter(|it| holds(*it)).collect()
}

/// The consequences of one text that the other does not have.
pub fn lost(of: &Program, other: &Program) -> Vec<usize> {
    let has = |text: &str| other.consequences.iter().any(|it| key(&it.text) == key(text));
    of.consequences.iter().enumerate().filter(|it| !has(&it.1.text)).map(|it| it.0).collect()
}

/// A period without its year.
fn shape(period: Option<Days>) -> Option<(i32, [u32; 4])> {
    let (from, to) = period.map(|it| (it.from.date(), it.to.date()))?;
    Some((from.year() - to.year(), [from.month(), from.day(), to.month(), to.day()]))
}
