//! Assumptions, of tests and of the prompt.

use pest::iterators::Pair;

use super::{Kids, Reader};
use crate::syntax::Rule;
use crate::syntax::ast::{Assumption, AssumptionIs, Counted, UnitNamed};

impl Reader<'_> {
    pub(super) fn assumption(&mut self, pair: Pair<Rule>) -> Assumption {
        let at = self.at(&pair);
        let form = Kids::of(pair).next();
        let rule = form.as_rule();
        let mut kids = Kids::of(form);
        let is = match rule {
            Rule::assume_value => {
                let what = self.expr(kids.next());
                AssumptionIs::Value(what, self.known_expr(kids.next()))
            }
            Rule::assume_quota => {
                let indicator = kids.accept(Rule::name).map(|it| self.name(it));
                kids.has(Rule::kw_for);
                let group = self.group(kids.next());
                let amount = kids.next();
                let percent = amount.as_rule() == Rule::percent;
                let number = if percent { self.percent(amount) } else { self.number(amount) };
                AssumptionIs::Quota(indicator, group, number, percent)
            }
            Rule::exchange_list => {
                kids.next();
                let list = self.name(kids.next());
                kids.next();
                AssumptionIs::List(list, self.text(kids.next()))
            }
            Rule::add_listed | Rule::drop_listed => {
                kids.next();
                kids.next();
                let codes = self.strings(kids.next());
                kids.next();
                AssumptionIs::Listed(rule == Rule::add_listed, codes, self.name(kids.next()))
            }
            Rule::add_dossiers => {
                kids.next();
                let counted = self.counted(kids.next());
                let procedure = kids.has(Rule::kw_procedures).then(|| self.text(kids.next()));
                let mut days = Vec::new();
                while let Some(day) = kids.accept(Rule::assumed_day) {
                    let mut kids = Kids::of(day);
                    days.push((kids.word(), self.expr(kids.next())));
                }
                kids.next();
                AssumptionIs::Add(counted, procedure, days, self.unit_named(&mut kids))
            }
            Rule::convert_dossiers => {
                kids.next();
                let number = self.number(kids.next());
                kids.next();
                kids.next();
                let word = kids.word();
                kids.next();
                AssumptionIs::Convert(number, word, self.unit_named(&mut kids))
            }
            Rule::replace_counts => {
                kids.next();
                kids.next();
                kids.next();
                let unit = self.unit_named(&mut kids);
                kids.next();
                AssumptionIs::Replace(unit, kids.rest().map(|it| self.counted(it)).collect())
            }
            Rule::move_unit => {
                kids.next();
                kids.next();
                let unit = self.unit_named(&mut kids);
                kids.next();
                let to = kids.next();
                if to.as_rule() == Rule::cited {
                    AssumptionIs::MoveTo(unit, self.place(to))
                } else {
                    AssumptionIs::MoveUnder(unit, self.text(to))
                }
            }
            Rule::merge_unit => {
                kids.next();
                kids.next();
                let unit = self.unit_named(&mut kids);
                kids.next();
                let into = self.text(kids.next());
                kids.next();
                AssumptionIs::Merge(unit, into, self.expr(kids.next()))
            }
            _ => {
                kids.next();
                kids.next();
                let place = self.place(kids.next());
                kids.next();
                AssumptionIs::WindowEnd(place, self.expr(kids.next()))
            }
        };
        Assumption { is, at }
    }

    fn counted(&mut self, pair: Pair<Rule>) -> Counted {
        let mut kids = Kids::of(pair);
        let number = self.number(kids.next());
        kids.next();
        let mut words = Vec::new();
        while let Some(word) = kids.maybe_word() {
            words.push(word);
        }
        Counted { number, words }
    }

    fn unit_named(&mut self, kids: &mut Kids) -> UnitNamed {
        let name = self.text(kids.next());
        UnitNamed { name, parent: self.in_unit(kids) }
    }
}
