//! The commands that guard rule files, and how they report.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::problem::Severity;
use crate::report::findings::Form;

/// How findings are reported, and which of them fail.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// Dạng báo cáo: text (mặc định), plain, json
    #[arg(
        id = "report_format",
        long = "format",
        default_value = "text",
        value_name = "DẠNG",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: ReportFormat,
    /// Ghi báo cáo vào tệp
    #[arg(short, long, value_name = "TỆP")]
    pub output: Option<PathBuf>,
    /// Từ mức nào thì thoát với mã 2: error (mặc định), warning, note
    #[arg(long, default_value = "error", value_name = "MỨC", hide_possible_values = true, hide_default_value = true)]
    pub fail_level: FailLevel,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Text,
    Plain,
    Json,
}

impl From<ReportFormat> for Form {
    fn from(it: ReportFormat) -> Self {
        match it {
            ReportFormat::Text => Self::Text,
            ReportFormat::Plain => Self::Plain,
            ReportFormat::Json => Self::Json,
        }
    }
}

/// From which severity on a finding fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailLevel {
    Error,
    Warning,
    Note,
}

impl From<FailLevel> for Severity {
    fn from(it: FailLevel) -> Self {
        match it {
            FailLevel::Error => Self::Error,
            FailLevel::Warning => Self::Warning,
            FailLevel::Note => Self::Note,
        }
    }
}

/// `check`
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Tệp hoặc thư mục
    #[arg(value_name = "ĐƯỜNG_DẪN", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `test`
#[derive(Debug, Clone, Args)]
pub struct TestArgs {
    /// Tệp hoặc thư mục
    #[arg(value_name = "ĐƯỜNG_DẪN", required = true)]
    pub paths: Vec<PathBuf>,
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
}

/// `lint`
#[derive(Debug, Clone, Args)]
pub struct LintArgs {
    /// Tệp hoặc thư mục
    #[arg(value_name = "ĐƯỜNG_DẪN", required_unless_present = "list_lints")]
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
    /// Tệp hoặc thư mục; `-`: đọc đầu vào chuẩn, ghi ra đầu ra chuẩn
    #[arg(id = "fix_paths", value_name = "ĐƯỜNG_DẪN", required = true)]
    pub paths: Vec<PathBuf>,
    /// Không ghi gì; in ra sẽ đổi những dòng nào
    #[arg(long)]
    pub diff: bool,
    /// Không ghi gì; thoát với mã 2 nếu có tệp sẽ thay đổi
    #[arg(long)]
    pub check: bool,
}
