//! What stands before each page of a column: read here first, so that the decoder is given no damaged one.

/// The header of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// How many bytes it is.
    pub length: u64,
    /// How many bytes the page is in the file.
    pub packed: u64,
    /// What the page is.
    pub kind: Kind,
    /// How many cells are in it.
    pub cells: u64,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Cells.
    Data,
    /// The words that cells name by numbers.
    Dictionary,
}

/// The largest page that is unpacked.
const LARGEST: u64 = 1 << 30;

/// The header at the beginning of some bytes. The outer nothing: it goes on after them; the inner: it is damaged.
pub fn header(bytes: &[u8]) -> Option<Option<Header>> {
    let mut walk = Walk { bytes, at: 0, cut: false };
    let found = walk.header();
    if walk.cut { None } else { Some(found) }
}

/// Thrift's compact form, field by field.
struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Whether the bytes ended.
    cut: bool,
}

/// How deep structures may lie in each other.
const DEEPEST: usize = 16;

const I32: u8 = 5;
const STRUCTURE: u8 = 12;

impl Walk<'_> {
    fn header(&mut self) -> Option<Header> {
        let (mut kind, mut unpacked, mut packed) = (None, None, None);
        let mut of_kind = [None; 3];
        let mut last = 0;
        while let Some((id, form)) = self.field(&mut last)? {
            match (id, form) {
                (1, I32) => kind = Some(self.number()?),
                (2, I32) => unpacked = Some(self.number()?),
                (3, I32) => packed = Some(self.number()?),
                (5, STRUCTURE) => of_kind[0] = Some(self.inner()?),
                (7, STRUCTURE) => of_kind[1] = Some(self.inner()?),
                (8, STRUCTURE) => of_kind[2] = Some(self.inner()?),
                (_, form) => self.skip(form, DEEPEST)?,
            }
        }
        let size = |it: Option<i64>| u64::try_from(it?).ok().filter(|it| *it <= LARGEST);
        let (unpacked, packed) = (size(unpacked)?, size(packed)?);
        let [data, dictionary, second] = of_kind;
        let (kind, inner) = match kind? {
            0 => (Kind::Data, data?),
            2 => (Kind::Dictionary, dictionary?),
            3 => (Kind::Data, second?),
            _ => return None,
        };
        let [_, cells, _, _, _, definitions, repetitions, _] = inner;
        let levels = size(definitions.or(Some(0)))? + size(repetitions.or(Some(0)))?;
        if levels > unpacked.min(packed) && second.is_some() {
            return None;
        }
        Some(Header { length: self.at as u64, packed, kind, cells: size(cells)? })
    }

    /// The whole numbers among the first fields of a structure, by their numbers.
    fn inner(&mut self) -> Option<[Option<i64>; 8]> {
        let mut out = [None; 8];
        let mut last = 0;
        while let Some((id, form)) = self.field(&mut last)? {
            match usize::try_from(id).ok().and_then(|it| out.get_mut(it)) {
                Some(place) if form == I32 => *place = Some(self.number()?),
                _ => self.skip(form, DEEPEST)?,
            }
        }
        Some(out)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.cut |= byte.is_none();
        self.at += 1;
        byte
    }

    fn varint(&mut self) -> Option<u64> {
        let (mut out, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            out |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(out);
            }
            shift += 7;
            if shift > 63 {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<i64> {
        let it = self.varint()?;
        Some((it >> 1) as i64 ^ -((it & 1) as i64))
    }

    /// The next field: its number and form; the inner nothing: there is none.
    fn field(&mut self, last: &mut i64) -> Option<Option<(i64, u8)>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        *last = match byte >> 4 {
            0 => self.number()?,
            more => last.checked_add(i64::from(more))?,
        };
        Some(Some((*last, byte & 15)))
    }

    fn skip(&mut self, form: u8, deepest: usize) -> Option<()> {
        let deeper = deepest.checked_sub(1)?;
        match form {
            1 | 2 => {}
            3 => drop(self.byte()?),
            4..=6 => drop(self.varint()?),
            7 => self.pass(8)?,
            8 => {
                let length = self.varint()?;
                self.pass(length)?;
            }
            9 | 10 => {
                let head = self.byte()?;
                let many = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                for _ in 0..many {
                    // In lists yes and no take a byte.
                    if matches!(head & 15, 1 | 2) { self.pass(1)? } else { self.skip(head & 15, deeper)? }
                }
            }
            STRUCTURE => {
                let mut last = 0;
                while let Some((_, form)) = self.field(&mut last)? {
                    self.skip(form, deeper)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.at = usize::try_from(bytes).ok().and_then(|it| self.at.checked_add(it))?;
        self.cut |= self.at > self.bytes.len();
        (!self.cut).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields 1, 2, 3 and 5: a page of 7 cells, 300 bytes, 100 of them in the file.
    const PAGE: [u8; 16] = [0x15, 0, 0x15, 0xd8, 4, 0x15, 0xc8, 1, 0x2c, 0x15, 14, 0x15, 0, 0, 0, 9];

    #[test]
    fn headers_are_read_and_damaged_ones_refused() {
        let good = Header { length: 15, packed: 100, kind: Kind::Data, cells: 7 };
        assert_eq!(header(&PAGE), Some(Some(good)));
        assert_eq!(header(&PAGE[..9]), None, "it goes on");
        let mut other = PAGE;
        other[1] = 6;
        assert_eq!(header(&other), Some(None), "a page of another kind than its header says");
        let mut negative = PAGE;
        negative[6] = 1;
        assert!(header(&negative).is_none_or(|it| it.is_none_or(|it| it != good)));
    }
}
