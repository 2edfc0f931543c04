//! Words of a column, each known by a small number: looked up by their bytes, understood once.

/// Bytes after the last that is read: a word is loaded 16 bytes at a time.
pub const PAD: usize = 64;

/// The words met in a column.
#[derive(Debug)]
pub struct Words {
    /// Part of a mixture of each word, and its number: small, so that many stay near.
    slots: Vec<(u32, u32)>,
    /// Of each word: its bytes up to 16, else a fingerprint of them; how many they are; where longer ones begin.
    keys: Vec<u128>,
    lengths: Vec<u32>,
    begins: Vec<u32>,
    /// The bytes of words longer than 16.
    long: Vec<u8>,
    /// The word before.
    last: (u128, u32, u32),
}

const FREE: (u32, u32) = (0, u32::MAX);

impl Default for Words {
    fn default() -> Self {
        Self {
            slots: vec![FREE; 64],
            keys: Vec::new(),
            lengths: Vec::new(),
            begins: Vec::new(),
            long: Vec::new(),
            last: (0, u32::MAX, u32::MAX),
        }
    }
}

/// The first bytes of sixteen, by how many.
const FIRST: [u128; 17] = {
    let mut out = [u128::MAX; 17];
    let mut length = 0;
    while length < 16 {
        out[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    out
};

/// Sixteen bytes from a place on; past the end there are none.
#[inline]
fn sixteen(bytes: &[u8], from: usize) -> u128 {
    match bytes.get(from..).and_then(|it| it.first_chunk::<16>()) {
        Some(it) => u128::from_le_bytes(*it),
        None => 0,
    }
}

#[inline]
fn mixed(key: u128) -> u64 {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let product = u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high.rotate_left(29) ^ 0xd1b5_4a32_d192_ed03);
    (product as u64) ^ (product >> 64) as u64
}

impl Words {
    /// The number of a word, where it was met before. `bytes` go on for [`PAD`] bytes after the word.
    #[inline]
    pub fn find(&mut self, bytes: &[u8], from: usize, to: usize) -> Result<u32, Unmet> {
        let length = to.saturating_sub(from);
        let key = match FIRST.get(length) {
            Some(first) => sixteen(bytes, from) & first,
            None => fingerprint(bytes.get(from..to).unwrap_or_default()),
        };
        let length = length as u32;
        if self.last.0 == key && self.last.1 == length && length <= 16 {
            return Ok(self.last.2);
        }
        let mix = mixed(key ^ u128::from(length));
        let tag = (mix >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut at = mix as usize & mask;
        loop {
            let (held, word) = self.slots.get(at).copied().unwrap_or(FREE);
            if held == tag && word != u32::MAX && self.is(word, key, length, bytes, from) {
                self.last = (key, length, word);
                return Ok(word);
            }
            if word == u32::MAX {
                return Err(Unmet { key, length });
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn is(&self, word: u32, key: u128, length: u32, bytes: &[u8], from: usize) -> bool {
        let place = word as usize;
        if self.keys.get(place) != Some(&key) || self.lengths.get(place) != Some(&length) {
            return false;
        }
        length <= 16 || {
            let begin = self.begins.get(place).copied().unwrap_or_default() as usize;
            self.long.get(begin..begin + length as usize) == bytes.get(from..from + length as usize)
        }
    }

    /// Takes up a word that [`Words::find`] did not know, and gives its number.
    pub fn add(&mut self, unmet: Unmet, word: &[u8]) -> u32 {
        let number = self.keys.len() as u32;
        self.begins.push(self.long.len() as u32);
        if unmet.length > 16 {
            self.long.extend_from_slice(word);
        }
        self.keys.push(unmet.key);
        self.lengths.push(unmet.length);
        if self.keys.len() * 2 > self.slots.len() {
            self.slots = vec![FREE; self.slots.len() * 2];
            (0..number).for_each(|it| self.put(it));
        }
        self.put(number);
        number
    }

    fn put(&mut self, word: u32) {
        let (Some(key), Some(length)) = (self.keys.get(word as usize), self.lengths.get(word as usize)) else { return };
        let mix = mixed(key ^ u128::from(*length));
        let mask = self.slots.len() - 1;
        let mut at = mix as usize & mask;
        while self.slots.get(at).is_some_and(|it| it.1 != u32::MAX) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = ((mix >> 32) as u32, word);
        }
    }
}

/// A word that was not met before.
#[derive(Debug, Clone, Copy)]
pub struct Unmet {
    key: u128,
    length: u32,
}

/// A fingerprint of a word longer than 16 bytes; words are compared besides.
fn fingerprint(word: &[u8]) -> u128 {
    let mut sum = 0u128;
    for piece in word.chunks(16) {
        let mut held = [0; 16];
        held.iter_mut().zip(piece).for_each(|it| *it.0 = *it.1);
        sum = (sum ^ u128::from_le_bytes(held)).wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).rotate_left(61);
    }
    sum
}
