//! Laws of the formatter: it says the same, once and for all, in both languages; and of the reader: one text has one
//! tree however it is encoded, and no text stops it.

mod random;

use std::path::{Path, PathBuf};

use chitieu::fmt::format;
use chitieu::lang::Lang;
use chitieu::source::{FileId, Source};
use chitieu::syntax::ast::{Block, File, Statement, What};
use chitieu::syntax::{keywords, parse};
use chitieu::text::key;
use proptest::prelude::*;
use random::{one_of, shaken, statement};
use unicode_normalization::UnicodeNormalization as _;

const EVERY_CONSTRUCT: &str = include_str!("../fixtures/every-construct.chitieu");

fn read(text: &str) -> (Source, File) {
    let source = Source::new("x.chitieu", text);
    let (file, problems) = parse(&source, FileId::default());
    let told: Vec<String> = problems
        .iter()
        .map(|it| format!("{} {:?} {}", it.code, it.labels.first().map(|it| it.span), it.title.en))
        .collect();
    assert!(told.is_empty(), "{told:?}\n{text}");
    (source, file)
}

fn print(text: &str, lang: Lang) -> String {
    let (source, file) = read(text);
    format(&file, &source, lang)
}

fn comments(file: &File) -> Vec<&str> {
    file.comments.iter().map(|it| it.text.as_str()).collect()
}

/// What holds of every text; what it is in Vietnamese.
fn laws(text: &str) -> String {
    let (source, file) = read(text);
    let vi = format(&file, &source, Lang::Vi);
    let en = format(&file, &source, Lang::En);
    for it in [&vi, &en] {
        let (_, again) = read(it);
        assert_eq!(again.statements, file.statements, "{text}\n→\n{it}");
        assert_eq!(comments(&again), comments(&file), "{text}\n→\n{it}");
        assert!(it.is_empty() || it.ends_with('\n') && !it.ends_with("\n\n"), "{it:?}");
        assert!(it.lines().all(|it| it == it.trim_end()), "{it}");
    }
    assert_eq!(print(&vi, Lang::Vi), vi, "formatted twice:\n{text}");
    assert_eq!(print(&en, Lang::En), en, "formatted twice:\n{text}");
    assert_eq!(print(&vi, Lang::En), en, "formatted, then translated:\n{text}");
    assert_eq!(print(&en, Lang::Vi), vi, "there and back:\n{text}");
    vi
}

fn rule_files() -> Vec<PathBuf> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut files = Vec::new();
    for folder in std::fs::read_dir(rules).expect("rules").flatten().filter(|it| it.path().is_dir()) {
        let inside = std::fs::read_dir(folder.path()).expect("a folder of rules").flatten().map(|it| it.path());
        files.extend(inside.filter(|it| it.extension().is_some_and(|it| it == "chitieu")));
    }
    assert!(!files.is_empty());
    files
}

/// All statements of a file, those in blocks too.
fn all(statements: &[Statement]) -> Vec<&Statement> {
    let mut out = Vec::new();
    for it in statements {
        out.push(it);
        let block: Option<&Block> = match &it.what {
            What::Outside(block) => Some(block),
            What::Decision(it) => it.block.as_ref(),
            What::Provision(it) => Some(&it.block),
            What::Amendment(it) => it.block.as_ref(),
            What::Criterion(it) => it.parts.as_ref(),
            _ => None,
        };
        out.extend(block.map(|it| all(&it.statements)).unwrap_or_default());
    }
    out
}

#[test]
fn the_rule_files_and_every_construct_keep_the_laws() {
    for path in rule_files() {
        laws(&std::fs::read_to_string(path).expect("a rule file"));
    }
    laws(EVERY_CONSTRUCT);
}

/// Words of questions at the prompt, which no rule file has.
const ONLY_ASKED: [&str; 8] = ["chỉ tiêu", "quota", "kết quả", "verdict", "khoảng cách", "gap", "kq", "_"];

#[test]
fn every_word_of_the_language_stands_in_the_fixture() {
    for lang in [Lang::Vi, Lang::En] {
        let text = key(&print(EVERY_CONSTRUCT, lang));
        let written = keywords(lang).filter(|it| !ONLY_ASKED.contains(it));
        let missing: Vec<&str> = written.filter(|it| !text.contains(it)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn any_two_statements_stand_side_by_side() {
    let (source, file) = read(EVERY_CONSTRUCT);
    let pieces = all(&file.statements).into_iter().map(|it| source.slice(it.at.0));
    let pieces: Vec<&str> = pieces.filter(|it| it.len() < 120 && !it.contains("--")).collect();
    assert!(pieces.len() > 60, "{}", pieces.len());
    for first in &pieces {
        let text: String = pieces.iter().map(|second| format!("{first}; {second};\n")).collect();
        let (source, file) = read(&text);
        for lang in [Lang::Vi, Lang::En] {
            let text = format(&file, &source, lang);
            let (_, again) = read(&text);
            let both = again.statements.iter().zip(&file.statements);
            for ((it, was), next) in both.zip(file.statements.iter().skip(1)) {
                assert_eq!(it.what, was.what, "{:?} before {:?}", source.slice(was.at.0), source.slice(next.at.0));
            }
            assert_eq!(again.statements.len(), file.statements.len());
        }
    }
}

#[test]
fn the_layout_is_that_of_law() {
    let text = "ĐIỀU 1 áp dụng cho điều 2, ĐIỀU 3 { KHOẢN 1 { Nguyên Văn \"a\" } giao TỐI thiểu 1000,50% x_1 cho các sở \"A\" }";
    let tidy = "Điều 1 áp dụng cho Điều 2 và Điều 3 {\n  khoản 1 { nguyên văn \"a\" }\n  giao tối thiểu 1.000,50% x_1 cho các Sở \"A\"\n}\n";
    assert_eq!(laws(text), tidy);
    assert_eq!(
        print(text, Lang::En),
        "Article 1 applies to Article 2 and Article 3 {\n  clause 1 { verbatim \"a\" }\n  \
         assign at least 1.000,50% x_1 for the departments \"A\"\n}\n"
    );
}

#[test]
fn long_lines_break_where_a_reader_would() {
    let kinds: Vec<String> = (1..=12).map(|it| format!("\"Sở số {it}\"")).collect();
    let text = format!(
        "giao tối thiểu 60% x_1 cho \"Ban Quản lý\" và các Sở {} (13 đơn vị) từng tháng đến 30/06/2024",
        kinds.join(", ")
    );
    assert_eq!(
        laws(&text),
        "giao tối thiểu 60% x_1
  cho \"Ban Quản lý\"
   và các Sở \"Sở số 1\", \"Sở số 2\", \"Sở số 3\", \"Sở số 4\", \"Sở số 5\", \"Sở số 6\", \"Sở số 7\", \"Sở số 8\",
      \"Sở số 9\", \"Sở số 10\", \"Sở số 11\", \"Sở số 12\" (13 đơn vị) từng tháng đến 30/06/2024
"
    );
}

#[test]
fn a_line_break_of_the_author_is_kept_and_so_is_none() {
    let short = "khoản 1 { loại trừ hồ sơ trực tuyến vì \"a\" }\n";
    let long = "khoản 1 {\n  loại trừ hồ sơ trực tuyến\n    vì \"a\"\n}\n";
    assert_eq!(laws(short), short);
    assert_eq!(laws(long), long);
    assert_eq!(laws("dùng \"a\"\n\n\n\ndùng \"b\"; dùng \"c\"\n"), "dùng \"a\"\n\ndùng \"b\"\ndùng \"c\"\n");
}

#[test]
fn comments_stay_with_what_they_speak_of() {
    let text = "\
--đầu tệp
điều 1 -- tiêu đề
{ -- mở
  giao tối thiểu 60% x_1 -- giữa
    cho cấp xã, -- sau
";
    let text = text.replace(", -- sau", " ; -- sau") + "  -- cuối khối\n} -- đóng\n\n----- hết\n--";
    assert_eq!(
        laws(&text),
        "\
-- đầu tệp
-- tiêu đề
Điều 1 { -- mở
  -- giữa
  giao tối thiểu 60% x_1
    cho cấp xã -- sau
  -- cuối khối
} -- đóng

----- hết
--
"
    );
}

#[test]
fn columns_are_as_wide_as_their_letters() {
    let text = "kiểm thử \"a\" { với số liệu { | đơn vị | tổng |\n | \"Hòa\" | 1000 | } }";
    let table = "    | đơn vị | tổng  |\n    | \"Hòa\"  | 1.000 |\n";
    assert!(laws(text).contains(table), "{}", laws(text));
    assert!(laws(&text.nfd().collect::<String>()).contains(table));
}

// ── One text, many encodings ────────────────────────────────────────────────────────────────────────────────────

/// Changes what stands outside quotes and comments.
fn outside_quotes(text: &str, change: impl Fn(&str) -> String) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let (code, comment) = line.split_at(line.find("--").unwrap_or(line.len()));
        let parts = code.split('"').enumerate();
        let parts: Vec<String> = parts.map(|(at, it)| if at % 2 == 0 { change(it) } else { it.into() }).collect();
        parts.join("\"") + comment
    });
    lines.collect()
}

fn encodings(text: &str) -> Vec<String> {
    vec![
        text.nfc().collect(),
        text.nfd().collect(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
        text.replace(' ', "\u{a0}"),
        outside_quotes(text, |it| it.replace('Đ', "Ð").replace('đ', "Đ")),
        outside_quotes(text, |it| it.replace("hòa", "hoà").replace("hóa", "hoá").to_uppercase()),
        outside_quotes(text, |it| it.replace("hóa", "hoá")).nfd().collect(),
    ]
}

#[test]
fn a_text_has_one_tree_however_it_is_encoded() {
    let real = rule_files().into_iter().map(|it| std::fs::read_to_string(it).expect("a rule file"));
    for text in real.chain([EVERY_CONSTRUCT.replace("dùng “tệp \"phụ\" của “sổ”.chitieu”", "")]) {
        let (source, file) = read(&text);
        let slices: Vec<&str> = all(&file.statements).iter().map(|it| source.slice(it.at.0)).collect();
        for changed in encodings(&text) {
            let (other, tree) = read(&changed);
            assert!(tree.statements == file.statements, "{:?}", changed.lines().next());
            assert_eq!(comments(&tree), comments(&file));
            let places = all(&tree.statements).into_iter().map(|it| other.slice(it.at.0));
            for (slice, was) in places.zip(&slices) {
                assert_eq!(key(slice), key(was));
            }
            let vi = format(&tree, &other, Lang::Vi);
            assert!(read(&vi).1.statements == file.statements);
        }
    }
}

#[test]
fn problems_point_at_the_users_own_bytes() {
    let text = "quyết định qd_1 {\n  -- ngày “lạ”\n  hiệu lực 30/02/2024\n  giao tối thiểu 17.24% x_1 cho cấp xã\n}\n";
    for changed in encodings(text) {
        let source = Source::new("x.chitieu", changed);
        let (_, problems) = parse(&source, FileId::default());
        let places: Vec<&str> =
            problems.iter().filter_map(|it| it.labels.first()).map(|it| source.slice(it.span)).collect();
        assert_eq!(places, ["30/02/2024", "17.24"], "{problems:?}");
    }
}

#[test]
fn a_statement_ends_before_the_comment_behind_it() {
    let (source, file) = read("giao tối thiểu 60% x_1 cho cấp xã -- sau\n-- dưới\n\nkỳ tính x_1\n-- hết");
    let places: Vec<&str> = file.statements.iter().map(|it| source.slice(it.at.0)).collect();
    assert_eq!(places, ["giao tối thiểu 60% x_1 cho cấp xã", "kỳ tính x_1"]);
}

// ── Texts at random ─────────────────────────────────────────────────────────────────────────────────────────────

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn any_text_keeps_the_laws(
        statements in prop::collection::vec(statement(), 1..5),
        glue in prop::sample::select(&["\n", "\n\n", " ", " ; "][..]),
        numbers in prop::collection::vec(0..60_u8, 1..200),
    ) {
        laws(&statements.join(glue));
        laws(&shaken(&statements.join(glue), &numbers));
    }

    #[test]
    fn any_letters_are_read(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn any_words_are_read(
        words in prop::collection::vec(prop_oneof![
            3 => prop::sample::select(keywords(Lang::Vi).chain(keywords(Lang::En)).collect::<Vec<_>>()).prop_map(str::to_owned),
            2 => one_of(&["{", "}", "(", ")", "|", ";", ",", "\"", "“", "”", "=", "--", "-", "\n", "/", ":", "%", "\u{301}"]),
            1 => one_of(&["x_1", "5", "60%", "15/12/2023", "1.5", "điểm", "\"a\"", "a", "2024"]),
        ], 0..60),
    ) {
        survives(&words.join(" "));
    }

    #[test]
    fn a_damaged_text_is_read(from in 0..20_000_usize, len in 0..40_usize) {
        let letters: Vec<char> = EVERY_CONSTRUCT.chars().collect();
        let from = from % letters.len();
        let text = letters.iter().take(from).chain(letters.iter().skip(from + len)).collect::<String>();
        survives(&text);
    }
}

/// Reads and prints whatever it is.
fn survives(text: &str) {
    let source = Source::new("x.chitieu", text);
    let (file, problems) = parse(&source, FileId::default());
    for label in problems.iter().flat_map(|it| &it.labels) {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(text.get(start..end).is_some(), "{start}..{end} is no place in {text:?}");
    }
    for lang in [Lang::Vi, Lang::En] {
        let printed = format(&file, &source, lang);
        let (again, _) = parse(&Source::new("x.chitieu", printed.as_str()), FileId::default());
        if problems.is_empty() {
            assert_eq!(again.statements, file.statements, "{text:?}\n→\n{printed}");
        }
    }
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    let many = |it: &str| it.repeat(10_000);
    let texts = [
        many("("),
        many("{ "),
        format!("mốc x_1 = {}", many("(")),
        format!("phạm vi hồ sơ {}trực tuyến", many("không ")),
        format!("phạm vi hồ sơ {}", many("trực tuyến ")),
        format!("mốc x_1 = 5{}", many(" + 5")),
        format!("nhóm x_1 = \"a\"{}", many(", \"a\"")),
        format!("nhóm x_1 = cấp xã{}", many(" và cấp xã")),
        format!("{}{}", many("Điều 1 { "), many("} ")),
        many("nguyên văn \""),
        many("“"),
        many("\" "),
        many("-- a\n"),
        many("giao tối thiểu\n"),
        many("| "),
        many("a\u{301}\u{301} "),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        survives(&text);
        let seconds = start.elapsed().as_secs();
        assert!(seconds < 20, "{seconds} s for {:?}", text.chars().take(30).collect::<String>());
    }
}
