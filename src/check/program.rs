//! The checked program: what a rule file says, with every name resolved. What is in it cannot be wrong any more but
//! for what depends on the world: the units of a group, the procedures of a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lang::{Lang, Say, say};
use crate::source::{Sources, Span};
use crate::syntax::ast;
use crate::term::{Basis, Comparator, Fate, Force, ProvisionKind, Tier, Verdict, Word};
use crate::text::{Day, Days, Decimal};

mod figures;
mod measure;
mod score;

pub use figures::{Amount, Figure, Kind, Line, Printed, Published, Says};
pub use measure::{Column, FULLY_ONLINE, Form, Formula, Having, Measure, Simple, Term, Value};
pub use score::{Asked, Assigned, Criterion, Grade, GroupAt, Ladder, Ranking, Score, ScoreGroup, Scoring, Worth};

/// An exact fraction.
pub type Fraction = num_rational::Ratio<i128>;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place of the thing in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids! {
    /// A list of procedures.
    ListId,
    /// A day that may be unknown.
    EventId,
    /// A reading.
    ReadingId,
    /// An indicator.
    IndicatorId,
    /// A provision.
    ProvisionId,
    /// A declared column.
    ColumnId,
    /// A criterion.
    CriterionId,
    /// A published figure.
    FigureId,
}

/// A checked program.
#[derive(Debug, Clone)]
pub struct Program {
    /// The texts it was made from; the first is the rule file itself.
    pub sources: Sources,
    /// The decision.
    pub decision: Decision,
    /// Lists of procedures.
    pub lists: Vec<List>,
    /// Registers of units.
    pub registers: Vec<Register>,
    /// Days off.
    pub holidays: Vec<ast::Holidays>,
    /// Days that have a name, known or not.
    pub events: Vec<Event>,
    /// Readings.
    pub readings: Vec<Reading>,
    /// Declared columns of dossiers, procedures and units.
    pub columns: Vec<Column>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Named groups of units.
    pub groups: Vec<NamedGroup>,
    /// Provisions; the first is the decision as a whole.
    pub provisions: Vec<Provision>,
    /// The provisions of each kind and label, by the key of the label.
    pub by_label: BTreeMap<(ProvisionKind, String), Vec<ProvisionId>>,
    /// Quotas, in the order of the text.
    pub quotas: Vec<Quota>,
    /// Groups that a table names with `-`: no quota of this indicator, and not among those that remain.
    pub unassigned: Vec<(IndicatorId, ast::Group)>,
    /// Counting windows.
    pub windows: Vec<Window>,
    /// Scopes.
    pub scopes: Vec<Scope>,
    /// Exclusions.
    pub exclusions: Vec<Exclusion>,
    /// Delegations.
    pub delegations: Vec<Delegation>,
    /// Roundings.
    pub roundings: Vec<Rounding>,
    /// Consequences.
    pub consequences: Vec<Consequence>,
    /// Criteria, ladders of words, ranks.
    pub scoring: Scoring,
    /// Published figures, all blocks together.
    pub figures: Vec<Figure>,
    /// The blocks that they stand in.
    pub published: Vec<Published>,
    /// Tests, by file and place.
    pub tests: Vec<Test>,
    /// The decision that this one is made under, as a program of its own.
    pub under: Option<Box<Program>>,
    /// Other decisions whose quotas are looked at.
    pub cited: Vec<Cited>,
    /// Effective and signing date of each list and decision, by the key of its name.
    pub instruments: BTreeMap<String, (Option<Date>, Option<Date>)>,
    /// The trees it was made from, for questions that are read beside it.
    pub(super) trees: Arc<Vec<super::Loaded>>,
}

/// A decision of another file whose quotas are looked at.
#[derive(Debug, Clone)]
pub struct Cited {
    /// The key of its name.
    pub key: String,
    /// What it says.
    pub program: Program,
    /// Where it is named first.
    pub span: Span,
}

/// The decision: what its head says.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are the lines of the head")]
pub struct Decision {
    pub name: String,
    pub title: Option<String>,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub grounds: Vec<String>,
    pub signed: Option<Date>,
    pub effective: Option<Date>,
    /// The decision that it replaces, and the one that it is made under, by the keys of their names.
    pub replaces: Option<String>,
    pub under: Option<String>,
    /// The decision whose amendments are in its text.
    pub amended_by: Option<String>,
    /// The assessment period; none: given at evaluation.
    pub period: Option<Days>,
    pub span: Span,
}

/// A list of procedures established by an instrument of its own.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the lines of its head")]
pub struct List {
    pub name: String,
    pub key: String,
    pub title: Option<String>,
    pub number: Option<String>,
    /// From when it is in force; none where the file does not say.
    pub effective: Option<Date>,
    /// The list that it replaces.
    pub replaces: Option<ListId>,
    pub content: Content,
    pub competence_by_units: bool,
    pub span: Span,
}

/// Where the procedures of a list stand.
#[derive(Debug, Clone)]
pub enum Content {
    /// In a file beside the rule file.
    File(ast::Text),
    /// In the rule file.
    Entries(Vec<crate::world::Listed>),
    /// Nowhere yet.
    Unknown,
}

/// A register of units.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Register {
    pub name: String,
    pub file: Option<ast::Text>,
    pub members: Vec<crate::world::UnitRow>,
    /// Where each member stands.
    pub spans: Vec<Span>,
}

/// A day with a name.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name: that of its `mốc`, or of its list or decision.
    pub name: String,
    /// The name as it is compared.
    pub key: String,
    /// The day, where it is known.
    pub day: Option<Day>,
    /// The days on which it can fall.
    pub bounds: Days,
    /// Whether anything depends on it.
    pub used: bool,
    /// Where.
    pub span: Span,
}

/// A day, perhaps one that depends on an event or a reading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Date {
    /// A day of the calendar.
    On(Day),
    /// The day of an event.
    Event(EventId),
    /// The first day of the assessment period.
    PeriodStart,
    /// Its last day.
    PeriodEnd,
    /// So many days after another; true: working days.
    After(Box<Date>, i32, bool),
    /// A reading that is a day.
    Reading(ReadingId),
    /// The latest of several (true), or the earliest.
    Extremum(bool, Vec<Date>),
    /// When the procedure was first published (true), or last amended inside the assessment period.
    Published(bool),
    /// A date that a declared column gives for the procedure.
    Column(ColumnId),
}

/// A stretch of days, both ends counted; an end that is not written is that of the assessment period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// From one day to another.
    Between(Option<Date>, Option<Date>),
    /// A reading that is a period.
    Reading(ReadingId),
}

/// Whether an end of a stretch is a date of procedures, each of which has its own.
pub fn speaks_of_procedures(stretch: &Stretch) -> bool {
    fn date(it: &Date) -> bool {
        match it {
            Date::Published(_) | Date::Column(_) => true,
            Date::After(inner, ..) => date(inner),
            Date::Extremum(_, parts) => parts.iter().any(date),
            _ => false,
        }
    }
    matches!(stretch, Stretch::Between(from, to) if from.iter().chain(to).any(date))
}

/// A named choice between interpretations.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Reading {
    pub name: String,
    pub key: String,
    pub title: Option<String>,
    pub choices: Vec<Choice>,
    /// The place of the default among the choices.
    pub default: Option<usize>,
    pub span: Span,
}

/// One interpretation.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Choice {
    pub name: String,
    pub key: String,
    pub value: ChoiceValue,
    pub ground: String,
}

/// What an interpretation is.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum ChoiceValue {
    Date(Date),
    Stretch(Stretch),
    Cond(Cond),
    Group(ast::Group),
    Grain(Grain),
}

impl ChoiceValue {
    /// The kind of thing, for messages.
    pub fn kind(&self) -> Say {
        match self {
            Self::Date(_) => say!("một ngày", "a day"),
            Self::Stretch(_) => say!("một khoảng thời gian", "a period"),
            Self::Cond(_) => say!("một điều kiện", "a condition"),
            Self::Group(_) => say!("một nhóm đơn vị", "a group of units"),
            Self::Grain(_) => say!("một cách tính chung", "a way of pooling"),
        }
    }
}

/// A condition on a dossier and its procedure.
#[derive(Debug, Clone)]
pub enum Cond {
    /// All of them; of none: everything.
    All(Vec<Cond>),
    /// Any of them.
    Any(Vec<Cond>),
    /// Not.
    Not(Box<Cond>),
    /// `thuộc x [tại …]`
    In(ListId, Option<OnDay>),
    /// `lần đầu thuộc x [tại …]`
    FirstIn(ListId, Option<OnDay>),
    /// `thẩm quyền cấp huyện`
    Competence(Tier),
    /// `công bố lần đầu …` (true), `công bố sửa đổi …`
    Published(bool, Stretch),
    /// A word about the dossier.
    Word(Word),
    /// A declared yes/no column of dossiers or procedures.
    Column(ColumnId),
    /// `còn hiệu lực tại …`: named by a list that is in force.
    InForce(OnDay),
    /// `có hồ sơ …`: of procedures.
    Having(Box<Having>),
    /// `cung cấp`: lists say that the unit offers the procedure.
    Offered,
    /// `đạt x`: of units; `đạt` is met or exceeded.
    Judged(Verdict, IndicatorId),
    /// `còn lại`: what no other window reaches.
    Remaining,
    /// A reading that is a condition.
    Reading(ReadingId),
}

impl Cond {
    /// Everything.
    pub fn anything() -> Self {
        Self::All(Vec::new())
    }

    /// Whether it asks for what is left over.
    pub fn says_remaining(&self) -> bool {
        let mut found = false;
        self.walk(&mut |it| found |= matches!(it, Self::Remaining));
        found
    }

    /// Calls `see` with each part.
    pub fn walk(&self, see: &mut impl FnMut(&Cond)) {
        see(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|it| it.walk(see)),
            Self::Not(inner) => inner.walk(see),
            _ => {}
        }
    }
}

/// The day for which membership in a list is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDay {
    /// A date of the dossier.
    Basis(Basis),
    /// A day of its own.
    Date(Date),
}

/// What is measured.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its name; for a plain count the words themselves.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// What it is.
    pub measure: Measure,
    /// By which date a dossier falls into a period.
    pub basis: Basis,
    /// Where the counts come from, as the text says.
    pub source: Option<String>,
    /// Where.
    pub span: Span,
}

/// A named group of units.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct NamedGroup {
    pub name: String,
    pub key: String,
    pub group: ast::Group,
}

/// A provision: a place in the text.
#[derive(Debug, Clone)]
pub struct Provision {
    /// The provision around it; none for the decision.
    pub parent: Option<ProvisionId>,
    /// Its kind and label; none for the decision and for what stands outside the text.
    pub step: Option<(ProvisionKind, ast::Name)>,
    /// Whether it stands outside the text.
    pub outside: bool,
    /// The provisions that it applies to.
    pub applies_to: Vec<ProvisionId>,
    /// Its quotations.
    pub quotes: Vec<ast::Text>,
    /// The place of another decision that amends it.
    pub amended_by: Option<Say>,
    /// Where.
    pub span: Span,
}

/// A number to be reached.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Quota {
    pub provision: ProvisionId,
    pub indicator: IndicatorId,
    pub force: Force,
    pub comparator: Comparator,
    /// None: `chưa rõ`.
    pub amount: Option<Fraction>,
    /// What kind of number it is: that of its indicator, but for a quotient that is held against a plain number.
    pub form: Form,
    pub group: ast::Group,
    pub grain: Grain,
    /// A reading that is a grain.
    pub grain_reading: Option<ReadingId>,
    pub stretch: Option<Stretch>,
    pub exception: bool,
    /// The row and the column of the quota table that it stands in, from 1.
    pub cell: Option<(usize, usize)>,
    pub span: Span,
}

/// A declared rounding of shares before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Rounding {
    pub provision: ProvisionId,
    /// To a multiple of this share.
    pub to: Fraction,
    pub way: ast::RoundingWay,
    pub span: Span,
}

/// What follows from verdicts.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Consequence {
    pub provision: ProvisionId,
    pub text: String,
    pub outcomes: Vec<OutcomeIs>,
    /// Whether all of them are needed, or one.
    pub all: bool,
    pub span: Span,
}

/// What a consequence waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeIs {
    /// A verdict under a provision or an indicator.
    Verdict(Verdict, OutcomeOf),
    /// One of these grades.
    Graded(Asked, Vec<String>),
    /// A verdict under so many binding quotas or more, of this provision where one is named.
    Misses(usize, Verdict, Option<ProvisionId>),
}

/// Whose verdict a consequence looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum OutcomeOf {
    Provision(ProvisionId),
    Indicator(IndicatorId),
    /// A provision of another decision: which of [`Program::cited`].
    Cited(usize, ProvisionId),
}

/// What a verdict is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grain {
    /// For each month, quarter or year; else for the whole period.
    pub every: Option<ast::Every>,
    /// For all units of the group together; with a tier: for those of each unit of that tier.
    pub pooled: Option<Option<Tier>>,
    /// Of several units: the average of their values, not the value of all their counts.
    pub averaged: bool,
    /// With the counts of the units below.
    pub with_subordinates: bool,
}

/// Days on which dossiers count.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Window {
    pub provision: ProvisionId,
    pub stretch: Stretch,
    pub cond: Cond,
    pub exception: bool,
    pub span: Span,
}

/// What is counted at all under a provision.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Scope {
    pub provision: ProvisionId,
    pub cond: Cond,
    pub span: Span,
}

/// What is not counted, and why.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Exclusion {
    pub provision: ProvisionId,
    pub what: Excluded,
    pub stretch: Option<Stretch>,
    pub because: String,
    /// Acknowledged as left open by the text, not excluded.
    pub leave_open: bool,
    pub span: Span,
}

/// What an exclusion names.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Excluded {
    Units(ast::Group),
    Procedures(Cond),
    Dossiers(Cond),
}

/// A right to assign, handed down.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Delegation {
    pub provision: ProvisionId,
    pub to: ast::Group,
    pub indicator: IndicatorId,
    pub group: ast::Group,
    pub floor: Option<Fraction>,
    pub span: Span,
}

/// A test inside a rule file.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Test {
    pub title: String,
    /// Its counts: a table, or a file.
    pub rows: Vec<ast::Row>,
    pub data: Option<ast::Text>,
    /// What is assumed, in order; what is named is found again in the world.
    pub assumptions: Vec<ast::Assumption>,
    pub expects: Vec<Expect>,
    /// A file that all results are held against.
    pub result_table: Option<ast::Text>,
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Expect {
    /// None of what is expected of the decision as a whole.
    pub unit: Option<ast::Text>,
    pub parent: Option<ast::Text>,
    pub is: ExpectIs,
    pub span: Span,
}

/// What is expected of a unit.
#[derive(Debug, Clone)]
pub enum ExpectIs {
    /// Verdicts on an indicator.
    Verdict(ExpectVerdict),
    /// Why a criterion gives no points, as a verdict.
    NoPoints(CriterionId, Verdict),
    /// Points, to as many decimals as are written, but two at least.
    Points(CriterionId, Decimal),
    /// One of these grades.
    Graded(Asked, Vec<String>),
    /// A rank.
    Ranked(Asked, usize),
    /// Numbers.
    Measured(ExpectMeasured),
    /// How many dossiers the ledger has of a fate.
    Ledger(Fate, u128),
    /// Whether a warning is told.
    Told(bool, String),
}

/// Numbers that are expected.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct ExpectMeasured {
    pub indicator: IndicatorId,
    pub days: Option<Days>,
    pub is: Measured,
    pub by: Option<ProvisionId>,
    /// Only what was counted through the windows of this provision.
    pub window: Option<ProvisionId>,
}

/// The numbers themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Numerator and denominator.
    Ratio(i128, u128),
    /// A percentage, to as many decimals as are written, but two at least.
    Percent(Decimal),
    /// A number: a count, or a value likewise.
    Number(Decimal),
}

/// A verdict that is expected.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct ExpectVerdict {
    pub indicator: IndicatorId,
    /// The days of the result that is meant, where there are several.
    pub days: Option<Days>,
    pub verdict: Verdict,
    pub by: Option<ProvisionId>,
}

impl Program {
    /// A provision.
    pub fn provision(&self, id: ProvisionId) -> &Provision {
        self.provisions.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// The conditions of indicators, windows, scopes, exclusions and readings.
    pub fn conds(&self) -> Vec<&Cond> {
        let mut all: Vec<&Cond> = self.indicators.iter().flat_map(|it| it.measure.conds()).collect();
        all.extend(self.windows.iter().map(|it| &it.cond));
        all.extend(self.scopes.iter().map(|it| &it.cond));
        all.extend(self.exclusions.iter().filter_map(|it| match &it.what {
            Excluded::Procedures(cond) | Excluded::Dossiers(cond) => Some(cond),
            _ => None,
        }));
        all.extend(self.readings.iter().flat_map(|it| &it.choices).filter_map(|it| match &it.value {
            ChoiceValue::Cond(cond) => Some(cond),
            _ => None,
        }));
        all
    }

    /// A column.
    pub fn column(&self, id: ColumnId) -> &Column {
        self.columns.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// A published figure.
    pub fn figure(&self, id: FigureId) -> &Figure {
        self.figures.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// An indicator.
    pub fn indicator(&self, id: IndicatorId) -> &Indicator {
        self.indicators.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// A list.
    pub fn list(&self, id: ListId) -> &List {
        self.lists.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// An event.
    pub fn event(&self, id: EventId) -> &Event {
        self.events.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// A reading.
    pub fn reading(&self, id: ReadingId) -> &Reading {
        self.readings.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// The provisions that a place in the text may mean; steps between its own may be left out.
    pub fn places(&self, place: &ast::Place) -> Vec<ProvisionId> {
        let Some((innermost, outer)) = place.steps.split_first() else {
            return (1..self.provisions.len() as u32).map(ProvisionId).collect();
        };
        let fits = |id: &ProvisionId| {
            let mut outer = outer.iter().peekable();
            for around in self.path(*id).skip(1) {
                let Some(step) = self.provision(around).step.as_ref() else { continue };
                outer.next_if(|it| it.0 == step.0 && it.1.key == step.1.key);
            }
            outer.next().is_none()
        };
        self.labelled(innermost.0, &innermost.1.key).iter().copied().filter(fits).collect()
    }

    /// The provisions of a kind with a label, by its key.
    pub fn labelled(&self, kind: ProvisionKind, key: &str) -> &[ProvisionId] {
        self.by_label.get(&(kind, key.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The decision itself, or one that it looks at.
    pub fn or_cited(&self, cited: Option<usize>) -> &Program {
        cited.and_then(|it| self.cited.get(it)).map_or(self, |it| &it.program)
    }

    /// The indicator that has the name of another decision's.
    pub fn same_indicator(&self, other: &Program, id: IndicatorId) -> Option<IndicatorId> {
        let name = crate::text::key(&other.indicator(id).name);
        let at = self.indicators.iter().position(|it| crate::text::key(&it.name) == name)?;
        Some(IndicatorId(at as u32))
    }

    /// A provision and those around it, from the inside.
    pub fn path(&self, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        std::iter::successors(Some(id), |it| self.provision(*it).parent)
    }

    /// Whether one provision is another or stands in it.
    pub fn within(&self, inner: ProvisionId, outer: ProvisionId) -> bool {
        self.path(inner).any(|it| it == outer)
    }

    /// Whether what stands in one provision reaches what stands in another: by nesting or by `áp dụng cho`.
    pub fn reaches(&self, from: ProvisionId, to: ProvisionId) -> bool {
        self.reached(from).any(|it| self.within(to, it))
    }

    /// The provisions that what stands in a provision reaches, each with all that stands in it.
    pub fn reached(&self, from: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        // What stands outside the text speaks of the provision around it.
        let provision = self.provision(from);
        let home = if provision.outside { provision.parent.unwrap_or(from) } else { from };
        std::iter::once(home).chain(self.path(from).flat_map(|it| self.provision(it).applies_to.iter().copied()))
    }

    /// The labels from the outermost: `["1", "1", "a"]`.
    pub fn labels(&self, id: ProvisionId) -> Vec<String> {
        let mut labels: Vec<String> =
            self.path(id).filter_map(|it| self.provision(it).step.as_ref().map(|step| step.1.text.clone())).collect();
        labels.reverse();
        labels
    }

    /// As the law cites it: `điểm a khoản 1 Điều 1`.
    pub fn citation(&self, id: ProvisionId, lang: Lang) -> String {
        let mut steps: Vec<String> = Vec::new();
        for it in self.path(id) {
            let provision = self.provision(it);
            if provision.outside {
                steps.push(lang.pick("ngoài văn bản", "outside the text").to_owned());
            }
            if let Some((kind, label)) = &provision.step {
                steps.push(format!("{} {}", kind.cited(lang), label.text));
            }
        }
        if steps.is_empty() {
            return lang.pick("toàn văn", "the whole text").to_owned();
        }
        let amended = self.path(id).find_map(|it| self.provision(it).amended_by.as_ref());
        let amended = amended.map(|it| match lang {
            Lang::Vi => format!(" (sửa đổi theo {})", it.vi),
            Lang::En => format!(" (amended by {})", it.en),
        });
        steps.join(" ") + &amended.unwrap_or_default()
    }

    /// A quota as the law cites it: its provision, and its cell in a table.
    pub fn citation_of(&self, provision: ProvisionId, cell: Option<(usize, usize)>, lang: Lang) -> String {
        let place = self.citation(provision, lang);
        match cell {
            None => place,
            Some((row, column)) => lang.pick(
                format!("hàng {row} cột {column} bảng tại {place}"),
                format!("row {row} column {column} of the table in {place}"),
            ),
        }
    }

    /// The citation in both languages.
    pub fn cite(&self, id: ProvisionId) -> Say {
        Say { vi: self.citation(id, Lang::Vi), en: self.citation(id, Lang::En) }
    }

    /// The event, reading or choice whose name a user typed, perhaps without accents.
    pub fn find_event(&self, name: &str) -> Option<EventId> {
        find(name, self.events.iter().map(|it| it.key.as_str())).map(|it| EventId(it as u32))
    }

    /// The reading of a typed name.
    pub fn find_reading(&self, name: &str) -> Option<ReadingId> {
        find(name, self.readings.iter().map(|it| it.key.as_str())).map(|it| ReadingId(it as u32))
    }

    /// The list of a typed name.
    pub fn find_list(&self, name: &str) -> Option<ListId> {
        find(name, self.lists.iter().map(|it| it.key.as_str())).map(|it| ListId(it as u32))
    }

    /// The choice of a typed name.
    pub fn find_choice(&self, reading: ReadingId, name: &str) -> Option<usize> {
        find(name, self.reading(reading).choices.iter().map(|it| it.key.as_str()))
    }
}

/// The place of a name: exact first, then without accents if that names one only.
pub fn find<'a>(name: &str, keys: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
    let key = crate::text::key(name);
    if let Some(at) = keys.clone().position(|it| it == key) {
        return Some(at);
    }
    let plain = crate::text::plain(name);
    let mut same = keys.enumerate().filter(|it| crate::text::plain(it.1) == plain).map(|it| it.0);
    same.next().filter(|_| same.next().is_none())
}
