//! What is said of a value or a code from a program that cannot be taken. E254.

use super::{Error, ErrorKind, Message, nearest, quoted, say};

fn refused(text: &str, message: Message) -> Error {
    Error::new(ErrorKind::Record, "E254", message).about(text, None)
}

/// A text that is no number.
pub(crate) fn no_number(text: &str) -> Error {
    let message = say!(
        "“{text}” không phải số; viết như 1234.5",
        "“{text}” is no number; write one such as 1234.5",
        text = quoted(text)
    );
    refused(text, message)
}

/// A text, or a day of another library, that is no day.
pub(crate) fn no_date(text: &str) -> Error {
    let message = say!(
        "“{text}” không phải ngày từ năm 1 đến 9999; viết như 2023-12-31 hoặc 31/12/2023",
        "“{text}” is no day of the years 1 to 9999; write one such as 2023-12-31 or 31/12/2023",
        text = quoted(text)
    );
    refused(text, message)
}

/// A number that no decimal is exactly.
pub(crate) fn no_decimal(number: &str) -> Error {
    let message = say!(
        "không viết đúng được số {number} bằng 28 chữ số thập phân",
        "the number {number} cannot be written exactly with 28 decimal digits",
        number = quoted(number)
    );
    refused(number, message)
}

/// A number that no whole number of 64 bits is.
pub(crate) fn no_whole_number(number: &str) -> Error {
    let message = say!(
        "số {number} không phải số nguyên, hoặc quá lớn",
        "the number {number} is no whole number, or too large",
        number = quoted(number)
    );
    refused(number, message)
}

/// A code that there is not.
pub(crate) fn no_code(code: &str, all: impl Iterator<Item = &'static str>) -> Error {
    let all: Vec<&str> = all.collect();
    let message = say!(
        "không có mã “{code}”; có: {all}",
        "there is no code “{code}”; there are: {all}",
        code = quoted(code),
        all = all.join(", ")
    );
    Error::new(ErrorKind::Record, "E254", message).about(code, nearest(code, all.iter().copied()))
}
