//! Evidence: a result can be made again, byte for byte, as long as nothing it was made from has changed.

use chitieu::cli::Exit;
use serde_json::Value;

use crate::engine::{Folder, Run, in_repository, run};

/// A decision with its register, lists and counts in a folder of its own.
struct Held {
    folder: Folder,
    rule: String,
    data: String,
}

fn held() -> Held {
    let folder = Folder::new();
    let from = |name: &str| std::fs::read(in_repository(&format!("rules/khanh-hoa/{name}"))).expect("a file");
    for name in ["so-don-vi-khanh-hoa.chitieu", "so-don-vi-khanh-hoa.csv", "dm-2653-mau.csv", "dm-thay-the-mau.csv"] {
        folder.write(name, from(name));
    }
    let rule = folder.write("2024.chitieu", from("2024.chitieu"));
    let data = folder.write("2024.csv", from("so-lieu-mau/2024.csv"));
    Held { folder, rule, data }
}

impl Held {
    fn eval(&self, more: &[&str]) -> Run {
        let evidence = self.folder.path("evidence.json");
        let own = ["eval", &self.rule, "--data", &self.data, "--evidence", &evidence];
        let run = run(&[&own, more].concat());
        assert_eq!(run.exit, Exit::Fine, "{}", run.err);
        run
    }

    fn replay(&self, form: &str) -> Run {
        run(&["eval", "--replay", &self.folder.path("evidence.json"), "--format", form])
    }
}

#[test]
fn a_replay_gives_the_same_bytes() {
    let held = held();
    for (form, more) in [
        ("json", vec![]),
        ("json", vec!["--event", "dm_thay_thế=2024-03-20", "--reading", "sau_5_ngày=ngày_thứ_5"]),
        ("csv", vec!["--event", "dm_thay_thế=20/03/2024"]),
        ("plain", vec!["--as-of", "2024-06-30", "--strict"]),
        ("json", vec!["--reading", "all", "--bad-rows", "report"]),
    ] {
        let before = held.eval(&[&more[..], &["--format", form]].concat());
        let after = held.replay(form);
        assert_eq!(after.exit, Exit::Fine, "{more:?}: {}", after.err);
        assert_eq!(before.out, after.out, "{more:?}");
    }
}

#[test]
fn ranks_have_evidence_too() {
    let folder = Folder::new();
    let from = |name: &str| std::fs::read(in_repository(&format!("tests/ui/rank/{name}"))).expect("a file");
    let names =
        ["province.chitieu", "province-annex.csv", "quotas-of-the-province.chitieu", "quotas-of-the-province.csv"];
    for name in names {
        folder.write(name, from(name));
    }
    let [_, _, rule, data] = names.map(|it| folder.path(it));
    let evidence = folder.path("evidence.json");
    let before = run(&["rank", &rule, "--data", &data, "--evidence", &evidence, "--format", "csv"]);
    assert_eq!(before.exit, Exit::Fine, "{}", before.err);
    let replay = || run(&["rank", "--replay", &evidence, "--format", "csv"]);
    assert_eq!(replay().out, before.out);
    // The annex of the other decision is among what it was made from.
    folder.write("province-annex.csv", "STT,Đơn vị,Hồ sơ toàn trình\n1,Sở Y tế,10%\n");
    assert!(replay().err.contains("province-annex.csv"), "{}", replay().err);
}

#[test]
fn a_replay_takes_the_lists_and_the_register_that_were_given() {
    let held = held();
    let list = std::fs::read_to_string(in_repository("rules/khanh-hoa/dm-2653-mau.csv")).expect("a list");
    let shorter: String = list.lines().take(5).map(|it| format!("{it}\n")).collect();
    let list = format!("dm_2653={}", held.folder.write("shorter.csv", shorter));
    let before = held.eval(&["--list", &list, "--format", "json"]);
    assert_ne!(before.out, held.folder_eval());
    assert_eq!(before.out, held.replay("json").out);
}

impl Held {
    /// The result without anything given.
    fn folder_eval(&self) -> String {
        run(&["eval", &self.rule, "--data", &self.data, "--format", "json"]).out
    }
}

#[test]
fn evidence_names_every_file_that_was_read() {
    let held = held();
    held.eval(&[]);
    let text = std::fs::read_to_string(held.folder.path("evidence.json")).expect("evidence");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let files = json["files"].as_object().expect("files");
    for name in [
        "2024.chitieu",
        "2024.csv",
        "so-don-vi-khanh-hoa.chitieu",
        "so-don-vi-khanh-hoa.csv",
        "dm-2653-mau.csv",
        "dm-thay-the-mau.csv",
    ] {
        let hash = files.iter().find(|it| it.0.ends_with(name)).map(|it| it.1.as_str().unwrap_or_default());
        let is_hash = hash.is_some_and(|it| it.len() == 64 && it.bytes().all(|it| it.is_ascii_hexdigit()));
        assert!(is_hash, "{name}: {hash:?}");
    }
}

#[test]
fn a_changed_file_is_refused() {
    for name in [
        "2024.chitieu",
        "2024.csv",
        "so-don-vi-khanh-hoa.chitieu",
        "so-don-vi-khanh-hoa.csv",
        "dm-2653-mau.csv",
        "dm-thay-the-mau.csv",
    ] {
        let held = held();
        held.eval(&[]);
        let mut text = std::fs::read(held.folder.path(name)).expect("a file");
        text.push(b'\n');
        held.folder.write(name, text);
        let after = held.replay("json");
        assert_eq!(after.exit, Exit::CannotRun, "{name}");
        assert!(after.err.contains("CT0012") && after.err.contains(name), "{name}: {}", after.err);
        assert_eq!(after.out, "", "{name}");
    }
}

#[test]
fn a_file_that_is_gone_is_refused() {
    let held = held();
    held.eval(&[]);
    std::fs::remove_file(&held.data).expect("the file goes");
    let after = held.replay("json");
    assert_eq!(after.exit, Exit::CannotRun);
    assert!(after.err.contains("CT0012") && after.err.contains("2024.csv"), "{}", after.err);
}

#[test]
fn what_is_no_evidence_is_refused() {
    let folder = Folder::new();
    folder.write("evidence.json", "{}");
    let after = run(&["eval", "--replay", &folder.path("evidence.json")]);
    assert_eq!(after.exit, Exit::CannotRun);
    assert!(after.err.contains("CT0011"), "{}", after.err);
}
