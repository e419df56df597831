//! The command line as clap sees it: every word in both languages, every command under both names.

use super::formats::{CALENDARS, REPORTS, RESULTS, TESTS, TEXTS, names};
use super::input;
use crate::source::plain;
use crate::value::Lang;
use clap::{Arg, ArgAction, Command, builder::PossibleValuesParser};
use std::ffi::OsString;

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

const NAMES: [&Name; 10] =
    [&GRADE, &EXPLAIN, &CHECK, &TEST, &REPORT, &CALENDAR, &TRACE, &NEW, &FMT, &SCHEMA];

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

/// The English name of a command by either of its names in ASCII.
pub(super) fn english_of(name: &str) -> Option<&'static str> {
    let known = NAMES.iter().find(|known| known.en == name || known.vi == name)?;
    Some(known.en)
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

/// An option: its English name, its Vietnamese name in ASCII, its help in both languages.
pub(super) struct Opt {
    pub en: &'static str,
    pub vi: &'static str,
    pub short: Option<char>,
    pub value: (&'static str, &'static str),
    help: (&'static str, &'static str),
}

const FORMAT: Opt = Opt {
    en: "format",
    vi: "dang",
    short: Some('f'),
    value: ("DẠNG", "FORMAT"),
    help: (
        "Dạng kết quả, không ghi thì theo đuôi tệp của -o",
        "Output format, by default from the ending of -o",
    ),
};
const OUTPUT: Opt = Opt {
    en: "output",
    vi: "ra",
    short: Some('o'),
    value: ("TỆP", "FILE"),
    help: (
        "Ghi kết quả vào tệp này thay vì ra màn hình",
        "Write the result to this file instead of the screen",
    ),
};
const FROM: Opt = Opt {
    en: "from",
    vi: "tu",
    short: None,
    value: ("LUẬT-CŨ", "OLD-RULES"),
    help: ("Thư mục bộ quy tắc cũ", "The folder of the old pack"),
};
const SINCE: Opt = Opt {
    value: ("NGÀY", "DATE"),
    help: ("Chỉ kể các hạn từ ngày này", "Only the deadlines from this day on"),
    ..FROM
};
const TO: Opt = Opt {
    en: "to",
    vi: "den",
    short: None,
    value: ("NGÀY", "DATE"),
    help: ("Chỉ kể các hạn đến ngày này", "Only the deadlines up to this day"),
};
const UNDONE: Opt = Opt {
    en: "undone",
    vi: "chua-xong",
    short: None,
    value: ("", ""),
    help: (
        "Chỉ kể việc chưa xong: quá hạn, không đạt, chưa đến hạn, chưa rõ (phải có dữ liệu)",
        "Only what is not done: overdue, not met, not due yet, not known (needs data)",
    ),
};
const DOCUMENT: Opt = Opt {
    en: "document",
    vi: "van-ban",
    short: None,
    value: ("TÊN=TỆP", "NAME=FILE"),
    help: (
        "Văn bản mới của một tài liệu: kể những câu mới, bỏ, đổi và quy tắc dựa vào câu đó",
        "The new text of a document: list the sentences new, gone or changed, and the rules that \
         rest on them",
    ),
};
const FOLDER: Opt = Opt {
    value: ("THƯ-MỤC", "FOLDER"),
    help: (
        "Ghi bộ quy tắc mới vào thư mục này, không ghi thì bên cạnh bộ quy tắc cũ",
        "Write the new pack to this folder, by default beside the old one",
    ),
    ..OUTPUT
};
const ALL: Opt = Opt {
    en: "all",
    vi: "tat-ca",
    short: None,
    value: ("", ""),
    help: (
        "Liệt kê mọi chỗ phải xem lại, không chỉ những chỗ đầu",
        "List every place to review, not the first ones alone",
    ),
};
const MUTANTS: Opt = Opt {
    en: "mutants",
    vi: "bien-doi",
    short: None,
    value: ("", ""),
    help: (
        "Đổi thử từng chỗ nhỏ trong luật, nêu chỗ không ví dụ nào phát hiện",
        "Change the rules in one small place after the other; list what no example notices",
    ),
};
const SUGGEST: Opt = Opt {
    en: "suggest",
    vi: "goi-y",
    short: None,
    value: ("", ""),
    help: (
        "Chỉ in các ví dụ nên thêm, để cán bộ xem lại rồi chép vào luật",
        "Print the examples that are missing, for an officer to confirm and copy into the rules",
    ),
};
const ONLY_CHECK: Opt = Opt {
    en: "check",
    vi: "chi-xem",
    short: None,
    value: ("", ""),
    help: (
        "Không sửa gì, chỉ nêu các tệp phải sửa và sửa ở dòng nào; có thì mã thoát là 1",
        "Change nothing; list the files that would change, and where; if any, the exit code is 1",
    ),
};
const KEYWORDS: Opt = Opt {
    en: "keywords",
    vi: "tu-khoa",
    short: None,
    value: ("TIẾNG", "LANGUAGE"),
    help: (
        "Đổi từ khóa sang tiếng này; tên, con số, lời ghi giữ nguyên",
        "Turn keywords into this language; names, numbers and comments stay",
    ),
};
const RECORD: Opt = Opt {
    en: "record",
    vi: "ban-ghi",
    short: None,
    value: ("TÊN", "NAME"),
    help: ("Chỉ nêu loại bản ghi này", "Only this record type"),
};
const INPUTS: Opt = Opt {
    en: "inputs",
    vi: "dau-vao",
    short: None,
    value: ("", ""),
    help: (
        "In lược đồ JSON (JSON Schema 2020-12) của một bản ghi mà chương trình đưa vào",
        "Print the JSON Schema (2020-12) of a record as a program gives it",
    ),
};
const OUTPUTS: Opt = Opt {
    en: "outputs",
    vi: "dau-ra",
    short: None,
    value: ("", ""),
    help: (
        "In lược đồ JSON (JSON Schema 2020-12) của kết quả, lời giải thích, chỉ tiêu và lỗi",
        "Print the JSON Schema (2020-12) of decisions, explanations, targets and findings",
    ),
};
const COVERAGE: Opt = Opt {
    en: "coverage",
    vi: "do-phu",
    short: None,
    value: ("", ""),
    help: (
        "Nêu thêm dòng luật nào đã có ví dụ thử, dòng nào chưa; html và lcov chỉ dùng với tùy chọn \
         này",
        "Say too which lines of the rules the examples test, and which none does; html and lcov go \
         with this alone",
    ),
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
        "Mỗi bản ghi theo bộ quy tắc của ngày ở trường hay cột này; không có --ngay thì xét vào ngày đó",
        "Each record by the pack of the day in this field or column; as of that day without --date",
    ),
};
const BLOCK: Opt = Opt {
    en: "block",
    vi: "khoi",
    short: None,
    value: ("TÊN", "NAME"),
    help: (
        "Chỉ xét bảng điểm, điều kiện, kiểm tra hay chỉ tiêu này; ghi được nhiều lần",
        "Only this scorecard, eligibility, check or targets; may be given several times",
    ),
};
const ID: Opt = Opt {
    en: "id",
    vi: "ma",
    short: None,
    value: ("MÃ", "KEY"),
    help: (
        "Chỉ xét bản ghi có khóa này, hoặc đơn vị có tên này; ghi được nhiều lần",
        "Only the record with this key, or the unit of this name; may be given several times",
    ),
};
const NUMBERS: Opt = Opt {
    en: "numbers",
    vi: "kieu-so",
    short: None,
    value: ("KIỂU", "FORM"),
    help: (
        "Số trong ô chữ viết kiểu 1.234,5 (vi), 1,234.5 (en) hay 1234.5 (plain)",
        "Numbers in text cells are written 1.234,5 (vi), 1,234.5 (en) or 1234.5 (plain)",
    ),
};
const RATIOS: Opt = Opt {
    en: "ratios",
    vi: "ty-le",
    short: None,
    value: ("CÁCH", "WAY"),
    help: (
        "Tỷ lệ không có dấu %: 0,98 là 98% (fraction) hay 98 là 98% (percent)",
        "Ratios without %: 0.98 is 98% (fraction) or 98 is 98% (percent)",
    ),
};
const TOTAL_ROWS: Opt = Opt {
    en: "total-rows",
    vi: "dong-tong",
    short: None,
    value: ("CÁCH", "WAY"),
    help: (
        "Dòng trông như dòng tổng: bỏ qua (skip) hay là bản ghi (keep)",
        "Rows that look like totals: left out (skip) or records (keep)",
    ),
};
const ENCODING: Opt = Opt {
    en: "encoding",
    vi: "bang-ma",
    short: None,
    value: ("BẢNG-MÃ", "ENCODING"),
    help: ("Bảng mã cũ của tệp dữ liệu", "An old encoding of the data files"),
};
const LANG: Opt = Opt {
    en: "lang",
    vi: "ngon-ngu",
    short: None,
    value: ("TIẾNG", "LANGUAGE"),
    help: (
        "Ngôn ngữ của thông báo, không ghi thì theo bộ quy tắc",
        "Language of messages, by default the pack's",
    ),
};

/// Picks the words of a language.
fn pick<T>(lang: Lang, words: (T, T)) -> T {
    match lang {
        Lang::Vi => words.0,
        Lang::En => words.1,
    }
}

impl Opt {
    fn arg(&self, lang: Lang) -> Arg {
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
    fn flag(&self, lang: Lang) -> Arg {
        self.arg(lang).value_name(None).action(ArgAction::SetTrue)
    }

    /// An option that takes one of these words.
    fn one_of(&self, lang: Lang, words: &[&'static str]) -> Arg {
        let (_, other) = pick(lang, ((self.vi, self.en), (self.en, self.vi)));
        let help = format!("{}: {} [--{other}]", pick(lang, self.help), words.join(", "));
        self.arg(lang)
            .help(help)
            .value_parser(PossibleValuesParser::new(words.iter().copied()))
            .hide_possible_values(true)
    }
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
    localised(Command::new("visao"), lang, false)
        .version(env!("CARGO_PKG_VERSION"))
        .about(pick(lang, about))
        .override_usage(pick(lang, usage))
        .after_help(pick(lang, more))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(grade(lang))
        .subcommand(explain(lang))
        .subcommand(check(lang))
        .subcommand(test(lang))
        .subcommand(report(lang))
        .subcommand(calendar(lang))
        .subcommand(trace(lang))
        .subcommand(new(lang))
        .subcommand(fmt(lang))
        .subcommand(schema(lang))
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
        .arg(ID.arg(lang).action(ArgAction::Append).required(true))
        .arg(FORMAT.one_of(lang, &names(TEXTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
        .arg(DATE_COLUMN.arg(lang))
        .arg(BLOCK.arg(lang).action(ArgAction::Append))
        .args(readings(lang))
}

fn check(lang: Lang) -> Command {
    CHECK.command(lang).arg(rules(lang)).arg(FORMAT.one_of(lang, &["text", "json"]))
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

fn trace(lang: Lang) -> Command {
    TRACE
        .command(lang)
        .arg(rules(lang))
        .arg(FORMAT.one_of(lang, &names(TEXTS)))
        .arg(OUTPUT.arg(lang))
        .arg(DATE.arg(lang))
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

/// The options of all commands.
pub(super) fn option_table() -> impl Iterator<Item = &'static Opt> {
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
    options.into_iter().chain([
        &MUTANTS,
        &SUGGEST,
        &ONLY_CHECK,
        &KEYWORDS,
        &RECORD,
        &INPUTS,
        &OUTPUTS,
        &TO,
        &UNDONE,
        &COVERAGE,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ColorChoice;

    #[test]
    fn both_languages_are_a_sound_command_line() {
        command(Lang::Vi).color(ColorChoice::Never).debug_assert();
        command(Lang::En).color(ColorChoice::Never).debug_assert();
    }
}
