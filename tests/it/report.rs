//! Reports of the guards, as the programs that read them want them.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::engine::{Folder, in_repository, run, run_wide};
use crate::schema::Schema;

const CASE: &str = "tests/ui/report/quyết định mẫu.chitieu";

/// Every form, as it is typed.
const FORMS: &[&str] =
    &["text", "plain", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "tap", "markdown"];

fn check(form: &str) -> String {
    run(&["check", CASE, "--format", form]).out
}

#[test]
fn sarif_obeys_its_official_schema() {
    let text = include_str!("../fixtures/sarif/sarif-2.1.0.schema.json");
    let mut root: Value = serde_json::from_str(text).expect("JSON");
    // The pattern of languages has an alternative that the validator here does not read.
    for place in ["/definitions/run/properties/language", "/definitions/toolComponent/properties/language"] {
        let language = root.pointer_mut(place).and_then(Value::as_object_mut).expect("the schema has languages");
        assert!(language.remove("pattern").is_some(), "{place}");
    }
    let schema = Schema::new(root);
    // A file that cannot be read has its place in the log too, and the name of a project.
    let project = vec!["--project", "tests/ui/project/du-an.toml", CASE];
    for paths in [vec![CASE], vec!["rules"], vec!["tests/ui/check"], vec!["khong-co.chitieu"], project] {
        let arguments = [vec!["check"], paths, vec!["--format", "sarif"]].concat();
        let log: Value = serde_json::from_str(&run(&arguments).out).expect("JSON");
        assert_eq!(schema.faults(&log), Vec::<String>::new(), "{arguments:?}");
        let is_english = arguments.contains(&"--project");
        assert_eq!(log["runs"][0]["language"], if is_english { "en" } else { "vi" });
    }
    let mut wrong: Value = serde_json::from_str(&check("sarif")).expect("JSON");
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!schema.faults(&wrong).is_empty());
}

#[test]
fn sarif_names_places_that_are_there() {
    let log: Value = serde_json::from_str(&check("sarif")).expect("JSON");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    for result in run["results"].as_array().expect("results") {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.is_ascii() && !uri.contains(' ') && uri.starts_with("tests/ui/report/"), "{uri}");
        let text = std::fs::read_to_string(in_repository(&decoded(uri))).expect("the file is there");
        let region = &place["region"];
        let number = |name: &str| region[name].as_u64().expect("a number") as usize;
        assert_eq!(number("startLine"), number("endLine"));
        let line = text.lines().nth(number("startLine") - 1).expect("the line is there");
        let words: String =
            line.chars().skip(number("startColumn") - 1).take(number("endColumn") - number("startColumn")).collect();
        assert_eq!(words, region["snippet"]["text"].as_str().expect("words"));
    }
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(it) = rest.next() {
        if it == b'%' {
            let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).expect("ASCII"), 16).expect("a byte"));
        } else {
            bytes.push(it);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn fingerprints_outlive_lines_that_move_and_are_never_the_same() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(in_repository("tests/ui/check/slips-in-quotas.chitieu")).expect("the case");
    let prints = |text: &str| -> Vec<String> {
        let path = folder.write("a.chitieu", text);
        let found: Value = serde_json::from_str(&run(&["check", &path, "--format", "gitlab"]).out).expect("JSON");
        let all = found.as_array().expect("a list").iter();
        all.map(|it| it["fingerprint"].as_str().expect("a text").to_owned()).collect()
    };
    let before = prints(&text);
    assert_eq!(before, prints(&format!("\n\n-- lời dẫn\n{text}")));
    assert!(before.len() > 1);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());
}

#[test]
fn junit_is_well_formed_and_counts_what_it_holds() {
    use quick_xml::events::Event;
    let folder = Folder::new();
    // A name with marks of XML, and a text with a character that XML cannot hold.
    let path = folder.write("a & <b>.chitieu", "quyết định qd_1 { kỳ đánh giá năm 2024 Điều 1 { giao \u{7} \"<&\" } }");
    let text = run(&["check", &path, CASE, "--format", "junit"]).out;
    assert!(!text.contains('\u{7}'));
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let (mut cases, mut failures, mut said) = (0, 0, Vec::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => break,
            Event::Start(it) | Event::Empty(it) => match it.name().as_ref() {
                "testcase" => cases += 1,
                "failure" => failures += 1,
                "testsuites" => {
                    for it in it.attributes().map(|it| it.expect("an attribute")) {
                        said.push(it.value.into_owned());
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!(said, ["chitieu", "2", "2", "0", "0"]);
    assert_eq!((cases, failures), (2, 2));
}

#[test]
fn lines_of_json_are_problems_then_looks_then_sums() {
    let lines: Vec<Value> =
        check("jsonl").lines().map(|it| serde_json::from_str(it).expect("a line of JSON")).collect();
    let types: Vec<&str> = lines.iter().filter_map(|it| it["type"].as_str()).collect();
    assert_eq!(types, ["problem", "problem", "problem", "look", "summary"]);
    assert_eq!(lines[3]["passed"], false);
    assert_eq!((&lines[4]["errors"], &lines[4]["warnings"]), (&2.into(), &1.into()));
}

#[test]
fn colour_is_for_terminals_and_only_the_text_has_it() {
    let coloured = |form: &str, more: &[&str], set: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chitieu"));
        command.args(["check", CASE, "--format", form]).args(more).env_clear().envs(set.iter().copied());
        let out = command.output().expect("the program runs");
        out.stdout.contains(&0x1b)
    };
    let forced: &[(&str, &str)] = &[("CLICOLOR_FORCE", "1"), ("TERM", "xterm-256color")];
    for form in FORMS {
        assert_eq!(coloured(form, &[], forced), *form == "text", "{form}");
        assert_eq!(coloured(form, &["--color", "always"], &[]), *form == "text", "{form}");
        assert!(!coloured(form, &[], &[]), "{form}");
        assert!(!coloured(form, &["--color", "never"], forced), "{form}");
    }
    assert!(!coloured("text", &[], &[("NO_COLOR", "1"), ("TERM", "xterm-256color")]));
    assert!(!coloured("text", &["-o", "/dev/null"], forced));
}

#[test]
fn github_gets_a_summary_of_the_job() {
    let folder = Folder::new();
    let summary = folder.write("summary.md", "# before\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_chitieu"));
    command.args(["check", CASE, "--format", "github"]).env_clear().env("GITHUB_STEP_SUMMARY", &summary);
    command.output().expect("the program runs");
    let text = std::fs::read_to_string(summary).expect("the summary");
    assert_eq!(text, format!("# before\n{}", check("markdown")));
}

#[test]
fn the_text_keeps_to_the_width_of_the_terminal() {
    use unicode_width::UnicodeWidthStr as _;
    for width in [40, 80, 120] {
        let text = run_wide(&["check", CASE], width).out;
        // The lines of the rule file are shown whole; what is said of them is wrapped.
        let says = text.lines().filter(|it| ["  × ", "  ⚠ ", "  │ "].iter().any(|mark| it.starts_with(mark)));
        let widths: Vec<usize> = says.map(|it| it.width()).collect();
        assert!(!widths.is_empty() && widths.iter().all(|it| *it <= usize::from(width)), "{text}");
        assert!(width > 40 || text.contains("  │ "), "{text}");
    }
}

#[test]
fn a_diff_shows_ends_of_lines() {
    let folder = Folder::new();
    let text = "sổ đơn vị so_1 {\n  đơn vị \"Sở Y tế\" mã \"yt\"\n}";
    let whole = folder.write("whole.chitieu", format!("{text}\n"));
    assert_eq!(run(&["fmt", "--check", "--diff", &whole]).exit as u8, 0);
    let windows = folder.write("windows.chitieu", format!("{text}\n").replace('\n', "\r\n"));
    let found = run(&["fmt", "--diff", &windows]);
    assert_eq!(found.exit as u8, 0);
    assert!(found.out.contains("-sổ đơn vị so_1 {\r\n") && found.out.contains("+sổ đơn vị so_1 {\n"), "{}", found.out);
    assert!(run(&["fmt", "--check", &windows]).out.contains("CRLF"));
    let open = folder.write("open.chitieu", text);
    let found = run(&["fmt", "--diff", &open]);
    assert!(found.out.contains("-}\n\\ No newline at end of file\n+}\n"), "{}", found.out);
    assert_eq!(run(&["fmt", "--check", &open]).exit as u8, 2);
    // Nothing was written.
    assert_eq!(std::fs::read_to_string(&open).expect("the file"), text);
    for path in [&windows, &open] {
        assert_eq!(run(&["fmt", path]).exit as u8, 0);
        assert_eq!(std::fs::read_to_string(path).expect("the file"), format!("{text}\n"));
    }
}

#[test]
fn the_words_that_mend_a_layout_are_those_that_formatting_writes() {
    let folder = Folder::new();
    let name = "tests/ui/fmt/chua-gon.chitieu";
    let text = std::fs::read_to_string(in_repository(name)).expect("the case");
    let path = folder.write("a.chitieu", &text);
    let log: Value = serde_json::from_str(&run(&["fmt", "--check", &path, "--format", "sarif"]).out).expect("JSON");
    let edits = log.pointer("/runs/0/results/0/fixes/0/artifactChanges/0/replacements").expect("a fix");
    let mut mended: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for edit in edits.as_array().expect("edits").iter().rev() {
        let region = &edit["deletedRegion"];
        assert_eq!((&region["startColumn"], &region["endColumn"]), (&1.into(), &1.into()));
        let line = |name: &str| region[name].as_u64().expect("a line") as usize - 1;
        let words = edit["insertedContent"]["text"].as_str().expect("words").to_owned();
        mended.splice(line("startLine")..line("endLine"), [words]);
    }
    run(&["fmt", &path]);
    assert_eq!(mended.concat(), std::fs::read_to_string(&path).expect("the file"));
}

#[test]
fn a_project_is_found_upward() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("rules/2024")).expect("a folder");
    folder.write("chitieu.toml", "[project]\nlanguage = \"en\"\nrules = [\"rules\"]\n");
    folder.write("rules/2024/a.chitieu", "sổ đơn vị so_1 {\n  đơn vị \"Sở Y tế\" mã \"yt\"\n}\n");
    let check = |inside: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chitieu"));
        command.current_dir(folder.path(inside)).env_clear().arg("check").args(arguments);
        let out = command.output().expect("the program runs");
        String::from_utf8(out.stdout).expect("UTF-8")
    };
    for inside in ["", "rules", "rules/2024"] {
        assert_eq!(check(inside, &[]), "files: 1; errors: 0; warnings: 0.\n", "{inside}");
    }
    assert_eq!(check("", &["--lang", "vi"]), "1 tệp: 0 lỗi, 0 cảnh báo.\n");
    // From elsewhere, by the place of the rule file.
    let path = folder.path("rules/2024/a.chitieu");
    assert_eq!(run(&["check", &path]).out, "files: 1; errors: 0; warnings: 0.\n");
}

#[test]
fn evidence_holds_what_the_project_set() {
    let folder = Folder::new();
    let at = |name: &str| in_repository(&format!("tests/ui/project/{name}"));
    let evidence = folder.path("evidence.json");
    let project = at("du-an-so.toml");
    let (rule, data) = (at("quy-tac.chitieu"), at("so-lieu.csv"));
    let first = run(&["eval", &rule, "--data", &data, "--project", &project, "--evidence", &evidence]);
    assert_eq!(first.exit as u8, 0, "{}", first.err);
    let held = std::fs::read_to_string(&evidence).expect("the evidence");
    assert!(held.contains("so-khac.csv") && held.contains("dm-khac.csv") && !held.contains("khong_co_o_day"), "{held}");
    assert_eq!(run(&["eval", "--replay", &evidence]).out, first.out);
}
