//! What should be known beside the results.

use std::collections::{BTreeMap, BTreeSet};

use super::count::Index;
use super::env::Env;
use super::grid::Rules;
use super::outcome::{Result, results};
use super::score::{Scores, scores};
use super::subjects::{grain, subjects};
use super::truth::Lack;
use super::verdict::{Goal, judge, percent_text, quota_text};
use crate::check::program::{Form, Fraction, ReadingId};
use crate::data::Tally;
use crate::lang::{Lang, Say, say};
use crate::plan::Plan;
use crate::syntax::ast::ColumnForm;
use crate::term::{Comparator, Noun, Verdict};
use crate::world::UnitId;

/// A warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Stable for ever.
    pub code: &'static str,
    /// What it says.
    pub message: Say,
}

/// All warnings of an evaluation.
pub fn warnings(plan: &Plan, tally: &Tally, index: &Index, env: &Env, held: &[Result]) -> Vec<Warning> {
    let mut out = Vec::new();
    out.extend(unknown_units(tally));
    out.extend(tally.shifted.map(|it| Warning { code: "CT1327", message: it.say() }));
    for id in 0..plan.program.readings.len() {
        out.extend(other_choices(plan, index, env, held, ReadingId(id as u32)));
    }
    out.extend(nothing_supplied(tally));
    out.extend(not_computable(plan, held));
    out.extend(precounted(held));
    out.extend(rounding_decides(held));
    out.extend(later_than_as_of(index, env));
    out.extend(short_of_the_whole(plan, env, held));
    out.extend(super::ended::warnings(plan, tally, index, env));
    out.extend(super::ended::after_who_answers(plan, index, env));
    out.extend(super::ended::outside_pools(plan, index, env));
    out.extend(outside_the_text(plan));
    out
}

/// Codes that the register lacks.
fn unknown_units(tally: &Tally) -> Option<Warning> {
    let mut codes: BTreeMap<&str, u128> = BTreeMap::new();
    for (at, unit) in tally.units.iter().enumerate().filter(|it| it.1.unit.is_none()) {
        let once = |facet: u16| tally.facets.get(facet as usize).is_none_or(|it| it.speaks_of(0));
        let cells = tally.cells_of(at as u32).filter(|it| once(it.facet));
        *codes.entry(unit.code.as_str()).or_default() += cells.map(|it| u128::from(it.dossiers)).sum::<u128>();
    }
    if codes.is_empty() {
        return None;
    }
    let number: u128 = codes.values().sum();
    let list = codes.iter().map(|it| format!("{} ({})", it.0, it.1)).collect::<Vec<_>>().join(", ");
    let message = say!(
        "{number} hồ sơ mang mã đơn vị không có trong sổ: {list}",
        "{number} dossiers carry unit codes that the register lacks: {list}"
    );
    Some(Warning { code: "CT0911", message })
}

/// Units of which no more are named.
const SHOWN: usize = 5;

/// Verdicts that another choice of a reading would change.
fn other_choices(plan: &Plan, index: &Index, env: &Env, held: &[Result], id: ReadingId) -> Vec<Warning> {
    let reading = plan.program.reading(id);
    let Some(chosen) = env.reading(id) else { return Vec::new() };
    if !plan.quotas.iter().any(|it| Rules::of(plan, it, &[]).readings.contains(&id)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (place, choice) in reading.choices.iter().enumerate().filter(|it| it.0 != chosen) {
        let other = results(plan, index, &env.with_reading(id, place), &|_| true, &mut Vec::new());
        let key = |it: &Result| (it.quota, it.provision, it.subject.unit, it.subject.procedure.clone(), it.period);
        let verdicts: BTreeMap<_, _> = other.iter().map(|it| (key(it), it.verdict)).collect();
        let flipped: Vec<&Result> = held.iter().filter(|it| verdicts.get(&key(it)) != Some(&it.verdict)).collect();
        if flipped.is_empty() {
            continue;
        }
        let number = flipped.len();
        let mut names: Vec<&str> = flipped.iter().take(SHOWN).map(|it| it.subject.name.as_str()).collect();
        if number > SHOWN {
            names.push("…");
        }
        let (reading, choice, names) = (&reading.name, &choice.name, names.join(", "));
        let message = say!(
            "nếu `{reading}` hiểu là `{choice}` thì {number} kết quả khác đi: {names}",
            "if `{reading}` is read as `{choice}`, {number} results change: {names}"
        );
        out.push(Warning { code: "CT0912", message });
    }
    out
}

/// No counts at all.
fn nothing_supplied(tally: &Tally) -> Option<Warning> {
    let message = if tally.files.is_empty() {
        say!("chưa có số liệu nào: thêm `--data`", "no counts were supplied: add `--data`")
    } else {
        say!("số liệu không có dòng nào dưới dòng tên cột", "the counts have no row below the names of the columns")
    };
    (tally.cells.is_empty() && tally.bad.is_empty() && tally.values.is_empty())
        .then_some(Warning { code: "CT0916", message })
}

/// What the input lacks, where that keeps results from being computed.
fn not_computable(plan: &Plan, held: &[Result]) -> Option<Warning> {
    let failed: Vec<&Result> = held.iter().filter(|it| it.verdict == Verdict::NotComputable).collect();
    let lacks: BTreeSet<Lack> = failed.iter().flat_map(|it| it.numbers.lacks.iter().copied()).collect();
    if lacks.is_empty() {
        return None;
    }
    let number = failed.len();
    let list = |lang| lacks.iter().map(|it| lack(plan, *it, lang)).collect::<Vec<_>>().join(", ");
    let (vi, en) = (list(Lang::Vi), list(Lang::En));
    Some(Warning {
        code: "CT0917",
        message: say!(
            "{number} kết quả không tính được vì số liệu không cho biết: {vi}",
            "{number} results are not computable, the input does not say: {en}"
        ),
    })
}

/// What an input lacks, in words.
pub fn lack(plan: &Plan, lack: Lack, lang: Lang) -> String {
    let column = |it: &crate::check::program::Column| it.title.clone().unwrap_or_else(|| it.name.clone());
    let (vi, en) = match lack {
        Lack::Column(id) => return column(plan.program.column(id)),
        Lack::Fact(64) => ("hoàn toàn trực tuyến", "fully online"),
        Lack::Fact(it) if it > 64 => {
            let marks =
                plan.program.columns.iter().filter(|it| it.of == Noun::Dossiers && it.form == ColumnForm::YesNo);
            let found = marks.into_iter().find(|mark| crate::data::mark_dimension(mark.mark) == it);
            return found.map(column).unwrap_or_default();
        }
        Lack::Steps => (
            "kết quả nào là của đơn vị, khi mỗi tháng, quý hay thủ tục một kết quả",
            "which verdict is the unit's, where each month, quarter or procedure has one",
        ),
        Lack::Offered => ("đơn vị nào cung cấp thủ tục", "which units offer a procedure"),
        Lack::Fact(1) => ("kênh", "channel"),
        Lack::Fact(2) => ("mức độ", "service level"),
        Lack::Fact(4) => ("ngày hẹn trả và kết quả giải quyết", "due date and outcome"),
        Lack::Fact(8) => ("thanh toán trực tuyến", "online payment"),
        Lack::Fact(16) => ("số hóa", "digitisation"),
        Lack::Fact(_) => ("kết quả điện tử", "electronic result"),
        Lack::Competence => ("thẩm quyền của thủ tục", "competence of the procedure"),
        Lack::Date => ("ngày mà chỉ số tính theo", "the date that the indicator counts by"),
        Lack::Publication => ("ngày công bố thủ tục", "date of publication of the procedure"),
        Lack::Procedure => ("thủ tục", "procedure"),
        Lack::Single => {
            ("từng hồ sơ (số liệu tính sẵn không được nhận)", "single dossiers (pre-counted figures are refused)")
        }
    };
    lang.pick(vi, en).to_owned()
}

/// Results over counts that were made before.
fn precounted(held: &[Result]) -> Option<Warning> {
    let number = held.iter().filter(|it| it.precounted).count();
    let message = say!(
        "{number} kết quả dựa trên số liệu tính sẵn: không kiểm tra được thủ tục và ngày của từng hồ sơ",
        "{number} results rest on pre-counted figures: procedures and days of dossiers cannot be checked"
    );
    (number > 0).then_some(Warning { code: "CT0913", message })
}

/// Verdicts that a declared rounding makes.
fn rounding_decides(held: &[Result]) -> Option<Warning> {
    let exact = |it: &&Result| {
        let goal = Goal { rounding: None, ..it.goal };
        it.goal.rounding.is_some() && it.as_if.is_none() && judge(&goal, &it.numbers) != judge(&it.goal, &it.numbers)
    };
    let made: Vec<&str> = held.iter().filter(exact).map(|it| it.subject.name.as_str()).collect();
    if made.is_empty() {
        return None;
    }
    let (number, names) = (made.len(), made.join(", "));
    let message = say!(
        "{number} kết quả sẽ khác nếu không làm tròn: {names}",
        "{number} results would differ without the rounding: {names}"
    );
    Some(Warning { code: "CT0915", message })
}

/// Counts of days after the one as of which is asked.
fn later_than_as_of(index: &Index, env: &Env) -> Option<Warning> {
    let as_of = env.as_of?;
    let last = index.days()?.to;
    let (day, last_day) = (as_of.vi(), last.vi());
    let message = say!(
        "tính đến ngày {day} nhưng số liệu có đến ngày {last_day}; hồ sơ của những ngày sau vẫn được tính",
        "as of {day}, but the counts reach to {last_day}; dossiers of later days are counted all the same"
    );
    (last > as_of).then_some(Warning { code: "CT0919", message })
}

/// Quotas that, each just reached, would leave the units together short of what the decision above wants of all of them.
fn short_of_the_whole(plan: &Plan, env: &Env, held: &[Result]) -> Vec<Warning> {
    let Some(above) = plan.under.as_deref() else { return Vec::new() };
    let readings: Vec<usize> = above.program.readings.iter().map(|it| it.default.unwrap_or_default()).collect();
    let mut out = Vec::new();
    for (at, quota) in above.quotas.iter().enumerate() {
        let grain = grain(above, quota, &readings);
        let together = grain.pooled.is_some() || grain.with_subordinates;
        let floor = matches!(quota.comparator, Comparator::AtLeast | Comparator::Above);
        let Some(wanted) = quota.amount.filter(|_| together && floor && matches!(quota.form, Form::Share(_))) else {
            continue;
        };
        let indicator = crate::text::key(&above.program.indicator(quota.indicator).name);
        let of_indicator = |it: &&Result| crate::text::key(&plan.program.indicator(it.indicator).name) == indicator;
        for subject in subjects(above, at, quota, &readings, env.period, grain, &|_| true) {
            let codes: Vec<&str> = subject.members.iter().map(|it| above.world.units.get(*it).code.as_str()).collect();
            let own = held.iter().filter(of_indicator).filter(|it| codes.contains(&it.subject.code.as_str()));
            let mut reached = (Fraction::from_integer(0), 0i128);
            for it in own {
                let whole = i128::try_from(it.numbers.denominator).unwrap_or_default();
                // In an average each unit with dossiers counts alike.
                let whole = if grain.averaged { whole.min(1) } else { whole };
                reached.0 += it.goal.amount.unwrap_or_default() * Fraction::from_integer(whole);
                reached.1 += whole;
            }
            if reached.1 == 0 || reached.0 >= wanted * Fraction::from_integer(reached.1) {
                continue;
            }
            let value = reached.0 / Fraction::from_integer(reached.1);
            let text =
                percent_text(&(*value.numer()).into(), &(*value.denom()).into(), Some(wanted)).unwrap_or_default();
            let (vi, cited) = (text.replace('.', ","), above.program.cite(quota.provision));
            let wanted = quota_text(wanted);
            let (name, wanted_vi) = (&subject.name, wanted.replace('.', ","));
            let message = Say {
                vi: format!(
                    "nếu các đơn vị chỉ đạt đúng chỉ tiêu thì {name} được {vi}%, thấp hơn {wanted_vi}% theo {}",
                    cited.vi
                ),
                en: format!(
                    "if the units just reach their quotas, {name} has {text}%, below {wanted}% of {}",
                    cited.en
                ),
            };
            out.push(Warning { code: "CT0918", message });
        }
    }
    out
}

/// What the writer of the rule file added to the text.
fn outside_the_text(plan: &Plan) -> Vec<Warning> {
    let program = &plan.program;
    let outside = |it| program.path(it).any(|it| program.provision(it).outside);
    let mut out = Vec::new();
    let mut add = |message: Say| out.push(Warning { code: "CT0914", message });
    for exclusion in program.exclusions.iter().filter(|it| outside(it.provision)) {
        let why = &exclusion.because;
        let what = words(plan, exclusion.span);
        add(say!("ngoài văn bản: {what}; vì: {why}", "outside the text: {what}; because: {why}"));
    }
    let spans = program.windows.iter().map(|it| (it.provision, it.span));
    let spans = spans.chain(program.scopes.iter().map(|it| (it.provision, it.span)));
    let spans = spans.chain(program.quotas.iter().map(|it| (it.provision, it.span)));
    for (_, span) in spans.filter(|it| outside(it.0)) {
        let what = words(plan, span);
        add(say!("ngoài văn bản: {what}", "outside the text: {what}"));
    }
    out
}

/// Grades and ranks that another choice of a reading would change.
pub fn other_grades(plan: &Plan, index: &Index, env: &Env, held: &Scores) -> Vec<Warning> {
    if held.grades.is_empty() && held.rankings.is_empty() {
        return Vec::new();
    }
    // Who is not ranked has no rank.
    let ranks = |it: &Scores| -> BTreeMap<(usize, UnitId), usize> {
        it.rankings.iter().flat_map(|it| it.places.iter().map(|place| ((it.ranking, place.unit), place.rank))).collect()
    };
    let held_ranks = ranks(held);
    let mut out = Vec::new();
    for (id, reading) in plan.program.readings.iter().enumerate().map(|it| (ReadingId(it.0 as u32), it.1)) {
        let Some(chosen) = env.reading(id) else { continue };
        for (place, choice) in reading.choices.iter().enumerate().filter(|it| it.0 != chosen) {
            let other = scores(plan, index, &env.with_reading(id, place), &mut Vec::new());
            let other_ranks = ranks(&other);
            let mut flipped: BTreeSet<UnitId> = BTreeSet::new();
            let grades = held.grades.keys().chain(other.grades.keys());
            flipped.extend(grades.filter(|it| held.grades.get(it) != other.grades.get(it)).map(|it| it.1));
            let places = held_ranks.keys().chain(other_ranks.keys());
            flipped.extend(places.filter(|it| held_ranks.get(it) != other_ranks.get(it)).map(|it| it.1));
            if flipped.is_empty() {
                continue;
            }
            let (number, names) = (flipped.len(), names(plan, env, &flipped));
            let (reading, choice) = (&reading.name, &choice.name);
            let message = say!(
                "nếu `{reading}` hiểu là `{choice}` thì xếp loại hoặc hạng của {number} đơn vị khác đi: {names}",
                "if `{reading}` is read as `{choice}`, the grades or ranks of {number} units change: {names}"
            );
            out.push(Warning { code: "CT0946", message });
        }
    }
    out
}

/// The names of some units, of many only the first.
fn names(plan: &Plan, env: &Env, units: &BTreeSet<UnitId>) -> String {
    let of = |it: &UnitId| plan.world.units.get(*it).on(env.period.to).name.clone();
    let mut names: Vec<String> = units.iter().take(SHOWN).map(of).collect();
    if units.len() > SHOWN {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// Units that scores leave out.
pub fn of_scores(plan: &Plan, env: &Env, scores: &Scores) -> Vec<Warning> {
    let names = |units: &BTreeSet<UnitId>| names(plan, env, units);
    let mut out = Vec::new();
    for (of, units) in &scores.left_out {
        let (number, of, names) = (units.len(), of.name(&plan.program), names(units));
        let message = say!(
            "khi so các đơn vị theo `{of}`, {number} đơn vị không có giá trị nên không được xét: {names}",
            "in looks at the peers by `{of}`, {number} units without a value are left out: {names}"
        );
        out.push(Warning { code: "CT0941", message });
    }
    for (of, units) in &scores.ungraded {
        let (number, of, names) = (units.len(), of.name(&plan.program), names(units));
        let message = say!(
            "{number} đơn vị được chấm `{of}` mà không có bảng bậc nào để xếp loại: {names}",
            "{number} units are scored by `{of}` and have no ladder to be graded by: {names}"
        );
        out.push(Warning { code: "CT0942", message });
    }
    if !scores.precounted.is_empty() {
        let (number, names) = (scores.precounted.len(), names(&scores.precounted));
        let message = say!(
            "điểm của {number} đơn vị dựa trên số liệu tính sẵn: {names}",
            "the scores of {number} units rest on pre-counted figures: {names}"
        );
        out.push(Warning { code: "CT0945", message });
    }
    out
}

/// The words of a statement, on one line; of an exclusion without its reason.
pub fn words(plan: &Plan, span: crate::source::Span) -> String {
    let text = crate::text::nfc(plan.program.sources.slice(span));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let because = [Lang::Vi.pick(" vì ", " because "), " because "];
    let end = because.iter().filter_map(|it| text.rfind(it)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(&text).to_owned()
}
