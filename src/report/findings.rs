//! Findings as a report: one file for each form that needs more than a few lines.

mod github;
mod gitlab;
mod jsonl;
mod junit;
mod markdown;
mod place;
mod sarif;
mod tap;

use std::collections::BTreeSet;

use comfy_table::{ContentArrangement, Table};

use super::{problems, table};
use crate::findings::{Findings, Guard, Looked, Skip, Sums, Tests};
use crate::lang::Lang;
use crate::problem::Severity;

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a terminal: the lines of the file with the words underlined.
    Text,
    /// One line for each part, no boxes, no colour.
    Plain,
    /// One line for each problem.
    Concise,
    /// One object: the sums and an array of problems.
    Json,
    /// A line of JSON for each problem, for each look, and for the sums.
    Jsonl,
    /// SARIF 2.1.0, which code scanning reads.
    Sarif,
    /// Commands of GitHub workflows: remarks at the lines of a change.
    Github,
    /// Code Quality of GitLab.
    Gitlab,
    /// JUnit, which most systems of continuous integration read.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// Tables for a comment on a change.
    Markdown,
}

impl Form {
    /// All.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Plain,
        Self::Concise,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Tap,
        Self::Markdown,
    ];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Plain => "plain",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Tap => "tap",
            Self::Markdown => "markdown",
        }
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The form.
    pub form: Form,
    /// The language.
    pub lang: Lang,
    /// Whether it is coloured; only the form for terminals ever is.
    pub colour: bool,
    /// Columns.
    pub width: u16,
    /// From which severity on a look fails.
    pub level: Severity,
}

/// The whole report.
pub fn report(findings: &Findings, style: Style) -> String {
    let lang = style.lang;
    match style.form {
        Form::Text => {
            people(findings, style, |it| problems::render(&it.list, &it.sources, lang, style.colour, style.width))
        }
        Form::Plain => people(findings, style, |it| problems::plain(&it.list, &it.sources, lang)),
        Form::Concise => concise(findings, lang),
        Form::Json => problems::json(findings, lang),
        Form::Jsonl => jsonl::jsonl(findings, style),
        Form::Sarif => sarif::sarif(findings, lang),
        Form::Github => github::github(findings, lang),
        Form::Gitlab => gitlab::gitlab(findings, lang),
        Form::Junit => junit::junit(findings, style),
        Form::Tap => tap::tap(findings, style),
        Form::Markdown => markdown::markdown(findings, style),
    }
}

fn people(findings: &Findings, style: Style, shown: impl Fn(&crate::problem::Problems) -> String) -> String {
    let mut out = String::new();
    for look in &findings.looks {
        out += &look.shown;
        out += &shown(&look.problems);
    }
    out + &matrix(findings, style) + &summary(findings, style.lang)
}

/// `path:line:col: CODE level: title`, one line for each problem.
fn concise(findings: &Findings, lang: Lang) -> String {
    let line = |(look, it): (&Looked, &crate::problem::Problem)| {
        let place = it.labels.first().and_then(|label| {
            let source = look.problems.sources.get(label.span.file)?;
            let (line, column) = source.place(label.span.start);
            Some(format!("{}:{line}:{column}", source.name))
        });
        let place = place.unwrap_or_else(|| look.file.clone());
        let title = it.title.get(lang).replace('\n', " ");
        format!("{place}: {} {}: {title}\n", it.code, problems::severity(it.severity, lang))
    };
    findings.problems().map(line).collect()
}

/// How many files, errors, warnings; of tests: how many passed.
fn summary(findings: &Findings, lang: Lang) -> String {
    let sums = findings.sums();
    let Some(tests) = sums.tests else { return of_files(&sums, lang) };
    let Tests { passed, failed, untested_files } = tests;
    let untested = match (untested_files, lang) {
        (0, _) => String::new(),
        (number, Lang::Vi) => format!(" {number} tệp chưa có kiểm thử."),
        (number, Lang::En) => format!(" Files without tests: {number}."),
    };
    let line = match lang {
        Lang::Vi => format!("{passed} kiểm thử đạt, {failed} hỏng.{untested}\n"),
        Lang::En => format!("tests passed: {passed}; failed: {failed}.{untested}\n"),
    };
    if findings.looks.iter().all(|it| it.guard == Guard::Test) { line } else { line + &of_files(&sums, lang) }
}

fn of_files(sums: &Sums, lang: Lang) -> String {
    let Sums { files, errors, warnings, .. } = sums;
    let some = |number: usize, vi: String, en: String| if number > 0 { lang.pick(vi, en) } else { String::new() };
    let (notes, ignored, unread) = (sums.notes, sums.ignored, sums.unread);
    let unread = some(unread, format!(" ({unread} không đọc được)"), format!(" (cannot be read: {unread})"));
    let notes = some(notes, format!(", {notes} lưu ý"), format!("; notes: {notes}"));
    let ignored = some(ignored, format!(", bỏ qua {ignored}"), format!("; ignored: {ignored}"));
    let project = sums.project.as_ref().map_or_else(String::new, |it| format!("{it} – "));
    match lang {
        Lang::Vi => format!("{project}{files} tệp{unread}: {errors} lỗi, {warnings} cảnh báo{notes}{ignored}.\n"),
        Lang::En => {
            format!("{project}files: {files}{unread}; errors: {errors}; warnings: {warnings}{notes}{ignored}.\n")
        }
    }
}

/// What one guard says of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// It did not look.
    None,
    Passed,
    Failed,
    Skipped,
}

impl Cell {
    /// What a guard says of a file, from the looks at it.
    fn of(looks: &[Looked], guard: Guard, level: Severity) -> Self {
        looks.iter().filter(|it| it.guard == guard).fold(Self::None, |so_far, look| match so_far {
            Self::Failed => Self::Failed,
            _ if !look.passed(level) => Self::Failed,
            _ if look.skipped.is_some() => Self::Skipped,
            Self::Skipped => Self::Skipped,
            _ => Self::Passed,
        })
    }

    fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::None => "–",
            Self::Passed => lang.pick("đạt", "pass"),
            Self::Failed => lang.pick("HỎNG", "FAIL"),
            Self::Skipped => lang.pick("chưa chạy", "skipped"),
        }
    }
}

/// A file, and what each guard says of it.
type Row<'a> = (&'a str, Vec<Cell>);

/// The guards that looked, where there are several, and for each file what each of them says.
fn cells(findings: &Findings, level: Severity) -> Option<(Vec<Guard>, Vec<Row<'_>>)> {
    let looked = |guard: &Guard| findings.looks.iter().any(|it| it.guard == *guard);
    let guards: Vec<Guard> = Guard::ALL.into_iter().filter(looked).collect();
    if guards.len() < 2 {
        return None;
    }
    let files = findings.by_file().filter_map(|it| it.first().filter(|it| !it.overall).map(|first| (first, it)));
    let cells = |looks: &[Looked]| guards.iter().map(|it| Cell::of(looks, *it, level)).collect();
    let rows = files.map(|(first, looks)| (first.file.as_str(), cells(looks))).collect();
    Some((guards, rows))
}

/// File by guard; nothing where only one guard looked.
fn matrix(findings: &Findings, style: Style) -> String {
    let Some((guards, rows)) = cells(findings, style.level) else { return String::new() };
    let lang = style.lang;
    if style.form == Form::Plain {
        let line = |(file, cells): Row| {
            let each = guards.iter().zip(cells).map(|(guard, cell)| format!("{} {}", guard.name(), cell.word(lang)));
            format!("{file}: {}\n", each.collect::<Vec<_>>().join(", "))
        };
        return rows.into_iter().map(line).collect::<String>() + &reasons(findings, lang);
    }
    let mut shown = Table::new();
    shown.load_style(table::lines(table::Style { plain: false, colour: false, width: style.width }));
    shown.set_content_arrangement(ContentArrangement::Dynamic);
    shown.set_width(style.width.clamp(40, 140));
    shown.set_header(std::iter::once(lang.pick("Tệp", "File")).chain(guards.iter().map(|it| it.name())));
    for (file, cells) in rows {
        shown.add_row(std::iter::once(file).chain(cells.into_iter().map(|it| it.word(lang))));
    }
    table::trimmed(&shown) + &reasons(findings, lang)
}

/// Why guards did not look.
fn reasons(findings: &Findings, lang: Lang) -> String {
    let all: BTreeSet<Skip> = findings.looks.iter().filter_map(|it| it.skipped).collect();
    all.iter().map(|it| format!("{}: {}\n", Cell::Skipped.word(lang), it.says(lang))).collect()
}
