//! A decision or a list that is in force before the day of its signature.

use super::Lint;
use super::subject::Subject;
use super::subject::fixed;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;
use crate::syntax::ast::{Head, ListItem, Name, What};

pub const LINT: Lint = Lint {
    code: "CT1534",
    name: "effective-before-signed",
    severity: Severity::Warning,
    what: ["có hiệu lực trước ngày ký", "in force before it was signed"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(program) = it.program else { return Vec::new() };
    let heads = |head: &Head| matches!(head, Head::Effective(..));
    let decision = it.decision().and_then(|decision| Some((&decision.name, it.head(heads)?)));
    let lists = it.statements().into_iter().filter_map(|it| match &it.what {
        What::List(list) => {
            let line = |(item, at): &(ListItem, crate::syntax::ast::At)| {
                matches!(item, ListItem::Head(it) if heads(it)).then_some(at.0)
            };
            Some((&list.name, list.block.as_ref()?.items.iter().find_map(line)?))
        }
        _ => None,
    });
    let tell = |(name, line): (&Name, Span)| {
        let (effective, signed) = program.instruments.get(&name.key)?;
        let (effective, signed) = (fixed(effective.as_ref())?, fixed(signed.as_ref())?);
        let (from, on) = (effective.vi(), signed.vi());
        (effective < signed).then(|| {
            lint.at(
                line,
                say!("có hiệu lực ngày {from}, trước ngày ký {on}", "in force on {from}, before it was signed on {on}"),
            )
            .help(say!(
                "xem lại hai ngày; nếu văn bản đúng là có hiệu lực trở về trước thì ghi `bỏ qua` và lý do",
                "look at both days; if the text does reach back, write `ignore` with the reason"
            ))
        })
    };
    decision.into_iter().chain(lists).filter_map(tell).collect()
}
