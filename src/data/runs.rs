//! Dossiers of millions of rows on their way into cells, when their days are told apart: sorted by unit, procedure and
//! kind in runs, a few bytes each.

use super::cells::{put, take};
use super::{Cell, When};

/// Dossiers by unit, procedure and kind.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    /// Not sorted yet.
    open: Vec<(u64, u64)>,
    closed: Vec<Run>,
    /// Whether each procedure occurs.
    procedures: Vec<bool>,
}

/// Sorted dossiers. Of each unit the steps from one to the next, and how many, as numbers of seven bits a byte.
#[derive(Debug, Clone)]
struct Run {
    bytes: Vec<u8>,
    /// Where the dossiers of each unit begin.
    starts: Vec<(u32, u32)>,
}

/// The bits of a kind, and of a procedure with none.
const KIND: u32 = 24;
const PROCEDURE: u32 = 20;

/// So many are sorted at once.
const MOST: usize = 1 << 18;

impl Runs {
    /// Adds dossiers. None: one of the numbers is larger than any data have.
    #[inline]
    pub fn add(&mut self, unit: u32, procedure: Option<u32>, kind: u32, dossiers: u64) -> Option<()> {
        let procedure = procedure.map_or(0, |it| u64::from(it) + 1);
        if procedure >= 1 << PROCEDURE || kind >= 1 << KIND || unit >= 1 << (64 - KIND - PROCEDURE) {
            return None;
        }
        let key = u64::from(unit) << (KIND + PROCEDURE) | procedure << KIND | u64::from(kind);
        self.open.push((key, dossiers));
        if self.open.len() >= MOST {
            self.close();
        }
        Some(())
    }

    /// Sorts what is not sorted yet.
    pub fn close(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        open.sort_unstable_by_key(|it| it.0);
        let mut run = Run { bytes: Vec::with_capacity(open.len() * 4), starts: Vec::new() };
        let mut before = 0;
        for each in open.chunk_by(|one, two| one.0 == two.0) {
            let Some((key, first)) = each.first().copied() else { continue };
            let unit = (key >> (KIND + PROCEDURE)) as u32;
            if let Some(procedure) = (key >> KIND & ((1 << PROCEDURE) - 1)).checked_sub(1) {
                let place = procedure as usize;
                self.procedures.resize(self.procedures.len().max(place + 1), false);
                self.procedures.iter_mut().skip(place).take(1).for_each(|it| *it = true);
            }
            if run.starts.last().is_none_or(|it| it.0 != unit) {
                run.starts.push((unit, run.bytes.len() as u32));
                before = key >> (KIND + PROCEDURE) << (KIND + PROCEDURE);
            }
            // A sum beyond one number stays in several.
            let mut sum = first;
            for (_, more) in each.iter().skip(1) {
                match sum.checked_add(*more) {
                    Some(it) => sum = it,
                    None => {
                        put(&mut run.bytes, key - before);
                        put(&mut run.bytes, std::mem::replace(&mut sum, *more));
                        before = key;
                    }
                }
            }
            put(&mut run.bytes, key - before);
            put(&mut run.bytes, sum);
            before = key;
        }
        run.bytes.shrink_to_fit();
        if !run.starts.is_empty() {
            self.closed.push(run);
        }
        open.clear();
        self.open = open;
    }

    /// The units that have any; sorted runs only.
    pub fn units(&self) -> impl Iterator<Item = u32> {
        self.closed.iter().flat_map(|it| it.starts.iter().map(|it| it.0))
    }

    /// The procedures that occur; in sorted runs only.
    pub fn procedures(&self) -> impl Iterator<Item = u32> {
        (0u32..).zip(&self.procedures).filter(|it| *it.1).map(|it| it.0)
    }

    /// The dossiers of a unit: procedure, kind, how many; sorted runs only.
    pub fn of_unit(&self, unit: u32) -> impl Iterator<Item = (Option<u32>, u32, u64)> {
        self.closed.iter().flat_map(move |run| run.of_unit(unit))
    }
}

impl Run {
    fn of_unit(&self, unit: u32) -> impl Iterator<Item = (Option<u32>, u32, u64)> {
        let at = self.starts.binary_search_by_key(&unit, |it| it.0);
        let start = |at: usize| self.starts.get(at).map_or(self.bytes.len(), |it| it.1 as usize);
        let mut bytes =
            at.map(|at| start(at)..start(at + 1)).ok().and_then(|it| self.bytes.get(it)).unwrap_or_default();
        let mut key = 0;
        std::iter::from_fn(move || {
            key += take(&mut bytes)?;
            let dossiers = take(&mut bytes)?;
            let procedure = (key >> KIND).checked_sub(1).map(|it| it as u32);
            Some((procedure, (key & ((1 << KIND) - 1)) as u32, dossiers))
        })
    }
}

/// Runs, with what the numbers in them mean.
#[derive(Debug, Clone)]
pub struct Held {
    pub runs: Runs,
    /// Of each kind the dates, and the combination by its place in the tally.
    pub kinds: Vec<(When, When, u16)>,
    /// Of each procedure its place in the tally, and whether it occurs.
    pub procedures: Vec<(u32, bool)>,
    /// Of each unit of the tally the one in the runs.
    pub units: Vec<Option<u32>>,
}

impl Held {
    /// The cells of a unit of the tally.
    pub fn of_unit(&self, unit: u32) -> impl Iterator<Item = Cell> {
        let own = self.units.get(unit as usize).copied().flatten();
        own.into_iter().flat_map(|it| self.runs.of_unit(it)).filter_map(move |(procedure, kind, dossiers)| {
            let (received, resolved, facet) = self.kinds.get(kind as usize).copied()?;
            let procedure = match procedure {
                Some(it) => Some(self.procedures.get(it as usize)?.0),
                None => None,
            };
            Some(Cell { unit, procedure, received, resolved, facet, dossiers })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn runs_hold_what_was_added() {
        let (mut runs, mut plain) = (Runs::default(), BTreeMap::new());
        let mut seed = 7u32;
        for at in 0..5_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (unit, procedure, kind) = ((seed >> 8) % 9, (seed >> 13) % 7, (seed >> 20) % 500);
            let procedure = procedure.checked_sub(1);
            runs.add(unit, procedure, kind, u64::from(seed)).expect("small numbers");
            *plain.entry((unit, procedure, kind)).or_insert(0u64) += u64::from(seed);
            if at % 1_300 == 0 {
                runs.close();
            }
        }
        runs.close();
        let mut found = BTreeMap::new();
        for unit in 0..10 {
            for (procedure, kind, dossiers) in runs.of_unit(unit) {
                *found.entry((unit, procedure, kind)).or_insert(0u64) += dossiers;
            }
        }
        assert_eq!(found, plain);
        assert_eq!(runs.add(1 << 20, None, 0, 1), None, "a number too large");
        let mut large = Runs::default();
        (0..3).for_each(|_| large.add(1, Some(1), 1, u64::MAX).expect("small numbers"));
        large.close();
        let all: Vec<_> = large.of_unit(1).collect();
        assert_eq!(all, [(Some(1), 1, u64::MAX); 3], "more than one number holds");
    }
}
