//! Results as documents: pages that need nothing else, workbooks that are read back.

use std::fmt::Write as _;

use chitieu::cli::Exit;

use crate::engine::{Folder, Run, in_repository, run};

/// A decision whose names and reasons are full of marks of HTML and formulas.
const MARKS: &str = r#"
sổ đơn vị so_1 {
  đơn vị "Sở <b>Y tế</b> & Dược" mã "yt"
  đơn vị "=1+1" mã "nv"
}
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
quyết định qd_1 "Giao <chỉ tiêu> & 'khác'" {
  kỳ đánh giá năm 2024
  Điều 1 {
    nguyên văn "Tối thiểu 55% & không < 40%"
    giao tối thiểu 55% trực_tuyến cho "Sở <b>Y tế</b> & Dược"
    giao tối thiểu 40% trực_tuyến cho "=1+1"
  }
}
"#;

const COUNTS: &str = "unit_code,total,online\nyt,10000,5499\nnv,3,3\n";

/// Runs a command over the small sample and gives what it wrote to a file of that name.
fn written(command: &str, name: &str) -> Vec<u8> {
    let folder = Folder::new();
    let out = folder.path(name);
    let (rule, data) = sample();
    fine(&run(&[command, &rule, "--data", &data, "-o", &out]));
    std::fs::read(out).expect("a result")
}

fn sample() -> (String, String) {
    ("tests/ui/eval/mau.chitieu".to_owned(), "tests/ui/eval/ho-so.csv".to_owned())
}

fn fine(run: &Run) {
    assert_eq!(run.exit, Exit::Fine, "{}", run.err);
}

/// The texts of a page, and that each of its elements is closed.
fn texts(page: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(page);
    let mut out = String::new();
    loop {
        match reader.read_event().unwrap_or_else(|it| panic!("{it}\n{page}")) {
            quick_xml::events::Event::Eof => return out,
            quick_xml::events::Event::Text(it) => out += &it,
            quick_xml::events::Event::GeneralRef(it) => {
                out += match &*it {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("&{other};"),
                }
            }
            _ => {}
        }
    }
}

#[test]
fn the_ending_of_the_file_chooses_the_form() {
    let begins = [
        ("a.csv", "unit_code,"),
        ("a.json", "{"),
        ("a.md", "# Về việc"),
        ("a.HTML", "<!DOCTYPE html>"),
        ("a.xlsx", "PK"),
        ("a.txt", "Về việc"),
    ];
    for (name, begin) in begins {
        let found = written("eval", name);
        assert!(found.starts_with(begin.as_bytes()), "{name}: {}", String::from_utf8_lossy(&found));
    }
    // What is typed counts more than the ending.
    let folder = Folder::new();
    let (out, (rule, data)) = (folder.path("a.csv"), sample());
    fine(&run(&["eval", &rule, "--data", &data, "-o", &out, "--format", "json"]));
    assert!(std::fs::read_to_string(out).expect("a result").starts_with('{'));
}

#[test]
fn pages_are_well_formed_and_need_nothing_else() {
    let (rule, data) = sample();
    let peers = ("tests/ui/rank/peers.chitieu", "tests/ui/rank/peers.csv");
    for words in [
        &["eval", &rule, "--data", &data][..],
        &["ledger", &rule, "--data", &data],
        &["eval", &rule, "--data", &data, "--reading", "all"],
        &["rank", peers.0, "--data", peers.1],
        &["audit", "rules/khanh-hoa/2020.chitieu"],
    ] {
        for lang in ["vi", "en"] {
            let page = run(&[words, &["--format", "html", "--lang", lang]].concat()).out;
            assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{page}");
            texts(&page);
            for outside in ["<script", "http://", "https://", "url(", "@import", "src="] {
                assert!(!page.contains(outside), "{words:?} has {outside}");
            }
        }
    }
}

#[test]
fn names_with_marks_survive_in_every_form() {
    let folder = Folder::new();
    let rule = folder.write("marks.chitieu", MARKS.as_bytes());
    let data = folder.write("marks.csv", COUNTS.as_bytes());
    let page = run(&["eval", &rule, "--data", &data, "--format", "html"]);
    fine(&page);
    let texts = texts(&page.out);
    for held in ["Sở <b>Y tế</b> & Dược", "Giao <chỉ tiêu> & 'khác'", "Tối thiểu 55% & không < 40%"] {
        assert!(texts.contains(held), "{held}\n{texts}");
    }
    let markdown = run(&["eval", &rule, "--data", &data, "--format", "markdown"]);
    assert!(markdown.out.contains(r"Sở \<b\>Y tế\</b\>"), "{}", markdown.out);
    #[cfg(feature = "excel")]
    {
        let out = folder.path("marks.xlsx");
        fine(&run(&["eval", &rule, "--data", &data, "-o", &out]));
        let cells = workbook::cells(&std::fs::read(out).expect("a workbook"));
        assert!(cells.contains("Sở <b>Y tế</b> & Dược ¹"), "{cells}");
        // A name is never a formula.
        assert!(cells.contains("\"=1+1 ¹\""), "{cells}");
        assert!(cells.contains("¹ số liệu tính sẵn"), "{cells}");
        assert!(cells.contains("0.5499 =D5/E5"), "{cells}");
    }
}

#[test]
fn a_page_explains_each_result() {
    let (rule, data) = sample();
    let page = run(&["eval", &rule, "--data", &data, "--format", "html"]).out;
    let results = run(&["eval", &rule, "--data", &data, "--format", "csv"]).out.lines().count() - 1;
    assert_eq!(page.matches("<details").count(), results);
    // Each explanation is what `why` says.
    let why = run(&["why", &rule, "Sở Nội vụ", "--data", &data]).out;
    assert!(texts(&page).contains(why.trim_end()), "{why}");
}

#[cfg(feature = "excel")]
mod workbook {
    use super::*;

    use calamine::{Data, Reader as _, Xlsx};

    /// All cells of a workbook, a line for each row: values, and formulas behind them.
    pub fn cells(bytes: &[u8]) -> String {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
        let mut out = String::new();
        for name in book.sheet_names() {
            let _ = writeln!(out, "━━ {name} ━━");
            let formulas = book.worksheet_formula(&name).expect("formulas");
            let Ok(range) = book.worksheet_range(&name) else { continue };
            let Some((top, left)) = range.start() else { continue };
            for (row, cells) in (top..).zip(range.rows()) {
                let shown = (left..).zip(cells).map(|(column, cell)| {
                    let formula = formulas.get_value((row, column)).filter(|it| !it.is_empty());
                    let formula = formula.map_or_else(String::new, |it| format!(" ={it}"));
                    match cell {
                        Data::Empty => String::new(),
                        Data::String(text) => format!("{text:?}"),
                        other => format!("{other}{formula}"),
                    }
                });
                let _ = writeln!(out, "{}", shown.collect::<Vec<_>>().join(" | ").trim_end_matches([' ', '|']));
            }
        }
        out
    }

    /// `UPDATE=1` accepts.
    #[test]
    fn the_cells_of_a_workbook() {
        let found = cells(&written("eval", "a.xlsx"));
        let golden = in_repository("tests/fixtures/workbook.cells");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&golden, &found).expect("a golden file");
        }
        let held = std::fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(found, held, "UPDATE=1 cargo test accepts");
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        for command in ["eval", "ledger"] {
            let first = written(command, "a.xlsx");
            std::thread::sleep(std::time::Duration::from_millis(1100));
            assert!(first == written(command, "a.xlsx"), "{command}");
        }
    }

    #[test]
    fn every_command_writes_a_workbook_that_opens() {
        let folder = Folder::new();
        let (rule, data) = sample();
        let sample = [rule.as_str(), "--data", data.as_str()];
        let peers = ["tests/ui/rank/peers.chitieu", "--data", "tests/ui/rank/peers.csv"];
        let audit = ["rules/khanh-hoa/2020.chitieu"];
        for (at, words) in [
            [&["eval"], &sample[..], &["--reading", "all"]].concat(),
            [&["ledger"], &sample[..]].concat(),
            [&["rank"], &peers[..]].concat(),
            [&["audit"], &audit[..]].concat(),
        ]
        .iter()
        .enumerate()
        {
            let out = folder.path(&format!("{at}.xlsx"));
            let run = run(&[words, &["-o", &out][..]].concat());
            let cells = cells(&std::fs::read(&out).unwrap_or_else(|it| panic!("{words:?}: {it} {}", run.err)));
            assert!(cells.lines().count() > 5, "{words:?}\n{cells}");
        }
    }
}
