//! `lint`

use super::args::{LintArgs, ReportArgs};
use super::disk::Disk;
use super::guards::{Seen, finish, over, refuse, verdict};
use super::{Exit, Host};
use crate::findings::{Findings, Guard, Looked};
use crate::lang::{Lang, say};
use crate::lint::{LINTS, Lint, Subject, lint as found, stale};
use crate::problem::{Problem, Problems, Severity};
use crate::prove::prove;
use crate::source::FileId;
use crate::syntax::parse;

/// Looks for what is legal and probably not meant, or lists what is looked for.
pub fn lint(args: &LintArgs, lang: Lang, host: &mut Host) -> Exit {
    let is_wanted = |it: &Lint| args.only.is_empty() || args.only.iter().any(|word| it.is_called(word));
    if let Some(word) = args.only.iter().find(|word| !LINTS.iter().any(|it| it.is_called(word))) {
        return refuse(no_such_lint(word), lang, host);
    }
    if args.list {
        for it in LINTS.iter().filter(|it| is_wanted(it)) {
            let severity = match it.severity {
                Severity::Note => lang.pick("lưu ý", "note"),
                _ => lang.pick("cảnh báo", "warning"),
            };
            let _ = writeln!(host.out, "{}  {:8}  {:29}  {}", it.code, severity, it.name, it.says(lang));
        }
        return Exit::Fine;
    }
    let wanted: Vec<&str> = LINTS.iter().filter(|it| is_wanted(it)).map(|it| it.code).collect();
    let looked = over(&args.paths, &args.report, lang, host, |seen, _| {
        let mut list = lints(&seen);
        list.retain(|it| wanted.contains(&it.code));
        vec![Looked::at(Guard::Lint, seen.source.name, Problems { list, sources: seen.problems.sources })]
    });
    match looked {
        Ok(findings) if args.show_ignored => {
            // What is ignored is shown, and does not fail.
            let judged = args.report.project.judge(findings.clone());
            let exit = verdict(&judged, args.report.level());
            let report = ReportArgs { fail_level: Some(Severity::Error), ..args.report.clone() };
            exit.and(finish(with_ignored(findings), &report, lang, host))
        }
        Ok(findings) => finish(findings, &args.report, lang, host),
        Err(exit) => exit,
    }
}

/// The look at one file.
pub fn look(seen: &Seen, _: &Disk, _: Lang) -> Vec<Looked> {
    let problems = Problems { list: lints(seen), sources: seen.problems.sources.clone() };
    vec![Looked::at(Guard::Lint, &seen.source.name, problems)]
}

/// What all lints find in a file, with orders that silence nothing.
pub fn lints(seen: &Seen) -> Vec<Problem> {
    let (tree, _) = parse(&seen.source, FileId::default());
    let subject = Subject::new(&seen.source, &tree, seen.program.as_deref(), seen.plan.as_ref());
    let mut list = found(&subject);
    let own: Vec<_> = seen.silences().into_iter().filter(|it| it.span.file == FileId::default()).collect();
    // What nobody finds is stale; a proof is asked only where there is something to silence.
    let proof = seen.plan.as_ref().filter(|_| !own.is_empty()).map(prove).unwrap_or_default();
    let all: Vec<Problem> = list.iter().chain(&seen.problems.list).chain(&proof.problems).cloned().collect();
    list.extend(stale(&own, &all));
    list
}

/// The findings with those that are ignored, as notes with their reasons.
fn with_ignored(findings: Findings) -> Findings {
    let shown = |mut look: Looked| {
        let ignored = std::mem::take(&mut look.ignored);
        look.problems.list.extend(ignored.into_iter().map(|it| {
            let because = &it.silence.because;
            let problem = Problem { severity: Severity::Note, ..it.problem };
            problem
                .note(say!("bỏ qua vì: {because}", "ignored because: {because}"))
                .and(it.silence.span, say!("bỏ qua ở đây", "ignored here"))
        }));
        look.problems.list.sort_by_key(|it| it.labels.first().map(|it| it.span));
        look
    };
    Findings { looks: findings.looks.into_iter().map(shown).collect(), ..findings }
}

fn no_such_lint(word: &str) -> Problem {
    Problem::nowhere("CT1592", say!("lint không tìm thứ gì tên `{word}`", "there is no lint `{word}`"))
        .help(say!("`chitieu lint --list` liệt kê mã và tên", "`chitieu lint --list` lists codes and names"))
}
