//! Rows of counts: a total and its parts, as dossiers of combinations.

use std::collections::HashMap;

use super::marks::Cells;
use super::shared::{Shared, Stop};

/// What the numbers of a row stand for, for all rows in which the same parts are none.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The combinations: of each group its parts, then what no part states; without groups the total.
    pub facets: Vec<u32>,
    /// Whether all dossiers of a group have to be in its parts.
    pub closed: Vec<bool>,
}

/// Reads the numbers of rows.
#[derive(Debug, Default)]
pub struct Numbers {
    /// The columns: the total, then its parts.
    pub columns: Vec<usize>,
    /// The parts of each way in which the total is parted, by their places among the columns.
    pub groups: Vec<Vec<usize>>,
    patterns: Vec<Pattern>,
    /// The pattern of rows by which of their parts are none.
    by_zeros: HashMap<u64, usize>,
    /// The same where the parts are few.
    near: Vec<Option<usize>>,
    /// The numbers of the rows of a batch, row by row.
    values: Vec<u64>,
}

/// Parts of which the patterns are held in a row.
const FEW: usize = 8;

/// A number of dossiers that is written in digits alone; `"12"` too.
pub fn digits(cell: &[u8]) -> Option<u64> {
    let inner = cell.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\""));
    let cell = inner.unwrap_or(cell).trim_ascii();
    if cell.is_empty() || cell.len() > 18 {
        return None;
    }
    cell.iter().try_fold(0u64, |sum, it| it.is_ascii_digit().then(|| sum * 10 + u64::from(it - b'0')))
}

/// The same of a cell in a block, which goes on after it.
#[inline]
fn number(bytes: &[u8], from: usize, to: usize) -> Option<u64> {
    let length = to.wrapping_sub(from);
    if (1..=8).contains(&length)
        && let Some(eight) = bytes.get(from..).and_then(<[u8]>::first_chunk::<8>)
    {
        // Eight digits at once, noughts before them.
        let missing = 64 - 8 * length as u32;
        let digits = (u64::from_le_bytes(*eight) ^ 0x3030_3030_3030_3030) << missing;
        if (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 {
            let two = digits.wrapping_mul(10 << 8 | 1) >> 8 & 0x00ff_00ff_00ff_00ff;
            let four = two.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_ffff_0000_ffff;
            return Some(four.wrapping_mul(10_000 << 32 | 1) >> 32);
        }
    }
    bytes.get(from..to).and_then(digits)
}

impl Numbers {
    /// For a total and its parts.
    pub fn new(columns: Vec<usize>, groups: Vec<Vec<usize>>) -> Self {
        let parts = columns.len().saturating_sub(1);
        Self { columns, groups, near: vec![None; if parts <= FEW { 1 << parts } else { 0 }], ..Self::default() }
    }

    /// Reads the numbers of rows; the places of those that are not written in digits alone.
    pub fn read(&mut self, cells: Cells<'_>, rows: &[u32]) -> Vec<u32> {
        let mut strange = Vec::new();
        self.values.clear();
        for (place, row) in rows.iter().enumerate() {
            let mut is_strange = false;
            for column in &self.columns {
                let (from, to) = cells.cell(*row, *column, true);
                let found = number(cells.bytes, from, to);
                is_strange |= found.is_none();
                self.values.push(found.unwrap_or_default());
            }
            if is_strange {
                strange.push(place as u32);
            }
        }
        strange
    }

    /// Reads the numbers of a single row; false: not all are written in digits alone.
    pub fn read_one(&mut self, number: impl Fn(usize) -> Option<u64>) -> bool {
        self.values.clear();
        self.values.extend(self.columns.iter().filter_map(|it| number(*it)));
        self.values.len() == self.columns.len()
    }

    /// Takes up the numbers of rows that are known column by column; the places of rows that have none somewhere.
    #[cfg(feature = "parquet")]
    pub fn take(&mut self, rows: &[u32], columns: &[Vec<u64>], none: u64) -> Vec<u32> {
        let mut strange = Vec::new();
        self.values.clear();
        for (place, row) in rows.iter().enumerate() {
            let from = self.values.len();
            self.values.extend(columns.iter().map(|it| it.get(*row as usize).copied().unwrap_or(none)));
            if self.values.iter().skip(from).any(|it| *it == none) {
                strange.push(place as u32);
            }
        }
        strange
    }

    /// Keeps the rows at these places.
    pub fn keep(&mut self, places: &[u32]) {
        let kept = places.iter().flat_map(|it| self.of(*it as usize)).copied().collect();
        self.values = kept;
    }

    /// The numbers of a row.
    fn of(&self, row: usize) -> &[u64] {
        let width = self.columns.len();
        self.values.get(row * width..(row + 1) * width).unwrap_or_default()
    }

    /// All dossiers of a row.
    pub fn total(&self, row: usize) -> u64 {
        self.values.get(row * self.columns.len()).copied().unwrap_or_default()
    }

    /// No more dossiers are told of all rows.
    pub fn most(&self) -> u64 {
        let totals = self.values.iter().step_by(self.columns.len().max(1));
        let once = totals.fold(0u64, |sum, it| sum.saturating_add(*it));
        once.saturating_mul(self.groups.len().max(1) as u64)
    }

    /// The dossiers of each combination of a row whose numbers were read; false: they do not go together.
    pub fn parted(
        &mut self,
        row: usize,
        shared: &std::sync::Mutex<Shared<'_>>,
        mut see: impl FnMut(u32, u64),
    ) -> Result<bool, Stop> {
        let values = self.of(row);
        let (total, parts) = (self.total(row), values.get(1..).unwrap_or_default());
        let zeros = parts.iter().enumerate().fold(0u64, |bits, it| bits | u64::from(*it.1 == 0) << it.0);
        let near = self.near.get(zeros as usize).copied();
        let at = match near.unwrap_or_else(|| self.by_zeros.get(&zeros).copied()) {
            Some(at) => at,
            None => {
                let found = shared.lock().map_err(|_| Stop::Whole)?.pattern(values)?;
                let Some(found) = found else { return Ok(false) };
                let at = self.patterns.len();
                self.patterns.push(found);
                match self.near.get_mut(zeros as usize) {
                    Some(it) => *it = Some(at),
                    None => _ = self.by_zeros.insert(zeros, at),
                }
                at
            }
        };
        let Some(pattern) = self.patterns.get(at) else { return Ok(false) };
        let values = self.of(row);
        let part = |it: &usize| values.get(*it).copied().unwrap_or_default();
        let stated = |group: &[usize]| group.iter().fold(0u64, |sum, it| sum.saturating_add(part(it)));
        let holds = |(group, closed): (&Vec<usize>, &bool)| match stated(group) {
            stated if *closed => stated == total,
            stated => stated <= total,
        };
        if !self.groups.iter().zip(&pattern.closed).all(holds) {
            return Ok(false);
        }
        let mut facets = pattern.facets.iter().copied();
        let mut out = |dossiers: u64| {
            if let Some(facet) = facets.next().filter(|_| dossiers > 0) {
                see(facet, dossiers);
            }
        };
        for group in &self.groups {
            group.iter().for_each(|it| out(part(it)));
            out(total - stated(group));
        }
        if self.groups.is_empty() {
            out(total);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_at_once_are_what_they_are_one_by_one() {
        let all = "0 7 42 007 1234 99999999 123456789 12a 1.5 -3 +3 : / \"12\" 1\u{b5} 12345678901234567890 é0";
        for word in all.split(' ').chain(["", " 5"]) {
            let bytes = [word.as_bytes(), b",99,99,99"].concat();
            assert_eq!(number(&bytes, 0, word.len()), digits(word.as_bytes()), "{word}");
        }
        assert_eq!(number(b"12345678,x", 0, 8), Some(12_345_678));
    }
}
