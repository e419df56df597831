//! What the checker says of how a rule file has its results named and shown: codes E170 to E179.

use super::{Diagnostic, Message, say};
use crate::keywords::{Keywords, Kw};
use crate::source::Span;

/// E170: more words for verdicts than a block has verdicts.
pub fn too_many_verdicts(span: Span, found: usize) -> Diagnostic {
    Diagnostic::error(
        "E170",
        span,
        say!(
            "một khối chỉ có bốn kết luận, ở đây đặt {found} tên",
            "a block has four verdicts, here are {found} names",
            found = found
        ),
    )
    .help(say!(
        "đặt tên theo thứ tự: được, không được, cần người xem xét, còn thiếu thông tin",
        "name them in this order: met, struck, to review, incomplete"
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
        "viết các kết luận theo thứ tự: được, không được, cần người xem xét, còn thiếu thông tin",
        "write the verdicts in this order: met, struck, to review, incomplete"
    ))
}
