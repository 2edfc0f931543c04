//! Procedures counted, means, formulas, averages and verdicts of sets, against the same counted by hand.

use std::collections::{BTreeMap, BTreeSet};

use chitieu::eval::Settings;
use proptest::prelude::*;
use serde_json::Value;

use super::small::{Row, dossiers, rows};
use super::{config, eval, list};

/// Everything counts but what was received outside the window, `from` to the end of the year.
fn rule(from: u32) -> String {
    format!(
        "sổ đơn vị so_1 {{
           đơn vị \"Sở Y tế\" mã \"yt\" ; đơn vị \"Sở Nội vụ\" mã \"nv\" ; đơn vị \"huyện Cam Lâm\" mã \"cl\"
           đơn vị \"xã Suối Tân\" mã \"st\" thuộc \"huyện Cam Lâm\"
           đơn vị \"xã Cam Hòa\" mã \"ch\" thuộc \"huyện Cam Lâm\"
         }}
         danh mục dm_1 {{ hiệu lực từ 01/02/2024 thủ tục \"1.000001\" thủ tục \"1.000002\" thủ tục \"1.000009\" }}
         chỉ số có_1 = thủ tục có hồ sơ trực tuyến / thủ tục có hồ sơ
         chỉ số danh_mục_1 = thủ tục có tối thiểu 2 hồ sơ / thủ tục thuộc dm_1
         chỉ số bình_quân_1 = hồ sơ trực tuyến / thủ tục thuộc dm_1
         chỉ số hiệu_1 = hồ sơ trực tuyến - hồ sơ trực tiếp
         chỉ số tỷ_lệ_1 = hồ sơ trực tuyến / hồ sơ
         chỉ số đạt_1 = đơn vị đạt tỷ_lệ_1 / đơn vị
         chỉ số trung_bình_1 = hồ sơ trực tuyến / hồ sơ
         quyết định qd_1 \"Thử\" {{ kỳ đánh giá năm 2024
           Điều 1 {{
             kỳ tính từ 01/{from:02}/2024 đến cuối kỳ
             giao tối thiểu 50% có_1 cho mọi đơn vị
             giao tối thiểu 50% danh_mục_1 cho mọi đơn vị
             giao tối thiểu 1,5 bình_quân_1 cho mọi đơn vị
             giao tối thiểu 1 hiệu_1 cho mọi đơn vị
             giao tối thiểu 50% tỷ_lệ_1 cho mọi đơn vị
             giao tối thiểu 50% đạt_1 cho mọi đơn vị tính chung
             giao tối thiểu 50% trung_bình_1 cho mọi đơn vị tính bình quân
           }} }}"
    )
}

const UNITS: [&str; 5] = ["yt", "nv", "cl", "st", "ch"];
/// Days of 2024 before each month.
const BEFORE: [i32; 12] = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];

/// The rows of a unit that are counted: online, in person, by post; an empty channel is never counted where it is asked
/// for.
fn counted(rows: &[Row], unit: usize, from: u32) -> Vec<&Row> {
    let first = BEFORE.get(from as usize - 1).copied().unwrap_or_default();
    rows.iter().filter(|it| it.unit == unit && it.day >= first && it.day < 366 && it.channel < 3).collect()
}

fn of<'a>(json: &'a Value, indicator: &str, unit: &str) -> &'a Value {
    let all = list(json, "results").iter();
    let mut found = all.filter(|it| it["indicator"] == indicator && it["unit_code"] == unit);
    found.next().expect("a result")
}

fn pair(result: &Value) -> (i64, i64) {
    (result["numerator"].as_i64().expect("a number"), result["denominator"].as_i64().expect("a number"))
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn procedures_means_and_sets_are_what_one_counts_by_hand(rows in rows(0..60), from in 1..13u32) {
        // A row without a channel would be missing data; what it does is tried elsewhere.
        let rows: Vec<Row> = rows.into_iter().filter(|it| it.channel < 3).collect();
        let json = eval(&rule(from), &rows, &Settings::default());
        let (mut met, mut shares) = (0, Vec::new());
        for (at, unit) in UNITS.iter().enumerate() {
            let own = counted(&rows, at, from);
            let online = own.iter().filter(|it| it.channel == 0).count() as i64;
            let mut of_procedure: BTreeMap<usize, usize> = BTreeMap::new();
            own.iter().for_each(|it| *of_procedure.entry(it.procedure).or_default() += 1);
            let with_online: BTreeSet<usize> = own.iter().filter(|it| it.channel == 0).map(|it| it.procedure).collect();
            prop_assert_eq!(pair(of(&json, "có_1", unit)), (with_online.len() as i64, of_procedure.len() as i64));
            let listed = |it: &usize| matches!(it, 1 | 2);
            let twice = of_procedure.iter().filter(|it| listed(it.0) && *it.1 >= 2).count() as i64;
            prop_assert_eq!(pair(of(&json, "danh_mục_1", unit)), (twice, 3));
            let online_listed = own.iter().filter(|it| it.channel == 0 && listed(&it.procedure)).count() as i64;
            prop_assert_eq!(pair(of(&json, "bình_quân_1", unit)), (online_listed, 3));
            let counter = own.iter().filter(|it| it.channel == 1).count() as i64;
            prop_assert_eq!(of(&json, "hiệu_1", unit)["numerator"].as_i64(), Some(online - counter));
            let all = own.len() as i64;
            prop_assert_eq!(pair(of(&json, "tỷ_lệ_1", unit)), (online, all));
            met += i64::from(all > 0 && 2 * online >= all);
            shares.extend((all > 0).then_some((online, all)));
        }
        prop_assert_eq!(pair(of(&json, "đạt_1", "")), (met, 5));
        let mean = of(&json, "trung_bình_1", "");
        prop_assert_eq!(mean["denominator"].as_i64(), Some(shares.len() as i64));
        match mean["average"].as_str() {
            None => prop_assert!(shares.is_empty()),
            Some(average) => {
                let (above, below) = average.split_once('/').expect("a fraction");
                let (above, below) = (above.parse::<i128>().expect("a number"), below.parse::<i128>().expect("a number"));
                let common: i128 = shares.iter().map(|it| i128::from(it.1)).product();
                let sum: i128 = shares.iter().map(|it| i128::from(it.0) * common / i128::from(it.1)).sum();
                prop_assert_eq!(above * common * shares.len() as i128, sum * below);
            }
        }
    }

    #[test]
    fn each_procedure_has_a_part_of_the_whole(rows in rows(0..60)) {
        let rule = rule(1).replace(
            "giao tối thiểu 50% tỷ_lệ_1 cho mọi đơn vị",
            "giao tối thiểu 50% tỷ_lệ_1 cho mọi đơn vị  giao tối thiểu 40% tỷ_lệ_1 cho mọi đơn vị từng thủ tục",
        );
        let rows: Vec<Row> = rows.into_iter().filter(|it| it.channel < 3).collect();
        let json = super::eval_files(&rule, &[&dossiers(&rows)], &Settings::default()).expect("an outcome");
        for unit in UNITS {
            let own = list(&json, "results").iter().filter(|it| it["indicator"] == "tỷ_lệ_1" && it["unit_code"] == unit);
            let (parts, whole): (Vec<&Value>, Vec<&Value>) = own.partition(|it| it["quota"] == "2/5");
            let sum = parts.iter().map(|it| pair(it)).fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            prop_assert_eq!(sum, pair(whole[0]));
            let codes: BTreeSet<String> = parts.iter().map(|it| it["procedure"].to_string()).collect();
            prop_assert_eq!(codes.len(), parts.len());
        }
    }
}
