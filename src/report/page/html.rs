//! A page as HTML that needs nothing else: no script, no other file, ready to print.

use super::{Bar, Block, Mark, Page, class, sign};
use crate::lang::Lang;
use crate::report::Sheet;
use crate::report::answer::escaped;

const STYLE: &str =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.15rem;border-bottom:2px solid #333;margin-top:2rem}
p{white-space:pre-wrap;margin:.3rem 0}
table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:600;padding-bottom:.3rem}
th,td{border-bottom:1px solid #bbb;padding:.25rem .6rem;text-align:left;vertical-align:top;white-space:pre-wrap}
thead th{border-bottom:2px solid #333}.n{text-align:right;font-variant-numeric:tabular-nums}
.good{color:#14602b}.bad{color:#a01515;font-weight:700}.open{color:#6b4e00;font-style:italic}
svg{width:9rem;height:.9rem;vertical-align:middle}
details{margin:.2rem 0}summary{cursor:pointer}pre{white-space:pre-wrap;margin:.3rem 0 .8rem 1rem;font:inherit}
footer{margin-top:2rem;font-size:.75rem;color:#444;overflow-wrap:anywhere}
@media print{@page{size:A4;margin:15mm}body{font-size:10pt;max-width:none;margin:0;padding:0}
thead{display:table-header-group}tr,details{break-inside:avoid}h2,caption{break-after:avoid}}";

/// The page.
pub fn html(page: &Page, lang: Lang) -> String {
    let mut body = format!("<header>\n<h1>{}</h1>\n", escaped(&page.title));
    body.extend(page.lead.iter().map(|it| format!("<p>{}</p>\n", escaped(it))));
    body += "</header>\n<main>\n";
    for (at, block) in page.blocks.iter().enumerate() {
        body += &match block {
            Block::Heading(text) => format!("<h2>{}</h2>\n", escaped(text)),
            Block::Says(text) => format!("<p>{}</p>\n", escaped(text)),
            Block::Table(sheet, marks) => table(sheet, marks, lang) + &explained(marks, at, lang),
        };
    }
    if !page.notes.is_empty() {
        body += &format!("<h2>{}</h2>\n", lang.pick("Mốc, cách hiểu, lưu ý", "Events, readings, notes"));
        body.extend(page.notes.iter().map(|it| format!("<p>{}</p>\n", escaped(it))));
    }
    if !page.ledger.is_empty() {
        body += &format!("<h2>{}</h2>\n", lang.pick("Sổ đối chiếu", "Ledger"));
        body.extend(page.ledger.iter().map(|it| table(it, &[], lang)));
    }
    body += "</main>\n";
    body += &footer(page, lang);
    let (code, title) = (lang.pick("vi", "en"), escaped(&page.title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{title}</title>\n\
         <style>\n{STYLE}\n</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// A table; beside results that have them, bars of the share against the quota, and signs of verdicts.
fn table(sheet: &Sheet, marks: &[Mark], lang: Lang) -> String {
    let mut out = String::from("<table>\n");
    if !sheet.title.is_empty() {
        out += &format!("<caption>{}</caption>\n", escaped(&sheet.title));
    }
    let right = |at: usize| sheet.rows.iter().any(|it| it.get(at).is_some_and(|it| it.right));
    let class_of = |is_number: bool| if is_number { " class=\"n\"" } else { "" };
    let longest = marks.iter().filter_map(|it| it.bar).map(|it| it.share.max(it.quota)).max();
    let mut header: String = String::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        header += &format!("<th scope=\"col\"{}>{}</th>", class_of(right(at)), escaped(&column.name));
    }
    if longest.is_some() {
        header += &format!("<th scope=\"col\">{}</th>", lang.pick("So với chỉ tiêu", "Against the quota"));
    }
    out += &format!("<thead><tr>{header}</tr></thead>\n<tbody>\n");
    for (at, row) in sheet.rows.iter().enumerate() {
        let mark = marks.get(at);
        let mut cells = String::new();
        for (column, cell) in sheet.columns.iter().zip(row) {
            let text = escaped(&cell.shown);
            cells += &match mark.filter(|_| column.key == "verdict") {
                Some(mark) => {
                    let (class, sign) = (class(mark.verdict), sign(mark.verdict));
                    format!("<td class=\"{class}\"><span aria-hidden=\"true\">{sign}</span> {text}</td>")
                }
                None => format!("<td{}>{text}</td>", class_of(cell.right)),
            };
        }
        if let (Some(longest), Some(mark)) = (longest, mark) {
            let drawn = mark.bar.map_or_else(String::new, |it| bar(it, longest, mark, lang));
            cells += &format!("<td>{drawn}</td>");
        }
        out += &format!("<tr>{cells}</tr>\n");
    }
    out += "</tbody>\n</table>\n";
    out.extend(sheet.notes.iter().map(|it| format!("<p>{}</p>\n", escaped(it))));
    out
}

/// The share as a bar, the quota as a line across it; what is missed is drawn hollow.
fn bar(it: Bar, longest: u32, mark: &Mark, lang: Lang) -> String {
    let scale = u64::from(longest.max(1000));
    let place = |thousandths: u32| u64::from(thousandths) * 1000 / scale;
    let (share, quota) = (place(it.share), place(it.quota));
    let fill = match class(mark.verdict) {
        "good" => "fill=\"#2c8a4b\" stroke=\"#14602b\"",
        "bad" => "fill=\"#fff\" stroke=\"#a01515\"",
        _ => "fill=\"#eee\" stroke=\"#6b4e00\" stroke-dasharray=\"30 20\"",
    };
    let label = lang.pick("tỷ lệ so với chỉ tiêu", "share against the quota");
    format!(
        "<svg viewBox=\"-10 0 1030 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{label}\">\
         <rect x=\"0\" y=\"20\" width=\"{share}\" height=\"60\" stroke-width=\"8\" {fill}/>\
         <rect x=\"{}\" y=\"0\" width=\"12\" height=\"100\" fill=\"#111\"/></svg>",
        quota.saturating_sub(6)
    )
}

/// What opens to the explanation of each result.
fn explained(marks: &[Mark], at: usize, lang: Lang) -> String {
    let mut out = String::new();
    for (row, it) in marks.iter().enumerate() {
        let name = escaped(&it.name);
        let (sign, class) = (sign(it.verdict), class(it.verdict));
        let verdict = crate::report::words::verdict(it.verdict, lang);
        let why = lang.pick("vì sao", "why");
        out += &format!(
            "<details id=\"k{at}-{row}\"><summary>{name}: <span class=\"{class}\">{sign} {verdict}</span> – {why}\
             </summary>\n<pre>{}</pre>\n</details>\n",
            escaped(it.why.trim_end())
        );
    }
    out
}

/// The program and the fingerprints of what was read.
fn footer(page: &Page, lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut out = format!("<footer>\n<p>chitieu {version} · {}</p>\n", lang.pick("dấu vân tay SHA-256", "SHA-256"));
    out.extend(page.files.iter().map(|(name, hash)| format!("<p>{}: {hash}</p>\n", escaped(name))));
    out + "</footer>\n"
}
