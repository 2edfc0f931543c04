//! How long answers take once counts are loaded: a question on a unit, a change of date, reading or quota, of a list, of
//! the register. Prints medians and the worst of some runs; printing of answers is not counted.
//!
//! `cargo bench --bench answers` counts a province, `cargo bench --bench answers -- nation` the nation: 34 provinces of
//! 120 units; a number behind it makes so many rows. The counts are made by rule from a seed, and are those of nobody.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chitieu::scenario::{State, read};
use chitieu::{Input, Settings, Source, compile};

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

struct Scale {
    provinces: u64,
    units: u64,
    procedures: u64,
    rows: u64,
}

const PROVINCE: Scale = Scale { provinces: 1, units: 162, procedures: 2_000, rows: 400_000 };
const NATION: Scale = Scale { provinces: 34, units: 120, procedures: 6_300, rows: 13_000_000 };

fn main() {
    let nation = std::env::args().any(|it| it == "nation");
    let mut scale = if nation { NATION } else { PROVINCE };
    if let Some(rows) = std::env::args().find_map(|it| it.parse().ok()) {
        scale.rows = rows;
    }
    let rules = rules(&scale);
    let plan = compile(&Source::new("do.chitieu", rules), &()).expect("rules that hold");
    let began = Instant::now();
    let counts = Input { name: "do.csv".into(), bytes: counts(&scale).into_bytes() };
    let made = began.elapsed();
    let began = Instant::now();
    let tally = chitieu::read(&plan, &[counts]).expect("counts");
    let env = chitieu::eval::Env::new(&plan, &Settings::default()).expect("settings");
    let cells = tally.cells.len();
    let state = State::new(plan, tally, env);
    let loaded = began.elapsed();
    println!(
        "{} units, {} procedures, {cells} cells; made in {made:.1?}, loaded in {loaded:.1?}",
        scale.provinces * scale.units,
        scale.procedures
    );
    let base = read(&state, "dm_mới = 20/03/2024", &()).expect("an event").0;
    let state = state.with(&[base]).expect("a date");
    let began = Instant::now();
    state.standings().expect("verdicts").expect("all at once");
    println!("all verdicts for the first time, with the sums behind them: {:.1?}", began.elapsed());

    let units: Vec<_> = state.plan.bound_units().into_iter().collect();
    let mut random = Random(20_240_320);
    let mut any = || units[random.below(units.len() as u64) as usize];
    told("a question on a unit", 200, &mut |_| {
        let unit = any();
        let began = Instant::now();
        let found = state.results_of(&[unit]).expect("results");
        assert_eq!(found.len(), 1);
        began.elapsed()
    });
    let change = |name: &str, runs: usize, text: &dyn Fn(usize) -> String| {
        told(name, runs, &mut |run| {
            let change = read(&state, &text(run), &()).expect("an assumption").0;
            let began = Instant::now();
            let changed = state.with(&[change]).expect("a change");
            changed.results_of(&[units[run % units.len()]]).expect("results");
            began.elapsed()
        });
    };
    change("a change of date, then a unit", 50, &|run| format!("dm_mới = {:02}/04/2024", run % 30 + 1));
    change("a change of reading, then a unit", 50, &|run| {
        format!("sau_5_ngày = {}", ["ngày_thứ_6", "ngày_thứ_5"][run % 2])
    });
    change("a change of a quota, then a unit", 50, &|run| format!("Điều 1 = {}%", run % 40 + 30));
    change("a change of a list, then a unit", 5, &|run| format!("thêm thủ tục \"1.{:06}\" vào dm_mới", 900_000 + run));
    change("a procedure of the data into a list, then a unit", 5, &|run| {
        format!("thêm thủ tục \"{}\" vào dm_mới", code(run as u64 * 3 + 2))
    });
    change("a merger of two units, then a unit", 5, &|run| {
        format!("nhập đơn vị \"u0.{}\" vào \"u0.{}\" từ 01/07/2024", run + 1, run + 40)
    });
    told("a change of date, then all verdicts", 300, &mut |run| {
        let change = read(&state, &format!("dm_mới = {:02}/05/2024", run % 30 + 1), &()).expect("an assumption").0;
        let began = Instant::now();
        let changed = state.with(&[change]).expect("a change");
        changed.standings().expect("verdicts").expect("all at once");
        began.elapsed()
    });
    let flip = |name: &str, runs: usize, text: &dyn Fn(usize) -> String| {
        told(name, runs, &mut |run| {
            let change = read(&state, &text(run), &()).expect("an assumption").0;
            let began = Instant::now();
            let changed = state.with(&[change]).expect("a change");
            changed.standings().expect("verdicts").expect("all at once");
            began.elapsed()
        });
    };
    flip("a change of a list, then all verdicts", 5, &|run| {
        format!("thêm thủ tục \"{}\" vào dm_mới", code(run as u64 * 3 + 2))
    });
    flip("a merger of two units, then all verdicts", 5, &|run| {
        format!("nhập đơn vị \"u0.{}\" vào \"u0.{}\" từ 01/07/2024", run + 1, run + 40)
    });
}

/// Prints the median and the worst of some runs.
fn told(name: &str, runs: usize, run: &mut dyn FnMut(usize) -> Duration) {
    let mut took: Vec<Duration> = (0..runs).map(run).collect();
    took.sort();
    println!("{name:50} median {:>10.1?}  worst {:>10.1?}  ({runs} runs)", took[runs / 2], took[runs - 1]);
}

fn code(at: u64) -> String {
    format!("1.{at:06}")
}

/// A decision like that of 2024: two lists, three windows, quotas by kind of unit.
fn rules(scale: &Scale) -> String {
    let mut out = String::from("sổ đơn vị so_1 {\n");
    for province in 0..scale.provinces {
        for unit in 0..scale.units {
            let kind = if unit < 20 { "Sở" } else { "xã" };
            let _ = writeln!(out, "  đơn vị \"{kind} {province} {unit}\" mã \"u{province}.{unit}\"");
        }
    }
    out += "}\ndanh mục dm_cũ {\n  hiệu lực 01/12/2023\n";
    for at in (0..scale.procedures).filter(|it| it % 3 != 2) {
        let _ = writeln!(out, "  thủ tục \"{}\"", code(at));
    }
    out += "}\ndanh mục dm_mới {\n  hiệu lực chưa rõ từ 01/03/2024 đến 30/06/2024\n  thay thế dm_cũ\n";
    for at in (0..scale.procedures).filter(|it| it % 3 == 1 || it % 6 == 5) {
        let _ = writeln!(out, "  thủ tục \"{}\"", code(at));
    }
    out += r#"}
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ theo ngày tiếp nhận
cách hiểu sau_5_ngày {
  ngày_thứ_6 = ngày hiệu lực của dm_mới + 6 ngày căn cứ "Điều 147 Bộ luật Dân sự 2015"
  ngày_thứ_5 = ngày hiệu lực của dm_mới + 5 ngày căn cứ "cách ghi thường gặp"
  mặc định ngày_thứ_6
}
quyết định qd_đo_1 {
  kỳ đánh giá từ 15/12/2023 đến 14/12/2024
  Điều 1 { giao tối thiểu 55% trực_tuyến cho các Sở; giao tối thiểu 45% trực_tuyến cho các xã }
  Điều 2 áp dụng cho Điều 1 {
    gạch đầu dòng 1 { kỳ tính từ 15/12/2023 đến 14/12/2024 với thủ tục thuộc dm_cũ và thuộc dm_mới }
    gạch đầu dòng 2 { kỳ tính từ sau_5_ngày đến 14/12/2024 với thủ tục lần đầu thuộc dm_mới }
    gạch đầu dòng 3 { kỳ tính từ 15/12/2023 đến ngày hiệu lực của dm_mới với thủ tục thuộc dm_cũ và không thuộc dm_mới }
  }
}
"#;
    out
}

/// Counts by unit, procedure and day, a few procedures much asked for.
fn counts(scale: &Scale) -> String {
    let mut random = Random(20_240_328);
    let mut seen = std::collections::HashSet::new();
    let mut out = String::from("unit_code,procedure_code,received_date,total,online\n");
    let start = chitieu::text::Day::new(2023, 12, 1).expect("a day");
    let units = scale.provinces * scale.units;
    for _ in 0..scale.rows {
        let unit = random.below(units);
        let procedure = random.below(scale.procedures).min(random.below(scale.procedures));
        let day = random.below(397);
        if !seen.insert((unit * scale.procedures + procedure) * 397 + day) {
            continue;
        }
        let total = 1 + random.below(3);
        let online = random.below(total + 1);
        let (province, unit) = (unit / scale.units, unit % scale.units);
        let _ =
            writeln!(out, "u{province}.{unit},{},{},{total},{online}", code(procedure), start.plus(day as i32).iso());
    }
    out
}
