//! What is asked and assumed. A line that fails leaves everything as it was.

use super::commands::{self, Command};
use super::stack::Stack;
use crate::cli::{Disk, seek};
use crate::data::Tally;
use crate::eval::{Env, walk};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::query::{self, Value, unit_code};
use crate::report::{self, Answer, Mode, Report, Style, words};
use crate::scenario::State;
use crate::text::plain;

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// What to print.
    Text(String),
    /// The prompt is left.
    Leave,
}

/// What an answer is, or why there is none.
pub type Answered = Result<Answer, Vec<Problem>>;

/// A conversation over one decision and its counts.
pub struct Session {
    loaded: Option<Loaded>,
    lang: Lang,
    /// How tables are drawn.
    pub style: Style,
    /// In what form answers are printed.
    pub mode: Mode,
    /// Whether the last line could not be answered.
    pub failed: bool,
    /// The value of the last question.
    last: Option<Value>,
}

/// The decision, its counts, and what is assumed.
pub(super) struct Loaded {
    /// What is assumed, and what comes of it.
    pub stack: Stack,
    /// Where lists and saved assumptions are read.
    pub disk: Disk,
}

impl Session {
    /// A conversation about nothing yet.
    pub fn empty(lang: Lang) -> Self {
        let style = Style { plain: true, colour: false, width: 80 };
        Self { loaded: None, lang, style, mode: Mode::default(), failed: false, last: None }
    }

    /// A conversation about a decision and counts. Errors: as [`State::outcome`].
    pub fn new(plan: Plan, tally: Tally, env: Env, lang: Lang) -> Result<Self, Vec<Problem>> {
        let base = State::new(plan, tally, env);
        base.outcome()?;
        let loaded = Loaded { stack: Stack::new(base), disk: Disk::default() };
        Ok(Self { loaded: Some(loaded), ..Self::empty(lang) })
    }

    /// What stands before the cursor: the decision and the number of assumptions.
    pub fn prompt(&self) -> String {
        match &self.loaded {
            None => "chitieu> ".to_owned(),
            Some(it) => {
                let name = &it.stack.base.plan.program.decision.name;
                let assumed = it.stack.in_force();
                if assumed == 0 { format!("{name}> ") } else { format!("{name}+{assumed}> ") }
            }
        }
    }

    /// Everything that can be completed: commands, units, events, readings, choices.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            commands::COMMANDS.iter().flat_map(|it| it.1.iter().map(|it| format!(":{it}"))).collect();
        if let Some(it) = &self.loaded {
            let State { plan, env, .. } = &it.stack.base;
            let program = &plan.program;
            names.extend(program.events.iter().filter(|it| it.used).map(|it| it.name.clone()));
            for reading in &program.readings {
                names.push(reading.name.clone());
                names.extend(reading.choices.iter().map(|it| it.name.clone()));
            }
            let bound = plan.bound_units();
            names.extend(bound.into_iter().map(|id| plan.world.units.get(id).on(env.period.from).name.clone()));
        }
        names
    }

    /// Answers a line.
    pub fn step(&mut self, line: &str) -> Reply {
        let line = crate::text::nfc(line);
        self.failed = false;
        if line.is_empty() || line.starts_with("--") {
            return Reply::Text(String::new());
        }
        let answered = match line.strip_prefix(':') {
            Some(rest) => {
                let (word, argument) = rest.split_once(' ').unwrap_or((rest, ""));
                match commands::find(word) {
                    Ok(Command::Quit) => return Reply::Leave,
                    Ok(Command::Help) => Ok(Answer::says(commands::help(self.lang), serde_json::Value::Null)),
                    Ok(Command::Type) => return self.question(argument.trim(), true),
                    Ok(command) => self.command(command, argument.trim()),
                    Err(near) => Err(vec![unknown_command(word, &near)]),
                }
            }
            None if assumes(&line) => self.command(Command::Assume, &line),
            None => return self.question(&line, false),
        };
        self.reply(answered.map_err(|list| Problems { list, ..Problems::default() }))
    }

    fn reply(&mut self, answered: Result<Answer, Problems>) -> Reply {
        self.failed = answered.is_err();
        Reply::Text(match answered {
            Ok(answer) => answer.write(self.mode, self.lang, self.style),
            Err(problems) => report::pointed(&problems.list, &problems.sources, self.lang),
        })
    }

    fn command(&mut self, command: Command, argument: &str) -> Answered {
        let (lang, style) = (self.lang, self.style);
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
            Command::Type | Command::Help | Command::Quit => Ok(Answer::default()),
        }
        .map(|it| loaded.echoed(it))
    }

    /// Answers what is no command, or tells of what type its value is.
    fn question(&mut self, text: &str, only_type: bool) -> Reply {
        let Some(loaded) = &self.loaded else {
            return self.reply(Err(Problems { list: vec![nothing_loaded()], ..Problems::default() }));
        };
        let answered = match query::ask(&loaded.stack.now, text, self.last.as_ref()) {
            Ok(value) => {
                let lang = self.lang;
                let answer =
                    if only_type { report::type_of(&value, lang) } else { report::asked(&loaded.stack.now, &value, lang) };
                self.last = Some(value);
                Ok(loaded.echoed(answer))
            }
            Err(problems) => Err(problems),
        };
        self.reply(answered)
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
        let results = &self.stack.now.outcome()?.results;
        let out: String = results
            .iter()
            .filter(|it| it.verdict == *verdict)
            .map(|it| report::result_line(&self.stack.now.plan, it, lang))
            .collect();
        Ok(if out.is_empty() { lang.pick("không có đơn vị nào\n", "no unit\n").to_owned() } else { out })
    }
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

fn unknown_command(word: &str, near: &[&str]) -> Problem {
    let near = near.iter().map(|it| format!(":{it}")).collect::<Vec<_>>().join(", ");
    let problem = Problem::nowhere("CT0927", say!("không có lệnh `:{word}`", "there is no command `:{word}`"));
    if near.is_empty() {
        problem.help(say!("gõ `:trợ-giúp`", "type `:help`"))
    } else {
        problem.help(say!("ý bạn là: {near}?", "did you mean: {near}?"))
    }
}

fn nothing_loaded() -> Problem {
    Problem::nowhere("CT0928", say!("chưa mở tệp quy tắc nào", "no rule file is open"))
        .help(say!("chạy `chitieu repl TỆP_QUY_TẮC --data SỐ_LIỆU`", "run `chitieu repl RULE_FILE --data COUNTS`"))
}
