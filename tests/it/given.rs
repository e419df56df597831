//! What tests give the engine: rules with their pack, days, and files out of texts.

use visao::data::DataFile;
use visao::load::Memory;
use visao::value::text::parse_date;
use visao::{Date, InputFile, Rules};

/// Rules of one file in a pack.
pub fn rules_of(pack: &str, text: &str) -> Rules {
    let files = [("pack.toml", pack), ("a.luat", text)];
    Rules::from_files(&files.into_iter().collect::<Memory>())
        .unwrap_or_else(|refused| panic!("{refused}"))
}

/// `31/01/2023`
pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

/// Files by name, of the record type that their columns tell.
pub fn files(given: &[(&str, &str)]) -> Vec<InputFile> {
    let file = |(name, text): &(&str, &str)| InputFile {
        record: None,
        file: DataFile::bytes(*name, text.as_bytes()),
    };
    given.iter().map(file).collect()
}

/// CSV files by the record type that each holds.
pub fn files_of(given: &[(&str, &str)]) -> Vec<InputFile> {
    let file = |(record, text): &(&str, &str)| InputFile {
        record: Some((*record).to_owned()),
        file: DataFile::bytes(format!("{record}.csv"), text.as_bytes()),
    };
    given.iter().map(file).collect()
}
