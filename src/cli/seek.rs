//! Questions turned round, as they are typed at the prompt and behind its shell twins: words in, answers out.

use num_traits::{CheckedAdd as _, CheckedSub as _};

use crate::check::program::{Fraction, IndicatorId, ProvisionId};
use crate::eval::Result as EvalResult;
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::query::unit_code;
use crate::report::{Answer, seek as report};
use crate::scenario::{Change, State, read};
use crate::seek::{self, By, Target, Who};
use crate::text::plain;
use crate::world::UnitId;

/// An answer, or why there is none.
pub type Answered = Result<Answer, Vec<Problem>>;

/// No more numbers of a quota than these are tried.
const MOST_NUMBERS: usize = 64;

/// `UNIT | GROUP [hạng N | xếp loại WORD]`: what is needed.
pub fn need(state: &State, text: &str, lang: Lang) -> Answered {
    asked_need(state, text, lang).map(|it| noted(state, it, lang))
}

fn asked_need(state: &State, text: &str, lang: Lang) -> Answered {
    let (name, target) = target(text);
    let plan = &state.plan;
    if let Some(target) = target {
        return beat(state, &name, &target, lang);
    }
    let (who, results) = results(state, &name)?;
    let needs: Vec<seek::Need> = results.iter().map(|it| seek::need(state, it)).collect();
    Ok(report::need(plan, &needs, &who, lang))
}

/// An answer, with what has to be said of counts whose dates were moved.
fn noted(state: &State, answer: Answer, lang: Lang) -> Answer {
    let Some(shifted) = state.tally.shifted else { return answer };
    let text = shifted.say();
    let note = lang.pick(format!("Lưu ý: {}", text.vi), format!("Note: {}", text.en));
    answer.say(note, serde_json::json!({ "shifted_years": shifted.years }))
}

/// A rank or a grade behind the name of a unit.
fn target(text: &str) -> (String, Option<Target>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let before = |at: usize| words.get(..at).unwrap_or_default().join(" ");
    for (at, word) in words.iter().enumerate().skip(1) {
        let rest = words.get(at + 1..).unwrap_or_default();
        match (plain(word).as_str(), rest) {
            ("hang" | "rank", [number]) => {
                if let Ok(number) = number.parse() {
                    return (before(at), Some(Target::Rank(number)));
                }
            }
            ("xep", [next, grade @ ..]) if plain(next) == "loai" && !grade.is_empty() => {
                return (before(at), Some(Target::Grade(unquoted(&grade.join(" ")))));
            }
            ("grade", [_, ..]) => return (before(at), Some(Target::Grade(unquoted(&rest.join(" "))))),
            _ => {}
        }
    }
    (text.to_owned(), None)
}

fn unquoted(text: &str) -> String {
    text.trim_matches(|it| matches!(it, '"' | '“' | '”')).to_owned()
}

fn beat(state: &State, name: &str, target: &Target, lang: Lang) -> Answered {
    let plan = &state.plan;
    let code = unit_code(plan, &state.env, name).map_err(|it| vec![it])?;
    let units = plan.world.units.of_code(&code);
    let outcome = state.outcome()?;
    let beats: Vec<(crate::world::UnitId, Vec<seek::Beat>)> =
        units.iter().map(|it| (*it, seek::beat(state, outcome, *it, target))).collect();
    let Some((unit, beats)) = beats.into_iter().find(|it| !it.1.is_empty()) else {
        let wanted = match target {
            Target::Rank(it) => say!("hạng {it}", "rank {it}"),
            Target::Grade(it) => say!("loại “{it}”", "grade “{it}”"),
        };
        let (vi, en) = (wanted.vi, wanted.en);
        let title = say!("không có {vi} nào để xếp cho `{name}`", "there is no {en} for `{name}`");
        return Err(vec![
            Problem::nowhere("CT1325", title)
                .help(say!("xem các hạng và loại bằng `chitieu rank`", "see the ranks and grades with `chitieu rank`")),
        ]);
    };
    let name = plan.world.units.get(unit).on(state.env.period.to).name.clone();
    Ok(report::beat(plan, &name, target, &beats, lang))
}

/// Who is meant, and what there is to say of them.
fn results(state: &State, name: &str) -> Result<(Who, Vec<EvalResult>), Vec<Problem>> {
    let code = |it: &str| unit_code(&state.plan, &state.env, it);
    let who = seek::who(state, name, &code).map_err(|it| vec![it])?;
    let results = seek::results_of(state, &who)?;
    if results.is_empty() {
        let title = say!("không có chỉ tiêu nào giao cho `{name}`", "no quota is assigned to `{name}`");
        return Err(vec![Problem::nowhere("CT1320", title).help(say!(
            "hỏi một đơn vị có chỉ tiêu; `vì-sao-không` cho biết quy tắc nào không áp dụng",
            "ask for a unit that has a quota; `whynot` tells which rules do not apply"
        ))]);
    }
    Ok((who, results))
}

/// `UNIT | GROUP`: where it ends at the present rate.
pub fn pace(state: &State, text: &str, lang: Lang) -> Answered {
    let (who, results) = results(state, text)?;
    let found: Vec<_> = results.into_iter().map(|it| (it.clone(), seek::pace(state, &it))).collect();
    Ok(noted(state, report::pace(&state.plan, &found, &who, lang), lang))
}

/// `UNIT [tháng]`: what explains a miss.
pub fn blame(state: &State, text: &str, lang: Lang) -> Answered {
    let (name, by) = match text.rsplit_once(char::is_whitespace) {
        Some((name, last)) if matches!(plain(last).as_str(), "thang" | "months" | "month") => {
            let bare = name.trim_end();
            let name = bare.rsplit_once(char::is_whitespace).filter(|it| matches!(plain(it.1).as_str(), "theo" | "by"));
            (name.map_or(bare, |it| it.0), By::Months)
        }
        _ => (text, By::Procedures),
    };
    let (_, results) = results(state, name)?;
    let found: Vec<_> = results.into_iter().map(|it| (it.clone(), seek::blame(state, &it, by))).collect();
    Ok(noted(state, report::blame(&state.plan, &found, by, lang), lang))
}

/// `UNIT [PROVISION | INDICATOR]`: which rules did not apply.
pub fn whynot(state: &State, text: &str, lang: Lang) -> Answered {
    let (plan, env) = (&state.plan, &state.env);
    let words: Vec<&str> = text.split_whitespace().collect();
    let cut =
        |at: usize| (words.get(..at).unwrap_or_default().join(" "), words.get(at..).unwrap_or_default().join(" "));
    let named =
        (1..=words.len()).rev().map(cut).find_map(|(name, rest)| Some((unit_code(plan, env, &name).ok()?, rest)));
    let (code, rest) = match named {
        Some(it) => it,
        None => (unit_code(plan, env, text).map_err(|it| vec![it])?, String::new()),
    };
    let wanted = plain(&rest);
    let program = &plan.program;
    let about = |place: ProvisionId, indicator: IndicatorId| {
        let cited =
            |it: ProvisionId| [Lang::Vi, Lang::En].iter().any(|lang| plain(&program.citation(it, *lang)) == wanted);
        wanted.is_empty() || plain(&program.indicator(indicator).name) == wanted || program.path(place).any(cited)
    };
    if !plan.quotas.iter().any(|it| about(it.provision, it.indicator)) {
        let title = say!(
            "không rõ `{rest}` là điều khoản hay chỉ số nào",
            "it is not clear which provision or indicator `{rest}` is"
        );
        return Err(vec![Problem::nowhere("CT1326", title).help(say!(
            "viết như `khoản 1 Điều 1`, hoặc tên một chỉ số",
            "write it like `clause 1 Article 1`, or the name of an indicator"
        ))]);
    }
    let units = plan.world.units.of_code(&code);
    let name = units.first().map(|it| plan.world.units.get(*it).on(env.period.to).name.clone()).unwrap_or(code);
    let units = units.to_vec();
    Ok(noted(state, report::whynot(plan, &name, &seek::whynot(state, &units, &about)?, lang), lang))
}

/// Nothing: the readings; an event: its days; `[NAME] 50% 55%`, `[NAME] 40%..70% bước 5%`: numbers of a quota. With
/// `--all` also what does not differ.
pub fn sens(state: &State, text: &str, lang: Lang) -> Answered {
    asked_sens(state, text, lang).map(|it| noted(state, it, lang))
}

fn asked_sens(state: &State, text: &str, lang: Lang) -> Answered {
    let (mut words, mut all) = (Vec::new(), false);
    for word in text.split_whitespace() {
        if word == "--all" { all = true } else { words.push(word) }
    }
    let over = words.join(" ");
    let program = &state.plan.program;
    if matches!(plain(&over).as_str(), "" | "cach hieu" | "readings") {
        if program.readings.is_empty() {
            let title = say!("tệp quy tắc không có cách hiểu nào để đổi", "the rule file has no readings to change");
            return Err(vec![Problem::nowhere("CT1321", title).help(say!(
                "hỏi theo một mốc, hoặc theo mức như `50% 55% 60%`",
                "ask by an event, or by numbers like `50% 55% 60%`"
            ))]);
        }
        return Ok(report::matrix(&state.plan, &seek::matrix(state)?, all, lang));
    }
    if let Some(event) = program.find_event(&over) {
        return Ok(report::dated(&state.plan, &seek::dated(state, event)?, lang));
    }
    // `Điều 1 50% 60%`: of the places where numbers may begin, the first before which stands a name.
    let starts: Vec<usize> = (0..words.len()).filter(|it| are_numbers(words.get(*it..).unwrap_or_default())).collect();
    let named = |at: &usize| {
        let (name, numbers) = words.split_at(*at);
        let first = numbers.first().and_then(|it| it.split("..").last()).unwrap_or_default();
        name.is_empty() || read(state, &format!("{} = {first}", spelled(state, &name.join(" "))), &()).is_ok()
    };
    let starts = starts.iter().copied().find(named).or(starts.first().copied());
    let Some(at) = starts else {
        let title = say!("`{over}` không phải mốc hay mức nào", "`{over}` is no event and no number of a quota");
        return Err(vec![Problem::nowhere("CT1322", title).help(say!(
            "viết tên một mốc, hoặc mức như `50% 55% 60%`, `40%..70% bước 5%`",
            "write the name of an event, or numbers like `50% 55% 60%`, `40%..70% step 5%`"
        ))]);
    };
    let (name, numbers) = words.split_at(at);
    let name = if name.is_empty() { shares(state).map_err(|it| vec![it])? } else { spelled(state, &name.join(" ")) };
    let (quotas, amounts) = amounts(state, &name, numbers)?;
    let (even, tried) = seek::over_quotas(state, &quotas, &amounts)?;
    Ok(report::over_quotas(&state.plan, &even, &tried, lang))
}

/// Whether words are numbers, ranges and the word for a step, all of them shares or none.
fn are_numbers(words: &[&str]) -> bool {
    let is_number = |it: &&&str| it.starts_with(|it: char| it.is_ascii_digit());
    let first = words.first().filter(|it| is_number(it));
    let numbers: Vec<&&str> = words.iter().filter(is_number).collect();
    let alike = first.is_some_and(|first| numbers.iter().all(|it| it.contains('%') == first.contains('%')));
    alike && words.iter().all(|it| is_number(&it) || is_step(it))
}

fn is_step(word: &str) -> bool {
    matches!(plain(word).as_str(), "buoc" | "step")
}

/// The name of an indicator as the rule file spells it, where it was typed without accents; else what was typed.
fn spelled(state: &State, name: &str) -> String {
    let wanted = plain(name);
    let mut names = state.plan.program.indicators.iter().map(|it| &it.name).filter(|it| plain(it) == wanted);
    names.next().map_or_else(|| name.to_owned(), String::clone)
}

/// The indicator whose quotas are tried where none is named.
fn shares(state: &State) -> Result<String, Problem> {
    let quotas = seek::quotas_of(&state.plan);
    let first = quotas.first().and_then(|it| state.plan.quotas.get(*it));
    first.map(|it| state.plan.program.indicator(it.indicator).name.clone()).ok_or_else(|| {
        let title = say!("không chỉ tiêu nào là một tỷ lệ", "no quota is a share");
        Problem::nowhere("CT1323", title).help(say!(
            "viết tên chỉ số hoặc điều khoản trước các mức",
            "write the name of an indicator or a provision before the numbers"
        ))
    })
}

/// Quotas by their places in the plan, each for one unit or for all.
type Bound = Vec<(usize, Option<UnitId>)>;

/// The quotas of a name, and the numbers that are tried.
fn amounts(state: &State, name: &str, words: &[&str]) -> Result<(Bound, Vec<Fraction>), Vec<Problem>> {
    let mut held = Vec::new();
    let mut one = |text: &str| -> Result<Fraction, Vec<Problem>> {
        match read(state, &format!("{name} = {text}"), &()).map_err(|it| it.list)?.0 {
            Change::Amount(quotas, amount) => {
                held = quotas;
                Ok(amount)
            }
            _ => Err(vec![no_range(text)]),
        }
    };
    let mut amounts = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some((from, to)) = word.split_once("..") else {
            if is_step(word) {
                return Err(vec![no_range(word)]);
            }
            amounts.push(one(word)?);
            continue;
        };
        // `40..70%` means `40%..70%`.
        let from = if to.ends_with('%') && !from.ends_with('%') { format!("{from}%") } else { from.to_owned() };
        let (from, to) = (one(&from)?, one(to)?);
        let step = match words.as_slice() {
            [step, by, ..] if is_step(step) => {
                let by = one(by)?;
                words.nth(1);
                by
            }
            _ => to.checked_sub(&from).map_or(to, |it| it / Fraction::from_integer(10)),
        };
        amounts.extend(range(from, to, step).ok_or_else(|| vec![no_range(word)])?);
    }
    if amounts.len() > MOST_NUMBERS {
        return Err(vec![no_range(&words.as_slice().join(" "))]);
    }
    amounts.sort();
    amounts.dedup();
    Ok((held, amounts))
}

/// From a number to another in steps; none where there is no step, or there are too many.
fn range(from: Fraction, to: Fraction, step: Fraction) -> Option<Vec<Fraction>> {
    if step <= Fraction::from_integer(0) || to < from {
        return None;
    }
    let mut out = vec![from];
    while let Some(next) = out.last()?.checked_add(&step).filter(|it| *it <= to) {
        out.push(next);
        if out.len() > MOST_NUMBERS {
            return None;
        }
    }
    Some(out)
}

fn no_range(text: &str) -> Problem {
    let title = say!("`{text}` không cho các mức để thử", "`{text}` gives no numbers to try");
    Problem::nowhere("CT1324", title).help(say!(
        "viết `50% 55% 60%` hoặc `40%..70% bước 5%`, nhiều nhất {MOST_NUMBERS} mức",
        "write `50% 55% 60%` or `40%..70% step 5%`, at most {MOST_NUMBERS} numbers"
    ))
}
