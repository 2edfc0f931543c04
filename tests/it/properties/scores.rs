//! Scores and ranks of random units: a score never exceeds its maximum, a rank says how many are better.

use chitieu::eval::Settings;
use num_rational::Ratio;
use proptest::prelude::*;

use super::config;
use crate::engine::evaluate;

type Fraction = Ratio<i128>;

/// Whole points, tenths and thirds, so that ties and near ties come up.
const FACTORS: [&str; 4] = ["2", "1,1", "0,5", "10 / 3"];

fn rule(units: usize, factor: usize, caps: (u32, u32), scaled: bool) -> String {
    let rows: String = (0..units).map(|it| format!("đơn vị \"xã số {it}\" mã \"u{it}\"\n")).collect();
    let scale = if scaled { "thang 100 điểm" } else { "" };
    let (first, second) = caps;
    let factor = FACTORS[factor % FACTORS.len()];
    format!(
        "sổ đơn vị so_1 {{ {rows} }}
         cột cột_1 của đơn vị dạng số
         cột cột_2 của đơn vị dạng số
         tiêu chí tổng_1 {scale} {{
           tiêu chí phần_1 tối đa {first} điểm = cột_1 * ({factor}) * 1 điểm
           tiêu chí phần_2 tối đa {second} điểm khi có cột_2 = bậc của cột_2 {{ từ 6: cột_2 / lớn nhất của cột_2 trong các xã * {second} điểm; từ 3: 1 điểm; còn lại: 0 điểm }}
         }}
         xếp loại tổng_1 {{ từ 8: \"A\"; từ 4: \"B\"; còn lại: \"C\" }}
         xếp hạng tổng_1 cho các xã
         quyết định qd_1 {{ kỳ đánh giá năm 2024 }}"
    )
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn scores_are_capped_and_ranks_are_exact(
        rows in prop::collection::vec((prop::option::weighted(0.9, 0..12u32), prop::option::of(0..12u32)), 1..9),
        factor in 0..4usize,
        caps in (1..15u32, 1..9u32),
        scaled in any::<bool>(),
    ) {
        let cell = |it: Option<u32>| it.map_or_else(String::new, |it| it.to_string());
        let data: String = rows.iter().enumerate().map(|(at, it)| format!("u{at},0,{},{}\n", cell(it.0), cell(it.1))).collect();
        let data = format!("unit_code,total,cột_1,cột_2\n{data}");
        let found = evaluate(&rule(rows.len(), factor, caps, scaled), &[&data], &Settings::default()).expect("an outcome");
        let scores = &found.outcome.scores;
        for score in scores.scores.values().filter(|it| it.applies) {
            if let (Ok(points), Some(maximum)) = (&score.points, score.maximum) {
                prop_assert!(*points <= maximum, "{score:?}");
            }
        }
        let ranking = scores.rankings.first().expect("a ranking");
        // Everyone is ranked, or it is said why not: who lacks the first column is not ranked, and no one else is not.
        prop_assert_eq!(ranking.places.len() + ranking.unranked.len(), rows.len());
        prop_assert_eq!(ranking.unranked.len(), rows.iter().filter(|it| it.0.is_none()).count());
        let values: Vec<Fraction> = ranking.places.iter().map(|it| it.value).collect();
        for place in &ranking.places {
            prop_assert_eq!(place.rank, values.iter().filter(|it| **it > place.value).count() + 1);
            prop_assert_eq!(place.tied, values.iter().filter(|it| **it == place.value).count() > 1);
        }
        prop_assert!(values.windows(2).all(|it| it[0] >= it[1]));
        // Each value by hand.
        let factors = [Fraction::new(2, 1), Fraction::new(11, 10), Fraction::new(1, 2), Fraction::new(10, 3)];
        let whole = |it: u32| Fraction::from_integer(i128::from(it));
        let largest = rows.iter().filter_map(|it| it.1).max();
        for place in &ranking.places {
            let (first, second) = rows[place.unit.0 as usize];
            let one = (whole(first.expect("a number")) * factors[factor % 4]).min(whole(caps.0));
            let two = second.map(|it| match it {
                6.. => (whole(it) / whole(largest.expect("a largest")) * whole(caps.1)).min(whole(caps.1)),
                3.. => whole(1).min(whole(caps.1)),
                _ => whole(0),
            });
            let most = whole(caps.0) + second.map_or(whole(0), |_| whole(caps.1));
            let sum = one + two.unwrap_or_default();
            let wanted = if scaled { whole(100) * sum / most } else { sum };
            prop_assert_eq!(place.value, wanted);
        }
    }
}
