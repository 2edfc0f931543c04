//! The decision: its head, its provisions, and what stands in them.

use super::Loaded;
use super::definitions::known_text;
use super::from_syntax::Check;
use super::names::Means;
use super::orders::{percent, words};
use super::program::*;
use super::{error, span};
use crate::lang::say;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{self, Block, Head, Known, Statement, What};

impl<'a> Check<'a> {
    pub fn decision(&mut self) {
        let decisions = self.names.decisions.clone();
        let Some(decision) = decisions.first() else { return };
        for other in decisions.iter().skip(1) {
            self.problem(error::two_decisions(span(&other.name), span(&decision.name)));
        }
        self.own = Some(decision.name.key.clone());
        let (effective, signed) = self.program.instruments.get(&decision.name.key).cloned().unwrap_or_default();
        let out = &mut self.program.decision;
        out.name = decision.name.text.clone();
        out.amended_by = self.amended.decision.clone();
        out.title = decision.title.as_ref().map(|it| it.value.clone());
        (out.effective, out.signed) = (effective, signed);
        out.span = span(&decision.name);
        if let Some(root) = self.program.provisions.first_mut() {
            root.span = span(&decision.name);
        }
        let mut applies = Vec::new();
        if let Some(block) = &decision.block {
            self.block(block, ProvisionId(0), &mut applies);
        }
        for (provision, places) in applies {
            self.here = provision;
            let targets = places.iter().filter_map(|it| self.place(it)).collect();
            if let Some(it) = self.program.provisions.get_mut(provision.index()) {
                it.applies_to = targets;
            }
        }
        self.here = ProvisionId(0);
        self.check_reach();
        self.own = None;
    }

    pub fn block(&mut self, block: &'a Block, home: ProvisionId, applies: &mut Vec<(ProvisionId, &'a [ast::Place])>) {
        for statement in &block.statements {
            self.here = home;
            self.statement(statement, home, applies);
        }
        self.here = home;
    }

    pub fn statement(
        &mut self,
        statement: &'a Statement,
        home: ProvisionId,
        applies: &mut Vec<(ProvisionId, &'a [ast::Place])>,
    ) {
        let at = statement.at.0;
        let has_effect = matches!(
            statement.what,
            What::Quota(_)
                | What::Window(_)
                | What::Scope(_)
                | What::Exclude(_)
                | What::Delegate(_)
                | What::Table(_)
                | What::Rounding(_)
                | What::Consequence(_)
        );
        if has_effect && home == ProvisionId(0) {
            self.problem(error::no_provision(at));
        }
        match &statement.what {
            What::Head(head) if home == ProvisionId(0) => self.head(head, at),
            What::Head(_) => self.problem(error::head_in_provision(at)),
            What::Provision(provision) => {
                let step = Some((provision.kind, provision.label.clone()));
                let alike = self.program.labelled(provision.kind, &provision.label.key).iter();
                let mut alike = alike.map(|it| self.program.provision(*it)).filter(|it| it.parent == Some(home));
                if let Some(first) = alike.next().map(|it| it.span) {
                    self.problem(error::provision_twice(span(&provision.label), first));
                }
                let id = self.add_provision(home, step, false, span(&provision.label));
                if !provision.applies_to.is_empty() {
                    applies.push((id, &provision.applies_to));
                }
                self.block(&provision.block, id, applies);
            }
            What::Outside(block) => {
                let id = self.add_provision(home, None, true, at);
                self.block(block, id, applies);
            }
            What::Verbatim(text) => {
                if let Some(it) = self.program.provisions.get_mut(home.index()) {
                    it.quotes.push(text.clone());
                }
            }
            What::Quota(quota) => self.quota(quota, home, at),
            What::Window(window) => self.window(window, home, at),
            What::Scope(count) => {
                let cond = self.counted(count);
                self.facts_only_static(&cond, count.at.0);
                self.program.scopes.push(Scope { provision: home, cond, span: at });
            }
            What::Exclude(exclude) => self.exclude(exclude, home, at),
            What::Delegate(delegate) => {
                self.group_names(&delegate.to);
                self.group_names(&delegate.group);
                if let Some(indicator) = self.indicator_named(&delegate.indicator) {
                    let floor = delegate.floor.as_ref().map(|it| percent(it.value));
                    let (to, group) = (delegate.to.clone(), delegate.group.clone());
                    self.program.delegations.push(Delegation {
                        provision: home,
                        to,
                        indicator,
                        group,
                        floor,
                        span: at,
                    });
                }
            }
            What::Table(table) => self.table(table, home),
            What::Rounding(rounding) => {
                let to = percent(rounding.to.value);
                if to <= Fraction::from_integer(0) {
                    self.problem(error::rounds_to_nothing(rounding.to.at.0));
                } else {
                    self.program.roundings.push(Rounding { provision: home, to, way: rounding.way, span: at });
                }
            }
            // What it names may stand further down; it is read when all is known.
            What::Consequence(consequence) => self.consequences.push((home, consequence, at)),
            What::Amendment(amendment) => self.problem(error::amends_nothing_named(amendment.place.at.0)),
            What::Published(_) => self.problem(super::published::inside(at)),
            // They look at what may stand further down.
            What::Criterion(_) | What::Grade(_) | What::Ranking(_) => self.homes.push((at, home)),
            What::Decision(_) => self.problem(error::decision_inside(at)),
            What::Use(_) => self.problem(error::use_inside(at)),
            What::Test(_) => self.problem(error::test_inside(at)),
            // Definitions have no effect of their own, wherever they stand.
            What::List(_)
            | What::Register(_)
            | What::Holidays(_)
            | What::Indicator(_)
            | What::Column(_)
            | What::Named(_)
            | What::Event(_)
            | What::Reading(_)
            | What::Ignore(_) => {}
        }
    }

    pub fn add_provision(
        &mut self,
        parent: ProvisionId,
        step: Option<(crate::term::ProvisionKind, ast::Name)>,
        outside: bool,
        span: Span,
    ) -> ProvisionId {
        let parent = Some(parent);
        let amended_by = self.amended.by.get(&span).cloned();
        let (applies_to, quotes) = (Vec::new(), Vec::new());
        let provision = Provision { parent, step, outside, applies_to, quotes, amended_by, span };
        let id = ProvisionId(self.program.provisions.len() as u32);
        if let Some((kind, label)) = &provision.step {
            self.program.by_label.entry((*kind, label.key.clone())).or_default().push(id);
        }
        self.program.provisions.push(provision);
        id
    }

    /// The number of an instrument; `QD` in it is told.
    pub fn number_of(&mut self, number: &Known<ast::Text>) -> Option<String> {
        if let Known::Yes(text) = number
            && text.value.to_lowercase().contains("/qd")
        {
            self.problem(error::qd(&text.value, text.at.0));
        }
        known_text(number)
    }

    pub fn head(&mut self, head: &Head, at: Span) {
        let number_of = if let Head::Number(number) = head { self.number_of(number) } else { None };
        let other = match head {
            Head::Replaces(name) | Head::MadeUnder(name) => self.other_decision(name),
            _ => None,
        };
        let out = &mut self.program.decision;
        match head {
            Head::Number(_) => out.number = number_of,
            Head::Issuer(issuer) => out.issuer = known_text(issuer),
            Head::Ground(ground) => out.grounds.extend(known_text(ground)),
            Head::Signed(_) | Head::Effective(..) | Head::Period(_) | Head::DataSource(_) => {}
            Head::Replaces(_) => out.replaces = other,
            Head::MadeUnder(_) => out.under = other,
            Head::File(_) | Head::Content(_) | Head::CompetenceByUnits => self.problem(error::only_in_list(at)),
        }
    }

    /// The key of another decision's name.
    pub fn other_decision(&mut self, name: &ast::Name) -> Option<String> {
        if self.names.others.iter().any(|it| it.name.key == name.key) {
            return Some(name.key.clone());
        }
        match self.names.all.get(&name.key).map(|it| it.means) {
            Some(other) if !matches!(other, Means::Decision) => {
                let wanted = say!("một quyết định khác", "another decision");
                self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
            }
            _ => self.unknown_name(name),
        }
        None
    }

    /// The provision of a place in the text.
    pub fn place(&mut self, place: &ast::Place) -> Option<ProvisionId> {
        if let Some(name) = self.foreign(place) {
            self.problem(error::later(span(name)));
            return None;
        }
        self.place_in(place, None)
    }

    /// The name of the decision of another file, if a place is in one.
    fn foreign<'p>(&self, place: &'p ast::Place) -> Option<&'p ast::Name> {
        place.of.as_ref().filter(|name| self.names.decisions.first().is_none_or(|it| it.name.key != name.key))
    }

    /// The provision of a place in the text or in that of another decision: which of [`Program::cited`], if one.
    pub fn place_anywhere(&mut self, place: &ast::Place) -> Option<(Option<usize>, ProvisionId)> {
        let cited = match self.foreign(place) {
            Some(name) => Some(self.cited(name)?),
            None => None,
        };
        Some((cited, self.place_in(place, cited)?))
    }

    /// The decision of another file, checked; its faults are told there.
    fn cited(&mut self, name: &ast::Name) -> Option<usize> {
        let key = self.other_decision(name)?;
        if let Some(at) = self.program.cited.iter().position(|it| it.key == key) {
            return Some(at);
        }
        let Some(program) = (self.other)(&key) else {
            self.problem(error::other_decision_fails(&name.text, span(name)));
            return None;
        };
        self.program.cited.push(Cited { key, program, span: span(name) });
        Some(self.program.cited.len() - 1)
    }

    fn place_in(&mut self, place: &ast::Place, cited: Option<usize>) -> Option<ProvisionId> {
        let program = self.program.or_cited(cited);
        let found = program.places(place);
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                self.problem(error::no_such_provision(place.at.0, &words(&self.program.sources, place.at.0)));
                None
            }
            // That a provision stands twice is told already.
            [first, rest @ ..] if rest.iter().all(|it| program.labels(*it) == program.labels(*first)) => Some(*first),
            many => {
                let cited = many.iter().map(|it| program.cite(*it)).collect::<Vec<_>>();
                self.problem(error::ambiguous_provision(place.at.0, &cited));
                None
            }
        }
    }

    /// A window, scope or exclusion that reaches no quota would be silent.
    pub fn check_reach(&mut self) {
        let reaches = |from: ProvisionId| self.program.quotas.iter().any(|it| self.program.reaches(from, it.provision));
        let windows = self.program.windows.iter().map(|it| (it.provision, it.span));
        let scopes = self.program.scopes.iter().map(|it| (it.provision, it.span));
        let exclusions = self.program.exclusions.iter().map(|it| (it.provision, it.span));
        let roundings = self.program.roundings.iter().map(|it| (it.provision, it.span));
        let lost: Vec<_> =
            windows.chain(scopes).chain(exclusions).chain(roundings).filter(|it| !reaches(it.0)).collect();
        // A place that was not found is told already.
        let told = |it: &Problem| matches!(it.code, "CT0208" | "CT0209" | "CT0399");
        if self.program.quotas.is_empty() || self.problems.iter().any(told) {
            return;
        }
        for (provision, at) in lost {
            self.here = provision;
            self.problem(error::reaches_nothing(at));
        }
        self.here = ProvisionId(0);
    }

    /// Statements of a file outside any decision that need one.
    pub fn loose_statements(&mut self, loaded: &[Loaded]) {
        for it in loaded.iter().take(1) {
            for statement in &it.tree.statements {
                match &statement.what {
                    What::Quota(_)
                    | What::Window(_)
                    | What::Scope(_)
                    | What::Exclude(_)
                    | What::Delegate(_)
                    | What::Provision(_)
                    | What::Outside(_)
                    | What::Verbatim(_)
                    | What::Head(_) => self.problem(error::no_decision_around(statement.at.0)),
                    What::Table(_) | What::Rounding(_) | What::Consequence(_) | What::Amendment(_) => {
                        self.problem(error::no_decision_around(statement.at.0))
                    }
                    _ => {}
                }
            }
        }
    }
}
