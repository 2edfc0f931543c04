//! The pages of `:help`: one screen for all, one page for each topic and each command. Examples are those of the
//! sample decision in `rules/khanh-hoa/2024.chitieu`; a test runs them all.

use unicode_width::UnicodeWidthStr as _;

use super::commands::{self, COMMANDS, Command};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::text::plain;

/// A topic.
pub struct Topic {
    /// Its Vietnamese and its English name.
    pub name: [&'static str; 2],
    /// What it is about.
    about: [&'static str; 2],
    text: [&'static str; 2],
    commands: &'static [Command],
    /// Lines that can be typed as they stand.
    examples: &'static [[&'static str; 2]],
}

/// All topics.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: ["câu-hỏi", "questions"],
        about: ["hỏi kết quả", "ask for verdicts"],
        text: [
            "Gõ tên hoặc mã một đơn vị: kết quả từng chỉ tiêu của đơn vị đó, kèm điều khoản. Tên không cần dấu, không \
             phân biệt chữ hoa. `-- …` là ghi chú.",
            "Type the name or the code of a unit: its verdict under each quota, with the provision. Names need no \
             accents and no capitals. `-- …` is a comment.",
        ],
        commands: &[Command::Why, Command::Table, Command::Ledger, Command::Units],
        examples: &[
            ["Sở Y tế", "Sở Y tế"],
            ["huyen dien khanh", "huyen dien khanh"],
            [":giải-thích Sở Y tế", ":why Sở Y tế"],
            [":đơn-vị chưa đạt", ":units not met"],
        ],
    },
    Topic {
        name: ["giả-định", "assumptions"],
        about: ["nếu khác đi thì sao", "what if it were otherwise"],
        text: [
            "Giả định một ngày chưa rõ, một cách hiểu hoặc một chỉ tiêu khác; dấu nhắc cho biết kết quả nào đổi. Số \
             giả định đang có đứng ở cuối dấu nhắc, như `+2`. Không tệp nào bị sửa.",
            "Assume an unknown day, a reading or another quota; the prompt tells which verdicts change. How many \
             assumptions there are stands at the end of the prompt, like `+2`. No file is changed.",
        ],
        commands: &[Command::Assume, Command::Undo, Command::Reset, Command::Assumptions],
        examples: &[
            [":nếu dm_thay_the = 20/03/2024", ":if dm_thay_the = 20/03/2024"],
            [":nếu điểm b khoản 1 Điều 1 = 50%", ":if point b clause 1 Article 1 = 50%"],
            [":giả-định", ":assumptions"],
            [":bỏ", ":undo"],
        ],
    },
    Topic {
        name: ["tệp", "files"],
        about: ["mở, nạp lại, ghi ra tệp", "open, load again, write"],
        text: [
            "Tệp quy tắc, tệp số liệu và các tệp mà chúng dùng được nạp lại khi đã đổi trên đĩa; giả định giữ nguyên. \
             Nếu tệp mới có lỗi thì bản cũ vẫn dùng tiếp. Tên tệp có thể đặt trong dấu nháy; nhiều tệp số liệu thì mỗi \
             tệp một cặp nháy, số liệu cộng lại.",
            "The rule file, the counts and the files they use are loaded again when they change on the disk; \
             assumptions stay. If the new file has errors, the old one stays in use. Names of files may stand in \
             quotes; of several files of counts each does, and they add up.",
        ],
        commands: &[Command::Open, Command::Data, Command::Reload, Command::Output, Command::Once, Command::History],
        examples: &[
            [":mở rules/khanh-hoa/2024.chitieu", ":open rules/khanh-hoa/2024.chitieu"],
            [":số-liệu rules/khanh-hoa/so-lieu-mau/2024.csv", ":data rules/khanh-hoa/so-lieu-mau/2024.csv"],
            [":nạp-lại", ":reload"],
        ],
    },
    Topic {
        name: ["dạng", "forms"],
        about: ["bảng, CSV, JSON, Markdown, HTML", "table, CSV, JSON, Markdown, HTML"],
        text: [
            "Mọi câu trả lời hiện được ở sáu dạng. CSV và JSON giữ số chính xác, để máy đọc. Câu trả lời dài hơn màn \
             hình mở trong trình xem (biến môi trường PAGER, hoặc less).",
            "Every answer comes in six forms. CSV and JSON hold exact numbers, for machines. An answer longer than the \
             screen opens in a pager (the environment variable PAGER, or less).",
        ],
        commands: &[Command::Mode, Command::Pager, Command::Timing],
        examples: &[
            [":dạng json", ":mode json"],
            [":dạng table", ":mode table"],
            [":đo-giờ bật", ":timing on"],
            [":trang tắt", ":pager off"],
        ],
    },
    Topic {
        name: ["cách-hiểu", "readings"],
        about: ["chọn giữa các cách hiểu", "choose between readings"],
        text: [
            "Chỗ văn bản hiểu được nhiều cách, tệp quy tắc đặt tên cho từng cách. Chọn một cách để xem kết quả nào \
             đổi. Gõ tên cách hiểu, dấu `=`, rồi Tab để xem các lựa chọn.",
            "Where a text can be read in several ways, the rule file names each. Choose one to see which verdicts \
             change. Type the name of the reading, `=`, then Tab for its choices.",
        ],
        commands: &[Command::Assume],
        examples: &[
            [":nếu sau_5_ngay = ngay_thu_5", ":if sau_5_ngay = ngay_thu_5"],
            ["sau_5_ngày = ngày_thứ_6", "sau_5_ngày = ngày_thứ_6"],
        ],
    },
    Topic {
        name: ["phím", "keys"],
        about: ["gõ nhanh, sửa dòng, dừng", "typing, editing, stopping"],
        text: [
            "Tab: gợi ý tên, không cần dấu.\n→ hoặc End: nhận phần gợi ý màu xám.\n↑ ↓: dòng đã gõ; Ctrl-R: tìm trong các \
             dòng đã gõ.\nEnter khi còn dấu nháy, ngoặc chưa đóng, hoặc dòng kết thúc bằng phép tính hay `\\`: gõ tiếp \
             dòng sau; dòng trống thì kết thúc.\nCtrl-C: bỏ dòng đang gõ, hoặc dừng câu trả lời đang tính; hai lần liền \
             thì thoát.\nCtrl-D: thoát.",
            "Tab: completes names, without accents.\n→ or End: takes the grey rest.\n↑ ↓: lines typed before; Ctrl-R: \
             searches them.\nEnter while a quote or bracket is open, or behind an operator or `\\`: goes on in the next \
             line; a blank line ends.\nCtrl-C: drops the line, or stops an answer that is being worked out; twice in a \
             row leaves.\nCtrl-D: leaves.",
        ],
        commands: &[Command::History, Command::Quit],
        examples: &[[":lịch-sử", ":history"]],
    },
];

/// Examples of commands that no topic shows.
const MORE: &[(Command, [&str; 2])] = &[
    (Command::Table, [":bảng", ":table"]),
    (Command::Ledger, [":sổ-đối-chiếu", ":ledger"]),
    (Command::Reset, [":xóa", ":reset"]),
    (Command::Output, [":xuất", ":output"]),
    (Command::Once, [":xuất-một", ":once"]),
    (Command::Help, [":trợ-giúp phím", ":help keys"]),
    (Command::Quit, [":thoát", ":quit"]),
];

/// A page: of a topic or a command, or without either the page of everything. Errors: there is no such topic.
pub fn page(wanted: &str, lang: Lang, width: u16) -> Result<String, Problem> {
    let width = usize::from(width).max(20);
    if wanted.is_empty() {
        return Ok(overview(lang, width));
    }
    let name = plain(wanted).replace(' ', "-");
    if let Some(topic) = TOPICS.iter().find(|it| it.name.iter().any(|it| plain(it) == name)) {
        return Ok(topic_page(topic, lang, width));
    }
    match commands::find(name.trim_start_matches(':')) {
        Ok(command) => Ok(command_page(command, lang, width)),
        Err(_) => {
            let names = TOPICS.iter().map(|it| lang.pick(it.name[0], it.name[1])).collect::<Vec<_>>().join(", ");
            let title = say!("không có trang trợ giúp `{wanted}`", "there is no help page `{wanted}`");
            Err(Problem::nowhere("CT1340", title)
                .help(say!("các chủ đề: {names}; hoặc tên một lệnh", "the topics: {names}; or the name of a command")))
        }
    }
}

fn overview(lang: Lang, width: usize) -> String {
    let mut out = wrapped(
        lang.pick(
            "Gõ tên một đơn vị để xem kết quả. Tên không cần dấu; Tab gợi ý.",
            "Type the name of a unit to see its verdict. Names need no accents; Tab completes.",
        ),
        "",
        width,
    );
    out += lang.pick("\nLệnh:\n", "\nCommands:\n");
    let names: Vec<String> = COMMANDS.iter().map(|it| format!(":{}", lang.pick(it.1[0], it.1[1]))).collect();
    out += &wrapped(&names.join("  "), "  ", width);
    out += lang.pick("\nChủ đề:\n", "\nTopics:\n");
    for topic in TOPICS {
        let name = lang.pick(topic.name[0], topic.name[1]);
        out += &line(name, 14, lang.pick(topic.about[0], topic.about[1]), width);
    }
    out.push('\n');
    out += &wrapped(
        lang.pick(
            "`:trợ-giúp phím` mở một chủ đề, `:trợ-giúp nếu` một lệnh. Chỉ cần gõ phần đầu của lệnh: `:sổ`.",
            "`:help keys` opens a topic, `:help if` a command. The beginning of a command will do: `:led`.",
        ),
        "",
        width,
    );
    out
}

fn topic_page(topic: &Topic, lang: Lang, width: usize) -> String {
    let mut out = String::new();
    for paragraph in lang.pick(topic.text[0], topic.text[1]).lines() {
        out += &wrapped(paragraph, "", width);
    }
    out.push('\n');
    for command in COMMANDS.iter().filter(|it| topic.commands.contains(&it.0)) {
        out += &usage(command, lang, width);
    }
    out + &examples(topic.examples.iter(), lang)
}

fn command_page(command: Command, lang: Lang, width: usize) -> String {
    let Some(told) = COMMANDS.iter().find(|it| it.0 == command) else { return String::new() };
    let mut out = usage(told, lang, width);
    let other = lang.pick(told.1[1], told.1[0]);
    out += lang.pick("  cũng là: :", "  also: :");
    out += other;
    out.push('\n');
    let starts = |it: &&[&'static str; 2]| {
        let word = it[1].strip_prefix(':').map(|it| it.split(' ').next().unwrap_or_default());
        word.is_some_and(|it| commands::find(it) == Ok(command))
    };
    let shown = TOPICS.iter().flat_map(|it| it.examples).filter(starts);
    let more = MORE.iter().filter(|it| it.0 == command).map(|it| &it.1);
    out + &examples(shown.chain(more), lang)
}

/// Examples stand behind a `>`, which is how the test finds them.
fn examples<'a>(list: impl Iterator<Item = &'a [&'a str; 2]>, lang: Lang) -> String {
    let lines: String = list.map(|it| format!("  > {}\n", lang.pick(it[0], it[1]))).collect();
    if lines.is_empty() { lines } else { format!("{}{lines}", lang.pick("\nVí dụ:\n", "\nExamples:\n")) }
}

/// A command with what it takes and does.
fn usage((_, name, takes, does): &commands::Line, lang: Lang, width: usize) -> String {
    let words = format!(":{} {}", lang.pick(name[0], name[1]), lang.pick(takes[0], takes[1]));
    line(words.trim_end(), 26, lang.pick(does[0], does[1]), width)
}

/// A word and beside it, or on a narrow screen below it, what it means.
fn line(word: &str, column: usize, means: &str, width: usize) -> String {
    if column + 2 + means.width() <= width && word.width() < column {
        return format!("  {word}{}{means}\n", " ".repeat(column - word.width()));
    }
    format!("  {word}\n{}", wrapped(means, "      ", width))
}

/// A text in lines of a width, each behind an indent.
fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        if used > 0 && used + 1 + word.width() > width {
            out.push('\n');
            used = 0;
        }
        let gap = if used == 0 { indent } else { " " };
        out += gap;
        out += word;
        used += gap.len() + word.width();
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_fits_its_screen() {
        for (width, rows) in [(80, 23), (40, 40)] {
            for lang in [Lang::Vi, Lang::En] {
                let topics = TOPICS.iter().map(|it| it.name[0]);
                for wanted in topics.chain(COMMANDS.iter().map(|it| it.1[0])).chain([""]) {
                    let page = page(wanted, lang, width).expect("a page");
                    for line in page.lines().filter(|it| !it.starts_with("  > ")) {
                        assert!(line.width() <= usize::from(width), "{width}: {line}");
                    }
                    assert!(!wanted.is_empty() || page.lines().count() <= rows, "{page}");
                }
            }
        }
    }
}
