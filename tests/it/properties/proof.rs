//! What is proved of a cell, against evaluating a dossier of that cell under every day of the events and every choice.

use chitieu::data::BadRows;
use chitieu::eval::{Entry, Env, Moment, Reason, Rule, Settings, When, evaluate};
use chitieu::plan::Plan;
use chitieu::prove::prove;
use chitieu::term::Tier;
use chitieu::text::{Day, Days};
use chitieu::{Source, compile};
use proptest::prelude::*;

use super::config;
use crate::engine::tally;

const PERIOD: &str = "từ 01/03/2024 đến 31/05/2024";
const DATES: [&str; 10] = [
    "01/03/2024",
    "15/03/2024",
    "16/03/2024",
    "20/04/2024",
    "31/05/2024",
    "ngày hiệu lực của dm_2",
    "ngày hiệu lực của dm_2 + 6 ngày",
    "moc_1 + 3 ngày",
    "moc_1",
    "cach_2",
];
const CONDS: [&str; 7] = [
    "",
    " với thủ tục thuộc dm_1",
    " với thủ tục thuộc dm_2",
    " với thủ tục không thuộc dm_1",
    " với thủ tục lần đầu thuộc dm_2",
    " với thủ tục thuộc dm_2 tại ngày tiếp nhận",
    " với thủ tục còn lại",
];
const EXCLUSIONS: [&str; 4] = [
    "",
    "loại trừ thủ tục không thuộc dm_1 và không thuộc dm_2 vì \"ngoài danh mục\"",
    "loại trừ thủ tục thuộc dm_2 từ 10/04/2024 đến 12/04/2024 vì \"bảo trì\"",
    "loại trừ thủ tục thuộc dm_1 từ moc_1 đến moc_1 + 2 ngày vì \"bảo trì\"",
];
const CODES: [&str; 4] = ["1.000001", "1.000002", "1.000003", "9.999999"];

fn rule(windows: &[(usize, usize, usize)], exclusion: usize) -> String {
    let windows: String = windows
        .iter()
        .enumerate()
        .map(|(at, (from, to, cond))| {
            format!("khoản {} {{ kỳ tính từ {} đến {}{} }}\n", at + 1, DATES[*from], DATES[*to], CONDS[*cond])
        })
        .collect();
    format!(
        r#"sổ đơn vị so_1 {{ đơn vị "Sở Y tế" mã "yt" cấp tỉnh }}
        danh mục dm_1 {{ hiệu lực từ 01/01/2023 thủ tục "1.000001"; thủ tục "1.000002" }}
        danh mục dm_2 {{ hiệu lực chưa rõ từ 12/03/2024 đến 22/03/2024 thay thế dm_1
          thủ tục "1.000001"; thủ tục "1.000003" từ 18/03/2024 đến 30/04/2024 }}
        mốc moc_1 = chưa rõ từ 08/04/2024 đến 24/04/2024
        cách hiểu cach_2 "mấy ngày" {{
          lc_1 = ngày hiệu lực của dm_2 + 5 ngày căn cứ "a"
          lc_2 = moc_1 + 1 ngày căn cứ "b"
          mặc định lc_1
        }}
        chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ
        quyết định qd_1 {{ kỳ đánh giá {PERIOD}
          Điều 1 {{ giao tối thiểu 55% tuyen_1 cho "Sở Y tế" }}
          Điều 2 áp dụng cho Điều 1 {{ {windows} {} }} }}"#,
        EXCLUSIONS[exclusion]
    )
}

fn plan(rule: &str) -> Option<Plan> {
    compile(&Source::new("proof.chitieu", rule), &()).ok()
}

/// The day of an event that is so many days after its first one.
fn on(when: When, offset: i32) -> Day {
    match when {
        When::On(day) => day,
        When::Within(days) => days.from.plus(offset % days.len()),
    }
}

fn agrees(rule: &Rule, entry: &Entry) -> bool {
    let only = |reason: Reason| entry.excluded.get(&reason) == Some(&1);
    match rule {
        Rule::Counts(_) => entry.counted == 1,
        Rule::NoDay => only(Reason::OutsideWindow),
        Rule::Uncovered => only(Reason::ProcedureUncovered),
        Rule::OutOfScope => only(Reason::OutOfScope),
        Rule::Excluded(_) => only(Reason::Excluded),
        Rule::Waits(_) | Rule::Unsaid => only(Reason::Pending) || only(Reason::MissingData),
    }
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn a_cell_has_the_rule_that_was_proved(
        windows in prop::collection::vec((0..DATES.len(), 0..DATES.len(), 0..CONDS.len()), 1..4),
        exclusion in 0..EXCLUSIONS.len(),
        cells in prop::collection::vec((0..40i32, 0..40i32, 0..2usize, 0..92i32, 0..CODES.len()), 12),
    ) {
        let text = rule(&windows, exclusion);
        let Some(plan) = plan(&text) else { return Ok(()) };
        let proof = prove(&plan);
        let double = proof.problems.iter().any(|it| it.code == "CT1400");
        let period = plan.program.decision.period.unwrap_or(Days::ALL);
        let base = Env::new(&plan, &Settings::default()).expect("the period is known");
        for (list, event, choice, day, code) in cells {
            let mut env = base.clone();
            for (at, when) in base.events.iter().enumerate() {
                env.events[at] = When::On(on(*when, if at % 2 == 0 { list } else { event }));
            }
            env.readings[0] = Some(choice);
            let days: Vec<Day> = env.events.iter().map(|it| on(*it, 0)).collect();
            let day = period.from.plus(day % period.len());
            let moment = Moment { plan: &plan, events: &days, readings: &[choice], period };
            let rule = proof.rule(&moment, 0, plan.classes.of(CODES[code]), Tier::Province, day);
            // Of two unknown events the proof says what can be, not when.
            let quota = &plan.quotas[0];
            let class = plan.classes.get(plan.classes.of(CODES[code]));
            let asked = moment.rule(quota, class, Tier::Province, day);
            let both = text.matches("moc_1").count() > 1 && proof.places.iter().flat_map(|it| &it.cases).any(|it| it.ways.len() > 1);
            prop_assert!(rule.is_some() || both, "nothing proved of {} on {}\n{text}", CODES[code], day.vi());
            let rule = rule.unwrap_or(&asked);
            let row = format!("unit_code,procedure,received_date,channel\nyt,{},{},online\n", CODES[code], day.iso());
            let counts = tally(&plan, &[&row], BadRows::Refuse).expect("one row");
            let outcome = evaluate(&plan, &counts, &env).expect("no period is cut");
            let entry = &outcome.ledger.all;
            prop_assert!(agrees(rule, entry), "{} on {}: {rule:?} but {entry:?}\n{text}", CODES[code], day.vi());
            prop_assert!(!matches!(rule, Rule::Counts(found) if found.len() > 1) || double, "an overlap is not told\n{text}");
        }
    }
}
