//! From a place where the grammar stops to a sentence about the decision: the usual slips by name, else what could
//! stand there.

use std::ops::Range;

use super::keyword::Spelled as _;
use super::scan::span;
use super::{Rule, error, keyword};
use crate::lang::{Lang, Say, say};
use crate::problem::Problem;
use crate::source::{FileId, Source};
use crate::term::UnitKind;
use crate::text::Folded;

/// One word or sign of a piece of the copy, with its place.
pub struct Token<'a> {
    pub text: &'a str,
    pub at: usize,
}

/// Tells what is wrong at `at`, a place in the statement `cut`, where one of `expected` could have stood.
pub fn tell(
    folded: &Folded,
    source: &Source,
    file: FileId,
    cut: Range<usize>,
    at: usize,
    expected: &[Rule],
) -> Problem {
    let text = folded.text.as_str();
    let tokens = tokens(text, cut.start..cut.end.max(at));
    let place = |token: &Token| span(folded, file, token.at..token.at + token.text.len());
    let index = tokens.iter().position(|it| it.at + it.text.len() > at);
    let found = index.and_then(|it| tokens.get(it));
    let before = index.unwrap_or(tokens.len()).checked_sub(1).and_then(|it| tokens.get(it));
    let Some(found) = found else {
        let end = cut.end.min(text.len());
        let last = tokens.last().map_or(end..end, |it| it.at..it.at + it.text.len());
        return error::not_understood(span(folded, file, last), "", expectation(expected));
    };
    let here = place(found);
    let shown = source.slice(here).to_owned();
    if matches!(found.text, ">=" | "<=" | ">" | "<" | "≥" | "≤") {
        let first = text.get(cut.start..).unwrap_or_default();
        let lang = if keyword::starts_in(first, Lang::En) { Lang::En } else { Lang::Vi };
        return error::comparison_sign(here, found.text, lang);
    }
    if (found.text == "đạt" || found.text == "met")
        && before.is_some_and(|it| matches!(it.text, "giao" | "đấu" | "assign" | "for"))
    {
        return error::assigns_met(here);
    }
    let next = tokens.get(index.unwrap_or(0) + 1).map_or("", |it| it.text);
    if matches!(found.text, "–" | "—" | "#") {
        return error::dash_for_comment(here);
    }
    if (found.text, next) == ("/", "/") {
        return error::dash_for_comment(span(folded, file, found.at..found.at + 2));
    }
    if (found.text, next) == ("phần", "trăm") || matches!(found.text, "percent" | "per") {
        return error::percent_in_words(here);
    }
    let second = tokens.get(index.unwrap_or(0) + 2).map_or("", |it| it.text);
    let third = tokens.get(index.unwrap_or(0) + 3).map_or("", |it| it.text);
    let is_number = found.text.starts_with(|it: char| it.is_ascii_digit());
    let after_force = before.is_some_and(|it| matches!(it.text, "giao" | "đấu" | "assign" | "for"));
    if is_number {
        let shown = if next == "%" { format!("{shown}%") } else { shown.clone() };
        let (second, third) = if next == "%" { (second, third) } else { (next, second) };
        match (second, third) {
            ("trở", "lên") | ("or", "more") => return error::from_for_floor(here),
            ("trở", "xuống") | ("or", "less") => {
                return error::not_understood(here, &shown, Some(write_instead(&["tối đa", "at most"], &shown)));
            }
            _ if after_force && expected.contains(&Rule::kw_at_least) => {
                return error::not_understood(here, &shown, Some(write_instead(&["tối thiểu", "at least"], &shown)));
            }
            _ => {}
        }
    }
    if matches!(found.text, "từ" | "from")
        && before.is_some_and(|it| matches!(it.text, "giao" | "đấu" | "assign" | "for"))
    {
        return error::from_for_floor(here);
    }
    if matches!(found.text, "tới" | "till" | "until") {
        return error::word_for_to(here, found.text);
    }
    if matches!(found.text, "và" | "hoặc" | "and" | "or") {
        let other = match found.text {
            "và" | "and" => ["hoặc", "or"],
            _ => ["và", "and"],
        };
        if tokens.iter().take_while(|it| it.at < at).any(|it| other.contains(&it.text)) {
            return error::mixed_and_or(here);
        }
    }
    if let Err(fault) = crate::text::Decimal::parse(found.text)
        && found.text.starts_with(|it: char| it.is_ascii_digit())
        && !found.text.contains('/')
    {
        match fault {
            crate::text::NumberFault::Code => return error::bare_code(here, found.text),
            crate::text::NumberFault::DecimalDot => return error::decimal_dot(here, found.text),
            _ => {}
        }
    }
    if found.text.starts_with('"')
        && (expected.contains(&Rule::filter) || expected.contains(&Rule::unary) || expected.contains(&Rule::kw_in))
    {
        return error::code_in_condition(here, &shown);
    }
    let is_word = found.text.chars().next().is_some_and(char::is_alphabetic);
    let after_for = before.is_some_and(|it| matches!(it.text, "cho" | "for"));
    let group_expected = after_for && expected.iter().any(|it| matches!(it, Rule::group | Rule::group_part));
    if is_word && (group_expected || expected.contains(&Rule::string) && follows_kind(&tokens, index.unwrap_or(0))) {
        // The words up to the next sign are the name.
        let words = tokens.iter().skip(index.unwrap_or(0));
        let end = words.take_while(|it| it.text.chars().all(|it| it.is_alphanumeric() || it == '-')).last();
        let end = end.map_or(found.at + found.text.len(), |it| it.at + it.text.len());
        let name = span(folded, file, found.at..end);
        if text.get(found.at..end).is_some_and(is_kind) {
            return error::not_understood(name, source.slice(name), Some(kinds_need_the(source.slice(name))));
        }
        return error::unquoted_units(name, source.slice(name));
    }
    let is_small = matches!(found.text, "cho" | "for" | "theo" | "by" | "từ" | "from" | "đến" | "to");
    if is_word && !is_small && expected.contains(&Rule::name) {
        let mut words: Vec<&str> = Vec::new();
        for token in tokens.iter().skip(index.unwrap_or(0)) {
            let ends =
                matches!(token.text, "cho" | "for" | "của" | "of" | "theo" | "by" | "với" | "with" | "vì" | "because");
            if ends || !token.text.chars().all(char::is_alphabetic) || words.len() == 3 {
                break;
            }
            words.push(token.text);
        }
        let joined = if words.len() > 1 { words.join("_") } else { format!("{}_1", found.text) };
        return error::plain_name(here, &shown, &joined);
    }
    error::not_understood(here, &shown, expectation(expected))
}

/// Whether words are a kind of units, in either language.
fn is_kind(words: &str) -> bool {
    let spelled = |it: &UnitKind| [Lang::Vi, Lang::En].map(|lang| it.word(lang));
    UnitKind::WORDS.iter().any(|it| spelled(&it.0).iter().any(|it| *it == words || it.strip_suffix('s') == Some(words)))
}

/// `các Sở "…"` for a kind that stands alone.
fn kinds_need_the(kind: &str) -> Say {
    say!(
        "đặt `các` trước loại đơn vị, như `các {kind} \"…\"`; hoặc viết cả tên trong nháy, như `\"{kind} …\"`",
        "put `the` before the kind, like `the {kind} \"…\"`; or write the whole name in quotes, like `\"{kind} …\"`"
    )
}

/// `tối thiểu 40%` for a percentage that is not compared.
fn write_instead(words: &[&str; 2], number: &str) -> Say {
    let [vi, en] = words;
    say!(
        "một chỉ tiêu nói rõ tối thiểu hay tối đa: viết như `{vi} {number}`",
        "a quota says whether it is the least or the most: write it like `{en} {number}`"
    )
}

/// Whether the words before are `các <kind>` or a kind in an enumeration of kinds.
fn follows_kind(tokens: &[Token], index: usize) -> bool {
    let before: Vec<&str> = tokens.iter().take(index).rev().take(6).map(|it| it.text).collect();
    before.iter().take(3).any(|it| matches!(*it, "các" | "the"))
}

/// Words, numbers, texts in quotes and signs, without comments.
pub fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end || out.is_empty() {
        let Some(rest) = text.get(at..) else { break };
        let Some(first) = rest.chars().next() else { break };
        let len = if first.is_whitespace() {
            at += first.len_utf8();
            if at >= text.len() {
                break;
            }
            continue;
        } else if rest.starts_with("--") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if first == '"' {
            rest.get(1..).and_then(|it| it.find('"')).map_or(rest.len(), |it| it + 2)
        } else if first == '“' {
            rest.find('”').map_or(rest.len(), |it| it + '”'.len_utf8())
        } else if first.is_ascii_digit() {
            let end =
                rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '.' | ',' | '/'))).unwrap_or(rest.len());
            rest.get(..end).map_or(end, |it| it.trim_end_matches(['.', ',', '/']).len())
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|it: char| !(it.is_alphanumeric() || it == '_')).unwrap_or(rest.len())
        } else if rest.starts_with(">=") || rest.starts_with("<=") {
            2
        } else {
            first.len_utf8()
        };
        out.push(Token { text: rest.get(..len).unwrap_or(rest), at });
        at += len;
    }
    out
}

/// What could have stood there, in the reader's words; nothing when it could be almost anything.
fn expectation(expected: &[Rule]) -> Option<Say> {
    let list = |lang: Lang| {
        let mut words: Vec<String> = Vec::new();
        for rule in expected {
            let word = match friendly(*rule, lang) {
                Some(word) => word,
                None => continue,
            };
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    };
    let (vi, en) = (list(Lang::Vi), list(Lang::En));
    if vi.is_empty() || vi.len() > 8 {
        return None;
    }
    Some(Say {
        vi: format!("ở đây có thể là: {}", vi.join(", ")),
        en: format!("what could stand here: {}", en.join(", ")),
    })
}

fn friendly(rule: Rule, lang: Lang) -> Option<String> {
    let word = keyword::word(rule, lang);
    if !word.is_empty() {
        return Some(format!("`{word}`"));
    }
    let (vi, en) = match rule {
        Rule::string | Rule::title | Rule::strings | Rule::named_list => ("chữ trong dấu nháy", "words in quotes"),
        Rule::name => ("một tên có `_` hoặc chữ số", "a name with a `_` or a digit"),
        Rule::number => ("một số", "a number"),
        Rule::percent => ("tỷ lệ như `60%`", "a share like `60%`"),
        Rule::date => ("ngày như `15/12/2023`", "a day like `15/12/2023`"),
        Rule::label => ("số hoặc chữ của điều, khoản, điểm", "the number or letter of the provision"),
        Rule::period | Rule::calendar | Rule::from | Rule::to => ("khoảng thời gian", "a period"),
        Rule::block | Rule::list_block | Rule::rows | Rule::ladder => ("`{`", "`{`"),
        Rule::group | Rule::group_part | Rule::kinds | Rule::tier_group | Rule::inner_group => {
            ("nhóm đơn vị", "a group of units")
        }
        Rule::expr | Rule::product | Rule::date_of | Rule::inner_expr => ("một giá trị", "a value"),
        Rule::count => ("`hồ sơ …`, `thủ tục …`", "`dossiers …`, `procedures …`"),
        Rule::filter | Rule::unary | Rule::inner_filter => ("điều kiện", "a condition"),
        Rule::plus | Rule::minus | Rule::times | Rule::over => ("phép tính", "an operator"),
        Rule::cell | Rule::no_quota | Rule::header => ("một ô của bảng", "a cell of the table"),
        Rule::row => ("một hàng của bảng", "a row of the table"),
        Rule::equals => ("`=`", "`=`"),
        Rule::chosen | Rule::of_units => ("đơn vị", "units"),
        Rule::compared | Rule::sign => ("phép so sánh", "a comparison"),
        Rule::EOI => ("hết tệp", "the end of the file"),
        _ => return None,
    };
    Some(lang.pick(vi, en).to_owned())
}
