//! What was expected of a cell that cannot be read, or of a record whose values are not what they
//! should be.

use super::super::{Message, say};
use super::{joined, meant};
use crate::value::text::{DateTrouble, Numbers, show_date};
use crate::value::{Date, Unit};

/// A key or required value is missing.
pub fn expected_value() -> Message {
    say!("một giá trị: trường này không được để trống", "a value: this field must not be blank")
}

/// A number in units.
pub fn expected_number(unit: Unit, numbers: Numbers) -> Message {
    let sample = sample(numbers);
    match unit {
        Unit::Money => match numbers {
            Numbers::Vi => say!(
                "số tiền, như {sample} hoặc 1,5 triệu",
                "an amount of money, as {sample} or 1,5 triệu",
                sample = sample
            ),
            Numbers::En | Numbers::Plain => {
                say!(
                    "số tiền, như {sample} hoặc 1.5 million",
                    "an amount of money, as {sample} or 1.5 million",
                    sample = sample
                )
            }
        },
        Unit::Ratio => say!("tỷ lệ, như 98%", "a ratio, as 98%"),
        Unit::Points => say!("số điểm", "a number of points"),
        Unit::Integer | Unit::Year => say!("số nguyên", "a whole number"),
        Unit::Days => say!("số ngày, như 30 ngày", "a number of days, as 30 days"),
        Unit::Months => say!("số tháng, như 60 tháng", "a number of months, as 60 months"),
        Unit::Number | Unit::Bare => {
            say!("số, như {sample}", "a number, as {sample}", sample = sample)
        }
    }
}

/// A number in a form.
pub fn expected_form(numbers: Numbers) -> Message {
    let sample = sample(numbers);
    match numbers {
        Numbers::Vi => say!(
            "số viết theo kiểu Việt Nam, như {sample} (tệp dùng dấu chấm thập phân: thêm \
             --kieu-so plain)",
            "a number in the Vietnamese form, as {sample} (a file with decimal points: add \
             --numbers plain)",
            sample = sample
        ),
        Numbers::En => say!(
            "số viết theo kiểu tiếng Anh, như {sample} (tệp dùng dấu phẩy thập phân: thêm \
             --kieu-so vi)",
            "a number in the English form, as {sample} (a file with decimal commas: add --numbers \
             vi)",
            sample = sample
        ),
        Numbers::Plain => {
            say!(
                "số viết trơn, dấu chấm thập phân, như {sample}",
                "a plain number with a decimal point, as {sample}",
                sample = sample
            )
        }
    }
}

fn sample(numbers: Numbers) -> &'static str {
    match numbers {
        Numbers::Vi => "1.234,5",
        Numbers::En => "1,234.5",
        Numbers::Plain => "1234.5",
    }
}

/// The word for a form on the command line and in a profile.
fn form_word(numbers: Numbers) -> &'static str {
    match numbers {
        Numbers::Vi => "vi",
        Numbers::En => "en",
        Numbers::Plain => "plain",
    }
}

/// A column whose numbers can be read in two forms: that of the rules' language, in which the one
/// sign parts thousands, and another.
pub fn read_both_ways(column: &str, row: u32, text: &str, numbers: Numbers) -> Message {
    let (sign, sign_en, other) = match numbers {
        Numbers::Vi => ("chấm", "dot", Numbers::Plain),
        Numbers::En | Numbers::Plain => ("phẩy", "comma", Numbers::Vi),
    };
    let (grouped, own, other) =
        (text.replace(['.', ','], ""), form_word(numbers), form_word(other));
    let (decimal_vi, decimal_en) = (text.replace('.', ","), text.replace(',', "."));
    Message {
        vi: format!(
            "cột “{column}”, dòng {row}: “{text}” đọc được hai cách, là {grouped} (dấu {sign} \
             tách hàng nghìn) hay {decimal_vi} (dấu {sign} thập phân); hãy nói rõ: --kieu-so \
             {own} là {grouped}, --kieu-so {other} là {decimal_vi}; hoặc ghi numbers trong \
             pack.toml"
        ),
        en: format!(
            "column “{column}”, row {row}: “{text}” can be read in two ways, as {grouped} (the \
             {sign_en} parts thousands) or as {decimal_en} (a decimal {sign_en}); say which: \
             --numbers {own} for {grouped}, --numbers {other} for {decimal_en}; or numbers in \
             pack.toml"
        ),
    }
}

/// Rows that look like totals: some of them, and how many there are.
pub fn total_rows(named: &[(u32, String)], all: usize) -> Message {
    let list = |row: &str| {
        let mut list: Vec<String> =
            named.iter().map(|(number, words)| format!("{row} {number} (“{words}”)")).collect();
        if all > named.len() {
            list.push("…".to_owned());
        }
        list.join(", ")
    };
    Message {
        vi: format!(
            "{} trông như dòng tổng của các dòng trên; thêm --dong-tong skip để bỏ qua dòng tổng, \
             hoặc --dong-tong keep nếu đó là bản ghi thật",
            list("dòng")
        ),
        en: format!(
            "{} {} of the rows above; add --total-rows skip to leave totals out, or --total-rows \
             keep if this is a real record",
            list("row"),
            if all == 1 { "looks like a total" } else { "look like totals" }
        ),
    }
}

/// A value instead of a dash.
pub fn expected_no_dash() -> Message {
    say!(
        "một giá trị; nếu “-” nghĩa là không có số liệu thì ghi missing = [\"-\"] cho cột này \
         trong pack.toml, nếu là không đồng, không người thì ghi 0",
        "a value; if “-” means that there is none, write missing = [\"-\"] for this column in \
         pack.toml; if it means nought, write 0"
    )
}

/// A number within the limit.
pub fn expected_fewer_digits() -> Message {
    say!("số không quá 28 chữ số", "a number of at most 28 digits")
}

/// Form of a field that takes a whole number.
pub fn expected_whole() -> Message {
    say!("số nguyên, không có phần lẻ", "a whole number, without a fraction")
}

/// A ratio that says whether it is in percent.
pub fn expected_ratio_unit() -> Message {
    say!(
        "tỷ lệ có dấu %, như 98% (số không có %: thêm --ty-le percent hoặc fraction, hoặc ghi \
         unit = \"%\" hay \"1\" trong pack.toml)",
        "a ratio with %, as 98% (without %: add --ratios percent or fraction, or write unit = \
         \"%\" or \"1\" in pack.toml)"
    )
}

/// A day, and what is wrong with what is there.
pub fn expected_date(trouble: DateTrouble) -> Message {
    match trouble {
        DateTrouble::NoDate => say!("ngày, như 30/06/2023", "a date, as 30/06/2023 or 2023-06-30"),
        DateTrouble::NoSuchDay { month, year, days } => say!(
            "ngày có thật: tháng {month}/{year} chỉ có {days} ngày",
            "a day that exists: month {month} of {year} has {days} days",
            month = month,
            year = year,
            days = days
        ),
        DateTrouble::MonthFirst(day) => {
            say!(
                "ngày trước, tháng sau: có phải là {day}?",
                "the day before the month: did you mean {day}?",
                day = show_date(day)
            )
        }
        DateTrouble::ShortYear => {
            say!(
                "ngày với năm đủ bốn chữ số, như 05/03/2025",
                "a date with all four digits of the year, as 05/03/2025"
            )
        }
        DateTrouble::WithTime(day) => say!(
            "ngày không kèm giờ: {day}",
            "a date without a time of day: {day}",
            day = show_date(day)
        ),
        DateTrouble::Serial(day) => say!(
            "ngày, như 30/06/2023; số này là số thứ tự ngày của Excel ({day}): đổi định dạng cột \
             thành Ngày (Date) rồi lưu lại",
            "a date, as 30/06/2023; this is Excel's number of a day ({day}): give the column a \
             date format and save again",
            day = show_date(day)
        ),
        DateTrouble::InWords(day) => {
            say!("ngày viết bằng số: {day}", "a date in numbers: {day}", day = show_date(day))
        }
    }
}

/// Form of a field that takes yes or no.
pub fn expected_yes_no() -> Message {
    say!("“có” hoặc “không”", "“yes” or “no”")
}

/// A value of a category; of a short one, where none is near, all values are named.
pub fn expected_category(category: &str, nearest: Option<&str>, values: &[&str]) -> Message {
    let told = say!("một giá trị của “{category}”", "a value of “{category}”", category = category);
    match nearest {
        None if values.len() <= SHORT_CATEGORY => {
            let all = values.join(", ");
            Message { vi: format!("{}: {all}", told.vi), en: format!("{}: {all}", told.en) }
        }
        None | Some(_) => joined(told, meant(nearest)),
    }
}

/// A category of so many values is named whole.
const SHORT_CATEGORY: usize = 8;

/// A formula that has been calculated.
pub fn expected_calculated() -> Message {
    say!(
        "giá trị đã tính: ô là công thức chưa được tính; mở tệp bằng Excel và lưu lại",
        "a calculated value: the cell is a formula never calculated; open the file in Excel and \
         save it"
    )
}

/// A value instead of an error.
pub fn expected_no_error() -> Message {
    say!("một giá trị, không phải lỗi của Excel", "a value, not an error of Excel")
}

/// A day instead of a time.
pub fn expected_no_time() -> Message {
    say!(
        "một giá trị, không phải giờ hay khoảng thời gian",
        "a value, not a time of day or a span of time"
    )
}

/// Form of a field that takes a single value, where a cell holds several.
pub fn expected_single() -> Message {
    say!(
        "một giá trị đơn, không phải danh sách hay đối tượng",
        "a single value, not a list or an object"
    )
}

/// A text within the limit.
pub fn expected_shorter(limit: usize) -> Message {
    say!("không quá {limit} ký tự", "at most {limit} characters", limit = limit)
}

/// A key of its own.
pub fn expected_unique_key(row: u32) -> Message {
    say!(
        "khóa không trùng: dòng {row} cũng có khóa này",
        "a key of its own: row {row} has the same",
        row = row
    )
}

/// A row that is there once.
pub fn expected_no_repetition(row: u32) -> Message {
    say!(
        "không lặp lại: dòng này giống hệt dòng {row}",
        "no repetition: this row is the same as row {row}",
        row = row
    )
}

/// As many cells as the header has.
pub fn expected_cells(width: u32, seen: u32) -> Message {
    say!(
        "có {seen} ô, dòng tiêu đề chỉ có {width}; có thể một ô chứa dấu ngăn cách mà không đặt \
         trong ngoặc kép",
        "{seen} cells where the header has {width}; perhaps a cell holds the separator without \
         quotes",
        width = width,
        seen = seen
    )
}

/// One value for a field.
pub fn expected_one_value() -> Message {
    say!("một giá trị: trường này được ghi hai lần", "one value: the field is given twice")
}

/// Form of a date by which the pack of a record is chosen.
pub fn expected_pack_day() -> Message {
    say!("một ngày trong thời gian áp dụng của một bộ quy tắc", "a day on which a pack applies")
}

/// A day of a pack that is asked on the as-of date.
pub fn expected_asked_pack_day(day: Date) -> Message {
    let day = show_date(day);
    say!(
        "một ngày trong thời gian áp dụng của một bộ quy tắc còn xét vào ngày {day}",
        "a day on which a pack applies that is still asked on {day}",
        day = day
    )
}

/// A value of a category on a day that is one of its own.
pub fn expected_in_force(
    category: &str,
    day: Date,
    from: Option<Date>,
    to: Option<Date>,
) -> Message {
    let ends = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), show_date);
    say!(
        "một giá trị của “{category}” còn dùng ngày {day}; giá trị này dùng từ {from} đến {to}",
        "a value of “{category}” in force on {day}; this one is from {from} to {to}",
        category = category,
        day = show_date(day),
        from = ends(from),
        to = ends(to)
    )
}

/// The key of a record that is among the data.
pub fn expected_parent(record: &str) -> Message {
    say!(
        "khóa của một {record} có trong dữ liệu",
        "the key of a {record} that is among the data",
        record = record
    )
}
