//! The words of the language, read from `grammar/keywords.pest`: the one table of spellings.

use std::collections::HashMap;
use std::sync::LazyLock;

use pest::Parser as _;

use super::{Grammar, Rule};
use crate::lang::Lang;
use crate::term::{Basis, Comparator, Fate, Force, Noun, ProvisionKind, Tier, UnitKind, Verdict, Word};

/// How a keyword is printed in `lang`.
pub(crate) fn word(rule: Rule, lang: Lang) -> &'static str {
    TABLE.get(format!("{rule:?}").as_str()).map_or("", |it| lang.pick(it[0], it[1]))
}

/// All spellings of all keywords, for colouring and completion.
pub fn all(lang: Lang) -> impl Iterator<Item = &'static str> {
    TABLE.values().map(move |it| lang.pick(it[0], it[1]))
}

/// Whether a folded text starts with a keyword of a language.
pub fn starts_in(text: &str, lang: Lang) -> bool {
    all(lang).any(|it| text.strip_prefix(it).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// The keywords that questions are made of, for completion.
pub fn asked(lang: Lang) -> impl Iterator<Item = &'static str> {
    const SMALL: [Rule; 25] = [
        Rule::kw_of,
        Rule::kw_in,
        Rule::kw_at,
        Rule::kw_from,
        Rule::kw_to,
        Rule::kw_having,
        Rule::kw_except,
        Rule::kw_and,
        Rule::kw_or,
        Rule::kw_not,
        Rule::kw_all_units,
        Rule::kw_the,
        Rule::kw_largest,
        Rule::kw_smallest,
        Rule::kw_average,
        Rule::kw_total,
        Rule::kw_completion,
        Rule::kw_year,
        Rule::kw_quarter,
        Rule::kw_month,
        Rule::kw_working_days,
        Rule::kw_days,
        Rule::kw_effective_date,
        Rule::kw_period_start,
        Rule::kw_period_end,
    ];
    fn rules<T: Spelled>() -> impl Iterator<Item = Rule> {
        T::WORDS.iter().map(|it| it.1)
    }
    let sets = rules::<Verdict>().chain(rules::<Noun>()).chain(rules::<Word>()).chain(rules::<Tier>());
    let sets = sets.chain(rules::<UnitKind>()).chain(rules::<Comparator>()).chain(SMALL);
    sets.map(move |it| word(it, lang))
}

/// The length in bytes of the longest keyword with which a folded text starts.
pub fn longest(text: &str) -> Option<usize> {
    let first = text.split(|it: char| !it.is_alphanumeric() && it != '_').next()?;
    // Keywords are letters and blanks; what follows is not looked at.
    let text = text.split(|it: char| !it.is_alphanumeric() && !matches!(it, '_' | ' ' | '\n')).next()?;
    let read = |rule: &Rule| Grammar::parse(*rule, text).ok().map(|it| it.as_str().len());
    BEGINNINGS.get(first)?.iter().filter_map(read).max()
}

/// The first word of each spelling → the keywords that begin with it.
static BEGINNINGS: LazyLock<HashMap<&'static str, Vec<Rule>>> = LazyLock::new(|| {
    let mut out: HashMap<&'static str, Vec<Rule>> = HashMap::new();
    let rules: HashMap<String, Rule> = Rule::all_rules().iter().map(|it| (format!("{it:?}"), *it)).collect();
    for (name, body) in include_str!("../../grammar/keywords.pest").lines().filter_map(|it| it.split_once(" = @{ ")) {
        let Some(rule) = rules.get(name) else { continue };
        for first in body.split(" | ").filter_map(|it| it.split('"').nth(1)) {
            let held = out.entry(first).or_default();
            if !held.contains(rule) {
                held.push(*rule);
            }
        }
    }
    out
});

/// Rule name → the Vietnamese and the English spelling: the first two alternatives of the rule.
static TABLE: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    let lines = include_str!("../../grammar/keywords.pest").lines();
    lines.filter_map(|line| line.split_once(" = @{ ").and_then(|(name, body)| Some((name, spellings(body)?)))).collect()
});

/// `"cơ" ~ sp ~ "quan" ~ end | "issued" ~ …` → `["cơ quan", "issued"]`.
fn spellings(body: &'static str) -> Option<[&'static str; 2]> {
    let mut alternatives = body.split(" | ").map(|it| {
        let before_end = it.split(" ~ end").next().unwrap_or(it);
        let words: Vec<&str> = before_end.split('"').skip(1).step_by(2).collect();
        // The table is read once and lives as long as the program.
        &*words.join(" ").leak()
    });
    Some([alternatives.next()?, alternatives.next()?])
}

/// A closed set of words with a keyword for each.
pub(crate) trait Spelled: Sized + Copy + 'static {
    /// Each word and its keyword.
    const WORDS: &'static [(Self, Rule)];

    /// The word of a keyword.
    fn of(rule: Rule) -> Option<Self> {
        Self::WORDS.iter().find(|it| it.1 == rule).map(|it| it.0)
    }

    /// How it is printed.
    fn word(self, lang: Lang) -> &'static str
    where
        Self: PartialEq,
    {
        Self::WORDS.iter().find(|it| it.0 == self).map_or("", |it| word(it.1, lang))
    }
}

macro_rules! spelled {
    ($($type:ident { $($word:ident = $rule:ident),+ $(,)? })+) => {$(
        impl Spelled for $type {
            const WORDS: &'static [(Self, Rule)] = &[$(($type::$word, Rule::$rule)),+];
        }
    )+};
}

spelled! {
    Tier { Province = kw_tier_province, District = kw_tier_district, Commune = kw_tier_commune }
    UnitKind {
        Department = kw_kind_department, Board = kw_kind_board, District = kw_kind_district, Town = kw_kind_town,
        City = kw_kind_city, UrbanDistrict = kw_kind_urban_district, Ward = kw_kind_ward,
        Township = kw_kind_township, Commune = kw_kind_commune, SpecialZone = kw_kind_special_zone,
        Division = kw_kind_division, Branch = kw_kind_branch, Agency = kw_kind_agency, Bureau = kw_kind_bureau,
        Inspectorate = kw_kind_inspectorate, Office = kw_kind_office, Centre = kw_kind_centre,
    }
    Comparator {
        AtLeast = kw_at_least, Above = kw_above, AtMost = kw_at_most, Below = kw_below, Exactly = kw_exactly,
    }
    Verdict {
        Exceeded = kw_exceeded, NotMet = kw_not_met, Met = kw_met, NoDossiers = kw_no_dossiers,
        Undecided = kw_undecided, NotComputable = kw_not_computable,
    }
    Fate {
        Supplied = kw_total, Counted = kw_counted, BadRow = kw_bad_row, UnitUnknown = kw_unit_unknown,
        UnitNotBound = kw_unit_not_bound, OutOfScope = kw_out_of_scope, Excluded = kw_excluded,
        Uncovered = kw_uncovered, OutsideWindow = kw_outside_window, Pending = kw_pending,
        MissingData = kw_missing_data, OutsideDenominator = kw_outside_denominator,
    }
    Force { Must = kw_assign, Aim = kw_strive }
    ProvisionKind {
        Part = kw_part, Chapter = kw_chapter, Section = kw_section, Article = kw_article, Clause = kw_clause,
        Point = kw_point, Dash = kw_dash, Annex = kw_annex, Line = kw_line, Paragraph = kw_paragraph,
    }
    Basis { Received = kw_date_received, Resolved = kw_date_resolved }
    Noun { Dossiers = kw_dossiers, Procedures = kw_procedures, Units = kw_units }
    Word {
        FullyOnline = kw_fully_online, PaidOnline = kw_paid_online, Online = kw_online, InPerson = kw_in_person,
        ByPost = kw_by_post, EndToEnd = kw_end_to_end, Partial = kw_partial, Level3 = kw_level_3,
        Level4 = kw_level_4, Resolved = kw_resolved, Late = kw_late, OnTime = kw_on_time, Early = kw_early,
        Digitised = kw_digitised, ElectronicResult = kw_electronic_result, InForce = kw_in_force,
        Offered = kw_offered,
    }
}

/// The Vietnamese word of a kind of units, as it stands before a name.
pub fn spell_kind(it: UnitKind) -> &'static str {
    it.word(Lang::Vi)
}

/// The word of a kind of units, in either language.
pub fn spell_kind_in(it: UnitKind, lang: Lang) -> &'static str {
    it.word(lang)
}

/// The words of a tier: `cấp huyện`.
pub fn spell_tier(it: Tier, lang: Lang) -> &'static str {
    it.word(lang)
}

/// How a word about dossiers is printed, for stages that do not parse.
pub fn spell_word(it: Word, lang: Lang) -> &'static str {
    it.word(lang)
}

/// How the fate of a dossier is printed in a rule file.
pub fn spell_fate(it: Fate, lang: Lang) -> &'static str {
    it.word(lang)
}

/// How a verdict is printed in a rule file.
pub fn spell_verdict(it: Verdict, lang: Lang) -> &'static str {
    it.word(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_spelled_in_both_languages_and_read_back() {
        let mut seen = 0;
        for rule in Rule::all_rules().iter().filter(|it| format!("{it:?}").starts_with("kw_")) {
            for lang in [Lang::Vi, Lang::En] {
                let text = word(*rule, lang);
                assert!(!text.is_empty(), "{rule:?} has no spelling");
                let pair = super::super::Grammar::parse(*rule, text).map(|it| it.as_str());
                assert_eq!(pair.as_deref(), Ok(text), "{rule:?}");
            }
            seen += 1;
        }
        assert_eq!(seen, TABLE.len());
    }
}
