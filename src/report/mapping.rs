//! A proposed mapping as TOML, with comments that say what is certain and what is to be filled in.

use std::fmt::Write as _;

use super::count;
use crate::data::{DateOrder, Encoding, Proposal, ROLES, Taken, Words};
use crate::lang::{Lang, say};

/// The file `*.nguon.toml`.
pub fn mapping(it: &Proposal, lang: Lang) -> String {
    let mut out = String::new();
    head(it, lang, &mut out);
    columns(it, lang, &mut out);
    conventions(it, lang, &mut out);
    for (words, name) in Words::ALL {
        if it.words.get(&words).is_some_and(|it| !it.is_empty()) {
            self::words(it, words, name, lang, &mut out);
        }
    }
    units(it, lang, &mut out);
    out
}

fn head(it: &Proposal, lang: Lang, out: &mut String) {
    let (file, form) = (&it.file, &it.form);
    let lines = [
        say!(
            "Ánh xạ của {file} ({form}). Dùng với: --mapping TỆP_NÀY",
            "Mapping of {file} ({form}). Use it with --mapping THIS_FILE"
        ),
        say!(
            "Dòng có dấu ? là chỗ chưa rõ: điền vào, hoặc bỏ dòng. Dòng bắt đầu bằng # không có hiệu lực.",
            "A ? marks what is not clear: fill it in, or drop the line. Lines that begin with # say nothing."
        ),
    ];
    for line in lines {
        let _ = writeln!(out, "# {}", line.get(lang));
    }
    let (sheets, all) = (&it.sheets.0, it.sheets.1);
    if !sheets.is_empty() {
        let note = say!(
            "các trang có bảng; bỏ # để chỉ đọc các trang này",
            "the sheets with tables; uncomment to read only these"
        );
        let list: Vec<String> = sheets.iter().map(|it| quoted(it)).collect();
        let more = if all {
            ""
        } else {
            lang.pick("; các trang khác không có bảng hoặc bị ẩn", "; others hold none or are hidden")
        };
        let _ = writeln!(out, "\n# sheets = [{}]   # {}{more}", list.join(", "), note.get(lang));
    }
    if let Some(line) = it.header {
        let note = lang.pick("dòng tên cột, tự tìm thấy", "the line of the header, as it was found");
        let _ = writeln!(out, "{}# header = {line}   # {note}", if sheets.is_empty() { "\n" } else { "" });
    }
}

fn columns(it: &Proposal, lang: Lang, out: &mut String) {
    let _ = writeln!(out, "\n[columns]");
    if !it.readable {
        let note = say!(
            "Chưa có ánh xạ thì tệp này không đọc được: xem kỹ các dòng đoán dưới đây.",
            "Without a mapping the file cannot be read: look well at the guesses below."
        );
        let _ = writeln!(out, "# {}", note.get(lang));
    }
    let (mut declared, mut nothing) = (Vec::new(), Vec::new());
    let mut said = Vec::new();
    for (name, taken) in &it.columns {
        let header = quoted(name);
        match taken {
            Taken::Known(role) if !said.contains(role) => {
                said.push(*role);
                let _ = writeln!(out, "{role} = {header}");
            }
            Taken::Guess(role) if !said.contains(role) => {
                said.push(*role);
                let (mark, note) = match it.readable {
                    true => ("# ", lang.pick("? bỏ # nếu đúng", "? uncomment if it is so")),
                    false => ("", lang.pick("? đoán, kiểm tra lại", "? a guess, look again")),
                };
                let _ = writeln!(out, "{mark}{role} = {header}   # {note}");
            }
            Taken::Declared(of) => declared.push((of, header)),
            _ => nothing.push(header),
        }
    }
    if !nothing.is_empty() {
        let list = nothing.join(", ");
        let _ = writeln!(out, "# {}", say!("không dùng: {list}", "not used: {list}").get(lang));
    }
    let others: Vec<&str> = ROLES.iter().copied().filter(|it| !said.contains(it)).collect();
    let others = others.join(", ");
    let _ = writeln!(out, "# {}", say!("còn khai được: {others}", "may be declared too: {others}").get(lang));
    if !declared.is_empty() {
        let note = lang.pick("cột mà tệp quy tắc khai báo", "columns that the rule file declares");
        let _ = writeln!(out, "\n[declared]   # {note}");
    }
    for (of, header) in declared {
        let _ = writeln!(out, "{} = {header}", quoted(of));
    }
}

fn conventions(it: &Proposal, lang: Lang, out: &mut String) {
    let of = &it.conventions;
    let found = lang.pick("theo các cột của tệp", "as the columns have it");
    let ask = lang.pick("chưa thấy trong tệp; cần khai thì bỏ #", "the file does not say; uncomment to declare");
    let _ = writeln!(out, "\n[conventions]");
    match of.thousands {
        Some(mark) => drop(writeln!(out, "thousands = \"{mark}\"   # {found}")),
        None => drop(writeln!(out, "# thousands = \".\"   # {ask}")),
    }
    let order = of.dates.map(|it| match it {
        DateOrder::DayFirst => "dmy",
        DateOrder::MonthFirst => "mdy",
        DateOrder::YearFirst => "ymd",
    });
    match order {
        Some(order) => drop(writeln!(out, "dates = \"{order}\"   # {found}")),
        None => drop(writeln!(out, "# dates = \"dmy\"   # {ask}")),
    }
    if of.from_1904 == Some(true) {
        let _ = writeln!(out, "epoch = 1904   # {}", lang.pick("theo tệp Excel", "as the workbook says"));
    }
    let itself = lang.pick("tự nhận ra; bỏ # để cố định", "found by itself; uncomment to fix it");
    if let Some(encoding) = of.encoding {
        let (mark, note) = if encoding == Encoding::Utf8 { ("# ", itself) } else { ("", found) };
        let _ = writeln!(out, "{mark}encoding = \"{}\"   # {note}", encoding.name());
    }
    if let Some(mark) = it.delimiter {
        let mark = if mark == '\t' { "tab".to_owned() } else { mark.to_string() };
        let _ = writeln!(out, "# delimiter = \"{mark}\"   # {itself}");
    }
}

fn words(it: &Proposal, words: Words, name: &str, lang: Lang, out: &mut String) {
    let all = it.words.get(&words).map(Vec::as_slice).unwrap_or_default();
    let meanings = words.meanings().join(", ");
    let _ = writeln!(out, "\n[{name}]   # {}: {meanings}", lang.pick("nghĩa", "meanings"));
    for it_ in all {
        let number = count(u128::from(it_.cells), lang);
        let cells = say!("{number} ô", "{number} cells");
        let mark = if it_.guessed && it.readable { "# " } else { "" };
        let _ =
            writeln!(out, "{mark}{} = \"{}\"   # {}", quoted(&it_.word), it_.meaning.unwrap_or("?"), cells.get(lang));
    }
}

fn units(it: &Proposal, lang: Lang, out: &mut String) {
    if it.units.is_empty() {
        return;
    }
    let note = lang.pick("tên không có trong sổ = mã của đơn vị", "names that the register has not = code of the unit");
    let _ = writeln!(out, "\n[units]   # {note}");
    for unit in &it.units {
        let number = count(u128::from(unit.cells), lang);
        let mut said = say!("{number} ô", "{number} cells").get(lang).to_owned();
        let near: Vec<String> = unit.near.iter().map(|(name, code)| format!("{name} ({code})")).collect();
        if !near.is_empty() {
            let _ = write!(said, "; {}: {}", lang.pick("gần nhất", "nearest"), near.join(", "));
        }
        let _ = writeln!(out, "{} = \"?\"   # {said}", quoted(&unit.name));
    }
}

/// A text in quotes, as TOML has it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            it if it.is_control() => drop(write!(out, "\\u{:04x}", u32::from(it))),
            it => out.push(it),
        }
    }
    out.push('"');
    out
}
