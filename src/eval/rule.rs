//! What the rules say of a cell: of a procedure on a day, for units of a tier, whatever is in the dossier.

use super::grid::Rules;
use super::truth::{Ask, Date3, Facts, Moment, Truth};
use crate::check::program::{Cond, Excluded, ListId, speaks_of_procedures};
use crate::data::Facet;
use crate::plan::{BoundQuota, Class, Counting, Membership};
use crate::term::Tier;
use crate::text::{Day, Days};
use crate::world::UnitId;

/// What becomes of the dossiers of a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// They count, through these windows (one, where the rules are sound); none: there are no windows, all days count.
    Counts(Vec<usize>),
    /// The day is in no window that is for the procedure.
    NoDay,
    /// No window is for the procedure.
    Uncovered,
    /// The scope leaves the procedure out.
    OutOfScope,
    /// A stated exclusion: which.
    Excluded(usize),
    /// A list without content would say.
    Waits(ListId),
    /// The lists lack what the rule asks for.
    Unsaid,
}

impl Moment<'_> {
    /// The rule for a cell; exclusions of dossiers and of units are not asked.
    pub fn rule(&self, quota: &BoundQuota, class: &Class, tier: Tier, day: Day) -> Rule {
        let Some(counting) = self.plan.countings.get(quota.counting) else { return Rule::OutOfScope };
        let facts = self.facts(class, tier, day);
        let ask = Ask { counting, window: None, of_procedure: true, settled: false };
        let program = self.program();
        let open = |it: Truth| match it {
            Truth::Waits(list) => Some(Rule::Waits(list)),
            Truth::Missing | Truth::Unsaid(_) => Some(Rule::Unsaid),
            Truth::Yes | Truth::No => None,
        };
        for scope in counting.scopes.iter().filter_map(|it| program.scopes.get(*it)) {
            match self.truth(&scope.cond, &facts, &ask) {
                Truth::Yes => {}
                Truth::No => return Rule::OutOfScope,
                other => return open(other).unwrap_or(Rule::OutOfScope),
            }
        }
        for index in &counting.exclusions {
            let Some(exclusion) = program.exclusions.get(*index) else { continue };
            let Excluded::Procedures(cond) = &exclusion.what else { continue };
            if exclusion.stretch.as_ref().is_some_and(|it| !self.days(Some(it)).has(day)) {
                continue;
            }
            match self.truth(cond, &facts, &ask) {
                Truth::Yes => return Rule::Excluded(*index),
                Truth::No => {}
                other => return open(other).unwrap_or(Rule::Unsaid),
            }
        }
        let period = self.days(quota.stretch.as_ref());
        if counting.windows.is_empty() {
            return if period.has(day) { Rule::Counts(Vec::new()) } else { Rule::NoDay };
        }
        self.windows(counting, &facts, day, period, &open)
    }

    /// Whether a condition on procedures holds for a class, as far as lists say it.
    pub fn is_for(&self, cond: &Cond, quota: &BoundQuota, class: &Class, tier: Tier) -> bool {
        let Some(counting) = self.plan.countings.get(quota.counting) else { return false };
        let facts = self.facts(class, tier, self.period.from);
        let ask = Ask { counting, window: None, of_procedure: true, settled: false };
        self.truth(cond, &facts, &ask) == Truth::Yes
    }

    fn facts<'f>(&self, class: &'f Class, tier: Tier, day: Day) -> Facts<'f> {
        let on = Date3::On(day);
        // Rules on procedures do not ask for the unit.
        let unit = UnitId(0);
        Facts { class: Some(class), facet: &Facet::UNSAID, unit, tier, received: on, resolved: on, procedure: None }
    }

    /// All windows that a cell lies in; an exception keeps the others out.
    fn windows(
        &self,
        counting: &Counting,
        facts: &Facts,
        day: Day,
        period: Days,
        open: &dyn Fn(Truth) -> Option<Rule>,
    ) -> Rule {
        let program = self.program();
        let mut found = Vec::new();
        let mut covered = false;
        let mut unknown = None;
        for exceptions in [true, false] {
            if covered && !exceptions {
                break;
            }
            for index in &counting.windows {
                let Some(window) = program.windows.get(*index).filter(|it| it.exception == exceptions) else {
                    continue;
                };
                let ask = Ask { counting, window: Some(*index), of_procedure: true, settled: false };
                let days = self.days_of(Some(&window.stretch), facts.class, false);
                let inside = days.is_none_or(|it| it.meet(period).has(day));
                match (self.truth(&window.cond, facts, &ask), days) {
                    (Truth::Yes, None) => unknown = unknown.or(Some(Rule::Unsaid)),
                    (Truth::Yes, Some(_)) => {
                        covered = true;
                        if inside {
                            found.push(*index);
                        }
                    }
                    (Truth::No, _) => {}
                    (_, _) if !inside => covered = true,
                    (other, _) => unknown = unknown.or(open(other)),
                }
            }
        }
        match (unknown, found.is_empty(), covered) {
            (Some(unknown), ..) => unknown,
            (None, false, _) => Rule::Counts(found),
            (None, true, true) => Rule::NoDay,
            (None, true, false) => Rule::Uncovered,
        }
    }

    /// The first days of stretches on which the rule for a class cannot change; clipped to `within`.
    pub fn first_days(&self, rules: &Rules, class: &Class, within: Days) -> Vec<Day> {
        let mut days = vec![within.from];
        let mut cut = |it: Days| days.extend([it.from, it.to.plus(1)]);
        for stretch in &rules.stretches {
            let class = speaks_of_procedures(stretch).then_some(class);
            self.days_of(Some(stretch), class, true).filter(|it| !it.is_empty()).into_iter().for_each(&mut cut);
        }
        for (list, _) in &rules.lists {
            cut(self.in_force(*list));
            if let Some(Membership::On(held)) = class.lists.get(list.index()) {
                held.iter().copied().for_each(&mut cut);
            }
        }
        days.retain(|it| within.has(*it));
        days.sort_unstable();
        days.dedup();
        days
    }
}
