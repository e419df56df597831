//! What the checker says of how a rule file has its results named and shown; codes E170 to
//! E173 and E176 to E179.

use super::{Diagnostic, Message, say};
use crate::keywords::{Keywords, Kw};
use crate::source::Span;

/// E170: more words for verdicts than a block has verdicts.
pub fn too_many_verdicts(span: Span, found: usize) -> Diagnostic {
    Diagnostic::error(
        "E170",
        span,
        say!(
            "một khối chỉ có năm kết luận, ở đây đặt {found} tên",
            "a block has five verdicts, here are {found} names",
            found = found
        ),
    )
    .help(say!(
        "đặt tên theo thứ tự: được, không được, cần người xem xét, còn thiếu thông tin, chưa đến hạn",
        "name them in this order: met, struck, to review, incomplete, not due"
    ))
}

/// E171: a word for one verdict that is that of another.
pub fn verdict_of_another(span: Span, word: &str, named: Kw) -> Diagnostic {
    let headline = Message {
        vi: format!(
            "“{word}” vốn là tên của kết luận khác, ở đây lại đặt cho “{}”",
            named.word(Keywords::Vi)
        ),
        en: format!(
            "“{word}” is the name of another verdict, here it is given to “{}”",
            named.word(Keywords::En)
        ),
    };
    Diagnostic::error("E171", span, headline).help(say!(
        "viết các kết luận theo thứ tự: được, không được, cần người xem xét, còn thiếu thông tin, chưa đến hạn",
        "write the verdicts in this order: met, struck, to review, incomplete, not due"
    ))
}

/// E172: something shown beside the key that is no value of the record.
pub fn not_shown(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E172",
        span,
        say!(
            "“{name}” không phải là giá trị của từng bản ghi nên không hiện bên mã được",
            "“{name}” is no value of each record, so it cannot be shown beside the key",
            name = name
        ),
    )
    .help(say!(
        "hiện được: trường, giá trị tính, bảng của loại bản ghi này",
        "what can be shown: fields, derived values and tables of this record type"
    ))
}

/// E172: a result of a block that is no value worked out from the record.
pub fn no_result(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E172",
        span,
        say!(
            "“{name}” không phải là giá trị tính ra từ bản ghi nên không là kết quả của khối được",
            "“{name}” is not worked out from the record, so it cannot be a result of the block",
            name = name
        ),
    )
    .help(say!(
        "nêu được: giá trị tính và bảng của loại bản ghi này; trường thì nêu ở “hiện theo” của \
         loại bản ghi",
        "what can be named: derived values and tables of this record type; a field is named in \
         “shown by” of the record type"
    ))
}

/// E173: something that stands beside the key already, or is part of it.
pub fn shown_twice(span: Span, name: &str, key: bool) -> Diagnostic {
    let headline = if key {
        say!(
            "“{name}” là khóa nên lúc nào cũng hiện",
            "“{name}” is the key, which is always shown",
            name = name
        )
    } else {
        say!("“{name}” đã có trong “hiện theo”", "“{name}” is shown already", name = name)
    };
    Diagnostic::error("E173", span, headline)
        .help(say!("bỏ tên này khỏi dòng", "leave this name out of the line"))
}
