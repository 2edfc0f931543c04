//! Every code is told in one place, shown by a golden case, and explained by a page made from that case.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chitieu::Lang;

use crate::ui::{Case, cases, files, golden};

/// Codes that tell two shapes of one fault: a file or what is piped in, a result or a rule file, JSON or none.
const SHARED: &[&str] = &["CT0003", "CT0010", "CT0804"];

/// Codes that no input reaches as long as the program is right.
const GUARDS: &[&str] = &["CT0015"];

#[test]
fn every_code_is_told_in_one_place() {
    for (code, told) in told() {
        let places: BTreeSet<&PathBuf> = told.iter().map(|it| &it.0).collect();
        assert!(places.len() == 1 || SHARED.contains(&code.as_str()), "{code} is told in {places:?}");
        let functions: BTreeSet<usize> = told.iter().map(|it| it.1).collect();
        let one = places.len() == 1 && (functions.len() == 1 || is_of_the_host(&code));
        assert!(one || SHARED.contains(&code.as_str()), "{code} is told in {} functions", functions.len());
    }
}

#[test]
fn every_code_has_a_golden_case_that_says_it() {
    let cases = cases();
    for code in told().keys().filter(|it| !GUARDS.contains(&it.as_str())) {
        let case = cases.iter().find(|it| code_of(it).as_ref() == Some(code));
        let case = case.unwrap_or_else(|| panic!("no tests/ui/*/{code}-*"));
        assert!(!case.vi.is_empty() && !case.en.is_empty(), "{} explains nothing", case.path.display());
        for lang in [Lang::Vi, Lang::En] {
            assert!(title(case, code, lang).is_some(), "{} does not say {code}", case.path.display());
        }
    }
}

#[test]
fn every_case_is_of_a_code_that_is_told() {
    let told = told();
    for case in cases() {
        if let Some(code) = code_of(&case) {
            assert!(told.contains_key(&code), "{}: nothing tells {code}", case.path.display());
        }
    }
}

#[test]
fn the_pages_are_what_the_cases_say() {
    let pages = [("docs/ma-loi.md", Lang::Vi), ("docs/codes.md", Lang::En)];
    for (path, lang) in pages {
        let page = page(lang);
        if std::env::var_os("UPDATE").is_some() {
            if std::fs::read_to_string(path).unwrap_or_default() != page {
                std::fs::write(path, page).unwrap();
            }
        } else {
            let held = std::fs::read_to_string(path).unwrap_or_default();
            let line = held.lines().zip(page.lines()).position(|(one, two)| one != two);
            assert!(held == page, "{path} is not what the cases say, line {line:?} (UPDATE=1 cargo test accepts)");
        }
    }
}

/// Where each code is told: the file, and which function of it.
fn told() -> BTreeMap<String, Vec<(PathBuf, usize)>> {
    let mut told: BTreeMap<String, Vec<(PathBuf, usize)>> = BTreeMap::new();
    for path in files("src".as_ref()) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("\"CT") {
            let Some(code) = text.get(at + 1..at + 7).filter(|it| it.bytes().skip(2).all(|it| it.is_ascii_digit()))
            else {
                continue;
            };
            // Handed over, not compared with and not in a list of codes.
            let before = text.get(..at).unwrap_or_default().trim_end();
            if before.ends_with("error(")
                || before.ends_with("warning(")
                || before.ends_with("remark(")
                || before.ends_with("nowhere(")
                || before.ends_with("at(")
                || before.ends_with("code:")
            {
                let function = before.matches("fn ").count();
                told.entry(code.to_owned()).or_default().push((path.clone(), function));
            }
        }
    }
    assert!(told.len() > 100);
    told
}

/// Usage, and what is assumed at the prompt: one code for a value that cannot be read, whatever it is for.
fn is_of_the_host(code: &str) -> bool {
    code.starts_with("CT00") || code.starts_with("CT092")
}

/// The code in the name of a case.
fn code_of(case: &Case) -> Option<String> {
    let name = case.path.file_name()?.to_str()?;
    Some(name.get(..6)?.to_owned()).filter(|it| it.starts_with("CT") && name.as_bytes().get(6) == Some(&b'-'))
}

/// What the program says to a case: results and messages, without the exit code.
fn said(case: &Case, lang: Lang) -> String {
    let read = |end| std::fs::read_to_string(golden(&case.path, lang, end)).unwrap_or_default();
    let text = read("stdout") + &read("stderr");
    text.lines().filter(|it| !(it.len() == 3 && it.starts_with('['))).map(|it| format!("{it}\n")).collect()
}

/// The sentence with which the program tells a code: under its line, or behind it.
fn title(case: &Case, code: &str, lang: Lang) -> Option<String> {
    let said = said(case, lang);
    let mut lines = said.lines();
    while let Some(line) = lines.next() {
        let behind = line.split_once(&format!("{code}: ")).map(|it| it.1);
        if let Some(title) = behind {
            return Some(title.to_owned());
        }
        if line == code {
            let told: Vec<&str> = lines.skip(1).take_while(|it| it.starts_with("  ")).collect();
            let first = told.first()?.split_once(": ")?.1.to_owned();
            let more = told.iter().skip(1).map_while(|it| it.strip_prefix("  │ "));
            return Some(more.fold(first, |title, it| title + " " + it));
        }
    }
    None
}

/// The page of all codes in one language.
fn page(lang: Lang) -> String {
    let mut page = lang
        .pick(
            "# Mã lỗi và cảnh báo\n\nTrang này do `cargo test` viết từ các ví dụ trong `tests/ui`; `chitieu explain MÃ` hiện từng mục.\n",
            "# Codes of errors and warnings\n\nThis page is written by `cargo test` from the cases in `tests/ui`; `chitieu explain CODE` shows its parts.\n",
        )
        .to_owned();
    let mut seen = BTreeSet::new();
    for case in cases() {
        let Some(code) = code_of(&case).filter(|it| seen.insert(it.clone())) else { continue };
        let title = title(&case, &code, lang).unwrap_or_default();
        let _ = write!(page, "\n## {code} {title}\n\n{}\n\n", lang.pick(&case.vi, &case.en));
        let name = case.path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let commands: String = case.commands.iter().map(|it| format!("$ {}\n", it.replace('%', name))).collect();
        page += &block(&commands);
        page += &block(&case.body);
        for beside in beside(&case, &code) {
            page += &block(&beside);
        }
        let _ = write!(page, "{}\n\n", lang.pick("Chương trình nói:", "The program says:"));
        page += block(&said(&case, lang)).trim_end();
        page.push('\n');
    }
    page
}

/// The texts of the files of a code that lie beside its case.
fn beside(case: &Case, code: &str) -> Vec<String> {
    let all = files(case.path.parent().unwrap_or(Path::new("")));
    let is_beside = |it: &&PathBuf| {
        let name = it.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        name.starts_with(code) && [".csv", ".json", ".toml"].iter().any(|end| name.ends_with(end))
    };
    all.iter().filter(is_beside).filter_map(|it| std::fs::read_to_string(it).ok()).collect()
}

fn block(text: &str) -> String {
    let text = text.trim_matches('\n');
    if text.is_empty() { String::new() } else { format!("```\n{text}\n```\n\n") }
}
