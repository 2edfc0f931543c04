//! `audit`

use super::args::{AuditArgs, Format};
use super::disk::{Disk, rule_files};
use super::{Exit, Host, prepare, tell};
use crate::audit::{Audit, Outcome, audit as reckon};
use crate::check::Program;
use crate::lang::{Lang, say};
use crate::plan::{Replace, world};
use crate::problem::Problem;
use crate::report::{self, Style};
use crate::source::Sources;

/// Reckons again what rule files say that a document publishes.
pub fn audit(args: &AuditArgs, lang: Lang, host: &mut Host) -> Exit {
    let files = match rule_files(&args.paths) {
        Ok(files) => files,
        Err(problem) => {
            tell(host, lang, &[problem], &Sources::default());
            return Exit::CannotRun;
        }
    };
    let mut exit = Exit::Fine;
    let mut audits: Vec<(Program, Audit)> = Vec::new();
    for path in &files {
        let disk = Disk::default();
        let program = match prepare::program(path, None, &disk, lang, host) {
            Ok(program) => program,
            Err(failed) => {
                exit = exit.and(failed);
                continue;
            }
        };
        if program.published.is_empty() {
            continue;
        }
        let (world, problems) = world(&program, &disk, &Replace::default());
        if !problems.is_empty() {
            tell(host, lang, &problems, &program.sources);
            exit = exit.and(Exit::WrongRules);
            continue;
        }
        let audit = reckon(&program, &world);
        audits.push((program, audit));
    }
    if audits.is_empty() {
        if exit == Exit::Fine {
            tell(host, lang, &[nothing()], &Sources::default());
        }
        return exit.and(Exit::CannotRun);
    }
    let text = print(&audits, args.format, lang, host);
    let _ = host.out.write_all(text.as_bytes());
    let fails = audits.iter().any(|it| it.1.count(Outcome::Fails) > 0);
    exit.and(if fails { Exit::Negative } else { Exit::Fine })
}

fn print(audits: &[(Program, Audit)], format: Format, lang: Lang, host: &Host) -> String {
    let all: Vec<(&Program, &Audit)> = audits.iter().map(|it| (&it.0, &it.1)).collect();
    let style = Style { plain: format == Format::Plain, colour: host.colour, width: host.width };
    match format {
        Format::Table | Format::Plain => {
            let each = all.iter().map(|it| report::audit_table(it.0, it.1, style, lang));
            each.collect::<Vec<_>>().join("\n") + &report::audit_summary(&all, lang)
        }
        Format::Json => report::audit_json(&all),
        Format::Csv => report::audit_csv(&all),
    }
}

fn nothing() -> Problem {
    Problem::nowhere("CT1011", say!("không có số liệu công bố nào để kiểm", "there are no published figures to check"))
        .help(say!(
            "ghi các con số của văn bản trong `số liệu công bố \"…\" {{ … }}`",
            "write what the document says into `published figures \"…\" {{ … }}`"
        ))
}
