//! `prove`

use super::args::ProveArgs;
use super::disk::Disk;
use super::guards::{Seen, run};
use super::{Exit, Host};
use crate::findings::{Guard, Looked};
use crate::lang::Lang;
use crate::problem::Problems;
use crate::{prove, report};

/// Proves that each cell has one rule, in every rule file that passes `check`.
pub fn prove(args: &ProveArgs, lang: Lang, host: &mut Host) -> Exit {
    run(&args.paths, &args.report, lang, host, look)
}

/// The look at one file; what does not pass `check` is told as `check` tells it.
pub fn look(seen: &Seen, _: &Disk, lang: Lang) -> Vec<Looked> {
    let name = seen.source.name.clone();
    let Some(plan) = &seen.plan else { return vec![Looked::at(Guard::Check, name, seen.problems.clone())] };
    // A register, a list, published figures: nothing is counted.
    if plan.quotas.is_empty() {
        return vec![Looked::at(Guard::Prove, name, Problems::default())];
    }
    let proof = prove::prove(plan);
    let shown = report::prove::text(plan, &proof, &name, lang);
    let data = report::prove::data(plan, &proof, lang);
    let problems = Problems { sources: seen.problems.sources.clone(), list: proof.problems };
    vec![Looked { shown, data: Some(data), ..Looked::at(Guard::Prove, name, problems) }]
}
