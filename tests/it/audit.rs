//! Published figures: what the decisions of this repository come to, and that what an audit infers is what trying
//! every number finds.

use chitieu::Source;
use chitieu::audit::{Audit, Checked, Finding, Outcome, Rounding, Whole, audit, denominators};
use chitieu::check::check;
use chitieu::check::program::{Fraction, Kind, Printed};
use chitieu::plan::{Replace, world};
use num_rational::Ratio;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::engine::{Folder, run};

fn audited(rule: &str) -> Audit {
    let checked = check(&Source::new("x.chitieu", rule), &());
    let program = checked.program.unwrap_or_else(|| panic!("{}", checked.problems));
    let (world, problems) = world(&program, &(), &Replace::default());
    assert!(problems.is_empty());
    audit(&program, &world)
}

/// A block of its own, line by line.
fn block(lines: &str) -> Vec<Checked> {
    audited(&format!("số liệu công bố \"a\" {{ {lines} }}")).blocks.remove(0).lines
}

fn outcomes(lines: &str) -> Vec<Outcome> {
    block(lines).iter().map(|it| it.outcome).collect()
}

#[test]
fn a_printed_number_stands_for_what_is_rounded_to_it() {
    use Outcome::{Fails, Holds};
    assert_eq!(outcomes("khẳng định 1 / 8 = 12,5%  khẳng định 1 / 8 = 13%  khẳng định 1 / 8 = 12%"), [Holds; 3]);
    assert_eq!(outcomes("khẳng định 1 / 8 = 12,50%  khẳng định 1 / 8 = 12,49%"), [Holds, Fails]);
    assert_eq!(outcomes("khẳng định 97,70% = 977 / 1.000  khẳng định 2 + 2 = 5"), [Holds, Fails]);
    assert_eq!(outcomes("khẳng định 480 / 66 = 7,3  khẳng định 480 / 67 = 7,3"), [Holds, Fails]);
    assert_eq!(outcomes("khẳng định 1 / 2 đúng bằng 50%  khẳng định 1 / 3 đúng bằng 33%"), [Holds, Fails]);
    assert_eq!(outcomes("khẳng định nhỏ nhất (3; 2) * (1 + 1) = 8 / lớn nhất (1; 2)"), [Holds]);
}

#[test]
fn rounded_figures_are_given_their_room_but_counts_are_not() {
    use Outcome::{Fails, Holds, NotCheckable};
    let thirds = "a_1 = 33,3%  a_2 = 33,3%  a_3 = 33,3%";
    assert_eq!(outcomes(&format!("{thirds} khẳng định a_1 + a_2 + a_3 = 100,0%")), [Holds]);
    assert_eq!(outcomes(&format!("{thirds} khẳng định a_1 + a_2 + a_3 = 100,2%")), [Fails]);
    assert_eq!(outcomes("b_1 = 333  b_2 = 333 khẳng định b_1 + b_2 = 667"), [Fails]);
    assert_eq!(outcomes("t_1 = 91,1% khẳng định t_1 tối thiểu 91,12%  khẳng định t_1 tối thiểu 91,2%"), [Holds, Fails]);
    assert_eq!(outcomes("c_1 = 5"), [NotCheckable]);
}

#[test]
fn numbers_that_are_too_large_stop_nothing() {
    let large = "999999999999999999";
    let lines = block(&format!("khẳng định {large} * {large} * {large} * {large} = 1"));
    assert!(matches!(lines[0].finding, Finding::TooLarge), "{:?}", lines[0].finding);
    let folder = Folder::new();
    for claim in [
        "N * N = 0,000000001",
        "1 / N / N = 0,000000001",
        "N * N - 1 / N = 5",
        "N * N tối thiểu 1 / N",
        "N / (N * N) = 5,000000000%",
        "x_1 * N * N = 5",
        "N * N / x_1 = 7,3",
        "x_1 / N / N = 0,000000001%",
    ] {
        let rule = format!("số liệu công bố \"a\" {{ x_1 = chưa rõ khẳng định {} }}", claim.replace('N', large));
        let rule = folder.write("a.chitieu", rule);
        for form in ["table", "json", "csv"] {
            assert!(!run(&["audit", &rule, "--format", form]).out.is_empty(), "{claim}");
        }
    }
}

/// Outcome and number, one for each line of a file.
fn said(rule: &str) -> String {
    let run = run(&["audit", rule, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let rows = reader.records().map(|it| it.expect("a row"));
    let lines = rows.map(|it| {
        let number = if it[10].is_empty() { &it[15] } else { &it[10] };
        format!("{} {number}", &it[6])
    });
    lines.collect::<Vec<_>>().join("; ")
}

#[test]
fn the_figures_of_the_rule_files_come_to_what_is_known_of_them() {
    assert_eq!(
        said("rules/khanh-hoa/2020.chitieu"),
        "holds 204; not_checkable ; fails 98.45%; fails 82.57%; not_checkable ; fails 16.29%; fails 19.42%; \
         fails 19.73%; not_checkable ; holds 1.55%"
    );
    assert_eq!(
        said("rules/khanh-hoa/2016.chitieu"),
        "holds 13; holds 1607; holds 17.24%; not_checkable ; not_checkable ; holds 8; holds 137; holds 920; holds 7; \
         not_checkable "
    );
    assert_eq!(
        said("rules/khanh-hoa/2017.chitieu"),
        "holds 17; holds 17; fails 5; holds 3; holds 8; holds 8; not_checkable ; holds 17; holds 8; holds 10%"
    );
}

fn config() -> Config {
    Config { cases: 150, failure_persistence: None, ..Config::default() }
}

/// The whole numbers of a range up to a bound.
fn listed(found: Option<Whole>, most: i128) -> Vec<i128> {
    let within = |it: Whole| (it.from..=it.to.unwrap_or(most).min(most)).collect();
    found.map(within).unwrap_or_default()
}

/// `numerator / x` with so many decimals as a percentage, as a printer would write it.
fn shown(numerator: i128, x: i128, decimals: u32, rounding: Rounding) -> i128 {
    let scaled = Ratio::new(numerator, x) * 100 * 10i128.pow(decimals);
    match rounding {
        Rounding::HalfUp => (scaled + Ratio::new(1, 2)).floor().to_integer(),
        Rounding::CutOff => scaled.floor().to_integer(),
    }
}

proptest! {
    #![proptest_config(config())]

    /// What is inferred by meeting intervals is what trying every denominator finds.
    #[test]
    fn the_hidden_denominator_is_the_one_that_brute_force_finds(
        x in 1..400_i128,
        above in prop::collection::vec((1..400_i128, 0..3_u32), 1..4),
        off in prop::sample::select(&[0, 0, 0, 1, -1][..]),
        cut in any::<bool>(),
    ) {
        const MOST: i128 = 2_000;
        let rounding = if cut { Rounding::CutOff } else { Rounding::HalfUp };
        let digits: Vec<(i128, u32, i128)> = above
            .iter()
            .map(|(numerator, decimals)| (*numerator, *decimals, shown(*numerator, x, *decimals, rounding) + off))
            .filter(|it| it.2 >= 0)
            .collect();
        let shares: Vec<(Fraction, Printed)> = digits
            .iter()
            .map(|(numerator, decimals, digits)| {
                let value = Fraction::new(*digits, 100 * 10i128.pow(*decimals));
                (Fraction::from_integer(*numerator), Printed { value, decimals: *decimals, kind: Kind::Percent })
            })
            .collect();
        let tried: Vec<i128> = (1..=MOST)
            .filter(|x| digits.iter().all(|it| shown(it.0, *x, it.1, rounding) == it.2))
            .collect();
        let found = denominators(&shares, rounding);
        prop_assert_eq!(listed(found, MOST), tried.clone());
        prop_assert!(off != 0 || tried.contains(&x));
    }

    /// The values of an unknown figure for which a claim would hold are those with which it holds.
    #[test]
    fn an_unknown_figure_is_what_brute_force_finds(
        (a, b) in (1..60_i64, 1..40_i64),
        form in prop::sample::select(&["a / x = P", "(a + x) / b = P", "x / b = P", "a - x = N", "b * x = N", "a / (x + b) = P"][..]),
        printed in 1..120_i64,
    ) {
        const MOST: i128 = 150;
        let percent = format!("{printed}%");
        let number = printed.to_string();
        let claim = |x: &str| {
            let words = form.split(' ').map(|it| {
                it.replace('P', &percent).replace('N', &number).replace('x', x).replace('a', &a.to_string())
                    .replace('b', &b.to_string())
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let lines = block(&format!("x_1 = chưa rõ khẳng định {}", claim("X_1").replace("X_1", "x_1")));
        let Finding::Unprinted(found) = &lines[0].finding else { panic!("{:?}", lines[0].finding) };
        let found = found.holds_for.expect("a form that can be turned round");
        // A line that holds because digits were dropped is told apart; only rounding counts here.
        let holds = |x: i128| {
            let lines = block(&format!("khẳng định {}", claim(&x.to_string())));
            matches!(&lines[0].finding, Finding::Compared(it) if it.notes.is_empty()) && lines[0].outcome == Outcome::Holds
        };
        let tried: Vec<i128> = (0..=MOST).filter(|it| holds(*it)).collect();
        prop_assert_eq!(listed(found, MOST), tried, "{}", form);
    }
}
