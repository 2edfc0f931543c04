//! Rows of counts: a total and its parts, as dossiers of combinations.

use std::collections::HashMap;

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
    /// That of the row before.
    last: Option<(u64, usize)>,
    /// The numbers of a row.
    pub values: Vec<u64>,
    /// The rows: unit, procedure and days of each in one number.
    pub keys: Vec<u64>,
}

/// A number of dossiers that is written in digits alone; `"12"` too.
pub fn digits(cell: &[u8]) -> Option<u64> {
    let inner = cell.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\""));
    let cell = inner.unwrap_or(cell).trim_ascii();
    if cell.is_empty() || cell.len() > 18 {
        return None;
    }
    cell.iter().try_fold(0u64, |sum, it| it.is_ascii_digit().then(|| sum * 10 + u64::from(it - b'0')))
}

impl Numbers {
    /// For a total and its parts.
    pub fn new(columns: Vec<usize>, groups: Vec<Vec<usize>>) -> Self {
        Self { values: vec![0; columns.len()], columns, groups, ..Self::default() }
    }

    /// The dossiers of each combination of the row whose numbers were read; false: its numbers do not go together.
    pub fn parted(
        &mut self,
        shared: &std::sync::Mutex<Shared<'_>>,
        see: &mut dyn FnMut(u32, u64),
    ) -> Result<bool, Stop> {
        let Self { groups, patterns, by_zeros, last, values, .. } = self;
        let total = values.first().copied().unwrap_or_default();
        let zeros = values.iter().skip(1).enumerate().fold(0u64, |bits, it| bits | u64::from(*it.1 == 0) << it.0);
        let at = match last.filter(|it| it.0 == zeros) {
            Some((_, at)) => at,
            None => match by_zeros.get(&zeros) {
                Some(at) => *at,
                None => {
                    let found = shared.lock().map_err(|_| Stop::Whole)?.pattern(values)?;
                    let Some(found) = found else { return Ok(false) };
                    by_zeros.insert(zeros, patterns.len());
                    patterns.push(found);
                    patterns.len() - 1
                }
            },
        };
        *last = Some((zeros, at));
        let Some(pattern) = patterns.get(at) else { return Ok(false) };
        let mut facets = pattern.facets.iter().copied();
        let mut out = |dossiers: u64| {
            if let Some(facet) = facets.next().filter(|_| dossiers > 0) {
                see(facet, dossiers);
            }
        };
        for (group, closed) in groups.iter().zip(&pattern.closed) {
            let parts = group.iter().filter_map(|it| values.get(*it));
            let stated = parts.clone().fold(0u64, |sum, it| sum.saturating_add(*it));
            if stated > total || (stated < total && *closed) {
                return Ok(false);
            }
            parts.for_each(|it| out(*it));
            out(total - stated);
        }
        if groups.is_empty() {
            out(total);
        }
        Ok(true)
    }
}
