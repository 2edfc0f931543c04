//! Cells side by side: sorted by unit, procedure, dates and combination, a few bytes each.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Cell, When};
use crate::text::Days;

/// Cells, sorted and packed. Of each unit its procedures, one after the other: how far the procedure is from the one
/// before, how many cells in how many bytes, and of each the step to its dates with its combination, and its dossiers;
/// all as numbers of seven bits a byte.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    units: Vec<Box<[u8]>>,
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
    /// A unit, and where among its bytes its cells of the procedure stand.
    places: Vec<(u32, u32)>,
}

/// Packs cells, unit by unit.
pub(super) struct Packer {
    cells: Cells,
    /// The place of each pair of dates.
    known: HashMap<[When; 2], u64>,
}

impl Packer {
    /// For cells of these dates and so many combinations.
    pub fn new(stamps: impl IntoIterator<Item = [When; 2]>, facets: usize) -> Self {
        let known: HashMap<[When; 2], u64> = stamps.into_iter().map(|it| (it, 0)).collect();
        let mut stamps: Vec<[When; 2]> = known.into_keys().collect();
        stamps.sort_unstable();
        let known = (0u64..).zip(&stamps).map(|(place, it)| (*it, place)).collect();
        let day = |it: &When| if let When::In(days) = it { Some(*days) } else { None };
        let days = stamps.iter().flatten().filter_map(day).reduce(Days::with);
        let cells = Cells { stamps, facets: facets.max(1) as u64, days, ..Cells::default() };
        Self { cells, known }
    }

    /// Adds the cells of a unit, which come after those of the units before: sorted, and no two of them one.
    pub fn unit(&mut self, unit: u32, cells: &[Cell]) {
        let out = &mut self.cells;
        let (mut bytes, mut inner) = (Vec::new(), Vec::new());
        let mut procedure = 0;
        for pair in cells.chunk_by(|one, two| one.procedure == two.procedure) {
            let code = pair.first().and_then(|it| it.procedure).map_or(0, |it| u64::from(it) + 1);
            put(&mut bytes, code - procedure);
            put(&mut bytes, pair.len() as u64);
            procedure = code;
            let mut before = 0;
            for cell in pair {
                let stamp = self.known.get(&[cell.received, cell.resolved]).copied().unwrap_or_default();
                put(&mut inner, (stamp - before) * out.facets + u64::from(cell.facet));
                put(&mut inner, cell.dossiers);
                before = stamp;
            }
            put(&mut bytes, inner.len() as u64);
            bytes.append(&mut inner);
        }
        out.cells += cells.len();
        let before = (unit as usize).max(out.units.len());
        out.units.resize_with(before, Box::default);
        out.units.push(bytes.into_boxed_slice());
    }

    /// The packed cells.
    pub fn done(self) -> Cells {
        self.cells
    }
}

impl Cells {
    /// Packs cells that are sorted, and of which no two are one.
    #[cfg(test)]
    fn of(cells: &[Cell]) -> Self {
        let facets = cells.iter().map(|it| usize::from(it.facet) + 1).max().unwrap_or(1);
        let mut packer = Packer::new(cells.iter().map(|it| [it.received, it.resolved]), facets);
        for each in cells.chunk_by(|one, two| one.unit == two.unit) {
            packer.unit(each.first().map_or(0, |it| it.unit), each);
        }
        packer.done()
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
        (0..self.units.len() as u32).flat_map(|it| self.of_unit(it))
    }

    /// Those of a unit.
    pub fn of_unit(&self, unit: u32) -> impl Iterator<Item = Cell> + '_ {
        self.packed(unit).map(move |it| self.cell(unit, it))
    }

    /// Those of a unit, with the places of their dates among [`Self::stamps`].
    pub fn packed(&self, unit: u32) -> Packed<'_> {
        let bytes = self.units.get(unit as usize).map(AsRef::as_ref).unwrap_or_default();
        Packed { bytes, facets: self.facets.max(1), ..Packed::default() }
    }

    /// Those of a procedure: each unit that has any, with its cells.
    pub fn of_procedure(&self, procedure: u32) -> impl Iterator<Item = (u32, Packed<'_>)> {
        let by = self.by_procedure.get_or_init(|| self.places());
        let [from, to] = [procedure as usize, procedure as usize + 1].map(|it| by.starts.get(it).copied());
        let places = from.zip(to).and_then(|(from, to)| by.places.get(from as usize..to as usize));
        places.unwrap_or_default().iter().map(move |(unit, at)| {
            let own = self.units.get(*unit as usize).map(AsRef::as_ref).unwrap_or_default();
            let bytes = own.get(*at as usize..).unwrap_or_default();
            let mut cells = Packed { bytes, facets: self.facets.max(1), alone: true, ..Packed::default() };
            cells.procedure = u64::from(procedure) + 1;
            cells.begin();
            (*unit, cells)
        })
    }

    fn places(&self) -> ByProcedure {
        // Counted first, so that nothing is held twice.
        let mut by = ByProcedure::default();
        self.each_pair(&mut |procedure, _, _| {
            let place = procedure as usize + 1;
            by.starts.resize(by.starts.len().max(place + 1), 0);
            by.starts.iter_mut().skip(place).take(1).for_each(|it| *it += 1);
        });
        let mut sum = 0;
        for it in &mut by.starts {
            sum += *it;
            *it = sum;
        }
        by.places.resize(sum as usize, (0, 0));
        let mut next = by.starts.clone();
        self.each_pair(&mut |procedure, unit, at| {
            let Some(place) = next.get_mut(procedure as usize) else { return };
            by.places.iter_mut().skip(*place as usize).take(1).for_each(|it| *it = (unit, at));
            *place += 1;
        });
        by
    }

    /// Where the cells of each procedure of each unit stand.
    fn each_pair(&self, see: &mut dyn FnMut(u32, u32, u32)) {
        for unit in 0..self.units.len() as u32 {
            let mut cells = self.packed(unit);
            let whole = cells.bytes.len();
            while let Some((left, length)) = cells.pair() {
                if let Some(procedure) = cells.procedure.checked_sub(1) {
                    see(procedure as u32, unit, (whole - left) as u32);
                }
                cells.bytes = cells.bytes.get(length as usize..).unwrap_or_default();
            }
        }
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
    /// Goes on to the next procedure: how many bytes were left where its cells are counted, and how many they have.
    fn pair(&mut self) -> Option<(usize, u64)> {
        if self.bytes.is_empty() || self.alone {
            return None;
        }
        self.procedure += self.number();
        Some((self.bytes.len(), self.begin()))
    }

    /// Comes to the cells of a procedure: how many bytes they have.
    fn begin(&mut self) -> u64 {
        self.left = self.number();
        self.stamp = 0;
        self.number()
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
