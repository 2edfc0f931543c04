//! What can be wrong when counts meet rules.

use crate::lang::say;
use crate::problem::Problem;
use crate::text::Days;

/// Periods of which no more are shown.
const SHOWN: usize = 8;

/// Supplied periods that a window or the assessment period cuts.
pub fn cut(cuts: &[(Days, String)]) -> Problem {
    let mut periods: Vec<Days> = cuts.iter().map(|it| it.0).collect();
    periods.sort();
    periods.dedup();
    let number = periods.len();
    let mut problem = Problem::nowhere(
        "CT0906",
        say!(
            "kỳ tính cắt ngang {number} tháng, quý hoặc năm trong số liệu",
            "windows cut through {number} months, quarters or years of the counts"
        ),
    );
    for days in periods.iter().take(SHOWN) {
        let (from, to) = (days.from.vi(), days.to.vi());
        let units =
            cuts.iter().filter(|it| it.0 == *days).map(|it| it.1.as_str()).collect::<std::collections::BTreeSet<_>>();
        let unit = units.iter().next().copied().unwrap_or_default().to_owned();
        let more = units.len().saturating_sub(1);
        problem = problem.note(if more == 0 {
            say!("từ {from} đến {to}: {unit}", "{from} to {to}: {unit}")
        } else {
            say!("từ {from} đến {to}: {unit} và {more} đơn vị khác", "{from} to {to}: {unit} and {more} more units")
        });
    }
    problem.help(say!("cung cấp số liệu theo ngày cho các kỳ đó", "supply counts by day for these periods"))
}
