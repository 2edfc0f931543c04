//! `whatif`, `compare`

use std::path::Path;

use super::args::{CompareArgs, WhatIfArgs};
use super::disk::Disk;
use super::need::answer;
use super::{Exit, Host};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::{self, Answer};
use crate::scenario::{Assumed, Flips, Stack, State, flips, lines};

/// Assumes what is set, and tells which verdicts change.
pub fn whatif(args: &WhatIfArgs, lang: Lang, host: &mut Host) -> Exit {
    let disk = Disk::default();
    let ask = |state: &State| {
        let mut stack = Stack::new(state.clone());
        for path in &args.assume {
            read_into(&mut stack, path, &disk)?;
        }
        for text in &args.set {
            let assumed = stack.read(text, &disk)?;
            stack.push(assumed)?;
        }
        let names = [lang.pick("Gốc", "Base"), lang.pick("Giả định", "Assumed")];
        let told = told(&stack.base, &stack.now, names, &args.unit, lang)?;
        Ok(Answer { assumed: stack.numbered(), ..told })
    };
    answer(&args.rule, &args.inputs, &args.answer, &ask, lang, host)
}

/// Compares what comes of two files of assumptions.
pub fn compare(args: &CompareArgs, lang: Lang, host: &mut Host) -> Exit {
    let disk = Disk::default();
    let ask = |state: &State| {
        let one = assumed(state, &args.one, &disk)?;
        let two = assumed(state, &args.two, &disk)?;
        let names = [args.one.display().to_string(), args.two.display().to_string()];
        let [first, second] = &names;
        told(&one, &two, [first, second], &args.unit, lang)
    };
    answer(&args.rule, &args.inputs, &args.answer, &ask, lang, host)
}

/// What comes of a file of assumptions; `base` and `gốc`: of none.
pub fn assumed(base: &State, path: &Path, disk: &Disk) -> Result<State, Vec<Problem>> {
    if matches!(crate::text::plain(&path.to_string_lossy()).as_str(), "goc" | "base") {
        return Ok(base.clone());
    }
    let mut stack = Stack::new(base.clone());
    read_into(&mut stack, path, disk)?;
    Ok(stack.now)
}

/// Adds the assumptions of a file to a stack. Errors: it cannot be read; a line in it, told by its number.
pub fn read_into(stack: &mut Stack, path: &Path, disk: &Disk) -> Result<(), Vec<Problem>> {
    let source = disk.source(path).map_err(|it| vec![it])?;
    for line in lines(&source.text) {
        let place = format!("{}:{}", source.name, line.number);
        let at = |problem: Problem| problem.note(say!("tại {place}", "at {place}"));
        let told = |list: Vec<Problem>| list.into_iter().map(at).collect::<Vec<_>>();
        let assumed = stack.read(&line.text, disk).map_err(told)?;
        stack.push(Assumed { on: line.on, ..assumed }).map_err(told)?;
    }
    Ok(())
}

/// The verdicts that differ between two states; of some units only, where any are named.
fn told(one: &State, two: &State, names: [&str; 2], units: &[String], lang: Lang) -> Result<Answer, Vec<Problem>> {
    let mut codes = Vec::new();
    for unit in units {
        codes.push(crate::query::unit_code(&one.plan, &one.env, unit).map_err(|it| vec![it])?);
    }
    let found = flips(one, two)?;
    let wanted = |code: &str| codes.is_empty() || codes.iter().any(|it| it == code);
    let of = |it: &crate::scenario::Flip| it.either().is_some_and(|it| wanted(&it.subject.code));
    let flips = Flips { flips: found.flips.into_iter().filter(of).collect(), ..found };
    Ok(report::flips(&two.plan, &flips, names, lang))
}
