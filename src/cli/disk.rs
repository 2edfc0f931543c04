//! Files of this machine, with a record of what was read.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::data_files::unpacked;
use crate::lang::say;
use crate::problem::Problem;
use crate::source::{FileFault, Files, Source};

/// The disk. Remembers the fingerprint of each file that was read.
#[derive(Debug, Default)]
pub struct Disk {
    read: RefCell<Vec<(String, Fingerprint)>>,
}

/// The SHA-256 of a file.
#[derive(Debug, Clone)]
enum Fingerprint {
    Known(String),
    /// It was read in pieces when it was as old and as large as this.
    Later(PathBuf, Option<(std::time::SystemTime, u64)>),
}

impl Disk {
    /// The files read so far, each with its SHA-256.
    pub fn record(&self) -> Vec<(String, String)> {
        let mut read = self.read.borrow_mut();
        let each = read.iter_mut().map(|(name, it)| {
            if let Fingerprint::Later(path, age) = it {
                // Of what has changed since nothing is known that could be told.
                let hash = if *age == age_of(path) { fingerprint_of(path) } else { None };
                *it = Fingerprint::Known(hash.unwrap_or_else(|| "changed after it was read".to_owned()));
            }
            match it {
                Fingerprint::Known(hash) => (name.clone(), hash.clone()),
                Fingerprint::Later(..) => (name.clone(), String::new()),
            }
        });
        each.collect()
    }

    /// The names of the files read so far.
    pub fn names(&self) -> Vec<String> {
        self.read.borrow().iter().map(|it| it.0.clone()).collect()
    }

    /// Notes a file that is read in pieces.
    pub fn note_pieces(&self, path: &Path) {
        self.remember(&path.display().to_string(), Fingerprint::Later(path.to_owned(), age_of(path)));
    }

    /// The bytes of a file that was named on the command line.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => {
                self.note(&name, &bytes);
                Ok(bytes)
            }
            Err(error) => Err(cannot_read(path, &error)),
        }
    }

    /// The bytes of a file of counts, unpacked; the fingerprint is that of the file.
    pub fn counts(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        let bytes = self.bytes(path)?;
        unpacked_bytes(bytes).map_err(|it| cannot_read(path, &it))
    }

    /// The bytes of standard input, which has the name `-`.
    pub fn typed(&self, input: &mut dyn std::io::Read) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|it| cannot_read(Path::new("-"), &it))?;
        self.note("-", &bytes);
        unpacked_bytes(bytes).map_err(|it| cannot_read(Path::new("-"), &it))
    }

    /// A text that was named on the command line.
    pub fn source(&self, path: &Path) -> Result<Source, Problem> {
        let name = path.display().to_string();
        let bytes = self.bytes(path)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Problem::nowhere("CT0003", say!("`{name}` không phải văn bản UTF-8", "`{name}` is no UTF-8 text"))
                .help(say!("lưu lại tệp với mã UTF-8", "save it again as UTF-8"))
        })?;
        Ok(Source::new(name, text))
    }

    fn note(&self, name: &str, bytes: &[u8]) {
        self.remember(name, Fingerprint::Known(hex(&Sha256::digest(bytes))));
    }

    fn remember(&self, name: &str, fingerprint: Fingerprint) {
        let mut read = self.read.borrow_mut();
        if !read.iter().any(|it| it.0 == name) {
            read.push((name.to_owned(), fingerprint));
        }
    }
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|it| format!("{it:02x}")).collect()
}

/// When a file was changed last, and its size.
fn age_of(path: &Path) -> Option<(std::time::SystemTime, u64)> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

fn fingerprint_of(path: &Path) -> Option<String> {
    let mut hash = Sha256::new();
    let mut file = std::fs::File::open(path).ok()?;
    let mut bytes = vec![0; 1 << 16];
    loop {
        match std::io::Read::read(&mut file, &mut bytes).ok()? {
            0 => return Some(hex(&hash.finalize())),
            read => hash.update(bytes.get(..read)?),
        }
    }
}

impl Files for Disk {
    fn read(&self, base: &str, path: &str) -> Result<Source, FileFault> {
        use unicode_normalization::UnicodeNormalization as _;
        let folder = Path::new(base).parent().unwrap_or(Path::new(""));
        // Some systems keep names with their accents apart.
        let spellings = [path.to_owned(), path.nfd().collect::<String>()];
        let found = spellings.iter().map(|it| tidy(&folder.join(it))).find(|it| it.exists());
        let Some(place) = found else { return Err(FileFault::Missing(tidy(&folder.join(path)).display().to_string())) };
        let name = place.display().to_string();
        let bytes = std::fs::read(&place).map_err(|it| FileFault::Other(name.clone(), it.to_string()))?;
        self.note(&name, &bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(_) => Err(FileFault::NotText(name)),
        }
    }
}

fn unpacked_bytes(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    std::io::Read::read_to_end(&mut unpacked(bytes.as_slice())?, &mut out)?;
    Ok(out)
}

/// What is told of a file that cannot be read.
pub fn cannot_read(path: &Path, error: &std::io::Error) -> Problem {
    let name = path.display().to_string();
    let why = error.to_string();
    let title = if error.kind() == std::io::ErrorKind::NotFound {
        say!("không có tệp `{name}`", "there is no file `{name}`")
    } else {
        say!("không đọc được `{name}`: {why}", "cannot read `{name}`: {why}")
    };
    let problem = Problem::nowhere("CT0002", title);
    if error.kind() == std::io::ErrorKind::NotFound {
        problem.help(say!("kiểm tra đường dẫn", "check the path"))
    } else {
        problem
    }
}

/// The text of standard input.
pub fn typed(name: &str, input: &mut dyn std::io::Read) -> Result<Source, Problem> {
    let mut text = String::new();
    match input.read_to_string(&mut text) {
        Ok(_) => Ok(Source::new(name, text)),
        Err(_) => {
            Err(Problem::nowhere("CT0003", say!("đầu vào không phải văn bản UTF-8", "the input is no UTF-8 text")))
        }
    }
}

/// A path without `.` and `x/..`, so that one file has one name.
pub fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The rule files of paths: files as they are, folders with all that is in them, in the order of their names.
pub fn rule_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Problem> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = Vec::new();
            walk(path, &mut inside);
            inside.sort();
            out.extend(inside);
        } else {
            out.push(path.clone());
        }
    }
    if out.is_empty() {
        return Err(Problem::nowhere("CT0004", say!("không có tệp .chitieu nào", "there is no .chitieu file"))
            .help(say!("kiểm tra đường dẫn", "check the path")));
    }
    Ok(out)
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden {
            walk(&path, out);
        } else if path.extension().is_some_and(|it| it == "chitieu") {
            out.push(path);
        }
    }
}
