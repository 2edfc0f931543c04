//! In what form results are printed, and where they go.

use std::path::Path;

use super::args::{FormatArgs, ResultFormat};
use super::eval::write;
use super::{Host, tell};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::Page;
use crate::source::Sources;

/// The form that was asked for; else the one that the ending of the file names; else a table. Errors: a workbook for a
/// terminal, an ending of which nothing is written.
pub fn asked(args: &FormatArgs) -> Result<ResultFormat, Problem> {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|it| it.to_str());
    let ending = ending.map(str::to_lowercase).unwrap_or_default();
    let format = match (args.format, ending.as_str()) {
        (Some(format), _) => format,
        (None, "csv") => ResultFormat::Csv,
        (None, "json") => ResultFormat::Json,
        (None, "md" | "markdown") => ResultFormat::Markdown,
        (None, "html" | "htm") => ResultFormat::Html,
        (None, "xlsx") => ResultFormat::Xlsx,
        (None, "xls" | "xlsm" | "xlsb" | "ods" | "doc" | "docx" | "odt" | "pdf") => return Err(unwritable(&ending)),
        (None, _) => ResultFormat::Table,
    };
    if format == ResultFormat::Xlsx && args.output.is_none() {
        return Err(no_workbook(true));
    }
    Ok(format)
}

/// A page in a form that is made of pages. Errors: the program was built without workbooks.
pub fn page(page: &Page, format: ResultFormat, lang: Lang) -> Result<Vec<u8>, Problem> {
    match format {
        ResultFormat::Markdown => Ok(page.markdown(lang).into_bytes()),
        ResultFormat::Xlsx => workbook(page, lang),
        _ => Ok(page.html(lang).into_bytes()),
    }
}

#[cfg(feature = "excel")]
fn workbook(page: &Page, lang: Lang) -> Result<Vec<u8>, Problem> {
    crate::report::workbook(page, lang).map_err(|it| super::eval::cannot_write(Path::new("xlsx"), &it))
}

#[cfg(not(feature = "excel"))]
fn workbook(_: &Page, _: Lang) -> Result<Vec<u8>, Problem> {
    Err(no_workbook(false))
}

/// Writes a result to its file, or prints it.
pub fn put(bytes: &[u8], args: &FormatArgs, lang: Lang, host: &mut Host) -> Result<(), super::Exit> {
    let Some(path) = &args.output else {
        let _ = host.out.write_all(bytes);
        return Ok(());
    };
    write(path, bytes).map_err(|it| {
        tell(host, lang, &[it], &Sources::default());
        super::Exit::CannotRun
    })
}

/// A workbook that cannot be made: it has no file, or the program was built without them.
fn no_workbook(is_built: bool) -> Problem {
    let title = match is_built {
        true => say!("sổ tính (xlsx) không in ra màn hình được", "a workbook (xlsx) cannot be printed to the terminal"),
        false => say!("chương trình này được dựng không có xlsx", "this program was built without xlsx"),
    };
    let help = match is_built {
        true => say!("ghi ra tệp: `-o ket-qua.xlsx`", "write it to a file: `-o results.xlsx`"),
        false => say!("dùng `--format csv` hoặc `html`", "use `--format csv` or `html`"),
    };
    Problem::nowhere("CT0880", title).help(help)
}

fn unwritable(ending: &str) -> Problem {
    Problem::nowhere(
        "CT0881",
        say!("không ghi được tệp dạng `.{ending}`", "files that end in `.{ending}` cannot be written"),
    )
    .help(say!(
        "chọn đuôi .xlsx (mở bằng Excel), .html (để in), .csv, .json hoặc .md",
        "choose .xlsx (opens in Excel), .html (to print), .csv, .json or .md"
    ))
}
