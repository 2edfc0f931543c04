//! `diff`

use super::args::{DiffArgs, DiffFormat, Only};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell};
use crate::diff::{Diff, Kind, compare};
use crate::lang::{Lang, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::report::{self, DiffForm, DiffReport, Style};
use crate::source::Sources;
use crate::text::plain;

/// Compares two decisions, each bound to its own world.
pub fn diff(args: &DiffArgs, lang: Lang, host: &mut Host) -> Exit {
    run(args, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &DiffArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let disk = Disk::default();
    // What is wrong with either is told in one run.
    let old = decision(&args.old, &disk, lang, host);
    let new = decision(&args.new, &disk, lang, host);
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
        DiffFormat::Table => report::diff_text(&report, DiffForm::Terminal(style(false))),
        DiffFormat::Plain => report::diff_text(&report, DiffForm::Terminal(style(true))),
        DiffFormat::Markdown => report::diff_text(&report, DiffForm::Markdown(host.width)),
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

fn decision(rule: &std::path::Path, disk: &Disk, lang: Lang, host: &mut Host) -> Result<Plan, Exit> {
    let program = prepare::decision(rule, disk, lang, host)?;
    prepare::plan(program, &super::args::Inputs::default(), disk, lang, host)
}

/// The codes, in either register, of the units of a text: a code, a name, or a name without accents.
fn codes(diff: &Diff, text: &str) -> Result<Vec<String>, Problem> {
    let wanted = plain(text);
    let mut out: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for unit in diff.changes.iter().flat_map(|it| [&it.unit.old, &it.unit.new]).flatten() {
        if unit.code == text.trim() || plain(&unit.name) == wanted {
            out.push(unit.code.clone());
        } else if plain(&unit.name).split_whitespace().last() == wanted.split_whitespace().last() {
            names.push(unit.name.clone());
        }
    }
    if !out.is_empty() {
        return Ok(out);
    }
    names.sort();
    names.dedup();
    names.truncate(5);
    let problem = Problem::nowhere(
        "CT1101",
        say!("không quyết định nào giao chỉ tiêu cho `{text}`", "neither decision assigns a quota to `{text}`"),
    );
    let near = names.join(", ");
    Err(if near.is_empty() {
        problem.help(say!(
            "viết tên đầy đủ như trong sổ đơn vị, hoặc mã",
            "write the full name as the register has it, or the code"
        ))
    } else {
        problem.help(say!("ý bạn là: {near}?", "did you mean: {near}?"))
    })
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
            Self::Changed => {
                &[Kind::Stricter, Kind::Looser, Kind::Added, Kind::Dropped, Kind::NotComparable]
            }
            Self::Stricter => &[Kind::Stricter],
            Self::Looser => &[Kind::Looser],
            Self::Same => &[Kind::Same],
            Self::Added => &[Kind::Added],
            Self::Dropped => &[Kind::Dropped],
            Self::NotComparable => &[Kind::NotComparable],
        }
    }
}
