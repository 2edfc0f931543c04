//! Scores, grades and ranks: what criteria make of what is measured, exactly, for each unit.

mod measured;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use super::count::Index;
use super::env::Env;
use super::truth::Lack;
use crate::check::program::{Asked, CriterionId, Form, Fraction, GroupAt};
use crate::plan::Plan;
use crate::source::Span;
use crate::syntax::ast::Peers;
use crate::term::{Comparator, Verdict};
use crate::text::Days;
use crate::world::UnitId;
use work::Work;

pub use measured::{preferred, unruled};

/// A value, or why there is none.
pub type Found = Result<Fraction, Missing>;

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The name of what has none.
    pub of: String,
    /// Why.
    pub because: Because,
}

/// Why something has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// There is nothing to measure.
    NoDossiers,
    /// It depends on days, lists or readings that are not known.
    Waits(Vec<String>),
    /// The input does not say.
    Lacks(BTreeSet<Lack>),
    /// No quota is assigned to the unit.
    NoQuota,
    /// None of the peers has a value.
    NoPeers,
    /// Something is divided by zero.
    DividesByZero,
    /// The numbers grow too large to be exact.
    TooLarge,
    /// The text says `chưa rõ`.
    Unknown,
    /// It is not for this unit.
    NotMeant,
    /// The unit was merged into another, which has its counts.
    MergedInto(String),
}

impl Missing {
    /// The verdict that says the same.
    pub fn verdict(&self) -> Verdict {
        match self.because {
            Because::NoDossiers | Because::NoPeers | Because::DividesByZero => Verdict::NoDossiers,
            Because::Waits(_) | Because::Unknown => Verdict::Undecided,
            _ => Verdict::NotComputable,
        }
    }
}

/// The score of a unit under a criterion, in points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Whether the criterion is for the unit.
    pub applies: bool,
    /// The points, scaled and capped.
    pub points: Found,
    /// The points before they were scaled and capped.
    pub sum: Option<Fraction>,
    /// The most that the unit can have; none where no maximum is written.
    pub maximum: Option<Fraction>,
    /// Of a criterion with parts: the maxima of the parts that are for the unit.
    pub parts_maximum: Option<Fraction>,
    /// What it was worked out from, in the order of the text.
    pub notes: Vec<Note>,
}

/// A step on the way to a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Something was looked at.
    Looked(Looked, Form, Found),
    /// A step of a ladder was taken.
    Stepped(Asked, Step),
}

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// What the unit has.
    At(Asked),
    /// The quota that binds the unit for an indicator.
    Quota(crate::check::program::IndicatorId),
    /// What the peers have.
    Peers(Peers, Asked, GroupAt),
    /// The number that a provision assigns, of this decision or of another: where it is named.
    Assigned(Span),
}

/// Which step of a ladder was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The one from this bound on.
    From(Fraction),
    /// The one for nothing to measure.
    Absent,
    /// The one below all others.
    Rest,
}

/// All scores of an evaluation.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// The score of each unit under each criterion that was asked for it.
    pub scores: BTreeMap<(CriterionId, UnitId), Score>,
    /// The grade of each unit; none: the text says `chưa rõ`, or there is no value.
    pub grades: BTreeMap<(Asked, UnitId), Option<String>>,
    /// The ranks, in the order of the text.
    pub rankings: Vec<Ranked>,
    /// Units without a value that a look at the peers left out, by what was looked at.
    pub left_out: BTreeMap<Asked, BTreeSet<UnitId>>,
    /// Units with values from counts that were made before.
    pub precounted: BTreeSet<UnitId>,
    /// Units with a score that is graded, and no ladder for them.
    pub ungraded: BTreeMap<Asked, BTreeSet<UnitId>>,
}

/// The units of a ranking.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Its place in the program.
    pub ranking: usize,
    /// Those with a value, best first; of equal ones in the order of the register.
    pub places: Vec<Place>,
    /// Those without, and why.
    pub unranked: Vec<(UnitId, Missing)>,
}

/// A place in a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The rank, from 1; equal values share it, and the next one is skipped.
    pub rank: usize,
    /// Whether others have the same.
    pub tied: bool,
    /// Whose it is.
    pub unit: UnitId,
    /// The value.
    pub value: Fraction,
}

/// Scores, grades and ranks all units; `cuts` is told of supplied days that the assessment period cuts.
pub fn scores(plan: &Plan, index: &Index, env: &Env, cuts: &mut Vec<(Days, String)>) -> Scores {
    let scoring = &plan.program.scoring;
    if scoring.is_empty() {
        return Scores::default();
    }
    let mut work = Work::new(plan, index, env, cuts);
    for (id, _) in scoring.all().filter(|it| it.1.parent.is_none()) {
        for unit in work.scored(id) {
            work.criterion(id, unit);
        }
    }
    let mut out = Scores::default();
    for at in 0..scoring.rankings.len() {
        out.rankings.extend(ranked(&mut work, at));
    }
    let graded: BTreeSet<Asked> = scoring.grades.iter().map(|it| it.of).collect();
    for of in graded {
        for unit in work.graded(of) {
            match work.grade(of, unit) {
                Some(grade) => {
                    out.grades.insert((of, unit), grade);
                }
                None => {
                    out.ungraded.entry(of).or_default().insert(unit);
                }
            }
        }
    }
    Scores { precounted: work.precounted(), scores: work.held, left_out: work.left_out, ..out }
}

fn ranked(work: &mut Work, at: usize) -> Option<Ranked> {
    let plan = work.plan;
    let ranking = plan.program.scoring.rankings.get(at)?;
    let mut places = Vec::new();
    let mut unranked = Vec::new();
    match work.group(ranking.group) {
        Ok(units) => {
            for unit in units {
                match work.asked(ranking.of, unit) {
                    Ok(value) => places.push(Place { rank: 0, tied: false, unit, value }),
                    Err(missing) => unranked.push((unit, missing)),
                }
            }
        }
        Err(missing) => {
            let units: BTreeSet<UnitId> = work.every_unit(ranking.group);
            unranked.extend(units.into_iter().map(|it| (it, missing.clone())));
        }
    }
    // Of an indicator with ceilings only, less is better.
    let less_is_better = matches!(ranking.of, Asked::Indicator(id) if {
        let mut quotas = plan.quotas.iter().filter(|it| it.indicator == id).peekable();
        quotas.peek().is_some() && quotas.all(|it| matches!(it.comparator, Comparator::AtMost | Comparator::Below))
    });
    places.sort_by(|one, two| if less_is_better { one.value.cmp(&two.value) } else { two.value.cmp(&one.value) });
    let values: Vec<Fraction> = places.iter().map(|it| it.value).collect();
    for it in &mut places {
        it.rank = values.iter().position(|value| *value == it.value).unwrap_or_default() + 1;
        it.tied = values.iter().filter(|value| **value == it.value).count() > 1;
    }
    Some(Ranked { ranking: at, places, unranked })
}
