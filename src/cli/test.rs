//! `test`

use super::args::{Inputs, TestArgs};
use super::disk::{Disk, rule_files};
use super::{Exit, Host, prepare, tell};
use crate::lang::Lang;
use crate::source::Sources;
use crate::trial;

/// Runs the tests inside rule files.
pub fn test(args: &TestArgs, lang: Lang, host: &mut Host) -> Exit {
    let files = match rule_files(&args.paths) {
        Ok(files) => files,
        Err(problem) => {
            tell(host, lang, &[problem], &Sources::default());
            return Exit::CannotRun;
        }
    };
    let mut exit = Exit::Fine;
    let (mut passed, mut failed) = (0, 0);
    for path in &files {
        let disk = Disk::default();
        let plan = prepare::program(path, None, &disk, lang, host)
            .and_then(|it| prepare::plan(it, &Inputs::default(), &disk, lang, host));
        let plan = match plan {
            Ok(plan) => plan,
            Err(failed) => {
                exit = exit.and(failed);
                continue;
            }
        };
        if plan.program.tests.is_empty() {
            continue;
        }
        let _ = writeln!(host.out, "{}", path.display());
        for (test, trial) in trial::run_all(&plan, &disk) {
            match trial {
                Ok(trial) if trial.failures.is_empty() => {
                    passed += 1;
                    let _ = writeln!(host.out, "  {} {}", lang.pick("đạt ", "pass"), trial.title);
                }
                Ok(trial) => {
                    failed += 1;
                    exit = exit.and(Exit::Negative);
                    let _ = writeln!(host.out, "  {} {}", lang.pick("HỎNG", "FAIL"), trial.title);
                    for it in &trial.failures {
                        let line =
                            plan.program.sources.get(it.span.file).map_or(0, |source| source.place(it.span.start).0);
                        let _ = writeln!(host.out, "       {}:{line}: {}", path.display(), it.says.get(lang));
                    }
                }
                Err(problems) => {
                    failed += 1;
                    exit = exit.and(Exit::Negative);
                    let _ = writeln!(host.out, "  {} {}", lang.pick("HỎNG", "FAIL"), test.title);
                    tell(host, lang, &problems, &plan.program.sources);
                }
            }
        }
    }
    let _ = match lang {
        Lang::Vi => writeln!(host.out, "{passed} kiểm thử đạt, {failed} hỏng."),
        Lang::En => writeln!(host.out, "tests passed: {passed}; failed: {failed}."),
    };
    exit
}
