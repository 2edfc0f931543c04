//! Problems for people and for programs.

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::findings::{Findings, Looked, Sums};
use crate::lang::Lang;
use crate::problem::{Label, Problem, Severity};
use crate::source::{FileId, Source, Sources};

/// Problems as people read them: with their own line and the words underlined.
pub fn render(problems: &[Problem], sources: &Sources, lang: Lang, colour: bool, width: u16) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width.clamp(40, 120) as usize)
        .with_context_lines(1)
        .with_links(false);
    let mut out = String::new();
    for problem in problems {
        out += &one(problem, sources, lang, &handler);
        out.push('\n');
    }
    out
}

fn one(problem: &Problem, sources: &Sources, lang: Lang, handler: &GraphicalReportHandler) -> String {
    let mut out = String::new();
    let title = format!("{}: {}", severity(problem.severity, lang), problem.title.get(lang));
    // The parties of a problem may stand in several files; each file is shown with what lies in it.
    let mut files: Vec<FileId> = Vec::new();
    for label in &problem.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let mut diagnostic = MietteDiagnostic::new(title).with_code(problem.code);
    diagnostic.severity = Some(match problem.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Note => miette::Severity::Advice,
    });
    let first = files.first().copied();
    diagnostic.labels = Some(labels(problem, first, lang));
    let mut text = String::new();
    let report = miette::Report::new(diagnostic);
    let report = match first.and_then(|it| sources.get(it)) {
        Some(source) => report.with_source_code(Letters(source.clone())),
        None => report,
    };
    // Writing to a string does not fail.
    let _ = handler.render_report(&mut text, report.as_ref());
    out += text.trim_end();
    out.push('\n');
    for file in files.iter().skip(1) {
        let Some(source) = sources.get(*file) else { continue };
        for label in problem.labels.iter().filter(|it| it.span.file == *file) {
            let (line, column) = source.place(label.span.start);
            let words = label.text.as_ref().map_or("", |it| it.get(lang));
            let shown = source.text.lines().nth(line - 1).unwrap_or_default().trim();
            out += &format!("  {}:{line}:{column}: {words}\n    {shown}\n", source.name);
        }
    }
    if let Some(citation) = &problem.citation {
        out += &format!("  {}: {}\n", lang.pick("tại", "at"), citation.get(lang));
    }
    for note in &problem.notes {
        out += &format!("  {}\n", note.get(lang));
    }
    if let Some(help) = &problem.help {
        out += &format!("  → {}\n", help.get(lang));
    }
    out
}

/// The word for how bad a problem is.
pub fn severity(it: Severity, lang: Lang) -> &'static str {
    match it {
        Severity::Error => lang.pick("lỗi", "error"),
        Severity::Warning => lang.pick("cảnh báo", "warning"),
        Severity::Note => lang.pick("lưu ý", "note"),
    }
}

fn labels(problem: &Problem, file: Option<FileId>, lang: Lang) -> Vec<LabeledSpan> {
    let here = problem.labels.iter().filter(|it| Some(it.span.file) == file);
    here.map(|it| labelled(it, lang)).collect()
}

fn labelled(label: &Label, lang: Lang) -> LabeledSpan {
    let text = label.text.as_ref().map(|it| it.get(lang).to_owned());
    let len = (label.span.end.saturating_sub(label.span.start)) as usize;
    LabeledSpan::new(text, label.span.start as usize, len)
}

/// A source whose columns are counted in letters.
#[derive(Debug)]
struct Letters(Source);

impl SourceCode for Letters {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text: &str = &self.0.text;
        let (start, end) = (span.offset(), span.offset() + span.len());
        let line_start = text.get(..start).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        // The place alone is asked for its column; with lines around it, its own lines are enough.
        let (from, to, column) = if before == 0 {
            (start, end, text.get(line_start..start).map_or(0, |it| it.graphemes(true).count()))
        } else {
            let line_end = text.get(end..).and_then(|it| it.find('\n')).map_or(text.len(), |it| end + it);
            let line_end = line_end - usize::from(text.get(start..line_end).is_some_and(|it| it.ends_with('\r')));
            (line_start, line_end, 0)
        };
        let data = text.as_bytes().get(from..to).ok_or(MietteError::OutOfBounds)?;
        let line = text.get(..from).map_or(0, |it| it.matches('\n').count());
        let lines = text.get(from..to).map_or(0, |it| it.lines().count());
        let place = SourceSpan::new(from.into(), to - from);
        let _ = after;
        Ok(Box::new(MietteSpanContents::new_named(self.0.name.clone(), data, place, line, column, lines)))
    }
}

/// Problems without boxes or colour, one line for each part: for screen readers and logs.
pub fn plain(problems: &[Problem], sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    for problem in problems {
        let place = problem.labels.first().and_then(|it| {
            let source = sources.get(it.span.file)?;
            let (line, column) = source.place(it.span.start);
            Some(format!("{}:{line}:{column}: ", source.name))
        });
        let word = severity(problem.severity, lang);
        out += &format!("{}{word} {}: {}\n", place.unwrap_or_default(), problem.code, problem.title.get(lang));
        for label in problem.labels.iter().skip(1) {
            let Some(source) = sources.get(label.span.file) else { continue };
            let (line, column) = source.place(label.span.start);
            let words = label.text.as_ref().map_or("", |it| it.get(lang));
            out += &format!("  {}:{line}:{column}: {words}\n", source.name);
        }
        if let Some(citation) = &problem.citation {
            out += &format!("  {}: {}\n", lang.pick("tại", "at"), citation.get(lang));
        }
        for note in problem.notes.iter().chain(&problem.help) {
            out += &format!("  {}\n", note.get(lang));
        }
    }
    out
}

/// A problem as programs read it.
#[derive(Serialize)]
pub struct ProblemLine<'a> {
    guard: &'static str,
    part: Option<&'a str>,
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    notes: Vec<&'a str>,
    citation: Option<&'a str>,
    places: Vec<PlaceLine<'a>>,
}

#[derive(Serialize)]
struct PlaceLine<'a> {
    file: &'a str,
    /// From 1.
    line: usize,
    /// In letters (grapheme clusters), from 1.
    column: usize,
    /// In code points, from 1.
    code_point_column: usize,
    end_line: usize,
    end_column: usize,
    /// Bytes from the start of the file, the second exclusive.
    bytes: [u32; 2],
    text: Option<&'a str>,
}

/// Findings as JSON: the sums, then the problems.
pub fn json(findings: &Findings, lang: Lang) -> String {
    #[derive(Serialize)]
    struct All<'a> {
        #[serde(flatten)]
        sums: Sums,
        problems: Vec<ProblemLine<'a>>,
    }
    let problems = findings.problems().map(|(look, it)| line(look, it, lang)).collect();
    let mut text = serde_json::to_string_pretty(&All { sums: findings.sums(), problems }).unwrap_or_default();
    text.push('\n');
    text
}

/// A problem that a look found.
pub fn line<'a>(look: &'a Looked, problem: &'a Problem, lang: Lang) -> ProblemLine<'a> {
    let sources = &look.problems.sources;
    let place = |label: &'a Label| {
        let source = sources.get(label.span.file)?;
        let (line, column) = source.place(label.span.start);
        let (end_line, end_column) = source.place(label.span.end);
        Some(PlaceLine {
            file: &source.name,
            line,
            column,
            code_point_column: source.code_point_column(label.span.start),
            end_line,
            end_column,
            bytes: [label.span.start, label.span.end],
            text: label.text.as_ref().map(|it| it.get(lang)),
        })
    };
    ProblemLine {
        guard: look.guard.name(),
        part: look.part.as_deref(),
        code: problem.code,
        severity: severity(problem.severity, Lang::En),
        message: problem.title.get(lang),
        help: problem.help.as_ref().map(|it| it.get(lang)),
        notes: problem.notes.iter().map(|it| it.get(lang)).collect(),
        citation: problem.citation.as_ref().map(|it| it.get(lang)),
        places: problem.labels.iter().filter_map(place).collect(),
    }
}
