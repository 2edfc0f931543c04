//! The words of a line, for colouring: read by the rules of the grammar, whatever stands between them.

use std::ops::Range;

use super::{Rule, begins, keyword};
use crate::text::fold;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A word of the language.
    Keyword,
    /// A name as rule files make them: `trực_tuyến`, `dm_1`.
    Name,
    /// Any other word.
    Word,
    /// A text in quotes.
    Text,
    /// A number or a share.
    Number,
    /// A day.
    Date,
    /// A comment.
    Comment,
    /// A sign: `=`, `(`.
    Mark,
}

/// The pieces of a line in their order, as bytes of the line; blanks are in none.
pub fn pieces(text: &str) -> Vec<(Range<usize>, Token)> {
    let folded = fold(text);
    let place = |at: usize| folded.original(at) as usize;
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(letter) = folded.text.get(at..).and_then(|it| it.chars().next()) {
        let rest = folded.text.get(at..).unwrap_or_default();
        if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        }
        let (len, token) = piece(rest, letter);
        out.push((place(at)..place(at + len), token));
        at += len;
    }
    out
}

/// The piece with which a text starts: its length in bytes and what it is.
fn piece(rest: &str, letter: char) -> (usize, Token) {
    if rest.starts_with("--") {
        return (rest.find('\n').unwrap_or(rest.len()), Token::Comment);
    }
    if matches!(letter, '"' | '“') {
        // A quote that is still open runs to the end.
        return (begins(Rule::quoted, rest).map_or(rest.len(), |it| it.1), Token::Text);
    }
    if let Some(len) = keyword::longest(rest) {
        return (len, Token::Keyword);
    }
    if let Some((rule, len)) = begins(Rule::token, rest) {
        let token = match rule {
            Rule::date => Token::Date,
            Rule::name => Token::Name,
            _ => Token::Number,
        };
        return (len, token);
    }
    match rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len()) {
        0 => (letter.len_utf8(), Token::Mark),
        len => (len, Token::Word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_the_grammar_reads_it() {
        let text = "Chưa  đạt trực_tuyến của “Sở Y tế” >= 54,5% 20/03/2024 -- ghi chú";
        let found: Vec<(&str, Token)> = pieces(text).into_iter().map(|it| (&text[it.0], it.1)).collect();
        let wanted = [
            ("Chưa  đạt", Token::Keyword),
            ("trực_tuyến", Token::Name),
            ("của", Token::Keyword),
            ("“Sở Y tế”", Token::Text),
            (">", Token::Mark),
            ("=", Token::Mark),
            ("54,5%", Token::Number),
            ("20/03/2024", Token::Date),
            ("-- ghi chú", Token::Comment),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn accents_that_stand_apart_belong_to_their_letters() {
        let text = "xa\u{303} Ta\u{302}n";
        let found: Vec<&str> = pieces(text).into_iter().map(|it| &text[it.0]).collect();
        assert_eq!(found, ["xa\u{303}", "Ta\u{302}n"]);
    }
}
