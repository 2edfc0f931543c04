//! The world of a program: its registers, lists and days off, read through whoever holds the files.

use super::error;
use crate::check::file_fault;
use crate::check::program::{Content, ListId, Program};
use crate::problem::Problem;
use crate::source::{Files, Source, Span};
use crate::syntax::ast::{ColumnForm, Known, PeriodIs};
use crate::table::Table;
use crate::term::Noun;
use crate::text::{Day, header};
use crate::world::{ListColumn, UnitRow, Units, UnitsFault, World, read_list};

/// What stands in for a rule file's own registers and lists.
#[derive(Debug, Clone, Default)]
pub struct Replace {
    /// A register in place of all registers.
    pub units: Option<Source>,
    /// Lists in place of those of these names.
    pub lists: Vec<(ListId, Source)>,
}

/// Reads the world of a program. What cannot be read is told and left out.
pub fn world(program: &Program, files: &dyn Files, replace: &Replace) -> (World, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut world = World::default();
    let mut rows = Vec::new();
    let mut spans = Vec::new();
    let mut read =
        |source: &Source, span: Option<Span>, rows: &mut Vec<UnitRow>, problems: &mut Vec<Problem>| match Units::read(
            &source.text,
        ) {
            Ok(more) => {
                spans.extend(more.iter().map(|it| (format!("{}:{}", source.name, it.line), span)));
                rows.extend(more);
            }
            Err(fault) => problems.push(error::row_fault(span, &source.name, &fault)),
        };
    if let Some(source) = &replace.units {
        read(source, None, &mut rows, &mut problems);
    } else {
        for register in &program.registers {
            if let Some(file) = &register.file {
                let base = base(program, file.at.0);
                match files.read(&base, &file.value) {
                    Ok(source) => read(&source, Some(file.at.0), &mut rows, &mut problems),
                    Err(fault) => problems.push(file_fault(file.at.0, &file.value, &fault)),
                }
            }
        }
        for register in &program.registers {
            for (row, span) in register.members.iter().zip(&register.spans) {
                let line = program.sources.get(span.file).map(|it| (it.name.clone(), it.place(span.start).0));
                spans.push((line.map_or_else(String::new, |it| format!("{}:{}", it.0, it.1)), Some(*span)));
                rows.push(row.clone());
            }
        }
    }
    // Rows are numbered across all registers, so that a fault names both places.
    for (index, row) in rows.iter_mut().enumerate() {
        row.line = index as u64;
    }
    match Units::new(rows) {
        Ok(units) => world.units = units,
        Err(faults) => {
            let place = |index: &u64| spans.get(*index as usize).cloned().unwrap_or_default();
            problems.extend(faults.iter().map(|fault| match fault {
                UnitsFault::Twice(code, first, again) => error::unit_twice(code, &place(first), &place(again)),
                UnitsFault::Ambiguous(line, name, list) => error::several_of_name(&place(line), name, list),
                UnitsFault::NoSuccessor(line, name) => error::no_successor(&place(line), name),
                UnitsFault::NotYet(line, name, day) => error::successor_not_yet(&place(line), name, *day),
                UnitsFault::NoLastDay(line) => error::no_last_day(&place(line)),
            }));
        }
    }
    let declared = declared(program);
    for (index, list) in program.lists.iter().enumerate() {
        let replaced = replace.lists.iter().find(|it| it.0.index() == index).map(|it| Ok(it.1.clone()));
        let (source, span) = match (replaced, &list.content) {
            (Some(source), _) => (source, list.span),
            (None, Content::File(file)) => (files.read(&base(program, file.at.0), &file.value), file.at.0),
            (None, Content::Entries(entries)) => {
                world.lists.insert(list.key.clone(), entries.clone());
                continue;
            }
            (None, Content::Unknown) => continue,
        };
        match source {
            Ok(source) => match read_list(&source.text, &declared) {
                Ok(listed) => {
                    world.lists.insert(list.key.clone(), listed);
                }
                Err(fault) => problems.push(error::row_fault(Some(span), &source.name, &fault)),
            },
            Err(fault) => problems.push(file_fault(span, &source_name(&list.content), &fault)),
        }
    }
    days_off(program, files, &mut world, &mut problems);
    // What is wrong with the files of another decision is told there.
    let other = |it: &Program| self::world(it, files, &Replace::default()).0;
    world.under = program.under.as_ref().map(|it| Box::new(other(it)));
    world.cited = program.cited.iter().map(|it| other(&it.program)).collect();
    (world, problems)
}

/// The procedures of a file that is to stand for a list. Errors: it is no such file.
pub fn list_of(program: &Program, source: &Source) -> Result<Vec<crate::world::Listed>, Problem> {
    read_list(&source.text, &declared(program)).map_err(|it| error::row_fault(None, &source.name, &it))
}

/// The declared columns of procedures.
fn declared(program: &Program) -> Vec<ListColumn> {
    let of_procedures = program.columns.iter().enumerate().filter(|it| it.1.of == Noun::Procedures);
    let column = |(index, it): (usize, &crate::check::program::Column)| ListColumn {
        id: index as u32,
        headers: [Some(&it.name), it.title.as_ref()].into_iter().flatten().map(|it| header(it)).collect(),
        date: it.form == ColumnForm::Date,
    };
    of_procedures.map(column).collect()
}

fn source_name(content: &Content) -> String {
    if let Content::File(file) = content { file.value.clone() } else { String::new() }
}

/// The name of the rule file in which a place lies: paths start from its folder.
fn base(program: &Program, span: Span) -> String {
    program.sources.get(span.file).map_or_else(String::new, |it| it.name.clone())
}

fn days_off(program: &Program, files: &dyn Files, world: &mut World, problems: &mut Vec<Problem>) {
    for holidays in &program.holidays {
        for day in &holidays.days {
            match (&day.on, &day.period) {
                (Known::Yes(on), _) => {
                    world.days_off.insert(*on);
                }
                (_, Some(period)) => {
                    let fixed = |moment: &crate::syntax::ast::Moment| match moment {
                        crate::syntax::ast::Moment::Expr(expr) => match expr.is {
                            crate::syntax::ast::ExprIs::Date(day) => Some(day),
                            _ => None,
                        },
                        crate::syntax::ast::Moment::Calendar(_) => None,
                    };
                    match &period.is {
                        PeriodIs::From(from, Some(to)) if let (Some(from), Some(to)) = (fixed(from), fixed(to)) => {
                            world.days_off.extend((from.0..=to.0.min(from.0 + 400)).map(Day));
                        }
                        _ => problems.push(error::day_off(period.at.0)),
                    }
                }
                _ => {}
            }
        }
        let Some(file) = &holidays.file else { continue };
        match files.read(&base(program, file.at.0), &file.value) {
            Ok(source) => read_days_off(&source, file.at.0, world, problems),
            Err(fault) => problems.push(file_fault(file.at.0, &file.value, &fault)),
        }
    }
}

/// `ngày, loại` / `date, kind`: kind `nghỉ | off` (the default) or `làm bù | work`.
fn read_days_off(source: &Source, span: Span, world: &mut World, problems: &mut Vec<Problem>) {
    let table = match Table::read(&source.text) {
        Ok(table) => table,
        Err(fault) => {
            return problems.push(error::row_fault(Some(span), &source.name, &crate::world::RowFault::Table(fault)));
        }
    };
    let (date, kind) = (table.column(&["ngay", "date", "day"]), table.column(&["loai", "kind"]));
    for row in &table.rows {
        match Day::parse(row.get(date)) {
            Some(day) => match crate::text::header(row.get(kind)).as_str() {
                "lambu" | "work" => {
                    world.days_on.insert(day);
                }
                _ => {
                    world.days_off.insert(day);
                }
            },
            None => {
                let fault = crate::world::RowFault::Cell(row.line, "ngày".to_owned(), row.get(date).to_owned());
                problems.push(error::row_fault(Some(span), &source.name, &fault));
            }
        }
    }
}
