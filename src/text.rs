//! Vietnamese text: keys for matching, numbers, dates. Meaning is matched on a key; what is shown stays as written.

mod date;
mod fold;
mod number;

pub use date::{Day, Days};
pub use fold::{Folded, fold, header, key, nfc, plain};
pub use number::{Decimal, NumberFault, group_thousands};
