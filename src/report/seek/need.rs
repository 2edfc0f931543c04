//! What is needed.

use serde_json::{Value, json};

use super::{column, data, first_cells, first_columns, head, maybe, sides, since};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::report::{Answer, Cell, Sheet, answer_whole, count};
use crate::seek::{Move, Need, Span, Who, Why};
use crate::term::Comparator;

/// What each of some results needs: of one unit in sentences, of several as a table with its sum.
pub fn need(plan: &Plan, needs: &[Need], who: &Who, lang: Lang) -> Answer {
    match who {
        Who::Many(_, words) => table(plan, needs, words, lang),
        _ => needs.iter().fold(Answer::default(), |answer, it| answer.and(one(plan, it, lang))),
    }
}

/// What one result needs.
fn one(plan: &Plan, need: &Need, lang: Lang) -> Answer {
    let answer = Answer::says(sentence(plan, need, lang), values(plan, need, lang));
    if need.alone.is_empty() { answer } else { answer.with(alone(plan, need, lang)) }
}

fn is_ceiling(need: &Need) -> bool {
    matches!(need.result.goal.comparator, Comparator::AtMost | Comparator::Below)
}

/// The moves that bring a missed quota nearer.
fn helping(need: &Need) -> &'static [Move] {
    match need.result.goal.comparator {
        Comparator::AtLeast | Comparator::Above => &[Move::Join, Move::Convert],
        Comparator::AtMost | Comparator::Below => &[Move::Lose, Move::Dilute],
        Comparator::Exactly => &Move::ALL,
    }
}

/// The moves that a reached quota bears up to a number.
fn hurting(need: &Need) -> &'static [Move] {
    match need.result.goal.comparator {
        Comparator::AtLeast | Comparator::Above => &[Move::Dilute, Move::Lose],
        Comparator::AtMost | Comparator::Below => &[Move::Join, Move::Convert],
        Comparator::Exactly => &Move::ALL,
    }
}

/// How many dossiers one way takes, if it leads there.
fn first(need: &Need, way: Move) -> Option<u128> {
    let reached = need.reached?;
    need.ways.get(way).filter(|_| !reached).map(|it| it.first)
}

/// How many dossiers one way a reached quota still bears.
fn bears(need: &Need, way: Move) -> Option<u128> {
    need.ways.get(way).filter(|_| need.reached == Some(true))?.last
}

/// Dossiers for each working day that is left, rounded up.
fn per_day(need: &Need) -> Option<u128> {
    let days = u128::from(need.left.left);
    let wanted = first(need, if is_ceiling(need) { Move::Dilute } else { Move::Join })?;
    if days == 0 || need.left.is_closed() { None } else { Some(wanted.div_ceil(days)) }
}

fn values(plan: &Plan, need: &Need, lang: Lang) -> Value {
    let mut out = data(plan, &need.result, lang);
    let number = |it: Option<u128>| it.map_or(Value::Null, answer_whole);
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("reached", json!(need.reached));
    for (way, key) in
        [(Move::Join, "more"), (Move::Convert, "converted"), (Move::Dilute, "more_outside"), (Move::Lose, "fewer")]
    {
        put(key, number(first(need, way)));
    }
    for (way, key) in [
        (Move::Join, "bears_more"),
        (Move::Convert, "bears_converted"),
        (Move::Dilute, "bears_more_outside"),
        (Move::Lose, "bears_fewer"),
    ] {
        put(key, number(bears(need, way)));
    }
    put("since", json!(need.left.since.day()));
    put("until", json!(need.left.window.to));
    put("closed", json!(need.left.is_closed()));
    put("working_days_left", json!(need.left.left));
    put("per_working_day", number(per_day(need)));
    Value::Object(out)
}

fn sentence(plan: &Plan, need: &Need, lang: Lang) -> String {
    let result = &need.result;
    let mut out = head(plan, result, lang);
    let mut line = |text: String| out += &format!("  {text}\n");
    if let Some(why) = need.why {
        line(unanswered(need, why, lang));
        return out;
    }
    let words = sides(plan, result, lang);
    match need.reached {
        Some(false) => {
            let mut found = false;
            for way in helping(need) {
                if let Some(it) = first(need, *way).filter(|it| *it > 0) {
                    line(wanted(*way, it, need, &words, found, lang));
                    found = true;
                } else if result.goal.comparator != Comparator::Exactly
                    && let Some(it) = impossible(*way, need, &words, lang)
                {
                    line(it);
                }
            }
            if !found && result.goal.comparator == Comparator::Exactly {
                line(
                    lang.pick(
                        "Không số hồ sơ nào làm cho con số đúng bằng chỉ tiêu",
                        "No number of dossiers makes it exactly the quota",
                    )
                    .to_owned(),
                );
            }
            line(days(need, &words, lang));
        }
        _ => {
            let borne: Vec<(Move, u128)> =
                hurting(need).iter().filter_map(|it| bears(need, *it).map(|n| (*it, n))).collect();
            for (way, number) in borne.into_iter().filter(|it| it.1 > 0 || matches!(it.0, Move::Join | Move::Dilute)) {
                line(slack(way, number, &words, lang));
            }
        }
    }
    out
}

fn unanswered(need: &Need, why: Why, lang: Lang) -> String {
    let result = &need.result;
    match why {
        Why::NotComputable => lang
            .pick("Số liệu thiếu điều quy tắc hỏi, nên không tính được", "The counts lack what the rule asks for")
            .to_owned(),
        Why::NoDossiers => lang
            .pick("Không có hồ sơ nào được tính nên không thiếu gì", "No dossier is counted, so none is missing")
            .to_owned(),
        Why::Waits => {
            let waits = result.waits_on.join(", ");
            lang.pick(format!("Còn chờ {waits}"), format!("It waits on {waits}"))
        }
        Why::NotDossiers => {
            let most = result.needed_online.or(result.needed_converted).filter(|it| *it > 0);
            match most {
                Some(it) => {
                    let it = count(it, lang);
                    lang.pick(format!("Còn thiếu {it}"), format!("{it} more are needed"))
                }
                None if need.reached == Some(true) => lang.pick("Đã đạt", "It is reached").to_owned(),
                None => lang
                    .pick(
                        "Chỉ tiêu này không tính trên hồ sơ, nên không đổi ra số hồ sơ được",
                        "This quota does not count dossiers, so nothing can be said in dossiers",
                    )
                    .to_owned(),
            }
        }
    }
}

fn wanted(way: Move, number: u128, need: &Need, words: &super::Sides, again: bool, lang: Lang) -> String {
    let (good, bad) = (&words.good, &words.bad);
    let numbers = &need.result.numbers;
    let above = u128::try_from(numbers.numerator).unwrap_or_default();
    let (inside, outside) = (count(above, lang), count(numbers.denominator.saturating_sub(above), lang));
    let n = count(number, lang);
    let text = match way {
        Move::Join => lang.pick(format!("cần thêm {n} {good}"), format!("{n} more {good} are needed")),
        Move::Convert => lang.pick(
            format!("chuyển {n} trong {outside} {bad} đã có thành {good}"),
            format!("{n} of the present {outside} {bad} converted to {good}"),
        ),
        Move::Dilute => lang.pick(format!("cần thêm {n} {bad}"), format!("{n} more {bad} are needed")),
        Move::Lose => lang
            .pick(format!("bớt {n} trong {inside} {good} đã có"), format!("{n} fewer of the present {inside} {good}")),
    };
    if again { lang.pick(format!("hoặc {text}"), format!("or {text}")) } else { capital(&text) }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

/// Why a way does not lead there.
fn impossible(way: Move, need: &Need, words: &super::Sides, lang: Lang) -> Option<String> {
    if need.ways.get(way).is_some() || need.result.numbers.mean.is_some() {
        return None;
    }
    let (good, bad) = (&words.good, &words.bad);
    let numbers = &need.result.numbers;
    let above = u128::try_from(numbers.numerator).unwrap_or_default();
    let outside = count(numbers.denominator.saturating_sub(above), lang);
    match way {
        Move::Join => Some(lang.pick(
            format!("Thêm bao nhiêu {good} cũng không đủ: đã tính {outside} {bad}"),
            format!("No number of further {good} is enough: {outside} {bad} already count"),
        )),
        Move::Convert if numbers.denominator > 0 && need.result.goal.form.divides() => Some(lang.pick(
            format!("Chuyển hết {outside} {bad} đã có cũng không đủ"),
            format!("Converting all {outside} present {bad} is not enough"),
        )),
        _ => None,
    }
}

fn slack(way: Move, number: u128, words: &super::Sides, lang: Lang) -> String {
    let (good, bad) = (&words.good, &words.bad);
    let (n, more) = (count(number, lang), count(number.saturating_add(1), lang));
    match way {
        Move::Join | Move::Dilute if number == 0 => {
            let which = if way == Move::Join { good } else { bad };
            lang.pick(format!("Thêm một {which} là không đạt nữa"), format!("One more of the {which} and it is missed"))
        }
        Move::Join | Move::Dilute => {
            let which = if way == Move::Join { good } else { bad };
            lang.pick(
                format!("Chịu được thêm {n} {which}; thêm {more} thì không đạt nữa"),
                format!("It bears {n} more {which}; with {more} it is missed"),
            )
        }
        Move::Lose => {
            lang.pick(format!("Chịu được {n} {good} thành {bad}"), format!("It bears that {n} {good} become {bad}"))
        }
        Move::Convert => {
            lang.pick(format!("Chịu được {n} {bad} thành {good}"), format!("It bears that {n} {bad} become {good}"))
        }
    }
}

fn days(need: &Need, words: &super::Sides, lang: Lang) -> String {
    let left = &need.left;
    let (to, since) = (left.window.to.vi(), since(left, lang));
    if left.is_closed() {
        return lang.pick(
            format!("Nhưng kỳ tính đã hết ngày {to} ({since}): không hồ sơ nào vào thêm được nữa, các số trên là số lẽ ra phải có"),
            format!("But the window closed on {to} ({since}): no dossier can come in any more, and the numbers are what it would have taken"),
        );
    }
    let days = count(left.left.into(), lang);
    let head = lang.pick(
        format!("Còn {days} ngày làm việc đến hết {to} ({since})"),
        format!("{days} working days are left until {to} ({since})"),
    );
    let which = if is_ceiling(need) { &words.bad } else { &words.good };
    match per_day(need) {
        Some(it) => {
            let it = count(it, lang);
            head + &lang.pick(
                format!(": mỗi ngày thêm {it} {which}, làm tròn lên"),
                format!(": {it} more {which} a day, rounded up"),
            )
        }
        None => head,
    }
}

/// Each unit of an average, if it alone changed.
fn alone(plan: &Plan, need: &Need, lang: Lang) -> Sheet {
    let result = &need.result;
    let row = |it: &crate::seek::Alone| {
        let unit = plan.world.units.get(it.unit);
        let first = |it: &Option<Span>| it.as_ref().map(|it| it.first);
        vec![
            Cell::named(unit.on(result.period.to).name.clone(), unit.code.clone()),
            Cell::number(crate::report::whole(it.numbers.numerator, lang), it.numbers.numerator.to_string()),
            Cell::count(it.numbers.denominator, lang),
            maybe(first(&it.ways.join), lang),
            maybe(first(&it.ways.convert), lang),
        ]
    };
    Sheet {
        title: lang
            .pick("Nếu chỉ một đơn vị thay đổi, đơn vị ấy cần", "If one unit alone changes, it needs")
            .to_owned(),
        columns: vec![
            column("unit", "Đơn vị", "Unit", lang),
            column("count", "Đếm", "Count", lang),
            column("of", "Trên", "Of", lang),
            column("more", "Thêm", "More", lang),
            column("converted", "Chuyển", "Converted", lang),
        ],
        rows: need.alone.iter().map(row).collect(),
        notes: Vec::new(),
        hidden: Vec::new(),
    }
}

fn table(plan: &Plan, needs: &[Need], words: &str, lang: Lang) -> Answer {
    let row = |it: &Need| {
        let (more, converted) = if is_ceiling(it) { (Move::Dilute, Move::Lose) } else { (Move::Join, Move::Convert) };
        let slack = if is_ceiling(it) { Move::Join } else { Move::Dilute };
        let mut cells = first_cells(plan, &it.result, lang);
        cells.push(super::verdict(it.result.verdict, lang));
        cells.push(maybe(first(it, more), lang));
        cells.push(maybe(first(it, converted), lang));
        cells.push(maybe(bears(it, slack), lang));
        cells.push(maybe(per_day(it), lang));
        cells
    };
    let mut columns = first_columns(lang);
    columns.extend([
        column("verdict", "Kết quả", "Verdict", lang),
        column("more", "Thêm", "More", lang),
        column("converted", "Chuyển", "Converted", lang),
        column("bears", "Chịu", "Bears", lang),
        column("per_working_day", "Ngày", "A day", lang),
    ]);
    let title = lang.pick("Cần thêm bao nhiêu", "What is needed");
    let title = if words.is_empty() { title.to_owned() } else { format!("{title} · {words}") };
    let sheet =
        Sheet { title, columns, rows: needs.iter().map(row).collect(), notes: notes(needs, lang), hidden: Vec::new() };
    let answer = sums(plan, needs, lang).into_iter().fold(Answer::sheet(sheet), |it, sum| it.say(sum.0, sum.1));
    let pooled = needs.iter().filter(|it| it.result.subject.pooled);
    pooled.fold(answer, |answer, it| answer.and(one(plan, it, lang)))
}

/// What the units that miss a floor need together, one indicator after the other: the dossiers of one are no others than
/// those of another.
fn sums(plan: &Plan, needs: &[Need], lang: Lang) -> Vec<(String, Value)> {
    let short = |it: &&Need| {
        let floor = matches!(it.result.goal.comparator, Comparator::AtLeast | Comparator::Above);
        floor && !it.result.subject.pooled && it.reached == Some(false) && it.why.is_none()
    };
    let mut indicators: Vec<_> = needs.iter().filter(short).map(|it| it.result.indicator).collect();
    indicators.sort();
    indicators.dedup();
    let sum = |of| {
        let own: Vec<&Need> = needs.iter().filter(short).filter(|it| it.result.indicator == of).collect();
        let all = |way| own.iter().map(|it| first(it, way)).sum::<Option<u128>>();
        let (more, converted) = (all(Move::Join), all(Move::Convert));
        let name = &plan.program.indicator(of).name;
        let rows = count(own.len() as u128, lang);
        let ways = [
            more.map(|it| lang.pick(format!("cần thêm {}", count(it, lang)), format!("{} more", count(it, lang)))),
            converted
                .map(|it| lang.pick(format!("chuyển {}", count(it, lang)), format!("{} converted", count(it, lang)))),
        ];
        let ways: Vec<String> = ways.into_iter().flatten().collect();
        if ways.is_empty() {
            return None;
        }
        let ways = ways.join(lang.pick(", hoặc ", ", or "));
        let text = lang.pick(
            format!("{name}: {rows} dòng còn thiếu, cộng lại {ways}"),
            format!("{name}: the {rows} rows that fall short add up to {ways}"),
        );
        let number = |it: Option<u128>| it.map_or(Value::Null, answer_whole);
        let data = json!({
            "indicator": name, "not_met": own.len(), "more": number(more), "converted": number(converted),
        });
        Some((text, data))
    };
    indicators.into_iter().filter_map(sum).collect()
}

fn notes(needs: &[Need], lang: Lang) -> Vec<String> {
    let mut notes = vec![
        lang.pick(
            "Thêm: hồ sơ phát sinh thêm, đều thuộc tử số (chỉ tiêu tối đa: đều ngoài tử số). Chuyển: hồ sơ đã có \
             đổi bên. Chịu: hồ sơ thêm ở bên bất lợi mà vẫn đạt.",
            "More: further dossiers, all in the numerator (of a ceiling: all outside it). Converted: present dossiers \
             that change sides. Bears: further dossiers on the bad side with which it is still met.",
        )
        .to_owned(),
    ];
    let mut short = needs.iter().filter(|it| it.reached == Some(false));
    if let Some(it) = short.next() {
        let (to, since) = (it.left.window.to.vi(), since(&it.left, lang));
        notes.push(if short.any(|other| other.left.window.to != it.left.window.to) {
            lang.pick(
                format!("Ngày: thêm cho mỗi ngày làm việc còn lại của kỳ tính từng dòng, làm tròn lên; {since}."),
                format!("A day: for each working day that is left of the window of the row, rounded up; {since}."),
            )
        } else if it.left.is_closed() {
            lang.pick(
                format!("Kỳ tính đã hết ngày {to} ({since}): các số trên là số lẽ ra phải có."),
                format!("The window closed on {to} ({since}): the numbers are what it would have taken."),
            )
        } else {
            lang.pick(
                format!("Ngày: thêm cho mỗi ngày làm việc còn lại đến hết {to}, làm tròn lên; {since}."),
                format!("A day: for each working day that is left until {to}, rounded up; {since}."),
            )
        });
    }
    let open = needs.iter().filter(|it| it.why.is_some()).count();
    if open > 0 {
        notes.push(lang.pick(
            format!(
                "{open} dòng không đổi ra số hồ sơ được: không phát sinh, chưa xác định, thiếu số liệu, hoặc không tính trên hồ sơ."
            ),
            format!("Nothing can be said in dossiers of {open} rows: no dossiers, undecided, without counts, or not of dossiers."),
        ));
    }
    notes
}
