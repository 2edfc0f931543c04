//! Who is called what: one name, one thing, in all files of a compilation.

use std::collections::BTreeMap;

use super::program::{ColumnId, CriterionId, EventId, IndicatorId, ListId, ReadingId};
use super::{Loaded, error, span};
use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{Block, Criterion, Decision, Name, Named, NamedSet, Statement, What};
use crate::text::plain;

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Means<'a> {
    List(ListId),
    Event(EventId),
    Reading(ReadingId),
    Indicator(IndicatorId),
    Column(ColumnId),
    Group,
    Filter(&'a Named),
    Decision,
    Criterion(CriterionId),
}

impl Means<'_> {
    /// The kind of thing, for messages.
    pub fn kind(&self) -> Say {
        match self {
            Self::List(_) => say!("một danh mục", "a list"),
            Self::Event(_) => say!("một mốc thời gian", "an event"),
            Self::Reading(_) => say!("một cách hiểu", "a reading"),
            Self::Indicator(_) => say!("một chỉ số", "an indicator"),
            Self::Column(_) => say!("một cột số liệu", "a column of data"),
            Self::Group => say!("một nhóm đơn vị", "a group of units"),
            Self::Filter(_) => say!("một nhóm hồ sơ hoặc thủ tục", "a group of dossiers or procedures"),
            Self::Decision => say!("một quyết định", "a decision"),
            Self::Criterion(_) => say!("một tiêu chí", "a criterion"),
        }
    }
}

/// A definition and where it stands.
pub struct Defined<'a> {
    pub means: Means<'a>,
    pub text: String,
    pub span: Span,
}

/// All names, and the statements that define them, by kind and in order.
#[derive(Default)]
pub struct Names<'a> {
    pub all: BTreeMap<String, Defined<'a>>,
    pub definitions: Vec<&'a Statement>,
    /// The decisions of the rule file itself.
    pub decisions: Vec<&'a Decision>,
    /// The decisions of files that it uses.
    pub others: Vec<&'a Decision>,
    /// Criteria, each before its parts.
    pub criteria: Vec<CriterionOf<'a>>,
    /// Ladders of words and ranks.
    pub ranks: Vec<&'a Statement>,
    counts: [u32; 4],
    /// Names that an event takes from its list or decision are given while these are read.
    pub problems: Vec<Problem>,
}

/// A criterion in the tree.
#[derive(Clone, Copy)]
pub struct CriterionOf<'a> {
    pub tree: &'a Criterion,
    /// The criterion that it is a part of.
    pub parent: Option<CriterionId>,
    /// The statement that stands in a block: of a part, that of the outermost criterion.
    pub at: Span,
}

/// Collects what the files define.
pub fn collect(loaded: &[Loaded]) -> Names<'_> {
    let mut names = Names::default();
    for (index, it) in loaded.iter().enumerate() {
        names.statements(&it.tree.statements, index == 0);
    }
    names
}

impl<'a> Names<'a> {
    fn statements(&mut self, statements: &'a [Statement], own: bool) {
        for statement in statements {
            let next = |count: &mut u32| {
                *count += 1;
                *count - 1
            };
            let [lists, readings, indicators, columns] = &mut self.counts;
            let (name, means) = match &statement.what {
                What::List(it) => (&it.name, Means::List(ListId(next(lists)))),
                What::Reading(it) => (&it.name, Means::Reading(ReadingId(next(readings)))),
                What::Indicator(it) => (&it.name, Means::Indicator(IndicatorId(next(indicators)))),
                What::Named(it) => match &it.set {
                    NamedSet::Units(_) => (&it.name, Means::Group),
                    _ => (&it.name, Means::Filter(it)),
                },
                // Events get their numbers when all of them are known.
                What::Event(it) => (&it.name, Means::Event(EventId(u32::MAX))),
                What::Decision(it) => {
                    if own { &mut self.decisions } else { &mut self.others }.push(it);
                    self.block(it.block.as_ref(), own);
                    (&it.name, Means::Decision)
                }
                What::Column(it) => (&it.name, Means::Column(ColumnId(next(columns)))),
                What::Criterion(it) => {
                    self.criterion(it, None, statement.at.0);
                    continue;
                }
                What::Grade(_) | What::Ranking(_) => {
                    self.ranks.push(statement);
                    continue;
                }
                What::Outside(block) => {
                    self.block(Some(block), own);
                    continue;
                }
                What::Provision(it) => {
                    self.block(Some(&it.block), own);
                    continue;
                }
                What::Register(_) | What::Holidays(_) => {
                    self.definitions.push(statement);
                    continue;
                }
                _ => continue,
            };
            self.definitions.push(statement);
            self.define(name, means);
        }
    }

    fn define(&mut self, name: &Name, means: Means<'a>) {
        if let Some(first) = self.all.get(&name.key) {
            self.problems.push(error::twice(&name.text, span(name), first.span));
        } else {
            let defined = Defined { means, text: name.text.clone(), span: span(name) };
            self.all.insert(name.key.clone(), defined);
        }
    }

    fn criterion(&mut self, tree: &'a Criterion, parent: Option<CriterionId>, at: Span) {
        let id = CriterionId(self.criteria.len() as u32);
        self.criteria.push(CriterionOf { tree, parent, at });
        self.define(&tree.name, Means::Criterion(id));
        for part in tree.parts.iter().flat_map(|it| &it.statements) {
            if let What::Criterion(inner) = &part.what {
                self.criterion(inner, Some(id), at);
            }
        }
    }

    fn block(&mut self, block: Option<&'a Block>, own: bool) {
        if let Some(block) = block {
            self.statements(&block.statements, own);
        }
    }

    /// The names nearest to one that means nothing.
    pub fn nearest(&self, text: &str) -> Option<String> {
        let wanted = plain(text);
        let near = self.all.values().map(|it| (strsim::damerau_levenshtein(&plain(&it.text), &wanted), &it.text));
        near.filter(|it| it.0 <= 1 + wanted.chars().count() / 4).min().map(|it| it.1.clone())
    }
}
