//! What can be typed. The help is Vietnamese; `usage.rs` holds the English of every line.

mod data;
mod guards;
mod project;
mod sql;
mod tally;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use data::{DataArgs, DataCheckArgs, DataCommand, DataCompareArgs, DataFormat, DataMapArgs, DataTemplateArgs};
pub use guards::{CheckArgs, CiArgs, FixArgs, FmtArgs, LintArgs, ProveArgs, ReportArgs, TestArgs};
pub use sql::SqlArgs;
pub use tally::{TallyArgs, TallyCommand, TallyMakeArgs, TallyMergeArgs, TallyShowArgs};

use crate::lang::Lang;
use crate::report::Mode;

/// Quyết định giao chỉ tiêu thành tệp quy tắc: kiểm tra, đánh giá chính xác, dẫn đến từng điều, khoản, điểm.
#[derive(Debug, Parser)]
#[command(name = "chitieu", version, disable_help_subcommand = true)]
pub struct Cli {
    /// Ngôn ngữ của thông báo: vi (mặc định) hoặc en; cũng đặt được bằng CHITIEU_LANG
    #[arg(long, global = true, value_name = "vi|en", hide_possible_values = true)]
    pub lang: Option<LangArg>,
    /// Màu: auto (mặc định), always hoặc never
    #[arg(
        long,
        global = true,
        default_value = "auto",
        value_name = "KHI",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: When,
    /// Tệp dự án; không có thì tìm chitieu.toml từ thư mục của tệp quy tắc trở lên
    #[arg(long, global = true, value_name = "TỆP")]
    pub project: Option<PathBuf>,
    /// Lệnh.
    #[command(subcommand)]
    pub command: Command,
}

/// A language, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    Vi,
    En,
}

impl From<LangArg> for Lang {
    fn from(it: LangArg) -> Self {
        match it {
            LangArg::Vi => Self::Vi,
            LangArg::En => Self::En,
        }
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Đánh giá một quyết định trên số liệu hồ sơ
    Eval(EvalArgs),
    /// Giải thích kết quả của một đơn vị: từ lời văn đến con số
    Why(WhyArgs),
    /// Chấm điểm, xếp loại, xếp hạng các đơn vị
    Rank(RankArgs),
    /// Sổ đối chiếu: mỗi hồ sơ được tính hay không, vì sao
    Ledger(EvalArgs),
    /// Cần bao nhiêu hồ sơ nữa thì đạt, thì được hạng, được loại
    Need(NeedArgs),
    /// Kết quả đổi ra sao theo cách hiểu, theo ngày của mốc, theo mức chỉ tiêu
    Sens(SensArgs),
    /// Giả định khác đi thì kết quả nào đổi
    Whatif(WhatIfArgs),
    /// So kết quả của hai bộ giả định đã lưu
    Compare(CompareArgs),
    /// So hai quyết định: chỉ tiêu nào chặt hơn, nhẹ hơn, mới, bỏ; định nghĩa nào đổi
    Diff(DiffArgs),
    /// Kiểm tra tệp quy tắc
    Check(CheckArgs),
    /// Chứng minh mỗi hồ sơ có đúng một quy tắc: thủ tục nào tính những ngày nào, đơn vị nào không có chỉ tiêu
    Prove(ProveArgs),
    /// Tìm chỗ hợp lệ mà có lẽ không đúng ý: số liệu ngược đời, tên gõ lẫn, ngày tháng lệch
    Lint(LintArgs),
    /// Sửa những chỗ sửa được một cách chắc chắn
    Fix(FixArgs),
    /// Kiểm lại bằng số học những con số một văn bản công bố; thoát với mã 3 khi có dòng sai
    Audit(AuditArgs),
    /// Chạy các khối kiểm thử trong tệp quy tắc
    Test(TestArgs),
    /// Định dạng lại tệp quy tắc; với --lang thì dịch
    Fmt(FmtArgs),
    /// Mọi phép kiểm trên mọi tệp quy tắc, trong một báo cáo: check, prove, lint, fmt --check, test
    Ci(CiArgs),
    /// Tạo một dự án để bắt đầu: quyết định mẫu, sổ đơn vị, danh mục, số liệu, GitHub, GitLab
    Init(InitArgs),
    /// Xem tệp số liệu được đọc ra sao, trước khi đánh giá
    Data(DataArgs),
    /// Bản đếm: số liệu đếm một lần, giữ thành tệp, cộng với nhau được
    Tally(TallyArgs),
    /// In câu truy vấn SQL đếm hồ sơ ngay trong cơ sở dữ liệu, theo đúng quy tắc; đọc lại bằng eval --counted
    Sql(SqlArgs),
    /// Sổ đơn vị: đơn vị nào, từ ngày nào đến ngày nào, điều nào giao chỉ tiêu
    Units(UnitsArgs),
    /// Giải thích một mã lỗi
    Explain(ExplainArgs),
    /// In phần bổ sung để trình vỏ (shell) tự điền lệnh và tùy chọn
    Completions(CompletionsArgs),
    /// In trang hướng dẫn (man) của chương trình, hoặc ghi trang của mọi lệnh vào một thư mục
    Man(ManArgs),
    /// Dấu nhắc: hỏi, giả định, xem kết quả nào đổi; ở đó gõ :trợ-giúp, Tab gợi ý tên
    #[cfg(feature = "repl")]
    Repl(ReplArgs),
    /// Chạy một tệp gồm các dòng của dấu nhắc
    #[cfg(feature = "repl")]
    Run(RunArgs),
}

/// What an evaluation takes.
#[derive(Debug, Clone, Args, Default)]
pub struct Inputs {
    /// Tệp số liệu (Excel, CSV, JSON, Parquet, cả khi nén; thư mục; mẫu tên; `-` là đầu vào); lặp lại được, các tệp cộng lại
    #[arg(long, value_name = "TỆP")]
    pub data: Vec<PathBuf>,
    /// Bảng mã của tệp số liệu: utf-8, windows-1258, tcvn3, vni, utf-16le, utf-16be; không ghi thì tự nhận ra
    #[arg(long, value_name = "BẢNG_MÃ")]
    pub encoding: Option<String>,
    /// Chỉ đọc trang này của tệp Excel; lặp lại được
    #[arg(long, value_name = "TRANG")]
    pub sheet: Vec<String>,
    /// Tệp ánh xạ (.nguon.toml): cột nào là gì, từ nào nghĩa gì, số và ngày viết thế nào, tên khác của đơn vị
    #[arg(long, value_name = "TỆP")]
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
    /// Lựa chọn của một cách hiểu: TÊN=LỰA_CHỌN; all: mọi lựa chọn
    #[arg(long, value_name = "TÊN=LỰA_CHỌN")]
    pub reading: Vec<String>,
    /// Kỳ đánh giá, khi tệp quy tắc để ngỏ: TỪ..ĐẾN
    #[arg(long, value_name = "TỪ..ĐẾN")]
    pub period: Option<String>,
    /// Số liệu tính đến ngày nào; trước cuối kỳ thì kết quả là tạm tính
    #[arg(long, value_name = "NGÀY")]
    pub as_of: Option<String>,
    /// Dời mọi ngày của số liệu đi bấy nhiêu năm: số liệu năm ngoái dưới quy tắc năm nay
    #[arg(long, value_name = "SỐ_NĂM", default_value_t = 0, allow_negative_numbers = true, hide_default_value = true,
        value_parser = clap::value_parser!(i32).range(-99..=99))]
    pub shift_years: i32,
    /// Không nhận số liệu tính sẵn (không có thủ tục hoặc ngày)
    #[arg(long)]
    pub strict: bool,
    /// Hồ sơ có mã đứng nhiều lần chỉ tính một lần; các dòng sau vào sổ đối chiếu
    #[arg(long)]
    pub dedup: bool,
    /// Dòng số liệu hỏng: refuse (mặc định: dừng) hoặc report (ghi vào sổ đối chiếu)
    #[arg(long, default_value = "refuse", value_name = "CÁCH", hide_possible_values = true, hide_default_value = true)]
    pub bad_rows: BadRowsArg,
    /// Whether units need not stand in a register: the form of counts is looked at, and nothing else.
    #[arg(skip)]
    pub any_unit: bool,
    /// Lists that the project file puts in place of those of their names, where a rule file has them.
    #[arg(skip)]
    pub defaults: Vec<(String, PathBuf)>,
}

/// What to do about bad rows, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum BadRowsArg {
    #[default]
    Refuse,
    Report,
}

/// `eval`, `ledger`
#[derive(Debug, Clone, Args)]
pub struct EvalArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC", required_unless_present = "replay")]
    pub rule: Option<PathBuf>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// Kết quả của câu truy vấn do `chitieu sql` lập, thay cho tệp số liệu (CSV; `-` là đầu vào)
    #[arg(long, value_name = "TỆP", conflicts_with_all = ["data", "shift_years", "encoding", "sheet", "evidence", "replay"])]
    pub counted: Option<PathBuf>,
    /// Đếm ngay trong PostgreSQL: postgres://NGƯỜI_DÙNG@MÁY/CƠ_SỞ_DỮ_LIỆU
    #[arg(long, value_name = "ĐỊA_CHỈ", conflicts_with_all = ["data", "counted", "shift_years", "encoding", "sheet", "evidence", "replay"])]
    pub from: Option<String>,
    /// Chỉ hiện đơn vị này (tên hoặc mã); lặp lại được; vẫn tính tất cả
    #[arg(long, value_name = "ĐƠN_VỊ")]
    pub unit: Vec<String>,
    #[command(flatten)]
    pub form: FormatArgs,
    /// Thoát với mã 3 khi có not_met (hoặc mismatch), mã 4 khi có undecided
    #[arg(long, value_name = "KẾT_QUẢ", value_delimiter = ',', hide_possible_values = true)]
    pub fail_on: Vec<FailOn>,
    /// Ghi bằng chứng (dấu vân tay của mọi tệp, phiên bản, lựa chọn) vào tệp
    #[arg(long, value_name = "TỆP")]
    pub evidence: Option<PathBuf>,
    /// Chạy lại đúng như một tệp bằng chứng ghi
    #[arg(long, value_name = "TỆP")]
    pub replay: Option<PathBuf>,
}

/// The form of results, and where they go.
#[derive(Debug, Clone, Default, Args)]
pub struct FormatArgs {
    /// Dạng kết quả: table (mặc định), plain, json, csv, markdown, html, xlsx; không có thì theo đuôi của tệp ở -o
    #[arg(id = "result_format", long = "format", value_name = "DẠNG", hide_possible_values = true)]
    pub format: Option<ResultFormat>,
    /// Ghi kết quả vào tệp; đuôi .csv, .json, .md, .html, .xlsx chọn dạng
    #[arg(id = "result_output", short = 'o', long = "output", value_name = "TỆP")]
    pub output: Option<PathBuf>,
}

/// The forms of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ResultFormat {
    Table,
    Plain,
    Json,
    Csv,
    Markdown,
    Html,
    Xlsx,
}

/// The forms of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Plain,
    Json,
    Csv,
}

/// Outcomes that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum FailOn {
    NotMet,
    Mismatch,
    Undecided,
}

/// `rank`
#[derive(Debug, Clone, Args)]
pub struct RankArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC", required_unless_present = "replay")]
    pub rule: Option<PathBuf>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// Chỉ xếp hạng theo tiêu chí hoặc chỉ số này
    #[arg(long, value_name = "TÊN")]
    pub by: Option<String>,
    /// Chỉ hiện đơn vị này (tên hoặc mã); lặp lại được; vẫn tính tất cả
    #[arg(long, value_name = "ĐƠN_VỊ")]
    pub unit: Vec<String>,
    #[command(flatten)]
    pub form: FormatArgs,
    /// Ghi bằng chứng (dấu vân tay của mọi tệp, phiên bản, lựa chọn) vào tệp
    #[arg(long, value_name = "TỆP")]
    pub evidence: Option<PathBuf>,
    /// Chạy lại đúng như một tệp bằng chứng ghi
    #[arg(long, value_name = "TỆP")]
    pub replay: Option<PathBuf>,
}

/// `why`
#[derive(Debug, Clone, Args)]
pub struct WhyArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Tên hoặc mã đơn vị
    #[arg(value_name = "ĐƠN_VỊ")]
    pub unit: String,
    /// Sau mỗi con số nói nó nằm ở tệp, trang, ô, dòng nào
    #[arg(long)]
    pub cells: bool,
    /// Với --cells: nhiều nhất bấy nhiêu khoảng ô cho mỗi con số
    #[arg(long, value_name = "SỐ", default_value_t = 20, hide_default_value = true)]
    pub limit: usize,
    #[command(flatten)]
    pub inputs: Inputs,
}

/// In what form answers are printed.
#[derive(Debug, Clone, Args)]
pub struct FormArg {
    /// Dạng kết quả: table (mặc định), plain, csv, json, markdown, html
    #[arg(
        id = "answer_format",
        long = "format",
        default_value = "table",
        value_name = "DẠNG",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: AnswerFormat,
}

/// How an answer is printed, and where to.
#[derive(Debug, Clone, Args)]
pub struct AnswerArgs {
    #[command(flatten)]
    pub form: FormArg,
    /// Ghi kết quả vào tệp
    #[arg(short, long, value_name = "TỆP")]
    pub output: Option<PathBuf>,
}

/// The forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    Table,
    Plain,
    Csv,
    Json,
    Markdown,
    Html,
}

impl From<AnswerFormat> for Mode {
    fn from(it: AnswerFormat) -> Self {
        match it {
            AnswerFormat::Table => Self::Table,
            AnswerFormat::Plain => Self::Plain,
            AnswerFormat::Csv => Self::Csv,
            AnswerFormat::Json => Self::Json,
            AnswerFormat::Markdown => Self::Markdown,
            AnswerFormat::Html => Self::Html,
        }
    }
}

/// `need`
#[derive(Debug, Clone, Args)]
pub struct NeedArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Đơn vị hoặc nhóm (`các huyện`); thêm được `hạng 3`, `xếp loại Tốt`
    #[arg(id = "need_unit", value_name = "ĐƠN_VỊ", required = true)]
    pub unit: Vec<String>,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// `whatif`
#[derive(Debug, Clone, Args)]
pub struct WhatIfArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Một câu giả định, như ở dấu nhắc; lặp lại được
    #[arg(long, value_name = "GIẢ_ĐỊNH")]
    pub set: Vec<String>,
    /// Tệp giả định đã lưu; lặp lại được
    #[arg(long, value_name = "TỆP")]
    pub assume: Vec<PathBuf>,
    /// Chỉ hiện đơn vị này (tên hoặc mã); lặp lại được; vẫn tính tất cả
    #[arg(long, value_name = "ĐƠN_VỊ")]
    pub unit: Vec<String>,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// `compare`
#[derive(Debug, Clone, Args)]
pub struct CompareArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Tệp giả định thứ nhất; gốc (base): không giả định gì
    #[arg(value_name = "TỆP_A")]
    pub one: PathBuf,
    /// Tệp giả định thứ hai
    #[arg(value_name = "TỆP_B")]
    pub two: PathBuf,
    /// Chỉ hiện đơn vị này (tên hoặc mã); lặp lại được; vẫn tính tất cả
    #[arg(long, value_name = "ĐƠN_VỊ")]
    pub unit: Vec<String>,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// `sens`
#[derive(Debug, Clone, Args)]
pub struct SensArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Đổi gì: readings (mặc định: các cách hiểu), tên một mốc, mức như `50% 55%` hay `40%..70% bước 5%`
    #[arg(long, value_name = "GÌ", num_args = 1..)]
    pub over: Vec<String>,
    /// Hiện cả những kết quả không đổi
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// `diff`
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// Tệp quy tắc của quyết định trước
    #[arg(value_name = "TỆP_TRƯỚC")]
    pub old: PathBuf,
    /// Tệp quy tắc của quyết định nay
    #[arg(value_name = "TỆP_NAY")]
    pub new: PathBuf,
    /// Chỉ hiện đơn vị này (tên hoặc mã); lặp lại được
    #[arg(id = "diff_unit", long = "unit", value_name = "ĐƠN_VỊ")]
    pub unit: Vec<String>,
    /// Chỉ hiện: changed (không kể như cũ), stricter, looser, same, added, dropped, not_comparable
    #[arg(long, value_name = "LOẠI", value_delimiter = ',', hide_possible_values = true)]
    pub only: Vec<Only>,
    /// Dạng kết quả: table (mặc định), plain, markdown, json, csv
    #[arg(
        id = "diff_format",
        long = "format",
        default_value = "table",
        value_name = "DẠNG",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: DiffFormat,
    /// Ghi kết quả vào tệp
    #[arg(short, long, value_name = "TỆP")]
    pub output: Option<PathBuf>,
    /// The register and the lists of the project.
    #[arg(skip)]
    pub inputs: Inputs,
}

/// The forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    Table,
    Plain,
    Markdown,
    Json,
    Csv,
}

/// Which changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Only {
    Changed,
    Stricter,
    Looser,
    Same,
    Added,
    Dropped,
    NotComparable,
}

/// `audit`
#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    /// Tệp hoặc thư mục
    #[arg(value_name = "ĐƯỜNG_DẪN", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub form: FormatArgs,
    /// The register and the lists of the project.
    #[arg(skip)]
    pub inputs: Inputs,
}

/// `units`
#[derive(Debug, Clone, Args)]
pub struct UnitsArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    /// Chỉ các đơn vị có hiệu lực ngày này; không có thì mọi dòng của sổ
    #[arg(long, value_name = "NGÀY")]
    pub at: Option<String>,
    /// Sổ đơn vị thay cho sổ của tệp quy tắc
    #[arg(long, value_name = "TỆP")]
    pub units: Option<PathBuf>,
    /// Dạng kết quả: table (mặc định), plain, json, csv
    #[arg(long, default_value = "table", value_name = "DẠNG", hide_possible_values = true, hide_default_value = true)]
    pub format: Format,
}

/// `init`
#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// Thư mục của dự án; không có thì thư mục này
    #[arg(value_name = "THƯ_MỤC", default_value = ".", hide_default_value = true)]
    pub folder: PathBuf,
}

/// `completions`
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// Trình vỏ: bash, elvish, fish, powershell, zsh
    #[arg(value_name = "TRÌNH_VỎ", hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// Ghi trang của mọi lệnh vào thư mục này
    #[arg(id = "man_output", short = 'o', long = "output", value_name = "THƯ_MỤC")]
    pub output: Option<PathBuf>,
}

/// `explain`
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// Mã lỗi, như CT0201; không có thì liệt kê
    #[arg(value_name = "MÃ")]
    pub code: Option<String>,
}

/// `repl`
#[derive(Debug, Clone, Args)]
pub struct ReplArgs {
    /// Tệp quy tắc (.chitieu)
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its help is that of its own fields")]
    pub inputs: Inputs,
}

/// `run`
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Tệp các câu hỏi và lệnh của dấu nhắc, mỗi dòng một câu
    #[arg(value_name = "KỊCH_BẢN")]
    pub script: PathBuf,
    /// Tệp quy tắc (.chitieu)
    #[arg(id = "run_rule", value_name = "TỆP_QUY_TẮC")]
    pub rule: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its help is that of its own fields")]
    pub inputs: Inputs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "its help is that of its own fields")]
    pub form: FormArg,
}
