//! A file as blocks of whole rows, in their order, for whoever comes next.

use std::io::{self, Read};

use super::words::PAD;

/// A file that is cut into blocks.
pub struct Cutter<'a> {
    from: Box<dyn Read + Send + 'a>,
    /// What stands after the last whole row.
    held: Vec<u8>,
    next: u32,
    size: usize,
    done: bool,
    /// Whether the last row ended without an end of a line, and was given one.
    ended: bool,
}

/// Whole rows.
#[derive(Debug, Default)]
pub struct Block {
    /// Its place among the blocks, from 0.
    pub number: u32,
    /// The rows, and at least [`PAD`] bytes after them, whatever they are.
    pub bytes: Vec<u8>,
    /// How many bytes the rows are.
    pub length: usize,
}

impl Block {
    /// Its rows.
    pub fn rows(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Drops so many bytes at the beginning.
    pub fn skip(&mut self, bytes: usize) {
        self.bytes.drain(..bytes.min(self.length));
        self.length -= bytes.min(self.length);
    }
}

impl<'a> Cutter<'a> {
    /// Cuts into blocks of about so many bytes; a longer row makes a longer block.
    pub fn new(from: Box<dyn Read + Send + 'a>, size: usize) -> Self {
        Self { from, held: Vec::new(), next: 0, size: size.max(PAD), done: false, ended: false }
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        self.done && self.held.is_empty()
    }

    /// The next block; false: there is none. Quotes are taken to stand around whole cells: who reads the rows has to see
    /// to it.
    pub fn fill(&mut self, block: &mut Block) -> io::Result<bool> {
        // The bytes of the block before are overwritten: what was cleared once need not be cleared again.
        let bytes = &mut block.bytes;
        let mut length = self.held.len();
        let mut wanted = self.size.max(length);
        let end = loop {
            if bytes.len() < wanted + PAD + 1 {
                bytes.resize(wanted + PAD + 1, 0);
            }
            if let Some(held) = bytes.get_mut(..self.held.len()).filter(|_| !self.held.is_empty()) {
                held.copy_from_slice(&self.held);
                self.held.clear();
            }
            while !self.done && length < wanted {
                match self.from.read(bytes.get_mut(length..wanted).unwrap_or_default()) {
                    Ok(0) => self.done = true,
                    Ok(more) => length += more,
                    Err(it) if it.kind() == io::ErrorKind::Interrupted => {}
                    Err(it) => return Err(it),
                }
            }
            if self.done
                && bytes.get(..length).and_then(<[u8]>::last).is_some_and(|it| *it != b'\n')
                && let Some(it) = bytes.get_mut(length)
            {
                *it = b'\n';
                length += 1;
                self.ended = true;
            }
            match last_row(bytes.get(..length).unwrap_or_default()) {
                // A row that never ends is told by who reads it.
                None if self.done => break length,
                None => wanted = length.saturating_mul(2),
                Some(end) => break end,
            }
        };
        self.held.extend_from_slice(bytes.get(end..length).unwrap_or_default());
        block.length = end;
        block.number = self.next;
        self.next += 1;
        Ok(end > 0)
    }

    /// What is left.
    pub fn into_rest(self) -> impl Read + 'a {
        io::Cursor::new(self.held).chain(self.from)
    }

    /// Everything, of which a first block was taken.
    pub fn rest(self, first: &Block) -> io::Result<Vec<u8>> {
        let mut bytes = first.rows().to_vec();
        if self.ended && self.held.is_empty() {
            bytes.pop();
        }
        let ended = self.ended && !self.held.is_empty();
        self.into_rest().read_to_end(&mut bytes)?;
        if ended {
            bytes.pop();
        }
        Ok(bytes)
    }
}

/// Where the last whole row ends; none: no row ends here.
fn last_row(bytes: &[u8]) -> Option<usize> {
    let quotes = |from: usize, to: usize| -> usize {
        let part = bytes.get(from..to).unwrap_or_default();
        // Most files have none at all.
        let first = memchr::memchr(b'"', part).and_then(|it| part.get(it..));
        first.map_or(0, |it| memchr::memchr_iter(b'"', it).count())
    };
    let mut inside = quotes(0, bytes.len()) % 2 == 1;
    let mut end = bytes.len();
    loop {
        let line = memchr::memrchr(b'\n', bytes.get(..end)?)?;
        inside ^= quotes(line, end) % 2 == 1;
        if !inside {
            return Some(line + 1);
        }
        end = line;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, size: usize) -> Vec<String> {
        let mut cutter = Cutter::new(Box::new(text.as_bytes()), size);
        let mut block = Block::default();
        let mut out = Vec::new();
        while cutter.fill(&mut block).expect("memory") {
            out.push(String::from_utf8(block.rows().to_vec()).expect("text"));
        }
        assert!(cutter.is_done());
        out
    }

    #[test]
    fn blocks_end_with_rows_and_hold_everything() {
        let line = "abcdefghijklmnopqrstuvwxyz,0123456789\n".repeat(9);
        let blocks = cut(&line, 64);
        assert!(blocks.len() > 2 && blocks.iter().all(|it| it.ends_with('\n')));
        assert_eq!(blocks.concat(), line);
        assert_eq!(cut("a,b\nc,d", 64), ["a,b\nc,d\n"]);
        let joined = format!("a,\"{}\"\n", "x\n".repeat(60));
        assert_eq!(cut(&format!("{joined}b,c\n"), 64), [joined.as_str(), "b,c\n"], "quotes hold lines together");
        assert_eq!(cut("", 64), Vec::<String>::new());
        for text in ["a,b\nc,d", "a,b\nc,d\n", "x", "", &line] {
            let mut cutter = Cutter::new(Box::new(text.as_bytes()), 64);
            let mut first = Block::default();
            cutter.fill(&mut first).expect("memory");
            assert_eq!(cutter.rest(&first).expect("memory"), text.as_bytes(), "what is read whole is as it was");
        }
    }
}
