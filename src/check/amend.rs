//! Amendments: a decision that amends another is read as the text that holds with its amendments in it. The provisions
//! it names are exchanged for what it says, and cited with the place that amends them.

use std::collections::BTreeMap;

use super::{Loaded, error, span};
use crate::lang::{Lang, Say};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{Amendment, Block, DateOf, Decision, Expr, ExprIs, Head, Known, Place, Statement, What};
use crate::term::ProvisionKind;
use crate::text::{Day, key};

/// What was amended.
#[derive(Debug, Clone, Default)]
pub struct Amended {
    /// The provisions, by where their labels stand, each with the place that amends it.
    pub by: BTreeMap<Span, Say>,
    /// The amending decision, as it is called.
    pub decision: Option<String>,
}

type Step = (ProvisionKind, String);

/// Puts the amendments of the rule file's decision, as far as they hold on a day, into the decision that it amends,
/// which takes its place. Without a day all of them hold.
pub fn consolidate(loaded: &mut [Loaded], as_of: Option<Day>) -> (Amended, Vec<Problem>) {
    let mut amended = Amended::default();
    let mut problems = Vec::new();
    let Some(own) = loaded.first().and_then(|it| it.tree.statements.iter().position(is_decision)) else {
        return (amended, problems);
    };
    let Some(What::Decision(amending)) =
        loaded.first().and_then(|it| it.tree.statements.get(own)).map(|it| it.what.clone())
    else {
        return (amended, problems);
    };
    let mut found = Vec::new();
    let mut effects = Vec::new();
    let block = amending.block.clone().unwrap_or_default();
    amendments(&block, &mut Vec::new(), &mut found, &mut effects);
    let Some(name) = found.iter().find_map(|it| it.1.place.of.clone()) else {
        problems.extend(found.iter().map(|it| error::amends_nothing_named(it.1.place.at.0)));
        return (amended, problems);
    };
    problems.extend(effects.into_iter().map(error::effect_beside_amendments));
    let target = loaded.iter().enumerate().skip(1).find_map(|(file, it)| {
        let is = |it: &Statement| matches!(&it.what, What::Decision(it) if it.name.key == name.key);
        Some((file, it.tree.statements.iter().position(is)?))
    });
    let Some((file, place)) = target else {
        problems.push(error::unknown_name(&name.text, span(&name), None, false));
        return (amended, problems);
    };
    let Some(What::Decision(mut decision)) =
        loaded.get(file).and_then(|it| it.tree.statements.get(place)).map(|it| it.what.clone())
    else {
        return (amended, problems);
    };
    let called = number(&block).unwrap_or_else(|| amending.name.text.clone());
    for (path, amendment) in found {
        if amendment.place.of.as_ref().is_none_or(|it| it.key != name.key) {
            problems.push(error::amends_nothing_named(amendment.place.at.0));
            continue;
        }
        if begins(amendment.from.as_ref(), &block).zip(as_of).is_some_and(|(from, as_of)| as_of < from) {
            continue;
        }
        match exchange(decision.block.as_mut(), &amendment) {
            Some(label) => {
                let cited = |lang| {
                    let steps = path.iter().rev().map(|(kind, label)| format!("{} {label}", kind.cited(lang)));
                    steps.chain([called.clone()]).collect::<Vec<_>>().join(" ")
                };
                amended.by.insert(label, Say { vi: cited(Lang::Vi), en: cited(Lang::En) });
                amended.decision = Some(called.clone());
            }
            None => problems.push(error::amends_no_provision(amendment.place.at.0)),
        }
    }
    // The amending decision is kept for its dates.
    let heads = block.statements.into_iter().filter(|it| matches!(it.what, What::Head(_))).collect();
    let amending = Decision { block: Some(Block { statements: heads, at: block.at }), ..amending };
    for (file, place, what) in [(0, own, decision), (file, place, amending)] {
        if let Some(it) = loaded.get_mut(file).and_then(|it| it.tree.statements.get_mut(place)) {
            it.what = What::Decision(what);
        }
    }
    (amended, problems)
}

fn is_decision(it: &Statement) -> bool {
    matches!(it.what, What::Decision(_))
}

/// The amendments of a block with the provisions they stand in, from the outside; and what has effect beside them.
fn amendments(block: &Block, path: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, Amendment)>, effects: &mut Vec<Span>) {
    for statement in &block.statements {
        match &statement.what {
            What::Amendment(it) => found.push((path.clone(), it.clone())),
            What::Provision(it) => {
                path.push((it.kind, it.label.text.clone()));
                amendments(&it.block, path, found, effects);
                path.pop();
            }
            What::Outside(it) => amendments(it, path, found, effects),
            What::Quota(_)
            | What::Window(_)
            | What::Scope(_)
            | What::Exclude(_)
            | What::Delegate(_)
            | What::Table(_) => {
                effects.push(statement.at.0);
            }
            _ => {}
        }
    }
    if path.is_empty() && found.is_empty() {
        effects.clear();
    }
}

/// The number of the decision whose block this is.
fn number(block: &Block) -> Option<String> {
    block.statements.iter().find_map(|it| match &it.what {
        What::Head(Head::Number(Known::Yes(text))) => Some(text.value.clone()),
        _ => None,
    })
}

/// The first day on which an amendment holds, where it is a day of the calendar.
fn begins(from: Option<&Expr>, block: &Block) -> Option<Day> {
    let head = |effective: bool| {
        block.statements.iter().find_map(|it| match &it.what {
            What::Head(Head::Effective(Known::Yes(expr), _)) if effective => Some(expr),
            What::Head(Head::Signed(Known::Yes(expr))) if !effective => Some(expr),
            _ => None,
        })
    };
    match from.map(|it| &it.is) {
        Some(ExprIs::Date(day)) => Some(*day),
        Some(ExprIs::DateOf(DateOf::Signed, None)) => head(false).and_then(|it| begins(Some(it), &Block::default())),
        // An amendment holds from when its decision does, unless it says otherwise.
        None | Some(ExprIs::DateOf(DateOf::Effective, None)) if !block.statements.is_empty() => match head(true) {
            Some(it) if !matches!(it.is, ExprIs::DateOf(DateOf::Effective, _)) => {
                begins(Some(it), block).or_else(|| head(false).and_then(|it| begins(Some(it), &Block::default())))
            }
            _ => head(false).and_then(|it| begins(Some(it), &Block::default())),
        },
        _ => None,
    }
}

/// Puts the words of an amendment into the one provision that it names; where that provision's label stands.
fn exchange(block: Option<&mut Block>, amendment: &Amendment) -> Option<Span> {
    let block = block?;
    let mut paths = Vec::new();
    places(block, &mut Vec::new(), &mut Vec::new(), &amendment.place, &mut paths);
    let [path] = paths.as_slice() else { return None };
    let mut block = block;
    let mut label = None;
    for step in path {
        let What::Provision(it) = &mut block.statements.get_mut(*step)?.what else { return None };
        label = Some(span(&it.label));
        block = &mut it.block;
    }
    // Without words of its own it repeals the provision.
    *block = amendment.block.clone().unwrap_or_default();
    label
}

/// The provisions that a place names, as ways through the blocks.
fn places(block: &Block, at: &mut Vec<usize>, steps: &mut Vec<Step>, place: &Place, found: &mut Vec<Vec<usize>>) {
    for (index, statement) in block.statements.iter().enumerate() {
        let What::Provision(it) = &statement.what else { continue };
        at.push(index);
        steps.push((it.kind, it.label.key.clone()));
        if names(place, steps) {
            found.push(at.clone());
        }
        places(&it.block, at, steps, place, found);
        at.pop();
        steps.pop();
    }
}

/// Whether a place, written from the inside, names the provision at the end of these steps.
fn names(place: &Place, steps: &[Step]) -> bool {
    let mut wanted = place.steps.iter().peekable();
    for (index, (kind, label)) in steps.iter().rev().enumerate() {
        let Some((wanted_kind, wanted_label)) = wanted.peek() else { return true };
        if *wanted_kind == *kind && key(&wanted_label.text) == *label {
            wanted.next();
        } else if index == 0 {
            return false;
        }
    }
    wanted.peek().is_none()
}
