//! Counts kept as a file: per unit × procedure × days × combination, so that every window, list, quota, reading and
//! event question is answered without the rows; and so that provinces can count apart and a ministry add.
//!
//! The form: a line that names it, a line of JSON that says what it was made from and what its numbers mean, the cells,
//! and the SHA-256 of everything before. A cell is five numbers, each in groups of seven bits: how many units after the
//! cell before, how many procedures after it in the same unit, the days, the combination, the dossiers.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::cells::{put, take};
use super::read::{Input, find_unit_of};
use super::{BadRow, Cell, Facet, Tally, When, error};
use crate::lang::Say;
use crate::plan::{Needs, Plan};
use crate::problem::Problem;
use crate::term::Basis;
use crate::text::{Day, Days};

/// How such a file begins; the number is that of its form.
pub const MAGIC: &[u8] = b"chitieu-tally 1\n";

/// How files of this kind begin in whatever form.
const KIND: &[u8] = b"chitieu-tally ";

/// What counts were made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The program's version.
    pub tool: String,
    /// The name of the decision under which they were made.
    pub decision: String,
    /// The files, each with its SHA-256.
    pub sources: Vec<(String, String)>,
    /// The day as of which an open dossier is late.
    pub as_of: Option<String>,
    /// Whether dossiers whose code stands again were counted once, in each of the files that were read together.
    pub once: bool,
}

/// What a file of kept counts says before its cells.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    made: Made,
    /// What is told of each dossier.
    facts: Vec<String>,
    /// Units: the code, and whether the register had it.
    units: Vec<(String, bool)>,
    procedures: Vec<String>,
    /// Days of receipt and of the result: the first and the last day, nothing where they are not said, an empty list
    /// where they have not come.
    days: Vec<[Option<Vec<String>>; 2]>,
    facets: Vec<[u64; 9]>,
    bad: Vec<Bad>,
    dossiers: String,
    cells: u64,
}

/// A bad row.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Bad {
    file: String,
    line: u64,
    column: String,
    value: String,
    vi: String,
    en: String,
    unit: Option<u32>,
    dossiers: u64,
}

/// The facts that rules ask for, by name.
fn facts(needs: &Needs) -> Vec<String> {
    let all = [
        (needs.received, "received"),
        (needs.resolved, "resolved"),
        (needs.channel, "channel"),
        (needs.level, "level"),
        (needs.outcome, "outcome"),
        (needs.paid, "paid"),
        (needs.digitised, "digitised"),
        (needs.electronic, "electronic"),
        (needs.marks & 1 != 0, "fully online"),
    ];
    all.into_iter().filter(|it| it.0).map(|it| it.1.to_owned()).collect()
}

/// Facts as people call them.
pub fn named(facts: &[String]) -> Say {
    let names = |it: &String| match it.as_str() {
        "received" => ("ngày tiếp nhận", "date received"),
        "resolved" => ("ngày trả kết quả", "date resolved"),
        "channel" => ("kênh", "channel"),
        "level" => ("mức độ", "service level"),
        "outcome" => ("đúng hạn, trễ hạn", "outcome"),
        "paid" => ("thanh toán trực tuyến", "online payment"),
        "digitised" => ("số hóa", "digitisation"),
        "electronic" => ("kết quả điện tử", "electronic result"),
        _ => ("hoàn toàn trực tuyến", "fully online"),
    };
    let (vi, en): (Vec<_>, Vec<_>) = facts.iter().map(names).unzip();
    Say { vi: vi.join("; "), en: en.join("; ") }
}

/// Counts as a file. Errors: they hold declared columns, which such a file does not.
pub fn keep(plan: &Plan, tally: &Tally, made: Made) -> Result<Vec<u8>, Problem> {
    let marks = plan.needs.marks & !1;
    if marks != 0 || plan.needs.columns != 0 || !tally.amounts.is_empty() || !tally.values.is_empty() {
        return Err(error::not_kept());
    }
    let mut units: Vec<usize> = (0..tally.units.len()).collect();
    let unit =
        |at: usize| tally.units.get(at).map_or((String::new(), false), |it| (it.code.clone(), it.unit.is_some()));
    units.sort_by_key(|it| unit(*it));
    let place_of = |at: u32| units.iter().position(|it| *it == at as usize).map(|it| it as u32);
    let mut procedures: Vec<u32> = (0..tally.procedures.len() as u32).collect();
    procedures.sort_by_key(|it| tally.procedures.get(*it as usize));
    let mut place_of_procedure = vec![0u32; procedures.len()];
    for (place, at) in procedures.iter().enumerate() {
        place_of_procedure.iter_mut().skip(*at as usize).take(1).for_each(|it| *it = place as u32);
    }
    let mut days: Vec<(When, When)> = Vec::new();
    let mut day_of = std::collections::HashMap::new();
    let mut body = Body::default();
    for (place, at) in units.iter().enumerate() {
        let mut cells: Vec<(u32, Cell)> = tally
            .cells_of(*at as u32)
            .map(|it| (it.procedure.and_then(|at| place_of_procedure.get(at as usize)).map_or(0, |it| it + 1), it))
            .collect();
        cells.sort_unstable();
        for (code, cell) in cells {
            let next = days.len();
            let day = *day_of.entry((cell.received, cell.resolved)).or_insert(next);
            if day == next {
                days.push((cell.received, cell.resolved));
            }
            body.push(place as u64, u64::from(code), [day as u64, u64::from(cell.facet), cell.dossiers]);
        }
    }
    let bad = tally.bad.iter().map(|it| Bad {
        file: it.file.clone(),
        line: it.line,
        column: it.column.clone(),
        value: it.value.clone(),
        vi: it.why.vi.clone(),
        en: it.why.en.clone(),
        unit: it.unit.and_then(place_of),
        dossiers: it.dossiers,
    });
    let head = Head {
        made,
        facts: facts(&plan.needs),
        bad: bad.collect(),
        units: units.iter().map(|it| unit(*it)).collect(),
        procedures: procedures.iter().filter_map(|it| tally.procedures.get(*it as usize)).cloned().collect(),
        days: days.iter().map(|it| [said(it.0), said(it.1)]).collect(),
        facets: tally.facets.iter().map(|it| it.numbers()).collect(),
        dossiers: tally.supplied().to_string(),
        cells: body.cells,
    };
    Ok(sealed(&head, &body.bytes))
}

/// Cells on their way into a file, in their order.
#[derive(Default)]
struct Body {
    bytes: Vec<u8>,
    cells: u64,
    /// The unit and the procedure of the cell before.
    before: (u64, u64),
}

impl Body {
    /// Adds a cell: the place of its unit, of its procedure (from 1; 0: none), of its days and combination, its dossiers.
    fn push(&mut self, unit: u64, procedure: u64, rest: [u64; 3]) {
        let from = if unit == self.before.0 { self.before.1 } else { 0 };
        put(&mut self.bytes, unit - self.before.0);
        put(&mut self.bytes, procedure - from);
        rest.into_iter().for_each(|it| put(&mut self.bytes, it));
        self.before = (unit, procedure);
        self.cells += 1;
    }
}

fn sealed(head: &Head, body: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(serde_json::to_vec(head).unwrap_or_default());
    out.push(b'\n');
    out.extend(body);
    let seal = Sha256::digest(&out);
    out.extend(seal);
    out
}

/// A date as it is kept.
fn said(when: When) -> Option<Vec<String>> {
    match when {
        When::In(days) if days.from == days.to => Some(vec![days.from.iso()]),
        When::In(days) => Some(vec![days.from.iso(), days.to.iso()]),
        When::Never => Some(Vec::new()),
        When::Unsaid => None,
    }
}

fn when(said: &Option<Vec<String>>) -> Option<When> {
    Some(match said.as_deref() {
        None => When::Unsaid,
        Some([]) => When::Never,
        Some([day]) => {
            let day = Day::parse(day)?;
            When::In(Days::new(day, day))
        }
        Some([from, to]) => When::In(Days::new(Day::parse(from)?, Day::parse(to)?)),
        Some(_) => return None,
    })
}

/// Whether a file holds kept counts, in whatever form.
pub fn is_kept(bytes: &[u8]) -> bool {
    bytes.starts_with(KIND)
}

/// The parts of a file of kept counts. Errors: it is damaged, cut off, or of another form.
fn opened<'b>(name: &str, bytes: &'b [u8]) -> Result<(Head, &'b [u8]), Problem> {
    let inner = bytes.strip_prefix(MAGIC).ok_or_else(|| error::damaged(name, true))?;
    let damaged = || error::damaged(name, false);
    let (all, seal) = bytes.split_at_checked(bytes.len().saturating_sub(32)).ok_or_else(damaged)?;
    if Sha256::digest(all).as_slice() != seal {
        return Err(damaged());
    }
    let end = inner.iter().position(|it| *it == b'\n').ok_or_else(damaged)?;
    let (head, rest) = inner.split_at_checked(end).ok_or_else(damaged)?;
    let head = serde_json::from_slice(head).map_err(|_| damaged())?;
    let body = rest.get(1..rest.len().saturating_sub(32)).ok_or_else(damaged)?;
    Ok((head, body))
}

/// The cells of a body: the place of the unit, the place of the procedure, the days, the combination, the dossiers.
fn each(head: &Head, mut body: &[u8], see: &mut dyn FnMut(usize, Option<usize>, usize, usize, u64)) -> Option<()> {
    let (mut unit, mut procedure) = (0u64, 0u64);
    for _ in 0..head.cells {
        let steps = take(&mut body)?;
        if steps > 0 {
            procedure = 0;
        }
        unit = unit.checked_add(steps)?;
        procedure = procedure.checked_add(take(&mut body)?)?;
        let (day, facet, dossiers) = (take(&mut body)?, take(&mut body)?, take(&mut body)?);
        let place = procedure.checked_sub(1).map(|it| it as usize);
        see(unit as usize, place, day as usize, facet as usize, dossiers);
    }
    body.is_empty().then_some(())
}

/// Reads kept counts into a tally. Errors: the file is damaged, or lacks what the rules ask for.
pub(super) fn load(plan: &Plan, input: &Input, as_of: Option<Day>, tally: &mut Tally) -> Result<Made, Problem> {
    let name = &input.name;
    let (head, body) = opened(name, &input.bytes)?;
    let lacks: Vec<String> = facts(&plan.needs).into_iter().filter(|it| !head.facts.contains(it)).collect();
    if !lacks.is_empty() || plan.needs.marks & !1 != 0 || plan.needs.columns != 0 {
        return Err(error::kept_lacks(name, &lacks));
    }
    if plan.needs.outcome && as_of.map(Day::iso) != head.made.as_of {
        return Err(error::kept_as_of(name, head.made.as_of.as_deref()));
    }
    let damaged = || error::damaged(name, false);
    let days = head.days.iter().map(|it| Some((when(&it[0])?, when(&it[1])?))).collect::<Option<Vec<_>>>();
    let days = days.ok_or_else(damaged)?;
    let facets = head.facets.iter().map(|it| Facet::of_numbers(*it)).collect::<Option<Vec<_>>>().ok_or_else(damaged)?;
    let mut facet_of = Vec::with_capacity(facets.len());
    for facet in facets {
        facet_of.push(tally.facet(facet).ok_or_else(damaged)?);
    }
    let procedures: Vec<u32> = head.procedures.iter().map(|it| tally.procedure(it)).collect();
    let period = plan.program.decision.period.unwrap_or(Days::ALL);
    let by_received =
        plan.program.quotas.first().is_none_or(|it| plan.program.indicator(it.indicator).basis == Basis::Received);
    // A code that is that of different units on different days means the one of the dossiers' day.
    let fixed: Vec<Option<u32>> = head
        .units
        .iter()
        .map(|(code, _)| (!plan.world.units.day_decides(code)).then(|| find_unit_of(plan, tally, code, period)))
        .collect();
    let mut cells = Vec::with_capacity(head.cells.min(1 << 28) as usize);
    let mut sound = true;
    each(&head, body, &mut |unit, procedure, day, facet, dossiers| {
        let found = (head.units.get(unit), days.get(day), facet_of.get(facet));
        let (Some((code, _)), Some((received, resolved)), Some(facet)) = found else {
            sound = false;
            return;
        };
        let unit = fixed.get(unit).copied().flatten().unwrap_or_else(|| {
            let by = if by_received { [received, resolved] } else { [resolved, received] };
            let days = by.iter().find_map(|it| if let When::In(days) = it { Some(*days) } else { None });
            find_unit_of(plan, tally, code, days.unwrap_or(period))
        });
        let procedure = match procedure {
            None => None,
            Some(at) => match procedures.get(at) {
                Some(it) => Some(*it),
                None => return sound = false,
            },
        };
        cells.push(Cell { unit, procedure, received: *received, resolved: *resolved, facet: *facet, dossiers });
    })
    .filter(|()| sound)
    .ok_or_else(damaged)?;
    tally.loose.extend(cells);
    for it in &head.bad {
        let unit =
            it.unit.and_then(|at| head.units.get(at as usize)).map(|it| find_unit_of(plan, tally, &it.0, period));
        let why = Say { vi: it.vi.clone(), en: it.en.clone() };
        let (file, column, value) = (it.file.clone(), it.column.clone(), it.value.clone());
        tally.bad.push(BadRow { file, line: it.line, column, value, why, unit, dossiers: it.dossiers });
    }
    Ok(head.made)
}

/// What a file of kept counts was made from, in words and numbers for people: what, and how much of it.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// What it was made from.
    pub made: Made,
    /// What is told of each dossier.
    pub facts: Vec<String>,
    /// How many units, procedures and cells it has.
    pub units: usize,
    /// See above.
    pub procedures: usize,
    /// See above.
    pub cells: u64,
    /// All dossiers supplied, those in bad rows among them.
    pub dossiers: String,
    /// Those in bad rows.
    pub bad_rows: usize,
}

/// What a file of kept counts says of itself. Errors: it is damaged.
pub fn summary(input: &Input) -> Result<Summary, Problem> {
    let (head, _) = opened(&input.name, &input.bytes)?;
    Ok(Summary {
        units: head.units.len(),
        procedures: head.procedures.len(),
        cells: head.cells,
        bad_rows: head.bad.len(),
        dossiers: head.dossiers,
        facts: head.facts,
        made: head.made,
    })
}

/// Adds files of kept counts up; the order does not matter. Errors: one is damaged; they do not tell the same facts; two
/// were made from one file; dossiers were counted once in each, and may stand in both (unless `apart`: they do not).
pub fn merge(inputs: &[Input], apart: bool) -> Result<Vec<u8>, Problem> {
    let mut opens = Vec::new();
    for input in inputs {
        opens.push((input, opened(&input.name, &input.bytes)?));
    }
    opens.sort_by(|one, two| one.1.0.made.sources.cmp(&two.1.0.made.sources));
    let Some((first, (base, _))) = opens.first() else { return Err(error::damaged("", false)) };
    let mut sources: Vec<(String, String)> = Vec::new();
    for (input, (head, _)) in &opens {
        if head.facts != base.facts || head.made.as_of != base.made.as_of {
            return Err(error::other_facts(&first.name, &input.name));
        }
        if (head.made.once || base.made.once) && opens.len() > 1 && !apart {
            return Err(error::once_in_each(&input.name));
        }
        for source in &head.made.sources {
            if let Some(held) = sources.iter().find(|it| it.1 == source.1) {
                return Err(error::same_source(&input.name, &held.0));
            }
            sources.push(source.clone());
        }
    }
    sources.sort();
    let sorted = |list: &mut Vec<(String, bool)>| {
        list.sort();
        list.dedup();
    };
    let mut units: Vec<(String, bool)> = opens.iter().flat_map(|it| it.1.0.units.iter().cloned()).collect();
    sorted(&mut units);
    let mut procedures: Vec<String> = opens.iter().flat_map(|it| it.1.0.procedures.iter().cloned()).collect();
    procedures.sort();
    procedures.dedup();
    let mut days: Vec<[Option<Vec<String>>; 2]> = opens.iter().flat_map(|it| it.1.0.days.iter().cloned()).collect();
    days.sort();
    days.dedup();
    let mut facets: Vec<[u64; 9]> = opens.iter().flat_map(|it| it.1.0.facets.iter().copied()).collect();
    facets.sort_unstable();
    facets.dedup();
    let mut cells: Vec<(usize, usize, usize, usize, u64)> = Vec::new();
    let mut bad = Vec::new();
    let mut dossiers = 0u128;
    for (input, (head, body)) in &opens {
        let unit_of: Vec<usize> = head.units.iter().map(|it| units.binary_search(it).unwrap_or_default()).collect();
        let procedure_of: Vec<usize> =
            head.procedures.iter().map(|it| procedures.binary_search(it).unwrap_or_default() + 1).collect();
        let day_of: Vec<usize> = head.days.iter().map(|it| days.binary_search(it).unwrap_or_default()).collect();
        let facet_of: Vec<usize> = head.facets.iter().map(|it| facets.binary_search(it).unwrap_or_default()).collect();
        let mut sound = true;
        let done = each(head, body, &mut |unit, procedure, day, facet, number| {
            let procedure = procedure.map_or(Some(0), |it| procedure_of.get(it).copied());
            match (unit_of.get(unit), procedure, day_of.get(day), facet_of.get(facet)) {
                (Some(unit), Some(procedure), Some(day), Some(facet)) => {
                    cells.push((*unit, procedure, *day, *facet, number));
                }
                _ => sound = false,
            }
        });
        done.filter(|()| sound).ok_or_else(|| error::damaged(&input.name, false))?;
        bad.extend(
            head.bad
                .iter()
                .cloned()
                .map(|it| Bad { unit: it.unit.and_then(|at| unit_of.get(at as usize)).map(|it| *it as u32), ..it }),
        );
        dossiers += head.dossiers.parse::<u128>().map_err(|_| error::damaged(&input.name, false))?;
    }
    cells.sort_unstable();
    cells.dedup_by(|next, held| {
        let same = (next.0, next.1, next.2, next.3) == (held.0, held.1, held.2, held.3);
        let sum = held.4.checked_add(next.4).filter(|_| same);
        held.4 = sum.unwrap_or(held.4);
        sum.is_some()
    });
    let mut body = Body::default();
    for (unit, procedure, day, facet, number) in &cells {
        body.push(*unit as u64, *procedure as u64, [*day as u64, *facet as u64, *number]);
    }
    let made = Made { sources, once: opens.iter().any(|it| it.1.0.made.once), ..base.made.clone() };
    let (facts, dossiers) = (base.facts.clone(), dossiers.to_string());
    let head = Head { made, facts, units, procedures, days, facets, bad, dossiers, cells: body.cells };
    Ok(sealed(&head, &body.bytes))
}
