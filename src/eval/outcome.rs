//! Results: one for each unit × provision × indicator × period.

use std::collections::BTreeSet;

use super::board::{Answers, Seats, is_plain};
use super::count::Index;
use super::env::Env;
use super::grid::Grid;
use super::ledger::Ledger;
use super::measure::{Asked, Counter};
use super::score::Scores;
use super::sets::Units;
use super::subjects::{Subject, answers, by_procedure, exceptions, grain, subjects};
use super::tried::Tried;
use super::tries::{Tries, event_days, ways};
use super::truth::{Date3, Moment};
use super::verdict::{Goal, Numbers};
use super::warnings::Warning;
use crate::check::program::{EventId, Grain, IndicatorId, ProvisionId};
use crate::plan::{BoundQuota, Plan};
use crate::syntax::ast::Every;
use crate::term::{Basis, Comparator, Force, Verdict};
use crate::text::{Day, Days};
use crate::world::UnitId;

/// What an evaluation returns.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The results: by quota in the order of the text, then by unit in the order of the register.
    pub results: Vec<Result>,
    /// What became of every dossier.
    pub ledger: Ledger,
    /// What should be known beside the results.
    pub warnings: Vec<Warning>,
    /// For each consequence that the text attaches to verdicts: its place in the program, and the codes of the units
    /// that it meets.
    pub consequences: Vec<(usize, Vec<String>)>,
    /// Scores, grades and ranks.
    pub scores: Scores,
}

/// The verdict of a unit under a quota in a period.
#[derive(Debug, Clone)]
pub struct Result {
    /// Who is judged.
    pub subject: Subject,
    /// The place of the quota in the plan; none for a number that is yet to be assigned.
    pub quota: Option<usize>,
    /// Where it is ordered.
    pub provision: ProvisionId,
    /// What is measured.
    pub indicator: IndicatorId,
    /// The days, both ends counted.
    pub period: Days,
    /// Whether it binds.
    pub force: Force,
    /// What the value is held against.
    pub goal: Goal,
    /// The row and column of the quota table it stands in.
    pub cell: Option<(usize, usize)>,
    /// The numbers shown: those of the least favourable day, where there are several.
    pub numbers: Numbers,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether any of the counts were made before by this rule.
    pub precounted: bool,
    /// Whether the period is not over.
    pub provisional: bool,
    /// More dossiers, all online: how many are needed.
    pub needed_online: Option<u128>,
    /// Of the dossiers there are, how many would have to be online in place of something else.
    pub needed_converted: Option<u128>,
    /// What a verdict waits for: events, lists, readings, decisions.
    pub waits_on: Vec<String>,
    /// The day for which the numbers are shown, where it makes a difference.
    pub as_if: Option<(EventId, Day)>,
    /// The verdict on each day of the event it waits for.
    pub intervals: Vec<Interval>,
}

/// Days of an event on which the verdict is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The event.
    pub event: EventId,
    /// From when; none: however early.
    pub from: Option<Day>,
    /// Until when, included; none: however late.
    pub to: Option<Day>,
    /// The verdict.
    pub verdict: Verdict,
}

/// The results of all subjects that are wanted.
pub fn results(
    plan: &Plan,
    index: &Index,
    env: &Env,
    wanted: &dyn Fn(Option<UnitId>) -> bool,
    cuts: &mut Vec<(Days, String)>,
) -> Vec<Result> {
    let quotas = plan.quotas.iter().enumerate();
    let each: Vec<Vec<Result>> = quotas.map(|it| of_quota(plan, index, env, it.0, it.1, wanted, cuts)).collect();
    let mut out = Vec::with_capacity(each.iter().map(Vec::len).sum());
    out.extend(each.into_iter().flatten());
    out.extend(of_delegations(plan, env).into_iter().filter(|it| wanted(it.subject.unit)));
    out
}

/// The results of a quota, of the subjects that are wanted; `at` is its place in the plan, or past all of them where it
/// has none.
pub fn of_quota(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    wanted: &dyn Fn(Option<UnitId>) -> bool,
    cuts: &mut Vec<(Days, String)>,
) -> Vec<Result> {
    // Of a quota that judges nobody who is wanted nothing is worked out.
    let alone = quota.grain.pooled.is_none() && quota.grain_reading.is_none();
    if alone && !quota.units.all().any(|it| it.keys().any(|id| wanted(Some(*id)))) {
        return Vec::new();
    }
    let ways = ways(plan, quota, env);
    let mut tried: Vec<Vec<Result>> = Vec::new();
    for readings in &ways.each {
        tried.push(under(plan, index, env, at, quota, readings, wanted, cuts));
    }
    let mut results = tried.first().cloned().unwrap_or_default();
    // A reading without a default decides nothing by itself: all choices must agree.
    for (place, result) in results.iter_mut().enumerate() {
        let same = |other: &Vec<Result>| {
            other.get(place).is_some_and(|it| it.verdict == result.verdict && it.subject == result.subject)
        };
        if !ways.complete
            || !tried.iter().all(same)
            || tried.iter().any(|it| it.len() != tried.first().map_or(0, Vec::len))
        {
            result.verdict = Verdict::Undecided;
            for id in &ways.open {
                result.waits_on.push(plan.program.reading(*id).name.clone());
            }
        }
    }
    results
}

/// Whether counts that were made before are not taken: none are when that was asked for, and a total without a day is
/// not that of each month.
pub fn is_refused(strict: bool, grain: Grain, series: &super::count::Series) -> bool {
    let dateless = [Basis::Received, Basis::Resolved].iter().all(|it| series.dateless(*it) == Some(Date3::Unsaid));
    let steps = matches!(grain.every, Some(Every::Month | Every::Quarter | Every::Year));
    super::ledger::is_precounted(series) && (strict || steps && dateless)
}

/// The results under choices of the readings.
#[expect(clippy::too_many_arguments, reason = "all of it decides a result")]
pub fn under(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    wanted: &dyn Fn(Option<UnitId>) -> bool,
    cuts: &mut Vec<(Days, String)>,
) -> Vec<Result> {
    let tries = Tries::of(plan, quota, readings, env, index.days());
    let base_days = event_days(env, tries.event, tries.days.first().copied().unwrap_or(env.period.from));
    let base = Moment { plan, events: &base_days, readings, period: env.period };
    let whole = base.days(quota.stretch.as_ref());
    let grain = grain(plan, quota, readings);
    let mut subjects = subjects(plan, at, quota, readings, whole, grain, wanted);
    if grain.every == Some(Every::Procedure) {
        subjects = subjects.into_iter().flat_map(|it| by_procedure(index, it)).collect();
    }
    // The ends of a period may be pending too: each try has its own.
    let goals: Vec<Goal> = subjects.iter().map(|it| goal(env, at, it.unit, quota)).collect();
    let mut tried = side_by_side(&base, index, env, at, quota, whole, (&subjects, &goals), &tries);
    for (try_at, day) in tries.days.iter().enumerate() {
        let open = subjects.iter().zip(&goals).zip(&mut tried).filter_map(|it| match it.1 {
            Places::Open(places) => Some((it.0.0, it.0.1, places)),
            Places::Done(_) => None,
        });
        let mut open = open.peekable();
        if open.peek().is_none() {
            break;
        }
        let days = event_days(env, tries.event, *day);
        let moment = Moment { plan, events: &days, readings, period: env.period };
        let spans = periods(moment.days(quota.stretch.as_ref()), grain.every);
        let mut counter = Counter::new(&moment, quota, index, env.strict, grain);
        for (subject, goal, places) in open {
            let answers = answers(plan, subject.unit, grain);
            let spans: Vec<Days> = spans.iter().map(|it| it.meet(answers)).collect();
            let spans = left_over(&spans, &exceptions(&moment, at, quota, subject));
            let procedure = subject.procedure.as_ref().and_then(|it| index.procedures.iter().position(|at| at == it));
            let procedure = procedure.map(|it| it as u32);
            let mut count = |period: Days| {
                let asked = Asked {
                    units: &subject.members,
                    subject: subject.unit,
                    together: Some(&subject.together),
                    procedure,
                    period,
                    whole,
                };
                let mut cut = |days| cuts.push((days, subject.name.clone()));
                if grain.averaged && subject.pooled {
                    let each = subject.together.values().map(|units| Asked { units, together: None, ..asked });
                    let each: Vec<Numbers> = each.map(|it| counter.numbers(it, &mut cut)).collect();
                    return super::sets::average(goal, &each);
                }
                counter.numbers(asked, &mut cut)
            };
            places.resize_with(places.len().max(spans.len()), Tried::default);
            for (tried, span) in places.iter_mut().zip(spans) {
                tried.see(goal, try_at, span, count(span));
            }
        }
    }
    let mut out = Vec::with_capacity(subjects.len());
    for ((subject, goal), places) in subjects.into_iter().zip(goals).zip(tried) {
        let (Places::Open(places) | Places::Done(places)) = places;
        for mut tried in places {
            tried.end(&goal, tries.days.len());
            out.push(result(plan, env, at, quota, subject.clone(), goal, &tries, tried));
        }
    }
    // A procedure that the quota does not count has no verdict of its own, unless the unit has no other.
    let is_idle = |it: &Result| it.subject.procedure.is_some() && it.verdict == Verdict::NoDossiers;
    let busy: BTreeSet<Option<UnitId>> = out.iter().filter(|it| !is_idle(it)).map(|it| it.subject.unit).collect();
    let mut idle: BTreeSet<Option<UnitId>> = BTreeSet::new();
    out.retain_mut(|it| {
        if !is_idle(it) {
            return true;
        }
        it.subject.procedure = None;
        !busy.contains(&it.subject.unit) && idle.insert(it.subject.unit)
    });
    out
}

/// What came of the tries for each period of a subject.
enum Places {
    /// It has yet to be counted.
    Open(Vec<Tried>),
    Done(Vec<Tried>),
}

/// So many subjects are counted side by side.
const MANY: usize = 2;

/// What came of the tries for all subjects that the board answers for.
#[expect(clippy::too_many_arguments, reason = "all of it decides a result")]
fn side_by_side(
    base: &Moment,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    whole: Days,
    (subjects, goals): (&[Subject], &[Goal]),
    tries: &Tries,
) -> Vec<Places> {
    let open = || subjects.iter().map(|_| Places::Open(Vec::new())).collect();
    let plan = base.plan;
    let many = subjects.len() >= MANY && plan.quotas.len() > at && is_plain(plan, quota);
    let Some(board) = many.then(|| index.board(plan)).flatten() else { return open() };
    let seats = Seats::new(base, index, board, quota, whole, subjects);
    let supplied = board.supplied(&Grid::new(base, quota, board.facets()), &seats);
    let mut odd = seats.odd.clone();
    let mut tried: Vec<Tried> = subjects.iter().map(|_| Tried::default()).collect();
    for (try_at, day) in tries.days.iter().enumerate() {
        let days = event_days(env, tries.event, *day);
        let moment = Moment { events: &days, ..*base };
        let grid = Grid::new(&moment, quota, board.facets());
        let Some(answers) = Answers::new(&grid, index, board, &seats, env.strict) else { return open() };
        let period = moment.days(quota.stretch.as_ref());
        let each = answers.each(&seats).zip(&supplied).zip(goals).zip(&mut tried);
        for (place, (((sums, supplied), goal), tried)) in each.enumerate() {
            // What is lacking is told by name.
            if sums.lacks > 0 || sums.waits > 0 {
                odd.insert(place);
            }
            let numbers = Numbers {
                numerator: i128::from(sums.above),
                denominator: u128::from(sums.below),
                supplied: u128::from(*supplied),
                precounted: sums.before > 0,
                ..Numbers::default()
            };
            tried.see(goal, try_at, period, numbers);
        }
    }
    let place = |(at, it)| if odd.contains(&at) { Places::Open(Vec::new()) } else { Places::Done(vec![it]) };
    tried.into_iter().enumerate().map(place).collect()
}

/// What is left of stretches of days without others.
fn left_over(spans: &[Days], taken: &[Days]) -> Vec<Days> {
    let mut left = spans.to_vec();
    for taken in taken.iter().filter(|it| !it.is_empty()) {
        let without = |it: Days| {
            let meet = it.meet(*taken);
            if meet.is_empty() {
                return vec![it];
            }
            let ends = [Days::new(it.from, meet.from.plus(-1)), Days::new(meet.to.plus(1), it.to)];
            ends.into_iter().filter(|it| !it.is_empty()).collect()
        };
        left = left.into_iter().flat_map(without).collect();
    }
    left
}

#[expect(clippy::too_many_arguments, reason = "all of it stands in a result")]
fn result(
    plan: &Plan,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    subject: Subject,
    goal: Goal,
    tries: &Tries,
    tried: Tried,
) -> Result {
    let (first, agree, varies, shown) = (tried.first(), tried.agrees(), tried.varies, tried.shown);
    let every_day = tries.event.filter(|_| !agree).map(|event| tried.intervals(event, tries));
    let (numbers, period) = (tried.numbers, tried.period.unwrap_or(env.period));
    let mut waits_on: Vec<String> = numbers.waits.iter().map(|it| list_name(plan, *it)).collect();
    let mut verdict = first;
    let mut intervals = Vec::new();
    if let Some(event) = tries.event {
        let depends = !agree || varies;
        if !tries.others.is_empty() && (depends || numbers.supplied > 0) {
            // Several unknown days: one was tried day by day while the others stood still, so nothing is said of a unit
            // with any dossiers.
            verdict = Verdict::Undecided;
            waits_on.push(plan.program.event(event).name.clone());
            waits_on.extend(tries.others.iter().map(|it| plan.program.event(*it).name.clone()));
        } else if !agree {
            verdict = Verdict::Undecided;
            waits_on.push(plan.program.event(event).name.clone());
            intervals = every_day.unwrap_or_default();
        }
    }
    if numbers.open {
        waits_on.push("kết quả của từng đơn vị".to_owned());
    }
    if goal.amount.is_none() {
        waits_on.push(plan.program.citation(quota.provision, crate::lang::Lang::Vi));
    }
    let alone = tries.others.is_empty();
    let as_if = tries.event.filter(|_| varies && alone).and_then(|event| Some((event, *tries.days.get(shown)?)));
    let mut result = Result {
        subject,
        quota: Some(at),
        provision: quota.provision,
        indicator: quota.indicator,
        period,
        force: quota.force,
        goal,
        cell: quota.cell,
        precounted: numbers.precounted,
        provisional: env.as_of.is_some_and(|it| it < period.to),
        needed_online: None,
        needed_converted: None,
        numbers,
        verdict,
        waits_on,
        as_if,
        intervals,
    };
    (result.needed_online, result.needed_converted) = super::verdict::needed(&result);
    result
}

/// What the values of a unit, or of several together, are held against.
pub fn goal(env: &Env, at: usize, unit: Option<UnitId>, quota: &BoundQuota) -> Goal {
    let amount = env.assumed(at, unit).or(quota.amount);
    Goal { comparator: quota.comparator, amount, form: quota.form, rounding: quota.rounding }
}

fn list_name(plan: &Plan, list: u16) -> String {
    plan.program.lists.get(list as usize).map_or_else(String::new, |it| it.name.clone())
}

/// A stretch by months, quarters or years; clipped at its ends.
pub fn periods(whole: Days, every: Option<Every>) -> Vec<Days> {
    let months = match every {
        None | Some(Every::Procedure) => return vec![whole],
        Some(Every::Month) => 1,
        Some(Every::Quarter) => 3,
        Some(Every::Year) => 12,
    };
    let mut out = Vec::new();
    let mut at = whole.from;
    while at <= whole.to {
        let date = at.date();
        let (year, month) = (chrono::Datelike::year(&date), chrono::Datelike::month(&date));
        let first = (month - 1) / months * months + 1;
        let Some(days) = Days::months(year, first, first + months - 1) else { break };
        out.push(days.meet(whole));
        at = days.to.plus(1);
    }
    out
}

/// Units for which another authority has yet to assign a number.
fn of_delegations(plan: &Plan, env: &Env) -> Vec<Result> {
    let mut out = Vec::new();
    for delegated in &plan.delegated {
        for (id, above) in &delegated.units {
            let unit = plan.world.units.get(*id);
            let state = unit.on(env.period.from);
            let form = plan.program.indicator(delegated.indicator).measure.form();
            let name = &plan.world.units.get(*above).on(env.period.from).name;
            let subject = Subject {
                unit: Some(*id),
                code: unit.code.clone(),
                name: state.name.clone(),
                tier: state.tier,
                members: vec![*id],
                together: Units::new(),
                pooled: false,
                procedure: None,
            };
            out.push(Result {
                subject,
                quota: None,
                provision: delegated.provision,
                indicator: delegated.indicator,
                period: env.period,
                force: Force::Must,
                goal: Goal { comparator: Comparator::AtLeast, amount: None, form, rounding: None },
                cell: None,
                numbers: Numbers::default(),
                verdict: Verdict::Undecided,
                precounted: false,
                provisional: false,
                needed_online: None,
                needed_converted: None,
                waits_on: vec![format!("quyết định của {name}")],
                as_if: None,
                intervals: Vec::new(),
            });
        }
    }
    out
}
