//! `sql`, and counts that a database made: `eval --counted`, `eval --from`.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::args::{BadRowsArg, EvalArgs, SqlArgs};
use super::disk::Disk;
use super::{Exit, Host, prepare, tell, write};
use crate::check::Program;
use crate::data::{BadRows, Options};
use crate::eval::Env;
use crate::lang::{Lang, Say, say};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::source::Sources;
use crate::sql::{Counted, Names, ROLES, bad_mapping, query, read};

/// Prints the query.
pub fn sql(args: &SqlArgs, lang: Lang, host: &mut Host) -> Exit {
    run(args, lang, host).unwrap_or_else(|exit| exit)
}

fn run(args: &SqlArgs, lang: Lang, host: &mut Host) -> Result<Exit, Exit> {
    let refuse = |problem: Problem, host: &mut Host| {
        tell(host, lang, &[problem], &Sources::default());
        Exit::CannotRun
    };
    let disk = Disk::default();
    let bound = prepare::bound(&args.rule, &args.inputs(), &disk, lang, host)?;
    let names = names(args.mapping.as_deref(), &bound.plan.program, &disk).map_err(|it| refuse(it, host))?;
    let text = query(&bound.plan, &bound.env, &names, args.dialect.into(), lang).map_err(|it| refuse(it, host))?;
    match &args.output {
        None => drop(write!(host.out, "{text}")),
        Some(path) => write(path, text).map_err(|it| refuse(it, host))?,
    }
    Ok(Exit::Fine)
}

/// The names that a mapping file gives: its table `[sql]`; what else stands there is for files of counts.
fn names(path: Option<&Path>, program: &Program, disk: &Disk) -> Result<Names, Problem> {
    let mut names = Names::default();
    let Some(path) = path else { return Ok(names) };
    let file = path.display().to_string();
    let wrong = |why: Say| bad_mapping(&file, &why);
    let source = disk.source(path)?;
    let root = DeTable::parse(&source.text).map_err(|it| {
        let why = it.message().to_owned();
        wrong(say!("không đúng cú pháp TOML: {why}", "it is no TOML: {why}"))
    })?;
    let Some(sql) = root.get_ref().get("sql") else { return Ok(names) };
    let is_no_table =
        || wrong(say!("`[sql]` và `[sql.columns]` phải là bảng", "`[sql]` and `[sql.columns]` have to be tables"));
    for (key, value) in sql.get_ref().as_table().ok_or_else(is_no_table)? {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("table", DeValue::String(name)) => names.table = name.trim().to_owned(),
            ("columns", columns) => {
                for (role, value) in columns.as_table().ok_or_else(is_no_table)? {
                    let role = role.get_ref();
                    let name = value.get_ref().as_str().ok_or_else(|| {
                        wrong(say!(
                            "`{role}` cần một tên cột trong dấu nháy",
                            "`{role}` takes the name of a column in quotes"
                        ))
                    })?;
                    names.set(role, name);
                }
            }
            (key, _) => {
                return Err(wrong(say!(
                    "trong `[sql]` chỉ có `table` và `columns`, không có `{key}`",
                    "`[sql]` has `table` and `columns`, and no `{key}`"
                )));
            }
        }
    }
    if let Some(role) = names.unknown(&program.columns).next() {
        let roles = ROLES.map(|it| it.0).join(", ");
        return Err(wrong(say!(
            "không có cột nào là `{role}`; các cột: {roles}, và cột mà tệp quy tắc khai báo",
            "there is no column `{role}`; the columns: {roles}, and those that the rule file declares"
        )));
    }
    Ok(names)
}

/// Whether counts come from a database.
pub fn is_counted(args: &EvalArgs) -> bool {
    args.counted.is_some() || args.from.is_some()
}

/// The counts that a database made.
pub fn counted(args: &EvalArgs, plan: &Plan, env: &Env, disk: &Disk, host: &mut Host) -> Result<Counted, Vec<Problem>> {
    let one = |it: Problem| vec![it];
    let bad_rows = match args.inputs.bad_rows {
        BadRowsArg::Refuse => BadRows::Refuse,
        BadRowsArg::Report => BadRows::Report,
    };
    let options = Options { as_of: env.as_of, any_unit: args.inputs.any_unit, ..Options::from(bad_rows) };
    let (name, bytes) = match (&args.counted, &args.from) {
        (Some(path), _) => {
            let bytes = if path == Path::new("-") { disk.typed(host.input) } else { disk.bytes(path) };
            (path.display().to_string(), bytes.map_err(one)?)
        }
        (None, from) => {
            let from = from.as_deref().unwrap_or_default();
            let names = names(args.inputs.mapping.as_deref(), &plan.program, disk).map_err(one)?;
            ("postgres".to_owned(), super::postgres::pushed_down(from, plan, env, &names).map_err(one)?)
        }
    };
    read(plan, env, &name, &bytes, options)
}
