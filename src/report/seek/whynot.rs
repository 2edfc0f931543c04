//! Which rules did not apply, and why.

use serde_json::json;

use super::column;
use crate::eval::Reason;
use crate::lang::Lang;
use crate::plan::Plan;
use crate::report::{Answer, Cell, Sheet, words};
use crate::seek::{Aside, Because, Rule, WhyNot};

/// The rules that did not apply to a unit of this name, and its dossiers that were not counted.
pub fn whynot(plan: &Plan, name: &str, found: &WhyNot, lang: Lang) -> Answer {
    let rules = Sheet {
        title: lang.pick(format!("{name}: quy tắc không áp dụng"), format!("{name}: rules that did not apply")),
        columns: vec![
            column("rule", "Quy tắc", "Rule", lang),
            column("what", "Về", "On", lang),
            column("because", "Vì", "Because", lang),
        ],
        rows: found.rules.iter().map(|it| row(plan, it, lang)).collect(),
        notes: Vec::new(),
        hidden: Vec::new(),
    };
    let aside = Sheet {
        title: lang.pick("Hồ sơ không được tính", "Dossiers that were not counted").to_owned(),
        columns: vec![
            column("for", "Cho", "For", lang),
            column("reason", "Lý do", "Reason", lang),
            column("dossiers", "Hồ sơ", "Dossiers", lang),
            column("says", "Căn cứ", "Cited", lang),
        ],
        rows: found.aside.iter().map(|it| uncounted(plan, it, lang)).collect(),
        notes: Vec::new(),
        hidden: Vec::new(),
    };
    let answer = if found.rules.is_empty() {
        let text = lang.pick(format!("{name}: mọi quy tắc đều áp dụng"), format!("{name}: every rule applied"));
        Answer::says(text, json!({ "rules": 0 }))
    } else {
        Answer::sheet(rules)
    };
    if found.aside.is_empty() {
        let text = lang.pick("Mọi hồ sơ của đơn vị đều được tính", "Every dossier of the unit was counted");
        return answer.say(text, json!({ "uncounted": 0 }));
    }
    answer.with(aside)
}

fn row(plan: &Plan, rule: &Rule, lang: Lang) -> Vec<Cell> {
    let program = &plan.program;
    let place = match &rule.because {
        Because::NotChosen(id, ..) => program.reading(*id).name.clone(),
        _ => program.citation_of(rule.provision, rule.cell, lang),
    };
    let what = rule.indicator.map_or_else(String::new, |it| program.indicator(it).name.clone());
    let (key, why) = because(plan, &rule.because, lang);
    vec![Cell::text(place), Cell::text(what), Cell::named(why, key)]
}

fn because(plan: &Plan, because: &Because, lang: Lang) -> (&'static str, String) {
    let program = &plan.program;
    match because {
        Because::NotInGroup => {
            ("not_in_group", lang.pick("không giao cho đơn vị này", "not assigned to this unit").to_owned())
        }
        Because::Excepted(by) => {
            let by = program.citation(*by, lang);
            ("excepted", lang.pick(format!("{by} thay cho quy tắc này"), format!("{by} holds in its place")))
        }
        Because::Excluded(at) => {
            let exclusion = program.exclusions.get(*at);
            let why = exclusion
                .map_or_else(String::new, |it| format!("{} ({})", it.because, program.citation(it.provision, lang)));
            ("excluded", lang.pick(format!("đơn vị bị loại trừ: {why}"), format!("the unit is excluded: {why}")))
        }
        Because::NotReached(days, last) => {
            let (from, last) = (days.from.vi(), last.vi());
            (
                "window_not_reached",
                lang.pick(
                    format!("kỳ tính bắt đầu {from}, sau ngày {last} mà số liệu có đến"),
                    format!("the window begins on {from}, after {last}, to which the counts reach"),
                ),
            )
        }
        Because::NoDays => ("no_days", lang.pick("kỳ tính không có ngày nào", "the window has no day").to_owned()),
        Because::NothingForIt(days) => {
            let (from, to) = (days.from.vi(), days.to.vi());
            (
                "no_dossiers",
                lang.pick(
                    format!("không hồ sơ nào của đơn vị rơi vào kỳ tính này ({from} – {to})"),
                    format!("no dossier of the unit falls into this window ({from} – {to})"),
                ),
            )
        }
        Because::EmptyList(id) => {
            let list = program.list(*id);
            let name = list.title.as_ref().unwrap_or(&list.name);
            (
                "list_unknown",
                lang.pick(
                    format!("danh mục {name} chưa có thủ tục nào"),
                    format!("the list {name} has no procedures yet"),
                ),
            )
        }
        Because::NotChosen(id, choice, flips) => {
            let choice = program.reading(*id).choices.get(*choice).map_or("", |it| it.name.as_str());
            let flips: Vec<String> = flips
                .iter()
                .map(|it| format!("{} → {}", words::verdict(it.0, lang), words::verdict(it.1, lang)))
                .collect();
            let then = if flips.is_empty() {
                lang.pick("chọn nó thì kết quả không đổi", "with it no verdict changes").to_owned()
            } else {
                let flips = flips.join("; ");
                lang.pick(format!("chọn nó thì {flips}"), format!("with it {flips}"))
            };
            (
                "reading_not_chosen",
                lang.pick(
                    format!("không chọn cách hiểu {choice}; {then}"),
                    format!("the choice {choice} is not made; {then}"),
                ),
            )
        }
    }
}

fn uncounted(plan: &Plan, it: &Aside, lang: Lang) -> Vec<Cell> {
    let program = &plan.program;
    let mut says: Vec<String> = it.says.iter().map(|it| program.citation(*it, lang)).collect();
    if let Some(because) = &it.because {
        says = says.into_iter().map(|it| format!("{it}: {because}")).collect();
    }
    let of = format!("{} ({})", program.indicator(it.indicator).name, program.citation(it.provision, lang));
    vec![Cell::text(of), reason(it.reason, lang), Cell::count(it.dossiers, lang), Cell::named(says.join("; "), says)]
}

fn reason(it: Reason, lang: Lang) -> Cell {
    Cell::named(words::reason(it, lang), json!(it))
}
