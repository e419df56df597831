//! What is said of records that no permitted change lifts; code W521.

use super::{Diagnostic, Message, say};
use crate::source::Span;

/// Code of records that no change lifts, which are looked for where that is asked.
pub(crate) const CODE: &str = "W521";

/// W521: records that come to no better result, whatever the fields that may change come to.
pub fn confined(
    span: Span,
    block: &str,
    result: &Message,
    region: Option<&Message>,
    record: &[Message],
) -> Diagnostic {
    let example =
        |pick: fn(&Message) -> &str| record.iter().map(pick).collect::<Vec<_>>().join(", ");
    let example = Message { vi: example(|one| &one.vi), en: example(|one| &one.en) };
    let told = region.unwrap_or(&example);
    let headline = Message {
        vi: format!(
            "“{block}”: không thay đổi nào được phép đưa bản ghi lên trên “{}”: {}",
            result.vi, told.vi
        ),
        en: format!(
            "“{block}”: no permitted change brings a record above “{}”: {}",
            result.en, told.en
        ),
    };
    let found = Diagnostic::warning(CODE, span, headline);
    let found = match region {
        Some(region) if *region != example && !record.is_empty() => found.remark(Message {
            vi: format!("ví dụ: {}", example.vi),
            en: format!("for example: {}", example.en),
        }),
        Some(_) | None => found,
    };
    found.help(say!(
        "các trường “cố định”, “chỉ tăng”, “chỉ giảm” giữ bản ghi ở đó: xem lại điều kiện, hoặc dấu của \
         trường; nếu cố ý thì ghi “bỏ qua W521: \"…\"”",
        "fields that are “fixed”, “only rises” or “only falls” keep the record there: look at the \
         conditions, or at the marks; where it is meant, write “allow W521: \"…\"”"
    ))
}
