//! The pages of all codes; a test makes them from the golden cases and keeps them true.

use crate::lang::Lang;

const PAGES: [&str; 2] = [include_str!("../../docs/ma-loi.md"), include_str!("../../docs/codes.md")];

/// The heading of each code, with what its example says: `CT0201 there is no …`.
pub fn headings(lang: Lang) -> impl Iterator<Item = &'static str> {
    pages(lang).lines().filter_map(|it| it.strip_prefix("## "))
}

/// The page of a code, with its heading.
pub fn page(code: &str, lang: Lang) -> Option<&'static str> {
    let pages = pages(lang);
    let start = pages.find(&format!("\n## {code} "))? + 1;
    let rest = pages.get(start..)?;
    let end = rest.get(3..).and_then(|it| it.find("\n## ")).map_or(rest.len(), |it| it + 3);
    rest.get(..end)
}

/// What a code means, in one or two sentences for a reader of the decision.
pub fn meaning(code: &str, lang: Lang) -> Option<&'static str> {
    page(code, lang)?.lines().nth(2)
}

fn pages(lang: Lang) -> &'static str {
    lang.pick(PAGES[0], PAGES[1])
}
