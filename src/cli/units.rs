//! `units`

use super::args::{Format, Inputs, UnitsArgs};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::eval::{Env, Settings};
use crate::lang::Lang;
use crate::report::{self, Style};
use crate::source::Sources;

/// Lists the register of a rule file.
pub fn units(args: &UnitsArgs, lang: Lang, host: &mut Host) -> Exit {
    run(args, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &UnitsArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let at = args.at.as_deref().map(prepare::day).transpose().map_err(|it| {
        tell(host, lang, &[it], &Sources::default());
        Exit::CannotRun
    })?;
    let disk = Disk::default();
    let program = prepare::program(&args.rule, None, &disk, lang, host)?;
    let inputs = Inputs { units: args.units.clone(), ..Inputs::default() };
    let plan = prepare::plan(program, &inputs, &disk, lang, host)?;
    // A register alone has no decision, and so no quotas.
    let env = Env::new(&plan, &Settings::default()).ok();
    let style = |plain| Style { plain, colour: host.colour && !plain, width: host.width };
    let text = match args.format {
        Format::Table => report::units(&plan, env.as_ref(), at, style(false), lang),
        Format::Plain => report::units(&plan, env.as_ref(), at, style(true), lang),
        Format::Json => report::units_json(&plan, env.as_ref(), at, lang),
        Format::Csv => report::units_csv(&plan, env.as_ref(), at, lang),
    };
    let _ = host.out.write_all(text.as_bytes());
    Ok(Exit::Fine)
}
