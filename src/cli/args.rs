//! The command line as clap sees it: every word in both languages, every command under both names.

use crate::source::plain;
use crate::value::Lang;
use clap::{Arg, ArgAction, Command, builder::PossibleValuesParser};
use std::ffi::OsString;
use unicode_normalization::UnicodeNormalization;

/// A command: its English name, its Vietnamese name in ASCII and as written.
struct Name {
    en: &'static str,
    vi: &'static str,
    written: &'static str,
}

const NAMES: [Name; 5] = [
    Name { en: "grade", vi: "cham", written: "chấm" },
    Name { en: "explain", vi: "vi-sao", written: "vì-sao" },
    Name { en: "check", vi: "kiem-tra", written: "kiểm-tra" },
    Name { en: "test", vi: "thu", written: "thử" },
    Name { en: "trace", vi: "doi-chieu", written: "đối-chiếu" },
];

/// An option: its English name, its Vietnamese name in ASCII, what it tells in both languages.
struct Opt {
    en: &'static str,
    vi: &'static str,
    short: Option<char>,
    value: (&'static str, &'static str),
    help: (&'static str, &'static str),
}

const FORMAT: Opt = Opt {
    en: "format",
    vi: "dang",
    short: Some('f'),
    value: ("DẠNG", "FORMAT"),
    help: ("Dạng kết quả; không ghi thì theo đuôi tệp của -o", "Output format; by default from the ending of -o"),
};
const OUTPUT: Opt = Opt {
    en: "output",
    vi: "ra",
    short: Some('o'),
    value: ("TỆP", "FILE"),
    help: ("Ghi kết quả vào tệp này thay vì ra màn hình", "Write the result to this file instead of the screen"),
};
const DATE: Opt = Opt {
    en: "date",
    vi: "ngay",
    short: None,
    value: ("NGÀY", "DATE"),
    help: (
        "Ngày xét, ví dụ 30/06/2023; không ghi thì lấy ngày trong tệp dữ liệu",
        "As-of date, such as 30/06/2023 or 2023-06-30; by default the data file's",
    ),
};
const DATE_COLUMN: Opt = Opt {
    en: "date-column",
    vi: "cot-ngay",
    short: None,
    value: ("TÊN", "NAME"),
    help: (
        "Mỗi bản ghi xét theo ngày ở trường hay cột này, bằng bộ luật áp dụng ngày đó",
        "Each record as of its own day, in this field or column, by the pack of that day",
    ),
};
const BLOCK: Opt = Opt {
    en: "block",
    vi: "khoi",
    short: None,
    value: ("TÊN", "NAME"),
    help: (
        "Chỉ xét bảng điểm, điều kiện hay kiểm tra này; ghi được nhiều lần",
        "Only this scorecard, eligibility or check; may be given several times",
    ),
};
const ID: Opt = Opt {
    en: "id",
    vi: "ma",
    short: None,
    value: ("MÃ", "KEY"),
    help: ("Chỉ xét bản ghi có khóa này; ghi được nhiều lần", "Only the record with this key; may be given several times"),
};
const LANG: Opt = Opt {
    en: "lang",
    vi: "ngon-ngu",
    short: None,
    value: ("vi|en", "vi|en"),
    help: ("Ngôn ngữ của thông báo; không ghi thì theo bộ luật", "Language of messages; by default the pack's"),
};

/// Picks the words of a language.
fn pick(lang: Lang, words: (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Vi => words.0,
        Lang::En => words.1,
    }
}

impl Opt {
    fn arg(&self, lang: Lang) -> Arg {
        let mut arg = Arg::new(self.en).long(self.en).visible_alias(self.vi).value_name(pick(lang, self.value)).help(pick(lang, self.help));
        if let Some(short) = self.short {
            arg = arg.short(short);
        }
        arg
    }
}

/// The whole command line in one language.
pub(super) fn command(lang: Lang) -> Command {
    let about = (
        "Vì Sao: chấm điểm, xét điều kiện theo bộ luật viết bằng tiếng Việt hoặc tiếng Anh, và nói rõ vì sao",
        "Vì Sao: grades and decides by rules written in Vietnamese or English, and says why",
    );
    let command = Command::new("visao")
        .version(env!("CARGO_PKG_VERSION"))
        .about(pick(lang, about))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(pick(lang, ("Lệnh", "Commands")))
        .subcommand_value_name(pick(lang, ("LỆNH", "COMMAND")))
        .subcommand(grade(lang))
        .subcommand(explain(lang))
        .subcommand(check(lang))
        .subcommand(test(lang))
        .subcommand(trace(lang));
    localised(command, lang).arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .visible_alias("phien-ban")
            .action(ArgAction::Version)
            .help(pick(lang, ("In số phiên bản", "Print the version"))),
    )
}

fn grade(lang: Lang) -> Command {
    let about = ("Chấm mọi bản ghi trong tệp dữ liệu", "Evaluate every record of the data files");
    sub("grade", lang, about)
        .arg(rules(lang))
        .arg(data(lang))
        .arg(FORMAT.arg(lang).value_parser(PossibleValuesParser::new(["table", "csv", "xlsx", "jsonl"])))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(DATE_COLUMN.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .arg(ID.arg(lang).action(ArgAction::Append))
}

fn explain(lang: Lang) -> Command {
    let about = ("Nói rõ từng dòng vì sao một bản ghi được kết quả như vậy", "Say line by line why a record got its result");
    sub("explain", lang, about)
        .arg(rules(lang))
        .arg(data(lang))
        .arg(ID.arg(lang).action(ArgAction::Append).required(true))
        .arg(FORMAT.arg(lang).value_parser(PossibleValuesParser::new(["text", "json", "html"])))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(DATE_COLUMN.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
}

fn check(lang: Lang) -> Command {
    let about = ("Soát bộ luật: mọi lỗi cùng một lúc, chỉ đúng chỗ", "Check the rules: every mistake at once, where it stands");
    sub("check", lang, about).arg(rules(lang)).arg(FORMAT.arg(lang).value_parser(PossibleValuesParser::new(["text", "json"])))
}

fn test(lang: Lang) -> Command {
    let about = ("Chạy các ví dụ trong bộ luật", "Run the examples of the rules");
    sub("test", lang, about)
        .arg(rules(lang))
        .arg(FORMAT.arg(lang).value_parser(PossibleValuesParser::new(["text", "json"])))
        .arg(DATE.arg(lang))
}

fn trace(lang: Lang) -> Command {
    let about = ("Đặt văn bản bên cạnh luật: câu nào có luật, câu nào chưa", "Lay the document beside its rules: which sentences have one");
    sub("trace", lang, about)
        .arg(rules(lang))
        .arg(FORMAT.arg(lang).value_parser(PossibleValuesParser::new(["text", "json", "html"])))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
}

fn sub(name: &'static str, lang: Lang, about: (&'static str, &'static str)) -> Command {
    let command = Command::new(name).about(pick(lang, about));
    let aliases = NAMES.iter().find(|known| known.en == name).map(|known| [known.vi, known.written]);
    localised(command.visible_aliases(aliases.into_iter().flatten()), lang)
}

/// The parts that clap would say in English.
fn localised(command: Command, lang: Lang) -> Command {
    let template = match lang {
        Lang::Vi => "{about}\n\nCách dùng: {usage}\n\n{all-args}",
        Lang::En => "{about}\n\nUsage: {usage}\n\n{all-args}",
    };
    command
        .help_template(template)
        .next_help_heading(pick(lang, ("Tùy chọn", "Options")))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .visible_alias("tro-giup")
                .action(ArgAction::Help)
                .help(pick(lang, ("In hướng dẫn này", "Print this help"))),
        )
        .arg(LANG.arg(lang).value_parser(PossibleValuesParser::new(["vi", "en"])))
}

fn rules(lang: Lang) -> Arg {
    Arg::new("rules").value_name(pick(lang, ("LUẬT", "RULES"))).help_heading(pick(lang, ("Tham số", "Arguments"))).required(true).help(
        pick(
            lang,
            (
                "Thư mục bộ luật, một tệp .luat, hoặc thư mục chứa nhiều bộ luật",
                "The folder of a rule pack, one .luat file, or a folder of packs",
            ),
        ),
    )
}

fn data(lang: Lang) -> Arg {
    Arg::new("data")
        .value_name(pick(lang, ("DỮ-LIỆU", "DATA")))
        .help_heading(pick(lang, ("Tham số", "Arguments")))
        .required(true)
        .num_args(1..)
        .help(pick(
            lang,
            (
                "Tệp CSV, Excel hoặc JSON Lines; viết Tổ=tệp.csv khi cần nói rõ loại bản ghi",
                "CSV, Excel or JSON Lines files; write Tổ=file.csv where the record type must be told",
            ),
        ))
}

/// The arguments with commands and options in their English spelling, however they were typed: Vietnamese or English, with or without
/// diacritics, composed or decomposed. Paths and values stay as they are.
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

/// Whether the option takes its value from the next argument.
fn takes_value(option: &str) -> bool {
    let name = plain(option.trim_start_matches('-'));
    !option.contains('=')
        && option_table().any(|known| known.en == name || known.vi == name || known.short.is_some_and(|short| name == short.to_string()))
}

fn option_table() -> impl Iterator<Item = &'static Opt> {
    [&FORMAT, &OUTPUT, &DATE, &DATE_COLUMN, &BLOCK, &ID, &LANG].into_iter()
}

fn option_name(option: &str) -> String {
    let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
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
    match NAMES.iter().find(|known| known.en == plain || known.vi == plain) {
        Some(known) => known.en.to_owned(),
        None => word.nfc().collect(),
    }
}

/// The language of messages that is asked for on the command line, before anything else is read.
pub(super) fn language(arguments: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after = texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1)).copied();
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
    use clap::ColorChoice;

    fn canon(words: &[&str]) -> Vec<String> {
        canonical(words.iter().map(OsString::from)).into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn commands_and_options_are_known_however_they_are_typed() {
        let decomposed: String = "kiểm-tra".nfd().collect();
        assert_eq!(canon(&["visao", &decomposed, "Luật"]), ["visao", "check", "Luật"]);
        assert_eq!(canon(&["visao", "vi-sao", "--ngày=1/1/2023", "--MÃ", "chấm"]), ["visao", "explain", "--date=1/1/2023", "--id", "chấm"]);
        assert_eq!(canon(&["visao", "--lang", "en", "thử", "thử"]), ["visao", "--lang", "en", "test", "thử"]);
    }

    #[test]
    fn both_languages_are_a_sound_command_line() {
        command(Lang::Vi).color(ColorChoice::Never).debug_assert();
        command(Lang::En).color(ColorChoice::Never).debug_assert();
    }
}
