//! What is said of monthly snapshots and of the month before; codes E183 to E185 and W032.

use super::{Diagnostic, Message, say};
use crate::source::Span;
use crate::value::Date;
use crate::value::text::show_date;

/// E183: a snapshot by a field that is no date.
pub fn not_a_date(span: Span, name: &str, found: &Message, dates: &[String]) -> Diagnostic {
    let headline = Message {
        vi: format!("bản chụp hàng tháng cần một ngày, mà “{name}” là {}", found.vi),
        en: format!("a monthly snapshot needs a date, and “{name}” is {}", found.en),
    };
    Diagnostic::error("E183", span, headline).help(match dates {
        [] => say!(
            "thêm trường ngày, ví dụ “trường ngày báo cáo: ngày”",
            "add a date field, such as “field report day: date”"
        ),
        dates => say!(
            "viết tên một trường ngày của bản ghi: {dates}",
            "name a date field of the record type: {dates}",
            dates = dates.join(", ")
        ),
    })
}

/// E183: a snapshot by a day that is part of its key.
pub fn day_in_key(span: Span, name: &str, key: Span) -> Diagnostic {
    Diagnostic::error(
        "E183",
        span,
        say!(
            "bản chụp hàng tháng đã phân biệt theo tháng: không khai “{name}” là khóa",
            "a monthly snapshot is told apart by its month already: “{name}” is no key",
            name = name
        ),
    )
    .also(key, say!("khai là khóa ở đây", "it is a key here"))
    .help(say!("bỏ “khóa” ở trường này", "leave out “key” in this field"))
}

/// E184: `kỳ trước` where there is no month before.
pub fn previous_elsewhere(span: Span, monthly: &[String]) -> Diagnostic {
    let headline = say!(
        "“kỳ trước” chỉ dùng trong bản ghi chụp hàng tháng: nơi khác không có tháng trước",
        "“previous” is for monthly snapshots only: elsewhere there is no month before"
    );
    Diagnostic::error("E184", span, headline).help(match monthly {
        [] => say!(
            "nếu bản ghi có mỗi tháng một dòng, khai “chụp hàng tháng theo” ngày của nó",
            "if the record type has a row each month, declare it “monthly by” its day"
        ),
        monthly => say!(
            "chuyển phép tính vào một bản ghi chụp hàng tháng: {monthly}",
            "move it into a record type that is a monthly snapshot: {monthly}",
            monthly = monthly.join(", ")
        ),
    })
}

/// E184: `kỳ trước` of nothing, or of several values.
pub fn one_argument(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E184",
        span,
        say!("“kỳ trước” lấy đúng một giá trị", "“previous” takes one value"),
    )
    .help(say!("ví dụ “kỳ trước(dư nợ)”", "such as “previous(debt)”"))
}

/// E185: a record type that is a register too.
pub fn also_register(span: Span, register: Span) -> Diagnostic {
    Diagnostic::error(
        "E185",
        span,
        say!(
            "bản ghi vừa chụp hàng tháng vừa là sổ theo ngày: mỗi tháng một dòng hay mỗi việc một dòng?",
            "the record type is a monthly snapshot and a register: is a row a month or an event?"
        ),
    )
    .also(register, say!("sổ theo ngày khai ở đây", "it is a register by this"))
    .help(say!("giữ lại một trong hai phần", "keep one of the two parts"))
}

/// E185: a snapshot of records that have no key.
pub fn no_key(span: Span, record: &str) -> Diagnostic {
    Diagnostic::error(
        "E185",
        span,
        say!(
            "“{record}” không có khóa, nên không biết dòng nào của tháng trước là của cùng bản ghi",
            "“{record}” has no key, so which row of another month is the same record is not known",
            record = record
        ),
    )
    .help(say!(
        "khai khóa, ví dụ “trường mã tổ: chữ, khóa”",
        "declare a key, such as “field id: text, key”"
    ))
}

/// W032: a snapshot reads a list that is known of its latest month alone.
pub fn latest_month_alone(span: Span, record: &str, over: &str) -> Diagnostic {
    Diagnostic::warning(
        "W032",
        span,
        say!(
            "“{over}” chỉ có ở tháng mới nhất của “{record}”: các tháng trước sẽ thiếu giá trị này",
            "“{over}” is there in the latest month of “{record}” only: in earlier ones this is missing",
            over = over,
            record = record
        ),
    )
    .help(say!(
        "khai “{over}” chụp hàng tháng, hoặc ghi theo ngày; nếu cố ý thì thêm bỏ qua W032: \"…\"",
        "declare “{over}” monthly by its day, or dated by it; if meant, add allow W032: \"…\"",
        over = over
    ))
}

/// Reason why a value over parts is missing in an earlier month.
pub fn only_in_latest(record: &str) -> Message {
    say!(
        "{record} chỉ có ở tháng mới nhất",
        "{record} is there in the latest month only",
        record = record
    )
}

/// `05/2023`
pub fn month(day: Date) -> String {
    format!("{:02}/{}", day.month(), day.year())
}

/// Name of a value of the month before, with its month.
pub fn of_month(words: &str, day: Option<Date>) -> Message {
    let Some(day) = day else { return Message { vi: words.to_owned(), en: words.to_owned() } };
    say!("{words}, tháng {month}", "{words}, {month}", words = words, month = month(day))
}

/// Reason of rows before the pack's period.
pub fn before_period(field: &str, from: Date) -> Message {
    say!(
        "“{field}” trước đầu kỳ {day}, chỉ dùng để so với trước",
        "“{field}” before the period's start {day}, only compared with",
        field = field,
        day = show_date(from)
    )
}

/// A file of snapshots that does not say its day.
pub fn file_without_day(field: &str) -> Message {
    say!(
        "không có cột “{field}”, mẫu nhập không có as_of, và không có --ngay: không biết tệp của tháng nào",
        "no column “{field}”, no as_of in an import profile and no --date: the file's month is not known",
        field = field
    )
}

/// A key that stands twice in one month.
pub fn twice_in_month(row: u32, day: Date) -> Message {
    say!(
        "mỗi khóa một dòng trong tháng {month}; dòng {row} cũng có khóa này",
        "one row a key in {month}; row {row} has this key too",
        month = month(day),
        row = row
    )
}

/// Lists within snapshots of several months.
pub fn nested_in_months(part: &str, record: &str) -> Message {
    say!(
        "{record} có nhiều tháng, mà {part} không chụp hàng tháng: đưa {part} thành danh sách riêng, của tháng mới nhất",
        "there are several months of {record}, and {part} is no snapshot: give {part} as a list of its own, of the latest month",
        part = part,
        record = record
    )
}
