//! An instrument that a quotation names with a day which is not that of its signature in the file.

use super::Lint;
use super::subject::Subject;
use crate::check::days_in;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;
use crate::syntax::ast::{ExprIs, Head, Known, ListItem, What};
use crate::text::{Day, key};

pub const LINT: Lint = Lint {
    code: "CT1553",
    name: "day-of-instrument",
    severity: Severity::Warning,
    what: ["ngày ký của danh mục khác ngày trong lời trích", "a list signed on another day than a quotation says"],
    look,
};

/// Between the number of an instrument and its day stands `ngày`, nothing longer.
const GAP: usize = 12;

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(program) = it.program else { return Vec::new() };
    let mut found = Vec::new();
    for (number, signed, place) in instruments(it) {
        let number = key(&number);
        for quote in program.provisions.iter().flat_map(|it| &it.quotes) {
            let text = key(&quote.value);
            let days = text.match_indices(&number).filter_map(|(at, _)| day_after(text.get(at + number.len()..)?));
            let Some(other) = days.into_iter().find(|it| *it != signed) else { continue };
            let (own, other) = (signed.vi(), other.vi());
            found.push(
                lint.at(
                    place,
                    say!(
                        "ngày ký ở đây là {own}, lời trích ghi ngày {other}",
                        "the day of the signature is {own} here, a quotation says {other}"
                    ),
                )
                .and(quote.at.0, say!("lời trích ở đây", "the quotation is here"))
                .help(say!("xem lại ngày trong văn bản", "look at the day in the text")),
            );
            break;
        }
    }
    found
}

/// The day right behind a number.
fn day_after(text: &str) -> Option<Day> {
    let near: String = text.chars().take(GAP + "dd/mm/yyyy".len()).collect();
    days_in(&near).first().copied()
}

/// The lists with a number and a known day of signature, which is where the day stands.
fn instruments(it: &Subject) -> Vec<(String, Day, Span)> {
    let blocks = it.statements().into_iter();
    let blocks = blocks.filter_map(|it| if let What::List(list) = &it.what { list.block.as_ref() } else { None });
    let mut out = Vec::new();
    for block in blocks {
        let heads = || {
            block.items.iter().filter_map(|(it, at)| if let ListItem::Head(it) = it { Some((it, at.0)) } else { None })
        };
        let number =
            heads().find_map(|(it, _)| if let Head::Number(Known::Yes(it)) = it { Some(&it.value) } else { None });
        let signed = heads().find_map(|(it, at)| match it {
            Head::Signed(Known::Yes(it)) => match it.is {
                ExprIs::Date(day) => Some((day, at)),
                _ => None,
            },
            _ => None,
        });
        out.extend(number.zip(signed).map(|(number, (day, at))| (number.clone(), day, at)));
    }
    out
}
