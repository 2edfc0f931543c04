//! The comparison for people: summary, groups, what was redefined, then one line for all units with one change.

use std::collections::BTreeSet;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

use super::words::{basis, form, kind, matched, number_unknown, part, period};
use super::{DiffReport, Which, held_equal, tier};
use crate::check::program::IndicatorId;
use crate::diff::{Base, Change, HeldEqual, IndicatorPair, Kind, MatchedBy, Redefined};
use crate::plan::Plan;
use crate::report::table::{Style, lines};
use crate::term::Tier;

/// How it is laid out.
#[derive(Debug, Clone, Copy)]
pub enum Layout {
    /// For a terminal.
    Terminal(Style),
    /// As Markdown, for a document; so many letters of names at most stand in one line.
    Markdown(u16),
}

/// The comparison as text.
pub fn text(report: &DiffReport, form: Layout) -> String {
    let mut page = Page { form, text: String::new() };
    let lang = report.lang;
    page.title(lang.pick("So sánh hai quyết định", "Two decisions compared"));
    for (lead, plan) in [(lang.pick("Trước", "Before"), report.old), (lang.pick("Nay", "Now"), report.new)] {
        page.item(0, &format!("{lead}: {}", decision(report, plan)));
    }
    summary(report, &mut page);
    groups(report, &mut page);
    units(report, &mut page);
    redefined(report, &mut page);
    if !report.diff.held_equal.is_empty() {
        page.heading(lang.pick("Coi là như nhau khi so", "Held equal in comparing"));
        for it in &report.diff.held_equal {
            page.item(0, held_equal(*it, lang));
            if *it == HeldEqual::Readings {
                for (lead, which) in [(before(lang), Which::Old), (now(lang), Which::New)] {
                    for (name, choice) in report.readings(which) {
                        let choice = choice.unwrap_or(lang.pick("chưa có mặc định", "no default"));
                        page.item(1, &format!("{lead}: {name} = {choice}"));
                    }
                }
            }
        }
    }
    table(report, &mut page);
    page.text
}

/// Lines, headings and tables in one of the forms.
struct Page {
    form: Layout,
    text: String,
}

impl Page {
    fn title(&mut self, words: &str) {
        match self.form {
            Layout::Terminal(_) => self.text += &format!("{words}\n"),
            Layout::Markdown(_) => self.text += &format!("# {words}\n\n"),
        }
    }

    fn heading(&mut self, words: &str) {
        match self.form {
            Layout::Terminal(_) => self.text += &format!("\n{words}\n"),
            Layout::Markdown(_) => self.text += &format!("\n## {words}\n\n"),
        }
    }

    fn item(&mut self, depth: usize, words: &str) {
        let indent = "  ".repeat(depth);
        match self.form {
            Layout::Terminal(_) => self.text += &format!("  {indent}{words}\n"),
            Layout::Markdown(_) => self.text += &format!("{indent}- {words}\n"),
        }
    }

    /// Letters of names that stand in one row; more names than that are counted.
    fn room(&self) -> usize {
        match self.form {
            Layout::Terminal(style) => usize::from(style.width.clamp(40, 140)) * 3,
            Layout::Markdown(width) => usize::from(width) * 3,
        }
    }

    /// A table; the columns of `right` hold numbers.
    fn table(&mut self, header: &[&str], rows: &[Vec<String>], right: &[usize]) {
        match self.form {
            Layout::Terminal(style) => {
                let mut table = Table::new();
                table.load_style(lines(style));
                table.set_content_arrangement(ContentArrangement::Dynamic);
                table.set_width(style.width.clamp(40, 140));
                table.set_header(header.to_vec());
                for row in rows {
                    table.add_row(row.iter().enumerate().map(|(at, it)| {
                        let side = if right.contains(&at) { CellAlignment::Right } else { CellAlignment::Left };
                        Cell::new(it).set_alignment(side)
                    }));
                }
                for line in table.lines() {
                    self.text += &format!("{}\n", line.trim_end());
                }
            }
            Layout::Markdown(_) => {
                let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
                let header: Vec<String> = header.iter().map(|it| (*it).to_owned()).collect();
                self.text += &line(&header);
                let rule = |at: usize| if right.contains(&at) { "---:" } else { "---" }.to_owned();
                self.text += &line(&(0..header.len()).map(rule).collect::<Vec<_>>());
                for row in rows {
                    self.text += &line(&row.iter().map(|it| it.replace('|', "\\|")).collect::<Vec<_>>());
                }
            }
        }
    }
}

fn decision(report: &DiffReport, plan: &Plan) -> String {
    let (decision, lang) = (&plan.program.decision, report.lang);
    let title = decision.title.as_deref().unwrap_or(&decision.name);
    let number = decision.number.as_deref().unwrap_or(number_unknown(lang));
    let days = period(decision.period, lang);
    format!("{title} ({number}), {} {days}", lang.pick("kỳ đánh giá", "assessment period"))
}

const TIERS: [Tier; 4] = [Tier::Province, Tier::District, Tier::Commune, Tier::Other];

/// How many quotas became what, by tier.
fn summary(report: &DiffReport, page: &mut Page) {
    let lang = report.lang;
    page.heading(
        lang.pick("Tóm tắt (mỗi chỉ tiêu của mỗi đơn vị đếm một lần)", "Summary (each quota of each unit once)"),
    );
    let row = |name: &str, fits: &dyn Fn(&Change) -> bool| {
        let number = |kind: Kind| report.counted().filter(|it| it.1.kind == kind && fits(it.1)).count();
        let mut row = vec![name.to_owned()];
        row.extend(Kind::ALL.map(|it| number(it).to_string()));
        row
    };
    let has = |tier: Tier| report.counted().any(|it| it.1.unit.tier == tier);
    let tiers: Vec<Tier> = TIERS.into_iter().filter(|it| has(*it)).collect();
    let mut rows: Vec<Vec<String>> = tiers.iter().map(|of| row(tier(*of, lang), &|it| it.unit.tier == *of)).collect();
    if tiers.len() != 1 {
        rows.push(row(lang.pick("tất cả", "all"), &|_| true));
    }
    let mut header = vec![lang.pick("Cấp", "Tier")];
    header.extend(Kind::ALL.map(|it| kind(it, lang)));
    page.table(&header, &rows, &[1, 2, 3, 4, 5, 6]);
}

/// Groups whose units do not all stay together.
fn groups(report: &DiffReport, page: &mut Page) {
    let lang = report.lang;
    let asked: Vec<usize> = report.counted().map(|it| it.0).collect();
    let mut lines: Vec<(usize, String)> = Vec::new();
    for group in &report.diff.regrouped {
        let parts: Vec<_> = group.parts.iter().skip(usize::from(group.has_main)).collect();
        if !parts.iter().any(|it| it.1.iter().any(|it| asked.contains(it))) {
            continue;
        }
        let quota = |of: &[usize], which: Which| {
            let change = of.first().and_then(|it| report.diff.changes.get(*it));
            let held = change.and_then(|it| if which == Which::Old { it.old.as_ref() } else { it.new.as_ref() });
            held.map_or_else(String::new, |it| {
                format!("{} ({})", report.quota(it, which, false), report.citation(it, which))
            })
        };
        let first = group.parts.first().map(|it| it.1.as_slice()).unwrap_or_default();
        lines.push((0, format!("{}: {}", lang.pick("Nhóm cũ", "Earlier group"), quota(first, Which::Old))));
        for (at, (_, members)) in group.parts.iter().enumerate() {
            let lead = match (group.has_main, at) {
                (true, 0) => lang.pick("phần lớn", "most of it"),
                (true, _) => lang.pick("sang nhóm khác", "to another group"),
                (false, _) => lang.pick("tách ra", "divided"),
            };
            let names = names(report, members, page.room());
            lines.push((1, format!("{lead} → {}: {names}", quota(members, Which::New))));
        }
    }
    if !lines.is_empty() {
        page.heading(lang.pick("Đơn vị đổi nhóm", "Units in other groups"));
        lines.iter().for_each(|it| page.item(it.0, &it.1));
    }
}

/// The units of some changes by name, or how many they are.
fn names(report: &DiffReport, changes: &[usize], room: usize) -> String {
    let lang = report.lang;
    let changes: Vec<&Change> = changes.iter().filter_map(|it| report.diff.changes.get(*it)).collect();
    let names: Vec<&str> = changes.iter().filter_map(|it| it.unit.named()).map(|it| it.name.as_str()).collect();
    let all = names.join(", ");
    if all.chars().count() <= room {
        return all;
    }
    let mut tiers: Vec<Tier> = changes.iter().map(|it| it.unit.tier).collect();
    tiers.dedup();
    let number = names.len();
    match tiers.as_slice() {
        [one] => format!("{number} {} {}", lang.pick("đơn vị", "units,"), tier(*one, lang)),
        _ => format!("{number} {}", lang.pick("đơn vị", "units")),
    }
}

/// Units that have another name, or were merged.
fn units(report: &DiffReport, page: &mut Page) {
    let lang = report.lang;
    let mut lines: Vec<String> = Vec::new();
    for (_, change) in report.counted() {
        let unit = &change.unit;
        let line = match (unit.renamed(), &unit.merged_into, unit.named()) {
            (_, Some(into), Some(it)) => {
                lang.pick(format!("{} nhập vào {into}", it.name), format!("{} was merged into {into}", it.name))
            }
            (Some((old, new)), ..) => {
                let code = &new.code;
                lang.pick(
                    format!("{} nay là {} (mã {code})", old.name, new.name),
                    format!("{} is now {} (code {code})", old.name, new.name),
                )
            }
            _ => continue,
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        page.heading(lang.pick("Đơn vị đổi tên, sáp nhập", "Units renamed or merged"));
        lines.iter().for_each(|it| page.item(0, it));
    }
}

/// What was redefined: the period, indicators, lists, rules of counting.
fn redefined(report: &DiffReport, page: &mut Page) {
    let lang = report.lang;
    let mut lines: Vec<(usize, String)> = Vec::new();
    for pair in &report.diff.indicators {
        lines.extend(indicator(report, pair));
    }
    for (lead, ids, which) in lost_and_new(report) {
        for id in ids {
            lines.push((0, format!("{lead}: {}", name(report, id, which))));
        }
    }
    let words = [
        (lang.pick("Danh mục chỉ có ở bản trước", "List of the earlier decision only"), true, false),
        (lang.pick("Danh mục chỉ có ở bản nay", "List of the later decision only"), false, true),
        (lang.pick("Danh mục có ở cả hai bản", "List of both"), true, true),
    ];
    for (lead, old, new) in words {
        let all = report.diff.lists.iter().filter(|it| it.old.is_some() == old && it.new.is_some() == new);
        lines.extend(all.map(|it| (0, format!("{lead}: {}", report.list_in_full(it)))));
    }
    let asked: BTreeSet<usize> = report.counted().map(|it| it.0).collect();
    for it in report.diff.redefined.iter().filter(|it| it.changes.iter().any(|it| asked.contains(it))) {
        lines.extend(rules(report, it));
    }
    let (lost, added) = &report.diff.consequences;
    for (lead, which, ids) in [
        (lang.pick("Hệ quả bỏ", "Consequence dropped"), Which::Old, lost),
        (lang.pick("Hệ quả mới", "Consequence added"), Which::New, added),
    ] {
        let program = report.program(which);
        for it in ids.iter().filter_map(|it| program.consequences.get(*it)) {
            lines.push((0, format!("{lead}: “{}” ({})", it.text, program.citation(it.provision, lang))));
        }
    }
    if !lines.is_empty() {
        page.heading(lang.pick("Định nghĩa", "Definitions"));
        lines.iter().for_each(|it| page.item(it.0, &it.1));
    }
}

/// Rules of counting that differ, and for which tiers.
fn rules(report: &DiffReport, it: &Redefined) -> Vec<(usize, String)> {
    let lang = report.lang;
    let changes = it.changes.iter().filter_map(|it| report.diff.changes.get(*it));
    let mut tiers: Vec<Tier> = changes.map(|it| it.unit.tier).collect();
    tiers.dedup();
    let of: Vec<&str> = tiers.iter().map(|it| tier(*it, lang)).collect();
    let only = if it.only_lists { lang.pick("; chỉ khác danh mục", "; only the lists differ") } else { "" };
    let mut lines = vec![(0, format!("{} ({}{only}):", part(it.part, lang), of.join(", ")))];
    for (lead, rules, which) in [(before(lang), &it.old, Which::Old), (now(lang), &it.new, Which::New)] {
        for words in report.rules(rules, it.part, which) {
            lines.push((1, format!("{lead}: {words}")));
        }
    }
    lines
}

fn before(lang: crate::lang::Lang) -> &'static str {
    lang.pick("trước", "before")
}

fn now(lang: crate::lang::Lang) -> &'static str {
    lang.pick("nay", "now")
}

/// The name of an indicator with its title.
fn name(report: &DiffReport, id: IndicatorId, which: Which) -> String {
    let it = report.program(which).indicator(id);
    it.title.as_ref().map_or_else(|| it.name.clone(), |title| format!("{} “{title}”", it.name))
}

/// An indicator, whether it is defined as before, and what differs.
fn indicator(report: &DiffReport, pair: &IndicatorPair) -> Vec<(usize, String)> {
    let lang = report.lang;
    let (old, new) = (name(report, pair.old, Which::Old), name(report, pair.new, Which::New));
    let called = if old == new { new } else { format!("{old} → {new}") };
    let says = match (&pair.redefined, pair.by) {
        (Some(_), MatchedBy::Meaning | MatchedBy::Lists) | (None, MatchedBy::Name | MatchedBy::OnlyOne) => {
            let measures = if pair.redefined.is_some() {
                lang.pick("nhưng đo cái khác", "but measures something else")
            } else {
                lang.pick("đo như cũ", "measures the same")
            };
            format!("{}, {measures}", matched(pair.by, lang))
        }
        (Some(_), by) => format!("{}; {}", lang.pick("định nghĩa lại", "redefined"), matched(by, lang)),
        (None, by) => matched(by, lang).to_owned(),
    };
    let mut out = vec![(0, format!("{} {called}: {says}", lang.pick("Chỉ số", "Indicator")))];
    if let Some((old, new)) = &pair.redefined {
        for (lead, old, new) in parts(report, old, new) {
            out.push((1, format!("{lead}: {old} → {new}")));
        }
    }
    out
}

/// What differs between two bases, in words: what it is, before, now.
fn parts(report: &DiffReport, old: &Base, new: &Base) -> Vec<(&'static str, String, String)> {
    let lang = report.lang;
    let dossiers = |it: &crate::diff::Meaning| {
        let words = it.words(&|it| report.called(it), lang);
        format!("{} {words}", lang.pick("hồ sơ", "dossiers")).trim_end().to_owned()
    };
    let formula = |it: &Base| {
        let words = it.formula.as_ref().map(|it| it.words(&|it| report.called(it), lang));
        words.unwrap_or_else(|| lang.pick("một phép đếm", "one count").to_owned())
    };
    let all = [
        (lang.pick("Đo", "Measure"), form(old.form, lang).to_owned(), form(new.form, lang).to_owned()),
        (lang.pick("Công thức", "Formula"), formula(old), formula(new)),
        (lang.pick("Tử số", "Numerator"), dossiers(&old.above), dossiers(&new.above)),
        (lang.pick("Mẫu số", "Denominator"), dossiers(&old.below), dossiers(&new.below)),
        (lang.pick("Ngày", "Date"), basis(old.basis, lang).to_owned(), basis(new.basis, lang).to_owned()),
    ];
    all.into_iter().filter(|it| it.1 != it.2).collect()
}

/// Indicators without a partner.
fn lost_and_new<'a>(report: &DiffReport<'a>) -> Vec<(&'static str, Vec<IndicatorId>, Which)> {
    let lang = report.lang;
    let mut lost = Vec::new();
    let mut new = Vec::new();
    for change in &report.diff.changes {
        if let Some(id) = change.old.as_ref().map(|it| it.indicator)
            && !report.diff.indicators.iter().any(|it| it.old == id)
            && !lost.contains(&id)
        {
            lost.push(id);
        }
        if let Some(id) = change.new.as_ref().map(|it| it.indicator)
            && !report.diff.indicators.iter().any(|it| it.new == id)
            && !new.contains(&id)
        {
            new.push(id);
        }
    }
    vec![
        (lang.pick("Chỉ số bỏ", "Indicator dropped"), lost, Which::Old),
        (lang.pick("Chỉ số mới", "Indicator added"), new, Which::New),
    ]
}

/// One line for all units with one change.
fn table(report: &DiffReport, page: &mut Page) {
    let lang = report.lang;
    page.heading(lang.pick("Từng chỉ tiêu", "Quota by quota"));
    let several = report.diff.indicators.len() > 1 || lost_and_new(report).iter().any(|it| !it.1.is_empty());
    let side = |change: &Change, which: Which| {
        let held = if which == Which::Old { &change.old } else { &change.new };
        held.as_ref().map_or_else(
            || "–".to_owned(),
            |it| format!("{} ({})", report.quota(it, which, several), report.citation(it, which)),
        )
    };
    let mut rows: Vec<([String; 4], Tier, Vec<usize>)> = Vec::new();
    for (at, change) in report.shown() {
        let points = report.difference(change).unwrap_or_else(|| "–".to_owned());
        let cells = [report.comparison(change), side(change, Which::Old), side(change, Which::New), points];
        match rows.iter_mut().find(|it| it.0 == cells && it.1 == change.unit.tier) {
            Some(it) => it.2.push(at),
            None => rows.push((cells, change.unit.tier, vec![at])),
        }
    }
    if rows.is_empty() {
        page.item(0, lang.pick("Không có gì để hiện.", "There is nothing to show."));
        return;
    }
    let room = page.room();
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(cells, _, at)| cells.into_iter().chain([names(report, &at, room)]).collect()).collect();
    let header =
        lang.pick(["So sánh", "Trước", "Nay", "Điểm", "Đơn vị"], ["Comparison", "Before", "Now", "Points", "Units"]);
    page.table(&header, &rows, &[3]);
}
