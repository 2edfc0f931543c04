//! A Parquet file answers as the file of text with the same cells, whole and in pieces, however it is written; and
//! damaged ones are refused.

use std::io::{Cursor, Read};
use std::sync::Arc;

use chitieu::Tally;
use chitieu::data::{BadRows, Feed, Fold, Input, Options, Parts, gather};
use chitieu::eval::{Env, Settings, fold};
use chitieu::problem::Problem;
use chitieu::text::Day;
use parquet::basic::{Compression, Encoding};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use proptest::prelude::*;

use super::small::{rows, small};
use super::stream::{ODD, ODD_COUNTS, told};
use crate::engine::plan;

/// A file in memory.
struct Memory<'a>(&'a [u8]);

impl Feed for Memory<'_> {
    fn name(&self) -> String {
        "so-lieu.parquet".to_owned()
    }

    fn open(&self) -> Result<Box<dyn Read + Send + '_>, Problem> {
        Ok(Box::new(self.0))
    }

    fn parts(&self) -> Option<Result<Box<dyn Parts + '_>, Problem>> {
        Some(Ok(Box::new(Cursor::new(self.0))))
    }

    fn fault(&self, error: &std::io::Error) -> Problem {
        panic!("memory cannot fail: {error}")
    }
}

/// How the days are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    Text,
    Day,
    /// The time of the place.
    Here,
    /// In UTC, at 18:30: the day after in Vietnam.
    Utc,
}

/// How a file is written.
#[derive(Debug, Clone)]
struct Style {
    counts: bool,
    days: Days,
    /// Whether numbers are held as numbers.
    numbers: bool,
    dictionary: bool,
    /// The bytes of a dictionary after which cells are written out.
    words: usize,
    second: bool,
    /// Written out in smaller ways.
    delta: bool,
    packed: usize,
    group: usize,
    page: usize,
    odd: Vec<(usize, usize)>,
    block: usize,
    workers: usize,
}

fn style() -> impl Strategy<Value = Style> {
    let days = prop::sample::select(vec![Days::Text, Days::Day, Days::Here, Days::Utc]);
    let first = (any::<bool>(), days, any::<bool>(), any::<bool>(), 1..200usize, any::<bool>(), any::<bool>());
    let second = (0..5usize, 1..40usize, 1..20usize, prop::collection::vec((0..60usize, 0..ODD.len()), 0..6));
    (first, second, 0..400usize, 1..4usize).prop_map(|(first, second, block, workers)| Style {
        counts: first.0,
        days: first.1,
        numbers: first.2,
        dictionary: first.3,
        words: first.4,
        second: first.5,
        delta: first.6,
        packed: second.0,
        group: second.1,
        page: second.2,
        odd: second.3,
        block,
        workers,
    })
}

/// The cells of a table: its header, then its rows. What the column cannot hold is empty.
fn table(plain: &str, style: &Style) -> Vec<Vec<String>> {
    let mut lines: Vec<&str> = plain.lines().collect();
    let odd_lines: &[&str] = if style.counts { &ODD_COUNTS } else { &ODD };
    for (at, which) in &style.odd {
        lines.insert(1 + at % lines.len(), odd_lines[which % odd_lines.len()]);
    }
    let header: Vec<String> = lines.remove(0).split(',').map(str::to_owned).collect();
    let mut out = vec![header.clone()];
    for line in lines.into_iter().filter(|it| !it.starts_with('#') && !it.contains('"')) {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells.resize(header.len(), String::new());
        if style.days != Days::Text {
            let day = Day::parse(&cells[2]).filter(|_| cells[2].len() == 10 && cells[2].starts_with("20"));
            cells[2] = match (day, style.days) {
                (None, _) => String::new(),
                (Some(day), Days::Here) => format!("{} 23:30:00", day.iso()),
                (Some(day), Days::Utc) => format!("{}T18:30:00Z", day.iso()),
                (Some(day), _) => day.iso(),
            };
        }
        if style.counts && style.numbers {
            for cell in &mut cells[3..] {
                *cell = cell.parse::<i32>().map_or(String::new(), |it| it.to_string());
            }
        }
        out.push(cells);
    }
    out
}

fn csv(table: &[Vec<String>]) -> Vec<u8> {
    table.iter().map(|it| it.join(",") + "\n").collect::<String>().into_bytes()
}

/// Writes a column; empty cells are none.
fn put<T: DataType>(
    column: &mut parquet::file::writer::SerializedColumnWriter,
    cells: &[&str],
    of: impl Fn(&str) -> T::T,
) {
    let levels: Vec<i16> = cells.iter().map(|it| i16::from(!it.is_empty())).collect();
    let values: Vec<T::T> = cells.iter().filter(|it| !it.is_empty()).map(|it| of(it)).collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None).expect("a column");
}

fn columnar(table: &[Vec<String>], style: &Style) -> Vec<u8> {
    let (header, rows) = table.split_first().expect("a header");
    let number = |at: usize| style.counts && style.numbers && at >= 3;
    let forms: Vec<String> = (header.iter().enumerate())
        .map(|(at, name)| {
            let name = name.replace(' ', "_");
            match (at, style.days) {
                (2, Days::Day) => format!("OPTIONAL INT32 {name} (DATE);"),
                (2, Days::Here) => format!("OPTIONAL INT64 {name} (TIMESTAMP(MICROS, false));"),
                (2, Days::Utc) => format!("OPTIONAL INT64 {name} (TIMESTAMP(MILLIS, true));"),
                _ if number(at) => format!("OPTIONAL INT32 {name};"),
                _ => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
            }
        })
        .collect();
    let schema = format!(
        "message m {{ {} OPTIONAL BOOLEAN gap; OPTIONAL GROUP list (LIST) {{ REPEATED GROUP list {{ OPTIONAL INT32 element; }} }} }}",
        forms.concat()
    );
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let packed =
        [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default()), Compression::LZ4_RAW];
    let packed = packed.get(style.packed).copied().unwrap_or(Compression::GZIP(Default::default()));
    let mut how = WriterProperties::builder()
        .set_compression(packed)
        .set_dictionary_enabled(style.dictionary)
        .set_dictionary_page_size_limit(style.words)
        .set_data_page_row_count_limit(style.page)
        .set_write_batch_size(style.page)
        .set_writer_version(if style.second { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 });
    if style.delta {
        for name in header {
            let is_text =
                !name.ends_with("date") && !matches!(name.as_str(), "total" | "online" | "in person" | "postal");
            let encoding = if is_text { Encoding::DELTA_BYTE_ARRAY } else { Encoding::PLAIN };
            let encoding = if name == "received_date" && style.days != Days::Text {
                Encoding::DELTA_BINARY_PACKED
            } else {
                encoding
            };
            how = how.set_column_encoding(ColumnPath::new(vec![name.replace(' ', "_")]), encoding);
        }
    }
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(how.build())).expect("a file");
    for rows in rows.chunks(style.group) {
        let mut group = file.next_row_group().expect("a group");
        let mut at = 0;
        while let Some(mut column) = group.next_column().expect("a column") {
            let cells: Vec<&str> = rows.iter().map(|it| it.get(at).map_or("", String::as_str)).collect();
            let day = |it: &str| i64::from(Day::parse(&it[..10]).expect("a day").0 - 719_163);
            match (at, style.days) {
                _ if at == header.len() => put::<BoolType>(&mut column, &cells, |_| true),
                _ if at > header.len() => {
                    let levels = vec![0; cells.len()];
                    column.typed::<Int32Type>().write_batch(&[], Some(&levels), Some(&levels)).expect("a list");
                }
                (2, Days::Day) => put::<Int32Type>(&mut column, &cells, |it| day(it) as i32),
                (2, Days::Here) => {
                    put::<Int64Type>(&mut column, &cells, |it| (day(it) * 86_400 + 23 * 3600 + 1800) * 1_000_000);
                }
                (2, Days::Utc) => {
                    put::<Int64Type>(&mut column, &cells, |it| (day(it) * 86_400 + 18 * 3600 + 1800) * 1000)
                }
                _ if number(at) => put::<Int32Type>(&mut column, &cells, |it| it.parse().expect("a number")),
                _ => put::<ByteArrayType>(&mut column, &cells, |it| ByteArray::from(it)),
            }
            column.close().expect("a column");
            at += 1;
        }
        group.close().expect("a group");
    }
    file.into_inner().expect("a file")
}

/// What is told of a tally, as if the file of text had no header; what the file is, is left out.
fn as_text(tally: Result<Tally, Vec<Problem>>, above: u64) -> Result<Tally, Vec<Problem>> {
    tally.map(|mut it| {
        it.bad.iter_mut().for_each(|it| it.line -= above);
        for load in &mut it.loads {
            (load.form, load.encoding) = (String::new(), None);
            for sheet in &mut load.sheets {
                sheet.header = sheet.header.map(|it| it - above);
                sheet.skipped.iter_mut().for_each(|it| it.0 -= above);
            }
            load.repairs.values_mut().flat_map(|it| &mut it.first).for_each(|it| it.line -= above);
        }
        it
    })
}

proptest! {
    #![proptest_config(super::config(200))]

    #[test]
    fn columns_answer_as_text(decision in small(), rows in rows(1..60), style in style()) {
        let plan = plan(&decision.rule()).expect("a rule file that holds");
        let env = Env::new(&plan, &Settings::default()).expect("settings");
        let plain = if style.counts { super::small::counts(&rows) } else { super::small::dossiers(&rows) };
        let table = table(&plain, &style);
        let (text, bytes) = (csv(&table), columnar(&table, &style));
        let options = Options { bad_rows: BadRows::Report, block: Some(style.block), workers: Some(style.workers), ..Options::default() };
        let input = |name: &str, bytes: &[u8]| Input { name: name.to_owned(), bytes: bytes.to_vec() };
        let said = |tally, above| told(&plan, &env, as_text(tally, above)).replace("so-lieu.parquet", "so-lieu.csv").replace("in_person", "in person");
        let of_text = said(chitieu::data::read(&plan, &[input("so-lieu.csv", &text)], options.clone()), 1);
        let whole = chitieu::data::read(&plan, &[input("so-lieu.parquet", &bytes)], options.clone());
        // Of rows that say the same the lines are told, which are others.
        if !of_text.contains("CT0807") {
            prop_assert_eq!(&said(whole, 0), &of_text, "{}", String::from_utf8_lossy(&text));
        }
        let fold = fold(&plan, std::slice::from_ref(&env));
        let pieces = gather(&plan, &[&Memory(&bytes)], &options, &fold);
        if !of_text.contains("CT0807") {
            prop_assert_eq!(&said(pieces, 0), &of_text, "{}", String::from_utf8_lossy(&text));
        }
        let each = gather(&plan, &[&Memory(&bytes)], &options, &Fold::default());
        let again = gather(&plan, &[&Memory(&bytes)], &options, &fold);
        prop_assert_eq!(said(each, 0), said(again, 0));
    }

    #[test]
    fn damaged_columns_are_refused_or_read(decision in small(), rows in rows(1..60), style in style(), at in any::<prop::sample::Index>(), bit in 0..8u32, cut in any::<bool>()) {
        let plan = plan(&decision.rule()).expect("a rule file that holds");
        let env = Env::new(&plan, &Settings::default()).expect("settings");
        let plain = if style.counts { super::small::counts(&rows) } else { super::small::dossiers(&rows) };
        let mut bytes = columnar(&table(&plain, &style), &style);
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1u8 << bit }
        let options = Options { bad_rows: BadRows::Report, block: Some(style.block), workers: Some(style.workers), ..Options::default() };
        let fold = fold(&plan, std::slice::from_ref(&env));
        // Whatever comes of it, nothing stops.
        let _ = chitieu::data::read(&plan, &[Input { name: "x".to_owned(), bytes: bytes.clone() }], options.clone());
        let _ = gather(&plan, &[&Memory(&bytes)], &options, &fold);
    }
}
