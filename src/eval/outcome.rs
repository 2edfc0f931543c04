//! Results: one for each unit × provision × indicator × period.

use std::collections::BTreeSet;

use super::count::Index;
use super::env::Env;
use super::ledger::Ledger;
use super::measure::{Asked, Counter};
use super::score::Scores;
use super::sets::Units;
use super::subjects::{Subject, answers, by_procedure, exceptions, grain, subjects};
use super::tries::{Tries, event_days, ways};
use super::truth::{Date3, Moment};
use super::verdict::{Goal, Numbers, judge, margin};
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
    let mut out = Vec::new();
    for (at, quota) in plan.quotas.iter().enumerate() {
        out.extend(of_quota(plan, index, env, at, quota, wanted, cuts));
    }
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

/// No day at all.
const NO_DAYS: Days = Days { from: Day(1), to: Day(0) };

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
    let mut counted: Vec<Counted> = subjects.into_iter().map(Counted::of).collect();
    for day in &tries.days {
        let days = event_days(env, tries.event, *day);
        let moment = Moment { plan, events: &days, readings, period: env.period };
        let spans = periods(moment.days(quota.stretch.as_ref()), grain.every);
        let mut counter = Counter::new(&moment, quota, index, env.strict, grain);
        for it in &mut counted {
            let answers = answers(plan, it.subject.unit, grain);
            let spans: Vec<Days> = spans.iter().map(|it| it.meet(answers)).collect();
            let spans = left_over(&spans, &exceptions(&moment, at, quota, &it.subject));
            let procedure =
                it.subject.procedure.as_ref().and_then(|it| index.procedures.iter().position(|at| at == it));
            let procedure = procedure.map(|it| it as u32);
            let mut count = |period: Days| {
                let subject = &it.subject;
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
                    return super::sets::average(&goal(env, at, subject.unit, quota), &each);
                }
                counter.numbers(asked, &mut cut)
            };
            it.tries.push(spans.into_iter().map(|it| (it, count(it))).collect());
        }
    }
    let mut out = Vec::new();
    for Counted { subject, tries: counts } in counted {
        for place in 0..counts.iter().map(Vec::len).max().unwrap_or_default() {
            let nothing = || (NO_DAYS, Numbers::default());
            let (periods, numbers): (Vec<Days>, Vec<Numbers>) =
                counts.iter().map(|it| it.get(place).cloned().unwrap_or_else(nothing)).unzip();
            out.push(result(plan, env, at, quota, subject.clone(), &periods, &tries, &numbers));
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

/// A subject with its periods and numbers in each try.
struct Counted {
    subject: Subject,
    tries: Vec<Vec<(Days, Numbers)>>,
}

impl Counted {
    fn of(subject: Subject) -> Self {
        Self { subject, tries: Vec::new() }
    }
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
    periods: &[Days],
    tries: &Tries,
    numbers: &[Numbers],
) -> Result {
    let goal = goal(env, at, subject.unit, quota);
    let verdicts: Vec<Verdict> = numbers.iter().map(|it| judge(&goal, it)).collect();
    let first = verdicts.first().copied().unwrap_or(Verdict::NoDossiers);
    let agree = verdicts.iter().all(|it| *it == first);
    // Of several days the least favourable is shown, and of these the earliest.
    let mut shown = 0;
    for (place, it) in numbers.iter().enumerate().skip(1) {
        let best = numbers.get(shown).unwrap_or(it);
        if margin(&goal, it) < margin(&goal, best) {
            shown = place;
        }
    }
    let varies = numbers
        .windows(2)
        .any(|it| matches!(it, [one, two] if (one.numerator, one.denominator) != (two.numerator, two.denominator)));
    let numbers = numbers.get(shown).cloned().unwrap_or_default();
    let period = periods.get(shown).copied().unwrap_or(env.period);
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
            intervals = intervals_of(event, tries, &verdicts);
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

fn intervals_of(event: EventId, tries: &Tries, verdicts: &[Verdict]) -> Vec<Interval> {
    let mut out: Vec<Interval> = Vec::new();
    for (day, verdict) in tries.days.iter().zip(verdicts) {
        match out.last_mut() {
            Some(last) if last.verdict == *verdict => last.to = Some(*day),
            _ => out.push(Interval { event, from: Some(*day), to: Some(*day), verdict: *verdict }),
        }
    }
    if let Some(first) = out.first_mut() {
        first.from = tries.ends.0;
    }
    if let Some(last) = out.last_mut() {
        last.to = tries.ends.1;
    }
    out
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
