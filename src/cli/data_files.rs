//! Files of counts as the command line names them: files, folders, patterns, packed files, standard input.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::disk::cannot_read;
use super::progress::Counted;
use crate::data::{Feed, Parts};
use crate::lang::say;
use crate::problem::Problem;

/// Endings of files of counts in a folder, before those of packed files.
const ENDINGS: [&str; 12] =
    ["csv", "tsv", "txt", "json", "ndjson", "jsonl", "xlsx", "xlsm", "xlsb", "xls", "ods", "parquet"];

/// The files that paths name: a folder stands for the files of counts in it, a pattern (`*`, `?`) for those it fits,
/// both in the order of their names. Errors: a folder or a pattern without files; a file that is named twice.
pub fn data_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Problem> {
    let mut out: Vec<PathBuf> = Vec::new();
    for path in paths {
        let found = if path.is_dir() {
            in_folder(path)?
        } else if !path.exists() && path.to_string_lossy().contains(['*', '?']) {
            fitting(path)?
        } else {
            vec![path.clone()]
        };
        for path in found {
            if out.contains(&path) {
                return Err(twice(&path));
            }
            out.push(path);
        }
    }
    Ok(out)
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let entries = std::fs::read_dir(folder).map_err(|it| cannot_read(folder, &it))?;
    let is_counts = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
        // Excel leaves files like `~$x.xlsx` beside those that are open.
        let is_hidden = name.starts_with(['.', '~']);
        path.is_file() && !is_hidden && name.rsplit_once('.').is_some_and(|it| ENDINGS.contains(&it.1))
    };
    let mut found: Vec<PathBuf> = entries.flatten().map(|it| it.path()).filter(is_counts).collect();
    found.sort();
    if found.is_empty() { Err(nothing(folder)) } else { Ok(found) }
}

fn fitting(pattern: &Path) -> Result<Vec<PathBuf>, Problem> {
    let found =
        glob::glob(&pattern.to_string_lossy()).map(|it| it.flatten().filter(|it| it.is_file()).collect::<Vec<_>>());
    found.ok().filter(|it| !it.is_empty()).ok_or_else(|| nothing(pattern))
}

fn nothing(path: &Path) -> Problem {
    let (name, endings) = (path.display().to_string(), ENDINGS.join(", "));
    Problem::nowhere("CT0890", say!("không có tệp số liệu nào ở `{name}`", "there is no file of counts at `{name}`"))
        .help(say!(
            "các đuôi tệp được đọc: {endings}, cả khi nén thành .gz hoặc .zst",
            "files that are read: {endings}, also packed as .gz or .zst"
        ))
}

fn twice(path: &Path) -> Problem {
    let name = path.display().to_string();
    let title = say!("tệp `{name}` được đưa vào hai lần", "the file `{name}` is given twice");
    Problem::nowhere("CT0810", title)
        .help(say!("bỏ một lần: số liệu của các tệp được cộng lại", "leave it out once: the counts of files add up"))
}

/// A file of counts that is read in pieces; no fingerprint of it is kept.
pub struct DataFile<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// What was typed in its place.
    pub typed: Option<&'a [u8]>,
    /// The bytes of files that were read so far.
    pub read: &'a std::sync::atomic::AtomicU64,
}

impl Feed for DataFile<'_> {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn open(&self) -> Result<Box<dyn Read + Send + '_>, Problem> {
        let opened = match self.typed {
            Some(bytes) => unpacked(bytes),
            None => std::fs::File::open(self.path).and_then(|it| unpacked(Counted { inner: it, read: self.read })),
        };
        opened.map_err(|it| self.fault(&it))
    }

    fn parts(&self) -> Option<Result<Box<dyn Parts + '_>, Problem>> {
        // A pipe is opened once only.
        if self.typed.is_some() || !self.path.is_file() {
            return None;
        }
        let opened = std::fs::File::open(self.path).map_err(|it| self.fault(&it));
        Some(opened.map(|inner| Box::new(Counted { inner, read: self.read }) as Box<dyn Parts>))
    }

    fn fault(&self, error: &io::Error) -> Problem {
        cannot_read(self.path, error)
    }
}

/// What is in a file: as it stands, or unpacked where its first bytes say that it is packed (gzip, Zstandard).
pub fn unpacked<'a>(mut from: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut first = Vec::new();
    from.by_ref().take(4).read_to_end(&mut first)?;
    let (is_gzip, is_zstandard) = (first.starts_with(b"\x1f\x8b"), first.starts_with(b"\x28\xb5\x2f\xfd"));
    let all = io::Cursor::new(first).chain(from);
    Ok(if is_gzip {
        Box::new(flate2::read::MultiGzDecoder::new(io::BufReader::with_capacity(1 << 16, all)))
    } else if is_zstandard {
        Box::new(Frames { from: Some(io::BufReader::with_capacity(1 << 16, all)), frame: None })
    } else {
        Box::new(all)
    })
}

/// Zstandard frames one after the other, as some programs write them.
struct Frames<R: Read> {
    from: Option<R>,
    frame: Option<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: io::BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.frame.is_none() {
                let Some(mut from) = self.from.take() else { return Ok(0) };
                if from.fill_buf()?.is_empty() {
                    return Ok(0);
                }
                self.frame = Some(ruzstd::decoding::StreamingDecoder::new(from).map_err(io::Error::other)?);
            }
            let Some(frame) = &mut self.frame else { return Ok(0) };
            let read = frame.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            self.from = self.frame.take().map(ruzstd::decoding::StreamingDecoder::into_inner);
        }
    }
}
