//! What is said of lists of parts that may be incomplete; codes E174 to E175.

use super::{Diagnostic, Message, say};
use crate::source::Span;

/// E174: a list that belongs to nothing, so that no one can say whether it is whole.
pub fn without_parent(span: Span, part: &str) -> Diagnostic {
    Diagnostic::error(
        "E174",
        span,
        say!(
            "“đủ khi” chỉ đi cùng “thuộc”: {part} là danh sách của bản ghi nào?",
            "“complete when” goes with “belongs to” only: {part} is the list of which record?",
            part = part
        ),
    )
    .help(say!(
        "viết thêm bản ghi mà nó thuộc về, ví dụ “thuộc Đề xuất vay theo mã đề xuất, đủ khi …”",
        "say what it belongs to, such as “belongs to Proposal by id, complete when …”"
    ))
}

/// E174: a condition that asks the part instead of the record whose list it is.
pub fn own_name(span: Span, name: &str, part: &str, parent: &str) -> Diagnostic {
    Diagnostic::error(
        "E174",
        span,
        say!(
            "sau “đủ khi” phải hỏi {parent}, mà “{name}” là của {part}",
            "“complete when” asks the {parent}, and “{name}” is a name of {part}",
            parent = parent,
            part = part,
            name = name
        ),
    )
    .help(say!(
        "viết điều kiện trên một trường của {parent} cho biết danh sách đã khai đủ, ví dụ “đủ khi \
         đã khai là có”",
        "ask a field of {parent} that says the list is whole, such as “complete when declared is \
         yes”",
        parent = parent
    ))
}

/// E175: lists of which none can be settled first.
pub fn cycle(span: Span, lists: &[String]) -> Diagnostic {
    let headline = match lists {
        [only] => say!(
            "“đủ khi” của {only} lại đọc giá trị tính từ chính {only}",
            "“complete when” of {only} reads values worked out from {only} itself",
            only = only
        ),
        lists => say!(
            "các danh sách này chờ nhau để biết đã đủ hay chưa: {lists}",
            "these lists wait for each other to know whether they are whole: {lists}",
            lists = lists.join(", ")
        ),
    };
    Diagnostic::error("E175", span, headline).help(say!(
        "hỏi một trường có trong số liệu, ví dụ “đủ khi đã khai là có”",
        "ask a field of the data, such as “complete when declared is yes”"
    ))
}

/// Reason why a value is undetermined: the list it is worked out from.
pub fn open_list(part: &str, condition: &str) -> Message {
    say!(
        "danh sách {part} chưa chắc đủ: chưa có “{condition}”",
        "the list of {part}, which may be incomplete: “{condition}” does not hold",
        part = part,
        condition = condition
    )
}

/// Some of so many keys.
pub fn some_of(keys: &[String], all: usize) -> Message {
    let keys_shown = keys.join(", ");
    match all.saturating_sub(keys.len()) {
        0 => Message { vi: keys_shown.clone(), en: keys_shown },
        left => {
            say!("{keys} và {left} nữa", "{keys} and {left} more", keys = keys_shown, left = left)
        }
    }
}

/// Records whose list of parts may be incomplete.
pub fn lists_open(
    whole: &str,
    part: &str,
    condition: &str,
    count: usize,
    keys: &Message,
) -> Message {
    Message {
        vi: format!(
            "{count} {whole} có danh sách {part} chưa chắc đủ vì chưa có “{condition}”: {}",
            keys.vi
        ),
        en: format!(
            "{count} {whole} with a list of {part} that may be incomplete, for “{condition}” does \
             not hold: {}",
            keys.en
        ),
    }
}

/// Records without a row among the files of their parts.
pub fn without_rows(whole: &str, part: &str, count: usize, keys: &Message) -> Message {
    Message {
        vi: format!(
            "{count} {whole} không có dòng {part} nào, coi như danh sách trống: {}",
            keys.vi
        ),
        en: format!("{count} {whole} without a row of {part}, read as an empty list: {}", keys.en),
    }
}
