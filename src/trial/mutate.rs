//! Changes to a rule file that its tests should notice: a number, a day, a comparator, a unit, a reading, a reason to
//! leave something out. Each is made in the text, alone, and the tests are run on it.

use std::sync::Arc;

use super::run;
use crate::check;
use crate::lang::{Lang, Say, say};
use crate::plan::{self, Plan, Replace};
use crate::problem::{Problem, Severity};
use crate::source::{FileFault, FileId, Files, Source, Span};
use crate::syntax::ast::{Amendment, CellIs, Period};
use crate::syntax::ast::{
    Among, Amount, Block, CalendarIs, Choice, ChoiceValue, Criterion, DateOf, Decision, Expr, ExprIs, Group, GroupTerm,
    Head, Known, Ladder, Moment, Named, NamedSet, Outcome, PeriodIs, PeriodOrName, Reading, Row, Statement, Text, What,
    Which,
};
use crate::syntax::keyword::Spelled as _;
use crate::syntax::{Token, parse, pieces};
use crate::term::Comparator;
use crate::text::{Day, Decimal, key};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A number, by one step of its last written digit.
    Number,
    /// A day, by one.
    Day,
    /// A comparator.
    Comparator,
    /// A unit is left out.
    Unit,
    /// The default of a reading.
    Default,
    /// An exclusion is dropped.
    Exclusion,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// What kind.
    pub kind: Kind,
    /// Where, in the mutated file.
    pub span: Span,
    /// The words there now.
    pub old: String,
    /// The words in their place.
    pub new: String,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A test failed: its title.
    Killed(String),
    /// The file does not check any more: the code.
    Refused(&'static str),
    /// Nothing noticed it.
    Survived,
}

/// The file whose changes are tried, and the changes.
#[derive(Debug, Clone)]
pub struct Mutants {
    /// The file in which the decision stands.
    pub source: Source,
    /// In the order of the text.
    pub all: Vec<Mutant>,
}

/// All changes to the decision of a plan.
pub fn mutants(plan: &Plan) -> Mutants {
    let sources = &plan.program.sources;
    let decides = |source: &Source| {
        let (tree, _) = parse(source, FileId::default());
        tree.statements.iter().any(|it| matches!(it.what, What::Decision(_)))
    };
    let found = sources.iter().enumerate().find(|it| decides(it.1));
    let Some((file, source)) = found else {
        return Mutants { source: Source::new("", ""), all: Vec::new() };
    };
    let file = FileId(u16::try_from(file).unwrap_or(u16::MAX));
    let (tree, _) = parse(source, file);
    let mut maker = Maker { source, file, all: Vec::new() };
    maker.statements(&tree.statements);
    maker.all.sort_by_key(|it| it.span);
    Mutants { source: source.clone(), all: maker.all }
}

/// Makes a change and runs the tests; `main` is the file that holds the tests, `replace` what stands in for the
/// registers and lists.
pub fn try_out(main: &Source, mutants: &Mutants, mutant: &Mutant, files: &dyn Files, replace: &Replace) -> Fate {
    let text = &*mutants.source.text;
    let (start, end) = (mutant.span.start as usize, mutant.span.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let changed = Source::new(mutants.source.name.clone(), format!("{before}{}{after}", mutant.new));
    let files = Changed { changed: &changed, files };
    let main = if main.name == changed.name { &changed } else { main };
    let checked = check::check(main, &files);
    let refused = |list: &[Problem]| {
        let error = list.iter().find(|it| it.severity == Severity::Error);
        Fate::Refused(error.map_or("", |it| it.code))
    };
    let Some(program) = checked.program else { return refused(&checked.problems.list) };
    let (world, found) = plan::world(&program, &files, replace);
    if !found.is_empty() {
        return refused(&found);
    }
    let bound = plan::bind(Arc::new(program), Arc::new(world));
    let Some(plan) = bound.plan else { return refused(&bound.problems) };
    let failed = plan.program.tests.iter().find(|it| !run(&plan, it, &files).problems.is_empty());
    failed.map_or(Fate::Survived, |it| Fate::Killed(it.title.clone()))
}

/// The files, one of them changed.
struct Changed<'a> {
    changed: &'a Source,
    files: &'a dyn Files,
}

impl Files for Changed<'_> {
    fn read(&self, base: &str, path: &str) -> Result<Source, FileFault> {
        let found = self.files.read(base, path)?;
        Ok(if found.name == self.changed.name { self.changed.clone() } else { found })
    }
}

/// A change that nothing notices, with a test that would.
pub fn survived(mutant: &Mutant) -> Problem {
    let (old, new) = (mutant.old.trim(), mutant.new.trim());
    let title = match (old, new) {
        (old, "") => {
            let old = shortened(old);
            say!("không kiểm thử nào nhận ra khi bỏ `{old}`", "no test notices when `{old}` is left out")
        }
        _ => {
            say!("không kiểm thử nào nhận ra khi `{old}` thành `{new}`", "no test notices when `{old}` becomes `{new}`")
        }
    };
    Problem::warning("CT1455", mutant.span, title).help(remedy(mutant.kind))
}

/// The test that one could add.
fn remedy(kind: Kind) -> Say {
    match kind {
        Kind::Number | Kind::Comparator => say!(
            "thêm một kiểm thử ở đúng mức ấy: chỉ tiêu 55% thì 55 trên 100 hồ sơ, `đợi … đạt`; mức điểm thì một đơn vị đúng bằng cận dưới",
            "add a test exactly at the number: for a quota of 55%, 55 of 100 dossiers, `expect … met`; for a step, a unit just at its bound"
        ),
        Kind::Day => say!(
            "thêm một kiểm thử có hồ sơ vào đúng ngày ấy và hồ sơ ngày kề bên, hai loại khác kênh, rồi đợi con số: `đợi … 1 / 1`",
            "add a test with a dossier on that very day and one on the day beside it, of different channels, and expect the numbers: `expect … 1 / 1`"
        ),
        Kind::Unit => {
            say!(
                "thêm một kiểm thử đợi kết quả của đơn vị ấy theo điều này",
                "add a test that expects a verdict of that unit by this provision"
            )
        }
        Kind::Default => say!(
            "thêm một kiểm thử không giả định cách hiểu, với số liệu mà hai cách cho kết quả khác nhau",
            "add a test that assumes no reading, with counts for which the two choices differ"
        ),
        Kind::Exclusion => say!(
            "thêm một kiểm thử có hồ sơ bị loại trừ: `đợi sổ đối chiếu bị loại trừ 10`",
            "add a test with dossiers that are excluded: `expect ledger excluded 10`"
        ),
    }
}

/// The tests have to pass before changes are tried.
pub fn fails_already(title: &str, span: Span) -> Problem {
    Problem::error(
        "CT1461",
        span,
        say!(
            "kiểm thử “{title}” hỏng khi chưa sửa gì, nên không thử sửa được",
            "the test “{title}” fails before anything is changed, so no change can be tried"
        ),
    )
    .help(say!("chạy `chitieu test` và sửa trước", "run `chitieu test` and mend it first"))
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..8) {
        Some(first) if words.len() > 8 => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}

struct Maker<'a> {
    source: &'a Source,
    file: FileId,
    all: Vec<Mutant>,
}

impl Maker<'_> {
    fn add(&mut self, kind: Kind, span: Span, new: impl Into<String>) {
        let old = self.source.slice(span).to_owned();
        let mutant = Mutant { kind, span, old, new: new.into() };
        if !self.all.contains(&mutant) {
            self.all.push(mutant);
        }
    }

    fn statements(&mut self, statements: &[Statement]) {
        for it in statements {
            self.statement(it);
        }
    }

    fn block(&mut self, block: &Block) {
        self.statements(&block.statements);
    }

    fn statement(&mut self, statement: &Statement) {
        let span = statement.at.0;
        match &statement.what {
            What::Decision(Decision { block: Some(block), .. })
            | What::Amendment(Amendment { block: Some(block), .. })
            | What::Outside(block) => self.block(block),
            What::Provision(it) => self.block(&it.block),
            What::Quota(it) => {
                self.comparator(span);
                match &it.amount {
                    Amount::Percent(number) | Amount::Number(number) => self.number(number.at.0),
                    Amount::Unknown(_) => {}
                }
                self.group(&it.group);
                it.period.iter().for_each(|it| self.period(it));
            }
            What::Table(it) => {
                self.comparator(span);
                it.rows.iter().for_each(|it| self.cells(it));
            }
            What::Window(it) => match &it.period {
                PeriodOrName::Period(period) => self.period(period),
                PeriodOrName::Name(_) => {}
            },
            What::Exclude(it) if !it.leave_open => self.add(Kind::Exclusion, span, ""),
            What::Delegate(it) => it.floor.iter().for_each(|it| self.number(it.at.0)),
            What::Rounding(it) => self.number(it.to.at.0),
            What::Consequence(it) => {
                for it in &it.outcomes {
                    if let Outcome::Misses(number, ..) = it {
                        self.number(number.at.0);
                    }
                }
            }
            What::Event(it) => {
                if let Known::Yes(expr) = &it.date {
                    self.days(expr);
                }
            }
            What::Head(Head::Period(Known::Yes(it))) => self.period(it),
            What::Reading(it) => self.reading(it),
            What::Criterion(it) => self.criterion(it),
            What::Grade(it) => self.ladder(&it.ladder),
            What::Named(Named { set: NamedSet::Units(group), .. }) => self.group(group),
            _ => {}
        }
    }

    /// The first comparator of a statement, with its neighbour in its place.
    fn comparator(&mut self, span: Span) {
        for (place, words) in self.pieces(span, Token::Keyword) {
            let spelled = |lang| Comparator::WORDS.iter().map(|it| it.0).find(|it| it.word(lang) == key(&words));
            let Some((lang, it)) = [Lang::Vi, Lang::En].into_iter().find_map(|it| Some((it, spelled(it)?))) else {
                continue;
            };
            let other = match it {
                Comparator::AtLeast => Comparator::Above,
                Comparator::Above | Comparator::Exactly => Comparator::AtLeast,
                Comparator::AtMost => Comparator::Below,
                Comparator::Below => Comparator::AtMost,
            };
            self.add(Kind::Comparator, place, other.word(lang));
            return;
        }
    }

    /// The pieces of one kind in a place.
    fn pieces(&self, span: Span, token: Token) -> Vec<(Span, String)> {
        let text = self.source.slice(span);
        let found = pieces(text).into_iter().filter(|it| it.1 == token);
        found
            .filter_map(|(range, _)| {
                let words = text.get(range.clone())?.to_owned();
                let start = span.start + u32::try_from(range.start).ok()?;
                let end = span.start + u32::try_from(range.end).ok()?;
                Some((Span { file: self.file, start, end }, words))
            })
            .collect()
    }

    /// One step of the last written digit, both ways.
    fn number(&mut self, span: Span) {
        self.steps(Kind::Number, span);
    }

    fn steps(&mut self, kind: Kind, span: Span) {
        let text = self.source.slice(span);
        let Some(digits) = text.find(|it: char| it.is_ascii_digit()) else { return };
        let words = text.get(digits..).unwrap_or_default();
        let end = words.find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | ',')).unwrap_or(words.len());
        let (words, rest) = words.split_at(end);
        let Ok(number) = Decimal::parse(words) else { return };
        let rest = rest.to_owned();
        let lead = text.get(..digits).unwrap_or_default().to_owned();
        for digits in [number.digits + 1, number.digits - 1] {
            if digits >= 0 {
                let text = Decimal { digits, ..number }.text();
                self.add(kind, span, format!("{lead}{text}{rest}"));
            }
        }
    }

    fn cells(&mut self, row: &Row) {
        for cell in &row.cells {
            match &cell.is {
                CellIs::Percent(..) | CellIs::Number(..) => self.number(cell.at.0),
                CellIs::Group(it) => self.group(it),
                _ => {}
            }
        }
    }

    fn period(&mut self, period: &Period) {
        match &period.is {
            PeriodIs::From(from, to) => {
                self.end(from);
                to.iter().for_each(|it| self.end(it));
            }
            PeriodIs::To(to) => self.end(to),
            // Of a stretch that the calendar names, the year alone is a number.
            PeriodIs::Calendar(it) => {
                if let (CalendarIs::Year, Some(year)) = (&it.is, &it.year) {
                    self.steps(Kind::Day, year.at.0);
                }
            }
        }
    }

    fn end(&mut self, end: &Moment) {
        match end {
            Moment::Expr(expr) => self.days(expr),
            Moment::Calendar(_) => {}
        }
    }

    /// The days and the numbers of days in a value; a value without any is moved as a whole.
    fn days(&mut self, expr: &Expr) {
        let span = expr.at.0;
        let dates = self.pieces(span, Token::Date);
        let is_empty = dates.is_empty();
        for (place, words) in dates {
            let Some(day) = Day::parse(&words) else { continue };
            for by in [1, -1] {
                self.add(Kind::Day, place, day.plus(by).vi());
            }
        }
        if self.durations(expr) || !is_empty {
            return;
        }
        // Beyond the assessment period nothing counts.
        let signs: &[&str] = match &expr.is {
            ExprIs::DateOf(DateOf::PeriodStart, _) => &["+"],
            ExprIs::DateOf(DateOf::PeriodEnd, _) => &["-"],
            _ => &["+", "-"],
        };
        let text = self.source.slice(span).to_owned();
        let (words, blank) = text.split_at(text.trim_end().len());
        let days = if key(words).is_ascii() { "days" } else { "ngày" };
        for sign in signs {
            self.add(Kind::Day, span, format!("{words} {sign} 1 {days}{blank}"));
        }
    }

    /// The numbers of days in a value; whether there are any.
    fn durations(&mut self, expr: &Expr) -> bool {
        match &expr.is {
            ExprIs::Binary(_, left, right) => {
                let left = self.durations(left);
                self.durations(right) || left
            }
            ExprIs::Inner(inner) => self.durations(inner),
            ExprIs::Extremum(_, parts) => {
                let found: Vec<bool> = parts.iter().map(|it| self.durations(it)).collect();
                found.contains(&true)
            }
            ExprIs::Duration(number, _) => {
                self.steps(Kind::Day, number.at.0);
                true
            }
            _ => false,
        }
    }

    /// Units left out, one at a time.
    fn group(&mut self, group: &Group) {
        group.parts.iter().chain(&group.except).for_each(|it| self.term(it));
    }

    fn term(&mut self, term: &GroupTerm) {
        match &term.which {
            Which::Named(names, _) | Which::Kinds(_, Among::Named(names)) => self.names(names),
            Which::Kinds(_, Among::In(names)) | Which::Tier(_, Among::In(names)) => self.names(names),
            Which::Inner(group) => self.group(group),
            _ => {}
        }
    }

    fn names(&mut self, names: &[Text]) {
        if names.len() < 2 {
            return;
        }
        for (at, it) in names.iter().enumerate() {
            let span = it.at.0;
            // With the comma before it, or of the first one, behind it.
            let span = match (at.checked_sub(1).and_then(|it| names.get(it)), names.get(at + 1)) {
                (Some(before), _) => Span { start: before.at.0.end, ..span },
                (None, Some(next)) => Span { end: next.at.0.start, ..span },
                (None, None) => continue,
            };
            self.add(Kind::Unit, span, "");
        }
    }

    fn reading(&mut self, reading: &Reading) {
        for Choice { value, .. } in &reading.choices {
            match value {
                ChoiceValue::Expr(it) => self.days(it),
                ChoiceValue::Period(it) => self.period(it),
                ChoiceValue::Group(it) => self.group(it),
                ChoiceValue::Grain(_) | ChoiceValue::Filter(_) => {}
            }
        }
        let Some(default) = &reading.default else { return };
        for other in reading.choices.iter().filter(|it| it.name != *default) {
            self.add(Kind::Default, default.at.0, other.name.text.clone());
        }
    }

    fn criterion(&mut self, it: &Criterion) {
        it.cap.iter().chain(&it.scale).for_each(|it| self.number(it.at.0));
        it.value.iter().for_each(|it| self.ladders(it));
        it.parts.iter().for_each(|it| self.block(it));
    }

    /// The bounds of the ladders in a value.
    fn ladders(&mut self, expr: &Expr) {
        match &expr.is {
            ExprIs::Binary(_, left, right) => {
                self.ladders(left);
                self.ladders(right);
            }
            ExprIs::Inner(inner) => self.ladders(inner),
            ExprIs::Extremum(_, parts) => parts.iter().for_each(|it| self.ladders(it)),
            ExprIs::Steps(_, ladder) => self.ladder(ladder),
            _ => {}
        }
    }

    fn ladder(&mut self, ladder: &Ladder) {
        for (bound, _) in &ladder.steps {
            for (place, _) in self.pieces(bound.at.0, Token::Number) {
                self.number(place);
            }
        }
    }
}
