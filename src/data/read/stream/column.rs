//! A column that is read: its words, what each means, and the words and meanings of the rows of a batch.

use std::sync::Mutex;

use super::marks::Cells;
use super::shared::{COLD, Meaning, REPAIRED, Repaired, Role, Shared, Stop};
use super::words::{NONE, Words};
use crate::data::When;

/// A column that is read.
pub struct Lane {
    /// Its place in a row.
    pub at: usize,
    pub role: Role,
    words: Words,
    /// What each word means, as [`Shared::meaning`] numbers it.
    meanings: Vec<u32>,
    /// The number that a word has where nothing is added up.
    each: Vec<u32>,
    /// Of dates: the day of each word.
    days: Vec<When>,
    /// Of dates: whether a row that counts has the word.
    used: Vec<bool>,
    /// Words that are not read as they stand, in the order of their numbers.
    repaired: Vec<(u32, Repaired)>,
    /// Of each row of the batch its word, and what that means.
    pub row_words: Vec<u32>,
    pub codes: Vec<u32>,
}

impl Lane {
    /// For the column at a place.
    pub fn new(at: usize, role: Role) -> Self {
        Self {
            at,
            role,
            words: Words::default(),
            meanings: Vec::new(),
            each: Vec::new(),
            days: Vec::new(),
            used: Vec::new(),
            repaired: Vec::new(),
            row_words: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// Finds the words of the rows of a batch.
    pub fn find(&mut self, cells: Cells<'_>, shared: &Mutex<Shared<'_>>) -> Result<(), Stop> {
        self.row_words.clear();
        self.row_words.resize(cells.rows.len(), 0);
        self.words.find_each(cells, self.at, &mut self.row_words);
        if self.row_words.contains(&NONE) {
            for (place, row) in cells.rows.iter().enumerate() {
                if self.row_words.get(place) == Some(&NONE) {
                    let (from, to) = cells.cell(*row, self.at, true);
                    let word = self.word(cells.bytes, from..to, true, shared)?;
                    self.row_words.iter_mut().skip(place).take(1).for_each(|it| *it = word);
                }
            }
        }
        Ok(())
    }

    /// The number of the word that stands in a cell; `as_written`: quotes and all.
    pub fn word(
        &mut self,
        bytes: &[u8],
        cell: std::ops::Range<usize>,
        as_written: bool,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<u32, Stop> {
        let mut word = self.words.find(bytes, cell.start, cell.end);
        if word == NONE {
            let text = bytes.get(cell).unwrap_or_default();
            let meaning = understand(shared, self.role, self.at, text, as_written)?;
            word = self.words.add(text);
            self.learn(word, meaning);
        }
        Ok(word)
    }

    /// Takes up a word with its meaning.
    fn learn(&mut self, word: u32, it: Meaning) {
        self.meanings.push(it.code);
        self.each.push(it.each);
        self.days.push(it.when);
        self.used.push(false);
        self.repaired.extend(it.repaired.map(|it| (word, it)));
    }

    /// Puts what the words of the rows mean among the codes; all flags of them.
    pub fn decode(&mut self) -> u32 {
        let meanings = &self.meanings;
        self.codes.clear();
        self.codes.extend(self.row_words.iter().map(|it| meanings.get(*it as usize).copied().unwrap_or(COLD)));
        self.codes.iter().fold(0, |flags, it| flags | it)
    }

    /// Keeps those rows of the batch that stand at these places.
    pub fn keep(&mut self, places: &[u32]) {
        keep(&mut self.row_words, places);
        keep(&mut self.codes, places);
    }

    /// Marks the days of the rows, which count; `counts`: whether a row does.
    pub fn use_days(&mut self, counts: impl Fn(usize) -> bool) {
        let mut last = u32::MAX;
        for (row, word) in self.row_words.iter().enumerate() {
            if *word != last && counts(row) {
                last = *word;
                if let Some(it) = self.used.get_mut(*word as usize) {
                    *it = true;
                }
            }
        }
    }

    /// The day that stands in a row of the batch.
    pub fn day(&self, row: usize) -> When {
        let word = self.row_words.get(row).copied().unwrap_or_default();
        self.days.get(word as usize).copied().unwrap_or(When::Unsaid)
    }

    /// The number of the word of a row where nothing is added up.
    pub fn each(&self, row: usize) -> Option<u32> {
        self.each.get(self.row_words.get(row).copied()? as usize).copied()
    }

    /// Notes where a word stood that is not read as it stands.
    pub fn note_repair(&mut self, row: usize, at: u64) {
        if self.codes.get(row).is_some_and(|it| it & REPAIRED != 0)
            && let Some(word) = self.row_words.get(row)
            && let Ok(place) = self.repaired.binary_search_by_key(word, |it| it.0)
            && let Some((_, it)) = self.repaired.get_mut(place)
        {
            it.note(at);
        }
    }

    /// Hands over the days that count and what was repaired.
    pub fn finish(&self, shared: &mut Shared<'_>) {
        for (when, used) in self.days.iter().zip(&self.used) {
            if *used {
                shared.saw(self.role, *when);
            }
        }
        self.repaired.iter().for_each(|it| shared.repaired(self.at, &it.1));
    }
}

/// Keeps what stands at these places, which ascend.
pub fn keep<T: Copy>(values: &mut Vec<T>, places: &[u32]) {
    for (to, from) in places.iter().enumerate() {
        if let Some(it) = values.get(*from as usize).copied() {
            values.iter_mut().skip(to).take(1).for_each(|held| *held = it);
        }
    }
    values.truncate(places.len());
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
