//! Safe edits, laid into a text until nothing is left to mend.

use super::subject::under;
use crate::problem::{Edit, Problem, Severity};
use crate::source::{FileId, Source};
use crate::syntax::ast::{At, File};
use crate::syntax::parse;

/// A text after its edits.
#[derive(Debug, Clone)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// How many findings were mended.
    pub count: usize,
}

/// Rounds after which a text is left as it is: an edit may bring to light another, not for ever.
const MOST_ROUNDS: usize = 20;

/// Lays the edits of findings into a text, and again into what comes of it, until there are none. `find` looks at a text;
/// an edit after which there are more errors, or a statement or comment that it does not touch reads otherwise, is not
/// made.
pub fn mend(source: &Source, find: impl Fn(&Source) -> Vec<Problem>) -> Mended {
    let mut mended = Mended { text: source.text.to_string(), count: 0 };
    let mut found = find(source);
    for _ in 0..MOST_ROUNDS {
        let errors = errors(&found);
        let (tree, _) = parse(&Source::new("", mended.text.as_str()), FileId::default());
        let all = chosen(&found, &mended.text);
        // One finding may spoil it for the others: then each is tried for itself.
        let tries = std::iter::once(all.clone()).chain(all.into_iter().map(|it| vec![it]));
        let better = tries.filter(|it| !it.is_empty()).find_map(|chosen| {
            let text = laid(&mended.text, &chosen);
            let next = Source::new(source.name.clone(), text.as_str());
            let after = find(&next);
            let better = text != mended.text && self::errors(&after) <= errors && keeps(&tree, &chosen, &next);
            better.then_some((text, chosen.len(), after))
        });
        let Some((text, count, after)) = better else { break };
        mended = Mended { text, count: mended.count + count };
        found = after;
    }
    mended
}

/// Whether every statement and comment of a tree that no edit touches is read from the new text too, in the same order,
/// and no statement is lost.
fn keeps(tree: &File, edits: &[&[Edit]], new: &Source) -> bool {
    let (after, _) = parse(new, FileId::default());
    let touched =
        |at: &At| edits.iter().copied().flatten().any(|it| it.span.start <= at.0.end && at.0.start <= it.span.end);
    let (old, new) = (under(&tree.statements), under(&after.statements));
    let mut read = new.iter();
    let statements = old.iter().filter(|it| !touched(&it.at)).all(|it| read.any(|new| new == it));
    let mut read = after.comments.iter();
    let comments = tree.comments.iter().filter(|it| !touched(&it.at)).all(|it| read.any(|new| new == it));
    statements && comments && new.len() >= old.len()
}

fn errors(found: &[Problem]) -> usize {
    found.iter().filter(|it| it.severity == Severity::Error).count()
}

/// The edits of the findings that can be mended at once: a finding whose edits meet those of another waits.
fn chosen<'p>(found: &'p [Problem], text: &str) -> Vec<&'p [Edit]> {
    let mut taken: Vec<(u32, u32)> = Vec::new();
    let mut out = Vec::new();
    for problem in found.iter().filter(|it| !it.fix.is_empty()) {
        let fits = |it: &Edit| {
            let (start, end) = (it.span.start, it.span.end);
            it.span.file == FileId::default()
                && text.get(start as usize..end as usize).is_some()
                // Edits that touch are kept apart as well, so that their order says nothing.
                && taken.iter().all(|other| end < other.0 || other.1 < start)
        };
        if problem.fix.iter().all(fits) {
            taken.extend(problem.fix.iter().map(|it| (it.span.start, it.span.end)));
            out.push(problem.fix.as_slice());
        }
    }
    out
}

/// The text with edits that do not meet.
fn laid(text: &str, edits: &[&[Edit]]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().copied().flatten().collect();
    edits.sort_by_key(|it| it.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for it in edits {
        out += text.get(at..it.span.start as usize).unwrap_or_default();
        out += &it.text;
        at = at.max(it.span.end as usize);
    }
    out + text.get(at..).unwrap_or_default()
}
