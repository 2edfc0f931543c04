//! What can be wrong when a program meets its world: units that are not there, sizes that differ, windows that
//! overlap.

use crate::check::percent_text;
use crate::check::program::Fraction;
use crate::lang::{Say, say};
use crate::problem::{Problem, Severity};
use crate::source::Span;
use crate::table::TableFault;
use crate::text::{Day, Days};
use crate::world::RowFault;

fn at(code: &'static str, span: Option<Span>, title: Say) -> Problem {
    match span {
        Some(span) => Problem::error(code, span, title),
        None => Problem::nowhere(code, title),
    }
}

pub fn unknown_unit(name: &str, span: Span, near: &[String], no_register: bool) -> Problem {
    let problem = Problem::error("CT0701", span, say!("sổ đơn vị không có `{name}`", "the register has no `{name}`"));
    if no_register {
        return problem.help(say!(
            "tệp chưa có sổ đơn vị: thêm `sổ đơn vị … tệp \"…\"`, hoặc dùng `--units`",
            "there is no register: add `unit register … file \"…\"`, or use `--units`"
        ));
    }
    let list = near.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    if list.is_empty() {
        problem.help(say!(
            "viết tên như trong sổ đơn vị, hoặc thêm `tên khác` vào sổ",
            "write the name as the register has it, or add `also known as` there"
        ))
    } else {
        problem.help(say!("ý bạn là {list}?", "did you mean {list}?"))
    }
}

pub fn ambiguous_unit(name: &str, span: Span, candidates: &Say, is_code: bool) -> Problem {
    Problem::error("CT0702", span, say!("có nhiều đơn vị tên `{name}`", "several units are called `{name}`"))
        .note(candidates.clone())
        .help(if is_code {
            say!("viết tên đầy đủ của đơn vị thay cho mã", "write the unit's full name in place of the code")
        } else {
            say!(
                "thêm `thuộc \"…\"` sau tên, hoặc viết mã đơn vị",
                "add `in \"…\"` after the name, or write the unit's code"
            )
        })
}

pub fn wrong_size(span: Span, asserted: i64, found: usize, day: Day, names: &str) -> Problem {
    let day = day.vi();
    let difference = found as i64 - asserted;
    Problem::error(
        "CT0703",
        span,
        say!("nhóm có {found} đơn vị, không phải {asserted}", "the group has {found} units, not {asserted}"),
    )
    .note(say!(
        "ghi trong tệp: {asserted}; theo sổ đơn vị ngày {day}: {found}; chênh lệch: {difference:+}",
        "in the file: {asserted}; by the register on {day}: {found}; difference: {difference:+}"
    ))
    .note(say!("gồm: {names}", "they are: {names}"))
    .help(say!("sửa danh sách hoặc con số", "mend the enumeration or the number"))
}

pub fn empty_group(span: Span) -> Problem {
    Problem::warning("CT0704", span, say!("sổ đơn vị không có đơn vị nào như vậy", "the register has no such unit"))
        .help(say!("kiểm tra loại đơn vị và đơn vị cấp trên", "check the kind and the unit above"))
}

pub fn row_fault(span: Option<Span>, file: &str, fault: &RowFault) -> Problem {
    match fault {
        RowFault::Table(TableFault::Empty) => {
            at("CT0705", span, say!("bảng `{file}` trống", "the table `{file}` is empty"))
        }
        RowFault::Table(TableFault::Twice(name)) => {
            at("CT0705", span, say!("bảng `{file}` có hai cột `{name}`", "the table `{file}` has two columns `{name}`"))
        }
        RowFault::Table(TableFault::Ragged(line, found, wanted)) => at(
            "CT0705",
            span,
            say!(
                "{file}:{line}: hàng có {found} ô, tiêu đề có {wanted}",
                "{file}:{line}: the row has {found} cells, the header {wanted}"
            ),
        ),
        RowFault::Column(name) => {
            at("CT0705", span, say!("bảng `{file}` thiếu cột `{name}`", "the table `{file}` lacks a column `{name}`"))
        }
        RowFault::Cell(line, column, cell) => at(
            "CT0705",
            span,
            say!(
                "{file}:{line}: cột `{column}` không hiểu `{cell}`",
                "{file}:{line}: column `{column}`: `{cell}` is not understood"
            ),
        ),
    }
    .help(say!("sửa bảng rồi chạy lại", "mend the table and run again"))
}

pub fn unit_twice(code: &str, first: &(String, Option<Span>), again: &(String, Option<Span>)) -> Problem {
    let (one, two) = (&first.0, &again.0);
    let title = say!(
        "mã đơn vị `{code}` có hai lần trong sổ: {one} và {two}",
        "the code `{code}` is in the register twice: {one} and {two}"
    );
    at("CT0706", again.1.or(first.1), title).help(say!(
        "bỏ một dòng, hoặc ghi ngày hiệu lực không trùng nhau",
        "drop one line, or give them days that do not overlap"
    ))
}

/// A row of a register: its file and line, and where it stands in a rule file.
type RegisterRow = (String, Option<Span>);

pub fn several_of_name(row: &RegisterRow, name: &str, list: &Say) -> Problem {
    let line = &row.0;
    let title = say!(
        "{line}: có nhiều đơn vị tên `{name}`, không rõ là đơn vị nào",
        "{line}: several units are called `{name}`; it is not clear which is meant"
    );
    at("CT0422", row.1, title)
        .note(list.clone())
        .help(say!("ghi mã của đơn vị thay cho tên", "write the code of the unit in place of its name"))
}

pub fn no_successor(row: &RegisterRow, name: &str) -> Problem {
    let line = &row.0;
    let title = say!(
        "{line}: nhập vào `{name}`, nhưng sổ không có đơn vị này",
        "{line}: merged into `{name}`, which the register lacks"
    );
    at("CT0423", row.1, title).help(say!(
        "thêm đơn vị đó vào sổ, hoặc sửa mã ở cột `nhập vào`",
        "add that unit to the register, or mend the code in the column `merged_into`"
    ))
}

pub fn successor_not_yet(row: &RegisterRow, name: &str, day: Day) -> Problem {
    let (line, day) = (&row.0, day.vi());
    let title = say!(
        "{line}: nhập vào `{name}`, nhưng ngày {day} sổ không có đơn vị này",
        "{line}: merged into `{name}`, which is not in force on {day}"
    );
    at("CT0424", row.1, title).help(say!(
        "đơn vị mới phải có từ ngay sau ngày cuối của đơn vị cũ: sửa một trong hai ngày",
        "the new unit begins on the day after the last day of the old one: mend one of the two days"
    ))
}

pub fn no_last_day(row: &RegisterRow) -> Problem {
    let line = &row.0;
    let title = say!(
        "{line}: đơn vị đã nhập vào đơn vị khác mà không có ngày cuối",
        "{line}: the unit was merged into another and has no last day"
    );
    at("CT0425", row.1, title).help(say!(
        "ghi ngày cuối của đơn vị cũ (cột `đến ngày`, hoặc `đến 31/10/2024`)",
        "write the last day of the old unit (the column `valid_to`, or `to 31/10/2024`)"
    ))
}

pub fn not_in_period(name: &str, span: Span, held: &Say, days: Days, successors: &[String]) -> Problem {
    let (from, to) = (days.from.vi(), days.to.vi());
    let problem = Problem::error(
        "CT0421",
        span,
        say!("`{name}` không có ngày nào trong kỳ này", "`{name}` has no day in this period"),
    )
    .note(Say {
        vi: format!("trong sổ: {}; kỳ: từ {from} đến {to}", held.vi),
        en: format!("in the register: {}; the period: {from} to {to}", held.en),
    });
    let list = successors.join(", ");
    if list.is_empty() {
        problem.help(say!("bỏ đơn vị này, hoặc sửa kỳ", "drop this unit, or mend the period"))
    } else {
        problem.help(say!("đơn vị kế tiếp: {list}", "who came after it: {list}"))
    }
}

/// `end`: the last day of the period, where one of the two is for a day before it.
pub fn two_quotas(
    again: Span,
    first: Span,
    unit: &str,
    indicator: &str,
    days: Days,
    cited: (&Say, &Say),
    end: Option<Day>,
) -> Problem {
    let (from, to) = (days.from.vi(), days.to.vi());
    let (one, two) = cited;
    let problem = Problem::error(
        "CT0707",
        again,
        say!("{unit} có hai chỉ tiêu {indicator}", "{unit} has two quotas of {indicator}"),
    )
    .and(first, Say { vi: format!("chỉ tiêu kia: {}", one.vi), en: format!("the other quota: {}", one.en) })
    .here(Say { vi: format!("chỉ tiêu này: {}", two.vi), en: format!("this quota: {}", two.en) })
    .note(say!("cùng áp dụng từ {from} đến {to}", "both hold from {from} to {to}"));
    if let Some(end) = end.map(Day::vi) {
        return problem.help(say!(
            "nếu đây là hai mốc trên cùng một lộ trình, thêm `đến {end}` vào chỉ tiêu cả kỳ",
            "if these are two milestones on one way, add `to {end}` to the quota for the whole period"
        ));
    }
    problem.help(say!(
        "bỏ đơn vị khỏi một nhóm; nếu là ngoại lệ, đặt `riêng` trước chỉ tiêu ngoại lệ",
        "take the unit out of one group; if one is an exception, put `in particular` before it"
    ))
}

pub fn windows_overlap(
    again: Span,
    first: Span,
    procedure: Option<&str>,
    day: Day,
    cited: (&Say, &Say),
    given: &Say,
) -> Problem {
    let day = day.vi();
    let title = match procedure {
        Some(code) => say!(
            "hồ sơ của thủ tục `{code}` ngày {day} nằm trong hai kỳ tính",
            "dossiers of procedure `{code}` on {day} lie in two windows"
        ),
        None => say!(
            "hồ sơ của thủ tục không có trong danh mục nào, ngày {day}, nằm trong hai kỳ tính",
            "dossiers of procedures in no list on {day} lie in two windows"
        ),
    };
    let (one, two) = cited;
    let mut problem = Problem::error("CT0708", again, title)
        .and(first, Say { vi: format!("kỳ tính kia: {}", one.vi), en: format!("the other window: {}", one.en) })
        .here(Say { vi: format!("kỳ tính này: {}", two.vi), en: format!("this window: {}", two.en) });
    if !given.vi.is_empty() {
        problem = problem.note(given.clone());
    }
    problem.help(say!(
        "thu hẹp một kỳ tính, hoặc đặt `riêng` trước kỳ tính ngoại lệ",
        "narrow one window, or put `in particular` before the one that is an exception"
    ))
}

pub fn own_without_delegation(span: Span) -> Problem {
    Problem::error(
        "CT0709",
        span,
        say!("`trực thuộc` chỉ dùng trong câu `phân cấp`", "`own` is used in `delegate` only"),
    )
    .help(say!("viết `thuộc \"…\"` với tên đơn vị cấp trên", "write `in \"…\"` with the unit above"))
}

pub fn day_off(span: Span) -> Problem {
    Problem::error(
        "CT0710",
        span,
        say!("ngày nghỉ cần ngày đầu và ngày cuối đã biết", "days off need a known first and last day"),
    )
    .help(say!("viết `từ 08/02/2024 đến 14/02/2024`", "write `from 08/02/2024 to 14/02/2024`"))
}

pub fn two_exceptions(again: Span, first: Span, unit: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        ..Problem::error("CT0711", again, say!("{unit} thuộc hai ngoại lệ `riêng`", "{unit} is in two exceptions"))
    }
    .and(first, say!("ngoại lệ kia", "the other exception"))
    .help(say!("để đơn vị trong một ngoại lệ", "keep the unit in one of them"))
}

pub fn unknown_office(span: Span, list: &str, name: &str) -> Problem {
    Problem::error(
        "CT0420",
        span,
        say!(
            "danh mục `{list}` nói đơn vị cung cấp là `{name}`, sổ đơn vị không có",
            "the list `{list}` says that `{name}` offers a procedure; the register has no such unit"
        ),
    )
    .help(say!(
        "sửa cột `đơn vị cung cấp`, hoặc dùng mã đơn vị; nhiều đơn vị cách nhau bằng dấu `;`",
        "mend the column `offered_by`, or use codes; several units are separated by `;`"
    ))
}

pub fn below_floor(
    span: Span,
    amount: Fraction,
    floor: Fraction,
    units: &str,
    (cited, decision): (&Say, &str),
) -> Problem {
    let english = |it: &str| it.replace(',', ".");
    let (amount_vi, floor_vi) = (percent_text(amount), percent_text(floor));
    let (amount_en, floor_en) = (english(&amount_vi), english(&floor_vi));
    let title = Say {
        vi: format!("giao {amount_vi} cho {units}, thấp hơn {floor_vi} mà {} {decision} cho phép", cited.vi),
        en: format!("{amount_en} for {units} is below the {floor_en} that {} of {decision} allows", cited.en),
    };
    Problem::error("CT0431", span, title)
        .help(Say { vi: format!("giao từ {floor_vi} trở lên"), en: format!("assign {floor_en} or more") })
}

pub fn cited_fails(span: Span, decision: &str) -> Problem {
    Problem::error(
        "CT0432",
        span,
        say!(
            "không dùng được chỉ tiêu của `{decision}`: sổ đơn vị hoặc danh mục của quyết định ấy có lỗi",
            "the quotas of `{decision}` cannot be used: its register or its lists have errors"
        ),
    )
    .help(say!(
        "chạy `chitieu check` trên tệp của `{decision}` trước",
        "run `chitieu check` on the file of `{decision}` first"
    ))
}

pub fn two_ladders(span: Span, first: Span, unit: &str, of: &str) -> Problem {
    Problem::error(
        "CT1219",
        span,
        say!("{unit} được xếp loại `{of}` theo hai bảng bậc", "{unit} is graded by two ladders for `{of}`"),
    )
    .and(first, say!("bảng bậc kia ở đây", "the other ladder is here"))
    .help(say!("sửa `cho …` để mỗi đơn vị chỉ có một bảng bậc", "mend `for …` so that each unit has one ladder"))
}
