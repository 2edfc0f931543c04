//! The walk from the law's words to a verdict, as prose with numbers.

use super::{Report, count, points, words};
use crate::check::program::{Form, Measure, ProvisionId};
use crate::eval::{Result, Walk, lack};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::term::{Basis, Comparator, Noun, Verdict};
use crate::world::UnitId;

/// The walk to one result.
pub fn why(report: &Report, result: &Result, walk: Option<&Walk>) -> String {
    let Report { plan, lang, .. } = *report;
    let program = &plan.program;
    let mut out = Lines::default();
    let procedure = result.subject.procedure.as_deref();
    let procedure = procedure.map_or_else(String::new, |it| format!(" · {} {it}", lang.pick("thủ tục", "procedure")));
    out.line(
        0,
        &format!("{}{procedure} · {}", result.subject.called(report.lang), program.indicator(result.indicator).name),
    );
    let mut verdict = words::verdict(result.verdict, lang).to_owned();
    if result.provisional {
        verdict += lang.pick(" (tạm tính)", " (provisional)");
    }
    out.line(1, &format!("{}: {verdict}", lang.pick("Kết quả", "Verdict")));
    words_of_law(plan, result.provision, result.cell, lang, &mut out);
    rule(plan, result, lang, &mut out);
    if result.subject.members.len() > 1 {
        let name = |it: &UnitId| {
            let unit = plan.world.units.get(*it);
            let last = unit.days().to.min(result.period.to);
            let until = Some(last).filter(|it| *it < result.period.to);
            let until = until.map(|it| format!(" ({} {})", lang.pick("đến", "until"), it.vi()));
            format!("{}{}", unit.on(last).name, until.unwrap_or_default())
        };
        let names: Vec<String> = result.subject.members.iter().map(name).collect();
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
    terms(plan, result, lang, &mut out);
    arithmetic(plan, result, lang, &mut out);
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

/// The same in short, line by line: the provision, the rule, what was counted and what was left out, the value.
pub fn why_briefly(plan: &Plan, result: &Result, walk: Option<&Walk>, lang: Lang) -> Vec<String> {
    let mut out = Lines::default();
    let cited = plan.program.citation_of(result.provision, result.cell, lang);
    out.line(0, &format!("{}: {cited}", lang.pick("Căn cứ", "Cited")));
    rule(plan, result, lang, &mut out);
    if let Some(walk) = walk {
        counts(plan, walk, lang, &mut out);
    }
    terms(plan, result, lang, &mut out);
    arithmetic(plan, result, lang, &mut out);
    out.text.lines().map(str::to_owned).collect()
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
        Some(it) => super::amount(it, result.goal.form, lang),
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

/// The numbers that a formula is worked out from, each with its words.
fn terms(plan: &Plan, result: &Result, lang: Lang, out: &mut Lines) {
    let Measure::Formula(formula) = &plan.program.indicator(result.indicator).measure else { return };
    for (span, number) in formula.spans.iter().zip(&result.numbers.terms) {
        let words = crate::text::nfc(plan.program.sources.slice(*span));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        out.line(2, &format!("{words}: {}", super::amount(*number, Form::Number, lang)));
    }
}

fn arithmetic(plan: &Plan, result: &Result, lang: Lang, out: &mut Lines) {
    let (above, below) = (result.numbers.numerator, result.numbers.denominator);
    match result.verdict {
        Verdict::NotComputable => {
            let unsaid = count(result.numbers.unsaid, lang);
            let lacks = result.numbers.lacks.iter().map(|it| lack(plan, *it, lang)).collect::<Vec<_>>().join(", ");
            out.line(
                1,
                &lang.pick(
                    format!("Số liệu không cho biết {lacks} ({unsaid} hồ sơ)"),
                    format!("The counts do not say: {lacks} ({unsaid} dossiers)"),
                ),
            );
        }
        _ => match result.goal.form {
            Form::Count(noun) if result.numbers.mean.is_none() => {
                let title = match noun {
                    Noun::Dossiers => lang.pick("Số hồ sơ", "Count"),
                    Noun::Procedures => lang.pick("Số thủ tục", "Procedures"),
                    Noun::Units => lang.pick("Số đơn vị", "Units"),
                };
                out.line(1, &format!("{title}: {}", super::whole(above, lang)));
            }
            it if it.divides() && below == 0 => {
                let nothing = match it {
                    Form::Share(Noun::Dossiers) => ("Không có hồ sơ nào được tính", "No dossier is counted"),
                    Form::Share(Noun::Procedures) | Form::Mean => {
                        ("Không có thủ tục nào được tính", "No procedure is counted")
                    }
                    _ => ("Mẫu số bằng không", "The denominator is zero"),
                };
                out.line(1, lang.pick(nothing.0, nothing.1));
            }
            _ => {
                let text = super::value(&result.numbers, &result.goal, lang).unwrap_or_default();
                let (above_text, below_text) = (super::whole(above, lang), count(below, lang));
                let mut line = if result.numbers.mean.is_some() {
                    lang.pick(
                        format!("Bình quân của {below_text} đơn vị có số liệu: {text}"),
                        format!("Average of {below_text} units that have a value: {text}"),
                    )
                } else if result.goal.form.divides() {
                    format!("{above_text} / {below_text} = {text}")
                } else {
                    format!("{}: {text}", lang.pick("Giá trị", "Value"))
                };
                if let Some(amount) = result.goal.amount {
                    let (value, whole) = result.goal.exact(&result.numbers);
                    let side = match (value * *amount.denom()).cmp(&(whole * *amount.numer())) {
                        std::cmp::Ordering::Less => "<",
                        std::cmp::Ordering::Equal => "=",
                        std::cmp::Ordering::Greater => ">",
                    };
                    line += &format!(" {side} {}", super::amount(amount, result.goal.form, lang));
                    let gap = points(&result.goal.exact(&result.numbers), amount, lang)
                        .filter(|_| result.goal.form.takes_percent());
                    if let Some(gap) = gap {
                        let (vi, en) = (format!(" (cách {gap} điểm phần trăm)"), format!(" ({gap} percentage points)"));
                        line += &lang.pick(vi, en);
                    }
                }
                out.line(1, &line);
            }
        },
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
            if !matches!(result.goal.form, Form::Share(_)) {
                let noun = match result.goal.form {
                    Form::Count(Noun::Procedures) => lang.pick("thủ tục", "procedures"),
                    Form::Count(Noun::Units) => lang.pick("đơn vị", "units"),
                    _ => lang.pick("hồ sơ", "dossiers"),
                };
                out.line(
                    1,
                    &lang.pick(format!("Còn thiếu {number} {noun}"), format!("{number} more {noun} are needed")),
                );
                return;
            }
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
            if let Form::Share(noun @ (Noun::Procedures | Noun::Units)) = result.goal.form {
                let (vi, en) =
                    if noun == Noun::Units { ("đơn vị", "units") } else { ("thủ tục", "procedures") };
                out.line(
                    1,
                    &lang.pick(
                        format!("Còn thiếu {number} {vi} trong số {vi} đã đếm"),
                        format!("{number} more of the {en} counted are needed"),
                    ),
                );
                return;
            }
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
