//! Lists that a document writes out, counted.

use super::{Counted, Finding, Outcome};
use crate::check::Program;
use crate::plan::members;
use crate::syntax::ast::{Among, Group, Which};
use crate::text::key;
use crate::world::World;

/// Counts the members of a group: in the register when it has all of them, else the names that are written.
pub fn count(program: &Program, world: &World, group: &Group) -> (Outcome, Finding) {
    let asserted = group.size.as_ref().map_or(0, |it| it.number.value.digits);
    let in_register = members(program, world, group);
    let (written, twice) = written(group);
    let by_name = in_register.is_none();
    let members = match (in_register, written) {
        (Some(members), _) => members,
        (None, Some(names)) => names,
        // Neither a register nor names: nothing can be counted.
        (None, None) => {
            let counted = Counted { asserted, members: Vec::new(), in_register: false, twice: Vec::new() };
            return (Outcome::NotCheckable, Finding::Counted(counted));
        }
    };
    let outcome = if members.len() as i64 == asserted { Outcome::Holds } else { Outcome::Fails };
    (outcome, Finding::Counted(Counted { asserted, members, in_register: !by_name, twice }))
}

/// The names that a group writes, each once, and those that it writes again; nothing if it does more than name.
fn written(group: &Group) -> (Option<Vec<String>>, Vec<String>) {
    let (mut keys, mut names, mut twice) = (Vec::new(), Vec::new(), Vec::new());
    let named = collect(group, &mut |kind, name| {
        let it = key(&format!("{kind} {name}"));
        if keys.contains(&it) {
            twice.push(name.to_owned());
        } else {
            keys.push(it);
            names.push(name.to_owned());
        }
    });
    (named.then_some(names), twice)
}

/// Calls `see` with every kind word and name; whether the group does nothing but name.
fn collect(group: &Group, see: &mut impl FnMut(&str, &str)) -> bool {
    let mut only_names = group.except.is_empty();
    for term in &group.parts {
        match &term.which {
            Which::Named(names, _) => names.iter().for_each(|it| see("", &it.value)),
            Which::Kinds(kinds, Among::Named(names)) => {
                let kind = kinds.first().filter(|_| kinds.len() == 1).map_or("", |it| crate::syntax::spell_kind(*it));
                names.iter().for_each(|it| see(kind, &it.value));
            }
            Which::Inner(inner) => only_names &= collect(inner, see),
            _ => only_names = false,
        }
    }
    only_names
}
