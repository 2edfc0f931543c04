//! A share like 55,555%: nobody reaches it exactly, and it is often a slip.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;
use crate::syntax::ast::{Amount, CellIs, Quota, What};
use crate::text::Decimal;

pub const LINT: Lint = Lint {
    code: "CT1529",
    name: "too-many-decimals",
    severity: Severity::Note,
    what: ["tỷ lệ có quá nhiều số lẻ", "a share with too many decimals"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let mut shares: Vec<(Span, Decimal)> = Vec::new();
    for statement in it.statements() {
        match &statement.what {
            What::Quota(Quota { amount: Amount::Percent(number), .. }) => shares.push((number.at.0, number.value)),
            What::Table(table) => {
                shares.extend(table.rows.iter().flat_map(|it| &it.cells).filter_map(|it| match it.is {
                    CellIs::Percent(_, value) => Some((it.at.0, value)),
                    _ => None,
                }))
            }
            _ => {}
        }
    }
    let tell = |(span, value): (Span, Decimal)| {
        let text = value.text();
        lint.at(span, say!("{text}% có nhiều hơn hai số lẻ", "{text}% has more than two decimals")).help(say!(
            "xem lại con số trong văn bản; văn bản thường giao đến 0,01%",
            "look at the number in the text; texts go to 0,01% as a rule"
        ))
    };
    shares.into_iter().filter(|it| it.1.scale > 2).map(tell).collect()
}
