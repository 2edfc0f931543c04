//! The arrow from what pest found to the tree of a question.

use pest::iterators::Pair;

use super::{Kids, Reader, Rule};
use crate::problem::Problem;
use crate::source::{FileId, Source};
use crate::syntax::ask::{About, Ask, AskIs, Chosen, Gather, If, Measured, What};
use crate::syntax::ast::{At, Operator};
use crate::term::{Comparator, Noun, Verdict};
use crate::text::Folded;

/// The tree of a question, and what is wrong with its numbers and dates.
pub fn question(pair: Pair<Rule>, folded: &Folded, source: &Source, file: FileId) -> (Ask, Vec<Problem>) {
    let mut reader = Reader { folded, source, file, problems: Vec::new() };
    let ask = reader.comparison(Kids::of(pair).next());
    (ask, reader.problems)
}

impl Reader<'_> {
    fn comparison(&mut self, pair: Pair<Rule>) -> Ask {
        let mut kids = Kids::of(pair);
        let left = self.sum(kids.next());
        let Some(compared) = kids.accept(Rule::compared) else { return left };
        let comparator = comparator(compared);
        let right = self.sum(kids.next());
        let at = At(left.at.0.to(right.at.0));
        Ask { is: AskIs::Compare(comparator, Box::new(left), Box::new(right)), at }
    }

    fn sum(&mut self, pair: Pair<Rule>) -> Ask {
        self.asked_chain(pair, |reader, it| reader.asked_chain(it, |reader, it| reader.operand(it)))
    }

    fn asked_chain(&mut self, pair: Pair<Rule>, operand: fn(&mut Self, Pair<Rule>) -> Ask) -> Ask {
        let mut kids = Kids::of(pair);
        let mut left = operand(self, kids.next());
        while let Some(sign) = kids.pairs.next() {
            let operator = match sign.as_rule() {
                Rule::plus => Operator::Plus,
                Rule::minus => Operator::Minus,
                Rule::times => Operator::Times,
                _ => Operator::Over,
            };
            let right = operand(self, kids.next());
            let at = At(left.at.0.to(right.at.0));
            left = Ask { is: AskIs::Binary(operator, Box::new(left), Box::new(right)), at };
        }
        left
    }

    fn operand(&mut self, pair: Pair<Rule>) -> Ask {
        let at = self.at(&pair);
        let is = match pair.as_rule() {
            Rule::kw_last => AskIs::Last,
            Rule::inner_sum => return self.comparison(Kids::of(pair).next()),
            Rule::measured => AskIs::Measured(Box::new(self.measured(pair))),
            Rule::chosen => AskIs::Chosen(self.chosen(pair)),
            Rule::widest => {
                let mut kids = Kids::of(pair);
                let largest = kids.next().as_rule() == Rule::kw_largest;
                AskIs::Widest(largest, kids.rest().map(|it| self.sum(it)).collect())
            }
            Rule::gathered => {
                let mut kids = Kids::of(pair);
                let gather = match kids.next().as_rule() {
                    Rule::kw_total => Gather::Total,
                    Rule::kw_average => Gather::Average,
                    Rule::kw_largest => Gather::Largest,
                    Rule::kw_smallest => Gather::Smallest,
                    _ => Gather::Pooled,
                };
                kids.has(Rule::kw_of);
                AskIs::Gathered(gather, Box::new(self.measured(kids.next())))
            }
            Rule::how_many => {
                let mut kids = Kids::of(pair);
                kids.next();
                kids.has(Rule::kw_of);
                AskIs::HowMany(self.chosen(kids.next()))
            }
            Rule::about => {
                let mut kids = Kids::of(pair);
                let about = match kids.next().as_rule() {
                    Rule::kw_quota => About::Quota,
                    Rule::kw_verdict => About::Verdict,
                    _ => About::Gap,
                };
                let (mut name, mut of) = (None, None);
                for kid in kids.rest() {
                    match kid.as_rule() {
                        Rule::name => name = Some(self.name(kid)),
                        _ => of = Some(self.of_units(kid)),
                    }
                }
                AskIs::About(about, name, of)
            }
            Rule::portion => {
                let mut kids = Kids::of(pair);
                let percent = self.percent(kids.next()).value;
                kids.next();
                AskIs::Portion(percent, Box::new(self.operand(kids.next())))
            }
            Rule::quantity => {
                let mut kids = Kids::of(pair);
                let number = self.number(kids.next());
                AskIs::Quantity(number, kids.word::<Noun>())
            }
            _ => AskIs::Expr(self.factor(pair)),
        };
        Ask { is, at }
    }

    fn measured(&mut self, pair: Pair<Rule>) -> Measured {
        let mut out = None;
        let (mut by, mut of, mut procedure, mut period) = (None, None, None, None);
        for kid in pair.into_inner() {
            match kid.as_rule() {
                Rule::count => out = Some(What::Count(self.count(kid))),
                Rule::name => out = Some(What::Name(self.name(kid))),
                Rule::of_units => of = Some(self.of_units(kid)),
                Rule::of_procedure => procedure = Kids::of(kid).find(Rule::string).map(|it| self.text(it)),
                Rule::of_indicator => by = Kids::of(kid).find(Rule::name).map(|it| self.name(it)),
                Rule::period => period = Some(self.period(kid)),
                _ => {}
            }
        }
        let what = out.unwrap_or_else(|| unreachable!("the grammar promises a count or a name"));
        Measured { what, by, of, procedure, period }
    }

    fn of_units(&mut self, pair: Pair<Rule>) -> Chosen {
        let mut kids = Kids::of(pair);
        kids.next();
        self.chosen(kids.next())
    }

    fn chosen(&mut self, pair: Pair<Rule>) -> Chosen {
        let mut out = Chosen { among: None, only: None, except: Vec::new(), at: self.at(&pair) };
        for kid in pair.into_inner() {
            match kid.as_rule() {
                Rule::group => out.among = Some(self.group(kid)),
                Rule::chosen_if => out.only = Some(self.chosen_if(kid)),
                Rule::group_part => out.except = self.group_part(kid),
                _ => {}
            }
        }
        out
    }

    fn chosen_if(&mut self, pair: Pair<Rule>) -> If {
        let (mut parts, any) = self.joined(pair, Self::chosen_unary);
        match parts.len() {
            1 => parts.remove(0),
            _ if any => If::Any(parts),
            _ => If::All(parts),
        }
    }

    fn chosen_unary(&mut self, pair: Pair<Rule>) -> If {
        let mut kids = Kids::of(pair);
        let nots = kids.count(Rule::kw_not);
        let first = kids.next();
        let rule = first.as_rule();
        let mut kids = Kids::of(first);
        let mut out = match rule {
            Rule::inner_chosen => self.chosen_if(kids.next()),
            Rule::verdict_is => {
                let verdict = kids.word::<Verdict>();
                If::Verdict(verdict, kids.accept(Rule::name).map(|it| self.name(it)))
            }
            Rule::value_is => {
                kids.next();
                let what = kids.next();
                let what = match what.as_rule() {
                    Rule::count => What::Count(self.count(what)),
                    _ => What::Name(self.name(what)),
                };
                let comparator = comparator(kids.next());
                If::Value(what, comparator, Box::new(self.sum(kids.next())))
            }
            _ => {
                kids.next();
                If::Inside(self.group_term(kids.next()))
            }
        };
        for _ in 0..nots {
            out = If::Not(Box::new(out));
        }
        out
    }
}

fn comparator(pair: Pair<Rule>) -> Comparator {
    let mut kids = Kids::of(pair);
    if let Some(comparator) = kids.maybe_word::<Comparator>() {
        return comparator;
    }
    match kids.next().as_str() {
        ">=" | "≥" => Comparator::AtLeast,
        "<=" | "≤" => Comparator::AtMost,
        ">" => Comparator::Above,
        "<" => Comparator::Below,
        _ => Comparator::Exactly,
    }
}
