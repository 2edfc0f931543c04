//! `init`: a project to begin with, from the templates.

use std::path::{Path, PathBuf};

use super::args::InitArgs;
use super::{Exit, Host, tell, write};
use crate::fmt::format;
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::source::{FileId, Source, Sources};
use crate::syntax::parse;

/// The rule file among the templates.
const RULES: &str = "quy-tac/quyet-dinh-35.chitieu";

/// The files of a new project, by their paths in it.
fn files(lang: Lang) -> [(&'static str, String); 10] {
    let project =
        lang.pick(include_str!("../../templates/chitieu.vi.toml"), include_str!("../../templates/chitieu.en.toml"));
    let readme = lang.pick(include_str!("../../templates/README.vi.md"), include_str!("../../templates/README.en.md"));
    [
        ("README.md", readme.to_owned()),
        ("chitieu.toml", project.to_owned()),
        (RULES, rules(lang)),
        ("quy-tac/so-don-vi.csv", include_str!("../../templates/quy-tac/so-don-vi.csv").to_owned()),
        ("quy-tac/dm-12.csv", include_str!("../../templates/quy-tac/dm-12.csv").to_owned()),
        ("so-lieu/mau-2024.csv", include_str!("../../templates/so-lieu/mau-2024.csv").to_owned()),
        (".github/workflows/chitieu.yml", include_str!("../../templates/github.yml").to_owned()),
        (".gitlab-ci.yml", include_str!("../../templates/gitlab.yml").to_owned()),
        (".pre-commit-config.yaml", include_str!("../../templates/pre-commit-config.yaml").to_owned()),
        (".pre-commit-hooks.yaml", include_str!("../../templates/pre-commit-hooks.yaml").to_owned()),
    ]
}

/// The decision, with the keywords of a language.
fn rules(lang: Lang) -> String {
    let source = Source::new(RULES, include_str!("../../templates/quy-tac/quyet-dinh-35.chitieu"));
    let (tree, _) = parse(&source, FileId::default());
    format(&tree, &source, lang)
}

/// Writes the files of a new project. Nothing is written where one of them is there already.
pub fn init(args: &InitArgs, lang: Lang, host: &mut Host) -> Exit {
    let files = files(lang);
    match write_all(&args.folder, &files) {
        Ok(()) => {
            for (name, _) in &files {
                let _ = writeln!(host.out, "{}", args.folder.join(name).display());
            }
            let rules = args.folder.join("quy-tac");
            let rules = typed(&rules.display().to_string());
            let _ = writeln!(host.out, "{}: chitieu ci {rules}", lang.pick("Thử ngay", "Try it"));
            Exit::Fine
        }
        Err(problem) => {
            tell(host, lang, &[problem], &Sources::default());
            Exit::CannotRun
        }
    }
}

/// A path as it is typed at a shell: in quotes where it has blanks or marks.
fn typed(path: &str) -> String {
    let plain = path.chars().all(|it| it.is_alphanumeric() || matches!(it, '/' | '\\' | '.' | '-' | '_' | ':'));
    if plain { path.to_owned() } else { format!("\"{path}\"") }
}

fn write_all(folder: &Path, files: &[(&str, String)]) -> Result<(), Problem> {
    let there: Vec<String> =
        files.iter().map(|it| folder.join(it.0)).filter(|it| it.exists()).map(|it| it.display().to_string()).collect();
    if !there.is_empty() {
        let list = there.join("`, `");
        return Err(Problem::nowhere(
            "CT1487",
            say!("đã có `{list}`; không ghi gì", "`{list}` is there already; nothing is written"),
        )
        .help(say!("chọn một thư mục khác: `chitieu init THƯ_MỤC`", "choose another folder: `chitieu init FOLDER`")));
    }
    for (name, text) in files {
        let path: PathBuf = folder.join(name);
        // What cannot be made is told when the file is written.
        let _ = path.parent().map(std::fs::create_dir_all);
        write(&path, text)?;
    }
    Ok(())
}
