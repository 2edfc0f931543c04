//! The arrow from what pest found to the tree: one function for each grammar rule, in grammar order. The grammar
//! says what can follow what; a child that is missing here is a bug of this file, not a mistake of the user.

mod ask;
mod assumed;

use std::ops::Range;

pub use ask::question;
use pest::iterators::Pair;

use super::ast::*;
use super::keyword::Spelled;
use super::scan::span;
use super::{Rule, error};
use crate::problem::Problem;
use crate::source::{FileId, Source, Span};
use crate::term::{Basis, Comparator, Force, Noun, ProvisionKind, Tier, UnitKind, Verdict, Word};
use crate::text::{Day, Decimal, Folded, NumberFault, nfc};

/// The tree of a file, and what is wrong with its numbers and dates.
pub fn file(pair: Option<Pair<Rule>>, folded: &Folded, source: &Source, file: FileId) -> (File, Vec<Problem>) {
    let mut reader = Reader { folded, source, file, problems: Vec::new() };
    let statements = pair.map(|it| reader.statements(it)).unwrap_or_default();
    (File { statements, comments: Vec::new() }, reader.problems)
}

/// The tree of one assumption, and what is wrong with its numbers and dates.
pub fn assumption(
    pair: Option<Pair<Rule>>,
    folded: &Folded,
    source: &Source,
    file: FileId,
) -> (Option<Assumption>, Vec<Problem>) {
    let mut reader = Reader { folded, source, file, problems: Vec::new() };
    let line = pair.and_then(|it| Kids::of(it).accept(Rule::assumption));
    (line.map(|it| reader.assumption(it)), reader.problems)
}

struct Reader<'a> {
    folded: &'a Folded,
    source: &'a Source,
    file: FileId,
    problems: Vec<Problem>,
}

/// The children of a pair, taken from the left.
struct Kids<'i> {
    pairs: std::iter::Peekable<pest::iterators::Pairs<'i, Rule>>,
}

impl<'i> Kids<'i> {
    fn of(pair: Pair<'i, Rule>) -> Self {
        Self { pairs: pair.into_inner().peekable() }
    }

    /// The next child if it is of this rule.
    fn accept(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.pairs.next_if(|it| it.as_rule() == rule)
    }

    /// Whether the next child is this keyword, which is then taken.
    fn has(&mut self, rule: Rule) -> bool {
        self.accept(rule).is_some()
    }

    /// How many of the next children are this keyword; they are taken.
    fn count(&mut self, rule: Rule) -> usize {
        std::iter::from_fn(|| self.accept(rule)).count()
    }

    /// The next child, which the grammar guarantees.
    fn next(&mut self) -> Pair<'i, Rule> {
        self.pairs.next().unwrap_or_else(|| unreachable!("the grammar promises another child"))
    }

    /// The next child as a word of a closed set.
    fn word<T: Spelled>(&mut self) -> T {
        self.maybe_word().unwrap_or_else(|| unreachable!("the grammar promises one of a set of words"))
    }

    /// The next child as a word of a closed set, if it is one.
    fn maybe_word<T: Spelled>(&mut self) -> Option<T> {
        let word = T::of(self.pairs.peek()?.as_rule())?;
        self.pairs.next();
        Some(word)
    }

    fn peek(&mut self) -> Option<Rule> {
        self.pairs.peek().map(Pair::as_rule)
    }

    /// The children that are left.
    fn rest(self) -> impl Iterator<Item = Pair<'i, Rule>> {
        self.pairs
    }

    /// The next child of this rule, whatever stands before it.
    fn find(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.pairs.find(|it| it.as_rule() == rule)
    }
}

impl Reader<'_> {
    fn span(&self, pair: &Pair<Rule>) -> Span {
        let it = pair.as_span();
        self.range(it.start()..it.end())
    }

    fn range(&self, range: Range<usize>) -> Span {
        span(self.folded, self.file, range)
    }

    fn at(&self, pair: &Pair<Rule>) -> At {
        At(self.span(pair))
    }

    // ── The file ────────────────────────────────────────────────────────────────────────────────────────────────

    fn statements(&mut self, pair: Pair<Rule>) -> Vec<Statement> {
        let mut out = Vec::new();
        for pair in pair.into_inner().filter(|it| it.as_rule() != Rule::EOI) {
            let at = self.at(&pair);
            if let Some(what) = self.statement(pair) {
                out.push(Statement { what, at });
            }
        }
        out
    }

    fn block(&mut self, pair: Pair<Rule>) -> Block {
        let at = self.at(&pair);
        Block { statements: self.statements(pair), at }
    }

    /// A statement; none when it lacks a part that has been told.
    fn statement(&mut self, pair: Pair<Rule>) -> Option<What> {
        let at = self.at(&pair);
        let rule = pair.as_rule();
        let mut kids = Kids::of(pair);
        Some(match rule {
            Rule::use_file => {
                kids.next();
                What::Use(self.text(kids.next()))
            }
            Rule::decision => {
                kids.next();
                What::Decision(Decision {
                    name: self.name(kids.next()),
                    title: self.title(&mut kids),
                    block: kids.accept(Rule::block).map(|it| self.block(it)),
                })
            }
            Rule::outside => {
                kids.next();
                What::Outside(self.block(kids.next()))
            }
            Rule::provision => What::Provision(self.provision(kids)),
            Rule::verbatim => {
                kids.next();
                What::Verbatim(self.text(kids.next()))
            }
            Rule::exception => {
                kids.next();
                let inner = kids.next();
                match inner.as_rule() {
                    Rule::quota => What::Quota(self.quota(Kids::of(inner), true)),
                    _ => What::Window(self.window(Kids::of(inner), true)),
                }
            }
            Rule::quota => What::Quota(self.quota(kids, false)),
            Rule::window => What::Window(self.window(kids, false)),
            Rule::scope => {
                kids.next();
                What::Scope(self.count(kids.next()))
            }
            Rule::exclude | Rule::leave_open => What::Exclude(self.exclude(kids, rule == Rule::leave_open, at.0)?),
            Rule::delegate => What::Delegate(self.delegate(kids)),
            Rule::quota_table => {
                kids.next();
                What::Table(QuotaTable {
                    force: kids.word::<Force>(),
                    comparator: kids.word::<Comparator>(),
                    file: kids.has(Rule::kw_file).then(|| self.text(kids.next())),
                    rows: kids.rest().next().map(|it| self.rows(it)).unwrap_or_default(),
                })
            }
            Rule::rounding => {
                kids.next();
                kids.next();
                let to = self.percent(kids.next());
                let way = match kids.next().as_rule() {
                    Rule::kw_half_up => RoundingWay::HalfUp,
                    Rule::kw_half_even => RoundingWay::HalfEven,
                    _ => RoundingWay::Truncate,
                };
                What::Rounding(Rounding { to, way })
            }
            Rule::consequence => What::Consequence(self.consequence(kids)),
            Rule::list => {
                kids.next();
                What::List(List {
                    name: self.name(kids.next()),
                    title: self.title(&mut kids),
                    block: kids.accept(Rule::list_block).map(|it| self.list_block(it)),
                })
            }
            Rule::register => What::Register(self.register(kids, at)),
            Rule::holidays => What::Holidays(self.holidays(kids, at)),
            Rule::indicator => What::Indicator(self.indicator(kids)),
            Rule::column => {
                kids.next();
                let (name, title) = (self.name(kids.next()), self.title(&mut kids));
                kids.next();
                let of = kids.word::<Noun>();
                let form = match kids.next().as_rule() {
                    Rule::kw_as_number => ColumnForm::Number,
                    Rule::kw_as_closing_number => ColumnForm::ClosingNumber,
                    Rule::kw_as_yes_no => ColumnForm::YesNo,
                    _ => ColumnForm::Date,
                };
                What::Column(Column { name, title, of, form })
            }
            Rule::named_procedures | Rule::named_dossiers | Rule::named_units => What::Named(self.named(kids, rule)),
            Rule::event => {
                kids.next();
                let (name, title) = (self.name(kids.next()), self.title(&mut kids));
                What::Event(Event { name, title, date: self.known_expr(kids.next()) })
            }
            Rule::reading => What::Reading(self.reading(kids)),
            Rule::criterion => What::Criterion(self.criterion(kids)),
            Rule::grade => {
                kids.next();
                let of = self.name(kids.next());
                let group = self.meant_for(&mut kids);
                What::Grade(Grade { of, group, ladder: self.ladder(kids.next()) })
            }
            Rule::ranking => {
                kids.next();
                let of = self.name(kids.next());
                kids.next();
                What::Ranking(Ranking { of, group: self.group(kids.next()) })
            }
            Rule::published => What::Published(self.published(kids, at)),
            Rule::test => What::Test(self.test(kids, at)),
            Rule::ignore => What::Ignore(self.ignore(kids, at.0)?),
            Rule::amendment => {
                kids.next();
                let place = self.place(kids.next());
                let from = kids.has(Rule::kw_from).then(|| self.expr(kids.next()));
                What::Amendment(Amendment { place, from, block: kids.accept(Rule::block).map(|it| self.block(it)) })
            }
            _ => What::Head(self.head(kids, rule)),
        })
    }

    // ── The head of a decision or of a list ─────────────────────────────────────────────────────────────────────

    fn head(&mut self, mut kids: Kids, rule: Rule) -> Head {
        let keyword = kids.next().as_rule();
        match rule {
            Rule::head_text => {
                let value = kids.next();
                let value = match value.as_rule() {
                    Rule::string => Known::Yes(self.text(value)),
                    _ => Known::No(self.unknown(value)),
                };
                match keyword {
                    Rule::kw_number => Head::Number(value),
                    Rule::kw_issuer => Head::Issuer(value),
                    Rule::kw_ground => Head::Ground(value),
                    Rule::kw_file => Head::File(value),
                    _ => Head::DataSource(value),
                }
            }
            Rule::head_date => {
                let from = kids.has(Rule::kw_from);
                let value = self.known_expr(kids.next());
                match keyword {
                    Rule::kw_signed => Head::Signed(value),
                    _ => Head::Effective(value, from),
                }
            }
            Rule::head_period => {
                let value = kids.next();
                Head::Period(match value.as_rule() {
                    Rule::unknown => Known::No(self.unknown(value)),
                    _ => Known::Yes(self.period(value)),
                })
            }
            Rule::head_relation => {
                let name = self.name(kids.next());
                match keyword {
                    Rule::kw_replaces => Head::Replaces(name),
                    _ => Head::MadeUnder(name),
                }
            }
            Rule::head_content => Head::Content(self.unknown(kids.next())),
            _ => Head::CompetenceByUnits,
        }
    }

    fn unknown(&mut self, pair: Pair<Rule>) -> Unknown {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        kids.next();
        Unknown { bounds: kids.accept(Rule::period).map(|it| self.period(it)), at }
    }

    fn known_expr(&mut self, pair: Pair<Rule>) -> Known<Expr> {
        match pair.as_rule() {
            Rule::unknown => Known::No(self.unknown(pair)),
            _ => Known::Yes(self.expr(pair)),
        }
    }

    // ── Provisions ──────────────────────────────────────────────────────────────────────────────────────────────

    fn provision(&mut self, mut kids: Kids) -> Provision {
        let kind = kids.word::<ProvisionKind>();
        let label = self.name(kids.next());
        let applies_to = match kids.accept(Rule::applies_to) {
            Some(pair) => pair.into_inner().filter(|it| it.as_rule() == Rule::place).map(|it| self.place(it)).collect(),
            None => Vec::new(),
        };
        Provision { kind, label, applies_to, block: self.block(kids.next()) }
    }

    fn place(&mut self, pair: Pair<Rule>) -> Place {
        let at = self.at(&pair);
        let mut steps = Vec::new();
        let mut of = None;
        for kid in pair.into_inner() {
            match kid.as_rule() {
                Rule::place_step | Rule::cited_step => {
                    let mut kids = Kids::of(kid);
                    steps.push((kids.word::<ProvisionKind>(), self.name(kids.next())));
                }
                Rule::name => of = Some(self.name(kid)),
                _ => {}
            }
        }
        Place { steps, of, at }
    }

    // ── What a provision orders ─────────────────────────────────────────────────────────────────────────────────

    fn quota(&mut self, mut kids: Kids, exception: bool) -> Quota {
        let force = kids.word::<Force>();
        let comparator = kids.word::<Comparator>();
        let mut amount = Kids::of(kids.next());
        let number = amount.next();
        let is_count = amount.peek() == Some(Rule::count);
        let number = match number.as_rule() {
            Rule::percent => Amount::Percent(self.percent(number)),
            Rule::number if is_count => Amount::Number(self.whole_number(number)),
            Rule::number => Amount::Number(self.number(number)),
            _ => Amount::Unknown(self.at(&number)),
        };
        let measure = amount.next();
        let measure = match measure.as_rule() {
            Rule::count => Measure::Count(self.count(measure)),
            _ => Measure::Name(self.name(measure)),
        };
        kids.next();
        let group = self.group(kids.next());
        let mut grains = Vec::new();
        while let Some(grain) = kids.accept(Rule::grain) {
            grains.push(self.grain(grain));
        }
        let period = kids.accept(Rule::period).map(|it| self.period(it));
        Quota { exception, force, comparator, amount: number, measure, group, grains, period }
    }

    fn grain(&mut self, pair: Pair<Rule>) -> Grain {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let first = kids.next();
        match first.as_rule() {
            Rule::kw_every => Grain::Every(
                match kids.next().as_rule() {
                    Rule::kw_month => Every::Month,
                    Rule::kw_quarter => Every::Quarter,
                    Rule::kw_year => Every::Year,
                    _ => Every::Procedure,
                },
                at,
            ),
            Rule::kw_whole_period => Grain::WholePeriod(at),
            rule @ (Rule::kw_pooled | Rule::kw_averaged) => {
                let by = kids.has(Rule::kw_by).then(|| kids.word::<Tier>());
                if rule == Rule::kw_pooled { Grain::Pooled(by, at) } else { Grain::Averaged(by, at) }
            }
            Rule::kw_with_subordinates => Grain::WithSubordinates(at),
            _ => Grain::Name(self.name(first)),
        }
    }

    fn window(&mut self, mut kids: Kids, exception: bool) -> Window {
        kids.next();
        let period = kids.next();
        let period = match period.as_rule() {
            Rule::period => PeriodOrName::Period(self.period(period)),
            _ => PeriodOrName::Name(self.name(period)),
        };
        let filter = kids.find(Rule::filter).map(|it| self.filter(it));
        Window { exception, period, filter }
    }

    fn exclude(&mut self, mut kids: Kids, leave_open: bool, all: Span) -> Option<Exclude> {
        kids.next();
        let what = if kids.has(Rule::kw_units) {
            Excluded::Units(self.group(kids.next()))
        } else {
            Excluded::Count(self.count(kids.next()))
        };
        let period = kids.accept(Rule::period).map(|it| self.period(it));
        let Some(because) = kids.accept(Rule::because) else {
            self.problems.push(error::no_reason(all));
            return None;
        };
        let mut because = Kids::of(because);
        because.next();
        Some(Exclude { leave_open, what, period, because: self.text(because.next()) })
    }

    fn ignore(&mut self, mut kids: Kids, all: Span) -> Option<Ignore> {
        kids.next();
        let code = self.text(kids.next());
        let because = kids.accept(Rule::because).and_then(|it| Kids::of(it).find(Rule::string)).map(|it| self.text(it));
        let because = because.filter(|it| !it.value.trim().is_empty());
        if because.is_none() {
            self.problems.push(error::ignored_without_reason(all));
        }
        Some(Ignore { code, because: because? })
    }

    fn delegate(&mut self, mut kids: Kids) -> Delegate {
        kids.next();
        kids.next();
        let to = self.group(kids.next());
        kids.next();
        let indicator = self.name(kids.next());
        kids.next();
        let group = self.group(kids.next());
        let floor = kids.accept(Rule::floor).map(|it| {
            let mut kids = Kids::of(it);
            kids.next();
            self.percent(kids.next())
        });
        Delegate { to, indicator, group, floor }
    }

    fn consequence(&mut self, mut kids: Kids) -> Consequence {
        kids.next();
        let text = self.text(kids.next());
        let mut outcomes = Vec::new();
        let mut all = true;
        for kid in kids.rest() {
            match kid.as_rule() {
                Rule::outcome => {
                    outcomes.push(self.outcome(Kids::of(kid)));
                }
                Rule::kw_or => all = false,
                _ => {}
            }
        }
        Consequence { text, outcomes, all }
    }

    fn outcome(&mut self, mut kids: Kids) -> Outcome {
        if let Some(graded) = kids.accept(Rule::graded) {
            return Outcome::Graded(self.graded(Kids::of(graded)));
        }
        if let Some(misses) = kids.accept(Rule::misses) {
            let mut kids = Kids::of(misses);
            kids.next();
            let number = self.whole_number(kids.next());
            kids.next();
            let verdict = kids.word();
            return Outcome::Misses(number, verdict, kids.has(Rule::kw_by).then(|| self.place(kids.next())));
        }
        let verdict = kids.word();
        let of = kids.next();
        Outcome::Verdict(
            verdict,
            match of.as_rule() {
                Rule::cited => PlaceOrName::Place(self.place(of)),
                _ => PlaceOrName::Name(self.name(of)),
            },
        )
    }

    fn graded(&mut self, mut kids: Kids) -> Graded {
        kids.next();
        Graded { of: self.name(kids.next()), grades: self.strings(kids.next()) }
    }

    // ── Groups of units ─────────────────────────────────────────────────────────────────────────────────────────

    fn group(&mut self, pair: Pair<Rule>) -> Group {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let parts = self.group_part(kids.next());
        let except = if kids.has(Rule::kw_except) { self.group_part(kids.next()) } else { Vec::new() };
        let size = kids.accept(Rule::size).map(|it| self.size(it));
        Group { parts, except, size, at }
    }

    fn group_part(&mut self, pair: Pair<Rule>) -> Vec<GroupTerm> {
        pair.into_inner().filter(|it| it.as_rule() != Rule::kw_and).map(|it| self.group_term(it)).collect()
    }

    fn group_term(&mut self, pair: Pair<Rule>) -> GroupTerm {
        let at = self.at(&pair);
        let rule = pair.as_rule();
        let which = match rule {
            Rule::name => Which::Name(self.name(pair)),
            Rule::kw_all_units => Which::All,
            _ => {
                let mut kids = Kids::of(pair);
                match rule {
                    Rule::kinds => {
                        kids.next();
                        let mut kinds = Vec::new();
                        while let Some(kind) = kids.maybe_word::<UnitKind>() {
                            kinds.push(kind);
                        }
                        Which::Kinds(kinds, self.among(&mut kids))
                    }
                    Rule::tier_group => Which::Tier(kids.word::<Tier>(), self.among(&mut kids)),
                    Rule::kind_names => {
                        kids.next();
                        Which::KindNamed(self.strings(kids.next()))
                    }
                    Rule::named_list => {
                        let names = self.strings(kids.next());
                        Which::Named(names, self.in_unit(&mut kids))
                    }
                    _ => Which::Inner(Box::new(self.group(kids.next()))),
                }
            }
        };
        GroupTerm { which, at }
    }

    fn among(&mut self, kids: &mut Kids) -> Among {
        let Some(pair) = kids.pairs.next() else { return Among::All };
        match pair.as_rule() {
            Rule::kw_remaining => Among::Remaining,
            Rule::kw_own => Among::Own,
            Rule::in_units => {
                let mut kids = Kids::of(pair);
                kids.next();
                Among::In(self.strings(kids.next()))
            }
            _ => Among::Named(self.strings(pair)),
        }
    }

    fn in_unit(&mut self, kids: &mut Kids) -> Option<Text> {
        kids.accept(Rule::in_unit).map(|it| {
            let mut kids = Kids::of(it);
            kids.next();
            self.text(kids.next())
        })
    }

    fn strings(&mut self, pair: Pair<Rule>) -> Vec<Text> {
        pair.into_inner().map(|it| self.text(it)).collect()
    }

    fn size(&mut self, pair: Pair<Rule>) -> Size {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let number = self.whole_number(kids.next());
        kids.next();
        let on = kids.has(Rule::kw_at).then(|| self.expr(kids.next()));
        Size { number, on, at }
    }

    // ── What is counted ─────────────────────────────────────────────────────────────────────────────────────────

    fn count(&mut self, pair: Pair<Rule>) -> Count {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let noun = kids.word::<Noun>();
        Count { noun, filter: kids.accept(Rule::filter).map(|it| self.filter(it)), at }
    }

    /// Parts that `và` or `hoặc` joins, and whether it is `hoặc`.
    fn joined<T>(&mut self, pair: Pair<Rule>, part: fn(&mut Self, Pair<Rule>) -> T) -> (Vec<T>, bool) {
        let mut parts = Vec::new();
        let mut any = false;
        for kid in pair.into_inner() {
            match kid.as_rule() {
                Rule::kw_and => {}
                Rule::kw_or => any = true,
                _ => parts.push(part(self, kid)),
            }
        }
        (parts, any)
    }

    fn filter(&mut self, pair: Pair<Rule>) -> Filter {
        let (mut parts, any) = self.joined(pair, Self::unary);
        match parts.len() {
            1 => parts.remove(0),
            _ if any => Filter::Any(parts),
            _ => Filter::All(parts),
        }
    }

    fn unary(&mut self, pair: Pair<Rule>) -> Filter {
        let mut kids = Kids::of(pair);
        let nots = kids.count(Rule::kw_not);
        let first = kids.next();
        let mut filter = match first.as_rule() {
            Rule::inner_filter => Filter::Inner(Box::new(self.filter(Kids::of(first).next()))),
            _ => {
                let at = self.at(&first);
                let is = self.is(first);
                let on = kids.accept(Rule::at).map(|it| self.on(it));
                Filter::Atom(Atom { is, on, at })
            }
        };
        for _ in 0..nots {
            filter = Filter::Not(Box::new(filter));
        }
        filter
    }

    fn on(&mut self, pair: Pair<Rule>) -> On {
        let mut kids = Kids::of(pair);
        kids.next();
        match kids.maybe_word::<Basis>() {
            Some(basis) => On::Basis(basis),
            None => On::Moment(Box::new(self.factor(kids.next()))),
        }
    }

    fn is(&mut self, pair: Pair<Rule>) -> Is {
        if let Some(word) = Word::of(pair.as_rule()) {
            return Is::Word(word);
        }
        match pair.as_rule() {
            Rule::name => Is::Name(self.name(pair)),
            Rule::kw_remaining => Is::Remaining,
            rule => {
                let mut kids = Kids::of(pair);
                if rule == Rule::judged {
                    let verdict = kids.word();
                    return Is::Judged(verdict, self.name(kids.next()));
                }
                let first = kids.next();
                match rule {
                    Rule::first_in => Is::FirstIn(self.name(kids.next())),
                    Rule::in_list => Is::In(self.name(kids.next())),
                    Rule::competence => Is::Competence(kids.word::<Tier>()),
                    Rule::publication => {
                        Is::Published(first.as_rule() == Rule::kw_first_published, self.period(kids.next()))
                    }
                    _ => {
                        let comparator = kids.maybe_word::<Comparator>();
                        let number = kids.accept(Rule::number).map(|it| self.whole_number(it));
                        kids.next();
                        let words = kids.rest().map(|it| self.is(it)).collect();
                        Is::Having(comparator, number, words)
                    }
                }
            }
        }
    }

    // ── Periods ─────────────────────────────────────────────────────────────────────────────────────────────────

    fn period(&mut self, pair: Pair<Rule>) -> Period {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let first = kids.next();
        let is = match first.as_rule() {
            Rule::from => {
                let from = self.moment(first);
                PeriodIs::From(from, kids.accept(Rule::to).map(|it| self.moment(it)))
            }
            Rule::to => PeriodIs::To(self.moment(first)),
            _ => PeriodIs::Calendar(self.calendar(first)),
        };
        Period { is, at }
    }

    fn moment(&mut self, pair: Pair<Rule>) -> Moment {
        let mut kids = Kids::of(pair);
        kids.next();
        let value = kids.next();
        match value.as_rule() {
            Rule::calendar => Moment::Calendar(self.calendar(value)),
            _ => Moment::Expr(Box::new(self.expr(value))),
        }
    }

    fn calendar(&mut self, pair: Pair<Rule>) -> Calendar {
        let at = self.at(&pair);
        let inner = Kids::of(pair).next();
        let rule = inner.as_rule();
        let mut kids = Kids::of(inner);
        let keyword = kids.next().as_rule();
        let is = match rule {
            Rule::half_year => CalendarIs::Half(keyword == Rule::kw_first_half),
            Rule::whole_year => CalendarIs::Year,
            Rule::quarter => CalendarIs::Quarter(self.name(kids.next())),
            _ => CalendarIs::Month(self.whole_number(kids.next())),
        };
        kids.has(Rule::kw_year);
        Calendar { is, year: kids.accept(Rule::label).map(|it| self.name(it)), at }
    }

    // ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────

    fn expr(&mut self, pair: Pair<Rule>) -> Expr {
        self.chain(pair, |reader, it| reader.product(it))
    }

    fn product(&mut self, pair: Pair<Rule>) -> Expr {
        self.chain(pair, |reader, it| reader.factor(it))
    }

    fn chain(&mut self, pair: Pair<Rule>, operand: fn(&mut Self, Pair<Rule>) -> Expr) -> Expr {
        let mut kids = Kids::of(pair);
        let mut left = operand(self, kids.next());
        while let Some(sign) = kids.pairs.next() {
            let operator = match sign.as_rule() {
                Rule::plus => Operator::Plus,
                Rule::minus => Operator::Minus,
                Rule::times => Operator::Times,
                _ => Operator::Over,
            };
            let right = operand(self, kids.next());
            let at = At(left.at.0.to(right.at.0));
            left = Expr { is: ExprIs::Binary(operator, Box::new(left), Box::new(right)), at };
        }
        left
    }

    fn factor(&mut self, pair: Pair<Rule>) -> Expr {
        let at = self.at(&pair);
        let is = match pair.as_rule() {
            Rule::date => ExprIs::Date(self.date(pair)),
            Rule::percent => ExprIs::Percent(self.percent(pair).value),
            Rule::number => ExprIs::Number(self.number(pair).value),
            Rule::cited => ExprIs::Place(self.place(pair)),
            Rule::count => ExprIs::Count(Box::new(self.count(pair))),
            Rule::name => ExprIs::Name(self.name(pair)),
            rule => {
                let mut kids = Kids::of(pair);
                let first = kids.next();
                match rule {
                    Rule::extremum => {
                        let largest = first.as_rule() == Rule::kw_largest;
                        ExprIs::Extremum(largest, kids.rest().map(|it| self.expr(it)).collect())
                    }
                    Rule::peers => {
                        let peers = match first.as_rule() {
                            Rule::kw_largest => Peers::Largest,
                            Rule::kw_smallest => Peers::Smallest,
                            Rule::kw_average => Peers::Average,
                            _ => Peers::Total,
                        };
                        kids.next();
                        let name = self.name(kids.next());
                        kids.next();
                        ExprIs::Peers(peers, name, Box::new(self.group(kids.next())))
                    }
                    Rule::completion => {
                        kids.next();
                        ExprIs::Completion(self.name(kids.next()))
                    }
                    Rule::assigned => {
                        kids.next();
                        let of = self.name(kids.next());
                        kids.next();
                        ExprIs::Assigned(of, self.place(kids.next()))
                    }
                    Rule::steps => {
                        kids.next();
                        let of = kids.next();
                        let at = self.at(&of);
                        let is = match of.as_rule() {
                            Rule::completion => {
                                let mut kids = Kids::of(of);
                                kids.next();
                                kids.next();
                                ExprIs::Completion(self.name(kids.next()))
                            }
                            _ => ExprIs::Name(self.name(of)),
                        };
                        ExprIs::Steps(Box::new(Expr { is, at }), self.ladder(kids.next()))
                    }
                    Rule::duration => {
                        let working = kids.next().as_rule() == Rule::kw_working_days;
                        ExprIs::Duration(self.whole_number(first), working)
                    }
                    Rule::scored => {
                        let percentage = kids.next().as_rule() == Rule::kw_percentage_points;
                        ExprIs::Scored(self.number(first), percentage)
                    }
                    Rule::date_of => {
                        let of = match first.as_rule() {
                            Rule::kw_effective_date => DateOf::Effective,
                            Rule::kw_signed => DateOf::Signed,
                            Rule::kw_date_first_published => DateOf::FirstPublished,
                            Rule::kw_date_amended => DateOf::Amended,
                            Rule::kw_period_start => DateOf::PeriodStart,
                            _ => DateOf::PeriodEnd,
                        };
                        kids.has(Rule::kw_of);
                        ExprIs::DateOf(of, kids.accept(Rule::name).map(|it| self.name(it)))
                    }
                    _ => ExprIs::Inner(Box::new(self.expr(first))),
                }
            }
        };
        Expr { is, at }
    }

    fn ladder(&mut self, pair: Pair<Rule>) -> Ladder {
        let mut steps = Vec::new();
        let mut absent = None;
        let mut rest = StepValue::Unknown;
        for kid in pair.into_inner() {
            let rule = kid.as_rule();
            let mut kids = Kids::of(kid);
            kids.next();
            match rule {
                Rule::step => {
                    let from = self.expr(kids.next());
                    steps.push((from, self.step_value(kids.next())));
                }
                Rule::absent_step => absent = Some(Box::new(self.step_value(kids.next()))),
                _ => rest = self.step_value(kids.next()),
            }
        }
        Ladder { steps, absent, rest: Box::new(rest) }
    }

    fn step_value(&mut self, pair: Pair<Rule>) -> StepValue {
        match pair.as_rule() {
            Rule::string => StepValue::Text(self.text(pair)),
            Rule::kw_unknown => StepValue::Unknown,
            _ => StepValue::Expr(self.expr(pair)),
        }
    }

    // ── Definitions ─────────────────────────────────────────────────────────────────────────────────────────────

    fn indicator(&mut self, mut kids: Kids) -> Indicator {
        kids.next();
        let (name, title) = (self.name(kids.next()), self.title(&mut kids));
        let value = self.expr(kids.next());
        let basis = kids.accept(Rule::basis).map(|it| {
            let mut kids = Kids::of(it);
            kids.next();
            kids.word::<Basis>()
        });
        let source = kids.accept(Rule::source).map(|it| {
            let mut kids = Kids::of(it);
            kids.next();
            self.text(kids.next())
        });
        Indicator { name, title, value, basis, source }
    }

    fn named(&mut self, mut kids: Kids, rule: Rule) -> Named {
        kids.next();
        let name = kids.find(Rule::name).map(|it| self.name(it));
        let name = name.unwrap_or_else(|| unreachable!("the grammar promises a name"));
        let title = self.title(&mut kids);
        let set = kids.next();
        let set = match rule {
            Rule::named_procedures => NamedSet::Procedures(self.filter(set)),
            Rule::named_dossiers => NamedSet::Dossiers(self.filter(set)),
            _ => NamedSet::Units(self.group(set)),
        };
        Named { name, title, set }
    }

    fn reading(&mut self, mut kids: Kids) -> Reading {
        kids.next();
        let (name, title) = (self.name(kids.next()), self.title(&mut kids));
        let mut choices = Vec::new();
        while let Some(choice) = kids.accept(Rule::choice) {
            choices.push(self.choice(choice));
        }
        let default = kids.has(Rule::kw_default).then(|| self.name(kids.next()));
        Reading { name, title, choices, default }
    }

    fn choice(&mut self, pair: Pair<Rule>) -> Choice {
        let mut kids = Kids::of(pair);
        let name = self.name(kids.next());
        let value = kids.next();
        let value = match value.as_rule() {
            Rule::choice_grain => ChoiceValue::Grain(self.grain(Kids::of(value).next())),
            Rule::period => ChoiceValue::Period(self.period(value)),
            Rule::expr => ChoiceValue::Expr(self.expr(value)),
            Rule::filter => ChoiceValue::Filter(self.filter(value)),
            _ => ChoiceValue::Group(self.group(value)),
        };
        kids.next();
        Choice { name, value, ground: self.text(kids.next()) }
    }

    fn list_block(&mut self, pair: Pair<Rule>) -> ListBlock {
        let at = self.at(&pair);
        let mut items = Vec::new();
        for kid in pair.into_inner() {
            let at = self.at(&kid);
            let rule = kid.as_rule();
            let kids = Kids::of(kid);
            items.push(match rule {
                Rule::entry => (ListItem::Entry(self.entry(kids)), at),
                Rule::ignore => match self.ignore(kids, at.0) {
                    Some(it) => (ListItem::Ignore(it), at),
                    None => continue,
                },
                _ => (ListItem::Head(self.head(kids, rule)), at),
            });
        }
        ListBlock { items, at }
    }

    fn entry(&mut self, mut kids: Kids) -> Entry {
        kids.next();
        Entry {
            code: self.text(kids.next()),
            title: self.title(&mut kids),
            level: kids.maybe_word::<Word>(),
            tier: kids.maybe_word::<Tier>(),
            period: kids.accept(Rule::period).map(|it| self.period(it)),
        }
    }

    fn register(&mut self, mut kids: Kids, block: At) -> Register {
        kids.next();
        let name = self.name(kids.next());
        let file = kids.has(Rule::kw_file).then(|| self.text(kids.next()));
        let members = kids.rest().map(|it| self.member(it)).collect();
        Register { name, file, members, block }
    }

    fn member(&mut self, pair: Pair<Rule>) -> Member {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        kids.next();
        let title = self.text(kids.next());
        let one = |reader: &mut Self, pair: Pair<Rule>| {
            let mut kids = Kids::of(pair);
            kids.next();
            reader.text(kids.next())
        };
        let code = kids.accept(Rule::member_code).map(|it| one(self, it));
        let tier = kids.maybe_word::<Tier>();
        let parent = self.in_unit(&mut kids);
        let several = |reader: &mut Self, pair: Option<Pair<Rule>>| {
            let Some(pair) = pair else { return Vec::new() };
            let mut kids = Kids::of(pair);
            kids.next();
            reader.strings(kids.next())
        };
        let aliases = several(self, kids.accept(Rule::member_alias));
        let merged_into = several(self, kids.accept(Rule::member_merged));
        let period = kids.accept(Rule::period).map(|it| self.period(it));
        Member { title, code, tier, parent, aliases, merged_into, period, at }
    }

    fn holidays(&mut self, mut kids: Kids, block: At) -> Holidays {
        kids.next();
        let title = self.title(&mut kids);
        let file = kids.has(Rule::kw_file).then(|| self.text(kids.next()));
        let days = kids.rest().map(|it| self.day_off(it)).collect();
        Holidays { title, file, days, block }
    }

    fn day_off(&mut self, pair: Pair<Rule>) -> DayOff {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let first = kids.next();
        let (on, period) = match first.as_rule() {
            Rule::date => (Known::Yes(self.date(first)), None),
            _ => (Known::No(Unknown { bounds: None, at }), Some(self.period(first))),
        };
        DayOff { on, period, title: self.title(&mut kids), at }
    }

    // ── Scores, bands, ranks ────────────────────────────────────────────────────────────────────────────────────

    fn criterion(&mut self, mut kids: Kids) -> Criterion {
        kids.next();
        let (name, title) = (self.name(kids.next()), self.title(&mut kids));
        let second = |reader: &mut Self, pair: Pair<Rule>| {
            let mut kids = Kids::of(pair);
            kids.next();
            reader.number(kids.next())
        };
        let cap = kids.accept(Rule::cap).map(|it| second(self, it));
        let scale = kids.accept(Rule::scale).map(|it| second(self, it));
        let group = self.meant_for(&mut kids);
        let given = kids.accept(Rule::given).map(|it| {
            let mut kids = Kids::of(it);
            kids.next();
            self.name(kids.next())
        });
        let value = kids.accept(Rule::expr).map(|it| self.expr(it));
        let parts = kids.accept(Rule::criterion_parts).map(|it| self.block(it));
        Criterion { name, title, cap, scale, group, given, value, parts }
    }

    fn meant_for(&mut self, kids: &mut Kids) -> Option<Group> {
        kids.accept(Rule::meant_for).map(|it| {
            let mut kids = Kids::of(it);
            kids.next();
            self.group(kids.next())
        })
    }

    // ── Published figures ───────────────────────────────────────────────────────────────────────────────────────

    fn published(&mut self, mut kids: Kids, at: At) -> Published {
        kids.next();
        let title = self.text(kids.next());
        let mut items = Vec::new();
        for kid in kids.rest() {
            let at = self.at(&kid);
            let rule = kid.as_rule();
            let mut kids = Kids::of(kid);
            items.push(match rule {
                Rule::fact => {
                    let name = self.name(kids.next());
                    let value = kids.next();
                    let figure = match value.as_rule() {
                        Rule::percent => Figure::Percent(self.percent(value)),
                        Rule::number => Figure::Number(self.number(value)),
                        _ => Figure::Unknown,
                    };
                    (PublishedItem::Fact(name, figure), at)
                }
                Rule::verbatim => {
                    kids.next();
                    (PublishedItem::Verbatim(self.text(kids.next())), at)
                }
                Rule::unchecked => {
                    kids.next();
                    let words = self.text(kids.next());
                    let mut because = Kids::of(kids.next());
                    because.next();
                    (PublishedItem::Unchecked(words, self.text(because.next())), at)
                }
                _ => {
                    kids.next();
                    (self.claim(kids), at)
                }
            });
        }
        Published { title, items, at }
    }

    fn claim(&mut self, mut kids: Kids) -> PublishedItem {
        if let Some(group) = kids.accept(Rule::group) {
            return PublishedItem::Members(self.group(group));
        }
        let left = self.expr(kids.next());
        let comparator = kids.maybe_word::<Comparator>();
        kids.has(Rule::equals);
        PublishedItem::Claim(left, comparator, self.expr(kids.next()))
    }

    // ── Tests ───────────────────────────────────────────────────────────────────────────────────────────────────

    fn test(&mut self, mut kids: Kids, at: At) -> Test {
        kids.next();
        let title = self.text(kids.next());
        let mut items = Vec::new();
        for kid in kids.rest() {
            let at = self.at(&kid);
            let rule = kid.as_rule();
            let mut kids = Kids::of(kid);
            kids.next();
            items.push(match rule {
                Rule::with_data if kids.has(Rule::kw_file) => (TestItem::DataFile(self.text(kids.next())), at),
                Rule::with_data => (TestItem::Data(self.rows(kids.next())), at),
                Rule::with_cases => (TestItem::Cases(self.rows(kids.next())), at),
                Rule::assume => (TestItem::Assume(self.assumption(kids.next())), at),
                Rule::result_table => {
                    kids.next();
                    kids.next();
                    (TestItem::ResultTable(self.text(kids.next())), at)
                }
                _ => (TestItem::Expect(self.expect(kids)), at),
            });
        }
        Test { title, items, at }
    }

    fn expect(&mut self, mut kids: Kids) -> Expect {
        if let Some(pair) = kids.accept(Rule::ledgered) {
            let mut kids = Kids::of(pair);
            kids.next();
            let unit = kids.accept(Rule::string).map(|it| self.text(it));
            let parent = self.in_unit(&mut kids);
            let fate = kids.word();
            return Expect { unit, parent, is: ExpectIs::Ledger(fate, self.whole_number(kids.next())) };
        }
        if let Some(pair) = kids.accept(Rule::told) {
            let mut kids = Kids::of(pair);
            let is_told = !kids.has(Rule::kw_not);
            kids.next();
            return Expect { unit: None, parent: None, is: ExpectIs::Told(is_told, self.text(kids.next())) };
        }
        let unit = Some(self.text(kids.next()));
        let parent = self.in_unit(&mut kids);
        Expect { unit, parent, is: self.expected(kids.next()) }
    }

    fn measured_as(&mut self, mut kids: Kids) -> ExpectIs {
        let of = self.name(kids.next());
        let period = kids.accept(Rule::period).map(|it| self.period(it));
        let number = kids.next();
        let is = match number.as_rule() {
            Rule::ratio => {
                let mut kids = Kids::of(number);
                Measured::Ratio(self.whole_number(kids.next()), self.whole_number(kids.next()))
            }
            Rule::percent => Measured::Percent(self.percent(number)),
            _ => Measured::Number(self.number(number)),
        };
        let by = kids.has(Rule::kw_by).then(|| self.place(kids.next()));
        let window = kids.has(Rule::kw_counting_window).then(|| {
            kids.next();
            self.place(kids.next())
        });
        ExpectIs::Measured(of, period, is, by, window)
    }

    fn expected(&mut self, pair: Pair<Rule>) -> ExpectIs {
        let rule = pair.as_rule();
        let mut kids = Kids::of(pair);
        match rule {
            Rule::graded => ExpectIs::Graded(self.graded(kids)),
            Rule::ranked => {
                kids.next();
                ExpectIs::Ranked(self.name(kids.next()), self.whole_number(kids.next()))
            }
            Rule::pointed => ExpectIs::Points(self.name(kids.next()), self.number(kids.next())),
            Rule::measured_as => self.measured_as(kids),
            _ => {
                let of = self.name(kids.next());
                let period = kids.accept(Rule::period).map(|it| self.period(it));
                let verdict = kids.word();
                ExpectIs::Verdict(of, period, verdict, kids.has(Rule::kw_by).then(|| self.place(kids.next())))
            }
        }
    }

    // ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    fn rows(&mut self, pair: Pair<Rule>) -> Vec<Row> {
        let mut rows = Vec::new();
        for row in pair.into_inner() {
            let at = self.at(&row);
            rows.push(Row { cells: row.into_inner().map(|it| self.cell(it)).collect(), at });
        }
        rows
    }

    fn cell(&mut self, pair: Pair<Rule>) -> Cell {
        let at = self.at(&pair);
        let mut kids = Kids::of(pair);
        let comparator = kids.maybe_word::<Comparator>();
        let first = kids.next();
        let is = match first.as_rule() {
            Rule::no_quota => CellIs::None,
            Rule::expected => {
                let mut kids = Kids::of(first);
                kids.next();
                CellIs::Expected(self.name(kids.next()))
            }
            Rule::kw_by => CellIs::By,
            Rule::cited => CellIs::Place(Box::new(self.place(first))),
            Rule::percent => CellIs::Percent(comparator, self.percent(first).value),
            Rule::number => CellIs::Number(comparator, self.number(first).value),
            Rule::date => CellIs::Date(self.date(first)),
            Rule::string => CellIs::Text(self.text(first)),
            Rule::header => {
                let mut kids = Kids::of(first);
                kids.has(Rule::kw_by);
                let keyword = kids.next().as_rule();
                match (Noun::of(keyword), Basis::of(keyword), Word::of(keyword)) {
                    (Some(noun), _, _) => CellIs::Noun(noun),
                    (_, Some(basis), _) => CellIs::Basis(basis),
                    (_, _, Some(it)) => CellIs::Word(it),
                    _ if keyword == Rule::kw_total => CellIs::Total,
                    _ => CellIs::Not,
                }
            }
            Rule::name => {
                let name = self.name(first);
                CellIs::Name(name, kids.accept(Rule::period).map(|it| self.period(it)))
            }
            Rule::period => CellIs::Period(self.period(first)),
            rule => match Verdict::of(rule) {
                Some(verdict) => CellIs::Verdict(verdict),
                None => CellIs::Group(Box::new(self.group(first))),
            },
        };
        Cell { is, at }
    }

    // ── Words and numbers ───────────────────────────────────────────────────────────────────────────────────────

    /// A name or a label: compared as it stands in the folded copy, shown as it stands in the file.
    fn name(&mut self, pair: Pair<Rule>) -> Name {
        let span = self.span(&pair);
        Name { key: pair.as_str().to_owned(), text: nfc(self.source.slice(span)), at: At(span) }
    }

    fn title(&mut self, kids: &mut Kids) -> Option<Text> {
        kids.accept(Rule::title).map(|it| self.text(Kids::of(it).next()))
    }

    fn text(&mut self, pair: Pair<Rule>) -> Text {
        let span = self.span(&pair);
        let inner = pair.as_str();
        let quote = inner.chars().next().map_or(0, char::len_utf8);
        let close = inner.chars().next_back().map_or(0, char::len_utf8);
        let start = pair.as_span().start();
        let words = self.range_exact(start + quote..start + inner.len() - close);
        Text { value: nfc(self.source.slice(words)), at: At(span) }
    }

    /// Like [`Self::range`], with blanks at the end.
    fn range_exact(&self, range: Range<usize>) -> Span {
        Span { file: self.file, start: self.folded.original(range.start), end: self.folded.original(range.end) }
    }

    fn number(&mut self, pair: Pair<Rule>) -> Number {
        let at = self.at(&pair);
        let text = pair.as_str();
        let value = Decimal::parse(text).unwrap_or_else(|fault| {
            self.problems.push(match fault {
                NumberFault::DecimalDot => error::decimal_dot(at.0, text),
                NumberFault::Code => error::bare_code(at.0, text),
                NumberFault::ManyCommas | NumberFault::TooLong => error::bad_number(at.0, text),
            });
            Decimal { digits: 0, scale: 0 }
        });
        Number { value, at }
    }

    fn whole_number(&mut self, pair: Pair<Rule>) -> Number {
        let text = pair.as_str();
        let number = self.number(pair);
        if number.value.whole().is_none() {
            self.problems.push(error::decimals_in_count(number.at.0, text));
            let digits = number.value.fraction().to_integer();
            return Number { value: Decimal { digits: digits as i64, scale: 0 }, ..number };
        }
        number
    }

    fn percent(&mut self, pair: Pair<Rule>) -> Number {
        let at = self.at(&pair);
        let number = self.number(Kids::of(pair).next());
        Number { at, ..number }
    }

    fn date(&mut self, pair: Pair<Rule>) -> Day {
        Day::parse(pair.as_str()).unwrap_or_else(|| {
            self.problems.push(error::no_such_date(self.span(&pair), pair.as_str()));
            Day::FIRST
        })
    }
}
