//! Assumptions, and how they are read.

use crate::check::program::{EventId, Fraction, ReadingId};
use crate::eval::{Env, When};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::text::{Day, Decimal, plain};

/// One assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An event falls on a day.
    Event(EventId, Day),
    /// A reading is chosen: the place of the choice.
    Reading(ReadingId, usize),
    /// The quotas at these places of the plan are of another amount.
    Amount(Vec<usize>, Fraction),
}

/// A base with changes laid over it, the first first.
pub(super) fn lay_over(base: &Env, changes: &[Change]) -> Env {
    let mut env = base.clone();
    for change in changes {
        match change {
            Change::Event(id, day) => env = env.with_event(*id, When::On(*day)),
            Change::Reading(id, choice) => env = env.with_reading(*id, *choice),
            Change::Amount(quotas, amount) => env.amounts.extend(quotas.iter().map(|it| (*it, *amount))),
        }
    }
    env
}

/// Reads `NAME = VALUE`: an event and a day, a reading and a choice, or a provision, unit or indicator and a number.
/// Errors: the name means nothing, the value does not fit.
pub fn read(plan: &Plan, env: &Env, text: &str) -> Result<Change, Problem> {
    let Some((name, value)) = text.split_once('=').map(|it| (it.0.trim(), it.1.trim())) else {
        return Err(Problem::nowhere(
            "CT0921",
            say!("giả định viết `TÊN = GIÁ TRỊ`", "an assumption is written `NAME = VALUE`"),
        )
        .help(say!("chẳng hạn `dm_thay_the = 20/03/2024`", "for example `dm_thay_the = 20/03/2024`")));
    };
    let program = &plan.program;
    if let Some(id) = program.find_event(name) {
        let bounds = program.event(id).bounds;
        return match Day::parse(value) {
            Some(day) if bounds.has(day) => Ok(Change::Event(id, day)),
            Some(_) => {
                let (from, to) = (bounds.from.vi(), bounds.to.vi());
                Err(Problem::nowhere(
                    "CT0922",
                    say!("ngày này ngoài khoảng {from} đến {to}", "the day is outside {from} to {to}"),
                )
                .help(say!("chọn một ngày trong khoảng đó", "choose a day between them")))
            }
            None => Err(Problem::nowhere("CT0922", say!("`{value}` không phải một ngày", "`{value}` is not a day"))
                .help(say!("viết như `20/03/2024`", "write it like `20/03/2024`"))),
        };
    }
    if let Some(id) = program.find_reading(name) {
        return match program.find_choice(id, value) {
            Some(choice) => Ok(Change::Reading(id, choice)),
            None => {
                let names =
                    program.reading(id).choices.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
                Err(Problem::nowhere("CT0923", say!("không có lựa chọn `{value}`", "there is no choice `{value}`"))
                    .help(say!("các lựa chọn: {names}", "its choices: {names}")))
            }
        };
    }
    let quotas = quotas_named(plan, env, name);
    if quotas.is_empty() {
        return Err(Problem::nowhere("CT0924", say!("không rõ `{name}` là gì", "it is not clear what `{name}` is"))
            .help(say!(
                "viết tên một mốc, một cách hiểu, một điều khoản (`điểm a khoản 1 Điều 1`) hoặc một đơn vị",
                "write the name of an event or a reading, a provision (`point a clause 1 Article 1`) or a unit"
            )));
    }
    let share = quotas.iter().all(|it| plan.quotas.get(*it).is_some_and(is_share));
    amount(value, share).map(|it| Change::Amount(quotas, it)).ok_or_else(|| {
        Problem::nowhere("CT0925", say!("`{value}` không phải một chỉ tiêu", "`{value}` is no quota"))
            .help(say!("viết tỷ lệ như `50%`, số lượng như `1.000`", "write a share like `50%`, a count like `1.000`"))
    })
}

fn is_share(quota: &crate::plan::BoundQuota) -> bool {
    quota.form.takes_percent()
}

fn amount(text: &str, share: bool) -> Option<Fraction> {
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim(), true),
        None => (text, false),
    };
    let value = Decimal::parse(number).ok().filter(|_| number.starts_with(|it: char| it.is_ascii_digit()))?;
    match (share, percent) {
        (true, true) => Some(value.fraction() / Fraction::from_integer(100)),
        (false, false) => Some(value.fraction()),
        _ => None,
    }
}

/// The quotas of a provision (and what stands in it), of a unit, or of an indicator.
fn quotas_named(plan: &Plan, env: &Env, name: &str) -> Vec<usize> {
    let program = &plan.program;
    let wanted = plain(name);
    let which = |fits: &dyn Fn(&crate::plan::BoundQuota) -> bool| -> Vec<usize> {
        plan.quotas.iter().enumerate().filter(|it| fits(it.1)).map(|it| it.0).collect()
    };
    let cited = |it: &crate::plan::BoundQuota| {
        let mut path = program.path(it.provision);
        path.any(|it| [Lang::Vi, Lang::En].iter().any(|lang| plain(&program.citation(it, *lang)) == wanted))
    };
    let by_place = which(&cited);
    if !by_place.is_empty() {
        return by_place;
    }
    if let Ok(unit) = plan.world.units.find(name, env.period) {
        return which(&|it| it.units.all().any(|it| it.contains_key(&unit)));
    }
    which(&|it| plain(&program.indicator(it.indicator).name) == wanted)
}
