//! What is said of targets, and of parts and the records they belong to.

use super::{Message, say, words};
use crate::value::Lang;

/// The total over all records, as a unit.
pub fn whole() -> Message {
    say!("toàn bộ", "total")
}

/// Value of an aggregate over no records: none.
pub fn no_value() -> Message {
    say!("không có", "none")
}

/// A value that may not be there at all.
pub fn or_none(value: &str) -> Message {
    say!("{value}, hoặc không có", "{value}, or none", value = value)
}

/// A value with a least end alone.
pub fn at_least(low: &str) -> Message {
    say!("từ {low}", "from {low}", low = low)
}

/// A value with a greatest end alone.
pub fn at_most(high: &str) -> Message {
    say!("đến {high}", "up to {high}", high = high)
}

/// A value between two ends.
pub fn between(low: &str, high: &str) -> Message {
    say!("từ {low} đến {high}", "from {low} to {high}", low = low, high = high)
}

/// The same within a formula, so that nobody reads a minus into it.
pub fn between_in_formula(low: &str, high: &str) -> Message {
    say!("({low} đến {high})", "({low} to {high})", low = low, high = high)
}

/// Shortfall of a requirement of which only two ends are known.
pub fn short_between(low: &str, high: &str) -> Message {
    say!("còn cách từ {low} đến {high}", "short by {low} to {high}", low = low, high = high)
}

/// A value on the very number that it must not reach.
pub fn touching(down: bool, number: &str) -> Message {
    let (vi, en) = if down { ("dưới", "below") } else { ("trên", "above") };
    Message {
        vi: format!("vừa chạm mốc; cần {vi} {number}"),
        en: format!("on the very limit; must be {en} {number}"),
    }
}

/// `đạt mức phấn đấu`
pub fn reached(level: &str) -> Message {
    say!("đạt mức {level}", "level {level} reached", level = level)
}

/// Verdict that is undetermined, by the two between which it lies.
pub fn undetermined_between(low: &str, high: &str) -> Message {
    say!(
        "chưa xác định (từ {low} đến {high})",
        "undetermined (from {low} to {high})",
        low = low,
        high = high
    )
}

/// A value of which nothing is known.
pub fn open() -> Message {
    say!("chưa rõ", "open")
}

/// Records whose parts are not among the data.
pub fn parts_absent(whole: &str, part: &str) -> Message {
    say!(
        "không có tệp {part} nào: mọi giá trị của {whole} tính từ {part} đều thiếu",
        "no file of {part}: every value of {whole} that is worked out from {part} is missing",
        whole = whole,
        part = part
    )
}

/// Greatest number of values named of those that child records leave undetermined.
const NAMED: usize = 3;

/// Records of which the parts leave values open: any of these, for so many records.
pub fn open_from_parts(aggregates: &[String], whole: &str, part: &str, count: usize) -> Message {
    let list = aggregates
        .iter()
        .take(NAMED)
        .map(|words| format!("“{words}”"))
        .collect::<Vec<_>>()
        .join(", ");
    let left = aggregates.len().saturating_sub(NAMED);
    let more = match left {
        0 => Message { vi: String::new(), en: String::new() },
        1 => say!(" và 1 giá trị khác", " and 1 more value"),
        left => say!(" và {left} giá trị khác", " and {left} more values", left = left),
    };
    Message {
        vi: format!(
            "{count} {whole} chưa có {list}{} vì có bản ghi {part} lỗi dữ liệu hoặc thiếu số liệu",
            more.vi
        ),
        en: format!(
            "{count} {whole} without {list}{}, because records of {part} have data errors or \
             missing values",
            more.en
        ),
    }
}

/// Targets over records that are not among the data.
pub fn targets_without_data(targets: &str, record: &str) -> Message {
    say!(
        "chỉ tiêu “{targets}” không xét được: không có tệp {record} nào",
        "targets “{targets}” cannot be worked out: no file of {record}",
        targets = targets,
        record = record
    )
}

/// Targets over records without a column for the value that their units go by.
pub fn whole_alone(targets: &[&str], by: &str) -> Message {
    let names = targets.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    say!(
        "không có số liệu “{by}” để chia theo đơn vị: chỉ tiêu {names} chỉ tính cho toàn bộ",
        "no data for “{by}”, by which units go: the targets {names} are told of the whole alone",
        by = by,
        names = names
    )
}

words! {
    /// Headers and fixed cells of the table of targets.
    unit: "đơn vị" / "unit";
    verdict: "kết luận chung" / "overall verdict";
    notes: "ghi chú" / "notes";
    indicator: "chỉ số" / "indicator";
    value: "giá trị" / "value";
    level: "mức" / "level";
    required: "yêu cầu" / "required";
    result: "kết quả" / "result";
    short: "còn cách" / "short by";
    change: "cần thay đổi" / "change needed";
    records: "bản ghi" / "records";
    record: "bản ghi" / "record";
    undetermined_records: "thiếu số liệu" / "undetermined";
    faulty_records: "lỗi dữ liệu" / "data errors";
    faulty_record: "lỗi dữ liệu" / "data error";
    without_unit: "chưa rõ đơn vị, có thể thuộc đơn vị này"
        / "without a unit, may belong to this one";
    not_due: "chưa đến hạn, chưa tính" / "not due yet, left out";
    no_unit: "chưa rõ đơn vị" / "without a unit";
    on_limit: "vừa chạm mốc" / "on the very limit";
    met: "đạt" / "met";
    not_met: "không đạt" / "not met";
    undetermined: "chưa xác định" / "undetermined";
    not_applicable: "không áp dụng" / "not applicable";
    not_due_yet: "chưa đến hạn" / "not due";
    no_requirement: "không giao" / "none set";
    data_error: "lỗi dữ liệu" / "data error";
    weigh: "xử lý trước" / "first to work on";
    row: "dòng" / "row";
    threshold: "dòng chỉ tiêu" / "row of the table";
}

impl Words {
    /// The word for so many records.
    pub fn records(&self, count: u64) -> &'static str {
        if count == 1 { self.record } else { self.records }
    }

    /// The word for so many data errors.
    pub fn faulty(&self, count: u64) -> &'static str {
        if count == 1 { self.faulty_record } else { self.faulty_records }
    }
}

/// `giảm ít nhất 2.875.201 đ`: how the sum above the line must change; `extent` comes before the
/// amount.
pub fn change(down: bool, extent: (&str, &str), amount: &str) -> Message {
    let (vi, en) = if down { ("giảm", "down by") } else { ("tăng", "up by") };
    Message { vi: format!("{vi} {}{amount}", extent.0), en: format!("{en} {}{amount}", extent.1) }
}

/// Noun that a title counts: `tổ loại yếu` of `Số tổ loại yếu`.
pub fn without_number_of(title: &str) -> &str {
    title.strip_prefix("Số ").or_else(|| title.strip_prefix("Number of ")).unwrap_or(title)
}

/// `thêm 1 Tổ loại tốt, khá`: how many records more or fewer must count. `title` is what the
/// indicator's title counts, where that begins with the record type's name.
pub fn change_of_records(down: bool, count: &str, record: &str, title: Option<&str>) -> Message {
    let (vi, en) = if down { ("bớt", "fewer") } else { ("thêm", "more") };
    let counted = title.map_or_else(|| format!("{record} được tính"), str::to_owned);
    Message {
        vi: format!("{vi} {count} {counted}"),
        en: format!("{}: {count} {en}", title.unwrap_or(record)),
    }
}

/// Before an amount: exactly it, it or more, more than it.
pub const EXACTLY: (&str, &str) = ("", "");
/// Extent of a change by an amount or more; see [`EXACTLY`].
pub const AT_LEAST: (&str, &str) = ("ít nhất ", "at least ");
/// Extent of a change by more than an amount; see [`EXACTLY`].
pub const MORE_THAN: (&str, &str) = ("hơn ", "more than ");

/// A period in which the registers have no row at all.
pub fn no_rows() -> Message {
    say!("không có dòng nào", "no rows")
}

/// Records of a unit that an indicator leaves out.
pub fn left_out(count: u64) -> Message {
    Message {
        vi: format!("chưa tính {count} bản ghi chưa đến hạn"),
        en: format!("{} not due yet, left out", super::counted(count, "record")),
    }
}

/// Records whose unit is not known, by their keys: `T5 (dòng 6), T9 (dòng 10)…`
pub fn and_others(shown: &str, more: u64) -> Message {
    say!("{shown} và {more} bản ghi nữa", "{shown} and {more} more", shown = shown, more = more)
}

/// Records beside those that are named.
pub fn and_more_records(more: usize) -> Message {
    Message { vi: format!("và {more} bản ghi nữa"), en: format!("and {more} more") }
}

/// Nothing is aggregated over records that have each its own day.
pub fn no_common_day() -> Message {
    say!(
        "với --cot-ngay, chỉ tiêu và giá trị tính từ bản ghi con không được tính: chúng cần một \
         ngày xét chung",
        "with --date-column, targets and values over parts are not worked out: they need one \
         as-of date"
    )
}

/// Records of several packs are held against no targets.
pub fn no_common_pack() -> Message {
    say!(
        "với --cot-ngay, chỉ tiêu không được tính: bản ghi có thể thuộc nhiều bộ quy tắc",
        "with --date-column, targets are not worked out: the records may be of several packs"
    )
}
