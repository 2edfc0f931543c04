//! Words of a column, each known by a small number: looked up by their bytes, understood once.

use super::marks::Cells;

/// Bytes after the last that is read: a word is loaded 16 bytes at a time.
pub const PAD: usize = 64;

/// The words met in a column.
#[derive(Debug)]
pub struct Words {
    /// A power of two of places; a word stands in the first free one from that which its mixture says.
    slots: Vec<Slot>,
    /// Of each word, where it begins among those that are longer than [`SHORT`] bytes, and its length.
    places: Vec<(u32, u32)>,
    long: Vec<u8>,
}

/// A word and its number.
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: Key,
    word: u32,
}

/// The bytes of a short word and how many they are, else a fingerprint of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    low: u64,
    /// The highest byte: the length, or [`LONG`].
    high: u64,
}

/// So many bytes are a key themselves.
const SHORT: usize = 15;
const LONG: u64 = 0xff << 56;
/// The number of no word.
pub const NONE: u32 = u32::MAX;

/// No word has this key.
const FREE: Slot = Slot { key: Key { low: 0, high: 0xfe << 56 }, word: NONE };

impl Default for Words {
    fn default() -> Self {
        Self { slots: vec![FREE; 64], places: Vec::new(), long: Vec::new() }
    }
}

/// The first bytes of fifteen, by how many, and the length above them.
const FIRST: [((u64, u64), u64); SHORT + 1] = {
    let mut out = [((0, 0), 0); SHORT + 1];
    let mut length = 0;
    while length <= SHORT {
        let first: u128 = (1 << (8 * length)) - 1;
        out[length] = ((first as u64, (first >> 64) as u64), (length as u64) << 56);
        length += 1;
    }
    out
};

impl Key {
    /// Of a short word, which stands at the beginning of sixteen bytes.
    #[inline(always)]
    fn short(bytes: &[u8; 16], length: usize) -> Option<Self> {
        let ((low, high), length) = FIRST.get(length)?;
        let all = u128::from_le_bytes(*bytes);
        Some(Self { low: all as u64 & low, high: (all >> 64) as u64 & high | length })
    }

    fn of(word: &[u8]) -> Self {
        let mut padded = [0; 16];
        padded.iter_mut().zip(word).for_each(|it| *it.0 = *it.1);
        Self::short(&padded, word.len()).unwrap_or_else(|| fingerprint(word))
    }

    #[inline(always)]
    fn mixed(self) -> usize {
        folded(self.low ^ 0x9e37_79b9_7f4a_7c15, self.high.rotate_left(29) ^ 0xd1b5_4a32_d192_ed03) as usize
    }
}

/// The two halves of a product, as one.
#[inline(always)]
fn folded(left: u64, right: u64) -> u64 {
    let product = u128::from(left).wrapping_mul(u128::from(right));
    (product as u64) ^ (product >> 64) as u64
}

/// The key of a long word; words are compared besides.
fn fingerprint(word: &[u8]) -> Key {
    let (mut low, mut high) = (0x2360_ed05_1fc6_5da4, 0x4385_df64_9fcc_f645);
    let (pieces, _) = word.as_chunks::<16>();
    for piece in pieces.iter().chain(word.last_chunk::<16>()) {
        let it = u128::from_le_bytes(*piece);
        low = folded(low ^ it as u64, 0x9e37_79b9_7f4a_7c15 ^ (it >> 64) as u64);
        high ^= low.rotate_left(23);
    }
    Key { low, high: high | LONG }
}

impl Words {
    /// The number of a word, [`NONE`] where it was not met before. `bytes` go on for [`PAD`] bytes after the word.
    #[inline(always)]
    pub fn find(&self, bytes: &[u8], from: usize, to: usize) -> u32 {
        let sixteen = bytes.get(from..).and_then(<[u8]>::first_chunk);
        match sixteen.and_then(|it| Key::short(it, to.wrapping_sub(from))) {
            Some(key) => self.look_up(key, |_| true),
            None => self.find_long(bytes.get(from..to).unwrap_or_default()),
        }
    }

    #[inline(never)]
    fn find_long(&self, word: &[u8]) -> u32 {
        let is_same = |number: u32| {
            let (begin, length) = self.places.get(number as usize).copied().unwrap_or_default();
            self.long.get(begin as usize..begin as usize + length as usize) == Some(word)
        };
        self.look_up(Key::of(word), |it| word.len() <= SHORT || is_same(it))
    }

    #[inline(always)]
    fn look_up(&self, key: Key, is_same: impl Fn(u32) -> bool) -> u32 {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key.mixed();
        while let Some(slot) = self.slots.get(at & mask) {
            if slot.word == NONE || slot.key == key && is_same(slot.word) {
                return slot.word;
            }
            at = at.wrapping_add(1);
        }
        NONE
    }

    /// The numbers of the words that stand in a column, as [`Words::find`] gives them.
    pub fn find_each(&self, cells: Cells<'_>, at: usize, out: &mut [u32]) {
        match cells.returns == Some(at) {
            true => self.find_rows::<true>(cells, at, out),
            false => self.find_rows::<false>(cells, at, out),
        }
    }

    fn find_rows<const LAST: bool>(&self, cells: Cells<'_>, at: usize, out: &mut [u32]) {
        for (row, out) in cells.rows.iter().zip(out) {
            let (from, to) = cells.cell(*row, at, LAST);
            *out = self.find(cells.bytes, from, to);
        }
    }

    /// Takes up a word that was not met before, and gives its number.
    pub fn add(&mut self, word: &[u8]) -> u32 {
        let number = self.places.len() as u32;
        self.places.push((self.long.len() as u32, word.len() as u32));
        if word.len() > SHORT {
            self.long.extend_from_slice(word);
        }
        if self.places.len() * 2 > self.slots.len() {
            let wider = vec![FREE; self.slots.len() * 2];
            let held = std::mem::replace(&mut self.slots, wider);
            held.into_iter().filter(|it| it.word != NONE).for_each(|it| self.put(it));
        }
        self.put(Slot { key: Key::of(word), word: number });
        number
    }

    fn put(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = slot.key.mixed() & mask;
        while self.slots.get(at).is_some_and(|it| it.word != NONE) {
            at = (at + 1) & mask;
        }
        self.slots.iter_mut().skip(at).take(1).for_each(|it| *it = slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers_while_the_table_grows() {
        let long = "Ủy ban nhân dân xã Vĩnh Lộc A, huyện ".repeat(2);
        let words: Vec<String> = (0..500)
            .flat_map(|it| [format!("{it}"), format!("1.{it:09}"), format!("{long}{it:03}, tỉnh"), "x".repeat(it % 40)])
            .collect();
        let (mut met, mut numbers) = (Words::default(), std::collections::HashMap::new());
        for _ in 0..2 {
            for word in &words {
                // What follows a word is no part of it.
                for after in [[0; PAD], [b'7'; PAD]] {
                    let bytes = [b"ab".as_slice(), word.as_bytes(), &after].concat();
                    let (from, to) = (2, 2 + word.len());
                    let mut number = met.find(&bytes, from, to);
                    if number == NONE {
                        number = met.add(word.as_bytes());
                    }
                    assert_eq!(*numbers.entry(word).or_insert(number), number, "{word}");
                }
            }
        }
        assert_eq!(met.places.len(), numbers.len());
    }
}
