//! What the tests of several files reach together: a decision may be tested in its own file and in others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::shown::{lines, number};
use super::{Coverage, Kind, Span};
use crate::lang::Lang;
use crate::source::Sources;

/// Everything that can be reached, by the file in which it stands: how many tests reach it.
#[derive(Debug, Default)]
pub struct Everything(BTreeMap<(String, Kind, Span, String), usize>);

impl Everything {
    /// Adds what the tests of one file reach; `name`: one name for each file.
    pub fn add(&mut self, coverage: &Coverage, sources: &Sources, name: impl Fn(&str) -> String) {
        for it in &coverage.items {
            let file = sources.get(it.span.file).map_or_else(String::new, |it| name(&it.name));
            // A file has another identity beside other files.
            let span = Span { file: Default::default(), ..it.span };
            *self.0.entry((file, it.kind, span, it.says.vi.clone())).or_default() += it.tests;
        }
    }

    /// The files in which something can be reached.
    pub fn files(&self) -> BTreeSet<&str> {
        self.0.keys().map(|it| it.0.as_str()).collect()
    }

    /// How much is reached of how much, in a file or in all.
    pub fn count(&self, file: Option<&str>) -> (usize, usize) {
        let of = || self.0.iter().filter(|it| file.is_none_or(|file| it.0.0 == file));
        (of().filter(|it| *it.1 > 0).count(), of().count())
    }

    /// A line for each file and one for all.
    pub fn table(&self, lang: Lang) -> String {
        let files = self.files().into_iter().map(|it| (it, self.count(Some(it))));
        let rows: Vec<_> = files.chain([(lang.pick("tất cả", "all"), self.count(None))]).collect();
        lines(lang.pick("Kiểm thử của mọi tệp chạm đến:", "The tests of all files reach:"), &rows, lang)
    }

    /// The same as an object.
    pub fn data(&self) -> Value {
        let files: serde_json::Map<String, Value> =
            self.files().into_iter().map(|it| (it.to_owned(), number(self.count(Some(it))))).collect();
        json!({ "total": number(self.count(None)), "files": files })
    }
}
