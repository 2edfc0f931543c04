//! Procedures that are counted: those that lists name or dossiers speak of, under the scope and the windows of a quota,
//! that satisfy a condition.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::count::Index;
use super::grid::Grid;
use super::measure::{Asked, by_procedure};
use super::subjects::tier_of;
use super::truth::{Ask, Date3, Disposition, Facts, Lack, Moment, Truth};
use crate::check::program::{Cond, Excluded, Having, ListId, Simple};
use crate::data::Facet;
use crate::plan::{BoundQuota, ClassId, Plan};
use crate::term::{Comparator, Tier};
use crate::text::Days;
use crate::world::UnitId;

/// A condition on procedures, with the counts of dossiers that it asks for.
pub struct Procedures<'a> {
    quota: &'a BoundQuota,
    index: &'a Index,
    cond: &'a Cond,
    /// Each `có hồ sơ …` in it, with the answers to its words.
    having: Vec<(&'a Having, Grid<'a>)>,
}

/// The procedures that satisfy it.
#[derive(Debug, Default)]
pub struct Found {
    /// Their codes, each once.
    pub procedures: BTreeSet<String>,
    /// What is not said of some.
    pub unsaid: Option<Lack>,
    /// A list without content that would have to say.
    pub waits: Option<u16>,
}

/// The dossiers of a procedure.
#[derive(Debug, Default, Clone, Copy)]
pub struct Said {
    dossiers: u128,
    unsaid: Option<Lack>,
    waits: Option<u16>,
}

impl Said {
    /// Adds what became of some dossiers.
    pub fn add(&mut self, disposition: Disposition, dossiers: u128) {
        match disposition {
            _ if dossiers == 0 => {}
            Disposition::Counted(..) => self.dossiers += dossiers,
            Disposition::Unsaid(lack) => self.unsaid = Some(lack),
            Disposition::Waits(list) => self.waits = Some(list),
            _ => {}
        }
    }
}

impl<'a> Procedures<'a> {
    /// A condition under a quota at a moment.
    pub fn new(moment: &'a Moment<'a>, quota: &'a BoundQuota, index: &'a Index, cond: &'a Cond) -> Self {
        let mut wanted = Vec::new();
        havings(cond, &mut wanted);
        let grid = |it: &'a Having| Grid::by(moment, quota, Simple::Count(&it.dossiers), &index.facets);
        let having = wanted.into_iter().map(|it| (it, grid(it))).collect();
        Self { quota, index, cond, having }
    }

    /// The procedures of some units that satisfy it; a procedure of several units counts once.
    pub fn count(&mut self, moment: &Moment, asked: Asked, cut: &mut dyn FnMut(Days)) -> Found {
        let plan = moment.plan;
        let index = self.index;
        // A list whose content nobody knows may name more procedures than are known.
        let mut out = Found { waits: open_list(plan, self.cond), ..Found::default() };
        let had: Vec<(*const Having, BTreeMap<Option<&str>, Said>)> = self
            .having
            .iter_mut()
            .map(|(having, grid)| (std::ptr::from_ref(*having), by_procedure(grid, moment, index, asked, cut)))
            .collect();
        // Counts that do not say of which procedure they are cannot be counted by procedure.
        if had.iter().any(|it| it.1.get(&None).is_some_and(|it| it.dossiers > 0 || it.unsaid.is_some())) {
            out.unsaid = Some(Lack::Procedure);
        }
        let mut codes: BTreeMap<&str, ClassId> = plan.classes.codes();
        for series in asked.units.iter().flat_map(|it| index.series(*it)) {
            if let (Some(code), Some(class)) = (index.code_of(series), series.class) {
                codes.entry(code).or_insert(class);
            }
        }
        if let Some(only) = asked.procedure.and_then(|it| index.procedures.get(it as usize)) {
            codes.retain(|code, _| *code == only);
        }
        let mut tiers: Vec<(Tier, UnitId)> = Vec::new();
        for unit in asked.units {
            let tier = tier_of(plan, *unit, asked.whole);
            if tiers.iter().all(|it| it.0 != tier) {
                tiers.push((tier, *unit));
            }
        }
        let counts = RefCell::new(HashMap::new());
        for (code, class) in codes {
            let answer = |cond: &Cond| match cond {
                Cond::Having(having) => {
                    let said = had.iter().find(|it| std::ptr::eq(it.0, &raw const **having));
                    has(having, said.and_then(|it| it.1.get(&Some(code))).copied().unwrap_or_default())
                }
                Cond::Offered => offered(moment, class, asked),
                _ => Truth::Unsaid(Lack::Procedure),
            };
            // Of units of several tiers, one for which it counts is enough.
            let truths = tiers.iter().map(|(tier, unit)| {
                let key = (class, *tier);
                let reached = *counts
                    .borrow_mut()
                    .entry(key)
                    .or_insert_with(|| moment.reaches_procedures(self.quota, class, (*unit, *tier), asked.period));
                let own = || moment.holds_of_procedure(self.quota, self.cond, class, (*unit, *tier), &answer);
                match reached {
                    Truth::No => Truth::No,
                    Truth::Yes => own(),
                    // What is not in the set anyway need not be known otherwise.
                    other => {
                        if own() == Truth::No {
                            Truth::No
                        } else {
                            other
                        }
                    }
                }
            });
            match truths.reduce(Truth::or) {
                Some(Truth::Yes) => {
                    out.procedures.insert(code.to_owned());
                }
                Some(Truth::Waits(list)) => out.waits = Some(list.0 as u16),
                Some(Truth::Unsaid(lack)) => out.unsaid = Some(lack),
                Some(Truth::Missing) => out.unsaid = Some(Lack::Procedure),
                Some(Truth::No) | None => {}
            }
        }
        out
    }
}

/// A list without content that a condition takes procedures from.
fn open_list(plan: &Plan, cond: &Cond) -> Option<u16> {
    let open = |id: ListId| !plan.world.lists.contains_key(&plan.program.list(id).key);
    match cond {
        Cond::In(id, _) | Cond::FirstIn(id, _) => open(*id).then_some(id.0 as u16),
        Cond::InForce(_) | Cond::Offered => {
            (0..plan.program.lists.len() as u32).map(ListId).find(|it| open(*it)).map(|it| it.0 as u16)
        }
        Cond::All(parts) | Cond::Any(parts) => parts.iter().find_map(|it| open_list(plan, it)),
        _ => None,
    }
}

/// Each `có hồ sơ …` of a condition.
fn havings<'c>(cond: &'c Cond, out: &mut Vec<&'c Having>) {
    match cond {
        Cond::Having(having) => out.push(having),
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|it| havings(it, out)),
        Cond::Not(inner) => havings(inner, out),
        _ => {}
    }
}

/// Whether a procedure has the dossiers that are asked for.
fn has(having: &Having, said: Said) -> Truth {
    let number = u128::from(having.number);
    let truth = match having.comparator {
        Comparator::AtLeast => said.dossiers >= number,
        Comparator::Above => said.dossiers > number,
        Comparator::AtMost => said.dossiers <= number,
        Comparator::Below => said.dossiers < number,
        Comparator::Exactly => said.dossiers == number,
    };
    // More dossiers cannot undo a floor that is reached, nor mend a ceiling that is passed.
    let settled = match having.comparator {
        Comparator::AtLeast | Comparator::Above => truth,
        Comparator::AtMost | Comparator::Below => !truth,
        Comparator::Exactly => said.dossiers > number,
    };
    match (said.waits, said.unsaid) {
        (Some(list), _) if !settled => Truth::Waits(ListId(u32::from(list))),
        (_, Some(lack)) if !settled => Truth::Unsaid(lack),
        _ if truth => Truth::Yes,
        _ => Truth::No,
    }
}

/// Whether lists say that one of the units offers procedures of a class: by name, or by the tier that is competent.
fn offered(moment: &Moment, class: ClassId, asked: Asked) -> Truth {
    let plan = moment.plan;
    let class = plan.classes.get(class);
    let yes = |it: bool| if it { Truth::Yes } else { Truth::No };
    match (&class.offered_by, class.competence) {
        (Some(units), _) => yes(asked.units.iter().any(|it| units.contains(it))),
        (None, Some(tier)) => yes(asked.units.iter().any(|it| tier_of(plan, *it, asked.whole) == tier)),
        // A procedure that no list names is offered by nobody, as far as lists say.
        (None, None) if class.sample.is_none() => Truth::No,
        (None, None) => Truth::Unsaid(Lack::Offered),
    }
}

impl Moment<'_> {
    /// Whether procedures of a class are counted at all for a quota: in its scope, not excluded for good, in a window
    /// that has days in the period.
    pub fn reaches_procedures(&self, quota: &BoundQuota, class: ClassId, unit: (UnitId, Tier), days: Days) -> Truth {
        let Some(counting) = self.plan.countings.get(quota.counting) else { return Truth::No };
        let program = self.program();
        let facts = self.procedure_facts(class, unit, None);
        let ask = Ask { counting, window: None, of_procedure: true, settled: false };
        let mut out = Truth::Yes;
        for scope in counting.scopes.iter().filter_map(|it| program.scopes.get(*it)) {
            match self.truth(&scope.cond, &facts, &ask) {
                Truth::Yes => {}
                Truth::No => return Truth::No,
                other => out = out.worse(other),
            }
        }
        for exclusion in counting.exclusions.iter().filter_map(|it| program.exclusions.get(*it)) {
            let Excluded::Procedures(cond) = &exclusion.what else { continue };
            if exclusion.stretch.as_ref().is_some_and(|it| !self.days(Some(it)).holds(days)) {
                continue;
            }
            match self.truth(cond, &facts, &ask) {
                Truth::Yes => return Truth::No,
                Truth::No => {}
                other => out = out.worse(other),
            }
        }
        if counting.windows.is_empty() {
            return out;
        }
        let mut through = Truth::No;
        for index in &counting.windows {
            let Some(window) = program.windows.get(*index) else { continue };
            let ask = Ask { window: Some(*index), ..ask };
            let open =
                self.days_of(Some(&window.stretch), facts.class, false).is_none_or(|it| !it.meet(days).is_empty());
            match self.truth(&window.cond, &facts, &ask) {
                Truth::Yes if open => return out,
                Truth::Yes | Truth::No => {}
                other => through = through.worse(other),
            }
        }
        if through == Truth::No { Truth::No } else { out.worse(through) }
    }

    /// Whether a condition on procedures holds for one.
    pub fn holds_of_procedure(
        &self,
        quota: &BoundQuota,
        cond: &Cond,
        class: ClassId,
        unit: (UnitId, Tier),
        answer: &dyn Fn(&Cond) -> Truth,
    ) -> Truth {
        let Some(counting) = self.plan.countings.get(quota.counting) else { return Truth::No };
        let facts = self.procedure_facts(class, unit, Some(answer));
        self.truth(cond, &facts, &Ask { counting, window: None, of_procedure: true, settled: false })
    }

    fn procedure_facts<'f>(
        &'f self,
        class: ClassId,
        (unit, tier): (UnitId, Tier),
        procedure: Option<&'f dyn Fn(&Cond) -> Truth>,
    ) -> Facts<'f> {
        let class = Some(self.plan.classes.get(class));
        let (received, resolved) = (Date3::Unsaid, Date3::Unsaid);
        Facts { class, facet: &UNSAID, unit, tier, received, resolved, procedure }
    }
}

/// Nothing is known of a dossier.
static UNSAID: Facet = Facet::UNSAID;
