//! Which column is which: headers by their folded names, and the words of cells.

use super::facet::{
    BY_POST, Dim, EARLY, FULL, IN_PERSON, LATE, LEVEL_3, LEVEL_4, NO, NO_LEVEL, ON_TIME, ONLINE, PARTIAL, YES,
    mark_dimension,
};
use super::mapping::Mapping;
use crate::check::program::{Column, ColumnId, FULLY_ONLINE};
use crate::syntax::ast::ColumnForm;
use crate::table::column;
use crate::term::Noun;
use crate::text::{Day, Days, header};

/// Headers of the fact that a dossier was handled online from end to end.
const FULLY: [&str; 2] = ["hoantoantructuyen", "fullyonline"];

/// Where each column stands.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub headers: Vec<String>,
    pub unit: Option<usize>,
    /// Whether the unit column says that it holds codes.
    pub unit_is_code: bool,
    /// The code of a dossier: one that stands twice is told.
    pub code: Option<usize>,
    pub procedure: Option<usize>,
    pub received: Option<usize>,
    pub due: Option<usize>,
    pub resolved: Option<usize>,
    pub channel: Option<usize>,
    pub level: Option<usize>,
    pub outcome: Option<usize>,
    pub paid: Option<usize>,
    pub digitised: Option<usize>,
    pub electronic: Option<usize>,
    pub period: Option<usize>,
    pub total: Option<usize>,
    /// Columns that count the parts of the total: each with the dimension it belongs to.
    pub parts: Vec<Part>,
    /// Declared columns, each with where it stands.
    pub declared: Vec<(ColumnId, usize)>,
    /// Where `hoàn toàn trực tuyến` stands.
    pub fully_online: Option<usize>,
}

/// A column of counts that is a part of the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub column: usize,
    /// What it is a part of.
    pub of: PartOf,
    /// Its value, as a bit.
    pub bit: u8,
}

/// What the parts of a total are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartOf {
    Channel,
    Level,
    Outcome,
    Paid,
    Digitised,
    Electronic,
    /// A yes/no fact.
    Mark(u8),
}

impl PartOf {
    /// The dimension as a bit, as [`super::dimension`] has it.
    pub fn bit(self) -> u64 {
        match self {
            Self::Channel => 1,
            Self::Level => 2,
            Self::Outcome => 4,
            Self::Paid => 8,
            Self::Digitised => 16,
            Self::Electronic => 32,
            Self::Mark(mark) => mark_dimension(mark),
        }
    }
}

impl Columns {
    /// Finds the columns in a header: those that are declared, those that every rule file knows, and those that this one
    /// declares.
    pub fn find(headers: Vec<String>, declared: &[Column], mapping: &Mapping) -> Self {
        let free = free(&headers, mapping);
        let at = |role: &str, names: &[&str]| mapping.place(role, &headers).or_else(|| column(&free, names));
        let code = at("unit_code", &["unitcode", "madonvi", "madv"]);
        let named = mapping.place("unit", &headers);
        let code = code.filter(|_| named.is_none() || mapping.columns.contains_key("unit_code"));
        let total = at("total", &["total", "tong", "tongso", "tonghoso", "tongsohoso"]);
        let mut out = Self {
            unit: code.or(at("unit", &["unit", "donvi", "tendonvi", "unitname"])),
            unit_is_code: code.is_some(),
            code: at("code", &["mahoso", "sohoso", "mabiennhan", "dossiercode", "filecode"])
                .filter(|_| total.is_none()),
            procedure: at("procedure", &["procedurecode", "mathutuc", "matthc"])
                .or(column(&free, &["procedure", "thutuc", "tthc"])),
            received: at("received", &["receiveddate", "ngaytiepnhan", "datereceived", "received"]),
            due: at("due", &["duedate", "ngayhentra", "due"]),
            resolved: at(
                "finished",
                &["finisheddate", "ngaytraketqua", "resolveddate", "ngaygiaiquyet", "dateresolved", "finished"],
            ),
            period: at("period", &["month", "thang", "quarter", "quy", "period", "ky", "year", "nam"]),
            total,
            ..Self::default()
        };
        if total.is_none() {
            out.channel = at("channel", &["channel", "kenh", "kenhthuchien"]);
            out.level = at("level", &["servicelevel", "mucdo", "level"]);
            // What a dossier came to follows from its dates; a column that says it too is read where it is declared.
            out.outcome = at("outcome", &[]);
            out.paid = at("paid_online", &["paidonline", "thanhtoantructuyen"]);
            out.digitised = at("digitised", &["digitised", "digitized", "dasohoa", "sohoa"]);
            out.electronic = at("electronic_result", &["electronicresult", "ketquadientu"]);
            out.fully_online = at("fully_online", &FULLY);
        } else {
            out.parts = parts(&at);
        }
        for (index, it) in declared.iter().enumerate() {
            let known = || free.iter().position(|name| it.is_called(&header(name)));
            let place = mapping.declared_place(|name| it.is_called(name), &headers).or_else(known);
            let Some(place) = place else { continue };
            out.declared.push((ColumnId(index as u32), place));
            if total.is_some() && it.of == Noun::Dossiers && it.form == ColumnForm::YesNo {
                out.parts.push(Part { column: place, of: PartOf::Mark(it.mark), bit: YES });
            }
        }
        out.headers = headers;
        out
    }

    /// Each column that is known, with the name under which it is declared.
    pub fn roles(&self) -> Vec<(&'static str, usize)> {
        let unit = if self.unit_is_code { "unit_code" } else { "unit" };
        let all = [
            (unit, self.unit),
            ("code", self.code),
            ("procedure", self.procedure),
            ("received", self.received),
            ("due", self.due),
            ("finished", self.resolved),
            ("channel", self.channel),
            ("level", self.level),
            ("outcome", self.outcome),
            ("paid_online", self.paid),
            ("digitised", self.digitised),
            ("electronic_result", self.electronic),
            ("fully_online", self.fully_online),
            ("period", self.period),
            ("total", self.total),
        ];
        let named = all.into_iter().filter_map(|(role, at)| Some((role, at?)));
        let parts = self.parts.iter().filter_map(|it| Some((role_of(it)?, it.column)));
        named.chain(parts).collect()
    }

    /// How many columns are known.
    pub fn known(&self) -> usize {
        let places = [
            self.unit,
            self.procedure,
            self.received,
            self.due,
            self.resolved,
            self.channel,
            self.level,
            self.outcome,
            self.paid,
            self.digitised,
            self.electronic,
            self.period,
            self.total,
            self.fully_online,
        ];
        places.iter().flatten().count() + self.parts.len() + self.declared.len()
    }

    /// The columns without which a row counts nothing: the total, or those of a dossier, or the declared ones.
    pub fn keys(&self) -> Vec<usize> {
        if let Some(total) = self.total {
            return vec![total];
        }
        let dossier: Vec<usize> = [self.procedure, self.received, self.resolved].into_iter().flatten().collect();
        if dossier.is_empty() { self.declared.iter().map(|it| it.1).collect() } else { dossier }
    }

    /// The header of a column.
    pub fn name(&self, column: usize) -> &str {
        self.headers.get(column).map_or("", String::as_str)
    }
}

/// The headers that no declaration speaks of; the others are empty.
fn free(headers: &[String], mapping: &Mapping) -> Vec<String> {
    let claimed: Vec<String> = mapping.claimed().collect();
    let is_claimed = |it: &String| !claimed.is_empty() && claimed.contains(&header(it));
    headers.iter().map(|it| if is_claimed(it) { String::new() } else { it.clone() }).collect()
}

/// Columns that count the parts of a total: how they are declared, their headers, what they are parts of.
pub const PARTS: [(&str, &[&str], PartOf, u8); 15] = [
    ("fully_online", &FULLY, PartOf::Mark(FULLY_ONLINE), YES),
    ("online", &["online", "tructuyen", "hosotructuyen"], PartOf::Channel, ONLINE),
    ("in_person", &["inperson", "tructiep"], PartOf::Channel, IN_PERSON),
    ("by_post", &["postal", "bypost", "buuchinh", "bcci"], PartOf::Channel, BY_POST),
    ("full", &["full", "toantrinh", "endtoend"], PartOf::Level, FULL),
    ("partial", &["partial", "motphan"], PartOf::Level, PARTIAL),
    ("level_3", &["level3", "mucdo3"], PartOf::Level, LEVEL_3),
    ("level_4", &["level4", "mucdo4"], PartOf::Level, LEVEL_4),
    ("early", &["early", "somhan", "truochan"], PartOf::Outcome, EARLY),
    ("on_time", &["ontime", "dunghan"], PartOf::Outcome, ON_TIME),
    ("late", &["late", "trehan", "quahan"], PartOf::Outcome, LATE),
    ("paid_online", &["paidonline", "thanhtoantructuyen"], PartOf::Paid, YES),
    ("digitised", &["digitised", "digitized", "dasohoa"], PartOf::Digitised, YES),
    ("electronic_result", &["electronicresult", "ketquadientu"], PartOf::Electronic, YES),
    ("no_level", &["none", "khong"], PartOf::Level, NO_LEVEL),
];

/// Columns of counts by what they say of the dossiers in them.
fn parts(at: &dyn Fn(&str, &[&str]) -> Option<usize>) -> Vec<Part> {
    PARTS
        .iter()
        .filter_map(|(role, names, of, bit)| Some(Part { column: at(role, names)?, of: *of, bit: *bit }))
        .collect()
}

/// The name under which a part is declared; none of a column of the rule file's.
fn role_of(part: &Part) -> Option<&'static str> {
    PARTS.iter().find(|it| it.2 == part.of && it.3 == part.bit).map(|it| it.0)
}

/// What words of cells mean, for who has the words in another place.
pub mod words {
    use super::super::Dim;

    /// The channel of a cell; none where nobody knows the word.
    pub fn channel(cell: &str) -> Option<Dim> {
        super::channel(cell).ok()
    }

    /// The service level of a cell.
    pub fn level(cell: &str) -> Option<Dim> {
        super::level(cell).ok()
    }

    /// Yes or no.
    pub fn yes_no(cell: &str) -> Option<Dim> {
        super::yes_no(cell).ok()
    }
}

/// The channel of a cell: none, an empty field, or a word nobody knows.
pub fn channel(cell: &str) -> Result<Dim, ()> {
    Ok(Dim::of(match header(cell).as_str() {
        "" => return Ok(Dim::EMPTY),
        "online" | "tructuyen" => ONLINE,
        "inperson" | "tructiep" => IN_PERSON,
        "postal" | "post" | "bypost" | "buuchinh" | "quabuuchinh" | "buuchinhcongich" | "quabuuchinhcongich"
        | "bcci" => BY_POST,
        _ => return Err(()),
    }))
}

/// The service level of a cell.
pub fn level(cell: &str) -> Result<Dim, ()> {
    use crate::term::Word;
    if cell.trim().is_empty() {
        return Ok(Dim::EMPTY);
    }
    match crate::world::level_of(cell) {
        Some(Some(Word::EndToEnd)) => Ok(Dim::of(FULL)),
        Some(Some(Word::Partial)) => Ok(Dim::of(PARTIAL)),
        Some(Some(Word::Level3)) => Ok(Dim::of(LEVEL_3)),
        Some(Some(Word::Level4)) => Ok(Dim::of(LEVEL_4)),
        Some(_) => Ok(Dim::of(NO_LEVEL)),
        None => Err(()),
    }
}

/// Yes or no.
pub fn yes_no(cell: &str) -> Result<Dim, ()> {
    if cell.trim().is_empty() {
        return Ok(Dim::EMPTY);
    }
    crate::world::yes_or_no(cell).map(|it| Dim::of(if it { YES } else { NO })).ok_or(())
}

/// A month, a quarter or a year: `2024-03`, `03/2024`, `tháng 3/2024`, `quý I/2024`, `năm 2024`.
pub fn period(cell: &str) -> Option<Days> {
    let text = crate::text::plain(cell);
    let is_quarter = text.starts_with("quy") || text.starts_with('q') || text.starts_with("quarter");
    let text = ["thang", "quy", "nam", "month", "quarter", "year", "q"]
        .iter()
        .find_map(|it| text.strip_prefix(it))
        .unwrap_or(&text)
        .trim()
        .to_owned();
    let number = |it: &str| it.trim().parse::<u32>().ok();
    let roman = |it: &str| match it.trim() {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        other => number(other),
    };
    let Some((left, right)) = text.split_once(['/', '-']) else {
        let year = number(&text).filter(|it| *it > 1800)? as i32;
        return Days::months(year, 1, 12);
    };
    let (part, year) =
        if left.len() == 4 && left.bytes().all(|it| it.is_ascii_digit()) { (right, left) } else { (left, right) };
    let year = number(year.trim().trim_start_matches("nam"))? as i32;
    if is_quarter || part.trim().starts_with('i') {
        let quarter = roman(part).filter(|it| (1..=4).contains(it))?;
        return Days::months(year, 3 * quarter - 2, 3 * quarter);
    }
    Days::month(year, number(part).filter(|it| (1..=12).contains(it))?)
}

/// The month that the name of a sheet is, and its year if it is told: `Tháng 1`, `T01`, `T1.2024`, `01-2024`.
pub fn month_of(name: &str) -> Option<(u32, Option<i32>)> {
    let text = crate::text::plain(name);
    let bare = ["thang", "month", "thg", "t"].iter().find_map(|it| text.strip_prefix(it));
    let rest = bare.unwrap_or(&text).replace("nam", " ");
    if rest.contains(|it: char| !(it.is_ascii_digit() || matches!(it, ' ' | '.' | '-' | '_' | '/' | ','))) {
        return None;
    }
    let parts: Vec<&str> = rest.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    let (month, year) = match parts.as_slice() {
        [month] if bare.is_some() => (month, None),
        [month, year] if year.len() == 4 && month.len() <= 2 => (month, Some(year)),
        [year, month] if year.len() == 4 && month.len() <= 2 => (month, Some(year)),
        _ => return None,
    };
    let month = month.parse().ok().filter(|it| (1..=12).contains(it))?;
    Some((month, year.and_then(|it| it.parse().ok())))
}

/// A whole number of dossiers: `1234`, `1.234`.
pub fn count(cell: &str) -> Option<u64> {
    let cell = cell.trim();
    if !cell.is_empty() && cell.bytes().all(|it| it.is_ascii_digit()) {
        return cell.parse().ok().filter(|it| *it <= MOST);
    }
    let decimal =
        crate::text::Decimal::parse(cell).ok().filter(|_| cell.starts_with(|it: char| it.is_ascii_digit()))?;
    decimal.whole().and_then(|it| u64::try_from(it).ok()).filter(|it| *it <= MOST)
}

/// The most dossiers that one row can stand for; sums of rows stay exact.
const MOST: u64 = 1 << 62;

/// A day, with the time of day left out: `2024-03-20`, `20/03/2024`, `2024-03-20 17:30`.
pub fn day(cell: &str) -> Option<Day> {
    let date = cell.split(['T', ' ']).next().unwrap_or(cell);
    Day::parse(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_people_write_them() {
        let march = Days::month(2024, 3);
        for text in ["2024-03", "03/2024", "3/2024", "tháng 3/2024", "Tháng 03/2024"] {
            assert_eq!(period(text), march, "{text}");
        }
        for text in ["quý I/2024", "Q1/2024", "I/2024"] {
            assert_eq!(period(text), Days::months(2024, 1, 3), "{text}");
        }
        assert_eq!(period("năm 2024"), Days::months(2024, 1, 12));
        assert_eq!(period("13/2024"), None);
    }

    #[test]
    fn sheets_are_months_by_their_names() {
        for name in ["Tháng 3", "T03", "T3", "thang 03"] {
            assert_eq!(month_of(name), Some((3, None)), "{name}");
        }
        for name in ["03-2024", "T3.2024", "Tháng 3 năm 2024", "2024-03", "T03_2024"] {
            assert_eq!(month_of(name), Some((3, Some(2024))), "{name}");
        }
        for name in ["3", "Sheet1", "T13", "Tổng hợp", "TP 3", "T1.24", "Quý 1"] {
            assert_eq!(month_of(name), None, "{name}");
        }
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(count("1.234"), Some(1234));
        assert_eq!(count("17.24"), None);
        assert_eq!(count("1,5"), None);
        assert_eq!(count("-3"), None);
        assert_eq!(count(""), None);
    }
}
