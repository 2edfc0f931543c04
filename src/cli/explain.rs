//! `explain`: the page of a code, made from its golden case.

use super::args::ExplainArgs;
use super::{Exit, Host, tell};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::codes;
use crate::source::Sources;

/// Prints the page of a code, or the list of codes.
pub fn explain(args: &ExplainArgs, lang: Lang, host: &mut Host) -> Exit {
    let Some(code) = &args.code else {
        for line in codes::headings(lang) {
            let _ = writeln!(host.out, "{line}");
        }
        return Exit::Fine;
    };
    let code = code.trim().to_ascii_uppercase();
    match codes::page(&code, lang) {
        Some(page) => {
            let _ = writeln!(host.out, "{}", page.trim_end());
            Exit::Fine
        }
        None => {
            let problem = Problem::nowhere("CT0016", say!("không có mã `{code}`", "there is no code `{code}`"))
                .help(say!("`chitieu explain` liệt kê mọi mã", "`chitieu explain` lists all codes"));
            tell(host, lang, &[problem], &Sources::default());
            Exit::CannotRun
        }
    }
}
