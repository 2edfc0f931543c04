//! Reading supplied counts: dossiers (one row each) and counts (a row is a number of dossiers).

mod declared;
mod met;
mod sheets;
mod stream;
mod trace;
mod weighed;

pub use sheets::letter;
pub(super) use sheets::mend_fonts;

use std::collections::HashMap;

use self::met::Met;
use super::columns::{self, Columns, PartOf};
use super::facet::{EARLY, LATE, NO, ON_TIME, OPEN, OUTCOMES, OVERDUE};
use super::kept;
use super::load::{Load, Twice};
use super::mapping::{Mapping, Words};
use super::open::{Encoding, open};
use super::tidy::Originals;
use super::{BadRow, Cell, Dim, Facet, Fold, Tally, When, error};
use crate::lang::{Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::term::Basis;
use crate::text::{Day, Days, nfc};
use crate::world::{NameFault, bare_code};
pub use trace::{Traced, trace};

pub use stream::{Feed, Parts};
use stream::{Streamed, Way, outcome_of, stream};
pub use weighed::{Weighed, read_weighed};

/// A file of counts or dossiers, with its bytes.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name, for messages.
    pub name: String,
    /// What is in it: separated values, JSON or a workbook.
    pub bytes: Vec<u8>,
}

/// What to do about rows that cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadRows {
    /// Nothing is evaluated.
    #[default]
    Refuse,
    /// They stand in the ledger.
    Report,
}

/// How counts are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// What to do about rows that cannot be counted.
    pub bad_rows: BadRows,
    /// The day as of which an open dossier past its due day is late; none: it is not late while it is open.
    pub as_of: Option<Day>,
    /// By how many years every date is moved: last year's counts under this year's rule.
    pub shift_years: i32,
    /// The encoding of text; none: the bytes decide.
    pub encoding: Option<Encoding>,
    /// The sheets of workbooks that are read; none: all that have a header.
    pub sheets: Vec<String>,
    /// Whether units need not stand in the register.
    pub any_unit: bool,
    /// How many cores read a large file; none: all.
    pub workers: Option<usize>,
    /// The bytes of a piece of a large file; none: 256 KiB.
    pub block: Option<usize>,
    /// What is declared of the files.
    pub mapping: Mapping,
    /// Whether a dossier whose code stands again counts once: the other rows are told as rows that do not count.
    pub once: bool,
}

impl From<BadRows> for Options {
    fn from(bad_rows: BadRows) -> Self {
        Self { bad_rows, ..Self::default() }
    }
}

/// Reads files; they add up.
pub fn read(plan: &Plan, inputs: &[Input], options: impl Into<Options>) -> Result<Tally, Vec<Problem>> {
    let options = options.into();
    let mut reading = Reading::new(plan, &options);
    inputs.iter().for_each(|it| reading.file(it));
    reading.done()
}

/// Reads files, large ones of dossiers in pieces, in which what `fold` does not tell apart is added up and codes of
/// dossiers are not compared; they add up.
pub fn gather(plan: &Plan, feeds: &[&dyn Feed], options: &Options, fold: &Fold) -> Result<Tally, Vec<Problem>> {
    let mut reading = Reading::new(plan, options);
    let workers = options.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let way = Way { fold, workers, block: options.block.unwrap_or(BLOCK) };
    for feed in feeds {
        match stream(plan, *feed, options, &way, &mut reading.met) {
            Ok(Streamed::Whole(input)) => reading.file(&input),
            Ok(Streamed::Counted(counted)) => {
                let (tally, load) = *counted;
                reading.tally.files.push(load.file.clone());
                reading.tally.absorb(tally);
                reading.tally.loads.push(load);
            }
            Err(problem) => reading.problems.push(problem),
        }
    }
    reading.done()
}

/// The bytes of a piece.
const BLOCK: usize = 1 << 18;

/// Files on their way into one tally.
struct Reading<'a> {
    plan: &'a Plan,
    options: &'a Options,
    tally: Tally,
    codes: HashMap<String, String>,
    /// The headers of all files.
    met: Met,
    problems: Vec<Problem>,
    /// Where each dossier stands, if that is asked for.
    traced: Option<Vec<Traced>>,
    /// Rows whose dossier stood before and does not count again.
    again: Vec<BadRow>,
}

impl<'a> Reading<'a> {
    fn new(plan: &'a Plan, options: &'a Options) -> Self {
        let (tally, codes, met) = (Tally::default(), HashMap::new(), Met::default());
        Self { plan, options, tally, codes, met, problems: Vec::new(), traced: None, again: Vec::new() }
    }

    /// Reads a file whole.
    fn file(&mut self, input: &Input) {
        self.tally.files.push(input.name.clone());
        if kept::is_kept(&input.bytes) {
            self.met.keep();
            match kept::load(self.plan, input, self.options.as_of, &mut self.tally) {
                Ok(_) => self.tally.loads.push(Load {
                    file: input.name.clone(),
                    form: "chitieu tally".to_owned(),
                    ..Load::default()
                }),
                Err(problem) => self.problems.push(problem),
            }
            return;
        }
        let opened = match open(input, self.options.encoding(), self.options.mapping.conventions.delimiter) {
            Ok(opened) => opened,
            Err(problem) => {
                self.problems.push(problem);
                return;
            }
        };
        let mut load = Load { file: input.name.clone(), ..Load::default() };
        let mut reader = Reader::new(self.plan, self.options, &input.name, &mut self.tally, &mut self.codes);
        reader.traced = self.traced.take();
        let bad = reader.tally.bad.len();
        let read = reader.sheets(opened, self.options.sheets(), &mut load);
        load.twice = std::mem::take(&mut reader.twice);
        self.met.take(&mut reader.met);
        self.traced = reader.traced.take();
        load.again = reader.again.len();
        self.again.append(&mut reader.again);
        self.tally.loads.push(load);
        if let Err(problem) = read {
            // What is wrong with the file as a whole comes first.
            self.tally.bad.truncate(bad);
            self.problems.push(problem);
        }
    }

    fn done(mut self) -> Result<Tally, Vec<Problem>> {
        if self.problems.is_empty() {
            self.problems.extend(self.met.missing(&self.options.mapping));
        }
        if self.options.bad_rows == BadRows::Refuse && !self.tally.bad.is_empty() {
            self.problems.push(error::bad_rows(&self.tally.bad));
        }
        self.tally.bad.append(&mut self.again);
        self.tally.shift(self.options.shift_years);
        self.tally.settle();
        if self.problems.is_empty() { Ok(self.tally) } else { Err(self.problems) }
    }
}

impl Options {
    /// The encoding of text that is asked for or declared.
    fn encoding(&self) -> Option<Encoding> {
        self.encoding.or(self.mapping.conventions.encoding)
    }

    /// The sheets that are asked for or declared.
    fn sheets(&self) -> &[String] {
        if self.sheets.is_empty() { &self.mapping.sheets } else { &self.sheets }
    }
}

struct Reader<'a> {
    plan: &'a Plan,
    /// The day as the counts tell days, before these are moved.
    as_of: Option<Day>,
    shift_years: i32,
    tally: &'a mut Tally,
    file: &'a str,
    /// The file, and the sheet where there are several.
    place: String,
    /// The places before it in this file; none where it is the first sheet.
    places: Vec<String>,
    /// Cells of the sheet that are not read as they stand.
    originals: Originals,
    any_unit: bool,
    mapping: &'a Mapping,
    /// The headers of all files, and what was found of what is declared.
    met: Met,
    traced: Option<Vec<Traced>>,
    again: Vec<BadRow>,
    once: bool,
    /// Codes of dossiers, each with where it stood first, in whatever file.
    codes: &'a mut HashMap<String, String>,
    /// Those that stand again.
    twice: Vec<Twice>,
    columns: Columns,
    /// Names met before, so that each is looked up once.
    units: HashMap<String, Result<u32, Say>>,
    procedures: HashMap<String, u32>,
    days: HashMap<String, Option<Day>>,
    /// Counts: where a unit, procedure and day stood.
    rows: HashMap<(u32, Option<u32>, When, When), Spot>,
    /// How many dossiers a row of one stands for.
    weight: u64,
}

/// Where a row stands: the sheet, by its place in the file, and the line.
type Spot = (usize, u64);

/// A field of a dossier: whether it is asked for, its column, what its words are, where they go.
type Field<'f> = (bool, Option<usize>, Words, &'f mut Dim);

/// Why a cell cannot be counted: its column, and what is wrong.
struct Fault(usize, Say);

impl<'a> Reader<'a> {
    fn new(
        plan: &'a Plan,
        options: &'a Options,
        file: &'a str,
        tally: &'a mut Tally,
        codes: &'a mut HashMap<String, String>,
    ) -> Self {
        Self {
            plan,
            as_of: options.as_of.map(|it| it.years_later(-options.shift_years)),
            shift_years: options.shift_years,
            tally,
            file,
            place: file.to_owned(),
            places: Vec::new(),
            originals: Originals::new(),
            any_unit: options.any_unit,
            mapping: &options.mapping,
            met: Met::default(),
            traced: None,
            again: Vec::new(),
            once: options.once,
            codes,
            twice: Vec::new(),
            columns: Columns::default(),
            units: HashMap::new(),
            procedures: HashMap::new(),
            days: HashMap::new(),
            rows: HashMap::new(),
            weight: 1,
        }
    }
}

impl Reader<'_> {
    /// A row of a table; those that fail are bad rows. Errors: it says the same cell as a row before.
    fn row(&mut self, cells: &csv::StringRecord, line: u64) -> Result<(), Problem> {
        let wanted = self.columns.headers.len();
        let found = cells.len();
        if found < wanted || cells.iter().skip(wanted).any(|it| !it.trim().is_empty()) {
            let why = say!("hàng có {found} ô, tiêu đề có {wanted}", "the row has {found} cells, the header {wanted}");
            self.bad(line, String::new(), String::new(), why, None, 1);
            return Ok(());
        }
        let get = |column: Option<usize>| column.and_then(|it| cells.get(it)).unwrap_or_default();
        let code = nfc(get(self.columns.code));
        if let Some(first) = self.codes.get(&code).filter(|_| self.once && !code.is_empty()) {
            let why =
                say!("hồ sơ này đã có ở {first}, chỉ tính một lần", "the dossier stands in {first}, and counts once");
            let (file, column) =
                (self.place.clone(), self.columns.name(self.columns.code.unwrap_or_default()).to_owned());
            let unit = self.unit(&get).ok();
            self.again.push(BadRow { file, line, column, value: code, why, unit, dossiers: 1 });
            return Ok(());
        }
        let read = match () {
            () if self.columns.total.is_some() => self.counts(&get, line),
            () if self.speaks_of_units() => self.of_unit(&get, line),
            () => self.dossier(&get, line),
        };
        if !code.is_empty() {
            let here = format!("{}:{line}", self.place);
            match self.codes.get(&code) {
                Some(first) => self.twice.push(Twice { code, first: first.clone(), again: here }),
                None => drop(self.codes.insert(code, here)),
            }
        }
        let duplicate = read.unwrap_or_else(|failed| {
            let Failed { fault: Fault(column, why), unit, dossiers } = failed;
            let original = self.originals.get(&(line, column)).cloned();
            let (value, refused) = original.unwrap_or_else(|| (nfc(get(Some(column))), None));
            let column = self.columns.name(column).to_owned();
            self.bad(line, column, value, refused.unwrap_or(why), unit, dossiers);
            None
        });
        match duplicate {
            None => Ok(()),
            Some((sheet, first)) => {
                let place = self.places.get(sheet).unwrap_or(&self.place);
                Err(error::row_twice((place, first), (&self.place, line)))
            }
        }
    }

    /// Where a row of the sheet stands.
    fn spot(&self, line: u64) -> Spot {
        (self.places.len(), line)
    }

    fn bad(&mut self, line: u64, column: String, value: String, why: Say, unit: Option<u32>, dossiers: u64) {
        let file = self.place.clone();
        self.tally.bad.push(BadRow { file, line, column, value, why, unit, dossiers });
    }

    fn check_columns(&self) -> Result<(), Problem> {
        let columns = &self.columns;
        let mut missing = Vec::new();
        if columns.unit.is_none() {
            missing.push("mã đơn vị | unit_code");
        }
        if columns.total.is_none() && !self.speaks_of_units() {
            if columns.procedure.is_none() {
                missing.push("mã thủ tục | procedure_code");
            }
            if self.plan.needs.received && columns.received.is_none() {
                missing.push("ngày tiếp nhận | received_date");
            }
            if self.plan.needs.resolved && columns.resolved.is_none() {
                missing.push("ngày trả kết quả | finished_date");
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(error::columns_missing(&self.place, &missing, &columns.headers)) }
    }

    /// A dossier; the inner nothing: it is counted.
    fn dossier<'c>(&mut self, get: &dyn Fn(Option<usize>) -> &'c str, line: u64) -> Result<Option<Spot>, Failed> {
        let needs = self.plan.needs;
        let weight = self.weight;
        let unit = self.unit(get).map_err(|it| Failed::new(it, None, weight))?;
        let fail = |fault: Fault| Failed::new(fault, Some(unit), weight);
        let procedure = self.procedure(get(self.columns.procedure)).map_err(fail)?;
        let received =
            if needs.received { self.when(self.columns.received, get, false).map_err(fail)? } else { When::Unsaid };
        let wants_resolved = needs.resolved || needs.outcome;
        let resolved =
            if wants_resolved { self.when(self.columns.resolved, get, true).map_err(fail)? } else { When::Unsaid };
        let mut facet = Facet::UNSAID;
        if needs.outcome {
            facet.outcome = self.stated_outcome(resolved, get).map_err(fail)?;
        }
        let columns = &self.columns;
        let words: [Field; 5] = [
            (needs.channel, columns.channel, Words::Channel, &mut facet.channel),
            (needs.level, columns.level, Words::Level, &mut facet.level),
            (needs.paid, columns.paid, Words::YesNo, &mut facet.paid),
            (needs.digitised, columns.digitised, Words::YesNo, &mut facet.digitised),
            (needs.electronic, columns.electronic, Words::YesNo, &mut facet.electronic),
        ];
        for (wanted, column, words, into) in words {
            if let (true, Some(column)) = (wanted, column) {
                *into = (self.mapping.word(words, get(Some(column))))
                    .ok_or_else(|| fail(Fault(column, say!("không hiểu từ này", "the word is not understood"))))?;
            }
        }
        self.marks(get, &mut facet).map_err(fail)?;
        let resolved = if needs.resolved { resolved } else { When::Unsaid };
        let facet = self.facet(facet).map_err(fail)?;
        let cell = Cell { unit, procedure: Some(procedure), received, resolved, facet, dossiers: weight };
        let amounts = self.amounts(get).map_err(fail)?;
        self.tally.loose.push(cell);
        self.note(cell, line, None);
        self.add_amounts(cell, amounts);
        Ok(None)
    }

    fn stated_period<'c>(&self, column: usize, get: &dyn Fn(Option<usize>) -> &'c str) -> Result<Days, Fault> {
        columns::period(get(Some(column))).ok_or_else(|| {
            Fault(column, say!("không hiểu tháng, quý hay năm này", "the month, quarter or year is not understood"))
        })
    }

    /// How a dossier ended, by its dates and by the word of a declared column; where they contradict, neither is believed.
    fn stated_outcome<'c>(&mut self, resolved: When, get: &dyn Fn(Option<usize>) -> &'c str) -> Result<Dim, Fault> {
        let by_dates = self.outcome(resolved, get)?;
        let Some(column) = self.columns.outcome else { return Ok(by_dates) };
        let cell = get(Some(column));
        let word = self.mapping.word(Words::Outcome, cell);
        let word = word.ok_or_else(|| Fault(column, say!("không hiểu từ này", "the word is not understood")))?;
        if word == Dim::EMPTY {
            return Ok(by_dates);
        }
        // Without a day as of which it is asked, an open dossier is overdue if its word says so.
        let open = resolved == When::Never && self.as_of.is_none();
        let by_dates = if open { Dim::of(OPEN | OVERDUE) } else { by_dates };
        let both = by_dates.and(word, OUTCOMES);
        let contradicts = say!("trái với các ngày của hồ sơ", "the dates of the dossier say otherwise");
        if both.is_none() { Err(Fault(column, contradicts)) } else { Ok(both) }
    }

    fn outcome<'c>(&mut self, resolved: When, get: &dyn Fn(Option<usize>) -> &'c str) -> Result<Dim, Fault> {
        // The due day is not looked at where it decides nothing.
        let idle = resolved == When::Unsaid || resolved == When::Never && self.as_of.is_none();
        let due = match self.columns.due.filter(|_| !idle) {
            Some(column) => Some(self.when(Some(column), get, true)?),
            None => None,
        };
        Ok(outcome_of(self.as_of, resolved, due))
    }

    /// A row of counts; the inner place: that of the row which says the same cell before.
    fn counts<'c>(&mut self, get: &dyn Fn(Option<usize>) -> &'c str, line: u64) -> Result<Option<Spot>, Failed> {
        let total_column = self.columns.total.unwrap_or_default();
        let whole = |column: usize| {
            let cell = get(Some(column));
            columns::count(cell).ok_or_else(|| Fault(column, no_count(cell)))
        };
        let total = whole(total_column).map_err(|it| Failed::new(it, None, 0))?;
        let unit = self.unit(get).map_err(|it| Failed::new(it, None, total))?;
        let fail = |fault: Fault| Failed::new(fault, Some(unit), total);
        let procedure = match self.columns.procedure {
            None => None,
            Some(column) => Some(self.procedure(get(Some(column))).map_err(fail)?),
        };
        let mut received = match self.columns.received {
            Some(column) => self.when(Some(column), get, false).map_err(fail)?,
            None => When::Unsaid,
        };
        let mut resolved = match self.columns.resolved {
            Some(column) => self.when(Some(column), get, false).map_err(fail)?,
            None => When::Unsaid,
        };
        if let Some(column) = self.columns.period {
            let days = self.stated_period(column, get).map_err(fail)?;
            // A stated period is meant by the date that the rules count by.
            match self.basis() {
                Basis::Received => received = When::In(days),
                Basis::Resolved => resolved = When::In(days),
            }
        }
        let spot = self.spot(line);
        if let Some(first) = self.rows.insert((unit, procedure, received, resolved), spot) {
            return Ok(Some(first));
        }
        let base = base_of(resolved != When::Unsaid);
        let when = if received == When::Unsaid { resolved } else { received };
        let amounts = self.amounts(get).map_err(fail)?;
        self.unit_values(unit, when, get).map_err(fail)?;
        let facet = self.facet(base).map_err(fail)?;
        self.add_amounts(Cell { unit, procedure, received, resolved, facet, dossiers: 0 }, amounts);
        for (facet, dossiers, column) in self.split(base, total, get, &whole).map_err(fail)? {
            let facet = self.facet(facet).map_err(fail)?;
            if dossiers > 0 {
                let cell = Cell { unit, procedure, received, resolved, facet, dossiers };
                self.tally.loose.push(cell);
                self.note(cell, line, column);
            }
        }
        Ok(None)
    }

    /// The total of a row as parts, where its cells are whole numbers.
    fn parts_of<'c>(
        &self,
        total: u64,
        resolved: bool,
        get: &dyn Fn(Option<usize>) -> &'c str,
    ) -> Result<Vec<(Facet, u64, Option<usize>)>, Fault> {
        let whole = |column: usize| columns::count(get(Some(column))).ok_or_else(|| Fault(column, no_count("")));
        self.split(base_of(resolved), total, get, &whole)
    }

    /// The columns of the parts of each way in which totals are parted, as far as rules ask.
    fn partitions(&self) -> Vec<Vec<usize>> {
        let of = |kind: &PartOf| self.columns.parts.iter().filter(|it| it.of == *kind).map(|it| it.column).collect();
        self.kinds().iter().map(of).collect()
    }

    /// What totals are parted by, as far as columns say and rules ask.
    fn kinds(&self) -> Vec<PartOf> {
        let needs = self.plan.needs;
        let wanted = |of: PartOf| match of {
            PartOf::Channel => needs.channel,
            PartOf::Level => needs.level,
            PartOf::Outcome => needs.outcome,
            PartOf::Paid => needs.paid,
            PartOf::Digitised => needs.digitised,
            PartOf::Electronic => needs.electronic,
            PartOf::Mark(mark) => needs.marks & (1 << mark) != 0,
        };
        let mut kinds: Vec<PartOf> = self.columns.parts.iter().map(|it| it.of).filter(|it| wanted(*it)).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// The total as parts: by channel, by level, by outcome …, as far as columns say and rules ask.
    fn split<'c>(
        &self,
        base: Facet,
        total: u64,
        get: &dyn Fn(Option<usize>) -> &'c str,
        whole: &dyn Fn(usize) -> Result<u64, Fault>,
    ) -> Result<Vec<(Facet, u64, Option<usize>)>, Fault> {
        let kinds = self.kinds();
        if kinds.is_empty() {
            return Ok(vec![(base, total, None)]);
        }
        // Two partitions do not say how they cross: each is kept, and a question is asked of one.
        // A part that is none of the total is no value that the others may have.
        let mut base = base;
        for part in self.columns.parts.iter().filter(|it| kinds.contains(&it.of)) {
            if columns::count(get(Some(part.column))) == Some(0) {
                base = match part.of {
                    PartOf::Channel => Facet { channel: base.channel.without(part.bit, 7), ..base },
                    PartOf::Level => Facet { level: base.level.without(part.bit, 31), ..base },
                    PartOf::Outcome => Facet { outcome: base.outcome.without(part.bit, OUTCOMES), ..base },
                    _ => base,
                };
            }
        }
        let views = if kinds.len() > 1 { kinds.iter().map(|it| it.bit()).sum() } else { 0 };
        let mut out = Vec::new();
        for of in kinds {
            let view = if views == 0 { 0 } else { of.bit() };
            out.extend(self.partition(Facet { view, views, ..base }, of, total, get, whole)?);
        }
        Ok(out)
    }

    /// The total as the parts of one partition; what no column states is the difference.
    fn partition<'c>(
        &self,
        base: Facet,
        of: PartOf,
        total: u64,
        get: &dyn Fn(Option<usize>) -> &'c str,
        whole: &dyn Fn(usize) -> Result<u64, Fault>,
    ) -> Result<Vec<(Facet, u64, Option<usize>)>, Fault> {
        let mut out = Vec::new();
        let mut stated = 0u64;
        let mut bits = 0u8;
        for part in self.columns.parts.iter().filter(|it| it.of == of) {
            if get(Some(part.column)).trim().is_empty() {
                return Err(Fault(part.column, say!("ô trống không phải là không", "an empty cell is not a zero")));
            }
            let dossiers = whole(part.column)?;
            stated = stated.saturating_add(dossiers);
            bits |= part.bit;
            if stated > total {
                return Err(Fault(part.column, say!("vượt quá tổng số {total}", "more than the total of {total}")));
            }
            out.push((with(base, of, Dim::of(part.bit)), dossiers, Some(part.column)));
        }
        // What no column states is what is left of the values that the row may have.
        let rest = match of {
            PartOf::Channel => base.channel.without(bits, 7),
            PartOf::Level => base.level.without(bits, 31),
            PartOf::Outcome => base.outcome.without(bits, OUTCOMES),
            _ => Dim::of(NO),
        };
        if stated < total && rest.is_none() {
            let column = self.columns.total.unwrap_or_default();
            return Err(Fault(
                column,
                say!("các cột thành phần cộng lại chỉ được {stated}", "the parts add up to {stated} only"),
            ));
        }
        out.push((with(base, of, rest), total - stated, None));
        Ok(out)
    }

    /// The date that the rules count by, where all of them agree.
    fn basis(&self) -> Basis {
        let program = &self.plan.program;
        program.quotas.first().map_or(Basis::Received, |it| program.indicator(it.indicator).basis)
    }

    fn facet(&mut self, facet: Facet) -> Result<u16, Fault> {
        self.tally.facet(facet).ok_or_else(|| Fault(0, say!("quá nhiều tổ hợp", "too many combinations")))
    }

    /// The unit of a row: a name or a code that is that of different units on different days means the one of the
    /// row's day.
    fn unit<'c>(&mut self, get: &dyn Fn(Option<usize>) -> &'c str) -> Result<u32, Fault> {
        let cell = get(self.columns.unit);
        let column = self.columns.unit.unwrap_or_default();
        if let Some(known) = self.units.get(cell) {
            return known.clone().map_err(|why| Fault(column, why));
        }
        let plan = self.plan;
        let period = plan.program.decision.period.unwrap_or(Days::ALL);
        let by_day = plan.world.units.day_decides(&nfc(self.mapping.unit(cell)));
        let days =
            if by_day { self.row_days(get).map_or(period, |it| it.years_later(self.shift_years)) } else { period };
        let found = self.find_unit(cell, days);
        if !by_day {
            self.units.insert(cell.to_owned(), found.clone());
        }
        found.map_err(|why| Fault(column, why))
    }

    /// The days that a row is of: by the date that the rules count by, or else by the other.
    fn row_days<'c>(&self, get: &dyn Fn(Option<usize>) -> &'c str) -> Option<Days> {
        let columns = &self.columns;
        if let Some(column) = columns.period {
            return columns::period(get(Some(column)));
        }
        let by = match self.basis() {
            Basis::Received => [columns.received, columns.resolved],
            Basis::Resolved => [columns.resolved, columns.received],
        };
        let day = by.into_iter().flatten().find_map(|it| columns::day(get(Some(it))));
        day.map(|it| Days::new(it, it))
    }

    /// The place in the tally of the unit with a code on these days, or of the code.
    fn find_unit(&mut self, cell: &str, days: Days) -> Result<u32, Say> {
        let shown = nfc(self.mapping.unit(cell));
        if shown.is_empty() {
            return Err(say!("thiếu đơn vị", "the unit is missing"));
        }
        let plan = self.plan;
        let units = &plan.world.units;
        let is_code = self.columns.unit_is_code || looks_like_code(&shown);
        // The names that are near are asked for only where they are told.
        if (is_code || self.any_unit) && !units.knows(&shown) {
            return Ok(self.tally.unit(&shown, None));
        }
        match units.find(&shown, days) {
            Ok(id) => Ok(self.tally.unit(&units.get(id).code, Some(id))),
            Err(_) if self.any_unit => Ok(self.tally.unit(&shown, None)),
            Err(NameFault::Unknown(_)) if is_code => Ok(self.tally.unit(&shown, None)),
            Err(NameFault::Unknown(near)) => Err(error::unknown_unit(units, &shown, &near, days)),
            Err(NameFault::Ambiguous(ids)) => {
                let list = units.candidates(&ids, &shown, days);
                Err(Say {
                    vi: format!("có nhiều đơn vị như vậy, hãy dùng tên đầy đủ, mã hoặc ngày: {}", list.vi),
                    en: format!("several units are called so, use the full name, the code or a day: {}", list.en),
                })
            }
        }
    }

    fn procedure(&mut self, cell: &str) -> Result<u32, Fault> {
        if let Some(index) = self.procedures.get(cell) {
            return Ok(*index);
        }
        let code = bare_code(self.mapping.procedure(cell));
        if code.is_empty() {
            let column = self.columns.procedure.unwrap_or_default();
            return Err(Fault(column, say!("thiếu mã thủ tục", "the procedure is missing")));
        }
        let index = self.tally.procedure(&nfc(code));
        self.procedures.insert(cell.to_owned(), index);
        Ok(index)
    }

    /// A date; where `may_be_empty`, an empty field is a date that has not come.
    fn when<'c>(
        &mut self,
        column: Option<usize>,
        get: &dyn Fn(Option<usize>) -> &'c str,
        may_be_empty: bool,
    ) -> Result<When, Fault> {
        let Some(at) = column else { return Ok(When::Unsaid) };
        let cell = get(column);
        let day = match self.days.get(cell) {
            Some(day) => *day,
            None => {
                let day = columns::day(cell);
                self.days.insert(cell.to_owned(), day);
                day
            }
        };
        match day {
            Some(day) => Ok(When::In(Days::new(day, day))),
            None if cell.trim().is_empty() && may_be_empty => Ok(When::Never),
            None if cell.trim().is_empty() => Err(Fault(at, say!("thiếu ngày", "the date is missing"))),
            None => Err(Fault(at, say!("không phải một ngày có trong lịch", "not a day of the calendar"))),
        }
    }
}

/// The place in a tally of the unit with a code on these days, or of the code alone where no unit has it.
pub(super) fn find_unit_of(plan: &Plan, tally: &mut Tally, code: &str, days: Days) -> u32 {
    let id = plan.world.units.by_code(code, days);
    tally.unit(id.map_or(code, |it| &plan.world.units.get(it).code), id)
}

/// A row that failed, with what is known of it.
struct Failed {
    fault: Fault,
    unit: Option<u32>,
    dossiers: u64,
}

impl Failed {
    fn new(fault: Fault, unit: Option<u32>, dossiers: u64) -> Self {
        Self { fault, unit, dossiers }
    }
}

/// What is known of all dossiers of a row of counts.
fn base_of(resolved: bool) -> Facet {
    // A part of counts that is open is not told apart by its due day.
    let outcome = if resolved { Dim::of(EARLY | ON_TIME | LATE) } else { Dim::UNSAID.without(OVERDUE, OUTCOMES) };
    Facet { outcome, ..Facet::UNSAID }
}

fn with(base: Facet, of: PartOf, dim: Dim) -> Facet {
    match of {
        PartOf::Channel => Facet { channel: dim, ..base },
        PartOf::Level => Facet { level: dim, ..base },
        PartOf::Outcome => Facet { outcome: dim, ..base },
        PartOf::Paid => Facet { paid: dim, ..base },
        PartOf::Digitised => Facet { digitised: dim, ..base },
        PartOf::Electronic => Facet { electronic: dim, ..base },
        PartOf::Mark(mark) => Facet { marks: base.marks.with(mark, dim), ..base },
    }
}

/// `H32.1`, `22333`, `so-noi-vu`: no name of a unit looks so.
pub(super) fn looks_like_code(text: &str) -> bool {
    let plain = text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | '/'));
    plain && text.contains(|it: char| it.is_ascii_digit() || matches!(it, '-' | '_' | '.'))
}

/// Why a cell is no number of dossiers.
fn no_count(cell: &str) -> Say {
    if cell.trim().is_empty() {
        return say!(
            "ô trống: chưa điền số hồ sơ; không có hồ sơ nào thì ghi 0",
            "empty: the number of dossiers is not filled in; where there are none, write 0"
        );
    }
    if cell.contains('%') {
        return say!(
            "cột này là số hồ sơ (số nguyên), không phải tỷ lệ; ghi số đã đếm, như 450 của tổng 500 thay cho 90%",
            "this column has whole numbers of dossiers, no shares; give what was counted, like 450 of 500 for 90%"
        );
    }
    say!("không phải số hồ sơ (số nguyên từ 0)", "not a number of dossiers (a whole number from 0)")
}
