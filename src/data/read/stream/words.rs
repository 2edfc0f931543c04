//! Words of a column, each known by a small number: looked up by their bytes, understood once.

/// Bytes after the last that is read: a word is loaded 16 bytes at a time.
pub const PAD: usize = 64;

/// The words met in a column.
#[derive(Debug)]
pub struct Words {
    slots: Vec<Slot>,
    count: u32,
    /// The bytes of words longer than 16.
    long: Vec<u8>,
    /// Where each word's bytes begin among the long ones.
    begins: Vec<u32>,
    last: Slot,
}

/// A place of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    /// The word itself up to 16 bytes, else a fingerprint of it.
    key: u128,
    length: u32,
    word: u32,
}

const FREE: Slot = Slot { key: 0, length: u32::MAX, word: u32::MAX };

impl Default for Words {
    fn default() -> Self {
        Self { slots: vec![FREE; 64], count: 0, long: Vec::new(), begins: Vec::new(), last: FREE }
    }
}

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
        let key = if length < 16 {
            sixteen(bytes, from) & ((1u128 << (8 * length)) - 1)
        } else if length == 16 {
            sixteen(bytes, from)
        } else {
            fingerprint(bytes.get(from..to).unwrap_or_default())
        };
        let length = length as u32;
        if self.last.key == key && self.last.length == length && length <= 16 {
            return Ok(self.last.word);
        }
        let mask = self.slots.len() - 1;
        let mut at = mixed(key ^ u128::from(length)) as usize & mask;
        loop {
            let slot = self.slots.get(at).copied().unwrap_or(FREE);
            if slot.key == key && slot.length == length && (length <= 16 || self.is(slot, bytes, from, to)) {
                self.last = slot;
                return Ok(slot.word);
            }
            if slot.word == u32::MAX {
                return Err(Unmet { key, length });
            }
            at = (at + 1) & mask;
        }
    }

    fn is(&self, slot: Slot, bytes: &[u8], from: usize, to: usize) -> bool {
        let begin = self.begins.get(slot.word as usize).copied().unwrap_or_default() as usize;
        self.long.get(begin..begin + slot.length as usize) == bytes.get(from..to)
    }

    /// Takes up a word that [`Words::find`] did not know, and gives its number.
    pub fn add(&mut self, unmet: Unmet, word: &[u8]) -> u32 {
        if (self.count as usize + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let number = self.count;
        self.count += 1;
        self.begins.push(self.long.len() as u32);
        if unmet.length > 16 {
            self.long.extend_from_slice(word);
        }
        self.put(Slot { key: unmet.key, length: unmet.length, word: number });
        number
    }

    fn grow(&mut self) {
        let wider = vec![FREE; self.slots.len() * 4];
        let held = std::mem::replace(&mut self.slots, wider);
        for slot in held.into_iter().filter(|it| it.word != u32::MAX) {
            self.put(slot);
        }
    }

    fn put(&mut self, new: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = mixed(new.key ^ u128::from(new.length)) as usize & mask;
        while self.slots.get(at).is_some_and(|it| it.word != u32::MAX) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = new;
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
