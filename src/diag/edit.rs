//! Trying another number in the rules, `--set`: how a place is named, and why one is not found.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// Words by which a place is named, beside the keywords of the language.
    row: "dòng" / "row";
    column: "cột" / "column";
    number: "số" / "number";
    file: "tệp" / "file";
}

/// An edit without a place or a value.
pub fn no_value(edit: &str) -> Message {
    say!(
        "“{edit}” thiếu chỗ sửa hoặc giá trị mới; viết như “tham số X = 5%” hoặc “tiêu chí 2, dòng 2 \
         = 0,4%”",
        "“{edit}” lacks a place or a value; write “parameter X = 5%” or “criterion 2, row 2 = 0.4%”",
        edit = edit
    )
}

/// A place that is none of those that can be named.
pub fn no_place(place: &str) -> Message {
    say!(
        "không rõ “{place}” là chỗ nào; chỗ sửa là “tham số X” (thêm “từ NGÀY” nếu có nhiều giá \
         trị), “tiêu chí 2, dòng 2”, “xếp loại, dòng 1”, “bảng X, dòng 3, cột 2”, hay một dòng của \
         tệp luật như “vay.luat:12”; thêm “điểm” để sửa điểm của dòng",
        "“{place}” names no place; name “parameter X” (and “from DATE” if it has several values), \
         “criterion 2, row 2”, “grade, row 1”, “table X, row 3, column 2”, or a line of a rule \
         file as in “loans.luat:12”; add “points” for the points of a row",
        place = place
    )
}

/// A name that the rules do not have, of a kind given by its keyword in both languages.
pub fn unknown(kind: (&str, &str), name: &str, near: Option<&str>) -> Message {
    let near_vi = near.map(|near| format!("; có phải “{near}”?")).unwrap_or_default();
    let near_en = near.map(|near| format!("; did you mean “{near}”?")).unwrap_or_default();
    Message {
        vi: format!("không có {} “{name}”{near_vi}", kind.0),
        en: format!("there is no {} “{name}”{near_en}", kind.1),
    }
}

/// A criterion that several scorecards have.
pub fn several_blocks(names: &[&str]) -> Message {
    let names = names.join("”, “");
    say!(
        "có nhiều khối cùng có chỗ ấy: “{names}”; viết tên khối trước, như “bảng điểm X, tiêu chí 2, \
         dòng 2”",
        "several blocks have that place: “{names}”; name the block first, as in “scorecard X, \
         criterion 2, row 2”",
        names = names
    )
}

/// A parameter with several values.
pub fn several_values(days: &[String]) -> Message {
    let days = days.join(", ");
    say!(
        "tham số này có nhiều giá trị, bắt đầu từ {days}; viết thêm “từ NGÀY”",
        "the parameter has several values, from {days}; add “from DATE”",
        days = days
    )
}

/// A row that there is not.
pub fn no_row(row: &str, rows: usize) -> Message {
    say!(
        "không có dòng {row}; ở đây có {rows} dòng, đếm từ 1",
        "there is no row {row}; there are {rows}, counted from 1",
        row = row,
        rows = rows
    )
}

/// A place without a number of its own.
pub fn no_number(words: &str) -> Message {
    say!(
        "dòng “{words}” không có con số nào ở chỗ ấy để sửa thử (trong ví dụ, ngoặc kép và lời ghi \
         thì không tính); nếu con số là của một tham số thì sửa tham số",
        "the line “{words}” has no number of its own there to try (those in examples, quotes and \
         notes do not count); if it is a parameter's, change that",
        words = words
    )
}

/// A place with several numbers.
pub fn several_numbers(words: &str, numbers: &[String]) -> Message {
    let numbers = numbers.join(", ");
    say!(
        "dòng “{words}” có nhiều con số: {numbers}; viết thêm “số 2” cho con số thứ hai, hoặc “cột 2” \
         trong bảng",
        "the line “{words}” has several numbers: {numbers}; add “number 2” for the second one, or \
         “column 2” in a table",
        words = words,
        numbers = numbers
    )
}

/// A number of a place that has fewer.
pub fn no_such_number(words: &str, number: &str, numbers: &[String]) -> Message {
    let numbers = numbers.join(", ");
    say!(
        "dòng “{words}” không có con số thứ {number}; các con số: {numbers}",
        "the line “{words}” has no number {number}; its numbers: {numbers}",
        words = words,
        number = number,
        numbers = numbers
    )
}

/// A line that a file does not have.
pub fn no_line(file: &str, line: usize) -> Message {
    say!(
        "tệp {file} không có dòng {line}",
        "the file {file} has no line {line}",
        file = file,
        line = line
    )
}

/// A row that stands in a file beside the rules.
pub fn in_file(file: &str) -> Message {
    say!(
        "dòng này đứng trong tệp {file}; sửa ở một bản chép của tệp ấy",
        "that row stands in the file {file}; change it in a copy of that file",
        file = file
    )
}

/// Neither a second pack nor an edit.
pub fn nothing_to_compare() -> Message {
    say!(
        "so với gì? Ghi thêm bộ quy tắc mới, hoặc --sua \"tham số X = 5%\" để sửa thử bộ này",
        "compared with what? Give a second pack, or --set \"parameter X = 5%\" to change this one"
    )
}
