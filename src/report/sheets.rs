//! The outcome as tables of cells, from which every form is drawn: a terminal, Markdown, a page, a workbook.

use num_bigint::{BigInt, Sign};

use super::json::fraction;
use super::rollup::parent;
use super::{Cell, Column, Report, Sheet, points, rollup, value, words};
use crate::check::program::Form;
use crate::eval::{Outcome, Result};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::term::Verdict;
use crate::text::Days;

/// A column with its name in both languages.
pub fn column(key: &'static str, vi: &str, en: &str, lang: Lang) -> Column {
    Column { key, name: lang.pick(vi, en).to_owned() }
}

/// One table for each quota, with the results that are its rows.
pub fn quotas<'a>(report: &Report<'a>, outcome: &'a Outcome) -> Vec<(Sheet, Vec<&'a Result>)> {
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
    groups.into_iter().map(|group| (sheet(report.plan, &group, report.lang), group)).collect()
}

/// The results of one quota.
fn sheet(plan: &Plan, group: &[&Result], lang: Lang) -> Sheet {
    let shape = Shape::of(group);
    let title = group.first().map_or_else(String::new, |it| heading(plan, it, shape.quotas, lang));
    let rows = group.iter().map(|it| shape.row(plan, group, it, lang)).collect();
    Sheet { title, columns: shape.columns(lang), rows, ..Sheet::default() }
}

/// All results in one table, those of one indicator together: what is reckoned on elsewhere.
pub fn flat<'a>(report: &Report<'a>, outcome: &'a Outcome) -> (Sheet, Vec<&'a Result>) {
    let (plan, lang) = (report.plan, report.lang);
    let mut all: Vec<&Result> = report.results(outcome).collect();
    all.sort_by_key(|it| it.indicator);
    let shape = Shape { quotas: false, ..Shape::of(&all) };
    // The quota stands between the share and its distance.
    let mut columns = shape.columns(lang);
    let behind = columns.len().saturating_sub(2);
    columns.splice(behind..behind, quota_columns(lang));
    let first = [column("citation", "Điều khoản", "Provision", lang), column("indicator", "Chỉ số", "Indicator", lang)];
    columns.splice(0..0, first);
    let row = |it: &&Result| {
        let mut cells = shape.row(plan, &all, it, lang);
        cells.splice(behind..behind, quota_cells(it, lang));
        let cited = capital(&plan.program.citation_of(it.provision, it.cell, lang));
        let first = [Cell::text(cited), Cell::text(&plan.program.indicator(it.indicator).name)];
        cells.splice(0..0, first);
        cells
    };
    let sheet = Sheet { columns, rows: all.iter().map(row).collect(), ..Sheet::default() };
    (sheet, all)
}

fn quota_columns(lang: Lang) -> [Column; 2] {
    [column("comparator", "So sánh", "Compared", lang), column("quota", "Chỉ tiêu", "Quota", lang)]
}

fn quota_cells(it: &Result, lang: Lang) -> [Cell; 2] {
    let quota = it.goal.amount.map(|found| Cell::number(amount(it, lang), fraction(found)));
    let unknown = || Cell { right: true, ..Cell::text(amount(it, lang)) };
    [Cell::text(words::comparator(it.goal.comparator, lang)), quota.unwrap_or_else(unknown)]
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
        Some(it_) => crate::report::amount(it_, it.goal.form, lang),
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

/// Which columns the results need.
#[derive(Clone, Copy)]
struct Shape {
    procedures: bool,
    periods: bool,
    quotas: bool,
}

impl Shape {
    fn of(group: &[&Result]) -> Self {
        Self {
            procedures: group.iter().any(|it| it.subject.procedure.is_some()),
            periods: group.iter().any(|it| it.period != group.first().map_or(it.period, |it| it.period)),
            quotas: several_quotas(group),
        }
    }

    fn columns(self, lang: Lang) -> Vec<Column> {
        let mut out = vec![column("unit", "Đơn vị", "Unit", lang)];
        out.extend(self.procedures.then(|| column("procedure", "Thủ tục", "Procedure", lang)));
        out.extend(self.periods.then(|| column("period", "Kỳ", "Period", lang)));
        if self.quotas {
            out.extend([column("row", "Hàng", "Row", lang), column("quota", "Chỉ tiêu", "Quota", lang)]);
        }
        out.extend([
            column("count", "Đếm", "Count", lang),
            column("of", "Trên", "Of", lang),
            column("share", "Tỷ lệ", "Share", lang),
            column("points", "Cách", "Points", lang),
            column("verdict", "Kết quả", "Verdict", lang),
        ]);
        out
    }

    /// A result as cells; `group`: the results that stand with it.
    fn row(self, plan: &Plan, group: &[&Result], it: &Result, lang: Lang) -> Vec<Cell> {
        let known = it.verdict != Verdict::NotComputable && it.quota.is_some();
        let mut cells = vec![Cell::text(name(plan, group, it, lang))];
        cells.extend(self.procedures.then(|| Cell::text(it.subject.procedure.as_deref().unwrap_or("–"))));
        cells.extend(self.periods.then(|| Cell::text(period(it.period, lang))));
        if self.quotas {
            let row = it.cell.map_or_else(Cell::none, |it| Cell::number(it.0.to_string(), it.0));
            let comparator = words::comparator(it.goal.comparator, lang);
            let quota = Cell { right: true, ..Cell::text(format!("{comparator} {}", amount(it, lang))) };
            cells.extend([row, quota]);
        }
        let exact = it.goal.exact(&it.numbers);
        let plain = matches!(it.goal.form, Form::Number | Form::Points);
        let above = known && !plain && it.numbers.mean.is_none();
        let divides = (it.goal.form.divides() || it.numbers.mean.is_some()) && known;
        let share = value(&it.numbers, &it.goal, lang).filter(|_| known);
        let gap = it.goal.amount.filter(|_| it.goal.form.takes_percent() && known);
        let gap = gap.and_then(|quota| Some(Cell::number(points(&exact, quota, lang)?, in_points(&exact, quota))));
        let mut verdict = words::verdict(it.verdict, lang).to_owned();
        if it.provisional {
            verdict += lang.pick(" (tạm tính)", " (provisional)");
        }
        let none = |cell: Option<Cell>| cell.unwrap_or_else(Cell::none);
        cells.extend([
            none(above.then(|| signed(it.numbers.numerator, lang))),
            none(divides.then(|| Cell::count(it.numbers.denominator, lang))),
            none(share.map(|it| Cell::number(it, format!("{}/{}", exact.0, exact.1)))),
            none(gap),
            Cell::text(verdict),
        ]);
        cells
    }
}

/// The name of the unit of a result, with its marks; two units of one name are told apart by the unit above.
fn name(plan: &Plan, group: &[&Result], it: &Result, lang: Lang) -> String {
    let mut name = it.subject.called(lang);
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
    name
}

/// A whole number, perhaps below zero.
fn signed(number: i128, lang: Lang) -> Cell {
    let exact = i64::try_from(number).map_or_else(|_| number.to_string().into(), serde_json::Value::from);
    Cell::number(super::whole(number, lang), exact)
}

/// The distance of a share from its quota in percentage points, as a fraction.
fn in_points((above, below): &(BigInt, BigInt), quota: crate::check::program::Fraction) -> String {
    let (n, d) = (BigInt::from(*quota.numer()), BigInt::from(*quota.denom()));
    let (above, below): (BigInt, BigInt) = ((above * &d - below * n) * 100, below * d);
    if below.sign() == Sign::Minus { format!("{}/{}", -above, -below) } else { format!("{above}/{below}") }
}

/// How many units below each unit have which verdict; none where that tells nothing.
pub fn by_parent(report: &Report, outcome: &Outcome) -> Option<Sheet> {
    let (plan, lang) = (report.plan, report.lang);
    let all = rollup(plan, report.results(outcome));
    if all.iter().all(|it| it.verdicts.values().sum::<usize>() < 2) {
        return None;
    }
    let several = all.iter().any(|it| Some(it.indicator) != all.first().map(|it| it.indicator));
    let kinds: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|kind| all.iter().any(|it| it.verdicts.contains_key(kind))).collect();
    let mut columns = vec![column("parent", "Đơn vị cấp trên", "Unit above", lang)];
    columns.extend(several.then(|| column("indicator", "Chỉ số", "Indicator", lang)));
    columns.push(column("verdicts", "Kết quả", "Verdicts", lang));
    columns.extend(kinds.iter().map(|it| Column { key: "number", name: words::verdict(*it, lang).to_owned() }));
    let row = |it: &super::Rollup| {
        let number = |number: usize| Cell::count(number as u128, lang);
        let mut cells = vec![Cell::text(&plan.world.units.get(it.parent).on(report.env.period.from).name)];
        cells.extend(several.then(|| Cell::text(&plan.program.indicator(it.indicator).name)));
        cells.push(number(it.verdicts.values().sum()));
        cells.extend(kinds.iter().map(|kind| number(it.verdicts.get(kind).copied().unwrap_or_default())));
        cells
    };
    let title = lang.pick("Theo đơn vị cấp trên", "By the unit above").to_owned();
    Some(Sheet { title, columns, rows: all.iter().map(row).collect(), ..Sheet::default() })
}
