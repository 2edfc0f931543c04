//! What a proof finds.

use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::Span;

/// Two windows that count the same cells; the second is the place to mend.
pub fn overlap(two: Span, one: Span, who: &Say, when: Say, cited: (&Say, &Say)) -> Problem {
    let title = Say {
        vi: format!("{} được tính ở hai kỳ tính: {} và {}", who.vi, cited.0.vi, cited.1.vi),
        en: format!("two windows count {}: {} and {}", who.en, cited.0.en, cited.1.en),
    };
    Problem::error("CT1400", two, title).and(one, say!("kỳ tính kia", "the other window")).note(when).help(say!(
        "sửa ngày hoặc điều kiện của một kỳ tính cho hai kỳ tính rời nhau",
        "change the days or the condition of one window so that they do not meet"
    ))
}

/// Procedures that no window counts on any day.
pub fn uncovered(at: Span, who: &Say, quotas: &Say) -> Problem {
    let title = Say {
        vi: format!("{} không được tính ngày nào: không kỳ tính nào nhận", who.vi),
        en: format!("no window counts {} on any day", who.en),
    };
    let of = Say { vi: format!("đối với {}", quotas.vi), en: format!("for {}", quotas.en) };
    Problem::error("CT1401", at, title).note(of).help(say!(
        "thêm `kỳ tính` cho các thủ tục này; nếu văn bản không nói đến chúng, ghi `loại trừ thủ tục còn lại vì \"…\"` hoặc `để ngỏ thủ tục … vì \"…\"` trong `ngoài văn bản`",
        "add a `window` for them; if the text says nothing of them, write `exclude procedures remaining because \"…\"` or `leave open procedures … because \"…\"` in `outside the text`"
    ))
}

/// Units of the register that nothing binds.
pub fn unbound(at: Span, number: usize, names: &str) -> Problem {
    Problem::error(
        "CT1402",
        at,
        say!(
            "{number} đơn vị trong sổ không có chỉ tiêu nào: {names}",
            "{number} units of the register have no quota: {names}"
        ),
    )
    .help(say!(
        "thêm các đơn vị này vào một chỉ tiêu; nếu văn bản không giao cho chúng, ghi `loại trừ đơn vị … vì \"…\"` trong `ngoài văn bản`",
        "put them into a quota; if the text assigns them none, write `exclude units … because \"…\"` in `outside the text`"
    ))
}

/// Units that end inside the period.
pub fn ended(at: Span, number: usize, units: &Say, after: Vec<Say>) -> Problem {
    let title = Say {
        vi: format!("{number} đơn vị kết thúc trong kỳ đánh giá mà văn bản không nói ai chịu chỉ tiêu: {}", units.vi),
        en: format!(
            "{number} units end inside the assessment period, and the text does not say who answers for them: {}",
            units.en
        ),
    };
    let problem = Problem::error("CT1403", at, title);
    after.into_iter().fold(problem, Problem::note).help(say!(
        "ghi nhận bằng `để ngỏ đơn vị … vì \"…\"` trong `ngoài văn bản`, hoặc thêm quyết định điều chỉnh",
        "acknowledge it with `leave open units … because \"…\"` in `outside the text`, or add the amending decision"
    ))
}

/// Days on which procedures are published and not counted.
pub fn published_not_counted(at: Span, who: &Say, days: &Say, lists: &str) -> Problem {
    Problem::remark(
        "CT1404",
        at,
        Say {
            vi: format!("{} có tên trong {lists} đang có hiệu lực mà không được tính: {}", who.vi, days.vi),
            en: format!("{} stand in {lists}, which is in force, and are not counted: {}", who.en, days.en),
        },
    )
}

/// Procedures that were dropped and are published again later.
pub fn published_again(at: Span, list: Span, who: &Say, cited: &Say, days: i32) -> Problem {
    let title = Say {
        vi: format!("{} vẫn được tính theo {} cả trong những ngày không danh mục nào nêu tên", who.vi, cited.vi),
        en: format!("{} count by {} also on days on which no list names them", who.en, cited.en),
    };
    Problem::remark("CT1405", at, title)
        .and(list, say!("danh mục công bố lại", "the list that publishes them again"))
        .note(say!("ví dụ: {days} ngày", "for example: {days} days"))
        .help(say!(
            "nếu văn bản không nói, ghi nhận bằng `để ngỏ thủ tục … vì \"…\"` trong `ngoài văn bản`",
            "if the text does not say, acknowledge it with `leave open procedures … because \"…\"` in `outside the text`"
        ))
}

/// A reading of which every choice gives the same.
pub fn reading_changes_nothing(at: Span, name: &str) -> Problem {
    Problem::warning(
        "CT1406",
        at,
        say!(
            "mọi lựa chọn của cách hiểu `{name}` cho cùng một kết quả",
            "every choice of the reading `{name}` gives the same"
        ),
    )
    .help(say!("bỏ cách hiểu này, hoặc sửa các lựa chọn", "drop the reading, or change its choices"))
}

/// A window that reaches outside the assessment period.
pub fn outside_period(at: Span, days: &Say, given: &Say, period: &str) -> Problem {
    let title = Say {
        vi: format!("kỳ tính {} ra ngoài kỳ đánh giá {period}{}", days.vi, given.vi),
        en: format!("the window {} reaches outside the assessment period {period}{}", days.en, given.en),
    };
    Problem::warning("CT1407", at, title).help(say!(
        "những ngày ngoài kỳ đánh giá không được tính: sửa ngày của kỳ tính, hoặc của kỳ đánh giá",
        "days outside the period do not count: change the days of the window, or of the period"
    ))
}

/// A window without a day.
pub fn empty_window(at: Span, given: &Say, always: bool) -> Problem {
    let title = Say {
        vi: format!("kỳ tính này không có ngày nào{}", given.vi),
        en: format!("this window has no day{}", given.en),
    };
    match always {
        true => Problem::warning("CT1408", at, title)
            .help(say!("sửa ngày đầu hoặc ngày cuối", "change its first or its last day")),
        false => Problem { severity: crate::problem::Severity::Note, ..Problem::warning("CT1408", at, title) },
    }
}

/// An exclusion or acknowledgement that matches nothing.
pub fn stale(at: Span, leave_open: bool) -> Problem {
    let title = if leave_open {
        say!("câu `để ngỏ` này không ghi nhận điều gì", "this `leave open` acknowledges nothing")
    } else {
        say!("câu `loại trừ` này không loại thủ tục nào", "this `exclude` leaves out no procedure")
    };
    Problem::warning("CT1409", at, title)
        .help(say!("bỏ câu này, hoặc sửa điều kiện", "drop it, or change its condition"))
}

/// Quotas for which nothing can count.
pub fn counts_nothing(at: Span, quotas: &Say) -> Problem {
    let title = Say {
        vi: format!("không thủ tục nào của các danh mục được tính cho {}", quotas.vi),
        en: format!("no procedure of the lists counts for {}", quotas.en),
    };
    Problem::warning("CT1410", at, title).help(say!(
        "xem lại `phạm vi`, `kỳ tính` và cột thẩm quyền của danh mục",
        "look at the scope, the windows and the competence column of the list"
    ))
}

/// Too many unknown events and readings at once.
pub fn too_many(at: Span) -> Problem {
    Problem::warning(
        "CT1411",
        at,
        say!(
            "quá nhiều mốc chưa rõ và cách hiểu cùng lúc: chưa chứng minh được cho chỉ tiêu này",
            "too many unknown events and readings at once: nothing is proved of this quota"
        ),
    )
    .help(say!(
        "cho biết ngày của một mốc, hoặc thu hẹp khoảng của nó",
        "give the day of an event, or narrow its bounds"
    ))
}

/// The rule file leaves the period open.
pub fn open_period(at: Span) -> Problem {
    Problem::remark(
        "CT1412",
        at,
        say!(
            "kỳ đánh giá để ngỏ, nên không xét được ngày nào có kỳ tính",
            "the assessment period is left open, so nothing is proved of days"
        ),
    )
}

/// A rule asks for both days of a dossier.
pub fn both_dates(at: Span, quota: &Say) -> Problem {
    let of = Say { vi: format!("đối với {}", quota.vi), en: format!("for {}", quota.en) };
    Problem::remark(
        "CT1413",
        at,
        say!(
            "quy tắc hỏi cả ngày tiếp nhận và ngày giải quyết của hồ sơ; phần chứng minh coi hai ngày là một",
            "the rule asks for the day a dossier is received and the day it is resolved; the proof takes them as one day"
        ),
    )
    .note(of)
    .help(say!(
        "kết quả chứng minh đúng cho hồ sơ giải quyết ngay trong ngày; với hồ sơ khác, viết kiểm thử có cả hai ngày",
        "what is proved holds for dossiers resolved on the day they come; for others write a test with both days"
    ))
}
