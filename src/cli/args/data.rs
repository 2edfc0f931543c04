//! The arguments of `data`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `data`
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    #[command(subcommand)]
    pub command: DataCommand,
}

impl DataArgs {
    /// The rule file that was typed.
    pub fn rule(&self) -> Option<&std::path::Path> {
        match &self.command {
            DataCommand::Check(it) => it.rule.as_deref(),
        }
    }
}

/// What is done with files of counts.
#[derive(Debug, Clone, Subcommand)]
pub enum DataCommand {
    /// Báo cáo đọc tệp: bảng mã, trang, dòng tên cột, ô được sửa, dòng không tính được, hồ sơ trùng mã
    Check(DataCheckArgs),
}

/// `data check`
#[derive(Debug, Clone, Args)]
pub struct DataCheckArgs {
    /// Tệp số liệu (Excel, CSV hoặc JSON; `-` là đầu vào)
    #[arg(id = "data_files", value_name = "TỆP", required = true)]
    pub files: Vec<PathBuf>,
    /// Tệp quy tắc sẽ dùng số liệu này; không có thì chỉ xem dạng của tệp
    #[arg(id = "data_rule", long = "rule", value_name = "TỆP_QUY_TẮC")]
    pub rule: Option<PathBuf>,
    /// Bảng mã của tệp số liệu: utf-8, windows-1258, tcvn3, vni, utf-16le, utf-16be; không ghi thì tự nhận ra
    #[arg(long, value_name = "BẢNG_MÃ")]
    pub encoding: Option<String>,
    /// Chỉ đọc trang này của tệp Excel; lặp lại được
    #[arg(long, value_name = "TRANG")]
    pub sheet: Vec<String>,
    /// Dạng báo cáo: text (mặc định), json
    #[arg(
        id = "data_format",
        long = "format",
        default_value = "text",
        value_name = "DẠNG",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: DataFormat,
}

/// The forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    Text,
    Json,
}
