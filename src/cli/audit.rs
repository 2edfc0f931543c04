//! `audit`

use super::args::{AuditArgs, ResultFormat};
use super::disk::{Disk, rule_files};
use super::guards::refuse;
use super::{Exit, Host, form, prepare, tell};
use crate::audit::{Audit, Outcome, audit as reckon};
use crate::check::Program;
use crate::lang::{Lang, say};
use crate::plan::world;
use crate::problem::Problem;
use crate::report::{self, Page, Style};

/// Reckons again what rule files say that a document publishes.
pub fn audit(args: &AuditArgs, lang: Lang, host: &mut Host) -> Exit {
    let asked = form::asked(&args.form).and_then(|format| Ok((format, rule_files(&args.paths)?)));
    let (format, paths) = match asked {
        Ok(asked) => asked,
        Err(problem) => return refuse(problem, lang, host),
    };
    let mut exit = Exit::Fine;
    let mut audits: Vec<(Program, Audit)> = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for path in &paths {
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
        let replace = match prepare::replace(&program, &args.inputs, &disk) {
            Ok(replace) => replace,
            Err(problem) => {
                exit = exit.and(refuse(problem, lang, host));
                continue;
            }
        };
        let (world, problems) = world(&program, &disk, &replace);
        if !problems.is_empty() {
            tell(host, lang, &problems, &program.sources);
            exit = exit.and(Exit::WrongRules);
            continue;
        }
        let audit = reckon(&program, &world);
        files.extend(disk.record());
        audits.push((program, audit));
    }
    if audits.is_empty() {
        if exit == Exit::Fine {
            refuse(nothing(), lang, host);
        }
        return exit.and(Exit::CannotRun);
    }
    if let Err(stopped) = print(&audits, format, files, args, lang, host) {
        return exit.and(stopped);
    }
    let fails = audits.iter().any(|it| it.1.count(Outcome::Fails) > 0);
    exit.and(if fails { Exit::Negative } else { Exit::Fine })
}

/// Prints the audits, or writes them to a file; `files`: those that were read, with their fingerprints.
fn print(
    audits: &[(Program, Audit)],
    format: ResultFormat,
    files: Vec<(String, String)>,
    args: &AuditArgs,
    lang: Lang,
    host: &mut Host,
) -> Result<(), Exit> {
    let all: Vec<(&Program, &Audit)> = audits.iter().map(|it| (&it.0, &it.1)).collect();
    let plain = format == ResultFormat::Plain;
    let style = Style { plain, colour: host.colour && args.form.output.is_none(), width: host.width };
    let bytes = match format {
        ResultFormat::Table | ResultFormat::Plain => {
            let each = all.iter().map(|it| report::audit_table(it.0, it.1, style, lang));
            Ok((each.collect::<Vec<_>>().join("\n") + &report::audit_summary(&all, lang)).into_bytes())
        }
        ResultFormat::Json => Ok(report::audit_json(&all).into_bytes()),
        ResultFormat::Csv => Ok(report::audit_csv(&all).into_bytes()),
        ResultFormat::Markdown | ResultFormat::Html | ResultFormat::Xlsx => {
            form::page(&Page::of_audits(&all, files, lang), format, lang)
        }
    };
    let bytes = bytes.map_err(|it| refuse(it, lang, host))?;
    form::put(&bytes, &args.form, lang, host)
}

fn nothing() -> Problem {
    Problem::nowhere("CT1011", say!("không có số liệu công bố nào để kiểm", "there are no published figures to check"))
        .help(say!(
            "ghi các con số của văn bản trong `số liệu công bố \"…\" {{ … }}`",
            "write what the document says into `published figures \"…\" {{ … }}`"
        ))
}
