//! Tables for a comment on a change, and for the summary of a job.

use super::place::{first, message, path};
use super::{Cell, Style, cells, reasons, summary};
use crate::findings::Findings;
use crate::lang::Lang;
use crate::report::answer::unmarked;
use crate::report::problems::severity;

/// The sums, file by guard, problem by problem.
pub fn markdown(findings: &Findings, style: Style) -> String {
    let lang = style.lang;
    let mut out = format!("### chitieu: {}", summary(findings, lang));
    if let Some((guards, rows)) = cells(findings, style.level) {
        let head: Vec<String> = std::iter::once(lang.pick("Tệp", "File"))
            .chain(guards.iter().map(|it| it.name()))
            .map(str::to_owned)
            .collect();
        out += &format!("\n{}{}", row(&head), row(&vec!["---".to_owned(); head.len()]));
        for (file, cells) in rows {
            let cells = cells.into_iter().map(|it| shown(it, lang));
            out += &row(&std::iter::once(code(file)).chain(cells).collect::<Vec<_>>());
        }
    }
    let reasons = reasons(findings, lang);
    if !reasons.is_empty() {
        out += &format!("\n{}\n", escaped(reasons.trim_end()));
    }
    if findings.problems().next().is_none() {
        return out;
    }
    let head = match lang {
        Lang::Vi => ["Mức", "Chỗ", "Mã", "Nội dung"],
        Lang::En => ["Level", "Place", "Code", "What"],
    };
    out += &format!("\n{}{}", row(&head.map(str::to_owned)), row(&["---"; 4].map(str::to_owned)));
    for (look, problem) in findings.problems() {
        let place = first(look, problem);
        let place = place.map_or_else(|| path(&look.file), |it| format!("{}:{}:{}", it.path, it.line, it.column));
        let level = severity(problem.severity, lang).to_owned();
        out += &row(&[level, code(&place), problem.code.to_owned(), escaped(&message(problem, lang))]);
    }
    out
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn shown(cell: Cell, lang: Lang) -> String {
    let mark = match cell {
        Cell::None => return "–".to_owned(),
        Cell::Passed => "✅",
        Cell::Failed => "❌",
        Cell::Skipped => "⏭️",
    };
    format!("{mark} {}", cell.word(lang))
}

/// A name as it is written.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace('|', "\\|"))
}

/// A text in a cell, in which only words between backticks are marked.
fn escaped(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let paired = pieces.len() % 2 == 1;
    let each = pieces.iter().enumerate().map(|(at, it)| match (paired, at % 2) {
        (true, 1) => format!("`{}`", it.replace('|', "\\|").replace('\n', " ")),
        _ => plain(it),
    });
    let between = if paired { "" } else { "\\`" };
    each.collect::<Vec<_>>().join(between)
}

fn plain(text: &str) -> String {
    text.lines().map(unmarked).collect::<Vec<_>>().join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_a_mark() {
        assert_eq!(escaped("a|b `c_|d` *e*\n<f>"), "a\\|b `c_\\|d` \\*e\\*<br>\\<f\\>");
        assert_eq!(escaped("`a"), "\\`a");
    }
}
