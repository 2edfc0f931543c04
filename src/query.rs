//! Questions at the prompt: an expression of the language beside a decision and its counts → a [`Value`], exact.
//! Nothing is counted here: a question becomes a measure, a period or a procedure in place of those of a quota, and the
//! engine's own functions answer.

mod arithmetic;
mod ask;
mod days;
mod defined;
mod error;
mod gather;
mod measure;
mod names;
mod units;
mod value;

pub use ask::Asker;
pub use error::line_failed;
pub use names::{find_unit, unit_code};
pub use value::{DayKnown, Defined, Exact, Is, Kind, Known, Number, Row, Section, Truth, Value};

use crate::problem::Problems;
use crate::scenario::State;
use crate::source::Source;

/// What a question is called where its place is told.
pub const NAME: &str = "?";

/// Answers a question; `last` is the value that `_` stands for. Errors: what is not understood or cannot be worked
/// out, with its place in the question.
pub fn ask(state: &State, text: &str, last: Option<&Value>) -> Result<Value, Problems> {
    let program = &state.plan.program;
    let mut sources = program.sources.clone();
    let source = Source::new(NAME, text);
    let file = sources.add(source.clone());
    let told = |list| Problems { sources: sources.clone(), list };
    let lexicon = names::Known::of(state);
    let tree = crate::syntax::question(&source, file, &lexicon).map_err(told)?;
    Asker::new(state, sources.clone(), last).value(&tree).map_err(told)
}
