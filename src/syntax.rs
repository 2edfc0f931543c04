//! Text → tree. [`parse`] reads a whole file whatever is wrong with it: what cannot be read is reported and left
//! out, the rest stands in the tree.

pub mod ask;
pub mod ast;
mod error;
mod from_pairs;
pub(crate) mod keyword;
mod pieces;
mod question;
mod scan;
mod silences;
mod slip;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

pub use keyword::{
    all as keywords, asked as question_words, spell_fate, spell_kind, spell_kind_in, spell_tier, spell_verdict,
    spell_word,
};
pub use pieces::{Token, pieces};
pub use question::{Lexicon, question};
pub use silences::{block_of, silences, silences_in};

use crate::lang::Lang;
use crate::problem::Problem;
use crate::source::{FileId, Source};
use crate::text::{Folded, fold};

pub(crate) use grammar::{Grammar, Rule};

/// The generated parser; `Rule` does not leave this module but for the table of words.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/keywords.pest"]
    #[grammar = "../grammar/rules.pest"]
    pub struct Grammar;
}

/// What a text starts with, of what a rule that cannot fail allows: its rule and its length in bytes.
fn begins(rule: Rule, text: &str) -> Option<(Rule, usize)> {
    let found = Grammar::parse(rule, text).ok()?.next()?.into_inner().next()?;
    Some((found.as_rule(), found.as_str().len()))
}

/// Problems in one file after which the rest is not looked at.
const MOST_PROBLEMS: usize = 50;

/// Reads a rule file. The tree holds all statements that could be read.
pub fn parse(source: &Source, file: FileId) -> (ast::File, Vec<Problem>) {
    let (tree, problems, _) = parse_some(source, file);
    (tree, problems)
}

/// Like [`parse`], with the folded words of what could not be read.
pub fn parse_some(source: &Source, file: FileId) -> (ast::File, Vec<Problem>, String) {
    let mut folded = fold(&source.text);
    let mut scan = scan::scan(&mut folded, file);
    let mut problems = scan.problems.clone();
    let mut lost: Vec<std::ops::Range<usize>> = Vec::new();
    let mut words = String::new();
    loop {
        let error = match Grammar::parse(Rule::file, &folded.text) {
            Ok(mut pairs) => {
                let (mut tree, mut found) = from_pairs::file(pairs.next(), &folded, source, file);
                tree.comments = scan.comments.into_iter().map(|it| it.of(source)).collect();
                problems.append(&mut found);
                problems.sort_by_key(|it| it.labels.first().map(|label| label.span.start));
                return (tree, problems, words);
            }
            Err(error) => error,
        };
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        if expected.contains(&Rule::block)
            && let Some(heading) = scan.opened(&mut folded, at)
        {
            let stray = problems.iter().rposition(|it| it.code == "CT0103");
            stray.map(|it| problems.remove(it));
            let span = scan::span(&folded, file, heading);
            problems.push(error::no_brace(span, source.slice(span)));
            continue;
        }
        let cut = scan.statement_around(&folded.text, at);
        // One slip is told once, however many pieces it leaves behind.
        let again = lost.iter().any(|it| {
            it.contains(&at)
                || it.end == cut.start && folded.text.get(it.end..at).is_some_and(|gap| gap.trim().is_empty())
        });
        // Too deep a nest is cut off, which leaves its sentence unfinished.
        if !again && !problems.iter().any(|it| it.code == "CT0118") {
            problems.push(slip::tell(&folded, source, file, cut.clone(), at, &expected));
        }
        words += folded.text.get(cut.clone()).unwrap_or_default();
        lost.push(cut.clone());
        if !blank(&mut folded, cut) || problems.len() >= MOST_PROBLEMS {
            return (ast::File::default(), problems, words);
        }
    }
}

/// Reads one assumption as the prompt and files of assumptions hold it. Errors: where it is none, and what is wrong with
/// its numbers and dates.
pub fn assumption(source: &Source, file: FileId) -> Result<ast::Assumption, Vec<Problem>> {
    let mut folded = fold(&source.text);
    let scan = scan::scan(&mut folded, file);
    if !scan.problems.is_empty() {
        return Err(scan.problems);
    }
    match Grammar::parse(Rule::assumption_line, &folded.text) {
        Ok(mut pairs) => match from_pairs::assumption(pairs.next(), &folded, source, file) {
            (Some(assumption), problems) if problems.is_empty() => Ok(assumption),
            (_, problems) => Err(problems),
        },
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            let end = folded.text.len();
            let span = scan::span(&folded, file, at.min(end)..end);
            Err(vec![error::no_assumption(span, source.slice(span).trim())])
        }
    }
}

/// Whether a text is a whole number of statements as far as it goes: the prompt asks for another line until it is.
pub fn is_incomplete(text: &str) -> bool {
    let mut folded = fold(text);
    let scan = scan::scan(&mut folded, FileId::default());
    scan.is_open
}

/// Blanks a piece of the copy, so that what follows can be read; whether anything was there.
fn blank(folded: &mut Folded, cut: std::ops::Range<usize>) -> bool {
    let Some(piece) = folded.text.get(cut.clone()) else { return false };
    let blanks: String = piece.bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }).collect();
    let changed = blanks != piece;
    folded.text.replace_range(cut, &blanks);
    changed
}

/// Whether words begin with a keyword of a language.
pub fn starts_in(text: &str, lang: Lang) -> bool {
    keyword::starts_in(&fold(text).text, lang)
}

/// The language in which a file is written: that of most of its statements.
pub fn language(file: &ast::File, source: &Source) -> Lang {
    let mut english = 0;
    let mut all = 0;
    let mut see = |statements: &[ast::Statement]| {
        for statement in statements {
            let words = fold(source.slice(statement.at.0)).text;
            all += 1;
            english += i32::from(keyword::starts_in(&words, Lang::En) && !keyword::starts_in(&words, Lang::Vi));
        }
    };
    see(&file.statements);
    for statement in &file.statements {
        if let ast::What::Decision(ast::Decision { block: Some(block), .. }) = &statement.what {
            see(&block.statements);
        }
    }
    if 2 * english > all { Lang::En } else { Lang::Vi }
}
