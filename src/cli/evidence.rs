//! Evidence: what a result was made from, so that it can be made again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::args::{BadRowsArg, Inputs};
use super::disk::Disk;
use super::prepare::Ready;
use crate::check::Program;
use crate::eval::When;
use crate::lang::say;
use crate::problem::Problem;
use crate::text::Day;

/// The evidence of an evaluation.
#[derive(Debug, Serialize, Deserialize)]
struct Evidence {
    schema: u32,
    tool: String,
    rule: PathBuf,
    data: Vec<PathBuf>,
    units: Option<PathBuf>,
    lists: Vec<String>,
    events: BTreeMap<String, Option<String>>,
    readings: BTreeMap<String, Option<String>>,
    all_readings: bool,
    period: (String, String),
    as_of: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    shift_years: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mapping: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sheets: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    dedup: bool,
    strict: bool,
    report_bad_rows: bool,
    /// SHA-256 of every file that was read.
    files: BTreeMap<String, String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(it: &i32) -> bool {
    *it == 0
}

/// The evidence as JSON.
pub fn evidence(rule: &Path, inputs: &Inputs, ready: &Ready, disk: &Disk) -> String {
    let program = &ready.plan.program;
    let day = |it: &When| if let When::On(day) = it { Some(day.iso()) } else { None };
    let events = program.events.iter().zip(&ready.env.events);
    let readings = program.readings.iter().zip(&ready.env.readings);
    let evidence = Evidence {
        schema: 1,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        rule: rule.to_owned(),
        data: inputs.data.clone(),
        units: inputs.units.clone(),
        lists: lists(inputs, program),
        events: events.map(|(it, when)| (it.name.clone(), day(when))).collect(),
        readings: readings
            .map(|(it, choice)| (it.name.clone(), choice.and_then(|at| it.choices.get(at)).map(|it| it.name.clone())))
            .collect(),
        all_readings: ready.all_readings,
        period: (ready.env.period.from.iso(), ready.env.period.to.iso()),
        as_of: ready.env.as_of.map(Day::iso),
        shift_years: inputs.shift_years,
        encoding: inputs.encoding.clone(),
        mapping: inputs.mapping.clone(),
        sheets: inputs.sheet.clone(),
        dedup: inputs.dedup,
        strict: ready.env.strict,
        report_bad_rows: inputs.bad_rows == BadRowsArg::Report,
        files: disk.record().into_iter().collect(),
    };
    let mut text = serde_json::to_string_pretty(&evidence).unwrap_or_default();
    text.push('\n');
    text
}

/// The lists that were typed, and those of the project that the rule file has.
fn lists(inputs: &Inputs, program: &Program) -> Vec<String> {
    let typed = |name: &str| inputs.list.iter().any(|it| it.split('=').next().is_some_and(|it| it.trim() == name));
    let used = inputs.defaults.iter().filter(|it| program.find_list(&it.0).is_some() && !typed(&it.0));
    inputs.list.iter().cloned().chain(used.map(|it| format!("{}={}", it.0, it.1.display()))).collect()
}

/// The rule file and the inputs that evidence stands for. Errors: a file is not what it was.
pub fn replay(path: &Path, disk: &Disk) -> Result<(PathBuf, Inputs), Problem> {
    let name = path.display().to_string();
    let evidence: Evidence = serde_json::from_slice(&disk.bytes(path)?).map_err(|it| {
        let why = it.to_string();
        Problem::nowhere(
            "CT0011",
            say!("`{name}` không phải tệp bằng chứng: {why}", "`{name}` is no evidence file: {why}"),
        )
    })?;
    // What is read from here on is the record of this run.
    let now = Disk::default();
    let mut changed = Vec::new();
    for (file, hash) in &evidence.files {
        let _ = now.bytes(Path::new(file));
        match now.record().iter().find(|it| it.0 == *file) {
            Some((_, found)) if found == hash => {}
            _ => changed.push(file.clone()),
        }
    }
    if !changed.is_empty() {
        let list = changed.join(", ");
        return Err(Problem::nowhere(
            "CT0012",
            say!("tệp đã thay đổi hoặc không còn: {list}", "files that changed or are gone: {list}"),
        )
        .help(say!("khôi phục các tệp đó, hoặc đánh giá lại từ đầu", "restore these files, or evaluate anew")));
    }
    let version = env!("CARGO_PKG_VERSION");
    if evidence.tool != version {
        let old = &evidence.tool;
        return Err(Problem::nowhere(
            "CT0013",
            say!(
                "bằng chứng của phiên bản {old}, đây là {version}",
                "the evidence is of version {old}, this is {version}"
            ),
        )
        .help(say!("dùng đúng phiên bản đó", "use that version")));
    }
    let set = |from: BTreeMap<String, Option<String>>| {
        from.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect::<Vec<String>>()
    };
    let mut reading = set(evidence.readings);
    if evidence.all_readings {
        reading.push("all".to_owned());
    }
    let inputs = Inputs {
        data: evidence.data,
        units: evidence.units,
        list: evidence.lists,
        event: set(evidence.events),
        reading,
        period: Some(format!("{}..{}", evidence.period.0, evidence.period.1)),
        as_of: evidence.as_of,
        shift_years: evidence.shift_years,
        encoding: evidence.encoding,
        mapping: evidence.mapping,
        sheet: evidence.sheets,
        dedup: evidence.dedup,
        strict: evidence.strict,
        bad_rows: if evidence.report_bad_rows { BadRowsArg::Report } else { BadRowsArg::Refuse },
        any_unit: false,
        defaults: Vec::new(),
    };
    Ok((evidence.rule, inputs))
}
