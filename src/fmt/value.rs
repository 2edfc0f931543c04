//! Groups, filters, periods and values, in grammar order.

use super::Draft;
use super::doc::Doc;
use crate::lang::Lang;
use crate::source::Span;
use crate::syntax::Rule;
use crate::syntax::ast::*;
use crate::syntax::keyword::{self, Spelled};
use crate::term::{ProvisionKind, UnitKind};
use crate::text::{Decimal, group_thousands, key};

/// A keyword.
pub fn word(rule: Rule) -> Doc {
    Doc::Word(keyword::word(rule, Lang::Vi), keyword::word(rule, Lang::En))
}

/// A word of a closed set.
pub fn spelled<T: Spelled + PartialEq>(it: T) -> Doc {
    Doc::Word(it.word(Lang::Vi), it.word(Lang::En))
}

/// A name or a label.
pub fn name(name: &Name) -> Doc {
    Doc::text(&name.text)
}

/// A provision as law writes it: `Điều`.
pub fn provision_kind(kind: ProvisionKind) -> Doc {
    Doc::Word(kind.cited(Lang::Vi), kind.cited(Lang::En))
}

/// Sở and Ban have a capital, the other kinds have none.
fn unit_kind(kind: UnitKind) -> Doc {
    match kind {
        UnitKind::Department | UnitKind::Board => Doc::Word(kind.vi(), kind.word(Lang::En)),
        _ => spelled(kind),
    }
}

/// `1.000`, `59,50`
pub fn decimal(it: Decimal) -> Doc {
    let scale = it.scale as usize;
    let digits = format!("{:0>width$}", it.digits, width = scale + 1);
    let (whole, rest) = digits.split_at_checked(digits.len() - scale).unwrap_or((&digits, ""));
    let comma = if scale == 0 { "" } else { "," };
    Doc::text(format!("{}{comma}{rest}", group_thousands(whole)))
}

/// `60%`
pub fn percent(it: Decimal) -> Doc {
    decimal(it).then("%")
}

/// `điểm a khoản 1 Điều 1 của qd_x`
pub fn place(place: &Place) -> Doc {
    let mut words = Vec::new();
    for (kind, label) in &place.steps {
        words.extend([provision_kind(*kind), name(label)]);
    }
    if let Some(of) = &place.of {
        words.extend([word(Rule::kw_of), name(of)]);
    }
    Doc::Words(words)
}

impl Draft<'_> {
    /// Words in the quotes that the author used, unless those cannot hold them.
    pub fn quoted(&self, text: &Text) -> Doc {
        let value = &text.value;
        if value.contains('"') || self.source.slice(text.at.0).starts_with('“') {
            Doc::text(format!("“{value}”"))
        } else {
            Doc::text(format!("\"{value}\""))
        }
    }

    /// Items of an enumeration, each but the last with its comma.
    pub fn strings(&self, texts: &[Text]) -> Vec<Doc> {
        commas(texts.iter().map(|it| self.quoted(it)).collect())
    }

    // ── Groups of units ─────────────────────────────────────────────────────────────────────────────────────────

    /// A group behind the word that leads it: `cho …`, `= …`.
    pub fn group(&self, lead: Doc, group: &Group) -> Doc {
        let mut parts = Vec::new();
        for (first, joint, terms) in
            [(lead, Rule::kw_and, &group.parts), (word(Rule::kw_except), Rule::kw_and, &group.except)]
        {
            for (index, term) in terms.iter().enumerate() {
                let joint = if index == 0 { first.clone() } else { word(joint) };
                parts.push((joint, self.group_term(&term.which)));
            }
        }
        if let (Some((_, last)), Some(size)) = (parts.last_mut(), &group.size) {
            last.push(self.size(size));
        }
        Doc::Joined(parts.into_iter().map(|(joint, items)| (joint, Doc::Fill(items).align())).collect())
    }

    fn group_term(&self, which: &Which) -> Vec<Doc> {
        match which {
            Which::Kinds(kinds, among) => {
                let mut kinds = commas(kinds.iter().map(|it| unit_kind(*it)).collect());
                if let Some(first) = kinds.first_mut() {
                    *first = Doc::Words(vec![word(Rule::kw_the), first.clone()]);
                }
                if kinds.len() == 1 && matches!(among, Among::Named(_)) {
                    lead(Doc::Words(kinds), self.among(among))
                } else {
                    kinds.extend(self.among(among));
                    kinds
                }
            }
            Which::Tier(tier, among) => lead(spelled(*tier), self.among(among)),
            Which::KindNamed(names) => lead(word(Rule::kw_kind_named), self.strings(names)),
            Which::All => vec![word(Rule::kw_all_units)],
            Which::Named(names, parent) => {
                let mut items = self.strings(names);
                items.extend(parent.as_ref().map(|it| Doc::Words(vec![word(Rule::kw_in), self.quoted(it)])));
                items
            }
            Which::Name(it) => vec![name(it)],
            Which::Inner(inner) => {
                vec![Doc::Seq(vec![Doc::text("("), self.group(Doc::text(""), inner), Doc::text(")")])]
            }
        }
    }

    fn among(&self, among: &Among) -> Vec<Doc> {
        match among {
            Among::All => Vec::new(),
            Among::Remaining => vec![word(Rule::kw_remaining)],
            Among::Own => vec![word(Rule::kw_own)],
            Among::In(units) => lead(word(Rule::kw_in), self.strings(units)),
            Among::Named(units) => self.strings(units),
        }
    }

    fn size(&self, size: &Size) -> Doc {
        let mut words = vec![decimal(size.number.value), word(Rule::kw_units)];
        if let Some(on) = &size.on {
            words.extend([word(Rule::kw_at), self.expr(on)]);
        }
        Doc::Seq(vec![Doc::text("("), Doc::Words(words), Doc::text(")")])
    }

    // ── What is counted ─────────────────────────────────────────────────────────────────────────────────────────

    /// `hồ sơ trực tuyến`
    pub fn count(&self, count: &Count) -> Doc {
        let mut words = vec![spelled(count.noun)];
        words.extend(count.filter.as_ref().map(|it| self.filter(it)));
        Doc::Words(words)
    }

    /// Words side by side, with `và` where the author has it.
    pub fn filter(&self, filter: &Filter) -> Doc {
        let (parts, any) = match filter {
            Filter::All(parts) => (parts, false),
            Filter::Any(parts) => (parts, true),
            _ => return self.unary(filter),
        };
        let mut items: Vec<Doc> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let doc = self.unary(part);
            let before = index.checked_sub(1).and_then(|it| parts.get(it));
            items.push(match before {
                Some(_) if any => Doc::Words(vec![word(Rule::kw_or), doc]),
                Some(before) if self.is_joined(before, part) => Doc::Words(vec![word(Rule::kw_and), doc]),
                _ => doc,
            });
        }
        Doc::Fill(items).align()
    }

    /// Whether `và` stands between two parts of a filter. What follows `có hồ sơ` would belong to it without.
    fn is_joined(&self, left: &Filter, right: &Filter) -> bool {
        let (Some(left_span), Some(right_span)) = (extent(left), extent(right)) else { return true };
        let gap = key(&self.between(left_span, right_span));
        let has_and = gap.split(|it: char| !it.is_alphanumeric()).any(|it| matches!(it, "và" | "and"));
        let swallows = matches!(innermost(left), Filter::Atom(Atom { is: Is::Having(..), on: None, .. }));
        has_and || swallows && matches!(right, Filter::Atom(Atom { is: Is::Word(_) | Is::In(_), .. }))
    }

    fn unary(&self, filter: &Filter) -> Doc {
        let mut words = Vec::new();
        let mut filter = filter;
        while let Filter::Not(inner) = filter {
            words.push(word(Rule::kw_not));
            filter = inner;
        }
        words.push(match filter {
            Filter::Atom(atom) => self.atom(atom),
            Filter::Inner(inner) => Doc::Seq(vec![Doc::text("("), self.filter(inner), Doc::text(")")]),
            other => self.filter(other),
        });
        if words.len() > 8 { Doc::Fill(words) } else { Doc::Words(words) }
    }

    fn atom(&self, atom: &Atom) -> Doc {
        let mut words = vec![self.is(&atom.is)];
        match &atom.on {
            Some(On::Basis(basis)) => words.extend([word(Rule::kw_at), spelled(*basis)]),
            Some(On::Moment(moment)) => words.extend([word(Rule::kw_at), self.expr(moment)]),
            None => {}
        }
        Doc::Words(words)
    }

    fn is(&self, is: &Is) -> Doc {
        Doc::Words(match is {
            Is::Judged(verdict, indicator) => vec![spelled(*verdict), name(indicator)],
            Is::FirstIn(list) => vec![word(Rule::kw_first_in), name(list)],
            Is::In(list) => vec![word(Rule::kw_in), name(list)],
            Is::Having(comparator, number, words) => {
                let mut out = vec![word(Rule::kw_having)];
                out.extend(comparator.map(spelled));
                out.extend(number.as_ref().map(|it| decimal(it.value)));
                out.push(word(Rule::kw_dossiers));
                out.extend(words.iter().map(|it| self.is(it)));
                return Doc::Fill(out);
            }
            Is::Competence(tier) => vec![word(Rule::kw_competence), spelled(*tier)],
            Is::Published(first, period) => {
                vec![word(if *first { Rule::kw_first_published } else { Rule::kw_amended }), self.period(period)]
            }
            Is::Remaining => vec![word(Rule::kw_remaining)],
            Is::Word(it) => vec![spelled(*it)],
            Is::Name(it) => vec![name(it)],
        })
    }

    // ── Periods ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// `từ … đến …`
    pub fn period(&self, period: &Period) -> Doc {
        match &period.is {
            PeriodIs::From(from, to) => {
                let mut parts = vec![Doc::Words(vec![word(Rule::kw_from), self.moment(from)])];
                parts.extend(to.as_ref().map(|it| self.to(it)));
                Doc::Fill(parts)
            }
            PeriodIs::To(to) => self.to(to),
            PeriodIs::Calendar(it) => self.calendar(it),
        }
    }

    fn to(&self, moment: &Moment) -> Doc {
        Doc::Words(vec![word(Rule::kw_to), self.moment(moment)])
    }

    fn moment(&self, moment: &Moment) -> Doc {
        match moment {
            Moment::Calendar(it) => self.calendar(it),
            Moment::Expr(it) => self.expr(it),
        }
    }

    fn calendar(&self, calendar: &Calendar) -> Doc {
        let (mut words, year) = match &calendar.is {
            CalendarIs::Year => (Vec::new(), Some(Rule::kw_year)),
            CalendarIs::Half(true) => (vec![word(Rule::kw_first_half)], None),
            CalendarIs::Half(false) => (vec![word(Rule::kw_second_half)], None),
            CalendarIs::Quarter(label) => (vec![word(Rule::kw_quarter), name(label)], Some(Rule::kw_year)),
            CalendarIs::Month(number) => (vec![word(Rule::kw_month), decimal(number.value)], Some(Rule::kw_year)),
        };
        if let Some(label) = &calendar.year {
            words.extend(year.map(word));
            words.push(name(label));
        }
        Doc::Words(words)
    }

    // ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// A value; a line breaks before its signs.
    pub fn expr(&self, expr: &Expr) -> Doc {
        let mut items = Vec::new();
        self.operands(expr, &mut items);
        match items.len() {
            1 => items.remove(0),
            _ => Doc::Fill(items).align(),
        }
    }

    /// The operands from left to right, each but the first with its sign.
    fn operands(&self, expr: &Expr, out: &mut Vec<Doc>) {
        let mut right = Vec::new();
        let mut left = expr;
        while let ExprIs::Binary(operator, first, second) = &left.is {
            right.push((*operator, second));
            left = first;
        }
        out.push(self.factor(left));
        for (operator, second) in right.into_iter().rev() {
            let sign = Doc::text(match operator {
                Operator::Plus => "+",
                Operator::Minus => "-",
                Operator::Times => "*",
                Operator::Over => "/",
            });
            let at = out.len();
            self.operands(second, out);
            if let Some(it) = out.get_mut(at) {
                *it = Doc::Words(vec![sign, it.clone()]);
            }
        }
    }

    fn factor(&self, expr: &Expr) -> Doc {
        match &expr.is {
            ExprIs::Binary(..) => self.expr(expr),
            ExprIs::Inner(inner) => Doc::Seq(vec![Doc::text("("), self.expr(inner), Doc::text(")")]),
            ExprIs::Extremum(largest, values) => {
                let last = values.len().saturating_sub(1);
                let values = values.iter().map(|it| self.expr(it)).enumerate();
                let values = values.map(|(index, it)| if index < last { it.then(";") } else { it }).collect();
                let values = Doc::Fill(values).align();
                let lead = word(if *largest { Rule::kw_largest } else { Rule::kw_smallest });
                Doc::Words(vec![lead, Doc::Seq(vec![Doc::text("("), values, Doc::text(")")])])
            }
            ExprIs::Peers(peers, of, group) => {
                let lead = word(match peers {
                    Peers::Largest => Rule::kw_largest,
                    Peers::Smallest => Rule::kw_smallest,
                    Peers::Average => Rule::kw_average,
                    Peers::Total => Rule::kw_total,
                });
                Doc::Words(vec![lead, word(Rule::kw_of), name(of), self.group(word(Rule::kw_among), group)])
            }
            ExprIs::Completion(of) => Doc::Words(vec![word(Rule::kw_completion), word(Rule::kw_of), name(of)]),
            ExprIs::Assigned(of, by) => {
                Doc::Words(vec![word(Rule::kw_quota), word(Rule::kw_of), name(of), word(Rule::kw_by), place(by)])
            }
            ExprIs::Steps(of, ladder) => Doc::Words(vec![self.steps(of), Doc::Braced(self.ladder(ladder))]),
            ExprIs::Date(day) => Doc::text(day.vi()),
            ExprIs::Percent(it) => percent(*it),
            ExprIs::Duration(number, working) => {
                let unit = if *working { Rule::kw_working_days } else { Rule::kw_days };
                Doc::Words(vec![decimal(number.value), word(unit)])
            }
            ExprIs::Scored(number, percentage) => {
                let unit = if *percentage { Rule::kw_percentage_points } else { Rule::kw_points };
                Doc::Words(vec![decimal(number.value), word(unit)])
            }
            ExprIs::Number(it) => decimal(*it),
            ExprIs::DateOf(date, of) => {
                let mut words = vec![word(match date {
                    DateOf::Effective => Rule::kw_effective_date,
                    DateOf::Signed => Rule::kw_signed,
                    DateOf::FirstPublished => Rule::kw_date_first_published,
                    DateOf::Amended => Rule::kw_date_amended,
                    DateOf::PeriodStart => Rule::kw_period_start,
                    DateOf::PeriodEnd => Rule::kw_period_end,
                })];
                if let Some(of) = of {
                    words.extend([word(Rule::kw_of), name(of)]);
                }
                Doc::Words(words)
            }
            ExprIs::Place(it) => place(it),
            ExprIs::Count(it) => self.count(it),
            ExprIs::Name(it) => name(it),
        }
    }

    /// `bậc của x`
    pub fn steps(&self, of: &Expr) -> Doc {
        Doc::Words(vec![word(Rule::kw_steps), word(Rule::kw_of), self.expr(of)])
    }

    /// `từ 90: …;` and so on to `không phát sinh: …;` and `còn lại: …;`.
    pub fn ladder(&self, ladder: &Ladder) -> Vec<Doc> {
        let step = |from: Vec<Doc>, value: &StepValue| {
            let value = match value {
                StepValue::Text(text) => self.quoted(text),
                StepValue::Expr(expr) => self.expr(expr),
                StepValue::Unknown => word(Rule::kw_unknown),
            };
            Doc::Words(vec![Doc::Words(from).then(":"), value.then(";")])
        };
        let steps = ladder.steps.iter().map(|(from, value)| step(vec![word(Rule::kw_from), self.expr(from)], value));
        let absent = ladder.absent.iter().map(|value| step(vec![word(Rule::kw_no_dossiers)], value));
        steps.chain(absent).chain([step(vec![word(Rule::kw_remaining)], &ladder.rest)]).collect()
    }
}

/// All but the last with a comma.
pub fn commas(mut items: Vec<Doc>) -> Vec<Doc> {
    let last = items.len().saturating_sub(1);
    for it in items.iter_mut().take(last) {
        *it = it.clone().then(",");
    }
    items
}

/// Items whose first stands right behind a word.
fn lead(word: Doc, mut items: Vec<Doc>) -> Vec<Doc> {
    match items.first_mut() {
        Some(first) => *first = Doc::Words(vec![word, first.clone()]),
        None => items.push(word),
    }
    items
}

/// What the author denies.
fn innermost(mut filter: &Filter) -> &Filter {
    while let Filter::Not(inner) = filter {
        filter = inner;
    }
    filter
}

/// From the first to the last word of a filter; `tại …` may be left out at its end.
fn extent(filter: &Filter) -> Option<Span> {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => Some(extent(parts.first()?)?.to(extent(parts.last()?)?)),
        Filter::Inner(inner) => extent(inner),
        Filter::Not(_) => extent(innermost(filter)),
        Filter::Atom(atom) => Some(match &atom.on {
            Some(On::Moment(moment)) => atom.at.0.to(moment.at.0),
            _ => atom.at.0,
        }),
    }
}
