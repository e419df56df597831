//! What is said of small changes of the rules, and of the examples that would notice them.

use super::{Message, counted, say};

/// Number of changes that were tried, and of those noticed, alive, undecided and equal.
pub fn counts(all: usize, [noticed, alive, undecided, equal]: [usize; 4]) -> Message {
    let changes = counted(all, "small change");
    say!(
        "thử đổi {all} chỗ nhỏ trong luật: {noticed} chỗ có ví dụ phát hiện, {alive} chỗ không ví \
         dụ nào phát hiện, {undecided} chỗ chưa rõ, {equal} chỗ không làm đổi kết quả nào (đã \
         chứng minh)",
        "{changes} of the rules tried: {noticed} noticed by an example, {alive} by none, \
         {undecided} undecided, {equal} proved to change no result"
    )
}

/// The score of the examples.
pub fn score(noticed: usize, of: usize) -> Message {
    let percent = (noticed * 100).checked_div(of).unwrap_or(100);
    say!(
        "điểm của các ví dụ: {noticed}/{of} ({percent}%)",
        "score of the examples: {noticed}/{of} ({percent}%)"
    )
}

/// Examples that do not come out as they are.
pub fn failing(count: usize) -> Message {
    let examples = counted(count, "example");
    say!(
        "{count} ví dụ không ra như mong đợi nên không dùng để thử; chạy “visao thu” để xem",
        "{examples} did not come out as expected and were not used; run “visao test” to see"
    )
}

/// Changes beyond the limit.
pub fn left_out(count: usize) -> Message {
    let changes = counted(count, "change");
    say!("còn {count} chỗ chưa thử vì quá giới hạn", "{changes} beyond the limit were not tried")
}

/// Heading of the changes that no example notices, each with the example that would.
pub fn alive() -> Message {
    say!(
        "Không ví dụ nào phát hiện (bên phải: ví dụ nên thêm):",
        "Noticed by no example (on the right: the example to add):"
    )
}

/// Heading of the changes that are undecided.
pub fn undecided() -> Message {
    say!(
        "Chưa rõ: không ví dụ nào phát hiện, cũng chưa tìm được ví dụ nào:",
        "Undecided: noticed by no example, and none was found that would notice:"
    )
}

/// Heading of the examples to add.
pub fn missing(count: usize) -> Message {
    let examples = counted(count, "example");
    say!(
        "{count} ví dụ nên thêm: xem kết quả máy tính ra có đúng không rồi chép vào luật",
        "{examples} to add: see whether what came out is right, then copy them into the rules"
    )
}

/// A format that tells of changes of the rules alone.
pub fn needs_mutants(format: &str) -> Message {
    say!(
        "dạng {format} chỉ dùng cho biến đổi luật: thêm --bien-doi",
        "the format {format} is for changes of the rules alone: add --mutants"
    )
}

/// A format that has no place for changes of the rules.
pub fn no_mutants_in(format: &str) -> Message {
    say!(
        "dạng {format} không ghi được các chỗ đổi thử: chọn dạng text, json hay mutation",
        "the format {format} has no place for changes of the rules: take text, json or mutation"
    )
}

/// Line above an example that was made.
pub fn to_confirm() -> Message {
    say!(
        "máy soạn từ luật hiện có: xem kết quả có đúng văn bản không rồi mới giữ",
        "made from the rules as they are: keep it once the result is found right"
    )
}

/// A constant in place of another.
pub fn value(vi: &[String; 2], en: &[String; 2]) -> Message {
    let ([from, to], [was, becomes]) = (vi, en);
    Message { vi: format!("{from} thành {to}"), en: format!("{was} becomes {becomes}") }
}

/// A comparison in place of another.
pub fn compare(text: &str, from: &str, to: &str) -> Message {
    say!("“{text}”: dấu {from} thành {to}", "“{text}”: {from} becomes {to}")
}

/// `và` in place of `hoặc`, or the other way.
pub fn join(text: &str, is_and: bool) -> Message {
    if is_and {
        say!("“{text}”: “và” thành “hoặc”", "“{text}”: “and” becomes “or”")
    } else {
        say!("“{text}”: “hoặc” thành “và”", "“{text}”: “or” becomes “and”")
    }
}

/// A row, cap, clause or condition that is left out.
pub fn removed(text: &str) -> Message {
    say!("bỏ “{text}”", "“{text}” is left out")
}

/// A row that stands after the next one.
pub fn swapped(text: &str) -> Message {
    say!("đổi chỗ “{text}” với dòng sau", "“{text}” changes places with the next row")
}

/// A value that begins on another day.
pub fn begins(text: &str, from: &str, to: &str) -> Message {
    say!("“{text}”: từ ngày {from} thành từ ngày {to}", "“{text}”: from {from} becomes from {to}")
}

/// Title of an example that was made for changes of a line, the first or a further one.
pub fn title(file: &str, line: usize, number: usize) -> Message {
    let further = if number > 1 { format!(" ({number})") } else { String::new() };
    say!("Thử {file} dòng {line}{further}", "Tries {file} line {line}{further}")
}
