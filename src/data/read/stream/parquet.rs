//! Parquet files on all cores: only the columns that rules ask for are read, group of rows by group of rows; a word that
//! a page names by a number is understood once.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::{Arc, Mutex};

use super::lane::{Asked, Batch, NO_NUMBER, Worker};
use super::numbers::digits;
use super::shared::{Role, Shared, Stop};
use super::{Feed, Streamed, Together, Way, asked, together};
use crate::data::columns::Columns;
use crate::data::layout::header_of;
use crate::data::load::{Load, LoadedSheet};
use crate::data::open::parquet::{Damaged, MARK, Pages, Rows, Source, Table, Value};
use crate::data::open::{Form, Sheet};
use crate::data::read::Reader;
use crate::data::read::met::Met;
use crate::data::read::sheets::has_fonts;
use crate::data::{Input, Options, Tally, error};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::table::check_headers;

/// Rows that are counted at once.
const ROWS: usize = 1 << 12;

/// The fewest rows of a group for which it is cut, so that all workers have something to do: each part reads the words
/// of its group again.
const TAKEN: u64 = 1 << 17;

/// The bytes of text that a short row would be.
const ROW: u64 = 8;

/// Rows at the beginning that show what the file is.
const FIRST: u64 = 1000;

/// Reads a Parquet file. None: it is something else. Errors: it cannot be opened, or is damaged.
pub fn stream(
    plan: &Plan,
    feed: &dyn Feed,
    options: &Options,
    way: &Way,
    met: &mut Met,
) -> Result<Option<Streamed>, Problem> {
    let name = feed.name();
    let fault = |it: Damaged| error::parquet(&name, &it.0);
    let opened = || -> Result<Option<Arc<Source>>, Problem> {
        let Some(file) = feed.parts() else { return Ok(None) };
        Source::new(file?).map(|it| Some(Arc::new(it))).map_err(|it| feed.fault(&it))
    };
    let Some(source) = opened()? else { return Ok(None) };
    if source.read(0, MARK.len()).map_err(|it| feed.fault(&it))? != MARK {
        return Ok(None);
    }
    let whole = || -> Result<Option<Streamed>, Problem> {
        let mut bytes = Vec::new();
        feed.open()?.read_to_end(&mut bytes).map_err(|it| feed.fault(&it))?;
        Ok(Some(Streamed::Whole(Input { name: name.clone(), bytes })))
    };
    let table = Table::open(&source).map_err(fault)?;
    if table.rows.saturating_mul(ROW) <= way.block as u64 {
        return whole();
    }
    let Some((headers, first)) = head(plan, &table, &source, options).map_err(fault)? else { return whole() };
    let mut orders = HashMap::new();
    let mut by_row = false;
    loop {
        let mut told = first.clone();
        let mut tally = Tally::default();
        let mut load = Load { file: name.clone(), form: Form::Parquet.to_string(), ..Load::default() };
        let mut codes = HashMap::new();
        let mut reader = Reader::new(plan, options, &name, &mut tally, &mut codes);
        reader.columns = Columns::find(headers.clone(), &plan.program.columns, &options.mapping);
        let Some(read) = asked(&reader, b',', by_row, way.fold).and_then(|asked| Read::of(&table, asked)) else {
            return whole();
        };
        load.uncompared = reader.columns.code.is_some();
        met.note(&headers);
        let shared = Mutex::new(Shared::new(reader, &mut load, way.fold, std::mem::take(&mut orders)));
        let counted = groups(&table, &read, way.workers, &shared, &|| opened().ok().flatten());
        let shared = shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut workers = match counted {
            Ok(workers) => workers,
            Err(Failed::Damaged(it)) => return Err(fault(it)),
            Err(Failed::Stop(Stop::Fault(problem))) => return Err(*problem),
            Err(Failed::Stop(Stop::Whole | Stop::Irregular)) => return whole(),
        };
        match together(shared, &mut workers, 0, &mut told) {
            Together::Counted => {}
            Together::Whole => return whole(),
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
        return Ok(Some(Streamed::Counted(Box::new((tally, load)))));
    }
}

/// The names of the columns, and what is told of the beginning; none: the file has to be read whole.
fn head<'a>(
    plan: &Plan,
    table: &Table,
    source: &Arc<Source<'a>>,
    options: &Options,
) -> Result<Option<(Vec<String>, LoadedSheet)>, Damaged> {
    let mut sheet = Sheet { rows: table.lines(source, FIRST)?, ..Sheet::default() };
    let first = sheet.rows.get(1).map(|it| it.number);
    let mut told = LoadedSheet::default();
    let knows = |names: &[String]| {
        let columns = Columns::find(names.to_vec(), &plan.program.columns, &options.mapping);
        columns.unit.map_or(0, |_| columns.known())
    };
    if has_fonts(&sheet) {
        return Ok(None);
    }
    let headers = header_of(&mut sheet, &knows, options.mapping.header, &mut told);
    let is_plain = told.header == Some(0) && told.skipped.is_empty() && sheet.rows.first().map(|it| it.number) == first;
    Ok(headers.filter(|it| is_plain && check_headers(it).is_ok()).map(|it| (it, told)))
}

/// What is read of a file.
struct Read {
    asked: Asked,
    /// The columns that are read: where each stands among those of cells, and what its cells are.
    words: Vec<(usize, Value)>,
    numbers: Vec<(usize, Value)>,
}

impl Read {
    /// None: a column is not of a kind that is read in pieces.
    fn of(table: &Table, asked: Asked) -> Option<Self> {
        let cells = |at: usize| table.columns.get(at).and_then(|it| it.cells);
        let is_plain = |role: Role, it: &(usize, Value)| match it.1 {
            Value::Text | Value::Whole { .. } | Value::Is => true,
            // A month is told by its first day where the file is read whole.
            Value::Day | Value::Time { .. } => role != Role::Period,
            // So are days that a workbook has as numbers.
            Value::Near | Value::Decimal { .. } => !role.is_date() && role != Role::Due,
            Value::Other => false,
        };
        let is_number = |it: &(usize, Value)| matches!(it.1, Value::Text | Value::Whole { .. });
        let words =
            asked.columns.iter().map(|it| cells(it.0).filter(|cells| is_plain(it.1, cells))).collect::<Option<_>>()?;
        let numbers = asked.numbers.iter().flat_map(|it| &it.0);
        let numbers = numbers.map(|it| cells(*it).filter(is_number)).collect::<Option<_>>()?;
        Some(Self { asked, words, numbers })
    }
}

/// Why reading ended.
enum Failed {
    Stop(Stop),
    Damaged(Damaged),
}

impl From<Damaged> for Failed {
    fn from(it: Damaged) -> Self {
        Self::Damaged(it)
    }
}

impl From<Stop> for Failed {
    fn from(it: Stop) -> Self {
        Self::Stop(it)
    }
}

/// Rows of a group that are counted by one worker.
struct Task {
    /// Its place among the tasks.
    number: u32,
    group: usize,
    first: u64,
    rows: u64,
}

/// The next task: a group of rows, or where there are few of them a part of one.
#[derive(Default)]
struct Tasks {
    /// How many rows one takes.
    taken: u64,
    next: u32,
    group: usize,
    first: u64,
    stopped: bool,
}

impl Tasks {
    fn take(&mut self, table: &Table) -> Option<Task> {
        while !self.stopped {
            let all = u64::try_from(table.group(self.group)?.num_rows()).unwrap_or_default();
            let left = all - self.first.min(all);
            if left == 0 {
                (self.group, self.first) = (self.group + 1, 0);
                continue;
            }
            let rows = left.min(self.taken);
            let task = Task { number: self.next, group: self.group, first: self.first, rows };
            (self.next, self.first) = (self.next.checked_add(1)?, self.first + rows);
            return Some(task);
        }
        None
    }
}

/// Counts all groups of rows on several cores.
fn groups<'a>(
    table: &Table,
    read: &Read,
    workers: usize,
    shared: &Mutex<Shared<'_>>,
    open: &(dyn Fn() -> Option<Arc<Source<'a>>> + Sync),
) -> Result<Vec<Worker>, Failed> {
    let is_many = table.groups() >= 2 * workers;
    let taken = if is_many { u64::MAX } else { table.rows.div_ceil(2 * workers as u64).max(TAKEN) };
    let tasks = Mutex::new(Tasks { taken, ..Tasks::default() });
    let work = || -> Result<Worker, Failed> {
        let mut worker = Worker::new(&read.asked);
        let source = open().ok_or(Stop::Whole)?;
        loop {
            let task = tasks.lock().map_err(|_| Stop::Whole)?.take(table);
            let Some(task) = task else { return Ok(worker) };
            if let Err(stop) = count(&mut worker, table, read, &source, &task, shared) {
                if let Ok(mut tasks) = tasks.lock() {
                    tasks.stopped = true;
                }
                return Err(stop);
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

/// Counts some rows of a group.
fn count<'a>(
    worker: &mut Worker,
    table: &Table,
    read: &Read,
    source: &Arc<Source<'a>>,
    task: &Task,
    shared: &Mutex<Shared<'_>>,
) -> Result<(), Failed> {
    let group = table.group(task.group).ok_or(Stop::Whole)?;
    let column = |it: &(usize, Value)| -> Result<(Pages, Value), Damaged> {
        let mut pages = Pages::new(source, group, it.0)?;
        pages.skip(task.first)?;
        Ok((pages, it.1))
    };
    let mut words: Vec<_> = read.words.iter().map(column).collect::<Result<_, _>>()?;
    let mut numbers: Vec<_> = read.numbers.iter().map(column).collect::<Result<_, _>>()?;
    let mut known: Vec<HashMap<i64, u64>> = words.iter().map(|_| HashMap::new()).collect();
    let mut rows: Option<Rows> = None;
    let mut damaged = None;
    let mut batch = Batch { part: task.number, ..Batch::default() };
    batch.words.resize_with(words.len(), Vec::new);
    batch.numbers.resize_with(numbers.len(), Vec::new);
    while batch.first < task.rows {
        batch.rows = usize::try_from(task.rows - batch.first).unwrap_or(ROWS).min(ROWS);
        for (at, ((pages, value), into)) in words.iter_mut().zip(&mut batch.words).enumerate() {
            let known = known.get_mut(at);
            into.clear();
            pages.read(batch.rows, into, &mut understand(worker, at, *value, known, shared))?;
        }
        for ((pages, value), into) in numbers.iter_mut().zip(&mut batch.numbers) {
            into.clear();
            pages.read(batch.rows, into, &mut |cell| Ok::<_, Failed>(number(*value, cell)))?;
        }
        let done = worker.batch_of_words(&batch, shared, &mut |row| {
            let mut cells = || -> Result<_, Damaged> {
                let rows = match &mut rows {
                    Some(rows) => rows,
                    none => none.insert(Rows::new(table, source, group)?),
                };
                Ok(rows.at(task.first + row)?.0)
            };
            cells().map_err(|it| {
                damaged = Some(it);
                Stop::Whole
            })
        });
        if let Some(it) = damaged.take() {
            return Err(it.into());
        }
        done?;
        batch.first += batch.rows as u64;
    }
    worker.lines.push((task.number, task.rows));
    Ok(())
}

/// How the cells of a column are understood.
fn understand(
    worker: &mut Worker,
    column: usize,
    value: Value,
    mut known: Option<&mut HashMap<i64, u64>>,
    shared: &Mutex<Shared<'_>>,
) -> impl FnMut(Option<&[u8]>) -> Result<u64, Failed> {
    let mut padded = Vec::new();
    move |cell| {
        let Some(cell) = cell else { return Ok(worker.learn(column, "", &mut padded, shared)?) };
        if value == Value::Text {
            return Ok(worker.learn(column, &String::from_utf8_lossy(cell), &mut padded, shared)?);
        }
        let key = value.key(cell).zip(known.as_mut());
        if let Some(found) = key.as_ref().and_then(|it| it.1.get(&it.0)) {
            return Ok(*found);
        }
        let found = worker.learn(column, &value.said(cell).0, &mut padded, shared)?;
        key.map(|(key, known)| known.insert(key, found));
        Ok(found)
    }
}

/// A number of dossiers, as files of text have it.
fn number(value: Value, cell: Option<&[u8]>) -> u64 {
    let found = match (value, cell) {
        (_, None) => None,
        (Value::Text, Some(cell)) => digits(cell),
        (value, Some(cell)) => value.count(cell),
    };
    found.unwrap_or(NO_NUMBER)
}
