//! Cells side by side: sorted by unit, procedure, dates and combination, a few bytes each.

use std::sync::OnceLock;

use super::{Cell, When};
use crate::text::Days;

/// Cells, sorted and packed. Of each unit its procedures, one after the other: how far the procedure is from the one
/// before, how many cells, and of each the step to its dates with its combination, and its dossiers; all as numbers of
/// seven bits a byte.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    bytes: Vec<u8>,
    /// Where the cells of each unit begin; one more than there are units.
    starts: Vec<usize>,
    /// The dates that occur, sorted: received, resolved.
    stamps: Vec<[When; 2]>,
    /// How many combinations there are.
    facets: u64,
    cells: usize,
    days: Option<Days>,
    by_procedure: OnceLock<ByProcedure>,
}

/// Where the cells of each procedure stand.
#[derive(Debug, Clone, Default)]
struct ByProcedure {
    /// Where the places of each procedure begin; one more than there are procedures.
    starts: Vec<u32>,
    /// A unit, and where its cells of the procedure stand.
    places: Vec<(u32, usize)>,
}

impl Cells {
    /// Packs cells that are sorted, and of which no two are one.
    pub(super) fn of(cells: &[Cell]) -> Self {
        let mut stamps: Vec<[When; 2]> = Vec::new();
        let mut known = std::collections::HashMap::new();
        let mut days: Option<Days> = None;
        for cell in cells {
            let stamp = [cell.received, cell.resolved];
            known.entry(stamp).or_insert_with(|| {
                stamps.push(stamp);
                0
            });
        }
        for when in stamps.iter().flatten() {
            if let When::In(own) = when {
                days = Some(days.map_or(*own, |it| it.with(*own)));
            }
        }
        stamps.sort_unstable();
        for (place, stamp) in (0u64..).zip(&stamps) {
            known.insert(*stamp, place);
        }
        let facets = cells.iter().map(|it| u64::from(it.facet) + 1).max().unwrap_or(1);
        let mut out = Self { stamps, facets, cells: cells.len(), days, ..Self::default() };
        let mut procedure = 0;
        for pair in cells.chunk_by(|one, two| (one.unit, one.procedure) == (two.unit, two.procedure)) {
            let Some(first) = pair.first() else { continue };
            if out.starts.len() <= first.unit as usize {
                out.starts.resize(first.unit as usize + 1, out.bytes.len());
                procedure = 0;
            }
            let code = first.procedure.map_or(0, |it| u64::from(it) + 1);
            put(&mut out.bytes, code - procedure);
            put(&mut out.bytes, pair.len() as u64);
            procedure = code;
            let mut before = 0;
            for cell in pair {
                let stamp = known.get(&[cell.received, cell.resolved]).copied().unwrap_or_default();
                put(&mut out.bytes, (stamp - before) * facets + u64::from(cell.facet));
                put(&mut out.bytes, cell.dossiers);
                before = stamp;
            }
        }
        out.starts.push(out.bytes.len());
        out.bytes.shrink_to_fit();
        out
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// The first and the last day of any.
    pub fn days(&self) -> Option<Days> {
        self.days
    }

    /// The dates that occur, sorted: received, resolved.
    pub fn stamps(&self) -> &[[When; 2]] {
        &self.stamps
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Cell> + '_ {
        (0..self.starts.len().saturating_sub(1) as u32).flat_map(|it| self.of_unit(it))
    }

    /// Those of a unit.
    pub fn of_unit(&self, unit: u32) -> impl Iterator<Item = Cell> + '_ {
        self.packed(unit).map(move |it| self.cell(unit, it))
    }

    /// Those of a unit, with the places of their dates among [`Self::stamps`].
    pub fn packed(&self, unit: u32) -> Packed<'_> {
        let start = self.starts.get(unit as usize).copied().unwrap_or(self.bytes.len());
        let end = self.starts.get(unit as usize + 1).copied().unwrap_or(start);
        Packed {
            bytes: self.bytes.get(start..end).unwrap_or_default(),
            facets: self.facets.max(1),
            ..Packed::default()
        }
    }

    /// Those of a procedure: each unit that has any, with its cells.
    pub fn of_procedure(&self, procedure: u32) -> impl Iterator<Item = (u32, Packed<'_>)> {
        let by = self.by_procedure.get_or_init(|| self.places());
        let [from, to] = [procedure as usize, procedure as usize + 1].map(|it| by.starts.get(it).copied());
        let places = from.zip(to).and_then(|(from, to)| by.places.get(from as usize..to as usize));
        places.unwrap_or_default().iter().map(move |(unit, at)| {
            let bytes = self.bytes.get(*at..).unwrap_or_default();
            let mut cells = Packed { bytes, facets: self.facets.max(1), alone: true, ..Packed::default() };
            cells.procedure = u64::from(procedure) + 1;
            cells.left = cells.number();
            (*unit, cells)
        })
    }

    fn places(&self) -> ByProcedure {
        let mut found: Vec<(u32, u32, usize)> = Vec::new();
        let mut most = 0;
        for unit in 0..self.starts.len().saturating_sub(1) as u32 {
            let mut cells = self.packed(unit);
            let whole = cells.bytes.len();
            let start = self.starts.get(unit as usize).copied().unwrap_or_default();
            while let Some(at) = cells.pair() {
                if let Some(procedure) = cells.procedure.checked_sub(1) {
                    most = most.max(procedure as u32 + 1);
                    found.push((procedure as u32, unit, start + (whole - at)));
                }
                while cells.left > 0 && cells.next().is_some() {}
            }
        }
        found.sort_unstable();
        let mut by = ByProcedure { starts: vec![0; most as usize + 1], places: Vec::with_capacity(found.len()) };
        for (procedure, unit, at) in found {
            by.places.push((unit, at));
            let until = by.places.len() as u32;
            by.starts.iter_mut().skip(procedure as usize + 1).take(1).for_each(|it| *it = until);
        }
        let mut before = 0;
        for it in &mut by.starts {
            before = before.max(*it);
            *it = before;
        }
        by
    }

    fn cell(&self, unit: u32, packed: PackedCell) -> Cell {
        let PackedCell { procedure, stamp, facet, dossiers } = packed;
        let [received, resolved] = self.stamps.get(stamp as usize).copied().unwrap_or([When::Unsaid; 2]);
        Cell { unit, procedure, received, resolved, facet, dossiers }
    }
}

/// A cell of a unit as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackedCell {
    /// As in [`Cell`].
    pub procedure: Option<u32>,
    /// The place of its dates among [`Cells::stamps`].
    pub stamp: u32,
    /// As in [`Cell`].
    pub facet: u16,
    /// As in [`Cell`].
    pub dossiers: u64,
}

/// The cells of a unit, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Packed<'c> {
    bytes: &'c [u8],
    /// Cells of the procedure that are still to come.
    left: u64,
    /// The procedure, from 1; 0: none is said.
    procedure: u64,
    facets: u64,
    stamp: u64,
    /// Whether nothing is asked beyond this procedure.
    alone: bool,
}

impl Packed<'_> {
    /// Goes on to the next procedure: how many bytes were left where its cells are counted.
    fn pair(&mut self) -> Option<usize> {
        if self.bytes.is_empty() || self.alone {
            return None;
        }
        self.procedure += self.number();
        let at = self.bytes.len();
        self.left = self.number();
        self.stamp = 0;
        Some(at)
    }

    #[inline]
    fn number(&mut self) -> u64 {
        take(&mut self.bytes).unwrap_or_default()
    }
}

impl Iterator for Packed<'_> {
    type Item = PackedCell;

    #[inline]
    fn next(&mut self) -> Option<PackedCell> {
        if self.left == 0 {
            self.pair()?;
        }
        self.left -= 1;
        let head = self.number();
        let (step, facet) = if self.facets == 1 { (head, 0) } else { (head / self.facets, head % self.facets) };
        self.stamp += step;
        let dossiers = self.number();
        let procedure = self.procedure.checked_sub(1).map(|it| it as u32);
        Some(PackedCell { procedure, stamp: self.stamp as u32, facet: facet as u16, dossiers })
    }
}

/// Writes a number in groups of seven bits, the lowest first.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a number back. None: the bytes are none, or end in it.
#[inline]
pub(super) fn take(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Day;

    proptest! {
        /// What is packed is what was given: in order, by unit, by procedure.
        #[test]
        fn packed_cells_are_the_cells(
            rows in prop::collection::vec((0..9u32, 0..5u32, 0..400i32, 0..3i32, 0..3u16, 1..u64::MAX), 0..60),
        ) {
            let on = |day: i32| When::In(Days::new(Day(day), Day(day)));
            let later = |it: i32, day: i32| match it {
                0 => When::Unsaid,
                1 => When::Never,
                _ => on(day + 9),
            };
            let cell = |(unit, procedure, day, more, facet, dossiers): &(u32, u32, i32, i32, u16, u64)| Cell {
                unit: *unit,
                procedure: procedure.checked_sub(1),
                received: on(*day),
                resolved: later(*more, *day),
                facet: *facet,
                dossiers: *dossiers,
            };
            let mut cells: Vec<Cell> = rows.iter().map(cell).collect();
            crate::data::settle(&mut cells);
            let packed = Cells::of(&cells);
            prop_assert_eq!(packed.len(), cells.len());
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), cells.clone());
            for unit in 0..10 {
                let own: Vec<Cell> = cells.iter().filter(|it| it.unit == unit).copied().collect();
                prop_assert_eq!(packed.of_unit(unit).collect::<Vec<_>>(), own);
            }
            for procedure in 0..6 {
                let own: Vec<Cell> = cells.iter().filter(|it| it.procedure == Some(procedure)).copied().collect();
                let found = packed.of_procedure(procedure);
                let found = found.flat_map(|(unit, each)| each.map(move |it| (unit, it)).collect::<Vec<_>>());
                let found: Vec<Cell> = found.map(|(unit, it)| packed.cell(unit, it)).collect();
                prop_assert_eq!(found, own);
            }
        }
    }
}
