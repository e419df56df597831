//! What is said of child records that leave aggregates of their parents undetermined, and of parts
//! that belong to none for sure.

use super::{Message, quoted, say};

/// A part's record type, that of what it belongs to, and the field that says to which.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    pub part: &'a str,
    pub whole: &'a str,
    pub field: &'a str,
}

/// A file, with its sheet.
pub fn file(name: &str, sheet: Option<&str>) -> Message {
    match sheet {
        Some(sheet) => {
            say!("{name} (trang {sheet})", "{name} (sheet {sheet})", name = name, sheet = sheet)
        }
        None => Message { vi: name.to_owned(), en: name.to_owned() },
    }
}

/// A row of a file.
pub fn row(file: Option<&Message>, row: u32) -> Message {
    match file.filter(|file| !file.vi.is_empty()) {
        Some(file) => {
            Message { vi: format!("{} dòng {row}", file.vi), en: format!("{} row {row}", file.en) }
        }
        None => say!("dòng {row}", "row {row}", row = row),
    }
}

/// A row with the key it gives.
pub fn keyed(key: &str, row: &Message) -> Message {
    let key = quoted(key);
    Message { vi: format!("“{key}” ({})", row.vi), en: format!("“{key}” ({})", row.en) }
}

/// Some of so many rows.
pub fn rows(shown: &[Message], all: usize) -> Message {
    let join = |pick: fn(&Message) -> &str| shown.iter().map(pick).collect::<Vec<_>>().join(", ");
    let (vi, en) = (join(|row| &row.vi), join(|row| &row.en));
    match all.saturating_sub(shown.len()) {
        0 => Message { vi, en },
        left => Message {
            vi: format!("{vi} và {left} dòng khác"),
            en: format!("{en} and {left} more"),
        },
    }
}

/// Parts that do not say what they belong to.
pub fn parts_without_parent(link: Link<'_>, count: usize, rows: &Message) -> Message {
    let Link { part, whole, field } = link;
    Message {
        vi: format!(
            "{count} {part} không ghi “{field}” nên có thể thuộc bất kỳ {whole} nào: giá trị nào \
             của {whole} mà những dòng ấy có thể làm đổi thì chưa xác định ({})",
            rows.vi
        ),
        en: format!(
            "{count} {part} with “{field}” blank may belong to any {whole}: every value of \
             {whole} that they can change is open ({})",
            rows.en
        ),
    }
}

/// Parts whose keys are those of records but for leading zeros; `width` is the width to declare,
/// where the field is a text.
pub fn parts_shortened(
    link: Link<'_>,
    count: usize,
    rows: &Message,
    key: &str,
    width: Option<usize>,
) -> Message {
    let Link { part, whole, field } = link;
    let offer = match width {
        Some(width) => say!(
            "; nếu là một, khai text_width = {width} cho cột ấy trong mẫu nhập (pack.toml)",
            "; if they are the same, give that column text_width = {width} in the import profile \
             (pack.toml)",
            width = width
        ),
        None => Message { vi: String::new(), en: String::new() },
    };
    Message {
        vi: format!(
            "{count} {part} có “{field}” chỉ khác khóa của {whole} ở các số 0 đầu (như “{key}”) \
             nên có thể thuộc {whole} ấy: {}{}",
            rows.vi, offer.vi
        ),
        en: format!(
            "{count} {part} whose “{field}” differs from the key of a {whole} by leading zeros \
             alone (as “{key}”) may belong to it: {}{}",
            rows.en, offer.en
        ),
    }
}

/// Parts whose keys are those of no record among the data.
pub fn parts_of_none(link: Link<'_>, count: usize, rows: &Message) -> Message {
    let Link { part, whole, field } = link;
    Message {
        vi: format!(
            "{count} {part} có “{field}” không phải khóa của {whole} nào trong dữ liệu nên không \
             được tính cho {whole} nào: {}",
            rows.vi
        ),
        en: format!(
            "{count} {part} whose “{field}” is the key of no {whole} among the data are counted \
             for none: {}",
            rows.en
        ),
    }
}

/// Reason why a value is undetermined: some child records, each with its own reason, and how many
/// more.
pub fn open_because(parts: &[Message], left: usize) -> Message {
    let join = |pick: fn(&Message) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join("; ");
    let (vi, en) = (join(|part| &part.vi), join(|part| &part.en));
    match left {
        0 => Message {
            vi: format!("chưa xác định vì {vi}"), en: format!("open because of {en}")
        },
        left => Message {
            vi: format!("chưa xác định vì {vi}; và {left} bản ghi khác"),
            en: format!("open because of {en}; and {left} more records"),
        },
    }
}

/// A part with its reason.
pub fn part(row: &Message, why: &Message) -> Message {
    Message { vi: format!("{} {}", row.vi, why.vi), en: format!("{}, which {}", row.en, why.en) }
}

/// Child record that does not say which parent it belongs to.
pub fn without_parent(field: &str) -> Message {
    say!("không ghi “{field}”", "has no “{field}”", field = field)
}

/// Child record whose key may have lost leading zeros, so that it perhaps belongs to a parent.
pub fn perhaps_of_parent(field: &str) -> Message {
    say!(
        "có “{field}” chỉ khác ở các số 0 đầu",
        "has a “{field}” that differs by leading zeros alone",
        field = field
    )
}

/// Child record that is a data error.
pub fn of_no_use() -> Message {
    say!("là bản ghi lỗi dữ liệu", "is a data error")
}

/// Child record that lacks a value.
pub fn lacks(field: &str) -> Message {
    say!("thiếu “{field}”", "lacks “{field}”", field = field)
}

/// Child record of which a value cannot be used.
pub fn unusable(field: &str) -> Message {
    say!("có “{field}” không dùng được", "has a “{field}” that cannot be used", field = field)
}

/// Child record of whose value no more than the ends are known.
pub fn known_by_its_ends() -> Message {
    say!("mới biết giá trị nằm trong khoảng nào", "has a value known by its ends alone")
}

/// Child record that waits for the as-of date.
pub fn needs_as_of() -> Message {
    say!("cần ngày xét", "needs the as-of date")
}

/// Child record of which a value that is read could not be evaluated.
pub fn not_worked_out() -> Message {
    say!("không tính được giá trị cần đọc", "has no value to read")
}
