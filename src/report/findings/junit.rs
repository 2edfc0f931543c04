//! JUnit: a suite for each file, a case for each look.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Style;
use crate::findings::{Findings, Looked};
use crate::report::problems;

type Xml = Writer<Vec<u8>>;

/// The document. Problems that do not fail stand beside their case as its output.
pub fn junit(findings: &Findings, style: Style) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = document(&mut xml, findings, style);
    let mut text = String::from_utf8(xml.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn document(xml: &mut Xml, findings: &Findings, style: Style) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let name = clean(findings.project.as_deref().unwrap_or("chitieu"));
    let suites = xml.create_element("testsuites").with_attribute(("name", name.as_str()));
    let numbers = numbers(&findings.looks, style);
    suites.with_attributes(pairs(&numbers)).write_inner_content(|xml| {
        for looks in findings.by_file() {
            suite(xml, looks, style)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn suite(xml: &mut Xml, looks: &[Looked], style: Style) -> io::Result<()> {
    let file = looks.first().map_or("", |it| it.file.as_str());
    let suite = xml.create_element("testsuite").with_attribute(("name", clean(file).as_str()));
    let numbers = numbers(looks, style);
    suite.with_attributes(pairs(&numbers)).write_inner_content(|xml| {
        for look in looks {
            case(xml, look, style)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn case(xml: &mut Xml, look: &Looked, style: Style) -> io::Result<()> {
    let lang = style.lang;
    let name = clean(&name(look));
    let file = clean(&look.file);
    let case = xml.create_element("testcase");
    let case = case.with_attributes([("name", name.as_str()), ("classname", file.as_str())]);
    let told = clean(&problems::plain(&look.problems.list, &look.problems.sources, lang));
    if let Some(why) = look.skipped {
        let why = why.says(lang);
        case.write_inner_content(|xml| {
            xml.create_element("skipped").with_attribute(("message", why)).write_empty()?;
            Ok(())
        })?;
    } else if !look.passed(style.level) {
        let worst = look.problems.list.iter().min_by_key(|it| it.severity);
        let message = clean(worst.map_or("", |it| it.title.get(lang)));
        let kind = worst.map_or("", |it| it.code);
        case.write_inner_content(|xml| {
            let failure = xml.create_element(if look.unread { "error" } else { "failure" });
            let failure = failure.with_attributes([("message", message.as_str()), ("type", kind)]);
            failure.write_text_content(BytesText::new(&told))?;
            Ok(())
        })?;
    } else if told.is_empty() {
        case.write_empty()?;
    } else {
        case.write_inner_content(|xml| {
            xml.create_element("system-out").write_text_content(BytesText::new(&told))?;
            Ok(())
        })?;
    }
    Ok(())
}

/// The guard, and the part at which it looked.
pub fn name(look: &Looked) -> String {
    let part = look.part.as_ref().map_or(String::new(), |it| format!(": {it}"));
    format!("{}{part}", look.guard.name())
}

/// How many cases, failures, errors, skipped ones.
fn numbers(looks: &[Looked], style: Style) -> [(&'static str, String); 4] {
    let unread = looks.iter().filter(|it| it.unread).count();
    let failed = looks.iter().filter(|it| !it.unread && !it.passed(style.level)).count();
    let skipped = looks.iter().filter(|it| it.skipped.is_some()).count();
    [
        ("tests", looks.len().to_string()),
        ("failures", failed.to_string()),
        ("errors", unread.to_string()),
        ("skipped", skipped.to_string()),
    ]
}

fn pairs<'a>(numbers: &'a [(&'static str, String); 4]) -> impl Iterator<Item = (&'a str, &'a str)> {
    numbers.iter().map(|it| (it.0, it.1.as_str()))
}

/// A text without what XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    let held = |it: char| matches!(it, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(|it| *it != '\r').map(|it| if held(it) { it } else { '\u{FFFD}' }).collect()
}
