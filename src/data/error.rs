//! What can be wrong with supplied counts: one message for a file, not a thousand.

use super::BadRow;
use super::load::Load;
use super::open::Encoding;
use crate::lang::{Say, say};
use crate::problem::{Problem, Severity};
use crate::text::{Days, plain};
use crate::world::Units;

pub fn no_header(file: &str) -> Problem {
    Problem::nowhere("CT0801", say!("tệp số liệu `{file}` trống", "the file of counts `{file}` is empty")).help(say!(
        "dòng đầu là tên cột, mỗi dòng sau là một hồ sơ hoặc một số đếm",
        "the first line names the columns, each line after it is a dossier or a count"
    ))
}

/// Text in no encoding that is known; the line of its first letter that is no UTF-8.
pub fn not_text(file: &str, bytes: &[u8]) -> Problem {
    let at = std::str::from_utf8(bytes).err().map_or(0, |it| it.valid_up_to());
    let line = 1 + bytes.iter().take(at).filter(|it| **it == b'\n').count();
    Problem::nowhere("CT0802", say!("{file}:{line}: không rõ bảng mã", "{file}:{line}: the encoding is not clear"))
        .note(encodings())
        .help(say!(
            "trong Excel chọn “CSV UTF-8” khi lưu, hoặc ghi `--encoding`",
            "in Excel choose “CSV UTF-8” when saving, or give `--encoding`"
        ))
}

fn encodings() -> Say {
    let names = Encoding::ALL.map(|it| it.1).join(", ");
    say!("các bảng mã: {names}", "encodings: {names}")
}

pub fn not_in(file: &str, encoding: &str) -> Problem {
    Problem::nowhere("CT0830", say!("`{file}` không phải văn bản {encoding}", "`{file}` is no text in {encoding}"))
        .note(encodings())
        .help(say!("bỏ `--encoding` để chương trình tự nhận ra", "leave `--encoding` out, and the words decide"))
}

/// The encoding of a name. Errors: there is none.
pub fn encoding(name: &str) -> Result<Encoding, Problem> {
    Encoding::of_name(name).ok_or_else(|| {
        Problem::nowhere("CT0831", say!("không có bảng mã `{name}`", "there is no encoding `{name}`")).help(encodings())
    })
}

pub fn workbook(file: &str, why: &str) -> Problem {
    let said = if why.is_empty() { String::new() } else { format!(" ({why})") };
    Problem::nowhere(
        "CT0809",
        say!("không đọc được tệp Excel `{file}`{said}", "the workbook `{file}` cannot be read{said}"),
    )
    .help(say!(
        "mở bằng Excel rồi lưu lại, hoặc lưu thành “CSV UTF-8”",
        "open it in Excel and save it again, or save it as “CSV UTF-8”"
    ))
}

#[cfg(feature = "excel")]
pub fn locked(file: &str) -> Problem {
    Problem::nowhere("CT0832", say!("`{file}` có mật khẩu", "`{file}` has a password")).help(say!(
        "mở bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc), rồi lưu lại",
        "open it in Excel, take the password off (File › Info › Protect Workbook), and save it"
    ))
}

pub fn markup(file: &str) -> Problem {
    Problem::nowhere(
        "CT0833",
        say!(
            "`{file}` là trang web (HTML/XML), không phải bảng tính, dù tên tệp thế nào",
            "`{file}` is a web page (HTML/XML), no workbook, whatever its name says"
        ),
    )
    .help(say!("mở bằng Excel rồi lưu thành .xlsx", "open it in Excel and save it as .xlsx"))
}

/// Letters that became `?`: the file, how many cells, the first of them with its line.
pub fn lost_letters(file: &str, count: usize, line: u64, cell: &str) -> Problem {
    Problem::nowhere(
        "CT0834",
        say!(
            "{file}:{line}: chữ có dấu đã mất thành `?`: `{cell}`; số ô như vậy: {count}",
            "{file}:{line}: accented letters were lost to `?`: `{cell}`; cells like it: {count}"
        ),
    )
    .help(say!(
        "xuất lại từ tệp gốc, chọn “CSV UTF-8” hoặc .xlsx; chữ đã mất không khôi phục được",
        "export it again as “CSV UTF-8” or .xlsx; what was lost cannot be brought back"
    ))
}

pub fn no_sheet(file: &str, wanted: &str, names: &[&str]) -> Problem {
    let names = names.join(", ");
    Problem::nowhere("CT0835", say!("`{file}` không có trang `{wanted}`", "`{file}` has no sheet `{wanted}`"))
        .help(say!("các trang: {names}", "its sheets: {names}"))
}

/// What people have to know of how files were read: sheets left out, sums that are wrong, repairs.
pub fn notices(loads: &[Load]) -> Vec<Problem> {
    let warning = |it: Problem| Problem { severity: Severity::Warning, ..it };
    let mut out = Vec::new();
    for load in loads {
        let file = &load.file;
        let left: Vec<&str> =
            load.sheets.iter().filter(|it| it.header.is_none()).filter_map(|it| it.name.as_deref()).collect();
        let left = left.into_iter().chain(load.hidden.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
        if !left.is_empty() {
            out.push(warning(
                Problem::nowhere(
                    "CT0836",
                    say!(
                        "`{file}`: không đọc các trang ẩn hoặc không có bảng: {left}",
                        "`{file}`: sheets that are hidden or hold no table are not read: {left}"
                    ),
                )
                .help(say!(
                    "nếu có số liệu ở đó: cho hiện trang, đặt tên cột như trong hướng dẫn",
                    "if there are counts: unhide the sheet, name its columns as the guide says"
                )),
            ));
        }
        for it in &load.sums {
            let (line, column, printed, sum) = (it.line, &it.column, it.printed, it.sum);
            let file = it.sheet.as_ref().map_or(file.clone(), |it| format!("{file} [{it}]"));
            out.push(warning(
                Problem::nowhere(
                    "CT0837",
                    say!(
                        "{file}:{line}: cột `{column}` ghi tổng cộng {printed}, các dòng cộng lại là {sum}",
                        "{file}:{line}: column `{column}` has the total {printed}, its rows add up to {sum}"
                    ),
                )
                .help(say!(
                    "chương trình tính theo các dòng; hỏi nơi lập biểu xem dòng nào thiếu hoặc thừa",
                    "the rows count; ask who made the table which row is missing or too many"
                )),
            ));
        }
        if !load.months.is_empty() {
            let months = load
                .months
                .iter()
                .map(|(name, days)| format!("{name} = {}", days.from.iso().get(..7).unwrap_or_default()));
            let months = months.collect::<Vec<_>>().join(", ");
            let note = Problem::nowhere(
                "CT0853",
                say!(
                    "`{file}`: mỗi trang được đọc là số liệu của một tháng: {months}",
                    "`{file}`: each sheet is read as the counts of one month: {months}"
                ),
            )
            .help(say!(
                "nếu trang là số cộng dồn từ đầu năm thì chỉ đọc trang cuối: `--sheet`",
                "if the sheets add up since January, read the last one only: `--sheet`"
            ));
            out.push(Problem { severity: Severity::Note, ..note });
        }
        if let Some(it) = load.twice.first() {
            let (number, code, first, again) = (load.twice.len(), &it.code, &it.first, &it.again);
            out.push(warning(
                Problem::nowhere(
                    "CT0839",
                    say!(
                        "`{file}`: hồ sơ trùng mã, đều được tính (số dòng thừa: {number}): `{code}` ở {first} và {again}",
                        "`{file}`: dossiers stand twice and count twice (rows too many: {number}): `{code}` in {first} and {again}"
                    ),
                )
                .help(say!("bỏ dòng thừa, hoặc tệp xuất hai lần", "drop the row, or the file that was exported twice")),
            ));
        }
        if load.again > 0 {
            let number = load.again;
            let note = Problem::nowhere(
                "CT0851",
                say!(
                    "`{file}`: {number} dòng có mã hồ sơ đã gặp, không tính lần nữa",
                    "`{file}`: rows whose dossier stood before, and that do not count again: {number}"
                ),
            )
            .help(say!(
                "xem từng dòng: `chitieu data check {file}`; trong sổ đối chiếu chúng là dòng hỏng",
                "see each: `chitieu data check {file}`; in the ledger they are bad rows"
            ));
            out.push(Problem { severity: Severity::Note, ..note });
        }
        if load.uncompared {
            let note = Problem::nowhere(
                "CT0850",
                say!(
                    "`{file}`: tệp lớn, mã hồ sơ trùng chưa được kiểm",
                    "`{file}`: the file is large, and codes of dossiers that stand twice were not looked for"
                ),
            )
            .help(say!(
                "thêm `--dedup` để mỗi hồ sơ chỉ tính một lần, hoặc xem `chitieu data check {file}`",
                "add `--dedup`, and each dossier counts once; or see `chitieu data check {file}`"
            ));
            out.push(Problem { severity: Severity::Note, ..note });
        }
        let repairs = load.repair_count();
        let encoding = load.encoding.filter(|it| !it.starts_with("utf"));
        if repairs > 0 || encoding.is_some() {
            let as_text = encoding.map_or(Say::default(), |it| say!("đọc theo bảng mã {it}; ", "read as {it}; "));
            let (vi, en) = (as_text.vi, as_text.en);
            let note = Problem::nowhere(
                "CT0838",
                say!("`{file}`: {vi}số ô được sửa khi đọc: {repairs}", "`{file}`: {en}cells repaired: {repairs}"),
            )
            .help(say!("xem từng chỗ: `chitieu data check {file}`", "see each: `chitieu data check {file}`"));
            out.push(Problem { severity: Severity::Note, ..note });
        }
    }
    out
}

pub fn bad_json(file: &str, line: usize, why: &str) -> Problem {
    Problem::nowhere("CT0804", say!("{file}:{line}: JSON sai: {why}", "{file}:{line}: bad JSON: {why}")).help(say!(
        "sửa dòng đó; thường là thiếu dấu phẩy hoặc dấu nháy",
        "mend that line; often a comma or a quote is missing"
    ))
}

pub fn no_array(file: &str) -> Problem {
    Problem::nowhere(
        "CT0804",
        say!("`{file}`: JSON phải là một mảng các đối tượng", "`{file}`: the JSON is not an array of objects"),
    )
    .help(say!(
        "viết như [{{\"mã đơn vị\": \"…\", \"tổng\": 10}}]",
        "write it like [{{\"unit_code\": \"…\", \"total\": 10}}]"
    ))
}

pub fn column_twice(file: &str, name: &str) -> Problem {
    Problem::nowhere("CT0805", say!("`{file}` có hai cột `{name}`", "`{file}` has two columns `{name}`"))
        .help(say!("đổi tên hoặc bỏ một cột", "rename or drop one of them"))
}

pub fn columns_missing(file: &str, missing: &[&str], found: &[String]) -> Problem {
    let (missing, found) = (missing.join("; "), found.join(", "));
    Problem::nowhere("CT0806", say!("`{file}` thiếu cột: {missing}", "`{file}` lacks columns: {missing}"))
        .note(say!("các cột đang có: {found}", "its columns: {found}"))
        .help(say!("đặt tên cột như trên ở dòng đầu", "name the columns so in the first line"))
}

/// A column that a mapping declares and no file has: under which name, its headers, those of the files.
pub fn declared_missing(role: &str, names: &[String], found: &[String]) -> Problem {
    let (name, all) = (names.join("`, `"), found.join(", "));
    let near = names.iter().find_map(|it| near(it, found));
    let problem = Problem::nowhere(
        "CT0845",
        say!(
            "không tệp số liệu nào có cột `{name}`, mà tệp ánh xạ ghi là `{role}`",
            "no file of counts has the column `{name}`, which the mapping declares as `{role}`"
        ),
    )
    .note(say!("các cột đang có: {all}", "the columns: {all}"));
    problem.help(near.map_or_else(
        || {
            say!(
                "sửa tên cột trong tệp ánh xạ, hoặc bỏ dòng ấy",
                "mend the name of the column in the mapping, or drop the line"
            )
        },
        |it| say!("ý bạn là `{it}`?", "did you mean `{it}`?"),
    ))
}

/// A file in which no table is found.
pub fn nothing_to_map(file: &str) -> Problem {
    Problem::nowhere("CT0848", say!("không thấy bảng nào trong `{file}`", "no table is found in `{file}`")).help(say!(
        "cần một dòng tên cột và các dòng số liệu dưới nó; nếu bảng ở trang ẩn thì cho hiện trang ấy",
        "it takes a line that names the columns, and lines of counts below; if the sheet is hidden, unhide it"
    ))
}

/// The one of some names that is spelled most like another.
fn near<'n>(name: &str, all: &'n [String]) -> Option<&'n String> {
    let wanted = plain(name);
    let distances = all.iter().map(|it| (strsim::damerau_levenshtein(&plain(it), &wanted), it));
    distances.filter(|it| it.0 <= 1 + wanted.chars().count() / 4).min().map(|it| it.1)
}

/// Why a name of a unit is refused: the nearest of the register, and what a mapping would have to say.
pub fn unknown_unit(units: &Units, name: &str, near: &[String], days: Days) -> Say {
    let code = |it: &String| units.find(it, days).ok().map(|it| units.get(it).code.clone());
    let all: Vec<String> =
        near.iter().map(|it| code(it).map_or_else(|| it.clone(), |code| format!("{it} ({code})"))).collect();
    let all = all.join(", ");
    let first = near.first().and_then(code);
    let line = |unknown: &str| {
        let code = first.as_deref().unwrap_or(unknown);
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{quoted}\" = \"{code}\"")
    };
    let (vi, en) = (line("mã đơn vị"), line("code of the unit"));
    if all.is_empty() {
        return say!(
            "sổ đơn vị không có tên này; nếu là tên khác của một đơn vị, thêm vào `[units]` của tệp `--mapping`: {vi}",
            "the register has no such name; if it is another name of a unit, add to `[units]` of the `--mapping`: {en}"
        );
    }
    say!(
        "sổ đơn vị không có tên này; gần nhất: {all}; nếu đúng, thêm vào `[units]` của tệp `--mapping`: {vi}",
        "the register has no such name; nearest: {all}; if it is that, add to `[units]` of the `--mapping`: {en}"
    )
}

/// Two rows of counts that say the same; `first`, `again`: the place and the line of each.
pub fn row_twice(first: (&str, u64), again: (&str, u64)) -> Problem {
    let ((place, one), (file, two)) = (first, again);
    if place == file {
        let title = say!(
            "{file}: dòng {one} và dòng {two} cùng một đơn vị, thủ tục và ngày",
            "{file}: lines {one} and {two} are of one unit, procedure and day"
        );
        return twice(title).help(say!("cộng hai dòng lại, hoặc bỏ dòng thừa", "add the two lines up, or drop one"));
    }
    let title = say!(
        "{file}:{two} và {place}:{one} cùng một đơn vị, thủ tục và ngày",
        "{file}:{two} and {place}:{one} are of one unit, procedure and day"
    );
    twice(title).help(say!(
        "nếu mỗi trang là một tháng, khai ở `[periods]` của tệp `--mapping`; nếu không, chọn trang bằng `--sheet`",
        "if each sheet is a month, declare it in `[periods]` of the `--mapping`; if not, choose a sheet with `--sheet`"
    ))
}

fn twice(title: Say) -> Problem {
    Problem::nowhere("CT0807", title)
}

/// A row of a group whose number is not the sum of its rows: its label, its column, both numbers.
pub fn group_is_no_sum(at: (&str, u64), label: &str, column: &str, printed: u64, sum: u64) -> Problem {
    let (file, line) = at;
    Problem::nowhere(
        "CT0852",
        say!(
            "{file}:{line}: dòng `{label}` ghi {printed} ở cột `{column}`, các dòng của nhóm cộng lại là {sum}",
            "{file}:{line}: `{label}` has {printed} in column `{column}`, the rows of the group add up to {sum}"
        ),
    )
    .note(say!(
        "không rõ đây là dòng cộng bị sai, hay là số hồ sơ của một đơn vị",
        "it is not clear whether this is a wrong sum, or the dossiers of a unit"
    ))
    .help(say!(
        "dòng cộng: sửa hoặc xóa số ở dòng ấy; đơn vị: ghi đúng tên hoặc mã của đơn vị trong sổ",
        "if it is a sum, mend or delete its numbers; if it is a unit, write its name or code of the register"
    ))
}

/// Bad rows of which no more are shown.
const SHOWN: usize = 10;

pub fn bad_rows(bad: &[BadRow]) -> Problem {
    let number = bad.len();
    let mut problem =
        Problem::nowhere("CT0808", say!("{number} dòng số liệu không tính được", "{number} rows cannot be counted"));
    for row in bad.iter().take(SHOWN) {
        let (file, line, column, value) = (&row.file, row.line, &row.column, &row.value);
        let (vi, en) = (&row.why.vi, &row.why.en);
        problem = if column.is_empty() {
            problem.note(say!("{file}:{line}: {vi}", "{file}:{line}: {en}"))
        } else {
            problem.note(say!(
                "{file}:{line}: cột `{column}`, `{value}`: {vi}",
                "{file}:{line}: column `{column}`, `{value}`: {en}"
            ))
        };
    }
    if number > SHOWN {
        let rest = number - SHOWN;
        problem = problem.note(say!("… và {rest} dòng nữa", "… and {rest} more"));
    }
    problem.help(say!(
        "sửa các dòng đó; hoặc chạy với `--bad-rows report` để chúng đứng trong sổ đối chiếu",
        "mend these rows; or run with `--bad-rows report` to see them in the ledger"
    ))
}

/// Kept counts that are not whole; `form`: they are of another form.
pub fn damaged(file: &str, form: bool) -> Problem {
    let title = if form {
        say!("bản đếm `{file}` có dạng khác", "the kept counts of `{file}` are of another form")
    } else {
        say!("bản đếm `{file}` bị hỏng hoặc bị cắt", "the kept counts of `{file}` are damaged or cut off")
    };
    Problem::nowhere("CT0891", title).help(say!(
        "đếm lại từ số liệu gốc bằng `chitieu tally make`",
        "count again from the original files with `chitieu tally make`"
    ))
}

pub fn not_kept() -> Problem {
    Problem::nowhere(
        "CT0892",
        say!(
            "quy tắc hỏi các cột khai báo riêng; bản đếm không giữ được các cột đó",
            "the rules ask for declared columns, which kept counts do not hold"
        ),
    )
    .help(say!("đưa thẳng tệp số liệu vào `--data`", "give the files of counts themselves after `--data`"))
}

pub fn kept_lacks(file: &str, lacks: &[String]) -> Problem {
    let lacks = if lacks.is_empty() { say!("cột khai báo", "declared columns") } else { super::kept::named(lacks) };
    let (vi, en) = (lacks.vi, lacks.en);
    Problem::nowhere(
        "CT0893",
        say!(
            "bản đếm `{file}` không giữ điều mà quy tắc hỏi: {vi}",
            "the kept counts of `{file}` do not hold what the rules ask for: {en}"
        ),
    )
    .help(say!(
        "đếm lại bằng `chitieu tally make` với chính tệp quy tắc này",
        "count again with `chitieu tally make` under this rule file"
    ))
}

pub fn kept_as_of(file: &str, as_of: Option<&str>) -> Problem {
    let day = as_of.unwrap_or("–");
    Problem::nowhere(
        "CT0894",
        say!(
            "bản đếm `{file}` tính hồ sơ quá hạn đến ngày {day}, không phải ngày đang hỏi",
            "the kept counts of `{file}` have late dossiers as of {day}, not of the day asked for"
        ),
    )
    .help(say!("ghi `--as-of` như khi đếm, hoặc đếm lại", "give the `--as-of` of the counting, or count again"))
}

pub fn other_facts(one: &str, two: &str) -> Problem {
    Problem::nowhere(
        "CT0895",
        say!(
            "`{one}` và `{two}` không giữ cùng những điều về hồ sơ, nên không cộng được",
            "`{one}` and `{two}` do not hold the same of dossiers and cannot be added up"
        ),
    )
    .help(say!(
        "đếm lại các phần với cùng một tệp quy tắc và cùng `--as-of`",
        "count the parts again under one rule file and one `--as-of`"
    ))
}

pub fn once_in_each(file: &str) -> Problem {
    Problem::nowhere(
        "CT0896",
        say!(
            "`{file}`: hồ sơ trùng mã chỉ được bỏ trong từng phần; hồ sơ có ở hai phần sẽ tính hai lần",
            "`{file}`: dossiers were counted once in each part only; one that is in two parts would count twice"
        ),
    )
    .help(say!(
        "đếm các tệp gốc cùng một lần với `--dedup`; hoặc ghi `--apart` nếu chắc chắn không phần nào chung hồ sơ",
        "count the original files together with `--dedup`; or give `--apart` if no dossier is in two parts"
    ))
}

pub fn same_source(file: &str, source: &str) -> Problem {
    Problem::nowhere(
        "CT0897",
        say!(
            "`{file}`: tệp số liệu `{source}` đã nằm trong một phần khác",
            "`{file}`: the file of counts `{source}` is in another part already"
        ),
    )
    .help(say!("bỏ một trong hai phần", "leave one of the parts out"))
}

#[cfg(not(feature = "parquet"))]
pub fn columnar(file: &str) -> Problem {
    Problem::nowhere(
        "CT0898",
        say!(
            "`{file}` là tệp Parquet, bản chương trình này không đọc được",
            "`{file}` is a Parquet file, which this build does not read"
        ),
    )
    .help(say!(
        "cài lại với `cargo install --path . --features parquet`; hoặc xuất tệp thành CSV",
        "install again with `cargo install --path . --features parquet`; or export the file as CSV"
    ))
}

/// A Parquet file that cannot be read further.
#[cfg(feature = "parquet")]
pub fn parquet(file: &str, why: &str) -> Problem {
    Problem::nowhere(
        "CT0882",
        say!("không đọc được tệp Parquet `{file}` đến hết", "the Parquet file `{file}` cannot be read to its end"),
    )
    .note(say!("chi tiết cho người quản lý tệp: {why}", "the detail: {why}"))
    .help(say!(
        "tệp bị hỏng, bị cắt hoặc được mã hóa: chép lại hoặc xuất lại tệp",
        "the file is damaged, cut off or encrypted: copy it or export it again"
    ))
}

/// A column that rules ask for and that holds no cells.
pub fn no_cells(file: &str, column: &str) -> Problem {
    Problem::nowhere(
        "CT0883",
        say!(
            "cột `{column}` của `{file}` không chứa ô đơn: là danh sách, cấu trúc lồng nhau hoặc kiểu không đọc được",
            "column `{column}` of `{file}` holds no plain cells, but lists, structures or a type that is not read"
        ),
    )
    .help(say!(
        "xuất lại cột ở dạng chữ, ngày (DATE), thời điểm (TIMESTAMP), số nguyên hoặc đúng/sai",
        "export the column again as text, days (DATE), times (TIMESTAMP), whole numbers or yes/no"
    ))
}
