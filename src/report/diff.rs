//! The comparison of two decisions: what is shown, and its words. One file for people, one for programs.

mod data;
#[cfg(feature = "cli")]
mod text;

pub use data::{JSON_SCHEMA, csv, json};
#[cfg(feature = "cli")]
pub use text::{Layout, text};

use std::collections::BTreeMap;

use super::{amount, words};
use crate::check::program::{Form, Fraction, Grain, Program, Reading};
use crate::diff::{Change, Diff, Held, HeldEqual, Kind, Listing, MatchedBy, Rule, RulePart, Why};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::syntax::ast::{Every, RoundingWay};
use crate::term::{Basis, Comparator, Force, Noun, Tier};
use crate::text::Days;

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

    /// A list in full: its number and its title.
    fn list_in_full(&self, listing: &Listing) -> String {
        let old = listing.old.map(|it| self.old.program.list(it));
        let Some(list) = listing.new.map(|it| self.new.program.list(it)).or(old) else { return String::new() };
        let name = list.number.clone().unwrap_or_else(|| format!("{} ({})", list.name, number_unknown(self.lang)));
        list.title.as_ref().map_or_else(|| name.clone(), |it| format!("{name} “{it}”"))
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
            out += &format!("{} ", words::force(held.force, lang));
        }
        out += &match (held.amount, held.quota, held.floor) {
            (Some(it), ..) => {
                format!("{} {}", words::comparator(held.comparator, lang), amount(it, held.form, lang))
            }
            (None, Some(_), _) => {
                format!("{} {}", words::comparator(held.comparator, lang), lang.pick("chưa rõ", "unknown"))
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

    /// The difference of the numbers, where there is one to speak of: percentage points or dossiers, with a sign.
    fn difference(&self, change: &Change) -> Option<String> {
        let (old, new) = (change.old.as_ref()?, change.new.as_ref()?);
        if old.form != new.form || change.why.contains(&Why::Base) {
            return None;
        }
        let difference = new.amount? - old.amount?;
        let zero = Fraction::from_integer(0);
        let (sign, size) = match difference.cmp(&zero) {
            std::cmp::Ordering::Less => ("−", zero - difference),
            std::cmp::Ordering::Equal => ("", difference),
            std::cmp::Ordering::Greater => ("+", difference),
        };
        let size = amount(size, old.form, self.lang);
        Some(format!("{sign}{}", size.trim_end_matches('%')))
    }

    /// How two quotas compare, and why, where it is not the number.
    fn comparison(&self, change: &Change) -> String {
        let mut out = kind(change.kind, self.lang).to_owned();
        let why: Vec<&str> = change.why.iter().filter_map(|it| why(*it, change, self.lang)).collect();
        if !why.is_empty() {
            out += &format!(": {}", why.join(", "));
        }
        let bound = match change.kind {
            Kind::Added if !change.unit.bound_before => {
                Some(self.lang.pick("trước không được giao", "was not bound before"))
            }
            Kind::Dropped if !change.unit.bound_after => Some(self.lang.pick("không còn được giao", "no longer bound")),
            _ => None,
        };
        if let Some(bound) = bound {
            out += &format!(": {bound}");
        }
        if change.moved {
            out += self.lang.pick("; đổi nhóm", "; other group");
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

fn number_unknown(lang: Lang) -> &'static str {
    lang.pick("số chưa rõ", "number unknown")
}

/// Both ends of an assessment period.
fn period(period: Option<Days>, lang: Lang) -> String {
    let unknown = || lang.pick("chưa rõ", "unknown").to_owned();
    period.map_or_else(unknown, |it| format!("{} – {}", it.from.vi(), it.to.vi()))
}

/// How two quotas compare.
fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (vi, en) = match kind {
        Kind::Stricter => ("chặt hơn", "stricter"),
        Kind::Looser => ("nhẹ hơn", "looser"),
        Kind::Same => ("như cũ", "same"),
        Kind::Added => ("mới", "new"),
        Kind::Dropped => ("bỏ", "dropped"),
        Kind::NotComparable => ("không so được", "not comparable"),
    };
    lang.pick(vi, en)
}

/// What makes it so; the number alone needs no words.
fn why(why: Why, change: &Change, lang: Lang) -> Option<&'static str> {
    let binds = change.new.as_ref().is_some_and(|it| it.force == Force::Must);
    let exact = change.new.as_ref().is_some_and(|it| matches!(it.comparator, Comparator::Above | Comparator::Below));
    let (vi, en) = match why {
        Why::Number => return None,
        Why::Comparator if exact => ("đúng con số chưa đủ", "the number itself is no longer enough"),
        Why::Comparator => ("đúng con số là đủ", "the number itself is now enough"),
        Why::Force if binds => ("từ phấn đấu thành giao", "an aim became binding"),
        Why::Force => ("từ giao thành phấn đấu", "binding became an aim"),
        Why::Base => ("đo cái khác", "measures something else"),
        Why::Grain => ("chấm theo cách khác", "judged in another way"),
        Why::Days => ("chỉ tiêu của những ngày khác", "a quota of other days"),
        Why::Unknown => ("con số chưa rõ", "a number is unknown"),
        Why::Exactly => ("đúng bằng một số khác", "exactly another number"),
        Why::Mixed => ("mặt này chặt hơn, mặt kia nhẹ hơn", "stricter in one way, looser in another"),
    };
    Some(lang.pick(vi, en))
}

/// What kind of number a value is.
fn form(form: Form, lang: Lang) -> &'static str {
    let (vi, en) = match form {
        Form::Share(_) => ("tỷ lệ", "share"),
        Form::Count(_) => ("số lượng", "count"),
        Form::Mean => ("bình quân mỗi thủ tục", "mean per procedure"),
        Form::Ratio => ("tỷ số", "ratio"),
        Form::Number => ("con số", "number"),
        Form::Points => ("điểm", "points"),
    };
    lang.pick(vi, en)
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
        None => lang.pick("tính chung", "pooled").to_owned(),
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

fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Received => lang.pick("theo ngày tiếp nhận", "by date received"),
        Basis::Resolved => lang.pick("theo ngày giải quyết", "by date resolved"),
    }
}

/// Why two indicators belong together, and what that says of them.
fn matched(by: MatchedBy, lang: Lang) -> &'static str {
    let (vi, en) = match by {
        MatchedBy::Meaning => ("định nghĩa như cũ", "defined as before"),
        MatchedBy::Lists => ("định nghĩa chỉ khác danh mục", "defined as before but for the lists"),
        MatchedBy::Name => ("cùng tên", "of the same name"),
        MatchedBy::OnlyOne => ("mỗi bản chỉ có một chỉ số cho các đơn vị này", "the only one for these units in each"),
    };
    lang.pick(vi, en)
}

/// The name of a kind of rules of counting.
fn part(part: RulePart, lang: Lang) -> &'static str {
    let (vi, en) = match part {
        RulePart::Scope => ("Phạm vi", "Scope"),
        RulePart::Window => ("Kỳ tính", "Counting windows"),
        RulePart::Exclusion => ("Loại trừ", "Exclusions"),
        RulePart::Rounding => ("Làm tròn", "Rounding"),
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
