//! A real rule file with one slip in it: what share do the guards notice, and by which code? A slip that nobody would
//! notice is listed here by name, with why; a new one fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::engine::{Folder, run};

/// Slips that mean the same, or that the file alone cannot show.
const UNNOTICED: &[(&str, &str)] = &[
    ("a date moved by a day: line 22, 15/12/2023 → 14/12/2023", BOUNDS),
    ("a date moved by a day: line 22, 14/12/2024 → 13/12/2024", BOUNDS),
];

const BOUNDS: &str = "between which days an unknown date lies is what the writer of the file thinks";

/// One slip.
struct Slip {
    kind: &'static str,
    /// What was changed, as it is named here.
    what: String,
    text: String,
}

#[test]
fn slips_in_the_2024_decision_are_noticed() {
    let home = Path::new("rules/khanh-hoa");
    let text = std::fs::read_to_string(home.join("2024.chitieu")).expect("the rule file");
    let folder = Folder::new();
    for entry in std::fs::read_dir(home).expect("the folder").flatten() {
        if entry.path().is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            folder.write(&name, std::fs::read(entry.path()).expect("a file"));
        }
    }
    let path = folder.path("2024.chitieu");
    // The file as it is: nothing is found in it.
    let base = found(&path);
    assert!(base.is_empty(), "{base:?}");
    let mut shares: BTreeMap<&str, (usize, usize, BTreeSet<String>)> = BTreeMap::new();
    let mut lost = Vec::new();
    for slip in slips(&text) {
        folder.write("2024.chitieu", &slip.text);
        let now = found(&path);
        let codes: BTreeSet<String> = now.iter().map(|it| it.0.clone()).collect();
        let share = shares.entry(slip.kind).or_default();
        share.1 += 1;
        if codes.is_empty() {
            lost.push(format!("{}: {}", slip.kind, slip.what));
        } else {
            share.0 += 1;
            share.2.extend(codes);
        }
    }
    for (kind, (noticed, all, codes)) in &shares {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        println!("{kind}: {noticed} of {all} ({})", codes.join(", "));
    }
    let known: Vec<&str> = UNNOTICED.iter().map(|it| it.0).collect();
    let new: Vec<&String> = lost.iter().filter(|it| !known.contains(&it.as_str())).collect();
    assert!(new.is_empty(), "nobody notices:\n{new:#?}");
    let gone: Vec<&&str> = known.iter().filter(|it| !lost.iter().any(|lost| lost == **it)).collect();
    assert!(gone.is_empty(), "these are noticed now: {gone:?}");
}

/// Errors, warnings and failed tests: code and sentence, as far as the first guard that says anything new. The layout is
/// not asked: it notices what was changed, not that it is wrong.
fn found(path: &str) -> Told {
    let mut all = Told::new();
    for guard in ["check", "prove", "lint", "test"] {
        all.extend(told(guard, path));
        if !all.is_empty() {
            break;
        }
    }
    all
}

type Told = BTreeSet<(String, String)>;

fn told(guard: &str, path: &str) -> Told {
    let run = run(&[guard, path, "--format", "json"]);
    let all: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err));
    let bad = all["problems"].as_array().into_iter().flatten().filter(|it| it["severity"] != "note");
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    bad.map(|it| (text(&it["code"]), text(&it["message"]) + &it["part"].to_string())).collect()
}

/// All slips, in the rules and not in the tests.
fn slips(text: &str) -> Vec<Slip> {
    let rules = text.find("\nkiểm thử").unwrap_or(text.len());
    let mut out = Vec::new();
    let mut add = |kind: &'static str, at: usize, old: &str, new: &str| {
        let line = text[..at].matches('\n').count() + 1;
        let changed = format!("{}{new}{}", &text[..at], &text[at + old.len()..]);
        out.push(Slip { kind, what: format!("line {line}, {old} → {new}"), text: changed });
    };
    let mut at = 0;
    for line in text[..rules].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let said = line.trim_start();
        if said.starts_with("--")
            || said.starts_with("nguyên văn")
            || said.starts_with("căn cứ")
            || said.starts_with("vì")
        {
            continue;
        }
        for (from, word) in words(line) {
            let place = start + from;
            if let Some(number) = word.strip_suffix('%').and_then(|it| it.parse::<u32>().ok()) {
                for new in [number - 1, number + 5] {
                    add("a number changed", place, word, &format!("{new}%"));
                }
            }
            let parts: Vec<&str> = word.split('/').collect();
            if let ([day, month, year], true) = (parts.as_slice(), word.len() == 10) {
                let other = day.parse::<u32>().map_or(0, |it| if it > 1 { it - 1 } else { it + 1 });
                add("a date moved by a day", place, word, &format!("{other:02}/{month}/{year}"));
                add("a year changed", place, word, &format!("{day}/{month}/2025"));
                add("day and month swapped", place, word, &format!("{month}/{day}/{year}"));
            }
            for (old, new) in [("và", "hoặc"), ("không", ""), ("lần", "")] {
                if word == old && said.starts_with("với") {
                    add("a condition changed", place, word, new);
                }
            }
        }
        let quoted: Vec<(usize, &str)> = quoted(line);
        let in_group = said.starts_with("cho") || said.starts_with("và các") || said.starts_with('"');
        if in_group {
            for (from, name) in quoted {
                let both = format!("{name}, {name}");
                add("a unit doubled", start + from, name, &both);
                let with_comma = format!("{name}, ");
                if line[from..].starts_with(&with_comma) {
                    add("a unit dropped", start + from, &with_comma, "");
                }
            }
        }
        for bracket in ['{', '}'] {
            if let Some(from) = line.find(bracket) {
                add("a bracket lost", start + from, &bracket.to_string(), "");
            }
        }
        for lost in ["phạm vi", "kỳ tính", "giao tối thiểu", "áp dụng cho Điều 1", "tệp \"", "thay thế dm_2653"]
        {
            if let Some(from) = line.find(lost) {
                let until = if lost.starts_with("áp") { from + lost.len() } else { line.trim_end().len() };
                add("a line lost", start + from, &line[from..until], "");
            }
        }
        for (old, new) in [
            ("tối thiểu", "trên"),
            ("tối thiểu", "tối đa"),
            ("cấp huyện", "cấp xã"),
            ("cấp xã", "cấp huyện"),
            ("+ 6", "+ 7"),
        ] {
            if let Some(from) = line.find(old) {
                add("a word changed", start + from, old, new);
            }
        }
    }
    for list in ["danh mục dm_2653", "danh mục dm_thay_thế"] {
        let from = text.find(list).expect("the list");
        let until = from + text[from..].find("\n}\n").expect("its end") + 3;
        add("a list removed", from, &text[from..until], "");
    }
    out
}

/// Words with their places; commas and brackets are none of them.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    for part in line.split([' ', ',', '(', ')', '\n']) {
        if !part.is_empty() {
            out.push((from, part));
        }
        from += part.len() + 1;
    }
    out
}

/// Texts in quotes with their places, the quotes with them.
fn quoted(line: &str) -> Vec<(usize, &str)> {
    let quotes: Vec<usize> = line.match_indices('"').map(|it| it.0).collect();
    quotes.chunks_exact(2).map(|it| (it[0], &line[it[0]..=it[1]])).collect()
}
