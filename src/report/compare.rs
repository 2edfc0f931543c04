//! Two sources of the same counts, reconciled: for people, and for every form of results.

use super::sheets::column;
use super::template::COUNTED;
use super::{Answer, Block, Cell, Page, Sheet, Tab, count};
use crate::data::{Compared, Difference, Measured};
use crate::lang::{Lang, say};

/// The answer: units that differ, where the differences lie, what was held against what.
pub fn compared(it: &Compared, names: [&str; 2], lang: Lang) -> Answer {
    let mut answer = Answer::default();
    for sheet in sheets(it, names, lang) {
        answer = answer.with(sheet);
    }
    let text = summary(it, names, lang).join("\n");
    let data = serde_json::json!({
        "equal": it.is_equal(), "by_procedure": it.by_procedure, "by_month": it.by_month,
        "total_a": it.totals[0].to_string(), "total_b": it.totals[1].to_string(),
        "only_a": it.only[0].iter().map(|it| &it.0).collect::<Vec<_>>(),
        "only_b": it.only[1].iter().map(|it| &it.0).collect::<Vec<_>>(),
    });
    answer.and(Answer::says(&text, data))
}

/// The same as a page.
pub fn compared_page(it: &Compared, names: [&str; 2], files: Vec<(String, String)>, lang: Lang) -> Page {
    let title = lang.pick("So hai nguồn số liệu", "Two sources of counts compared").to_owned();
    let mut page = Page { title, files, notes: summary(it, names, lang), ..Page::default() };
    let tabs = lang.pick(["Theo đơn vị", "Chi tiết"], ["By unit", "Details"]);
    for (sheet, name) in sheets(it, names, lang).into_iter().zip(tabs) {
        page.blocks.push(Block::Table(sheet.clone(), Vec::new()));
        page.tabs.push(Tab { name: name.to_owned(), sheet, marks: Vec::new() });
    }
    page
}

fn sheets(it: &Compared, names: [&str; 2], lang: Lang) -> Vec<Sheet> {
    let title = lang.pick("Khác nhau theo đơn vị", "Differences by unit").to_owned();
    let mut out = vec![Sheet { title, ..sheet(&it.units, (false, false), names, lang) }];
    if it.by_procedure || it.by_month {
        let title = lang.pick("Khác nhau ở đâu", "Where the differences lie").to_owned();
        out.push(Sheet { title, ..sheet(&it.details, (it.by_procedure, it.by_month), names, lang) });
    }
    out.retain(|it| !it.rows.is_empty());
    out
}

fn sheet(all: &[Difference], (procedures, months): (bool, bool), names: [&str; 2], lang: Lang) -> Sheet {
    let mut columns = vec![column("unit_code", "Mã", "Code", lang), column("unit", "Đơn vị", "Unit", lang)];
    columns.extend(procedures.then(|| column("procedure", "Thủ tục", "Procedure", lang)));
    columns.extend(months.then(|| column("month", "Tháng", "Month", lang)));
    columns.push(column("what", "Đếm", "Counted", lang));
    columns.extend([column("a", "A", "A", lang), column("b", "B", "B", lang)]);
    columns.push(column("difference", "B − A", "B − A", lang));
    let row = |it: &Difference| {
        let mut cells = vec![Cell::text(&it.code), Cell::text(&it.name)];
        cells.extend(procedures.then(|| Cell::text(it.procedure.as_deref().unwrap_or_default())));
        cells.extend(months.then(|| {
            let month = it.month.map(|it| it.from);
            let shown = month.map(|it| it.vi().get(3..).unwrap_or_default().to_owned()).unwrap_or_default();
            Cell::named(shown, month.map(|it| it.iso().get(..7).unwrap_or_default().to_owned()).unwrap_or_default())
        }));
        let [one, two] = it.numbers;
        let difference = i128::try_from(two).unwrap_or(i128::MAX) - i128::try_from(one).unwrap_or(i128::MAX);
        let sign = if difference > 0 { "+" } else { "" };
        let shown = format!("{sign}{}", super::whole(difference, lang));
        cells.push(Cell::named(what(it.measured, lang), key(it.measured)));
        cells.extend([Cell::count(one, lang), Cell::count(two, lang)]);
        let data = i64::try_from(difference).map_or_else(|_| difference.to_string().into(), serde_json::Value::from);
        cells.push(Cell::number(shown, data));
        cells
    };
    let notes = vec![format!("A: {}", names[0]), format!("B: {}", names[1])];
    Sheet { columns, rows: all.iter().map(row).collect(), notes, ..Sheet::default() }
}

fn what(measured: Measured, lang: Lang) -> &'static str {
    let word = measured.and_then(|word| COUNTED.iter().find(|it| it.0 == word));
    word.map_or(lang.pick("tổng", "total"), |it| lang.pick(it.1, it.2))
}

fn key(measured: Measured) -> &'static str {
    what(measured, Lang::En)
}

fn summary(it: &Compared, names: [&str; 2], lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let by = match (it.by_procedure, it.by_month) {
        (true, true) => say!("đơn vị, thủ tục, tháng", "unit, procedure, month"),
        (true, false) => say!("đơn vị, thủ tục", "unit, procedure"),
        (false, true) => say!("đơn vị, tháng", "unit, month"),
        (false, false) => say!("đơn vị", "unit"),
    };
    let counted: Vec<&str> = it.measured.iter().map(|it| what(*it, lang)).collect();
    let (counted, by) = (counted.join(", "), by.get(lang));
    lines.push(say!("So theo {by}; các số: {counted}.", "Compared by {by}; what is counted: {counted}."));
    if !it.unsaid.is_empty() {
        let list = it.unsaid.iter().map(|it| what(Some(*it), lang)).collect::<Vec<_>>().join(", ");
        lines.push(say!(
            "Một trong hai nguồn không ghi, nên không so: {list}.",
            "One of the sources does not say: {list}."
        ));
    }
    for ((name, only), side) in names.iter().zip(&it.only).zip(["A", "B"]).filter(|it| !it.0.1.is_empty()) {
        let list = only.iter().map(|(code, name)| format!("{name} ({code})")).collect::<Vec<_>>().join(", ");
        lines.push(say!("Chỉ có trong {side} ({name}): {list}.", "Only in {side} ({name}): {list}."));
    }
    let [one, two] = it.totals.map(|it| count(it, lang));
    lines.push(match it.is_equal() {
        true => say!("Hai nguồn khớp nhau: {one} hồ sơ.", "Both say the same: {one} dossiers."),
        false => say!("Tổng số hồ sơ: A {one}, B {two}.", "All dossiers: A {one}, B {two}."),
    });
    lines.iter().map(|it| it.get(lang).to_owned()).collect()
}
