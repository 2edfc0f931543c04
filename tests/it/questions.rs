//! Laws of questions: they answer with the engine's own numbers, exactly, and no text stops them.

use chitieu::query::{Exact, Is, Kind, Known, ask};
use chitieu::scenario::State;
use chitieu::term::Verdict;
use chitieu::{Input, Settings, Source};
use proptest::prelude::*;

const RULES: &str = r#"
sổ đơn vị so_1 {
  đơn vị "Sở Y tế" mã "yt"
  đơn vị "huyện Diên Khánh" mã "dk"
  đơn vị "huyện Cam Lâm" mã "cl"
}
chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ
quyết định qd_1 {
  kỳ đánh giá năm 2024
  Điều 1 {
    giao tối thiểu 55% trực_tuyến cho các Sở
    giao tối thiểu 40% trực_tuyến cho các huyện
  }
}
"#;

/// A state with so many dossiers, and online ones, of each unit.
fn state(counts: &[(u64, u64); 3]) -> State {
    let plan = chitieu::compile(&Source::new("x", RULES), &()).expect("a decision");
    let rows = ["yt", "dk", "cl"]
        .iter()
        .zip(counts)
        .map(|(code, (online, rest))| format!("{code},{},{online}\n", online + rest));
    let bytes = format!("unit_code,total,online\n{}", rows.collect::<String>()).into_bytes();
    let tally = chitieu::read(&plan, &[Input { name: "x.csv".into(), bytes }]).expect("counts");
    let env = chitieu::eval::Env::new(&plan, &Settings::default()).expect("settings");
    State::new(plan, tally, env)
}

fn number(state: &State, text: &str) -> (Known, Kind) {
    match ask(state, text, None) {
        Ok(value) => match value.is {
            Is::Number(it) => (it.known, it.kind),
            other => panic!("{text}: {other:?}"),
        },
        Err(problems) => panic!("{text}: {problems}"),
    }
}

fn exact(above: i64, below: i64) -> Exact {
    Exact::new(above.into(), below.into())
}

fn counts() -> impl Strategy<Value = [(u64, u64); 3]> {
    [(0u64..50, 0u64..50), (0u64..50, 0u64..50), (0u64..50, 0u64..50)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn an_indicator_of_a_unit_is_what_the_outcome_has(counts in counts()) {
        let state = state(&counts);
        for result in &state.outcome().expect("an outcome").results {
            let (known, kind) = number(&state, &format!("trực_tuyến của \"{}\"", result.subject.name));
            prop_assert_eq!(kind, Kind::Share);
            let numbers = &result.numbers;
            if numbers.denominator == 0 {
                prop_assert_eq!(known, Known::Nothing);
            } else {
                prop_assert_eq!(known, Known::Exactly(exact(numbers.numerator as i64, numbers.denominator as i64)));
            }
            let all = number(&state, &format!("hồ sơ của {}", result.subject.code)).0;
            prop_assert_eq!(all, Known::Exactly(exact(numbers.denominator as i64, 1)));
        }
    }

    #[test]
    fn units_are_those_that_the_outcome_has(counts in counts()) {
        let state = state(&counts);
        let results = &state.outcome().expect("an outcome").results;
        let held = |verdict| results.iter().filter(|it| it.verdict == verdict).count() as i64;
        let asked = [
            ("chưa đạt", held(Verdict::NotMet)),
            ("vượt", held(Verdict::Exceeded)),
            ("không phát sinh", held(Verdict::NoDossiers)),
            ("đạt hoặc vượt", held(Verdict::Met) + held(Verdict::Exceeded)),
            ("không chưa đạt", 3 - held(Verdict::NotMet)),
        ];
        for (words, wanted) in asked {
            prop_assert_eq!(number(&state, &format!("số đơn vị {words}")).0, Known::Exactly(exact(wanted, 1)));
        }
    }

    #[test]
    fn values_of_units_are_gathered_exactly(counts in counts()) {
        let state = state(&counts);
        let share = |(online, rest): (u64, u64)| exact(online as i64, (online + rest) as i64);
        let valued: Vec<Exact> = counts.iter().filter(|it| it.0 + it.1 > 0).map(|it| share(*it)).collect();
        if !valued.is_empty() {
            let mean = valued.iter().fold(exact(0, 1), |sum, it| sum + it) / exact(valued.len() as i64, 1);
            prop_assert_eq!(number(&state, "bình quân trực_tuyến của mọi đơn vị").0, Known::Exactly(mean));
            let most = valued.iter().max().expect("a value").clone();
            prop_assert_eq!(number(&state, "lớn nhất trực_tuyến của mọi đơn vị").0, Known::Exactly(most));
        }
        let all: u64 = counts.iter().map(|it| it.0 + it.1).sum();
        prop_assert_eq!(number(&state, "tổng hồ sơ của mọi đơn vị").0, Known::Exactly(exact(all as i64, 1)));
    }

    #[test]
    fn arithmetic_is_exact(a in 1i64..100_000, b in 1i64..100_000, c in 1i64..100_000, d in 1i64..100_000) {
        let state = state(&[(1, 1), (1, 1), (1, 1)]);
        let (known, _) = number(&state, &format!("{a}/{b} + {c}/{d}"));
        prop_assert_eq!(known, Known::Exactly(exact(a, b) + exact(c, d)));
        let (known, kind) = number(&state, &format!("{a}% - {c}%"));
        prop_assert_eq!((known, kind), (Known::Exactly(exact(a - c, 100)), Kind::Points));
        let (known, _) = number(&state, &format!("({a} hồ sơ - {b} hồ sơ) * {c} / {d}"));
        prop_assert_eq!(known, Known::Exactly(exact(a - b, 1) * exact(c, d)));
    }

    #[test]
    fn no_text_stops_it(text in ".{0,40}") {
        let state = state(&[(1, 2), (3, 4), (0, 0)]);
        let _ = ask(&state, &text, None);
    }

    #[test]
    fn no_words_of_the_language_stop_it(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..10)) {
        let state = state(&[(1, 2), (3, 4), (0, 0)]);
        if let Ok(value) = ask(&state, &words.join(" "), None) {
            for lang in [chitieu::Lang::Vi, chitieu::Lang::En] {
                let style = chitieu::report::Style { plain: true, colour: false, width: 80 };
                for (mode, _) in chitieu::report::Mode::ALL {
                    chitieu::report::asked(&state, &value, lang).write(mode, lang, style);
                }
            }
        }
    }
}

const WORDS: &[&str] = &[
    "hồ sơ",
    "thủ tục",
    "đơn vị",
    "trực tuyến",
    "trực_tuyến",
    "của",
    "Sở Y tế",
    "các huyện",
    "chưa đạt",
    "vượt",
    "đạt",
    "không",
    "và",
    "hoặc",
    "có",
    "thuộc",
    "cấp huyện",
    "\"huyện Diên Khánh\"",
    "trừ",
    "tổng",
    "bình quân",
    "lớn nhất",
    "tính chung",
    "số",
    "chỉ tiêu",
    "kết quả",
    "khoảng cách",
    "tháng 3",
    "quý I",
    "từ",
    "đến",
    "31/12/2024",
    "55%",
    "1.000",
    "0",
    "5 ngày",
    "5 ngày làm việc",
    "ngày hiệu lực",
    "Điều 1",
    "+",
    "-",
    "*",
    "/",
    "(",
    ")",
    ";",
    ">=",
    "<",
    "tối thiểu",
    "kq",
    "qd_1",
    "x_1",
    "?",
    ",",
    "\"1.000123\"",
    "theo",
    "đầu kỳ",
];
