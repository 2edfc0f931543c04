//! Registers as tables: a row for each unit, or for each state of a unit.

use super::units::{UnitRow, Units};
use super::{RowFault, tier_of};
use crate::table::Table;
use crate::text::{Day, Days, nfc};

impl Units {
    /// Reads a register: `code, name, kind, level, parent` / `mã, tên, loại, cấp, trực thuộc`, also `gso_code,
    /// parent_gso_code`, and optionally aliases, first and last day, successor.
    pub fn read(text: &str) -> Result<Vec<UnitRow>, RowFault> {
        let table = Table::read(text).map_err(RowFault::Table)?;
        let code = table.column(&["code", "gsocode", "ma", "madonvi", "unitcode"]);
        let code = code.ok_or(RowFault::Column("mã | code"))?;
        let name = table.column(&["name", "ten", "tendonvi", "donvi", "unit"]);
        let name = name.ok_or(RowFault::Column("tên | name"))?;
        let kind = table.column(&["kind", "loai"]);
        let level = table.column(&["level", "cap", "tier"]);
        let parent = table.column(&["parent", "parentgsocode", "parentcode", "tructhuoc", "thuoc", "capchaquan"]);
        let aliases = table.column(&["aliases", "alias", "tenkhac"]);
        let from = table.column(&["validfrom", "tungay"]);
        let to = table.column(&["validto", "denngay"]);
        let merged = table.column(&["mergedinto", "nhapvao", "successor", "successors", "dividedinto", "chiathanh"]);
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let fault = |column: usize| {
                let name = table.headers.get(column).cloned().unwrap_or_default();
                RowFault::Cell(row.line, name, row.get(Some(column)).to_owned())
            };
            let day = |column: Option<usize>| match (column, row.get(column)) {
                (_, "") | (None, _) => Ok(None),
                (Some(column), cell) => Day::parse(cell).map(Some).ok_or_else(|| fault(column)),
            };
            let several = |column: Option<usize>| -> Vec<String> {
                row.get(column).split(';').map(nfc).filter(|it| !it.is_empty()).collect()
            };
            let text = |column: Option<usize>| Some(row.get(column).to_owned()).filter(|it| !it.is_empty());
            if row.get(Some(code)).is_empty() || row.get(Some(name)).is_empty() {
                return Err(fault(if row.get(Some(code)).is_empty() { code } else { name }));
            }
            let tier = match (level, row.get(level)) {
                (_, "") | (None, _) => None,
                (Some(column), cell) => Some(tier_of(cell).ok_or_else(|| fault(column))?),
            };
            let days = match (day(from)?, day(to)?) {
                (None, None) => None,
                (Some(first), Some(last)) if last < first => return Err(fault(to.unwrap_or_default())),
                (from, to) => Some(Days::new(from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST))),
            };
            rows.push(UnitRow {
                code: row.get(Some(code)).to_owned(),
                name: row.get(Some(name)).to_owned(),
                kind: text(kind),
                tier,
                parent: text(parent),
                aliases: several(aliases),
                merged_into: several(merged),
                days,
                line: row.line,
            });
        }
        Ok(rows)
    }
}
