//! The prompt as a program: its help runs, its files are followed, its answers go where they are told to.

use std::path::{Path, PathBuf};

use chitieu::Lang;
use chitieu::cli::{self, Host, Inputs};
use chitieu::repl::Desk;

const RULE: &str = "rules/khanh-hoa/2024.chitieu";
const DATA: &str = "rules/khanh-hoa/so-lieu-mau/2024.csv";

/// What is printed for lines that are piped in: answers, then messages.
fn piped(arguments: &[&str], lines: &str, lang: Lang) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut host = host(&mut out, &mut err, lang);
    let mut input = lines.as_bytes();
    host.input = &mut input;
    cli::main(["chitieu", "repl"].iter().chain(arguments).map(Into::into), &mut host);
    (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn host<'a>(out: &'a mut Vec<u8>, err: &'a mut Vec<u8>, lang: Lang) -> Host<'a> {
    // No input: what is typed is put there by who types.
    let input: &'static mut std::io::Empty = Box::leak(Box::new(std::io::empty()));
    let lang = Some(lang);
    Host { out, err, input, lang, colour: false, colour_err: false, width: 80, interactive: false, progress: false }
}

#[test]
fn every_example_of_the_help_runs() {
    for lang in [Lang::Vi, Lang::En] {
        let (overview, _) = piped(&[], ":help", lang);
        let words = overview.lines().filter_map(|it| it.strip_prefix("  ")).flat_map(|it| {
            let many = if it.starts_with(':') { usize::MAX } else { 1 };
            it.split_whitespace().take(many)
        });
        // The pages of topics, each with examples; then what only the pages of commands show.
        let (commands, topics): (Vec<&str>, Vec<&str>) = words.partition(|it| it.starts_with(':'));
        assert!(commands.len() > 15 && topics.len() > 5, "{overview}");
        let page = |name: &str| piped(&[], &format!(":help {name}"), lang).0;
        let examples = |page: &str| -> Vec<String> {
            page.lines().filter_map(|it| it.strip_prefix("  > ")).map(str::to_owned).collect()
        };
        let mut all: Vec<String> = Vec::new();
        for topic in topics {
            let examples = examples(&page(topic));
            assert!(!examples.is_empty(), "{topic} has no examples");
            all.extend(examples);
        }
        all.extend(commands.iter().flat_map(|it| examples(&page(it))));
        let mut once: Vec<String> = Vec::new();
        for it in all.into_iter().filter(|it| !matches!(it.as_str(), ":thoát" | ":quit")) {
            if !once.contains(&it) {
                once.push(it);
            }
        }
        assert!(once.len() > 20, "{once:?}");
        let (answers, messages) = piped(&[RULE, "--data", DATA], &once.join("\n"), lang);
        for wrong in ["lỗi CT", "error CT", "× lỗi", "× error"] {
            assert!(!answers.contains(wrong) && !messages.contains(wrong), "{answers}\n{messages}");
        }
    }
}

/// A project in a folder of its own, open on a desk.
struct Project {
    folder: tempfile::TempDir,
    desk: Desk,
}

const UNITS: &str = r#"
sổ đơn vị so_1 { đơn vị "Sở Y tế" mã "yt" }
danh mục dm_1 { thủ tục "2.000815" }
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
"#;

fn decision(quota: &str, event: &str) -> String {
    format!(
        "{UNITS}mốc {event} = chưa rõ từ 01/02/2024 đến 01/06/2024\nquyết định qd_1 {{\n  số \"7/QĐ-UBND\"\n  kỳ đánh giá \
         năm 2024\n  Điều 1 {{ giao tối thiểu {quota} trực_tuyến cho các Sở }}\n  Điều 2 áp dụng cho Điều 1 {{ kỳ tính từ \
         {event} đến 31/12/2024 với thủ tục thuộc dm_1 }}\n}}\n"
    )
}

impl Project {
    fn new() -> Self {
        let mut it = Self { folder: tempfile::tempdir().unwrap(), desk: Desk::new(Lang::Vi) };
        it.write("a.chitieu", &decision("50%", "mốc_1"));
        it.write("a.csv", "unit_code,procedure_code,received_date,total,online\nyt,2.000815,2024-03-10,100,52\n");
        let inputs = Inputs { data: vec![it.path("a.csv")], ..Inputs::default() };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let opened = it.desk.open(&it.path("a.chitieu"), &inputs, false, &mut host(&mut out, &mut err, Lang::Vi));
        assert!(opened.is_ok(), "{}", String::from_utf8_lossy(&err));
        it
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn say(&mut self, line: &str) -> (String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        self.desk.entry(line, &mut host(&mut out, &mut err, Lang::Vi));
        (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }
}

#[test]
fn a_file_that_changes_is_read_again_and_assumptions_stay() {
    let mut it = Project::new();
    assert!(it.say("mốc_1 = 01/03/2024").0.contains("1 kết quả đổi"));
    it.write("a.csv", "unit_code,procedure_code,received_date,total,online\nyt,2.000815,2024-03-10,1000,499\n");
    let (answer, told) = it.say("yt");
    assert_eq!(told, "a.csv đã đổi: đã đọc lại\n");
    assert!(answer.contains("chưa đạt · 499 / 1.000"), "{answer}");
    assert_eq!(it.desk.session.prompt(80), "7/QĐ-UBND+1> ");

    // A file with errors is told once; what was read before stays.
    it.write("a.chitieu", "quyết định {");
    let (answer, told) = it.say("yt");
    assert!(told.contains("CT") && told.ends_with("a.chitieu đã đổi và có lỗi; vẫn dùng bản trước\n"), "{told}");
    assert!(answer.contains("499 / 1.000"), "{answer}");
    assert_eq!(it.say("yt").1, "");

    // What cannot be assumed any more is told and dropped.
    it.write("a.chitieu", &decision("40%", "mốc_2"));
    let (answer, told) = it.say("yt");
    assert!(told.contains("bỏ giả định `mốc_1 = 01/03/2024`: không rõ `mốc_1` là gì"), "{told}");
    assert!(answer.contains("chưa xác định [mốc_2]"), "{answer}");
    assert_eq!(it.desk.session.prompt(80), "7/QĐ-UBND> ");

    // A file that is gone is told too.
    std::fs::remove_file(it.path("a.csv")).unwrap();
    assert!(it.say("yt").1.contains("CT0002"));
}

#[test]
fn answers_go_to_files_and_errors_do_not() {
    let mut it = Project::new();
    let (file, once) = (it.path("ra.txt"), it.path("một.json"));
    assert_eq!(it.say(&format!(":xuất \"{}\"", file.display())).0, "");
    assert_eq!(it.say("yt").0, "");
    assert!(it.say("không có").0.contains("CT0009"));
    assert_eq!(it.say(":dạng json").0, "");
    assert_eq!(it.say(&format!(":once {}", once.display())).0, "");
    assert_eq!(it.say("yt").0, "");
    it.say(":dạng plain");
    it.say(":giả-định");
    it.say(":xuất");
    assert!(it.say("yt").0.contains("Sở Y tế"));
    let (written, json) = (it.read("ra.txt"), it.read("một.json"));
    assert_eq!(written.lines().count(), 2, "{written}");
    assert!(written.starts_with("Sở Y tế: ") && written.ends_with("không có giả định nào\n"), "{written}");
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["answer"][0]["text"].is_string());

    let folder = it.folder.path().display().to_string();
    assert!(it.say(&format!(":xuất {folder}/không/có")).0.contains("CT0010"));
    assert!(it.say(&format!(":xuất {}", it.path("a.chitieu").display())).0.contains("CT1342"));
}

#[test]
fn another_file_is_opened_without_what_was_assumed() {
    let mut it = Project::new();
    it.say("mốc_1 = 01/03/2024");
    it.write("b.chitieu", &decision("60%", "mốc_1"));
    let (path, data) = (it.path("b.chitieu"), it.path("a.csv"));
    assert!(it.say(&format!(":mở {}", path.display())).1.contains("chưa có số liệu"));
    assert_eq!(it.desk.session.prompt(80), "7/QĐ-UBND> ");
    it.say(&format!(":số-liệu {}", data.display()));
    assert!(it.say("yt").0.contains("52 / 100"));
    assert!(it.say(":mở /không/có").1.contains("CT0002"));
    assert!(it.say("yt").0.contains("52 / 100"));
}

#[test]
fn the_prompt_leaves_room_to_type() {
    let mut it = Project::new();
    let inputs = Inputs { as_of: Some("31/12/2024".to_owned()), ..Inputs::default() };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let path = it.path("a.chitieu");
    let _ = it.desk.open(Path::new(&path), &inputs, false, &mut host(&mut out, &mut err, Lang::Vi));
    it.say("mốc_1 = 01/03/2024");
    assert_eq!(it.desk.session.prompt(80), "7/QĐ-UBND·31/12/2024+1> ");
    assert_eq!(it.desk.session.prompt(40), "7/QĐ-UBND+1> ");
}
