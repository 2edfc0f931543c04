//! What verdicts hang on: readings, the day of an event, the number of a quota.

use serde_json::{Value, json};

use super::{column, exact, verdict};
use crate::check::program::Fraction;
use crate::eval::Result as EvalResult;
use crate::lang::Lang;
use crate::plan::Plan;
use crate::report::{Answer, Cell, Column, Sheet, amount, count, table};
use crate::seek::{Dated, Even, Matrix, Row, Tried, flips};
use crate::term::Verdict;
use crate::text::Day;

/// The names of the columns of ways, for machines.
const WAYS: [&str; 64] = [
    "way_1", "way_2", "way_3", "way_4", "way_5", "way_6", "way_7", "way_8", "way_9", "way_10", "way_11", "way_12",
    "way_13", "way_14", "way_15", "way_16", "way_17", "way_18", "way_19", "way_20", "way_21", "way_22", "way_23",
    "way_24", "way_25", "way_26", "way_27", "way_28", "way_29", "way_30", "way_31", "way_32", "way_33", "way_34",
    "way_35", "way_36", "way_37", "way_38", "way_39", "way_40", "way_41", "way_42", "way_43", "way_44", "way_45",
    "way_46", "way_47", "way_48", "way_49", "way_50", "way_51", "way_52", "way_53", "way_54", "way_55", "way_56",
    "way_57", "way_58", "way_59", "way_60", "way_61", "way_62", "way_63", "way_64",
];

/// Who and under what: the first cells of a row.
fn who(plan: &Plan, it: &EvalResult, lang: Lang) -> Vec<Cell> {
    let cited = plan.program.citation_of(it.provision, it.cell, lang);
    vec![Cell::named(it.subject.name.clone(), it.subject.code.clone()), Cell::text(cited)]
}

fn who_columns(lang: Lang) -> Vec<Column> {
    vec![column("unit", "Đơn vị", "Unit", lang), column("provision", "Căn cứ", "Cited", lang)]
}

/// Verdicts under every choice of the readings; only of results that differ, unless all are wanted.
pub fn matrix(plan: &Plan, matrix: &Matrix, all: bool, lang: Lang) -> Answer {
    let way = |(at, env): (usize, &crate::eval::Env)| {
        let key = WAYS.get(at).copied().unwrap_or_default();
        let passed = matrix.rows.iter().filter_map(|it| it.verdicts.get(at).copied().flatten());
        let passed = passed.filter(|it| matches!(it, Verdict::Met | Verdict::Exceeded)).count();
        vec![
            Cell::named((at + 1).to_string(), key),
            Cell::text(table::choices(plan, env)),
            Cell::count(passed as u128, lang),
        ]
    };
    let mut ways = Sheet {
        title: lang.pick("Các cách hiểu", "The readings").to_owned(),
        columns: vec![
            column("way", "Cách", "Way", lang),
            column("choices", "Lựa chọn", "Choices", lang),
            column("passed", "Số đạt", "Pass", lang),
        ],
        rows: matrix.ways.iter().enumerate().map(way).collect(),
        notes: Vec::new(),
        hidden: Vec::new(),
    };
    if !matrix.is_complete {
        let most = count(crate::seek::MOST_WAYS as u128, lang);
        ways.notes.push(lang.pick(
            format!("Còn cách khác: chỉ thử {most} cách đầu."),
            format!("There are more: only the first {most} are tried."),
        ));
    }
    let shown: Vec<&Row> = matrix.rows.iter().filter(|it| all || it.differs()).collect();
    let row = |it: &&Row| {
        let mut cells = who(plan, &it.result, lang);
        let each = it.verdicts.iter().map(|it| it.map_or_else(Cell::none, |it| verdict(it, lang)));
        cells.extend(each);
        cells
    };
    let mut columns = who_columns(lang);
    let named = |at: usize| Column { key: WAYS.get(at).copied().unwrap_or_default(), name: (at + 1).to_string() };
    columns.extend((0..matrix.ways.len()).map(named));
    let same = matrix.rows.iter().filter(|it| !it.differs()).count();
    let same_text = count(same as u128, lang);
    let note = if shown.len() == matrix.rows.len() && same > 0 {
        lang.pick(
            format!("{same_text} kết quả như nhau dù hiểu cách nào."),
            format!("{same_text} results are the same under every reading."),
        )
    } else {
        lang.pick(
            format!("{same_text} kết quả khác như nhau dù hiểu cách nào."),
            format!("{same_text} other results are the same under every reading."),
        )
    };
    if shown.is_empty() {
        let text = lang.pick(
            format!("Không kết quả nào tùy cách hiểu; cả {same_text} như nhau."),
            format!("No verdict depends on a reading; all {same_text} are the same."),
        );
        return Answer::sheet(ways).say(text, json!({ "differing": 0, "same": same }));
    }
    let title = lang.pick("Kết quả theo từng cách hiểu", "Verdicts by reading").to_owned();
    let sheet = Sheet { title, columns, rows: shown.iter().map(row).collect(), notes: vec![note], hidden: Vec::new() };
    Answer::sheet(ways).with(sheet)
}

fn day(it: Option<Day>) -> Cell {
    it.map_or_else(|| Cell::named("…", Value::Null), |it| Cell::named(it.vi(), json!(it)))
}

/// Verdicts by the day of an event.
pub fn dated(plan: &Plan, dated: &Dated, lang: Lang) -> Answer {
    let event = &plan.program.event(dated.event).name;
    let rest = count(dated.rest as u128, lang);
    if dated.moves.is_empty() {
        let text = lang.pick(
            format!("Không kết quả nào tùy riêng ngày của {event}; {rest} kết quả giữ nguyên hoặc còn chờ điều khác."),
            format!("No verdict depends on the day of {event} alone; {rest} stay as they are or wait for more."),
        );
        return Answer::says(text, json!({ "event": event, "differing": 0, "same": dated.rest }));
    }
    let on = |it: &crate::seek::OnDays| {
        let number = |it: usize| Cell::count(it as u128, lang);
        vec![day(it.from), day(it.to), number(it.passed), number(it.missed), number(it.other)]
    };
    let days = Sheet {
        title: lang.pick(format!("Số đạt theo ngày của {event}"), format!("How many pass by the day of {event}")),
        columns: vec![
            column("from", "Từ", "From", lang),
            column("to", "Đến", "To", lang),
            column("passed", "Đạt", "Pass", lang),
            column("missed", "Chưa đạt", "Miss", lang),
            column("other", "Khác", "Other", lang),
        ],
        rows: dated.days.iter().map(on).collect(),
        notes: Vec::new(),
        hidden: Vec::new(),
    };
    let row = |it: &EvalResult| {
        let mut cells = who(plan, it, lang);
        let (vi, iso): (Vec<String>, Vec<String>) = flips(&it.intervals).iter().map(|it| (it.vi(), it.iso())).unzip();
        cells.push(Cell::named(vi.join(", "), iso));
        let interval = |it: &crate::eval::Interval| json!({ "from": it.from, "to": it.to, "verdict": it.verdict });
        let data: Vec<Value> = it.intervals.iter().map(interval).collect();
        cells.push(Cell::named(table::intervals(it, lang), data));
        cells
    };
    let mut columns = who_columns(lang);
    columns.push(column("flips", "Đổi từ ngày", "Flips on", lang));
    columns.push(column("intervals", "Kết quả", "Verdicts", lang));
    let note = lang.pick(
        format!("{rest} kết quả khác không đổi theo ngày này, hoặc còn chờ điều khác."),
        format!("{rest} other results do not change with this day, or wait for more."),
    );
    let title = lang.pick(format!("Kết quả theo ngày của {event}"), format!("Verdicts by the day of {event}"));
    Answer::sheet(days).with(Sheet {
        title,
        columns,
        rows: dated.moves.iter().map(row).collect(),
        notes: vec![note],
        hidden: Vec::new(),
    })
}

fn passes(it: Verdict) -> bool {
    matches!(it, Verdict::Met | Verdict::Exceeded)
}

/// Who passes at which number of a quota.
pub fn over_quotas(plan: &Plan, even: &[Even], tried: &[Tried], lang: Lang) -> Answer {
    let form = even.first().map(|it| it.result.goal.form);
    let text = |it: Fraction| form.map_or_else(|| it.to_string(), |form| amount(it, form, lang));
    let mut before: Option<usize> = None;
    let mut rows = Vec::new();
    for it in tried {
        let of = |wanted: &dyn Fn(Verdict) -> bool| it.verdicts.iter().filter(|it| wanted(**it)).count();
        let passed = of(&passes);
        let change = before.map_or_else(Cell::none, |before| {
            let change = passed as i128 - before as i128;
            let sign = if change > 0 { "+" } else { "" };
            Cell::number(format!("{sign}{}", crate::report::whole(change, lang)), change.to_string())
        });
        before = Some(passed);
        let missed = of(&|it| it == Verdict::NotMet);
        rows.push(vec![
            Cell::number(text(it.amount), it.amount.to_string()),
            Cell::count(passed as u128, lang),
            Cell::count(missed as u128, lang),
            Cell::count((it.verdicts.len() - passed - missed) as u128, lang),
            change,
        ]);
    }
    let counts = Sheet {
        title: lang.pick("Số đạt ở mỗi mức", "How many pass at each number").to_owned(),
        columns: vec![
            column("quota", "Mức", "Quota", lang),
            column("passed", "Đạt", "Pass", lang),
            column("missed", "Chưa đạt", "Miss", lang),
            column("other", "Khác", "Other", lang),
            column("change", "So với mức trước", "Change", lang),
        ],
        rows,
        notes: Vec::new(),
        hidden: Vec::new(),
    };
    let row = |(at, it): (usize, &Even)| {
        let mut cells = who(plan, &it.result, lang);
        let quota = it.result.goal.amount;
        cells.push(quota.map_or_else(Cell::none, |it| Cell::number(text(it), it.to_string())));
        cells.push(Cell::text(super::numbers(&it.result, lang)));
        cells.push(it.even.as_ref().map_or_else(Cell::none, |even| {
            let reduced = exact(even);
            let shown = reduced.as_str().unwrap_or_default().to_owned();
            Cell::number(shown, reduced)
        }));
        let passed: Vec<Fraction> =
            tried.iter().filter(|it| it.verdicts.get(at).copied().is_some_and(passes)).map(|it| it.amount).collect();
        let shown = passed.iter().map(|it| text(*it)).collect::<Vec<_>>().join("  ");
        let data: Vec<String> = passed.iter().map(Fraction::to_string).collect();
        cells.push(Cell::named(if shown.is_empty() { "–".to_owned() } else { shown }, data));
        cells
    };
    let mut columns = who_columns(lang);
    columns.extend([
        column("now", "Đang giao", "Now", lang),
        column("value", "Đang có", "Has", lang),
        column("break_even", "Vừa đạt ở", "Just passes at", lang),
        column("passes_at", "Đạt ở", "Passes at", lang),
    ]);
    let note = lang
        .pick(
            "Vừa đạt ở: tỷ lệ đúng của đơn vị, viết thành phân số; chỉ tiêu tối thiểu đến mức này thì đơn vị còn đạt.",
            "Just passes at: the exact share of the unit as a fraction; up to this number a floor is still met.",
        )
        .to_owned();
    let title = lang.pick("Đơn vị nào đạt ở mức nào", "Who passes at which number").to_owned();
    let sheet = Sheet {
        title,
        columns,
        rows: even.iter().enumerate().map(row).collect(),
        notes: vec![note],
        hidden: Vec::new(),
    };
    Answer::sheet(counts).with(sheet)
}
