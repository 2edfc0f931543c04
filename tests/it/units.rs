//! What the language means, worked out by hand on decisions of a few lines. A table of results has a line for each:
//! unit, numerator/denominator, verdict; the period where it is not the whole; what it waits for.

use chitieu::data::BadRows;
use chitieu::eval::Settings;
use chitieu::text::Day;
use serde_json::Value;

use crate::engine::{Folder, Told, csv, evaluate_with, run_json};

const REGISTER: &str = r#"
    sổ đơn vị so_1 {
      đơn vị "Sở Y tế" mã "yt" ; đơn vị "Sở Nội vụ" mã "nv" ; đơn vị "Sở Tài chính" mã "tc"
      đơn vị "huyện Cam Lâm" mã "cl"
      đơn vị "xã Suối Tân" mã "st" thuộc "huyện Cam Lâm"
      đơn vị "xã Cam Hòa" mã "ch" thuộc "huyện Cam Lâm"
      đơn vị "huyện Vạn Ninh" mã "vn"
      đơn vị "xã Vạn Thạnh" mã "vt" thuộc "huyện Vạn Ninh"
    }
"#;

/// A decision for 2024 with this in its one article; the share of online dossiers has a name.
fn article(text: &str) -> String {
    format!(
        "{REGISTER} chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
         quyết định qd_1 {{ kỳ đánh giá năm 2024 Điều 1 {{ {text} }} }}"
    )
}

/// How a case is evaluated.
#[derive(Default)]
struct Case<'a> {
    settings: Settings,
    bad_rows: BadRows,
    data: Vec<&'a str>,
}

impl<'a> Case<'a> {
    fn of(data: &'a str) -> Self {
        Self { data: vec![data], ..Self::default() }
    }

    fn event(mut self, name: &str, day: &str) -> Self {
        self.settings.events.push((name.to_owned(), Day::parse(day).expect("a day")));
        self
    }

    fn reading(mut self, name: &str, choice: &str) -> Self {
        self.settings.readings.push((name.to_owned(), choice.to_owned()));
        self
    }

    fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    fn json(&self, rule: &str) -> Result<Value, Told> {
        let data: Vec<String> = self.data.iter().map(|it| csv(it)).collect();
        let data: Vec<&str> = data.iter().map(String::as_str).collect();
        Ok(evaluate_with(rule, &data, &self.settings, self.bad_rows)?.json())
    }

    /// The results, a line each.
    fn gives(&self, rule: &str, expected: &str) {
        let json = self.json(rule).unwrap_or_else(|told| Value::Array(told.into_iter().map(Value::from).collect()));
        let Some(list) = json["results"].as_array() else {
            assert_eq!(json, Value::Null, "{rule}");
            return;
        };
        let whole = &json["decision"]["period"];
        let line = |it: &Value| {
            let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
            let (above, below) = (&it["numerator"], &it["denominator"]);
            let numbers = match (above.as_u64(), below.as_u64()) {
                (Some(above), Some(_)) if it["measure"] == "count" => above.to_string(),
                (Some(above), Some(below)) => format!("{above}/{below}"),
                _ => "–".to_owned(),
            };
            let mut line = format!("{} {numbers} {}", text("unit_code"), text("verdict"));
            if &it["period"] != whole {
                let (from, to) = (&it["period"]["from"], &it["period"]["to"]);
                line += &format!(" {}..{}", from.as_str().unwrap_or_default(), to.as_str().unwrap_or_default());
            }
            for wait in it["waits_on"].as_array().into_iter().flatten() {
                line += &format!(" ? {}", wait.as_str().unwrap_or_default());
            }
            line.trim().to_owned()
        };
        let found: Vec<String> = list.iter().map(line).collect();
        same(&found.join("\n"), expected, rule);
    }

    /// The total ledger: what is counted, then each reason.
    fn ledger(&self, rule: &str, expected: &str) {
        let json = self.json(rule).expect("an outcome");
        let entry = &json["ledger"];
        let mut lines = vec![format!("counted {}", entry["counted"])];
        lines.extend(entry["excluded"].as_object().into_iter().flatten().map(|it| format!("{} {}", it.0, it.1)));
        same(&lines.join("\n"), expected, rule);
    }

    /// What is refused, and by which code.
    fn refused(&self, rule: &str, code: &str) {
        let told = self.json(rule).err().unwrap_or_default();
        assert!(told.iter().any(|it| it.starts_with(code)), "wanted {code}, got {told:?}\n{rule}");
    }
}

fn same(found: &str, expected: &str, rule: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    let (expected, rule) = (expected.join("\n"), rule.trim_start_matches(REGISTER));
    assert!(found == expected, "got\n{found}\nwanted\n{expected}\nof {rule}");
}

// ── Comparators ─────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn each_comparator_has_its_verdicts() {
    let data = "
        unit_code | total | online
        yt        | 10    | 5
        nv        | 10    | 6
        tc        | 10    | 7
    ";
    for (comparator, verdicts) in [
        ("tối thiểu", ["not_met", "met", "exceeded"]),
        ("trên", ["not_met", "not_met", "met"]),
        ("tối đa", ["exceeded", "met", "not_met"]),
        ("dưới", ["met", "not_met", "not_met"]),
        ("đúng bằng", ["not_met", "met", "not_met"]),
    ] {
        let [yt, nv, tc] = verdicts;
        let rule = article(&format!("giao {comparator} 60% trực_tuyến cho cấp tỉnh"));
        Case::of(data).gives(&rule, &format!("yt 5/10 {yt}\nnv 6/10 {nv}\ntc 7/10 {tc}"));
    }
}

#[test]
fn a_count_can_be_a_quota() {
    let data = "
        unit_code | procedure_code | received_date | total | online
        yt        | 1.000001       | 02/01/2024    | 10    | 4
        yt        | 1.000002       | 02/01/2024    | 10    | 2
        nv        | 1.000001       | 02/01/2024    | 10    | 5
    ";
    Case::of(data).gives(
        &article("giao tối thiểu 6 hồ sơ trực tuyến cho cấp tỉnh"),
        "yt 6 met
         nv 5 not_met
         tc 0 not_met",
    );
    Case::of(data).gives(
        &article("giao tối đa 10 hồ sơ cho cấp tỉnh"),
        "yt 20 not_met
         nv 10 met
         tc 0 exceeded",
    );
}

#[test]
fn no_dossiers_is_neither_none_nor_all() {
    let data = "
        unit_code | total | online
        yt        | 0     | 0
    ";
    Case::of(data).gives(&article("giao tối thiểu 0% trực_tuyến cho \"Sở Y tế\""), "yt 0/0 no_dossiers");
}

// ── Groups ──────────────────────────────────────────────────────────────────────────────────────────────────────

const FIVE: &str = "
    unit_code | total | online
    yt        | 10    | 5
    nv        | 10    | 6
    tc        | 10    | 7
    cl        | 10    | 8
    st        | 10    | 9
";

#[test]
fn an_exception_wins_over_the_rest() {
    let rule =
        article("giao tối thiểu 60% trực_tuyến cho cấp tỉnh  riêng giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    Case::of(FIVE).gives(
        &rule,
        "nv 6/10 met
         tc 7/10 exceeded
         yt 5/10 met",
    );
}

#[test]
fn the_remaining_are_those_that_no_other_quota_names() {
    let rule =
        article("giao tối thiểu 60% trực_tuyến cho các sở \"Y tế\"  giao tối thiểu 70% trực_tuyến cho các sở còn lại");
    Case::of(FIVE).gives(
        &rule,
        "yt 5/10 not_met
         nv 6/10 not_met
         tc 7/10 met",
    );
}

#[test]
fn groups_have_names_and_exceptions() {
    let rule = article(
        "nhóm đơn vị nhom_1 = cấp tỉnh trừ \"Sở Nội vụ\"
         giao tối thiểu 60% trực_tuyến cho nhom_1 và cấp xã thuộc \"huyện Cam Lâm\" trừ \"xã Cam Hòa\"",
    );
    Case::of(FIVE).gives(
        &rule,
        "yt 5/10 not_met
         tc 7/10 exceeded
         st 9/10 exceeded",
    );
}

#[test]
fn an_asserted_size_is_checked() {
    let rule = article("giao tối thiểu 60% trực_tuyến cho cấp tỉnh (4 đơn vị)");
    Case::of(FIVE).refused(&rule, "CT");
    Case::of(FIVE).gives(&article("giao tối thiểu 70% trực_tuyến cho các sở \"Tài chính\" (1 đơn vị)"), "tc 7/10 met");
}

// ── Grain ───────────────────────────────────────────────────────────────────────────────────────────────────────

const BY_DAY: &str = "
    unit_code | procedure_code | received_date | total | online
    yt        | 1.000001       | 31/01/2024    | 10    | 6
    yt        | 1.000001       | 01/02/2024    | 10    | 5
    yt        | 1.000001       | 30/06/2024    | 10    | 7
    yt        | 1.000001       | 01/07/2024    | 10    | 1
    nv        | 1.000001       | 31/12/2024    | 4     | 4
";

#[test]
fn every_quarter_has_its_verdict() {
    Case::of(BY_DAY).gives(
        &article("giao tối thiểu 55% trực_tuyến cho \"Sở Y tế\" từng quý"),
        "yt 11/20 met 2024-01-01..2024-03-31
         yt 7/10 exceeded 2024-04-01..2024-06-30
         yt 1/10 not_met 2024-07-01..2024-09-30
         yt 0/0 no_dossiers 2024-10-01..2024-12-31",
    );
}

#[test]
fn every_month_of_a_part_of_the_year_is_clipped_to_it() {
    Case::of(BY_DAY).gives(
        &article("giao tối thiểu 55% trực_tuyến cho \"Sở Y tế\" từng tháng từ 31/01/2024 đến 15/03/2024"),
        "yt 6/10 exceeded 2024-01-31..2024-01-31
         yt 5/10 not_met 2024-02-01..2024-02-29
         yt 0/0 no_dossiers 2024-03-01..2024-03-15",
    );
}

#[test]
fn units_are_judged_together() {
    Case::of(FIVE).gives(&article("giao tối thiểu 60% trực_tuyến cho cấp tỉnh tính chung"), "18/30 met");
    let communes = "
        unit_code | total | online
        st        | 10    | 2
        ch        | 30    | 22
        vt        | 5     | 1
        cl        | 99    | 0
    ";
    Case::of(communes).gives(
        &article("giao tối thiểu 60% trực_tuyến cho cấp xã tính chung theo cấp huyện"),
        "cl 24/40 met
         vn 1/5 not_met",
    );
}

#[test]
fn a_unit_can_answer_for_those_below_it() {
    let data = "
        unit_code | total | online
        st        | 10    | 2
        ch        | 30    | 22
        cl        | 10    | 10
        vn        | 2     | 1
    ";
    Case::of(data).gives(
        &article("giao tối thiểu 68% trực_tuyến cho cấp huyện kể cả cấp dưới"),
        "cl 34/50 met
         vn 1/2 not_met",
    );
    Case::of(data).ledger(&article("giao tối thiểu 68% trực_tuyến cho cấp huyện kể cả cấp dưới"), "counted 52");
    Case::of(data).ledger(
        &article("giao tối thiểu 68% trực_tuyến cho cấp huyện"),
        "counted 12
         unit_not_bound 40",
    );
}

// ── Periods of quotas ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn milestones_add_up_from_the_start() {
    let rule = article(
        "giao tối thiểu 55% trực_tuyến cho \"Sở Y tế\" đến 31/01/2024
         giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\" đến 30/6/2024
         giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"",
    );
    // The whole year beside milestones: the year is one more end.
    Case::of(BY_DAY).gives(
        &rule.replace("cho \"Sở Y tế\" } }", "cho \"Sở Y tế\" đến 31/12/2024 } }"),
        "yt 6/10 exceeded 2024-01-01..2024-01-31
         yt 18/30 met 2024-01-01..2024-06-30
         yt 19/40 not_met",
    );
}

#[test]
fn a_quota_has_its_own_period() {
    let rule = article(
        "giao tối thiểu 55% trực_tuyến cho \"Sở Y tế\" quý I
         giao tối thiểu 70% trực_tuyến cho \"Sở Y tế\" tháng 6
         giao tối thiểu 10% trực_tuyến cho \"Sở Y tế\" 6 tháng cuối năm 2024",
    );
    Case::of(BY_DAY).gives(
        &rule,
        "yt 11/20 met 2024-01-01..2024-03-31
         yt 7/10 met 2024-06-01..2024-06-30
         yt 1/10 met 2024-07-01..2024-12-31",
    );
    Case::of(BY_DAY).ledger(
        &rule,
        "counted 40
         unit_not_bound 4",
    );
}

#[test]
fn quotas_of_overlapping_periods_conflict() {
    let rule = article(
        "giao tối thiểu 55% trực_tuyến cho \"Sở Y tế\" quý I
         giao tối thiểu 60% trực_tuyến cho cấp tỉnh",
    );
    Case::of(BY_DAY).refused(&rule, "CT");
}

// ── Units over time ─────────────────────────────────────────────────────────────────────────────────────────────

/// A rule file whose register has a commune that is merged into another on 01/11/2024.
fn merged(text: &str) -> String {
    format!(
        r#"sổ đơn vị so_1 {{
             đơn vị "xã Một" mã "1a" cấp xã
             đơn vị "xã Hai" mã "2b" cấp xã nhập vào "xã Một" đến 31/10/2024
             đơn vị "xã Ba" mã "3c" cấp xã đến 31/10/2024
           }}
           chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
           quyết định qd_1 {{ kỳ đánh giá năm 2024 Điều 1 {{ {text} }} }}"#
    )
}

const MERGED: &str = "
    unit_code | procedure_code | received_date | total | online
    1a        | 1.000001       | 01/12/2024    | 10    | 5
    2b        | 1.000001       | 31/10/2024    | 10    | 7
    3c        | 1.000001       | 31/10/2024    | 10    | 1
";

#[test]
fn a_merged_unit_carries_its_counts_to_its_successor() {
    Case::of(MERGED).gives(
        &merged("giao tối thiểu 60% trực_tuyến cho cấp xã"),
        "1a 12/20 met
         3c 1/10 not_met",
    );
    Case::of(MERGED).ledger(&merged("giao tối thiểu 60% trực_tuyến cho cấp xã"), "counted 30");
}

#[test]
fn until_the_merger_both_are_judged() {
    Case::of(MERGED).gives(
        &merged("giao tối thiểu 60% trực_tuyến cho cấp xã đến 31/10/2024"),
        "1a 0/0 no_dossiers 2024-01-01..2024-10-31
         2b 7/10 exceeded 2024-01-01..2024-10-31
         3c 1/10 not_met 2024-01-01..2024-10-31",
    );
}

// ── Exclusions ──────────────────────────────────────────────────────────────────────────────────────────────────

const LISTS: &str = r#"
    danh mục dm_1 { hiệu lực từ 01/02/2024 thủ tục "1.000001" thủ tục "1.000002" }
    danh mục dm_2 { hiệu lực từ 01/07/2024 thay thế dm_1 thủ tục "1.000002" thủ tục "1.000003" }
"#;

fn with_lists(text: &str) -> String {
    format!("{LISTS}{}", article(text))
}

const FOUR: &str = "
    unit_code | procedure_code | received_date | channel
    yt        | 1.000001       | 31/01/2024    | online
    yt        | 1.000001       | 01/02/2024    | in person
    yt        | 1.000002       | 30/06/2024    | online
    yt        | 1.000002       | 01/07/2024    | postal
    yt        | 1.000003       | 01/07/2024    | online
    yt        | 1.000004       | 31/12/2024    | in person
";

#[test]
fn exclusions_add_up() {
    let rule = with_lists(
        "loại trừ thủ tục thuộc dm_1 và không thuộc dm_2 vì \"một\"
         loại trừ thủ tục không thuộc dm_1 và không thuộc dm_2 vì \"hai\"
         giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"",
    );
    Case::of(FOUR).gives(&rule, "yt 2/3 exceeded");
    Case::of(FOUR).ledger(
        &rule,
        "counted 3
         excluded 3",
    );
}

#[test]
fn dossiers_of_a_channel_can_be_excluded() {
    let rule = article("loại trừ hồ sơ bưu chính vì \"không tính\"  giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"");
    Case::of(FOUR).gives(&rule, "yt 3/5 met");
    Case::of(FOUR).ledger(
        &rule,
        "counted 5
         excluded 1",
    );
}

#[test]
fn an_exclusion_has_its_period() {
    let rule = article(
        "loại trừ đơn vị \"Sở Y tế\" từ 01/02/2024 đến 30/06/2024 vì \"lỗi hệ thống\"
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    Case::of(FOUR).gives(&rule, "yt 2/4 met");
    Case::of(FOUR).ledger(
        &rule,
        "counted 4
         excluded 2",
    );
}

#[test]
fn a_unit_that_is_excluded_for_good_is_not_judged() {
    let rule =
        article("loại trừ đơn vị \"Sở Y tế\" vì \"một\"  giao tối thiểu 50% trực_tuyến cho cấp tỉnh trừ \"Sở Nội vụ\"");
    Case::of(FOUR).gives(&rule, "tc 0/0 no_dossiers");
    Case::of(FOUR).ledger(
        &rule,
        "counted 0
         excluded 6",
    );
}

// ── Windows and lists ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn both_ends_of_a_window_count() {
    let rule = article("kỳ tính từ 01/02/2024 đến 01/07/2024  giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    Case::of(FOUR).gives(&rule, "yt 2/4 met");
    Case::of(FOUR).ledger(
        &rule,
        "counted 4
         outside_window 2",
    );
    let rule = article("kỳ tính từ 02/02/2024 đến 30/06/2024  giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    Case::of(FOUR).gives(&rule, "yt 1/1 exceeded");
}

#[test]
fn windows_differ_by_procedure() {
    let rule = with_lists(
        "kỳ tính năm 2024 với thủ tục thuộc dm_1 và thuộc dm_2
         kỳ tính từ 01/01/2024 đến ngày hiệu lực của dm_2 với thủ tục thuộc dm_1 và không thuộc dm_2
         kỳ tính từ ngày hiệu lực của dm_2 + 1 ngày đến 31/12/2024 với thủ tục lần đầu thuộc dm_2
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    // 1.000001 twice, 1.000002 twice; 1.000003 a day too early; 1.000004 has no window.
    Case::of(FOUR).gives(&rule, "yt 2/4 met");
    Case::of(FOUR).ledger(
        &rule,
        "counted 4
         procedure_uncovered 1
         outside_window 1",
    );
}

#[test]
fn membership_can_be_asked_on_the_day_of_receipt() {
    // dm_1 is in force from 01/02/2024 until 30/06/2024.
    let rule = with_lists(
        "chỉ số trong_dm_1 = hồ sơ trực tuyến / hồ sơ thuộc dm_1 tại ngày tiếp nhận
         giao tối thiểu 50% trong_dm_1 cho \"Sở Y tế\"",
    );
    Case::of(FOUR).gives(&rule, "yt 1/2 met");
    Case::of(FOUR).ledger(
        &rule,
        "counted 2
         outside_denominator 4",
    );
    let rule = rule.replace("thuộc dm_1 tại ngày tiếp nhận", "thuộc dm_2 tại cuối kỳ");
    Case::of(FOUR).gives(&rule, "yt 2/3 exceeded");
    let rule = rule.replace("thuộc dm_2 tại cuối kỳ", "thuộc dm_1 tại 30/06/2024");
    Case::of(FOUR).gives(&rule, "yt 2/4 met");
    let rule = rule.replace("thuộc dm_1 tại 30/06/2024", "thuộc dm_1 tại 01/07/2024");
    Case::of(FOUR).gives(&rule, "yt 0/0 no_dossiers");
}

#[test]
fn first_in_is_in_no_list_before() {
    let rule = with_lists("phạm vi thủ tục lần đầu thuộc dm_2  giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    Case::of(FOUR).gives(&rule, "yt 1/1 exceeded");
    Case::of(FOUR).ledger(
        &rule,
        "counted 1
         out_of_scope 5",
    );
}

#[test]
fn an_unknown_list_leaves_membership_open() {
    let rule = format!(
        "danh mục dm_3 {{ nội dung chưa rõ }} {}",
        with_lists(
            "kỳ tính năm 2024 với thủ tục thuộc dm_1 và thuộc dm_3
             giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\" và \"Sở Nội vụ\"",
        )
    );
    let data = "
        unit_code | procedure_code | received_date | channel
        yt        | 1.000001       | 31/01/2024    | online
        nv        | 1.000004       | 31/01/2024    | online
    ";
    // 1.000004 is not in dm_1, whatever dm_3 says.
    Case::of(data).gives(
        &rule,
        "yt 0/0 undecided ? dm_3
         nv 0/0 no_dossiers",
    );
    Case::of(data).ledger(
        &rule,
        "counted 0
         procedure_uncovered 1
         pending 1",
    );
}

#[test]
fn procedures_that_no_window_is_for_remain() {
    let rule = with_lists(
        "kỳ tính năm 2024 với thủ tục thuộc dm_1
         kỳ tính từ 01/07/2024 đến 31/12/2024 với thủ tục còn lại
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    Case::of(FOUR).gives(&rule, "yt 3/6 met");
}

#[test]
fn an_excepted_window_wins_for_its_procedures() {
    let rule = with_lists(
        "kỳ tính năm 2024
         riêng kỳ tính từ 01/02/2024 đến 30/06/2024 với thủ tục thuộc dm_1
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    // Of 1.000001 and 1.000002 one each; 1.000003 and 1.000004 all year.
    Case::of(FOUR).gives(&rule, "yt 2/4 met");
}

// ── Readings ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_reading_without_a_default_decides_nothing() {
    let rule = with_lists(
        "cách hiểu cach_1 { lc_1 = thuộc dm_1 căn cứ \"một\"  lc_2 = thuộc dm_2 căn cứ \"hai\" }
         phạm vi thủ tục cach_1
         giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\" và \"Sở Nội vụ\"",
    );
    let data = "
        unit_code | procedure_code | received_date | channel
        yt        | 1.000001       | 31/01/2024    | online
        yt        | 1.000003       | 31/01/2024    | in person
        nv        | 1.000002       | 31/01/2024    | online
    ";
    let case = Case::of(data);
    let json = case.json(&rule).expect("an outcome");
    let verdict = |at: usize| (json["results"][at]["verdict"].clone(), json["results"][at]["waits_on"].clone());
    assert_eq!(verdict(0), ("undecided".into(), vec!["cach_1"].into()));
    // Both choices say the same.
    assert_eq!(verdict(1), ("exceeded".into(), Vec::<String>::new().into()));
    Case::of(data).reading("cach_1", "lc_1").gives(
        &rule,
        "yt 1/1 exceeded
         nv 1/1 exceeded",
    );
    Case::of(data).reading("cach_1", "lc_2").gives(
        &rule,
        "yt 0/1 not_met
         nv 1/1 exceeded",
    );
}

#[test]
fn a_reading_can_be_a_period_a_group_or_a_grain() {
    let rule = article(
        "cách hiểu ky_1 { lc_1 = quý I năm 2024 căn cứ \"một\"  lc_2 = năm 2024 căn cứ \"hai\"  mặc định lc_1 }
         cách hiểu nhom_1 { lc_3 = \"Sở Y tế\" căn cứ \"một\"  lc_4 = các sở \"Y tế\", \"Nội vụ\" căn cứ \"hai\"  mặc định lc_3 }
         kỳ tính ky_1
         giao tối thiểu 50% trực_tuyến cho nhom_1",
    );
    Case::of(BY_DAY).gives(&rule, "yt 11/20 exceeded");
    Case::of(BY_DAY).reading("ky_1", "lc_2").reading("nhom_1", "lc_4").gives(
        &rule,
        "yt 19/40 not_met
         nv 4/4 exceeded",
    );
    let rule = article(
        "cách hiểu chung_1 { lc_1 = tính chung căn cứ \"một\"  lc_2 = cả kỳ căn cứ \"hai\"  mặc định lc_1 }
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\" và \"Sở Nội vụ\" chung_1",
    );
    Case::of(BY_DAY).gives(&rule, "23/44 exceeded");
    Case::of(BY_DAY).reading("chung_1", "lc_2").gives(
        &rule,
        "yt 19/40 not_met
         nv 4/4 exceeded",
    );
}

// ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn working_days_skip_weekends_and_holidays() {
    // Friday 26/04/2024; Monday 29/04 to Wednesday 01/05 are off: the third working day is Monday 06/05.
    let rule = format!(
        "ngày nghỉ {{ từ 29/04/2024 đến 30/04/2024 \"bù\" 01/05/2024 \"Quốc tế Lao động\" }} {}",
        article(
            "mốc moc_1 = 26/04/2024
             kỳ tính từ moc_1 + 3 ngày làm việc đến 31/12/2024
             giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
        )
    );
    let data = "
        unit_code | procedure_code | received_date | total | online
        yt        | 1.000001       | 03/05/2024    | 10    | 0
        yt        | 1.000001       | 05/05/2024    | 10    | 0
        yt        | 1.000001       | 06/05/2024    | 10    | 5
    ";
    Case::of(data).gives(&rule, "yt 5/10 met");
    let rule = rule.replace("3 ngày làm việc", "3 ngày");
    Case::of(data).gives(&rule, "yt 5/30 not_met");
}

#[test]
fn the_later_of_two_days() {
    let rule = article(
        "kỳ tính từ lớn nhất(đầu kỳ; 01/07/2024) đến nhỏ nhất(cuối kỳ; 30/12/2024)
         giao tối thiểu 10% trực_tuyến cho \"Sở Y tế\" và \"Sở Nội vụ\"",
    );
    Case::of(BY_DAY).gives(
        &rule,
        "yt 1/10 met
         nv 0/0 no_dossiers",
    );
}

#[test]
fn an_unknown_day_is_tried_on_every_day() {
    let rule = article(
        "mốc moc_1 = chưa rõ từ 30/01/2024 đến 02/02/2024
         kỳ tính từ moc_1 đến 30/06/2024
         giao tối thiểu 58% trực_tuyến cho \"Sở Y tế\"",
    );
    // 18/30 until 31/01, from 01/02 12/20, from 02/02 7/10.
    Case::of(BY_DAY).gives(&rule, "yt 18/30 exceeded");
    let rule = rule.replace("58%", "60%");
    let json = Case::of(BY_DAY).json(&rule).expect("an outcome");
    let result = &json["results"][0];
    assert_eq!(result["verdict"], "undecided");
    assert_eq!(result["waits_on"], Value::from(vec!["moc_1"]));
    let entry = |at: usize| {
        let it = &result["if"][at];
        format!(
            "{} {} {}",
            it["from"].as_str().unwrap_or("…"),
            it["to"].as_str().unwrap_or("…"),
            it["verdict"].as_str().unwrap_or("–")
        )
    };
    assert_eq!(entry(0), "2024-01-30 2024-02-01 met");
    assert_eq!(entry(1), "2024-02-02 2024-02-02 exceeded");
    assert_eq!(result["if"][2], Value::Null);
    assert_eq!(result["as_if"]["moc_1"], "2024-01-30");
    Case::of(BY_DAY).ledger(
        &rule,
        "counted 10
         unit_not_bound 4
         outside_window 10
         pending 20",
    );
    Case::of(BY_DAY).event("moc_1", "2024-02-02").gives(&rule, "yt 7/10 exceeded");
    Case::of(BY_DAY).event("moc_1", "2024-02-03").refused(&rule, "CT0902");
}

#[test]
fn a_period_that_ends_on_an_unknown_day_ends_on_each_of_them() {
    let rule = article(
        "mốc moc_1 = chưa rõ từ 31/01/2024 đến 30/06/2024
         giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\" đến moc_1",
    );
    // 6/10 on 31/01, 11/20 from 01/02, 18/30 on 30/06.
    let json = Case::of(BY_DAY).json(&rule).expect("an outcome");
    let result = &json["results"][0];
    assert_eq!(result["verdict"], "undecided", "{result}");
    assert_eq!((&result["numerator"], &result["denominator"]), (&11.into(), &20.into()), "{result}");
    let verdicts: Vec<&Value> = result["if"].as_array().into_iter().flatten().map(|it| &it["verdict"]).collect();
    assert_eq!(verdicts, ["met", "not_met", "met"]);
    Case::of(BY_DAY).event("moc_1", "2024-06-30").gives(&rule, "yt 18/30 met 2024-01-01..2024-06-30");
    Case::of(BY_DAY).ledger(
        &rule,
        "counted 10
         unit_not_bound 4
         outside_window 10
         pending 20",
    );
}

#[test]
fn days_of_an_event_far_from_the_counts_are_in_an_interval_too() {
    let rule = article(
        "mốc moc_1 = chưa rõ từ 01/01/2010 đến 31/12/2040
         kỳ tính từ moc_1 đến 30/06/2024
         giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"",
    );
    let json = Case::of(BY_DAY).json(&rule).expect("an outcome");
    let list = json["results"][0]["if"].as_array().cloned().unwrap_or_default();
    let ends = (list.first().map(|it| it["from"].clone()), list.last().map(|it| it["to"].clone()));
    assert_eq!(ends, (Some("2010-01-01".into()), Some("2040-12-31".into())));
    let open = rule.replace("chưa rõ từ 01/01/2010 đến 31/12/2040", "chưa rõ");
    let json = Case::of(BY_DAY).json(&open).expect("an outcome");
    let list = json["results"][0]["if"].as_array().cloned().unwrap_or_default();
    let ends = (list.first().map(|it| it["from"].clone()), list.last().map(|it| it["to"].clone()));
    assert_eq!(ends, (Some(Value::Null), Some(Value::Null)));
}

#[test]
fn several_unknown_days_are_never_decided_wrongly() {
    let rule = article(
        "mốc moc_1 = chưa rõ từ 01/01/2024 đến 31/03/2024
         mốc moc_2 = chưa rõ từ 01/06/2024 đến 31/12/2024
         kỳ tính từ moc_1 đến moc_2
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    let json = Case::of(BY_DAY).json(&rule).expect("an outcome");
    assert_eq!(json["results"][0]["verdict"], "undecided");
    assert_eq!(json["results"][0]["waits_on"], Value::from(vec!["moc_1", "moc_2"]));
    // With both known it is decided.
    Case::of(BY_DAY).event("moc_1", "2024-01-01").event("moc_2", "2024-06-01").gives(&rule, "yt 11/20 exceeded");
    // With one known the other is tried.
    Case::of(BY_DAY).event("moc_1", "2024-02-02").gives(&rule, "yt 8/20 undecided ? moc_2");
}

#[test]
fn an_exclusion_until_an_unknown_day_beside_another() {
    // If moc_2 is late, nothing is excluded in August.
    let rule = article(
        "mốc moc_1 = chưa rõ từ 01/01/2024 đến 31/03/2024
         mốc moc_2 = chưa rõ từ 01/06/2024 đến 31/12/2024
         kỳ tính từ moc_1 đến 31/12/2024
         loại trừ đơn vị \"Sở Y tế\" từ moc_2 đến 31/12/2024 vì \"một\"
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    let data = "
        unit_code | procedure_code | received_date | total | online
        yt        | 1.000001       | 15/08/2024    | 10    | 9
    ";
    Case::of(data).event("moc_1", "2024-01-01").event("moc_2", "2024-09-01").gives(&rule, "yt 9/10 exceeded");
    Case::of(data).event("moc_1", "2024-01-01").event("moc_2", "2024-06-01").gives(&rule, "yt 0/0 no_dossiers");
    let json = Case::of(data).json(&rule).expect("an outcome");
    assert_eq!(json["results"][0]["verdict"], "undecided");
    assert_eq!(json["ledger"]["excluded"]["pending"], 10);
}

// ── What the counts do not say ──────────────────────────────────────────────────────────────────────────────────

#[test]
fn an_empty_field_is_neither_yes_nor_no() {
    let data = "
        unit_code | procedure_code | received_date | channel
        yt        | 1.000001       | 31/01/2024    | online
        yt        | 1.000001       | 31/01/2024    |
        yt        | 1.000001       | 31/01/2024    | in person
    ";
    let rule = article("giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    Case::of(data).gives(&rule, "yt 1/2 met");
    Case::of(data).ledger(
        &rule,
        "counted 2
         missing_data 1",
    );
}

#[test]
fn a_missing_column_cannot_be_computed() {
    let data = "
        unit_code | procedure_code | received_date | total
        yt        | 1.000001       | 31/01/2024    | 10
    ";
    let rule = article("giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    Case::of(data).gives(&rule, "yt – not_computable");
    Case::of(data).ledger(
        &rule,
        "counted 0
         missing_data 10",
    );
    // A plain number of dossiers needs no channel.
    Case::of(data).gives(&article("giao tối thiểu 10 hồ sơ cho \"Sở Y tế\""), "yt 10 met");
}

#[test]
fn a_column_is_computed_as_a_difference() {
    let data = "
        unit_code | procedure_code | received_date | total | in person | postal
        yt        | 1.000001       | 31/01/2024    | 10    | 3         | 1
    ";
    Case::of(data).gives(&article("giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\""), "yt 6/10 met");
    let data = "
        unit_code | procedure_code | received_date | total | online
        yt        | 1.000001       | 31/01/2024    | 10    | 6
    ";
    let rule =
        article("chỉ số quay_1 = hồ sơ (trực tiếp hoặc bưu chính) / hồ sơ  giao tối đa 40% quay_1 cho \"Sở Y tế\"");
    Case::of(data).gives(&rule, "yt 4/10 met");
    let rule = article("chỉ số quay_1 = hồ sơ trực tiếp / hồ sơ  giao tối đa 40% quay_1 cho \"Sở Y tế\"");
    Case::of(data).gives(&rule, "yt – not_computable");
}

#[test]
fn each_partition_of_the_counts_is_used() {
    // Channel and timeliness split the same total; no filter crosses them.
    let rule = article(
        "chỉ số dung_1 = hồ sơ đúng hạn / hồ sơ đã giải quyết theo ngày giải quyết
         chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ theo ngày giải quyết
         giao tối thiểu 60% tuyen_1 cho \"Sở Y tế\"
         giao tối thiểu 80% dung_1 cho \"Sở Y tế\"",
    );
    let data = "
        unit_code | procedure_code | finished_date | total | online | on time
        yt        | 1.000001       | 31/01/2024    | 10    | 6      | 8
    ";
    Case::of(data).gives(
        &rule,
        "yt 6/10 met
         yt 8/10 met",
    );
}

#[test]
fn open_dossiers_are_not_resolved() {
    let rule = article(
        "chỉ số tre_1 = hồ sơ trễ hạn / hồ sơ đã giải quyết theo ngày giải quyết
         giao tối đa 50% tre_1 cho \"Sở Y tế\"",
    );
    let data = "
        unit_code | procedure_code | received_date | due_date   | finished_date
        yt        | 1.000001       | 02/01/2024    | 10/01/2024 | 10/01/2024
        yt        | 1.000001       | 02/01/2024    | 10/01/2024 | 11/01/2024
        yt        | 1.000001       | 02/01/2024    | 10/01/2024 |
        yt        | 1.000001       | 28/12/2023    | 10/01/2024 | 31/12/2023
        yt        | 1.000001       | 28/12/2023    |            | 31/12/2024
    ";
    // On the due day is in time; the last says no due day, so in time or not is not known.
    Case::of(data).gives(&rule, "yt 1/2 met");
    Case::of(data).ledger(
        &rule,
        "counted 2
         outside_window 2
         missing_data 1",
    );
}

#[test]
fn by_date_received_an_open_dossier_counts_and_is_not_resolved() {
    let rule = article(
        "chỉ số xong_1 = hồ sơ đã giải quyết / hồ sơ theo ngày tiếp nhận
         giao tối thiểu 60% xong_1 cho \"Sở Y tế\"",
    );
    let data = "
        unit_code | procedure_code | received_date | finished_date
        yt        | 1.000001       | 02/01/2024    | 10/01/2025
        yt        | 1.000001       | 02/01/2024    |
    ";
    Case::of(data).gives(&rule, "yt 1/2 not_met");
}

#[test]
fn counts_by_the_other_date_cannot_be_computed() {
    let rule = article(
        "chỉ số xong_1 = hồ sơ trực tuyến / hồ sơ theo ngày giải quyết  giao tối thiểu 60% xong_1 cho \"Sở Y tế\"",
    );
    let data = "
        unit_code | procedure_code | received_date | total | online
        yt        | 1.000001       | 02/01/2024    | 10    | 9
    ";
    Case::of(data).gives(&rule, "yt – not_computable");
}

// ── Months ──────────────────────────────────────────────────────────────────────────────────────────────────────

const MONTHS: &str = "
    unit_code | procedure_code | month   | total | online
    yt        | 1.000001       | 01/2024 | 10    | 6
    yt        | 1.000001       | 02/2024 | 10    | 3
";

#[test]
fn a_month_that_no_window_cuts_is_counted() {
    Case::of(MONTHS).gives(&article("giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\""), "yt 9/20 met");
    let rule = article("kỳ tính từ 01/02/2024 đến 31/12/2024  giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\"");
    Case::of(MONTHS).gives(&rule, "yt 3/10 not_met");
    Case::of(MONTHS).gives(
        &article("giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\" từng quý đến 31/03/2024"),
        "yt 9/20 met 2024-01-01..2024-03-31",
    );
}

#[test]
fn a_month_that_is_cut_is_an_error() {
    let rule = article("kỳ tính từ 15/02/2024 đến 31/12/2024  giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\"");
    Case::of(MONTHS).refused(&rule, "CT0906");
    let rule = article("giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\" đến 15/02/2024");
    Case::of(MONTHS).refused(&rule, "CT0906");
}

#[test]
fn a_quarter_is_cut_by_months() {
    let data = "
        unit_code | procedure_code | quarter  | total | online
        yt        | 1.000001       | Q1/2024  | 10    | 6
    ";
    Case::of(data).refused(&article("giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\" từng tháng"), "CT0906");
}

#[test]
fn a_month_in_which_the_numerator_changes_is_an_error() {
    // dm_1 is in force from 15/01/2024: which of the ten online dossiers of January are in it, nobody knows.
    let rule = format!(
        "danh mục dm_1 {{ hiệu lực từ 15/01/2024 thủ tục \"1.000001\" }} {}",
        article(
            "chỉ số trong_dm_1 = hồ sơ trực tuyến thuộc dm_1 tại ngày tiếp nhận / hồ sơ
             giao tối thiểu 45% trong_dm_1 cho \"Sở Y tế\"",
        )
    );
    Case::of(MONTHS).refused(&rule, "CT0906");
}

// ── Counts made before ──────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn totals_are_taken_as_counted_and_marked() {
    let rule = with_lists(
        "chỉ số trong_dm_1 = hồ sơ trực tuyến thuộc dm_1 / hồ sơ
         kỳ tính từ 01/02/2024 đến 31/12/2024
         giao tối thiểu 60% trong_dm_1 cho cấp tỉnh",
    );
    Case::of(FIVE).gives(
        &rule,
        "yt 5/10 not_met
         nv 6/10 met
         tc 7/10 exceeded",
    );
    let json = Case::of(FIVE).json(&rule).expect("an outcome");
    assert!((0..3).all(|it| json["results"][it]["precounted"] == true));
    assert!(json["warnings"].as_array().into_iter().flatten().any(|it| it["code"] == "CT0913"));
    Case::of(FIVE).strict().gives(
        &rule,
        "yt – not_computable
         nv – not_computable
         tc – not_computable",
    );
    Case::of(FIVE).strict().ledger(
        &rule,
        "counted 0
         unit_not_bound 20
         missing_data 30",
    );
}

#[test]
fn cells_are_not_marked_as_counted_before() {
    let rule = article("giao tối thiểu 45% trực_tuyến cho \"Sở Y tế\"");
    let json = Case::of(BY_DAY).strict().json(&rule).expect("an outcome");
    assert_eq!(json["results"][0]["precounted"], false);
    assert_eq!(json["results"][0]["verdict"], "exceeded");
}

#[test]
fn a_total_without_a_day_is_not_that_of_each_month() {
    Case::of(FIVE).gives(
        &article("giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\" từng quý đến 30/06/2024"),
        "yt – not_computable 2024-01-01..2024-03-31
         yt – not_computable 2024-04-01..2024-06-30",
    );
}

#[test]
fn a_total_already_leaves_out_the_days_of_an_exclusion() {
    let rule = article(
        "loại trừ đơn vị \"Sở Y tế\" tháng 2 vì \"lỗi hệ thống\"
         giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"",
    );
    Case::of(FIVE).gives(&rule, "yt 5/10 met");
}

// ── Delegation ──────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_delegated_number_is_waited_for() {
    let rule = article(
        "giao tối thiểu 60% trực_tuyến cho cấp huyện
         phân cấp cho cấp huyện giao trực_tuyến cho cấp xã trực thuộc, không thấp hơn 40%",
    );
    Case::of("unit_code | total | online\n cl | 10 | 6\n st | 10 | 9").gives(
        &rule,
        "cl 6/10 met
         vn 0/0 no_dossiers
         st – undecided ? quyết định của huyện Cam Lâm
         ch – undecided ? quyết định của huyện Cam Lâm
         vt – undecided ? quyết định của huyện Vạn Ninh",
    );
}

#[test]
fn until_then_a_number_assigned_directly_holds() {
    let rule = article(
        "giao tối thiểu 60% trực_tuyến cho cấp huyện và cấp xã
         phân cấp cho cấp huyện giao trực_tuyến cho cấp xã trực thuộc, không thấp hơn 40%",
    );
    let json = Case::of("unit_code | total | online\n st | 10 | 9").json(&rule).expect("an outcome");
    let of_st: Vec<&Value> =
        json["results"].as_array().into_iter().flatten().filter(|it| it["unit_code"] == "st").collect();
    assert_eq!(of_st.len(), 1);
    assert_eq!(of_st[0]["verdict"], "exceeded");
}

#[test]
fn an_unknown_number_is_waited_for() {
    let rule = article("giao tối thiểu chưa rõ trực_tuyến cho \"Sở Y tế\"");
    Case::of(FIVE).gives(&rule, "yt 5/10 undecided ? Điều 1");
}

// ── Units of the counts ─────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn an_unknown_code_is_counted_as_unknown_and_an_unknown_name_is_a_bad_row() {
    let rule = article("giao tối thiểu 50% trực_tuyến cho \"Sở Y tế\"");
    let data = "
        unit_code | procedure_code | received_date | channel
        yt        | 1.000001       | 31/01/2024    | online
        X1.7      | 1.000001       | 31/01/2024    | online
        cl        | 1.000001       | 31/01/2024    | online
    ";
    Case::of(data).gives(&rule, "yt 1/1 exceeded");
    Case::of(data).ledger(
        &rule,
        "counted 1
         unit_unknown 1
         unit_not_bound 1",
    );
    let data = "
        đơn vị   | mã thủ tục | ngày tiếp nhận | kênh
        Sở Y tế  | 1.000001   | 31/01/2024     | trực tuyến
        Sở Y tê  | 1.000001   | 31/01/2024     | trực tuyến
        Sở Y tế  | 1.000001   | 31/02/2024     | trực tuyến
        Sở Y tế  | 1.000001   | 01/02/2024     | điện tín
    ";
    Case::of(data).refused(&rule, "CT0808");
    let case = Case { bad_rows: BadRows::Report, ..Case::of(data) };
    case.gives(&rule, "yt 1/1 exceeded");
    case.ledger(
        &rule,
        "counted 1
         bad_row 3",
    );
}

#[test]
fn the_competence_of_a_procedure_can_be_that_of_the_unit() {
    let rule = |by_units: &str| {
        format!(
            "danh mục dm_1 {{ thủ tục \"1.000001\" {by_units} }} {}",
            article(
                "khoản 1 { phạm vi thủ tục thẩm quyền cấp huyện  giao tối thiểu 50% trực_tuyến cho cấp huyện }
                 khoản 2 { phạm vi thủ tục thẩm quyền cấp xã  giao tối thiểu 40% trực_tuyến cho \"xã Suối Tân\" }
                 phạm vi thủ tục thuộc dm_1",
            )
        )
    };
    let data = "
        unit_code | procedure_code | received_date | total | online
        cl        | 1.000001       | 31/01/2024    | 10    | 5
        st        | 1.000001       | 31/01/2024    | 10    | 3
    ";
    Case::of(data).gives(
        &rule("thẩm quyền theo đơn vị"),
        "cl 5/10 met
         vn 0/0 no_dossiers
         st 3/10 not_met",
    );
    // Without a competence nothing says whose it is.
    Case::of(data).gives(
        &rule(""),
        "cl – not_computable
         vn 0/0 no_dossiers
         st – not_computable",
    );
    // The list says: of the communes.
    Case::of(data).gives(
        &rule("").replace("\"1.000001\"", "\"1.000001\" cấp xã"),
        "cl 0/0 no_dossiers
         vn 0/0 no_dossiers
         st 3/10 not_met",
    );
}

#[test]
fn counts_of_several_files_add_up_beyond_one_number() {
    let most = 1u64 << 62;
    let row = format!(
        "unit_code | procedure_code | received_date | total | online\n yt | 1.000001 | 31/01/2024 | {most} | {most}"
    );
    let case = Case { data: vec![&row; 5], ..Case::default() };
    let rule = article("giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"");
    let data: Vec<String> = case.data.iter().map(|it| csv(it)).collect();
    let data: Vec<&str> = data.iter().map(String::as_str).collect();
    let outcome = evaluate_with(&rule, &data, &case.settings, case.bad_rows).expect("an outcome").outcome;
    assert_eq!(outcome.results[0].numbers.denominator, 5 << 62);
    assert_eq!(outcome.ledger.all.supplied, 5 << 62);
}

#[test]
fn a_register_knows_mergers_and_new_names() {
    let folder = Folder::new();
    let units = folder.write(
        "units.csv",
        csv("code | name        | kind   | parent | valid_from | valid_to   | merged_into
             cl   | Cam Lâm     | huyện  |        |            |            |
             a1   | Một         | xã     | cl     |            |            |
             a2   | Hai         | xã     | cl     |            | 31/10/2024 | a1
             a3   | Ba          | xã     | cl     |            | 31/10/2024 |
             a3   | Ba Mới      | phường | cl     | 01/11/2024 |            |
             a4   | Bốn         | xã     | cl     | 01/11/2024 |            |"),
    );
    let rule =
        folder.write("rule.chitieu", article("giao tối thiểu 60% trực_tuyến cho các xã thuộc \"huyện Cam Lâm\""));
    let data = folder.write(
        "data.csv",
        csv("đơn vị       | mã thủ tục | ngày tiếp nhận | tổng | trực tuyến
             xã Một       | 1.000001   | 01/12/2024     | 10   | 5
             xã Hai       | 1.000001   | 31/10/2024     | 10   | 7
             phường Ba Mới| 1.000001   | 02/11/2024     | 10   | 9
             xã Ba        | 1.000001   | 02/10/2024     | 10   | 0"),
    );
    let json = run_json(&["eval", &rule, "--units", &units, "--data", &data, "--format", "json"]);
    let found: Vec<String> = json["results"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| {
            format!("{} {}/{} {}", it["unit_code"], it["numerator"], it["denominator"], it["verdict"]).replace('"', "")
        })
        .collect();
    // a3 was a commune until 31/10/2024, so it is bound.
    assert_eq!(found, ["a1 12/20 met", "a3 9/20 not_met", "a4 0/0 no_dossiers"]);
}

// ── Found by newcomers ──────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn an_aim_for_all_together_takes_nobody_out_of_what_remains() {
    let data = "
        unit_code | total | online
        yt        | 100   | 60
        nv        | 100   | 50
        tc        | 100   | 40
    ";
    let rule = article(
        "giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"
         giao tối thiểu 45% trực_tuyến cho các Sở còn lại
         phấn đấu trên 55% trực_tuyến cho các Sở tính chung",
    );
    Case::of(data).gives(
        &rule,
        "yt 60/100 met
         nv 50/100 exceeded
         tc 40/100 not_met
         150/300 not_met",
    );
}

#[test]
fn a_list_without_content_is_not_asked_of_a_day_that_its_window_does_not_reach() {
    let data = "
        unit_code | procedure_code | received_date | total | online
        yt        | 1.000001       | 2024-02-01    | 10    | 10
        yt        | 1.000002       | 2024-02-01    | 90    | 0
    ";
    let lists = "danh mục dm_1 { thủ tục \"1.000001\" }
        danh mục dm_2 { hiệu lực 01/07/2024 nội dung chưa rõ thay thế dm_1 } ";
    let rule = article(
        "giao tối thiểu 60% trực_tuyến cho \"Sở Y tế\"
         kỳ tính từ 01/01/2024 đến 31/12/2024 với thủ tục thuộc dm_1
         kỳ tính từ ngày hiệu lực của dm_2 đến 31/12/2024 với thủ tục lần đầu thuộc dm_2",
    );
    Case::of(data).gives(&format!("{lists}{rule}"), "yt 10/10 exceeded");
}

#[test]
fn a_part_that_is_none_of_the_total_excludes_nothing() {
    let data = "
        unit_code | procedure_code | received_date | total | late | postal
        yt        | 1.000001       | 2024-02-01    | 100   | 4    | 0
    ";
    let rule = article(
        "chỉ số tre_1 = hồ sơ trễ hạn / hồ sơ theo ngày tiếp nhận
         loại trừ hồ sơ bưu chính vì \"x\"
         giao tối đa 3% tre_1 cho \"Sở Y tế\"",
    );
    Case::of(data).gives(&rule, "yt 4/100 not_met");
}
