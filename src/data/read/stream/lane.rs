//! One worker: block after block, a batch of rows at a time, column by column as the numbers of
//! its words, counted by unit and kind.

#[cfg(feature = "parquet")]
mod batch;

use std::collections::HashSet;
use std::sync::Mutex;

use super::blocks::Block;
use super::chain::{Counts, Pairs};
use super::column::{Lane, keep};
use super::marks::{Cells, Irregular, Marks};
use super::numbers::{Numbers, digits};
use super::said::Said;
use super::shared::{COLD, MEANING, REPAIRED, Role, Shared, Stop, outcome_of, part_of};
use super::words::PAD;
use crate::data::open::separated;
use crate::data::runs::Runs;
use crate::data::{Cell, Facet};
use crate::text::Day;
#[cfg(feature = "parquet")]
pub use batch::{Batch, NO_NUMBER};

/// The rows of a batch: what is held of them stays near.
const BATCH: usize = 1024;

/// What is put together to the kind of a row, after its procedure.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The meaning of a lane.
    Lane(usize),
    /// The outcome, by the lanes of the day of the result and of the due day.
    Outcome(usize, Option<usize>),
}

/// What is read of each row.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The columns, each with what it says.
    pub columns: Vec<(usize, Role)>,
    /// How many columns there are.
    pub width: usize,
    /// The mark between cells.
    pub between: u8,
    /// Whether rules count by the day of the result.
    pub resolved: bool,
    /// Whether they ask for the outcome.
    pub outcome: bool,
    /// The day as of which an open dossier is late.
    pub as_of: Option<Day>,
    /// Of counts: the columns of numbers, and the parts of each way in which the total is parted.
    pub numbers: Option<(Vec<usize>, Vec<Vec<usize>>)>,
    /// Of counts: whether rules count by the day of the result, and so a stated period.
    pub by_result: bool,
    /// Of counts: whether every row is held by itself.
    pub by_row: bool,
    /// Whether days are told apart.
    pub keeps: bool,
}

/// A worker.
pub struct Worker {
    lanes: Vec<Lane>,
    unit: usize,
    procedure: Option<usize>,
    dates: Vec<usize>,
    steps: Vec<Step>,
    pairs: Vec<Pairs>,
    counts: Counts,
    /// In their place, where days are told apart.
    runs: Option<Runs>,
    width: usize,
    between: u8,
    marks: Marks,
    /// Where the rows of a batch begin, and their kinds.
    rows_at: Vec<u32>,
    kinds: Vec<u32>,
    as_of: Option<Day>,
    numbers: Option<Numbers>,
    /// Where the procedure and the days of a row of counts are read.
    keys: [Option<usize>; 3],
    /// The rows of counts.
    pub said: Said,
    /// Units with rows that count nothing.
    empty: HashSet<u32>,
    /// The combinations of rows of counts, put to their kinds.
    parts: Pairs,
    /// Ends of lines in each block that was read.
    pub lines: Vec<(u32, u64)>,
    /// The last row that is no candidate for a signature: its place.
    pub last: Option<u64>,
    /// Rows that hold something.
    pub rows: u64,
}

/// The place of a row: its block, and its line in it.
pub fn place(block: u32, line: u64) -> u64 {
    u64::from(block) << 32 | line.min(u64::from(u32::MAX))
}

impl Worker {
    /// A worker for the columns that are read.
    pub fn new(asked: &Asked) -> Self {
        let columns = &asked.columns;
        let of = |role: Role| columns.iter().position(|it| it.1 == role);
        let is_part = |it: &Role| match it {
            Role::Unit | Role::Procedure | Role::Due => false,
            Role::Resolved => asked.resolved,
            _ => true,
        };
        let mut steps: Vec<Step> =
            (0..columns.len()).filter(|it| columns.get(*it).is_some_and(|it| is_part(&it.1))).map(Step::Lane).collect();
        if let Some(resolved) = of(Role::Resolved).filter(|_| asked.outcome) {
            steps.push(Step::Outcome(resolved, of(Role::Due)));
        }
        let period = |by_result: bool| of(Role::Period).filter(|_| asked.by_result == by_result);
        let days = [of(Role::Received).or(period(false)), of(Role::Resolved).or(period(true))];
        Self {
            lanes: columns.iter().map(|it| Lane::new(it.0, it.1)).collect(),
            dates: (0..columns.len()).filter(|it| columns.get(*it).is_some_and(|it| it.1.is_date())).collect(),
            unit: of(Role::Unit).unwrap_or_default(),
            procedure: of(Role::Procedure),
            pairs: steps.iter().map(|_| Pairs::default()).collect(),
            steps,
            counts: Counts::default(),
            runs: asked.keeps.then(Runs::default),
            width: asked.width,
            between: asked.between,
            marks: Marks::default(),
            rows_at: Vec::new(),
            kinds: Vec::new(),
            as_of: asked.as_of,
            numbers: asked.numbers.clone().map(|it| Numbers::new(it.0, it.1)),
            keys: [of(Role::Procedure), days[0], days[1]],
            said: Said::new(asked.by_row || days.iter().all(Option::is_some)),
            empty: HashSet::new(),
            parts: Pairs::default(),
            lines: Vec::new(),
            last: None,
            rows: 0,
        }
    }

    /// Counts the rows of a block. Errors: the file has to be read in another way.
    pub fn block(&mut self, block: &Block, shared: &Mutex<Shared<'_>>) -> Result<(), Stop> {
        let mut marks = std::mem::take(&mut self.marks);
        let found = marks.find(&block.bytes, block.length, self.between);
        let stop = |it| match it {
            Irregular::Quotes => Stop::Irregular,
            Irregular::Lines => Stop::Whole,
        };
        let done = found.map_err(stop).and_then(|returns| self.rows(block, &marks, returns, shared));
        self.marks = marks;
        done
    }

    fn rows(&mut self, block: &Block, marks: &Marks, returns: bool, shared: &Mutex<Shared<'_>>) -> Result<(), Stop> {
        let begins = marks.cells();
        let cells = Cells {
            bytes: &block.bytes,
            begins,
            rows: &[],
            returns: Some(self.width.wrapping_sub(1)).filter(|_| returns),
        };
        let mut lines = Lines { bytes: block.rows(), all: marks.lines(), until: 0, line: 0 };
        let mut last = None;
        let mut rows: Vec<u32> = Vec::with_capacity(BATCH);
        let (mut first, mut start) = (0usize, 0usize);
        for end in marks.rows() {
            if begins.get(first.wrapping_add(self.width)) == Some(end) && block.bytes.get(start) != Some(&b'#') {
                rows.push(first as u32);
                first = first.wrapping_add(self.width);
                if rows.len() == BATCH {
                    last = last.max(self.batch(block, Cells { rows: &rows, ..cells }, &mut lines, shared)?);
                    rows.clear();
                }
            } else {
                if self.odd(block, start..*end as usize, &mut lines, shared)? {
                    last = last.max(Some(start));
                }
                first += begins.get(first..).unwrap_or_default().iter().take_while(|it| *it < end).count();
            }
            start = *end as usize;
        }
        last = last.max(self.batch(block, Cells { rows: &rows, ..cells }, &mut lines, shared)?);
        if let Some(start) = last {
            let at = place(block.number, lines.before(start));
            self.last = self.last.max(Some(at));
        }
        self.lines.push((block.number, marks.lines()));
        Ok(())
    }

    /// Counts rows that have the right number of cells; where the last of them begins that is no candidate for a
    /// signature.
    fn batch(
        &mut self,
        block: &Block,
        cells: Cells<'_>,
        lines: &mut Lines,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<Option<usize>, Stop> {
        for lane in &mut self.lanes {
            lane.find(cells, shared)?;
        }
        let begin = |row: u32, cell: usize| cells.begins.get(row as usize + cell).map_or(0, |it| *it as usize);
        let at = &mut |row| place(block.number, lines.before(begin(row, 0)));
        let odd = self.count_found(cells.rows, at, &mut |numbers, rows| numbers.read(cells, rows), shared)?;
        let mut last = self.rows_at.last().map(|it| begin(*it, 0));
        for row in odd {
            let start = begin(row, 0);
            if self.odd(block, start..begin(row, self.width), lines, shared)? {
                last = last.max(Some(start));
            }
        }
        Ok(last)
    }

    /// Counts the rows of a batch, whose words stand in the lanes; the rows that are not to be counted at once. `rows`:
    /// what the rows are called; `place`: of a row; `read`: reads the numbers of rows of counts, and says at which places
    /// among them there are others than digits.
    fn count_found(
        &mut self,
        rows: &[u32],
        place: &mut dyn FnMut(u32) -> u64,
        read: &mut dyn FnMut(&mut Numbers, &[u32]) -> Vec<u32>,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<Vec<u32>, Stop> {
        self.rows_at.clear();
        self.rows_at.extend_from_slice(rows);
        let flags = self.lanes.iter_mut().fold(0, |flags, it| flags | it.decode());
        let mut odd = if flags == flags & MEANING { Vec::new() } else { self.sift(place) };
        if let Some(numbers) = &mut self.numbers {
            let strange = read(numbers, &self.rows_at);
            odd.extend(self.leave_out(&strange));
            let strange = self.count_numbers(shared)?;
            odd.extend(self.leave_out(&strange));
        } else {
            self.count()?;
        }
        Ok(odd)
    }

    /// Takes out of the batch the rows that are not counted at once, and notes of the others what is not read as it
    /// stands. `place`: of a row.
    #[cold]
    fn sift(&mut self, place: &mut dyn FnMut(u32) -> u64) -> Vec<u32> {
        let mut strange = Vec::new();
        for (number, row) in self.rows_at.iter().enumerate() {
            let flags = self.lanes.iter().fold(0, |flags, it| flags | it.codes.get(number).copied().unwrap_or(COLD));
            if flags & COLD != 0 || (flags & REPAIRED != 0 && self.numbers.is_some()) {
                strange.push(number as u32);
            } else if flags & REPAIRED != 0 {
                let at = place(*row);
                self.lanes.iter_mut().for_each(|it| it.note_repair(number, at));
            }
        }
        let odd = self.leave_out(&strange);
        self.lanes.iter_mut().flat_map(|it| &mut it.codes).for_each(|it| *it &= MEANING);
        odd
    }

    /// Takes rows out of the batch, by their places in it, which ascend; the rows.
    fn leave_out(&mut self, places: &[u32]) -> Vec<u32> {
        if places.is_empty() {
            return Vec::new();
        }
        let mut out = places.iter().peekable();
        let stays = |it: &u32| out.next_if_eq(&it).is_none();
        let stay: Vec<u32> = (0..self.rows_at.len() as u32).filter(stays).collect();
        let odd = places.iter().filter_map(|it| self.rows_at.get(*it as usize)).copied().collect();
        keep(&mut self.rows_at, &stay);
        self.lanes.iter_mut().for_each(|it| it.keep(&stay));
        if let Some(numbers) = &mut self.numbers {
            numbers.keep(&stay);
        }
        odd
    }

    /// Counts the rows of counts whose words and numbers were found; the places of those whose numbers do not go
    /// together.
    fn count_numbers(&mut self, shared: &Mutex<Shared<'_>>) -> Result<Vec<u32>, Stop> {
        self.join();
        let mut strange = Vec::new();
        let Some(numbers) = &mut self.numbers else { return Ok(strange) };
        let Some(units) = self.lanes.get(self.unit).map(|it| &it.codes) else { return Ok(strange) };
        let (counts, parts) = (&mut self.counts, &mut self.parts);
        let [procedures, received, resolved] = self.keys.map(|at| self.lanes.get(at?));
        let are_few = counts.room(numbers.most());
        let (mut runs, mut fits) = (self.runs.as_mut(), true);
        for (row, (unit, kind)) in units.iter().zip(&self.kinds).enumerate() {
            let see = |facet: u32, dossiers: u64| match (parts.of(*kind, facet), &mut runs) {
                (_, Some(_)) if dossiers == 0 => {}
                (part, Some(runs)) => {
                    let procedure = procedures.and_then(|it| it.codes.get(row)).copied();
                    fits &= runs.add(*unit, procedure, part, dossiers).is_some();
                }
                (part, None) if are_few => counts.more(*unit, part, dossiers as u32),
                (part, None) => counts.many(*unit, part, dossiers),
            };
            if !numbers.parted(row, shared, see)? {
                strange.push(row as u32);
                continue;
            }
            let each = |lane: Option<&Lane>| lane.and_then(|it| it.each(row));
            self.said.note(*unit, each(procedures), each(received), each(resolved)).ok_or(Stop::Whole)?;
            self.rows += 1;
            if numbers.total(row) == 0 {
                self.empty.insert(*unit);
            }
        }
        let counts = |row: usize| numbers.total(row) > 0 && strange.binary_search(&(row as u32)).is_err();
        for at in &self.dates {
            self.lanes.iter_mut().skip(*at).take(1).for_each(|it| it.use_days(counts));
        }
        if fits { Ok(strange) } else { Err(Stop::Whole) }
    }

    /// Counts the rows whose words were found.
    fn count(&mut self) -> Result<(), Stop> {
        self.join();
        if let Some(lane) = self.lanes.get(self.unit) {
            match &mut self.runs {
                None => self.counts.each_one(&lane.codes, &self.kinds),
                Some(runs) => {
                    let procedures = self.procedure.and_then(|it| self.lanes.get(it));
                    for (row, (unit, kind)) in lane.codes.iter().zip(&self.kinds).enumerate() {
                        let procedure = procedures.and_then(|it| it.codes.get(row)).copied();
                        runs.add(*unit, procedure, *kind, 1).ok_or(Stop::Whole)?;
                    }
                }
            }
            self.rows += lane.codes.len() as u64;
        }
        for at in &self.dates {
            self.lanes.iter_mut().skip(*at).take(1).for_each(|it| it.use_days(|_| true));
        }
        Ok(())
    }

    /// Finds the kinds of the rows whose words were found.
    fn join(&mut self) {
        let Self { lanes, kinds, .. } = self;
        kinds.clear();
        // Where days are told apart, the procedure is no part of the kind.
        match self.procedure.filter(|_| self.runs.is_none()).and_then(|it| lanes.get(it)) {
            Some(lane) => kinds.extend_from_slice(&lane.codes),
            None => kinds.resize(lanes.get(self.unit).map_or(0, |it| it.codes.len()), 0),
        }
        for (step, pairs) in self.steps.iter().zip(&mut self.pairs) {
            match *step {
                Step::Lane(at) => pairs.join(kinds, lanes.get(at).map_or(&[], |it| it.codes.as_slice())),
                Step::Outcome(resolved, due) => {
                    let Some(resolved) = lanes.get(resolved) else { continue };
                    let due = due.and_then(|it| lanes.get(it));
                    for (row, kind) in kinds.iter_mut().enumerate() {
                        let outcome = outcome_of(self.as_of, resolved.day(row), due.map(|it| it.day(row)));
                        *kind = pairs.of(*kind, part_of(outcome));
                    }
                }
            }
        }
    }

    /// A row that is not counted at once; whether it is none that could stand under the table.
    #[cold]
    fn odd(
        &mut self,
        block: &Block,
        row: std::ops::Range<usize>,
        lines: &mut Lines,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<bool, Stop> {
        let at = place(block.number, lines.before(row.start));
        let mut record = csv::ByteRecord::new();
        let mut reader = separated::reader(self.between, block.bytes.get(row).unwrap_or_default());
        match reader.read_byte_record(&mut record) {
            Ok(true) => self.look_at(record, at, shared),
            _ => Ok(true),
        }
    }

    /// Takes a row to where every row can be read; whether it is none that could stand under the table.
    fn look_at(&mut self, record: csv::ByteRecord, at: u64, shared: &Mutex<Shared<'_>>) -> Result<bool, Stop> {
        if record.iter().all(|it| it.trim_ascii().is_empty()) {
            return Ok(true);
        }
        let record = csv::StringRecord::from_byte_record(record).map_err(|_| Stop::Whole)?;
        self.rows += 1;
        shared.lock().map_err(|_| Stop::Whole)?.row(&record, at)
    }

    /// Counts a row that was taken apart letter by letter; `place`: of the row.
    pub fn record(&mut self, record: &csv::ByteRecord, at: u64, shared: &Mutex<Shared<'_>>) -> Result<(), Stop> {
        // Lines that end in an old way.
        if memchr::memchr_iter(b'\r', record.as_slice()).count() > usize::from(record.as_slice().ends_with(b"\r")) {
            return Err(Stop::Whole);
        }
        let mut padded = Vec::with_capacity(64);
        for lane in &mut self.lanes {
            let mut cell = record.get(lane.at).unwrap_or_default();
            if lane.at + 1 == record.len() {
                cell = cell.strip_suffix(b"\r").unwrap_or(cell);
            }
            padded.clear();
            padded.extend_from_slice(cell);
            padded.resize(cell.len() + PAD, 0);
            let word = lane.word(&padded, 0..cell.len(), false, shared)?;
            lane.row_words.clear();
            lane.row_words.push(word);
        }
        let read = &mut |numbers: &mut Numbers, rows: &[u32]| {
            let is_read = numbers.read_one(|column| digits(record.get(column)?));
            if is_read || rows.is_empty() { Vec::new() } else { vec![0] }
        };
        if record.len() == self.width && self.count_found(&[0], &mut |_| at, read, shared)?.is_empty() {
            self.last = self.last.max(Some(at));
            return Ok(());
        }
        let last = record.len().saturating_sub(1);
        let cells = record.iter().enumerate();
        let cells = cells.map(|(place, it)| if place == last { it.strip_suffix(b"\r").unwrap_or(it) } else { it });
        if self.look_at(cells.collect(), at, shared)? {
            self.last = self.last.max(Some(at));
        }
        Ok(())
    }

    /// Hands over what was counted.
    pub fn finish(&mut self, shared: &mut Shared<'_>) -> Result<(), Stop> {
        self.lanes.iter().for_each(|it| it.finish(shared));
        if self.numbers.is_some() {
            self.empty.iter().for_each(|it| shared.supplied(*it));
        }
        if let Some(mut runs) = self.runs.take() {
            runs.close();
            let each = match (&self.numbers, self.pairs.last()) {
                (Some(_), _) => self.parts.parts.len(),
                (None, Some(last)) => last.parts.len(),
                (None, None) => 1,
            };
            let mut kinds = Vec::with_capacity(each);
            for kind in 0..each as u32 {
                let (cell, facet) = self.meaning(kind, shared);
                kinds.push((cell.received, cell.resolved, shared.facet_of(facet)?));
            }
            shared.hold(runs, kinds);
            return Ok(());
        }
        let mut kinds: Vec<Option<u32>> = Vec::new();
        for (unit, kind, dossiers) in self.counts.each() {
            if kind as usize >= kinds.len() {
                kinds.resize(kind as usize + 1, None);
            }
            let known = kinds.get(kind as usize).copied().flatten();
            let known = match known {
                Some(it) => it,
                None => self.hand_over(kind, shared)?,
            };
            kinds.iter_mut().skip(kind as usize).take(1).for_each(|it| *it = Some(known));
            shared.add(unit, known, dossiers);
        }
        Ok(())
    }

    /// Tells what a kind of dossiers is; its number among all workers.
    fn hand_over(&self, kind: u32, shared: &mut Shared<'_>) -> Result<u32, Stop> {
        let (cell, facet) = self.meaning(kind, shared);
        shared.kind(cell, facet)
    }

    /// What a kind of dossiers is: a cell of no unit, and a combination.
    fn meaning(&self, kind: u32, shared: &Shared<'_>) -> (Cell, Facet) {
        let (mut kind, mut facet) = (kind, Facet::UNSAID);
        if self.numbers.is_some() {
            let (left, right) = self.parts.parts.get(kind as usize).copied().unwrap_or_default();
            (kind, facet) = (left, shared.facet(right));
        }
        let mut parts: Vec<u32> = Vec::with_capacity(self.steps.len());
        for pairs in self.pairs.iter().rev() {
            let (left, right) = pairs.parts.get(kind as usize).copied().unwrap_or_default();
            parts.push(right);
            kind = left;
        }
        let mut cell = shared.cell(0, self.procedure.map(|_| kind), 0);
        for (step, part) in self.steps.iter().zip(parts.iter().rev()) {
            match step {
                Step::Lane(at) => {
                    let role = self.lanes.get(*at).map_or(Role::Unit, |it| it.role);
                    shared.part(role, *part, &mut cell, &mut facet);
                }
                Step::Outcome(..) => facet.outcome = shared.dim(*part),
            }
        }
        (cell, facet)
    }
}

/// Ends of lines up to a place of a block, counted on from the last place that was asked for or back from the end.
struct Lines<'b> {
    bytes: &'b [u8],
    /// How many there are.
    all: u64,
    until: usize,
    line: u64,
}

impl Lines<'_> {
    /// How many lines end before a place.
    fn before(&mut self, place: usize) -> u64 {
        let count = |from: usize, to: usize| {
            memchr::memchr_iter(b'\n', self.bytes.get(from..to).unwrap_or_default()).count() as u64
        };
        let from_last = if place < self.until { place } else { place - self.until };
        self.line = match self.bytes.len().saturating_sub(place) {
            rest if rest < from_last => self.all.saturating_sub(count(place, self.bytes.len())),
            _ if place < self.until => count(0, place),
            _ => self.line + count(self.until, place),
        };
        self.until = place;
        self.line
    }
}
