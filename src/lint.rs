//! Lints: what is legal and probably not meant. Each has a file of its own, a code for ever, and a case under
//! `tests/ui/lint` that shows it. What `check` tells is not told again.

mod aim_below_quota;
mod always_or_never;
mod byte_order_mark;
mod choices_alike;
mod code_shape;
mod commune_above_district;
mod competence_not_scoped;
mod day_and_month_swapped;
mod decision_without_tests;
mod deep_condition;
mod double_negation;
mod effective_before_signed;
mod enumeration_without_size;
mod event_outside_period;
mod event_without_bounds;
mod except_removes_nothing;
mod exception_changes_nothing;
mod foreign_letters;
mod hidden_characters;
mod instrument_day;
mod letters_out_of_order;
mod list_before_replaced;
mod long_enumeration;
mod long_line;
mod mend;
mod mixed_languages;
mod mixed_line_ends;
mod named_twice;
mod near_names;
mod not_composed;
mod numbers_skip;
mod old_name;
mod one_code_two_titles;
mod other_province;
mod percent_for_points;
mod period_off_by_a_day;
mod period_over;
mod reading_without_default;
mod rule_in_comment;
mod rule_without_quotation;
mod scope_of_other_tier;
mod scope_repeated;
mod signed_before_ground;
mod size_outside_period;
mod stale_ignore;
mod subject;
mod tabs;
mod tests_alike;
mod thin_ground;
mod thin_reason;
mod title_of_another_year;
mod too_many_decimals;
mod two_names_one_unit;
mod unfinished_mark;
mod unused_name;
mod upland_above_lowland;
mod window_before_signed;
mod wrong_direction;

pub use mend::{Mended, mend};
pub use stale_ignore::stale;
pub use subject::Subject;

use crate::lang::{Lang, Say};
use crate::problem::{Problem, Severity};
use crate::source::{FileId, Span};

/// A lint.
pub struct Lint {
    /// Its code, like `CT1503`.
    pub code: &'static str,
    /// Its name for those who configure it.
    pub name: &'static str,
    /// A warning, or a note on matters of style.
    pub severity: Severity,
    /// What it finds, in Vietnamese and in English.
    pub what: [&'static str; 2],
    /// Looks for it.
    look: fn(&Subject, &Lint) -> Vec<Problem>,
}

/// All lints, by code.
pub static LINTS: [Lint; 56] = [
    mixed_languages::LINT,
    foreign_letters::LINT,
    not_composed::LINT,
    hidden_characters::LINT,
    mixed_line_ends::LINT,
    tabs::LINT,
    byte_order_mark::LINT,
    long_line::LINT,
    rule_in_comment::LINT,
    unfinished_mark::LINT,
    near_names::LINT,
    unused_name::LINT,
    choices_alike::LINT,
    reading_without_default::LINT,
    thin_ground::LINT,
    thin_reason::LINT,
    named_twice::LINT,
    two_names_one_unit::LINT,
    enumeration_without_size::LINT,
    long_enumeration::LINT,
    old_name::LINT,
    except_removes_nothing::LINT,
    commune_above_district::LINT,
    upland_above_lowland::LINT,
    aim_below_quota::LINT,
    exception_changes_nothing::LINT,
    wrong_direction::LINT,
    always_or_never::LINT,
    too_many_decimals::LINT,
    percent_for_points::LINT,
    title_of_another_year::LINT,
    period_off_by_a_day::LINT,
    period_over::LINT,
    effective_before_signed::LINT,
    signed_before_ground::LINT,
    window_before_signed::LINT,
    day_and_month_swapped::LINT,
    list_before_replaced::LINT,
    event_outside_period::LINT,
    event_without_bounds::LINT,
    rule_without_quotation::LINT,
    numbers_skip::LINT,
    letters_out_of_order::LINT,
    deep_condition::LINT,
    double_negation::LINT,
    scope_repeated::LINT,
    code_shape::LINT,
    other_province::LINT,
    one_code_two_titles::LINT,
    decision_without_tests::LINT,
    tests_alike::LINT,
    stale_ignore::LINT,
    instrument_day::LINT,
    scope_of_other_tier::LINT,
    size_outside_period::LINT,
    competence_not_scoped::LINT,
];

impl Lint {
    /// What it finds, in a language.
    pub fn says(&self, lang: Lang) -> &'static str {
        lang.pick(self.what[0], self.what[1])
    }

    /// Whether a person means this lint: by code or by name.
    pub fn is_called(&self, word: &str) -> bool {
        self.code.eq_ignore_ascii_case(word.trim()) || self.name == word.trim()
    }

    /// A finding at a place.
    fn at(&self, span: Span, title: Say) -> Problem {
        Problem { code: self.code, severity: self.severity, ..Problem::remark("", span, title) }
    }
}

/// Looks at a rule file with all lints; findings by place. Those in files that it uses are told of these files.
pub fn lint(subject: &Subject) -> Vec<Problem> {
    let mut found: Vec<Problem> = LINTS.iter().flat_map(|it| (it.look)(subject, it)).collect();
    found.retain(|it| it.labels.first().is_some_and(|it| it.span.file == FileId::default()));
    for it in &mut found {
        if it.citation.is_none() {
            it.citation = it.labels.first().and_then(|it| subject.citation(it.span));
        }
    }
    found.sort_by_key(|it| it.labels.first().map(|it| it.span));
    found
}
