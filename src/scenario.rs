//! What-ifs: a decision with its counts, and changes laid over it. A [`State`] is never altered: changes give another
//! one, which shares with the first whatever they do not touch.

mod apply;
mod as_test;
mod change;
mod convert;
mod file;
mod flips;
mod resolve;
mod stack;
mod state;
mod typed;

pub use as_test::as_test;
pub use change::Change;
pub use file::{Line, lines, text};
pub use flips::{Flip, Flips, flips};
pub use resolve::resolve;
pub use stack::{Assumed, Stack};
pub use state::State;
pub use typed::read;
