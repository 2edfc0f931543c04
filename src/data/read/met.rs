//! What was found of the columns that a mapping declares.

use crate::data::error;
use crate::data::mapping::Mapping;
use crate::problem::Problem;
use crate::text::header;

/// The headers of all tables that were read, and whether counts were read that have none any more.
#[derive(Debug, Default)]
pub struct Met(Vec<String>, bool);

impl Met {
    /// Notes the header of a table.
    pub fn note(&mut self, headers: &[String]) {
        let fresh = headers.iter().filter(|it| !it.is_empty() && !self.0.contains(it)).cloned();
        let fresh: Vec<String> = fresh.collect();
        self.0.extend(fresh);
    }

    /// Notes counts that were kept: a mapping is for what they were made from.
    pub fn keep(&mut self) {
        self.1 = true;
    }

    /// Takes over what another has noted.
    pub fn take(&mut self, other: &mut Self) {
        self.note(&std::mem::take(&mut other.0));
    }

    /// A problem for each declared column that no table has.
    pub fn missing(&self, mapping: &Mapping) -> Vec<Problem> {
        if self.1 {
            return Vec::new();
        }
        let has = |name: &String| self.0.iter().any(|it| header(it) == header(name));
        let lost = mapping.columns.iter().chain(&mapping.declared).filter(|it| !it.1.iter().any(has));
        lost.map(|(role, names)| error::declared_missing(role, names, &self.0)).collect()
    }
}
