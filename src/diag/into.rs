//! Words about results that are added to a workbook as columns.

use super::{Message, say};

/// Only workbooks of one format can be added to.
pub fn only_xlsx() -> Message {
    say!(
        "chỉ thêm cột được vào tệp Excel dạng .xlsx; hãy mở tệp này trong Excel và lưu thành .xlsx",
        "columns can be added to .xlsx workbooks only; open this file in Excel and save it as .xlsx"
    )
}

/// A sheet that may not be changed.
pub fn protected(sheet: &str) -> Message {
    say!(
        "trang “{sheet}” đang được bảo vệ nên không thêm cột; hãy bỏ bảo vệ trang rồi chạy lại",
        "sheet “{sheet}” is protected, so no columns are added; unprotect it and run again",
        sheet = sheet
    )
}

/// A workbook whose signature would no longer hold.
pub fn signed() -> Message {
    say!(
        "tệp có chữ ký số, thêm cột thì chữ ký không còn đúng; hãy dùng bản chưa ký",
        "the file is digitally signed, and with added columns the signature would not hold; use an \
         unsigned copy"
    )
}

/// A sheet that is filled to its last columns.
pub fn no_room(sheet: &str) -> Message {
    say!(
        "trang “{sheet}” không còn chỗ bên phải để thêm cột",
        "sheet “{sheet}” has no room for more columns on its right",
        sheet = sheet
    )
}

/// Two record types that are read from one sheet.
pub fn read_twice(sheet: &str) -> Message {
    say!(
        "trang “{sheet}” được đọc cho nhiều loại bản ghi nên không rõ thêm cột cho loại nào; thêm \
         --khoi để chọn",
        "sheet “{sheet}” is read for several record types, so it is not clear whose columns to \
         add; choose with --block",
        sheet = sheet
    )
}

/// A sheet too large to be changed.
pub fn too_large(limit: &str) -> Message {
    say!(
        "trang lớn hơn {limit} khi giải nén nên không thêm cột; ghi kết quả ra tệp riêng",
        "the sheet unpacks to more than {limit}, so no columns are added; write the results to a \
         file of their own",
        limit = limit
    )
}

/// The columns need a file to go to.
pub fn needs_file() -> Message {
    say!(
        "thêm cột vào bản sao của tệp: hãy ghi -o tệp mới, tệp gốc giữ nguyên",
        "the columns go to a copy of the file: name it with -o; the file itself stays as it is"
    )
}

/// The copy has another ending than the workbook.
pub fn other_ending(path: &str, ending: &str) -> Message {
    say!(
        "“{path}”: bản sao phải có đuôi .{ending} như tệp gốc",
        "“{path}”: the copy must end in .{ending} as the file itself does",
        path = path,
        ending = ending
    )
}

/// The workbook is not among the data.
pub fn no_data_file(path: &str) -> Message {
    say!(
        "“{path}” không phải tệp số liệu của lần chạy này; nêu nó trong DỮ-LIỆU",
        "“{path}” is no data file of this run; name it among DATA",
        path = path
    )
}

/// No record was read from the workbook.
pub fn nothing_to_add() -> Message {
    say!(
        "không bản ghi nào có kết quả được đọc từ tệp này, nên không có gì để thêm",
        "no record with a result was read from this file, so there is nothing to add"
    )
}
