//! Tree → program. [`check`] resolves every name, gives every value a type, compares quotations with rules, and
//! reports all that it finds, not the first thing.

mod amend;
mod annex;
mod asking;
mod decision;
mod definitions;
mod error;
mod formula;
mod from_syntax;
mod names;
mod orders;
mod outcomes;
pub mod program;
mod published;
mod quotes;
mod score_error;
mod scores;
mod tests_in;
mod values;

pub use asking::{Asking, Defined};
pub use error::file_fault;
pub use from_syntax::{events_of, size_day};
pub use program::Program;
pub use quotes::{days_in, percent_text};

use crate::problem::{Problem, Problems};
use crate::source::{FileId, Files, Source, Sources, Span};
use crate::syntax::{self, ast};
use crate::text::{Day, fold};

/// A rule file after checking: the program, if there is no error, and what was found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The program; none when a problem is an error.
    pub program: Option<Program>,
    /// What could be made of a file with errors: good for finding more of them, for nothing else.
    pub draft: Option<Program>,
    /// What was found, most causal first.
    pub problems: Problems,
}

/// One parsed file of a compilation.
#[derive(Debug, Clone)]
struct Loaded {
    tree: ast::File,
    file: FileId,
}

/// What an annex is read as; its force and comparator stand in the rule file.
const ANNEX: &str = "bảng chỉ tiêu giao tối thiểu";

/// Reads and checks a rule file and what it uses; of a decision that amends another, the text with all its amendments.
pub fn check(source: &Source, files: &dyn Files) -> Checked {
    check_as_of(source, files, None)
}

/// Like [`check`], with the amendments that hold on a day.
pub fn check_as_of(source: &Source, files: &dyn Files, as_of: Option<Day>) -> Checked {
    check_beside(source, files, as_of, &[])
}

/// Like [`check_as_of`], on the way from files that look at a decision in this one; they are not looked at again.
fn check_beside(source: &Source, files: &dyn Files, as_of: Option<Day>, from: &[&str]) -> Checked {
    let mut load =
        Load { sources: Sources::default(), loaded: Vec::new(), problems: Vec::new(), lost: String::new(), files };
    load.file(source.clone());
    let Load { sources, mut loaded, mut problems, lost, .. } = load;
    tested_first(&mut loaded);
    let broken = !problems.is_empty();
    let (amended, mut amiss) = amend::consolidate(&mut loaded, as_of);
    let way: Vec<&str> = from.iter().copied().chain([source.name.as_str()]).collect();
    let other = |name: &str| {
        let source = home_of(&loaded, &sources, name).filter(|it| !way.contains(&it.name.as_str()))?;
        check_beside(source, files, as_of, &way).program
    };
    let (mut program, mut found) = from_syntax::program(&loaded, &sources, amended, &other);
    if let Some(name) = program.decision.under.clone() {
        program.under = other(&name).map(Box::new);
    }
    problems.append(&mut amiss);
    if problems.iter().any(|it| it.code == "CT0102") {
        // What follows an open brace seems to stand inside.
        found.retain(|it| !error::INSIDE.contains(&it.code));
    }
    if broken {
        // What could not be read was perhaps what is missed now; a name that does not stand in it was not.
        let missed = |it: &Problem| {
            let name = it.labels.first().map(|it| fold(sources.slice(it.span)).text).unwrap_or_default();
            error::MISSED.contains(&it.code) && (it.code != "CT0201" || lost.contains(&name))
        };
        found.retain(|it| !missed(it));
    }
    problems.append(&mut found);
    let problems = Problems { sources: sources.clone(), list: problems };
    let draft = Program { sources, trees: std::sync::Arc::new(loaded), ..program };
    if problems.has_errors() {
        return Checked { program: None, draft: Some(draft), problems };
    }
    Checked { program: Some(draft), draft: None, problems }
}

/// Of a file that holds tests only: the decision that it uses stands first, as if the tests stood in its file.
fn tested_first(loaded: &mut [Loaded]) {
    let is_test = |it: &ast::Statement| matches!(it.what, ast::What::Use(_) | ast::What::Test(_));
    let decides = |it: &Loaded| it.tree.statements.iter().any(|it| matches!(it.what, ast::What::Decision(_)));
    if loaded.first().is_some_and(|it| it.tree.statements.iter().all(is_test))
        && let Some(at) = loaded.iter().position(decides)
        && let Some(before) = loaded.get_mut(..=at)
    {
        before.rotate_right(1);
    }
}

/// The file in which another decision stands.
fn home_of<'s>(loaded: &[Loaded], sources: &'s Sources, name: &str) -> Option<&'s Source> {
    let holds = |it: &Loaded| {
        it.tree.statements.iter().any(|it| matches!(&it.what, ast::What::Decision(it) if it.name.key == name))
    };
    sources.get(loaded.iter().skip(1).find(|it| holds(it))?.file)
}

struct Load<'a> {
    sources: Sources,
    loaded: Vec<Loaded>,
    problems: Vec<Problem>,
    /// The words that could not be read.
    lost: String,
    files: &'a dyn Files,
}

impl Load<'_> {
    fn file(&mut self, source: Source) {
        let name = source.name.clone();
        let file = self.sources.add(source.clone());
        let (mut tree, mut problems, lost) = syntax::parse_some(&source, file);
        self.lost += &lost;
        self.problems.append(&mut problems);
        let uses: Vec<ast::Text> = tree.statements.iter().filter_map(used).cloned().collect();
        self.annexes(&name, &mut tree.statements);
        self.loaded.push(Loaded { tree, file });
        for text in uses {
            self.used(&name, &text);
        }
    }

    /// Reads the tables of quotas that stand in files of their own.
    fn annexes(&mut self, base: &str, statements: &mut [ast::Statement]) {
        for statement in statements {
            match &mut statement.what {
                ast::What::Decision(ast::Decision { block: Some(block), .. })
                | ast::What::Outside(block)
                | ast::What::Provision(ast::Provision { block, .. })
                | ast::What::Amendment(ast::Amendment { block: Some(block), .. }) => {
                    self.annexes(base, &mut block.statements);
                }
                ast::What::Table(table) => {
                    if let Some(file) = table.file.take() {
                        table.rows = self.annex(base, &file);
                    }
                }
                _ => {}
            }
        }
    }

    fn annex(&mut self, base: &str, file: &ast::Text) -> Vec<ast::Row> {
        let source = match self.files.read(base, &file.value) {
            Ok(source) => source,
            Err(fault) => {
                self.problems.push(error::file_fault(file.at.0, &file.value, &fault));
                return Vec::new();
            }
        };
        let text = match annex::as_rows(&source, ANNEX) {
            Ok(text) => text,
            Err(fault) => {
                self.problems.push(error::annex(file.at.0, &source.name, &fault));
                return Vec::new();
            }
        };
        let rows = Source::new(source.name, text);
        let id = self.sources.add(rows.clone());
        let (tree, mut problems, _) = syntax::parse_some(&rows, id);
        self.problems.append(&mut problems);
        let table = tree.statements.into_iter().find_map(|it| match it.what {
            ast::What::Table(table) => Some(table.rows),
            _ => None,
        });
        table.unwrap_or_default()
    }

    fn used(&mut self, base: &str, text: &ast::Text) {
        match self.files.read(base, &text.value) {
            // A file that uses itself, directly or not, is read once.
            Ok(source) if self.sources.find(&source.name).is_some() => {}
            Ok(source) => self.file(source),
            Err(fault) => self.problems.push(error::file_fault(text.at.0, &text.value, &fault)),
        }
    }
}

fn used(statement: &ast::Statement) -> Option<&ast::Text> {
    match &statement.what {
        ast::What::Use(text) => Some(text),
        _ => None,
    }
}

/// The place of a name.
fn span(name: &ast::Name) -> Span {
    name.at.0
}
