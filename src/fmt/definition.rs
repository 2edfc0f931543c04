//! Definitions, scores, published figures and tests, in grammar order.

use super::Draft;
use super::doc::Doc;
use super::page::{Block, Item, Kind};
use super::value::{commas, decimal, name, percent, place, spelled, word};
use crate::source::Span;
use crate::syntax::Rule;
use crate::syntax::ast::*;
use crate::term::Noun;

impl Draft<'_> {
    // ── Definitions ─────────────────────────────────────────────────────────────────────────────────────────────

    /// `chỉ số x "…" = …`
    pub fn indicator(&self, span: Span, it: &Indicator) -> Item {
        let head = self.titled(Rule::kw_indicator, &it.name, &it.title);
        if let (ExprIs::Steps(of, ladder), None, None) = (&it.value.is, &it.basis, &it.source) {
            return self.steps_block(span, Doc::Fill(vec![head, equals(self.steps(of))]), of.at.0.end, ladder);
        }
        let mut value = vec![self.expr(&it.value)];
        value.extend(it.basis.map(|it| Doc::Words(vec![word(Rule::kw_by), spelled(it)])));
        value.extend(it.source.as_ref().map(|it| Doc::Words(vec![word(Rule::kw_data_source), self.quoted(it)])));
        Item::line(span, Doc::Lines(vec![head, equals(Doc::Fill(value).align())]))
    }

    /// `cột x "…" của hồ sơ dạng số`
    pub fn column(&self, it: &Column) -> Doc {
        let form = word(match it.form {
            ColumnForm::Number => Rule::kw_as_number,
            ColumnForm::ClosingNumber => Rule::kw_as_closing_number,
            ColumnForm::YesNo => Rule::kw_as_yes_no,
            ColumnForm::Date => Rule::kw_as_date,
        });
        let head = self.titled(Rule::kw_column, &it.name, &it.title);
        Doc::Fill(vec![head, Doc::Words(vec![word(Rule::kw_of), spelled(it.of)]), form])
    }

    /// `nhóm thủ tục | hồ sơ | đơn vị x "…" = …`
    pub fn named(&self, it: &Named) -> Doc {
        let (noun, set) = match &it.set {
            NamedSet::Procedures(filter) => (Noun::Procedures, equals(self.filter(filter))),
            NamedSet::Dossiers(filter) => (Noun::Dossiers, equals(self.filter(filter))),
            NamedSet::Units(group) => (Noun::Units, self.group(Doc::text("="), group)),
        };
        let mut head = vec![word(Rule::kw_group), spelled(noun), name(&it.name)];
        head.extend(it.title.as_ref().map(|it| self.quoted(it)));
        Doc::Lines(vec![Doc::Words(head), set])
    }

    /// `mốc x "…" = …`
    pub fn event(&self, it: &Event) -> Doc {
        Doc::Lines(vec![self.titled(Rule::kw_event, &it.name, &it.title), equals(self.known(&it.date))])
    }

    /// `cách hiểu x "…" { … }`
    pub fn reading(&self, span: Span, it: &Reading) -> Item {
        let mut items: Vec<Item> = it.choices.iter().map(|it| self.choice(it)).collect();
        items.extend(
            it.default.as_ref().map(|it| Item::line(it.at.0, Doc::Words(vec![word(Rule::kw_default), name(it)]))),
        );
        let head = self.titled(Rule::kw_reading, &it.name, &it.title);
        Item::block(span, head, self.brace(span, end(&it.name, &it.title)), items)
    }

    fn choice(&self, it: &Choice) -> Item {
        let value = match &it.value {
            ChoiceValue::Grain(grain) => equals(self.grain(grain)),
            ChoiceValue::Period(period) => equals(self.period(period)),
            ChoiceValue::Expr(expr) => equals(self.expr(expr)),
            ChoiceValue::Filter(filter) => equals(self.filter(filter)),
            ChoiceValue::Group(group) => self.group(Doc::text("="), group),
        };
        let ground = Doc::Words(vec![word(Rule::kw_ground), self.quoted(&it.ground)]);
        let doc = Doc::Lines(vec![Doc::Words(vec![name(&it.name), value]), ground]);
        Item::line(it.name.at.0.to(it.ground.at.0), doc)
    }

    /// `danh mục x "…" { … }`
    pub fn list(&self, span: Span, it: &List) -> Item {
        let head = self.titled(Rule::kw_list, &it.name, &it.title);
        let Some(block) = &it.block else { return Item::line(span, head) };
        let items = block.items.iter().map(|(item, at)| {
            Item::line(
                at.0,
                match item {
                    ListItem::Head(head) => self.head(head),
                    ListItem::Entry(entry) => self.entry(entry),
                    ListItem::Ignore(it) => self.ignore(it),
                },
            )
        });
        Item::block(span, head, block.at.0.start, items.collect())
    }

    fn entry(&self, it: &Entry) -> Doc {
        let mut words = vec![Doc::Words(vec![word(Rule::kw_procedures), self.quoted(&it.code)])];
        words.extend(it.title.as_ref().map(|it| self.quoted(it)));
        words.extend(it.level.map(spelled));
        words.extend(it.tier.map(spelled));
        words.extend(it.period.as_ref().map(|it| self.period(it)));
        Doc::Fill(words)
    }

    /// `sổ đơn vị x tệp "…" | { … }`
    pub fn register(&self, span: Span, it: &Register) -> Item {
        let head = vec![word(Rule::kw_register), name(&it.name)];
        if let Some(file) = &it.file {
            let file = Doc::Words(vec![word(Rule::kw_file), self.quoted(file)]);
            return Item::line(span, Doc::Fill(vec![Doc::Words(head), file]));
        }
        let members = it.members.iter().map(|it| Item::line(it.at.0, self.member(it))).collect();
        Item::block(span, Doc::Words(head), self.brace(span, it.name.at.0.end), members)
    }

    fn member(&self, it: &Member) -> Doc {
        let part = |rule: Rule, text: &Text| Doc::Words(vec![word(rule), self.quoted(text)]);
        let mut first = vec![part(Rule::kw_units, &it.title)];
        first.extend(it.code.as_ref().map(|it| part(Rule::kw_code, it)));
        first.extend(it.tier.map(spelled));
        first.extend(it.parent.as_ref().map(|it| part(Rule::kw_in, it)));
        let mut lines = vec![first];
        for (rule, texts) in [(Rule::kw_alias, &it.aliases), (Rule::kw_merged_into, &it.merged_into)] {
            if !texts.is_empty() {
                lines.push(vec![Doc::Words(vec![word(rule), Doc::Fill(self.strings(texts)).align()])]);
            }
        }
        if let Some(last) = lines.last_mut() {
            last.extend(it.period.as_ref().map(|it| self.period(it)));
        }
        Doc::Lines(lines.into_iter().map(Doc::Fill).collect())
    }

    /// `ngày nghỉ "…" tệp "…" | { … }`
    pub fn holidays(&self, span: Span, it: &Holidays) -> Item {
        let mut head = vec![word(Rule::kw_holidays)];
        head.extend(it.title.as_ref().map(|it| self.quoted(it)));
        if let Some(file) = &it.file {
            let file = Doc::Words(vec![word(Rule::kw_file), self.quoted(file)]);
            return Item::line(span, Doc::Fill(vec![Doc::Words(head), file]));
        }
        let mut days: Vec<Item> = it.days.iter().map(|it| Item::line(it.at.0, self.day_off(it))).collect();
        let nexts = it.days.iter().skip(1);
        for ((day, next), item) in it.days.iter().zip(nexts).zip(&mut days) {
            // Two periods side by side would be read as one.
            item.is_closed = day.title.is_none() && day.period.is_some() && next.period.is_some();
        }
        let from = it.title.as_ref().map_or(span.start, |it| it.at.0.end);
        Item::block(span, Doc::Words(head), self.brace(span, from), days)
    }

    fn day_off(&self, it: &DayOff) -> Doc {
        let mut words = Vec::new();
        if let Known::Yes(day) = &it.on {
            words.push(Doc::text(day.vi()));
        }
        words.extend(it.period.as_ref().map(|it| self.period(it)));
        words.extend(it.title.as_ref().map(|it| self.quoted(it)));
        Doc::Fill(words)
    }

    // ── Scores, bands, ranks ────────────────────────────────────────────────────────────────────────────────────

    /// `tiêu chí x "…" tối đa 2 điểm = … | { … }`
    pub fn criterion(&self, span: Span, it: &Criterion) -> Item {
        let points =
            |rule: Rule, number: &Number| Doc::Words(vec![word(rule), decimal(number.value), word(Rule::kw_points)]);
        let mut head = vec![self.titled(Rule::kw_criterion, &it.name, &it.title)];
        head.extend(it.cap.as_ref().map(|it| points(Rule::kw_at_most, it)));
        head.extend(it.scale.as_ref().map(|it| points(Rule::kw_scale, it)));
        head.extend(it.group.as_ref().map(|it| self.group(word(Rule::kw_for), it)));
        head.extend(it.given.as_ref().map(|it| Doc::Words(vec![word(Rule::kw_given), name(it)])));
        match (&it.value, &it.parts) {
            (Some(Expr { is: ExprIs::Steps(of, ladder), .. }), _) => {
                head.push(equals(self.steps(of)));
                self.steps_block(span, Doc::Fill(head), of.at.0.end, ladder)
            }
            (Some(value), _) => Item::line(span, Doc::Lines(vec![Doc::Fill(head), equals(self.expr(value))])),
            (None, Some(parts)) => self.block(span, Doc::Fill(head), parts),
            (None, None) => Item::line(span, Doc::Fill(head)),
        }
    }

    /// `xếp loại x [cho …] { … }`
    pub fn grade(&self, span: Span, it: &Grade) -> Item {
        let mut head = vec![Doc::Words(vec![word(Rule::kw_grade), name(&it.of)])];
        head.extend(it.group.as_ref().map(|it| self.group(word(Rule::kw_for), it)));
        let from = it.group.as_ref().map_or(it.of.at.0.end, |it| it.at.0.end);
        self.steps_block(span, Doc::Fill(head), from, &it.ladder)
    }

    /// A ladder that ends its statement: each step is a line.
    fn steps_block(&self, span: Span, header: Doc, from: u32, ladder: &Ladder) -> Item {
        let value_end = |value: &StepValue, start: u32| match value {
            StepValue::Text(text) => text.at.0.end,
            StepValue::Expr(expr) => expr.at.0.end,
            StepValue::Unknown => start,
        };
        let mut places = Vec::new();
        let mut last = from;
        for (from, value) in &ladder.steps {
            last = value_end(value, from.at.0.end);
            places.push(Span { end: last, ..from.at.0 });
        }
        // The last steps have no place of their own; their colons and the first letters behind these have.
        for value in ladder.absent.iter().chain([&ladder.rest]) {
            let colon = self.find(last, ':').unwrap_or(last);
            let first = self.letters(colon).find(|it| it.1.is_alphanumeric()).map_or(colon, |it| it.0);
            last = value_end(value, first);
            places.push(Span { start: colon, end: last, ..span });
        }
        let items = places.into_iter().zip(self.ladder(ladder)).map(|(span, doc)| Item::line(span, doc)).collect();
        let block = Block { header, open: self.brace(span, from), items, is_ladder: true };
        Item { span, kind: Kind::Block(block), is_closed: false }
    }

    /// `xếp hạng x cho …`
    pub fn ranking(&self, it: &Ranking) -> Doc {
        let head = Doc::Words(vec![word(Rule::kw_rank), name(&it.of)]);
        Doc::Lines(vec![head, self.group(word(Rule::kw_for), &it.group)])
    }

    // ── Published figures ───────────────────────────────────────────────────────────────────────────────────────

    /// `số liệu công bố "…" { … }`
    pub fn published(&self, span: Span, it: &Published) -> Item {
        let mut items: Vec<Item> = it.items.iter().map(|(it, at)| Item::line(at.0, self.figure(it))).collect();
        for ((figure, next), item) in it.items.iter().zip(it.items.iter().skip(1)).zip(&mut items) {
            // A count takes the name that follows for one of its words.
            item.is_closed = matches!((&figure.0, &next.0), (PublishedItem::Claim(_, _, it), PublishedItem::Fact(..)) if ends_in_count(it));
        }
        let head = Doc::Words(vec![word(Rule::kw_published), self.quoted(&it.title)]);
        Item::block(span, head, self.brace(span, it.title.at.0.end), items)
    }

    fn figure(&self, it: &PublishedItem) -> Doc {
        match it {
            PublishedItem::Fact(of, figure) => {
                let value = match figure {
                    Figure::Number(number) => decimal(number.value),
                    Figure::Percent(number) => percent(number.value),
                    Figure::Unknown => word(Rule::kw_unknown),
                };
                Doc::Words(vec![name(of), equals(value)])
            }
            PublishedItem::Verbatim(text) => Doc::Words(vec![word(Rule::kw_verbatim), self.quoted(text)]),
            PublishedItem::Unchecked(words, because) => Doc::Lines(vec![
                Doc::Words(vec![word(Rule::kw_leave_open), self.quoted(words)]),
                Doc::Words(vec![word(Rule::kw_because), self.quoted(because)]),
            ]),
            PublishedItem::Members(group) => self.group(word(Rule::kw_claim), group),
            PublishedItem::Claim(left, comparator, right) => {
                let sign = comparator.map_or(Doc::text("="), spelled);
                let left = Doc::Words(vec![word(Rule::kw_claim), self.expr(left)]);
                Doc::Fill(vec![left, Doc::Words(vec![sign, self.expr(right)])])
            }
        }
    }

    // ── Tests ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// `kiểm thử "…" { … }`
    pub fn test(&self, span: Span, it: &Test) -> Item {
        let items = it.items.iter().map(|(it, at)| self.test_item(at.0, it)).collect();
        let head = Doc::Words(vec![word(Rule::kw_test), self.quoted(&it.title)]);
        Item::block(span, head, self.brace(span, it.title.at.0.end), items)
    }

    fn test_item(&self, span: Span, it: &TestItem) -> Item {
        match it {
            TestItem::Data(rows) => {
                Item::block(span, word(Rule::kw_with_data), self.brace(span, span.start), self.rows(rows))
            }
            TestItem::DataFile(file) => {
                let words = vec![word(Rule::kw_with_data), word(Rule::kw_file), self.quoted(file)];
                Item::line(span, Doc::Words(words))
            }
            TestItem::Cases(rows) => {
                Item::block(span, word(Rule::kw_cases), self.brace(span, span.start), self.rows(rows))
            }
            TestItem::ResultTable(file) => {
                let words = [Rule::kw_expect, Rule::kw_result_table, Rule::kw_file].map(word);
                Item::line(span, Doc::Words(words.into_iter().chain([self.quoted(file)]).collect()))
            }
            TestItem::Assume(it) => {
                let mut words = self.assumption(it);
                // The units of a quota stand behind their own lead.
                if !matches!(it.is, AssumptionIs::Quota(..))
                    && let Some(first) = words.first_mut()
                {
                    *first = Doc::Words(vec![word(Rule::kw_assume), first.clone()]);
                }
                Item::line(span, Doc::Fill(words))
            }
            TestItem::Expect(it) => Item::line(span, self.expect(it)),
        }
    }

    /// What is assumed, in words that may each stand on a line of their own.
    fn assumption(&self, it: &Assumption) -> Vec<Doc> {
        let pair = |rule: Rule, doc: Doc| Doc::Words(vec![word(rule), doc]);
        let unit = |rule: Rule, it: &UnitNamed| {
            let mut out = vec![pair(rule, self.quoted(&it.name))];
            out.extend(it.parent.as_ref().map(|it| pair(Rule::kw_in, self.quoted(it))));
            out
        };
        match &it.is {
            AssumptionIs::Value(what, value) => vec![self.expr(what), equals(self.known(value))],
            AssumptionIs::Quota(indicator, group, number, is_percent) => {
                let mut lead = vec![word(Rule::kw_assume)];
                lead.extend(indicator.iter().flat_map(|it| [name(it), word(Rule::kw_for)]));
                let number = if *is_percent { percent(number.value) } else { decimal(number.value) };
                vec![self.group(Doc::Words(lead), group), equals(number)]
            }
            AssumptionIs::List(list, file) => {
                let file = pair(Rule::kw_file, self.quoted(file));
                vec![pair(Rule::kw_list, name(list)), equals(file)]
            }
            AssumptionIs::Listed(added, codes, list) => {
                let (verb, side) =
                    if *added { (Rule::kw_add, Rule::kw_into) } else { (Rule::kw_drop, Rule::kw_out_of) };
                let codes = pair(Rule::kw_procedures, Doc::Fill(self.strings(codes)).align());
                vec![pair(verb, codes), pair(side, name(list))]
            }
            AssumptionIs::Add(counted, procedure, days, it) => {
                let mut out = vec![pair(Rule::kw_add, self.counted(counted))];
                out.extend(procedure.as_ref().map(|it| pair(Rule::kw_procedures, self.quoted(it))));
                out.extend(days.iter().map(|it| Doc::Words(vec![spelled(it.0), self.expr(&it.1)])));
                out.extend(unit(Rule::kw_for, it));
                out
            }
            AssumptionIs::Convert(number, to, it) => {
                let number = Doc::Words(vec![decimal(number.value), spelled(Noun::Dossiers)]);
                let mut out = vec![pair(Rule::kw_convert, number), pair(Rule::kw_over_to, spelled(*to))];
                out.extend(unit(Rule::kw_for, it));
                out
            }
            AssumptionIs::Replace(it, counts) => {
                let mut out = vec![Doc::Words(vec![word(Rule::kw_replace), word(Rule::kw_counts)])];
                out.extend(unit(Rule::kw_of, it));
                let counts = counts.iter().map(|it| self.counted(it)).collect();
                out.push(pair(Rule::kw_by_counts, Doc::Fill(commas(counts))));
                out
            }
            AssumptionIs::MoveUnder(it, above) => {
                let mut out = vec![word(Rule::kw_move)];
                out.extend(unit(Rule::kw_units, it));
                out.push(pair(Rule::kw_over_to, self.quoted(above)));
                out
            }
            AssumptionIs::MoveTo(it, to) => {
                let mut out = vec![word(Rule::kw_move)];
                out.extend(unit(Rule::kw_units, it));
                out.push(pair(Rule::kw_over_to, place(to)));
                out
            }
            AssumptionIs::Merge(it, into, from) => {
                let mut out = vec![word(Rule::kw_merge)];
                out.extend(unit(Rule::kw_units, it));
                out.push(pair(Rule::kw_into, self.quoted(into)));
                out.push(pair(Rule::kw_from, self.expr(from)));
                out
            }
            AssumptionIs::WindowEnd(at, to) => {
                let window = Doc::Words(vec![word(Rule::kw_counting_window), word(Rule::kw_at), place(at)]);
                vec![window, pair(Rule::kw_to, self.expr(to))]
            }
        }
    }

    /// `120 hồ sơ trực tuyến`
    fn counted(&self, it: &Counted) -> Doc {
        let mut words = vec![decimal(it.number.value), spelled(Noun::Dossiers)];
        words.extend(it.words.iter().map(|it| spelled(*it)));
        Doc::Words(words)
    }

    fn expect(&self, it: &Expect) -> Doc {
        let mut lead = vec![word(Rule::kw_expect)];
        lead.extend(matches!(it.is, ExpectIs::Ledger(..)).then(|| word(Rule::kw_ledger)));
        lead.extend(it.unit.as_ref().map(|it| self.quoted(it)));
        let mut words = vec![Doc::Words(lead)];
        words.extend(it.parent.as_ref().map(|it| Doc::Words(vec![word(Rule::kw_in), self.quoted(it)])));
        match &it.is {
            ExpectIs::Verdict(of, period, verdict, by) => {
                let mut result = vec![name(of)];
                result.extend(period.as_ref().map(|it| self.period(it)));
                result.push(spelled(*verdict));
                words.push(Doc::Words(result));
                words.extend(by.as_ref().map(|it| Doc::Words(vec![word(Rule::kw_by), place(it)])));
            }
            ExpectIs::Points(of, number) => {
                words.push(Doc::Words(vec![name(of), Doc::text("="), decimal(number.value), word(Rule::kw_points)]));
            }
            ExpectIs::Measured(of, period, measured, by, window) => {
                let mut result = vec![name(of)];
                result.extend(period.as_ref().map(|it| self.period(it)));
                match measured {
                    Measured::Ratio(above, below) => {
                        result.extend([decimal(above.value), Doc::text("/"), decimal(below.value)]);
                    }
                    Measured::Percent(it) => result.extend([Doc::text("="), percent(it.value)]),
                    Measured::Number(it) => result.extend([Doc::text("="), decimal(it.value)]),
                }
                words.push(Doc::Words(result));
                words.extend(by.as_ref().map(|it| Doc::Words(vec![word(Rule::kw_by), place(it)])));
                let window = window.as_ref();
                words.extend(
                    window.map(|it| Doc::Words(vec![word(Rule::kw_counting_window), word(Rule::kw_at), place(it)])),
                );
            }
            ExpectIs::Ledger(fate, number) => words.push(Doc::Words(vec![spelled(*fate), decimal(number.value)])),
            ExpectIs::Told(is_told, code) => {
                let mut told = vec![word(Rule::kw_not); usize::from(!is_told)];
                told.extend([word(Rule::kw_warning), self.quoted(code)]);
                words.push(Doc::Words(told));
            }
            ExpectIs::Graded(graded) => words.push(self.graded(graded)),
            ExpectIs::Ranked(of, number) => {
                words.push(Doc::Words(vec![word(Rule::kw_rank), name(of), Doc::text("="), decimal(number.value)]));
            }
        }
        Doc::Fill(words)
    }
}

/// `= …`
fn equals(value: Doc) -> Doc {
    Doc::Words(vec![Doc::text("="), value])
}

/// Where a name with its title ends.
fn end(name: &Name, title: &Option<Text>) -> u32 {
    title.as_ref().map_or(name.at.0.end, |it| it.at.0.end)
}

fn ends_in_count(expr: &Expr) -> bool {
    match &expr.is {
        ExprIs::Binary(_, _, right) => ends_in_count(right),
        ExprIs::Count(_) => true,
        _ => false,
    }
}
