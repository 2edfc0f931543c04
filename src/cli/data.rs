//! `data`: files of counts by themselves.

use std::path::{Path, PathBuf};

use super::args::{
    DataArgs, DataCheckArgs, DataCommand, DataCompareArgs, DataFormat, DataMapArgs, DataTemplateArgs, FormatArgs,
    Inputs, ResultFormat,
};
use super::disk::Disk;
use super::{Exit, Host, form, prepare, tell};
use crate::data::{self, Conventions, Mapping, encoding, notices, propose};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::report::{self, Mode, Style};
use crate::source::{Source, Sources};

/// Looks at files of counts.
pub fn data(args: &DataArgs, lang: Lang, host: &mut Host) -> Exit {
    match &args.command {
        DataCommand::Check(it) => check(it, lang, host).unwrap_or_else(|exit| exit),
        DataCommand::Compare(it) => compare(it, lang, host).unwrap_or_else(|exit| exit),
        DataCommand::Template(it) => template(it, lang, host).unwrap_or_else(|exit| exit),
        DataCommand::Map(it) => map(it, lang, host).unwrap_or_else(|exit| exit),
    }
}

/// How files are read, and what cannot be counted.
fn check(args: &DataCheckArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    let inputs = Inputs {
        data: args.files.clone(),
        encoding: args.encoding.clone(),
        sheet: args.sheet.clone(),
        mapping: args.mapping.clone(),
        bad_rows: super::args::BadRowsArg::Report,
        any_unit: args.rule.is_none(),
        ..Inputs::default()
    };
    let plan = plan(args.rule.as_deref(), &inputs, &disk, lang, host)?;
    let tally =
        prepare::tally_read_whole(&plan, &inputs, None, &disk, lang, host).map_err(|it| refuse_all(&it, lang, host))?;
    let text = match args.format {
        DataFormat::Text => report::load(&tally, lang),
        DataFormat::Json => report::load_json(&tally, lang),
    };
    let _ = host.out.write_all(text.as_bytes());
    let clean = tally.bad.is_empty() && tally.loads.iter().all(|it| it.sums.is_empty() && it.twice.is_empty());
    Ok(if clean { Exit::Fine } else { Exit::Negative })
}

/// The plan of a rule file; without one nothing is asked of the counts but their form.
fn plan(rule: Option<&Path>, inputs: &Inputs, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Plan, Exit> {
    let Some(rule) = rule else {
        return crate::compile(&Source::new("", ""), &()).map_err(|it| refuse(&it.list, lang, host));
    };
    let program = prepare::decision(rule, None, disk, lang, host)?;
    prepare::plan(program, inputs, disk, lang, host)
}

/// Proposes a mapping.
fn map(args: &DataMapArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    let plan = plan(args.rule.as_deref(), &Inputs::default(), &disk, lang, host)?;
    let conventions = args.encoding.as_deref().map(encoding).transpose();
    let encoding = conventions.map_err(|it| refuse(&[it], lang, host))?;
    let conventions = Conventions { encoding, ..Conventions::default() };
    let mut mapping = Mapping::default();
    (mapping.conventions, mapping.sheets) = (conventions, args.sheet.clone());
    let input = prepare::input(&args.file, &disk, host).map_err(|it| refuse(&[it], lang, host))?;
    let proposal = propose(&plan, &input, &mapping, args.rule.is_none());
    let text = report::mapping(&proposal.map_err(|it| refuse(&[it], lang, host))?, lang);
    match &args.output {
        Some(path) => super::eval::write(path, text).map_err(|it| refuse(&[it], lang, host))?,
        None => drop(host.out.write_all(text.as_bytes())),
    }
    Ok(Exit::Fine)
}

/// A form to fill in.
fn template(args: &DataTemplateArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    let inputs = Inputs { units: args.units.clone(), ..Inputs::default() };
    let plan = plan(Some(&args.rule), &inputs, &disk, lang, host)?;
    let form = FormatArgs { format: args.format, output: args.output.clone() };
    let format = form::asked(&form).map_err(|it| refuse(&[it], lang, host))?;
    let page = report::template(&plan, lang);
    let bytes = match format {
        ResultFormat::Xlsx | ResultFormat::Html | ResultFormat::Markdown => form::page(&page, format, lang),
        _ => Ok(report::template_csv(&page).into_bytes()),
    };
    let bytes = bytes.map_err(|it| refuse(&[it], lang, host))?;
    form::put(&bytes, &form, lang, host)?;
    Ok(Exit::Fine)
}

/// Holds two sources against each other.
fn compare(args: &DataCompareArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let format = form::asked(&args.form).map_err(|it| refuse(&[it], lang, host))?;
    let disk = Disk::default();
    let inputs = Inputs { units: args.units.clone(), ..Inputs::default() };
    let plan = plan(Some(&args.rule), &inputs, &disk, lang, host)?;
    let mut read = |file: &Path, mapping: Option<&PathBuf>| {
        let inputs = Inputs { data: vec![file.to_owned()], mapping: mapping.cloned(), ..Inputs::default() };
        let tally = prepare::tally_read_whole(&plan, &inputs, None, &disk, lang, host)
            .map_err(|it| refuse_all(&it, lang, host))?;
        tell(host, lang, &notices(&tally.loads), &Sources::default());
        Ok(tally)
    };
    let one = read(&args.one, args.mapping.first())?;
    let two = read(&args.two, args.mapping.last())?;
    let found = data::compare(&plan, [&one, &two]);
    let names = [args.one.display().to_string(), args.two.display().to_string()];
    let names = names.each_ref().map(String::as_str);
    let style = Style { plain: false, colour: false, width: host.width };
    let write = |mode| Ok(report::compared(&found, names, lang).write(mode, lang, style).into_bytes());
    let bytes = match format {
        ResultFormat::Table => write(Mode::Table),
        ResultFormat::Plain => write(Mode::Plain),
        ResultFormat::Json => write(Mode::Json),
        ResultFormat::Csv => write(Mode::Csv),
        ResultFormat::Markdown | ResultFormat::Html | ResultFormat::Xlsx => {
            form::page(&report::compared_page(&found, names, disk.record(), lang), format, lang)
        }
    };
    form::put(&bytes.map_err(|it| refuse(&[it], lang, host))?, &args.form, lang, host)?;
    Ok(if found.is_equal() { Exit::Fine } else { Exit::Negative })
}

fn refuse_all(problems: &Problems, lang: Lang, host: &mut Host) -> Exit {
    tell(host, lang, &problems.list, &problems.sources);
    Exit::CannotRun
}

fn refuse(problems: &[Problem], lang: Lang, host: &mut Host) -> Exit {
    tell(host, lang, problems, &Sources::default());
    Exit::CannotRun
}
