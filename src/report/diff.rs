//! The comparison of two decisions: what is shown, and its words. One file for people, one for programs.

mod data;
#[cfg(feature = "cli")]
mod text;
#[cfg(feature = "cli")]
mod words;

pub use data::{JSON_SCHEMA, csv, json};
#[cfg(feature = "cli")]
pub use text::{Layout, text};

use std::collections::BTreeMap;

use super::{amount, words as report_words};
use crate::check::program::{Form, Grain, Program, Reading};
use crate::diff::{Change, Diff, Held, HeldEqual, Kind, Rule, RulePart};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::syntax::ast::{Every, RoundingWay};
use crate::term::{Force, Noun, Tier};

/// What a comparison speaks of.
#[derive(Clone, Copy)]
pub struct DiffReport<'a> {
    /// The earlier decision.
    pub old: &'a Plan,
    /// The later one.
    pub new: &'a Plan,
    /// What the later one changes.
    pub diff: &'a Diff,
    /// Only these units are shown and counted, by code in either register; none: all.
    pub units: &'a [String],
    /// Only changes of these kinds are shown; none: all. All are counted.
    pub kinds: &'a [Kind],
    /// The language.
    pub lang: Lang,
}

/// The earlier or the later decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Old,
    New,
}

impl<'a> DiffReport<'a> {
    /// The changes of the units that are asked for, each with its place.
    fn counted(&self) -> impl Iterator<Item = (usize, &'a Change)> {
        let units = self.units;
        let asked = move |it: &Change| {
            let both = [&it.unit.old, &it.unit.new];
            units.is_empty() || both.into_iter().flatten().any(|it| units.contains(&it.code))
        };
        self.diff.changes.iter().enumerate().filter(move |it| asked(it.1))
    }

    /// Those of them that are shown.
    fn shown(&self) -> impl Iterator<Item = (usize, &'a Change)> {
        let kinds = self.kinds;
        self.counted().filter(move |it| kinds.is_empty() || kinds.contains(&it.1.kind))
    }

    fn program(&self, which: Which) -> &'a Program {
        match which {
            Which::Old => &self.old.program,
            Which::New => &self.new.program,
        }
    }

    /// How a list is called in a sentence: by its number, else by its name in the file.
    fn called(&self, list: usize) -> String {
        let Some(listing) = self.diff.lists.get(list) else { return String::new() };
        let list = |id: &crate::check::program::ListId, which| self.program(which).list(*id);
        let both = [listing.new.map(|it| list(&it, Which::New)), listing.old.map(|it| list(&it, Which::Old))];
        let number = both.iter().flatten().find_map(|it| it.number.clone());
        number.or_else(|| both.iter().flatten().map(|it| it.name.clone()).next()).unwrap_or_default()
    }

    /// The place of a quota in its text.
    fn citation(&self, held: &Held, which: Which) -> String {
        self.program(which).citation_of(held.provision, held.cell, self.lang)
    }

    /// A quota in words: `phấn đấu tối thiểu 60% trực_tuyến, từng tháng`; with the name of its indicator or without.
    fn quota(&self, held: &Held, which: Which, with_indicator: bool) -> String {
        let lang = self.lang;
        let mut out = String::new();
        if held.force == Force::Aim {
            out += &format!("{} ", report_words::force(held.force, lang));
        }
        out += &match (held.amount, held.quota, held.floor) {
            (Some(it), ..) => {
                format!("{} {}", report_words::comparator(held.comparator, lang), amount(it, held.form, lang))
            }
            (None, Some(_), _) => {
                format!("{} {}", report_words::comparator(held.comparator, lang), lang.pick("chưa rõ", "unknown"))
            }
            (None, None, Some(floor)) => {
                let floor = amount(floor, held.form, lang);
                lang.pick(
                    format!("chưa giao, không thấp hơn {floor}"),
                    format!("yet to be assigned, not below {floor}"),
                )
            }
            (None, None, None) => lang.pick("chưa giao", "yet to be assigned").to_owned(),
        };
        if with_indicator {
            out += &format!(" {}", self.program(which).indicator(held.indicator).name);
        }
        let grain = grain(held.grain, lang);
        if !grain.is_empty() {
            out += &format!(", {grain}");
        }
        if !held.stay.is_whole(self.program(which).decision.period) {
            out += &format!(", {}", held.stay.words(&|it| self.called(it), lang));
        }
        out
    }

    /// The readings of a decision, each with the choice under which it was compared.
    fn readings(&self, which: Which) -> BTreeMap<&'a str, Option<&'a str>> {
        let choice = |it: &'a Reading| it.default.and_then(|at| it.choices.get(at)).map(|it| it.name.as_str());
        self.program(which).readings.iter().map(|it| (it.name.as_str(), choice(it))).collect()
    }

    /// A rule of counting in words, without its place.
    fn rule(&self, rule: &Rule, part: RulePart) -> String {
        let lang = self.lang;
        let called = |it: usize| self.called(it);
        let noun = match rule.noun {
            Noun::Procedures => lang.pick("thủ tục", "procedures"),
            _ => lang.pick("hồ sơ", "dossiers"),
        };
        let cond = rule.cond.words(&called, lang);
        let counted = format!("{noun} {cond}").trim_end().to_owned();
        let stay = rule.stay.as_ref().map(|it| it.words(&called, lang)).unwrap_or_default();
        let exception = if rule.exception { lang.pick("riêng ", "in particular ") } else { "" };
        match part {
            RulePart::Scope => counted,
            RulePart::Exclusion => format!("{counted} {stay}").trim_end().to_owned(),
            RulePart::Window if cond.is_empty() => format!("{exception}{stay}"),
            RulePart::Window => format!("{exception}{stay} {} {counted}", lang.pick("với", "with")),
            RulePart::Rounding => rule.rounding.map_or_else(String::new, |it| {
                let way = match it.way {
                    RoundingWay::HalfUp => lang.pick("nửa lên", "half up"),
                    RoundingWay::HalfEven => lang.pick("nửa chẵn", "half even"),
                    RoundingWay::Truncate => lang.pick("cắt bỏ", "truncate"),
                };
                format!("{} {way}", amount(it.to, Form::Ratio, lang))
            }),
        }
    }

    /// Rules of counting, each once with all its places; without any: what that means.
    fn rules(&self, rules: &[Rule], part: RulePart, which: Which) -> Vec<String> {
        let mut out: Vec<(String, Vec<String>)> = Vec::new();
        for rule in rules {
            let (words, place) = (self.rule(rule, part), self.program(which).citation(rule.provision, self.lang));
            match out.iter_mut().find(|it| it.0 == words) {
                Some(it) if it.1.contains(&place) => {}
                Some(it) => it.1.push(place),
                None => out.push((words, vec![place])),
            }
        }
        if out.is_empty() {
            return vec![no_rule(part, self.lang).to_owned()];
        }
        out.into_iter().map(|(words, places)| format!("{words} ({})", places.join("; "))).collect()
    }
}

/// What a verdict is given for; the whole period needs no words.
fn grain(grain: Grain, lang: Lang) -> String {
    let every = grain.every.map(|it| match it {
        Every::Month => lang.pick("từng tháng", "every month"),
        Every::Quarter => lang.pick("từng quý", "every quarter"),
        Every::Year => lang.pick("từng năm", "every year"),
        Every::Procedure => lang.pick("từng thủ tục", "every procedure"),
    });
    let pooled = grain.pooled.map(|it| match it {
        None if grain.averaged => lang.pick("tính bình quân", "averaged").to_owned(),
        None => lang.pick("tính chung", "pooled").to_owned(),
        Some(it) if grain.averaged => format!("{} {}", lang.pick("tính bình quân theo", "averaged by"), tier(it, lang)),
        Some(it) => format!("{} {}", lang.pick("tính chung theo", "pooled by"), tier(it, lang)),
    });
    let below = grain.with_subordinates.then(|| lang.pick("kể cả cấp dưới", "with subordinates").to_owned());
    let parts: Vec<String> = [every.map(str::to_owned), pooled, below].into_iter().flatten().collect();
    parts.join(", ")
}

/// A tier in words.
fn tier(tier: Tier, lang: Lang) -> &'static str {
    let (vi, en) = match tier {
        Tier::Province => ("cấp tỉnh", "provincial level"),
        Tier::District => ("cấp huyện", "district level"),
        Tier::Commune => ("cấp xã", "commune level"),
        Tier::Other => ("cấp khác", "other levels"),
    };
    lang.pick(vi, en)
}

/// What it means that there is no such rule.
fn no_rule(part: RulePart, lang: Lang) -> &'static str {
    let (vi, en) = match part {
        RulePart::Scope => ("mọi thủ tục", "all procedures"),
        RulePart::Window => ("cả kỳ đánh giá", "the whole assessment period"),
        RulePart::Exclusion | RulePart::Rounding => ("không", "none"),
    };
    lang.pick(vi, en)
}

/// What was held equal, and why.
fn held_equal(it: HeldEqual, lang: Lang) -> &'static str {
    let (vi, en) = match it {
        HeldEqual::Lists => (
            "Danh mục thủ tục: mỗi năm công bố lại, và chỉ tiêu nào cũng tính trên danh mục của năm mình.",
            "Lists of procedures: they are published anew each year, and each quota is counted over those of its year.",
        ),
        HeldEqual::Procedures => (
            "Phạm vi và loại trừ theo danh mục, công bố, thẩm quyền: chúng chọn thủ tục của năm đó, không đổi tử số và mẫu số.",
            "Scopes and exclusions by list, publication, competence: they choose the procedures of that year and change neither numerator nor denominator.",
        ),
        HeldEqual::Days => (
            "Kỳ đánh giá và kỳ tính: mỗi quyết định tính những ngày của mình.",
            "Assessment period and counting windows: each decision counts its own days.",
        ),
        HeldEqual::Rounding => {
            ("Cách làm tròn: so hai con số như đã viết.", "Rounding: the two numbers are compared as they are written.")
        }
        HeldEqual::Readings => (
            "Cách hiểu: lấy lựa chọn mặc định của từng bản; chưa có mặc định thì nhóm đơn vị lấy lựa chọn đầu tiên.",
            "Readings: the default choice of each decision; without a default, groups of units take the first choice.",
        ),
    };
    lang.pick(vi, en)
}
