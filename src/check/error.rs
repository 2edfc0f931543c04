//! What can be wrong with a file whose words are understood.

use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::{FileFault, Span};
use crate::text::{Day, Days};
use crate::world::RowFault;

/// Codes that say only that something is missing: not told of a file of which a part could not be read.
pub const MISSED: [&str; 16] = [
    "CT0201", "CT0203", "CT0206", "CT0207", "CT0208", "CT0213", "CT0401", "CT0406", "CT0407", "CT0408", "CT0409",
    "CT0411", "CT0412", "CT0501", "CT1213", "CT1214",
];

/// Codes that say that something stands inside a decision: not told of a file with a brace that is not closed.
pub const INSIDE: [&str; 4] = ["CT0413", "CT0414", "CT0415", "CT1001"];

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn unknown_name(name: &str, span: Span, near: Option<String>, is_condition: bool) -> Problem {
    let problem = Problem::error("CT0201", span, say!("không có gì mang tên `{name}`", "nothing is called `{name}`"));
    match (near, is_condition) {
        (Some(near), _) => problem.help(say!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        (None, true) => problem.help(say!(
            "nếu là một cột, khai báo `cột {name} \"…\" của hồ sơ dạng có không`, hoặc `của thủ tục`",
            "if it is a column, declare `column {name} \"…\" of dossiers as yes or no`, or `of procedures`"
        )),
        (None, false) => problem.help(say!(
            "khai báo tên này, chẳng hạn `chỉ số {name} = …` hay `danh mục {name} {{ … }}`",
            "define it, for example `indicator {name} = …` or `list {name} {{ … }}`"
        )),
    }
}

pub fn twice(name: &str, again: Span, first: Span) -> Problem {
    Problem::error("CT0202", again, say!("tên `{name}` được đặt hai lần", "the name `{name}` is given twice"))
        .and(first, say!("lần đầu ở đây", "the first time here"))
        .help(say!("đổi tên một trong hai", "rename one of the two"))
}

/// A file that a rule file names and that cannot be read.
pub fn file_fault(span: Span, path: &str, fault: &FileFault) -> Problem {
    match fault {
        FileFault::Missing(place) => {
            Problem::error("CT0203", span, say!("không tìm thấy tệp `{path}`", "there is no file `{path}`"))
                .note(say!("đã tìm: {place}", "looked for: {place}"))
                .help(say!(
                    "đường dẫn tính từ thư mục của tệp quy tắc",
                    "the path starts from the folder of the rule file"
                ))
        }
        FileFault::NotText(place) => Problem::error(
            "CT0204",
            span,
            say!("tệp `{place}` không phải văn bản UTF-8", "the file `{place}` is no UTF-8 text"),
        )
        .help(say!("lưu lại tệp với mã UTF-8", "save it again as UTF-8")),
        FileFault::Other(place, why) => {
            Problem::error("CT0205", span, say!("không đọc được tệp `{place}`: {why}", "cannot read `{place}`: {why}"))
                .help(say!("kiểm tra đường dẫn và quyền đọc tệp", "check the path and the right to read the file"))
        }
    }
}

pub fn wrong_kind(name: &str, span: Span, found: &Say, wanted: &Say) -> Problem {
    let (vi, en) = (&found.vi, &found.en);
    let (want_vi, want_en) = (&wanted.vi, &wanted.en);
    let title = Say {
        vi: format!("`{name}` là {vi}, ở đây cần {want_vi}"),
        en: format!("`{name}` is {en}, {want_en} is needed here"),
    };
    Problem::error("CT0206", span, title)
        .help(say!("thay `{name}` bằng tên của {want_vi}", "put the name of {want_en} in place of `{name}`"))
}

pub fn no_such_choice(name: &str, span: Span, reading: &str, choices: &str) -> Problem {
    Problem::error(
        "CT0207",
        span,
        say!("cách hiểu `{reading}` không có lựa chọn `{name}`", "the reading `{reading}` has no choice `{name}`"),
    )
    .help(say!("các lựa chọn: {choices}", "its choices: {choices}"))
}

pub fn no_such_provision(span: Span, place: &str) -> Problem {
    Problem::error("CT0208", span, say!("quyết định không có {place}", "the decision has no {place}")).help(say!(
        "viết từ trong ra ngoài, như `điểm a khoản 1 Điều 1`",
        "write it from the inside, like `point a clause 1 Article 1`"
    ))
}

pub fn ambiguous_provision(span: Span, cited: &[Say]) -> Problem {
    let vi = cited.iter().map(|it| it.vi.as_str()).collect::<Vec<_>>().join("; ");
    let en = cited.iter().map(|it| it.en.as_str()).collect::<Vec<_>>().join("; ");
    Problem::error("CT0209", span, say!("có nhiều chỗ mang tên này", "several places have this name"))
        .note(Say { vi, en })
        .help(say!("viết đủ đến điều", "write it up to the article"))
}

pub fn provision_twice(span: Span, first: Span) -> Problem {
    Problem::error("CT0210", span, say!("phần này có hai lần", "this provision stands twice"))
        .and(first, say!("lần đầu ở đây", "the first time here"))
        .help(say!("gộp lại hoặc đổi số", "join them or give one another number"))
}

pub fn circle(name: &str, span: Span) -> Problem {
    Problem::error("CT0211", span, say!("`{name}` được định nghĩa bằng chính nó", "`{name}` is defined by itself"))
        .help(say!("bỏ một trong các tên tạo thành vòng", "take one of the names out of the circle"))
}

pub fn two_contents(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0212",
        span,
        say!("danh mục `{name}` vừa có tệp vừa có thủ tục viết tại chỗ", "the list `{name}` has a file and entries"),
    )
    .help(say!("giữ một trong hai", "keep one of the two"))
}

pub fn no_content(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0213",
        span,
        say!("danh mục `{name}` không nói gồm những thủ tục nào", "the list `{name}` does not say what is in it"),
    )
    .help(say!(
        "thêm `tệp \"…\"`, các dòng `thủ tục \"…\"`, hoặc `nội dung chưa rõ`",
        "add `file \"…\"`, lines `procedures \"…\"`, or `content unknown`"
    ))
}

pub fn qd(number: &str, span: Span) -> Problem {
    let fixed = number.replace("/QD", "/QĐ").replace("/qd", "/QĐ");
    Problem::warning(
        "CT0216",
        span,
        say!("số văn bản `{number}` viết `QD` cho `QĐ`", "the number `{number}` has `QD` for `QĐ`"),
    )
    .help(say!("viết `{fixed}`", "write `{fixed}`"))
    .fix(span, format!("\"{fixed}\""))
}

pub fn listed_twice(code: &str, span: Span) -> Problem {
    Problem::error("CT0214", span, say!("thủ tục `{code}` có hai lần trong danh mục", "`{code}` is in the list twice"))
        .help(say!("bỏ một dòng", "drop one line"))
}

pub fn two_decisions(span: Span, first: Span) -> Problem {
    Problem::error("CT0215", span, say!("một tệp quy tắc có một quyết định", "a rule file holds one decision"))
        .and(first, say!("quyết định đầu ở đây", "the first one is here"))
        .help(say!("đưa quyết định này sang tệp khác", "move this one to a file of its own"))
}

// ── Types ───────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn percent_missing(span: Span, found: &str) -> Problem {
    Problem::error(
        "CT0301",
        span,
        say!("`{found}` thiếu dấu `%`: chỉ số này là một tỷ lệ", "`{found}` lacks its `%`: the indicator is a share"),
    )
    .help(say!("viết `{found}%`", "write `{found}%`"))
}

pub fn percent_of_count(span: Span) -> Problem {
    Problem::error(
        "CT0302",
        span,
        say!("tỷ lệ phần trăm cho một chỉ số đếm số lượng", "a percentage for an indicator that is a count"),
    )
    .help(say!(
        "viết số lượng, như `1.000`, hoặc dùng một chỉ số là tỷ lệ",
        "write a number like `1.000`, or use a share"
    ))
}

pub fn above_whole(span: Span, found: &str) -> Problem {
    Problem::error(
        "CT0303",
        span,
        say!("một tỷ lệ không vượt quá 100 %: `{found}`", "a share is at most 100 %: `{found}`"),
    )
    .help(say!("viết một tỷ lệ từ `0%` đến `100%`", "write a share from `0%` to `100%`"))
}

pub fn not_a_date(span: Span) -> Problem {
    Problem::error("CT0304", span, say!("ở đây cần một ngày", "a day is needed here")).help(say!(
        "viết như `15/12/2023` hoặc `ngày hiệu lực của …`",
        "write it like `15/12/2023` or `effective date of …`"
    ))
}

pub fn days_missing(span: Span) -> Problem {
    Problem::error(
        "CT0305",
        span,
        say!("cộng vào một ngày phải nói là mấy ngày", "what is added to a day is a number of days"),
    )
    .help(say!("thêm `ngày` hoặc `ngày làm việc` sau số", "add `days` or `working days` after the number"))
}

pub fn too_many_days(span: Span) -> Problem {
    Problem::error("CT0306", span, say!("số ngày quá lớn", "too many days"))
        .help(say!("viết không quá `36.600 ngày`", "write no more than `36.600 days`"))
}

pub fn not_fixed(span: Span) -> Problem {
    Problem::error("CT0307", span, say!("ở đây cần một ngày đã biết", "a known day is needed here"))
        .help(say!("viết ngày ra, như `15/12/2023`", "write the day out, like `15/12/2023`"))
}

pub fn mixed_choices(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0308",
        span,
        say!("các lựa chọn của `{name}` không cùng một loại", "the choices of `{name}` are not of one kind"),
    )
    .help(say!("mọi lựa chọn cùng là ngày, hoặc cùng là điều kiện, …", "make all of them days, or all conditions, …"))
}

pub fn no_basis(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0309",
        span,
        say!(
            "`{name}` nói về kết quả giải quyết mà không nói tính theo ngày nào",
            "`{name}` speaks of completion and does not say by which date"
        ),
    )
    .help(say!(
        "thêm `theo ngày giải quyết` hoặc `theo ngày tiếp nhận`",
        "add `by date resolved` or `by date received`"
    ))
}

pub fn fact_of_dossiers(span: Span) -> Problem {
    Problem::error(
        "CT0310",
        span,
        say!(
            "kỳ tính, phạm vi và loại trừ thủ tục không hỏi về từng hồ sơ",
            "windows, scopes and exclusions of procedures do not ask about single dossiers"
        ),
    )
    .help(say!(
        "đưa điều kiện này vào chỉ số, hoặc dùng `loại trừ hồ sơ`",
        "move it into the indicator, or use `exclude dossiers`"
    ))
}

pub fn at_says_nothing(span: Span) -> Problem {
    Problem::error(
        "CT0311",
        span,
        say!("`tại …` chỉ đi sau `thuộc` và `lần đầu thuộc`", "`at …` follows `in` and `first in` only"),
    )
    .help(say!("bỏ phần `tại …`", "drop `at …`"))
}

pub fn list_without_date(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0312",
        span,
        say!(
            "danh mục `{name}` không có ngày hiệu lực để hỏi `tại …`",
            "the list `{name}` has no effective date to ask `at …`"
        ),
    )
    .help(say!(
        "thêm `hiệu lực …` vào danh mục, hoặc `hiệu lực chưa rõ`",
        "add `effective …` to the list, or `effective unknown`"
    ))
}

pub fn first_in_nothing(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0313",
        span,
        say!(
            "`lần đầu thuộc {name}`: danh mục này không thay thế danh mục nào",
            "`first in {name}`: the list replaces none"
        ),
    )
    .help(say!(
        "thêm `thay thế …` vào danh mục, hoặc viết `thuộc {name}`",
        "add `replaces …` to the list, or write `in {name}`"
    ))
}

pub fn date_of_nothing(span: Span) -> Problem {
    Problem::error("CT0314", span, say!("ngày này của văn bản nào?", "this date of which instrument?"))
        .help(say!("thêm `của …` với tên danh mục hoặc quyết định", "add `of …` with the name of a list or decision"))
}

pub fn no_such_instrument_date(span: Span, effective: bool) -> Problem {
    if effective {
        Problem::error("CT0315", span, say!("văn bản này không ghi hiệu lực", "that instrument has no effective date"))
            .help(say!(
                "thêm `hiệu lực …` vào văn bản, hoặc `hiệu lực chưa rõ`",
                "add `effective …` to it, or `effective unknown`"
            ))
    } else {
        Problem::error("CT0315", span, say!("văn bản này không ghi ngày ký", "that instrument has no date of signing"))
            .help(say!(
                "thêm `ngày ký …` vào văn bản, hoặc `ngày ký chưa rõ`",
                "add `date signed …` to it, or `date signed unknown`"
            ))
    }
}

pub fn which_procedures(span: Span) -> Problem {
    Problem::error("CT0316", span, say!("những thủ tục nào?", "which procedures?")).help(say!(
        "viết `thủ tục có hồ sơ`, `thủ tục cung cấp` hoặc `thủ tục thuộc …`",
        "write `procedures having dossiers`, `procedures offered` or `procedures in …`"
    ))
}

pub fn procedures_have_dossiers(span: Span) -> Problem {
    Problem::error(
        "CT0317",
        span,
        say!(
            "kênh và kết quả là của hồ sơ, không phải của thủ tục",
            "channel and outcome are of dossiers, not of procedures"
        ),
    )
    .help(say!("viết `thủ tục có hồ sơ …`", "write `procedures having dossiers …`"))
}

pub fn only_of_procedures(span: Span) -> Problem {
    Problem::error(
        "CT0318",
        span,
        say!(
            "`có hồ sơ …` và `cung cấp` chỉ nói về thủ tục được đếm",
            "`having dossiers …` and `offered` speak of procedures that are counted only"
        ),
    )
    .help(say!("dùng chúng sau `thủ tục` trong một chỉ số", "use them after `procedures` in an indicator"))
}

pub fn mixed_kinds(span: Span) -> Problem {
    Problem::error(
        "CT0320",
        span,
        say!("phép tính này gộp những thứ khác nhau", "this arithmetic mixes different things"),
    )
    .help(say!(
        "chỉ cộng, trừ, so hai số cùng loại: hồ sơ với hồ sơ, tỷ lệ với tỷ lệ",
        "add, subtract and compare like things only: dossiers with dossiers, shares with shares"
    ))
}

pub fn column_is_no_number(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0321",
        span,
        say!(
            "cột `{name}` không phải cột số của hồ sơ hay đơn vị",
            "the column `{name}` is no number of dossiers or units"
        ),
    )
    .help(say!(
        "khai báo cột `dạng số` hoặc `dạng số cuối kỳ`, hoặc dùng nó làm điều kiện",
        "declare the column `as number` or `as closing number`, or use it as a condition"
    ))
}

pub fn column_is_no_condition(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0322",
        span,
        say!(
            "cột `{name}` không phải cột có/không dùng được ở đây",
            "the column `{name}` is no yes/no column that can stand here"
        ),
    )
    .help(say!(
        "điều kiện cần cột `dạng có không`: của hồ sơ hoặc thủ tục; của đơn vị khi đếm `đơn vị`",
        "a condition takes a column `as yes or no`: of dossiers or procedures; of units where `units` are counted"
    ))
}

pub fn column_is_no_date(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0323",
        span,
        say!("cột `{name}` không phải cột ngày của thủ tục", "the column `{name}` is no date of procedures"),
    )
    .help(say!("khai báo `cột {name} của thủ tục dạng ngày`", "declare `column {name} of procedures as date`"))
}

pub fn column_of_no_use(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0324",
        span,
        say!("cột `{name}` có dạng không dùng được vào đâu", "the column `{name}` has a form that nothing can use"),
    )
    .help(say!(
        "hồ sơ: `dạng số`, `dạng có không`; thủ tục: `dạng có không`, `dạng ngày`; đơn vị: mọi dạng",
        "dossiers: `as number`, `as yes or no`; procedures: `as yes or no`, `as date`; units: any form"
    ))
}

pub fn too_many_columns(span: Span) -> Problem {
    Problem::error("CT0325", span, say!("quá nhiều cột có/không của hồ sơ", "too many yes/no columns of dossiers"))
        .help(say!("bỏ những cột không chỉ số nào dùng", "drop the columns that no indicator uses"))
}

pub fn in_force_when(span: Span) -> Problem {
    Problem::error("CT0326", span, say!("còn hiệu lực vào ngày nào?", "in force on which day?")).help(say!(
        "thêm `tại ngày tiếp nhận`, `tại cuối kỳ` hoặc `tại` một ngày",
        "add `at date received`, `at period end` or `at` a day"
    ))
}

pub fn date_of_procedures(span: Span) -> Problem {
    Problem::error("CT0327", span, say!("ngày này mỗi thủ tục một khác", "this date is another one for each procedure"))
        .help(say!(
            "chỉ dùng ngày công bố và cột ngày của thủ tục trong `kỳ tính`",
            "use dates of publication and date columns of procedures in a `counting window` only"
        ))
}

pub fn no_such_title(span: Span, title: &str) -> Problem {
    Problem::error(
        "CT0328",
        span,
        say!("không có chỉ số nào mang tên “{title}”", "no indicator has the title “{title}”"),
    )
    .help(say!(
        "tiêu đề cột là tên chỉ số (`trực_tuyến`) hoặc lời trong nháy của nó",
        "a column is headed by the name of an indicator (`trực_tuyến`) or by its title"
    ))
}

/// An annex that is no table of quotas.
pub fn annex(span: Span, file: &str, fault: &RowFault) -> Problem {
    let title = match fault {
        RowFault::Table(_) => say!("`{file}` không phải một bảng", "`{file}` is no table"),
        RowFault::Column(name) => say!("`{file}` không có cột {name}", "`{file}` has no column {name}"),
        RowFault::Cell(line, header, cell) => say!(
            "`{file}`, dòng {line}, cột “{header}”: ô “{cell}” không phải một chỉ tiêu",
            "`{file}`, line {line}, column “{header}”: the cell “{cell}” is no quota"
        ),
    };
    Problem::error("CT0329", span, title).help(say!(
        "bảng cần cột đơn vị và mỗi chỉ số một cột; ô không giao chỉ tiêu ghi dấu `-`",
        "the table needs a column of units and one for each indicator; a cell without a quota says `-`"
    ))
}

pub fn units_are_judged(span: Span) -> Problem {
    Problem::error(
        "CT0330",
        span,
        say!(
            "đơn vị được đếm theo kết quả hoặc theo cột có/không của chúng",
            "units are counted by their verdicts or by their yes/no columns"
        ),
    )
    .help(say!(
        "viết `đơn vị đạt x_1`, `đơn vị chưa đạt x_1`, hoặc chỉ `đơn vị`",
        "write `units met x_1`, `units not met x_1`, or `units` alone"
    ))
}

pub fn other_decision_fails(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0332",
        span,
        say!(
            "không dùng được `{name}` ở đây: tệp của quyết định ấy có lỗi, hoặc chính nó dẫn lại tệp này",
            "`{name}` cannot be used here: the file of that decision has errors, or looks back at this one"
        ),
    )
    .help(say!("chạy `chitieu check` trên tệp của `{name}` trước", "run `chitieu check` on the file of `{name}` first"))
}

pub fn no_such_grade(of: &str, grade: &str, span: Span, held: &[&str]) -> Problem {
    let problem = Problem::error(
        "CT0333",
        span,
        say!("`xếp loại {of}` không có loại “{grade}”", "`grade {of}` has no grade “{grade}”"),
    );
    if held.is_empty() {
        return problem
            .help(say!("thêm `xếp loại {of} {{ … }}` với loại này", "add `grade {of} {{ … }}` with this grade"));
    }
    let held = held.join("”, “");
    problem.help(say!("dùng một trong các loại: “{held}”", "use one of its grades: “{held}”"))
}

pub fn measured_elsewhere(span: Span, place: &str, indicator: &str) -> Problem {
    Problem::error(
        "CT0334",
        span,
        say!(
            "{place} giao chỉ tiêu cho `{indicator}`, mà tệp này không có chỉ số nào tên như vậy",
            "{place} assigns a quota for `{indicator}`, and this file has no indicator of that name"
        ),
    )
    .help(say!(
        "đặt tên cho chỉ số ấy bằng `chỉ số … = …` trong tệp của quyết định kia",
        "give the indicator a name by `indicator … = …` in the file of that decision"
    ))
}

pub fn not_ranked(name: &str, span: Span) -> Problem {
    Problem::error("CT0335", span, say!("không có `xếp hạng {name}`", "there is no `rank {name}`"))
        .help(say!("thêm `xếp hạng {name} cho …` vào quyết định", "add `rank {name} for …` to the decision"))
}

// ── Instruments ─────────────────────────────────────────────────────────────────────────────────────────────────

pub fn amends_no_provision(span: Span) -> Problem {
    Problem::error(
        "CT0217",
        span,
        say!(
            "văn bản được sửa đổi không có đúng một chỗ như vậy",
            "the amended decision has not exactly one such place"
        ),
    )
    .help(say!(
        "viết chỗ được sửa từ trong ra ngoài, đủ rõ: `điểm a khoản 1 Điều 1 của qd_x`",
        "write the place from the inside, far enough: `point a clause 1 Article 1 of qd_x`"
    ))
}

pub fn effect_beside_amendments(span: Span) -> Problem {
    Problem::error(
        "CT0218",
        span,
        say!(
            "quyết định sửa đổi có câu đứng ngoài các chỗ sửa đổi",
            "a sentence of the amending decision stands outside its amendments"
        ),
    )
    .help(say!(
        "đưa câu này vào `sửa đổi … {{ … }}`, hoặc viết nó thành một quyết định trong tệp riêng",
        "move it into `amends … {{ … }}`, or write a decision of its own in another file"
    ))
}

pub fn amends_nothing_named(span: Span) -> Problem {
    Problem::error("CT0219", span, say!("sửa đổi quyết định nào?", "amends which decision?")).help(say!(
        "thêm `của qd_x`, và `dùng \"…\"` tệp có quyết định ấy; một tệp chỉ sửa một quyết định",
        "add `of qd_x`, and `use \"…\"` the file with that decision; one file amends one decision"
    ))
}

pub fn later(span: Span) -> Problem {
    Problem::error(
        "CT0399",
        span,
        say!(
            "câu này đọc được nhưng phiên bản này chưa tính được",
            "this is read but not yet evaluated by this version"
        ),
    )
    .help(say!("tạm để nó trong ghi chú `--`", "leave it in a comment `--` for now"))
}

// ── Provisions ──────────────────────────────────────────────────────────────────────────────────────────────────

pub fn no_provision(span: Span) -> Problem {
    Problem::error(
        "CT0401",
        span,
        say!(
            "câu có hiệu lực mà không nằm trong điều, khoản nào",
            "a statement with effect that stands in no provision"
        ),
    )
    .help(say!(
        "đặt nó trong `Điều … {{ … }}`; nếu là của người viết tệp, trong `ngoài văn bản {{ … }}`",
        "put it into `Article … {{ … }}`; if it is the writer's own, into `outside the text {{ … }}`"
    ))
}

pub fn head_in_provision(span: Span) -> Problem {
    Problem::error(
        "CT0402",
        span,
        say!("dòng này thuộc phần đầu của quyết định", "this line belongs to the head of the decision"),
    )
    .help(say!("đưa nó lên ngay sau tên quyết định", "move it up, after the decision's name"))
}

pub fn only_in_list(span: Span) -> Problem {
    Problem::error("CT0403", span, say!("dòng này chỉ dùng trong danh mục", "this line is used in lists only"))
        .help(say!("đưa nó vào `danh mục … {{ … }}`", "move it into `list … {{ … }}`"))
}

pub fn not_in_list(span: Span) -> Problem {
    Problem::error("CT0404", span, say!("danh mục không có kỳ đánh giá", "a list has no assessment period"))
        .help(say!("đưa `kỳ đánh giá` vào quyết định", "move `assessment period` into the decision"))
}

pub fn no_decision_around(span: Span) -> Problem {
    Problem::error("CT0405", span, say!("câu này không nằm trong quyết định nào", "this stands in no decision"))
        .help(say!("đặt nó trong `quyết định … {{ … }}`", "put it into `decision … {{ … }}`"))
}

pub fn percent_without_rule(text: &str, quote: Span, rule: Option<Span>) -> Problem {
    let problem = Problem::error(
        "CT0406",
        quote,
        say!("nguyên văn có `{text}` mà quy tắc không có", "the quotation has `{text}` and the rules have not"),
    );
    let problem = match rule {
        Some(span) => problem.and(span, say!("quy tắc của phần này", "the rule of this provision")),
        None => problem,
    };
    problem.help(say!(
        "sửa chỗ sai; nếu trích thiếu thì đánh dấu bằng `…`",
        "mend the wrong one; mark a shortened quotation with `…`"
    ))
}

pub fn percent_not_quoted(text: &str, rule: Span, quote: Option<Span>) -> Problem {
    let problem = Problem::error(
        "CT0407",
        rule,
        say!("quy tắc có `{text}` mà nguyên văn không có", "the rule has `{text}` and the quotation has not"),
    );
    let problem = match quote {
        Some(span) => problem.and(span, say!("nguyên văn của phần này", "the quotation of this provision")),
        None => problem,
    };
    problem.help(say!(
        "sửa chỗ sai; nếu trích thiếu thì đánh dấu bằng `…`",
        "mend the wrong one; mark a shortened quotation with `…`"
    ))
}

pub fn date_not_quoted(day: Day, rule: Span, quote: Option<Span>) -> Problem {
    let text = day.vi();
    let problem = Problem::error(
        "CT0408",
        rule,
        say!(
            "quy tắc có ngày `{text}` mà nguyên văn không có",
            "the rule has the day `{text}` and the quotation has not"
        ),
    );
    match quote {
        Some(span) => problem.and(span, say!("nguyên văn của phần này", "the quotation of this provision")),
        None => problem,
    }
    .help(say!(
        "sửa chỗ sai; nếu trích thiếu thì đánh dấu bằng `…`",
        "mend the wrong one; mark a shortened quotation with `…`"
    ))
}

pub fn name_not_quoted(name: &str, rule: Span, quote: Option<Span>) -> Problem {
    let problem = Problem::warning(
        "CT0409",
        rule,
        say!("quy tắc nêu `{name}` mà nguyên văn không nêu", "the rule names `{name}` and the quotation does not"),
    );
    match quote {
        Some(span) => problem.and(span, say!("nguyên văn của phần này", "the quotation of this provision")),
        None => problem,
    }
    .help(say!(
        "sửa tên, hoặc đánh dấu phần trích thiếu bằng `…`",
        "mend the name, or mark a shortened quotation with `…`"
    ))
}

pub fn empty_reason(span: Span) -> Problem {
    Problem::error("CT0410", span, say!("lý do để trống", "the reason is empty"))
        .help(say!("viết lý do như trong văn bản", "write the reason as the text has it"))
}

pub fn reaches_nothing(span: Span) -> Problem {
    Problem::error("CT0411", span, say!("câu này không áp dụng cho chỉ tiêu nào", "this reaches no quota")).help(say!(
        "thêm `áp dụng cho Điều …` vào phần chứa nó",
        "add `applies to Article …` to the provision around it"
    ))
}

pub fn no_period(name: &str, span: Span) -> Problem {
    Problem::error(
        "CT0412",
        span,
        say!("quyết định `{name}` không nói kỳ đánh giá", "the decision `{name}` does not say its assessment period"),
    )
    .help(say!(
        "thêm `kỳ đánh giá từ … đến …`, hoặc `kỳ đánh giá chưa rõ`",
        "add `assessment period from … to …`, or `assessment period unknown`"
    ))
}

pub fn decision_inside(span: Span) -> Problem {
    Problem::error("CT0413", span, say!("quyết định nằm trong quyết định", "a decision inside a decision"))
        .help(say!("đưa nó sang tệp khác", "move it to a file of its own"))
}

pub fn use_inside(span: Span) -> Problem {
    Problem::error("CT0414", span, say!("`dùng` đứng ở đầu tệp, ngoài mọi khối", "`use` stands at the top of a file"))
        .help(say!("đưa dòng này lên đầu tệp", "move the line to the top of the file"))
}

pub fn test_inside(span: Span) -> Problem {
    Problem::error("CT0415", span, say!("kiểm thử đứng ngoài quyết định", "a test stands outside the decision"))
        .help(say!("đưa khối này xuống cuối tệp", "move the block to the end of the file"))
}

// ── Periods ─────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn backwards(span: Span, from: Day, to: Day) -> Problem {
    let (from, to) = (from.vi(), to.vi());
    Problem::error(
        "CT0501",
        span,
        say!("ngày cuối {to} trước ngày đầu {from}", "the last day {to} is before the first day {from}"),
    )
    .help(say!("đổi chỗ hai ngày hoặc sửa năm", "swap the two days or mend a year"))
}

pub fn no_such_period(span: Span, without_year: bool) -> Problem {
    let problem = Problem::error("CT0502", span, say!("không rõ khoảng thời gian này", "this period is not clear"));
    if without_year {
        problem.help(say!("thêm năm, như `quý II năm 2024`", "add the year, like `quarter II year 2024`"))
    } else {
        problem.help(say!(
            "tháng từ 1 đến 12, quý từ I đến IV, năm bốn chữ số",
            "months 1 to 12, quarters I to IV, years of four digits"
        ))
    }
}

pub fn outside_bounds(name: &str, day: Day, bounds: Days, at: Span, event: Span) -> Problem {
    let (day, from, to) = (day.vi(), bounds.from.vi(), bounds.to.vi());
    Problem::error(
        "CT0503",
        at,
        say!(
            "ngày {day} của `{name}` ngoài khoảng {from} đến {to} mà tệp cho phép",
            "the day {day} of `{name}` is outside {from} to {to}, which the file allows"
        ),
    )
    .and(event, say!("khoảng đó ghi ở đây", "the bounds stand here"))
    .help(say!("sửa ngày, hoặc nới khoảng `chưa rõ từ … đến …`", "mend the day, or widen `unknown from … to …`"))
}

// ── Tests ───────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn two_tables(span: Span) -> Problem {
    Problem::error("CT0601", span, say!("một kiểm thử có một bảng số liệu", "a test has one table of data"))
        .help(say!("gộp hai bảng, hoặc viết hai kiểm thử", "join the two tables, or write two tests"))
}

pub fn cases_header(span: Span) -> Problem {
    Problem::error(
        "CT1458",
        span,
        say!(
            "bảng trường hợp thiếu cột `đơn vị`, cột `đợi …` hoặc thiếu hàng",
            "the table of cases lacks its column `units`, a column `expect …`, or its rows"
        ),
    )
    .help(say!(
        "viết `| đơn vị | tổng | trực tuyến | đợi trực_tuyến | theo |`",
        "write `| units | total | online | expect indicator_1 | by |`"
    ))
}

pub fn case_cell(span: Span) -> Problem {
    Problem::error(
        "CT1459",
        span,
        say!("ô này không phải điều mà cột của nó đợi", "this cell is not what its column expects"),
    )
    .help(say!(
        "cột `đơn vị`: tên trong nháy; cột `đợi`: `đạt`, `chưa đạt`, `54,9%` hoặc `-`; cột `theo`: `khoản 1 Điều 1` hoặc `-`",
        "column `units`: a name in quotes; `expect`: `met`, `not met`, `54,9%` or `-`; `by`: `clause 1 Article 1` or `-`"
    ))
}

pub fn expects_nothing(span: Span) -> Problem {
    Problem::error("CT0602", span, say!("kiểm thử không đợi kết quả nào", "the test expects nothing"))
        .help(say!("thêm `đợi \"…\" chỉ_số đạt`", "add `expect \"…\" indicator_1 met`"))
}

pub fn assumes_what_is_known(span: Span) -> Problem {
    Problem::error(
        "CT0603",
        span,
        say!("ngày này đã biết, không thể giả định", "this day is known and cannot be assumed"),
    )
    .help(say!("giả định một ngày ghi `chưa rõ`", "assume a day that is `unknown`"))
}

pub fn row_width(span: Span, found: usize, width: usize) -> Problem {
    Problem::error(
        "CT0604",
        span,
        say!("hàng có {found} ô, tiêu đề có {width}", "the row has {found} cells, the header {width}"),
    )
    .help(say!("thêm hoặc bớt ô", "add or drop cells"))
}

pub fn table_header(span: Span) -> Problem {
    Problem::error(
        "CT0416",
        span,
        say!("hàng đầu của bảng chỉ tiêu không hiểu được", "the first row of the quota table is not understood"),
    )
    .help(say!(
        "viết `| đơn vị | chỉ_số_1 | chỉ_số_2 quý I |`",
        "write `| units | indicator_1 | indicator_2 quarter I |`"
    ))
}

pub fn table_group(span: Span) -> Problem {
    Problem::error(
        "CT0417",
        span,
        say!("ô đầu hàng phải là một nhóm đơn vị", "the first cell of a row is a group of units"),
    )
    .help(say!("viết như `các Sở \"…\"` hoặc `cấp xã`", "write it like `the departments \"…\"` or `commune level`"))
}

pub fn table_cell(span: Span) -> Problem {
    Problem::error("CT0418", span, say!("ô này không phải một chỉ tiêu", "this cell is no quota")).help(say!(
        "viết tỷ lệ như `60%`, số lượng như `1.000`, hoặc `-`",
        "write a share like `60%`, a count like `1.000`, or `-`"
    ))
}

pub fn rounds_to_nothing(span: Span) -> Problem {
    Problem::error(
        "CT0419",
        span,
        say!("làm tròn đến 0 thì không còn gì để so sánh", "rounding to 0 leaves nothing to compare"),
    )
    .help(say!("viết như `làm tròn đến 0,01%`", "write it like `round to 0,01%`"))
}
