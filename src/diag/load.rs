//! What the loader says of packs, manifests and files: codes E201 to E229, one constructor a code.

use super::{Diagnostic, Message, say, system};
use crate::source::Span;

/// E201: a file such as `pack.toml` that is not TOML.
pub fn not_toml(span: Span, file: &str) -> Diagnostic {
    Diagnostic::error(
        "E201",
        span,
        say!("không đọc được chỗ này của {file}", "{file} cannot be read here", file = file),
    )
    .help(say!(
        "mỗi dòng có dạng: khóa = \"chữ\"; khóa có dấu hay dấu cách phải đặt trong \"…\"",
        "a line reads: key = \"text\"; a key with diacritics or blanks must stand in \"…\""
    ))
}

/// E202: a key that a manifest does not know.
pub fn unknown_key(
    span: Span,
    file: &str,
    key: &str,
    known: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let found = Diagnostic::error(
        "E202",
        span,
        say!(
            "{file} không có khóa “{key}” ở đây; có: {known}",
            "{file} has no key “{key}” here; it has: {known}",
            file = file,
            key = key,
            known = known
        ),
    );
    match nearest {
        Some(near) => found
            .help(say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near))
            .fix(span, near),
        None => found,
    }
}

/// E203: a value of a manifest that is not of its kind.
pub fn wrong_value(span: Span, key: &str, wanted: Wanted) -> Diagnostic {
    let Message { vi, en } = wanted.words();
    Diagnostic::error(
        "E203",
        span,
        Message {
            vi: format!("“{key}” phải là {vi}"), en: format!("“{key}” must be {en}")
        },
    )
}

/// Form of the value that a key of `pack.toml` takes.
pub enum Wanted {
    /// Any text between quotes.
    Text,
    /// A number without a fraction.
    Integer,
    /// A day, without quotes.
    Date,
    /// A list of texts.
    Texts,
    /// A text or a list of them.
    TextOrTexts,
    /// The name of a sheet or its number.
    TextOrInteger,
    /// One of these words; of a word in two languages both spellings, parted by `|`.
    Word(&'static [&'static str]),
    /// A table of keys.
    Table,
    /// An array of tables.
    Tables,
}

impl Wanted {
    fn words(self) -> Message {
        match self {
            Wanted::Text => say!("chữ trong \"…\"", "text in \"…\""),
            Wanted::Integer => say!("số nguyên không âm", "a whole number, not negative"),
            Wanted::Date => say!("ngày dạng 2023-01-31", "a day such as 2023-01-31"),
            Wanted::Texts => say!("danh sách [\"…\", \"…\"]", "a list [\"…\", \"…\"]"),
            Wanted::TextOrTexts => say!(
                "chữ trong \"…\" hoặc danh sách [\"…\", \"…\"]",
                "text in \"…\" or a list [\"…\", \"…\"]"
            ),
            Wanted::TextOrInteger => {
                say!("tên trang hoặc số thứ tự trang", "a sheet's name or number")
            }
            Wanted::Word(words) => {
                let spelt = |at: fn(&'static str) -> Option<&'static str>| {
                    words.iter().filter_map(move |word| at(word))
                };
                let quoted = |word: &'static str| format!("\"{word}\"");
                let vi: Vec<String> = spelt(|word| word.split('|').next()).map(quoted).collect();
                let en: Vec<String> =
                    spelt(|word| word.split('|').next_back()).map(quoted).collect();
                Message { vi: vi.join(" hoặc "), en: en.join(" or ") }
            }
            Wanted::Table => say!("một bảng {{ khóa = … }}", "a table {{ key = … }}"),
            Wanted::Tables => say!("các bảng [[…]]", "tables [[…]]"),
        }
    }
}

/// E204: a key that a manifest must have.
pub fn missing_key(span: Span, file: &str, key: &str) -> Diagnostic {
    Diagnostic::error(
        "E204",
        span,
        say!("{file} thiếu khóa “{key}”", "{file} lacks the key “{key}”", file = file, key = key),
    )
}

/// E205: a file that is not there or cannot be read.
pub fn unreadable(path: &str, reason: &std::io::Error) -> Diagnostic {
    let Message { vi, en } = system(reason);
    Diagnostic::general(
        "E205",
        Message {
            vi: format!("không đọc được “{path}”: {vi}"),
            en: format!("cannot read “{path}”: {en}"),
        },
    )
}

/// E206: a file that the rules name is not in the pack.
pub fn no_such_file(span: Span, file: &str, nearest: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "E206",
        span,
        say!("gói luật không có tệp “{file}”", "the pack has no file “{file}”", file = file),
    );
    match nearest {
        Some(near) => {
            found.help(say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near))
        }
        None => found,
    }
}

/// The code of a file that is not UTF-8 text.
pub const NOT_UTF8: &str = "E207";

/// E207: a file that is not UTF-8 text.
pub fn not_utf8(path: &str, line: usize) -> Diagnostic {
    Diagnostic::general(
        NOT_UTF8,
        say!(
            "“{path}” không phải văn bản UTF-8 (dòng {line})",
            "“{path}” is not UTF-8 text (line {line})",
            path = path,
            line = line
        ),
    )
    .help(say!(
        "mở tệp, chọn Lưu thành (Save as) với bảng mã UTF-8",
        "open it and save it as UTF-8"
    ))
}

/// E207 of a file in UTF-16, of which no line is wrong by itself.
pub fn utf16(path: &str) -> Diagnostic {
    Diagnostic::general(
        NOT_UTF8,
        say!(
            "“{path}” là văn bản UTF-16, không phải UTF-8",
            "“{path}” is UTF-16 text, not UTF-8",
            path = path
        ),
    )
    .help(say!(
        "mở tệp, chọn Lưu thành (Save as) với bảng mã UTF-8",
        "open it and save it as UTF-8"
    ))
}

/// E208: a folder without rules.
pub fn no_rules(path: &str) -> Diagnostic {
    Diagnostic::general(
        "E208",
        say!(
            "“{path}” không có tệp luật (.luat) nào",
            "“{path}” holds no rule file (.luat)",
            path = path
        ),
    )
}

/// E208, of a rule file that was saved as a text file.
pub fn saved_as_text(path: &str, meant: &str) -> Diagnostic {
    Diagnostic::general(
        "E208",
        say!(
            "“{path}” là tệp luật bị lưu với đuôi .txt, nên không được đọc",
            "“{path}” is a rule file that was saved with the ending .txt, so it is not read",
            path = path
        ),
    )
    .help(say!(
        "đổi tên thành “{meant}”; trong Notepad, ở ô “Save as type” chọn “All files” rồi mới lưu",
        "rename it to “{meant}”; in Notepad choose “All files” under “Save as type” before saving",
        meant = meant
    ))
}

/// E208, of a file with data in the place of the rules.
pub fn data_for_rules(path: &str) -> Diagnostic {
    Diagnostic::general(
        "E208",
        say!(
            "“{path}” là tệp số liệu, không phải luật",
            "“{path}” is a data file, not rules",
            path = path
        ),
    )
    .help(say!(
        "thứ tự là LUẬT trước, số liệu sau: visao cham to.luat to.csv",
        "the rules come first, then the data: visao grade rules.luat data.csv"
    ))
}

/// E213: rules that declare no record type.
pub fn nothing_held(files: &[&str], empty: bool) -> Diagnostic {
    const SHOWN: usize = 3;
    let shown: Vec<String> = files.iter().take(SHOWN).map(|name| format!("“{name}”")).collect();
    let files = format!("{}{}", shown.join(", "), if files.len() > SHOWN { " …" } else { "" });
    let headline = if empty {
        say!("{files} chưa có câu luật nào", "{files}: no rule is written here yet", files = files)
    } else {
        say!(
            "{files} chưa khai báo bản ghi nào, nên không có gì để xét",
            "{files}: no record type is declared, so there is nothing to decide on",
            files = files
        )
    };
    Diagnostic::general("E213", headline).help(say!(
        "bắt đầu bằng “bản ghi …” và các “trường …” của nó, rồi đến “bảng điểm …”, “điều kiện …” \
         hay “kiểm tra …”",
        "start with “record …” and its “field …” lines, then a “scorecard …”, “eligibility …” or \
         “check …”"
    ))
}

/// E214: two files that declare many of the same names.
pub fn copy(span: Span, file: &str, first: Span, other: &str, names: usize) -> Diagnostic {
    Diagnostic::error(
        "E214",
        span,
        say!(
            "“{other}” và “{file}” khai báo cùng {names} tên; một tệp là bản sao?",
            "“{other}” and “{file}” declare the same {names} names; is one a copy?",
            other = other,
            file = file,
            names = names
        ),
    )
    .also(first, say!("một trong các tên ấy, ở tệp kia", "one of these names, in the other file"))
    .help(say!(
        "mọi tệp .luat trong thư mục đều được đọc: chuyển bản cũ ra chỗ khác, hoặc đổi đuôi của \
         nó, ví dụ .luat.cu",
        "every .luat file of the folder is read: move the old copy away, or give it another \
         ending, such as .luat.old"
    ))
}

/// E209: more files than a pack may have.
pub fn too_many_files(path: &str, limit: usize) -> Diagnostic {
    Diagnostic::general(
        "E209",
        say!(
            "“{path}” có quá nhiều tệp: tối đa {limit}",
            "“{path}” holds too many files: at most {limit}",
            path = path,
            limit = limit
        ),
    )
}

/// E209: a larger file than a pack may have.
pub fn too_large(path: &str, limit: &str) -> Diagnostic {
    Diagnostic::general(
        "E209",
        say!(
            "“{path}” lớn quá: tối đa {limit}",
            "“{path}” is too large: at most {limit}",
            path = path,
            limit = limit
        ),
    )
}

/// E260: a character of a rule file, script or manifest that is not seen and steers how the rest
/// is.
pub fn hidden(span: Span, shown: &str) -> Diagnostic {
    Diagnostic::error(
        "E260",
        span,
        say!(
            "ở đây có ký tự điều khiển {shown} không nhìn thấy được: chữ hiện ra có thể khác điều \
             máy đọc",
            "a control character {shown} stands here that is not seen: what is shown may differ \
             from what is read",
            shown = shown
        ),
    )
    .help(say!("xóa ký tự ấy", "delete it"))
    .fix(span, "")
}

/// A file that is too large to be copied with its pack.
pub fn too_large_to_copy(path: &str, limit: &str) -> Message {
    say!(
        "“{path}” lớn quá, chỉ chép tệp tối đa {limit}; hãy chuyển tệp này ra ngoài thư mục bộ \
         luật",
        "“{path}” is too large, files of at most {limit} are copied; move it out of the pack's \
         folder",
        path = path,
        limit = limit
    )
}

/// E220: more pairs of packs that apply on one day than are reported.
pub fn more_pairs(count: usize) -> Diagnostic {
    Diagnostic::general(
        "E220",
        say!(
            "và {count} cặp bộ quy tắc khác cũng cùng áp dụng một ngày",
            "and {count} more pairs of packs apply on one day",
            count = count
        ),
    )
}

/// E210: an import profile that does not fit the rules.
pub fn profile(span: Option<Span>, message: super::Message) -> Diagnostic {
    match span {
        Some(span) => Diagnostic::error("E210", span, message),
        None => Diagnostic::general("E210", message),
    }
}

/// E211: a range of days that ends before it begins.
pub fn empty_range(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E211",
        span,
        say!("ngày kết thúc đứng trước ngày bắt đầu", "the last day is before the first"),
    )
}

/// E212: a script that the manifest lists is not in the pack.
pub fn listed_script(file: &str, nearest: Option<&str>) -> Diagnostic {
    let found = Diagnostic::general(
        "E212",
        say!(
            "pack.toml kể tên tệp “{file}”, nhưng gói luật không có",
            "pack.toml lists “{file}”, but the pack has no such file",
            file = file
        ),
    );
    match nearest {
        Some(near) => {
            found.help(say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near))
        }
        None => found,
    }
}

/// E220: two packs of a folder that apply on one day.
pub fn two_packs(
    first: &str,
    first_place: Option<Span>,
    second: &str,
    second_place: Option<Span>,
) -> Diagnostic {
    let mut found = Diagnostic::general(
        "E220",
        say!(
            "“{first}” và “{second}” cùng áp dụng một ngày",
            "“{first}” and “{second}” apply on one day",
            first = first,
            second = second
        ),
    )
    .help(say!(
        "sửa effective trong pack.toml để mỗi ngày chỉ có một bộ quy tắc; không ghi effective là áp \
         dụng mọi ngày",
        "change effective in pack.toml so that each day has one pack; a pack without effective \
         applies on every day"
    ));
    for place in [second_place, first_place].into_iter().flatten() {
        found = found.also(place, super::Message::from(("", "")));
    }
    found
}

/// E221: words of `doi-chieu.toml` that no document of the pack holds.
pub fn listed_words(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E221",
        span,
        say!(
            "không văn bản nào của bộ quy tắc có câu này",
            "no document of the pack holds these words"
        ),
    )
    .help(say!(
        "chép đúng từng chữ trong văn bản (khoảng trắng và xuống dòng không kể)",
        "copy the words exactly (blanks and line breaks do not count)"
    ))
}

/// E222: two entries of `doi-chieu.toml` with one id.
pub fn same_id(span: Span, first: Span, id: &str) -> Diagnostic {
    Diagnostic::error(
        "E222",
        span,
        say!("hai mục cùng mang id “{id}”", "two entries have the id “{id}”", id = id),
    )
    .also(first, say!("mục kia", "the other entry"))
}
