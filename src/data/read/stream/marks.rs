//! Where the cells of rows begin and end in a block of text, found 64 bytes at a time.

use wide::u8x16;

/// The marks of a block: ends of cells, and which of them end rows.
#[derive(Debug, Default)]
pub struct Marks {
    /// The place of each mark between cells and of each end of a row.
    pub cells: Vec<u32>,
    /// Of each row: how many marks stand before its last.
    pub rows: Vec<u32>,
}

/// Why the marks of a block are not all to be found so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Irregular {
    /// Quotes do not stand around whole cells: rows have to be found letter by letter.
    Quotes,
    /// Lines end in an old way.
    Lines,
}

/// What the bytes before hold over.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// All ones inside quotes.
    inside: u64,
    /// One bit: the byte before is a mark, or the beginning.
    mark: u64,
    quote: u64,
    /// The byte before closes quotes, and something has to follow that may.
    closing: u64,
    carriage: u64,
}

impl Marks {
    /// Finds the marks of a block that begins and ends with whole rows. `length`: of the block without its padding;
    /// `between`: the mark between cells. Errors: [`Irregular`].
    pub fn find(&mut self, block: &[u8], length: usize, between: u8) -> Result<(), Irregular> {
        self.cells.clear();
        self.rows.clear();
        let text = block.get(..length).unwrap_or(block);
        let quoted = memchr::memchr(b'"', text).is_some();
        let returns = memchr::memchr(b'\r', text).is_some();
        let mut held = Held { inside: 0, mark: 1, quote: 0, closing: 0, carriage: 0 };
        let (pieces, rest) = text.as_chunks::<64>();
        let mut at = 0u32;
        for piece in pieces {
            self.piece(piece, at, u64::MAX, between, quoted, returns, &mut held)?;
            at += 64;
        }
        if !rest.is_empty() {
            let mut piece = [0; 64];
            piece.iter_mut().zip(rest).for_each(|it| *it.0 = *it.1);
            let wanted = u64::MAX >> (64 - rest.len());
            self.piece(&piece, at, wanted, between, quoted, returns, &mut held)?;
        }
        if held.inside != 0 { Err(Irregular::Quotes) } else { Ok(()) }
    }

    #[inline]
    #[expect(clippy::too_many_arguments, reason = "the inner loop")]
    fn piece(
        &mut self,
        piece: &[u8; 64],
        at: u32,
        wanted: u64,
        between: u8,
        quoted: bool,
        returns: bool,
        held: &mut Held,
    ) -> Result<(), Irregular> {
        let mut marks = of(piece, between);
        let mut ends = of(piece, b'\n');
        if returns {
            let carriages = of(piece, b'\r');
            // One that is followed by no end of a line ends one itself, in old files.
            if ((carriages << 1 | held.carriage) & !ends) & wanted != 0 {
                return Err(Irregular::Lines);
            }
            held.carriage = carriages >> 63;
        }
        if quoted {
            let quotes = of(piece, b'"');
            let mut inside = quotes;
            for shift in [1, 2, 4, 8, 16, 32] {
                inside ^= inside << shift;
            }
            inside ^= held.inside;
            (marks, ends) = (marks & !inside, ends & !inside);
            let carriages = if returns { of(piece, b'\r') } else { 0 };
            let outer = marks | ends;
            let (opening, closing) = (quotes & inside, quotes & !inside);
            let before = outer << 1 | held.mark | quotes << 1 | held.quote;
            let after_closing = closing << 1 | held.closing;
            if (opening & !before) & wanted != 0 || (after_closing & !(outer | quotes | carriages)) & wanted != 0 {
                return Err(Irregular::Quotes);
            }
            held.inside = 0u64.wrapping_sub(inside >> 63);
            (held.mark, held.quote, held.closing) = (outer >> 63, closing >> 63, closing >> 63);
        }
        let mut both = (marks | ends) & wanted;
        let mut ends = ends & wanted;
        let before = self.cells.len() as u32;
        while ends != 0 {
            let bit = ends & ends.wrapping_neg();
            self.rows.push(before + (both & (bit - 1)).count_ones());
            ends &= ends - 1;
        }
        while both != 0 {
            self.cells.push(at + both.trailing_zeros());
            both &= both - 1;
        }
        Ok(())
    }
}

/// Which of 64 bytes are this one.
#[inline]
fn of(piece: &[u8; 64], byte: u8) -> u64 {
    let wanted = u8x16::splat(byte);
    let (parts, _) = piece.as_chunks::<16>();
    let mut out = 0;
    for (place, part) in parts.iter().enumerate() {
        out |= u64::from(u8x16::new(*part).simd_eq(wanted).to_bitmask()) << (16 * place);
    }
    out
}
