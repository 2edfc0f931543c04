//! What can be wrong with the words of a file, before anything is known of their meaning.

use crate::lang::{Lang, Say, say};
use crate::problem::Problem;
use crate::source::Span;
use crate::text::Day;

pub fn not_understood(span: Span, found: &str, expected: Option<Say>) -> Problem {
    let title = if found.is_empty() {
        say!("câu này chưa hết", "the sentence is not finished")
    } else {
        say!("không hiểu `{found}` ở chỗ này", "`{found}` is not understood here")
    };
    misread(span, title, expected)
}

/// The heading of a provision without the brace behind it.
pub fn no_brace(span: Span, heading: &str) -> Problem {
    let title = say!("sau `{heading}` thiếu `{{`", "`{heading}` lacks its `{{`");
    misread(span, title, Some(say!("viết `{heading} {{`", "write `{heading} {{`")))
}

fn misread(span: Span, title: Say, help: Option<Say>) -> Problem {
    Problem { help, ..Problem::error("CT0101", span, title) }
}

pub fn open_brace(span: Span, brace: char) -> Problem {
    let close = if brace == '{' { '}' } else { ')' };
    Problem::error(
        "CT0102",
        span,
        say!("`{brace}` mở ở đây mà không đóng", "`{brace}` is opened here and never closed"),
    )
    .help(say!("thêm `{close}` ở cuối phần này", "add `{close}` at the end of this part"))
}

pub fn stray_brace(span: Span, brace: char) -> Problem {
    Problem::error("CT0103", span, say!("`{brace}` thừa: không có gì đang mở", "a stray `{brace}`: nothing is open"))
        .help(say!("xóa `{brace}`", "delete `{brace}`"))
}

pub fn open_quote(span: Span) -> Problem {
    Problem::error("CT0104", span, say!("dấu nháy mở ở đây mà không đóng", "the quote is opened here and never closed"))
        .help(say!("thêm dấu nháy đóng ở cuối đoạn chữ", "add the closing quote at the end of the words"))
}

pub fn decimal_dot(span: Span, found: &str) -> Problem {
    let problem = Problem::error(
        "CT0105",
        span,
        say!("`{found}`: số lẻ viết bằng dấu phẩy", "`{found}`: decimals are written with a comma"),
    );
    if found.contains(',') {
        return problem.help(say!(
            "viết một dấu phẩy trước phần lẻ, như `59,5`",
            "write one comma before the decimals, like `59,5`"
        ));
    }
    let fixed = found.replace('.', ",");
    problem.help(say!("viết `{fixed}`", "write `{fixed}`")).fix(span, fixed)
}

pub fn bare_code(span: Span, found: &str) -> Problem {
    Problem::error(
        "CT0106",
        span,
        say!("`{found}` là mã thủ tục, phải đặt trong dấu nháy", "`{found}` is a procedure code and belongs in quotes"),
    )
    .help(say!("viết `\"{found}\"`", "write `\"{found}\"`"))
    .fix(span, format!("\"{found}\""))
}

pub fn bad_number(span: Span, found: &str) -> Problem {
    Problem::error("CT0107", span, say!("`{found}` không phải một số", "`{found}` is not a number"))
        .help(say!("viết như `1.000` hoặc `59,5`", "write it like `1.000` or `59,5`"))
}

pub fn no_such_date(span: Span, found: &str) -> Problem {
    let problem =
        Problem::error("CT0108", span, say!("lịch không có ngày `{found}`", "the calendar has no day `{found}`"));
    let parts: Vec<&str> = found.split('/').collect();
    let swapped = match parts.as_slice() {
        [month, day, year] => Some(format!("{day}/{month}/{year}")).filter(|it| Day::parse(it).is_some()),
        _ => None,
    };
    let last = match parts.as_slice() {
        [_, month, year] => {
            [31, 30, 29, 28].into_iter().find(|it| Day::parse(&format!("{it}/{month}/{year}")).is_some())
        }
        _ => None,
    };
    match (swapped, last) {
        (Some(swapped), _) => problem.help(say!(
            "ngày đứng trước tháng: viết `{swapped}`",
            "the day stands before the month: write `{swapped}`"
        )),
        (None, Some(last)) => {
            problem.help(say!("tháng này có {last} ngày: sửa ngày", "this month has {last} days: mend the day"))
        }
        (None, None) => {
            problem.help(say!("viết ngày/tháng/năm, như `15/12/2023`", "write day/month/year, like `15/12/2023`"))
        }
    }
}

pub fn assigns_met(span: Span) -> Problem {
    Problem::error(
        "CT0109",
        span,
        say!("`đạt` là kết quả, không phải mức so sánh", "`met` is a verdict, not a comparison"),
    )
    .help(say!(
        "viết `giao tối thiểu …` (từ mức đó trở lên) hoặc `giao đúng bằng …`",
        "write `assign at least …` (that much or more) or `assign exactly …`"
    ))
}

pub fn comparison_sign(span: Span, sign: &str, lang: Lang) -> Problem {
    let (vi, en) = match sign {
        ">=" | "≥" => ("tối thiểu", "at least"),
        "<=" | "≤" => ("tối đa", "at most"),
        ">" => ("trên", "above"),
        _ => ("dưới", "below"),
    };
    Problem::error("CT0110", span, say!("`{sign}` không dùng trong tệp quy tắc", "`{sign}` is not used in rule files"))
        .help(say!("viết `{vi}`", "write `{en}`"))
        .fix(span, lang.pick(vi, en))
}

pub fn percent_in_words(span: Span) -> Problem {
    Problem::error("CT0121", span, say!("tỷ lệ viết bằng dấu `%`", "a share is written with `%`"))
        .help(say!("viết như `55%`", "write it like `55%`"))
}

pub fn word_for_to(span: Span, found: &str) -> Problem {
    let word = if found == "tới" { "đến" } else { "to" };
    Problem::error("CT0111", span, say!("khoảng thời gian viết `từ … đến …`", "a period is written `from … to …`"))
        .help(say!("thay `tới` bằng `đến`", "replace it by `to`"))
        .fix(span, word)
}

pub fn mixed_and_or(span: Span) -> Problem {
    Problem::error(
        "CT0112",
        span,
        say!("`và` đi với `hoặc` mà không có ngoặc", "`and` and `or` are mixed without brackets"),
    )
    .help(say!(
        "đặt ngoặc quanh phần đi với nhau: `(… và …) hoặc …`",
        "put brackets round what belongs together: `(… and …) or …`"
    ))
}

pub fn plain_name(span: Span, found: &str, fixed: &str) -> Problem {
    Problem::error(
        "CT0113",
        span,
        say!(
            "`{found}` không phải một tên: tên tự đặt có `_` hoặc chữ số",
            "`{found}` is not a name: a name has a `_` or a digit in it"
        ),
    )
    .help(say!("viết chẳng hạn `{fixed}`", "write for example `{fixed}`"))
}

pub fn unquoted_units(span: Span, found: &str) -> Problem {
    Problem::error(
        "CT0114",
        span,
        say!("tên đơn vị `{found}` phải đặt trong dấu nháy", "the name `{found}` belongs in quotes"),
    )
    .help(say!("viết `\"{found}\"`", "write `\"{found}\"`"))
}

pub fn no_reason(span: Span) -> Problem {
    Problem::error("CT0115", span, say!("loại trừ mà không nói vì sao", "excluded without a reason"))
        .help(say!("thêm `vì \"…\"` ở cuối câu", "add `because \"…\"` at the end of the sentence"))
}

pub fn ignored_without_reason(span: Span) -> Problem {
    Problem::error("CT1590", span, say!("bỏ qua mà không nói vì sao", "ignored without a reason")).help(say!(
        "thêm `vì \"…\"` ở cuối câu: người đọc sau cần biết vì sao chỗ này vẫn đúng",
        "add `because \"…\"` at the end of the sentence: who reads it later needs to know why this is right"
    ))
}

pub fn empty_cell(span: Span) -> Problem {
    Problem::error("CT0116", span, say!("ô trong bảng để trống", "an empty cell in a table"))
        .help(say!("viết `-` nếu không có chỉ tiêu, `0` nếu là không", "write `-` for no quota, `0` for none"))
}

pub fn dash_for_comment(span: Span) -> Problem {
    Problem::error("CT0117", span, say!("dấu này không mở đầu một ghi chú", "this mark does not begin a comment"))
        .help(say!(
            "ghi chú bắt đầu bằng hai gạch ngắn `--`; một gạch đầu dòng viết `gạch đầu dòng 1 {{ … }}`",
            "a comment begins with two hyphens `--`; a dash of the text is written `dash 1 {{ … }}`"
        ))
        .fix(span, "--")
}

pub fn too_deep(span: Span) -> Problem {
    Problem::error("CT0118", span, say!("ngoặc lồng nhau quá sâu", "brackets nested too deep"))
        .help(say!("tách thành các tên riêng bằng `nhóm …`", "split it into names of their own with `group …`"))
}

pub fn decimals_in_count(span: Span, found: &str) -> Problem {
    Problem::error(
        "CT0119",
        span,
        say!("`{found}`: số lượng phải là số nguyên", "`{found}`: a count is a whole number"),
    )
    .help(say!("bỏ phần sau dấu phẩy", "drop what follows the comma"))
}

pub fn code_in_condition(span: Span, found: &str) -> Problem {
    Problem::error(
        "CT0120",
        span,
        say!("điều kiện hỏi một danh mục, không phải {found}", "a condition asks for a list, not for {found}"),
    )
    .help(say!(
        "đặt vào danh mục: `danh mục dm_1 {{ thủ tục {found} }}`, rồi viết `thuộc dm_1`",
        "put it into a list: `list dm_1 {{ procedures {found} }}`, then write `in dm_1`"
    ))
}

pub fn from_for_floor(span: Span) -> Problem {
    Problem::error(
        "CT0122",
        span,
        say!("mức “từ … trở lên” viết bằng `tối thiểu`", "“from … upwards” is written with `at least`"),
    )
    .help(say!("viết như `giao tối thiểu 55%`", "write it like `assign at least 55%`"))
}

pub fn no_assumption(span: Span, rest: &str) -> Problem {
    let title = if rest.is_empty() {
        say!("câu giả định chưa hết", "the assumption is not finished")
    } else {
        say!("câu giả định không hiểu được từ `{rest}`", "the assumption is not understood from `{rest}` on")
    };
    Problem::error("CT0921", span, title).help(say!(
        "chẳng hạn `dm_moi = 20/03/2024`, `khoản 1 Điều 1 = 50%`, `thêm 120 hồ sơ trực tuyến cho \"Sở Y tế\"`",
        "for example `dm_moi = 20/03/2024`, `clause 1 Article 1 = 50%`, `add 120 dossiers online for \"Sở Y tế\"`"
    ))
}
