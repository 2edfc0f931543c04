//! Names as they are typed: of units without accents, of definitions without accents.

use crate::eval::Env;
use crate::lang::{Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::scenario::State;
use crate::syntax::Lexicon;
use crate::world::{NameFault, UnitId};

/// The unit that was typed: by code, by name, or by name without accents if that names one only. Errors: none or
/// several of that name, with the nearest.
pub fn find_unit(plan: &Plan, env: &Env, text: &str) -> Result<UnitId, Problem> {
    let units = &plan.world.units;
    match units.find_typed(text, env.period) {
        Ok(id) => Ok(id),
        Err(fault) => {
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
                    "viết tên như trong sổ đơn vị, hoặc mã; `chitieu units TỆP` in ra sổ",
                    "write the name as the register has it, or the code; `chitieu units FILE` prints the register"
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

/// All names of a decision.
pub struct Known<'a> {
    state: &'a State,
    keys: Vec<String>,
}

impl<'a> Known<'a> {
    /// The names of a decision.
    pub fn of(state: &'a State) -> Self {
        Self { state, keys: state.plan.program.keys() }
    }
}

impl Lexicon for Known<'_> {
    fn is_unit(&self, words: &str) -> bool {
        let units = &self.state.plan.world.units;
        units.knows(words) || !units.called_plainly(words, self.state.env.period.from, false).is_empty()
    }

    fn key_of(&self, name: &str) -> Option<String> {
        let at = crate::check::program::find(name, self.keys.iter().map(String::as_str))?;
        self.keys.get(at).cloned()
    }
}
