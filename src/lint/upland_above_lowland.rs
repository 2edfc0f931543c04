//! A floor for uplands, islands and poor communes that is higher than that of others of the same tier.

use super::Lint;
use super::subject::Subject;
use super::subject::{amount, binds, comparable, is_floor, units_of};
use crate::lang::say;
use crate::plan::BoundQuota;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1524",
    name: "upland-above-lowland",
    severity: Severity::Warning,
    what: ["mức của miền núi, hải đảo cao hơn nơi khác", "uplands and islands have to reach more than others"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(plan), Some(period)) = (it.plan, it.period()) else { return Vec::new() };
    let says = |quota: &BoundQuota| {
        let own = it.quotas().into_iter().find(|it| it.0.start == quota.span.start).map(|it| it.1);
        let group = own.map(|own| it.source.slice(own.group.at.0)).unwrap_or_default();
        let quotes = plan.program.provision(quota.provision).quotes.iter().map(|it| it.value.as_str());
        crate::text::key(&quotes.chain([group]).collect::<Vec<_>>().join(" ")).replace('_', " ")
    };
    let has = |words: &[&str], text: &str| words.iter().any(|it| text.contains(it));
    let tier = |quota: &BoundQuota| units_of(quota).first().map(|it| plan.world.units.get(*it).on(period.from).tier);
    let mut found = Vec::new();
    for (hard, easy) in comparable(plan) {
        let higher = binds(hard)
            && binds(easy)
            && is_floor(hard.comparator) == Some(true)
            && hard.amount > easy.amount
            && easy.amount.is_some();
        if !higher || tier(hard) != tier(easy) {
            continue;
        }
        let (one, two) = (says(hard), says(easy));
        if !has(&UPLANDS, &one) || has(&LOWLANDS, &one) || has(&UPLANDS, &two) {
            continue;
        }
        let (high, low) = (amount(hard), amount(easy));
        let title = say!(
            "nơi khó khăn phải đạt {high}, cao hơn {low} của nơi khác",
            "places in difficulty have to reach {high}, more than the {low} of others"
        );
        found.push(
            lint.at(hard.span, title)
                .and(easy.span, say!("mức của nơi khác ở đây", "the quota of the others is here"))
                .help(say!(
                    "xem lại hai con số trong văn bản: có thể hai mức bị đổi chỗ",
                    "look at both numbers in the text: they may have changed places"
                )),
        );
    }
    found
}

/// Words for places that are spared, as they are compared.
const UPLANDS: [&str; 6] = ["miền núi", "vùng cao", "hải đảo", "biên giới", "đặc biệt khó khăn", "vùng sâu"];
const LOWLANDS: [&str; 3] = ["đồng bằng", "vùng thấp", "trừ "];
