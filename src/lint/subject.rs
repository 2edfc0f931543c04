//! What a lint looks at, and the ways to look.

use std::collections::BTreeSet;

use crate::check::Program;
use crate::check::program::Date;
use crate::lang::{Lang, Say};
use crate::plan::{BoundQuota, Plan};
use crate::source::{FileId, Source, Span};
use crate::syntax::ast::{self, Among, Expr, ExprIs, Group, Head, ListItem, Name, Statement, StepValue, What, Which};
use crate::syntax::{Token, block_of, pieces};
use crate::term::{Comparator, Force};
use crate::text::{Day, Days};
use crate::world::UnitId;

/// A rule file as far as it could be read, checked and bound; a lint that needs more than there is finds nothing.
pub struct Subject<'a> {
    /// The text.
    pub source: &'a Source,
    /// Its tree.
    pub tree: &'a ast::File,
    /// The program, where the file can be checked.
    pub program: Option<&'a Program>,
    /// The plan, where it can be bound.
    pub plan: Option<&'a Plan>,
    /// Its words, for lints of words.
    pieces: Vec<(Span, Token)>,
}

impl<'a> Subject<'a> {
    /// A text with its tree, and what was made of it.
    pub fn new(source: &'a Source, tree: &'a ast::File, program: Option<&'a Program>, plan: Option<&'a Plan>) -> Self {
        let pieces = pieces(&source.text).into_iter().map(|(at, token)| (place(at.start, at.end), token)).collect();
        Self { source, tree, program, plan, pieces }
    }

    /// The words, quotations and signs of the text with their places.
    pub fn pieces(&self) -> impl Iterator<Item = (Span, Token)> + '_ {
        self.pieces.iter().copied()
    }

    /// The pieces that are no comment, with their letters.
    pub fn code(&self) -> impl Iterator<Item = (Span, &str)> + '_ {
        self.pieces().filter(|it| it.1 != Token::Comment).map(|it| (it.0, self.source.slice(it.0)))
    }

    /// Every statement, those in blocks too, in the order of the text.
    pub fn statements(&self) -> Vec<&'a Statement> {
        let mut out = Vec::new();
        gather(&self.tree.statements, &mut out);
        out
    }

    /// Lines of heads: of the decision, of lists.
    pub fn heads(&self) -> Vec<(Span, &'a Head)> {
        let mut out = Vec::new();
        for it in self.statements() {
            match &it.what {
                What::Head(head) => out.push((it.at.0, head)),
                What::List(list) => {
                    let items = list.block.iter().flat_map(|it| &it.items);
                    out.extend(items.filter_map(|(item, at)| match item {
                        ListItem::Head(head) => Some((at.0, head)),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        out
    }

    /// The line of the decision's head that is such a one.
    pub fn head(&self, is: impl Fn(&Head) -> bool) -> Option<Span> {
        let lines = self.statements().into_iter();
        lines
            .filter_map(|it| if let What::Head(head) = &it.what { Some((it.at.0, head)) } else { None })
            .find(|it| is(it.1))
            .map(|it| it.0)
    }

    /// The quotas with their groups.
    pub fn quotas(&self) -> Vec<(Span, &'a ast::Quota)> {
        let quota = |it: &'a Statement| if let What::Quota(quota) = &it.what { Some((it.at.0, quota)) } else { None };
        self.statements().into_iter().filter_map(quota).collect()
    }

    /// The groups of units: whom quotas bind, and all others that the file names.
    pub fn groups(&self) -> Vec<&'a Group> {
        let mut out = self.bound_groups();
        for it in self.statements() {
            match &it.what {
                What::Exclude(ast::Exclude { what: ast::Excluded::Units(it), .. }) => out.push(it),
                What::Delegate(it) => out.extend([&it.to, &it.group]),
                What::Criterion(it) => out.extend(&it.group),
                What::Grade(it) => out.extend(&it.group),
                What::Ranking(it) => out.push(&it.group),
                _ => {}
            }
        }
        out
    }

    /// The groups that stand for whom a quota binds: in the quota itself, in its table, or under a name.
    pub fn bound_groups(&self) -> Vec<&'a Group> {
        let mut out = Vec::new();
        for it in self.statements() {
            match &it.what {
                What::Quota(it) => out.push(&it.group),
                What::Named(ast::Named { set: ast::NamedSet::Units(it), .. }) => out.push(it),
                What::Table(it) => out.extend(it.rows.iter().flat_map(|it| &it.cells).filter_map(group_of)),
                _ => {}
            }
        }
        out
    }

    /// The names that the file gives, in the order of the text.
    pub fn given_names(&self) -> Vec<&'a Name> {
        let name = |it: &'a Statement| match &it.what {
            What::List(it) => Some(&it.name),
            What::Indicator(it) => Some(&it.name),
            What::Column(it) => Some(&it.name),
            What::Named(it) => Some(&it.name),
            What::Event(it) => Some(&it.name),
            What::Reading(it) => Some(&it.name),
            What::Criterion(it) => Some(&it.name),
            _ => None,
        };
        self.statements().into_iter().filter_map(name).collect()
    }

    /// The names in the text with their places, each as often as it stands there.
    pub fn names(&self) -> impl Iterator<Item = (Span, String)> + '_ {
        let names = self.pieces().filter(|it| it.1 == Token::Name);
        names.map(|it| (it.0, crate::text::key(self.source.slice(it.0))))
    }

    /// The decision with its name, if it orders anything.
    pub fn decision(&self) -> Option<&'a ast::Decision> {
        self.tree.statements.iter().find_map(|it| if let What::Decision(it) = &it.what { Some(it) } else { None })
    }

    /// The day on which the decision was signed, where it is known.
    pub fn signed(&self) -> Option<Day> {
        fixed(self.program?.decision.signed.as_ref())
    }

    /// The days on which the decision can have been signed, as far as the file says.
    pub fn signed_on(&self) -> Option<Days> {
        let program = self.program?;
        match program.decision.signed.as_ref()? {
            Date::On(day) => Some(Days::new(*day, *day)),
            Date::Event(id) => {
                let event = program.event(*id);
                Some(event.day.map_or(event.bounds, |it| Days::new(it, it)))
            }
            _ => None,
        }
    }

    /// The assessment period, where it is known.
    pub fn period(&self) -> Option<Days> {
        self.program?.decision.period
    }

    /// The provision around a place, as the law cites it.
    pub fn citation(&self, span: Span) -> Option<Say> {
        let mut steps = Vec::new();
        let mut statements = self.tree.statements.as_slice();
        while let Some(it) = statements.iter().find(|it| holds(it.at.0, span)) {
            if let What::Provision(it) = &it.what {
                steps.push((it.kind, it.label.text.as_str()));
            }
            let Some(block) = block_of(&it.what) else { break };
            statements = &block.statements;
        }
        let cited = |lang: Lang| {
            let steps = steps.iter().rev().map(|(kind, label)| format!("{} {label}", kind.cited(lang)));
            steps.collect::<Vec<_>>().join(" ")
        };
        (!steps.is_empty()).then(|| Say { vi: cited(Lang::Vi), en: cited(Lang::En) })
    }
}

fn group_of(cell: &ast::Cell) -> Option<&Group> {
    if let ast::CellIs::Group(group) = &cell.is { Some(group) } else { None }
}

fn gather<'a>(statements: &'a [Statement], out: &mut Vec<&'a Statement>) {
    for it in statements {
        out.push(it);
        if let Some(block) = block_of(&it.what) {
            gather(&block.statements, out);
        }
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A place of the rule file itself.
pub fn place(start: usize, end: usize) -> Span {
    Span { file: FileId::default(), start: start as u32, end: end as u32 }
}

/// A day that is written out.
pub fn fixed(date: Option<&Date>) -> Option<Day> {
    if let Some(Date::On(day)) = date { Some(*day) } else { None }
}

/// The names that a group writes out, one list for each enumeration; what it takes out is not among them.
pub fn enumerations(group: &Group) -> Vec<&[ast::Text]> {
    let names = group.parts.iter().flat_map(|it| match &it.which {
        Which::Kinds(_, Among::Named(names)) | Which::Named(names, _) => vec![names.as_slice()],
        Which::Inner(inner) => enumerations(inner),
        _ => Vec::new(),
    });
    names.collect()
}

/// The units below which a group looks, one list for each `thuộc "…", "…"`.
pub fn parents(group: &Group) -> Vec<&[ast::Text]> {
    let names = group.parts.iter().flat_map(|it| match &it.which {
        Which::Kinds(_, Among::In(names)) | Which::Tier(_, Among::In(names)) => vec![names.as_slice()],
        Which::Inner(inner) => parents(inner),
        _ => Vec::new(),
    });
    names.collect()
}

/// The units of a quota under any reading.
pub fn units_of(quota: &BoundQuota) -> BTreeSet<UnitId> {
    quota.units.all().flat_map(|it| it.keys().copied()).collect()
}

/// Whether more is better under a comparison; none: neither.
pub fn is_floor(comparator: Comparator) -> Option<bool> {
    match comparator {
        Comparator::AtLeast | Comparator::Above => Some(true),
        Comparator::AtMost | Comparator::Below => Some(false),
        Comparator::Exactly => None,
    }
}

/// Pairs of quotas of one indicator, judged in one way and for the same days, in one direction.
pub fn comparable(plan: &Plan) -> impl Iterator<Item = (&BoundQuota, &BoundQuota)> {
    let like = |one: &BoundQuota, two: &BoundQuota| {
        one.indicator == two.indicator
            && one.grain == two.grain
            && one.stretch == two.stretch
            && one.form == two.form
            && one.grain_reading == two.grain_reading
            && is_floor(one.comparator) == is_floor(two.comparator)
    };
    let quotas = plan.quotas.iter();
    quotas.flat_map(move |one| plan.quotas.iter().filter(move |two| like(one, two)).map(move |two| (one, two)))
}

/// Whether a quota binds.
pub fn binds(quota: &BoundQuota) -> bool {
    quota.force == Force::Must
}

/// The number of a quota as it is written.
pub fn amount(quota: &BoundQuota) -> String {
    match quota.amount {
        Some(it) if quota.form.takes_percent() => crate::check::percent_text(it),
        Some(it) => it.to_string(),
        None => String::from("?"),
    }
}

/// Calls `see` with a value and all in it.
pub fn walk<'e>(expr: &'e Expr, see: &mut impl FnMut(&'e Expr)) {
    see(expr);
    match &expr.is {
        ExprIs::Binary(_, one, two) => {
            walk(one, see);
            walk(two, see);
        }
        ExprIs::Inner(it) => walk(it, see),
        ExprIs::Extremum(_, parts) => parts.iter().for_each(|it| walk(it, see)),
        ExprIs::Steps(of, ladder) => {
            walk(of, see);
            let values = ladder.steps.iter().map(|it| &it.1).chain(ladder.absent.as_deref()).chain([&*ladder.rest]);
            for value in values {
                if let StepValue::Expr(it) = value {
                    walk(it, see);
                }
            }
        }
        _ => {}
    }
}

/// Pairs of provisions of one kind that stand side by side: articles, clauses, points, chapters, sections. Paragraphs,
/// lines and dashes are numbered by whoever writes the file, and an amendment names single provisions.
pub fn siblings(tree: &ast::File) -> Vec<(&ast::Provision, &ast::Provision)> {
    let mut out = Vec::new();
    pairs(&tree.statements, &mut out);
    out
}

fn pairs<'a>(statements: &'a [Statement], out: &mut Vec<(&'a ast::Provision, &'a ast::Provision)>) {
    use crate::term::ProvisionKind::{Article, Chapter, Clause, Point, Section};
    let mut last: Vec<&ast::Provision> = Vec::new();
    for it in statements {
        if let What::Provision(it) = &it.what
            && matches!(it.kind, Chapter | Section | Article | Clause | Point)
        {
            out.extend(last.iter().find(|other| other.kind == it.kind).map(|other| (*other, it)));
            last.retain(|other| other.kind != it.kind);
            last.push(it);
        }
        if !matches!(it.what, What::Amendment(_))
            && let Some(block) = block_of(&it.what)
        {
            pairs(&block.statements, out);
        }
    }
}

/// All statements in a block.
pub fn under(statements: &[Statement]) -> Vec<&Statement> {
    let mut out = Vec::new();
    gather(statements, &mut out);
    out
}

/// The procedures that lists of the file name in place.
pub fn entries<'a>(it: &Subject<'a>) -> Vec<&'a ast::Entry> {
    let lists = it
        .statements()
        .into_iter()
        .filter_map(|it| if let What::List(it) = &it.what { it.block.as_ref() } else { None });
    let items = lists.flat_map(|it| &it.items);
    items.filter_map(|it| if let ListItem::Entry(entry) = &it.0 { Some(entry) } else { None }).collect()
}

/// The conditions that statements are made of, each with a place.
pub fn filters<'a>(it: &Subject<'a>) -> Vec<(Span, &'a ast::Filter)> {
    let mut out: Vec<(Span, &ast::Filter)> = Vec::new();
    for statement in it.statements() {
        let at = statement.at.0;
        match &statement.what {
            What::Window(it) => out.extend(it.filter.as_ref().map(|it| (at, it))),
            What::Scope(it) => out.extend(it.filter.as_ref().map(|it| (at, it))),
            What::Exclude(ast::Exclude { what: ast::Excluded::Count(it), .. }) => {
                out.extend(it.filter.as_ref().map(|it| (at, it)));
            }
            What::Named(ast::Named { set: ast::NamedSet::Procedures(it) | ast::NamedSet::Dossiers(it), .. }) => {
                out.push((at, it));
            }
            What::Indicator(it) => walk(&it.value, &mut |expr| {
                if let ExprIs::Count(count) = &expr.is {
                    out.extend(count.filter.as_ref().map(|it| (expr.at.0, it)));
                }
            }),
            _ => {}
        }
    }
    out
}

/// The units that a group names one by one, as far as the registers know them.
pub fn named_units<'g>(plan: &Plan, group: &'g Group) -> Vec<(&'g ast::Text, UnitId)> {
    let days = plan.program.decision.period.unwrap_or(Days::ALL);
    let units = &plan.world.units;
    let mut out = Vec::new();
    for term in &group.parts {
        match &term.which {
            Which::Kinds(kinds, Among::Named(names)) => {
                let fits = |it: &crate::world::Version| it.kind.is_some_and(|it| kinds.contains(&it));
                out.extend(names.iter().filter_map(|it| Some((it, units.find_named(&it.value, days, fits).ok()?))));
            }
            Which::Named(names, None) => {
                out.extend(names.iter().filter_map(|it| Some((it, units.find(&it.value, days).ok()?))));
            }
            Which::Inner(inner) => out.extend(named_units(plan, inner)),
            _ => {}
        }
    }
    out
}
