//! What a file of counts says of itself, as a mapping could declare it: headers, words, names of units, conventions.
//! What is in doubt is told to be.

use std::collections::BTreeMap;

use super::columns::{Columns, PARTS};
use super::layout::{header_of, likely_header, table};
use super::load::{Load, LoadedSheet};
use super::mapping::{Conventions, Mapping, Words};
use super::open::{Form, Line, Sheet, open};
use super::read::{looks_like_code, mend_fonts};
use super::tidy::habits;
use super::{Dim, Input, error};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::text::{Days, header, nfc};
use crate::world::NameFault;

/// What a mapping of a file could declare.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// The file.
    pub file: String,
    /// What it is: `CSV (;)`, `Excel`.
    pub form: String,
    /// The mark between cells of text.
    pub delimiter: Option<char>,
    /// Sheets that hold a table, and whether all sheets do.
    pub sheets: (Vec<String>, bool),
    /// The line in which the header of the first table begins.
    pub header: Option<u64>,
    /// Whether the file can be read without a mapping.
    pub readable: bool,
    /// Each header, with what it is taken for.
    pub columns: Vec<(String, Taken)>,
    /// The words of columns of words, in the order of the alphabet.
    pub words: BTreeMap<Words, Vec<ProposedWord>>,
    /// Names that the register has not.
    pub units: Vec<ProposedUnit>,
    /// What the columns leave no doubt about.
    pub conventions: Conventions,
}

/// What a header is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is known; the name under which it is declared.
    Known(&'static str),
    /// A column of this name that the rule file declares.
    Declared(String),
    /// It looks like this.
    Guess(&'static str),
    /// Nothing.
    Nothing,
}

/// A word of a column of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedWord {
    /// The word as it stands.
    pub word: String,
    /// Cells that hold it.
    pub cells: u64,
    /// What it means; none: nobody knows.
    pub meaning: Option<&'static str>,
    /// Whether its column is only guessed.
    pub guessed: bool,
}

/// A name of a unit that the register has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedUnit {
    /// The name as it stands.
    pub name: String,
    /// Cells that hold it.
    pub cells: u64,
    /// The nearest units: name and code.
    pub near: Vec<(String, String)>,
}

/// Headers that are not known and leave little doubt: what they hold, in part, and what they are.
const GUESSES: [(&str, &[&str]); 22] = [
    ("code", &["mahs", "sohs", "masohoso", "sobiennhan", "mabiennhan", "maso"]),
    ("unit", &["coquan", "donvi", "noitiepnhan", "noigiaiquyet", "noixuly", "phongban", "tencq"]),
    ("procedure", &["mathutuc", "tthc", "thutuc"]),
    ("due", &["hentra", "ngayhen", "hangiaiquyet", "hantra", "hanxuly"]),
    (
        "finished",
        &["ngaytra", "ngayketthuc", "ngayhoanthanh", "coketqua", "thoigiantra", "ngaygiaiquyet", "ngayxulyxong"],
    ),
    ("received", &["ngaynop", "ngaynhan", "tiepnhan", "ngaytao"]),
    ("channel", &["hinhthuc", "kenh", "cachthuc", "nguonnop", "phuongthuc"]),
    ("level", &["mucdo", "loaidichvu", "loaidvc"]),
    ("outcome", &["tinhtrang", "trangthai"]),
    ("fully_online", &["hoantoantructuyen"]),
    ("paid_online", &["thanhtoan"]),
    ("digitised", &["sohoa"]),
    ("electronic_result", &["dientu"]),
    ("online", &["tructuyen", "quamang", "online"]),
    ("in_person", &["tructiep"]),
    ("by_post", &["buuchinh", "bcci"]),
    ("full", &["toantrinh"]),
    ("partial", &["motphan"]),
    ("early", &["somhan", "truochan"]),
    ("on_time", &["dunghan"]),
    ("late", &["trehan", "quahan"]),
    ("total", &["tongso", "tongcong", "soluong", "sohoso"]),
];

/// What a mapping of a file could declare. `any_unit`: no register is known. Errors: the file cannot be opened, or holds
/// no table.
pub fn propose(plan: &Plan, input: &Input, mapping: &Mapping, any_unit: bool) -> Result<Proposal, Problem> {
    let opened = open(input, mapping.conventions.encoding, mapping.conventions.delimiter)?;
    let mut out = Proposal { file: input.name.clone(), form: opened.form.to_string(), ..Proposal::default() };
    out.conventions.encoding = opened.encoding;
    out.delimiter = if let Form::Separated(mark) = opened.form { Some(mark) } else { None };
    out.readable = true;
    out.sheets.1 = opened.hidden.is_empty();
    let mut all: Vec<Conventions> = Vec::new();
    let is_wanted =
        |it: &Sheet| mapping.sheets.is_empty() || it.name.as_ref().is_some_and(|it| mapping.sheets.contains(it));
    for sheet in opened.sheets.into_iter().filter(|it| !it.rows.is_empty() && is_wanted(it)) {
        let name = sheet.name.clone();
        match (Look { plan, mapping, any_unit }).at(sheet, &mut out) {
            Some(found) => {
                out.sheets.0.extend(name);
                all.push(found);
            }
            None => out.sheets.1 = false,
        }
    }
    if out.columns.is_empty() {
        return Err(error::nothing_to_map(&input.name));
    }
    fn same<T: Copy + PartialEq>(all: &[Conventions], of: impl Fn(&Conventions) -> Option<T>) -> Option<T> {
        let mut said = all.iter().filter_map(of);
        let first = said.next()?;
        said.all(|it| it == first).then_some(first)
    }
    out.conventions.thousands = same(&all, |it| it.thousands);
    out.conventions.dates = same(&all, |it| it.dates);
    out.conventions.from_1904 = same(&all, |it| it.from_1904);
    Ok(out)
}

/// Looks at the tables of a file.
struct Look<'a> {
    plan: &'a Plan,
    mapping: &'a Mapping,
    any_unit: bool,
}

impl Look<'_> {
    /// Adds what a sheet says, and tells its conventions. None: it holds no table.
    fn at(&self, mut sheet: Sheet, out: &mut Proposal) -> Option<Conventions> {
        let declared = &self.plan.program.columns;
        let (mut load, mut told) = (Load::default(), LoadedSheet::default());
        mend_fonts(&mut sheet, &mut load);
        let by_name = sheet.name.as_deref().is_some_and(|it| self.is_unit(it));
        let find = |names: &[String]| Columns::find(names.to_vec(), declared, self.mapping);
        let knows = |names: &[String]| {
            let columns = find(names);
            if columns.unit.is_some() || by_name { columns.known() } else { 0 }
        };
        let found = header_of(&mut sheet, &knows, self.mapping.header, &mut told);
        let headers = found.or_else(|| {
            let line = likely_header(&sheet)?;
            let words = |names: &[String]| usize::from(names.iter().any(|it| !it.is_empty()));
            header_of(&mut sheet, &words, Some(line), &mut told)
        })?;
        out.header = out.header.or(told.header).filter(|it| *it > 0);
        let columns = find(&headers);
        let from_1904 = sheet.from_1904;
        let table = table(sheet, &columns, &|it| self.is_unit(it), false, &mut told, &mut load);
        let rows: Vec<&Line> = table.rows.iter().collect();
        let mut taken: BTreeMap<usize, Taken> = BTreeMap::new();
        taken.extend(
            columns.declared.iter().map(|it| (it.1, Taken::Declared(self.plan.program.column(it.0).name.clone()))),
        );
        taken.extend(columns.roles().into_iter().map(|it| (it.1, Taken::Known(it.0))));
        let has = |roles: &[&str]| taken.values().any(|it| matches!(it, Taken::Known(role) if roles.contains(role)));
        let of_what = has(&["total", "procedure"]) || !columns.declared.is_empty();
        out.readable &= (by_name || has(&["unit", "unit_code"])) && of_what;
        self.guess(&headers, &rows, by_name, &mut taken);
        // Days are looked at in the columns that are guessed, too.
        let mut guessed = self.mapping.clone();
        for (at, what) in &taken {
            if let (Taken::Guess(role), Some(name)) = (what, headers.get(*at)) {
                guessed.columns.insert((*role).to_owned(), vec![name.clone()]);
            }
        }
        let with_guesses = Columns::find(headers.clone(), declared, &guessed);
        let is_counts = taken.values().any(|it| matches!(it, Taken::Known("total") | Taken::Guess("total")));
        for (at, name) in headers.iter().enumerate().filter(|it| !it.1.is_empty()) {
            let what = taken.remove(&at).unwrap_or(Taken::Nothing);
            let (role, guessed) = match &what {
                Taken::Known(role) => (*role, false),
                Taken::Guess(role) => (*role, true),
                _ => ("", false),
            };
            if matches!(role, "unit" | "unit_code") {
                self.units(&cells(&rows, at), out);
            }
            if let Some(words) = words_of(role).filter(|_| !is_counts) {
                self.words(words, guessed, &cells(&rows, at), out);
            }
            if !out.columns.iter().any(|it| header(&it.0) == header(name)) {
                out.columns.push((name.clone(), what));
            }
        }
        let conventions = habits(&rows, &with_guesses, declared);
        Some(Conventions { from_1904: from_1904.then_some(true), ..conventions })
    }

    /// Guesses what the other columns are: by their headers, and units by the names in them.
    fn guess(&self, headers: &[String], rows: &[&Line], by_name: bool, taken: &mut BTreeMap<usize, Taken>) {
        let named = taken.values().any(|it| matches!(it, Taken::Known("unit" | "unit_code")));
        if !named && !by_name && !self.any_unit {
            let units = |at: usize| {
                let cells = cells(rows, at);
                let known = cells.keys().filter(|it| self.is_listed(it)).count();
                (2 * known >= cells.len()).then_some(known).filter(|it| *it > 0)
            };
            let free = (0..headers.len()).filter(|at| !taken.contains_key(at));
            if let Some((_, at)) = free.filter_map(|at| Some((units(at)?, std::cmp::Reverse(at)))).max() {
                taken.insert(at.0, Taken::Guess("unit"));
            }
        }
        let is = |taken: &BTreeMap<usize, Taken>, role: &str| {
            taken.values().any(|it| matches!(it, Taken::Known(held) | Taken::Guess(held) if *held == role))
        };
        let dossiers = is(taken, "procedure") || is(taken, "code");
        for (role, words) in GUESSES {
            let is_known = is(taken, role) || role == "unit" && (is(taken, "unit_code") || by_name);
            if is_known || role == "total" && dossiers || is_part(role) && !may_be_part(role, taken) {
                continue;
            }
            let like = |name: &String| words.iter().any(|it| header(name).contains(it));
            let found = headers.iter().enumerate().find(|(at, name)| !taken.contains_key(at) && like(name));
            if let Some((at, _)) = found {
                taken.insert(at, Taken::Guess(role));
            }
        }
    }

    fn units(&self, cells: &BTreeMap<String, u64>, out: &mut Proposal) {
        let units = &self.plan.world.units;
        for (name, cells) in cells.iter().filter(|it| !self.any_unit && !self.is_unit(it.0)) {
            if let Some(held) = out.units.iter_mut().find(|it| it.name == *name) {
                held.cells += cells;
                continue;
            }
            let Err(NameFault::Unknown(near)) = units.find(name, self.period()) else { continue };
            let near = near.into_iter().filter_map(|it| {
                let id = units.find(&it, self.period()).ok()?;
                Some((it, units.get(id).code.clone()))
            });
            out.units.push(ProposedUnit { name: name.clone(), cells: *cells, near: near.collect() });
        }
    }

    fn words(&self, words: Words, guessed: bool, cells: &BTreeMap<String, u64>, out: &mut Proposal) {
        let all = out.words.entry(words).or_default();
        // A column of so many words is none of words.
        for (word, cells) in cells.iter().take(MOST_WORDS) {
            match all.iter_mut().find(|it| header(&it.word) == header(word)) {
                Some(held) => held.cells += cells,
                None => {
                    let meaning = self.mapping.word(words, word).and_then(|it| meaning(words, it));
                    all.push(ProposedWord { word: word.clone(), cells: *cells, meaning, guessed });
                }
            }
        }
    }

    fn is_listed(&self, text: &str) -> bool {
        self.plan.world.units.find(self.mapping.unit(text), self.period()).is_ok()
    }

    fn is_unit(&self, text: &str) -> bool {
        looks_like_code(&nfc(text)) || self.is_listed(&nfc(text))
    }

    fn period(&self) -> Days {
        self.plan.program.decision.period.unwrap_or(Days::ALL)
    }
}

/// Words of a column that are looked at.
const MOST_WORDS: usize = 40;

/// The texts of a column, each with how often it stands there.
fn cells(rows: &[&Line], at: usize) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for cell in rows.iter().map(|it| nfc(it.cells.get(at).unwrap_or_default())).filter(|it| !it.is_empty()) {
        *out.entry(cell).or_default() += 1;
    }
    out
}

/// The words that a column holds.
fn words_of(role: &str) -> Option<Words> {
    Some(match role {
        "channel" => Words::Channel,
        "level" => Words::Level,
        "outcome" => Words::Outcome,
        "paid_online" | "digitised" | "electronic_result" | "fully_online" => Words::YesNo,
        _ => return None,
    })
}

/// The name of what a word means.
fn meaning(words: Words, dim: Dim) -> Option<&'static str> {
    words.meanings().iter().copied().find(|it| words.of(it) == Some(dim))
}

/// Whether a column of this name counts a part of a total.
fn is_part(role: &str) -> bool {
    PARTS.iter().any(|it| it.0 == role) && words_of(role).is_none()
}

/// Whether a table may have parts of a total: it has none of the columns of dossiers that say the same.
fn may_be_part(role: &str, taken: &BTreeMap<usize, Taken>) -> bool {
    let instead: &[&str] = match role {
        "online" | "in_person" | "by_post" => &["channel", "code"],
        "full" | "partial" => &["level", "code"],
        _ => &["outcome", "due", "code"],
    };
    !taken.values().any(|it| matches!(it, Taken::Known(held) | Taken::Guess(held) if instead.contains(held)))
}
