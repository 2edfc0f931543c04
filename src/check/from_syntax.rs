//! The arrow from the trees of all files to the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::amend::Amended;
use super::names::{Means, Names, collect};
use super::program::*;
use super::{Loaded, error, published, quotes, span, tests_in};
use crate::lang::say;
use crate::problem::Problem;
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{self, ExprIs};
use crate::text::{Day, Days};

/// The work of checking: what is known so far, and what was found.
pub struct Check<'a> {
    pub names: Names<'a>,
    pub program: Program,
    pub problems: Vec<Problem>,
    /// The list or decision whose head is being read.
    pub own: Option<String>,
    /// Provisions that another decision has amended.
    pub amended: Amended,
    /// Whether the condition that is being read is one on procedures.
    pub of_procedures: bool,
    /// Whether it is one on units.
    pub of_units: bool,
    /// Named conditions that are being read, so that a circle is seen.
    pub open: Vec<String>,
    /// The provision that is being read.
    pub here: ProvisionId,
    /// Consequences, each with the provision that it stands in.
    pub consequences: Vec<(ProvisionId, &'a ast::Consequence, Span)>,
    /// Criteria, ladders and ranks that stand in provisions, by their places.
    pub homes: Vec<(Span, ProvisionId)>,
    /// The decision of another file, by the key of its name; none where that file has faults of its own.
    pub other: &'a dyn Fn(&str) -> Option<Program>,
}

/// The program of all files, and the problems in them.
pub fn program(
    loaded: &[Loaded],
    sources: &Sources,
    amended: Amended,
    other: &dyn Fn(&str) -> Option<Program>,
) -> (Program, Vec<Problem>) {
    let mut names = collect(loaded);
    let problems = std::mem::take(&mut names.problems);
    let mut check = Check {
        names,
        program: empty(sources),
        amended,
        problems,
        own: None,
        of_procedures: false,
        of_units: false,
        open: Vec::new(),
        here: ProvisionId(0),
        consequences: Vec::new(),
        homes: Vec::new(),
        other,
    };
    check.definitions();
    check.decision();
    check.loose_statements(loaded);
    check.scoring();
    check.consequences();
    if let Some(first) = loaded.first() {
        published::figures(&mut check, &first.tree);
    }
    // Tests are those of the file that was asked for, wherever its decision stands.
    if let Some(asked) = loaded.iter().find(|it| it.file == FileId::default()) {
        tests_in::tests(&mut check, &asked.tree);
    }
    check.check_reading_kinds();
    check.check_judging();
    quotes::compare(&mut check, loaded);
    check.mark_used_events();
    (check.program, check.problems)
}

fn empty(sources: &Sources) -> Program {
    Program {
        sources: sources.clone(),
        decision: Decision::default(),
        lists: Vec::new(),
        registers: Vec::new(),
        holidays: Vec::new(),
        events: Vec::new(),
        readings: Vec::new(),
        columns: Vec::new(),
        indicators: Vec::new(),
        groups: Vec::new(),
        provisions: vec![Provision {
            parent: None,
            step: None,
            outside: false,
            applies_to: Vec::new(),
            quotes: Vec::new(),
            amended_by: None,
            span: Span::default(),
        }],
        by_label: BTreeMap::new(),
        quotas: Vec::new(),
        unassigned: Vec::new(),
        windows: Vec::new(),
        scopes: Vec::new(),
        exclusions: Vec::new(),
        delegations: Vec::new(),
        roundings: Vec::new(),
        consequences: Vec::new(),
        scoring: Scoring::default(),
        figures: Vec::new(),
        published: Vec::new(),
        tests: Vec::new(),
        under: None,
        cited: Vec::new(),
        instruments: BTreeMap::new(),
        trees: Arc::default(),
    }
}

impl<'a> Check<'a> {
    /// Adds a problem, cited by the provision that is being read.
    pub fn problem(&mut self, problem: Problem) {
        let citation = (self.here != ProvisionId(0)).then(|| self.program.cite(self.here));
        self.problems.push(if problem.citation.is_some() { problem } else { problem.cite(citation) });
    }

    /// Tells of a name that means nothing.
    pub fn unknown_name(&mut self, name: &ast::Name) {
        let near = self.names.nearest(&name.text);
        self.problem(error::unknown_name(&name.text, span(name), near, false));
    }

    /// The same of a name that stands as a condition: perhaps a column of the counts that was not declared.
    pub fn unknown_condition(&mut self, name: &ast::Name) {
        let near = self.names.nearest(&name.text);
        self.problem(error::unknown_name(&name.text, span(name), near, true));
    }

    /// The list of a name.
    pub fn list(&mut self, name: &ast::Name) -> Option<ListId> {
        match self.names.all.get(&name.key).map(|it| it.means) {
            Some(Means::List(id)) => Some(id),
            Some(other) => {
                self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &say!("một danh mục", "a list")));
                None
            }
            None => {
                self.unknown_name(name);
                None
            }
        }
    }

    /// Which events something depends on, so that the others are not asked for.
    fn mark_used_events(&mut self) {
        let mut used = Vec::new();
        let mut lists = Vec::new();
        let mut conds: Vec<&Cond> = Vec::new();
        let mut dates: Vec<&Date> = Vec::new();
        let mut stretches: Vec<&Stretch> = Vec::new();
        let program = &self.program;
        conds.extend(program.windows.iter().map(|it| &it.cond));
        conds.extend(program.scopes.iter().map(|it| &it.cond));
        stretches.extend(program.windows.iter().map(|it| &it.stretch));
        stretches.extend(program.quotas.iter().filter_map(|it| it.stretch.as_ref()));
        stretches.extend(program.exclusions.iter().filter_map(|it| it.stretch.as_ref()));
        for it in &program.exclusions {
            if let Excluded::Procedures(cond) | Excluded::Dossiers(cond) = &it.what {
                conds.push(cond);
            }
        }
        for it in &program.indicators {
            conds.extend(it.measure.conds());
        }
        for choice in program.readings.iter().flat_map(|it| &it.choices) {
            match &choice.value {
                ChoiceValue::Date(date) => dates.push(date),
                ChoiceValue::Stretch(stretch) => stretches.push(stretch),
                ChoiceValue::Cond(cond) => conds.push(cond),
                _ => {}
            }
        }
        for cond in conds {
            cond.walk(&mut |it| match it {
                Cond::In(list, Some(on)) | Cond::FirstIn(list, Some(on)) => {
                    lists.push(*list);
                    if let OnDay::Date(date) = on {
                        events_of(date, &mut used);
                    }
                }
                Cond::InForce(on) => {
                    lists.extend((0..program.lists.len() as u32).map(ListId));
                    if let OnDay::Date(date) = on {
                        events_of(date, &mut used);
                    }
                }
                Cond::Published(_, Stretch::Between(from, to)) => {
                    from.iter().chain(to).for_each(|it| events_of(it, &mut used));
                }
                _ => {}
            });
        }
        for stretch in stretches {
            if let Stretch::Between(from, to) = stretch {
                dates.extend(from.iter().chain(to));
            }
        }
        // A list is in force until the list that replaces it is.
        for (index, list) in program.lists.iter().enumerate() {
            let asked = lists.iter().any(|it| it.index() == index || list.replaces == Some(*it));
            dates.extend(list.effective.iter().filter(|_| asked));
        }
        for date in dates {
            events_of(date, &mut used);
        }
        for id in used {
            if let Some(event) = self.program.events.get_mut(id.index()) {
                event.used = true;
            }
        }
    }
}

/// The events that a date depends on; readings are looked through by their choices.
pub fn events_of(date: &Date, out: &mut Vec<EventId>) {
    match date {
        Date::Event(id) => out.push(*id),
        Date::After(inner, ..) => events_of(inner, out),
        Date::Extremum(_, parts) => parts.iter().for_each(|it| events_of(it, out)),
        Date::On(_) | Date::PeriodStart | Date::PeriodEnd | Date::Reading(_) | Date::Published(_) | Date::Column(_) => {
        }
    }
}

/// The day of an asserted size, where it is written and fixed.
pub fn size_day(size: &ast::Size, period: Days) -> Day {
    match size.on.as_ref().map(|it| &it.is) {
        Some(ExprIs::Date(day)) => *day,
        Some(ExprIs::DateOf(ast::DateOf::PeriodEnd, _)) => period.to,
        _ => period.from,
    }
}
