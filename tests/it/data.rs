//! Counts as they arrive: no file stops the reader, and no dossier vanishes.

use chitieu::data::{BadRows, Encoding, Input, Options, Tally, read};
use chitieu::{Plan, Source, compile};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::engine::{in_repository, run_json};

fn plan() -> Plan {
    let text = r#"
        sổ đơn vị so_1 { đơn vị "Xã A" mã "a1"; đơn vị "Xã B" mã "b1"; đơn vị "Xã C" mã "c1" }
        chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
        quyết định qd_1 { kỳ đánh giá năm 2024
          Điều 1 { giao tối thiểu 50% trực_tuyến cho "Xã A", "Xã B", "Xã C" } }"#;
    compile(&Source::new("mau.chitieu", text), &()).unwrap()
}

fn tally(bytes: Vec<u8>, encoding: Option<Encoding>) -> Option<Tally> {
    let input = Input { name: "bieu".into(), bytes };
    read(&plan(), &[input], Options { bad_rows: BadRows::Report, encoding, ..Options::default() }).ok()
}

/// A count with a mark between its thousands.
fn grouped(number: u32, mark: &str) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|it| std::str::from_utf8(it).unwrap()).collect();
    groups.join(mark)
}

proptest! {
    #![proptest_config(Config { cases: 64, failure_persistence: None, ..Config::default() })]

    /// Whatever the bytes are, they are read or refused.
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400), head in 0..6usize) {
        let heads: [&[u8]; 6] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"unit,total\n", b"[{"];
        let bytes = [heads[head], bytes.as_slice()].concat();
        for encoding in [None, Some(Encoding::Vni), Some(Encoding::Windows1258), Some(Encoding::Utf16Be)] {
            let _ = tally(bytes.clone(), encoding);
        }
    }

    /// Whatever stands in the cells, each row is counted, refused, or told to be no row.
    #[test]
    fn no_row_vanishes(cells in prop::collection::vec("[ -~áộ]{0,12}", 2..30)) {
        let rows: Vec<String> = cells.chunks(2).map(|it| it.iter().map(|it| format!("\"{}\"", it.replace('"', "")))
            .collect::<Vec<_>>().join(",")).filter(|it| it.contains(',') && it.len() > 5).collect();
        let text = format!("đơn vị,tổng\n{}\n", rows.join("\n"));
        if let Some(tally) = tally(text.clone().into_bytes(), None) {
            for sheet in tally.loads.iter().flat_map(|it| &it.sheets) {
                let said = rows.iter().filter(|it| it.split("\",\"").any(|it| !it.trim_matches(['"', ' ']).is_empty()));
                prop_assert_eq!((sheet.rows as usize + sheet.skipped.len(), &text), (said.count(), &text));
                prop_assert_eq!(sheet.refused as usize, tally.bad.len());
            }
        }
    }

    /// One table has one sum, however it is typed.
    #[test]
    fn a_table_counts_the_same_in_every_dress(
        counts in prop::array::uniform3(0..3_000_000u32),
        cut in prop::sample::select(vec![";", "\t", "|"]),
        mark in prop::sample::select(vec!["", ".", ",", " "]),
        (titles, numbered, signed) in any::<(bool, bool, bool)>(),
    ) {
        // One count below a thousand does not say what stands between thousands.
        let sum: u32 = counts.iter().sum();
        let mut text = String::new();
        if titles {
            text += &format!("BÁO CÁO{cut}\nNăm 2024{cut}\n");
        }
        text += &format!("đơn vị{cut}tổng{cut}trực tuyến\n");
        if numbered {
            text += &format!("(1){cut}(2){cut}(3)\n");
        }
        for (unit, count) in ["Xã A", "Xã B", "Xã C"].iter().zip(counts) {
            text += &format!("{unit}{cut}{}{cut}0\n", grouped(count, mark));
        }
        text += &format!("Tổng cộng{cut}{}{cut}0\n", grouped(sum, mark));
        if signed {
            text += &format!("Người lập biểu{cut}{cut}\n");
        }
        for encoding in [None, Some(Encoding::Utf8)] {
            let tally = tally(text.clone().into_bytes(), encoding).unwrap();
            prop_assert!(tally.bad.is_empty(), "{:?}\n{text}", tally.bad);
            prop_assert_eq!(tally.supplied(), u128::from(sum), "{}", text);
            prop_assert!(tally.loads.iter().all(|it| it.sums.is_empty()), "{:?}", tally.loads);
        }
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        prop_assert_eq!(tally([b"\xff\xfe", utf_16.as_slice()].concat(), None).unwrap().supplied(), u128::from(sum));
    }
}

#[test]
fn a_pattern_stands_for_the_files_that_fit_it() {
    let folder = "tests/ui/data/thang";
    let run = |data: &str| {
        let rule = in_repository("tests/ui/data/mau.chitieu");
        run_json(&["eval", &rule, "--data", &in_repository(data), "--format", "json"])["ledger"]["supplied"].clone()
    };
    assert_eq!(run(&format!("{folder}/0?.csv.*")), 4);
    assert_eq!(run(&format!("{folder}/*.csv")), 1);
    assert_eq!(run(folder), 5);
}
