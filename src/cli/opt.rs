//! Options of the command line, each in both languages.

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
        "Sửa thử một con số: \"tiêu chí 2, dòng 2 = 0,4%\", \"vay.luat:12 = 6%\"",
        "Try another number: \"criterion 2, row 2 = 0.4%\", \"loans.luat:12 = 6%\"",
    ),
};
pub(super) const FIX: Opt = Opt {
    en: "fix",
    vi: "tu-sua",
    short: None,
    value: ("", ""),
    help: (
        "Sửa ngay trong tệp luật những chỗ sửa đã kiểm là không kết quả nào đổi",
        "Make in the rule files the edits that are proved to change no result",
    ),
};
pub(super) const CHOOSE: Opt = Opt {
    en: "choose",
    vi: "chon",
    short: None,
    value: ("MÃ:DÒNG=CÁCH", "CODE:LINE=WAY"),
    help: (
        "Sửa chỗ này theo cách ấy: E401:12=1, hoặc E401:to.luat:12=1",
        "Mend this finding in that way: E401:12=1, or E401:group.luat:12=1",
    ),
};
pub(super) const CLIFFS: Opt = Opt {
    en: "cliffs",
    vi: "bac-nhay",
    short: None,
    value: ("ĐIỂM", "POINTS"),
    help: (
        "Tìm thêm bậc nhảy: một trường đổi một bước thì một tiêu chí hay tổng điểm đổi quá chừng này điểm, hoặc xếp loại đổi từ hai bậc trở lên",
        "Look for large steps too: one grain of one field moves a criterion or the total by more than so many points, or the grade by two or more",
    ),
};
pub(super) const BESIDE: Opt = Opt {
    help: (
        "Đếm bản ghi của số liệu này đứng cạnh mỗi bậc nhảy, nhiều nhất đứng trước; ghi được nhiều lần",
        "Count the records of these data beside each large step, most first; may be given several times",
    ),
    ..DATA
};
pub(super) const CONFINED: Opt = Opt {
    en: "confined",
    vi: "khong-nang-duoc",
    short: None,
    value: ("", ""),
    help: (
        "Tìm thêm bản ghi chưa được kết quả tốt nhất mà không thay đổi nào được phép nâng lên được",
        "Look for records of less than the best result that no permitted change lifts too",
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

pub(super) const FORMAT: Opt = Opt {
    en: "format",
    vi: "dang",
    short: Some('f'),
    value: ("DẠNG", "FORMAT"),
    help: (
        "Dạng kết quả, không ghi thì theo đuôi tệp của -o",
        "Output format, by default from the ending of -o",
    ),
};
pub(super) const OUTPUT: Opt = Opt {
    en: "output",
    vi: "ra",
    short: Some('o'),
    value: ("TỆP", "FILE"),
    help: (
        "Ghi kết quả vào tệp này thay vì ra màn hình",
        "Write the result to this file instead of the screen",
    ),
};
pub(super) const INTO: Opt = Opt {
    en: "into",
    vi: "vao",
    short: None,
    value: ("TỆP", "FILE"),
    help: (
        "Thêm kết quả thành cột trong bản sao của tệp Excel này (một trong các tệp số liệu), ghi ra -o",
        "Add the results as columns to a copy of this workbook (one of the data files), written to -o",
    ),
};
pub(super) const FROM: Opt = Opt {
    en: "from",
    vi: "tu",
    short: None,
    value: ("LUẬT-CŨ", "OLD-RULES"),
    help: ("Thư mục bộ quy tắc cũ", "The folder of the old pack"),
};
pub(super) const SINCE: Opt = Opt {
    value: ("NGÀY", "DATE"),
    help: ("Chỉ kể các hạn từ ngày này", "Only the deadlines from this day on"),
    ..FROM
};
pub(super) const TO: Opt = Opt {
    en: "to",
    vi: "den",
    short: None,
    value: ("NGÀY", "DATE"),
    help: ("Chỉ kể các hạn đến ngày này", "Only the deadlines up to this day"),
};
pub(super) const UNDONE: Opt = Opt {
    en: "undone",
    vi: "chua-xong",
    short: None,
    value: ("", ""),
    help: (
        "Chỉ kể việc chưa xong: quá hạn, không đạt, chưa đến hạn, chưa rõ (phải có dữ liệu)",
        "Only what is not done: overdue, not met, not due yet, not known (needs data)",
    ),
};
pub(super) const WORK: Opt = Opt {
    en: "work",
    vi: "viec",
    short: None,
    value: ("", ""),
    help: (
        "Thêm cho mỗi chỉ tiêu không đạt: ít bản ghi nhất phải làm để đạt, mỗi bản ghi đổi gì",
        "For every target that is missed also the fewest records to work on, and what each takes",
    ),
};
pub(super) const DOCUMENT: Opt = Opt {
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
pub(super) const FOLDER: Opt = Opt {
    value: ("THƯ-MỤC", "FOLDER"),
    help: (
        "Ghi bộ quy tắc mới vào thư mục này, không ghi thì bên cạnh bộ quy tắc cũ",
        "Write the new pack to this folder, by default beside the old one",
    ),
    ..OUTPUT
};
pub(super) const ALL: Opt = Opt {
    en: "all",
    vi: "tat-ca",
    short: None,
    value: ("", ""),
    help: (
        "Liệt kê mọi chỗ phải xem lại, không chỉ những chỗ đầu",
        "List every place to review, not the first ones alone",
    ),
};
pub(super) const BRIEF: Opt = Opt {
    en: "brief",
    vi: "ngan-gon",
    short: None,
    value: ("", ""),
    help: (
        "Mỗi kết quả một câu: vì sao, và thay đổi gì thì tốt hơn",
        "One sentence each: why, and what change would make it better",
    ),
};
pub(super) const ALL_ROWS: Opt = Opt {
    help: (
        "Ra màn hình cũng in cả bảng, mỗi bản ghi một dòng, thay vì nói gọn",
        "Print the whole table to a screen too, a row a record, instead of the overview",
    ),
    ..ALL
};
pub(super) const OVERVIEW: Opt = Opt {
    en: "overview",
    vi: "noi-gon",
    short: None,
    value: ("", ""),
    help: (
        "Chỉ nói gọn: kết quả theo đơn vị và mười bản ghi cần xem trước; ra màn hình thì mặc định thế",
        "The overview alone: results by unit and the ten records to look at first; the default on a screen",
    ),
};
pub(super) const FIELDS: Opt = Opt {
    en: "fields",
    vi: "so-o",
    short: None,
    value: ("SỐ", "COUNT"),
    help: (
        "Chỉ tìm các cách thay đổi nhiều nhất chừng này ô cùng lúc; không ghi thì đến ba",
        "Look for ways that change at most so many fields together; by default up to three",
    ),
};
pub(super) const ORDER: Opt = Opt {
    en: "order",
    vi: "thu-tu",
    short: None,
    value: ("THỨ-TỰ", "ORDER"),
    help: (
        "Kể các cách để được kết quả tốt hơn theo số ô phải đổi (fields) hay theo mức đổi (change)",
        "Tell the ways to a better result by the number of fields (fields) or the relative change (change)",
    ),
};
pub(super) const FULL: Opt = Opt {
    en: "full",
    vi: "day-du",
    short: None,
    value: ("", ""),
    help: (
        "Kể hết: mọi số liệu, căn cứ, mọi cách thay đổi, không rút gọn gì",
        "All there is: every value, basis and way of changing the result, nothing shortened",
    ),
};
pub(super) const LETTER: Opt = Opt {
    en: "letter",
    vi: "thu",
    short: None,
    value: ("", ""),
    help: (
        "Thư cho người được xét: kết quả, lý do, cần làm gì, hỏi ai; ghi ra .html, .docx, .txt",
        "A letter to who is told: result, reasons, what to do, whom to ask; as .html, .docx, .txt",
    ),
};
pub(super) const UNMET: Opt = Opt {
    en: "unmet",
    vi: "chua-dat",
    short: None,
    value: ("", ""),
    help: (
        "Mọi bản ghi chưa được kết quả tốt nhất, hoặc chưa kết luận được, thay cho --ma",
        "Every record whose result is not the best, or is open, instead of --id",
    ),
};
pub(super) const MUTANTS: Opt = Opt {
    en: "mutants",
    vi: "bien-doi",
    short: None,
    value: ("", ""),
    help: (
        "Đổi thử từng chỗ nhỏ trong luật, nêu chỗ không ví dụ nào phát hiện",
        "Change the rules in one small place after the other; list what no example notices",
    ),
};
pub(super) const SUGGEST: Opt = Opt {
    en: "suggest",
    vi: "goi-y",
    short: None,
    value: ("", ""),
    help: (
        "Chỉ in các ví dụ nên thêm, để cán bộ xem lại rồi chép vào luật",
        "Print the examples that are missing, for an officer to confirm and copy into the rules",
    ),
};
pub(super) const ONLY_CHECK: Opt = Opt {
    en: "check",
    vi: "chi-xem",
    short: None,
    value: ("", ""),
    help: (
        "Không sửa gì, chỉ nêu các tệp phải sửa và sửa ở dòng nào; có thì mã thoát là 1",
        "Change nothing; list the files that would change, and where; if any, the exit code is 1",
    ),
};
pub(super) const KEYWORDS: Opt = Opt {
    en: "keywords",
    vi: "tu-khoa",
    short: None,
    value: ("TIẾNG", "LANGUAGE"),
    help: (
        "Đổi từ khóa sang tiếng này; tên, con số, lời ghi giữ nguyên",
        "Turn keywords into this language; names, numbers and comments stay",
    ),
};
pub(super) const RECORD: Opt = Opt {
    en: "record",
    vi: "ban-ghi",
    short: None,
    value: ("TÊN", "NAME"),
    help: ("Chỉ nêu loại bản ghi này", "Only this record type"),
};
pub(super) const RECORDS: Opt = Opt {
    help: (
        "Chỉ loại bản ghi này; ghi được nhiều lần",
        "Only this record type; may be given several times",
    ),
    ..RECORD
};
pub(super) const READ_BY: Opt = Opt {
    help: (
        "Chỉ các loại bản ghi mà khối luật hay chỉ tiêu này cần; ghi được nhiều lần",
        "Only the record types that this block or target reads; may be given several times",
    ),
    ..BLOCK
};
pub(super) const PACK_DAY: Opt = Opt {
    help: (
        "Ngày để chọn bộ quy tắc, khi thư mục có nhiều bộ, ví dụ 30/06/2023",
        "Day that chooses the pack, in a folder of several, such as 30/06/2023 or 2023-06-30",
    ),
    ..DATE
};
pub(super) const INPUTS: Opt = Opt {
    en: "inputs",
    vi: "dau-vao",
    short: None,
    value: ("", ""),
    help: (
        "In lược đồ JSON (JSON Schema 2020-12) của một bản ghi mà chương trình đưa vào",
        "Print the JSON Schema (2020-12) of a record as a program gives it",
    ),
};
pub(super) const OUTPUTS: Opt = Opt {
    en: "outputs",
    vi: "dau-ra",
    short: None,
    value: ("", ""),
    help: (
        "In lược đồ JSON (JSON Schema 2020-12) của kết quả, lời giải thích, chỉ tiêu và lỗi",
        "Print the JSON Schema (2020-12) of decisions, explanations, targets and findings",
    ),
};
pub(super) const COVERAGE: Opt = Opt {
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
pub(super) const DATE: Opt = Opt {
    en: "date",
    vi: "ngay",
    short: None,
    value: ("NGÀY", "DATE"),
    help: (
        "Ngày xét, ví dụ 30/06/2023; không ghi thì lấy ngày trong tệp dữ liệu",
        "As-of date, such as 30/06/2023 or 2023-06-30; by default the data file's",
    ),
};
pub(super) const DATE_COLUMN: Opt = Opt {
    en: "date-column",
    vi: "cot-ngay",
    short: None,
    value: ("TÊN", "NAME"),
    help: (
        "Mỗi bản ghi theo bộ quy tắc của ngày ở trường hay cột này; không có --ngay thì xét vào ngày đó",
        "Each record by the pack of the day in this field or column; as of that day without --date",
    ),
};
pub(super) const BLOCK: Opt = Opt {
    en: "block",
    vi: "khoi",
    short: None,
    value: ("TÊN", "NAME"),
    help: (
        "Chỉ xét bảng điểm, điều kiện, kiểm tra hay chỉ tiêu này; ghi được nhiều lần",
        "Only this scorecard, eligibility, check or targets; may be given several times",
    ),
};
pub(super) const ID: Opt = Opt {
    en: "id",
    vi: "ma",
    short: None,
    value: ("MÃ", "KEY"),
    help: (
        "Chỉ xét bản ghi có khóa này, hoặc đơn vị có tên này; ghi được nhiều lần",
        "Only the record with this key, or the unit of this name; may be given several times",
    ),
};
pub(super) const NUMBERS: Opt = Opt {
    en: "numbers",
    vi: "kieu-so",
    short: None,
    value: ("KIỂU", "FORM"),
    help: (
        "Số trong ô chữ viết kiểu 1.234,5 (vi), 1,234.5 (en) hay 1234.5 (plain)",
        "Numbers in text cells are written 1.234,5 (vi), 1,234.5 (en) or 1234.5 (plain)",
    ),
};
pub(super) const RATIOS: Opt = Opt {
    en: "ratios",
    vi: "ty-le",
    short: None,
    value: ("CÁCH", "WAY"),
    help: (
        "Tỷ lệ không có dấu %: 0,98 là 98% (fraction) hay 98 là 98% (percent)",
        "Ratios without %: 0.98 is 98% (fraction) or 98 is 98% (percent)",
    ),
};
pub(super) const TOTAL_ROWS: Opt = Opt {
    en: "total-rows",
    vi: "dong-tong",
    short: None,
    value: ("CÁCH", "WAY"),
    help: (
        "Dòng trông như dòng tổng: bỏ qua (skip) hay là bản ghi (keep)",
        "Rows that look like totals: left out (skip) or records (keep)",
    ),
};
pub(super) const ENCODING: Opt = Opt {
    en: "encoding",
    vi: "bang-ma",
    short: None,
    value: ("BẢNG-MÃ", "ENCODING"),
    help: ("Bảng mã cũ của tệp dữ liệu", "An old encoding of the data files"),
};
pub(super) const LANG: Opt = Opt {
    en: "lang",
    vi: "ngon-ngu",
    short: None,
    value: ("TIẾNG", "LANGUAGE"),
    help: (
        "Ngôn ngữ của thông báo, không ghi thì theo bộ quy tắc",
        "Language of messages, by default the pack's",
    ),
};
