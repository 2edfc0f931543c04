//! A decision that is grounded on what did not exist on the day of its signature.

use super::Lint;
use super::subject::Subject;
use crate::check::days_in;
use crate::lang::{Say, say};
use crate::problem::{Problem, Severity};
use crate::syntax::ast::{Head, Known};
use crate::text::Day;

pub const LINT: Lint = Lint {
    code: "CT1535",
    name: "signed-before-ground",
    severity: Severity::Warning,
    what: ["ký trước văn bản làm căn cứ", "signed before an instrument that it is grounded on"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(signed), Some(line)) = (it.signed_on(), it.head(|it| matches!(it, Head::Signed(_)))) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, head) in it.heads() {
        let Head::Ground(Known::Yes(ground)) = head else { continue };
        let Some(later) = days_in(&ground.value).into_iter().find(|it| *it > signed.from) else { continue };
        let (day, on) = (later.vi(), signed.from.vi());
        let on = match signed.len() {
            1 => say!("sau ngày ký {on}", "after the signature on {on}"),
            // Without a first day nothing is said of it.
            _ if signed.from == Day::FIRST => continue,
            _ => say!("mà ngày ký được để từ {on}", "and the signature may be as early as {on}"),
        };
        found.push(
            lint.at(
                ground.at.0,
                Say {
                    vi: format!("căn cứ này có ngày {day}, {}", on.vi),
                    en: format!("this ground is dated {day}, {}", on.en),
                },
            )
            .and(line, say!("ngày ký ở đây", "the day of the signature is here"))
            .help(say!("xem lại hai ngày trong văn bản", "look at both days in the text")),
        );
    }
    found
}
