//! How a table of dossiers and its columns are called in a database.

use std::collections::BTreeMap;

use super::error;
use crate::problem::Problem;

/// The columns that a table of dossiers may have: what they are, and what they are called unless a mapping says
/// otherwise.
pub const ROLES: [(&str, &str); 12] = [
    ("unit", "unit_code"),
    ("procedure", "procedure_code"),
    ("received", "received_date"),
    ("due", "due_date"),
    ("finished", "finished_date"),
    ("channel", "channel"),
    ("level", "service_level"),
    ("paid_online", "paid_online"),
    ("digitised", "digitised"),
    ("electronic_result", "electronic_result"),
    ("fully_online", "fully_online"),
    // Which dossier it is; no rule asks.
    ("code", "dossier_code"),
];

/// The names of a table and of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The table, perhaps behind its schema: `public.ho_so`.
    pub table: String,
    columns: BTreeMap<String, String>,
}

impl Default for Names {
    fn default() -> Self {
        Self { table: "dossiers".to_owned(), columns: BTreeMap::new() }
    }
}

impl Names {
    /// Says what a column is called, by its place among [`ROLES`] or by its name in the rule file; empty: the table has
    /// no such column.
    pub fn set(&mut self, role: &str, name: &str) {
        self.columns.insert(role.to_owned(), name.trim().to_owned());
    }

    /// What a column is called; none where the table has no such column.
    pub fn column<'n>(&'n self, role: &'n str) -> Option<&'n str> {
        let usual = ROLES.iter().find(|it| it.0 == role).map_or(role, |it| it.1);
        Some(self.columns.get(role).map_or(usual, String::as_str)).filter(|it| !it.is_empty())
    }

    /// What a column is called that cannot be done without. Errors: the table has none.
    pub fn needed<'n>(&'n self, role: &'n str) -> Result<&'n str, Problem> {
        self.column(role).ok_or_else(|| error::no_column(role))
    }

    /// The columns that are named and that neither this program nor a rule file knows.
    pub fn unknown<'n>(&'n self, declared: &'n [crate::check::program::Column]) -> impl Iterator<Item = &'n str> {
        let known = |it: &&str| {
            ROLES.iter().any(|role| role.0 == *it)
                || declared.iter().any(|column| column.is_called(&crate::text::header(it)))
        };
        self.columns.keys().map(String::as_str).filter(move |it| !known(it))
    }
}
