//! `data`: files of counts by themselves.

use super::args::{DataArgs, DataCheckArgs, DataCommand, DataFormat, Inputs};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::lang::Lang;
use crate::problem::Problem;
use crate::report;
use crate::source::{Source, Sources};

/// Looks at files of counts.
pub fn data(args: &DataArgs, lang: Lang, host: &mut Host) -> Exit {
    match &args.command {
        DataCommand::Check(it) => check(it, lang, host).unwrap_or_else(|exit| exit),
    }
}

/// How files are read, and what cannot be counted.
fn check(args: &DataCheckArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    let inputs = Inputs {
        data: args.files.clone(),
        encoding: args.encoding.clone(),
        sheet: args.sheet.clone(),
        bad_rows: super::args::BadRowsArg::Report,
        any_unit: args.rule.is_none(),
        ..Inputs::default()
    };
    let plan = match &args.rule {
        Some(rule) => {
            let program = prepare::decision(rule, None, &disk, lang, host)?;
            prepare::plan(program, &inputs, &disk, lang, host)?
        }
        // Nothing is asked of the counts but their form.
        None => crate::compile(&Source::new("", ""), &()).map_err(|it| refuse(&it.list, lang, host))?,
    };
    let tally = prepare::tally(&plan, &inputs, None, &disk, host).map_err(|it| refuse(&it, lang, host))?;
    let text = match args.format {
        DataFormat::Text => report::load(&tally, lang),
        DataFormat::Json => report::load_json(&tally, lang),
    };
    let _ = host.out.write_all(text.as_bytes());
    let clean = tally.bad.is_empty() && tally.loads.iter().all(|it| it.sums.is_empty() && it.twice.is_empty());
    Ok(if clean { Exit::Fine } else { Exit::Negative })
}

fn refuse(problems: &[Problem], lang: Lang, host: &mut Host) -> Exit {
    tell(host, lang, problems, &Sources::default());
    Exit::CannotRun
}
