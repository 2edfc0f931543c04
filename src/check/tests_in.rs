//! Tests inside the rule file: which dates they assume and which verdicts they expect.

use super::from_syntax::Check;
use super::names::Means;
use super::program::{
    CriterionId, Date, EventId, Expect, ExpectIs, ExpectMeasured, ExpectVerdict, Measured, ProvisionId, ReadingId, Test,
};
use super::{error, span};
use crate::source::Span;
use crate::syntax::ast::{self, AssumptionIs, CellIs, ExprIs, Known, TestItem, What};
use crate::term::{Noun, Verdict};

/// Reads the tests of the rule file itself.
pub fn tests(check: &mut Check, tree: &ast::File) {
    for statement in &tree.statements {
        if let What::Test(test) = &statement.what {
            one(check, test);
        }
    }
}

fn one(check: &mut Check, test: &ast::Test) {
    let mut out = Test {
        title: test.title.value.clone(),
        rows: Vec::new(),
        data: None,
        assumptions: Vec::new(),
        expects: Vec::new(),
        result_table: None,
        span: test.title.at.0,
    };
    let mut cases: &[ast::Row] = &[];
    for (item, at) in &test.items {
        if matches!(item, TestItem::Data(_) | TestItem::DataFile(_) | TestItem::Cases(_))
            && !(out.rows.is_empty() && out.data.is_none() && cases.is_empty())
        {
            check.problem(error::two_tables(at.0));
        }
        match item {
            TestItem::Data(rows) => {
                same_width(check, rows);
                out.rows.clone_from(rows);
            }
            TestItem::DataFile(file) => out.data = Some(file.clone()),
            TestItem::Cases(rows) => {
                same_width(check, rows);
                cases = rows;
            }
            TestItem::Assume(it) => {
                assume(check, it);
                out.assumptions.push(it.clone());
            }
            TestItem::Expect(expect) => expected(check, expect, at.0, &mut out),
            TestItem::ResultTable(file) => out.result_table = Some(file.clone()),
        }
    }
    if let [head, rows @ ..] = cases {
        each_case(check, &out, head, rows);
        return;
    }
    if !test.items.iter().any(|it| matches!(it.0, TestItem::Expect(_) | TestItem::ResultTable(_))) {
        check.problem(error::expects_nothing(test.title.at.0));
    }
    check.program.tests.push(out);
}

fn same_width(check: &mut Check, rows: &[ast::Row]) {
    let width = rows.first().map_or(0, |it| it.cells.len());
    for row in rows.iter().filter(|it| it.cells.len() != width) {
        check.problem(error::row_width(row.at.0, row.cells.len(), width));
    }
}

/// A test for each row of a table of cases: what is expected stands in columns of its own, the others are counts.
fn each_case(check: &mut Check, test: &Test, head: &ast::Row, rows: &[ast::Row]) {
    let is_expected = |it: &ast::Cell| matches!(it.is, CellIs::Expected(_) | CellIs::By);
    let unit_at = head.cells.iter().position(|it| it.is == CellIs::Noun(Noun::Units));
    let expects = head.cells.iter().any(|it| matches!(it.is, CellIs::Expected(_)));
    let Some(unit_at) = unit_at.filter(|_| expects && !rows.is_empty()) else {
        check.problem(error::cases_header(head.at.0));
        return;
    };
    let counts = |row: &ast::Row| {
        let cells = head.cells.iter().zip(&row.cells).filter(|it| !is_expected(it.0));
        ast::Row { cells: cells.map(|it| it.1.clone()).collect(), at: row.at }
    };
    for (number, row) in rows.iter().enumerate() {
        let CellIs::Text(unit) = row.cells.get(unit_at).map_or(&CellIs::None, |it| &it.is) else {
            check.problem(error::case_cell(row.cells.get(unit_at).map_or(row.at.0, |it| it.at.0)));
            continue;
        };
        let title = format!("{} ({}: {})", test.title, number + 1, unit.value);
        let mut case = Test { title, rows: vec![counts(head), counts(row)], span: row.at.0, ..test.clone() };
        let columns = || head.cells.iter().zip(&row.cells);
        let by = columns().find(|it| it.0.is == CellIs::By).map(|it| it.1);
        let by = match by.map(|it| (&it.is, it.at.0)) {
            None | Some((CellIs::None, _)) => None,
            Some((CellIs::Place(place), _)) => Some(place.as_ref().clone()),
            Some((_, at)) => {
                check.problem(error::case_cell(at));
                continue;
            }
        };
        for (column, cell) in columns() {
            let CellIs::Expected(of) = &column.is else { continue };
            let at = cell.at;
            let measured = |it| ast::ExpectIs::Measured(of.clone(), None, it, by.clone(), None);
            let is = match &cell.is {
                CellIs::None => continue,
                CellIs::Verdict(verdict) => ast::ExpectIs::Verdict(of.clone(), None, *verdict, by.clone()),
                CellIs::Percent(None, value) => measured(ast::Measured::Percent(ast::Number { value: *value, at })),
                CellIs::Number(None, value) => measured(ast::Measured::Number(ast::Number { value: *value, at })),
                _ => {
                    check.problem(error::case_cell(at.0));
                    continue;
                }
            };
            expected(check, &ast::Expect { unit: Some(unit.clone()), parent: None, is }, at.0, &mut case);
        }
        check.program.tests.push(case);
    }
}

/// Checks what an assumption names; units are looked up when the test runs.
fn assume(check: &mut Check, assumption: &ast::Assumption) {
    let at = assumption.at.0;
    match &assumption.is {
        AssumptionIs::Value(what, value) => value_of(check, what, value, at),
        AssumptionIs::Quota(indicator, ..) => {
            indicator.iter().for_each(|it| {
                check.indicator_named(it);
            });
        }
        AssumptionIs::List(list, _) | AssumptionIs::Listed(_, _, list) => {
            check.list(list);
        }
        AssumptionIs::Add(_, _, days, _) => days.iter().for_each(|it| {
            check.fixed_date(&it.1);
        }),
        AssumptionIs::MoveTo(_, place) => {
            check.place(place);
        }
        AssumptionIs::Merge(_, _, day) => {
            check.fixed_date(day);
        }
        AssumptionIs::WindowEnd(place, day) => {
            check.place(place);
            check.fixed_date(day);
        }
        AssumptionIs::Convert(..) | AssumptionIs::Replace(..) | AssumptionIs::MoveUnder(..) => {}
    }
}

fn value_of(check: &mut Check, what: &ast::Expr, value: &Known<ast::Expr>, at: Span) {
    let is_number = matches!(value, Known::Yes(ast::Expr { is: ExprIs::Percent(_) | ExprIs::Number(_), .. }));
    match &what.is {
        ExprIs::Name(name) => match check.names.all.get(&name.key).map(|it| it.means) {
            Some(Means::Reading(id)) => return choice(check, id, value, at),
            Some(Means::Indicator(_) | Means::Group) if is_number => return,
            _ => {}
        },
        ExprIs::Place(place) if is_number => {
            check.place(place);
            return;
        }
        _ => {}
    }
    match check.date(what) {
        Some(Date::Event(id)) => {
            if let Known::Yes(expr) = value
                && let Some(day) = check.fixed_date(expr)
            {
                outside_bounds(check, id, Some(day), at);
            }
        }
        Some(_) => check.problem(error::assumes_what_is_known(what.at.0)),
        None => {}
    }
}

fn outside_bounds(check: &mut Check, id: EventId, day: Option<crate::text::Day>, at: Span) {
    let Some(day) = day else { return };
    let Some(event) = check.program.events.get(id.index()) else { return };
    if !event.bounds.has(day) {
        let problem = error::outside_bounds(&event.name, day, event.bounds, at, event.span);
        check.problem(problem);
    }
}

fn choice(check: &mut Check, id: ReadingId, value: &Known<ast::Expr>, at: Span) {
    let Some(reading) = check.program.readings.get(id.index()) else { return };
    let names = reading.choices.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
    let reading_name = reading.name.clone();
    if let Known::Yes(ast::Expr { is: ExprIs::Name(name), .. }) = value {
        if !reading.choices.iter().any(|it| it.key == name.key) {
            check.problem(error::no_such_choice(&name.text, span(name), &reading_name, &names));
        }
    } else {
        check.problem(error::no_such_choice("…", at, &reading_name, &names));
    }
}

fn expected(check: &mut Check, expect: &ast::Expect, at: Span, out: &mut Test) {
    let is = match &expect.is {
        ast::ExpectIs::Verdict(of, period, verdict, by) => {
            verdict_on(check, of, period.as_ref(), *verdict, by.as_ref())
        }
        ast::ExpectIs::Points(of, number) => criterion(check, of).map(|it| ExpectIs::Points(it, number.value)),
        ast::ExpectIs::Graded(graded) => check.graded(graded).map(|it| ExpectIs::Graded(it.0, it.1)),
        ast::ExpectIs::Ranked(of, number) => {
            let rank = number.value.whole().and_then(|it| usize::try_from(it).ok());
            check.ranked(of).zip(rank).map(|it| ExpectIs::Ranked(it.0, it.1))
        }
        ast::ExpectIs::Measured(of, period, measured, by, window) => {
            measured_as(check, of, period.as_ref(), measured, [by.as_ref(), window.as_ref()])
        }
        ast::ExpectIs::Ledger(fate, number) => {
            number.value.whole().and_then(|it| u128::try_from(it).ok()).map(|it| ExpectIs::Ledger(*fate, it))
        }
        ast::ExpectIs::Told(is_told, code) => Some(ExpectIs::Told(*is_told, code.value.clone())),
    };
    let (unit, parent) = (expect.unit.clone(), expect.parent.clone());
    out.expects.extend(is.map(|is| Expect { unit, parent, is, span: at }));
}

fn verdict_on(
    check: &mut Check,
    of: &ast::Name,
    period: Option<&ast::Period>,
    verdict: Verdict,
    by: Option<&ast::Place>,
) -> Option<ExpectIs> {
    if let Some(Means::Criterion(id)) = check.names.all.get(&of.key).map(|it| it.means) {
        return Some(ExpectIs::NoPoints(id, verdict));
    }
    let indicator = check.indicator_named(of)?;
    let by = cited(check, by)?;
    let days = period.and_then(|it| check.fixed_stretch(it));
    Some(ExpectIs::Verdict(ExpectVerdict { indicator, days, verdict, by }))
}

/// A provision, where one is named; none: it is named and not there.
fn cited(check: &mut Check, place: Option<&ast::Place>) -> Option<Option<ProvisionId>> {
    match place {
        Some(place) => check.place(place).map(Some),
        None => Some(None),
    }
}

fn measured_as(
    check: &mut Check,
    of: &ast::Name,
    period: Option<&ast::Period>,
    measured: &ast::Measured,
    [by, window]: [Option<&ast::Place>; 2],
) -> Option<ExpectIs> {
    let indicator = check.indicator_named(of)?;
    let (by, window) = (cited(check, by)?, cited(check, window)?);
    let days = period.and_then(|it| check.fixed_stretch(it));
    let is = match measured {
        ast::Measured::Ratio(above, below) => {
            Measured::Ratio(above.value.whole()?.into(), below.value.whole()?.try_into().ok()?)
        }
        ast::Measured::Percent(it) => Measured::Percent(it.value),
        ast::Measured::Number(it) => Measured::Number(it.value),
    };
    Some(ExpectIs::Measured(ExpectMeasured { indicator, days, is, by, window }))
}

fn criterion(check: &mut Check, name: &ast::Name) -> Option<CriterionId> {
    match check.names.all.get(&name.key).map(|it| it.means) {
        Some(Means::Criterion(id)) => return Some(id),
        Some(other) => {
            let wanted = crate::lang::say!("một tiêu chí", "a criterion");
            check.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
        }
        None => check.unknown_name(name),
    }
    None
}
