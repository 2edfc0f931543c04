//! Units of groups: names found in the register, kinds and tiers spelled out, sizes checked, conflicts told.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{ByReading, Delegated, UnitSet, error, named_group};
use crate::check::program::{ChoiceValue, Date, Excluded, Exclusion, Program, ProvisionId, Quota, ReadingId, Stretch};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{self, Among, Group, GroupTerm, Which};
use crate::term::{Tier, UnitKind};
use crate::text::{Days, key};
use crate::world::{NameFault, UnitId, Version, World};

/// The work of finding units.
pub struct Groups<'a> {
    pub program: &'a Program,
    pub world: &'a World,
    pub problems: Vec<Problem>,
}

/// The names of the units of a group that stands in no quota, on the day that its size asserts, else on any day of the
/// assessment period. None: the registers lack one of its names or all of its units, or a reading decides it.
pub fn members(program: &Program, world: &World, group: &Group) -> Option<Vec<String>> {
    let mut groups = Groups { program, world, problems: Vec::new() };
    if groups.says_remaining(group) || groups.reading_in(group).is_some() {
        return None;
    }
    let period = program.decision.period.unwrap_or(Days::ALL);
    let asserted_on = group.size.as_ref().filter(|it| it.on.is_some()).map(|it| crate::check::size_day(it, period));
    let days = asserted_on.map_or(period, |it| Days::new(it, it));
    let read = Reading { days, choice: None, named: &BTreeSet::new(), above: None };
    let set = groups.group(&Group { size: None, ..group.clone() }, &read);
    let there = |it: &UnitId| world.units.get(*it).versions.iter().any(|it| !it.days.meet(days).is_empty());
    let names: Vec<String> =
        set.keys().filter(|it| there(it)).map(|it| world.units.get(*it).on(days.from).name.clone()).collect();
    (groups.problems.is_empty() && !names.is_empty()).then_some(names)
}

/// The units that a group names in a stretch of days, each with its days in it; a reading that decides the group is
/// chosen by `choice`. A size that it asserts is not asked for. Errors: names that the registers lack.
pub fn chosen(
    program: &Program,
    world: &World,
    group: &Group,
    days: Days,
    choice: &dyn Fn(ReadingId) -> usize,
) -> Result<UnitSet, Vec<Problem>> {
    let mut groups = Groups { program, world, problems: Vec::new() };
    let choice = groups.reading_in(group).map(|it| (it, choice(it)));
    let read = Reading { days, choice, named: &BTreeSet::new(), above: None };
    let set = groups.group(&Group { size: None, ..group.clone() }, &read);
    if groups.problems.is_empty() { Ok(set) } else { Err(groups.problems) }
}

/// Whether a group names units that remain beside those of a quota: outside quotas that says nothing.
pub fn says_remaining(program: &Program, group: &Group) -> bool {
    Groups { program, world: &World::default(), problems: Vec::new() }.says_remaining(group)
}

/// What a group is read for.
struct Reading<'a> {
    /// The days on which names are looked up and membership is meant.
    days: Days,
    /// The choice of a reading that decides a group.
    choice: Option<(ReadingId, usize)>,
    /// What `còn lại` leaves out.
    named: &'a BTreeSet<UnitId>,
    /// What `trực thuộc` stands below.
    above: Option<&'a UnitSet>,
}

impl Groups<'_> {
    /// The units of every quota, in order.
    pub fn all_quotas(&mut self) -> Vec<ByReading<UnitSet>> {
        let program = self.program;
        // Groups that say who remains wait for those that say who is named.
        let nobody = BTreeSet::new();
        let mut units: Vec<Option<ByReading<UnitSet>>> = Vec::new();
        for quota in &program.quotas {
            let remains = self.says_remaining(&quota.group);
            units.push((!remains).then(|| self.quota(quota, &nobody)));
        }
        for index in 0..units.len() {
            if units.get(index).is_some_and(Option::is_some) {
                continue;
            }
            let Some(quota) = program.quotas.get(index) else { continue };
            let mut named = BTreeSet::new();
            for (other, set) in program.quotas.iter().zip(&units) {
                // As for conflicts: an aim, or a verdict on all together, takes nobody out of what remains.
                let same = other.indicator == quota.indicator
                    && other.force == quota.force
                    && other.grain == quota.grain
                    && !self.days(other).meet(self.days(quota)).is_empty();
                if let (true, Some(set)) = (same, set) {
                    named.extend(set.all().flat_map(|it| it.keys().copied()));
                }
            }
            for (_, group) in program.unassigned.iter().filter(|it| it.0 == quota.indicator) {
                let set = self.by_reading(group, self.days(quota), &nobody, false);
                named.extend(set.all().flat_map(|it| it.keys().copied()));
            }
            let found = self.quota(quota, &named);
            if let Some(it) = units.get_mut(index) {
                *it = Some(found);
            }
        }
        units.into_iter().map(|it| it.unwrap_or_else(|| ByReading::Always(UnitSet::new()))).collect()
    }

    fn says_remaining(&self, group: &Group) -> bool {
        group.parts.iter().chain(&group.except).any(|it| match &it.which {
            Which::Kinds(_, Among::Remaining) | Which::Tier(_, Among::Remaining) => true,
            Which::Inner(inner) => self.says_remaining(inner),
            Which::Name(name) => named_group(self.program, name).is_some_and(|it| self.says_remaining(it)),
            _ => false,
        })
    }

    fn quota(&mut self, quota: &Quota, named: &BTreeSet<UnitId>) -> ByReading<UnitSet> {
        let days = self.days(quota);
        self.cited(quota.provision, |groups| groups.by_reading(&quota.group, days, named, true))
    }

    /// The units of an exclusion.
    pub fn excluded(&mut self, exclusion: &Exclusion) -> ByReading<UnitSet> {
        match &exclusion.what {
            Excluded::Procedures(_) | Excluded::Dossiers(_) => ByReading::Always(UnitSet::new()),
            Excluded::Units(group) => {
                let days = self.program.decision.period.unwrap_or(Days::ALL);
                self.cited(exclusion.provision, |groups| groups.by_reading(group, days, &BTreeSet::new(), false))
            }
        }
    }

    /// The units of the groups that criteria, ladders and ranks name.
    pub fn score_groups(&mut self) -> Vec<ByReading<UnitSet>> {
        let program = self.program;
        let days = program.decision.period.unwrap_or(Days::ALL);
        let nobody = BTreeSet::new();
        let groups = &program.scoring.groups;
        let mut units: Vec<Option<ByReading<UnitSet>>> = Vec::new();
        for it in groups {
            let waits = it.ladder_of.is_some() && self.says_remaining(&it.group);
            units.push(
                (!waits).then(|| self.cited(it.provision, |groups| groups.by_reading(&it.group, days, &nobody, true))),
            );
        }
        let mut out = Vec::new();
        for (it, found) in groups.iter().zip(&units) {
            out.push(found.clone().unwrap_or_else(|| {
                let same = groups.iter().zip(&units).filter(|(other, _)| other.ladder_of == it.ladder_of);
                let sets = same.filter_map(|it| it.1.as_ref()).flat_map(ByReading::all);
                let named = sets.flat_map(|it| it.keys().copied()).collect();
                self.cited(it.provision, |groups| groups.by_reading(&it.group, days, &named, true))
            }));
        }
        out
    }

    /// Two ladders of words for one unit and one score.
    pub fn check_ladders(&mut self, units: &[ByReading<UnitSet>]) {
        let program = self.program;
        let grades = &program.scoring.grades;
        for (at, second) in grades.iter().enumerate() {
            for first in grades.iter().take(at).filter(|it| it.of == second.of) {
                let of = |group: Option<usize>| -> Option<BTreeSet<UnitId>> {
                    group.and_then(|it| units.get(it)).map(|it| it.all().flat_map(|it| it.keys().copied()).collect())
                };
                let shared = match (of(first.group), of(second.group)) {
                    (Some(one), Some(two)) => one.intersection(&two).next().copied(),
                    (Some(one), None) | (None, Some(one)) => one.first().copied(),
                    (None, None) => self.world.units.iter().map(|it| it.0).next(),
                };
                let Some(unit) = shared else { continue };
                let days = program.decision.period.unwrap_or(Days::ALL);
                let name = self.world.units.get(unit).on(days.from).name.clone();
                let of = second.of.name(program);
                let cited = (second.provision != ProvisionId(0)).then(|| program.cite(second.provision));
                self.problems.push(error::two_ladders(second.span, first.span, &name, of).cite(cited));
            }
        }
    }

    /// Adds the citation to what is told meanwhile.
    fn cited<T>(&mut self, provision: ProvisionId, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.problems.len();
        let out = work(self);
        let citation = (provision != ProvisionId(0)).then(|| self.program.cite(provision));
        for it in self.problems.iter_mut().skip(before) {
            it.citation.clone_from(&citation);
        }
        out
    }

    /// The days for which a quota means its units.
    fn days(&self, quota: &Quota) -> Days {
        let period = self.program.decision.period.unwrap_or(Days::ALL);
        match &quota.stretch {
            Some(Stretch::Between(from, to)) => {
                let fixed = |date: &Option<Date>, open| match date {
                    Some(Date::On(day)) => *day,
                    _ => open,
                };
                Days::new(fixed(from, period.from), fixed(to, period.to)).meet(period)
            }
            _ => period,
        }
    }

    fn by_reading(
        &mut self,
        group: &Group,
        days: Days,
        named: &BTreeSet<UnitId>,
        is_quota: bool,
    ) -> ByReading<UnitSet> {
        let reading = self.reading_in(group);
        let choices = reading.map_or(0, |it| self.program.reading(it).choices.len());
        let one = |groups: &mut Self, choice: Option<(ReadingId, usize)>| {
            let read = Reading { days, choice, named, above: None };
            let told = groups.problems.len();
            let set = groups.group(group, &read);
            if set.is_empty() && is_quota && groups.problems.len() == told {
                groups.problems.push(error::empty_group(group.at.0));
            }
            set
        };
        match reading {
            None => ByReading::Always(one(self, None)),
            Some(id) => ByReading::Each(id, (0..choices).map(|it| one(self, Some((id, it)))).collect()),
        }
    }

    /// The reading that decides a group, if one does.
    fn reading_in(&self, group: &Group) -> Option<ReadingId> {
        group.parts.iter().chain(&group.except).find_map(|it| match &it.which {
            Which::Inner(inner) => self.reading_in(inner),
            Which::Name(name) => match named_group(self.program, name) {
                Some(inner) => self.reading_in(inner),
                None => {
                    let at = self.program.readings.iter().position(|it| it.key == name.key)?;
                    Some(ReadingId(at as u32))
                }
            },
            _ => None,
        })
    }

    fn group(&mut self, group: &Group, read: &Reading) -> UnitSet {
        let mut set = UnitSet::new();
        for term in &group.parts {
            set.extend(self.term(term, read));
        }
        for term in &group.except {
            for id in self.term(term, read).keys() {
                set.remove(id);
            }
        }
        if let Some(size) = &group.size {
            self.size(size, group, read);
        }
        set
    }

    /// Checks an asserted size on its day; what is wrong with the names is told for the group itself.
    fn size(&mut self, size: &ast::Size, group: &Group, read: &Reading) {
        let day = crate::check::size_day(size, read.days);
        let told = self.problems.len();
        let set = self.group(&Group { size: None, ..group.clone() }, &Reading { days: Days::new(day, day), ..*read });
        self.problems.truncate(told);
        let units = &self.world.units;
        let there: Vec<UnitId> =
            set.keys().copied().filter(|it| units.get(*it).versions.iter().any(|it| it.days.has(day))).collect();
        let asserted = size.number.value.digits;
        if there.len() as i64 != asserted {
            let names: Vec<&str> = there.iter().map(|it| units.get(*it).on(day).name.as_str()).collect();
            self.problems.push(error::wrong_size(size.at.0, asserted, there.len(), day, &names.join(", ")));
        }
    }

    fn term(&mut self, term: &GroupTerm, read: &Reading) -> UnitSet {
        let span = term.at.0;
        match &term.which {
            Which::All => self.where_is(read, |_| true),
            Which::KindNamed(words) => {
                let words: Vec<String> = words.iter().map(|it| key(&it.value)).collect();
                self.where_is(read, |it| words.contains(&key(&it.kind_word)))
            }
            Which::Kinds(kinds, among) => {
                self.among(among, read, span, |it| it.kind.is_some_and(|it| kinds.contains(&it)), Some(kinds))
            }
            Which::Tier(tier, among) => self.among(among, read, span, |it| it.tier == *tier, None),
            Which::Named(names, parent) => {
                let parent = match parent {
                    None => None,
                    Some(parent) => match self.find(parent, read.days, |_| true) {
                        Some(id) => Some(self.world.units.get(id).code.clone()),
                        None => return UnitSet::new(),
                    },
                };
                let fits = |it: &Version| parent.is_none() || it.parent == parent;
                let ids: Vec<UnitId> = names.iter().filter_map(|it| self.find(it, read.days, fits)).collect();
                self.set(ids, read.days)
            }
            Which::Inner(inner) => self.group(inner, read),
            Which::Name(name) => {
                if let Some(inner) = named_group(self.program, name) {
                    return self.group(inner, read);
                }
                let reading = self.program.readings.iter().position(|it| it.key == name.key);
                let choice = reading.zip(read.choice).and_then(|(at, (id, choice))| {
                    self.program.readings.get(at).filter(|_| id.index() == at)?.choices.get(choice)
                });
                match choice.map(|it| &it.value) {
                    Some(ChoiceValue::Group(inner)) => self.group(inner, read),
                    _ => UnitSet::new(),
                }
            }
        }
    }

    fn among(
        &mut self,
        among: &Among,
        read: &Reading,
        span: Span,
        fits: impl Fn(&Version) -> bool,
        kinds: Option<&[UnitKind]>,
    ) -> UnitSet {
        match among {
            Among::All => self.where_is(read, fits),
            Among::Remaining => {
                let mut set = self.where_is(read, fits);
                set.retain(|id, _| !read.named.contains(id));
                set
            }
            Among::Own => match read.above {
                Some(above) => {
                    let parents: BTreeSet<String> =
                        above.keys().map(|it| self.world.units.get(*it).code.clone()).collect();
                    self.where_is(read, |it| fits(it) && it.parent.as_ref().is_some_and(|it| parents.contains(it)))
                }
                None => {
                    self.problems.push(error::own_without_delegation(span));
                    UnitSet::new()
                }
            },
            Among::In(parents) => {
                let mut set = UnitSet::new();
                for parent in parents {
                    let Some(id) = self.find(parent, read.days, |it| it.tier != Tier::Commune) else { continue };
                    let code = self.world.units.get(id).code.clone();
                    set.extend(self.where_is(read, |it| fits(it) && it.parent.as_deref() == Some(&code)));
                }
                set
            }
            Among::Named(names) => {
                let ids: Vec<UnitId> = names
                    .iter()
                    .filter_map(|it| {
                        self.find(it, read.days, |it| {
                            kinds.is_none_or(|kinds| it.kind.is_some_and(|it| kinds.contains(&it)))
                        })
                    })
                    .collect();
                self.set(ids, read.days)
            }
        }
    }

    /// Units with a state that fits on one of the days.
    fn where_is(&self, read: &Reading, fits: impl Fn(&Version) -> bool) -> UnitSet {
        let mut ids = Vec::new();
        for (id, unit) in self.world.units.iter() {
            if unit.versions.iter().any(|it| !it.days.meet(read.days).is_empty() && fits(it)) {
                ids.push(id);
            }
        }
        self.set(ids, read.days)
    }

    fn set(&self, ids: Vec<UnitId>, days: Days) -> UnitSet {
        ids.into_iter().map(|it| (it, self.world.units.get(it).days().meet(days))).collect()
    }

    fn find(&mut self, text: &ast::Text, days: Days, fits: impl Fn(&Version) -> bool) -> Option<UnitId> {
        let units = &self.world.units;
        match units.find_named(&text.value, days, fits) {
            Ok(id) if units.get(id).days().meet(days).is_empty() => {
                let unit = units.get(id);
                let after = unit.successors.iter().map(|it| units.get(*it));
                let after: Vec<String> = after.map(|it| format!("{} ({})", it.on(days.from).name, it.code)).collect();
                let held = units.described(id, &text.value, unit.days());
                self.problems.push(error::not_in_period(&text.value, text.at.0, &held, days, &after));
                None
            }
            Ok(id) => Some(id),
            Err(NameFault::Unknown(near)) => {
                let near = if near.is_empty() { units.nearest(&text.value, |_| true) } else { near };
                self.problems.push(error::unknown_unit(&text.value, text.at.0, &near, units.is_empty()));
                None
            }
            Err(NameFault::Ambiguous(ids)) => {
                let shown = units.candidates(&ids, &text.value, days);
                let is_code = !units.of_code(&text.value).is_empty();
                self.problems.push(error::ambiguous_unit(&text.value, text.at.0, &shown, is_code));
                None
            }
        }
    }

    /// Units for which a delegation waits: below those to whom it goes, and without a quota of their own.
    pub fn delegated(&mut self, units: &[ByReading<UnitSet>]) -> Vec<Delegated> {
        let program = self.program;
        let days = program.decision.period.unwrap_or(Days::ALL);
        let nobody = BTreeSet::new();
        let mut out = Vec::new();
        for it in &program.delegations {
            let read = Reading { days, choice: None, named: &nobody, above: None };
            let (to, group) = self.cited(it.provision, |groups| {
                let to = groups.group(&it.to, &read);
                let group = groups.group(&it.group, &Reading { above: Some(&to), ..read });
                (to, group)
            });
            let direct: BTreeSet<UnitId> = program
                .quotas
                .iter()
                .zip(units)
                .filter(|(quota, _)| quota.indicator == it.indicator)
                .flat_map(|(_, set)| set.all().flat_map(|it| it.keys().copied()))
                .collect();
            let parent_of = |id: UnitId| {
                let parent = self.world.units.get(id).on(days.from).parent.as_ref()?;
                self.world.units.by_code(parent, days).filter(|it| to.contains_key(it))
            };
            let waiting = group.keys().filter(|it| !direct.contains(it));
            let units: Vec<(UnitId, UnitId)> = waiting.filter_map(|it| Some((*it, parent_of(*it)?))).collect();
            let all = group.keys().copied().collect();
            out.push(Delegated { provision: it.provision, indicator: it.indicator, all, units, floor: it.floor });
        }
        out
    }

    /// Two quotas on one unit for one indicator on one day.
    pub fn check_conflicts(&mut self, units: &[ByReading<UnitSet>]) {
        let program = self.program;
        let mut of_unit: BTreeMap<UnitId, BTreeSet<usize>> = BTreeMap::new();
        for (index, set) in units.iter().enumerate() {
            for id in set.all().flat_map(|it| it.keys()) {
                of_unit.entry(*id).or_default().insert(index);
            }
        }
        // Each pair is judged once, by the first unit that it shares.
        let mut judged: HashSet<(usize, usize)> = HashSet::new();
        for (id, quotas) in of_unit {
            let mut alike: HashMap<_, Vec<usize>> = HashMap::new();
            for second in quotas {
                let Some(quota) = program.quotas.get(second) else { continue };
                let held = alike.entry((quota.indicator, quota.force)).or_default();
                for first in held.iter().copied().filter(|it| judged.insert((*it, second))) {
                    if let Some(problem) = self.conflict(id, first, second) {
                        self.problems.push(problem.cite(Some(program.cite(quota.provision))));
                    }
                }
                held.push(second);
            }
        }
    }

    /// Whether two quotas that ask the same of a unit conflict.
    fn conflict(&self, id: UnitId, first: usize, second: usize) -> Option<Problem> {
        let program = self.program;
        let (one, two) = (program.quotas.get(first)?, program.quotas.get(second)?);
        let days = self.days(one).meet(self.days(two));
        let unit = self.world.units.get(id).on(days.from).name.as_str();
        if one.grain != two.grain || days.is_empty() {
            return None;
        }
        if one.exception && two.exception {
            return Some(error::two_exceptions(two.span, one.span, unit));
        }
        if one.exception || two.exception {
            return None;
        }
        // Milestones with different ends are steps of one way.
        let end_of = |quota: &Quota| match &quota.stretch {
            Some(Stretch::Between(None, Some(to))) => Some(to.clone()),
            _ => None,
        };
        if let (Some(one), Some(two)) = (end_of(one), end_of(two))
            && one != two
        {
            return None;
        }
        // Scopes that share nothing keep two quotas apart.
        if self.scopes_differ(one.provision, two.provision) {
            return None;
        }
        let indicator = &program.indicator(one.indicator).name;
        let cited = (program.cite(one.provision), program.cite(two.provision));
        // A number for the end of the period, beside one for a day on the way to it.
        let at_end = (end_of(one).is_some() != end_of(two).is_some()).then_some(program.decision.period).flatten();
        let end = at_end.filter(|_| one.stretch.is_none() || two.stretch.is_none()).map(|it| it.to);
        Some(error::two_quotas(two.span, one.span, unit, indicator, days, (&cited.0, &cited.1), end))
    }

    fn scopes_differ(&self, one: ProvisionId, two: ProvisionId) -> bool {
        use crate::check::program::Cond;
        let tiers = |home: ProvisionId| -> BTreeSet<Tier> {
            let scopes = self.program.scopes.iter().filter(|it| self.program.reaches(it.provision, home));
            scopes.filter_map(|it| if let Cond::Competence(tier) = it.cond { Some(tier) } else { None }).collect()
        };
        let (one, two) = (tiers(one), tiers(two));
        !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
    }
}
