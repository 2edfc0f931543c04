//! What reading a file did: for people who have to answer for the counts.

use std::collections::BTreeMap;

use crate::lang::{Say, say};
use crate::text::Days;

/// How a file was read.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// Its name.
    pub file: String,
    /// What it is: `CSV (;)`, `JSON`, `Excel`.
    pub form: String,
    /// The encoding of its text.
    pub encoding: Option<&'static str>,
    /// Its sheets; of text and JSON one without a name.
    pub sheets: Vec<LoadedSheet>,
    /// Sheets that Excel does not show; they are not read.
    pub hidden: Vec<String>,
    /// What was repaired.
    pub repairs: BTreeMap<(Repair, String), Places>,
    /// Lines of totals that are not the sum of the lines above them.
    pub sums: Vec<WrongSum>,
    /// Dossiers whose code stood before.
    pub twice: Vec<Twice>,
    /// Rows whose dossier stood before, and that do not count again.
    pub again: usize,
    /// Sheets that are taken for months, with the month of each.
    pub months: Vec<(String, Days)>,
    /// Whether codes of dossiers stand in it that were not compared.
    pub uncompared: bool,
    /// The sheet that is being read.
    pub(super) sheet: Option<String>,
}

/// A dossier that is supplied twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// Its code.
    pub code: String,
    /// Where it stands first: file and line.
    pub first: String,
    /// Where it stands again.
    pub again: String,
}

/// How a sheet was read.
#[derive(Debug, Clone, Default)]
pub struct LoadedSheet {
    /// Its name in a workbook.
    pub name: Option<String>,
    /// The line of its header; none: it has none, and is not read.
    pub header: Option<u64>,
    /// Rows of counts or dossiers, those that cannot be counted among them.
    pub rows: u64,
    /// Lines that are none: the number of each, and what it is.
    pub skipped: Vec<(u64, Skip)>,
    /// Rows that cannot be counted.
    pub refused: u64,
}

/// What a line is that counts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Above the header.
    Title,
    /// `(1) (2) (3)` under the header.
    Numbering,
    /// The names of the columns again, as on each printed page.
    Header,
    /// `Tổng cộng`.
    Total,
    /// `I. Khối sở, ban, ngành`: a heading, or the sum of its rows.
    Group,
    /// Notes beside the table.
    Note,
    /// Signatures under the table.
    Signature,
}

impl Skip {
    /// What it is called.
    pub fn say(self) -> Say {
        match self {
            Self::Title => say!("dòng tiêu đề của biểu", "title"),
            Self::Numbering => say!("dòng đánh số cột", "numbers of the columns"),
            Self::Header => say!("dòng tên cột lặp lại", "names of the columns again"),
            Self::Total => say!("dòng tổng cộng", "total"),
            Self::Group => say!("dòng nhóm đơn vị", "group of units"),
            Self::Note => say!("ghi chú ngoài bảng", "note beside the table"),
            Self::Signature => say!("phần ký", "signatures"),
        }
    }
}

/// A repair that keeps the meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// Letters of a VNI or TCVN3 font.
    Font,
    /// Characters that are not seen.
    Hidden,
    /// A mark between thousands that is no dot.
    Thousands,
    /// Decimals that are all 0, or the noise of a calculation.
    Decimals,
    /// A dot before decimals where the column writes them so.
    DecimalDot,
    /// A share, read as it is shown: `97,7%` as 97,7.
    Percent,
    /// A date in words, or with other marks.
    DateForm,
    /// The month before the day, as the whole column has it.
    MonthFirst,
    /// The number of a day.
    Serial,
    /// A time of another zone.
    Zone,
    /// `-`, `x`, `N/A` where a date has not come.
    NoDate,
    /// A unit that stands once for several joined rows.
    FilledDown,
    /// The unit is the name of the sheet.
    SheetName,
    /// The month is the name of the sheet.
    SheetMonth,
}

impl Repair {
    /// What it is called.
    pub fn say(self) -> Say {
        match self {
            Self::Font => say!("chữ gõ bằng phông VNI hoặc TCVN3", "letters of a VNI or TCVN3 font"),
            Self::Hidden => say!("ký tự ẩn", "hidden characters"),
            Self::Thousands => say!("dấu ngăn hàng nghìn", "mark between thousands"),
            Self::Decimals => say!("phần lẻ bằng không", "decimals that are zero"),
            Self::DecimalDot => say!("dấu chấm thập phân", "decimal dot"),
            Self::Percent => say!("tỷ lệ phần trăm, đọc như trên màn hình", "share, read as it is shown"),
            Self::DateForm => say!("cách viết ngày", "form of a date"),
            Self::MonthFirst => say!("cả cột viết tháng trước ngày", "the whole column has the month first"),
            Self::Serial => say!("số thứ tự ngày của Excel", "Excel's number of a day"),
            Self::Zone => say!("giờ của múi giờ khác đổi sang giờ Việt Nam", "time of another zone moved to +07:00"),
            Self::NoDate => say!("ký hiệu “chưa có ngày”", "mark for a date that has not come"),
            Self::FilledDown => say!("ô gộp: đơn vị ghi một lần cho nhiều dòng", "joined cells: the unit stands once"),
            Self::SheetName => say!("đơn vị lấy theo tên trang", "the unit is the name of the sheet"),
            Self::SheetMonth => say!("tháng lấy theo tên trang", "the month is the name of the sheet"),
        }
    }
}

/// Where something happened: how often, and the first places.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// How many cells.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Place>,
}

/// A repaired cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line.
    pub line: u64,
    /// What stood there.
    pub from: String,
    /// What it is read as.
    pub to: String,
}

/// A printed sum that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSum {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What is printed.
    pub printed: u64,
    /// The sum of the lines above.
    pub sum: u64,
}

/// Places that are kept of each repair.
pub const KEPT: usize = 3;

impl Load {
    /// Notes a repair.
    pub fn repaired(&mut self, what: Repair, column: &str, line: u64, from: &str, to: &str) {
        let places = self.repairs.entry((what, column.to_owned())).or_default();
        places.count += 1;
        if places.first.len() < KEPT {
            let (sheet, from, to) = (self.sheet.clone(), from.to_owned(), to.to_owned());
            places.first.push(Place { sheet, line, from, to });
        }
    }

    /// How many cells were repaired.
    pub fn repair_count(&self) -> u64 {
        self.repairs.values().map(|it| it.count).sum()
    }
}
