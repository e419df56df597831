//! Mistakes of the command line, in the reader's language.

use super::args::commands;
use crate::value::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// What is said of a mistake on the command line, of the command it calls if that is known. Help and version are not mistakes and stay as clap
/// renders them.
pub(super) fn message(error: &clap::Error, arguments: &[OsString], called: Option<&str>, lang: Lang) -> String {
    let mut text = format!("{}: {}\n", pick(lang, "lỗi", "error"), headline(error, lang));
    if let Some(whole) = unquoted(error, arguments) {
        text.push_str(&match lang {
            Lang::Vi => format!("gợi ý: tên có dấu cách phải đặt trong ngoặc kép: \"{whole}\"\n"),
            Lang::En => format!("help: a name with blanks must stand in quotes: \"{whole}\"\n"),
        });
    }
    if let Some(near) = suggestion(error) {
        text.push_str(&match lang {
            Lang::Vi => format!("gợi ý: có phải ý bạn là “{near}”?\n"),
            Lang::En => format!("help: did you mean “{near}”?\n"),
        });
    }
    let command = called.map_or(String::new(), |name| format!(" {name}"));
    text.push_str(&match lang {
        Lang::Vi => format!("\nXem hướng dẫn: visao{command} --help\n"),
        Lang::En => format!("\nFor help: visao{command} --help\n"),
    });
    text
}

fn pick<'t>(lang: Lang, vi: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

fn headline(error: &clap::Error, lang: Lang) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let command = context(error, ContextKind::InvalidSubcommand);
    match (error.kind(), lang) {
        (ErrorKind::UnknownArgument, Lang::Vi) if !argument.starts_with('-') => format!("thừa “{argument}”"),
        (ErrorKind::UnknownArgument, Lang::En) if !argument.starts_with('-') => format!("“{argument}” is one too many"),
        (ErrorKind::UnknownArgument, Lang::Vi) => format!("không có tùy chọn “{argument}”"),
        (ErrorKind::UnknownArgument, Lang::En) => format!("there is no option “{argument}”"),
        (ErrorKind::InvalidSubcommand, Lang::Vi) => format!("không có lệnh “{command}”; có: {}", commands(lang)),
        (ErrorKind::InvalidSubcommand, Lang::En) => format!("there is no command “{command}”; there are: {}", commands(lang)),
        (ErrorKind::MissingSubcommand, Lang::Vi) => format!("chưa nói làm gì; có các lệnh: {}", commands(lang)),
        (ErrorKind::MissingSubcommand, Lang::En) => format!("no command given; there are: {}", commands(lang)),
        (ErrorKind::MissingRequiredArgument, Lang::Vi) => format!("còn thiếu: {argument}"),
        (ErrorKind::MissingRequiredArgument, Lang::En) => format!("missing: {argument}"),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Lang::Vi) if value.is_empty() => {
            format!("“{argument}” cần một giá trị{}", valid(error, "; có: "))
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Lang::En) if value.is_empty() => {
            format!("“{argument}” needs a value{}", valid(error, "; one of: "))
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Lang::Vi) => {
            format!("“{argument}” không nhận “{value}”{}", valid(error, "; có: "))
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Lang::En) => {
            format!("“{argument}” does not take “{value}”{}", valid(error, "; one of: "))
        }
        (ErrorKind::ArgumentConflict, Lang::Vi) => format!("“{argument}” chỉ được ghi một lần"),
        (ErrorKind::ArgumentConflict, Lang::En) => format!("“{argument}” may be given once only"),
        (ErrorKind::TooManyValues, Lang::Vi) => format!("“{argument}” nhận ít giá trị hơn thế"),
        (ErrorKind::TooManyValues, Lang::En) => format!("“{argument}” takes fewer values"),
        (ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals, Lang::Vi) => {
            format!("“{argument}” cần thêm giá trị")
        }
        (ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals, Lang::En) => {
            format!("“{argument}” needs more values")
        }
        (ErrorKind::InvalidUtf8, Lang::Vi) => "dòng lệnh có ký tự không đọc được".to_owned(),
        (ErrorKind::InvalidUtf8, Lang::En) => "the command line holds characters that cannot be read".to_owned(),
        (_, Lang::Vi) => "không hiểu dòng lệnh này".to_owned(),
        (_, Lang::En) => "this command line is not understood".to_owned(),
    }
}

/// The words, parted by blanks, that a word too many may be one name with.
fn unquoted(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    let word = context(error, ContextKind::InvalidArg);
    if error.kind() != ErrorKind::UnknownArgument || word.starts_with('-') {
        return None;
    }
    let words: Vec<&str> = arguments.iter().skip(2).map_while(|argument| argument.to_str()).collect();
    let mut runs = words.split(|word| word.starts_with('-'));
    runs.find(|run| run.contains(&word.as_str())).map(|run| run.join(" "))
}

fn valid(error: &clap::Error, lead: &str) -> String {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) if !values.is_empty() => format!("{lead}{}", values.join(", ")),
        _ => String::new(),
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
    [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].into_iter().find_map(|kind| {
        match error.get(kind)? {
            ContextValue::String(text) => Some(text.clone()),
            ContextValue::Strings(texts) => texts.first().cloned(),
            _ => None,
        }
    })
}
