//! A day that something hangs on and that cannot fall into the assessment period.

use super::Lint;
use super::subject::Subject;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::text::Days;

pub const LINT: Lint = Lint {
    code: "CT1539",
    name: "event-outside-period",
    severity: Severity::Warning,
    what: ["mốc nằm ngoài kỳ đánh giá", "an event outside the assessment period"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(program), Some(period)) = (it.program, it.period()) else { return Vec::new() };
    let mut found = Vec::new();
    for event in program.events.iter().filter(|it| it.used) {
        let days = event.day.map_or(event.bounds, |day| Days::new(day, day));
        // A day before the period is that of what holds from its beginning on.
        if event.day.is_some() || !days.meet(period).is_empty() {
            continue;
        }
        let (name, from, to) = (&event.name, days.from.vi(), days.to.vi());
        let (start, end) = (period.from.vi(), period.to.vi());
        found.push(
            lint.at(
                event.span,
                say!(
                    "`{name}` chỉ có thể từ {from} đến {to}, ngoài kỳ đánh giá {start} – {end}",
                    "`{name}` can only be from {from} to {to}, outside the assessment period {start} – {end}"
                ),
            )
            .help(say!("xem lại năm trong khoảng của mốc này", "look at the year in the bounds of this event")),
        );
    }
    found
}
