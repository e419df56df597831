//! What is said of targets, and of parts and the records they belong to.

use super::{Message, say};
use crate::value::Lang;

/// The whole set, as a unit.
pub fn whole() -> Message {
    say!("toàn bộ", "total")
}

/// An aggregate of nothing.
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

/// How many of the values that parts leave open are named.
const NAMED: usize = 3;

/// Records of which the parts leave values open: any of these, for so many records.
pub fn open_from_parts(aggregates: &[String], whole: &str, part: &str, count: usize) -> Message {
    let list = aggregates.iter().take(NAMED).map(|words| format!("“{words}”")).collect::<Vec<_>>().join(", ");
    let left = aggregates.len().saturating_sub(NAMED);
    let more = match left {
        0 => Message { vi: String::new(), en: String::new() },
        left => say!(" và {left} giá trị khác", " and {left} more values", left = left),
    };
    Message {
        vi: format!("{count} {whole} chưa có {list}{} vì có bản ghi {part} lỗi dữ liệu hoặc thiếu số liệu", more.vi),
        en: format!("{count} {whole} without {list}{}, because records of {part} have data errors or missing values", more.en),
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

/// Headers and fixed cells of the table of targets.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub unit: &'static str,
    pub verdict: &'static str,
    pub notes: &'static str,
    pub indicator: &'static str,
    pub value: &'static str,
    pub level: &'static str,
    pub required: &'static str,
    pub result: &'static str,
    pub short: &'static str,
    pub change: &'static str,
    pub records: &'static str,
    pub undetermined_records: &'static str,
    pub faulty_records: &'static str,
    pub without_unit: &'static str,
    pub met: &'static str,
    pub not_met: &'static str,
    pub undetermined: &'static str,
    pub not_applicable: &'static str,
    pub no_requirement: &'static str,
    pub data_error: &'static str,
    pub reached: &'static str,
    pub weigh: &'static str,
    pub row: &'static str,
    pub threshold: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    unit: "đơn vị",
    verdict: "kết luận",
    notes: "ghi chú",
    indicator: "chỉ số",
    value: "giá trị",
    level: "mức",
    required: "yêu cầu",
    result: "kết quả",
    short: "còn cách",
    change: "cần thay đổi",
    records: "bản ghi",
    undetermined_records: "thiếu số liệu",
    faulty_records: "lỗi dữ liệu",
    without_unit: "có thể thuộc đơn vị khác",
    met: "đạt",
    not_met: "không đạt",
    undetermined: "chưa xác định",
    not_applicable: "không áp dụng",
    no_requirement: "không giao",
    data_error: "lỗi dữ liệu",
    reached: "đạt mức",
    weigh: "xử lý trước",
    row: "dòng",
    threshold: "dòng chỉ tiêu",
};

const EN: Words = Words {
    unit: "unit",
    verdict: "verdict",
    notes: "notes",
    indicator: "indicator",
    value: "value",
    level: "level",
    required: "required",
    result: "result",
    short: "short by",
    change: "change needed",
    records: "records",
    undetermined_records: "undetermined",
    faulty_records: "data errors",
    without_unit: "may belong to another unit",
    met: "met",
    not_met: "not met",
    undetermined: "undetermined",
    not_applicable: "not applicable",
    no_requirement: "none set",
    data_error: "data error",
    reached: "level reached",
    weigh: "first to work on",
    row: "row",
    threshold: "row of the table",
};

/// `giảm hơn 2.875.200 đ`: how the sum above the line must change; `one` is for a language that counts one and many apart.
pub fn change(down: bool, more_than: bool, amount: &str, records: bool, one: bool) -> Message {
    let (vi, en) = if down { ("giảm", "down") } else { ("tăng", "up") };
    let (vi_than, en_than) = if more_than && !records { (" hơn", " more than") } else { ("", "") };
    let (vi_unit, en_unit) = match (records, one) {
        (true, true) => (" bản ghi", " record"),
        (true, false) => (" bản ghi", " records"),
        (false, _) => ("", ""),
    };
    Message { vi: format!("{vi}{vi_than} {amount}{vi_unit}"), en: format!("{en}{en_than} {amount}{en_unit}") }
}

/// Nothing is worked out over records that have each its own day.
pub fn no_common_day() -> Message {
    say!(
        "với --cot-ngay, chỉ tiêu và giá trị tính từ bản ghi con không được tính: chúng cần một ngày xét chung",
        "with --date-column, targets and values over parts are not worked out: they need one as-of date"
    )
}
