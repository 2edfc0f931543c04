//! What a file orders not to be told: `bỏ qua "CT1503" vì "…"`.

use super::ast::{Block, Criterion, Decision, File, Ignore, List, ListItem, Provision, Statement, What};
use super::{ast, parse};
use crate::findings::Silence;
use crate::source::{FileId, Source, Span};
use crate::text::fold;

/// The orders of a text; one at the top of the file holds in all of it.
pub fn silences(source: &Source, file: FileId) -> Vec<Silence> {
    let words = fold(&source.text).text;
    if !words.contains("bỏ qua") && !words.contains("ignore") {
        return Vec::new();
    }
    silences_in(&parse(source, file).0, source, file)
}

/// The orders of a tree.
pub fn silences_in(tree: &File, source: &Source, file: FileId) -> Vec<Silence> {
    let mut out = Vec::new();
    gather(&tree.statements, Span { file, start: 0, end: source.text.len() as u32 }, &mut out);
    out
}

fn gather(statements: &[Statement], over: Span, out: &mut Vec<Silence>) {
    for statement in statements {
        match &statement.what {
            What::Ignore(it) => out.push(silence(it, statement.at.0, over)),
            What::List(List { block: Some(block), .. }) => {
                for (item, at) in &block.items {
                    if let ListItem::Ignore(it) = item {
                        out.push(silence(it, at.0, statement.at.0));
                    }
                }
            }
            what => {
                // What stands in a block is told of the whole statement, of its head too.
                if let Some(block) = block_of(what) {
                    gather(&block.statements, statement.at.0, out);
                }
            }
        }
    }
}

/// The block of a statement, if it has one.
pub fn block_of(what: &What) -> Option<&Block> {
    match what {
        What::Outside(block)
        | What::Provision(Provision { block, .. })
        | What::Decision(Decision { block: Some(block), .. })
        | What::Amendment(ast::Amendment { block: Some(block), .. })
        | What::Criterion(Criterion { parts: Some(block), .. }) => Some(block),
        _ => None,
    }
}

fn silence(it: &Ignore, span: Span, over: Span) -> Silence {
    Silence { code: it.code.value.trim().to_uppercase(), because: it.because.value.clone(), span, over }
}
