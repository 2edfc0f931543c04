//! Criteria, ladders of words, ranks: from the tree to what is worked out for each unit.

use super::from_syntax::Check;
use super::names::{CriterionOf, Means};
use super::orders::{percent, words};
use super::program::*;
use super::{error, score_error, span};
use crate::lang::say;
use crate::source::Span;
use crate::syntax::ast::{self, ColumnForm, ExprIs, Operator, StepValue, What};
use crate::term::{Comparator, Noun};

/// What a value is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Points,
    Percent,
    /// A number that was counted.
    Counted,
    /// A number that is written or supplied: what it is of is said by its place.
    Bare,
}

impl Kind {
    fn of(form: Form) -> Self {
        match form {
            Form::Share(_) | Form::Ratio => Self::Percent,
            Form::Points => Self::Points,
            Form::Count(_) | Form::Mean | Form::Number => Self::Counted,
        }
    }

    /// What two values are that stand for the same.
    fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (one, two) if one == two => Some(one),
            (Self::Bare, it @ (Self::Points | Self::Counted)) | (it @ (Self::Points | Self::Counted), Self::Bare) => {
                Some(it)
            }
            _ => None,
        }
    }

    fn times(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Points, Self::Points) => None,
            (Self::Points, _) | (_, Self::Points) => Some(Self::Points),
            (Self::Percent, it) | (it, Self::Percent) => Some(it),
            (Self::Bare, it) | (it, Self::Bare) => Some(it),
            (Self::Counted, Self::Counted) => Some(Self::Counted),
        }
    }

    fn over(self, other: Self) -> Option<Self> {
        match (self, other) {
            (one, two) if one == two => Some(Self::Percent),
            (it, Self::Bare) => Some(it),
            (Self::Points, _) => Some(Self::Points),
            (Self::Bare, Self::Counted) | (Self::Counted | Self::Bare, Self::Percent) => Some(self),
            _ => None,
        }
    }
}

impl<'a> Check<'a> {
    /// Reads everything that is scored, once all provisions are known.
    pub fn scoring(&mut self) {
        for it in self.names.criteria.clone() {
            self.here = self.home(it.at);
            let out = self.criterion(it);
            self.program.scoring.criteria.push(out);
        }
        for statement in self.names.ranks.clone() {
            let at = statement.at.0;
            self.here = self.home(at);
            match &statement.what {
                What::Grade(grade) => self.grade(grade, at),
                What::Ranking(ranking) => {
                    if let Some((of, _)) = self.asked(&ranking.of) {
                        let group = self.score_group(&ranking.group, None);
                        let provision = self.here;
                        self.program.scoring.rankings.push(Ranking { of, group, provision, span: at });
                    }
                }
                _ => {}
            }
        }
        self.here = ProvisionId(0);
        self.circles();
        self.scales();
    }

    fn home(&self, at: Span) -> ProvisionId {
        self.homes.iter().find(|it| it.0 == at).map_or(ProvisionId(0), |it| it.1)
    }

    fn criterion(&mut self, it: CriterionOf<'a>) -> Criterion {
        let tree = it.tree;
        let group = tree.group.as_ref().map(|it| self.score_group(it, None));
        let given = tree.given.as_ref().and_then(|it| self.given(it));
        let worth = match &tree.value {
            Some(expr) => match self.score(expr) {
                Some((score, kind)) => {
                    if !matches!(kind, Kind::Points | Kind::Bare) {
                        self.problem(score_error::no_points(&tree.name.text, expr.at.0));
                    }
                    Worth::Value(score)
                }
                None => Worth::Value(Score::Number(Fraction::from_integer(0))),
            },
            None => {
                let parts = tree.parts.iter().flat_map(|it| &it.statements);
                Worth::Parts(parts.filter_map(|it| self.part(&it.what)).collect())
            }
        };
        Criterion {
            name: tree.name.text.clone(),
            key: tree.name.key.clone(),
            title: tree.title.as_ref().map(|it| it.value.clone()),
            provision: self.here,
            parent: it.parent,
            cap: tree.cap.as_ref().map(|it| it.value.fraction()),
            scale: tree.scale.as_ref().map(|it| it.value.fraction()),
            group,
            given,
            worth,
            span: span(&tree.name),
        }
    }

    fn part(&self, what: &What) -> Option<CriterionId> {
        let What::Criterion(part) = what else { return None };
        let at = self.names.criteria.iter().position(|it| std::ptr::eq(it.tree, part))?;
        Some(CriterionId(at as u32))
    }

    fn score_group(&mut self, group: &ast::Group, ladder_of: Option<Asked>) -> GroupAt {
        self.group_names(group);
        let groups = &mut self.program.scoring.groups;
        groups.push(ScoreGroup { group: group.clone(), provision: self.here, ladder_of });
        groups.len() - 1
    }

    fn given(&mut self, name: &ast::Name) -> Option<ColumnId> {
        match self.names.all.get(&name.key).map(|it| it.means) {
            Some(Means::Column(id)) if self.program.column(id).of == Noun::Units => Some(id),
            Some(Means::Column(_)) => {
                self.problem(score_error::given_not_of_units(&name.text, span(name)));
                None
            }
            Some(other) => {
                let wanted = say!("một cột số liệu", "a column of data");
                self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                None
            }
            None => {
                self.unknown_name(name);
                None
            }
        }
    }

    /// What has a value for each unit.
    pub fn asked(&mut self, name: &ast::Name) -> Option<(Asked, Kind)> {
        match self.names.all.get(&name.key).map(|it| it.means) {
            Some(Means::Indicator(id)) => {
                Some((Asked::Indicator(id), Kind::of(self.program.indicator(id).measure.form())))
            }
            Some(Means::Criterion(id)) => Some((Asked::Criterion(id), Kind::Points)),
            Some(Means::Column(id)) => {
                let column = self.program.column(id);
                if column.of == Noun::Units && matches!(column.form, ColumnForm::Number | ColumnForm::ClosingNumber) {
                    return Some((Asked::Column(id), Kind::Bare));
                }
                self.problem(score_error::column_not_of_units(&name.text, span(name)));
                None
            }
            Some(other) => {
                let wanted = say!(
                    "một chỉ số, một tiêu chí hoặc một cột của đơn vị",
                    "an indicator, a criterion or a column of units"
                );
                self.problem(error::wrong_kind(&name.text, span(name), &other.kind(), &wanted));
                None
            }
            None => {
                self.unknown_name(name);
                None
            }
        }
    }

    fn completion(&mut self, name: &ast::Name, at: Span) -> Option<(Asked, Kind)> {
        let id = self.indicator_named(name)?;
        let quotas = || self.program.quotas.iter().filter(|it| it.indicator == id);
        let ceiling = quotas().find(|it| matches!(it.comparator, Comparator::AtMost | Comparator::Below));
        if let Some(quota) = ceiling.map(|it| it.span) {
            self.problem(score_error::completion_of_ceiling(&name.text, at, quota));
            return None;
        }
        if quotas().next().is_none() {
            self.problem(score_error::completion_of_nothing(&name.text, at));
            return None;
        }
        Some((Asked::Completion(id), Kind::Percent))
    }

    /// A value of each unit, and what it is a number of.
    fn score(&mut self, expr: &'a ast::Expr) -> Option<(Score, Kind)> {
        let of = |it: (Asked, Kind)| (Score::Of(it.0), it.1);
        match &expr.is {
            ExprIs::Inner(inner) => self.score(inner),
            ExprIs::Number(number) => Some((Score::Number(number.fraction()), Kind::Bare)),
            ExprIs::Scored(number, false) => Some((Score::Number(number.value.fraction()), Kind::Points)),
            ExprIs::Scored(number, true) => Some((Score::Number(percent(number.value)), Kind::Percent)),
            ExprIs::Percent(number) => {
                let number = percent(*number);
                self.program.scoring.percents.push((number, expr.at.0, self.here, false));
                Some((Score::Number(number), Kind::Percent))
            }
            ExprIs::Name(name) => self.asked(name).map(of),
            ExprIs::Completion(name) => self.completion(name, expr.at.0).map(of),
            ExprIs::Peers(peers, name, group) => {
                let (asked, kind) = self.asked(name)?;
                Some((Score::Peers(*peers, asked, self.score_group(group, None)), kind))
            }
            ExprIs::Place(place) => self.assigned(place, None),
            ExprIs::Assigned(of, place) => self.assigned(place, Some(of)),
            ExprIs::Steps(of, ladder) => self.steps(of, ladder),
            ExprIs::Count(_) => Some(self.in_place(expr)),
            ExprIs::Binary(Operator::Over, left, right)
                if matches!((&left.is, &right.is), (ExprIs::Count(_), ExprIs::Count(_))) =>
            {
                Some(self.in_place(expr))
            }
            ExprIs::Binary(operator, left, right) => {
                let (left, right) = (self.score(left), self.score(right));
                let ((left, one), (right, two)) = (left?, right?);
                let kind = match operator {
                    Operator::Plus | Operator::Minus => one.with(two),
                    Operator::Times => one.times(two),
                    Operator::Over => one.over(two),
                };
                let Some(kind) = kind else {
                    self.problem(score_error::mixed(expr.at.0));
                    return None;
                };
                Some((Score::Binary(*operator, Box::new(left), Box::new(right)), kind))
            }
            ExprIs::Extremum(largest, parts) => {
                let parts: Vec<Option<(Score, Kind)>> = parts.iter().map(|it| self.score(it)).collect();
                let parts: Vec<(Score, Kind)> = parts.into_iter().collect::<Option<_>>()?;
                let mut kinds = parts.iter().map(|it| it.1);
                let first = kinds.next()?;
                let Some(kind) = kinds.try_fold(first, Kind::with) else {
                    self.problem(score_error::mixed(expr.at.0));
                    return None;
                };
                Some((Score::Extremum(*largest, parts.into_iter().map(|it| it.0).collect()), kind))
            }
            ExprIs::Date(_) | ExprIs::Duration(..) | ExprIs::DateOf(..) => {
                self.problem(score_error::no_score_of_this(expr.at.0));
                None
            }
        }
    }

    /// `hồ sơ trực tuyến / hồ sơ`, written in place of a name.
    fn in_place(&mut self, expr: &'a ast::Expr) -> (Score, Kind) {
        let id = self.unnamed(expr);
        (Score::Of(Asked::Indicator(id)), Kind::of(self.program.indicator(id).measure.form()))
    }

    fn steps(&mut self, of: &'a ast::Expr, ladder: &'a ast::Ladder) -> Option<(Score, Kind)> {
        let asked = match &of.is {
            ExprIs::Completion(name) => self.completion(name, of.at.0),
            ExprIs::Name(name) => self.asked(name),
            _ => None,
        };
        let bounds = self.bounds(ladder, asked.map(|it| it.1));
        let mut kinds: Vec<(Kind, Span)> = Vec::new();
        let mut value = |check: &mut Self, value: &'a StepValue| match value {
            StepValue::Text(text) => {
                check.problem(score_error::words_for_points(text.at.0));
                None
            }
            StepValue::Expr(expr) => {
                let (score, kind) = check.score(expr)?;
                kinds.push((kind, expr.at.0));
                Some(score)
            }
            StepValue::Unknown => None,
        };
        let steps: Vec<Option<Score>> = ladder.steps.iter().map(|it| value(self, &it.1)).collect();
        let absent = ladder.absent.as_ref().map(|it| value(self, it));
        let rest = value(self, &ladder.rest);
        let mut kind = kinds.first().map_or(Kind::Bare, |it| it.0);
        for (next, at) in kinds.iter().skip(1) {
            let Some(both) = kind.with(*next) else {
                self.problem(score_error::unlike_steps(*at));
                return None;
            };
            kind = both;
        }
        let steps = bounds?.into_iter().zip(steps).collect();
        Some((Score::Steps(asked?.0, Box::new(Ladder { steps, absent, rest })), kind))
    }

    /// From where on the steps of a ladder hold, in order and of the kind of what is compared.
    fn bounds(&mut self, ladder: &'a ast::Ladder, of: Option<Kind>) -> Option<Vec<Score>> {
        let mut out = Vec::new();
        let mut fixed: Vec<(Fraction, Span)> = Vec::new();
        for (from, _) in &ladder.steps {
            let at = from.at.0;
            let (score, kind) = self.score(from)?;
            if let Some(of) = of.filter(|of| of.with(kind).is_none() && (*of, kind) != (Kind::Bare, Kind::Percent)) {
                self.problem(score_error::unlike_bound(at, of == Kind::Percent));
                return None;
            }
            if let Some(it) = self.program.scoring.percents.iter_mut().find(|it| it.1 == at) {
                it.3 = true;
            }
            if let Score::Number(number) = score {
                if let Some(first) = fixed.iter().find(|it| it.0 == number) {
                    self.problem(score_error::same_bound(at, first.1));
                    return None;
                }
                let rises = |it: &[(Fraction, Span)]| matches!(it, [one, two, ..] if one.0 < two.0);
                let last = fixed.last().copied();
                if let Some(last) = last.filter(|_| fixed.len() > 1)
                    && (last.0 < number) != rises(&fixed)
                {
                    self.problem(score_error::unordered(at));
                    return None;
                }
                fixed.push((number, at));
            }
            out.push(score);
        }
        Some(out)
    }

    fn grade(&mut self, grade: &'a ast::Grade, at: Span) {
        let asked = self.asked(&grade.of);
        let bounds = self.bounds(&grade.ladder, asked.map(|it| it.1));
        let value = |check: &mut Self, value: &StepValue| match value {
            StepValue::Text(text) => Some(text.value.clone()),
            StepValue::Expr(expr) => {
                check.problem(score_error::points_for_words(expr.at.0));
                None
            }
            StepValue::Unknown => None,
        };
        let steps: Vec<Option<String>> = grade.ladder.steps.iter().map(|it| value(self, &it.1)).collect();
        let absent = grade.ladder.absent.as_ref().map(|it| value(self, it));
        let rest = value(self, &grade.ladder.rest);
        let (Some((of, _)), Some(bounds)) = (asked, bounds) else { return };
        let group = grade.group.as_ref().map(|it| self.score_group(it, Some(of)));
        let ladder = Ladder { steps: bounds.into_iter().zip(steps).collect(), absent, rest };
        let provision = self.here;
        self.program.scoring.grades.push(Grade { of, group, ladder, provision, span: at });
    }

    /// A provision, of this decision or another, in place of the number that it assigns: for the indicator that is
    /// named, else for the only one that it has.
    fn assigned(&mut self, place: &ast::Place, of: Option<&ast::Name>) -> Option<(Score, Kind)> {
        let at = place.at.0;
        let shown = words(&self.program.sources, at);
        let own = match of {
            Some(name) => Some(self.indicator_named(name)?),
            None => None,
        };
        let (cited, provision) = self.place_anywhere(place)?;
        let program = self.program.or_cited(cited);
        let indicator = own.and_then(|it| program.same_indicator(&self.program, it));
        let of = program.quotas.iter().filter(|it| program.within(it.provision, provision));
        let of = of.filter(|it| own.is_none() || Some(it.indicator) == indicator);
        let found: Vec<(IndicatorId, Form)> = of.map(|it| (it.indicator, it.form)).collect();
        let Some((first, form)) = found.first().copied() else {
            self.problem(score_error::assigns_nothing(at, &shown));
            return None;
        };
        if found.iter().any(|it| it.0 != first || it.1 != form) {
            self.problem(score_error::assigns_unlike(at, &shown));
            return None;
        }
        Some((Score::Assigned(Assigned { cited, provision, indicator, form, span: at }), Kind::of(form)))
    }

    /// A criterion that is worked out from itself.
    fn circles(&mut self) {
        let scoring = &self.program.scoring;
        let mut asks: Vec<Vec<usize>> = Vec::new();
        for it in &scoring.criteria {
            let mut out = Vec::new();
            let mut see = |asked| {
                if let Asked::Criterion(id) = asked {
                    out.push(id.index());
                }
            };
            match &it.worth {
                Worth::Parts(parts) => parts.iter().for_each(|it| see(Asked::Criterion(*it))),
                Worth::Value(score) => score.each_asked(&mut see),
            }
            asks.push(out);
        }
        let in_circle: Vec<usize> = (0..asks.len()).filter(|it| reaches_itself(&asks, *it)).collect();
        // Of a circle, the first criterion that is written in it is told.
        if let Some(first) = in_circle.first().and_then(|it| scoring.criteria.get(*it)) {
            let (name, at, home) = (first.name.clone(), first.span, first.provision);
            self.here = home;
            self.problem(error::circle(&name, at));
            self.here = ProvisionId(0);
        }
    }

    /// A scale needs the maxima of all parts.
    fn scales(&mut self) {
        let mut found = Vec::new();
        for (_, it) in self.program.scoring.all().filter(|it| it.1.scale.is_some()) {
            match &it.worth {
                Worth::Value(_) => found.push((it.provision, score_error::scale_without_parts(&it.name, it.span))),
                Worth::Parts(parts) => {
                    let scoring = &self.program.scoring;
                    for part in parts.iter().map(|it| scoring.criterion(*it)).filter(|it| !has_maximum(scoring, it)) {
                        let problem = score_error::scale_without_maximum(&it.name, &part.name, it.span, part.span);
                        found.push((it.provision, problem));
                    }
                }
            }
        }
        for (home, problem) in found {
            self.here = home;
            self.problem(problem);
        }
        self.here = ProvisionId(0);
    }
}

/// Whether the most points of a criterion are known.
fn has_maximum(scoring: &Scoring, it: &Criterion) -> bool {
    let parts = if let Worth::Parts(parts) = &it.worth { parts.as_slice() } else { &[] };
    it.cap.is_some()
        || it.scale.is_some()
        || !parts.is_empty() && parts.iter().all(|it| has_maximum(scoring, scoring.criterion(*it)))
}

fn reaches_itself(asks: &[Vec<usize>], start: usize) -> bool {
    let mut seen = vec![false; asks.len()];
    let mut next: Vec<usize> = asks.get(start).cloned().unwrap_or_default();
    while let Some(at) = next.pop() {
        if at == start {
            return true;
        }
        if let Some(seen) = seen.get_mut(at).filter(|it| !**it) {
            *seen = true;
            next.extend(asks.get(at).into_iter().flatten());
        }
    }
    false
}
