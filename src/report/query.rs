//! Values of questions as answers: what people read, and the exact value for machines.

mod number;

use serde_json::{Map, Value as Json, json};

use super::{Answer, Cell, Column, Sheet, amount, count, value, whole, words};
use crate::eval::Result as EvalResult;
use crate::lang::{Lang, Say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::query::{DayKnown, Defined, Is, Kind, Known, NAME, Number, Row, Truth, Value};
use crate::scenario::State;
use crate::source::Sources;
use crate::term::Noun;
use crate::world::UnitId;

use number::Words;

/// The answer to a question.
pub fn asked(state: &State, value: &Value, lang: Lang) -> Answer {
    let page = Page { state, words: Words { plan: &state.plan, lang }, lang };
    let notes: Vec<String> = value.notes.iter().map(|it| it.get(lang).to_owned()).collect();
    let plain = |answer: Answer| notes.iter().fold(answer, |answer, it| answer.say(it.clone(), Json::Null));
    let sheet = |mut sheet: Sheet| {
        sheet.notes.extend(notes.iter().cloned());
        sheet
    };
    match &value.is {
        Is::Number(number) => match value.rows.as_slice() {
            [row] if row.number == *number => plain(page.row(row)),
            rows if rows.len() > 1 && !matches!(number.kind, Kind::Points | Kind::Plain | Kind::Days) => {
                page.number(number).with(sheet(page.rows(rows)))
            }
            _ => plain(page.number(number)),
        },
        Is::Day(day) => plain(page.day(day)),
        Is::Truth(truth) => plain(page.truth(truth)),
        Is::Each if value.rows.is_empty() => plain(Answer::default()),
        Is::Each => Answer::sheet(sheet(page.rows(&value.rows))),
        Is::Unit => plain(value.rows.iter().fold(Answer::default(), |answer, row| {
            answer.say(result_line(&state.plan, &row.result, lang), page.data_of(row))
        })),
        Is::Units(units) if units.is_empty() => {
            plain(Answer::says(lang.pick("không có đơn vị nào", "no unit"), json!({ "value": 0 })))
        }
        Is::Units(units) => Answer::sheet(sheet(page.units(units, &value.rows))),
        Is::Quotas => Answer::sheet(sheet(page.quotas(&value.rows))),
        Is::Defined(defined) => plain(page.defined(defined)),
    }
}

/// The type of a value, as an answer.
pub fn type_of(value: &Value, lang: Lang) -> Answer {
    let kind = value.kind().get(lang).to_owned();
    Answer::says(kind.clone(), json!({ "type": kind }))
}

/// Problems of a question: each with the line that was typed and a mark under the place.
pub fn pointed(problems: &[Problem], sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    for problem in problems {
        let place = problem.labels.first().and_then(|it| Some((sources.get(it.span.file)?, it.span)));
        // What stands in the line needs no file and no number of a line.
        let bare = Problem { labels: problem.labels.iter().skip(1).cloned().collect(), ..problem.clone() };
        let Some((source, span)) = place.filter(|it| it.0.name == NAME) else {
            out += &super::problems_plain(std::slice::from_ref(problem), sources, lang);
            continue;
        };
        let told = super::problems_plain(&[bare], sources, lang);
        let (title, rest) = told.split_once('\n').unwrap_or((&told, ""));
        let width = unicode_width::UnicodeWidthStr::width;
        let before = source.text.get(..span.start as usize).map_or(0, width);
        let marks = width(source.slice(span)).max(1);
        out += &format!("{title}\n  {}\n  {}{}\n{rest}", source.text, " ".repeat(before), "^".repeat(marks));
    }
    out
}

/// One result on one line.
pub fn result_line(plan: &Plan, it: &EvalResult, lang: Lang) -> String {
    let (above, below) = (it.numbers.numerator, it.numbers.denominator);
    let numbers = match value(&it.numbers, &it.goal, lang) {
        Some(text) if it.goal.form.divides() => format!("{} / {} = {text}", whole(above, lang), count(below, lang)),
        Some(text) => text,
        None => whole(above, lang),
    };
    let name = it.subject.called(lang);
    let verdict = words::verdict(it.verdict, lang);
    let cited = plan.program.citation_of(it.provision, it.cell, lang);
    let waits = if it.waits_on.is_empty() { String::new() } else { format!(" [{}]", it.waits_on.join(", ")) };
    format!("{name}: {verdict}{waits} · {numbers} · {cited}\n")
}

/// What answers are made with.
struct Page<'a> {
    state: &'a State,
    words: Words<'a>,
    lang: Lang,
}

impl Page<'_> {
    fn column(&self, key: &'static str, vi: &str, en: &str) -> Column {
        Column { key, name: self.lang.pick(vi, en).to_owned() }
    }

    fn number(&self, number: &Number) -> Answer {
        Answer::says(self.words.number(number), Json::Object(number::data(number)))
    }

    /// One unit and its number.
    fn row(&self, row: &Row) -> Answer {
        let (it, lang) = (&row.result, self.lang);
        let mut parts = vec![self.words.number(&row.number)];
        let is_count = matches!(row.number.kind, Kind::Of(_));
        if is_count && !row.judged {
            let supplied = count(it.numbers.supplied, lang);
            parts.push(match row.number.kind {
                Kind::Of(Noun::Procedures) => lang.pick(
                    format!("trong {supplied} thủ tục có số liệu"),
                    format!("of {supplied} procedures with counts"),
                ),
                _ => lang.pick(format!("trong {supplied} hồ sơ cung cấp"), format!("of {supplied} dossiers supplied")),
            });
        } else if row.number.kind != Kind::Points {
            parts.extend(self.quota(it));
        }
        if row.judged {
            parts.push(words::verdict(it.verdict, lang).to_owned());
        } else if !is_count {
            parts.push(self.days(it));
        }
        parts.push(self.state.plan.program.citation_of(it.provision, it.cell, lang));
        let name = match &it.subject.procedure {
            Some(code) => format!("{} · {code}", it.subject.called(lang)),
            None => it.subject.called(lang),
        };
        let mut text = format!("{name}: {}\n", parts.join(" · "));
        if row.judged {
            let intervals = super::table::intervals(it, lang);
            text += &if intervals.is_empty() { String::new() } else { format!("  {intervals}\n") };
        }
        Answer::says(text, self.data_of(row))
    }

    fn days(&self, it: &EvalResult) -> String {
        format!("{} – {}", it.period.from.vi(), it.period.to.vi())
    }

    /// `chỉ tiêu tối thiểu 55%`
    fn quota(&self, it: &EvalResult) -> Option<String> {
        let number = amount(it.goal.amount?, it.goal.form, self.lang);
        let word = self.lang.pick("chỉ tiêu", "quota");
        Some(format!("{word} {} {number}", words::comparator(it.goal.comparator, self.lang)))
    }

    fn data_of(&self, row: &Row) -> Json {
        let it = &row.result;
        let mut data = Map::new();
        data.insert("unit_code".to_owned(), json!(it.subject.code));
        data.insert("unit".to_owned(), json!(it.subject.called(self.lang)));
        data.insert("indicator".to_owned(), json!(self.state.plan.program.indicator(it.indicator).name));
        data.extend(number::data(&row.number));
        data.insert("supplied".to_owned(), super::answer::whole(it.numbers.supplied));
        if row.judged {
            data.insert("quota".to_owned(), json!(it.goal.amount.map(super::json::fraction)));
            data.insert("verdict".to_owned(), json!(it.verdict));
            data.insert("waits_on".to_owned(), json!(it.waits_on));
        }
        data.insert("from".to_owned(), json!(it.period.from));
        data.insert("to".to_owned(), json!(it.period.to));
        data.insert("citation".to_owned(), json!(self.state.plan.program.citation(it.provision, self.lang)));
        Json::Object(data)
    }

    /// Rows as a table.
    fn rows(&self, rows: &[Row]) -> Sheet {
        let lang = self.lang;
        let judged = rows.iter().any(|it| it.judged);
        let varies = |key: &dyn Fn(&Row) -> String| rows.windows(2).any(|it| matches!(it, [a, b] if key(a) != key(b)));
        let days = varies(&|it| self.days(&it.result));
        let procedures = rows.iter().any(|it| it.result.subject.procedure.is_some());
        let indicators = varies(&|it| it.result.indicator.0.to_string());
        let mut columns = vec![self.column("unit_code", "Đơn vị", "Unit")];
        columns.extend(procedures.then(|| self.column("procedure", "Thủ tục", "Procedure")));
        columns.extend(indicators.then(|| self.column("indicator", "Chỉ số", "Indicator")));
        columns.extend(days.then(|| self.column("days", "Các ngày", "Days")));
        columns.push(self.column("value", "Giá trị", "Value"));
        if judged {
            columns.push(self.column("quota", "Chỉ tiêu", "Quota"));
            columns.push(self.column("verdict", "Kết quả", "Verdict"));
        } else {
            columns.push(self.column("supplied", "Cung cấp", "Supplied"));
        }
        columns.push(self.column("citation", "Căn cứ", "Provision"));
        let program = &self.state.plan.program;
        let cells = |row: &Row| {
            let it = &row.result;
            let mut cells = vec![Cell::named(it.subject.called(lang), it.subject.code.clone())];
            cells.extend(procedures.then(|| Cell::text(it.subject.procedure.clone().unwrap_or_default())));
            cells.extend(indicators.then(|| Cell::text(program.indicator(it.indicator).name.clone())));
            cells.extend(
                days.then(|| Cell::named(self.days(it), format!("{}..{}", it.period.from.iso(), it.period.to.iso()))),
            );
            cells.push(Cell::number(self.words.number(&row.number), number::exact_json(&row.number.known)));
            if judged {
                let quota = it.goal.amount.map(super::json::fraction);
                let shown = it.goal.amount.map(|number| {
                    let number = amount(number, it.goal.form, lang);
                    format!("{} {number}", it.goal.comparator.sign())
                });
                cells.push(shown.map_or_else(Cell::none, |shown| Cell::number(shown, json!(quota))));
                cells.push(Cell::named(words::verdict(it.verdict, lang), json!(it.verdict)));
            } else {
                cells.push(Cell::count(it.numbers.supplied, lang));
            }
            cells.push(Cell::text(program.citation_of(it.provision, it.cell, lang)));
            cells
        };
        Sheet { columns, rows: rows.iter().map(cells).collect(), ..Sheet::default() }
    }

    /// Units with their results, and how many they are.
    fn units(&self, units: &[UnitId], rows: &[Row]) -> Sheet {
        let lang = self.lang;
        let held = |unit: &UnitId| rows.iter().any(|it| it.result.subject.unit == Some(*unit));
        let mut sheet = self.rows(rows);
        if rows.is_empty() {
            sheet.columns = vec![self.column("unit_code", "Đơn vị", "Unit"), self.column("code", "Mã", "Code")];
        }
        for unit in units.iter().filter(|it| !held(it)) {
            let unit = self.state.plan.world.units.get(*unit);
            let name = unit.on(self.state.env.period.from).name.clone();
            let mut cells = vec![Cell::named(name, unit.code.clone())];
            if rows.is_empty() {
                cells.push(Cell::text(unit.code.clone()));
            }
            cells.resize(sheet.columns.len(), Cell::none());
            sheet.rows.push(cells);
        }
        let number = count(units.len() as u128, lang);
        let plural = if units.len() == 1 { "unit" } else { "units" };
        sheet.notes.push(lang.pick(format!("{number} đơn vị"), format!("{number} {plural}")));
        sheet
    }

    fn quotas(&self, rows: &[Row]) -> Sheet {
        let (lang, program) = (self.lang, &self.state.plan.program);
        let columns = vec![
            self.column("unit_code", "Đơn vị", "Unit"),
            self.column("indicator", "Chỉ số", "Indicator"),
            self.column("quota", "Chỉ tiêu", "Quota"),
            self.column("days", "Các ngày", "Days"),
            self.column("citation", "Căn cứ", "Provision"),
        ];
        let cells = |row: &Row| {
            let it = &row.result;
            let shown = match it.goal.amount {
                Some(number) => {
                    let (force, sign) = (words::force(it.force, lang), words::comparator(it.goal.comparator, lang));
                    format!("{force} {sign} {}", amount(number, it.goal.form, lang))
                }
                None => lang.pick("chưa rõ", "unknown").to_owned(),
            };
            vec![
                Cell::named(it.subject.called(lang), it.subject.code.clone()),
                Cell::text(program.indicator(it.indicator).name.clone()),
                Cell::named(shown, json!(it.goal.amount.map(super::json::fraction))),
                Cell::named(self.days(it), format!("{}..{}", it.period.from.iso(), it.period.to.iso())),
                Cell::text(program.citation_of(it.provision, it.cell, lang)),
            ]
        };
        Sheet { columns, rows: rows.iter().map(cells).collect(), ..Sheet::default() }
    }

    fn day(&self, day: &DayKnown) -> Answer {
        let data = json!({
            "first": day.first, "last": day.last, "value": (day.first == day.last).then(|| day.first.iso()),
            "waits_on": day.waits,
        });
        Answer::says(self.words.day(day), data)
    }

    fn truth(&self, truth: &Truth) -> Answer {
        let lang = self.lang;
        let [left, right] = truth.sides.as_ref();
        let (one, two) = (self.side(left, right), self.side(right, left));
        let word = match truth.holds {
            Some(true) => lang.pick("đúng", "true"),
            Some(false) => lang.pick("sai", "false"),
            None => lang.pick("chưa xác định", "undecided"),
        };
        let sign = truth.comparator.sign();
        let text =
            lang.pick(format!("{word}: {one}, so với {sign} {two}"), format!("{word}: {one}, against {sign} {two}"));
        let known = |it: &Is| match it {
            Is::Number(it) => number::exact_json(&it.known),
            Is::Day(it) if it.first == it.last => json!(it.first),
            _ => Json::Null,
        };
        let data = json!({
            "value": truth.holds, "comparator": truth.comparator, "left": known(left), "right": known(right),
        });
        Answer::says(text, data)
    }

    /// A side of a comparison; rounded so that it does not cross the other.
    fn side(&self, side: &Is, other: &Is) -> String {
        match (side, other) {
            (Is::Number(number), Is::Number(Number { known: Known::Exactly(other), .. })) => {
                let near = number::small(other).or(number.near);
                self.words.number(&Number { near, ..number.clone() })
            }
            (Is::Number(number), _) => self.words.number(number),
            (Is::Day(day), _) => self.words.day(day),
            _ => String::new(),
        }
    }

    fn defined(&self, defined: &Defined) -> Answer {
        let lang = self.lang;
        let mut data: Map<String, Json> = Map::new();
        data.insert("what".to_owned(), json!(defined.title.get(lang)));
        let mut text = format!("{}\n", defined.title.get(lang));
        for it in &defined.lines {
            let said: &Say = &it.text;
            let about = it.about.get(lang);
            let gap = if about.is_empty() { "" } else { ": " };
            let shown = said.get(lang).replace('\n', "\n  ");
            text += &format!("  {about}{gap}{shown}\n");
            let held = data.entry(it.key).or_insert_with(|| json!([]));
            if let Json::Array(list) = held {
                list.push(json!(if about.is_empty() {
                    said.get(lang).to_owned()
                } else {
                    format!("{about}: {}", said.get(lang))
                }));
            }
        }
        Answer::says(text, Json::Object(data))
    }
}
