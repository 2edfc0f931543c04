//! Commands of GitHub workflows: GitHub shows each of them at the lines of the change.

use super::place::{first, message, path};
use super::summary;
use crate::findings::Findings;
use crate::lang::Lang;
use crate::problem::Severity;

/// `::error file=…,line=…,endLine=…,col=…,title=…::…`, then the sums.
pub fn github(findings: &Findings, lang: Lang) -> String {
    let mut out = String::new();
    for (look, problem) in findings.problems() {
        let level = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = match first(look, problem) {
            None => format!("file={}", property(&path(&look.file))),
            Some(it) => {
                let file = property(&it.path);
                // GitHub takes an end column only within a line.
                let end = if it.end_line == it.line { format!(",endColumn={}", it.end_column) } else { String::new() };
                format!("file={file},line={},endLine={},col={}{end}", it.line, it.end_line, it.column)
            }
        };
        let title = property(problem.code);
        out += &format!("::{level} {place},title={title}::{}\n", data(&message(problem, lang)));
    }
    out + &summary(findings, lang)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_the_commands_are_escaped() {
        assert_eq!(data("55%:\r\na,b"), "55%25:%0D%0Aa,b");
        assert_eq!(property("a:b,50%\n"), "a%3Ab%2C50%25%0A");
    }
}
