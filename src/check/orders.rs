//! What a provision orders: quotas, tables of quotas, windows, exclusions, consequences.

use super::formula::speaks_of_completion;
use super::from_syntax::Check;
use super::names::Means;
use super::program::*;
use super::{error, span};
use crate::lang::say;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Which};
use crate::term::{Basis, Noun, Word};

impl<'a> Check<'a> {
    pub fn quota(&mut self, quota: &'a ast::Quota, home: ProvisionId, at: Span) {
        self.group_names(&quota.group);
        let indicator = match &quota.measure {
            ast::Measure::Name(name) => self.indicator_named(name),
            ast::Measure::Count(count) => {
                let measure = self.count_measure(count);
                if measure.conds().into_iter().any(speaks_of_completion) {
                    self.problem(error::no_basis(&words(&self.program.sources, count.at.0), count.at.0));
                }
                let name = words(&self.program.sources, count.at.0);
                self.program.indicators.push(Indicator {
                    name,
                    title: None,
                    measure,
                    basis: Basis::Received,
                    source: None,
                    span: count.at.0,
                });
                Some(IndicatorId(self.program.indicators.len() as u32 - 1))
            }
        };
        let stretch = match &quota.period {
            Some(period) => self.own_stretch(period),
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
            ast::Amount::Percent(number) => Some((Ok(percent(number.value)), number.at.0)),
            ast::Amount::Number(number) => Some((Err(number.value.fraction()), number.at.0)),
        };
        let (amount, form) = match amount {
            None => (None, self.program.indicator(indicator).measure.form()),
            Some((amount, at)) => match self.amount(indicator, amount, at) {
                Some((amount, form)) => (Some(amount), form),
                None => return,
            },
        };
        self.program.quotas.push(Quota {
            provision: home,
            indicator,
            force: quota.force,
            comparator: quota.comparator,
            amount,
            form,
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
    pub fn table(&mut self, table: &ast::QuotaTable, home: ProvisionId) {
        let Some((header, rows)) = table.rows.split_first() else { return };
        let mut columns: Vec<Option<(IndicatorId, Option<Stretch>)>> = Vec::new();
        match header.cells.first().map(|it| &it.is) {
            Some(ast::CellIs::Noun(Noun::Units)) => {}
            _ => self.problem(error::table_header(header.at.0)),
        }
        for cell in header.cells.iter().skip(1) {
            columns.push(match &cell.is {
                ast::CellIs::Name(name, period) => self.indicator_named(name).map(|it| {
                    let stretch = period.as_ref().and_then(|it| self.own_stretch(it));
                    (it, stretch)
                }),
                ast::CellIs::Text(title) => match self.indicator_titled(&title.value) {
                    Some(id) => Some((id, None)),
                    None => {
                        self.problem(error::no_such_title(cell.at.0, &title.value));
                        None
                    }
                },
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
                let Some((amount, form)) = self.amount(*indicator, amount, cell.at.0) else { continue };
                self.program.quotas.push(Quota {
                    provision: home,
                    indicator: *indicator,
                    force: table.force,
                    comparator: comparator.unwrap_or(table.comparator),
                    amount: Some(amount),
                    form,
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

    /// The indicator of a title, as the head of a table has it.
    fn indicator_titled(&self, title: &str) -> Option<IndicatorId> {
        let wanted = crate::text::plain(title);
        let is = |it: &Indicator| it.title.as_deref().is_some_and(|it| crate::text::plain(it) == wanted);
        self.program.indicators.iter().position(is).map(|it| IndicatorId(it as u32))
    }

    /// The number of a quota: a percentage of a share (`Ok`), a number of a count (`Err`); a quotient of columns takes
    /// both.
    pub fn amount(
        &mut self,
        indicator: IndicatorId,
        amount: Result<Fraction, Fraction>,
        at: Span,
    ) -> Option<(Fraction, Form)> {
        let found = words(&self.program.sources, at);
        let form = self.program.indicators.get(indicator.index()).map(|it| it.measure.form())?;
        match (form, amount) {
            (Form::Share(_), Ok(amount)) => {
                if amount > Fraction::from_integer(1) {
                    self.problem(error::above_whole(at, &found));
                }
                Some((amount, form))
            }
            (Form::Ratio, Ok(amount)) => Some((amount, form)),
            (Form::Ratio, Err(amount)) => Some((amount, Form::Mean)),
            (Form::Share(_), Err(_)) => {
                self.problem(error::percent_missing(at, &found));
                None
            }
            (_, Err(amount)) => Some((amount, form)),
            (_, Ok(_)) => {
                self.problem(error::percent_of_count(at));
                None
            }
        }
    }

    pub fn grain(&mut self, grain: &ast::Grain, out: &mut Grain) {
        match grain {
            ast::Grain::Every(every, _) => out.every = Some(*every),
            ast::Grain::WholePeriod(_) => out.every = None,
            ast::Grain::Pooled(tier, _) => out.pooled = Some(*tier),
            ast::Grain::Averaged(tier, _) => (out.pooled, out.averaged) = (Some(*tier), true),
            ast::Grain::WithSubordinates(_) => out.with_subordinates = true,
            ast::Grain::Name(name) => self.problem(error::later(span(name))),
        }
    }

    pub fn indicator_named(&mut self, name: &ast::Name) -> Option<IndicatorId> {
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

    pub fn window(&mut self, window: &ast::Window, home: ProvisionId, at: Span) {
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

    pub fn exclude(&mut self, exclude: &ast::Exclude, home: ProvisionId, at: Span) {
        let stretch = exclude.period.as_ref().and_then(|it| self.own_stretch(it));
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
    pub fn facts_only_static(&mut self, cond: &Cond, at: Span) {
        let mut dossier_word = false;
        cond.walk(&mut |it| dossier_word |= matches!(it, Cond::Word(word) if !is_level(*word)));
        if dossier_word {
            self.problem(error::fact_of_dossiers(at));
        }
    }
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
pub fn percent(value: crate::text::Decimal) -> Fraction {
    value.fraction() / Fraction::from_integer(100)
}

/// The user's words at a place, in NFC and on one line.
pub fn words(sources: &Sources, span: Span) -> String {
    crate::text::nfc(&sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a word is a level of service, which procedures have too.
pub fn is_level(word: Word) -> bool {
    matches!(word, Word::EndToEnd | Word::Partial | Word::Level3 | Word::Level4)
}
