//! What stands round a conversation: the files it is about, and where its answers go.

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use super::commands::{self, Command};
use super::history::History;
use super::pager;
use super::session::{Answered, Session, nothing_loaded};
use super::stop::Stop;
use crate::cli::{Disk, Exit, Host, Inputs, ready, write};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::{Mode, Style};
use crate::source::Sources;

/// A conversation with its files and its outlets.
pub struct Desk {
    /// The conversation.
    pub session: Session,
    /// The lines typed so far.
    pub history: History,
    lang: Lang,
    opened: Option<Opened>,
    /// Where answers go: a file, else where results go.
    output: Option<PathBuf>,
    /// Where the next answer goes.
    once: Option<PathBuf>,
    timing: bool,
    paging: bool,
    /// Set where someone sits at a terminal.
    stop: Option<Stop>,
    /// Whether the last entry could not be answered.
    pub failed: bool,
}

/// The files a conversation is about.
struct Opened {
    rule: PathBuf,
    inputs: Inputs,
    /// Every file that was read, as it was then.
    seen: Vec<(PathBuf, Stamp)>,
}

/// When a file was last written and how long it is; nothing where it is not there.
type Stamp = Option<(SystemTime, u64)>;

impl Desk {
    /// Nothing on it yet.
    pub fn new(lang: Lang) -> Self {
        Self {
            session: Session::empty(lang),
            history: History::default(),
            lang,
            opened: None,
            output: None,
            once: None,
            timing: false,
            paging: true,
            stop: None,
            failed: false,
        }
    }

    /// Someone sits at a terminal: tables are drawn, long answers paged, Ctrl-C stops an answer.
    pub fn at_terminal(&mut self, style: Style) {
        self.session.style = style;
        self.stop = Some(Stop::new());
        self.history = History::of(&self.project());
    }

    /// Whether Ctrl-C was pressed while nothing was typed and nothing worked out.
    pub fn was_interrupted(&self) -> bool {
        self.stop.as_ref().is_some_and(Stop::was_pressed)
    }

    /// The folder whose history this is: that of the rule file.
    pub fn project(&self) -> PathBuf {
        let folder = self.opened.as_ref().and_then(|it| it.rule.parent()).filter(|it| !it.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).to_owned()
    }

    /// Opens a rule file with its counts; tells what is wrong with them and then leaves everything as it was.
    /// With `keep`, what is assumed stays assumed as far as it can.
    pub fn open(&mut self, rule: &Path, inputs: &Inputs, keep: bool, host: &mut Host) -> Result<(), Exit> {
        let disk = Disk::default();
        let opened = ready(rule, inputs, &disk, self.lang, host);
        let mut seen: Vec<(PathBuf, Stamp)> =
            disk.names().into_iter().map(PathBuf::from).map(|it| (it.clone(), stamp(&it))).collect();
        let before = if keep { self.session.clone() } else { self.session.cleared() };
        let made = opened.and_then(|it| {
            before.reload(it.plan, it.tally, it.env).map_err(|problems| {
                crate::cli::tell(host, self.lang, &problems, &Sources::default());
                Exit::CannotRun
            })
        });
        match made {
            Ok((session, lost)) => {
                self.session = session;
                for (text, problem) in lost {
                    let why = problem.title.get(self.lang);
                    self.note(
                        host,
                        &self.lang.pick(
                            format!("bỏ giả định `{text}`: {why}"),
                            format!("dropped the assumption `{text}`: {why}"),
                        ),
                    );
                }
                self.opened = Some(Opened { rule: rule.to_owned(), inputs: inputs.clone(), seen });
                Ok(())
            }
            Err(exit) => {
                // The same fault is told once: until a file changes again.
                if let Some(opened) = &mut self.opened {
                    for (path, held) in &mut opened.seen {
                        *held = stamp(path);
                        seen.retain(|it| it.0 != *path);
                    }
                    opened.seen.extend(seen);
                }
                Err(exit)
            }
        }
    }

    /// Answers an entry; whether the prompt goes on.
    pub fn entry(&mut self, entry: &str, host: &mut Host) -> bool {
        let line = crate::text::nfc(entry);
        self.failed = false;
        match commands::split(&line) {
            Some(Ok((Command::Quit, _))) => return false,
            Some(Ok((command, argument))) => match self.own(command, argument, host) {
                Some(Ok(())) => {}
                Some(Err(problem)) => self.show(&Err(problem.into()), host),
                None => self.ask(&line, host),
            },
            Some(Err(_)) | None => self.ask(&line, host),
        }
        let _ = host.out.flush();
        true
    }

    /// Does what a command of the desk says; none: it is a question to the conversation.
    fn own(&mut self, command: Command, argument: &str, host: &mut Host) -> Option<Result<(), Problem>> {
        Some(match command {
            Command::Mode => self.set_mode(argument, host),
            Command::Output => self.set_output(argument, host),
            Command::Once => self.path_to_write(argument).map(|it| self.once = it),
            Command::Pager => switch(argument, self.paging).map(|it| {
                self.paging = it;
                self.note(host, on_off(it, self.lang));
            }),
            Command::Timing => switch(argument, self.timing).map(|it| {
                self.timing = it;
                self.note(host, on_off(it, self.lang));
            }),
            Command::Open => self.open_command(argument, host),
            Command::Data => self.data_command(argument, host),
            Command::Reload => self.reload_command(host),
            Command::History => {
                self.print_history(argument, host);
                Ok(())
            }
            _ => return None,
        })
    }

    fn set_mode(&mut self, argument: &str, host: &mut Host) -> Result<(), Problem> {
        if !argument.is_empty() {
            let wanted = argument.to_lowercase();
            let Some((mode, _)) = Mode::ALL.iter().find(|it| it.1 == wanted) else { return Err(no_mode(argument)) };
            self.session.mode = *mode;
        }
        let name = Mode::ALL.iter().find(|it| it.0 == self.session.mode).map_or("", |it| it.1);
        self.note(host, &self.lang.pick(format!("dạng: {name}"), format!("form: {name}")));
        Ok(())
    }

    fn set_output(&mut self, argument: &str, host: &mut Host) -> Result<(), Problem> {
        self.output = self.path_to_write(argument)?;
        let told = match &self.output {
            None => self.lang.pick("câu trả lời hiện ra màn hình".to_owned(), "answers go to the screen".to_owned()),
            Some(path) => {
                write(path, "")?;
                let name = path.display();
                self.lang.pick(format!("câu trả lời ghi vào {name}"), format!("answers go to {name}"))
            }
        };
        self.note(host, &told);
        Ok(())
    }

    /// The file that is named for answers; none where none is named. Errors: it is one of those the answers come from.
    fn path_to_write(&self, argument: &str) -> Result<Option<PathBuf>, Problem> {
        let Some(path) = paths(argument).into_iter().next() else { return Ok(None) };
        let same =
            |it: &Path| it == path || it.canonicalize().is_ok_and(|it| path.canonicalize().is_ok_and(|own| own == it));
        if self.opened.as_ref().is_some_and(|it| it.seen.iter().any(|it| same(&it.0))) {
            let name = path.display().to_string();
            return Err(Problem::nowhere(
                "CT1342",
                say!("`{name}` đang được dùng làm đầu vào", "`{name}` is one of the files that are read"),
            )
            .help(say!("chọn một tên khác", "choose another name")));
        }
        Ok(Some(path))
    }

    fn open_command(&mut self, argument: &str, host: &mut Host) -> Result<(), Problem> {
        let Some(rule) = paths(argument).into_iter().next() else { return Err(no_path()) };
        if self.open(&rule, &Inputs::default(), false, host).is_ok() {
            let told = self
                .lang
                .pick("chưa có số liệu: nạp bằng `:số-liệu TỆP`", "no counts yet: load them with `:data FILE`");
            self.note(host, told);
            if self.stop.is_some() {
                self.history = History::of(&self.project());
            }
        }
        Ok(())
    }

    fn data_command(&mut self, argument: &str, host: &mut Host) -> Result<(), Problem> {
        let Some(opened) = &self.opened else { return Err(nothing_loaded()) };
        let data = paths(argument);
        if data.is_empty() {
            return Err(no_path());
        }
        let (rule, inputs) = (opened.rule.clone(), Inputs { data, ..opened.inputs.clone() });
        if self.open(&rule, &inputs, true, host).is_ok() {
            self.note(host, self.lang.pick("đã nạp số liệu", "counts loaded"));
        }
        Ok(())
    }

    fn reload_command(&mut self, host: &mut Host) -> Result<(), Problem> {
        let Some(opened) = &self.opened else { return Err(nothing_loaded()) };
        let (rule, inputs) = (opened.rule.clone(), opened.inputs.clone());
        let told = match self.open(&rule, &inputs, true, host) {
            Ok(()) => self.lang.pick("đã đọc lại các tệp", "the files were read again"),
            Err(_) => {
                self.lang.pick("tệp mới có lỗi; vẫn dùng bản trước", "the new files have errors; those before stay")
            }
        };
        self.note(host, told);
        Ok(())
    }

    /// Reads again what changed on the disk since it was read.
    fn follow(&mut self, host: &mut Host) {
        let Some(opened) = &self.opened else { return };
        let changed: Vec<&PathBuf> =
            opened.seen.iter().filter(|(path, held)| stamp(path) != *held).map(|it| &it.0).collect();
        if changed.is_empty() {
            return;
        }
        let name = |it: &&PathBuf| it.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let names = changed.iter().map(name).collect::<Vec<_>>().join(", ");
        let (rule, inputs) = (opened.rule.clone(), opened.inputs.clone());
        let told = match self.open(&rule, &inputs, true, host) {
            Ok(()) => self.lang.pick(format!("{names} đã đổi: đã đọc lại"), format!("{names} changed: read again")),
            Err(_) => self.lang.pick(
                format!("{names} đã đổi và có lỗi; vẫn dùng bản trước"),
                format!("{names} changed and has errors; what was read before stays"),
            ),
        };
        self.note(host, &told);
    }

    /// Asks the conversation and shows what it says.
    fn ask(&mut self, line: &str, host: &mut Host) {
        self.follow(host);
        let style = self.session.style;
        if self.output.is_some() || self.once.is_some() {
            self.session.style.colour = false;
        }
        let before = Instant::now();
        let answered = match &self.stop {
            None => Some(self.session.answer(line)),
            Some(stop) => stop.answer(&mut self.session, line),
        };
        let took = before.elapsed();
        match answered {
            Some(Some(answered)) => {
                self.show(&answered, host);
                if self.timing {
                    self.note(host, &format!("{} ms", took.as_millis()));
                }
            }
            Some(None) => {}
            None => self.note(host, self.lang.pick("đã dừng; không có gì thay đổi", "stopped; nothing has changed")),
        }
        self.session.style = style;
    }

    /// Puts an answer where answers go. What is wrong is always shown.
    fn show(&mut self, answered: &Answered, host: &mut Host) {
        self.failed = answered.is_err();
        let text = self.session.write(answered);
        let problem = match (answered, self.once.take(), &self.output) {
            (Ok(_), Some(path), _) => write(&path, &text).err(),
            (Ok(_), None, Some(path)) => crate::cli::append(path, &text).err(),
            (_, once, _) => {
                self.once = once;
                let width = usize::from(self.session.style.width);
                if !(self.stop.is_some() && self.paging && pager::page(&text, width, host)) {
                    let _ = host.out.write_all(text.as_bytes());
                }
                None
            }
        };
        if let Some(problem) = problem {
            self.output = None;
            let _ = host.out.write_all(self.session.write(&Err(problem.into())).as_bytes());
        }
    }

    fn print_history(&self, words: &str, host: &mut Host) {
        let wanted = crate::text::plain(words);
        let fits = self.history.entries.iter().filter(|it| crate::text::plain(it).contains(&wanted));
        let mut last: Vec<&String> = fits.rev().take(20).collect();
        last.reverse();
        for it in last {
            let _ = writeln!(host.out, "{}", it.replace('\n', "\n  "));
        }
    }

    /// Tells something that is no answer.
    fn note(&self, host: &mut Host, text: &str) {
        let _ = host.out.flush();
        let _ = writeln!(host.err, "{text}");
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// The paths of an argument: each in quotes, or one as it stands.
fn paths(argument: &str) -> Vec<PathBuf> {
    let quoted = argument.starts_with('"');
    let all: Vec<&str> = if quoted { argument.split('"').skip(1).step_by(2).collect() } else { vec![argument] };
    all.into_iter().map(str::trim).filter(|it| !it.is_empty()).map(existing).collect()
}

/// A path as the disk spells it: some systems keep names with their accents apart.
fn existing(path: &str) -> PathBuf {
    use unicode_normalization::UnicodeNormalization as _;
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    let path = match path.strip_prefix("~/").and_then(|rest| Some(home()?.join(rest))) {
        Some(it) => it,
        None => PathBuf::from(path),
    };
    let apart: PathBuf = path.to_string_lossy().nfd().collect::<String>().into();
    if !path.exists() && apart.exists() { apart } else { path }
}

/// What `on` and `off` turn a switch to; nothing turns it over.
fn switch(argument: &str, now: bool) -> Result<bool, Problem> {
    match crate::text::plain(argument).as_str() {
        "" => Ok(!now),
        "on" | "bat" => Ok(true),
        "off" | "tat" => Ok(false),
        _ => Err(Problem::nowhere(
            "CT1343",
            say!("`{argument}` không phải bật hay tắt", "`{argument}` is not on or off"),
        )
        .help(say!("viết `bật` hoặc `tắt`", "write `on` or `off`"))),
    }
}

fn on_off(it: bool, lang: Lang) -> &'static str {
    if it { lang.pick("đã bật", "on") } else { lang.pick("đã tắt", "off") }
}

fn no_mode(name: &str) -> Problem {
    let names = Mode::ALL.map(|it| it.1).join(", ");
    Problem::nowhere("CT1341", say!("không có dạng `{name}`", "there is no form `{name}`"))
        .help(say!("các dạng: {names}", "the forms: {names}"))
}

fn no_path() -> Problem {
    Problem::nowhere("CT1344", say!("thiếu tên tệp", "the name of a file is missing"))
        .help(say!("viết tên tệp sau lệnh; Tab gợi ý", "write it behind the command; Tab completes"))
}
