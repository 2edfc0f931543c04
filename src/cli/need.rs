//! `need`

use super::args::{AnswerArgs, Inputs, NeedArgs};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::lang::Lang;
use crate::problem::Problem;
use crate::report::Style;
use crate::scenario::State;
use crate::source::Sources;

/// What it takes to reach a quota, a rank, a grade.
pub fn need(args: &NeedArgs, lang: Lang, host: &mut Host) -> Exit {
    let ask = |state: &State| super::seek::need(state, &args.unit.join(" "), lang);
    answer(&args.rule, &args.inputs, &args.answer, &ask, lang, host)
}

/// Reads rules and counts, asks, and prints the answer.
pub fn answer(
    rule: &std::path::Path,
    inputs: &Inputs,
    form: &AnswerArgs,
    ask: &dyn Fn(&State) -> super::seek::Answered,
    lang: Lang,
    host: &mut Host,
) -> Exit {
    let refuse = |problems: &[Problem], host: &mut Host| {
        tell(host, lang, problems, &Sources::default());
        Exit::CannotRun
    };
    let prepare::Ready { plan, tally, env, .. } = match prepare::ready(rule, inputs, &Disk::default(), lang, host) {
        Ok(it) => it,
        Err(exit) => return exit,
    };
    let found = match ask(&State::new(plan, tally, env)) {
        Ok(it) => it,
        Err(problems) => return refuse(&problems, host),
    };
    let text = found.write(form.form.format.into(), lang, Style { plain: false, colour: false, width: host.width });
    match &form.output {
        None => {
            let _ = host.out.write_all(text.as_bytes());
            Exit::Fine
        }
        Some(path) => match super::eval::write(path, &text) {
            Ok(()) => Exit::Fine,
            Err(problem) => refuse(&[problem], host),
        },
    }
}
