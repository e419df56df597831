//! The words of a pack made from last year's: the marks at what must be looked at again, and why
//! none could be made. W401.

use super::{Diagnostic, Error, ErrorKind, Message, counted, say, system};
use crate::source::{Span, key};
use crate::value::Lang;

/// The words of marks.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub mark: &'static str,
    pub quotation: &'static str,
    pub document: &'static str,
    pub of_last_year: &'static str,
    pub assumption: &'static str,
    pub no_basis: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    mark: "XEM LẠI",
    quotation: "câu trích",
    document: "văn bản",
    of_last_year: "của kỳ trước",
    assumption: "giả định",
    no_basis: "không ghi căn cứ",
};

const EN: Words = Words {
    mark: "REVIEW",
    quotation: "quotation",
    document: "document",
    of_last_year: "of the period before",
    assumption: "assumption",
    no_basis: "no basis given",
};

/// Whether a comment, without its `#`, is a mark in either language.
pub fn is_mark(comment: &str) -> bool {
    let marks = [VI.mark, EN.mark];
    comment.split_once(':').is_some_and(|(word, _)| marks.iter().any(|mark| key(mark) == key(word)))
}

/// So many places to review.
pub fn places(count: usize) -> Message {
    if count == 1 {
        say!("1 chỗ", "1 place")
    } else {
        say!("{count} chỗ", "{count} places", count = count)
    }
}

/// Marks that are not listed.
pub fn more_marks(count: usize) -> Message {
    say!(
        "… và {count} chỗ nữa: trong tệp, trên mỗi chỗ có một dòng “# XEM LẠI”; muốn kể hết ra \
         đây thì thêm --tat-ca",
        "… and {count} more: in the files, each has a line “# REVIEW” above it; to list them all \
         here, add --all",
        count = count
    )
}

/// W401: marks that are still there, by file where they stand in several.
pub fn marks_left(first: Span, files: &[(&str, usize)]) -> Diagnostic {
    let count: usize = files.iter().map(|(_, count)| count).sum();
    let listed = |lang: Lang| {
        let each = files.iter().map(|(file, count)| format!("{file} {}", places(*count).get(lang)));
        if files.len() > 1 {
            format!(": {}", each.collect::<Vec<_>>().join(", "))
        } else {
            String::new()
        }
    };
    let (left, are) = if count == 1 { ("place", "is") } else { ("places", "are") };
    let told = Message {
        vi: format!("còn {count} chỗ phải xem lại{}", listed(Lang::Vi)),
        en: format!("{count} {left} {are} still to be reviewed{}", listed(Lang::En)),
    };
    Diagnostic::warning("W401", first, told).help(say!(
        "đối chiếu con số với văn bản mới, sửa nếu khác, rồi xóa dòng “# XEM LẠI: …” phía trên",
        "hold the number against the new document, change it if it differs, then delete the line \
         “# REVIEW: …” above it"
    ))
}

/// A pack that does not say from when it applies.
pub fn no_effective() -> Error {
    no_pack(say!(
        "bộ luật cũ chưa ghi áp dụng từ ngày nào; thêm effective = {{ from = 2023-01-01, to = \
         2023-12-31 }} vào pack.toml của nó",
        "the old pack does not say from when it applies; add effective = {{ from = 2023-01-01, to \
         = 2023-12-31 }} to its pack.toml"
    ))
}

/// E253: a pack that no pack of another year can be made from.
fn no_pack(message: Message) -> Error {
    Error::new(ErrorKind::Load, "E253", message)
}

/// The year that the pack is of already.
pub fn same_year(year: i32) -> Error {
    let message =
        say!("bộ luật cũ đã là của năm {year}", "the old pack is of {year} already", year = year);
    no_pack(message)
}

/// What is no year.
pub fn no_year(text: &str) -> Message {
    say!(
        "“{text}” không phải năm; viết như 2024",
        "“{text}” is no year; write one such as 2024",
        text = text
    )
}

/// A folder that is there already.
pub fn exists(path: &str) -> Message {
    say!(
        "“{path}” đã có; không ghi đè. Chọn chỗ khác bằng -o",
        "“{path}” is there already and stays as it is; choose another place with -o",
        path = path
    )
}

/// A folder that could not be written.
pub fn unwritable(path: &str, reason: &std::io::Error) -> Message {
    let Message { vi, en } = system(reason);
    Message {
        vi: format!("không ghi được “{path}”: {vi}"),
        en: format!("cannot write “{path}”: {en}"),
    }
}

/// The end of the checklist.
pub fn made(path: &str, marks: usize) -> Message {
    Message {
        vi: format!("đã tạo {path}; {marks} chỗ phải xem lại"),
        en: format!("made {path}; {} to review", counted(marks, "place")),
    }
}
