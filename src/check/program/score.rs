//! Scores: criteria with points, ladders, ranks.

use super::{ColumnId, CriterionId, Form, Fraction, IndicatorId, Program, ProvisionId};
use crate::source::Span;
use crate::syntax::ast::{self, Operator, Peers};

/// What is scored, graded and ranked.
#[derive(Debug, Clone, Default)]
pub struct Scoring {
    /// Criteria, each before its parts.
    pub criteria: Vec<Criterion>,
    /// Ladders of words.
    pub grades: Vec<Grade>,
    /// Ranks.
    pub rankings: Vec<Ranking>,
    /// The groups of units that any of them names.
    pub groups: Vec<ScoreGroup>,
    /// Percentages that are written in criteria: where, in which provision, and whether as the bound of a step.
    pub percents: Vec<(Fraction, Span, ProvisionId, bool)>,
}

/// A group of units, its place in [`Scoring::groups`].
pub type GroupAt = usize;

/// A group that a criterion, a ladder, a ranking or a look at peers names.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct ScoreGroup {
    pub group: ast::Group,
    pub provision: ProvisionId,
    /// Of a ladder: whose; `còn lại` is what other ladders of it leave.
    pub ladder_of: Option<Asked>,
}

/// `tiêu chí x …`
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Criterion {
    pub name: String,
    pub key: String,
    pub title: Option<String>,
    /// Where it stands; the decision as a whole where it stands in no provision.
    pub provision: ProvisionId,
    /// The criterion that it is a part of.
    pub parent: Option<CriterionId>,
    /// The most points.
    pub cap: Option<Fraction>,
    /// The points that the maxima of its parts are brought to.
    pub scale: Option<Fraction>,
    pub group: Option<GroupAt>,
    /// A column of units that must say something (of yes and no: yes).
    pub given: Option<ColumnId>,
    pub worth: Worth,
    /// Its name.
    pub span: Span,
}

/// What a criterion is worth.
#[derive(Debug, Clone)]
pub enum Worth {
    /// The sum of its parts.
    Parts(Vec<CriterionId>),
    /// A value in points.
    Value(Score),
}

/// What has a value for each unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum Asked {
    Indicator(IndicatorId),
    Criterion(CriterionId),
    Column(ColumnId),
    /// The value of an indicator over its quota.
    Completion(IndicatorId),
}

/// A value of a unit.
#[derive(Debug, Clone)]
pub enum Score {
    /// A number.
    Number(Fraction),
    /// What the unit has.
    Of(Asked),
    /// The number of the quota that a provision assigns to the unit.
    Assigned(Assigned),
    /// `a + b`
    Binary(Operator, Box<Score>, Box<Score>),
    /// The largest (true) or the smallest of several.
    Extremum(bool, Vec<Score>),
    /// A look at the peers.
    Peers(Peers, Asked, GroupAt),
    /// A step of a ladder.
    Steps(Asked, Box<Ladder<Score>>),
}

/// The number that a provision assigns.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Assigned {
    /// Whose provision it is: which of [`Program::cited`]; none: of this decision.
    pub cited: Option<usize>,
    pub provision: ProvisionId,
    /// For which indicator of that decision; none: the provision has only one.
    pub indicator: Option<IndicatorId>,
    pub form: Form,
    pub span: Span,
}

/// `{ từ a: v; không phát sinh: v; còn lại: v; }`
#[derive(Debug, Clone)]
pub struct Ladder<T> {
    /// From where on, and what it gives; none: `chưa rõ`.
    pub steps: Vec<(Score, Option<T>)>,
    /// What it gives where there is nothing to measure; the inner none: `chưa rõ`.
    pub absent: Option<Option<T>>,
    /// What it gives below every step.
    pub rest: Option<T>,
}

/// `xếp loại x cho g { … }`
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Grade {
    pub of: Asked,
    pub group: Option<GroupAt>,
    pub ladder: Ladder<String>,
    pub provision: ProvisionId,
    pub span: Span,
}

/// `xếp hạng x cho g`
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence")]
pub struct Ranking {
    pub of: Asked,
    pub group: GroupAt,
    pub provision: ProvisionId,
    pub span: Span,
}

impl Scoring {
    /// A criterion.
    pub fn criterion(&self, id: CriterionId) -> &Criterion {
        self.criteria.get(id.index()).unwrap_or_else(|| unreachable!("an identity comes from this program"))
    }

    /// The criteria, with their identities.
    pub fn all(&self) -> impl Iterator<Item = (CriterionId, &Criterion)> {
        self.criteria.iter().enumerate().map(|(at, it)| (CriterionId(at as u32), it))
    }

    /// Whether there is nothing to score, to grade or to rank.
    pub fn is_empty(&self) -> bool {
        self.criteria.is_empty() && self.grades.is_empty() && self.rankings.is_empty()
    }

    /// Calls `see` with everything that is looked at, in criteria, ladders and ranks.
    pub fn each_asked(&self, see: &mut dyn FnMut(Asked)) {
        for it in &self.criteria {
            it.given.into_iter().for_each(|it| see(Asked::Column(it)));
            match &it.worth {
                Worth::Parts(parts) => parts.iter().for_each(|it| see(Asked::Criterion(*it))),
                Worth::Value(score) => score.each_asked(see),
            }
        }
        for it in &self.grades {
            see(it.of);
            it.ladder.steps.iter().for_each(|it| it.0.each_asked(see));
        }
        self.rankings.iter().for_each(|it| see(it.of));
    }
}

impl Score {
    /// Calls `see` with everything that is looked at.
    pub fn each_asked(&self, see: &mut dyn FnMut(Asked)) {
        match self {
            Self::Number(_) | Self::Assigned(_) => {}
            Self::Of(asked) | Self::Peers(_, asked, _) => see(*asked),
            Self::Binary(_, left, right) => {
                left.each_asked(see);
                right.each_asked(see);
            }
            Self::Extremum(_, parts) => parts.iter().for_each(|it| it.each_asked(see)),
            Self::Steps(asked, ladder) => {
                see(*asked);
                for (from, value) in &ladder.steps {
                    from.each_asked(see);
                    value.iter().for_each(|it| it.each_asked(see));
                }
                ladder.absent.iter().flatten().chain(&ladder.rest).for_each(|it| it.each_asked(see));
            }
        }
    }
}

impl Asked {
    /// Its name, as the rule file has it.
    pub fn name(self, program: &Program) -> &str {
        match self {
            Self::Indicator(id) | Self::Completion(id) => &program.indicator(id).name,
            Self::Criterion(id) => &program.scoring.criterion(id).name,
            Self::Column(id) => &program.column(id).name,
        }
    }

    /// What kind of number it is.
    pub fn form(self, program: &Program) -> Form {
        match self {
            Self::Indicator(id) => program.indicator(id).measure.form(),
            Self::Criterion(_) => Form::Points,
            Self::Column(_) => Form::Number,
            Self::Completion(_) => Form::Ratio,
        }
    }
}
