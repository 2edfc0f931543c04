//! The walk from the law's words to a verdict, as prose with numbers.

use super::{Report, count, percent, points, words};
use crate::check::program::ProvisionId;
use crate::eval::{Result, Walk, lack, percent_text, quota_text};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::term::{Basis, Comparator, Verdict};

/// The walk to one result.
pub fn why(report: &Report, result: &Result, walk: Option<&Walk>) -> String {
    let Report { plan, lang, .. } = *report;
    let program = &plan.program;
    let mut out = Lines::default();
    out.line(0, &format!("{} · {}", result.subject.name, program.indicator(result.indicator).name));
    let mut verdict = words::verdict(result.verdict, lang).to_owned();
    if result.provisional {
        verdict += lang.pick(" (tạm tính)", " (provisional)");
    }
    out.line(1, &format!("{}: {verdict}", lang.pick("Kết quả", "Verdict")));
    words_of_law(plan, result.provision, result.cell, lang, &mut out);
    rule(plan, result, lang, &mut out);
    if result.subject.members.len() > 1 {
        let names: Vec<&str> = result
            .subject
            .members
            .iter()
            .map(|it| plan.world.units.get(*it).on(result.period.from).name.as_str())
            .collect();
        out.line(1, &format!("{}: {}", lang.pick("Tính gộp số liệu của", "Counts of"), names.join(", ")));
    }
    if let Some((event, day)) = result.as_if {
        let name = &program.event(event).name;
        out.line(
            1,
            &lang.pick(
                format!("Các số dưới đây ứng với ngày bất lợi nhất: {name} = {}", day.vi()),
                format!("The numbers below are of the least favourable day: {name} = {}", day.vi()),
            ),
        );
    }
    if let Some(walk) = walk {
        counts(plan, walk, lang, &mut out);
    }
    arithmetic(result, lang, &mut out);
    needed(result, lang, &mut out);
    if !result.waits_on.is_empty() {
        out.line(1, &format!("{}: {}", lang.pick("Còn chờ", "Waits on"), result.waits_on.join(", ")));
    }
    for it in &result.intervals {
        let day = |it: Option<crate::text::Day>| it.map_or_else(|| "…".to_owned(), crate::text::Day::vi);
        let verdict = words::verdict(it.verdict, lang);
        out.line(2, &format!("{} = {} – {}: {verdict}", program.event(it.event).name, day(it.from), day(it.to)));
    }
    out.text
}

/// Lines with an indentation.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn line(&mut self, depth: usize, words: &str) {
        self.text += &"  ".repeat(depth);
        self.text += words;
        self.text.push('\n');
    }
}

/// The quotations on the way to the provision, from the outside.
fn words_of_law(plan: &Plan, provision: ProvisionId, cell: Option<(usize, usize)>, lang: Lang, out: &mut Lines) {
    let program = &plan.program;
    let mut path: Vec<ProvisionId> = program.path(provision).collect();
    path.reverse();
    out.line(1, &format!("{}: {}", lang.pick("Căn cứ", "Cited"), program.citation_of(provision, cell, lang)));
    for id in path {
        for quote in &program.provision(id).quotes {
            out.line(2, &format!("“{}” ({})", quote.value, program.citation(id, lang)));
        }
    }
}

fn rule(plan: &Plan, result: &Result, lang: Lang, out: &mut Lines) {
    let program = &plan.program;
    let amount = match result.goal.amount {
        None => lang.pick("chưa rõ", "unknown").to_owned(),
        Some(amount) if result.goal.share => percent(&quota_text(amount), lang),
        Some(amount) => count(u128::try_from(amount.to_integer()).unwrap_or_default(), lang),
    };
    let indicator = program.indicator(result.indicator);
    let basis = match indicator.basis {
        Basis::Received => lang.pick("theo ngày tiếp nhận", "by date received"),
        Basis::Resolved => lang.pick("theo ngày giải quyết", "by date resolved"),
    };
    let title = indicator.title.as_deref().map_or_else(String::new, |it| format!(" ({it})"));
    let comparator = words::comparator(result.goal.comparator, lang);
    let (from, to) = (result.period.from.vi(), result.period.to.vi());
    out.line(
        1,
        &format!("{}: {comparator} {amount} {}{title}, {basis}", lang.pick("Chỉ tiêu", "Quota"), indicator.name),
    );
    out.line(1, &format!("{}: {from} – {to}", lang.pick("Kỳ", "Period")));
}

fn counts(plan: &Plan, walk: &Walk, lang: Lang, out: &mut Lines) {
    let program = &plan.program;
    out.line(1, &format!("{}: {}", lang.pick("Hồ sơ cung cấp", "Dossiers supplied"), count(walk.supplied, lang)));
    for it in &walk.windows {
        let (above, below) = (count(it.numerator, lang), count(it.denominator, lang));
        let cited = it.window.and_then(|it| program.windows.get(it)).map(|it| program.citation(it.provision, lang));
        let numbers = lang.pick(format!("tính {below}, trong đó {above}"), format!("{below} counted, {above} of them"));
        if it.days.is_empty() {
            let place = cited.unwrap_or_default();
            out.line(2, &lang.pick(format!("{place}: không có ngày nào"), format!("{place}: no day at all")));
            continue;
        }
        let days = format!("{} – {}", it.days.from.vi(), it.days.to.vi());
        out.line(
            2,
            &match cited {
                Some(place) => format!("{place}: {days}: {numbers}"),
                None => format!("{}: {days}: {numbers}", lang.pick("cả kỳ", "whole period")),
            },
        );
    }
    for (reason, exclusion, dossiers) in &walk.excluded {
        let mut line = format!("{}: {}", words::reason(*reason, lang), count(*dossiers, lang));
        if let Some(exclusion) = exclusion.and_then(|it| program.exclusions.get(it)) {
            line += &format!(" – {} ({})", exclusion.because, program.citation(exclusion.provision, lang));
        }
        out.line(2, &line);
    }
}

fn arithmetic(result: &Result, lang: Lang, out: &mut Lines) {
    let (above, below) = (result.numbers.numerator, result.numbers.denominator);
    match result.verdict {
        Verdict::NotComputable => {
            let unsaid = count(result.numbers.unsaid, lang);
            let lacks = result.numbers.lacks.iter().map(|it| lack(*it, lang)).collect::<Vec<_>>().join(", ");
            out.line(
                1,
                &lang.pick(
                    format!("Số liệu không cho biết {lacks} ({unsaid} hồ sơ)"),
                    format!("The counts do not say: {lacks} ({unsaid} dossiers)"),
                ),
            );
        }
        _ if !result.goal.share => {
            out.line(1, &format!("{}: {}", lang.pick("Số hồ sơ", "Count"), count(above, lang)));
        }
        _ if below == 0 => {
            out.line(1, lang.pick("Không có hồ sơ nào được tính", "No dossier is counted"));
        }
        _ => {
            let text = percent_text(above, below, result.goal.amount).map_or_else(String::new, |it| percent(&it, lang));
            let (above_text, below_text) = (count(above, lang), count(below, lang));
            let mut line = format!("{above_text} / {below_text} = {text}");
            if let Some(amount) = result.goal.amount {
                let side = match (num_bigint::BigInt::from(above) * *amount.denom())
                    .cmp(&(num_bigint::BigInt::from(below) * *amount.numer()))
                {
                    std::cmp::Ordering::Less => "<",
                    std::cmp::Ordering::Equal => "=",
                    std::cmp::Ordering::Greater => ">",
                };
                line += &format!(" {side} {}", percent(&quota_text(amount), lang));
                if let Some(gap) = points(above, below, amount, lang) {
                    line += &lang.pick(format!(" (cách {gap} điểm phần trăm)"), format!(" ({gap} percentage points)"));
                }
            }
            out.line(1, &line);
        }
    }
}

fn needed(result: &Result, lang: Lang, out: &mut Lines) {
    if !matches!(result.verdict, Verdict::NotMet | Verdict::Undecided) {
        return;
    }
    if matches!(result.goal.comparator, Comparator::AtMost | Comparator::Below) {
        return;
    }
    match result.needed_online {
        Some(0) | None => {}
        Some(it) => {
            let number = count(it, lang);
            out.line(
                1,
                &lang.pick(
                    format!("Còn thiếu {number} hồ sơ trực tuyến nếu là hồ sơ phát sinh thêm"),
                    format!("{number} more online dossiers are needed, if they come on top"),
                ),
            );
        }
    }
    match result.needed_converted {
        Some(0) | None => {}
        Some(it) => {
            let number = count(it, lang);
            out.line(
                1,
                &lang.pick(
                    format!("hoặc {number} hồ sơ đã có chuyển sang trực tuyến"),
                    format!("or {number} of the present ones converted to online"),
                ),
            );
        }
    }
}
