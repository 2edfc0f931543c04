//! A decision that is grounded on what did not exist on the day of its signature.

use super::Lint;
use super::subject::Subject;
use crate::check::days_in;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::syntax::ast::{Head, Known};

pub const LINT: Lint = Lint {
    code: "CT1535",
    name: "signed-before-ground",
    severity: Severity::Warning,
    what: ["ký trước văn bản làm căn cứ", "signed before an instrument that it is grounded on"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(signed), Some(line)) = (it.signed(), it.head(|it| matches!(it, Head::Signed(_)))) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, head) in it.heads() {
        let Head::Ground(Known::Yes(ground)) = head else { continue };
        let Some(later) = days_in(&ground.value).into_iter().find(|it| *it > signed) else { continue };
        let (day, on) = (later.vi(), signed.vi());
        found.push(
            lint.at(
                ground.at.0,
                say!(
                    "căn cứ này có ngày {day}, sau ngày ký {on}",
                    "this ground is dated {day}, after the signature on {on}"
                ),
            )
            .and(line, say!("ngày ký ở đây", "the day of the signature is here"))
            .help(say!("xem lại hai ngày trong văn bản", "look at both days in the text")),
        );
    }
    found
}
