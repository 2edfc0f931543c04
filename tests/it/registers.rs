//! The register of Khánh Hòa through time: until 31/10/2024, until 30/06/2025, and from 01/07/2025. The decisions are
//! made up, the units are not.

use chitieu::cli::Exit;
use serde_json::Value;

use crate::engine::{Folder, csv, in_repository, run, run_json};

/// A decision on the real register.
fn rule(period: &str, article: &str) -> String {
    let register = in_repository("rules/khanh-hoa/so-don-vi-khanh-hoa.chitieu");
    format!(
        "dùng \"{register}\" chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
         quyết định qd_1 {{ kỳ đánh giá {period} Điều 1 {{ {article} }} }}"
    )
}

fn evaluate(period: &str, article: &str, data: &str) -> Value {
    let folder = Folder::new();
    let rule = folder.write("rule.chitieu", rule(period, article));
    let data = folder.write("data.csv", csv(data));
    run_json(&["eval", &rule, "--data", &data, "--format", "json"])
}

/// The results with dossiers, a line each.
fn lines(json: &Value) -> Vec<String> {
    let results = json["results"].as_array().into_iter().flatten().filter(|it| it["denominator"] != 0);
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    results
        .map(|it| format!("{} {} {}/{}", text(&it["unit_code"]), text(&it["unit"]), it["numerator"], it["denominator"]))
        .collect()
}

/// The warnings of a code, in Vietnamese.
fn warnings(json: &Value, code: &str) -> Vec<String> {
    let all = json["warnings"].as_array().into_iter().flatten().filter(|it| it["code"] == code);
    all.map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect()
}

/// What is told of a rule file that is refused.
fn refused(period: &str, article: &str) -> String {
    let folder = Folder::new();
    let run = run(&["check", &folder.write("rule.chitieu", rule(period, article))]);
    assert_eq!(run.exit, Exit::WrongRules, "{}", run.out);
    // Long lines are broken; the words are the same.
    run.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SPAN_2024: &str = "từ 15/12/2023 đến 14/12/2024";

#[test]
fn the_register_has_the_numbers_of_each_time() {
    let holds = |period: &str, group: &str| {
        let article = format!("giao tối thiểu 1% trực_tuyến cho {group}");
        let folder = Folder::new();
        let check = run(&["check", &folder.write("rule.chitieu", rule(period, &article))]);
        assert_eq!(check.exit, Exit::Fine, "{group}: {}", check.out);
    };
    for group in [
        "cấp huyện (9 đơn vị)",
        "cấp xã (139 đơn vị tại 31/10/2024)",
        "các phường (35 đơn vị tại 31/10/2024)",
        "các xã (98 đơn vị tại 31/10/2024)",
        "các thị trấn (6 đơn vị)",
        "cấp xã (132 đơn vị tại 01/11/2024)",
        "các phường (30 đơn vị tại 01/11/2024)",
        "các xã (96 đơn vị tại 01/11/2024)",
    ] {
        holds(SPAN_2024, group);
    }
    for group in [
        "cấp xã (132 đơn vị tại 30/06/2025)",
        "cấp xã (65 đơn vị tại 01/07/2025)",
        "các phường (16 đơn vị tại 01/07/2025)",
        "các xã (48 đơn vị tại 01/07/2025)",
        "các đặc khu (1 đơn vị tại 01/07/2025)",
    ] {
        holds("năm 2025", group);
    }
}

#[test]
fn seven_communes_end_on_the_first_of_november_and_their_dossiers_go_on() {
    let json = evaluate(
        SPAN_2024,
        "giao tối thiểu 45% trực_tuyến cho cấp xã",
        "đơn vị            | mã thủ tục | ngày tiếp nhận | tổng | trực tuyến
         phường Xương Huân | 1.000001   | 31/10/2024     | 10   | 1
         22345             | 1.000001   | 01/11/2024     | 10   | 2
         phường Vạn Thạnh  | 1.000001   | 01/11/2024     | 10   | 3
         phường Phước Tiến | 1.000001   | 31/10/2024     | 10   | 1
         phường Tân Tiến   | 1.000001   | 01/11/2024     | 10   | 2
         phường Phước Tiến | 1.000001   | 02/11/2024     | 10   | 3
         phường Tân Lập    | 1.000001   | 31/10/2024     | 10   | 4
         xã Ninh Vân       | 1.000001   | 31/10/2024     | 10   | 1
         xã Ninh Phước     | 1.000001   | 31/10/2024     | 10   | 2
         xã Ninh Phước     | 1.000001   | 01/11/2024     | 10   | 3
         xã Ninh Vân       | 1.000001   | 02/11/2024     | 10   | 4
         22579             | 1.000001   | 02/11/2024     | 10   | 5
         xã Diên Đồng      | 1.000001   | 31/10/2024     | 10   | 6
         xã Diên Xuân      | 1.000001   | 31/10/2024     | 10   | 7
         xã Xuân Đồng      | 1.000001   | 01/11/2024     | 10   | 8",
    );
    assert_eq!(
        lines(&json),
        [
            "22348 phường Vạn Thạnh 6/30",
            "22366 phường Tân Tiến 10/40",
            "22606 xã Ninh Phước 15/50",
            "22660 xã Xuân Đồng 21/30",
        ]
    );
    assert_eq!(json["ledger"]["counted"], 150);
}

#[test]
fn until_the_mergers_each_is_judged_under_its_name() {
    let json = evaluate(
        SPAN_2024,
        "giao tối thiểu 45% trực_tuyến cho cấp xã đến 31/10/2024",
        "đơn vị            | mã thủ tục | ngày tiếp nhận | tổng | trực tuyến
         phường Tân Tiến   | 1.000001   | 31/10/2024     | 10   | 1
         phường Tân Lập    | 1.000001   | 31/10/2024     | 10   | 4
         xã Ninh Vân       | 1.000001   | 31/10/2024     | 10   | 1
         xã Ninh Phước     | 1.000001   | 31/10/2024     | 10   | 2",
    );
    let found = lines(&json);
    let wanted = [
        "22366 phường Phước Tiến 1/10",
        "22369 phường Tân Lập 4/10",
        "22579 xã Ninh Phước 2/10",
        "22606 xã Ninh Vân 1/10",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn one_code_lives_through_three_names() {
    let json = evaluate(
        "từ 01/10/2024 đến 30/09/2025",
        "giao tối thiểu 45% trực_tuyến cho cấp xã",
        "đơn vị            | mã thủ tục | ngày tiếp nhận | tổng | trực tuyến
         22366             | 1.000001   | 31/10/2024     | 10   | 1
         phường Tân Tiến   | 1.000001   | 30/06/2025     | 10   | 2
         phường Nha Trang  | 1.000001   | 01/07/2025     | 10   | 3
         phường Phước Tân  | 1.000001   | 31/10/2024     | 10   | 4
         phường Xương Huân | 1.000001   | 31/10/2024     | 10   | 5
         phường Lộc Thọ    | 1.000001   | 30/06/2025     | 10   | 6",
    );
    // Xương Huân went into Vạn Thạnh, and that into Nha Trang.
    assert_eq!(lines(&json), ["22366 phường Nha Trang 21/60"]);
}

const JULY: &str = "đơn vị            | mã thủ tục | ngày tiếp nhận | tổng | trực tuyến
                    xã Cam Tân        | 1.000001   | 30/06/2025     | 10   | 1
                    22435             | 1.000001   | 29/06/2025     | 10   | 2
                    22435             | 1.000001   | 01/07/2025     | 10   | 3
                    xã Cam Hòa        | 1.000001   | 30/06/2025     | 10   | 4
                    xã Cam Hòa        | 1.000001   | 01/07/2025     | 7    | 5
                    22438             | 1.000001   | 02/07/2025     | 2    | 1
                    thị trấn Cam Đức  | 1.000001   | 30/06/2025     | 10   | 6
                    xã Cam Lâm        | 1.000001   | 01/07/2025     | 10   | 7";

#[test]
fn a_division_gives_nothing_to_anybody_by_guess() {
    let json = evaluate("năm 2025", "giao tối thiểu 45% trực_tuyến cho cấp xã", JULY);
    // The code 22435 was that of Cam Tân, which was divided, and is that of one of the new communes.
    assert_eq!(
        lines(&json),
        ["22435 xã Cam Tân 3/20", "22435 xã Cam Hiệp 3/10", "22438 xã Cam Hòa 4/10", "22453 xã Cam Lâm 13/20"]
    );
    assert_eq!(json["ledger"]["excluded"]["unit_not_bound"], 9);
    assert_eq!(
        warnings(&json, "CT0931"),
        ["9 hồ sơ của xã Cam Hòa (22438) sau ngày cuối 30/06/2025 của đơn vị không xếp được; đơn vị này đã chia cho \
          xã Cam Hiệp (22435), xã Cam Lâm (22453), xã Suối Dầu (22708)"]
    );
}

#[test]
fn a_quota_on_new_communes_says_what_it_lacks() {
    let json = evaluate("năm 2025", "giao tối thiểu 45% trực_tuyến cho \"xã Cam Hiệp\", \"xã Cam Lâm\"", JULY);
    assert_eq!(lines(&json), ["22435 xã Cam Hiệp 3/10", "22453 xã Cam Lâm 13/20"]);
    let lacks = warnings(&json, "CT0932");
    assert_eq!(lacks.len(), 2);
    assert!(lacks[0].starts_with("20 hồ sơ của xã Cam Tân (22435, đến 30/06/2025)"), "{lacks:?}");
    assert!(lacks[1].starts_with("10 hồ sơ của xã Cam Hòa (22438, đến 30/06/2025)"), "{lacks:?}");
}

#[test]
fn a_district_answers_for_its_communes_to_its_last_day() {
    for grain in ["cấp xã tính chung theo cấp huyện", "cấp huyện kể cả cấp dưới"] {
        let json = evaluate("năm 2025", &format!("giao tối thiểu 45% trực_tuyến cho {grain}"), JULY);
        assert_eq!(lines(&json), ["570 huyện Cam Lâm 13/40"], "{grain}");
        assert_eq!(json["ledger"]["counted"], 40, "{grain}");
        assert_eq!(json["ledger"]["excluded"]["unit_not_bound"], 29, "{grain}");
        assert_eq!(warnings(&json, "CT0934").len(), 1, "{grain}");
    }
    let json = evaluate("năm 2025", "giao tối thiểu 45% trực_tuyến cho cấp xã tính chung theo cấp huyện", JULY);
    assert_eq!(
        warnings(&json, "CT0933"),
        ["10 hồ sơ không được tính chung vì đơn vị không thuộc đơn vị cấp huyện nào: xã Cam Hiệp"]
    );
}

#[test]
fn a_name_or_code_of_two_units_is_refused_with_its_candidates() {
    let told = refused(SPAN_2024, "giao tối thiểu 45% trực_tuyến cho \"xã Ninh Phước\"");
    assert!(told.contains("CT0702"), "{told}");
    assert!(told.contains("xã Ninh Phước (22579, thị xã Ninh Hòa, đến 31/10/2024)"), "{told}");
    assert!(told.contains("xã Ninh Phước (22606, thị xã Ninh Hòa, từ 01/11/2024 đến 30/06/2025)"), "{told}");
    let told = refused(SPAN_2024, "giao tối thiểu 45% trực_tuyến cho \"Vạn Thắng\"");
    assert!(told.contains("phường Vạn Thắng (22345,") && told.contains("xã Vạn Thắng (22516,"), "{told}");
    let told = refused("năm 2025", "giao tối thiểu 45% trực_tuyến cho \"22435\"");
    assert!(told.contains("xã Cam Tân (22435,") && told.contains("xã Cam Hiệp (22435,"), "{told}");
    let told = refused("năm 2025", "giao tối thiểu 45% trực_tuyến cho \"phường Xương Huân\"");
    assert!(told.contains("CT0421") && told.contains("phường Vạn Thạnh (22348)"), "{told}");
}

#[test]
fn the_day_of_a_row_decides_between_two_units_and_a_row_without_a_day_is_refused() {
    let folder = Folder::new();
    let rule = folder.write("rule.chitieu", rule("năm 2025", "giao tối thiểu 45% trực_tuyến cho cấp xã"));
    let data = folder.write("data.csv", csv("đơn vị | tổng | trực tuyến\n 22435 | 10 | 5\n xã Ninh Sơn | 10 | 5"));
    let run = run(&["eval", &rule, "--data", &data]);
    assert_eq!(run.exit, Exit::CannotRun);
    assert!(run.err.contains("xã Cam Tân (22435, huyện Cam Lâm, đến 30/06/2025); xã Cam Hiệp (22435, từ 01/07/2025)"));
    assert!(run.err.contains("xã Ninh Sơn (22531,") && run.err.contains("xã Ninh Sơn (22810,"), "{}", run.err);
    let json = run_json(&["eval", &rule, "--data", &data, "--bad-rows", "report", "--format", "json"]);
    assert_eq!(json["ledger"]["excluded"]["bad_row"], 20);
}
