//! A project that `init` makes can be used at once.

use std::path::Path;

use crate::engine::{Folder, run};

#[test]
fn a_new_project_passes_its_guards_and_evaluates() {
    for lang in ["vi", "en"] {
        let folder = Folder::new();
        let path = |name: &str| folder.path(&format!("a/{name}"));
        let project = folder.path("a");
        let made = run(&["init", &project, "--lang", lang]);
        assert_eq!((made.exit as u8, made.err.as_str()), (0, ""), "{lang}");
        for line in made.out.lines().take_while(|it| it.starts_with(&project)) {
            assert!(Path::new(line).is_file(), "{line}");
        }
        let (rules, data) = (path("quy-tac"), path("so-lieu/mau-2024.csv"));
        let rule = path("quy-tac/quyet-dinh-35.chitieu");
        for arguments in [
            vec!["check", &rules, "--fail-level", "warning"],
            vec!["fmt", "--check", &rules],
            vec!["ci", &rules, "--fail-level", "warning"],
            vec!["test", &rules],
            vec!["eval", &rule, "--data", &data],
            vec!["why", &rule, "Sở Y tế", "--data", &data],
        ] {
            let found = run(&arguments);
            assert_eq!(found.exit as u8, 0, "{arguments:?}\n{}{}", found.out, found.err);
        }
        let found = run(&["eval", &rule, "--data", &data]);
        let words = if lang == "vi" { "4 vượt, 1 đạt, 1 chưa đạt" } else { "4 exceeded, 1 met, 1 not met" };
        assert!(found.out.contains(words), "{}", found.out);
        // The project file is read, and its language is that of the messages.
        let found = run(&["check", &rules]);
        assert_eq!(found.out.starts_with("Chỉ tiêu năm 2024 – 1 tệp"), lang == "vi", "{}", found.out);
        let again = run(&["init", &project]);
        assert!(again.exit as u8 == 1 && again.err.contains("CT1487"), "{}", again.err);
    }
}

/// What can be uncommented in the project file is right too.
#[test]
fn all_of_the_project_file_can_be_used() {
    for lang in ["vi", "en"] {
        let folder = Folder::new();
        let project = folder.path("a");
        run(&["init", &project, "--lang", lang]);
        let file = folder.path("a/chitieu.toml");
        let text = std::fs::read_to_string(&file).expect("the project file");
        let more = ["# [", "# file =", "# dm_12 =", "# CT", "# format =", "# fail-under ="];
        let used: String = text
            .lines()
            .map(|it| format!("{}\n", if more.iter().any(|mark| it.starts_with(mark)) { &it[2..] } else { it }))
            .collect();
        std::fs::write(&file, used).expect("the project file");
        for name in ["so-don-vi", "dm-12"] {
            let from = folder.path(&format!("a/quy-tac/{name}.csv"));
            std::fs::copy(from, folder.path(&format!("a/so-lieu/{name}-moi.csv"))).expect("a copy");
        }
        let found = run(&["check", &folder.path("a/quy-tac")]);
        assert_eq!((found.exit as u8, found.err.as_str()), (0, ""), "{}", found.out);
    }
}
