//! A day in a head or an event that the words of the file have with day and month the other way round.

use super::Lint;
use super::subject::Subject;
use crate::check::days_in;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;
use crate::syntax::Token;
use crate::syntax::ast::{ExprIs, Head, Known, What};
use crate::text::Day;
use chrono::Datelike as _;

pub const LINT: Lint = Lint {
    code: "CT1537",
    name: "day-and-month-swapped",
    severity: Severity::Warning,
    what: ["ngày và tháng có lẽ đổi chỗ", "day and month have perhaps changed places"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let quoted = it.pieces().filter(|it| it.1 == Token::Text);
    let quoted: Vec<Day> =
        quoted.flat_map(|part| days_in(it.source.slice(part.0).trim_matches(['"', '“', '”']))).collect();
    let heads = it.heads().into_iter().filter_map(|(_, head)| match head {
        Head::Signed(Known::Yes(it)) | Head::Effective(Known::Yes(it), _) => Some(it),
        _ => None,
    });
    let events = it.statements().into_iter().filter_map(|it| match &it.what {
        What::Event(event) => {
            if let Known::Yes(it) = &event.date {
                Some(it)
            } else {
                None
            }
        }
        _ => None,
    });
    let tell = |(span, day): (Span, Day)| {
        let date = day.date();
        let swapped = Day::new(date.year(), date.day(), date.month()).filter(|it| *it != day)?;
        let (now, other) = (day.vi(), swapped.vi());
        (quoted.contains(&swapped) && !quoted.contains(&day)).then(|| {
            lint.at(
                span,
                say!(
                    "ở đây là {now}, mà lời văn trong tệp nói {other}",
                    "here it is {now}, and the words in the file say {other}"
                ),
            )
            .help(say!(
                "ngày đứng trước tháng: nếu lời văn đúng, viết `{other}`",
                "the day stands before the month: if the words are right, write `{other}`"
            ))
        })
    };
    let dates =
        heads.chain(events).filter_map(|it| if let ExprIs::Date(day) = it.is { Some((it.at.0, day)) } else { None });
    dates.filter_map(tell).collect()
}
