//! The program: parses arguments, calls the command line, exits.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use chitieu::Lang;
use chitieu::cli::{self, Host};

fn main() -> ExitCode {
    let colour = |choice| choice != anstream::ColorChoice::Never;
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let colours = (colour(anstream::AutoStream::choice(&stdout)), colour(anstream::AutoStream::choice(&stderr)));
    let width = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let width = width.or_else(|| terminal_size::terminal_size().map(|it| it.0.0)).unwrap_or(80);
    let interactive = std::io::stdin().is_terminal() && stdout.is_terminal();
    let mut out = std::io::BufWriter::new(stdout.lock());
    let exit = cli::main(
        std::env::args_os(),
        &mut Host {
            out: &mut out,
            // Not locked: how far a load is, is told beside it; the prompt reads what is typed, too.
            err: &mut std::io::stderr(),
            input: &mut std::io::stdin(),
            lang: std::env::var("CHITIEU_LANG").ok().as_deref().and_then(Lang::of_code),
            colour: colours.0,
            colour_err: colours.1,
            width,
            interactive,
            progress: stderr.is_terminal(),
        },
    );
    let _ = out.flush();
    ExitCode::from(exit as u8)
}
