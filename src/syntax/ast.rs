//! The tree of a rule file: one type for each grammar rule. Two trees are equal when they say the same, wherever it
//! stands and in whichever language it was written.

use crate::source::Span;
use crate::term::{Basis, Comparator, Fate, Force, Noun, ProvisionKind, Tier, UnitKind, Verdict, Word};
use crate::text::{Day, Decimal};

/// A place; all places are equal, so that trees compare by what they say.
#[derive(Debug, Clone, Copy, Default)]
pub struct At(pub Span);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A whole file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// What it states, in order.
    pub statements: Vec<Statement>,
    /// Its comments, by place.
    pub comments: Vec<Comment>,
}

/// `-- …`
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// Without the dashes and without blanks at the ends.
    pub text: String,
    /// Where.
    pub at: At,
    /// Whether something stands before it on its line.
    pub trailing: bool,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it says.
    pub what: What,
    /// Where.
    pub at: At,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// `dùng "…"`
    Use(Text),
    /// `quyết định qd_x "…" { … }`
    Decision(Decision),
    /// `ngoài văn bản { … }`
    Outside(Block),
    /// `Điều 1 … { … }`
    Provision(Provision),
    /// `nguyên văn "…"`
    Verbatim(Text),
    /// `[riêng] giao tối thiểu 60% x cho …`
    Quota(Quota),
    /// `[riêng] kỳ tính … với thủ tục …`
    Window(Window),
    /// `phạm vi thủ tục …`
    Scope(Count),
    /// `loại trừ … vì "…"`, `để ngỏ … vì "…"`
    Exclude(Exclude),
    /// `phân cấp cho … giao … cho …`
    Delegate(Delegate),
    /// `bảng chỉ tiêu giao tối thiểu { … }`
    Table(QuotaTable),
    /// `làm tròn đến 0,01% nửa lên trước khi so sánh`
    Rounding(Rounding),
    /// `hệ quả "…" khi …`
    Consequence(Consequence),
    /// `danh mục x …`
    List(List),
    /// `sổ đơn vị x …`
    Register(Register),
    /// `ngày nghỉ …`
    Holidays(Holidays),
    /// `chỉ số x = …`
    Indicator(Indicator),
    /// `cột x của … dạng …`
    Column(Column),
    /// `nhóm thủ tục | hồ sơ | đơn vị x = …`
    Named(Named),
    /// `mốc x = …`
    Event(Event),
    /// `cách hiểu x … { … }`
    Reading(Reading),
    /// `tiêu chí x …`
    Criterion(Criterion),
    /// `xếp loại x …`
    Grade(Grade),
    /// `xếp hạng x cho …`
    Ranking(Ranking),
    /// `số liệu công bố "…" { … }`
    Published(Published),
    /// `kiểm thử "…" { … }`
    Test(Test),
    /// `sửa đổi … từ …`
    Amendment(Amendment),
    /// `bỏ qua "CT1503" vì "…"`
    Ignore(Ignore),
    /// A line of the head.
    Head(Head),
}

/// `{ … }`
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// What it holds.
    pub statements: Vec<Statement>,
    /// With its braces.
    pub at: At,
}

/// A text in quotes, in NFC, without the quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The words.
    pub value: String,
    /// With the quotes.
    pub at: At,
}

/// A name that the author gave.
#[derive(Debug, Clone)]
pub struct Name {
    /// As it is compared.
    pub key: String,
    /// As it is written.
    pub text: String,
    /// Where.
    pub at: At,
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// `1`, `a`, `II`
pub type Label = Name;

/// `chưa rõ [từ … đến …]`
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// Its bounds.
    pub bounds: Option<Period>,
    /// Where.
    pub at: At,
}

/// What is known, or `chưa rõ`.
#[derive(Debug, Clone, PartialEq)]
pub enum Known<T> {
    /// It is known.
    Yes(T),
    /// It is not.
    No(Unknown),
}

/// `quyết định qd_x "…" { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Decision {
    pub name: Name,
    pub title: Option<Text>,
    pub block: Option<Block>,
}

/// A line of the head of a decision or a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// `số "…"`
    Number(Known<Text>),
    /// `cơ quan ban hành "…"`
    Issuer(Known<Text>),
    /// `căn cứ "…"`
    Ground(Known<Text>),
    /// `tệp "…"`
    File(Known<Text>),
    /// `nguồn số liệu "…"`
    DataSource(Known<Text>),
    /// `ngày ký …`
    Signed(Known<Expr>),
    /// `hiệu lực [từ] …`; whether `từ` is written
    Effective(Known<Expr>, bool),
    /// `kỳ đánh giá …`
    Period(Known<Period>),
    /// `thay thế x`
    Replaces(Name),
    /// `ban hành theo x`
    MadeUnder(Name),
    /// `nội dung chưa rõ`
    Content(Unknown),
    /// `thẩm quyền theo đơn vị`
    CompetenceByUnits,
}

/// `bỏ qua "CT1503" vì "…"`: findings with this code are not told of the block that it stands in.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Ignore {
    pub code: Text,
    pub because: Text,
}

/// `sửa đổi điểm a khoản 1 Điều 1 của qd_x từ … { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Amendment {
    pub place: Place,
    pub from: Option<Expr>,
    pub block: Option<Block>,
}

/// `điểm a … { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Provision {
    pub kind: ProvisionKind,
    pub label: Label,
    pub applies_to: Vec<Place>,
    pub block: Block,
}

/// `điểm a khoản 1 Điều 1 [của qd_x]`: the innermost step first.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Kind and label of each step.
    pub steps: Vec<(ProvisionKind, Label)>,
    /// Of which decision.
    pub of: Option<Name>,
    /// Where.
    pub at: At,
}

/// `giao tối thiểu 60% trực_tuyến cho … [từng tháng] [từ … đến …]`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Quota {
    pub exception: bool,
    pub force: Force,
    pub comparator: Comparator,
    pub amount: Amount,
    pub measure: Measure,
    pub group: Group,
    pub grains: Vec<Grain>,
    pub period: Option<Period>,
}

/// The number of a quota.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// `60%`
    Percent(Number),
    /// `1.000`
    Number(Number),
    /// `chưa rõ`
    Unknown(At),
}

/// What a quota is a number of.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// An indicator.
    Name(Name),
    /// `hồ sơ trực tuyến`
    Count(Count),
}

/// A number as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: Decimal,
    /// Where.
    pub at: At,
}

/// What a verdict is given for.
#[derive(Debug, Clone, PartialEq)]
pub enum Grain {
    /// `từng tháng | quý | năm | thủ tục`
    Every(Every, At),
    /// `cả kỳ`
    WholePeriod(At),
    /// `tính chung [theo cấp huyện]`
    Pooled(Option<Tier>, At),
    /// `tính bình quân [theo cấp huyện]`
    Averaged(Option<Tier>, At),
    /// `kể cả cấp dưới`
    WithSubordinates(At),
    /// A reading.
    Name(Name),
}

/// `từng …`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum Every {
    Month,
    Quarter,
    Year,
    Procedure,
}

/// `kỳ tính … [với thủ tục …]`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Window {
    pub exception: bool,
    pub period: PeriodOrName,
    pub filter: Option<Filter>,
}

/// A period, or the name of a reading that is one.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum PeriodOrName {
    Period(Period),
    Name(Name),
}

/// `loại trừ đơn vị … | thủ tục … | hồ sơ … [period] vì "…"`; `để ngỏ` likewise.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Exclude {
    pub leave_open: bool,
    pub what: Excluded,
    pub period: Option<Period>,
    pub because: Text,
}

/// What is excluded.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Excluded {
    Units(Group),
    Count(Count),
}

/// `phân cấp cho … giao x cho …[, không thấp hơn 20%]`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Delegate {
    pub to: Group,
    pub indicator: Name,
    pub group: Group,
    pub floor: Option<Number>,
}

/// `bảng chỉ tiêu giao tối thiểu { | … | } | tệp "…"`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct QuotaTable {
    pub force: Force,
    pub comparator: Comparator,
    pub file: Option<Text>,
    pub rows: Vec<Row>,
}

/// `làm tròn đến 0,01% nửa lên trước khi so sánh`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Rounding {
    pub to: Number,
    pub way: RoundingWay,
}

/// How a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum RoundingWay {
    HalfUp,
    HalfEven,
    Truncate,
}

/// `hệ quả "…" khi chưa đạt Điều 1 [và …]`
#[derive(Debug, Clone, PartialEq)]
pub struct Consequence {
    /// What follows.
    pub text: Text,
    /// When.
    pub outcomes: Vec<Outcome>,
    /// Whether all of them are needed (`và`), or one (`hoặc`).
    pub all: bool,
}

/// What a consequence waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// `chưa đạt khoản 1 Điều 1`
    Verdict(Verdict, PlaceOrName),
    /// `xếp loại x = "Kém"`
    Graded(Graded),
    /// `từ 2 chỉ tiêu chưa đạt [theo Điều 1]`
    Misses(Number, Verdict, Option<Place>),
}

/// `xếp loại x = "Yếu", "Kém"`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Graded {
    pub of: Name,
    pub grades: Vec<Text>,
}

/// A provision, or the name of an indicator.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum PlaceOrName {
    Place(Place),
    Name(Name),
}

/// A set of units: parts, less parts, with an asserted size.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Group {
    pub parts: Vec<GroupTerm>,
    pub except: Vec<GroupTerm>,
    pub size: Option<Size>,
    pub at: At,
}

/// One part of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTerm {
    /// Which units.
    pub which: Which,
    /// Where.
    pub at: At,
}

/// Which units a part of a group names.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    /// `các xã, phường [còn lại | thuộc "…" | "…", "…"]`
    Kinds(Vec<UnitKind>, Among),
    /// `cấp xã [còn lại | trực thuộc | thuộc "…"]`
    Tier(Tier, Among),
    /// `loại "phường"`
    KindNamed(Vec<Text>),
    /// `mọi đơn vị`
    All,
    /// `"…", "…" [thuộc "…"]`
    Named(Vec<Text>, Option<Text>),
    /// A named group, or a reading.
    Name(Name),
    /// `( … )`
    Inner(Box<Group>),
}

/// Which units of a kind or of a tier.
#[derive(Debug, Clone, PartialEq)]
pub enum Among {
    /// All.
    All,
    /// `còn lại`
    Remaining,
    /// `trực thuộc`
    Own,
    /// `thuộc "…"`
    In(Vec<Text>),
    /// `"…", "…"`
    Named(Vec<Text>),
}

/// `(13 đơn vị [tại …])`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Size {
    pub number: Number,
    pub on: Option<Expr>,
    pub at: At,
}

/// `hồ sơ trực tuyến`, `thủ tục thuộc dm_1`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Count {
    pub noun: Noun,
    pub filter: Option<Filter>,
    pub at: At,
}

/// A condition on dossiers, procedures or units.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Words side by side, or joined by `và`.
    All(Vec<Filter>),
    /// Joined by `hoặc`.
    Any(Vec<Filter>),
    /// `không …`
    Not(Box<Filter>),
    /// `( … )`, kept for printing.
    Inner(Box<Filter>),
    /// One word.
    Atom(Atom),
}

/// One word of a filter.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Atom {
    pub is: Is,
    pub on: Option<On>,
    pub at: At,
}

/// What a word says.
#[derive(Debug, Clone, PartialEq)]
pub enum Is {
    /// `đạt x`
    Judged(Verdict, Name),
    /// `lần đầu thuộc x`
    FirstIn(Name),
    /// `thuộc x`
    In(Name),
    /// `có [tối thiểu 5] hồ sơ …`
    Having(Option<Comparator>, Option<Number>, Vec<Is>),
    /// `thẩm quyền cấp huyện`
    Competence(Tier),
    /// `công bố lần đầu …` (true) or `công bố sửa đổi …`
    Published(bool, Period),
    /// `còn lại`
    Remaining,
    /// A word of the vocabulary.
    Word(Word),
    /// A named set, a column or a reading.
    Name(Name),
}

/// `tại …`
#[derive(Debug, Clone, PartialEq)]
pub enum On {
    /// `tại ngày tiếp nhận`
    Basis(Basis),
    /// `tại 14/12/2024`
    Moment(Box<Expr>),
}

/// A stretch of days.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Period {
    pub is: PeriodIs,
    pub at: At,
}

/// The forms of a period.
#[derive(Debug, Clone, PartialEq)]
pub enum PeriodIs {
    /// `từ … [đến …]`
    From(Moment, Option<Moment>),
    /// `đến …`
    To(Moment),
    /// `năm 2024`
    Calendar(Calendar),
}

/// An end of a period.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Moment {
    Calendar(Calendar),
    Expr(Box<Expr>),
}

/// A stretch that the calendar names.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Which.
    pub is: CalendarIs,
    /// The year, where it is written.
    pub year: Option<Label>,
    /// Where.
    pub at: At,
}

/// The forms of a stretch that the calendar names.
#[derive(Debug, Clone, PartialEq)]
pub enum CalendarIs {
    /// `năm 2024`
    Year,
    /// `6 tháng đầu năm 2024` (true) or `6 tháng cuối năm 2024`
    Half(bool),
    /// `quý II`
    Quarter(Label),
    /// `tháng 9`
    Month(Number),
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Which.
    pub is: ExprIs,
    /// Where.
    pub at: At,
}

/// The forms of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprIs {
    /// `a + b`
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `( … )`, kept for printing.
    Inner(Box<Expr>),
    /// `lớn nhất (a; b)` (true) or `nhỏ nhất (a; b)`
    Extremum(bool, Vec<Expr>),
    /// `bình quân của x trong …`
    Peers(Peers, Name, Box<Group>),
    /// `mức hoàn thành của x`
    Completion(Name),
    /// `chỉ tiêu của x theo Điều 1 của qd_x`
    Assigned(Name, Place),
    /// `bậc của x { … }`: x is a name or a completion
    Steps(Box<Expr>, Ladder),
    /// `15/12/2023`
    Date(Day),
    /// `60%`
    Percent(Decimal),
    /// `6 ngày`, `5 ngày làm việc` (true)
    Duration(Number, bool),
    /// `2 điểm`, `5 điểm phần trăm` (true)
    Scored(Number, bool),
    /// `1.000`
    Number(Decimal),
    /// `ngày hiệu lực của x`
    DateOf(DateOf, Option<Name>),
    /// `mục 1 của qd_x`
    Place(Place),
    /// `hồ sơ trực tuyến`
    Count(Box<Count>),
    /// A name.
    Name(Name),
}

/// `+ - * /`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the sign it spells")]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

/// A look at the peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum Peers {
    Largest,
    Smallest,
    Average,
    Total,
}

/// A date that something has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum DateOf {
    Effective,
    Signed,
    FirstPublished,
    Amended,
    PeriodStart,
    PeriodEnd,
}

/// `{ từ 90: …; không phát sinh: …; còn lại: …; }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Ladder {
    pub steps: Vec<(Expr, StepValue)>,
    pub absent: Option<Box<StepValue>>,
    pub rest: Box<StepValue>,
}

/// What a step of a ladder gives.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum StepValue {
    Text(Text),
    Expr(Expr),
    Unknown,
}

/// `chỉ số x "…" = … [theo ngày …] [nguồn số liệu "…"]`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Indicator {
    pub name: Name,
    pub title: Option<Text>,
    pub value: Expr,
    pub basis: Option<Basis>,
    pub source: Option<Text>,
}

/// `cột x "…" của hồ sơ dạng số`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Column {
    pub name: Name,
    pub title: Option<Text>,
    pub of: Noun,
    pub form: ColumnForm,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum ColumnForm {
    Number,
    ClosingNumber,
    YesNo,
    Date,
}

/// `nhóm thủ tục | hồ sơ | đơn vị x "…" = …`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Named {
    pub name: Name,
    pub title: Option<Text>,
    pub set: NamedSet,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum NamedSet {
    Procedures(Filter),
    Dossiers(Filter),
    Units(Group),
}

/// `mốc x "…" = …`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Event {
    pub name: Name,
    pub title: Option<Text>,
    pub date: Known<Expr>,
}

/// `cách hiểu x "…" { … mặc định y }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Reading {
    pub name: Name,
    pub title: Option<Text>,
    pub choices: Vec<Choice>,
    pub default: Option<Name>,
}

/// `x = … căn cứ "…"`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Choice {
    pub name: Name,
    pub value: ChoiceValue,
    pub ground: Text,
}

/// What a choice stands for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum ChoiceValue {
    Grain(Grain),
    Period(Period),
    Expr(Expr),
    Filter(Filter),
    Group(Group),
}

/// `danh mục x "…" { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct List {
    pub name: Name,
    pub title: Option<Text>,
    pub block: Option<ListBlock>,
}

/// What stands in a list, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct ListBlock {
    /// Head lines and entries with their places.
    pub items: Vec<(ListItem, At)>,
    /// With its braces.
    pub at: At,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum ListItem {
    Head(Head),
    Entry(Entry),
    Ignore(Ignore),
}

/// `thủ tục "1.004873" "…" toàn trình cấp xã từ …`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Entry {
    pub code: Text,
    pub title: Option<Text>,
    pub level: Option<Word>,
    pub tier: Option<Tier>,
    pub period: Option<Period>,
}

/// `sổ đơn vị x tệp "…" | { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Register {
    pub name: Name,
    pub file: Option<Text>,
    pub members: Vec<Member>,
    pub block: At,
}

/// `đơn vị "…" mã "…" cấp tỉnh thuộc "…" tên khác "…" nhập vào "…" từ … đến …`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Member {
    pub title: Text,
    pub code: Option<Text>,
    pub tier: Option<Tier>,
    pub parent: Option<Text>,
    pub aliases: Vec<Text>,
    pub merged_into: Vec<Text>,
    pub period: Option<Period>,
    pub at: At,
}

/// `ngày nghỉ "…" tệp "…" | { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Holidays {
    pub title: Option<Text>,
    pub file: Option<Text>,
    pub days: Vec<DayOff>,
    pub block: At,
}

/// `01/01/2024 "Tết Dương lịch"`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct DayOff {
    pub on: Known<Day>,
    pub period: Option<Period>,
    pub title: Option<Text>,
    pub at: At,
}

/// `tiêu chí x "…" tối đa 2 điểm = … | { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Criterion {
    pub name: Name,
    pub title: Option<Text>,
    pub cap: Option<Number>,
    pub scale: Option<Number>,
    pub group: Option<Group>,
    pub given: Option<Name>,
    pub value: Option<Expr>,
    pub parts: Option<Block>,
}

/// `xếp loại x [cho …] { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Grade {
    pub of: Name,
    pub group: Option<Group>,
    pub ladder: Ladder,
}

/// `xếp hạng x cho …`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Ranking {
    pub of: Name,
    pub group: Group,
}

/// `số liệu công bố "…" { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Published {
    pub title: Text,
    pub items: Vec<(PublishedItem, At)>,
    pub at: At,
}

/// A line of published figures.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishedItem {
    /// `x = 135.361`, `x = 97,70%`, `x = chưa rõ`
    Fact(Name, Figure),
    /// `khẳng định a / b = 97,70%`; without a comparator: `=`
    Claim(Expr, Option<Comparator>, Expr),
    /// `khẳng định các Sở "…", "…" (6 đơn vị)`
    Members(Group),
    /// `nguyên văn "…"`
    Verbatim(Text),
    /// `để ngỏ "…" vì "…"`: words that cannot be checked, and why.
    Unchecked(Text, Text),
}

/// A number as a document prints it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Figure {
    Number(Number),
    Percent(Number),
    Unknown,
}

/// `kiểm thử "…" { … }`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Test {
    pub title: Text,
    pub items: Vec<(TestItem, At)>,
    pub at: At,
}

/// A line of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum TestItem {
    /// `với số liệu { … }`
    Data(Vec<Row>),
    /// `với số liệu tệp "…"`
    DataFile(Text),
    /// `các trường hợp { … }`
    Cases(Vec<Row>),
    /// `giả định …`
    Assume(Assumption),
    /// `đợi "…" x đạt [theo …]`
    Expect(Expect),
    /// `đợi bảng kết quả tệp "…"`
    ResultTable(Text),
}

/// What is assumed, in a test or at the prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// What.
    pub is: AssumptionIs,
    /// Its place.
    pub at: At,
}

/// The forms of assumptions.
#[derive(Debug, Clone, PartialEq)]
pub enum AssumptionIs {
    /// `x = 20/03/2024`, `x = chưa rõ`, `khoản 1 Điều 1 = 50%`
    Value(Expr, Known<Expr>),
    /// `[x cho] các huyện = 50%`: the indicator, the units, the number, whether it is a percentage.
    Quota(Option<Name>, Group, Number, bool),
    /// `danh mục x = tệp "…"`
    List(Name, Text),
    /// `thêm thủ tục "…" vào x`, `bớt thủ tục "…" khỏi x`: whether they are added.
    Listed(bool, Vec<Text>, Name),
    /// `thêm 120 hồ sơ trực tuyến [thủ tục "…"] [ngày tiếp nhận …] cho "…"`
    Add(Counted, Option<Text>, Vec<(Basis, Expr)>, UnitNamed),
    /// `chuyển 120 hồ sơ sang trực tuyến cho "…"`
    Convert(Number, Word, UnitNamed),
    /// `thay số liệu của "…" bằng 2.000 hồ sơ, 1.200 hồ sơ trực tuyến`
    Replace(UnitNamed, Vec<Counted>),
    /// `chuyển đơn vị "…" sang "…"`: under another unit.
    MoveUnder(UnitNamed, Text),
    /// `chuyển đơn vị "…" sang khoản 2 Điều 1`: under another quota.
    MoveTo(UnitNamed, Place),
    /// `nhập đơn vị "…" vào "…" từ 01/07/2024`
    Merge(UnitNamed, Text, Expr),
    /// `kỳ tính tại Điều 2 đến 31/12/2024`
    WindowEnd(Place, Expr),
}

/// `120 hồ sơ trực tuyến`
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// How many.
    pub number: Number,
    /// What is said of them.
    pub words: Vec<Word>,
}

/// `"xã A" [thuộc "huyện B"]`
#[derive(Debug, Clone, PartialEq)]
pub struct UnitNamed {
    /// Its name or code.
    pub name: Text,
    /// The name of the unit above it.
    pub parent: Option<Text>,
}

/// `đợi ["…" [thuộc "…"]] …`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Expect {
    /// None of what is expected of the decision as a whole.
    pub unit: Option<Text>,
    pub parent: Option<Text>,
    pub is: ExpectIs,
}

/// What is expected of a unit, or of the decision as a whole.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpectIs {
    /// `x [quý I] đạt [theo điểm a khoản 1 Điều 1]`
    Verdict(Name, Option<Period>, Verdict, Option<Place>),
    /// `x = 85,5 điểm`
    Points(Name, Number),
    /// `xếp loại x = "Tốt"`
    Graded(Graded),
    /// `xếp hạng x = 3`
    Ranked(Name, Number),
    /// `x 110 / 200`, `x = 55% [theo …] [kỳ tính tại …]`
    Measured(Name, Option<Period>, Measured, Option<Place>, Option<Place>),
    /// `sổ đối chiếu ["…"] ngoài kỳ tính 30`
    Ledger(Fate, Number),
    /// `[không] cảnh báo "CT0912"`: whether it is told
    Told(bool, Text),
}

/// The numbers that are expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// `110 / 200`
    Ratio(Number, Number),
    /// `55%`
    Percent(Number),
    /// `110`
    Number(Number),
}

/// `| … | … |`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Row {
    pub cells: Vec<Cell>,
    pub at: At,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub is: CellIs,
    /// Where.
    pub at: At,
}

/// The forms of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellIs {
    /// `-`
    None,
    /// `[tối đa] 60%`
    Percent(Option<Comparator>, Decimal),
    /// `[trên] 1.000`
    Number(Option<Comparator>, Decimal),
    /// `15/12/2023`
    Date(Day),
    /// `"…"`
    Text(Text),
    /// `đơn vị`, `thủ tục`
    Noun(Noun),
    /// `tổng`
    Total,
    /// `[theo] ngày tiếp nhận`
    Basis(Basis),
    /// `trực tuyến`
    Word(Word),
    /// `không`
    Not,
    /// `x [tháng 9]`
    Name(Name, Option<Period>),
    /// `tháng 9`
    Period(Period),
    /// `các Sở còn lại`
    Group(Box<Group>),
    /// `đợi x`: a column of a table of cases
    Expected(Name),
    /// `theo`: likewise
    By,
    /// `chưa đạt`
    Verdict(Verdict),
    /// `điểm a khoản 1 Điều 1`
    Place(Box<Place>),
}
