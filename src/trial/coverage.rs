//! What the tests of a file reach: counted exactly, item by item. A result counts where some test expects something of
//! it, not where it was merely worked out.

mod everything;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

pub use everything::Everything;

use super::{both, expect, play};
use crate::check::program::{
    Asked, Criterion, Excluded, ExpectIs, Fraction, Ladder, Program, ProvisionId, ReadingId, Score, Test, Worth,
};
use crate::eval::{Note, Outcome, Result as EvalResult, Step, walk};
use crate::lang::{Lang, Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::report::{self, words};
use crate::scenario::State;
use crate::source::{Files, Span};
use crate::term::Verdict;
use crate::world::UnitId;

/// What can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A provision that orders something.
    Provision,
    /// A quota, with a unit that reaches it.
    Met,
    /// A quota, with a unit that misses it.
    NotMet,
    /// A counting window, with a dossier.
    Window,
    /// An exclusion, with what it takes out.
    Exclusion,
    /// A scope, with a dossier that is asked about.
    Scope,
    /// A choice of a reading.
    Choice,
    /// A step of a ladder.
    Step,
    /// A consequence, with a unit that it meets.
    Consequence,
}

impl Kind {
    /// All, in the order of the report.
    pub const ALL: [Self; 9] = [
        Self::Provision,
        Self::Met,
        Self::NotMet,
        Self::Window,
        Self::Exclusion,
        Self::Scope,
        Self::Choice,
        Self::Step,
        Self::Consequence,
    ];

    /// In JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Provision => "provision",
            Self::Met => "quota_met",
            Self::NotMet => "quota_not_met",
            Self::Window => "window",
            Self::Exclusion => "exclusion",
            Self::Scope => "scope",
            Self::Choice => "choice",
            Self::Step => "step",
            Self::Consequence => "consequence",
        }
    }

    /// In a report.
    pub fn words(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::Provision => ("điều khoản", "provisions"),
            Self::Met => ("chỉ tiêu, bên đạt", "quotas, met"),
            Self::NotMet => ("chỉ tiêu, bên chưa đạt", "quotas, not met"),
            Self::Window => ("kỳ tính", "windows"),
            Self::Exclusion => ("loại trừ", "exclusions"),
            Self::Scope => ("phạm vi", "scopes"),
            Self::Choice => ("cách hiểu", "choices of readings"),
            Self::Step => ("mức của thang", "steps of ladders"),
            Self::Consequence => ("hệ quả", "consequences"),
        };
        lang.pick(vi, en)
    }
}

/// One thing that can be reached.
#[derive(Debug, Clone)]
pub struct Item {
    /// What kind of thing.
    pub kind: Kind,
    /// What it is, in words.
    pub says: Say,
    /// Where it stands.
    pub span: Span,
    /// The provision.
    pub citation: Say,
    /// How many tests reach it.
    pub tests: usize,
}

/// All that can be reached by the tests of a plan.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// In the order of the kinds, then of the text.
    pub items: Vec<Item>,
}

impl Coverage {
    /// How many of some items are reached, and how many there are.
    pub fn count(&self, kind: Option<Kind>) -> (usize, usize) {
        let of = || self.items.iter().filter(|it| kind.is_none_or(|kind| it.kind == kind));
        (of().filter(|it| it.tests > 0).count(), of().count())
    }

    /// What no test reaches.
    pub fn never(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|it| it.tests == 0)
    }
}

/// An item, to be found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Provision(ProvisionId),
    Met(usize),
    NotMet(usize),
    Window(usize),
    Exclusion(usize),
    Scope(usize),
    Choice(ReadingId, usize),
    /// A step of the ladder of a grade: which grade; which step, past all of them: nothing to measure, then the rest.
    Grade(usize, usize),
    /// A step of a ladder over something, in criteria.
    Rung(Asked, Rung),
    Consequence(usize),
}

/// A step of a ladder by its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rung {
    From(Fraction),
    Absent,
    Rest,
}

/// What the tests of a plan reach; a test that cannot be run reaches nothing.
pub fn coverage(plan: &Plan, files: &dyn Files) -> Coverage {
    let mut tests: BTreeMap<Key, usize> = BTreeMap::new();
    for test in &plan.program.tests {
        for key in reached(plan, test, files) {
            *tests.entry(key).or_default() += 1;
        }
    }
    let mut items = all(plan);
    for (key, item) in &mut items {
        item.tests = tests.get(key).copied().unwrap_or_default();
    }
    Coverage { items: items.into_iter().map(|it| it.1).collect() }
}

/// No test reaches something.
pub fn never_reached(item: &Item) -> Problem {
    let says = |lang| item.says.get(lang);
    let title = Say {
        vi: format!("chưa có kiểm thử nào chạm đến: {}", says(Lang::Vi)),
        en: format!("no test reaches: {}", says(Lang::En)),
    };
    Problem::remark("CT1460", item.span, title)
        .cite(Some(item.citation.clone()))
        .help(say!("thêm một kiểm thử đợi kết quả ở đó", "add a test that expects a result there"))
}

/// The tests reach too little.
pub fn too_little(reached: usize, all: usize, wanted: &str) -> Problem {
    let share = |lang| share(reached, all, lang);
    let title = Say {
        vi: format!("kiểm thử mới chạm đến {reached}/{all} ({}), cần {wanted}%", share(Lang::Vi)),
        en: format!("the tests reach {reached}/{all} ({}), {wanted}% are wanted", share(Lang::En)),
    };
    Problem::nowhere("CT1454", title)
        .help(say!("thêm kiểm thử cho những chỗ chưa chạm đến", "add tests for what is never reached"))
}

/// A share as it is printed: rounded, but never to all where something is missing.
pub fn share(reached: usize, all: usize, lang: Lang) -> String {
    if all == 0 {
        return "–".to_owned();
    }
    let tenths = 1000 * reached / all;
    let text = format!("{},{}%", tenths / 10, tenths % 10);
    lang.pick(text.clone(), text.replace(',', "."))
}

/// Whether so many of all are less than a percentage.
pub fn is_below(reached: usize, all: usize, percent: Fraction) -> bool {
    let (reached, all) = (reached as i128, all as i128);
    Fraction::from_integer(100 * reached) < percent * Fraction::from_integer(all)
}

/// Every item of a plan.
fn all(plan: &Plan) -> Vec<(Key, Item)> {
    let program = &*plan.program;
    let mut out = Vec::new();
    let mut add = |key: Key, kind: Kind, says: Say, span: Span, home: ProvisionId| {
        out.push((key, Item { kind, says, span, citation: program.cite(home), tests: 0 }));
    };
    for home in with_effect(program) {
        let quotas = plan.quotas.iter().filter(|it| it.provision == home).count();
        let says = match quotas {
            0 => say!("cả điều khoản", "the whole provision"),
            it => say!("cả điều khoản, có {it} chỉ tiêu", "the whole provision, with {it} quotas"),
        };
        add(Key::Provision(home), Kind::Provision, says, program.provision(home).span, home);
    }
    for (at, quota) in plan.quotas.iter().enumerate() {
        let Some(amount) = quota.amount else { continue };
        let words = |lang| {
            let comparator = words::comparator(quota.comparator, lang);
            let amount = report::amount(amount, quota.form, lang);
            format!("{comparator} {amount} {}", program.indicator(quota.indicator).name)
        };
        let met = Say {
            vi: format!("một đơn vị đạt {}", words(Lang::Vi)),
            en: format!("a unit that meets {}", words(Lang::En)),
        };
        let not_met = Say {
            vi: format!("một đơn vị chưa đạt {}", words(Lang::Vi)),
            en: format!("a unit that misses {}", words(Lang::En)),
        };
        add(Key::Met(at), Kind::Met, met, quota.span, quota.provision);
        add(Key::NotMet(at), Kind::NotMet, not_met, quota.span, quota.provision);
    }
    let slice = |span: Span| {
        let words = crate::text::nfc(program.sources.slice(span));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (at, it) in program.windows.iter().enumerate() {
        add(Key::Window(at), Kind::Window, both(|_| slice(it.span)), it.span, it.provision);
    }
    for (at, it) in program.exclusions.iter().enumerate().filter(|it| !it.1.leave_open) {
        add(Key::Exclusion(at), Kind::Exclusion, both(|_| slice(it.span)), it.span, it.provision);
    }
    for (at, it) in program.scopes.iter().enumerate() {
        add(Key::Scope(at), Kind::Scope, both(|_| slice(it.span)), it.span, it.provision);
    }
    for (at, it) in program.readings.iter().enumerate() {
        for (place, choice) in it.choices.iter().enumerate() {
            let says = both(|_| format!("{} = {}", it.name, choice.name));
            add(Key::Choice(ReadingId(at as u32), place), Kind::Choice, says, it.span, ProvisionId(0));
        }
    }
    for (at, it) in program.scoring.grades.iter().enumerate() {
        let name = it.of.name(program);
        let steps = it.ladder.steps.iter().map(|it| &it.1).enumerate();
        let number = it.ladder.steps.len();
        let absent = it.ladder.absent.iter().map(|it| (number, it));
        for (place, value) in steps.chain(absent).chain([(number + 1, &it.ladder.rest)]) {
            let Some(value) = value else { continue };
            let says = say!("xếp loại {name} = “{value}”", "grade {name} = “{value}”");
            add(Key::Grade(at, place), Kind::Step, says, it.span, it.provision);
        }
    }
    for it in &program.scoring.criteria {
        each_rung(it, &mut |asked, rung| {
            let of = asked.name(program);
            let says = match rung {
                Rung::From(from) => {
                    let form = asked.form(program);
                    Say {
                        vi: format!("{}: bậc của {of} từ {}", it.name, report::amount(from, form, Lang::Vi)),
                        en: format!("{}: step of {of} from {}", it.name, report::amount(from, form, Lang::En)),
                    }
                }
                Rung::Absent => Say {
                    vi: format!("{}: bậc của {of} khi không phát sinh", it.name),
                    en: format!("{}: step of {of} with no dossiers", it.name),
                },
                Rung::Rest => Say {
                    vi: format!("{}: bậc còn lại của {of}", it.name),
                    en: format!("{}: remaining step of {of}", it.name),
                },
            };
            add(Key::Rung(asked, rung), Kind::Step, says, it.span, it.provision);
        });
    }
    for (at, it) in program.consequences.iter().enumerate() {
        let says = both(|_| format!("“{}”", it.text));
        add(Key::Consequence(at), Kind::Consequence, says, it.span, it.provision);
    }
    out.sort_by_key(|it| (it.1.kind, it.1.span));
    out
}

/// The provisions that order something.
fn with_effect(program: &Program) -> BTreeSet<ProvisionId> {
    let scoring = &program.scoring;
    let mut out: BTreeSet<ProvisionId> = program.quotas.iter().map(|it| it.provision).collect();
    out.extend(program.windows.iter().map(|it| it.provision));
    out.extend(program.scopes.iter().map(|it| it.provision));
    out.extend(program.exclusions.iter().filter(|it| !it.leave_open).map(|it| it.provision));
    out.extend(program.delegations.iter().map(|it| it.provision));
    out.extend(program.roundings.iter().map(|it| it.provision));
    out.extend(program.consequences.iter().map(|it| it.provision));
    out.extend(scoring.criteria.iter().map(|it| it.provision));
    out.extend(scoring.grades.iter().map(|it| it.provision));
    out.extend(scoring.rankings.iter().map(|it| it.provision));
    out
}

/// The steps of the ladders of a criterion whose bounds are plain numbers.
fn each_rung(criterion: &Criterion, see: &mut dyn FnMut(Asked, Rung)) {
    fn within(score: &Score, see: &mut dyn FnMut(Asked, Rung)) {
        match score {
            Score::Binary(_, left, right) => {
                within(left, see);
                within(right, see);
            }
            Score::Extremum(_, parts) => parts.iter().for_each(|it| within(it, see)),
            Score::Steps(asked, ladder) => {
                let Ladder { steps, absent, rest } = &**ladder;
                for (from, value) in steps {
                    if let Score::Number(from) = from {
                        see(*asked, Rung::From(*from));
                    }
                    value.iter().for_each(|it| within(it, see));
                }
                if absent.is_some() {
                    see(*asked, Rung::Absent);
                }
                see(*asked, Rung::Rest);
                absent.iter().flatten().chain(rest).for_each(|it| within(it, see));
            }
            _ => {}
        }
    }
    if let Worth::Value(score) = &criterion.worth {
        within(score, see);
    }
}

/// What a test reaches.
fn reached(plan: &Plan, test: &Test, files: &dyn Files) -> BTreeSet<Key> {
    let mut out = BTreeSet::new();
    let Ok(state) = play(plan, test, files) else { return out };
    let Ok(outcome) = state.outcome() else { return out };
    let mut looked: Vec<&EvalResult> = Vec::new();
    if test.result_table.is_some() {
        looked.extend(&outcome.results);
    } else {
        looked.extend(test.expects.iter().flat_map(|it| expect::looked_at(&state, outcome, it)));
    }
    for it in &looked {
        by_result(plan, &state, it, &mut out);
    }
    for at in outcome.ledger.exclusions.keys() {
        out.insert(Key::Exclusion(*at));
    }
    let readings = state.env.chosen();
    for (at, it) in plan.program.exclusions.iter().enumerate() {
        let units = plan.excluded.get(at).and_then(|it| it.under(&readings));
        let counts = |id: &UnitId| state.tally.units.iter().any(|it| it.unit == Some(*id));
        if matches!(it.what, Excluded::Units(_)) && units.is_some_and(|it| it.keys().any(counts)) {
            out.insert(Key::Exclusion(at));
        }
    }
    for (at, choice) in state.env.readings.iter().enumerate() {
        let number = plan.program.readings.get(at).map_or(0, |it| it.choices.len());
        let chosen = (0..number).filter(|it| choice.is_none_or(|choice| choice == *it));
        out.extend(chosen.map(|it| Key::Choice(ReadingId(at as u32), it)));
    }
    by_scores(plan, &state, outcome, test, &readings, &mut out);
    out.extend(outcome.consequences.iter().filter(|it| !it.1.is_empty()).map(|it| Key::Consequence(it.0)));
    let homes: Vec<Key> = out.iter().filter_map(|it| home(&plan.program, *it)).map(Key::Provision).collect();
    out.extend(homes);
    out
}

/// What a result that is looked at reaches.
fn by_result(plan: &Plan, state: &State, result: &EvalResult, out: &mut BTreeSet<Key>) {
    out.insert(Key::Provision(result.provision));
    out.extend(result.goal.rounding.map(|it| Key::Provision(it.provision)));
    let Some((at, quota)) = result.quota.and_then(|at| Some((at, plan.quotas.get(at)?))) else { return };
    match result.verdict {
        Verdict::Exceeded | Verdict::Met => out.insert(Key::Met(at)),
        Verdict::NotMet => out.insert(Key::NotMet(at)),
        _ => false,
    };
    let Some(walk) = walk(&state.plan, &state.index, &state.env, result) else { return };
    for it in walk.windows.iter().filter(|it| it.denominator > 0) {
        out.extend(it.window.map(Key::Window));
    }
    out.extend(walk.excluded.iter().filter_map(|it| it.1).map(Key::Exclusion));
    if walk.supplied > 0 {
        let scopes = plan.countings.get(quota.counting).map_or(&[][..], |it| it.scopes.as_slice());
        out.extend(scopes.iter().map(|it| Key::Scope(*it)));
    }
}

/// What the scores, grades and ranks that are expected reach.
fn by_scores(plan: &Plan, state: &State, outcome: &Outcome, test: &Test, readings: &[usize], out: &mut BTreeSet<Key>) {
    let scoring = &plan.program.scoring;
    let is_score = |it: &ExpectIs| {
        matches!(it, ExpectIs::Points(..) | ExpectIs::NoPoints(..) | ExpectIs::Graded(..) | ExpectIs::Ranked(..))
    };
    for expect in test.expects.iter().filter(|it| is_score(&it.is)) {
        let Some(unit) = expect::unit_of(state, outcome, expect) else { continue };
        if let ExpectIs::Ranked(of, _) = &expect.is {
            let homes = scoring.rankings.iter().filter(|it| it.of == *of).map(|it| Key::Provision(it.provision));
            out.extend(homes);
        }
        for ((id, _), score) in outcome.scores.scores.iter().filter(|it| it.0.1 == unit && it.1.applies) {
            out.insert(Key::Provision(scoring.criterion(*id).provision));
            out.extend(score.notes.iter().filter_map(|it| match it {
                Note::Stepped(asked, Step::From(from)) => Some(Key::Rung(*asked, Rung::From(*from))),
                Note::Stepped(asked, Step::Absent) => Some(Key::Rung(*asked, Rung::Absent)),
                Note::Stepped(asked, Step::Rest) => Some(Key::Rung(*asked, Rung::Rest)),
                Note::Looked(..) => None,
            }));
        }
        for (at, grade) in scoring.grades.iter().enumerate() {
            let group = grade.group.and_then(|it| plan.score_groups.get(it)).and_then(|it| it.under(readings));
            let is_for = grade.group.is_none() || group.is_some_and(|it| it.contains_key(&unit));
            let Some(Some(found)) = outcome.scores.grades.get(&(grade.of, unit)).filter(|_| is_for) else { continue };
            let steps = grade.ladder.steps.iter().map(|it| &it.1);
            let number = grade.ladder.steps.len();
            let values = steps.enumerate().chain(grade.ladder.absent.iter().map(|it| (number, it)));
            let values = values.chain([(number + 1, &grade.ladder.rest)]);
            out.extend(values.filter(|it| it.1.as_ref() == Some(found)).map(|it| Key::Grade(at, it.0)));
        }
    }
}

/// The provision in which an item stands.
fn home(program: &Program, key: Key) -> Option<ProvisionId> {
    match key {
        Key::Provision(it) => Some(it),
        Key::Met(at) | Key::NotMet(at) => program.quotas.get(at).map(|it| it.provision),
        Key::Window(at) => program.windows.get(at).map(|it| it.provision),
        Key::Exclusion(at) => program.exclusions.get(at).map(|it| it.provision),
        Key::Scope(at) => program.scopes.get(at).map(|it| it.provision),
        Key::Grade(at, _) => program.scoring.grades.get(at).map(|it| it.provision),
        Key::Consequence(at) => program.consequences.get(at).map(|it| it.provision),
        Key::Choice(..) | Key::Rung(..) => None,
    }
}
