//! Behind each number the cells and lines of the files in which it stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Report, count, words};
use crate::data::{Tally, Traced};
use crate::eval::{Fate, Index, Result, fates};
use crate::lang::{Lang, say};

/// A place: the file and sheet, whether it is a sheet, the column.
type At<'t> = (&'t str, bool, Option<&'t (usize, String)>);

/// The cells behind a result; at most `limit` ranges for each number. `index`: of the tally that was traced.
pub fn cells(report: &Report, result: &Result, traced: (&Tally, &[Traced]), index: &Index, limit: usize) -> String {
    let Report { plan, env, lang, .. } = *report;
    let (tally, all) = traced;
    let mut held: BTreeMap<Fate, (u128, BTreeMap<At, Vec<u64>>)> = BTreeMap::new();
    let mut denominator: (u128, BTreeMap<At, Vec<u64>>) = Default::default();
    for member in &result.subject.members {
        let Some(place) = tally.place_of(*member) else { continue };
        let own: Vec<&Traced> = all.iter().filter(|it| it.cell.unit == place).collect();
        let cells: Vec<_> = own.iter().map(|it| it.cell).collect();
        for (traced, fate) in own.into_iter().zip(fates(plan, index, env, result, *member, &cells)) {
            let Some(fate) = fate else { continue };
            let dossiers = u128::from(traced.cell.dossiers);
            let whole: At = (&traced.place, traced.is_sheet, traced.total.as_ref());
            let part: At = (&traced.place, traced.is_sheet, traced.part.as_ref().or(traced.total.as_ref()));
            let put = |to: &mut (u128, BTreeMap<_, Vec<u64>>), at| {
                to.0 += dossiers;
                to.1.entry(at).or_default().push(traced.line);
            };
            match fate {
                Fate::Counted(above) => {
                    put(&mut denominator, whole);
                    if above {
                        put(held.entry(fate).or_default(), part);
                    }
                }
                Fate::Left(_) => put(held.entry(fate).or_default(), whole),
            }
        }
    }
    let mut out = format!("  {}\n", lang.pick("Nằm ở đâu trong tệp số liệu", "Where it stands in the files"));
    let name = |fate: Fate| match fate {
        Fate::Counted(_) => lang.pick("tử số", "numerator"),
        Fate::Left(reason) => words::reason(reason, lang),
    };
    let above = held.remove(&Fate::Counted(true)).unwrap_or_default();
    number(name(Fate::Counted(true)), &above, limit, lang, &mut out);
    number(lang.pick("mẫu số", "denominator"), &denominator, limit, lang, &mut out);
    for (fate, it) in &held {
        number(name(*fate), it, limit, lang, &mut out);
    }
    out
}

fn number(name: &str, (dossiers, places): &(u128, BTreeMap<At, Vec<u64>>), limit: usize, lang: Lang, out: &mut String) {
    let _ = writeln!(out, "    {name}: {}", count(*dossiers, lang));
    let mut ranges: Vec<String> = Vec::new();
    for ((place, is_sheet, column), lines) in places {
        let mut lines = lines.clone();
        lines.sort_unstable();
        lines.dedup();
        let runs = lines.chunk_by(|one, two| one + 1 == *two);
        ranges.extend(runs.filter_map(|it| Some(range(place, *is_sheet, *column, *it.first()?, *it.last()?, lang))));
    }
    for it in ranges.iter().take(limit) {
        let _ = writeln!(out, "      {it}");
    }
    if ranges.len() > limit {
        let rest = count((ranges.len() - limit) as u128, lang);
        let said = say!("… và {rest} khoảng nữa (`--limit`)", "… and {rest} ranges more (`--limit`)");
        let _ = writeln!(out, "      {}", said.get(lang));
    }
}

/// `so-lieu.xlsx [Trang 1]: B5:B17`, `so-lieu.csv: dòng 5–17, cột tổng`.
fn range(place: &str, is_sheet: bool, column: Option<&(usize, String)>, first: u64, last: u64, lang: Lang) -> String {
    if let (true, Some((at, _))) = (is_sheet, column) {
        let letter = crate::data::letter(*at);
        let to = if first == last { String::new() } else { format!(":{letter}{last}") };
        return format!("{place}: {letter}{first}{to}");
    }
    let lines = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let column = column.map_or_else(String::new, |(_, name)| format!(", {} `{name}`", lang.pick("cột", "column")));
    format!("{place}: {} {lines}{column}", lang.pick("dòng", if first == last { "line" } else { "lines" }))
}
