//! What is asked and assumed. A line that fails leaves everything as it was.

use unicode_width::UnicodeWidthStr as _;

use super::commands::{self, Command};
use super::help;
use super::names::Names;
use crate::cli::unit_code;
use crate::data::Tally;
use crate::eval::{Env, walk};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::report::{self, Answer, Mode, Report, Style, words};
use crate::scenario::{Change, State, flips, read};
use crate::source::Sources;
use crate::text::plain;

/// What an answer is, or why there is none.
pub type Answered = Result<Answer, Vec<Problem>>;

/// Assumptions that could not be kept, as typed, and why.
pub type Lost = Vec<(String, Problem)>;

/// A conversation over one decision and its counts. A copy costs next to nothing.
#[derive(Clone)]
pub struct Session {
    loaded: Option<Loaded>,
    lang: Lang,
    /// How tables are drawn.
    pub style: Style,
    /// In what form answers are printed.
    pub mode: Mode,
}

/// The decision, its counts, and what is assumed.
#[derive(Clone)]
struct Loaded {
    /// As loaded.
    base: State,
    /// Each assumption as typed.
    changes: Vec<(String, Change)>,
    /// With the assumptions.
    now: State,
}

impl Session {
    /// A conversation about nothing yet.
    pub fn empty(lang: Lang) -> Self {
        let style = Style { plain: true, colour: false, width: 80 };
        Self { loaded: None, lang, style, mode: Mode::default() }
    }

    /// A conversation about a decision and counts. Errors: as [`State::outcome`].
    pub fn new(plan: Plan, tally: Tally, env: Env, lang: Lang) -> Result<Self, Vec<Problem>> {
        Ok(Self::empty(lang).reload(plan, tally, env)?.0)
    }

    /// The same conversation with nothing open.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { loaded: None, ..self.clone() }
    }

    /// The same conversation about files that were read again: what was assumed is assumed again. What cannot be is
    /// left out and told. Errors: as [`State::outcome`].
    pub fn reload(&self, plan: Plan, tally: Tally, env: Env) -> Result<(Self, Lost), Vec<Problem>> {
        let base = State::new(plan, tally, env);
        base.outcome()?;
        let mut lost = Vec::new();
        let mut changes = Vec::new();
        let mut now = base.clone();
        for (text, _) in self.loaded.iter().flat_map(|it| &it.changes) {
            match read(&now.plan, &now.env, text) {
                Ok(change) => {
                    changes.push((text.clone(), change));
                    now = base.with(&changes.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
                }
                Err(problem) => lost.push((text.clone(), problem)),
            }
        }
        Ok((Self { loaded: Some(Loaded { base, changes, now }), ..self.clone() }, lost))
    }

    /// What stands before the cursor: the decision, the day until which the counts reach, the number of assumptions;
    /// as much of it as leaves room to type in `width` columns.
    pub fn prompt(&self, width: usize) -> String {
        let Some(it) = &self.loaded else { return "chitieu> ".to_owned() };
        let decision = &it.base.plan.program.decision;
        let name = decision.number.as_deref().unwrap_or(&decision.name);
        let day = it.now.env.as_of.map(|it| format!("·{}", it.vi())).unwrap_or_default();
        let assumed = if it.changes.is_empty() { String::new() } else { format!("+{}", it.changes.len()) };
        let short = name.split('/').next().unwrap_or(name);
        let tries = [format!("{name}{day}{assumed}> "), format!("{name}{assumed}> "), format!("{short}{assumed}> ")];
        let fits = tries.into_iter().find(|it| 3 * it.width() <= width.max(40));
        fits.unwrap_or_else(|| format!("{}…{assumed}> ", short.chars().take(6).collect::<String>()))
    }

    /// Everything that can be typed by name.
    pub fn names(&self) -> Names {
        Names::new(self.lang, self.loaded.as_ref().map(|it| &it.now))
    }

    /// Answers a line. None: there is nothing to answer, or the line leaves the prompt.
    pub fn answer(&mut self, line: &str) -> Option<Answered> {
        let line = crate::text::nfc(line);
        if line.is_empty() || line.starts_with("--") {
            return None;
        }
        Some(match commands::split(&line) {
            Some(Ok((Command::Quit, _))) => return None,
            Some(Ok((Command::Help, topic))) => help::page(topic, self.lang, self.style.width)
                .map(|it| Answer::says(it, serde_json::Value::Null))
                .map_err(|it| vec![it]),
            Some(Ok((command, argument))) => self.command(command, argument),
            Some(Err((word, near))) => Err(vec![unknown_command(word, &near)]),
            None if line.contains('=') => self.command(Command::Assume, &line),
            None => self.question(&line),
        })
    }

    /// What is printed of an answer.
    pub fn write(&self, answered: &Answered) -> String {
        match answered {
            Ok(answer) => answer.write(self.mode, self.lang, self.style),
            Err(problems) => report::problems_plain(problems, &Sources::default(), self.lang),
        }
    }

    fn command(&mut self, command: Command, argument: &str) -> Answered {
        let lang = self.lang;
        let is_plain = self.style.plain || self.mode == Mode::Plain;
        let style = Style { plain: is_plain, colour: self.style.colour && !is_plain, ..self.style };
        let Some(loaded) = &mut self.loaded else { return Err(vec![nothing_loaded()]) };
        // What has no table of its own yet is told in words.
        let words = |it: String| Answer::says(it, serde_json::Value::Null);
        match command {
            Command::Why => loaded.why(argument, lang).map(words),
            Command::Assume => {
                let change = read(&loaded.now.plan, &loaded.now.env, argument).map_err(|it| vec![it])?;
                let mut changes = loaded.changes.clone();
                changes.push((argument.to_owned(), change));
                loaded.assume(changes, lang)
            }
            Command::Undo => {
                let mut changes = loaded.changes.clone();
                changes.pop();
                loaded.assume(changes, lang)
            }
            Command::Reset => loaded.assume(Vec::new(), lang),
            Command::Assumptions => Ok(loaded.assumptions(lang)),
            Command::Table => Ok(words(report::table(&loaded.report(lang, &[])?, style))),
            Command::Ledger => Ok(words(report::ledger(&loaded.report(lang, &[])?, style))),
            Command::Units => loaded.with_verdict(argument, lang).map(words),
            // The others are answered before they come here.
            _ => Ok(Answer::default()),
        }
    }

    /// Answers what is no command.
    fn question(&mut self, text: &str) -> Answered {
        let lang = self.lang;
        let Some(loaded) = &self.loaded else { return Err(vec![nothing_loaded()]) };
        let code = unit_code(&loaded.now.plan, &loaded.now.env, text).map_err(|it| vec![it])?;
        let units = loaded.now.plan.world.units.of_code(&code);
        let mut out: String = loaded.now.results_of(units)?.iter().map(|it| loaded.line(it, lang)).collect();
        if out.is_empty() {
            out = lang.pick("không có chỉ tiêu nào\n", "no quota\n").to_owned();
        }
        Ok(Answer::says(out, serde_json::Value::Null))
    }
}

impl Loaded {
    fn report<'a>(&'a self, lang: Lang, only: &'a [String]) -> Result<Report<'a>, Vec<Problem>> {
        let (plan, env, outcome) = (&self.now.plan, &self.now.env, self.now.outcome()?);
        Ok(Report { plan, env, outcome, choices: &[], only, lang })
    }

    /// One result on one line.
    fn line(&self, it: &crate::eval::Result, lang: Lang) -> String {
        let program = &self.now.plan.program;
        let (above, below) = (it.numbers.numerator, it.numbers.denominator);
        let numbers = match report::value(&it.numbers, &it.goal, lang) {
            Some(text) if it.goal.form.divides() => {
                format!("{} / {} = {text}", report::whole(above, lang), report::count(below, lang))
            }
            Some(text) => text,
            None => report::whole(above, lang),
        };
        let name = &it.subject.name;
        let verdict = words::verdict(it.verdict, lang);
        let cited = program.citation_of(it.provision, it.cell, lang);
        let waits = if it.waits_on.is_empty() { String::new() } else { format!(" [{}]", it.waits_on.join(", ")) };
        format!("{name}: {verdict}{waits} · {numbers} · {cited}\n")
    }

    fn why(&self, name: &str, lang: Lang) -> Result<String, Vec<Problem>> {
        let State { plan, index, env, .. } = &self.now;
        let only = [unit_code(plan, env, name).map_err(|it| vec![it])?];
        let report = self.report(lang, &only)?;
        let mut out = String::new();
        for result in report.results(report.outcome) {
            out += &report::why(&report, result, walk(plan, index, env, result).as_ref());
        }
        Ok(if out.is_empty() { lang.pick("không có chỉ tiêu nào\n", "no quota\n").to_owned() } else { out })
    }

    /// Evaluates under other assumptions and tells what flips against what was there before.
    fn assume(&mut self, changes: Vec<(String, Change)>, lang: Lang) -> Answered {
        let only: Vec<Change> = changes.iter().map(|it| it.1.clone()).collect();
        let now = self.base.with(&only)?;
        let mut out = String::new();
        let flipped = flips(self.now.outcome()?, now.outcome()?);
        for it in &flipped {
            let (before, after) = (words::verdict(it.before.verdict, lang), words::verdict(it.after.verdict, lang));
            out += &format!("  {}: {before} → {after}\n", it.after.subject.name);
        }
        if flipped.is_empty() {
            out += lang.pick("  không kết quả nào đổi\n", "  no verdict changes\n");
        }
        (self.changes, self.now) = (changes, now);
        Ok(self.assumptions(lang).say(out, serde_json::Value::Null))
    }

    fn assumptions(&self, lang: Lang) -> Answer {
        if self.changes.is_empty() {
            return Answer::says(lang.pick("không có giả định nào", "no assumptions"), serde_json::Value::Null);
        }
        let assumed = self.changes.iter().enumerate().map(|(at, it)| format!("{}: {}", at + 1, it.0)).collect();
        Answer { assumed, ..Answer::default() }
    }

    fn with_verdict(&self, word: &str, lang: Lang) -> Result<String, Vec<Problem>> {
        use crate::term::Verdict;
        let all = Verdict::ALL;
        let wanted = plain(word);
        let called =
            |it: &&Verdict| [Lang::Vi, Lang::En].iter().any(|lang| plain(words::verdict(**it, *lang)) == wanted);
        let Some(verdict) = all.iter().find(called) else {
            let names = all.iter().map(|it| words::verdict(*it, lang)).collect::<Vec<_>>().join(", ");
            let problem = Problem::nowhere(
                "CT0926",
                say!("không có kết quả nào gọi là `{word}`", "no verdict is called `{word}`"),
            );
            return Err(vec![problem.help(say!("các kết quả: {names}", "the verdicts: {names}"))]);
        };
        let results = &self.now.outcome()?.results;
        let out: String = results.iter().filter(|it| it.verdict == *verdict).map(|it| self.line(it, lang)).collect();
        Ok(if out.is_empty() { lang.pick("không có đơn vị nào\n", "no unit\n").to_owned() } else { out })
    }
}

fn unknown_command(word: &str, near: &[&str]) -> Problem {
    let near = near.iter().map(|it| format!(":{it}")).collect::<Vec<_>>().join(", ");
    let problem = Problem::nowhere("CT0927", say!("không có lệnh `:{word}`", "there is no command `:{word}`"));
    if near.is_empty() {
        problem.help(say!("gõ `:trợ-giúp`", "type `:help`"))
    } else {
        problem.help(say!("ý bạn là: {near}?", "did you mean: {near}?"))
    }
}

pub(super) fn nothing_loaded() -> Problem {
    Problem::nowhere("CT0928", say!("chưa mở tệp quy tắc nào", "no rule file is open"))
        .help(say!("chạy `chitieu repl TỆP_QUY_TẮC --data SỐ_LIỆU`", "run `chitieu repl RULE_FILE --data COUNTS`"))
}
