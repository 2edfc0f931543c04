//! Text that is not yet laid out: words in both languages, and the places where a line may break.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::lang::Lang;

/// Lines longer than this are broken where they may be.
pub const WIDTH: usize = 100;

/// A piece of a statement.
#[derive(Debug, Clone)]
pub enum Doc {
    /// What the author named or wrote; never broken.
    Text(String),
    /// A word of the language in Vietnamese and in English.
    Word(&'static str, &'static str),
    /// One after the other, nothing between them.
    Seq(Vec<Doc>),
    /// With blanks between them, on one line.
    Words(Vec<Doc>),
    /// With blanks between them; a line breaks before what does not fit on it.
    Fill(Vec<Doc>),
    /// The lines of a long statement: with blanks between them, or all on lines of their own.
    Lines(Vec<Doc>),
    /// Parts behind the words that join them: on one line, or each on its own with the words flush right.
    Joined(Vec<(Doc, Doc)>),
    /// Broken lines continue below its own start.
    Align(Box<Doc>),
    /// `{ … }`: on one line, or one item on each.
    Braced(Vec<Doc>),
}

impl Doc {
    /// Words of the author.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The same with a sign behind it.
    pub fn then(self, sign: &str) -> Self {
        Self::Seq(vec![self, Self::text(sign)])
    }

    /// The same, broken lines below its start.
    pub fn align(self) -> Self {
        Self::Align(Box::new(self))
    }

    /// The text on one line.
    pub fn flat(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.write(lang, &mut out);
        out
    }

    /// How many letters it has on one line.
    pub fn width(&self, lang: Lang) -> usize {
        width(&self.flat(lang))
    }

    /// Whether it fits on a line after `before` letters, in both languages: what is on one line in one of them is so
    /// in the other, and a translation there and back changes nothing.
    pub fn fits(&self, before: usize) -> bool {
        [Lang::Vi, Lang::En].into_iter().all(|lang| before + self.width(lang) <= WIDTH)
    }

    fn write(&self, lang: Lang, out: &mut String) {
        let mut list = |items: &[Self], gap: &str| {
            for (index, it) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { gap });
                it.write(lang, out);
            }
        };
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Word(vi, en) => out.push_str(lang.pick(vi, en)),
            Self::Seq(items) => list(items, ""),
            Self::Words(items) | Self::Fill(items) | Self::Lines(items) => list(items, " "),
            Self::Align(inner) => inner.write(lang, out),
            Self::Joined(parts) => {
                for (index, (word, part)) in parts.iter().enumerate() {
                    let words = [word.flat(lang), part.flat(lang)];
                    let words: Vec<&str> = words.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
                    out.push_str(if index == 0 { "" } else { " " });
                    out.push_str(&words.join(" "));
                }
            }
            Self::Braced(items) => {
                out.push_str("{ ");
                for it in items {
                    it.write(lang, out);
                    out.push(' ');
                }
                out.push('}');
            }
        }
    }

    /// Letters up to the first place where the line may break, and whether there is one.
    fn until_break(&self, lang: Lang) -> (usize, bool) {
        match self {
            Self::Fill(items) | Self::Lines(items) => match items.as_slice() {
                [] => (0, false),
                [only] => only.until_break(lang),
                [first, ..] => (first.until_break(lang).0, true),
            },
            Self::Joined(parts) if parts.len() > 1 => {
                (parts.first().map_or(0, |it| it.0.width(lang) + 1 + it.1.until_break(lang).0), true)
            }
            Self::Align(inner) => inner.until_break(lang),
            Self::Braced(_) => (1, true),
            Self::Seq(items) | Self::Words(items) => {
                let gap = usize::from(matches!(self, Self::Words(_)));
                let mut sum = 0;
                for (index, it) in items.iter().enumerate() {
                    let (width, breaks) = it.until_break(lang);
                    sum += width + if index == 0 { 0 } else { gap };
                    if breaks {
                        return (sum, true);
                    }
                }
                (sum, false)
            }
            _ => (self.width(lang), false),
        }
    }
}

/// Letters (grapheme clusters) of a text.
pub fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Lines as they are laid out.
pub struct Layout {
    lang: Lang,
    out: String,
    column: usize,
}

impl Layout {
    /// The text of a piece whose first line starts at `column`, broken where it must be, its next lines indented by
    /// two more; `tail` letters follow on its last line.
    pub fn of(doc: &Doc, lang: Lang, column: usize, tail: usize) -> String {
        let mut layout = Self { lang, out: String::new(), column };
        layout.print(doc, column + 2, tail);
        layout.out
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => width(last),
            None => self.column + width(text),
        };
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.push_str(&" ".repeat(indent));
        self.column = indent;
    }

    fn print(&mut self, doc: &Doc, indent: usize, tail: usize) {
        match doc {
            Doc::Text(_) | Doc::Word(..) => self.push(&doc.flat(self.lang)),
            Doc::Seq(items) => self.row(items, "", indent, tail),
            Doc::Words(items) => self.row(items, " ", indent, tail),
            Doc::Fill(items) => self.fill(items, indent, tail),
            Doc::Lines(items) => {
                for (index, it) in items.iter().enumerate() {
                    if index > 0 {
                        self.new_line(indent);
                    }
                    self.print(it, indent, if index + 1 == items.len() { tail } else { 0 });
                }
            }
            Doc::Align(inner) => self.print(inner, self.column, tail),
            Doc::Joined(parts) => self.joined(parts, doc.width(self.lang), tail),
            Doc::Braced(items) => {
                if self.column + doc.width(self.lang) + tail <= WIDTH {
                    self.push(&doc.flat(self.lang));
                    return;
                }
                self.push("{");
                for it in items {
                    self.new_line(indent + 2);
                    self.print(it, indent + 4, 0);
                }
                self.new_line(indent);
                self.push("}");
            }
        }
    }

    fn row(&mut self, items: &[Doc], gap: &str, indent: usize, tail: usize) {
        for (index, it) in items.iter().enumerate() {
            self.push(if index == 0 { "" } else { gap });
            let mut behind = 0;
            let mut breaks = false;
            for next in items.iter().skip(index + 1) {
                let (width, found) = next.until_break(self.lang);
                behind += width + gap.len();
                breaks |= found;
                if breaks {
                    break;
                }
            }
            self.print(it, indent, if breaks { behind } else { behind + tail });
        }
    }

    fn fill(&mut self, items: &[Doc], indent: usize, tail: usize) {
        for (index, it) in items.iter().enumerate() {
            let tail = if index + 1 == items.len() { tail } else { 0 };
            if index > 0 {
                if self.column + 1 + it.width(self.lang) + tail <= WIDTH {
                    self.push(" ");
                } else {
                    self.new_line(indent);
                }
            }
            self.print(it, indent, tail);
        }
    }

    fn joined(&mut self, parts: &[(Doc, Doc)], whole: usize, tail: usize) {
        let start = self.column;
        let is_broken = start + whole + tail > WIDTH;
        let lead = parts.first().map_or(0, |it| it.0.width(self.lang));
        for (index, (word, part)) in parts.iter().enumerate() {
            if index > 0 && is_broken {
                self.new_line(start + lead.saturating_sub(word.width(self.lang)));
            } else if index > 0 {
                self.push(" ");
            }
            let word = word.flat(self.lang);
            self.push(&word);
            self.push(if word.is_empty() { "" } else { " " });
            self.print(part, self.column, if index + 1 == parts.len() { tail } else { 0 });
        }
    }
}
