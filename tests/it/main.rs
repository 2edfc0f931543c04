//! The one test binary. `tests/README.md` says how to add a case.

mod format;
