//! Texts and places in them.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;

/// Which text of a compilation a place lies in: an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u16);

/// A place in a text: bytes `start..end` of the user's own file, not of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The smallest place that holds both; they lie in one text.
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A text with the name under which it is reported (a path, as the user wrote it).
#[derive(Debug, Clone)]
pub struct Source {
    /// Path or other name.
    pub name: String,
    /// The text as the user has it.
    pub text: Arc<str>,
}

impl Source {
    /// A text and its name.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Line and column of a byte, both from 1; the column counts letters (grapheme clusters), as people do.
    pub fn place(&self, byte: u32) -> (usize, usize) {
        let (line, start) = self.line_start(byte);
        (line, self.text.get(start..byte as usize).map_or(0, |it| it.graphemes(true).count()) + 1)
    }

    /// The column of a byte in code points from 1, as SARIF counts them.
    pub fn code_point_column(&self, byte: u32) -> usize {
        let (_, start) = self.line_start(byte);
        self.text.get(start..byte as usize).map_or(0, |it| it.chars().count()) + 1
    }

    fn line_start(&self, byte: u32) -> (usize, usize) {
        let before = self.text.get(..byte as usize).unwrap_or(&self.text);
        (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |it| it + 1))
    }

    /// The user's own words at a place.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// All texts of one compilation; the first is the one that was asked for.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, source: Source) -> FileId {
        self.0.push(source);
        FileId(u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX))
    }

    /// The text of an identity that [`Self::add`] gave.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.0.get(id.0 as usize)
    }

    /// The text whose name this is.
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.0.iter().position(|it| it.name == name).map(|it| FileId(it as u16))
    }

    /// All texts, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The user's own words at a place.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).map_or("", |it| it.slice(span))
    }
}

/// Where files come from. Whoever embeds the engine holds the files; the engine asks by the words of the rule file.
pub trait Files {
    /// The text of the file `path` as it is named in the file `base`, with the name under which to report it.
    fn read(&self, base: &str, path: &str) -> Result<Source, FileFault>;
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// It is not there; where it was looked for.
    Missing(String),
    /// It is no UTF-8 text.
    NotText(String),
    /// Anything else, in the words of the system.
    Other(String, String),
}

/// No files: a rule file that names none needs none.
impl Files for () {
    fn read(&self, _: &str, path: &str) -> Result<Source, FileFault> {
        Err(FileFault::Missing(path.to_owned()))
    }
}
