//! What is assumed and what is written lead to the same.

use chitieu::scenario::{State, read};
use chitieu::{Input, Settings, Source, compile};
use proptest::prelude::*;

/// A decision with two lists: the procedures of each, by number; the quota of the first unit; the last day.
fn rules(lists: &[Vec<u8>; 2], quota: u8, until: &str) -> String {
    let listed = |codes: &[u8]| codes.iter().map(|it| format!("  thủ tục \"1.00000{it}\"\n")).collect::<String>();
    let [one, two] = lists;
    format!(
        "sổ đơn vị so_1 {{ đơn vị \"Sở Một\" mã \"a\"; đơn vị \"Sở Hai\" mã \"b\"; đơn vị \"Sở Ba\" mã \"c\" }}
danh mục ds_1 {{
  hiệu lực 01/01/2024
{}}}
danh mục ds_2 {{
  hiệu lực 01/01/2024
{}}}
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
quyết định qd_1 {{
  kỳ đánh giá năm 2024
  Điều 1 {{ giao tối thiểu {quota}% trực_tuyến cho các Sở \"Một\" }}
  Điều 2 {{ giao tối thiểu 50% trực_tuyến cho các Sở \"Hai\", \"Ba\" }}
  Điều 3 áp dụng cho Điều 1, Điều 2 {{
    khoản 1 {{ kỳ tính năm 2024 với thủ tục thuộc ds_1 và không thuộc ds_2 }}
    khoản 2 {{ kỳ tính từ 01/03/2024 đến {until} với thủ tục thuộc ds_2 }}
  }}
}}
",
        listed(one),
        listed(two)
    )
}

/// A row: unit, procedure, month, all dossiers, those online.
type Row = (char, u8, u8, u8, u8);

fn state(rules: String, rows: &[Row]) -> State {
    let plan = compile(&Source::new("r.chitieu", rules), &()).unwrap();
    let mut csv = String::from("unit_code,procedure_code,received_date,total,online\n");
    for (unit, procedure, month, total, online) in rows {
        csv += &format!("{unit},1.00000{procedure},2024-{month:02}-15,{total},{online}\n");
    }
    let tally = chitieu::read(&plan, &[Input { name: "d.csv".into(), bytes: csv.into_bytes() }]).unwrap();
    let env = chitieu::eval::Env::new(&plan, &Settings::default()).unwrap();
    State::new(plan, tally, env)
}

/// Everything that the two say: verdicts, numbers, the ledger.
fn said(state: &State) -> String {
    let outcome = state.outcome().unwrap();
    let results: Vec<String> = outcome
        .results
        .iter()
        .map(|it| format!("{} {:?} {}/{}", it.subject.code, it.verdict, it.numbers.numerator, it.numbers.denominator))
        .collect();
    format!("{results:?} {:?}", outcome.ledger)
}

fn assumed(state: &State, text: &[String]) -> State {
    let changes: Vec<_> = text.iter().map(|it| read(state, it, &()).unwrap().0).collect();
    state.with(&changes).unwrap()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (prop_oneof![Just('a'), Just('b'), Just('c')], 1u8..7, 1u8..13, 1u8..40).prop_flat_map(
        |(unit, procedure, month, total)| (0..=total).prop_map(move |online| (unit, procedure, month, total, online)),
    );
    proptest::collection::vec(row, 1..40).prop_map(|mut rows| {
        rows.sort();
        rows.dedup_by_key(|it| (it.0, it.1, it.2));
        rows
    })
}

fn list() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::btree_set(1u8..7, 1..6).prop_map(|it| it.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_list_that_is_assumed_counts_like_one_that_is_written(rows in rows(), one in list(), two in list(), code in 1u8..7) {
        let base = state(rules(&[one.clone(), two.clone()], 50, "30/09/2024"), &rows);
        let mut more = two.clone();
        let text = if two.contains(&code) {
            more.retain(|it| *it != code);
            format!("bớt thủ tục \"1.00000{code}\" khỏi ds_2")
        } else {
            more.push(code);
            format!("thêm thủ tục \"1.00000{code}\" vào ds_2")
        };
        prop_assume!(!more.is_empty());
        let written = state(rules(&[one, more], 50, "30/09/2024"), &rows);
        prop_assert_eq!(said(&assumed(&base, &[text])), said(&written));
    }

    #[test]
    fn dossiers_that_are_assumed_count_like_supplied_ones(
        rows in rows(), one in list(), two in list(), procedure in 1u8..7, month in 1u8..13, more in 1u8..30,
    ) {
        let base = state(rules(&[one.clone(), two.clone()], 50, "30/09/2024"), &rows);
        let text =
            format!("thêm {more} hồ sơ trực tuyến thủ tục \"1.00000{procedure}\" ngày tiếp nhận 15/{month:02}/2024 cho Sở Một");
        let mut supplied = rows.clone();
        match supplied.iter_mut().find(|it| (it.0, it.1, it.2) == ('a', procedure, month)) {
            Some(it) => (it.3, it.4) = (it.3 + more, it.4 + more),
            None => supplied.push(('a', procedure, month, more, more)),
        }
        let written = state(rules(&[one, two], 50, "30/09/2024"), &supplied);
        prop_assert_eq!(said(&assumed(&base, &[text])), said(&written));
    }

    #[test]
    fn quotas_and_windows_that_are_assumed_judge_like_written_ones(
        rows in rows(), one in list(), two in list(), quota in 1u8..100, month in 4u8..13,
    ) {
        let until = format!("15/{month:02}/2024");
        let base = state(rules(&[one.clone(), two.clone()], 50, "30/09/2024"), &rows);
        let written = state(rules(&[one, two], quota, &until), &rows);
        let text = [format!("Sở Một = {quota}%"), format!("kỳ tính tại khoản 2 Điều 3 đến {until}")];
        prop_assert_eq!(said(&assumed(&base, &text)), said(&written));
    }

    #[test]
    fn conversions_move_so_many_dossiers_and_no_others(rows in rows(), one in list(), two in list(), number in 1u8..60) {
        let base = state(rules(&[one, two], 50, "30/09/2024"), &rows);
        let text = format!("chuyển {number} hồ sơ sang trực tuyến cho Sở Một");
        let change = read(&base, &text, &()).unwrap().0;
        let numbers = |it: &State| {
            let result = it.outcome().unwrap().results.iter().find(|it| it.subject.code == "a").cloned().unwrap();
            (result.numbers.numerator, result.numbers.denominator)
        };
        let (above, below) = numbers(&base);
        let offline = below as i128 - above;
        match base.with(&[change]) {
            Ok(changed) => {
                prop_assert!(i128::from(number) <= offline);
                prop_assert_eq!(numbers(&changed), (above + i128::from(number), below));
                prop_assert_eq!(&changed.outcome().unwrap().ledger, &base.outcome().unwrap().ledger);
            }
            Err(_) => prop_assert!(i128::from(number) > offline),
        }
    }
}
