//! `sens`

use super::args::SensArgs;
use super::{Exit, Host};
use crate::lang::Lang;
use crate::scenario::State;

/// What verdicts hang on: readings, the day of an event, the number of a quota.
pub fn sens(args: &SensArgs, lang: Lang, host: &mut Host) -> Exit {
    let mut over = args.over.clone();
    over.extend(args.all.then(|| "--all".to_owned()));
    let ask = |state: &State| super::seek::sens(state, &over.join(" "), lang);
    super::need::answer(&args.rule, &args.inputs, &args.answer, &ask, lang, host)
}
