//! Dossiers that are assumed to be of another kind: of those that a quota of the unit counts, and not in its numerator,
//! so many as are asked for, such that they are. They are taken in the order of procedure and day.

use super::state::State;
use crate::data::{Cell, Facet, Tally};
use crate::eval::counted_of;
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::syntax::spell_word;
use crate::term::Word;
use crate::text::group_thousands;
use crate::world::UnitId;

/// The counts after so many dossiers of a unit have become such that a word is true of them, and the unit. Errors: there
/// are not so many that this would move into a numerator.
pub fn convert(state: &State, number: u64, word: Word, unit: UnitId) -> Result<(Tally, u32), Vec<Problem>> {
    let State { plan, tally, index, env, .. } = state;
    let place = tally.place_of(unit);
    let cells: Vec<Cell> = place.into_iter().flat_map(|it| tally.cells_of(it)).collect();
    let facets: Vec<Option<Facet>> = tally.facets.iter().map(|it| it.with(word)).collect();
    if facets.iter().any(Option::is_none) {
        return Err(vec![no_fact(word)]);
    }
    let mut changes: Vec<(usize, u64, Facet)> = Vec::new();
    let mut left = number;
    let readings = env.chosen();
    for (at, quota) in plan.quotas.iter().enumerate() {
        if !quota.units.under(&readings).is_some_and(|it| it.contains_key(&unit)) {
            continue;
        }
        let before = counted_of(plan, index, env, at, unit, &cells, &|it| tally.facets.get(it as usize).copied());
        let after = counted_of(plan, index, env, at, unit, &cells, &|it| facets.get(it as usize).copied().flatten());
        for (place, (before, after)) in before.into_iter().zip(after).enumerate() {
            let taken = changes.iter().any(|it| it.0 == place);
            if (before, after) != (Some(false), Some(true)) || taken || left == 0 {
                continue;
            }
            let Some(cell) = cells.get(place) else { continue };
            let Some(facet) = facets.get(cell.facet as usize).copied().flatten() else { continue };
            let some = cell.dossiers.min(left);
            left -= some;
            changes.push((place, some, facet));
        }
    }
    match place {
        Some(place) if left == 0 => Ok((tally.with_others(place, &changes), place)),
        _ => Err(vec![too_many(state, unit, word, number - left)]),
    }
}

fn too_many(state: &State, unit: UnitId, word: Word, most: u64) -> Problem {
    let name = &state.plan.world.units.get(unit).on(state.env.period.from).name;
    let (vi, en) = (spell_word(word, Lang::Vi), spell_word(word, Lang::En));
    let most = group_thousands(&most.to_string());
    Problem::nowhere(
        "CT1366",
        say!(
            "{name} chỉ có {most} hồ sơ được tính mà chuyển sang {vi} thì thêm vào tử số",
            "{name} has only {most} dossiers that count and would enter a numerator as {en}"
        ),
    )
    .help(say!("giả định không quá {most} hồ sơ", "assume no more than {most} dossiers"))
}

/// A word that is true of procedures, not of a dossier.
pub(super) fn no_fact(word: Word) -> Problem {
    let (vi, en) = (spell_word(word, Lang::Vi), spell_word(word, Lang::En));
    Problem::nowhere(
        "CT1367",
        say!("`{vi}` không phải điều có thể giả định về hồ sơ", "`{en}` cannot be assumed of dossiers"),
    )
    .help(say!(
        "dùng một từ như `trực tuyến`, `toàn trình`, `trễ hạn`",
        "use a word like `online`, `end to end`, `late`"
    ))
}
