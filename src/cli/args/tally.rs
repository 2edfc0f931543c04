//! The arguments of `tally`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Inputs;

/// `tally`
#[derive(Debug, Clone, Args)]
pub struct TallyArgs {
    #[command(subcommand)]
    pub command: TallyCommand,
}

impl TallyArgs {
    /// The rule file that was typed.
    pub fn rule(&self) -> Option<&std::path::Path> {
        match &self.command {
            TallyCommand::Make(it) => Some(&it.rule),
            TallyCommand::Merge(_) | TallyCommand::Show(_) => None,
        }
    }
}

impl TallyArgs {
    /// What counting takes.
    pub fn inputs(&mut self) -> Option<&mut Inputs> {
        match &mut self.command {
            TallyCommand::Make(it) => Some(&mut it.inputs),
            TallyCommand::Merge(_) | TallyCommand::Show(_) => None,
        }
    }
}

/// What is done with kept counts.
#[derive(Debug, Clone, Subcommand)]
pub enum TallyCommand {
    /// Đếm số liệu một lần, giữ thành tệp: mọi câu hỏi sau đó trả lời được mà không cần đọc lại
    Make(TallyMakeArgs),
    /// Cộng các bản đếm, theo thứ tự nào cũng được
    Merge(TallyMergeArgs),
    /// Một bản đếm được làm từ đâu, giữ những gì
    Show(TallyShowArgs),
}

/// `tally make`
#[derive(Debug, Clone, Args)]
pub struct TallyMakeArgs {
    /// Tệp quy tắc .chitieu
    #[arg(value_name = "TỆP_QUY_TẮC")]
    pub rule: PathBuf,
    #[command(flatten)]
    pub inputs: Inputs,
    /// Tệp ghi bản đếm, thường có đuôi .ctq
    #[arg(id = "tally_output", short = 'o', long = "output", value_name = "TỆP")]
    pub output: PathBuf,
}

/// `tally merge`
#[derive(Debug, Clone, Args)]
pub struct TallyMergeArgs {
    /// Các bản đếm
    #[arg(id = "tally_files", value_name = "TỆP", required = true)]
    pub files: Vec<PathBuf>,
    /// Tệp ghi bản đếm, thường có đuôi .ctq
    #[arg(id = "tally_output", short = 'o', long = "output", value_name = "TỆP")]
    pub output: PathBuf,
    /// Chắc chắn không hồ sơ nào có ở hai bản đếm
    #[arg(long)]
    pub apart: bool,
}

/// `tally show`
#[derive(Debug, Clone, Args)]
pub struct TallyShowArgs {
    /// Bản đếm
    #[arg(id = "tally_file", value_name = "TỆP")]
    pub file: PathBuf,
}
