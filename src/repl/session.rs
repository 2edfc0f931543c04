//! What is asked and assumed. A line that fails leaves everything as it was.

use unicode_width::UnicodeWidthStr as _;

use super::commands::{self, Command};
use super::help;
use super::names::Names;
use crate::cli::{Disk, seek};
use crate::data::Tally;
use crate::eval::{Env, walk};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::query::{self, Value, unit_code};
use crate::report::{self, Answer, Mode, Report, Style, words};
use crate::scenario::{Assumed, Stack, State};
use crate::text::plain;

/// What an answer is, or why there is none.
pub type Answered = Result<Answer, Problems>;

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
    /// The value of the last question.
    last: Option<Value>,
}

/// The decision, its counts, and what is assumed.
#[derive(Clone)]
pub(super) struct Loaded {
    /// What is assumed, and what comes of it.
    pub stack: Stack,
}

impl Session {
    /// A conversation about nothing yet.
    pub fn empty(lang: Lang) -> Self {
        let style = Style { plain: true, colour: false, width: 80 };
        Self { loaded: None, lang, style, mode: Mode::default(), last: None }
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
        base.answer()?;
        let mut stack = Stack::new(base);
        let mut lost = Vec::new();
        for it in self.loaded.iter().flat_map(|it| &it.stack.items) {
            let mut again = || {
                let assumed = Assumed { on: it.on, ..stack.read(&it.text, &Disk::default())? };
                stack.push(assumed)
            };
            if let Err(problems) = again() {
                lost.extend(problems.into_iter().take(1).map(|problem| (it.text.clone(), problem)));
            }
        }
        Ok((Self { loaded: Some(Loaded { stack }), last: None, ..self.clone() }, lost))
    }

    /// What stands before the cursor: the decision, the day until which the counts reach, the number of assumptions;
    /// as much of it as leaves room to type in `width` columns.
    pub fn prompt(&self, width: usize) -> String {
        let Some(it) = &self.loaded else { return "chitieu> ".to_owned() };
        let decision = &it.stack.base.plan.program.decision;
        let name = decision.number.as_deref().unwrap_or(&decision.name);
        let day = it.stack.now.env.as_of.map(|it| format!("·{}", it.vi())).unwrap_or_default();
        let number = it.stack.in_force();
        let assumed = if number == 0 { String::new() } else { format!("+{number}") };
        let short = name.split('/').next().unwrap_or(name);
        let tries = [format!("{name}{day}{assumed}> "), format!("{name}{assumed}> "), format!("{short}{assumed}> ")];
        let fits = tries.into_iter().find(|it| 3 * it.width() <= width.max(40));
        fits.unwrap_or_else(|| format!("{}…{assumed}> ", short.chars().take(6).collect::<String>()))
    }

    /// Everything that can be typed by name.
    pub fn names(&self) -> Names {
        Names::new(self.lang, self.loaded.as_ref().map(|it| &it.stack.now))
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
                .map_err(Problems::from),
            Some(Ok((Command::Type, question))) => self.question(question, true),
            Some(Ok((command, argument))) => self.command(command, argument).map_err(Problems::from),
            Some(Err((word, near))) => Err(unknown_command(word, &near).into()),
            None if assumes(&line) => self.command(Command::Assume, &line).map_err(Problems::from),
            None => self.question(&line, false),
        })
    }

    /// What is printed of an answer.
    pub fn write(&self, answered: &Answered) -> String {
        match answered {
            Ok(answer) => answer.write(self.mode, self.lang, self.style),
            Err(problems) => report::pointed(&problems.list, &problems.sources, self.lang),
        }
    }

    fn command(&mut self, command: Command, argument: &str) -> Result<Answer, Vec<Problem>> {
        let lang = self.lang;
        let is_plain = self.style.plain || self.mode == Mode::Plain;
        let style = Style { plain: is_plain, colour: self.style.colour && !is_plain, ..self.style };
        let Some(loaded) = &mut self.loaded else { return Err(vec![nothing_loaded()]) };
        // What has no table of its own yet is told in words.
        let words = |it: String| Answer::says(it, serde_json::Value::Null);
        match command {
            Command::Why => loaded.why(argument, lang).map(words),
            Command::Assume
            | Command::Undo
            | Command::Redo
            | Command::On
            | Command::Off
            | Command::Reset
            | Command::Assumptions
            | Command::Save
            | Command::Load
            | Command::Compare
            | Command::Test => return loaded.assumptions(command, argument, lang),
            Command::Table => Ok(words(report::table(&loaded.report(lang, &[])?, style))),
            Command::Ledger => Ok(words(report::ledger(&loaded.report(lang, &[])?, style))),
            Command::Units => loaded.with_verdict(argument, lang).map(words),
            Command::Need => seek::need(&loaded.stack.now, argument, lang),
            Command::Sens => seek::sens(&loaded.stack.now, argument, lang),
            Command::WhyNot => seek::whynot(&loaded.stack.now, argument, lang),
            Command::Blame => seek::blame(&loaded.stack.now, argument, lang),
            Command::Pace => seek::pace(&loaded.stack.now, argument, lang),
            // The others are answered before they come here.
            _ => Ok(Answer::default()),
        }
        .map(|it| loaded.echoed(it))
    }

    /// Answers what is no command, or tells of what type its value is.
    fn question(&mut self, text: &str, only_type: bool) -> Answered {
        let Some(loaded) = &self.loaded else { return Err(nothing_loaded().into()) };
        let (now, lang) = (&loaded.stack.now, self.lang);
        let value = query::ask(now, text, self.last.as_ref())?;
        let answer = if only_type { report::type_of(&value, lang) } else { report::asked(now, &value, lang) };
        let answer = loaded.echoed(answer);
        self.last = Some(value);
        Ok(answer)
    }
}

impl Loaded {
    /// An answer with the assumptions under which it was given.
    pub(super) fn echoed(&self, answer: Answer) -> Answer {
        Answer { assumed: self.stack.numbered(), ..answer }
    }

    fn report<'a>(&'a self, lang: Lang, only: &'a [String]) -> Result<Report<'a>, Vec<Problem>> {
        let (plan, env, outcome) = (&self.stack.now.plan, &self.stack.now.env, self.stack.now.outcome()?);
        Ok(Report { plan, env, outcome, choices: &[], only, lang })
    }

    fn why(&self, name: &str, lang: Lang) -> Result<String, Vec<Problem>> {
        let State { plan, index, env, .. } = &self.stack.now;
        let only = [unit_code(plan, env, name).map_err(|it| vec![it])?];
        let report = self.report(lang, &only)?;
        let mut out = String::new();
        for result in report.results(report.outcome) {
            out += &report::why(&report, result, walk(plan, index, env, result).as_ref());
        }
        Ok(if out.is_empty() { lang.pick("không có chỉ tiêu nào\n", "no quota\n").to_owned() } else { out })
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
        let results = self.stack.now.results()?;
        let with_it = results.iter().filter(|it| it.verdict == *verdict);
        let out: String = with_it.map(|it| report::result_line(&self.stack.now.plan, it, lang)).collect();
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

/// Whether a line assumes something: `=` that is no part of a comparison.
fn assumes(line: &str) -> bool {
    let mut before = ' ';
    let mut letters = line.chars().peekable();
    while let Some(it) = letters.next() {
        if it == '=' && !matches!(before, '<' | '>' | '=') && letters.peek() != Some(&'=') {
            return true;
        }
        before = it;
    }
    false
}
