//! A report as one page of blocks, from which documents are written: Markdown, HTML, workbooks. What an evaluation, a
//! ranking, a ledger, an audit have to say is gathered here; how it looks is a matter of each form.

mod html;
#[cfg(feature = "excel")]
mod workbook;

use num_bigint::BigInt;

use super::answer::unmarked;
use super::{Answer, Mode, Report, Sheet, Style, ledger, rank, sheets, table};
use crate::audit::Audit;
use crate::check::Program;
use crate::check::program::Asked;
use crate::eval::{Env, Outcome, Result, Walk};
use crate::lang::Lang;
use crate::term::Verdict;

#[cfg(feature = "excel")]
pub use workbook::workbook;

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// Below the title, a line each: number, period.
    pub lead: Vec<String>,
    /// What was found, in order.
    pub blocks: Vec<Block>,
    /// What is known only in part, what follows, what is to be noted; a line each.
    pub notes: Vec<String>,
    /// What became of every dossier.
    pub ledger: Vec<Sheet>,
    /// The tables of a workbook, each on a sheet of its own, with its name.
    pub tabs: Vec<Tab>,
    /// The files that were read, each with its SHA-256.
    pub files: Vec<(String, String)>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading over the blocks behind it.
    Heading(String),
    /// Words.
    Says(String),
    /// A table; of results, a mark for each row.
    Table(Sheet, Vec<Mark>),
}

/// A table of a workbook.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// The table.
    pub sheet: Sheet,
    /// Of results, a mark for each row.
    pub marks: Vec<Mark>,
}

/// What belongs to a result beside its cells.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its verdict.
    pub verdict: Verdict,
    /// Who and what, in words.
    pub name: String,
    /// The provision.
    pub cited: String,
    /// What is measured.
    pub indicator: String,
    /// The share beside its quota, where both are known.
    pub bar: Option<Bar>,
    /// The way from the words of the law to the verdict, line by line.
    pub why: String,
}

/// A share and its quota, in thousandths, rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The share.
    pub share: u32,
    /// The quota.
    pub quota: u32,
}

/// Who tells what a result was made from.
pub type Walks<'a> = &'a dyn Fn(&Env, &Result) -> Option<Walk>;

impl Page {
    /// An evaluation; `files`: those that were read, with their fingerprints.
    pub fn of_results(report: &Report, walks: Walks, files: Vec<(String, String)>) -> Self {
        let (plan, lang) = (report.plan, report.lang);
        let mut page = Self { ledger: ledgers(report), files, ..Self::begun(report) };
        for (at, it) in each(report).into_iter().enumerate() {
            let (env, outcome) = (it.env, it.outcome);
            let several = !report.choices.is_empty();
            let numbered = |name: &str| if several { format!("{name} {}", at + 1) } else { name.to_owned() };
            let chosen = table::choices(plan, env);
            page.blocks.extend(several.then(|| Block::Heading(chosen.clone())));
            let marks = |results: &[&Result]| results.iter().map(|result| mark(&it, result, walks)).collect();
            for (sheet, results) in sheets::quotas(&it, outcome) {
                page.blocks.push(Block::Table(sheet, marks(&results)));
            }
            let above = sheets::by_parent(&it, outcome);
            page.blocks.extend(above.clone().map(|it| Block::Table(it, Vec::new())));
            let summary = table::summary(&it, outcome).trim().to_owned();
            page.blocks.extend((!summary.is_empty()).then_some(Block::Says(summary)));
            let (sheet, results) = sheets::flat(&it, outcome);
            let name = numbered(lang.pick("Kết quả", "Results"));
            let sheet = Sheet { title: if several { chosen } else { String::new() }, ..sheet };
            page.tabs.push(Tab { name, marks: marks(&results), sheet });
            let name = numbered(lang.pick("Theo cấp trên", "By unit above"));
            page.tabs.extend(above.map(|sheet| Tab { name, sheet, marks: Vec::new() }));
        }
        let nothing = table::nothing(plan, report.outcome, lang).trim().to_owned();
        page.blocks.extend((!nothing.is_empty()).then_some(Block::Says(nothing)));
        page.notes = notes(&[
            table::waiting(plan, report.env, report.outcome, lang),
            table::consequences(report),
            table::balance(report.outcome, lang),
            table::warnings(report.outcome, lang),
        ]);
        page
    }

    /// Ranks; `by`: only those of it.
    pub fn of_ranks(report: &Report, by: Option<Asked>, files: Vec<(String, String)>) -> Self {
        let (plan, lang) = (report.plan, report.lang);
        let mut page = Self { files, ..Self::begun(report) };
        for it in each(report) {
            let chosen = table::choices(plan, it.env);
            if !report.choices.is_empty() {
                page.blocks.push(Block::Heading(chosen));
            }
            for sheet in rank::sheets(&it, it.outcome, by) {
                let name = format!("{} {}", lang.pick("Xếp hạng", "Ranks"), page.tabs.len() + 1);
                page.tabs.push(Tab { name, sheet: sheet.clone(), marks: Vec::new() });
                page.blocks.push(Block::Table(sheet, Vec::new()));
            }
        }
        page.notes =
            notes(&[table::waiting(plan, report.env, report.outcome, lang), table::warnings(report.outcome, lang)]);
        page
    }

    /// The ledger.
    pub fn of_ledger(report: &Report, files: Vec<(String, String)>) -> Self {
        let notes = notes(&[table::warnings(report.outcome, report.lang)]);
        Self { ledger: ledgers(report), notes, files, ..Self::begun(report) }
    }

    /// Audits of rule files.
    pub fn of_audits(audits: &[(&Program, &Audit)], files: Vec<(String, String)>, lang: Lang) -> Self {
        let title = lang.pick("Kiểm lại số liệu công bố", "Published figures, reckoned again").to_owned();
        let mut page = Self { title, files, ..Self::default() };
        for (program, audit) in audits {
            let file = program.sources.iter().next().map_or("", |it| it.name.as_str());
            for (title, all) in super::audit_sheets(program, audit, lang) {
                page.blocks.push(Block::Heading(format!("{file} · {title}")));
                for sheet in all {
                    let name = format!("{} {}", lang.pick("Số liệu", "Figures"), page.tabs.len() + 1);
                    page.tabs.push(Tab { name, sheet: sheet.clone(), marks: Vec::new() });
                    page.blocks.push(Block::Table(sheet, Vec::new()));
                }
            }
        }
        page.notes = notes(&[super::audit_summary(audits, lang)]);
        page
    }

    /// A page with the head of a report.
    fn begun(report: &Report) -> Self {
        let head = table::head(report.plan, report.env, report.lang);
        let mut lines = head.lines().map(str::to_owned);
        Self { title: lines.next().unwrap_or_default(), lead: lines.collect(), ..Self::default() }
    }

    /// The page as Markdown.
    pub fn markdown(&self, lang: Lang) -> String {
        let line = |it: &String| format!("{}  \n", unmarked(it));
        let mut texts = vec![format!("# {}\n", unmarked(&self.title))];
        texts.push(self.lead.iter().map(line).collect());
        texts.extend(self.blocks.iter().map(|it| match it {
            Block::Heading(text) => format!("## {}\n", unmarked(text)),
            Block::Says(text) => Answer::says(text, serde_json::Value::Null).write(Mode::Markdown, lang, PLAIN),
            Block::Table(sheet, _) => Answer::sheet(sheet.clone()).write(Mode::Markdown, lang, PLAIN),
        }));
        // What became of the dossiers stands in one line among the notes, where there are results.
        let ledger = self.ledger.iter().filter(|_| self.blocks.is_empty());
        texts.extend(ledger.map(|it| Answer::sheet(it.clone()).write(Mode::Markdown, lang, PLAIN)));
        texts.push(self.notes.iter().map(|it| format!("- {}\n", unmarked(it))).collect());
        texts.retain(|it| !it.is_empty());
        texts.join("\n")
    }

    /// The page as HTML that needs nothing else.
    pub fn html(&self, lang: Lang) -> String {
        html::html(self, lang)
    }
}

/// Documents have no terminal.
const PLAIN: Style = Style { plain: true, colour: false, width: 0 };

/// The lines of texts.
fn notes(texts: &[String]) -> Vec<String> {
    let lines = texts.iter().flat_map(|it| it.lines());
    lines.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn ledgers(report: &Report) -> Vec<Sheet> {
    vec![ledger::whole(report), ledger::by_unit(report)]
}

/// The report, or one for each choice of the readings.
fn each<'a>(report: &Report<'a>) -> Vec<Report<'a>> {
    if report.choices.is_empty() {
        return vec![*report];
    }
    report.choices.iter().map(|(env, outcome): &(Env, Outcome)| Report { env, outcome, ..*report }).collect()
}

fn mark(report: &Report, result: &Result, walks: Walks) -> Mark {
    let (program, lang) = (&report.plan.program, report.lang);
    let procedure = result.subject.procedure.as_ref();
    let procedure = procedure.map_or_else(String::new, |it| format!(" · {it}"));
    Mark {
        verdict: result.verdict,
        name: format!("{}{procedure}", result.subject.called(lang)),
        cited: program.citation_of(result.provision, result.cell, lang),
        indicator: program.indicator(result.indicator).name.clone(),
        bar: bar(result),
        why: super::why(report, result, walks(report.env, result).as_ref()),
    }
}

/// The share beside its quota; none where one of them is not known or is no percentage.
fn bar(it: &Result) -> Option<Bar> {
    let known = it.quota.is_some() && !matches!(it.verdict, Verdict::NotComputable | Verdict::NoDossiers);
    let quota = it.goal.amount.filter(|_| known && it.goal.form.takes_percent())?;
    let (above, below) = it.goal.exact(&it.numbers);
    let thousandths = |above: BigInt, below: BigInt| {
        let whole = (above * 1000u32).checked_div(&below)?;
        u32::try_from(whole).ok()
    };
    let quota = thousandths(BigInt::from(*quota.numer()), BigInt::from(*quota.denom()))?;
    Some(Bar { share: thousandths(above, below)?, quota })
}

/// A sign that tells a verdict without colour.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exceeded | Verdict::Met => "✓",
        Verdict::NotMet => "✗",
        Verdict::NoDossiers => "–",
        Verdict::Undecided | Verdict::NotComputable => "?",
    }
}

/// The class of a verdict in styles.
fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exceeded | Verdict::Met => "good",
        Verdict::NotMet => "bad",
        _ => "open",
    }
}
