//! The verdicts of all units at once, as long as nothing that they depend on is open.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use super::board::{Answers, Board, Seats, is_plain};
use super::count::Index;
use super::env::Env;
use super::grid::{Grid, Kin};
use super::outcome::{self, goal};
use super::subjects::{grain, subjects};
use super::tries::{Tries, event_days, ways};
use super::truth::Moment;
use super::verdict::{Goal, judged as judged_by};
use crate::plan::{BoundQuota, Plan};
use crate::term::Verdict;
use crate::text::Days;
use crate::world::UnitId;

/// How one quota stands: for each unit that it judges, by place.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The place of the quota in the plan.
    pub quota: usize,
    /// The days, both ends counted.
    pub period: Days,
    /// Who is judged, in the order of [`super::Outcome::results`].
    pub units: Arc<Vec<UnitId>>,
    /// Dossiers in the numerator and in the denominator, as in [`super::Numbers`].
    pub numbers: Vec<(u64, u64)>,
    /// What the value of each is held against.
    pub goals: Goals,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
}

/// What values are held against: one thing for all, or each its own.
#[derive(Debug, Clone)]
pub enum Goals {
    /// The same for all.
    All(Goal),
    /// By place.
    Each(Vec<Goal>),
}

impl Goals {
    /// That of a place.
    pub fn get(&self, at: usize) -> Option<Goal> {
        match self {
            Self::All(it) => Some(*it),
            Self::Each(all) => all.get(at).copied(),
        }
    }
}

/// Under what quotas were asked who is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Under {
    readings: Vec<usize>,
    wholes: Vec<Days>,
}

/// Who is judged under each quota of a plan.
#[derive(Debug)]
pub struct Table {
    under: Under,
    judged: Vec<Judged>,
}

/// Who is judged under a quota.
#[derive(Debug)]
struct Judged {
    units: Arc<Vec<UnitId>>,
    seats: Seats,
    kins: Vec<Kin>,
}

/// How all quotas stand. None: something about them is open, or not the board's to answer. Errors, as in
/// [`super::results_for`]: `cuts` tells of supplied days that a period cuts.
pub fn standings(
    plan: &Plan,
    index: &Index,
    env: &Env,
    table: &OnceLock<Table>,
    cuts: &mut Vec<(Days, String)>,
) -> Option<Vec<Standing>> {
    if !plan.delegated.is_empty() || !plan.quotas.iter().all(|it| is_plain(plan, it)) {
        return None;
    }
    let readings = env.chosen();
    for quota in &plan.quotas {
        let ways = ways(plan, quota, env);
        let tries = Tries::of(plan, quota, &readings, env, None);
        if !ways.complete || ways.each.len() != 1 || tries.event.is_some() {
            return None;
        }
    }
    let board = index.board(plan)?;
    let events = event_days(env, None, env.period.from);
    let moment = Moment { plan, events: &events, readings: &readings, period: env.period };
    let wholes = plan.quotas.iter().map(|it| moment.days(it.stretch.as_ref())).collect();
    let under = Under { readings: readings.clone(), wholes };
    let held = table.get_or_init(|| Table::new(&moment, index, board, under.clone()));
    let own;
    let table = if held.under == under {
        held
    } else {
        own = Table::new(&moment, index, board, under);
        &own
    };
    // Quotas under the same rules count the same.
    let mut counted: Vec<(usize, &[Kin], Rc<Answers>)> = Vec::new();
    let mut out: Vec<Standing> = Vec::with_capacity(plan.quotas.len());
    for (at, (quota, judged)) in plan.quotas.iter().zip(&table.judged).enumerate() {
        let is_same = |it: &&(usize, &[Kin], Rc<Answers>)| {
            it.1 == judged.kins && plan.quotas.get(it.0).is_some_and(|it| it.is_ruled_like(quota))
        };
        let answers = match counted.iter().find(is_same) {
            Some(it) => it.2.clone(),
            None => {
                let grid = Grid::new(&moment, quota, board.facets());
                let answers = Rc::new(Answers::new(&grid, index, board, &judged.seats, env.strict)?);
                counted.push((at, &judged.kins, answers.clone()));
                answers
            }
        };
        let mut standing = Standing::new(env, at, quota, judged, &answers, moment.days(quota.stretch.as_ref()));
        standing.fill_in(plan, index, env, judged, cuts)?;
        out.push(standing);
    }
    Some(out)
}

impl Table {
    fn new(moment: &Moment, index: &Index, board: &Board, under: Under) -> Self {
        let plan = moment.plan;
        let judged = |((at, quota), whole): ((usize, &BoundQuota), &Days)| {
            let grain = grain(plan, quota, moment.readings);
            let all = subjects(plan, at, quota, moment.readings, *whole, grain, &|_| true);
            let seats = Seats::new(moment, index, board, quota, *whole, &all);
            Judged { units: Arc::new(all.iter().filter_map(|it| it.unit).collect()), kins: seats.kins(), seats }
        };
        Self { judged: plan.quotas.iter().enumerate().zip(&under.wholes).map(judged).collect(), under }
    }
}

impl Standing {
    fn new(env: &Env, at: usize, quota: &BoundQuota, judged: &Judged, answers: &Answers, period: Days) -> Self {
        let units = judged.units.clone();
        let own = |it: &UnitId| env.amounts.contains_key(&(at, Some(*it)));
        let goals = if env.amounts.is_empty() || !units.iter().any(own) {
            Goals::All(goal(env, at, None, quota))
        } else {
            Goals::Each(units.iter().map(|it| goal(env, at, Some(*it), quota)).collect())
        };
        let (mut numbers, mut verdicts) = (Vec::with_capacity(units.len()), Vec::with_capacity(units.len()));
        for (place, sums) in answers.each(&judged.seats).enumerate() {
            numbers.push((sums.above, sums.below));
            verdicts.push(match goals.get(place) {
                _ if sums.waits > 0 => Verdict::Undecided,
                _ if sums.lacks > 0 => Verdict::NotComputable,
                Some(goal) => judged_by(&goal, i128::from(sums.above), u128::from(sums.below)),
                None => Verdict::Undecided,
            });
        }
        Self { quota: at, period, units, numbers, goals, verdicts }
    }

    /// Works out one by one what the board does not answer for. None: a number is larger than it holds.
    fn fill_in(
        &mut self,
        plan: &Plan,
        index: &Index,
        env: &Env,
        judged: &Judged,
        cuts: &mut Vec<(Days, String)>,
    ) -> Option<()> {
        let odd: HashMap<UnitId, usize> =
            judged.seats.odd.iter().filter_map(|at| Some((*judged.units.get(*at)?, *at))).collect();
        let Some(quota) = plan.quotas.get(self.quota).filter(|_| !odd.is_empty()) else { return Some(()) };
        let wanted = |it: Option<UnitId>| it.is_some_and(|it| odd.contains_key(&it));
        for result in outcome::of_quota(plan, index, env, self.quota, quota, &wanted, cuts) {
            let at = *odd.get(&result.subject.unit?)?;
            let held = &result.numbers;
            let numbers = (u64::try_from(held.numerator).ok()?, u64::try_from(held.denominator).ok()?);
            self.numbers.iter_mut().skip(at).take(1).for_each(|it| *it = numbers);
            self.verdicts.iter_mut().skip(at).take(1).for_each(|it| *it = result.verdict);
        }
        Some(())
    }
}
