//! Tests inside the rule file: which dates they assume and which verdicts they expect.

use super::from_syntax::Check;
use super::names::Means;
use super::program::{Date, EventId, Expect, ReadingId, Test};
use super::{error, span};
use crate::source::Span;
use crate::syntax::ast::{self, ExprIs, Known, TestItem, What};

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
        events: Vec::new(),
        readings: Vec::new(),
        expects: Vec::new(),
        span: test.title.at.0,
    };
    for (item, at) in &test.items {
        match item {
            TestItem::Data(rows) => {
                if !out.rows.is_empty() {
                    check.problem(error::two_tables(at.0));
                }
                let width = rows.first().map_or(0, |it| it.cells.len());
                for row in rows.iter().filter(|it| it.cells.len() != width) {
                    check.problem(error::row_width(row.at.0, row.cells.len(), width));
                }
                out.rows.clone_from(rows);
            }
            TestItem::Assume(what, value) => assume(check, what, value, at.0, &mut out),
            TestItem::Expect(expect) => expected(check, expect, at.0, &mut out),
        }
    }
    if out.expects.is_empty() {
        check.problem(error::expects_nothing(test.title.at.0));
    }
    check.program.tests.push(out);
}

fn assume(check: &mut Check, what: &ast::Expr, value: &Known<ast::Expr>, at: Span, out: &mut Test) {
    if let ExprIs::Name(name) = &what.is
        && let Some(Means::Reading(id)) = check.names.all.get(&name.key).map(|it| it.means)
    {
        if let Some(choice) = choice(check, id, value, at) {
            out.readings.push((id, choice));
        }
        return;
    }
    match check.date(what) {
        Some(Date::Event(id)) => {
            let day = match value {
                Known::No(_) => None,
                Known::Yes(expr) => match check.fixed_date(expr) {
                    Some(day) => Some(day),
                    None => return,
                },
            };
            out.events.push((id, day));
            outside_bounds(check, id, day, at);
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

fn choice(check: &mut Check, id: ReadingId, value: &Known<ast::Expr>, at: Span) -> Option<usize> {
    let reading = check.program.readings.get(id.index())?;
    let names = reading.choices.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
    let reading_name = reading.name.clone();
    if let Known::Yes(ast::Expr { is: ExprIs::Name(name), .. }) = value {
        if let Some(at) = reading.choices.iter().position(|it| it.key == name.key) {
            return Some(at);
        }
        check.problem(error::no_such_choice(&name.text, span(name), &reading_name, &names));
    } else {
        check.problem(error::no_such_choice("…", at, &reading_name, &names));
    }
    None
}

fn expected(check: &mut Check, expect: &ast::Expect, at: Span, out: &mut Test) {
    let indicator = match check.names.all.get(&expect.indicator.key).map(|it| it.means) {
        Some(Means::Indicator(id)) => id,
        Some(other) => {
            let wanted = crate::lang::say!("một chỉ số", "an indicator");
            check.problem(error::wrong_kind(&expect.indicator.text, span(&expect.indicator), &other.kind(), &wanted));
            return;
        }
        None => return check.unknown_name(&expect.indicator),
    };
    let by = match &expect.by {
        None => None,
        Some(place) => match check.place(place) {
            Some(id) => Some(id),
            None => return,
        },
    };
    let days = expect.period.as_ref().and_then(|it| check.fixed_stretch(it));
    let (unit, parent) = (expect.unit.clone(), expect.parent.clone());
    out.expects.push(Expect { unit, parent, indicator, days, verdict: expect.verdict, by, span: at });
}
