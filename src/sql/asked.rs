//! What a query tells apart, and what the rules say of it: small tables, made by asking the same function as the
//! evaluation does.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, Outcome, Words};
use super::names::Names;
use super::{COUNTED, OPEN, SHARE, error};
use crate::data::{BadRows, Facet, Options, Weighed, read_weighed};
use crate::eval::{Alike, Date3, Env, Reason, Teller, Told, first_days, wants_days};
use crate::lang::Lang;
use crate::plan::{ClassId, Plan};
use crate::problem::Problem;
use crate::text::Day;
use crate::world::UnitId;

/// What a query tells apart, with the tables that it holds.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Whether every day is told from every other; else only stretches of days.
    pub by_day: bool,
    /// Whether every procedure is told from every other; else only classes.
    pub by_procedure: bool,
    /// Whether the rules ask for the day of receipt.
    pub received: bool,
    /// Whether they ask for the day of resolution.
    pub resolved: bool,
    /// How dossiers ended, where they ask for that.
    pub outcome: Option<Outcome>,
    /// Columns of words that they ask for.
    pub words: Vec<Words>,
    /// The first day of each stretch of days but the first.
    pub cuts: Vec<Day>,
    /// Procedures that lists name: the code, and a procedure that stands for those that every rule treats alike.
    pub procedures: BTreeMap<String, String>,
    /// For each procedure that stands for others the one by which `Rule::class` calls its class: under these choices
    /// rules may treat several of them alike.
    pub classes: BTreeMap<String, String>,
    /// For each code of a unit the provisions that it is asked by, each with its way of counting; none: why.
    pub units: BTreeMap<String, Result<Vec<(String, usize)>, NoWay>>,
    /// The ways of counting.
    pub ways: Vec<Vec<Rule>>,
    /// What tells these rules, registers and choices from others.
    pub fingerprint: String,
}

/// Why a unit is not asked by provisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWay {
    /// No quota binds it.
    NotBound,
    /// Its code is that of different units on different days.
    ByDay,
}

/// Dossiers that a way of counting treats alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The procedure that stands for their class, empty for procedures in no list; none: whatever it is.
    pub class: Option<String>,
    /// From when to when they were received, as texts.
    pub received: [String; 2],
    /// From when to when they were resolved.
    pub finished: [String; 2],
    /// Their words, in the order of the columns; none: whatever it is.
    pub words: Vec<Option<String>>,
    /// What becomes of them.
    pub told: Told,
}

impl Rule {
    /// What a result calls it.
    pub fn measures(&self) -> Vec<String> {
        match self.told {
            Told::Share(true) => SHARE.map(str::to_owned).to_vec(),
            Told::Share(false) => SHARE.iter().take(1).map(|it| (*it).to_owned()).collect(),
            Told::Counted => vec![COUNTED.to_owned()],
            Told::Open => vec![OPEN.to_owned()],
            Told::Out(reason) => vec![word(reason)],
        }
    }
}

/// A reason as results have it.
fn word(reason: Reason) -> String {
    serde_json::to_value(reason).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The texts before and after those of all days.
const EVER: [&str; 2] = ["0000-00-00", "9999-99-99"];

/// More rules than any database reads gladly.
const MOST: usize = 20_000;

/// Classes that may be treated alike.
const MOST_CLASSES: usize = 50;

impl Asked {
    /// What a query of a plan tells apart. Errors: the rules ask for what no row says, or for a column that the table
    /// lacks; they are too many.
    pub fn new(plan: &Plan, env: &Env, names: &Names) -> Result<Self, Problem> {
        fields::check(plan)?;
        for role in ["unit", "procedure"] {
            names.needed(role)?;
        }
        for (_, role) in [(plan.needs.received, "received"), (plan.needs.resolved, "finished")].iter().filter(|it| it.0)
        {
            names.needed(role)?;
        }
        let mut out = Self {
            by_day: wants_days(plan, env),
            by_procedure: plan.needs.procedures,
            received: plan.needs.received,
            resolved: plan.needs.resolved,
            outcome: fields::outcome(plan, env, names)?,
            words: fields::words(plan, names)?,
            cuts: first_days(plan, env).into_iter().collect(),
            procedures: BTreeMap::new(),
            classes: BTreeMap::new(),
            units: BTreeMap::new(),
            ways: Vec::new(),
            fingerprint: fingerprint(plan, env),
        };
        for (code, class) in plan.classes.all_codes() {
            if let Some(sample) = &plan.classes.get(class).sample {
                out.procedures.insert(code.to_owned(), sample.clone());
            }
        }
        out.units(plan, env)?;
        out.merge();
        let rows = out.ways.iter().map(Vec::len).sum();
        if rows > MOST { Err(error::too_long(rows, MOST)) } else { Ok(out) }
    }

    /// Gives classes that all ways of counting treat alike one name.
    fn merge(&mut self) {
        let names: BTreeSet<&String> = self.procedures.values().collect();
        let mut groups: Vec<(String, Vec<Vec<Rule>>)> = Vec::new();
        let mut classes: BTreeMap<String, String> = BTreeMap::new();
        let none = String::new();
        for name in [&none].into_iter().chain(names) {
            let of = |way: &Vec<Rule>| -> Vec<Rule> {
                let own = way.iter().filter(|it| it.class.as_ref().is_some_and(|it| it == name));
                own.map(|it| Rule { class: None, ..it.clone() }).collect()
            };
            let rules: Vec<Vec<Rule>> = self.ways.iter().map(of).collect();
            match groups.iter().find(|it| it.1 == rules) {
                Some((group, _)) => drop(classes.insert(name.clone(), group.clone())),
                None => {
                    classes.insert(name.clone(), name.clone());
                    groups.push((name.clone(), rules));
                }
            }
        }
        let is_kept = |it: &Rule| it.class.as_ref().is_none_or(|it| classes.get(it) == Some(it));
        self.ways.iter_mut().for_each(|it| it.retain(is_kept));
        self.classes = classes;
    }

    /// The class by which rules know a procedure.
    pub fn class_of(&self, code: &str) -> &str {
        let class = self.procedures.get(code).and_then(|it| self.classes.get(it));
        class.map_or("", String::as_str)
    }

    /// The words that a column of words or the outcome has, without the other spellings.
    pub fn kinds(&self) -> Vec<Vec<String>> {
        let outcome = self.outcome.iter().map(|it| it.words().iter().map(|it| (*it).to_owned()).collect());
        let first = |it: &Vec<String>| it.first().cloned().unwrap_or_default();
        outcome.chain(self.words.iter().map(|it| it.words.iter().map(first).collect())).collect()
    }

    /// The columns that a file of such dossiers would have.
    pub fn headers(&self) -> Vec<String> {
        let mut out = vec!["unit_code".to_owned(), "procedure_code".to_owned()];
        out.extend(self.received.then(|| "received_date".to_owned()));
        out.extend((self.resolved || self.outcome.is_some()).then(|| "finished_date".to_owned()));
        out.extend(self.outcome.iter().filter(|it| it.due.is_some()).map(|_| "due_date".to_owned()));
        out.extend(self.words.iter().map(|it| it.header.clone()));
        out
    }

    /// A row under [`Self::headers`]: the unit, the procedure, the days, the words (the outcome first). None: the
    /// outcome is none.
    pub fn row(&self, unit: &str, procedure: &str, days: [&str; 2], words: &[String]) -> Option<Vec<String>> {
        let mut out = vec![unit.to_owned(), procedure.to_owned()];
        out.extend(self.received.then(|| days[0].to_owned()));
        let mut words = words.iter();
        match &self.outcome {
            None => out.extend(self.resolved.then(|| days[1].to_owned())),
            Some(outcome) => {
                let [finished, due] = outcome.days(words.next()?, Day::parse(days[1]).unwrap_or(SOME_DAY))?;
                out.push(finished);
                out.extend(outcome.due.is_some().then_some(due));
            }
        }
        out.extend(words.cloned());
        Some(out)
    }

    /// Days on which nothing changes, from and to as texts, each with a day of it.
    fn stretches(&self) -> Vec<([String; 2], Day)> {
        let mut out = Vec::new();
        let mut from = EVER[0].to_owned();
        let mut day = self.cuts.first().map_or(SOME_DAY, |it| it.plus(-1));
        for cut in &self.cuts {
            out.push(([from, cut.plus(-1).iso()], day));
            (from, day) = (cut.iso(), *cut);
        }
        out.push(([from, EVER[1].to_owned()], day));
        out
    }

    /// Which provisions ask each unit, and in which way.
    fn units(&mut self, plan: &Plan, env: &Env) -> Result<(), Problem> {
        let teller = Teller::new(plan, env);
        let kinds = self.kinds();
        let number = kinds.iter().map(Vec::len).fold(1, usize::saturating_mul);
        if number > MOST {
            return Err(error::too_long(number, MOST));
        }
        let combinations = combinations(&kinds);
        let facets = self.facets(plan, &combinations);
        let mut known: Vec<(Alike, usize)> = Vec::new();
        let labels = labels(plan);
        let mut rows = 0;
        for (id, unit) in plan.world.units.iter() {
            if plan.world.units.of_code(&unit.code).len() > 1 {
                self.units.insert(unit.code.clone(), Err(NoWay::ByDay));
                continue;
            }
            let mut provisions: Vec<(String, usize)> = Vec::new();
            for at in teller.quotas_of(id) {
                let (Some(alike), Some(label)) = (teller.alike(*at, id), labels.get(*at)) else { continue };
                let way = match known.iter().find(|it| it.0 == alike) {
                    Some((_, way)) => *way,
                    None => {
                        let rules = self.rules(plan, &teller, *at, id, &facets);
                        let way = self.ways.iter().position(|it| *it == rules).unwrap_or_else(|| {
                            rows += rules.len();
                            self.ways.push(rules);
                            self.ways.len() - 1
                        });
                        known.push((alike, way));
                        way
                    }
                };
                if !provisions.contains(&(label.clone(), way)) {
                    provisions.push((label.clone(), way));
                }
            }
            // What is far too much is not worked out to its end.
            if rows > MOST * MOST_CLASSES {
                return Err(error::too_long(rows, MOST));
            }
            let provisions = if provisions.is_empty() { Err(NoWay::NotBound) } else { Ok(provisions) };
            self.units.insert(unit.code.clone(), provisions);
        }
        Ok(())
    }

    /// Each combination of words, with what it says of dossiers: read as a file of dossiers would be.
    fn facets(&self, plan: &Plan, combinations: &[Vec<String>]) -> Vec<(Vec<String>, Facet)> {
        let day = SOME_DAY.iso();
        let rows = combinations.iter().enumerate().filter_map(|(at, words)| {
            let cells = self.row("x-1", &format!("c{at}"), [&day, &day], words)?;
            Some(Weighed { line: at as u64, cells, dossiers: 1 })
        });
        let rows: Vec<Weighed> = rows.collect();
        let as_of = self.outcome.as_ref().and_then(|it| it.as_of);
        let options = Options { as_of, any_unit: true, bad_rows: BadRows::Report, ..Options::default() };
        let tally = read_weighed(plan, "", &self.headers(), &rows, options).unwrap_or_default();
        let mut out: BTreeMap<usize, Facet> = BTreeMap::new();
        for cell in tally.cells.iter() {
            let code = cell.procedure.and_then(|it| tally.procedures.get(it as usize));
            let at = code.and_then(|it| it.strip_prefix('c')).and_then(|it| it.parse().ok());
            if let (Some(at), Some(facet)) = (at, tally.facets.get(cell.facet as usize)) {
                out.insert(at, *facet);
            }
        }
        let each = combinations.iter().enumerate();
        each.map(|(at, words)| (words.clone(), out.get(&at).copied().unwrap_or(Facet::UNSAID))).collect()
    }

    /// What a quota makes of the dossiers of a unit: as few rules as say it all.
    fn rules(
        &self,
        plan: &Plan,
        teller: &Teller,
        at: usize,
        unit: UnitId,
        facets: &[(Vec<String>, Facet)],
    ) -> Vec<Rule> {
        let always = vec![(EVER_OR_NEVER.map(str::to_owned), Date3::Unsaid)];
        let on = |it: ([String; 2], Day)| (it.0, Date3::On(it.1));
        let received: Vec<_> =
            if self.received { self.stretches().into_iter().map(on).collect() } else { always.clone() };
        let mut finished = if self.resolved { self.stretches().into_iter().map(on).collect() } else { always };
        if self.resolved {
            finished.insert(0, ([String::new(), String::new()], Date3::Never));
        }
        let kinds = self.kinds();
        let mut classes: Vec<(String, Vec<Rule>)> = Vec::new();
        for (class, it) in plan.classes.iter() {
            let of_day = |received: Date3, resolved: Date3| -> Vec<Told> {
                facets.iter().map(|it| teller.tell(at, unit, class, &it.1, (received, resolved))).collect()
            };
            let code = if class == ClassId(0) { String::new() } else { it.sample.clone().unwrap_or_default() };
            type Piece<T> = ([String; 2], T);
            let mut by_finished: Vec<Piece<Vec<Piece<Vec<Told>>>>> = Vec::new();
            for (span, resolved) in &finished {
                let mut by_received: Vec<Piece<Vec<Told>>> = Vec::new();
                for (span, received) in &received {
                    grow(&mut by_received, span, of_day(*received, *resolved));
                }
                grow(&mut by_finished, span, by_received);
            }
            let mut rules = Vec::new();
            for (finished, by_received) in by_finished {
                for (received, told) in by_received {
                    for (words, told) in parted(&kinds, &told) {
                        let (received, finished) = (received.clone(), finished.clone());
                        rules.push(Rule { class: None, received, finished, words, told });
                    }
                }
            }
            classes.push((code, rules));
        }
        let same = classes.windows(2).all(|it| matches!(it, [one, two] if one.1 == two.1));
        if same {
            return classes.into_iter().next().map(|it| it.1).unwrap_or_default();
        }
        let of_class = |(class, rules): (String, Vec<Rule>)| {
            rules.into_iter().map(move |it| Rule { class: Some(class.clone()), ..it })
        };
        classes.into_iter().flat_map(of_class).collect()
    }
}

/// Every day, and none.
pub const EVER_OR_NEVER: [&str; 2] = ["", EVER[1]];

/// A day for what hangs on none: 1 January 2000.
const SOME_DAY: Day = Day(730_120);

/// Adds a piece to those before it, or makes the last of them longer.
fn grow<T: PartialEq>(pieces: &mut Vec<([String; 2], T)>, span: &[String; 2], held: T) {
    match pieces.last_mut() {
        // What has no day stands for itself.
        Some(last) if last.1 == held && !last.0[1].is_empty() => last.0[1].clone_from(&span[1]),
        _ => pieces.push((span.clone(), held)),
    }
}

/// All combinations of words.
fn combinations(kinds: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut out = vec![Vec::new()];
    for words in kinds {
        let with = |held: &Vec<String>, word: &String| held.iter().chain([word]).cloned().collect();
        out = out.iter().flat_map(|held| words.iter().map(move |word| with(held, word))).collect();
    }
    out
}

/// What is told of all combinations, with as few words as tell them apart.
fn parted(kinds: &[Vec<String>], told: &[Told]) -> Vec<(Vec<Option<String>>, Told)> {
    let Some(first) = told.first() else { return Vec::new() };
    if told.iter().all(|it| it == first) {
        return vec![(vec![None; kinds.len()], *first)];
    }
    let Some((words, rest)) = kinds.split_first() else { return Vec::new() };
    let part = told.len() / words.len().max(1);
    let parts: Vec<&[Told]> = told.chunks(part.max(1)).collect();
    if parts.windows(2).all(|it| matches!(it, [one, two] if one == two)) {
        let below = parts.first().map(|it| parted(rest, it)).unwrap_or_default();
        return below.into_iter().map(|it| ([None].into_iter().chain(it.0).collect(), it.1)).collect();
    }
    let each = words.iter().zip(parts);
    let below = |(word, part): (&String, &[Told])| {
        let word = Some(word.clone());
        parted(rest, part).into_iter().map(move |it| ([word.clone()].into_iter().chain(it.0).collect(), it.1))
    };
    each.flat_map(below).collect()
}

/// How a result calls each quota: by its provision, and by its indicator where one provision has several.
fn labels(plan: &Plan) -> Vec<String> {
    let program = &plan.program;
    let several = |at: usize| {
        let it = plan.quotas.get(at);
        plan.quotas
            .iter()
            .any(|other| it.is_some_and(|it| it.provision == other.provision && it.indicator != other.indicator))
    };
    let label = |(at, it): (usize, &crate::plan::BoundQuota)| {
        let place = program.citation(it.provision, Lang::Vi);
        if several(at) { format!("{place}: {}", program.indicator(it.indicator).name) } else { place }
    };
    plan.quotas.iter().enumerate().map(label).collect()
}

/// SHA-256 of all that decides what is counted: the rule files, the register, the lists, the days off, what is known
/// and chosen.
fn fingerprint(plan: &Plan, env: &Env) -> String {
    use std::fmt::Write as _;
    // The number changes with what queries tell apart.
    let mut text = "chitieu sql 1\n".to_owned();
    for source in plan.program.sources.iter() {
        let _ = writeln!(text, "{}", source.text);
    }
    let mut worlds = vec![&*plan.world];
    while let Some(world) = worlds.pop() {
        let _ = writeln!(text, "{:?} {:?} {:?} {:?}", world.units.rows, world.lists, world.days_off, world.days_on);
        worlds.extend(world.under.as_deref().into_iter().chain(&world.cited));
    }
    let _ = writeln!(text, "{:?} {:?} {:?} {:?}", env.events, env.readings, env.period, env.as_of);
    use sha2::Digest as _;
    sha2::Sha256::digest(text.as_bytes()).iter().fold(String::new(), |text, it| text + &format!("{it:02x}"))
}
