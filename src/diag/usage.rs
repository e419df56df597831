//! Mistakes on the command line.

use super::{Message, say};

/// Opening of a mistake on the command line.
pub fn error() -> Message {
    say!("lỗi", "error")
}

/// Opening of a warning on the command line.
pub fn warning() -> Message {
    say!("cảnh báo", "warning")
}

/// Offer of the word that was perhaps meant.
pub fn near(near: &str) -> Message {
    say!("gợi ý: có phải ý bạn là “{near}”?", "help: did you mean “{near}”?", near = near)
}

/// Pointer to the help; the command with a blank before it, or nothing.
pub fn see_help(command: &str) -> Message {
    say!(
        "Xem hướng dẫn: visao{command} --help",
        "For help: visao{command} --help",
        command = command
    )
}

/// A word too many.
pub fn surplus(argument: &str) -> Message {
    say!("thừa “{argument}”", "“{argument}” is one too many", argument = argument)
}

/// An option that is none.
pub fn no_option(argument: &str) -> Message {
    say!("không có tùy chọn “{argument}”", "there is no option “{argument}”", argument = argument)
}

/// A command that is none, and those that are.
pub fn no_command(command: &str, all: &str) -> Message {
    say!(
        "không có lệnh “{command}”; có: {all}",
        "there is no command “{command}”; there are: {all}",
        command = command,
        all = all
    )
}

/// No command, and those that are.
pub fn nothing_to_do(all: &str) -> Message {
    say!("chưa nói làm gì; có các lệnh: {all}", "no command given; there are: {all}", all = all)
}

/// An argument that must be given.
pub fn missing(argument: &str) -> Message {
    say!("còn thiếu: {argument}", "missing: {argument}", argument = argument)
}

/// An option without its value, and the values there are.
pub fn needs_value(argument: &str, values: &[String]) -> Message {
    let Message { vi, en } = one_of(values);
    Message {
        vi: format!("“{argument}” cần một giá trị{vi}"),
        en: format!("“{argument}” needs a value{en}"),
    }
}

/// A value that an option does not take, and those it takes.
pub fn other_value(argument: &str, value: &str, values: &[String]) -> Message {
    let Message { vi, en } = one_of(values);
    Message {
        vi: format!("“{argument}” không nhận “{value}”{vi}"),
        en: format!("“{argument}” does not take “{value}”{en}"),
    }
}

fn one_of(values: &[String]) -> Message {
    if values.is_empty() {
        return say!("", "");
    }
    let values = values.join(", ");
    say!("; có: {values}", "; one of: {values}", values = values)
}

/// An option given twice.
pub fn twice(argument: &str) -> Message {
    say!(
        "“{argument}” chỉ được ghi một lần",
        "“{argument}” may be given once only",
        argument = argument
    )
}

/// More values than an option takes.
pub fn too_many_values(argument: &str) -> Message {
    say!(
        "“{argument}” nhận ít giá trị hơn thế",
        "“{argument}” takes fewer values",
        argument = argument
    )
}

/// Fewer values than an option takes.
pub fn too_few_values(argument: &str) -> Message {
    say!("“{argument}” cần thêm giá trị", "“{argument}” needs more values", argument = argument)
}

/// Bytes that are no text.
pub fn no_text() -> Message {
    say!(
        "dòng lệnh có ký tự không đọc được",
        "the command line holds characters that cannot be read"
    )
}

/// Command line that the parser of arguments refused for another reason.
pub fn not_understood() -> Message {
    say!("không hiểu dòng lệnh này", "this command line is not understood")
}
