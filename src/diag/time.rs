//! What is said of time in rules: the period, registers, and runs over them; codes E160 to E169 and
//! W030 to W031.

use super::{Diagnostic, Error, ErrorKind, Message, say};
use crate::source::Span;
use crate::value::Date;
use crate::value::text::show_date;

/// E160: a name that the language keeps for the period.
pub fn period_name(span: Span, name: &str) -> Diagnostic {
    let headline = say!(
        "“{name}” là từ chỉ kỳ của bộ quy tắc, không đặt làm tên được",
        "“{name}” stands for the pack's period and cannot be a name",
        name = name
    );
    Diagnostic::error("E160", span, headline).help(say!(
        "đặt tên khác, ví dụ “{name} báo cáo”",
        "take another name, such as “{name} of report”",
        name = name
    ))
}

/// E161: a word of the period in a pack that does not say its period, or not that end.
pub fn no_period(span: Span, word: &str, from: Option<Date>, to: Option<Date>) -> Diagnostic {
    let headline = match (from, to) {
        (None, None) => say!(
            "bộ quy tắc không khai thời gian áp dụng nên không có kỳ: “{word}” không chỉ ngày nào",
            "the pack does not say when it applies, so it has no period: “{word}” is no day",
            word = word
        ),
        (Some(_), _) => say!(
            "thời gian áp dụng của bộ quy tắc không có ngày cuối: “{word}” không chỉ ngày nào",
            "the days on which the pack applies have no last one: “{word}” is no day",
            word = word
        ),
        (None, Some(_)) => say!(
            "thời gian áp dụng của bộ quy tắc không có ngày đầu: “{word}” không chỉ ngày nào",
            "the days on which the pack applies have no first one: “{word}” is no day",
            word = word
        ),
    };
    Diagnostic::error("E161", span, headline).help(say!(
        "khai cả hai ngày trong pack.toml, ví dụ effective = {{ from = 2023-01-01, to = 2023-12-31 }}",
        "give both days in pack.toml, such as effective = {{ from = 2023-01-01, to = 2023-12-31 }}"
    ))
}

/// E162: a day and month that the period does not hold exactly once.
pub fn not_once(span: Span, word: &str, from: Date, to: Date, found: &[Date]) -> Diagnostic {
    let (from, to) = (show_date(from), show_date(to));
    let headline = match found {
        [] => say!(
            "kỳ từ {from} đến {to} không có “{word}”",
            "the period from {from} to {to} has no “{word}”",
            from = from,
            to = to,
            word = word
        ),
        found => say!(
            "kỳ từ {from} đến {to} có “{word}” {times} lần",
            "the period from {from} to {to} has “{word}” {times} times",
            from = from,
            to = to,
            word = word,
            times = found.len()
        ),
    };
    let diagnostic = Diagnostic::error("E162", span, headline);
    match found.first() {
        None => diagnostic.help(say!(
            "viết một ngày có trong kỳ, hoặc viết cả năm",
            "write a day of the period, or a date with its year"
        )),
        Some(first) => diagnostic.help(say!(
            "viết cả năm, ví dụ {day}",
            "write the year as well, such as {day}",
            day = show_date(*first)
        )),
    }
}

/// E163: a register by a field that is no date.
pub fn not_a_date(span: Span, name: &str, found: &Message, dates: &[String]) -> Diagnostic {
    let headline = Message {
        vi: format!("bản ghi chỉ ghi theo được một ngày, mà “{name}” là {}", found.vi),
        en: format!("a record can only be dated by a date, and “{name}” is {}", found.en),
    };
    Diagnostic::error("E163", span, headline).help(a_date(dates))
}

/// The date fields that there are, or how to declare one.
fn a_date(dates: &[String]) -> Message {
    match dates {
        [] => say!(
            "thêm trường ngày, ví dụ “trường ngày làm: ngày”",
            "add a date field, such as “field day done: date”"
        ),
        dates => say!(
            "viết tên một trường ngày của bản ghi: {dates}",
            "name a date field of the record type: {dates}",
            dates = dates.join(", ")
        ),
    }
}

/// E164: a part of a record type's head that stands twice.
pub fn part_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "E164",
        span,
        say!("phần này của dòng “bản ghi” chỉ viết một lần", "this part is written once only"),
    )
    .also(first, say!("đã viết ở đây", "it stands here already"))
    .help(say!("giữ lại một phần", "keep one of them"))
}

/// E164: the day of the period, of a record type that no day makes a register.
pub fn period_without_day(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E164",
        span,
        say!(
            "“cho kỳ của” chỉ đi cùng “ghi theo”: bản ghi có từ ngày nào?",
            "“for the period of” goes with “dated by” only: from which day on is the record there?"
        ),
    )
    .help(say!(
        "viết thêm ngày ghi sổ, ví dụ “ghi theo ngày nộp, cho kỳ của tháng báo cáo”",
        "add the day of the record, such as “dated by day filed, for the period of month”"
    ))
}

/// E165: `mọi` or `trong` over a record type that is no register.
pub fn no_register(span: Span, record: &str, dates: &[String]) -> Diagnostic {
    let day = dates.first().map_or("…", String::as_str);
    Diagnostic::error(
        "E165",
        span,
        say!(
            "“{record}” không phải sổ theo ngày, nên không chọn được dòng bằng “mọi” hay “trong”",
            "“{record}” is no register, so “every” and “in the last” cannot choose among its rows",
            record = record
        ),
    )
    .help(say!(
        "khai ngày của bản ghi, ví dụ “bản ghi {record} ghi theo {day}”, hoặc bỏ “mọi”, “trong”",
        "give the record type its day, such as “record {record} dated by {day}”, or leave the word out",
        record = record,
        day = day
    ))
}

/// E165: `mọi` outside an aggregate.
pub fn every_of_what(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E165",
        span,
        say!(
            "“mọi” chỉ đứng trước tên bản ghi trong đếm(…), tổng(…) và các phép tính như thế",
            "“every” stands before the name of a record type in count(…), sum(…) and the like only"
        ),
    )
    .help(say!("ví dụ “đếm(mọi Việc khi …)”", "such as “count(every Work when …)”"))
}

/// E166: a window that is no whole number of days or months.
pub fn window(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E166",
        span,
        say!(
            "sau “trong” là một số ngày, tháng hay năm, nguyên và lớn hơn 0",
            "“in the last” takes a whole number of days, months or years, greater than 0"
        ),
    )
    .help(say!("ví dụ “trong 12 tháng”", "such as “in the last 12 months”"))
}

/// E166: all rows, and those of the last months alone.
pub fn every_and_window(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E166",
        span,
        say!(
            "“mọi” lấy các dòng từ trước đến nay, “trong” chỉ lấy các dòng gần đây: chỉ dùng một từ",
            "“every” takes the rows of all time, “in the last” the latest alone: only one can stand"
        ),
    )
    .help(say!("bỏ “mọi” hoặc bỏ phần “trong …”", "leave out “every”, or “in the last …”"))
}

/// E167: a register in a run without an as-of date.
pub fn register_without_day(record: &str, day: Option<Date>) -> Error {
    let day = day.map_or_else(String::new, |day| format!(" {}", show_date(day)));
    let message = say!(
        "chưa có ngày xét, mà {record} là sổ theo ngày: không biết dòng nào đã có; thêm --ngay{day}",
        "no as-of date, and {record} is a register: which rows are there is not known; add --date{day}",
        record = record,
        day = day
    );
    Error::new(ErrorKind::Query, "E167", message)
}

/// E168: a register in a run in which each record has a day of its own.
pub fn register_by_day(record: &str) -> Error {
    let message = say!(
        "{record} là sổ theo ngày, phải xét chung một ngày: thêm --ngay bên cạnh --cot-ngay",
        "{record} is a register, which needs one day for all: add --date beside --date-column",
        record = record
    );
    Error::new(ErrorKind::Query, "E168", message)
}

/// E168: a block that asks over time in a run in which each record has a day of its own.
pub fn asked_by_day(block: &str) -> Error {
    let message = say!(
        "“{block}” hỏi theo sổ, theo kỳ hay theo hạn, phải xét chung một ngày: thêm --ngay bên cạnh --cot-ngay",
        "“{block}” asks a register, a period or a deadline, which needs one day for all: add --date beside --date-column",
        block = block
    );
    Error::new(ErrorKind::Query, "E168", message)
}

/// E168: monthly snapshots in a run in which each record has a day of its own.
pub fn snapshot_by_day(record: &str) -> Error {
    let message = say!(
        "{record} chụp hàng tháng, mỗi dòng đã xét theo ngày của nó: bỏ --cot-ngay, hoặc dùng --ngay",
        "{record} is a monthly snapshot, each row as of its day already: leave out --date-column, or use --date",
        record = record
    );
    Error::new(ErrorKind::Query, "E168", message)
}

/// W030: another date of a register that is only asked whether it is there.
pub fn other_date(span: Span, other: &str, day: &str) -> Diagnostic {
    Diagnostic::warning(
        "W030",
        span,
        say!(
            "sổ chỉ cắt theo “{day}”: “{other}” có thể sau ngày xét hay ngoài kỳ mà vẫn được tính",
            "only “{day}” cuts the register: “{other}” may lie after the as-of date or outside the period",
            day = day,
            other = other
        ),
    )
    .help(say!(
        "nếu cần, hỏi cả ngày, ví dụ “{other} từ đầu kỳ đến ngày xét”",
        "if it matters, ask for the day as well, such as “{other} from period start to as-of date”",
        other = other
    ))
}

/// Reason of rows after the as-of date.
pub fn after_as_of(field: &str, day: Date) -> Message {
    say!(
        "“{field}” sau ngày xét {day}",
        "“{field}” after {day}",
        field = field,
        day = show_date(day)
    )
}

/// Reason of parts of rows after the as-of date.
pub fn of_row_after(record: &str) -> Message {
    say!("thuộc {record} sau ngày xét", "of a {record} after the as-of date", record = record)
}

/// E186: a condition asked over time that reads nothing recorded by day.
pub fn no_register_read(span: Span) -> Diagnostic {
    let headline = say!(
        "điều kiện này không đọc sổ nào nên ngày nào cũng như nhau",
        "this condition reads no register, so it is the same on every day"
    );
    Diagnostic::error("E186", span, headline).help(say!(
        "đọc một loại bản ghi “ghi theo” ngày, ví dụ đếm(Việc đã làm khi …) ≥ 1; hoặc viết yêu cầu không có “mỗi”, hoặc hạn của một ngày",
        "read a record type that is “dated by” a day, such as count(Work done when …) ≥ 1; or require it without “each”, or give the due day of a date"
    ))
}

/// E187: periods, or something done by a day, within a condition that is asked over time itself.
pub fn periods_in_periods(span: Span) -> Diagnostic {
    let headline = say!(
        "điều kiện hỏi theo từng kỳ không được đọc giá trị cũng tính theo từng kỳ",
        "a condition that is asked in each period cannot read a value that is worked out over periods itself"
    );
    Diagnostic::error("E187", span, headline)
        .help(say!("viết thành hai yêu cầu riêng", "make two requirements of it"))
}

/// E187: periods where no record is spoken of.
pub fn periods_of_no_record(span: Span) -> Diagnostic {
    let headline = say!(
        "ở đây không có bản ghi nào để đếm các kỳ",
        "there is no record here whose periods could be counted"
    );
    Diagnostic::error("E187", span, headline).help(say!(
        "đặt phép đếm này vào một dòng “tính” của bản ghi rồi dùng tên đó",
        "put the count in a derivation of the record, and use its name"
    ))
}

/// E188: a length that is no number of months, quarters or years.
pub fn period_length(span: Span) -> Diagnostic {
    let headline = say!(
        "độ dài kỳ phải là tháng, quý, năm hoặc một số tháng nguyên",
        "a period is a month, a quarter, a year or a whole number of months"
    );
    Diagnostic::error("E188", span, headline).help(say!(
        "viết mỗi tháng, mỗi quý, mỗi năm hoặc mỗi 6 tháng",
        "write each month, each quarter, each year or each 6 months"
    ))
}

/// E188: a wait that is no number of days.
pub fn days_after(span: Span) -> Diagnostic {
    let headline = say!(
        "thời gian chờ sau mỗi kỳ phải là một số ngày nguyên",
        "the wait after each period is a whole number of days"
    );
    Diagnostic::error("E188", span, headline).help(say!("viết sau 5 ngày", "write after 5 days"))
}

/// E188: a time limit that is no number of days or months.
pub fn no_duration(span: Span, found: &Message) -> Diagnostic {
    let headline = Message {
        vi: format!("sau “trong” cần một khoảng thời gian, ở đây là {found}", found = found.vi),
        en: format!("after “within” comes a length of time, this is {found}", found = found.en),
    };
    Diagnostic::error("E188", span, headline).help(say!(
        "viết số ngày hoặc số tháng, ví dụ 30 ngày",
        "write days or months, such as 30 days"
    ))
}

/// E189: a deadline in a block that is no check.
pub fn deadline_outside_check(span: Span) -> Diagnostic {
    let headline = say!("“hạn” là dòng của khối kiểm tra", "“due” is a line of a check");
    Diagnostic::error("E189", span, headline)
        .help(say!("đặt hạn này vào một khối kiểm tra", "put the deadline in a check"))
}

/// E189: a deadline of something that is neither a day nor a condition.
pub fn nothing_done(span: Span, found: &Message) -> Diagnostic {
    let headline = Message {
        vi: format!(
            "hạn cần một ngày đã làm hoặc một điều kiện, ở đây là {found}",
            found = found.vi
        ),
        en: format!(
            "what is due is a day on which it was done, or a condition; this is {found}",
            found = found.en
        ),
    };
    Diagnostic::error("E189", span, headline).help(say!(
        "viết tên trường ngày, ví dụ hạn ngày kiểm tra: trong 30 ngày từ ngày giải ngân",
        "name a date, such as due checked on: within 30 days of paid on"
    ))
}
