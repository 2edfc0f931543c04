//! The commands about assumptions.

use std::path::Path;

use serde_json::{Value, json};

use super::commands::Command;
use super::session::Loaded;
use crate::cli::{Disk, assumed, read_into};
use crate::lang::{Lang, say};
use crate::problem::Problem;
use crate::report::{Answer, Cell, Column, Sheet, flips as told};
use crate::scenario::{Assumed, Change, Stack, State, as_test, flips, text};

/// An answer, or why there is none.
type Answered = Result<Answer, Vec<Problem>>;

impl Loaded {
    /// Answers a command about assumptions.
    pub(super) fn assumptions(&mut self, command: Command, argument: &str, lang: Lang) -> Answered {
        let before = self.stack.now.clone();
        match command {
            Command::Assume => {
                let assumed = self.stack.read(argument, &Disk::default())?;
                self.stack.push(assumed)?;
            }
            Command::Undo if !argument.is_empty() => {
                let at = self.numbered(argument)?;
                let mut items = self.stack.items.clone();
                items.remove(at);
                self.stack.set(items)?;
            }
            Command::Off | Command::On => {
                let at = self.numbered(argument)?;
                let mut items = self.stack.items.clone();
                items.iter_mut().skip(at).take(1).for_each(|it| it.on = command == Command::On);
                self.stack.set(items)?;
            }
            Command::Undo | Command::Redo => {
                let done = if command == Command::Undo { self.stack.undo()? } else { self.stack.redo()? };
                if !done {
                    let text = lang.pick("không còn gì để bỏ hoặc làm lại", "there is nothing left to undo or redo");
                    return Ok(Answer::says(text, Value::Null));
                }
            }
            Command::Reset => self.stack.set(Vec::new())?,
            Command::Load => self.load(argument)?,
            Command::Save => return self.save(argument, lang),
            Command::Compare => return self.compare(argument, lang),
            Command::Test => return self.as_test(argument, lang),
            _ => return Ok(self.listed(lang)),
        }
        self.changed(&before, lang)
    }

    /// What came of other assumptions.
    fn changed(&self, before: &State, lang: Lang) -> Answered {
        let names = [lang.pick("Trước", "Before"), lang.pick("Sau", "After")];
        let flips = flips(before, &self.stack.now)?;
        Ok(self.echoed(told(&self.stack.now.plan, &flips, names, lang)))
    }

    fn listed(&self, lang: Lang) -> Answer {
        if self.stack.items.is_empty() {
            return Answer::says(lang.pick("không có giả định nào", "no assumptions"), Value::Null);
        }
        let column = |key, name: &str| Column { key, name: name.to_owned() };
        let columns = vec![
            column("number", lang.pick("Số", "No.")),
            column("on", lang.pick("Đang dùng", "In force")),
            column("assumption", lang.pick("Giả định", "Assumption")),
        ];
        let on = |it: &Assumed| if it.on { lang.pick("có", "yes") } else { lang.pick("tắt", "off") };
        let row = |(at, it): (usize, &Assumed)| {
            vec![Cell::count(at as u128 + 1, lang), Cell::named(on(it), it.on), Cell::text(&it.text)]
        };
        let rows = self.stack.items.iter().enumerate().map(row).collect();
        Answer::sheet(Sheet { columns, rows, ..Sheet::default() })
    }

    /// The place of an assumption by its number.
    fn numbered(&self, argument: &str) -> Result<usize, Vec<Problem>> {
        let number = argument.trim().parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        number.filter(|it| *it < self.stack.items.len()).ok_or_else(|| {
            let most = self.stack.items.len();
            vec![
                Problem::nowhere(
                    "CT1368",
                    say!("không có giả định số `{argument}`", "there is no assumption `{argument}`"),
                )
                .help(match most {
                    0 => say!("chưa có giả định nào", "there are no assumptions yet"),
                    _ => {
                        say!("các số từ 1 đến {most}: gõ `:giả-định`", "numbers from 1 to {most}: type `:assumptions`")
                    }
                }),
            ]
        })
    }

    fn save(&self, path: &str, lang: Lang) -> Answered {
        let path = named(path)?;
        let title = &self.stack.base.plan.program.decision.name;
        let saved = text(title, self.stack.items.iter().map(|it| (it.text.as_str(), it.on)));
        match std::fs::write(path, saved) {
            Ok(()) => {
                let (number, path) = (self.stack.items.len(), path.display());
                let text =
                    lang.pick(format!("đã lưu {number} giả định vào {path}"), format!("saved {number} to {path}"));
                Ok(Answer::says(text, json!({ "saved": number })))
            }
            Err(error) => {
                let (path, why) = (path.display(), error.to_string());
                Err(vec![
                    Problem::nowhere("CT1369", say!("không ghi được `{path}`: {why}", "cannot write `{path}`: {why}"))
                        .help(say!("chọn tệp hoặc thư mục khác", "choose another file or folder")),
                ])
            }
        }
    }

    fn load(&mut self, path: &str) -> Result<(), Vec<Problem>> {
        let mut stack = Stack::new(self.stack.base.clone());
        read_into(&mut stack, named(path)?, &Disk::default())?;
        self.stack.set(stack.items)
    }

    /// `:compare`: base and now; `:compare A`: now and A; `:compare A B`.
    fn compare(&self, argument: &str, lang: Lang) -> Answered {
        let files: Vec<&str> = argument.split_whitespace().collect();
        let state = |path: &str| assumed(&self.stack.base, Path::new(path), &Disk::default());
        let (one, two, names) = match files.as_slice() {
            [] => {
                let names = [lang.pick("Gốc", "Base"), lang.pick("Giả định", "Assumed")];
                (self.stack.base.clone(), self.stack.now.clone(), names)
            }
            [file] => (self.stack.now.clone(), state(file)?, [lang.pick("Đang hỏi", "Now"), *file]),
            [one, two, ..] => (state(one)?, state(two)?, [*one, *two]),
        };
        let flips = flips(&one, &two)?;
        let answer = told(&two.plan, &flips, names, lang);
        Ok(if files.len() < 2 { self.echoed(answer) } else { answer })
    }

    fn as_test(&self, argument: &str, lang: Lang) -> Answered {
        let argument = argument.trim();
        let (title, units) = match argument.strip_prefix('"').and_then(|it| it.split_once('"')) {
            Some((title, units)) => (title, units.trim()),
            None => (argument, ""),
        };
        let title = if title.is_empty() { lang.pick("giả định", "assumed") } else { title };
        let on = self.stack.items.iter().filter(|it| it.on);
        let assumed: Vec<(&str, &Change)> = on.map(|it| (it.text.as_str(), &it.change)).collect();
        let unit = if units.is_empty() {
            None
        } else {
            let plan = &self.stack.now.plan;
            let code = crate::query::unit_code(plan, &self.stack.now.env, units).map_err(|it| vec![it])?;
            plan.world.units.of_code(&code).first().copied()
        };
        let text = as_test(&self.stack.base, &self.stack.now, title, &assumed, unit, lang)?;
        Ok(Answer::says(text.clone(), json!({ "test": text })))
    }
}

fn named(path: &str) -> Result<&Path, Vec<Problem>> {
    let path = path.trim().trim_matches('"');
    if path.is_empty() {
        return Err(vec![
            Problem::nowhere("CT1370", say!("thiếu tên tệp", "the name of a file is missing"))
                .help(say!("chẳng hạn `:lưu kich-ban.txt`", "for example `:save scenario.txt`")),
        ]);
    }
    Ok(Path::new(path))
}
