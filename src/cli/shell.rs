//! `completions` and `man`: what shells and `man` know of the commands, made from the same arguments as the help.

use clap_mangen::Man;

use super::args::{CompletionsArgs, ManArgs};
use super::{Exit, Host, tell, usage, write};
use crate::lang::Lang;
use crate::source::Sources;

/// Prints the completions of a shell.
pub fn completions(args: &CompletionsArgs, lang: Lang, host: &mut Host) -> Exit {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut usage::command(lang), "chitieu", &mut text);
    host.out.write_all(&text).map_or(Exit::CannotRun, |()| Exit::Fine)
}

/// Prints the page of the program, or writes the pages of all commands into a folder.
pub fn man(args: &ManArgs, lang: Lang, host: &mut Host) -> Exit {
    let pages = pages(lang);
    let Some(folder) = &args.output else {
        let text = pages.first().map_or("", |it| &it.1);
        return host.out.write_all(text.as_bytes()).map_or(Exit::CannotRun, |()| Exit::Fine);
    };
    // What cannot be made is told when the first page is written.
    let _ = std::fs::create_dir_all(folder);
    for (name, text) in &pages {
        if let Err(problem) = write(&folder.join(name), text) {
            tell(host, lang, &[problem], &Sources::default());
            return Exit::CannotRun;
        }
    }
    Exit::Fine
}

/// The pages, each with the name of its file: `chitieu.1` first, then `chitieu-eval.1`, …
fn pages(lang: Lang) -> Vec<(String, String)> {
    let mut program = usage::command(lang);
    program.build();
    let commands = program.get_subcommands().map(|it| {
        let name = format!("chitieu-{}", it.get_name());
        it.clone().name(name.clone()).display_name(name)
    });
    std::iter::once(program.clone()).chain(commands).map(|it| page(it, lang)).collect()
}

fn page(command: clap::Command, lang: Lang) -> (String, String) {
    let name = format!("{}.1", command.get_name());
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = Man::new(command).render(&mut text);
    let text = String::from_utf8(text).unwrap_or_default();
    let lines = text.lines().map(|it| match it.strip_prefix(".SH ") {
        Some(heading) => format!(".SH {}\n", self::heading(heading, lang)),
        None => format!("{it}\n"),
    });
    (name, lines.collect())
}

/// The heading of a part, which the maker of pages knows in English only.
fn heading(english: &str, lang: Lang) -> &str {
    match (english, lang) {
        ("NAME", Lang::Vi) => "TÊN",
        ("SYNOPSIS", Lang::Vi) => "\"CÁCH DÙNG\"",
        ("DESCRIPTION", Lang::Vi) => "\"MÔ TẢ\"",
        ("EXTRA", Lang::Vi) => "\"MÃ THOÁT VÀ VÍ DỤ\"",
        ("EXTRA", Lang::En) => "\"EXIT CODES AND EXAMPLES\"",
        ("Lệnh", _) => "LỆNH",
        ("Commands", _) => "COMMANDS",
        ("VERSION", Lang::Vi) => "\"PHIÊN BẢN\"",
        _ => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completions_of_bash_have_every_command_and_option() {
        for lang in [Lang::Vi, Lang::En] {
            let mut text = Vec::new();
            clap_complete::generate(clap_complete::Shell::Bash, &mut usage::command(lang), "chitieu", &mut text);
            let text = String::from_utf8(text).unwrap_or_default();
            for command in usage::command(lang).get_subcommands() {
                assert!(
                    text.contains(&format!("chitieu__subcmd__{}", command.get_name()))
                        || text.contains(&format!("chitieu__{}", command.get_name())),
                    "{}",
                    command.get_name()
                );
                for option in command.get_opts().filter_map(|it| it.get_long()) {
                    assert!(text.contains(&format!("--{option}")), "{} --{option}", command.get_name());
                }
            }
        }
    }

    #[test]
    fn every_command_has_its_page() {
        for lang in [Lang::Vi, Lang::En] {
            let pages = pages(lang);
            let commands = usage::command(lang);
            assert_eq!(pages.len(), commands.get_subcommands().count() + 1);
            for (command, (name, text)) in commands.get_subcommands().zip(pages.iter().skip(1)) {
                assert_eq!(name, &format!("chitieu-{}.1", command.get_name()));
                let about = command
                    .get_about()
                    .map(|it| it.to_string().replace('-', "\\-").replace('\'', "\\*(Aq"))
                    .unwrap_or_default();
                assert!(text.contains(&about), "{name}\n{text}");
                for option in command.get_opts().filter_map(|it| it.get_long()) {
                    assert!(
                        text.contains(&format!("\\-\\-{}", option.replace('-', "\\-"))),
                        "{name} --{option}\n{text}"
                    );
                }
                assert!(text.contains(&format!(".SH {}", heading("EXTRA", lang))), "{name}\n{text}");
                let raw = [".SH SYNOPSIS", ".SH DESCRIPTION", ".SH NAME"];
                assert!(lang == Lang::En || raw.iter().all(|it| !text.contains(it)), "{name}\n{text}");
            }
        }
    }
}
