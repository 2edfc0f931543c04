//! Declared columns: yes/no facts and numbers of dossiers, and what is said of units.

use super::{Failed, Fault, Reader, Spot};
use crate::check::program::{ColumnId, FULLY_ONLINE};
use crate::data::mapping::Words;
use crate::data::{Cell, Facet, UnitValue, When, columns, values};
use crate::lang::say;
use crate::syntax::ast::ColumnForm;
use crate::term::Noun;

impl Reader<'_> {
    /// Yes/no facts of a dossier.
    pub(super) fn marks<'c>(&self, get: &dyn Fn(Option<usize>) -> &'c str, facet: &mut Facet) -> Result<(), Fault> {
        let needs = self.plan.needs;
        let fully = self.columns.fully_online.map(|it| (FULLY_ONLINE, it)).filter(|it| needs.marks & (1 << it.0) != 0);
        for (mark, place) in fully.into_iter().chain(self.declared_marks()) {
            let dim = (self.mapping.word(Words::YesNo, get(Some(place))))
                .ok_or_else(|| Fault(place, say!("cần `có` hoặc `không`", "`yes` or `no` is needed")))?;
            facet.marks = facet.marks.with(mark, dim);
        }
        Ok(())
    }

    /// The declared yes/no columns of dossiers that rules ask for: the mark of each, and where it stands.
    pub(super) fn declared_marks(&self) -> impl Iterator<Item = (u8, usize)> {
        let marks = self.plan.needs.marks;
        let declared = self.columns.declared.iter().map(|it| (self.plan.program.column(it.0), it.1));
        let asked = declared.filter(|it| it.0.of == Noun::Dossiers && it.0.form == ColumnForm::YesNo);
        asked.map(|it| (it.0.mark, it.1)).filter(move |it| marks & (1 << it.0) != 0)
    }

    /// The declared columns with numbers of dossiers that rules ask for, each with where it stands.
    fn declared_amounts(&self) -> impl Iterator<Item = (ColumnId, usize)> {
        let plan = self.plan;
        let is_asked = move |it: &(ColumnId, usize)| {
            let column = plan.program.column(it.0);
            column.of == Noun::Dossiers && column.form == ColumnForm::Number && plan.needs.wants(it.0)
        };
        self.columns.declared.iter().copied().filter(is_asked)
    }

    /// Whether rows of counts say something of units besides.
    pub(super) fn has_unit_values(&self) -> bool {
        let mut columns = self.columns.declared.iter();
        columns.any(|it| self.plan.program.column(it.0).of == Noun::Units && self.plan.needs.wants(it.0))
    }

    /// Whether dossiers have numbers that are added up.
    pub(super) fn has_amounts(&self) -> bool {
        self.declared_amounts().next().is_some()
    }

    /// The numbers of declared columns of dossiers.
    pub(super) fn amounts<'c>(&self, get: &dyn Fn(Option<usize>) -> &'c str) -> Result<Vec<(ColumnId, u64)>, Fault> {
        let mut out = Vec::new();
        for (id, place) in self.declared_amounts() {
            let cell = get(Some(place));
            let amount = columns::count(cell)
                .ok_or_else(|| Fault(place, say!("không phải một số nguyên từ 0", "not a whole number from 0")))?;
            out.push((id, amount));
        }
        Ok(out)
    }

    pub(super) fn add_amounts(&mut self, cell: Cell, amounts: Vec<(ColumnId, u64)>) {
        for (id, amount) in amounts {
            self.tally.amounts.entry(id).or_default().push(Cell { dossiers: amount, ..cell });
        }
    }

    /// Whether the rows say something of units, and nothing of dossiers.
    pub(super) fn speaks_of_units(&self) -> bool {
        let columns = &self.columns;
        let of_units = |it: &(ColumnId, usize)| self.plan.program.column(it.0).of == Noun::Units;
        columns.total.is_none() && columns.procedure.is_none() && columns.declared.iter().any(of_units)
    }

    /// A row about a unit; the inner place: that of the row which says the same before.
    pub(super) fn of_unit<'c>(
        &mut self,
        get: &dyn Fn(Option<usize>) -> &'c str,
        line: u64,
    ) -> Result<Option<Spot>, Failed> {
        let unit = self.unit(get).map_err(|it| Failed::new(it, None, 0))?;
        let fail = |fault: Fault| Failed::new(fault, Some(unit), 0);
        let when = match self.columns.period {
            None => When::Unsaid,
            Some(column) => When::In(self.stated_period(column, get).map_err(fail)?),
        };
        let spot = self.spot(line);
        if let Some(first) = self.rows.insert((unit, None, when, When::Never), spot) {
            return Ok(Some(first));
        }
        self.unit_values(unit, when, get).map_err(fail)?;
        Ok(None)
    }

    /// The declared columns of units in a row.
    pub(super) fn unit_values<'c>(
        &mut self,
        unit: u32,
        when: When,
        get: &dyn Fn(Option<usize>) -> &'c str,
    ) -> Result<(), Fault> {
        let plan = self.plan;
        let declared = self.columns.declared.iter().map(|it| (it.0, it.1, plan.program.column(it.0)));
        for (column, place, it) in declared.filter(|it| it.2.of == Noun::Units && plan.needs.wants(it.0)) {
            let fact = values::fact(it.form, get(Some(place))).map_err(|why| Fault(place, why))?;
            self.tally.values.extend(fact.map(|value| UnitValue { unit, column, when, value }));
        }
        Ok(())
    }
}
