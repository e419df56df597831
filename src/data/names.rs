//! Names of sheets, as Excel allows them: by them sheets are written, and known again.

use crate::model::Record;
use crate::source::key;

/// The most characters of a sheet's name.
const LONGEST: usize = 31;

/// Returns `true` if a sheet, by the key of its name, bears the name of a record type.
pub(super) fn bears(sheet: &str, record: &Record) -> bool {
    let written = sheet_name(&record.name.text);
    record.name.key == sheet || written != record.name.text && key(&written) == sheet
}

/// A name that no other sheet has: Excel compares them without regard to case.
pub(crate) fn free_name(name: &str, taken: &[String]) -> String {
    let is_free =
        |name: &String| !taken.iter().any(|taken| taken.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|number| {
        let ending = format!(" ({number})");
        let short: String = sheet_name(name).chars().take(LONGEST - ending.len()).collect();
        format!("{short}{ending}")
    });
    std::iter::once(sheet_name(name)).chain(numbered).find(is_free).unwrap_or_default()
}

/// A name as Excel allows it: 31 characters, none of `[]:*?/\`, no apostrophe at either end.
pub(crate) fn sheet_name(name: &str) -> String {
    let allowed =
        name.chars().map(|character| if "[]:*?/\\".contains(character) { ' ' } else { character });
    let short: String = allowed.take(LONGEST).collect();
    let short = short.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if short.is_empty() { "1".to_owned() } else { short.to_owned() }
}
