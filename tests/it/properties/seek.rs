//! What is needed, against moving dossiers one by one: every number that is told reaches, and the one before it does
//! not.

use chitieu::check::program::{Form, Fraction, ProvisionId, Rounding};
use chitieu::eval::{Goal, Numbers, judge};
use chitieu::seek::{Move, bounds, span};
use chitieu::source::Span as Place;
use chitieu::syntax::ast::RoundingWay;
use chitieu::term::{Comparator, Noun, Verdict};
use proptest::prelude::*;

use super::config;

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
    #![proptest_config(config(2000))]

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
