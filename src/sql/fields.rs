//! What a query tells dossiers apart by beside unit, procedure and days: their channel, their level and the like, as
//! words. What a word means is what [`crate::data`] says of it.

use unicode_normalization::UnicodeNormalization as _;

use super::error;
use super::names::Names;
use crate::check::program::FULLY_ONLINE;
use crate::data::Dim;
use crate::data::words::{channel, level, yes_no};
use crate::eval::Env;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::syntax::ast::ColumnForm;
use crate::term::Noun;
use crate::text::Day;

/// A column of words.
#[derive(Debug, Clone)]
pub struct Words {
    /// What it is called in a result.
    pub role: String,
    /// What a file of dossiers calls it.
    pub header: String,
    /// What the table calls it.
    pub column: String,
    /// The words, each first as results have it, then in other spellings. The empty word: the field is empty.
    pub words: Vec<Vec<String>>,
    /// What a word means.
    pub meaning: fn(&str) -> Option<Dim>,
}

/// How a dossier ended, as far as the table says.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The column of the due day; none: the table has none.
    pub due: Option<String>,
    /// The day as of which an open dossier past its due day is late.
    pub as_of: Option<Day>,
}

/// The words for how a dossier ended.
const OUTCOMES: [&str; 7] = ["open", "resolved", "early", "on_time", "late", "overdue", "waiting"];

/// The words where the table has no due day.
pub const WITHOUT_DUE: [&str; 2] = ["unfinished", "finished"];

impl Outcome {
    /// The words that can occur.
    pub fn words(&self) -> &'static [&'static str] {
        match (&self.due, self.as_of) {
            (None, _) => &WITHOUT_DUE,
            (Some(_), None) => OUTCOMES.get(..5).unwrap_or_default(),
            (Some(_), Some(_)) => &OUTCOMES,
        }
    }

    /// The finishing and the due day of a dossier that ended so; `finished`: the day on which it did.
    pub fn days(&self, word: &str, finished: Day) -> Option<[String; 2]> {
        let as_of = self.as_of.unwrap_or(finished);
        let [end, due] = match word {
            "open" | "unfinished" => [None, None],
            "overdue" => [None, Some(as_of.plus(-1))],
            "waiting" => [None, Some(as_of)],
            "resolved" | "finished" => [Some(finished), None],
            "early" => [Some(finished), Some(finished.plus(1))],
            "on_time" => [Some(finished), Some(finished)],
            "late" => [Some(finished), Some(finished.plus(-1))],
            _ => return None,
        };
        Some([end, due].map(|it| it.map(Day::iso).unwrap_or_default()))
    }
}

const CHANNELS: &[&[&str]] = &[
    &["online", "trực tuyến"],
    &["in_person", "in person", "trực tiếp"],
    &["postal", "post", "by post", "bưu chính", "qua bưu chính", "bưu chính công ích", "bcci"],
];
const LEVELS: &[&[&str]] = &[
    &["full", "toàn trình", "end to end"],
    &["partial", "một phần"],
    &["level_3", "level 3", "mức độ 3", "3"],
    &["level_4", "level 4", "mức độ 4", "4"],
    &["none", "không"],
];
const YES_NO: &[&[&str]] = &[&["yes", "có", "x", "true", "1"], &["no", "không", "false", "0"]];

/// A word as people and machines type it: composed, taken apart, without accents; with blanks, with `_` for them.
fn spellings(words: &[&str], meaning: fn(&str) -> Option<Dim>) -> Vec<String> {
    let wanted = words.first().map(|it| meaning(it));
    let mut out: Vec<String> = words.iter().take(1).map(|it| (*it).to_owned()).collect();
    for word in words {
        let plain = crate::text::plain(word);
        for form in [word.nfc().collect::<String>(), word.nfd().collect(), plain] {
            for spelling in [form.clone(), form.replace(' ', "_"), form.replace('_', " ")] {
                if !out.contains(&spelling) && Some(meaning(&spelling)) == wanted {
                    out.push(spelling);
                }
            }
        }
    }
    out
}

/// The columns of words that the rules ask for. Errors: the table lacks one.
pub fn words(plan: &Plan, names: &Names) -> Result<Vec<Words>, Problem> {
    type Meaning = fn(&str) -> Option<Dim>;
    type Kind = (bool, &'static str, &'static [&'static [&'static str]], Meaning);
    let needs = plan.needs;
    let kinds: [Kind; 6] = [
        (needs.channel, "channel", CHANNELS, channel),
        (needs.level, "level", LEVELS, level),
        (needs.paid, "paid_online", YES_NO, yes_no),
        (needs.digitised, "digitised", YES_NO, yes_no),
        (needs.electronic, "electronic_result", YES_NO, yes_no),
        (needs.marks & (1 << FULLY_ONLINE) != 0, "fully_online", YES_NO, yes_no),
    ];
    let mut out = Vec::new();
    let mut add = |role: &str, kinds: &[&[&str]], meaning: Meaning| -> Result<(), Problem> {
        let header = super::ROLES.iter().find(|it| it.0 == role).map_or(role, |it| it.1).to_owned();
        let column = names.needed(role)?.to_owned();
        let mut words: Vec<Vec<String>> = kinds.iter().map(|it| spellings(it, meaning)).collect();
        words.push(vec![String::new()]);
        out.push(Words { role: role.to_owned(), header, column, words, meaning });
        Ok(())
    };
    for (_, role, words, meaning) in kinds.into_iter().filter(|it| it.0) {
        add(role, words, meaning)?;
    }
    for column in &plan.program.columns {
        let is_mark = column.of == Noun::Dossiers && column.form == ColumnForm::YesNo;
        if is_mark && needs.marks & (1 << column.mark) != 0 {
            add(&column.name, YES_NO, yes_no)?;
        }
    }
    Ok(out)
}

/// How dossiers ended, where the rules ask. Errors: the table does not say when.
pub fn outcome(plan: &Plan, env: &Env, names: &Names) -> Result<Option<Outcome>, Problem> {
    if !plan.needs.outcome {
        return Ok(None);
    }
    names.needed("finished")?;
    Ok(Some(Outcome { due: names.column("due").map(str::to_owned), as_of: env.as_of }))
}

/// Refuses what no row of dossiers says: sums of columns, what is said of units.
pub fn check(plan: &Plan) -> Result<(), Problem> {
    let program = &plan.program;
    let asked = |column: &crate::check::program::Column| {
        (column.of == Noun::Units || column.form != ColumnForm::YesNo) && column.of != Noun::Procedures
    };
    for (at, column) in program.columns.iter().enumerate() {
        let id = crate::check::program::ColumnId(at as u32);
        if !asked(column) || !plan.needs.wants(id) {
            continue;
        }
        let asks = |it: &&crate::plan::BoundQuota| program.indicator(it.indicator).measure.columns().contains(&id);
        let provision = plan.quotas.iter().find(asks).map(|it| program.cite(it.provision));
        return Err(error::column_of_numbers(column, provision));
    }
    Ok(())
}
