//! `tally`: counts that are kept.

use super::args::{TallyArgs, TallyCommand, TallyMakeArgs, TallyMergeArgs, TallyShowArgs};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::data::{Input, Made, keep, merge, notices, summary};
use crate::lang::Lang;
use crate::problem::Problem;
use crate::source::Sources;
use crate::text::Day;

/// Makes, adds up and shows kept counts.
pub fn tally(args: &TallyArgs, lang: Lang, host: &mut Host) -> Exit {
    let done = match &args.command {
        TallyCommand::Make(it) => make(it, lang, host),
        TallyCommand::Merge(it) => add_up(it, lang, host),
        TallyCommand::Show(it) => show(it, lang, host),
    };
    done.unwrap_or_else(|exit| exit)
}

fn refuse(problems: &[Problem], lang: Lang, host: &mut Host) -> Exit {
    tell(host, lang, problems, &Sources::default());
    Exit::CannotRun
}

fn make(args: &TallyMakeArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    let as_of = args.inputs.as_of.as_deref().and_then(|it| prepare::day(it).ok());
    let program = prepare::decision(&args.rule, as_of, &disk, lang, host)?;
    let plan = prepare::plan(program, &args.inputs, &disk, lang, host)?;
    let (settings, _) = prepare::settings(&args.inputs).map_err(|it| refuse(&it, lang, host))?;
    let read = prepare::tally(&plan, &args.inputs, settings.as_of, &disk, lang, host);
    let tally = read.map_err(|it| {
        tell(host, lang, &it.list, &it.sources);
        Exit::CannotRun
    })?;
    tell(host, lang, &notices(&tally.loads), &Sources::default());
    let record = disk.record();
    let sources = record.into_iter().filter(|it| tally.files.contains(&it.0)).collect();
    let made = Made {
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        decision: plan.program.decision.name.clone(),
        sources,
        as_of: settings.as_of.map(Day::iso),
        once: args.inputs.dedup,
    };
    let bytes = keep(&plan, &tally, made).map_err(|it| refuse(&[it], lang, host))?;
    super::eval::write(&args.output, bytes).map_err(|it| refuse(&[it], lang, host))?;
    Ok(Exit::Fine)
}

fn inputs(files: &[std::path::PathBuf], lang: Lang, host: &mut Host) -> Result<Vec<Input>, Exit> {
    let disk = Disk::default();
    let read = files.iter().map(|it| Ok(Input { name: it.display().to_string(), bytes: disk.counts(it)? }));
    read.collect::<Result<_, Problem>>().map_err(|it| refuse(&[it], lang, host))
}

fn add_up(args: &TallyMergeArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let inputs = inputs(&args.files, lang, host)?;
    let bytes = merge(&inputs, args.apart).map_err(|it| refuse(&[it], lang, host))?;
    super::eval::write(&args.output, bytes).map_err(|it| refuse(&[it], lang, host))?;
    Ok(Exit::Fine)
}

fn show(args: &TallyShowArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    for input in inputs(std::slice::from_ref(&args.file), lang, host)? {
        let summary = summary(&input).map_err(|it| refuse(&[it], lang, host))?;
        let text = crate::report::tally(&summary, lang);
        let _ = host.out.write_all(text.as_bytes());
    }
    Ok(Exit::Fine)
}
