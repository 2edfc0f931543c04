//! What is told while files of counts are read for long: one line on a terminal, wiped when it is done.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::lang::{Lang, say};

/// Loads that are done sooner tell nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written anew.
const STEP: Duration = Duration::from_millis(250);

/// Tells how far a load is, until it is dropped.
pub struct Progress {
    stop: Option<Sender<()>>,
    teller: Option<JoinHandle<()>>,
    read: Arc<AtomicU64>,
}

impl Progress {
    /// Begins to tell, where messages go to a terminal; `files`: those that are read.
    pub fn begin(is_terminal: bool, files: &[impl AsRef<Path>], lang: Lang) -> Self {
        let read = Arc::new(AtomicU64::new(0));
        let mut it = Self { stop: None, teller: None, read: read.clone() };
        if !is_terminal || files.is_empty() {
            return it;
        }
        let size = |it: &Path| std::fs::metadata(it).map_or(0, |it| it.len());
        let all: u64 = files.iter().map(|it| size(it.as_ref())).sum();
        let names: Vec<String> = files.iter().map(|it| it.as_ref().display().to_string()).collect();
        let names = names.join(", ");
        let (stop, stopped) = channel();
        let tell = move || {
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = STEP;
                let percent = (100 * read.load(Ordering::Relaxed)).checked_div(all).unwrap_or(0).min(100);
                let far = if percent > 0 { format!(" {percent}%") } else { String::new() };
                let said = say!("đang đọc {names} …{far}", "reading {names} …{far}");
                let mut err = std::io::stderr();
                let _ = write!(err, "\r\x1b[K{}", said.get(lang));
                let _ = err.flush();
            }
            if wait == STEP {
                let mut err = std::io::stderr();
                let _ = write!(err, "\r\x1b[K");
                let _ = err.flush();
            }
        };
        it.teller = std::thread::Builder::new().spawn(tell).ok();
        it.stop = Some(stop);
        it
    }

    /// The bytes that were read so far.
    pub fn read(&self) -> &AtomicU64 {
        &self.read
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(teller) = self.teller.take() {
            let _ = teller.join();
        }
    }
}

/// A reader that counts its bytes.
pub struct Counted<'a, R> {
    /// What is read.
    pub inner: R,
    /// The bytes that were read so far.
    pub read: &'a AtomicU64,
}

impl<R: std::io::Read> std::io::Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let number = self.inner.read(into)?;
        self.read.fetch_add(number as u64, Ordering::Relaxed);
        Ok(number)
    }
}

impl<R: std::io::Seek> std::io::Seek for Counted<'_, R> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}
