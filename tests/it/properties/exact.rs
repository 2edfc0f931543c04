//! Shares near the largest counts: verdicts, printed percentages and what is needed, against arithmetic by hand.

use chitieu::eval::Settings;
use num_bigint::BigInt;
use proptest::prelude::*;
use serde_json::Value;

use super::config;
use crate::engine::evaluate;

/// The most dossiers that one row can stand for.
const MOST: u64 = 1 << 62;

/// Quotas as they are written, and as fractions.
const QUOTAS: [(&str, u64, u64); 8] = [
    ("60%", 3, 5),
    ("50%", 1, 2),
    ("100%", 1, 1),
    ("0%", 0, 1),
    ("59,5%", 119, 200),
    ("33,333%", 33_333, 100_000),
    ("0,001%", 1, 100_000),
    ("99,999%", 99_999, 100_000),
];
const COMPARATORS: [&str; 5] = ["tối thiểu", "trên", "tối đa", "dưới", "đúng bằng"];

fn result(comparator: &str, quota: &str, above: u64, below: u64) -> Value {
    let rule = format!(
        "sổ đơn vị so_1 {{ đơn vị \"Sở Y tế\" mã \"yt\" }} chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ
         quyết định qd_1 {{ kỳ đánh giá năm 2024 Điều 1 {{ giao {comparator} {quota} tuyen_1 cho \"Sở Y tế\" }} }}"
    );
    let data = format!("unit_code,procedure_code,received_date,total,online\nyt,1.000001,2024-01-01,{below},{above}\n");
    let json = evaluate(&rule, &[&data], &Settings::default()).expect("an outcome").json();
    json["results"][0].clone()
}

/// A denominator, and a numerator close to the quota's share of it.
fn near(quota: usize, below: u64, off: i64) -> (u64, u64) {
    let (_, n, d) = QUOTAS[quota];
    let at = (u128::from(below) * u128::from(n) / u128::from(d)) as i128 + i128::from(off);
    (at.clamp(0, i128::from(below)) as u64, below)
}

/// The verdict, by cross-multiplication.
fn verdict(comparator: &str, above: u128, below: u128, n: u64, d: u64) -> &'static str {
    let (value, quota) = (above * u128::from(d), below * u128::from(n));
    let met = |it: bool| if it { "met" } else { "not_met" };
    match comparator {
        "tối thiểu" if value > quota => "exceeded",
        "tối đa" if value < quota => "exceeded",
        "tối thiểu" | "tối đa" | "đúng bằng" => met(value == quota),
        "trên" => met(value > quota),
        _ => met(value < quota),
    }
}

fn reached(comparator: &str, above: u128, below: u128, n: u64, d: u64) -> bool {
    verdict(comparator, above, below, n, d) != "not_met"
}

/// The printed share is on the side of the quota where the true one is, and is that one, rounded.
fn check_percent(text: &str, above: u64, below: u64, n: u64, d: u64) -> Result<(), TestCaseError> {
    let (whole, decimals) = text.split_once('.').expect("decimals");
    let scale = BigInt::from(10).pow(decimals.len() as u32);
    let shown: BigInt = format!("{whole}{decimals}").parse().expect("digits");
    let hundred = BigInt::from(100);
    let side = (BigInt::from(above) * d).cmp(&(BigInt::from(below) * n));
    prop_assert_eq!((&shown * d).cmp(&(&hundred * n * &scale)), side, "{} of {}/{}", text, above, below);
    let off = &shown * below - BigInt::from(above) * &hundred * &scale;
    prop_assert!(off.magnitude() * 2u32 <= BigInt::from(below).magnitude().clone(), "{} of {}/{}", text, above, below);
    Ok(())
}

/// What is needed reaches the quota, and one less does not; none where no number does.
fn check_needed(result: &Value, comparator: &str, above: u64, below: u64, n: u64, d: u64) -> Result<(), TestCaseError> {
    let (above, below) = (u128::from(above), u128::from(below));
    let online = |more: u128| reached(comparator, above + more, below + more, n, d);
    let converted = |more: u128| above + more <= below && reached(comparator, above + more, below, n, d);
    for (name, reaches) in [("needed_online", &online as &dyn Fn(u128) -> bool), ("needed_converted", &converted)] {
        match result[name].as_u64().map(u128::from) {
            Some(0) => prop_assert!(reaches(0), "{}: {}", name, result),
            Some(more) => {
                prop_assert!(reaches(more), "{}: {}", name, result);
                prop_assert!(!reaches(more - 1), "{}: {}", name, result);
            }
            None => {
                prop_assert!(!reaches(0), "{}: {}", name, result);
                // Where any number helps, a small one does for small counts; fewer online dossiers are never asked for.
                let floor = !matches!(comparator, "tối đa" | "dưới");
                prop_assert!(!floor || below >= 1000 || !(1..200).any(reaches), "{}: {}", name, result);
            }
        }
    }
    Ok(())
}

fn check(comparator: usize, quota: usize, (above, below): (u64, u64)) -> Result<(), TestCaseError> {
    let ((text, n, d), comparator) = (QUOTAS[quota], COMPARATORS[comparator]);
    let result = result(comparator, text, above, below);
    if below == 0 {
        prop_assert_eq!(&result["verdict"], "no_dossiers");
        return Ok(());
    }
    prop_assert_eq!((&result["numerator"], &result["denominator"]), (&above.into(), &below.into()));
    prop_assert_eq!(&result["verdict"], verdict(comparator, above.into(), below.into(), n, d), "{}", result);
    check_percent(result["percent"].as_str().expect("a percentage"), above, below, n, d)?;
    if comparator == "đúng bằng" { Ok(()) } else { check_needed(&result, comparator, above, below, n, d) }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn large_counts_are_exact(comparator in 0..5usize, quota in 0..8usize, below in MOST - 100_000..=MOST, off in -3..4i64) {
        check(comparator, quota, near(quota, below, off))?;
    }

    #[test]
    fn counts_of_every_size_are_exact(comparator in 0..5usize, quota in 0..8usize, size in 0..63u32, part in any::<u64>(), off in -2..3i64) {
        check(comparator, quota, near(quota, part % (1 << size), off))?;
    }

    /// More dossiers can jump over a number that is to be hit exactly.
    #[test]
    fn what_is_needed_for_an_exact_number_hits_it(quota in 0..8usize, below in 1..60u64, part in any::<u64>()) {
        let ((text, n, d), above) = (QUOTAS[quota], part % (below + 1));
        check_needed(&result("đúng bằng", text, above, below), "đúng bằng", above, below, n, d)?;
    }

    #[test]
    fn small_counts_are_exact(comparator in 0..5usize, quota in 0..8usize, below in 0..40u64, part in any::<u64>()) {
        check(comparator, quota, (part % (below + 1), below))?;
    }
}
