//! Two plans → what the second changes. [`compare`] holds two decisions against each other by what they mean: each
//! quota of each unit is stricter, looser, the same, new, dropped, or not comparable; what else was redefined is
//! listed beside it.
//!
//! A quota is comparable with another if both measure the same: the same numerator and denominator, by the same date.
//! Which procedures are meant (list, publication, competence) and which days are counted is part of every year's
//! decision anew; there a difference is told and held equal.

mod base;
mod calc;
mod meaning;
mod pair;
mod units;

use crate::check::program::{Form, Fraction, Grain, IndicatorId, ListId, ProvisionId};
use crate::plan::Plan;
use crate::term::{Comparator, Force, Tier};
use crate::world::UnitId;

pub use base::{Base, Redefined, Rule, RulePart};
pub use calc::Calc;
pub use meaning::{Called, Meaning, Stay, When};

/// What a decision changes against an earlier one.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The lists of procedures of both.
    pub lists: Vec<Listing>,
    /// The indicators of both that belong together.
    pub indicators: Vec<IndicatorPair>,
    /// Which rules of counting differ, and for which changes.
    pub redefined: Vec<Redefined>,
    /// Each quota of each unit: by tier, in the order of the new text; what is dropped stands last.
    pub changes: Vec<Change>,
    /// Groups of the earlier decision whose units do not all stay together.
    pub regrouped: Vec<Regrouped>,
    /// What differs and was held equal.
    pub held_equal: Vec<HeldEqual>,
    /// Consequences of the earlier text that the later one does not have, and the reverse: places in the programs.
    pub consequences: (Vec<usize>, Vec<usize>),
}

/// A list of procedures that one decision names, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the list in that decision")]
pub struct Listing {
    pub old: Option<ListId>,
    pub new: Option<ListId>,
}

/// Two indicators that belong together.
#[derive(Debug, Clone)]
pub struct IndicatorPair {
    /// In the earlier decision.
    pub old: IndicatorId,
    /// In the later one.
    pub new: IndicatorId,
    /// Why they belong together.
    pub by: MatchedBy,
    /// What is measured before and after, where any of their quotas measure differently.
    pub redefined: Option<(Base, Base)>,
}

/// Why two indicators belong together; the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// They are defined alike.
    Meaning,
    /// They are defined alike but for the lists that they name.
    Lists,
    /// They have one name or title.
    Name,
    /// Each is the only one of its kind (share, count …) of some unit.
    OnlyOne,
}

/// What became of a quota of a unit.
#[derive(Debug, Clone)]
pub struct Change {
    /// The unit.
    pub unit: UnitPair,
    /// Its quota in the earlier decision; none: new.
    pub old: Option<Held>,
    /// Its quota in the later one; none: dropped.
    pub new: Option<Held>,
    /// How they compare.
    pub kind: Kind,
    /// What makes it so.
    pub why: Vec<Why>,
    /// Whether the unit left its group: most of the units that it shared its quota with went elsewhere.
    pub moved: bool,
}

/// A unit in both decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPair {
    /// In the earlier world; none where the register does not have it.
    pub old: Option<Named>,
    /// In the later world.
    pub new: Option<Named>,
    /// Its tier; the later one counts.
    pub tier: Tier,
    /// Whether the earlier decision binds it at all.
    pub bound_before: bool,
    /// Whether the later one does.
    pub bound_after: bool,
    /// The unit that took it over, where a register says so.
    pub merged_into: Option<String>,
}

/// A unit as one register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the register")]
pub struct Named {
    pub id: UnitId,
    pub code: String,
    pub name: String,
}

impl UnitPair {
    /// The unit as the later register has it, else as the earlier one has it.
    pub fn named(&self) -> Option<&Named> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether both registers have it, by different names.
    pub fn renamed(&self) -> Option<(&Named, &Named)> {
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        (crate::text::key(&old.name) != crate::text::key(&new.name)).then_some((old, new))
    }
}

/// A quota that a unit has.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are those of the quota")]
pub struct Held {
    /// The place of the quota in its plan; none: a number that another authority is yet to assign.
    pub quota: Option<usize>,
    pub provision: ProvisionId,
    pub cell: Option<(usize, usize)>,
    pub indicator: IndicatorId,
    pub force: Force,
    pub comparator: Comparator,
    /// None: unknown, or yet to be assigned.
    pub amount: Option<Fraction>,
    /// Of a number yet to be assigned: not below this.
    pub floor: Option<Fraction>,
    /// What kind of number the amount is.
    pub form: Form,
    pub grain: Grain,
    /// The days of the quota's own.
    pub stay: Stay,
    /// Which of the plan's countings holds; none for a number yet to be assigned.
    pub counting: Option<usize>,
}

/// How a quota compares with the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Harder to meet.
    Stricter,
    /// Easier to meet.
    Looser,
    /// As before.
    Same,
    /// There was none.
    Added,
    /// There is none any more.
    Dropped,
    /// The two cannot be held against each other.
    NotComparable,
}

impl Kind {
    /// All of them, as they are counted in a summary.
    pub const ALL: [Self; 6] =
        [Self::Stricter, Self::Looser, Self::Same, Self::Added, Self::Dropped, Self::NotComparable];
}

/// What makes a quota stricter or looser, or keeps it from being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The number.
    Number,
    /// `trên` in place of `tối thiểu`, or the like.
    Comparator,
    /// A duty in place of an aim, or the reverse.
    Force,
    /// What is measured.
    Base,
    /// For what a verdict is given: the whole period, each month, all units together.
    Grain,
    /// The days of the quota's own.
    Days,
    /// A number is unknown.
    Unknown,
    /// Exactly this much, and another number: neither is stricter.
    Exactly,
    /// Stricter in one way and looser in another.
    Mixed,
}

/// A group of the earlier decision whose units do not all stay together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regrouped {
    /// Its quota: the place in the earlier plan.
    pub old: usize,
    /// Each quota of the later plan that its units have now, with their places among the changes; the largest first.
    pub parts: Vec<(usize, Vec<usize>)>,
    /// Whether more than half of the units stayed together: then the first part is the group, and the others moved.
    pub has_main: bool,
}

/// What differs between the decisions and does not keep their quotas from being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldEqual {
    /// Which lists of procedures are named.
    Lists,
    /// Which procedures are in scope, excluded, or in which window: publication, competence, what remains.
    Procedures,
    /// The assessment period and the counting windows.
    Days,
    /// A declared rounding.
    Rounding,
    /// Readings, which are taken under their default.
    Readings,
}

/// Holds a decision against an earlier one.
pub fn compare(old: &Plan, new: &Plan) -> Diff {
    let (lists, of_old, of_new) = base::listings(&old.program, &new.program);
    let sides = (base::Measured::new(old, &of_old), base::Measured::new(new, &of_new));
    let mut indicators = pair::indicators(&sides.0, &sides.1);
    let mut changes = pair::changes(&sides.0, &sides.1, &mut indicators);
    let regrouped = pair::regrouped(&mut changes);
    let redefined = base::redefined(&sides.0, &sides.1, &changes);
    let held_equal = base::held_equal(&sides.0, &sides.1, &lists, &redefined, &changes);
    let consequences = (base::lost(&old.program, &new.program), base::lost(&new.program, &old.program));
    Diff { lists, indicators, redefined, changes, regrouped, held_equal, consequences }
}
