//! Whom a question is about: a unit, those judged together, a kind or a tier of units, the units below another.

use std::collections::BTreeSet;

use crate::eval::Result as EvalResult;
use crate::lang::Lang;
use crate::problem::Problem;
use crate::scenario::State;
use crate::syntax::{spell_kind_in, spell_tier};
use crate::term::{Tier, UnitKind};
use crate::text::plain;
use crate::world::{UnitId, Version};

/// Whom a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// One unit, by its identities.
    One(Vec<UnitId>),
    /// Several units, and the words that name them.
    Many(BTreeSet<UnitId>, String),
    /// Those judged together under this name.
    Together(String),
}

/// Whom words mean that name several units: `các huyện`, `cấp xã`, `tất cả`, `trong huyện Cam Lâm`, a group of the
/// rule file, units judged together. None where they name none of these: then it is the name of a unit, which `code`
/// finds. Errors: those of `code`.
pub fn who(state: &State, text: &str, code: &dyn Fn(&str) -> Result<String, Problem>) -> Result<Who, Problem> {
    let plan = &state.plan;
    let units = &plan.world.units;
    let text = text.trim().trim_matches('"').trim();
    let wanted = plain(text);
    let bound = plan.bound_units();
    let on = |id: UnitId| units.get(id).on(state.env.period.from);
    let those = |fits: &dyn Fn(&Version) -> bool| -> BTreeSet<UnitId> {
        bound.iter().copied().filter(|it| fits(on(*it))).collect()
    };
    if matches!(wanted.as_str(), "tat ca" | "toan bo" | "all" | "") {
        return Ok(Who::Many(bound, text.to_owned()));
    }
    // A unit that is called so comes first, by its code or its whole name.
    if let Ok(id) = units.find(text, state.env.period)
        && (units.get(id).code == text || plain(&on(id).name) == wanted)
    {
        return Ok(Who::One(units.of_code(&units.get(id).code).to_vec()));
    }
    let bare = ["cac ", "moi ", "the ", "all "].iter().find_map(|it| wanted.strip_prefix(it)).unwrap_or(&wanted);
    let called = |vi: &str, en: &str| [plain(vi), plain(en)].iter().any(|it| it == bare);
    let kind = UnitKind::ALL.iter().find(|it| called(it.vi(), spell_kind_in(**it, Lang::En)));
    if let Some(kind) = kind {
        return Ok(Who::Many(those(&|it| it.kind == Some(*kind)), text.to_owned()));
    }
    let tiers = [Tier::Province, Tier::District, Tier::Commune];
    if let Some(tier) = tiers.iter().find(|it| called(spell_tier(**it, Lang::Vi), spell_tier(**it, Lang::En))) {
        return Ok(Who::Many(those(&|it| it.tier == *tier), text.to_owned()));
    }
    for before in ["trong ", "in ", "thuoc "] {
        if wanted.starts_with(before) {
            let rest: String = text.chars().skip(before.chars().count()).collect();
            let above = code(&rest)?;
            let below: BTreeSet<UnitId> = units.children(&above, state.env.period).collect();
            return Ok(Who::Many(below, text.to_owned()));
        }
    }
    let group = plan.program.groups.iter().find(|it| plain(&it.key) == wanted);
    if let Some(names) = group.and_then(|it| crate::plan::members(&plan.program, &plan.world, &it.group)) {
        let ids = names.iter().filter_map(|it| units.find(it, state.env.period).ok()).collect();
        return Ok(Who::Many(ids, text.to_owned()));
    }
    if let Ok(results) = state.results()
        && let Some(pooled) = results.iter().find(|it| it.subject.is_called(text))
    {
        return Ok(Who::Together(pooled.subject.name.clone()));
    }
    let code = code(text)?;
    Ok(Who::One(units.of_code(&code).to_vec()))
}

/// The results of those who are meant; of several units also those of all of them together. Errors: as
/// [`State::results_of`].
pub fn results_of(state: &State, who: &Who) -> Result<Vec<EvalResult>, Vec<Problem>> {
    if let Who::One(ids) = who {
        return state.results_of(ids);
    }
    let mut results = state.results()?.to_vec();
    results.retain(|it| match (who, it.subject.unit) {
        (Who::Many(ids, _), Some(unit)) if !it.subject.pooled => ids.contains(&unit),
        (Who::Many(ids, _), _) => {
            let together = &it.subject.together;
            !together.is_empty() && together.keys().all(|it| ids.contains(it))
        }
        (Who::Together(name), unit) => unit.is_none() && it.subject.name == *name,
        (Who::One(_), _) => false,
    });
    Ok(results)
}
