//! The words of what the worked examples of rules test.

use super::{Message, counted, say, words};
use crate::value::Lang;

words! {
    /// Headings and marks of the page.
    title: "Độ phủ của ví dụ" / "Coverage by the examples";
    lines: "dòng luật" / "lines";
    sides: "hai phía" / "sides";
    all: "cộng" / "all";
    legend: "Dấu đầu dòng" / "Marks";
    legend_hit: "3 ví dụ do dòng này quyết định" / "this line decided in 3 examples";
    legend_part: "mới thử được một phần, thiếu gì ghi bên dưới"
        / "tested in part; what is lacking stands below";
    legend_never: "chưa ví dụ nào do dòng này quyết định" / "this line decided in no example";
    legend_off: "đang tắt: theo các tham số hiện nay thì không bản ghi nào tới dòng này"
        / "switched off: as the parameters are set, no record comes to this line";
    undecided: "mới đúng khi dòng khác còn chưa rõ" / "held only while another row was undecided";
}

/// Condition that has two sides, by the words for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sided {
    /// `áp dụng khi`
    Guard,
    /// `yêu cầu`
    Required,
    /// `hạn`
    InTime,
    /// `ưu tiên nếu`
    Preference,
    /// A rejection, review, warning, cap or downgrade.
    Condition,
}

/// A side that no example shows: that the condition fired, or that it did not.
pub fn side_lacking(of: Sided, fired: bool) -> Message {
    let (vi, en) = match (of, fired) {
        (Sided::Guard, true) => ("áp dụng", "applies"),
        (Sided::Guard, false) => ("không áp dụng", "does not apply"),
        (Sided::Required, true) => ("không đạt", "is not met"),
        (Sided::Required, false) => ("đạt", "is met"),
        (Sided::InTime, true) => ("không kịp hạn", "is not met"),
        (Sided::InTime, false) => ("kịp hạn", "is met"),
        (Sided::Preference, true) => ("được ưu tiên", "holds"),
        (Sided::Preference, false) => ("không được ưu tiên", "does not hold"),
        (Sided::Condition, true) => ("vướng", "fires"),
        (Sided::Condition, false) => ("không vướng", "does not fire"),
    };
    Message { vi: format!("chưa ví dụ nào {vi}"), en: format!("no example in which it {en}") }
}

/// Titles of examples, the first few in words.
pub fn titles(titles: &[&str]) -> Message {
    let first: Vec<String> =
        titles.iter().take(MOST_SHOWN).map(|title| format!("“{title}”")).collect();
    let (first, more) = (first.join(", "), titles.len().saturating_sub(MOST_SHOWN));
    if more == 0 {
        return Message { vi: first.clone(), en: first };
    }
    say!("{first} và {more} ví dụ nữa", "{first} and {more} more", first = first, more = more)
}

/// So many examples of a line are named.
const MOST_SHOWN: usize = 3;

/// Lines that no example can test.
pub fn switched_off(count: usize) -> Message {
    let en = counted(count, "line");
    Message {
        vi: format!("không tính {count} dòng đang tắt theo tham số (dấu -)"),
        en: format!("not counted: {en} that the parameters switch off (marked -)"),
    }
}

/// Targets, which no example tests.
pub fn targets(count: usize) -> Message {
    let en = counted(count, "set");
    Message {
        vi: format!(
            "không tính {count} khối chỉ tiêu: chỉ tiêu xét trên nhiều bản ghi, ví dụ không thử \
             được"
        ),
        en: format!(
            "not counted: {en} of targets, which are over many records and no example tests"
        ),
    }
}

/// Format that shows what examples test, asked for without that.
pub fn needs_coverage(format: &str) -> Message {
    say!(
        "dạng {format} chỉ dùng cho độ phủ: thêm --do-phu",
        "the format {format} is for coverage alone: add --coverage",
        format = format
    )
}

/// Format of results that has no place for what examples test.
pub fn no_coverage_in(format: &str) -> Message {
    say!(
        "dạng {format} không ghi được độ phủ: bỏ --do-phu, hoặc chọn dạng text, html, json hay \
         lcov",
        "the format {format} has no place for coverage: leave out --coverage, or take the format \
         text, html, json or lcov",
        format = format
    )
}
