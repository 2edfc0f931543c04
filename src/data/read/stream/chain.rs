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

    /// Puts the number of each pair of rows in the place of its left one.
    pub fn join(&mut self, lefts: &mut [u32], rights: &[u32]) {
        for (left, right) in lefts.iter_mut().zip(rights) {
            *left = self.of(*left, *right);
        }
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
    /// No place among these holds more.
    most: u64,
    /// What has no place among these, and what one place cannot hold.
    sparse: HashMap<(u32, u32), u64>,
}

/// Places that are held in rows; beyond them counts are looked up.
const MOST: usize = 1 << 24;

impl Counts {
    /// One more dossier for each row: its unit, its kind.
    pub fn each_one(&mut self, units: &[u32], kinds: &[u32]) {
        self.room(units.len() as u64);
        let most = |it: &[u32]| it.iter().copied().max().unwrap_or_default();
        self.widen(most(units), most(kinds));
        for (unit, kind) in units.iter().zip(kinds) {
            self.more(*unit, *kind, 1);
        }
    }

    /// So many more dossiers.
    pub fn many(&mut self, unit: u32, kind: u32, dossiers: u64) {
        match self.room(dossiers) {
            true => self.more(unit, kind, dossiers as u32),
            false => *self.sparse.entry((unit, kind)).or_default() += dossiers,
        }
    }

    /// So many more, for which room was made.
    #[inline(always)]
    pub fn more(&mut self, unit: u32, kind: u32, dossiers: u32) {
        let place = (kind as usize).wrapping_mul(self.units).wrapping_add(unit as usize);
        if let Some(it) = self.dense.get_mut(place).filter(|_| (unit as usize) < self.units) {
            *it = it.wrapping_add(dossiers);
        } else {
            self.far(unit, kind, dossiers);
        }
    }

    #[cold]
    fn far(&mut self, unit: u32, kind: u32, dossiers: u32) {
        self.widen(unit, kind);
        let place = kind as usize * self.units + unit as usize;
        match self.dense.get_mut(place).filter(|_| (unit as usize) < self.units) {
            Some(it) => *it += dossiers,
            None => *self.sparse.entry((unit, kind)).or_default() += u64::from(dossiers),
        }
    }

    /// Makes room for so many more at every place; false: they are more than one can take.
    pub fn room(&mut self, dossiers: u64) -> bool {
        let most = self.most.saturating_add(dossiers);
        if most <= u64::from(u32::MAX) {
            self.most = most;
            return true;
        }
        let full: Vec<(u32, u32, u64)> = self.each_dense().collect();
        for (unit, kind, count) in full {
            *self.sparse.entry((unit, kind)).or_default() += count;
        }
        self.dense.fill(0);
        let fits = dossiers <= u64::from(u32::MAX);
        self.most = if fits { dossiers } else { 0 };
        fits
    }

    /// Makes places up to a unit and a kind, where there may be so many.
    fn widen(&mut self, unit: u32, kind: u32) {
        let (unit, kind) = (unit as usize, kind as usize);
        if unit < self.units && kind.saturating_mul(self.units) < self.dense.len() {
            return;
        }
        let units = if unit < self.units { self.units } else { (unit + 1 + unit / 4).next_multiple_of(64) };
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
        self.each_dense().chain(self.sparse.iter().map(|(key, count)| (key.0, key.1, *count)))
    }

    fn each_dense(&self) -> impl Iterator<Item = (u32, u32, u64)> {
        self.dense.chunks(self.units.max(1)).enumerate().flat_map(|(kind, row)| {
            let some = row.iter().copied().enumerate().filter(|it| it.1 > 0);
            some.map(move |(unit, count)| (unit as u32, kind as u32, u64::from(count)))
        })
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
            counts.each_one(&[unit, unit], &[kind, kind / 2]);
            *plain.entry((unit, kind)).or_insert(0u64) += 1;
            *plain.entry((unit, kind / 2)).or_insert(0u64) += 1;
        }
        counts.many(3, 5, u64::from(u32::MAX) + 7);
        counts.many(3, 5, u64::from(u32::MAX));
        *plain.entry((3, 5)).or_default() += 2 * u64::from(u32::MAX) + 7;
        // Far out there is no place in the row.
        counts.each_one(&[1 << 20], &[1 << 10]);
        plain.insert((1 << 20, 1 << 10), 1);
        let mut found = BTreeMap::new();
        counts.each().for_each(|it| *found.entry((it.0, it.1)).or_insert(0) += it.2);
        assert_eq!(found, plain);
    }
}
