//! Questions beside a program: names, conditions, dates and periods that are typed at the prompt, read as the rule
//! file's own are.

use super::amend::Amended;
use super::from_syntax::Check;
use super::names::{Means, collect};
use super::program::{
    ColumnId, CriterionId, Date, EventId, IndicatorId, ListId, Measure, Program, ProvisionId, ReadingId, Stretch,
};
use crate::lang::Say;
use crate::problem::Problem;
use crate::source::{Sources, Span};
use crate::syntax::ast::{Count, Expr, Group, Name, Period, Place, Statement, What};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Defined {
    List(ListId),
    Event(EventId),
    Reading(ReadingId),
    Indicator(IndicatorId),
    Column(ColumnId),
    /// Units.
    Group,
    /// Dossiers or procedures.
    Filter,
    Decision,
    Criterion(CriterionId),
}

/// Reads what stands in a question. What is wrong is kept; see [`Self::problems`].
pub struct Asking<'a> {
    check: Check<'a>,
}

impl<'a> Asking<'a> {
    /// Questions beside a program; `sources` are its texts and that of the question.
    pub fn new(program: &'a Program, sources: Sources) -> Self {
        let mut names = collect(&program.trees);
        for (key, defined) in &mut names.all {
            if let Means::Event(id) = &mut defined.means {
                let at = program.events.iter().position(|it| it.key == *key);
                *id = at.map_or(*id, |it| EventId(it as u32));
            }
        }
        let own = names.decisions.first().map(|it| it.name.key.clone());
        let check = Check {
            names,
            program: Program { sources, ..program.clone() },
            problems: Vec::new(),
            own,
            amended: Amended::default(),
            of_procedures: false,
            of_units: false,
            open: Vec::new(),
            here: ProvisionId(0),
            consequences: Vec::new(),
            homes: Vec::new(),
            other: &|_| None,
        };
        Self { check }
    }

    /// What is wrong, in the order in which it was found; taken.
    pub fn problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.check.problems)
    }

    /// What a name stands for; tells of one that means nothing.
    pub fn means(&mut self, name: &Name) -> Option<Defined> {
        let Some(means) = self.check.names.all.get(&name.key).map(|it| it.means) else {
            self.check.unknown_name(name);
            return None;
        };
        Some(match means {
            Means::List(id) => Defined::List(id),
            Means::Event(id) => Defined::Event(id),
            Means::Reading(id) => Defined::Reading(id),
            Means::Indicator(id) => Defined::Indicator(id),
            Means::Column(id) => Defined::Column(id),
            Means::Group => Defined::Group,
            Means::Filter(_) => Defined::Filter,
            Means::Decision => Defined::Decision,
            Means::Criterion(id) => Defined::Criterion(id),
        })
    }

    /// The kind of thing that a name stands for, for messages.
    pub fn kind(&self, name: &Name) -> Option<Say> {
        self.check.names.all.get(&name.key).map(|it| it.means.kind())
    }

    /// The indicator of a name; tells of one that is none.
    pub fn indicator(&mut self, name: &Name) -> Option<IndicatorId> {
        self.check.indicator_named(name)
    }

    /// What a count of dossiers or procedures measures.
    pub fn measure(&mut self, count: &'a Count) -> Measure {
        self.check.count_measure(count)
    }

    /// A day.
    pub fn date(&mut self, expr: &Expr) -> Option<Date> {
        self.check.date(expr)
    }

    /// A stretch of days.
    pub fn stretch(&mut self, period: &Period) -> Option<Stretch> {
        self.check.own_stretch(period)
    }

    /// The provision of a place.
    pub fn place(&mut self, place: &Place) -> Option<ProvisionId> {
        self.check.place(place)
    }

    /// Tells of names in a group that mean no group.
    pub fn group(&mut self, group: &Group) {
        self.check.group_names(group);
    }
}

impl Program {
    /// The keys of all names that its files define.
    pub fn keys(&self) -> Vec<String> {
        collect(&self.trees).all.into_keys().collect()
    }

    /// The place of the whole statement that defines a name, by its key.
    pub fn definition(&self, key: &str) -> Option<Span> {
        let statements = collect(&self.trees).definitions;
        let defines = |it: &&&Statement| match &it.what {
            What::List(it) => it.name.key == key,
            What::Register(it) => it.name.key == key,
            What::Indicator(it) => it.name.key == key,
            What::Column(it) => it.name.key == key,
            What::Named(it) => it.name.key == key,
            What::Event(it) => it.name.key == key,
            What::Reading(it) => it.name.key == key,
            _ => false,
        };
        statements.iter().find(defines).map(|it| it.at.0)
    }
}
