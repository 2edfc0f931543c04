//! The commands of the prompt: each in Vietnamese, without accents, and in English.

use crate::text::plain;

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Why,
    Assume,
    Undo,
    Redo,
    Off,
    On,
    Reset,
    Assumptions,
    Save,
    Load,
    Compare,
    Test,
    Table,
    Ledger,
    Units,
    Need,
    Sens,
    WhyNot,
    Blame,
    Pace,
    Type,
    Mode,
    Output,
    Once,
    Pager,
    Timing,
    Open,
    Data,
    Reload,
    History,
    Help,
    Quit,
}

/// Command, Vietnamese and English name, what it takes, what it does in both languages.
pub type Line = (Command, [&'static str; 2], [&'static str; 2], [&'static str; 2]);

/// All commands.
pub const COMMANDS: &[Line] = &[
    (
        Command::Why,
        ["giải-thích", "why"],
        ["ĐƠN VỊ", "UNIT"],
        ["đi từ lời văn đến kết quả", "walk from the words to the verdict"],
    ),
    (
        Command::Assume,
        ["nếu", "if"],
        ["TÊN = GIÁ TRỊ", "NAME = VALUE"],
        [
            "giả định một ngày, một cách hiểu, một chỉ tiêu; hiện kết quả nào đổi",
            "assume a day, a reading, a quota; show what flips",
        ],
    ),
    (
        Command::Undo,
        ["bỏ", "undo"],
        ["[SỐ]", "[NUMBER]"],
        ["bỏ việc vừa làm, hoặc giả định mang số đó", "take back what was done last, or that assumption"],
    ),
    (Command::Redo, ["làm-lại", "redo"], ["", ""], ["làm lại việc vừa bỏ", "do it again"]),
    (Command::Off, ["tắt", "off"], ["SỐ", "NUMBER"], ["tạm tắt một giả định", "switch an assumption off"]),
    (Command::On, ["bật", "on"], ["SỐ", "NUMBER"], ["bật lại một giả định", "switch it on again"]),
    (Command::Reset, ["xóa", "reset"], ["", ""], ["bỏ mọi giả định", "take back all assumptions"]),
    (Command::Assumptions, ["giả-định", "assumptions"], ["", ""], ["liệt kê các giả định", "list the assumptions"]),
    (Command::Save, ["lưu", "save"], ["TỆP", "FILE"], ["lưu các giả định", "save the assumptions"]),
    (Command::Load, ["nạp", "load"], ["TỆP", "FILE"], ["nạp các giả định đã lưu", "load saved assumptions"]),
    (
        Command::Compare,
        ["so-sánh", "compare"],
        ["[TỆP [TỆP]]", "[FILE [FILE]]"],
        [
            "kết quả nào khác bản gốc, hoặc khác nhau giữa hai bộ giả định",
            "which verdicts differ from the base, or between saved assumptions",
        ],
    ),
    (
        Command::Test,
        ["kiểm-thử", "test"],
        ["\"TÊN\" [ĐƠN VỊ]", "\"TITLE\" [UNIT]"],
        ["viết các giả định thành khối kiểm thử", "write the assumptions as a test block"],
    ),
    (Command::Table, ["bảng", "table"], ["", ""], ["bảng kết quả", "the table of results"]),
    (
        Command::Ledger,
        ["sổ-đối-chiếu", "ledger"],
        ["", ""],
        ["mỗi hồ sơ được tính hay không", "what became of every dossier"],
    ),
    (
        Command::Units,
        ["đơn-vị", "units"],
        ["KẾT QUẢ", "VERDICT"],
        ["các đơn vị có kết quả đó", "the units with that verdict"],
    ),
    (
        Command::Need,
        ["cần", "need"],
        ["ĐƠN VỊ [hạng 3]", "UNIT [rank 3]"],
        ["cần bao nhiêu hồ sơ nữa thì đạt", "how many dossiers more reach the quota"],
    ),
    (
        Command::Sens,
        ["độ-nhạy", "sens"],
        ["[MỐC | MỨC…]", "[EVENT | NUMBERS]"],
        ["kết quả theo cách hiểu, theo ngày, theo mức", "verdicts by reading, by day, by quota"],
    ),
    (
        Command::WhyNot,
        ["vì-sao-không", "whynot"],
        ["ĐƠN VỊ", "UNIT"],
        ["quy tắc nào không áp dụng, vì sao", "which rules did not apply, and why"],
    ),
    (
        Command::Blame,
        ["tại-đâu", "blame"],
        ["ĐƠN VỊ [tháng]", "UNIT [months]"],
        ["những thủ tục hay tháng nào kéo xuống", "the procedures or months that explain a miss"],
    ),
    (
        Command::Pace,
        ["đà", "pace"],
        ["ĐƠN VỊ", "UNIT"],
        ["dự phóng cuối kỳ nếu giữ đà này", "project the end of the year at this rate"],
    ),
    (
        Command::Type,
        ["kiểu", "type"],
        ["CÂU HỎI", "QUESTION"],
        ["câu hỏi cho loại giá trị gì", "what type of value a question gives"],
    ),
    (
        Command::Mode,
        ["dạng", "mode"],
        ["DẠNG", "FORM"],
        [
            "dạng của các câu trả lời: table, plain, csv, json, markdown, html",
            "the form of answers: table, plain, csv, json, markdown, html",
        ],
    ),
    (
        Command::Output,
        ["xuất", "output"],
        ["TỆP", "FILE"],
        [
            "ghi các câu trả lời sau đây vào tệp; không có tên: lại hiện ra màn hình",
            "write the answers that follow to a file; without a name: to the screen again",
        ],
    ),
    (
        Command::Once,
        ["xuất-một", "once"],
        ["TỆP", "FILE"],
        ["ghi một câu trả lời sau đây vào tệp", "write the next answer to a file"],
    ),
    (
        Command::Pager,
        ["trang", "pager"],
        ["bật|tắt", "on|off"],
        ["xem từng trang câu trả lời dài hơn màn hình", "page answers longer than the screen"],
    ),
    (
        Command::Timing,
        ["đo-giờ", "timing"],
        ["bật|tắt", "on|off"],
        ["hiện thời gian tính của mỗi câu trả lời", "tell how long each answer took to work out"],
    ),
    (Command::Open, ["mở", "open"], ["TỆP QUY TẮC", "RULE FILE"], ["mở một tệp quy tắc", "open a rule file"]),
    (
        Command::Data,
        ["số-liệu", "data"],
        ["TỆP", "FILE"],
        ["nạp số liệu, thay số liệu đang có", "load counts in place of those there are"],
    ),
    (
        Command::Reload,
        ["nạp-lại", "reload"],
        ["", ""],
        ["đọc lại các tệp, giữ giả định", "read the files again, keep assumptions"],
    ),
    (
        Command::History,
        ["lịch-sử", "history"],
        ["CHỮ", "WORDS"],
        ["các dòng đã gõ, hoặc những dòng có chữ đó", "the lines typed before, or those with these words"],
    ),
    (
        Command::Help,
        ["trợ-giúp", "help"],
        ["CHỦ ĐỀ", "TOPIC"],
        ["trợ giúp về một chủ đề hoặc một lệnh", "help on a topic or a command"],
    ),
    (Command::Quit, ["thoát", "quit"], ["", ""], ["ra khỏi dấu nhắc", "leave the prompt"]),
];

/// The command of a word without its colon: whole, or a beginning that fits one only. Errors: those it could be.
pub fn find(word: &str) -> Result<Command, Vec<&'static str>> {
    let wanted = plain(word).replace(' ', "-");
    let names = || COMMANDS.iter().flat_map(|it| it.1.iter().map(move |name| (it.0, *name)));
    if let Some(it) = names().find(|it| plain(it.1) == wanted) {
        return Ok(it.0);
    }
    let mut fits: Vec<(Command, &str)> = names().filter(|it| plain(it.1).starts_with(&wanted)).collect();
    fits.dedup_by_key(|it| it.0);
    match fits.as_slice() {
        [one] => Ok(one.0),
        [] => {
            let near = names().filter(|it| strsim::damerau_levenshtein(&plain(it.1), &wanted) <= 2);
            Err(near.map(|it| it.1).collect())
        }
        many => Err(many.iter().map(|it| it.1).collect()),
    }
}

/// A command and what stands behind it, or a word that is no command and those it could be.
pub type Split<'a> = Result<(Command, &'a str), (&'a str, Vec<&'static str>)>;

/// The command with which a line begins and what stands behind it; none where it begins with no command.
pub fn split(line: &str) -> Option<Split<'_>> {
    let rest = line.strip_prefix(':')?;
    let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some(find(word).map(|it| (it, argument.trim())).map_err(|near| (word, near)))
}
