//! A page as a workbook: a sheet for each table, with native numbers, ready to print. The same page gives the same
//! bytes: no clock is asked.

use num_bigint::BigInt;
use rust_xlsxwriter::{
    Chart, ChartPatternFill, ChartPatternFillType, ChartSolidFill, ConditionalFormatText, ConditionalFormatTextRule,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{Block, Mark, Page, Tab, class};
use crate::lang::Lang;
use crate::report::sheets::column;
use crate::report::{Cell, Sheet, words};
use crate::term::Verdict;

/// The workbook. Errors: a table has more rows than a sheet holds.
pub fn workbook(page: &Page, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day: the properties of a workbook hold one.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let version = concat!("chitieu ", env!("CARGO_PKG_VERSION"));
    let properties = DocProperties::new().set_title(&page.title).set_comment(version).set_creation_datetime(&day);
    book.set_properties(&properties);
    let mut charts = Vec::new();
    for tab in &page.tabs {
        let first = fill(book.add_worksheet(), page, tab, lang)?;
        charts.extend(charts_of(tab, first, lang));
    }
    if !charts.is_empty() {
        draw(book.add_worksheet(), charts, lang)?;
    }
    for tab in others(page, lang).iter().filter(|it| !it.sheet.rows.is_empty()) {
        fill(book.add_worksheet(), page, tab, lang)?;
    }
    book.save_to_buffer()
}

/// The sheets behind the tables: ledger, notes, explanations, files.
fn others(page: &Page, lang: Lang) -> Vec<Tab> {
    let tab = |name: &str, sheet| Tab { name: name.to_owned(), sheet, marks: Vec::new() };
    let names = lang.pick(["Sổ đối chiếu", "Sổ theo đơn vị"], ["Ledger", "Ledger by unit"]);
    let mut out: Vec<Tab> = page.ledger.iter().zip(names).map(|(sheet, name)| tab(name, sheet.clone())).collect();
    // What is said below tables is said here too: the sums, what ¹ and ² mean.
    let said = page.blocks.iter().filter_map(|it| if let Block::Says(text) = it { Some(text.lines()) } else { None });
    let lines = said.flatten().chain(page.notes.iter().map(String::as_str));
    let notes = lang.pick("Lưu ý", "Notes");
    out.push(tab(
        notes,
        Sheet {
            columns: vec![column("note", "Mốc, cách hiểu, lưu ý", "Events, readings, notes", lang)],
            rows: lines.map(|it| vec![Cell::text(it)]).collect(),
            ..Sheet::default()
        },
    ));
    let row = |it: &Mark| {
        let verdict = words::verdict(it.verdict, lang);
        [&it.name, &it.indicator, &it.cited, verdict, it.why.trim_end()].map(Cell::text).to_vec()
    };
    let why = lang.pick("Giải thích", "Explanations");
    out.push(tab(
        why,
        Sheet {
            columns: vec![
                column("unit", "Đơn vị", "Unit", lang),
                column("indicator", "Chỉ số", "Indicator", lang),
                column("citation", "Điều khoản", "Provision", lang),
                column("verdict", "Kết quả", "Verdict", lang),
                column("why", "Vì sao", "Why", lang),
            ],
            rows: page.tabs.iter().flat_map(|it| &it.marks).map(row).collect(),
            ..Sheet::default()
        },
    ));
    out.push(tab(
        lang.pick("Tệp", "Files"),
        Sheet {
            columns: vec![column("file", "Tệp", "File", lang), column("sha256", "SHA-256", "SHA-256", lang)],
            rows: page.files.iter().map(|it| vec![Cell::text(&it.0), Cell::text(&it.1)]).collect(),
            ..Sheet::default()
        },
    ));
    out
}

/// Columns are no wider than so many letters.
const WIDEST: usize = 60;

/// Writes a table to a sheet; gives the place of its first row.
fn fill(to: &mut Worksheet, page: &Page, tab: &Tab, lang: Lang) -> Result<u32, XlsxError> {
    to.set_name(&tab.name)?;
    let sheet = &tab.sheet;
    let mut row = 0u32;
    to.write_with_format(row, 0, &page.title, &Format::new().set_bold().set_font_size(14))?;
    for line in page.lead.iter().chain((!sheet.title.is_empty()).then_some(&sheet.title)) {
        row += 1;
        to.write(row, 0, line)?;
    }
    let header = row + 2;
    let (mut below, last) = (header + 1, last_of(sheet.columns.len()));
    let bold = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium);
    for (at, column) in (0u16..).zip(&sheet.columns) {
        to.write_with_format(header, at, &column.name, &bold.clone().set_background_color("D9E2EC"))?;
        let place = usize::from(at);
        let cells = sheet.rows.iter().filter_map(|it| it.get(place));
        let widest = cells.flat_map(|it| it.shown.lines()).chain([column.name.as_str()]).map(width).max();
        let widest = u32::try_from(widest.unwrap_or_default().clamp(8, WIDEST)).unwrap_or_default();
        to.set_column_width(at, widest + 2)?;
    }
    for cells in &sheet.rows {
        for (at, cell) in (0u16..).zip(cells) {
            put(to, (below, at), cell, &ratio(sheet, cells, below), lang)?;
        }
        below += 1;
    }
    let end = below.saturating_sub(1);
    let notes = sheet.notes.iter().zip(below + 1..);
    for (note, row) in notes {
        to.write(row, 0, note)?;
    }
    if let Some(at) = sheet.columns.iter().position(|it| it.key == "verdict").map(last_of_place) {
        verdicts(to, (header + 1, end, at), lang)?;
    }
    to.set_freeze_panes(header + 1, 0)?;
    if !sheet.rows.is_empty() {
        to.autofilter(header, 0, end, last)?;
    }
    to.set_repeat_rows(header, header)?;
    printed(to, tab, page);
    Ok(header + 1)
}

/// A4, across, as wide as the paper, with numbers of pages.
fn printed(to: &mut Worksheet, tab: &Tab, page: &Page) {
    // A mark of the footer begins with `&`.
    let title = page.title.replace('&', "&&");
    to.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    let footer = format!("&L{}&C&P / &N&R{}", cut(&title, 100), tab.name);
    to.set_footer(footer);
}

/// The place of the last of so many columns.
fn last_of(columns: usize) -> u16 {
    last_of_place(columns.saturating_sub(1))
}

fn last_of_place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// A text of at most so many letters.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Of a row that has a count and what it is divided by: the share as it is written exactly, and as a formula over them.
fn ratio(sheet: &Sheet, cells: &[Cell], row: u32) -> Option<(String, String)> {
    let place = |key: &str| sheet.columns.iter().position(|it| it.key == key);
    let (count, of) = (place("count")?, place("of")?);
    let exact = format!("{}/{}", cells.get(count)?.data, cells.get(of)?.data);
    let name = |at: usize| rust_xlsxwriter::utility::row_col_to_cell(row, last_of_place(at));
    Some((exact, format!("={}/{}", name(count), name(of))))
}

/// Writes a cell: numbers as numbers, fractions as formulas, words as words.
fn put(
    to: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    ratio: &Option<(String, String)>,
    lang: Lang,
) -> Result<(), XlsxError> {
    let right = Format::new().set_align(FormatAlign::Right).set_align(FormatAlign::Top);
    let format = right.clone().set_num_format(number_format(&cell.shown, lang));
    let text = cell.data.as_str();
    if let Some(number) = cell.data.as_i64().filter(|it| it.unsigned_abs() < MOST_EXACT) {
        to.write_with_format(row, at, number, &format)?;
    } else if let Some(number) = text.filter(|_| cell.right).and_then(|it| it.parse::<i32>().ok()) {
        to.write_with_format(row, at, number, &format)?;
    } else if let Some(result) = text.filter(|_| cell.right).and_then(decimal) {
        let formula = match (text, ratio) {
            (Some(text), Some((exact, formula))) if text == exact => formula.clone(),
            (Some(text), _) if text.len() <= 31 => format!("={text}"),
            _ => format!("={result}"),
        };
        to.write_with_format(row, at, Formula::new(formula).set_result(result), &format)?;
    } else if cell.right && cell.shown.is_empty() {
        // To be filled in.
        to.write_blank(row, at, &Format::new().set_num_format("#,##0").set_unlocked())?;
    } else if cell.right {
        to.write_with_format(row, at, &cell.shown, &right)?;
    } else {
        let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        to.write_with_format(row, at, cut(&cell.shown, MOST_LETTERS), &wrap)?;
    }
    Ok(())
}

/// From here on whole numbers are no longer exact in a workbook.
const MOST_EXACT: u64 = 1_000_000_000_000_000;

/// A cell holds no more.
const MOST_LETTERS: usize = 32_767;

/// A fraction `549/1000` as a decimal number with a dot, cut off after 17 digits; none of other texts.
fn decimal(fraction: &str) -> Option<String> {
    let (above, below) = fraction.split_once('/')?;
    let (above, below) = (above.parse::<BigInt>().ok()?, below.parse::<BigInt>().ok()?);
    let scaled = (above * BigInt::from(10u32).pow(DIGITS)).checked_div(&below)?.to_string();
    let (sign, digits) = scaled.strip_prefix('-').map_or(("", scaled.as_str()), |it| ("-", it));
    let wide = DIGITS as usize + 1;
    let padded = format!("{digits:0>wide$}");
    let (whole, rest) = padded.split_at_checked(padded.len().saturating_sub(wide - 1))?;
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") })
}

const DIGITS: u32 = 17;

/// The number format that shows as many decimals as people are shown elsewhere: a share never crosses its quota.
fn number_format(shown: &str, lang: Lang) -> String {
    let percent = shown.ends_with('%');
    let number = shown.trim_end_matches(['%', '\u{a0}', ' ']);
    let decimals = number.rsplit_once(lang.pick(',', '.')).map_or(0, |it| it.1.chars().count());
    let mut format = "#,##0".to_owned();
    if decimals > 0 {
        format += &format!(".{}", "0".repeat(decimals));
    }
    if percent {
        format.push('%');
    }
    if number.starts_with('+') { format!("+{format};-{format};{format}") } else { format }
}

/// Verdicts are told by words; missed ones are bold, open ones slanted, and coloured.
fn verdicts(to: &mut Worksheet, (first, last, at): (u32, u32, u16), lang: Lang) -> Result<(), XlsxError> {
    for verdict in Verdict::ALL {
        let format = match class(verdict) {
            "good" => Format::new().set_font_color("14602B").set_background_color("DDF3E4"),
            "bad" => Format::new().set_bold().set_font_color("A01515").set_background_color("FBE0E0"),
            _ => Format::new().set_italic().set_font_color("6B4E00").set_background_color("FFF3D6"),
        };
        let rule = ConditionalFormatTextRule::BeginsWith(words::verdict(verdict, lang).to_owned());
        let rule = ConditionalFormatText::new().set_rule(rule).set_format(format);
        to.add_conditional_format(first, at, last.max(first), at, &rule)?;
    }
    Ok(())
}

/// A chart for each indicator whose results are shares; `first`: the row of the first result.
fn charts_of(tab: &Tab, first: u32, lang: Lang) -> Vec<(Chart, u32)> {
    let place = |key: &str| tab.sheet.columns.iter().position(|it| it.key == key).map(last_of_place);
    let (Some(unit), Some(share), Some(quota)) = (place("unit"), place("share"), place("quota")) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut from = first;
    for group in tab.marks.chunk_by(|one, two| one.indicator == two.indicator) {
        let parts = group.chunks(MOST_BARS);
        let several = parts.len() > 1;
        for (at, part) in (1..).zip(parts) {
            let rows = u32::try_from(part.len()).unwrap_or_default();
            let to = from + rows.saturating_sub(1);
            let range = |at: u16| (tab.name.as_str(), from, at, to, at);
            if let Some(one) = part.first().filter(|_| part.iter().any(|it| it.bar.is_some())) {
                let number = if several { format!(" ({at})") } else { String::new() };
                let title = format!("{} · {}{number}", tab.name, one.indicator);
                out.push(chart(&title, range(unit), range(share), range(quota), rows, lang));
            }
            from += rows;
        }
    }
    out
}

/// A chart has no more units, so that it fits on a page.
const MOST_BARS: usize = 20;

type Range<'a> = (&'a str, u32, u16, u32, u16);

/// A chart of so many units, with its height in points of the screen: solid bars for shares, hatched ones for quotas.
fn chart(title: &str, units: Range, shares: Range, quotas: Range, rows: u32, lang: Lang) -> (Chart, u32) {
    let mut chart = Chart::new_bar();
    let mut hatched = ChartPatternFill::new();
    hatched.set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards);
    hatched.set_foreground_color("444444").set_background_color("FFFFFF");
    let solid = chart.add_series().set_name(lang.pick("Tỷ lệ", "Share")).set_categories(units);
    solid.set_values(shares).set_gap(60).set_format(ChartSolidFill::new().set_color("2C6E9B"));
    let wanted = chart.add_series().set_name(lang.pick("Chỉ tiêu", "Quota")).set_categories(units);
    wanted.set_values(quotas).set_format(&mut hatched);
    chart.title().set_name(title);
    chart.set_alt_text(lang.pick("Tỷ lệ so với chỉ tiêu", "Share against the quota"));
    // The first unit stands on top, as in the table.
    chart.x_axis().set_reverse();
    chart.y_axis().set_num_format("0%").set_min(0);
    let height = rows * 26 + 120;
    chart.set_width(900).set_height(height);
    (chart, height)
}

/// A row of a sheet is so many points of the screen high.
const ROW_HEIGHT: u32 = 20;

/// The charts, one below the other.
fn draw(to: &mut Worksheet, charts: Vec<(Chart, u32)>, lang: Lang) -> Result<(), XlsxError> {
    to.set_name(lang.pick("Biểu đồ", "Charts"))?;
    to.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    to.set_footer("&C&P / &N");
    let mut row = 0;
    for (chart, height) in charts {
        to.insert_chart(row, 0, &chart)?;
        row += height / ROW_HEIGHT + 2;
    }
    Ok(())
}
