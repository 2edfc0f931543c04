//! The outcome as tables on a terminal, grouped by provision.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::rollup::parent;
use super::{Report, count, points, rollup, value, whole, words};
use crate::check::program::Form;
use crate::eval::{Env, Outcome, Reason, Result, When};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::term::Verdict;
use crate::text::Days;

/// How tables are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Without boxes.
    pub plain: bool,
    /// With colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: u16,
}

/// The lines of a table: above, under the header, below; none in a plain one.
pub fn lines(style: Style) -> TableStyle {
    let line = LineStyle::none().fill('─').junction('─');
    if style.plain { NOTHING } else { NOTHING.top_border(line).header_separator(line).bottom_border(line) }
}

/// The outcome as tables.
pub fn table(report: &Report, style: Style) -> String {
    let Report { plan, env, outcome, lang, .. } = *report;
    let mut out = head(plan, env, lang);
    let mut all: Vec<(&Env, &Outcome)> = vec![(env, outcome)];
    if !report.choices.is_empty() {
        all = report.choices.iter().map(|it| (&it.0, &it.1)).collect();
    }
    let several = all.len() > 1;
    for (env, outcome) in all {
        if several {
            out += &format!("\n━━ {} ━━\n", choices(plan, env));
        }
        out += &quotas(report, outcome, style);
        out += &by_parent(report, outcome, style);
        out += &summary(report, outcome);
    }
    if outcome.results.is_empty() && !plan.program.scoring.rankings.is_empty() {
        out += lang.pick(
            "\nQuyết định này không giao chỉ tiêu, chỉ chấm điểm: xem điểm và hạng bằng `chitieu rank`.\n",
            "\nThis decision assigns no quota, it scores: see points and ranks with `chitieu rank`.\n",
        );
    } else if outcome.results.is_empty() {
        out += lang.pick("\nKhông có chỉ tiêu nào để đánh giá.\n", "\nThere is no quota to evaluate.\n");
    }
    out += &waiting(plan, env, outcome, lang);
    out += &consequences(report);
    out += &balance(outcome, lang);
    for warning in &outcome.warnings {
        out += &format!("{} {}: {}\n", lang.pick("Lưu ý", "Note"), warning.code, warning.message.get(lang));
    }
    out
}

/// What is evaluated: title, number, period.
pub fn head(plan: &Plan, env: &Env, lang: Lang) -> String {
    let decision = &plan.program.decision;
    let title = decision.title.as_deref().unwrap_or(&decision.name);
    let number =
        decision.number.as_deref().map_or_else(|| lang.pick("số chưa rõ", "number unknown").to_owned(), str::to_owned);
    let (from, to) = (env.period.from.vi(), env.period.to.vi());
    let period = lang.pick("Kỳ đánh giá", "Assessment period");
    let to_word = lang.pick("đến", "to");
    let amended = decision.amended_by.as_ref();
    let amended = amended.map(|it| lang.pick(format!("; sửa đổi theo {it}"), format!("; amended by {it}")));
    let number = number + &amended.unwrap_or_default();
    format!("{title}\n({number}) {period}: {from} {to_word} {to}\n")
}

/// The choices of readings.
pub fn choices(plan: &Plan, env: &Env) -> String {
    let all = plan.program.readings.iter().zip(&env.readings);
    let named = all.filter_map(|(it, choice)| Some(format!("{} = {}", it.name, it.choices.get((*choice)?)?.name)));
    named.collect::<Vec<_>>().join(", ")
}

/// One table for each quota.
fn quotas(report: &Report, outcome: &Outcome, style: Style) -> String {
    let mut groups: Vec<Vec<&Result>> = Vec::new();
    for it in report.results(outcome) {
        // The quotas of one column of a table stand together.
        let column = |it: &Result| it.cell.map(|it| it.1);
        let same = |first: &Result| {
            first.provision == it.provision
                && (first.quota == it.quota
                    || it.cell.is_some() && column(first) == column(it) && first.force == it.force)
        };
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| same(first))) {
            Some(group) => group.push(it),
            None => groups.push(vec![it]),
        }
    }
    let mut out = String::new();
    for group in groups {
        let Some(first) = group.first() else { continue };
        out += &format!("\n{}\n", heading(report.plan, first, several_quotas(&group), report.lang));
        out += &rows(report.plan, &group, style, report.lang);
    }
    out
}

/// Whether results of one column of a table are held against several quotas.
fn several_quotas(group: &[&Result]) -> bool {
    group.iter().any(|it| it.quota != group.first().and_then(|it| it.quota))
}

fn heading(plan: &Plan, it: &Result, several: bool, lang: Lang) -> String {
    let program = &plan.program;
    if let Some((_, column)) = it.cell.filter(|_| several) {
        let place = program.citation(it.provision, lang);
        let (force, indicator) = (words::force(it.force, lang), &program.indicator(it.indicator).name);
        return lang.pick(
            format!("Cột {column} bảng tại {place} · {force} · {indicator}"),
            format!("Column {column} of the table in {place} · {force} · {indicator}"),
        );
    }
    let citation = capital(&program.citation_of(it.provision, it.cell, lang));
    let indicator = &program.indicator(it.indicator).name;
    let amount = amount(it, lang);
    let (force, comparator) = (words::force(it.force, lang), words::comparator(it.goal.comparator, lang));
    format!("{citation} · {force} {comparator} {amount} · {indicator}")
}

fn amount(it: &Result, lang: Lang) -> String {
    match it.goal.amount {
        None => lang.pick("chưa rõ", "unknown").to_owned(),
        Some(it_) => super::amount(it_, it.goal.form, lang),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |it| it.to_uppercase().chain(chars).collect())
}

/// The name of the unit above.
fn above<'a>(plan: &'a Plan, it: &Result) -> Option<&'a str> {
    Some(&plan.world.units.get(parent(plan, it)?).on(it.period.from).name)
}

/// How many units below each unit have which verdict.
fn by_parent(report: &Report, outcome: &Outcome, style: Style) -> String {
    let (plan, lang) = (report.plan, report.lang);
    let all = rollup(plan, report.results(outcome));
    if all.iter().all(|it| it.verdicts.values().sum::<usize>() < 2) {
        return String::new();
    }
    let several = all.iter().any(|it| Some(it.indicator) != all.first().map(|it| it.indicator));
    let kinds: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|kind| all.iter().any(|it| it.verdicts.contains_key(kind))).collect();
    let mut table = Table::new();
    table.load_style(lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(40, 140));
    let mut header = vec![lang.pick("Đơn vị cấp trên", "Unit above").to_owned()];
    header.extend(several.then(|| lang.pick("Chỉ số", "Indicator").to_owned()));
    header.push(lang.pick("Kết quả", "Verdicts").to_owned());
    header.extend(kinds.iter().map(|it| words::verdict(*it, lang).to_owned()));
    table.set_header(header);
    for it in &all {
        let right = |number: usize| Cell::new(count(number as u128, lang)).set_alignment(CellAlignment::Right);
        let mut cells = vec![Cell::new(&plan.world.units.get(it.parent).on(report.env.period.from).name)];
        cells.extend(several.then(|| Cell::new(&plan.program.indicator(it.indicator).name)));
        cells.push(right(it.verdicts.values().sum()));
        cells.extend(kinds.iter().map(|kind| right(it.verdicts.get(kind).copied().unwrap_or_default())));
        table.add_row(cells);
    }
    format!("\n{}\n{}", lang.pick("Theo đơn vị cấp trên", "By the unit above"), trimmed(&table))
}

/// `tháng 3/2024`, `quý I/2024`, else both ends.
fn period(days: Days, lang: Lang) -> String {
    use chrono::Datelike as _;
    let (from, to) = (days.from.date(), days.to.date());
    let (year, month) = (from.year(), from.month());
    if Days::month(year, month) == Some(days) {
        return format!("{} {month}/{year}", lang.pick("tháng", "month"));
    }
    if month % 3 == 1 && Days::months(year, month, month + 2) == Some(days) {
        let quarter = ["I", "II", "III", "IV"].get((month / 3) as usize).copied().unwrap_or_default();
        return format!("{} {quarter}/{year}", lang.pick("quý", "quarter"));
    }
    if Days::months(year, 1, 12) == Some(days) {
        return format!("{} {year}", lang.pick("năm", "year"));
    }
    let short = |it: chrono::NaiveDate| it.format("%d/%m").to_string();
    if year == to.year() {
        format!("{}–{}/{year}", short(from), short(to))
    } else {
        format!("{}–{}", days.from.vi(), days.to.vi())
    }
}

fn rows(plan: &Plan, group: &[&Result], style: Style, lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(40, 140));
    let several = group.iter().any(|it| it.period != group.first().map_or(it.period, |it| it.period));
    let quotas = several_quotas(group);
    let by_procedure = group.iter().any(|it| it.subject.procedure.is_some());
    let mut header = vec![lang.pick("Đơn vị", "Unit")];
    if by_procedure {
        header.push(lang.pick("Thủ tục", "Procedure"));
    }
    if several {
        header.push(lang.pick("Kỳ", "Period"));
    }
    if quotas {
        header.extend(lang.pick(["Hàng", "Chỉ tiêu"], ["Row", "Quota"]));
    }
    header
        .extend(lang.pick(["Đếm", "Trên", "Tỷ lệ", "Cách", "Kết quả"], ["Count", "Of", "Share", "Points", "Verdict"]));
    table.set_header(header);
    for it in group {
        let known = it.verdict != Verdict::NotComputable && it.quota.is_some();
        let dash = || "–".to_owned();
        let share = value(&it.numbers, &it.goal, lang).filter(|_| known).unwrap_or_else(dash);
        let gap = it.goal.amount.filter(|_| it.goal.form.takes_percent() && known);
        let gap = gap.and_then(|it_| points(&it.goal.exact(&it.numbers), it_, lang));
        let mut name = it.subject.called(lang);
        // Two units of one name are told apart by the unit above.
        let alike = |other: &&Result| other.subject.called(lang) == name && other.subject.unit != it.subject.unit;
        if group.iter().any(alike) {
            name += &format!(" ({})", above(plan, it).unwrap_or(&it.subject.code));
        }
        if it.precounted {
            name += " ¹";
        }
        if it.as_if.is_some() {
            name += " ²";
        }
        let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
        let mut cells = vec![Cell::new(name)];
        if by_procedure {
            cells.push(Cell::new(it.subject.procedure.as_deref().unwrap_or("–")));
        }
        if several {
            cells.push(Cell::new(period(it.period, lang)));
        }
        if quotas {
            let row = it.cell.map_or_else(dash, |it| it.0.to_string());
            let comparator = words::comparator(it.goal.comparator, lang);
            cells.extend([right(row), right(format!("{comparator} {}", amount(it, lang)))]);
        }
        let plain = matches!(it.goal.form, Form::Number | Form::Points);
        let above =
            if known && !plain && it.numbers.mean.is_none() { whole(it.numbers.numerator, lang) } else { dash() };
        let divides = (it.goal.form.divides() || it.numbers.mean.is_some()) && known;
        let below = if divides { count(it.numbers.denominator, lang) } else { dash() };
        let mut verdict = words::verdict(it.verdict, lang).to_owned();
        if it.provisional {
            verdict += lang.pick(" (tạm tính)", " (provisional)");
        }
        cells.extend([right(above), right(below), right(share)]);
        cells.extend([right(gap.unwrap_or_else(dash)), Cell::new(verdict)]);
        table.add_row(cells);
    }
    let mut out = String::new();
    for line in table.lines() {
        let line = line.trim_end().to_owned();
        out += &if style.colour { coloured(&line, lang) } else { line };
        out.push('\n');
    }
    out
}

/// The lines of a table, without blanks at their ends.
pub fn trimmed(table: &Table) -> String {
    table.lines().map(|it| format!("{}\n", it.trim_end())).collect()
}

/// Colours the verdict at the end of a line.
fn coloured(line: &str, lang: Lang) -> String {
    let all = [
        (Verdict::Exceeded, "32"),
        (Verdict::NotMet, "31"),
        (Verdict::Met, "32"),
        (Verdict::NoDossiers, "2"),
        (Verdict::Undecided, "33"),
        (Verdict::NotComputable, "35"),
    ];
    for (verdict, colour) in all {
        let word = words::verdict(verdict, lang);
        if let Some(before) = line.strip_suffix(word).filter(|it| it.ends_with(' ')) {
            return format!("{before}\u{1b}[{colour}m{word}\u{1b}[0m");
        }
    }
    line.to_owned()
}

/// How many results have which verdict.
fn summary(report: &Report, outcome: &Outcome) -> String {
    let lang = report.lang;
    let all = Verdict::ALL;
    let mut parts = Vec::new();
    for verdict in all {
        let number = report.results(outcome).filter(|it| it.verdict == verdict).count();
        if number > 0 {
            parts.push(format!("{number} {}", words::verdict(verdict, lang)));
        }
    }
    let mut out = String::new();
    if !parts.is_empty() {
        out += &format!("\n{}: {}.\n", lang.pick("Tổng hợp", "In all"), parts.join(", "));
    }
    if report.results(outcome).any(|it| it.precounted) {
        out += lang.pick("¹ số liệu tính sẵn\n", "¹ pre-counted\n");
    }
    if report.results(outcome).any(|it| it.as_if.is_some()) {
        out += lang.pick(
            "² số của ngày bất lợi nhất trong các ngày có thể\n",
            "² numbers of the least favourable of the possible days\n",
        );
    }
    out
}

/// What is not known and was not set.
pub fn waiting(plan: &Plan, env: &Env, outcome: &Outcome, lang: Lang) -> String {
    let mut out = String::new();
    for (event, when) in plan.program.events.iter().zip(&env.events).filter(|it| it.0.used) {
        let name = &event.name;
        out += &match when {
            When::On(day) => format!("{} {name}: {}\n", lang.pick("Mốc", "Event"), day.vi()),
            When::Within(days) if *days == crate::text::Days::ALL => {
                format!("{} {name}: {}\n", lang.pick("Mốc", "Event"), lang.pick("chưa rõ", "unknown"))
            }
            When::Within(days) => {
                let (from, to) = (days.from.vi(), days.to.vi());
                let (unknown, to_word) = lang.pick(("chưa rõ, từ", "đến"), ("unknown, from", "to"));
                format!("{} {name}: {unknown} {from} {to_word} {to}\n", lang.pick("Mốc", "Event"))
            }
        };
    }
    let chosen = choices(plan, env);
    if !chosen.is_empty() {
        out += &format!("{}: {chosen}\n", lang.pick("Cách hiểu", "Readings"));
    }
    for it in outcome.results.iter().filter(|it| !it.intervals.is_empty()).take(12) {
        out += &format!("  {}: {}\n", it.subject.called(lang), intervals(it, lang));
    }
    out
}

/// `đạt đến 20/03/2024, chưa đạt từ 21/03/2024`
pub fn intervals(it: &Result, lang: Lang) -> String {
    let parts: Vec<String> = it
        .intervals
        .iter()
        .map(|it| {
            let verdict = words::verdict(it.verdict, lang);
            let (from_word, to_word) = lang.pick(("từ", "đến"), ("from", "to"));
            match (it.from, it.to) {
                (Some(from), Some(to)) if from == to => format!("{verdict} {} {}", lang.pick("ngày", "on"), from.vi()),
                (Some(from), Some(to)) => format!("{verdict} {from_word} {} {to_word} {}", from.vi(), to.vi()),
                (Some(from), None) => format!("{verdict} {from_word} {}", from.vi()),
                (None, Some(to)) => format!("{verdict} {to_word} {}", to.vi()),
                (None, None) => verdict.to_owned(),
            }
        })
        .collect();
    parts.join("; ")
}

/// What follows from the verdicts, for whom.
fn consequences(report: &Report) -> String {
    let (plan, lang) = (report.plan, report.lang);
    let mut out = String::new();
    for (at, codes) in report.outcome.consequences.iter().filter(|it| !it.1.is_empty()) {
        let Some(it) = plan.program.consequences.get(*at) else { continue };
        let results = report.results(report.outcome);
        let judged = results.filter(|it| codes.contains(&it.subject.code)).map(|it| it.subject.called(lang));
        // Who has a grade and no quota stands in no result.
        let shown = codes.iter().filter(|it| report.only.is_empty() || report.only.contains(it));
        let units = shown.filter_map(|it| plan.world.units.by_code(it, report.env.period));
        let graded = units.map(|it| plan.world.units.get(it).on(report.env.period.to).name.clone());
        let names: Vec<String> = judged.chain(graded).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let cited = plan.program.citation(it.provision, lang);
        out += &format!("{} ({cited}): {} – {}\n", lang.pick("Hệ quả", "Consequence"), it.text, names.join(", "));
    }
    out
}

/// Supplied = counted + excluded, in one line.
fn balance(outcome: &Outcome, lang: Lang) -> String {
    let all = &outcome.ledger.all;
    let mut parts: Vec<String> = Vec::new();
    for (reason, number) in &all.excluded {
        let reason: &Reason = reason;
        parts.push(format!("{} {}", count(*number, lang), words::reason(*reason, lang)));
    }
    let (supplied, counted) = (count(all.supplied, lang), count(all.counted, lang));
    let rest = if parts.is_empty() { String::new() } else { format!(" + {}", parts.join(" + ")) };
    lang.pick(
        format!("Sổ đối chiếu: {supplied} hồ sơ cung cấp = {counted} được tính{rest}\n"),
        format!("Ledger: {supplied} dossiers supplied = {counted} counted{rest}\n"),
    )
}
