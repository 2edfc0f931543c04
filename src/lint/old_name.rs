//! A unit called by a name that it no longer had when the decision was signed.

use super::Lint;
use super::subject::Subject;
use super::subject::named_units;
use crate::lang::say;
use crate::problem::{Problem, Severity};

pub const LINT: Lint = Lint {
    code: "CT1521",
    name: "old-name",
    severity: Severity::Warning,
    what: ["tên cũ của một đơn vị", "a former name of a unit"],
    look,
};

fn look(it: &Subject, lint: &Lint) -> Vec<Problem> {
    let (Some(plan), Some(signed)) = (it.plan, it.signed()) else { return Vec::new() };
    let mut found = Vec::new();
    for group in it.groups() {
        for (name, id) in named_units(plan, group) {
            let unit = plan.world.units.get(id);
            let (wanted, bare) = (crate::text::key(&name.value), crate::world::split_kind(&name.value).1);
            let is = |it: &&crate::world::Version| crate::text::key(&it.name) == wanted || it.bare == bare;
            let Some(last) = unit.versions.iter().filter(is).map(|it| it.days.to).max() else { continue };
            let now = unit.on(signed);
            if last >= signed || !now.days.has(signed) {
                continue;
            }
            let (old, new, day) = (&name.value, &now.name, last.vi());
            let title = say!("`{old}` là tên cũ, dùng đến {day}", "`{old}` is a former name, in use until {day}");
            found.push(lint.at(name.at.0, title).help(say!(
                "khi ký văn bản đơn vị này tên là `{new}`: xem lại văn bản",
                "when the text was signed the unit was called `{new}`: look at the text again"
            )));
        }
    }
    found
}
