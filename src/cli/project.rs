//! The project file, `chitieu.toml`: what commands assume where the command line says nothing.

mod read;

use std::path::{Path, PathBuf};

pub use read::{near, span};

use super::args::Inputs;
use super::disk::{Disk, tidy};
use crate::findings::Findings;
use crate::lang::{Lang, say};
use crate::problem::{Problem, Problems, Severity};
use crate::report::findings::Form;

/// What a project file says; paths start from where the program runs.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Its name, which stands in reports.
    pub name: Option<String>,
    /// The language of messages.
    pub language: Option<Lang>,
    /// The rule files and folders of the project.
    pub rules: Vec<PathBuf>,
    /// The register and the lists in place of those of the rule files.
    pub inputs: Inputs,
    /// How bad a problem of a code is; none: it is not told.
    pub severity: Vec<(String, Option<Severity>)>,
    /// From which level on findings fail.
    pub fail_level: Option<Severity>,
    /// The form of reports.
    pub format: Option<Form>,
    /// The percentage of what tests exercise below which `test --coverage` fails.
    pub fail_under: Option<u8>,
}

/// The name of a project file.
pub const NAME: &str = "chitieu.toml";

/// The project of a rule file or folder, or of the folder in which the program runs: the nearest project file upward.
/// `named`: that file and no other. Errors: everything that is wrong with it.
pub fn find(named: Option<&Path>, beside: Option<&Path>) -> Result<Option<Project>, Problems> {
    let here = std::env::current_dir().unwrap_or_default();
    let upward = |from: &Path| {
        let from = tidy(&here.join(from));
        from.ancestors().map(|it| it.join(NAME)).find(|it| it.is_file()).map(|it| from_here(&it, &here))
    };
    let found = match named {
        Some(path) => Some(path.to_owned()),
        None => beside.and_then(upward).or_else(|| upward(Path::new(""))),
    };
    let Some(path) = found else { return Ok(None) };
    let source = Disk::default().source(&path)?;
    let (project, problems) = read::read(source, path.parent().unwrap_or(Path::new("")));
    if problems.has_errors() { Err(problems) } else { Ok(Some(project)) }
}

/// A path as one would type it in a folder.
fn from_here(path: &Path, here: &Path) -> PathBuf {
    if let Ok(inside) = path.strip_prefix(here) {
        return inside.to_owned();
    }
    let shared = here.ancestors().enumerate().find_map(|(up, it)| Some((up, path.strip_prefix(it).ok()?)));
    match shared {
        // Far away, the whole path is easier to read.
        Some((up, rest)) if up <= 3 => std::iter::repeat_n("..", up).collect::<PathBuf>().join(rest),
        _ => path.to_owned(),
    }
}

/// The paths that were typed, or else the rules of the project. Errors: there are none.
pub fn paths(typed: &mut Vec<PathBuf>, project: Option<&Project>) -> Result<(), Problem> {
    if typed.is_empty() {
        typed.extend(project.into_iter().flat_map(|it| it.rules.iter().cloned()));
    }
    if !typed.is_empty() {
        return Ok(());
    }
    Err(Problem::nowhere("CT1481", say!("chưa biết kiểm tra tệp nào", "it is not known which files to look at")).help(
        say!(
            "đưa tệp hoặc thư mục, hoặc viết `rules = [\"rules\"]` dưới `[project]` trong `{NAME}`",
            "name files or folders, or write `rules = [\"rules\"]` below `[project]` in `{NAME}`"
        ),
    ))
}

impl Project {
    /// The findings as the project judges them. An error stays one: nothing can be computed until it is mended.
    pub fn judge(&self, mut findings: Findings) -> Findings {
        findings.project.clone_from(&self.name);
        for look in &mut findings.looks {
            look.problems.list.retain_mut(|problem| {
                let turned = self.severity.iter().find(|it| it.0 == problem.code);
                match turned {
                    Some((_, severity)) if problem.severity != Severity::Error => {
                        problem.severity = severity.unwrap_or(problem.severity);
                        severity.is_some()
                    }
                    _ => true,
                }
            });
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_as_one_would_type_them() {
        let from = |path: &str| from_here(Path::new(path), Path::new("/a/b/c")).display().to_string();
        assert_eq!(from("/a/b/c/chitieu.toml"), "chitieu.toml");
        assert_eq!(from("/a/b/c/d/chitieu.toml"), "d/chitieu.toml");
        assert_eq!(from("/a/chitieu.toml"), "../../chitieu.toml");
        assert_eq!(from("/a/b/d/chitieu.toml"), "../d/chitieu.toml");
    }
}
