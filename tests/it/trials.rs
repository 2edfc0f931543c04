//! Tests inside rule files: tables of results that are written, titles, coverage that adds up, changes that boundary
//! tests notice.

use chitieu::cli::Exit;
use chitieu::plan::Replace;
use chitieu::trial::coverage::{coverage, is_below};
use chitieu::trial::mutate::{Fate, mutants, try_out};
use chitieu::trial::{is_called, run_all};
use chitieu::{Plan, Source, compile};

use crate::engine::{Folder, run};

const RULE: &str = r#"
sổ đơn vị so_1 { đơn vị "Sở Y tế" mã "yt" đơn vị "Sở Nội vụ" mã "nv" }
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
quyết định qd_1 { kỳ đánh giá năm 2024
  Điều 1 { giao tối thiểu 55% trực_tuyến cho các Sở } }
"#;

fn plan(tests: &str) -> (Source, Plan) {
    let source = Source::new("x.chitieu", format!("{RULE}{tests}"));
    let plan = compile(&source, &()).unwrap();
    (source, plan)
}

#[test]
fn a_table_of_results_is_written_only_when_asked_for_and_then_holds() {
    let folder = Folder::new();
    let rule = folder.write(
        "x.chitieu",
        format!("{RULE} kiểm thử \"bảng\" {{ với số liệu tệp \"sl.csv\" đợi bảng kết quả tệp \"kq.csv\" }}"),
    );
    folder.write("sl.csv", "unit_code,total,online\nyt,100,55\nnv,100,54\n");
    let table = folder.path("kq.csv");
    assert_eq!(run(&["test", &rule]).exit, Exit::Negative);
    assert!(!std::path::Path::new(&table).exists());
    assert_eq!(run(&["test", &rule, "--update"]).exit, Exit::Fine);
    let written = std::fs::read_to_string(&table).unwrap();
    let wanted = "unit_code,unit,indicator,provision,from,to,procedure,numerator,denominator,verdict\n\
        yt,Sở Y tế,trực_tuyến,Điều 1,2024-01-01,2024-12-31,,55,100,met\n\
        nv,Sở Nội vụ,trực_tuyến,Điều 1,2024-01-01,2024-12-31,,54,100,not_met\n";
    assert_eq!(written, wanted);
    assert_eq!(run(&["test", &rule]).exit, Exit::Fine);
    folder.write("sl.csv", "unit_code,total,online\nyt,100,56\nnv,100,54\n");
    let failed = run(&["test", &rule]);
    assert_eq!(failed.exit, Exit::Negative);
    assert!(failed.out.contains("Sở Y tế · trực_tuyến · Điều 1"), "{}", failed.out);
    assert!(!failed.out.contains("Sở Nội vụ · "), "{}", failed.out);
    // A file that is no such table is never taken for one.
    folder.write("kq.csv", "a,b\n1,2\n");
    assert!(run(&["test", &rule]).out.contains("CT1457"));
}

#[test]
fn titles_are_found_without_accents_and_capitals() {
    let (_, plan) = plan("kiểm thử \"Sở Y tế: đúng 55%\" { đợi \"Sở Y tế\" trực_tuyến không phát sinh }");
    let test = plan.program.tests.first().unwrap();
    for pattern in ["so y te", "Y TẾ", "sở*55%", "*đúng*", "*", ""] {
        assert!(is_called(test, pattern), "{pattern}");
    }
    for pattern in ["nội vụ", "y te*", "*so", "sở*nội*"] {
        assert!(!is_called(test, pattern), "{pattern}");
    }
}

#[test]
fn only_what_is_expected_is_reached() {
    let counts =
        "với số liệu { | đơn vị | tổng | trực tuyến | | \"Sở Y tế\" | 100 | 55 | | \"Sở Nội vụ\" | 100 | 54 | }";
    let (_, plan_) = plan(&format!("kiểm thử \"một\" {{ {counts} đợi \"Sở Y tế\" trực_tuyến đạt }}"));
    assert_eq!(coverage(&plan_, &()).count(None), (2, 3));
    let both = "đợi \"Sở Y tế\" trực_tuyến đạt đợi \"Sở Nội vụ\" trực_tuyến chưa đạt";
    let (_, plan_) = plan(&format!("kiểm thử \"hai\" {{ {counts} {both} }}"));
    assert_eq!(coverage(&plan_, &()).count(None), (3, 3));
    // The share is exact: two thirds are not 66.7 percent.
    let percent = |tenths| num_rational::Ratio::new(tenths, 10);
    assert!(is_below(2, 3, percent(667)) && !is_below(2, 3, percent(666)));
}

#[test]
fn a_test_at_the_boundary_notices_every_change_of_number_and_comparator() {
    let at = |online: u32, verdict: &str| {
        format!(
            "kiểm thử \"một\" {{ với số liệu {{ | đơn vị | tổng | trực tuyến | | \"Sở Y tế\" | 100 | {online} | }} \
             đợi \"Sở Y tế\" trực_tuyến {verdict} }}"
        )
    };
    for (online, verdict, survivors) in [(55, "đạt", 0), (90, "vượt", 2)] {
        let (source, plan) = plan(&at(online, verdict));
        assert!(run_all(&plan, &()).iter().all(|it| it.problems.is_empty()));
        let mutants = mutants(&plan);
        let here = mutants.all.iter().filter(|it| matches!(it.old.as_str(), "55%" | "tối thiểu"));
        let fates: Vec<Fate> = here.map(|it| try_out(&source, &mutants, it, &(), &Replace::default())).collect();
        assert_eq!(fates.len(), 3, "{:?}", mutants.all);
        let left = fates.iter().filter(|it| **it == Fate::Survived).count();
        assert_eq!(left, survivors, "{online}: {fates:?}");
    }
}
