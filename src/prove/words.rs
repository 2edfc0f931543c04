//! Dates, classes and units in words.

use std::collections::BTreeSet;

use super::Place;
use super::picture::{Edge, Way, When};
use crate::check::program::{Date, EventId, ListId, Program, ReadingId};
use crate::eval::Rule;
use crate::lang::{Lang, Say};
use crate::plan::{Class, ClassId, Membership, Plan};
use crate::syntax::spell_tier;
use crate::text::Days;
use crate::world::UnitId;

/// Words in both languages.
pub fn both(words: impl Fn(Lang) -> String) -> Say {
    Say { vi: words(Lang::Vi), en: words(Lang::En) }
}

/// A date as the rule file writes it.
pub fn date(program: &Program, it: &Date, lang: Lang) -> String {
    match it {
        Date::On(day) => day.vi(),
        Date::Event(id) => {
            let event = program.event(*id);
            let of_list = program.lists.iter().find(|it| it.effective == Some(Date::Event(*id)));
            match of_list {
                Some(list) => {
                    let name = &list.name;
                    lang.pick(format!("ngày hiệu lực của {name}"), format!("the effective date of {name}"))
                }
                None => event.name.clone(),
            }
        }
        Date::PeriodStart => lang.pick("đầu kỳ", "the period start").to_owned(),
        Date::PeriodEnd => lang.pick("cuối kỳ", "the period end").to_owned(),
        Date::After(inner, days, working) => {
            let (inner, sign, days) = (date(program, inner, lang), if *days < 0 { "−" } else { "+" }, days.abs());
            match (*working, lang) {
                (true, Lang::Vi) => format!("{inner} {sign} {days} ngày làm việc"),
                (true, Lang::En) => format!("{inner} {sign} {days} working days"),
                (false, Lang::Vi) => format!("{inner} {sign} {days} ngày"),
                (false, Lang::En) => format!("{inner} {sign} {days} days"),
            }
        }
        Date::Reading(id) => program.reading(*id).name.clone(),
        Date::Extremum(latest, parts) => {
            let parts: Vec<String> = parts.iter().map(|it| date(program, it, lang)).collect();
            let word =
                if *latest { lang.pick("lớn nhất", "largest") } else { lang.pick("nhỏ nhất", "smallest") };
            format!("{word}({})", parts.join("; "))
        }
        Date::Published(true) => lang.pick("ngày công bố lần đầu", "the date first published").to_owned(),
        Date::Published(false) => lang.pick("ngày công bố sửa đổi", "the date amended").to_owned(),
        Date::Column(id) => program.column(*id).name.clone(),
    }
}

/// What is the same for the procedures of a class, as far as lists say it.
pub fn class(program: &Program, it: &Class, competence: bool, lang: Lang) -> String {
    let mut named = Vec::new();
    for (at, held) in it.lists.iter().enumerate() {
        let name = &program.list(ListId(at as u32)).name;
        match held {
            Membership::No => {}
            Membership::Unknown => named.push(format!("{name} ({})", lang.pick("chưa rõ nội dung", "content unknown"))),
            Membership::On(days) if days.iter().all(|it| *it == Days::ALL) => named.push(name.clone()),
            Membership::On(days) => {
                let days: Vec<String> = days.iter().map(|it| stretch(*it, lang)).collect();
                named.push(format!("{name} ({})", days.join("; ")));
            }
        }
    }
    let lists = if named.is_empty() {
        lang.pick("không có trong danh mục nào", "in no list").to_owned()
    } else {
        format!("{} {}", lang.pick("thuộc", "in"), named.join(", "))
    };
    match it.competence.filter(|_| competence) {
        Some(tier) => {
            let tier = spell_tier(tier, lang);
            lang.pick(format!("{lists}, thẩm quyền {tier}"), format!("{lists}, of {tier} competence"))
        }
        None => lists,
    }
}

/// Days, with open ends left out.
pub fn stretch(days: Days, lang: Lang) -> String {
    use crate::text::Day;
    match (days.from == Day::FIRST, days.to == Day::LAST) {
        (false, true) => format!("{} {}", lang.pick("từ", "from"), days.from.vi()),
        (true, false) => format!("{} {}", lang.pick("đến", "to"), days.to.vi()),
        (true, true) => lang.pick("mọi ngày", "all days").to_owned(),
        (false, false) if days.from == days.to => days.from.vi(),
        (false, false) => format!("{} → {}", days.from.vi(), days.to.vi()),
    }
}

/// Of more units no names are printed.
const SHOWN: usize = 8;

/// Names of units, in the order given; those beyond a few are counted.
pub fn units(plan: &Plan, ids: &[UnitId]) -> String {
    let period = plan.program.decision.period.unwrap_or(Days::ALL);
    let name = |it: &UnitId| plan.world.units.get(*it).on(period.from).name.clone();
    let mut names: Vec<String> = ids.iter().take(SHOWN).map(name).collect();
    if ids.len() > SHOWN {
        names.push(format!("… (+{})", ids.len() - SHOWN));
    }
    names.join(", ")
}

/// The quotas of a place: their provisions, with the tier where the rules ask for it.
pub fn places(plan: &Plan, place: &Place, lang: Lang) -> String {
    let mut held: Vec<String> = Vec::new();
    for (at, tier) in &place.quotas {
        let Some(quota) = plan.quotas.get(*at) else { continue };
        let cited = plan.program.citation(quota.provision, lang);
        let cited = tier.map_or(cited.clone(), |it| format!("{cited} ({})", spell_tier(it, lang)));
        if !held.contains(&cited) {
            held.push(cited);
        }
    }
    held.join("; ")
}

/// The days of a piece of a way, as the rules write its ends.
pub fn piece_days(plan: &Plan, way: &Way, at: usize, lang: Lang) -> String {
    let program = &plan.program;
    let Some(piece) = way.pieces.get(at) else { return String::new() };
    let from = match &piece.from {
        Edge::On(day) => day.vi(),
        Edge::At(it) => date(program, it, lang),
        Edge::After(it) => format!("{} {}", lang.pick("sau", "after"), date(program, it, lang)),
    };
    let to = match way.pieces.get(at + 1).map(|it| &it.from) {
        None => program.decision.period.map_or_else(String::new, |it| it.to.vi()),
        Some(Edge::On(day)) => day.plus(-1).vi(),
        Some(Edge::At(it)) => format!("{} {}", lang.pick("trước", "before"), date(program, it, lang)),
        Some(Edge::After(it)) => format!("{} {}", lang.pick("hết", "the end of"), date(program, it, lang)),
    };
    if from == to { from } else { format!("{from} → {to}") }
}

/// Under which moments a way holds; nothing where it is the only one.
pub fn given(plan: &Plan, way: &Way, lang: Lang) -> String {
    if !way.example.is_empty() {
        let each = way.example.iter().map(|(id, day)| {
            let (name, day) = (date(&plan.program, &Date::Event(*id), lang), day.vi());
            lang.pick(format!("{name} là {day}"), format!("{name} is {day}"))
        });
        let each = each.collect::<Vec<_>>().join(lang.pick(" và ", " and "));
        return lang.pick(format!("chẳng hạn nếu {each}"), format!("for example if {each}"));
    }
    moments(plan, &way.when, &way.tried, lang)
}

/// Of more moments only the first are printed.
const MOMENTS: usize = 3;

/// Moments in words: `nếu ngày hiệu lực của dm_2 là … → …`, with the choices of the readings that decide; nothing where
/// there is nothing to say.
pub fn moments(plan: &Plan, when: &[When], readings: &[ReadingId], lang: Lang) -> String {
    let program = &plan.program;
    /// The choices that go with each stretch of days.
    type ByDays = Vec<(Option<(EventId, Days)>, BTreeSet<Vec<usize>>)>;
    let mut by_days: ByDays = Vec::new();
    for (choices, event) in when {
        let asked: Vec<usize> =
            readings.iter().map(|it| choices.get(it.index()).copied().unwrap_or_default()).collect();
        match by_days.iter_mut().find(|it| it.0 == *event) {
            Some(held) => drop(held.1.insert(asked)),
            None => by_days.push((*event, [asked].into())),
        }
    }
    let mut held: Vec<String> = Vec::new();
    for (event, chosen) in by_days {
        let days = event.map(|(id, days)| {
            let (name, days) = (date(program, &Date::Event(id), lang), stretch(days, lang));
            lang.pick(format!("{name} là {days}"), format!("{name} is {days}"))
        });
        // A reading that may be read in any way is not worth a word.
        let free = |at: usize| {
            let number = readings.get(at).map_or(0, |it| program.reading(*it).choices.len());
            chosen.iter().all(|it| {
                (0..number).all(|choice| {
                    let mut other = it.clone();
                    if let Some(it) = other.get_mut(at) {
                        *it = choice;
                    }
                    chosen.contains(&other)
                })
            })
        };
        let bound: Vec<usize> = (0..readings.len()).filter(|at| !free(*at)).collect();
        for choices in &chosen {
            let word = |at: &usize| {
                let reading = program.reading(*readings.get(*at)?);
                let choice = reading.choices.get(*choices.get(*at)?)?;
                Some(format!("{} = {}", reading.name, choice.name))
            };
            let parts: Vec<String> = days.iter().cloned().chain(bound.iter().filter_map(word)).collect();
            let text = parts.join(lang.pick(" và ", " and "));
            if !text.is_empty() && !held.contains(&text) {
                held.push(text);
            }
        }
    }
    if held.is_empty() {
        return String::new();
    }
    let more = held.len().saturating_sub(MOMENTS);
    held.truncate(MOMENTS);
    if more > 0 {
        held.push(format!("… (+{more})"));
    }
    format!("{} {}", lang.pick("nếu", "if"), held.join(lang.pick("; hoặc ", "; or ")))
}

/// Of more procedures no codes are printed.
const CODES: usize = 3;

/// The codes of the procedures of classes; those beyond a few are left out.
pub fn codes(plan: &Plan, classes: &[ClassId]) -> String {
    let codes = plan.classes.codes();
    let mut names: Vec<&str> = codes.iter().filter(|it| classes.contains(it.1)).map(|it| *it.0).collect();
    if names.len() > CODES {
        names.truncate(CODES);
        names.push("…");
    }
    names.join(", ")
}

/// A rule in words: which window, which exclusion.
pub fn rule(plan: &Plan, it: &Rule, lang: Lang) -> String {
    let program = &plan.program;
    match it {
        Rule::Counts(windows) if windows.is_empty() => {
            lang.pick("tính (cả kỳ)", "counted (the whole period)").to_owned()
        }
        Rule::Counts(windows) => {
            let cited = windows.iter().filter_map(|it| program.windows.get(*it));
            let mut cited: Vec<String> = cited.map(|it| program.citation(it.provision, lang)).collect();
            cited.dedup();
            format!("{} {}", lang.pick("tính theo", "counted by"), cited.join(lang.pick(" và ", " and ")))
        }
        Rule::NoDay => lang.pick("không tính", "not counted").to_owned(),
        Rule::Uncovered => lang.pick("không kỳ tính nào nhận", "no window is for it").to_owned(),
        Rule::OutOfScope => lang.pick("ngoài phạm vi", "out of scope").to_owned(),
        Rule::Excluded(at) => {
            let exclusion = program.exclusions.get(*at);
            let cited = exclusion.map(|it| program.citation(it.provision, lang)).unwrap_or_default();
            let because = exclusion.map(|it| it.because.as_str()).unwrap_or_default();
            lang.pick(format!("loại trừ ({cited}): {because}"), format!("excluded ({cited}): {because}"))
        }
        Rule::Waits(list) => {
            let name = &program.list(*list).name;
            lang.pick(format!("chờ nội dung {name}"), format!("waits for the content of {name}"))
        }
        Rule::Unsaid => {
            lang.pick("danh mục thiếu dữ kiện mà quy tắc hỏi", "the lists lack what the rule asks").to_owned()
        }
    }
}

/// So many procedures, in English.
pub fn procedures(number: usize) -> String {
    format!("{number} {}", if number == 1 { "procedure" } else { "procedures" })
}
