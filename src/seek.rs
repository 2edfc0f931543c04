//! Questions turned round: what it takes to reach a quota, what a verdict hangs on, what explains a miss, where the
//! year ends at the present rate. Every number is exact and comes from a closed form; the rules themselves are asked in
//! [`crate::eval`] and nowhere else.

mod blame;
mod days;
mod goal;
mod need;
mod pace;
mod quotas;
mod readings;
mod standing;
mod who;
mod whynot;

pub use blame::{Blame, By, Share, blame};
pub use days::{Left, Since, left};
pub use goal::{Bound, Bounds, Move, Span, bounds, span};
pub use need::{Alone, Need, Ways, Why, need};
pub use pace::{Pace, pace};
pub use quotas::{Dated, Even, OnDays, Tried, dated, flips, over_quotas, quotas_of};
pub use readings::{MOST_WAYS, Matrix, Row, every_choice, matrix};
pub use standing::{Beat, Room, Target, beat};
pub use who::{Who, results_of, who};
pub use whynot::{Aside, Because, Rule, WhyNot, whynot};
