//! What it takes to be of a rank or of a grade.

use num_traits::CheckedMul as _;
use serde_json::{Value, json};

use super::{column, maybe};
use crate::check::program::{Form, Fraction};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::report::score::{number, words_of_group};
use crate::report::{Answer, Cell, Sheet, answer_whole, count};
use crate::seek::{Beat, Room, Span, Target, Ways};

/// What a unit of this name lacks.
pub fn beat(plan: &Plan, name: &str, target: &Target, beats: &[Beat], lang: Lang) -> Answer {
    beats.iter().fold(Answer::default(), |answer, it| {
        let answer = answer.say(sentence(plan, name, target, it, lang), values(plan, name, target, it));
        if it.room.is_empty() { answer } else { answer.with(rooms(plan, it, lang)) }
    })
}

fn target_text(target: &Target, lang: Lang) -> String {
    match target {
        Target::Rank(it) => lang.pick(format!("hạng {it}"), format!("rank {it}")),
        Target::Grade(it) => lang.pick(format!("loại “{it}”"), format!("the grade “{it}”")),
    }
}

fn target_value(target: &Target) -> Value {
    match target {
        Target::Rank(it) => json!(it),
        Target::Grade(it) => json!(it),
    }
}

fn text(beat: &Beat, plan: &Plan, value: Fraction, lang: Lang) -> String {
    let form = beat.of.form(&plan.program);
    let near: Vec<Fraction> = beat.value.into_iter().chain(beat.wanted).collect();
    let text = number(value, form, &near, lang);
    if form == Form::Points { lang.pick(format!("{text} điểm"), format!("{text} points")) } else { text }
}

fn sentence(plan: &Plan, name: &str, target: &Target, it: &Beat, lang: Lang) -> String {
    let of = it.of.name(&plan.program);
    let among = match target {
        Target::Rank(_) => {
            let group = plan.program.scoring.rankings.get(it.at).map(|it| words_of_group(plan, it.group));
            group.map_or_else(String::new, |it| lang.pick(format!(" trong {it}"), format!(" among {it}")))
        }
        Target::Grade(_) => String::new(),
    };
    let wanted = target_text(target, lang);
    let Some(value) = it.value else {
        return lang.pick(
            format!("{name} · {of}{among}: không có giá trị nên không xếp được {wanted}\n"),
            format!("{name} · {of}{among}: it has no value, so it cannot have {wanted}\n"),
        );
    };
    let now =
        it.now.as_ref().map_or_else(|| lang.pick("chưa xếp loại", "no grade").to_owned(), |it| target_text(it, lang));
    let shown = text(it, plan, value, lang);
    let mut out =
        lang.pick(format!("{name} · {of}{among}: {shown}, {now}\n"), format!("{name} · {of}{among}: {shown}, {now}\n"));
    if it.is_there() {
        out += &lang.pick(format!("  Đã được {wanted} hoặc hơn\n"), format!("  It has {wanted} or better\n"));
        return out;
    }
    let (Some(least), Some(short)) = (it.wanted, it.short()) else { return out };
    let (least, short) = (text(it, plan, least, lang), gap(it, plan, short, lang));
    let at = if it.less { lang.pick("nhiều nhất", "at most") } else { lang.pick("ít nhất", "at least") };
    out += &lang.pick(
        format!("  Muốn {wanted} phải có {at} {least}; còn cách {short}\n"),
        format!("  For {wanted} it takes {at} {least}; {short} are missing\n"),
    );
    if let Some(ways) = &it.ways {
        out += &format!("  {}\n", dossiers(ways, it.less, lang));
    } else if it.room.is_empty() {
        out += lang.pick("  Không tiêu chí nào còn điểm để thêm\n", "  No criterion has points left to give\n");
    }
    out
}

/// A distance: of shares in percentage points.
fn gap(it: &Beat, plan: &Plan, short: Fraction, lang: Lang) -> String {
    let form = it.of.form(&plan.program);
    if !form.takes_percent() {
        return text(it, plan, short, lang);
    }
    let points = number(
        short.checked_mul(&Fraction::from_integer(100)).unwrap_or(short),
        Form::Points,
        &[Fraction::from_integer(0)],
        lang,
    );
    lang.pick(format!("{points} điểm phần trăm"), format!("{points} percentage points"))
}

fn first(it: &Option<Span>) -> Option<u128> {
    it.as_ref().map(|it| it.first)
}

/// The dossiers of the two ways that lead there.
fn dossiers(ways: &Ways, less: bool, lang: Lang) -> String {
    let (more, changed) =
        if less { (first(&ways.dilute), first(&ways.lose)) } else { (first(&ways.join), first(&ways.convert)) };
    let which = if less {
        lang.pick("ngoài tử số", "outside the numerator")
    } else {
        lang.pick("thuộc tử số", "in the numerator")
    };
    match (more, changed) {
        (Some(more), Some(changed)) => {
            let (more, changed) = (count(more, lang), count(changed, lang));
            lang.pick(
                format!("Cần thêm {more} hồ sơ {which}, hoặc chuyển {changed} hồ sơ đã có"),
                format!("{more} more dossiers {which}, or {changed} present ones converted"),
            )
        }
        (Some(more), None) => {
            let more = count(more, lang);
            lang.pick(
                format!("Cần thêm {more} hồ sơ {which}; chuyển hết hồ sơ đã có cũng không đủ"),
                format!("{more} more dossiers {which}; converting all present ones is not enough"),
            )
        }
        (None, Some(changed)) => {
            let changed = count(changed, lang);
            lang.pick(
                format!("Chuyển {changed} hồ sơ đã có; thêm hồ sơ mới thì không bao giờ đủ"),
                format!("{changed} present dossiers converted; further ones never suffice"),
            )
        }
        (None, None) => lang.pick("Không số hồ sơ nào đủ", "No number of dossiers is enough").to_owned(),
    }
}

fn values(plan: &Plan, name: &str, target: &Target, it: &Beat) -> Value {
    let fraction = |it: Option<Fraction>| it.map_or(Value::Null, |it| json!(it.to_string()));
    let number = |it: Option<u128>| it.map_or(Value::Null, answer_whole);
    let ways = it.ways.clone().unwrap_or_default();
    let (more, changed) = if it.less { (&ways.dilute, &ways.lose) } else { (&ways.join, &ways.convert) };
    json!({
        "name": name,
        "by": it.of.name(&plan.program),
        "target": target_value(target),
        "now": it.now.as_ref().map(target_value),
        "value": fraction(it.value),
        "wanted": fraction(it.wanted),
        "missing": fraction(it.short()),
        "reached": it.is_there(),
        "more": number(first(more)),
        "converted": number(first(changed)),
    })
}

fn rooms(plan: &Plan, beat: &Beat, lang: Lang) -> Sheet {
    let program = &plan.program;
    let points = |it: Fraction| Cell::number(number(it, Form::Points, &[], lang), it.to_string());
    let row = |it: &Room| {
        let criterion = program.scoring.criterion(it.criterion);
        let yes = if it.is_enough { lang.pick("đủ", "enough") } else { lang.pick("chưa đủ", "not enough") };
        let ways = it.dossiers.as_ref().map(|it| &it.1);
        vec![
            Cell::named(criterion.title.clone().unwrap_or_else(|| criterion.name.clone()), criterion.name.clone()),
            points(it.points),
            it.maximum.map_or_else(Cell::none, points),
            points(it.wanted),
            Cell::named(yes, it.is_enough),
            maybe(ways.and_then(|it| first(&it.join)), lang),
            maybe(ways.and_then(|it| first(&it.convert)), lang),
        ]
    };
    let proportional = beat.room.iter().any(|it| it.dossiers.is_some());
    let note = if proportional {
        lang.pick(
            "Cần: điểm của riêng tiêu chí ấy bù đủ phần còn thiếu; hồ sơ ghi ở tiêu chí tỷ lệ thẳng với một chỉ số.",
            "Needed: points of that criterion alone that make up for what is missing; dossiers stand where it is \
             proportional to an indicator.",
        )
    } else {
        lang.pick(
            "Cần: điểm của riêng tiêu chí ấy bù đủ phần còn thiếu; không tiêu chí nào đổi thẳng ra hồ sơ được.",
            "Needed: points of that criterion alone that make up for what is missing; none can be told in dossiers.",
        )
    };
    Sheet {
        title: lang.pick("Tiêu chí còn điểm để thêm", "Criteria that have points left to give").to_owned(),
        columns: vec![
            column("criterion", "Tiêu chí", "Criterion", lang),
            column("points", "Điểm", "Points", lang),
            column("maximum", "Tối đa", "Maximum", lang),
            column("needed", "Cần", "Needed", lang),
            column("enough", "Một mình nó", "Alone", lang),
            column("more", "Thêm hồ sơ", "More dossiers", lang),
            column("converted", "hoặc chuyển", "or converted", lang),
        ],
        rows: beat.room.iter().map(row).collect(),
        notes: vec![note.to_owned()],
        hidden: Vec::new(),
    }
}
