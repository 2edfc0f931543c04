//! Answers as one page that needs nothing else.

use super::{Answer, Part, Sheet, assumed};
use crate::lang::Lang;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;text-align:left}\
th{border-bottom:2px solid #333}td.n{text-align:right;font-variant-numeric:tabular-nums}caption{text-align:left;\
font-weight:600}.assumed{border-left:4px solid #c80;padding-left:.6rem}p{white-space:pre-wrap}";

/// A page.
pub fn html(answer: &Answer, lang: Lang) -> String {
    let mut body = String::new();
    let assumed = assumed(answer, lang);
    if !assumed.is_empty() {
        body += &format!("<p class=\"assumed\">{}</p>\n", escaped(&assumed.join("\n")));
    }
    for part in &answer.parts {
        match part {
            Part::Says(text, _) => body += &format!("<p>{}</p>\n", escaped(text.trim_end())),
            Part::Sheet(sheet) => body += &table(sheet),
        }
    }
    let code = lang.pick("vi", "en");
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<meta charset=\"utf-8\">\n<title>chitieu</title>\n\
         <style>{STYLE}</style>\n{body}</html>\n"
    )
}

fn table(sheet: &Sheet) -> String {
    let mut out = String::from("<table>\n");
    if !sheet.title.is_empty() {
        out += &format!("<caption>{}</caption>\n", escaped(sheet.title.trim_end()));
    }
    let visible = sheet.visible();
    let columns = visible.iter().filter_map(|at| sheet.columns.get(*at));
    let header: String = columns.map(|it| format!("<th>{}</th>", escaped(&it.name))).collect();
    out += &format!("<tr>{header}</tr>\n");
    for row in &sheet.rows {
        let cells = visible.iter().filter_map(|at| row.get(*at)).map(|it| {
            let class = if it.right { " class=\"n\"" } else { "" };
            format!("<td{class}>{}</td>", escaped(&it.shown))
        });
        out += &format!("<tr>{}</tr>\n", cells.collect::<String>());
    }
    out += "</table>\n";
    out.extend(sheet.notes.iter().map(|it| format!("<p>{}</p>\n", escaped(it))));
    out
}

/// A text in which nothing is a mark of HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
