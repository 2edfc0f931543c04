//! `diff`

use super::args::{DiffArgs, DiffFormat, Inputs, Only};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::diff::{Diff, Kind, Named, UnitPair, compare};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::report::{self, DiffReport, Layout, Style};
use crate::source::Sources;
use crate::text::plain;
use crate::world::split_kind;

/// Compares two decisions, each bound to its own world.
pub fn diff(args: &DiffArgs, lang: Lang, host: &mut Host) -> Exit {
    run(args, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &DiffArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    // What is wrong with either is told in one run.
    let old = decision(&args.old, &args.inputs, &disk, lang, host);
    let new = decision(&args.new, &args.inputs, &disk, lang, host);
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(one), Err(two)) => return Err(one.and(two)),
        (Err(exit), _) | (_, Err(exit)) => return Err(exit),
    };
    let diff = compare(&old, &new);
    let refuse = |problem: Problem, host: &mut Host| {
        tell(host, lang, &[problem], &Sources::default());
        Exit::CannotRun
    };
    let mut units = Vec::new();
    for text in &args.unit {
        units.extend(codes(&diff, text).map_err(|it| refuse(it, host))?);
    }
    let shared = diff.changes.iter().any(|it| it.unit.old.is_some() && it.unit.new.is_some());
    if !shared && !old.quotas.is_empty() && !new.quotas.is_empty() {
        tell(host, lang, &[nothing_shared()], &Sources::default());
    }
    let kinds: Vec<Kind> = args.only.iter().flat_map(|it| it.kinds()).copied().collect();
    let report = DiffReport { old: &old, new: &new, diff: &diff, units: &units, kinds: &kinds, lang };
    let style = |plain| Style { plain, colour: false, width: host.width };
    let text = match args.format {
        DiffFormat::Table => report::diff_text(&report, Layout::Terminal(style(false))),
        DiffFormat::Plain => report::diff_text(&report, Layout::Terminal(style(true))),
        DiffFormat::Markdown => report::diff_text(&report, Layout::Markdown(host.width)),
        DiffFormat::Json => report::diff_json(&report),
        DiffFormat::Csv => report::diff_csv(&report),
    };
    match &args.output {
        None => {
            let _ = host.out.write_all(text.as_bytes());
        }
        Some(path) => super::eval::write(path, &text).map_err(|it| refuse(it, host))?,
    }
    Ok(Exit::Fine)
}

fn decision(rule: &std::path::Path, inputs: &Inputs, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Plan, Exit> {
    let program = prepare::decision(rule, None, disk, lang, host)?;
    prepare::plan(program, inputs, disk, lang, host)
}

/// The codes, in either register, of the unit of a text: its code, its name, or its name without accents or kind.
fn codes(diff: &Diff, text: &str) -> Result<Vec<String>, Problem> {
    let mut units: Vec<&UnitPair> = Vec::new();
    for change in &diff.changes {
        if !units.iter().any(|it| it.old == change.unit.old && it.new == change.unit.new) {
            units.push(&change.unit);
        }
    }
    let wanted = plain(text);
    let bare = |it: &Named| plain(&split_kind(&it.name).1) == wanted;
    type Fits<'a> = &'a dyn Fn(&Named) -> bool;
    let ways: [Fits; 3] = [&|it| it.code == text.trim(), &|it| plain(&it.name) == wanted, &bare];
    for fits in ways {
        let called = |it: &&&UnitPair| [&it.old, &it.new].into_iter().flatten().any(fits);
        let found: Vec<&&UnitPair> = units.iter().filter(called).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok([&one.old, &one.new].into_iter().flatten().map(|it| it.code.clone()).collect()),
            many => return Err(several(text, many)),
        }
    }
    let problem = Problem::nowhere(
        "CT1101",
        say!("không quyết định nào giao chỉ tiêu cho `{text}`", "neither decision assigns a quota to `{text}`"),
    );
    Err(problem.help(say!(
        "viết tên như trong sổ đơn vị, hoặc mã; bỏ `--unit` thì hiện mọi đơn vị",
        "write the name as the register has it, or the code; without `--unit` all units are shown"
    )))
}

fn several(text: &str, units: &[&&UnitPair]) -> Problem {
    let names = units.iter().filter_map(|it| it.named()).map(|it| format!("{} ({})", it.name, it.code));
    let list = names.collect::<Vec<_>>().join(", ");
    Problem::nowhere("CT1103", say!("có nhiều đơn vị tên `{text}`", "several units are called `{text}`"))
        .note(say!("{list}", "{list}"))
        .help(say!("viết mã đơn vị", "write the code of the unit"))
}

/// Two decisions on different units, or on units that the registers call differently.
fn nothing_shared() -> Problem {
    let title = say!("hai quyết định không có đơn vị nào chung", "the two decisions have no unit in common");
    Problem { severity: crate::problem::Severity::Warning, ..Problem::nowhere("CT1102", title) }.help(say!(
        "nếu đó là cùng những đơn vị, ghi cùng mã hoặc cùng tên trong hai sổ đơn vị",
        "if they are the same units, give them the same codes or names in both registers"
    ))
}

impl Only {
    /// The kinds of changes that are meant.
    fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Changed => &[Kind::Stricter, Kind::Looser, Kind::Added, Kind::Dropped, Kind::NotComparable],
            Self::Stricter => &[Kind::Stricter],
            Self::Looser => &[Kind::Looser],
            Self::Same => &[Kind::Same],
            Self::Added => &[Kind::Added],
            Self::Dropped => &[Kind::Dropped],
            Self::NotComparable => &[Kind::NotComparable],
        }
    }
}
