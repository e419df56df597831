//! The arguments as they are typed: in either language, with or without diacritics.

use super::args::{english_of, option_table};
use crate::source::plain;
use crate::value::Lang;
use std::ffi::OsString;
use unicode_normalization::UnicodeNormalization;

/// The arguments with commands and options in their English spelling, however they were typed:
/// Vietnamese or English, with or without diacritics, composed or decomposed. Paths and values stay
/// as they are.
pub(super) fn canonical(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut command_seen = false;
    let mut value_next = false;
    let mut canonical = Vec::new();
    for (index, argument) in arguments.into_iter().enumerate() {
        let text = argument.to_str().map(str::to_owned);
        let kept = match text {
            Some(text) if index > 0 && !value_next => {
                let option = text.starts_with('-');
                value_next = option && takes_value(&text);
                if option {
                    OsString::from(option_name(&text))
                } else if command_seen {
                    argument
                } else {
                    command_seen = true;
                    OsString::from(command_name(&text))
                }
            }
            _ => {
                value_next = false;
                argument
            }
        };
        canonical.push(kept);
    }
    canonical
}

/// Returns `true` if the option takes its value from the next argument.
fn takes_value(option: &str) -> bool {
    let name = plain(option.trim_start_matches('-'));
    !option.contains('=')
        && option_table().filter(|known| !known.value.0.is_empty()).any(|known| {
            known.en == name
                || known.vi == name
                || known.short.is_some_and(|short| name == short.to_string())
        })
}

fn option_name(option: &str) -> String {
    let (name, value) =
        option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
    let Some(word) = name.strip_prefix("--") else { return option.to_owned() };
    let plain = plain(word);
    let known = option_table().find(|known| known.en == plain || known.vi == plain);
    let word = known.map_or(plain.as_str(), |known| known.en);
    let word = if word == "tro-giup" { "help" } else { word };
    match value {
        Some(value) => format!("--{word}={value}"),
        None => format!("--{word}"),
    }
}

fn command_name(word: &str) -> String {
    let plain = plain(word);
    english_of(&plain).map_or_else(|| word.nfc().collect(), str::to_owned)
}

/// The language of messages that is asked for on the command line, before anything else is read.
pub(super) fn language(arguments: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after =
        texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1)).copied();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    match joined.or(after)? {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canon(words: &[&str]) -> Vec<String> {
        canonical(words.iter().map(OsString::from))
            .into_iter()
            .map(|word| word.into_string().unwrap())
            .collect()
    }

    #[test]
    fn commands_and_options_are_known_however_they_are_typed() {
        let decomposed: String = "kiểm-tra".nfd().collect();
        assert_eq!(canon(&["visao", &decomposed, "Luật"]), ["visao", "check", "Luật"]);
        assert_eq!(
            canon(&["visao", "vi-sao", "--ngày=1/1/2023", "--MÃ", "chấm"]),
            ["visao", "explain", "--date=1/1/2023", "--id", "chấm"]
        );
        assert_eq!(
            canon(&["visao", "--lang", "en", "thử", "thử"]),
            ["visao", "--lang", "en", "test", "thử"]
        );
    }
}
