//! The 2024 decision of Khánh Hòa, read once more: what its text says is done here dossier by dossier and day by day,
//! and must be what the program says, verdict for verdict and in the ledger.

use std::collections::{BTreeMap, BTreeSet};

use chitieu::text::Day;
use serde_json::Value;

use crate::engine::{Dice, Folder, in_repository, run_json};

/// A dossier, or so many of the same unit, procedure and day.
struct Dossier {
    unit: String,
    procedure: String,
    day: Day,
    online: bool,
}

/// Units with the quota that Điều 1 gives them (none: it names them nowhere), procedures of both lists, dossiers.
struct Province {
    units: Vec<Unit>,
    before: BTreeSet<String>,
    after: BTreeSet<String>,
    dossiers: Vec<Dossier>,
}

struct Unit {
    code: String,
    name: String,
    kind: &'static str,
    level: &'static str,
    quota: Option<u64>,
}

const DEPARTMENTS: [&str; 17] = [
    "Ban Quản lý Khu kinh tế Vân Phong",
    "Sở Công Thương",
    "Sở Khoa học và Công nghệ",
    "Sở Kế hoạch và Đầu tư",
    "Sở Nội vụ",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Tài chính",
    "Sở Tài nguyên và Môi trường",
    "Sở Thông tin và Truyền thông",
    "Sở Văn hóa và Thể thao",
    "Sở Xây dựng",
    "Sở Du lịch",
    "Sở Giáo dục và Đào tạo",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Y tế",
    "Sở Tư pháp",
    "Sở Giao thông vận tải",
];

/// Districts, how many communes each has.
const DISTRICTS: [(&str, &str, usize); 8] = [
    ("huyện", "Cam Lâm", 14),
    ("huyện", "Diên Khánh", 18),
    ("huyện", "Vạn Ninh", 13),
    ("thị xã", "Ninh Hòa", 27),
    ("thành phố", "Cam Ranh", 15),
    ("thành phố", "Nha Trang", 27),
    ("huyện", "Khánh Sơn", 8),
    ("huyện", "Khánh Vĩnh", 14),
];

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn first() -> Day {
    day("2023-12-15")
}

fn last() -> Day {
    day("2024-12-14")
}

impl Province {
    /// A province that looks like the real one.
    fn new(seed: u64, dossiers: usize) -> Self {
        let mut dice = Dice::new(seed);
        let units = units();
        // Procedures of departments, of districts, of communes; in each pool continued, dropped, first published and
        // in no list.
        let mut pools: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let (mut before, mut after, mut nowhere) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for (level, pool) in [("department", 1), ("district", 2), ("commune", 3)] {
            for number in 0..8 + dice.below(50) {
                let code = format!("{pool}.{:06}", 100 + number * 7);
                match if number < 4 { number } else { [0, 0, 0, 1, 1, 2, 2, 3][dice.below(8)] } {
                    0 => {
                        before.insert(code.clone());
                        after.insert(code.clone());
                    }
                    1 => drop(before.insert(code.clone())),
                    2 => drop(after.insert(code.clone())),
                    _ => nowhere.push(code.clone()),
                }
                pools.entry(level).or_default().push(code);
            }
        }
        let mut province = Self { units, before, after, dossiers: Vec::new() };
        let days = [("2023-12-01", 397usize)].map(|it| (day(it.0), it.1))[0];
        let edges: Vec<Day> = [
            "2023-12-14",
            "2023-12-15",
            "2023-12-16",
            "2023-12-20",
            "2023-12-21",
            "2024-02-29",
            "2024-03-19",
            "2024-03-20",
            "2024-03-21",
            "2024-03-24",
            "2024-03-25",
            "2024-03-26",
            "2024-12-13",
            "2024-12-14",
            "2024-12-15",
        ]
        .map(day)
        .to_vec();
        let mut rates: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..dossiers {
            // Few units have most dossiers; some have none.
            let place = (dice.below(1000) * dice.below(1000) / 1000) * (province.units.len() + 3) / 1000;
            let (unit, level) = match province.units.get((place * 37) % (province.units.len() + 3)) {
                Some(unit) => (unit.code.clone(), unit.level),
                None => (format!("X{}.7", place % 3), "commune"),
            };
            if matches!(unit.as_str(), "H32.30.8" | "H32.30.9") {
                continue;
            }
            let pool = &pools[level];
            let procedure = match unit.as_str() {
                // Units with dossiers of which none counts.
                "H32.31.2" | "H32.4" => dice.pick(&nowhere).clone(),
                _ => dice.pick(pool).clone(),
            };
            let day = if dice.percent(20) { *dice.pick(&edges) } else { days.0.plus(dice.below(days.1) as i32) };
            let rate = *rates.entry(unit.clone()).or_insert_with(|| 35 + dice.below(40));
            let online = dice.percent(rate);
            province.dossiers.push(Dossier { unit, procedure, day, online });
        }
        province.hit_exactly(&mut dice);
        province
    }

    /// Brings some units exactly to their quota, for the effective date in the middle.
    fn hit_exactly(&mut self, dice: &mut Dice) {
        let effective = day("2024-03-20");
        for at in 0..self.units.len() {
            let Some(quota) = self.units[at].quota else { continue };
            if !dice.percent(40) {
                continue;
            }
            let code = self.units[at].code.clone();
            let counted: Vec<usize> = (0..self.dossiers.len())
                .filter(|it| self.dossiers[*it].unit == code && self.counts(&self.dossiers[*it], effective, 6))
                .collect();
            let whole = counted.len() as u64;
            // Twenty dossiers bring any of the quotas to a whole number.
            let more = (20 - whole % 20) % 20;
            let Some(procedure) = self.before.intersection(&self.after).next().cloned() else { continue };
            for _ in 0..more {
                let (unit, procedure) = (code.clone(), procedure.clone());
                self.dossiers.push(Dossier { unit, procedure, day: day("2024-05-06"), online: false });
            }
            let wanted = (whole + more) * quota / 100;
            let all: Vec<usize> = (0..self.dossiers.len())
                .filter(|it| self.dossiers[*it].unit == code && self.counts(&self.dossiers[*it], effective, 6))
                .collect();
            for (place, it) in all.into_iter().enumerate() {
                self.dossiers[it].online = (place as u64) < wanted;
            }
        }
    }

    /// Điều 2: whether a dossier is counted, the replacing list being in force from a day.
    fn counts(&self, dossier: &Dossier, effective: Day, days_after: i32) -> bool {
        let (before, after) = (self.before.contains(&dossier.procedure), self.after.contains(&dossier.procedure));
        let (from, to) = match (before, after) {
            (true, true) => (first(), last()),
            (true, false) => (first(), effective),
            (false, true) => (effective.plus(days_after), last()),
            (false, false) => return false,
        };
        from <= dossier.day && dossier.day <= to && first() <= dossier.day && dossier.day <= last()
    }

    /// Numerator and denominator of each unit that has a quota.
    fn numbers(&self, effective: Day, days_after: i32) -> BTreeMap<&str, (u64, u64)> {
        let bound = self.units.iter().filter(|it| it.quota.is_some());
        let mut out: BTreeMap<&str, (u64, u64)> = bound.map(|it| (it.code.as_str(), (0, 0))).collect();
        for dossier in &self.dossiers {
            if let Some(it) = out.get_mut(dossier.unit.as_str())
                && self.counts(dossier, effective, days_after)
            {
                it.0 += u64::from(dossier.online);
                it.1 += 1;
            }
        }
        out
    }

    fn quota(&self, code: &str) -> u64 {
        self.units.iter().find(|it| it.code == code).and_then(|it| it.quota).expect("a quota")
    }

    fn write(&self, folder: &Folder) -> Files {
        let mut units = String::from("code,name,kind,level,parent\n");
        for it in &self.units {
            let parent = it.code.rsplit_once('.').map_or("", |it| it.0);
            units += &format!("{},{},{},{},{parent}\n", it.code, it.name, it.kind, it.level);
        }
        let list = |of: &BTreeSet<String>| {
            let mut text = String::from("procedure_code,service_level\n");
            for (place, code) in of.iter().enumerate() {
                // Some are written with the suffix of the province.
                let suffix = if place % 5 == 0 { ".000.00.00.H32" } else { "" };
                text += &format!("{code}{suffix},{}\n", if place % 2 == 0 { "full" } else { "partial" });
            }
            text
        };
        let mut dossiers = String::from("dossier_id,unit_code,procedure_code,received_date,channel\n");
        let mut cells: BTreeMap<(&str, &str, Day), (u64, u64)> = BTreeMap::new();
        for (place, it) in self.dossiers.iter().enumerate() {
            let channel = if it.online { "online" } else { ["in person", "postal"][place % 2] };
            let suffix = if place % 7 == 0 { ".000.00.00.H32" } else { "" };
            dossiers += &format!("{place},{},{}{suffix},{},{channel}\n", it.unit, it.procedure, it.day.iso());
            let cell = cells.entry((&it.unit, &it.procedure, it.day)).or_default();
            *cell = (cell.0 + 1, cell.1 + u64::from(it.online));
        }
        let mut counts = String::from("unit_code,procedure_code,received_date,total,online\n");
        for ((unit, procedure, day), (total, online)) in cells {
            counts += &format!("{unit},{procedure},{},{total},{online}\n", day.iso());
        }
        Files {
            units: folder.write("units.csv", units),
            before: folder.write("before.csv", list(&self.before)),
            after: folder.write("after.csv", list(&self.after)),
            data: [folder.write("dossiers.csv", dossiers), folder.write("counts.csv", counts)],
        }
    }
}

struct Files {
    units: String,
    before: String,
    after: String,
    /// The same as dossiers and as counts.
    data: [String; 2],
}

fn units() -> Vec<Unit> {
    let mut units = Vec::new();
    let mut add = |code: String, name: String, kind, level, quota| units.push(Unit { code, name, kind, level, quota });
    for (at, name) in DEPARTMENTS.into_iter().enumerate() {
        let kind = if at == 0 { "ban" } else { "sở" };
        add(format!("H32.{}", at + 1), name.to_owned(), kind, "department", Some(if at < 11 { 60 } else { 55 }));
    }
    for (at, (kind, name, communes)) in DISTRICTS.into_iter().enumerate() {
        let lowland = at < 6;
        add(
            format!("H32.{}", 30 + at),
            format!("{kind} {name}"),
            kind,
            "district",
            Some(if lowland { 55 } else { 50 }),
        );
        for number in 1..=communes {
            let quota = Some(if lowland { 45 } else { 40 });
            add(format!("H32.{}.{number}", 30 + at), format!("xã {name} {number}"), "xã", "commune", quota);
        }
    }
    add("H32.38".to_owned(), "huyện Trường Sa".to_owned(), "huyện", "district", None);
    add("H32.90".to_owned(), "Cục Thuế".to_owned(), "cục", "department", None);
    units
}

/// A share against a floor, exactly.
fn verdict((online, all): (u64, u64), quota: u64) -> &'static str {
    match (all, (online * 100).cmp(&(quota * all))) {
        (0, _) => "no_dossiers",
        (_, std::cmp::Ordering::Greater) => "exceeded",
        (_, std::cmp::Ordering::Equal) => "met",
        (_, std::cmp::Ordering::Less) => "not_met",
    }
}

fn ask(files: &Files, data: &str, reading: &str, effective: Option<Day>) -> Value {
    let mut arguments = vec!["eval".to_owned(), in_repository("rules/khanh-hoa/2024.chitieu")];
    let mut add = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
    add("--units", files.units.clone());
    add("--list", format!("dm_2653={}", files.before));
    add("--list", format!("dm_thay_the={}", files.after));
    add("--data", data.to_owned());
    add("--reading", format!("sau_5_ngày={reading}"));
    add("--format", "json".to_owned());
    if let Some(day) = effective {
        add("--event", format!("dm_thay_the={}", day.iso()));
    }
    run_json(&arguments)
}

fn results(json: &Value) -> BTreeMap<&str, &Value> {
    let list = json["results"].as_array().expect("results");
    let out: BTreeMap<&str, &Value> = list.iter().map(|it| (it["unit_code"].as_str().expect("a code"), it)).collect();
    assert_eq!(out.len(), list.len(), "one result for each unit");
    out
}

/// Every number of an entry of the ledger must be the one expected; what is not expected is 0.
fn check_entry(found: &Value, expected: &BTreeMap<&str, u64>, what: &str) {
    let number = |it: &Value| it.as_u64().unwrap_or_default();
    let mut told: BTreeMap<&str, u64> = BTreeMap::new();
    told.insert("counted", number(&found["counted"]));
    for (reason, dossiers) in found["excluded"].as_object().expect("reasons") {
        told.insert(reason, number(dossiers));
    }
    told.retain(|_, it| *it > 0);
    let expected: BTreeMap<&str, u64> = expected.iter().filter(|it| *it.1 > 0).map(|it| (*it.0, *it.1)).collect();
    assert_eq!(told, expected, "{what}");
    assert_eq!(number(&found["supplied"]), expected.values().sum::<u64>(), "{what}");
}

impl Province {
    /// What becomes of a dossier in the ledger, given on how many of the possible days it counts.
    fn reason(&self, dossier: &Dossier, counted_on: usize, days: usize) -> &'static str {
        let listed = self.before.contains(&dossier.procedure) || self.after.contains(&dossier.procedure);
        match self.units.iter().find(|it| it.code == dossier.unit) {
            None => "unit_unknown",
            Some(unit) if unit.quota.is_none() => "unit_not_bound",
            Some(_) if !listed => "excluded",
            Some(_) if counted_on == days => "counted",
            Some(_) if counted_on == 0 => "outside_window",
            Some(_) => "pending",
        }
    }

    fn check_ledger(&self, json: &Value, effective: &[Day], days_after: i32, what: &str) {
        let mut all: BTreeMap<&str, u64> = BTreeMap::new();
        let mut each: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        for dossier in &self.dossiers {
            let on = effective.iter().filter(|it| self.counts(dossier, **it, days_after)).count();
            let reason = self.reason(dossier, on, effective.len());
            *all.entry(reason).or_default() += 1;
            *each.entry(&dossier.unit).or_default().entry(reason).or_default() += 1;
        }
        check_entry(&json["ledger"], &all, what);
        check_entry(&json["ledger"]["indicators"]["trực_tuyến"], &all, what);
        let units = json["ledger"]["units"].as_object().expect("units");
        assert!(units.keys().map(String::as_str).eq(each.keys().copied()), "{what}: units of the ledger");
        for (code, entry) in units {
            check_entry(entry, &each[code.as_str()], &format!("{what}, {code}"));
        }
    }

    /// The effective date is known.
    fn check_known(&self, json: &Value, effective: Day, days_after: i32, what: &str) {
        let numbers = self.numbers(effective, days_after);
        let results = results(json);
        assert_eq!(results.len(), numbers.len(), "{what}");
        for (code, (online, all)) in numbers {
            let found = results[code];
            assert_eq!(found["verdict"], verdict((online, all), self.quota(code)), "{what}, {code}");
            assert_eq!(found["numerator"], online, "{what}, {code}");
            assert_eq!(found["denominator"], all, "{what}, {code}");
        }
        self.check_ledger(json, &[effective], days_after, what);
    }

    /// It is not: every day is tried, and what they do not agree on is undecided.
    fn check_unknown(&self, json: &Value, days_after: i32, what: &str) {
        let days: Vec<Day> = (first().0..=last().0).map(Day).collect();
        let tried: Vec<BTreeMap<&str, (u64, u64)>> = days.iter().map(|it| self.numbers(*it, days_after)).collect();
        let results = results(json);
        for code in tried[0].keys() {
            let (what, found, quota) = (format!("{what}, {code}"), results[code], self.quota(code));
            let verdicts: Vec<&str> = tried.iter().map(|it| verdict(it[code], quota)).collect();
            let set: BTreeSet<&str> = verdicts.iter().copied().collect();
            let expected = if set.len() == 1 { verdicts[0] } else { "undecided" };
            assert_eq!(found["verdict"], expected, "{what}: {set:?}");
            let told: Vec<(String, &str)> = found["if"]
                .as_array()
                .expect("a list")
                .iter()
                .flat_map(|it| {
                    let end = |name: &str| day(it[name].as_str().expect("a bounded event"));
                    let verdict = it["verdict"].as_str().expect("a verdict");
                    (end("from").0..=end("to").0).map(move |day| (Day(day).iso(), verdict))
                })
                .collect();
            let by_day: Vec<(String, &str)> = days.iter().map(|it| it.iso()).zip(verdicts).collect();
            assert_eq!(told, if set.len() == 1 { Vec::new() } else { by_day }, "{what}");
            let told: BTreeSet<&str> = told.iter().map(|it| it.1).collect();
            assert_eq!(told, if set.len() == 1 { BTreeSet::new() } else { set }, "{what}");
            self.check_least(found, &days, &tried, code, &what);
        }
        self.check_ledger(json, &days, days_after, what);
    }

    /// The numbers shown are those of the least favourable day, the earliest of several.
    fn check_least(&self, found: &Value, days: &[Day], tried: &[BTreeMap<&str, (u64, u64)>], code: &str, what: &str) {
        let mut least = 0;
        for at in 1..days.len() {
            let ((a, b), (c, d)) = (tried[at][code], tried[least][code]);
            // A day without dossiers is on no side and comes last.
            if b > 0 && (d == 0 || a * d < c * b) {
                least = at;
            }
        }
        let (online, all) = tried[least][code];
        assert_eq!((&found["numerator"], &found["denominator"]), (&online.into(), &all.into()), "{what}");
        let varies = tried.iter().any(|it| it[code] != tried[0][code]);
        let day = &found["as_if"]["dm_thay_thế"];
        assert_eq!(day, &if varies { Value::from(days[least].iso()) } else { Value::Null }, "{what}");
    }
}

fn compare(seed: u64, dossiers: usize) {
    let province = Province::new(seed, dossiers);
    let folder = Folder::new();
    let files = province.write(&folder);
    for (reading, days_after) in [("ngày_thứ_6", 6), ("ngày_thứ_5", 5)] {
        for (at, data) in files.data.iter().enumerate() {
            // Counts that say what the dossiers say are tried on fewer days.
            for effective in ["2024-03-20", "2023-12-15", "2024-12-14"].map(day).into_iter().take(3 - 2 * at) {
                let json = ask(&files, data, reading, Some(effective));
                province.check_known(&json, effective, days_after, &format!("{data}, {reading}, {}", effective.iso()));
            }
            let json = ask(&files, data, reading, None);
            province.check_unknown(&json, days_after, &format!("{data}, {reading}"));
        }
    }
}

#[test]
fn the_program_agrees_with_the_text_of_2024() {
    compare(1, 3000);
}

#[test]
fn the_program_agrees_with_the_text_of_2024_where_dossiers_are_few() {
    compare(2, 600);
    compare(3, 60);
}

#[test]
fn the_provinces_hold_what_they_should() {
    let province = Province::new(1, 3000);
    let numbers = province.numbers(day("2024-03-20"), 6);
    let of = |wanted: &str| numbers.iter().filter(|it| verdict(*it.1, province.quota(it.0)) == wanted).count();
    for it in ["met", "exceeded", "not_met", "no_dossiers"] {
        assert!(of(it) > 2, "{it}: {}", of(it));
    }
    let with = |code: &str| province.dossiers.iter().filter(|it| it.unit == code).count();
    assert!(with("H32.4") > 0 && numbers["H32.4"].1 == 0, "dossiers, none counted");
    assert_eq!(with("H32.30.8"), 0, "no dossiers");
    assert!(with("H32.38") > 0 && with("H32.90") > 0 && with("X1.7") > 0, "units that nothing binds");
}
