//! The arrow from the trees of all files to the program.

use std::collections::BTreeMap;

use super::names::{Means, Names, collect};
use super::program::*;
use super::{Loaded, error, quotes, span, tests_in};
use crate::lang::say;
use crate::problem::Problem;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Block, ExprIs, Head, Known, ListItem, NamedSet, Operator, Statement, What, Which};
use crate::term::{Basis, Noun, Word};
use crate::text::{Day, Days, key};
use crate::world::{Listed, UnitRow, bare_code, slug};

/// The work of checking: what is known so far, and what was found.
pub struct Check<'a> {
    pub names: Names<'a>,
    pub program: Program,
    pub problems: Vec<Problem>,
    /// Effective and signing date of each list and decision, by the key of its name.
    pub instruments: BTreeMap<String, (Option<Date>, Option<Date>)>,
    /// The list or decision whose head is being read.
    pub own: Option<String>,
    /// Named conditions that are being read, so that a circle is seen.
    pub open: Vec<String>,
    /// The provision that is being read.
    pub here: ProvisionId,
    /// Consequences, each with the provision that it stands in.
    consequences: Vec<(ProvisionId, &'a ast::Consequence, Span)>,
}

/// The program of all files, and the problems in them.
pub fn program(loaded: &[Loaded], sources: &Sources) -> (Program, Vec<Problem>) {
    let mut names = collect(loaded);
    let problems = std::mem::take(&mut names.problems);
    let mut check = Check {
        names,
        program: empty(sources),
        problems,
        instruments: BTreeMap::new(),
        own: None,
        open: Vec::new(),
        here: ProvisionId(0),
        consequences: Vec::new(),
    };
    check.definitions();
    check.decision();
    check.loose_statements(loaded);
    if let Some(first) = loaded.first() {
        tests_in::tests(&mut check, &first.tree);
    }
    check.check_reading_kinds();
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
        indicators: Vec::new(),
        groups: Vec::new(),
        provisions: vec![Provision {
            parent: None,
            step: None,
            outside: false,
            applies_to: Vec::new(),
            quotes: Vec::new(),
            span: Span::default(),
        }],
        quotas: Vec::new(),
        unassigned: Vec::new(),
        windows: Vec::new(),
        scopes: Vec::new(),
        exclusions: Vec::new(),
        delegations: Vec::new(),
        roundings: Vec::new(),
        consequences: Vec::new(),
        tests: Vec::new(),
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
        self.problem(error::unknown_name(&name.text, span(name), near));
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

    // ── Definitions ─────────────────────────────────────────────────────────────────────────────────────────────

    fn definitions(&mut self) {
        let definitions = self.names.definitions.clone();
        self.events(&definitions);
        self.period_of_decision();
        // Lists first: conditions ask for them.
        for statement in &definitions {
            if let What::List(list) = &statement.what {
                self.one_list(list, statement.at.0);
            }
        }
        for statement in &definitions {
            match &statement.what {
                What::Register(register) => self.register(register),
                What::Holidays(holidays) => self.program.holidays.push(holidays.clone()),
                What::Reading(reading) => self.reading(reading),
                What::Named(named) => match &named.set {
                    NamedSet::Units(group) => {
                        self.group_names(group);
                        self.program.groups.push(NamedGroup {
                            name: named.name.text.clone(),
                            key: named.name.key.clone(),
                            group: group.clone(),
                        });
                    }
                    // A condition is read where it is used; here so that a fault in an unused one is told too.
                    NamedSet::Procedures(filter) | NamedSet::Dossiers(filter) => {
                        self.open.push(named.name.key.clone());
                        self.cond(filter);
                        self.open.pop();
                    }
                },
                What::Indicator(indicator) => self.indicator(indicator),
                What::Column(_) | What::Criterion(_) => self.problem(error::later(statement.at.0)),
                _ => {}
            }
        }
    }

    /// Events: `mốc`, and the unknown dates of lists and decisions, which take their names from these.
    fn events(&mut self, definitions: &[&'a Statement]) {
        for statement in definitions {
            if let What::Event(event) = &statement.what {
                let id = self.event(&event.name.text, event.name.key.clone(), span(&event.name));
                if let Some(defined) = self.names.all.get_mut(&event.name.key) {
                    defined.means = Means::Event(id);
                }
            }
        }
        let mut heads: Vec<(&ast::Name, Vec<&Head>)> = Vec::new();
        for statement in definitions {
            if let What::List(list) = &statement.what {
                let items = list.block.iter().flat_map(|it| &it.items);
                heads.push((&list.name, items.filter_map(|it| head_of_item(&it.0)).collect()));
            }
        }
        for decision in self.names.decisions.iter().chain(&self.names.others) {
            let statements = decision.block.iter().flat_map(|it| &it.statements);
            heads.push((&decision.name, statements.filter_map(|it| head_of(&it.what)).collect()));
        }
        for (name, heads) in &heads {
            self.dates_of_instrument(name, heads);
        }
        // The days of `mốc` may name the dates of lists.
        for statement in definitions {
            let What::Event(event) = &statement.what else { continue };
            let Some(Means::Event(id)) = self.names.all.get(&event.name.key).map(|it| it.means) else { continue };
            match &event.date {
                Known::No(unknown) => self.bound(id, unknown),
                Known::Yes(expr) => {
                    let day = self.fixed_date(expr);
                    if let Some(it) = self.program.events.get_mut(id.index()) {
                        it.day = day;
                    }
                }
            }
        }
    }

    fn event(&mut self, name: &str, key: String, span: Span) -> EventId {
        let name = name.to_owned();
        self.program.events.push(Event { name, key, day: None, bounds: Days::ALL, used: false, span });
        EventId(self.program.events.len() as u32 - 1)
    }

    fn bound(&mut self, id: EventId, unknown: &ast::Unknown) {
        if let Some(bounds) = &unknown.bounds
            && let Some(days) = self.fixed_stretch(bounds)
            && let Some(event) = self.program.events.get_mut(id.index())
        {
            event.bounds = days;
        }
    }

    fn dates_of_instrument(&mut self, name: &ast::Name, heads: &[&Head]) {
        self.own = Some(name.key.clone());
        let mut dates = (None, None);
        let effective = heads.iter().find_map(|it| if let Head::Effective(value, _) = it { Some(value) } else { None });
        let signed = heads.iter().find_map(|it| if let Head::Signed(value) = it { Some(value) } else { None });
        let effective_unknown = matches!(effective, Some(Known::No(_)));
        match signed {
            Some(Known::Yes(expr)) => dates.1 = self.date(expr),
            Some(Known::No(unknown)) => {
                // The name of the list or decision means its effective date, if that is what is not known.
                let (text, key) = if effective_unknown {
                    (format!("{}_ngày_ký", name.text), format!("{}_ngày_ký", name.key))
                } else {
                    (name.text.clone(), name.key.clone())
                };
                let id = self.event(&text, key, span(name));
                self.bound(id, unknown);
                dates.1 = Some(Date::Event(id));
            }
            None => {}
        }
        self.instruments.insert(name.key.clone(), dates.clone());
        match effective {
            Some(Known::Yes(expr)) => dates.0 = self.date(expr),
            Some(Known::No(unknown)) => {
                let id = self.event(&name.text, name.key.clone(), span(name));
                self.bound(id, unknown);
                dates.0 = Some(Date::Event(id));
            }
            None => {}
        }
        self.instruments.insert(name.key.clone(), dates);
        self.own = None;
    }

    /// The assessment period comes before everything that may leave out its year.
    fn period_of_decision(&mut self) {
        let Some(decision) = self.names.decisions.first().copied() else { return };
        let heads = decision.block.iter().flat_map(|it| &it.statements).filter_map(|it| head_of(&it.what));
        let mut written = false;
        for head in heads {
            if let Head::Period(period) = head {
                written = true;
                if let Known::Yes(period) = period {
                    self.program.decision.period = self.fixed_stretch(period);
                }
            }
        }
        if !written {
            self.problem(error::no_period(&decision.name.text, span(&decision.name)));
        }
    }

    fn one_list(&mut self, list: &ast::List, at: Span) {
        let mut heads: Vec<(&Head, Span)> = Vec::new();
        let mut entries = Vec::new();
        for (item, at) in list.block.iter().flat_map(|it| &it.items) {
            match item {
                ListItem::Head(head) => heads.push((head, at.0)),
                ListItem::Entry(entry) => {
                    let days = entry.period.as_ref().and_then(|it| self.fixed_stretch(it));
                    let code = bare_code(&entry.code.value).to_owned();
                    if entries.iter().any(|it: &Listed| it.code == code && (it.days.is_none() || days.is_none())) {
                        self.problem(error::listed_twice(&code, at.0));
                    }
                    let (level, competence) = (entry.level, entry.tier);
                    entries.push(Listed { code, level, competence, days, first_published: None, amended: None });
                }
            }
        }
        let mut content = if entries.is_empty() { None } else { Some(Content::Entries(entries)) };
        let mut replaces = None;
        let mut out = List {
            name: list.name.text.clone(),
            key: list.name.key.clone(),
            title: list.title.as_ref().map(|it| it.value.clone()),
            number: None,
            effective: self.instruments.get(&list.name.key).and_then(|it| it.0.clone()),
            replaces: None,
            content: Content::Unknown,
            competence_by_units: false,
            span: at,
        };
        let mut said_unknown = false;
        for (head, head_at) in heads {
            match head {
                Head::Number(number) => out.number = self.number_of(number),
                Head::File(Known::Yes(file)) => {
                    if content.is_some() {
                        self.problem(error::two_contents(&list.name.text, file.at.0));
                    }
                    content = Some(Content::File(file.clone()));
                }
                Head::File(Known::No(_)) | Head::Content(_) => said_unknown = true,
                Head::Replaces(name) => replaces = self.list(name),
                Head::MadeUnder(name) => self.problem(error::later(span(name))),
                Head::CompetenceByUnits => out.competence_by_units = true,
                Head::Issuer(_) | Head::Ground(_) | Head::DataSource(_) | Head::Signed(_) | Head::Effective(..) => {}
                Head::Period(_) => self.problem(error::not_in_list(head_at)),
            }
        }
        match content {
            Some(it) => out.content = it,
            None if said_unknown => {}
            None => self.problem(error::no_content(&list.name.text, span(&list.name))),
        }
        out.replaces = replaces;
        self.program.lists.push(out);
    }

    fn register(&mut self, register: &ast::Register) {
        let mut members = Vec::new();
        let mut spans = Vec::new();
        for member in &register.members {
            let days = member.period.as_ref().and_then(|it| self.fixed_stretch(it));
            members.push(UnitRow {
                code: member.code.as_ref().map_or_else(|| slug(&member.title.value), |it| it.value.clone()),
                name: member.title.value.clone(),
                kind: None,
                tier: member.tier,
                parent: member.parent.as_ref().map(|it| it.value.clone()),
                aliases: member.aliases.iter().map(|it| it.value.clone()).collect(),
                merged_into: member.merged_into.as_ref().map(|it| it.value.clone()),
                days,
                line: 0,
            });
            spans.push(member.at.0);
        }
        let (name, file) = (register.name.text.clone(), register.file.clone());
        self.program.registers.push(Register { name, file, members, spans });
    }

    fn reading(&mut self, reading: &ast::Reading) {
        let mut choices: Vec<Choice> = Vec::new();
        for choice in &reading.choices {
            let value = match &choice.value {
                ast::ChoiceValue::Grain(grain) => {
                    let mut out = Grain::default();
                    self.grain(grain, &mut out);
                    Some(ChoiceValue::Grain(out))
                }
                ast::ChoiceValue::Period(period) => self.stretch(period).map(ChoiceValue::Stretch),
                ast::ChoiceValue::Expr(expr) => self.choice_expr(expr),
                ast::ChoiceValue::Filter(filter) => Some(ChoiceValue::Cond(self.cond(filter))),
                ast::ChoiceValue::Group(group) => {
                    self.group_names(group);
                    Some(ChoiceValue::Group(group.clone()))
                }
            };
            // A choice that could not be read has been told; it keeps its place.
            let value = value.unwrap_or(ChoiceValue::Date(Date::PeriodStart));
            if choices.iter().any(|it| it.key == choice.name.key) {
                self.problem(error::twice(&choice.name.text, span(&choice.name), reading.name.at.0));
            }
            let (name, key) = (choice.name.text.clone(), choice.name.key.clone());
            choices.push(Choice { name, key, value, ground: choice.ground.value.clone() });
        }
        if let Some(first) = choices.first() {
            let kind = std::mem::discriminant(&first.value);
            if choices.iter().any(|it| std::mem::discriminant(&it.value) != kind) {
                self.problem(error::mixed_choices(&reading.name.text, span(&reading.name)));
            }
        }
        let default = reading.default.as_ref().and_then(|name| {
            let at = choices.iter().position(|it| it.key == name.key);
            if at.is_none() {
                let names = choices.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
                self.problem(error::no_such_choice(&name.text, span(name), &reading.name.text, &names));
            }
            at
        });
        self.program.readings.push(Reading {
            name: reading.name.text.clone(),
            key: reading.name.key.clone(),
            title: reading.title.as_ref().map(|it| it.value.clone()),
            choices,
            default,
            span: span(&reading.name),
        });
    }

    fn choice_expr(&mut self, expr: &ast::Expr) -> Option<ChoiceValue> {
        if let ExprIs::Name(name) = &expr.is
            && let Some(Means::Filter(_)) = self.names.all.get(&name.key).map(|it| it.means)
        {
            let atom = ast::Atom { is: ast::Is::Name(name.clone()), on: None, at: expr.at };
            return Some(ChoiceValue::Cond(self.cond(&ast::Filter::Atom(atom))));
        }
        self.date(expr).map(ChoiceValue::Date)
    }

    fn indicator(&mut self, indicator: &ast::Indicator) {
        let measure = self.measure(&indicator.value);
        let completion = match &measure {
            Measure::Share(above, below) => speaks_of_completion(above) || speaks_of_completion(below),
            Measure::Count(cond) => speaks_of_completion(cond),
        };
        if completion && indicator.basis.is_none() {
            self.problem(error::no_basis(&indicator.name.text, span(&indicator.name)));
        }
        self.program.indicators.push(Indicator {
            name: indicator.name.text.clone(),
            title: indicator.title.as_ref().map(|it| it.value.clone()),
            measure,
            basis: indicator.basis.unwrap_or(Basis::Received),
            source: indicator.source.as_ref().map(|it| it.value.clone()),
            span: span(&indicator.name),
        });
    }

    fn measure(&mut self, expr: &ast::Expr) -> Measure {
        match &expr.is {
            ExprIs::Inner(inner) => self.measure(inner),
            ExprIs::Count(count) if count.noun == Noun::Dossiers => Measure::Count(self.counted(count)),
            ExprIs::Binary(Operator::Over, above, below) => match (&above.is, &below.is) {
                (ExprIs::Count(above), ExprIs::Count(below))
                    if above.noun == Noun::Dossiers && below.noun == Noun::Dossiers =>
                {
                    Measure::Share(self.counted(above), self.counted(below))
                }
                _ => {
                    self.problem(error::later(expr.at.0));
                    Measure::Count(Cond::anything())
                }
            },
            _ => {
                self.problem(error::later(expr.at.0));
                Measure::Count(Cond::anything())
            }
        }
    }

    fn counted(&mut self, count: &ast::Count) -> Cond {
        count.filter.as_ref().map_or_else(Cond::anything, |it| self.cond(it))
    }

    /// Tells of names in a group that mean no group.
    pub fn group_names(&mut self, group: &ast::Group) {
        if let Some(size) = &group.size
            && let Some(on) = &size.on
        {
            self.fixed_or_period_end(on);
        }
        for term in group.parts.iter().chain(&group.except) {
            match &term.which {
                Which::Inner(inner) => self.group_names(inner),
                Which::Name(name) => match self.names.all.get(&name.key).map(|it| it.means) {
                    Some(Means::Group | Means::Reading(_)) => {}
                    Some(other) => {
                        let wanted = say!("một nhóm đơn vị", "a group of units");
                        self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                    }
                    None => self.unknown_name(name),
                },
                _ => {}
            }
        }
    }

    fn fixed_or_period_end(&mut self, on: &ast::Expr) {
        if !matches!(on.is, ExprIs::DateOf(ast::DateOf::PeriodStart | ast::DateOf::PeriodEnd, _)) {
            self.fixed_date(on);
        }
    }

    // ── The decision ────────────────────────────────────────────────────────────────────────────────────────────

    fn decision(&mut self) {
        let decisions = self.names.decisions.clone();
        let Some(decision) = decisions.first() else { return };
        for other in decisions.iter().skip(1) {
            self.problem(error::two_decisions(span(&other.name), span(&decision.name)));
        }
        self.own = Some(decision.name.key.clone());
        let (effective, signed) = self.instruments.get(&decision.name.key).cloned().unwrap_or_default();
        let out = &mut self.program.decision;
        out.name = decision.name.text.clone();
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
        for (home, consequence, at) in std::mem::take(&mut self.consequences) {
            self.here = home;
            self.consequence(consequence, home, at);
        }
        self.here = ProvisionId(0);
        self.check_reach();
        self.own = None;
    }

    fn block(&mut self, block: &'a Block, home: ProvisionId, applies: &mut Vec<(ProvisionId, &'a [ast::Place])>) {
        for statement in &block.statements {
            self.here = home;
            self.statement(statement, home, applies);
        }
        self.here = home;
    }

    fn statement(
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
                let step = Some((provision.kind, provision.label.text.clone()));
                let same = |it: &Provision| {
                    it.parent == Some(home)
                        && it
                            .step
                            .as_ref()
                            .is_some_and(|it| it.0 == provision.kind && key(&it.1) == provision.label.key)
                };
                if let Some(first) = self.program.provisions.iter().find(|it| same(it)).map(|it| it.span) {
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
            // Its places may stand further down; it is read when all are known.
            What::Consequence(consequence) => self.consequences.push((home, consequence, at)),
            What::Grade(_) | What::Ranking(_) | What::Published(_) | What::Amendment(_) => {
                self.problem(error::later(at))
            }
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
            | What::Criterion(_) => {}
        }
    }

    fn add_provision(
        &mut self,
        parent: ProvisionId,
        step: Option<(crate::term::ProvisionKind, String)>,
        outside: bool,
        span: Span,
    ) -> ProvisionId {
        let parent = Some(parent);
        let provision = Provision { parent, step, outside, applies_to: Vec::new(), quotes: Vec::new(), span };
        self.program.provisions.push(provision);
        ProvisionId(self.program.provisions.len() as u32 - 1)
    }

    /// The number of an instrument; `QD` in it is told.
    fn number_of(&mut self, number: &Known<ast::Text>) -> Option<String> {
        if let Known::Yes(text) = number
            && text.value.to_lowercase().contains("/qd")
        {
            self.problem(error::qd(&text.value, text.at.0));
        }
        known_text(number)
    }

    fn head(&mut self, head: &Head, at: Span) {
        let number_of = if let Head::Number(number) = head { self.number_of(number) } else { None };
        let out = &mut self.program.decision;
        match head {
            Head::Number(_) => out.number = number_of,
            Head::Issuer(issuer) => out.issuer = known_text(issuer),
            Head::Ground(ground) => out.grounds.extend(known_text(ground)),
            Head::Signed(_) | Head::Effective(..) | Head::Period(_) | Head::DataSource(_) => {}
            Head::Replaces(_) | Head::MadeUnder(_) => self.problem(error::later(at)),
            Head::File(_) | Head::Content(_) | Head::CompetenceByUnits => self.problem(error::only_in_list(at)),
        }
    }

    fn quota(&mut self, quota: &ast::Quota, home: ProvisionId, at: Span) {
        self.group_names(&quota.group);
        let indicator = match &quota.measure {
            ast::Measure::Name(name) => self.indicator_named(name),
            ast::Measure::Count(count) if count.noun == Noun::Dossiers => {
                let cond = self.counted(count);
                if speaks_of_completion(&cond) {
                    self.problem(error::no_basis(&words(&self.program.sources, count.at.0), count.at.0));
                }
                let name = words(&self.program.sources, count.at.0);
                self.program.indicators.push(Indicator {
                    name,
                    title: None,
                    measure: Measure::Count(cond),
                    basis: Basis::Received,
                    source: None,
                    span: count.at.0,
                });
                Some(IndicatorId(self.program.indicators.len() as u32 - 1))
            }
            ast::Measure::Count(count) => {
                self.problem(error::later(count.at.0));
                None
            }
        };
        let stretch = match &quota.period {
            Some(period) => self.stretch(period),
            None => None,
        };
        let mut grain = Grain::default();
        let mut grain_reading = None;
        for it in &quota.grains {
            if let ast::Grain::Name(name) = it {
                match self.names.all.get(&name.key).map(|it| it.means) {
                    Some(Means::Reading(id)) => grain_reading = Some(id),
                    Some(other) => {
                        let wanted = say!("một cách hiểu", "a reading");
                        self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                    }
                    None => self.unknown_name(name),
                }
            } else {
                self.grain(it, &mut grain);
            }
        }
        let Some(indicator) = indicator else { return };
        let amount = match &quota.amount {
            ast::Amount::Unknown(_) => None,
            ast::Amount::Percent(number) => match self.amount(indicator, Ok(percent(number.value)), number.at.0) {
                Some(amount) => Some(amount),
                None => return,
            },
            ast::Amount::Number(number) => match self.amount(indicator, Err(number.value.fraction()), number.at.0) {
                Some(amount) => Some(amount),
                None => return,
            },
        };
        self.program.quotas.push(Quota {
            provision: home,
            indicator,
            force: quota.force,
            comparator: quota.comparator,
            amount,
            group: quota.group.clone(),
            grain,
            grain_reading,
            stretch,
            exception: quota.exception,
            cell: None,
            span: at,
        });
    }

    /// A table of quotas: groups down, indicators across, a quota in each cell.
    fn table(&mut self, table: &ast::QuotaTable, home: ProvisionId) {
        let Some((header, rows)) = table.rows.split_first() else { return };
        let mut columns: Vec<Option<(IndicatorId, Option<Stretch>)>> = Vec::new();
        match header.cells.first().map(|it| &it.is) {
            Some(ast::CellIs::Noun(Noun::Units)) => {}
            _ => self.problem(error::table_header(header.at.0)),
        }
        for cell in header.cells.iter().skip(1) {
            columns.push(match &cell.is {
                ast::CellIs::Name(name, period) => self.indicator_named(name).map(|it| {
                    let stretch = period.as_ref().and_then(|it| self.stretch(it));
                    (it, stretch)
                }),
                _ => {
                    self.problem(error::table_header(cell.at.0));
                    None
                }
            });
        }
        for (at, row) in rows.iter().enumerate() {
            if row.cells.len() != header.cells.len() {
                self.problem(error::row_width(row.at.0, row.cells.len(), header.cells.len()));
                continue;
            }
            let Some(group) = row.cells.first().and_then(group_of_cell) else {
                self.problem(error::table_group(row.at.0));
                continue;
            };
            self.group_names(&group);
            for (place, (cell, column)) in row.cells.iter().skip(1).zip(&columns).enumerate() {
                let (comparator, amount) = match &cell.is {
                    ast::CellIs::None => {
                        let named = column.iter().map(|it| (it.0, group.clone()));
                        self.program.unassigned.extend(named);
                        continue;
                    }
                    ast::CellIs::Percent(comparator, value) => (*comparator, Ok(percent(*value))),
                    ast::CellIs::Number(comparator, value) => (*comparator, Err(value.fraction())),
                    _ => {
                        self.problem(error::table_cell(cell.at.0));
                        continue;
                    }
                };
                let Some((indicator, stretch)) = column else { continue };
                let Some(amount) = self.amount(*indicator, amount, cell.at.0) else { continue };
                self.program.quotas.push(Quota {
                    provision: home,
                    indicator: *indicator,
                    force: table.force,
                    comparator: comparator.unwrap_or(table.comparator),
                    amount: Some(amount),
                    group: group.clone(),
                    grain: Grain::default(),
                    grain_reading: None,
                    stretch: stretch.clone(),
                    exception: false,
                    cell: Some((at + 1, place + 2)),
                    span: cell.at.0,
                });
            }
        }
    }

    /// The number of a quota: a percentage of a share (`Ok`), a number of a count (`Err`).
    fn amount(&mut self, indicator: IndicatorId, amount: Result<Fraction, Fraction>, at: Span) -> Option<Fraction> {
        let found = words(&self.program.sources, at);
        let share =
            self.program.indicators.get(indicator.index()).is_some_and(|it| matches!(it.measure, Measure::Share(..)));
        match (share, amount) {
            (true, Ok(amount)) => {
                if amount > Fraction::from_integer(1) {
                    self.problem(error::above_whole(at, &found));
                }
                Some(amount)
            }
            (false, Err(amount)) => Some(amount),
            (true, Err(_)) => {
                self.problem(error::percent_missing(at, &found));
                None
            }
            (false, Ok(_)) => {
                self.problem(error::percent_of_count(at));
                None
            }
        }
    }

    fn consequence(&mut self, consequence: &ast::Consequence, home: ProvisionId, at: Span) {
        let mut outcomes = Vec::new();
        for outcome in &consequence.outcomes {
            let of = match &outcome.of {
                ast::PlaceOrName::Place(place) => self.place(place).map(OutcomeOf::Provision),
                ast::PlaceOrName::Name(name) => self.indicator_named(name).map(OutcomeOf::Indicator),
            };
            outcomes.extend(of.map(|it| (outcome.verdict, it)));
        }
        let (text, all) = (consequence.text.value.clone(), consequence.all);
        self.program.consequences.push(Consequence { provision: home, text, outcomes, all, span: at });
    }

    fn grain(&mut self, grain: &ast::Grain, out: &mut Grain) {
        match grain {
            ast::Grain::Every(ast::Every::Procedure, at) => self.problem(error::later(at.0)),
            ast::Grain::Every(every, _) => out.every = Some(*every),
            ast::Grain::WholePeriod(_) => out.every = None,
            ast::Grain::Pooled(tier, _) => out.pooled = Some(*tier),
            ast::Grain::WithSubordinates(_) => out.with_subordinates = true,
            ast::Grain::Name(name) => self.problem(error::later(span(name))),
        }
    }

    fn indicator_named(&mut self, name: &ast::Name) -> Option<IndicatorId> {
        match self.names.all.get(&name.key).map(|it| it.means) {
            Some(Means::Indicator(id)) => Some(id),
            Some(other) => {
                let wanted = say!("một chỉ số", "an indicator");
                self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                None
            }
            None => {
                self.unknown_name(name);
                None
            }
        }
    }

    fn window(&mut self, window: &ast::Window, home: ProvisionId, at: Span) {
        let stretch = match &window.period {
            ast::PeriodOrName::Period(period) => self.stretch(period),
            ast::PeriodOrName::Name(name) => match self.names.all.get(&name.key).map(|it| it.means) {
                Some(Means::Reading(id)) => Some(Stretch::Reading(id)),
                Some(other) => {
                    let wanted = say!("một khoảng thời gian", "a period");
                    self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                    None
                }
                None => {
                    self.unknown_name(name);
                    None
                }
            },
        };
        let cond = match &window.filter {
            Some(filter) => self.cond(filter),
            None => Cond::anything(),
        };
        self.facts_only_static(&cond, at);
        let exception = window.exception;
        if let Some(stretch) = stretch {
            self.program.windows.push(Window { provision: home, stretch, cond, exception, span: at });
        }
    }

    fn exclude(&mut self, exclude: &ast::Exclude, home: ProvisionId, at: Span) {
        let stretch = exclude.period.as_ref().and_then(|it| self.stretch(it));
        let what = match &exclude.what {
            ast::Excluded::Units(group) => {
                self.group_names(group);
                Excluded::Units(group.clone())
            }
            ast::Excluded::Count(count) => {
                let cond = self.counted(count);
                if count.noun == Noun::Dossiers {
                    Excluded::Dossiers(cond)
                } else {
                    self.facts_only_static(&cond, count.at.0);
                    Excluded::Procedures(cond)
                }
            }
        };
        if exclude.because.value.trim().is_empty() {
            self.problem(error::empty_reason(exclude.because.at.0));
        }
        let because = exclude.because.value.clone();
        self.program.exclusions.push(Exclusion {
            provision: home,
            what,
            stretch,
            because,
            leave_open: exclude.leave_open,
            span: at,
        });
    }

    /// Windows, scopes and exclusions of procedures may ask for facts of procedures only.
    fn facts_only_static(&mut self, cond: &Cond, at: Span) {
        let mut dossier_word = false;
        cond.walk(&mut |it| dossier_word |= matches!(it, Cond::Word(word) if !is_level(*word)));
        if dossier_word {
            self.problem(error::fact_of_dossiers(at));
        }
    }

    /// The provision of a place in the text.
    pub fn place(&mut self, place: &ast::Place) -> Option<ProvisionId> {
        if let Some(name) = &place.of
            && self.names.decisions.first().is_none_or(|it| it.name.key != name.key)
        {
            self.problem(error::later(span(name)));
            return None;
        }
        let fits = |id: ProvisionId| {
            let mut steps = place.steps.iter();
            let mut wanted = steps.next();
            for (index, outer) in self.program.path(id).enumerate() {
                let Some((kind, label)) = wanted else { return true };
                let is = |it: &(crate::term::ProvisionKind, String)| it.0 == *kind && key(&it.1) == label.key;
                if self.program.provision(outer).step.as_ref().is_some_and(is) {
                    wanted = steps.next();
                } else if index == 0 {
                    return false;
                }
            }
            wanted.is_none()
        };
        let found: Vec<ProvisionId> =
            (1..self.program.provisions.len() as u32).map(ProvisionId).filter(|it| fits(*it)).collect();
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                self.problem(error::no_such_provision(place.at.0, &words(&self.program.sources, place.at.0)));
                None
            }
            many => {
                let cited = many.iter().map(|it| self.program.cite(*it)).collect::<Vec<_>>();
                self.problem(error::ambiguous_provision(place.at.0, &cited));
                None
            }
        }
    }

    /// A window, scope or exclusion that reaches no quota would be silent.
    fn check_reach(&mut self) {
        let reaches = |from: ProvisionId| self.program.quotas.iter().any(|it| self.program.reaches(from, it.provision));
        let windows = self.program.windows.iter().map(|it| (it.provision, it.span));
        let scopes = self.program.scopes.iter().map(|it| (it.provision, it.span));
        let exclusions = self.program.exclusions.iter().map(|it| (it.provision, it.span));
        let roundings = self.program.roundings.iter().map(|it| (it.provision, it.span));
        let lost: Vec<_> =
            windows.chain(scopes).chain(exclusions).chain(roundings).filter(|it| !reaches(it.0)).collect();
        // A place that was not found is told already.
        let told = |it: &Problem| matches!(it.code, "CT0208" | "CT0209");
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
    fn loose_statements(&mut self, loaded: &[Loaded]) {
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
                    What::Table(_)
                    | What::Rounding(_)
                    | What::Consequence(_)
                    | What::Grade(_)
                    | What::Ranking(_)
                    | What::Published(_)
                    | What::Amendment(_) => self.problem(error::later(statement.at.0)),
                    _ => {}
                }
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
            match &it.measure {
                Measure::Share(above, below) => conds.extend([above, below]),
                Measure::Count(cond) => conds.push(cond),
            }
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
        Date::On(_) | Date::PeriodStart | Date::PeriodEnd | Date::Reading(_) => {}
    }
}

fn head_of(what: &What) -> Option<&Head> {
    if let What::Head(head) = what { Some(head) } else { None }
}

fn head_of_item(item: &ListItem) -> Option<&Head> {
    if let ListItem::Head(head) = item { Some(head) } else { None }
}

fn known_text(text: &Known<ast::Text>) -> Option<String> {
    if let Known::Yes(text) = text { Some(text.value.clone()) } else { None }
}

/// The group that the first cell of a row names.
fn group_of_cell(cell: &ast::Cell) -> Option<ast::Group> {
    let which = match &cell.is {
        ast::CellIs::Group(group) => return Some((**group).clone()),
        ast::CellIs::Text(text) => Which::Named(vec![text.clone()], None),
        ast::CellIs::Name(name, None) => Which::Name(name.clone()),
        _ => return None,
    };
    let term = ast::GroupTerm { which, at: cell.at };
    Some(ast::Group { parts: vec![term], except: Vec::new(), size: None, at: cell.at })
}

/// `60%` as a fraction of one.
fn percent(value: crate::text::Decimal) -> Fraction {
    value.fraction() / Fraction::from_integer(100)
}

/// The user's words at a place, in NFC and on one line.
fn words(sources: &Sources, span: Span) -> String {
    crate::text::nfc(&sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_level(word: Word) -> bool {
    matches!(word, Word::EndToEnd | Word::Partial | Word::Level3 | Word::Level4)
}

fn speaks_of_completion(cond: &Cond) -> bool {
    let mut found = false;
    cond.walk(&mut |it| {
        found |=
            matches!(it, Cond::Word(Word::Resolved | Word::Late | Word::OnTime | Word::Early | Word::ElectronicResult));
    });
    found
}

/// The day of an asserted size, where it is written and fixed.
pub fn size_day(size: &ast::Size, period: Days) -> Day {
    match size.on.as_ref().map(|it| &it.is) {
        Some(ExprIs::Date(day)) => *day,
        Some(ExprIs::DateOf(ast::DateOf::PeriodEnd, _)) => period.to,
        _ => period.from,
    }
}
