//! From what is written to what is meant: every name of an assumption found in a decision and its world.

use super::change::{Change, More};
use super::state::State;
use crate::check::program::{Date, EventId, Fraction, ReadingId, find};
use crate::data::When;
use crate::lang::say;
use crate::plan::chosen;
use crate::problem::Problem;
use crate::source::Files;
use crate::syntax::ast::{
    Assumption, AssumptionIs, Counted, DateOf, Expr, ExprIs, Group, Known, Name, Operator, Text, UnitNamed,
};
use crate::syntax::spell_word;
use crate::term::Basis;
use crate::text::{Day, Days, Decimal};
use crate::world::{NameFault, UnitId, bare_code};

/// What a result of looking something up is.
pub(super) type Looked<T> = Result<T, Problem>;

/// Finds everything that an assumption names. Errors: the first thing that is not found or does not fit; of an exchanged
/// list, that its file cannot be read.
pub fn resolve(state: &State, assumption: &Assumption, files: &dyn Files) -> Result<Change, Vec<Problem>> {
    let look = Look { state };
    let one = |it| vec![it];
    Ok(match &assumption.is {
        AssumptionIs::Value(what, value) => look.value(what, value)?,
        AssumptionIs::Quota(indicator, group, number, percent) => {
            let quotas = look.quotas_of(indicator.as_ref(), group)?;
            look.amount(quotas, number.value, *percent).map_err(one)?
        }
        AssumptionIs::List(list, file) => {
            let id = look.list(list).map_err(one)?;
            Change::Exchange(id, look.listed(file, files)?)
        }
        AssumptionIs::Listed(added, codes, list) => {
            let id = look.list(list).map_err(one)?;
            let codes = codes.iter().map(|it| bare_code(&it.value).to_owned()).collect();
            if *added { Change::Add(id, codes) } else { Change::Drop(id, codes) }
        }
        AssumptionIs::Add(counted, procedure, days, unit) => {
            let mut more = More {
                unit: look.unit(unit).map_err(one)?,
                dossiers: look.dossiers(counted).map_err(one)?,
                words: counted.words.clone(),
                procedure: procedure.as_ref().map(|it| bare_code(&it.value).to_owned()),
                days: [When::Unsaid; 2],
            };
            for (basis, day) in days {
                let day = look.day(day).map_err(one)?;
                let [received, resolved] = &mut more.days;
                *(if *basis == Basis::Received { received } else { resolved }) = When::In(Days::new(day, day));
            }
            Change::More(more)
        }
        AssumptionIs::Convert(number, word, unit) => {
            Change::Convert(whole(number.value).map_err(one)?, *word, look.unit(unit).map_err(one)?)
        }
        AssumptionIs::Replace(unit, counts) => look.replaced(unit, counts).map_err(one)?,
        AssumptionIs::MoveUnder(unit, above) => {
            let above = look.unit_called(above).map_err(one)?;
            let code = state.plan.world.units.get(above).code.clone();
            Change::Under(look.unit(unit).map_err(one)?, code)
        }
        AssumptionIs::MoveTo(unit, place) => {
            Change::BoundBy(look.unit(unit).map_err(one)?, look.place(place).map_err(one)?)
        }
        AssumptionIs::Merge(unit, into, day) => {
            let (unit, into) = (look.unit(unit).map_err(one)?, look.unit_called(into).map_err(one)?);
            Change::Merge(unit, into, look.day(day).map_err(one)?)
        }
        AssumptionIs::WindowEnd(place, day) => {
            Change::WindowEnd(look.place(place).map_err(one)?, look.day(day).map_err(one)?)
        }
    })
}

struct Look<'a> {
    state: &'a State,
}

impl Look<'_> {
    fn days(&self) -> Days {
        self.state.env.period
    }

    fn unit(&self, named: &UnitNamed) -> Looked<UnitId> {
        let Some(parent) = &named.parent else { return self.unit_called(&named.name) };
        let units = &self.state.plan.world.units;
        let parent = Some(units.get(self.unit_called(parent)?).code.clone());
        let found = units.find_named(&named.name.value, self.days(), |it| it.parent == parent);
        found.map_err(|it| self.unclear(&named.name.value, Some(it)))
    }

    fn unit_called(&self, name: &Text) -> Looked<UnitId> {
        let found = self.state.plan.world.units.find_typed(&name.value, self.days());
        found.map_err(|it| self.unclear(&name.value, Some(it)))
    }

    /// The problem of a name that means nothing.
    fn unclear(&self, name: &str, fault: Option<NameFault>) -> Problem {
        unclear(self.state, name, fault)
    }

    fn list(&self, name: &Name) -> Looked<crate::check::program::ListId> {
        self.state.plan.program.find_list(&name.key).ok_or_else(|| self.unclear(&name.text, None))
    }

    fn place(&self, place: &crate::syntax::ast::Place) -> Looked<crate::check::program::ProvisionId> {
        match self.state.plan.program.places(place).as_slice() {
            [one] => Ok(*one),
            _ => {
                let steps = place
                    .steps
                    .iter()
                    .map(|it| format!("{} {}", it.0.cited(crate::lang::Lang::Vi), it.1.text))
                    .collect::<Vec<_>>();
                Err(self.unclear(&steps.join(" "), None))
            }
        }
    }

    /// `x = …`
    fn value(&self, what: &Expr, value: &Known<Expr>) -> Result<Change, Vec<Problem>> {
        let one = |it| vec![it];
        let program = &self.state.plan.program;
        let name = match &what.is {
            ExprIs::Name(name) => name,
            ExprIs::Place(place) => {
                let within = self.place(place).map_err(one)?;
                let quotas = self.quotas(|it| program.within(it.provision, within));
                if quotas.is_empty() {
                    return Err(vec![no_quota(program.cite(within))]);
                }
                return self.number(quotas, value).map_err(one);
            }
            ExprIs::DateOf(of, list) => {
                let date = match list.as_ref().and_then(|it| program.find_list(&it.key)) {
                    Some(id) => program.lists.get(id.index()).and_then(|it| it.effective.clone()),
                    None if *of == DateOf::Signed => program.decision.signed.clone(),
                    None => program.decision.effective.clone(),
                };
                return match date {
                    Some(Date::Event(id)) => self.event(id, value).map_err(one),
                    _ => Err(vec![self.unclear(list.as_ref().map_or("", |it| it.text.as_str()), None)]),
                };
            }
            _ => return Err(vec![self.unclear("", None)]),
        };
        if let Some(id) = program.find_event(&name.key) {
            return self.event(id, value).map_err(one);
        }
        if let Some(id) = program.find_reading(&name.key) {
            return self.reading(id, value).map_err(one);
        }
        let at = find(&name.key, program.groups.iter().map(|it| it.key.as_str()));
        if let Some(group) = at.and_then(|it| program.groups.get(it)) {
            let quotas = self.quotas_of(None, &group.group)?;
            return self.number(quotas, value).map_err(one);
        }
        let at = find(&name.key, program.indicators.iter().map(|it| it.name.as_str()));
        let quotas = self.quotas(|it| Some(it.indicator.index()) == at);
        if quotas.is_empty() {
            return Err(vec![self.unclear(&name.text, None)]);
        }
        self.number(quotas, value).map_err(one)
    }

    fn event(&self, id: EventId, value: &Known<Expr>) -> Looked<Change> {
        let Known::Yes(value) = value else { return Ok(Change::Event(id, None)) };
        let day = self.day(value)?;
        let bounds = self.state.plan.program.event(id).bounds;
        if bounds.has(day) {
            return Ok(Change::Event(id, Some(day)));
        }
        let (from, to) = (bounds.from.vi(), bounds.to.vi());
        Err(bad_day(say!("ngày này ngoài khoảng {from} đến {to}", "the day is outside {from} to {to}"))
            .help(say!("chọn một ngày trong khoảng đó", "choose a day between them")))
    }

    fn reading(&self, id: ReadingId, value: &Known<Expr>) -> Looked<Change> {
        let program = &self.state.plan.program;
        let name = match value {
            Known::Yes(Expr { is: ExprIs::Name(name), .. }) => name.text.as_str(),
            _ => "…",
        };
        program.find_choice(id, name).map(|it| Change::Reading(id, it)).ok_or_else(|| {
            let names = program.reading(id).choices.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
            Problem::nowhere("CT0923", say!("không có lựa chọn `{name}`", "there is no choice `{name}`"))
                .help(say!("các lựa chọn: {names}", "its choices: {names}"))
        })
    }

    /// A day that depends on nothing.
    fn day(&self, expr: &Expr) -> Looked<Day> {
        match &expr.is {
            ExprIs::Date(day) => Ok(*day),
            ExprIs::Inner(inner) => self.day(inner),
            ExprIs::Binary(operator @ (Operator::Plus | Operator::Minus), left, right) => {
                let (day, ExprIs::Duration(number, working)) = (self.day(left)?, &right.is) else {
                    return Err(no_day());
                };
                let days = i32::try_from(number.value.digits).ok().filter(|it| *it <= 36_600).ok_or_else(no_day)?;
                let days = if *operator == Operator::Plus { days } else { -days };
                Ok(if *working { self.state.plan.world.working_days_after(day, days) } else { day.plus(days) })
            }
            _ => Err(no_day()),
        }
    }

    /// The places of quotas.
    fn quotas(&self, fits: impl Fn(&crate::plan::BoundQuota) -> bool) -> Vec<(usize, Option<UnitId>)> {
        let all = self.state.plan.quotas.iter().enumerate();
        all.filter(|it| fits(it.1)).map(|it| (it.0, None)).collect()
    }

    /// The quotas of the units of a group, each for the unit.
    fn quotas_of(&self, indicator: Option<&Name>, group: &Group) -> Result<Vec<(usize, Option<UnitId>)>, Vec<Problem>> {
        let State { plan, env, .. } = self.state;
        let choice = |it| env.reading(it).unwrap_or_default();
        let units = chosen(&plan.program, &plan.world, group, env.period, &choice)?;
        let of = match indicator {
            None => None,
            Some(name) => {
                let at = find(&name.key, plan.program.indicators.iter().map(|it| it.name.as_str()));
                Some(at.ok_or_else(|| vec![self.unclear(&name.text, None)])?)
            }
        };
        let mut out = Vec::new();
        for (at, quota) in plan.quotas.iter().enumerate() {
            if of.is_none_or(|it| quota.indicator.index() == it) {
                let bound = |it: &&UnitId| quota.units.all().any(|set| set.contains_key(it));
                out.extend(units.keys().filter(bound).map(|it| (at, Some(*it))));
            }
        }
        if out.is_empty() {
            let names = units.keys().map(|it| plan.world.units.get(*it).on(env.period.from).name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            return Err(vec![no_quota(say!("{names}", "{names}"))]);
        }
        Ok(out)
    }

    fn number(&self, quotas: Vec<(usize, Option<UnitId>)>, value: &Known<Expr>) -> Looked<Change> {
        match value {
            Known::Yes(Expr { is: ExprIs::Percent(number), .. }) => self.amount(quotas, *number, true),
            Known::Yes(Expr { is: ExprIs::Number(number), .. }) => self.amount(quotas, *number, false),
            _ => Err(bad_amount("…")),
        }
    }

    /// Quotas of another number: of a share, a percentage.
    fn amount(&self, quotas: Vec<(usize, Option<UnitId>)>, number: Decimal, percent: bool) -> Looked<Change> {
        let share = |it: &(usize, _)| self.state.plan.quotas.get(it.0).is_some_and(|it| it.form.takes_percent());
        if quotas.iter().any(|it| share(it) != percent) {
            return Err(bad_amount(&format!("{}{}", number.text(), if percent { "%" } else { "" })));
        }
        let hundred = Fraction::from_integer(if percent { 100 } else { 1 });
        Ok(Change::Amount(quotas, number.fraction() / hundred))
    }

    fn listed(&self, file: &Text, files: &dyn Files) -> Result<Vec<crate::world::Listed>, Vec<Problem>> {
        let plan = &self.state.plan;
        let base = plan.program.sources.get(crate::source::FileId::default()).map_or("", |it| it.name.as_str());
        let source =
            files.read(base, &file.value).map_err(|it| vec![crate::check::file_fault(file.at.0, &file.value, &it)])?;
        crate::plan::list_of(&plan.program, &source).map_err(|it| vec![it])
    }

    fn dossiers(&self, counted: &Counted) -> Looked<u64> {
        whole(counted.number.value)
    }

    /// Counts in place of a unit's own: all of them, and parts by word.
    fn replaced(&self, unit: &UnitNamed, counts: &[Counted]) -> Looked<Change> {
        let unit = self.unit(unit)?;
        let code = self.state.plan.world.units.get(unit).code.clone();
        let mut columns = vec![("mã đơn vị".to_owned(), code)];
        for counted in counts {
            let number = whole(counted.number.value)?.to_string();
            match counted.words.as_slice() {
                [] => columns.push(("tổng".to_owned(), number)),
                [word] => columns.push((spell_word(*word, crate::lang::Lang::Vi).to_owned(), number)),
                _ => return Err(bad_counts()),
            }
        }
        if columns.iter().filter(|it| it.0 == "tổng").count() != 1 {
            return Err(bad_counts());
        }
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(columns.iter().map(|it| &it.0));
        let _ = writer.write_record(columns.iter().map(|it| &it.1));
        Ok(Change::Replace(unit, writer.into_inner().unwrap_or_default()))
    }
}

/// A name that means nothing, with the nearest ones.
pub(super) fn unclear(state: &State, name: &str, fault: Option<NameFault>) -> Problem {
    let problem = Problem::nowhere("CT0924", say!("không rõ `{name}` là gì", "it is not clear what `{name}` is"));
    let units = &state.plan.world.units;
    match fault {
        Some(NameFault::Unknown(near)) if !near.is_empty() => {
            let near = near.join(", ");
            problem.help(say!("ý bạn là: {near}?", "did you mean: {near}?"))
        }
        Some(NameFault::Ambiguous(ids)) => {
            let near = units.candidates(&ids, name, state.env.period);
            problem.help(crate::lang::Say {
                vi: format!("có nhiều đơn vị như vậy: {}", near.vi),
                en: format!("there are several: {}", near.en),
            })
        }
        _ => problem.help(say!(
            "viết tên một mốc, một cách hiểu, một điều khoản (`điểm a khoản 1 Điều 1`) hoặc một đơn vị",
            "write the name of an event or a reading, a provision (`point a clause 1 Article 1`) or a unit"
        )),
    }
}

fn whole(number: Decimal) -> Looked<u64> {
    number.whole().and_then(|it| u64::try_from(it).ok()).ok_or_else(bad_counts)
}

fn bad_counts() -> Problem {
    Problem::nowhere(
        "CT1362",
        say!(
            "số hồ sơ là số nguyên từ 0; thay số liệu cần tổng và từng phần theo một từ",
            "dossiers are whole numbers from 0; replaced counts take a total, and parts by one word each"
        ),
    )
    .help(say!(
        "viết như `thay số liệu của \"Sở Y tế\" bằng 2.000 hồ sơ, 1.200 hồ sơ trực tuyến`",
        "write like `replace counts of \"Sở Y tế\" with 2.000 dossiers, 1.200 dossiers online`"
    ))
}

fn bad_day(title: crate::lang::Say) -> Problem {
    Problem::nowhere("CT0922", title)
}

fn no_day() -> Problem {
    bad_day(say!("giá trị không phải một ngày", "the value is no day"))
        .help(say!("viết như `20/03/2024`", "write it like `20/03/2024`"))
}

fn bad_amount(value: &str) -> Problem {
    Problem::nowhere("CT0925", say!("`{value}` không phải một chỉ tiêu ở đây", "`{value}` is no quota here"))
        .help(say!("viết tỷ lệ như `50%`, số lượng như `1.000`", "write a share like `50%`, a count like `1.000`"))
}

fn no_quota(name: crate::lang::Say) -> Problem {
    let (vi, en) = (name.vi, name.en);
    Problem::nowhere("CT1363", say!("{vi} không có chỉ tiêu nào để đổi", "{en} has no quota to change"))
        .help(say!("gõ tên đơn vị để xem các chỉ tiêu của nó", "type the name of a unit to see its quotas"))
}
