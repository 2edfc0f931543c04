//! The lines typed before, one file for each project, beside nothing in the project. Each line is added when it is
//! typed and nothing is ever taken away, so that a crash loses nothing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::text::nfc;

/// So many entries of a history are read.
const MOST: usize = 10_000;

/// The history of a project.
#[derive(Debug, Default)]
pub struct History {
    path: Option<PathBuf>,
    /// All entries, the oldest first.
    pub entries: Vec<String>,
}

impl History {
    /// The history of the project in a folder. Without a folder for such files it is kept in memory.
    pub fn of(project: &Path) -> Self {
        Self::at(folder().map(|it| it.join("chitieu").join(file_name(project))))
    }

    fn at(path: Option<PathBuf>) -> Self {
        let bytes = path.as_deref().and_then(|it| std::fs::read(it).ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let skipped = text.lines().count().saturating_sub(MOST);
        let entries = text.lines().skip(skipped).filter(|it| !it.is_empty()).map(unescaped).collect();
        Self { path, entries }
    }

    /// Adds an entry, unless it is the last again. A file that cannot be written is left as it is.
    pub fn add(&mut self, entry: &str) {
        let entry = nfc(entry);
        if entry.is_empty() || self.entries.last() == Some(&entry) {
            return;
        }
        if let Some(path) = &self.path {
            let _ = append(path, &entry);
        }
        self.entries.push(entry);
    }
}

/// One write for one entry: what two prompts add at a time does not mix.
fn append(path: &Path, entry: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("{}\n", escaped(entry)).as_bytes())
}

fn escaped(entry: &str) -> String {
    entry.replace('\\', "\\\\").replace('\r', "").replace('\n', "\\n")
}

fn unescaped(line: &str) -> String {
    let mut out = String::new();
    let mut letters = line.chars();
    while let Some(it) = letters.next() {
        match it {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(it),
        }
    }
    out
}

/// `history-<name>-<hash>`: the same for every spelling of a path.
fn file_name(project: &Path) -> String {
    let whole = project.canonicalize().unwrap_or_else(|_| project.to_owned());
    let text = nfc(&whole.display().to_string());
    let hash: String = Sha256::digest(text.as_bytes()).iter().take(8).map(|it| format!("{it:02x}")).collect();
    let name = whole.file_name().map(|it| crate::text::plain(&it.to_string_lossy())).unwrap_or_default();
    let name: String = name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').take(24).collect();
    format!("history-{name}-{hash}")
}

/// Where programs of this machine keep such files.
fn folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    set("XDG_STATE_HOME").or_else(|| set("HOME").map(|it| it.join(".local/state"))).or_else(|| set("APPDATA"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_there_after_a_crash() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state").join("history-1");
        let mut history = History::at(Some(path.clone()));
        for it in ["Sở Y tế", "Sở Y te\u{302}\u{301}", "", ":nếu x =\n  1\\2", "So\u{31b}\u{309} Y tế"] {
            history.add(it);
        }
        let wanted = ["Sở Y tế", ":nếu x =\n  1\\2", "Sở Y tế"];
        assert_eq!(history.entries, wanted);
        assert_eq!(History::at(Some(path)).entries, wanted);
    }

    #[test]
    fn a_history_that_cannot_be_written_is_kept_in_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut history = History::at(Some(folder.path().to_owned()));
        history.add("a");
        assert_eq!(history.entries, ["a"]);
    }

    #[test]
    fn every_spelling_of_a_path_has_one_history() {
        assert_eq!(file_name(Path::new("/không/có/tỉnh")), file_name(Path::new("/không/có/ti\u{309}nh")));
        assert_ne!(file_name(Path::new("/a/tỉnh")), file_name(Path::new("/b/tỉnh")));
    }
}
