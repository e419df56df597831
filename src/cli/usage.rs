//! Mistakes of the command line, in the reader's language.

use super::args::{as_typed, commands};
use crate::diag::cli::quote;
use crate::diag::{Message, usage as say};
use crate::value::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// Message of a mistake on the command line, as it was typed and as clap read it, of the command it
/// calls if that is known. Help and version are not mistakes and stay as clap renders them.
pub(super) fn message(
    error: &clap::Error,
    (typed, arguments): (&[OsString], &[OsString]),
    called: Option<&str>,
    lang: Lang,
) -> String {
    let mut text =
        format!("{}: {}\n", say::error().get(lang), headline(error, typed, lang).get(lang));
    let hints = [
        unquoted(error, arguments).map(|whole| quote(&whole)),
        suggestion(error).map(|near| say::near(&near)),
    ];
    for hint in hints.into_iter().flatten() {
        text.push_str(hint.get(lang));
        text.push('\n');
    }
    let command = called.map_or(String::new(), |name| format!(" {name}"));
    text + "\n" + say::see_help(&command).get(lang) + "\n"
}

fn headline(error: &clap::Error, typed: &[OsString], lang: Lang) -> Message {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => say::surplus(&argument),
        ErrorKind::UnknownArgument => say::no_option(&as_typed(&argument, typed)),
        ErrorKind::InvalidSubcommand => {
            say::no_command(&context(error, ContextKind::InvalidSubcommand), &commands(lang))
        }
        ErrorKind::MissingSubcommand => say::nothing_to_do(&commands(lang)),
        ErrorKind::MissingRequiredArgument => say::missing(&argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            say::needs_value(&argument, valid(error))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say::other_value(&argument, &value, valid(error))
        }
        ErrorKind::ArgumentConflict => match context(error, ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => say::twice(&argument),
            other => say::not_together(&argument, &other),
        },
        ErrorKind::TooManyValues => say::too_many_values(&argument),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            say::too_few_values(&argument)
        }
        ErrorKind::InvalidUtf8 => say::no_text(),
        _ => say::not_understood(),
    }
}

/// The words, parted by blanks, that a word too many may be one name with.
fn unquoted(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    let word = context(error, ContextKind::InvalidArg);
    if error.kind() != ErrorKind::UnknownArgument || word.starts_with('-') {
        return None;
    }
    let words: Vec<&str> =
        arguments.iter().skip(2).map_while(|argument| argument.to_str()).collect();
    let mut runs = words.split(|word| word.starts_with('-'));
    runs.find(|run| run.contains(&word.as_str())).map(|run| run.join(" "))
}

fn valid(error: &clap::Error) -> &[String] {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => values,
        _ => &[],
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    }
}

fn suggestion(error: &clap::Error) -> Option<String> {
    [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| match error.get(kind)? {
            ContextValue::String(text) => Some(text.clone()),
            // The nearest stands last.
            ContextValue::Strings(texts) => texts.last().cloned(),
            _ => None,
        })
}
