//! Two decisions compared: laws that hold of every pair, and what the comparison has to see.

use chitieu::diff::{Diff, HeldEqual, Kind, MatchedBy, Why, compare};
use chitieu::fmt::format;
use chitieu::lang::Lang;
use chitieu::plan::Plan;
use chitieu::report::{DiffReport, diff_csv, diff_json};
use chitieu::source::{FileId, Source};
use chitieu::syntax::parse;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;

use crate::engine::{Folder, in_repository, plan, run, run_json};
use crate::properties::small::{Small, small};

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn of(rule: &str) -> Plan {
    plan(rule).unwrap_or_else(|told| panic!("{rule}\n{told:?}"))
}

/// The plan of a small decision; some combinations of parts make none.
fn small_plan(small: &Small) -> Option<Plan> {
    plan(&small.rule()).ok()
}

fn english(rule: &str) -> String {
    let source = Source::new("x", rule);
    let (tree, problems) = parse(&source, FileId::default());
    assert!(problems.is_empty());
    format(&tree, &source, Lang::En)
}

fn kinds(diff: &Diff) -> Vec<(String, Kind)> {
    let mut out: Vec<(String, Kind)> =
        diff.changes.iter().map(|it| (it.unit.named().unwrap().code.clone(), it.kind)).collect();
    out.sort();
    out
}

fn mirrored(kind: Kind) -> Kind {
    match kind {
        Kind::Stricter => Kind::Looser,
        Kind::Looser => Kind::Stricter,
        Kind::Added => Kind::Dropped,
        Kind::Dropped => Kind::Added,
        same => same,
    }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn a_decision_is_the_same_as_itself_and_as_its_translation(small in small()) {
        let Some(plan) = small_plan(&small) else { return Ok(()) };
        let other = of(&english(&small.rule()));
        for new in [&plan, &other] {
            let diff = compare(&plan, new);
            prop_assert!(!diff.changes.is_empty());
            prop_assert!(diff.changes.iter().all(|it| it.kind == Kind::Same), "{:?}", diff.changes);
            prop_assert!(diff.redefined.is_empty() && diff.regrouped.is_empty());
            prop_assert!(diff.held_equal.iter().all(|it| *it == HeldEqual::Readings));
            prop_assert!(diff.indicators.iter().all(|it| it.by == MatchedBy::Meaning && it.redefined.is_none()));
        }
    }

    #[test]
    fn backwards_every_change_is_mirrored(one in small(), two in small()) {
        let (Some(one), Some(two)) = (small_plan(&one), small_plan(&two)) else { return Ok(()) };
        let mut there = kinds(&compare(&one, &two));
        for it in &mut there {
            it.1 = mirrored(it.1);
        }
        there.sort();
        prop_assert_eq!(there, kinds(&compare(&two, &one)));
    }

    #[test]
    fn every_quota_of_every_unit_is_in_one_line(one in small(), two in small()) {
        let (Some(one), Some(two)) = (small_plan(&one), small_plan(&two)) else { return Ok(()) };
        let diff = compare(&one, &two);
        let alone = (compare(&one, &one), compare(&two, &two));
        prop_assert_eq!(diff.changes.iter().filter(|it| it.old.is_some()).count(), alone.0.changes.len());
        prop_assert_eq!(diff.changes.iter().filter(|it| it.new.is_some()).count(), alone.1.changes.len());
    }
}

/// A decision on one department and two communes.
fn decision(year: i32, indicator: &str, quotas: &str) -> Plan {
    of(&format!(
        "sổ đơn vị so_1 {{ đơn vị \"Sở Y tế\" mã \"yt\"  đơn vị \"xã Tân An\" mã \"ta\"  đơn vị \"xã Bình Phú\" mã \"bp\" }}
         danh mục dm_{year} {{ số \"{year}/QĐ-UBND\" thủ tục \"1.000001\" }}
         chỉ số cs_{year} = {indicator}
         quyết định qd_{year} {{ kỳ đánh giá năm {year} Điều 1 {{ {quotas} }} }}"
    ))
}

/// The one change between quotas of one department.
fn change(old: &str, new: &str) -> (Kind, Vec<Why>) {
    let share = "hồ sơ trực tuyến / hồ sơ";
    let of = |year, quota: &str| {
        let quota = quota.replace('%', &format!("% cs_{year}"));
        decision(year, share, &format!("giao {quota} cho các Sở").replace("giao phấn đấu", "phấn đấu"))
    };
    let diff = compare(&of(2024, old), &of(2025, new));
    let [it] = diff.changes.as_slice() else { panic!("{:?}", diff.changes) };
    (it.kind, it.why.clone())
}

#[test]
fn a_floor_and_a_ceiling_are_strict_in_opposite_ways() {
    let all = [
        ("tối thiểu 50%", "tối thiểu 60%", Kind::Stricter, vec![Why::Number]),
        ("tối thiểu 60%", "tối thiểu 50%", Kind::Looser, vec![Why::Number]),
        ("tối thiểu 50%", "tối thiểu 50%", Kind::Same, vec![]),
        ("tối thiểu 50%", "trên 50%", Kind::Stricter, vec![Why::Comparator]),
        ("trên 50%", "tối thiểu 60%", Kind::Stricter, vec![Why::Number]),
        ("tối đa 5%", "tối đa 3%", Kind::Stricter, vec![Why::Number]),
        ("tối đa 5%", "dưới 5%", Kind::Stricter, vec![Why::Comparator]),
        ("dưới 3%", "tối đa 5%", Kind::Looser, vec![Why::Number]),
        ("phấn đấu tối thiểu 50%", "tối thiểu 50%", Kind::Stricter, vec![Why::Force]),
        ("phấn đấu tối thiểu 50%", "tối thiểu 60%", Kind::Stricter, vec![Why::Number, Why::Force]),
        ("phấn đấu tối thiểu 60%", "tối thiểu 50%", Kind::NotComparable, vec![Why::Mixed]),
        ("tối thiểu 50%", "phấn đấu tối thiểu 50%", Kind::Looser, vec![Why::Force]),
        ("đúng bằng 50%", "đúng bằng 50%", Kind::Same, vec![]),
        ("đúng bằng 50%", "đúng bằng 60%", Kind::NotComparable, vec![Why::Exactly]),
    ];
    for (old, new, kind, why) in all {
        assert_eq!(change(old, new), (kind, why), "{old} → {new}");
    }
}

#[test]
fn a_floor_that_becomes_a_ceiling_is_dropped_and_another_added() {
    let of =
        |year, words: &str| decision(year, "hồ sơ trực tuyến / hồ sơ", &format!("giao {words} cs_{year} cho các Sở"));
    let diff = compare(&of(2024, "tối thiểu 50%"), &of(2025, "tối đa 50%"));
    assert_eq!(kinds(&diff), [("yt".to_owned(), Kind::Added), ("yt".to_owned(), Kind::Dropped)]);
    assert!(diff.changes.iter().all(|it| it.unit.bound_before && it.unit.bound_after));
}

/// The kind of the only change between two definitions with the same quota, and how the indicators were matched.
fn measured(old: (&str, &str), new: (&str, &str)) -> (Kind, MatchedBy) {
    let of = |year, (indicator, rules): (&str, &str)| {
        let list = format!("dm_{year}");
        let rules = rules.replace("dm_x", &list);
        decision(year, &indicator.replace("dm_x", &list), &format!("{rules} giao tối thiểu 50% cs_{year} cho các Sở"))
    };
    let diff = compare(&of(2024, old), &of(2025, new));
    let [it] = diff.changes.as_slice() else { panic!("{:?}", diff.changes) };
    assert_eq!(diff.indicators[0].redefined.is_some(), it.why.contains(&Why::Base));
    (it.kind, diff.indicators[0].by)
}

#[test]
fn what_is_measured_decides_and_not_how_it_is_written() {
    let plain = ("hồ sơ trực tuyến / hồ sơ", "");
    // The list of another year, wherever it stands.
    let in_list = ("hồ sơ trực tuyến / hồ sơ thuộc dm_x", "");
    assert_eq!(measured(plain, plain), (Kind::Same, MatchedBy::Meaning));
    assert_eq!(measured(in_list, in_list), (Kind::Same, MatchedBy::Lists));
    assert_eq!(measured(plain, ("hồ sơ trực tuyến / hồ sơ", "phạm vi thủ tục thuộc dm_x")).0, Kind::Same);
    assert_eq!(measured(in_list, ("hồ sơ trực tuyến / hồ sơ", "phạm vi thủ tục thuộc dm_x")).0, Kind::Same);
    let twice = ("hồ sơ trực tuyến thuộc dm_x / hồ sơ thuộc dm_x", "");
    assert_eq!(measured(in_list, twice).0, Kind::Same);
    // The numerator alone narrowed to the list is another share.
    assert_eq!(measured(plain, ("hồ sơ trực tuyến thuộc dm_x / hồ sơ", "")).0, Kind::NotComparable);
    // A condition on dossiers is the denominator's, wherever it stands.
    let level = ("hồ sơ trực tuyến / hồ sơ toàn trình", "");
    assert_eq!(measured(plain, level), (Kind::NotComparable, MatchedBy::OnlyOne));
    assert_eq!(measured(level, ("hồ sơ trực tuyến / hồ sơ", "phạm vi thủ tục toàn trình")).0, Kind::Same);
    assert_eq!(measured(plain, ("hồ sơ trực tuyến / hồ sơ", "phạm vi thủ tục toàn trình")).0, Kind::NotComparable);
    let by_post = ("hồ sơ trực tuyến / hồ sơ không bưu chính", "");
    let without = ("hồ sơ trực tuyến / hồ sơ", "loại trừ hồ sơ bưu chính vì \"một\"");
    assert_eq!(measured(by_post, without).0, Kind::Same);
    // The order of the words says nothing; the date does.
    let words = ("hồ sơ trực tuyến toàn trình / hồ sơ", "");
    assert_eq!(measured(words, ("hồ sơ toàn trình và trực tuyến / hồ sơ", "")), (Kind::Same, MatchedBy::Meaning));
    let resolved = ("hồ sơ trực tuyến / hồ sơ theo ngày giải quyết", "");
    assert_eq!(measured(plain, resolved), (Kind::NotComparable, MatchedBy::OnlyOne));
}

#[test]
fn milestones_of_two_years_belong_together_by_their_day() {
    let of = |year: i32, numbers: [u32; 2]| {
        let quotas = format!(
            "giao tối thiểu {}% cs_{year} cho các Sở đến 30/06/{year}
             giao tối thiểu {}% cs_{year} cho các Sở đến 31/12/{year}",
            numbers[0], numbers[1]
        );
        decision(year, "hồ sơ trực tuyến / hồ sơ", &quotas)
    };
    let diff = compare(&of(2024, [30, 50]), &of(2025, [40, 45]));
    let found: Vec<Kind> = diff.changes.iter().map(|it| it.kind).collect();
    assert_eq!(found, [Kind::Stricter, Kind::Looser]);
    assert!(diff.held_equal.is_empty() || diff.held_equal == [HeldEqual::Lists]);
}

#[test]
fn a_unit_that_is_merged_inside_the_period_is_bound_and_after_it_no_more() {
    let of = |year: i32| {
        of(&format!(
            "sổ đơn vị so_1 {{
               đơn vị \"xã Tân An\" mã \"ta\"
               đơn vị \"xã Bình Phú\" mã \"bp\" nhập vào \"xã Tân An\" đến 31/10/2024
             }}
             chỉ số cs_1 = hồ sơ trực tuyến / hồ sơ
             quyết định qd_1 {{ kỳ đánh giá năm {year} Điều 1 {{ giao tối thiểu 50% cs_1 cho cấp xã }} }}"
        ))
    };
    let kind = |diff: &Diff, code: &str| {
        let it = diff.changes.iter().find(|it| it.unit.named().unwrap().code == code).unwrap();
        (it.kind, it.unit.merged_into.clone())
    };
    let inside = compare(&of(2023), &of(2024));
    assert_eq!(kind(&inside, "bp"), (Kind::Same, None));
    let after = compare(&of(2024), &of(2025));
    assert_eq!(kind(&after, "bp"), (Kind::Dropped, Some("xã Tân An".to_owned())));
    assert_eq!(kind(&after, "ta"), (Kind::Same, None));
}

#[test]
fn one_list_goes_by_its_number_and_not_by_its_name() {
    let of = |name: &str| {
        of(&format!(
            "sổ đơn vị so_1 {{ đơn vị \"Sở Y tế\" }} danh mục {name} {{ số \"2653/QĐ-UBND\" thủ tục \"1.000001\" }}
             chỉ số cs_1 = hồ sơ trực tuyến / hồ sơ thuộc {name}
             quyết định qd_1 {{ kỳ đánh giá năm 2024 Điều 1 {{ giao tối thiểu 50% cs_1 cho các Sở }} }}"
        ))
    };
    let diff = compare(&of("dm_1"), &of("dm_2653"));
    assert_eq!(diff.lists.len(), 1);
    assert_eq!(diff.indicators[0].by, MatchedBy::Meaning);
    assert!(diff.held_equal.is_empty());
}

/// The decisions of Khánh Hòa, by hand from their texts.
#[test]
fn khanh_hoa_2018_and_2024() {
    let rule = |year: u32| in_repository(&format!("rules/khanh-hoa/{year}.chitieu"));
    let json = run_json(&["diff", &rule(2018), &rule(2024), "--format", "json"]);
    let changes = json["changes"].as_array().unwrap();
    let of = |name: &str| {
        let it = changes.iter().find(|it| it["unit"] == name).unwrap_or_else(|| panic!("{name}"));
        let percent = |which: &str| it[which]["quota_percent"].as_str().unwrap().to_owned();
        (percent("old"), percent("new"), it["moved"].as_bool().unwrap())
    };
    let says = |old: &str, new: &str, moved| (old.to_owned(), new.to_owned(), moved);
    assert_eq!(of("Sở Công Thương"), says("40", "60", false));
    assert_eq!(of("Ban Quản lý Khu kinh tế Vân Phong"), says("40", "60", false));
    assert_eq!(of("Sở Du lịch"), says("40", "55", true));
    assert_eq!(of("Sở Y tế"), says("40", "55", true));
    assert_eq!(of("Sở Tư pháp"), says("35", "55", false));
    assert_eq!(of("thành phố Nha Trang"), says("30", "55", false));
    assert_eq!(of("huyện Khánh Sơn"), says("25", "50", false));
    assert_eq!(of("thị trấn Diên Khánh"), says("20", "45", false));
    assert_eq!(of("thị trấn Tô Hạp"), says("15", "40", false));
    assert!(changes.iter().all(|it| it["change"] == "stricter"));
    let below_province = changes.iter().filter(|it| it["tier"] != "province");
    assert!(below_province.into_iter().all(|it| it["difference"] == "1/4"));
    assert_eq!(changes.iter().filter(|it| it["moved"] == true).count(), 2);
}

/// "Tăng thêm 10% so với 2017": percentage points.
#[test]
fn khanh_hoa_2017_and_2018() {
    let rule = |year: u32| in_repository(&format!("rules/khanh-hoa/{year}.chitieu"));
    let json = run_json(&["diff", &rule(2017), &rule(2018), "--format", "json"]);
    let changes = json["changes"].as_array().unwrap();
    let province: Vec<&Value> = changes.iter().filter(|it| it["tier"] == "province").collect();
    assert_eq!(province.len(), 17);
    assert!(province.iter().all(|it| it["difference"] == "1/10" && it["moved"] == false));
    let communes: Vec<&Value> = changes.iter().filter(|it| it["tier"] == "commune").collect();
    assert!(!communes.is_empty() && communes.iter().all(|it| it["change"] == "added" && it["bound_before"] == false));
}

#[test]
fn csv_and_json_have_a_line_for_each_change_in_either_language() {
    let old = decision(2024, "hồ sơ trực tuyến / hồ sơ", "giao tối thiểu 50% cs_2024 cho cấp xã");
    let new = decision(2025, "hồ sơ trực tuyến / hồ sơ", "giao tối thiểu 55,5% cs_2025 cho cấp xã và các Sở");
    let diff = compare(&old, &new);
    for lang in [Lang::Vi, Lang::En] {
        let report = DiffReport { old: &old, new: &new, diff: &diff, units: &[], kinds: &[], lang };
        let json: Value = serde_json::from_str(&diff_json(&report)).unwrap();
        assert_eq!(json["changes"].as_array().unwrap().len(), diff.changes.len());
        let csv = diff_csv(&report);
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let width = rows.headers().unwrap().len();
        let rows: Vec<csv::StringRecord> = rows.records().map(|it| it.unwrap()).collect();
        assert_eq!(rows.len(), diff.changes.len());
        assert!(rows.iter().all(|it| it.len() == width));
        assert_eq!(json["changes"][1]["difference"], "11/200");
    }
}

#[test]
fn a_comparison_ends_well_whether_or_not_there_are_differences_and_goes_to_a_file() {
    let folder = Folder::new();
    let out = folder.path("out.md");
    let rule = in_repository("rules/hoa-binh/2020.chitieu");
    let run = run(&["diff", &rule, &rule, "--format", "markdown", "-o", &out]);
    assert_eq!((run.exit as u8, run.out.as_str()), (0, ""));
    let text = std::fs::read_to_string(out).unwrap();
    assert!(text.starts_with("# So sánh hai quyết định\n\n- Trước: "), "{text}");
    assert!(text.contains("| --- | --- | --- | ---: | --- |\n"), "{text}");
}
