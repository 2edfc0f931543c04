//! x
pub mod lang;
pub mod problem;
pub mod source;
pub mod syntax;
pub mod term;
pub mod text;
pub mod table;
pub mod world;
pub mod check;
pub mod plan;
pub mod data;
pub mod eval;
