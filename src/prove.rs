//! Plan → proof: exactly one rule for each cell. A cell is a unit, a procedure and a day; [`prove`] asks the rules about
//! every class of procedures, every tier, every stretch of days, every choice of the readings and every day of an
//! unknown event, so what it says holds for all counts. Nothing is sampled: between two neighbouring dates of the rules
//! an answer cannot change.

mod dates;
mod error;
mod moments;
mod picture;
mod procedures;
mod readings;
mod units;
mod windows;
pub mod words;

use std::collections::BTreeSet;

pub use picture::{Case, Edge, Piece, Way};

use crate::check::program::{Excluded, Exclusion};
use crate::eval::{Env, Moment, Rule, Settings};
use crate::lang::say;
use crate::plan::{BoundQuota, ClassId, Plan};
use crate::problem::{Problem, Severity};
use crate::term::Tier;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// What was proved of a plan, and what was found.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// The assessment period; none where the rule file leaves it open, and then nothing is asked of days.
    pub period: Option<Days>,
    /// Quotas with the rules of each class of procedures; quotas that show the same stand together.
    pub places: Vec<Place>,
    /// What was found: errors first, then what is good to know, acknowledged or not.
    pub problems: Vec<Problem>,
}

/// Quotas under which the same procedures count on the same days.
#[derive(Debug, Clone)]
pub struct Place {
    /// The quotas, by their places in the plan, and the tier of the units where the rules ask for it.
    pub quotas: Vec<(usize, Option<Tier>)>,
    /// The units that they bind.
    pub units: BTreeSet<UnitId>,
    /// The procedures inside the scope.
    pub cases: Vec<Case>,
    /// The classes that the scope leaves out.
    pub outside: Vec<ClassId>,
}

impl Proof {
    /// The rule that was proved for a cell: the quota at a place of the plan, the class of a procedure, the tier of the
    /// unit, at a moment, on a day of the period. None: the proof says nothing of it, or not which of several answers
    /// belongs to which days of several unknown events.
    pub fn rule(&self, moment: &Moment, at: usize, class: ClassId, tier: Tier, day: Day) -> Option<&Rule> {
        let asked = |it: &&Place| it.quotas.iter().any(|it| it.0 == at && it.1.is_none_or(|it| it == tier));
        let place = self.places.iter().find(asked)?;
        if place.outside.contains(&class) {
            return Some(&Rule::OutOfScope);
        }
        let case = place.cases.iter().find(|it| it.classes.contains(&class))?;
        let mut ways = case.ways.iter().filter(|it| it.holds(moment));
        ways.next().filter(|_| ways.next().is_none())?.rule_on(moment, moment.period, day)
    }
}

/// Proves what can be proved of a plan.
pub fn prove(plan: &Plan) -> Proof {
    let mut proof = Proof { period: plan.program.decision.period, ..Proof::default() };
    let mut work = Work { plan, problems: Vec::new(), used: BTreeSet::new() };
    work.unbound();
    if let (Some(period), Ok(env)) = (proof.period, Env::new(plan, &Settings::default())) {
        work.ended(period);
        let (places, skipped) = places(plan, &env);
        for at in skipped {
            work.problems.push(error::too_many(at.span).cite(Some(plan.program.cite(at.provision))));
        }
        work.overlaps(&places);
        work.uncovered(&env, &places);
        work.counts_nothing(&places);
        work.windows(&env);
        work.readings(&env);
        work.published_again(&env);
        work.published_not_counted(&places);
        work.both_dates();
        proof.places = places;
    } else if !plan.quotas.is_empty() {
        work.problems.push(error::open_period(plan.program.decision.span));
    }
    work.stale();
    work.problems.sort_by_key(|it| it.severity);
    proof.problems = work.problems;
    proof
}

/// The finding of problems.
struct Work<'a> {
    plan: &'a Plan,
    problems: Vec<Problem>,
    /// The exclusions and acknowledgements that were good for something.
    used: BTreeSet<usize>,
}

impl Work<'_> {
    /// The exclusions and acknowledgements of the rule file.
    fn exclusions(&self) -> impl Iterator<Item = (usize, &Exclusion)> {
        self.plan.program.exclusions.iter().enumerate()
    }

    /// Whether what an exclusion says is the writer's word, not the law's.
    fn is_outside(&self, exclusion: &Exclusion) -> bool {
        self.plan.program.path(exclusion.provision).any(|it| self.plan.program.provision(it).outside)
    }

    /// What was found, marked as acknowledged by a statement of the rule file.
    fn acknowledged(&mut self, problem: Problem, at: usize) {
        self.used.insert(at);
        let Some(exclusion) = self.plan.program.exclusions.get(at) else { return };
        let because = &exclusion.because;
        let note = say!("đã ghi nhận, vì: {because}", "acknowledged, because: {because}");
        let problem = Problem { severity: Severity::Note, help: None, ..problem };
        self.problems.push(problem.and(exclusion.span, say!("được ghi nhận ở đây", "acknowledged here")).note(note));
    }

    /// Statements that acknowledge or exclude nothing.
    fn stale(&mut self) {
        let stale = |(at, it): &(usize, &Exclusion)| {
            let procedures = matches!(it.what, Excluded::Procedures(_));
            let units = matches!(it.what, Excluded::Units(_));
            !self.used.contains(at) && (procedures || units && it.leave_open)
        };
        let open = self.plan.program.decision.period.is_none() || self.plan.quotas.is_empty();
        let stale: Vec<Problem> = self
            .exclusions()
            .filter(stale)
            .filter(|_| !open)
            .map(|(_, it)| error::stale(it.span, it.leave_open).cite(Some(self.plan.program.cite(it.provision))))
            .collect();
        self.problems.extend(stale);
    }
}

/// A quota, and the place of what it shows for the units of each tier.
type Seen = (usize, Vec<(Option<Tier>, usize)>);

/// The quotas with their pictures; and those with more moments than can be looked at.
fn places<'a>(plan: &'a Plan, env: &Env) -> (Vec<Place>, Vec<&'a BoundQuota>) {
    let mut places: Vec<Place> = Vec::new();
    let mut skipped = Vec::new();
    // Quotas under the same rules are asked once.
    let mut seen: Vec<Seen> = Vec::new();
    for (at, quota) in plan.quotas.iter().enumerate() {
        let alike = |it: &&Seen| plan.quotas.get(it.0).is_some_and(|it| it.is_ruled_like(quota));
        let tiers = picture::tiers(plan, quota);
        let several = tiers.len() > 1 || picture::asks_tier(plan, quota);
        let held = seen.iter_mut().find(|it| alike(&&**it));
        let mut known: Vec<(Option<Tier>, usize)> = held.map(|it| it.1.clone()).unwrap_or_default();
        let mut asked = None;
        for (tier, units) in tiers {
            let named = several.then_some(tier);
            let place = match known.iter().find(|it| it.0 == named) {
                Some((_, place)) => *place,
                None => {
                    if asked.is_none() {
                        asked = moments::moments(plan, env, quota);
                    }
                    let Some(asked) = &asked else {
                        skipped.push(quota);
                        break;
                    };
                    let (outside, cases): (Vec<Case>, Vec<Case>) = picture::cases(plan, env, quota, asked, tier)
                        .into_iter()
                        .partition(|it| it.always(|it| it.rule == Rule::OutOfScope));
                    let outside: Vec<ClassId> = outside.into_iter().flat_map(|it| it.classes).collect();
                    let same = places.iter().position(|it| {
                        it.outside == outside
                            && it.cases.len() == cases.len()
                            && it
                                .cases
                                .iter()
                                .zip(&cases)
                                .all(|(one, two)| one.classes == two.classes && picture::same(&one.ways, &two.ways))
                    });
                    let place = same.unwrap_or_else(|| {
                        places.push(Place { quotas: Vec::new(), units: BTreeSet::new(), cases, outside });
                        places.len() - 1
                    });
                    known.push((named, place));
                    place
                }
            };
            if let Some(it) = places.get_mut(place) {
                it.quotas.push((at, named));
                it.units.extend(units);
            }
        }
        match seen.iter_mut().find(|it| alike(&&**it)) {
            Some(it) => it.1 = known,
            None => seen.push((at, known)),
        }
    }
    (places, skipped)
}
