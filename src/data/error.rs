//! What can be wrong with supplied counts: one message for a file, not a thousand.

use super::BadRow;
use crate::lang::say;
use crate::problem::Problem;

pub fn no_header(file: &str) -> Problem {
    Problem::nowhere("CT0801", say!("tệp số liệu `{file}` trống", "the file of counts `{file}` is empty")).help(say!(
        "dòng đầu là tên cột, mỗi dòng sau là một hồ sơ hoặc một số đếm",
        "the first line names the columns, each line after it is a dossier or a count"
    ))
}

pub fn not_utf8(file: &str, line: u64) -> Problem {
    Problem::nowhere("CT0802", say!("{file}:{line}: không phải văn bản UTF-8", "{file}:{line}: no UTF-8 text"))
        .help(say!("trong Excel chọn “CSV UTF-8” khi lưu", "in Excel choose “CSV UTF-8” when saving"))
}

pub fn workbook(file: &str) -> Problem {
    Problem::nowhere("CT0809", say!("`{file}` là tệp Excel", "`{file}` is an Excel workbook"))
        .help(say!("trong Excel chọn “CSV UTF-8” khi lưu", "in Excel choose “CSV UTF-8” when saving"))
}

pub fn bad_json(file: &str, line: usize, why: &str) -> Problem {
    Problem::nowhere("CT0804", say!("{file}:{line}: JSON sai: {why}", "{file}:{line}: bad JSON: {why}")).help(say!(
        "sửa dòng đó; thường là thiếu dấu phẩy hoặc dấu nháy",
        "mend that line; often a comma or a quote is missing"
    ))
}

pub fn no_array(file: &str) -> Problem {
    Problem::nowhere(
        "CT0804",
        say!("`{file}`: JSON phải là một mảng các đối tượng", "`{file}`: the JSON is not an array of objects"),
    )
    .help(say!(
        "viết như [{{\"mã đơn vị\": \"…\", \"tổng\": 10}}]",
        "write it like [{{\"unit_code\": \"…\", \"total\": 10}}]"
    ))
}

pub fn column_twice(file: &str, name: &str) -> Problem {
    Problem::nowhere("CT0805", say!("`{file}` có hai cột `{name}`", "`{file}` has two columns `{name}`"))
        .help(say!("đổi tên hoặc bỏ một cột", "rename or drop one of them"))
}

pub fn columns_missing(file: &str, missing: &[&str], found: &[String]) -> Problem {
    let (missing, found) = (missing.join("; "), found.join(", "));
    Problem::nowhere("CT0806", say!("`{file}` thiếu cột: {missing}", "`{file}` lacks columns: {missing}"))
        .note(say!("các cột đang có: {found}", "its columns: {found}"))
        .help(say!("đặt tên cột như trên ở dòng đầu", "name the columns so in the first line"))
}

pub fn row_twice(file: &str, first: u64, again: u64) -> Problem {
    Problem::nowhere(
        "CT0807",
        say!(
            "{file}: dòng {first} và dòng {again} cùng một đơn vị, thủ tục và ngày",
            "{file}: lines {first} and {again} are of one unit, procedure and day"
        ),
    )
    .help(say!("cộng hai dòng lại, hoặc bỏ dòng thừa", "add the two lines up, or drop one"))
}

/// Bad rows of which no more are shown.
const SHOWN: usize = 10;

pub fn bad_rows(bad: &[BadRow]) -> Problem {
    let number = bad.len();
    let mut problem =
        Problem::nowhere("CT0808", say!("{number} dòng số liệu không tính được", "{number} rows cannot be counted"));
    for row in bad.iter().take(SHOWN) {
        let (file, line, column, value) = (&row.file, row.line, &row.column, &row.value);
        let (vi, en) = (&row.why.vi, &row.why.en);
        problem = if column.is_empty() {
            problem.note(say!("{file}:{line}: {vi}", "{file}:{line}: {en}"))
        } else {
            problem.note(say!(
                "{file}:{line}: cột `{column}`, `{value}`: {vi}",
                "{file}:{line}: column `{column}`, `{value}`: {en}"
            ))
        };
    }
    if number > SHOWN {
        let rest = number - SHOWN;
        problem = problem.note(say!("… và {rest} dòng nữa", "… and {rest} more"));
    }
    problem.help(say!(
        "sửa các dòng đó; hoặc chạy với `--bad-rows report` để chúng đứng trong sổ đối chiếu",
        "mend these rows; or run with `--bad-rows report` to see them in the ledger"
    ))
}
