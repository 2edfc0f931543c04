//! Everything that can be typed by name: what completes a line, and what in a line is known. Names match without
//! accents, case or place of the tone.

use std::collections::HashSet;

use super::{commands, help};
use crate::lang::Lang;
use crate::report::{Mode, words};
use crate::scenario::State;
use crate::syntax::question_words;
use crate::term::Verdict;
use crate::text::plain;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Command,
    Unit,
    UnitCode,
    Indicator,
    Event,
    Reading,
    /// A choice of the reading at this place.
    Choice(usize),
    Provision,
    List,
    Group,
    Procedure,
    Verdict,
    Form,
    Topic,
    Switch,
    Keyword,
}

/// A name.
#[derive(Debug, Clone)]
struct Name {
    shown: String,
    plain: String,
    kind: Kind,
    /// Whether it is of the other language: offered only to who begins to type it.
    other: bool,
    /// What stands beside it in a list of candidates.
    note: String,
}

/// Names that continue a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Where in the line what they replace begins, in bytes.
    pub start: usize,
    /// What is shown and what is put there, best first.
    pub list: Vec<(String, String)>,
}

/// All names of a conversation.
#[derive(Debug, Clone, Default)]
pub struct Names {
    list: Vec<Name>,
    known: HashSet<String>,
    /// Names of readings, by their places; names of events.
    readings: Vec<String>,
    events: Vec<String>,
    /// Whether there is a decision, so that a name can be unknown.
    loaded: bool,
}

/// What can stand at a place of a line.
enum Place {
    /// These kinds, from this byte on.
    Of(usize, Vec<Kind>),
    /// A path, from this byte on.
    Path(usize),
    /// Anything that a question can hold.
    Question,
    /// Nothing that has a name.
    Nothing,
}

/// So many candidates are offered.
const MOST: usize = 40;

/// What a question is made of.
const QUESTION: [Kind; 11] = [
    Kind::Unit,
    Kind::UnitCode,
    Kind::Indicator,
    Kind::Event,
    Kind::Reading,
    Kind::Provision,
    Kind::List,
    Kind::Group,
    Kind::Procedure,
    Kind::Verdict,
    Kind::Keyword,
];

impl Names {
    /// The names of the prompt itself, and those of a decision if one is open.
    pub fn new(lang: Lang, state: Option<&State>) -> Self {
        let mut names = Self { loaded: state.is_some(), ..Self::default() };
        for (_, spelled, _, does) in commands::COMMANDS {
            let note = lang.pick(does[0], does[1]);
            names.both(lang, Kind::Command, spelled.map(|it| format!(":{it}")), note);
        }
        for verdict in Verdict::ALL {
            names.both(lang, Kind::Verdict, [Lang::Vi, Lang::En].map(|it| words::verdict(verdict, it).to_owned()), "");
        }
        Mode::ALL.iter().for_each(|it| names.add(Kind::Form, it.1, ""));
        help::TOPICS.iter().for_each(|it| names.both(lang, Kind::Topic, it.name.map(str::to_owned), ""));
        names.both(lang, Kind::Switch, ["bật".to_owned(), "on".to_owned()], "");
        names.both(lang, Kind::Switch, ["tắt".to_owned(), "off".to_owned()], "");
        question_words(lang).for_each(|it| names.add(Kind::Keyword, it, ""));
        if let Some(state) = state {
            names.of(state, lang);
        }
        // Names of the prompt and words of the language are no names of the decision.
        let told = |it: &&Name| {
            QUESTION.contains(&it.kind) && !matches!(it.kind, Kind::Verdict | Kind::Keyword)
                || matches!(it.kind, Kind::Choice(_))
        };
        names.known = names.list.iter().filter(told).map(|it| it.plain.clone()).collect();
        names
    }

    /// The names of a decision and its counts.
    fn of(&mut self, state: &State, lang: Lang) {
        let State { plan, tally, env, .. } = state;
        let program = &plan.program;
        for (_, unit) in plan.world.units.iter() {
            let name = &unit.on(env.period.from).name;
            self.add(Kind::Unit, name, "");
            self.add(Kind::UnitCode, &unit.code, name);
        }
        for it in &program.indicators {
            self.add(Kind::Indicator, &it.name, it.title.as_deref().unwrap_or_default());
        }
        for it in program.events.iter().filter(|it| it.used) {
            self.add(Kind::Event, &it.name, "");
            self.events.push(plain(&it.name));
        }
        for (place, reading) in program.readings.iter().enumerate() {
            self.add(Kind::Reading, &reading.name, reading.title.as_deref().unwrap_or_default());
            self.readings.push(plain(&reading.name));
            reading.choices.iter().for_each(|it| self.add(Kind::Choice(place), &it.name, ""));
        }
        for (place, _) in program.provisions.iter().enumerate().filter(|it| it.1.step.is_some() && !it.1.outside) {
            let id = crate::check::program::ProvisionId(place as u32);
            let cited = [Lang::Vi, Lang::En].map(|lang| program.citation(id, lang));
            self.both(lang, Kind::Provision, cited, "");
        }
        for it in &program.lists {
            self.add(Kind::List, &it.name, it.title.as_deref().unwrap_or_default());
        }
        program.groups.iter().for_each(|it| self.add(Kind::Group, &it.name, ""));
        let listed = plan.world.lists.values().flatten().map(|it| it.code.as_str());
        let mut codes: Vec<&str> = listed.chain(tally.procedures.iter().map(String::as_str)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.into_iter().for_each(|it| self.add(Kind::Procedure, it, ""));
    }

    fn add(&mut self, kind: Kind, shown: &str, note: &str) {
        let (shown, note) = (shown.to_owned(), note.to_owned());
        self.list.push(Name { plain: plain(&shown), shown, kind, other: false, note });
    }

    fn both(&mut self, lang: Lang, kind: Kind, [vi, en]: [String; 2], note: &str) {
        let (own, other) = lang.pick((&vi, &en), (&en, &vi));
        self.add(kind, own, note);
        if own != other {
            self.add(kind, other, note);
            if let Some(it) = self.list.last_mut() {
                it.other = true;
            }
        }
    }

    /// Whether a text is a name of the decision.
    pub fn has(&self, text: &str) -> bool {
        self.known.contains(&plain(text))
    }

    /// Whether a decision is open, so that a name can be unknown.
    pub fn can_miss(&self) -> bool {
        self.loaded
    }

    /// What can follow a line, at its end; `paths` lists the paths that continue one.
    pub fn complete(&self, line: &str, paths: &dyn Fn(&str) -> Vec<String>) -> Found {
        match self.place(line) {
            Place::Nothing => Found { start: line.len(), list: Vec::new() },
            Place::Path(start) => {
                let list = paths(line.get(start..).unwrap_or_default());
                Found { start, list: list.into_iter().map(|it| (it.clone(), it)).collect() }
            }
            Place::Of(from, kinds) => self.search(line, from, &kinds, false),
            Place::Question => self.search(line, 0, &QUESTION, true),
        }
    }

    /// What a command that ends a line takes: the word of the help page, grey behind the cursor.
    pub fn takes(line: &str, lang: Lang) -> Option<&'static str> {
        let word = line.strip_prefix(':')?.strip_suffix(' ').filter(|it| !it.contains(' '))?;
        let command = commands::find(word).ok()?;
        let line = commands::COMMANDS.iter().find(|it| it.0 == command)?;
        Some(lang.pick(line.2[0], line.2[1])).filter(|it| !it.is_empty())
    }

    fn place(&self, line: &str) -> Place {
        let assumed = |from: usize| {
            let text = line.get(from..).unwrap_or_default();
            let (name, _) = text.split_once('=')?;
            let behind = from + name.len() + 1;
            let wanted = plain(name);
            match self.readings.iter().position(|it| *it == wanted) {
                Some(reading) => Some(Place::Of(behind, vec![Kind::Choice(reading)])),
                None if self.events.contains(&wanted) => Some(Place::Nothing),
                None => None,
            }
        };
        let Some(rest) = line.strip_prefix(':') else { return assumed(0).unwrap_or(Place::Question) };
        let Some((word, _)) = rest.split_once(char::is_whitespace) else {
            return Place::Of(0, vec![Kind::Command]);
        };
        let from = word.len() + 2;
        let takes = commands::find(word).ok().and_then(|it| commands::COMMANDS.iter().find(|line| line.0 == it));
        let takes = takes.map_or("", |it| it.2[1]);
        if takes.is_empty() {
            return Place::Nothing;
        }
        if takes.contains("FILE") {
            return Place::Path(from);
        }
        let kinds: Vec<Kind> = takes.split(|it: char| !it.is_alphabetic()).flat_map(kinds_called).copied().collect();
        match assumed(from) {
            Some(it) => it,
            None if kinds.is_empty() => Place::Of(from, QUESTION.to_vec()),
            None => Place::Of(from, kinds),
        }
    }

    /// The names of some kinds that continue the longest end of a line that any continues.
    fn search(&self, line: &str, from: usize, kinds: &[Kind], question: bool) -> Found {
        let typed = line.get(from..).unwrap_or_default();
        // Inside quotes stand units and procedures.
        let quoted = (typed.matches('"').count() % 2 == 1).then(|| typed.rfind('"').map(|it| from + it + 1)).flatten();
        let from = quoted.unwrap_or(from);
        let allowed = |it: &&Name| {
            kinds.contains(&it.kind)
                && (quoted.is_none() || matches!(it.kind, Kind::Unit | Kind::UnitCode | Kind::Procedure))
        };
        let starts: Vec<usize> = line
            .char_indices()
            .map(|it| it.0)
            .chain([line.len()])
            .filter(|at| *at >= from)
            .filter(|at| line.get(*at..).is_some_and(|it| !it.starts_with(' ')))
            .filter(|at| *at == from || line.get(..*at).is_some_and(|it| it.ends_with([' ', '\n', '=', '(', ','])))
            .collect();
        for start in &starts {
            let wanted = plain(line.get(*start..).unwrap_or_default());
            // Blanks alone begin nothing; a command shows what it takes.
            if wanted.is_empty() && (question || self.list.len() < 2 || typed.contains(|it: char| it != ' ')) {
                continue;
            }
            let fits = |it: &&Name| match wanted.is_empty() {
                true => !it.other && !matches!(it.kind, Kind::UnitCode | Kind::Procedure | Kind::Keyword),
                false => !(it.other && wanted == ":") && begins(it, &wanted).is_some(),
            };
            let ranked = self.list.iter().filter(allowed).filter(fits);
            let ranked: Vec<(u8, &Name)> = ranked.map(|it| (begins(it, &wanted).unwrap_or(0), it)).collect();
            if !ranked.is_empty() {
                return offer(*start, line, ranked, question, quoted.is_some());
            }
        }
        // No name begins so: those that hold the last word anywhere.
        let start = starts.into_iter().rev().find(|it| line.len() > *it).unwrap_or(line.len());
        let wanted = plain(line.get(start..).unwrap_or_default());
        let inside = self.list.iter().filter(allowed).filter(|it| wanted.len() >= 2 && it.plain.contains(&wanted));
        offer(start, line, inside.map(|it| (2, it)).collect(), question, quoted.is_some())
    }
}

/// The kinds that a word of the column of arguments stands for.
fn kinds_called(word: &str) -> &'static [Kind] {
    match word {
        "UNIT" | "UNITS" => &[Kind::Unit, Kind::UnitCode],
        "NAME" => &[Kind::Event, Kind::Reading, Kind::Provision, Kind::Indicator, Kind::Unit],
        "EVENT" => &[Kind::Event],
        "READING" => &[Kind::Reading],
        "PROVISION" => &[Kind::Provision],
        "INDICATOR" => &[Kind::Indicator],
        "PROCEDURE" => &[Kind::Procedure],
        "GROUP" => &[Kind::Group, Kind::Keyword],
        "VERDICT" => &[Kind::Verdict],
        "FORM" => &[Kind::Form],
        "TOPIC" => &[Kind::Topic, Kind::Command],
        "on" | "off" => &[Kind::Switch],
        _ => &[],
    }
}

/// How a name begins with a text: 0 as a whole, 1 with one of its words. Codes begin as a whole only.
fn begins(name: &Name, wanted: &str) -> Option<u8> {
    if name.plain.starts_with(wanted) {
        return Some(0);
    }
    if matches!(name.kind, Kind::UnitCode | Kind::Procedure | Kind::Keyword) {
        return None;
    }
    let after_gap = |it: &(usize, &str)| name.plain.get(it.0 + 1..).is_some_and(|it| it.starts_with(wanted));
    name.plain.match_indices([' ', '_', '-', '(', ':']).any(|it| after_gap(&it)).then_some(1)
}

/// Candidates in order, each once.
fn offer(start: usize, line: &str, mut ranked: Vec<(u8, &Name)>, question: bool, quoted: bool) -> Found {
    ranked.sort_by_key(|(rank, it)| (*rank, it.kind == Kind::Keyword, it.plain.clone()));
    let typed = line.get(start..).unwrap_or_default();
    let mut list: Vec<(String, String)> = Vec::new();
    for (_, it) in ranked {
        let needs_quotes = match it.kind {
            Kind::Procedure => true,
            Kind::Unit | Kind::UnitCode => start > 0,
            _ => false,
        };
        let put = match (question && needs_quotes, quoted) {
            (_, true) => format!("{}\"", it.shown),
            (true, false) => format!("\"{}\"", it.shown),
            (false, false) => it.shown.clone(),
        };
        let shown = if it.note.is_empty() { it.shown.clone() } else { format!("{} · {}", it.shown, it.note) };
        if !list.iter().any(|held| held.1 == put) {
            list.push((shown, put));
        }
    }
    let cut = list.len() > MOST;
    list.truncate(MOST);
    // What the candidates have in common replaces what was typed; where it does not hold that, nothing may.
    let common = common(&list);
    if list.len() > 1 && (cut || !plain(&common.replace('"', "")).starts_with(&plain(typed))) {
        list.push(("…".to_owned(), typed.to_owned()));
    }
    Found { start, list }
}

/// What all candidates begin with.
fn common(list: &[(String, String)]) -> String {
    let mut each = list.iter().map(|it| it.1.as_str());
    let mut out: Vec<char> = each.next().unwrap_or_default().chars().collect();
    for other in each {
        let same = out.iter().zip(other.chars()).take_while(|it| *it.0 == it.1).count();
        out.truncate(same);
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::new(Lang::Vi, None);
        for it in ["huyện Diên Khánh", "huyện Khánh Sơn", "huyện Khánh Vĩnh", "Sở Y tế", "Sở Kế hoạch và Đầu tư"]
        {
            names.add(Kind::Unit, it, "");
        }
        names.add(Kind::UnitCode, "570", "huyện Cam Lâm");
        names.add(Kind::Event, "dm_thay_thế", "");
        names.events.push("dm_thay_the".to_owned());
        names.add(Kind::Reading, "sau_5_ngày", "");
        names.readings.push("sau_5_ngay".to_owned());
        names.add(Kind::Choice(0), "ngày_thứ_6", "");
        names.add(Kind::Choice(0), "ngày_thứ_5", "");
        names.add(Kind::Provision, "khoản 1 Điều 1", "");
        names.add(Kind::Indicator, "trực_tuyến", "");
        names.add(Kind::Procedure, "1.000193", "");
        names
    }

    fn found(line: &str) -> (usize, Vec<String>) {
        let found = names().complete(line, &|_| Vec::new());
        (found.start, found.list.into_iter().map(|it| it.1).collect())
    }

    fn all(start: usize, list: &[&str]) -> (usize, Vec<String>) {
        (start, list.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn names_complete_without_accents() {
        assert_eq!(found("huyen dien k"), all(0, &["huyện Diên Khánh"]));
        assert_eq!(found("HUYE\u{323}\u{302}N DIE\u{302}N"), all(0, &["huyện Diên Khánh"]));
        assert_eq!(found(":why so y"), all(5, &["Sở Y tế"]));
        assert_eq!(found(":vi-sao-khong-co"), all(0, &[]));
        assert_eq!(found("dm_thay"), all(0, &["dm_thay_thế"]));
        assert_eq!(found(":why 57"), all(5, &["570"]));
    }

    #[test]
    fn a_name_is_found_by_any_of_its_words() {
        assert_eq!(found("khanh v"), all(0, &["huyện Khánh Vĩnh"]));
        assert_eq!(found(":why khanh"), all(5, &["huyện Diên Khánh", "huyện Khánh Sơn", "huyện Khánh Vĩnh", "khanh"]));
        assert_eq!(found(":why oach"), all(5, &["Sở Kế hoạch và Đầu tư"]));
    }

    #[test]
    fn a_unit_inside_a_question_is_quoted() {
        assert_eq!(found("trực_tuyến của dien"), all("trực_tuyến của ".len(), &["\"huyện Diên Khánh\""]));
        assert_eq!(found("trực_tuyến của \"dien"), all("trực_tuyến của \"".len(), &["huyện Diên Khánh\""]));
        assert_eq!(found("1.000"), all(0, &["\"1.000193\""]));
    }

    #[test]
    fn a_reading_takes_its_choices_only() {
        assert_eq!(found(":nếu sau_5_ngay = ngay"), all(20, &["ngày_thứ_5", "ngày_thứ_6"]));
        assert_eq!(found(":nếu sau_5_ngày = "), all(21, &["ngày_thứ_5", "ngày_thứ_6"]));
        assert_eq!(found(":nếu dm_thay_the = 2").1, [""; 0]);
    }

    #[test]
    fn a_command_takes_what_its_page_says() {
        assert_eq!(found(":mode m"), all(6, &["markdown"]));
        assert_eq!(found(":đơn-vị chua d"), all("đơn-vị".len() + 2, &["chưa đạt"]));
        assert_eq!(Names::takes(":why ", Lang::Vi), Some("ĐƠN VỊ"));
        assert_eq!(Names::takes(":why x", Lang::Vi), None);
    }
}
