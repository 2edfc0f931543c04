//! What the rules say of one dossier: [`Moment::dispose`] is the only place where they are read. Everything else in
//! this stage calls it once for each stretch of days on which its answer cannot change.

use crate::check::program::{ChoiceValue, ColumnId, Cond, Date, Excluded, ListId, OnDay, Program, Simple, Stretch};
use crate::data::{Answer, Facet, Fact, dimension};
use crate::plan::{BoundQuota, Class, Counting, Membership, Plan};
use crate::term::{Basis, Noun, Tier, Word};
use crate::text::{Day, Days};
use crate::world::{ListFact, UnitId};

/// A plan at a moment of knowledge: every event on a day, every reading chosen.
pub struct Moment<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The day of each event.
    pub events: &'a [Day],
    /// The choice of each reading.
    pub readings: &'a [usize],
    /// The assessment period.
    pub period: Days,
}

/// What is known of a dossier.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Its procedure's class; none where the counts do not say.
    pub class: Option<&'a Class>,
    /// Its channel, level, ….
    pub facet: &'a Facet,
    /// Its unit.
    pub unit: UnitId,
    /// The tier of its unit.
    pub tier: Tier,
    /// When it was received: a day, never, or not said.
    pub received: Date3,
    /// When it was resolved.
    pub resolved: Date3,
    /// Of a procedure that is counted: whether it has the dossiers asked for, and whether the unit offers it.
    pub procedure: Option<&'a dyn Fn(&Cond) -> Truth>,
}

/// A date as it is known of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date3 {
    /// It is this day.
    On(Day),
    /// It has not come.
    Never,
    /// The counts do not say.
    Unsaid,
}

/// What becomes of a dossier under a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// It stands in the denominator, through this window (none: the whole period), and perhaps in the numerator.
    Counted(Option<u16>, bool),
    /// The unit does not exist on that day.
    NotBound,
    /// The scope leaves it out.
    OutOfScope,
    /// A stated exclusion: which.
    Excluded(u16),
    /// No window is for its procedure.
    Uncovered,
    /// Its day is in no window.
    OutsideWindow,
    /// A list without content would say.
    Waits(u16),
    /// A field is empty.
    Missing,
    /// The input lacks what the rule asks for: which.
    Unsaid(Lack),
    /// It is not in the denominator.
    OutsideDenominator,
}

/// What an input can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// A fact of dossiers, by its dimension's bit.
    Fact(u64),
    /// A declared column.
    Column(ColumnId),
    /// Which units offer a procedure.
    Offered,
    /// Which of several verdicts is the unit's.
    Steps,
    /// Which tier is competent for a procedure.
    Competence,
    /// A date.
    Date,
    /// When a procedure was published.
    Publication,
    /// The procedure.
    Procedure,
    /// Counts of single dossiers: totals are refused.
    Single,
}

/// Truth over what may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    Yes,
    No,
    Missing,
    Unsaid(Lack),
    Waits(ListId),
}

impl Truth {
    fn of(it: bool) -> Self {
        if it { Self::Yes } else { Self::No }
    }

    /// It or another: one that holds is enough.
    pub fn or(self, other: Self) -> Self {
        match [self, other] {
            [Self::Yes, _] | [_, Self::Yes] => Self::Yes,
            [one, two] => one.worse(two),
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            other => other,
        }
    }

    /// What is not known, in place of what is.
    fn disposition(self) -> Option<Disposition> {
        match self {
            Self::Yes | Self::No => None,
            Self::Missing => Some(Disposition::Missing),
            Self::Unsaid(lack) => Some(Disposition::Unsaid(lack)),
            Self::Waits(list) => Some(Disposition::Waits(list.0 as u16)),
        }
    }

    /// Of two that are not known, the one that is harder to mend.
    pub(super) fn worse(self, other: Self) -> Self {
        let rank = |it: Self| match it {
            Self::Unsaid(_) => 3,
            Self::Waits(_) => 2,
            Self::Missing => 1,
            _ => 0,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

/// In what a condition is asked.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    /// The windows of the counting, for `còn lại`.
    pub(super) counting: &'a Counting,
    /// The window that asks, which is not part of what is left over for it.
    pub(super) window: Option<usize>,
    /// Whether a level is that of the procedure in its list.
    pub(super) of_procedure: bool,
    /// Whether what the counts do not say was settled when they were made.
    pub(super) settled: bool,
}

impl Moment<'_> {
    pub(super) fn program(&self) -> &Program {
        &self.plan.program
    }

    /// The day that a date is at this moment, for procedures of a class; none where it is a date of procedures that
    /// no list says.
    pub fn day(&self, date: &Date, class: Option<&Class>) -> Option<Day> {
        Some(match date {
            Date::On(day) => *day,
            Date::Event(id) => self.events.get(id.index()).copied().unwrap_or(Day::FIRST),
            Date::PeriodStart => self.period.from,
            Date::PeriodEnd => self.period.to,
            Date::After(inner, days, true) => self.plan.world.working_days_after(self.day(inner, class)?, *days),
            Date::After(inner, days, false) => self.day(inner, class)?.plus(*days),
            Date::Reading(id) => match self.choice(*id) {
                Some(ChoiceValue::Date(date)) => self.day(date, class)?,
                _ => self.period.from,
            },
            Date::Extremum(largest, parts) => {
                let days = parts.iter().map(|it| self.day(it, class)).collect::<Option<Vec<Day>>>()?;
                if *largest { days.into_iter().max()? } else { days.into_iter().min()? }
            }
            Date::Published(_) | Date::Column(_) => class?.day(date, self.period)?,
        })
    }

    fn choice(&self, id: crate::check::program::ReadingId) -> Option<&ChoiceValue> {
        let choices = &self.program().reading(id).choices;
        choices.get(self.readings.get(id.index()).copied().unwrap_or_default()).map(|it| &it.value)
    }

    /// The days of a stretch, clipped to the assessment period; an end that is a date of procedures is open.
    pub fn days(&self, stretch: Option<&Stretch>) -> Days {
        self.days_of(stretch, None, true).unwrap_or(self.period)
    }

    /// The days of a stretch for procedures of a class, clipped to the assessment period. An end that no list says is
    /// open, or makes the whole unknown.
    pub fn days_of(&self, stretch: Option<&Stretch>, class: Option<&Class>, open: bool) -> Option<Days> {
        match stretch {
            None => Some(self.period),
            Some(Stretch::Reading(id)) => match self.choice(*id) {
                Some(ChoiceValue::Stretch(inner)) => self.days_of(Some(inner), class, open),
                _ => Some(self.period),
            },
            Some(Stretch::Between(from, to)) => {
                let end = |date: &Option<Date>, edge: Day| match date {
                    None => Some(edge),
                    Some(date) => self.day(date, class).or(open.then_some(edge)),
                };
                Some(Days::new(end(from, self.period.from)?, end(to, self.period.to)?).meet(self.period))
            }
        }
    }

    /// When a list is in force: from its effective date until the list that replaces it is.
    pub fn in_force(&self, id: ListId) -> Days {
        let program = self.program();
        let day = |it: &Date| self.day(it, None);
        let from = program.list(id).effective.as_ref().and_then(day).unwrap_or(Day::FIRST);
        let after = program.lists.iter().filter(|it| it.replaces == Some(id)).filter_map(|it| it.effective.as_ref());
        let to = after.filter_map(day).map(|it| it.plus(-1)).min().unwrap_or(Day::LAST);
        Days::new(from, to)
    }

    /// What becomes of a dossier under a quota, by a measure: its indicator's, or a part of that.
    pub fn dispose(&self, quota: &BoundQuota, measure: Simple, facts: &Facts) -> Disposition {
        let Some(counting) = self.plan.countings.get(quota.counting) else { return Disposition::OutOfScope };
        let program = self.program();
        let indicator = program.indicator(quota.indicator);
        let day = match indicator.basis {
            Basis::Received => facts.received,
            Basis::Resolved => facts.resolved,
        };
        let other = match indicator.basis {
            Basis::Received => facts.resolved,
            Basis::Resolved => facts.received,
        };
        // Counts without a procedure or without a day were made by this rule before.
        let counted_before = facts.class.is_none() || day == Date3::Unsaid && other == Date3::Unsaid;
        // A unit that ended with nobody to carry its counts is judged to its last day.
        if let Date3::On(day) = day
            && !self.plan.succession.meant(quota.indicator, facts.unit).has(day)
        {
            return Disposition::NotBound;
        }
        let ask = Ask { counting, window: None, of_procedure: true, settled: counted_before };
        for scope in counting.scopes.iter().filter_map(|it| program.scopes.get(*it)) {
            match self.truth(&scope.cond, facts, &ask) {
                Truth::Yes => {}
                Truth::No => return Disposition::OutOfScope,
                other => return other.disposition().unwrap_or(Disposition::OutOfScope),
            }
        }
        let on = |days: Days| match day {
            Date3::On(day) => days.has(day),
            _ => false,
        };
        for index in &counting.exclusions {
            let Some(exclusion) = program.exclusions.get(*index) else { continue };
            // A total without a day has left out the days of an exclusion already.
            let in_time = exclusion.stretch.as_ref().is_none_or(|it| on(self.days(Some(it))));
            if !in_time {
                continue;
            }
            let hit = match &exclusion.what {
                Excluded::Units(_) => {
                    let units = self.plan.excluded.get(*index).and_then(|it| it.under(self.readings));
                    Truth::of(units.is_some_and(|it| it.contains_key(&facts.unit)))
                }
                // What was counted by this rule before has left them out.
                Excluded::Procedures(_) | Excluded::Dossiers(_) if counted_before => Truth::No,
                Excluded::Procedures(cond) => self.exact(cond, facts, &ask),
                Excluded::Dossiers(cond) => self.exact(cond, facts, &Ask { of_procedure: false, ..ask }),
            };
            match hit {
                Truth::Yes => return Disposition::Excluded(*index as u16),
                Truth::No => {}
                other => return other.disposition().unwrap_or(Disposition::Missing),
            }
        }
        let period = self.days(quota.stretch.as_ref());
        let mut through = None;
        if counted_before {
            // A stated period is looked at whole by the caller; here it is one day of it.
            if let Date3::On(day) = day
                && !(period.has(day) && self.in_plain_window(counting, day))
            {
                return Disposition::OutsideWindow;
            }
        } else {
            if day == Date3::Unsaid {
                return Disposition::Unsaid(Lack::Date);
            }
            if counting.windows.is_empty() {
                if !on(period) {
                    return Disposition::OutsideWindow;
                }
            } else {
                match self.window(counting, facts, day, period) {
                    Ok(window) => through = Some(window as u16),
                    Err(disposition) => return disposition,
                }
            }
        }
        let ask = Ask { of_procedure: false, ..ask };
        let (above, below) = match measure {
            Simple::Share(above, below) => (Some(above), below),
            Simple::Count(cond) => (None, cond),
        };
        match self.exact(below, facts, &ask) {
            Truth::Yes => {}
            Truth::No => return Disposition::OutsideDenominator,
            other => return other.disposition().unwrap_or(Disposition::OutsideDenominator),
        }
        let Some(above) = above else { return Disposition::Counted(through, true) };
        // For a numerator, what is not said stays so.
        let ask = Ask { settled: false, ..ask };
        let ask_above = |facts: &Facts| {
            if counted_before { self.truth_of_words(above, facts, &ask) } else { self.truth(above, facts, &ask) }
        };
        let above = self.in_every_world(above, facts, &ask_above);
        match above {
            Truth::Yes => Disposition::Counted(through, true),
            Truth::No => Disposition::Counted(through, false),
            other => other.disposition().unwrap_or(Disposition::Missing),
        }
    }

    /// Whether a day lies in a window, where all windows are for every procedure and between known days; where one is
    /// not, counts without a procedure are taken as they are.
    fn in_plain_window(&self, counting: &Counting, day: Day) -> bool {
        let windows = || counting.windows.iter().filter_map(|it| self.program().windows.get(*it));
        let fixed = |it: &Option<Date>| {
            !matches!(it, Some(Date::Event(_) | Date::After(..) | Date::Reading(_) | Date::Extremum(..)))
        };
        let plain = windows().all(|it| {
            let everything = matches!(&it.cond, Cond::All(parts) if parts.is_empty());
            everything && matches!(&it.stretch, Stretch::Between(from, to) if fixed(from) && fixed(to))
        });
        counting.windows.is_empty() || !plain || windows().any(|it| self.days(Some(&it.stretch)).has(day))
    }

    /// Whether a condition holds whatever the values are that a field may have.
    fn exact(&self, cond: &Cond, facts: &Facts, ask: &Ask) -> Truth {
        self.in_every_world(cond, facts, &|facts| self.truth(cond, facts, ask))
    }

    /// What is not said of one word may be said of several together: they are asked of every value that is possible.
    fn in_every_world(&self, cond: &Cond, facts: &Facts, ask: &dyn Fn(&Facts) -> Truth) -> Truth {
        let truth = ask(facts);
        if !matches!(truth, Truth::Unsaid(_) | Truth::Missing) {
            return truth;
        }
        let mut asked = Vec::new();
        self.asked(cond, &mut asked);
        let worlds = facts.facet.worlds(&asked);
        let mut answers = worlds.iter().map(|facet| ask(&Facts { facet, ..*facts }));
        match answers.next() {
            Some(first @ (Truth::Yes | Truth::No)) if answers.all(|it| it == first) => first,
            _ => truth,
        }
    }

    /// What a condition asks of dossiers, its readings among it.
    fn asked(&self, cond: &Cond, out: &mut Vec<Fact>) {
        cond.walk(&mut |it| match it {
            Cond::Word(word) => out.push(Fact::Word(*word)),
            Cond::Column(id) if self.program().column(*id).of == Noun::Dossiers => {
                out.push(Fact::Mark(self.program().column(*id).mark));
            }
            Cond::Reading(id) => {
                if let Some(ChoiceValue::Cond(inner)) = self.choice(*id) {
                    self.asked(inner, out);
                }
            }
            _ => {}
        });
    }

    /// The window through which a dossier counts.
    fn window(&self, counting: &Counting, facts: &Facts, day: Date3, period: Days) -> Result<usize, Disposition> {
        let program = self.program();
        let mut found: Option<(usize, bool)> = None;
        let mut covered = false;
        let mut unknown = Truth::No;
        for exceptions in [true, false] {
            // Where an exception holds for a procedure, the other windows do not.
            if covered && !exceptions {
                break;
            }
            for index in &counting.windows {
                let Some(window) = program.windows.get(*index) else { continue };
                if window.exception != exceptions {
                    continue;
                }
                let ask = Ask { counting, window: Some(*index), of_procedure: true, settled: false };
                let days = self.days_of(Some(&window.stretch), facts.class, false);
                let inside = |days: Days| matches!(day, Date3::On(day) if days.meet(period).has(day));
                match (self.truth(&window.cond, facts, &ask), days) {
                    (Truth::Yes, Some(days)) => {
                        covered = true;
                        if inside(days) {
                            found = found.or(Some((*index, true)));
                        }
                    }
                    (Truth::Yes, None) => unknown = unknown.worse(Truth::Unsaid(Lack::Publication)),
                    (Truth::No, _) => {}
                    // A window that the day is not in cannot count it, whoever it is for.
                    (other, days) => {
                        if days.is_none_or(inside) {
                            unknown = unknown.worse(other);
                        } else {
                            covered = true;
                        }
                    }
                }
            }
        }
        match (found, unknown.disposition()) {
            (Some((index, _)), None) => Ok(index),
            (_, Some(disposition)) => Err(disposition),
            (None, None) if covered => Err(Disposition::OutsideWindow),
            (None, None) => Err(Disposition::Uncovered),
        }
    }

    /// A condition of a numerator over counts that were made before: lists were looked at then, words were not.
    fn truth_of_words(&self, cond: &Cond, facts: &Facts, ask: &Ask) -> Truth {
        match cond {
            Cond::In(..)
            | Cond::FirstIn(..)
            | Cond::Competence(_)
            | Cond::Published(..)
            | Cond::InForce(_)
            | Cond::Remaining => Truth::Yes,
            Cond::All(parts) => self.all(parts, &|it| self.truth_of_words(it, facts, ask)),
            Cond::Any(parts) => self.any(parts, &|it| self.truth_of_words(it, facts, ask)),
            // A list that is asked against was looked at as well.
            Cond::Not(inner) => match &**inner {
                Cond::In(..) | Cond::FirstIn(..) | Cond::Competence(_) | Cond::Published(..) | Cond::InForce(_) => {
                    Truth::Yes
                }
                inner => self.truth_of_words(inner, facts, ask).not(),
            },
            Cond::Reading(id) => match self.choice(*id) {
                Some(ChoiceValue::Cond(cond)) => self.truth_of_words(cond, facts, ask),
                _ => Truth::Yes,
            },
            Cond::Column(id) if self.program().column(*id).of == Noun::Procedures => Truth::Yes,
            Cond::Word(_) | Cond::Column(_) | Cond::Having(_) | Cond::Offered | Cond::Judged(..) => {
                self.truth(cond, facts, ask)
            }
        }
    }

    fn all(&self, parts: &[Cond], ask: &dyn Fn(&Cond) -> Truth) -> Truth {
        let mut out = Truth::Yes;
        for part in parts {
            match ask(part) {
                Truth::Yes => {}
                Truth::No => return Truth::No,
                other => out = out.worse(other),
            }
        }
        out
    }

    fn any(&self, parts: &[Cond], ask: &dyn Fn(&Cond) -> Truth) -> Truth {
        let mut out = Truth::No;
        for part in parts {
            match ask(part) {
                Truth::No => {}
                Truth::Yes => return Truth::Yes,
                other => out = out.worse(other),
            }
        }
        out
    }

    pub(super) fn truth(&self, cond: &Cond, facts: &Facts, ask: &Ask) -> Truth {
        if ask.settled {
            // Only what the columns say can still be asked; the rest was settled.
            return match cond {
                Cond::All(parts) => self.all(parts, &|it| self.truth(it, facts, ask)),
                Cond::Any(parts) => self.any(parts, &|it| self.truth(it, facts, ask)),
                Cond::Not(inner) => match &**inner {
                    Cond::Word(word) if matches!(facts.facet.ask(*word), Answer::Yes) => Truth::No,
                    Cond::Column(id) if matches!(self.mark(*id, facts), Some(Answer::Yes)) => Truth::No,
                    _ => Truth::Yes,
                },
                Cond::Word(word) => Truth::of(!matches!(facts.facet.ask(*word), Answer::No)),
                Cond::Column(id) => Truth::of(!matches!(self.mark(*id, facts), Some(Answer::No))),
                _ => Truth::Yes,
            };
        }
        match cond {
            Cond::All(parts) => self.all(parts, &|it| self.truth(it, facts, ask)),
            Cond::Any(parts) => self.any(parts, &|it| self.truth(it, facts, ask)),
            Cond::Not(inner) => self.truth(inner, facts, ask).not(),
            Cond::Word(word) => self.word(*word, facts, ask),
            Cond::Competence(tier) => match facts.class.and_then(|it| it.competence) {
                Some(competent) => Truth::of(competent == *tier),
                None if self.plan.classes.competence_by_units => Truth::of(facts.tier == *tier),
                None => Truth::Unsaid(Lack::Competence),
            },
            Cond::In(list, on) => self.member(*list, on.as_ref(), facts),
            Cond::FirstIn(list, on) => {
                let mut truth = self.member(*list, on.as_ref(), facts);
                let mut before = self.program().list(*list).replaces;
                // A list replaces another, directly or through others; a circle ends after as many steps as lists.
                for _ in 0..self.program().lists.len() {
                    let Some(id) = before else { break };
                    let parts = [truth, self.member(id, None, facts).not()];
                    truth = match parts {
                        [Truth::No, _] | [_, Truth::No] => Truth::No,
                        [one, two] => one.worse(two),
                    };
                    before = self.program().list(id).replaces;
                }
                truth
            }
            Cond::Published(first, stretch) => {
                let days = self.unclipped(stretch);
                match facts.class {
                    Some(it) if *first => match it.first_published {
                        Some(day) => Truth::of(days.has(day)),
                        None => Truth::Unsaid(Lack::Publication),
                    },
                    // A procedure that no list says was amended has not been, where lists say when they were published.
                    Some(it) if !it.amended.is_empty() || it.first_published.is_some() => {
                        Truth::of(it.amended.iter().any(|it| days.has(*it)))
                    }
                    _ => Truth::Unsaid(Lack::Publication),
                }
            }
            Cond::Column(id) => match self.mark(*id, facts) {
                Some(Answer::Yes) => Truth::Yes,
                Some(Answer::No) => Truth::No,
                Some(Answer::Empty) => Truth::Missing,
                Some(Answer::Unsaid) | None => Truth::Unsaid(Lack::Column(*id)),
            },
            Cond::InForce(on) => {
                let lists = (0..self.program().lists.len() as u32).map(ListId);
                let each: Vec<Truth> = lists.map(|it| self.member(it, Some(on), facts)).collect();
                each.into_iter().fold(Truth::No, Truth::or)
            }
            Cond::Having(_) | Cond::Offered | Cond::Judged(..) => {
                facts.procedure.map_or(Truth::Unsaid(Lack::Procedure), |it| it(cond))
            }
            Cond::Remaining => {
                let mut reached = Truth::No;
                for index in &ask.counting.windows {
                    let Some(window) = self.program().windows.get(*index) else { continue };
                    if ask.window == Some(*index) || window.cond.says_remaining() {
                        continue;
                    }
                    let ask = Ask { window: Some(*index), of_procedure: true, ..*ask };
                    match self.truth(&window.cond, facts, &ask) {
                        Truth::Yes => return Truth::No,
                        Truth::No => {}
                        other => reached = reached.worse(other),
                    }
                }
                // Where there are no windows, everything counts and nothing is left over.
                if ask.counting.windows.is_empty() { Truth::No } else { reached.not() }
            }
            Cond::Reading(id) => match self.choice(*id) {
                Some(ChoiceValue::Cond(cond)) => self.truth(cond, facts, ask),
                _ => Truth::Unsaid(Lack::Procedure),
            },
        }
    }

    /// The days of a stretch, not clipped: a date of publication may lie before the period.
    fn unclipped(&self, stretch: &Stretch) -> Days {
        match stretch {
            Stretch::Between(from, to) => Days::new(
                from.as_ref().and_then(|it| self.day(it, None)).unwrap_or(Day::FIRST),
                to.as_ref().and_then(|it| self.day(it, None)).unwrap_or(Day::LAST),
            ),
            Stretch::Reading(_) => self.days(Some(stretch)),
        }
    }

    /// What is known of a yes/no column: of the dossier, or of its procedure.
    fn mark(&self, id: ColumnId, facts: &Facts) -> Option<Answer> {
        let column = self.program().column(id);
        if column.of == Noun::Dossiers {
            return Some(facts.facet.ask_mark(column.mark));
        }
        match facts.class?.facts.get(&id.0) {
            Some(ListFact::Is(it)) => Some(if *it { Answer::Yes } else { Answer::No }),
            _ => None,
        }
    }

    fn word(&self, word: Word, facts: &Facts, ask: &Ask) -> Truth {
        // A procedure has a level of its own; a channel or an outcome is always the dossier's.
        if ask.of_procedure && matches!(word, Word::EndToEnd | Word::Partial | Word::Level3 | Word::Level4) {
            return match facts.class {
                Some(class) => class.level.map_or(Truth::Unsaid(Lack::Procedure), |it| Truth::of(it == word)),
                None => Truth::Unsaid(Lack::Procedure),
            };
        }
        match facts.facet.ask(word) {
            Answer::Yes => Truth::Yes,
            Answer::No => Truth::No,
            Answer::Empty => Truth::Missing,
            Answer::Unsaid => Truth::Unsaid(Lack::Fact(dimension(word))),
        }
    }

    fn member(&self, list: ListId, on: Option<&OnDay>, facts: &Facts) -> Truth {
        let Some(class) = facts.class else { return Truth::Unsaid(Lack::Procedure) };
        let days = match class.lists.get(list.index()) {
            None | Some(Membership::No) => return Truth::No,
            Some(Membership::Unknown) => return Truth::Waits(list),
            Some(Membership::On(days)) => days,
        };
        let day = match on {
            None => return Truth::Yes,
            Some(OnDay::Date(date)) => match self.day(date, Some(class)) {
                Some(day) => Date3::On(day),
                None => return Truth::Unsaid(Lack::Publication),
            },
            Some(OnDay::Basis(Basis::Received)) => facts.received,
            Some(OnDay::Basis(Basis::Resolved)) => facts.resolved,
        };
        match day {
            Date3::On(day) => Truth::of(days.iter().any(|it| it.has(day)) && self.in_force(list).has(day)),
            Date3::Never => Truth::No,
            Date3::Unsaid => Truth::Unsaid(Lack::Date),
        }
    }
}
