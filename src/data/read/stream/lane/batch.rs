//! Rows whose cells are known by their words already, column by column.

use std::sync::Mutex;

use super::{Numbers, PAD, Worker, place};
use crate::data::read::stream::shared::{Shared, Stop};

/// A cell that is no plain number.
pub const NO_NUMBER: u64 = u64::MAX - 1;

/// Some rows that follow each other.
#[derive(Debug, Default)]
pub struct Batch {
    /// Which part of the file they are in, and the row of it that the first is.
    pub part: u32,
    pub first: u64,
    /// How many they are.
    pub rows: usize,
    /// For each column that is read the number of each row's word, as [`Worker::learn`] said it.
    pub words: Vec<Vec<u64>>,
    /// For each column of numbers the number of each row, or [`NO_NUMBER`].
    pub numbers: Vec<Vec<u64>>,
}

impl Worker {
    /// The number of a word of a column that is read; `padded`: room for it.
    pub fn learn(
        &mut self,
        column: usize,
        text: &str,
        padded: &mut Vec<u8>,
        shared: &Mutex<Shared<'_>>,
    ) -> Result<u64, Stop> {
        padded.clear();
        padded.extend_from_slice(text.as_bytes());
        padded.resize(text.len() + PAD, 0);
        let lane = self.lanes.get_mut(column).ok_or(Stop::Whole)?;
        Ok(u64::from(lane.word(padded, 0..text.len(), false, shared)?))
    }

    /// Counts rows; `cells`: all cells of one of them, which are asked for in the order of the rows.
    pub fn batch_of_words(
        &mut self,
        batch: &Batch,
        shared: &Mutex<Shared<'_>>,
        cells: &mut dyn FnMut(u64) -> Result<csv::StringRecord, Stop>,
    ) -> Result<(), Stop> {
        for (lane, words) in self.lanes.iter_mut().zip(&batch.words) {
            lane.row_words.clear();
            lane.row_words.extend(words.iter().map(|it| *it as u32));
        }
        let rows: Vec<u32> = (0..batch.rows as u32).collect();
        let at = |row: u32| place(batch.part, batch.first + u64::from(row));
        let read = &mut |numbers: &mut Numbers, rows: &[u32]| numbers.take(rows, &batch.numbers, NO_NUMBER);
        let mut odd = self.count_found(&rows, &mut |row| at(row), read, shared)?;
        self.last = self.last.max(self.rows_at.last().map(|it| at(*it)));
        odd.sort_unstable();
        for row in odd {
            let record = cells(batch.first + u64::from(row))?.into_byte_record();
            if self.look_at(record, at(row), shared)? {
                self.last = self.last.max(Some(at(row)));
            }
        }
        Ok(())
    }
}
