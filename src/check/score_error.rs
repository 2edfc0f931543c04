//! What can be wrong with criteria, ladders and ranks.

use crate::lang::say;
use crate::problem::Problem;
use crate::source::Span;

pub fn mixed(span: Span) -> Problem {
    Problem::error(
        "CT1201",
        span,
        say!(
            "phép tính này gộp điểm, tỷ lệ và số lượng với nhau",
            "this arithmetic mixes points, percentages and numbers"
        ),
    )
    .help(say!(
        "chỉ cộng, trừ, so điểm với điểm, tỷ lệ với tỷ lệ; đổi tỷ lệ ra điểm bằng `* 10 điểm`",
        "add, subtract and compare points with points, percentages with percentages; turn a percentage into points by `* 10 points`"
    ))
}

pub fn no_points(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT1202",
        span,
        say!("giá trị của tiêu chí `{name}` không phải là điểm", "the value of the criterion `{name}` is no points"),
    )
    .help(say!(
        "nhân với số điểm, như `tỷ_lệ_1 * 10 điểm`, hoặc dùng `bậc của …`",
        "multiply it by points, like `share_1 * 10 points`, or use `steps of …`"
    ))
}

pub fn unlike_bound(span: Span, percent: bool) -> Problem {
    let (title, help) = if percent {
        (
            say!(
                "mốc của bậc thiếu dấu `%`: giá trị so ở đây là một tỷ lệ",
                "the bound lacks its `%`: a share is compared here"
            ),
            say!("viết như `từ 80%`", "write it like `from 80%`"),
        )
    } else {
        (
            say!("mốc của bậc khác loại với giá trị đem so", "the bound is of another kind than what is compared"),
            say!(
                "viết số như `từ 80`, điểm như `từ 80 điểm`",
                "write a number like `from 80`, points like `from 80 points`"
            ),
        )
    };
    Problem::error("CT1203", span, title).help(help)
}

pub fn same_bound(span: Span, first: Span) -> Problem {
    Problem::error("CT1204", span, say!("hai bậc bắt đầu từ cùng một mốc", "two steps start at the same bound"))
        .and(first, say!("bậc kia ở đây", "the other one is here"))
        .help(say!("bỏ hoặc sửa một bậc", "drop or mend one of them"))
}

pub fn unordered(span: Span) -> Problem {
    Problem::error(
        "CT1205",
        span,
        say!("các bậc không xếp theo thứ tự lớn dần hoặc nhỏ dần", "the steps neither rise nor fall throughout"),
    )
    .help(say!("xếp các mốc từ lớn đến nhỏ", "put the bounds from the largest to the smallest"))
}

pub fn words_for_points(span: Span) -> Problem {
    Problem::error(
        "CT1206",
        span,
        say!("bậc này cho chữ, tiêu chí cần điểm", "this step gives words, points are needed"),
    )
    .help(say!("viết số điểm; để xếp loại bằng chữ, dùng `xếp loại …`", "write points; for words, use `grade …`"))
}

pub fn points_for_words(span: Span) -> Problem {
    Problem::error("CT1207", span, say!("xếp loại cần chữ trong ngoặc kép", "a grade is words in quotes"))
        .help(say!("viết như `từ 90: \"Tốt\"`", "write it like `from 90: \"Good\"`"))
}

pub fn column_not_of_units(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT1208",
        span,
        say!("cột `{name}` không phải cột số của đơn vị", "the column `{name}` is no number of units"),
    )
    .help(say!(
        "dùng cột `của đơn vị dạng số`; cột của hồ sơ thì đưa vào một `chỉ số`",
        "use a column `of units as number`; put a column of dossiers into an `indicator`"
    ))
}

pub fn given_not_of_units(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT1209",
        span,
        say!(
            "`khi có {name}`: cột này không phải cột của đơn vị",
            "`when given {name}`: the column is not one of units"
        ),
    )
    .help(say!("khai báo `cột {name} của đơn vị …`", "declare `column {name} of units …`"))
}

pub fn scale_without_maximum(name: &str, part: &str, span: Span, at: Span) -> Problem {
    Problem::error(
        "CT1210",
        span,
        say!(
            "`{name}` quy về thang điểm mà phần `{part}` không nói tối đa mấy điểm",
            "`{name}` is brought to a scale, and its part `{part}` has no maximum"
        ),
    )
    .and(at, say!("phần đó ở đây", "that part is here"))
    .help(say!("thêm `tối đa … điểm` vào `{part}`", "add `at most … points` to `{part}`"))
}

pub fn scale_without_parts(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT1211",
        span,
        say!(
            "`thang` chỉ dùng cho tiêu chí có phần con; `{name}` không có",
            "`scale` is for criteria with parts; `{name}` has none"
        ),
    )
    .help(say!(
        "bỏ `thang … điểm`, hoặc chia `{name}` thành các tiêu chí con",
        "drop `scale … points`, or divide `{name}` into parts"
    ))
}

pub fn completion_of_ceiling(name: &str, span: Span, quota: Span) -> Problem {
    Problem::error(
        "CT1212",
        span,
        say!(
            "`{name}` được giao mức tối đa nên không có mức hoàn thành",
            "`{name}` has a ceiling, so there is no completion of it"
        ),
    )
    .and(quota, say!("mức tối đa giao ở đây", "the ceiling is assigned here"))
    .help(say!("chấm bằng `bậc của {name}`", "score it by `steps of {name}`"))
}

pub fn completion_of_nothing(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT1213",
        span,
        say!("không có chỉ tiêu nào giao cho `{name}` để tính mức hoàn thành", "`{name}` has no quota to be completed"),
    )
    .help(say!(
        "giao chỉ tiêu cho `{name}`, hoặc dùng chính giá trị của nó",
        "assign a quota for `{name}`, or use its value"
    ))
}

pub fn assigns_nothing(span: Span, place: &str) -> Problem {
    Problem::error("CT1214", span, say!("{place} không giao con số nào", "{place} assigns no number"))
        .help(say!("dẫn đến khoản, điểm có `giao …` với con số", "name a provision that has `assign …` with a number"))
}

pub fn assigns_unlike(span: Span, place: &str) -> Problem {
    Problem::error(
        "CT1215",
        span,
        say!("{place} giao chỉ tiêu cho nhiều chỉ số khác nhau", "{place} assigns quotas for several indicators"),
    )
    .help(say!("nói rõ chỉ số nào: `chỉ tiêu của … theo {place}`", "say of which indicator: `quota of … by {place}`"))
}

pub fn only_in_criteria(span: Span) -> Problem {
    Problem::error(
        "CT1216",
        span,
        say!(
            "điểm, bậc, mức hoàn thành và so với đơn vị khác chỉ dùng trong tiêu chí",
            "points, steps, completion and looks at other units stand in criteria only"
        ),
    )
    .help(say!("viết `tiêu chí …` thay cho `chỉ số …`", "write `criterion …` in place of `indicator …`"))
}

pub fn no_score_of_this(span: Span) -> Problem {
    Problem::error("CT1217", span, say!("một tiêu chí không tính bằng ngày", "a criterion is not worked out from days"))
        .help(say!(
            "dùng điểm, tỷ lệ, số lượng, chỉ số hoặc tiêu chí",
            "use points, percentages, numbers, indicators or criteria"
        ))
}

pub fn unlike_steps(span: Span) -> Problem {
    Problem::error("CT1218", span, say!("các bậc cho những thứ khác loại", "the steps give things of different kinds"))
        .help(say!("mọi bậc cùng cho điểm, hoặc cùng cho tỷ lệ", "let all steps give points, or all percentages"))
}
