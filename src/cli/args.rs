//! The command line as clap sees it: every word in both languages, every command under both names.

use super::formats::{
    CALENDARS, COMPARISONS, EXPLANATIONS, REPORTS, RESULTS, TESTS, TEXTS, WORKLISTS, names,
};
use super::input;
use super::opt::{
    ALL, ALL_ROWS, BESIDE, BLOCK, BRIEF, CHOOSE, CLIFFS, CONFINED, COVERAGE, DATA, DATE,
    DATE_COLUMN, DOCUMENT, ENCODING, FIELDS, FIX, FOLDER, FORMAT, FROM, FULL, ID, INPUTS, INTO,
    KEYWORDS, LANG, LETTER, MUTANTS, NEW_DATE, NUMBERS, ONLY_CHECK, ORDER, OUTPUT, OUTPUTS,
    OVERVIEW, Opt, PACK_DAY, RATIOS, READ_BY, RECORD, RECORDS, SET, SINCE, SUGGEST, TO, TOTAL_ROWS,
    UNDONE, UNMET, WORK, pick,
};
use crate::markup::SCREEN;
use crate::source::plain;
use crate::value::Lang;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use unicode_normalization::UnicodeNormalization;

/// A command: its English name, its Vietnamese name in ASCII and as written, what it does, and how
/// it is called.
struct Name {
    en: &'static str,
    vi: &'static str,
    written: &'static str,
    about: (&'static str, &'static str),
    usage: (&'static str, &'static str),
    sample: (&'static str, &'static str),
}

const GRADE: Name = Name {
    en: "grade",
    vi: "cham",
    written: "chấm",
    about: ("Chấm mọi bản ghi trong tệp dữ liệu", "Evaluate every record of the data files"),
    usage: ("LUẬT DỮ-LIỆU…", "RULES DATA…"),
    sample: ("rules/2023 to.xlsx -o ket-qua.xlsx", "rules/2023 groups.xlsx -o result.xlsx"),
};
const EXPLAIN: Name = Name {
    en: "explain",
    vi: "vi-sao",
    written: "vì-sao",
    about: (
        "Nói rõ từng dòng vì sao một bản ghi được kết quả như vậy",
        "Say line by line why a record got its result",
    ),
    usage: ("LUẬT DỮ-LIỆU… --ma MÃ", "RULES DATA… --id KEY"),
    sample: ("rules/2023 to.xlsx --ma 0480017", "rules/2023 groups.xlsx --id 0480017"),
};
const CHECK: Name = Name {
    en: "check",
    vi: "kiem-tra",
    written: "kiểm-tra",
    about: (
        "Soát bộ quy tắc: mọi lỗi cùng một lúc, chỉ đúng chỗ",
        "Check the rules: every mistake at once, where it stands",
    ),
    usage: ("LUẬT", "RULES"),
    sample: ("rules/2023", "rules/2023"),
};
const TEST: Name = Name {
    en: "test",
    vi: "thu",
    written: "thử",
    about: ("Chạy các ví dụ trong bộ quy tắc", "Run the examples of the rules"),
    usage: ("LUẬT", "RULES"),
    sample: ("rules/2023", "rules/2023"),
};

const REPORT: Name = Name {
    en: "report",
    vi: "bao-cao",
    written: "báo-cáo",
    about: (
        "Lập các biểu báo cáo theo đơn vị: xếp loại, chỉ tiêu, nhiệm vụ",
        "Draw up the report's tables by unit: grades, targets, duties",
    ),
    usage: ("LUẬT DỮ-LIỆU…", "RULES DATA…"),
    sample: ("rules/2023 so-lieu.xlsx -o bao-cao.html", "rules/2023 data.xlsx -o report.html"),
};
const TRACE: Name = Name {
    en: "trace",
    vi: "doi-chieu",
    written: "đối-chiếu",
    about: (
        "Đặt văn bản bên cạnh luật: câu nào có luật, câu nào chưa",
        "Lay the document beside its rules: which sentences have one",
    ),
    usage: ("LUẬT", "RULES"),
    sample: ("rules/2023 -o doi-chieu.html", "rules/2023 -o trace.html"),
};

const CALENDAR: Name = Name {
    en: "calendar",
    vi: "lich",
    written: "lịch",
    about: (
        "Kể các hạn theo ngày: việc gì, đơn vị nào, hạn ngày nào, đã xong chưa",
        "List the deadlines by day: what is due when, of which unit, and whether it is done",
    ),
    usage: ("LUẬT [DỮ-LIỆU…]", "RULES [DATA…]"),
    sample: (
        "rules/2023 so-lieu.xlsx --ngay 30/06/2023 --chua-xong -o lich.ics",
        "rules/2023 data.xlsx --date 30/06/2023 --undone -o calendar.ics",
    ),
};

const NEW: Name = Name {
    en: "new",
    vi: "nam-moi",
    written: "năm-mới",
    about: (
        "Tạo bộ quy tắc năm mới từ bộ quy tắc cũ, đánh dấu từng con số phải xem lại",
        "Make a pack for another year from an old one, every number to be reviewed marked",
    ),
    usage: ("NĂM --tu LUẬT-CŨ", "YEAR --from OLD-RULES"),
    sample: ("2024 --tu rules/2023", "2024 --from rules/2023"),
};

const DIFF: Name = Name {
    en: "diff",
    vi: "so-sanh",
    written: "so-sánh",
    about: (
        "So hai bộ quy tắc: cách xét đổi chỗ nào, bản ghi nào đổi kết quả",
        "Compare two packs: what changed in meaning, and which records come out otherwise",
    ),
    usage: ("LUẬT-CŨ LUẬT-MỚI", "OLD NEW"),
    sample: (
        "rules/2023 rules/2024 --du-lieu to.xlsx --ngay 30/06/2023",
        "rules/2023 rules/2024 --data groups.xlsx --date 30/06/2023",
    ),
};

const FMT: Name = Name {
    en: "fmt",
    vi: "dinh-dang",
    written: "định-dạng",
    about: (
        "Trình bày lại tệp luật cho ngay ngắn, giữ nguyên ý và lời ghi",
        "Lay rule files out in the canonical way, with the same meaning and comments",
    ),
    usage: ("TỆP-LUẬT…", "PATH…"),
    sample: ("rules/2023 --chi-xem", "rules/2023 --check"),
};

const SCHEMA: Name = Name {
    en: "schema",
    vi: "luoc-do",
    written: "lược-đồ",
    about: (
        "Nêu bộ quy tắc cần số liệu gì và trả lời gì, cho người đọc hoặc cho chương trình",
        "Say what data the rules need and what they answer, for people and for programs",
    ),
    usage: ("LUẬT", "RULES"),
    sample: (
        "rules/2023 --ban-ghi Tổ --dau-vao -o to.schema.json",
        "rules/2023 --record Tổ --inputs -o to.schema.json",
    ),
};

const WORKLIST: Name = Name {
    en: "worklist",
    vi: "viec-nen-lam",
    written: "việc-nên-làm",
    about: (
        "Kể bản ghi nào lên được kết quả tốt hơn, nhờ thay đổi gì; ít việc nhất đứng trước",
        "List the records that could do better and what it takes, those first that it takes least",
    ),
    usage: ("LUẬT DỮ-LIỆU…", "RULES DATA…"),
    sample: (
        "rules/2023 so-lieu.xlsx --khoi \"Chấm điểm tổ\" -o viec.xlsx",
        "rules/2023 data.xlsx --block \"Chấm điểm tổ\" -o worklist.xlsx",
    ),
};

const TEMPLATE: Name = Name {
    en: "template",
    vi: "mau-nhap",
    written: "mẫu-nhập",
    about: (
        "Làm tệp Excel để điền số liệu: mỗi loại bản ghi một trang, có danh sách chọn, giới hạn và \
         lời ghi chú",
        "Make a workbook to fill in: a sheet a record type, with lists, ranges and notes",
    ),
    usage: ("LUẬT -o TỆP.xlsx", "RULES -o FILE.xlsx"),
    sample: ("rules/2023 --ban-ghi Tổ -o mau.xlsx", "rules/2023 --record Tổ -o template.xlsx"),
};

const NAMES: [&Name; 13] = [
    &GRADE, &EXPLAIN, &WORKLIST, &CHECK, &TEST, &REPORT, &CALENDAR, &TRACE, &DIFF, &NEW, &FMT,
    &SCHEMA, &TEMPLATE,
];

impl Name {
    /// Name of the command as it is shown in a language.
    fn shown(&self, lang: Lang) -> &'static str {
        pick(lang, (self.vi, self.en))
    }

    /// The command without its arguments. It is known by all of its names, and listed with them.
    fn command(&self, lang: Lang) -> Command {
        let others = pick(lang, (self.en, self.vi));
        let usage = format!(
            "visao {} {} {}",
            self.shown(lang),
            pick(lang, self.usage),
            pick(lang, ("[TÙY CHỌN]", "[OPTIONS]"))
        );
        let sample = format!(
            "{}: visao {} {}",
            pick(lang, ("Ví dụ", "Example")),
            self.shown(lang),
            pick(lang, self.sample)
        );
        localised(Command::new(self.shown(lang)), lang, true)
            .aliases([others, self.written])
            .about(format!("{} [{}, {others}]", pick(lang, self.about), self.written))
            .override_usage(usage)
            .after_help(sample)
    }
}

/// The names of all commands, as they are shown in a language.
pub(super) fn commands(lang: Lang) -> String {
    NAMES.map(|name| name.shown(lang)).join(", ")
}

/// The language of the command's name, as it was typed: who types `grade` reads English.
pub(super) fn typed_in(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str()).map(plain);
    words.find_map(|word| {
        let name = NAMES.iter().find(|name| name.en == word || name.vi == word)?;
        Some(if name.en == word { Lang::En } else { Lang::Vi })
    })
}

/// The English name of a command that clap has found.
pub(super) fn english(shown: &str) -> &str {
    NAMES.iter().find(|name| name.vi == shown).map_or(shown, |name| name.en)
}

/// The command that arguments in canonical spelling call, as it is shown.
pub(super) fn called(canonical: &[OsString], lang: Lang) -> Option<&'static str> {
    let mut words = canonical.iter().skip(1);
    words.find_map(|word| NAMES.iter().find(|name| word == name.en)).map(|name| name.shown(lang))
}

/// The whole command line in one language.
pub(super) fn command(lang: Lang) -> Command {
    let about = (
        "Vì Sao: chấm điểm, xét điều kiện theo bộ quy tắc viết bằng tiếng Việt hoặc tiếng Anh, và \
         nói rõ vì sao",
        "Vì Sao: grades and decides by rules written in Vietnamese or English, and says why",
    );
    let usage = ("visao LỆNH … [TÙY CHỌN]", "visao COMMAND … [OPTIONS]");
    let more = (
        "Từng lệnh: visao cham --help\nIn English: visao --help --lang en",
        "More on a command: visao grade --help",
    );
    localised(Command::new("visao").max_term_width(SCREEN), lang, false)
        .version(env!("CARGO_PKG_VERSION"))
        .about(pick(lang, about))
        .override_usage(pick(lang, usage))
        .after_help(pick(lang, more))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(grade(lang))
        .subcommand(explain(lang))
        .subcommand(worklist(lang))
        .subcommand(check(lang))
        .subcommand(test(lang))
        .subcommand(report(lang))
        .subcommand(calendar(lang))
        .subcommand(trace(lang))
        .subcommand(diff(lang))
        .subcommand(new(lang))
        .subcommand(fmt(lang))
        .subcommand(schema(lang))
        .subcommand(template(lang))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .alias("phien-ban")
                .action(ArgAction::Version)
                .help(pick(lang, ("In số phiên bản", "Print the version"))),
        )
}

fn grade(lang: Lang) -> Command {
    GRADE
        .command(lang)
        .arg(rules(lang))
        .arg(data(lang))
        .arg(FORMAT.one_of(lang, &names(RESULTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(DATE_COLUMN.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .arg(ID.arg(lang).action(ArgAction::Append))
        .arg(ALL_ROWS.flag(lang))
        .arg(OVERVIEW.flag(lang).conflicts_with_all([ALL_ROWS.en, FORMAT.en, OUTPUT.en, INTO.en]))
        .arg(INTO.arg(lang).conflicts_with(FORMAT.en))
        .args(readings(lang))
}

/// Options for the way data files are read.
fn readings(lang: Lang) -> [Arg; 4] {
    [
        NUMBERS.one_of(lang, &words(input::NUMBERS)),
        RATIOS.one_of(lang, &words(input::RATIOS)),
        TOTAL_ROWS.one_of(lang, &words(input::TOTAL_ROWS)),
        ENCODING.one_of(lang, &words(input::ENCODINGS)),
    ]
}

fn words<T>(known: &[(&'static str, T)]) -> Vec<&'static str> {
    known.iter().map(|(word, _)| *word).collect()
}

fn explain(lang: Lang) -> Command {
    EXPLAIN
        .command(lang)
        .arg(rules(lang))
        .arg(data(lang))
        .arg(ID.arg(lang).action(ArgAction::Append).required_unless_present(UNMET.en))
        .arg(UNMET.flag(lang))
        .arg(BRIEF.flag(lang).conflicts_with(FULL.en))
        .arg(FULL.flag(lang))
        .arg(LETTER.flag(lang).conflicts_with_all([BRIEF.en, FULL.en]))
        .arg(FIELDS.one_of(lang, &words(input::FIELDS)))
        .arg(ORDER.one_of(lang, &["fields", "change"]))
        .arg(FORMAT.one_of(lang, &names(EXPLANATIONS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(DATE_COLUMN.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .args(readings(lang))
}

fn check(lang: Lang) -> Command {
    let format = FORMAT.one_of(lang, &names(super::formats::FINDINGS));
    let choose = CHOOSE.arg(lang).action(ArgAction::Append);
    CHECK
        .command(lang)
        .args([rules(lang), format, OUTPUT.arg(lang), FIX.flag(lang), choose])
        .arg(CLIFFS.arg(lang))
        .arg(BESIDE.arg(lang).action(ArgAction::Append).requires(CLIFFS.en))
        .arg(CONFINED.flag(lang))
        .arg(DATE.arg(lang).requires("data"))
        .args(readings(lang).map(|reading| reading.requires("data")))
}

fn test(lang: Lang) -> Command {
    let day = pick(
        lang,
        (
            "Ngày xét, ví dụ 30/06/2023 [--date]",
            "As-of date, such as 30/06/2023 or 2023-06-30 [--ngay]",
        ),
    );
    TEST.command(lang)
        .arg(rules(lang))
        .arg(COVERAGE.flag(lang).conflicts_with_all([MUTANTS.en, SUGGEST.en]))
        .arg(FORMAT.one_of(lang, &names(TESTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang).help(day))
        .arg(MUTANTS.flag(lang))
        .arg(SUGGEST.flag(lang))
}

fn report(lang: Lang) -> Command {
    REPORT
        .command(lang)
        .arg(rules(lang))
        .arg(data(lang))
        .arg(FORMAT.one_of(lang, &names(REPORTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .arg(WORK.flag(lang))
        .args(readings(lang))
}

fn calendar(lang: Lang) -> Command {
    CALENDAR
        .command(lang)
        .arg(rules(lang))
        .arg(data(lang).required(false).num_args(0..))
        .arg(FORMAT.one_of(lang, &names(CALENDARS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(SINCE.arg(lang))
        .arg(TO.arg(lang))
        .arg(UNDONE.flag(lang).requires("data"))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .args(readings(lang))
}

fn worklist(lang: Lang) -> Command {
    WORKLIST
        .command(lang)
        .arg(rules(lang))
        .arg(data(lang))
        .arg(FIELDS.one_of(lang, &words(input::FIELDS)))
        .arg(FORMAT.one_of(lang, &names(WORKLISTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(DATE_COLUMN.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .args(readings(lang))
}

fn trace(lang: Lang) -> Command {
    TRACE
        .command(lang)
        .arg(rules(lang))
        .arg(FORMAT.one_of(lang, &names(TEXTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
}

fn diff(lang: Lang) -> Command {
    let old = pick(lang, ("LUẬT-CŨ", "OLD"));
    let new = (
        "Bộ quy tắc mới, viết như bộ cũ; không ghi thì --sua nói bộ cũ đổi ra sao",
        "The new pack, given as the old one; without it --set says how the old one changes",
    );
    let day = pick(
        lang,
        (
            "Ngày xét, ví dụ 30/06/2023; không ghi thì lấy ngày trong tệp dữ liệu [--date]",
            "As-of date, such as 30/06/2023 or 2023-06-30; by default the data file's [--ngay]",
        ),
    );
    DIFF.command(lang)
        .arg(rules(lang).value_name(old))
        .arg(Arg::new("new").value_name(pick(lang, ("LUẬT-MỚI", "NEW"))).help(pick(lang, new)))
        .arg(DATA.arg(lang).action(ArgAction::Append).num_args(1..))
        .arg(SET.arg(lang).action(ArgAction::Append))
        .arg(FORMAT.one_of(lang, &names(COMPARISONS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang).help(day))
        .arg(NEW_DATE.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .args(readings(lang))
}

fn new(lang: Lang) -> Command {
    let year = Arg::new("year").value_name(pick(lang, ("NĂM", "YEAR"))).required(true);
    NEW.command(lang)
        .arg(year.help(pick(
            lang,
            ("Năm của bộ quy tắc mới, ví dụ 2024", "The year of the new pack, such as 2024"),
        )))
        .arg(FROM.arg(lang).required(true))
        .arg(DOCUMENT.arg(lang).action(ArgAction::Append))
        .arg(FORMAT.one_of(lang, &["text", "json"]))
        .arg(FOLDER.arg(lang))
        .arg(ALL.flag(lang))
}

fn fmt(lang: Lang) -> Command {
    let help = (
        "Tệp .luat, bộ quy tắc, thư mục chứa chúng; dấu - là đọc từ đầu vào chuẩn, ghi ra đầu ra \
         chuẩn",
        "A .luat file, a pack, a folder of them; - reads standard input and writes standard output",
    );
    let paths = Arg::new("paths")
        .value_name(pick(lang, ("TỆP-LUẬT", "PATH")))
        .required(true)
        .num_args(1..)
        .help(pick(lang, help));
    FMT.command(lang)
        .arg(paths)
        .arg(ONLY_CHECK.flag(lang))
        .arg(KEYWORDS.one_of(lang, &["vi", "en"]))
}

fn schema(lang: Lang) -> Command {
    SCHEMA
        .command(lang)
        .arg(rules(lang))
        .arg(RECORD.arg(lang))
        .arg(INPUTS.flag(lang).conflicts_with_all([OUTPUTS.en, FORMAT.en]))
        .arg(OUTPUTS.flag(lang).conflicts_with_all([RECORD.en, FORMAT.en]))
        .arg(FORMAT.one_of(lang, &names(super::formats::SCHEMAS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
}

fn template(lang: Lang) -> Command {
    TEMPLATE
        .command(lang)
        .arg(rules(lang))
        .arg(RECORDS.arg(lang).action(ArgAction::Append))
        .arg(READ_BY.arg(lang).action(ArgAction::Append))
        .arg(FORMAT.one_of(lang, &names(super::formats::TEMPLATES)))
        .arg(OUTPUT.arg(lang))
        .arg(PACK_DAY.arg(lang))
}

/// The parts that clap would say in English.
fn localised(command: Command, lang: Lang, is_sub: bool) -> Command {
    let template = pick(
        lang,
        match is_sub {
            true => (
                "{about}\n\nCách dùng: {usage}\n\nTham số:\n{positionals}\n\nTùy \
                 chọn:\n{options}{after-help}",
                "{about}\n\nUsage: \
                 {usage}\n\nArguments:\n{positionals}\n\nOptions:\n{options}{after-help}",
            ),
            false => (
                "{about}\n\nCách dùng: {usage}\n\nLệnh:\n{subcommands}\n\nTùy \
                 chọn:\n{options}{after-help}",
                "{about}\n\nUsage: \
                 {usage}\n\nCommands:\n{subcommands}\n\nOptions:\n{options}{after-help}",
            ),
        },
    );
    command
        .help_template(template)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(LANG.one_of(lang, &["vi", "en"]).display_order(100))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .alias("tro-giup")
                .action(ArgAction::Help)
                .display_order(101)
                .help(pick(lang, ("In hướng dẫn này", "Print this help"))),
        )
}

fn rules(lang: Lang) -> Arg {
    let help = (
        "Thư mục bộ quy tắc, một tệp .luat, hoặc thư mục chứa nhiều bộ quy tắc",
        "The folder of a rule pack, one .luat file, or a folder of packs",
    );
    Arg::new("rules")
        .value_name(pick(lang, ("LUẬT", "RULES")))
        .required(true)
        .help(pick(lang, help))
}

fn data(lang: Lang) -> Arg {
    Arg::new("data").value_name(pick(lang, ("DỮ-LIỆU", "DATA"))).required(true).num_args(1..).help(
        pick(
            lang,
            (
                "Tệp CSV, Excel hoặc JSON Lines; viết Tổ=tệp.csv khi cần nói rõ loại bản ghi",
                "CSV, Excel or JSON Lines files; write Tổ=file.csv where the record type must be \
                 told",
            ),
        ),
    )
}

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

fn option_table() -> impl Iterator<Item = &'static Opt> {
    let options = [
        &FORMAT,
        &OUTPUT,
        &FROM,
        &ALL,
        &DATE,
        &DATE_COLUMN,
        &BLOCK,
        &ID,
        &NUMBERS,
        &RATIOS,
        &TOTAL_ROWS,
        &ENCODING,
        &LANG,
    ];
    let others = [
        &MUTANTS,
        &SUGGEST,
        &COVERAGE,
        &ONLY_CHECK,
        &KEYWORDS,
        &RECORD,
        &INPUTS,
        &OUTPUTS,
        &TO,
        &UNDONE,
        &DATA,
        &SET,
        &NEW_DATE,
        &INTO,
    ];
    options.into_iter().chain(others)
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

/// An option, by its canonical name, as it was typed.
pub(super) fn as_typed(option: &str, typed: &[OsString]) -> String {
    let words = typed.iter().filter_map(|word| word.to_str());
    let mut names = words.map(|word| word.split_once('=').map_or(word, |(name, _)| name));
    names.find(|name| option_name(name) == option).unwrap_or(option).to_owned()
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
    use clap::ColorChoice;

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

    #[test]
    fn both_languages_are_a_sound_command_line() {
        command(Lang::Vi).color(ColorChoice::Never).debug_assert();
        command(Lang::En).color(ColorChoice::Never).debug_assert();
    }
}
