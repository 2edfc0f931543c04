//! Program + world → plan. [`bind`] finds the units of every group and sorts procedures into classes; what comes out
//! is boxes: units × classes of procedures × days (each end a day, or an event and so many days) → a quota or an
//! exclusion, with its provision. Everything after this stage reads the plan only.

mod classes;
mod error;
mod groups;
mod overlap;
mod succession;
mod under;
mod world_of;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

pub use classes::{Class, ClassId, Classes, Membership};
pub use groups::{chosen, members, says_remaining};
pub use succession::Succession;
pub use world_of::{Replace, list_of, world};

use crate::check::program::{
    Asked, ColumnId, Cond, FULLY_ONLINE, Form, Fraction, Grain, IndicatorId, Measure, OnDay, OutcomeIs, OutcomeOf,
    Program, ProvisionId, ReadingId, Rounding, Stretch, Term,
};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast;
use crate::term::{Basis, Comparator, Force, Noun, Word};
use crate::text::Days;
use crate::world::{UnitId, World};

/// A decision bound to a world.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The checked rule file.
    pub program: Arc<Program>,
    /// Units, lists, days off.
    pub world: Arc<World>,
    /// Procedures by what every rule says of them.
    pub classes: Classes,
    /// Quotas with their units, in the order of the text.
    pub quotas: Vec<BoundQuota>,
    /// Who carries the counts of units that ended.
    pub succession: Succession,
    /// What counts for a quota; quotas that stand under the same rules share one.
    pub countings: Vec<Counting>,
    /// The units of each exclusion of the program; of those that exclude no units: none.
    pub excluded: Vec<ByReading<UnitSet>>,
    /// Rights to assign that were handed down, and for whom nothing is assigned yet.
    pub delegated: Vec<Delegated>,
    /// The units of each group that criteria, ladders and ranks name.
    pub score_groups: Vec<ByReading<UnitSet>>,
    /// The counting under which the whole assessment period counts; none where nothing is scored.
    pub unruled: Option<usize>,
    /// What has to be known of a dossier.
    pub needs: Needs,
    /// The decision that this one is made under, bound to its own world.
    pub under: Option<Box<Plan>>,
    /// Other decisions whose quotas are looked at, each bound to its own world.
    pub cited: Vec<Plan>,
}

/// A quota and the units it binds.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are those of the quota")]
pub struct BoundQuota {
    pub provision: ProvisionId,
    pub indicator: IndicatorId,
    pub force: Force,
    pub comparator: Comparator,
    pub amount: Option<Fraction>,
    pub form: Form,
    pub grain: Grain,
    pub grain_reading: Option<ReadingId>,
    pub stretch: Option<Stretch>,
    pub exception: bool,
    pub cell: Option<(usize, usize)>,
    /// A declared rounding that reaches it.
    pub rounding: Option<Rounding>,
    /// Which of the plan's countings holds.
    pub counting: usize,
    /// The units: always, or for each choice of a reading.
    pub units: ByReading<UnitSet>,
    pub span: Span,
}

impl BoundQuota {
    /// Whether the same procedures count on the same days as for another.
    pub fn is_ruled_like(&self, other: &Self) -> bool {
        self.counting == other.counting && self.stretch == other.stretch && self.indicator == other.indicator
    }
}

/// Units and the days on which they are meant.
pub type UnitSet = BTreeMap<UnitId, Days>;

/// A thing that a reading may decide.
#[derive(Debug, Clone)]
pub enum ByReading<T> {
    /// It does not.
    Always(T),
    /// One for each choice.
    Each(ReadingId, Vec<T>),
}

impl<T> ByReading<T> {
    /// The thing under the given choices.
    pub fn under(&self, readings: &[usize]) -> Option<&T> {
        match self {
            Self::Always(it) => Some(it),
            Self::Each(reading, each) => each.get(readings.get(reading.index()).copied().unwrap_or_default()),
        }
    }

    /// The thing under every choice.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::Always(it) => std::slice::from_ref(it).iter(),
            Self::Each(_, each) => each.iter(),
        }
    }
}

/// What counts for a quota: scope ∩ (windows − exclusions) ∩ its period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Counting {
    /// Scopes along the path: indices into the program's.
    pub scopes: Vec<usize>,
    /// Windows that reach it; none: the whole period counts.
    pub windows: Vec<usize>,
    /// Exclusions that reach it.
    pub exclusions: Vec<usize>,
}

/// Units for which a number is yet to be assigned by another authority.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are those of the delegation")]
pub struct Delegated {
    pub provision: ProvisionId,
    pub indicator: IndicatorId,
    /// All units that the right is for.
    pub all: Vec<UnitId>,
    /// Each unit and the unit whose decision it waits for.
    pub units: Vec<(UnitId, UnitId)>,
    pub floor: Option<Fraction>,
}

/// The facts that some rule asks for; what no rule asks for is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is the fact it names")]
pub struct Needs {
    pub received: bool,
    pub resolved: bool,
    pub channel: bool,
    pub level: bool,
    pub outcome: bool,
    pub paid: bool,
    pub digitised: bool,
    pub electronic: bool,
    /// Yes/no facts, by the bits of their places.
    pub marks: u64,
    /// Declared columns, by the bits of their places.
    pub columns: u64,
    /// Which procedure it is, not only of which class.
    pub procedures: bool,
}

impl Needs {
    /// Whether a declared column is asked for.
    pub fn wants(&self, column: ColumnId) -> bool {
        self.columns & 1u64.checked_shl(column.0).unwrap_or_default() != 0
    }
}

/// A plan and what was found while it was made.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The plan; none when a problem is an error.
    pub plan: Option<Plan>,
    /// What was found.
    pub problems: Vec<Problem>,
}

/// Binds a program to a world.
pub fn bind(program: Arc<Program>, world: Arc<World>) -> Bound {
    let mut groups = groups::Groups { program: &program, world: &world, problems: Vec::new() };
    let units = groups.all_quotas();
    let excluded: Vec<ByReading<UnitSet>> = program.exclusions.iter().map(|it| groups.excluded(it)).collect();
    let delegated = groups.delegated(&units);
    groups.check_conflicts(&units);
    let score_groups = groups.score_groups();
    groups.check_ladders(&score_groups);
    let mut problems = groups.problems;
    let classes = Classes::new(&program, &world);
    problems.extend(classes::unknown_offices(&program, &world));
    let mut countings: Vec<Counting> = Vec::new();
    let mut known: HashMap<Counting, usize> = HashMap::new();
    let mut quotas = Vec::new();
    let found = Countings::new(&program);
    for (quota, units) in program.quotas.iter().zip(units) {
        let counting = found.of(quota.provision);
        let index = *known.entry(counting).or_insert_with_key(|it| {
            countings.push(it.clone());
            countings.len() - 1
        });
        quotas.push(BoundQuota {
            provision: quota.provision,
            indicator: quota.indicator,
            force: quota.force,
            comparator: quota.comparator,
            amount: quota.amount,
            form: quota.form,
            grain: quota.grain,
            grain_reading: quota.grain_reading,
            stretch: quota.stretch.clone(),
            exception: quota.exception,
            cell: quota.cell,
            rounding: program.roundings.iter().find(|it| program.reaches(it.provision, quota.provision)).copied(),
            counting: index,
            units,
            span: quota.span,
        });
    }
    let unruled = (!program.scoring.is_empty() || !program.cited.is_empty()).then(|| {
        countings.push(Counting::default());
        countings.len() - 1
    });
    let needs = needs(&program);
    let under = program.under.clone().zip(world.under.clone());
    let under = under.and_then(|(program, world)| bind(Arc::new(*program), Arc::new(*world)).plan).map(Box::new);
    let mut cited = Vec::new();
    for (it, world) in program.cited.iter().zip(&world.cited) {
        match bind(Arc::new(it.program.clone()), Arc::new(world.clone())).plan {
            Some(plan) => cited.push(plan),
            None => problems.push(error::cited_fails(it.span, &it.program.decision.name)),
        }
    }
    let succession = Succession::new(&world.units, &quotas);
    let plan = Plan {
        program,
        world,
        classes,
        quotas,
        succession,
        countings,
        excluded,
        delegated,
        score_groups,
        unruled,
        needs,
        under,
        cited,
    };
    problems.extend(overlap::windows(&plan));
    problems.extend(under::floors(&plan));
    let failed = problems.iter().any(|it| it.severity == crate::problem::Severity::Error);
    Bound { plan: (!failed).then_some(plan), problems }
}

/// Finds what counts for the quotas of a program.
struct Countings<'p> {
    program: &'p Program,
    /// The provisions that each scope, window and exclusion reaches.
    scopes: Vec<BTreeSet<ProvisionId>>,
    windows: Vec<BTreeSet<ProvisionId>>,
    exclusions: Vec<BTreeSet<ProvisionId>>,
}

impl<'p> Countings<'p> {
    fn new(program: &'p Program) -> Self {
        let reached = |it: ProvisionId| program.reached(it).collect();
        Self {
            program,
            scopes: program.scopes.iter().map(|it| reached(it.provision)).collect(),
            windows: program.windows.iter().map(|it| reached(it.provision)).collect(),
            // What is left open is excluded from nothing.
            exclusions: program
                .exclusions
                .iter()
                .map(|it| if it.leave_open { BTreeSet::new() } else { reached(it.provision) })
                .collect(),
        }
    }

    /// What counts for the quotas of a provision.
    fn of(&self, home: ProvisionId) -> Counting {
        let path: Vec<ProvisionId> = self.program.path(home).collect();
        let reaching = |all: &[BTreeSet<ProvisionId>]| -> Vec<usize> {
            let each = all.iter().enumerate();
            each.filter(|it| path.iter().any(|at| it.1.contains(at))).map(|it| it.0).collect()
        };
        Counting {
            scopes: reaching(&self.scopes),
            windows: reaching(&self.windows),
            exclusions: reaching(&self.exclusions),
        }
    }
}

impl Plan {
    /// The first day of the assessment period, as far as the text says.
    pub fn first_day(&self) -> crate::text::Day {
        self.program.decision.period.unwrap_or(Days::ALL).from
    }

    /// The words about dossiers that conditions ask; of those that are resolved, how.
    pub fn asked_words(&self) -> BTreeSet<Word> {
        fn see(cond: &Cond, to: &mut BTreeSet<Word>) {
            match cond {
                Cond::Word(Word::Resolved) => to.extend([Word::Early, Word::OnTime, Word::Late]),
                Cond::Word(word) => drop(to.insert(*word)),
                Cond::Having(having) => having.dossiers.walk(&mut |it| see(it, to)),
                _ => {}
            }
        }
        let mut out = BTreeSet::new();
        self.program.conds().into_iter().for_each(|it| it.walk(&mut |it: &Cond| see(it, &mut out)));
        out
    }

    /// Every unit that some quota binds.
    pub fn bound_units(&self) -> BTreeSet<UnitId> {
        self.quotas.iter().flat_map(|it| it.units.all()).flat_map(|it| it.keys().copied()).collect()
    }
}

/// Which facts the rules ask for.
fn needs(program: &Program) -> Needs {
    let mut needs = Needs::default();
    for indicator in &program.indicators {
        if let Measure::Formula(formula) = &indicator.measure {
            needs.procedures |= formula.terms.iter().any(Term::by_procedure);
        }
        indicator
            .measure
            .columns()
            .into_iter()
            .for_each(|it| needs.columns |= 1u64.checked_shl(it.0).unwrap_or_default());
    }
    needs.procedures |= program.quotas.iter().any(|it| it.grain.every == Some(ast::Every::Procedure));
    program.scoring.each_asked(&mut |asked| match asked {
        Asked::Column(it) => needs.columns |= 1u64.checked_shl(it.0).unwrap_or_default(),
        Asked::Indicator(it) | Asked::Completion(it) => match program.indicator(it).basis {
            Basis::Received => needs.received = true,
            Basis::Resolved => needs.resolved = true,
        },
        Asked::Criterion(_) => {}
    });
    program.conds().into_iter().for_each(|it| it.walk(&mut |cond: &Cond| needs_of(program, cond, &mut needs)));
    let judged = program.consequences.iter().flat_map(|it| &it.outcomes).filter_map(|it| match it {
        OutcomeIs::Verdict(_, OutcomeOf::Cited(at, id)) => Some((program.or_cited(Some(*at)), *id)),
        _ => None,
    });
    let judged = judged.flat_map(|(other, id)| {
        let quotas = other.quotas.iter().filter(move |it| other.within(it.provision, id));
        quotas.filter_map(|it| program.same_indicator(other, it.indicator))
    });
    for id in program.quotas.iter().map(|it| it.indicator).chain(judged) {
        match program.indicator(id).basis {
            Basis::Received => needs.received = true,
            Basis::Resolved => needs.resolved = true,
        }
    }
    needs
}

fn needs_of(program: &Program, cond: &Cond, needs: &mut Needs) {
    match cond {
        Cond::Word(word) => match word {
            Word::Online | Word::InPerson | Word::ByPost => needs.channel = true,
            Word::EndToEnd | Word::Partial | Word::Level3 | Word::Level4 => needs.level = true,
            Word::Resolved | Word::Late | Word::OnTime | Word::Early => needs.outcome = true,
            Word::PaidOnline => needs.paid = true,
            Word::Digitised => needs.digitised = true,
            Word::ElectronicResult => needs.electronic = true,
            Word::FullyOnline => needs.marks |= 1 << FULLY_ONLINE,
            Word::InForce | Word::Offered => {}
        },
        Cond::Column(id) if program.column(*id).of == Noun::Dossiers => {
            needs.marks |= 1 << program.column(*id).mark;
        }
        Cond::Having(having) => having.dossiers.walk(&mut |it| needs_of(program, it, needs)),
        Cond::In(_, Some(OnDay::Basis(basis)))
        | Cond::FirstIn(_, Some(OnDay::Basis(basis)))
        | Cond::InForce(OnDay::Basis(basis)) => match basis {
            Basis::Received => needs.received = true,
            Basis::Resolved => needs.resolved = true,
        },
        _ => {}
    }
}

/// The group of a name: of units.
fn named_group<'a>(program: &'a Program, name: &ast::Name) -> Option<&'a ast::Group> {
    program.groups.iter().find(|it| it.key == name.key).map(|it| &it.group)
}
