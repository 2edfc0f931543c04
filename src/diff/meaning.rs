//! What conditions and days say, freed of the names that their author gave: so can those of two decisions be held
//! against each other, and be said in words.

use chrono::Datelike as _;

use crate::check::program::{ChoiceValue, Cond, Date, EventId, ListId, OnDay, ReadingId, Stretch};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::syntax::keyword::{Spelled as _, word};
use crate::syntax::{Rule, spell_word};
use crate::term::{Basis, Comparator, Tier, Verdict, Word};
use crate::text::{Day, Days, key};

/// A condition on dossiers and their procedures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// All of them; of none: everything.
    All(Vec<Meaning>),
    /// Any of them.
    Any(Vec<Meaning>),
    /// Not.
    Not(Box<Meaning>),
    /// Named in a list (one of [`super::Listing`]); the first in it and in none that it replaces.
    In(usize, bool, Option<When>),
    /// Of the competence of a tier.
    Competence(Tier),
    /// First published (true) or amended in a period.
    Published(bool, Stay),
    /// A word about the dossier.
    Word(Word),
    /// A declared yes/no column, by its name.
    Column(String),
    /// Named by a list that is in force on a day.
    InForce(When),
    /// Procedures with so many dossiers of a condition.
    Having(Comparator, u64, Box<Meaning>),
    /// Offered by the unit, as lists say.
    Offered,
    /// Units whose verdict under an indicator of this name is this.
    Judged(Verdict, String),
    /// What no other window reaches.
    Remaining,
    /// A reading of which nobody chose.
    Open(Vec<Meaning>),
    /// Something about the procedure that comparing holds equal.
    Procedure,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// A day of the calendar.
    On(Day),
    /// The day of each year: so many years before the last of the period, month, day.
    Yearly(i32, u32, u32),
    /// The first day of the assessment period.
    Start,
    /// Its last day.
    End,
    /// When a list (none: the decision) takes effect (true) or was signed.
    Of(Option<usize>, bool),
    /// An event, by its name.
    Event(String),
    /// So many days after another; true: working days.
    After(Box<When>, i32, bool),
    /// The latest of several (true), or the earliest.
    Extremum(bool, Vec<When>),
    /// A date of the dossier.
    Basis(Basis),
    /// When the procedure was first published (true) or last amended.
    Published(bool),
    /// A date that a declared column gives, by its name.
    Column(String),
    /// A reading of which nobody chose.
    Open(Vec<When>),
}

/// A stretch of days, both ends counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stay {
    /// From one day to another.
    Between(When, When),
    /// A reading of which nobody chose.
    Open(Vec<Stay>),
}

/// One of the two decisions, and where each of its lists stands among those of both.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub plan: &'a Plan,
    pub lists: &'a [usize],
}

// ── From the program ────────────────────────────────────────────────────────────────────────────────────────────

impl Side<'_> {
    fn list(&self, id: ListId) -> usize {
        self.lists.get(id.index()).copied().unwrap_or_default()
    }

    /// A reading under its default; without one, all its choices.
    fn reading<T>(&self, id: ReadingId, of: impl Fn(&ChoiceValue) -> Option<T>, open: impl Fn(Vec<T>) -> T) -> T {
        let reading = self.plan.program.reading(id);
        let chosen = reading.default.and_then(|it| reading.choices.get(it)).and_then(|it| of(&it.value));
        chosen.unwrap_or_else(|| open(reading.choices.iter().filter_map(|it| of(&it.value)).collect()))
    }

    /// What a condition says.
    pub fn cond(&self, cond: &Cond) -> Meaning {
        let day = |it: &OnDay| match it {
            OnDay::Basis(basis) => When::Basis(*basis),
            OnDay::Date(date) => self.date(date),
        };
        let on = |it: &Option<OnDay>| it.as_ref().map(day);
        match cond {
            Cond::All(parts) => all(parts.iter().map(|it| self.cond(it))),
            Cond::Any(parts) => Meaning::Any(parts.iter().map(|it| self.cond(it)).collect()),
            Cond::Not(inner) => Meaning::Not(Box::new(self.cond(inner))),
            Cond::In(list, it) => Meaning::In(self.list(*list), false, on(it)),
            Cond::FirstIn(list, it) => Meaning::In(self.list(*list), true, on(it)),
            Cond::Competence(tier) => Meaning::Competence(*tier),
            Cond::Published(first, stretch) => Meaning::Published(*first, self.stretch(Some(stretch))),
            Cond::Word(word) => Meaning::Word(*word),
            Cond::Column(id) => Meaning::Column(self.plan.program.column(*id).name.clone()),
            Cond::InForce(it) => Meaning::InForce(day(it)),
            Cond::Having(having) => {
                Meaning::Having(having.comparator, having.number, Box::new(self.cond(&having.dossiers)))
            }
            Cond::Offered => Meaning::Offered,
            Cond::Judged(verdict, id) => Meaning::Judged(*verdict, self.plan.program.indicator(*id).name.clone()),
            Cond::Remaining => Meaning::Remaining,
            Cond::Reading(id) => {
                let of = |it: &ChoiceValue| if let ChoiceValue::Cond(it) = it { Some(self.cond(it)) } else { None };
                self.reading(*id, of, Meaning::Open)
            }
        }
    }

    /// What a stretch says; none: the whole period.
    pub fn stretch(&self, stretch: Option<&Stretch>) -> Stay {
        match stretch {
            None => Stay::Between(When::Start, When::End),
            Some(Stretch::Between(from, to)) => Stay::Between(
                from.as_ref().map_or(When::Start, |it| self.date(it)),
                to.as_ref().map_or(When::End, |it| self.date(it)),
            ),
            Some(Stretch::Reading(id)) => {
                let of = |it: &ChoiceValue| {
                    if let ChoiceValue::Stretch(it) = it { Some(self.stretch(Some(it))) } else { None }
                };
                self.reading(*id, of, Stay::Open)
            }
        }
    }

    fn date(&self, date: &Date) -> When {
        match date {
            Date::On(day) => When::On(*day),
            Date::Event(id) => self.event(*id),
            Date::PeriodStart => When::Start,
            Date::PeriodEnd => When::End,
            Date::Published(first) => When::Published(*first),
            Date::Column(id) => When::Column(self.plan.program.column(*id).name.clone()),
            Date::After(inner, days, working) => When::After(Box::new(self.date(inner)), *days, *working),
            Date::Extremum(latest, parts) => When::Extremum(*latest, parts.iter().map(|it| self.date(it)).collect()),
            Date::Reading(id) => {
                let of = |it: &ChoiceValue| if let ChoiceValue::Date(it) = it { Some(self.date(it)) } else { None };
                self.reading(*id, of, When::Open)
            }
        }
    }

    /// The date of a list or of the decision goes by that instrument, not by its name in the file.
    fn event(&self, id: EventId) -> When {
        let program = &self.plan.program;
        let event = program.event(id);
        if let Some(day) = event.day {
            return When::On(day);
        }
        let this = Some(Date::Event(id));
        if let Some(at) = program.lists.iter().position(|it| it.effective == this) {
            return When::Of(self.lists.get(at).copied(), true);
        }
        if program.decision.effective == this {
            return When::Of(None, true);
        }
        if program.decision.signed == this {
            return When::Of(None, false);
        }
        // The other date that a list can have is that of its signing.
        let own = |key: &str| event.key.strip_suffix("_ngày_ký").unwrap_or(&event.key) == key;
        let signed = program.lists.iter().position(|it| own(&it.key));
        signed.map_or_else(|| When::Event(event.name.clone()), |it| When::Of(self.lists.get(it).copied(), false))
    }
}

/// All of several conditions, those of inner ones among them.
pub fn all(parts: impl Iterator<Item = Meaning>) -> Meaning {
    let mut out = Vec::new();
    for part in parts {
        match part {
            Meaning::All(inner) => out.extend(inner),
            other => out.push(other),
        }
    }
    if out.len() == 1 { out.remove(0) } else { Meaning::All(out) }
}

// ── To compare ──────────────────────────────────────────────────────────────────────────────────────────────────

/// How much is made equal before comparing.
#[derive(Debug, Clone, Copy)]
pub struct Normal {
    /// The assessment period: its ends and the days of each year are the same in every year.
    pub period: Option<Days>,
    /// Whether it matters which list is named.
    pub lists: bool,
}

impl Meaning {
    /// The form in which two conditions that say the same are equal.
    pub fn normal(&self, by: Normal) -> Self {
        let sorted = |parts: &[Self]| {
            let mut out: Vec<Self> = parts.iter().map(|it| it.normal(by)).collect();
            out.sort();
            out.dedup();
            out
        };
        match self {
            Self::All(parts) => match all(sorted(parts).into_iter()) {
                Self::All(mut parts) => {
                    parts.sort();
                    parts.dedup();
                    Self::All(parts)
                }
                one => one,
            },
            Self::Any(parts) => {
                let mut parts = sorted(parts);
                if parts.len() == 1 { parts.remove(0) } else { Self::Any(parts) }
            }
            Self::Not(inner) => match inner.normal(by) {
                Self::Not(inner) => *inner,
                inner => Self::Not(Box::new(inner)),
            },
            Self::In(list, first, on) => {
                Self::In(if by.lists { *list } else { 0 }, *first, on.as_ref().map(|it| it.normal(by)))
            }
            Self::Published(first, stay) => Self::Published(*first, stay.normal(by)),
            Self::Open(parts) => Self::Open(parts.iter().map(|it| it.normal(by)).collect()),
            Self::Column(name) => Self::Column(key(name)),
            Self::InForce(on) => Self::InForce(on.normal(by)),
            Self::Having(comparator, number, dossiers) => {
                Self::Having(*comparator, *number, Box::new(dossiers.normal(by)))
            }
            Self::Judged(verdict, name) => Self::Judged(*verdict, key(name)),
            Self::Competence(_) | Self::Word(_) | Self::Offered | Self::Remaining | Self::Procedure => self.clone(),
        }
    }

    /// What it says besides which procedures are meant: list, publication, competence. That part becomes
    /// [`Self::Procedure`], which beside other conditions says nothing.
    pub fn without_procedures(&self) -> Self {
        let only = |parts: &[Self]| parts.iter().all(|it| *it == Self::Procedure);
        match self {
            Self::All(parts) => {
                let parts = parts.iter().map(Self::without_procedures).filter(|it| *it != Self::Procedure);
                let parts: Vec<Self> = parts.collect();
                if parts.is_empty() { Self::Procedure } else { all(parts.into_iter()) }
            }
            Self::Any(parts) | Self::Open(parts) => {
                let parts: Vec<Self> = parts.iter().map(Self::without_procedures).collect();
                if only(&parts) { Self::Procedure } else { Self::Any(parts) }
            }
            Self::Not(inner) => match inner.without_procedures() {
                Self::Procedure => Self::Procedure,
                inner => Self::Not(Box::new(inner)),
            },
            Self::In(..) | Self::Competence(_) | Self::Published(..) | Self::InForce(_) => Self::Procedure,
            Self::Offered | Self::Remaining | Self::Procedure => Self::Procedure,
            Self::Word(_) | Self::Column(_) | Self::Having(..) | Self::Judged(..) => self.clone(),
        }
    }

    /// The conditions that all have to hold.
    pub fn parts(&self) -> &[Self] {
        if let Self::All(parts) = self { parts } else { std::slice::from_ref(self) }
    }
}

impl When {
    fn normal(&self, by: Normal) -> Self {
        match self {
            Self::On(day) => match by.period {
                Some(period) if *day == period.from => Self::Start,
                Some(period) if *day == period.to => Self::End,
                Some(period) => {
                    let date = day.date();
                    Self::Yearly(date.year() - period.to.date().year(), date.month(), date.day())
                }
                None => self.clone(),
            },
            Self::Of(list, effective) => Self::Of(list.map(|it| if by.lists { it } else { 0 }), *effective),
            Self::Event(name) => Self::Event(key(name)),
            Self::Column(name) => Self::Column(key(name)),
            Self::After(inner, days, working) => Self::After(Box::new(inner.normal(by)), *days, *working),
            Self::Extremum(latest, parts) => {
                let mut parts: Vec<Self> = parts.iter().map(|it| it.normal(by)).collect();
                parts.sort();
                parts.dedup();
                Self::Extremum(*latest, parts)
            }
            Self::Open(parts) => Self::Open(parts.iter().map(|it| it.normal(by)).collect()),
            Self::Start | Self::End | Self::Basis(_) | Self::Published(_) | Self::Yearly(..) => self.clone(),
        }
    }
}

impl Stay {
    /// The form in which two stretches that say the same are equal.
    pub fn normal(&self, by: Normal) -> Self {
        match self {
            Self::Between(from, to) => Self::Between(from.normal(by), to.normal(by)),
            Self::Open(parts) => Self::Open(parts.iter().map(|it| it.normal(by)).collect()),
        }
    }

    /// Whether it is the whole assessment period.
    pub fn is_whole(&self, period: Option<Days>) -> bool {
        self.normal(Normal { period, lists: true }) == Self::Between(When::Start, When::End)
    }
}

// ── In words ────────────────────────────────────────────────────────────────────────────────────────────────────

/// How a list is called in a sentence.
pub type Called<'a> = &'a dyn Fn(usize) -> String;

impl Meaning {
    /// The condition as a rule file says it; everything: nothing.
    pub fn words(&self, called: Called, lang: Lang) -> String {
        let say = |rule: Rule| word(rule, lang);
        let inner = |it: &Self| match it {
            Self::Any(parts) if parts.len() > 1 => format!("({})", it.words(called, lang)),
            Self::Not(_) | Self::Word(_) => it.words(called, lang),
            Self::All(parts) if parts.len() > 1 => format!("({})", it.words(called, lang)),
            _ => it.words(called, lang),
        };
        match self {
            Self::All(parts) => {
                let mut out = String::new();
                let mut last_is_word = true;
                for part in parts {
                    // Words stand side by side.
                    let is_word = matches!(part, Self::Word(_));
                    if !out.is_empty() {
                        let and =
                            if is_word && last_is_word { String::new() } else { format!("{} ", say(Rule::kw_and)) };
                        out += &format!(" {and}");
                    }
                    out += &inner(part);
                    last_is_word = is_word;
                }
                out
            }
            Self::Any(parts) => parts.iter().map(inner).collect::<Vec<_>>().join(&format!(" {} ", say(Rule::kw_or))),
            Self::Not(it) => format!("{} {}", say(Rule::kw_not), inner(it)),
            Self::In(list, first, on) => {
                let lead = say(if *first { Rule::kw_first_in } else { Rule::kw_in });
                let on = on.as_ref().map(|it| format!(" {} {}", say(Rule::kw_at), it.words(called, lang)));
                format!("{lead} {}{}", called(*list), on.unwrap_or_default())
            }
            Self::Competence(tier) => format!("{} {}", say(Rule::kw_competence), tier.word(lang)),
            Self::Published(first, stay) => {
                let lead = say(if *first { Rule::kw_first_published } else { Rule::kw_amended });
                format!("{lead} {}", stay.words(called, lang))
            }
            Self::Word(it) => spell_word(*it, lang).to_owned(),
            Self::Column(name) => name.clone(),
            Self::InForce(on) => {
                format!("{} {} {}", say(Rule::kw_in_force), say(Rule::kw_at), on.words(called, lang))
            }
            Self::Having(comparator, number, dossiers) => {
                let (having, of) = (say(Rule::kw_having), say(Rule::kw_dossiers));
                let least = (*comparator, *number) != (Comparator::AtLeast, 1);
                let number = if least { format!("{} {number} ", comparator.word(lang)) } else { String::new() };
                format!("{having} {number}{of} {}", dossiers.words(called, lang)).trim_end().to_owned()
            }
            Self::Offered => say(Rule::kw_offered).to_owned(),
            Self::Judged(verdict, name) => format!("{} {name}", verdict.word(lang)),
            Self::Remaining => say(Rule::kw_remaining).to_owned(),
            Self::Open(parts) => open(parts.iter().map(|it| it.words(called, lang)), lang),
            Self::Procedure => lang.pick("của thủ tục đó", "of those procedures").to_owned(),
        }
    }
}

impl When {
    /// The day as a rule file says it.
    pub fn words(&self, called: Called, lang: Lang) -> String {
        let say = |rule: Rule| word(rule, lang);
        match self {
            Self::On(day) => day.vi(),
            Self::Yearly(_, month, day) => format!("{day:02}/{month:02}"),
            Self::Start => say(Rule::kw_period_start).to_owned(),
            Self::End => say(Rule::kw_period_end).to_owned(),
            Self::Of(of, effective) => {
                let date = say(if *effective { Rule::kw_effective_date } else { Rule::kw_signed });
                let decision = || lang.pick("quyết định", "the decision").to_owned();
                format!("{date} {} {}", say(Rule::kw_of), of.map_or_else(decision, called))
            }
            Self::Event(name) => name.clone(),
            Self::After(inner, days, working) => {
                let unit = say(if *working { Rule::kw_working_days } else { Rule::kw_days });
                let sign = if *days < 0 { '-' } else { '+' };
                format!("{} {sign} {} {unit}", inner.words(called, lang), days.abs())
            }
            Self::Extremum(latest, parts) => {
                let lead = say(if *latest { Rule::kw_largest } else { Rule::kw_smallest });
                let parts: Vec<String> = parts.iter().map(|it| it.words(called, lang)).collect();
                format!("{lead} ({})", parts.join("; "))
            }
            Self::Basis(basis) => basis.word(lang).to_owned(),
            Self::Published(true) => say(Rule::kw_date_first_published).to_owned(),
            Self::Published(false) => say(Rule::kw_date_amended).to_owned(),
            Self::Column(name) => name.clone(),
            Self::Open(parts) => open(parts.iter().map(|it| it.words(called, lang)), lang),
        }
    }
}

impl Stay {
    /// The stretch as a rule file says it.
    pub fn words(&self, called: Called, lang: Lang) -> String {
        let say = |rule: Rule| word(rule, lang);
        match self {
            Self::Between(When::Start, When::End) => say(Rule::kw_whole_period).to_owned(),
            Self::Between(When::Start, to) => format!("{} {}", say(Rule::kw_to), to.words(called, lang)),
            Self::Between(from, to) => {
                let (from, to) = (from.words(called, lang), to.words(called, lang));
                format!("{} {from} {} {to}", say(Rule::kw_from), say(Rule::kw_to))
            }
            Self::Open(parts) => open(parts.iter().map(|it| it.words(called, lang)), lang),
        }
    }
}

/// The choices of a reading without a default.
fn open(choices: impl Iterator<Item = String>, lang: Lang) -> String {
    let choices = choices.collect::<Vec<_>>().join("; ");
    lang.pick(format!("một trong các cách hiểu ({choices})"), format!("one of the readings ({choices})"))
}
