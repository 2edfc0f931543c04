//! Small decisions put together from parts, and the dossiers that go with them.

use std::collections::BTreeMap;
use std::ops::Range;

use chitieu::text::Day;
use proptest::prelude::*;

/// A decision: each number chooses one of the spellings of a part; 0 is the simplest.
#[derive(Debug, Clone)]
pub struct Small {
    pub windows: usize,
    pub scope: usize,
    pub exclusion: usize,
    pub indicator: usize,
    /// Whether exclusions and denominators may ask for the channel.
    pub by_channel: bool,
    pub comparator: usize,
    pub percent: usize,
    pub group: usize,
    /// Whether units answer for those below them.
    pub with_below: bool,
    pub grain: usize,
    pub second: usize,
    /// Whether the content of the second list is unknown.
    pub no_content: bool,
    pub effective: usize,
    /// Whether the event is unknown, and within which days.
    pub unknown: bool,
    pub bounds: (i32, i32),
}

pub fn small() -> impl Strategy<Value = Small> {
    let first = (0..7usize, 0..4usize, 0..6usize, 0..5usize, any::<bool>(), 0..5usize, 0..8usize);
    let second = (0..5usize, any::<bool>(), 0..3usize, 0..5usize, prop::bool::weighted(0.15), 0..2usize);
    let third = (any::<bool>(), (0..340i32, 0..25i32));
    (first, second, third).prop_map(|(first, second, third)| Small {
        windows: first.0,
        scope: first.1,
        exclusion: first.2,
        indicator: first.3,
        by_channel: first.4,
        comparator: first.5,
        percent: first.6,
        group: second.0,
        with_below: second.1,
        grain: second.2,
        second: second.3,
        no_content: second.4,
        effective: second.5,
        unknown: third.0,
        bounds: third.1,
    })
}

fn start() -> Day {
    Day::parse("2024-01-01").expect("a day")
}

impl Small {
    /// The first and the last day that the event can have.
    pub fn bounds(&self) -> (Day, Day) {
        let from = start().plus(self.bounds.0);
        (from, from.plus(self.bounds.1))
    }

    /// The rule file.
    pub fn rule(&self) -> String {
        let pick = |of: &[&str], at: usize| of.get(at).copied().unwrap_or_default().to_owned();
        let windows = pick(
            &[
                "",
                "kỳ tính từ 01/03/2024 đến 30/09/2024",
                "kỳ tính năm 2024 với thủ tục thuộc dm_1 và thuộc dm_2
                 kỳ tính từ đầu kỳ đến moc_1 với thủ tục thuộc dm_1 và không thuộc dm_2
                 kỳ tính từ moc_1 + 6 ngày đến cuối kỳ với thủ tục lần đầu thuộc dm_2",
                "kỳ tính từ moc_1 đến 31/10/2024",
                "kỳ tính năm 2024 với thủ tục thuộc dm_1  kỳ tính từ moc_1 đến cuối kỳ với thủ tục còn lại",
                "kỳ tính năm 2024  riêng kỳ tính từ 01/04/2024 đến moc_1 với thủ tục thuộc dm_1",
                "kỳ tính từ cach_1 đến cuối kỳ",
            ],
            self.windows,
        );
        let scope = pick(
            &[
                "",
                "phạm vi thủ tục thuộc dm_1",
                "phạm vi thủ tục không thuộc dm_2",
                "phạm vi thủ tục lần đầu thuộc dm_2",
            ],
            self.scope,
        );
        let exclusion = pick(
            &[
                "",
                "loại trừ đơn vị \"Sở Nội vụ\" vì \"một\"",
                "loại trừ đơn vị \"Sở Y tế\" từ moc_1 đến cuối kỳ vì \"một\"",
                "loại trừ thủ tục thuộc dm_2 tháng 5 vì \"một\"",
                "loại trừ thủ tục không thuộc dm_1 vì \"một\"  loại trừ đơn vị \"huyện Cam Lâm\" quý I vì \"hai\"",
                if self.by_channel { "loại trừ hồ sơ bưu chính vì \"một\"" } else { "" },
            ],
            self.exclusion,
        );
        let indicator = pick(
            &[
                "hồ sơ trực tuyến / hồ sơ",
                if self.by_channel {
                    "hồ sơ trực tuyến / hồ sơ không bưu chính"
                } else {
                    "hồ sơ trực tuyến / hồ sơ"
                },
                "hồ sơ trực tuyến thuộc dm_1 / hồ sơ",
                "hồ sơ trực tuyến / hồ sơ thuộc dm_1 tại ngày tiếp nhận",
                "hồ sơ trực tuyến cach_2 / hồ sơ",
            ],
            self.indicator,
        );
        let comparator = pick(&["tối thiểu", "trên", "tối đa", "dưới", "đúng bằng"], self.comparator);
        let percent = pick(&["50%", "0%", "100%", "60%", "33,3%", "45%", "20%", "75%"], self.percent);
        let mut group = pick(
            &[
                "cấp tỉnh",
                "\"Sở Y tế\"",
                "cấp tỉnh và cấp huyện",
                "cấp xã tính chung theo cấp huyện",
                "cấp tỉnh tính chung",
            ],
            self.group,
        );
        if self.with_below && self.group == 2 {
            group += " kể cả cấp dưới";
        }
        let grain = pick(&["", "từng quý", "từng tháng"], self.grain);
        let second = pick(
            &[
                "",
                "giao tối thiểu 3 hồ sơ trực tuyến cho cấp tỉnh và cấp xã",
                "phấn đấu tối thiểu 70% tuyen_1 cho cấp tỉnh từ moc_1",
                "phấn đấu tối thiểu 70% tuyen_1 cho cấp tỉnh đến moc_1",
                "giao tối đa 30% quay_1 cho cấp tỉnh quý II",
            ],
            self.second,
        );
        let content =
            if self.no_content { "nội dung chưa rõ" } else { "thủ tục \"1.000002\" thủ tục \"1.000003\"" };
        let effective = pick(&["01/06/2024", "moc_1"], self.effective);
        let (from, to) = self.bounds();
        let event = if self.unknown { format!("chưa rõ từ {} đến {}", from.vi(), to.vi()) } else { from.vi() };
        format!(
            "sổ đơn vị so_1 {{
               đơn vị \"Sở Y tế\" mã \"yt\" ; đơn vị \"Sở Nội vụ\" mã \"nv\" ; đơn vị \"huyện Cam Lâm\" mã \"cl\"
               đơn vị \"xã Suối Tân\" mã \"st\" thuộc \"huyện Cam Lâm\"
               đơn vị \"xã Cam Hòa\" mã \"ch\" thuộc \"huyện Cam Lâm\"
             }}
             mốc moc_1 = {event}
             danh mục dm_1 {{ hiệu lực từ 01/02/2024 thủ tục \"1.000001\" thủ tục \"1.000002\" }}
             danh mục dm_2 {{ hiệu lực từ {effective} thay thế dm_1 {content} }}
             cách hiểu cach_1 {{
               lc_1 = moc_1 + 6 ngày căn cứ \"một\"  lc_2 = moc_1 + 5 ngày làm việc căn cứ \"hai\"
               mặc định lc_1
             }}
             cách hiểu cach_2 {{ lc_3 = thuộc dm_1 căn cứ \"một\"  lc_4 = thuộc dm_1 tại ngày tiếp nhận căn cứ \"hai\" }}
             chỉ số tuyen_1 = {indicator}
             chỉ số quay_1 = hồ sơ trực tiếp / hồ sơ
             quyết định qd_1 \"Thử\" {{ kỳ đánh giá năm 2024
               Điều 1 {{
                 khoản 1 {{ giao {comparator} {percent} tuyen_1 cho {group} {grain} }}
                 khoản 2 {{ {second} }}
               }}
               Điều 2 áp dụng cho Điều 1 {{ {windows} {scope} }}
               ngoài văn bản {{ {exclusion} }}
             }}"
        )
    }
}

/// A dossier.
#[derive(Debug, Clone)]
pub struct Row {
    pub unit: usize,
    pub procedure: usize,
    /// Days after the first of 2024.
    pub day: i32,
    /// Online, in person, by post, empty.
    pub channel: usize,
}

/// The second quota whose period ends on the event.
pub const UNTIL_THE_EVENT: usize = 3;

const UNITS: [&str; 6] = ["yt", "nv", "cl", "st", "ch", "X1.7"];
const CHANNELS: [&str; 4] = ["online", "in person", "postal", ""];

pub fn rows(number: Range<usize>) -> impl Strategy<Value = Vec<Row>> {
    let row = (0..UNITS.len(), 1..5usize, -10..380i32, prop_oneof![4 => 0..2usize, 1 => 2..4usize]);
    prop::collection::vec(row.prop_map(|it| Row { unit: it.0, procedure: it.1, day: it.2, channel: it.3 }), number)
}

impl Row {
    fn cell(&self) -> (&'static str, usize, String) {
        (UNITS[self.unit], self.procedure, start().plus(self.day).iso())
    }
}

/// Rows as a file of dossiers.
pub fn dossiers(rows: &[Row]) -> String {
    let mut text = String::from("unit_code,procedure_code,received_date,channel\n");
    for it in rows {
        let (unit, procedure, day) = it.cell();
        text += &format!("{unit},1.{procedure:06},{day},{}\n", CHANNELS[it.channel]);
    }
    text
}

/// Rows as a file of counts.
pub fn counts(rows: &[Row]) -> String {
    let mut cells: BTreeMap<(&str, usize, String), [u64; 3]> = BTreeMap::new();
    for it in rows {
        if let Some(number) = cells.entry(it.cell()).or_default().get_mut(it.channel) {
            *number += 1;
        }
    }
    let mut text = String::from("unit_code,procedure_code,received_date,total,online,in person,postal\n");
    for ((unit, procedure, day), [online, counter, post]) in cells {
        let total = online + counter + post;
        text += &format!("{unit},1.{procedure:06},{day},{total},{online},{counter},{post}\n");
    }
    text
}
