//! Help and usage errors in both languages: clap has no translations, so its English words are not used.

mod after;

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _};

use super::args::Cli;
use crate::lang::{Lang, say};
use crate::problem::Problem;

/// Why nothing is run.
pub enum Stop {
    /// A text was asked for: help, version.
    Shown(String),
    /// The arguments are wrong.
    Wrong(Box<Problem>),
}

/// The language that the arguments ask for, whatever else is wrong with them.
pub fn lang_of(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().filter_map(|it| it.to_str());
    while let Some(word) = words.next() {
        if word == "--" {
            return None;
        }
        if let Some(value) = word.strip_prefix("--lang=") {
            return Lang::of_code(value);
        }
        if word == "--lang" {
            return words.next().and_then(Lang::of_code);
        }
    }
    None
}

/// Reads the arguments.
pub fn parse(arguments: &[OsString], lang: Lang) -> Result<Cli, Stop> {
    let command = command(lang);
    let matches = command.try_get_matches_from(arguments).map_err(|it| stop(&it, lang))?;
    Cli::from_arg_matches(&matches).map_err(|it| stop(&it, lang))
}

/// The command line with its help in a language.
pub fn command(lang: Lang) -> clap::Command {
    localise(Cli::command(), lang, "")
}

const TEMPLATE_VI: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}\n";
const TEMPLATE_EN: &str = "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n";

fn localise(command: clap::Command, lang: Lang, path: &str) -> clap::Command {
    let name = command.get_name().to_owned();
    let path = if path.is_empty() { name } else { format!("{path} {name}") };
    let subcommands: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    let arguments: Vec<(String, bool)> =
        command.get_arguments().map(|it| (it.get_id().to_string(), it.is_positional())).collect();
    let mut command = command
        .after_help(after::after(&path, lang))
        .help_template(lang.pick(TEMPLATE_VI, TEMPLATE_EN))
        .subcommand_help_heading(lang.pick("Lệnh", "Commands"))
        .subcommand_value_name(lang.pick("LỆNH", "COMMAND"))
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick("Hiện trợ giúp", "Show help")),
        );
    if path == "chitieu" {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help_heading(lang.pick("Tùy chọn", "Options"))
                .help(lang.pick("Hiện phiên bản", "Show the version")),
        );
    }
    if lang == Lang::En {
        command = command.about(english(&path).unwrap_or_default());
    }
    for (id, positional) in arguments {
        let heading =
            if positional { lang.pick("Tham số", "Arguments") } else { lang.pick("Tùy chọn", "Options") };
        command = command.mut_arg(&id, |it| {
            let it = it.help_heading(heading);
            match (lang, english(&id)) {
                (Lang::En, Some(help)) => it.help(help).value_name(english_value(&id)),
                _ => it,
            }
        });
    }
    for name in subcommands {
        command = command.mut_subcommand(&name, |it| localise(it, lang, &path));
    }
    command
}

/// The English of every line of help, by command or argument.
pub fn english(id: &str) -> Option<&'static str> {
    Some(match id {
        "chitieu" => "Quota decisions as rule files: checked, evaluated exactly, cited to the clause.",
        "chitieu eval" => "Evaluate a decision over counts of dossiers",
        "chitieu why" => "Explain a unit's verdict: from the words to the numbers",
        "chitieu rank" => "Score, grade and rank the units",
        "chitieu ledger" => "The ledger: what became of every dossier, and why",
        "chitieu need" => "How many dossiers more reach a quota, a rank, a grade",
        "chitieu sens" => "How verdicts change by reading, by the day of an event, by the number of a quota",
        "need_unit" => "Unit or group (`districts`); `rank 3` or `grade Good` may follow",
        "chitieu whatif" => "Which verdicts change under assumptions",
        "set" => "An assumption as at the prompt; may be repeated",
        "assume" => "A file of saved assumptions; may be repeated",
        "chitieu compare" => "Compare what comes of two files of assumptions",
        "one" => "The first file of assumptions; base: none",
        "two" => "The second file of assumptions",
        "over" => "What changes: readings (the default), an event, numbers like `50% 55%` or `40%..70% step 5%`",
        "all" => "Show also what does not change",
        "answer_format" => "Form: table (the default), plain, csv, json, markdown, html",
        "chitieu diff" => "Compare two decisions: quotas stricter, looser, new, dropped; definitions changed",
        "chitieu check" => "Check rule files",
        "chitieu prove" => {
            "Prove that each dossier has one rule: which procedures count on which days, which units have no quota"
        }
        "chitieu lint" => {
            "Find what is legal and probably not meant: numbers upside down, names mixed up, days that do not fit"
        }
        "list_lints" => "List what is looked for: code, name, severity, what",
        "only_lints" => "Look for these only (code or name); may be repeated",
        "show_ignored" => "Show also what the files say to `ignore`, with the reason",
        "chitieu fix" => "Mend what can be mended safely",
        "fix_paths" => {
            "Files or folders; none: the rules of the project; `-`: reads standard input, writes to standard output"
        }
        "diff" => "Write nothing; print which lines would change",
        "chitieu audit" => "Reckon again what a document publishes; exit with 3 if a line fails",
        "chitieu test" => "Run the tests inside rule files",
        "chitieu fmt" => "Format rule files; with --lang, translate them",
        "chitieu ci" => "Every guard over every rule file, in one report: check, prove, lint, fmt --check, test",
        "chitieu init" => "Begin a project: a decision to start from, a register, a list, counts, GitHub, GitLab",
        "chitieu completions" => "Print completions for a shell",
        "chitieu man" => "Print the man page of the program, or write the pages of all commands into a folder",
        "folder" => "Folder of the project; none: this folder",
        "shell" => "Shell: bash, elvish, fish, powershell, zsh",
        "man_output" => "Write the pages of all commands into this folder",
        "chitieu sql" => {
            "Print the SQL query that counts dossiers inside a database by just these rules; eval --counted reads it back"
        }
        "dialect" => "Database: postgres (the default), duckdb, spark, trino, clickhouse",
        "sql_mapping" => "Names of the table and its columns in the database (table [sql] of a mapping file)",
        "sql_reading" => "Choice of a reading: NAME=CHOICE",
        "sql_output" => "Write the query to a file",
        "counted" => "The result of the query of `chitieu sql`, in place of counts (CSV; `-` is standard input)",
        "from" => "Count inside PostgreSQL: postgres://USER@HOST/DATABASE",
        "chitieu units" => "The register: which units, from when to when, which provision binds them",
        "at" => "Only the units in force on this day; none: every row of the register",
        "chitieu explain" => "Explain an error code",
        "chitieu run" => "Run a script of lines of the prompt",
        "chitieu repl" => "The prompt: ask, assume, see what changes; there, type :help, and Tab completes names",
        "lang" => "Language of messages: vi (the default) or en; also CHITIEU_LANG",
        "color" => "Colour: auto (the default), always or never",
        "data" => {
            "File of counts (Excel, CSV, JSON, Parquet, also packed; a folder; a pattern; `-`: standard input); may be repeated, files add up"
        }
        "encoding" => "Encoding of the counts: utf-8, windows-1258, tcvn3, vni, utf-16le, utf-16be; none: found out",
        "sheet" => "Read only this sheet of a workbook; may be repeated",
        "cells" => "Behind each number the files, sheets, cells and lines in which it stands",
        "limit" => "With --cells: at most so many ranges of cells for each number",
        "dedup" => "A dossier whose code stands again counts once; the other rows go into the ledger",
        "mapping" => {
            "Mapping (.nguon.toml): which column is what, what words mean, how numbers and days are written, other names of units"
        }
        "chitieu data" => "See how files of counts are read, before they are evaluated",
        "chitieu data check" => {
            "The report: encodings, sheets, headers, repaired cells, rows that cannot be counted, codes that stand twice"
        }
        "chitieu tally" => "Kept counts: counted once, kept as a file, added up with others",
        "chitieu tally make" => "Count files once and keep that: every later question is answered without reading them",
        "chitieu tally merge" => "Add kept counts up, in any order",
        "chitieu tally show" => "What kept counts were made from, and what they hold",
        "tally_output" => "File for the kept counts, by custom with the ending .ctq",
        "tally_files" | "tally_file" => "Kept counts",
        "apart" => "No dossier is in two of the files, for certain",
        "chitieu data map" => {
            "Propose a mapping (.nguon.toml) of a file of counts: which column is what, words and names that are not clear"
        }
        "chitieu data template" => {
            "A form to fill in with the counts that a rule file needs: all units that it binds, the columns that it asks for"
        }
        "chitieu data compare" => {
            "Hold two sources of the same counts against each other: which units, procedures, months differ; exit with 3 if some do"
        }
        "source_a" => "The first file of counts",
        "source_b" => "The second file of counts",
        "compare_rule" => "Rule file: the register, and what is to be counted",
        "compare_mapping" => "Mapping of both; given twice, the second is that of the second file",
        "template_format" => "Form: csv (the default), xlsx, html, markdown; none: by the ending of the file of -o",
        "template_output" => "Write to a file; the ending .csv, .xlsx, .html, .md chooses the form",
        "data_file" => "File of counts (Excel, CSV, JSON, Parquet; `-`: standard input)",
        "data_files" => "Files of counts (Excel, CSV, JSON, Parquet; `-`: standard input)",
        "data_rule" => "Rule file that will use the counts; none: only their form is looked at",
        "data_format" => "Form of the report: text (the default), json",
        "units" => "Register of units in place of the rule file's own",
        "list" => "List in place of the one of that name: NAME=FILE",
        "event" => "Day of an unknown event: NAME=DATE (yyyy-mm-dd or dd/mm/yyyy)",
        "reading" => "Choice of a reading: NAME=CHOICE; all: every choice",
        "period" => "Assessment period, where the rule file leaves it open: FROM..TO",
        "as_of" => "Until when the counts reach; before the end of the period results are provisional",
        "shift_years" => "Move every date of the counts by so many years: last year's counts under this year's rule",
        "strict" => "Refuse counts made before (without procedure or day)",
        "bad_rows" => "Bad rows: refuse (the default) or report (into the ledger)",
        "rule" => "Rule file (.chitieu)",
        "unit" => "Unit (name or code); with eval: show only this one, all are counted",
        "format" => "Form: table (the default), plain, json, csv",
        "report_format" => {
            "Form of the report: text (the default), plain, concise, json, jsonl, sarif, github, gitlab, junit, tap, markdown"
        }
        "fail_level" => {
            "From which level on findings fail (exit code 2; of tests: 3): error (the default), warning, note"
        }
        "old" => "Rule file of the earlier decision",
        "new" => "Rule file of the later decision",
        "only" => "Show only: changed (all but same), stricter, looser, same, added, dropped, not_comparable",
        "diff_unit" => "Show only this unit (name or code); may be repeated",
        "diff_format" => "Form: table (the default), plain, markdown, json, csv",
        "result_format" => {
            "Form: table (the default), plain, json, csv, markdown, html, xlsx; none: by the ending of the file of -o"
        }
        "result_output" => "Write the result to a file; the ending .csv, .json, .md, .html, .xlsx chooses the form",
        "output" => "Write the result to a file",
        "fail_on" => "Exit with 3 on not_met (or mismatch), with 4 on undecided",
        "evidence" => "Write evidence (fingerprints of all files, version, choices) to a file",
        "replay" => "Run again exactly as an evidence file says",
        "by" => "Rank by this criterion or indicator only",
        "paths" => "Files or folders; none: the rules of the project; of fmt: none or `-` reads standard input",
        "check" => "Write nothing; exit with 2 if a file would change",
        "stdin_name" => "What standard input is called in the report",
        "project" => "Project file; none: the nearest chitieu.toml upward from the rule file",
        "run" => "Only tests with such a title (accents and capitals aside; `*` stands for any letters)",
        "list_tests" => "Only list the tests",
        "update" => "Write the tables of results that tests name",
        "coverage" => "Which provisions, windows and steps the tests reach",
        "fail_under" => "Exit with 3 where tests reach less than so many percent",
        "mutate" => "Change each number, day, condition: do the tests notice",
        "script" => "Script: questions and commands of the prompt, one a line",
        "run_rule" => "Rule file (.chitieu)",
        "code" => "Error code, like CT0201; none: list them",
        _ => return None,
    })
}

fn english_value(id: &str) -> &'static str {
    match id {
        "rule" | "run_rule" | "data_rule" | "compare_rule" => "RULE_FILE",
        "encoding" => "ENCODING",
        "sheet" => "SHEET",
        "run" => "TITLE",
        "fail_under" => "PERCENT",
        "script" => "SCRIPT",
        "old" => "OLD",
        "new" => "NEW",
        "only" => "KIND",
        "unit" | "diff_unit" | "need_unit" => "UNIT",
        "by" | "stdin_name" => "NAME",
        "over" => "WHAT",
        "set" => "ASSUMPTION",
        "assume" => "FILE",
        "one" | "source_a" => "FILE_A",
        "two" | "source_b" => "FILE_B",
        "paths" | "fix_paths" => "PATH",
        "only_lints" => "CODE",
        "code" => "CODE",
        "folder" | "man_output" => "FOLDER",
        "shell" => "SHELL",
        "list" => "NAME=FILE",
        "event" => "NAME=DATE",
        "reading" | "sql_reading" => "NAME=CHOICE",
        "dialect" => "KIND",
        "from" => "ADDRESS",
        "period" => "FROM..TO",
        "as_of" | "at" => "DATE",
        "shift_years" => "YEARS",
        "limit" => "NUMBER",
        "lang" => "vi|en",
        "format" | "data_format" | "result_format" | "diff_format" | "answer_format" | "report_format"
        | "template_format" => "FORM",
        "fail_level" => "LEVEL",
        "color" => "WHEN",
        "bad_rows" => "WAY",
        "fail_on" => "OUTCOME",
        _ => "FILE",
    }
}

fn stop(error: &clap::Error, lang: Lang) -> Stop {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(it)) => it.clone(),
        Some(ContextValue::Strings(it)) => it.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let title = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Stop::Shown(error.to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            return Stop::Wrong(Box::new(
                Problem::nowhere("CT0001", say!("thiếu lệnh", "a command is missing"))
                    .help(say!("xem `chitieu --help`", "see `chitieu --help --lang en`")),
            ));
        }
        ErrorKind::UnknownArgument => say!("không có tùy chọn `{argument}`", "there is no option `{argument}`"),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            say!("không có lệnh `{name}`", "there is no command `{name}`")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue);
            let valid = text(ContextKind::ValidValue);
            if value.is_empty() {
                say!("tùy chọn `{argument}` thiếu giá trị", "the option `{argument}` lacks its value")
            } else {
                say!(
                    "`{argument}` không nhận `{value}`; được: {valid}",
                    "`{argument}` does not take `{value}`; it takes: {valid}"
                )
            }
        }
        ErrorKind::MissingRequiredArgument => say!("thiếu tham số: {argument}", "missing: {argument}"),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            say!("`{argument}` không dùng cùng `{other}`", "`{argument}` does not go with `{other}`")
        }
        _ => say!("tham số sai: {argument}", "wrong arguments: {argument}"),
    };
    let near = text(ContextKind::SuggestedArg) + &text(ContextKind::SuggestedSubcommand);
    let near = near.replace(", ", "`, `");
    let help = if near.is_empty() {
        say!("xem `chitieu --help`", "see `chitieu --help --lang en`")
    } else {
        say!("ý bạn là `{near}`?", "did you mean `{near}`?")
    };
    let _ = lang;
    Stop::Wrong(Box::new(Problem::nowhere("CT0001", title).help(help)))
}
