//! Findings as a report: one file for each form that needs more than a few lines.

use super::problems;
use crate::findings::{Findings, Guard};
use crate::lang::Lang;
use crate::problem::Severity;

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a terminal: the lines of the file with the words underlined.
    Text,
    /// One line for each part, no boxes, no colour.
    Plain,
    /// An array of problems.
    Json,
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The form.
    pub form: Form,
    /// The language.
    pub lang: Lang,
    /// Whether it is coloured.
    pub colour: bool,
    /// Columns.
    pub width: u16,
}

/// The whole report.
pub fn report(findings: &Findings, style: Style) -> String {
    match style.form {
        Form::Text => {
            people(findings, style, |it| problems::render(&it.list, &it.sources, style.lang, style.colour, style.width))
        }
        Form::Plain => people(findings, style, |it| problems::plain(&it.list, &it.sources, style.lang)),
        Form::Json => problems::json(findings, style.lang),
    }
}

fn people(findings: &Findings, style: Style, shown: impl Fn(&crate::problem::Problems) -> String) -> String {
    let mut out = String::new();
    for look in &findings.looks {
        out += &look.shown;
        out += &shown(&look.problems);
    }
    out + &summary(findings, style.lang)
}

/// How many files, errors, warnings; of tests: how many passed.
fn summary(findings: &Findings, lang: Lang) -> String {
    let mut tests = findings.looks.iter().filter(|it| it.guard == Guard::Test).peekable();
    if tests.peek().is_none() {
        return of_files(findings, lang);
    }
    let (passed, failed): (Vec<_>, Vec<_>) =
        tests.filter(|it| it.part.is_some()).partition(|it| it.passed(Severity::Error));
    let (passed, failed) = (passed.len(), failed.len());
    let line = match lang {
        Lang::Vi => format!("{passed} kiểm thử đạt, {failed} hỏng.\n"),
        Lang::En => format!("tests passed: {passed}; failed: {failed}.\n"),
    };
    if findings.looks.iter().all(|it| it.guard == Guard::Test) { line } else { line + &of_files(findings, lang) }
}

fn of_files(findings: &Findings, lang: Lang) -> String {
    let number = findings.files();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(|it| findings.count(it));
    let notes = match (notes, lang) {
        (0, _) => String::new(),
        (_, Lang::Vi) => format!(", {notes} lưu ý"),
        (_, Lang::En) => format!("; notes: {notes}"),
    };
    match lang {
        Lang::Vi => format!("{number} tệp: {errors} lỗi, {warnings} cảnh báo{notes}.\n"),
        Lang::En => format!("files: {number}; errors: {errors}; warnings: {warnings}{notes}.\n"),
    }
}
