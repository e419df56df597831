//! What is said of a record that cannot be used as it is. These messages are shown beside the
//! record, its row and its column.

use super::{Message, say};
use crate::value::Date;
use crate::value::text::show_date;

/// A required field without a value.
pub fn required() -> Message {
    say!("một giá trị", "a value")
}

/// A value outside its field's range; the fields that the range reads, with their values.
pub fn outside(range: &str, bounds: &[(&str, String)]) -> Message {
    let told = bounds
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect::<Vec<_>>()
        .join("; ");
    let told = if told.is_empty() { told } else { format!(" ({told})") };
    say!("giá trị {range}{told}", "a value {range}{told}", range = range, told = told)
}

/// A number that is no multiple of its field's step.
pub fn off_step(step: &str) -> Message {
    say!("giá trị theo bước {step}", "a value in steps of {step}", step = step)
}

/// A condition that holds of no record and does of this one, with the values of its fields.
pub fn impossible(condition: &str, reason: Option<&str>, told: &[(&str, String)]) -> Message {
    let told: Vec<String> = told.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let told = told.join(", ");
    match reason {
        Some(reason) => {
            Message { vi: format!("{reason}: {told}"), en: format!("{reason}: {told}") }
        }
        None => say!(
            "không thể có “{condition}”: {told}",
            "there can be no “{condition}”: {told}",
            condition = condition,
            told = told
        ),
    }
}

/// A number past its limit.
pub fn too_large() -> Message {
    say!(
        "phép tính cho một số lớn quá giới hạn (32.768 bit)",
        "the computation gives a number past the limit (32,768 bits)"
    )
}

/// Numbers so large that working with them takes too long.
pub fn too_much_work() -> Message {
    say!(
        "phép tính quá dài với những số quá lớn; hãy làm tròn ở một bước giữa chừng",
        "the computation is too long with numbers this large; round at some step on the way"
    )
}

/// A day that does not exist.
pub fn no_such_day() -> Message {
    say!("phép tính cho một ngày không có thật", "the computation gives a day that does not exist")
}

/// A power or a number of digits that is not whole.
pub fn not_whole() -> Message {
    say!(
        "số mũ hay số chữ số phải là số nguyên vừa phải",
        "a power or a number of digits must be a moderate whole number"
    )
}

/// The as-of date is needed and not given.
pub fn no_as_of() -> Message {
    say!("cần ngày xét: thêm --ngay", "the as-of date is needed: add --date")
}

/// A dated parameter on a day on which it has no value; with the days, first and last, on which it
/// has one.
pub fn no_value_on(parameter: &str, day: Date, days: &[(Date, Option<Date>)]) -> Message {
    const SHOWN: usize = 4;
    let range = |(from, to): &(Date, Option<Date>), up_to: &str, open: &str| match to {
        Some(to) => format!("{} {up_to} {}", show_date(*from), show_date(*to)),
        None => format!("{}{open}", show_date(*from)),
    };
    let list = |lead: &str, up_to: &str, open: &str| {
        let more = if days.len() > SHOWN { " …" } else { "" };
        let shown: Vec<String> = days
            .iter()
            .take(SHOWN)
            .map(|days| format!("{lead} {}", range(days, up_to, open)))
            .collect();
        format!("{}{more}", shown.join(", "))
    };
    let day = show_date(day);
    if days.is_empty() {
        return say!(
            "tham số “{parameter}” chưa có giá trị nào, nên ngày {day} cũng chưa có",
            "parameter “{parameter}” has no value yet, so none on {day}",
            parameter = parameter,
            day = day
        );
    }
    Message {
        vi: format!(
            "tham số “{parameter}” không có giá trị cho ngày {day}; chỉ có {}",
            list("từ", "đến", " trở đi")
        ),
        en: format!(
            "parameter “{parameter}” has no value on {day}; it has one {}",
            list("from", "to", " on")
        ),
    }
}

/// A script that failed; its own message follows where it is known.
pub fn script() -> Message {
    say!("hàm viết bằng mã không chạy được", "the scripted function failed")
}

/// Two rows of a unique table hold.
pub fn overlap(first: &str, second: &str) -> Message {
    say!(
        "hai dòng cùng đúng: “{first}” và “{second}”",
        "two rows hold: “{first}” and “{second}”",
        first = first,
        second = second
    )
}

/// Points outside 0 and the maximum.
pub fn points_outside(row: &str) -> Message {
    say!(
        "điểm của dòng “{row}” nằm ngoài khoảng từ 0 đến điểm tối đa",
        "the points of “{row}” lie outside 0 and the maximum",
        row = row
    )
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

/// The row of a record in its file.
pub fn at_row(row: u32) -> Message {
    say!("dòng {row}", "row {row}", row = row)
}

/// Expected form of a field's value.
pub fn expected(what: &Message) -> Message {
    Message { vi: format!("cần {}", what.vi), en: format!("expected {}", what.en) }
}
