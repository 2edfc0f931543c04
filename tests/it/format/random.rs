//! Statements at random, put together as the grammar has them.

use proptest::prelude::*;

/// One of these.
pub fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn joined(part: impl Strategy<Value = String>, glue: &'static str, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(part, 1..=most).prop_map(move |it| it.join(glue))
}

const NAMES: &[&str] = &["x_1", "trực_tuyến", "Tên_Riêng", "dm_2653", "a1"];
const STRINGS: &[&str] =
    &["\"Y tế\"", "“Sở “một””", "\"Ban Quản lý Khu kinh tế Vân Phong\"", "\"\"", "\"a -- b { ; }\""];
const CALENDARS: &[&str] =
    &["năm 2024", "quý II", "quý I năm 2024", "tháng 9", "tháng 9 năm 2024", "6 tháng đầu năm 2024"];
const WORDS: &[&str] =
    &["trực tuyến", "bưu chính", "toàn trình", "đã giải quyết", "trễ hạn", "còn hiệu lực", "mức độ 3"];

fn group() -> impl Strategy<Value = String> + Clone {
    let names = || joined(one_of(STRINGS), ", ", 4);
    let kinds = || joined(one_of(&["xã", "Sở", "thị trấn", "ban", "chi nhánh"]), ", ", 3);
    let term = prop_oneof![
        (kinds(), names()).prop_map(|(kind, it)| format!("các {kind} {it}")),
        (kinds(), names()).prop_map(|(kind, it)| format!("các {kind} thuộc {it}")),
        kinds().prop_map(|it| format!("các {it} còn lại")),
        one_of(&["cấp xã", "cấp huyện còn lại", "cấp xã trực thuộc", "mọi đơn vị", "loại \"phường\"", "dv_1"]),
        names(),
        names().prop_map(|it| format!("{it} thuộc \"huyện Cam Lâm\"")),
    ]
    .boxed();
    let size = one_of(&["", "", " (13 đơn vị)", " (1.114 đơn vị tại 15/12/2023)"]);
    let group = |term: BoxedStrategy<String>| {
        let except = prop::option::of(joined(term.clone(), " và ", 2));
        (joined(term, " và ", 4), except, size.clone()).prop_map(|(parts, except, size)| match except {
            Some(except) => format!("{parts} trừ {except}{size}"),
            None => format!("{parts}{size}"),
        })
    };
    let inner = group(term.clone()).prop_map(|it| format!("({it})")).boxed();
    group(prop_oneof![5 => term, 1 => inner].boxed()).boxed()
}

fn filter() -> impl Strategy<Value = String> + Clone {
    let atom = prop_oneof![
        4 => one_of(WORDS),
        2 => one_of(NAMES),
        2 => one_of(&["thuộc dm_1", "lần đầu thuộc dm_1", "thẩm quyền cấp xã", "còn lại", "công bố lần đầu năm 2024"]),
        1 => one_of(&["có hồ sơ", "có tối thiểu 5 hồ sơ", "có hồ sơ trực tuyến thuộc dm_1 bưu chính", "có 3 hồ sơ"]),
    ];
    let at = one_of(&["", "", "", " tại ngày tiếp nhận", " tại 14/12/2024", " tại cuối kỳ"]);
    let unary =
        (one_of(&["", "", "", "không ", "không không "]), atom, at).prop_map(|(not, it, at)| format!("{not}{it}{at}"));
    let all = |it: BoxedStrategy<String>| {
        prop_oneof![joined(it.clone(), " ", 4), joined(it.clone(), " và ", 4), joined(it, " hoặc ", 4)].boxed()
    };
    unary
        .boxed()
        .prop_recursive(3, 16, 4, move |inner| {
            prop_oneof![
                inner.clone(),
                all(inner.clone()).prop_map(|it| format!("({it})")),
                all(inner).prop_map(|it| format!("không ({it})"))
            ]
        })
        .prop_flat_map(move |it| prop_oneof![Just(it.clone()), all(Just(it).boxed())])
        .boxed()
}

fn expr() -> impl Strategy<Value = String> + Clone {
    let leaf = prop_oneof![
        one_of(NAMES),
        one_of(&["5", "1000", "1.234.567,05", "60%", "97,70%", "15/12/2023", "5 ngày", "3 ngày làm việc", "2 điểm"]),
        one_of(&[
            "ngày ký",
            "ngày hiệu lực của dm_1",
            "đầu kỳ",
            "mục 1 của qd_1",
            "điểm a khoản 1 Điều 1",
            "5 điểm phần trăm",
            "chỉ tiêu của x_1 theo khoản 1 Điều 1 của qd_1"
        ]),
        one_of(&["hồ sơ", "mức hoàn thành của x_1", "bình quân của x_1 trong cấp xã"]),
        filter().prop_map(|it| format!("hồ sơ {it}")),
    ];
    leaf.boxed().prop_recursive(3, 12, 3, |inner| {
        let chain = (inner.clone(), prop::sample::select(&["+", "-", "*", "/"][..]), inner.clone());
        prop_oneof![
            2 => chain.prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
            1 => inner.clone().prop_map(|it| format!("({it})")),
            1 => joined(inner.clone(), "; ", 3).prop_map(|it| format!("lớn nhất ({it})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("bậc của x_1 {{ từ {a}: {b}; còn lại: chưa rõ }}")),
            1 => (inner.clone(), inner).prop_map(|(a, b)| {
                format!("bậc của mức hoàn thành của x_1 {{ từ {a}: {b}; từ 1: 2; không phát sinh: {b}; còn lại: {a} }}")
            }),
        ]
    })
    .boxed()
}

fn period() -> impl Strategy<Value = String> + Clone {
    let end = prop_oneof![one_of(CALENDARS), one_of(&["15/12/2023", "ngày ký", "đầu kỳ + 6 ngày"])];
    prop_oneof![
        one_of(CALENDARS),
        end.clone().prop_map(|it| format!("đến {it}")),
        (end.clone(), end).prop_map(|(from, to)| format!("từ {from} đến {to}")),
    ]
    .boxed()
}

/// A statement, perhaps with a block.
pub fn statement() -> impl Strategy<Value = String> {
    let name = || one_of(NAMES);
    let text = || one_of(STRINGS);
    let tail = prop::option::of(period()).prop_map(|it| it.map(|it| format!(" {it}")).unwrap_or_default());
    let grain = one_of(&[
        "",
        "",
        " từng tháng",
        " cả kỳ",
        " tính chung theo cấp huyện kể cả cấp dưới",
        " tính bình quân theo cấp xã",
        " theo_1",
    ]);
    let quota = (
        one_of(&["", "riêng "]),
        one_of(&["60% x_1", "chưa rõ x_1", "1.000 hồ sơ trực tuyến"]),
        group(),
        grain,
        tail.clone(),
    );
    let line = prop_oneof![
        3 => quota.prop_map(|(own, amount, group, grain, tail)| {
            format!("{own}giao tối thiểu {amount} cho {group}{grain}{tail}")
        }),
        1 => (period(), filter()).prop_map(|(period, filter)| format!("kỳ tính {period} với thủ tục {filter}")),
        1 => (group(), tail, text()).prop_map(|(group, tail, text)| format!("loại trừ đơn vị {group}{tail} vì {text}")),
        1 => filter().prop_map(|it| format!("phạm vi thủ tục {it}")),
        1 => (name(), text(), expr()).prop_map(|(name, text, it)| format!("chỉ số {name} {text} = {it} theo ngày tiếp nhận")),
        1 => (name(), expr()).prop_map(|(name, it)| format!("mốc {name} = {it}")),
        1 => (name(), expr()).prop_map(|(name, it)| format!("tiêu chí {name} tối đa 10 điểm = {it}")),
        1 => (name(), group(), expr()).prop_map(|(name, group, it)| {
            format!("tiêu chí {name} \"a\" thang 100 điểm cho {group} khi có x_1 {{ nguyên văn \"b\" bỏ qua \"c\" vì \"d\" tiêu chí x_2 = {it} }}")
        }),
        1 => (name(), group()).prop_map(|(name, it)| format!("nhóm {name} = {it}")),
        1 => (name(), filter()).prop_map(|(name, it)| format!("nhóm hồ sơ {name} = {it}")),
        1 => (group(), name(), group()).prop_map(|(to, name, it)| format!("phân cấp cho {to} giao {name} cho {it}, không thấp hơn 20%")),
        1 => (name(), group()).prop_map(|(name, it)| format!("xếp hạng {name} cho {it}")),
        1 => text().prop_map(|it| format!("nguyên văn {it}")),
        1 => text().prop_map(|it| format!("bỏ qua {it} vì \"a\"")),
        1 => one_of(&["hệ quả \"a\" khi từ 2 chỉ tiêu chưa đạt theo Điều 1", "hệ quả \"a\" khi xếp loại x_1 = \"b\", \"c\""]),
        1 => one_of(&["hệ quả \"a\" khi chưa đạt khoản 1 Điều 1", "sửa đổi Điều 1 ;", "số chưa rõ", "hiệu lực từ ngày ký"]),
    ];
    line.boxed().prop_recursive(3, 12, 4, move |inner| {
        let body = || joined(inner.clone(), "\n", 4);
        prop_oneof![
            3 => (one_of(&["Điều 1", "khoản 2", "điểm đ", "gạch đầu dòng 1", "ngoài văn bản"]), body())
                .prop_map(|(head, body)| format!("{head} {{ {body} }}")),
            1 => (one_of(NAMES), expr(), period(), group()).prop_map(|(name, it, period, group)| format!(
                "cách hiểu {name} {{ a_1 = {it} căn cứ \"a\" b_1 = {period} căn cứ \"b\"; c_1 = {group} căn cứ \"c\" mặc định a_1 }}"
            )),
            1 => (expr(), expr(), group()).prop_map(|(a, b, group)| format!(
                "kiểm thử \"a\" {{ giả định {a} = {b}; với số liệu {{ | đơn vị | tổng |\n| {group} | 1.000 | }} đợi \"A\" x_1 quý I đạt đợi \"A\" x_1 = 5,5 điểm đợi \"A\" xếp hạng x_1 = 3 đợi \"A\" xếp loại x_1 = \"b\" }}"
            )),
            1 => (expr(), expr(), group(), figure()).prop_map(|(a, b, group, it)| format!(
                "số liệu công bố \"a\" {{ khẳng định {a} = {b} ; x_1 = 5 {it} khẳng định {group} {it} {it} }}"
            )),
            1 => (group(), expr()).prop_map(|(group, it)| format!("xếp loại x_1 cho {group} {{ từ {it}: \"a\"; không phát sinh: \"b\"; còn lại: {it} }}")),
        ]
    })
}

/// A line of published figures.
fn figure() -> impl Strategy<Value = String> + Clone {
    one_of(&[
        "x_1 = 97,70%",
        "y_1 = chưa rõ;",
        "nguyên văn \"a\"",
        "để ngỏ \"a\" vì \"b\"",
        "khẳng định x_1 tối đa 5 ;",
    ])
}

/// Puts blanks, breaks and comments where the numbers say, outside quotes.
pub fn shaken(text: &str, numbers: &[u8]) -> String {
    let mut numbers = numbers.iter().cycle();
    let mut out = String::new();
    let mut depth = 0;
    let mut straight = false;
    for letter in text.chars() {
        match letter {
            '“' if !straight => depth += 1,
            '”' if !straight => depth -= 1,
            '"' if depth == 0 => straight = !straight,
            _ => {}
        }
        let is_blank = letter == ' ' && depth == 0 && !straight;
        match numbers.next().filter(|_| is_blank) {
            Some(0) => out.push_str(" -- ghi chú\n"),
            Some(1) => out.push_str("\n\n   -- dòng riêng {\n"),
            Some(2 | 3) => out.push('\n'),
            Some(4) => out.push_str("\n\n"),
            _ => out.push(letter),
        }
    }
    out
}
