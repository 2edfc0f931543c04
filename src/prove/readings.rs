//! Readings of which every choice gives the same.

use std::collections::BTreeSet;

use super::{Work, error, moments, picture};
use crate::check::program::{ChoiceValue, Cond, Excluded, ReadingId};
use crate::eval::{Env, Rules};
use crate::plan::{BoundQuota, ByReading, ClassId};
use crate::text::Day;

impl Work<'_> {
    /// Compares the choices of each reading that some quota asks.
    pub fn readings(&mut self, env: &Env) {
        let plan = self.plan;
        for (at, reading) in plan.program.readings.iter().enumerate() {
            let id = ReadingId(at as u32);
            let asks = |it: &&BoundQuota| Rules::of(plan, it, &[]).readings.contains(&id);
            let asking: Vec<&BoundQuota> = plan.quotas.iter().filter(asks).collect();
            let in_scores = plan.score_groups.iter().any(|it| matches!(it, ByReading::Each(of, _) if *of == id));
            if asking.is_empty() || in_scores || reading.choices.len() < 2 {
                continue;
            }
            let mut done: Vec<(usize, &Option<_>, _)> = Vec::new();
            let changes = asking.iter().any(|quota| {
                let key = (quota.counting, &quota.stretch, quota.indicator);
                if self.changes_group(quota, id) || self.changes_dossiers(quota, id) {
                    return true;
                }
                if done.contains(&key) {
                    return false;
                }
                done.push(key);
                self.changes_days(env, quota, id)
            });
            if !changes {
                self.problems.push(error::reading_changes_nothing(reading.span, &reading.name));
            }
        }
    }

    /// Whether choices bind other units, or pool them in another way.
    fn changes_group(&self, quota: &BoundQuota, id: ReadingId) -> bool {
        let groups = matches!(&quota.units, ByReading::Each(of, sets) if *of == id && sets.iter().any(|it| Some(it) != sets.first()));
        groups || quota.grain_reading == Some(id)
    }

    /// Whether what is asked of single dossiers differs; that is compared as it is written.
    fn changes_dossiers(&self, quota: &BoundQuota, id: ReadingId) -> bool {
        let program = &self.plan.program;
        let measured = program.indicator(quota.indicator).measure.conds();
        let counting = self.plan.countings.get(quota.counting);
        let excluded = counting.into_iter().flat_map(|it| &it.exclusions).filter_map(|it| program.exclusions.get(*it));
        let excluded =
            excluded.filter_map(|it| if let Excluded::Dossiers(cond) = &it.what { Some(cond) } else { None });
        let asked = measured.into_iter().chain(excluded).any(|it| {
            let mut found = false;
            it.walk(&mut |it| found |= matches!(it, Cond::Reading(of) if *of == id));
            found
        });
        let written: BTreeSet<String> =
            program.reading(id).choices.iter().map(|it| format!("{:?}", it.value)).collect();
        let of_conds = program.reading(id).choices.iter().any(|it| matches!(it.value, ChoiceValue::Cond(_)));
        asked && of_conds && written.len() > 1
    }

    /// Whether some cell has another rule under another choice, on some day of the events.
    fn changes_days(&self, env: &Env, quota: &BoundQuota, id: ReadingId) -> bool {
        let plan = self.plan;
        // What cannot be looked at may change.
        let Some(asked) = moments::moments(plan, env, quota) else { return true };
        let choices = plan.program.reading(id).choices.len();
        let tiers = picture::tiers(plan, quota);
        let instants = || asked.iter().flat_map(|it| it.instants.iter().map(move |instant| (&it.rules, instant)));
        for (rules, instant) in instants() {
            for choice in 0..choices {
                let mut other = instant.clone();
                if let Some(it) = other.readings.get_mut(id.index()) {
                    *it = choice;
                }
                let others =
                    asked.iter().find(|it| it.instants.first().is_some_and(|it| it.readings == other.readings));
                let Some(others) = others else { continue };
                let (one, two) = (instant.moment(plan, env.period), other.moment(plan, env.period));
                for (_, class) in plan.classes.iter().filter(|it| it.1.size > 0 || it.0 == ClassId(0)) {
                    let mut days: Vec<Day> = one.first_days(rules, class, env.period);
                    days.extend(two.first_days(&others.rules, class, env.period));
                    let differs = |day: &Day| {
                        tiers.keys().any(|it| one.rule(quota, class, *it, *day) != two.rule(quota, class, *it, *day))
                    };
                    if days.iter().any(differs) {
                        return true;
                    }
                }
            }
        }
        false
    }
}
