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

/// `prove`
#[derive(Debug, Clone, Args)]
pub struct ProveArgs {
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
}
