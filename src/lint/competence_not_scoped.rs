//! A quotation that speaks of the competence of one tier, over quotas of which no scope says so.

use super::Lint;
use super::subject::Subject;
use crate::check::program::{Cond, ProvisionId};
use crate::lang::{Lang, say};
use crate::plan::BoundQuota;
use crate::problem::{Problem, Severity};
use crate::syntax::spell_tier;
use crate::term::Tier;
use crate::text::key;

pub const LINT: Lint = Lint {
    code: "CT1556",
    name: "competence-not-scoped",
    severity: Severity::Warning,
    what: ["lời trích nói thẩm quyền một cấp, không phạm vi nào nói", "a competence of the text that no scope says"],
    look,
};

/// Behind `thẩm quyền` the tier comes soon.
const NEAR: usize = 80;

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(plan) = it.plan else { return Vec::new() };
    let program = &plan.program;
    let mut found = Vec::new();
    for (at, provision) in program.provisions.iter().enumerate() {
        let id = ProvisionId(at as u32);
        let Some((quote, tier)) = provision.quotes.iter().find_map(|it| Some((it, tier_in(&it.value)?))) else {
            continue;
        };
        let mut quotas = plan.quotas.iter().filter(|it| program.within(it.provision, id)).peekable();
        let scoped = |quota: &BoundQuota| {
            let scopes = plan.countings.get(quota.counting).into_iter().flat_map(|it| &it.scopes);
            scopes.filter_map(|it| program.scopes.get(*it)).any(|it| asks(&it.cond, tier))
        };
        let Some(quota) = quotas.find(|it| !scoped(it)) else { continue };
        let (vi, en) = (spell_tier(tier, Lang::Vi), spell_tier(tier, Lang::En));
        found.push(
            lint.at(
                quote.at.0,
                say!(
                    "lời trích nói thủ tục thuộc thẩm quyền {vi}, mà không phạm vi nào nói điều đó",
                    "the quotation speaks of {en} competence, and no scope says so"
                ),
            )
            .and(quota.span, say!("chỉ tiêu ở đây", "the quota is here"))
            .help(say!(
                "thêm `phạm vi thủ tục thẩm quyền {vi}` cạnh lời trích",
                "add `scope procedures {en} competence` beside the quotation"
            )),
        );
    }
    found
}

/// The tier whose competence a text speaks of.
fn tier_in(text: &str) -> Option<Tier> {
    let text = key(text);
    let behind = text.split_once("thẩm quyền")?.1;
    let near: String = behind.chars().take(NEAR).collect();
    let tiers = [(Tier::Province, "cấp tỉnh"), (Tier::District, "cấp huyện"), (Tier::Commune, "cấp xã")];
    let mut named = tiers.into_iter().filter(|it| near.contains(it.1)).map(|it| it.0);
    named.next().filter(|_| named.next().is_none())
}

/// Whether a condition asks for the competence of a tier.
fn asks(cond: &Cond, tier: Tier) -> bool {
    let mut found = false;
    cond.walk(&mut |it| found |= matches!(it, Cond::Competence(own) if *own == tier) || matches!(it, Cond::Reading(_)));
    found
}
