//! Tree → text. [`format()`] prints a file in the one layout that rule files have; printed in the other language, that is
//! its translation: keywords come from the table of words, everything that the author named stays as it is.

mod definition;
mod doc;
mod page;
mod statement;
mod value;

use crate::lang::Lang;
use crate::source::{Source, Span};
use crate::syntax::ast;

/// The text of a file in `lang`. `source` is the text that the tree was read from: blank lines, comments, and what
/// the author chose to write on several lines are looked up there.
pub fn format(file: &ast::File, source: &Source, lang: Lang) -> String {
    let draft = Draft { source, comments: &file.comments };
    let items = draft.statements(&file.statements);
    page::print(&items, source, &file.comments, lang)
}

/// What the shape of a text is drawn from, besides the tree.
struct Draft<'a> {
    source: &'a Source,
    comments: &'a [ast::Comment],
}

impl Draft<'_> {
    /// Where the next `sign` stands that is in no comment.
    fn find(&self, from: u32, sign: char) -> Option<u32> {
        self.letters(from).find(|it| it.1 == sign).map(|it| it.0)
    }

    /// The letters from a place on, each with its byte, without those of comments.
    fn letters(&self, from: u32) -> impl Iterator<Item = (u32, char)> {
        let text = self.source.text.get(from as usize..).unwrap_or_default();
        let mut comments = self.comments.iter().map(|it| it.at.0).filter(move |it| it.end > from).peekable();
        text.char_indices().map(move |(at, letter)| (from + at as u32, letter)).filter(move |(at, _)| {
            while comments.next_if(|it| it.end <= *at).is_some() {}
            comments.peek().is_none_or(|it| *at < it.start)
        })
    }

    /// The author's letters between two places, without comments.
    fn between(&self, left: Span, right: Span) -> String {
        self.letters(left.end).take_while(|it| it.0 < right.start).map(|it| it.1).collect()
    }
}
