//! What is known of a row → one small number, and how many rows of each unit have it.

use std::collections::HashMap;

/// Pairs of numbers, each pair known by a number of its own.
#[derive(Debug)]
pub struct Pairs {
    map: Vec<u32>,
    width: usize,
    /// Pairs that have no place in the map.
    far: HashMap<(u32, u32), u32>,
    /// The two of each pair.
    pub parts: Vec<(u32, u32)>,
}

const NEW: u32 = u32::MAX;

/// Places of the map; beyond them pairs are looked up.
const MOST_PAIRS: usize = 1 << 21;

impl Default for Pairs {
    fn default() -> Self {
        Self { map: Vec::new(), width: 8, far: HashMap::new(), parts: Vec::new() }
    }
}

impl Pairs {
    /// The number of a pair.
    #[inline]
    pub fn of(&mut self, left: u32, right: u32) -> u32 {
        if (right as usize) < self.width
            && let Some(found) = self.map.get(left as usize * self.width + right as usize)
            && *found != NEW
        {
            return *found;
        }
        self.add(left, right)
    }

    #[cold]
    fn add(&mut self, left: u32, right: u32) -> u32 {
        if let Some(found) = self.far.get(&(left, right)) {
            return *found;
        }
        if right as usize >= self.width {
            self.width = (right as usize + 1).next_power_of_two();
            self.map.clear();
            self.far.clear();
            let known = self.parts.clone();
            for (number, (left, right)) in known.into_iter().enumerate() {
                self.put(left, right, number as u32);
            }
        }
        let number = self.parts.len() as u32;
        self.parts.push((left, right));
        self.put(left, right, number);
        number
    }

    fn put(&mut self, left: u32, right: u32, number: u32) {
        let at = left as usize * self.width + right as usize;
        if at >= MOST_PAIRS {
            self.far.insert((left, right), number);
            return;
        }
        if at >= self.map.len() {
            self.map.resize((left as usize + 1) * self.width, NEW);
        }
        if let Some(it) = self.map.get_mut(at) {
            *it = number;
        }
    }
}

/// Dossiers by unit and kind.
#[derive(Debug, Default)]
pub struct Counts {
    /// For each kind a row with a place for each unit: days follow each other in most files, and so do kinds.
    dense: Vec<u32>,
    units: usize,
    /// What has no place among these, and what one place cannot hold.
    sparse: HashMap<(u32, u32), u64>,
}

/// Places that are held in rows; beyond them counts are looked up.
const MOST: usize = 1 << 24;

impl Counts {
    /// One more dossier.
    #[inline]
    pub fn one(&mut self, unit: u32, kind: u32) {
        if (unit as usize) < self.units
            && let Some(it) = self.dense.get_mut(kind as usize * self.units + unit as usize)
            && let Some(sum) = it.checked_add(1)
        {
            *it = sum;
            return;
        }
        self.many(unit, kind, 1);
    }

    /// So many more dossiers.
    #[inline]
    pub fn more(&mut self, unit: u32, kind: u32, dossiers: u64) {
        if (unit as usize) < self.units
            && let Some(it) = self.dense.get_mut(kind as usize * self.units + unit as usize)
            && let Ok(more) = u32::try_from(dossiers)
            && let Some(sum) = it.checked_add(more)
        {
            *it = sum;
            return;
        }
        self.many(unit, kind, dossiers);
    }

    #[cold]
    fn many(&mut self, unit: u32, kind: u32, dossiers: u64) {
        self.widen(unit as usize, kind as usize);
        let place = kind as usize * self.units + unit as usize;
        let held = if (unit as usize) < self.units { self.dense.get_mut(place) } else { None };
        if let (Some(it), Ok(more)) = (held, u32::try_from(dossiers))
            && let Some(sum) = it.checked_add(more)
        {
            *it = sum;
        } else {
            *self.sparse.entry((unit, kind)).or_default() += dossiers;
        }
    }

    fn widen(&mut self, unit: usize, kind: usize) {
        let units = if unit < self.units { self.units } else { (unit + 1).next_power_of_two().max(64) };
        let kinds = (kind + 1).max(self.dense.len() / self.units.max(1));
        if units.saturating_mul(kinds) > MOST {
            return;
        }
        if units > self.units {
            let mut dense = vec![0; units * kinds];
            for (from, to) in self.dense.chunks(self.units.max(1)).zip(dense.chunks_mut(units)) {
                to.iter_mut().zip(from).for_each(|it| *it.0 = *it.1);
            }
            (self.dense, self.units) = (dense, units);
        } else {
            self.dense.resize(units * kinds, 0);
        }
    }

    /// All that is counted: unit, kind, dossiers.
    pub fn each(&self) -> impl Iterator<Item = (u32, u32, u64)> {
        let row = |(kind, row): (usize, &[u32])| -> Vec<(u32, u32, u64)> {
            let some = row.iter().enumerate().filter(|it| *it.1 > 0);
            some.map(|(unit, count)| (unit as u32, kind as u32, u64::from(*count))).collect()
        };
        let dense = self.dense.chunks(self.units.max(1)).enumerate().flat_map(row);
        dense.chain(self.sparse.iter().map(|(key, count)| (key.0, key.1, *count)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn pairs_keep_their_numbers_while_tables_grow() {
        let mut pairs = Pairs::default();
        let all: Vec<(u32, u32)> = (0..40).flat_map(|left| (0..40).map(move |right| (left, right * 7))).collect();
        let numbers: Vec<u32> = all.iter().map(|it| pairs.of(it.0, it.1)).collect();
        assert_eq!(numbers, (0..1600).collect::<Vec<u32>>());
        assert!(all.iter().zip(&numbers).all(|(it, number)| pairs.of(it.0, it.1) == *number));
        assert_eq!(pairs.parts, all);
    }

    #[test]
    fn counts_are_those_of_a_plain_table() {
        let (mut counts, mut plain) = (Counts::default(), BTreeMap::new());
        let mut seed = 1u32;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (unit, kind) = ((seed >> 8) % 300, (seed >> 20) % 90);
            counts.one(unit, kind);
            *plain.entry((unit, kind)).or_insert(0u64) += 1;
        }
        counts.more(3, 5, u64::from(u32::MAX) + 7);
        counts.more(3, 5, u64::from(u32::MAX));
        *plain.entry((3, 5)).or_default() += 2 * u64::from(u32::MAX) + 7;
        // Far out there is no place in the row.
        counts.one(1 << 20, 1 << 10);
        plain.insert((1 << 20, 1 << 10), 1);
        let mut found = BTreeMap::new();
        counts.each().for_each(|it| *found.entry((it.0, it.1)).or_insert(0) += it.2);
        assert_eq!(found, plain);
    }
}
