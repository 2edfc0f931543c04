//! What keeps a decision out of a database, and what is wrong with a result.

use super::HEADER;
use crate::check::program::Column;
use crate::lang::{Say, say};
use crate::problem::{Problem, Severity};
use crate::term::Noun;

pub fn column_of_numbers(column: &Column, provision: Option<Say>) -> Problem {
    let name = column.title.as_ref().unwrap_or(&column.name);
    let (vi, en) = match &provision {
        Some(it) => (format!("{} ", it.vi), format!("{} ", it.en)),
        None => ("bảng điểm ".to_owned(), "the scoring ".to_owned()),
    };
    let title = match column.of {
        Noun::Units => say!(
            "{vi}hỏi `{name}` của đơn vị, mà bảng hồ sơ không có dòng nào nói về đơn vị",
            "{en}asks for `{name}` of units, and no row of a table of dossiers speaks of units"
        ),
        _ => say!(
            "{vi}cộng cột `{name}` của hồ sơ, mà câu truy vấn chỉ đếm hồ sơ",
            "{en}adds up the column `{name}` of dossiers, and the query counts dossiers only"
        ),
    };
    Problem::nowhere("CT1601", title).cite(provision).help(say!(
        "xuất hồ sơ ra tệp rồi đánh giá bằng `chitieu eval … --data TỆP`",
        "export the dossiers to a file and evaluate with `chitieu eval … --data FILE`"
    ))
}

pub fn no_column(role: &str) -> Problem {
    Problem::nowhere(
        "CT1602",
        say!(
            "quy tắc cần cột `{role}` mà tệp ánh xạ nói bảng không có",
            "the rules need the column `{role}`, and the mapping says that the table has none"
        ),
    )
    .help(say!(
        "ghi tên cột trong bảng: `[sql.columns] {role} = \"…\"`",
        "give its name in the table: `[sql.columns] {role} = \"…\"`"
    ))
}

/// A mapping that cannot be used, in the words of who reads it.
pub fn bad_mapping(file: &str, why: &Say) -> Problem {
    let (vi, en) = (&why.vi, &why.en);
    Problem::nowhere("CT1603", say!("tệp ánh xạ `{file}`: {vi}", "the mapping `{file}`: {en}")).help(say!(
        "viết như: `[sql]`, `table = \"ho_so\"`, `[sql.columns]`, `unit = \"ma_don_vi\"`",
        "write it like: `[sql]`, `table = \"dossiers\"`, `[sql.columns]`, `unit = \"unit_code\"`"
    ))
}

pub fn no_result(file: &str, found: &[String]) -> Problem {
    let (wanted, found) = (HEADER.join(", "), found.join(", "));
    Problem::nowhere(
        "CT1604",
        say!("`{file}` không phải kết quả của câu truy vấn", "`{file}` is no result of the query"),
    )
    .note(say!("các cột cần có: {wanted}; đang có: {found}", "columns wanted: {wanted}; found: {found}"))
    .help(say!(
        "chạy câu lệnh mà `chitieu sql` in ra, rồi xuất kết quả thành CSV có dòng tên cột",
        "run what `chitieu sql` prints, and export its result as CSV with a header"
    ))
}

pub fn bad_line(file: &str, line: u64, why: &Say) -> Problem {
    let (vi, en) = (&why.vi, &why.en);
    Problem::nowhere("CT1605", say!("{file}:{line}: {vi}", "{file}:{line}: {en}"))
        .help(say!("không sửa tay kết quả; chạy lại câu truy vấn", "do not edit a result by hand; run the query again"))
}

pub fn no_fingerprint(file: &str) -> Problem {
    Problem::nowhere(
        "CT1606",
        say!(
            "`{file}` không có dòng `chitieu` với dấu vân tay: tệp bị cắt, hoặc không phải kết quả của câu truy vấn",
            "`{file}` has no row `chitieu` with a fingerprint: it was cut, or is no result of the query"
        ),
    )
    .help(say!("xuất lại toàn bộ kết quả của câu truy vấn", "export the whole result of the query again"))
}

pub fn other_rules(file: &str, found: &str, wanted: &str) -> Problem {
    let short = |it: &str| it.chars().take(12).collect::<String>();
    let (found, wanted) = (short(found), short(wanted));
    Problem::nowhere(
        "CT1607",
        say!(
            "`{file}` được đếm theo quy tắc, sổ đơn vị, danh mục hoặc lựa chọn khác",
            "`{file}` was counted by other rules, another register, other lists or other choices"
        ),
    )
    .note(say!(
        "dấu vân tay trong tệp: {found}…; của lần chạy này: {wanted}…",
        "fingerprint in the file: {found}…; of this run: {wanted}…"
    ))
    .help(say!(
        "làm lại câu truy vấn bằng `chitieu sql` với đúng các lựa chọn này, rồi đếm lại",
        "make the query again with `chitieu sql` and just these choices, and count again"
    ))
}

/// A sum that does not hold: what it is of, what it should be, what it is.
pub fn wrong_sum(file: &str, of: &str, wanted: u128, found: u128) -> Problem {
    Problem::nowhere(
        "CT1608",
        say!(
            "`{file}`: {of}: có {found} hồ sơ, các dòng `ledger` cho {wanted}",
            "`{file}`: {of}: there are {found} dossiers, the rows `ledger` give {wanted}"
        ),
    )
    .help(say!(
        "kết quả thiếu dòng hoặc đã bị sửa; xuất lại từ cơ sở dữ liệu",
        "rows are missing or were changed; export it from the database again"
    ))
}

pub fn too_long(rows: usize, most: usize) -> Problem {
    Problem::nowhere(
        "CT1609",
        say!(
            "câu truy vấn sẽ cần {rows} dòng quy tắc, nhiều hơn {most}",
            "the query would need {rows} rows of rules, more than {most}"
        ),
    )
    .help(say!(
        "chọn sẵn các mốc và cách hiểu (`--event`, `--reading`), hoặc đánh giá từ tệp hồ sơ bằng `--data`",
        "choose events and readings (`--event`, `--reading`), or evaluate files of dossiers with `--data`"
    ))
}

/// What was understood of a result and not by the query: how many dossiers, and words of them.
pub fn understood_later(file: &str, dossiers: u128, words: &str) -> Problem {
    let it = Problem::nowhere(
        "CT1610",
        say!(
            "`{file}`: {dossiers} hồ sơ ghi đơn vị, thủ tục hoặc từ mà câu truy vấn không khớp nhưng chương trình hiểu: {words}",
            "`{file}`: {dossiers} dossiers have units, procedures or words that the query did not match and this program understands: {words}"
        ),
    )
    .help(say!(
        "kết quả ở đây đã tính đúng; các dòng theo điều, khoản trong tệp thì chưa kể chúng: hãy ghi mã và từ chuẩn trong bảng",
        "the results here are right; the rows by provision in the file leave them out: write codes and usual words in the table"
    ));
    Problem { severity: Severity::Warning, ..it }
}
