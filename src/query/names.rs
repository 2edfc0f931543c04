//! Names as they are typed: of units without accents, of definitions without accents.

use std::collections::BTreeSet;

use crate::eval::Env;
use crate::lang::{Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::State;
use crate::syntax::Lexicon;
use crate::text::plain;
use crate::world::{NameFault, UnitId};

/// The unit that was typed: by code, by name, or by name without accents if that names one only. Errors: none or
/// several of that name, with the nearest.
pub fn find_unit(plan: &Plan, env: &Env, text: &str) -> Result<UnitId, Problem> {
    let units = &plan.world.units;
    match units.find(text, env.period) {
        Ok(id) => Ok(id),
        Err(fault) => {
            let found = without_accents(plan, env, text);
            if let [id] = found.as_slice() {
                return Ok(*id);
            }
            let fault = if found.len() > 1 { NameFault::Ambiguous(found) } else { fault };
            let near = match fault {
                NameFault::Unknown(near) => {
                    let near = near.join(", ");
                    say!("{near}", "{near}")
                }
                NameFault::Ambiguous(ids) => units.candidates(&ids, text, env.period),
            };
            let problem = Problem::nowhere(
                "CT0009",
                say!("không rõ đơn vị nào là `{text}`", "it is not clear which unit `{text}` is"),
            );
            Err(if near.vi.is_empty() {
                problem.help(say!(
                    "viết tên như trong sổ đơn vị, hoặc mã",
                    "write the name as the register has it, or the code"
                ))
            } else {
                problem
                    .help(Say { vi: format!("ý bạn là: {}?", near.vi), en: format!("did you mean: {}?", near.en) })
            })
        }
    }
}

/// The code of the unit that was typed. Errors: as [`find_unit`].
pub fn unit_code(plan: &Plan, env: &Env, text: &str) -> Result<String, Problem> {
    find_unit(plan, env, text).map(|it| plan.world.units.get(it).code.clone())
}

/// The units whose name is this without its accents.
fn without_accents(plan: &Plan, env: &Env, text: &str) -> Vec<UnitId> {
    let wanted = plain(text);
    let called = |it: &crate::world::Unit| {
        let state = it.on(env.period.from);
        plain(&state.name) == wanted || plain(&state.bare) == wanted
    };
    plan.world.units.iter().filter(|it| called(it.1)).map(|it| it.0).collect()
}

/// All names of a decision.
pub struct Known<'a> {
    state: &'a State,
    /// The names of units without accents.
    units: BTreeSet<String>,
    keys: Vec<String>,
}

impl<'a> Known<'a> {
    /// The names of a decision.
    pub fn of(state: &'a State) -> Self {
        let (plan, from) = (&state.plan, state.env.period.from);
        let names = plan.world.units.iter().flat_map(|it| {
            let state = it.1.on(from);
            [plain(&state.name), plain(&state.bare)]
        });
        Self { state, units: names.collect(), keys: plan.program.keys() }
    }
}

impl Lexicon for Known<'_> {
    fn is_unit(&self, words: &str) -> bool {
        let found = self.state.plan.world.units.find(words, self.state.env.period);
        !matches!(found, Err(NameFault::Unknown(_))) || self.units.contains(&plain(words))
    }

    fn key_of(&self, name: &str) -> Option<String> {
        let at = crate::check::program::find(name, self.keys.iter().map(String::as_str))?;
        self.keys.get(at).cloned()
    }
}
