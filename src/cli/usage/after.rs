//! What stands at the end of the help of each command: exit codes and examples.

use crate::lang::Lang;

/// The end of the help of a command, named from the program on: `chitieu check`.
pub fn after(path: &str, lang: Lang) -> String {
    let mut out = format!("{}:\n", lang.pick("Mã thoát", "Exit codes"));
    for (code, vi, en) in codes(path) {
        out += &format!("  {code}  {}\n", lang.pick(vi, en));
    }
    let examples = examples(path);
    if !examples.is_empty() {
        out += &format!("\n{}:\n", lang.pick("Ví dụ", "Examples"));
    }
    for it in examples {
        out += &format!("  {it}\n");
    }
    out.trim_end().to_owned()
}

type Code = (u8, &'static str, &'static str);

const DONE: Code = (0, "xong", "done");
const GIVEN: Code = (0, "xong, kể cả khi có đơn vị chưa đạt", "done, also when units miss their quota");
const CLEAN: Code = (0, "không thấy gì từ mức --fail-level trở lên", "nothing found from --fail-level on");
const CANNOT: Code = (1, "không chạy được: lệnh, tệp, số liệu", "it cannot be run: command, files, counts");
const WRONG: Code = (2, "tệp quy tắc sai", "the rule file is wrong");
const FOUND: Code = (2, "tệp quy tắc có chỗ phải sửa", "something in the rule files is to be mended");
const FAILED: Code = (3, "có kiểm thử hỏng", "a test failed");
const FALSE: Code = (3, "số liệu công bố có dòng sai", "a published figure is wrong");
const MISSED: Code =
    (3, "có đơn vị chưa đạt, với --fail-on not_met", "a unit misses its quota, with --fail-on not_met");
const UNREAD: Code = (
    3,
    "có dòng không tính được, tổng cộng sai hoặc hồ sơ trùng mã",
    "a row cannot be counted, a total is wrong or a dossier stands twice",
);
const DIFFERENT: Code = (3, "hai nguồn số liệu khác nhau", "the sources of counts differ");
const OPEN: Code =
    (4, "có đơn vị chưa xác định, với --fail-on undecided", "a unit is undecided, with --fail-on undecided");

fn codes(path: &str) -> &'static [Code] {
    match path.trim_start_matches("chitieu").trim_start() {
        "" => &[
            GIVEN,
            CANNOT,
            (
                2,
                "tệp quy tắc sai, hoặc fmt --check thấy tệp chưa xếp",
                "rule files are wrong, or fmt --check finds one to format",
            ),
            (
                3,
                "kiểm thử hỏng; số liệu công bố sai; chưa đạt, với --fail-on not_met",
                "a test failed; a published figure is wrong; a missed quota, with --fail-on not_met",
            ),
            OPEN,
        ],
        "eval" => &[GIVEN, CANNOT, WRONG, MISSED, OPEN],
        "audit" => &[DONE, CANNOT, WRONG, FALSE],
        "test" => &[DONE, CANNOT, WRONG, FAILED],
        "ci" => &[CLEAN, CANNOT, FOUND, FAILED],
        "fmt" => &[
            DONE,
            CANNOT,
            (
                2,
                "tệp không đọc được hết, hoặc với --check: sẽ thay đổi",
                "a file is not understood, or with --check would change",
            ),
        ],
        "fix" => &[DONE, CANNOT, (2, "với --check: có chỗ sẽ sửa", "with --check: something would be mended")],
        "explain" | "init" | "completions" | "man" => &[DONE, CANNOT],
        "sql" => &[DONE, CANNOT, WRONG],
        "data check" => &[DONE, CANNOT, WRONG, UNREAD],
        "data compare" => &[(0, "hai nguồn khớp nhau", "both say the same"), CANNOT, WRONG, DIFFERENT],
        "data" => &[DONE, CANNOT, WRONG, UNREAD, DIFFERENT],
        "data map" | "data template" => &[DONE, CANNOT, WRONG],
        "check" | "prove" | "lint" => &[CLEAN, CANNOT, FOUND],
        _ => &[GIVEN, CANNOT, WRONG],
    }
}

/// Examples that can be typed in this repository.
fn examples(path: &str) -> &'static [&'static str] {
    match path.trim_start_matches("chitieu").trim_start() {
        "" => &[
            "chitieu eval rules/khanh-hoa/2024.chitieu --data rules/khanh-hoa/so-lieu-mau/2024.csv",
            "chitieu ci rules",
        ],
        "eval" => &[
            "chitieu eval 2024.chitieu --data 2024.csv",
            "chitieu eval 2024.chitieu --data 2024.csv -o 2024.json --fail-on not_met",
            "chitieu eval 2024.chitieu --data 2024.csv -o 2024.xlsx",
            "chitieu eval 2024.chitieu --data 2024.csv -o 2024.html",
            "chitieu eval 2024.chitieu --counted dem.csv",
        ],
        "why" => &["chitieu why 2024.chitieu \"Sở Y tế\" --data 2024.csv"],
        "rank" => {
            &["chitieu rank 2024.chitieu --data 2024.csv", "chitieu rank 2024.chitieu --data 2024.csv -o hang.xlsx"]
        }
        "ledger" => &["chitieu ledger 2024.chitieu --data 2024.csv --format csv"],
        "need" => &["chitieu need 2024.chitieu \"Sở Y tế\" --data 2024.csv"],
        "sens" => &["chitieu sens 2024.chitieu --data 2024.csv --over 50% 55%"],
        "whatif" => &["chitieu whatif 2024.chitieu --data 2024.csv --assume gia-dinh.txt"],
        "compare" => &["chitieu compare 2024.chitieu base gia-dinh.txt --data 2024.csv"],
        "diff" => &["chitieu diff 2018.chitieu 2024.chitieu --only stricter"],
        "check" => &["chitieu check rules", "chitieu check rules --format sarif -o check.sarif"],
        "prove" => &["chitieu prove rules"],
        "lint" => &["chitieu lint rules --fail-level warning"],
        "fix" => &["chitieu fix rules", "chitieu fix --diff rules"],
        "audit" => &["chitieu audit 2020.chitieu"],
        "test" => &["chitieu test rules"],
        "fmt" => &["chitieu fmt rules", "chitieu fmt --check --diff rules", "chitieu fmt --lang en - < 2024.chitieu"],
        "ci" => &["chitieu ci", "chitieu ci rules --format github", "chitieu ci rules --format junit -o junit.xml"],
        "init" => &["chitieu init chi-tieu-2025"],
        "data" => &[
            "chitieu data check so-lieu.xlsx --rule 2024.chitieu",
            "chitieu data map so-lieu.xlsx --rule 2024.chitieu -o so-lieu.nguon.toml",
            "chitieu data template 2024.chitieu -o bieu.xlsx",
            "chitieu data compare cong.xlsx so.csv --rule 2024.chitieu",
        ],
        "data map" => &["chitieu data map so-lieu.xlsx --rule 2024.chitieu -o so-lieu.nguon.toml"],
        "data template" => &["chitieu data template 2024.chitieu -o bieu.xlsx"],
        "data compare" => &["chitieu data compare cong.xlsx so.csv --rule 2024.chitieu -o khac.xlsx"],
        "data check" => {
            &["chitieu data check so-lieu.xlsx", "chitieu data check so-lieu.csv --rule 2024.chitieu --format json"]
        }
        "tally" | "tally make" => &[
            "chitieu tally make 2024.chitieu --data 2024.csv -o khanh-hoa.ctq",
            "chitieu eval 2024.chitieu --data khanh-hoa.ctq",
        ],
        "tally merge" => &["chitieu tally merge khanh-hoa.ctq phu-yen.ctq -o ca-hai.ctq"],
        "tally show" => &["chitieu tally show khanh-hoa.ctq"],
        "sql" => &[
            "chitieu sql 2024.chitieu --dialect duckdb -o dem.sql",
            "chitieu sql 2024.chitieu --mapping ho-so.nguon.toml",
        ],
        "units" => &["chitieu units 2024.chitieu --at 01/07/2024"],
        "explain" => &["chitieu explain CT0201"],
        "completions" => &["chitieu completions bash > ~/.local/share/bash-completion/completions/chitieu"],
        "man" => &["chitieu man -o ~/.local/share/man/man1"],
        "repl" => &["chitieu repl 2024.chitieu --data 2024.csv"],
        "run" => &["chitieu run cau-hoi.txt 2024.chitieu --data 2024.csv"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::super::command;
    use super::*;

    #[test]
    fn every_command_ends_its_help_with_exit_codes_and_examples() {
        for lang in [Lang::Vi, Lang::En] {
            for it in command(lang).get_subcommands() {
                let path = format!("chitieu {}", it.get_name());
                assert!(!examples(&path).is_empty(), "{path}");
                let help = it.clone().render_help().to_string();
                assert!(help.contains(lang.pick("Mã thoát:\n  0", "Exit codes:\n  0")), "{help}");
                assert!(help.contains(examples(&path)[0]), "{help}");
            }
        }
    }

    /// The examples are those of commands that are there, with options that are there.
    #[test]
    fn examples_can_be_typed() {
        for it in command(Lang::Vi).get_subcommands() {
            for example in examples(&format!("chitieu {}", it.get_name())) {
                let typed =
                    example.split(['<', '>']).next().unwrap_or_default().replace('"', "").replace("Sở Y tế", "Sở_Y_tế");
                let parsed = command(Lang::Vi).try_get_matches_from(typed.split_whitespace());
                assert!(parsed.is_ok(), "{example}: {parsed:?}");
            }
        }
    }
}
