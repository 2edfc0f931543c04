//! Assumptions as a test block: what is assumed, the counts of the units it speaks of, what comes of it. The counts are
//! made short: dossiers that every quota of the unit treats alike, before and after the assumptions, stand in one row.

use std::collections::BTreeMap;

use super::change::Change;
use super::flips::flips;
use super::state::State;
use crate::data::{Answer, BadRows, Cell, Input, When, read};
use crate::eval::{Result as EvalResult, counted_of};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::syntax::{spell_verdict, spell_word};
use crate::term::Word;
use crate::text::Days;
use crate::world::UnitId;

/// Units of which no more are taken without being named.
const MOST_UNITS: usize = 12;

/// The words that rows of counts can say.
const WORDS: [Word; 10] = [
    Word::Online,
    Word::InPerson,
    Word::ByPost,
    Word::EndToEnd,
    Word::Partial,
    Word::Resolved,
    Word::Late,
    Word::PaidOnline,
    Word::Digitised,
    Word::ElectronicResult,
];

/// A test block of a unit, else of all whose verdicts the assumptions change. Errors: there are none or too many; the
/// counts do not fit into a table of a test.
pub fn as_test(
    base: &State,
    now: &State,
    title: &str,
    assumed: &[(&str, &Change)],
    unit: Option<UnitId>,
    lang: Lang,
) -> Result<String, Vec<Problem>> {
    let all = now.results()?;
    let units = match unit {
        Some(unit) => vec![unit],
        None => changed(base, now)?,
    };
    let table = Table::of(base, now, &units)?;
    let results: Vec<&EvalResult> =
        all.iter().filter(|it| it.subject.unit.is_some_and(|it| units.contains(&it))).collect();
    let mut out = format!("{} \"{title}\" {{\n", lang.pick("kiểm thử", "test"));
    out += &format!("  {} {{\n", lang.pick("với số liệu", "with data"));
    for (at, row) in table.rows(lang).iter().enumerate() {
        let quoted = |(column, it): (usize, &String)| {
            if at > 0 && column < table.texts() { format!("\"{it}\"") } else { it.clone() }
        };
        out += &format!("    | {} |\n", row.iter().enumerate().map(quoted).collect::<Vec<_>>().join(" | "));
    }
    out += "  }\n";
    // Counts of units that are not in the table cannot be changed there.
    let speaks = |it: &&(&str, &Change)| it.1.counts_of().is_none_or(|it| units.contains(&it));
    let assumed: Vec<&(&str, &Change)> = assumed.iter().filter(speaks).collect();
    out.extend(assumed.iter().map(|it| format!("  {} {}\n", lang.pick("giả định", "assume"), it.0)));
    for it in &results {
        let alike = |other: &&&EvalResult| other.subject.unit == it.subject.unit && other.indicator == it.indicator;
        let period = match results.iter().filter(alike).count() {
            1 => String::new(),
            _ => {
                let (from, to) = (it.period.from.vi(), it.period.to.vi());
                lang.pick(format!(" từ {from} đến {to}"), format!(" from {from} to {to}"))
            }
        };
        let program = &now.plan.program;
        let (expect, by) = (lang.pick("đợi", "expect"), lang.pick("theo", "by"));
        let (unit, name) = (&it.subject.name, &program.indicator(it.indicator).name);
        let (verdict, place) = (spell_verdict(it.verdict, lang), program.citation(it.provision, lang));
        out += &format!("  {expect} \"{unit}\" {name}{period} {verdict} {by} {place}\n");
    }
    out += "}\n";
    let changes: Vec<Change> = assumed.into_iter().map(|it| it.1.clone()).collect();
    table.check(base, &changes, &results)?;
    Ok(out)
}

fn changed(base: &State, now: &State) -> Result<Vec<UnitId>, Vec<Problem>> {
    let flips = flips(base, now)?;
    let mut units: Vec<UnitId> = flips.flips.iter().filter_map(|it| it.after.as_ref()?.subject.unit).collect();
    units.sort();
    units.dedup();
    if (1..=MOST_UNITS).contains(&units.len()) {
        return Ok(units);
    }
    let number = units.len();
    Err(vec![
        Problem::nowhere(
            "CT1371",
            say!(
                "các giả định đổi kết quả của {number} đơn vị; một kiểm thử cần từ 1 đến {MOST_UNITS}",
                "the assumptions change the verdicts of {number} units; a test takes 1 to {MOST_UNITS}"
            ),
        )
        .help(say!("nêu một đơn vị: `:kiểm-thử \"tên\" Sở Y tế`", "name a unit: `:test \"title\" Sở Y tế`")),
    ])
}

/// A row: unit, procedure, days, all dossiers, those of each word.
type Row = (String, String, [When; 2], u64, Vec<u64>);

/// The counts of a test.
struct Table {
    /// Whether the rows say a procedure, a day of receipt, a day of resolution.
    says: [bool; 3],
    words: Vec<Word>,
    rows: Vec<Row>,
}

impl Table {
    fn of(base: &State, now: &State, units: &[UnitId]) -> Result<Self, Vec<Problem>> {
        let tally = &base.tally;
        let asked = |word: &Word| tally.facets.iter().any(|it| matches!(it.ask(*word), Answer::Yes));
        let words: Vec<Word> = WORDS.into_iter().filter(asked).collect();
        let mut table = Self { says: [false; 3], words, rows: Vec::new() };
        let mut lacking = 0;
        for unit in units {
            let register = &base.plan.world.units;
            let state = register.get(*unit).on(base.env.period.from);
            let name = match register.find(&state.name, base.env.period) {
                Ok(found) if found == *unit => state.name.clone(),
                _ => register.get(*unit).code.clone(),
            };
            let cells: Vec<Cell> = tally.place_of(*unit).into_iter().flat_map(|it| tally.cells_of(it)).collect();
            for (key, dossiers) in alike(base, now, *unit, &cells) {
                let Some(cell) = cells.get(key) else { continue };
                let procedure = cell.procedure.and_then(|it| tally.procedures.get(it as usize)).cloned();
                let says = |it: When| matches!(it, When::In(_));
                let own = [procedure.is_some(), says(cell.received), says(cell.resolved)];
                lacking += usize::from(!table.rows.is_empty() && own != table.says);
                table.says = own;
                let facet = tally.facets.get(cell.facet as usize).copied().unwrap_or(crate::data::Facet::UNSAID);
                let of = |word: &Word| if facet.ask(*word) == Answer::Yes { dossiers } else { 0 };
                let parts = table.words.iter().map(of).collect();
                let days = [cell.received, cell.resolved];
                table.rows.push((name.clone(), procedure.unwrap_or_default(), days, dossiers, parts));
            }
        }
        if lacking > 0 { Err(vec![no_table()]) } else { Ok(table.added_up()) }
    }

    /// One row for each unit, procedure and day.
    fn added_up(mut self) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for row in self.rows.drain(..) {
            match rows.iter_mut().find(|it| (&it.0, &it.1, it.2) == (&row.0, &row.1, row.2)) {
                Some(held) => {
                    held.3 += row.3;
                    held.4.iter_mut().zip(&row.4).for_each(|(held, more)| *held += more);
                }
                None => rows.push(row),
            }
        }
        Self { rows, ..self }
    }

    /// How many columns of words stand before those of numbers, but for days.
    fn texts(&self) -> usize {
        1 + usize::from(self.says[0])
    }

    /// Header and rows.
    fn rows(&self, lang: Lang) -> Vec<Vec<String>> {
        let [procedure, received, resolved] = self.says;
        let mut header = vec![lang.pick("đơn vị", "units").to_owned()];
        let heads = [
            (procedure, lang.pick("thủ tục", "procedures")),
            (received, lang.pick("ngày tiếp nhận", "date received")),
            (resolved, lang.pick("ngày giải quyết", "date resolved")),
            (true, lang.pick("tổng", "total")),
        ];
        header.extend(heads.iter().filter(|it| it.0).map(|it| it.1.to_owned()));
        header.extend(self.words.iter().map(|it| spell_word(*it, lang).to_owned()));
        let mut out = vec![header];
        for (unit, code, days, total, parts) in &self.rows {
            let mut row = vec![unit.clone()];
            row.extend(procedure.then(|| code.clone()));
            for when in days {
                if let When::In(Days { from, .. }) = when {
                    row.push(from.vi());
                }
            }
            row.push(total.to_string());
            row.extend(parts.iter().map(u64::to_string));
            out.push(row);
        }
        out
    }

    /// Whether the short counts lead to the verdicts that the long ones do.
    fn check(&self, base: &State, changes: &[Change], results: &[&EvalResult]) -> Result<(), Vec<Problem>> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        for row in self.rows(Lang::Vi) {
            // Writing to memory does not fail.
            let _ = writer.write_record(row);
        }
        let input = Input { name: String::new(), bytes: writer.into_inner().unwrap_or_default() };
        let short = read(&base.plan, &[input], BadRows::Refuse).map_err(|_| vec![no_table()])?;
        let state = State::new((*base.plan).clone(), short, base.env.clone()).with(changes)?;
        let found = state.results()?;
        let same = |it: &&EvalResult| {
            found.iter().any(|other| {
                (other.subject.unit, other.quota, other.period) == (it.subject.unit, it.quota, it.period)
                    && other.verdict == it.verdict
            })
        };
        if results.iter().all(same) { Ok(()) } else { Err(vec![no_table()]) }
    }
}

/// Cells of a unit that are treated alike: the first of them, and how many dossiers they are.
fn alike(base: &State, now: &State, unit: UnitId, cells: &[Cell]) -> Vec<(usize, u64)> {
    let mut keys: Vec<Vec<Option<bool>>> = vec![Vec::new(); cells.len()];
    for state in [base, now] {
        for at in 0..state.plan.quotas.len() {
            let facet = |it: u16| base.tally.facets.get(it as usize).copied();
            let counted = counted_of(&state.plan, &base.index, &state.env, at, unit, cells, &facet);
            keys.iter_mut().zip(counted).for_each(|(key, it)| key.push(it));
        }
    }
    type Key<'k> = (u16, bool, bool, bool, &'k [Option<bool>]);
    let mut held: BTreeMap<Key, (usize, u64)> = BTreeMap::new();
    for (at, (cell, key)) in cells.iter().zip(&keys).enumerate() {
        let said = |it: When| it != When::Unsaid;
        let key = (cell.facet, cell.procedure.is_some(), said(cell.received), said(cell.resolved), key.as_slice());
        held.entry(key).or_insert((at, 0)).1 += cell.dossiers;
    }
    let mut out: Vec<(usize, u64)> = held.into_values().collect();
    out.sort_unstable();
    out
}

fn no_table() -> Problem {
    Problem::nowhere(
        "CT1372",
        say!(
            "số liệu của các đơn vị này không rút gọn được thành bảng của một kiểm thử mà vẫn giữ kết quả",
            "the counts of these units cannot be shortened to the table of a test that keeps the verdicts"
        ),
    )
    .help(say!("viết khối `với số liệu` bằng tay", "write the block `with data` by hand"))
}
