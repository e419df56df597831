//! What is said of records to work on so that a unit meets a requirement that it misses.

use super::{Message, counted, say, words};
use crate::value::Lang;

words! {
    /// Headers and fixed words of the list.
    record: "bản ghi" / "record";
    order: "thứ tự" / "order";
    standing: "cần làm" / "what it takes";
    changes: "thay đổi" / "change";
    row: "dòng" / "row";
}

/// Name of the list of records to work on so that targets are met.
pub fn list_of(targets: &str) -> Message {
    say!("Việc để đạt {targets}", "Work to meet {targets}", targets = targets)
}

/// So many records that are enough, of which fewer are not.
pub fn fewest(count: usize, record: &str) -> Message {
    let Message { vi, en } = enough(count, record);
    match count {
        1 => Message { vi, en },
        _ => Message {
            vi: format!("{vi}, ít hơn thì không được"),
            en: format!("{en}, fewer are not"),
        },
    }
}

/// So many records that are enough, though fewer may be too.
pub fn perhaps_fewer(count: usize, record: &str) -> Message {
    let Message { vi, en } = enough(count, record);
    Message {
        vi: format!("{vi}; có thể còn cách ít hơn"), en: format!("{en}; fewer may be too")
    }
}

fn enough(count: usize, record: &str) -> Message {
    let is = if count == 1 { "is" } else { "are" };
    Message {
        vi: format!("{count} {record} là đủ"),
        en: format!("{} of {record} {is} enough", counted(count, "record")),
    }
}

/// No changes of the records do.
pub fn impossible(record: &str) -> Message {
    say!(
        "không thể đạt: mọi {record} thay đổi hết mức được phép cũng không đủ",
        "cannot be met: not even if every record of {record} changes as far as it may",
        record = record
    )
}

/// No changes of the records were found that do.
pub fn not_found() -> Message {
    say!(
        "chưa tìm ra cách đạt, có thể vẫn có cách",
        "no way to meet it was found; there may be one"
    )
}

/// No records were looked for, as it is not known how much is lacking.
pub fn open() -> Message {
    say!("chưa tính được: còn bản ghi thiếu số liệu", "not worked out: records lack data")
}

/// No records were looked for, as what each adds cannot be told.
pub fn no_sum() -> Message {
    say!(
        "không tính được: chỉ số này không phải tổng hay tỷ trọng của từng bản ghi",
        "not worked out: this indicator is no sum or share of single records"
    )
}

/// The same of a search that came to its limit.
pub fn cut(found: &Message) -> Message {
    Message {
        vi: format!("{} (dừng tìm vì có quá nhiều khả năng)", found.vi),
        en: format!("{} (the search stopped at its limit)", found.en),
    }
}
