//! Reads a project file. Every fault is told at its words.

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Project;
use crate::lang::{Lang, Say, say};
use crate::problem::{Problem, Problems, Severity};
use crate::report::codes;
use crate::source::{FileId, Source, Span};
use crate::text::plain;

/// The keys of each table; the keys of a table without any are names or codes.
const KEYS: [(&str, &[&str]); 7] = [
    ("project", &["name", "language", "rules"]),
    ("units", &["file"]),
    ("lists", &[]),
    ("severity", &[]),
    ("report", &["format", "fail-level"]),
    ("test", &["fail-under"]),
    ("data", &[]),
];

/// Reads a project file that lies in a folder.
pub fn read(source: Source, folder: &Path) -> (Project, Problems) {
    let path = PathBuf::from(&source.name);
    let mut reader = Reader { folder, project: Project::default(), path, list: Vec::new() };
    match DeTable::parse(&source.text) {
        Ok(root) => reader.root(root.get_ref()),
        Err(error) => {
            let why = error.message();
            let at = span(error.span().unwrap_or_default());
            let title = say!("tệp dự án không đúng cú pháp TOML", "the project file is no TOML");
            let problem = Problem::error("CT1482", at, title);
            reader.list.push(problem.note(say!("trình đọc TOML nói: {why}", "the reader of TOML says: {why}")).help(
                say!(
                    "mỗi dòng là `tên = \"giá trị\"`, dưới một tên bảng như `[project]`",
                    "each line is `name = \"value\"`, below the name of a table such as `[project]`"
                ),
            ));
        }
    }
    reader.list.sort_by_key(|it| it.labels.first().map(|it| it.span));
    let mut problems = Problems { list: reader.list, ..Problems::default() };
    problems.sources.add(source);
    (reader.project, problems)
}

/// The place of words in the only text.
pub fn span(at: Range<usize>) -> Span {
    Span { file: FileId::default(), start: at.start as u32, end: at.end as u32 }
}

struct Reader<'f> {
    folder: &'f Path,
    project: Project,
    path: PathBuf,
    list: Vec<Problem>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn root(&mut self, root: &DeTable) {
        let tables: Vec<&str> = KEYS.iter().map(|it| it.0).collect();
        for (name, value) in root {
            let Some((_, keys)) = KEYS.iter().find(|it| it.0 == name.get_ref().as_ref()) else {
                self.unknown(name, "", &tables);
                continue;
            };
            if name.get_ref() == "data" {
                // What it says is told where counts are read.
                self.project.inputs.mapping = Some(self.path.clone());
                continue;
            }
            let Some(table) = value.get_ref().as_table() else {
                self.wrong(value, &say!("một bảng, viết `[{}]`", "a table, written `[{}]`", name.get_ref()));
                continue;
            };
            for (key, value) in table {
                if !keys.is_empty() && !keys.contains(&key.get_ref().as_ref()) {
                    self.unknown(key, name.get_ref(), keys);
                } else {
                    self.entry(name.get_ref(), key, value);
                }
            }
        }
    }

    fn entry(&mut self, table: &str, key: &Spanned<toml::de::DeString>, value: &Value) {
        let name = key.get_ref().as_ref();
        match (table, name) {
            ("project", "language") => {
                let all = [("vi", Lang::Vi), ("en", Lang::En)];
                self.project.language = self.choice(value, &all);
            }
            ("project", "rules") => self.rules(value),
            ("units", _) => self.project.inputs.units = self.text(value).map(|it| self.folder.join(it)),
            ("lists", _) => {
                if let Some(path) = self.text(value) {
                    self.project.inputs.defaults.push((name.to_owned(), self.folder.join(path)));
                }
            }
            ("severity", _) => self.severity(key, value),
            ("report", "format") => self.project.format = self.choice(value, &variants()),
            ("report", _) => self.project.fail_level = self.choice(value, &variants()),
            ("test", _) => self.project.fail_under = self.percentage(value),
            _ => self.project.name = self.text(value),
        }
    }

    fn rules(&mut self, value: &Value) {
        let Some(all) = value.get_ref().as_array() else {
            self.wrong(value, &say!("một danh sách, như `[\"rules\"]`", "a list, such as `[\"rules\"]`"));
            return;
        };
        for it in all.iter() {
            if let Some(path) = self.text(it) {
                self.project.rules.push(self.folder.join(path));
            }
        }
    }

    fn severity(&mut self, key: &Spanned<toml::de::DeString>, value: &Value) {
        let all = [
            ("off", None),
            ("note", Some(Severity::Note)),
            ("warning", Some(Severity::Warning)),
            ("error", Some(Severity::Error)),
        ];
        let severity = self.choice(value, &all);
        let code = key.get_ref().as_ref();
        if codes::page(code, Lang::Vi).is_none() {
            let known = codes::headings(Lang::Vi).filter_map(|it| it.get(..6));
            let problem =
                Problem::error("CT1484", span(key.span()), say!("không có mã `{code}`", "there is no code `{code}`"));
            self.list.push(
                problem.help(
                    near(code, known).unwrap_or_else(|| {
                        say!("`chitieu explain` liệt kê mọi mã", "`chitieu explain` lists all codes")
                    }),
                ),
            );
        } else if codes::severity(code) == Some(Severity::Error) {
            let title =
                say!("`{code}` là lỗi, không đổi mức được", "`{code}` is an error, whose level cannot be changed");
            self.list.push(Problem::error("CT1485", span(key.span()), title).help(say!(
                "bỏ dòng này; chỉ đổi được mức của cảnh báo và lưu ý",
                "leave the line out; only warnings and notes can be turned"
            )));
        } else if let Some(severity) = severity {
            self.project.severity.push((code.to_owned(), severity));
        }
    }

    fn text(&mut self, value: &Value) -> Option<String> {
        let text = value.get_ref().as_str().filter(|it| !it.is_empty()).map(str::to_owned);
        if text.is_none() {
            self.wrong(value, &say!("chữ trong nháy", "words in quotes"));
        }
        text
    }

    fn choice<T: Copy, N: AsRef<str>>(&mut self, value: &Value, all: &[(N, T)]) -> Option<T> {
        let chosen = value.get_ref().as_str().and_then(|text| all.iter().find(|it| it.0.as_ref() == text));
        if chosen.is_none() {
            let names: Vec<String> = all.iter().map(|it| format!("`\"{}\"`", it.0.as_ref())).collect();
            let names = names.join(", ");
            self.wrong(value, &say!("một trong {names}", "one of {names}"));
        }
        chosen.map(|it| it.1)
    }

    fn percentage(&mut self, value: &Value) -> Option<u8> {
        let number = value.get_ref().as_integer().filter(|it| it.radix() == 10);
        let number = number.and_then(|it| it.as_str().parse().ok()).filter(|it| *it <= 100);
        if number.is_none() {
            self.wrong(value, &say!("một số nguyên từ 0 đến 100", "a whole number from 0 to 100"));
        }
        number
    }

    fn unknown(&mut self, key: &Spanned<toml::de::DeString>, table: &str, known: &[&str]) {
        let name = key.get_ref();
        let title = match table {
            "" => say!("tệp dự án không có bảng `[{name}]`", "a project file has no table `[{name}]`"),
            _ => say!("bảng `[{table}]` không có mục `{name}`", "the table `[{table}]` has no entry `{name}`"),
        };
        let list = known.join(", ");
        let help = near(name, known.iter().copied()).unwrap_or_else(|| say!("có: {list}", "there are: {list}"));
        self.list.push(Problem::error("CT1483", span(key.span()), title).help(help));
    }

    fn wrong(&mut self, value: &Value, wanted: &Say) {
        let title = say!("giá trị này không dùng được", "this value cannot be used");
        let (vi, en) = (&wanted.vi, &wanted.en);
        let help = Say { vi: format!("viết {vi}"), en: format!("write {en}") };
        self.list.push(Problem::error("CT1486", span(value.span()), title).help(help));
    }
}

/// The values of a choice of the command line, as they are typed.
fn variants<T: ValueEnum + Copy>() -> Vec<(String, T)> {
    T::value_variants().iter().filter_map(|it| Some((it.to_possible_value()?.get_name().to_owned(), *it))).collect()
}

/// The name that was probably meant.
pub fn near<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<Say> {
    let wanted = plain(text);
    let all = names.map(|it| (strsim::damerau_levenshtein(&plain(it), &wanted), it));
    let (_, name) = all.filter(|it| it.0 <= 1 + wanted.chars().count() / 4).min()?;
    Some(say!("ý bạn là `{name}`?", "did you mean `{name}`?"))
}
