//! How long the guards of rule files take: a folder of 1,000 decisions checked and proved on all cores, one file of
//! 1,000 lines checked again, and what a line costs as files grow. Prints medians, judges nothing.
//!
//! `cargo bench --bench guards`

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chitieu::prove::prove;
use chitieu::source::{FileFault, Files, Source};

const FILES: usize = 1_000;
const RUNS: usize = 5;

/// Files that are held in memory.
struct Held(BTreeMap<String, String>);

impl Files for Held {
    fn read(&self, _: &str, path: &str) -> Result<Source, FileFault> {
        let text = self.0.get(path).ok_or_else(|| FileFault::Missing(path.to_owned()))?;
        Ok(Source::new(path, text.as_str()))
    }
}

fn main() {
    let held = world();
    let decisions: Vec<Source> = (0..FILES).map(|at| Source::new(format!("{at}.chitieu"), decision(at, 12))).collect();
    let lines = decisions[0].text.lines().count();
    println!(
        "{FILES} decisions of {lines} lines, 8 districts and 120 communes, 2 lists of 40 procedures, a pending date"
    );
    for threads in [1, std::thread::available_parallelism().map_or(1, usize::from)] {
        let took = median(|| all(&decisions, &held, threads));
        println!(
            "  checked and proved, {threads} thread(s): {:.2} s, {:.2} ms a file",
            took.as_secs_f64(),
            ms(took) / FILES as f64
        );
    }
    println!("one file, checked (and proved)");
    for quotas in [12, 25, 50, 100, 190, 400, 800] {
        let source = Source::new("one.chitieu", decision(0, quotas));
        let lines = source.text.lines().count();
        let checked = median(|| drop(chitieu::compile(&source, &held).expect("sound")));
        let both = median(|| one(&source, &held));
        let each = checked.as_secs_f64() * 1e6 / lines as f64;
        println!("  {lines:>5} lines: {:.2} ms ({:.2} ms), {each:.1} µs a line", ms(checked), ms(both));
    }
}

fn one(source: &Source, held: &Held) {
    let plan = chitieu::compile(source, held).expect("sound");
    let proof = prove(&plan);
    assert!(!proof.places.is_empty(), "nothing was proved");
}

fn all(decisions: &[Source], held: &Held, threads: usize) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(source) = decisions.get(next.fetch_add(1, Ordering::Relaxed)) {
            one(source, held);
        }
    };
    std::thread::scope(|scope| {
        (1..threads).for_each(|_| drop(scope.spawn(work)));
        work();
    });
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut took: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    took.sort();
    took[RUNS / 2]
}

fn ms(it: Duration) -> f64 {
    it.as_secs_f64() * 1e3
}

/// A register and two lists.
fn world() -> Held {
    let mut register = "mã,tên,loại,cấp,thuộc\n".to_owned();
    for district in 0..8 {
        let _ = writeln!(register, "h{district},Số {district},huyện,huyện,");
        for commune in 0..15 {
            let _ = writeln!(register, "x{district}{commune:02},Thứ {commune} của {district},xã,xã,h{district}");
        }
    }
    let list = |from: usize| {
        let rows = (from..from + 40).map(|it| {
            let tier = ["huyện", "xã"][it % 2];
            format!("1.{it:06},toàn trình,{tier}\n")
        });
        "mã thủ tục,mức độ,thẩm quyền\n".to_owned() + &rows.collect::<String>()
    };
    let files = [
        ("so.csv", register),
        ("so.chitieu", "sổ đơn vị so_1 tệp \"so.csv\"\n".to_owned()),
        ("cu.csv", list(0)),
        ("moi.csv", list(20)),
    ];
    Held(files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
}

/// A decision with so many quotas, each for months of its own where there are more quotas than units.
fn decision(seed: usize, quotas: usize) -> String {
    let mut text = format!(
        "dùng \"so.chitieu\"\n\
         danh mục dm_1 {{ hiệu lực từ 01/11/2023 tệp \"cu.csv\" }}\n\
         danh mục dm_2 {{ hiệu lực chưa rõ từ 15/12/2023 đến 14/12/2024 tệp \"moi.csv\" thay thế dm_1 }}\n\
         chỉ số trực_tuyến = hồ sơ trực tuyến / hồ sơ theo ngày tiếp nhận\n\
         quyết định qd_{seed} \"Về việc giao chỉ tiêu hồ sơ trực tuyến\" {{\n\
           số \"{seed}/QĐ-UBND\"\n\
           kỳ đánh giá từ 15/12/2023 đến 14/12/2024\n"
    );
    for at in 0..quotas {
        let percent = 40 + (seed + at) % 50;
        let (district, commune) = (at % 8, (at / 8) % 16);
        let (indicator, group) = match commune {
            0 => (at, format!("\"huyện Số {district}\"")),
            _ => (at, format!("\"xã Thứ {} của {district}\"", commune - 1)),
        };
        // An indicator of its own for each round of the units.
        let round = indicator / 128;
        let name = if round == 0 { "trực_tuyến".to_owned() } else { format!("trực_tuyến_{round}") };
        let _ = write!(
            text,
            "  Điều {} {{\n    nguyên văn \"Giao chỉ tiêu tối thiểu {percent}% hồ sơ trực tuyến.\"\n    \
             giao tối thiểu {percent}% {name} cho {group}\n  }}\n",
            at + 1
        );
    }
    let all: Vec<String> = (1..=quotas).map(|it| format!("Điều {it}")).collect();
    let _ = write!(
        text,
        "  Điều {} áp dụng cho {} {{\n    \
         khoản 1 {{ kỳ tính từ 15/12/2023 đến 14/12/2024 với thủ tục thuộc dm_1 và thuộc dm_2 }}\n    \
         khoản 2 {{ kỳ tính từ 15/12/2023 đến ngày hiệu lực của dm_2 với thủ tục thuộc dm_1 và không thuộc dm_2 }}\n    \
         khoản 3 {{ kỳ tính từ ngày hiệu lực của dm_2 + 6 ngày đến 14/12/2024 với thủ tục lần đầu thuộc dm_2 }}\n  }}\n  \
         ngoài văn bản {{\n    loại trừ thủ tục còn lại vì \"không được công bố trực tuyến\"\n  }}\n}}\n",
        quotas + 1,
        all.join(", ")
    );
    let more: String = (1..=quotas / 128)
        .map(|it| format!("chỉ số trực_tuyến_{it} = hồ sơ trực tuyến / hồ sơ theo ngày tiếp nhận\n"))
        .collect();
    more + &text
}
