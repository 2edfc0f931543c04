//! Tree → program. [`check`] resolves every name, gives every value a type, compares quotations with rules, and
//! reports all that it finds, not the first thing.

mod decision;
mod definitions;
mod error;
mod formula;
mod from_syntax;
mod names;
mod orders;
pub mod program;
mod quotes;
mod tests_in;
mod values;

pub use error::file_fault;
pub use from_syntax::{events_of, size_day};
pub use program::Program;

use crate::problem::{Problem, Problems};
use crate::source::{Files, Source, Sources, Span};
use crate::syntax::{self, ast};
use crate::text::fold;

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
struct Loaded {
    tree: ast::File,
}

/// Reads and checks a rule file and what it uses.
pub fn check(source: &Source, files: &dyn Files) -> Checked {
    let mut load =
        Load { sources: Sources::default(), loaded: Vec::new(), problems: Vec::new(), lost: String::new(), files };
    load.file(source.clone());
    let Load { sources, loaded, mut problems, lost, .. } = load;
    let broken = !problems.is_empty();
    let (program, mut found) = from_syntax::program(&loaded, &sources);
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
    let draft = Program { sources, ..program };
    if problems.has_errors() {
        return Checked { program: None, draft: Some(draft), problems };
    }
    Checked { program: Some(draft), draft: None, problems }
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
        let (tree, mut problems, lost) = syntax::parse_some(&source, file);
        self.lost += &lost;
        self.problems.append(&mut problems);
        let uses: Vec<ast::Text> = tree.statements.iter().filter_map(used).cloned().collect();
        self.loaded.push(Loaded { tree });
        for text in uses {
            self.used(&name, &text);
        }
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
