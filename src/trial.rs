//! Runs the tests written inside rule files.

use crate::check::program::{CriterionId, Expect, ExpectIs, ExpectVerdict, Form, Fraction, Test};
use crate::data::{BadRows, Input, Tally, read};
use crate::eval::{Env, Found, Outcome, Result as EvalResult, Settings};
use crate::lang::{Lang, Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::report::{self, words};
use crate::scenario::{State, resolve};
use crate::source::Files;
use crate::syntax::ast::{CalendarIs, Cell, CellIs, PeriodIs, Row, Which};
use crate::syntax::spell_word;
use crate::term::{Basis, Noun};
use crate::text::{Days, Decimal};
use crate::world::{NameFault, UnitId};

/// How a test went.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Its title.
    pub title: String,
    /// What was not as expected; none: it passed.
    pub failures: Vec<Failure>,
}

/// An expectation that was not met.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where the expectation stands.
    pub span: crate::source::Span,
    /// What happened instead.
    pub says: Say,
}

/// Runs one test of a program; `files` has the lists that it exchanges. Errors: its table cannot be read as counts, what
/// it assumes cannot be.
pub fn run(plan: &Plan, test: &Test, files: &dyn Files) -> std::result::Result<Trial, Vec<Problem>> {
    let tally = if test.rows.is_empty() {
        Tally::default()
    } else {
        read(plan, &[Input { name: test.title.clone(), bytes: csv(test).map_err(|it| vec![it])? }], BadRows::Refuse)?
    };
    let env = Env::new(plan, &Settings { period: plan.program.decision.period, ..Settings::default() })?;
    let base = State::new(plan.clone(), tally, env);
    let mut state = base.clone();
    let mut changes = Vec::new();
    for assumption in &test.assumptions {
        changes.push(resolve(&state, assumption, files)?);
        state = base.with(&changes)?;
    }
    let outcome = state.outcome()?;
    let failures = test.expects.iter().filter_map(|it| failure(&state.plan, &state.env, outcome, it)).collect();
    Ok(Trial { title: test.title.clone(), failures })
}

fn failure(plan: &Plan, env: &Env, outcome: &Outcome, expect: &Expect) -> Option<Failure> {
    let fail = |says: Say| Some(Failure { span: expect.span, says });
    let pooled = outcome.results.iter().find(|it| it.subject.is_called(&expect.unit.value));
    let unit = match pooled.map_or_else(|| unit_of(plan, env.period, expect).map(Some), |it| Ok(it.subject.unit)) {
        Ok(unit) => unit,
        Err(says) => return fail(says),
    };
    let name = &expect.unit.value;
    let found = match (&expect.is, unit) {
        (ExpectIs::Verdict(wanted), _) => of_verdict(plan, env, outcome, unit, wanted),
        (other, Some(unit)) => of_score(plan, outcome, unit, other),
        (_, None) => Err(None),
    };
    match found {
        Ok(()) => None,
        Err(None) => fail(say!("không có kết quả nào như vậy cho {name}", "there is no such result for {name}")),
        Err(Some((wanted, got))) => fail(Say {
            vi: format!("{name}: đợi {}, được {}", wanted.vi, got.vi),
            en: format!("{name}: expected {}, got {}", wanted.en, got.en),
        }),
    }
}

/// What was wanted and what was found, where they differ; none: nothing was found.
type Differs = Option<(Say, Say)>;

/// The same words made in each language.
fn both(words: impl Fn(Lang) -> String) -> Say {
    Say { vi: words(Lang::Vi), en: words(Lang::En) }
}

fn of_verdict(
    plan: &Plan,
    env: &Env,
    outcome: &Outcome,
    unit: Option<UnitId>,
    wanted: &ExpectVerdict,
) -> std::result::Result<(), Differs> {
    let fits = |it: &&EvalResult| {
        it.subject.unit == unit
            && it.indicator == wanted.indicator
            && wanted.days.is_none_or(|days| days.meet(env.period) == it.period)
            && wanted.by.is_none_or(|by| plan.program.within(it.provision, by))
    };
    let found: Vec<&EvalResult> = outcome.results.iter().filter(fits).collect();
    if found.is_empty() {
        return Err(None);
    }
    // Several results under what is named must all be as expected; `theo` and a period name one of them.
    if found.iter().all(|it| it.verdict == wanted.verdict) {
        return Ok(());
    }
    let got = both(|lang| {
        let all = found.iter().map(|it| {
            let numbers = format!("{} / {}", it.numbers.numerator, it.numbers.denominator);
            format!("{} ({numbers}; {})", words::verdict(it.verdict, lang), plan.program.citation(it.provision, lang))
        });
        all.collect::<Vec<_>>().join("; ")
    });
    Err(Some((both(|lang| words::verdict(wanted.verdict, lang).to_owned()), got)))
}

/// Holds points, a grade or a rank against what is expected.
fn of_score(plan: &Plan, outcome: &Outcome, unit: UnitId, wanted: &ExpectIs) -> std::result::Result<(), Differs> {
    let scores = &outcome.scores;
    let points = |id: CriterionId| scores.scores.get(&(id, unit)).map(|it| &it.points).ok_or(None);
    let shown = |found: &Found| {
        both(|lang| match found {
            Ok(it) => format!("{} {}", report::score(*it, Form::Points, &[], lang), lang.pick("điểm", "points")),
            Err(why) => report::missing(plan, why, lang),
        })
    };
    match wanted {
        ExpectIs::Verdict(_) => Err(None),
        ExpectIs::NoPoints(id, verdict) => match points(*id)? {
            Err(why) if why.verdict() == *verdict => Ok(()),
            found => Err(Some((both(|lang| words::verdict(*verdict, lang).to_owned()), shown(found)))),
        },
        ExpectIs::Points(id, number) => match points(*id)? {
            Ok(value) if rounds_to(*value, *number) => Ok(()),
            found => Err(Some((shown(&Ok(number.fraction())), shown(found)))),
        },
        ExpectIs::Graded(of, grades) => {
            let found = scores.grades.get(&(*of, unit)).ok_or(None)?;
            if found.as_ref().is_some_and(|it| grades.contains(it)) {
                return Ok(());
            }
            let none = say!("không xếp loại", "no grade");
            let got = found.as_ref().map_or(none, |it| both(|_| format!("“{it}”")));
            Err(Some((both(|_| format!("“{}”", grades.join("”, “"))), got)))
        }
        ExpectIs::Ranked(of, rank) => {
            let rankings = plan.program.scoring.rankings.iter().zip(&scores.rankings).filter(|it| it.0.of == *of);
            let mut got: Vec<Say> = Vec::new();
            let mut fits = true;
            for (_, it) in rankings {
                if let Some(place) = it.places.iter().find(|it| it.unit == unit) {
                    fits &= place.rank == *rank;
                    got.push(both(|lang| format!("{} {}", lang.pick("hạng", "rank"), report::rank_text(place, lang))));
                } else if let Some((_, why)) = it.unranked.iter().find(|it| it.0 == unit) {
                    fits = false;
                    got.push(shown(&Err(why.clone())));
                }
            }
            if got.is_empty() {
                return Err(None);
            }
            if fits {
                return Ok(());
            }
            let list = |of: fn(&Say) -> &String| got.iter().map(of).cloned().collect::<Vec<_>>().join("; ");
            let got = Say { vi: list(|it| &it.vi), en: list(|it| &it.en) };
            Err(Some((say!("hạng {rank}", "rank {rank}"), got)))
        }
    }
}

/// Whether a value, rounded half up to as many decimals as are written, two at least, is a number.
fn rounds_to(value: Fraction, number: Decimal) -> bool {
    let half = Fraction::new(1, 2 * 10i128.pow(number.scale.clamp(2, 20)));
    value >= number.fraction() - half && value < number.fraction() + half
}

fn unit_of(plan: &Plan, days: Days, expect: &Expect) -> std::result::Result<UnitId, Say> {
    let units = &plan.world.units;
    let name = &expect.unit.value;
    let parent = match &expect.parent {
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
        Ok(id) => Ok(id),
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

/// The table of a test as a file of counts, so that it is read like one.
fn csv(test: &Test) -> std::result::Result<Vec<u8>, Problem> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for (at, row) in test.rows.iter().enumerate() {
        let cells: Option<Vec<String>> =
            row.cells.iter().map(|it| if at == 0 { header(it) } else { value(it) }).collect();
        match cells {
            Some(cells) => {
                // Writing to memory does not fail.
                let _ = writer.write_record(cells);
            }
            None => return Err(wrong_cell(row, at)),
        }
    }
    Ok(writer.into_inner().unwrap_or_default())
}

fn header(cell: &Cell) -> Option<String> {
    Some(match &cell.is {
        CellIs::Noun(Noun::Units) => "đơn vị".to_owned(),
        CellIs::Noun(Noun::Procedures) => "thủ tục".to_owned(),
        CellIs::Total => "tổng".to_owned(),
        CellIs::Basis(Basis::Received) => "ngày tiếp nhận".to_owned(),
        CellIs::Basis(Basis::Resolved) => "ngày giải quyết".to_owned(),
        CellIs::Word(word) => spell_word(*word, Lang::Vi).to_owned(),
        CellIs::Text(text) => text.value.clone(),
        CellIs::Name(name, None) => name.text.clone(),
        _ => return None,
    })
}

fn value(cell: &Cell) -> Option<String> {
    Some(match &cell.is {
        CellIs::Text(text) => text.value.clone(),
        CellIs::Number(None, number) => number.text(),
        CellIs::Date(day) => day.iso(),
        CellIs::Word(word) => spell_word(*word, Lang::Vi).to_owned(),
        CellIs::Not => "không".to_owned(),
        CellIs::None => String::new(),
        CellIs::Period(period) => match &period.is {
            PeriodIs::Calendar(calendar) => {
                let year = calendar.year.as_ref()?.key.clone();
                match &calendar.is {
                    CalendarIs::Month(number) => format!("{}/{year}", number.value.whole()?),
                    CalendarIs::Quarter(label) => format!("quý {}/{year}", label.text),
                    CalendarIs::Year => format!("năm {year}"),
                    CalendarIs::Half(_) => return None,
                }
            }
            _ => return None,
        },
        CellIs::Group(group) => match group.parts.as_slice() {
            [term] if group.except.is_empty() => match &term.which {
                Which::Named(names, None) => names.first().filter(|_| names.len() == 1)?.value.clone(),
                _ => return None,
            },
            _ => return None,
        },
        _ => return None,
    })
}

fn wrong_cell(row: &Row, at: usize) -> Problem {
    let title = if at == 0 {
        say!("tiêu đề của bảng số liệu không hiểu được", "the header of the table of data is not understood")
    } else {
        say!(
            "hàng có ô không phải số, ngày hoặc chữ trong nháy",
            "the row has a cell that is no number, day or words in quotes"
        )
    };
    Problem::error("CT0605", row.at.0, title).help(say!(
        "tiêu đề như `| đơn vị | thủ tục | ngày tiếp nhận | tổng | trực tuyến |`",
        "a header like `| units | procedures | date received | total | online |`"
    ))
}

/// Runs all tests of a plan, in the order of the file.
pub fn run_all<'p>(plan: &'p Plan, files: &dyn Files) -> Vec<(&'p Test, std::result::Result<Trial, Vec<Problem>>)> {
    plan.program.tests.iter().map(|it| (it, run(plan, it, files))).collect()
}
