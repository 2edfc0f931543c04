//! What something is: names of the rule file, provisions, procedures.

use super::ask::Asker;
use super::value::{DayKnown, Defined as Definition, Is, Section, Value};
use crate::check::Defined;
use crate::check::program::{Date, EventId, ListId, ProvisionId, ReadingId, Stretch};
use crate::eval::{When, days_of, in_force};
use crate::lang::{Lang, Say, say};
use crate::plan::Membership;
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::ast::{At, Group, GroupTerm, Name, Place, Which};
use crate::text::{Day, Days};
use crate::world::bare_code;

impl<'a> Asker<'a> {
    /// What a name stands for. Errors: it means nothing.
    pub(super) fn defined(&mut self, name: &'a Name, at: Span) -> Result<Value, Vec<Problem>> {
        let means = self.asking.means(name);
        self.sound()?;
        let Some(means) = means else { return Err(self.asking.problems()) };
        let kind = self.asking.kind(name).unwrap_or_default();
        let plan = &self.state.plan;
        let program = &plan.program;
        let mut out = Definition { title: titled(&kind, &name.key), lines: Vec::new() };
        let words = program.definition(&name.key).map(|it| program.sources.slice(it).to_owned());
        let is_long = matches!(means, Defined::List(_) | Defined::Decision);
        if let Some(words) = words.filter(|_| !is_long) {
            out.push("definition", Say::default(), same(words));
        }
        match means {
            Defined::Event(id) => self.event(id, &mut out),
            Defined::Reading(id) => self.reading(id, &mut out),
            Defined::List(id) => self.list(id, &mut out),
            Defined::Decision => {
                let decision = &program.decision;
                out.lines.extend(decision.title.clone().map(|it| line("title", Say::default(), same(it))));
                let number = decision.number.clone().map(same);
                out.lines.extend(number.map(|it| line("number", say!("số", "number"), it)));
                let issuer = decision.issuer.clone().map(same);
                out.lines.extend(issuer.map(|it| line("issuer", say!("cơ quan ban hành", "issued by"), it)));
                out.push("period", say!("kỳ đánh giá", "assessment period"), span_of(self.state.env.period));
                let effective = decision.effective.as_ref().and_then(|it| self.day(it));
                out.lines.extend(effective.map(|it| line("effective", say!("hiệu lực", "effective"), day_text(&it))));
            }
            Defined::Group => {
                let at = At(at);
                let term = GroupTerm { which: Which::Name(name.clone()), at };
                let group = Group { parts: vec![term], except: Vec::new(), size: None, at };
                let units = self.group(&group)?;
                let name = |it| plan.world.units.get(it).on(self.state.env.period.from).name.clone();
                let (number, names) = (units.len(), units.iter().map(|it| name(*it)).collect::<Vec<_>>().join(", "));
                out.push(
                    "members",
                    say!("gồm", "members"),
                    say!("{number} đơn vị: {names}", "{number} units: {names}"),
                );
            }
            Defined::Indicator(_) | Defined::Column(_) | Defined::Filter | Defined::Criterion(_) => {}
        }
        Ok(Value::of(Is::Defined(out)))
    }

    fn event(&self, id: EventId, out: &mut Definition) {
        let event = self.state.plan.program.event(id);
        out.push("day", say!("ngày", "day"), when(self.state.env.event(id)));
        if !event.used {
            out.push("used", Say::default(), say!("không kết quả nào tùy ngày này", "no verdict depends on it"));
        }
    }

    fn reading(&self, id: ReadingId, out: &mut Definition) {
        let reading = self.state.plan.program.reading(id);
        let chosen = self.state.env.reading(id);
        if let Some(choice) = chosen.and_then(|it| reading.choices.get(it)) {
            let (name, ground) = (&choice.name, &choice.ground);
            out.push(
                "chosen",
                say!("đang dùng", "in use"),
                say!("{name} (căn cứ: {ground})", "{name} (pursuant to: {ground})"),
            );
        }
        if chosen.is_none() {
            out.push("chosen", say!("đang dùng", "in use"), say!("chưa chọn cách nào", "none is chosen"));
        }
    }

    fn list(&self, id: ListId, out: &mut Definition) {
        let (plan, program) = (&self.state.plan, &self.state.plan.program);
        let list = program.list(id);
        out.lines.extend(list.title.clone().map(|it| line("title", Say::default(), same(it))));
        out.lines.extend(list.number.clone().map(|it| line("number", say!("số", "number"), same(it))));
        out.push("in_force", say!("hiệu lực", "in force"), self.in_force_text(id));
        if let Some(old) = list.replaces {
            out.push("replaces", say!("thay thế", "replaces"), same(program.list(old).name.clone()));
        }
        let procedures = plan.world.lists.get(&list.key).map(|it| {
            let mut codes: Vec<&str> = it.iter().map(|it| it.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            codes.len()
        });
        out.push(
            "procedures",
            say!("thủ tục", "procedures"),
            match procedures {
                Some(number) => say!("{number}", "{number}"),
                None => say!("chưa rõ nội dung", "content unknown"),
            },
        );
    }

    fn in_force_text(&self, id: ListId) -> Say {
        let list = self.state.plan.program.list(id);
        let [early, late] = in_force(&self.state.plan, &self.state.env, id);
        if early == late {
            return span_of(early);
        }
        let from = list.effective.as_ref().and_then(|it: &Date| self.day(it));
        let from = match from {
            Some(it) if it.first != it.last => day_text(&it),
            _ => span_of(Days::new(early.from, Day::LAST)),
        };
        if late.to == Day::LAST {
            return from;
        }
        let to = day_text(&DayKnown { first: early.to, last: late.to, waits: Vec::new() });
        Say { vi: format!("{}; ngày cuối {}", from.vi, to.vi), en: format!("{}; last day {}", from.en, to.en) }
    }

    /// What a provision says and orders.
    pub(super) fn provision(&mut self, place: &'a Place) -> Result<Value, Vec<Problem>> {
        let id = self.asking.place(place);
        self.sound()?;
        let Some(id) = id else { return Err(self.asking.problems()) };
        let program = &self.state.plan.program;
        let mut out = Definition { title: program.cite(id), lines: Vec::new() };
        let parts = (0..program.provisions.len() as u32).map(ProvisionId).filter(|it| program.within(*it, id));
        for part in parts {
            let provision = program.provision(part);
            let about = if part == id { Say::default() } else { program.cite(part) };
            for quote in &provision.quotes {
                let words = &quote.value;
                out.push("verbatim", about.clone(), say!("“{words}”", "“{words}”"));
            }
            let slice = |it: Span| same(program.sources.slice(it).split_whitespace().collect::<Vec<_>>().join(" "));
            let quotas = program.quotas.iter().filter(|it| it.provision == part && it.cell.is_none());
            let rules = quotas.map(|it| ("quota", it.span, None));
            let windows = program.windows.iter().filter(|it| it.provision == part);
            let rules = rules.chain(windows.map(|it| ("window", it.span, Some(&it.stretch))));
            let scopes = program.scopes.iter().filter(|it| it.provision == part);
            let rules = rules.chain(scopes.map(|it| ("scope", it.span, None)));
            let exclusions = program.exclusions.iter().filter(|it| it.provision == part);
            let rules = rules.chain(exclusions.map(|it| ("exclusion", it.span, it.stretch.as_ref())));
            for (key, span, stretch) in rules {
                let mut text = slice(span);
                if let Some(stretch) = stretch {
                    let days = self.stretch_text(stretch);
                    text = Say { vi: format!("{} ({})", text.vi, days.vi), en: format!("{} ({})", text.en, days.en) };
                }
                out.push(key, about.clone(), text);
            }
            let cells = program.quotas.iter().filter(|it| it.provision == part && it.cell.is_some()).count();
            if cells > 0 {
                out.push("table", about.clone(), say!("bảng {cells} chỉ tiêu", "a table of {cells} quotas"));
            }
        }
        Ok(Value::of(Is::Defined(out)))
    }

    fn stretch_text(&self, stretch: &Stretch) -> Say {
        let [early, late] = days_of(&self.state.plan, &self.state.env, stretch);
        if early == late {
            return span_of(early);
        }
        let ends = |first: Day, last: Day| day_text(&DayKnown { first, last, waits: Vec::new() });
        let (from, to) = (ends(early.from, late.from), ends(early.to, late.to));
        Say { vi: format!("từ {} đến {}", from.vi, to.vi), en: format!("from {} to {}", from.en, to.en) }
    }

    /// In which lists a procedure stands on which days; none where nothing names it.
    pub(super) fn procedure(&self, text: &str) -> Option<Value> {
        let (plan, program) = (&self.state.plan, &self.state.plan.program);
        let code = bare_code(text);
        let listed = plan.classes.codes().contains_key(plan.classes.now(code));
        let supplied = self.state.tally.procedures.iter().any(|it| it == code);
        if !listed && !supplied {
            return None;
        }
        let class = plan.classes.get(plan.classes.of(code));
        let mut out = Definition { title: say!("thủ tục {code}", "procedure {code}"), lines: Vec::new() };
        for (at, held) in class.lists.iter().enumerate() {
            let id = ListId(at as u32);
            let about = same(program.list(id).name.clone());
            match held {
                Membership::No => {}
                Membership::Unknown => out.push("list", about, say!("chưa rõ nội dung", "content unknown")),
                Membership::On(days) => {
                    for days in days {
                        let text = if *days == Days::ALL { self.in_force_text(id) } else { span_of(*days) };
                        out.push("list", about.clone(), text);
                    }
                }
            }
        }
        if out.lines.is_empty() {
            out.push("list", Say::default(), say!("không danh mục nào có thủ tục này", "no list has this procedure"));
        }
        if let Some(level) = class.level {
            let word = |lang| crate::syntax::spell_word(level, lang).to_owned();
            out.push("level", say!("mức độ", "level"), Say { vi: word(Lang::Vi), en: word(Lang::En) });
        }
        let former = plan.classes.now(code);
        if former != code {
            out.push("now", say!("mã hiện nay", "code now"), same(former.to_owned()));
        }
        Some(Value::of(Is::Defined(out)))
    }
}

impl Definition {
    fn push(&mut self, key: &'static str, about: Say, text: Say) {
        self.lines.push(line(key, about, text));
    }
}

fn line(key: &'static str, about: Say, text: Say) -> Section {
    Section { key, about, text }
}

fn titled(kind: &Say, name: &str) -> Say {
    // `một danh mục` → `danh mục`
    let bare =
        |it: &str, article: &[&str]| article.iter().find_map(|word| it.strip_prefix(word)).unwrap_or(it).to_owned();
    Say {
        vi: format!("{} {name}", bare(&kind.vi, &["một "])),
        en: format!("{} {name}", bare(&kind.en, &["a ", "an "])),
    }
}

fn same(text: String) -> Say {
    Say { vi: text.clone(), en: text }
}

fn when(when: When) -> Say {
    let known = match when {
        When::On(day) => DayKnown { first: day, last: day, waits: Vec::new() },
        When::Within(days) => DayKnown { first: days.from, last: days.to, waits: Vec::new() },
    };
    day_text(&known)
}

/// A day, or between which days it lies.
fn day_text(day: &DayKnown) -> Say {
    let (first, last) = (day.first.vi(), day.last.vi());
    match (day.first, day.last) {
        (one, two) if one == two => same(first),
        (Day::FIRST, Day::LAST) => say!("chưa rõ", "unknown"),
        (_, Day::LAST) => say!("chưa rõ, từ {first}", "unknown, from {first}"),
        (Day::FIRST, _) => say!("chưa rõ, đến {last}", "unknown, until {last}"),
        _ => say!("chưa rõ, từ {first} đến {last}", "unknown, from {first} to {last}"),
    }
}

/// Days, both ends counted; an end that the calendar does not have is left out.
fn span_of(days: Days) -> Say {
    let (from, to) = (days.from.vi(), days.to.vi());
    match (days.from, days.to) {
        _ if days.is_empty() => say!("không ngày nào", "no day"),
        (Day::FIRST, Day::LAST) => say!("mọi ngày", "all days"),
        (Day::FIRST, _) => say!("đến {to}", "until {to}"),
        (_, Day::LAST) => say!("từ {from}", "from {from}"),
        _ => say!("từ {from} đến {to}", "from {from} to {to}"),
    }
}
