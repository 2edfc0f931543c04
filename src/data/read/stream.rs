//! Large files of dossiers, read block by block on all cores: what rules tell apart is counted while it is read, and no
//! row is kept. Whatever a block alone does not say – another encoding, letters of old fonts, columns turned around –
//! sends the file to the way on which it is read whole.

mod blocks;
mod chain;
mod column;
mod lane;
mod marks;
mod numbers;
#[cfg(feature = "parquet")]
mod parquet;
mod said;
mod shared;
mod words;

use std::collections::HashMap;
use std::io::Read;
use std::sync::Mutex;

use blocks::{Block, Cutter};
use lane::{Asked, Worker, place};
use said::Twice;
pub(super) use shared::outcome_of;
use shared::{Shared, Stop, numbers_of, roles};

use super::Reader;
use super::met::Met;
use crate::data::columns::Columns;
use crate::data::layout::header_of;
use crate::data::load::{Load, LoadedSheet};
use crate::data::open::{Encoding, Form, encoding_of, separated};
use crate::data::tidy::Order;
use crate::data::{Fold, Input, Options, Tally};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::table::check_headers;
use crate::term::Basis;

/// A file that may be read in pieces, and again from its beginning.
pub trait Feed: Sync {
    /// Its name, for messages.
    fn name(&self) -> String;
    /// Opens it. Errors: it cannot be opened.
    fn open(&self) -> Result<Box<dyn Read + Send + '_>, Problem>;
    /// Opens it where any part of it may be read; none: it can only be read from its beginning.
    fn parts(&self) -> Option<Result<Box<dyn Parts + '_>, Problem>> {
        None
    }
    /// What is told when reading fails.
    fn fault(&self, error: &std::io::Error) -> Problem;
}

/// What may be read from any place.
pub trait Parts: Read + std::io::Seek + Send {}

impl<T: Read + std::io::Seek + Send> Parts for T {}

/// What became of a file.
pub(super) enum Streamed {
    /// It was counted.
    Counted(Box<(Tally, Load)>),
    /// It has to be read whole.
    Whole(Input),
}

/// What the beginning of a file says.
struct Head {
    between: u8,
    headers: Vec<String>,
    told: LoadedSheet,
    /// How many bytes and lines stand above the first row.
    bytes: usize,
    lines: u64,
}

/// How a file is read in pieces.
pub(super) struct Way<'a> {
    pub fold: &'a Fold,
    pub workers: usize,
    /// The bytes of a block; a file that is no longer is read whole.
    pub block: usize,
}

/// Reads a file in pieces. Errors: it cannot be read.
pub(super) fn stream(
    plan: &Plan,
    feed: &dyn Feed,
    options: &Options,
    way: &Way,
    met: &mut Met,
) -> Result<Streamed, Problem> {
    let fault = |it: std::io::Error| feed.fault(&it);
    let name = feed.name();
    #[cfg(feature = "parquet")]
    if let Some(done) = parquet::stream(plan, feed, options, way, met)? {
        return Ok(done);
    }
    let mut orders = HashMap::new();
    let mut exact = false;
    let mut by_row = false;
    loop {
        let mut cutter = Cutter::new(feed.open()?, way.block);
        let mut first = Block::default();
        cutter.fill(&mut first).map_err(fault)?;
        let is_text = !cutter.is_done() && !first.rows().starts_with(b"PAR1");
        let head = if is_text { head(plan, &first, options) } else { None };
        let mut tally = Tally::default();
        let mut load = Load { file: name.clone(), ..Load::default() };
        let mut codes = HashMap::new();
        let mut reader = Reader::new(plan, options, &name, &mut tally, &mut codes);
        let mut has_codes = false;
        let asked = head.as_ref().and_then(|head| {
            reader.columns = Columns::find(head.headers.clone(), &plan.program.columns, &options.mapping);
            has_codes = reader.columns.code.is_some();
            asked(&reader, head.between, by_row, way.fold)
        });
        let (Some(head), Some(asked)) = (head, asked) else {
            let bytes = cutter.rest(&first).map_err(fault)?;
            return Ok(Streamed::Whole(Input { name: name.clone(), bytes }));
        };
        met.note(&head.headers);
        let mut told = head.told;
        load.form = Form::Separated(char::from(head.between)).to_string();
        load.encoding = Some(Encoding::Utf8.name());
        load.uncompared = has_codes;
        let shared = Mutex::new(Shared::new(reader, &mut load, way.fold, std::mem::take(&mut orders)));
        let read = if exact {
            let from = first.rows().chain(cutter.into_rest());
            each_letter(from, &asked, head.lines, &shared)
        } else {
            first.skip(head.bytes);
            blocks(cutter, first, &asked, way.workers, &shared)
        };
        let shared = shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let whole = |_| -> Result<Streamed, Problem> {
            let mut bytes = Vec::new();
            feed.open()?.read_to_end(&mut bytes).map_err(fault)?;
            Ok(Streamed::Whole(Input { name: name.clone(), bytes }))
        };
        let mut workers = match read {
            Ok(workers) => workers,
            Err(Failed::Stop(Stop::Irregular)) => {
                exact = true;
                continue;
            }
            Err(Failed::Stop(Stop::Whole)) => return whole(()),
            Err(Failed::Stop(Stop::Fault(problem))) => return Err(*problem),
            Err(Failed::Read(it)) => return Err(fault(it)),
        };
        let above = if exact { 0 } else { head.lines };
        match together(shared, &mut workers, above, &mut told) {
            Together::Counted => {}
            Together::Whole => return whole(()),
            Together::Again(other) => {
                orders = other;
                continue;
            }
            Together::ByRow => {
                by_row = true;
                continue;
            }
        }
        load.sheets.push(told);
        return Ok(Streamed::Counted(Box::new((tally, load))));
    }
}

/// What is read of each row of a table whose columns are known; none: it has to be read whole. `by_row`: every row of
/// counts is held by itself.
fn asked(reader: &Reader, between: u8, by_row: bool, fold: &Fold) -> Option<Asked> {
    reader.check_columns().ok()?;
    // What is declared of days, and a word on how a dossier ended, are read row by row.
    let days = &reader.mapping.conventions;
    let declared = days.marks().is_some()
        || days.dates.is_some()
        || days.zone.is_some()
        || days.from_1904.is_some()
        || days.fill_down;
    if declared || reader.columns.outcome.is_some() {
        return None;
    }
    let needs = reader.plan.needs;
    let (columns, width) = (roles(reader)?, reader.columns.headers.len());
    let (resolved, outcome, as_of) = (needs.resolved, needs.outcome, reader.as_of);
    let numbers = numbers_of(reader);
    let (resolved, outcome) = (resolved || numbers.is_some(), outcome && numbers.is_none());
    let (by_result, keeps) = (reader.basis() == Basis::Resolved, fold.borders.is_none());
    Some(Asked { columns, width, between, resolved, outcome, as_of, numbers, by_result, by_row, keeps })
}

/// What comes of what the workers have counted.
enum Together {
    /// The tally holds it.
    Counted,
    /// The file has to be read whole.
    Whole,
    /// It has to be read again: dates of some columns are written in another order.
    Again(HashMap<usize, Order>),
    /// It has to be read again: rows of counts have to be held one by one.
    ByRow,
}

/// Puts together what was counted; `above`: the lines above the first row.
fn together(mut shared: Shared, workers: &mut [Worker], above: u64, told: &mut LoadedSheet) -> Together {
    if let Some(other) = shared.other_orders() {
        return Together::Again(other);
    }
    match shared.says_twice(workers) {
        Twice::No => {}
        Twice::Perhaps => return Together::ByRow,
        Twice::Yes => return Together::Whole,
    }
    if workers.iter_mut().any(|it| it.finish(&mut shared).is_err()) {
        return Together::Whole;
    }
    let mut lines: Vec<(u32, u64)> = workers.iter().flat_map(|it| it.lines.iter().copied()).collect();
    lines.sort_unstable();
    let mut before = Vec::with_capacity(lines.len());
    let mut sum = above;
    for (_, more) in &lines {
        before.push(sum);
        sum += more;
    }
    let line = |at: u64| before.get((at >> 32) as usize).copied().unwrap_or(0) + (at & u64::from(u32::MAX)) + 1;
    let last = workers.iter().filter_map(|it| it.last).max();
    let rows = workers.iter().map(|it| it.rows).sum();
    shared.finish(&line, last, rows, told);
    Together::Counted
}

impl Reader<'_> {
    /// The columns that rules ask for.
    pub(super) fn asked(&self) -> Vec<usize> {
        let Some(roles) = roles(self) else {
            let declared = self.columns.declared.iter().map(|it| it.1);
            return self.columns.roles().into_iter().map(|it| it.1).chain(declared).collect();
        };
        let numbers = numbers_of(self).map(|it| it.0).unwrap_or_default();
        let outcome = self.columns.outcome.filter(|_| self.plan.needs.outcome);
        roles.into_iter().map(|it| it.0).chain(numbers).chain(outcome).collect()
    }
}

/// Why reading ended.
enum Failed {
    Stop(Stop),
    Read(std::io::Error),
}

/// Counts the blocks of a file on several cores.
fn blocks(
    cutter: Cutter,
    first: Block,
    asked: &Asked,
    workers: usize,
    shared: &Mutex<Shared<'_>>,
) -> Result<Vec<Worker>, Failed> {
    let queue = Mutex::new((cutter, Some(first), false));
    let work = || -> Result<Worker, Failed> {
        let mut worker = Worker::new(asked);
        let mut block = Block::default();
        loop {
            {
                let Ok(mut queue) = queue.lock() else { return Err(Failed::Stop(Stop::Whole)) };
                let (cutter, first, stopped) = &mut *queue;
                match first.take() {
                    _ if *stopped => return Ok(worker),
                    Some(it) => block = it,
                    None if !cutter.fill(&mut block).map_err(Failed::Read)? => return Ok(worker),
                    None => {}
                }
            }
            if let Err(stop) = worker.block(&block, shared) {
                if let Ok(mut queue) = queue.lock() {
                    queue.2 = true;
                }
                return Err(Failed::Stop(stop));
            }
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> =
            (1..workers).filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut done = vec![work()];
        for it in others {
            match it.join() {
                Ok(it) => done.push(it),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
        done.into_iter().collect()
    })
}

/// Counts the rows of a file whose quotes stand anywhere, letter by letter.
fn each_letter(from: impl Read, asked: &Asked, above: u64, shared: &Mutex<Shared<'_>>) -> Result<Vec<Worker>, Failed> {
    let mut worker = Worker::new(asked);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .comment(Some(b'#'))
        .delimiter(asked.between)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(from.chain(&b"\n"[..]));
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                let why = fault.to_string();
                return Err(Failed::Read(match fault.into_kind() {
                    csv::ErrorKind::Io(it) => it,
                    _ => std::io::Error::other(why),
                }));
            }
        }
        // A row ends with its line; those inside quotes are its own.
        let inside = memchr::memchr_iter(b'\n', record.as_slice()).count() as u64;
        let line = reader.position().line().saturating_sub(1 + inside);
        if line > above {
            worker.record(&record, place(0, line - 1), shared).map_err(Failed::Stop)?;
        }
    }
    Ok(vec![worker])
}

/// What the beginning of a file says; none: it is no text of this kind.
fn head(plan: &Plan, first: &Block, options: &Options) -> Option<Head> {
    let (found, text) = encoding_of(first.rows())?;
    if found != Encoding::Utf8 || options.encoding().is_some_and(|it| it != Encoding::Utf8) {
        return None;
    }
    let above = first.length - text.len();
    let text = std::str::from_utf8(text).ok()?;
    if text.trim_start().starts_with(['<', '[', '{']) {
        return None;
    }
    let (mark, mut sheet, places) = separated::beginning(text, options.mapping.conventions.delimiter);
    if super::sheets::has_fonts(&sheet) {
        return None;
    }
    let mut told = LoadedSheet::default();
    let knows = |names: &[String]| {
        let columns = Columns::find(names.to_vec(), &plan.program.columns, &options.mapping);
        columns.unit.map_or(0, |_| columns.known())
    };
    let headers = header_of(&mut sheet, &knows, options.mapping.header, &mut told)?;
    check_headers(&headers).ok()?;
    // The first row under the header; a file of which the beginning holds none is read whole.
    let number = sheet.rows.first()?.number;
    let place = places.iter().find(|it| it.0 == number)?.1;
    let between = u8::try_from(mark).ok()?;
    Some(Head { between, headers, told, bytes: above + place, lines: number - 1 })
}
