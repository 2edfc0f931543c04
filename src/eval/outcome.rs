//! Results: one for each unit × provision × indicator × period.

use std::collections::{BTreeMap, BTreeSet};

use super::count::Index;
use super::env::{Env, When};
use super::grid::Rules;
use super::ledger::Ledger;
use super::measure::{Asked, Counter};
use super::score::Scores;
use super::sets::Units;
use super::truth::{Date3, Moment};
use super::verdict::{Goal, Numbers, judge, margin};
use super::warnings::Warning;
use crate::check::program::{Date, EventId, Grain, IndicatorId, OutcomeOf, ProvisionId, ReadingId, Stretch};
use crate::plan::{BoundQuota, Plan};
use crate::syntax::ast::Every;
use crate::term::{Basis, Comparator, Force, Tier, Verdict};
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

/// Whom the consequences of a text meet.
pub fn consequences(plan: &Plan, results: &[Result]) -> Vec<(usize, Vec<String>)> {
    let program = &plan.program;
    let mut out = Vec::new();
    for (at, consequence) in program.consequences.iter().enumerate() {
        let holds = |who: (Option<UnitId>, &str), verdict: Verdict, of: OutcomeOf| {
            let own = results.iter().filter(|it| (it.subject.unit, it.subject.code.as_str()) == who);
            own.filter(|it| it.verdict == verdict).any(|it| match of {
                OutcomeOf::Provision(place) => program.within(it.provision, place),
                OutcomeOf::Indicator(id) => it.indicator == id,
            })
        };
        let mut units: Vec<(Option<UnitId>, &str)> = Vec::new();
        for it in results {
            let who = (it.subject.unit, it.subject.code.as_str());
            if !units.contains(&who) {
                units.push(who);
            }
        }
        units.retain(|who| {
            let mut each = consequence.outcomes.iter().map(|it| holds(*who, it.0, it.1));
            if consequence.all { each.all(|it| it) } else { each.any(|it| it) }
        });
        let mut codes: Vec<&str> = units.into_iter().map(|it| it.1).collect();
        codes.dedup();
        out.push((at, codes.into_iter().map(str::to_owned).collect()));
    }
    out
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

/// Who is judged: a unit, or several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The unit; of several together: the unit above them, if there is one.
    pub unit: Option<UnitId>,
    /// Its code; empty for several together with nothing above.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Tier,
    /// The units whose counts it has.
    pub members: Vec<UnitId>,
    /// Of several judged together: which units, each with those whose counts it has.
    pub together: Units,
    /// Whether several are judged together.
    pub pooled: bool,
    /// The procedure that is judged alone, by its code; none: all of them.
    pub procedure: Option<String>,
}

impl Subject {
    /// Whether a text names units that are judged together with nothing above: `tính chung`, `pooled`, or its name.
    pub fn is_called(&self, text: &str) -> bool {
        let wanted = crate::text::plain(text);
        self.unit.is_none()
            && (wanted == crate::text::plain(&self.name) || matches!(wanted.as_str(), "tinh chung" | "pooled"))
    }
}

/// Readings that nobody chose are tried in every way, as long as there are not more than these.
const MOST_CHOICES: usize = 64;

/// All results.
pub fn results(plan: &Plan, index: &Index, env: &Env, cuts: &mut Vec<(Days, String)>) -> Vec<Result> {
    let mut out = Vec::new();
    for (at, quota) in plan.quotas.iter().enumerate() {
        out.extend(of_quota(plan, index, env, at, quota, cuts));
    }
    out.extend(of_delegations(plan, env));
    out
}

fn of_quota(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    cuts: &mut Vec<(Days, String)>,
) -> Vec<Result> {
    let ways = ways(plan, quota, env);
    let mut tried: Vec<Vec<Result>> = Vec::new();
    for readings in &ways.each {
        tried.push(under(plan, index, env, at, quota, readings, cuts));
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

/// The readings without a choice that a quota depends on, and every way to choose; of too many ways some are left
/// out, and then nothing is decided.
pub struct Ways {
    /// The readings.
    pub open: Vec<ReadingId>,
    /// Each way: the place of the choice of each reading.
    pub each: Vec<Vec<usize>>,
    /// Whether these are all.
    pub complete: bool,
}

/// The ways to choose what nobody chose.
pub fn ways(plan: &Plan, quota: &BoundQuota, env: &Env) -> Ways {
    let base: Vec<usize> = env.readings.iter().map(|it| it.unwrap_or_default()).collect();
    let asked = Rules::of(plan, quota, &[]).readings;
    let open: Vec<ReadingId> = asked.into_iter().filter(|it| env.reading(*it).is_none()).collect();
    let mut ways = vec![base];
    for id in &open {
        let mut next = Vec::new();
        for way in &ways {
            for choice in 0..plan.program.reading(*id).choices.len() {
                let mut way = way.clone();
                if let Some(it) = way.get_mut(id.index()) {
                    *it = choice;
                }
                next.push(way);
            }
        }
        if next.len() > MOST_CHOICES {
            return Ways { open, each: ways, complete: false };
        }
        ways = next;
    }
    Ways { open, each: ways, complete: true }
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

/// The days that are tried for the event a quota waits for.
pub struct Tries {
    /// The event; none where nothing is unknown.
    pub event: Option<EventId>,
    /// Each day.
    pub days: Vec<Day>,
    /// The first and the last day on which it can fall, where there are any: the days tried stand for all of these.
    pub ends: (Option<Day>, Option<Day>),
    /// Other events that are unknown too; then only what does not depend on any of them is decided.
    pub others: Vec<EventId>,
}

impl Tries {
    /// The days on which an unknown event can make a difference to a quota.
    pub fn of(plan: &Plan, quota: &BoundQuota, readings: &[usize], env: &Env, seen: Option<Days>) -> Self {
        let rules = Rules::of(plan, quota, readings);
        let unknown = rules.unknown(env);
        let Some((event, bounds)) = unknown.first().copied() else {
            return Self { event: None, days: vec![env.period.from], ends: (None, None), others: Vec::new() };
        };
        // Beyond every day that occurs, further days change nothing.
        let mut near = seen.map_or(env.period, |it| Days::new(it.from.min(env.period.from), it.to.max(env.period.to)));
        for day in rules.fixed() {
            near = Days::new(near.from.min(day), near.to.max(day));
        }
        let reach = rules.reach();
        let near = Days::new(near.from.plus(-reach), near.to.plus(reach));
        let tried = bounds.meet(near);
        let tried = if tried.is_empty() { Days::new(bounds.from, bounds.from) } else { tried };
        let ends = (Some(bounds.from).filter(|it| *it != Day::FIRST), Some(bounds.to).filter(|it| *it != Day::LAST));
        let days = (tried.from.0..=tried.to.0).map(Day).collect();
        let others = unknown.iter().skip(1).map(|it| it.0).collect();
        Self { event: Some(event), days, ends, others }
    }
}

/// The days of all events, one of them as tried.
pub fn event_days(env: &Env, event: Option<EventId>, day: Day) -> Vec<Day> {
    let known = env.events.iter().map(|it| match it {
        When::On(day) => *day,
        When::Within(days) => days.from,
    });
    let mut days: Vec<Day> = known.collect();
    if let Some(it) = event.and_then(|it| days.get_mut(it.index())) {
        *it = day;
    }
    days
}

/// The results under choices of the readings.
pub fn under(
    plan: &Plan,
    index: &Index,
    env: &Env,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    cuts: &mut Vec<(Days, String)>,
) -> Vec<Result> {
    let tries = Tries::of(plan, quota, readings, env, index.days());
    let base_days = event_days(env, tries.event, tries.days.first().copied().unwrap_or(env.period.from));
    let base = Moment { plan, events: &base_days, readings, period: env.period };
    let whole = base.days(quota.stretch.as_ref());
    let grain = grain(plan, quota, readings);
    let mut subjects = subjects(plan, at, quota, readings, whole, grain);
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
                    return super::sets::average(&goal(env, at, quota), &each);
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

/// The days on which an exception holds for a unit in place of a quota.
fn exceptions(moment: &Moment, at: usize, quota: &BoundQuota, subject: &Subject) -> Vec<Days> {
    let Some(unit) = subject.unit.filter(|_| !quota.exception && !subject.pooled) else { return Vec::new() };
    let others = moment.plan.quotas.iter().enumerate().filter(|it| it.0 != at && it.1.exception).map(|it| it.1);
    let same = others.filter(|it| it.indicator == quota.indicator && it.force == quota.force);
    let bound = same.filter(|it| it.units.under(moment.readings).is_some_and(|it| it.contains_key(&unit)));
    bound.map(|it| moment.days(it.stretch.as_ref())).collect()
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
    let goal = goal(env, at, quota);
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

/// What the values of a quota are held against.
pub fn goal(env: &Env, at: usize, quota: &BoundQuota) -> Goal {
    let amount = env.amounts.get(&at).copied().or(quota.amount);
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

/// The grain of a quota under the choices made.
pub fn grain(plan: &Plan, quota: &BoundQuota, readings: &[usize]) -> Grain {
    let chosen = quota.grain_reading.and_then(|id| {
        let choice = readings.get(id.index()).copied().unwrap_or_default();
        plan.program.reading(id).choices.get(choice)
    });
    match chosen.map(|it| &it.value) {
        Some(crate::check::program::ChoiceValue::Grain(grain)) => *grain,
        _ => quota.grain,
    }
}

/// A stretch by months, quarters or years; clipped at its ends.
fn periods(whole: Days, every: Option<Every>) -> Vec<Days> {
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

/// A subject for each procedure of which it has dossiers; where it has none, itself.
fn by_procedure(index: &Index, subject: Subject) -> Vec<Subject> {
    let series = subject.members.iter().flat_map(|it| index.series(*it));
    let codes: BTreeSet<&str> = series.filter_map(|it| index.code_of(it)).collect();
    if codes.is_empty() {
        return vec![subject];
    }
    codes.into_iter().map(|it| Subject { procedure: Some(it.to_owned()), ..subject.clone() }).collect()
}

/// The tier of a unit at the start of a stretch.
pub fn tier_of(plan: &Plan, unit: UnitId, days: Days) -> Tier {
    plan.world.units.get(unit).on(days.from).tier
}

/// Who is judged under a quota.
pub fn subjects(
    plan: &Plan,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    whole: Days,
    grain: Grain,
) -> Vec<Subject> {
    let units_of = &plan.world.units;
    let mut members = members(plan, at, quota, readings, whole, grain);
    // Units that an exclusion takes out for good are not judged.
    let excluded: BTreeSet<UnitId> =
        plan.countings.get(quota.counting).map(|it| fully_excluded(plan, &it.exclusions, readings)).unwrap_or_default();
    members.retain(|it, _| !excluded.contains(it));
    let named = |id: UnitId, together: Units, members: Vec<UnitId>| {
        let unit = units_of.get(id);
        let state = unit.on(whole.to.min(unit.days().to));
        Subject {
            unit: Some(id),
            code: unit.code.clone(),
            name: state.name.clone(),
            tier: state.tier,
            members,
            pooled: !together.is_empty(),
            together,
            procedure: None,
        }
    };
    match grain.pooled {
        None => members.into_iter().map(|(id, members)| named(id, Units::new(), members)).collect(),
        Some(None) => {
            let tier = members.keys().next().map_or(Tier::Other, |it| tier_of(plan, *it, whole));
            let all: Vec<UnitId> = members.values().flatten().copied().collect();
            let name = format!("{} đơn vị tính chung", all.len());
            let (code, together) = (String::new(), members);
            vec![Subject { unit: None, code, name, tier, members: all, together, pooled: true, procedure: None }]
        }
        Some(Some(tier)) => {
            let mut pools: BTreeMap<UnitId, Units> = BTreeMap::new();
            for (id, members) in members {
                if let Some(above) = above(plan, id, tier, whole) {
                    pools.entry(above).or_default().insert(id, members);
                }
            }
            let all = |it: &Units| it.values().flatten().copied().collect();
            pools.into_iter().map(|(id, together)| named(id, together.clone(), all(&together))).collect()
        }
    }
}

/// The units for which an exception holds in place of a quota on all its days; for a part of the days see
/// [`exceptions`].
fn excepted(plan: &Plan, at: usize, quota: &BoundQuota, readings: &[usize], whole: Days) -> BTreeSet<UnitId> {
    let mut excepted: BTreeSet<UnitId> = BTreeSet::new();
    if !quota.exception {
        let others = plan.quotas.iter().enumerate();
        let others = others.filter(|(other, it)| *other != at && it.indicator == quota.indicator);
        let meets = |it: &BoundQuota| fixed_days(it.stretch.as_ref(), whole).holds(whole);
        for (_, other) in others.filter(|it| it.1.exception && it.1.force == quota.force && meets(it.1)) {
            excepted.extend(other.units.under(readings).into_iter().flat_map(|it| it.keys().copied()));
        }
    }
    excepted
}

/// The units that a quota binds in a stretch of days, whatever became of them in it: those of its group without
/// exceptions and without those that are excluded for good.
pub fn bound(plan: &Plan, at: usize, readings: &[usize], period: Days) -> BTreeSet<UnitId> {
    let Some(quota) = plan.quotas.get(at) else { return BTreeSet::new() };
    let whole = fixed_days(quota.stretch.as_ref(), period);
    let counting = plan.countings.get(quota.counting);
    let mut left = counting.map(|it| fully_excluded(plan, &it.exclusions, readings)).unwrap_or_default();
    left.extend(excepted(plan, at, quota, readings, whole));
    let units = quota.units.under(readings).into_iter().flat_map(|it| it.keys().copied());
    units.filter(|it| !left.contains(it)).collect()
}

/// The units of a quota, each with those whose counts it has: units merged into it, units below it.
pub fn members(
    plan: &Plan,
    at: usize,
    quota: &BoundQuota,
    readings: &[usize],
    whole: Days,
    grain: Grain,
) -> BTreeMap<UnitId, Vec<UnitId>> {
    let empty = BTreeMap::new();
    let units = quota.units.under(readings).unwrap_or(&empty);
    let excepted = excepted(plan, at, quota, readings, whole);
    let units_of = &plan.world.units;
    // Counts go to a successor that is judged by the same indicator; else a unit is judged to its last day.
    let successor = |id: UnitId| {
        // What is scored without a quota goes to the successors that are scored.
        if at >= plan.quotas.len() {
            return merged_into(plan, id, whole).filter(|it| units.contains_key(it));
        }
        plan.succession.successor(units_of, quota.indicator, id, whole.to)
    };
    let mut members: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for id in units.keys().filter(|it| !excepted.contains(it)) {
        if successor(*id).is_none() {
            members.entry(*id).or_default().push(*id);
        }
    }
    for (id, _) in units_of.iter() {
        if let Some(held) = successor(id).and_then(|it| members.get_mut(&it)) {
            held.push(id);
        }
    }
    // Judged together by the unit above: who has none is judged with nobody.
    if let Some(Some(tier)) = grain.pooled {
        members.retain(|id, _| above(plan, *id, tier, whole).is_some());
    }
    if grain.with_subordinates {
        for (id, held) in &mut members {
            held.extend(below(plan, *id, whole));
            held.sort();
            held.dedup();
        }
    }
    members
}

/// The days on which a unit answers for others: it does so until its last day, as long as nobody took it over.
pub fn answers(plan: &Plan, unit: Option<UnitId>, grain: Grain) -> Days {
    let for_others = grain.with_subordinates || grain.pooled.is_some();
    let unit = unit.filter(|_| for_others).map(|it| plan.world.units.get(it));
    unit.filter(|it| it.merged_into().is_none()).map_or(Days::ALL, |it| Days::new(Day::FIRST, it.days().to))
}

/// Who answers for each unit of a quota, and on which days.
pub fn answered(
    plan: &Plan,
    held: &BTreeMap<UnitId, Vec<UnitId>>,
    grain: Grain,
    whole: Days,
) -> Vec<(UnitId, UnitId, Days)> {
    let judge = |id: UnitId| match grain.pooled {
        Some(Some(tier)) => above(plan, id, tier, whole),
        Some(None) => None,
        None => Some(id),
    };
    let each = held.iter().filter_map(|(id, members)| Some((judge(*id)?, members)));
    let days = |id: UnitId| answers(plan, Some(id), grain);
    each.flat_map(|(judge, members)| members.iter().map(move |it| (*it, judge, days(judge)))).collect()
}

/// The days of a stretch inside others, as far as they are known without events.
pub fn fixed_days(stretch: Option<&Stretch>, whole: Days) -> Days {
    let Some(Stretch::Between(from, to)) = stretch else { return whole };
    let fixed = |date: &Option<Date>, open: Day| if let Some(Date::On(day)) = date { *day } else { open };
    Days::new(fixed(from, whole.from), fixed(to, whole.to)).meet(whole)
}

/// The unit that took another over inside a stretch of days, itself perhaps taken over.
pub fn merged_into(plan: &Plan, id: UnitId, whole: Days) -> Option<UnitId> {
    let units = &plan.world.units;
    let (mut at, mut found) = (id, None);
    // A successor is in force on the day after, so each ends later than the one before.
    while let Some(next) = units.get(at).merged_into().filter(|_| units.get(at).days().to < whole.to) {
        found = Some(next);
        at = next;
    }
    found
}

/// All units below another.
fn below(plan: &Plan, id: UnitId, days: Days) -> Vec<UnitId> {
    let units = &plan.world.units;
    let mut out = vec![id];
    let mut done = 0;
    while let Some(id) = out.get(done).copied() {
        done += 1;
        let more: Vec<UnitId> = units.children(&units.get(id).code, days).filter(|it| !out.contains(it)).collect();
        out.extend(more);
    }
    out
}

/// The unit of a tier that stands above another, or is it.
pub fn above(plan: &Plan, id: UnitId, tier: Tier, days: Days) -> Option<UnitId> {
    let units = &plan.world.units;
    let mut at = id;
    for _ in 0..8 {
        let state = units.get(at).on(days.from);
        if state.tier == tier {
            return Some(at);
        }
        at = units.by_code(state.parent.as_ref()?, days)?;
    }
    None
}

/// Units that an exclusion without a period names.
fn fully_excluded(plan: &Plan, exclusions: &[usize], readings: &[usize]) -> BTreeSet<UnitId> {
    let always =
        exclusions.iter().filter(|it| plan.program.exclusions.get(**it).is_some_and(|it| it.stretch.is_none()));
    let sets = always.filter_map(|it| plan.excluded.get(*it)).filter_map(|it| it.under(readings));
    sets.flat_map(|it| it.keys().copied()).collect()
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
