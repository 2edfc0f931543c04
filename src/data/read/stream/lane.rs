//! One worker: block after block, each row as the numbers of its words, counted by unit and kind.

use std::collections::HashSet;
use std::sync::Mutex;

use super::blocks::Block;
use super::chain::{Counts, Pairs};
use super::marks::{Irregular, Marks};
use super::numbers::{Numbers, digits};
use super::shared::{COLD, MEANING, Meaning, REPAIRED, Repaired, Role, Shared, Stop, outcome_of, part_of};
use super::words::{PAD, Words};
use crate::data::open::separated;
use crate::data::{Facet, When};
use crate::text::Day;

/// A column that is read.
struct Lane {
    at: usize,
    role: Role,
    words: Words,
    /// What each word means, as [`Shared::meaning`] numbers it.
    meanings: Vec<u32>,
    /// The number that a word has where nothing is added up.
    each: Vec<u32>,
    /// Of dates: the day of each word.
    days: Vec<When>,
    /// Of dates: whether a row that counts has the word.
    used: Vec<bool>,
    /// The last word that was marked as used.
    last: u32,
    /// Words that are not read as they stand.
    repaired: Vec<(u32, Repaired)>,
}

impl Lane {
    /// The number of the word that stands in a cell; `as_written`: quotes and all.
    #[inline]
    fn word(
        &mut self,
        bytes: &[u8],
        cell: std::ops::Range<usize>,
        as_written: bool,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<u32, Stop> {
        match self.words.find(bytes, cell.start, cell.end) {
            Ok(word) => Ok(word),
            Err(unmet) => {
                let text = bytes.get(cell).unwrap_or_default();
                let meaning = understand(shared, self.role, self.at, text, as_written)?;
                let word = self.words.add(unmet, text);
                self.learn(word, meaning);
                Ok(word)
            }
        }
    }

    /// Takes up a word with its meaning.
    fn learn(&mut self, word: u32, it: Meaning) {
        self.meanings.push(it.code);
        self.each.push(it.each);
        self.days.push(it.when);
        self.used.push(false);
        self.repaired.extend(it.repaired.map(|it| (word, it)));
    }
}

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
    width: usize,
    between: u8,
    marks: Marks,
    /// The numbers of the words of a row, and their meanings.
    row: Vec<u32>,
    codes: Vec<u32>,
    as_of: Option<Day>,
    numbers: Option<Numbers>,
    /// Where the procedure and the days of a row of counts are read.
    keys: [Option<usize>; 3],
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
        let lane = |it: &(usize, Role)| Lane {
            at: it.0,
            role: it.1,
            words: Words::default(),
            meanings: Vec::new(),
            each: Vec::new(),
            days: Vec::new(),
            used: Vec::new(),
            last: u32::MAX,
            repaired: Vec::new(),
        };
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
        Self {
            lanes: columns.iter().map(lane).collect(),
            dates: (0..columns.len()).filter(|it| columns.get(*it).is_some_and(|it| it.1.is_date())).collect(),
            unit: of(Role::Unit).unwrap_or_default(),
            procedure: of(Role::Procedure),
            pairs: steps.iter().map(|_| Pairs::default()).collect(),
            steps,
            counts: Counts::default(),
            width: asked.width,
            between: asked.between,
            marks: Marks::default(),
            row: vec![0; columns.len()],
            codes: vec![0; columns.len()],
            as_of: asked.as_of,
            numbers: asked.numbers.clone().map(|it| Numbers::new(it.0, it.1)),
            keys: [of(Role::Procedure), of(Role::Period).or(of(Role::Received)), of(Role::Resolved)],
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
        let done = found.map_err(stop).and_then(|()| self.rows(block, &marks, shared));
        self.marks = marks;
        done
    }

    fn rows(&mut self, block: &Block, marks: &Marks, shared: &Mutex<Shared<'_>>) -> Result<(), Stop> {
        let bytes = &block.bytes;
        let (mut start, mut first) = (0usize, 0usize);
        let mut lines = Lines { bytes, until: 0, line: 0 };
        let mut last = None;
        for end in &marks.rows {
            let end = *end as usize;
            let Some(cells) = marks.cells.get(first..=end) else { break };
            let stop = cells.last().map_or(start, |it| *it as usize);
            let is_plain = cells.len() == self.width && bytes.get(start) != Some(&b'#');
            let done = is_plain && self.row(bytes, start, cells, shared)?;
            if done || self.odd(block, start..stop + 1, &mut lines, is_plain, shared)? {
                last = Some(start);
            }
            (start, first) = (stop + 1, end + 1);
        }
        if let Some(start) = last {
            let at = place(block.number, lines.before(start));
            self.last = self.last.max(Some(at));
        }
        self.lines.push((block.number, lines.before(block.length)));
        Ok(())
    }

    /// Counts a row that has the right number of cells; false: it has to be looked at more closely.
    #[inline]
    fn row(&mut self, bytes: &[u8], start: usize, cells: &[u32], shared: &Mutex<Shared<'_>>) -> Result<bool, Stop> {
        let mut flags = 0;
        for ((lane, number), code) in self.lanes.iter_mut().zip(&mut self.row).zip(&mut self.codes) {
            let from = match lane.at.checked_sub(1) {
                None => start,
                Some(before) => cells.get(before).map_or(start, |it| *it as usize + 1),
            };
            let mut to = cells.get(lane.at).map_or(from, |it| *it as usize);
            if lane.at + 1 == cells.len() && to > from && bytes.get(to - 1) == Some(&b'\r') {
                to -= 1;
            }
            let word = lane.word(bytes, from..to, true, shared)?;
            *number = word;
            *code = lane.meanings.get(word as usize).copied().unwrap_or(COLD);
            flags |= *code;
        }
        if flags & COLD != 0 {
            return Ok(false);
        }
        if let Some(numbers) = &mut self.numbers {
            for (column, value) in numbers.columns.iter().zip(&mut numbers.values) {
                let from = column.checked_sub(1).and_then(|it| cells.get(it)).map_or(start, |it| *it as usize + 1);
                let to = cells.get(*column).map_or(from, |it| *it as usize);
                let Some(number) = bytes.get(from..to).and_then(digits) else { return Ok(false) };
                *value = number;
            }
            return if flags & REPAIRED == 0 { self.count_numbers(shared) } else { Ok(false) };
        }
        if flags & REPAIRED != 0 {
            return Ok(false);
        }
        self.count();
        Ok(true)
    }

    /// Counts the row of counts whose words and numbers were found; false: its numbers do not go together.
    fn count_numbers(&mut self, shared: &Mutex<Shared<'_>>) -> Result<bool, Stop> {
        let kind = self.kind();
        let unit = self.codes.get(self.unit).map_or(0, |it| it & MEANING);
        let Some(numbers) = &mut self.numbers else { return Ok(false) };
        let (counts, parts) = (&mut self.counts, &mut self.parts);
        if !numbers.parted(shared, &mut |facet, dossiers| counts.more(unit, parts.of(kind, facet), dossiers))? {
            return Ok(false);
        }
        let [procedure, received, resolved] = self.keys.map(|at| {
            let word = self.row.get(at?).copied().unwrap_or_default();
            self.lanes.get(at?).and_then(|it| it.each.get(word as usize)).copied()
        });
        numbers.keys.push(super::shared::key(unit, procedure, received, resolved).ok_or(Stop::Whole)?);
        self.rows += 1;
        if numbers.values.first().is_some_and(|it| *it > 0) {
            self.use_dates();
        } else {
            self.empty.insert(unit);
        }
        Ok(true)
    }

    /// Counts the row whose words were found.
    #[inline]
    fn count(&mut self) {
        let kind = self.kind();
        let unit = self.codes.get(self.unit).map_or(0, |it| it & MEANING);
        self.counts.one(unit, kind);
        self.rows += 1;
        self.use_dates();
    }

    /// The kind of the row whose words were found.
    #[inline]
    fn kind(&mut self) -> u32 {
        let meaning = |at: usize| self.codes.get(at).map_or(0, |it| it & MEANING);
        let mut kind = self.procedure.map_or(0, meaning);
        for (step, pairs) in self.steps.iter().zip(&mut self.pairs) {
            let part = match *step {
                Step::Lane(at) => meaning(at),
                Step::Outcome(resolved, due) => {
                    let when = |at: usize| {
                        let word = self.row.get(at).copied().unwrap_or_default() as usize;
                        self.lanes.get(at).and_then(|it| it.days.get(word)).copied().unwrap_or(When::Unsaid)
                    };
                    part_of(outcome_of(self.as_of, when(resolved), due.map(when)))
                }
            };
            kind = pairs.of(kind, part);
        }
        kind
    }

    /// Marks the days of a row that counts.
    #[inline]
    fn use_dates(&mut self) {
        for at in &self.dates {
            let (Some(lane), Some(word)) = (self.lanes.get_mut(*at), self.row.get(*at)) else { continue };
            if *word != lane.last {
                lane.last = *word;
                if let Some(it) = lane.used.get_mut(*word as usize) {
                    *it = true;
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
        is_plain: bool,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<bool, Stop> {
        let at = place(block.number, lines.before(row.start));
        if is_plain && self.numbers.is_none() {
            let is_cold = |it: (&Lane, &u32)| it.0.meanings.get(*it.1 as usize).is_none_or(|it| it & COLD != 0);
            if !self.lanes.iter().zip(&self.row).any(is_cold) {
                self.note_repairs(at);
                self.count();
                return Ok(true);
            }
        }
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

    fn note_repairs(&mut self, at: u64) {
        for (lane, word) in self.lanes.iter_mut().zip(&self.row) {
            if lane.meanings.get(*word as usize).is_none_or(|it| it & REPAIRED == 0) {
                continue;
            }
            if let Some((_, it)) = lane.repaired.iter_mut().find(|it| it.0 == *word) {
                it.note(at);
            }
        }
    }

    /// Counts a row that was taken apart letter by letter; `place`: of the row.
    pub fn record(&mut self, record: &csv::ByteRecord, at: u64, shared: &Mutex<Shared<'_>>) -> Result<(), Stop> {
        // Lines that end in an old way.
        if memchr::memchr_iter(b'\r', record.as_slice()).count() > usize::from(record.as_slice().ends_with(b"\r")) {
            return Err(Stop::Whole);
        }
        let mut flags = if record.len() == self.width { 0 } else { COLD };
        let mut padded = Vec::with_capacity(64);
        for ((lane, number), code) in self.lanes.iter_mut().zip(&mut self.row).zip(&mut self.codes) {
            let mut cell = record.get(lane.at).unwrap_or_default();
            if lane.at + 1 == record.len() {
                cell = cell.strip_suffix(b"\r").unwrap_or(cell);
            }
            padded.clear();
            padded.extend_from_slice(cell);
            padded.resize(cell.len() + PAD, 0);
            *number = lane.word(&padded, 0..cell.len(), false, shared)?;
            *code = lane.meanings.get(*number as usize).copied().unwrap_or(COLD);
            flags |= *code;
        }
        let mut is_done = flags & COLD == 0;
        if let Some(numbers) = self.numbers.as_mut().filter(|_| is_done) {
            for (column, value) in numbers.columns.iter().zip(&mut numbers.values) {
                match record.get(*column).and_then(digits) {
                    Some(number) => *value = number,
                    None => is_done = false,
                }
            }
            is_done = is_done && flags & REPAIRED == 0 && self.count_numbers(shared)?;
            if is_done {
                self.last = self.last.max(Some(at));
                return Ok(());
            }
        }
        if !is_done {
            let last = record.len().saturating_sub(1);
            let cells = record.iter().enumerate();
            let cells = cells.map(|(place, it)| if place == last { it.strip_suffix(b"\r").unwrap_or(it) } else { it });
            if self.look_at(cells.collect(), at, shared)? {
                self.last = self.last.max(Some(at));
            }
            return Ok(());
        }
        if flags & REPAIRED != 0 {
            self.note_repairs(at);
        }
        self.count();
        self.last = self.last.max(Some(at));
        Ok(())
    }

    /// Hands over what was counted.
    pub fn finish(&self, shared: &mut Shared<'_>) -> Result<(), Stop> {
        for lane in &self.lanes {
            for (word, used) in lane.used.iter().enumerate() {
                if let Some(when) = lane.days.get(word).filter(|_| *used) {
                    shared.saw(lane.role, *when);
                }
            }
            lane.repaired.iter().for_each(|it| shared.repaired(lane.at, &it.1));
        }
        if let Some(numbers) = &self.numbers {
            shared.keys.extend(&numbers.keys);
            self.empty.iter().for_each(|it| shared.supplied(*it));
        }
        for (unit, kind, dossiers) in self.counts.each() {
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
            let mut cell = shared.cell(unit, self.procedure.map(|_| kind), dossiers);
            for (step, part) in self.steps.iter().zip(parts.iter().rev()) {
                match step {
                    Step::Lane(at) => {
                        let role = self.lanes.get(*at).map_or(Role::Unit, |it| it.role);
                        shared.part(role, *part, &mut cell, &mut facet);
                    }
                    Step::Outcome(..) => facet.outcome = shared.dim(*part),
                }
            }
            shared.add(cell, facet)?;
        }
        Ok(())
    }
}

/// What a word of a column means.
#[cold]
fn understand(
    shared: &Mutex<Shared<'_>>,
    role: Role,
    column: usize,
    word: &[u8],
    as_written: bool,
) -> Result<Meaning, Stop> {
    let unquoted;
    let mut word = word;
    if as_written && let Some(inner) = word.strip_prefix(b"\"") {
        let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
        unquoted = String::from_utf8(inner.to_vec()).map_err(|_| Stop::Whole)?.replace("\"\"", "\"");
        word = unquoted.as_bytes();
    }
    let text = std::str::from_utf8(word).map_err(|_| Stop::Whole)?;
    shared.lock().map_err(|_| Stop::Whole)?.meaning(role, column, text)
}

/// Ends of lines up to a place of a block, counted on from the last place that was asked for.
struct Lines<'b> {
    bytes: &'b [u8],
    until: usize,
    line: u64,
}

impl Lines<'_> {
    /// How many lines end before a place.
    fn before(&mut self, place: usize) -> u64 {
        if place >= self.until {
            self.line +=
                memchr::memchr_iter(b'\n', self.bytes.get(self.until..place).unwrap_or_default()).count() as u64;
        } else {
            self.line = memchr::memchr_iter(b'\n', self.bytes.get(..place).unwrap_or_default()).count() as u64;
        }
        self.until = place;
        self.line
    }
}
