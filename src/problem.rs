//! What is wrong with a rule file or its data, as a value: a stable code, places, sentences in both languages.
//! Each stage makes its own problems (`<stage>/error.rs`); this module names no stage.

use crate::lang::{Lang, Say};
use crate::source::{Sources, Span};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be computed until it is mended.
    Error,
    /// Legal and probably not what was meant.
    Warning,
    /// Good to know.
    Note,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable for ever: `CT0201`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// The sentence that says what is wrong.
    pub title: Say,
    /// Where; the first is the place to mend, the others are the other parties.
    pub labels: Vec<Label>,
    /// Lines that belong under the title: candidates, dates, differences.
    pub notes: Vec<Say>,
    /// The one thing to do.
    pub help: Option<Say>,
    /// The provision in which it lies, as the law is cited.
    pub citation: Option<Say>,
    /// What to write instead, where one way to mend it is safe: the edits do not overlap. None: a person decides.
    pub fix: Vec<Edit>,
}

/// Other words for a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The place; an empty one is where the words are put in.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there.
    pub text: Option<Say>,
}

impl Problem {
    /// An error at a place.
    pub fn error(code: &'static str, span: Span, title: Say) -> Self {
        let labels = vec![Label { span, text: None }];
        Self {
            code,
            severity: Severity::Error,
            title,
            labels,
            notes: Vec::new(),
            help: None,
            citation: None,
            fix: Vec::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, title: Say) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, title) }
    }

    /// Something good to know, at a place.
    pub fn remark(code: &'static str, span: Span, title: Say) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, span, title) }
    }

    /// A problem that lies in no text (a file, an argument).
    pub fn nowhere(code: &'static str, title: Say) -> Self {
        Self { labels: Vec::new(), ..Self::error(code, Span::default(), title) }
    }

    /// The same with what to do.
    pub fn help(self, help: Say) -> Self {
        Self { help: Some(help), ..self }
    }

    /// The same with a line more.
    pub fn note(mut self, note: Say) -> Self {
        self.notes.push(note);
        self
    }

    /// The same with words at the first place.
    pub fn here(mut self, text: Say) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = Some(text);
        }
        self
    }

    /// The same with another party.
    pub fn and(mut self, span: Span, text: Say) -> Self {
        self.labels.push(Label { span, text: Some(text) });
        self
    }

    /// The same with words that mend it.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(Edit { span, text: text.into() });
        self
    }

    /// The same with the provision it lies in.
    pub fn cite(self, citation: Option<Say>) -> Self {
        Self { citation, ..self }
    }
}

/// Problems with the texts that they point into.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// The texts.
    pub sources: Sources,
    /// The problems, most causal first.
    pub list: Vec<Problem>,
}

impl From<Vec<Problem>> for Problems {
    /// Problems that lie in no text.
    fn from(list: Vec<Problem>) -> Self {
        Self { list, ..Self::default() }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        vec![problem].into()
    }
}

impl Problems {
    /// Whether anything stops the evaluation.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|it| it.severity == Severity::Error)
    }

    /// The codes, for programs.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.list.iter().map(|it| it.code)
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        for (index, it) in self.list.iter().enumerate() {
            let place = it.labels.first().and_then(|label| {
                let source = self.sources.get(label.span.file)?;
                let (line, column) = source.place(label.span.start);
                Some(format!("{}:{line}:{column}: ", source.name))
            });
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{}{}: {}", place.unwrap_or_default(), it.code, it.title.get(Lang::Vi))?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
