//! Holds what comes of a test against what it expects.

use num_bigint::BigInt;

use crate::check::program::{
    CriterionId, Expect, ExpectIs, ExpectMeasured, Form, Fraction, IndicatorId, Measured, ProvisionId, Test,
};
use crate::eval::{Entry, Found, Outcome, Reason, Result as EvalResult, Walk, walk};
use crate::lang::{Lang, Say, say};
use crate::problem::Problem;
use crate::report::{self, words};
use crate::scenario::State;
use crate::syntax::spell_fate;
use crate::term::Fate;
use crate::text::{Days, Decimal};
use crate::world::{NameFault, UnitId};

use super::both;

/// What of a test is not as expected. Errors: nothing can be worked out.
pub fn judge(state: &State, test: &Test) -> Result<Vec<Problem>, Vec<Problem>> {
    let outcome = state.outcome()?;
    Ok(test.expects.iter().filter_map(|it| Judge { state, outcome, expect: it }.problem()).collect())
}

/// The results that an expectation of a test looks at.
pub fn looked_at<'o>(state: &State, outcome: &'o Outcome, expect: &Expect) -> Vec<&'o EvalResult> {
    let Ok(unit) = (Judge { state, outcome, expect }).unit() else { return Vec::new() };
    match &expect.is {
        ExpectIs::Verdict(it) => results(state, outcome, expect, unit, (it.indicator, it.days, it.by)),
        ExpectIs::Measured(it) => results(state, outcome, expect, unit, (it.indicator, it.days, it.by)),
        _ => Vec::new(),
    }
}

/// The unit that an expectation of a test names.
pub fn unit_of(state: &State, outcome: &Outcome, expect: &Expect) -> Option<UnitId> {
    (Judge { state, outcome, expect }).unit().ok().flatten()
}

/// Why an expectation is not met.
enum Fault<'o> {
    /// There is nothing of the kind.
    Nothing,
    /// The name of the unit says nothing.
    Name(Say),
    /// Something else came of it.
    Differs { wanted: Say, got: Say, gap: Option<Say>, of: Vec<&'o EvalResult> },
}

fn differs<'o>(wanted: Say, got: Say) -> Fault<'o> {
    Fault::Differs { wanted, got, gap: None, of: Vec::new() }
}

/// Which results are meant: indicator, days, provision.
type Which = (IndicatorId, Option<Days>, Option<ProvisionId>);

fn results<'o>(
    state: &State,
    outcome: &'o Outcome,
    expect: &Expect,
    unit: Option<UnitId>,
    (indicator, days, by): Which,
) -> Vec<&'o EvalResult> {
    let name = expect.unit.as_ref().map_or("", |it| it.value.as_str());
    let fits = |it: &&EvalResult| {
        (unit.is_some() || it.subject.is_called(name))
            && it.subject.unit == unit
            && it.indicator == indicator
            && days.is_none_or(|days| days.meet(state.env.period) == it.period)
            && by.is_none_or(|by| state.plan.program.within(it.provision, by))
    };
    outcome.results.iter().filter(fits).collect()
}

struct Judge<'o> {
    state: &'o State,
    outcome: &'o Outcome,
    expect: &'o Expect,
}

impl<'o> Judge<'o> {
    /// What is wrong, as it is told.
    fn problem(&self) -> Option<Problem> {
        let name = self.expect.unit.as_ref().map_or_else(
            || say!("cả quyết định", "the decision"),
            |it| Say { vi: it.value.clone(), en: it.value.clone() },
        );
        let span = self.expect.span;
        let fault = self.fault()?;
        Some(match fault {
            Fault::Name(why) => Problem::error("CT1452", span, why)
                .help(say!("xem tên trong sổ đơn vị: `chitieu units TỆP`", "see the register: `chitieu units FILE`")),
            Fault::Nothing => {
                let title = Say {
                    vi: format!("không có kết quả nào như vậy cho {}", name.vi),
                    en: format!("there is no such result for {}", name.en),
                };
                Problem::error("CT1451", span, title).help(say!(
                    "xem đơn vị có chỉ tiêu nào, kỳ nào, theo điều nào",
                    "see which quotas the unit has, for which period, by which provision"
                ))
            }
            Fault::Differs { wanted, got, gap, of } => {
                let title = Say {
                    vi: format!("{}: đợi {}, được {}", name.vi, wanted.vi, got.vi),
                    en: format!("{}: expected {}, got {}", name.en, wanted.en, got.en),
                };
                let mut problem = Problem::error("CT1450", span, title);
                problem
                    .notes
                    .push(Say { vi: format!("đợi   {}", wanted.vi), en: format!("expected   {}", wanted.en) });
                problem.notes.push(Say { vi: format!("được  {}", got.vi), en: format!("got        {}", got.en) });
                problem
                    .notes
                    .extend(gap.map(|it| Say { vi: format!("lệch  {}", it.vi), en: format!("difference {}", it.en) }));
                problem.notes.extend(of.iter().flat_map(|it| self.walked(it)));
                problem.help(say!(
                    "sửa quy tắc, hoặc sửa điều kiểm thử đợi nếu lời văn nói khác",
                    "mend the rule, or what the test expects if the text says otherwise"
                ))
            }
        })
    }

    /// The way to a result in short, line by line.
    fn walked(&self, result: &EvalResult) -> Vec<Say> {
        let State { plan, index, env, .. } = self.state;
        let walk = walk(plan, index, env, result);
        let lines = |lang| report::why_briefly(plan, result, walk.as_ref(), lang);
        lines(Lang::Vi).into_iter().zip(lines(Lang::En)).map(|(vi, en)| Say { vi, en }).collect()
    }

    fn fault(&self) -> Option<Fault<'o>> {
        let unit = match self.unit() {
            Ok(unit) => unit,
            Err(why) => return Some(Fault::Name(why)),
        };
        match &self.expect.is {
            ExpectIs::Verdict(wanted) => {
                let mut of = self.results(unit, (wanted.indicator, wanted.days, wanted.by));
                // Several results under what is named must all be as expected; `theo` and a period name one of them.
                if !of.is_empty() && of.iter().all(|it| it.verdict == wanted.verdict) {
                    return None;
                }
                let got = self.each(&of, |it, lang| words::verdict(it.verdict, lang).to_owned());
                let gap = match of.as_slice() {
                    [it] => gap_to_quota(it),
                    _ => None,
                };
                let nothing = of.is_empty();
                of.retain(|it| it.verdict != wanted.verdict);
                let wanted = both(|lang| words::verdict(wanted.verdict, lang).to_owned());
                Some(if nothing { Fault::Nothing } else { Fault::Differs { wanted, got, gap, of } })
            }
            ExpectIs::Measured(wanted) => {
                let of = self.results(unit, (wanted.indicator, wanted.days, wanted.by));
                self.measured(wanted, of)
            }
            ExpectIs::Ledger(fate, number) => self.in_ledger(unit, *fate, *number),
            ExpectIs::Told(is_told, code) => self.told(*is_told, code),
            score => match unit {
                Some(unit) => self.of_score(unit, score),
                None => Some(Fault::Nothing),
            },
        }
    }

    fn results(&self, unit: Option<UnitId>, which: Which) -> Vec<&'o EvalResult> {
        results(self.state, self.outcome, self.expect, unit, which)
    }

    /// What is said of each of several results.
    fn each(&self, of: &[&EvalResult], words: impl Fn(&EvalResult, Lang) -> String) -> Say {
        let program = &self.state.plan.program;
        both(|lang| {
            let cited = |it: &&EvalResult| {
                let (from, to) = (it.period.from.vi(), it.period.to.vi());
                format!("{} ({}; {from} – {to})", words(it, lang), program.citation(it.provision, lang))
            };
            match of {
                [one] => words(one, lang),
                many => many.iter().map(cited).collect::<Vec<_>>().join("; "),
            }
        })
    }

    fn measured(&self, wanted: &ExpectMeasured, of: Vec<&'o EvalResult>) -> Option<Fault<'o>> {
        if of.is_empty() {
            return Some(Fault::Nothing);
        }
        let counted = |it: &EvalResult| self.counted(it, wanted.window);
        if of.iter().all(|it| counted(it).is_some_and(|counted| is_measured(it, &wanted.is, &counted))) {
            return None;
        }
        let got = self.each(&of, |it, lang| match (counted(it), wanted.is) {
            (None, _) => lang.pick("không có kỳ tính ấy", "no such window").to_owned(),
            (Some((above, below)), Measured::Ratio(..)) => {
                format!("{} / {}", report::whole(above, lang), report::count(below, lang))
            }
            (Some((above, below)), _) => {
                let mut numbers = it.numbers.clone();
                if wanted.window.is_some() {
                    (numbers.numerator, numbers.denominator) = (above, below);
                }
                let nothing = || report::whole(above, lang);
                report::value(&numbers, &it.goal, lang).unwrap_or_else(nothing)
            }
        });
        let gap = match (of.as_slice(), wanted.is) {
            ([it], Measured::Ratio(above, below)) => counted(it).map(|got| {
                let below = i128::try_from(got.1).unwrap_or(i128::MAX) - i128::try_from(below).unwrap_or(i128::MAX);
                let above = got.0 - above;
                both(|lang| {
                    let (above, below) = (signed(above, lang), signed(below, lang));
                    lang.pick(
                        format!("tử số {above}, mẫu số {below}"),
                        format!("numerator {above}, denominator {below}"),
                    )
                })
            }),
            _ => None,
        };
        let wanted = both(|lang| match wanted.is {
            Measured::Ratio(above, below) => {
                format!("{} / {}", report::whole(above, lang), report::count(below, lang))
            }
            Measured::Percent(it) => {
                let text = it.text();
                format!("{}%", lang.pick(text.clone(), text.replace(',', ".")))
            }
            Measured::Number(it) => report::amount(it.fraction(), Form::Number, lang),
        });
        Some(Fault::Differs { wanted, got, gap, of })
    }

    /// Numerator and denominator of a result, or of what was counted for it through the windows of a provision.
    fn counted(&self, result: &EvalResult, window: Option<ProvisionId>) -> Option<(i128, u128)> {
        let Some(home) = window else {
            return Some((result.numbers.numerator, result.numbers.denominator));
        };
        let program = &self.state.plan.program;
        let walk: Walk = walk(&self.state.plan, &self.state.index, &self.state.env, result)?;
        let through = walk.windows.iter().filter(|it| {
            let window = it.window.and_then(|at| program.windows.get(at));
            window.is_some_and(|it| program.within(it.provision, home))
        });
        let all: Vec<(i128, u128)> =
            through.map(|it| (i128::try_from(it.numerator).unwrap_or(i128::MAX), it.denominator)).collect();
        if all.is_empty() {
            return None;
        }
        Some(all.into_iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1)))
    }

    fn in_ledger(&self, unit: Option<UnitId>, fate: Fate, wanted: u128) -> Option<Fault<'o>> {
        let ledger = &self.outcome.ledger;
        let nothing = Entry::default();
        let entry = match (&self.expect.unit, unit) {
            (None, _) => &ledger.all,
            (Some(_), Some(unit)) => ledger.units.get(&self.state.plan.world.units.get(unit).code).unwrap_or(&nothing),
            (Some(_), None) => return Some(Fault::Nothing),
        };
        let got = match reason(fate) {
            Ok(reason) => entry.excluded.get(&reason).copied().unwrap_or_default(),
            Err(true) => entry.supplied,
            Err(false) => entry.counted,
        };
        if got == wanted {
            return None;
        }
        let said = |number: u128| {
            both(|lang| {
                let dossiers = lang.pick("hồ sơ", "dossiers");
                format!("{} {dossiers} {}", report::count(number, lang), spell_fate(fate, lang))
            })
        };
        let gap = i128::try_from(got).ok().zip(i128::try_from(wanted).ok()).map(|it| it.0 - it.1);
        let gap = gap.map(|it| both(|lang| signed(it, lang)));
        Some(Fault::Differs { wanted: said(wanted), got: said(got), gap, of: Vec::new() })
    }

    fn told(&self, wanted: bool, code: &str) -> Option<Fault<'o>> {
        let found: Vec<_> = self.outcome.warnings.iter().filter(|it| it.code == code).collect();
        if found.is_empty() != wanted {
            return None;
        }
        let none = || say!("không có cảnh báo `{code}`", "no warning `{code}`");
        let some = || say!("cảnh báo `{code}`", "the warning `{code}`");
        let all: Vec<&str> = self.outcome.warnings.iter().map(|it| it.code).collect();
        let got = match found.first() {
            Some(it) => Say { vi: format!("{code}: {}", it.message.vi), en: format!("{code}: {}", it.message.en) },
            None if all.is_empty() => say!("không có cảnh báo nào", "no warning at all"),
            None => both(|_| all.join(", ")),
        };
        Some(differs(if wanted { some() } else { none() }, got))
    }

    /// Holds points, a grade or a rank against what is expected.
    fn of_score(&self, unit: UnitId, wanted: &ExpectIs) -> Option<Fault<'o>> {
        let (plan, scores) = (&self.state.plan, &self.outcome.scores);
        let points = |id: CriterionId| scores.scores.get(&(id, unit)).map(|it| &it.points);
        let shown = |found: &Found| {
            both(|lang| match found {
                Ok(it) => format!("{} {}", report::score(*it, Form::Points, &[], lang), lang.pick("điểm", "points")),
                Err(why) => report::missing(plan, why, lang),
            })
        };
        match wanted {
            ExpectIs::NoPoints(id, verdict) => match points(*id) {
                None => Some(Fault::Nothing),
                Some(Err(why)) if why.verdict() == *verdict => None,
                Some(found) => Some(differs(both(|lang| words::verdict(*verdict, lang).to_owned()), shown(found))),
            },
            ExpectIs::Points(id, number) => match points(*id) {
                None => Some(Fault::Nothing),
                Some(Ok(value)) if rounds_to(*value, *number) => None,
                Some(found) => {
                    let gap = found.as_ref().ok().map(|it| *it - number.fraction());
                    let gap = gap.map(|it| (if it > Fraction::from_integer(0) { "+" } else { "" }, shown(&Ok(it))));
                    let gap = gap.map(|(sign, it)| both(|lang| format!("{sign}{}", it.get(lang))));
                    let (wanted, got) = (shown(&Ok(number.fraction())), shown(found));
                    Some(Fault::Differs { wanted, got, gap, of: Vec::new() })
                }
            },
            ExpectIs::Graded(of, grades) => {
                let Some(found) = scores.grades.get(&(*of, unit)) else { return Some(Fault::Nothing) };
                if found.as_ref().is_some_and(|it| grades.contains(it)) {
                    return None;
                }
                let none = say!("không xếp loại", "no grade");
                let got = found.as_ref().map_or(none, |it| both(|_| format!("“{it}”")));
                Some(differs(both(|_| format!("“{}”", grades.join("”, “"))), got))
            }
            ExpectIs::Ranked(of, rank) => {
                let rankings = plan.program.scoring.rankings.iter().zip(&scores.rankings).filter(|it| it.0.of == *of);
                let mut got: Vec<Say> = Vec::new();
                let mut fits = true;
                for (_, it) in rankings {
                    if let Some(place) = it.places.iter().find(|it| it.unit == unit) {
                        fits &= place.rank == *rank;
                        got.push(both(|lang| {
                            format!("{} {}", lang.pick("hạng", "rank"), report::rank_text(place, lang))
                        }));
                    } else if let Some((_, why)) = it.unranked.iter().find(|it| it.0 == unit) {
                        fits = false;
                        got.push(shown(&Err(why.clone())));
                    }
                }
                if got.is_empty() {
                    return Some(Fault::Nothing);
                }
                let got = both(|lang| got.iter().map(|it| it.get(lang)).collect::<Vec<_>>().join("; "));
                (!fits).then(|| differs(say!("hạng {rank}", "rank {rank}"), got))
            }
            ExpectIs::Verdict(_) | ExpectIs::Measured(_) | ExpectIs::Ledger(..) | ExpectIs::Told(..) => None,
        }
    }

    /// The unit that is named; none: several units judged together, or none is named. Errors: why it cannot be said.
    fn unit(&self) -> Result<Option<UnitId>, Say> {
        let Some(text) = &self.expect.unit else { return Ok(None) };
        let name = &text.value;
        if let Some(it) = self.outcome.results.iter().find(|it| it.subject.is_called(name)) {
            return Ok(it.subject.unit);
        }
        let (units, days) = (&self.state.plan.world.units, self.state.env.period);
        let parent = match &self.expect.parent {
            None => None,
            Some(parent) => match units.find(&parent.value, days) {
                Ok(id) => Some(units.get(id).code.clone()),
                Err(_) => {
                    let name = &parent.value;
                    return Err(say!("sổ đơn vị không có `{name}`", "the register has no `{name}`"));
                }
            },
        };
        match units.find_named(name, days, |it| parent.is_none() || it.parent == parent) {
            Ok(id) => Ok(Some(id)),
            Err(NameFault::Unknown(_)) => Err(say!("sổ đơn vị không có `{name}`", "the register has no `{name}`")),
            Err(NameFault::Ambiguous(ids)) => {
                let list = units.candidates(&ids, name, days);
                Err(Say {
                    vi: format!("có nhiều đơn vị tên `{name}`: {}", list.vi),
                    en: format!("several units are called `{name}`: {}", list.en),
                })
            }
        }
    }
}

/// How far a value is from its quota.
fn gap_to_quota(it: &EvalResult) -> Option<Say> {
    let amount = it.goal.amount.filter(|_| it.goal.form.takes_percent() && it.goal.whole(&it.numbers) > 0)?;
    let exact = it.goal.exact(&it.numbers);
    let gap = |lang| report::points(&exact, amount, lang).unwrap_or_default();
    Some(Say {
        vi: format!("cách chỉ tiêu {} điểm phần trăm", gap(Lang::Vi)),
        en: format!("{} percentage points from the quota", gap(Lang::En)),
    })
}

/// The line of the ledger that a fate is; else whether it is all that was supplied, or all that was counted.
fn reason(fate: Fate) -> Result<Reason, bool> {
    Ok(match fate {
        Fate::Supplied => return Err(true),
        Fate::Counted => return Err(false),
        Fate::BadRow => Reason::BadRow,
        Fate::UnitUnknown => Reason::UnitUnknown,
        Fate::UnitNotBound => Reason::UnitNotBound,
        Fate::OutOfScope => Reason::OutOfScope,
        Fate::Excluded => Reason::Excluded,
        Fate::Uncovered => Reason::ProcedureUncovered,
        Fate::OutsideWindow => Reason::OutsideWindow,
        Fate::Pending => Reason::Pending,
        Fate::MissingData => Reason::MissingData,
        Fate::OutsideDenominator => Reason::OutsideDenominator,
    })
}

fn is_measured(result: &EvalResult, wanted: &Measured, (above, below): &(i128, u128)) -> bool {
    let numbers = &result.numbers;
    let is_whole = (*above, *below) == (numbers.numerator, numbers.denominator);
    let value = || match (is_whole, result.goal.form) {
        (true, _) => result.goal.exact(numbers),
        (false, Form::Count(_)) => (BigInt::from(*above), BigInt::from(1)),
        (false, _) => (BigInt::from(*above), BigInt::from(*below)),
    };
    match wanted {
        Measured::Ratio(over, under) => (over, under) == (above, below),
        Measured::Percent(it) => {
            let (above, below) = value();
            is_about(above * 100, &below, *it)
        }
        Measured::Number(it) => {
            let (above, below) = value();
            is_about(above, &below, *it)
        }
    }
}

/// Whether a quotient, rounded half up to as many decimals as are written, two at least, is a number.
fn is_about(above: BigInt, below: &BigInt, number: Decimal) -> bool {
    let scale = number.scale.clamp(2, 20);
    let digits = BigInt::from(number.digits) * BigInt::from(10).pow(scale - number.scale.min(scale));
    let (twice, step): (BigInt, BigInt) = (above * 2 * BigInt::from(10).pow(scale), digits * 2);
    let one = BigInt::from(1);
    *below > BigInt::from(0) && twice >= (&step - &one) * below && twice < (step + one) * below
}

/// A difference with its sign.
fn signed(number: i128, lang: Lang) -> String {
    let text = report::whole(number, lang);
    if number > 0 { format!("+{text}") } else { text }
}

/// Whether a value, rounded half up to as many decimals as are written, two at least, is a number.
fn rounds_to(value: Fraction, number: Decimal) -> bool {
    let half = Fraction::new(1, 2 * 10i128.pow(number.scale.clamp(2, 20)));
    value >= number.fraction() - half && value < number.fraction() + half
}
