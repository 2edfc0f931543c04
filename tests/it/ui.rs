//! Golden files: every case of `tests/ui/` through the real command line. `tests/README.md` says how a case is written.
//!
//! A case begins with comments: `-- $ chitieu check %` is a command (`%` is the case itself), `-- vi:` and `-- en:`
//! explain its code. Beside it lies what the program says: `.stdout` and `.stderr`, the latter with the exit code in
//! its last line when that is not 0. A case with `-- en:` is run in English too (`.en.stdout`, `.en.stderr`); one with
//! `-- only: parquet` or `-- only: no parquet` where the program is built with that feature, or without.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chitieu::Lang;
use chitieu::cli::{self, Host};

/// A case: its place and its first comments.
pub struct Case {
    pub path: PathBuf,
    pub commands: Vec<String>,
    pub vi: String,
    pub en: String,
    /// The feature with which it is run, or `no` and the one without which it is.
    pub only: String,
    /// What follows the first comments.
    pub body: String,
}

#[test]
fn golden_files() {
    let accept = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    let mut wanted = Vec::new();
    for case in cases() {
        let langs: &[Lang] = if case.en.is_empty() { &[Lang::Vi] } else { &[Lang::Vi, Lang::En] };
        for lang in langs {
            if !case.is_run() {
                wanted.extend(["stdout", "stderr"].map(|end| golden(&case.path, *lang, end)));
                continue;
            }
            let (out, err) = said(&case, *lang);
            for (end, found) in [("stdout", out), ("stderr", err)] {
                let golden = golden(&case.path, *lang, end);
                let held = std::fs::read_to_string(&golden).unwrap_or_default();
                if !found.is_empty() {
                    wanted.push(golden.clone());
                }
                if found == held {
                    continue;
                }
                if !accept {
                    let _ = write!(wrong, "{}\n--- wanted\n{held}--- found\n{found}", golden.display());
                } else if found.is_empty() {
                    std::fs::remove_file(&golden).unwrap();
                } else {
                    std::fs::write(&golden, &found).unwrap();
                }
            }
        }
    }
    for golden in files("tests/ui".as_ref()) {
        if golden.extension().is_some_and(|it| it == "stdout" || it == "stderr") && !wanted.contains(&golden) {
            let _ = writeln!(wrong, "{} belongs to no case", golden.display());
        }
    }
    assert!(wrong.is_empty(), "these golden files differ (UPDATE=1 cargo test accepts):\n{wrong}");
    assert!(!wanted.is_empty());
}

impl Case {
    /// Whether the program is built as the case wants it.
    fn is_run(&self) -> bool {
        match self.only.as_str() {
            "" => true,
            "parquet" => cfg!(feature = "parquet"),
            "no parquet" => cfg!(not(feature = "parquet")),
            other => panic!("{}: no feature `{other}`", self.path.display()),
        }
    }
}

/// All cases, in the order of their names.
pub fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = files("tests/ui".as_ref()).iter().filter_map(|it| read(it)).collect();
    cases.sort_by(|one, two| one.path.file_name().cmp(&two.path.file_name()));
    cases
}

/// All files of a folder and of those in it.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let inside = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut files: Vec<PathBuf> = inside.flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] }).collect();
    files.sort();
    files
}

/// Where what a case says lies.
pub fn golden(case: &Path, lang: Lang, end: &str) -> PathBuf {
    case.with_extension(format!("{}{end}", lang.pick("", "en.")))
}

/// A file that begins with a command; the others are read by cases.
fn read(path: &Path) -> Option<Case> {
    if !path.extension().is_some_and(|it| it == "chitieu" || it == "ui") {
        return None;
    }
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let mut case = Case {
        path: path.to_owned(),
        commands: Vec::new(),
        vi: String::new(),
        en: String::new(),
        only: String::new(),
        body: String::new(),
    };
    let mut is_head = true;
    for line in text.trim_start_matches('\u{feff}').split_inclusive('\n') {
        let bare = line.trim_end();
        if let (true, Some(command)) = (is_head, bare.strip_prefix("-- $ ")) {
            case.commands.push(command.to_owned());
        } else if let (true, Some(words)) = (is_head, bare.strip_prefix("-- vi: ")) {
            words.clone_into(&mut case.vi);
        } else if let (true, Some(words)) = (is_head, bare.strip_prefix("-- en: ")) {
            words.clone_into(&mut case.en);
        } else if let (true, Some(feature)) = (is_head, bare.strip_prefix("-- only: ")) {
            feature.clone_into(&mut case.only);
        } else {
            is_head = false;
            case.body += line;
        }
    }
    (!case.commands.is_empty()).then_some(case)
}

/// What the program says to a case: results, then messages and the exit code.
fn said(case: &Case, lang: Lang) -> (String, String) {
    let (mut out, mut err) = (String::new(), String::new());
    for command in &case.commands {
        let mut words = words(command);
        let mut input = Vec::new();
        if let Some(at) = words.iter().position(|it| it == "<") {
            // What is typed is the case without its first comments, or a file beside it.
            let name = words.split_off(at).pop().unwrap();
            let typed = || case.body.clone().into_bytes();
            input = if name == "%" { typed() } else { std::fs::read(case.path.with_file_name(name)).unwrap() };
        }
        let (mut this_out, mut this_err) = (Vec::new(), Vec::new());
        let exit = cli::main(
            words.iter().map(|it| placed(it, &case.path).into()),
            &mut Host {
                out: &mut this_out,
                err: &mut this_err,
                input: &mut input.as_slice(),
                lang: Some(lang),
                colour: false,
                colour_err: false,
                width: 100,
                interactive: false,
                progress: false,
            },
        );
        if exit as u8 != 0 {
            let _ = std::io::Write::write_fmt(&mut this_err, format_args!("[{}]\n", exit as u8));
        }
        for (all, this) in [(&mut out, this_out), (&mut err, this_err)] {
            if case.commands.len() > 1 && !this.is_empty() {
                let _ = writeln!(all, "$ {command}");
            }
            *all += &String::from_utf8(this).unwrap();
        }
    }
    (out, err)
}

/// The words of a command; quotes hold words with blanks together.
fn words(command: &str) -> Vec<String> {
    let pieces = command.split('"').enumerate();
    pieces
        .flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.to_owned()],
        })
        .collect()
}

/// A word of a command; the name of a file beside the case becomes its place.
fn placed(word: &str, case: &Path) -> String {
    let beside = |name: &str| {
        let path = case.with_file_name(name);
        (!name.is_empty() && !name.starts_with('.') && path.exists()).then(|| path.display().to_string())
    };
    match word.split_once('=') {
        _ if word == "%" => case.display().to_string(),
        Some((name, value)) => format!("{name}={}", beside(value).unwrap_or_else(|| value.to_owned())),
        None => beside(word).unwrap_or_else(|| word.to_owned()),
    }
}
