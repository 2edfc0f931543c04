//! What can be wrong with a question whose words are understood.

use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::Span;

pub fn mixed_types(at: Span, left: &Say, right: &Say) -> Problem {
    let (lv, le, rv, re) = (&left.vi, &left.en, &right.vi, &right.en);
    Problem::error(
        "CT1300",
        at,
        say!("phép tính này không đi với {lv} và {rv}", "this operation does not go with {le} and {re}"),
    )
    .help(say!(
        "cộng, trừ hai giá trị cùng loại; nhân, chia với một số hoặc một tỷ lệ; ngày cộng với số ngày",
        "add and subtract values of one type; multiply and divide by a number or a share; add days to a day"
    ))
}

pub fn not_comparable(at: Span, left: &Say, right: &Say) -> Problem {
    let (lv, le, rv, re) = (&left.vi, &left.en, &right.vi, &right.en);
    Problem::error("CT1301", at, say!("không so sánh được {lv} với {rv}", "{le} cannot be compared with {re}"))
        .help(say!("so hai giá trị cùng loại; tỷ lệ viết có `%`", "compare values of one type; a share takes `%`"))
}

pub fn several(at: Span, number: usize) -> Problem {
    Problem::error(
        "CT1302",
        at,
        say!("ở đây cần một giá trị mà có {number}", "one value is needed here, and there are {number}"),
    )
    .help(say!(
        "đặt `bình quân`, `tính chung`, `tổng`, `lớn nhất` hoặc `nhỏ nhất` ở trước, hoặc hỏi một đơn vị, một kỳ, một chỉ số (`theo …`)",
        "put `average`, `pooled`, `total`, `largest` or `smallest` before it, or ask for one unit, period or indicator (`by …`)"
    ))
}

pub fn remaining(at: Span) -> Problem {
    Problem::error(
        "CT1303",
        at,
        say!("`còn lại` không có nghĩa trong câu hỏi", "`remaining` says nothing in a question"),
    )
    .help(say!("viết `trừ` rồi tên các đơn vị không kể", "write `except` and the units that are left out"))
}

pub fn divided_by_zero(at: Span) -> Problem {
    Problem::error("CT1304", at, say!("chia cho 0", "division by 0"))
        .help(say!("sửa số chia", "mend the number that it is divided by"))
}

pub fn nothing_before(at: Span) -> Problem {
    Problem::error("CT1305", at, say!("trước câu này chưa có giá trị nào", "there is no value before this question"))
        .help(say!("hỏi một giá trị trước, rồi dùng `kq`", "ask for a value first, then use `_`"))
}

pub fn not_gathered(at: Span, what: &Say) -> Problem {
    let (vi, en) = (&what.vi, &what.en);
    Problem::error("CT1306", at, say!("cách gộp này không dùng được cho {vi}", "{en} cannot be gathered in this way"))
        .help(say!(
            "tỷ lệ dùng `bình quân` hoặc `tính chung`; số đếm dùng `tổng` hoặc `bình quân`",
            "use `average` or `pooled` for shares, `total` or `average` for counts"
        ))
}

pub fn not_days(at: Span) -> Problem {
    Problem::error(
        "CT1307",
        at,
        say!("số ngày phải là số nguyên, không quá 36.600", "a number of days is whole and at most 36,600"),
    )
    .help(say!("viết như `5 ngày`", "write it like `5 days`"))
}

pub fn date_of_each(at: Span) -> Problem {
    Problem::error(
        "CT1308",
        at,
        say!("đây là ngày riêng của từng thủ tục, không phải một ngày", "each procedure has this date for itself"),
    )
    .help(say!("hỏi một thủ tục theo mã, như `\"1.000123\"`", "ask for a procedure by its code, like `\"1.000123\"`"))
}

pub fn too_large(at: Span) -> Problem {
    Problem::error("CT1309", at, say!("số này lớn quá", "the number is too large"))
        .help(say!("chia câu hỏi thành các bước nhỏ hơn", "ask in smaller steps"))
}

/// A line of a script that could not be answered: the file, the line, the line's words.
pub fn line_failed(file: &str, line: usize, text: &str) -> Problem {
    Problem::nowhere(
        "CT1310",
        say!("{file}:{line}: dòng `{text}` không trả lời được", "{file}:{line}: the line `{text}` has no answer"),
    )
    .help(say!("xem lỗi đã in ở chỗ của dòng đó", "see the message printed in its place"))
}

pub fn no_number(at: Span, what: &Say) -> Problem {
    let (vi, en) = (&what.vi, &what.en);
    Problem::error(
        "CT1311",
        at,
        say!("ở đây cần một số hoặc một ngày, không phải {vi}", "a number or a day is needed here, not {en}"),
    )
    .help(say!(
        "hỏi một chỉ số hay một số đếm của đơn vị, như `hồ sơ của \"Sở Y tế\"`",
        "ask for an indicator or a count of units, like `dossiers of \"Sở Y tế\"`"
    ))
}
