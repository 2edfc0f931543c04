//! Statements, in grammar order.

use super::Draft;
use super::doc::Doc;
use super::page::{Item, Kind};
use super::value::{decimal, name, percent, place, provision_kind, spelled, word};
use crate::source::Span;
use crate::syntax::Rule;
use crate::syntax::ast::*;

impl Draft<'_> {
    /// The statements of a file or a block.
    pub fn statements(&self, statements: &[Statement]) -> Vec<Item> {
        let nexts = statements.iter().skip(1).map(Some).chain([None]);
        let closed = |(it, next): (&Statement, Option<&Statement>)| Item {
            is_closed: next.is_some_and(|next| runs_into(&it.what, &next.what)),
            ..self.statement(it)
        };
        statements.iter().zip(nexts).map(closed).collect()
    }

    fn statement(&self, statement: &Statement) -> Item {
        let span = statement.at.0;
        let doc = match &statement.what {
            What::Use(text) => Doc::Words(vec![word(Rule::kw_use), self.quoted(text)]),
            What::Decision(it) => {
                let header = self.titled(Rule::kw_decision, &it.name, &it.title);
                return self.maybe_block(span, header, &it.block);
            }
            What::Outside(block) => return self.block(span, word(Rule::kw_outside), block),
            What::Provision(it) => return self.provision(span, it),
            What::Verbatim(text) => Doc::Words(vec![word(Rule::kw_verbatim), self.quoted(text)]),
            What::Quota(it) => self.quota(it),
            What::Window(it) => self.window(it),
            What::Scope(count) => Doc::Words(vec![word(Rule::kw_scope), self.count(count)]),
            What::Exclude(it) => self.exclude(it),
            What::Delegate(it) => self.delegate(it),
            What::Table(it) => return self.quota_table(span, it),
            What::Rounding(it) => self.rounding(it),
            What::Consequence(it) => self.consequence(it),
            What::List(it) => return self.list(span, it),
            What::Register(it) => return self.register(span, it),
            What::Holidays(it) => return self.holidays(span, it),
            What::Indicator(it) => return self.indicator(span, it),
            What::Column(it) => self.column(it),
            What::Named(it) => self.named(it),
            What::Event(it) => self.event(it),
            What::Reading(it) => return self.reading(span, it),
            What::Criterion(it) => return self.criterion(span, it),
            What::Grade(it) => return self.grade(span, it),
            What::Ranking(it) => self.ranking(it),
            What::Published(it) => return self.published(span, it),
            What::Test(it) => return self.test(span, it),
            What::Amendment(it) => {
                let mut header = vec![word(Rule::kw_amends), place(&it.place)];
                if let Some(from) = &it.from {
                    header.extend([word(Rule::kw_from), self.expr(from)]);
                }
                return self.maybe_block(span, Doc::Fill(header), &it.block);
            }
            What::Ignore(it) => self.ignore(it),
            What::Head(head) => self.head(head),
        };
        Item::line(span, doc)
    }

    /// `quyết định x "…"`
    pub fn titled(&self, keyword: Rule, it: &Name, title: &Option<Text>) -> Doc {
        let mut words = vec![word(keyword), name(it)];
        words.extend(title.as_ref().map(|it| self.quoted(it)));
        Doc::Words(words)
    }

    /// `header { … }`
    pub fn block(&self, span: Span, header: Doc, block: &Block) -> Item {
        Item::block(span, header, block.at.0.start, self.statements(&block.statements))
    }

    fn maybe_block(&self, span: Span, header: Doc, block: &Option<Block>) -> Item {
        match block {
            Some(block) => self.block(span, header, block),
            None => Item::line(span, header),
        }
    }

    /// The brace of a block that the tree gives no place: the first one behind `from`.
    pub fn brace(&self, span: Span, from: u32) -> u32 {
        self.find(from, '{').filter(|it| *it < span.end).unwrap_or(from)
    }

    // ── The head of a decision or of a list ─────────────────────────────────────────────────────────────────────

    /// A line of the head.
    pub fn head(&self, head: &Head) -> Doc {
        let words = |rule: Rule, value: &Known<Text>| match value {
            Known::Yes(text) => vec![word(rule), self.quoted(text)],
            Known::No(unknown) => vec![word(rule), self.unknown(unknown)],
        };
        Doc::Words(match head {
            Head::Number(it) => words(Rule::kw_number, it),
            Head::Issuer(it) => words(Rule::kw_issuer, it),
            Head::Ground(it) => words(Rule::kw_ground, it),
            Head::File(it) => words(Rule::kw_file, it),
            Head::DataSource(it) => words(Rule::kw_data_source, it),
            Head::Signed(it) => vec![word(Rule::kw_signed), self.known(it)],
            Head::Effective(it, from) => {
                let mut words = vec![word(Rule::kw_effective)];
                words.extend(from.then(|| word(Rule::kw_from)));
                words.push(self.known(it));
                words
            }
            Head::Period(Known::Yes(it)) => vec![word(Rule::kw_assessment_period), self.period(it)],
            Head::Period(Known::No(it)) => vec![word(Rule::kw_assessment_period), self.unknown(it)],
            Head::Replaces(it) => vec![word(Rule::kw_replaces), name(it)],
            Head::MadeUnder(it) => vec![word(Rule::kw_made_under), name(it)],
            Head::Content(it) => vec![word(Rule::kw_content), self.unknown(it)],
            Head::CompetenceByUnits => {
                vec![word(Rule::kw_competence), word(Rule::kw_by), word(Rule::kw_units)]
            }
        })
    }

    /// `chưa rõ [từ … đến …]`
    pub fn unknown(&self, unknown: &Unknown) -> Doc {
        let mut words = vec![word(Rule::kw_unknown)];
        words.extend(unknown.bounds.as_ref().map(|it| self.period(it)));
        Doc::Words(words)
    }

    /// A value, or `chưa rõ`.
    pub fn known(&self, value: &Known<Expr>) -> Doc {
        match value {
            Known::Yes(expr) => self.expr(expr),
            Known::No(unknown) => self.unknown(unknown),
        }
    }

    // ── Provisions ──────────────────────────────────────────────────────────────────────────────────────────────

    fn provision(&self, span: Span, it: &Provision) -> Item {
        let mut header = vec![Doc::Words(vec![provision_kind(it.kind), name(&it.label)])];
        let last = it.applies_to.len().saturating_sub(1);
        for (index, target) in it.applies_to.iter().enumerate() {
            let target = if index + 1 < last { place(target).then(",") } else { place(target) };
            header.push(match index {
                0 => Doc::Words(vec![word(Rule::kw_applies_to), target]),
                _ if index == last => Doc::Words(vec![word(Rule::kw_and), target]),
                _ => target,
            });
        }
        self.block(span, Doc::Fill(header), &it.block)
    }

    // ── What a provision orders ─────────────────────────────────────────────────────────────────────────────────

    fn quota(&self, it: &Quota) -> Doc {
        let mut head = exception(it.exception);
        head.extend([spelled(it.force), spelled(it.comparator)]);
        head.push(match &it.amount {
            Amount::Percent(number) => percent(number.value),
            Amount::Number(number) => decimal(number.value),
            Amount::Unknown(_) => word(Rule::kw_unknown),
        });
        head.push(match &it.measure {
            Measure::Name(it) => name(it),
            Measure::Count(it) => self.count(it),
        });
        let mut rest = vec![self.group(word(Rule::kw_for), &it.group)];
        rest.extend(it.grains.iter().map(|it| self.grain(it)));
        rest.extend(it.period.as_ref().map(|it| self.period(it)));
        Doc::Lines(vec![Doc::Words(head), Doc::Fill(rest)])
    }

    /// `từng tháng`
    pub fn grain(&self, grain: &Grain) -> Doc {
        match grain {
            Grain::Every(every, _) => Doc::Words(vec![
                word(Rule::kw_every),
                word(match every {
                    Every::Month => Rule::kw_month,
                    Every::Quarter => Rule::kw_quarter,
                    Every::Year => Rule::kw_year,
                    Every::Procedure => Rule::kw_procedures,
                }),
            ]),
            Grain::WholePeriod(_) => word(Rule::kw_whole_period),
            Grain::Pooled(by, _) | Grain::Averaged(by, _) => {
                let averaged = matches!(grain, Grain::Averaged(..));
                let first = word(if averaged { Rule::kw_averaged } else { Rule::kw_pooled });
                let by = by.iter().flat_map(|it| [word(Rule::kw_by), spelled(*it)]);
                Doc::Words([first].into_iter().chain(by).collect())
            }
            Grain::WithSubordinates(_) => word(Rule::kw_with_subordinates),
            Grain::Name(it) => name(it),
        }
    }

    fn window(&self, it: &Window) -> Doc {
        let mut head = exception(it.exception);
        head.push(word(Rule::kw_counting_window));
        head.push(match &it.period {
            PeriodOrName::Period(it) => self.period(it),
            PeriodOrName::Name(it) => name(it),
        });
        let mut lines = vec![Doc::Words(head)];
        lines.extend(
            it.filter
                .as_ref()
                .map(|it| Doc::Words(vec![word(Rule::kw_with), word(Rule::kw_procedures), self.filter(it)])),
        );
        Doc::Lines(lines)
    }

    fn exclude(&self, it: &Exclude) -> Doc {
        let mut head = vec![word(if it.leave_open { Rule::kw_leave_open } else { Rule::kw_exclude })];
        head.push(match &it.what {
            Excluded::Units(group) => self.group(word(Rule::kw_units), group),
            Excluded::Count(count) => self.count(count),
        });
        let mut head = vec![Doc::Words(head)];
        head.extend(it.period.as_ref().map(|it| self.period(it)));
        Doc::Lines(vec![Doc::Fill(head), Doc::Words(vec![word(Rule::kw_because), self.quoted(&it.because)])])
    }

    /// `bỏ qua "CT1503" vì "…"`
    pub fn ignore(&self, it: &Ignore) -> Doc {
        let head = Doc::Words(vec![word(Rule::kw_ignore), self.quoted(&it.code)]);
        Doc::Fill(vec![head, Doc::Words(vec![word(Rule::kw_because), self.quoted(&it.because)])])
    }

    fn delegate(&self, it: &Delegate) -> Doc {
        let group = self.group(word(Rule::kw_for), &it.group);
        let rest = match &it.floor {
            Some(floor) => {
                let floor = Doc::Words(vec![word(Rule::kw_not_below), percent(floor.value)]);
                Doc::Fill(vec![group.then(","), floor])
            }
            None => group,
        };
        let head = vec![word(Rule::kw_delegate), self.group(word(Rule::kw_for), &it.to)];
        Doc::Lines(vec![Doc::Words(head), Doc::Words(vec![word(Rule::kw_assign), name(&it.indicator), rest])])
    }

    fn quota_table(&self, span: Span, it: &QuotaTable) -> Item {
        let header = Doc::Words(vec![word(Rule::kw_quota_table), spelled(it.force), spelled(it.comparator)]);
        if let Some(file) = &it.file {
            return Item::line(span, Doc::Words(vec![header, word(Rule::kw_file), self.quoted(file)]));
        }
        Item::block(span, header, self.brace(span, span.start), self.rows(&it.rows))
    }

    fn rounding(&self, it: &Rounding) -> Doc {
        let way = word(match it.way {
            RoundingWay::HalfUp => Rule::kw_half_up,
            RoundingWay::HalfEven => Rule::kw_half_even,
            RoundingWay::Truncate => Rule::kw_cut_off,
        });
        let before = word(Rule::kw_before_comparing);
        Doc::Words(vec![word(Rule::kw_round), word(Rule::kw_to), percent(it.to.value), way, before])
    }

    fn consequence(&self, it: &Consequence) -> Doc {
        let head = Doc::Words(vec![word(Rule::kw_consequence), self.quoted(&it.text)]);
        let mut outcomes = Vec::new();
        for (index, outcome) in it.outcomes.iter().enumerate() {
            let joint = word(match index {
                0 => Rule::kw_when,
                _ if it.all => Rule::kw_and,
                _ => Rule::kw_or,
            });
            outcomes.push((joint, self.outcome(outcome)));
        }
        Doc::Lines(vec![head, Doc::Joined(outcomes)])
    }

    fn outcome(&self, it: &Outcome) -> Doc {
        match it {
            Outcome::Verdict(verdict, PlaceOrName::Place(of)) => Doc::Words(vec![spelled(*verdict), place(of)]),
            Outcome::Verdict(verdict, PlaceOrName::Name(of)) => Doc::Words(vec![spelled(*verdict), name(of)]),
            Outcome::Graded(it) => self.graded(it),
            Outcome::Misses(number, verdict, by) => {
                let mut words = vec![word(Rule::kw_from), decimal(number.value), word(Rule::kw_quotas)];
                words.push(spelled(*verdict));
                words.extend(by.iter().flat_map(|it| [word(Rule::kw_by), place(it)]));
                Doc::Words(words)
            }
        }
    }

    /// `xếp loại x = "Kém"`
    pub fn graded(&self, it: &Graded) -> Doc {
        let mut words = vec![word(Rule::kw_grade), name(&it.of), Doc::text("=")];
        let last = it.grades.len().saturating_sub(1);
        let grades = it.grades.iter().map(|it| self.quoted(it)).enumerate();
        words.extend(grades.map(|(at, it)| if at < last { it.then(",") } else { it }));
        Doc::Words(words)
    }

    // ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// The rows of a table.
    pub fn rows(&self, rows: &[Row]) -> Vec<Item> {
        let row = |row: &Row| Item {
            span: row.at.0,
            kind: Kind::Row(row.cells.iter().map(|it| self.cell(&it.is)).collect()),
            is_closed: false,
        };
        rows.iter().map(row).collect()
    }

    fn cell(&self, is: &CellIs) -> Doc {
        let with = |comparator: &Option<crate::term::Comparator>, value: Doc| {
            Doc::Words(comparator.map(spelled).into_iter().chain([value]).collect())
        };
        match is {
            CellIs::None => Doc::text("-"),
            CellIs::Percent(comparator, value) => with(comparator, percent(*value)),
            CellIs::Number(comparator, value) => with(comparator, decimal(*value)),
            CellIs::Date(day) => Doc::text(day.vi()),
            CellIs::Text(text) => self.quoted(text),
            CellIs::Noun(noun) => spelled(*noun),
            CellIs::Total => word(Rule::kw_total),
            CellIs::Basis(basis) => spelled(*basis),
            CellIs::Word(it) => spelled(*it),
            CellIs::Not => word(Rule::kw_not),
            CellIs::Name(it, period) => {
                Doc::Words([name(it)].into_iter().chain(period.as_ref().map(|it| self.period(it))).collect())
            }
            CellIs::Period(period) => self.period(period),
            CellIs::Group(group) => self.group(Doc::text(""), group),
            CellIs::Expected(it) => Doc::Words(vec![word(Rule::kw_expect), name(it)]),
            CellIs::By => word(Rule::kw_by),
            CellIs::Verdict(it) => spelled(*it),
            CellIs::Place(it) => place(it),
        }
    }
}

fn exception(is: bool) -> Vec<Doc> {
    is.then(|| word(Rule::kw_in_particular)).into_iter().collect()
}

/// Whether a statement would take what follows for its own end.
fn runs_into(what: &What, next: &What) -> bool {
    match (what, next) {
        (What::Indicator(it), What::Head(Head::DataSource(Known::Yes(_)))) => it.source.is_none(),
        (What::Amendment(it), What::Provision(_)) => it.block.is_none() && it.from.is_none() && it.place.of.is_none(),
        _ => false,
    }
}
