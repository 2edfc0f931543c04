//! Reads a mapping from TOML. Every fault is told at its words.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{Read, near, span};
use crate::data::{DateOrder, Encoding, ROLES, Words, period};
use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::{Source, Span};
use crate::text::{header, nfc};

/// The keys at the beginning and the tables of a mapping.
const TABLES: [&str; 13] = [
    "sheets",
    "header",
    "periods",
    "columns",
    "declared",
    "conventions",
    "channel",
    "level",
    "outcome",
    "yes_no",
    "units",
    "procedures",
    "sql",
];

const CONVENTIONS: [&str; 8] =
    ["decimal", "thousands", "dates", "epoch", "timezone", "fill_down", "encoding", "delimiter"];

/// What a mapping says, and what is wrong with it. `is_project`: it is the table `[data]` of a project file, which may
/// lack it.
pub fn read(source: &Source, is_project: bool) -> (Read, Vec<Problem>) {
    let mut reader = Reader::default();
    match DeTable::parse(&source.text) {
        Ok(root) if is_project => {
            let data = root.get_ref().iter().find(|it| it.0.get_ref() == "data").map(|it| it.1);
            match data.map(|it| (it, it.get_ref().as_table())) {
                Some((_, Some(table))) => reader.root(table),
                Some((value, None)) => reader.wrong(value, &say!("một bảng, `[data]`", "a table, `[data]`")),
                None => {}
            }
        }
        Ok(root) => reader.root(root.get_ref()),
        Err(error) => {
            let why = error.message();
            let at = span(error.span().unwrap_or_default());
            let title = say!("tệp ánh xạ không đúng cú pháp TOML", "the mapping is no TOML");
            let problem = Problem::error("CT0840", at, title);
            reader
                .list
                .push(problem.note(say!("trình đọc TOML nói: {why}", "the reader of TOML says: {why}")).help(say!(
                "mỗi dòng là `tên = \"giá trị\"`; tên có dấu hoặc dấu cách thì để trong nháy: `\"Đơn vị\" = \"…\"`",
                "each line is `name = \"value\"`; names with blanks or accents stand in quotes: `\"Đơn vị\" = \"…\"`"
            )));
        }
    }
    (reader.read, reader.list)
}

type Value<'a> = Spanned<DeValue<'a>>;
type Key<'a> = Spanned<DeString<'a>>;

#[derive(Default)]
struct Reader {
    read: Read,
    list: Vec<Problem>,
    /// The headers met so far, folded, each with its place.
    claimed: Vec<(String, Span)>,
}

impl Reader {
    fn root(&mut self, root: &DeTable) {
        for (key, value) in root {
            let name = key.get_ref().as_ref();
            if !TABLES.contains(&name) {
                self.unknown(key, "", &TABLES);
                continue;
            }
            match name {
                "sheets" => self.read.mapping.sheets = self.texts(value).into_iter().map(|it| it.0).collect(),
                "header" => {
                    let number = value.get_ref().as_integer().filter(|it| it.radix() == 10);
                    self.read.mapping.header = number.and_then(|it| it.as_str().parse().ok()).filter(|it| *it > 0);
                    if self.read.mapping.header.is_none() {
                        self.wrong(value, &say!("số của dòng tên cột, từ 1", "the number of a line, from 1"));
                    }
                }
                _ => match value.get_ref().as_table() {
                    None => self.wrong(value, &say!("một bảng, viết `[{name}]`", "a table, written `[{name}]`")),
                    Some(table) => table.iter().for_each(|(key, value)| self.entry(name, key, value)),
                },
            }
        }
    }

    fn entry(&mut self, table: &str, key: &Key, value: &Value) {
        let name = key.get_ref().as_ref();
        if let Some((words, _)) = Words::ALL.iter().find(|it| it.1 == table) {
            self.word(*words, name, value);
            return;
        }
        match (table, name) {
            ("columns", "ignore") => {
                let all = self.headers(value);
                self.read.mapping.ignored = all;
            }
            ("columns", _) if !ROLES.contains(&name) => {
                let known: Vec<&str> = ROLES.iter().copied().chain(["ignore"]).collect();
                self.unknown(key, table, &known);
            }
            ("columns", _) => {
                let all = self.headers(value);
                self.read.mapping.columns.insert(name.to_owned(), all);
            }
            ("declared", _) => {
                let all = self.headers(value);
                self.read.mapping.declared.insert(name.to_owned(), all);
                self.read.declared.push((name.to_owned(), span(key.span())));
            }
            ("periods", _) => {
                let Some(text) = self.filled(value) else { return };
                match period(&text) {
                    Some(days) => drop(self.read.mapping.periods.insert(nfc(name), days)),
                    None => {
                        self.wrong(value, &say!("`\"01/2024\"`, `\"quý I/2024\"` …", "`\"01/2024\"`, `\"Q1/2024\"` …"))
                    }
                }
            }
            ("conventions", _) => self.convention(key, value),
            ("units", _) => {
                if let Some(unit) = self.filled(value) {
                    self.read.mapping.add_unit(name, &unit);
                    self.read.units.push((unit, span(value.span())));
                }
            }
            ("procedures", _) => {
                if let Some(code) = self.filled(value) {
                    self.read.mapping.add_procedure(name, &code);
                }
            }
            ("sql", _) => self.sql(key, value),
            _ => {}
        }
    }

    fn word(&mut self, words: Words, word: &str, value: &Value) {
        let Some(meaning) = self.filled(value) else { return };
        if self.read.mapping.add_word(words, word, &meaning).is_none() {
            let all = words.meanings();
            let names = all.iter().map(|it| format!("`\"{it}\"`")).collect::<Vec<_>>().join(", ");
            let help = near(&meaning, all.iter().copied());
            self.wrong_or(value, &say!("một trong {names}", "one of {names}"), help);
        }
    }

    fn convention(&mut self, key: &Key, value: &Value) {
        let to = &mut self.read.mapping.conventions;
        let text = value.get_ref().as_str().unwrap_or_default();
        let one = || Some(text).filter(|it| it.chars().count() == 1).and_then(|it| it.chars().next());
        let wanted = match key.get_ref().as_ref() {
            "decimal" => {
                to.decimal = one().filter(|it| matches!(it, ',' | '.') && to.thousands != Some(*it));
                to.decimal.is_none().then(|| {
                    say!("`\",\"` hoặc `\".\"`, khác `thousands`", "`\",\"` or `\".\"`, other than `thousands`")
                })
            }
            "thousands" => {
                to.thousands = one().filter(|it| matches!(it, ',' | '.' | ' ' | '\'') && to.decimal != Some(*it));
                let wanted = say!(
                    "`\".\"`, `\",\"`, `\" \"` hoặc `\"'\"`, khác `decimal`",
                    "`\".\"`, `\",\"`, `\" \"` or `\"'\"`, other than `decimal`"
                );
                to.thousands.is_none().then_some(wanted)
            }
            "dates" => {
                to.dates = match text {
                    "dmy" => Some(DateOrder::DayFirst),
                    "mdy" => Some(DateOrder::MonthFirst),
                    "ymd" => Some(DateOrder::YearFirst),
                    _ => None,
                };
                to.dates.is_none().then(|| {
                    say!(
                        "`\"dmy\"` (ngày trước), `\"mdy\"` (tháng trước) hoặc `\"ymd\"` (năm trước)",
                        "`\"dmy\"` (day first), `\"mdy\"` (month first) or `\"ymd\"` (year first)"
                    )
                })
            }
            "epoch" => {
                to.from_1904 = match value.get_ref().as_integer().map(|it| it.as_str().to_owned()).as_deref() {
                    Some("1900") => Some(false),
                    Some("1904") => Some(true),
                    _ => None,
                };
                to.from_1904.is_none().then(|| say!("`1900` hoặc `1904`", "`1900` or `1904`"))
            }
            "timezone" => {
                to.zone = zone(text);
                to.zone.is_none().then(|| say!("`\"+07:00\"`, `\"+00:00\"` …", "`\"+07:00\"`, `\"+00:00\"` …"))
            }
            "fill_down" => {
                let said = value.get_ref().as_bool();
                to.fill_down = said == Some(true);
                said.is_none().then(|| say!("`true` hoặc `false`", "`true` or `false`"))
            }
            "encoding" => {
                to.encoding = Encoding::of_name(text);
                let all = Encoding::ALL.map(|it| it.1).join(", ");
                to.encoding.is_none().then(|| say!("một trong {all}", "one of {all}"))
            }
            "delimiter" => {
                let mark = if text == "tab" { Some('\t') } else { one() };
                to.delimiter = mark.filter(|it| matches!(it, ',' | ';' | '\t' | '|'));
                let wanted =
                    || say!("`\",\"`, `\";\"`, `\"|\"` hoặc `\"tab\"`", "`\",\"`, `\";\"`, `\"|\"` or `\"tab\"`");
                to.delimiter.is_none().then(wanted)
            }
            _ => {
                self.unknown(key, "conventions", &CONVENTIONS);
                None
            }
        };
        if let Some(wanted) = wanted {
            self.wrong(value, &wanted);
        }
    }

    fn sql(&mut self, key: &Key, value: &Value) {
        let mut sql = self.read.mapping.sql.take().unwrap_or_default();
        match key.get_ref().as_ref() {
            "table" => sql.table = self.text(value),
            "columns" => match value.get_ref().as_table() {
                None => self.wrong(value, &say!("một bảng, viết `[sql.columns]`", "a table, written `[sql.columns]`")),
                Some(table) => {
                    for (key, value) in table {
                        let name = key.get_ref().as_ref();
                        if !ROLES.contains(&name) {
                            self.unknown(key, "sql.columns", &ROLES);
                        } else if let Some(text) = self.text(value) {
                            sql.columns.insert(name.to_owned(), text);
                        }
                    }
                }
            },
            _ => self.unknown(key, "sql", &["table", "columns"]),
        }
        self.read.mapping.sql = Some(sql);
    }

    /// A header, or a list of them; one header is one column.
    fn headers(&mut self, value: &Value) -> Vec<String> {
        let all = self.texts(value);
        for (name, at) in &all {
            let folded = header(name);
            match self.claimed.iter().find(|it| it.0 == folded) {
                None => self.claimed.push((folded, *at)),
                Some((_, first)) => {
                    let title = say!("cột `{name}` được khai hai lần", "the column `{name}` is declared twice");
                    let first = (*first, say!("lần đầu ở đây", "first here"));
                    self.list.push(
                        Problem::error("CT0846", *at, title).and(first.0, first.1).help(say!(
                            "một cột chỉ có một nghĩa: bỏ một dòng",
                            "a column has one meaning: drop a line"
                        )),
                    );
                }
            }
        }
        all.into_iter().map(|it| it.0).collect()
    }

    fn texts(&mut self, value: &Value) -> Vec<(String, Span)> {
        let Some(all) = value.get_ref().as_array() else {
            return self.text(value).map(|it| (it, span(value.span()))).into_iter().collect();
        };
        all.iter().filter_map(|it| Some((self.text(it)?, span(it.span())))).collect()
    }

    fn text(&mut self, value: &Value) -> Option<String> {
        let text = value.get_ref().as_str().filter(|it| !it.is_empty()).map(str::to_owned);
        if text.is_none() {
            self.wrong(value, &say!("chữ trong nháy", "words in quotes"));
        }
        text
    }

    /// Words that are no `?`.
    fn filled(&mut self, value: &Value) -> Option<String> {
        let text = self.text(value)?;
        if text.trim() != "?" {
            return Some(text);
        }
        let title = say!("chỗ này chưa điền", "this is not yet filled in");
        self.list.push(Problem::error("CT0843", span(value.span()), title).help(say!(
            "thay `?` bằng nghĩa của từ, hoặc bỏ dòng này",
            "write what the word means in place of `?`, or drop the line"
        )));
        None
    }

    fn unknown(&mut self, key: &Key, table: &str, known: &[&str]) {
        let name = key.get_ref();
        let title = match table {
            "" => say!("tệp ánh xạ không có mục `{name}`", "a mapping has no entry `{name}`"),
            _ => say!("bảng `[{table}]` không có mục `{name}`", "the table `[{table}]` has no entry `{name}`"),
        };
        let list = known.join(", ");
        let help = near(name, known.iter().copied()).unwrap_or_else(|| say!("có: {list}", "there are: {list}"));
        self.list.push(Problem::error("CT0841", span(key.span()), title).help(help));
    }

    fn wrong(&mut self, value: &Value, wanted: &Say) {
        self.wrong_or(value, wanted, None);
    }

    fn wrong_or(&mut self, value: &Value, wanted: &Say, meant: Option<Say>) {
        let title = say!("giá trị này không dùng được", "this value cannot be used");
        let (vi, en) = (&wanted.vi, &wanted.en);
        let help = Say { vi: format!("viết {vi}"), en: format!("write {en}") };
        let problem = Problem::error("CT0842", span(value.span()), title);
        self.list.push(match meant {
            Some(meant) => problem.note(help).help(meant),
            None => problem.help(help),
        });
    }
}

/// `+07:00`, `-05:30`, `Z`: minutes east of UTC.
fn zone(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let hours = hours.parse::<u8>().ok().filter(|it| *it <= 14)?;
    let minutes = minutes.parse::<u8>().ok().filter(|it| *it < 60)?;
    Some(sign * (i32::from(hours) * 60 + i32::from(minutes)))
}
