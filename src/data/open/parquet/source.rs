//! A file of which any part may be read, as the decoder wants it.

use std::io::{Error, ErrorKind, Read, Result, SeekFrom};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use crate::data::Parts;

/// An open file, and how long it is.
pub struct Source<'a> {
    from: Arc<Mutex<Box<dyn Parts + 'a>>>,
    length: u64,
}

impl<'a> Source<'a> {
    /// An open file.
    pub fn new(mut from: Box<dyn Parts + 'a>) -> Result<Self> {
        let length = from.seek(SeekFrom::End(0))?;
        Ok(Self { from: Arc::new(Mutex::new(from)), length })
    }

    /// So many bytes from a place on, fewer where the file ends.
    pub fn read(&self, from: u64, bytes: usize) -> Result<Vec<u8>> {
        read(&self.from, from, bytes)
    }
}

fn read(file: &Mutex<Box<dyn Parts + '_>>, from: u64, bytes: usize) -> Result<Vec<u8>> {
    let mut file = file.lock().map_err(|_| Error::from(ErrorKind::Other))?;
    file.seek(SeekFrom::Start(from))?;
    let mut out = Vec::new();
    file.by_ref().take(bytes as u64).read_to_end(&mut out)?;
    Ok(out)
}

impl Length for Source<'_> {
    fn len(&self) -> u64 {
        self.length
    }
}

impl<'a> ChunkReader for Source<'a> {
    type T = Part<'a>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Part<'a>> {
        Ok(Part { from: self.from.clone(), at: start, held: Vec::new(), given: 0 })
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|it| it > self.length) {
            return Err(ParquetError::EOF("the file is cut off".to_owned()));
        }
        Ok(Bytes::from(self.read(start, length)?))
    }
}

/// A file from a place on.
pub struct Part<'a> {
    from: Arc<Mutex<Box<dyn Parts + 'a>>>,
    at: u64,
    held: Vec<u8>,
    given: usize,
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.given == self.held.len() {
            self.held = read(&self.from, self.at, 1024)?;
            (self.at, self.given) = (self.at + self.held.len() as u64, 0);
        }
        let read = self.held.get(self.given..).unwrap_or_default().read(into)?;
        self.given += read;
        Ok(read)
    }
}
