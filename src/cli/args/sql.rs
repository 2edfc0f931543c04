//! The arguments of `sql`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Inputs;
use crate::sql::Dialect;

/// `sql`
#[derive(Debug, Clone, Args)]
pub struct SqlArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Cơ sở dữ liệu: postgres (mặc định), duckdb, spark, trino, clickhouse
    #[arg(
        long,
        default_value = "postgres",
        value_name = "LOẠI",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub dialect: DialectArg,
    /// Tên bảng và tên cột trong cơ sở dữ liệu (mục [sql] của tệp ánh xạ)
    #[arg(id = "sql_mapping", long = "mapping", value_name = "TỆP")]
    pub mapping: Option<PathBuf>,
    /// Sổ đơn vị thay cho sổ của tệp quy tắc
    #[arg(long, value_name = "TỆP")]
    pub units: Option<PathBuf>,
    /// Danh mục thay cho danh mục cùng tên: TÊN=TỆP
    #[arg(long, value_name = "TÊN=TỆP")]
    pub list: Vec<String>,
    /// Ngày của một mốc chưa rõ: TÊN=NGÀY (yyyy-mm-dd hoặc dd/mm/yyyy)
    #[arg(long, value_name = "TÊN=NGÀY")]
    pub event: Vec<String>,
    /// Lựa chọn của một cách hiểu: TÊN=LỰA_CHỌN
    #[arg(id = "sql_reading", long = "reading", value_name = "TÊN=LỰA_CHỌN")]
    pub reading: Vec<String>,
    /// Kỳ đánh giá, khi tệp quy tắc để ngỏ: TỪ..ĐẾN
    #[arg(long, value_name = "TỪ..ĐẾN")]
    pub period: Option<String>,
    /// Số liệu tính đến ngày nào; trước cuối kỳ thì kết quả là tạm tính
    #[arg(long, value_name = "NGÀY")]
    pub as_of: Option<String>,
    /// Ghi câu truy vấn vào tệp
    #[arg(id = "sql_output", short = 'o', long = "output", value_name = "TỆP")]
    pub output: Option<PathBuf>,
    /// The register and the lists of the project.
    #[arg(skip)]
    pub project: Inputs,
}

impl SqlArgs {
    /// What decides the query, as evaluations take it.
    pub fn inputs(&self) -> Inputs {
        Inputs {
            units: self.units.clone().or_else(|| self.project.units.clone()),
            list: self.list.clone(),
            event: self.event.clone(),
            reading: self.reading.clone(),
            period: self.period.clone(),
            as_of: self.as_of.clone(),
            ..self.project.clone()
        }
    }
}

/// The databases, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DialectArg {
    Postgres,
    #[value(name = "duckdb")]
    DuckDb,
    Spark,
    Trino,
    #[value(name = "clickhouse")]
    ClickHouse,
}

impl From<DialectArg> for Dialect {
    fn from(it: DialectArg) -> Self {
        match it {
            DialectArg::Postgres => Self::Postgres,
            DialectArg::DuckDb => Self::DuckDb,
            DialectArg::Spark => Self::Spark,
            DialectArg::Trino => Self::Trino,
            DialectArg::ClickHouse => Self::ClickHouse,
        }
    }
}
