//! A scope of procedures of one tier over quotas that bind units of another.

use std::collections::BTreeSet;

use super::Lint;
use super::subject::{Subject, units_of};
use crate::check::program::Cond;
use crate::lang::{Lang, say};
use crate::plan::BoundQuota;
use crate::problem::{Problem, Severity};
use crate::syntax::spell_tier;
use crate::term::Tier;

pub const LINT: Lint = Lint {
    code: "CT1554",
    name: "scope-of-other-tier",
    severity: Severity::Warning,
    what: ["phạm vi của một cấp, chỉ tiêu của cấp khác", "a scope of one tier over quotas of another"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(plan), Some(period)) = (it.plan, it.period()) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, scope) in plan.program.scopes.iter().enumerate() {
        let Some(tier) = tier_of(&scope.cond) else { continue };
        let under = |it: &&BoundQuota| plan.countings.get(it.counting).is_some_and(|it| it.scopes.contains(&at));
        let quotas: Vec<&BoundQuota> = plan.quotas.iter().filter(under).collect();
        let tiers: BTreeSet<Tier> =
            quotas.iter().flat_map(|it| units_of(it)).map(|it| plan.world.units.get(it).on(period.from).tier).collect();
        let (Some(quota), Some(other)) = (quotas.first(), tiers.first()) else { continue };
        if tiers.contains(&tier) || tiers.contains(&Tier::Other) {
            continue;
        }
        let words = |lang: Lang| (spell_tier(tier, lang), spell_tier(*other, lang));
        let ((vi, vi_units), (en, en_units)) = (words(Lang::Vi), words(Lang::En));
        found.push(
            lint.at(
                scope.span,
                crate::lang::Say {
                    vi: format!("phạm vi là thủ tục thẩm quyền {vi}, còn chỉ tiêu giao cho đơn vị {vi_units}"),
                    en: format!("the scope is procedures of {en} competence, the quotas bind units of {en_units}"),
                },
            )
            .and(quota.span, say!("chỉ tiêu ở đây", "the quota is here"))
            .help(say!("xem lại cấp trong văn bản", "look at the tier in the text")),
        );
    }
    found
}

/// The one tier that a condition asks for.
fn tier_of(cond: &Cond) -> Option<Tier> {
    match cond {
        Cond::Competence(tier) => Some(*tier),
        Cond::All(parts) => {
            let mut tiers = parts.iter().filter_map(tier_of);
            tiers.next().filter(|_| tiers.next().is_none())
        }
        _ => None,
    }
}
