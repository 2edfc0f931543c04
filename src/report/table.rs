//! The outcome as tables on a terminal, grouped by provision.

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::{Report, Sheet, count, sheets, words};
use crate::eval::{Env, Outcome, Reason, Result, When};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::term::Verdict;

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
        let tables = sheets::quotas(report, outcome).into_iter().map(|it| it.0);
        for sheet in tables.chain(sheets::by_parent(report, outcome)) {
            out += &format!("\n{}\n{}", sheet.title, draw(&sheet, style, MOST_WIDE, lang));
        }
        out += &summary(report, outcome);
    }
    out += &nothing(plan, outcome, lang);
    out += &waiting(plan, env, outcome, lang);
    out += &consequences(report);
    out += &balance(outcome, lang);
    out + &warnings(outcome, lang)
}

/// What is said where no quota is evaluated.
pub fn nothing(plan: &Plan, outcome: &Outcome, lang: Lang) -> String {
    let text = match (outcome.results.is_empty(), plan.program.scoring.rankings.is_empty()) {
        (false, _) => "",
        (true, false) => lang.pick(
            "\nQuyết định này không giao chỉ tiêu, chỉ chấm điểm: xem điểm và hạng bằng `chitieu rank`.\n",
            "\nThis decision assigns no quota, it scores: see points and ranks with `chitieu rank`.\n",
        ),
        (true, true) => lang.pick("\nKhông có chỉ tiêu nào để đánh giá.\n", "\nThere is no quota to evaluate.\n"),
    };
    text.to_owned()
}

/// What is to be noted, a line each.
pub fn warnings(outcome: &Outcome, lang: Lang) -> String {
    let note = lang.pick("Lưu ý", "Note");
    outcome.warnings.iter().map(|it| format!("{note} {}: {}\n", it.code, it.message.get(lang))).collect()
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

/// A table is drawn no wider, however wide the terminal is.
pub const MOST_WIDE: u16 = 140;

/// A table for a terminal, at most so wide; a verdict at the end of a line is coloured.
pub fn draw(sheet: &Sheet, style: Style, most_wide: u16, lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(40, most_wide));
    table.set_header(sheet.columns.iter().map(|it| &it.name));
    for row in &sheet.rows {
        table.add_row(row.iter().map(|it| {
            let cell = Cell::new(&it.shown);
            if it.right { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    let text = trimmed(&table);
    if !style.colour {
        return text;
    }
    text.lines().map(|it| coloured(it, lang) + "\n").collect()
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
pub fn summary(report: &Report, outcome: &Outcome) -> String {
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
pub fn consequences(report: &Report) -> String {
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
pub fn balance(outcome: &Outcome, lang: Lang) -> String {
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
