//! Paths that continue what is typed, without accents.

use std::path::Path;

use crate::text::{nfc, plain};

/// The paths that continue one; folders end in `/`, and what is hidden is not shown.
pub fn paths(typed: &str) -> Vec<String> {
    let typed = typed.trim_start_matches('"');
    let (folder, begun) = match typed.rfind('/') {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    };
    let place = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let wanted = plain(begun);
    let mut out: Vec<String> = entries
        .flatten()
        .filter_map(|it| {
            let name = it.file_name().to_str()?.to_owned();
            let is_folder = it.path().is_dir();
            let known = [".chitieu", ".csv", ".json", ".txt", ".md", ".html"].iter().any(|it| name.ends_with(it));
            let fits = !name.starts_with('.') && (is_folder || known) && plain(&name).starts_with(&wanted);
            fits.then(|| format!("{folder}{}{}", nfc(&name), if is_folder { "/" } else { "" }))
        })
        .collect();
    out.sort();
    out
}
