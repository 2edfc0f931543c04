//! Procedures in classes: two procedures of one class are treated alike by every rule.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::error;
use crate::check::program::{Date, ListId, Program};
use crate::problem::Problem;
use crate::term::{Tier, Word};
use crate::text::{Day, Days};
use crate::world::{ListFact, UnitId, World, bare_code};

/// A class of procedures: an index into [`Classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// All classes.
#[derive(Debug, Clone)]
pub struct Classes {
    /// The first is that of procedures that no list names.
    pub list: Vec<Class>,
    by_code: HashMap<String, ClassId>,
    /// Codes that procedures had before, each with the code that it has now.
    former: HashMap<String, String>,
    /// Whether a procedure without a competence takes the tier of the unit.
    pub competence_by_units: bool,
}

/// What is the same for the procedures of a class.
#[derive(Debug, Clone)]
pub struct Class {
    /// For each list of the program, whether it names them.
    pub lists: Vec<Membership>,
    /// The tier that is competent, where a list says so.
    pub competence: Option<Tier>,
    /// The level in the list that is not replaced by another that names them.
    pub level: Option<Word>,
    /// When they were first published.
    pub first_published: Option<Day>,
    /// When they were amended, in the order of time.
    pub amended: Vec<Day>,
    /// What declared columns say of them.
    pub facts: BTreeMap<u32, ListFact>,
    /// The units that offer them, where a list says so.
    pub offered_by: Option<BTreeSet<UnitId>>,
    /// One of them, for messages; none for procedures in no list.
    pub sample: Option<String>,
    /// How many of them the lists name.
    pub size: usize,
}

impl Class {
    /// Whether rules treat the procedures of two classes alike.
    fn is_like(&self, other: &Self) -> bool {
        let facts = |it: &Self| {
            (it.lists.clone(), it.competence, it.level, it.first_published, it.amended.clone(), it.facts.clone())
        };
        facts(self) == facts(other) && self.offered_by == other.offered_by
    }

    /// The day that a date of procedures is for those of this class: published, amended (the last time inside the
    /// assessment period), as a declared column says. None where no list says so, or where it is another kind of date.
    pub fn day(&self, date: &Date, period: Days) -> Option<Day> {
        match date {
            Date::Published(true) => self.first_published,
            Date::Published(false) => self.amended.iter().rev().find(|it| period.has(**it)).copied(),
            Date::Column(id) => match self.facts.get(&id.0) {
                Some(ListFact::On(day)) => Some(*day),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a list names a procedure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// It does not.
    No,
    /// It does, on these days: once, or again after it was dropped.
    On(Vec<Days>),
    /// Its content is not known.
    Unknown,
}

impl Membership {
    fn add(&mut self, days: Days) {
        match self {
            Self::On(held) if held.contains(&days) => {}
            Self::On(held) => {
                held.push(days);
                held.sort_unstable();
            }
            Self::No | Self::Unknown => *self = Self::On(vec![days]),
        }
    }
}

/// What is the same for the procedures of a class, as it is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Facts {
    lists: Vec<Membership>,
    competence: Option<Tier>,
    level: Option<Word>,
    first_published: Option<Day>,
    amended: Vec<Day>,
    facts: BTreeMap<u32, ListFact>,
    offered_by: Option<BTreeSet<String>>,
}

impl Classes {
    /// The classes that the lists of a program make.
    pub fn new(program: &Program, world: &World) -> Self {
        let empty = Facts {
            lists: program
                .lists
                .iter()
                .map(|it| if world.lists.contains_key(&it.key) { Membership::No } else { Membership::Unknown })
                .collect(),
            competence: None,
            level: None,
            first_published: None,
            amended: Vec::new(),
            facts: BTreeMap::new(),
            offered_by: None,
        };
        let now = now_called(world);
        let mut found: BTreeMap<&str, Facts> = BTreeMap::new();
        for (index, list) in program.lists.iter().enumerate() {
            for listed in world.lists.get(&list.key).into_iter().flatten() {
                let code = now.get(listed.code.as_str()).copied().unwrap_or(&listed.code);
                let it = found.entry(code).or_insert_with(|| empty.clone());
                if let Some(member) = it.lists.get_mut(index) {
                    member.add(listed.days.unwrap_or(Days::ALL));
                }
                it.competence = it.competence.or(listed.competence);
                // A list that replaces one before it says the level that holds now.
                let newer = program.list(ListId(index as u32)).replaces.is_some();
                it.level = if newer { listed.level.or(it.level) } else { it.level.or(listed.level) };
                it.first_published = it.first_published.or(listed.first_published);
                it.amended.extend(&listed.amended);
                it.amended.sort_unstable();
                it.amended.dedup();
                it.facts.extend(&listed.facts);
                if !listed.offered_by.is_empty() {
                    it.offered_by.get_or_insert_default().extend(listed.offered_by.iter().cloned());
                }
            }
        }
        let class = |facts: &Facts, sample: Option<String>| Class {
            lists: facts.lists.clone(),
            competence: facts.competence,
            level: facts.level,
            first_published: facts.first_published,
            amended: facts.amended.clone(),
            facts: facts.facts.clone(),
            offered_by: facts.offered_by.as_ref().map(|it| units_called(program, world, it)),
            sample,
            size: 0,
        };
        let mut classes = Self {
            list: vec![class(&empty, None)],
            by_code: HashMap::new(),
            former: HashMap::new(),
            competence_by_units: program.lists.iter().any(|it| it.competence_by_units),
        };
        let mut ids: BTreeMap<Facts, ClassId> = BTreeMap::new();
        for (code, facts) in found {
            let next = ClassId(classes.list.len() as u32);
            let id = *ids.entry(facts).or_insert_with_key(|facts| {
                classes.list.push(class(facts, Some(code.to_owned())));
                next
            });
            if let Some(class) = classes.list.get_mut(id.0 as usize) {
                class.size += 1;
            }
            classes.by_code.insert(code.to_owned(), id);
        }
        for (former, code) in now {
            if let Some(id) = classes.by_code.get(code).copied() {
                classes.by_code.entry(former.to_owned()).or_insert(id);
                classes.former.insert(former.to_owned(), code.to_owned());
            }
        }
        classes
    }

    /// The same classes under the numbers that others have for what is the same; numbers that nothing has any more
    /// stay with what they were.
    #[must_use]
    pub fn numbered_like(self, other: &Self) -> Self {
        let mut list = other.list.clone();
        let mut number = Vec::with_capacity(self.list.len());
        for class in self.list {
            let at = match other.list.iter().position(|it| it.is_like(&class)) {
                Some(at) => at,
                None => {
                    list.push(class.clone());
                    list.len() - 1
                }
            };
            if let Some(it) = list.get_mut(at) {
                *it = class;
            }
            number.push(ClassId(at as u32));
        }
        let new = |it: ClassId| number.get(it.0 as usize).copied().unwrap_or(it);
        let by_code = self.by_code.into_iter().map(|it| (it.0, new(it.1))).collect();
        Self { list, by_code, ..self }
    }

    /// The code that a procedure has now.
    pub fn now<'a>(&'a self, code: &'a str) -> &'a str {
        self.former.get(code).map_or(code, String::as_str)
    }

    /// The class of a procedure.
    pub fn of(&self, code: &str) -> ClassId {
        self.by_code.get(bare_code(code)).copied().unwrap_or(ClassId(0))
    }

    /// A class.
    pub fn get(&self, id: ClassId) -> &Class {
        self.list.get(id.0 as usize).unwrap_or_else(|| unreachable!("an identity comes from these classes"))
    }

    /// All classes.
    pub fn iter(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        self.list.iter().enumerate().map(|(index, class)| (ClassId(index as u32), class))
    }

    /// The procedures that lists name, by the code that they have now, each with its class.
    pub fn codes(&self) -> BTreeMap<&str, ClassId> {
        let codes = self.by_code.iter().map(|it| (it.0.as_str(), *it.1));
        codes.filter(|it| !self.former.contains_key(it.0)).collect()
    }
}

impl Classes {
    /// Every code that means a class: those that procedures have, and those that they had before.
    pub fn all_codes(&self) -> impl Iterator<Item = (&str, ClassId)> {
        self.by_code.iter().map(|it| (it.0.as_str(), *it.1))
    }
}

/// Codes that lists say a procedure had before, each with the one it has now. A code that two procedures had before
/// was divided: nobody says which of them a dossier under it belongs to, so it stands for itself.
fn now_called(world: &World) -> BTreeMap<&str, &str> {
    let mut now: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for listed in world.lists.values().flatten() {
        for former in listed.former.iter().filter(|it| **it != listed.code) {
            let held = now.entry(former).or_insert(Some(&listed.code));
            *held = held.filter(|it| *it == listed.code);
        }
    }
    let next = |it: &str| now.get(it).copied().flatten();
    let mut out = BTreeMap::new();
    for former in now.keys() {
        // Through several changes; a circle ends after as many steps as there are codes.
        let last = std::iter::successors(next(former), |it| next(it)).take(now.len() + 1).last();
        out.extend(last.filter(|it| it != former).map(|it| (*former, it)));
    }
    out
}

/// Units that a list says offer a procedure, and that the register lacks.
pub fn unknown_offices(program: &Program, world: &World) -> Vec<Problem> {
    let mut problems = Vec::new();
    let days = program.decision.period.unwrap_or(Days::ALL);
    for list in &program.lists {
        let rows = world.lists.get(&list.key).into_iter().flatten();
        let names: BTreeSet<&String> = rows.flat_map(|it| &it.offered_by).collect();
        let lost = names.into_iter().filter(|it| world.units.find(it, days).is_err());
        problems.extend(lost.map(|it| error::unknown_office(list.span, &list.name, it)));
    }
    problems
}

/// The units of names or codes; what the register lacks is no unit.
fn units_called(program: &Program, world: &World, names: &BTreeSet<String>) -> BTreeSet<UnitId> {
    let days = program.decision.period.unwrap_or(Days::ALL);
    names.iter().filter_map(|it| world.units.find(it, days).ok()).collect()
}
