//! `explain`: the page of a code, made from its golden case.

use super::args::ExplainArgs;
use super::{Exit, Host, tell};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::source::Sources;

/// The pages of all codes; a test makes them from the golden cases and keeps them true.
const PAGES: [&str; 2] = [include_str!("../../docs/ma-loi.md"), include_str!("../../docs/codes.md")];

/// Prints the page of a code, or the list of codes.
pub fn explain(args: &ExplainArgs, lang: Lang, host: &mut Host) -> Exit {
    let pages = lang.pick(PAGES[0], PAGES[1]);
    let Some(code) = &args.code else {
        for line in pages.lines().filter_map(|it| it.strip_prefix("## ")) {
            let _ = writeln!(host.out, "{line}");
        }
        return Exit::Fine;
    };
    let code = code.trim().to_ascii_uppercase();
    match page(pages, &code) {
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

fn page<'a>(pages: &'a str, code: &str) -> Option<&'a str> {
    let start = pages.find(&format!("## {code}"))?;
    let rest = pages.get(start..)?;
    let end = rest.get(3..).and_then(|it| it.find("\n## ")).map_or(rest.len(), |it| it + 3);
    rest.get(..end)
}
