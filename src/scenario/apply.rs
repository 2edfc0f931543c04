//! Changes laid over a state: those of the decision and its world first, for which it is bound anew; then those of
//! counts, one after the other; then those of what is known or chosen.

use std::sync::Arc;

use super::change::{Change, More};
use super::convert::convert;
use super::state::State;
use crate::check::Program;
use crate::check::program::{Date, ProvisionId, Stretch};
use crate::data::{Facet, Input, Tally};
use crate::eval::When;
use crate::lang::say;
use crate::plan::{ByReading, Plan, UnitSet, bind};
use crate::problem::{Problem, Severity};
use crate::text::{Day, Days};
use crate::world::{Listed, UnitId, Units, World};

/// What a step of applying changes gives.
type Applied<T> = Result<T, Vec<Problem>>;

/// A base with changes laid over it. Errors: a decision that cannot be, more conversions than there are dossiers.
pub fn lay_over(base: &State, changes: &[Change]) -> Applied<State> {
    let mut state = base.clone();
    let plan = planned(base, changes)?;
    if let Some(mut plan) = plan {
        plan.classes = plan.classes.numbered_like(&base.plan.classes);
        let moved = |code: &String| base.plan.classes.of(code) != plan.classes.of(code);
        let index = base.tally.procedures.iter().any(moved).then(|| base.index.with_classes(&plan, &base.tally));
        state = state.with_plan(plan, index);
    }
    for change in changes {
        if let Some((tally, unit)) = counted(&state, change)? {
            state = state.with_counts(tally, unit);
        }
    }
    let mut env = base.env.clone();
    for change in changes {
        match change {
            Change::Event(id, day) => {
                let within = When::Within(state.plan.program.event(*id).bounds);
                env = env.with_event(*id, day.map_or(within, When::On));
            }
            Change::Reading(id, choice) => env = env.with_reading(*id, *choice),
            Change::Amount(quotas, amount) => env.amounts.extend(quotas.iter().map(|it| (*it, *amount))),
            _ => {}
        }
    }
    Ok(state.with_env(env))
}

/// The decision in its changed world; none where nothing of it changes.
fn planned(base: &State, changes: &[Change]) -> Applied<Option<Plan>> {
    let mut program: Option<Program> = None;
    let mut world: Option<World> = None;
    let mut bound_by = Vec::new();
    for change in changes {
        match change {
            Change::WindowEnd(provision, day) => {
                end_window(program.get_or_insert_with(|| (*base.plan.program).clone()), *provision, *day)?;
            }
            Change::Exchange(..) | Change::Add(..) | Change::Drop(..) => {
                let world = world.get_or_insert_with(|| (*base.plan.world).clone());
                listed(&base.plan.program, world, change);
            }
            Change::Under(..) | Change::Merge(..) => {
                let world = world.get_or_insert_with(|| (*base.plan.world).clone());
                // How many units a group has is asserted of the units that there are.
                without_sizes(program.get_or_insert_with(|| (*base.plan.program).clone()));
                register(world, change)?;
            }
            Change::BoundBy(unit, provision) => bound_by.push((*unit, *provision)),
            _ => {}
        }
    }
    if program.is_none() && world.is_none() && bound_by.is_empty() {
        return Ok(None);
    }
    let mut plan = if program.is_none() && world.is_none() {
        (*base.plan).clone()
    } else {
        let program = program.map_or_else(|| base.plan.program.clone(), Arc::new);
        let world = world.map_or_else(|| base.plan.world.clone(), Arc::new);
        let bound = bind(program, world);
        match bound.plan {
            Some(plan) => plan,
            None => return Err(bound.problems.into_iter().filter(|it| it.severity == Severity::Error).collect()),
        }
    };
    for (unit, provision) in bound_by {
        bind_by(&mut plan, unit, provision)?;
    }
    Ok(Some(plan))
}

fn end_window(program: &mut Program, provision: ProvisionId, day: Day) -> Applied<()> {
    let mut found = false;
    let places: Vec<ProvisionId> = program.windows.iter().map(|it| it.provision).collect();
    for (at, place) in places.into_iter().enumerate() {
        if !program.within(place, provision) {
            continue;
        }
        if let Some(window) = program.windows.get_mut(at)
            && let Stretch::Between(_, to) = &mut window.stretch
        {
            *to = Some(Date::On(day));
            found = true;
        }
    }
    if found {
        return Ok(());
    }
    let cited = program.cite(provision);
    let (vi, en) = (&cited.vi, &cited.en);
    Err(vec![
        Problem::nowhere(
            "CT1364",
            say!("{vi} không có kỳ tính nào có ngày cuối để đổi", "{en} has no counting window whose end could change"),
        )
        .help(say!("nêu điều khoản ghi `kỳ tính`", "name the provision that says `counting window`")),
    ])
}

fn listed(program: &Program, world: &mut World, change: &Change) {
    let (Change::Exchange(id, _) | Change::Add(id, _) | Change::Drop(id, _)) = change else { return };
    let held = world.lists.entry(program.list(*id).key.clone()).or_default();
    match change {
        Change::Exchange(_, listed) => held.clone_from(listed),
        Change::Drop(_, codes) => held.retain(|it| !codes.contains(&it.code)),
        Change::Add(_, codes) => {
            for code in codes {
                if !held.iter().any(|it| it.code == *code) {
                    held.push(Listed { code: code.clone(), ..Listed::default() });
                }
            }
        }
        _ => {}
    }
}

fn without_sizes(program: &mut Program) {
    program.quotas.iter_mut().for_each(|it| it.group.size = None);
    program.groups.iter_mut().for_each(|it| it.group.size = None);
}

fn register(world: &mut World, change: &Change) -> Applied<()> {
    let (Change::Under(unit, _) | Change::Merge(unit, ..)) = change else { return Ok(()) };
    let code = world.units.get(*unit).code.clone();
    let lives = world.units.get(*unit).days();
    let mut rows = world.units.rows.clone();
    let own = |row: &crate::world::UnitRow| row.code == code && !row.days.unwrap_or(Days::ALL).meet(lives).is_empty();
    match change {
        Change::Under(_, above) => {
            rows.iter_mut().filter(|it| own(it)).for_each(|it| it.parent = Some(above.clone()));
        }
        Change::Merge(_, into, day) => {
            let last = day.plus(-1);
            rows.retain(|it| !own(it) || it.days.unwrap_or(Days::ALL).from <= last);
            let into = world.units.get(*into).code.clone();
            for row in rows.iter_mut().filter(|it| own(it)) {
                let days = row.days.unwrap_or(Days::ALL);
                if days.to >= last {
                    row.days = Some(Days::new(days.from, last));
                    row.merged_into = vec![into.clone()];
                }
            }
        }
        _ => {}
    }
    match Units::new(rows) {
        Ok(units) => world.units = units,
        Err(_) => {
            return Err(vec![
                Problem::nowhere(
                    "CT1365",
                    say!(
                        "sổ đơn vị không cho phép điều này: đơn vị nhận phải tồn tại vào ngày đó",
                        "the register does not allow it: the unit that takes over has to exist on that day"
                    ),
                )
                .help(say!("chọn ngày hoặc đơn vị nhận khác", "choose another day or another unit")),
            ]);
        }
    }
    Ok(())
}

/// Takes a unit out of other quotas on the indicators that a provision has quotas on, and puts it under these. Errors:
/// there are none, or several of one kind.
fn bind_by(plan: &mut Plan, unit: UnitId, provision: ProvisionId) -> Applied<()> {
    let program = plan.program.clone();
    let within = |at: ProvisionId| program.within(at, provision);
    let kinds: Vec<_> = plan
        .quotas
        .iter()
        .filter(|it| within(it.provision))
        .map(|it| (it.indicator, it.force, it.grain, it.stretch.clone()))
        .collect();
    if kinds.is_empty() || kinds.iter().enumerate().any(|(at, it)| kinds.iter().skip(at + 1).any(|other| other == it)) {
        let (cited, number) = (program.cite(provision), kinds.len());
        let (vi, en) = (&cited.vi, &cited.en);
        return Err(vec![
            Problem::nowhere(
                "CT1361",
                say!(
                    "{vi} có {number} chỉ tiêu, không rõ đơn vị chuyển sang chỉ tiêu nào",
                    "{en} has {number} quotas, so it is not clear to which the unit is moved"
                ),
            )
            .help(say!("nêu điểm có đúng một chỉ tiêu", "name the point that has one quota")),
        ]);
    }
    let indicators: Vec<_> = plan.quotas.iter().filter(|it| within(it.provision)).map(|it| it.indicator).collect();
    let days = plan.world.units.get(unit).days();
    let each = |units: &mut ByReading<UnitSet>, change: &dyn Fn(&mut UnitSet)| match units {
        ByReading::Always(set) => change(set),
        ByReading::Each(_, sets) => sets.iter_mut().for_each(change),
    };
    for quota in plan.quotas.iter_mut().filter(|it| indicators.contains(&it.indicator)) {
        if within(quota.provision) {
            each(&mut quota.units, &|set| {
                set.insert(unit, days);
            });
        } else {
            each(&mut quota.units, &|set| {
                set.remove(&unit);
            });
        }
    }
    plan.succession = crate::plan::Succession::new(&plan.world.units, &plan.quotas);
    Ok(())
}

/// The counts after a change of them, and the unit whose counts are others; none where it changes none.
fn counted(state: &State, change: &Change) -> Applied<Option<(Tally, u32)>> {
    Ok(match change {
        Change::More(more) => Some(with_more(state, more)?),
        Change::Convert(number, word, unit) => Some(convert(state, *number, *word, *unit)?),
        Change::Replace(unit, bytes) => {
            let input = Input { name: "giả định".to_owned(), bytes: bytes.clone() };
            Some(state.tally.with_file(&state.plan, *unit, &input)?)
        }
        _ => None,
    })
}

fn with_more(state: &State, more: &More) -> Applied<(Tally, u32)> {
    let mut facet = Facet::UNSAID;
    for word in &more.words {
        facet = facet.with(*word).ok_or_else(|| vec![super::convert::no_fact(*word)])?;
    }
    let code = state.plan.world.units.get(more.unit).code.as_str();
    let procedure = more.procedure.as_deref();
    Ok(state.tally.with_more((code, more.unit), procedure, more.days, (facet, more.dossiers)))
}
