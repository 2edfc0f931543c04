//! The documents are tests: every rule in them is checked, every command in them is run and its output compared.
//!
//! Fences, by what stands behind the three backticks:
//!
//! - `chitieu`: a whole rule file; `chitieu file=a.chitieu`: the same, kept for the commands below it
//! - `chitieu prelude`: definitions that stand before every part below it
//! - `chitieu definitions`, `chitieu decision`, `chitieu provision`: a part, wrapped so that it is a whole file
//! - a code behind any of these (`chitieu provision CT0301`): the part is wrong, and this is told of it
//! - `csv file=a.csv`: a file for the commands below it
//! - `console`: `$ chitieu …` or `$ cargo run -- …` with what it prints; `$ echo $?` prints how the last one ended;
//!   lines `> …` are typed to the command above them; a line `…` stands for any lines
//!
//! `UPDATE=1 cargo test` writes what was printed, and the formatted form of the rules, into the documents.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chitieu::Lang;
use chitieu::check::check;
use chitieu::cli::{self, Host};
use chitieu::fmt::format;
use chitieu::plan::{Replace, bind, world};
use chitieu::source::{FileId, Source};
use chitieu::syntax::parse;

#[test]
fn the_reference_in_vietnamese_is_true() {
    document("docs/ngon-ngu.md", Lang::Vi);
}

#[test]
fn the_reference_in_english_is_true() {
    document("docs/language.md", Lang::En);
}

#[test]
fn the_readme_in_vietnamese_is_true() {
    document("README.vi.md", Lang::Vi);
}

#[test]
fn the_readme_in_english_is_true() {
    document("README.md", Lang::En);
}

/// The example of embedding is the one that the crate's own documentation runs.
#[test]
fn the_readme_embeds_as_the_crate_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crate_docs: String = read(&root.join("src/lib.rs"))
        .lines()
        .filter_map(|it| it.strip_prefix("//!"))
        .map(|it| format!("{}\n", it.trim()))
        .collect();
    for name in ["README.md", "README.vi.md"] {
        let text = read(&root.join(name));
        let example = parts(&text).into_iter().find(|it| it.info == "rust").expect("an example in Rust");
        for line in example.body.lines() {
            assert!(crate_docs.contains(&format!("{}\n", line.trim())), "{name}: src/lib.rs does not say `{line}`");
        }
    }
}

/// The Vietnamese and the English document have the same parts in the same order.
#[test]
fn both_languages_have_the_same_structure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (vi, en) in [("docs/ngon-ngu.md", "docs/language.md"), ("README.vi.md", "README.md")] {
        let outline = |name: &str| -> Vec<String> {
            let text = read(&root.join(name));
            let mut fenced = false;
            let mut out = Vec::new();
            for line in text.lines() {
                if let Some(info) = line.strip_prefix("```") {
                    fenced = !fenced;
                    if fenced {
                        let kind = info.split(" file=").next().unwrap_or_default();
                        out.push(kind.to_owned());
                    }
                } else if !fenced && line.starts_with('#') {
                    out.push(line.chars().take_while(|it| *it == '#').collect());
                }
            }
            out
        };
        assert_eq!(outline(vi), outline(en), "{vi} and {en}");
    }
}

/// A fenced part of a document.
struct Part<'a> {
    info: &'a str,
    body: &'a str,
    /// Where the body starts, in bytes.
    start: usize,
    line: usize,
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut open: Option<(&str, usize, usize)> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let Some(rest) = line.strip_prefix("```") else { continue };
        match open.take() {
            None => open = Some((rest.trim(), at, index + 2)),
            Some((info, from, line)) => out.push(Part { info, body: &text[from..start], start: from, line }),
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    out
}

fn document(name: &str, lang: Lang) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = read(&root.join(name));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{}", name.replace('/', "-")));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the files of the document");
    // The readme runs as on a fresh machine.
    let says = Some(lang).filter(|_| name.starts_with("docs/"));
    let mut page = Page { folder, lang, says, prelude: String::new(), exit: 0 };
    let update = std::env::var_os("UPDATE").is_some();
    let (mut wrong, mut mended) = (Vec::new(), Vec::new());
    for part in parts(&text) {
        let mut words = part.info.split(' ');
        let better = match words.next() {
            Some("chitieu") => {
                page.rules(&part, words, &mut |says| wrong.push(format!("{name}:{}: {says}", part.line)))
            }
            Some("csv") => page.keep(words, part.body),
            Some("console") => Some(page.console(part.body)),
            _ => None,
        };
        if let Some(better) = better.filter(|it| !same(part.body, it)) {
            if update {
                mended.push((part.start, part.body.len(), better));
            } else {
                wrong.push(format!("{name}:{}: stands\n{}\nfound\n{better}", part.line, part.body));
            }
        }
    }
    if !mended.is_empty() {
        let mut text = text.clone();
        for (start, len, better) in mended.into_iter().rev() {
            text.replace_range(start..start + len, &better);
        }
        std::fs::write(root.join(name), text).expect("the document");
    }
    assert!(wrong.is_empty(), "{}\n(UPDATE=1 accepts outputs and formatting)", wrong.join("\n\n"));
}

/// What is carried from one part of a document to the next.
struct Page {
    folder: PathBuf,
    lang: Lang,
    /// The language that the environment asks for.
    says: Option<Lang>,
    prelude: String,
    exit: u8,
}

impl Page {
    /// Checks a rule file or a part of one; returns it formatted.
    fn rules<'a>(
        &mut self,
        part: &Part,
        words: impl Iterator<Item = &'a str>,
        wrong: &mut dyn FnMut(String),
    ) -> Option<String> {
        let mut codes = BTreeSet::new();
        let mut text = part.body.to_owned();
        let lang = self.lang;
        for word in words {
            let body = part.body;
            match word {
                "prelude" => self.prelude = body.to_owned(),
                "definitions" => text = format!("{}{body}", self.prelude),
                "decision" => {
                    let head = lang
                        .pick("quyết định qd_1 { kỳ đánh giá năm 2024", "decision qd_1 { assessment period year 2024");
                    text = format!("{}{head}\n{body}}}\n", self.prelude);
                }
                "provision" => {
                    let head = lang.pick(
                        "quyết định qd_1 { kỳ đánh giá năm 2024 Điều 1 {",
                        "decision qd_1 { assessment period year 2024 Article 1 {",
                    );
                    text = format!("{}{head}\n{body}}}}}\n", self.prelude);
                }
                code if code.starts_with("CT") => {
                    codes.insert(code.to_owned());
                }
                _ => {
                    let name = word.strip_prefix("file=").expect("a word that this test knows");
                    std::fs::write(self.folder.join(name), body).expect("a file of the document");
                }
            }
        }
        // Paths in the text start from the folder of the files that the document wrote.
        let source = Source::new(self.folder.join("vi-du.chitieu").display().to_string(), text);
        let disk = cli::Disk::default();
        let checked = check(&source, &disk);
        let mut problems = checked.problems;
        if let Some(program) = checked.program {
            let (world, found) = world(&program, &disk, &Replace::default());
            let readable = found.is_empty();
            problems.list.extend(found);
            if readable {
                problems.list.extend(bind(program.into(), world.into()).problems);
            }
        }
        let found: BTreeSet<String> = problems.codes().map(str::to_owned).collect();
        if found != codes {
            let told: Vec<&str> = problems.list.iter().map(|it| it.title.get(lang)).collect();
            wrong(format!("expected {codes:?}, found {found:?} {told:?}\n{}", part.body));
        }
        let body = Source::new("x", part.body);
        let (tree, slips) = parse(&body, FileId::default());
        slips.is_empty().then(|| format(&tree, &body, lang))
    }

    fn keep<'a>(&self, words: impl Iterator<Item = &'a str>, body: &str) -> Option<String> {
        for name in words.filter_map(|it| it.strip_prefix("file=")) {
            std::fs::write(self.folder.join(name), body).expect("a file of the document");
        }
        None
    }

    /// Runs the commands of a part; returns them with what they print.
    fn console(&mut self, body: &str) -> String {
        let mut out = String::new();
        let mut lines = body.lines().filter(|it| it.starts_with("$ ") || it.starts_with("> ")).peekable();
        while let Some(line) = lines.next() {
            out += &format!("{line}\n");
            let mut typed = String::new();
            while let Some(line) = lines.next_if(|it| it.starts_with("> ")) {
                out += &format!("{line}\n");
                typed += &format!("{}\n", &line[2..]);
            }
            let words = shell_words(&line[2..]);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["echo", "$?"] => out += &format!("{}\n", self.exit),
                ["chitieu", rest @ ..] | ["cargo", "run", "--", rest @ ..] => out += &self.run(rest, &typed),
                // What a test cannot do inside itself.
                ["cargo", "test"] | ["cargo", "install", "--path", "."] => {}
                _ => unreachable!("no command of the documents: {line}"),
            }
        }
        out
    }

    fn run(&mut self, arguments: &[&str], typed: &str) -> String {
        // A word that names a file of the document is that file; the folder is taken out of what is printed.
        let place = |word: &str| match word.rsplit_once('=') {
            Some((name, file)) if self.folder.join(file).exists() => {
                format!("{name}={}", self.folder.join(file).display())
            }
            None if self.folder.join(word).exists() => self.folder.join(word).display().to_string(),
            _ if word.starts_with('_') => self.folder.join(word).display().to_string(),
            _ => word.to_owned(),
        };
        let words = std::iter::once("chitieu".to_owned()).chain(arguments.iter().map(|it| place(it)));
        let shared = Shared::default();
        let exit = cli::main(
            words.map(Into::into),
            &mut Host {
                out: &mut shared.clone(),
                err: &mut shared.clone(),
                input: &mut typed.as_bytes(),
                lang: self.says,
                colour: false,
                colour_err: false,
                width: 80,
                interactive: false,
                progress: false,
            },
        );
        self.exit = exit as u8;
        let text = String::from_utf8(shared.0.take()).expect("UTF-8");
        let text = text.replace(&format!("{}/", self.folder.display()), "");
        text.lines().map(|it| format!("{}\n", it.trim_end())).collect()
    }
}

/// One place for results and messages, in the order in which they are written.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Words apart by blanks; double quotes keep blanks inside.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for it in line.chars() {
        match it {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            it => words.last_mut().expect("a word").push(it),
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

/// Whether two texts are one, where a line `…` of the first stands for any lines.
fn same(wanted: &str, found: &str) -> bool {
    let pieces: Vec<&str> = wanted.split("…\n").collect();
    let [first, .., last] = pieces.as_slice() else { return wanted == found };
    let inside_a_line = pieces.iter().rev().skip(1).any(|it| !it.is_empty() && !it.ends_with('\n'));
    if inside_a_line {
        return wanted == found;
    }
    let Some(mut rest) = found.strip_prefix(first) else { return false };
    for piece in &pieces[1..pieces.len() - 1] {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the project")
}
