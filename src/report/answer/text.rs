//! Answers as text: tables with or without lines, CSV, Markdown.

use comfy_table::{CellAlignment, ContentArrangement, Table};
use serde_json::{Map, Value};

use super::{Answer, Part, Sheet, assumed};
use crate::lang::Lang;
use crate::report::Style;

/// An answer for a terminal.
pub fn text(answer: &Answer, lang: Lang, style: Style) -> String {
    let mut out: String = assumed(answer, lang).into_iter().map(|it| it + "\n").collect();
    for (at, part) in answer.parts.iter().enumerate() {
        match part {
            Part::Says(text, _) => out += &ended(text),
            Part::Sheet(sheet) => {
                if at > 0 {
                    out += "\n";
                }
                out += &ended(&sheet.title);
                out += &table(sheet, style);
                out.extend(sheet.notes.iter().map(|it| ended(it)));
            }
        }
    }
    out
}

/// A text that ends its line, unless it is empty.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

fn table(sheet: &Sheet, style: Style) -> String {
    let mut table = Table::new();
    table.load_style(crate::report::table::lines(style));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(style.width);
    let visible = sheet.visible();
    let align = |text: &str, right: bool| {
        let cell = comfy_table::Cell::new(text);
        if right { cell.set_alignment(CellAlignment::Right) } else { cell }
    };
    let right = |at: usize| sheet.rows.iter().any(|it| it.get(at).is_some_and(|it| it.right));
    table.set_header(visible.iter().filter_map(|at| Some(align(&sheet.columns.get(*at)?.name, right(*at)))));
    for row in &sheet.rows {
        table.add_row(visible.iter().filter_map(|at| row.get(*at)).map(|it| align(&it.shown, it.right)));
    }
    crate::report::table::trimmed(&table)
}

/// An answer as comma-separated values: each table with its header, each sentence as a row of its values.
pub fn csv(answer: &Answer) -> String {
    let mut out = String::new();
    let assumed = answer.assumed.join("|");
    let mut write = |rows: Vec<Vec<String>>| {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        for row in rows {
            // Writing to memory does not fail.
            let _ = writer.write_record(row);
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out += &String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
    };
    for part in &answer.parts {
        let mut rows: Vec<Vec<String>> = match part {
            Part::Says(text, data) if data.is_empty() => {
                vec![vec!["text".to_owned()], vec![text.trim_end().to_owned()]]
            }
            Part::Says(_, data) => object(data),
            Part::Sheet(sheet) => {
                let header = sheet.columns.iter().map(|it| it.key.to_owned()).collect();
                let row = |row: &Vec<super::Cell>| row.iter().map(|it| plain(&it.data)).collect();
                std::iter::once(header).chain(sheet.rows.iter().map(row)).collect()
            }
        };
        if !assumed.is_empty() {
            for (at, row) in rows.iter_mut().enumerate() {
                row.push(if at == 0 { "assumed".to_owned() } else { assumed.clone() });
            }
        }
        write(rows);
    }
    out
}

fn object(data: &Map<String, Value>) -> Vec<Vec<String>> {
    vec![data.keys().cloned().collect(), data.values().map(plain).collect()]
}

/// A value without quotes; lists joined by `|`.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

/// An answer as Markdown.
pub fn markdown(answer: &Answer, lang: Lang) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let assumed = assumed(answer, lang);
    if !assumed.is_empty() {
        blocks.push(assumed.iter().map(|it| format!("> {}\n", unmarked(it))).collect());
    }
    for part in &answer.parts {
        match part {
            // Two blanks break a line.
            Part::Says(text, _) => {
                blocks.push(text.trim_end().lines().map(|it| format!("{}  \n", unmarked(it))).collect())
            }
            Part::Sheet(sheet) => {
                if !sheet.title.is_empty() {
                    blocks.push(format!("**{}**\n", unmarked(sheet.title.trim_end())));
                }
                blocks.push(markdown_table(sheet));
                blocks.extend(sheet.notes.iter().map(|it| format!("{}\n", unmarked(it))));
            }
        }
    }
    blocks.join("\n")
}

fn markdown_table(sheet: &Sheet) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let right = |at: usize| sheet.rows.iter().any(|it| it.get(at).is_some_and(|it| it.right));
    let visible = sheet.visible();
    let name = |at: &usize| sheet.columns.get(*at).map(|it| unmarked(&it.name));
    let mut out = line(visible.iter().filter_map(name).collect());
    out += &line(visible.iter().map(|at| if right(*at) { "--:" } else { "---" }.to_owned()).collect());
    let lines = |it: &super::Cell| it.shown.lines().map(unmarked).collect::<Vec<_>>().join("<br>");
    let cells = |row: &Vec<super::Cell>| visible.iter().filter_map(|at| row.get(*at)).map(lines).collect();
    out.extend(sheet.rows.iter().map(|row| line(cells(row))));
    out
}

/// A text in which nothing is a mark of Markdown.
pub fn unmarked(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        if matches!(it, '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' | '#') {
            out.push('\\');
        }
        out.push(if it == '\n' { ' ' } else { it });
    }
    out
}
