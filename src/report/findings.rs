//! Findings as a report: one file for each form that needs more than a few lines.

use super::problems;
use crate::findings::Findings;
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

/// How many files, errors, warnings.
fn summary(findings: &Findings, lang: Lang) -> String {
    let number = findings.files();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(|it| findings.count(it));
    let notes = match (notes, lang) {
        (0, _) => String::new(),
        (_, Lang::Vi) => format!(", {notes} lưu ý"),
        (_, Lang::En) => format!("; notes: {notes}"),
    };
    let ignored = match (findings.ignored(), lang) {
        (0, _) => String::new(),
        (ignored, Lang::Vi) => format!(", bỏ qua {ignored}"),
        (ignored, Lang::En) => format!("; ignored: {ignored}"),
    };
    match lang {
        Lang::Vi => format!("{number} tệp: {errors} lỗi, {warnings} cảnh báo{notes}{ignored}.\n"),
        Lang::En => format!("files: {number}; errors: {errors}; warnings: {warnings}{notes}{ignored}.\n"),
    }
}
