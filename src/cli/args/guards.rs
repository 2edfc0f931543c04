//! The commands that guard rule files, and how they report.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::cli::project::Project;
use crate::problem::Severity;
use crate::report::findings::Form;

/// How findings are reported, and which of them fail.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// Dạng báo cáo: text (mặc định), plain, concise, json, jsonl, sarif, github, gitlab, junit, tap, markdown
    #[arg(id = "report_format", long = "format", value_name = "DẠNG", hide_possible_values = true)]
    pub format: Option<Form>,
    /// Ghi báo cáo vào tệp
    #[arg(short, long, value_name = "TỆP")]
    pub output: Option<PathBuf>,
    /// Từ mức nào thì coi là hỏng (mã thoát 2; kiểm thử: mã 3): error (mặc định), warning, note
    #[arg(long, value_name = "MỨC", hide_possible_values = true)]
    pub fail_level: Option<Severity>,
    /// What the project file says.
    #[arg(skip)]
    pub project: Project,
}

impl ReportArgs {
    /// The form that was typed, or that the project wants.
    pub fn form(&self) -> Form {
        self.format.or(self.project.format).unwrap_or(Form::Text)
    }

    /// The level from which on findings fail: the one typed, or that of the project.
    pub fn level(&self) -> Severity {
        self.fail_level.or(self.project.fail_level).unwrap_or(Severity::Error)
    }
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Error, Self::Warning, Self::Note]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }))
    }
}

/// `check`
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Tệp hoặc thư mục; không có: các quy tắc của dự án
    #[arg(value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `ci`
#[derive(Debug, Clone, Args)]
pub struct CiArgs {
    /// Tệp hoặc thư mục; không có: các quy tắc của dự án
    #[arg(value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `prove`
#[derive(Debug, Clone, Args)]
pub struct ProveArgs {
    /// Tệp hoặc thư mục; không có: các quy tắc của dự án
    #[arg(value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `test`
#[derive(Debug, Clone, Args)]
pub struct TestArgs {
    /// Tệp hoặc thư mục; không có: các quy tắc của dự án
    #[arg(value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    /// Chỉ các kiểm thử có tên như thế (không kể dấu, chữ hoa; `*` thay cho chữ bất kỳ)
    #[arg(long, value_name = "TÊN")]
    pub run: Option<String>,
    /// Chỉ liệt kê các kiểm thử
    #[arg(long = "list")]
    pub list_tests: bool,
    /// Ghi lại các bảng kết quả mà kiểm thử nêu
    #[arg(long)]
    pub update: bool,
    /// Kiểm thử đã chạm đến điều nào, kỳ tính nào, mức nào
    #[arg(long)]
    pub coverage: bool,
    /// Thoát với mã 3 khi kiểm thử chạm đến ít hơn bấy nhiêu phần trăm
    #[arg(long, value_name = "PHẦN_TRĂM", requires = "coverage")]
    pub fail_under: Option<String>,
    /// Thử sửa từng số, ngày, điều kiện: kiểm thử có nhận ra không
    #[arg(long)]
    pub mutate: bool,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `fmt`
#[derive(Debug, Clone, Args)]
pub struct FmtArgs {
    /// Tệp hoặc thư mục; không có hoặc `-`: đọc đầu vào chuẩn
    #[arg(value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    /// Không ghi gì; thoát với mã 2 nếu có tệp sẽ thay đổi
    #[arg(long)]
    pub check: bool,
    /// Không ghi gì; hiện những dòng sẽ thay đổi
    #[arg(long)]
    pub diff: bool,
    /// Tên của đầu vào chuẩn trong báo cáo
    #[arg(long, value_name = "TÊN")]
    pub stdin_name: Option<String>,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `lint`
#[derive(Debug, Clone, Args)]
pub struct LintArgs {
    /// Tệp hoặc thư mục; không có: các quy tắc của dự án
    #[arg(value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    /// Liệt kê những gì lint tìm: mã, tên, mức, nội dung
    #[arg(id = "list_lints", long = "list")]
    pub list: bool,
    /// Chỉ tìm những thứ này (mã hoặc tên); lặp lại được
    #[arg(id = "only_lints", long = "only", value_name = "MÃ", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Hiện cả những chỗ tệp ghi `bỏ qua`, kèm lý do
    #[arg(long)]
    pub show_ignored: bool,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `fix`
#[derive(Debug, Clone, Args)]
pub struct FixArgs {
    /// Tệp hoặc thư mục; không có: các quy tắc của dự án; `-`: đọc đầu vào chuẩn, ghi ra đầu ra chuẩn
    #[arg(id = "fix_paths", value_name = "ĐƯỜNG_DẪN")]
    pub paths: Vec<PathBuf>,
    /// Không ghi gì; in ra sẽ đổi những dòng nào
    #[arg(long)]
    pub diff: bool,
    /// Không ghi gì; thoát với mã 2 nếu có tệp sẽ thay đổi
    #[arg(long)]
    pub check: bool,
}
