//! Numbers and dates as people type them → as the rules read them. What a cell means is decided by its whole column; a
//! cell that could mean two things is refused.

use std::collections::HashMap;

use super::columns::Columns;
use super::load::{Load, Repair};
use super::mapping::{Conventions, DateOrder};
use super::open::{Kind, Line};
use crate::check::program::Column;
use crate::lang::{Say, say};
use crate::syntax::ast::ColumnForm;
use crate::term::Noun;
use crate::text::{Day, plain};

/// Cells that are not read as they stand: by line and column, what stands there, and why it is refused, if it is.
pub type Originals = HashMap<(u64, usize), (String, Option<Say>)>;

/// What a refused cell reads as: no number, no date.
const REFUSED: &str = "?";

/// What a cell becomes.
pub enum Tidied {
    /// It stays.
    Same,
    /// It is read as this.
    As(Repair, String),
    /// It is read as this, which nobody needs to know.
    Silently(String),
    /// It is not read.
    Refused(Say),
}

/// Tidies the rows of a table: columns of counts, of numbers and of dates.
pub fn tidy(
    rows: &mut [&mut Line],
    columns: &Columns,
    declared: &[Column],
    conventions: &Conventions,
    load: &mut Load,
) -> Originals {
    let from_1904 = conventions.from_1904.unwrap_or(false);
    let marks = conventions.marks();
    let mut originals = Originals::new();
    for (column, form) in forms(columns, declared) {
        let cells = || rows.iter().map(|it| (it.cells.get(column).unwrap_or_default().trim(), it.kind(column)));
        let read: Vec<Tidied> = match form {
            Form::Count => {
                let habit = marks.map_or_else(|| Thousands::of(cells()), |it| Thousands::Declared(it.0, it.1));
                cells().map(|(cell, kind)| habit.count(cell, kind)).collect()
            }
            Form::Number => {
                let dots = cells().any(|(cell, kind)| kind == Kind::Text && has_decimal_dot(cell));
                let commas = cells().any(|it| it.0.contains(','));
                let dots = marks.map_or(dots && !commas, |it| it.1 == '.');
                cells()
                    .map(|(cell, kind)| stated(cell, kind, marks).unwrap_or_else(|| number(cell, kind, dots)))
                    .collect()
            }
            Form::Date => {
                let order = conventions.dates.map_or_else(|| Order::of(cells()), Order::declared);
                cells().map(|(cell, kind)| order.day(cell, kind, from_1904, conventions.zone)).collect()
            }
            Form::Period => cells().map(|(cell, kind)| period(cell, kind)).collect(),
        };
        for (line, tidied) in rows.iter_mut().zip(read) {
            if let Tidied::As(repair, text) = &tidied {
                let from = line.cells.get(column).unwrap_or_default();
                load.repaired(*repair, columns.name(column), line.number, from, text);
            }
            if let Some(original) = put(line, column, tidied) {
                originals.insert((line.number, column), original);
            }
        }
    }
    originals
}

/// Puts in place what a cell of a line becomes; what stood there, where that is something else.
pub fn put(line: &mut Line, column: usize, tidied: Tidied) -> Option<(String, Option<Say>)> {
    let (text, why) = match tidied {
        Tidied::Same => return None,
        Tidied::As(_, text) | Tidied::Silently(text) => (text, None),
        Tidied::Refused(why) => (REFUSED.to_owned(), Some(why)),
    };
    let from = line.cells.get(column).unwrap_or_default().to_owned();
    let cells = line.cells.iter().enumerate();
    line.cells = cells.map(|(at, it)| if at == column { text.as_str() } else { it }).collect();
    Some((from, why))
}

/// How the columns of a table write numbers and days, where they agree and leave no doubt.
pub fn habits(rows: &[&Line], columns: &Columns, declared: &[Column]) -> Conventions {
    let (mut thousands, mut dates) = (Vec::new(), Vec::new());
    for (column, form) in forms(columns, declared) {
        let cells = || rows.iter().map(|it| (it.cells.get(column).unwrap_or_default().trim(), it.kind(column)));
        match form {
            Form::Count if cells().any(|it| is_grouped(it.0, '.') || is_grouped(it.0, ',')) => {
                thousands.push(match Thousands::of(cells()) {
                    Thousands::Dots => Some('.'),
                    Thousands::Commas => Some(','),
                    Thousands::Mixed | Thousands::Declared(..) => None,
                });
            }
            Form::Date if cells().any(|it| leading(it.0).is_some_and(|[one, two]| one > 12 || two > 12)) => {
                dates.push(match Order::of(cells()) {
                    Order::DayFirst => Some(DateOrder::DayFirst),
                    Order::MonthFirst => Some(DateOrder::MonthFirst),
                    Order::Swapped | Order::YearFirst => None,
                });
            }
            _ => {}
        }
    }
    Conventions { thousands: agreed(&thousands), dates: agreed(&dates), ..Conventions::default() }
}

/// What all say, where they say the same.
fn agreed<T: Copy + PartialEq>(all: &[Option<T>]) -> Option<T> {
    let first = all.first().copied().flatten()?;
    all.iter().all(|it| *it == Some(first)).then_some(first)
}

enum Form {
    Count,
    Number,
    Date,
    Period,
}

/// The columns that hold numbers and dates.
fn forms(columns: &Columns, declared: &[Column]) -> Vec<(usize, Form)> {
    let mut out: Vec<(usize, Form)> = Vec::new();
    out.extend(columns.total.map(|it| (it, Form::Count)));
    if columns.total.is_some() {
        out.extend(columns.parts.iter().map(|it| (it.column, Form::Count)));
    }
    out.extend([columns.received, columns.due, columns.resolved].into_iter().flatten().map(|it| (it, Form::Date)));
    out.extend(columns.period.map(|it| (it, Form::Period)));
    for (id, place) in &columns.declared {
        let Some(it) = declared.get(id.0 as usize) else { continue };
        match (it.form, it.of) {
            (ColumnForm::Number | ColumnForm::ClosingNumber, Noun::Dossiers) => out.push((*place, Form::Count)),
            (ColumnForm::Number | ColumnForm::ClosingNumber, _) => out.push((*place, Form::Number)),
            (ColumnForm::Date, _) => out.push((*place, Form::Date)),
            (ColumnForm::YesNo, _) => {}
        }
    }
    out
}

/// `-`, `x`, `N/A`: nothing is said.
fn says_nothing(cell: &str) -> bool {
    matches!(plain(cell).as_str(), "-" | "--" | "x" | "n/a" | "na" | "#n/a" | "null" | "/" | "." | "..." | "…")
}

/// What a formula that failed leaves.
fn is_formula_fault(cell: &str) -> bool {
    cell.starts_with('#') && ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A"].contains(&cell)
}

fn formula_fault() -> Say {
    say!("công thức trong ô bị lỗi; sửa công thức rồi lưu lại", "the formula of the cell fails; mend it and save again")
}

fn no_number() -> Say {
    say!("ô không ghi số nào; nếu là không thì ghi 0", "no number stands here; if it is none, write 0")
}

/// What a column has between thousands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Thousands {
    /// Nothing, or dots as Vietnamese has them.
    Dots,
    Commas,
    /// Both, so that neither can be told.
    Mixed,
    /// These are declared: between thousands, before decimals.
    Declared(char, char),
}

impl Thousands {
    fn of<'a>(cells: impl Iterator<Item = (&'a str, Kind)>) -> Self {
        let (mut dots, mut commas, mut bare) = (false, false, false);
        for (cell, _) in cells.filter(|it| it.1 == Kind::Text) {
            dots |= is_grouped(cell, '.');
            commas |= is_grouped(cell, ',');
            bare |= cell.len() > 3 && cell.bytes().all(|it| it.is_ascii_digit());
            bare |= cell.contains(',') && !is_grouped(cell, ',');
        }
        match (dots, commas) {
            (_, false) => Self::Dots,
            (false, true) if !bare => Self::Commas,
            _ => Self::Mixed,
        }
    }

    /// What a cell of such a column becomes.
    pub fn count(self, cell: &str, kind: Kind) -> Tidied {
        if is_formula_fault(cell) {
            return Tidied::Refused(formula_fault());
        }
        if kind == Kind::Percent {
            return Tidied::Refused(no_share(cell, &percent(cell)));
        }
        if cell.is_empty() || cell.bytes().all(|it| it.is_ascii_digit()) {
            return Tidied::Same;
        }
        if says_nothing(cell) {
            return Tidied::Refused(no_number());
        }
        if kind == Kind::Number {
            return match whole(cell) {
                Some(whole) => Tidied::As(Repair::Decimals, whole),
                None => Tidied::Refused(lost_thousands(cell)),
            };
        }
        let is_space = |it: char| it.is_whitespace() || matches!(it, '\u{202f}' | '\'');
        if cell.contains(is_space) {
            let spaced = cell.replace(is_space, ".");
            let may_be = !matches!(self, Self::Declared(mark, _) if !is_space(mark));
            return if may_be && is_grouped(&spaced, '.') {
                Tidied::As(Repair::Thousands, spaced.replace('.', ""))
            } else {
                Tidied::Same
            };
        }
        match self {
            Self::Mixed if is_grouped(cell, '.') || is_grouped(cell, ',') => Tidied::Refused(say!(
                "trong cột này dấu chấm, dấu phẩy dùng lẫn lộn: không rõ là hàng nghìn hay phần lẻ",
                "dots and commas are mixed in this column: thousands or decimals?"
            )),
            Self::Declared(thousands, decimal) => declared(cell, thousands, decimal),
            Self::Commas if is_grouped(cell, ',') => Tidied::As(Repair::Thousands, cell.replace(',', "")),
            // `100.0`, `100,00`: what programs make of whole numbers.
            _ => match cell.split_once(['.', ',']) {
                Some((whole, decimals))
                    if (1..=2).contains(&decimals.len())
                        && decimals.bytes().all(|it| it == b'0')
                        && !whole.is_empty()
                        && whole.bytes().all(|it| it.is_ascii_digit()) =>
                {
                    Tidied::As(Repair::Decimals, whole.to_owned())
                }
                _ => Tidied::Same,
            },
        }
    }
}

/// A whole number with the marks that are declared.
fn declared(cell: &str, thousands: char, decimal: char) -> Tidied {
    let (whole, decimals) = cell.split_once(decimal).unwrap_or((cell, ""));
    let is_whole = is_grouped(whole, thousands) || !whole.is_empty() && whole.bytes().all(|it| it.is_ascii_digit());
    let repair = if decimals.is_empty() { Repair::Thousands } else { Repair::Decimals };
    if is_whole && decimals.bytes().all(|it| it == b'0') {
        // So counts are read anyway.
        if thousands == '.' && decimals.is_empty() {
            return Tidied::Same;
        }
        return Tidied::As(repair, whole.replace(thousands, ""));
    }
    if cell.contains('%') || !cell.contains(|it: char| it.is_ascii_digit()) {
        return Tidied::Same;
    }
    Tidied::Refused(say!(
        "không phải số nguyên theo quy ước đã khai: `{thousands}` ngăn hàng nghìn, `{decimal}` trước phần lẻ",
        "no whole number as the numbers are declared: `{thousands}` between thousands, `{decimal}` before decimals"
    ))
}

/// `1.234`, `12.345.678`, with this mark.
fn is_grouped(cell: &str, mark: char) -> bool {
    let mut groups = cell.split(mark);
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let first = groups.next().is_some_and(|it| (1..=3).contains(&it.len()) && digits(it));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|it| it.len() == 3 && digits(it))
}

/// The whole number that a calculation of decimals meant: `100.00000000000001`, `99.99999999999999`.
fn whole(number: &str) -> Option<String> {
    let (whole, decimals) = number.split_once('.')?;
    let noise = decimals.get(..9)?;
    if noise.bytes().all(|it| it == b'0') {
        return Some(whole.to_owned());
    }
    let up = noise.bytes().all(|it| it == b'9').then(|| whole.parse::<u64>().ok()).flatten()?;
    Some(up.checked_add(1)?.to_string())
}

/// `0.977` as `97,7`.
fn percent(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let (hundredths, rest) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    let whole = format!("{whole}{hundredths:0<2}");
    let whole = whole.trim_start_matches('0');
    let (whole, mark) = (if whole.is_empty() { "0" } else { whole }, if rest.is_empty() { "" } else { "," });
    format!("{whole}{mark}{rest}")
}

fn no_share(number: &str, percent: &str) -> Say {
    say!(
        "ô là {number}, có phải tỷ lệ {percent}% không? Cột này là số hồ sơ (số nguyên): ghi số đã đếm",
        "the cell holds {number}, perhaps a share of {percent}%; this column has whole numbers of dossiers"
    )
}

fn lost_thousands(number: &str) -> Say {
    if number.starts_with("0.") {
        return no_share(number, &percent(number));
    }
    let meant = number.replace('.', "");
    if is_grouped(number, '.') {
        say!(
            "ô là số thập phân {number}; có phải Excel đã đọc {meant} thành số lẻ không? Sửa lại thành số nguyên",
            "the cell holds the decimal {number}; did Excel read {meant} so? Write the whole number"
        )
    } else {
        say!("số hồ sơ phải là số nguyên, ô là {number}", "dossiers are whole, the cell holds {number}")
    }
}

/// `17.24`: no mark between thousands.
fn has_decimal_dot(cell: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    cell.split_once('.').is_some_and(|(whole, rest)| digits(whole) && digits(rest) && rest.len() != 3)
}

/// A number that may have decimals; in a column with decimal dots a dot is one.
fn number(cell: &str, kind: Kind, dots: bool) -> Tidied {
    if is_formula_fault(cell) {
        return Tidied::Refused(formula_fault());
    }
    if kind == Kind::Percent {
        return Tidied::As(Repair::Percent, percent(cell));
    }
    if let Some(share) = cell.strip_suffix('%').map(str::trim) {
        let share = if dots { share.replace('.', ",") } else { share.to_owned() };
        return Tidied::As(Repair::Percent, share);
    }
    if kind == Kind::Number && cell.contains('.') {
        return Tidied::Silently(cell.replace('.', ","));
    }
    if dots && cell.matches('.').count() == 1 {
        return Tidied::As(Repair::DecimalDot, cell.replace('.', ","));
    }
    if says_nothing(cell) { Tidied::Refused(no_number()) } else { Tidied::Same }
}

/// A number with the marks that are declared. None: none are, or it is not written so.
fn stated(cell: &str, kind: Kind, marks: Option<(char, char)>) -> Option<Tidied> {
    let (thousands, decimal) = marks.filter(|_| kind == Kind::Text)?;
    let (whole, decimals) = cell.split_once(decimal).unwrap_or((cell, ""));
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let is_whole = is_grouped(whole, thousands) || !whole.is_empty() && digits(whole);
    if !is_whole || !digits(decimals) {
        return None;
    }
    let whole = whole.replace(thousands, "");
    let text = if decimals.is_empty() { whole } else { format!("{whole},{decimals}") };
    Some(if text == cell { Tidied::Same } else { Tidied::As(Repair::DecimalDot, text) })
}

/// A month that Excel holds as its first day.
fn period(cell: &str, kind: Kind) -> Tidied {
    match (kind, cell.get(..7), cell.get(7..)) {
        (Kind::Day, Some(month), Some(rest)) if rest.starts_with("-01") => {
            Tidied::As(Repair::DateForm, month.to_owned())
        }
        _ => Tidied::Same,
    }
}

/// In what order a column has day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Days up to 12 say nothing, or no month stands first.
    DayFirst,
    MonthFirst,
    /// Some have the day first, some the month; or Excel has turned some around.
    Swapped,
    /// It is declared that the year is first, and another order is none.
    YearFirst,
}

/// What the texts of a column say of its order: whether in some the first number can be a day only, in some the second.
#[derive(Debug, Clone, Copy, Default)]
pub struct Firsts {
    day: bool,
    month: bool,
}

impl Firsts {
    /// Looks at one more cell.
    pub fn see(&mut self, cell: &str) {
        if let Some([first, second]) = leading(cell) {
            self.day |= first > 12 && second <= 12;
            self.month |= second > 12 && first <= 12;
        }
    }

    /// The order of a column of texts.
    pub fn order(self) -> Order {
        match (self.day, self.month) {
            (_, false) => Order::DayFirst,
            (false, true) => Order::MonthFirst,
            (true, true) => Order::Swapped,
        }
    }
}

impl Order {
    fn declared(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
            DateOrder::YearFirst => Self::YearFirst,
        }
    }

    fn of<'a>(cells: impl Iterator<Item = (&'a str, Kind)>) -> Self {
        let (mut firsts, mut turned, mut safe) = (Firsts::default(), 0, false);
        for (cell, kind) in cells {
            if kind == Kind::Day {
                let day_of_month = cell.get(8..10).and_then(|it| it.parse::<u32>().ok()).unwrap_or(0);
                if day_of_month > 12 { safe = true } else { turned += 1 }
            } else {
                firsts.see(cell);
            }
        }
        // Days up to 12 became dates, later ones stayed text: Excel took the month for the first.
        let is_turned = turned > 0 && !safe && firsts.day && !firsts.month;
        if is_turned { Self::Swapped } else { firsts.order() }
    }

    /// What a cell of such a column becomes.
    pub fn day(self, cell: &str, kind: Kind, from_1904: bool, zone: Option<i32>) -> Tidied {
        if cell.is_empty() {
            return Tidied::Same;
        }
        if is_formula_fault(cell) && cell != "#N/A" {
            return Tidied::Refused(formula_fault());
        }
        if says_nothing(cell) {
            return Tidied::As(Repair::NoDate, String::new());
        }
        if self == Self::Swapped && (kind == Kind::Day || leading(cell).is_some()) {
            return Tidied::Refused(say!(
                "cột này lẫn ngày/tháng với tháng/ngày (Excel đã đảo một phần); xuất lại cột ở dạng yyyy-mm-dd",
                "the column mixes day/month and month/day (Excel turned some around); export it as yyyy-mm-dd"
            ));
        }
        if self == Self::YearFirst && leading(cell).is_some() {
            return Tidied::Refused(say!(
                "ngày được khai là viết năm trước (yyyy-mm-dd), ô này không viết vậy",
                "dates are declared to have the year first (yyyy-mm-dd), this cell has not"
            ));
        }
        if let Some(tidied) = zone.and_then(|it| without_zone(cell, it)) {
            return tidied;
        }
        if kind == Kind::Day {
            return Tidied::Same;
        }
        if let Some(day) = serial(cell, from_1904).filter(|_| cell.len() == 5 || kind == Kind::Number) {
            return Tidied::As(Repair::Serial, day.iso());
        }
        if let Some(tidied) = timestamp(cell) {
            return tidied;
        }
        if self == Self::MonthFirst && leading(cell).is_some() {
            let turned = cell.split(' ').next().and_then(|it| {
                let mut parts = it.split(['/', '-', '.']);
                let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
                Day::parse(&format!("{day}/{month}/{year}"))
            });
            return turned.map_or(Tidied::Same, |it| Tidied::As(Repair::MonthFirst, it.iso()));
        }
        if let Some(day) = in_words(cell) {
            return Tidied::As(Repair::DateForm, day.iso());
        }
        let year = cell.split(' ').next().and_then(|it| it.rsplit(['/', '-', '.']).next()).unwrap_or_default();
        if leading(cell).is_some() && year.len() == 2 && year.bytes().all(|it| it.is_ascii_digit()) {
            return Tidied::Refused(say!(
                "năm chỉ có hai chữ số; ghi đủ bốn chữ số",
                "the year has two digits only; write all four"
            ));
        }
        Tidied::Same
    }
}

/// The first two numbers of `20/03/2024`; a date that begins with its year has none.
fn leading(cell: &str) -> Option<[u32; 2]> {
    let mut parts = cell.split(' ').next()?.splitn(3, ['/', '-', '.']);
    let (first, second, _) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |it: &str| it.parse().ok().filter(|_| it.len() <= 2);
    Some([number(first)?, number(second)?])
}

/// The day of a serial number of Excel, of the years 1955 to 2119.
fn serial(cell: &str, from_1904: bool) -> Option<Day> {
    let number: i32 = cell.split('.').next()?.parse().ok().filter(|it| (20_000..80_000).contains(it))?;
    let first = if from_1904 { Day::new(1904, 1, 1)? } else { Day::new(1899, 12, 30)? };
    Some(first.plus(number))
}

/// `2024-12-31T18:00:00Z`: the day in Vietnam. None: no zone is told.
fn timestamp(cell: &str) -> Option<Tidied> {
    let day = Day::parse(cell.get(..10)?)?;
    let time = cell.get(10..).filter(|it| it.starts_with(['T', ' ']))?.get(1..)?;
    let at = time.find(['Z', '+', '-'])?;
    let (clock, zone) = time.split_at(at);
    let minutes = |text: &str| -> Option<i32> {
        let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
        let (hours, minutes) = digits.split_at_checked(2)?;
        let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
        Some(hours.parse::<i32>().ok()? * 60 + minutes)
    };
    let offset = match zone.chars().next()? {
        'Z' => 0,
        '-' => -minutes(zone)?,
        _ => minutes(zone)?,
    };
    if offset == 7 * 60 {
        return Some(Tidied::Silently(day.iso()));
    }
    Some(Tidied::As(Repair::Zone, in_vietnam(day, minutes(clock)?, offset).iso()))
}

/// The day in Vietnam of a time of day, in minutes, in a zone.
fn in_vietnam(day: Day, minutes: i32, zone: i32) -> Day {
    day.plus((minutes - zone + 7 * 60).div_euclid(24 * 60))
}

/// `2024-12-31 18:00:00` where times are declared to be of a zone: the day in Vietnam. None: it is no such time, or the
/// day is the same.
fn without_zone(cell: &str, zone: i32) -> Option<Tidied> {
    let (date, clock) = cell.split_once(['T', ' '])?;
    let day = Day::parse(date)?;
    let mut parts = clock.split(':');
    let number = |it: Option<&str>| it?.parse::<i32>().ok().filter(|it| (0..60).contains(it));
    let minutes = number(parts.next())? * 60 + number(parts.next())?;
    let here = in_vietnam(day, minutes, zone);
    (here != day).then(|| Tidied::As(Repair::Zone, here.iso()))
}

/// `ngày 15 tháng 12 năm 2023`, `15 / 12 / 2023`, `15/12/2023.`
fn in_words(cell: &str) -> Option<Day> {
    if Day::parse(cell.split(['T', ' ']).next()?).is_some() {
        return None;
    }
    let text = plain(cell);
    let text = text.strip_prefix("ngay").unwrap_or(&text).replace("thang", "/").replace("nam", "/").replace(',', "");
    let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    Day::parse(text.trim_end_matches('.'))
}
