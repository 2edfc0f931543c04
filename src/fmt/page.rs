//! The lines of a file: statements and blocks at their depth, comments and blank lines where the author has them.

use super::doc::{Doc, Layout, WIDTH, width};
use crate::lang::Lang;
use crate::source::{Source, Span};
use crate::syntax::ast::Comment;
use crate::text::nfc;

/// What stands on lines of its own: a statement, a row of a table, a step of a ladder.
pub struct Item {
    /// Where the author has it.
    pub span: Span,
    /// What it holds.
    pub kind: Kind,
    /// Whether a `;` keeps it from what follows.
    pub is_closed: bool,
}

/// The forms of an item.
pub enum Kind {
    /// A statement without a block.
    Line(Doc),
    /// A row of a table.
    Row(Vec<Doc>),
    /// `header { … }`
    Block(Block),
}

/// `header { … }`
pub struct Block {
    /// What stands before the brace.
    pub header: Doc,
    /// Where the brace stands.
    pub open: u32,
    /// What stands in it.
    pub items: Vec<Item>,
    /// Whether several items may stand on one line, as the steps of a ladder do.
    pub is_ladder: bool,
}

impl Item {
    /// A statement without a block.
    pub fn line(span: Span, doc: Doc) -> Self {
        Self { span, kind: Kind::Line(doc), is_closed: false }
    }

    /// A statement with a block whose brace stands at `open`.
    pub fn block(span: Span, header: Doc, open: u32, items: Vec<Self>) -> Self {
        Self { span, kind: Kind::Block(Block { header, open, items, is_ladder: false }), is_closed: false }
    }
}

/// The text of all items.
pub fn print(items: &[Item], source: &Source, comments: &[Comment], lang: Lang) -> String {
    let mut page = Page { source, lang, comments, out: String::new(), last: None };
    page.items(items, 0, u32::MAX);
    page.out
}

struct Page<'a> {
    source: &'a Source,
    lang: Lang,
    /// Those that are not printed yet.
    comments: &'a [Comment],
    out: String,
    /// Where, in the author's text, that ends which was printed last; nothing at the start of a block.
    last: Option<u32>,
}

impl<'a> Page<'a> {
    /// Items of a block that ends at `end`.
    fn items(&mut self, items: &[Item], depth: usize, end: u32) {
        let columns = self.columns(items);
        for (index, item) in items.iter().enumerate() {
            let next = items.get(index + 1).map_or(end, |it| it.span.start.min(end));
            self.comments_before(item.span.start, depth);
            self.blank_line(item.span.start);
            let inside = match &item.kind {
                Kind::Block(block) => block.open,
                _ => item.span.end,
            };
            self.last = None;
            self.comments_before(inside, depth);
            self.out.push_str(&" ".repeat(depth));
            match &item.kind {
                Kind::Line(doc) => self.line(doc, item, depth),
                Kind::Row(cells) => self.row(cells, &columns),
                Kind::Block(block) => self.block(block, item.span, depth),
            }
            self.out.push_str(if item.is_closed { ";" } else { "" });
            self.last = Some(item.span.end);
            self.trailing(item.span.end, next);
            self.out.push('\n');
        }
        self.comments_before(end, depth);
    }

    fn line(&mut self, doc: &Doc, item: &Item, depth: usize) {
        let tail = usize::from(item.is_closed);
        let is_one_line = !has_new_line(self.source.slice(item.span));
        let text = if is_one_line && doc.fits(depth + tail) {
            doc.flat(self.lang)
        } else {
            Layout::of(doc, self.lang, depth, tail)
        };
        self.out.push_str(&text);
    }

    fn block(&mut self, block: &Block, span: Span, depth: usize) {
        let tail = if block.items.is_empty() { 4 } else { 2 };
        let header = Layout::of(&block.header, self.lang, depth, tail);
        let has_comments = self.comments.first().is_some_and(|it| it.at.0.start < span.end);
        if block.items.is_empty() && !has_comments {
            self.out.push_str(&header);
            self.out.push_str(" { }");
            return;
        }
        if let Some(short) = self.short(block, span, depth).filter(|_| !has_comments) {
            self.out.push_str(&short);
            return;
        }
        self.out.push_str(&header);
        self.out.push_str(" {");
        self.trailing(block.open, block.items.first().map_or(span.end, |it| it.span.start));
        self.out.push('\n');
        self.last = None;
        self.items(&block.items, depth + 2, span.end);
        self.out.push_str(&" ".repeat(depth));
        self.out.push('}');
    }

    /// A block on one line, if the author has it so and it holds one short statement.
    fn short(&self, block: &Block, span: Span, depth: usize) -> Option<String> {
        let body = Span { start: block.open, ..span };
        if has_new_line(self.source.slice(body)) || block.items.len() != 1 && !block.is_ladder {
            return None;
        }
        let mut docs = vec![block.header.clone()];
        let items = block.items.iter().map(|it| match &it.kind {
            Kind::Line(doc) => Some(doc.clone()),
            _ => None,
        });
        docs.push(Doc::Braced(items.collect::<Option<_>>()?));
        let doc = Doc::Words(docs);
        doc.fits(depth).then(|| doc.flat(self.lang))
    }

    fn row(&mut self, cells: &[Doc], columns: &[usize]) {
        for (cell, column) in cells.iter().zip(columns) {
            let text = cell.flat(self.lang);
            let gap = " ".repeat(column.saturating_sub(width(&text)));
            self.out.push_str(&format!("| {text}{gap} "));
        }
        self.out.push('|');
    }

    /// How wide the columns of a table are.
    fn columns(&self, items: &[Item]) -> Vec<usize> {
        let mut columns = Vec::new();
        for item in items {
            let Kind::Row(cells) = &item.kind else { continue };
            columns.resize(columns.len().max(cells.len()), 0);
            for (cell, column) in cells.iter().zip(&mut columns) {
                *column = cell.width(self.lang).min(WIDTH).max(*column);
            }
        }
        columns
    }

    /// Comments up to a place, on lines of their own.
    fn comments_before(&mut self, end: u32, depth: usize) {
        while let Some(comment) = self.next_comment(end) {
            self.blank_line(comment.at.0.start);
            self.out.push_str(&" ".repeat(depth));
            let words = self.words(comment);
            self.out.push_str(&words);
            self.out.push('\n');
            self.last = Some(comment.at.0.end);
        }
    }

    /// The comment that stands behind `start` on its line, before `end`.
    fn trailing(&mut self, start: u32, end: u32) {
        let Some(comment) = self.comments.first().filter(|it| it.at.0.start >= start && it.at.0.start < end) else {
            return;
        };
        let gap = Span { start, end: comment.at.0.start, ..comment.at.0 };
        if !has_new_line(self.source.slice(gap)) {
            self.next_comment(end);
            let words = self.words(comment);
            self.out.push(' ');
            self.out.push_str(&words);
            self.last = Some(comment.at.0.end);
        }
    }

    fn next_comment(&mut self, end: u32) -> Option<&'a Comment> {
        let (first, rest) = self.comments.split_first()?;
        if first.at.0.start >= end {
            return None;
        }
        self.comments = rest;
        Some(first)
    }

    /// A comment as it stands in the text, with a blank behind its dashes.
    fn words(&self, comment: &Comment) -> String {
        let text = nfc(self.source.slice(comment.at.0));
        let words = text.trim_start_matches('-');
        let dashes = text.get(..text.len() - words.len()).filter(|it| it.len() > 1).unwrap_or("--");
        let gap = if words.is_empty() || words.starts_with(char::is_whitespace) { "" } else { " " };
        format!("{dashes}{gap}{words}")
    }

    /// A blank line if the author has one between what was printed last and `start`.
    fn blank_line(&mut self, start: u32) {
        let Some(last) = self.last.filter(|it| *it < start) else { return };
        let gap = self.source.text.get(last as usize..start as usize).unwrap_or_default();
        let mut lines = gap.replace("\r\n", "\n");
        lines = lines.replace(NEW_LINES, "\n");
        let mut lines: Vec<&str> = lines.split('\n').skip(1).collect();
        lines.pop();
        if lines.iter().any(|it| it.trim().is_empty()) {
            self.out.push('\n');
        }
    }
}

/// What ends a line.
const NEW_LINES: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

fn has_new_line(text: &str) -> bool {
    text.contains(NEW_LINES)
}
