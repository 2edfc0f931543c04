//! The cells of a column in a group of rows, page by page: words that a page names by numbers are asked for once.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::Length as _;
use parquet::file::serialized_reader::SerializedPageReader;

use super::page::{Header, Kind, header};
use super::plain::{Plain, plain};
use super::runs::Runs;
use super::source::Source;

/// Why a file cannot be read further.
#[derive(Debug)]
pub struct Damaged(pub String);

impl Damaged {
    pub fn new(why: &str) -> Self {
        Self(why.to_owned())
    }
}

impl From<parquet::errors::ParquetError> for Damaged {
    fn from(it: parquet::errors::ParquetError) -> Self {
        Self(it.to_string())
    }
}

impl From<std::io::Error> for Damaged {
    fn from(it: std::io::Error) -> Self {
        Self(it.to_string())
    }
}

/// No word has this number.
const UNMET: u64 = u64::MAX;

/// The cells of a column in a group of rows that were not taken yet.
pub struct Pages<'a> {
    source: Arc<Source<'a>>,
    unpack: SerializedPageReader<Source<'a>>,
    /// Where the next page begins, and where the last one ends.
    at: u64,
    end: u64,
    form: Plain,
    may_be_empty: bool,
    /// The words that pages name by numbers.
    words: Bytes,
    places: Vec<Range<usize>>,
    /// What each of them means.
    meanings: Vec<u64>,
    nothing: u64,
    /// The page: whether each cell is filled, the cells, how many are left.
    filled: Runs,
    all_filled: bool,
    cells: Cells,
    left: usize,
    /// Cells after this page.
    after: usize,
    numbers: Vec<u32>,
    is_filled: Vec<u32>,
}

/// The cells of a page.
enum Cells {
    /// Numbers of words.
    Numbers(Runs),
    /// One after the other, from a byte on.
    Plain(Bytes, usize),
}

/// A cell.
enum Cell {
    Word(u32),
    Bytes(Range<usize>),
    Nothing,
}

impl<'a> Pages<'a> {
    /// The cells of a column.
    pub fn new(source: &Arc<Source<'a>>, group: &RowGroupMetaData, column: usize) -> Result<Self, Damaged> {
        let chunk = group.columns().get(column).ok_or_else(|| Damaged::new("a column is missing"))?;
        let from = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
        let ends = u64::try_from(from).ok().zip(u64::try_from(chunk.compressed_size()).ok());
        let ends = ends.and_then(|(from, bytes)| Some((from, from.checked_add(bytes)?)));
        let inside = ends.filter(|it| it.1 <= source.len());
        let (at, end) = inside.ok_or_else(|| Damaged::new("a column lies outside the file"))?;
        if chunk.num_values() != group.num_rows() {
            return Err(Damaged::new("a column has more or fewer cells than there are rows"));
        }
        let described = chunk.column_descr();
        let rows = usize::try_from(group.num_rows()).map_err(|_| Damaged::new("the number of rows"))?;
        Ok(Self {
            source: source.clone(),
            unpack: SerializedPageReader::new(source.clone(), chunk, rows, None)?,
            at,
            end,
            form: Plain::of(chunk.column_type(), described.type_length()),
            may_be_empty: described.max_def_level() > 0,
            words: Bytes::new(),
            places: Vec::new(),
            meanings: Vec::new(),
            nothing: UNMET,
            filled: Runs::default(),
            all_filled: true,
            cells: Cells::Plain(Bytes::new(), 0),
            left: 0,
            after: rows,
            numbers: Vec::new(),
            is_filled: Vec::new(),
        })
    }

    /// What the next cells mean, at most so many and those of one page; none: there are no more. `meaning`: of a cell,
    /// or of an empty one; it is asked once for each word that pages name by numbers, and never says [`u64::MAX`].
    pub fn read<E: From<Damaged>>(
        &mut self,
        most: usize,
        out: &mut Vec<u64>,
        meaning: &mut impl FnMut(Option<&[u8]>) -> Result<u64, E>,
    ) -> Result<(), E> {
        let mut wanted = most;
        while wanted > 0 {
            self.page(None)?;
            let some = wanted.min(self.left);
            wanted -= some;
            self.left -= some;
            let filled = self.take_filled(some)?;
            let from = out.len();
            match &mut self.cells {
                Cells::Numbers(runs) => {
                    self.numbers.clear();
                    runs.take(filled, &mut self.numbers).ok_or_else(ended)?;
                    for number in &self.numbers {
                        let at = *number as usize;
                        let known = match self.meanings.get_mut(at) {
                            Some(it) if *it != UNMET => *it,
                            Some(it) => {
                                let word = self.places.get(at).and_then(|it| self.words.get(it.clone()));
                                *it = meaning(word)?;
                                *it
                            }
                            None => return Err(Damaged::new("a page names a word that there is not").into()),
                        };
                        out.push(known);
                    }
                }
                Cells::Plain(bytes, at) => {
                    for _ in 0..filled {
                        let place = self.form.next(bytes, at).ok_or_else(ended)?;
                        out.push(meaning(bytes.get(place))?);
                    }
                }
            }
            if filled < some {
                if self.nothing == UNMET {
                    self.nothing = meaning(None)?;
                }
                // From behind, so that no cell is written over before it is moved.
                let mut last = from + filled;
                out.resize(from + some, self.nothing);
                for (place, is_filled) in self.is_filled.iter().enumerate().rev() {
                    let held = if *is_filled == 0 {
                        self.nothing
                    } else {
                        last = last.saturating_sub(1);
                        out.get(last).copied().unwrap_or(self.nothing)
                    };
                    if let Some(it) = out.get_mut(from + place) {
                        *it = held;
                    }
                }
            }
        }
        Ok(())
    }

    /// The next cell; the inner nothing: it is empty.
    pub fn one(&mut self) -> Result<Option<&[u8]>, Damaged> {
        self.page(None)?;
        self.left -= 1;
        let cell = if self.take_filled(1)? == 0 {
            Cell::Nothing
        } else {
            match &mut self.cells {
                Cells::Numbers(runs) => {
                    self.numbers.clear();
                    runs.take(1, &mut self.numbers).ok_or_else(ended)?;
                    Cell::Word(self.numbers.first().copied().unwrap_or_default())
                }
                Cells::Plain(bytes, at) => Cell::Bytes(self.form.next(bytes, at).ok_or_else(ended)?),
            }
        };
        let found = match (cell, &self.cells) {
            (Cell::Nothing, _) => return Ok(None),
            (Cell::Word(number), _) => self.places.get(number as usize).and_then(|it| self.words.get(it.clone())),
            (Cell::Bytes(place), Cells::Plain(bytes, _)) => bytes.get(place),
            (Cell::Bytes(_), Cells::Numbers(_)) => None,
        };
        found.map(Some).ok_or_else(|| Damaged::new("a page names a word that there is not"))
    }

    /// Passes over so many cells; pages of which no cell is wanted are not unpacked.
    pub fn skip(&mut self, mut cells: u64) -> Result<(), Damaged> {
        while cells > 0 {
            if !self.page(Some(&mut cells))? {
                continue;
            }
            let some = usize::try_from(cells).unwrap_or(usize::MAX).min(self.left);
            cells -= some as u64;
            self.left -= some;
            let filled = self.take_filled(some)?;
            match &mut self.cells {
                Cells::Numbers(runs) => {
                    self.numbers.clear();
                    runs.take(filled, &mut self.numbers).ok_or_else(ended)?;
                }
                Cells::Plain(bytes, at) => {
                    for _ in 0..filled {
                        self.form.next(bytes, at).ok_or_else(ended)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// How many of the next cells are filled.
    fn take_filled(&mut self, cells: usize) -> Result<usize, Damaged> {
        if self.all_filled {
            return Ok(cells);
        }
        self.is_filled.clear();
        self.filled.take(cells, &mut self.is_filled).ok_or_else(ended)?;
        Ok(self.is_filled.iter().filter(|it| **it != 0).count())
    }

    /// Sees to it that there are cells; `passed`: of pages with no more cells than these, which are passed over. False:
    /// such a page was passed over.
    fn page(&mut self, mut passed: Option<&mut u64>) -> Result<bool, Damaged> {
        while self.left == 0 {
            let Some(head) = self.header()? else { return Err(Damaged::new("rows are missing")) };
            self.at += head.length + head.packed;
            if self.at > self.end {
                return Err(ended());
            }
            if head.kind == Kind::Data {
                let cells = usize::try_from(head.cells).ok().filter(|it| *it <= self.after);
                let cells = cells.ok_or_else(|| Damaged::new("a page has more cells than there are rows"))?;
                self.after -= cells;
                if let Some(passed) = passed.as_deref_mut().filter(|it| **it >= head.cells) {
                    *passed -= head.cells;
                    self.unpack.skip_next_page()?;
                    return Ok(false);
                }
                self.left = cells;
            }
            match self.unpack.get_next_page()? {
                Some(Page::DictionaryPage { buf, num_values, encoding, .. }) if head.kind == Kind::Dictionary => {
                    self.take_words(buf, num_values as usize, encoding)?;
                }
                Some(Page::DataPage { buf, encoding, def_level_encoding, .. }) if head.kind == Kind::Data => {
                    let mut rest = buf;
                    if self.may_be_empty {
                        if def_level_encoding != Encoding::RLE {
                            return Err(Damaged(format!("levels are written as {def_level_encoding:?}")));
                        }
                        let length = rest.first_chunk::<4>().map_or(usize::MAX, |it| u32::from_le_bytes(*it) as usize);
                        let levels = length.checked_add(4).filter(|it| *it <= rest.len()).ok_or_else(ended)?;
                        self.take_levels(rest.slice(4..levels))?;
                        rest = rest.slice(levels..);
                    }
                    self.take_cells(rest, encoding)?;
                }
                Some(Page::DataPageV2 { buf, encoding, def_levels_byte_len, rep_levels_byte_len, .. })
                    if head.kind == Kind::Data =>
                {
                    let first = rep_levels_byte_len as usize;
                    let second = first.checked_add(def_levels_byte_len as usize);
                    let second = second.filter(|it| *it <= buf.len()).ok_or_else(ended)?;
                    if self.may_be_empty {
                        self.take_levels(buf.slice(first..second))?;
                    }
                    self.take_cells(buf.slice(second..), encoding)?;
                }
                _ => return Err(Damaged::new("a page is of another kind than its header says")),
            }
        }
        Ok(true)
    }

    /// The header of the next page; none: there is no more.
    fn header(&self) -> Result<Option<Header>, Damaged> {
        if self.at >= self.end {
            return Ok(None);
        }
        let mut bytes = 256;
        loop {
            let held = self.source.read(self.at, bytes)?;
            match header(&held) {
                Some(Some(it)) => return Ok(Some(it)),
                None if held.len() == bytes && bytes < 1 << 24 => bytes *= 8,
                _ => return Err(Damaged::new("the header of a page")),
            }
        }
    }

    fn take_words(&mut self, bytes: Bytes, many: usize, encoding: Encoding) -> Result<(), Damaged> {
        if encoding != Encoding::PLAIN && !names_words(encoding) {
            return Err(Damaged(format!("words are written as {encoding:?}")));
        }
        let mut at = 0;
        self.places.clear();
        for _ in 0..many {
            self.places.push(self.form.next(&bytes, &mut at).ok_or_else(ended)?);
        }
        self.meanings = vec![UNMET; many];
        self.words = bytes;
        Ok(())
    }

    fn take_levels(&mut self, bytes: Bytes) -> Result<(), Damaged> {
        self.filled = Runs::new(bytes, 1).ok_or_else(ended)?;
        self.all_filled = self.filled.are_all(1, self.left);
        Ok(())
    }

    fn take_cells(&mut self, bytes: Bytes, encoding: Encoding) -> Result<(), Damaged> {
        self.cells = match encoding {
            it if names_words(it) => {
                let width = bytes.first().copied().unwrap_or_default();
                let rest = bytes.slice(bytes.len().min(1)..);
                Cells::Numbers(Runs::new(rest, u32::from(width)).ok_or_else(ended)?)
            }
            Encoding::PLAIN if self.form.is_bit() => self.take_bits(Runs::bits(bytes)),
            Encoding::RLE if self.form.is_bit() => {
                let rest = bytes.slice(bytes.len().min(4)..);
                let runs = Runs::new(rest, 1).ok_or_else(ended)?;
                self.take_bits(runs)
            }
            Encoding::PLAIN => Cells::Plain(bytes, 0),
            other => match plain(&bytes, other, self.form, self.left) {
                Some(bytes) => Cells::Plain(bytes, 0),
                None => return Err(Damaged(format!("a page is written as {other:?}"))),
            },
        };
        Ok(())
    }

    /// Yes and no are words.
    fn take_bits(&mut self, runs: Runs) -> Cells {
        if self.places.is_empty() {
            self.words = Bytes::from_static(&[0, 1]);
            self.places = vec![0..1, 1..2];
            self.meanings = vec![UNMET; 2];
        }
        Cells::Numbers(runs)
    }
}

fn ended() -> Damaged {
    Damaged::new("a page ends too soon")
}

/// Whether the cells of a page are numbers of words.
fn names_words(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY)
}
