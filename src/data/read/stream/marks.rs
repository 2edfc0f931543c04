//! Where the cells of rows begin and end in a block of text, found 64 bytes at a time.

use wide::u8x16;

/// The marks of a block: where cells and rows begin.
#[derive(Debug, Default)]
pub struct Marks {
    cells: Vec<u32>,
    held_cells: usize,
    rows: Vec<u32>,
    held_rows: usize,
    /// Ends of lines inside quotes.
    inner: usize,
}

/// Where the cells of the rows of a batch stand.
#[derive(Clone, Copy)]
pub struct Cells<'b> {
    pub bytes: &'b [u8],
    /// Where each cell begins, and what comes after it.
    pub begins: &'b [u32],
    /// Of each row the place of its first cell among these.
    pub rows: &'b [u32],
    /// The place of a cell at whose end a carriage return may stand.
    pub returns: Option<usize>,
}

impl Cells<'_> {
    /// Where the cell of a row stands; `row`: the place of its first one; `last`: whether a carriage return may follow.
    #[inline(always)]
    pub fn cell(&self, row: u32, at: usize, last: bool) -> (usize, usize) {
        let Some([from, next]) = self.begins.get((row as usize).wrapping_add(at)..).and_then(<[u32]>::first_chunk)
        else {
            return (0, 0);
        };
        let (from, to) = (*from as usize, (*next as usize).wrapping_sub(1));
        if last && self.returns == Some(at) && to > from && self.bytes.get(to.wrapping_sub(1)) == Some(&b'\r') {
            return (from, to.wrapping_sub(1));
        }
        (from, to)
    }
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
    /// Finds the marks of a block that begins and ends with whole rows; whether ends of lines have two bytes. `length`:
    /// of the block without its padding; `between`: the mark between cells. Errors: [`Irregular`].
    pub fn find(&mut self, block: &[u8], length: usize, between: u8) -> Result<bool, Irregular> {
        let text = block.get(..length).unwrap_or(block);
        let special = memchr::memchr2(b'"', b'\r', text).and_then(|it| text.get(it..)).unwrap_or_default();
        let quoted = memchr::memchr(b'"', special).is_some();
        let returns = memchr::memchr(b'\r', special).is_some();
        match (quoted, returns) {
            (false, false) => self.pieces::<false, false>(text, between),
            (false, true) => self.pieces::<false, true>(text, between),
            (true, false) => self.pieces::<true, false>(text, between),
            (true, true) => self.pieces::<true, true>(text, between),
        }?;
        Ok(returns)
    }

    /// Where cells begin: the first at the beginning, each other after a mark between cells or an end of a row.
    pub fn cells(&self) -> &[u32] {
        self.cells.get(..self.held_cells).unwrap_or_default()
    }

    /// Where rows end, each after its end of a line.
    pub fn rows(&self) -> &[u32] {
        self.rows.get(..self.held_rows).unwrap_or_default()
    }

    /// How many lines end.
    pub fn lines(&self) -> u64 {
        (self.held_rows + self.inner) as u64
    }

    fn pieces<const QUOTED: bool, const RETURNS: bool>(&mut self, text: &[u8], between: u8) -> Result<(), Irregular> {
        // Before the first cell there is a mark that is none.
        self.cells.iter_mut().take(1).for_each(|it| *it = 0);
        if self.cells.is_empty() {
            self.cells.push(0);
        }
        (self.held_cells, self.held_rows, self.inner) = (1, 0, 0);
        let mut held = Held { inside: 0, mark: 1, quote: 0, closing: 0, carriage: 0 };
        let (pieces, rest) = text.as_chunks::<64>();
        let mut at = 0u32;
        for piece in pieces {
            self.piece::<QUOTED, RETURNS>(piece, at, u64::MAX, between, &mut held)?;
            at = at.wrapping_add(64);
        }
        if !rest.is_empty() {
            let mut piece = [0; 64];
            piece.iter_mut().zip(rest).for_each(|it| *it.0 = *it.1);
            let wanted = u64::MAX >> (64 - rest.len());
            self.piece::<QUOTED, RETURNS>(&piece, at, wanted, between, &mut held)?;
        }
        if held.inside != 0 { Err(Irregular::Quotes) } else { Ok(()) }
    }

    #[inline]
    fn piece<const QUOTED: bool, const RETURNS: bool>(
        &mut self,
        piece: &[u8; 64],
        at: u32,
        wanted: u64,
        between: u8,
        held: &mut Held,
    ) -> Result<(), Irregular> {
        let mut marks = of(piece, between);
        let mut ends = of(piece, b'\n');
        let carriages = if RETURNS { of(piece, b'\r') } else { 0 };
        if RETURNS {
            // One that is followed by no end of a line ends one itself, in old files.
            if ((carriages << 1 | held.carriage) & !ends) & wanted != 0 {
                return Err(Irregular::Lines);
            }
            held.carriage = carriages >> 63;
        }
        if QUOTED {
            let quotes = of(piece, b'"');
            let mut inside = quotes;
            for shift in [1, 2, 4, 8, 16, 32] {
                inside ^= inside << shift;
            }
            inside ^= held.inside;
            self.inner = self.inner.wrapping_add((ends & inside & wanted).count_ones() as usize);
            (marks, ends) = (marks & !inside, ends & !inside);
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
        let after = at.wrapping_add(1);
        spread::<8>(&mut self.cells, &mut self.held_cells, after, (marks | ends) & wanted);
        spread::<2>(&mut self.rows, &mut self.held_rows, after, ends & wanted);
        Ok(())
    }
}

/// Writes the place of each bit, counted from `from`, after those that are held; `N`: so many and no more are usual.
#[inline]
fn spread<const N: usize>(out: &mut Vec<u32>, held: &mut usize, from: u32, mut bits: u64) {
    let Some(room) = out.get_mut(*held..).and_then(<[u32]>::first_chunk_mut::<64>) else {
        out.resize(out.len() * 2 + 128, 0);
        return spread::<N>(out, held, from, bits);
    };
    *held = held.wrapping_add(bits.count_ones() as usize);
    // So many at a time, whether there are as many or fewer: how many there are cannot be foretold.
    for some in room.as_chunks_mut::<N>().0 {
        for place in some {
            *place = from.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        if bits == 0 {
            break;
        }
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
