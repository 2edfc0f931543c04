//! Units over time: a unit is a code; its name, kind and parent hold for days. A name is looked up with days.

use std::collections::{BTreeMap, HashMap};

use super::{RowFault, tier_of};
use crate::table::Table;
use crate::term::{Tier, UnitKind};
use crate::text::{Day, Days, key, nfc, plain};

/// A unit of a register: an index into [`Units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// A row of a register, as a file or a rule file gives it.
#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    /// Its code; a slug of the name where none is given.
    pub code: String,
    /// Its name, with or without the kind word.
    pub name: String,
    /// Its kind word, if the row has one.
    pub kind: Option<String>,
    /// Its tier, if the row says so.
    pub tier: Option<Tier>,
    /// The code or the name of its parent.
    pub parent: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The code or the name of the unit that took it over.
    pub merged_into: Option<String>,
    /// The days on which this row holds.
    pub days: Option<Days>,
    /// Where the row stands, for messages.
    pub line: u64,
}

/// A unit: what it was called on which days.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its code, always text.
    pub code: String,
    /// Its states, by first day.
    pub versions: Vec<Version>,
}

/// A state of a unit.
#[derive(Debug, Clone)]
pub struct Version {
    /// The name with its kind word, in NFC: `huyện Cam Lâm`.
    pub name: String,
    /// The key of the name without its kind word.
    pub bare: String,
    /// The keys under which it is found: name and aliases, with and without the kind word.
    keys: Vec<String>,
    /// Its kind, where it is one that the language knows.
    pub kind: Option<UnitKind>,
    /// Its kind word as the register writes it.
    pub kind_word: String,
    /// Its tier.
    pub tier: Tier,
    /// The code of its parent, which need not be in the register.
    pub parent: Option<String>,
    /// The code of the unit that took it over.
    pub merged_into: Option<String>,
    /// When it is valid.
    pub days: Days,
}

/// All units, and the ways to find one.
#[derive(Debug, Clone, Default)]
pub struct Units {
    list: Vec<Unit>,
    by_code: HashMap<String, UnitId>,
    by_key: BTreeMap<String, Vec<UnitId>>,
}

/// Why rows make no register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitsFault {
    /// One code on two rows whose days overlap: the code, both lines.
    Twice(String, u64, u64),
}

/// Why a name names no unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFault {
    /// There is none; these are the nearest names.
    Unknown(Vec<String>),
    /// There are several.
    Ambiguous(Vec<UnitId>),
}

impl Unit {
    /// Its state on a day, or else the state nearest to it.
    pub fn on(&self, day: Day) -> &Version {
        let held = self.versions.iter().find(|it| it.days.has(day));
        let nearest =
            || self.versions.iter().min_by_key(|it| (it.days.from.0 - day.0).abs().min((it.days.to.0 - day.0).abs()));
        held.or_else(nearest).unwrap_or_else(|| unreachable!("a unit has at least one state"))
    }

    /// From its first to its last day.
    pub fn days(&self) -> Days {
        let from = self.versions.iter().map(|it| it.days.from).min();
        let to = self.versions.iter().map(|it| it.days.to).max();
        Days::new(from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST))
    }
}

impl Units {
    /// Builds a register.
    pub fn new(rows: Vec<UnitRow>) -> Result<Self, UnitsFault> {
        let mut units = Self::default();
        let mut lines: HashMap<String, Vec<(Days, u64)>> = HashMap::new();
        // A parent or successor may be written by name.
        let mut code_of_name: HashMap<String, String> = HashMap::new();
        for row in &rows {
            let version = version(row);
            for it in version.keys {
                code_of_name.entry(it).or_insert_with(|| row.code.clone());
            }
        }
        let codes: std::collections::HashSet<&str> = rows.iter().map(|it| it.code.as_str()).collect();
        let resolve = |text: &Option<String>| {
            let text = text.as_ref().filter(|it| !it.is_empty())?;
            Some(if codes.contains(text.as_str()) {
                text.clone()
            } else {
                code_of_name.get(&name_key(text)).cloned().unwrap_or_else(|| text.clone())
            })
        };
        for row in &rows {
            let mut version = version(row);
            version.parent = resolve(&row.parent);
            version.merged_into = resolve(&row.merged_into);
            let held = lines.entry(row.code.clone()).or_default();
            if let Some((_, line)) = held.iter().find(|it| !it.0.meet(version.days).is_empty()) {
                return Err(UnitsFault::Twice(row.code.clone(), *line, row.line));
            }
            held.push((version.days, row.line));
            let next = UnitId(units.list.len() as u32);
            let id = *units.by_code.entry(row.code.clone()).or_insert(next);
            if id == next {
                units.list.push(Unit { code: row.code.clone(), versions: Vec::new() });
            }
            for it in &version.keys {
                let ids = units.by_key.entry(it.clone()).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            if let Some(unit) = units.list.get_mut(id.0 as usize) {
                unit.versions.push(version);
                unit.versions.sort_by_key(|it| it.days);
            }
        }
        Ok(units)
    }

    /// Reads a register: `code, name, kind, level, parent` / `mã, tên, loại, cấp, trực thuộc`, also `gso_code,
    /// parent_gso_code`, and optionally aliases, first and last day, successor.
    pub fn read(text: &str) -> Result<Vec<UnitRow>, RowFault> {
        let table = Table::read(text).map_err(RowFault::Table)?;
        let code = table.column(&["code", "gsocode", "ma", "madonvi", "unitcode"]);
        let code = code.ok_or(RowFault::Column("mã | code"))?;
        let name = table.column(&["name", "ten", "tendonvi", "donvi", "unit"]);
        let name = name.ok_or(RowFault::Column("tên | name"))?;
        let kind = table.column(&["kind", "loai"]);
        let level = table.column(&["level", "cap", "tier"]);
        let parent = table.column(&["parent", "parentgsocode", "parentcode", "tructhuoc", "thuoc", "capchaquan"]);
        let aliases = table.column(&["aliases", "alias", "tenkhac"]);
        let from = table.column(&["validfrom", "tungay"]);
        let to = table.column(&["validto", "denngay"]);
        let merged = table.column(&["mergedinto", "nhapvao", "successor"]);
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let fault = |column: usize| {
                let name = table.headers.get(column).cloned().unwrap_or_default();
                RowFault::Cell(row.line, name, row.get(Some(column)).to_owned())
            };
            let day = |column: Option<usize>| match (column, row.get(column)) {
                (_, "") | (None, _) => Ok(None),
                (Some(column), cell) => Day::parse(cell).map(Some).ok_or_else(|| fault(column)),
            };
            let text = |column: Option<usize>| Some(row.get(column).to_owned()).filter(|it| !it.is_empty());
            if row.get(Some(code)).is_empty() || row.get(Some(name)).is_empty() {
                return Err(fault(if row.get(Some(code)).is_empty() { code } else { name }));
            }
            let tier = match (level, row.get(level)) {
                (_, "") | (None, _) => None,
                (Some(column), cell) => Some(tier_of(cell).ok_or_else(|| fault(column))?),
            };
            let days = match (day(from)?, day(to)?) {
                (None, None) => None,
                (from, to) => Some(Days::new(from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST))),
            };
            rows.push(UnitRow {
                code: row.get(Some(code)).to_owned(),
                name: row.get(Some(name)).to_owned(),
                kind: text(kind),
                tier,
                parent: text(parent),
                aliases: text(aliases).map(|it| it.split(';').map(nfc).collect()).unwrap_or_default(),
                merged_into: text(merged),
                days,
                line: row.line,
            });
        }
        Ok(rows)
    }

    /// All units, in the order of the register.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.list.iter().enumerate().map(|(index, unit)| (UnitId(index as u32), unit))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A unit.
    pub fn get(&self, id: UnitId) -> &Unit {
        self.list.get(id.0 as usize).unwrap_or_else(|| unreachable!("an identity comes from this register"))
    }

    /// The unit with this code.
    pub fn by_code(&self, code: &str) -> Option<UnitId> {
        self.by_code.get(code.trim()).copied()
    }

    /// The unit of a code or of a name that it has on one of `days`; on the first of them, if that decides.
    pub fn find(&self, text: &str, days: Days) -> Result<UnitId, NameFault> {
        if let Some(id) = self.by_code(text) {
            return Ok(id);
        }
        self.find_named(text, days, |_| true)
    }

    /// Like [`Self::find`], among the units whose state `fits`.
    pub fn find_named(&self, name: &str, days: Days, fits: impl Fn(&Version) -> bool) -> Result<UnitId, NameFault> {
        let key = name_key(name);
        let ids = self.by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
        let called = |id: &&UnitId, days: Days| {
            let mut versions = self.get(**id).versions.iter();
            versions.any(|it| it.keys.contains(&key) && !it.days.meet(days).is_empty() && fits(it))
        };
        for days in [Days::new(days.from, days.from), days, Days::ALL] {
            let found: Vec<UnitId> = ids.iter().filter(|it| called(it, days)).copied().collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(*one),
                // A full name wins over one that lacks its kind word.
                many => {
                    let full =
                        |id: &&UnitId| self.get(**id).versions.iter().any(|it| crate::text::key(&it.name) == key);
                    let full: Vec<UnitId> = many.iter().filter(full).copied().collect();
                    return match full.as_slice() {
                        [one] => Ok(*one),
                        _ => Err(NameFault::Ambiguous(found)),
                    };
                }
            }
        }
        Err(NameFault::Unknown(self.nearest(name, fits)))
    }

    /// The units whose parent has this code, on one of `days`.
    pub fn children<'a>(&'a self, parent: &'a str, days: Days) -> impl Iterator<Item = UnitId> + 'a {
        let child = move |it: &Version| it.parent.as_deref() == Some(parent) && !it.days.meet(days).is_empty();
        self.iter().filter(move |(_, unit)| unit.versions.iter().any(child)).map(|it| it.0)
    }

    /// The full names nearest to a text, for "did you mean".
    pub fn nearest(&self, text: &str, fits: impl Fn(&Version) -> bool) -> Vec<String> {
        let wanted = plain(&name_key(text));
        let mut near: Vec<(usize, String)> = Vec::new();
        for unit in &self.list {
            for version in unit.versions.iter().filter(|it| fits(it)) {
                let distance = version.keys.iter().map(|it| strsim::damerau_levenshtein(&plain(it), &wanted)).min();
                let distance = distance.unwrap_or(usize::MAX);
                if distance <= 1 + wanted.chars().count() / 4 {
                    near.push((distance, version.name.clone()));
                }
            }
        }
        near.sort();
        near.dedup();
        near.into_iter().take(3).map(|it| it.1).collect()
    }
}

/// The key of a unit's name: "UBND" and "Ủy ban nhân dân" before it say nothing.
fn name_key(text: &str) -> String {
    let key = key(text);
    for before in ["ủy ban nhân dân ", "ubnd "] {
        if let Some(rest) = key.strip_prefix(before) {
            return rest.to_owned();
        }
    }
    key
}

/// Splits the kind word off a name: `huyện Cam Lâm` → district, `cam lâm`.
pub fn split_kind(name: &str) -> (Option<UnitKind>, String) {
    let name = name_key(name);
    for kind in UnitKind::ALL {
        if let Some(rest) = name.strip_prefix(&key(kind.vi())).and_then(|it| it.strip_prefix(' ')) {
            return (Some(kind), rest.to_owned());
        }
    }
    (None, name)
}

fn version(row: &UnitRow) -> Version {
    let shown = nfc(&row.name);
    let (own_kind, bare) = split_kind(&shown);
    let word = row.kind.as_deref().map(nfc).unwrap_or_default();
    let word_key = key(&word);
    let word_kind = UnitKind::ALL.into_iter().find(|it| key(it.vi()) == word_key);
    let kind = word_kind.or(if word.is_empty() { own_kind } else { None });
    // The kind word is part of the full name, once.
    let has_word = !word_key.is_empty() && key(&shown).starts_with(&format!("{word_key} "));
    let (name, bare) = match (own_kind, has_word) {
        (Some(own), _) if word_kind.is_none_or(|it| it == own) => (shown.clone(), bare),
        (_, true) => (shown.clone(), key(&shown).get(word_key.len() + 1..).unwrap_or_default().to_owned()),
        _ if word.is_empty() => (shown.clone(), key(&shown)),
        _ => {
            let word = word_kind.map_or_else(|| word.clone(), |it| it.vi().to_owned());
            (format!("{word} {shown}"), key(&shown))
        }
    };
    let tier = row.tier.or(kind.map(UnitKind::tier)).unwrap_or(Tier::Other);
    let mut keys = vec![name_key(&name), bare.clone(), key(&shown)];
    for alias in &row.aliases {
        keys.push(name_key(alias));
        keys.push(split_kind(alias).1);
    }
    keys.sort();
    keys.dedup();
    Version {
        name,
        bare,
        keys,
        kind,
        kind_word: if word.is_empty() { own_kind.map_or_else(String::new, |it| it.vi().to_owned()) } else { word },
        tier,
        parent: None,
        merged_into: None,
        days: row.days.unwrap_or(Days::ALL),
    }
}

/// A code for a unit that is written without one: its name in plain letters, `so-noi-vu`.
pub fn slug(name: &str) -> String {
    plain(name).split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, name: &str, kind: &str, parent: &str) -> UnitRow {
        let text = |it: &str| Some(it.to_owned()).filter(|it| !it.is_empty());
        UnitRow { code: code.into(), name: name.into(), kind: text(kind), parent: text(parent), ..UnitRow::default() }
    }

    #[test]
    fn names_are_found_with_and_without_their_kind_word() {
        let units = Units::new(vec![
            row("570", "Cam Lâm", "huyện", "56"),
            row("H32.1", "Ban Quản lý Khu kinh tế Vân Phong", "ban", ""),
            row("H32.2", "Sở Công Thương", "sở", ""),
            row("573", "Khánh Vĩnh", "huyện", "56"),
            row("22609", "Khánh Vĩnh", "thị trấn", "573"),
            row("x", "Thanh tra tỉnh", "thanh tra", ""),
        ])
        .expect("a register");
        let find = |name: &str| units.find(name, Days::ALL).map(|it| units.get(it).code.as_str());
        assert_eq!(find("UBND huyện Cam Lâm"), Ok("570"));
        assert_eq!(find("HUYỆN CAM LÂM"), Ok("570"));
        assert_eq!(find("Cam Lâm"), Ok("570"));
        assert_eq!(find("Sở Công Thương"), Ok("H32.2"));
        assert_eq!(find("Ban Quản lý Khu kinh tế Vân Phong"), Ok("H32.1"));
        assert_eq!(find("thị trấn Khánh Vĩnh"), Ok("22609"));
        assert!(matches!(find("Khánh Vĩnh"), Err(NameFault::Ambiguous(_))));
        assert_eq!(find("Sở Công Thưong"), Err(NameFault::Unknown(vec!["Sở Công Thương".to_owned()])));
        assert_eq!(units.get(UnitId(5)).on(Day::FIRST).name, "Thanh tra tỉnh");
        assert_eq!(units.get(UnitId(0)).on(Day::FIRST).name, "huyện Cam Lâm");
    }

    #[test]
    fn a_code_keeps_its_names_apart_by_day() {
        let change = Day::new(2024, 11, 1).expect("a day");
        let mut before = row("22366", "Phước Tiến", "phường", "568");
        before.days = Some(Days::new(Day::FIRST, change.plus(-1)));
        let mut after = row("22366", "Tân Tiến", "phường", "568");
        after.days = Some(Days::new(change, Day::LAST));
        let units = Units::new(vec![before, after]).expect("a register");
        assert_eq!(units.len(), 1);
        assert_eq!(units.get(UnitId(0)).on(change).name, "phường Tân Tiến");
        assert_eq!(units.get(UnitId(0)).on(change.plus(-1)).name, "phường Phước Tiến");
    }
}
