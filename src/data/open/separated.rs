//! Text with a mark between its cells.

use super::{Line, Sheet};
use crate::data::error;
use crate::problem::Problem;

/// The mark between cells (`declared`, or else found), and the rows: all lines but comments (`#` at the beginning) and
/// empty ones.
pub fn sheet(file: &str, text: &str, declared: Option<char>) -> Result<(char, Sheet), Problem> {
    let (mark, sheet, _) = rows(text, usize::MAX, declared);
    if sheet.rows.is_empty() { Err(error::no_header(file)) } else { Ok((mark, sheet)) }
}

/// The mark between cells, and the rows among which the header is, each with its number and where it begins.
pub fn beginning(text: &str, declared: Option<char>) -> (char, Sheet, Vec<(u64, usize)>) {
    rows(text, 1000, declared)
}

/// A reader of rows of any width, without comments.
pub fn reader<R: std::io::Read>(mark: u8, from: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).comment(Some(b'#')).delimiter(mark).flexible(true).from_reader(from)
}

fn rows(text: &str, most: usize, declared: Option<char>) -> (char, Sheet, Vec<(u64, usize)>) {
    // Excel reads and writes this line; it is no row.
    let first = text.lines().next().unwrap_or_default().trim();
    let stated = first.get(..4).filter(|it| it.eq_ignore_ascii_case("sep=")).and_then(|_| first.chars().nth(4));
    let stated = stated.filter(char::is_ascii);
    let mark = declared.or(stated).unwrap_or_else(|| mark(text));
    let mut reader = reader(u8::try_from(mark).unwrap_or(b','), text.as_bytes());
    let mut sheet = Sheet::default();
    let mut places = Vec::new();
    let mut record = csv::StringRecord::new();
    // A text in memory has no faults of reading.
    while sheet.rows.len() < most && matches!(reader.read_record(&mut record), Ok(true)) {
        // The reader tells where the record before ended.
        let (line, byte) = record.position().map_or((0, 0), |it| (it.line(), it.byte() as usize));
        let (lines, bytes) = skipped(text.as_bytes().get(byte..).unwrap_or_default());
        let (number, byte) = (line + lines, byte + bytes);
        let is_mark = number == 1 && stated.is_some();
        if !is_mark && record.iter().any(|it| !it.trim().is_empty()) {
            places.push((number, byte));
            sheet.rows.push(Line { number, cells: record.clone(), kinds: Vec::new() });
        }
    }
    (mark, sheet, places)
}

/// What is passed over before a row: ends of lines and comments. How many lines end there, and how many bytes it is.
fn skipped(bytes: &[u8]) -> (u64, usize) {
    let (mut lines, mut at) = (0, 0);
    let mut is_comment = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => (lines, is_comment) = (lines + 1, false),
            b'\r' => {}
            b'#' if !is_comment => is_comment = true,
            _ if is_comment => {}
            _ => break,
        }
        at += 1;
    }
    (lines, at)
}

/// The mark that cuts the lines of the beginning into the most cells alike; quoted text does not count.
fn mark(text: &str) -> char {
    let mut counts = [[0usize; 4]; 40];
    let (mut line, mut quoted, mut is_comment, mut is_start) = (0, false, false, true);
    for letter in text.chars() {
        match letter {
            '\n' if !quoted => {
                line += usize::from(!is_start && !is_comment);
                (is_comment, is_start) = (false, true);
                continue;
            }
            '#' if is_start => is_comment = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        is_start = false;
        let Some(counts) = counts.get_mut(line) else { break };
        let at = MARKS.iter().position(|it| *it == letter).filter(|_| !quoted && !is_comment);
        if let Some(count) = at.and_then(|it| counts.get_mut(it)) {
            *count += 1;
        }
    }
    // Where commas stand inside numbers, lines have as many of another mark; what most lines agree upon decides.
    let alike = |at: usize| {
        let of = |it: &[usize; 4]| it.get(at).copied().unwrap_or(0);
        let most = counts.iter().map(of).max().unwrap_or(0);
        if most == 0 {
            return (0, 0);
        }
        (1..=most).map(|wanted| (counts.iter().filter(|it| of(it) == wanted).count(), wanted)).max().unwrap_or((0, 0))
    };
    let best = (0..MARKS.len()).max_by_key(|at| (alike(*at), std::cmp::Reverse(*at))).unwrap_or(0);
    MARKS.get(best).copied().unwrap_or(',')
}

/// What may stand between cells; of two that cut alike, the first.
const MARKS: [char; 4] = [',', ';', '\t', '|'];

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (char, Vec<Vec<String>>) {
        let (mark, sheet) = sheet("x", text, None).expect("rows");
        (mark, sheet.rows.iter().map(|it| it.cells.iter().map(str::to_owned).collect()).collect())
    }

    #[test]
    fn the_mark_is_found_and_quotes_hold_lines_together() {
        assert_eq!(cells("a;b\n1,5;2,5\n").0, ';');
        assert_eq!(cells("a|b,c|d\n1|2|3\n").0, '|');
        assert_eq!(cells("sep=;\na;b\n").1, [["a", "b"]]);
        assert_eq!(cells("đơn vị\ttổng\nyt\t1,000\nnv\t2,000\n").0, '\t');
        assert_eq!(cells("\"đơn\nvị\",tổng\nyt,1\n").1, [["đơn\nvị", "tổng"], ["yt", "1"]]);
        assert_eq!(cells("# của Sở; x; y; z\na,b\n").0, ',');
    }

    #[test]
    fn lines_have_their_numbers() {
        let numbers = |text: &str| -> Vec<u64> {
            sheet("x", text, None).expect("rows").1.rows.iter().map(|it| it.number).collect()
        };
        assert_eq!(numbers("a,b\r\n1,2\r\n\r\n3,4\r\n"), [1, 2, 4]);
        assert_eq!(numbers("# x\na,b\n\n# y, z\n\"1\n2\",3\n4,5"), [2, 5, 7]);
    }
}
