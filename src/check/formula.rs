//! What an indicator measures: from the arithmetic that is written to counts and a formula over them.

use super::from_syntax::Check;
use super::names::Means;
use super::program::*;
use super::{error, score_error, span};
use crate::lang::say;
use crate::source::Span;
use crate::syntax::ast::{self, ColumnForm, ExprIs, Operator, What};
use crate::term::{Noun, Verdict, Word};

/// What a part of a formula is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Dossiers, procedures.
    Of(Noun),
    /// A supplied column.
    Column,
    /// A quotient of two like things, or a percentage.
    Ratio,
    /// Dossiers per procedure.
    Mean,
    /// A plain number.
    Plain,
}

impl<'a> Check<'a> {
    /// What an expression measures; everything where a problem was told.
    pub fn measure(&mut self, expr: &'a ast::Expr) -> Measure {
        match &expr.is {
            ExprIs::Inner(inner) => return self.measure(inner),
            ExprIs::Count(count) if count.noun == Noun::Dossiers => return Measure::Count(self.counted(count)),
            ExprIs::Binary(Operator::Over, above, below) => {
                if let (Some(above), Some(below)) = (dossiers(above), dossiers(below)) {
                    return Measure::Share(self.counted(above), self.counted(below));
                }
            }
            _ => {}
        }
        let mut terms = Vec::new();
        let Some((value, kind)) = self.value(expr, &mut terms) else { return told() };
        self.formula(value, kind, terms)
    }

    /// An indicator that is written in place.
    pub fn unnamed(&mut self, expr: &'a ast::Expr) -> IndicatorId {
        let name = super::orders::words(&self.program.sources, expr.at.0);
        let measure = self.measure(expr);
        if measure.conds().into_iter().any(speaks_of_completion) {
            self.problem(error::no_basis(&name, expr.at.0));
        }
        let (basis, span) = (crate::term::Basis::Received, expr.at.0);
        self.program.indicators.push(Indicator { name, title: None, measure, basis, source: None, span });
        IndicatorId(self.program.indicators.len() as u32 - 1)
    }

    fn formula(&self, value: Value, kind: Kind, terms: Vec<(Term, Span)>) -> Measure {
        let (terms, spans): (Vec<Term>, Vec<Span>) = terms.into_iter().unzip();
        let form = match (&value, kind) {
            (Value::Binary(Operator::Over, above, below), Kind::Ratio) => {
                match (noun(above, &terms), noun(below, &terms)) {
                    (Some(above), Some(below)) if above == below => Form::Share(above),
                    _ => Form::Ratio,
                }
            }
            (_, Kind::Of(noun)) => Form::Count(noun),
            (_, Kind::Ratio) => Form::Ratio,
            (_, Kind::Mean) => Form::Mean,
            (_, Kind::Plain | Kind::Column) => Form::Number,
        };
        let dossiers = Cond::Any(terms.iter().flat_map(dossiers_of).collect());
        Measure::Formula(Box::new(Formula { value, form, terms, spans, dossiers }))
    }

    /// What a quota on a plain count measures: `giao tối thiểu 20 thủ tục có hồ sơ trực tuyến cho …`.
    pub fn count_measure(&mut self, count: &'a ast::Count) -> Measure {
        if count.noun == Noun::Dossiers {
            return Measure::Count(self.counted(count));
        }
        let mut terms = Vec::new();
        let Some((value, kind)) = self.count(count, &mut terms) else { return told() };
        self.formula(value, kind, terms)
    }

    fn value(&mut self, expr: &'a ast::Expr, terms: &mut Vec<(Term, Span)>) -> Option<(Value, Kind)> {
        match &expr.is {
            ExprIs::Inner(inner) => self.value(inner, terms),
            ExprIs::Number(number) => Some((Value::Number(number.fraction()), Kind::Plain)),
            ExprIs::Percent(number) => Some((Value::Number(super::orders::percent(*number)), Kind::Ratio)),
            ExprIs::Count(count) => self.count(count, terms),
            ExprIs::Name(name) => self.named_value(name, terms),
            ExprIs::Binary(operator, left, right) => self.binary(*operator, left, right, expr.at.0, terms),
            ExprIs::Extremum(largest, parts) => {
                let parts: Option<Vec<(Value, Kind)>> = parts.iter().map(|it| self.value(it, terms)).collect();
                let parts = parts?;
                let kind = parts.first()?.1;
                if parts.iter().any(|it| it.1 != kind) {
                    self.problem(error::mixed_kinds(expr.at.0));
                    return None;
                }
                Some((Value::Extremum(*largest, parts.into_iter().map(|it| it.0).collect()), kind))
            }
            ExprIs::Peers(..)
            | ExprIs::Completion(_)
            | ExprIs::Assigned(..)
            | ExprIs::Steps(..)
            | ExprIs::Scored(..)
            | ExprIs::Place(_) => {
                self.problem(score_error::only_in_criteria(expr.at.0));
                None
            }
            ExprIs::Date(_) | ExprIs::Duration(..) | ExprIs::DateOf(..) => {
                self.problem(error::mixed_kinds(expr.at.0));
                None
            }
        }
    }

    fn count(&mut self, count: &'a ast::Count, terms: &mut Vec<(Term, Span)>) -> Option<(Value, Kind)> {
        let term = match count.noun {
            Noun::Dossiers => Term::Dossiers(self.counted(count)),
            Noun::Procedures => Term::Procedures(self.procedures(count)?),
            Noun::Units => Term::Units(self.units(count)),
        };
        terms.push((term, count.at.0));
        Some((Value::Term(terms.len() - 1), Kind::Of(count.noun)))
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &'a ast::Expr,
        right: &'a ast::Expr,
        at: Span,
        terms: &mut Vec<(Term, Span)>,
    ) -> Option<(Value, Kind)> {
        if let (Operator::Over, ExprIs::Count(above), ExprIs::Count(below)) = (operator, &left.is, &right.is)
            && (above.noun, below.noun) == (Noun::Units, Noun::Units)
        {
            let below_cond = self.units(below);
            let first = Term::Units(Cond::All(vec![self.units(above), below_cond.clone()]));
            terms.extend([(first, above.at.0), (Term::Units(below_cond), below.at.0)]);
            let place = |it: usize| Box::new(Value::Term(terms.len() - it));
            return Some((Value::Binary(Operator::Over, place(2), place(1)), Kind::Ratio));
        }
        // A share of procedures counts its numerator inside its denominator; a mean counts the dossiers of its procedures.
        if let (Operator::Over, ExprIs::Count(above), ExprIs::Count(below)) = (operator, &left.is, &right.is)
            && below.noun == Noun::Procedures
            && above.noun != Noun::Units
        {
            let below_cond = self.procedures(below)?;
            let (first, kind) = if above.noun == Noun::Procedures {
                let above = self.procedures(above)?;
                (Term::Procedures(Cond::All(vec![above, below_cond.clone()])), Kind::Ratio)
            } else {
                (Term::DossiersOf(self.counted(above), below_cond.clone()), Kind::Mean)
            };
            terms.extend([(first, above.at.0), (Term::Procedures(below_cond), below.at.0)]);
            let place = |it: usize| Box::new(Value::Term(terms.len() - it));
            return Some((Value::Binary(Operator::Over, place(2), place(1)), kind));
        }
        let (left, one) = self.value(left, terms)?;
        let (right, two) = self.value(right, terms)?;
        let kind = match operator {
            Operator::Plus | Operator::Minus => (one == two).then_some(one),
            Operator::Times => match (one, two) {
                (Kind::Plain, it) | (it, Kind::Plain) => Some(it),
                (Kind::Ratio, it) | (it, Kind::Ratio) => Some(it),
                _ => None,
            },
            Operator::Over => Some(match (one, two) {
                (it, Kind::Plain) => it,
                (Kind::Of(Noun::Dossiers), Kind::Of(Noun::Procedures)) => Kind::Mean,
                (one, two) if one == two => Kind::Ratio,
                (Kind::Column, _) | (_, Kind::Column) => Kind::Ratio,
                _ => Kind::Plain,
            }),
        };
        let Some(kind) = kind else {
            self.problem(error::mixed_kinds(at));
            return None;
        };
        Some((Value::Binary(operator, Box::new(left), Box::new(right)), kind))
    }

    /// A column, or another indicator, which is worked out in place.
    fn named_value(&mut self, name: &'a ast::Name, terms: &mut Vec<(Term, Span)>) -> Option<(Value, Kind)> {
        match self.names.all.get(&name.key).map(|it| it.means) {
            Some(Means::Column(id)) => {
                let column = self.program.column(id);
                let number = matches!(column.form, ColumnForm::Number | ColumnForm::ClosingNumber);
                if !number || column.of == Noun::Procedures {
                    self.problem(error::column_is_no_number(&name.text, span(name)));
                    return None;
                }
                terms.push((Term::Column(id), span(name)));
                Some((Value::Term(terms.len() - 1), Kind::Column))
            }
            Some(Means::Indicator(_)) => {
                if self.open.contains(&name.key) {
                    self.problem(error::circle(&name.text, span(name)));
                    return None;
                }
                let definition = self.names.definitions.iter().find_map(|it| match &it.what {
                    What::Indicator(it) if it.name.key == name.key => Some(it),
                    _ => None,
                })?;
                self.open.push(name.key.clone());
                let value = self.value(&definition.value, terms);
                self.open.pop();
                value
            }
            Some(other) => {
                let wanted = say!("một chỉ số hoặc một cột", "an indicator or a column");
                self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                None
            }
            None => {
                self.unknown_name(name);
                None
            }
        }
    }

    /// The condition of `đơn vị …`: of verdicts and of yes/no columns.
    fn units(&mut self, count: &'a ast::Count) -> Cond {
        self.of_units = true;
        let cond = self.counted(count);
        self.of_units = false;
        let plain =
            |it: &Cond| matches!(it, Cond::All(_) | Cond::Any(_) | Cond::Not(_) | Cond::Judged(..) | Cond::Column(_));
        let mut other = false;
        cond.walk(&mut |it| other |= !plain(it));
        if other {
            self.problem(error::units_are_judged(count.at.0));
        }
        cond
    }

    /// `đạt x`: of units that are counted.
    pub fn judged(&mut self, verdict: Verdict, name: &ast::Name) -> Cond {
        if self.open.contains(&name.key) {
            self.problem(error::circle(&name.text, span(name)));
            return Cond::anything();
        }
        match self.indicator_named(name) {
            Some(id) => Cond::Judged(verdict, id),
            None => Cond::anything(),
        }
    }

    /// Indicators that count units by each other's verdicts, round and round.
    pub fn check_judging(&mut self) {
        let judged = |id: IndicatorId| {
            let mut out = Vec::new();
            if let Measure::Formula(formula) = &self.program.indicator(id).measure {
                for term in &formula.terms {
                    if let Term::Units(cond) = term {
                        cond.walk(&mut |it| out.extend(if let Cond::Judged(_, id) = it { Some(*id) } else { None }));
                    }
                }
            }
            out
        };
        let mut circles = Vec::new();
        for id in (0..self.program.indicators.len() as u32).map(IndicatorId) {
            let mut reached = judged(id);
            let mut done = 0;
            while let Some(next) = reached.get(done).copied() {
                done += 1;
                let more: Vec<IndicatorId> = judged(next).into_iter().filter(|it| !reached.contains(it)).collect();
                reached.extend(more);
            }
            if reached.contains(&id) {
                let it = self.program.indicator(id);
                circles.push(error::circle(&it.name, it.span));
            }
        }
        circles.into_iter().for_each(|it| self.problem(it));
    }

    /// The condition of `thủ tục …`.
    fn procedures(&mut self, count: &'a ast::Count) -> Option<Cond> {
        if count.filter.is_none() {
            self.problem(error::which_procedures(count.at.0));
            return None;
        }
        self.of_procedures = true;
        let cond = self.counted(count);
        self.of_procedures = false;
        let mut of_dossiers = false;
        cond.walk(&mut |it| of_dossiers |= matches!(it, Cond::Word(word) if !super::orders::is_level(*word)));
        if of_dossiers {
            self.problem(error::procedures_have_dossiers(count.at.0));
            return None;
        }
        Some(cond)
    }

    pub fn counted(&mut self, count: &ast::Count) -> Cond {
        count.filter.as_ref().map_or_else(Cond::anything, |it| self.cond(it))
    }

    /// `có [tối thiểu 5] hồ sơ trực tuyến thuộc x`
    pub fn having(
        &mut self,
        comparator: Option<crate::term::Comparator>,
        number: Option<&ast::Number>,
        words: &[ast::Is],
        at: Span,
    ) -> Cond {
        if !self.of_procedures {
            self.problem(error::only_of_procedures(at));
            return Cond::anything();
        }
        // A number with decimals is told where it is read.
        let number = number.and_then(|it| u64::try_from(it.value.whole()?).ok()).unwrap_or(1);
        let part =
            |check: &mut Self, is: &ast::Is| check.atom(&ast::Atom { is: is.clone(), on: None, at: ast::At(at) });
        self.of_procedures = false;
        let dossiers = Cond::All(words.iter().map(|it| part(self, it)).collect());
        self.of_procedures = true;
        let comparator = comparator.unwrap_or(crate::term::Comparator::AtLeast);
        Cond::Having(Box::new(Having { comparator, number, dossiers }))
    }

    pub fn column(&mut self, column: &ast::Column) {
        let marks = |it: &Column| it.of == Noun::Dossiers && it.form == ColumnForm::YesNo;
        let yes_no = self.program.columns.iter().filter(|it| marks(it)).count();
        let out = Column {
            name: column.name.text.clone(),
            key: column.name.key.clone(),
            title: column.title.as_ref().map(|it| it.value.clone()),
            of: column.of,
            form: column.form,
            mark: yes_no as u8 + 1,
        };
        if marks(&out) && yes_no >= MOST_MARKS {
            self.problem(error::too_many_columns(span(&column.name)));
        }
        if column.of == Noun::Dossiers && column.form == ColumnForm::Date
            || column.of == Noun::Procedures && !matches!(column.form, ColumnForm::YesNo | ColumnForm::Date)
            || column.of == Noun::Dossiers && column.form == ColumnForm::ClosingNumber
        {
            self.problem(error::column_of_no_use(&column.name.text, span(&column.name)));
        }
        self.program.columns.push(out);
    }

    /// A yes/no column as a condition.
    pub fn column_cond(&mut self, id: ColumnId, name: &ast::Name) -> Cond {
        let column = self.program.column(id);
        if column.form != ColumnForm::YesNo || (column.of == Noun::Units) != self.of_units {
            self.problem(error::column_is_no_condition(&name.text, span(name)));
            return Cond::anything();
        }
        Cond::Column(id)
    }
}

/// In place of what a problem was told of: any quota fits it.
fn told() -> Measure {
    let value = Value::Number(Fraction::from_integer(0));
    let (terms, spans, dossiers) = (Vec::new(), Vec::new(), Cond::anything());
    Measure::Formula(Box::new(Formula { value, form: Form::Ratio, terms, spans, dossiers }))
}

/// Yes/no columns of dossiers beside the words of the language.
const MOST_MARKS: usize = 31;

fn dossiers(expr: &ast::Expr) -> Option<&ast::Count> {
    match &expr.is {
        ExprIs::Count(count) if count.noun == Noun::Dossiers => Some(count),
        ExprIs::Inner(inner) => dossiers(inner),
        _ => None,
    }
}

/// The noun of a value that is one count.
fn noun(value: &Value, terms: &[Term]) -> Option<Noun> {
    let Value::Term(at) = value else { return None };
    match terms.get(*at)? {
        Term::Dossiers(_) => Some(Noun::Dossiers),
        Term::Procedures(_) => Some(Noun::Procedures),
        Term::Units(_) => Some(Noun::Units),
        Term::DossiersOf(..) | Term::Column(_) => None,
    }
}

/// The dossiers that a term looks at.
fn dossiers_of(term: &Term) -> Vec<Cond> {
    match term {
        Term::Dossiers(cond) => vec![cond.clone()],
        Term::DossiersOf(dossiers, _) => vec![dossiers.clone()],
        Term::Column(_) | Term::Units(_) => Vec::new(),
        Term::Procedures(cond) => {
            let mut out = Vec::new();
            cond.walk(&mut |it| {
                if let Cond::Having(having) = it {
                    out.push(having.dossiers.clone());
                }
            });
            out
        }
    }
}

/// Whether a condition asks how dossiers were resolved.
pub fn speaks_of_completion(cond: &Cond) -> bool {
    let mut found = false;
    cond.walk(&mut |it| match it {
        Cond::Word(Word::Resolved | Word::Late | Word::OnTime | Word::Early | Word::ElectronicResult) => found = true,
        Cond::Having(having) => found |= speaks_of_completion(&having.dossiers),
        _ => {}
    });
    found
}
