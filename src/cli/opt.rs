//! Options of the command line in both languages, and those of comparisons.

use crate::value::Lang;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction};

/// An option: its English name, its Vietnamese name in ASCII, its help in both languages.
pub(super) struct Opt {
    pub en: &'static str,
    pub vi: &'static str,
    pub short: Option<char>,
    pub value: (&'static str, &'static str),
    pub help: (&'static str, &'static str),
}

pub(super) const NEW_DATE: Opt = Opt {
    en: "new-date",
    vi: "ngay-moi",
    short: None,
    value: ("NGÀY", "DATE"),
    help: (
        "Ngày xét theo bộ mới trong kỳ của chính nó; không ghi thì bộ mới xét vào ngày và kỳ của bộ cũ",
        "As-of date by the new pack within its own days; by default it takes those of the old one",
    ),
};
pub(super) const DATA: Opt = Opt {
    en: "data",
    vi: "du-lieu",
    short: None,
    value: ("TỆP", "FILE"),
    help: (
        "Chấm dữ liệu này theo cả hai bộ: bản ghi nào đổi kết quả, từ gì thành gì, vì đâu",
        "Grade these data by both packs: which records come out otherwise, how, and by what",
    ),
};
pub(super) const SET: Opt = Opt {
    en: "set",
    vi: "sua",
    short: None,
    value: ("CHỖ = GIÁ-TRỊ", "PLACE = VALUE"),
    help: (
        "Sửa thử một con số: \"tham số X = 5%\", \"tiêu chí 2, dòng 2 = 0,4%\"",
        "Try another number: \"parameter X = 5%\", \"criterion 2, row 2 = 0.4%\"",
    ),
};
/// Picks the words of a language.
pub(super) fn pick<T>(lang: Lang, words: (T, T)) -> T {
    match lang {
        Lang::Vi => words.0,
        Lang::En => words.1,
    }
}

impl Opt {
    pub fn arg(&self, lang: Lang) -> Arg {
        let (long, other) = pick(lang, ((self.vi, self.en), (self.en, self.vi)));
        let help = format!("{} [--{other}]", pick(lang, self.help));
        let mut arg =
            Arg::new(self.en).long(long).alias(other).value_name(pick(lang, self.value)).help(help);
        if let Some(short) = self.short {
            arg = arg.short(short);
        }
        arg
    }

    /// An option without a value.
    pub fn flag(&self, lang: Lang) -> Arg {
        self.arg(lang).value_name(None).action(ArgAction::SetTrue)
    }

    /// An option that takes one of these words.
    pub fn one_of(&self, lang: Lang, words: &[&'static str]) -> Arg {
        let (_, other) = pick(lang, ((self.vi, self.en), (self.en, self.vi)));
        let help = format!("{}: {} [--{other}]", pick(lang, self.help), words.join(", "));
        self.arg(lang)
            .help(help)
            .value_parser(PossibleValuesParser::new(words.iter().copied()))
            .hide_possible_values(true)
    }
}
