//! `fmt`

use std::path::Path;

use similar::{DiffOp, DiffTag, TextDiff};

use super::args::FmtArgs;
use super::difference::difference;
use super::disk::{Disk, typed};
use super::guards::{each, finish, refuse};
use super::rewrite::rewrite;
use super::{Exit, Host, tell};
use crate::findings::{Findings, Guard, Looked};
use crate::fmt::format;
use crate::lang::{Lang, say};
use crate::problem::{Problem, Problems};
use crate::source::{FileId, Source, Sources, Span};
use crate::syntax::{language, parse};

/// Formats files in place, or standard input to standard output; with `--check` or `--diff` it writes nothing. `to`:
/// the language to translate to.
pub fn fmt(args: &FmtArgs, to: Option<Lang>, lang: Lang, host: &mut Host) -> Exit {
    let from_stdin = args.paths.is_empty() || args.paths.iter().any(|it| it == Path::new("-"));
    if from_stdin {
        let source = match typed(args.stdin_name.as_deref().unwrap_or("-"), host.input) {
            Ok(source) => source,
            Err(problem) => return refuse(problem, lang, host),
        };
        if looks(args) {
            let findings = Findings { looks: vec![look(&source, args.diff, to)], ..Findings::default() };
            return told(findings, args, lang, host);
        }
        return match formatted(&source, to) {
            Ok(text) => {
                let _ = host.out.write_all(text.as_bytes());
                Exit::Fine
            }
            Err(problems) => refused(&problems, lang, host),
        };
    }
    if looks(args) {
        let read = |path: &Path| Ok(vec![look(&Disk::default().source(path)?, args.diff, to)]);
        return match each(&args.paths, lang, host, read) {
            Ok(findings) => told(findings, args, lang, host),
            Err(exit) => exit,
        };
    }
    rewrite(&args.paths, lang, host, |source, host| match formatted(source, to) {
        Ok(text) if *text == *source.text => Ok(None),
        Ok(text) => Ok(Some((text, lang.pick("đã định dạng", "formatted").to_owned()))),
        Err(problems) => Err(refused(&problems, lang, host)),
    })
}

/// Whether nothing is written.
fn looks(args: &FmtArgs) -> bool {
    args.check || args.diff
}

/// The report of `--check`; with `--diff` alone only the lines that would change, and what cannot be read.
fn told(findings: Findings, args: &FmtArgs, lang: Lang, host: &mut Host) -> Exit {
    if args.check {
        return finish(findings, &args.report, lang, host);
    }
    findings.looks.iter().fold(Exit::Fine, |exit, look| {
        let _ = write!(host.out, "{}", look.shown);
        let unread = look.problems.list.iter().any(|it| it.code != "CT1480");
        if unread { exit.and(refused(&look.problems, lang, host)) } else { exit }
    })
}

/// Tells why nothing is written: the file is wrong, or cannot be read or written.
fn refused(problems: &Problems, lang: Lang, host: &mut Host) -> Exit {
    tell(host, lang, &problems.list, &problems.sources);
    if problems.list.iter().any(|it| !it.labels.is_empty()) { Exit::WrongRules } else { Exit::CannotRun }
}

/// The formatted text. Errors: what cannot be read; that it would say something else afterwards.
fn formatted(source: &Source, to: Option<Lang>) -> Result<String, Problems> {
    let mut sources = Sources::default();
    sources.add(source.clone());
    let (tree, list) = parse(source, FileId::default());
    if !list.is_empty() {
        return Err(Problems { sources, list });
    }
    let text = format(&tree, source, to.unwrap_or_else(|| language(&tree, source)));
    let again = Source::new(source.name.clone(), text.clone());
    let (same, problems) = parse(&again, FileId::default());
    if !problems.is_empty() || same.statements != tree.statements || same.comments.len() != tree.comments.len() {
        let name = &source.name;
        let problem = Problem::nowhere(
            "CT0015",
            say!(
                "định dạng sẽ làm đổi nghĩa `{name}`, nên không ghi gì",
                "formatting would change what `{name}` says, so nothing is written"
            ),
        )
        .help(say!("báo lỗi này kèm theo tệp", "report this with the file"));
        return Err(problem.into());
    }
    Ok(text)
}

/// Holds a file against its formatted text; `diff`: with the lines that would change.
pub fn look(source: &Source, diff: bool, to: Option<Lang>) -> Looked {
    let text = match formatted(source, to) {
        Ok(text) => text,
        Err(problems) => return Looked::at(Guard::Fmt, &source.name, problems),
    };
    let mut look = Looked::at(Guard::Fmt, &source.name, Problems::default());
    if *text != *source.text {
        look.problems.sources.add(source.clone());
        look.problems.list.push(unformatted(source, &text));
        if diff {
            look.shown = difference(&source.name, &source.text, &text);
            look.data = Some(serde_json::json!({ "diff": look.shown }));
        }
    }
    look
}

/// That a file would change, with the lines to write instead.
fn unformatted(source: &Source, text: &str) -> Problem {
    let old: Vec<&str> = source.text.split_inclusive('\n').collect();
    let new: Vec<&str> = text.split_inclusive('\n').collect();
    let mut ends: Vec<u32> = vec![0];
    for line in &old {
        ends.push(ends.last().unwrap_or(&0) + line.len() as u32);
    }
    let end = |at: usize| ends.get(at).copied().unwrap_or_default();
    let diff = TextDiff::from_slices(&old, &new);
    let changed: Vec<&DiffOp> = diff.ops().iter().filter(|it| it.tag() != DiffTag::Equal).collect();
    let lines: usize = changed.iter().map(|it| it.old_range().len().max(it.new_range().len())).sum();
    let edits: Vec<(Span, String)> = changed
        .iter()
        .map(|it| {
            let (from, to) = (it.old_range(), it.new_range());
            let span = Span { start: end(from.start), end: end(from.end), ..Span::default() };
            (span, new.get(to).unwrap_or_default().concat())
        })
        .collect();
    let first = edits.first().map_or(Span::default(), |it| it.0);
    // Only the first line is underlined: a place of many lines is hard to see.
    let line = source.slice(first).lines().next().unwrap_or_default();
    let first = Span { end: first.start + line.len() as u32, ..first };
    let mut problem = Problem::error(
        "CT1480",
        first,
        say!(
            "tệp chưa được định dạng: {lines} dòng sẽ thay đổi",
            "the file is not formatted; lines that would change: {lines}"
        ),
    )
    .help(say!("chạy `chitieu fmt {}`", "run `chitieu fmt {}`", source.name));
    if source.text.contains("\r\n") {
        problem = problem.note(say!(
            "dòng của tệp kết thúc kiểu Windows (CRLF); định dạng viết LF",
            "the lines of the file end as on Windows (CRLF); formatting writes LF"
        ));
    }
    if !source.text.ends_with('\n') {
        problem = problem.note(say!("dòng cuối thiếu dấu xuống dòng", "the last line does not end"));
    }
    edits.into_iter().fold(problem, |problem, (span, text)| problem.fix(span, text))
}
