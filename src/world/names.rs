//! Names of units: how a name is cut into its kind word and the rest, and how a unit is found by it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::units::{NameFault, UnitId, UnitRow, Units, Version};
use crate::lang::{Lang, Say};
use crate::term::{Tier, UnitKind};
use crate::text::{Day, Days, key, nfc, plain};

impl Units {
    /// The unit of a code or of a name that it has on one of `days`; where none has it then: on any day.
    pub fn find(&self, text: &str, days: Days) -> Result<UnitId, NameFault> {
        self.find_named(text, days, |_| true)
    }

    /// Like [`Self::find`]; by name, among the units whose state `fits`.
    pub fn find_named(&self, text: &str, days: Days, fits: impl Fn(&Version) -> bool) -> Result<UnitId, NameFault> {
        let of_code = self.of_code(text);
        for days in [days, Days::ALL] {
            let then = |id: &&UnitId| !self.get(**id).days().meet(days).is_empty();
            let found: Vec<UnitId> = of_code.iter().filter(|it| of_code.len() == 1 || then(it)).copied().collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(*one),
                _ => return Err(NameFault::Ambiguous(found)),
            }
        }
        for days in [days, Days::ALL] {
            let found = self.called(text, days, &fits);
            match found.as_slice() {
                [] => {}
                [one] => return Ok(*one),
                _ => return Err(NameFault::Ambiguous(found)),
            }
        }
        Err(NameFault::Unknown(self.nearest(text, fits)))
    }

    /// Like [`Self::find`] of a name as people type it, without accents where that names one unit only.
    pub fn find_typed(&self, text: &str, days: Days) -> Result<UnitId, NameFault> {
        if self.knows(text)
            && let Ok(id) = self.find(text, days)
        {
            return Ok(id);
        }
        match self.called_plainly(text, days.from, false).as_slice() {
            [] => self.find(text, days),
            [one] => Ok(*one),
            many => Err(NameFault::Ambiguous(many.to_vec())),
        }
    }

    /// Whether a text is the code or a name of units on any day: what [`Self::find`] does not call unknown.
    pub fn knows(&self, text: &str) -> bool {
        !self.of_code(text).is_empty() || !self.called(text, Days::ALL, &|_| true).is_empty()
    }

    /// The units whose name on a day, with or without its kind word, is this without accents; with `codes` also those
    /// whose code is.
    pub fn called_plainly(&self, text: &str, day: Day, codes: bool) -> Vec<UnitId> {
        let wanted = plain(text);
        let is = |id: &UnitId| {
            let unit = self.get(*id);
            let state = unit.on(day);
            plain(&state.name) == wanted || plain(&state.bare) == wanted || codes && plain(&unit.code) == wanted
        };
        let held = self.plain_names().get(&wanted).into_iter().flatten();
        held.filter(|it| is(it)).copied().collect()
    }

    /// All that units are called without accents, on any day.
    pub fn plain_names(&self) -> &HashMap<String, Vec<UnitId>> {
        self.plain.get_or_init(|| {
            let mut names: HashMap<String, Vec<UnitId>> = HashMap::new();
            for (id, unit) in self.iter() {
                let states = unit.versions.iter().flat_map(|it| [plain(&it.name), plain(&it.bare)]);
                for name in states.chain([plain(&unit.code)]).filter(|it| !it.is_empty()) {
                    let held = names.entry(name).or_default();
                    if held.last() != Some(&id) {
                        held.push(id);
                    }
                }
            }
            names
        })
    }

    /// The units that have a name on one of `days`. A full name wins over one that lacks its kind word.
    pub(super) fn called(&self, name: &str, days: Days, fits: &impl Fn(&Version) -> bool) -> Vec<UnitId> {
        let key = name_key(name);
        let with = |so: &dyn Fn(&Version) -> bool| -> Vec<UnitId> {
            let state = |it: &Version| !it.days.meet(days).is_empty() && so(it) && fits(it);
            let ids = self.of_key(&key).iter();
            ids.filter(|it| self.get(**it).versions.iter().any(state)).copied().collect()
        };
        let full = with(&|it| crate::text::key(&it.name) == key);
        if full.is_empty() { with(&|it| it.keys.contains(&key)) } else { full }
    }

    /// Whether a text names different units on different days, so that a day decides.
    pub fn day_decides(&self, text: &str) -> bool {
        match self.of_code(text) {
            [] => self.of_key(&name_key(text)).len() > 1,
            ids => ids.len() > 1,
        }
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
        if near.is_empty() && wanted.chars().count() > 1 {
            // A part of a name, where nothing is spelled like the whole.
            let states = self.list.iter().flat_map(|it| &it.versions).filter(|it| fits(it));
            let has = |it: &&Version| plain(&it.name).contains(&wanted);
            near.extend(states.filter(has).map(|it| (it.name.chars().count(), it.name.clone())));
        }
        near.sort();
        near.dedup();
        near.into_iter().take(3).map(|it| it.1).collect()
    }

    /// A unit as one of several of a name: `xã Đoàn Kết (04912, huyện Đà Bắc)`, with the days on which it is called
    /// so, where they have an end.
    pub fn described(&self, id: UnitId, name: &str, days: Days) -> Say {
        let unit = self.get(id);
        let key = name_key(name);
        let called = |days: Days| {
            let mut states = unit.versions.iter();
            states.find(|it| it.keys.contains(&key) && !it.days.meet(days).is_empty())
        };
        let state = called(days).or_else(|| called(Days::ALL)).unwrap_or_else(|| unit.on(days.from));
        let parent = state.parent.as_ref().and_then(|it| self.by_code(it, state.days));
        let parent = parent.map(|it| &self.get(it).on(state.days.from.max(days.from)).name);
        let in_lang = |lang| {
            let mut about = vec![unit.code.clone()];
            about.extend(parent.cloned());
            about.extend(days_text(state.days, lang));
            format!("{} ({})", state.name, about.join(", "))
        };
        Say { vi: in_lang(Lang::Vi), en: in_lang(Lang::En) }
    }

    /// Units as the candidates of a name, one after the other.
    pub fn candidates(&self, ids: &[UnitId], name: &str, days: Days) -> Say {
        let all: Vec<Say> = ids.iter().map(|it| self.described(*it, name, days)).collect();
        let list = |lang: Lang| all.iter().map(|it| it.get(lang)).collect::<Vec<_>>().join("; ");
        Say { vi: list(Lang::Vi), en: list(Lang::En) }
    }
}

/// `đến 31/10/2024`, `từ 01/11/2024`, both; nothing of all days.
fn days_text(days: Days, lang: Lang) -> Option<String> {
    let from = (days.from != Day::FIRST).then(|| format!("{} {}", lang.pick("từ", "from"), days.from.vi()));
    let to = (days.to != Day::LAST).then(|| format!("{} {}", lang.pick("đến", "until"), days.to.vi()));
    let parts: Vec<String> = from.into_iter().chain(to).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The key of a unit's name: "UBND" and "Ủy ban nhân dân" before it say nothing.
pub(super) fn name_key(text: &str) -> String {
    without_committee(&key(text)).to_owned()
}

fn without_committee(key: &str) -> &str {
    ["ủy ban nhân dân ", "ubnd "].iter().find_map(|it| key.strip_prefix(it)).unwrap_or(key)
}

/// The keys of the words for kinds.
static KINDS: LazyLock<Vec<(UnitKind, String)>> =
    LazyLock::new(|| UnitKind::ALL.into_iter().map(|it| (it, key(it.vi()))).collect());

/// Splits the kind word off a name: `huyện Cam Lâm` → district, `cam lâm`.
pub fn split_kind(name: &str) -> (Option<UnitKind>, String) {
    let key = key(name);
    let (kind, rest) = split_key(without_committee(&key));
    (kind, rest.to_owned())
}

fn split_key(key: &str) -> (Option<UnitKind>, &str) {
    let split = |(kind, word): &(UnitKind, String)| Some((Some(*kind), key.strip_prefix(word)?.strip_prefix(' ')?));
    KINDS.iter().find_map(split).unwrap_or((None, key))
}

/// The state that a row describes; parent and successors are found when all rows are known.
pub(super) fn version(row: &UnitRow) -> Version {
    let shown = nfc(&row.name);
    let shown_key = key(&shown);
    let (own_kind, bare) = split_key(without_committee(&shown_key));
    let word = row.kind.as_deref().map(nfc).unwrap_or_default();
    let word_key = key(&word);
    let word_kind = KINDS.iter().find(|it| it.1 == word_key).map(|it| it.0);
    let kind = word_kind.or(if word.is_empty() { own_kind } else { None });
    // The kind word is part of the full name, once.
    let after_word = shown_key.strip_prefix(&word_key).filter(|_| !word_key.is_empty());
    let after_word = after_word.and_then(|it| it.strip_prefix(' '));
    let (name, bare) = match (own_kind, after_word) {
        (Some(own), _) if word_kind.is_none_or(|it| it == own) => (shown, bare.to_owned()),
        (_, Some(rest)) => (shown, rest.to_owned()),
        _ if word.is_empty() => (shown, shown_key.clone()),
        _ => {
            let word = word_kind.map_or(word.as_str(), |it| it.vi());
            (format!("{word} {shown}"), shown_key.clone())
        }
    };
    let tier = row.tier.or(kind.map(UnitKind::tier)).unwrap_or(Tier::Other);
    let mut keys = vec![name_key(&name), bare.clone(), shown_key];
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
    use crate::text::Day;

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
