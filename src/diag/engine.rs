//! What the façade says of questions and records from a program.

use super::{Error, ErrorKind, Message, quoted, say};
use crate::source::plain;
use crate::value::Date;
use crate::value::text::show_date;

/// E240: names of a record that no field has, each with the nearest.
pub fn unknown_names(names: &[(&str, Option<&str>)], record: &str) -> Error {
    let list = |meant: fn(&str) -> String| {
        let one = |(name, near): &(&str, Option<&str>)| {
            format!("“{}”{}", quoted(name), near.map(meant).unwrap_or_default())
        };
        names.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let vi = format!(
        "bản ghi {record} không có trường {}",
        list(|near| format!(" (có phải ý bạn là “{near}”?)"))
    );
    let en = format!("{record} has no field {}", list(|near| format!(" (did you mean “{near}”?)")));
    let (name, near) = names.first().copied().unwrap_or_default();
    Error::new(ErrorKind::Record, "E240", Message { vi, en }).about(name, near)
}

/// E241: a block that is about records of another type.
pub fn block_of_others(block: &str, of: &str, record: &str) -> Error {
    let message = say!(
        "“{block}” xét bản ghi {of}, không xét {record}",
        "“{block}” is about {of}, not about {record}",
        block = block,
        of = of,
        record = record
    );
    Error::new(ErrorKind::Query, "E241", message).about(block, None)
}

/// E241: targets, asked of one record.
pub fn targets_of_many(targets: &str) -> Error {
    let message = say!(
        "chỉ tiêu “{targets}” xét trên nhiều bản ghi cùng lúc, không xét được một bản ghi; hãy \
         đọc cả tệp bằng read_all",
        "the targets “{targets}” are about many records together, not about one; read them all \
         with read_all",
        targets = targets
    );
    Error::new(ErrorKind::Query, "E241", message).about(targets, None)
}

/// E242: the as-of date lies outside the pack's days.
pub fn outside_pack(day: Date, name: &str, from: Option<Date>, to: Option<Date>) -> Error {
    Error::new(ErrorKind::Query, "E242", outside_effective(day, name, from, to))
}

/// E243: rules that read the as-of date, and none is given; a day that fits.
pub fn as_of_forgotten(day: Option<Date>) -> Error {
    let message = match day.map(show_date) {
        Some(day) => say!(
            "chưa có ngày xét, mà có quy định cần ngày xét: thêm --ngay, ví dụ --ngay {day}",
            "no as-of date, which some of the rules need: add --date, such as --date {day}",
            day = day
        ),
        None => say!(
            "chưa có ngày xét, mà có quy định cần ngày xét: thêm --ngay và ngày, viết như \
             31/12/2023",
            "no as-of date, which some of the rules need: add --date and the day, written as \
             31/12/2023"
        ),
    };
    Error::new(ErrorKind::Query, "E243", message)
}

/// E244: rules without a block, a derivation or targets.
pub fn nothing_in_rules(name: &str) -> Error {
    let message = say!(
        "bộ quy tắc “{name}” chưa có gì để xét: không có bảng điểm, điều kiện, kiểm tra, chỉ tiêu \
         hay giá trị tính nào",
        "the rules “{name}” decide nothing: they have no scorecard, eligibility, check, targets \
         or derived value",
        name = name
    );
    Error::new(ErrorKind::Query, "E244", message)
}

pub(super) fn with_nearest(message: Message, near: Option<&str>) -> Message {
    match near {
        Some(near) => Message {
            vi: format!("{}; có phải ý bạn là “{near}”?", message.vi),
            en: format!("{}; did you mean “{near}”?", message.en),
        },
        None => message,
    }
}

/// No record type of this name.
pub fn no_record_type(name: &str, near: Option<&str>) -> Message {
    with_nearest(
        say!(
            "bộ quy tắc không có bản ghi “{name}”",
            "the rules have no record type “{name}”",
            name = name
        ),
        near,
    )
}

/// No block of this name; `all` are those there are: shown one a line, those that hold the name
/// first.
fn no_block(name: &str, near: Option<&str>, all: &[&str]) -> Message {
    const SHOWN: usize = 10;
    let told = say!(
        "bộ quy tắc không có bảng điểm, điều kiện, kiểm tra hay chỉ tiêu “{name}”",
        "the rules have no scorecard, eligibility, check or targets “{name}”",
        name = name
    );
    match near {
        Some(_) => with_nearest(told, near),
        None => {
            let wanted = plain(name);
            let (mut listed, others): (Vec<&str>, Vec<&str>) =
                all.iter().partition(|block| plain(block).contains(&wanted));
            listed.extend(others);
            let lines: String =
                listed.iter().take(SHOWN).map(|block| format!("\n  {block}")).collect();
            let more =
                |words: Message| if listed.len() > SHOWN { words } else { Message::from(("", "")) };
            let rest = listed.len().saturating_sub(SHOWN);
            let rest = more(say!("\n  … và {rest} nữa", "\n  … and {rest} more", rest = rest));
            Message {
                vi: format!("{}; có:{lines}{}", told.vi, rest.vi),
                en: format!("{}; there are:{lines}{}", told.en, rest.en),
            }
        }
    }
}

/// E249: a file with several record types where one is needed.
pub fn several_record_types(file: &str, names: &str) -> Error {
    let message = say!(
        "tệp có nhiều loại bản ghi: {names}; hãy nói rõ loại nào",
        "the file holds several record types: {names}; say which",
        names = names
    );
    Error::unfitting(file, vec![message])
}

/// E252: no file was given.
pub fn no_data() -> Error {
    let message = say!("chưa có tệp dữ liệu nào", "no data file was given");
    Error::new(ErrorKind::Query, "E252", message)
}

/// E251: two files that say different days.
pub fn other_day(first: Date, other: Date) -> Error {
    no_day(say!(
        "các tệp ghi ngày khác nhau ({first} và {other}); hãy nói ngày xét bằng --ngay",
        "the files say different days ({first} and {other}); give the as-of date with --date",
        first = show_date(first),
        other = show_date(other)
    ))
}

/// E251: a date column that no file has.
pub fn no_day_column(message: Message, name: &str) -> Error {
    no_day(message).at_column(name)
}

/// E251: which day, or which pack, is not settled.
fn no_day(message: Message) -> Error {
    Error::new(ErrorKind::Query, "E251", message)
}

/// The as-of date lies outside the pack's.
fn outside_effective(day: Date, name: &str, from: Option<Date>, to: Option<Date>) -> Message {
    let ends = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), show_date);
    say!(
        "ngày xét {day} nằm ngoài thời gian áp dụng của “{name}” ({from} – {to})",
        "the as-of date {day} lies outside the days of “{name}” ({from} – {to})",
        day = show_date(day),
        name = name,
        from = ends(from),
        to = ends(to)
    )
}

/// Packs of a folder with their days, in one line.
pub fn ranges<'a>(packs: impl Iterator<Item = (&'a str, Option<Date>, Option<Date>)>) -> String {
    let ends = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), show_date);
    packs
        .map(|(name, from, to)| format!("{name} ({} – {})", ends(from), ends(to)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// E242: no pack of a folder applies on a day.
pub fn no_pack(day: Date, ranges: &str) -> Error {
    let message = say!(
        "không bộ quy tắc nào áp dụng ngày {day}; có: {ranges}",
        "no pack applies on {day}; there are: {ranges}",
        day = show_date(day),
        ranges = ranges
    );
    Error::new(ErrorKind::Query, "E242", message)
}

/// E251: several packs and no day.
pub fn which_pack(ranges: &str) -> Error {
    no_day(say!(
        "thư mục có nhiều bộ quy tắc: {ranges}; hãy nói ngày xét bằng --ngay, hoặc --cot-ngay để mỗi \
         bản ghi theo ngày của nó",
        "the folder holds several packs: {ranges}; give the as-of date with --date, or \
         --date-column for each record's own",
        ranges = ranges
    ))
}

/// E251: a date column that is none.
pub fn no_date_column(name: &str, fields: &str) -> Error {
    let message = match fields {
        "" => say!(
            "bản ghi không có trường ngày nào, cũng không có “{name}”",
            "the records have no date field, nor “{name}”",
            name = name
        ),
        fields => say!(
            "bản ghi không có trường ngày “{name}”; có: {fields}",
            "the records have no date field “{name}”; there are: {fields}",
            name = name,
            fields = fields
        ),
    };
    no_day(message).at_column(name)
}

/// Records lie on days of no pack: which days there are.
pub fn days_of_packs(ranges: &str) -> Message {
    say!(
        "có bản ghi mang ngày mà không bộ quy tắc nào áp dụng; các bộ quy tắc: {ranges}",
        "some records have a day on which no pack applies; the packs are: {ranges}",
        ranges = ranges
    )
}

/// Records lie on days of no pack that is asked on the as-of date: which days there are.
pub fn days_of_packs_asked(day: Date, ranges: &str) -> Message {
    let day = show_date(day);
    say!(
        "có bản ghi mang ngày của không bộ quy tắc nào còn xét vào ngày {day}; các bộ quy tắc: {ranges}",
        "some records have a day of no pack that is still asked on {day}; the packs are: {ranges}",
        day = day,
        ranges = ranges
    )
}

/// E251: two packs that read different days from one row.
pub fn two_days(row: u32) -> Error {
    let message = say!(
        "dòng {row}: hai bộ quy tắc đọc ra hai ngày khác nhau, ngày nào cũng trong thời gian áp dụng \
         của mình",
        "row {row}: two packs read different days, each within its own range",
        row = row
    );
    no_day(message).at_row(row)
}

/// A record that cannot be written as data.
pub fn not_serialisable(reason: &str) -> Message {
    say!("không đọc được bản ghi: {reason}", "the record cannot be read: {reason}", reason = reason)
}

/// A record that is no object.
pub fn no_object() -> Message {
    say!("bản ghi phải có các trường có tên", "a record must have named fields")
}

/// A record whose names fit no record type.
pub fn fits_no_record_type() -> Message {
    say!(
        "bản ghi không có trường nào của bộ quy tắc",
        "the record has none of the fields of the rules"
    )
}

/// E245: no record type of this name.
pub fn unknown_record_type(name: &str, near: Option<&str>) -> Error {
    Error::new(ErrorKind::Query, "E245", no_record_type(name, near)).about(name, near)
}

/// E246: no block of this name.
pub fn unknown_block(name: &str, near: Option<&str>, all: &[&str]) -> Error {
    Error::new(ErrorKind::Query, "E246", no_block(name, near, all)).about(name, near)
}

/// E247: what is given is no record of these rules.
pub fn no_record(message: Message) -> Error {
    Error::new(ErrorKind::Record, "E247", message)
}

/// E264: what is given for the parts of a record is no list.
pub fn no_list(part: &str) -> Error {
    let message = say!(
        "“{part}” phải là một danh sách các bản ghi {part}: bản ghi {part} thuộc bản ghi này",
        "“{part}” must be a list of {part} records: they are parts of this one",
        part = part
    );
    Error::new(ErrorKind::Record, "E264", message)
}

/// E264: parts within parts within parts.
pub fn nested_too_deep(part: &str) -> Error {
    let message = say!(
        "các bản ghi {part} nằm lồng nhau quá sâu; hãy đưa chúng vào thành một danh sách riêng",
        "the {part} records are nested too deep; give them as a list of their own",
        part = part
    );
    Error::new(ErrorKind::Record, "E264", message)
}

/// E265: which of several record types the records are of must be said.
pub fn record_type_needed(names: &str) -> Error {
    let message = say!(
        "bộ quy tắc có nhiều loại bản ghi ({names}): hãy nói loại nào bằng record(…)",
        "the rules have several record types ({names}): say which with record(…)",
        names = names
    );
    Error::new(ErrorKind::Query, "E265", message)
}

/// No records were given.
pub fn no_records() -> Message {
    say!("chưa có bản ghi nào được đưa vào", "no records were given")
}

/// Error in a record of a list, told with the record's place from 1, and its type where that is
/// known.
pub fn of_record(record: Option<&str>, place: u32, error: Error) -> Error {
    let within = match record {
        Some(record) => say!(
            "bản ghi {record} thứ {place}",
            "{record} record {place}",
            record = record,
            place = place
        ),
        None => say!("bản ghi thứ {place}", "record {place}", place = place),
    };
    error.within(&within).at_row(place)
}

/// Error in a part that stands in a record, told with the part's place from 1 in its list.
pub fn of_part(part: &str, place: u32, error: Error) -> Error {
    error.within(&say!("{part} thứ {place}", "{part} {place}", part = part, place = place))
}
