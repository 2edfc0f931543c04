//! What follows from verdicts, grades and the number of quotas missed.

use super::error;
use super::from_syntax::Check;
use super::orders::words;
use super::program::*;
use super::span;
use crate::source::Span;
use crate::syntax::ast;

impl Check<'_> {
    /// Reads the consequences, once all provisions and all grades are known.
    pub fn consequences(&mut self) {
        for (home, consequence, at) in std::mem::take(&mut self.consequences) {
            self.here = home;
            let outcomes = consequence.outcomes.iter().filter_map(|it| self.outcome(it)).collect();
            let (text, all) = (consequence.text.value.clone(), consequence.all);
            self.program.consequences.push(Consequence { provision: home, text, outcomes, all, span: at });
        }
        self.here = ProvisionId(0);
    }

    fn outcome(&mut self, outcome: &ast::Outcome) -> Option<OutcomeIs> {
        Some(match outcome {
            ast::Outcome::Verdict(verdict, ast::PlaceOrName::Name(name)) => {
                OutcomeIs::Verdict(*verdict, OutcomeOf::Indicator(self.indicator_named(name)?))
            }
            ast::Outcome::Verdict(verdict, ast::PlaceOrName::Place(place)) => {
                let of = match self.place_anywhere(place)? {
                    (None, id) => OutcomeOf::Provision(id),
                    (Some(cited), id) => {
                        self.can_be_judged_here(cited, id, place.at.0)?;
                        OutcomeOf::Cited(cited, id)
                    }
                };
                OutcomeIs::Verdict(*verdict, of)
            }
            ast::Outcome::Graded(graded) => {
                let (of, grades) = self.graded(graded)?;
                OutcomeIs::Graded(of, grades)
            }
            ast::Outcome::Misses(number, verdict, by) => {
                let by = match by {
                    Some(place) => Some(self.place(place)?),
                    None => None,
                };
                OutcomeIs::Misses(usize::try_from(number.value.whole()?).ok()?, *verdict, by)
            }
        })
    }

    /// The quotas of another decision are judged with the counts of this one, so it has to know what they measure.
    fn can_be_judged_here(&mut self, cited: usize, id: ProvisionId, at: Span) -> Option<()> {
        let other = self.program.or_cited(Some(cited));
        let mut quotas = other.quotas.iter().filter(|it| other.within(it.provision, id)).peekable();
        let shown = words(&self.program.sources, at);
        if quotas.peek().is_none() {
            self.problem(super::score_error::assigns_nothing(at, &shown));
            return None;
        }
        if let Some(quota) = quotas.find(|it| self.program.same_indicator(other, it.indicator).is_none()) {
            let name = other.indicator(quota.indicator).name.clone();
            self.problem(error::measured_elsewhere(at, &shown, &name));
            return None;
        }
        Some(())
    }

    /// Something that is graded, and the grades that are asked for.
    pub fn graded(&mut self, graded: &ast::Graded) -> Option<(Asked, Vec<String>)> {
        let (of, _) = self.asked(&graded.of)?;
        let ladders = self.program.scoring.grades.iter().filter(|it| it.of == of);
        let given = ladders.flat_map(|it| {
            let ladder = &it.ladder;
            let steps = ladder.steps.iter().filter_map(|it| it.1.as_ref());
            steps.chain(ladder.absent.iter().flatten()).chain(&ladder.rest)
        });
        let mut held: Vec<&str> = Vec::new();
        for it in given {
            if !held.contains(&it.as_str()) {
                held.push(it);
            }
        }
        let lost = graded.grades.iter().find(|it| !held.contains(&it.value.as_str()));
        if let Some(lost) = lost {
            let problem = error::no_such_grade(&graded.of.text, &lost.value, lost.at.0, &held);
            self.problem(problem);
            return None;
        }
        Some((of, graded.grades.iter().map(|it| it.value.clone()).collect()))
    }

    /// Something that is ranked.
    pub fn ranked(&mut self, name: &ast::Name) -> Option<Asked> {
        let (of, _) = self.asked(name)?;
        if !self.program.scoring.rankings.iter().any(|it| it.of == of) {
            self.problem(error::not_ranked(&name.text, span(name)));
            return None;
        }
        Some(of)
    }
}
