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
    /// The rows, and [`PAD`] bytes after them.
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
        let bytes = &mut block.bytes;
        bytes.clear();
        bytes.append(&mut self.held);
        let mut wanted = self.size;
        let end = loop {
            if !self.done && bytes.len() < wanted {
                self.done = read_until(&mut *self.from, bytes, wanted)?;
            }
            if self.done && bytes.last().is_some_and(|it| *it != b'\n') {
                bytes.push(b'\n');
                self.ended = true;
            }
            match last_row(bytes) {
                // A row that never ends is told by who reads it.
                None if self.done => break bytes.len(),
                None => wanted = bytes.len().saturating_mul(2),
                Some(end) => break end,
            }
        };
        self.held.extend_from_slice(bytes.get(end..).unwrap_or_default());
        bytes.truncate(end);
        block.length = end;
        bytes.resize(end + PAD, 0);
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

/// Reads until there are so many bytes; whether the end was reached.
fn read_until(from: &mut dyn Read, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
    let missing = wanted.saturating_sub(bytes.len());
    let more = from.take(missing as u64).read_to_end(bytes)?;
    Ok(more < missing)
}

/// Where the last whole row ends; none: no row ends here.
fn last_row(bytes: &[u8]) -> Option<usize> {
    let quotes = memchr::memchr_iter(b'"', bytes).count();
    let mut inside = quotes % 2 == 1;
    let mut end = bytes.len();
    loop {
        let line = memchr::memrchr(b'\n', bytes.get(..end)?)?;
        let after = memchr::memchr_iter(b'"', bytes.get(line..end)?).count();
        inside ^= after % 2 == 1;
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
