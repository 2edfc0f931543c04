//! All verdicts at once are the verdicts one by one.

use std::cell::Cell;

use chitieu::data::BadRows;
use chitieu::eval::Env;
use chitieu::scenario::{State, flips, read};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::small::{counts, dossiers, rows, small};
use super::{config, known};
use crate::engine;

/// Whether there were verdicts at once: they are then those of the results, in their order.
fn agrees(state: &State) -> bool {
    let (Ok(standings), Ok(results)) = (state.standings(), state.results()) else {
        assert!(state.standings().is_err() && state.results().is_err(), "both fail or none");
        return false;
    };
    let Some(standings) = standings else { return false };
    let mut each = results.iter();
    for it in standings {
        for (at, unit) in it.units.iter().enumerate() {
            let result = each.next().expect("a result for each verdict");
            assert_eq!((result.quota, result.subject.unit), (Some(it.quota), Some(*unit)));
            let numbers = (result.numbers.numerator as u64, result.numbers.denominator as u64);
            let told = (it.verdicts[at], it.numbers[at], it.goals.get(at).expect("a goal"), it.period);
            assert_eq!(told, (result.verdict, numbers, result.goal, result.period), "{}", result.subject.name);
        }
    }
    assert!(each.next().is_none(), "no result without a verdict");
    true
}

/// Of dossiers and of day counts, as loaded and after changes of date, reading, quota, lists, counts and register.
#[test]
fn all_at_once_is_one_by_one() {
    let asked = (small(), rows(1..60), any::<bool>(), 0..9usize, 1..99u32);
    let answered = Cell::new(0);
    let run = TestRunner::new(config(400)).run(&asked, |(decision, rows, by_day, which, amount)| {
        let Ok(plan) = engine::plan(&decision.rule()) else { return Ok(()) };
        let data = if by_day { counts(&rows) } else { dossiers(&rows) };
        let Ok(tally) = engine::tally(&plan, &[&data], BadRows::Report) else { return Ok(()) };
        let Ok(env) = Env::new(&plan, &known(&decision)) else { return Ok(()) };
        let base = State::new(plan, tally, env);
        agrees(&base);
        let changes = [
            "moc_1 = 15/05/2024".to_owned(),
            "cach_1 = lc_2".to_owned(),
            format!("khoản 1 Điều 1 = {amount}%"),
            "thêm thủ tục \"1.000004\" vào dm_2".to_owned(),
            "bỏ thủ tục \"1.000002\" khỏi dm_1".to_owned(),
            "thêm 3 hồ sơ trực tuyến của \"Sở Y tế\"".to_owned(),
            "nhập đơn vị \"st\" vào \"ch\" từ 01/07/2024".to_owned(),
            format!("\"Sở Y tế\": khoản 1 Điều 1 = {amount}%"),
            "cach_2 = lc_4".to_owned(),
        ];
        let Ok((change, _)) = read(&base, &changes[which], &()) else { return Ok(()) };
        let Ok(changed) = base.with(&[change]) else { return Ok(()) };
        answered.set(answered.get() + usize::from(agrees(&changed)));
        // What differs is the same, whichever way it was found.
        if let (Ok(found), Ok(one), Ok(two)) = (flips(&base, &changed), base.results(), changed.results())
            && one.len() == two.len()
        {
            let differ = one.iter().zip(two).filter(|it| it.0.verdict != it.1.verdict).count();
            prop_assert_eq!(found.flips.len(), differ);
            prop_assert_eq!(found.flips.len() + found.moved + found.same, one.len());
        }
        Ok(())
    });
    run.expect("the same answers");
    assert!(answered.get() > 30, "most decisions that are plain are answered at once: {}", answered.get());
}
