//! Mappings of files of counts: what `data map` proposes changes nothing that was not in doubt.

use chitieu::cli::Exit;

use crate::engine::{Folder, run};

const RULE: &str = "tests/ui/data/mau.chitieu";

/// The sample files of counts.
fn samples() -> Vec<String> {
    let inside = std::fs::read_dir("tests/ui/data").unwrap();
    let mut names: Vec<String> = inside.map(|it| it.unwrap().path().display().to_string()).collect();
    names.retain(|it| [".csv", ".xlsx", ".xls", ".ndjson", ".ods"].iter().any(|end| it.ends_with(end)));
    names.sort();
    names
}

#[test]
fn what_is_proposed_of_a_file_reads_it_as_it_was_read() {
    let folder = Folder::new();
    let mut compared = 0;
    for file in samples() {
        let mapping = folder.path("de-xuat.nguon.toml");
        let proposed = run(&["data", "map", &file, "--rule", RULE, "-o", &mapping]);
        if proposed.exit != Exit::Fine || std::fs::read_to_string(&mapping).unwrap().contains("= \"?\"") {
            continue;
        }
        let eval =
            |more: &[&str]| run(&[["eval", RULE, "--data", &file, "--format", "json"].as_slice(), more].concat());
        let (plain, mapped) = (eval(&[]), eval(&["--mapping", &mapping]));
        if plain.exit == Exit::Fine {
            assert_eq!((plain.out, plain.err), (mapped.out, mapped.err), "{file}");
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared} files are compared");
}

#[test]
fn a_filled_in_proposal_reads_what_could_not_be_read() {
    let folder = Folder::new();
    let file = "tests/ui/data/45-portal.csv";
    let proposed = run(&["data", "map", file, "--rule", RULE]).out;
    let filled = [
        ("\"Cổng DVC\" = \"?\"", "\"Cổng DVC\" = \"online\""),
        ("\"Khác\" = \"?\"", "\"Khác\" = \"unknown\""),
        ("\"Một cửa\" = \"?\"", "\"Một cửa\" = \"in person\""),
        ("\"SNV\" = \"?\"", "\"SNV\" = \"nv\""),
        ("\"UBND H. Diên Khánh\" = \"?\"", "\"UBND H. Diên Khánh\" = \"575\""),
    ];
    let filled = filled.iter().fold(proposed, |text, (from, to)| {
        assert!(text.contains(from), "{from}\n{text}");
        text.replace(from, to)
    });
    let mapping = folder.write("tay.nguon.toml", &filled);
    let by_hand = "tests/ui/data/45-portal.nguon.toml";
    let eval = |mapping: &str| run(&["eval", RULE, "--data", file, "--format", "csv", "--mapping", mapping]);
    let (this, that) = (eval(&mapping), eval(by_hand));
    assert_eq!(this.exit, Exit::Fine, "{}", this.err);
    assert_eq!(this.out, that.out);
}

/// A form, filled in.
fn filled(form: &str) -> String {
    let mut number = 10;
    let lines = form.lines().map(|line| match line.strip_suffix(",,") {
        Some(known) => {
            number += 10;
            format!("{known},{number},{}\n", number / 2)
        }
        None => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn a_form_that_is_filled_in_evaluates_and_an_empty_one_says_what_is_missing() {
    let folder = Folder::new();
    for lang in ["vi", "en"] {
        let form = run(&["data", "template", RULE, "--lang", lang]).out;
        let data = folder.write("bieu.csv", filled(&form));
        let done = run(&["eval", RULE, "--data", &data, "--format", "csv"]);
        assert_eq!(done.exit, Exit::Fine, "{}", done.err);
        assert_eq!(done.out.lines().filter(|it| it.contains(",not_met,")).count(), 3, "{}", done.out);
        for name in ["trong.csv", "trong.xlsx"] {
            let path = folder.path(name);
            assert_eq!(run(&["data", "template", RULE, "--lang", lang, "-o", &path]).exit, Exit::Fine);
            let empty = run(&["eval", RULE, "--data", &path]);
            assert_eq!(empty.exit, Exit::CannotRun);
            assert!(empty.err.contains("ô trống: chưa điền số hồ sơ"), "{}", empty.err);
        }
    }
}

#[test]
fn a_workbook_that_is_compared_with_itself_is_equal() {
    for file in samples() {
        let compared = run(&["data", "compare", &file, &file, "--rule", RULE]);
        assert!(compared.exit != Exit::Negative, "{file}\n{}", compared.out);
    }
}
