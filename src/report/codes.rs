//! The pages of all codes; a test makes them from the golden cases and keeps them true.

use crate::lang::Lang;
use crate::problem::Severity;

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

/// How bad what a code tells is, as its example shows it.
pub fn severity(code: &str) -> Option<Severity> {
    let mut lines = page(code, Lang::En)?.lines().skip_while(|it| *it != code);
    let said = lines.find_map(|it| it.trim_start().split_once(' ').filter(|_| it.starts_with("  ")))?.1;
    let all = [("error: ", Severity::Error), ("warning: ", Severity::Warning), ("note: ", Severity::Note)];
    all.into_iter().find(|it| said.starts_with(it.0)).map(|it| it.1)
}

fn pages(lang: Lang) -> &'static str {
    lang.pick(PAGES[0], PAGES[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_tell_how_bad_their_codes_are() {
        assert_eq!(severity("CT0201"), Some(Severity::Error));
        assert_eq!(severity("CT0704"), Some(Severity::Warning));
        assert_eq!(severity("CT9999"), None);
        // The pages from CT0900 on are of the prompt and of files beside the rules; they show messages in other forms.
        let rules = headings(Lang::En).filter_map(|it| it.get(..6)).filter(|it| *it < "CT0900");
        assert_eq!(rules.filter(|it| severity(it).is_none()).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
