//! A form to fill in: the units that a decision binds, with the columns that its indicators ask for. What is filled in
//! is read like any other file of counts.

use std::collections::BTreeSet;

use super::sheets::column;
use super::{Cell, Column, Page, Sheet, Tab, amount, words};
use crate::check::program::FULLY_ONLINE;
use crate::lang::{Lang, say};
use crate::plan::{BoundQuota, Plan};
use crate::syntax::ast::ColumnForm;
use crate::term::{Basis, Noun, Word};
use crate::world::UnitId;

/// Words about dossiers, each with the header of the column that counts them.
pub const COUNTED: [(Word, &str, &str); 14] = [
    (Word::Online, "trực tuyến", "online"),
    (Word::InPerson, "trực tiếp", "in_person"),
    (Word::ByPost, "bưu chính", "by_post"),
    (Word::FullyOnline, "hoàn toàn trực tuyến", "fully_online"),
    (Word::EndToEnd, "toàn trình", "full"),
    (Word::Partial, "một phần", "partial"),
    (Word::Level3, "mức độ 3", "level_3"),
    (Word::Level4, "mức độ 4", "level_4"),
    (Word::Early, "sớm hạn", "early"),
    (Word::OnTime, "đúng hạn", "on_time"),
    (Word::Late, "trễ hạn", "late"),
    (Word::PaidOnline, "thanh toán trực tuyến", "paid_online"),
    (Word::Digitised, "đã số hóa", "digitised"),
    (Word::ElectronicResult, "kết quả điện tử", "electronic_result"),
];

/// The form, as a page whose first table is filled in.
pub fn template(plan: &Plan, lang: Lang) -> Page {
    let decision = &plan.program.decision;
    let title = decision.title.as_deref().unwrap_or(&decision.name).to_owned();
    let by_procedure = counts_by_procedure(plan);
    let (columns, asked) = columns(plan, by_procedure, lang);
    let day = plan.first_day();
    let row = |unit: UnitId| {
        let (code, name) = (&plan.world.units.get(unit).code, &plan.world.units.get(unit).on(day).name);
        let quotas: Vec<&BoundQuota> =
            plan.quotas.iter().filter(|it| it.units.all().any(|it| it.contains_key(&unit))).collect();
        let each = |of: &dyn Fn(&BoundQuota) -> String| {
            let mut all: Vec<String> = Vec::new();
            for text in quotas.iter().map(|it| of(it)) {
                if !all.contains(&text) {
                    all.push(text);
                }
            }
            Cell::text(all.join("; "))
        };
        let quota = each(&|it| quota(plan, it, lang));
        let cited = each(&|it| plan.program.citation_of(it.provision, it.cell, lang));
        let empty = Cell { right: true, ..Cell::text("") };
        let known = [Cell::text(code), Cell::text(name), quota, cited];
        known.into_iter().chain(std::iter::repeat_n(empty, asked)).collect()
    };
    let mut units: Vec<UnitId> =
        plan.quotas.iter().flat_map(|it| it.units.all()).flat_map(|it| it.keys().copied()).collect();
    let mut seen = BTreeSet::new();
    units.retain(|it| seen.insert(*it));
    let sheet = Sheet { columns, rows: units.into_iter().map(row).collect(), ..Sheet::default() };
    let tab = |name: &str, sheet: Sheet| Tab { name: name.to_owned(), sheet, marks: Vec::new() };
    let mut page = Page { title, lead: lead(plan, by_procedure, lang), ..Page::default() };
    page.blocks.push(super::Block::Table(sheet.clone(), Vec::new()));
    page.tabs.push(tab(lang.pick("Số liệu", "Counts"), sheet));
    if by_procedure && !plan.world.lists.is_empty() {
        page.tabs.push(tab(lang.pick("Thủ tục", "Procedures"), procedures(plan, lang)));
    }
    page
}

/// The form as CSV: what is to be known as comments, the header, a line for each unit.
pub fn template_csv(page: &Page) -> String {
    let mut out: String = std::iter::once(&page.title).chain(&page.lead).map(|it| format!("# {it}\n")).collect();
    let Some(sheet) = page.tabs.first().map(|it| &it.sheet) else { return out };
    let header: Vec<&str> = sheet.columns.iter().map(|it| it.name.as_str()).collect();
    let rows = sheet.rows.iter().map(|it| it.iter().map(|it| it.shown.as_str()).collect());
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for line in std::iter::once(header).chain(rows) {
        // Memory takes every line.
        let _ = writer.write_record(line);
    }
    out += &String::from_utf8_lossy(&writer.into_inner().unwrap_or_default());
    out
}

/// Whether the rules tell procedures apart, so that a number of a whole unit does not say what they ask.
fn counts_by_procedure(plan: &Plan) -> bool {
    plan.needs.procedures || plan.countings.iter().any(|it| !it.windows.is_empty() || !it.scopes.is_empty())
}

/// The columns, and how many of them are to be filled in.
fn columns(plan: &Plan, by_procedure: bool, lang: Lang) -> (Vec<Column>, usize) {
    let mut out = vec![
        column("unit_code", "mã đơn vị", "unit_code", lang),
        column("name", "tên", "name", lang),
        column("quota", "chỉ tiêu", "quota", lang),
        column("citation", "căn cứ", "citation", lang),
    ];
    let known = out.len();
    if by_procedure {
        out.push(column("procedure_code", "mã thủ tục", "procedure_code", lang));
        out.push(column("month", "tháng", "month", lang));
    }
    out.push(column("total", "tổng", "total", lang));
    let asked = plan.asked_words();
    let counted = COUNTED.iter().filter(|it| asked.contains(&it.0));
    out.extend(counted.map(|(_, vi, en)| column("part", vi, en, lang)));
    let declared = plan.program.columns.iter().filter(|it| match (it.of, it.form) {
        (Noun::Dossiers, ColumnForm::YesNo) => it.mark != FULLY_ONLINE && plan.needs.marks & (1 << it.mark) != 0,
        (Noun::Dossiers | Noun::Units, _) => {
            let at = plan.program.columns.iter().position(|other| other.key == it.key).unwrap_or_default();
            plan.needs.wants(crate::check::program::ColumnId(at as u32))
        }
        _ => false,
    });
    out.extend(declared.map(|it| Column { key: "declared", name: it.name.clone() }));
    let asked = out.len() - known;
    (out, asked)
}

/// `trực_tuyến tối thiểu 55%`
fn quota(plan: &Plan, it: &BoundQuota, lang: Lang) -> String {
    let indicator = &plan.program.indicator(it.indicator).name;
    let number =
        it.amount.map_or_else(|| lang.pick("chưa rõ", "unknown").to_owned(), |number| amount(number, it.form, lang));
    format!("{indicator} {} {number}", words::comparator(it.comparator, lang))
}

fn lead(plan: &Plan, by_procedure: bool, lang: Lang) -> Vec<String> {
    let period = plan.program.decision.period.map(|it| {
        let (from, to) = (it.from.vi(), it.to.vi());
        say!("Kỳ đánh giá: {from} đến {to}.", "Assessment period: {from} to {to}.")
    });
    let by = plan.quotas.first().map(|it| plan.program.indicator(it.indicator).basis);
    let what = match by {
        Some(Basis::Resolved) => say!("số hồ sơ đã giải quyết trong kỳ", "the dossiers resolved in the period"),
        _ => say!("số hồ sơ tiếp nhận trong kỳ", "the dossiers received in the period"),
    };
    let (vi, en) = (&what.vi, &what.en);
    let mut lines: Vec<_> = period.into_iter().collect();
    lines.push(say!(
        "Điền số nguyên vào các ô trống: cột tổng là {vi}, các cột sau là một phần của tổng; không có hồ sơ nào thì ghi 0.",
        "Fill the empty cells with whole numbers: total means {en}, the columns behind it are parts of the total; for none write 0."
    ));
    if by_procedure {
        lines.push(say!(
            "Quy tắc phân biệt thủ tục: mỗi thủ tục, mỗi tháng một dòng (tháng viết 03/2024); chép dòng của đơn vị thành nhiều dòng.",
            "The rules tell procedures apart: a line for each procedure and month (written 03/2024); copy the line of a unit."
        ));
        lines.push(say!(
            "Nếu số đã đếm đúng quy tắc thì bỏ hai cột ấy: chương trình nhận số tính sẵn và ghi rõ như vậy.",
            "If the numbers are counted by the rules already, drop both columns: they are taken so, and the results say it."
        ));
    }
    lines.iter().map(|it| it.get(lang).to_owned()).collect()
}

/// The procedures of the lists, each with the lists that name it.
fn procedures(plan: &Plan, lang: Lang) -> Sheet {
    let mut all: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
    for (list, listed) in &plan.world.lists {
        for it in listed {
            let lists = all.entry(&it.code).or_default();
            if !lists.contains(&list.as_str()) {
                lists.push(list);
            }
        }
    }
    let columns = vec![
        column("procedure_code", "mã thủ tục", "procedure_code", lang),
        column("lists", "danh mục", "lists", lang),
    ];
    let rows = all.iter().map(|(code, lists)| vec![Cell::text(*code), Cell::text(lists.join("; "))]);
    Sheet { columns, rows: rows.collect(), ..Sheet::default() }
}
