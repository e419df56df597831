//! What is said of rules that are wrong for some record, or for every one; codes E401 to E409 and
//! W501 to W519.

use super::{Diagnostic, Message, say};
use crate::source::Span;

/// Codes of findings that only `check` looks for. All of them can be accepted: what the rules mean
/// is for their owner to say.
pub(crate) const CODES: [&str; 7] = ["E401", "E402", "W501", "W502", "W503", "W504", "W505"];

/// A value of a record that shows a finding: its name, and the value in both languages.
pub type ShownValue = (String, Message);

/// Condition that never holds, or always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// A row of a table or criterion.
    Row,
    /// A cap or downgrade.
    Cap,
    /// A clause that is required of a record.
    Required,
    /// A clause that rejects a record.
    Rejecting,
    /// A clause of another kind.
    Clause,
}

/// E401: rows that leave a record without any.
pub fn gap(span: Span, name: &str, values: &[ShownValue]) -> Diagnostic {
    let values = listed(values);
    Diagnostic::error(
        "E401",
        span,
        Message {
            vi: format!("không dòng nào của “{name}” nhận: {}", values.vi),
            en: format!("no row of “{name}” takes: {}", values.en),
        },
    )
    .help(say!(
        "thêm dòng cho các giá trị ấy, hoặc dòng “còn lại”; nếu cố ý để trống thì ghi “bỏ qua E401: \
         \"…\"” với lý do",
        "add a row for these values, or a row “otherwise”; where it is left open on purpose, write \
         “allow E401: \"…\"” with the reason"
    ))
}

/// E402: two rows of a table that allows one.
pub fn overlap(span: Span, other: Span, name: &str, values: &[ShownValue]) -> Diagnostic {
    let values = listed(values);
    Diagnostic::error(
        "E402",
        other,
        Message {
            vi: format!("hai dòng của “{name}” cùng nhận: {}", values.vi),
            en: format!("two rows of “{name}” both take: {}", values.en),
        },
    )
    .also(span, say!("dòng kia", "the other row"))
    .help(say!(
        "bảng “duy nhất” chỉ cho một dòng: thu hẹp một trong hai",
        "a “unique” table allows one row: make one of the two narrower"
    ))
}

/// W501: a row to which those before leave nothing.
pub fn dead(span: Span, before: &[Span]) -> Diagnostic {
    let found = Diagnostic::warning(
        "W501",
        span,
        say!(
            "dòng này không bao giờ được dùng: các dòng trên đã nhận hết",
            "this row is never used: the rows above take all it would"
        ),
    );
    let found = before.iter().fold(found, |found, span| {
        found.also(*span, say!("dòng này nhận trước", "this row takes it first"))
    });
    found.help(say!(
        "bỏ dòng này, hoặc đưa nó lên trước nếu nó phải quyết định",
        "leave this row out, or put it first if it is meant to decide"
    ))
}

/// W502: a condition that no record fulfils.
pub fn never(span: Span, tested: Tested) -> Diagnostic {
    let headline = match tested {
        Tested::Row => {
            say!(
                "điều kiện của dòng này không bao giờ đúng",
                "the condition of this row never holds"
            )
        }
        Tested::Cap => {
            say!("mức chặn này không bao giờ xảy ra", "this cap never applies")
        }
        Tested::Required | Tested::Rejecting | Tested::Clause => {
            say!("điều kiện này không bao giờ đúng", "this condition never holds")
        }
    };
    Diagnostic::warning("W502", span, headline).help(say!(
        "xem lại các số và miền giá trị của trường: không bản ghi hợp lệ nào có các giá trị ấy",
        "look at the numbers and at the ranges of the fields: no valid record has such values"
    ))
}

/// W503: a condition that every record fulfils.
pub fn always(span: Span, tested: Tested) -> Diagnostic {
    let headline = match tested {
        Tested::Required => say!(
            "điều kiện này luôn đúng nên không loại ai",
            "this condition always holds, so that it turns no one away"
        ),
        Tested::Rejecting => say!(
            "điều kiện này luôn đúng nên ai cũng bị từ chối",
            "this condition always holds, so that everyone is rejected"
        ),
        Tested::Row | Tested::Cap | Tested::Clause => {
            say!("điều kiện này luôn đúng", "this condition always holds")
        }
    };
    Diagnostic::warning("W503", span, headline).help(say!(
        "xem lại số trong điều kiện, hoặc bỏ nó nếu không cần",
        "look at the number in the condition, or leave it out if it is not needed"
    ))
}

/// W504: a block that applies to no record.
pub fn no_record(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "W504",
        span,
        say!(
            "“{name}” không áp dụng cho bản ghi nào: các điều kiện “áp dụng khi” không thể cùng đúng",
            "“{name}” applies to no record: its “applies when” cannot all hold"
        ),
    )
    .help(say!(
        "sửa hoặc bỏ một trong các điều kiện “áp dụng khi”",
        "mend or leave out one of the “applies when”"
    ))
}

/// W505: a question that could not be decided.
pub fn undecided(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "W505",
        span,
        say!(
            "chưa kết luận được các dòng của “{name}” có hở hay chồng nhau không",
            "it could not be told whether the rows of “{name}” leave a gap or overlap"
        ),
    )
    .help(say!(
        "chỗ này dựa vào tích của hai trường, hàm, hay giá trị lấy từ nhiều bản ghi; thêm dòng “còn \
         lại”, hoặc tự xem lại rồi ghi “bỏ qua W505: \"…\"”",
        "it rests on a product of two fields, a function, or a value taken from many records; add a \
         row “otherwise”, or look at it yourself and write “allow W505: \"…\"”"
    ))
}

fn listed(values: &[ShownValue]) -> Message {
    if values.is_empty() {
        return say!("một bản ghi bất kỳ", "any record");
    }
    let each = |pick: fn(&Message) -> &str| {
        let shown: Vec<String> =
            values.iter().map(|(name, value)| format!("{name} {}", pick(value))).collect();
        shown.join(", ")
    };
    Message { vi: each(|value| &value.vi), en: each(|value| &value.en) }
}
