//! What an indicator works out, freed of the names that its author gave.

use super::meaning::{Called, Meaning, Normal, Side};
use crate::check::program::{Fraction, Measure, Term, Value};
use crate::eval::quota_text;
use crate::lang::Lang;
use crate::syntax::Rule;
use crate::syntax::ast::Operator;
use crate::syntax::keyword::{Spelled as _, word};
use crate::term::Noun;
use crate::text::key;

/// Arithmetic over counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calc {
    /// A number.
    Number(Fraction),
    /// The dossiers or procedures of a condition.
    Counted(Noun, Meaning),
    /// The dossiers of the first condition whose procedure satisfies the second.
    Of(Meaning, Meaning),
    /// The sum of a declared column, by its name.
    Sum(String),
    /// Two values and the sign between them.
    Binary(&'static str, Box<Calc>, Box<Calc>),
    /// The largest (true) or the smallest of several.
    Extremum(bool, Vec<Calc>),
}

impl Side<'_> {
    /// What a measure works out.
    pub fn measure(&self, measure: &Measure) -> Calc {
        match measure {
            Measure::Share(above, below) => {
                let dossiers = |it| Box::new(Calc::Counted(Noun::Dossiers, self.cond(it)));
                Calc::Binary("/", dossiers(above), dossiers(below))
            }
            Measure::Count(cond) => Calc::Counted(Noun::Dossiers, self.cond(cond)),
            Measure::Formula(formula) => self.value(&formula.value, &formula.terms),
        }
    }

    fn value(&self, value: &Value, terms: &[Term]) -> Calc {
        match value {
            Value::Number(it) => Calc::Number(*it),
            Value::Term(at) => match terms.get(*at) {
                Some(Term::Dossiers(cond)) => Calc::Counted(Noun::Dossiers, self.cond(cond)),
                Some(Term::Units(cond)) => Calc::Counted(Noun::Units, self.cond(cond)),
                Some(Term::Procedures(cond)) => Calc::Counted(Noun::Procedures, self.cond(cond)),
                Some(Term::DossiersOf(dossiers, procedures)) => Calc::Of(self.cond(dossiers), self.cond(procedures)),
                Some(Term::Column(id)) => Calc::Sum(self.plan.program.column(*id).name.clone()),
                None => Calc::Number(Fraction::from_integer(0)),
            },
            Value::Binary(operator, one, two) => {
                let sign = match operator {
                    Operator::Plus => "+",
                    Operator::Minus => "-",
                    Operator::Times => "*",
                    Operator::Over => "/",
                };
                Calc::Binary(sign, Box::new(self.value(one, terms)), Box::new(self.value(two, terms)))
            }
            Value::Extremum(largest, values) => {
                Calc::Extremum(*largest, values.iter().map(|it| self.value(it, terms)).collect())
            }
        }
    }
}

impl Calc {
    /// The form in which two that say the same are equal.
    pub fn normal(&self, by: Normal) -> Self {
        match self {
            Self::Number(_) => self.clone(),
            Self::Counted(noun, cond) => Self::Counted(*noun, cond.normal(by)),
            Self::Of(dossiers, procedures) => Self::Of(dossiers.normal(by), procedures.normal(by)),
            Self::Sum(name) => Self::Sum(key(name)),
            Self::Binary(sign, one, two) => {
                let (one, two) = (one.normal(by), two.normal(by));
                let turned = matches!(*sign, "+" | "*") && two < one;
                let (one, two) = if turned { (two, one) } else { (one, two) };
                Self::Binary(sign, Box::new(one), Box::new(two))
            }
            Self::Extremum(largest, parts) => {
                let mut parts: Vec<Self> = parts.iter().map(|it| it.normal(by)).collect();
                parts.sort();
                parts.dedup();
                Self::Extremum(*largest, parts)
            }
        }
    }

    /// The value as a rule file says it.
    pub fn words(&self, called: Called, lang: Lang) -> String {
        let counted = |noun: Noun, cond: &Meaning| {
            format!("{} {}", noun.word(lang), cond.words(called, lang)).trim_end().to_owned()
        };
        let inner = |it: &Self| match it {
            Self::Binary(..) => format!("({})", it.words(called, lang)),
            _ => it.words(called, lang),
        };
        match self {
            // As rule files write numbers: `59,5`.
            Self::Number(it) => quota_text(*it / Fraction::from_integer(100)).replace('.', ","),
            Self::Counted(noun, cond) => counted(*noun, cond),
            Self::Of(dossiers, procedures) => {
                let (dossiers, of) = (counted(Noun::Dossiers, dossiers), word(Rule::kw_of, lang));
                format!("{dossiers} {of} {}", counted(Noun::Procedures, procedures))
            }
            Self::Sum(name) => name.clone(),
            Self::Binary(sign, one, two) => format!("{} {sign} {}", inner(one), inner(two)),
            Self::Extremum(largest, parts) => {
                let lead = word(if *largest { Rule::kw_largest } else { Rule::kw_smallest }, lang);
                let parts: Vec<String> = parts.iter().map(|it| it.words(called, lang)).collect();
                format!("{lead} ({})", parts.join("; "))
            }
        }
    }
}
