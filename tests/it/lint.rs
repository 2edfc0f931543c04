//! Laws of lints and of safe edits: what is right is not told, what is mended is gone and stays so, and the layout says
//! nothing.

use std::path::Path;

use chitieu::Lang;
use chitieu::check::check;
use chitieu::cli::Disk;
use chitieu::fmt::format;
use chitieu::lint::{LINTS, Subject, lint, mend};
use chitieu::plan::{Replace, bind, world};
use chitieu::problem::{Problem, Severity};
use chitieu::source::{FileId, Source};
use chitieu::syntax::parse;
use proptest::prelude::*;

use crate::ui::files;

/// Lints of the layout: formatting mends some, and none of them is of what the file says.
const LAYOUT: [&str; 8] = ["CT1501", "CT1503", "CT1504", "CT1505", "CT1506", "CT1507", "CT1508", "CT1510"];

/// What all lints find in a text, and what `check` finds.
fn found(source: &Source) -> (Vec<Problem>, Vec<Problem>) {
    let disk = Disk::default();
    let checked = check(source, &disk);
    let mut problems = checked.problems.list;
    let program = checked.program.map(std::sync::Arc::new);
    let mut plan = None;
    if let Some(program) = &program {
        let (world, faults) = world(program, &disk, &Replace::default());
        problems.extend(faults);
        let bound = bind(program.clone(), world.into());
        problems.extend(bound.problems);
        plan = bound.plan;
    }
    let (tree, _) = parse(source, FileId::default());
    (lint(&Subject::new(source, &tree, program.as_deref(), plan.as_ref())), problems)
}

fn all(source: &Source) -> Vec<Problem> {
    let (lints, problems) = found(source);
    problems.into_iter().chain(lints).collect()
}

fn errors(source: &Source) -> usize {
    all(source).iter().filter(|it| it.severity == Severity::Error).count()
}

/// The rule files of a folder under its own names, so that they find what they use.
fn sources(folder: &str) -> Vec<Source> {
    let paths = files(Path::new(folder)).into_iter().filter(|it| it.extension().is_some_and(|it| it == "chitieu"));
    let read = |it: std::path::PathBuf| Some(Source::new(it.display().to_string(), std::fs::read_to_string(&it).ok()?));
    paths.filter_map(read).collect()
}

/// Mends a text; what holds of every mend.
fn mended(source: &Source) -> Source {
    let again = |text: String| Source::new(source.name.clone(), text);
    let once = again(mend(source, all).text);
    assert!(errors(&once) <= errors(source), "{}:\n{}", source.name, once.text);
    let twice = mend(&once, all);
    assert_eq!(twice.text, *once.text, "{} mended twice", source.name);
    assert_eq!(twice.count, 0);
    once
}

#[test]
fn the_rule_files_have_nothing_to_be_told() {
    for source in sources("rules") {
        let told: Vec<&str> = found(&source).0.iter().map(|it| it.code).collect();
        assert!(told.is_empty(), "{}: {told:?}", source.name);
    }
}

#[test]
fn every_lint_has_a_code_and_a_name_of_its_own() {
    for (at, one) in LINTS.iter().enumerate() {
        assert_eq!(one.code, format!("CT15{:02}", at + 1));
        assert!(one.severity != Severity::Error);
        assert!(LINTS.iter().skip(at + 1).all(|two| one.name != two.name), "{}", one.name);
    }
}

#[test]
fn what_can_be_mended_is_mended_once() {
    for folder in ["tests/ui/lint", "tests/ui/fix"] {
        for source in sources(folder) {
            let left = all(&mended(&source)).into_iter().find(|it| !it.fix.is_empty());
            assert!(left.is_none(), "{}: {left:?}", source.name);
        }
    }
    for source in sources("tests/ui/check") {
        mended(&source);
    }
}

#[test]
fn the_layout_and_the_language_change_no_finding() {
    let codes = |source: &Source| {
        let mut codes: Vec<&str> = found(source).0.iter().map(|it| it.code).collect();
        codes.retain(|it| !LAYOUT.contains(it));
        codes.sort_unstable();
        codes
    };
    for source in sources("tests/ui/lint") {
        let (tree, problems) = parse(&source, FileId::default());
        if !problems.is_empty() {
            continue;
        }
        for lang in [Lang::Vi, Lang::En] {
            let other = Source::new(source.name.clone(), format(&tree, &source, lang));
            assert_eq!(codes(&other), codes(&source), "{} in {lang:?}:\n{}", source.name, other.text);
        }
    }
}

const CLEAN: &str = include_str!("../../rules/khanh-hoa/2018.chitieu");

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_crept_into_a_file_is_taken_out(
        slips in prop::collection::vec((0..100_000_usize, prop::sample::select(vec!["\u{a0}", "\u{200b}", "\t", "\r\n", "\u{301}", "Ð", "–"])), 1..6),
    ) {
        let mut letters: Vec<String> = CLEAN.chars().map(String::from).collect();
        for (at, slip) in slips {
            let at = at % letters.len();
            letters.insert(at, slip.to_owned());
        }
        let source = Source::new("rules/khanh-hoa/2018.chitieu", letters.concat());
        mended(&source);
    }
}
