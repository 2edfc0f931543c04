//! Cells one after the other; and pages that are written in smaller ways, made so.

use std::ops::Range;

use bytes::Bytes;
use parquet::basic::{Encoding, Type};

/// How cells stand one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// A bit each.
    Bit,
    /// So many bytes each.
    Bytes(usize),
    /// How many bytes they are, then the bytes.
    Text,
}

impl Plain {
    /// Of a type; `length`: of cells that all have the same.
    pub fn of(form: Type, length: i32) -> Self {
        match form {
            Type::BOOLEAN => Self::Bit,
            Type::INT32 | Type::FLOAT => Self::Bytes(4),
            Type::INT64 | Type::DOUBLE => Self::Bytes(8),
            Type::INT96 => Self::Bytes(12),
            Type::BYTE_ARRAY => Self::Text,
            Type::FIXED_LEN_BYTE_ARRAY => Self::Bytes(usize::try_from(length).unwrap_or_default()),
        }
    }

    /// Whether cells are bits.
    pub fn is_bit(self) -> bool {
        self == Self::Bit
    }

    /// Where the next cell stands; none: there is none.
    #[inline]
    pub fn next(self, bytes: &[u8], at: &mut usize) -> Option<Range<usize>> {
        let (from, length) = match self {
            Self::Bit => return None,
            Self::Bytes(length) => (*at, length),
            Self::Text => {
                let length = bytes.get(*at..)?.first_chunk::<4>()?;
                (*at + 4, u32::from_le_bytes(*length) as usize)
            }
        };
        *at = from.checked_add(length).filter(|it| *it <= bytes.len())?;
        Some(from..*at)
    }
}

/// The most bytes that a page becomes.
const MOST: usize = 1 << 30;

/// The cells of a page one after the other, of which it has at most so many. None: it is damaged, or written in a way
/// that is not known.
pub fn plain(bytes: &Bytes, encoding: Encoding, form: Plain, most: usize) -> Option<Bytes> {
    let out = match (encoding, form) {
        (Encoding::DELTA_BINARY_PACKED, Plain::Bytes(length @ (4 | 8))) => {
            let numbers = Deltas::new(bytes, 0)?.all(most)?.0;
            numbers.iter().flat_map(|it| it.to_le_bytes().into_iter().take(length)).collect()
        }
        (Encoding::DELTA_LENGTH_BYTE_ARRAY, Plain::Text) => {
            let (lengths, at) = Deltas::new(bytes, 0)?.all(most)?;
            texts(&lengths, bytes.get(at..)?, |_| Some(0))?
        }
        (Encoding::DELTA_BYTE_ARRAY, Plain::Text | Plain::Bytes(_)) => {
            let (kept, at) = Deltas::new(bytes, 0)?.all(most)?;
            let (lengths, at) = Deltas::new(bytes, at)?.all(most)?;
            let out = texts(&lengths, bytes.get(at..)?, |it| usize::try_from(*kept.get(it)?).ok())?;
            match form {
                Plain::Text => out,
                _ => without_lengths(&out)?,
            }
        }
        (Encoding::BYTE_STREAM_SPLIT, Plain::Bytes(length @ 1..)) => {
            let many = bytes.len() / length;
            let place = |it: usize| (0..length).filter_map(move |byte| bytes.get(byte * many + it).copied());
            (0..many).flat_map(place).collect()
        }
        _ => return None,
    };
    Some(Bytes::from(out))
}

/// Texts with their lengths; `kept`: how many bytes of the one before each begins with.
fn texts(lengths: &[i64], bytes: &[u8], kept: impl Fn(usize) -> Option<usize>) -> Option<Vec<u8>> {
    let (mut out, mut at) = (Vec::<u8>::new(), 0usize);
    let mut before = 0..0;
    for (place, length) in lengths.iter().enumerate() {
        let (length, kept) = (usize::try_from(*length).ok()?, kept(place)?);
        let own = bytes.get(at..at.checked_add(length)?)?;
        at += length;
        let all = kept.checked_add(length).filter(|it| out.len() + it <= MOST)?;
        out.extend(u32::try_from(all).ok()?.to_le_bytes());
        let begin = out.len();
        if kept > before.len() {
            return None;
        }
        out.extend_from_within(before.start..before.start + kept);
        out.extend_from_slice(own);
        before = begin..out.len();
    }
    Some(out)
}

fn without_lengths(texts: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < texts.len() {
        let place = Plain::Text.next(texts, &mut at)?;
        out.extend_from_slice(texts.get(place)?);
    }
    Some(out)
}

/// Numbers that are written as what they differ by.
struct Deltas<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Deltas<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Option<Self> {
        (at <= bytes.len()).then_some(Self { bytes, at })
    }

    fn varint(&mut self) -> Option<u64> {
        let (mut out, mut shift) = (0, 0);
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            out |= u64::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(out);
            }
            shift += 7;
        }
    }

    fn number(&mut self) -> Option<i64> {
        let it = self.varint()?;
        Some((it >> 1) as i64 ^ -((it & 1) as i64))
    }

    /// All numbers, at most so many, and where they end.
    fn all(mut self, most: usize) -> Option<(Vec<i64>, usize)> {
        let size = usize::try_from(self.varint()?).ok().filter(|it| it % 128 == 0 && (1..=1 << 20).contains(it))?;
        let parts = usize::try_from(self.varint()?).ok().filter(|it| (1..=size).contains(it) && size % it == 0)?;
        let each = size / parts;
        let many = usize::try_from(self.varint()?).ok().filter(|it| *it <= most)?;
        let mut last = self.number()?;
        let mut out = Vec::new();
        if many > 0 {
            out.push(last);
        }
        while out.len() < many {
            let least = self.number()?;
            let widths = self.bytes.get(self.at..self.at.checked_add(parts)?)?;
            self.at += parts;
            for width in widths {
                // Parts after the last number are not written.
                if out.len() >= many {
                    break;
                }
                let width = usize::from(*width);
                let end = self.at.checked_add(each.checked_mul(width)?.div_ceil(8)).filter(|_| width <= 64)?;
                let held = self.bytes.get(self.at..end)?;
                for place in 0..each.min(many - out.len()) {
                    last = last.wrapping_add(least).wrapping_add(bits(held, place * width, width)? as i64);
                    out.push(last);
                }
                self.at = end;
            }
        }
        Some((out, self.at))
    }
}

/// So many bits from one on, at most 64.
fn bits(bytes: &[u8], from: usize, width: usize) -> Option<u64> {
    if width == 0 {
        return Some(0);
    }
    let held = bytes.get(from / 8..(from + width).div_ceil(8))?;
    let word = held.iter().rev().fold(0u128, |sum, it| sum << 8 | u128::from(*it)) >> (from % 8);
    Some((word & ((1u128 << width) - 1)) as u64)
}
