//! From arguments to plan, tally and environment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{BadRowsArg, Inputs};
use super::data_files::{DataFile, data_files};
use super::disk::Disk;
use super::progress::Progress;
use super::{Exit, Host, mapping, tell};
use crate::check::{Program, check_as_of};
use crate::data::{BadRows, Feed, Fold, Input, Options, Tally, Traced, encoding, gather, notices, read, trace};
use crate::eval::{Env, Settings, fold};
use crate::lang::{Lang, say};
use crate::plan::{Plan, Replace, bind, world};
use crate::problem::{Problem, Problems, Severity};
use crate::seek::every_choice;
use crate::source::Sources;
use crate::text::{Day, Days};

/// Everything an evaluation needs.
pub struct Ready {
    /// The plan.
    pub plan: Plan,
    /// The counts.
    pub tally: Tally,
    /// The environment.
    pub env: Env,
    /// Whether every choice of the readings is asked for.
    pub all_readings: bool,
}

/// Reads and checks a rule file; tells what is wrong with it.
pub fn program(rule: &Path, as_of: Option<Day>, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Program, Exit> {
    let source = disk.source(rule).map_err(|it| {
        tell(host, lang, &[it], &Sources::default());
        Exit::CannotRun
    })?;
    let checked = check_as_of(&source, disk, as_of);
    tell(host, lang, &checked.problems.list, &checked.problems.sources);
    checked.program.ok_or(Exit::WrongRules)
}

/// Like [`program`], of a file that has to hold a decision.
pub fn decision(rule: &Path, as_of: Option<Day>, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Program, Exit> {
    let program = program(rule, as_of, disk, lang, host)?;
    if program.decision.name.is_empty() {
        tell(host, lang, &[no_decision(rule, &program)], &Sources::default());
        return Err(Exit::CannotRun);
    }
    Ok(program)
}

/// Binds a program; tells what is wrong.
pub fn plan(program: Program, inputs: &Inputs, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Plan, Exit> {
    let sources = program.sources.clone();
    let replace = replace(&program, inputs, disk).map_err(|it| {
        tell(host, lang, &[it], &sources);
        Exit::CannotRun
    })?;
    let (world, problems) = world(&program, disk, &replace);
    if !problems.is_empty() {
        tell(host, lang, &problems, &sources);
        return Err(exit_of(&problems));
    }
    let bound = bind(Arc::new(program), Arc::new(world));
    tell(host, lang, &bound.problems, &sources);
    bound.plan.ok_or_else(|| exit_of(&bound.problems))
}

/// A fault in the rule file, or in a file that was given beside it.
fn exit_of(problems: &[Problem]) -> Exit {
    let in_rules = |it: &&Problem| it.severity == Severity::Error && !it.labels.is_empty();
    if problems.iter().any(|it| in_rules(&it)) { Exit::WrongRules } else { Exit::CannotRun }
}

/// Reads everything that the arguments name.
pub fn ready(rule: &Path, inputs: &Inputs, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Ready, Exit> {
    ready_for(Detail::Each, rule, inputs, disk, lang, host)
}

/// How much of the counts is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Each procedure and day.
    Each,
    /// What the rules tell apart.
    Folded,
}

/// Like [`ready`], with no more of the counts than is asked for.
pub fn ready_for(
    detail: Detail,
    rule: &Path,
    inputs: &Inputs,
    disk: &Disk,
    lang: Lang,
    host: &mut Host,
) -> Result<Ready, Exit> {
    ready_with(rule, inputs, disk, lang, host, |Bound { plan, env, all_readings }, host| {
        let fold = match detail {
            Detail::Each => Fold::default(),
            Detail::Folded => {
                let mut envs = if *all_readings { every_choice(plan, env) } else { Vec::new() };
                envs.push(env.clone());
                let fold = fold(plan, &envs);
                // Dates that are moved are borders no more.
                Fold { borders: fold.borders.filter(|_| inputs.shift_years == 0), ..fold }
            }
        };
        tally_of(plan, inputs, env.as_of, Some(&fold), disk, lang, host)
    })
}

/// Like [`ready`], with counts from somewhere else.
pub fn ready_with(
    rule: &Path,
    inputs: &Inputs,
    disk: &Disk,
    lang: Lang,
    host: &mut Host,
    counts: impl FnOnce(&Bound, &mut Host) -> Result<Tally, Problems>,
) -> Result<Ready, Exit> {
    let bound = bound(rule, inputs, disk, lang, host)?;
    let tally = counts(&bound, host).map_err(|it| {
        tell(host, lang, &it.list, &it.sources);
        Exit::CannotRun
    })?;
    tell(host, lang, &notices(&tally.loads), &Sources::default());
    let Bound { plan, env, all_readings } = bound;
    Ok(Ready { plan, tally, env, all_readings })
}

/// Everything that an evaluation needs but the counts.
pub struct Bound {
    /// The plan.
    pub plan: Plan,
    /// The environment.
    pub env: Env,
    /// Whether every choice of the readings is asked for.
    pub all_readings: bool,
}

/// Reads the rule file and what is known and chosen.
pub fn bound(rule: &Path, inputs: &Inputs, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Bound, Exit> {
    // A day that is none is told with the other settings.
    let as_of = inputs.as_of.as_deref().and_then(|it| day(it).ok());
    let program = decision(rule, as_of, disk, lang, host)?;
    let plan = plan(program, inputs, disk, lang, host)?;
    let refuse = |problems: &[Problem], host: &mut Host| {
        tell(host, lang, problems, &Sources::default());
        Exit::CannotRun
    };
    let (settings, all_readings) = settings(inputs).map_err(|it| refuse(&it, host))?;
    let env = Env::new(&plan, &settings).map_err(|it| refuse(&it, host))?;
    Ok(Bound { plan, env, all_readings })
}

fn no_decision(rule: &Path, program: &Program) -> Problem {
    let name = rule.display().to_string();
    if program.published.is_empty() {
        return Problem::nowhere("CT0005", say!("`{name}` không có quyết định nào", "`{name}` holds no decision"))
            .help(say!("chọn tệp có `quyết định … {{ … }}`", "choose a file with `decision … {{ … }}`"));
    }
    Problem::nowhere(
        "CT1010",
        say!(
            "`{name}` chỉ có số liệu công bố, không giao chỉ tiêu nào để đánh giá",
            "`{name}` has published figures only, and no quota to evaluate"
        ),
    )
    .help(say!("kiểm số liệu công bố bằng `chitieu audit {name}`", "check them with `chitieu audit {name}`"))
}

/// A file of counts; `-` is standard input.
pub fn input(path: &Path, disk: &Disk, host: &mut Host) -> Result<Input, Problem> {
    let bytes = if path == Path::new("-") { disk.typed(host.input) } else { disk.counts(path) };
    Ok(Input { name: path.display().to_string(), bytes: bytes? })
}

/// The counts that the arguments name.
pub fn tally(
    plan: &Plan,
    inputs: &Inputs,
    as_of: Option<Day>,
    disk: &Disk,
    lang: Lang,
    host: &mut Host,
) -> Result<Tally, Problems> {
    tally_of(plan, inputs, as_of, Some(&Fold::default()), disk, lang, host)
}

/// The counts that the arguments name, read whole: dossiers that stand twice are found, and every total is held against
/// its rows.
pub fn tally_read_whole(
    plan: &Plan,
    inputs: &Inputs,
    as_of: Option<Day>,
    disk: &Disk,
    lang: Lang,
    host: &mut Host,
) -> Result<Tally, Problems> {
    tally_of(plan, inputs, as_of, None, disk, lang, host)
}

/// The counts that the arguments name; `fold`: what need not be told apart; none: they are read whole.
fn tally_of(
    plan: &Plan,
    inputs: &Inputs,
    as_of: Option<Day>,
    fold: Option<&Fold>,
    disk: &Disk,
    lang: Lang,
    host: &mut Host,
) -> Result<Tally, Problems> {
    let options = options(plan, inputs, as_of, disk)?;
    let data = data_files(&inputs.data)?;
    let progress = Progress::begin(host.progress, &data, lang);
    // Codes are compared in files that are read whole.
    let Some(fold) = fold.filter(|_| !inputs.dedup) else {
        return read(plan, &all(&data, disk, host)?, options).map_err(Problems::from);
    };
    let is_typed = |it: &Path| it == Path::new("-");
    let typed = match data.iter().find(|it| is_typed(it)) {
        Some(_) => disk.typed(host.input)?,
        None => Vec::new(),
    };
    let file = |path| DataFile { path, typed: is_typed(path).then_some(typed.as_slice()), read: progress.read() };
    data.iter().filter(|it| !is_typed(it)).for_each(|it| disk.note_pieces(it));
    let files: Vec<DataFile> = data.iter().map(|it| file(it)).collect();
    let feeds: Vec<&dyn Feed> = files.iter().map(|it| it as &dyn Feed).collect();
    gather(plan, &feeds, &options, fold).map_err(Problems::from)
}

/// The counts that the arguments name, read again, with where each dossier stands. Errors: standard input cannot be read
/// again.
pub fn traced(
    plan: &Plan,
    inputs: &Inputs,
    as_of: Option<Day>,
    disk: &Disk,
    host: &mut Host,
) -> Result<(Tally, Vec<Traced>), Problems> {
    if inputs.data.iter().any(|it| it == Path::new("-")) {
        return Err(Problem::nowhere(
            "CT0849",
            say!("`--cells` không dùng được với đầu vào `-`", "`--cells` does not go with standard input `-`"),
        )
        .help(say!(
            "ghi số liệu vào một tệp rồi dùng `--data TỆP`",
            "write the counts to a file, and use `--data FILE`"
        ))
        .into());
    }
    let options = options(plan, inputs, as_of, disk)?;
    trace(plan, &all(&data_files(&inputs.data)?, disk, host)?, &options).map_err(Problems::from)
}

/// All files of counts, with their bytes.
fn all(data: &[PathBuf], disk: &Disk, host: &mut Host) -> Result<Vec<Input>, Problem> {
    data.iter().map(|it| input(it, disk, host)).collect()
}

/// How the counts are read. Errors: an encoding that is none, faults of the mapping.
fn options(plan: &Plan, inputs: &Inputs, as_of: Option<Day>, disk: &Disk) -> Result<Options, Problems> {
    let mapping = inputs.mapping.as_deref().map(|it| mapping::load(it, plan, inputs.any_unit, disk)).transpose()?;
    Ok(Options {
        bad_rows: match inputs.bad_rows {
            BadRowsArg::Refuse => BadRows::Refuse,
            BadRowsArg::Report => BadRows::Report,
        },
        as_of,
        shift_years: inputs.shift_years,
        encoding: inputs.encoding.as_deref().map(encoding).transpose()?,
        sheets: inputs.sheet.clone(),
        any_unit: inputs.any_unit,
        mapping: mapping.unwrap_or_default(),
        once: inputs.dedup,
        ..Options::default()
    })
}

/// The register and the lists in place of those of a rule file. Errors: there is no such list, or no such file.
pub fn replace(program: &Program, inputs: &Inputs, disk: &Disk) -> Result<Replace, Problem> {
    let mut replace = Replace::default();
    if let Some(path) = &inputs.units {
        replace.units = Some(disk.source(path)?);
    }
    for text in &inputs.list {
        let (name, path) = pair(text, "--list")?;
        let Some(id) = program.find_list(name) else {
            let names = program.lists.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Problem::nowhere("CT0006", say!("không có danh mục `{name}`", "there is no list `{name}`"))
                .help(say!("các danh mục: {names}", "the lists: {names}")));
        };
        replace.lists.push((id, disk.source(Path::new(path))?));
    }
    for (name, path) in &inputs.defaults {
        if let Some(id) = program.find_list(name).filter(|id| replace.lists.iter().all(|it| it.0 != *id)) {
            replace.lists.push((id, disk.source(path)?));
        }
    }
    Ok(replace)
}

/// `NAME=VALUE`
fn pair<'a>(text: &'a str, option: &str) -> Result<(&'a str, &'a str), Problem> {
    text.split_once('=').map(|it| (it.0.trim(), it.1.trim())).ok_or_else(|| {
        Problem::nowhere("CT0007", say!("`{option} {text}` thiếu dấu `=`", "`{option} {text}` lacks its `=`"))
            .help(say!("viết `{option} TÊN=GIÁ_TRỊ`", "write `{option} NAME=VALUE`"))
    })
}

pub fn day(text: &str) -> Result<Day, Problem> {
    Day::parse(text).ok_or_else(|| {
        Problem::nowhere("CT0008", say!("`{text}` không phải một ngày", "`{text}` is not a day"))
            .help(say!("viết `2024-03-20` hoặc `20/03/2024`", "write `2024-03-20` or `20/03/2024`"))
    })
}

/// What the arguments set, and whether every choice of the readings is asked for.
pub fn settings(inputs: &Inputs) -> Result<(Settings, bool), Vec<Problem>> {
    let mut settings = Settings { strict: inputs.strict, ..Settings::default() };
    let mut problems = Vec::new();
    let mut all = false;
    for text in &inputs.event {
        match pair(text, "--event").and_then(|(name, value)| Ok((name.to_owned(), day(value)?))) {
            Ok(it) => settings.events.push(it),
            Err(problem) => problems.push(problem),
        }
    }
    for text in &inputs.reading {
        if text == "all" {
            all = true;
            continue;
        }
        match pair(text, "--reading") {
            Ok((name, value)) => settings.readings.push((name.to_owned(), value.to_owned())),
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(text) = &inputs.period {
        let ends = text.split_once("..").map(|(from, to)| (day(from), day(to)));
        match ends {
            Some((Ok(from), Ok(to))) if from <= to => settings.period = Some(Days::new(from, to)),
            Some((Err(problem), _) | (_, Err(problem))) => problems.push(problem),
            _ => problems.push(
                Problem::nowhere("CT0008", say!("`{text}` không phải một kỳ", "`{text}` is not a period"))
                    .help(say!("viết `2024-01-01..2024-12-31`", "write `2024-01-01..2024-12-31`")),
            ),
        }
    }
    if let Some(text) = &inputs.as_of {
        match day(text) {
            Ok(it) => settings.as_of = Some(it),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok((settings, all)) } else { Err(problems) }
}
