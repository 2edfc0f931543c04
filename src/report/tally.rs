//! What a file of kept counts says of itself.

use super::number::count;
use crate::data::Summary;
use crate::lang::{Lang, say};

/// A few lines: what it was made from, and how much it holds.
pub fn tally(it: &Summary, lang: Lang) -> String {
    let number = |it: usize| count(it as u128, lang);
    let (decision, facts) = (&it.made.decision, crate::data::named(&it.facts).get(lang).to_owned());
    let (units, procedures, cells) = (number(it.units), number(it.procedures), number(it.cells as usize));
    let (dossiers, bad) = (count(it.dossiers.parse().unwrap_or_default(), lang), number(it.bad_rows));
    let mut text = say!(
        "Đếm theo `{decision}`: {dossiers} hồ sơ, {units} đơn vị, {procedures} thủ tục, {cells} ô, {bad} dòng hỏng\nGiữ: {facts}",
        "Counted under `{decision}`: {dossiers} dossiers, {units} units, {procedures} procedures, {cells} cells, {bad} bad rows\nHolds: {facts}"
    )
    .get(lang)
    .to_owned();
    text.push('\n');
    for (name, hash) in &it.made.sources {
        text += say!("Từ {name}: SHA-256 {hash}\n", "From {name}: SHA-256 {hash}\n").get(lang);
    }
    text
}
