//! A table of quotas in a file of its own: the annex of a decision as comma-separated values. It is turned into the
//! rows of a table in the rule file, each on the line that it has in its file, and read like one.

use crate::source::Source;
use crate::table::Table;
use crate::text::{fold, header, nfc};
use crate::world::RowFault;

/// Headers of the first column, by code and by name.
const CODES: [&str; 3] = ["madonvi", "unitcode", "madv"];
const NAMES: [&str; 5] = ["donvi", "tendonvi", "unit", "unitname", "coquandonvi"];
/// Columns that order nothing.
const IDLE: [&str; 8] = ["stt", "tt", "sothutu", "no", "ghichu", "note", "notes", "kyhieu"];

/// The annex as a table of quotas with these words before its rows. Errors: it is no table, it has no column of units, a
/// cell is empty.
pub fn as_rows(source: &Source, words: &str) -> Result<String, RowFault> {
    let table = Table::read(&source.text).map_err(RowFault::Table)?;
    let unit = table.column(&CODES).or(table.column(&NAMES)).ok_or(RowFault::Column("đơn vị | unit"))?;
    let orders = |it: &usize| {
        let folded = table.headers.get(*it).map(|it| header(it)).unwrap_or_default();
        *it != unit
            && !folded.is_empty()
            && [&IDLE[..], &CODES, &NAMES].iter().all(|all| !all.contains(&folded.as_str()))
    };
    let columns: Vec<usize> = (0..table.headers.len()).filter(orders).collect();
    let quoted = |it: &str| format!("\"{}\"", nfc(it).replace('"', "'"));
    let mut out = String::new();
    let mut line = 1;
    let mut to_line = |out: &mut String, wanted: u64| {
        while line < wanted {
            out.push('\n');
            line += 1;
        }
    };
    let first = source.text.lines().position(|it| !it.starts_with('#') && !it.trim().is_empty()).unwrap_or_default();
    to_line(&mut out, first as u64 + 1);
    out += &format!("{words} {{ | đơn vị |");
    for column in &columns {
        let cell = table.headers.get(*column).map(|it| nfc(it)).unwrap_or_default();
        // A name has no blank in it and a `_` or a digit; anything else is the title of an indicator.
        let named =
            cell.split_whitespace().next().is_some_and(|it| it.contains(|it: char| it == '_' || it.is_ascii_digit()));
        out += &format!(" {} |", if named { cell } else { quoted(&cell) });
    }
    for row in &table.rows {
        to_line(&mut out, row.line);
        out += &format!("| {} |", quoted(row.get(Some(unit))));
        for column in &columns {
            let cell = row.get(Some(*column)).trim();
            if cell.is_empty() || cell.contains(['|', '{', '}', '"', '\n']) {
                let name = table.headers.get(*column).cloned().unwrap_or_default();
                return Err(RowFault::Cell(row.line, name, cell.to_owned()));
            }
            out += &format!(" {} |", signs(&fold(cell).text));
        }
    }
    Ok(out + " }\n")
}

/// `≥ 80%`, `80% trở lên` as people write it in tables, in the words of the language.
fn signs(cell: &str) -> String {
    let ends = [("trở lên", "tối thiểu"), ("or more", "tối thiểu"), ("trở xuống", "tối đa"), ("or less", "tối đa")];
    if let Some((words, rest)) = ends.iter().find_map(|(end, words)| Some((*words, cell.strip_suffix(end)?))) {
        return format!("{words} {}", rest.trim().trim_start_matches("từ ").trim_start_matches("from "));
    }
    let all =
        [("≥", "tối thiểu"), (">=", "tối thiểu"), ("≤", "tối đa"), ("<=", "tối đa"), (">", "trên"), ("<", "dưới")];
    let sign = all.iter().find_map(|(sign, words)| Some((*words, cell.strip_prefix(sign)?)));
    match (sign, cell) {
        (Some((words, rest)), _) => format!("{words} {}", rest.trim()),
        (None, "–" | "—") => "-".to_owned(),
        (None, cell) => cell.to_owned(),
    }
}
