//! Counts that are kept: made, shown, asked, added up, refused.

use chitieu::cli::Exit;

use crate::engine::{Folder, in_repository, run, run_json};

const HEADER: &str = "unit_code,procedure_code,received_date,channel\n";

/// Makes kept counts of a file in a folder; the path.
fn made(folder: &Folder, name: &str, rows: &str, more: &[&str]) -> String {
    let data = folder.write(&format!("{name}.csv"), format!("{HEADER}{rows}"));
    let (rule, out) = (in_repository("tests/ui/tally/mau.chitieu"), folder.path(&format!("{name}.ctq")));
    let arguments = [&["tally", "make", &rule, "--data", &data, "-o", &out][..], more].concat();
    let made = run(&arguments);
    assert_eq!(made.exit, Exit::Fine, "{}", made.err);
    out
}

#[test]
fn kept_counts_are_asked_like_their_files() {
    let folder = Folder::new();
    let rows = "yt,1.000001,2024-02-01,online\nyt,1.000001,2024-02-01,in person\nnv,1.000002,2024-03-05,postal\n\
                X1,1.1,2024-03-05,online\n";
    let kept = made(&folder, "một", rows, &[]);
    let rule = in_repository("tests/ui/tally/mau.chitieu");
    let asked = |data: &str| run_json(&["eval", &rule, "--data", data, "--format", "json"]);
    assert_eq!(asked(&kept), asked(&folder.path("một.csv")));
    let why = |data: &str| run(&["why", "Sở Y tế", &rule, "--data", data]).out;
    assert_eq!(why(&kept), why(&folder.path("một.csv")));
    let shown = run(&["tally", "show", &kept, "--lang", "en"]);
    assert!(shown.out.contains("4 dossiers, 3 units, 3 procedures, 4 cells, 0 bad rows"), "{}", shown.out);
}

#[test]
fn parts_add_up_in_any_order_and_no_file_counts_twice() {
    let folder = Folder::new();
    let one = made(&folder, "one", "yt,1.000001,2024-02-01,online\n", &[]);
    let two = made(&folder, "two", "yt,1.000001,2024-02-01,online\nnv,1.000002,2024-03-05,online\n", &[]);
    let (first, second) = (folder.path("first.ctq"), folder.path("second.ctq"));
    assert_eq!(run(&["tally", "merge", &one, &two, "-o", &first]).exit, Exit::Fine);
    assert_eq!(run(&["tally", "merge", &two, &one, "-o", &second]).exit, Exit::Fine);
    assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap());
    let rule = in_repository("tests/ui/tally/mau.chitieu");
    let told = run_json(&["eval", &rule, "--data", &first, "--format", "json"]);
    assert_eq!(told["ledger"]["supplied"], 3);
    let again = run(&["tally", "merge", &first, &two, "-o", &folder.path("third.ctq")]);
    assert_eq!(again.exit, Exit::CannotRun);
    assert!(again.err.contains("CT0897"), "{}", again.err);
}
