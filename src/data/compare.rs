//! Two sources of the same counts, held against each other as far as both say: by unit, by procedure, by month; all
//! dossiers and those of which words are true.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Cell, Facet, Tally, When, dimension};
use crate::plan::Plan;
use crate::term::{Basis, Word};
use crate::text::{Day, Days};

/// What is counted: all dossiers, or those of which a word is true.
pub type Measured = Option<Word>;

/// Two sources, reconciled.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Whether both tell procedures.
    pub by_procedure: bool,
    /// Whether both tell months.
    pub by_month: bool,
    /// What both count.
    pub measured: Vec<Measured>,
    /// Words that the rules ask and one of them does not say.
    pub unsaid: Vec<Word>,
    /// All dossiers of each.
    pub totals: [u128; 2],
    /// Units that only one of them has: code and name.
    pub only: [Vec<(String, String)>; 2],
    /// Units with different numbers, also those that only one has.
    pub units: Vec<Difference>,
    /// Where the differences lie, as finely as both say; none where that is the unit.
    pub details: Vec<Difference>,
}

/// A number that the sources tell differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The code of the unit.
    pub code: String,
    /// Its name; of one that the register has not, the code.
    pub name: String,
    /// The bare code of the procedure.
    pub procedure: Option<String>,
    /// The month.
    pub month: Option<Days>,
    /// What is counted.
    pub measured: Measured,
    /// Both numbers.
    pub numbers: [u128; 2],
}

impl Compared {
    /// Whether both say the same.
    pub fn is_equal(&self) -> bool {
        self.units.is_empty() && self.details.is_empty() && self.only.iter().all(Vec::is_empty)
    }
}

/// Where dossiers are counted: unit, procedure, month.
type Place = (String, Option<String>, Option<Days>);

/// Holds two sources against each other.
pub fn compare(plan: &Plan, tallies: [&Tally; 2]) -> Compared {
    let basis = plan.quotas.first().map_or(Basis::Received, |it| plan.program.indicator(it.indicator).basis);
    let all = |of: &dyn Fn(&Cell) -> bool| tallies.iter().all(|it| it.cells.iter().all(|it| of(&it)));
    let by_procedure = all(&|it| it.procedure.is_some());
    let by_month = all(&|it| month(it, basis).is_some());
    let asked = plan.asked_words();
    let (said, unsaid): (Vec<Word>, Vec<Word>) =
        asked.into_iter().partition(|word| tallies.iter().all(|it| says(it, *word)));
    let measured: Vec<Measured> = std::iter::once(None).chain(said.into_iter().map(Some)).collect();
    let codes = tallies.map(|tally| -> BTreeSet<&str> {
        let cells = tally.cells.iter().filter_map(|it| tally.units.get(it.unit as usize));
        cells.map(|it| it.code.as_str()).collect()
    });
    let [one, two] = &codes;
    let named = |it: &&str| ((*it).to_owned(), name(plan, it));
    let only = [one.difference(two).map(named).collect(), two.difference(one).map(named).collect()];
    let mut out = Compared { by_procedure, by_month, unsaid, only, ..Compared::default() };
    for what in &measured {
        let at_unit = sums(tallies, *what, |_| None, |_| None);
        out.units.extend(differences(plan, &at_unit, *what));
        if what.is_none() {
            for numbers in at_unit.values() {
                let [one, two] = &mut out.totals;
                *one += numbers[0];
                *two += numbers[1];
            }
        }
        if by_procedure || by_month {
            let procedure = |it: &Cell| it.procedure.filter(|_| by_procedure);
            let fine = sums(tallies, *what, procedure, |it| month(it, basis).filter(|_| by_month));
            out.details.extend(differences(plan, &fine, *what));
        }
    }
    out.measured = measured;
    out.units.sort_by(|one, two| (&one.code, one.measured).cmp(&(&two.code, two.measured)));
    out.details.sort_by(|one, two| {
        let key = |it: &Difference| (it.code.clone(), it.procedure.clone(), it.month, it.measured);
        key(one).cmp(&key(two))
    });
    out
}

/// The numbers of both at each place.
fn sums(
    tallies: [&Tally; 2],
    what: Measured,
    procedure: impl Fn(&Cell) -> Option<u32>,
    month: impl Fn(&Cell) -> Option<Days>,
) -> BTreeMap<Place, [u128; 2]> {
    let mut out: BTreeMap<Place, [u128; 2]> = BTreeMap::new();
    for (side, tally) in tallies.iter().enumerate() {
        for cell in
            tally.cells.iter().filter(|it| tally.facets.get(it.facet as usize).is_some_and(|it| counts(it, what)))
        {
            let Some(unit) = tally.units.get(cell.unit as usize) else { continue };
            let code = procedure(&cell).and_then(|it| tally.procedures.get(it as usize)).cloned();
            let numbers = out.entry((unit.code.clone(), code, month(&cell))).or_default();
            if let Some(number) = numbers.get_mut(side) {
                *number += u128::from(cell.dossiers);
            }
        }
    }
    out
}

/// Whether the dossiers of a combination are counted.
fn counts(facet: &Facet, what: Measured) -> bool {
    match what {
        None => facet.speaks_of(0),
        Some(word) => facet.speaks_of(dimension(word)) && facet.ask(word) == Answer::Yes,
    }
}

/// Whether the counts say of all dossiers whether a word is true.
fn says(tally: &Tally, word: Word) -> bool {
    let held: BTreeSet<u16> = tally.cells.iter().filter(|it| it.dossiers > 0).map(|it| it.facet).collect();
    let facets = held.iter().filter_map(|it| tally.facets.get(usize::from(*it)));
    !facets.filter(|it| it.speaks_of(dimension(word))).any(|it| it.ask(word) == Answer::Unsaid)
}

/// The month in which the days of a cell lie. None: they are of several, or not told.
fn month(cell: &Cell, basis: Basis) -> Option<Days> {
    let by = match basis {
        Basis::Received => [cell.received, cell.resolved],
        Basis::Resolved => [cell.resolved, cell.received],
    };
    let days = by.into_iter().find_map(|it| if let When::In(days) = it { Some(days) } else { None })?;
    let month = month_of(days.from)?;
    month.holds(days).then_some(month)
}

fn month_of(day: Day) -> Option<Days> {
    use chrono::Datelike as _;
    Days::month(day.date().year(), day.date().month())
}

fn differences(plan: &Plan, sums: &BTreeMap<Place, [u128; 2]>, measured: Measured) -> Vec<Difference> {
    let differing = sums.iter().filter(|it| it.1[0] != it.1[1]);
    let difference = |((code, procedure, month), numbers): (&Place, &[u128; 2])| Difference {
        name: name(plan, code),
        code: code.clone(),
        procedure: procedure.clone(),
        month: *month,
        measured,
        numbers: *numbers,
    };
    differing.map(difference).collect()
}

fn name(plan: &Plan, code: &str) -> String {
    let units = &plan.world.units;
    let found = units.of_code(code).first().map(|it| units.get(*it).on(plan.first_day()).name.clone());
    found.unwrap_or_else(|| code.to_owned())
}
