//! What tests reach, for people and for programs.

use serde_json::{Value, json};

use super::{Coverage, Item, Kind, share};
use crate::lang::Lang;
use crate::source::Sources;

impl Coverage {
    /// A line for each kind and one for all.
    pub fn table(&self, lang: Lang) -> String {
        let all = lang.pick("tất cả", "all");
        let kinds = Kind::ALL.iter().map(|it| (it.words(lang), self.count(Some(*it))));
        let rows: Vec<(&str, (usize, usize))> =
            kinds.filter(|it| it.1.1 > 0).chain([(all, self.count(None))]).collect();
        lines(lang.pick("Kiểm thử chạm đến:", "The tests reach:"), &rows, lang)
    }

    /// What no test reaches, a line for each, with its place.
    pub fn gaps(&self, sources: &Sources, lang: Lang) -> String {
        let mut out = String::new();
        if self.never().next().is_some() {
            out += &format!("  {}\n", lang.pick("Chưa kiểm thử nào chạm đến:", "No test reaches:"));
        }
        for it in self.never() {
            let line = line_of(it, sources).map_or_else(String::new, |it| format!("{it}: "));
            out += &format!("    {line}{}: {}\n", it.citation.get(lang), it.says.get(lang));
        }
        out
    }

    /// The same as an object: how many of each kind, and each thing that no test reaches.
    pub fn data(&self, lang: Lang) -> Value {
        let kinds: serde_json::Map<String, Value> =
            Kind::ALL.iter().map(|it| (it.name().to_owned(), number(self.count(Some(*it))))).collect();
        let never: Vec<Value> = self
            .never()
            .map(|it| json!({ "kind": it.kind.name(), "provision": it.citation.get(lang), "what": it.says.get(lang) }))
            .collect();
        json!({ "total": number(self.count(None)), "kinds": kinds, "never": never })
    }
}

/// A heading and a line for each name: how much is reached of how much.
pub fn lines(heading: &str, rows: &[(&str, (usize, usize))], lang: Lang) -> String {
    let width = rows.iter().map(|it| it.0.chars().count()).max().unwrap_or_default();
    let mut out = format!("  {heading}\n");
    for (name, (reached, of)) in rows {
        let gap = " ".repeat(width - name.chars().count());
        out += &format!("    {name}{gap}  {:>9}  {:>6}\n", format!("{reached}/{of}"), share(*reached, *of, lang));
    }
    out
}

/// How much is reached of how much, as an object.
pub fn number((reached, all): (usize, usize)) -> Value {
    json!({ "reached": reached, "all": all, "percent": share(reached, all, Lang::En) })
}

/// `2024.chitieu:12`
fn line_of(item: &Item, sources: &Sources) -> Option<String> {
    let source = sources.get(item.span.file)?;
    Some(format!("{}:{}", source.name, source.place(item.span.start).0))
}
