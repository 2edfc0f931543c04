//! A quota or a window in a provision that quotes nothing, nor do those around it: nobody can compare it with the text.

use super::Lint;
use super::subject::Subject;
use crate::check::program::ProvisionId;
use crate::lang::say;
use crate::problem::{Problem, Severity};
use crate::source::Span;

pub const LINT: Lint = Lint {
    code: "CT1541",
    name: "rule-without-quotation",
    severity: Severity::Note,
    what: ["quy tắc không có nguyên văn", "a rule without its quotation"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let Some(program) = it.program else { return Vec::new() };
    let quotas = program.quotas.iter().filter(|it| it.cell.is_none()).map(|it| (it.provision, it.span));
    let rules = quotas.chain(program.windows.iter().map(|it| (it.provision, it.span)));
    let unquoted = |(id, _): &(ProvisionId, Span)| {
        !program.path(*id).any(|it| !program.provision(it).quotes.is_empty() || program.provision(it).outside)
    };
    let mut told: Vec<ProvisionId> = Vec::new();
    let mut found = Vec::new();
    for (id, span) in rules.filter(unquoted) {
        if told.contains(&id) {
            continue;
        }
        told.push(id);
        found.push(
            lint.at(
                span,
                say!("phần này có quy tắc mà không có nguyên văn", "this provision has rules and no quotation"),
            )
            .cite(Some(program.cite(id)))
            .help(say!(
                "chép lời văn vào trước câu này: `nguyên văn \"…\"`; con số trong đó sẽ được đối chiếu",
                "copy the words before it: `verbatim \"…\"`; the numbers in them are then compared"
            )),
        );
    }
    found
}
