//! Procedures in classes: two procedures of one class are treated alike by every rule.

use std::collections::{BTreeMap, HashMap};

use crate::check::program::{ListId, Program};
use crate::term::{Tier, Word};
use crate::text::{Day, Days};
use crate::world::{World, bare_code};

/// A class of procedures: an index into [`Classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// All classes.
#[derive(Debug, Clone)]
pub struct Classes {
    /// The first is that of procedures that no list names.
    pub list: Vec<Class>,
    by_code: HashMap<String, ClassId>,
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
    /// When they were last amended.
    pub amended: Option<Day>,
    /// One of them, for messages; none for procedures in no list.
    pub sample: Option<String>,
    /// How many of them the lists name.
    pub size: usize,
}

/// Whether a list names a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// It does not.
    No,
    /// It does, on these days.
    On(Days),
    /// Its content is not known.
    Unknown,
}

type Facts = (Vec<Membership>, Option<Tier>, Option<Word>, Option<Day>, Option<Day>);

impl Classes {
    /// The classes that the lists of a program make.
    pub fn new(program: &Program, world: &World) -> Self {
        let empty: Vec<Membership> = program
            .lists
            .iter()
            .map(|it| if world.lists.contains_key(&it.key) { Membership::No } else { Membership::Unknown })
            .collect();
        let mut facts: BTreeMap<&str, Facts> = BTreeMap::new();
        for (index, list) in program.lists.iter().enumerate() {
            for listed in world.lists.get(&list.key).into_iter().flatten() {
                let it = facts.entry(&listed.code).or_insert_with(|| (empty.clone(), None, None, None, None));
                if let Some(member) = it.0.get_mut(index) {
                    *member = Membership::On(listed.days.unwrap_or(Days::ALL));
                }
                it.1 = it.1.or(listed.competence);
                // A list that replaces one before it says the level that holds now.
                let newer = program.list(ListId(index as u32)).replaces.is_some();
                it.2 = if newer { listed.level.or(it.2) } else { it.2.or(listed.level) };
                it.3 = it.3.or(listed.first_published);
                it.4 = it.4.max(listed.amended);
            }
        }
        let class = |facts: Facts, sample: Option<String>| Class {
            lists: facts.0,
            competence: facts.1,
            level: facts.2,
            first_published: facts.3,
            amended: facts.4,
            size: usize::from(sample.is_some()),
            sample,
        };
        let mut classes = Self {
            list: vec![class((empty, None, None, None, None), None)],
            by_code: HashMap::new(),
            competence_by_units: program.lists.iter().any(|it| it.competence_by_units),
        };
        let mut ids: BTreeMap<Facts, ClassId> = BTreeMap::new();
        for (code, facts) in facts {
            let id = match ids.get(&facts) {
                Some(id) => *id,
                None => {
                    let id = ClassId(classes.list.len() as u32);
                    classes.list.push(class(facts.clone(), Some(code.to_owned())));
                    if let Some(it) = classes.list.last_mut() {
                        it.size = 0;
                    }
                    ids.insert(facts, id);
                    id
                }
            };
            if let Some(class) = classes.list.get_mut(id.0 as usize) {
                class.size += 1;
            }
            classes.by_code.insert(code.to_owned(), id);
        }
        classes
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

    /// The procedures that lists name, by code, each with its class.
    pub fn codes(&self) -> BTreeMap<&str, ClassId> {
        self.by_code.iter().map(|it| (it.0.as_str(), *it.1)).collect()
    }
}
