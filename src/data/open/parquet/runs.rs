//! Small numbers as Parquet packs them: runs of one number, and numbers of a few bits side by side.

use bytes::Bytes;

/// What is left of packed numbers.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    bytes: Bytes,
    at: usize,
    /// The bits of a number.
    width: u32,
    run: Run,
}

/// What is left of a run.
#[derive(Debug, Clone, Copy, Default)]
enum Run {
    #[default]
    None,
    Same {
        number: u32,
        left: usize,
    },
    /// From a bit of the bytes on.
    Packed {
        bit: usize,
        left: usize,
    },
}

impl Runs {
    /// Numbers of so many bits, at most 32.
    pub fn new(bytes: Bytes, width: u32) -> Option<Self> {
        (width <= 32).then_some(Self { bytes, at: 0, width, run: Run::None })
    }

    /// Numbers of one bit without any marks of runs.
    pub fn bits(bytes: Bytes) -> Self {
        let left = bytes.len().saturating_mul(8);
        Self { bytes, at: 0, width: 1, run: Run::Packed { bit: 0, left } }
    }

    /// Takes so many numbers. None: there are no more.
    pub fn take(&mut self, mut wanted: usize, out: &mut Vec<u32>) -> Option<()> {
        while wanted > 0 {
            match &mut self.run {
                Run::Same { number, left } if *left > 0 => {
                    let some = wanted.min(*left);
                    out.resize(out.len() + some, *number);
                    *left -= some;
                    wanted -= some;
                }
                Run::Packed { bit, left } if *left > 0 => {
                    let some = wanted.min(*left);
                    unpack(&self.bytes, *bit, self.width, some, out)?;
                    *bit += some * self.width as usize;
                    *left -= some;
                    wanted -= some;
                }
                _ => self.next_run()?,
            }
        }
        Some(())
    }

    /// Whether the next numbers, so many, are all this one in a single run.
    pub fn are_all(&mut self, wanted: u32, many: usize) -> bool {
        if matches!(self.run, Run::None) && many > 0 && self.next_run().is_none() {
            return false;
        }
        matches!(self.run, Run::Same { number, left } if number == wanted && left >= many)
    }

    fn next_run(&mut self) -> Option<()> {
        let (mut head, mut shift) = (0u64, 0);
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            head |= u64::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                break;
            }
            if shift > 35 {
                return None;
            }
        }
        let many = usize::try_from(head >> 1).ok()?;
        if head & 1 == 1 {
            let (first, bytes) = (self.at, many.checked_mul(self.width as usize)?);
            let held = self.bytes.len().saturating_sub(first);
            self.at = first.checked_add(bytes)?;
            // The last group may be cut off after its last number.
            let left = if self.width == 0 { many.checked_mul(8)? } else { held.min(bytes) * 8 / self.width as usize };
            self.run = Run::Packed { bit: first * 8, left };
            return (left > 0 || many == 0).then_some(());
        }
        let bytes = self.width.div_ceil(8) as usize;
        let number = self.bytes.get(self.at..self.at + bytes)?;
        self.at += bytes;
        let number = number.iter().rev().fold(0, |sum, it| sum << 8 | u32::from(*it));
        self.run = Run::Same { number, left: many };
        Some(())
    }
}

/// Unpacks so many numbers from a bit on.
fn unpack(bytes: &[u8], from: usize, width: u32, mut many: usize, out: &mut Vec<u32>) -> Option<()> {
    let mask = if width == 32 { u64::from(u32::MAX) } else { (1u64 << width) - 1 };
    let (mut bit, step) = (from, width as usize);
    let word = |bit: usize| bytes.get(bit / 8..).and_then(|it| it.first_chunk::<8>()).map(|it| u64::from_le_bytes(*it));
    if width <= 14 {
        // Four at a time fit into one load.
        while many >= 4
            && let Some(word) = word(bit)
        {
            let word = word >> (bit & 7);
            let number = |place: u32| (word >> (place * width) & mask) as u32;
            out.extend_from_slice(&[number(0), number(1), number(2), number(3)]);
            bit += 4 * step;
            many -= 4;
        }
    }
    for _ in 0..many {
        let word = match word(bit) {
            Some(it) => it,
            None => {
                let mut last = [0; 8];
                let rest = bytes.get(bit / 8..)?;
                last.iter_mut().zip(rest).for_each(|it| *it.0 = *it.1);
                u64::from_le_bytes(last)
            }
        };
        out.push((word >> (bit & 7) & mask) as u32);
        bit += step;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_packed_numbers_follow_each_other() {
        // Five times 9, then eight numbers of four bits, then one that is cut off.
        let bytes = Bytes::from_static(&[10, 9, 3, 0x10, 0x32, 0x54, 0x76, 3, 0x21]);
        let mut runs = Runs::new(bytes, 4).expect("a width");
        assert!(runs.clone().are_all(9, 5) && !runs.clone().are_all(9, 6));
        let mut out = Vec::new();
        for _ in 0..5 {
            runs.take(3, &mut out).expect("numbers");
        }
        assert_eq!(out, [9, 9, 9, 9, 9, 0, 1, 2, 3, 4, 5, 6, 7, 1, 2]);
        assert_eq!(runs.take(1, &mut out), None);
    }

    #[test]
    fn numbers_of_any_width_are_unpacked() {
        for width in 0..=32u32 {
            let numbers: Vec<u32> =
                (0..64u32).map(|it| it.wrapping_mul(2_654_435_761) & (((1u64 << width) - 1) as u32)).collect();
            let mut bytes = vec![8 << 1 | 1];
            let (mut held, mut bits) = (0u64, 0);
            for it in &numbers {
                held |= u64::from(*it) << bits;
                bits += width;
                while bits >= 8 {
                    bytes.push(held as u8);
                    (held, bits) = (held >> 8, bits - 8);
                }
            }
            let mut out = Vec::new();
            let mut runs = Runs::new(Bytes::from(bytes), width).expect("a width");
            [3, 40, 21].into_iter().for_each(|it| runs.take(it, &mut out).expect("numbers"));
            assert_eq!(out, numbers, "{width}");
        }
    }
}
