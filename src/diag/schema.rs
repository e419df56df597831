//! What the listing of a schema says.

use super::{Message, say};
use crate::value::Date;
use crate::value::text::show_date;

/// The days on which a pack applies, a value may be used or is in force.
pub fn days(from: Option<Date>, to: Option<Date>) -> Option<Message> {
    match (from.map(show_date), to.map(show_date)) {
        (Some(from), Some(to)) => Some(say!("từ {a} đến {b}", "from {a} to {b}", a = from, b = to)),
        (Some(from), None) => Some(say!("từ {a}", "from {a}", a = from)),
        (None, Some(to)) => Some(say!("đến {b}", "until {b}", b = to)),
        (None, None) => None,
    }
}

/// The title of the record types.
pub fn records() -> Message {
    say!("Loại bản ghi", "Record types")
}

/// The title of the categories.
pub fn categories() -> Message {
    say!("Danh mục", "Categories")
}

/// The title of the parameters.
pub fn parameters() -> Message {
    say!("Tham số theo ngày", "Dated parameters")
}

/// The title of the functions.
pub fn functions() -> Message {
    say!("Hàm", "Functions")
}

/// The title of the blocks.
pub fn blocks() -> Message {
    say!("Khối luật", "Blocks")
}

/// The title of the targets.
pub fn targets() -> Message {
    say!("Chỉ tiêu", "Targets")
}

/// The title of the derived values of a record type.
pub fn derived() -> Message {
    say!("giá trị suy ra", "derived values")
}

/// The title of the fields of a record type.
pub fn fields() -> Message {
    say!("trường", "fields")
}

/// The step of a field's numbers.
pub fn step(text: &str) -> Message {
    say!("bước {text}", "in steps of {text}", text = text)
}

/// The way in which the value of a field can change, by its code.
pub fn change(code: &str) -> Option<Message> {
    match code {
        "fixed" => Some(say!("cố định", "fixed")),
        "only_rises" => Some(say!("chỉ tăng", "only rises")),
        "only_falls" => Some(say!("chỉ giảm", "only falls")),
        _ => None,
    }
}

/// A condition that holds of no record.
pub fn never(condition: &str, reason: Option<&str>) -> Message {
    let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
    say!(
        "không thể: {condition}{reason}",
        "never: {condition}{reason}",
        condition = condition,
        reason = reason
    )
}

/// A field that is part of the key.
pub fn key() -> Message {
    say!("khóa", "key")
}

/// A field that must have a value.
pub fn required() -> Message {
    say!("bắt buộc", "required")
}

/// Further names of a field in data.
pub fn columns(names: &str) -> Message {
    say!("cột {names}", "also headed {names}", names = names)
}

/// A list of values of one type.
pub fn list(of: &Message) -> Message {
    Message { vi: format!("danh sách: {}", of.vi), en: format!("a list: {}", of.en) }
}

/// The record types that are parts of one.
pub fn parts(names: &str) -> Message {
    say!("gồm các {names}", "has parts: {names}", names = names)
}

/// The record type that one is part of.
pub fn part_of(parent: &str, field: &str) -> Message {
    say!(
        "thuộc {parent}, nối bằng trường {field}",
        "part of {parent}, linked by field {field}",
        parent = parent,
        field = field
    )
}

/// The field with the day of a monthly snapshot.
pub fn monthly_by(field: &str) -> Message {
    say!("chụp hàng tháng theo {field}", "monthly by {field}", field = field)
}

/// The condition that makes the list of a record's parts a whole one.
pub fn complete_when(condition: &str) -> Message {
    say!(
        "danh sách chỉ chắc đủ khi {condition}",
        "a whole list only when {condition}",
        condition = condition
    )
}

/// A category whose values stand from the best to the worst.
pub fn ordered() -> Message {
    say!("từ tốt nhất đến kém nhất", "from the best to the worst")
}

/// Names by which data may still call a value of a category; none where there are none.
pub fn also_named(names: &[String]) -> Option<Message> {
    let names = names.join(", ");
    (!names.is_empty()).then(|| say!("tên khác: {names}", "also called {names}", names = names))
}

/// The record type that a block or targets are about.
pub fn about(record: &str) -> Message {
    say!("cho {record}", "for {record}", record = record)
}

/// Kind of a block: a scorecard, with the most points it gives.
pub fn scorecard(points: &str) -> Message {
    say!("bảng điểm, tối đa {points} điểm", "scorecard of {points} points", points = points)
}

/// Kind of a block: an eligibility block.
pub fn eligibility() -> Message {
    say!("điều kiện", "eligibility")
}

/// Kind of a block: a check block.
pub fn check() -> Message {
    say!("kiểm tra", "check")
}

/// The verdicts that a block can give.
pub fn verdicts(words: &str) -> Message {
    say!("kết luận: {words}", "verdicts: {words}", words = words)
}

/// Grouping of targets: the expression whose values are their units.
pub fn by(by: &str) -> Message {
    say!("theo {by}", "by {by}", by = by)
}

/// Targets that are also about all records together.
pub fn total() -> Message {
    say!("và toàn bộ", "and in total")
}

/// The command asks about one pack.
pub fn several_packs(names: &str) -> Message {
    say!(
        "thư mục này có nhiều bộ quy tắc ({names}), mà lược đồ JSON là của một bộ; hãy nêu thư mục \
         của một bộ, hoặc thêm --ngay",
        "this folder has several packs ({names}), and a JSON Schema is of one; name the folder of \
         one, or add --date",
        names = names
    )
}

/// Rules have several record types, and the input of one is asked for.
pub fn which_record(names: &str) -> Message {
    say!(
        "bộ quy tắc có nhiều loại bản ghi; hãy nêu một loại bằng --ban-ghi: {names}",
        "the rules have several record types; name one with --record: {names}",
        names = names
    )
}
