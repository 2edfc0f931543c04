//! The colours of a line: read by the lexer of the language; names that name nothing are underlined. Only colours are
//! put in, so that the line stays as wide as it is.

use crate::repl::commands;
use crate::repl::names::Names;
use crate::syntax::{Token, pieces};

/// Grey: hints, the prompt, comments.
pub const GREY: &str = "\u{1b}[90m";
/// The end of a colour.
pub const PLAIN: &str = "\u{1b}[0m";
const COMMAND: &str = "\u{1b}[35m";
const KEYWORD: &str = "\u{1b}[1m";
const TEXT: &str = "\u{1b}[32m";
const NUMBER: &str = "\u{1b}[36m";
const UNKNOWN: &str = "\u{1b}[4m";

/// A name has at most so many pieces.
const LONGEST: usize = 14;

/// A line in its colours. `cursor`: what is being typed there may still become a name.
pub fn paint(line: &str, cursor: usize, names: &Names) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut argument_is_free = false;
    if line.starts_with(':') {
        from = line.find(char::is_whitespace).unwrap_or(line.len());
        let word = line.get(1..from).unwrap_or_default();
        let found = commands::find(word);
        let is_begun = cursor == from && matches!(&found, Err(near) if !near.is_empty());
        let colour = if found.is_ok() || is_begun || word.is_empty() { COMMAND } else { UNKNOWN };
        put(&mut out, line.get(..from).unwrap_or_default(), colour);
        // What is no name of the decision: files, forms, topics.
        let takes =
            found.ok().and_then(|it| commands::COMMANDS.iter().find(|line| line.0 == it)).map_or("", |it| it.2[1]);
        argument_is_free = !["UNIT", "NAME", "EVENT", "READING", "PROVISION", "INDICATOR", "VERDICT"]
            .iter()
            .any(|it| takes.split(|it: char| !it.is_alphabetic()).any(|word| word == *it));
    }
    let begun = names.complete(line.get(..cursor).unwrap_or(line), &|_| Vec::new());
    let typing = if begun.list.is_empty() { cursor..cursor } else { begun.start..cursor };
    let pieces: Vec<_> = pieces(line).into_iter().filter(|it| it.0.start >= from).collect();
    let mut at = 0;
    while let Some((range, token)) = pieces.get(at) {
        let piece = line.get(range.clone()).unwrap_or_default();
        out += line.get(from..range.start).unwrap_or_default();
        from = range.end;
        let known = pieces.iter().skip(at).take(LONGEST).map(|it| it.0.end).enumerate().filter(|it| {
            !argument_is_free
                && !matches!(token, Token::Mark | Token::Comment | Token::Text)
                && line.get(range.start..it.1).is_some_and(|it| names.has(it))
        });
        if let Some((more, end)) = known.max_by_key(|it| it.0).filter(|it| it.0 > 0 || *token != Token::Keyword) {
            put(&mut out, line.get(range.start..end).unwrap_or_default(), if is_value(*token) { NUMBER } else { "" });
            from = end;
            at += more + 1;
            continue;
        }
        let is_typed = typing.contains(&range.start) || range.end == cursor && !begun.list.is_empty();
        let unknown = names.can_miss() && !argument_is_free && !is_typed;
        let colour = match token {
            Token::Comment if line.starts_with(':') => "",
            Token::Comment => GREY,
            Token::Keyword => KEYWORD,
            Token::Number | Token::Date => NUMBER,
            Token::Text if unknown && piece.ends_with(['"', '”']) && !names.has(inside(piece)) => UNKNOWN,
            Token::Text => TEXT,
            Token::Name | Token::Word if unknown => UNKNOWN,
            Token::Name | Token::Word | Token::Mark => "",
        };
        put(&mut out, piece, colour);
        at += 1;
    }
    out + line.get(from..).unwrap_or_default()
}

fn is_value(token: Token) -> bool {
    matches!(token, Token::Number | Token::Date)
}

fn inside(text: &str) -> &str {
    text.trim_matches(['"', '“', '”'])
}

/// A piece in a colour; each line of it by itself.
fn put(out: &mut String, piece: &str, colour: &str) {
    if colour.is_empty() {
        *out += piece;
        return;
    }
    let lines: Vec<String> = piece.split('\n').map(|it| format!("{colour}{it}{PLAIN}")).collect();
    *out += &lines.join("\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lang::Lang;

    fn bare(text: &str) -> String {
        let mut pieces = text.split("\u{1b}[");
        let first = pieces.next().unwrap_or_default().to_owned();
        first + &pieces.map(|it| it.split_once('m').map_or("", |it| it.1)).collect::<String>()
    }

    #[test]
    fn words_of_the_language_have_colours() {
        let names = Names::new(Lang::Vi, None);
        let painted = paint("hồ sơ 50% -- x", 0, &names);
        assert_eq!(painted, format!("{KEYWORD}hồ sơ{PLAIN} {NUMBER}50%{PLAIN} {GREY}-- x{PLAIN}"));
        assert_eq!(paint(":bỏ", 0, &names), format!("{COMMAND}:bỏ{PLAIN}"));
        assert_eq!(paint(":khác", 0, &names), format!("{UNKNOWN}:khác{PLAIN}"));
    }

    proptest! {
        #[test]
        fn a_line_stays_as_it_is(line in "(:?[a-zA-Zàệ0-9_ \"“”(){}=%./:\n-]|\u{301}|của|hồ sơ){0,40}", cursor in 0..60usize) {
            let names = Names::new(Lang::Vi, None);
            prop_assert_eq!(bare(&paint(&line, cursor.min(line.len()), &names)), line);
        }
    }
}
