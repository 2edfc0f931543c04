//! Scores as people read them: numbers, reasons, and the walk to each of them.

use num_bigint::BigInt;

use super::{Report, amount, words};
use crate::check::program::{Asked, CriterionId, Form, Fraction, GroupAt, Ranking, Worth};
use crate::eval::{Because, Found, Looked, Missing, Note, Place, Score, Step, lack, percent_text};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::source::Span;
use crate::syntax::ast::Peers;
use crate::world::UnitId;

/// A value with two decimals, half up; with as many more as it takes not to be printed as, or beyond, one of the values
/// that it is near to.
pub fn number(value: Fraction, form: Form, near: &[Fraction], lang: Lang) -> String {
    let percent = form.takes_percent();
    let hundred = Fraction::from_integer(100);
    let (above, below) = (BigInt::from(*value.numer()), BigInt::from(*value.denom()));
    let below = if percent { below } else { below * 100 };
    let text = |near: Option<Fraction>| {
        let near = near.map(|it| if percent { it } else { it / hundred });
        percent_text(&above, &below, near).unwrap_or_default()
    };
    let texts = near.iter().filter(|it| **it != value).map(|it| text(Some(*it)));
    let longest = texts.chain([text(None)]).max_by_key(String::len).unwrap_or_default();
    if percent { super::percent(&longest, lang) } else { super::number::decimal(&longest, lang) }
}

/// A value with two decimals and a dot, as spreadsheets and programs read it; of a share with its `%`.
#[cfg(feature = "cli")]
pub fn decimal(value: Fraction, form: Form) -> String {
    let percent = form.takes_percent();
    let below = BigInt::from(*value.denom()) * if percent { 1 } else { 100 };
    let text = percent_text(&BigInt::from(*value.numer()), &below, None).unwrap_or_default();
    if percent { format!("{text}%") } else { text }
}

/// A value, or in one word why there is none.
#[cfg(feature = "cli")]
pub fn found(value: &Found, form: Form, lang: Lang) -> String {
    match value {
        Ok(it) => number(*it, form, &[], lang),
        Err(missing) => words::verdict(missing.verdict(), lang).to_owned(),
    }
}

/// Why there is no value, as a sentence without its end.
pub fn missing(plan: &Plan, it: &Missing, lang: Lang) -> String {
    let of = &it.of;
    let (vi, en) = match &it.because {
        Because::NoDossiers => ("không phát sinh".to_owned(), "no dossiers".to_owned()),
        Because::Waits(names) => {
            let names = names.join(", ");
            (format!("chưa xác định, còn chờ {names}"), format!("undecided, waits on {names}"))
        }
        Because::Lacks(lacks) => {
            let list = lacks.iter().map(|it| lack(plan, *it, lang)).collect::<Vec<_>>().join(", ");
            (
                format!("không tính được, số liệu không cho biết {list}"),
                format!("not computable, the input does not say: {list}"),
            )
        }
        Because::NoQuota => ("không được giao chỉ tiêu".to_owned(), "no quota is assigned".to_owned()),
        Because::NoPeers => {
            ("không đơn vị nào có giá trị để so".to_owned(), "no unit has a value to compare with".to_owned())
        }
        Because::DividesByZero => ("chia cho số không".to_owned(), "a division by zero".to_owned()),
        Because::TooLarge => ("số quá lớn".to_owned(), "the numbers grow too large".to_owned()),
        Because::Unknown => ("văn bản ghi chưa rõ".to_owned(), "the text says unknown".to_owned()),
        Because::NotMeant => ("không áp dụng cho đơn vị này".to_owned(), "not for this unit".to_owned()),
        Because::MergedInto(name) => (format!("đã nhập vào {name}"), format!("merged into {name}")),
    };
    format!("{of}: {}", lang.pick(vi, en))
}

/// The walks to all scores of a unit, one after the other.
pub fn why_scores(report: &Report, code: &str) -> String {
    let Report { plan, outcome, lang, .. } = *report;
    let scoring = &plan.program.scoring;
    let Some(unit) = plan.world.units.by_code(code, report.env.period) else { return String::new() };
    let mut out = String::new();
    for (id, criterion) in scoring.all().filter(|it| it.1.parent.is_none()) {
        let Some(score) = outcome.scores.scores.get(&(id, unit)).filter(|it| it.applies) else { continue };
        let name = &plan.world.units.get(unit).on(report.env.period.to).name;
        out += &format!("{name} · {}\n", criterion.name);
        if criterion.provision.index() != 0 {
            let cited = plan.program.citation(criterion.provision, lang);
            out += &format!("  {}: {cited}\n", lang.pick("Căn cứ", "Cited"));
        }
        walk(report, id, unit, score, 1, &mut out);
        if let Some(Some(grade)) = outcome.scores.grades.get(&(Asked::Criterion(id), unit)) {
            out += &format!("  {}: {grade}\n", lang.pick("Xếp loại", "Grade"));
        }
        for (ranking, place) in ranks(report, Asked::Criterion(id), unit) {
            let group = words_of_group(plan, ranking.group);
            out += &format!("  {} {}: {place}\n", lang.pick("Hạng trong", "Rank among"), group);
        }
    }
    out
}

/// The rankings of something that a unit has a place in, with the place.
fn ranks<'a>(report: &Report<'a>, of: Asked, unit: UnitId) -> Vec<(&'a Ranking, String)> {
    let mut out = Vec::new();
    for it in &report.outcome.scores.rankings {
        let Some(ranking) = report.plan.program.scoring.rankings.get(it.ranking).filter(|it| it.of == of) else {
            continue;
        };
        if let Some(place) = it.places.iter().find(|it| it.unit == unit) {
            out.push((ranking, rank_text(place, report.lang)));
        }
    }
    out
}

fn walk(report: &Report, id: CriterionId, unit: UnitId, score: &Score, depth: usize, out: &mut String) {
    let Report { plan, outcome, lang, .. } = *report;
    let scoring = &plan.program.scoring;
    let criterion = scoring.criterion(id);
    let indent = "  ".repeat(depth);
    let title = criterion.title.as_deref().map_or_else(String::new, |it| format!(" ({it})"));
    if !score.applies {
        let not = lang.pick("không áp dụng cho đơn vị này", "not for this unit");
        *out += &format!("{indent}{}{title}: {not}\n", criterion.name);
        return;
    }
    let value = match &score.points {
        Ok(points) => {
            let most = score.maximum.map(|it| format!(" / {}", amount(it, Form::Points, lang))).unwrap_or_default();
            let unit = lang.pick("điểm", "points");
            format!("{}{most} {unit}", number(*points, Form::Points, &near(plan, id, score), lang))
        }
        Err(why) => missing(plan, why, lang),
    };
    *out += &format!("{indent}{}{title}: {value}\n", criterion.name);
    for note in &score.notes {
        *out += &format!("{indent}  {}\n", said(plan, note, lang));
    }
    if let Worth::Parts(parts) = &criterion.worth {
        for part in parts {
            if let Some(score) = outcome.scores.scores.get(&(*part, unit)) {
                walk(report, *part, unit, score, depth + 1, out);
            }
        }
    }
    if let Some(line) = brought(plan, id, score, lang) {
        *out += &format!("{indent}  {line}\n");
    }
}

/// What a printed score must not cross: its maximum, and the bounds of its grades.
fn near(plan: &Plan, id: CriterionId, score: &Score) -> Vec<Fraction> {
    score.maximum.into_iter().chain(bounds(plan, Asked::Criterion(id))).collect()
}

/// The bounds between the grades of something.
pub fn bounds(plan: &Plan, of: Asked) -> impl Iterator<Item = Fraction> + '_ {
    let grades = plan.program.scoring.grades.iter().filter(move |it| it.of == of);
    let steps = grades.flat_map(|it| &it.ladder.steps);
    steps.filter_map(|it| if let crate::check::program::Score::Number(from) = it.0 { Some(from) } else { None })
}

/// How a sum was capped and brought to its scale.
fn brought(plan: &Plan, id: CriterionId, score: &Score, lang: Lang) -> Option<String> {
    let criterion = plan.program.scoring.criterion(id);
    let (cap, scale) = (criterion.cap, criterion.scale);
    let near = near(plan, id, score);
    let (sum, Ok(points)) = (score.sum?, &score.points) else { return None };
    let text = |it: Fraction| amount(it, Form::Points, lang);
    let shown = |it: Fraction| number(it, Form::Points, &near, lang);
    let capped = cap.filter(|it| *it < sum);
    let mut line = match capped {
        Some(cap) => {
            let (sum, cap) = (shown(sum), text(cap));
            lang.pick(format!("cộng {sum}; tối đa {cap}"), format!("sum {sum}; at most {cap}"))
        }
        None => lang.pick(format!("cộng {}", shown(sum)), format!("sum {}", shown(sum))),
    };
    match (scale, score.parts_maximum) {
        (Some(scale), Some(most)) => {
            let (sum, scale, most) = (shown(capped.unwrap_or(sum)), text(scale), text(most));
            line += &format!("; {scale} × {sum} ÷ {most} = {}", number(*points, Form::Points, &near, lang));
        }
        _ if capped.is_none() => return None,
        _ => {}
    }
    Some(line)
}

/// A step on the way, in words.
fn said(plan: &Plan, note: &Note, lang: Lang) -> String {
    match note {
        Note::Looked(looked, form, value) => {
            let name = looked_at(plan, *looked, lang);
            match value {
                Ok(it) => format!("{name}: {}", number(*it, *form, &[], lang)),
                Err(why) if why.of == name => missing(plan, why, lang),
                Err(why) => format!("{name}: {}", missing(plan, why, lang)),
            }
        }
        Note::Stepped(asked, step) => {
            let form = asked.form(&plan.program);
            match step {
                Step::From(from) => {
                    let from = amount(*from, form, lang);
                    lang.pick(format!("bậc từ {from}"), format!("the step from {from}"))
                }
                Step::Absent => lang.pick("bậc không phát sinh", "the step for no dossiers").to_owned(),
                Step::Rest => lang.pick("bậc còn lại", "the step for the rest").to_owned(),
            }
        }
    }
}

fn looked_at(plan: &Plan, looked: Looked, lang: Lang) -> String {
    let program = &plan.program;
    match looked {
        Looked::At(asked @ Asked::Completion(_)) => {
            let name = asked.name(program);
            lang.pick(format!("mức hoàn thành của {name}"), format!("completion of {name}"))
        }
        Looked::At(asked) => asked.name(program).to_owned(),
        Looked::Quota(id) => {
            let name = &program.indicator(id).name;
            lang.pick(format!("chỉ tiêu của {name}"), format!("quota of {name}"))
        }
        Looked::Peers(peers, asked, group) => {
            let (vi, en) = match peers {
                Peers::Largest => ("lớn nhất", "largest"),
                Peers::Smallest => ("nhỏ nhất", "smallest"),
                Peers::Average => ("bình quân", "average"),
                Peers::Total => ("tổng", "total"),
            };
            let (name, group) = (asked.name(program), words_of_group(plan, group));
            lang.pick(format!("{vi} của {name} trong {group}"), format!("{en} of {name} among {group}"))
        }
        Looked::Assigned(at) => source_words(plan, at),
    }
}

/// The words of a place in the rule file, on one line.
pub fn source_words(plan: &Plan, at: Span) -> String {
    let text = crate::text::nfc(plan.program.sources.slice(at));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A group as the rule file names it.
pub fn words_of_group(plan: &Plan, at: GroupAt) -> String {
    plan.program.scoring.groups.get(at).map_or_else(String::new, |it| source_words(plan, it.group.at.0))
}

/// `2`, or `2 (đồng hạng)`.
pub fn rank_text(place: &Place, lang: Lang) -> String {
    let tied = if place.tied { lang.pick(" (đồng hạng)", " (tied)") } else { "" };
    format!("{}{tied}", place.rank)
}
