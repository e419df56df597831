//! The words of a year of months: levels of targets, records from month to month.

use super::{Message, counted, say, words};
use crate::value::{Date, Lang};

words! {
    /// Headers and fixed words of the tables.
    unit: "đơn vị" / "unit";
    month: "tháng" / "month";
    indicator: "chỉ số" / "indicator";
    value: "giá trị" / "value";
    required: "yêu cầu" / "required";
    result: "kết quả" / "result";
    against_month: "so với tháng trước" / "against last month";
    against_year: "so với cùng kỳ năm trước" / "against the year before";
    missed: "không đạt" / "not met";
    without_data: "thiếu số liệu" / "without data";
    no_data: "không có số liệu" / "no data";
    not_comparable: "chưa so được" / "not comparable";
    unchanged: "không đổi" / "unchanged";
    records: "bản ghi" / "records";
    rose: "lên" / "better";
    same: "giữ nguyên" / "same";
    fell: "xuống" / "worse";
    low_again: "2 tháng liền" / "twice running";
    arrived: "mới, có lại" / "new or back";
    new: "mới" / "new";
    gone: "không còn" / "gone";
    moved: "thay đổi" / "change";
    record: "bản ghi" / "record";
    before: "tháng trước" / "last month";
    now: "tháng này" / "this month";
    whole: "Toàn bộ" / "Total";
    no_unit: "chưa rõ đơn vị" / "without a unit";
}

/// `6/2023`: a month, by a day of it.
pub fn short_month(day: Date) -> String {
    format!("{}/{}", day.month(), day.year())
}

/// Number of months one after the other from which on a list names the first and the last alone.
const RUN: u32 = 3;

/// Months by their last days: `1–3, 5/2023; 1/2024`, the year once.
pub fn list_of_months(days: &[Date]) -> String {
    let mut years: Vec<(i32, Vec<(u32, u32)>)> = Vec::new();
    for day in days {
        let month = day.month();
        match years.last_mut().filter(|(year, _)| *year == day.year()) {
            Some((_, runs)) => match runs.last_mut().filter(|(_, last)| last + 1 == month) {
                Some((_, last)) => *last = month,
                None => runs.push((month, month)),
            },
            None => years.push((day.year(), vec![(month, month)])),
        }
    }
    let run = |&(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        more if more + 1 < RUN => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    let years = years.iter().map(|(year, runs)| {
        let months: Vec<String> = runs.iter().map(run).collect();
        format!("{}/{year}", months.join(", "))
    });
    years.collect::<Vec<_>>().join("; ")
}

/// `3 tháng: 1, 2, 5/2023`: how many months, and which.
pub fn count_of_months(days: &[Date]) -> Message {
    let months = list_of_months(days);
    Message {
        vi: format!("{} tháng: {months}", days.len()),
        en: format!("{}: {months}", counted(days.len(), "month")),
    }
}

/// Heading of the levels of targets over the months.
pub fn levels_of(targets: &str) -> Message {
    say!("{targets} theo tháng", "{targets} by month", targets = targets)
}

/// Heading of the levels of an indicator, with what is required of it.
pub fn levels_of_indicator(targets: &str, indicator: &str, required: &str) -> Message {
    let required = match required {
        "" => String::new(),
        required => format!(" ({required})"),
    };
    say!(
        "{targets}: {indicator}{required}, theo tháng",
        "{targets}: {indicator}{required}, by month",
        targets = targets,
        indicator = indicator,
        required = required
    )
}

/// Heading of what the latest month is compared with.
pub fn trend_of(targets: &str, indicator: &str, month: Date) -> Message {
    let month = short_month(month);
    say!(
        "{targets}: {indicator}, tháng {month} so với trước",
        "{targets}: {indicator}, {month} against before",
        targets = targets,
        indicator = indicator,
        month = month
    )
}

/// Heading of all rows of a year, for a workbook.
pub fn rows_of(targets: &str) -> Message {
    say!("{targets} từng tháng", "{targets} each month", targets = targets)
}

/// Header of a month among others.
pub fn in_month(day: Date) -> Message {
    let month = short_month(day);
    say!("T{month}", "{month}", month = month)
}

/// Header of the change since a month.
pub fn since(day: Date) -> Message {
    let month = short_month(day);
    say!("so với {month}", "since {month}", month = month)
}

/// Change of a value by an amount, for the better or the worse where that is known; of a ratio, in
/// points of a percent.
pub fn changed(falls: bool, amount: &str, is_better: Option<bool>) -> Message {
    let (vi, en) = if falls { ("giảm", "down") } else { ("tăng", "up") };
    let (vi_amount, en_amount) = match amount.strip_suffix('%') {
        Some(points) => (format!("{points} điểm %"), format!("{points} % points")),
        None => (amount.to_owned(), amount.to_owned()),
    };
    let (vi_sense, en_sense) = match is_better {
        Some(true) => (" (tốt lên)", " (better)"),
        Some(false) => (" (kém đi)", " (worse)"),
        None => ("", ""),
    };
    Message { vi: format!("{vi} {vi_amount}{vi_sense}"), en: format!("{en} {en_amount}{en_sense}") }
}

/// A requirement of a level that has a name.
pub fn required_at(level: &str, required: &str) -> Message {
    say!("{level}: {required}", "{level}: {required}", level = level, required = required)
}

/// Meaning of the signs before and in place of values; `shown` are those that occur.
pub fn signs(shown: &[(char, &str)]) -> String {
    let told = shown.iter().map(|(sign, meaning)| format!("{sign} {meaning}"));
    told.collect::<Vec<_>>().join("; ")
}

/// Heading of the records from month to month.
pub fn moves_of(block: &str) -> Message {
    say!("{block}: thay đổi qua các tháng", "{block}: changes from month to month", block = block)
}

/// Heading of the records from the month before to a month, by unit.
pub fn moves_by_unit(block: &str, month: Date) -> Message {
    let month = short_month(month);
    say!(
        "{block}: thay đổi trong tháng {month} theo đơn vị",
        "{block}: changes in {month} by unit",
        block = block,
        month = month
    )
}

/// Heading of the records that there is something to say of in a month.
pub fn records_in(block: &str, month: Date) -> Message {
    let month = short_month(month);
    say!(
        "{block}: bản ghi cần chú ý, tháng {month}",
        "{block}: records to note, {month}",
        block = block,
        month = month
    )
}

/// Name of the sheet of the records to note of all months.
pub fn records_in_all(block: &str) -> Message {
    say!("Cần chú ý {block}", "To note {block}", block = block)
}

/// Name of the sheet of the records from month to month.
pub fn sheet_of_moves(block: &str) -> Message {
    say!("Thay đổi {block}", "Changes {block}", block = block)
}

/// Remark on the column of the records that are low twice running.
pub fn low_twice(low: &[&str]) -> Message {
    let (vi, en) = (low.join(" hoặc "), low.join(" or "));
    Message {
        vi: format!("2 tháng liền: {vi} từ hai tháng liền trở lên"),
        en: format!("twice running: {en} for two months or more"),
    }
}

/// `Trung bình hoặc Yếu 3 tháng liền`: a record that is low again.
pub fn low_again(low: &[&str], months: usize) -> Message {
    let (vi, en) = (low.join(" hoặc "), low.join(" or "));
    Message {
        vi: format!("{vi} {months} tháng liền"),
        en: format!("{en} for {} running", counted(months, "month")),
    }
}

/// A record that comes back, last there in a month.
pub fn back(last: Date) -> Message {
    let month = short_month(last);
    say!("có lại, lần trước tháng {month}", "back, last there in {month}", month = month)
}

/// Months that cannot be compared with the month before, for that has no data.
pub fn not_compared(days: &[Date]) -> Message {
    let months = list_of_months(days);
    say!(
        "Không so được, vì tháng trước đó không có số liệu: tháng {months}",
        "Not compared, as the month before has no data: {months}",
        months = months
    )
}

/// Months of which there are no data.
pub fn months_without(days: &[Date]) -> Message {
    let months = list_of_months(days);
    say!("Không có số liệu: tháng {months}", "No data: {months}", months = months)
}

/// Comparisons with the year before, where its rows are there, by the rules of this one.
pub fn by_own_rules(pack: &str) -> Message {
    say!(
        "Số liệu trước kỳ tính theo bộ quy tắc {pack}",
        "Figures before the period are worked out by the rules of {pack}",
        pack = pack
    )
}
