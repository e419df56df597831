//! What is said of a record that cannot be used as it is. These messages stand beside the record, its row and its column.

use super::{Message, say};
use crate::value::Date;
use crate::value::text::show_date;

/// A required field without a value.
pub fn required() -> Message {
    say!("một giá trị", "a value")
}

/// A value outside its field's range; the fields that the range reads, with their values.
pub fn outside(range: &str, bounds: &[(&str, String)]) -> Message {
    let told = bounds.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join("; ");
    let told = if told.is_empty() { told } else { format!(" ({told})") };
    say!("giá trị {range}{told}", "a value {range}{told}", range = range, told = told)
}

/// A number past its limit.
pub fn too_large() -> Message {
    say!("phép tính cho một số lớn quá giới hạn (32.768 bit)", "the computation gives a number past the limit (32,768 bits)")
}

/// A day that does not exist.
pub fn no_such_day() -> Message {
    say!("phép tính cho một ngày không có thật", "the computation gives a day that does not exist")
}

/// A power or a number of digits that is not whole.
pub fn not_whole() -> Message {
    say!("số mũ hay số chữ số phải là số nguyên vừa phải", "a power or a number of digits must be a moderate whole number")
}

/// The as-of date is needed and not given.
pub fn no_as_of() -> Message {
    say!("cần ngày xét: thêm --ngày, ví dụ --ngày 30/06/2023", "the as-of date is needed: add --date, such as --date 30/06/2023")
}

/// A dated parameter before its first day.
pub fn before_first_day(first: Option<Date>) -> Message {
    match first.map(show_date) {
        Some(day) => say!("tham số này có giá trị từ {day}", "this parameter has a value from {day} on", day = day),
        None => say!("tham số này chưa có giá trị nào", "this parameter has no value yet"),
    }
}

/// A script that failed; its own message follows where it is known.
pub fn script() -> Message {
    say!("hàm viết bằng mã không chạy được", "the scripted function failed")
}

/// Two rows of a unique table hold.
pub fn overlap(first: &str, second: &str) -> Message {
    say!("hai dòng cùng đúng: “{first}” và “{second}”", "two rows hold: “{first}” and “{second}”", first = first, second = second)
}

/// Points outside 0 and the maximum.
pub fn points_outside(row: &str) -> Message {
    say!("điểm của dòng “{row}” nằm ngoài khoảng từ 0 đến điểm tối đa", "the points of “{row}” lie outside 0 and the maximum", row = row)
}

/// A column of another type, from a program.
pub fn wrong_column() -> Message {
    say!("cột dữ liệu không đúng loại của trường", "the data column is not of the field's type")
}

/// A quotient by zero, which is a missing value.
pub fn division_by_zero() -> Message {
    say!("chia cho 0 nên không có giá trị", "a division by zero has no value")
}

/// No row of a table, criterion or grading holds.
pub fn no_row() -> Message {
    say!("không dòng nào đúng nên không có giá trị", "no row holds, so there is no value")
}

/// A step without a value for other reasons.
pub fn no_value() -> Message {
    say!("không tính được giá trị", "there is no value")
}
