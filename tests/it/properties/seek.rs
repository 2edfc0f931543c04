//! What is needed, against moving dossiers one by one: every number that is told reaches, and the one before it does
//! not.

use chitieu::check::program::{Form, Fraction, ProvisionId, Rounding};
use chitieu::data::BadRows;
use chitieu::eval::{Env, Goal, Numbers, Result as EvalResult, Settings, judge};
use chitieu::scenario::State;
use chitieu::seek::{By, Move, blame, bounds, need, pace, span};
use chitieu::source::Span as Place;
use chitieu::syntax::ast::RoundingWay;
use chitieu::term::{Comparator, Noun, Verdict};
use chitieu::text::Day;
use proptest::prelude::*;

use super::config;
use crate::engine::{plan, tally};

const COMPARATORS: [Comparator; 5] =
    [Comparator::AtLeast, Comparator::Above, Comparator::AtMost, Comparator::Below, Comparator::Exactly];
const WAYS: [RoundingWay; 3] = [RoundingWay::HalfUp, RoundingWay::HalfEven, RoundingWay::Truncate];

/// Quotas with rounding and without, over few dossiers, so that all ends come up.
fn goal() -> impl Strategy<Value = Goal> {
    let rounding = prop_oneof![Just(None), (0..3usize, 0..3usize).prop_map(Some)];
    (0..5usize, 0..=20i128, rounding, any::<bool>()).prop_map(|(comparator, twentieth, rounding, counts)| {
        let rounding = rounding.filter(|_| !counts).map(|(to, way)| Rounding {
            provision: ProvisionId(0),
            to: [Fraction::new(1, 100), Fraction::new(1, 10), Fraction::new(1, 20)][to],
            way: WAYS[way],
            span: Place::default(),
        });
        let amount = if counts { Fraction::from_integer(twentieth) } else { Fraction::new(twentieth, 20) };
        let form = if counts { Form::Count(Noun::Dossiers) } else { Form::Share(Noun::Dossiers) };
        Goal { comparator: COMPARATORS[comparator], amount: Some(amount), form, rounding }
    })
}

/// The numbers after so many dossiers moved; none where there are not so many.
fn moved(way: Move, above: i128, below: u128, n: u128) -> Option<Numbers> {
    let (above, below) = match way {
        Move::Join => (above + n as i128, below + n),
        Move::Convert => (above + n as i128, below),
        Move::Dilute => (above, below + n),
        Move::Lose => (above - n as i128, below),
    };
    let fits = above >= 0 && above as u128 <= below;
    fits.then(|| Numbers { numerator: above, denominator: below, ..Numbers::default() })
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn the_numbers_that_are_told_are_those_that_reach(goal in goal(), below in 0u128..40, part in 0u128..40) {
        let above = part.min(below) as i128;
        let form = goal.form;
        let counts = matches!(form, Form::Count(_));
        let bounds = bounds(&goal).expect("the quota has a number");
        let numbers = Numbers { numerator: above, denominator: below, ..Numbers::default() };
        for way in Move::ALL {
            if counts && matches!(way, Move::Dilute | Move::Convert) {
                continue;
            }
            let told = span(form, &numbers, &bounds, way);
            // Beyond this many nothing changes any more: the quotas have small denominators.
            for n in 0..1500u128 {
                let Some(then) = moved(way, above, below, n) else { break };
                let reached = matches!(judge(&goal, &then), Verdict::Met | Verdict::Exceeded);
                let inside = told.as_ref().is_some_and(|it| it.first <= n && it.last.is_none_or(|last| n <= last));
                prop_assert_eq!(reached, inside, "{:?} {} of {:?}", way, n, told);
            }
        }
    }
}

const RULE: &str = "sổ đơn vị so_1 { đơn vị \"Sở Y tế\" mã \"yt\" }
    chỉ số tuyen_1 = hồ sơ trực tuyến / hồ sơ
    quyết định qd_1 { kỳ đánh giá năm 2024 Điều 1 { giao tối thiểu QUOTA% tuyen_1 cho \"Sở Y tế\" }
      Điều 2 áp dụng cho Điều 1 { kỳ tính từ 01/03/2024 đến 30/11/2024 } }";

/// A rule file with a quota, and counts: procedure, day, total, online.
fn state(quota: u32, rows: &[(usize, &str, u64, u64)], as_of: Option<&str>) -> State {
    let plan = plan(&RULE.replace("QUOTA", &quota.to_string())).expect("a plan");
    let line = |it: &(usize, &str, u64, u64)| format!("yt,1.00000{},{},{},{}\n", it.0, it.1, it.2, it.3);
    let lines: String = rows.iter().map(line).collect();
    let data = format!("unit_code,procedure_code,received_date,total,online\n{lines}");
    let tally = tally(&plan, &[&data], BadRows::Refuse).expect("counts");
    let settings = Settings { as_of: as_of.and_then(Day::parse), ..Settings::default() };
    let env = Env::new(&plan, &settings).expect("an environment");
    State::new(plan, tally, env)
}

fn only(state: &State) -> EvalResult {
    state.outcome().expect("an outcome").results.first().expect("a result").clone()
}

fn passes(state: &State) -> bool {
    matches!(only(state).verdict, Verdict::Met | Verdict::Exceeded)
}

proptest! {
    #![proptest_config(config(60))]

    /// The set that explains a miss is enough, and no smaller one is: every set is tried.
    #[test]
    fn the_fewest_procedures_explain_a_miss(
        quota in 1u32..=100,
        parts in prop::collection::vec((0u64..30, 0u64..30), 1..6),
    ) {
        let rows: Vec<(usize, &str, u64, u64)> =
            parts.iter().enumerate().map(|(at, it)| (at, "2024-05-06", it.0.max(it.1), it.1.min(it.0))).collect();
        let state = state(quota, &rows, None);
        let result = only(&state);
        let found = blame(&state, &result, By::Procedures);
        let (all, online): (u64, u64) = (rows.iter().map(|it| it.2).sum(), rows.iter().map(|it| it.3).sum());
        let short = |online: u64| 100 * online < u64::from(quota) * all;
        prop_assert_eq!(found.is_some(), all > 0 && short(online));
        let Some(found) = found else { return Ok(()) };
        let fewest = (0..1u32 << rows.len())
            .filter(|set| {
                let inside = rows.iter().enumerate().filter(|it| set & (1 << it.0) != 0);
                !short(online + inside.map(|it| it.1.2 - it.1.3).sum::<u64>())
            })
            .map(u32::count_ones)
            .min();
        prop_assert_eq!(Some(found.enough as u32), fewest);
        // With these online, the engine says so too.
        let codes: Vec<_> = found.shares.iter().take(found.enough).filter_map(|it| it.procedure.clone()).collect();
        let mended: Vec<(usize, &str, u64, u64)> = rows
            .iter()
            .map(|it| if codes.contains(&format!("1.00000{}", it.0)) { (it.0, it.1, it.2, it.2) } else { *it })
            .collect();
        prop_assert!(passes(&self::state(quota, &mended, None)));
    }

    /// What is needed more, evaluated again with so many dossiers more.
    #[test]
    fn what_is_needed_is_enough_and_one_less_is_not(quota in 1u32..=100, total in 1u64..60, part in 0u64..60) {
        let online = part.min(total);
        let given = (1, "2024-05-06", total, online);
        let now = state(quota, &[given], None);
        let need = need(&now, &only(&now));
        let ways = [(need.ways.join.clone(), true), (need.ways.convert.clone(), false)];
        for (span, joins) in ways.into_iter().filter(|_| need.reached == Some(false)) {
            let Some(span) = span else { continue };
            let with = |n: u64| {
                let moved = if joins { (1, "2024-05-06", total + n, online + n) } else { (1, "2024-05-06", total, online + n) };
                passes(&state(quota, &[moved], None))
            };
            let n = span.first as u64;
            prop_assert!(with(n) && !with(n - 1), "{n}");
        }
        prop_assert_eq!(need.result.needed_online, need.ways.join.filter(|_| need.reached == Some(false)).map(|it| it.first).or(need.reached.filter(|it| *it).map(|_| 0)));
    }

    /// Of the dossiers that are to come, so many online reach the quota, and one less does not.
    #[test]
    fn the_share_that_is_needed_of_what_is_to_come_is_enough(quota in 1u32..=100, total in 1u64..200, part in 0u64..200) {
        let online = part.min(total);
        let now = state(quota, &[(1, "2024-05-06", total, online)], Some("2024-06-30"));
        let found = pace(&now, &only(&now)).expect("a projection");
        // Days of the window by hand: from 01/03 to 30/06 and from 01/07 to 30/11, without weekends.
        prop_assert_eq!((found.left.gone, found.left.left), (86, 110));
        prop_assert_eq!(found.to_come, u128::from(total) * 110 / 86);
        let come = found.to_come as u64;
        let with = |n: u64| {
            let more = (1, "2024-08-05", come, n);
            passes(&state(quota, &[(1, "2024-05-06", total, online), more], None))
        };
        match found.wanted {
            Some(span) => {
                let n = span.first as u64;
                prop_assert!(with(n) && (n == 0 || !with(n - 1)));
            }
            None => prop_assert!(!with(come)),
        }
    }
}
