//! What can be wrong with published figures before anything is reckoned.

use super::{Kind, Part, kind_word};
use crate::lang::{Say, say};
use crate::problem::Problem;
use crate::source::Span;

pub fn inside(span: Span) -> Problem {
    Problem::error(
        "CT1001",
        span,
        say!("số liệu công bố nằm trong một quyết định", "published figures stand inside a decision"),
    )
    .help(say!(
        "đưa khối `số liệu công bố` ra ngoài `quyết định … {{ … }}`",
        "move the block `published figures` out of `decision … {{ … }}`"
    ))
}

pub fn twice(name: &str, again: Span, first: Span) -> Problem {
    Problem::error("CT1002", again, say!("con số `{name}` được ghi hai lần", "the figure `{name}` is given twice"))
        .and(first, say!("lần đầu ở đây", "the first time here"))
        .help(say!("đổi tên một trong hai, hoặc bỏ một dòng", "rename one of the two, or drop a line"))
}

pub fn unknown(name: &str, span: Span, near: Option<String>) -> Problem {
    let problem = Problem::error(
        "CT1003",
        span,
        say!(
            "khối này và các khối trước không có con số nào tên `{name}`",
            "neither this block nor one before it has a figure called `{name}`"
        ),
    );
    match near {
        Some(near) => problem.help(say!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        None => problem.help(say!(
            "ghi con số như văn bản in, `{name} = 1.000`; văn bản không in thì `{name} = chưa rõ`",
            "give it as the document prints it, `{name} = 1.000`; if it does not, `{name} = unknown`"
        )),
    }
}

pub fn ambiguous(name: &str, span: Span, first: Span) -> Problem {
    Problem::error(
        "CT1004",
        span,
        say!("nhiều khối trước có con số tên `{name}`", "several blocks before have a figure called `{name}`"),
    )
    .and(first, say!("một trong số đó", "one of them"))
    .help(say!("ghi lại con số ấy trong khối này", "give the figure in this block again"))
}

pub fn no_figure(span: Span) -> Problem {
    Problem::error("CT1005", span, say!("chỗ này không phải một con số đã công bố", "this is no published figure"))
        .help(say!(
            "dùng tên của con số, số, tỷ lệ như `60%`, hoặc `5 điểm phần trăm`",
            "use the name of a figure, a number, a share like `60%`, or `5 percentage points`"
        ))
}

/// A percentage is held against a number of things.
pub fn compared(left: Span, kind: Kind, right: Span, other: Kind) -> Problem {
    let (here, there) = (kind_word(kind), kind_word(other));
    let points = kind == Kind::Points || other == Kind::Points;
    let help = if points {
        say!("điểm phần trăm là hiệu của hai tỷ lệ", "percentage points are the difference of two percentages")
    } else {
        say!(
            "chia cho tổng số để có tỷ lệ, chẳng hạn `số_1 / số_2 = 60%`",
            "divide by the whole to get a share, say `figure_1 / figure_2 = 60%`"
        )
    };
    let title = Say {
        vi: format!("không so sánh được {} với {}", here.vi, there.vi),
        en: format!("{} cannot be compared with {}", here.en, there.en),
    };
    Problem::error("CT1006", left, title).here(here).and(right, there).help(help)
}

/// Values of two kinds in one sum.
pub fn combined(left: Part, right: Part) -> Problem {
    Problem::error("CT1007", left.0, say!("hai số khác loại trong một phép tính", "two kinds of numbers in one sum"))
        .here(kind_word(left.1))
        .and(right.0, kind_word(right.1))
        .help(say!("chỉ cộng, trừ, so lớn nhỏ những số cùng loại", "add, subtract and rank only numbers of one kind"))
}

pub fn no_size(span: Span) -> Problem {
    Problem::error(
        "CT1008",
        span,
        say!(
            "khẳng định về một danh sách mà không nói có bao nhiêu",
            "a claim about a list that does not say how many"
        ),
    )
    .help(say!("thêm số lượng ở cuối, như `(6 đơn vị)`", "add the number at its end, like `(6 units)`"))
}
