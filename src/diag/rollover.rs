//! The words of a pack made from last year's: the marks at what must be looked at again, and why
//! none could be made. W401.

use super::{Diagnostic, Error, ErrorKind, Message, counted, say, system, words};
use crate::source::{Span, key};
use crate::value::Lang;

words! {
    /// The words of marks.
    mark: "XEM LẠI" / "REVIEW";
    quotation: "câu trích" / "quotation";
    document: "văn bản" / "document";
    rows: "các dòng trong tệp" / "rows of the file";
    of_last_year: "của kỳ trước" / "of the period before";
    assumption: "giả định" / "assumption";
    no_basis: "không ghi căn cứ" / "no basis given";
    now: "văn bản mới" / "the new text";
    no_longer: "văn bản mới không còn câu này" / "no longer in the new text";
    changed: "đổi" / "changed";
    gone: "bỏ" / "gone";
    new: "mới" / "new";
    moved: "chuyển mục" / "moved";
    line: "dòng" / "line";
    rule: "quy tắc" / "rule";
}

/// Returns `true` if a comment, without its `#`, is a mark in either language.
pub fn is_mark(comment: &str) -> bool {
    let marks = [VI.mark, EN.mark];
    comment.split_once(':').is_some_and(|(word, _)| marks.iter().any(|mark| key(mark) == key(word)))
}

/// Number of places to review.
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

/// W401: marks that are still there, by file where they are in several.
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
        "bộ quy tắc cũ chưa ghi áp dụng từ ngày nào; thêm effective = {{ from = 2023-01-01, to = \
         2023-12-31 }} vào pack.toml của nó",
        "the old pack does not say from when it applies; add effective = {{ from = 2023-01-01, to \
         = 2023-12-31 }} to its pack.toml"
    ))
}

/// E253: a pack that no pack of another year can be made from.
pub(crate) fn no_pack(message: Message) -> Error {
    Error::new(ErrorKind::Load, "E253", message)
}

/// The year that the pack is of already.
pub fn same_year(year: i32) -> Error {
    let message = say!(
        "bộ quy tắc cũ đã là của năm {year}",
        "the old pack is of {year} already",
        year = year
    );
    no_pack(message)
}

/// Text of a year that is no year.
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

/// A text for a document that the pack has not.
pub fn no_document(name: &str, nearest: Option<&str>, known: &[&str]) -> Message {
    match (nearest, known) {
        (Some(near), _) => say!(
            "bộ quy tắc không có văn bản nào tên “{name}”; có phải “{near}”?",
            "the pack has no document “{name}”; did you mean “{near}”?",
            name = name,
            near = near
        ),
        (None, []) => say!(
            "không tài liệu nào của bộ quy tắc có văn bản; thêm “văn bản \"…\"” vào dòng “tài liệu”",
            "no document of the pack has a text; add “text \"…\"” to its “source” line"
        ),
        (None, known) => say!(
            "bộ quy tắc không có văn bản nào tên “{name}”; có: {known}",
            "the pack has no document “{name}”; it has: {known}",
            name = name,
            known = known.join(", ")
        ),
    }
}

/// A new text that is given without the name of its document.
pub fn which_document(given: &str) -> Message {
    say!(
        "“{given}” là văn bản mới của tài liệu nào? Viết như KH91=ke-hoach-2024.txt",
        "“{given}” is the new text of which document? Write it as in KH91=plan-2024.txt",
        given = given
    )
}

/// Two new texts of one document.
pub fn document_twice(name: &str) -> Message {
    say!(
        "có hai văn bản mới của “{name}”; chỉ đưa một",
        "there are two new texts of “{name}”; give one",
        name = name
    )
}

/// A new text that is no text.
pub fn not_utf8(name: &str) -> Message {
    say!(
        "văn bản mới của “{name}” không phải văn bản thuần (UTF-8); lưu lại dạng .txt, mã hóa UTF-8",
        "the new text of “{name}” is no plain text (UTF-8); save it as .txt, encoded as UTF-8",
        name = name
    )
}

/// Differences of a document from its new text: sentences changed, gone, new, moved.
pub fn editions(document: &str, counts: [usize; 4]) -> Message {
    let [changed, gone, new, moved] = counts;
    if counts == [0; 4] {
        return say!(
            "{document}: văn bản mới không khác câu nào",
            "{document}: no sentence of the new text differs",
            document = document
        );
    }
    say!(
        "{document}: {changed} câu đổi, {gone} câu bỏ, {new} câu mới, {moved} câu chuyển mục",
        "{document}: {changed} changed, {gone} gone, {new} new, {moved} moved",
        document = document,
        changed = changed,
        gone = gone,
        new = new,
        moved = moved
    )
}

/// The end of the checklist.
pub fn made(path: &str, marks: usize) -> Message {
    Message {
        vi: format!("đã tạo {path}; {marks} chỗ phải xem lại"),
        en: format!("made {path}; {} to review", counted(marks, "place")),
    }
}
