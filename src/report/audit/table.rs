//! An audit as a table: what is claimed, in the document's words; what it comes to; whether it holds.

use comfy_table::{ContentArrangement, Table};
use num_bigint::BigInt;

use super::{big, difference, fraction, place, rounded, words};
use crate::audit::{Audit, Block, Checked, Compared, Counted, Finding, Hidden, Note, Outcome, Unprinted, Whole};
use crate::check::Program;
use crate::check::program::{Fraction, Kind};
use crate::lang::Lang;
use crate::report::number::decimal;
use crate::report::sheets::column;
use crate::report::table::lines;
use crate::report::{Cell, Column, Sheet, Style, percent, words as spelled};

/// The audit of one rule file.
pub fn audit_table(program: &Program, audit: &Audit, style: Style, lang: Lang) -> String {
    let file = program.sources.iter().next().map_or("", |it| it.name.as_str());
    let mut out = format!("{file}\n");
    for it in &audit.blocks {
        out += &format!("\n{}\n", block_title(it, lang));
        out += &claims(program, it, style, lang);
        if let Some(hidden) = &it.hidden {
            out += &denominator(program, hidden, lang);
        }
    }
    out
}

/// How many lines have which outcome, over all files.
pub fn audit_summary(audits: &[(&Program, &Audit)], lang: Lang) -> String {
    let count = |outcome: Outcome| audits.iter().map(|it| it.1.count(outcome)).sum::<usize>();
    let [holds, fails, open] = [Outcome::Holds, Outcome::Fails, Outcome::NotCheckable].map(count);
    lang.pick(
        format!("\nTổng cộng: {holds} đúng, {fails} sai, {open} không kiểm được.\n"),
        format!("\nIn all: {holds} hold, {fails} fail, {open} not checkable.\n"),
    )
}

fn word(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Holds => lang.pick("đúng", "holds"),
        Outcome::Fails => lang.pick("sai", "fails"),
        Outcome::NotCheckable => lang.pick("không kiểm được", "not checkable"),
    }
}

/// The words of the document, each with a table of the claims that they make.
fn claims(program: &Program, block: &Block, style: Style, lang: Lang) -> String {
    let mut out = String::new();
    for group in block.lines.chunk_by(|one, two| one.quote == two.quote) {
        out.push('\n');
        if let Some(quote) = group.first().and_then(|it| it.quote.as_ref()) {
            out += &wrapped(&format!("“{quote}”"), style);
        }
        out += &rows(program, group, style, lang);
    }
    out
}

/// A text broken to the width of the terminal.
fn wrapped(text: &str, style: Style) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(60, 140));
    table.add_row([text]);
    table.lines().map(|it| format!("{}\n", it.trim())).collect()
}

fn rows(program: &Program, group: &[Checked], style: Style, lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(style.width.clamp(60, 140));
    table.set_header(columns(lang).iter().map(|it| &it.name));
    table.add_rows(group.iter().map(|it| cells(program, it, lang).into_iter().map(|it| it.shown)));
    let mut out = String::new();
    for line in table.lines() {
        let line = line.trim_end();
        out += &if style.colour { coloured(line, lang) } else { line.to_owned() };
        out.push('\n');
    }
    out
}

fn columns(lang: Lang) -> [Column; 4] {
    [
        column("line", "Dòng", "Line", lang),
        column("claim", "Khẳng định", "Claim", lang),
        column("reckoned", "Tính lại", "Reckoned", lang),
        column("outcome", "Kết quả", "Outcome", lang),
    ]
}

fn cells(program: &Program, it: &Checked, lang: Lang) -> [Cell; 4] {
    let claim = match &it.finding {
        Finding::LeftOpen(words, _) if it.quote.as_ref() == Some(words) => {
            lang.pick("cả câu", "the whole sentence").to_owned()
        }
        Finding::LeftOpen(words, _) => format!("“{words}”"),
        _ => words(program, it.span),
    };
    let line = place(program, it.span).0;
    let outcome = word(it.outcome, lang);
    [Cell::named(line.to_string(), line), Cell::text(claim), Cell::text(says(it, lang)), Cell::text(outcome)]
}

/// The audit of one rule file, a table for each sentence of the document.
pub fn audit_sheets(program: &Program, audit: &Audit, lang: Lang) -> Vec<(String, Vec<Sheet>)> {
    let block = |it: &Block| {
        let groups = it.lines.chunk_by(|one, two| one.quote == two.quote);
        let mut sheets: Vec<Sheet> = groups
            .map(|group| Sheet {
                title: group.first().and_then(|it| it.quote.as_ref()).map_or_else(String::new, |it| format!("“{it}”")),
                columns: columns(lang).to_vec(),
                rows: group.iter().map(|it| cells(program, it, lang).to_vec()).collect(),
                ..Sheet::default()
            })
            .collect();
        let hidden = it.hidden.as_ref().map(|it| denominator(program, it, lang));
        if let Some(last) = sheets.last_mut() {
            last.notes.extend(hidden.iter().flat_map(|it| it.lines()).map(|it| it.trim().to_owned()));
        }
        (block_title(it, lang), sheets)
    };
    audit.blocks.iter().map(block).collect()
}

fn block_title(block: &Block, lang: Lang) -> String {
    format!("{} “{}”", lang.pick("Số liệu công bố", "Published figures"), block.title)
}

fn coloured(line: &str, lang: Lang) -> String {
    for (outcome, colour) in [(Outcome::NotCheckable, "33"), (Outcome::Holds, "32"), (Outcome::Fails, "31")] {
        let word = word(outcome, lang);
        if let Some(before) = line.strip_suffix(word).filter(|it| it.ends_with(' ')) {
            return format!("{before}\u{1b}[{colour}m{word}\u{1b}[0m");
        }
    }
    line.to_owned()
}

/// What came of a line, a sentence on each line.
fn says(it: &Checked, lang: Lang) -> String {
    match &it.finding {
        Finding::Compared(compared) => comparison(compared, it.outcome, lang),
        Finding::Counted(counted) => enumeration(counted, it.outcome, lang),
        Finding::Unprinted(unprinted) => hangs_on(unprinted, lang),
        Finding::Unused => lang.pick("không khẳng định nào dùng con số này", "no claim uses this figure").to_owned(),
        Finding::LeftOpen(_, because) => because.clone(),
        Finding::DividesByNothing => lang.pick("mẫu số bằng 0", "it divides by zero").to_owned(),
        Finding::TooLarge => lang.pick("số quá lớn để tính", "the numbers are too large").to_owned(),
    }
}

fn comparison(it: &Compared, outcome: Outcome, lang: Lang) -> String {
    let mut text = if it.divides {
        format!("{} = {}", fraction(it.value), shown(it.value, it.kind, it.decimals, lang))
    } else {
        shown(it.value, it.kind, exact_decimals(it.value, it.kind, it.wanted_decimals), lang)
    };
    if let Some(comparator) = it.comparator {
        let (mark, wanted) =
            (spelled::comparator(comparator, lang), self::shown(it.wanted, it.kind, it.wanted_decimals, lang));
        text += &format!(" ({mark} {wanted})");
    }
    if outcome == Outcome::Fails {
        let difference = decimal(&difference(it), lang);
        let sign = if difference.starts_with('−') { "" } else { "+" };
        let unit = if it.kind.is_percent() { lang.pick(" điểm phần trăm", " percentage points") } else { "" };
        if it.comparator.is_none() {
            let wanted = self::shown(it.wanted, it.kind, it.wanted_decimals, lang);
            let says = lang.pick("văn bản ghi", "the document says");
            text += &format!("\n{says} {wanted}, {} {sign}{difference}{unit}", lang.pick("chênh", "off by"));
        }
    }
    for note in &it.notes {
        text += "\n";
        text += &said(note, lang);
    }
    text
}

/// So many digits behind the comma, and more where the value has more; at most six.
fn exact_decimals(value: Fraction, kind: Kind, decimals: u32) -> u32 {
    let of_one = if kind.is_percent() { 100u32 } else { 1u32 };
    let (above, below) = big(value);
    let ends = |it: &u32| (&above * of_one * BigInt::from(10).pow(*it)) % &below == BigInt::from(0);
    (decimals..=6).find(ends).unwrap_or(decimals.max(2))
}

fn said(note: &Note, lang: Lang) -> String {
    match note {
        Note::CutOff => lang
            .pick("đúng nếu cắt bỏ phần lẻ, không phải làm tròn", "right if the last digits are dropped, not rounded"),
        Note::RoundedFigures => {
            lang.pick("đúng trong phạm vi làm tròn của các số đã in", "right as far as the printed figures are rounded")
        }
        Note::Points(None) => lang.pick("là điểm phần trăm", "these are percentage points"),
        Note::Points(Some((relative, base))) => {
            let relative = shown(*relative, Kind::Percent, 2, lang);
            let base = shown(*base, Kind::Percent, exact_decimals(*base, Kind::Percent, 0), lang);
            return lang.pick(
                format!("là điểm phần trăm; thay đổi tương đối so với {base} là {relative}"),
                format!("these are percentage points; relative to {base} the change is {relative}"),
            );
        }
    }
    .to_owned()
}

fn enumeration(it: &Counted, outcome: Outcome, lang: Lang) -> String {
    if outcome == Outcome::NotCheckable {
        return lang.pick("sổ đơn vị chưa có các đơn vị này", "the registers do not have these units").to_owned();
    }
    let found = it.members.len();
    let place = match it.in_register {
        true => lang.pick("theo sổ đơn vị", "in the register"),
        false => lang.pick("theo tên được nêu", "by the names given"),
    };
    let mut text = lang.pick(format!("đếm được {found} {place}"), format!("{found} found {place}"));
    if outcome == Outcome::Fails {
        let asserted = it.asserted;
        let difference = found as i128 - i128::from(asserted);
        let sign = if difference < 0 { "−" } else { "+" };
        let size = difference.unsigned_abs();
        text += &lang.pick(
            format!("\nvăn bản ghi {asserted}, chênh {sign}{size}"),
            format!("\nthe document says {asserted}, off by {sign}{size}"),
        );
    }
    for name in &it.twice {
        text += &lang.pick(format!("\nnêu hai lần: {name}"), format!("\nnamed twice: {name}"));
    }
    text
}

fn hangs_on(it: &Unprinted, lang: Lang) -> String {
    let names = it.names.join(", ");
    let mut text = lang.pick(format!("văn bản không in {names}"), format!("the document does not print {names}"));
    match it.holds_for {
        None => {}
        Some(None) => {
            text += lang.pick("\nkhông số nguyên nào làm nó đúng", "\nno whole number makes it hold");
        }
        Some(Some(found)) => {
            let found = whole(&found, lang);
            text += &lang.pick(format!("\nđúng khi {names} là {found}"), format!("\nholds if {names} is {found}"));
        }
    }
    text
}

/// `66`, `từ 114.397 đến 114.406 (10 số nguyên)`
fn whole(it: &Whole, lang: Lang) -> String {
    let number = |it: i128| crate::report::whole(it, lang);
    let from = number(it.from);
    match (it.to, it.count()) {
        (Some(to), _) if to == it.from => from,
        (Some(to), Some(count)) => {
            let (to, count) = (number(to), number(count));
            lang.pick(
                format!("từ {from} đến {to} ({count} số nguyên)"),
                format!("from {from} to {to} ({count} whole numbers)"),
            )
        }
        _ => lang.pick(format!("từ {from} trở lên"), format!("{from} or more")),
    }
}

/// The denominator that the percentages of a block have in common.
fn denominator(program: &Program, it: &Hidden, lang: Lang) -> String {
    let places: Vec<String> = it.claims.iter().map(|it| place(program, *it).0.to_string()).collect();
    let places = places.join(", ");
    if it.half_up.or(it.cut_off).is_none() {
        return lang.pick(
            format!("Không có số nào mà chia cho nó thì các tỷ lệ sai (dòng {places}) cùng đúng.\n"),
            format!("There is no number over which the percentages that fail (lines {places}) all hold.\n"),
        );
    }
    let mut out = lang.pick(
        format!("Các tỷ lệ sai (dòng {places}) cùng đúng nếu chia cho một số mà văn bản không in:\n"),
        format!("The percentages that fail (lines {places}) all hold over a number that is not printed:\n"),
    );
    let ways = [
        (lang.pick("làm tròn nửa lên", "rounded half up"), it.half_up),
        (lang.pick("cắt bỏ phần lẻ", "last digits dropped"), it.cut_off),
    ];
    for (way, found) in ways {
        let found =
            found.map_or_else(|| lang.pick("không có số nào", "there is none").to_owned(), |it| whole(&it, lang));
        out += &format!("  {way}: {found}\n");
    }
    out
}

fn shown(value: Fraction, kind: Kind, decimals: u32, lang: Lang) -> String {
    let text = rounded(value, kind, decimals);
    let number = decimal(&text, lang);
    match kind {
        Kind::Percent => percent(&text, lang),
        Kind::Points => format!("{number} {}", lang.pick("điểm phần trăm", "percentage points")),
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_shown_with_the_decimals_that_it_has() {
        assert_eq!(exact_decimals(Fraction::new(999, 1000), Kind::Percent, 0), 1);
        assert_eq!(exact_decimals(Fraction::new(1, 3), Kind::Percent, 1), 2);
    }
}
