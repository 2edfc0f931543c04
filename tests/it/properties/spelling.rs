//! One meaning, many spellings: language, encoding, blanks, tones.

use chitieu::eval::Settings;
use chitieu::fmt::format;
use chitieu::lang::Lang;
use chitieu::source::{FileId, Source};
use chitieu::syntax::parse;
use proptest::prelude::*;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::config;
use super::small::{dossiers, rows, small};
use crate::engine::{Folder, evaluate, in_repository, run_json};

fn translated(rule: &str, lang: Lang) -> String {
    let source = Source::new("x.chitieu", rule);
    let (file, problems) = parse(&source, FileId::default());
    assert!(problems.is_empty(), "{rule}");
    format(&file, &source, lang)
}

/// An outcome without the words of the rule file: a plain count is called by them, warnings quote them.
fn without_texts(mut json: Value) -> Value {
    json["warnings"] = json["warnings"].as_array().into_iter().flatten().map(|it| it["code"].clone()).collect();
    for result in json["results"].as_array_mut().into_iter().flatten() {
        if result["measure"] == "count" {
            result["indicator"] = Value::Null;
        }
    }
    for line in json["rollup"].as_array_mut().into_iter().flatten() {
        line["indicator"] = Value::Null;
    }
    let indicators = json["ledger"]["indicators"].as_object().into_iter().flatten();
    let mut entries: Vec<String> = indicators.map(|it| it.1.to_string()).collect();
    entries.sort();
    json["ledger"]["indicators"] = entries.into();
    json
}

/// The same text as other machines write it.
fn spellings(text: &str) -> [(&'static str, String); 5] {
    [
        ("NFC", text.nfc().collect()),
        ("NFD", text.nfd().collect()),
        ("CRLF", text.replace('\n', "\r\n")),
        ("BOM", format!("\u{feff}{text}")),
        ("NBSP", text.replace(' ', "\u{a0}")),
    ]
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn the_english_of_a_rule_file_says_the_same(small in small(), rows in rows(0..30)) {
        let (rule, data) = (small.rule(), dossiers(&rows));
        let settings = Settings::default();
        let eval = |rule: &str| without_texts(evaluate(rule, &[&data], &settings).expect("an outcome").json());
        let english = translated(&rule, Lang::En);
        prop_assert!(english.contains("decision qd_1"), "{}", english);
        prop_assert_eq!(eval(&rule), eval(&english), "{}", english);
        prop_assert_eq!(eval(&rule), eval(&translated(&english, Lang::Vi)));
    }

    #[test]
    fn a_text_is_the_same_however_it_is_encoded(small in small(), rows in rows(0..30)) {
        // Names in place of codes, so that the data have letters to spell.
        let names = [("yt,", "Sở Y tế,"), ("nv,", "Sở Nội vụ,"), ("cl,", "huyện Cam Lâm,"), ("ch,", "xã Cam Hòa,")];
        let data = names.iter().fold(dossiers(&rows), |data, it| data.replace(&format!("\n{}", it.0), &format!("\n{}", it.1)));
        let (rule, settings) = (small.rule(), Settings::default());
        let eval = |rule: &str, data: &str| without_warnings(evaluate(rule, &[data], &settings).expect("an outcome").json());
        let whole = eval(&rule, &data);
        for (name, rule) in spellings(&rule) {
            prop_assert_eq!(&whole, &eval(&rule, &data), "rule file in {}", name);
        }
        for (name, data) in spellings(&data) {
            prop_assert_eq!(&whole, &eval(&rule, &data), "counts in {}", name);
        }
    }
}

/// An outcome without what warnings say; that they say it in one spelling is tried below.
fn without_warnings(mut json: Value) -> Value {
    json["warnings"] = json["warnings"].as_array().into_iter().flatten().map(|it| it["code"].clone()).collect();
    json
}

#[test]
fn warnings_quote_a_rule_file_in_one_spelling() {
    let rule = "sổ đơn vị so_1 { đơn vị \"Sở Y tế\" mã \"yt\" ; đơn vị \"Sở Nội vụ\" mã \"nv\" }
                chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ
                quyết định qd_1 { kỳ đánh giá năm 2024 Điều 1 { giao tối thiểu 60% tuyen_1 cho \"Sở Y tế\" }
                ngoài văn bản { loại trừ đơn vị \"Sở Nội vụ\" vì \"không có tên ở Điều 1\" } }";
    let eval = |rule: &str| evaluate(rule, &[], &Settings::default()).expect("an outcome").json()["warnings"].clone();
    for (name, spelt) in spellings(rule) {
        assert_eq!(eval(rule), eval(&spelt), "{name}");
    }
}

#[test]
fn names_of_counts_are_matched_by_their_folded_key() {
    let rule = "sổ đơn vị so_1 { đơn vị \"thị xã Ninh Hòa\" mã \"nh\" ; đơn vị \"Sở Lao động - Thương binh và Xã hội\" mã \"ld\" }
                chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ
                quyết định qd_1 { kỳ đánh giá năm 2024 Điều 1 { giao tối thiểu 60% tuyen_1 cho mọi đơn vị } }";
    for (town, department) in [
        ("thị xã Ninh Hòa", "Sở Lao động - Thương binh và Xã hội"),
        ("thị xã Ninh Hoà", "Sở Lao động – Thương binh và Xã hội"),
        ("THỊ XÃ NINH HÒA", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
        ("THỊ XÃ NINH HOÀ", "Sở Lao động-Thương binh và Xã hội"),
        ("UBND thị xã Ninh Hòa", "  Sở  Lao\u{a0}động - Thương binh và Xã hội "),
        ("Ủy ban nhân dân thị xã Ninh Hòa", "Sở Lao Ðộng - Thương binh và Xã hội"),
        ("Uỷ ban nhân dân thị xã Ninh Hòa", "sở lao động - thương binh và xã hội"),
    ] {
        for decomposed in [false, true] {
            let data = format!("đơn vị,tổng,trực tuyến\n{town},10,6\n{department},10,7\n");
            let data = if decomposed { data.nfd().collect() } else { data };
            let json = evaluate(rule, &[&data], &Settings::default()).expect("an outcome").json();
            let numerators =
                [0, 1].map(|it| (json["results"][it]["unit"].clone(), json["results"][it]["numerator"].clone()));
            assert_eq!(
                numerators,
                [("thị xã Ninh Hòa".into(), 6.into()), ("Sở Lao động - Thương binh và Xã hội".into(), 7.into())],
                "{town}, {department}"
            );
        }
    }
}

#[test]
fn tones_and_letters_that_mean_something_are_kept_apart() {
    let rule = "sổ đơn vị so_1 { đơn vị \"xã Vạn Thạnh\" mã \"a1\" cấp xã ; đơn vị \"xã Vạn Thanh\" mã \"a2\" cấp xã ; đơn vị \"xã Dồng\" mã \"a3\" cấp xã }
                chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ
                quyết định qd_1 { kỳ đánh giá năm 2024 Điều 1 { giao tối thiểu 60% tuyen_1 cho mọi đơn vị } }";
    let eval = |name: &str| evaluate(rule, &[&format!("đơn vị,tổng,trực tuyến\n{name},10,6\n")], &Settings::default());
    let first = |name: &str| eval(name).expect("an outcome").json()["results"][0]["denominator"].clone();
    assert_eq!(first("xã Vạn Thạnh"), 10);
    assert_eq!(first("xã Vạn Thanh"), 0);
    assert!(eval("xã Đồng").is_err());
}

#[test]
fn the_decisions_of_this_repository_say_the_same_in_english() {
    for (rule, uses, data) in [
        ("rules/khanh-hoa/2024.chitieu", "rules/khanh-hoa", "rules/khanh-hoa/so-lieu-mau/2024.csv"),
        ("rules/hoa-binh/2020.chitieu", "rules/hoa-binh", "rules/hoa-binh/so-lieu-mau/2020.csv"),
    ] {
        let folder = Folder::new();
        for entry in std::fs::read_dir(in_repository(uses)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|it| it.to_str()).expect("a name").to_owned();
            if path.is_file() && !in_repository(rule).ends_with(&name) {
                folder.write(&name, std::fs::read(&path).expect("a file"));
            }
        }
        let text = std::fs::read_to_string(in_repository(rule)).expect("a rule file");
        let data = in_repository(data);
        let eval = |rule: String| run_json(&["eval", &rule, "--data", &data, "--format", "json"]);
        let before = eval(in_repository(rule));
        let english = eval(folder.write("english.chitieu", translated(&text, Lang::En)));
        assert_eq!(without_texts(before.clone()), without_texts(english), "{rule}");
        for (name, spelt) in spellings(&text) {
            let after = without_warnings(eval(folder.write("spelt.chitieu", spelt)));
            for (field, held) in without_warnings(before.clone()).as_object().expect("fields") {
                assert_eq!(held, &after[field], "{field} of {rule} in {name}");
            }
        }
    }
}
