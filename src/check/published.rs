//! Published figures: which figures there are, and whether what is asserted of them is arithmetic.

use super::from_syntax::Check;
use super::orders::percent;
use super::program::{Amount, Figure, FigureId, Kind, Line, Printed, Published, Says};
use super::{error, span};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ExprIs, Name, Operator, PublishedItem, What};
use crate::text::key;

mod fault;

pub use fault::inside;

/// Reads the published figures of the rule file itself.
pub fn figures(check: &mut Check, tree: &ast::File) {
    // Figures of the blocks before: key, identity, and whether several blocks have one of this name.
    let mut before: Vec<(String, FigureId, bool)> = Vec::new();
    for statement in &tree.statements {
        if let What::Published(published) = &statement.what {
            let mut block = Block { check, own: Vec::new(), before: &before };
            block.figures(published);
            let lines = block.lines(published);
            let own = block.own;
            for (key, id) in own {
                match before.iter_mut().find(|it| it.0 == key) {
                    Some(it) => it.2 = true,
                    None => before.push((key, id, false)),
                }
            }
            let title = published.title.value.clone();
            check.program.published.push(Published { title, lines, span: published.title.at.0 });
        }
    }
}

/// A block while it is read.
struct Block<'a, 'b> {
    check: &'a mut Check<'b>,
    /// The keys of its own figures.
    own: Vec<(String, FigureId)>,
    before: &'a [(String, FigureId, bool)],
}

impl Block<'_, '_> {
    fn problem(&mut self, problem: Problem) {
        self.check.problem(problem);
    }

    /// Gives the figures their identities; a claim may speak of one that stands below it.
    fn figures(&mut self, published: &ast::Published) {
        for (item, _) in &published.items {
            let PublishedItem::Fact(name, figure) = item else { continue };
            if let Some((_, first)) = self.own.iter().find(|it| it.0 == name.key) {
                let first = self.check.program.figure(*first).span;
                self.problem(fault::twice(&name.text, span(name), first));
                continue;
            }
            let value = match figure {
                ast::Figure::Number(it) => Some(printed(it.value, Kind::Number)),
                ast::Figure::Percent(it) => Some(printed(it.value, Kind::Percent)),
                ast::Figure::Unknown => None,
            };
            let figures = &mut self.check.program.figures;
            let id = FigureId(figures.len() as u32);
            figures.push(Figure { name: name.text.clone(), value, used: false, span: span(name) });
            self.own.push((name.key.clone(), id));
        }
    }

    fn lines(&mut self, published: &ast::Published) -> Vec<Line> {
        let mut quote: Option<&ast::Text> = None;
        let mut lines = Vec::new();
        for (item, at) in &published.items {
            let mut place = at.0;
            let mut words = quote;
            let says = match item {
                PublishedItem::Verbatim(text) => {
                    quote = Some(text);
                    continue;
                }
                PublishedItem::Fact(name, _) => {
                    let is_first = |it: &&(String, FigureId)| {
                        it.0 == name.key && self.check.program.figure(it.1).span == span(name)
                    };
                    self.own.iter().find(is_first).map(|it| Says::Figure(it.1))
                }
                PublishedItem::Claim(left, comparator, right) => {
                    place = left.at.0.to(right.at.0);
                    self.compares(left, right).map(|(left, right)| Says::Compares(left, *comparator, right))
                }
                PublishedItem::Members(group) => {
                    place = group.size.as_ref().map_or(group.at.0, |it| group.at.0.to(it.at.0));
                    self.check.group_names(group);
                    if group.size.is_none() {
                        self.problem(fault::no_size(group.at.0));
                    }
                    Some(Says::Counts(group.clone()))
                }
                PublishedItem::Unchecked(open, because) => {
                    for text in [open, because].into_iter().filter(|it| it.value.trim().is_empty()) {
                        self.problem(error::empty_reason(text.at.0));
                    }
                    // These are words of the document too, of the quotation above or of another place.
                    words = quote.filter(|it| key(&it.value).contains(&key(&open.value))).or(Some(open));
                    Some(Says::LeftOpen(open.value.clone(), because.value.clone()))
                }
            };
            lines.extend(says.map(|says| Line { says, quote: words.cloned(), span: place }));
        }
        lines
    }

    fn compares(&mut self, left: &Expr, right: &Expr) -> Option<(Amount, Amount)> {
        let (one, two) = (self.amount(left), self.amount(right));
        let ((one, kind), (two, other)) = (one?, two?);
        let fits = match (kind, other) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => true,
            (Kind::Number, it) | (it, Kind::Number) => matches!(it, Kind::Number | Kind::Ratio),
            // What differs by percentage points is written with `%` all the time; the audit says so.
            _ => true,
        };
        if !fits {
            self.problem(fault::compared(left.at.0, kind, right.at.0, other));
            return None;
        }
        Some((one, two))
    }

    /// A value and its kind; none when that has been told.
    fn amount(&mut self, expr: &Expr) -> Option<(Amount, Kind)> {
        let number = |it: Printed| Some((Amount::Printed(it), it.kind));
        match &expr.is {
            ExprIs::Inner(inner) => self.amount(inner),
            ExprIs::Number(it) => number(printed(*it, Kind::Number)),
            ExprIs::Percent(it) => number(printed(*it, Kind::Percent)),
            ExprIs::Scored(it, true) => number(printed(it.value, Kind::Points)),
            ExprIs::Name(name) => self.named(name),
            ExprIs::Binary(operator, left, right) => {
                let (one, two) = (self.amount(left), self.amount(right));
                let ((one, kind), (two, other)) = (one?, two?);
                let Some(out) = kind_of(*operator, kind, other) else {
                    self.problem(fault::combined((left.at.0, kind), (right.at.0, other)));
                    return None;
                };
                Some((Amount::Binary(*operator, Box::new(one), Box::new(two), out), out))
            }
            ExprIs::Extremum(largest, values) => {
                let parts: Vec<_> = values.iter().map(|it| self.amount(it)).collect();
                let parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
                let mut kinds = parts.iter().map(|it| it.1);
                let (mut kind, first) = (kinds.next()?, values.first()?.at.0);
                for (other, it) in kinds.zip(values.iter().skip(1)) {
                    let Some(both) = one_kind(kind, other) else {
                        self.problem(fault::combined((first, kind), (it.at.0, other)));
                        return None;
                    };
                    kind = both;
                }
                Some((Amount::Extremum(*largest, parts.into_iter().map(|it| it.0).collect()), kind))
            }
            _ => {
                self.problem(fault::no_figure(expr.at.0));
                None
            }
        }
    }

    /// A figure of this block, or of one before.
    fn named(&mut self, name: &Name) -> Option<(Amount, Kind)> {
        let own = self.own.iter().find(|it| it.0 == name.key).map(|it| it.1);
        let before = self.before.iter().find(|it| it.0 == name.key);
        let id = match (own, before) {
            (Some(id), _) => id,
            (None, Some((_, id, false))) => *id,
            (None, Some((_, first, true))) => {
                let first = self.check.program.figure(*first).span;
                self.problem(fault::ambiguous(&name.text, span(name), first));
                return None;
            }
            (None, None) => {
                let near = self.nearest(&name.text);
                self.problem(fault::unknown(&name.text, span(name), near));
                return None;
            }
        };
        let figure = self.check.program.figures.get_mut(id.index())?;
        figure.used = true;
        Some((Amount::Figure(id), figure.value.map_or(Kind::Unknown, |it| it.kind)))
    }

    fn nearest(&self, text: &str) -> Option<String> {
        let plain = crate::text::plain;
        let wanted = plain(text);
        let ids = self.own.iter().map(|it| it.1).chain(self.before.iter().map(|it| it.1));
        let names = ids.map(|it| self.check.program.figure(it).name.as_str());
        let near = names.map(|it| (strsim::damerau_levenshtein(&plain(it), &wanted), it));
        near.filter(|it| it.0 <= 1 + wanted.chars().count() / 4).min().map(|it| it.1.to_owned())
    }
}

fn printed(number: crate::text::Decimal, kind: Kind) -> Printed {
    let value = if kind == Kind::Number { number.fraction() } else { percent(number) };
    Printed { value, decimals: number.scale, kind }
}

/// The kind of what comes of two values; none: they do not go together.
fn kind_of(operator: Operator, left: Kind, right: Kind) -> Option<Kind> {
    use Kind::{Number, Percent, Points, Ratio, Unknown};
    Some(match (operator, left, right) {
        (Operator::Times | Operator::Over, Unknown, _) | (Operator::Times | Operator::Over, _, Unknown) => Unknown,
        (_, Unknown, other) | (_, other, Unknown) => other,
        (Operator::Plus, Points, Points) => Points,
        (Operator::Plus, Points, it) | (Operator::Plus, it, Points) if it != Number => it,
        (Operator::Minus, Percent, Percent | Ratio) | (Operator::Minus, Ratio, Percent) => Points,
        (Operator::Minus, it @ (Percent | Ratio | Points), Points) => it,
        (Operator::Plus | Operator::Minus, ..) => return one_kind(left, right),
        (Operator::Times, Number, Number) => Number,
        (Operator::Times, Points, _) | (Operator::Times, _, Points) => Points,
        (Operator::Times, Percent, Percent) => Percent,
        (Operator::Over, Points, Number | Ratio) => Points,
        (Operator::Times | Operator::Over, ..) => Ratio,
    })
}

/// The kind of one of several that stand side by side.
fn one_kind(left: Kind, right: Kind) -> Option<Kind> {
    use Kind::{Number, Percent, Ratio, Unknown};
    match (left, right) {
        (one, other) if one == other => Some(one),
        (Unknown, other) | (other, Unknown) => Some(other),
        (Number, Ratio) | (Ratio, Number) => Some(Ratio),
        (Percent, Ratio) | (Ratio, Percent) => Some(Percent),
        _ => None,
    }
}

/// The kind of a value, in the words of the reader.
fn kind_word(kind: Kind) -> crate::lang::Say {
    use crate::lang::say;
    match kind {
        Kind::Number => say!("một số lượng", "a number"),
        Kind::Ratio => say!("một thương", "a quotient"),
        Kind::Percent => say!("một tỷ lệ phần trăm", "a percentage"),
        Kind::Points => say!("điểm phần trăm", "percentage points"),
        Kind::Unknown => say!("một số chưa rõ", "an unknown number"),
    }
}

/// A place and the kind of what stands there.
type Part = (Span, Kind);
