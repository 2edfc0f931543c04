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
            DataCommand::Map(it) => it.rule.as_deref(),
            DataCommand::Template(it) => Some(&it.rule),
            DataCommand::Compare(it) => Some(&it.rule),
        }
    }
}

impl DataArgs {
    /// Takes from a project file what was not typed.
    pub fn default_to(&mut self, project: &super::Inputs) {
        match &mut self.command {
            DataCommand::Check(it) => it.mapping = it.mapping.take().or_else(|| project.mapping.clone()),
            DataCommand::Compare(it) => {
                it.units = it.units.take().or_else(|| project.units.clone());
                if it.mapping.is_empty() {
                    it.mapping.extend(project.mapping.clone());
                }
            }
            DataCommand::Template(it) => it.units = it.units.take().or_else(|| project.units.clone()),
            DataCommand::Map(_) => {}
        }
    }
}

/// What is done with files of counts.
#[derive(Debug, Clone, Subcommand)]
pub enum DataCommand {
    /// Báo cáo đọc tệp: bảng mã, trang, dòng tên cột, ô được sửa, dòng không tính được, hồ sơ trùng mã
    Check(DataCheckArgs),
    /// Đề xuất tệp ánh xạ (.nguon.toml) cho một tệp số liệu: cột nào là gì, từ nào chưa rõ nghĩa, tên đơn vị nào không có trong sổ
    Map(DataMapArgs),
    /// Mẫu biểu số liệu cho một tệp quy tắc: mọi đơn vị được giao, các cột mà chỉ số cần
    Template(DataTemplateArgs),
    /// So hai nguồn của cùng một số liệu: đơn vị, thủ tục, tháng nào khác nhau; thoát với mã 3 khi khác
    Compare(DataCompareArgs),
}

/// `data compare`
#[derive(Debug, Clone, Args)]
pub struct DataCompareArgs {
    /// Tệp số liệu thứ nhất
    #[arg(id = "source_a", value_name = "TỆP_A")]
    pub one: PathBuf,
    /// Tệp số liệu thứ hai
    #[arg(id = "source_b", value_name = "TỆP_B")]
    pub two: PathBuf,
    /// Tệp quy tắc: sổ đơn vị, và những gì cần đếm
    #[arg(id = "compare_rule", long = "rule", value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Tệp ánh xạ của cả hai; ghi hai lần thì cái thứ hai là của tệp thứ hai
    #[arg(id = "compare_mapping", long = "mapping", value_name = "TỆP")]
    pub mapping: Vec<PathBuf>,
    /// Sổ đơn vị thay cho sổ của tệp quy tắc
    #[arg(long, value_name = "TỆP")]
    pub units: Option<PathBuf>,
    #[command(flatten)]
    pub form: super::FormatArgs,
}

/// `data template`
#[derive(Debug, Clone, Args)]
pub struct DataTemplateArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Sổ đơn vị thay cho sổ của tệp quy tắc
    #[arg(long, value_name = "TỆP")]
    pub units: Option<PathBuf>,
    /// Dạng: csv (mặc định), xlsx, html, markdown; không có thì theo đuôi của tệp ở -o
    #[arg(id = "template_format", long = "format", value_name = "DẠNG", hide_possible_values = true)]
    pub format: Option<super::ResultFormat>,
    /// Ghi vào tệp; đuôi .csv, .xlsx, .html, .md chọn dạng
    #[arg(id = "template_output", short = 'o', long = "output", value_name = "TỆP")]
    pub output: Option<PathBuf>,
}

/// `data map`
#[derive(Debug, Clone, Args)]
pub struct DataMapArgs {
    /// Tệp số liệu (Excel, CSV, JSON, Parquet; `-` là đầu vào)
    #[arg(id = "data_file", value_name = "TỆP")]
    pub file: PathBuf,
    /// Tệp quy tắc sẽ dùng số liệu này; không có thì chỉ xem dạng của tệp
    #[arg(id = "data_rule", long = "rule", value_name = "TỆP_QUY_TẮC")]
    pub rule: Option<PathBuf>,
    /// Bảng mã của tệp số liệu: utf-8, windows-1258, tcvn3, vni, utf-16le, utf-16be; không ghi thì tự nhận ra
    #[arg(long, value_name = "BẢNG_MÃ")]
    pub encoding: Option<String>,
    /// Chỉ đọc trang này của tệp Excel; lặp lại được
    #[arg(long, value_name = "TRANG")]
    pub sheet: Vec<String>,
    /// Ghi kết quả vào tệp
    #[arg(short, long, value_name = "TỆP")]
    pub output: Option<PathBuf>,
}

/// `data check`
#[derive(Debug, Clone, Args)]
pub struct DataCheckArgs {
    /// Tệp số liệu (Excel, CSV, JSON, Parquet; `-` là đầu vào)
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
    /// Tệp ánh xạ (.nguon.toml): cột nào là gì, từ nào nghĩa gì, số và ngày viết thế nào, tên khác của đơn vị
    #[arg(long, value_name = "TỆP")]
    pub mapping: Option<PathBuf>,
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
