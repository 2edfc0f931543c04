//! What the program prints is what `docs/eval.schema.json` promises; CSV has the same columns.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use chitieu::report::{AUDIT_SCHEMA, DIFF_SCHEMA, JSON_SCHEMA};
use serde_json::Value;

use crate::engine::{Folder, in_repository, run, run_json};

/// The decisions of this repository with their sample counts, and ways to evaluate them.
fn runs() -> Vec<Vec<String>> {
    let decisions: [(&str, &str, &[&[&str]]); 4] = [
        ("khanh-hoa/2017", "khanh-hoa/so-lieu-mau/2017", &[&[]]),
        ("khanh-hoa/2018", "khanh-hoa/so-lieu-mau/2018", &[&[], &["--as-of", "2018-06-30"]]),
        (
            "khanh-hoa/2024",
            "khanh-hoa/so-lieu-mau/2024",
            &[&[], &["--event", "dm_thay_thế=2024-03-20"], &["--reading", "all"], &["--strict", "--unit", "Sở Y tế"]],
        ),
        ("hoa-binh/2020", "hoa-binh/so-lieu-mau/2020", &[&[], &["--reading", "all"], &["--strict"], &["--lang", "en"]]),
    ];
    let mut out = Vec::new();
    for (rule, data, ways) in decisions {
        for way in ways {
            let rule = in_repository(&format!("rules/{rule}.chitieu"));
            let data = in_repository(&format!("rules/{data}.csv"));
            let mut arguments = vec!["eval".to_owned(), rule, "--data".to_owned(), data];
            arguments.extend(way.iter().map(|it| (*it).to_owned()));
            out.push(arguments);
        }
    }
    out
}

/// What each of them prints as JSON; they are run once for all tests.
fn printed() -> &'static [(Vec<String>, String)] {
    static PRINTED: OnceLock<Vec<(Vec<String>, String)>> = OnceLock::new();
    PRINTED.get_or_init(|| runs().into_iter().map(|it| (it.clone(), run(&with_format(&it, "json")).out)).collect())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn with_format(arguments: &[String], form: &str) -> Vec<String> {
    let more = ["--format".to_owned(), form.to_owned()];
    arguments.iter().cloned().chain(more).collect()
}

// ── A validator of the part of JSON Schema that is used here ────────────────────────────────────────────────────

pub struct Schema {
    root: Value,
}

impl Schema {
    /// Reads a schema.
    pub fn new(root: Value) -> Self {
        Self { root }
    }

    /// Every fault of a whole document, each with its place.
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.root, value, "", &mut faults);
        faults
    }

    /// How many of the schemas a value obeys.
    fn obeyed(&self, schemas: &Value, value: &Value) -> usize {
        let obeys = |it: &&Value| {
            let mut faults = Vec::new();
            self.check(it, value, "", &mut faults);
            faults.is_empty()
        };
        schemas.as_array().expect("a list").iter().filter(obeys).count()
    }

    /// Every fault, each with its place.
    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let mut fault = |what: String| faults.push(format!("{at}: {what}"));
        for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
            match keyword.as_str() {
                "$schema"
                | "title"
                | "description"
                | "format"
                | "$id"
                | "default"
                | "$defs"
                | "definitions"
                | "properties"
                | "items"
                | "additionalProperties" => {}
                "$ref" => {}
                "const" if value != wanted => fault(format!("{value} is not {wanted}")),
                "enum" if !wanted.as_array().expect("a list").contains(value) => {
                    fault(format!("{value} is none of {wanted}"))
                }
                "minimum" if value.as_f64().is_some_and(|it| it < wanted.as_f64().expect("a number")) => {
                    fault(format!("{value} is below {wanted}"));
                }
                "type" if !is_of(value, wanted) => fault(format!("{value} is no {wanted}")),
                "pattern" => {
                    let pattern = wanted.as_str().expect("a pattern");
                    if value.as_str().is_some_and(|it| !matches(pattern, it)) {
                        fault(format!("{value} does not match {pattern}"));
                    }
                }
                "required" => {
                    for name in wanted.as_array().expect("a list").iter().filter_map(Value::as_str) {
                        if value.is_object() && value.get(name).is_none() {
                            fault(format!("{name} is missing"));
                        }
                    }
                }
                "maximum" if value.as_f64().is_some_and(|it| it > wanted.as_f64().expect("a number")) => {
                    fault(format!("{value} is above {wanted}"));
                }
                "minItems"
                    if value.as_array().is_some_and(|it| (it.len() as u64) < wanted.as_u64().expect("a number")) =>
                {
                    fault(format!("fewer than {wanted} items"));
                }
                "uniqueItems" if wanted == true => {
                    let items: Vec<&Value> = value.as_array().into_iter().flatten().collect();
                    if items.iter().enumerate().any(|(at, it)| items.iter().take(at).any(|other| other == it)) {
                        fault("an item stands twice".to_owned());
                    }
                }
                "anyOf" if self.obeyed(wanted, value) == 0 => fault("obeys none of several schemas".to_owned()),
                "oneOf" if self.obeyed(wanted, value) != 1 => fault("does not obey one of several schemas".to_owned()),
                "const" | "enum" | "minimum" | "maximum" | "minItems" | "uniqueItems" | "anyOf" | "oneOf" | "type" => {}
                other => fault(format!("the schema says `{other}`, which this test does not know")),
            }
        }
        if let Some(name) = schema["$ref"].as_str() {
            let inner = self.root.pointer(name.trim_start_matches('#')).expect("a definition");
            self.check(inner, value, at, faults);
        }
        for (index, it) in value.as_array().into_iter().flatten().enumerate() {
            if schema["items"].is_object() {
                self.check(&schema["items"], it, &format!("{at}/{index}"), faults);
            }
        }
        for (name, it) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{name}");
            match (&schema["properties"][name], &schema["additionalProperties"]) {
                (Value::Null, Value::Bool(false)) => faults.push(format!("{at}: the schema has no such field")),
                (Value::Null, more @ Value::Object(_)) => self.check(more, it, &at, faults),
                (Value::Null, _) => {}
                (own, _) => self.check(own, it, &at, faults),
            }
        }
    }
}

fn is_of(value: &Value, wanted: &Value) -> bool {
    let one = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        _ => false,
    };
    match wanted {
        Value::String(name) => one(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(one),
        _ => false,
    }
}

/// Whether a whole text matches `^…$` made of letters, `[0-9]`, `\.`, `( … )`, and `? + {n} {n,}` behind them.
fn matches(pattern: &str, text: &str) -> bool {
    let inner = pattern.strip_prefix('^').and_then(|it| it.strip_suffix('$')).expect("an anchored pattern");
    let items = items(inner);
    let text: Vec<char> = text.chars().collect();
    ends(&items, &text, 0).contains(&text.len())
}

enum Item {
    Digit,
    Char(char),
    Group(Vec<(Item, usize, usize)>),
}

fn items(pattern: &str) -> Vec<(Item, usize, usize)> {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let item;
        (item, rest) = if let Some(rest) = rest.strip_prefix("[0-9]") {
            (Item::Digit, rest)
        } else if let Some(rest) = rest.strip_prefix('(') {
            let (inner, rest) = rest.split_once(')').expect("a closed group");
            (Item::Group(items(inner)), rest)
        } else if let Some(rest) = rest.strip_prefix("\\.") {
            (Item::Char('.'), rest)
        } else {
            (Item::Char(first), &rest[first.len_utf8()..])
        };
        let (least, most);
        (least, most, rest) = if let Some(rest) = rest.strip_prefix('?') {
            (0, 1, rest)
        } else if let Some(rest) = rest.strip_prefix('+') {
            (1, usize::MAX, rest)
        } else if let Some(rest) = rest.strip_prefix('{') {
            let (times, rest) = rest.split_once('}').expect("a closed number");
            let number = |it: &str| it.parse::<usize>().expect("a number");
            match times.split_once(',') {
                Some((least, _)) => (number(least), usize::MAX, rest),
                None => (number(times), number(times), rest),
            }
        } else {
            (1, 1, rest)
        };
        out.push((item, least, most));
    }
    out
}

/// Where a match that starts at `from` can end.
fn ends(items: &[(Item, usize, usize)], text: &[char], from: usize) -> BTreeSet<usize> {
    let mut at = BTreeSet::from([from]);
    for (item, least, most) in items {
        let mut now = at;
        at = BTreeSet::new();
        for times in 0..=text.len() + 1 {
            if times >= *least && times <= *most {
                at.extend(&now);
            }
            now = now.iter().flat_map(|it| step(item, text, *it)).collect();
        }
    }
    at
}

fn step(item: &Item, text: &[char], at: usize) -> BTreeSet<usize> {
    let hit = match (item, text.get(at)) {
        (Item::Group(inner), _) => return ends(inner, text, at),
        (Item::Digit, Some(it)) => it.is_ascii_digit(),
        (Item::Char(wanted), Some(it)) => it == wanted,
        (_, None) => false,
    };
    if hit { BTreeSet::from([at + 1]) } else { BTreeSet::new() }
}

#[test]
fn the_validator_tells_right_from_wrong() {
    assert!(
        matches("^CT[0-9]{4}$", "CT0906") && !matches("^CT[0-9]{4}$", "CT906") && !matches("^CT[0-9]{4}$", "CT09060")
    );
    assert!(matches("^[0-9]+(/[0-9]+)?$", "3/5") && matches("^[0-9]+(/[0-9]+)?$", "12"));
    assert!(!matches("^[0-9]+(/[0-9]+)?$", "3/") && !matches("^[0-9]+(/[0-9]+)?$", "-3"));
    assert!(matches("^[0-9]+\\.[0-9]{2,}$", "59.995") && !matches("^[0-9]+\\.[0-9]{2,}$", "59.9"));
    let root: Value = serde_json::from_str(JSON_SCHEMA).expect("JSON");
    let schema = Schema { root: root.clone() };
    let faults = |value: &Value| {
        let mut faults = Vec::new();
        schema.check(&root, value, "", &mut faults);
        faults
    };
    let good = json(&printed()[0].1);
    assert_eq!(faults(&good), Vec::<String>::new());
    for (place, bad) in [
        ("/schema", Value::from(2)),
        ("/results/0/verdict", "đạt".into()),
        ("/results/0/denominator", (-1).into()),
        ("/results/0/period/from", "1/2/2017".into()),
        ("/ledger/counted", "1".into()),
        ("/results/0", Value::Null),
    ] {
        let mut wrong = good.clone();
        *wrong.pointer_mut(place).expect("the place is there") = bad;
        assert!(!faults(&wrong).is_empty(), "{place}");
    }
    let mut more = good.clone();
    more["ledger"]["excluded"]["forgotten"] = 1.into();
    assert!(!faults(&more).is_empty());
}

#[test]
fn json_obeys_its_schema() {
    let root: Value = serde_json::from_str(JSON_SCHEMA).expect("JSON");
    let schema = Schema { root: root.clone() };
    for (arguments, text) in printed() {
        let json = json(text);
        let mut faults = Vec::new();
        schema.check(&root, &json, "", &mut faults);
        assert!(faults.is_empty(), "{arguments:?}\n{}", faults.join("\n"));
        assert!(!json["results"].as_array().expect("results").is_empty(), "{arguments:?}");
    }
}

#[test]
fn comparisons_obey_their_schema() {
    let root: Value = serde_json::from_str(DIFF_SCHEMA).expect("JSON");
    let schema = Schema { root: root.clone() };
    let mut kinds = BTreeSet::new();
    for (old, new) in [
        ("tests/ui/diff/nam-2024", "tests/ui/diff/moi-loai-thay-doi"),
        ("tests/ui/diff/moi-loai-thay-doi", "tests/ui/diff/nam-2024"),
        ("tests/ui/diff/dinh-nghia-truoc", "tests/ui/diff/dinh-nghia-lai"),
        ("tests/ui/diff/phan-cap-truoc", "tests/ui/diff/phan-cap"),
        ("tests/ui/diff/cong-thuc-truoc", "tests/ui/diff/cong-thuc"),
        ("rules/khanh-hoa/2017", "rules/khanh-hoa/2018"),
        ("rules/khanh-hoa/2018", "rules/khanh-hoa/2024"),
        ("rules/hoa-binh/2020", "rules/khanh-hoa/2024"),
    ] {
        let rule = |it: &str| in_repository(&format!("{it}.chitieu"));
        let json = run_json(&["diff", &rule(old), &rule(new), "--format", "json"]);
        let mut faults = Vec::new();
        schema.check(&root, &json, "", &mut faults);
        assert!(faults.is_empty(), "{old} {new}\n{}", faults.join("\n"));
        let changes = json["changes"].as_array().expect("changes");
        kinds.extend(changes.iter().filter_map(|it| it["change"].as_str()).map(str::to_owned));
    }
    assert_eq!(kinds.len(), 6);
}

#[test]
fn every_kind_of_verdict_obeys_the_schema() {
    let rule = "sổ đơn vị so_1 { đơn vị \"Sở Y tế\" mã \"yt\" ; đơn vị \"huyện Cam Lâm\" mã \"cl\"
                                đơn vị \"xã Suối Tân\" mã \"st\" thuộc \"huyện Cam Lâm\" }
                mốc moc_1 = chưa rõ
                chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ  chỉ số qua_1 = hồ sơ trực tiếp / hồ sơ
                quyết định qd_1 { kỳ đánh giá năm 2024
                  Điều 1 { giao tối thiểu 60% tuyen_1 cho \"Sở Y tế\" từng quý }
                  Điều 2 { giao dưới 60% qua_1 cho \"Sở Y tế\"  giao tối thiểu chưa rõ tuyen_1 cho \"huyện Cam Lâm\" }
                  Điều 3 { kỳ tính từ moc_1 đến cuối kỳ  phấn đấu tối thiểu 7 hồ sơ trực tuyến cho \"Sở Y tế\" }
                  Điều 4 { phân cấp cho cấp huyện giao tuyen_1 cho cấp xã trực thuộc }
                  Điều 5 { hệ quả \"Phê bình\" khi chưa đạt Điều 1 } }";
    let folder = Folder::new();
    let rule = folder.write("rule.chitieu", rule);
    let rows = ["02/01/2024,10,6", "02/04/2024,10,7", "02/07/2024,10,1"].map(|it| format!("yt,1.000001,{it}\n"));
    let data =
        format!("unit_code,procedure_code,received_date,total,online\n{}cl,1.000001,02/07/2024,10,1\n", rows.concat());
    let data = folder.write("data.csv", data);
    let json = run_json(&["eval", &rule, "--data", &data, "--format", "json"]);
    let root: Value = serde_json::from_str(JSON_SCHEMA).expect("JSON");
    let mut faults = Vec::new();
    Schema { root: root.clone() }.check(&root, &json, "", &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let verdicts: BTreeSet<&str> =
        json["results"].as_array().into_iter().flatten().filter_map(|it| it["verdict"].as_str()).collect();
    let all: BTreeSet<&str> =
        root["$defs"]["verdict"]["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(verdicts, all);
}

#[test]
fn an_audit_obeys_its_schema_and_has_its_fields_in_csv() {
    let root: Value = serde_json::from_str(AUDIT_SCHEMA).expect("JSON");
    let schema = Schema { root: root.clone() };
    let files =
        ["rules/khanh-hoa/2016.chitieu", "rules/khanh-hoa/2020.chitieu", "tests/ui/audit/every-finding.chitieu"];
    let files: Vec<String> = files.iter().map(|it| in_repository(it)).collect();
    let arguments: Vec<String> = std::iter::once("audit".to_owned()).chain(files).collect();
    let text = run(&with_format(&arguments, "json")).out;
    let found = json(&text);
    let mut faults = Vec::new();
    schema.check(&root, &found, "", &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let lines: Vec<&Value> = found["files"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|it| it["blocks"].as_array().into_iter().flatten())
        .flat_map(|it| it["lines"].as_array().into_iter().flatten())
        .collect();
    let names: BTreeSet<&str> = lines.iter().filter_map(|it| it["finding"].as_str()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    let table = run(&with_format(&arguments, "csv")).out;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers: Vec<String> = reader.headers().expect("a header").iter().skip(2).map(str::to_owned).collect();
    let fields: Vec<String> = lines[0].as_object().expect("fields").keys().cloned().collect();
    assert_eq!(headers, fields);
    assert_eq!(reader.records().count(), lines.len());
    assert_eq!(text, run(&with_format(&arguments, "json")).out);
}

#[test]
fn csv_has_the_columns_of_json() {
    for (arguments, text) in printed() {
        let json = json(text);
        let text = run(&with_format(arguments, "csv")).out;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let results = json["results"].as_array().expect("results");
        let fields: Vec<String> = results[0]
            .as_object()
            .expect("fields")
            .keys()
            .flat_map(|it| if it == "period" { vec!["from".to_owned(), "to".to_owned()] } else { vec![it.clone()] })
            .collect();
        assert_eq!(headers, fields, "{arguments:?}");
        let rows: Vec<csv::StringRecord> = reader.records().map(|it| it.expect("a row")).collect();
        assert_eq!(rows.len(), results.len(), "{arguments:?}");
        for (row, result) in rows.iter().zip(results) {
            for (name, cell) in headers.iter().zip(row) {
                assert_eq!(cell, as_cell(result, name), "{name}: {result}");
            }
        }
    }
}

/// A field of a result as a cell: lists and pairs joined by `|`.
fn as_cell(result: &Value, name: &str) -> String {
    let text = |it: &Value| match it {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let list = |it: &Value| it.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join("|");
    match name {
        "from" | "to" => text(&result["period"][name]),
        "provision" | "waits_on" => list(&result[name]),
        "as_if" => {
            let pairs = result[name].as_object().into_iter().flatten();
            pairs.map(|it| format!("{}={}", it.0, text(it.1))).collect::<Vec<_>>().join("|")
        }
        "if" => {
            let each = |it: &Value| {
                format!("{} {}..{} {}", text(&it["event"]), text(&it["from"]), text(&it["to"]), text(&it["verdict"]))
            };
            result[name].as_array().into_iter().flatten().map(each).collect::<Vec<_>>().join("|")
        }
        _ => text(&result[name]),
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (at, (arguments, text)) in printed().iter().enumerate() {
        assert_eq!(text, &run(&with_format(arguments, "json")).out, "{arguments:?}");
        if at % 3 == 0 {
            for form in ["csv", "plain"] {
                let arguments = with_format(arguments, form);
                let (one, two) = (run(&arguments), run(&arguments));
                assert_eq!((one.out, one.err), (two.out, two.err), "{arguments:?}");
            }
        }
    }
}
