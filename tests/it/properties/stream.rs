//! Dossiers read in pieces say what they say when their file is read whole: the same results, ledger, warnings, bad
//! rows, repairs and lines that are no rows.

use std::io::Read;

use chitieu::Tally;
use chitieu::data::{BadRows, Feed, Fold, Input, Load, Made, Options, gather, keep, merge};
use chitieu::eval::{Env, Settings, evaluate, fold};
use chitieu::plan::Plan;
use chitieu::problem::Problem;
use chitieu::report::{Report, json};
use proptest::prelude::*;

use super::small::{Row, rows, small};
use crate::engine::plan;

/// A file in memory.
struct Memory<'a>(&'a [u8]);

impl Feed for Memory<'_> {
    fn name(&self) -> String {
        "so-lieu.csv".to_owned()
    }

    fn open(&self) -> Result<Box<dyn Read + Send + '_>, Problem> {
        Ok(Box::new(self.0))
    }

    fn fault(&self, error: &std::io::Error) -> Problem {
        panic!("memory cannot fail: {error}")
    }
}

/// How a file is written.
#[derive(Debug, Clone)]
struct Style {
    counts: bool,
    mark: usize,
    /// All cells in quotes, those that need them, or none.
    quotes: usize,
    returns: bool,
    turned: bool,
    titles: bool,
    bom: bool,
    ends_open: bool,
    /// Where odd lines stand: the place, and which.
    odd: Vec<(usize, usize)>,
    tail: usize,
    /// How often the rows stand in the file; those of counts once.
    times: usize,
    block: usize,
    workers: usize,
}

fn style() -> impl Strategy<Value = Style> {
    let first = (0..3usize, 0..3usize, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let block = prop_oneof![3 => 64..400usize, 1 => 400..20_000usize, 1 => Just(1usize << 18)];
    let second = (prop::collection::vec((0..60usize, 0..ODD.len()), 0..6), 0..3usize, block, 1..4usize);
    // Seldom more rows than are counted at once.
    let times = prop_oneof![9 => Just(1usize), 1 => Just(60usize)];
    (first, second, any::<bool>(), times).prop_map(|(first, second, counts, times)| Style {
        counts,
        mark: first.0,
        quotes: first.1,
        returns: first.2,
        turned: first.3,
        titles: first.4,
        bom: first.5,
        ends_open: first.6,
        odd: second.0,
        tail: second.1,
        times: if counts { 1 } else { times },
        block: second.2,
        workers: second.3,
    })
}

/// Lines that are not as the others: `,` stands for the mark between cells. The columns: unit, procedure, day, channel,
/// a remark, the name of the sender.
pub const ODD: [&str; 18] = [
    "",
    ",,,,,",
    "# a remark, with marks, and more, of them, in, it",
    "yt,1.000001,2024-02-30,online,,",
    "yt,1.000001,,online,,",
    "yt,,2024-02-03,online,,",
    ",1.000001,2024-02-03,online,,",
    "yt,1.000001,2024-02-03,by pigeon,,",
    "Sở Y tê,1.000001,2024-02-03,online,,",
    "Sở Y tế,Thủ tục 1.000001,ngày 15 tháng 3 năm 2024,trực tuyến,,",
    "nv,1.000002,-,online,,",
    "nv,1.000002",
    "nv,1.000002,2024-03-03,online,,,",
    "nv,1.000002,2024-03-03,online,,,more",
    "nv,1.000002,2024-03-03T18:30:00Z,online,,",
    "cl,1.000002,45000,online,\"two\nlines \"\"here\"\"\",",
    "Tổng cộng,,,,,",
    "X9.1,1.000003,31/12/2024,postal,,",
];

const TAILS: [&str; 3] =
    ["", ",,,,,\nNgười lập biểu,,,Giám đốc Sở,,\n", "Tổng cộng,,,,,\nLập ngày 05 tháng 01 năm 2025,,,,,\n"];

/// The same of counts: unit, procedure, day, total, online, in person, by post, a remark.
pub const ODD_COUNTS: [&str; 16] = [
    "",
    ",,,,,,,",
    "# a remark, with marks, and more, of them, in, it, too, long",
    "yt,1.000009,2024-02-30,1,1,0,0,",
    "yt,1.000009,2024-02-03,,0,0,0,",
    "yt,1.000009,2024-02-04,1,,0,0,",
    ",1.000009,2024-02-03,1,0,1,0,",
    "yt,1.000009,2024-02-05,1,2,0,0,",
    "yt,1.000009,2024-02-06,3,1,1,0,",
    "Sở Y tế,Thủ tục 1.000008,ngày 15 tháng 3 năm 2024,5,2,2,1,",
    "nv,1.000009,2024-03-03,0,0,0,0,",
    "nv,1.000009,2024-03-04,4,4.0,0,0,",
    "nv,1.000009,2024-03-05,1.234,1.000,234,0,",
    "nv,1.000009,05/03/2023,7,abc,0,0,",
    "X9.1,1.000009,2024-03-05,2,\"2\",0,0,",
    "nv,1.000009,2024-03-07,9,9,0,0,\"two\nlines\"",
];

const COUNT_TAILS: [&str; 3] = ["", ",,,,,,,\nNgười lập biểu,,,,Giám đốc,,,\n", "Tổng cộng,,,9,9,0,0,\n"];

fn text(rows: &[Row], style: &Style) -> Vec<u8> {
    let mark = [",", ";", "\t"][style.mark];
    let cell = |it: &str| match style.quotes {
        0 if !it.contains('\n') => it.to_owned(),
        1 if !it.contains([',', '"', '\n', ';', '\t']) => it.to_owned(),
        _ => format!("\"{}\"", it.replace('"', "\"\"")),
    };
    let line = |cells: &[&str]| {
        let mut cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
        if style.turned {
            cells.reverse();
        }
        cells.join(mark) + "\n"
    };
    let mut lines = Vec::new();
    if style.titles {
        lines.push(format!("BÁO CÁO HỒ SƠ{}\n", mark.repeat(5)));
    }
    let headers = ["unit_code", "procedure_code", "received_date"];
    let more: &[&str] = if style.counts {
        &["total", "online", "in person", "postal", "ghi chú"]
    } else {
        &["channel", "ghi chú", "người nộp"]
    };
    lines.push(line(&[&headers[..], more].concat()));
    let (odd_lines, tails): (&[&str], _) = if style.counts { (&ODD_COUNTS, COUNT_TAILS) } else { (&ODD, TAILS) };
    let plain = if style.counts { super::small::counts(rows) } else { super::small::dossiers(rows) };
    let rows = plain.lines().count().saturating_sub(1);
    for (at, it) in plain.lines().skip(1).cycle().take(rows * style.times).enumerate() {
        for odd in style.odd.iter().filter(|it| it.0 == at) {
            let odd = odd_lines[odd.1 % odd_lines.len()];
            // Odd lines are written as they are, but for the mark and the order of columns.
            let same_width = odd.matches(',').count() == headers.len() + more.len() - 1
                && !odd.contains('"')
                && !odd.starts_with('#');
            lines.push(if same_width {
                line(&odd.split(',').collect::<Vec<_>>())
            } else {
                odd.replace(',', mark) + "\n"
            });
        }
        let sender = if style.quotes == 0 { "A" } else { "Nguyễn Văn \"A\" và con" };
        let rest: &[&str] = if style.counts { &[sender] } else { &["", sender] };
        let cells: Vec<&str> = it.split(',').chain(rest.iter().copied()).collect();
        lines.push(line(&cells));
    }
    lines.push(tails[style.tail].replace(',', mark));
    let mut text = lines.concat();
    if style.returns {
        text = text.replace('\n', "\r\n");
    }
    if style.ends_open {
        text.truncate(text.trim_end().len());
    }
    let mut bytes = if style.bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    bytes.extend(text.into_bytes());
    bytes
}

/// Everything that is told of a tally under a plan.
pub fn told(plan: &Plan, env: &Env, tally: Result<Tally, Vec<Problem>>) -> String {
    let tally = match tally {
        Ok(tally) => tally,
        Err(problems) => return format!("{:?}", problems.iter().map(|it| (it.code, &it.title.en)).collect::<Vec<_>>()),
    };
    let bad: Vec<_> = tally
        .bad
        .iter()
        .map(|it| {
            let unit = it.unit.and_then(|it| tally.units.get(it as usize)).map(|it| it.code.clone());
            (it.line, it.column.clone(), it.value.clone(), it.why.en.clone(), unit, it.dossiers)
        })
        .collect();
    let loads: Vec<_> = tally.loads.iter().map(|it: &Load| (&it.form, &it.encoding, &it.repairs)).collect();
    let sheets: Vec<_> =
        tally.loads.iter().flat_map(|it| &it.sheets).map(|it| (it.header, it.rows, &it.skipped, it.refused)).collect();
    let outcome = match evaluate(plan, &tally, env) {
        Ok(outcome) => outcome,
        Err(problems) => return format!("{:?}", problems.iter().map(|it| (it.code, &it.title.en)).collect::<Vec<_>>()),
    };
    let report = Report { plan, env, outcome: &outcome, choices: &[], only: &[], lang: chitieu::Lang::En };
    format!("{}\n{bad:#?}\n{loads:#?}\n{sheets:#?}\n{}", json(&report), tally.supplied())
}

proptest! {
    #![proptest_config(super::config(200))]

    #[test]
    fn in_pieces_is_as_whole(decision in small(), rows in rows(1..60), style in style()) {
        let plan = plan(&decision.rule()).expect("a rule file that holds");
        let env = Env::new(&plan, &Settings::default()).expect("settings");
        let bytes = text(&rows, &style);
        let options = Options { bad_rows: BadRows::Report, block: Some(style.block), workers: Some(style.workers), ..Options::default() };
        let input = Input { name: "so-lieu.csv".to_owned(), bytes: bytes.clone() };
        let whole = chitieu::data::read(&plan, &[input], options.clone());
        let fold = fold(&plan, std::slice::from_ref(&env));
        let pieces = gather(&plan, &[&Memory(&bytes)], &options, &fold);
        // Codes of dossiers are compared in whole files only; these have none.
        prop_assert_eq!(told(&plan, &env, pieces), told(&plan, &env, whole), "{}", String::from_utf8_lossy(&bytes));
        let each = gather(&plan, &[&Memory(&bytes)], &options, &Fold::default());
        let again = gather(&plan, &[&Memory(&bytes)], &options, &fold);
        prop_assert_eq!(told(&plan, &env, each), told(&plan, &env, again));
    }

    #[test]
    fn kept_counts_answer_as_their_files(decision in small(), rows in rows(1..60), style in style(), cut in 0..60usize) {
        let plan = plan(&decision.rule()).expect("a rule file that holds");
        let env = Env::new(&plan, &Settings::default()).expect("settings");
        let style = Style { counts: false, odd: Vec::new(), tail: 0, ..style };
        let parts: Vec<&[Row]> = [&rows[..cut.min(rows.len())], &rows[cut.min(rows.len())..]].to_vec();
        let inputs: Vec<Input> = parts.iter().enumerate().filter(|it| !it.1.is_empty()).map(|(at, rows)| {
            Input { name: format!("{at}.csv"), bytes: text(rows, &style) }
        }).collect();
        let results = |inputs: &[Input]| {
            let tally = chitieu::data::read(&plan, inputs, BadRows::Report).expect("counts");
            let outcome = evaluate(&plan, &tally, &env).expect("an outcome");
            let report = Report { plan: &plan, env: &env, outcome: &outcome, choices: &[], only: &[], lang: chitieu::Lang::En };
            json(&report)
        };
        let mut kept: Vec<Input> = inputs.iter().map(|it| {
            let tally = chitieu::data::read(&plan, std::slice::from_ref(it), BadRows::Report).expect("counts");
            let made = Made {
                tool: String::new(),
                decision: String::new(),
                sources: vec![(it.name.clone(), it.name.clone())],
                as_of: None,
                once: false,
            };
            Input { name: format!("{}.ctq", it.name), bytes: keep(&plan, &tally, made).expect("no declared columns") }
        }).collect();
        prop_assert_eq!(results(&kept), results(&inputs));
        let merged = merge(&kept, false).expect("parts of different files");
        kept.reverse();
        prop_assert_eq!(&merge(&kept, false).expect("parts of different files"), &merged, "in any order");
        let merged = Input { name: "all.ctq".to_owned(), bytes: merged };
        prop_assert_eq!(results(std::slice::from_ref(&merged)), results(&inputs));
        // Whatever byte is another, the file is refused.
        let at = cut * 7 % merged.bytes.len();
        let mut damaged = merged;
        damaged.bytes[at] ^= 1;
        prop_assert!(chitieu::data::read(&plan, &[damaged], BadRows::Report).is_err());
    }
}
