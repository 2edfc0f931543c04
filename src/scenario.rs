//! What-ifs: a decision with its counts, and changes laid over it. A [`State`] is never altered: each change gives
//! another one, which shares with the first whatever the change does not touch.

mod change;
mod flips;
mod state;

pub use change::{Change, read};
pub use flips::{Flip, flips};
pub use state::State;
