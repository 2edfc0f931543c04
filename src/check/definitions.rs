//! Definitions: events, lists, registers, readings, indicators, named groups. They have no effect of their own.

use super::formula::speaks_of_completion;
use super::from_syntax::Check;
use super::names::Means;
use super::program::*;
use super::{error, span};
use crate::lang::say;
use crate::source::Span;
use crate::syntax::ast::{self, ExprIs, Head, Known, ListItem, NamedSet, Statement, What, Which};
use crate::term::Basis;
use crate::text::Days;
use crate::world::{Listed, UnitRow, bare_code, slug};

impl<'a> Check<'a> {
    pub fn definitions(&mut self) {
        let definitions = self.names.definitions.clone();
        self.events(&definitions);
        self.period_of_decision();
        for statement in &definitions {
            if let What::Column(column) = &statement.what {
                self.column(column);
            }
        }
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
                _ => {}
            }
        }
    }

    /// Events: `mốc`, and the unknown dates of lists and decisions, which take their names from these.
    pub fn events(&mut self, definitions: &[&'a Statement]) {
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

    pub fn event(&mut self, name: &str, key: String, span: Span) -> EventId {
        let name = name.to_owned();
        self.program.events.push(Event { name, key, day: None, bounds: Days::ALL, used: false, span });
        EventId(self.program.events.len() as u32 - 1)
    }

    pub fn bound(&mut self, id: EventId, unknown: &ast::Unknown) {
        if let Some(bounds) = &unknown.bounds
            && let Some(days) = self.fixed_stretch(bounds)
            && let Some(event) = self.program.events.get_mut(id.index())
        {
            event.bounds = days;
        }
    }

    pub fn dates_of_instrument(&mut self, name: &ast::Name, heads: &[&Head]) {
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
        self.program.instruments.insert(name.key.clone(), dates.clone());
        match effective {
            Some(Known::Yes(expr)) => dates.0 = self.date(expr),
            Some(Known::No(unknown)) => {
                let id = self.event(&name.text, name.key.clone(), span(name));
                self.bound(id, unknown);
                dates.0 = Some(Date::Event(id));
            }
            None => {}
        }
        self.program.instruments.insert(name.key.clone(), dates);
        self.own = None;
    }

    /// The assessment period comes before everything that may leave out its year.
    pub fn period_of_decision(&mut self) {
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

    pub fn one_list(&mut self, list: &ast::List, at: Span) {
        let mut heads: Vec<(&Head, Span)> = Vec::new();
        let mut entries = Vec::new();
        for (item, at) in list.block.iter().flat_map(|it| &it.items) {
            match item {
                ListItem::Head(head) => heads.push((head, at.0)),
                ListItem::Ignore(_) => {}
                ListItem::Entry(entry) => {
                    let days = entry.period.as_ref().and_then(|it| self.fixed_stretch(it));
                    let code = bare_code(&entry.code.value).to_owned();
                    if entries.iter().any(|it: &Listed| it.code == code && (it.days.is_none() || days.is_none())) {
                        self.problem(error::listed_twice(&code, at.0));
                    }
                    let (level, competence) = (entry.level, entry.tier);
                    entries.push(Listed { code, level, competence, days, ..Listed::default() });
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
            effective: self.program.instruments.get(&list.name.key).and_then(|it| it.0.clone()),
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
                // The instrument that a list is made under need not be a rule file.
                Head::MadeUnder(_) => {}
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

    pub fn register(&mut self, register: &ast::Register) {
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
                merged_into: member.merged_into.iter().map(|it| it.value.clone()).collect(),
                days,
                line: 0,
            });
            spans.push(member.at.0);
        }
        let (name, file) = (register.name.text.clone(), register.file.clone());
        self.program.registers.push(Register { name, file, members, spans });
    }

    pub fn reading(&mut self, reading: &ast::Reading) {
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

    pub fn choice_expr(&mut self, expr: &ast::Expr) -> Option<ChoiceValue> {
        if let ExprIs::Name(name) = &expr.is
            && let Some(Means::Filter(_)) = self.names.all.get(&name.key).map(|it| it.means)
        {
            let atom = ast::Atom { is: ast::Is::Name(name.clone()), on: None, at: expr.at };
            return Some(ChoiceValue::Cond(self.cond(&ast::Filter::Atom(atom))));
        }
        self.date(expr).map(ChoiceValue::Date)
    }

    pub fn indicator(&mut self, indicator: &'a ast::Indicator) {
        self.open.push(indicator.name.key.clone());
        let measure = self.measure(&indicator.value);
        self.open.pop();
        let completion = measure.conds().into_iter().any(speaks_of_completion);
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

    pub fn fixed_or_period_end(&mut self, on: &ast::Expr) {
        if !matches!(on.is, ExprIs::DateOf(ast::DateOf::PeriodStart | ast::DateOf::PeriodEnd, _)) {
            self.fixed_date(on);
        }
    }
}

fn head_of(what: &What) -> Option<&Head> {
    if let What::Head(head) = what { Some(head) } else { None }
}

fn head_of_item(item: &ListItem) -> Option<&Head> {
    if let ListItem::Head(head) = item { Some(head) } else { None }
}

/// A text, where it is known.
pub fn known_text(text: &Known<ast::Text>) -> Option<String> {
    if let Known::Yes(text) = text { Some(text.value.clone()) } else { None }
}
